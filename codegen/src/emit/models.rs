//! Structs and enums as their users see them.

use super::list;
use super::requests::own_tokens;
use super::text::{VARIANTS, docs, one};
use super::{Emitter, Kind, Model};
use crate::ir::model::Field;
use crate::ir::ty::{Scalar, Type};
use std::fmt::Write;

/// An enum, open to values of newer servers.
pub(super) fn enumeration(model: &Model, emitter: &Emitter<'_>) -> Vec<String> {
    let Kind::Enum(variants) = &model.kind else {
        return Vec::new();
    };
    let mut out = docs(&emitter.doc(&model.doc, &model.rust), "");
    let _ = writeln!(
        out,
        "#[derive(Clone, Debug, PartialEq, Eq, Hash)]\n#[non_exhaustive]"
    );
    let _ = writeln!(out, "pub enum {} {{", model.rust);
    for variant in variants {
        out += &docs(&emitter.doc(&variant.doc, &variant.wire), "    ");
        let _ = writeln!(out, "    {},", variant.ident);
    }
    out += &docs("Value that this version does not know.", "    ");
    out += "    Unknown(String),\n}\n";
    let mut texts = format!("{VARIANTS}    {} {{\n", model.rust);
    for variant in variants {
        let _ = writeln!(texts, "        {} = {:?},", variant.ident, variant.wire);
    }
    texts += "    }\n}\n";
    vec![out, texts]
}

/// A struct, the list of its fields, and `new` and setters where callers make it.
pub(super) fn structure(model: &Model, doc: &str, emitter: &Emitter<'_>) -> Vec<String> {
    let mut out = docs(doc, "");
    let _ = writeln!(out, "#[derive(Clone, Debug, PartialEq)]\n#[non_exhaustive]");
    let _ = writeln!(out, "pub struct {} {{", model.rust);
    for token in own_tokens(model, emitter) {
        out += &docs(&emitter.doc(token_doc(token), token), "    ");
        let _ = writeln!(out, "    pub {token}: String,");
    }
    if let Some((field, rust)) = model.flatten() {
        let doc = format!(
            "Fields of {}; in JSON they are on the same level as the others.",
            one(rust)
        );
        out += &docs(&emitter.doc(&doc, field), "    ");
        let _ = writeln!(out, "    pub {field}: {rust},");
    }
    for field in model.fields() {
        out += &docs(&emitter.field_doc(model, field), "    ");
        let _ = writeln!(out, "    pub {}: {},", field.ident, field.ty);
    }
    if model.flatten().is_none() {
        out += &docs("Fields that this version does not know.", "    ");
        out += "    pub extra: Extra,\n";
    }
    out += "}\n";
    let mut methods = String::new();
    if emitter.is_made_by_callers(&model.rust) {
        methods += &constructor(model, emitter);
    }
    if let Some((field, rust)) = model.flatten() {
        methods += &flattened(model, field, rust, emitter);
    }
    let mut items = vec![out, list::list(model, emitter)];
    if !methods.is_empty() {
        items.push(methods);
    }
    items
}

fn token_doc(token: &str) -> &'static str {
    match token {
        "stream" => "Name of the stream.",
        "consumer" => "Name of the consumer.",
        "account" => "Name or public key of the account.",
        "subject" => "Subject; wildcards are allowed.",
        _ => "Token of the request subject.",
    }
}

fn constructor(model: &Model, emitter: &Emitter<'_>) -> String {
    let mut parameters = Vec::new();
    let mut given = Vec::new();
    for token in own_tokens(model, emitter) {
        parameters.push(format!("{token}: impl Into<String>"));
        given.push((token.to_owned(), format!("{token}.into()")));
    }
    if let Some((field, rust)) = model.flatten() {
        parameters.push(format!("{field}: {rust}"));
        given.push((field.to_owned(), field.to_owned()));
    }
    for field in model.fields().iter().filter(|field| field.required) {
        let (ty, value) = argument(&field.ident, &field.ty);
        parameters.push(format!("{}: {ty}", field.ident));
        given.push((field.ident.clone(), value));
    }
    let mut body = String::new();
    for (field, value) in &given {
        let _ = if field == value {
            write!(body, "{field},")
        } else {
            write!(body, "{field}: {value},")
        };
    }
    let complete = given.len() == field_count(model, emitter);
    if !complete {
        body += "..<Self as Model>::empty()";
    }
    let value = if given.is_empty() {
        "<Self as Model>::empty()".to_owned()
    } else {
        format!("Self {{ {body} }}")
    };
    let about = if parameters.is_empty() {
        format!("Creates {} with no field set.", one(&model.rust))
    } else {
        format!(
            "Creates {} with its required fields.\n\nThe server sets defaults for the other fields.",
            one(&model.rust)
        )
    };
    let mut out = format!("\nimpl {} {{\n", model.rust);
    out += &docs(&about, "    ");
    let _ = writeln!(
        out,
        "    #[inline]\n    pub fn new({}) -> Self {{ {value} }}",
        parameters.join(", ")
    );
    for field in model.fields() {
        if !field.required {
            out += &setter(field);
        }
    }
    out += "}\n";
    if parameters.is_empty() {
        let _ = writeln!(
            out,
            "\nimpl Default for {} {{ fn default() -> Self {{ Self::new() }} }}",
            model.rust
        );
    }
    out
}

fn field_count(model: &Model, emitter: &Emitter<'_>) -> usize {
    // `extra` counts, unless it is the flattened struct's.
    own_tokens(model, emitter).len() + model.fields().len() + 1
}

/// The parameter that sets a field of type `ty`, and its conversion.
fn argument(ident: &str, ty: &Type) -> (String, String) {
    let text = Type::Scalar(Scalar::Text);
    match ty {
        ty if *ty == text => ("impl Into<String>".to_owned(), format!("{ident}.into()")),
        Type::List(item) if **item == text => (
            "impl IntoIterator<Item = impl Into<String>>".to_owned(),
            format!("{ident}.into_iter().map(Into::into).collect()"),
        ),
        Type::Map(value) if **value == text => (
            "impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>".to_owned(),
            format!("{ident}.into_iter().map(|(key, value)| (key.into(), value.into())).collect()"),
        ),
        Type::List(item) => (
            format!("impl IntoIterator<Item = {item}>"),
            format!("{ident}.into_iter().collect()"),
        ),
        ty => (ty.to_string(), ident.to_owned()),
    }
}

fn setter(field: &Field) -> String {
    let ident = &field.ident;
    let (ty, mut value) = argument(ident, field.ty.base());
    if field.ty.inside_option().is_some() {
        value = format!("Some({value})");
    }
    let mut out = docs(&format!("Sets [`{ident}`](Self::{ident})."), "    ");
    let _ = writeln!(
        out,
        "    #[inline]\n    #[must_use]\n    pub fn with_{ident}(mut self, {ident}: {ty}) -> Self {{ self.{ident} = {value}; self }}"
    );
    out
}

/// A struct with another one inside is one, to read and to make.
fn flattened(model: &Model, field: &str, rust: &str, emitter: &Emitter<'_>) -> String {
    let name = &model.rust;
    let mut out = format!(
        "\nimpl Deref for {name} {{ type Target = {rust}; fn deref(&self) -> &{rust} {{ &self.{field} }} }}\n"
    );
    let alone =
        own_tokens(model, emitter).is_empty() && model.fields().iter().all(|field| !field.required);
    if emitter.is_made_by_callers(name) {
        if alone {
            let _ = writeln!(
                out,
                "\nimpl From<{rust}> for {name} {{ #[inline] fn from({field}: {rust}) -> Self {{ Self::new({field}) }} }}"
            );
        }
    } else {
        let _ = writeln!(
            out,
            "\nimpl From<{name}> for {rust} {{ #[inline] fn from(reply: {name}) -> Self {{ reply.{field} }} }}"
        );
    }
    out
}
