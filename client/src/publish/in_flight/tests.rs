use super::*;

const ACK: &str = r#"{"stream":"S","seq":1}"#;

struct Bench {
    in_flight: InFlight<u64>,
    begun: Instant,
    connection: Connection,
}

/// Options with a duplicate window, which is then not read from the stream.
fn two_minutes() -> PublishOptions {
    PublishOptions::new().duplicate_window(Duration::from_secs(120))
}

impl Bench {
    fn new(slots: usize) -> Self {
        Self {
            in_flight: InFlight::new("_I.".to_owned(), slots, two_minutes()),
            begun: Instant::now(),
            connection: Connection::new(true, 1),
        }
    }

    fn at(&self, millis: u64) -> Instant {
        self.begun + Duration::from_millis(millis)
    }

    /// Accepts and sends a message; returns its slot and reply subject.
    fn publish(&mut self, number: u64, id: bool, millis: u64) -> (usize, String) {
        let mut message = PublishMessage::new("a", "");
        if id {
            message = message.message_id(number.to_string());
        }
        let at = self
            .in_flight
            .accept(message, number, number, Some(self.at(millis)))
            .unwrap();
        (at, self.send(at, millis))
    }

    fn send(&mut self, at: usize, millis: u64) -> String {
        let sent = self
            .in_flight
            .send(at, Some(self.at(millis)), self.connection)
            .unwrap();
        sent.reply.unwrap().to_string()
    }

    fn answer(
        &mut self,
        reply: &str,
        payload: &'static str,
        millis: u64,
    ) -> Option<Completed<u64>> {
        let reply = Incoming::new(reply, payload);
        self.take_in(reply, millis)
    }

    fn no_responders(&mut self, reply: &str, millis: u64) -> Option<Completed<u64>> {
        let mut reply = Incoming::new(reply, "");
        reply.status = Some(503);
        self.take_in(reply, millis)
    }

    fn take_in(&mut self, reply: Incoming, millis: u64) -> Option<Completed<u64>> {
        // As the inbox does: an ordinary acknowledgement is not decoded completely.
        let token = self.in_flight.token(&reply.subject)?;
        if let Ok(ack) = ack::read("a", reply.clone())
            && let Some(done) = self.in_flight.stored(token)
        {
            return Some(Completed {
                number: done,
                message: PublishMessage::new("a", ""),
                result: Ok(ack),
                done,
            });
        }
        self.in_flight.answer(reply, self.at(millis), &mut None)
    }

    fn sweep(&mut self, millis: u64) -> Due<u64> {
        let mut due = Due::default();
        self.in_flight.sweep(
            self.at(millis),
            self.connection,
            &Windows::default(),
            &mut due,
        );
        due
    }
}

#[test]
fn answers_find_their_messages_in_any_order() {
    let mut bench = Bench::new(3);
    let replies: Vec<_> = (0..3)
        .map(|number| bench.publish(number, false, 0).1)
        .collect();
    for number in [2, 0, 1] {
        let completed = bench.answer(&replies[number as usize], ACK, 1).unwrap();
        assert_eq!(completed.done, number);
        assert_eq!(completed.result.unwrap().seq, 1);
    }
    assert_eq!(bench.in_flight.len(), 0);
}

#[test]
fn the_reply_subject_that_was_answered_last_is_used_next() {
    let mut bench = Bench::new(3);
    let first = bench.publish(0, false, 0).1;
    let second = bench.publish(1, false, 0).1;
    assert_eq!([&*first, &*second], ["_I.0", "_I.1"]);
    for number in 2..6 {
        assert!(bench.answer(&first, ACK, 0).is_some());
        assert_eq!(bench.publish(number, false, 0).1, first);
    }
    assert!(bench.answer(&second, ACK, 0).is_some());
    assert!(bench.answer(&first, ACK, 0).is_some());
    assert_eq!(bench.publish(6, false, 0).1, first);
    assert_eq!(bench.in_flight.slots.len(), 2);
}

#[test]
fn slots_are_created_when_they_are_needed_and_no_more_than_allowed() {
    let mut bench = Bench::new(3);
    assert_eq!(bench.in_flight.slots.capacity(), 0);
    for number in 0..3 {
        bench.publish(number, false, 0);
    }
    let message = PublishMessage::new("a", "");
    assert!(bench.in_flight.accept(message, 3, 3, None).is_none());
    assert_eq!(bench.in_flight.len(), 3);
}

#[test]
fn slots_without_messages_are_dropped_and_retired_tokens_stay_retired() {
    let mut bench = Bench::new(10);
    let replies: Vec<_> = (0..10)
        .map(|number| bench.publish(number, false, 0).1)
        .collect();
    bench.in_flight.shrink();
    assert_eq!(bench.in_flight.slots.len(), 10, "messages are in flight");
    // The last message times out, and its token is retired.
    for reply in &replies[..9] {
        assert!(bench.answer(reply, ACK, 1).is_some());
    }
    assert_eq!(bench.sweep(10_000).completed.len(), 1);
    bench.in_flight.shrink();
    assert_eq!(bench.in_flight.slots.capacity(), KEPT);
    let again: Vec<_> = (10..20)
        .map(|number| bench.publish(number, false, 10_001).1)
        .collect();
    assert!(!again.contains(&replies[9]), "{again:?}");
    assert!(bench.answer(&replies[9], ACK, 10_002).is_none());
    for (reply, number) in again.iter().zip(10..) {
        assert_eq!(bench.answer(reply, ACK, 10_003).unwrap().done, number);
    }
}

#[test]
fn a_late_answer_is_not_taken_for_that_of_another_message() {
    let mut bench = Bench::new(1);
    let (_, first) = bench.publish(0, false, 0);
    let due = bench.sweep(10_000);
    assert!(matches!(
        due.completed[0].result,
        Err(Error::TimedOut { .. })
    ));
    let (_, second) = bench.publish(1, false, 10_001);
    assert_ne!(first, second);
    assert!(bench.answer(&first, ACK, 10_002).is_none());
    assert_eq!(bench.answer(&second, ACK, 10_003).unwrap().done, 1);
}

/// The last freed slot is used next, so a message follows at once on the slot of each failed
/// message: only the retired token distinguishes them.
#[test]
fn late_answers_in_any_order_find_none_of_the_messages_that_follow_at_once() {
    let mut bench = Bench::new(4);
    let mut retired = Vec::new();
    let mut number = 0;
    for round in 0..50 {
        let begun = round * 20_000;
        let late: Vec<_> = (0..4)
            .map(|message| bench.publish(number + message, message % 2 == 0, begun).1)
            .collect();
        number += 4;
        // Some time out, some fail, some are withdrawn.
        match round % 3 {
            0 => drop(bench.sweep(begun + 10_000)),
            1 => drop(bench.in_flight.give_up("over", bench.at(begun))),
            _ => (0..4).for_each(|at| drop(bench.in_flight.withdraw(at))),
        }
        assert_eq!(bench.in_flight.len(), 0, "{round}");
        retired.extend(late);
        let next: Vec<_> = (0..4)
            .map(|message| bench.publish(number + message, false, begun + 10_001).1)
            .collect();
        for reply in retired.iter().rev() {
            let found = bench.answer(reply, ACK, begun + 10_002);
            assert!(found.is_none(), "{reply} in round {round}");
        }
        for reply in &next {
            let completed = bench.answer(reply, ACK, begun + 10_003).unwrap();
            assert_eq!(completed.done, number, "{round}");
            number += 1;
        }
    }
}

#[test]
fn an_answer_to_an_earlier_attempt_of_the_same_message_counts_when_it_is_good() {
    let mut bench = Bench::new(1);
    let (at, first) = bench.publish(0, true, 0);
    assert_eq!(bench.sweep(2_500).send, Vec::<usize>::new());
    assert_eq!(bench.sweep(2_501).send, [at]);
    let second = bench.send(at, 2_501);
    assert_ne!(first, second);
    assert!(bench.no_responders(&first, 2_502).is_none());
    assert!(bench.answer(&first, ACK, 2_503).unwrap().result.is_ok());
    // The reply to the second arrives when another message is in flight.
    let (_, third) = bench.publish(1, true, 2_504);
    assert!(bench.answer(&second, ACK, 2_505).is_none());
    assert_eq!(bench.answer(&third, ACK, 2_506).unwrap().done, 1);
}

#[test]
fn strange_answers_are_dropped() {
    let mut bench = Bench::new(2);
    let (_, reply) = bench.publish(0, false, 0);
    for strange in [
        "_I",
        "_I.",
        "_I.x",
        "_I.1",
        "_I.2",
        "_I.18446744073709551615",
        "_J.0",
        "_I.0.0",
        "_I.-1",
    ] {
        assert!(bench.answer(strange, ACK, 1).is_none(), "{strange}");
    }
    assert!(bench.answer(&reply, ACK, 1).is_some());
    assert!(bench.answer(&reply, ACK, 1).is_none());
}

#[test]
fn without_a_leader_it_is_sent_again_after_the_back_off() {
    let mut bench = Bench::new(1);
    let (at, first) = bench.publish(0, false, 0);
    assert!(bench.no_responders(&first, 1).is_none());
    assert!(bench.sweep(250).send.is_empty());
    assert_eq!(bench.sweep(377).send, [at]);
    let second = bench.send(at, 377);
    assert!(bench.answer(&second, ACK, 380).unwrap().result.is_ok());
}

#[test]
fn a_lost_connection_has_messages_with_an_id_sent_again_in_order() {
    let mut bench = Bench::new(4);
    let sent: Vec<_> = (0..4)
        .map(|number| bench.publish(number, true, 0).0)
        .collect();
    bench.connection = Connection::new(false, 1);
    assert!(bench.sweep(300).send.is_empty());
    bench.connection = Connection::new(true, 2);
    assert_eq!(bench.sweep(600).send, sent);
}

#[test]
fn a_lost_connection_settles_messages_without_an_id_right_after_the_next() {
    let mut bench = Bench::new(2);
    let (_, first) = bench.publish(0, false, 0);
    bench.publish(1, false, 0);
    bench.connection = Connection::new(false, 1);
    assert!(bench.sweep(300).completed.is_empty());
    bench.connection = Connection::new(true, 2);
    assert!(bench.sweep(600).completed.is_empty());
    // A message sent only now gets its reply.
    assert!(bench.answer(&first, ACK, 700).unwrap().result.is_ok());
    let due = bench.sweep(850);
    assert_eq!(due.completed[0].done, 1);
    assert!(matches!(due.completed[0].result, Err(Error::Lost { .. })));
}

#[test]
fn what_was_never_sent_is_known_not_to_be_stored() {
    let mut bench = Bench::new(1);
    bench.connection = Connection::new(false, 0);
    let message = PublishMessage::new("a", "");
    bench
        .in_flight
        .accept(message, 0, 0, Some(bench.begun))
        .unwrap();
    assert!(bench.sweep(9_999).completed.is_empty());
    let due = bench.sweep(10_000);
    let error = due.completed[0].result.as_ref().unwrap_err();
    assert!(matches!(error, Error::NotSent { .. }) && !error.may_have_applied());
}

#[test]
fn what_is_waiting_for_room_is_left_to_who_waits() {
    let mut bench = Bench::new(1);
    let (at, reply) = bench.publish(0, true, 0);
    bench.in_flight.holding(at).unwrap();
    assert!(bench.sweep(60_000).completed.is_empty());
    bench
        .in_flight
        .handed_over(at, bench.at(1_000), bench.connection);
    assert!(bench.answer(&reply, ACK, 1_001).is_some());
    // The reply arrived first.
    bench
        .in_flight
        .handed_over(at, bench.at(1_002), bench.connection);
    assert_eq!(bench.in_flight.len(), 0);
}

#[test]
fn giving_up_says_of_each_whether_it_may_be_stored() {
    let mut bench = Bench::new(2);
    bench.publish(0, false, 0);
    let unsent = PublishMessage::new("a", "");
    bench
        .in_flight
        .accept(unsent, 1, 1, Some(bench.begun))
        .unwrap();
    let completed = bench.in_flight.give_up("over", bench.at(1));
    let open: Vec<_> = completed
        .iter()
        .map(|one| one.result.as_ref().unwrap_err().may_have_applied())
        .collect();
    assert_eq!(open, [true, false]);
    assert_eq!(bench.in_flight.len(), 0);
}

#[test]
fn no_stream_settles_what_waits_for_one() {
    let mut bench = Bench::new(2);
    let (_, first) = bench.publish(0, false, 0);
    bench.publish(1, false, 0);
    bench.no_responders(&first, 1);
    let completed =
        bench
            .in_flight
            .unanswered(&Subject::from("a"), &Cause::NoStream, true, bench.at(1));
    assert_eq!(completed.len(), 1);
    assert!(matches!(completed[0].result, Err(Error::NoStream { .. })));
}

/// Most messages are acknowledged before a sweep, and no clock is read for them.
#[test]
fn a_message_without_a_time_is_accepted_and_sent_at_the_next_sweep() {
    let mut bench = Bench::new(2);
    let message = PublishMessage::new("a", "").message_id("1");
    let at = bench.in_flight.accept(message, 0, 0, None).unwrap();
    let connection = bench.connection;
    bench.in_flight.send(at, None, connection).unwrap();
    assert!(bench.sweep(1_000).send.is_empty());
    assert!(bench.sweep(3_499).send.is_empty());
    assert!(bench.sweep(3_500).send.is_empty());
    assert_eq!(bench.sweep(3_501).send, [at]);
    bench.send(at, 3_501);
    assert!(bench.sweep(10_999).completed.is_empty());
    let due = bench.sweep(11_000);
    let error = due.completed[0].result.as_ref().unwrap_err();
    assert!(error.may_have_applied(), "{error:?}");
}
