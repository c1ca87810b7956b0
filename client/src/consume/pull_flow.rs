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

use crate::consume::inbox::PullId;
use crate::consume::notice::Notice;
use crate::consume::pull_end::{PullEnd, Said};

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
    told: Vec<PullEnd>,
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
    /// It can not go on.
    pub(crate) end: Option<PullEnd>,
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
        let silence = (!self.open.is_empty()).then(|| self.heard + self.patience());
        let expiry = self.open.front().map(|open| open.at + self.lasts());
        let wants = self.messages.saturating_add(self.held) <= self.limits.threshold;
        let backoff = (self.connected && !self.closing && wants).then_some(self.not_before);
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
        why: PullEnd,
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
        if why == PullEnd::Limit
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
        let regular = matches!(why, PullEnd::Expired | PullEnd::NoMessages | PullEnd::Limit);
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
        let probe = why == PullEnd::NoResponders;
        let notice = match why {
            PullEnd::WrongPin => Some(Notice::Unpinned),
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
        if !self.connected || before == 0 || silent < self.patience() {
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
    fn patience(&self) -> Duration {
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
mod tests {
    use super::*;
    use crate::error::Status;

    const SEC: Duration = Duration::from_secs(1);
    const MS: Duration = Duration::from_millis(1);

    struct Run {
        start: Instant,
        now: Instant,
        next: PullId,
        flow: Flow,
        asks: Vec<(Duration, u64)>,
        notices: Vec<Notice>,
        probes: usize,
        end: Option<PullEnd>,
    }

    impl Run {
        fn with(bytes: Option<(u64, u64)>) -> Self {
            let now = Instant::now();
            let limits = Limits {
                messages: 10,
                threshold: 5,
                bytes,
                expires: 30 * SEC,
                heartbeat: 5 * SEC,
            };
            let flow = Flow::new(now, limits);
            let mut run = Self {
                start: now,
                now,
                next: 0,
                flow,
                asks: vec![],
                notices: vec![],
                probes: 0,
                end: None,
            };
            run.ask();
            run
        }

        fn new() -> Self {
            Self::with(None)
        }

        /// Asks as long as something is to be asked for.
        fn ask(&mut self) {
            while let Some(ask) = self.flow.ask(self.now) {
                self.flow.asked(self.now, self.next, ask);
                self.next += 1;
                self.asks.push((self.now - self.start, ask.messages));
            }
        }

        fn on(&mut self, event: Event) -> &mut Self {
            let action = self.flow.on(self.now, event);
            self.notices.extend(action.notice);
            self.probes += usize::from(action.probe);
            self.end = self.end.take().or(action.end);
            if self.end.is_none() {
                self.ask();
            }
            self
        }

        fn after(&mut self, time: Duration) -> &mut Self {
            self.now += time;
            self
        }

        fn messages(&mut self, count: usize) -> &mut Self {
            for _ in 0..count {
                self.on(Event::Message(1));
            }
            self
        }

        fn over(&mut self, id: PullId, why: PullEnd, left: Option<u64>) -> &mut Self {
            self.on(Event::Status(
                id,
                Said::Over {
                    why,
                    messages: left,
                    bytes: None,
                },
            ))
        }

        fn asked(&self) -> Vec<u64> {
            self.asks.iter().map(|(_, messages)| *messages).collect()
        }
    }

    #[test]
    fn more_is_asked_for_at_the_threshold_and_never_more_than_there_may_be() {
        let mut run = Run::new();
        run.messages(4);
        assert_eq!(run.asked(), [10]);
        run.messages(1);
        assert_eq!(run.asked(), [10, 5]);
        run.messages(50);
        assert_eq!(run.asked().iter().sum::<u64>(), 65);
        assert!(run.flow.messages <= 10);
    }

    #[test]
    fn what_an_expired_pull_had_left_is_asked_for_anew() {
        let mut run = Run::new();
        run.messages(2)
            .after(30 * SEC)
            .over(0, PullEnd::Expired, Some(8));
        assert_eq!(run.asked(), [10, 10]);
        assert_eq!((run.notices.len(), run.flow.strikes), (0, 0));
        // Two overlap, and the older one expires with half of what there is.
        let mut run = Run::new();
        run.messages(5)
            .after(30 * SEC)
            .over(0, PullEnd::Expired, Some(5));
        assert_eq!(run.asked(), [10, 5, 5]);
        assert_eq!(run.flow.messages, 10);
    }

    #[test]
    fn a_status_that_does_not_say_what_was_left_never_leaves_it_waiting() {
        for why in [
            PullEnd::Expired,
            PullEnd::NoMessages,
            PullEnd::LeaderChanged,
        ] {
            let mut run = Run::new();
            run.after(SEC).over(0, why.clone(), None);
            assert_eq!(run.asked(), [10, 10], "{why}");
        }
    }

    #[test]
    fn a_status_in_every_order_keeps_the_count_within_bounds() {
        // The ends of two pulls that overlap, in both orders, with messages
        // before, between and after.
        for (first, second) in [((0, 4), (1, 5)), ((1, 5), (0, 4))] {
            for before in 0..2 {
                let mut run = Run::new();
                run.messages(5 + before);
                let (id, left) = first;
                run.over(id, PullEnd::Expired, Some(left));
                let (id, left) = second;
                run.over(id, PullEnd::Expired, Some(left));
                assert!(run.flow.messages <= 10, "{run:?}", run = run.flow);
                assert!(run.flow.messages > 5 || run.flow.ask(run.now + SEC).is_some());
            }
        }
    }

    #[test]
    fn heartbeats_keep_it_waiting_and_two_missed_ones_have_it_ask_anew_with_one_notice() {
        let mut run = Run::new();
        for _ in 0..2 {
            run.after(5 * SEC)
                .on(Event::Status(0, Said::Alive))
                .on(Event::Elapsed);
        }
        assert_eq!((run.asked(), run.notices.len()), (vec![10], 0));
        run.after(9 * SEC).on(Event::Elapsed);
        assert_eq!(run.notices, []);
        run.after(SEC).on(Event::Elapsed);
        assert_eq!(run.notices, [Notice::HeartbeatMissed { silent: 10 * SEC }]);
        assert_eq!((run.asked(), run.probes), (vec![10, 10], 1));
        run.after(10 * SEC).on(Event::Elapsed);
        assert_eq!(
            (run.notices.len(), run.asked().len(), run.probes),
            (1, 3, 2)
        );
        run.messages(1);
        run.after(10 * SEC).on(Event::Elapsed);
        assert_eq!(run.notices.len(), 2);
    }

    #[test]
    fn a_pull_whose_end_got_lost_is_not_counted_on_for_ever() {
        let mut run = Run::new();
        run.messages(5);
        assert_eq!(run.asked(), [10, 5]);
        // Heartbeats of the second go on, and of the first nothing is heard.
        for _ in 0..7 {
            run.after(5 * SEC)
                .on(Event::Status(1, Said::Alive))
                .on(Event::Elapsed);
        }
        assert!(run.asked().len() > 2, "{:?}", run.asks);
        assert!(run.flow.messages <= 10);
    }

    #[test]
    fn a_lost_connection_stops_it_and_another_has_it_ask_at_once() {
        let mut run = Run::new();
        run.messages(2)
            .on(Event::Disconnected)
            .on(Event::Disconnected);
        run.after(60 * SEC).on(Event::Elapsed);
        assert_eq!(
            (run.asked(), &run.notices[..]),
            (vec![10], &[Notice::Disconnected][..])
        );
        run.on(Event::Reconnected);
        assert_eq!(run.asked(), [10, 10]);
        assert_eq!(run.notices.last(), Some(&Notice::Reconnected));
        // What the old pull still brings does no harm, nor does its end.
        run.messages(3).over(0, PullEnd::Expired, Some(5));
        assert!(run.flow.messages <= 10);
    }

    #[test]
    fn a_reconnect_in_every_state_asks_for_all_there_may_be() {
        type Prepare = fn(&mut Run);
        let states: [(&str, Prepare); 5] = [
            ("fresh", |_| {}),
            ("half way", |run| drop(run.messages(7).asked())),
            ("silent", |run| {
                drop(run.after(10 * SEC).on(Event::Elapsed).asked())
            }),
            ("backing off", |run| {
                for id in 0..6 {
                    run.over(id, PullEnd::TooManyWaiting, None);
                }
            }),
            ("not sent", |run| drop(run.on(Event::NotSent).asked())),
        ];
        for (state, prepare) in states {
            let mut run = Run::new();
            prepare(&mut run);
            run.on(Event::Disconnected);
            let before = run.asks.len();
            run.on(Event::Reconnected);
            assert_eq!(run.asked()[before..], [10], "{state}");
        }
    }

    #[test]
    fn statuses_that_return_at_once_are_followed_by_five_pulls_a_second_at_most() {
        let other = |code| {
            PullEnd::Other(Status {
                code,
                description: String::new(),
            })
        };
        for why in [
            PullEnd::ServerShutdown,
            PullEnd::TooManyWaiting,
            PullEnd::LeaderChanged,
            PullEnd::NoResponders,
            PullEnd::Expired,
            PullEnd::NoMessages,
            other(409),
            other(777),
        ] {
            for left in [None, Some(10)] {
                let mut run = Run::new();
                let mut answered = 0;
                while run.now < run.start + 10 * SEC {
                    if run.asks.len() > answered {
                        answered = run.asks.len();
                        let id = run.next - 1;
                        run.after(MS).over(id, why.clone(), left);
                    } else {
                        run.after(MS).on(Event::Elapsed);
                    }
                }
                let within = |from: Duration, to: Duration| {
                    run.asks
                        .iter()
                        .filter(|(at, _)| (from..to).contains(at))
                        .count()
                };
                // The first one, three for nothing, then five in a second.
                assert!(within(Duration::ZERO, SEC) <= 8, "{why}: {:?}", run.asks);
                for second in 1..10 {
                    let count = within(second * SEC, (second + 1) * SEC);
                    assert!((1..=5).contains(&count), "{why}: {count}");
                }
                assert_eq!(run.notices.len(), 1, "{why}: {:?}", run.notices);
                // Messages have it forgotten.
                run.after(SEC).on(Event::Elapsed).messages(6);
                assert_eq!(run.flow.strikes, 0);
            }
        }
    }

    #[test]
    fn what_is_final_ends_it() {
        let refused = PullEnd::Refused(Status {
            code: 400,
            description: "Bad Request".into(),
        });
        for why in [PullEnd::ConsumerDeleted, PullEnd::PushBased, refused] {
            let mut run = Run::new();
            run.messages(2).over(0, why.clone(), Some(8));
            assert_eq!(run.end, Some(why));
        }
    }

    #[test]
    fn nobody_there_has_it_look_for_the_consumer() {
        let mut run = Run::new();
        run.over(0, PullEnd::NoResponders, None);
        assert_eq!((run.probes, run.asked().len()), (1, 2));
        assert_eq!(run.notices, [Notice::PullEnded(PullEnd::NoResponders)]);
    }

    #[test]
    fn bytes_bound_it_as_messages_do() {
        let mut run = Run::with(Some((100, 50)));
        assert_eq!(run.flow.bytes, 100);
        run.on(Event::Message(40)).on(Event::Message(5));
        assert_eq!(run.asked(), [10]);
        run.messages(3);
        assert_eq!(run.asked().len(), 1, "52 bytes are still to come");
        run.on(Event::Message(10));
        assert_eq!(run.asked(), [10, 6]);
        assert_eq!(run.flow.bytes, 100);
    }

    #[test]
    fn a_message_larger_than_what_is_left_waits_for_all_there_may_be_and_else_ends_it() {
        let limit = |id, left, bytes| {
            Event::Status(
                id,
                Said::Over {
                    why: PullEnd::Limit,
                    messages: Some(left),
                    bytes: Some(bytes),
                },
            )
        };
        let mut run = Run::with(Some((100, 50)));
        for _ in 0..5 {
            run.on(Event::Message(10));
        }
        assert_eq!(run.asked(), [10, 5]);
        // The next one has 60 bytes: no pull for what is left takes it.
        run.on(limit(0, 5, 50)).on(limit(1, 5, 50));
        assert_eq!(run.asked(), [10, 5, 5]);
        run.on(limit(2, 5, 50));
        assert_eq!(
            (run.asked().last(), run.flow.bytes, &run.end),
            (Some(&10), 100, &None)
        );
        // It has 101.
        run.on(limit(run.next - 1, 10, 100));
        assert_eq!(run.end, Some(PullEnd::Limit));
    }

    #[test]
    fn what_is_held_counts_as_still_to_come() {
        let mut run = Run::new();
        run.flow.hold(3);
        run.messages(7);
        assert_eq!(run.asked(), [10]);
        run.messages(1);
        assert_eq!(run.asked(), [10, 5]);
        run.flow.hold(0);
        run.messages(2);
        assert_eq!(run.asked(), [10, 5, 5]);
    }

    #[test]
    fn nothing_is_asked_for_when_it_closes() {
        let mut run = Run::new();
        run.on(Event::Closing).messages(9);
        assert_eq!(run.asked(), [10]);
        assert!(!run.flow.is_idle());
        run.messages(1);
        assert!(run.flow.is_idle());
    }

    #[test]
    fn it_wakes_for_missed_heartbeats_and_for_the_next_pull() {
        let mut run = Run::new();
        assert_eq!(run.flow.wake(), Some(run.start + 10 * SEC));
        run.after(8 * SEC).on(Event::Status(0, Said::Alive));
        assert_eq!(run.flow.wake(), Some(run.start + 18 * SEC));
        for id in 0..4 {
            run.over(id, PullEnd::TooManyWaiting, None);
        }
        assert_eq!(run.flow.wake(), Some(run.now + 200 * MS));
    }
}
