//! What stands for the value of a member: a scalar, a list, a map, a type of its own.

use super::{Body, Role, Shape, Shaper, list, text};
use crate::error::{Result, below};
use crate::ir::names::pascal;
use crate::source::references::Resolved;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// What bounds a value, beside its type.
const FACTS: &[&str] = &[
    "default",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "pattern",
];

impl<'a> Shaper<'a> {
    /// Bounds and default of a value, and the bounds of its items.
    pub(super) fn facts(&mut self, resolved: &Resolved<'a>) -> Result<Map<String, Value>> {
        let mut facts = Map::new();
        let mut take = |prefix: &str, schema: &Map<String, Value>| {
            for keyword in FACTS {
                if let Some(value) = schema.get(*keyword) {
                    facts.insert(format!("{prefix}{keyword}"), value.clone());
                }
            }
        };
        take("", &resolved.schema);
        if let Some(items) = resolved.schema.get("items") {
            let here = below(&resolved.pointer, "items");
            take(
                "items.",
                &self.resolve(resolved.document, &here, items)?.schema,
            );
        }
        Ok(facts)
    }

    /// What typify is given for a value.
    pub(super) fn value(
        &mut self,
        resolved: Resolved<'a>,
        owner: &str,
        member: &str,
        place: &str,
    ) -> Result<Value> {
        if let Some(format) = self.names.format(owner, member) {
            return Ok(json!({"type": "string", "format": format}));
        }
        if resolved
            .via
            .iter()
            .any(|key| key == "golang_duration_nanos")
        {
            return Ok(json!({"type": "string", "format": "nanos"}));
        }
        if let Some(values) = resolved.schema.get("enum") {
            return self.enumeration(&resolved, owner, member, values.clone());
        }
        if resolved.is_object() {
            return self.nested(resolved, owner, member, place);
        }
        let kind = match resolved.schema.get("type") {
            Some(Value::String(kind)) => kind.clone(),
            Some(Value::Array(kinds)) => {
                let mut kinds = kinds
                    .iter()
                    .filter_map(Value::as_str)
                    .filter(|kind| *kind != "null");
                match (kinds.next(), kinds.next()) {
                    (Some(kind), None) => kind.to_owned(),
                    _ => return Err(resolved.error("a value of several types is not understood")),
                }
            }
            None if resolved
                .schema
                .keys()
                .all(|keyword| keyword == "description") =>
            {
                return Ok(Value::Bool(true));
            }
            _ => return Err(resolved.error("has no type")),
        };
        match kind.as_str() {
            "string" => match resolved.text("format") {
                None => Ok(json!({"type": "string"})),
                Some("date-time") => Ok(json!({"type": "string", "format": "date-time"})),
                Some(other) => Err(resolved.error(format!("format \"{other}\" is not known"))),
            },
            "boolean" => Ok(json!({"type": "boolean"})),
            "integer" => Ok(json!({"type": "integer", "format": integer(&resolved.schema)})),
            "number" => Ok(json!({"type": "number", "format": "double"})),
            "array" => {
                let items = self.inner(&resolved, "items", owner, member)?;
                Ok(json!({"type": "array", "items": items}))
            }
            "object" => self.map(&resolved, owner, member),
            other => Err(resolved.error(format!("type \"{other}\" is not known"))),
        }
    }

    /// The schema at a place below a resolved one.
    fn inner(
        &mut self,
        resolved: &Resolved<'a>,
        place: &str,
        owner: &str,
        member: &str,
    ) -> Result<Value> {
        let here = format!("{}/{place}", resolved.pointer);
        let schema = resolved.document.schema.pointer(&here);
        let schema = schema.ok_or_else(|| resolved.error(format!("has no \"{place}\"")))?;
        let inner = self.resolve(resolved.document, &here, schema)?;
        self.inside(resolved, |shaper| shaper.value(inner, owner, member, &here))
    }

    fn map(&mut self, resolved: &Resolved<'a>, owner: &str, member: &str) -> Result<Value> {
        let values = if resolved
            .schema
            .get("additionalProperties")
            .is_some_and(Value::is_object)
        {
            self.inner(resolved, "additionalProperties", owner, member)?
        } else {
            let patterns = resolved
                .schema
                .get("patternProperties")
                .and_then(Value::as_object);
            match patterns
                .map(|patterns| patterns.keys().collect::<Vec<_>>())
                .as_deref()
            {
                Some([pattern]) if *pattern == ".*" => {
                    self.inner(resolved, "patternProperties/.*", owner, member)?
                }
                Some(_) => return Err(resolved.error("only the pattern \".*\" is understood")),
                None => return Err(resolved.error("an object without properties has no type")),
            }
        };
        Ok(json!({"type": "object", "additionalProperties": values}))
    }

    /// An object within an object: a definition, or one that is named here.
    fn nested(
        &mut self,
        resolved: Resolved<'a>,
        owner: &str,
        member: &str,
        place: &str,
    ) -> Result<Value> {
        if !resolved.via.is_empty() {
            let rust = self.definition(&resolved)?;
            return Ok(json!({"$ref": format!("#/definitions/{rust}")}));
        }
        // `{"type": "object", "allOf": [{"$ref": ..}]}` is a reference.
        let root = resolved
            .document
            .schema
            .pointer(place)
            .unwrap_or(&Value::Null);
        if let ([only], false) = (list(root, "allOf"), resolved.has("properties")) {
            let here = below(&below(place, "allOf"), 0);
            let inner = self.resolve(resolved.document, &here, only)?;
            return self.value(inner, owner, member, &here);
        }
        let key = format!("{owner}_{member}");
        let rust = self.names.type_name(&key);
        let body = self.object(&resolved, &key, Role::Other)?;
        self.push(Shape {
            module: self.names.module(&key),
            doc: text(&resolved.schema, "description"),
            place: resolved.document.place(place),
            rust: rust.clone(),
            body: Body::Struct(body),
            key,
        })?;
        Ok(json!({"$ref": format!("#/definitions/{rust}")}))
    }

    fn enumeration(
        &mut self,
        resolved: &Resolved<'a>,
        owner: &str,
        member: &str,
        values: Value,
    ) -> Result<Value> {
        let place = resolved
            .via
            .last()
            .cloned()
            .unwrap_or_else(|| format!("{owner}.{member}"));
        let rust = match self.names.enum_at(&place) {
            Some(rust) => rust.to_owned(),
            None => pascal(&place),
        };
        // The empty string stands for "not set", which Rust says with an Option.
        let values: Vec<String> = values
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
            .collect();
        if values.is_empty() {
            return Err(resolved.error("an enum needs a value, other than the empty string"));
        }
        let mut variants = BTreeSet::new();
        for value in &values {
            let (variant, _) = self.names.variant(&rust, value);
            let usable = syn::parse_str::<syn::Ident>(&variant).is_ok() && variant != "Unknown";
            if !usable || !variants.insert(variant) {
                let message = format!("the value \"{value}\" needs a variant name of its own");
                return Err(resolved.error(message));
            }
        }
        let doc = match self.names.enum_doc(&rust) {
            Some(doc) => doc.to_owned(),
            None => text(&resolved.schema, "description"),
        };
        let reference = json!({"$ref": format!("#/definitions/{rust}")});
        self.push(Shape {
            module: self.names.module(owner),
            doc,
            place: resolved.place(),
            key: place,
            rust,
            body: Body::Enum(values),
        })?;
        Ok(reference)
    }
}

/// The Rust integer that a schema's bounds ask for.
fn integer(schema: &Map<String, Value>) -> &'static str {
    let bound = |keyword: &str| schema.get(keyword).and_then(Value::as_i64);
    let huge = schema
        .get("maximum")
        .is_some_and(|maximum| maximum.as_u64() > Some(i64::MAX as u64));
    let unsigned = huge || bound("minimum").is_some_and(|minimum| minimum >= 0);
    match (unsigned, bound("maximum")) {
        (true, Some(65_535)) => "uint16",
        (true, Some(maximum)) if maximum == i64::from(u32::MAX) => "uint32",
        (true, _) => "uint64",
        (false, Some(maximum)) if maximum == i64::from(i32::MAX) => "int32",
        (false, _) => "int64",
    }
}
