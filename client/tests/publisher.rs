//! Publishing many messages at once, against a script.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use jsapi_client::publish::{PublishMessage, PublishOptions, Publisher};
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error, Incoming};
use tokio::time::{Instant, timeout};

fn ack(sequence: usize) -> String {
    format!(r#"{{"stream":"S","seq":{sequence}}}"#)
}

async fn publisher(script: &ScriptedTransport, in_flight: usize) -> Publisher {
    let ctx = Context::with_transport(script.clone());
    // The window is not read from the stream.
    let options = PublishOptions::new().duplicate_window(Duration::from_secs(120));
    ctx.publisher()
        .max_in_flight(in_flight)
        .publish_options(options)
        .open()
        .await
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn many_are_under_way_over_one_subscription() {
    let script = ScriptedTransport::new();
    for number in 0..100 {
        let delay = Duration::from_millis(100);
        script
            .on(&format!("a.{number}"))
            .after(delay)
            .reply(ack(number + 1));
    }
    let publisher = publisher(&script, 100).await;
    let mut pending = Vec::new();
    for number in 0..100 {
        pending.push(publisher.publish(format!("a.{number}"), "x").await.unwrap());
    }
    assert_eq!(publisher.in_flight(), 100);
    assert_eq!(script.subscriptions().len(), 1);
    for (number, pending) in pending.into_iter().enumerate() {
        assert_eq!(pending.await.unwrap().seq, number as u64 + 1);
    }
    let so_far = publisher.stats();
    assert_eq!(
        (so_far.accepted, so_far.acknowledged, so_far.failed),
        (100, 100, 0)
    );
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn results_can_be_had_as_they_come() {
    let script = ScriptedTransport::new();
    script.on("a").times(3).silence();
    let publisher = publisher(&script, 3).await;
    let mut pending = FuturesUnordered::new();
    for _ in 0..3 {
        pending.push(publisher.publish("a", "").await.unwrap());
    }
    let sent = script.sent();
    let mut order = Vec::new();
    for number in [2, 0, 1] {
        let reply = sent[number].reply.clone().unwrap();
        script.deliver(&reply, Incoming::new(reply.as_str(), ack(number + 1)));
        order.push(pending.next().await.unwrap().unwrap().seq);
    }
    assert_eq!(order, [3, 1, 2]);
}

#[tokio::test(start_paused = true)]
async fn publishing_waits_while_as_many_as_may_be_are_under_way() {
    let script = ScriptedTransport::new();
    script
        .on("a")
        .always()
        .after(Duration::from_secs(1))
        .reply(ack(1));
    let publisher = publisher(&script, 2).await;
    let begun = Instant::now();
    let mut pending = Vec::new();
    for _ in 0..6 {
        pending.push(publisher.publish("a", "").await.unwrap());
        assert!(publisher.in_flight() <= 2);
    }
    assert_eq!(begun.elapsed().as_secs(), 2);
    publisher.completed().await;
    assert_eq!(begun.elapsed().as_secs(), 3);
}

#[tokio::test(start_paused = true)]
async fn publishing_waits_while_as_many_bytes_as_may_be_are_under_way() {
    let script = ScriptedTransport::new();
    script
        .on("a")
        .always()
        .after(Duration::from_secs(1))
        .reply(ack(1));
    let ctx = Context::with_transport(script.clone());
    let publisher = ctx.publisher().max_bytes(1000).open().await.unwrap();
    let begun = Instant::now();
    let mut pending = Vec::new();
    for size in [400, 400, 400] {
        pending.push(publisher.publish("a", vec![0; size]).await.unwrap());
    }
    assert_eq!(begun.elapsed().as_secs(), 1);
    // One that is larger than all of it goes alone.
    pending.push(publisher.publish("a", vec![0; 5000]).await.unwrap());
    assert_eq!(begun.elapsed().as_secs(), 2);
    assert_eq!(publisher.in_flight(), 1);
    publisher.completed().await;
    assert_eq!(publisher.stats().acknowledged, 4);
}

#[tokio::test(start_paused = true)]
async fn waiting_for_room_ends_at_the_timeout_and_nothing_is_sent() {
    let script = ScriptedTransport::new();
    script.on("a").silence();
    let ctx = Context::with_transport(script.clone());
    let options = PublishOptions::new().timeout(Duration::from_secs(10));
    let publisher = ctx
        .publisher()
        .max_in_flight(1)
        .publish_options(options)
        .open()
        .await
        .unwrap();
    let _first = publisher.publish("a", "").await.unwrap();
    tokio::time::sleep(Duration::from_secs(5)).await;
    let waiting = timeout(Duration::from_secs(1), publisher.publish("a", "")).await;
    assert!(waiting.is_err());
    assert_eq!(publisher.in_flight(), 1);
    assert_eq!(script.sent().len(), 1);
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn every_message_has_its_own_deadline() {
    let script = ScriptedTransport::new();
    script.on("a").always().silence();
    let publisher = publisher(&script, 10).await;
    let begun = Instant::now();
    let first = publisher.publish("a", "").await.unwrap();
    tokio::time::sleep(Duration::from_secs(3)).await;
    let second = publisher.publish("a", "").await.unwrap();
    for (pending, expected) in [(first, 10_000), (second, 13_000)] {
        let error = pending.await.unwrap_err();
        assert!(
            matches!(&error, Error::TimedOut { operation, .. } if operation == "a"),
            "{error:?}"
        );
        let took = begun.elapsed().as_millis();
        assert!((expected..expected + 100).contains(&took), "{took}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_failure_that_nobody_waited_for_is_kept_with_its_message() {
    let script = ScriptedTransport::new();
    script
        .on("a")
        .reply(r#"{"error":{"code":503,"err_code":10077,"description":"full"}}"#);
    script.on("b").reply(ack(1));
    let publisher = publisher(&script, 10).await;
    drop(publisher.publish("a", "lost?").await.unwrap());
    drop(publisher.publish("b", "").await.unwrap());
    let so_far = publisher.drain().await;
    assert_eq!(
        (so_far.accepted, so_far.acknowledged, so_far.failed),
        (2, 1, 1)
    );
    let failures = publisher.failures();
    assert_eq!(failures.len(), 1);
    assert_eq!(failures[0].message.payload(), "lost?");
    assert!(failures[0].error.code().is_some());
    assert!(publisher.failures().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_drained_publisher_accepts_nothing_and_has_settled_everything() {
    let script = ScriptedTransport::new();
    script
        .on("a")
        .always()
        .after(Duration::from_secs(1))
        .reply(ack(1));
    let publisher = publisher(&script, 100).await;
    let mut pending = Vec::new();
    for _ in 0..50 {
        pending.push(publisher.publish("a", "").await.unwrap());
    }
    let so_far = publisher.drain().await;
    assert_eq!((so_far.accepted, so_far.acknowledged), (50, 50));
    for mut pending in pending {
        assert!(pending.now().unwrap().is_ok());
    }
    let refused = publisher.publish("a", "").await.unwrap_err();
    assert!(matches!(refused, Error::NotSent { .. }) && !refused.may_have_applied());
    assert_eq!(script.sent().len(), 50);
}

#[tokio::test(start_paused = true)]
async fn after_a_reconnect_messages_are_sent_again_at_once_or_fail() {
    let script = ScriptedTransport::new();
    script.on("a").times(2).silence();
    let publisher = publisher(&script, 10).await;
    let with = PublishMessage::new("a", "").message_id("1");
    let with = publisher.publish_message(with).await.unwrap();
    let without = publisher.publish("a", "").await.unwrap();
    script.disconnect();
    tokio::time::sleep(Duration::from_secs(2)).await;
    script.on("a").reply(ack(1));
    script.reconnect();
    let begun = Instant::now();
    assert!(with.await.is_ok());
    let error = without.await.unwrap_err();
    assert!(matches!(error, Error::Lost { .. }), "{error:?}");
    assert!(
        begun.elapsed() <= Duration::from_millis(500),
        "{:?}",
        begun.elapsed()
    );
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn without_a_connection_messages_are_accepted_and_sent_later_in_order() {
    let script = ScriptedTransport::new();
    let publisher = publisher(&script, 10).await;
    script.disconnect();
    let mut pending = Vec::new();
    for number in 0..5 {
        pending.push(publisher.publish(format!("a.{number}"), "").await.unwrap());
    }
    assert!(script.sent().is_empty());
    tokio::time::sleep(Duration::from_secs(1)).await;
    for number in 0..5 {
        script.on(&format!("a.{number}")).reply(ack(number + 1));
    }
    script.reconnect();
    for pending in pending {
        pending.await.unwrap();
    }
    let subjects: Vec<_> = script
        .sent()
        .into_iter()
        .map(|message| message.subject)
        .collect();
    assert_eq!(subjects, ["a.0", "a.1", "a.2", "a.3", "a.4"]);
}

#[tokio::test(start_paused = true)]
async fn a_subject_that_no_stream_takes_fails_quickly_and_is_asked_about_once() {
    let script = ScriptedTransport::new();
    script.on("nowhere").always().no_responders();
    script.on("$JS.API.STREAM.NAMES").reply(
        r#"{"type":"io.nats.jetstream.api.v1.stream_names_response","total":0,"offset":0,"limit":1024,"streams":null}"#,
    );
    let publisher = publisher(&script, 10).await;
    let begun = Instant::now();
    let mut pending = Vec::new();
    for _ in 0..10 {
        pending.push(publisher.publish("nowhere", "").await.unwrap());
    }
    for pending in pending {
        let error = pending.await.unwrap_err();
        assert!(matches!(error, Error::NoStream { .. }), "{error:?}");
    }
    assert!(
        begun.elapsed() < Duration::from_millis(50),
        "{:?}",
        begun.elapsed()
    );
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn what_can_not_be_sent_is_refused_at_once() {
    let script = ScriptedTransport::new();
    let publisher = publisher(&script, 10).await;
    let refused = publisher.publish("a.*", "").await.unwrap_err();
    assert!(matches!(refused, Error::Invalid { .. }));
    assert_eq!(publisher.in_flight(), 0);
}

#[tokio::test(start_paused = true)]
async fn messages_get_ids_when_it_was_said_so() {
    let script = ScriptedTransport::new();
    script.on("a").always().reply(ack(1));
    let ctx = Context::with_transport(script.clone());
    let publisher = ctx.publisher().message_ids(true).open().await.unwrap();
    publisher.publish("a", "").await.unwrap().await.unwrap();
    let own = PublishMessage::new("a", "").message_id("own");
    publisher.publish_message(own).await.unwrap().await.unwrap();
    let ids: Vec<String> = script
        .sent()
        .iter()
        .map(|sent| {
            sent.headers
                .as_ref()
                .unwrap()
                .get("Nats-Msg-Id")
                .unwrap()
                .to_string()
        })
        .collect();
    assert_eq!(ids[0].len(), 26);
    assert_eq!(ids[1], "own");
}

#[tokio::test(start_paused = true)]
async fn dropping_the_publisher_ends_its_subscription_when_nobody_waits() {
    let script = ScriptedTransport::new();
    script.on("a").after(Duration::from_secs(1)).reply(ack(1));
    let publisher = publisher(&script, 10).await;
    let pending = publisher.publish("a", "").await.unwrap();
    drop(publisher);
    assert!(pending.await.is_ok());
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert_eq!(script.subscriptions(), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn a_message_that_is_dropped_while_the_connection_takes_none_is_withdrawn() {
    let script = ScriptedTransport::new();
    script.on("*").always().silence();
    let publisher = publisher(&script, 2).await;
    script.halt();
    for _ in 0..3 {
        let waiting = timeout(Duration::from_secs(1), publisher.publish("a", "")).await;
        assert!(waiting.is_err());
        assert_eq!((publisher.in_flight(), publisher.stats().accepted), (0, 0));
    }
    script.reconnect();
    let first = publisher.publish("b", "").await.unwrap();
    let second = publisher.publish("c", "").await.unwrap();
    let sent: Vec<_> = script.sent().into_iter().rev().take(2).collect();
    for (number, sent) in (1..).zip(&sent) {
        let reply = sent.reply.as_deref().unwrap();
        script.deliver(reply, Incoming::new(reply, ack(number)));
    }
    assert_eq!(
        (first.await.unwrap().seq, second.await.unwrap().seq),
        (2, 1)
    );
}

/// The room is given to a message that does not take it any more.
#[tokio::test(start_paused = true)]
async fn a_message_that_is_dropped_right_after_it_was_admitted_leaves_its_room() {
    let script = ScriptedTransport::new();
    script.on("a").always().silence();
    let publisher = publisher(&script, 1).await;
    let first = publisher.publish("a", "").await.unwrap();
    let mut second = Box::pin(publisher.publish("a", ""));
    assert!(second.as_mut().now_or_never().is_none());
    let reply = script.sent()[0].reply.clone().unwrap();
    script.deliver(&reply, Incoming::new(reply.as_str(), ack(1)));
    first.await.unwrap();
    drop(second);
    let third = timeout(Duration::from_millis(1), publisher.publish("a", "")).await;
    assert!(third.unwrap().is_ok());
    assert_eq!(script.sent().len(), 2);
}

/// What came is kept for as many acknowledgements as are held.
#[tokio::test(start_paused = true)]
async fn more_acknowledgements_can_be_held_than_messages_are_in_flight() {
    let script = ScriptedTransport::new();
    script.on("a").always().reply(ack(7));
    let publisher = publisher(&script, 2).await;
    let mut pending = Vec::new();
    for _ in 0..100 {
        pending.push(publisher.publish("a", "").await.unwrap());
    }
    publisher.completed().await;
    let later = publisher.publish("a", "").await.unwrap();
    for pending in pending.into_iter().rev() {
        assert_eq!(pending.await.unwrap().seq, 7);
    }
    assert_eq!(later.await.unwrap().seq, 7);
}

#[tokio::test(start_paused = true)]
async fn publishers_of_a_context_share_a_subscription_until_the_last_is_dropped() {
    let script = ScriptedTransport::new();
    script.on("*").always().silence();
    let ctx = Context::with_transport(script.clone());
    let deliver = |number: usize, sequence: usize| {
        let reply = script.sent()[number].reply.clone().unwrap();
        script.deliver(&reply, Incoming::new(reply.as_str(), ack(sequence)));
    };
    let first = ctx.publisher().open().await.unwrap();
    let second = ctx.publisher().open().await.unwrap();
    assert_eq!(script.subscriptions().len(), 1);
    let mut mine = first.publish("a", "").await.unwrap();
    let other = second.publish("b", "").await.unwrap();
    deliver(1, 20);
    assert_eq!(other.await.unwrap().seq, 20);
    assert!(mine.now().is_none());
    drop(second);

    // An answer to a publisher that was dropped is for no later one.
    let third = ctx.publisher().open().await.unwrap();
    let mut next = third.publish("c", "").await.unwrap();
    deliver(1, 21);
    deliver(0, 10);
    assert_eq!(mine.await.unwrap().seq, 10);
    assert!(next.now().is_none());
    deliver(2, 30);
    assert_eq!(next.await.unwrap().seq, 30);
    assert_eq!(script.subscriptions().len(), 1);

    drop((first, third));
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert_eq!(script.subscriptions(), Vec::<String>::new());
    let _fourth = ctx.publisher().open().await.unwrap();
    assert_eq!(script.subscriptions().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_stranger_on_the_inbox_changes_nothing() {
    let script = ScriptedTransport::new();
    script.on("a").after(Duration::from_secs(1)).reply(ack(7));
    let publisher = publisher(&script, 10).await;
    let pending = publisher.publish("a", "").await.unwrap();
    let inbox = script.subscriptions()[0].trim_end_matches(".*").to_owned();
    let reply = script.sent()[0].reply.clone().unwrap();
    let (route, token) = reply.rsplit_once('.').unwrap().1.split_once('-').unwrap();
    let strange = [
        "99999".to_owned(),
        "x".to_owned(),
        "-".to_owned(),
        format!("{route}-"),
        format!("{route}-99999"),
        format!("{route}-18446744073709551615"),
        format!("{route}-{token}-1"),
        format!("{route}1-{token}"),
        format!("18446744073709551615-{token}"),
    ];
    for strange in strange {
        let subject = format!("{inbox}.{strange}");
        script.deliver(&subject, Incoming::new(subject.as_str(), ack(1)));
    }
    assert_eq!(pending.await.unwrap().seq, 7);
}

/// The sweeper ends when no message is in flight, and the next message starts another
/// one: lost, that would leave a message without an answer in flight for ever.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_sweeper_is_started_however_publishing_and_its_end_meet() {
    let script = ScriptedTransport::new();
    script.on("a").always().silence();
    let ctx = Context::with_transport(script.clone());
    let options = PublishOptions::new().timeout(Duration::from_millis(1));
    let publisher = ctx
        .publisher()
        .publish_options(options)
        .open()
        .await
        .unwrap();
    let publishers: Vec<_> = (0..4_u64)
        .map(|task| {
            let publisher = publisher.clone();
            tokio::spawn(async move {
                for round in 0..40 {
                    // Around the moments at which the task looks.
                    let wait = Duration::from_micros(49_000 + 77 * ((task * 13 + round) % 29));
                    tokio::time::sleep(wait).await;
                    let pending = publisher.publish("a", "").await.unwrap();
                    let settled = timeout(Duration::from_secs(2), pending).await;
                    assert!(settled.is_ok_and(|settled| settled.is_err()), "never swept");
                }
            })
        })
        .collect();
    for publisher in publishers {
        publisher.await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_to_be_sent_again_to_a_server_that_reads_nothing_fails_in_time() {
    let script = ScriptedTransport::new();
    script.on("a").always().silence();
    let ctx = Context::with_transport(script.clone());
    let options = PublishOptions::new().duplicate_window(Duration::from_secs(120));
    let publisher = ctx.publisher().publish_options(options).message_ids(true);
    let publisher = publisher.open().await.unwrap();
    let begun = Instant::now();
    let mut acks = Vec::new();
    for _ in 0..10 {
        acks.push(publisher.publish("a", "").await.unwrap());
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    script.halt();
    let so_far = timeout(Duration::from_secs(20), publisher.drain()).await;
    assert_eq!(so_far.unwrap().failed, 10);
    assert!(
        begun.elapsed() < Duration::from_secs(11),
        "{:?}",
        begun.elapsed()
    );
    for ack in acks {
        assert!(ack.await.unwrap_err().may_have_applied());
    }
}

#[tokio::test(start_paused = true)]
async fn what_had_no_room_is_sent_when_there_is_some() {
    let script = ScriptedTransport::new();
    script.on("a").silence();
    let publisher = publisher(&script, 10).await;
    let message = PublishMessage::new("a", "").message_id("1");
    let pending = publisher.publish_message(message).await.unwrap();
    script.halt();
    tokio::time::sleep(Duration::from_secs(5)).await;
    script.on("a").reply(ack(1));
    script.reconnect();
    assert_eq!(pending.await.unwrap().seq, 1);
    assert_eq!(script.sent().len(), 2);
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn what_may_be_stored_stays_so_when_it_can_not_be_sent_again() {
    let script = ScriptedTransport::new();
    script.on("a").silence();
    let publisher = publisher(&script, 10).await;
    let message = PublishMessage::new("a", "0123456789").message_id("1");
    let pending = publisher.publish_message(message).await.unwrap();
    script.disconnect();
    tokio::time::sleep(Duration::from_millis(100)).await;
    // The next server takes less.
    drop(script.clone().with_max_payload(5));
    script.reconnect();
    let error = pending.await.unwrap_err();
    assert!(matches!(error, Error::Indeterminate { .. }), "{error:?}");
    assert!(error.may_have_applied());
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn failures_that_came_and_were_not_looked_at_are_kept() {
    let script = ScriptedTransport::new();
    let refused = r#"{"error":{"code":400,"err_code":10071,"description":"wrong"}}"#;
    script.on("a").always().reply(refused);
    let publisher = publisher(&script, 10).await;
    let mut acks = Vec::new();
    for number in 0..5 {
        acks.push(publisher.publish("a", format!("{number}")).await.unwrap());
    }
    publisher.completed().await;
    // As with `?`: the first failure is the last that is looked at.
    let mut acks = acks.into_iter();
    assert!(acks.next().unwrap().await.is_err());
    drop(acks);
    let failures = publisher.failures();
    let failed: Vec<_> = failures.iter().map(|it| it.message.payload()).collect();
    assert_eq!(failed, ["1", "2", "3", "4"]);
    assert_eq!(publisher.stats().failed, 5);
}

#[tokio::test(start_paused = true)]
async fn an_acknowledgement_that_was_told_may_be_asked_for_again() {
    let script = ScriptedTransport::new();
    script.on("a").always().reply(ack(1));
    let publisher = publisher(&script, 10).await;
    let mut pending = publisher.publish("a", "").await.unwrap();
    publisher.completed().await;
    assert_eq!(pending.now().unwrap().unwrap().seq, 1);
    assert!(pending.now().is_none());
    for _ in 0..2 {
        let error = (&mut pending).await.unwrap_err();
        assert!(matches!(error, Error::Lost { .. }), "{error:?}");
    }
    let mut pending = publisher.publish("a", "").await.unwrap();
    assert_eq!((&mut pending).await.unwrap().seq, 1);
    assert!(pending.now().is_none());
    assert!(pending.await.is_err());
}
