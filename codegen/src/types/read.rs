//! syn over typify's output: what the emitter wants to know of each type.

use crate::error::{Error, Result};
use crate::ir::names::Names;
use crate::source::table::Place;
use crate::types::shape::{Body, Shape, Shapes};
use proc_macro2::TokenStream;
use quote::ToTokens;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use syn::{Attribute, Fields, File, Item, LitStr, Type};

/// A type with the names and types that Rust gives it, in the schema's order.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) rust: String,
    pub(crate) key: String,
    pub(crate) module: String,
    pub(crate) doc: String,
    pub(crate) kind: Kind,
    /// Where it comes from, for errors.
    pub(crate) place: Place,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Struct {
        /// The field and type of a definition whose members stand among these.
        flatten: Option<(String, String)>,
        fields: Vec<Field>,
    },
    Enum(Vec<Variant>),
}

#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) wire: String,
    pub(crate) ident: String,
    pub(crate) ty: String,
    pub(crate) doc: String,
    pub(crate) required: bool,
    /// Bounds and default, as the shape has them.
    pub(crate) facts: Map<String, Value>,
    pub(crate) place: Place,
}

#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) wire: String,
    pub(crate) ident: String,
    pub(crate) doc: String,
}

impl Model {
    pub(crate) fn fields(&self) -> &[Field] {
        match &self.kind {
            Kind::Struct { fields, .. } => fields,
            Kind::Enum(_) => &[],
        }
    }

    /// The field and type of the definition whose members stand among its own.
    pub(crate) fn flatten(&self) -> Option<(&str, &str)> {
        match &self.kind {
            Kind::Struct {
                flatten: Some((field, rust)),
                ..
            } => Some((field, rust)),
            _ => None,
        }
    }

    pub(crate) fn is_enum(&self) -> bool {
        matches!(self.kind, Kind::Enum(_))
    }
}

/// `roots` and all types inside them.
pub(crate) fn reach<'m>(
    models: impl Iterator<Item = &'m Model>,
    roots: impl IntoIterator<Item = String>,
) -> BTreeSet<String> {
    let models: BTreeMap<&str, &Model> = models.map(|model| (model.rust.as_str(), model)).collect();
    let mut reached = BTreeSet::new();
    let mut open: Vec<String> = roots.into_iter().collect();
    while let Some(rust) = open.pop() {
        if reached.insert(rust.clone())
            && let Some(model) = models.get(rust.as_str())
        {
            open.extend(model.fields().iter().map(|field| field.inner().to_owned()));
            open.extend(model.flatten().map(|(_, rust)| rust.to_owned()));
        }
    }
    reached
}

impl Field {
    /// Whether it holds a duration, alone, optional or in a list.
    pub(crate) fn is_duration(&self) -> bool {
        matches!(
            self.ty.as_str(),
            "Duration" | "Option<Duration>" | "Vec<Duration>"
        )
    }

    /// The model or enum inside options, lists and maps.
    pub(crate) fn inner(&self) -> &str {
        inner(&self.ty)
    }
}

fn inner(ty: &str) -> &str {
    let inside = ["Option<", "Vec<", "BTreeMap<String, "]
        .iter()
        .find_map(|outer| ty.strip_prefix(outer)?.strip_suffix('>'));
    inside.map_or(ty, inner)
}

/// Reads typify's types back, and joins them with what the schemas say.
pub(crate) fn polish(stream: TokenStream, shapes: &Shapes, names: &Names) -> Result<Vec<Model>> {
    let file: File = syn::parse2(stream)
        .map_err(|error| Error::new("typify", "", format!("its output does not parse: {error}")))?;
    let (mut structs, mut known) = (BTreeMap::new(), BTreeSet::new());
    for item in &file.items {
        match item {
            Item::Struct(item) => {
                known.insert(item.ident.to_string());
                structs.insert(item.ident.to_string(), item);
            }
            Item::Enum(item) => {
                known.insert(item.ident.to_string());
            }
            _ => {}
        }
    }
    for Shape { rust, place, .. } in &shapes.shapes {
        if !known.contains(rust) {
            let message =
                format!("typify does not take the name {rust}: give it another one in rust.toml");
            return Err(place.error(message));
        }
    }
    shapes
        .shapes
        .iter()
        .map(|shape| match &shape.body {
            Body::Enum(values) => Ok(enumeration(shape, values, names)),
            Body::Struct(object) => {
                let fields: &[_] = &object.members;
                let found = structs.get(&shape.rust).copied();
                let mut types = found.map(read_fields).transpose()?.unwrap_or_default();
                let mut polished = Vec::new();
                for member in fields {
                    let (ident, ty) = types.remove(&member.wire).ok_or_else(|| {
                        let message = format!("typify has lost {}.{}", shape.rust, member.wire);
                        member.place.error(message)
                    })?;
                    let ident = match (&member.field, member.wire.as_str()) {
                        (Some(field), _) => field.clone(),
                        (None, "type") => "kind".to_owned(),
                        (None, _) => ident,
                    };
                    // Go cannot tell these from unset when they are empty, so
                    // neither needs Rust.
                    let ty = match ty.as_str() {
                        "Option<bool>" => "bool".to_owned(),
                        "Option<Base64>" => "Base64".to_owned(),
                        "Option<Headers>" => "Headers".to_owned(),
                        _ => ty,
                    };
                    polished.push(Field {
                        wire: member.wire.clone(),
                        doc: member.doc.clone(),
                        required: member.required,
                        facts: member.facts.clone(),
                        place: member.place.clone(),
                        ident,
                        ty,
                    });
                }
                let flatten = object.flatten.as_ref().map(|rust| {
                    let key = shapes.get(rust).map_or(rust.as_str(), |shape| &shape.key);
                    let field = names.field(key, "*").map(str::to_owned);
                    (field.unwrap_or_else(|| key.to_owned()), rust.clone())
                });
                Ok(model(
                    shape,
                    Kind::Struct {
                        flatten,
                        fields: polished,
                    },
                ))
            }
        })
        .collect()
}

fn model(shape: &Shape, kind: Kind) -> Model {
    Model {
        rust: shape.rust.clone(),
        key: shape.key.clone(),
        module: shape.module.clone(),
        doc: shape.doc.clone(),
        kind,
        place: shape.place.clone(),
    }
}

fn enumeration(shape: &Shape, values: &[String], names: &Names) -> Model {
    let variants = values.iter().map(|wire| {
        let (ident, doc) = names.variant(&shape.rust, wire);
        Variant {
            wire: wire.clone(),
            ident,
            doc,
        }
    });
    model(shape, Kind::Enum(variants.collect()))
}

/// Wire name to Rust name and type.
fn read_fields(item: &syn::ItemStruct) -> Result<BTreeMap<String, (String, String)>> {
    let Fields::Named(fields) = &item.fields else {
        // An object without properties: typify wraps a map.
        return Ok(BTreeMap::new());
    };
    let mut types = BTreeMap::new();
    for field in &fields.named {
        let ident = field
            .ident
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        let wire =
            renamed(&field.attrs).unwrap_or_else(|| ident.trim_start_matches("r#").to_owned());
        types.insert(wire, (ident, plain(&field.ty)?));
    }
    Ok(types)
}

fn renamed(attributes: &[Attribute]) -> Option<String> {
    let mut name = None;
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde"))
    {
        let _ = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                name = Some(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.input.peek(syn::Token![=]) {
                meta.value()?.parse::<syn::Expr>()?;
            }
            Ok(())
        });
    }
    name
}

/// A type as one would write it: `Option<Vec<String>>`.
fn plain(ty: &Type) -> Result<String> {
    let mut text = ty.to_token_stream().to_string().replace(' ', "");
    for path in [
        "::std::option::",
        "::std::vec::",
        "::std::string::",
        "::std::boxed::",
        "::std::collections::",
    ] {
        text = text.replace(path, "");
    }
    text = text
        .replace("::serde_json::Value", "Value")
        .replace(',', ", ");
    match syn::parse_str::<Type>(&text) {
        Ok(_) => Ok(text),
        Err(_) => Err(Error::new(
            "typify",
            "",
            format!("the type {text} is not understood"),
        )),
    }
}
