//! The file of what corrections rest on, `grounds.toml`, brought up to date.

use crate::error::{Error, Result};
use crate::ir::set::Set;
use crate::source::corrections;
use crate::source::grounds::{FILE, Pins};
use crate::source::options::Options;
use crate::source::place::{name, read_text};
use std::fs;
use std::path::PathBuf;

/// Writes `grounds.toml` of a set: new corrections are pinned to what the base
/// states, those that are gone are left out. Says whether the file changed.
///
/// # Errors
///
/// When the base changed beneath a correction that is not among `accepted`, with
/// what it stated, what it states and what the correction makes of it. When
/// `accepted` names no correction.
pub fn pin(options: &Options, accepted: &[String]) -> Result<bool> {
    let Some((file, text)) = pins(options, accepted)? else {
        return Ok(false);
    };
    fs::write(&file, text).map_err(|error| Error::new(name(&file), "", error.to_string()))?;
    Ok(true)
}

/// Whether `grounds.toml` is not what [`pin`] would write.
///
/// # Errors
///
/// When the base changed beneath a correction.
pub fn is_stale(options: &Options) -> Result<bool> {
    Ok(pins(options, &[])?.is_some())
}

/// The file and the text that it should have, where it has another.
fn pins(options: &Options, accepted: &[String]) -> Result<Option<(PathBuf, String)>> {
    let set = Set::read_unpinned(options)?;
    let file = options.schemas.join(FILE);
    let corrections = options.schemas.join("corrections.toml");
    corrections::check_ids(&set.corrections, &set.grounds, accepted, &corrections)?;
    Pins::read(&file)?.check(&set.grounds, &file, accepted)?;
    if set.grounds.is_empty() && !file.exists() {
        return Ok(None);
    }
    let text = Pins::of(&set.grounds).text();
    let same = file.exists() && read_text(&file)? == text;
    Ok((!same).then_some((file, text)))
}
