//! The API for those who do not write Rust: an AsyncAPI document, and the
//! corrected schemas in one file.

mod asyncapi;
mod schemas;

use crate::error::{Error, Result};
use crate::ir::set::Set;
use crate::source::options::Options;
use crate::source::place::{files_below, name, read_text};
use crate::types::shape;
use schemas::Bundle;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Where the description of a schema set is, below it.
pub const FOLDER: &str = "generated";

/// Files that describe an API, by their names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described(BTreeMap<String, String>);

/// Describes a schema set, in memory.
///
/// # Errors
///
/// The first fault found in the schemas or the tables beside them.
pub fn describe(options: &Options) -> Result<Described> {
    let set = Set::read(options)?;
    let roots = shape(&set)?.roots;
    let definitions = Bundle::new(&set, &roots, "#/definitions/")?.schemas();
    let bundle = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "NATS JetStream API",
        "description": "Requests, replies and events by title, and shared definitions. Validate a reply against `#/definitions/<its type>`.\n\nThe schemas correct the official schemas where servers behave differently. They allow additional fields, which newer servers may send.",
        "definitions": definitions,
    });
    let asyncapi = asyncapi::document(&set, &roots)?;
    let file = |name: &str, value: &Value| (name.to_owned(), format!("{value:#}\n"));
    Ok(Described(BTreeMap::from([
        file("asyncapi.json", &asyncapi),
        file("jetstream.schema.json", &bundle),
    ])))
}

impl Described {
    /// The text of each file, by its name.
    pub fn files(&self) -> &BTreeMap<String, String> {
        &self.0
    }

    /// Writes the files to `directory`.
    ///
    /// # Errors
    ///
    /// When a file cannot be written, with its name.
    pub fn write(&self, directory: &Path) -> Result<()> {
        let failed = |error: std::io::Error| Error::new(name(directory), "", error.to_string());
        fs::create_dir_all(directory).map_err(failed)?;
        for file in self.stale(directory) {
            if let Some(text) = self.0.get(&file) {
                fs::write(directory.join(file), text).map_err(failed)?;
            }
        }
        Ok(())
    }

    /// The files in `directory` that are not what was described.
    pub fn stale(&self, directory: &Path) -> Vec<String> {
        let differs = |(file, text): &(&String, &String)| {
            read_text(&directory.join(file)).ok().as_ref() != Some(text)
        };
        self.0
            .iter()
            .filter(differs)
            .map(|(file, _)| file.clone())
            .collect()
    }

    /// The files below `directory` that describe nothing; [`write`](Self::write)
    /// leaves them there.
    ///
    /// # Errors
    ///
    /// When the directory cannot be read.
    pub fn strays(&self, directory: &Path) -> Result<Vec<String>> {
        let mut files = files_below(directory)?;
        files.retain(|file| !self.0.contains_key(file));
        Ok(files)
    }
}
