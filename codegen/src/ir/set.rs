//! A schema set with the tables beside it, read once for all that look at it.

use crate::error::Result;
use crate::ir::code_grounds::code_grounds;
use crate::ir::levels::{self, Levels};
use crate::ir::names::Names;
use crate::ir::operations::{self, Endpoint, ErrorCode, Event};
use crate::source::corrections::{self, Correction};
use crate::source::files::{self, Care, Documents, short};
use crate::source::grounds::{self, Ground, Pins};
use crate::source::json;
use crate::source::keywords;
use crate::source::options::Options;
use crate::source::place::name;
use crate::source::references::fill_enums;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Schemas, corrected, and what their tables say of them.
#[derive(Debug)]
pub(crate) struct Set {
    pub(crate) documents: Documents,
    pub(crate) names: Names,
    pub(crate) corrections: Vec<Correction>,
    /// What the corrections that were applied rest on.
    pub(crate) grounds: Vec<Ground>,
    /// Corrections that were not applied, since they refer to what is not there.
    pub(crate) dangling: BTreeSet<String>,
    pub(crate) endpoints: Vec<Endpoint>,
    pub(crate) events: Vec<Event>,
    pub(crate) levels: Levels,
    pub(crate) errors: Vec<ErrorCode>,
    pub(crate) care: Care,
    /// What was passed over, where the set is not the one of the tables.
    pub(crate) notes: Vec<String>,
}

impl Set {
    /// Reads a set whose tables have to fit it.
    pub(crate) fn read(options: &Options) -> Result<Self> {
        let set = Self::read_unpinned(options)?;
        // Another base is not what the pins were made for.
        if options.base.is_none() {
            let file = options.schemas.join(grounds::FILE);
            Pins::read(&file)?.check(&set.grounds, &file, &[])?;
        }
        Ok(set)
    }

    /// Reads a set, whatever its corrections were written for.
    pub(crate) fn read_unpinned(options: &Options) -> Result<Self> {
        let mut set = Self::read_tables(options, Care::Exact)?;
        let base = options.base.as_ref().unwrap_or(&options.schemas);
        set.documents.read(base, &set.names.include)?;
        let include = &set.names.include;
        set.documents.read_extra(&options.schemas, include)?;
        if options.correct {
            files::check_factored(&set.documents, base, &corrections::titles(&set.corrections))?;
            set.grounds = corrections::apply(&set.corrections, &mut set.documents)?;
            set.grounds.extend(codes(options, base)?);
            fill_enums(&mut set.documents)?;
            keywords::check_keywords(&set.documents)?;
        }
        Ok(set)
    }

    /// Reads other people's schemas with our tables: what does not fit them is
    /// passed over with a note.
    pub(crate) fn read_leniently(options: &Options) -> Result<Self> {
        let mut set = Self::read_tables(options, Care::Lenient)?;
        let base = options.base.as_ref().unwrap_or(&options.schemas);
        for (path, file) in files::files(base, &set.names.include)? {
            let (schema, mended) = json::read_official_json(&file)?;
            if mended {
                let note = format!("{path}: not JSON, but for commas before closing brackets");
                set.notes.push(note);
            }
            set.documents.add(path, name(&file), schema)?;
        }
        if options.extra {
            for (path, file) in files::extra_files(&options.schemas, &set.names.include)? {
                let added = set
                    .documents
                    .add(path, name(&file), json::read_json(&file)?);
                if let Err(error) = added {
                    set.notes.push(format!("extra not used: {error}"));
                }
            }
        }
        if options.correct {
            set.corrections
                .retain(|correction| !options.without.contains(&correction.id));
            let dangling = corrections::take_dangling(&mut set.corrections, &set.documents);
            set.dangling = dangling.iter().map(|stale| stale.id.clone()).collect();
            let applied = corrections::apply_all(&set.corrections, &mut set.documents);
            let without = options.without.iter();
            set.notes.extend(without.map(|id| {
                format!("correction {id} refers to what is not in both: it is not applied")
            }));
            let stale = dangling.iter().chain(&applied.stale);
            set.notes.extend(stale.map(|stale| stale.error.to_string()));
            set.grounds = applied.grounds;
            set.grounds.extend(codes(options, base)?);
        }
        if let Err(error) = fill_enums(&mut set.documents) {
            set.notes.push(error.to_string());
        }
        set.fit_tables();
        let mut told = BTreeSet::new();
        set.notes.retain(|note| told.insert(note.clone()));
        Ok(set)
    }

    fn read_tables(options: &Options, care: Care) -> Result<Self> {
        let folder = &options.schemas;
        let base = options.base.as_ref().unwrap_or(folder);
        let mut endpoints = operations::read(&folder.join("endpoints.toml"))?;
        let mut levels = levels::read(&folder.join("levels.toml"))?;
        levels.settle(&mut endpoints)?;
        Ok(Self {
            documents: Documents::default(),
            names: Names::read(&folder.join("rust.toml"))?,
            corrections: corrections::read(&folder.join("corrections.toml"))?,
            grounds: Vec::new(),
            dangling: BTreeSet::new(),
            endpoints,
            events: operations::read_events(&folder.join("events.toml"))?,
            levels,
            errors: operations::read_errors(&error_tables(options, base), care)?,
            care,
            notes: Vec::new(),
        })
    }

    /// Drops the rows of tables that are about what these schemas do not have.
    fn fit_tables(&mut self) {
        let Self {
            documents,
            endpoints,
            levels,
            notes,
            ..
        } = self;
        endpoints.retain_mut(|row| {
            row.responses.retain(|title| documents.get(title).is_some());
            if row
                .request
                .as_ref()
                .is_some_and(|title| documents.get(title).is_none())
            {
                row.request = None;
            }
            let answered = !row.responses.is_empty() || !row.is_answered_by_json();
            if !answered {
                notes.push(format!("{} has no schema here", row.operation));
            }
            answered
        });
        levels.fields.retain(|level| {
            let here = documents.iter().any(|document| {
                let definition = document
                    .schema
                    .pointer(&format!("/definitions/{}", level.owner));
                short(&document.title) == level.owner || definition.is_some()
            });
            if !here {
                notes.push(format!("no type comes from \"{}\" here", level.owner));
            }
            here
        });
    }
}

/// What our codes rest on, where they replace official ones.
fn codes(options: &Options, base: &Path) -> Result<Vec<Ground>> {
    match official_errors(base) {
        Some(official) if options.extra => {
            code_grounds(&official, &options.schemas.join(EXTRA_ERRORS))
        }
        _ => Ok(Vec::new()),
    }
}

/// The codes that the official table lacks or has wrong.
pub(crate) const EXTRA_ERRORS: &str = "extra/server/errors.json";

/// Where the errors of a set are, those of ours over those of the base.
fn error_tables(options: &Options, base: &Path) -> Vec<PathBuf> {
    let ours = options.schemas.join(EXTRA_ERRORS);
    let ours = options.extra.then_some(ours);
    official_errors(base).into_iter().chain(ours).collect()
}

/// The table of errors that belongs to the schemas in `base`: within them, or
/// beside them as in official checkouts.
pub(crate) fn official_errors(base: &Path) -> Option<PathBuf> {
    let places = [
        "server/errors.json",
        "../server/errors.json",
        "../schemas/server/errors.json",
    ];
    places
        .into_iter()
        .map(|place| base.join(place))
        .find(|file| file.exists())
}
