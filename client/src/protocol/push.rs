//! State machine of a push consumer's subscription, without clock or socket.

/// An event of the subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// The consumer delivered the message with this consumer and stream sequence.
    Message { number: u64, sequence: u64 },
    /// A heartbeat with the last consumer sequence, and the stream sequence up to which
    /// the consumer has read.
    Heartbeat { number: u64, sequence: Option<u64> },
    /// Two idle heartbeats were missed.
    Silence,
    /// The connection was lost.
    Disconnected,
    /// The client reconnected.
    Connected,
    /// The server reports that the consumer was deleted.
    Deleted,
    /// The consumer's information was read.
    Looked(Found),
}

/// Result of reading the consumer's information.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// The consumer exists.
    Unchanged,
    /// The consumer has another deliver subject or group.
    Moved,
    /// The consumer does not exist.
    Nothing,
    /// No reply.
    Unknown,
}

/// An action of the subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Return the message, or continue.
    GoOn,
    /// Report this number of missing messages, then continue.
    Missing(u64),
    /// Report that the consumer started again, then continue.
    Restarted(Restarted),
    /// Report missed heartbeats, and read the consumer's information.
    SilentLook,
    /// Report missed heartbeats; the consumer's information is being read.
    Silent,
    /// Report the lost connection.
    Absent,
    /// Report the reconnect, and read the consumer's information.
    BackLook,
    /// Report the reconnect; the consumer's information is being read.
    Back,
    /// Read the consumer's information again, after a while.
    LookAgain,
    /// Subscribe to the consumer's new deliver subject.
    Follow,
    /// Stop: the consumer was deleted.
    End,
}

/// Position of a consumer that started again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Restarted {
    /// Greatest stream sequence that was received before. 0: none.
    pub(crate) received: u64,
    /// Stream sequence from which the consumer delivers now. `None`: unknown.
    pub(crate) resumes_at: Option<u64>,
}

#[derive(Clone, Debug)]
pub(crate) struct Machine {
    /// Whether this subscription receives all of the consumer's messages.
    alone: bool,
    /// Whether the server redelivers messages that are not acknowledged.
    redelivers: bool,
    /// Consumer sequence of the next message, once known.
    expected: Option<u64>,
    /// Greatest stream sequence that was received.
    received: u64,
    absent: bool,
    looking: bool,
}

impl Machine {
    /// Creates the machine.
    ///
    /// `alone`: whether no other member of a queue group receives messages.
    /// `redelivers`: whether the server redelivers messages.
    pub(crate) fn new(alone: bool, redelivers: bool) -> Self {
        Self {
            alone,
            redelivers,
            expected: None,
            received: 0,
            absent: false,
            looking: false,
        }
    }

    pub(crate) fn on(&mut self, event: Event) -> Action {
        match event {
            Event::Message { number, sequence } => {
                let action = self.count(number, number.saturating_add(1), Some(sequence));
                self.received = match action {
                    Action::Restarted(_) => sequence,
                    _ => self.received.max(sequence),
                };
                action
            }
            Event::Heartbeat { number, sequence } => {
                let next = number.saturating_add(1);
                let action = self.count(next, next, sequence.map(|it| it.saturating_add(1)));
                if let Action::Restarted(_) = action {
                    self.received = sequence.unwrap_or(0);
                }
                action
            }
            Event::Silence => match self.look() {
                true => Action::SilentLook,
                false => Action::Silent,
            },
            Event::Disconnected if self.absent => Action::GoOn,
            Event::Disconnected => {
                self.absent = true;
                Action::Absent
            }
            Event::Connected => {
                self.absent = false;
                match self.look() {
                    true => Action::BackLook,
                    false => Action::Back,
                }
            }
            Event::Deleted => Action::End,
            Event::Looked(found) => {
                self.looking = false;
                match found {
                    Found::Unchanged => Action::GoOn,
                    Found::Moved => {
                        self.expected = None;
                        Action::Follow
                    }
                    Found::Nothing => Action::End,
                    Found::Unknown => {
                        self.looking = true;
                        Action::LookAgain
                    }
                }
            }
        }
    }

    /// Counts an arrived consumer sequence; `next` is the one expected after it, and
    /// `resumes_at` the stream sequence from which the consumer delivers.
    ///
    /// If the consumer sequence went back, a restarted server restored the consumer from an
    /// older state, or created it again. So it did if a consumer without redelivery goes
    /// back in the stream, whatever the consumer sequence. The number of skipped messages is
    /// unknown, also for a member of a queue group.
    fn count(&mut self, came: u64, next: u64, resumes_at: Option<u64>) -> Action {
        let expected = self.expected.replace(next).unwrap_or(came);
        let repeats = !self.redelivers && resumes_at.is_some_and(|at| at <= self.received);
        if came < expected || repeats {
            return Action::Restarted(Restarted {
                received: self.received,
                resumes_at,
            });
        }
        match came - expected {
            missing if missing > 0 && self.alone => Action::Missing(missing),
            _ => Action::GoOn,
        }
    }

    /// Returns whether to start reading the consumer's information.
    fn look(&mut self) -> bool {
        !std::mem::replace(&mut self.looking, true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A message whose two sequences are the same.
    fn message(number: u64) -> Event {
        at(number, number)
    }

    fn at(number: u64, sequence: u64) -> Event {
        Event::Message { number, sequence }
    }

    fn heartbeat(number: u64) -> Event {
        heartbeat_at(number, number)
    }

    fn heartbeat_at(number: u64, sequence: u64) -> Event {
        let sequence = Some(sequence);
        Event::Heartbeat { number, sequence }
    }

    fn restarted(received: u64, resumes_at: u64) -> Action {
        Action::Restarted(Restarted {
            received,
            resumes_at: Some(resumes_at),
        })
    }

    #[test]
    fn missing_messages_are_counted_once() {
        use Action::{GoOn, Missing};
        for (events, expected) in [
            (
                vec![message(1), message(2), heartbeat(2), message(3)],
                vec![GoOn; 4],
            ),
            // The subscription started between its deliveries.
            (vec![message(70), message(71)], vec![GoOn; 2]),
            (vec![heartbeat(70), message(71)], vec![GoOn; 2]),
            (
                vec![message(1), message(3), message(4)],
                vec![GoOn, Missing(1), GoOn],
            ),
            (
                vec![message(1), heartbeat(9), message(10)],
                vec![GoOn, Missing(8), GoOn],
            ),
            (vec![heartbeat(5), message(7)], vec![GoOn, Missing(1)]),
            (
                vec![message(1), message(u64::MAX), message(1)],
                vec![GoOn, Missing(u64::MAX - 2), restarted(u64::MAX, 1)],
            ),
        ] {
            let mut machine = Machine::new(true, false);
            let actions: Vec<_> = events.iter().map(|event| machine.on(*event)).collect();
            assert_eq!(actions, expected, "{events:?}");
        }
    }

    /// Consumer sequences that continue, jump, repeat and go back, each with a new, a
    /// repeated and an old stream sequence, after consumer sequence 9 and stream sequence 90.
    #[test]
    fn a_consumer_that_starts_again_is_reported_once_with_its_position() {
        use Action::{GoOn, Missing};
        // (consumer sequence, stream sequence, action without and with redelivery)
        for (number, sequence, once, redelivering) in [
            (10, 91, GoOn, GoOn),
            // With a filter, or where messages were deleted.
            (10, 95, GoOn, GoOn),
            (10, 90, restarted(90, 90), GoOn),
            (10, 5, restarted(90, 5), GoOn),
            (12, 95, Missing(2), Missing(2)),
            (12, 90, restarted(90, 90), Missing(2)),
            (12, 5, restarted(90, 5), Missing(2)),
            (9, 95, restarted(90, 95), restarted(90, 95)),
            (9, 90, restarted(90, 90), restarted(90, 90)),
            (9, 5, restarted(90, 5), restarted(90, 5)),
            (1, 95, restarted(90, 95), restarted(90, 95)),
            (1, 90, restarted(90, 90), restarted(90, 90)),
            (1, 5, restarted(90, 5), restarted(90, 5)),
        ] {
            for (redelivers, expected) in [(false, once), (true, redelivering)] {
                let context = format!("{number} {sequence} {redelivers}");
                let mut machine = Machine::new(true, redelivers);
                assert_eq!(machine.on(at(9, 90)), GoOn);
                assert_eq!(machine.on(at(number, sequence)), expected, "{context}");
                let next = at(number + 1, sequence + 1);
                assert_eq!(machine.on(next), GoOn, "{context}");
                assert_eq!(machine.on(heartbeat_at(number + 1, sequence + 1)), GoOn);

                // A heartbeat shows it before the message.
                let mut machine = Machine::new(true, redelivers);
                assert_eq!(machine.on(at(9, 90)), GoOn);
                let heartbeat = heartbeat_at(number - 1, sequence - 1);
                assert_eq!(machine.on(heartbeat), expected, "{context}");
                assert_eq!(machine.on(at(number, sequence)), GoOn, "{context}");

                // A member of a queue group cannot count, but sees sequences go back.
                let mut machine = Machine::new(false, redelivers);
                assert_eq!(machine.on(at(9, 90)), GoOn);
                let expected = match expected {
                    Missing(_) => GoOn,
                    other => other,
                };
                assert_eq!(machine.on(at(number, sequence)), expected, "{context}");
            }
        }
    }

    #[test]
    fn heartbeats_report_a_consumer_that_starts_again_before_any_message() {
        let mut machine = Machine::new(true, true);
        assert_eq!(machine.on(heartbeat_at(4, 40)), Action::GoOn);
        assert_eq!(machine.on(heartbeat_at(3, 30)), restarted(0, 31));
        let unsaid = Event::Heartbeat {
            number: 1,
            sequence: None,
        };
        let expected = Restarted {
            received: 30,
            resumes_at: None,
        };
        assert_eq!(machine.on(unsaid), Action::Restarted(expected));
        assert_eq!(machine.on(at(2, 7)), Action::GoOn);
    }

    /// Every order of six out of eight possible events.
    #[test]
    fn whatever_happens_in_whatever_order_what_is_missing_is_counted_once() {
        const MOVES: u32 = 8;

        for order in 0..MOVES.pow(6) {
            let mut machine = Machine::new(true, false);
            let (mut sent, mut came, mut missing) = (10, 0, 0);
            // Deliveries before the first received message.
            let mut before = None;
            let mut steps = order;
            for _ in 0..6 {
                let step = steps % MOVES;
                steps /= MOVES;
                let event = match step {
                    0 => {
                        sent += 1;
                        came += 1;
                        before.get_or_insert(sent - 1);
                        message(sent)
                    }
                    1 => {
                        // Not received.
                        sent += 1;
                        continue;
                    }
                    2 => {
                        before.get_or_insert(sent);
                        heartbeat(sent)
                    }
                    3 => Event::Silence,
                    4 => Event::Disconnected,
                    5 => Event::Connected,
                    6 => Event::Looked(Found::Unchanged),
                    _ => Event::Looked(Found::Unknown),
                };
                let action = machine.on(event);
                if let Action::Missing(count) = action {
                    missing += count;
                }
                if let (0 | 2, Some(before)) = (step, before) {
                    assert_eq!(came + missing, sent - before, "{order}");
                }
                assert_ne!(action, Action::End, "{order}");
            }
            assert_eq!(machine.on(Event::Deleted), Action::End);
        }
    }

    #[test]
    fn a_member_of_a_group_misses_nothing_when_others_get_messages() {
        let mut machine = Machine::new(false, false);
        for number in [1, 5, 6, 99] {
            assert_eq!(machine.on(message(number)), Action::GoOn);
        }
        assert_eq!(machine.on(message(3)), restarted(99, 3));
    }

    #[test]
    fn the_consumer_is_looked_for_after_silence_and_a_reconnect_once_at_a_time() {
        let mut machine = Machine::new(true, false);
        assert_eq!(machine.on(Event::Silence), Action::SilentLook);
        assert_eq!(machine.on(Event::Silence), Action::Silent);
        assert_eq!(machine.on(Event::Disconnected), Action::Absent);
        assert_eq!(machine.on(Event::Disconnected), Action::GoOn);
        assert_eq!(machine.on(Event::Connected), Action::Back);
        assert_eq!(machine.on(Event::Looked(Found::Unknown)), Action::LookAgain);
        assert_eq!(machine.on(Event::Silence), Action::Silent);
        assert_eq!(machine.on(Event::Looked(Found::Unchanged)), Action::GoOn);
        assert_eq!(machine.on(Event::Disconnected), Action::Absent);
        assert_eq!(machine.on(Event::Connected), Action::BackLook);
        assert_eq!(machine.on(Event::Looked(Found::Moved)), Action::Follow);
        assert_eq!(machine.on(Event::Connected), Action::BackLook);
    }

    #[test]
    fn a_consumer_that_is_gone_is_the_end_in_every_state() {
        for before in [
            message(1),
            Event::Silence,
            Event::Disconnected,
            Event::Connected,
        ] {
            for end in [Event::Deleted, Event::Looked(Found::Nothing)] {
                let mut machine = Machine::new(true, false);
                machine.on(before);
                assert_eq!(machine.on(end), Action::End);
            }
        }
    }

    #[test]
    fn what_was_lost_with_a_connection_is_counted_after_it() {
        let mut machine = Machine::new(true, false);
        machine.on(message(1));
        machine.on(Event::Disconnected);
        machine.on(Event::Connected);
        assert_eq!(machine.on(message(5)), Action::Missing(3));
        // With another deliver subject, other subscribers may have received them.
        machine.on(Event::Looked(Found::Moved));
        assert_eq!(machine.on(message(9)), Action::GoOn);
    }
}
