//! What a schema set offers, as its users see it: types, operations, codes.

use crate::error::Result;
use crate::ir::model::{Model, reach};
use crate::ir::operations::{Endpoint, ErrorCode};
use crate::ir::roots::{Role, Roots, requests};
use crate::ir::set::Set;
use crate::source::grounds::Ground;
use crate::types::{self, Types};
use std::collections::BTreeMap;

/// The API that is generated from a set.
#[derive(Debug)]
pub(crate) struct Api {
    /// By their Rust names.
    pub(crate) types: BTreeMap<String, Type>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) codes: BTreeMap<u64, ErrorCode>,
    /// The type of each event, by the `type` that it has on the wire.
    pub(crate) events: BTreeMap<String, String>,
    /// What the corrections rest on.
    pub(crate) grounds: Vec<Ground>,
    /// What of the schemas was passed over.
    pub(crate) notes: Vec<String>,
}

/// A struct or enum, and who has to do with it.
#[derive(Debug)]
pub(crate) struct Type {
    pub(crate) model: Model,
    /// API levels of its fields, by wire name, where there are any.
    pub(crate) levels: BTreeMap<String, String>,
    /// Callers fill it in: it is in a request.
    pub(crate) made: bool,
    /// Callers read it: it is in a reply or an event.
    pub(crate) read: bool,
    /// The requests, replies and events that it is in.
    pub(crate) users: Vec<String>,
}

/// An operation with the types that its row leads to.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) row: Endpoint,
    /// The Rust type of the reply, where it is JSON.
    pub(crate) response: Option<String>,
    /// What the `type` of a reply may be.
    pub(crate) kinds: Vec<String>,
}

impl Api {
    /// Reads the types of a set as the generator would.
    pub(crate) fn of(set: &Set) -> Result<Self> {
        let Types {
            models,
            roots,
            notes,
        } = types::decide(set)?;
        let operations: Vec<Operation> = set
            .endpoints
            .iter()
            .map(|row| Operation {
                response: row
                    .responses
                    .first()
                    .and_then(|title| rust_of(&roots, title)),
                kinds: kinds(row, &roots),
                row: row.clone(),
            })
            .collect();
        let mut events = BTreeMap::new();
        for root in roots.values().filter(|root| root.role == Role::Event) {
            if let (Some(kind), Some(rust)) = (&root.kind, root.rust.first()) {
                events.insert(kind.clone(), rust.clone());
            }
        }
        let mut users = users(&operations, &events, &models);
        let made = reach(models.iter(), requests(&set.endpoints, &roots));
        let types = models.into_iter().map(|model| {
            let levels = set.levels.iter().filter(|level| level.owner == model.key);
            let of_type = Type {
                levels: levels
                    .map(|level| (level.field.clone(), level_text(level.level, &level.values)))
                    .collect(),
                made: made.contains(&model.rust),
                // What is in no request is read, also where no operation says so.
                read: !made.contains(&model.rust) || users.reads(&model.rust),
                users: users.of(&model.rust),
                model,
            };
            (of_type.model.rust.clone(), of_type)
        });
        Ok(Self {
            types: types.collect(),
            operations,
            codes: set
                .errors
                .iter()
                .map(|code| (code.code, code.clone()))
                .collect(),
            events,
            grounds: set.grounds.clone(),
            notes: set.notes.iter().cloned().chain(notes).collect(),
        })
    }
}

fn level_text(level: u64, values: &[String]) -> String {
    match values {
        [] => level.to_string(),
        values => format!("{level} for {}", values.join(", ")),
    }
}

fn rust_of(roots: &Roots, title: &str) -> Option<String> {
    roots.get(title)?.rust.first().cloned()
}

fn kinds(row: &Endpoint, roots: &Roots) -> Vec<String> {
    let roots = row.responses.iter().filter_map(|title| roots.get(title));
    roots.filter_map(|root| root.kind.clone()).collect()
}

/// Which requests, replies and events a type is in.
struct Users(BTreeMap<String, Vec<(String, bool)>>);

fn users(operations: &[Operation], events: &BTreeMap<String, String>, models: &[Model]) -> Users {
    let mut users = Users(BTreeMap::new());
    for operation in operations {
        let verb = &operation.row.verb;
        users.add(
            &operation.row.name,
            &format!("{verb} request"),
            false,
            models,
        );
        if let Some(response) = &operation.response {
            users.add(response, &format!("{verb} reply"), true, models);
        }
    }
    for rust in events.values() {
        users.add(rust, rust, true, models);
    }
    users
}

impl Users {
    fn add(&mut self, root: &str, user: &str, reads: bool, models: &[Model]) {
        for rust in reach(models.iter(), [root.to_owned()]) {
            let of_type = self.0.entry(rust).or_default();
            if !of_type.iter().any(|(known, _)| known == user) {
                of_type.push((user.to_owned(), reads));
            }
        }
    }

    fn reads(&self, rust: &str) -> bool {
        let users = self.0.get(rust);
        users.is_some_and(|users| users.iter().any(|(_, reads)| *reads))
    }

    fn of(&mut self, rust: &str) -> Vec<String> {
        let users = self.0.remove(rust).unwrap_or_default();
        users.into_iter().map(|(user, _)| user).collect()
    }
}
