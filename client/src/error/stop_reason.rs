//! Reasons why a consumer stopped or was reset.

use std::error::Error as StdError;
use std::fmt;

use time::OffsetDateTime;

use crate::consume::PullStatus;

/// Reason why a consumer stopped without a request of the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StopReason {
    /// The stream was recreated.
    StreamRecreated(StreamRecreated),
    /// Too many consecutive consumers of an ordered consumer failed.
    Resets {
        /// Number of consumers.
        in_a_row: u32,
        /// Reason of the last reset.
        last: ResetReason,
    },
    /// The consumer was deleted.
    ConsumerDeleted,
    /// The application closed the connection.
    Closed,
    /// A pull failed permanently.
    Pull(PullStatus),
}

impl fmt::Display for StopReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StreamRecreated(found) => found.fmt(f),
            Self::Resets { in_a_row, last } => {
                write!(
                    f,
                    "{in_a_row} consecutive consumers failed, the last one: {last}"
                )
            }
            Self::ConsumerDeleted => f.write_str("the consumer was deleted"),
            Self::Closed => f.write_str("the connection was closed"),
            Self::Pull(why) => why.fmt(f),
        }
    }
}

impl StdError for StopReason {}

/// Reason why an ordered consumer replaced its consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResetReason {
    /// A message is missing according to the consumer sequence.
    Gap {
        /// Expected consumer sequence.
        expected: u64,
        /// Received consumer sequence, of a message or heartbeat.
        found: u64,
    },
    /// Two idle heartbeats were missed.
    MissedHeartbeats,
    /// The connection was lost.
    Disconnected,
    /// The consumer was deleted.
    ConsumerDeleted,
}

impl fmt::Display for ResetReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gap { expected, found } => {
                write!(f, "consumer sequence {found} instead of {expected}")
            }
            Self::MissedHeartbeats => f.write_str("idle heartbeats missed"),
            Self::Disconnected => f.write_str("connection lost"),
            Self::ConsumerDeleted => f.write_str("the consumer was deleted"),
        }
    }
}

/// The stream was deleted and created again, or lost its last messages.
///
/// The consumer may have received its current messages or not: their sequences are not
/// comparable with those of the old stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamRecreated {
    /// Creation time of the old stream.
    pub created: OffsetDateTime,
    /// Creation time of the current stream.
    pub created_now: OffsetDateTime,
    /// Expected next stream sequence.
    pub next_sequence: u64,
    /// Last sequence of the current stream.
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
        write!(f, ", the next sequence would have been {next_sequence}")
    }
}
