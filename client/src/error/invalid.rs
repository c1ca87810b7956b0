//! What is wrong with a request that was not sent.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use jsapi::NameError;
use jsapi::excerpt::Excerpt;
use jsapi::request::{EncodeError, SubjectError};

/// What is wrong with a request that was refused here.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Invalid {
    /// It has no subject: one of its names would bend it, or it is too long.
    Subject(SubjectError),
    /// One of its values has no form on the wire.
    Encode(EncodeError),
    /// The transport does not take its subject.
    Unsendable,
    /// It is larger than the server takes.
    TooLarge {
        /// How many bytes headers and payload have, or the payload alone.
        size: usize,
        /// How many the server takes.
        max: usize,
    },
    /// It needs a higher JetStream API level than the server speaks.
    ///
    /// The server is the one that is connected to.
    ApiLevel {
        /// The first field that needs the level; `None` when the whole
        /// operation does, or the caller asked for it.
        field: Option<String>,
        /// The level that is needed.
        needed: u8,
        /// The level that the server speaks; 0 before 2.11.
        server: u8,
    },
    /// The server, which is the one that is connected to, is older than the
    /// operation.
    TooOld {
        /// The first version that has the operation.
        since: &'static str,
        /// The version of the server.
        server: String,
    },
    /// It does not fit together, in these words.
    Other(Cow<'static, str>),
}

impl Invalid {
    /// Refuses an empty text, which servers take for none: for any name, for every
    /// subject.
    pub(crate) fn if_empty(what: &'static str, text: &str) -> Result<(), Self> {
        match text.is_empty() {
            true => Err(Self::Other(format!("{what} is empty").into())),
            false => Ok(()),
        }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Subject(error) => error.fmt(f),
            Self::Encode(error) => error.fmt(f),
            Self::Unsendable => f.write_str("the transport does not take the subject"),
            Self::TooLarge { size, max } => {
                write!(f, "{size} bytes, of which the server takes {max}")
            }
            Self::ApiLevel {
                field,
                needed,
                server,
            } => {
                match field {
                    Some(field) => write!(f, "field {:?}", Excerpt(field))?,
                    None => f.write_str("the request")?,
                }
                write!(f, " needs API level {needed}, the server speaks {server}")
            }
            Self::TooOld { since, server } => {
                write!(
                    f,
                    "needs server {since}, the server is {:?}",
                    Excerpt(server)
                )
            }
            Self::Other(reason) => f.write_str(reason),
        }
    }
}

impl StdError for Invalid {}

impl From<SubjectError> for Invalid {
    fn from(error: SubjectError) -> Self {
        Self::Subject(error)
    }
}

impl From<NameError> for Invalid {
    fn from(error: NameError) -> Self {
        Self::Subject(error.into())
    }
}

impl From<EncodeError> for Invalid {
    fn from(error: EncodeError) -> Self {
        Self::Encode(error)
    }
}
