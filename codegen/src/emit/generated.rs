//! The generated files, in memory and on disk.

use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

/// How the first line of a generated file begins.
pub(super) const MARK: &str = "// Generated";

/// Generated files, and how much there is of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    pub(super) files: BTreeMap<String, String>,
    pub(super) counts: [(&'static str, usize); 5],
}

impl Generated {
    /// The text of each file, by its path below the output directory.
    pub fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }

    /// Writes the files to `directory`, and removes others that were generated.
    ///
    /// # Errors
    ///
    /// When a file cannot be written, with its name.
    pub fn write(&self, directory: &Path) -> Result<()> {
        for stale in self.stale(directory)? {
            let file = directory.join(&stale);
            let failed =
                |error: std::io::Error| Error::new(file.to_string_lossy(), "", error.to_string());
            match self.files.get(&stale) {
                Some(text) => {
                    if let Some(parent) = file.parent() {
                        fs::create_dir_all(parent).map_err(failed)?;
                    }
                    fs::write(&file, text).map_err(failed)?;
                }
                None => fs::remove_file(&file).map_err(failed)?,
            }
        }
        Ok(())
    }

    /// Everything as one file, the modules inside it: for a `build.rs`, whose
    /// crate then says `include!(concat!(env!("OUT_DIR"), "/api.rs"));`.
    pub fn to_single_file(&self) -> String {
        self.inlined("")
    }

    fn inlined(&self, folder: &str) -> String {
        let mut out = String::new();
        let list = self
            .files
            .get(&format!("{folder}mod.rs"))
            .map_or("", String::as_str);
        for line in list.lines() {
            let module = line
                .split("mod ")
                .nth(1)
                .and_then(|rest| rest.strip_suffix(';'));
            let file = module.and_then(|module| self.files.get(&format!("{folder}{module}.rs")));
            let nested = module
                .filter(|module| self.files.contains_key(&format!("{folder}{module}/mod.rs")));
            let body = match (file, nested) {
                (Some(file), _) => file.clone(),
                (None, Some(module)) => self.inlined(&format!("{folder}{module}/")),
                (None, None) => {
                    out += line;
                    out.push('\n');
                    continue;
                }
            };
            out += &format!("{} {{\n{body}}}\n", line.trim_end_matches(';'));
        }
        out
    }

    /// The files in `directory` that differ from what was generated: changed,
    /// missing, or not generated any more.
    ///
    /// # Errors
    ///
    /// When the directory cannot be read.
    pub fn stale(&self, directory: &Path) -> Result<Vec<String>> {
        let mut stale = Vec::new();
        for (path, text) in &self.files {
            if fs::read_to_string(directory.join(path)).ok().as_ref() != Some(text) {
                stale.push(path.clone());
            }
        }
        let entries = fs::read_dir(directory).into_iter().flatten();
        for entry in entries.flatten() {
            let path = entry.file_name().to_string_lossy().into_owned();
            let text = fs::read_to_string(entry.path()).unwrap_or_default();
            if text.starts_with(MARK) && !self.files.contains_key(&path) {
                stale.push(path);
            }
        }
        Ok(stale)
    }
}

impl fmt::Display for Generated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts: Vec<String> = self
            .counts
            .iter()
            .map(|(what, count)| format!("{count} {what}"))
            .collect();
        f.write_str(&counts.join(", "))
    }
}
