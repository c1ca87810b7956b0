//! What whole documents stand for: requests, replies and events.

use crate::ir::operations::Endpoint;
use crate::source::place::Place;
use std::collections::BTreeMap;

/// Documents by their titles.
pub(crate) type Roots = BTreeMap<String, Root>;

/// What a whole document stands for.
#[derive(Clone, Debug)]
pub(crate) struct Root {
    pub(crate) key: String,
    pub(crate) role: Role,
    /// The Rust types: for a reply it may be a definition of another name, for
    /// a request there is one for each operation that takes it.
    pub(crate) rust: Vec<String>,
    /// The constant of its `type` member.
    pub(crate) kind: Option<String>,
    pub(crate) place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Request,
    Response,
    Event,
    Other,
}

/// What callers make: the requests of operations, and those of no operation.
pub(crate) fn requests(endpoints: &[Endpoint], roots: &Roots) -> Vec<String> {
    let of_operations = endpoints.iter().map(|row| row.name.clone());
    let others = roots.values().filter(|root| root.role == Role::Request);
    of_operations
        .chain(others.flat_map(|root| root.rust.clone()))
        .collect()
}
