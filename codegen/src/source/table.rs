//! TOML tables, read strictly: an unknown key or another type is a fault.

use crate::error::{Error, Result};
use crate::source::place::{Place, name, read_text};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;

/// A table out of which entries are taken; `finish` refuses what is left.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) place: Place,
    entries: Map<String, Value>,
}

impl Table {
    /// Reads a file; an absent one is an empty table.
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let mut entries = Map::new();
        if file.exists() {
            let table: toml::Table = read_text(file)?
                .parse()
                .map_err(|error: toml::de::Error| Error::new(name(file), "", error.to_string()))?;
            entries.extend(table.into_iter().map(|(key, value)| (key, to_json(value))));
        }
        Ok(Self {
            place: Place::new(name(file), ""),
            entries,
        })
    }

    /// Refuses entries that nobody took.
    pub(crate) fn finish(self) -> Result<()> {
        match self.entries.keys().next() {
            Some(key) => Err(self
                .place
                .below(key)
                .error(format!("\"{key}\" is not known"))),
            None => Ok(()),
        }
    }

    /// An entry of any type.
    pub(crate) fn value(&mut self, key: &str) -> Option<Value> {
        self.entries.shift_remove(key)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// Whether an entry is a table itself.
    pub(crate) fn is_table(&self, key: &str) -> bool {
        self.entries.get(key).is_some_and(Value::is_object)
    }

    /// A string, without white space around it.
    pub(crate) fn text(&mut self, key: &str) -> Result<Option<String>> {
        self.typed(key, "a string", |value| {
            Some(value.as_str()?.trim().to_owned())
        })
    }

    /// A string that has to be there.
    pub(crate) fn needed(&mut self, key: &str) -> Result<String> {
        let text = self.text(key)?.filter(|text| !text.is_empty());
        text.ok_or_else(|| self.place.error(format!("does not say \"{key}\"")))
    }

    /// A string that has to be there, and that `check` has nothing against.
    pub(crate) fn checked(
        &mut self,
        key: &str,
        check: impl FnOnce(&str, &Place) -> Result<()>,
    ) -> Result<String> {
        let text = self.needed(key)?;
        check(&text, &self.place.below(key))?;
        Ok(text)
    }

    /// One of the strings that are known.
    pub(crate) fn one_of(&mut self, key: &str, known: &[&str]) -> Result<String> {
        let value = self.needed(key)?;
        if known.contains(&value.as_str()) {
            return Ok(value);
        }
        let message = format!("{key} = \"{value}\" is not one of {}", known.join(", "));
        Err(self.place.error(message))
    }

    /// A string or a list of them; none where there is no entry.
    pub(crate) fn texts(&mut self, key: &str) -> Result<Vec<String>> {
        let texts = self.typed(key, "a string or a list of strings", |value| match value {
            Value::String(text) => Some(vec![text.clone()]),
            Value::Array(items) => {
                let texts = items.iter().map(|item| item.as_str().map(str::to_owned));
                texts.collect()
            }
            _ => None,
        })?;
        Ok(texts.unwrap_or_default())
    }

    pub(crate) fn number(&mut self, key: &str) -> Result<Option<u64>> {
        self.typed(key, "a whole number from 0 on", Value::as_u64)
    }

    /// A table within this one; empty where there is none.
    pub(crate) fn table(&mut self, key: &str) -> Result<Self> {
        let entries = self.typed(key, "a table", |value| value.as_object().cloned())?;
        Ok(Self {
            place: self.place.below(key),
            entries: entries.unwrap_or_default(),
        })
    }

    /// A list of tables, each read by `read`, which has to take all of it.
    pub(crate) fn rows<T>(
        &mut self,
        key: &str,
        mut read: impl FnMut(&mut Self) -> Result<T>,
    ) -> Result<Vec<T>> {
        let rows = self.typed(key, "a list of tables", |value| {
            let rows = value.as_array()?.iter();
            rows.map(|row| row.as_object().cloned())
                .collect::<Option<Vec<_>>>()
        })?;
        let rows = rows.into_iter().flatten().enumerate();
        rows.map(|(index, entries)| {
            let mut row = Self {
                place: self.place.below(key).below(index),
                entries,
            };
            let read = read(&mut row)?;
            row.finish()?;
            Ok(read)
        })
        .collect()
    }

    /// Every entry, by its key.
    pub(crate) fn map<T>(
        mut self,
        mut read: impl FnMut(&mut Self, &str) -> Result<T>,
    ) -> Result<BTreeMap<String, T>> {
        let keys: Vec<String> = self.entries.keys().cloned().collect();
        let entries = keys.into_iter().map(|key| {
            let value = read(&mut self, &key)?;
            Ok((key, value))
        });
        entries.collect()
    }

    fn typed<T>(
        &mut self,
        key: &str,
        what: &str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Result<Option<T>> {
        let Some(value) = self.value(key) else {
            return Ok(None);
        };
        let read = read(&value).ok_or_else(|| {
            let message = format!("has to be {what}, not {value}");
            self.place.below(key).error(message)
        });
        read.map(Some)
    }
}

fn to_json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
        toml::Value::Datetime(time) => Value::String(time.to_string()),
        toml::Value::Array(items) => items.into_iter().map(to_json).collect(),
        toml::Value::Table(table) => Value::Object(
            table
                .into_iter()
                .map(|(key, value)| (key, to_json(value)))
                .collect::<Map<_, _>>(),
        ),
    }
}
