//! State that changes with every message of a publisher, under one lock.

use std::task::Waker;

use async_nats::message::OutboundMessage;
use tokio::time::Instant;

use super::super::in_flight::{Completed, InFlight};
use super::super::message::PublishMessage;
use super::admission::{Admission, Room};
use super::outcomes::{Outcome, Outcomes};
use super::unseen::Unseen;
use super::{FailedPublish, PublisherStats};
use crate::connection::transport::Connection;

/// State that changes with every message, under one lock.
pub(super) struct State {
    pub(super) in_flight: InFlight<Ticket>,
    pub(super) admission: Admission,
    pub(super) outcomes: Outcomes,
    pub(super) stats: PublisherStats,
    /// Number of numbered messages.
    pub(super) numbers: u64,
    pub(super) unseen: Unseen,
    /// Whether no more messages are accepted.
    pub(super) closed: bool,
    /// Whether there is a sweeper: a task that sweeps the messages in flight.
    pub(super) awake: bool,
}

/// Data of the publisher for a message in flight.
#[derive(Clone, Copy)]
pub(super) struct Ticket {
    /// Entry of its outcome.
    pub(super) place: u32,
    pub(super) room: Room,
}

/// A message with a slot.
pub(super) struct Accepted {
    pub(super) at: usize,
    pub(super) place: u32,
    pub(super) number: u64,
    /// The message to send now, if there is a connection.
    pub(super) outbound: Option<OutboundMessage>,
}

impl State {
    /// Assigns a slot to an admitted message.
    #[inline]
    pub(super) fn accept(
        &mut self,
        message: PublishMessage,
        room: Room,
        begun: Option<Instant>,
        connection: Connection,
    ) -> Accepted {
        let place = self.outcomes.open();
        let number = self.numbers;
        self.numbers += 1;
        self.stats.accepted += 1;
        // The message was admitted, so there is a slot.
        let ticket = Ticket { place, room };
        let at = self.in_flight.accept(message, number, ticket, begun);
        let at = at.unwrap_or(usize::MAX);
        let outbound = match connection.connected {
            true => self.in_flight.send(at, None, connection),
            false => None,
        };
        Accepted {
            at,
            place,
            number,
            outbound,
        }
    }

    /// Completes a stored message by its token; `None`: use the general path.
    #[inline]
    pub(super) fn stored(
        &mut self,
        token: u64,
        sequence: u64,
        like: u32,
        told: &mut Told,
    ) -> Option<()> {
        let ticket = self.in_flight.stored(token)?;
        told.messages += 1;
        told.bytes += ticket.room.bytes();
        let outcome = Outcome::Stored { sequence, like };
        self.outcomes
            .complete(ticket.place, outcome, &mut told.wakers);
        Some(())
    }

    /// Completes messages.
    pub(super) fn complete(&mut self, completed: &mut Vec<Completed<Ticket>>, told: &mut Told) {
        for Completed {
            number,
            message,
            result,
            done,
        } in completed.drain(..)
        {
            let outcome = match result {
                Ok(ack) => {
                    self.stats.acknowledged += 1;
                    Outcome::Acknowledged(Box::new(ack))
                }
                Err(error) => {
                    self.stats.failed += 1;
                    Outcome::Failed(Box::new(FailedPublish {
                        number,
                        message,
                        error,
                    }))
                }
            };
            let back = self
                .outcomes
                .complete(done.place, outcome, &mut told.wakers);
            if let Some(failed) = back {
                self.unseen.keep(*failed);
            }
            self.admission.release(done.room);
        }
    }
}

/// Actions after completing messages, partly without the lock.
#[derive(Default)]
pub(super) struct Told {
    /// Number of stored messages, and their bytes.
    pub(super) messages: usize,
    pub(super) bytes: usize,
    /// Tasks whose acknowledgements arrived, to be woken without the lock.
    pub(super) wakers: Vec<Waker>,
}

impl Told {
    /// Admits waiting messages.
    pub(super) fn make_room(&mut self, state: &mut State) {
        state.stats.acknowledged += self.messages as u64;
        let (messages, bytes) = (self.messages, self.bytes);
        (self.messages, self.bytes) = (0, 0);
        state.admission.release_many(messages, bytes);
    }

    pub(super) fn wake(&mut self) {
        self.wakers.drain(..).for_each(Waker::wake);
    }
}
