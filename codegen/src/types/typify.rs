//! typify: from shapes to Rust types.

use crate::error::{Error, Result};
use crate::source::table::Place;
use crate::types::shape::{Body, Shapes};
use proc_macro2::TokenStream;
use schemars::schema::{InstanceType, RootSchema, SchemaObject};
use serde_json::{Map, Value, json};
use std::iter;
use std::panic::{self, AssertUnwindSafe};
use typify::{TypeSpace, TypeSpaceSettings};

/// Formats of the shapes' scalars, and the Rust types that hold them.
const SCALARS: &[(&str, &str)] = &[
    ("base64", "Base64"),
    ("date-time", "OffsetDateTime"),
    ("error-code", "ErrorCode"),
    ("headers", "Headers"),
    ("nanos", "Duration"),
    ("u16", "u16"),
];

/// Refuses a format that no type is known for.
pub(crate) fn check_format(format: &str, place: &Place) -> Result<()> {
    if SCALARS.iter().any(|(known, _)| *known == format) {
        return Ok(());
    }
    Err(place.error(format!("the format \"{format}\" is not known")))
}

/// Asks typify for the Rust types of every shape.
pub(crate) fn model(shapes: &Shapes) -> Result<TokenStream> {
    let definitions: Map<String, Value> = shapes
        .shapes
        .iter()
        .map(|shape| (shape.rust.clone(), definition(&shape.body)))
        .collect();
    let failed = |error: String| Error::new("typify", "", error);
    let root: RootSchema = serde_json::from_value(json!({ "definitions": definitions }))
        .map_err(|error| failed(error.to_string()))?;

    let mut settings = TypeSpaceSettings::default();
    settings.with_map_type("::std::collections::BTreeMap".to_owned());
    for (format, rust) in SCALARS {
        let schema = SchemaObject {
            instance_type: Some(InstanceType::String.into()),
            format: Some((*format).to_owned()),
            ..SchemaObject::default()
        };
        settings.with_conversion(schema, *rust, iter::empty());
    }
    // typify panics on some of what it does not understand.
    let stream = panic::catch_unwind(AssertUnwindSafe(|| {
        let mut types = TypeSpace::new(&settings);
        types
            .add_root_schema(root)
            .map_err(|error| failed(error.to_string()))?;
        Ok(types.to_stream())
    }));
    stream.unwrap_or_else(|_| Err(failed("it panicked on these shapes".to_owned())))
}

fn definition(body: &Body) -> Value {
    match body {
        Body::Enum(values) => json!({"type": "string", "enum": values}),
        Body::Struct(object) => {
            let members = object.members.iter();
            let properties: Map<String, Value> = members
                .clone()
                .map(|member| (member.wire.clone(), member.schema.clone()))
                .collect();
            let required: Vec<&str> = members
                .filter(|member| member.required)
                .map(|member| member.wire.as_str())
                .collect();
            // Without a property typify makes a map of it; emit knows better.
            json!({"type": "object", "properties": properties, "required": required})
        }
    }
}
