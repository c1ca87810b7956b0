//! References followed, as the official tools follow them.

use crate::error::{Error, Result, below};
use crate::source::files::{Document, Documents};
use crate::source::place::Place;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A schema with its references followed.
#[derive(Clone, Debug)]
pub(crate) struct Resolved<'a> {
    /// Where the references led to.
    pub(crate) document: &'a Document,
    pub(crate) pointer: String,
    /// What stands there, under what stood beside the references.
    pub(crate) schema: Map<String, Value>,
    /// The definitions passed on the way, last one last.
    pub(crate) via: Vec<String>,
    /// The definitions passed on the way, as `path#pointer`.
    pub(crate) places: Vec<String>,
}

impl Resolved<'_> {
    pub(crate) fn text(&self, keyword: &str) -> Option<&str> {
        self.schema.get(keyword).and_then(Value::as_str)
    }

    pub(crate) fn has(&self, keyword: &str) -> bool {
        self.schema.contains_key(keyword)
    }

    pub(crate) fn error(&self, message: impl Into<String>) -> Error {
        self.place().error(message)
    }

    pub(crate) fn place(&self) -> Place {
        self.document.place(&self.pointer)
    }

    pub(crate) fn is_object(&self) -> bool {
        self.has("properties") || self.has("allOf") || self.has("oneOf")
    }
}

/// Follows `$ref`s; what stands beside one wins over what it refers to.
pub(crate) fn resolve<'a>(
    documents: &'a Documents,
    document: &'a Document,
    pointer: &str,
    schema: &Value,
) -> Result<Resolved<'a>> {
    let mut resolved = Resolved {
        document,
        pointer: pointer.to_owned(),
        schema: schema.as_object().cloned().unwrap_or_default(),
        via: Vec::new(),
        places: Vec::new(),
    };
    let mut passed = BTreeSet::new();
    while let Some(Value::String(reference)) = resolved.schema.shift_remove("$ref") {
        let from = (resolved.document, resolved.pointer.clone());
        let (path, target) = reference.split_once('#').unwrap_or((&reference, ""));
        if target.is_empty() {
            let message = format!(
                "\"{reference}\" names no place in a file: a whole schema is no definition"
            );
            return Err(from.0.error(below(&from.1, "$ref"), message));
        }
        let path = join(&from.0.path, path);
        let found = documents
            .by_path(&path)
            .and_then(|document| Some((document, document.schema.pointer(target)?.as_object()?)));
        let Some((document, schema)) = found else {
            let message = format!("\"{reference}\" refers to nothing");
            return Err(from.0.error(below(&from.1, "$ref"), message));
        };
        let place = format!("{path}#{target}");
        if !passed.insert(place.clone()) {
            let message = format!("\"{reference}\" refers back to itself");
            return Err(from.0.error(below(&from.1, "$ref"), message));
        }
        resolved.places.push(place);
        resolved
            .via
            .push(target.rsplit('/').next().unwrap_or(target).to_owned());
        for (keyword, value) in schema {
            if !resolved.schema.contains_key(keyword) {
                resolved.schema.insert(keyword.clone(), value.clone());
            }
        }
        resolved.document = document;
        resolved.pointer = target.to_owned();
    }
    Ok(resolved)
}

/// Whether a reference in the file at `path` leads to a schema.
pub(crate) fn leads_somewhere(documents: &Documents, path: &str, reference: &str) -> bool {
    let (file, target) = reference.split_once('#').unwrap_or((reference, ""));
    documents
        .by_path(&join(path, file))
        .is_some_and(|document| document.schema.pointer(target).is_some())
}

/// Puts the values of other enums in place of references to them.
///
/// A set of values that two schemas have is stated once: the other one says
/// `"enum": {"$ref": "definitions.json#/definitions/a/properties/b/enum"}`.
pub(crate) fn fill_enums(documents: &mut Documents) -> Result<()> {
    let mut found = Vec::new();
    for document in documents.iter() {
        enum_references(&document.schema, "", &mut |pointer, reference| {
            let (path, target) = reference.split_once('#').unwrap_or((reference, ""));
            let values = documents
                .by_path(&join(&document.path, path))
                .and_then(|document| document.schema.pointer(target)?.as_array());
            let values = values.ok_or_else(|| {
                let message = format!("\"{reference}\" refers to no values of an enum");
                document.error(pointer, message)
            })?;
            let values = Value::Array(values.clone());
            found.push((document.title.clone(), pointer.to_owned(), values));
            Ok(())
        })?;
    }
    for (title, pointer, values) in found {
        let place = documents
            .get_mut(&title)
            .and_then(|document| document.schema.pointer_mut(&pointer));
        if let Some(place) = place {
            *place = values;
        }
    }
    Ok(())
}

/// Calls `found` with the place of each reference to values, and the reference.
fn enum_references(
    schema: &Value,
    pointer: &str,
    found: &mut impl FnMut(&str, &str) -> Result<()>,
) -> Result<()> {
    let here = |key: &dyn std::fmt::Display| below(pointer, key);
    match schema {
        Value::Object(members) => {
            for (key, value) in members {
                match (key.as_str(), value.get("$ref").and_then(Value::as_str)) {
                    // A property may be called `enum`, and then is a schema.
                    ("enum", Some(reference)) if !pointer.ends_with("/properties") => {
                        found(&here(key), reference)?;
                    }
                    _ => enum_references(value, &here(key), found)?,
                }
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                enum_references(value, &here(&index), found)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// The path that `reference` means in the file at `from`.
fn join(from: &str, reference: &str) -> String {
    if reference.is_empty() {
        return from.to_owned();
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in reference.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
