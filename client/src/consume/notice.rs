//! Stream of notices of a consumer.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context as TaskContext, Poll, Waker};
use std::time::Duration;

use crate::api::context::Context;
use crate::error::Error;
use crate::error::transport::Reason;
use crate::protocol::notice::Notice;
use crate::protocol::outage::Cause;

/// Maximum number of unread notices; the oldest are dropped first.
const KEPT: usize = 64;

/// Reports each reason of a missing connection once.
#[derive(Debug, Default)]
pub(crate) struct Absence(Option<String>);

impl Absence {
    /// Returns a notice for a missing connection, if the reason is new.
    pub(crate) fn notice(&mut self, context: &Context) -> Option<Notice> {
        let why = context.why_disconnected()?.into_owned();
        if self.0.as_ref() == Some(&why) {
            return None;
        }
        self.0 = Some(why.clone());
        Some(Notice::NotReconnected { why })
    }

    /// Handles a reconnect.
    pub(crate) fn over(&mut self) {
        self.0 = None;
    }
}

/// Stream of the notices of a stream of messages.
///
/// Keeps the last 64 unread notices. Ends with the messages.
#[derive(Clone, Debug)]
#[must_use = "a stream gives nothing until it is polled"]
pub struct Notices(Arc<Mutex<Board>>);

#[derive(Debug, Default)]
struct Board {
    /// Name of the consumer: `pull consumer billing of ORDERS`.
    consumer: String,
    notices: VecDeque<Notice>,
    closed: bool,
    waiting: Vec<Waker>,
}

impl Notices {
    /// Creates the notices of a consumer, with a name as in `pull consumer billing of ORDERS`.
    pub(crate) fn of(consumer: String) -> Self {
        Self(Arc::new(Mutex::new(Board {
            consumer,
            ..Board::default()
        })))
    }

    pub(crate) fn post(&self, notice: Notice) {
        let mut board = self.lock();
        let consumer = board.consumer.as_str();
        // Both events have the same name and fields; only the level differs.
        match notice.is_trouble() {
            true => {
                tracing::warn!(target: "jsapi_client::consume", consumer, ?notice, "notice");
            }
            false => {
                tracing::debug!(target: "jsapi_client::consume", consumer, ?notice, "notice");
            }
        }
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

    /// Returns the next unread notice, if there is one.
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

/// Returns the error of an outage that exceeds the maximum.
pub(crate) fn outage_error(
    context: &Context,
    operation: impl Into<Cow<'static, str>>,
    cause: Cause,
    after: Duration,
) -> Error {
    let operation = operation.into();
    match cause {
        Cause::Disconnected => Error::Lost {
            operation,
            source: context.why_disconnected().map(Reason::boxed),
        },
        Cause::Silence => Error::TimedOut { operation, after },
        Cause::NoResponders => Error::NoResponders { operation },
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
