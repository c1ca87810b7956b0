//! What an object may hold, with the parts of its schema put together.

use crate::error::{Result, below};
use crate::source::files::{Document, Documents};
use crate::source::references::{Resolved, resolve};
use serde_json::Value;

/// A schema at its place.
#[derive(Clone, Debug)]
pub(super) struct Place<'a> {
    pub(super) document: &'a Document,
    pub(super) pointer: String,
    pub(super) schema: Value,
}

impl<'a> Place<'a> {
    pub(super) fn root(document: &'a Document) -> Self {
        Self {
            document,
            pointer: String::new(),
            schema: document.schema.clone(),
        }
    }

    pub(super) fn resolve(&self, documents: &'a Documents) -> Result<Resolved<'a>> {
        resolve(documents, self.document, &self.pointer, &self.schema)
    }
}

/// The schema below a resolved one.
pub(super) fn inside<'a>(resolved: &Resolved<'a>, path: &[&str], schema: &Value) -> Place<'a> {
    let pointer = path
        .iter()
        .fold(resolved.pointer.clone(), |at, key| below(&at, key));
    Place {
        document: resolved.document,
        pointer,
        schema: schema.clone(),
    }
}

/// One way in which an object may be made up.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout<'a> {
    pub(super) members: Vec<(String, Place<'a>)>,
    pub(super) required: Vec<String>,
}

impl<'a> Layout<'a> {
    fn with(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.members.extend(other.members.iter().cloned());
        both.required.extend(other.required.iter().cloned());
        both
    }
}

/// Every way in which an object may be made up. `failed` says whether it has an
/// error, and so is made up as the arm for errors says; what the other arms have
/// may be there then, and need not.
pub(super) fn layouts<'a>(
    documents: &'a Documents,
    resolved: &Resolved<'a>,
    error_arm: Option<&str>,
    failed: bool,
) -> Result<Vec<Layout<'a>>> {
    let schema = &resolved.schema;
    let mut own = Layout::default();
    for (member, property) in schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        own.members.push((
            member.clone(),
            inside(resolved, &["properties", member], property),
        ));
    }
    let required = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    own.required
        .extend(required.filter_map(Value::as_str).map(str::to_owned));
    let mut all = vec![own];

    let parts = |keyword: &str| -> Vec<Place<'a>> {
        let parts = schema
            .get(keyword)
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        let place =
            |(index, part): (usize, &Value)| inside(resolved, &[keyword, &index.to_string()], part);
        parts.enumerate().map(place).collect()
    };
    for part in parts("allOf") {
        let ways = layouts(documents, &part.resolve(documents)?, error_arm, failed)?;
        all = product(&all, &ways);
    }
    let mut ways = Vec::new();
    for arm in parts("oneOf") {
        let arm = arm.resolve(documents)?;
        let is_error = error_arm.is_some() && arm.via.last().map(String::as_str) == error_arm;
        let mut found = layouts(documents, &arm, error_arm, failed)?;
        match (is_error, failed) {
            (true, false) => {}
            (true, true) => all = product(&all, &found),
            (false, true) => {
                for way in &mut found {
                    way.required.clear();
                }
                ways.extend(found);
            }
            (false, false) => ways.extend(found),
        }
    }
    if !ways.is_empty() {
        all = product(&all, &ways);
    }
    Ok(all)
}

fn product<'a>(all: &[Layout<'a>], ways: &[Layout<'a>]) -> Vec<Layout<'a>> {
    all.iter()
        .flat_map(|one| ways.iter().map(|way| one.with(way)))
        .collect()
}
