//! Atomic batches, against a script.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use jsapi_client::publish::{PublishMessage, PublishOptions};
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error, Incoming};
use tokio::time::{Instant, timeout};

fn header(message: &jsapi_client::RawMessage, name: &str) -> Option<String> {
    let headers = message.headers.as_ref()?;
    headers.get(name).map(|value| value.to_string())
}

fn refusal(code: u16) -> String {
    format!(
        r#"{{"error":{{"code":400,"err_code":{code},"description":"no"}},"stream":"S","seq":0}}"#
    )
}

#[tokio::test(start_paused = true)]
async fn the_server_opens_a_batch_before_more_of_it_is_sent() {
    let script = ScriptedTransport::in_order();
    script.on("a.1").silence();
    let ctx = Context::with_transport(script.clone());
    let mut batch = ctx.atomic_batch();
    batch.publish("a.1", "");
    batch.publish("a.2", "");
    let _ = timeout(Duration::from_secs(1), batch.commit()).await;
    let sent = script.sent();
    assert_eq!(sent.len(), 1);
    assert_eq!(
        header(&sent[0], "Nats-Batch-Sequence").as_deref(),
        Some("1")
    );
    assert_eq!(header(&sent[0], "Nats-Batch-Commit"), None);
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_is_dropped_half_way_is_ended() {
    let script = ScriptedTransport::in_order().with_max_payload(8 << 20);
    script.on("a.1").reply("");
    script.on("a.2").silence();
    script.on("a.1").silence();
    let ctx = Context::with_transport(script.clone());
    let mut batch = ctx.atomic_batch();
    batch.publish("a.1", "");
    // Large, so that its reply is waited for.
    batch.publish("a.2", vec![0; 1 << 20]);
    batch.publish("a.3", "");
    let _ = timeout(Duration::from_secs(1), batch.commit()).await;
    let sent = script.sent();
    assert_eq!(
        header(&sent[2], "Nats-Batch-Sequence").as_deref(),
        Some("4")
    );
    assert_eq!(
        header(&sent[2], "Nats-Batch-Id"),
        header(&sent[0], "Nats-Batch-Id")
    );
    script.finish();
}

/// The server tells nobody why it refused a message without a reply subject.
#[tokio::test(start_paused = true)]
async fn a_refusal_in_the_middle_is_found_by_asking_for_each_reply_and_names_the_message() {
    let script = ScriptedTransport::in_order();
    script.on("a.1").reply("");
    script.on("a.2").silence();
    script.on("a.3").reply(refusal(10176));
    script.on("a.1").reply("");
    script.on("a.2").reply(refusal(10177));
    script.on("a.1").silence();
    let ctx = Context::with_transport(script.clone());
    let mut batch = ctx.atomic_batch();
    for subject in ["a.1", "a.2", "a.3"] {
        batch.publish(subject, "");
    }
    let error = batch.commit().await.unwrap_err();
    assert_eq!((error.operation(), error.code().unwrap().0), ("a.2", 10177));
    assert!(!error.may_have_applied());
    let sent = script.sent();
    let replies: Vec<_> = sent.iter().map(|sent| sent.reply.is_some()).collect();
    assert_eq!(replies, [true, false, true, true, true, false]);
    let (first, second) = (
        header(&sent[0], "Nats-Batch-Id"),
        header(&sent[3], "Nats-Batch-Id"),
    );
    assert_ne!(first, second);
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn replies_are_requested_to_the_first_the_last_and_some_in_between() {
    for (size, count, expected) in [
        (0, 1, vec![1]),
        (0, 2, vec![1, 2]),
        (0, 250, vec![1, 102, 203, 250]),
        (300_000, 12, vec![1, 5, 9, 12]),
        (2_000_000, 3, vec![1, 2, 3]),
    ] {
        let script = ScriptedTransport::new().with_max_payload(8 << 20);
        script.on("a").always().reply("");
        let ack = format!(r#"{{"stream":"S","seq":9,"batch":"b","count":{count}}}"#);
        script.on("last").reply(ack);
        let ctx = Context::with_transport(script.clone());
        let mut batch = ctx.atomic_batch();
        for _ in 1..count {
            batch.publish("a", vec![0; size]);
        }
        batch.publish("last", "");
        // The acknowledgement is of another batch.
        assert!(batch.commit().await.is_err());
        let requested: Vec<_> = (1..)
            .zip(script.sent())
            .filter_map(|(at, sent)| sent.reply.map(|_| at))
            .collect();
        assert_eq!(requested, expected, "{size} {count}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_more_is_sent_than_two_requested_replies_ahead() {
    let script = ScriptedTransport::new();
    script.on("first").reply("");
    script.on("first").silence();
    script.on("a").always().silence();
    let ctx = Context::with_transport(script.clone());
    let options = PublishOptions::new().attempts(1);
    let mut batch = ctx.atomic_batch().publish_options(options);
    batch.publish("first", "");
    for _ in 0..999 {
        batch.publish("a", "");
    }
    let error = batch.commit().await.unwrap_err();
    assert!(!error.may_have_applied(), "{error:?}");
    // And the message that ends the batch.
    assert_eq!(script.sent().len(), 203 + 1);
}

#[tokio::test(start_paused = true)]
async fn messages_lost_on_the_way_have_the_batch_sent_again_as_another() {
    let script = ScriptedTransport::in_order();
    script.on("a.1").reply("");
    script.on("a.2").reply(refusal(10176));
    script.on("a.1").reply("");
    script.on("a.2").silence();
    let ctx = Context::with_transport(script.clone());
    let mut batch = ctx.atomic_batch();
    batch.publish("a.1", "");
    batch.publish("a.2", "");
    let error = batch.commit().await.unwrap_err();
    // Its end was sent, and no answer came: all of it may be stored.
    assert!(
        matches!(error, Error::TimedOut { .. }) && error.may_have_applied(),
        "{error:?}"
    );
    let sent = script.sent();
    assert_ne!(
        header(&sent[2], "Nats-Batch-Id"),
        header(&sent[0], "Nats-Batch-Id")
    );
    assert_eq!(header(&sent[3], "Nats-Batch-Commit").as_deref(), Some("1"));
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn before_its_end_is_sent_nothing_is_stored_whatever_fails() {
    let script = ScriptedTransport::in_order();
    script.on("a.1").reply("");
    script.on("a.2").silence();
    script.on("a.3").reply(refusal(10176));
    script.on("a.1").reply("");
    script.on("a.2").disconnect();
    let ctx = Context::with_transport(script.clone());
    let mut batch = ctx.atomic_batch();
    for subject in ["a.1", "a.2", "a.3"] {
        batch.publish(subject, "");
    }
    let error = batch.commit().await.unwrap_err();
    assert!(
        matches!(error, Error::NotSent { .. }) && !error.may_have_applied(),
        "{error:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_server_that_knows_no_batches_is_found_out() {
    let script = ScriptedTransport::new();
    script.on("a.1").reply(r#"{"stream":"S","seq":9}"#);
    let ctx = Context::with_transport(script.clone());
    let mut batch = ctx.atomic_batch();
    batch.publish("a.1", "");
    batch.publish("a.2", "");
    let error = batch.commit().await.unwrap_err();
    assert!(
        matches!(error, Error::Mismatch { .. }) && error.may_have_applied(),
        "{error:?}"
    );

    let old = ScriptedTransport::new().with_server_version("2.11.11");
    let ctx = Context::with_transport(old.clone());
    let mut batch = ctx.atomic_batch();
    batch.publish("a.1", "");
    let error = batch.commit().await.unwrap_err();
    assert!(error.is_api_level(), "{error:?}");
    assert!(old.sent().is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_no_server_takes_in_a_batch_is_refused_here() {
    let script = ScriptedTransport::new();
    let ctx = Context::with_transport(script.clone());
    let message = || PublishMessage::new("a", "");
    for messages in [
        vec![],
        vec![message().expect_last_message_id("1")],
        vec![message(), message().expect_last_sequence(1)],
        vec![message(), message().header("a b", "")],
    ] {
        let mut batch = ctx.atomic_batch();
        for message in messages {
            batch.push(message);
        }
        let error = batch.commit().await.unwrap_err();
        assert!(matches!(error, Error::Invalid { .. }), "{error:?}");
    }
    assert!(script.sent().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_batch_waits_for_a_leader() {
    let script = ScriptedTransport::in_order();
    script.on("a").reply_with(Incoming::of_status(503, ""));
    // It is asked once whether a stream takes the subject at all.
    let one = r#"{"type":"io.nats.jetstream.api.v1.stream_names_response","total":1,"offset":0,"limit":1024,"streams":["S"]}"#;
    script.on("$JS.API.STREAM.NAMES").reply(one);
    script.on("a").silence();
    let ctx = Context::with_transport(script.clone());
    let mut batch = ctx.atomic_batch();
    batch.publish("a", "");
    let error = batch.commit().await.unwrap_err();
    assert!(error.may_have_applied());
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_batch_over_a_server_that_reads_nothing_fails_in_time() {
    let script = ScriptedTransport::in_order();
    script.on("a.1").after(Duration::from_secs(1)).reply("");
    let ctx = Context::with_transport(script.clone());
    let mut batch = ctx.atomic_batch();
    batch.publish("a.1", "");
    batch.publish("a.2", "");
    let halting = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        script.halt();
    };
    let begun = Instant::now();
    let commit = timeout(Duration::from_secs(20), batch.commit());
    let (committed, ()) = tokio::join!(commit, halting);
    let error = committed.unwrap().unwrap_err();
    assert!(
        matches!(error, Error::NotSent { .. }) && !error.may_have_applied(),
        "{error:?}"
    );
    assert_eq!(begun.elapsed().as_secs(), 10);
}

#[tokio::test(start_paused = true)]
async fn a_batch_has_one_deadline_for_all_its_answers() {
    let script = ScriptedTransport::in_order();
    for subject in ["a.1", "a.2"] {
        script.on(subject).after(Duration::from_secs(2)).reply("");
    }
    script.on("a.3").silence();
    let ctx = Context::with_transport(script.clone());
    let mut batch = ctx.atomic_batch();
    for subject in ["a.1", "a.2", "a.3"] {
        batch.publish(subject, "");
    }
    let begun = Instant::now();
    let error = batch.commit().await.unwrap_err();
    assert!(matches!(error, Error::TimedOut { .. }), "{error:?}");
    assert_eq!(begun.elapsed().as_secs(), 10);
    script.finish();
}
