//! State machine of an ordered consumer, without clock or socket.
//!
//! ADR-17. The client replaces a consumer that does not deliver the next message, or that
//! misses heartbeats. The new consumer starts after the last returned message.
//!
//! The consumer sequence alone is not reliable. A restarted server creates an ephemeral
//! consumer again from its configuration: its sequence starts at 1, and it may redeliver
//! messages or skip undelivered messages (nats-server 2.10 to 2.15). The stream sequence is
//! not reliable either: a memory stream is empty after a restart, starts at sequence 1 and
//! keeps its creation time. So the state machine also compares the times at which messages
//! were stored.

use std::time::Duration;

use time::OffsetDateTime;

use crate::error::stop_reason::{ResetReason, StreamRecreated};

/// Minimum time between the creation of two consumers.
pub(crate) const SPACING: Duration = Duration::from_millis(200);

/// Maximum time between two attempts.
///
/// The client notices the end of an election at most this late.
const LONGEST: Duration = Duration::from_millis(500);

/// Maximum number of consecutive consumers that deliver no message.
pub(crate) const IN_A_ROW: u32 = 10;

/// An event of the ordered consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A consumer was created at a stream sequence with `pending` messages; the stream's
    /// information was read after that.
    Made {
        start: u64,
        pending: u64,
        stream: StreamFacts,
    },
    /// The consumer was not created.
    NotMade(Refusal),
    /// The consumer delivered a message.
    Message {
        consumer_sequence: u64,
        stream_sequence: u64,
        /// Time at which it was stored, in nanoseconds since 1970.
        stored: u64,
    },
    /// A heartbeat with the last consumer sequence.
    Heartbeat { consumer_sequence: u64 },
    /// Two idle heartbeats were missed.
    Silence,
    /// The connection was lost.
    Disconnected,
    /// The server reports that the consumer was deleted.
    Deleted,
}

/// Facts that show whether the stream was recreated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StreamFacts {
    pub(crate) created: OffsetDateTime,
    pub(crate) last_sequence: u64,
    /// Sequence and time of the first message, in nanoseconds since 1970.
    ///
    /// `None`: the stream is empty.
    pub(crate) first: Option<(u64, u64)>,
    /// Time of the last message, in nanoseconds since 1970; 0 if unknown.
    pub(crate) last_stored: u64,
    /// Whether the stream has memory storage.
    pub(crate) in_memory: bool,
}

/// Start that the caller requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A start that also applies to a new consumer.
    Place,
    /// The last message.
    Last,
    /// The last message of each subject, which is not one sequence.
    LastPerSubject,
}

/// Reason why a consumer was not created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Temporary, such as an election.
    ForNow,
    /// Temporary until the server has removed the previous consumer.
    NoRoom,
    /// Permanent.
    ForGood,
}

/// An action of the ordered consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Return the message, or continue.
    GoOn,
    /// Drop the message.
    Drop,
    /// Replace the consumer for this reason.
    Restart(ResetReason),
    /// Try again to create a consumer.
    Retry,
    /// Stop: the stream was recreated.
    Recreated(StreamRecreated),
    /// Stop: too many consecutive consumers failed, the last one for this reason.
    Hopeless(ResetReason),
    /// Stop with the error of the server.
    Refused,
}

/// Start of the next consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Begin {
    /// As the caller requested.
    AsAsked,
    /// At this stream sequence.
    At(u64),
}

#[derive(Clone, Debug)]
pub(crate) struct Machine {
    /// Stream sequence to continue at; `None`: the requested start.
    next: Option<u64>,
    /// Creation time of the stream.
    created: Option<OffsetDateTime>,
    asked: Asked,
    /// Sequence and time of the stream's first message when last read.
    first: Option<(u64, u64)>,
    /// Latest known time of a stored message, in nanoseconds since 1970.
    ///
    /// Covers the returned messages and the stream's information when last read.
    newest: u64,
    /// Required stream sequence of the consumer's first message.
    begins_with: Option<u64>,
    /// Whether the consumer waits for its first message of a memory stream.
    doubtful: bool,
    /// Consumer sequence of the next message; `None` without a consumer.
    expected: Option<u64>,
    /// Number of consecutive consumers that delivered no message.
    useless: u32,
    /// Number of consecutive attempts without a consumer that delivered.
    attempts: u32,
    /// Number of consecutive attempts that exceeded the maximum of consumers.
    no_room: u32,
}

impl Machine {
    /// Creates a machine without a consumer.
    pub(crate) fn new(asked: Asked) -> Self {
        Self {
            next: None,
            created: None,
            asked,
            first: None,
            newest: 0,
            begins_with: None,
            doubtful: false,
            expected: None,
            useless: 0,
            attempts: 0,
            no_room: 0,
        }
    }

    /// Returns the start of the next consumer.
    pub(crate) fn begin(&self) -> Begin {
        self.next.map_or(Begin::AsAsked, Begin::At)
    }

    /// Continues at this stream sequence; returns no message before it.
    pub(crate) fn begin_at(&mut self, sequence: u64) {
        self.next = Some(sequence);
        self.expected = None;
    }

    /// Returns whether the stream's information must be read before the first message.
    ///
    /// A memory stream may have lost its messages in a restart. A consumer without a delivery
    /// does not show that: when created again, it waits for its start sequence and skips the
    /// messages stored before it (measured with nats-server 2.15.1).
    pub(crate) fn is_doubtful(&self) -> bool {
        self.doubtful
    }

    /// Replaces the consumer, in order to read the stream's information.
    pub(crate) fn check(&mut self) {
        self.expected = None;
    }

    /// Handles a message that was not received from the consumer.
    pub(crate) fn received(&mut self, stream_sequence: u64, stored: u64) {
        self.newest = self.newest.max(stored);
        self.next = Some(stream_sequence.saturating_add(1));
        self.useless = 0;
        self.attempts = 0;
    }

    /// Returns the time to wait after the last consumer or attempt.
    pub(crate) fn spacing(&self) -> Duration {
        let doublings = self.attempts.saturating_sub(1).min(8);
        SPACING.saturating_mul(1 << doublings).min(LONGEST)
    }

    pub(crate) fn on(&mut self, event: Event) -> Action {
        match (event, self.expected) {
            (
                Event::Message {
                    consumer_sequence,
                    stream_sequence,
                    stored,
                },
                Some(expected),
            ) => self.on_message(expected, consumer_sequence, stream_sequence, stored),
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
            (
                Event::Made {
                    start,
                    pending,
                    stream,
                },
                None,
            ) => self.on_made(start, pending, stream),
            (Event::NotMade(refusal), None) => self.on_refusal(refusal),
            // An event of a replaced consumer.
            (
                Event::Message { .. }
                | Event::Heartbeat { .. }
                | Event::Silence
                | Event::Deleted
                | Event::Disconnected,
                None,
            ) => Action::Drop,
            // Only one consumer is created at a time.
            (Event::Made { .. } | Event::NotMade(_), Some(_)) => Action::Drop,
        }
    }

    /// Accepts the message if it is the next one.
    ///
    /// Otherwise it changes nothing, and [`on`](Self::on) returns the action.
    #[inline]
    pub(crate) fn takes(&mut self, number: u64, sequence: u64, stored: u64) -> bool {
        if self.expected != Some(number) || sequence < self.next.unwrap_or(0) {
            return false;
        }
        if let Some(begins_with) = self.begins_with.take()
            && sequence != begins_with
        {
            return false;
        }
        self.expected = Some(number.saturating_add(1));
        self.next = Some(sequence.saturating_add(1));
        self.newest = self.newest.max(stored);
        self.useless = 0;
        self.attempts = 0;
        true
    }

    fn on_message(&mut self, expected: u64, number: u64, sequence: u64, stored: u64) -> Action {
        if self.takes(number, sequence, stored) {
            return Action::GoOn;
        }
        let before = self.next.is_some_and(|next| sequence < next);
        if before && stored > self.newest {
            // At or before the last returned message, and stored later than it: the
            // stream lost its messages and started again.
            let created = self.created.unwrap_or(OffsetDateTime::UNIX_EPOCH);
            return self.recreated(created, sequence);
        }
        if before && number == expected {
            // A replica that lags behind the stream's leader starts before the requested
            // sequence: at its last message.
            self.expected = Some(number.saturating_add(1));
            return Action::Drop;
        }
        // Messages are missing, or the consumer was made again and counts anew. Which
        // messages a consumer that was made again has passed over is not known, even
        // if it repeats one that was handed out.
        self.restart(ResetReason::Gap {
            expected,
            found: number,
        })
    }

    fn on_made(&mut self, start: u64, pending: u64, stream: StreamFacts) -> Action {
        let known = *self.created.get_or_insert(stream.created);
        let gone_back = self
            .next
            .is_some_and(|next| stream.last_sequence.saturating_add(1) < next);
        if known != stream.created || gone_back || self.began_again(stream) {
            return self.recreated(stream.created, stream.last_sequence);
        }
        self.begins_with = None;
        if self.next.is_none() && self.asked != Asked::LastPerSubject {
            // So that the next start means the same messages, even
            // if that is "new" and some have come meanwhile.
            self.next = Some(start);
            // A consumer that is created again before its first delivery starts with
            // the last message at that time.
            if self.asked == Asked::Last && pending > 0 {
                self.begins_with = Some(start);
            }
        }
        let created = nanoseconds(stream.created);
        let first = stream.first.map_or(0, |(_, stored)| stored);
        self.newest = self.newest.max(created).max(first).max(stream.last_stored);
        self.first = stream.first;
        self.doubtful = stream.in_memory && pending == 0;
        self.expected = Some(1);
        self.no_room = 0;
        Action::GoOn
    }

    /// Returns whether the stream lost messages and has others at or before our position.
    ///
    /// A first message after that position does not matter: the consumer reads all of them.
    /// Neither does a first sequence that went back: replicas remove expired messages
    /// independently.
    fn began_again(&self, stream: StreamFacts) -> bool {
        let (Some(next), Some((sequence, stored))) = (self.next, stream.first) else {
            return false;
        };
        let other = self
            .first
            .is_some_and(|(known, then)| known == sequence && then != stored);
        // Nothing is known before the first read.
        let later = self.newest > 0 && stored > self.newest;
        sequence < next && (other || later)
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
        // An unstable connection does not concern the consumer.
        if reason != ResetReason::Disconnected {
            self.useless = self.useless.saturating_add(1);
        }
        if self.useless >= IN_A_ROW {
            return Action::Hopeless(reason);
        }
        Action::Restart(reason)
    }

    fn recreated(&mut self, created: OffsetDateTime, last_sequence: u64) -> Action {
        self.expected = None;
        Action::Recreated(StreamRecreated::new(
            self.created.unwrap_or(created),
            created,
            self.next.unwrap_or(1),
            last_sequence,
        ))
    }
}

/// Returns nanoseconds since 1970; 0 for earlier times.
pub(crate) fn nanoseconds(time: OffsetDateTime) -> u64 {
    u64::try_from(time.unix_timestamp_nanos()).unwrap_or(0)
}

#[cfg(test)]
mod tests;
