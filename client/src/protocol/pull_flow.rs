//! Continuous overlapping pulls: a state machine without clock or socket.
//!
//! A server serves the pulls of a consumer in turn and does not state which pull a message
//! belongs to, so the machine counts the expected messages of all pulls together. A status
//! belongs to one pull and has the number of its undelivered messages. A lost status or a
//! duplicate message makes the count wrong; it becomes right again when the pulls have
//! expired, or when heartbeats are missed.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use crate::error::pull_status::PullStatus;
use crate::protocol::notice::Notice;
use crate::protocol::pull_status::Said;

/// A pull, by its reply subject.
pub(crate) type PullId = u8;

/// Maximum number of pulls that are tracked individually.
const REMEMBERED: usize = 16;

/// Time after the expiry of a pull until it is considered lost.
const GRACE: Duration = Duration::from_secs(2);

/// Number of consecutive failed pulls without a back-off.
const FREE_STRIKES: u32 = 3;

/// First and maximum back-off.
const BACKOFF: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(1));

/// Time after which failed pulls no longer count.
const FORGIVEN: Duration = Duration::from_secs(10);

/// Limits of the expected messages, and the thresholds for the next pull.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// Maximum number of messages requested and not returned yet.
    pub(crate) messages: u64,
    /// Number of expected messages at or below which the client pulls again.
    pub(crate) threshold: u64,
    /// Maximum and threshold in bytes.
    pub(crate) bytes: Option<(u64, u64)>,
    pub(crate) expires: Duration,
    pub(crate) heartbeat: Duration,
}

/// The pulls of one consumer.
#[derive(Debug)]
pub(crate) struct Flow {
    limits: Limits,
    connected: bool,
    closing: bool,
    open: VecDeque<Open>,
    /// Expected messages and bytes of all pulls.
    messages: u64,
    bytes: u64,
    /// Messages returned and not finished yet.
    held: u64,
    /// Whether the next message requires all allowed bytes.
    needs_all: bool,
    heard: Instant,
    silent: bool,
    strikes: u32,
    last_strike: Instant,
    since_strike: u64,
    not_before: Instant,
    told: Vec<PullStatus>,
    /// Whether a pull was sent over this connection.
    pulled: bool,
    /// Connections that ended after a pull, since the last message.
    interrupted: u32,
    last_interrupted: Instant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Open {
    id: PullId,
    messages: u64,
    bytes: u64,
    at: Instant,
    /// Whether a message arrived since the pull.
    fruitful: bool,
}

/// Contents of the next pull.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ask {
    pub(crate) messages: u64,
    pub(crate) bytes: Option<u64>,
}

/// An event of the pulls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A message of this size in bytes arrived.
    Message(u64),
    Status(PullId, Said),
    /// The wake-up time has passed, and no other event is pending.
    Elapsed,
    /// The pull could not be sent.
    NotSent,
    Disconnected,
    Reconnected,
    /// The client sends no more pulls.
    Closing,
}

/// Action after an event, in addition to the next pull.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Action {
    pub(crate) notice: Option<Notice>,
    /// Whether to check that the consumer still exists.
    pub(crate) probe: bool,
    /// Reason to stop.
    pub(crate) end: Option<PullStatus>,
}

impl Flow {
    pub(crate) fn new(now: Instant, limits: Limits) -> Self {
        Self {
            limits,
            connected: true,
            closing: false,
            open: VecDeque::new(),
            messages: 0,
            bytes: 0,
            held: 0,
            needs_all: false,
            heard: now,
            silent: false,
            strikes: 0,
            last_strike: now,
            since_strike: 0,
            not_before: now,
            told: Vec::new(),
            pulled: false,
            interrupted: 0,
            last_interrupted: now,
        }
    }

    pub(crate) fn on(&mut self, now: Instant, event: Event) -> Action {
        match event {
            Event::Message(bytes) => self.message(now, bytes),
            Event::Status(_, Said::Alive) => self.alive(now),
            Event::Status(
                id,
                Said::Over {
                    why,
                    messages,
                    bytes,
                },
            ) => {
                self.alive(now);
                return self.over(now, id, why, messages, bytes);
            }
            Event::Elapsed => return self.elapsed(now),
            Event::NotSent => {
                self.forget();
                self.strike(now);
            }
            Event::Disconnected => {
                // The answer to a pull may be what ended the connection: a header block
                // that the transport cannot read.
                if std::mem::take(&mut self.pulled) {
                    self.interrupt(now);
                }
                self.forget();
                let was = std::mem::replace(&mut self.connected, false);
                return was.then_some(Notice::Disconnected).into();
            }
            Event::Reconnected => {
                self.forget();
                self.connected = true;
                self.heard = now;
                if self.interrupted <= FREE_STRIKES {
                    self.strikes = 0;
                    self.not_before = now;
                }
                return Some(Notice::Reconnected).into();
            }
            Event::Closing => self.closing = true,
        }
        Action::default()
    }

    /// Returns the pull to send now, if any.
    pub(crate) fn ask(&self, now: Instant) -> Option<Ask> {
        let messages = self.messages.saturating_add(self.held);
        if !self.connected || self.closing || messages > self.limits.threshold {
            return None;
        }
        let none_to_come = self.messages == 0;
        let bytes = match self.limits.bytes {
            None => None,
            Some((most, _)) if none_to_come => Some(most),
            Some(_) if self.needs_all => return None,
            Some((_, threshold)) if self.bytes > threshold => return None,
            Some((most, _)) => Some(most.saturating_sub(self.bytes)),
        };
        if now < self.not_before {
            return None;
        }
        let messages = self.limits.messages.saturating_sub(messages);
        Some(Ask { messages, bytes })
    }

    /// Records a sent pull.
    pub(crate) fn asked(&mut self, now: Instant, id: PullId, ask: Ask) {
        if self.messages == 0 {
            // All tracked pulls are complete.
            self.forget();
        }
        if self.open.is_empty() {
            self.heard = self.heard.max(now);
        }
        self.pulled = true;
        self.open.retain(|open| open.id != id);
        while self.open.len() >= REMEMBERED {
            self.open.pop_front();
        }
        let bytes = ask.bytes.unwrap_or_default();
        self.open.push_back(Open {
            id,
            messages: ask.messages,
            bytes,
            at: now,
            fruitful: false,
        });
        self.messages = self.messages.saturating_add(ask.messages);
        self.bytes = self.bytes.saturating_add(bytes);
    }

    /// Returns the next wake-up time, if no event comes before.
    pub(crate) fn wake(&self) -> Option<Instant> {
        let silence = (!self.open.is_empty()).then(|| self.heard + self.timeout_for());
        let expiry = self.open.front().map(|open| open.at + self.lasts());
        let asks = self.ask(self.not_before).is_some();
        let backoff = asks.then_some(self.not_before);
        [silence, expiry, backoff].into_iter().flatten().min()
    }

    /// Limits the number of messages to request.
    pub(crate) fn limit(&mut self, messages: u64) {
        let most = self.limits.messages.min(messages).max(1);
        self.limits.messages = most;
        self.limits.threshold = self.limits.threshold.min(most / 2);
    }

    /// Sets the number of returned messages that count as expected.
    pub(crate) fn hold(&mut self, messages: u64) {
        self.held = messages;
    }

    /// Returns the time of the last message or heartbeat.
    pub(crate) fn heard(&self) -> Instant {
        self.heard
    }

    /// Returns whether no more messages are expected.
    pub(crate) fn is_idle(&self) -> bool {
        self.messages == 0 || self.open.is_empty()
    }

    fn message(&mut self, now: Instant, bytes: u64) {
        self.heard = now;
        self.interrupted = 0;
        self.silent = false;
        self.messages = self.messages.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(bytes);
        self.since_strike = self.since_strike.saturating_add(1);
        self.needs_all = false;
        if self.strikes > 0 && self.since_strike >= self.limits.threshold.max(1) {
            self.strikes = 0;
        }
        if !self.told.is_empty() && self.strikes == 0 {
            self.told.clear();
        }
        if let Some(open) = self.open.front_mut() {
            open.fruitful = true;
        }
        if self.messages == 0 {
            self.forget();
        }
    }

    fn alive(&mut self, now: Instant) {
        self.heard = now;
        self.silent = false;
    }

    fn over(
        &mut self,
        now: Instant,
        id: PullId,
        why: PullStatus,
        messages: Option<u64>,
        bytes: Option<u64>,
    ) -> Action {
        let index = self.open.iter().position(|open| open.id == id);
        let fruitful = self.open.iter().any(|open| open.fruitful);
        let open = index.and_then(|index| self.open.remove(index));
        // Only the oldest pull records that messages arrived: they may belong to
        // any open pull.
        if fruitful
            && index == Some(0)
            && let Some(next) = self.open.front_mut()
        {
            next.fruitful = true;
        }
        self.give_up(open, messages, bytes);

        // A message larger than the maximum bytes never arrives.
        if why == PullStatus::Limit
            && let (Some((most, _)), Some(open)) = (self.limits.bytes, open)
            && open.messages == messages.unwrap_or_default()
        {
            if open.bytes >= most {
                return Action {
                    end: Some(why),
                    ..Action::default()
                };
            }
            self.needs_all = true;
            return Action::default();
        }
        if why.is_final() {
            return Action {
                end: Some(why),
                ..Action::default()
            };
        }

        let brought = open.is_none_or(|open| match messages {
            Some(left) => left < open.messages,
            None => fruitful,
        });
        let lasted = open.is_none_or(|open| now >= open.at + self.limits.expires * 4 / 5);
        let regular = matches!(
            why,
            PullStatus::Expired | PullStatus::NoMessages | PullStatus::Limit
        );
        if regular && (brought || lasted) {
            if lasted {
                self.strikes = 0;
                self.told.clear();
            }
            return Action::default();
        }
        if !brought {
            self.strike(now);
        }
        let probe = why == PullStatus::NoResponders;
        let notice = match why {
            PullStatus::WrongPin => Some(Notice::Unpinned),
            why if self.told.contains(&why) => None,
            why => {
                self.told.push(why.clone());
                Some(Notice::PullEnded(why))
            }
        };
        Action {
            notice,
            probe,
            end: None,
        }
    }

    /// Subtracts the undelivered rest of a pull.
    fn give_up(&mut self, open: Option<Open>, messages: Option<u64>, bytes: Option<u64>) {
        if let Some(left) = messages {
            self.messages = self.messages.saturating_sub(left);
        }
        if let Some(left) = bytes {
            self.bytes = self.bytes.saturating_sub(left);
        }
        if messages.is_none() && open.is_some_and(|open| !open.fruitful) {
            // The rest is unknown: use the maximum of the other pulls.
            let others = self.open.iter().map(|open| open.messages).sum();
            self.messages = self.messages.min(others);
            let others = self.open.iter().map(|open| open.bytes).sum();
            self.bytes = self.bytes.min(others);
        }
        if self.open.is_empty() || self.messages == 0 {
            self.forget();
        }
    }

    fn elapsed(&mut self, now: Instant) -> Action {
        let before = self.open.len();
        let lasts = self.lasts();
        self.open.retain(|open| now < open.at + lasts);
        if self.open.is_empty() {
            self.forget();
        } else if self.open.len() < before {
            let others = self.open.iter().map(|open| open.messages).sum();
            self.messages = self.messages.min(others);
        }
        let silent = now.saturating_duration_since(self.heard);
        if !self.connected || before == 0 || silent < self.timeout_for() {
            return Action::default();
        }
        self.forget();
        self.heard = now;
        self.strike(now);
        let told = std::mem::replace(&mut self.silent, true);
        Action {
            notice: (!told).then_some(Notice::HeartbeatMissed { silent }),
            probe: true,
            end: None,
        }
    }

    fn forget(&mut self) {
        self.open.clear();
        self.messages = 0;
        self.bytes = 0;
        self.needs_all = false;
    }

    fn strike(&mut self, now: Instant) {
        if now.saturating_duration_since(self.last_strike) > FORGIVEN {
            self.strikes = 0;
        }
        self.strikes = self.strikes.saturating_add(1);
        self.last_strike = now;
        self.since_strike = 0;
        if self.strikes > FREE_STRIKES {
            self.not_before = now + backoff(self.strikes);
        }
    }

    fn interrupt(&mut self, now: Instant) {
        if now.saturating_duration_since(self.last_interrupted) > FORGIVEN {
            self.interrupted = 0;
        }
        self.interrupted = self.interrupted.saturating_add(1);
        self.last_interrupted = now;
        if self.interrupted > FREE_STRIKES {
            self.not_before = now + backoff(self.interrupted);
        }
    }

    /// Returns the time after which heartbeats count as missed.
    fn timeout_for(&self) -> Duration {
        self.limits.heartbeat.saturating_mul(2)
    }

    fn lasts(&self) -> Duration {
        self.limits.expires.saturating_add(GRACE)
    }
}

/// Returns how long the next pull waits after `in_a_row` useless ones.
fn backoff(in_a_row: u32) -> Duration {
    let (shortest, longest) = BACKOFF;
    match in_a_row.checked_sub(FREE_STRIKES + 1) {
        Some(over) => shortest.saturating_mul(1 << over.min(8)).min(longest),
        None => Duration::ZERO,
    }
}

impl From<Option<Notice>> for Action {
    fn from(notice: Option<Notice>) -> Self {
        Self {
            notice,
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests;
