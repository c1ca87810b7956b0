//! Files, and places in them, as errors name them.

use crate::error::{Error, Result, below};
use std::fmt;
use std::fs;
use std::path::Path;

/// Where something stands, for errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    file: String,
    pointer: String,
}

impl Place {
    pub(crate) fn new(file: impl Into<String>, pointer: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            pointer: pointer.into(),
        }
    }

    pub(crate) fn below(&self, member: impl fmt::Display) -> Self {
        Self::new(&self.file, below(&self.pointer, member))
    }

    pub(crate) fn error(&self, message: impl Into<String>) -> Error {
        Error::new(&self.file, &self.pointer, message)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pointer.as_str() {
            "" => f.write_str(&self.file),
            pointer => write!(f, "{}#{pointer}", self.file),
        }
    }
}

/// The largest size of a file that is read. The largest schema has 70 kB.
const LARGEST: u64 = 8 << 20;

/// Reads a file as text. A pipe or device, which may never end, is no file.
pub(crate) fn read_text(file: &Path) -> Result<String> {
    let fault = |message: String| Error::new(name(file), "", message);
    let known = fs::metadata(file).map_err(|error| fault(error.to_string()))?;
    if !known.is_file() {
        return Err(fault("is no regular file".to_owned()));
    }
    if known.len() > LARGEST {
        let message = format!("has {} bytes, more than {LARGEST}", known.len());
        return Err(fault(message));
    }
    fs::read_to_string(file).map_err(|error| fault(error.to_string()))
}

/// The files below a folder, by their paths with `/`, in order; none where there
/// is no folder.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<String>> {
    fn collect(root: &Path, folder: &Path, files: &mut Vec<String>) -> Result<()> {
        let failed = |error: std::io::Error| Error::new(name(folder), "", error.to_string());
        for entry in fs::read_dir(folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.is_dir() {
                collect(root, &path, files)?;
            } else {
                files.push(name(path.strip_prefix(root).unwrap_or(&path)));
            }
        }
        Ok(())
    }
    let mut files = Vec::new();
    if folder.is_dir() {
        collect(folder, folder, &mut files)?;
    }
    files.sort();
    Ok(files)
}

/// A file as errors name it: with `/` on every system.
pub(crate) fn name(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
