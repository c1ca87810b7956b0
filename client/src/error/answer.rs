//! What is wrong with an answer.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use jsapi::excerpt::{Excerpt, sentence};
use jsapi::{ApiError, PubAck};

/// A status that a server refused with: `message not found (status 404)`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Status {
    /// The status, as 404.
    pub code: u16,
    /// What the server says it means, as `Message Not Found`; may be empty.
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

/// How often and how long a request was tried: `3 attempts in 6.013s`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tried {
    /// How often it was sent.
    pub attempts: u32,
    /// Time from the first attempt until it was given up.
    pub time: Duration,
}

impl fmt::Display for Tried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let attempts = match self.attempts {
            1 => "attempt",
            _ => "attempts",
        };
        // Nobody reads microseconds.
        let time = Duration::from_millis(u64::try_from(self.time.as_millis()).unwrap_or(u64::MAX));
        write!(f, "{} {attempts} in {time:?}", self.attempts)
    }
}

/// What is stored of a fast ingest that ended before its end.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BatchEnded {
    /// How many messages are stored, and where the last of them is. With gaps
    /// allowed, those that are missing or refused are counted, too.
    pub ack: Box<PubAck>,
    /// The first and the last of the messages that did not arrive, counted from
    /// 1, when the server told.
    pub missing: Option<(u64, u64)>,
    /// The message that was refused, counted from 1, and why.
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
        write!(f, "{} messages are stored", self.ack.count.unwrap_or(0))?;
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

/// What does not fit in a reply that could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mismatch {
    /// A page says that there are more, and that no page holds any.
    PageLimit {
        /// Where the page begins.
        offset: u64,
        /// How many there are, it says.
        total: u64,
    },
    /// A page begins elsewhere than was asked for.
    PageOffset {
        /// Where it was to begin.
        asked: u64,
        /// Where it begins, it says.
        found: u64,
    },
    /// A page is empty, names nothing as left out, and says that there are more.
    PageEmpty {
        /// Where the page begins.
        offset: u64,
        /// How many there are, it says.
        total: u64,
    },
    /// A page has the items of the page before it, of as many as before.
    PageRepeated {
        /// Where the page begins.
        offset: u64,
        /// How many there are, it says.
        total: u64,
    },
    /// The reply reports neither success nor an error.
    NoSuccess,
    /// The message is not the one that was requested.
    WrongMessage(String),
    /// A part of a backup is not what the protocol says.
    Backup(Cow<'static, str>),
    /// The reply has no configuration.
    NoConfig,
    /// The stream is not one of a key-value bucket or an object store.
    #[non_exhaustive]
    NotAStore {
        /// Name of the stream.
        stream: String,
        /// What it is not: `a key-value bucket`.
        store: &'static str,
        /// What shows that.
        reason: String,
    },
    /// The consumer is a push consumer where a pull consumer is needed, or the reverse.
    #[non_exhaustive]
    ConsumerKind {
        /// Name of the consumer.
        consumer: String,
        /// `pull` or `push`.
        found: &'static str,
        /// `pull` or `push`.
        expected: &'static str,
    },
    /// A message of the bucket's stream has a subject that is not one of its keys.
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
    /// An acknowledgement does not fit the message or batch.
    Ack(Cow<'static, str>),
    /// An object's info, or one of its chunks, is not what the store's format says.
    Object(String),
    /// A message of a consumer has a reply subject that is not one of a delivery.
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
                    "page at {offset} of {total} with the items of the one before"
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
                write!(f, "reply subject {:?} is not of a delivery", Excerpt(reply))
            }
            Self::NoSuccess => f.write_str("the reply reports neither success nor an error"),
            Self::Ack(reason) | Self::Backup(reason) => f.write_str(reason),
            Self::WrongMessage(reason) | Self::Object(reason) => f.write_str(reason),
        }
    }
}

impl StdError for Mismatch {}
