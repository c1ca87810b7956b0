//! syn over typify's output: what the emitter wants to know of each type.

use crate::error::{Error, Result};
use crate::ir::model::{Field, Kind, Model, Variant};
use crate::ir::names::Names;
use crate::types::shape::{Body, Shape, Shapes};
use proc_macro2::TokenStream;
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use syn::{Attribute, Fields, File, Item, LitStr, Type};

/// Reads typify's types back, and joins them with what the schemas say.
pub(crate) fn read(stream: TokenStream, shapes: &Shapes, names: &Names) -> Result<Vec<Model>> {
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
