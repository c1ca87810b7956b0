//! What is worth knowing about a stream of messages that goes on.

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

/// How many notices wait for whoever does not read them; the oldest go first.
const KEPT: usize = 64;

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
    /// The consumer: `pull consumer billing of ORDERS`.
    consumer: String,
    notices: VecDeque<Notice>,
    closed: bool,
    waiting: Vec<Waker>,
}

impl Notices {
    /// Notices of a consumer, named as in `pull consumer billing of ORDERS`.
    pub(crate) fn of(consumer: String) -> Self {
        Self(Arc::new(Mutex::new(Board {
            consumer,
            ..Board::default()
        })))
    }

    pub(crate) fn post(&self, notice: Notice) {
        let mut board = self.lock();
        let consumer = board.consumer.as_str();
        // Both have the same name and fields; only the level differs.
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

/// The error of an outage that is longer than the caller allows.
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
