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

/// Reads a file as text.
pub(crate) fn read_text(file: &Path) -> Result<String> {
    fs::read_to_string(file).map_err(|error| Error::new(name(file), "", error.to_string()))
}

/// A file as errors name it: with `/` on every system.
pub(crate) fn name(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
