//! What an ordered consumer does about what happens to it: no clock, no socket.
//!
//! ADR-17. The server is trusted with nothing but its numbers. A consumer whose
//! messages are not the next ones, or which falls silent, is given up, and
//! another one goes on behind the last message that was handed out.

use std::time::Duration;

use time::OffsetDateTime;

use crate::ended::{ResetReason, StreamRecreated};

/// How much time is between the making of two consumers, at least.
pub(crate) const SPACING: Duration = Duration::from_millis(200);

/// How much time is between two attempts when many have failed.
const LONGEST: Duration = Duration::from_secs(1);

/// How many consumers in a row may turn out to be of no use.
pub(crate) const IN_A_ROW: u32 = 10;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// There is a consumer, which begins at a sequence of the stream, and the
    /// stream was looked at after that.
    Made { start: u64, stream: StreamFacts },
    /// There is none.
    NotMade(Refusal),
    /// The consumer delivered a message.
    Message {
        consumer_sequence: u64,
        stream_sequence: u64,
    },
    /// The consumer says how many messages it has delivered.
    Heartbeat { consumer_sequence: u64 },
    /// Nothing came for two heartbeats.
    Silence,
    /// The connection that the consumer was made over is gone.
    Disconnected,
    /// The server says that the consumer is gone.
    Deleted,
}

/// What tells whether the stream still is the one that it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StreamFacts {
    pub(crate) created: OffsetDateTime,
    pub(crate) last_sequence: u64,
}

/// Why there is no consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It may work in a while, as during an election.
    ForNow,
    /// It may work as soon as the server has cleared away the one before.
    NoRoom,
    /// It will not work.
    ForGood,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Hand out the message, or go on listening.
    GoOn,
    /// Forget the message.
    Drop,
    /// Give up the consumer, for this reason, and make another.
    Restart(ResetReason),
    /// Try again to make one.
    Retry,
    /// End: the stream is not the one that it was.
    Recreated(StreamRecreated),
    /// End: so many consumers were of no use, the last one for this reason.
    Hopeless(ResetReason),
    /// End, with what the server said.
    Refused,
}

/// Where an ordered consumer is to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Begin {
    /// As the caller asked.
    AsAsked,
    /// At this sequence of the stream.
    At(u64),
}

#[derive(Clone, Debug)]
pub(crate) struct Machine {
    /// The sequence of the stream to go on at; `None` as long as that is what
    /// the caller asked for.
    next: Option<u64>,
    /// When the stream was created.
    created: Option<OffsetDateTime>,
    /// Whether the first message of each subject alone may be asked for, which a
    /// sequence does not say.
    by_subject: bool,
    /// The number of the consumer's next message; `None` without a consumer.
    expected: Option<u64>,
    /// How many consumers in a row were of no use.
    useless: u32,
    /// How many attempts in a row gave none, or none that delivered.
    attempts: u32,
    /// How many attempts in a row found no room.
    no_room: u32,
}

impl Machine {
    /// One that begins with making a consumer.
    ///
    /// `by_subject`: whether what the caller asked for can not be said with a
    /// sequence, as the last message of each subject.
    pub(crate) fn new(by_subject: bool) -> Self {
        Self {
            next: None,
            created: None,
            by_subject,
            expected: None,
            useless: 0,
            attempts: 0,
            no_room: 0,
        }
    }

    /// Where the consumer that is to be made begins.
    pub(crate) fn begin(&self) -> Begin {
        self.next.map_or(Begin::AsAsked, Begin::At)
    }

    /// A message was received in another way than from a consumer.
    pub(crate) fn received(&mut self, stream_sequence: u64) {
        self.next = Some(stream_sequence.saturating_add(1));
        self.useless = 0;
        self.attempts = 0;
    }

    /// How long after the making of the last consumer, or the last attempt, the
    /// next one is made.
    pub(crate) fn spacing(&self) -> Duration {
        let doublings = self.attempts.saturating_sub(1).min(8);
        SPACING.saturating_mul(1 << doublings).min(LONGEST)
    }

    /// Whether few attempts have failed so far.
    pub(crate) fn is_early(&self) -> bool {
        self.attempts <= 2
    }

    pub(crate) fn on(&mut self, event: Event) -> Action {
        match (event, self.expected) {
            (
                Event::Message {
                    consumer_sequence,
                    stream_sequence,
                },
                Some(expected),
            ) => self.on_message(expected, consumer_sequence, stream_sequence),
            (Event::Heartbeat { consumer_sequence }, Some(expected)) => {
                if consumer_sequence.checked_add(1) != Some(expected) {
                    return self.restart(ResetReason::Gap {
                        expected,
                        found: consumer_sequence,
                    });
                }
                self.useless = 0;
                self.attempts = 0;
                Action::GoOn
            }
            (Event::Silence, Some(_)) => self.restart(ResetReason::MissedHeartbeats),
            (Event::Deleted, Some(_)) => self.restart(ResetReason::ConsumerDeleted),
            (Event::Disconnected, Some(_)) => self.restart(ResetReason::Disconnected),
            (Event::Made { start, stream }, None) => self.on_made(start, stream),
            (Event::NotMade(refusal), None) => self.on_refusal(refusal),
            // Late news of a consumer that was given up.
            (
                Event::Message { .. }
                | Event::Heartbeat { .. }
                | Event::Silence
                | Event::Deleted
                | Event::Disconnected,
                None,
            ) => Action::Drop,
            // One at a time is made.
            (Event::Made { .. } | Event::NotMade(_), Some(_)) => Action::Drop,
        }
    }

    /// Whether the consumer delivered the message that is to be handed out next.
    ///
    /// Else nothing has happened, and [`on`](Self::on) tells what to do.
    #[inline]
    pub(crate) fn takes(&mut self, number: u64, sequence: u64) -> bool {
        if self.expected != Some(number) || sequence < self.next.unwrap_or(0) {
            return false;
        }
        self.expected = Some(number.saturating_add(1));
        self.next = Some(sequence.saturating_add(1));
        self.useless = 0;
        self.attempts = 0;
        true
    }

    fn on_message(&mut self, expected: u64, number: u64, sequence: u64) -> Action {
        if self.takes(number, sequence) {
            return Action::GoOn;
        }
        if number < expected {
            return Action::Drop;
        }
        if number > expected {
            return self.restart(ResetReason::Gap {
                expected,
                found: number,
            });
        }
        // Asked to begin at one sequence, it began at an earlier one. The stream was
        // looked at when it was made.
        let Some(created) = self.created else {
            return Action::Drop;
        };
        self.recreated(StreamFacts {
            created,
            last_sequence: sequence,
        })
    }

    fn on_made(&mut self, start: u64, stream: StreamFacts) -> Action {
        let known = *self.created.get_or_insert(stream.created);
        let gone_back = self
            .next
            .is_some_and(|next| stream.last_sequence.saturating_add(1) < next || start < next);
        if known != stream.created || gone_back {
            return self.recreated(stream);
        }
        if self.next.is_none() && !self.by_subject {
            // So that what is asked for next time means the same messages, even
            // if that is "new" and some have come meanwhile.
            self.next = Some(start);
        }
        self.expected = Some(1);
        self.no_room = 0;
        Action::GoOn
    }

    fn on_refusal(&mut self, refusal: Refusal) -> Action {
        self.attempts = self.attempts.saturating_add(1);
        self.no_room = match refusal {
            Refusal::NoRoom => self.no_room.saturating_add(1),
            _ => 0,
        };
        match refusal {
            Refusal::ForNow => Action::Retry,
            Refusal::NoRoom if self.no_room < IN_A_ROW => Action::Retry,
            Refusal::NoRoom | Refusal::ForGood => Action::Refused,
        }
    }

    fn restart(&mut self, reason: ResetReason) -> Action {
        self.expected = None;
        self.attempts = self.attempts.saturating_add(1);
        // A connection that comes and goes says nothing about the consumer.
        if reason != ResetReason::Disconnected {
            self.useless = self.useless.saturating_add(1);
        }
        if self.useless >= IN_A_ROW {
            return Action::Hopeless(reason);
        }
        Action::Restart(reason)
    }

    fn recreated(&mut self, found: StreamFacts) -> Action {
        self.expected = None;
        Action::Recreated(StreamRecreated::new(
            self.created.unwrap_or(found.created),
            found.created,
            self.next.unwrap_or(1),
            found.last_sequence,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BORN: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    fn facts(last_sequence: u64) -> StreamFacts {
        StreamFacts {
            created: BORN,
            last_sequence,
        }
    }

    fn made(start: u64, last_sequence: u64) -> Event {
        Event::Made {
            start,
            stream: facts(last_sequence),
        }
    }

    fn message(consumer_sequence: u64, stream_sequence: u64) -> Event {
        Event::Message {
            consumer_sequence,
            stream_sequence,
        }
    }

    fn heartbeat(consumer_sequence: u64) -> Event {
        Event::Heartbeat { consumer_sequence }
    }

    fn gap(expected: u64, found: u64) -> Action {
        Action::Restart(ResetReason::Gap { expected, found })
    }

    /// One that was made at sequence 5 of 9 and has handed out 5 and 7.
    fn running() -> Machine {
        let mut machine = Machine::new(false);
        assert_eq!(machine.on(made(5, 9)), Action::GoOn);
        assert_eq!(machine.on(message(1, 5)), Action::GoOn);
        assert_eq!(machine.on(message(2, 7)), Action::GoOn);
        machine
    }

    #[test]
    fn what_happens_to_a_consumer_decides_whether_it_is_kept() {
        let missed = Action::Restart(ResetReason::MissedHeartbeats);
        for (event, action, begin) in [
            (message(3, 8), Action::GoOn, 9),
            (message(3, 8_000), Action::GoOn, 8_001),
            // A message was lost, or two.
            (message(4, 9), gap(3, 4), 8),
            (message(5, 9), gap(3, 5), 8),
            // It was handed out before.
            (message(2, 7), Action::Drop, 8),
            (message(1, 5), Action::Drop, 8),
            (message(0, 0), Action::Drop, 8),
            (heartbeat(2), Action::GoOn, 8),
            // The last message was lost, and nothing has come since.
            (heartbeat(3), gap(3, 3), 8),
            (heartbeat(u64::MAX), gap(3, u64::MAX), 8),
            // Another consumer of the same name.
            (heartbeat(0), gap(3, 0), 8),
            (Event::Silence, missed, 8),
            (
                Event::Disconnected,
                Action::Restart(ResetReason::Disconnected),
                8,
            ),
            (
                Event::Deleted,
                Action::Restart(ResetReason::ConsumerDeleted),
                8,
            ),
            (made(1, 9), Action::Drop, 8),
            (Event::NotMade(Refusal::ForGood), Action::Drop, 8),
        ] {
            let mut machine = running();
            assert_eq!(machine.on(event), action, "{event:?}");
            assert_eq!(machine.begin(), Begin::At(begin), "{event:?}");
        }
    }

    /// Every order of nine things that may happen, six of them in a row.
    #[test]
    fn whatever_happens_in_whatever_order_no_message_is_missing_or_comes_twice() {
        const MOVES: u32 = 9;

        for order in 0..MOVES.pow(6) {
            let mut machine = Machine::new(false);
            machine.on(made(1, 100));
            // Where the consumer began, and how many it has delivered.
            let (mut start, mut sent, mut handed_out) = (1, 0, 0);
            let mut steps = order;
            for _ in 0..6 {
                let step = steps % MOVES;
                steps /= MOVES;
                let event = match step {
                    0 => {
                        sent += 1;
                        message(sent, start + sent - 1)
                    }
                    1 => {
                        // Lost on the way.
                        sent += 1;
                        continue;
                    }
                    2 if sent > 0 => message(sent, start + sent - 1),
                    2 => continue,
                    3 => heartbeat(sent),
                    4 => Event::Silence,
                    5 => Event::Disconnected,
                    6 => Event::Deleted,
                    7 => Event::NotMade(Refusal::ForNow),
                    _ if machine.expected.is_none() => {
                        let Begin::At(next) = machine.begin() else {
                            panic!("{order}: it does not know where it was")
                        };
                        (start, sent) = (next, 0);
                        made(start, 100)
                    }
                    _ => made(start, 100),
                };
                let action = machine.on(event);
                if let (
                    Event::Message {
                        stream_sequence, ..
                    },
                    Action::GoOn,
                ) = (event, action)
                {
                    assert_eq!(stream_sequence, handed_out + 1, "{order}");
                    handed_out = stream_sequence;
                }
                let ended = matches!(action, Action::Recreated(_) | Action::Refused);
                assert!(!ended, "{order}: {action:?} after {event:?}");
            }
        }
    }

    #[test]
    fn late_news_of_a_consumer_that_was_given_up_changes_nothing() {
        for event in [
            message(3, 8),
            message(1, 1),
            heartbeat(2),
            heartbeat(9),
            Event::Silence,
            Event::Disconnected,
            Event::Deleted,
        ] {
            let mut machine = running();
            machine.on(Event::Disconnected);
            assert_eq!(machine.on(event), Action::Drop, "{event:?}");
            assert_eq!(machine.begin(), Begin::At(8), "{event:?}");
            assert_eq!(machine.on(made(8, 9)), Action::GoOn, "{event:?}");
            assert_eq!(machine.on(message(1, 8)), Action::GoOn, "{event:?}");
        }
    }

    #[test]
    fn another_consumer_goes_on_behind_the_last_message_and_counts_anew() {
        let mut machine = running();
        assert_eq!(machine.on(message(4, 9)), gap(3, 4));
        assert_eq!(machine.on(made(8, 9)), Action::GoOn);
        assert_eq!(machine.on(message(1, 8)), Action::GoOn);
        assert_eq!(machine.on(message(2, 9)), Action::GoOn);
        assert_eq!(machine.begin(), Begin::At(10));
        // Removed from the stream meanwhile: the consumer begins further on.
        machine.on(Event::Silence);
        assert_eq!(machine.on(made(20, 30)), Action::GoOn);
        assert_eq!(machine.on(message(1, 20)), Action::GoOn);
    }

    #[test]
    fn a_message_that_was_received_otherwise_is_not_asked_for_again() {
        let mut machine = running();
        machine.on(Event::Disconnected);
        machine.received(8);
        assert_eq!(machine.begin(), Begin::At(9));
        assert_eq!(machine.on(made(9, 9)), Action::GoOn);
        assert_eq!(machine.on(message(1, 9)), Action::GoOn);
    }

    #[test]
    fn what_was_asked_for_is_kept_until_a_message_came() {
        // New messages: those since the first consumer was made.
        let mut machine = Machine::new(false);
        assert_eq!(machine.begin(), Begin::AsAsked);
        machine.on(Event::NotMade(Refusal::ForNow));
        assert_eq!(machine.begin(), Begin::AsAsked);
        machine.on(made(10, 9));
        assert_eq!(machine.begin(), Begin::At(10));
        machine.on(Event::Disconnected);
        assert_eq!(machine.begin(), Begin::At(10));
        // The last of each subject, which no sequence says.
        let mut machine = Machine::new(true);
        machine.on(made(3, 9));
        machine.on(Event::Disconnected);
        assert_eq!(machine.begin(), Begin::AsAsked);
        machine.on(made(3, 9));
        machine.on(message(1, 3));
        machine.on(Event::Disconnected);
        assert_eq!(machine.begin(), Begin::At(4));
    }

    #[test]
    fn a_stream_that_was_made_anew_is_never_read_on() {
        let later = BORN + Duration::from_secs(1);
        let new = |last_sequence| StreamFacts {
            created: later,
            last_sequence,
        };
        for (start, stream) in [
            // Fewer messages than were read, as many, and more.
            (8, new(0)),
            (8, new(7)),
            (8, new(5_000)),
            // The same stream, from an older backup or without its last messages.
            (8, facts(6)),
            (7, facts(6)),
            (1, facts(0)),
        ] {
            let mut machine = running();
            machine.on(Event::Silence);
            let action = machine.on(Event::Made { start, stream });
            let expected = StreamRecreated::new(BORN, stream.created, 8, stream.last_sequence);
            assert_eq!(action, Action::Recreated(expected), "{stream:?}");
        }
        // Nothing was added since the last message.
        let mut machine = running();
        machine.on(Event::Silence);
        assert_eq!(machine.on(made(8, 7)), Action::GoOn);
    }

    #[test]
    fn a_message_from_before_the_place_that_was_asked_for_ends_it() {
        let mut machine = running();
        assert!(matches!(machine.on(message(3, 7)), Action::Recreated(_)));
        let mut machine = running();
        machine.on(Event::Disconnected);
        machine.on(made(8, 9));
        assert!(matches!(machine.on(message(1, 6)), Action::Recreated(_)));
    }

    #[test]
    fn ten_useless_consumers_in_a_row_are_the_end() {
        for (event, reason) in [
            (
                message(2, 9),
                ResetReason::Gap {
                    expected: 1,
                    found: 2,
                },
            ),
            (
                heartbeat(1),
                ResetReason::Gap {
                    expected: 1,
                    found: 1,
                },
            ),
            (Event::Silence, ResetReason::MissedHeartbeats),
            (Event::Deleted, ResetReason::ConsumerDeleted),
        ] {
            let mut machine = Machine::new(false);
            for _ in 1..IN_A_ROW {
                machine.on(made(5, 9));
                assert_eq!(machine.on(event), Action::Restart(reason));
            }
            machine.on(made(5, 9));
            assert_eq!(machine.on(event), Action::Hopeless(reason));
        }
    }

    #[test]
    fn a_message_or_a_heartbeat_ends_a_row() {
        for good in [message(1, 5), heartbeat(0)] {
            let mut machine = Machine::new(false);
            for _ in 0..3 {
                for _ in 1..IN_A_ROW {
                    machine.on(made(5, 9));
                    assert!(matches!(machine.on(Event::Silence), Action::Restart(_)));
                }
                machine.on(made(5, 9));
                assert_eq!(machine.on(good), Action::GoOn);
                machine.on(Event::Disconnected);
                machine = Machine {
                    next: Some(5),
                    ..machine
                };
            }
        }
    }

    #[test]
    fn connections_that_come_and_go_are_not_the_end() {
        let mut machine = running();
        for _ in 0..100 {
            assert!(matches!(
                machine.on(Event::Disconnected),
                Action::Restart(_)
            ));
            assert_eq!(machine.on(made(8, 9)), Action::GoOn);
        }
    }

    #[test]
    fn consumers_are_made_five_times_a_second_at_most_and_once_a_second_at_least() {
        let mut machine = running();
        assert_eq!(machine.spacing(), SPACING);
        let mut waits = Vec::new();
        machine.on(Event::Disconnected);
        for _ in 0..6 {
            waits.push(machine.spacing().as_millis());
            assert_eq!(machine.on(Event::NotMade(Refusal::ForNow)), Action::Retry);
        }
        assert_eq!(waits, [200, 400, 800, 1000, 1000, 1000]);
        machine.on(made(8, 9));
        machine.on(message(1, 8));
        assert_eq!(machine.spacing(), SPACING);
    }

    #[test]
    fn a_refusal_is_the_end_when_it_is_for_good() {
        let mut machine = running();
        machine.on(Event::Deleted);
        for _ in 0..1000 {
            assert_eq!(machine.on(Event::NotMade(Refusal::ForNow)), Action::Retry);
        }
        assert_eq!(
            machine.on(Event::NotMade(Refusal::ForGood)),
            Action::Refused
        );
        // The consumer before may not be gone yet where few are allowed.
        let mut machine = running();
        machine.on(Event::Deleted);
        let actions: Vec<_> = (0..IN_A_ROW)
            .map(|_| machine.on(Event::NotMade(Refusal::NoRoom)))
            .collect();
        assert!(
            actions
                .iter()
                .rev()
                .skip(1)
                .all(|action| *action == Action::Retry)
        );
        assert_eq!(actions.last(), Some(&Action::Refused));
    }
}
