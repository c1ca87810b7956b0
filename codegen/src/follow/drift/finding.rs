//! One thing that a server says and the bindings do not know.

use crate::source::files::short;
use std::fmt;

/// What kind of drift it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A reply or event of another `type`.
    Type,
    /// A field that the bindings do not know.
    Field,
    /// A value of an enum that they do not know.
    Value,
    /// An error code that they do not know.
    Code,
    /// A field that they need and that is not there.
    Missing,
    /// Another JSON type, or a value that its type does not have.
    Disagreement,
    /// A field, header or event that the nearest recorded version sends, and this
    /// server does not.
    Gone,
    /// No reply to an operation that the server should have.
    Silent,
    /// A reply that is not JSON.
    Unreadable,
}

impl Kind {
    /// In two words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Type => "unknown type",
            Self::Field => "unknown field",
            Self::Value => "unknown value",
            Self::Code => "unknown code",
            Self::Missing => "missing field",
            Self::Disagreement => "disagreement",
            Self::Gone => "no longer sent",
            Self::Silent => "no reply",
            Self::Unreadable => "not JSON",
        }
    }
}

/// Something that a server says and the bindings do not know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// What kind of drift it is.
    pub kind: Kind,
    /// The schema of the document.
    pub schema: String,
    /// Where in the document: `config.sources[].brand_new`.
    pub path: String,
    /// What is there: a type, a value of an enum or a code, and never data.
    pub what: String,
    /// In how many documents.
    pub count: usize,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schema = short(&self.schema);
        write!(
            f,
            "{:<14} {schema} {}: {}",
            self.kind.as_str(),
            self.path,
            self.what
        )?;
        if self.count > 1 {
            write!(f, " ({} times)", self.count)?;
        }
        Ok(())
    }
}
