//! From a schema's names to Rust's: `rust.toml`, where each entry must be used.

use crate::corrections::{read_toml, strings};
use crate::error::{Error, Result};
use crate::load::name;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What `rust.toml` says; the defaults of every field are empty.
#[derive(Debug, Default)]
pub(crate) struct Names {
    file: String,
    pub(crate) include: Vec<String>,
    pub(crate) inline: Vec<String>,
    pub(crate) error_arm: Option<String>,
    types: BTreeMap<String, String>,
    fields: BTreeMap<String, String>,
    formats: BTreeMap<String, String>,
    modules: BTreeMap<String, String>,
    skip: BTreeMap<String, String>,
    enums: BTreeMap<String, EnumNames>,
    used: RefCell<BTreeSet<String>>,
}

/// How one enum is called and explained.
#[derive(Clone, Debug, Default)]
pub(crate) struct EnumNames {
    pub(crate) doc: String,
    at: Vec<String>,
    values: BTreeMap<String, (Option<String>, String)>,
}

impl Names {
    /// Reads `rust.toml`; an absent file leaves every name at its default.
    pub(crate) fn read(file: &Path) -> Result<Self> {
        if !file.exists() {
            return Ok(Self::default());
        }
        let table = read_toml(file)?;
        let map = |key: &str| -> BTreeMap<String, String> {
            let entries = table.get(key).and_then(Value::as_object);
            entries
                .into_iter()
                .flatten()
                .filter_map(|(from, to)| Some((from.clone(), to.as_str()?.to_owned())))
                .collect()
        };
        let mut enums = BTreeMap::new();
        for (rust, entry) in table
            .get("enum")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            let values = entry.get("values").and_then(Value::as_object);
            let values = values.into_iter().flatten().map(|(wire, value)| {
                let (variant, doc) = match value {
                    Value::String(doc) => (None, doc.clone()),
                    table => (
                        strings(table.get("name")).pop(),
                        strings(table.get("doc")).pop().unwrap_or_default(),
                    ),
                };
                (wire.clone(), (variant, doc))
            });
            let names = EnumNames {
                doc: strings(entry.get("doc")).pop().unwrap_or_default(),
                at: strings(entry.get("at")),
                values: values.collect(),
            };
            enums.insert(rust.clone(), names);
        }
        Ok(Self {
            file: name(file),
            include: strings(table.get("include")),
            inline: strings(table.get("inline")),
            error_arm: strings(table.get("error_arm")).pop(),
            types: map("types"),
            fields: map("fields"),
            formats: map("formats"),
            modules: map("modules"),
            skip: map("skip"),
            enums,
            used: RefCell::default(),
        })
    }

    fn look_up<'a>(
        &self,
        table: &str,
        map: &'a BTreeMap<String, String>,
        key: &str,
    ) -> Option<&'a str> {
        let found = map.get(key)?;
        self.used.borrow_mut().insert(format!("/{table}/{key}"));
        Some(found)
    }

    /// The Rust name of the schema `key`.
    pub(crate) fn type_name(&self, key: &str) -> String {
        self.look_up("types", &self.types, key)
            .map_or_else(|| pascal(key), str::to_owned)
    }

    /// Whether the schema `key` has a Rust name of its own in the table.
    pub(crate) fn names_type(&self, key: &str) -> bool {
        self.types.contains_key(key)
    }

    /// The Rust field of `owner.member` where it is not the member's own name.
    pub(crate) fn field(&self, owner: &str, member: &str) -> Option<&str> {
        self.look_up("fields", &self.fields, &format!("{owner}.{member}"))
    }

    /// What a string or number of the schema really holds.
    pub(crate) fn format(&self, owner: &str, member: &str) -> Option<&str> {
        self.look_up("formats", &self.formats, &format!("{owner}.{member}"))
    }

    /// The file that the schema `key` is written to.
    pub(crate) fn module(&self, key: &str) -> String {
        if let Some(module) = self.look_up("modules", &self.modules, key) {
            return module.to_owned();
        }
        let prefix = key.split('_').next().unwrap_or(key);
        match self.modules.get(&format!("{prefix}_")) {
            Some(module) => {
                self.used.borrow_mut().insert(format!("/modules/{prefix}_"));
                module.clone()
            }
            None => "shared".to_owned(),
        }
    }

    /// Whether a definition is known to be of no use, with a reason in the table.
    pub(crate) fn skips(&self, key: &str) -> bool {
        self.look_up("skip", &self.skip, key).is_some()
    }

    /// The name of the enum at `owner.member` (or of the definition `owner`).
    pub(crate) fn enum_at(&self, place: &str) -> Option<&str> {
        let (rust, _) = self
            .enums
            .iter()
            .find(|(_, names)| names.at.iter().any(|at| at == place))?;
        self.used
            .borrow_mut()
            .insert(format!("/enum/{rust}/at/{place}"));
        Some(rust)
    }

    /// The documentation of an enum, where the table has one.
    pub(crate) fn enum_doc(&self, rust: &str) -> Option<&str> {
        self.enums
            .get(rust)
            .map(|names| names.doc.as_str())
            .filter(|doc| !doc.is_empty())
    }

    /// The variant and documentation of a value of an enum.
    pub(crate) fn variant(&self, rust: &str, wire: &str) -> (String, String) {
        let found = self
            .enums
            .get(rust)
            .and_then(|names| names.values.get(wire));
        if found.is_some() {
            self.used
                .borrow_mut()
                .insert(format!("/enum/{rust}/values/{wire}"));
        }
        let (variant, doc) = found.cloned().unwrap_or_default();
        let doc = if doc.is_empty() {
            format!("`{wire}` on the wire.")
        } else {
            doc
        };
        (variant.unwrap_or_else(|| pascal(wire)), doc)
    }

    /// Refuses entries that no schema made use of.
    pub(crate) fn check_used(&self) -> Result<()> {
        let used = self.used.borrow();
        let tables = [
            ("types", &self.types),
            ("fields", &self.fields),
            ("formats", &self.formats),
            ("modules", &self.modules),
            ("skip", &self.skip),
        ];
        let mut entries = Vec::new();
        for (table, map) in tables {
            entries.extend(map.keys().map(|key| format!("/{table}/{key}")));
        }
        for (rust, names) in &self.enums {
            entries.extend(names.at.iter().map(|at| format!("/enum/{rust}/at/{at}")));
            entries.extend(
                names
                    .values
                    .keys()
                    .map(|wire| format!("/enum/{rust}/values/{wire}")),
            );
        }
        match entries.into_iter().find(|entry| !used.contains(entry)) {
            Some(entry) => Err(Error::new(
                &self.file,
                entry,
                "matches nothing in the schemas",
            )),
            None => Ok(()),
        }
    }
}

/// `stream_source_info` as `StreamSourceInfo`.
pub(crate) fn pascal(text: &str) -> String {
    let words = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    words
        .map(|word| {
            let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
            first.to_uppercase() + rest
        })
        .collect()
}

/// `opt-start_seq` as `opt_start_seq`; empty when no letter or digit is in it.
pub(crate) fn snake(text: &str) -> String {
    let words = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    words
        .map(str::to_ascii_lowercase)
        .collect::<Vec<_>>()
        .join("_")
}
