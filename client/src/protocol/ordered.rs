//! What an ordered consumer does about what happens to it: no clock, no socket.
//!
//! ADR-17. A consumer that does not deliver the next message, or that falls silent,
//! is replaced by another one, which begins behind the last message handed out.
//!
//! A consumer's own count is no proof. A server that restarts makes an ephemeral
//! consumer again, as it was configured: it counts its deliveries from 1, and may
//! deliver messages that it delivered before, or pass over messages that it did not
//! deliver (nats-server 2.10 to 2.15). The stream's sequences are no proof either: a
//! memory stream is empty after a restart, counts from 1 and keeps its creation time.
//! The time at which a message was stored tells the two apart.

use std::time::Duration;

use time::OffsetDateTime;

use crate::error::stop_reason::{ResetReason, StreamRecreated};

/// How much time is between the making of two consumers, at least.
pub(crate) const SPACING: Duration = Duration::from_millis(200);

/// How much time is between two attempts when many have failed: how late it is
/// noticed, at most, that an election is over.
const LONGEST: Duration = Duration::from_millis(500);

/// How many consumers in a row may turn out to be of no use.
pub(crate) const IN_A_ROW: u32 = 10;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A consumer was created that begins at a sequence of the stream and had
    /// `pending` messages to deliver; the stream was looked at after that.
    Made {
        start: u64,
        pending: u64,
        stream: StreamFacts,
    },
    /// There is none.
    NotMade(Refusal),
    /// The consumer delivered a message.
    Message {
        consumer_sequence: u64,
        stream_sequence: u64,
        /// When it was stored, in nanoseconds since 1970.
        stored: u64,
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
    /// The sequence of the first message and when it was stored, in nanoseconds since
    /// 1970; `None` if the stream is empty.
    pub(crate) first: Option<(u64, u64)>,
    /// When the last message was stored, in nanoseconds since 1970; 0 if unknown.
    pub(crate) last_stored: u64,
    /// Whether the stream is kept in memory.
    pub(crate) in_memory: bool,
}

/// What the caller asked to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A place that a consumer made again begins at, too.
    Place,
    /// The last message.
    Last,
    /// The last message of each subject, which a sequence does not express.
    LastPerSubject,
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
    asked: Asked,
    /// The stream's first message at the last look: sequence and time.
    first: Option<(u64, u64)>,
    /// No message that was handed out, or that the stream had when it was looked at,
    /// was stored later: nanoseconds since 1970.
    newest: u64,
    /// The sequence that the consumer's first message must have.
    begins_with: Option<u64>,
    /// Whether the consumer waits for its first message, of a stream in memory.
    doubtful: bool,
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
    /// A machine without a consumer.
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

    /// Where the consumer that is to be made begins.
    pub(crate) fn begin(&self) -> Begin {
        self.next.map_or(Begin::AsAsked, Begin::At)
    }

    /// Begins at this sequence of the stream, and hands out no message before it.
    pub(crate) fn begin_at(&mut self, sequence: u64) {
        self.next = Some(sequence);
        self.expected = None;
    }

    /// Whether the stream has to be looked at before the consumer's first message is
    /// handed out.
    ///
    /// A memory stream may have lost its messages in a restart. A consumer that has
    /// delivered nothing before shows no sign of it: made again, it waits for the
    /// sequence that it began at, and passes over what is stored before it again
    /// (measured with nats-server 2.15.1).
    pub(crate) fn is_doubtful(&self) -> bool {
        self.doubtful
    }

    /// The consumer is given up to look at the stream.
    pub(crate) fn check(&mut self) {
        self.expected = None;
    }

    /// A message was received in another way than from a consumer.
    pub(crate) fn received(&mut self, stream_sequence: u64, stored: u64) {
        self.newest = self.newest.max(stored);
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
            // At or before the last message handed out, and stored later than it: the
            // stream lost its messages and began again.
            let created = self.created.unwrap_or(OffsetDateTime::UNIX_EPOCH);
            return self.recreated(created, sequence);
        }
        if before && number == expected {
            // A replica that is behind the stream's leader begins before the sequence
            // that it is asked to begin at: at the end of what it has.
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
            // So that what is asked for next time means the same messages, even
            // if that is "new" and some have come meanwhile.
            self.next = Some(start);
            // A consumer that is made again before it delivered anything begins with
            // what is the last message then.
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

    /// Whether the stream has lost its messages and has other ones, at or before the
    /// last message that was handed out.
    ///
    /// A first message behind that place is no sign: all that there is will be read.
    /// Neither is a first sequence that went back: replicas remove what is too old one
    /// by one.
    fn began_again(&self, stream: StreamFacts) -> bool {
        let (Some(next), Some((sequence, stored))) = (self.next, stream.first) else {
            return false;
        };
        let other = self
            .first
            .is_some_and(|(known, then)| known == sequence && then != stored);
        // Before the first look nothing is known.
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
        // A connection that comes and goes says nothing about the consumer.
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

/// Nanoseconds since 1970, 0 before.
pub(crate) fn nanoseconds(time: OffsetDateTime) -> u64 {
    u64::try_from(time.unix_timestamp_nanos()).unwrap_or(0)
}

#[cfg(test)]
mod tests;
