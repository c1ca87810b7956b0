//! Notices: events of a message stream that continues.

use std::time::Duration;

use crate::error::pull_status::PullStatus;
use crate::error::stop_reason::ResetReason;

/// An event of a message stream that continues, such as a reconnect.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// Two idle heartbeats were missed. The client requests messages again.
    ///
    /// Sent once per outage.
    HeartbeatMissed {
        /// Time since the last message or heartbeat.
        silent: Duration,
    },
    /// The connection was lost.
    Disconnected,
    /// The client reconnected, and requests messages again.
    Reconnected,
    /// A reconnect attempt failed; the client tries again. Sent once per reason.
    ///
    /// Only if the context observes the connection, as that of
    /// [`connect`](crate::connect) does.
    NotReconnected {
        /// Reasons so far: "User Authentication Expired; authorization violation".
        why: String,
    },
    /// A pull ended irregularly; the client pulls again.
    ///
    /// For example a leader change, a server shutdown, no responders or too many waiting
    /// pulls. Sent once per reason, until messages arrive again.
    PullEnded(PullStatus),
    /// The server pinned this client to the priority group (ADR-42).
    Pinned {
        /// Pin ID.
        id: String,
    },
    /// The server unpinned this client from the priority group (ADR-42).
    Unpinned,
    /// A message could not be received, so the client read it from the stream.
    ///
    /// `async-nats` 0.51 closes the connection on a header block that it cannot parse.
    Unreadable {
        /// Stream sequence of the message.
        stream_sequence: u64,
    },
    /// Stale connection: the server did not answer a PING, so the client reconnects.
    ///
    /// Sent before the notices about the effect on this stream of messages. See
    /// [`reconnect_when_stale`](crate::Builder::reconnect_when_stale).
    StaleConnection,
    /// A handled message could not be acknowledged.
    NotAcknowledged {
        /// Stream sequence of the message.
        stream_sequence: u64,
        /// Reason of the failure.
        why: String,
    },
    /// A handler returned an error, or panicked.
    HandlerFailed {
        /// Stream sequence of the message; 0 if it is not a delivery.
        stream_sequence: u64,
        /// Number of deliveries, including this one.
        delivered: u64,
        /// The error with its causes, on one line; at most 1,000 characters.
        error: String,
        /// What the client does with the message.
        action: FailureAction,
    },
    /// A failed message could not be published to its dead-letter subject.
    ///
    /// It is negatively acknowledged with a delay instead. If it was delivered as
    /// often as the consumer's `max_deliver` allows, it stays in the stream and the
    /// server publishes an advisory.
    NotDeadLettered {
        /// Stream sequence of the message.
        stream_sequence: u64,
        /// The error of publishing it.
        why: String,
    },
    /// Messages of a push consumer were delivered and did not arrive.
    MessagesLost {
        /// Number of messages, by the consumer sequence.
        count: u64,
        /// Whether the server redelivers them, after the consumer's `ack_wait`.
        again: bool,
    },
    /// A push consumer started again from another state.
    ///
    /// Its consumer sequence went back, or it delivers each message once and repeated a
    /// stream sequence. A restarted server restored the consumer from an older state, or
    /// created it again (a memory consumer with one replica). It may redeliver messages.
    /// It may also skip messages: those with stream sequences greater than `received` and
    /// less than `resumes_at` that match its filters, and those that were not acknowledged.
    ConsumerRestarted {
        /// Greatest stream sequence that was received before. 0: none.
        received: u64,
        /// Stream sequence from which the consumer delivers now. `None`: unknown.
        resumes_at: Option<u64>,
    },
    /// An ordered consumer replaces its consumer on the server.
    Reset {
        /// Reason of the reset.
        reason: ResetReason,
    },
    /// An ordered consumer could not create its consumer, and tries again.
    NotResumed {
        /// Reason of the failure.
        why: String,
    },
    /// An ordered consumer has a new consumer and continues.
    Resumed,
}

impl Notice {
    /// Whether it is logged as a warning, and not for debugging.
    pub(crate) fn is_trouble(&self) -> bool {
        match self {
            Self::HeartbeatMissed { .. }
            | Self::Disconnected
            | Self::NotReconnected { .. }
            | Self::PullEnded(_)
            | Self::Unreadable { .. }
            | Self::StaleConnection
            | Self::NotAcknowledged { .. }
            | Self::HandlerFailed { .. }
            | Self::NotDeadLettered { .. }
            | Self::MessagesLost { .. }
            | Self::ConsumerRestarted { .. }
            | Self::NotResumed { .. } => true,
            Self::Reconnected
            | Self::Pinned { .. }
            | Self::Unpinned
            | Self::Reset { .. }
            | Self::Resumed => false,
        }
    }
}

/// Action of the client for a message whose handler failed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureAction {
    /// Negatively acknowledges it; the server redelivers it after this delay.
    Redeliver {
        /// Delay before the redelivery.
        after: Duration,
    },
    /// Terminates it with the error as the reason.
    Terminate,
    /// Publishes it to a dead-letter subject, then terminates it.
    DeadLetter {
        /// Dead-letter subject.
        subject: String,
    },
    /// The server does not redeliver it: it was delivered as often as the
    /// consumer's `max_deliver` allows, or the consumer's acknowledgement policy is
    /// `none`.
    ///
    /// In the first case the server publishes an advisory
    /// ([`Stream::dead_letters`](crate::Stream::dead_letters)), and the message
    /// stays in the stream.
    NotRedelivered,
    /// None: the handler had acknowledged the message before it failed.
    AlreadyAcknowledged,
}
