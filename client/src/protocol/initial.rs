//! End of the initial values of a watch: a state machine without clock or socket.
//!
//! # Why counters are not sufficient
//!
//! A consumer with deliver policy `last_per_subject` lists the last message of each subject
//! when it is created. It delivers the listed messages that still exist, then every message
//! after them. The server skips a listed message that was overwritten before its turn; its
//! successor comes later. The consumer's `num_pending` counts both, and reaches 0 while such
//! successors are still pending (nats-server 2.10.26 to 2.15.1). A key that is overwritten
//! repeatedly can stay ahead of the consumer, so reading up to a fixed sequence is not
//! sufficient either.
//!
//! # Algorithm
//!
//! *Latest of each subject.* When the end seems to be reached, the client asks the stream, at
//! a time `t`. Let `K` be a subject that always has messages, `l` its last message at `t`,
//! and `c` the last received sequence.
//!
//! 1. The stream's last sequence is at most `c`: then `l <= c`. If `l` was stored before
//!    the consumer was created, it is on the consumer's list, and existed at its turn,
//!    because it still exists at `t`. If it was stored after that, it existed when the
//!    consumer passed it. In both cases it was delivered, and was received, because
//!    deliveries arrive in order.
//! 2. Otherwise the client lists the stream's subjects, which include `K`. It waits for a
//!    message of each subject without one, until the consumer has passed the sequence that
//!    was the last at `t`, or no message arrives for a while. It then requests the last
//!    message of each remaining subject. Either there is one, which the watch returns
//!    instead of the later delivery, or there is none, and `K` did not always have messages.
//!
//! So the watch returns a message of `K` in each case. Writers cannot delay the end: the list
//! of subjects only becomes shorter, the sequence to pass does not change, and the client
//! requests the rest.
//!
//! *Every message in order.* The consumer passes each sequence once. It is done when it has
//! passed the last sequence before its creation: when it delivers that message or a later
//! one, or when the stream reports that the next matching message after the last received
//! one is later than that. (The position that the consumer reports is not sufficient: it does
//! not advance without a matching message.)

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

/// Number of subjects per request for their last messages.
const NEWEST: usize = 256;

/// Initial values of a watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reads {
    /// None: only messages stored from now on.
    New,
    /// The last message of each subject.
    LatestPerSubject {
        /// Whether the stream's last message most likely matches the filter.
        to_the_end: bool,
    },
    /// Every message from this sequence on.
    InOrder { from: u64 },
}

/// State of the stream before the consumer was created, and `num_pending`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Before {
    pub(crate) messages: u64,
    pub(crate) last_sequence: u64,
    /// The consumer's `num_pending` when it was created.
    pub(crate) found: u64,
}

/// A request to be sent to the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// The stream's last sequence.
    LastSequence,
    /// The stream's subjects that match the filter.
    Subjects,
    /// The sequence of the first matching message from this sequence on.
    Next(u64),
    /// The last message of each of these subjects.
    Newest(Vec<String>),
}

#[derive(Debug)]
enum Phase {
    /// Messages arrive, and the end is not reached.
    Reading,
    /// This request is to be sent.
    To(Request),
    /// The request was sent.
    Asked,
    /// The request failed, and is repeated after a while.
    Failed,
    /// No message of these subjects was received yet.
    Missing(HashSet<String>),
    /// All initial values were received.
    Done,
    Told,
}

#[derive(Debug)]
pub(crate) struct Machine {
    reads: Reads,
    before: Before,
    phase: Phase,
    /// Missing subjects while their last messages are requested.
    missing: HashSet<String>,
    /// Hashes of the subjects of received messages.
    ///
    /// The hash key is random per process. With `n` subjects, a missing one is taken for
    /// received with a probability of `n` in 2^64.
    seen: Vec<u64>,
    hasher: RandomState,
    /// Last received sequence, or the one before the start.
    at: u64,
    /// Sequence after which the missing subjects are requested.
    until: u64,
    /// Whether a message arrived since the last tick.
    came: bool,
    /// Whether requests for subjects failed, and are repeated after a while.
    again: bool,
    /// Sequences of messages that were returned before their delivery.
    ahead: HashMap<String, u64>,
}

impl Machine {
    pub(crate) fn new(reads: Reads, before: Before) -> Self {
        let nothing = match reads {
            Reads::New => true,
            Reads::LatestPerSubject { .. } => before.messages == 0,
            Reads::InOrder { from } => before.messages == 0 || from > before.last_sequence,
        };
        let at = match reads {
            Reads::InOrder { from } => from.saturating_sub(1),
            _ => 0,
        };
        let mut machine = Self {
            reads,
            before,
            phase: if nothing { Phase::Done } else { Phase::Reading },
            missing: HashSet::new(),
            seen: Vec::new(),
            hasher: RandomState::new(),
            at,
            until: 0,
            came: false,
            again: false,
            ahead: HashMap::new(),
        };
        if !nothing && before.found == 0 {
            machine.seems_done();
        }
        machine
    }

    /// Handles a message; returns whether the watch returns it.
    ///
    /// `pending`: the consumer's count of messages after it.
    #[inline]
    pub(crate) fn on_message(
        &mut self,
        subject: &str,
        sequence: u64,
        pending: Option<u64>,
    ) -> bool {
        if matches!(self.phase, Phase::Told) && self.ahead.is_empty() {
            return true;
        }
        self.on_initial(subject, sequence, pending)
    }

    fn on_initial(&mut self, subject: &str, sequence: u64, pending: Option<u64>) -> bool {
        self.at = sequence;
        self.came = true;
        let last = self.before.last_sequence;
        let told = matches!(self.phase, Phase::Done | Phase::Told);
        match self.reads {
            _ if told => {}
            Reads::InOrder { .. } if sequence >= last => self.phase = Phase::Done,
            Reads::InOrder { .. } => {}
            _ => {
                self.seen.push(self.hasher.hash_one(subject));
                self.missing.remove(subject);
            }
        }
        match &mut self.phase {
            Phase::Reading if pending == Some(0) || sequence > last => self.seems_done(),
            Phase::Missing(missing) => {
                missing.remove(subject);
                self.look_at_missing(false);
            }
            _ => {}
        }
        self.is_its_turn(subject, sequence)
    }

    /// Returns whether a message was not returned before.
    fn is_its_turn(&mut self, subject: &str, sequence: u64) -> bool {
        let Some(&handed_over) = self.ahead.get(subject) else {
            return true;
        };
        if sequence >= handed_over {
            self.ahead.remove(subject);
        }
        sequence > handed_over
    }

    /// Handles a tick: no message arrived since the last call.
    ///
    /// Also called when a failed request is to be repeated.
    pub(crate) fn on_tick(&mut self) {
        let quiet = !std::mem::take(&mut self.came);
        match self.phase {
            Phase::Failed => self.seems_done(),
            Phase::Reading if quiet => self.seems_done(),
            Phase::Missing(_) if quiet || self.again => self.look_at_missing(true),
            _ => {}
        }
    }

    fn seems_done(&mut self) {
        let request = match self.reads {
            Reads::InOrder { .. } => Request::Next(self.at.saturating_add(1)),
            Reads::LatestPerSubject { to_the_end: true } => Request::LastSequence,
            _ => Request::Subjects,
        };
        self.phase = Phase::To(request);
    }

    /// Takes the request to be sent.
    pub(crate) fn request(&mut self) -> Option<Request> {
        let Phase::To(_) = self.phase else {
            return None;
        };
        match std::mem::replace(&mut self.phase, Phase::Asked) {
            Phase::To(request) => Some(request),
            _ => None,
        }
    }

    /// Returns whether the machine only waits for messages.
    pub(crate) fn is_waiting(&self) -> bool {
        matches!(self.phase, Phase::Reading | Phase::Missing(_))
    }

    /// Returns whether a request failed and is to be repeated after a while.
    pub(crate) fn has_failed(&self) -> bool {
        matches!(self.phase, Phase::Failed) || self.again
    }

    /// Returns `true` once, when all initial values were received.
    pub(crate) fn is_done_now(&mut self) -> bool {
        let done = matches!(self.phase, Phase::Done);
        if done {
            self.phase = Phase::Told;
            self.seen = Vec::new();
            self.missing = HashSet::new();
        }
        done
    }

    pub(crate) fn is_told(&self) -> bool {
        matches!(self.phase, Phase::Told)
    }

    /// Handles a failed request.
    pub(crate) fn on_failure(&mut self) {
        if matches!(self.phase, Phase::Asked) {
            self.phase = Phase::Failed;
        }
    }

    /// Handles the stream's last sequence.
    pub(crate) fn on_last_sequence(&mut self, last: u64) {
        if !matches!(self.phase, Phase::Asked) {
            return;
        }
        self.phase = match last <= self.at {
            true => Phase::Done,
            false => Phase::To(Request::Subjects),
        };
    }

    /// Handles the list of matching subjects, and the last sequence before it.
    pub(crate) fn on_subjects(&mut self, last: u64, subjects: impl IntoIterator<Item = String>) {
        if !matches!(self.phase, Phase::Asked) {
            return;
        }
        self.seen.sort_unstable();
        self.seen.dedup();
        let (seen, hasher) = (&self.seen, &self.hasher);
        let missing = subjects
            .into_iter()
            .filter(|subject| seen.binary_search(&hasher.hash_one(subject)).is_err())
            .collect();
        self.until = last;
        self.phase = Phase::Missing(missing);
        self.look_at_missing(false);
    }

    /// Requests the missing subjects once their messages no longer arrive.
    fn look_at_missing(&mut self, quiet: bool) {
        let Phase::Missing(missing) = &mut self.phase else {
            return;
        };
        if missing.is_empty() {
            self.again = false;
            self.phase = Phase::Done;
        } else if quiet || self.at >= self.until && !self.again {
            self.again = false;
            let names = missing.iter().take(NEWEST).cloned().collect();
            self.missing = std::mem::take(missing);
            self.phase = Phase::To(Request::Newest(names));
        }
    }

    /// Handles the sequence of a requested subject's last message.
    ///
    /// `None`: the subject has no message. Returns whether the watch returns the message.
    pub(crate) fn on_newest(&mut self, subject: &str, sequence: Option<u64>) -> bool {
        if !matches!(self.phase, Phase::Asked) || !self.missing.remove(subject) {
            // It arrived meanwhile.
            return false;
        }
        if let Some(sequence) = sequence {
            self.seen.push(self.hasher.hash_one(subject));
            self.ahead.insert(subject.to_owned(), sequence);
        }
        sequence.is_some()
    }

    /// Handles the end of the replies about subjects; `all`: none failed.
    pub(crate) fn on_newest_end(&mut self, all: bool) {
        if !matches!(self.phase, Phase::Asked) {
            return;
        }
        self.phase = Phase::Missing(std::mem::take(&mut self.missing));
        // Failed requests are repeated after a while.
        self.again = !all;
        self.look_at_missing(all);
    }

    /// Handles the sequence of the next matching message, if there is one.
    pub(crate) fn on_next(&mut self, next: Option<u64>) {
        if !matches!(self.phase, Phase::Asked) {
            return;
        }
        let passed = next.is_none_or(|next| next > self.before.last_sequence);
        self.phase = match passed {
            true => Phase::Done,
            false => Phase::Reading,
        };
    }
}

#[cfg(test)]
mod tests;
