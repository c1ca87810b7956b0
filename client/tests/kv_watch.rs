//! Watching keys, over a script with paused time.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::{FutureExt, StreamExt};
use jsapi_client::consume::{Notice, ORDERED_HEARTBEAT};
use jsapi_client::kv::{
    Entry, MarkerReason, Operation, WatchEvent, WatchFrom, Watcher, WatcherBuilder,
};
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error, Incoming, KeyValue, ResetReason, StopReason};
use tokio::time::{Instant, timeout};

const INFO: &str = "$JS.API.STREAM.INFO.KV_B";
const CREATE: &str = "$JS.API.CONSUMER.CREATE.KV_B.>";
const GET: &str = "$JS.API.STREAM.MSG.GET.KV_B";
const NO_MESSAGE: &str = r#"{"type":"io.nats.jetstream.api.v1.stream_msg_get_response","error":{"code":404,"err_code":10037,"description":"no message found"}}"#;
const DELETE: &str = "$JS.API.CONSUMER.DELETE.KV_B.*";
const CONSUMER: &str = "$JS.API.CONSUMER.INFO.KV_B.*";

fn stream_info(created: &str) -> String {
    format!(
        r#"{{"type":"io.nats.jetstream.api.v1.stream_info_response","config":{{"name":"KV_B",
        "retention":"limits","max_consumers":-1,"max_msgs":-1,"max_bytes":-1,"max_age":0,
        "storage":"file","num_replicas":1}},"created":"{created}","state":{{"messages":9,
        "bytes":1,"first_seq":1,"last_seq":9,"consumer_count":1}}}}"#
    )
}

/// The same with another last sequence, and these keys when subjects are asked for.
fn stream_info_at(last: u64, keys: &[&str]) -> String {
    let subjects: Vec<_> = keys
        .iter()
        .map(|key| format!(r#""$KV.B.{key}":1"#))
        .collect();
    let (total, subjects) = (keys.len(), subjects.join(","));
    let info = stream_info("2026-11-20T09:00:00Z").replace(
        r#""last_seq":9"#,
        &format!(r#""last_seq":{last},"subjects":{{{subjects}}}"#),
    );
    info.replace(
        r#""created""#,
        &format!(r#""total":{total},"offset":0,"limit":100000,"created""#),
    )
}

fn stored(key: &str, sequence: u64) -> String {
    format!(
        r#"{{"type":"io.nats.jetstream.api.v1.stream_msg_get_response","message":{{
        "subject":"$KV.B.{key}","seq":{sequence},"data":"dmFsdWU=",
        "time":"2026-11-20T10:00:00Z"}}}}"#
    )
}

fn consumer_info(kind: &str, delivered: u64, pending: u64) -> String {
    format!(
        r#"{{"type":"io.nats.jetstream.api.v1.consumer_{kind}_response","stream_name":"KV_B",
        "name":"c","created":"2026-11-20T10:00:00Z","config":{{"name":"c"}},
        "delivered":{{"consumer_seq":{delivered},"stream_seq":{delivered}}},
        "ack_floor":{{"consumer_seq":0,"stream_seq":0}},"num_ack_pending":0,
        "num_redelivered":0,"num_waiting":0,"num_pending":{pending}}}"#
    )
}

/// A server with so many messages that are watched.
fn server(pending: u64) -> (ScriptedTransport, KeyValue) {
    let script = ScriptedTransport::new();
    script
        .on(CREATE)
        .always()
        .reply(consumer_info("create", 0, pending));
    let bucket = with_stream(&script);
    (script, bucket)
}

fn with_stream(script: &ScriptedTransport) -> KeyValue {
    script
        .on(INFO)
        .always()
        .reply(stream_info("2026-11-20T09:00:00Z"));
    script.on(DELETE).always().silence();
    Context::with_transport(script.clone())
        .key_value("B")
        .unwrap()
}

/// As [`server`], where a second consumer begins behind message 2.
fn server_behind_2(pending: u64) -> (ScriptedTransport, KeyValue) {
    let script = ScriptedTransport::new();
    script.on(CREATE).reply(consumer_info("create", 0, pending));
    let next = consumer_info("create", 0, pending);
    script
        .on(CREATE)
        .reply(next.replace(r#""stream_seq":0"#, r#""stream_seq":2"#));
    let bucket = with_stream(&script);
    (script, bucket)
}

/// The body of the consumer that was asked for.
fn created(script: &ScriptedTransport) -> serde_json::Value {
    let sent = script.sent();
    let create = sent
        .iter()
        .find(|message| message.subject.contains("CONSUMER.CREATE"));
    let body: serde_json::Value = serde_json::from_slice(&create.unwrap().payload).unwrap();
    body["config"].clone()
}

fn deliver(script: &ScriptedTransport, key: &str, sequence: u64, pending: u64) {
    deliver_with(script, key, sequence, pending, &[]);
}

fn deliver_with(
    script: &ScriptedTransport,
    key: &str,
    sequence: u64,
    pending: u64,
    headers: &[(&str, &str)],
) {
    let mut message = Incoming::new(
        format!("$KV.B.{key}"),
        if headers.is_empty() { "x" } else { "" },
    );
    let reply = format!("$JS.ACK.KV_B.c.1.{sequence}.{sequence}.1700000000000000000.{pending}");
    message.reply = Some(reply.into());
    for (name, value) in headers {
        message = message.with_header(name, value);
    }
    let [inbox] = script.subscriptions().try_into().unwrap();
    script.deliver(&inbox, message);
}

/// By a consumer that was made anew, as its so many-th.
fn deliver_as(
    script: &ScriptedTransport,
    key: &str,
    sequence: u64,
    of_consumer: u64,
    pending: u64,
) {
    let mut message = Incoming::new(format!("$KV.B.{key}"), "x");
    let reply = format!("$JS.ACK.KV_B.c.1.{sequence}.{of_consumer}.1700000000000000000.{pending}");
    message.reply = Some(reply.into());
    let [inbox] = script.subscriptions().try_into().unwrap();
    script.deliver(&inbox, message);
}

async fn entry(watcher: &mut Watcher) -> Entry {
    match watcher.next().now_or_never().flatten() {
        Some(Ok(WatchEvent::Entry(entry))) => entry,
        other => panic!("{other:?}"),
    }
}

fn is_initial_done(watcher: &mut Watcher) -> bool {
    matches!(
        watcher.next().now_or_never(),
        Some(Some(Ok(WatchEvent::InitialDone)))
    )
}

fn is_quiet(watcher: &mut Watcher) -> bool {
    watcher.next().now_or_never().is_none()
}

#[tokio::test(start_paused = true)]
async fn what_is_watched_is_asked_of_one_consumer() {
    let every = |bucket: &KeyValue| bucket.watch_all();
    let one = |bucket: &KeyValue| bucket.watch("a.b").start(WatchFrom::AllHistory);
    let new = |bucket: &KeyValue| bucket.watch("a.*").start(WatchFrom::New).keys_only(true);
    let several = |bucket: &KeyValue| {
        bucket
            .watch("a.>")
            .filter("b")
            .filter("a.x")
            .start(WatchFrom::Sequence(7))
    };
    type Case<'a> = (
        &'a dyn Fn(&KeyValue) -> WatcherBuilder,
        &'a [(&'a str, &'a str)],
    );
    let cases: [Case<'_>; 4] = [
        (
            &every,
            &[
                ("deliver_policy", r#""last_per_subject""#),
                ("filter_subject", r#""$KV.B.>""#),
            ],
        ),
        (
            &one,
            &[
                ("deliver_policy", r#""all""#),
                ("filter_subject", r#""$KV.B.a.b""#),
            ],
        ),
        (
            &new,
            &[
                // What is new is named by its place, for a consumer made again.
                ("deliver_policy", r#""by_start_sequence""#),
                ("opt_start_seq", "10"),
                ("filter_subject", r#""$KV.B.a.*""#),
                ("headers_only", "true"),
            ],
        ),
        (
            &several,
            &[
                ("deliver_policy", r#""by_start_sequence""#),
                ("opt_start_seq", "7"),
                ("filter_subjects", r#"["$KV.B.a.>","$KV.B.b"]"#),
            ],
        ),
    ];
    for (watch, expected) in cases {
        let (script, bucket) = server(0);
        drop(watch(&bucket).open().await.unwrap());
        let config = created(&script);
        for (name, value) in expected {
            assert_eq!(config[name].to_string(), *value, "{config}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn filters_that_are_none_are_refused_and_nothing_is_sent() {
    let (script, bucket) = server(0);
    for keys in [
        "",
        ".",
        "a.",
        "a b",
        "a*",
        "a>",
        ">.a",
        "a\r\nb",
        &"k".repeat(4001),
    ] {
        for error in [
            bucket.watch(keys).open().await.unwrap_err(),
            bucket.watch("a").filter(keys).open().await.unwrap_err(),
            bucket.keys_matching([keys]).await.unwrap_err(),
            bucket.history(keys).await.unwrap_err(),
        ] {
            assert!(
                matches!(error, Error::Invalid { .. }),
                "{keys:?}: {error:?}"
            );
        }
    }
    assert!(
        bucket.history("a.*").await.is_err(),
        "a history is of one key"
    );
    assert!(script.sent().is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_end_of_the_initial_data_is_told_once_and_at_once_when_there_is_none() {
    let (script, bucket) = server(0);
    let mut watcher = bucket.watch_all().open().await.unwrap();
    assert!(is_initial_done(&mut watcher));
    assert!(is_quiet(&mut watcher));
    deliver(&script, "a", 1, 0);
    assert_eq!(entry(&mut watcher).await.key(), "a");
    assert!(is_quiet(&mut watcher));
}

#[tokio::test(start_paused = true)]
async fn the_end_of_the_initial_data_follows_its_last_entry() {
    let (script, bucket) = server(2);
    let mut watcher = bucket.watch_all().open().await.unwrap();
    assert!(is_quiet(&mut watcher));
    deliver(&script, "a", 1, 1);
    deliver(&script, "b", 2, 0);
    let first = entry(&mut watcher).await;
    assert_eq!((first.key(), first.delta, first.revision), ("a", 1, 1));
    assert_eq!(entry(&mut watcher).await.key(), "b");
    assert!(is_initial_done(&mut watcher));
    deliver(&script, "c", 3, 0);
    assert_eq!(entry(&mut watcher).await.key(), "c");
    assert_eq!(watcher.next_revision(), Some(4));
    assert!(is_quiet(&mut watcher));
}

/// A bucket of `a` and `b` when the consumer is created, and of five keys later.
fn busy() -> (ScriptedTransport, KeyValue) {
    let script = ScriptedTransport::new();
    script.on(INFO).reply(stream_info_at(2, &[]));
    script.on(CREATE).reply(consumer_info("create", 0, 2));
    let keys = ["a", "b", "c", "d", "e"];
    script.on(INFO).always().reply(stream_info_at(6, &keys));
    script.on(DELETE).always().silence();
    let bucket = Context::with_transport(script.clone());
    (script, bucket.key_value("B").unwrap())
}

#[tokio::test(start_paused = true)]
async fn a_slow_reader_of_a_busy_bucket_is_told_of_the_end_of_the_initial_data() {
    let (script, bucket) = busy();
    let mut watcher = bucket.watch_all().open().await.unwrap();
    // Never without three to come. The second key was written over before its turn, and
    // is one of the three behind.
    let keys = [("a", 1), ("c", 3), ("d", 4), ("e", 5), ("b", 6)];
    for (of_consumer, (key, sequence)) in (1..).zip(keys) {
        assert!(is_quiet(&mut watcher), "{key}");
        deliver_as(&script, key, sequence, of_consumer, 3);
        assert_eq!(entry(&mut watcher).await.key(), key);
    }
    assert!(is_initial_done(&mut watcher));
    deliver_as(&script, "f", 7, 6, 3);
    assert_eq!(entry(&mut watcher).await.key(), "f");
}

#[tokio::test(start_paused = true)]
async fn a_key_that_is_overwritten_ahead_of_the_consumer_is_seen_before_the_end_and_once() {
    for keys_only in [false, true] {
        let (script, bucket) = busy();
        script.on(GET).reply(stored("b", 9));
        let watch = bucket.watch_all();
        let watch = if keys_only {
            watch.keys_only(true)
        } else {
            watch
        };
        let mut watcher = watch.open().await.unwrap();
        // It counts none to come, although there is one.
        let keys = [("a", 1), ("c", 3), ("d", 4), ("e", 7)];
        for (of_consumer, (key, sequence)) in (1..).zip(keys) {
            deliver_as(&script, key, sequence, of_consumer, 0);
            assert_eq!(entry(&mut watcher).await.key(), key);
        }
        let skipped = entry(&mut watcher).await;
        assert_eq!((skipped.key(), skipped.revision, skipped.size), ("b", 9, 5));
        assert_eq!(skipped.value.is_empty(), keys_only);
        assert!(is_initial_done(&mut watcher));
        assert_eq!(watcher.next_revision(), Some(8));
        deliver_as(&script, "a", 8, 5, 0);
        assert_eq!(entry(&mut watcher).await.key(), "a");
        deliver_as(&script, "b", 9, 6, 0);
        assert!(is_quiet(&mut watcher));
        deliver_as(&script, "b", 10, 7, 0);
        assert_eq!(entry(&mut watcher).await.revision, 10);
    }
}

#[tokio::test(start_paused = true)]
async fn a_key_that_was_removed_ahead_of_the_consumer_is_not_waited_for() {
    let (script, bucket) = busy();
    script.on(GET).always().reply(NO_MESSAGE);
    let mut watcher = bucket.watch_all().open().await.unwrap();
    deliver(&script, "a", 1, 0);
    assert_eq!(entry(&mut watcher).await.key(), "a");
    let begun = Instant::now();
    assert_eq!(event(&mut watcher).await, WatchEvent::InitialDone);
    assert!(begun.elapsed() < Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn a_key_that_does_not_exist_is_asked_for_by_name() {
    let (script, bucket) = busy();
    script.on(GET).reply(NO_MESSAGE);
    let mut watcher = bucket.watch("a").filter("none").open().await.unwrap();
    deliver(&script, "a", 1, 0);
    assert_eq!(entry(&mut watcher).await.key(), "a");
    assert_eq!(event(&mut watcher).await, WatchEvent::InitialDone);
    let asked = script.sent();
    let asked = asked
        .iter()
        .filter(|message| message.subject.contains("STREAM.INFO"));
    assert_eq!(asked.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn after_a_reset_the_initial_data_goes_on() {
    let (script, bucket) = server_behind_2(3);
    let mut watcher = bucket.watch_all().open().await.unwrap();
    for sequence in [1, 2] {
        deliver(&script, "a", sequence, 3);
        assert_eq!(entry(&mut watcher).await.revision, sequence);
    }
    script.disconnect();
    assert!(is_quiet(&mut watcher));
    script.on(GET).always().reply(NO_MESSAGE);
    script.reconnect();
    let mut notices = watcher.notices();
    let resumed = async { while notices.next().await != Some(Notice::Resumed) {} };
    tokio::select! {
        () = resumed => {}
        event = watcher.next() => panic!("{event:?}"),
    }
    for of_consumer in 1..=7 {
        assert!(is_quiet(&mut watcher), "{of_consumer}");
        deliver_as(&script, "a", of_consumer + 2, of_consumer, 7 - of_consumer);
        assert_eq!(entry(&mut watcher).await.revision, of_consumer + 2);
    }
    assert!(is_initial_done(&mut watcher));
}

#[tokio::test(start_paused = true)]
async fn removals_that_are_ignored_end_the_initial_data_all_the_same() {
    let (script, bucket) = server(2);
    let mut watcher = bucket
        .watch_all()
        .ignore_deletes(true)
        .open()
        .await
        .unwrap();
    deliver(&script, "a", 1, 1);
    deliver_with(&script, "b", 2, 0, &[("KV-Operation", "DEL")]);
    assert_eq!(entry(&mut watcher).await.key(), "a");
    assert!(is_initial_done(&mut watcher));
    deliver_with(&script, "c", 3, 0, &[("Nats-Marker-Reason", "MaxAge")]);
    assert!(is_quiet(&mut watcher));
}

#[tokio::test(start_paused = true)]
async fn initial_data_that_is_removed_before_its_turn_is_not_waited_for() {
    let (script, bucket) = server(9);
    let mut watcher = bucket.watch_all().open().await.unwrap();
    deliver(&script, "a", 1, 8);
    assert_eq!(entry(&mut watcher).await.key(), "a");
    let begun = Instant::now();
    let done = timeout(Duration::from_secs(30), watcher.next())
        .await
        .unwrap();
    assert_eq!(done.unwrap().unwrap(), WatchEvent::InitialDone);
    assert!(
        begun.elapsed() < Duration::from_secs(1),
        "{:?}",
        begun.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn a_history_ends_where_the_stream_has_no_more_of_it_whatever_the_consumer_counts() {
    let (script, bucket) = server(9);
    // The consumer counts none to come, while there is a revision, and another one that
    // was put later than the watch began.
    script.on(GET).reply(stored("a", 7));
    script.on(GET).reply(stored("a", 12));
    let watch = bucket.watch("a").start(WatchFrom::AllHistory);
    let mut watcher = watch.open().await.unwrap();
    deliver(&script, "a", 1, 0);
    assert_eq!(entry(&mut watcher).await.revision, 1);
    assert!(is_quiet(&mut watcher));
    deliver_as(&script, "a", 7, 2, 0);
    assert_eq!(entry(&mut watcher).await.revision, 7);
    assert!(is_initial_done(&mut watcher));
    let sent = script.sent();
    let asked: Vec<_> = sent
        .iter()
        .filter(|message| message.subject.as_str() == GET)
        .collect();
    let body: serde_json::Value = serde_json::from_slice(&asked[1].payload).unwrap();
    assert_eq!(body["seq"], 8, "{body}");
    assert_eq!(asked.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn every_operation_is_told_right() {
    let (script, bucket) = server(1);
    let mut watcher = bucket.watch_all().keys_only(true).open().await.unwrap();
    for (sequence, (header, operation, marker)) in [
        (("Nats-Msg-Size", "5"), Operation::Put, None),
        (("KV-Operation", "DEL"), Operation::Delete, None),
        (("KV-Operation", "PURGE"), Operation::Purge, None),
        (
            ("KV-Operation", "NEW"),
            Operation::Unknown("NEW".to_owned()),
            None,
        ),
        (
            ("Nats-Marker-Reason", "MaxAge"),
            Operation::Purge,
            Some(MarkerReason::MaxAge),
        ),
        (
            ("Nats-Marker-Reason", "Purge"),
            Operation::Purge,
            Some(MarkerReason::Purge),
        ),
        (
            ("Nats-Marker-Reason", "Remove"),
            Operation::Delete,
            Some(MarkerReason::Remove),
        ),
        (
            ("Nats-Marker-Reason", "New"),
            Operation::Delete,
            Some(MarkerReason::Unknown("New".to_owned())),
        ),
    ]
    .into_iter()
    .enumerate()
    {
        deliver_with(&script, "a", sequence as u64 + 1, 7, &[header]);
        let entry = entry(&mut watcher).await;
        assert_eq!((&entry.operation, &entry.marker), (&operation, &marker));
        assert_eq!(entry.size, if header.0 == "Nats-Msg-Size" { 5 } else { 0 });
        assert_eq!(entry.is_removed(), operation != Operation::Put);
    }
}

#[tokio::test(start_paused = true)]
async fn a_bucket_that_was_made_anew_ends_the_watch_with_an_error() {
    let script = ScriptedTransport::new();
    script.on(INFO).reply(stream_info("2026-11-20T09:00:00Z"));
    script
        .on(INFO)
        .always()
        .reply(stream_info("2026-11-20T11:00:00Z"));
    script
        .on(CREATE)
        .always()
        .reply(consumer_info("create", 0, 0));
    script.on(DELETE).always().silence();
    let bucket = Context::with_transport(script.clone())
        .key_value("B")
        .unwrap();
    let mut watcher = bucket.watch_all().open().await.unwrap();
    assert!(is_initial_done(&mut watcher));
    deliver(&script, "a", 1, 0);
    assert_eq!(entry(&mut watcher).await.key(), "a");
    let began = Instant::now();
    let end = timeout(Duration::from_secs(10), watcher.next())
        .await
        .unwrap();
    let heartbeats = began.elapsed().as_secs_f64() / ORDERED_HEARTBEAT.as_secs_f64();
    assert!(heartbeats <= 2.0, "{heartbeats} heartbeats");
    let Some(Err(Error::Stopped { source, .. })) = end else {
        panic!("{end:?}")
    };
    assert!(
        matches!(*source, StopReason::StreamRecreated(_)),
        "{source:?}"
    );
    assert!(watcher.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn silence_is_told_beside_a_watch_which_goes_on_behind_its_last_entry() {
    let script = ScriptedTransport::new();
    script
        .on(INFO)
        .always()
        .reply(stream_info("2026-11-20T09:00:00Z"));
    script.on(CREATE).reply(consumer_info("create", 0, 0));
    // The next one begins behind the first message.
    let next = consumer_info("create", 0, 0).replace(r#""stream_seq":0"#, r#""stream_seq":1"#);
    script.on(CREATE).always().reply(next);
    script.on(CONSUMER).always().silence();
    script.on(DELETE).always().silence();
    let bucket = Context::with_transport(script.clone())
        .key_value("B")
        .unwrap();
    let mut watcher = bucket.watch_all().open().await.unwrap();
    let notices = watcher.notices();
    assert!(is_initial_done(&mut watcher));
    deliver(&script, "a", 1, 0);
    assert_eq!(entry(&mut watcher).await.revision, 1);
    assert_eq!(watcher.next_revision(), Some(2));

    let began = Instant::now();
    let mut told = notices.clone();
    let watching = tokio::spawn(async move { watcher.next().await.is_some() });
    let reason = ResetReason::MissedHeartbeats;
    assert_eq!(told.next().await, Some(Notice::Reset { reason }));
    let heartbeats = began.elapsed().as_secs_f64() / ORDERED_HEARTBEAT.as_secs_f64();
    assert!((1.9..=2.5).contains(&heartbeats), "{heartbeats} heartbeats");
    let next = timeout(Duration::from_secs(5), told.next()).await;
    assert_eq!(next.unwrap(), Some(Notice::Resumed));
    let sent = script.sent();
    let last = sent
        .iter()
        .rfind(|message| message.subject.contains("CONSUMER.CREATE"));
    let body: serde_json::Value = serde_json::from_slice(&last.unwrap().payload).unwrap();
    assert_eq!(
        body["config"]["deliver_policy"], "by_start_sequence",
        "{body}"
    );
    assert_eq!(body["config"]["opt_start_seq"], 2, "{body}");
    watching.abort();
}

/// Goes on until an event comes, for at most a minute.
async fn event(watcher: &mut Watcher) -> WatchEvent {
    let event = timeout(Duration::from_secs(60), watcher.next()).await;
    event.unwrap().unwrap().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_message_that_breaks_the_connection_does_not_end_the_initial_data() {
    let (script, bucket) = server_behind_2(4);
    let mut watcher = bucket.watch_all().open().await.unwrap();
    deliver(&script, "a", 1, 3);
    assert_eq!(entry(&mut watcher).await.key(), "a");
    let block = STANDARD.encode("NATS/1.0\r\nno colon\r\n\r\n");
    script.on(GET).reply(format!(
        r#"{{"type":"io.nats.jetstream.api.v1.stream_msg_get_response","message":{{
        "subject":"$KV.B.p","seq":2,"hdrs":"{block}","time":"2026-11-20T10:00:00Z"}}}}"#
    ));
    script.on(GET).always().reply(NO_MESSAGE);
    script.disconnect();
    assert!(is_quiet(&mut watcher));
    script.reconnect();
    let WatchEvent::Entry(poison) = event(&mut watcher).await else {
        panic!("the end")
    };
    assert_eq!((poison.key(), poison.revision), ("p", 2));
    for (key, sequence, pending) in [("b", 3, 1), ("c", 4, 0)] {
        deliver_as(&script, key, sequence, sequence - 2, pending);
        assert_eq!(entry(&mut watcher).await.key(), key);
    }
    assert!(is_initial_done(&mut watcher));
}

#[tokio::test(start_paused = true)]
async fn what_is_no_key_of_the_bucket_is_an_error_under_a_watch() {
    for subject in ["$KV.C.a", "orders", "$KV.B.", "$KV.BB.a"] {
        let (script, bucket) = server(0);
        let mut watcher = bucket.watch_all().open().await.unwrap();
        assert!(is_initial_done(&mut watcher));
        let mut message = Incoming::new(subject, "x");
        message.reply = Some("$JS.ACK.KV_B.c.1.1.1.1700000000000000000.0".into());
        let [inbox] = script.subscriptions().try_into().unwrap();
        script.deliver(&inbox, message);
        let seen = watcher.next().now_or_never().flatten();
        let Some(Err(error)) = seen else {
            panic!("{subject}: {seen:?}")
        };
        assert!(
            matches!(error, Error::Mismatch { .. }),
            "{subject}: {error:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn what_did_not_come_from_a_stream_is_no_entry_and_is_not_answered() {
    let (script, bucket) = server(0);
    let mut watcher = bucket.watch_all().open().await.unwrap();
    assert!(is_initial_done(&mut watcher));
    let before = script.sent().len();
    for reply in [
        None,
        Some("pwned"),
        Some("$JS.ACK"),
        Some("$JS.ACK.KV_C.c.1.1.1.1.0"),
    ] {
        let mut message = Incoming::new("$KV.B.a", "x");
        message.reply = reply.map(Into::into);
        let [inbox] = script.subscriptions().try_into().unwrap();
        script.deliver(&inbox, message);
        let seen = watcher.next().now_or_never().flatten();
        assert!(!matches!(seen, Some(Ok(_))), "{reply:?}: {seen:?}");
    }
    let sent = script.sent();
    let strange = sent[before..]
        .iter()
        .filter(|message| !message.subject.starts_with("$JS.API."));
    assert_eq!(strange.count(), 0, "{sent:?}");
}

#[tokio::test(start_paused = true)]
async fn keys_that_change_meanwhile_are_listed_once_and_as_they_are_at_last() {
    let (script, bucket) = server(3);
    let listing = tokio::spawn(async move { bucket.keys().await });
    while script.subscriptions().is_empty() {
        tokio::task::yield_now().await;
    }
    while script.sent().len() < 2 {
        tokio::task::yield_now().await;
    }
    deliver(&script, "a", 1, 5);
    deliver(&script, "b", 2, 4);
    deliver_with(&script, "c", 3, 3, &[("KV-Operation", "PURGE")]);
    deliver(&script, "a", 4, 2);
    deliver_with(&script, "b", 5, 1, &[("KV-Operation", "DEL")]);
    deliver(&script, "d", 6, 0);
    assert_eq!(listing.await.unwrap().unwrap(), ["a", "d"]);
}
