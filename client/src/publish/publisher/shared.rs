//! State that a publisher shares with its acknowledgements, sweeper and inbox.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_nats::Subject;
use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::task::AbortHandle;
use tokio::time::Instant;

use super::super::in_flight::Completed;
use super::super::message::PublishMessage;
use super::super::no_responders::Cause;
use super::outcomes::Outcome;
use super::state::{State, Ticket, Told};
use crate::api::context::Context;
use crate::protocol::retry::PublishOptions;

pub(super) struct Shared {
    pub(super) state: Mutex<State>,
    pub(super) sweeper: Mutex<Option<AbortHandle>>,
    /// Runtime of the sweepers.
    pub(super) runtime: Handle,
    /// Subject of a message without responders, for the sweeper.
    pub(super) unanswered: Mutex<Option<Subject>>,
    pub(super) no_responders: Notify,
    pub(super) context: Context,
    pub(super) options: PublishOptions,
    pub(super) message_ids: bool,
}

impl Shared {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    /// Withdraws a message that was accepted and not sent.
    pub(super) fn withdraw(&self, at: usize) -> Option<PublishMessage> {
        let mut state = self.lock();
        let (message, ticket) = state.in_flight.withdraw(at)?;
        state.stats.accepted -= 1;
        let outcome = Outcome::Withdrawn;
        state
            .outcomes
            .complete(ticket.place, outcome, &mut Vec::new());
        state.admission.release(ticket.room);
        Some(message)
    }

    /// Notifies the sweeper of a message without responders.
    pub(super) fn no_responders(&self, subject: Subject) {
        *lock(&self.unanswered) = Some(subject);
        self.no_responders.notify_one();
    }

    /// Fails all messages in flight, and accepts no more: no replies will arrive.
    pub(super) fn close(&self) {
        self.complete(|state| {
            state.closed = true;
            state
                .in_flight
                .give_up("the connection was closed", Instant::now())
        });
    }

    /// Fails messages without responders; returns whether there were any.
    pub(super) fn unanswered(&self, subject: &Subject, cause: &Cause) -> bool {
        let acknowledged = self.context.publishes().acknowledged();
        let now = Instant::now();
        self.complete(|state| {
            state
                .in_flight
                .unanswered(subject, cause, acknowledged, now)
        }) > 0
    }

    /// Completes messages, and returns their number.
    pub(super) fn complete(&self, of: impl FnOnce(&mut State) -> Vec<Completed<Ticket>>) -> usize {
        let mut told = Told::default();
        let mut state = self.lock();
        let mut completed = of(&mut state);
        let count = completed.len();
        let streams = acknowledged(&completed);
        state.complete(&mut completed, &mut told);
        drop(state);
        told.wake();
        for stream in streams {
            self.context.publishes().acknowledge(&stream);
        }
        count
    }
}

/// Returns the streams that acknowledged messages.
pub(super) fn acknowledged(completed: &[Completed<Ticket>]) -> Vec<String> {
    let acks = completed.iter().filter_map(|it| it.result.as_ref().ok());
    acks.map(|ack| ack.stream.clone()).collect()
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
