//! The official schemas, read and checked before anything is made of them.

use crate::error::{Error, Result, below};
use crate::ir::names::Names;
use crate::ir::operations;
use crate::ir::set::official_errors;
use crate::source::corrections;
use crate::source::files::{self, Care, Document, Documents};
use crate::source::json::read_official_json;
use crate::source::keywords;
use crate::source::official::find_official;
use crate::source::place::name;
use crate::source::references::resolve;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The official schemas, in memory.
pub(super) struct Official {
    pub(super) schemas: BTreeMap<String, Value>,
    pub(super) errors: Value,
    pub(super) errors_file: PathBuf,
    pub(super) mended: Vec<String>,
}

impl Official {
    pub(super) fn read(from: &Path, names: &Names) -> Result<Self> {
        let base = find_official(from)?;
        let mut schemas = BTreeMap::new();
        let mut mended = Vec::new();
        for (path, file) in files::files(&base, &names.include)? {
            let (schema, was_mended) = read_official_json(&file)?;
            if was_mended {
                mended.push(format!("{path}: commas before closing brackets"));
            }
            schemas.insert(path, schema);
        }
        let errors_file = official_errors(&base).ok_or_else(|| {
            Error::new(
                name(from),
                "",
                "there is no table of errors, server/errors.json",
            )
        })?;
        let (errors, was_mended) = read_official_json(&errors_file)?;
        if was_mended {
            mended.push("server/errors.json: commas before closing brackets".to_owned());
        }
        Ok(Self {
            schemas,
            errors,
            errors_file,
            mended,
        })
    }

    /// Refuses what is no whole set, before anything is made of it: keywords,
    /// titles, references, codes.
    pub(super) fn check(&self, schemas: &Path) -> Result<()> {
        let mut all = Documents::default();
        for (path, schema) in &self.schemas {
            all.add(path.clone(), path.clone(), schema.clone())?;
        }
        for document in all.iter() {
            check_references(&all, &document.schema, "", document)?;
        }
        operations::read_errors(std::slice::from_ref(&self.errors_file), Care::Exact)?;
        // Some keywords that mean nothing are what corrections are for.
        let corrections = corrections::read(&schemas.join("corrections.toml"))?;
        corrections::apply_all(&corrections, &mut all);
        keywords::check_keywords(&all)
    }
}

fn check_references(
    all: &Documents,
    value: &Value,
    pointer: &str,
    document: &Document,
) -> Result<()> {
    match value {
        Value::Object(members) => {
            if members.get("$ref").is_some_and(Value::is_string) {
                resolve(all, document, pointer, value)?;
            }
            for (key, value) in members {
                check_references(all, value, &below(pointer, key), document)?;
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                check_references(all, item, &below(pointer, index), document)?;
            }
        }
        _ => {}
    }
    Ok(())
}
