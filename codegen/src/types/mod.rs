//! Decides the Rust type of each field: typify chooses, syn reads it back.

mod read;
mod shape;
mod typify;

pub(crate) use shape::shape;

use crate::error::Result;
use crate::ir::model::{Kind, Model};
use crate::ir::operations::Endpoint;
use crate::ir::roots::Roots;
use crate::ir::set::Set;

/// The Rust types of a schema set.
#[derive(Debug)]
pub(crate) struct Types {
    /// Structs and enums, in the order of the schemas.
    pub(crate) models: Vec<Model>,
    pub(crate) roots: Roots,
    /// What was passed over in schemas that our tables were not made for.
    pub(crate) notes: Vec<String>,
}

/// Decides the Rust types of a schema set.
pub(crate) fn decide(set: &Set) -> Result<Types> {
    let shapes = shape(set)?;
    let mut models = read::read(typify::ask(&shapes, &set.names)?, &shapes, &set.names)?;
    models.extend(bodiless(&models, &set.endpoints));
    Ok(Types {
        models,
        roots: shapes.roots,
        notes: shapes.notes,
    })
}

/// Requests that no schema describes since their body is empty.
fn bodiless(known_models: &[Model], endpoints: &[Endpoint]) -> Vec<Model> {
    let mut models: Vec<Model> = Vec::new();
    for row in endpoints {
        let known = known_models
            .iter()
            .chain(&models)
            .any(|model| model.rust == row.name);
        if row.request.is_none() && !known {
            models.push(Model {
                rust: row.name.clone(),
                key: row.operation.clone(),
                module: module_of(row).to_owned(),
                doc: String::new(),
                place: row.place.clone(),
                kind: Kind::Struct {
                    flatten: None,
                    fields: Vec::new(),
                },
            });
        }
    }
    models
}

fn module_of(row: &Endpoint) -> &str {
    match row.operation.split('_').next() {
        Some("stream" | "direct") => "stream",
        Some("consumer") => "consumer",
        Some("account") => "account",
        _ => "meta",
    }
}
