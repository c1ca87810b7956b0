//! Why receiving cannot go on.

use std::error::Error as StdError;
use std::fmt;

use time::OffsetDateTime;

use crate::consume::PullStatus;

/// Why what was being received has ended, without anybody asking for it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StopReason {
    /// The stream is not the one that messages were received from.
    StreamRecreated(StreamRecreated),
    /// So many consumers in a row were of no use.
    Resets {
        /// How many.
        in_a_row: u32,
        /// What was wrong with the last one.
        last: ResetReason,
    },
    /// The consumer was deleted.
    ConsumerDeleted,
    /// The connection was closed by this side.
    Closed,
    /// A pull ended in a way that the next one will end in too.
    Pull(PullStatus),
}

impl fmt::Display for StopReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StreamRecreated(found) => found.fmt(f),
            Self::Resets { in_a_row, last } => {
                write!(
                    f,
                    "{in_a_row} consumers in a row were of no use, the last one: {last}"
                )
            }
            Self::ConsumerDeleted => f.write_str("the consumer was deleted"),
            Self::Closed => f.write_str("the connection was closed"),
            Self::Pull(why) => why.fmt(f),
        }
    }
}

impl StdError for StopReason {}

/// Why an ordered consumer made another consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResetReason {
    /// A message is missing, by the consumer's own count.
    Gap {
        /// The number of the message that was to come.
        expected: u64,
        /// The number of the one that came, or of the last one by a heartbeat.
        found: u64,
    },
    /// Nothing came for two heartbeats.
    MissedHeartbeats,
    /// The connection failed.
    Disconnected,
    /// The consumer was deleted.
    ConsumerDeleted,
}

impl fmt::Display for ResetReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gap { expected, found } => {
                write!(f, "delivery {found} came where {expected} was to come")
            }
            Self::MissedHeartbeats => f.write_str("nothing came for two heartbeats"),
            Self::Disconnected => f.write_str("the connection failed"),
            Self::ConsumerDeleted => f.write_str("the consumer was deleted"),
        }
    }
}

/// The stream was deleted and made anew, or lost its last messages.
///
/// What it holds now may have been received or not: its sequences do not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamRecreated {
    /// When the stream was created that messages were received from.
    pub created: OffsetDateTime,
    /// When the stream was created that is there now.
    pub created_now: OffsetDateTime,
    /// The sequence that was to come next.
    pub next_sequence: u64,
    /// The last sequence of the stream that is there now.
    pub last_sequence_now: u64,
}

impl StreamRecreated {
    pub(crate) fn new(
        created: OffsetDateTime,
        created_now: OffsetDateTime,
        next_sequence: u64,
        last_sequence_now: u64,
    ) -> Self {
        Self {
            created,
            created_now,
            next_sequence,
            last_sequence_now,
        }
    }
}

impl fmt::Display for StreamRecreated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            created,
            created_now,
            next_sequence,
            last_sequence_now,
        } = self;
        if created == created_now {
            write!(f, "the stream went back to sequence {last_sequence_now}")?;
        } else {
            write!(f, "the stream was recreated at {created_now}")?;
        }
        write!(f, ", {next_sequence} was to come next")
    }
}
