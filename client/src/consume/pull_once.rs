//! State machine of one pull, without clock or socket.

use std::time::Duration;

use tokio::time::Instant;

use crate::error::pull_status::PullStatus;
use crate::protocol::pull_status::Said;

/// One sent pull.
#[derive(Clone, Debug)]
pub(crate) struct Once {
    left: u64,
    deadline: Instant,
    heartbeat: Option<Duration>,
    heard: Instant,
    received: u64,
}

/// An event of the pull.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Message,
    Status(Said),
    /// The wake-up time has passed.
    Elapsed,
    /// The connection was lost or replaced.
    Lost,
    /// A permissions violation of the pull.
    Denied,
    Cancelled,
}

impl Once {
    pub(crate) fn new(
        now: Instant,
        batch: u64,
        deadline: Instant,
        heartbeat: Option<Duration>,
    ) -> Self {
        Self {
            left: batch,
            deadline,
            heartbeat,
            heard: now,
            received: 0,
        }
    }

    /// Returns the deadline of the pull.
    pub(crate) fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Returns the number of received messages.
    pub(crate) fn received(&self) -> u64 {
        self.received
    }

    /// Handles an event; returns the status if the pull has ended.
    pub(crate) fn on(&mut self, now: Instant, event: Event) -> Option<PullStatus> {
        match event {
            Event::Message => {
                self.heard = now;
                self.received = self.received.saturating_add(1);
                self.left = self.left.saturating_sub(1);
                (self.left == 0).then_some(PullStatus::Complete)
            }
            Event::Status(Said::Alive) => {
                self.heard = now;
                None
            }
            Event::Status(Said::Over { why, .. }) => Some(why),
            Event::Elapsed if now >= self.deadline => Some(PullStatus::TimedOut),
            Event::Elapsed => self
                .silence()
                .is_some_and(|over| now >= over)
                .then_some(PullStatus::HeartbeatMissed),
            Event::Lost => Some(PullStatus::Disconnected),
            Event::Denied => Some(PullStatus::Denied),
            Event::Cancelled => Some(PullStatus::Cancelled),
        }
    }

    /// Returns the next wake-up time, if no event comes before.
    pub(crate) fn wake(&self) -> Instant {
        self.silence()
            .map_or(self.deadline, |over| over.min(self.deadline))
    }

    /// Returns the time at which two heartbeats are missed.
    fn silence(&self) -> Option<Instant> {
        self.heard.checked_add(self.heartbeat?.checked_mul(2)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn secs(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    fn over(why: PullStatus) -> Event {
        Event::Status(Said::Over {
            why,
            messages: None,
            bytes: None,
        })
    }

    /// Events with times in seconds, of a pull of 3 messages with 10 s and heartbeats of 2 s,
    /// and the time and reason of its end.
    #[test]
    fn a_pull_ends_once_and_for_the_right_reason() {
        use Event::{Cancelled, Elapsed, Lost, Message};
        let alive = || Event::Status(Said::Alive);
        type Case = (Vec<(u64, Event)>, Option<(usize, PullStatus)>);
        let cases: Vec<Case> = vec![
            (vec![(0, Message), (1, Message)], None),
            (
                vec![(0, Message), (1, Message), (2, Message)],
                Some((2, PullStatus::Complete)),
            ),
            (
                vec![(0, Message), (1, over(PullStatus::Expired))],
                Some((1, PullStatus::Expired)),
            ),
            (
                vec![(0, over(PullStatus::NoMessages))],
                Some((0, PullStatus::NoMessages)),
            ),
            (
                vec![(0, over(PullStatus::ConsumerDeleted))],
                Some((0, PullStatus::ConsumerDeleted)),
            ),
            (
                vec![(1, Elapsed), (3, Elapsed), (4, Elapsed)],
                Some((2, PullStatus::HeartbeatMissed)),
            ),
            (
                vec![(2, alive()), (4, alive()), (7, Elapsed), (8, Elapsed)],
                Some((3, PullStatus::HeartbeatMissed)),
            ),
            (
                vec![(3, Message), (6, alive()), (9, alive()), (10, Elapsed)],
                Some((3, PullStatus::TimedOut)),
            ),
            (
                vec![(1, Message), (1, Lost)],
                Some((1, PullStatus::Disconnected)),
            ),
            (vec![(1, Cancelled)], Some((0, PullStatus::Cancelled))),
            (vec![(0, Event::Denied)], Some((0, PullStatus::Denied))),
        ];
        let start = Instant::now();
        for (events, expected) in cases {
            let mut pull = Once::new(start, 3, start + secs(10), Some(secs(2)));
            let mut found = None;
            for (index, (at, event)) in events.iter().enumerate() {
                if let Some(why) = pull.on(start + secs(*at), event.clone()) {
                    found = Some((index, why));
                    break;
                }
            }
            assert_eq!(found, expected, "{events:?}");
        }
    }

    #[test]
    fn it_wakes_at_the_deadline_or_when_heartbeats_are_missed() {
        let start = Instant::now();
        let mut pull = Once::new(start, 3, start + secs(10), None);
        assert_eq!(pull.wake(), start + secs(10));
        pull.heartbeat = Some(secs(2));
        assert_eq!(pull.wake(), start + secs(4));
        pull.on(start + secs(7), Event::Message);
        assert_eq!(pull.wake(), start + secs(10));
    }
}
