//! What of our corrections and extra schemas still fits.

use super::official::Official;
use super::{Sync, tables, write};
use crate::error::{Error, Result};
use crate::ir::code_grounds::code_grounds;
use crate::ir::set::{EXTRA_ERRORS, Set};
use crate::source::corrections;
use crate::source::files::{self, Documents};
use crate::source::grounds::{self, Pins};
use crate::source::json::read_json;
use crate::source::options::Options;
use crate::source::place::name;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

impl Sync {
    /// Takes out of the staged set what the official schemas have now or no
    /// longer let apply, and pins what the corrections rest on. Returns what was
    /// taken out, with the reason.
    ///
    /// # Errors
    ///
    /// All that no longer applies, unless it was asked to drop it; all corrections
    /// beneath which the official schemas changed, unless they were accepted.
    pub(super) fn fit(
        &self,
        schemas: &Path,
        staged: &Path,
        official: &Official,
    ) -> Result<Vec<String>> {
        let (mut dropped, gone) = superseded(staged, official)?;
        let mut all = documents(staged, official, &gone)?;
        let file = staged.join("corrections.toml");
        let mut corrections = corrections::read(&file)?;
        let mut stale = corrections::take_dangling(&mut corrections, &all);
        let applied = corrections::apply_all(&corrections, &mut all);
        let mut grounds = applied.grounds;
        grounds.extend(code_grounds(
            &official.errors_file,
            &staged.join(EXTRA_ERRORS),
        )?);
        corrections::check_ids(&corrections, &grounds, &self.accepted, &file)?;
        stale.extend(applied.stale);
        dropped.extend(stale.iter().map(|stale| {
            let error = stale.error.clone().moved(&name(staged), "schemas");
            error.to_string()
        }));
        dropped.dedup();

        let old = Set::read_leniently(&Options::new(schemas))?.grounds;
        let pins = Pins::read(&staged.join(grounds::FILE))?.or(Pins::of(&old));
        let mut moved = pins.moved(&grounds);
        moved.retain(|(_, ground)| !self.accepted.contains(&ground.id));
        let stopped = (!self.drop_stale && !dropped.is_empty()).then(|| {
            let list: String = dropped.iter().map(|line| format!("\n  {line}")).collect();
            format!(
                "{} of our corrections and schemas no longer apply (--drop-stale takes them out):{list}",
                dropped.len()
            )
        });
        let stopped: Vec<String> = stopped
            .into_iter()
            .chain(grounds::describe(&moved))
            .collect();
        if !stopped.is_empty() {
            return Err(Error::new(name(&self.from), "", stopped.join("\n")));
        }

        for file in gone {
            fs::remove_file(&file)
                .map_err(|error| Error::new(name(&file), "", error.to_string()))?;
        }
        if !stale.is_empty() {
            tables::drop_corrections(staged, &stale)?;
        }
        if !grounds.is_empty() {
            write(&staged.join(grounds::FILE), &Pins::of(&grounds).text())?;
        }
        Ok(dropped)
    }
}

/// The extra schemas that the official set has now too, and a line for each.
fn superseded(staged: &Path, official: &Official) -> Result<(Vec<String>, Vec<PathBuf>)> {
    let title = |schema: &Value| {
        let title = schema.get("title").and_then(Value::as_str);
        title.unwrap_or_default().to_owned()
    };
    let titles: BTreeMap<String, &str> = official
        .schemas
        .iter()
        .map(|(path, schema)| (title(schema), path.as_str()))
        .collect();
    let (mut lines, mut gone) = (Vec::new(), Vec::new());
    for (path, file) in files::extra_files(staged, &[])? {
        let same_path = official.schemas.get_key_value(&path);
        let title = title(&read_json(&file)?);
        let now = same_path
            .map(|(path, _)| path.as_str())
            .or_else(|| titles.get(&title).copied());
        if let Some(now) = now {
            lines.push(format!("extra/{path}: the official schemas have {now}"));
            gone.push(file);
        }
    }
    Ok((lines, gone))
}

/// The official schemas and those of ours that are not `gone`.
fn documents(staged: &Path, official: &Official, gone: &[PathBuf]) -> Result<Documents> {
    let mut all = Documents::default();
    for (path, schema) in &official.schemas {
        all.add(path.clone(), format!("schemas/{path}"), schema.clone())?;
    }
    for (path, file) in files::extra_files(staged, &[])? {
        if !gone.contains(&file) {
            all.add(path, name(&file), read_json(&file)?)?;
        }
    }
    Ok(all)
}
