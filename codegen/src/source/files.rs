//! Schema files into documents, keyed by title.

use crate::error::{Error, Result};
use crate::source::json::read_json;
use crate::source::place::{Place, name};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// How much may be wrong with schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Care {
    /// Nothing: these are ours.
    Exact,
    /// What has no shape is passed over with a note: these are other people's,
    /// and our tables were not made for them.
    Lenient,
}

/// How the fault of a definition begins that nothing refers to.
pub(crate) const UNUSED: &str = "yields nothing";

/// One schema file.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// Path below the root of the set, with `/`: what `$ref`s are relative to.
    pub(crate) path: String,
    /// How errors name the file.
    pub(crate) file: String,
    /// The schema's `title`, its identity: official `$id`s and file names repeat.
    pub(crate) title: String,
    pub(crate) schema: Value,
}

impl Document {
    pub(crate) fn error(&self, pointer: impl Into<String>, message: impl Into<String>) -> Error {
        self.place(pointer).error(message)
    }

    pub(crate) fn place(&self, pointer: impl Into<String>) -> Place {
        Place::new(&self.file, pointer)
    }
}

/// Every schema of a set, in the order of their paths.
#[derive(Clone, Debug, Default)]
pub(crate) struct Documents {
    by_title: BTreeMap<String, Document>,
}

impl Documents {
    /// Reads every schema below `root` whose path starts with one of `include`.
    pub(crate) fn read(&mut self, root: &Path, include: &[String]) -> Result<()> {
        for (path, file) in files(root, include)? {
            self.add(path, name(&file), read_json(&file)?)?;
        }
        Ok(())
    }

    /// Reads the overlay of a set, which joins the same tree of paths. It may have
    /// a table of errors and no schema.
    pub(crate) fn read_extra(&mut self, schemas: &Path, include: &[String]) -> Result<()> {
        for (path, file) in extra_files(schemas, include)? {
            self.add(path, name(&file), read_json(&file)?)?;
        }
        Ok(())
    }

    /// Adds one schema that was read from `file`.
    pub(crate) fn add(&mut self, path: String, file: String, schema: Value) -> Result<()> {
        let object = schema
            .as_object()
            .ok_or_else(|| Error::new(&file, "", "a schema has to be a JSON object"))?;
        let draft = object.get("$schema").and_then(Value::as_str);
        if draft.is_none_or(|draft| !draft.contains("draft-07")) {
            return Err(Error::new(
                &file,
                "/$schema",
                "only JSON Schema draft-07 is understood",
            ));
        }
        let title = object
            .get("title")
            .and_then(Value::as_str)
            .ok_or_else(|| Error::new(&file, "/title", "a schema needs a title: it is its name"))?
            .to_owned();
        let document = Document {
            path,
            file,
            title: title.clone(),
            schema,
        };
        if let Some(other) = self.by_path(&document.path) {
            let message = format!("{} is at the same place", other.file);
            return Err(document.error("", message));
        }
        if let Some(other) = self.by_title.get(&title) {
            let message = format!("title \"{title}\" is also that of {}", other.file);
            return Err(document.error("/title", message));
        }
        self.by_title.insert(title, document);
        Ok(())
    }

    pub(crate) fn get_mut(&mut self, title: &str) -> Option<&mut Document> {
        self.by_title.get_mut(title)
    }

    pub(crate) fn by_path(&self, path: &str) -> Option<&Document> {
        self.by_title
            .values()
            .find(|document| document.path == path)
    }

    pub(crate) fn get(&self, title: &str) -> Option<&Document> {
        self.by_title.get(title)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Document> {
        self.by_title.values()
    }
}

/// The schema files below `root` whose path starts with one of `include`, by
/// that path.
pub(crate) fn files(root: &Path, include: &[String]) -> Result<Vec<(String, PathBuf)>> {
    let paths = included(root, include)?;
    if paths.is_empty() {
        return Err(Error::new(name(root), "", "no schema files here"));
    }
    Ok(paths)
}

/// The schema files of ours that lie over the base, if there are any.
pub(crate) fn extra_files(schemas: &Path, include: &[String]) -> Result<Vec<(String, PathBuf)>> {
    let root = schemas.join("extra");
    match root.exists() {
        true => included(&root, include),
        false => Ok(Vec::new()),
    }
}

fn included(root: &Path, include: &[String]) -> Result<Vec<(String, PathBuf)>> {
    let mut paths = Vec::new();
    collect(root, root, &mut paths)?;
    paths.sort();
    paths.retain(|(path, _)| {
        let included = include.is_empty() || include.iter().any(|prefix| path.starts_with(prefix));
        included && !path.starts_with("extra/") && !path.ends_with("server/errors.json")
    });
    Ok(paths)
}

fn collect(root: &Path, directory: &Path, into: &mut Vec<(String, PathBuf)>) -> Result<()> {
    let failed = |error: std::io::Error| Error::new(name(directory), "", error.to_string());
    for entry in fs::read_dir(directory).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            collect(root, &path, into)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let below = path.strip_prefix(root).unwrap_or(&path);
            into.push((name(below), path));
        }
    }
    Ok(())
}

/// Refuses a set that has no shared definitions while corrections are for them:
/// the official schemas come dereferenced too, and there they are lost.
pub(crate) fn check_factored(documents: &Documents, base: &Path, corrected: &[&str]) -> Result<()> {
    for title in corrected
        .iter()
        .filter(|title| title.ends_with(".definitions"))
    {
        if !documents.by_title.contains_key(*title) {
            let message = format!(
                "\"{title}\" is not there: are these the dereferenced schemas? Take the factored ones"
            );
            return Err(Error::new(name(base), "", message));
        }
    }
    Ok(())
}

/// The last part of a title: `io.nats.jetstream.api.v1.pub_ack_response` is
/// `pub_ack_response`.
pub(crate) fn short(title: &str) -> &str {
    title.rsplit('.').next().unwrap_or(title)
}
