//! Where servers and the schemas disagree: each correction must apply.

use crate::error::{Error, Result, below};
use crate::source::files::Documents;
use crate::source::grounds::{Extent, Ground, facts_at};
use crate::source::place::{Place, name};
use crate::source::references::leads_somewhere;
use crate::source::table::Table;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::path::Path;

/// One change to one or several schemas.
#[derive(Clone, Debug)]
pub(crate) struct Correction {
    pub(crate) id: String,
    pub(crate) schemas: Vec<String>,
    pub(crate) pointers: Vec<String>,
    place: Place,
    change: Change,
}

/// A place that a correction was meant to change and could not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stale {
    pub(crate) id: String,
    pub(crate) schema: String,
    /// Empty when the whole schema is not there.
    pub(crate) pointer: String,
    pub(crate) error: Error,
}

/// What became of corrections.
#[derive(Debug)]
pub(crate) struct Applied {
    /// Those that could not be applied, by place.
    pub(crate) stale: Vec<Stale>,
    /// What the others rest on, by place.
    pub(crate) grounds: Vec<Ground>,
}

#[derive(Clone, Debug)]
enum Change {
    Add {
        value: Value,
        before: Option<String>,
    },
    Replace(Value),
    Remove,
    RemoveItem(Value),
    Rename(String),
}

/// Reads the list of corrections; an absent file is an empty list.
pub(crate) fn read(file: &Path) -> Result<Vec<Correction>> {
    let mut table = Table::read(file)?;
    let corrections = table.rows("correction", parse)?;
    // What is not corrected, and why: for people.
    table.rows("left", |row| row.needed("id").and(row.needed("why")))?;
    table.finish()?;
    let mut ids = BTreeSet::new();
    for Correction { id, place, .. } in &corrections {
        if !ids.insert(id) {
            return Err(place.error(format!("correction {id} is there twice")));
        }
    }
    Ok(corrections)
}

fn parse(row: &mut Table) -> Result<Correction> {
    let id = row.needed("id")?;
    for key in ["why", "evidence", "servers"] {
        row.needed(key)?;
    }
    let op = row.one_of("op", &["add", "replace", "remove", "rename"])?;
    let value = row.value("value");
    let place = &row.place;
    let needs_value = || place.error(format!("correction {id} needs a value"));
    let change = match (op.as_str(), value) {
        ("add", value) => Change::Add {
            value: value.ok_or_else(needs_value)?,
            before: row.text("before")?,
        },
        ("replace", value) => Change::Replace(value.ok_or_else(needs_value)?),
        ("remove", Some(item)) => Change::RemoveItem(item),
        ("remove", None) => Change::Remove,
        (_, Some(_)) => return Err(place.error(format!("correction {id} has no use for a value"))),
        (_, None) => Change::Rename(row.needed("to")?),
    };
    let correction = Correction {
        schemas: row.texts("schema")?,
        pointers: row.texts("at")?,
        place: row.place.clone(),
        id,
        change,
    };
    if correction.schemas.is_empty() || correction.pointers.is_empty() {
        let message = format!(
            "correction {} has to name a schema and a place in it",
            correction.id
        );
        return Err(row.place.error(message));
    }
    Ok(correction)
}

/// The titles of all schemas that are corrected.
pub(crate) fn titles(corrections: &[Correction]) -> Vec<&str> {
    let schemas = corrections
        .iter()
        .flat_map(|correction| &correction.schemas);
    schemas.map(String::as_str).collect()
}

/// Refuses ids that no correction and no ground has.
pub(crate) fn check_ids(
    corrections: &[Correction],
    grounds: &[Ground],
    ids: &[String],
    file: &Path,
) -> Result<()> {
    let known = |id: &&String| {
        corrections.iter().any(|correction| correction.id == **id)
            || grounds.iter().any(|ground| ground.id == **id)
    };
    match ids.iter().find(|id| !known(id)) {
        Some(id) => {
            let message = format!("there is no correction \"{}\"", id.escape_debug());
            Err(Error::new(name(file), "", message))
        }
        None => Ok(()),
    }
}

/// Takes out the corrections whose value refers to what is not there, and says so
/// of each of their schemas.
pub(crate) fn take_dangling(
    corrections: &mut Vec<Correction>,
    documents: &Documents,
) -> Vec<Stale> {
    let mut dangling = Vec::new();
    corrections.retain(|correction| {
        let (Change::Add { value, .. } | Change::Replace(value)) = &correction.change else {
            return true;
        };
        let lost = correction.schemas.iter().find_map(|title| {
            let path = &documents.get(title)?.path;
            let mut references = references(value).into_iter();
            references.find(|reference| !leads_somewhere(documents, path, reference))
        });
        let Some(lost) = lost else { return true };
        let id = &correction.id;
        let message = format!("correction {id} refers to \"{lost}\", which is not there");
        dangling.extend(correction.schemas.iter().map(|schema| Stale {
            id: id.clone(),
            schema: schema.clone(),
            pointer: String::new(),
            error: correction.place.error(message.clone()),
        }));
        false
    });
    dangling
}

/// The references within a value.
fn references(value: &Value) -> Vec<&str> {
    match value {
        Value::Object(members) => {
            let own = members.get("$ref").and_then(Value::as_str);
            let nested = members.values().flat_map(references);
            own.into_iter().chain(nested).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

/// Applies every correction, in order, or names the first that does not apply.
/// Returns what they rest on.
pub(crate) fn apply(corrections: &[Correction], documents: &mut Documents) -> Result<Vec<Ground>> {
    let Applied { stale, grounds } = apply_all(corrections, documents);
    match stale.into_iter().next() {
        Some(stale) => Err(stale.error),
        None => Ok(grounds),
    }
}

/// Applies what can be applied, in order.
pub(crate) fn apply_all(corrections: &[Correction], documents: &mut Documents) -> Applied {
    let base = documents.clone();
    let mut stale = Vec::new();
    let mut applied = Vec::new();
    for correction in corrections {
        let id = &correction.id;
        let mut left = |schema: &str, pointer: &str, error| {
            stale.push(Stale {
                id: id.clone(),
                schema: schema.to_owned(),
                pointer: pointer.to_owned(),
                error,
            });
        };
        for schema in &correction.schemas {
            let Some(document) = documents.get_mut(schema) else {
                let message = format!("correction {id} is for \"{schema}\", which is not there");
                left(schema, "", correction.place.error(message));
                continue;
            };
            for pointer in &correction.pointers {
                match change(&mut document.schema, pointer, &correction.change) {
                    Ok(()) => applied.push((correction, schema, pointer)),
                    Err(why) => {
                        let message = format!("correction {id} does not apply: {why}");
                        left(schema, pointer, document.error(pointer, message));
                    }
                }
            }
        }
    }
    let grounds = applied
        .into_iter()
        .map(|(correction, schema, pointer)| {
            let extent = correction.change.extent();
            let facts = |documents: &Documents, pointer: &str| {
                let found = facts_at(&documents.get(schema)?.schema, pointer, extent);
                // Nothing is there before what an earlier correction adds.
                Some(found.unwrap_or_default())
            };
            Ground {
                extent,
                id: correction.id.clone(),
                schema: schema.clone(),
                pointer: pointer.clone(),
                before: facts(&base, pointer).unwrap_or_default(),
                after: facts(documents, &correction.change.leads_to(pointer)).unwrap_or_default(),
            }
        })
        .collect();
    Applied { stale, grounds }
}

impl Change {
    /// How much of the base it hides or rests on.
    fn extent(&self) -> Extent {
        match self {
            Self::Replace(_) => Extent::Replaced,
            Self::Remove | Self::Rename(_) => Extent::Whole,
            // What stands beside the item is as visible as before.
            Self::Add { .. } | Self::RemoveItem(_) => Extent::Around,
        }
    }

    /// Where what was at `pointer` is after the change.
    fn leads_to(&self, pointer: &str) -> String {
        match (self, pointer.rsplit_once('/')) {
            (Self::Rename(to), Some((parent, _))) => below(parent, to),
            _ => pointer.to_owned(),
        }
    }
}

fn change(schema: &mut Value, pointer: &str, change: &Change) -> std::result::Result<(), String> {
    let (parent, key) = pointer.rsplit_once('/').ok_or("not a JSON pointer")?;
    let key = key.replace("~1", "/").replace("~0", "~");
    if let Change::RemoveItem(item) = change {
        let items = schema
            .pointer_mut(pointer)
            .and_then(Value::as_array_mut)
            .ok_or("there is no array")?;
        let at = items
            .iter()
            .position(|other| other == item)
            .ok_or("the item is not there")?;
        items.remove(at);
        return Ok(());
    }
    match schema
        .pointer_mut(parent)
        .ok_or("its parent is not there")?
    {
        Value::Object(members) => change_member(members, key, change),
        Value::Array(items) => change_item(items, &key, change),
        _ => Err("its parent is neither an object nor an array".to_owned()),
    }
}

fn change_member(
    members: &mut Map<String, Value>,
    key: String,
    change: &Change,
) -> std::result::Result<(), String> {
    match change {
        Change::Add { value, before } => {
            if members.contains_key(&key) {
                return Err("it is there already".to_owned());
            }
            let at = match before {
                Some(before) => members
                    .keys()
                    .position(|other| other == before)
                    .ok_or_else(|| format!("there is no \"{before}\" to put it before"))?,
                None => members.len(),
            };
            members.shift_insert(at, key, value.clone());
        }
        Change::Replace(value) => {
            let member = members.get_mut(&key).ok_or("it is not there")?;
            if member == value {
                return Err("it is so already".to_owned());
            }
            *member = value.clone();
        }
        Change::Remove => {
            members.shift_remove(&key).ok_or("it is not there")?;
        }
        Change::Rename(to) => {
            let at = members
                .keys()
                .position(|other| *other == key)
                .ok_or("it is not there")?;
            if members.contains_key(to) {
                return Err(format!("\"{to}\" is there already"));
            }
            if let Some(value) = members.shift_remove(&key) {
                members.shift_insert(at, to.clone(), value);
            }
        }
        Change::RemoveItem(_) => {}
    }
    Ok(())
}

fn change_item(
    items: &mut Vec<Value>,
    key: &str,
    change: &Change,
) -> std::result::Result<(), String> {
    if let (Change::Add { value, .. }, "-") = (change, key) {
        if items.contains(value) {
            return Err("it is there already".to_owned());
        }
        items.push(value.clone());
        return Ok(());
    }
    let at = key
        .parse::<usize>()
        .ok()
        .filter(|at| *at < items.len())
        .ok_or("it is not there")?;
    match change {
        Change::Replace(value) if items[at] != *value => items[at] = value.clone(),
        Change::Replace(_) => return Err("it is so already".to_owned()),
        Change::Remove => {
            items.remove(at);
        }
        _ => return Err("this cannot be done to an item of an array".to_owned()),
    }
    Ok(())
}
