//! What is under way: which answer belongs to which message, and what is due.
//!
//! Knows neither clock nor socket: told the time and the connection, it says
//! what to send and what is settled.

use std::collections::VecDeque;
use std::time::Duration;

use async_nats::Subject;
use async_nats::message::OutboundMessage;
use jsapi::PubAck;
use tokio::time::Instant;

use super::ack;
use super::message::OutgoingMessage;
use super::retry::{Attempts, Next, PublishOptions};
use crate::error::{Error, Result};
use crate::transport::{Connection, Incoming, Reason};

/// How long after a new connection the answer to what was sent before it may
/// still come: a client sends then what it had not sent yet.
const GRACE: Duration = Duration::from_millis(250);

/// The messages under way, in a fixed number of slots.
///
/// Every slot has a reply subject of its own, `{inbox}.{token}`, which one message
/// after the other uses: servers look subjects up faster that they have seen
/// before. A subject is given up, and the slot takes the next one, when more than
/// one answer may come to it: when a message was sent again, or was given up
/// before its answer came. A late answer then finds nobody, and is never taken
/// for that of another message.
pub(super) struct Flights<D> {
    inbox: String,
    slots: Vec<Slot<D>>,
    /// The slot that was used longest ago is used next.
    free: VecDeque<usize>,
    options: PublishOptions,
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

/// What came of an answer.
pub(super) enum Answered<D> {
    /// Nothing yet: nobody waits for it, or it is to be tried again.
    Not,
    /// It is stored. The message is of no interest any more.
    Stored(D, PubAck),
    /// It failed, or is stored and said in an unusual way.
    Settled(Settled<D>),
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// To be sent as soon as there is a connection.
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
    pub(super) message: OutgoingMessage,
    pub(super) result: Result<PubAck>,
    pub(super) done: D,
}

/// What is to be done after a look at everything.
pub(super) struct Due<D> {
    pub(super) settled: Vec<Settled<D>>,
    /// The slots of messages to be sent, in the order they were accepted in.
    pub(super) send: Vec<usize>,
}

impl<D> Default for Due<D> {
    fn default() -> Self {
        Self {
            settled: Vec::new(),
            send: Vec::new(),
        }
    }
}

impl<D> Flights<D> {
    /// So many slots, answered below this inbox.
    pub(super) fn new(inbox: String, slots: usize, options: PublishOptions) -> Self {
        let slot = |at: usize| Slot {
            token: at as u64,
            reply: Subject::from(format!("{inbox}.{at}")),
            flight: None,
        };
        Self {
            slots: (0..slots).map(slot).collect(),
            free: (0..slots).collect(),
            inbox,
            options,
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
        let at = self.free.pop_front()?;
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

    /// What to send for a slot, from now on as sent over this connection.
    #[inline]
    pub(super) fn send(
        &mut self,
        at: usize,
        now: Instant,
        connection: Connection,
    ) -> Option<OutboundMessage> {
        let count = self.slots.len() as u64;
        let slot = self.slots.get_mut(at)?;
        let flight = slot.flight.as_mut()?;
        let sent_before = flight.attempts.made() > 0;
        if sent_before {
            slot.token += count;
            slot.reply = Subject::from(format!("{}.{}", self.inbox, slot.token));
        }
        let left = self.options.timeout.saturating_sub(now - flight.begun);
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

    /// Takes a message out of its slot, whatever it is waiting for.
    pub(super) fn withdraw(&mut self, at: usize) -> Option<(OutgoingMessage, D)> {
        let flight = self.take(at, false)?;
        Some((flight.message, flight.done))
    }

    /// An answer came to this reply subject.
    ///
    /// The subject of a message that nobody answered for goes to `unanswered`.
    pub(super) fn answer(
        &mut self,
        reply: Incoming,
        now: Instant,
        unanswered: &mut Option<Subject>,
    ) -> Answered<D> {
        let Some((token, at)) = self.token(&reply.subject) else {
            return Answered::Not;
        };
        if let Some(slot) = self.slots.get_mut(at)
            && slot.token == token
            && let Some(flight) = &slot.flight
            && flight.first_token == token
            && flight.attempts.made() == 0
            && let Some(ack) = ack::good(&reply)
            && let Some(Flight { done, .. }) = slot.flight.take()
        {
            // As nearly always: one answer, and the subject is used again.
            self.free.push_back(at);
            return Answered::Stored(done, ack);
        }
        match self.unusual(token, at, reply, now, unanswered) {
            Some(settled) => Answered::Settled(settled),
            None => Answered::Not,
        }
    }

    /// The token in a reply subject, and its slot.
    fn token(&self, subject: &str) -> Option<(u64, usize)> {
        let token: u64 = subject
            .strip_prefix(self.inbox.as_str())?
            .strip_prefix('.')?
            .parse()
            .ok()?;
        let at = usize::try_from(token % self.slots.len() as u64).ok()?;
        Some((token, at))
    }

    fn unusual(
        &mut self,
        token: u64,
        at: usize,
        reply: Incoming,
        now: Instant,
        unanswered: &mut Option<Subject>,
    ) -> Option<Settled<D>> {
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

    /// Looks at everything: what timed out, what a connection took along, what is
    /// to be sent again.
    pub(super) fn sweep(&mut self, now: Instant, connection: Connection, due: &mut Due<D>) {
        for at in 0..self.slots.len() {
            let Some(flight) = self.slots.get_mut(at).and_then(|slot| slot.flight.as_mut()) else {
                continue;
            };
            let over = now - flight.begun >= self.options.timeout;
            let failure = match &mut flight.state {
                State::Sending => None,
                State::Unsent | State::BackingOff(_) if over => {
                    let error = flight.never_sent(self.options.timeout);
                    Some(flight.attempts.last_word(error))
                }
                State::BackingOff(until) if now < *until => None,
                State::Unsent | State::BackingOff(_) if !connection.connected => None,
                State::Unsent | State::BackingOff(_) => {
                    let (subject, waited) = (flight.message.subject(), now - flight.begun);
                    let late = flight.attempts.too_late(subject, waited, &self.options);
                    if late.is_none() {
                        due.send.push(at);
                    }
                    late
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
    pub(super) fn denied(&mut self, subject: &str) -> Vec<Settled<D>> {
        let mut settled = Vec::new();
        for at in 0..self.slots.len() {
            let Some(flight) = self.slots.get(at).and_then(|slot| slot.flight.as_ref()) else {
                continue;
            };
            let waiting = matches!(flight.state, State::Waiting { .. });
            if waiting && flight.message.subject().as_str() == subject {
                let verb = subject.to_owned().into();
                let error = flight.attempts.last_word(Error::Denied { verb });
                settled.extend(
                    self.take(at, false)
                        .map(|flight| flight.settled(Err(error))),
                );
            }
        }
        settled
    }

    /// No stream takes this subject: what waits for one does so in vain.
    pub(super) fn no_stream(&mut self, subject: &Subject) -> Vec<Settled<D>> {
        let mut settled = Vec::new();
        for at in 0..self.slots.len() {
            let Some(flight) = self.slots.get(at).and_then(|slot| slot.flight.as_ref()) else {
                continue;
            };
            if flight.message.subject() == subject && matches!(flight.state, State::BackingOff(_)) {
                let verb = subject.to_string().into();
                let error = flight.attempts.last_word(Error::NoStream { verb });
                settled.extend(
                    self.take(at, false)
                        .map(|flight| flight.settled(Err(error))),
                );
            }
        }
        settled
    }

    /// Takes everything out, for this reason.
    pub(super) fn give_up(&mut self, why: &'static str) -> Vec<Settled<D>> {
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
                _ => flight.attempts.last_word(Error::NotSent { verb, source }),
            };
            settled.push(flight.settled(Err(error)));
        }
        settled
    }

    /// Frees a slot; `clean` when nothing more can come to its reply subject.
    fn take(&mut self, at: usize, clean: bool) -> Option<Flight<D>> {
        let count = self.slots.len() as u64;
        let slot = self.slots.get_mut(at)?;
        let flight = slot.flight.take()?;
        let repeated = slot.token != flight.first_token;
        let never_sent = matches!(flight.state, State::Unsent) && !repeated;
        if !never_sent && (!clean || repeated) {
            slot.token += count;
            slot.reply = Subject::from(format!("{}.{}", self.inbox, slot.token));
        }
        self.free.push_back(at);
        Some(flight)
    }
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

    fn never_sent(&self, timeout: Duration) -> Error {
        Error::NotSent {
            verb: self.message.subject().to_string().into(),
            source: Reason::boxed(format!("no connection in {timeout:?}")),
        }
    }

    fn settled(self, result: Result<PubAck>) -> Settled<D> {
        Settled {
            message: self.message,
            result,
            done: self.done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACK: &str = r#"{"stream":"S","seq":1}"#;

    fn settled(answered: Answered<u64>) -> Option<Settled<u64>> {
        match answered {
            Answered::Not => None,
            Answered::Settled(settled) => Some(settled),
            Answered::Stored(done, ack) => {
                let message = OutgoingMessage::new("a", "");
                Some(Settled {
                    message,
                    result: Ok(ack),
                    done,
                })
            }
        }
    }

    struct Bench {
        flights: Flights<u64>,
        begun: Instant,
        connection: Connection,
    }

    impl Bench {
        fn new(slots: usize) -> Self {
            Self {
                flights: Flights::new("_I".to_owned(), slots, PublishOptions::default()),
                begun: Instant::now(),
                connection: Connection::new(true, 1),
            }
        }

        fn at(&self, millis: u64) -> Instant {
            self.begun + Duration::from_millis(millis)
        }

        /// Accepts and sends a message, and gives its slot and reply subject.
        fn publish(&mut self, number: u64, id: bool, millis: u64) -> (usize, String) {
            let mut message = OutgoingMessage::new("a", "");
            if id {
                message = message.message_id(number.to_string());
            }
            let at = self
                .flights
                .accept(message, number, number, self.at(millis))
                .unwrap();
            (at, self.send(at, millis))
        }

        fn send(&mut self, at: usize, millis: u64) -> String {
            let sent = self
                .flights
                .send(at, self.at(millis), self.connection)
                .unwrap();
            sent.reply.unwrap().to_string()
        }

        fn answer(
            &mut self,
            reply: &str,
            payload: &'static str,
            millis: u64,
        ) -> Option<Settled<u64>> {
            let reply = Incoming::new(reply, payload);
            settled(self.flights.answer(reply, self.at(millis), &mut None))
        }

        fn nobody(&mut self, reply: &str, millis: u64) -> Option<Settled<u64>> {
            let mut reply = Incoming::new(reply, "");
            reply.status = Some(503);
            settled(self.flights.answer(reply, self.at(millis), &mut None))
        }

        fn sweep(&mut self, millis: u64) -> Due<u64> {
            let mut due = Due::default();
            self.flights
                .sweep(self.at(millis), self.connection, &mut due);
            due
        }
    }

    #[test]
    fn answers_find_their_messages_in_any_order() {
        let mut bench = Bench::new(3);
        let replies: Vec<_> = (0..3)
            .map(|number| bench.publish(number, false, 0).1)
            .collect();
        for number in [2, 0, 1] {
            let settled = bench.answer(&replies[number as usize], ACK, 1).unwrap();
            assert_eq!(settled.done, number);
            assert_eq!(settled.result.unwrap().seq, 1);
        }
        assert_eq!(bench.flights.len(), 0);
    }

    #[test]
    fn reply_subjects_are_used_again_in_turn() {
        let mut bench = Bench::new(2);
        let mut seen = Vec::new();
        for number in 0..6 {
            let (_, reply) = bench.publish(number, false, 0);
            assert!(bench.answer(&reply, ACK, 0).is_some());
            seen.push(reply);
        }
        assert_eq!(seen, ["_I.0", "_I.1", "_I.0", "_I.1", "_I.0", "_I.1"]);
    }

    #[test]
    fn a_late_answer_is_not_taken_for_that_of_another_message() {
        let mut bench = Bench::new(1);
        let (_, first) = bench.publish(0, false, 0);
        let due = bench.sweep(10_000);
        assert!(matches!(due.settled[0].result, Err(Error::TimedOut { .. })));
        let (_, second) = bench.publish(1, false, 10_001);
        assert_ne!(first, second);
        assert!(bench.answer(&first, ACK, 10_002).is_none());
        assert_eq!(bench.answer(&second, ACK, 10_003).unwrap().done, 1);
    }

    #[test]
    fn an_answer_to_an_earlier_attempt_of_the_same_message_counts_when_it_is_good() {
        let mut bench = Bench::new(1);
        let (at, first) = bench.publish(0, true, 0);
        assert_eq!(bench.sweep(2_500).send, Vec::<usize>::new());
        assert_eq!(bench.sweep(2_501).send, [at]);
        let second = bench.send(at, 2_501);
        assert_ne!(first, second);
        assert!(bench.nobody(&first, 2_502).is_none());
        assert!(bench.answer(&first, ACK, 2_503).unwrap().result.is_ok());
        // The answer to the second comes when another message is there.
        let (_, third) = bench.publish(1, true, 2_504);
        assert!(bench.answer(&second, ACK, 2_505).is_none());
        assert_eq!(bench.answer(&third, ACK, 2_506).unwrap().done, 1);
    }

    #[test]
    fn strange_answers_are_dropped() {
        let mut bench = Bench::new(2);
        let (_, reply) = bench.publish(0, false, 0);
        for strange in [
            "_I",
            "_I.",
            "_I.x",
            "_I.1",
            "_I.2",
            "_I.18446744073709551615",
            "_J.0",
            "_I.0.0",
            "_I.-1",
        ] {
            assert!(bench.answer(strange, ACK, 1).is_none(), "{strange}");
        }
        assert!(bench.answer(&reply, ACK, 1).is_some());
        assert!(bench.answer(&reply, ACK, 1).is_none());
    }

    #[test]
    fn without_a_leader_it_is_sent_again_after_the_back_off() {
        let mut bench = Bench::new(1);
        let (at, first) = bench.publish(0, false, 0);
        assert!(bench.nobody(&first, 1).is_none());
        assert!(bench.sweep(250).send.is_empty());
        assert_eq!(bench.sweep(377).send, [at]);
        let second = bench.send(at, 377);
        assert!(bench.answer(&second, ACK, 380).unwrap().result.is_ok());
    }

    #[test]
    fn a_lost_connection_has_messages_with_an_id_sent_again_in_order() {
        let mut bench = Bench::new(4);
        let sent: Vec<_> = (0..4)
            .map(|number| bench.publish(number, true, 0).0)
            .collect();
        bench.connection = Connection::new(false, 1);
        assert!(bench.sweep(300).send.is_empty());
        bench.connection = Connection::new(true, 2);
        assert_eq!(bench.sweep(600).send, sent);
    }

    #[test]
    fn a_lost_connection_settles_messages_without_an_id_right_after_the_next() {
        let mut bench = Bench::new(2);
        let (_, first) = bench.publish(0, false, 0);
        bench.publish(1, false, 0);
        bench.connection = Connection::new(false, 1);
        assert!(bench.sweep(300).settled.is_empty());
        bench.connection = Connection::new(true, 2);
        assert!(bench.sweep(600).settled.is_empty());
        // What the client sent only now is answered.
        assert!(bench.answer(&first, ACK, 700).unwrap().result.is_ok());
        let due = bench.sweep(850);
        assert_eq!(due.settled[0].done, 1);
        assert!(matches!(due.settled[0].result, Err(Error::Lost { .. })));
    }

    #[test]
    fn what_was_never_sent_is_known_not_to_be_stored() {
        let mut bench = Bench::new(1);
        bench.connection = Connection::new(false, 0);
        let message = OutgoingMessage::new("a", "");
        bench.flights.accept(message, 0, 0, bench.begun).unwrap();
        assert!(bench.sweep(9_999).settled.is_empty());
        let due = bench.sweep(10_000);
        let error = due.settled[0].result.as_ref().unwrap_err();
        assert!(matches!(error, Error::NotSent { .. }) && !error.may_have_applied());
    }

    #[test]
    fn what_is_waiting_for_room_is_left_to_who_waits() {
        let mut bench = Bench::new(1);
        let (at, reply) = bench.publish(0, true, 0);
        bench.flights.holding(at).unwrap();
        assert!(bench.sweep(60_000).settled.is_empty());
        bench
            .flights
            .handed_over(at, bench.at(1_000), bench.connection);
        assert!(bench.answer(&reply, ACK, 1_001).is_some());
        // The answer came first.
        bench
            .flights
            .handed_over(at, bench.at(1_002), bench.connection);
        assert_eq!(bench.flights.len(), 0);
    }

    #[test]
    fn giving_up_says_of_each_whether_it_may_be_stored() {
        let mut bench = Bench::new(2);
        bench.publish(0, false, 0);
        let unsent = OutgoingMessage::new("a", "");
        bench.flights.accept(unsent, 1, 1, bench.begun).unwrap();
        let settled = bench.flights.give_up("over");
        let open: Vec<_> = settled
            .iter()
            .map(|one| one.result.as_ref().unwrap_err().may_have_applied())
            .collect();
        assert_eq!(open, [true, false]);
        assert_eq!(bench.flights.len(), 0);
    }

    #[test]
    fn no_stream_settles_what_waits_for_one() {
        let mut bench = Bench::new(2);
        let (_, first) = bench.publish(0, false, 0);
        bench.publish(1, false, 0);
        bench.nobody(&first, 1);
        let settled = bench.flights.no_stream(&Subject::from("a"));
        assert_eq!(settled.len(), 1);
        assert!(matches!(settled[0].result, Err(Error::NoStream { .. })));
    }
}
