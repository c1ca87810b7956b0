//! What is wrong with a text, and where.

use std::fmt;

use serde::de::{Expected, Unexpected};

/// What is wrong with a text, and where.
//
// Boxed, because every value that is read comes with the room for one.
#[derive(Debug)]
pub(crate) struct Error(Box<Fault>);

#[derive(Debug)]
struct Fault {
    reason: String,
    offset: Option<usize>,
    /// Whether it is JSON so far, but not what is expected.
    is_data: bool,
}

impl Error {
    /// It is not JSON.
    #[cold]
    pub(crate) fn syntax(reason: &str, offset: usize) -> Self {
        Self(Box::new(Fault {
            reason: reason.to_owned(),
            offset: Some(offset),
            is_data: false,
        }))
    }

    /// It is there, unless it is known to be further inside.
    #[cold]
    pub(crate) fn at(mut self, offset: usize) -> Self {
        self.0.offset.get_or_insert(offset);
        self
    }

    /// What `serde_json` found in the part of the text that begins at `offset`.
    #[cold]
    pub(crate) fn of_part(error: &serde_json::Error, offset: usize) -> Self {
        let place = format!(" at line {} column {}", error.line(), error.column());
        let mut reason = error.to_string();
        if let Some(length) = reason.strip_suffix(&place).map(str::len) {
            reason.truncate(length);
        }
        Self(Box::new(Fault {
            reason,
            offset: Some(offset),
            is_data: error.is_data(),
        }))
    }

    /// Whether it is JSON so far, but not what is expected.
    pub(crate) fn is_data(&self) -> bool {
        self.0.is_data
    }

    /// Where, in bytes; `None` for the whole.
    pub(crate) fn offset(&self) -> Option<usize> {
        self.0.offset
    }
}

impl serde::de::Error for Error {
    #[cold]
    fn custom<T: fmt::Display>(reason: T) -> Self {
        Self(Box::new(Fault {
            reason: reason.to_string(),
            offset: None,
            is_data: true,
        }))
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = match found {
            Unexpected::Unit => Unexpected::Other("null"),
            other => other,
        };
        Self::custom(format_args!("invalid type: {found}, expected {expected}"))
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.reason)
    }
}
