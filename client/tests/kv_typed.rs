//! Values of a type, and leases, against a script.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::error::Error as StdError;
use std::time::Duration;

use bytes::Bytes;
use jsapi_client::kv::{Change, Codec, ModifyError, TypedEntry};
use jsapi_client::publish::PublishOptions;
use jsapi_client::script::ScriptedTransport;
use jsapi_client::transport::BoxError;
use jsapi_client::{Context, Error, Incoming, KeyValue};
use tokio::time::{Instant, sleep};

const LAST: &str = "$JS.API.DIRECT.GET.KV_B.$KV.B.a";
const GET: &str = "$JS.API.STREAM.MSG.GET.KV_B";

fn bucket(script: &ScriptedTransport) -> KeyValue {
    Context::with_transport(script.clone())
        .key_value("B")
        .unwrap()
}

fn ack(sequence: u64) -> String {
    format!(r#"{{"stream":"KV_B","seq":{sequence}}}"#)
}

fn conflict(last: u64) -> String {
    format!(
        r#"{{"error":{{"code":400,"err_code":10071,"description":"wrong last sequence: {last}"}},"stream":"KV_B","seq":0}}"#
    )
}

fn direct(sequence: u64, value: &str) -> Incoming {
    Incoming::new("_INBOX.1", value.to_owned())
        .with_header("Nats-Stream", "KV_B")
        .with_header("Nats-Subject", "$KV.B.a")
        .with_header("Nats-Sequence", sequence)
        .with_header("Nats-Time-Stamp", "2026-11-20T12:00:00Z")
}

fn stored(sequence: u64, value: &str) -> String {
    stored_with(sequence, value, "")
}

fn stored_with(sequence: u64, value: &str, id: &str) -> String {
    let text = format!(r#"{{"subject":"$KV.B.a","seq":{sequence},"time":"2026-11-20T12:00:00Z"}}"#);
    let mut message: jsapi::StoredMessage = serde_json::from_str(&text).unwrap();
    message.data = value.as_bytes().to_vec().into();
    if !id.is_empty() {
        let headers = format!("NATS/1.0\r\nNats-Msg-Id: {id}\r\n\r\n");
        message.hdrs = headers.into_bytes().into();
    }
    let message = serde_json::to_string(&message).unwrap();
    format!(r#"{{"type":"io.nats.jetstream.api.v1.stream_msg_get_response","message":{message}}}"#)
}

fn header(script: &ScriptedTransport, at: usize, name: &str) -> Option<String> {
    let sent = script.sent();
    Some(sent[at].headers.as_ref()?.get(name)?.to_string())
}

#[tokio::test(start_paused = true)]
async fn values_are_json_unless_said_otherwise() {
    let script = ScriptedTransport::in_order();
    let numbers = bucket(&script).typed::<Vec<u64>>();
    script.on("$KV.B.a").with_payload("[1,2]").reply(ack(1));
    numbers.put("a", &vec![1, 2]).await.unwrap();
    script.on("$KV.B.a").with_payload("[3]").reply(ack(2));
    numbers.update("a", &vec![3], 1).await.unwrap();
    script.on("$KV.B.a").with_payload("[]").reply(ack(3));
    let create = numbers
        .create("a", &vec![])
        .unwrap()
        .ttl(Duration::from_secs(1));
    create.await.unwrap();
    script.on(LAST).reply_with(direct(3, "[4,5]"));
    let entry = numbers.get("a").await.unwrap().unwrap();
    assert_eq!(
        (entry.value.unwrap().unwrap(), entry.entry.revision),
        (vec![4, 5], 3)
    );
    script.on(LAST).status(404, "Message Not Found");
    assert!(numbers.get("a").await.unwrap().is_none());
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn what_does_not_decode_is_left_to_the_caller_with_its_bytes() {
    let script = ScriptedTransport::new();
    script.on(LAST).reply_with(direct(3, "no json, hunter2"));
    let entry = bucket(&script)
        .typed::<u64>()
        .get("a")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(entry.entry.value, "no json, hunter2");
    let error = entry.value.unwrap().unwrap_err();
    assert_eq!((error.key.as_str(), error.revision), ("a", 3));
    assert_eq!(error.bytes, "no json, hunter2");
    assert!(error.source().is_some());
    assert!(!format!("{error} {error:?}").contains("hunter"));
}

#[derive(Clone)]
struct Reversed;

impl Codec<String> for Reversed {
    fn encode(&self, value: &String) -> Result<Bytes, BoxError> {
        if value.is_empty() {
            return Err("it is empty".into());
        }
        Ok(value.chars().rev().collect::<String>().into())
    }

    fn decode(&self, bytes: &Bytes) -> Result<String, BoxError> {
        Ok(std::str::from_utf8(bytes)?.chars().rev().collect())
    }
}

#[tokio::test(start_paused = true)]
async fn values_may_have_a_form_of_their_own_and_what_has_none_is_not_sent() {
    let script = ScriptedTransport::in_order();
    let texts = bucket(&script).typed_with(Reversed);
    let error = texts.put("a", &String::new()).await.unwrap_err();
    assert!(matches!(error, Error::Invalid { .. }), "{error:?}");
    script.on("$KV.B.a").with_payload("cba").reply(ack(1));
    texts.put("a", &"abc".to_owned()).await.unwrap();
    script.on(LAST).reply_with(direct(3, "fed"));
    let entry = texts.get("a").await.unwrap().unwrap();
    assert_eq!(entry.value.unwrap().unwrap(), "def");
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_typed_change_is_made_again_after_a_conflict() {
    let script = ScriptedTransport::in_order();
    let counts = bucket(&script).read_from_leader(true).typed::<u64>();
    script.on(GET).reply(stored(1, "7"));
    script.on("$KV.B.a").with_payload("8").reply(conflict(2));
    script.on(GET).reply(stored(2, "20"));
    script.on("$KV.B.a").with_payload("21").reply(ack(3));
    let written = counts
        .modify("a", |entry| {
            let value = entry.and_then(|entry| entry.value);
            Change::Put(value.map_or(0, |value| value.unwrap()) + 1)
        })
        .await
        .unwrap();
    assert_eq!(written, Some(3));
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_typed_change_that_fails_writes_nothing() {
    let script = ScriptedTransport::in_order();
    let counts = bucket(&script).read_from_leader(true).typed::<u64>();
    let add = |entry: Option<TypedEntry<u64>>| {
        let value = entry.and_then(|entry| entry.value);
        let count = value.map_or(Ok(0), |value| value.map_err(|_| "not a number"))?;
        Ok::<_, &str>(Change::Put(count + 1))
    };
    script.on(GET).reply(stored(1, "seven"));
    let failed = counts.try_modify("a", add).await.unwrap_err();
    assert!(
        matches!(failed, ModifyError::Change("not a number")),
        "{failed:?}"
    );
    script.on(GET).reply(stored(1, "7"));
    script.on("$KV.B.a").with_payload("8").reply(ack(2));
    assert_eq!(counts.try_modify("a", add).await.unwrap(), Some(2));
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_lease_is_a_key_with_a_time_to_live_that_renewals_replace() {
    let script = ScriptedTransport::in_order();
    let bucket = bucket(&script);
    let ttl = Duration::from_secs(10);
    script.on("$KV.B.a").with_payload("me").reply(ack(5));
    let mut lease = bucket
        .lease("a", "me", ttl)
        .try_open()
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (lease.revision(), lease.key(), lease.remaining()),
        (5, "a", ttl)
    );
    assert_eq!(header(&script, 0, "Nats-TTL").as_deref(), Some("10s"));
    assert_eq!(
        header(&script, 0, "Nats-Expected-Last-Subject-Sequence").as_deref(),
        Some("0")
    );
    assert!(header(&script, 0, "Nats-Msg-Id").is_some());

    sleep(Duration::from_secs(4)).await;
    assert_eq!(lease.remaining(), Duration::from_secs(6));
    script.on("$KV.B.a").with_payload("me").reply(ack(6));
    lease.renew().await.unwrap();
    assert_eq!((lease.revision(), lease.remaining()), (6, ttl));
    assert_eq!(
        header(&script, 1, "Nats-Expected-Last-Subject-Sequence").as_deref(),
        Some("5")
    );
    assert_eq!(header(&script, 1, "Nats-Rollup").as_deref(), Some("sub"));
    assert_eq!(header(&script, 1, "Nats-TTL").as_deref(), Some("10s"));

    script.on("$KV.B.a").with_payload("").reply(ack(7));
    lease.release().await.unwrap();
    assert_eq!(header(&script, 2, "KV-Operation").as_deref(), Some("PURGE"));
    assert_eq!(
        header(&script, 2, "Nats-Expected-Last-Subject-Sequence").as_deref(),
        Some("6")
    );
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_lease_that_another_holds_is_not_given_and_one_that_is_lost_is_a_conflict() {
    let script = ScriptedTransport::in_order();
    let bucket = bucket(&script).read_from_leader(true);
    let ttl = Duration::from_secs(10);
    script.on("$KV.B.a").reply(conflict(4));
    script.on(GET).times(2).reply(stored(4, "other"));
    assert!(
        bucket
            .lease("a", "me", ttl)
            .try_open()
            .await
            .unwrap()
            .is_none()
    );
    script.on("$KV.B.a").reply(ack(5));
    let mut lease = bucket
        .lease("a", "me", ttl)
        .try_open()
        .await
        .unwrap()
        .unwrap();
    script.on("$KV.B.a").reply(conflict(9));
    script.on(GET).reply(stored(9, "me, but another"));
    let error = lease.renew().await.unwrap_err();
    assert!(
        error.is_conflict() && error.last_sequence() == Some(9),
        "{error:?}"
    );
    script.on("$KV.B.a").reply(conflict(9));
    script.on(GET).reply(stored(9, "me, but another"));
    lease.release().await.unwrap();
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_lease_in_parts_of_a_second_or_without_end_is_refused() {
    let script = ScriptedTransport::new();
    for ttl in [Duration::from_millis(1500), Duration::ZERO, Duration::MAX] {
        let error = bucket(&script).lease("a", "me", ttl).try_open().await;
        assert!(matches!(error, Err(Error::Invalid { .. })), "{error:?}");
    }
    assert!(script.sent().is_empty());
}

#[tokio::test(start_paused = true)]
async fn work_is_done_under_a_lease_that_is_renewed_and_then_released() {
    let script = ScriptedTransport::in_order();
    for sequence in 1..=5 {
        script.on("$KV.B.a").reply(ack(sequence));
    }
    let lease = bucket(&script)
        .lease("a", "me", Duration::from_secs(3))
        .try_open()
        .await;
    let lease = lease.unwrap().unwrap();
    let done = lease.hold(async {
        sleep(Duration::from_millis(3500)).await;
        "done"
    });
    assert_eq!(done.await.unwrap(), "done");
    assert_eq!(header(&script, 4, "KV-Operation").as_deref(), Some("PURGE"));
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_lease_whose_renewal_was_dropped_is_released() {
    for ours in [true, false] {
        let script = ScriptedTransport::in_order();
        script.on("$KV.B.a").reply(ack(5));
        // Renewed, which is not told in time.
        script.on("$KV.B.a").silence();
        script.on("$KV.B.a").reply(conflict(6));
        let lease = bucket(&script)
            .read_from_leader(true)
            .lease("a", "me", Duration::from_secs(3))
            .try_open()
            .await;
        let lease = lease.unwrap().unwrap();
        let id = header(&script, 0, "Nats-Msg-Id").unwrap();
        let identity = if ours {
            id.split('.').next().unwrap()
        } else {
            "X"
        };
        script
            .on(GET)
            .reply(stored_with(6, "me", &format!("{identity}.1")));
        if ours {
            script.on("$KV.B.a").reply(ack(7));
        }
        lease
            .hold(sleep(Duration::from_millis(1010)))
            .await
            .unwrap();
        if ours {
            assert_eq!(header(&script, 4, "KV-Operation").as_deref(), Some("PURGE"));
            assert_eq!(
                header(&script, 4, "Nats-Expected-Last-Subject-Sequence").as_deref(),
                Some("6")
            );
        }
        script.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn work_is_stopped_when_its_lease_is_lost() {
    for lost in ["conflict", "silence"] {
        let script = ScriptedTransport::new();
        script.on("$KV.B.a").reply(ack(1));
        let lease = bucket(&script)
            .read_from_leader(true)
            .lease("a", "me", Duration::from_secs(3))
            .try_open()
            .await;
        let lease = lease.unwrap().unwrap();
        if lost == "conflict" {
            script.on("$KV.B.a").always().reply(conflict(9));
            script.on(GET).always().reply(stored(9, "other"));
        } else {
            script.on("$KV.B.a").always().silence();
        }
        let begun = Instant::now();
        let error = lease
            .hold(sleep(Duration::from_secs(60)))
            .await
            .unwrap_err();
        assert_eq!(error.is_conflict(), lost == "conflict", "{error:?}");
        assert!(
            begun.elapsed() <= Duration::from_millis(3100),
            "{:?}",
            begun.elapsed()
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_lease_whose_answers_were_lost_is_known_by_its_id() {
    let script = ScriptedTransport::new();
    // The window is not read from the stream.
    let options = PublishOptions::new().duplicate_window(Duration::from_secs(120));
    let bucket = bucket(&script)
        .read_from_leader(true)
        .publish_options(options);
    let ttl = Duration::from_secs(30);

    // Taken: the first answer is lost, and the second attempt meets the first.
    script.on("$KV.B.a").silence();
    script.on("$KV.B.a").always().reply(conflict(5));
    let taking = tokio::spawn({
        let bucket = bucket.clone();
        async move { bucket.lease("a", "me", ttl).try_open().await }
    });
    while script.sent().is_empty() {
        tokio::task::yield_now().await;
    }
    let id = header(&script, 0, "Nats-Msg-Id").unwrap();
    script.on(GET).always().reply(stored_with(5, "me", &id));
    let mut lease = taking.await.unwrap().unwrap().unwrap();
    assert_eq!(lease.revision(), 5);
    assert!(
        lease.remaining() < ttl,
        "counted from before it was asked for"
    );

    // Renewed: likewise.
    let script = ScriptedTransport::in_order();
    let other = Context::with_transport(script.clone())
        .key_value("B")
        .unwrap()
        .read_from_leader(true);
    script.on("$KV.B.a").reply(ack(5));
    lease = other
        .lease("a", "me", ttl)
        .try_open()
        .await
        .unwrap()
        .unwrap();
    let id = header(&script, 0, "Nats-Msg-Id").unwrap();
    let identity = id.split('.').next().unwrap();
    script.on("$KV.B.a").reply(conflict(6));
    script
        .on(GET)
        .reply(stored_with(6, "me", &format!("{identity}.1")));
    script.on("$KV.B.a").reply(ack(7));
    lease.renew().await.unwrap();
    assert_eq!((lease.revision(), lease.remaining()), (7, ttl));
    assert_eq!(
        header(&script, 3, "Nats-Expected-Last-Subject-Sequence").as_deref(),
        Some("6")
    );
    script.finish();
}
