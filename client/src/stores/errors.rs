//! Errors of the stores: conflicts, and errors about an object.

#[cfg(feature = "object")]
use jsapi::excerpt::Excerpt;

#[cfg(feature = "object")]
use crate::error::object::ObjectError;
use crate::error::{Error, Result};

impl Error {
    /// The conflict that this is, or that the last of several attempts met.
    ///
    /// That one may be with an earlier attempt, which only who knows the message
    /// can find out.
    pub(crate) fn conflict(self) -> Result<Self, Self> {
        match self {
            Self::Indeterminate { source, .. } if source.is_conflict() => Ok(*source),
            error if error.is_conflict() => Ok(error),
            error => Err(error),
        }
    }

    /// A conflict whose last sequence was looked up, where it does not tell itself.
    #[cfg(feature = "kv")]
    pub(crate) fn with_last_sequence(self, last_sequence: u64) -> Self {
        match self {
            Self::Api { operation, error } if error.last_sequence().is_none() => Self::Conflict {
                operation,
                error,
                last_sequence,
            },
            error => error,
        }
    }

    #[cfg(feature = "object")]
    /// Why the object of this name cannot be had, or not be put.
    pub(crate) fn object(name: &str, bucket: &str, why: ObjectError) -> Self {
        Self::Object {
            operation: format!("object {:?} of {bucket}", Excerpt(name)).into(),
            source: Box::new(why),
        }
    }
}
