//! Reason why a pull ended.

use std::fmt;

use crate::error::Status;

/// Reason why a pull ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PullStatus {
    /// All requested messages arrived.
    Complete,
    /// No messages available, and the pull does not wait (`no_wait`).
    NoMessages,
    /// The pull expired.
    Expired,
    /// The next message exceeds the remaining bytes of the pull.
    Limit,
    /// The consumer's leader changed. Pull again.
    LeaderChanged,
    /// The server of the consumer's leader shuts down. Pull again.
    ServerShutdown,
    /// The consumer or its stream was deleted.
    ConsumerDeleted,
    /// The consumer is a push consumer.
    PushBased,
    /// The consumer's `max_waiting` is exceeded. Pull again later.
    TooManyWaiting,
    /// Another client is pinned (ADR-42).
    WrongPin,
    /// The server refused the pull with this status. Permanent.
    Refused(Status),
    /// The server ended the pull with a status unknown to the client.
    Other(Status),
    /// Permissions violation: the user may not pull.
    ///
    /// Requires a [`ConnectionObserver`](crate::ConnectionObserver); otherwise a timeout.
    Denied,
    /// No responders: the consumer does not exist, or has no leader.
    NoResponders,
    /// Two consecutive idle heartbeats were missed.
    HeartbeatMissed,
    /// The connection was lost.
    Disconnected,
    /// No message or status arrived within the timeout.
    TimedOut,
    /// The pull was cancelled.
    Cancelled,
}

impl PullStatus {
    /// Returns whether the pull ended as requested.
    pub fn is_regular(&self) -> bool {
        matches!(
            self,
            Self::Complete | Self::NoMessages | Self::Expired | Self::Limit | Self::Cancelled
        )
    }

    /// Returns whether the same pull fails permanently.
    pub fn is_final(&self) -> bool {
        matches!(
            self,
            Self::ConsumerDeleted | Self::PushBased | Self::Refused(_) | Self::Denied
        )
    }
}

impl fmt::Display for PullStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Complete => "all messages arrived",
            Self::NoMessages => "no messages",
            Self::Expired => "expired",
            Self::Limit => "the next message exceeds the remaining bytes",
            Self::LeaderChanged => "the consumer's leader changed",
            Self::ServerShutdown => "server shutdown",
            Self::ConsumerDeleted => "the consumer was deleted",
            Self::PushBased => "the consumer is push based",
            Self::TooManyWaiting => "max_waiting exceeded",
            Self::WrongPin => "another client is pinned",
            Self::Refused(status) | Self::Other(status) => return status.fmt(f),
            Self::Denied => "permissions violation",
            Self::NoResponders => "no responders",
            Self::HeartbeatMissed => "idle heartbeats missed",
            Self::Disconnected => "connection lost",
            Self::TimedOut => "no message or status in time",
            Self::Cancelled => "cancelled",
        })
    }
}
