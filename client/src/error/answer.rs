//! Statuses, and mismatches between a reply and its request.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use jsapi::excerpt::{Excerpt, sentence};
use jsapi::{ApiError, PubAck};

/// Status of a refusal: `message not found (status 404)`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Status {
    /// Status code, such as 404.
    pub code: u16,
    /// Description by the server, such as `Message Not Found`; may be empty.
    pub description: String,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.description.as_str() {
            "" => write!(f, "status {}", self.code),
            said => write!(
                f,
                "{} (status {})",
                sentence(said.to_lowercase()),
                self.code
            ),
        }
    }
}

/// Number and time of the attempts of a request: `3 attempts in 6.013s`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tried {
    /// Number of attempts.
    pub attempts: u32,
    /// Time from the first attempt to the error.
    pub time: Duration,
}

impl fmt::Display for Tried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let attempts = match self.attempts {
            1 => "attempt",
            _ => "attempts",
        };
        // Microseconds are not useful.
        let time = Duration::from_millis(u64::try_from(self.time.as_millis()).unwrap_or(u64::MAX));
        write!(f, "{} {attempts} in {time:?}", self.attempts)
    }
}

/// State of a fast ingest that ended early.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BatchEnded {
    /// Number of stored messages, and the sequence of the last one.
    ///
    /// If gaps are allowed, the number includes missing and refused messages.
    pub ack: Box<PubAck>,
    /// First and last of the messages that did not arrive, counted from 1.
    ///
    /// `None`: not reported by the server.
    pub missing: Option<(u64, u64)>,
    /// The refused message, counted from 1, and its error.
    pub refused: Option<(u64, ApiError)>,
}

impl BatchEnded {
    pub(crate) fn new(ack: PubAck) -> Self {
        Self {
            ack: Box::new(ack),
            missing: None,
            refused: None,
        }
    }
}

impl fmt::Display for BatchEnded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} messages stored", self.ack.count.unwrap_or(0))?;
        if let Some((first, last)) = self.missing {
            write!(f, ", {first} to {last} did not arrive")?;
        }
        if let Some((sequence, error)) = &self.refused {
            write!(f, ", {sequence} was refused: {error}")?;
        }
        Ok(())
    }
}

impl StdError for BatchEnded {}

/// Mismatch between a decoded reply and its request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mismatch {
    /// A page has a limit of 0, although items follow.
    PageLimit {
        /// Offset of the page.
        offset: u64,
        /// Total number of items in the reply.
        total: u64,
    },
    /// A page has another offset than requested.
    PageOffset {
        /// Requested offset.
        asked: u64,
        /// Offset in the reply.
        found: u64,
    },
    /// A page is empty without a reason, although items follow.
    PageEmpty {
        /// Offset of the page.
        offset: u64,
        /// Total number of items in the reply.
        total: u64,
    },
    /// A page has the same items and total as the previous page.
    PageRepeated {
        /// Offset of the page.
        offset: u64,
        /// Total number of items in the reply.
        total: u64,
    },
    /// The reply has neither success nor an error.
    NoSuccess,
    /// The message is not the one that was requested.
    WrongMessage(String),
    /// A chunk of a backup violates the protocol.
    Backup(Cow<'static, str>),
    /// The reply has no configuration.
    NoConfig,
    /// The stream does not belong to a key-value bucket or object store.
    #[non_exhaustive]
    NotAStore {
        /// Name of the stream.
        stream: String,
        /// Expected kind: `a key-value bucket`.
        store: &'static str,
        /// Reason.
        reason: String,
    },
    /// The consumer is a push consumer instead of a pull consumer, or the reverse.
    #[non_exhaustive]
    ConsumerKind {
        /// Name of the consumer.
        consumer: String,
        /// `pull` or `push`.
        found: &'static str,
        /// `pull` or `push`.
        expected: &'static str,
    },
    /// A message of the bucket's stream has a subject that is not a key.
    #[non_exhaustive]
    NotAKey {
        /// Subject of the message.
        subject: String,
        /// Name of the bucket.
        bucket: String,
    },
    /// The message was stored by another stream or domain than the one addressed.
    #[non_exhaustive]
    StoredElsewhere {
        /// `stream` or `domain`.
        kind: &'static str,
        /// Name of the stream or domain that stored it.
        found: String,
        /// Name of the stream or domain that was addressed.
        expected: String,
    },
    /// An acknowledgement does not match the message or batch.
    Ack(Cow<'static, str>),
    /// The info or a chunk of an object violates the format of the store (ADR-20).
    Object(String),
    /// The reply subject of a consumer's message is not that of a delivery.
    #[non_exhaustive]
    NotADelivery {
        /// The reply subject; empty if there is none.
        reply: String,
    },
}

impl Mismatch {
    pub(crate) fn stored_in(found: &str, expected: &str) -> Self {
        Self::StoredElsewhere {
            kind: "stream",
            found: found.to_owned(),
            expected: expected.to_owned(),
        }
    }

    pub(crate) fn stored_in_domain(found: &str, expected: &str) -> Self {
        Self::StoredElsewhere {
            kind: "domain",
            found: found.to_owned(),
            expected: expected.to_owned(),
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PageLimit { offset, total } => {
                write!(f, "page at {offset} of {total} with a limit of 0")
            }
            Self::PageOffset { asked, found } => {
                write!(f, "page at {found} instead of {asked}")
            }
            Self::PageEmpty { offset, total } => write!(f, "empty page at {offset} of {total}"),
            Self::PageRepeated { offset, total } => {
                write!(
                    f,
                    "page at {offset} of {total} with the items of the previous page"
                )
            }
            Self::NoConfig => f.write_str("the reply has no configuration"),
            Self::NotAStore {
                stream,
                store,
                reason,
            } => write!(f, "stream {:?} is not {store}: {reason}", Excerpt(stream)),
            Self::ConsumerKind {
                consumer,
                found,
                expected,
            } => write!(
                f,
                "consumer {:?} is a {found} consumer, not a {expected} consumer",
                Excerpt(consumer)
            ),
            Self::NotAKey { subject, bucket } => write!(
                f,
                "subject {:?} is not a key of bucket {:?}",
                Excerpt(subject),
                Excerpt(bucket)
            ),
            Self::StoredElsewhere {
                kind,
                found,
                expected,
            } => write!(
                f,
                "the message was stored by {kind} {:?} instead of {:?}",
                Excerpt(found),
                Excerpt(expected)
            ),
            Self::NotADelivery { reply } => {
                write!(
                    f,
                    "reply subject {:?} is not that of a delivery",
                    Excerpt(reply)
                )
            }
            Self::NoSuccess => f.write_str("the reply has neither success nor an error"),
            Self::Ack(reason) | Self::Backup(reason) => f.write_str(reason),
            Self::WrongMessage(reason) | Self::Object(reason) => f.write_str(reason),
        }
    }
}

impl StdError for Mismatch {}
