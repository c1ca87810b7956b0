//! API levels: the releases that have them, and the fields that require them.

use crate::error::Result;
use crate::ir::operations::Endpoint;
use crate::source::place::Place;
use crate::source::table::Table;
use std::collections::BTreeSet;
use std::path::Path;
use std::slice;

/// The API level that a field, or some values of it, ask for.
#[derive(Clone, Debug)]
pub(crate) struct Level {
    pub(crate) owner: String,
    pub(crate) field: String,
    pub(crate) since: String,
    pub(crate) level: u64,
    pub(crate) values: Vec<String>,
    pub(crate) place: Place,
}

/// First server release of an API level.
#[derive(Clone, Debug)]
pub(crate) struct Release {
    pub(crate) since: String,
    pub(crate) level: u64,
    version: Version,
}

/// What `levels.toml` says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Levels {
    pub(crate) fields: Vec<Level>,
    /// Oldest first.
    pub(crate) releases: Vec<Release>,
    /// The newest release that the table was compared with.
    pub(crate) newest: Option<String>,
}

impl Levels {
    /// The fields that require a level.
    pub(crate) fn iter(&self) -> slice::Iter<'_, Level> {
        self.fields.iter()
    }

    /// Sets the levels of operations and fields to those of their releases.
    ///
    /// A table without releases has levels in its rows.
    pub(crate) fn settle(&mut self, endpoints: &mut [Endpoint]) -> Result<()> {
        if self.releases.is_empty() {
            return Ok(());
        }
        for row in endpoints {
            row.level = level_of(&self.releases, &row.since, row.level, &row.place)?;
        }
        for row in &mut self.fields {
            row.level = level_of(&self.releases, &row.since, row.level, &row.place)?;
        }
        Ok(())
    }
}

fn level_of(releases: &[Release], since: &str, stated: u64, place: &Place) -> Result<u64> {
    let version = version(since, place)?;
    let release = releases.iter().rfind(|release| release.version <= version);
    let level = release.map_or(0, |release| release.level);
    if stated != 0 && stated != level {
        let message = format!("level {stated}, but {since} has level {level} in levels.toml");
        return Err(place.error(message));
    }
    Ok(level)
}

/// The numbers of a server release.
pub(crate) type Version = (u16, u16, u16);

fn version(text: &str, place: &Place) -> Result<Version> {
    let mut parts = text.split('.').map(|part| part.parse().ok());
    let mut next = || parts.next().flatten();
    match (next(), next(), next(), parts.next()) {
        (Some(major), Some(minor), Some(patch), None) => Ok((major, minor, patch)),
        _ => Err(place.error(format!("\"{text}\" is no version such as 2.15.1"))),
    }
}

fn release(row: &mut Table) -> Result<Release> {
    let since = row.needed("since")?;
    let Some(level) = row.number("level")? else {
        return Err(row.place.error("does not say \"level\""));
    };
    Ok(Release {
        version: version(&since, &row.place)?,
        since,
        level,
    })
}

/// Reads the table of levels; an absent file is an empty table.
pub(crate) fn read(file: &Path) -> Result<Levels> {
    let mut table = Table::read(file)?;
    let newest = table.text("newest")?;
    if let Some(newest) = &newest {
        version(newest, &table.place)?;
    }
    let releases = table.rows("release", |row| Ok((release(row)?, row.place.clone())))?;
    let pairs = releases.iter().zip(releases.iter().skip(1));
    for ((before, _), (after, place)) in pairs {
        if before.version >= after.version || before.level >= after.level {
            let message = format!("{} does not come after {}", after.since, before.since);
            return Err(place.error(message));
        }
    }
    let levels = table.rows("field", |row| {
        Ok(Level {
            owner: row.needed("type")?,
            field: row.needed("field")?,
            since: row.needed("since")?,
            level: row.number("level")?.unwrap_or_default(),
            values: row.texts("values")?,
            place: row.place.clone(),
        })
    })?;
    table.finish()?;
    let mut known = BTreeSet::new();
    for level in &levels {
        // A field of itself, and each of its values.
        let all = level.values.is_empty().then_some("");
        for value in all
            .into_iter()
            .chain(level.values.iter().map(String::as_str))
        {
            if !known.insert((&level.owner, &level.field, value)) {
                let message = format!("{}.{} is there twice", level.owner, level.field);
                return Err(level.place.error(message));
            }
        }
    }
    Ok(Levels {
        fields: levels,
        releases: releases.into_iter().map(|(release, _)| release).collect(),
        newest,
    })
}
