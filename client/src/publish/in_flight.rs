//! Messages in flight: matches replies to messages, and decides what to send.
//!
//! A state machine without clock or socket: from the time and the connection it determines
//! what to send and what is completed.

mod sweep;

use std::time::Duration;

use async_nats::Subject;
use async_nats::message::OutboundMessage;
use jsapi::PubAck;
use tokio::time::Instant;

use super::ack;
use super::message::PublishMessage;
use super::no_responders::Cause;
use super::window::Windows;
use crate::connection::transport::{Connection, Incoming};
use crate::error::transport::{Reason, TransportError};
use crate::error::{Error, Result};
use crate::protocol::retry::Window;
use crate::protocol::retry::{Attempts, Next, PublishOptions, Resend};

/// Time after a reconnect for which replies to earlier messages may still arrive.
///
/// After a reconnect the client sends messages that it had not sent yet.
const GRACE: Duration = Duration::from_millis(250);

/// Number of slots kept while no message is in flight.
const KEPT: usize = 4;

/// The messages in flight, in a bounded number of slots.
///
/// Slots are created on demand. Each has a reply subject, `{inbox}{token}`, which its
/// messages use one after the other: servers look up known subjects faster. The last freed
/// slot is used next, so few subjects and little memory are in use.
///
/// A token is retired, and the slot takes the next one, if a second reply may arrive for it:
/// after a message was sent again, or failed before its reply. A late reply then matches no
/// token, so it is never taken for the reply to another message. There is no other
/// protection against that.
pub(super) struct InFlight<D> {
    inbox: String,
    slots: Vec<Slot<D>>,
    /// The last freed slot is used next.
    free: Vec<usize>,
    /// Maximum number of slots.
    most: usize,
    /// Maximum number of retirements that slots created later may have had.
    retired: u64,
    options: PublishOptions,
}

struct Slot<D> {
    token: u64,
    reply: Subject,
    in_flight: Option<InFlightPublish<D>>,
}

struct InFlightPublish<D> {
    message: PublishMessage,
    attempts: Attempts,
    state: State,
    /// Time of acceptance; `None` until the first sweep. Most messages are acknowledged before
    /// that, and need no clock.
    begun: Option<Instant>,
    /// Number of the message among all accepted ones.
    number: u64,
    /// Token of the first attempt: replies to it and to later attempts count.
    first_token: u64,
    /// Data of the owner.
    done: D,
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// To be sent as soon as the connection has capacity.
    Unsent,
    /// Being sent; the connection has no capacity at the moment.
    Sending,
    /// Sent, over this connection.
    Waiting {
        /// `None` until the first sweep.
        sent: Option<Instant>,
        connection: Connection,
        /// Time of the reconnect since then.
        lost: Option<Instant>,
    },
    /// To be sent at this time.
    BackingOff(Instant),
}

/// A message and its outcome.
pub(super) struct Completed<D> {
    pub(super) number: u64,
    pub(super) message: PublishMessage,
    pub(super) result: Result<PubAck>,
    pub(super) done: D,
}

/// Actions after a sweep.
pub(super) struct Due<D> {
    pub(super) completed: Vec<Completed<D>>,
    /// Slots of messages to send, in the order of acceptance.
    pub(super) send: Vec<usize>,
    /// Subject whose duplicate window is required before sending a message again.
    pub(super) window: Option<Subject>,
}

impl<D> Default for Due<D> {
    fn default() -> Self {
        Self {
            completed: Vec::new(),
            send: Vec::new(),
            window: None,
        }
    }
}

impl<D: Copy> InFlight<D> {
    /// Creates at most `most` slots, with reply subjects below `inbox`.
    pub(super) fn new(inbox: String, most: usize, options: PublishOptions) -> Self {
        Self {
            slots: Vec::new(),
            free: Vec::new(),
            most,
            retired: 0,
            inbox,
            options,
        }
    }

    /// Returns the number of messages in flight.
    pub(super) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// Assigns a slot to a message, unless all are in use.
    ///
    /// Without a time, the next sweep sets the time of acceptance.
    #[inline]
    pub(super) fn accept(
        &mut self,
        message: PublishMessage,
        number: u64,
        done: D,
        begun: Option<Instant>,
    ) -> Option<usize> {
        let at = match self.free.pop() {
            Some(at) => at,
            None => self.create()?,
        };
        let slot = self.slots.get_mut(at)?;
        slot.in_flight = Some(InFlightPublish {
            attempts: Attempts::new(message.has_message_id()),
            message,
            state: State::Unsent,
            begun,
            number,
            first_token: slot.token,
            done,
        });
        Some(at)
    }

    /// Creates a slot; `None` at the maximum.
    fn create(&mut self) -> Option<usize> {
        let at = self.slots.len();
        if at >= self.most {
            return None;
        }
        let token = at as u64 + self.retired * self.most as u64;
        self.slots.push(Slot {
            token,
            reply: reply_subject(&self.inbox, token),
            in_flight: None,
        });
        Some(at)
    }

    /// Frees the memory of most slots if no message is in flight.
    ///
    /// Later slots use their tokens again, unless retired.
    pub(super) fn shrink(&mut self) {
        if self.len() > 0 || self.slots.len() <= KEPT {
            return;
        }
        let dropped = self.slots.drain(KEPT..);
        let retired = dropped.map(|slot| slot.token / self.most as u64).max();
        self.retired = self.retired.max(retired.unwrap_or(0));
        self.slots.shrink_to_fit();
        self.free = (0..KEPT).rev().collect();
    }

    /// Returns the message of a slot, and marks it as sent over this connection.
    ///
    /// Without a time, the next sweep sets the time of sending.
    #[inline]
    pub(super) fn send(
        &mut self,
        at: usize,
        now: Option<Instant>,
        connection: Connection,
    ) -> Option<OutboundMessage> {
        let most = self.most as u64;
        let slot = self.slots.get_mut(at)?;
        if slot.in_flight.as_ref()?.attempts.made() > 0 {
            slot.retire(most, &self.inbox);
        }
        let in_flight = slot.in_flight.as_mut()?;
        in_flight.state = State::Waiting {
            sent: now,
            connection,
            lost: None,
        };
        Some(in_flight.message.outbound(slot.reply.clone()))
    }

    /// Marks the message of a slot as being sent, if it could not be sent at once.
    ///
    /// Sweeps ignore it until [`handed_over`](Self::handed_over).
    pub(super) fn holding(&mut self, at: usize) -> Option<OutboundMessage> {
        let slot = self.slots.get_mut(at)?;
        let in_flight = slot.in_flight.as_mut()?;
        in_flight.state = State::Sending;
        Some(in_flight.message.outbound(slot.reply.clone()))
    }

    /// Marks the message of a slot as sent.
    pub(super) fn handed_over(&mut self, at: usize, now: Instant, connection: Connection) {
        let Some(in_flight) = self
            .slots
            .get_mut(at)
            .and_then(|slot| slot.in_flight.as_mut())
        else {
            return;
        };
        // The reply may have arrived first.
        if matches!(in_flight.state, State::Sending) {
            in_flight.state = State::Waiting {
                sent: Some(now),
                connection,
                lost: None,
            };
        }
    }

    /// Makes the message of a slot due again: the connection had no capacity.
    pub(super) fn put_back(&mut self, at: usize) {
        if let Some(in_flight) = self
            .slots
            .get_mut(at)
            .and_then(|slot| slot.in_flight.as_mut())
        {
            in_flight.state = State::Unsent;
        }
    }

    /// Handles a message that the connection refused permanently.
    pub(super) fn refused(
        &mut self,
        at: usize,
        refused: TransportError,
        now: Instant,
    ) -> Option<Completed<D>> {
        let in_flight = self.take(at, false)?;
        let operation = in_flight.message.subject().to_string();
        let error = Error::transport(operation, refused, self.options.timeout);
        // Earlier attempts may be stored.
        let error = in_flight.last_word(error, now);
        Some(in_flight.completed(Err(error)))
    }

    /// Takes a message out of its slot, in any state.
    pub(super) fn withdraw(&mut self, at: usize) -> Option<(PublishMessage, D)> {
        let in_flight = self.take(at, false)?;
        Some((in_flight.message, in_flight.done))
    }

    /// Completes a stored message that was sent once, by its token.
    ///
    /// `None`: use [`answer`](Self::answer).
    #[inline]
    pub(super) fn stored(&mut self, token: u64) -> Option<D> {
        let at = self.slot_of(token)?;
        let slot = self.slots.get_mut(at)?;
        let in_flight = slot.in_flight.as_ref()?;
        if slot.token != token || in_flight.first_token != token || in_flight.attempts.made() > 0 {
            return None;
        }
        let done = in_flight.done;
        // In place, because moving it is expensive.
        slot.in_flight = None;
        // Its only reply arrived, so the subject can be used again.
        self.free.push(at);
        Some(done)
    }

    /// Handles a reply; `None` if its message is not completed, or not in flight.
    ///
    /// Sets `unanswered` to the subject of a message without responders.
    pub(super) fn answer(
        &mut self,
        reply: Incoming,
        now: Instant,
        unanswered: &mut Option<Subject>,
    ) -> Option<Completed<D>> {
        let token = self.token(&reply.subject)?;
        let slot = self.slots.get(self.slot_of(token)?)?;
        let in_flight = slot.in_flight.as_ref()?;
        let result = ack::read(in_flight.message.subject(), reply);
        self.answered(token, result, now, unanswered)
    }

    /// Handles a decoded reply, like [`answer`](Self::answer).
    pub(super) fn answered(
        &mut self,
        token: u64,
        result: Result<PubAck>,
        now: Instant,
        unanswered: &mut Option<Subject>,
    ) -> Option<Completed<D>> {
        let at = self.slot_of(token)?;
        let slot = self.slots.get_mut(at)?;
        let latest = slot.token;
        let in_flight = slot.in_flight.as_mut()?;
        if token < in_flight.first_token || token > latest {
            return None;
        }
        match result {
            Ok(ack) => {
                // One reply to one message: the subject can be used again.
                let clean = in_flight.attempts.made() == 0 && latest == in_flight.first_token;
                Some(self.take(at, clean)?.completed(Ok(ack)))
            }
            // The reply to an earlier attempt is not final.
            Err(_) if token != latest => None,
            Err(error) => {
                let State::Waiting { sent, .. } = in_flight.state else {
                    return None;
                };
                if matches!(error, Error::NoResponders { .. }) {
                    *unanswered = Some(in_flight.message.subject().clone());
                }
                match in_flight.failed(error, sent.unwrap_or(now), now, &self.options) {
                    None => None,
                    Some(error) => Some(self.take(at, true)?.completed(Err(error))),
                }
            }
        }
    }

    /// Returns the token of a reply subject.
    fn token(&self, subject: &str) -> Option<u64> {
        subject.strip_prefix(self.inbox.as_str())?.parse().ok()
    }

    fn slot_of(&self, token: u64) -> Option<usize> {
        match token < self.most as u64 {
            true => usize::try_from(token).ok(),
            false => usize::try_from(token.checked_rem(self.most as u64)?).ok(),
        }
    }

    /// Frees a slot; `clean`: no further reply can arrive at its reply subject.
    fn take(&mut self, at: usize, clean: bool) -> Option<InFlightPublish<D>> {
        let most = self.most as u64;
        let slot = self.slots.get_mut(at)?;
        let in_flight = slot.in_flight.take()?;
        let repeated = slot.token != in_flight.first_token;
        let never_sent = matches!(in_flight.state, State::Unsent) && !repeated;
        if !never_sent && (!clean || repeated) {
            slot.retire(most, &self.inbox);
        }
        self.free.push(at);
        Some(in_flight)
    }
}

impl<D> Slot<D> {
    /// Retires the token and takes the next one.
    fn retire(&mut self, most: u64, inbox: &str) {
        self.token += most;
        self.reply = reply_subject(inbox, self.token);
    }
}

fn reply_subject(inbox: &str, token: u64) -> Subject {
    Subject::from(format!("{inbox}{token}"))
}

impl<D> InFlightPublish<D> {
    /// Handles a failed attempt; returns the error if it was the last.
    fn failed(
        &mut self,
        error: Error,
        sent: Instant,
        now: Instant,
        options: &PublishOptions,
    ) -> Option<Error> {
        let begun = self.begun.unwrap_or(sent);
        match self
            .attempts
            .failed(error, sent - begun, now - begun, options)
        {
            Next::Again(pause) => {
                self.state = State::BackingOff(now + pause);
                None
            }
            Next::Fail(error) => Some(error),
        }
    }

    fn last_word(&self, error: Error, now: Instant) -> Error {
        self.attempts.last_word(error, self.age(now))
    }

    /// Returns the time since acceptance.
    fn age(&self, now: Instant) -> Duration {
        self.begun.map_or(Duration::ZERO, |begun| now - begun)
    }

    /// Decides whether the message may be sent again now.
    fn resend(&self, options: &PublishOptions, windows: &Windows, now: Instant) -> Resend {
        let subject = self.message.subject();
        let window = match self.attempts.in_doubt() && options.duplicate_window.is_none() {
            true => windows.of(subject, now),
            false => Window::Unknown,
        };
        self.attempts
            .resend(subject, self.age(now), options, window)
    }

    fn never_sent(&self, timeout: Duration) -> Error {
        Error::NotSent {
            operation: self.message.subject().to_string().into(),
            source: Reason::boxed(format!("not sent within {timeout:?}")),
        }
    }

    fn completed(self, result: Result<PubAck>) -> Completed<D> {
        Completed {
            number: self.number,
            message: self.message,
            result,
            done: self.done,
        }
    }
}

#[cfg(test)]
mod tests;
