//! Where the official schemas are in what was unpacked or checked out.

use crate::error::{Error, Result};
use crate::source::place::name;
use std::fs;
use std::path::{Path, PathBuf};

/// What the folder with `$ref`s and shared definitions is called.
const NAMES: [&str; 2] = ["schema_source", "factored"];

/// Finds the official schemas in `directory`: a checkout or archive of jsm.go,
/// or the folder itself.
///
/// # Errors
///
/// When there are none, or only the dereferenced ones, which have lost their
/// shared definitions.
pub fn find_official(directory: &Path) -> Result<PathBuf> {
    let fault = |message: &str| Error::new(name(directory), "", message);
    if !directory.is_dir() {
        return Err(fault("is no directory"));
    }
    // An archive has everything in one folder.
    let mut roots = vec![directory.to_owned()];
    roots.extend(folders(directory));
    for root in &roots {
        let inside = NAMES.iter().map(|inside| root.join(inside));
        if let Some(found) = std::iter::once(root.clone())
            .chain(inside)
            .find(|root| is_factored(root))
        {
            return Ok(found);
        }
    }
    let dereferenced = roots.iter().any(|root| {
        [
            root.clone(),
            root.join("schemas"),
            root.join("dereferenced"),
        ]
        .iter()
        .any(|root| root.join("jetstream/api/v1").is_dir())
    });
    Err(fault(if dereferenced {
        "has the dereferenced schemas only, whose shared definitions are lost: take a checkout with schema_source"
    } else {
        "holds no schema set: there is no schema_source with jetstream/api/v1/definitions.json"
    }))
}

fn is_factored(root: &Path) -> bool {
    root.join("jetstream/api/v1/definitions.json").is_file()
}

fn folders(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}
