//! Values without anything else of their keys, and keys without values, over a script.
#![allow(clippy::unwrap_used, clippy::panic)]

use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error, Incoming, KeyValue};

const LAST: &str = "$JS.API.DIRECT.GET.KV_B.$KV.B.a";
const VALUE: &str = r#"{"no_hdr":true}"#;

fn bucket(script: &ScriptedTransport) -> KeyValue {
    Context::with_transport(script.clone())
        .key_value("B")
        .unwrap()
}

fn whole(value: &str) -> Incoming {
    Incoming::new("_INBOX.1", value.to_owned())
        .with_header("Nats-Stream", "KV_B")
        .with_header("Nats-Subject", "$KV.B.a")
        .with_header("Nats-Sequence", 7)
        .with_header("Nats-Time-Stamp", "2026-11-20T12:00:00Z")
}

#[tokio::test(start_paused = true)]
async fn a_value_alone_is_asked_for_without_headers() {
    let script = ScriptedTransport::in_order().with_server_version("2.12.8");
    script.on(LAST).with_payload(VALUE).reply("x");
    let bucket = bucket(&script);
    assert_eq!(bucket.get_value("a").await.unwrap().unwrap(), "x");
    script
        .on(LAST)
        .with_payload(VALUE)
        .status(404, "Message Not Found");
    assert_eq!(bucket.get_value("a").await.unwrap(), None);
    script.on(LAST).with_payload(VALUE).no_responders();
    let error = bucket.get_value("a").await.unwrap_err();
    assert!(matches!(error, Error::NoResponders { .. }), "{error:?}");
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_server_newer_than_this_crate_is_asked_like_the_newest_known_one() {
    for version in ["2.15.1", "2.15.2", "2.16.0", "3.0.0"] {
        let script = ScriptedTransport::in_order().with_server_version(version);
        script.on(LAST).with_payload(VALUE).reply("x");
        let value = bucket(&script).get_value("a").await.unwrap();
        assert_eq!(value.unwrap(), "x", "{version}");
        script.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn an_empty_value_is_told_from_a_removed_key() {
    let removed = |operation: &str| whole("").with_header("KV-Operation", operation);
    for (found, expected) in [
        (whole(""), Some("")),
        (removed("DEL"), None),
        (removed("PURGE"), None),
        (whole("").with_header("Nats-Marker-Reason", "MaxAge"), None),
        // Put between the two.
        (whole("new"), Some("new")),
    ] {
        let script = ScriptedTransport::in_order().with_server_version("2.12.8");
        script.on(LAST).with_payload(VALUE).reply("");
        script.on(LAST).with_payload("").reply_with(found);
        let value = bucket(&script).get_value("a").await.unwrap();
        assert_eq!(value.as_deref(), expected.map(str::as_bytes));
        script.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn a_value_comes_with_its_headers_from_a_server_that_knows_no_better() {
    // It is connected to, and nothing is asked in vain.
    let script = ScriptedTransport::in_order().with_server_version("2.11.11");
    script.on(LAST).with_payload("").reply_with(whole("x"));
    assert_eq!(bucket(&script).get_value("a").await.unwrap().unwrap(), "x");
    script.finish();
    // Another one answers.
    for (code, description) in [(408, "Bad Request"), (412, "Required Api Level Not Met")] {
        let script = ScriptedTransport::in_order().with_server_version("2.12.8");
        script
            .on(LAST)
            .with_payload(VALUE)
            .status(code, description);
        script.on(LAST).with_payload("").reply_with(whole("x"));
        assert_eq!(bucket(&script).get_value("a").await.unwrap().unwrap(), "x");
        script.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn a_value_alone_is_not_asked_for_where_the_leader_is_to_answer() {
    let script = ScriptedTransport::in_order();
    script.on("$JS.API.STREAM.MSG.GET.KV_B").reply(
        r#"{"type":"io.nats.jetstream.api.v1.stream_msg_get_response","message":{
        "subject":"$KV.B.a","seq":7,"time":"2026-11-20T12:00:00Z","data":"eA=="}}"#,
    );
    let bucket = bucket(&script).read_from_leader(true);
    assert_eq!(bucket.get_value("a").await.unwrap().unwrap(), "x");
    script.finish();
}

/// Whether values are left out of a listing of a bucket of so many keys and bytes.
async fn without_values(keys: u64, bytes: u64, filter: Option<&str>) -> bool {
    let script = ScriptedTransport::new();
    script
        .on("$JS.API.STREAM.INFO.KV_B")
        .always()
        .reply(format!(
            r#"{{"type":"io.nats.jetstream.api.v1.stream_info_response","config":{{"name":"KV_B",
        "subjects":["$KV.B.>"],"retention":"limits","max_consumers":-1,"max_msgs":-1,
        "max_bytes":-1,"max_age":0,"storage":"file","num_replicas":1}},
        "created":"2026-11-20T09:00:00Z","state":{{"messages":{keys},"bytes":{bytes},
        "first_seq":1,"last_seq":9,"consumer_count":0,"num_subjects":{keys}}}}}"#
        ));
    script.on("$JS.API.CONSUMER.CREATE.KV_B.>").always().reply(
        r#"{"type":"io.nats.jetstream.api.v1.consumer_create_response","stream_name":"KV_B",
        "name":"c","created":"2026-11-20T10:00:00Z","config":{"name":"c"},
        "delivered":{"consumer_seq":0,"stream_seq":0},
        "ack_floor":{"consumer_seq":0,"stream_seq":0},"num_ack_pending":0,
        "num_redelivered":0,"num_waiting":0,"num_pending":0}"#,
    );
    script
        .on("$JS.API.CONSUMER.DELETE.KV_B.*")
        .always()
        .silence();
    let bucket = bucket(&script);
    let listed = match filter {
        Some(filter) => bucket.keys_matching([filter]).await,
        None => bucket.keys().await,
    };
    assert_eq!(listed.unwrap(), [""; 0]);
    let sent = script.sent();
    let created = sent
        .iter()
        .find(|message| message.subject.contains("CONSUMER.CREATE"))
        .unwrap();
    let body: serde_json::Value = serde_json::from_slice(&created.payload).unwrap();
    body["config"]["headers_only"] == true
}

#[tokio::test(start_paused = true)]
async fn keys_come_with_their_values_where_those_are_small() {
    assert!(!without_values(10, 2_560, None).await);
    assert!(without_values(10, 2_561, None).await);
    // Those that are asked for may be the large ones.
    assert!(without_values(10, 100, Some("a.*")).await);
}
