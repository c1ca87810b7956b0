//! Errors of the object store.

use std::error::Error as StdError;
use std::fmt;
use std::io;

use jsapi::excerpt::{Excerpt, sentence};

/// Reason why an object cannot be read or written.
///
/// The source of [`Error::Object`](crate::Error::Object).
#[derive(Debug)]
#[non_exhaustive]
pub enum ObjectError {
    /// The object does not exist, or was deleted.
    NotFound,
    /// An object with this name already exists.
    AlreadyExists,
    /// The object was deleted or replaced during the read.
    Replaced,
    /// The object is a link to a store, not to an object.
    LinkToStore {
        /// Name of the linked store.
        bucket: String,
    },
    /// The object is a link to a link, or to itself.
    LinkLoop {
        /// Store of the target link.
        bucket: String,
        /// Name of the target link.
        name: String,
    },
    /// Chunks are missing.
    Missing {
        /// Number of chunks according to the object's info.
        chunks: u64,
        /// Number of chunks found; for a range, the number in the stream.
        found: u64,
    },
    /// The object has more chunks than its info states.
    Extra {
        /// Number of chunks according to the object's info.
        chunks: u64,
    },
    /// The chunks have more or fewer bytes than the object's info states.
    WrongSize {
        /// Number of bytes according to the object's info.
        size: u64,
        /// Number of bytes in the chunks read so far.
        found: u64,
    },
    /// Digest mismatch: the bytes differ from those that were stored.
    WrongDigest,
    /// The object's info has no digest, so its bytes cannot be verified.
    NoDigest,
    /// The digest is not a valid SHA-256 digest.
    UnknownDigest {
        /// Digest in the object's info.
        digest: String,
    },
    /// Concurrent updates of the object's info won all attempts.
    ///
    /// Nothing was changed. A retry may succeed.
    Contended,
    /// An earlier read failed with another error.
    Failed,
    /// The source of the bytes failed.
    ///
    /// The client removes the chunks stored so far.
    Source(io::Error),
}

impl fmt::Display for ObjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("not found"),
            Self::AlreadyExists => f.write_str("already exists"),
            Self::Replaced => f.write_str("deleted or replaced while it was read"),
            Self::LinkToStore { bucket } => write!(f, "a link to store {:?}", Excerpt(bucket)),
            Self::LinkLoop { bucket, name } => {
                let (name, bucket) = (Excerpt(name), Excerpt(bucket));
                write!(f, "a link to {name:?} of {bucket:?}, which is a link")
            }
            Self::Missing { chunks, found } => write!(f, "{found} of {chunks} chunks were found"),
            Self::Extra { chunks } => write!(f, "more than {chunks} chunks"),
            Self::WrongSize { size, found } => {
                write!(f, "found {found} bytes, expected {size}")
            }
            Self::WrongDigest => f.write_str("digest mismatch"),
            Self::NoDigest => f.write_str("has no digest"),
            Self::UnknownDigest { digest } => {
                write!(f, "digest {:?} is not SHA-256", Excerpt(digest))
            }
            Self::Contended => f.write_str("concurrent updates of its info"),
            Self::Failed => f.write_str("an earlier read failed"),
            Self::Source(error) => {
                write!(f, "its source cannot be read: {}", sentence(error))
            }
        }
    }
}

impl StdError for ObjectError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            // Displayed itself.
            Self::Source(error) => error.source(),
            _ => None,
        }
    }
}
