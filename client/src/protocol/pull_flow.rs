//! Pulls that overlap, without end: what is asked for, and when, without clock
//! and socket.
//!
//! Servers serve the pulls of a consumer in turn and do not say which one a
//! message is for, so what is still to come is counted over all of them. A status
//! is for one pull and says what was left of it. Whatever is counted wrong, by a
//! status that got lost or a message that came twice, is put right when the pulls
//! that were asked for are past their time, or when nothing is heard of them.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use crate::error::pull_status::PullStatus;
use crate::protocol::notice::Notice;
use crate::protocol::pull_status::Said;

/// A pull, by its reply subject.
pub(crate) type PullId = u8;

/// How many pulls at most are remembered one by one.
const REMEMBERED: usize = 16;

/// How much longer than it is to last a pull is believed to be there.
const GRACE: Duration = Duration::from_secs(2);

/// How many pulls in a row may be of no use before the next one has to wait.
const FREE_STRIKES: u32 = 3;

/// How long the first one has to wait, and the longest that one has to.
const BACKOFF: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(1));

/// After how long pulls of no use are forgiven.
const FORGIVEN: Duration = Duration::from_secs(10);

/// What is asked for, and when more is.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// How many messages are asked for and not handed over yet, at most.
    pub(crate) messages: u64,
    /// More is asked for when no more than so many are still to come.
    pub(crate) threshold: u64,
    /// The same of bytes.
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
    /// What is still to come, over all pulls.
    messages: u64,
    bytes: u64,
    /// What was handed over and is not done with.
    held: u64,
    /// The next message needs all the bytes that there may be.
    needs_all: bool,
    heard: Instant,
    silent: bool,
    strikes: u32,
    last_strike: Instant,
    since_strike: u64,
    not_before: Instant,
    told: Vec<PullStatus>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Open {
    id: PullId,
    messages: u64,
    bytes: u64,
    at: Instant,
    /// Whether a message came since.
    fruitful: bool,
}

/// What to ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ask {
    pub(crate) messages: u64,
    pub(crate) bytes: Option<u64>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A message came, of so many bytes.
    Message(u64),
    Status(PullId, Said),
    /// Time went by, and nothing else is left to look at.
    Elapsed,
    /// What was asked for could not be sent.
    NotSent,
    Disconnected,
    Reconnected,
    /// Nothing more is to be asked for.
    Closing,
}

/// What to do about it, besides asking for more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Action {
    pub(crate) notice: Option<Notice>,
    /// To find out whether the consumer is still there.
    pub(crate) probe: bool,
    /// It cannot go on.
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
                self.forget();
                let was = std::mem::replace(&mut self.connected, false);
                return was.then_some(Notice::Disconnected).into();
            }
            Event::Reconnected => {
                self.forget();
                self.connected = true;
                self.heard = now;
                self.strikes = 0;
                self.not_before = now;
                return Some(Notice::Reconnected).into();
            }
            Event::Closing => self.closing = true,
        }
        Action::default()
    }

    /// What to ask for now, if anything.
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

    /// This was asked for.
    pub(crate) fn asked(&mut self, now: Instant, id: PullId, ask: Ask) {
        if self.messages == 0 {
            // Whatever is remembered has brought what it had to.
            self.forget();
        }
        if self.open.is_empty() {
            self.heard = self.heard.max(now);
        }
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

    /// When it is to be looked at, if nothing happens before.
    pub(crate) fn wake(&self) -> Option<Instant> {
        let silence = (!self.open.is_empty()).then(|| self.heard + self.timeout_for());
        let expiry = self.open.front().map(|open| open.at + self.lasts());
        let asks = self.ask(self.not_before).is_some();
        let backoff = asks.then_some(self.not_before);
        [silence, expiry, backoff].into_iter().flatten().min()
    }

    /// Asks for so many messages at most.
    pub(crate) fn limit(&mut self, messages: u64) {
        let most = self.limits.messages.min(messages).max(1);
        self.limits.messages = most;
        self.limits.threshold = self.limits.threshold.min(most / 2);
    }

    /// So many that were handed over count as if they were still to come.
    pub(crate) fn hold(&mut self, messages: u64) {
        self.held = messages;
    }

    /// When something was heard last.
    pub(crate) fn heard(&self) -> Instant {
        self.heard
    }

    /// Whether nothing is to come any more.
    pub(crate) fn is_idle(&self) -> bool {
        self.messages == 0 || self.open.is_empty()
    }

    fn message(&mut self, now: Instant, bytes: u64) {
        self.heard = now;
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
        // Only the first remembers that messages came since: they may have been
        // for any of those that were there.
        if fruitful
            && index == Some(0)
            && let Some(next) = self.open.front_mut()
        {
            next.fruitful = true;
        }
        self.give_up(open, messages, bytes);

        // A message that is larger than all there may be comes at no time.
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

    /// Does not count on what a pull had left.
    fn give_up(&mut self, open: Option<Open>, messages: Option<u64>, bytes: Option<u64>) {
        if let Some(left) = messages {
            self.messages = self.messages.saturating_sub(left);
        }
        if let Some(left) = bytes {
            self.bytes = self.bytes.saturating_sub(left);
        }
        if messages.is_none() && open.is_some_and(|open| !open.fruitful) {
            // It is not told what was left: what the others can bring at most.
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
        let over = self.strikes.saturating_sub(FREE_STRIKES);
        if over > 0 {
            let (shortest, longest) = BACKOFF;
            let factor = 1_u32 << over.saturating_sub(1).min(8);
            self.not_before = now + shortest.saturating_mul(factor).min(longest);
        }
    }

    /// How long nothing may be heard.
    fn timeout_for(&self) -> Duration {
        self.limits.heartbeat.saturating_mul(2)
    }

    fn lasts(&self) -> Duration {
        self.limits.expires.saturating_add(GRACE)
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
