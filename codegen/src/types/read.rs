//! syn: typify's answer read back, and joined with what the schemas say.

use crate::error::{Error, Result};
use crate::ir::model::{Field, Kind, Model, Variant};
use crate::ir::names::{Names, pascal};
use crate::ir::ty::{Scalar, Type};
use crate::types::shape::{Body, Shape, Shapes, Struct};
use proc_macro2::TokenStream;
use quote::ToTokens;
use std::collections::BTreeMap;
use syn::{Attribute, Expr, Fields, GenericArgument, Ident, Item, LitStr, PathArguments, Token};

/// Reads typify's types back, and joins them with what the schemas say.
pub(crate) fn read(stream: TokenStream, shapes: &Shapes, names: &Names) -> Result<Vec<Model>> {
    let answer = Answer::read(stream)?;
    let models = shapes.shapes.iter().map(|shape| {
        let kind = match &shape.body {
            Body::Enum(values) => Kind::Enum(answer.variants(shape, values, names)?),
            Body::Struct(object) => Kind::Struct {
                flatten: object.flatten.as_ref().map(|rust| {
                    let key = shapes.get(rust).map_or(rust.as_str(), |shape| &shape.key);
                    let field = names.field(key, "*").unwrap_or(key);
                    (field.to_owned(), rust.clone())
                }),
                fields: answer.fields(shape, object)?,
            },
        };
        Ok(Model {
            rust: shape.rust.clone(),
            key: shape.key.clone(),
            module: shape.module.clone(),
            doc: shape.doc.clone(),
            kind,
            place: shape.place.clone(),
        })
    });
    models.collect()
}

/// What typify made of each shape, by the names on the wire.
#[derive(Default)]
struct Answer {
    structs: BTreeMap<String, BTreeMap<String, (Ident, syn::Type)>>,
    enums: BTreeMap<String, BTreeMap<String, Ident>>,
}

impl Answer {
    fn read(stream: TokenStream) -> Result<Self> {
        let file: syn::File = syn::parse2(stream).map_err(|error| {
            Error::new("typify", "", format!("its output does not parse: {error}"))
        })?;
        let mut answer = Self::default();
        for item in file.items {
            match item {
                Item::Struct(item) => {
                    let mut fields = BTreeMap::new();
                    if let Fields::Named(named) = item.fields {
                        for field in named.named {
                            if let Some(ident) = field.ident {
                                fields.insert(wire(&field.attrs, &ident), (ident, field.ty));
                            }
                        }
                    }
                    answer.structs.insert(item.ident.to_string(), fields);
                }
                Item::Enum(item) => {
                    let variants = item.variants.into_iter();
                    let variants = variants
                        .map(|variant| (wire(&variant.attrs, &variant.ident), variant.ident));
                    answer
                        .enums
                        .insert(item.ident.to_string(), variants.collect());
                }
                _ => {}
            }
        }
        Ok(answer)
    }

    fn fields(&self, shape: &Shape, object: &Struct) -> Result<Vec<Field>> {
        let types = self
            .structs
            .get(&shape.rust)
            .ok_or_else(|| refused(shape))?;
        let fields = object.members.iter().map(|member| {
            let (ident, ty) = types.get(&member.wire).ok_or_else(|| {
                let message = format!("typify has lost {}.{}", shape.rust, member.wire);
                member.place.error(message)
            })?;
            let ident = match (&member.field, member.wire.as_str()) {
                (Some(field), _) => field.clone(),
                (None, "type") => "kind".to_owned(),
                (None, _) => ident.to_string(),
            };
            let ty = type_of(ty).ok_or_else(|| {
                let text = ty.to_token_stream().to_string().replace(' ', "");
                member
                    .place
                    .error(format!("typify's type {text} is not understood"))
            })?;
            Ok(Field {
                wire: member.wire.clone(),
                doc: member.doc.clone(),
                required: member.required,
                facts: member.facts.clone(),
                stated: member.stated.clone(),
                place: member.place.clone(),
                ty: without_empty(ty),
                ident,
            })
        });
        fields.collect()
    }

    fn variants(&self, shape: &Shape, values: &[String], names: &Names) -> Result<Vec<Variant>> {
        let asked = self.enums.get(&shape.rust);
        if asked.is_none() && !self.structs.contains_key(&shape.rust) {
            return Err(refused(shape));
        }
        let variants = values.iter().map(|wire| {
            let (named, doc) = names.variant(&shape.rust, wire);
            let asked = asked.and_then(|asked| asked.get(wire));
            let ident = named
                .or_else(|| asked.map(ToString::to_string))
                .ok_or_else(|| {
                    let message = format!("typify has lost {}::{}", shape.rust, pascal(wire));
                    shape.place.error(message)
                })?;
            Ok(Variant {
                wire: wire.clone(),
                ident,
                doc,
            })
        });
        variants.collect()
    }
}

fn refused(shape: &Shape) -> Error {
    let rust = &shape.rust;
    let message = format!("typify does not take the name {rust}: give it another one in rust.toml");
    shape.place.error(message)
}

/// The name on the wire: what serde renames to, or the name in Rust.
fn wire(attributes: &[Attribute], ident: &Ident) -> String {
    let mut name = None;
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde"))
    {
        let _ = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                name = Some(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.input.peek(Token![=]) {
                meta.value()?.parse::<Expr>()?;
            }
            Ok(())
        });
    }
    name.unwrap_or_else(|| ident.to_string().trim_start_matches("r#").to_owned())
}

/// A type of typify's as one of ours; none for a type that was not asked for.
fn type_of(ty: &syn::Type) -> Option<Type> {
    let syn::Type::Path(path) = ty else {
        return None;
    };
    let last = path.path.segments.last()?;
    let name = last.ident.to_string();
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return Some(match Scalar::of_rust(&name) {
            Some(scalar) => Type::Scalar(scalar),
            // A type of the set has no path; `NonZeroU64` has.
            None if path.path.segments.len() == 1 => Type::Model(name),
            None => return None,
        });
    };
    let inside: Option<Vec<Type>> = arguments
        .args
        .iter()
        .map(|argument| match argument {
            GenericArgument::Type(ty) => type_of(ty),
            _ => None,
        })
        .collect();
    match (name.as_str(), inside?.as_slice()) {
        ("Option", [inside]) => Some(Type::Option(Box::new(inside.clone()))),
        ("Vec", [item]) => Some(Type::List(Box::new(item.clone()))),
        ("BTreeMap", [Type::Scalar(Scalar::Text), value]) => {
            Some(Type::Map(Box::new(value.clone())))
        }
        _ => None,
    }
}

/// Go cannot tell these from unset when they are empty, so neither needs Rust.
fn without_empty(ty: Type) -> Type {
    match ty.inside_option() {
        Some(Type::Scalar(scalar @ (Scalar::Bool | Scalar::Base64 | Scalar::Headers))) => {
            Type::Scalar(*scalar)
        }
        _ => ty,
    }
}
