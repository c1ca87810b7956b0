//! What corrections rest on: what the base states where they change it.
//!
//! A correction replaces what the base says, so a change of the base beneath it
//! does not show in what is generated. `grounds.toml` holds what each correction
//! was written for; a base that states something else stops the run.

use crate::error::{Error, Result};
use crate::source::facts::{facts, in_order, own_facts};
use crate::source::keywords::is_keyword;
use crate::source::place::{Place, name};
use crate::source::table::Table;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// The file beside `corrections.toml` that holds the grounds.
pub(crate) const FILE: &str = "grounds.toml";

/// How grounds name the table of errors, which is no schema.
pub(crate) const ERRORS: &str = "server/errors";

/// What the base states at one place that a correction changes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ground {
    /// The id of the correction.
    pub(crate) id: String,
    /// The title of the schema.
    pub(crate) schema: String,
    pub(crate) pointer: String,
    pub(crate) extent: Extent,
    /// The facts that the base states, without any correction.
    pub(crate) before: Value,
    /// The facts there once every correction was applied.
    pub(crate) after: Value,
}

/// How much of a schema a correction at a pointer has to do with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All that stands there; beside a keyword also the other keywords.
    Replaced,
    /// All that stands there.
    Whole,
    /// What is around it: nothing is hidden by what is added.
    Around,
}

impl Ground {
    fn place(&self) -> String {
        format!("{}#{}", self.schema, self.pointer)
    }
}

/// The facts at a place that a correction has to do with; none where nothing is.
pub(crate) fn facts_at(schema: &Value, pointer: &str, extent: Extent) -> Option<Value> {
    let (parent, key) = pointer.rsplit_once('/')?;
    let found = match extent {
        Extent::Whole => facts(schema.pointer(pointer)?),
        Extent::Replaced => {
            let value = facts(schema.pointer(pointer)?);
            match schema.pointer(parent).and_then(Value::as_object) {
                Some(around) if is_keyword(pointer) => {
                    let mut members = own(around);
                    members.insert(key.to_owned(), value);
                    members.into()
                }
                _ => value,
            }
        }
        Extent::Around => around(schema, parent, key)?,
    };
    Some(in_order(&found))
}

/// The facts of the schema that something is put into.
fn around(schema: &Value, parent: &str, key: &str) -> Option<Value> {
    // `/required/-` and `/properties/x` are put into the schema around them.
    let holds_schema = schema.pointer(parent)?.is_object() && !parent.ends_with("/properties");
    let owner = match parent.rsplit_once('/') {
        Some((owner, _)) if !holds_schema => owner,
        _ => parent,
    };
    let owner = schema.pointer(owner)?.as_object()?;
    let mut members = own(owner);
    let required = owner.get("required").and_then(Value::as_array);
    if parent.ends_with("/properties")
        && required.is_some_and(|names| names.iter().any(|name| name == key))
    {
        members.insert("required".to_owned(), vec![key].into());
    }
    Some(members.into())
}

fn own(schema: &Map<String, Value>) -> Map<String, Value> {
    // What a file is called is no fact that a correction rests on.
    let name = |key: &str| ["$id", "$schema", "title"].contains(&key);
    let own = own_facts(schema).into_iter().filter(|(key, _)| !name(key));
    own.map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

/// The grounds that corrections were written for: by correction, by place.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Pins(BTreeMap<String, BTreeMap<String, Value>>);

impl Pins {
    /// Reads the file; an absent one has no pins.
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let pins = Table::read(file)?.map(|table, id| {
            table.table(id)?.map(|places, place| {
                let text = places.needed(place)?;
                serde_json::from_str(&text).map_err(|error| {
                    let place: Place = places.place.below(place);
                    place.error(format!("not JSON: {error}"))
                })
            })
        })?;
        Ok(Self(pins))
    }

    /// The pins for these grounds.
    pub(crate) fn of(grounds: &[Ground]) -> Self {
        let mut pins = Self::default();
        for ground in grounds {
            let places = pins.0.entry(ground.id.clone()).or_default();
            places.insert(ground.place(), ground.before.clone());
        }
        pins
    }

    /// These pins, and those of `other` where there is none.
    #[cfg(feature = "cli")]
    pub(crate) fn or(mut self, other: Self) -> Self {
        for (id, places) in other.0 {
            let known = self.0.entry(id).or_default();
            for (place, before) in places {
                known.entry(place).or_insert(before);
            }
        }
        self
    }

    /// The grounds that are not what was pinned, with what was.
    pub(crate) fn moved<'g>(&self, grounds: &'g [Ground]) -> Vec<(Value, &'g Ground)> {
        let moved = grounds.iter().filter_map(|ground| {
            let pinned = self.0.get(&ground.id)?.get(&ground.place())?;
            (*pinned != ground.before).then(|| (pinned.clone(), ground))
        });
        moved.collect()
    }

    /// Refuses grounds that are not what was pinned, unless their correction is
    /// among `accepted`.
    pub(crate) fn check(&self, grounds: &[Ground], file: &Path, accepted: &[String]) -> Result<()> {
        let mut moved = self.moved(grounds);
        moved.retain(|(_, ground)| !accepted.contains(&ground.id));
        match describe(&moved) {
            Some(message) => Err(Error::new(name(file), "", message)),
            None => Ok(()),
        }
    }

    /// The file that holds them.
    pub(crate) fn text(&self) -> String {
        let mut out = "\
# What the base states where corrections.toml and extra/server/errors.json say something
# else, without descriptions. Written by `cargo codegen`, which stops where it changed.
"
        .to_owned();
        for (id, places) in &self.0 {
            let _ = writeln!(out, "\n[{}]", quoted(id));
            for (place, before) in places {
                let before = before.to_string();
                // A literal string, where the text can be one.
                let before = match before.contains('\'') {
                    true => quoted(&before),
                    false => format!("'{before}'"),
                };
                let _ = writeln!(out, "{} = {before}", quoted(place));
            }
        }
        out
    }
}

/// A basic string of TOML, whose escapes JSON's are among.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// Old, new and corrected of each ground that moved, below one another; none
/// where there is no such ground.
pub(crate) fn describe(moved: &[(Value, &Ground)]) -> Option<String> {
    if moved.is_empty() {
        return None;
    }
    let mut ids: Vec<&str> = moved.iter().map(|(_, ground)| ground.id.as_str()).collect();
    ids.dedup();
    let accept: Vec<String> = ids.iter().map(|id| format!("--accept {id}")).collect();
    let mut out = format!(
        "the base changed beneath {} of our corrections; see whether they still hold, change them in corrections.toml or take them as they are ({}):",
        ids.len(),
        accept.join(" "),
    );
    for (was, ground) in moved {
        let _ = write!(out, "\n  correction {} at {}", ground.id, ground.place());
        for (what, value) in [
            ("was", was),
            ("is now", &ground.before),
            ("corrected", &ground.after),
        ] {
            let value = match value {
                Value::Null => "nothing".to_owned(),
                value => value.to_string(),
            };
            let _ = write!(out, "\n      {what:<9}  {value}");
        }
    }
    Some(out)
}
