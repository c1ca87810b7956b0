//! Messages in flight: which answer belongs to which, and what is due.
//!
//! Knows neither clock nor socket: told the time and the connection, it says
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

/// How long after a new connection the answer to what was sent before it may
/// still come: a client sends then what it had not sent yet.
const GRACE: Duration = Duration::from_millis(250);

/// How many slots are kept while no message is in flight.
const KEPT: usize = 4;

/// The messages in flight, in a bounded number of slots.
///
/// Slots are created when they are first needed. Each has a reply subject,
/// `{inbox}{token}`, which one message after the other uses: servers look up
/// subjects faster that they have seen before. The slot that was freed last is used
/// next, so that few subjects and little memory are used again and again.
///
/// A token is retired, and the slot takes the next one, when a second answer may
/// come to it: when a message was sent again, or was given up before its answer
/// came. A late answer then matches no token, and is never taken for that of another
/// message. Nothing else guards against that.
pub(super) struct InFlight<D> {
    inbox: String,
    slots: Vec<Slot<D>>,
    /// The slot that was freed last is used next.
    free: Vec<usize>,
    /// The maximum number of slots.
    most: usize,
    /// How often the tokens of slots that are yet to be created may have been retired.
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
    /// When it was accepted; `None` until the first sweep. Most are acknowledged before
    /// that, and need no clock.
    begun: Option<Instant>,
    /// The number of the message among all that were accepted.
    number: u64,
    /// The token of its first attempt: answers to that and to later ones count.
    first_token: u64,
    /// What the owner keeps with it.
    done: D,
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// To be sent as soon as there is a connection with room for it.
    Unsent,
    /// On its way to the connection, which has no room at the moment.
    Sending,
    /// Sent, over this connection.
    Waiting {
        /// `None` until the first sweep.
        sent: Option<Instant>,
        connection: Connection,
        /// Since when there is another connection.
        lost: Option<Instant>,
    },
    /// To be sent at this time.
    BackingOff(Instant),
}

/// A message and what became of it.
pub(super) struct Completed<D> {
    pub(super) number: u64,
    pub(super) message: PublishMessage,
    pub(super) result: Result<PubAck>,
    pub(super) done: D,
}

/// What is to be done after a look at everything.
pub(super) struct Due<D> {
    pub(super) completed: Vec<Completed<D>>,
    /// The slots of messages to be sent, in the order they were accepted in.
    pub(super) send: Vec<usize>,
    /// A subject whose duplicate window has to be known before a message is sent
    /// again.
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
    /// At most `most` slots, whose answers come to subjects that begin with `inbox`.
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

    /// The number of messages in flight.
    pub(super) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// Gives a message a slot, unless all are taken.
    ///
    /// Without a time it is accepted at the time of the next sweep.
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

    /// Creates a slot; `None` if there are as many as there may be.
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
    /// Their tokens are used again by later slots, unless they were retired.
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

    /// What to send for a slot, from now on as sent over this connection.
    ///
    /// Without a time it is sent at the time of the next sweep.
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

    /// The message of a slot could not be handed over at once.
    ///
    /// It is handed over by who knows, and not looked after until
    /// [`handed_over`](Self::handed_over).
    pub(super) fn holding(&mut self, at: usize) -> Option<OutboundMessage> {
        let slot = self.slots.get_mut(at)?;
        let in_flight = slot.in_flight.as_mut()?;
        in_flight.state = State::Sending;
        Some(in_flight.message.outbound(slot.reply.clone()))
    }

    /// The message of a slot was handed over after all.
    pub(super) fn handed_over(&mut self, at: usize, now: Instant, connection: Connection) {
        let Some(in_flight) = self
            .slots
            .get_mut(at)
            .and_then(|slot| slot.in_flight.as_mut())
        else {
            return;
        };
        // The answer may have been faster.
        if matches!(in_flight.state, State::Sending) {
            in_flight.state = State::Waiting {
                sent: Some(now),
                connection,
                lost: None,
            };
        }
    }

    /// The message of a slot was to be sent, and the connection had no room for it:
    /// it is due again.
    pub(super) fn put_back(&mut self, at: usize) {
        if let Some(in_flight) = self
            .slots
            .get_mut(at)
            .and_then(|slot| slot.in_flight.as_mut())
        {
            in_flight.state = State::Unsent;
        }
    }

    /// The connection did not take the message of a slot, and never will.
    pub(super) fn refused(
        &mut self,
        at: usize,
        refused: TransportError,
        now: Instant,
    ) -> Option<Completed<D>> {
        let in_flight = self.take(at, false)?;
        let operation = in_flight.message.subject().to_string();
        let error = Error::transport(operation, refused, self.options.timeout);
        // What was sent before may be stored.
        let error = in_flight.last_word(error, now);
        Some(in_flight.completed(Err(error)))
    }

    /// Takes a message out of its slot, in any state.
    pub(super) fn withdraw(&mut self, at: usize) -> Option<(PublishMessage, D)> {
        let in_flight = self.take(at, false)?;
        Some((in_flight.message, in_flight.done))
    }

    /// The message with this token is stored, and was sent once: drops it.
    ///
    /// `None` leaves the acknowledgement to [`answer`](Self::answer).
    #[inline]
    pub(super) fn stored(&mut self, token: u64) -> Option<D> {
        let at = self.slot_of(token)?;
        let slot = self.slots.get_mut(at)?;
        let in_flight = slot.in_flight.as_ref()?;
        if slot.token != token || in_flight.first_token != token || in_flight.attempts.made() > 0 {
            return None;
        }
        let done = in_flight.done;
        // In place: it is large to move.
        slot.in_flight = None;
        // One answer came, and no other will: the subject is used again.
        self.free.push(at);
        Some(done)
    }

    /// What any answer says; `None` if its message is not completed, or not in flight.
    ///
    /// The subject of a message that had no responders goes to `unanswered`.
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

    /// As [`answer`](Self::answer), for an answer that was read.
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
                // One answer for one message: the subject is used again.
                let clean = in_flight.attempts.made() == 0 && latest == in_flight.first_token;
                Some(self.take(at, clean)?.completed(Ok(ack)))
            }
            // What is said of an earlier attempt is not the last word.
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

    /// The token in a reply subject.
    fn token(&self, subject: &str) -> Option<u64> {
        subject.strip_prefix(self.inbox.as_str())?.parse().ok()
    }

    fn slot_of(&self, token: u64) -> Option<usize> {
        match token < self.most as u64 {
            true => usize::try_from(token).ok(),
            false => usize::try_from(token.checked_rem(self.most as u64)?).ok(),
        }
    }

    /// Frees a slot; `clean` when nothing more can come to its reply subject.
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
    /// Takes the next token: answers to this one are no longer wanted.
    fn retire(&mut self, most: u64, inbox: &str) {
        self.token += most;
        self.reply = reply_subject(inbox, self.token);
    }
}

fn reply_subject(inbox: &str, token: u64) -> Subject {
    Subject::from(format!("{inbox}{token}"))
}

impl<D> InFlightPublish<D> {
    /// An attempt failed; gives the error when that was the last.
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

    /// How long ago it was accepted.
    fn age(&self, now: Instant) -> Duration {
        self.begun.map_or(Duration::ZERO, |begun| now - begun)
    }

    /// Whether it may be sent at this time.
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
            source: Reason::boxed(format!("no connection took it in {timeout:?}")),
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
