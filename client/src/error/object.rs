//! Why an object cannot be had, or not be put.

use std::error::Error as StdError;
use std::fmt;
use std::io;

use jsapi::excerpt::{Excerpt, sentence};

/// Why an object cannot be had, or not be put.
///
/// The source of [`Error::Object`](crate::Error::Object).
#[derive(Debug)]
#[non_exhaustive]
pub enum ObjectError {
    /// There is none of this name, or it was deleted.
    NotFound,
    /// There is one of this name, which would be lost.
    AlreadyExists,
    /// It was deleted or replaced while it was read.
    Replaced,
    /// It is a link to another store, and not to an object.
    LinkToStore {
        /// The other store.
        bucket: String,
    },
    /// It is a link to a link, or to itself.
    LinkLoop {
        /// The store of the link that it leads to.
        bucket: String,
        /// The name of that link.
        name: String,
    },
    /// Chunks are missing: nothing more comes.
    Missing {
        /// How many chunks it has, by its info.
        chunks: u64,
        /// How many came; of a part of it, how many there are.
        found: u64,
    },
    /// There are more chunks than its info says.
    Extra {
        /// How many chunks it has, by its info.
        chunks: u64,
    },
    /// Its chunks have more bytes than its info says, or fewer.
    WrongSize {
        /// How many bytes it has, by its info.
        size: u64,
        /// How many its chunks have, as far as they were read.
        found: u64,
    },
    /// Its bytes are not those that were put.
    WrongDigest,
    /// Its info has no digest, so that its bytes cannot be checked.
    NoDigest,
    /// Its digest is of another kind than SHA-256, or is none.
    UnknownDigest {
        /// What its info has.
        digest: String,
    },
    /// Others replaced its info each time that it was to be replaced.
    ///
    /// Nothing was done. It may work when it is tried again.
    Contended,
    /// Reading it failed before, with another error.
    Failed,
    /// What it was to be put from could not be read.
    ///
    /// What was stored by then is taken back.
    Source(io::Error),
}

impl fmt::Display for ObjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("not found"),
            Self::AlreadyExists => f.write_str("is there already"),
            Self::Replaced => f.write_str("deleted or replaced while it was read"),
            Self::LinkToStore { bucket } => write!(f, "a link to store {:?}", Excerpt(bucket)),
            Self::LinkLoop { bucket, name } => {
                let (name, bucket) = (Excerpt(name), Excerpt(bucket));
                write!(f, "a link to {name:?} of {bucket:?}, which is a link")
            }
            Self::Missing { chunks, found } => write!(f, "{found} of {chunks} chunks were found"),
            Self::Extra { chunks } => write!(f, "more than {chunks} chunks"),
            Self::WrongSize { size, found } => {
                write!(f, "{found} bytes came where it has {size}")
            }
            Self::WrongDigest => f.write_str("the bytes are not those that were put"),
            Self::NoDigest => f.write_str("has no digest"),
            Self::UnknownDigest { digest } => {
                write!(f, "digest {:?} is not a SHA-256 one", Excerpt(digest))
            }
            Self::Contended => f.write_str("others replaced its info each time"),
            Self::Failed => f.write_str("reading it failed before"),
            Self::Source(error) => {
                write!(f, "its source can not be read: {}", sentence(error))
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
