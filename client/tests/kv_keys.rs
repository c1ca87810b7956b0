//! The keys of a bucket, against a script.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use jsapi_client::kv::{Change, MarkerReason, Operation};
use jsapi_client::publish::PublishOptions;
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error, Incoming, KeyValue};

const TTL: Duration = Duration::from_secs(5);
const LAST: &str = "$JS.API.DIRECT.GET.KV_B.$KV.B.a";
const GET: &str = "$JS.API.STREAM.MSG.GET.KV_B";
const NO_MESSAGE: &str = r#"{"type":"io.nats.jetstream.api.v1.stream_msg_get_response","error":{"code":404,"err_code":10037,"description":"no message found"}}"#;

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

const CONFLICT_IN_A_CLUSTER: &str = r#"{"error":{"code":400,"err_code":10164,"description":"wrong last sequence"},"stream":"KV_B","seq":0}"#;

fn direct(subject: &str, sequence: u64, value: &str) -> Incoming {
    Incoming::new("_INBOX.1", value.to_owned())
        .with_header("Nats-Stream", "KV_B")
        .with_header("Nats-Subject", subject)
        .with_header("Nats-Sequence", sequence)
        .with_header("Nats-Time-Stamp", "2026-11-20T12:00:00Z")
}

/// A stored message, as the leader gives it.
fn stored(subject: &str, sequence: u64, headers: &str) -> String {
    let text =
        format!(r#"{{"subject":"{subject}","seq":{sequence},"time":"2026-11-20T12:00:00Z"}}"#);
    let mut message: jsapi::StoredMessage = serde_json::from_str(&text).unwrap();
    message.data = b"x".to_vec().into();
    if !headers.is_empty() {
        message.hdrs = format!("NATS/1.0\r\n{headers}\r\n\r\n").into_bytes().into();
    }
    let message = serde_json::to_string(&message).unwrap();
    format!(r#"{{"type":"io.nats.jetstream.api.v1.stream_msg_get_response","message":{message}}}"#)
}

fn headers_of(script: &ScriptedTransport, at: usize) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (name, values) in script.sent()[at]
        .headers
        .iter()
        .flat_map(|headers| headers.iter())
    {
        pairs.extend(
            values
                .iter()
                .map(|value| (name.to_string(), value.to_string())),
        );
    }
    pairs.sort();
    pairs
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn what_is_written_is_byte_for_byte_that_of_the_specification() {
    let script = ScriptedTransport::in_order();
    for (payload, sequence) in [
        ("1", 1),
        ("2", 2),
        ("3", 3),
        ("", 4),
        ("", 5),
        ("", 6),
        ("", 7),
    ] {
        script
            .on("$KV.B.a")
            .with_payload(payload)
            .reply(ack(sequence));
    }
    let bucket = bucket(&script);
    assert_eq!(bucket.put("a", "1").await.unwrap(), 1);
    assert_eq!(
        bucket
            .create("a", "2")
            .ttl(Duration::from_secs(60))
            .await
            .unwrap(),
        2
    );
    assert_eq!(bucket.update("a", "3", 2).await.unwrap(), 3);
    assert_eq!(bucket.delete("a").await.unwrap(), 4);
    assert_eq!(bucket.delete("a").at_revision(4).await.unwrap(), 5);
    assert_eq!(bucket.purge("a").await.unwrap(), 6);
    let purge = bucket.purge("a").at_revision(6).ttl(Duration::from_secs(9));
    assert_eq!(purge.await.unwrap(), 7);
    for (at, expected) in [
        &[][..],
        &[
            ("Nats-Expected-Last-Subject-Sequence", "0"),
            ("Nats-TTL", "60s"),
        ],
        &[("Nats-Expected-Last-Subject-Sequence", "2")],
        &[("KV-Operation", "DEL")],
        &[
            ("KV-Operation", "DEL"),
            ("Nats-Expected-Last-Subject-Sequence", "4"),
        ],
        &[("KV-Operation", "PURGE"), ("Nats-Rollup", "sub")],
        &[
            ("KV-Operation", "PURGE"),
            ("Nats-Expected-Last-Subject-Sequence", "6"),
            ("Nats-Rollup", "sub"),
            ("Nats-TTL", "9s"),
        ],
    ]
    .iter()
    .enumerate()
    {
        assert_eq!(headers_of(&script, at), pairs(expected), "{at}");
    }
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn keys_that_are_none_are_refused_by_every_call_and_nothing_is_sent() {
    let script = ScriptedTransport::new();
    let bucket = bucket(&script);
    let typed = bucket.typed::<u64>();
    let long = "k".repeat(4001);
    for key in [
        "",
        ".",
        ".a",
        "a.",
        "a..b",
        "*",
        "a.*",
        ">",
        "a.>",
        "a b",
        "a\tb",
        "a\r\nPUB x 1",
        "a\0",
        "a\u{85}",
        &long,
    ] {
        for error in [
            bucket.get(key).await.unwrap_err(),
            bucket.entry(key).await.unwrap_err(),
            bucket.get_revision(key, 1).await.unwrap_err(),
            bucket.get_many(["a", key]).await.unwrap_err(),
            bucket
                .clone()
                .read_from_leader(true)
                .get(key)
                .await
                .unwrap_err(),
            bucket.put(key, "").await.unwrap_err(),
            bucket.create(key, "").await.unwrap_err(),
            bucket.update(key, "", 1).await.unwrap_err(),
            bucket.delete(key).await.unwrap_err(),
            bucket.purge(key).await.unwrap_err(),
            bucket.revert(key, 1).await.unwrap_err(),
            bucket.modify(key, |_| Change::Keep).await.unwrap_err(),
            bucket.lease(key, "me", TTL).try_open().await.unwrap_err(),
            bucket.lease(key, "me", TTL).open().await.unwrap_err(),
            typed.get(key).await.unwrap_err(),
            typed.get_many([key]).await.unwrap_err(),
            typed.put(key, &1).await.unwrap_err(),
            typed.create(key, &1).unwrap().await.unwrap_err(),
            typed.update(key, &1, 1).await.unwrap_err(),
            typed.modify(key, |_| Change::Keep).await.unwrap_err(),
            typed.history(key).await.unwrap_err(),
        ] {
            assert!(matches!(error, Error::Invalid { .. }), "{key:?}: {error:?}");
            assert!(!error.may_have_applied());
        }
    }
    // Keys that other writers store are not written here.
    for key in ["ä", "名", "a:b", "$a", "\u{200b}"] {
        for error in [
            bucket.put(key, "").await.unwrap_err(),
            bucket.create(key, "").await.unwrap_err(),
            bucket.update(key, "", 1).await.unwrap_err(),
            bucket.lease(key, "me", TTL).try_open().await.unwrap_err(),
            typed.put(key, &1).await.unwrap_err(),
        ] {
            assert!(matches!(error, Error::Invalid { .. }), "{key:?}: {error:?}");
        }
    }
    assert!(script.sent().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_value_that_is_too_large_is_refused_and_nothing_is_sent() {
    let script = ScriptedTransport::new().with_max_payload(10);
    let error = bucket(&script).put("a", "12345678901").await.unwrap_err();
    assert!(matches!(error, Error::Invalid { .. }), "{error:?}");
    assert!(script.sent().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_get_gives_the_value_and_nothing_for_what_was_removed() {
    let script = ScriptedTransport::new();
    script.on(LAST).reply_with(direct("$KV.B.a", 7, "x"));
    let bucket = bucket(&script);
    let entry = bucket.get("a").await.unwrap().unwrap();
    assert_eq!(
        (entry.bucket(), entry.key(), &entry.value[..]),
        ("B", "a", &b"x"[..])
    );
    assert_eq!(
        (entry.revision, entry.delta, entry.is_removed()),
        (7, 0, false)
    );
    assert_eq!((entry.operation, entry.marker), (Operation::Put, None));
    assert_eq!(entry.created.unix_timestamp(), 1_795_176_000);

    for (name, value, operation, marker) in [
        ("KV-Operation", "DEL", Operation::Delete, None),
        ("KV-Operation", "PURGE", Operation::Purge, None),
        (
            "KV-Operation",
            "NEW",
            Operation::Unknown("NEW".to_owned()),
            None,
        ),
        (
            "Nats-Marker-Reason",
            "MaxAge",
            Operation::Purge,
            Some(MarkerReason::MaxAge),
        ),
        (
            "Nats-Marker-Reason",
            "Remove",
            Operation::Delete,
            Some(MarkerReason::Remove),
        ),
    ] {
        let removed = direct("$KV.B.a", 8, "").with_header(name, value);
        script.on(LAST).times(2).reply_with(removed);
        assert_eq!(bucket.get("a").await.unwrap(), None);
        let entry = bucket.entry("a").await.unwrap().unwrap();
        assert_eq!(
            (entry.operation, entry.marker, entry.revision),
            (operation, marker, 8)
        );
    }
    script.on(LAST).times(2).status(404, "Message Not Found");
    assert_eq!(bucket.get("a").await.unwrap(), None);
    assert_eq!(bucket.entry("a").await.unwrap(), None);
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_message_of_another_key_is_an_error_and_no_value() {
    let script = ScriptedTransport::new();
    let bucket = bucket(&script);
    script.on(LAST).reply_with(direct("$KV.B.b", 7, "x"));
    let error = bucket.get("a").await.unwrap_err();
    assert!(matches!(error, Error::Mismatch { .. }), "{error:?}");
    script
        .on("$JS.API.DIRECT.GET.KV_B")
        .reply_with(direct("$KV.B.b", 7, "x"));
    let error = bucket.get_revision("a", 7).await.unwrap_err();
    assert!(matches!(error, Error::Mismatch { .. }), "{error:?}");
    script.on(GET).reply(stored("$KV.C.a", 7, ""));
    let error = bucket.read_from_leader(true).get("a").await.unwrap_err();
    assert!(matches!(error, Error::Mismatch { .. }), "{error:?}");
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn reads_go_to_the_leader_only_through_the_handle_that_says_so() {
    let script = ScriptedTransport::in_order();
    let bucket = bucket(&script);
    let leader = bucket.read_from_leader(true);
    script.on(GET).reply(stored("$KV.B.a", 7, ""));
    assert_eq!(leader.get("a").await.unwrap().unwrap().revision, 7);
    for bucket in [bucket, leader.read_from_leader(false)] {
        script
            .on("$JS.API.DIRECT.GET.KV_B.$KV.B.a")
            .reply_with(direct("$KV.B.a", 8, "x"));
        assert_eq!(bucket.get("a").await.unwrap().unwrap().revision, 8);
    }
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn among_several_keys_one_that_was_not_asked_for_is_an_error() {
    for subject in ["$KV.B.c", "$KV.C.a", "orders", "$KV.B."] {
        let script = ScriptedTransport::new();
        let foreign = direct(subject, 7, "x")
            .with_header("Nats-Num-Pending", 1)
            .with_header("Nats-Last-Sequence", 0);
        script.on("$JS.API.DIRECT.GET.KV_B").reply_with(foreign);
        let error = bucket(&script).get_many(["a", "b"]).await.unwrap_err();
        assert!(
            matches!(error, Error::Mismatch { .. }),
            "{subject}: {error:?}"
        );
        script.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_something_else_is_an_error_and_no_value() {
    let script = ScriptedTransport::new();
    let bucket = bucket(&script);
    // No message of a stream at all.
    script.on(LAST).reply("x");
    let error = bucket.get("a").await.unwrap_err();
    assert!(
        matches!(error, Error::Mismatch { .. } | Error::Reply { .. }),
        "{error:?}"
    );
    // The answer to another question.
    script.on(GET).reply(
        r#"{"type":"io.nats.jetstream.api.v1.stream_purge_response","success":true,"purged":1}"#,
    );
    let error = bucket
        .clone()
        .read_from_leader(true)
        .get("a")
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Reply { .. }), "{error:?}");
    // Stored, but nobody knows as what.
    script
        .on("$KV.B.a")
        .reply(r#"{"type":"io.nats.jetstream.api.v1.stream_purge_response"}"#);
    let error = bucket.put("a", "x").await.unwrap_err();
    assert!(error.may_have_applied(), "{error:?}");
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_revision_of_another_key_is_none_of_this_one() {
    let script = ScriptedTransport::new();
    let bucket = bucket(&script);
    let question = r#"{"seq":7,"next_by_subj":"$KV.B.a"}"#;
    let on = |reply| {
        script
            .on("$JS.API.DIRECT.GET.KV_B")
            .with_payload(question)
            .reply_with(reply);
    };
    on(direct("$KV.B.a", 7, "x"));
    assert_eq!(
        bucket.get_revision("a", 7).await.unwrap().unwrap().value,
        "x"
    );
    on(direct("$KV.B.a", 9, "y"));
    assert_eq!(bucket.get_revision("a", 7).await.unwrap(), None);
    script
        .on("$JS.API.DIRECT.GET.KV_B")
        .status(404, "Message Not Found");
    assert_eq!(bucket.get_revision("a", 7).await.unwrap(), None);
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn reads_from_the_leader_are_asked_of_it() {
    let script = ScriptedTransport::new();
    let bucket = bucket(&script).read_from_leader(true);
    script
        .on(GET)
        .with_payload(r#"{"last_by_subj":"$KV.B.a"}"#)
        .reply(stored("$KV.B.a", 7, ""));
    assert_eq!(bucket.get("a").await.unwrap().unwrap().value, "x");
    script.on(GET).reply(NO_MESSAGE);
    assert_eq!(bucket.get("a").await.unwrap(), None);
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_key_that_was_removed_is_created_with_its_time_to_live() {
    for header in [
        "KV-Operation: DEL",
        "KV-Operation: PURGE",
        "Nats-Marker-Reason: MaxAge",
    ] {
        let script = ScriptedTransport::in_order();
        script.on("$KV.B.a").reply(conflict(5));
        script.on(GET).reply(stored("$KV.B.a", 5, header));
        script.on("$KV.B.a").with_payload("x").reply(ack(6));
        let bucket = bucket(&script).read_from_leader(true);
        let create = bucket.create("a", "x").ttl(Duration::from_secs(1));
        assert_eq!(create.await.unwrap(), 6);
        let expected = [
            ("Nats-Expected-Last-Subject-Sequence", "5"),
            ("Nats-TTL", "1s"),
        ];
        assert_eq!(headers_of(&script, 2), pairs(&expected));
        script.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn a_key_that_has_a_value_is_not_created_and_its_revision_is_told() {
    for refusal in [conflict(5), CONFLICT_IN_A_CLUSTER.to_owned()] {
        let script = ScriptedTransport::in_order();
        script.on("$KV.B.a").reply(refusal);
        script.on(GET).reply(stored("$KV.B.a", 5, ""));
        let error = bucket(&script)
            .read_from_leader(true)
            .create("a", "x")
            .await
            .unwrap_err();
        assert!(
            error.is_conflict() && !error.may_have_applied(),
            "{error:?}"
        );
        assert_eq!(error.last_sequence(), Some(5));
        script.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn a_key_whose_removal_is_gone_is_created_all_the_same() {
    let script = ScriptedTransport::in_order();
    script.on("$KV.B.a").reply(conflict(5));
    script
        .on(GET)
        .reply(stored("$KV.B.a", 5, "KV-Operation: DEL"));
    script.on("$KV.B.a").reply(conflict(0));
    script.on(GET).reply(NO_MESSAGE);
    script.on("$KV.B.a").reply(ack(6));
    assert_eq!(
        bucket(&script)
            .read_from_leader(true)
            .create("a", "x")
            .await
            .unwrap(),
        6
    );
    assert_eq!(headers_of(&script, 4)[0].1, "0");
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_conflict_tells_the_revision_that_there_is() {
    let script = ScriptedTransport::new();
    let bucket = bucket(&script);
    script.on("$KV.B.a").reply(conflict(9));
    let error = bucket.update("a", "x", 3).await.unwrap_err();
    assert!(error.is_conflict());
    assert_eq!((error.last_sequence(), script.sent().len()), (Some(9), 1));
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn in_a_cluster_the_revision_is_looked_up_once_there_is_one() {
    let script = ScriptedTransport::in_order();
    script.on("$KV.B.a").reply(CONFLICT_IN_A_CLUSTER);
    script.on(GET).times(2).reply(stored("$KV.B.a", 3, ""));
    script.on(GET).reply(stored("$KV.B.a", 4, ""));
    let error = bucket(&script)
        .read_from_leader(true)
        .delete("a")
        .at_revision(3)
        .await
        .unwrap_err();
    assert!(
        error.is_conflict() && !error.may_have_applied(),
        "{error:?}"
    );
    assert_eq!(
        (error.last_sequence(), error.code().unwrap().0),
        (Some(4), 10164)
    );
    assert!(matches!(error, Error::Conflict { .. }));
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_conflict_is_one_also_for_who_can_not_read() {
    let script = ScriptedTransport::in_order();
    script.on("$KV.B.a").reply(CONFLICT_IN_A_CLUSTER);
    script.on(GET).no_responders();
    let error = bucket(&script)
        .read_from_leader(true)
        .update("a", "x", 3)
        .await
        .unwrap_err();
    assert!(error.is_conflict(), "{error:?}");
    assert_eq!(error.last_sequence(), None);
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn what_another_stream_stored_is_no_success() {
    let script = ScriptedTransport::new();
    script.on("$KV.B.a").reply(r#"{"stream":"OTHER","seq":7}"#);
    let error = bucket(&script).put("a", "x").await.unwrap_err();
    assert!(
        matches!(error, Error::Mismatch { .. }) && error.may_have_applied(),
        "{error:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_change_is_made_again_until_nobody_was_first() {
    let script = ScriptedTransport::in_order();
    script.on(GET).reply(stored("$KV.B.a", 3, ""));
    script.on("$KV.B.a").reply(conflict(4));
    script
        .on(GET)
        .reply(stored("$KV.B.a", 4, "KV-Operation: DEL"));
    script.on("$KV.B.a").with_payload("none").reply(ack(5));
    let mut seen = Vec::new();
    let written = bucket(&script)
        .read_from_leader(true)
        .modify("a", |entry| {
            seen.push(entry.map(|entry| entry.revision));
            if entry.is_some() {
                "some".into()
            } else {
                "none".into()
            }
        })
        .await
        .unwrap();
    assert_eq!((written, seen), (Some(5), vec![Some(3), None]));
    assert_eq!(headers_of(&script, 3)[0].1, "4");
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_change_that_keeps_a_value_writes_nothing_and_one_can_remove_it() {
    let script = ScriptedTransport::in_order();
    let bucket = bucket(&script).read_from_leader(true);
    script.on(GET).reply(stored("$KV.B.a", 3, ""));
    assert_eq!(bucket.modify("a", |_| Change::Keep).await.unwrap(), None);
    script.on(GET).reply(NO_MESSAGE);
    assert_eq!(bucket.modify("a", |_| Change::Delete).await.unwrap(), None);
    script.on(GET).reply(stored("$KV.B.a", 3, ""));
    script.on("$KV.B.a").with_payload("").reply(ack(4));
    assert_eq!(
        bucket.modify("a", |_| Change::Delete).await.unwrap(),
        Some(4)
    );
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_change_is_given_up_after_its_time_as_a_conflict() {
    let script = ScriptedTransport::new();
    script.on(GET).always().reply(stored("$KV.B.a", 3, ""));
    script.on("$KV.B.a").always().reply(conflict(4));
    let begun = tokio::time::Instant::now();
    let bucket = bucket(&script).read_from_leader(true);
    let modify = bucket
        .modify("a", |_| "x".into())
        .timeout(Duration::from_secs(2));
    let error = modify.await.unwrap_err();
    assert!(error.is_conflict());
    let took = begun.elapsed();
    assert!(
        took >= Duration::from_secs(2) && took < Duration::from_millis(2500),
        "{took:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn several_keys_take_one_request_and_come_in_their_order() {
    let script = ScriptedTransport::new();
    let in_batch = |subject, sequence, pending: u64, before: u64| {
        direct(subject, sequence, subject)
            .with_header("Nats-Num-Pending", pending)
            .with_header("Nats-Last-Sequence", before)
    };
    let end = Incoming::of_status(204, "EOB")
        .with_header("Nats-Num-Pending", 0)
        .with_header("Nats-Last-Sequence", 8)
        .with_header("Nats-UpTo-Sequence", 8);
    script
        .on("$JS.API.DIRECT.GET.KV_B")
        .with_payload(r#"{"multi_last":["$KV.B.a","$KV.B.b","$KV.B.c","$KV.B.d"]}"#)
        .replies([
            in_batch("$KV.B.b", 3, 2, 0),
            in_batch("$KV.B.d", 5, 1, 3).with_header("KV-Operation", "DEL"),
            in_batch("$KV.B.a", 8, 0, 5),
            end,
        ]);
    let entries = bucket(&script)
        .get_many(["d", "a", "c", "b", "a"])
        .await
        .unwrap();
    let found: Vec<_> = entries
        .iter()
        .map(|entry| Some(entry.as_ref()?.revision))
        .collect();
    assert_eq!(found, [None, Some(8), None, Some(3), Some(8)]);
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn several_keys_that_are_too_much_for_one_answer_are_asked_for_as_they_are_then() {
    let script = ScriptedTransport::in_order();
    let end = |pending: u64, last: u64| {
        Incoming::of_status(204, "EOB")
            .with_header("Nats-Num-Pending", pending)
            .with_header("Nats-Last-Sequence", last)
            .with_header("Nats-UpTo-Sequence", 9)
    };
    let one = |subject, sequence, pending: u64| {
        direct(subject, sequence, "x")
            .with_header("Nats-Num-Pending", pending)
            .with_header("Nats-Last-Sequence", 0)
    };
    script
        .on("$JS.API.DIRECT.GET.KV_B")
        .replies([one("$KV.B.b", 3, 1), end(1, 3)]);
    // Written over since the first answer, so that there is none up to 9.
    script
        .on("$JS.API.DIRECT.GET.KV_B")
        .with_payload(r#"{"multi_last":["$KV.B.a"]}"#)
        .replies([one("$KV.B.a", 12, 0), end(0, 12)]);
    let entries = bucket(&script).get_many(["a", "b"]).await.unwrap();
    let revisions = entries.iter().flatten().map(|entry| entry.revision);
    assert_eq!(revisions.collect::<Vec<_>>(), [12, 3]);
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn several_long_keys_take_no_request_that_the_server_would_refuse() {
    let script = ScriptedTransport::new().with_max_payload(4096);
    script
        .on("$JS.API.DIRECT.GET.KV_B")
        .always()
        .status(404, "No Results");
    let keys = (0..20).map(|key| format!("{key}-{}", "k".repeat(1000)));
    let entries = bucket(&script).get_many(keys).await.unwrap();
    assert!(entries.len() == 20 && entries.iter().all(Option::is_none));
    assert_eq!(script.sent().len(), 7);
}

#[tokio::test(start_paused = true)]
async fn several_keys_are_asked_for_one_by_one_where_a_server_knows_no_better() {
    let script = ScriptedTransport::new().with_server_version("2.10.26");
    script
        .on("$JS.API.DIRECT.GET.KV_B.$KV.B.b")
        .reply_with(direct("$KV.B.b", 3, "x"));
    script.on(LAST).status(404, "Message Not Found");
    let entries = bucket(&script).get_many(["a", "b"]).await.unwrap();
    assert!(entries[0].is_none() && entries[1].as_ref().unwrap().revision == 3);
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn reverting_puts_the_value_again_or_removes_the_key() {
    let script = ScriptedTransport::in_order();
    let bucket = bucket(&script);
    let at = "$JS.API.DIRECT.GET.KV_B";
    script.on(at).reply_with(direct("$KV.B.a", 3, "old"));
    script.on("$KV.B.a").with_payload("old").reply(ack(9));
    assert_eq!(bucket.revert("a", 3).await.unwrap(), 9);
    script
        .on(at)
        .reply_with(direct("$KV.B.a", 4, "").with_header("KV-Operation", "DEL"));
    script.on("$KV.B.a").with_payload("").reply(ack(10));
    assert_eq!(bucket.revert("a", 4).await.unwrap(), 10);
    script.on(at).status(404, "Message Not Found");
    let error = bucket.revert("a", 77).await.unwrap_err();
    assert!(matches!(error, Error::Invalid { .. }), "{error:?}");
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_bucket_of_another_domain_is_written_through_its_prefix() {
    let script = ScriptedTransport::new();
    script.on("$JS.hub.API.$KV.B.a").reply(ack(1));
    script
        .on("$JS.hub.API.DIRECT.GET.KV_B.$KV.B.a")
        .reply_with(direct("$KV.B.a", 1, "x"));
    let builder = Context::builder().domain("hub").unwrap();
    let bucket = builder.build_with(script.clone()).key_value("B").unwrap();
    bucket.put("a", "x").await.unwrap();
    assert_eq!(bucket.get("a").await.unwrap().unwrap().value, "x");
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn writes_are_tried_for_as_long_as_is_said() {
    let script = ScriptedTransport::new();
    script.on("$KV.B.a").always().silence();
    let options = PublishOptions::new().timeout(Duration::from_secs(2));
    let bucket = bucket(&script).publish_options(options);
    for write in 0..4 {
        let begun = tokio::time::Instant::now();
        let error = match write {
            0 => bucket.put("a", "x").await,
            1 => bucket.create("a", "x").await,
            2 => bucket.update("a", "x", 1).await,
            _ => bucket.delete("a").await,
        };
        let error = error.unwrap_err();
        assert!(error.may_have_applied(), "{error:?}");
        assert!(
            begun.elapsed() <= Duration::from_millis(2100),
            "{write}: {:?}",
            begun.elapsed()
        );
    }
}
