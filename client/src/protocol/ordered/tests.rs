use super::*;

const BORN: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

fn facts(last_sequence: u64) -> StreamFacts {
    StreamFacts {
        created: BORN,
        last_sequence,
        first: (last_sequence > 0).then_some((1, stored(1))),
        last_stored: stored(last_sequence),
        in_memory: false,
    }
}

/// When the message of this sequence was stored.
fn stored(sequence: u64) -> u64 {
    sequence.saturating_mul(10)
}

fn made(start: u64, last_sequence: u64) -> Event {
    Event::Made {
        start,
        pending: (last_sequence + 1).saturating_sub(start),
        stream: facts(last_sequence),
    }
}

fn message(consumer_sequence: u64, stream_sequence: u64) -> Event {
    Event::Message {
        consumer_sequence,
        stream_sequence,
        stored: stored(stream_sequence),
    }
}

/// A message of another life of the stream, in which all messages are newer.
fn newer(consumer_sequence: u64, stream_sequence: u64) -> Event {
    Event::Message {
        consumer_sequence,
        stream_sequence,
        stored: stored(100_000 + stream_sequence),
    }
}

fn heartbeat(consumer_sequence: u64) -> Event {
    Event::Heartbeat { consumer_sequence }
}

fn gap(expected: u64, found: u64) -> Action {
    Action::Restart(ResetReason::Gap { expected, found })
}

/// One that was made at sequence 5 of 9 and has handed out 5 and 7.
fn running() -> Machine {
    let mut machine = Machine::new(Asked::Place);
    assert_eq!(machine.on(made(5, 9)), Action::GoOn);
    assert_eq!(machine.on(message(1, 5)), Action::GoOn);
    assert_eq!(machine.on(message(2, 7)), Action::GoOn);
    machine
}

#[test]
fn what_happens_to_a_consumer_decides_whether_it_is_kept() {
    let missed = Action::Restart(ResetReason::MissedHeartbeats);
    for (event, action, begin) in [
        (message(3, 8), Action::GoOn, 9),
        (message(3, 8_000), Action::GoOn, 8_001),
        // A message was lost, or two.
        (message(4, 9), gap(3, 4), 8),
        (message(5, 9), gap(3, 5), 8),
        // The consumer was made again, and begins again with what was handed out, or
        // with what was not; it counts from 1, or from where it was saved.
        (message(1, 5), gap(3, 1), 8),
        (message(2, 7), gap(3, 2), 8),
        (message(2, 6), gap(3, 2), 8),
        (message(0, 0), gap(3, 0), 8),
        (message(1, 8), gap(3, 1), 8),
        (message(2, 9), gap(3, 2), 8),
        (message(2, u64::MAX), gap(3, 2), 8),
        // It jumps, over what was handed out.
        (message(4, 7), gap(3, 4), 8),
        (message(u64::MAX, 1), gap(3, u64::MAX), 8),
        // A replica that is behind begins before the place that was asked for.
        (message(3, 7), Action::Drop, 8),
        (heartbeat(2), Action::GoOn, 8),
        // The last message was lost, and nothing has come since.
        (heartbeat(3), gap(3, 3), 8),
        (heartbeat(u64::MAX), gap(3, u64::MAX), 8),
        // Another consumer of the same name.
        (heartbeat(0), gap(3, 0), 8),
        (heartbeat(1), gap(3, 1), 8),
        (Event::Silence, missed, 8),
        (
            Event::Disconnected,
            Action::Restart(ResetReason::Disconnected),
            8,
        ),
        (
            Event::Deleted,
            Action::Restart(ResetReason::ConsumerDeleted),
            8,
        ),
        (made(1, 9), Action::Drop, 8),
        (Event::NotMade(Refusal::ForGood), Action::Drop, 8),
    ] {
        let mut machine = running();
        assert_eq!(machine.on(event), action, "{event:?}");
        assert_eq!(machine.begin(), Begin::At(begin), "{event:?}");
    }
}

/// Every order of twelve things that may happen, six of them in a row.
#[test]
fn whatever_happens_in_whatever_order_no_message_is_missing_or_comes_twice() {
    const MOVES: u32 = 12;

    for order in 0..MOVES.pow(6) {
        let mut machine = Machine::new(Asked::Place);
        machine.on(made(1, 100));
        // Where the consumer began, and how many it has delivered.
        let (mut start, mut sent, mut handed_out) = (1, 0, 0);
        let mut steps = order;
        for _ in 0..6 {
            let step = steps % MOVES;
            steps /= MOVES;
            let event = match step {
                0 => {
                    sent += 1;
                    message(sent, start + sent - 1)
                }
                1 => {
                    // Lost on the way.
                    sent += 1;
                    continue;
                }
                2 if sent > 0 => message(sent, start + sent - 1),
                2 => continue,
                3 => heartbeat(sent),
                4 => Event::Silence,
                5 => Event::Disconnected,
                6 => Event::Deleted,
                7 => Event::NotMade(Refusal::ForNow),
                // The server restarts and makes the consumer again: as it was
                // configured, ...
                9 => {
                    sent = 0;
                    continue;
                }
                // ... from an older state, ...
                10 if sent > 0 => {
                    sent -= 1;
                    continue;
                }
                // ... or so that the number of the last delivery is used again for the
                // next message.
                11 if sent > 0 && handed_out == start + sent - 1 => {
                    start += 1;
                    message(sent, start + sent - 1)
                }
                10 | 11 => continue,
                _ if machine.expected.is_none() => {
                    let Begin::At(next) = machine.begin() else {
                        panic!("{order}: it does not know where it was")
                    };
                    (start, sent) = (next, 0);
                    made(start, 100)
                }
                _ => made(start, 100),
            };
            let action = machine.on(event);
            if let (
                Event::Message {
                    stream_sequence, ..
                },
                Action::GoOn,
            ) = (event, action)
            {
                assert_eq!(stream_sequence, handed_out + 1, "{order}");
                handed_out = stream_sequence;
            }
            let ended = matches!(action, Action::Recreated(_) | Action::Refused);
            assert!(!ended, "{order}: {action:?} after {event:?}");
        }
    }
}

#[test]
fn late_news_of_a_consumer_that_was_given_up_changes_nothing() {
    for event in [
        message(3, 8),
        message(1, 1),
        heartbeat(2),
        heartbeat(9),
        Event::Silence,
        Event::Disconnected,
        Event::Deleted,
    ] {
        let mut machine = running();
        machine.on(Event::Disconnected);
        assert_eq!(machine.on(event), Action::Drop, "{event:?}");
        assert_eq!(machine.begin(), Begin::At(8), "{event:?}");
        assert_eq!(machine.on(made(8, 9)), Action::GoOn, "{event:?}");
        assert_eq!(machine.on(message(1, 8)), Action::GoOn, "{event:?}");
    }
}

#[test]
fn another_consumer_goes_on_behind_the_last_message_and_counts_anew() {
    let mut machine = running();
    assert_eq!(machine.on(message(4, 9)), gap(3, 4));
    assert_eq!(machine.on(made(8, 9)), Action::GoOn);
    assert_eq!(machine.on(message(1, 8)), Action::GoOn);
    assert_eq!(machine.on(message(2, 9)), Action::GoOn);
    assert_eq!(machine.begin(), Begin::At(10));
    // Removed from the stream meanwhile: the consumer begins further on.
    machine.on(Event::Silence);
    assert_eq!(machine.on(made(20, 30)), Action::GoOn);
    assert_eq!(machine.on(message(1, 20)), Action::GoOn);
}

#[test]
fn a_message_that_was_received_otherwise_is_not_asked_for_again() {
    let mut machine = running();
    machine.on(Event::Disconnected);
    machine.received(8, stored(8));
    assert_eq!(machine.begin(), Begin::At(9));
    assert_eq!(machine.on(made(9, 9)), Action::GoOn);
    assert_eq!(machine.on(message(1, 9)), Action::GoOn);
}

#[test]
fn what_was_asked_for_is_kept_until_a_message_came() {
    // New messages: those since the first consumer was made.
    let mut machine = Machine::new(Asked::Place);
    assert_eq!(machine.begin(), Begin::AsAsked);
    machine.on(Event::NotMade(Refusal::ForNow));
    assert_eq!(machine.begin(), Begin::AsAsked);
    machine.on(made(10, 9));
    assert_eq!(machine.begin(), Begin::At(10));
    machine.on(Event::Disconnected);
    assert_eq!(machine.begin(), Begin::At(10));
    // The last of each subject, which no sequence says.
    let mut machine = Machine::new(Asked::LastPerSubject);
    machine.on(made(3, 9));
    machine.on(Event::Disconnected);
    assert_eq!(machine.begin(), Begin::AsAsked);
    machine.on(made(3, 9));
    machine.on(message(1, 3));
    machine.on(Event::Disconnected);
    assert_eq!(machine.begin(), Begin::At(4));
}

#[test]
fn a_stream_that_was_made_anew_is_never_read_on() {
    let later = BORN + Duration::from_secs(1);
    let new = |last_sequence| StreamFacts {
        created: later,
        ..facts(last_sequence)
    };
    for (start, stream) in [
        // Fewer messages than were read, as many, and more.
        (8, new(0)),
        (8, new(7)),
        (8, new(5_000)),
        // Of a memory stream that is empty after a restart, the creation time is the
        // same, and there may be more messages again than were read.
        (8, restarted(1, 7)),
        (8, restarted(1, 20)),
        (8, restarted(3, 5_000)),
        (8, restarted(7, 5_000)),
        // The same stream, from an older backup or without its last messages.
        (8, facts(6)),
        (1, facts(0)),
    ] {
        let mut machine = running();
        machine.on(Event::Silence);
        let action = machine.on(Event::Made {
            start,
            pending: 0,
            stream,
        });
        let expected = StreamRecreated::new(BORN, stream.created, 8, stream.last_sequence);
        assert_eq!(action, Action::Recreated(expected), "{stream:?}");
    }
    // Its first messages were removed, all that were read, or there are none at all; and
    // of replicas one may be later to remove them.
    for stream in [
        StreamFacts {
            first: Some((2, stored(2))),
            ..facts(9)
        },
        StreamFacts {
            first: Some((30, stored(30))),
            ..facts(40)
        },
        StreamFacts {
            first: None,
            ..facts(9)
        },
        facts(9),
    ] {
        let mut machine = running();
        machine.first = Some((4, stored(4)));
        machine.on(Event::Silence);
        let made = Event::Made {
            start: 8,
            pending: 1,
            stream,
        };
        assert_eq!(machine.on(made), Action::GoOn, "{stream:?}");
    }
    // Nothing was added since the last message.
    let mut machine = running();
    machine.on(Event::Silence);
    assert_eq!(machine.on(made(8, 7)), Action::GoOn);
}

/// A memory stream after a restart, with messages from `first` to `last` again.
fn restarted(first: u64, last: u64) -> StreamFacts {
    StreamFacts {
        first: Some((first, stored(100_000 + first))),
        last_stored: stored(100_000 + last),
        ..facts(last)
    }
}

#[test]
fn a_message_before_the_position_that_is_newer_than_the_last_one_ends_it() {
    for event in [newer(3, 7), newer(1, 1), newer(9, 7), newer(3, 5)] {
        let mut machine = running();
        assert!(
            matches!(machine.on(event), Action::Recreated(_)),
            "{event:?}"
        );
    }
    let mut machine = running();
    machine.on(Event::Disconnected);
    machine.on(made(8, 9));
    assert!(matches!(machine.on(newer(1, 6)), Action::Recreated(_)));
    // Nothing was received yet.
    let mut machine = Machine::new(Asked::Place);
    machine.begin_at(10);
    machine.on(made(10, 9));
    assert!(matches!(machine.on(newer(1, 1)), Action::Recreated(_)));
}

#[test]
fn the_first_message_that_comes_later_of_a_stream_in_memory_has_the_stream_looked_at() {
    for (in_memory, pending, is_doubtful) in [
        (true, 0, true),
        (true, 1, false),
        (false, 0, false),
        (false, 1, false),
    ] {
        let mut machine = Machine::new(Asked::Place);
        let stream = StreamFacts {
            in_memory,
            ..facts(9)
        };
        let made = Event::Made {
            start: 10,
            pending,
            stream,
        };
        machine.on(made);
        assert_eq!(machine.is_doubtful(), is_doubtful, "{made:?}");
        machine.check();
        assert_eq!(machine.begin(), Begin::At(10));
    }
}

#[test]
fn what_a_replica_that_is_behind_repeats_is_passed_over() {
    let mut machine = running();
    machine.on(Event::Disconnected);
    // The leader has 9 messages, and the replica with the consumer has 5.
    assert_eq!(machine.on(made(6, 9)), Action::GoOn);
    assert_eq!(machine.on(message(1, 6)), Action::Drop);
    assert_eq!(machine.on(message(2, 7)), Action::Drop);
    assert_eq!(machine.on(heartbeat(2)), Action::GoOn);
    assert_eq!(machine.on(message(3, 8)), Action::GoOn);
}

#[test]
fn the_last_message_is_received_though_there_are_others_when_the_consumer_is_made_again() {
    let mut machine = Machine::new(Asked::Last);
    assert_eq!(machine.on(made(9, 9)), Action::GoOn);
    assert_eq!(machine.on(message(1, 12)), gap(1, 1));
    assert_eq!(machine.begin(), Begin::At(9));
    // It was removed meanwhile.
    assert_eq!(machine.on(made(10, 12)), Action::GoOn);
    assert_eq!(machine.on(message(1, 10)), Action::GoOn);
    let mut machine = Machine::new(Asked::Last);
    machine.on(made(9, 9));
    assert_eq!(machine.on(message(1, 9)), Action::GoOn);
    assert_eq!(machine.on(message(2, 12)), Action::GoOn);
    // There was none.
    let mut machine = Machine::new(Asked::Last);
    machine.on(made(1, 0));
    assert_eq!(machine.on(message(1, 3)), Action::GoOn);
}

#[test]
fn ten_useless_consumers_in_a_row_are_the_end() {
    for (event, reason) in [
        (
            message(2, 9),
            ResetReason::Gap {
                expected: 1,
                found: 2,
            },
        ),
        (
            heartbeat(1),
            ResetReason::Gap {
                expected: 1,
                found: 1,
            },
        ),
        (Event::Silence, ResetReason::MissedHeartbeats),
        (Event::Deleted, ResetReason::ConsumerDeleted),
    ] {
        let mut machine = Machine::new(Asked::Place);
        for _ in 1..IN_A_ROW {
            machine.on(made(5, 9));
            assert_eq!(machine.on(event), Action::Restart(reason));
        }
        machine.on(made(5, 9));
        assert_eq!(machine.on(event), Action::Hopeless(reason));
    }
}

#[test]
fn a_message_or_a_heartbeat_ends_a_row() {
    for good in [message(1, 5), heartbeat(0)] {
        let mut machine = Machine::new(Asked::Place);
        for _ in 0..3 {
            for _ in 1..IN_A_ROW {
                machine.on(made(5, 9));
                assert!(matches!(machine.on(Event::Silence), Action::Restart(_)));
            }
            machine.on(made(5, 9));
            assert_eq!(machine.on(good), Action::GoOn);
            machine.on(Event::Disconnected);
            machine = Machine {
                next: Some(5),
                ..machine
            };
        }
    }
}

#[test]
fn connections_that_come_and_go_are_not_the_end() {
    let mut machine = running();
    for _ in 0..100 {
        assert!(matches!(
            machine.on(Event::Disconnected),
            Action::Restart(_)
        ));
        assert_eq!(machine.on(made(8, 9)), Action::GoOn);
    }
}

#[test]
fn consumers_are_made_five_times_a_second_at_most_and_twice_a_second_at_least() {
    let mut machine = running();
    assert_eq!(machine.spacing(), SPACING);
    let mut waits = Vec::new();
    machine.on(Event::Disconnected);
    for _ in 0..6 {
        waits.push(machine.spacing().as_millis());
        assert_eq!(machine.on(Event::NotMade(Refusal::ForNow)), Action::Retry);
    }
    assert_eq!(waits, [200, 400, 500, 500, 500, 500]);
    machine.on(made(8, 9));
    machine.on(message(1, 8));
    assert_eq!(machine.spacing(), SPACING);
}

#[test]
fn a_refusal_is_the_end_when_it_is_for_good() {
    let mut machine = running();
    machine.on(Event::Deleted);
    for _ in 0..1000 {
        assert_eq!(machine.on(Event::NotMade(Refusal::ForNow)), Action::Retry);
    }
    assert_eq!(
        machine.on(Event::NotMade(Refusal::ForGood)),
        Action::Refused
    );
    // The consumer before may not be gone yet where few are allowed.
    let mut machine = running();
    machine.on(Event::Deleted);
    let actions: Vec<_> = (0..IN_A_ROW)
        .map(|_| machine.on(Event::NotMade(Refusal::NoRoom)))
        .collect();
    assert!(
        actions
            .iter()
            .rev()
            .skip(1)
            .all(|action| *action == Action::Retry)
    );
    assert_eq!(actions.last(), Some(&Action::Refused));
}
