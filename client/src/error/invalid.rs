//! Reasons why the client refused a request.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use jsapi::NameError;
use jsapi::excerpt::{Excerpt, sentence};
use jsapi::request::{EncodeError, SubjectError};

/// Reason why the client refused a request, which was not sent.
///
/// The variant states what to correct; the text names the value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Invalid {
    /// A name, subject or filter is empty.
    ///
    /// Servers treat an empty name as no name, and an empty filter as all subjects.
    #[non_exhaustive]
    Empty {
        /// The empty value: `stream name`.
        what: &'static str,
    },
    /// A name cannot be a token of the request's subject, or the subject is too long.
    Subject(SubjectError),
    /// A name does not follow the rules for keys, buckets, objects or subjects.
    Name(Cow<'static, str>),
    /// A value has no JSON form that the server accepts.
    Encode(EncodeError),
    /// The transport refuses the subject.
    Unsendable,
    /// The message is larger than the server's maximum payload.
    #[non_exhaustive]
    TooLarge {
        /// Bytes of headers and payload, or of the payload alone.
        size: usize,
        /// Maximum payload of the server in bytes.
        max: usize,
    },
    /// The connected server does not support the JetStream API level of the request.
    #[non_exhaustive]
    ApiLevel {
        /// First field that requires the level. `None`: the operation or the caller
        /// requires it.
        field: Option<String>,
        /// Required API level.
        needed: u8,
        /// API level of the server; 0 before 2.11.
        server: u8,
    },
    /// The connected server is older than the operation.
    #[non_exhaustive]
    TooOld {
        /// First version that has the operation.
        since: &'static str,
        /// Version of the server.
        server: String,
    },
    /// A header cannot be sent.
    #[non_exhaustive]
    Header {
        /// Name of the header.
        name: String,
        /// Reason why the name or value is invalid.
        reason: Cow<'static, str>,
    },
    /// A payload cannot be encoded, or the message must not have one.
    Payload(Cow<'static, str>),
    /// An argument is out of range, or excludes another argument.
    Argument(Cow<'static, str>),
    /// A configuration is invalid for this kind of stream, bucket, store or consumer.
    Config(Cow<'static, str>),
    /// A schedule is not valid.
    Schedule(Cow<'static, str>),
    /// A batch or an ingest has no messages.
    EmptyBatch,
    /// A message cannot be part of a batch or an ingest.
    Batch(Cow<'static, str>),
    /// The pull has ended or was cancelled.
    Finished(&'static str),
    /// The message is already acknowledged.
    AlreadyAcknowledged,
    /// The message cannot be acknowledged: its reply subject is not under `$JS.ACK.`.
    ///
    /// The publisher of a core NATS message chooses its reply subject, so the client
    /// sends acknowledgements to no other subjects.
    #[non_exhaustive]
    NotADelivery {
        /// The reply subject, if the message has one.
        reply: Option<String>,
    },
    /// The key does not have the revision, or no longer has it.
    #[non_exhaustive]
    NoRevision {
        /// The key.
        key: String,
        /// The revision.
        revision: u64,
    },
    /// The bucket is a mirror: only its origin accepts writes.
    #[non_exhaustive]
    Mirror {
        /// Name of the bucket.
        bucket: String,
    },
}

impl Invalid {
    /// Refuses an empty name, subject or filter.
    pub(crate) fn if_empty(what: &'static str, text: &str) -> Result<(), Self> {
        match text.is_empty() {
            true => Err(Self::Empty { what }),
            false => Ok(()),
        }
    }

    /// A header that cannot be sent.
    pub(crate) fn header(name: &str, reason: impl Into<Cow<'static, str>>) -> Self {
        Self::Header {
            name: name.to_owned(),
            reason: reason.into(),
        }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty { what } => write!(f, "{what} is empty"),
            Self::Subject(error) => error.fmt(f),
            Self::Encode(error) => error.fmt(f),
            Self::Unsendable => f.write_str("the transport refuses the subject"),
            Self::TooLarge { size, max } => {
                write!(
                    f,
                    "maximum payload exceeded: {size} bytes, the server allows {max}"
                )
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
                write!(f, " requires API level {needed}, the server has {server}")
            }
            Self::TooOld { since, server } => {
                let server = Excerpt(server);
                write!(f, "requires server {since}, the server is {server:?}")
            }
            Self::Header { name, reason } => {
                write!(f, "header {:?} {}", Excerpt(name), sentence(reason))
            }
            Self::EmptyBatch => f.write_str("the batch has no messages"),
            Self::Finished(reason) => f.write_str(reason),
            Self::AlreadyAcknowledged => f.write_str("acknowledged before"),
            Self::NotADelivery { reply: None } => f.write_str("no reply subject"),
            Self::NotADelivery { reply: Some(reply) } => {
                let reply = Excerpt(reply);
                write!(f, "reply subject {reply:?} is not for acknowledgements")
            }
            Self::NoRevision { key, revision } => {
                write!(f, "key {:?} has no revision {revision}", Excerpt(key))
            }
            Self::Mirror { bucket } => {
                let bucket = Excerpt(bucket);
                write!(f, "bucket {bucket:?} is a mirror: write to its origin")
            }
            Self::Name(reason)
            | Self::Payload(reason)
            | Self::Argument(reason)
            | Self::Config(reason)
            | Self::Schedule(reason)
            | Self::Batch(reason) => f.write_str(reason),
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
