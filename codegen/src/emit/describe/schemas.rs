//! The corrected schemas as one that needs nothing else.
//!
//! Draft-07 tools ignore what stands beside a `$ref`, and the official schemas
//! rely on it: here what it says is either part of the schema or around it.

use crate::error::{Result, below};
use crate::ir::roots::{Role, Roots};
use crate::ir::set::Set;
use crate::source::files::{Document, short};
use crate::source::references::{Resolved, resolve};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Every schema by its name, with references to others of them below `at`.
pub(super) struct Bundle<'s> {
    set: &'s Set,
    /// How references begin: `#/definitions/`.
    at: &'static str,
    /// Shared definitions, and the place that each is from.
    shared: BTreeMap<String, String>,
    schemas: Map<String, Value>,
}

impl<'s> Bundle<'s> {
    /// Bundles the schemas of a set. Documents go by their titles, definitions
    /// by their keys.
    pub(super) fn new(set: &'s Set, roots: &Roots, at: &'static str) -> Result<Self> {
        let mut bundle = Self {
            set,
            at,
            shared: BTreeMap::new(),
            schemas: Map::new(),
        };
        for document in set.documents.iter() {
            let Some(root) = roots.get(&document.title) else {
                continue;
            };
            let schema = bundle.document(document, root.role)?;
            bundle.schemas.insert(document.title.clone(), schema);
        }
        // What definitions say of themselves, and those that they lead to.
        let mut done: Vec<String> = Vec::new();
        loop {
            let next = bundle.shared.iter().find(|(key, _)| !done.contains(key));
            let Some((key, place)) = next.map(|(key, place)| (key.clone(), place.clone())) else {
                break;
            };
            let (path, pointer) = place.split_once('#').unwrap_or((&place, ""));
            if let Some(document) = set.documents.by_path(path)
                && let Some(schema) = document.schema.pointer(pointer)
            {
                let schema = bundle.schema(document, pointer, schema, &key)?;
                bundle.schemas.insert(key.clone(), schema);
            }
            done.push(key);
        }
        bundle.schemas.sort_keys();
        Ok(bundle)
    }

    pub(super) fn schemas(self) -> Map<String, Value> {
        self.schemas
    }

    fn document(&mut self, document: &'s Document, role: Role) -> Result<Value> {
        let key = short(&document.title).to_owned();
        let mut schema = self.schema(document, "", &document.schema, &key)?;
        if let Some(members) = schema.as_object_mut() {
            for keyword in ["$schema", "$id", "definitions"] {
                members.shift_remove(keyword);
            }
            if role == Role::Response {
                tell_errors_apart(members, self.set.names.error_arm.as_deref(), self.at);
            }
        }
        Ok(schema)
    }

    /// A schema whose references are to others of the bundle. `owner` is the
    /// definition or document that it belongs to.
    fn schema(
        &mut self,
        document: &'s Document,
        pointer: &str,
        schema: &Value,
        owner: &str,
    ) -> Result<Value> {
        let Some(members) = schema.as_object() else {
            return Ok(schema.clone());
        };
        let resolved = resolve(&self.set.documents, document, pointer, schema)?;
        if resolved.places.is_empty() {
            return self.members(&resolved, owner);
        }
        if !resolved.is_object() {
            // A number or text: what is beside the reference is about it.
            return self.members(&resolved, owner);
        }
        let reference = json!({ "$ref": self.reference(&resolved) });
        let or_null = members.get("type").and_then(Value::as_array);
        let (how, schemas) = match or_null.is_some_and(|kinds| kinds.contains(&json!("null"))) {
            true => ("anyOf", json!([reference, { "type": "null" }])),
            false => ("allOf", json!([reference])),
        };
        Ok(match members.get("description") {
            None if how == "allOf" => reference,
            None => json!({ how: schemas }),
            Some(description) => json!({ "description": description, how: schemas }),
        })
    }

    /// The name of the definition that a reference leads to.
    fn reference(&mut self, resolved: &Resolved<'_>) -> String {
        let place = resolved.places.last().cloned().unwrap_or_default();
        let key = resolved.via.last().cloned().unwrap_or_default();
        let taken = self.shared.get(&key).is_some_and(|known| *known != place);
        let key = if taken {
            format!("{}.{key}", short(&resolved.document.title))
        } else {
            key
        };
        self.shared.entry(key.clone()).or_insert(place);
        format!("{}{key}", self.at)
    }

    fn members(&mut self, resolved: &Resolved<'s>, owner: &str) -> Result<Value> {
        let mut out = Map::new();
        for (keyword, value) in &resolved.schema {
            let here = below(&resolved.pointer, keyword);
            let (document, own) = (resolved.document, owner);
            match (keyword.as_str(), value) {
                ("$comment" | "definitions", _) => {}
                // A newer server has more, and is right.
                ("additionalProperties", Value::Bool(_)) => {}
                ("deprecationMessage", _) => {
                    out.insert("deprecated".to_owned(), true.into());
                }
                ("properties", Value::Object(properties)) => {
                    let mut described = Map::new();
                    for (member, schema) in properties {
                        let schema = self.schema(document, &below(&here, member), schema, own)?;
                        described.insert(member.clone(), self.with_level(schema, own, member));
                    }
                    out.insert(keyword.clone(), described.into());
                }
                ("patternProperties", Value::Object(patterns)) => {
                    let mut described = Map::new();
                    for (pattern, schema) in patterns {
                        let schema = self.schema(document, &below(&here, pattern), schema, own)?;
                        described.insert(pattern.clone(), schema);
                    }
                    out.insert(keyword.clone(), described.into());
                }
                ("items" | "additionalProperties", value) => {
                    out.insert(keyword.clone(), self.schema(document, &here, value, own)?);
                }
                ("allOf" | "oneOf", Value::Array(parts)) => {
                    let mut described = Vec::new();
                    for (index, part) in parts.iter().enumerate() {
                        described.push(self.schema(document, &below(&here, index), part, own)?);
                    }
                    out.insert(keyword.clone(), described.into());
                }
                (_, value) => {
                    out.insert(keyword.clone(), value.clone());
                }
            }
        }
        allow_null(&mut out);
        Ok(out.into())
    }

    /// Since when servers know a member, where the table says so.
    fn with_level(&self, mut schema: Value, owner: &str, member: &str) -> Value {
        let rows = self.set.levels.iter();
        let mut rows = rows.filter(|level| level.owner == owner && level.field == member);
        if let (Some(members), Some(level)) = (schema.as_object_mut(), rows.next())
            && level.values.is_empty()
        {
            // A reference has nothing beside it.
            if members.contains_key("$ref") {
                let reference = Value::Object(std::mem::take(members));
                members.insert("allOf".to_owned(), json!([reference]));
            }
            members.insert("x-since".to_owned(), level.since.clone().into());
            if level.level > 0 {
                members.insert("x-api-level".to_owned(), level.level.into());
            }
        }
        schema
    }
}

/// Servers write lists and maps that were never filled as null, and read null as
/// an empty one.
fn allow_null(schema: &mut Map<String, Value>) {
    let is_map =
        schema.contains_key("additionalProperties") || schema.contains_key("patternProperties");
    let kind = schema.get("type").and_then(Value::as_str);
    if kind == Some("array")
        || (kind == Some("object") && is_map && !schema.contains_key("properties"))
    {
        let kind = kind.unwrap_or_default().to_owned();
        schema.insert("type".to_owned(), json!([kind, "null"]));
    }
}

/// A reply with an `error` is one, whatever else it has.
fn tell_errors_apart(schema: &mut Map<String, Value>, error_arm: Option<&str>, at: &str) {
    let Some(Value::Array(arms)) = schema.get_mut("oneOf") else {
        return;
    };
    let error = error_arm.map(|arm| format!("{at}{arm}"));
    for arm in arms {
        let is_error = arm.get("$ref").and_then(Value::as_str) == error.as_deref();
        if !is_error {
            let success = arm.take();
            *arm = json!({ "allOf": [success, { "not": { "required": ["error"] } }] });
        }
    }
}
