//! Tables of what happens to pulls, and of what is asked for then.

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
    end: Option<PullStatus>,
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

    fn over(&mut self, id: PullId, why: PullStatus, left: Option<u64>) -> &mut Self {
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
        .over(0, PullStatus::Expired, Some(8));
    assert_eq!(run.asked(), [10, 10]);
    assert_eq!((run.notices.len(), run.flow.strikes), (0, 0));
    // Two overlap, and the older one expires with half of what there is.
    let mut run = Run::new();
    run.messages(5)
        .after(30 * SEC)
        .over(0, PullStatus::Expired, Some(5));
    assert_eq!(run.asked(), [10, 5, 5]);
    assert_eq!(run.flow.messages, 10);
}

#[test]
fn a_status_that_does_not_say_what_was_left_never_leaves_it_waiting() {
    for why in [
        PullStatus::Expired,
        PullStatus::NoMessages,
        PullStatus::LeaderChanged,
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
            run.over(id, PullStatus::Expired, Some(left));
            let (id, left) = second;
            run.over(id, PullStatus::Expired, Some(left));
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
    run.messages(3).over(0, PullStatus::Expired, Some(5));
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
                run.over(id, PullStatus::TooManyWaiting, None);
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
fn pulls_whose_answers_end_the_connection_are_five_a_second_at_most() {
    let mut run = Run::new();
    for _ in 0..100 {
        run.on(Event::Disconnected).on(Event::Reconnected);
        run.after(50 * MS).on(Event::Elapsed);
    }
    // Three at once, then one in 200 ms and later in a second.
    let asked = run.asked().len();
    assert!((5..=12).contains(&asked), "{asked} pulls in 5 s");
    // A message shows that the connection is of use.
    run.after(2 * SEC).on(Event::Elapsed).messages(1);
    let before = run.asked().len();
    run.on(Event::Disconnected).on(Event::Reconnected);
    assert_eq!(run.asked().len(), before + 1);
}

#[test]
fn statuses_that_return_at_once_are_followed_by_five_pulls_a_second_at_most() {
    let other = |code| {
        PullStatus::Other(Status {
            code,
            description: String::new(),
        })
    };
    for why in [
        PullStatus::ServerShutdown,
        PullStatus::TooManyWaiting,
        PullStatus::LeaderChanged,
        PullStatus::NoResponders,
        PullStatus::Expired,
        PullStatus::NoMessages,
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
    let refused = PullStatus::Refused(Status {
        code: 400,
        description: "Bad Request".into(),
    });
    for why in [PullStatus::ConsumerDeleted, PullStatus::PushBased, refused] {
        let mut run = Run::new();
        run.messages(2).over(0, why.clone(), Some(8));
        assert_eq!(run.end, Some(why));
    }
}

#[test]
fn nobody_there_has_it_look_for_the_consumer() {
    let mut run = Run::new();
    run.over(0, PullStatus::NoResponders, None);
    assert_eq!((run.probes, run.asked().len()), (1, 2));
    assert_eq!(run.notices, [Notice::PullEnded(PullStatus::NoResponders)]);
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
                why: PullStatus::Limit,
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
    assert_eq!(run.end, Some(PullStatus::Limit));
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
        run.over(id, PullStatus::TooManyWaiting, None);
    }
    assert_eq!(run.flow.wake(), Some(run.now + 200 * MS));
}

#[test]
fn it_does_not_wake_for_a_pull_that_it_may_not_ask_for_yet() {
    // Fewer messages than the threshold are to come, and more bytes.
    let mut run = Run::with(Some((100, 50)));
    run.after(SEC).messages(6);
    assert_eq!(run.asks.len(), 1);
    assert_eq!(run.flow.wake(), Some(run.now + 10 * SEC));
    // The next message needs all the bytes there may be.
    let mut run = Run::with(Some((100, 50)));
    for _ in 0..5 {
        run.on(Event::Message(10));
    }
    let limit = |id| {
        let (messages, bytes) = (Some(5), Some(50));
        let why = PullStatus::Limit;
        Event::Status(
            id,
            Said::Over {
                why,
                messages,
                bytes,
            },
        )
    };
    run.on(limit(0)).on(limit(1)).after(SEC);
    assert!(run.flow.needs_all);
    assert!(run.flow.wake() > Some(run.now));
}
