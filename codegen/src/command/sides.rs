//! Schema sets by the words that name them: folders, or revisions of ours.

use super::history::Repository;
use super::{failed, root};
use jsapi_codegen::diff::Side;
use jsapi_codegen::{Options, find_official};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A set to compare, and the folder that goes when it is not needed any more.
pub(super) struct Found {
    pub(super) side: Side,
    _folder: Option<TempDir>,
}

/// Finds the set that `word` names; official schemas are read with `tables`.
pub(super) fn find(word: &str, tables: &Path) -> Result<Found, String> {
    let directory = Path::new(word);
    if !directory.is_dir() {
        return revision(word);
    }
    let tables_of = |set: &Path| set.join("endpoints.toml").is_file();
    let ours = [directory.to_owned(), directory.join("schemas")];
    if let Some(set) = ours.iter().find(|set| tables_of(set)) {
        return Ok(Found {
            side: Side::ours(word, Options::new(set)),
            _folder: None,
        });
    }
    let base = find_official(directory).map_err(failed)?;
    Ok(Found {
        side: Side::official(title(directory), Options::new(tables).with_base(base)),
        _folder: None,
    })
}

/// How a folder is called: by its own name, or by that of the one around it
/// where its own says nothing.
fn title(directory: &Path) -> String {
    let full = fs::canonicalize(directory).unwrap_or_else(|_| directory.to_owned());
    let telling = full.ancestors().find(|path| {
        let name = path.file_name().and_then(|name| name.to_str());
        !matches!(name, Some("factored" | "schema_source" | "schemas"))
    });
    let name = telling.and_then(Path::file_name).unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// Unpacks `schemas/` of a revision of this repository.
pub(super) fn revision(word: &str) -> Result<Found, String> {
    let repository = Repository::new(root());
    let folder = folder()?;
    let found = repository.unpack(word, &["schemas"], folder.path());
    let missing =
        |said: &str| format!("\"{word}\" is neither a folder nor a revision with schemas/: {said}");
    match found {
        Ok(0) => Err(missing("there is no schemas/")),
        Ok(_) => Ok(Found {
            side: Side::ours(word, Options::new(folder.path().join("schemas"))),
            _folder: Some(folder),
        }),
        Err(said) => Err(missing(&said)),
    }
}

/// Unpacks the official schemas of a revision of a checkout of jsm.go.
pub(super) fn official(
    repository: &Repository,
    word: &str,
    tables: &Path,
) -> Result<Found, String> {
    let folder = folder()?;
    let files = repository.unpack(word, &["schema_source", "schemas/server"], folder.path())?;
    if files == 0 {
        return Err(format!("\"{word}\" has no schema_source"));
    }
    let base =
        find_official(folder.path()).map_err(|error| format!("{word}: {}", error.message()))?;
    Ok(Found {
        side: Side::official(word, Options::new(tables).with_base(base)),
        _folder: Some(folder),
    })
}

fn folder() -> Result<TempDir, String> {
    TempDir::new().map_err(|error| format!("a temporary folder: {error}"))
}
