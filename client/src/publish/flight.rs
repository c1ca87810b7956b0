//! What is under way: which answer belongs to which message, and what is due.
//!
//! Knows neither clock nor socket: told the time and the connection, it says
//! what to send and what is settled.

use std::time::Duration;

use async_nats::Subject;
use async_nats::message::OutboundMessage;
use jsapi::PubAck;
use tokio::time::Instant;

use super::ack;
use super::message::OutgoingMessage;
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
/// `{inbox}.{token}`, which one message after the other uses: servers look up
/// subjects faster that they have seen before. The slot that was freed last is used
/// next, so that few subjects and little memory are used again and again.
///
/// A token is retired, and the slot takes the next one, when a second answer may
/// come to it: when a message was sent again, or was given up before its answer
/// came. A late answer then matches no token, and is never taken for that of another
/// message. Nothing else guards against that.
pub(super) struct Flights<D> {
    inbox: String,
    slots: Vec<Slot<D>>,
    /// The slot that was freed last is used next.
    free: Vec<usize>,
    /// The maximum number of slots.
    most: usize,
    /// How often the tokens of slots that are yet to be created may have been retired.
    retired: u64,
    options: PublishOptions,
    /// The stream that answered last, and probably answers next.
    stream: String,
}

struct Slot<D> {
    token: u64,
    reply: Subject,
    flight: Option<Flight<D>>,
}

struct Flight<D> {
    message: OutgoingMessage,
    attempts: Attempts,
    state: State,
    begun: Instant,
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
    /// Sent, over this connection; `until` then the answer is waited for.
    Waiting {
        sent: Instant,
        until: Instant,
        connection: Connection,
        /// Since when there is another connection.
        lost: Option<Instant>,
    },
    /// To be sent at this time.
    BackingOff(Instant),
}

/// A message and what became of it.
pub(super) struct Settled<D> {
    pub(super) number: u64,
    pub(super) message: OutgoingMessage,
    pub(super) result: Result<PubAck>,
    pub(super) done: D,
}

/// What is to be done after a look at everything.
pub(super) struct Due<D> {
    pub(super) settled: Vec<Settled<D>>,
    /// The slots of messages to be sent, in the order they were accepted in.
    pub(super) send: Vec<usize>,
    /// A subject whose duplicate window has to be known before a message is sent
    /// again.
    pub(super) window: Option<Subject>,
}

impl<D> Default for Due<D> {
    fn default() -> Self {
        Self {
            settled: Vec::new(),
            send: Vec::new(),
            window: None,
        }
    }
}

impl<D> Flights<D> {
    /// At most `most` slots, whose answers come to subjects below this inbox.
    pub(super) fn new(inbox: String, most: usize, options: PublishOptions) -> Self {
        Self {
            slots: Vec::new(),
            free: Vec::new(),
            most,
            retired: 0,
            inbox,
            options,
            stream: String::new(),
        }
    }

    /// How many messages are under way.
    pub(super) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// Takes a message in and gives its slot; `None` when all are taken.
    #[inline]
    pub(super) fn accept(
        &mut self,
        message: OutgoingMessage,
        number: u64,
        done: D,
        begun: Instant,
    ) -> Option<usize> {
        let at = match self.free.pop() {
            Some(at) => at,
            None => self.create()?,
        };
        let slot = self.slots.get_mut(at)?;
        slot.flight = Some(Flight {
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
            flight: None,
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
    #[inline]
    pub(super) fn send(
        &mut self,
        at: usize,
        now: Instant,
        connection: Connection,
    ) -> Option<OutboundMessage> {
        let most = self.most as u64;
        let slot = self.slots.get_mut(at)?;
        if slot.flight.as_ref()?.attempts.made() > 0 {
            slot.retire(most, &self.inbox);
        }
        let flight = slot.flight.as_mut()?;
        let left = match now == flight.begun {
            true => self.options.timeout,
            false => self.options.timeout.saturating_sub(now - flight.begun),
        };
        let patience = flight.attempts.patience(&self.options, left);
        flight.state = State::Waiting {
            sent: now,
            until: now + patience,
            connection,
            lost: None,
        };
        Some(flight.message.outbound(slot.reply.clone()))
    }

    /// The message of a slot could not be handed over at once.
    ///
    /// It is handed over by who knows, and not looked after until
    /// [`handed_over`](Self::handed_over).
    pub(super) fn holding(&mut self, at: usize) -> Option<OutboundMessage> {
        let slot = self.slots.get_mut(at)?;
        let flight = slot.flight.as_mut()?;
        flight.state = State::Sending;
        Some(flight.message.outbound(slot.reply.clone()))
    }

    /// The message of a slot was handed over after all.
    pub(super) fn handed_over(&mut self, at: usize, now: Instant, connection: Connection) {
        let Some(flight) = self.slots.get_mut(at).and_then(|slot| slot.flight.as_mut()) else {
            return;
        };
        // The answer may have been faster.
        if matches!(flight.state, State::Sending) {
            let left = self.options.timeout.saturating_sub(now - flight.begun);
            let patience = flight.attempts.patience(&self.options, left);
            let until = now + patience;
            flight.state = State::Waiting {
                sent: now,
                until,
                connection,
                lost: None,
            };
        }
    }

    /// The message of a slot was to be sent, and the connection had no room for it:
    /// it is due again.
    pub(super) fn put_back(&mut self, at: usize) {
        if let Some(flight) = self.slots.get_mut(at).and_then(|slot| slot.flight.as_mut()) {
            flight.state = State::Unsent;
        }
    }

    /// The connection did not take the message of a slot, and never will.
    pub(super) fn refused(
        &mut self,
        at: usize,
        refused: TransportError,
        now: Instant,
    ) -> Option<Settled<D>> {
        let flight = self.take(at, false)?;
        let verb = flight.message.subject().to_string();
        let error = Error::transport(verb, refused, self.options.timeout);
        // What was sent before may be stored.
        let error = flight.last_word(error, now);
        Some(flight.settled(Err(error)))
    }

    /// Takes a message out of its slot, whatever it is waiting for.
    pub(super) fn withdraw(&mut self, at: usize) -> Option<(OutgoingMessage, D)> {
        let flight = self.take(at, false)?;
        Some((flight.message, flight.done))
    }

    /// Takes in an answer that is as nearly all are: the message is stored, and is
    /// of no interest any more.
    ///
    /// `None` leaves it to [`answer`](Self::answer).
    #[inline]
    pub(super) fn stored(&mut self, reply: &Incoming, to: &mut Vec<(D, PubAck)>) -> Option<()> {
        let (token, at) = self.token(&reply.subject)?;
        let slot = self.slots.get_mut(at)?;
        let flight = slot.flight.as_ref()?;
        if slot.token != token || flight.first_token != token || flight.attempts.made() > 0 {
            return None;
        }
        let ack = ack::good(reply, &self.stream)?;
        if self.stream != ack.stream {
            self.stream.clone_from(&ack.stream);
        }
        to.push((slot.flight.take()?.done, ack));
        // One answer came, and no other will: the subject is used again.
        self.free.push(at);
        Some(())
    }

    /// What any answer says; `None` while it is not settled, or for one that
    /// nobody waits for.
    ///
    /// The subject of a message that nobody answered for goes to `unanswered`.
    pub(super) fn answer(
        &mut self,
        reply: Incoming,
        now: Instant,
        unanswered: &mut Option<Subject>,
    ) -> Option<Settled<D>> {
        let (token, at) = self.token(&reply.subject)?;
        let slot = self.slots.get_mut(at)?;
        let latest = slot.token;
        let flight = slot.flight.as_mut()?;
        if token < flight.first_token || token > latest {
            return None;
        }
        match ack::read(flight.message.subject(), reply) {
            Ok(ack) => {
                // One answer for one message: the subject is used again.
                let clean = flight.attempts.made() == 0 && latest == flight.first_token;
                Some(self.take(at, clean)?.settled(Ok(ack)))
            }
            // What is said of an earlier attempt is not the last word.
            Err(_) if token != latest => None,
            Err(error) => {
                let State::Waiting { sent, .. } = flight.state else {
                    return None;
                };
                if matches!(error, Error::NoResponders { .. }) {
                    *unanswered = Some(flight.message.subject().clone());
                }
                match flight.failed(error, sent, now, &self.options) {
                    None => None,
                    Some(error) => Some(self.take(at, true)?.settled(Err(error))),
                }
            }
        }
    }

    /// The token in a reply subject, and its slot.
    fn token(&self, subject: &str) -> Option<(u64, usize)> {
        let token: u64 = subject
            .strip_prefix(self.inbox.as_str())?
            .strip_prefix('.')?
            .parse()
            .ok()?;
        let at = usize::try_from(token.checked_rem(self.most as u64)?).ok()?;
        Some((token, at))
    }

    /// Looks at everything: what timed out, what a connection took along, what is
    /// to be sent again.
    pub(super) fn sweep(
        &mut self,
        now: Instant,
        connection: Connection,
        windows: &Windows,
        due: &mut Due<D>,
    ) {
        for at in 0..self.slots.len() {
            let Some(flight) = self.slots.get_mut(at).and_then(|slot| slot.flight.as_mut()) else {
                continue;
            };
            let over = now - flight.begun >= self.options.timeout;
            let failure = match &mut flight.state {
                State::Sending => None,
                State::Unsent | State::BackingOff(_) if over => {
                    let error = flight.never_sent(self.options.timeout);
                    Some(match flight.resend(&self.options, windows, now) {
                        Resend::Never(error) if connection.connected => error,
                        _ => flight.last_word(error, now),
                    })
                }
                State::BackingOff(until) if now < *until => None,
                State::Unsent | State::BackingOff(_) if !connection.connected => None,
                State::Unsent | State::BackingOff(_) => {
                    match flight.resend(&self.options, windows, now) {
                        Resend::Now => {
                            due.send.push(at);
                            None
                        }
                        Resend::Ask => {
                            let subject = flight.message.subject();
                            due.window.get_or_insert_with(|| subject.clone());
                            None
                        }
                        Resend::Never(error) => Some(error),
                    }
                }
                State::Waiting {
                    sent,
                    until,
                    connection: over_this,
                    lost,
                } => {
                    let (sent, until) = (*sent, *until);
                    if connection != *over_this && lost.is_none() && connection.connected {
                        *lost = Some(now);
                    }
                    let gone = match *lost {
                        // It may be sent again, so nothing is lost by not waiting.
                        _ if flight.attempts.has_id() => connection != *over_this,
                        None => false,
                        Some(since) => now - since >= GRACE,
                    };
                    let verb = flight.message.subject().as_str();
                    let error = if over || now >= until {
                        let after = now - flight.begun;
                        Some(Error::TimedOut {
                            verb: verb.to_owned().into(),
                            after,
                        })
                    } else if gone {
                        Some(Error::Lost {
                            verb: verb.to_owned().into(),
                            source: None,
                        })
                    } else {
                        None
                    };
                    error.and_then(|error| flight.failed(error, sent, now, &self.options))
                }
            };
            if let Some(error) = failure
                && let Some(flight) = self.take(at, false)
            {
                due.settled.push(flight.settled(Err(error)));
            }
        }
        let number = |at: &usize| {
            self.slots
                .get(*at)
                .and_then(|slot| slot.flight.as_ref())
                .map(|flight| flight.number)
        };
        due.send.sort_by_key(number);
    }

    /// One may not publish to this subject: what was sent to it was dropped.
    pub(super) fn denied(&mut self, subject: &str, now: Instant) -> Vec<Settled<D>> {
        let mut settled = Vec::new();
        for at in 0..self.slots.len() {
            let Some(flight) = self.slots.get(at).and_then(|slot| slot.flight.as_ref()) else {
                continue;
            };
            let waiting = matches!(flight.state, State::Waiting { .. });
            if waiting && flight.message.subject().as_str() == subject {
                let verb = subject.to_owned().into();
                let error = flight.last_word(Error::Denied { verb }, now);
                settled.extend(
                    self.take(at, false)
                        .map(|flight| flight.settled(Err(error))),
                );
            }
        }
        settled
    }

    /// No server takes this subject, for this cause: gives up what waits in vain.
    pub(super) fn unanswered(
        &mut self,
        subject: &Subject,
        cause: &Cause,
        acknowledged: bool,
        now: Instant,
    ) -> Vec<Settled<D>> {
        let mut settled = Vec::new();
        for at in 0..self.slots.len() {
            let Some(flight) = self.slots.get(at).and_then(|slot| slot.flight.as_ref()) else {
                continue;
            };
            if flight.message.subject() == subject
                && matches!(flight.state, State::BackingOff(_))
                && let Some(error) = cause.gives_up(subject, flight.attempts.made(), acknowledged)
            {
                let error = flight.last_word(error, now);
                settled.extend(
                    self.take(at, false)
                        .map(|flight| flight.settled(Err(error))),
                );
            }
        }
        settled
    }

    /// Takes everything out, for this reason.
    pub(super) fn give_up(&mut self, why: &'static str, now: Instant) -> Vec<Settled<D>> {
        let mut settled = Vec::new();
        for at in 0..self.slots.len() {
            let Some(flight) = self.take(at, false) else {
                continue;
            };
            let verb = flight.message.subject().to_string().into();
            let source = Reason::boxed(why);
            let error = match flight.state {
                State::Waiting { .. } => Error::Lost {
                    verb,
                    source: Some(source),
                },
                _ => flight.last_word(Error::NotSent { verb, source }, now),
            };
            settled.push(flight.settled(Err(error)));
        }
        settled
    }

    /// Frees a slot; `clean` when nothing more can come to its reply subject.
    fn take(&mut self, at: usize, clean: bool) -> Option<Flight<D>> {
        let most = self.most as u64;
        let slot = self.slots.get_mut(at)?;
        let flight = slot.flight.take()?;
        let repeated = slot.token != flight.first_token;
        let never_sent = matches!(flight.state, State::Unsent) && !repeated;
        if !never_sent && (!clean || repeated) {
            slot.retire(most, &self.inbox);
        }
        self.free.push(at);
        Some(flight)
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
    Subject::from(format!("{inbox}.{token}"))
}

impl<D> Flight<D> {
    /// An attempt failed; gives the error when that was the last.
    fn failed(
        &mut self,
        error: Error,
        sent: Instant,
        now: Instant,
        options: &PublishOptions,
    ) -> Option<Error> {
        match self
            .attempts
            .failed(error, sent - self.begun, now - self.begun, options)
        {
            Next::Again(pause) => {
                self.state = State::BackingOff(now + pause);
                None
            }
            Next::Fail(error) => Some(error),
        }
    }

    fn last_word(&self, error: Error, now: Instant) -> Error {
        self.attempts.last_word(error, now - self.begun)
    }

    /// Whether it may be sent at this time.
    fn resend(&self, options: &PublishOptions, windows: &Windows, now: Instant) -> Resend {
        let subject = self.message.subject();
        let window = match self.attempts.in_doubt() && options.duplicate_window.is_none() {
            true => windows.of(subject, now),
            false => Window::Unknown,
        };
        self.attempts
            .resend(subject, now - self.begun, options, window)
    }

    fn never_sent(&self, timeout: Duration) -> Error {
        Error::NotSent {
            verb: self.message.subject().to_string().into(),
            source: Reason::boxed(format!("no connection took it in {timeout:?}")),
        }
    }

    fn settled(self, result: Result<PubAck>) -> Settled<D> {
        Settled {
            number: self.number,
            message: self.message,
            result,
            done: self.done,
        }
    }
}

#[cfg(test)]
mod tests;
