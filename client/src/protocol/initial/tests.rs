use std::collections::{BTreeMap, BTreeSet};

use super::*;

const LATEST: Reads = Reads::LatestPerSubject { to_the_end: true };
const IN_ORDER: Reads = Reads::InOrder { from: 1 };
const SOME: Reads = Reads::LatestPerSubject { to_the_end: false };

fn before(messages: u64, last_sequence: u64, found: u64) -> Before {
    Before {
        messages,
        last_sequence,
        found,
    }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn nothing_is_asked_when_nothing_can_have_been_there() {
    for (reads, before) in [
        (Reads::New, before(9, 9, 9)),
        (LATEST, before(0, 9, 0)),
        (SOME, before(0, 0, 0)),
        (IN_ORDER, before(0, 9, 0)),
        (Reads::InOrder { from: 10 }, before(9, 9, 0)),
    ] {
        let mut machine = Machine::new(reads, before);
        assert_eq!(machine.request(), None, "{reads:?}");
        assert!(machine.is_done_now(), "{reads:?}");
        assert!(!machine.is_done_now() && machine.is_told(), "{reads:?}");
    }
}

#[test]
fn the_first_request_fits_what_is_read() {
    for (reads, request) in [
        (LATEST, Request::LastSequence),
        (SOME, Request::Subjects),
        (IN_ORDER, Request::Next(1)),
        (Reads::InOrder { from: 9 }, Request::Next(9)),
    ] {
        let mut machine = Machine::new(reads, before(9, 9, 0));
        assert_eq!(machine.request(), Some(request), "{reads:?}");
        assert_eq!(machine.request(), None, "{reads:?}");
        assert!(!machine.is_done_now(), "{reads:?}");
    }
}

#[test]
fn a_stream_that_ends_with_what_was_received_has_no_more() {
    for (last, done) in [(1, true), (2, true), (3, false)] {
        let mut machine = Machine::new(LATEST, before(2, 2, 2));
        assert!(machine.on_message("a", 1, Some(1)));
        assert_eq!(machine.request(), None);
        assert!(machine.on_message("b", 2, Some(0)));
        assert_eq!(machine.request(), Some(Request::LastSequence));
        machine.on_last_sequence(last);
        assert_eq!(machine.is_done_now(), done, "{last}");
        let next = (!done).then_some(Request::Subjects);
        assert_eq!(machine.request(), next, "{last}");
    }
}

/// A machine that waits for `b` and `c`, until sequence 9 was received.
fn missing_two() -> Machine {
    let mut machine = Machine::new(SOME, before(3, 3, 3));
    machine.on_message("a", 1, Some(0));
    assert_eq!(machine.request(), Some(Request::Subjects));
    machine.on_subjects(9, names(&["a", "b", "c"]));
    assert_eq!(machine.request(), None);
    assert!(!machine.is_done_now());
    machine
}

#[test]
fn what_is_missing_is_waited_for() {
    let mut machine = missing_two();
    machine.on_message("b", 7, Some(0));
    machine.on_message("a", 8, Some(0));
    assert!(!machine.is_done_now());
    machine.on_message("c", 9, Some(0));
    assert!(machine.is_done_now());
    assert_eq!(machine.request(), None);
}

#[test]
fn what_was_overwritten_once_more_is_asked_for_and_comes_once() {
    let mut machine = missing_two();
    machine.on_message("a", 9, Some(5));
    let Some(Request::Newest(mut asked)) = machine.request() else {
        panic!("{machine:?}")
    };
    asked.sort_unstable();
    assert_eq!(asked, ["b", "c"]);
    // It comes before the answer.
    assert!(machine.on_message("c", 10, Some(5)));
    assert!(machine.on_newest("b", Some(12)));
    assert!(!machine.on_newest("c", Some(10)));
    machine.on_newest_end(true);
    assert!(machine.is_done_now());
    for (subject, sequence, handed_out) in [
        ("a", 11, true),
        ("b", 12, false),
        ("b", 13, true),
        ("b", 14, true),
    ] {
        let took = machine.on_message(subject, sequence, Some(0));
        assert_eq!(took, handed_out, "{subject} {sequence}");
    }
    assert!(machine.ahead.is_empty());
}

#[test]
fn an_older_message_of_what_was_handed_over_is_not_handed_out() {
    let mut machine = missing_two();
    machine.on_tick();
    machine.on_tick();
    assert!(matches!(machine.request(), Some(Request::Newest(_))));
    assert!(machine.on_newest("b", Some(12)));
    assert!(!machine.on_newest("c", None));
    machine.on_newest_end(true);
    assert!(machine.is_done_now());
    assert!(!machine.on_message("b", 11, Some(0)));
    assert!(machine.on_message("b", 13, Some(0)));
}

#[test]
fn quiet_is_asked_about_and_messages_put_it_off() {
    let mut machine = Machine::new(SOME, before(3, 3, 3));
    machine.on_message("a", 1, Some(2));
    machine.on_tick();
    assert_eq!(machine.request(), None);
    machine.on_tick();
    assert_eq!(machine.request(), Some(Request::Subjects));
}

#[test]
fn what_was_not_answered_is_asked_again_after_a_while() {
    let mut machine = Machine::new(SOME, before(3, 3, 0));
    assert_eq!(machine.request(), Some(Request::Subjects));
    machine.on_failure();
    // Also when it is busy.
    machine.on_message("a", 4, Some(0));
    assert_eq!(machine.request(), None);
    assert!(machine.has_failed());
    machine.on_tick();
    assert_eq!(machine.request(), Some(Request::Subjects));
    machine.on_subjects(4, names(&["a", "b"]));
    assert!(matches!(machine.request(), Some(Request::Newest(_))));
    machine.on_newest_end(false);
    machine.on_message("a", 5, Some(0));
    assert_eq!(machine.request(), None);
    assert!(machine.has_failed());
    machine.on_tick();
    assert_eq!(machine.request(), Some(Request::Newest(names(&["b"]))));
    assert!(machine.on_newest("b", Some(2)));
    machine.on_newest_end(true);
    assert!(machine.is_done_now() && !machine.has_failed());
}

#[test]
fn many_names_are_asked_for_in_parts() {
    let mut machine = Machine::new(SOME, before(3, 3, 0));
    machine.request();
    let mut left: BTreeSet<String> = (0..600).map(|name| name.to_string()).collect();
    machine.on_subjects(0, left.iter().cloned());
    for part in [256, 256, 88] {
        let Some(Request::Newest(asked)) = machine.request() else {
            panic!("{part}")
        };
        assert_eq!(asked.len(), part);
        for name in asked {
            assert!(left.remove(&name) && machine.on_newest(&name, Some(1)));
        }
        machine.on_newest_end(true);
    }
    assert!(machine.is_done_now());
}

#[test]
fn in_order_it_is_done_where_the_stream_ended() {
    let new = || Machine::new(IN_ORDER, before(9, 9, 3));
    for sequence in [9, 10] {
        let mut machine = new();
        machine.on_message("a", sequence, Some(3));
        assert!(machine.is_done_now(), "{sequence}");
    }
    for (next, done) in [
        (None, true),
        (Some(10), true),
        (Some(9), false),
        (Some(6), false),
    ] {
        let mut machine = new();
        machine.on_message("a", 5, Some(0));
        assert_eq!(machine.request(), Some(Request::Next(6)));
        machine.on_next(next);
        assert_eq!(machine.is_done_now(), done, "{next:?}");
    }
}

/// A stream that keeps the last message of each subject, a consumer that skips what was
/// overwritten, and counts that say anything.
struct Scene {
    random: u64,
    stream: BTreeMap<u64, usize>,
    last: u64,
    list: Vec<u64>,
    cursor: u64,
    /// Delivered, and not received yet.
    on_its_way: Vec<(u64, usize)>,
}

impl Scene {
    const SUBJECTS: usize = 6;

    fn random(&mut self, below: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random % below as u64) as usize
    }

    fn write(&mut self, subject: usize) {
        self.last += 1;
        self.stream.retain(|_, stored| *stored != subject);
        self.stream.insert(self.last, subject);
    }

    fn deliver(&mut self) {
        if !self.list.is_empty() {
            let sequence = self.list.remove(0);
            if let Some(subject) = self.stream.get(&sequence) {
                self.on_its_way.push((sequence, *subject));
            }
        } else if let Some((sequence, subject)) = self.stream.range(self.cursor + 1..).next() {
            self.on_its_way.push((*sequence, *subject));
            self.cursor = *sequence;
        }
    }

    fn newest(&self, name: &str) -> Option<u64> {
        let stored = self
            .stream
            .iter()
            .find(|(_, stored)| stored.to_string() == name);
        stored.map(|(sequence, _)| *sequence)
    }
}

#[test]
fn whatever_is_overwritten_and_whatever_is_counted_no_subject_is_missing_or_comes_twice() {
    for seed in 1..20_000_u64 {
        let mut scene = Scene {
            random: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15),
            stream: BTreeMap::new(),
            last: 0,
            list: Vec::new(),
            cursor: 0,
            on_its_way: Vec::new(),
        };
        for subject in 0..Scene::SUBJECTS {
            scene.write(subject);
        }
        let reads = [LATEST, SOME][seed as usize % 2];
        let mut machine = Machine::new(reads, before(6, scene.last, 6));
        scene.write(0);
        scene.list = scene.stream.keys().copied().collect();
        scene.cursor = scene.last;

        let mut handed_out: BTreeMap<String, u64> = BTreeMap::new();
        let mut hand_out = |name: String, sequence: u64| {
            let before = handed_out.insert(name, sequence);
            assert!(
                before < Some(sequence),
                "{seed}: {sequence} after {before:?}"
            );
        };
        // The last subject comes and goes; the others stay.
        let mut asked = None;
        let mut steps = 0;
        while !machine.is_done_now() {
            steps += 1;
            assert!(steps < 10_000, "{seed}: it does not end");
            match scene.random(8) {
                0..=2 => {
                    let subject = scene.random(Scene::SUBJECTS);
                    scene.write(subject);
                }
                3 => scene
                    .stream
                    .retain(|_, stored| *stored != Scene::SUBJECTS - 1),
                4 => scene.deliver(),
                5 if !scene.on_its_way.is_empty() => {
                    let (sequence, subject) = scene.on_its_way.remove(0);
                    let name = subject.to_string();
                    let pending = scene.random(3) as u64;
                    if machine.on_message(&name, sequence, Some(pending)) {
                        hand_out(name, sequence);
                    }
                }
                6 if asked.is_none() => asked = machine.request(),
                7 => match asked.take() {
                    Some(_) if scene.random(4) == 0 => machine.on_failure(),
                    Some(Request::LastSequence) => machine.on_last_sequence(scene.last),
                    Some(Request::Subjects) => {
                        let there = scene.stream.values().map(usize::to_string);
                        machine.on_subjects(scene.last, there);
                    }
                    Some(Request::Newest(names)) => {
                        for name in names {
                            let sequence = scene.newest(&name);
                            if machine.on_newest(&name, sequence) {
                                hand_out(name, sequence.unwrap());
                            }
                        }
                        machine.on_newest_end(true);
                    }
                    Some(Request::Next(_)) => panic!("{seed}"),
                    None => machine.on_tick(),
                },
                _ => {}
            }
        }
        for subject in 0..Scene::SUBJECTS - 1 {
            assert!(
                handed_out.contains_key(&subject.to_string()),
                "{seed}: {subject}"
            );
        }
    }
}
