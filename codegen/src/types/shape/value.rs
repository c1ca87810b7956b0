//! The shape of a member's value: a scalar, a list, a map or a named type.

use super::{Body, Role, Shape, Shaper, list, text};
use crate::error::{Result, below};
use crate::ir::identifiers::is_identifier;
use crate::ir::model::Stated;
use crate::ir::names::pascal;
use crate::ir::ty::Scalar;
use crate::source::references::Resolved;
use schemars::schema::{
    ArrayValidation, InstanceType, NumberValidation, ObjectValidation, Schema, SchemaObject,
};
use serde_json::{Map, Value};
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

    /// What a schema states of a value that neither its Rust type nor a bound says.
    pub(super) fn stated(&self, resolved: &Resolved<'a>, owner: &str, member: &str) -> Stated {
        let kind = resolved.schema.get("type");
        let nullable = match kind {
            Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == "null"),
            kind => kind.is_some_and(|kind| kind == "null"),
        };
        // The Rust type is then not made of the schema's.
        let named = self.names.format(owner, member).is_some() || is_duration(resolved);
        Stated {
            nullable,
            deprecated: resolved.text("deprecationMessage").map(str::to_owned),
            replaced: kind.filter(|_| named).map(Value::to_string),
        }
    }

    /// What typify is given for a value.
    pub(super) fn value(
        &mut self,
        resolved: Resolved<'a>,
        owner: &str,
        member: &str,
        place: &str,
    ) -> Result<Schema> {
        if let Some(format) = self.names.format(owner, member) {
            return Ok(scalar(format));
        }
        if is_duration(&resolved) {
            return Ok(scalar(Scalar::Duration));
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
                return Ok(scalar(Scalar::Any));
            }
            _ => return Err(resolved.error("has no type")),
        };
        match kind.as_str() {
            "string" => match resolved.text("format") {
                None => Ok(scalar(Scalar::Text)),
                Some("date-time") => Ok(scalar(Scalar::Time)),
                Some(other) => Err(resolved.error(format!("format \"{other}\" is not known"))),
            },
            "boolean" => Ok(scalar(Scalar::Bool)),
            "integer" => Ok(integer(&resolved.schema)),
            "number" => Ok(scalar(Scalar::F64)),
            "array" => {
                let items = self.inner(&resolved, "items", owner, member)?;
                Ok(SchemaObject {
                    instance_type: Some(InstanceType::Array.into()),
                    array: Some(Box::new(ArrayValidation {
                        items: Some(items.into()),
                        ..ArrayValidation::default()
                    })),
                    ..SchemaObject::default()
                }
                .into())
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
    ) -> Result<Schema> {
        let here = format!("{}/{place}", resolved.pointer);
        let schema = resolved.document.schema.pointer(&here);
        let schema = schema.ok_or_else(|| resolved.error(format!("has no \"{place}\"")))?;
        let inner = self.resolve(resolved.document, &here, schema)?;
        self.inside(resolved, |shaper| shaper.value(inner, owner, member, &here))
    }

    fn map(&mut self, resolved: &Resolved<'a>, owner: &str, member: &str) -> Result<Schema> {
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
        Ok(SchemaObject {
            instance_type: Some(InstanceType::Object.into()),
            object: Some(Box::new(ObjectValidation {
                additional_properties: Some(Box::new(values)),
                ..ObjectValidation::default()
            })),
            ..SchemaObject::default()
        }
        .into())
    }

    /// An object within an object: a definition, or one that is named here.
    fn nested(
        &mut self,
        resolved: Resolved<'a>,
        owner: &str,
        member: &str,
        place: &str,
    ) -> Result<Schema> {
        if !resolved.via.is_empty() {
            let rust = self.definition(&resolved)?;
            return Ok(reference(&rust));
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
        let rust = self.names.type_name("", &key);
        let entry = format!("[types] \"{key}\"");
        let body = self.object(&resolved, &key, Role::Other)?;
        self.push(
            Shape {
                module: self.names.module(&key),
                doc: text(&resolved.schema, "description"),
                place: resolved.document.place(place),
                rust: rust.clone(),
                body: Body::Struct(body),
                key,
            },
            &entry,
        )?;
        Ok(reference(&rust))
    }

    fn enumeration(
        &mut self,
        resolved: &Resolved<'a>,
        owner: &str,
        member: &str,
        values: Value,
    ) -> Result<Schema> {
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
            let (named, _) = self.names.variant(&rust, value);
            if !is_variant(named.as_deref(), value, &mut variants) {
                let message = format!("the value \"{value}\" needs a variant name of its own");
                return Err(resolved.error(message));
            }
        }
        let doc = match self.names.enum_doc(&rust) {
            Some(doc) => doc.to_owned(),
            None => text(&resolved.schema, "description"),
        };
        let reference = reference(&rust);
        self.push(
            Shape {
                module: self.names.module(owner),
                doc,
                place: resolved.place(),
                key: place,
                rust,
                body: Body::Enum(values),
            },
            "[enum]",
        )?;
        Ok(reference)
    }
}

fn is_duration(resolved: &Resolved<'_>) -> bool {
    let mut via = resolved.via.iter();
    via.any(|key| key == "golang_duration_nanos")
}

/// Whether a value of an enum can be a variant beside those in `known`: under the
/// name that `rust.toml` gives it, or under the one that typify makes of it.
///
/// typify writes letters and digits in PascalCase of its own and panics where two
/// values come out alike, so values differ in more than that.
fn is_variant(named: Option<&str>, value: &str, known: &mut BTreeSet<String>) -> bool {
    let name = named.unwrap_or(value);
    let usable = match named {
        Some(name) => is_identifier(name),
        None => value.is_ascii() && value.starts_with(|c: char| c.is_ascii_alphabetic()),
    };
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    let letters: String = letters.map(|c| c.to_ascii_lowercase()).collect();
    usable && letters != "self" && letters != "unknown" && known.insert(letters)
}

/// The schema that typify makes this scalar of.
fn scalar(scalar: Scalar) -> Schema {
    let kind = match scalar {
        Scalar::Any => return Schema::Bool(true),
        Scalar::Bool => InstanceType::Boolean,
        Scalar::F64 => InstanceType::Number,
        Scalar::U16 => return bounded(Some(0.0), Some(u16::MAX.into())),
        _ => InstanceType::String,
    };
    match scalar.format() {
        Some(format) => formatted(format).into(),
        None => SchemaObject {
            instance_type: Some(kind.into()),
            ..SchemaObject::default()
        }
        .into(),
    }
}

fn reference(rust: &str) -> Schema {
    Schema::new_ref(format!("#/definitions/{rust}"))
}

/// The bounds by which typify chooses an integer, and no others.
fn integer(schema: &Map<String, Value>) -> Schema {
    let bound = |keyword: &str| schema.get(keyword).and_then(Value::as_i64);
    let huge = schema
        .get("maximum")
        .is_some_and(|maximum| maximum.as_u64() > Some(i64::MAX as u64));
    let unsigned = huge || bound("minimum").is_some_and(|minimum| minimum >= 0);
    let widths: &[f64] = if unsigned {
        &[u16::MAX as f64, u32::MAX as f64]
    } else {
        &[i32::MAX as f64]
    };
    let most = bound("maximum").map(|most| most as f64);
    bounded(
        unsigned.then_some(0.0),
        most.filter(|most| widths.contains(most)),
    )
}

fn bounded(minimum: Option<f64>, maximum: Option<f64>) -> Schema {
    SchemaObject {
        instance_type: Some(InstanceType::Integer.into()),
        number: Some(Box::new(NumberValidation {
            minimum,
            maximum,
            ..NumberValidation::default()
        })),
        ..SchemaObject::default()
    }
    .into()
}

/// The schema of a scalar that typify knows by its format alone.
pub(crate) fn formatted(format: &str) -> SchemaObject {
    SchemaObject {
        instance_type: Some(InstanceType::String.into()),
        format: Some(format.to_owned()),
        ..SchemaObject::default()
    }
}
