//! The base brought to another state of the official schemas.
//!
//! Everything is read and checked first, then made in a folder of its own, and
//! then put into place all together: whatever goes wrong, the tree is as it was.

mod fit;
mod lock;
mod official;
mod replace;
mod source;
mod tables;
mod words;

use crate::source::place::{self, files_below, name};
pub use replace::undo;

use crate::emit::describe::{Described, FOLDER, describe};
use crate::emit::{Generated, generate};
use crate::error::{Error, Result};
use crate::follow::diff::{Report, Side, diff};
use crate::ir::names::Names;
use crate::ir::roots::Role;
use crate::source::json::read_json;
use crate::source::options::Options;
use crate::types::shape;
use official::Official;
use replace::{Changes, Workspace};
use serde_json::Value;
use source::Source;
use std::fs;
use std::path::{Path, PathBuf};

/// What to bring the base to.
#[derive(Clone, Debug)]
pub struct Sync {
    root: PathBuf,
    from: PathBuf,
    commit: Option<String>,
    date: Option<String>,
    drop_stale: bool,
    accepted: Vec<String>,
}

/// What was done.
#[derive(Debug)]
pub struct Synced {
    /// The difference, as users of the generated types see it.
    pub report: Report,
    /// What was generated.
    pub generated: Generated,
    /// What no longer applied and was taken out, with the reason.
    pub dropped: Vec<String>,
    /// Places that the official schemas describe and ours do not.
    pub to_describe: Vec<String>,
    /// Places that we describe and that have another bound, default or value now:
    /// the description is kept, and may name the old one.
    pub to_reread: Vec<String>,
    /// Requests and replies that no operation of the table uses.
    pub without_operation: Vec<String>,
    /// Files that were not quite JSON.
    pub mended: Vec<String>,
    /// The files that are different now.
    pub written: Vec<String>,
}

impl Sync {
    /// Brings `schemas/` and `jsapi/src/generated` below `root` to the official
    /// schemas in `from`.
    pub fn new(root: impl Into<PathBuf>, from: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            from: from.into(),
            commit: None,
            date: None,
            drop_stale: false,
            accepted: Vec::new(),
        }
    }

    /// Records this commit, for an archive that does not say its own.
    #[must_use]
    pub fn with_commit(mut self, commit: impl Into<String>) -> Self {
        self.commit = Some(commit.into());
        self
    }

    /// Records this date.
    #[must_use]
    pub fn with_date(mut self, date: impl Into<String>) -> Self {
        self.date = Some(date.into());
        self
    }

    /// Takes out the corrections, rows and extra schemas that no longer apply,
    /// where they would stop the run.
    #[must_use]
    pub fn drop_stale(mut self) -> Self {
        self.drop_stale = true;
        self
    }

    /// Takes the correction with this id as it is, though the official schemas
    /// changed what it corrects.
    #[must_use]
    pub fn accept(mut self, id: impl Into<String>) -> Self {
        self.accepted.push(id.into());
        self
    }

    /// Does it.
    ///
    /// # Errors
    ///
    /// The first fault of the official schemas, all that no longer applies, all
    /// corrections beneath which they changed, or that another sync is running in
    /// this tree. Nothing was changed then.
    pub fn run(&self) -> Result<Synced> {
        let schemas = self.root.join("schemas");
        let source = Source::find(&self.from, self.commit.as_deref(), self.date.as_deref())?;
        let names = Names::read(&schemas.join("rust.toml"))?;
        let official = Official::read(&self.from, &names)?;
        official.check(&schemas)?;

        let workspace = Workspace::new(&self.root)?;
        let folder = workspace.folder();
        let done = self.stage(
            &schemas,
            &folder.join("schemas"),
            &official,
            &names,
            &source,
        );
        let done = done.and_then(|(synced, changes)| {
            workspace.replace(&changes, &mut |_| Ok(()))?;
            Ok(synced)
        });
        workspace.clean()?;
        // What is wrong is wrong with our files, wherever they were tried.
        done.map_err(|error| error.moved(&name(&folder.join("schemas")), "schemas"))
    }

    /// Makes the new state in `staged`, and says how it differs.
    fn stage(
        &self,
        schemas: &Path,
        staged: &Path,
        official: &Official,
        names: &Names,
        source: &Source,
    ) -> Result<(Synced, Changes)> {
        copy_tables(schemas, staged, names)?;
        let (mut to_describe, mut to_reread) = (Vec::new(), Vec::new());
        for (path, theirs) in &official.schemas {
            let ours = schemas.join(path);
            let ours = ours.exists().then(|| read_json(&ours)).transpose()?;
            let merged = words::in_our_words(theirs, ours.as_ref());
            let file = |place: &String| format!("schemas/{path}#{place}");
            to_describe.extend(merged.left.iter().map(file));
            to_reread.extend(merged.reread.iter().map(file));
            write(&staged.join(path), &pretty(&merged.schema))?;
        }
        let table = schemas.join("server/errors.json");
        let ours = if table.exists() {
            read_json(&table)?
        } else {
            Value::Null
        };
        let rows = |table: &'_ Value| table.as_array().cloned().unwrap_or_default();
        let (errors, left) = words::errors_in_our_words(&rows(&official.errors), &rows(&ours));
        to_describe.extend(
            left.iter()
                .map(|place| format!("schemas/server/errors.json#{place}")),
        );
        write(
            &staged.join("server/errors.json"),
            &pretty(&Value::Array(errors)),
        )?;
        write(&staged.join("source.toml"), &source.file())?;

        let mut dropped = self.fit(schemas, staged, official)?;
        let options = Options::new(staged).with_runtime("crate");
        let (generated, described) = self.generate(&options, &mut dropped)?;
        described.write(&staged.join(FOLDER))?;
        // Tables that are already what the new schemas need do not fit the old ones.
        let old = Side::ours("before", Options::new(schemas)).leniently();
        let report = diff(&old, &Side::ours("after", Options::new(staged)))?;

        let mut changes = Changes::new();
        collect_changes(schemas, staged, "schemas", &mut changes)?;
        let out = "jsapi/src/generated";
        for path in generated.stale(&self.root.join(out))? {
            let text = generated.files().get(&path).cloned();
            changes.insert(format!("{out}/{path}"), text);
        }
        let known = without_operation(&Options::new(schemas)).unwrap_or_default();
        let mut without_operation = without_operation(&options)?;
        without_operation.retain(|title| !known.contains(title));
        let synced = Synced {
            report,
            generated,
            dropped,
            to_describe,
            to_reread,
            without_operation,
            mended: official.mended.clone(),
            written: changes.keys().cloned().collect(),
        };
        Ok((synced, changes))
    }

    /// Generates, without the rows of tables that match nothing any more where
    /// it was asked to drop them.
    fn generate(
        &self,
        options: &Options,
        dropped: &mut Vec<String>,
    ) -> Result<(Generated, Described)> {
        let made = || Ok((generate(options)?, describe(options)?));
        loop {
            let error = match made() {
                Ok(made) => return Ok(made),
                Err(error) => error,
            };
            let folder = &options.schemas;
            let dropped_one = self.drop_stale
                && (tables::drop_row(folder, &error)?
                    || tables::drop_definition(folder, &error)?
                    || tables::drop_code(folder, &error)?);
            if !dropped_one {
                return Err(error);
            }
            let staged = name(&options.schemas);
            dropped.push(error.moved(&staged, "schemas").to_string());
        }
    }
}

/// Everything of ours that is not the base.
fn copy_tables(schemas: &Path, staged: &Path, names: &Names) -> Result<()> {
    for path in files_below(schemas)? {
        let of_base =
            path.ends_with(".json") && names.include.iter().any(|prefix| path.starts_with(prefix));
        if !of_base && path != "server/errors.json" {
            let file = schemas.join(&path);
            write(&staged.join(&path), &place::read_text(&file)?)?;
        }
    }
    Ok(())
}

fn collect_changes(old: &Path, new: &Path, below: &str, changes: &mut Changes) -> Result<()> {
    let (old_files, new_files) = (files_below(old)?, files_below(new)?);
    for path in &new_files {
        let text = place::read_text(&new.join(path))?;
        let file = old.join(path);
        if !file.exists() || place::read_text(&file)? != text {
            changes.insert(format!("{below}/{path}"), Some(text));
        }
    }
    for path in old_files.iter().filter(|path| !new_files.contains(path)) {
        changes.insert(format!("{below}/{path}"), None);
    }
    Ok(())
}

/// The requests and replies that no row of the table leads to.
fn without_operation(options: &Options) -> Result<Vec<String>> {
    let set = crate::ir::set::Set::read(options)?;
    let shapes = shape(&set)?;
    let used = |title: &String| {
        let rows = set.endpoints.iter();
        rows.clone()
            .any(|row| row.request.as_ref() == Some(title) || row.responses.contains(title))
    };
    let roots = shapes.roots.iter();
    let lost = roots.filter(|(title, root)| {
        matches!(root.role, Role::Request | Role::Response) && !used(title)
    });
    Ok(lost.map(|(title, _)| title.clone()).collect())
}

fn write(file: &Path, text: &str) -> Result<()> {
    let failed = |error: std::io::Error| Error::new(name(file), "", error.to_string());
    if let Some(parent) = file.parent() {
        fs::create_dir_all(parent).map_err(failed)?;
    }
    fs::write(file, text).map_err(failed)
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
