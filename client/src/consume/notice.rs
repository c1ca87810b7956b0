//! What is worth knowing about a stream of messages that goes on.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context as TaskContext, Poll, Waker};
use std::time::Duration;

use crate::consume::handler::FailureAction;
use crate::consume::pull_end::PullEnd;
use crate::context::Context;
use crate::ended::ResetReason;

/// How many notices wait for whoever does not read them; the oldest go first.
const KEPT: usize = 64;

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
    PullEnded(PullEnd),
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

/// Tells once of each reason why there is no connection.
#[derive(Debug, Default)]
pub(crate) struct Absence(Option<String>);

impl Absence {
    /// The notice for a connection that is not there, when there is something new.
    pub(crate) fn notice(&mut self, context: &Context) -> Option<Notice> {
        let why = context.why_disconnected()?.into_owned();
        if self.0.as_ref() == Some(&why) {
            return None;
        }
        self.0 = Some(why.clone());
        Some(Notice::NotReconnected { why })
    }

    /// There is a connection again.
    pub(crate) fn over(&mut self) {
        self.0 = None;
    }
}

/// The notices of one stream of messages, as they come.
///
/// The last 64 are kept for whoever reads later. Ends when the messages do.
#[derive(Clone, Debug)]
#[must_use = "a stream gives nothing until it is polled"]
pub struct Notices(Arc<Mutex<Board>>);

#[derive(Debug, Default)]
struct Board {
    notices: VecDeque<Notice>,
    closed: bool,
    waiting: Vec<Waker>,
}

impl Notices {
    pub(crate) fn new() -> Self {
        Self(Arc::default())
    }

    pub(crate) fn post(&self, notice: Notice) {
        let mut board = self.lock();
        if board.notices.len() >= KEPT {
            board.notices.pop_front();
        }
        board.notices.push_back(notice);
        board.wake();
    }

    pub(crate) fn close(&self) {
        let mut board = self.lock();
        board.closed = true;
        board.wake();
    }

    /// The next one that came already, if any did.
    pub fn try_next(&self) -> Option<Notice> {
        self.lock().notices.pop_front()
    }

    fn lock(&self) -> MutexGuard<'_, Board> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Board {
    fn wake(&mut self) {
        self.waiting.drain(..).for_each(Waker::wake);
    }
}

impl futures_util::Stream for Notices {
    type Item = Notice;

    fn poll_next(self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Notice>> {
        let mut board = self.lock();
        match board.notices.pop_front() {
            Some(notice) => Poll::Ready(Some(notice)),
            None if board.closed => Poll::Ready(None),
            None => {
                if !board
                    .waiting
                    .iter()
                    .any(|waker| waker.will_wake(cx.waker()))
                {
                    board.waiting.push(cx.waker().clone());
                }
                Poll::Pending
            }
        }
    }
}
