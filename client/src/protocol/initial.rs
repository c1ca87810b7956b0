//! When the initial data of a watch has been seen: no clock, no socket.
//!
//! # Why counting does not tell
//!
//! A consumer that delivers the last message of each subject takes a list of those
//! messages when it is created, and delivers what is still there of them; then it goes
//! on with every message behind. A message that is overwritten before its turn is left
//! out without a word, and comes as a later one. The consumer's `num_pending` counts
//! both, and reaches 0 while such later messages are still to come (nats-server 2.10.26
//! to 2.15.1). A key that is overwritten again and again can stay ahead of the consumer,
//! so that reading on up to any sequence does not tell either.
//!
//! # What tells
//!
//! *Latest of each subject.* When the end seems reached, the stream is asked, at a time
//! `t`. Let `K` be a subject that has messages throughout, `l` its last message at `t`,
//! and `c` the sequence that was received last.
//!
//! 1. The stream's last sequence is at most `c`: then `l <= c`. If `l` was stored before
//!    the consumer was created, it is on the consumer's list, and was there at its turn,
//!    for it is there at `t`, later. If it was stored after that, it was there when the
//!    consumer passed it. Either way it was delivered, and was received, for what is
//!    delivered comes in order.
//! 2. Otherwise the stream lists its subjects. `K` is one of them. Those of which
//!    nothing was received are waited for by name until what was last at `t` has passed,
//!    or nothing comes for a while. Of those that are left by then, each is asked for:
//!    either it has a message, which is handed over in place of the one that would come
//!    later, or it has none, and `K` was not there throughout.
//!
//! So something of `K` was handed over in every case. Nothing is waited for that writers
//! can put off: the list of names only becomes shorter, the sequence to be passed does
//! not move, and the rest is asked for.
//!
//! *Every message in order.* The consumer passes each sequence once. It is done when it
//! has passed the last one that was there before it was created: when a message at or
//! behind that came, or when the stream says that the next message that is read, behind
//! what was received, is behind that too. (What the consumer says of its position does
//! not tell: without a message to come it does not move on.)

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

/// Names that are asked for at a time.
const NEWEST: usize = 256;

/// What a watch reads first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reads {
    /// Nothing that is there: only what is stored from now on.
    New,
    /// The last message of each subject.
    LatestPerSubject {
        /// Whether the stream's last message is most likely one that is read.
        to_the_end: bool,
    },
    /// Every message from this sequence on.
    InOrder { from: u64 },
}

/// The stream before the consumer was created, and what the consumer found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Before {
    pub(crate) messages: u64,
    pub(crate) last_sequence: u64,
    /// The consumer's `num_pending` when it was created.
    pub(crate) found: u64,
}

/// What the server is to be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// The stream's last sequence.
    LastSequence,
    /// The stream's subjects that are read.
    Subjects,
    /// The sequence of the first message that is read from this sequence on.
    Next(u64),
    /// The last message of each of these subjects.
    Newest(Vec<String>),
}

#[derive(Debug)]
enum Phase {
    /// Messages come, and the end is not in sight.
    Reading,
    /// This is to be asked for.
    To(Request),
    /// It was asked for.
    Asked,
    /// Nothing was answered: it is asked again after a while.
    Failed,
    /// Of these subjects nothing was received yet.
    Missing(HashSet<String>),
    /// Everything was seen.
    Done,
    Told,
}

#[derive(Debug)]
pub(crate) struct Machine {
    reads: Reads,
    before: Before,
    phase: Phase,
    /// What is missing while it is asked for by name.
    missing: HashSet<String>,
    /// Hashes of the subjects that something was received of. Hashes by a key of this
    /// process: of `n` subjects, one that is missing is taken for another with a
    /// chance of `n` in 2^64.
    seen: Vec<u64>,
    hasher: RandomState,
    /// The sequence that was received last, or the one before the first to be read.
    at: u64,
    /// Once this sequence was received, what is missing is asked for.
    until: u64,
    /// Whether a message came since the last look.
    came: bool,
    /// Whether names were not answered, and are to be asked for after a while.
    again: bool,
    /// The sequences of messages that were handed over before their turn.
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

    /// A message came; whether it is to be handed out.
    ///
    /// `pending`: how many follow it, by the consumer's count.
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

    /// Whether a message was not handed over before.
    fn is_its_turn(&mut self, subject: &str, sequence: u64) -> bool {
        let Some(&handed_over) = self.ahead.get(subject) else {
            return true;
        };
        if sequence >= handed_over {
            self.ahead.remove(subject);
        }
        sequence > handed_over
    }

    /// No message is there, and none came since this was called last.
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

    /// What is to be asked for, once.
    pub(crate) fn request(&mut self) -> Option<Request> {
        let Phase::To(_) = self.phase else {
            return None;
        };
        match std::mem::replace(&mut self.phase, Phase::Asked) {
            Phase::To(request) => Some(request),
            _ => None,
        }
    }

    /// Whether there is nothing to be done but to wait for messages.
    pub(crate) fn is_waiting(&self) -> bool {
        matches!(self.phase, Phase::Reading | Phase::Missing(_))
    }

    /// Whether a request failed, and is to be repeated after a while.
    pub(crate) fn has_failed(&self) -> bool {
        matches!(self.phase, Phase::Failed) || self.again
    }

    /// True once: when everything was seen.
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

    /// What was asked for was not answered.
    pub(crate) fn on_failure(&mut self) {
        if matches!(self.phase, Phase::Asked) {
            self.phase = Phase::Failed;
        }
    }

    /// The stream's last sequence.
    pub(crate) fn on_last_sequence(&mut self, last: u64) {
        if !matches!(self.phase, Phase::Asked) {
            return;
        }
        self.phase = match last <= self.at {
            true => Phase::Done,
            false => Phase::To(Request::Subjects),
        };
    }

    /// The stream's subjects that are read, and its last sequence before they were
    /// listed.
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

    /// Asks for what is missing when it does not come by itself any more.
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

    /// The sequence of the last message of a subject that was asked for by name.
    ///
    /// `None` when it has none. Gives whether it is to be handed over.
    pub(crate) fn on_newest(&mut self, subject: &str, sequence: Option<u64>) -> bool {
        if !matches!(self.phase, Phase::Asked) || !self.missing.remove(subject) {
            // It came meanwhile.
            return false;
        }
        if let Some(sequence) = sequence {
            self.seen.push(self.hasher.hash_one(subject));
            self.ahead.insert(subject.to_owned(), sequence);
        }
        sequence.is_some()
    }

    /// All that was asked for by name is answered, or was not answered.
    pub(crate) fn on_newest_end(&mut self, all: bool) {
        if !matches!(self.phase, Phase::Asked) {
            return;
        }
        self.phase = Phase::Missing(std::mem::take(&mut self.missing));
        // What was not answered is asked for again after a while.
        self.again = !all;
        self.look_at_missing(all);
    }

    /// The sequence of the next message that is read; `None` when there is none.
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
