//! From a schema's names to Rust's: `rust.toml`, where each entry must be used.

use crate::error::{Error, Result};
use crate::ir::identifiers::{check_field, check_module, check_type};
use crate::ir::ty::Scalar;
use crate::source::files::Documents;
use crate::source::place::{Place, name};
use crate::source::table::Table;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Refuses a format that no type is known for.
fn check_format(format: &str, place: &Place) -> Result<()> {
    match Scalar::of_format(format) {
        Some(_) => Ok(()),
        None => Err(place.error(format!("the format \"{format}\" is not known"))),
    }
}

/// What `rust.toml` says; the defaults of every field are empty.
#[derive(Debug, Default)]
pub(crate) struct Names {
    file: String,
    pub(crate) include: Vec<String>,
    inline: Vec<String>,
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
    doc: Option<String>,
    at: Vec<String>,
    values: BTreeMap<String, (Option<String>, String)>,
}

impl Names {
    /// Reads `rust.toml`; an absent file leaves every name at its default.
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let mut table = Table::read(file)?;
        type Check = fn(&str, &Place) -> Result<()>;
        let mut names = |key: &str, check: Check| {
            let table = table.table(key)?;
            table.map(|table, key| table.checked(key, check))
        };
        let names = Self {
            file: name(file),
            types: names("types", check_type)?,
            fields: names("fields", check_field)?,
            formats: names("formats", check_format)?,
            modules: names("modules", check_module)?,
            skip: names("skip", |_, _| Ok(()))?,
            include: table.texts("include")?,
            inline: table.texts("inline")?,
            error_arm: table.text("error_arm")?,
            enums: table.table("enum")?.map(enum_names)?,
            used: RefCell::default(),
        };
        table.finish()?;
        Ok(names)
    }

    fn mark(&self, entry: String) {
        self.used.borrow_mut().insert(entry);
    }

    fn look_up<'a>(
        &self,
        table: &str,
        map: &'a BTreeMap<String, String>,
        key: &str,
    ) -> Option<&'a str> {
        let found = map.get(key)?;
        self.mark(format!("/{table}/{key}"));
        Some(found)
    }

    /// The Rust name of the schema `key` at `at`.
    ///
    /// An entry may be for a place, where a file and a definition have one key:
    /// `a/b.json` is the file, `a/b.json#key` a definition in it.
    pub(crate) fn type_name(&self, at: &str, key: &str) -> String {
        self.named_type(at, key).unwrap_or_else(|| pascal(key))
    }

    /// The Rust name of a schema, where the table has one.
    pub(crate) fn named_type(&self, at: &str, key: &str) -> Option<String> {
        let of_place = self.look_up("types", &self.types, at);
        let named = of_place.or_else(|| self.look_up("types", &self.types, key));
        named.map(str::to_owned)
    }

    /// The Rust field of `owner.member` where it is not the member's own name.
    pub(crate) fn field(&self, owner: &str, member: &str) -> Option<&str> {
        self.look_up("fields", &self.fields, &format!("{owner}.{member}"))
    }

    /// What a string or number of the schema really holds.
    pub(crate) fn format(&self, owner: &str, member: &str) -> Option<Scalar> {
        let key = format!("{owner}.{member}");
        Scalar::of_format(self.look_up("formats", &self.formats, &key)?)
    }

    /// The file that the schema `key` is written to.
    pub(crate) fn module(&self, key: &str) -> String {
        if let Some(module) = self.look_up("modules", &self.modules, key) {
            return module.to_owned();
        }
        let prefix = key.split('_').next().unwrap_or(key);
        match self.modules.get(&format!("{prefix}_")) {
            Some(module) => {
                self.mark(format!("/modules/{prefix}_"));
                module.clone()
            }
            None => "shared".to_owned(),
        }
    }

    /// Whether a file or definition is known to be of no use, with a reason in the
    /// table; by its place or its key.
    pub(crate) fn skips(&self, at: &str, key: &str) -> bool {
        let of_place = self.look_up("skip", &self.skip, at);
        of_place
            .or_else(|| self.look_up("skip", &self.skip, key))
            .is_some()
    }

    /// The name of the enum at `owner.member` (or of the definition `owner`).
    pub(crate) fn enum_at(&self, place: &str) -> Option<&str> {
        let (rust, _) = self
            .enums
            .iter()
            .find(|(_, names)| names.at.iter().any(|at| at == place))?;
        self.mark(format!("/enum/{rust}/at/{place}"));
        Some(rust)
    }

    /// The documentation of an enum, where the table has one.
    pub(crate) fn enum_doc(&self, rust: &str) -> Option<&str> {
        let names = self.enums.get(rust)?;
        self.mark(format!("/enum/{rust}"));
        names.doc.as_deref()
    }

    /// The variant of a value of an enum, where the table names it, and its
    /// documentation.
    pub(crate) fn variant(&self, rust: &str, wire: &str) -> (Option<String>, String) {
        let found = self
            .enums
            .get(rust)
            .and_then(|names| names.values.get(wire));
        if found.is_some() {
            self.mark(format!("/enum/{rust}/values/{wire}"));
        }
        let (variant, doc) = found.cloned().unwrap_or_default();
        let doc = if doc.is_empty() {
            format!("`{wire}` on the wire.")
        } else {
            doc
        };
        (variant, doc)
    }

    /// Whether the members of a definition become those of what refers to it.
    pub(crate) fn inlines(&self, key: &str) -> bool {
        let inlines = self.inline.iter().any(|inline| inline == key);
        if inlines {
            self.mark(format!("/inline/{key}"));
        }
        inlines
    }

    /// Whether a definition is the arm of replies that holds an error.
    pub(crate) fn is_error_arm(&self, key: &str) -> bool {
        let is_error_arm = self.error_arm.as_deref() == Some(key);
        if is_error_arm {
            self.mark("/error_arm".to_owned());
        }
        is_error_arm
    }

    /// Refuses entries that no schema made use of.
    pub(crate) fn check_used(&self, documents: &Documents) -> Result<()> {
        let mut entries = Vec::new();
        for prefix in &self.include {
            if documents.iter().any(|read| read.path.starts_with(prefix)) {
                self.mark(format!("/include/{prefix}"));
            }
            entries.push(format!("/include/{prefix}"));
        }
        entries.extend(self.inline.iter().map(|key| format!("/inline/{key}")));
        entries.extend(self.error_arm.iter().map(|_| "/error_arm".to_owned()));
        for (table, map) in [
            ("types", &self.types),
            ("fields", &self.fields),
            ("formats", &self.formats),
            ("modules", &self.modules),
            ("skip", &self.skip),
        ] {
            entries.extend(map.keys().map(|key| format!("/{table}/{key}")));
        }
        for (rust, names) in &self.enums {
            let (at, values) = (names.at.iter(), names.values.keys());
            entries.extend(at.map(|at| format!("/enum/{rust}/at/{at}")));
            entries.extend(values.map(|wire| format!("/enum/{rust}/values/{wire}")));
            entries.push(format!("/enum/{rust}"));
        }
        let used = self.used.borrow();
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

fn enum_names(enums: &mut Table, rust: &str) -> Result<EnumNames> {
    let mut entry = enums.table(rust)?;
    check_type(rust, &entry.place)?;
    let names = EnumNames {
        doc: entry.text("doc")?,
        at: entry.texts("at")?,
        values: entry.table("values")?.map(|values, wire| {
            if !values.is_table(wire) {
                return Ok((None, values.needed(wire)?));
            }
            let mut value = values.table(wire)?;
            let names = (value.text("name")?, value.text("doc")?.unwrap_or_default());
            value.finish()?;
            Ok(names)
        })?,
    };
    entry.finish()?;
    Ok(names)
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
