//! typify: asked what each shape is in Rust.
//!
//! It is handed only what it is asked: no bounds that do not choose an integer
//! (it would make a `NonZeroU64` of a minimum of 1), no defaults, no
//! descriptions, and no enum values that `rust.toml` names. So nothing of what
//! makes it panic reaches it: see `shape` for the names that it would confuse.

use crate::error::{Error, Result};
use crate::ir::names::Names;
use crate::ir::ty::Scalar;
use crate::types::shape::{Body, Shape, Shapes, formatted};
use proc_macro2::TokenStream;
use schemars::schema::{InstanceType, ObjectValidation, RootSchema, Schema, SchemaObject};
use serde_json::Value;
use std::collections::BTreeMap;
use std::iter;
use typify::{TypeSpace, TypeSpaceSettings};

/// Asks typify for the Rust types of every shape.
pub(crate) fn ask(shapes: &Shapes, names: &Names) -> Result<TokenStream> {
    check_names(shapes)?;
    let mut settings = TypeSpaceSettings::default();
    settings.with_map_type("::std::collections::BTreeMap".to_owned());
    for (scalar, format) in Scalar::formatted() {
        settings.with_conversion(formatted(format), scalar.rust(), iter::empty());
    }
    let definitions = shapes.shapes.iter();
    let definitions = definitions.map(|shape| {
        (
            shape.rust.clone(),
            definition(&shape.rust, &shape.body, names),
        )
    });
    let root = RootSchema {
        definitions: definitions.collect(),
        ..RootSchema::default()
    };
    let mut types = TypeSpace::new(&settings);
    types
        .add_root_schema(root)
        .map_err(|error| Error::new("typify", "", error.to_string()))?;
    Ok(types.to_stream())
}

/// Refuses names that typify would make one of: it has its own PascalCase.
fn check_names(shapes: &Shapes) -> Result<()> {
    let mut known: BTreeMap<String, &Shape> = BTreeMap::new();
    for shape in &shapes.shapes {
        let letters = shape.rust.replace('_', "").to_lowercase();
        if let Some(other) = known.insert(letters, shape) {
            let message = format!(
                "the names {} and {} are too alike: give one another name in rust.toml",
                shape.rust, other.rust
            );
            return Err(shape.place.error(message));
        }
    }
    Ok(())
}

fn definition(rust: &str, body: &Body, names: &Names) -> Schema {
    let schema = match body {
        Body::Enum(values) => {
            let asked = values
                .iter()
                .filter(|wire| names.variant(rust, wire).0.is_none());
            let asked: Vec<Value> = asked.map(|wire| Value::String(wire.clone())).collect();
            SchemaObject {
                instance_type: Some(InstanceType::String.into()),
                enum_values: (!asked.is_empty()).then_some(asked),
                ..SchemaObject::default()
            }
        }
        Body::Struct(object) => {
            let members = object.members.iter();
            let required = members.clone().filter(|member| member.required);
            let mut validation = ObjectValidation {
                required: required.map(|member| member.wire.clone()).collect(),
                properties: members
                    .map(|member| (member.wire.clone(), member.schema.clone()))
                    .collect(),
                ..ObjectValidation::default()
            };
            if validation.properties.is_empty() {
                // Without members and open to more it would be a map.
                validation.additional_properties = Some(Box::new(Schema::Bool(false)));
            }
            SchemaObject {
                instance_type: Some(InstanceType::Object.into()),
                object: Some(Box::new(validation)),
                ..SchemaObject::default()
            }
        }
    };
    schema.into()
}
