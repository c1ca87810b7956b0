//! State machine of a push consumer's subscription, without clock or socket.

use std::cmp::Ordering;

/// An event of the subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// The consumer delivered the message with this consumer sequence.
    Message { number: u64 },
    /// A heartbeat with the last consumer sequence.
    Heartbeat { number: u64 },
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
    /// Report that the consumer sequence went back, then continue.
    WentBack,
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

#[derive(Clone, Debug)]
pub(crate) struct Machine {
    /// Whether this subscription receives all of the consumer's messages.
    alone: bool,
    /// Consumer sequence of the next message, once known.
    expected: Option<u64>,
    absent: bool,
    looking: bool,
}

impl Machine {
    /// Creates the machine.
    ///
    /// `alone`: whether no other member of a queue group receives messages.
    pub(crate) fn new(alone: bool) -> Self {
        Self {
            alone,
            expected: None,
            absent: false,
            looking: false,
        }
    }

    pub(crate) fn on(&mut self, event: Event) -> Action {
        match event {
            Event::Message { number } => self.count(number, number.saturating_add(1)),
            Event::Heartbeat { number } => {
                let next = number.saturating_add(1);
                self.count(next, next)
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

    /// Counts an arrived consumer sequence; `next` is the one expected after it.
    ///
    /// If the sequence went back, a restarted server restored the consumer from an older
    /// state, or created it again. The number of skipped messages is unknown, also for a member
    /// of a queue group.
    fn count(&mut self, came: u64, next: u64) -> Action {
        let expected = self.expected.replace(next).unwrap_or(came);
        match came.cmp(&expected) {
            Ordering::Less => Action::WentBack,
            Ordering::Greater if self.alone => Action::Missing(came - expected),
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

    fn message(number: u64) -> Event {
        Event::Message { number }
    }

    fn heartbeat(number: u64) -> Event {
        Event::Heartbeat { number }
    }

    #[test]
    fn missing_messages_are_counted_once() {
        use Action::{GoOn, Missing, WentBack};
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
            // It was restored from an older state.
            (
                vec![message(9), message(5), message(6)],
                vec![GoOn, WentBack, GoOn],
            ),
            (
                vec![message(9), heartbeat(0), message(1)],
                vec![GoOn, WentBack, GoOn],
            ),
            (vec![heartbeat(4), heartbeat(3)], vec![GoOn, WentBack]),
            // Created again: it repeats a sequence, then continues after a gap.
            (
                vec![message(2), message(2), message(5)],
                vec![GoOn, WentBack, Missing(2)],
            ),
            (
                vec![message(1), message(u64::MAX), message(1)],
                vec![GoOn, Missing(u64::MAX - 2), WentBack],
            ),
        ] {
            let mut machine = Machine::new(true);
            let actions: Vec<_> = events.iter().map(|event| machine.on(*event)).collect();
            assert_eq!(actions, expected, "{events:?}");
        }
    }

    /// Every order of six out of eight possible events.
    #[test]
    fn whatever_happens_in_whatever_order_what_is_missing_is_counted_once() {
        const MOVES: u32 = 8;

        for order in 0..MOVES.pow(6) {
            let mut machine = Machine::new(true);
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
        let mut machine = Machine::new(false);
        for number in [1, 5, 6, 99] {
            assert_eq!(machine.on(message(number)), Action::GoOn);
        }
        assert_eq!(machine.on(message(3)), Action::WentBack);
    }

    #[test]
    fn the_consumer_is_looked_for_after_silence_and_a_reconnect_once_at_a_time() {
        let mut machine = Machine::new(true);
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
                let mut machine = Machine::new(true);
                machine.on(before);
                assert_eq!(machine.on(end), Action::End);
            }
        }
    }

    #[test]
    fn what_was_lost_with_a_connection_is_counted_after_it() {
        let mut machine = Machine::new(true);
        machine.on(message(1));
        machine.on(Event::Disconnected);
        machine.on(Event::Connected);
        assert_eq!(machine.on(message(5)), Action::Missing(3));
        // With another deliver subject, other subscribers may have received them.
        machine.on(Event::Looked(Found::Moved));
        assert_eq!(machine.on(message(9)), Action::GoOn);
    }
}
