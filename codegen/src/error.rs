//! What can be wrong with a schema set, and where.

use std::fmt;

/// A fault in the input, with the file and the JSON pointer it was found at.
///
/// Its `Debug` is its `Display`: a `build.rs` that returns it from `main` prints
/// the fault, not the struct.
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    file: String,
    pointer: String,
    message: String,
}

/// The result of every step of the generator.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A fault in `file` at the JSON pointer `pointer`, empty for the whole file.
    pub fn new(
        file: impl Into<String>,
        pointer: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            file: file.into(),
            pointer: pointer.into(),
            message: message.into(),
        }
    }

    /// Renames the folder that the file is in.
    #[cfg(feature = "cli")]
    pub(crate) fn moved(mut self, from: &str, to: &str) -> Self {
        self.file = self.file.replace(from, to);
        self.message = self.message.replace(from, to);
        self
    }

    /// The file it was found in, as it was named on reading.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// What is wrong, without where.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The JSON pointer it was found at; empty when it concerns the whole file.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if !self.pointer.is_empty() {
            write!(f, "#{}", self.pointer)?;
        }
        write!(f, ": {}", self.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}

/// Appends a member to a JSON pointer.
pub(crate) fn below(pointer: &str, member: impl fmt::Display) -> String {
    let member = member.to_string().replace('~', "~0").replace('/', "~1");
    format!("{pointer}/{member}")
}
