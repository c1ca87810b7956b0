//! What a server says about a pull, and why a pull ended.

use std::fmt;

use crate::error::Status;

/// Why a pull ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PullStatus {
    /// As many messages came as were asked for.
    Complete,
    /// There are no more messages now, and it was not to be waited for any.
    NoMessages,
    /// No more came in the time that the server was given.
    Expired,
    /// The next message would have been more than the bytes that were asked for.
    Limit,
    /// Another server leads the consumer now. Ask again.
    LeaderChanged,
    /// The server that leads the consumer shuts down. Ask again.
    ServerShutdown,
    /// The consumer was deleted, or its stream was.
    ConsumerDeleted,
    /// The consumer pushes: there is nothing to pull from it.
    PushBased,
    /// Too many pulls wait at the consumer (its `max_waiting`). Ask again later.
    TooManyWaiting,
    /// Another client is pinned now (ADR-42).
    WrongPin,
    /// The server refused the pull, in these words, and will refuse it again.
    Refused(Status),
    /// The server ended it with a status that is not known here.
    Other(Status),
    /// One may not ask for it. Known only where the context
    /// [hears](crate::ConnectionObserver) it; a timeout otherwise.
    Denied,
    /// Nobody listens: the consumer does not exist, or has no leader at the
    /// moment.
    NoResponders,
    /// Two heartbeats in a row did not come.
    HeartbeatMissed,
    /// The connection was lost.
    Disconnected,
    /// Nothing was heard in the time that there was.
    TimedOut,
    /// It was cancelled.
    Cancelled,
}

impl PullStatus {
    /// Whether it ended the way it was asked for, and nothing went wrong.
    pub fn is_regular(&self) -> bool {
        matches!(
            self,
            Self::Complete | Self::NoMessages | Self::Expired | Self::Limit | Self::Cancelled
        )
    }

    /// Whether the same pull cannot succeed again.
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
            Self::Complete => "all messages came",
            Self::NoMessages => "no messages",
            Self::Expired => "expired",
            Self::Limit => "the next message is larger than the bytes that are left",
            Self::LeaderChanged => "the consumer's leader changed",
            Self::ServerShutdown => "the server shuts down",
            Self::ConsumerDeleted => "the consumer was deleted",
            Self::PushBased => "the consumer is push based",
            Self::TooManyWaiting => "too many pulls wait at the consumer",
            Self::WrongPin => "another client is pinned",
            Self::Refused(status) | Self::Other(status) => return status.fmt(f),
            Self::Denied => "permission denied",
            Self::NoResponders => "no responders",
            Self::HeartbeatMissed => "heartbeats are missing",
            Self::Disconnected => "connection lost",
            Self::TimedOut => "nothing was heard in time",
            Self::Cancelled => "cancelled",
        })
    }
}
