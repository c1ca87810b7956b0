//! Subscription of push messages, shared with control handles.

use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context as TaskContext, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt;
use tokio::task::unconstrained;
use tokio::time::Instant;

use crate::api::context::Context;
use crate::connection::transport::{Incoming, Subscription};
use crate::consume::control::{Closing, Phase};
use crate::consume::delivery::{NAK, is_ack_subject};

/// Maximum time for which a drain returns further messages.
const LONGEST_DRAIN: Duration = Duration::from_secs(1);

/// A subscription that its reader polls, and control handles end.
pub(super) struct Subscribed {
    context: Context,
    /// Whether messages require acknowledgements.
    acks: bool,
    state: Mutex<State>,
}

struct State {
    /// `None` once the messages have ended.
    subscription: Option<Subscription>,
    phase: Phase,
    /// Whether the messages ended because they were drained.
    drained: bool,
    reader: Option<Waker>,
    /// Wakers of tasks that wait for the end.
    waiting: Vec<Waker>,
}

/// Result of polling the subscription.
pub(super) enum Polled {
    Incoming(Incoming),
    /// The connection ended the subscription.
    Closed,
    /// The messages have ended.
    Over,
}

impl Subscribed {
    pub(super) fn new(context: Context, acks: bool, subscription: Subscription) -> Self {
        Self {
            context,
            acks,
            state: Mutex::new(State {
                subscription: Some(subscription),
                phase: Phase::Running,
                drained: false,
                reader: None,
                waiting: Vec::new(),
            }),
        }
    }

    /// Polls the next message.
    pub(super) fn poll(&self, cx: &mut TaskContext<'_>) -> Poll<Polled> {
        let mut state = self.lock();
        if let Phase::Draining { since } = state.phase
            && since.elapsed() >= LONGEST_DRAIN
        {
            self.hand_back(&mut state);
            state.finish();
        }
        let draining = matches!(state.phase, Phase::Draining { .. });
        let Some(subscription) = &mut state.subscription else {
            return Poll::Ready(Polled::Over);
        };
        let mut polled = subscription.as_mut().poll_next(cx);
        if draining && polled.is_pending() {
            // Not limited by the task's budget: messages that have arrived would be dropped.
            let next = poll_fn(|cx| subscription.as_mut().poll_next(cx));
            if let Some(next) = unconstrained(next).now_or_never() {
                polled = Poll::Ready(next);
            }
        }
        match polled {
            Poll::Ready(Some(incoming)) => Poll::Ready(Polled::Incoming(incoming)),
            Poll::Ready(None) => Poll::Ready(Polled::Closed),
            Poll::Pending if draining => {
                state.finish();
                Poll::Ready(Polled::Over)
            }
            Poll::Pending => {
                state.read_by(cx);
                Poll::Pending
            }
        }
    }

    /// Ready once the messages are to end.
    pub(super) fn poll_ending(&self, cx: &TaskContext<'_>) -> Poll<()> {
        let mut state = self.lock();
        match state.phase {
            Phase::Running => {
                state.read_by(cx);
                Poll::Pending
            }
            _ => Poll::Ready(()),
        }
    }

    pub(super) fn is_over(&self) -> bool {
        self.lock().phase == Phase::Over
    }

    pub(super) fn is_drained(&self) -> bool {
        self.lock().drained
    }

    /// Reads from another subscription, unless the messages have ended.
    pub(super) fn replace(&self, subscription: Subscription) {
        let mut state = self.lock();
        if state.phase != Phase::Over {
            state.subscription = Some(subscription);
        }
    }

    pub(super) fn finish(&self) {
        self.lock().finish();
    }

    /// Negatively acknowledges the messages that have arrived.
    fn hand_back(&self, state: &mut State) {
        let Some(subscription) = &mut state.subscription else {
            return;
        };
        while let Some(Some(incoming)) =
            unconstrained(poll_fn(|cx| subscription.as_mut().poll_next(cx))).now_or_never()
        {
            if let Some(reply) = incoming.reply.filter(|it| self.acks && is_ack_subject(it)) {
                // If the connection has no capacity, the server redelivers after `ack_wait`.
                self.context
                    .try_publish_ack(&reply, Bytes::from_static(NAK));
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn read_by(&mut self, cx: &TaskContext<'_>) {
        match &mut self.reader {
            Some(waker) => waker.clone_from(cx.waker()),
            None => self.reader = Some(cx.waker().clone()),
        }
    }

    fn finish(&mut self) {
        self.drained |= matches!(self.phase, Phase::Draining { .. });
        self.phase = Phase::Over;
        self.subscription = None;
        self.wake();
        self.waiting.drain(..).for_each(Waker::wake);
    }

    fn wake(&mut self) {
        if let Some(reader) = self.reader.take() {
            reader.wake();
        }
    }
}

impl Closing for Subscribed {
    fn stop(&self) {
        let mut state = self.lock();
        if state.phase != Phase::Over {
            // Not drained, even if a drain was started.
            state.phase = Phase::Running;
            state.finish();
        }
    }

    fn drain(&self) {
        let mut state = self.lock();
        if state.phase == Phase::Running {
            let since = Instant::now();
            state.phase = Phase::Draining { since };
            state.wake();
        }
    }

    fn drain_nak(&self) {
        let mut state = self.lock();
        if state.phase != Phase::Over {
            state.phase = Phase::Running;
            self.hand_back(&mut state);
            state.finish();
        }
    }

    fn phase(&self) -> Phase {
        self.lock().phase
    }

    fn poll_closed(&self, cx: &mut TaskContext<'_>) -> Poll<()> {
        let mut state = self.lock();
        if state.phase == Phase::Over {
            return Poll::Ready(());
        }
        if !state.waiting.iter().any(|it| it.will_wake(cx.waker())) {
            state.waiting.push(cx.waker().clone());
        }
        Poll::Pending
    }
}
