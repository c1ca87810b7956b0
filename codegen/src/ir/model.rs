//! A schema set as types: structs and enums with the names that Rust gives them.

use crate::ir::ty::{Scalar, Type};
use crate::source::place::Place;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

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
    pub(crate) ty: Type,
    pub(crate) doc: String,
    pub(crate) required: bool,
    /// Bounds and default, as the shape has them.
    pub(crate) facts: Map<String, Value>,
    pub(crate) stated: Stated,
    pub(crate) place: Place,
}

/// What a schema states of a field that neither its Rust type nor a bound says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stated {
    /// The member may be `null`.
    pub(crate) nullable: bool,
    /// Why it should not be used any more.
    pub(crate) deprecated: Option<String>,
    /// The type in the schema, where `rust.toml` or a definition of a Go type
    /// names another one.
    pub(crate) replaced: Option<String>,
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
        let duration = Type::Scalar(Scalar::Duration);
        match &self.ty {
            Type::Option(inside) | Type::List(inside) => **inside == duration,
            ty => *ty == duration,
        }
    }

    /// The model or enum inside options, lists and maps; empty for a scalar.
    pub(crate) fn inner(&self) -> &str {
        match self.ty.innermost() {
            Type::Model(rust) => rust,
            _ => "",
        }
    }
}
