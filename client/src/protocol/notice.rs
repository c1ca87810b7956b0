//! Notices: events beside the messages of a consumer, which goes on.

use std::time::Duration;

use crate::error::pull_status::PullStatus;
use crate::error::stop_reason::ResetReason;

/// Something that happened to a stream of messages, which goes on all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// Nothing was heard for two heartbeats. It is asked for anew.
    ///
    /// Once for each silence, however long.
    HeartbeatMissed {
        /// For how long nothing was heard.
        silent: Duration,
    },
    /// The connection was lost.
    Disconnected,
    /// There is a connection again, and it is asked for anew.
    Reconnected,
    /// The client could not reconnect, and tries again. After each new reason.
    ///
    /// Comes only where the context observes the connection, as that of
    /// [`connect`](crate::connect) does.
    NotReconnected {
        /// The reasons so far, as "User Authentication Expired; authorization
        /// violation".
        why: String,
    },
    /// A pull ended, and not in the ordinary way: it is asked for anew.
    ///
    /// Another leader, a server that shuts down, nobody there to answer at the
    /// moment, too many pulls. Once for each reason, until messages come again.
    PullEnded(PullStatus),
    /// This client is the one that the priority group is pinned to (ADR-42).
    Pinned {
        /// The server's name for it.
        id: String,
    },
    /// The priority group is not pinned to this client any more (ADR-42).
    Unpinned,
    /// A message could not be received, and was read from the stream instead.
    ///
    /// `async-nats` 0.51 closes the connection over a header block that it can
    /// not read.
    Unreadable {
        /// Its sequence in the stream.
        stream_sequence: u64,
    },
    /// The connected server sent nothing and did not answer a PING, so the client
    /// reconnects.
    ///
    /// Comes before the notice of what that means to these messages. See
    /// [`reconnect_when_stale`](crate::Builder::reconnect_when_stale).
    StaleConnection,
    /// A message that was handled could not be acknowledged.
    NotAcknowledged {
        /// Its sequence in the stream.
        stream_sequence: u64,
        /// What is in the way, in words.
        why: String,
    },
    /// A handler returned an error, or panicked.
    HandlerFailed {
        /// The message's sequence in the stream; 0 if it is not a delivery.
        stream_sequence: u64,
        /// How often the message was delivered, this time included.
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
        /// The message's sequence in the stream.
        stream_sequence: u64,
        /// The error of publishing it.
        why: String,
    },
    /// Messages were delivered by a push consumer and did not arrive.
    MessagesLost {
        /// How many, by the consumer's own count.
        count: u64,
        /// Whether they will be delivered again, after the consumer's `ack_wait`.
        again: bool,
    },
    /// A push consumer counts its deliveries from further back.
    ///
    /// A server that restarted restored it from an older state, or created it again
    /// (a consumer in memory with one replica). It may deliver messages again. If
    /// messages are not acknowledged, it may also pass over messages; their number is
    /// unknown.
    ConsumerRestarted,
    /// An ordered consumer gave up its server's consumer, and makes another.
    Reset {
        /// Why.
        reason: ResetReason,
    },
    /// An ordered consumer could not make another consumer, and tries again.
    NotResumed {
        /// What is in the way, in words.
        why: String,
    },
    /// An ordered consumer has another consumer, and messages go on.
    Resumed,
}

/// What the client does with a message whose handler failed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureAction {
    /// Negatively acknowledges it; the server redelivers it after this delay.
    Redeliver {
        /// The delay.
        after: Duration,
    },
    /// Terminates it with the error as the reason.
    Terminate,
    /// Publishes it to a dead-letter subject, then terminates it.
    DeadLetter {
        /// The subject.
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
    /// Nothing: the handler had acknowledged it before it failed.
    AlreadyAcknowledged,
}
