//! The `ensure_…` calls, without a server: which requests they send, and what they
//! return of an existing stream or consumer.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use jsapi::{ConsumerConfig, StreamConfig};
use jsapi_client::consume::{PullConfig, PushConfig};
use jsapi_client::kv::KvConfig;
use jsapi_client::object::ObjectStoreConfig;
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Difference};
use serde_json::{Value, json};

const SECOND: Duration = Duration::from_secs(1);

fn scripted() -> (ScriptedTransport, Context) {
    let script = ScriptedTransport::in_order();
    (script.clone(), Context::with_transport(script))
}

fn stream_reply(kind: &str, config: &StreamConfig) -> String {
    json!({
        "type": format!("io.nats.jetstream.api.v1.stream_{kind}_response"),
        "config": config,
        "state": {
            "messages": 0, "bytes": 0, "first_seq": 0, "last_seq": 0, "consumer_count": 0,
        },
        "created": "2026-11-20T00:00:00Z",
    })
    .to_string()
}

fn consumer_reply(kind: &str, config: &ConsumerConfig) -> String {
    json!({
        "type": format!("io.nats.jetstream.api.v1.consumer_{kind}_response"),
        "stream_name": "S",
        "name": "C",
        "config": config,
        "created": "2026-11-20T00:00:00Z",
        "delivered": {"consumer_seq": 0, "stream_seq": 0},
        "ack_floor": {"consumer_seq": 0, "stream_seq": 0},
        "num_ack_pending": 0, "num_redelivered": 0, "num_waiting": 0, "num_pending": 0,
    })
    .to_string()
}

fn refusal(kind: &str, code: u16, err_code: u16) -> String {
    json!({
        "type": format!("io.nats.jetstream.api.v1.{kind}_response"),
        "error": {"code": code, "err_code": err_code, "description": "refused"},
    })
    .to_string()
}

fn summary(differences: &[Difference]) -> Vec<(&str, &Value, &Value)> {
    let parts = differences.iter();
    parts
        .map(|it| (it.field.as_str(), &it.asked, &it.found))
        .collect()
}

fn orders() -> StreamConfig {
    StreamConfig::new("S").with_subjects(["orders.>"])
}

#[tokio::test]
async fn a_stream_that_does_not_exist_is_created_with_one_request() {
    let (script, ctx) = scripted();
    script
        .on("$JS.API.STREAM.CREATE.S")
        .reply(stream_reply("create", &orders()));
    let ensured = ctx.ensure_stream(orders()).await.unwrap();
    assert_eq!(ensured.handle.name().as_str(), "S");
    assert!(ensured.differences.is_empty());
    script.finish();
}

#[tokio::test]
async fn a_stream_that_exists_is_returned_with_its_differences() {
    let (script, ctx) = scripted();
    let existing = orders().with_max_age(60 * SECOND).with_max_msgs(-1);
    script
        .on("$JS.API.STREAM.CREATE.S")
        .reply(refusal("stream_create", 400, 10058));
    script
        .on("$JS.API.STREAM.INFO.S")
        .reply(stream_reply("info", &existing));
    let asked = orders().with_max_age(30 * SECOND).with_max_msgs(0);
    let ensured = ctx.ensure_stream(asked).await.unwrap();
    assert_eq!(
        summary(&ensured.differences),
        [(
            "max_age",
            &json!(30_000_000_000_u64),
            &json!(60_000_000_000_u64)
        )]
    );
    script.finish();
}

#[tokio::test]
async fn a_stream_that_is_deleted_meanwhile_is_created_again() {
    let (script, ctx) = scripted();
    script
        .on("$JS.API.STREAM.CREATE.S")
        .reply(refusal("stream_create", 400, 10058));
    script
        .on("$JS.API.STREAM.INFO.S")
        .reply(refusal("stream_info", 404, 10059));
    script
        .on("$JS.API.STREAM.CREATE.S")
        .reply(stream_reply("create", &orders()));
    let ensured = ctx.ensure_stream(orders()).await.unwrap();
    assert!(ensured.differences.is_empty());
    script.finish();
}

#[tokio::test]
async fn a_stream_that_keeps_coming_and_going_is_an_error() {
    let (script, ctx) = scripted();
    for (operation, kind, code, err_code) in [
        ("CREATE", "stream_create", 400, 10058),
        ("INFO", "stream_info", 404, 10059),
        ("CREATE", "stream_create", 400, 10058),
    ] {
        script
            .on(&format!("$JS.API.STREAM.{operation}.S"))
            .reply(refusal(kind, code, err_code));
    }
    let error = ctx.ensure_stream(orders()).await.unwrap_err();
    assert!(error.is_already_exists(), "{error}");
    script.finish();
}

#[tokio::test]
async fn a_bucket_that_exists_is_compared_in_the_settings_that_were_set() {
    let (script, ctx) = scripted();
    let existing = KvConfig::new("B").stream_config().unwrap();
    let existing = existing
        .with_max_msgs_per_subject(10)
        .with_max_bytes(1 << 20);
    script
        .on("$JS.API.STREAM.CREATE.KV_B")
        .reply(refusal("stream_create", 400, 10058));
    script
        .on("$JS.API.STREAM.INFO.KV_B")
        .reply(stream_reply("info", &existing));
    let mut asked = KvConfig::new("B");
    asked.history = 5;
    let ensured = ctx.ensure_key_value(&asked).await.unwrap();
    assert_eq!(ensured.handle.bucket(), "B");
    assert_eq!(
        summary(&ensured.differences),
        [("max_msgs_per_subject", &json!(5), &json!(10))]
    );
    script.finish();
}

#[tokio::test]
async fn a_store_that_is_deleted_meanwhile_is_created_again() {
    let (script, ctx) = scripted();
    let config = ObjectStoreConfig::new("O");
    let created = config.stream_config().unwrap();
    script
        .on("$JS.API.STREAM.CREATE.OBJ_O")
        .reply(refusal("stream_create", 400, 10058));
    script
        .on("$JS.API.STREAM.INFO.OBJ_O")
        .reply(refusal("stream_info", 404, 10059));
    script
        .on("$JS.API.STREAM.CREATE.OBJ_O")
        .reply(stream_reply("create", &created));
    let ensured = ctx.ensure_object_store(&config).await.unwrap();
    assert!(ensured.differences.is_empty());
    script.finish();
}

#[tokio::test]
async fn a_consumer_that_exists_is_returned_with_its_differences() {
    let (script, ctx) = scripted();
    let stream = ctx.stream("S").unwrap();
    let existing = ConsumerConfig::new()
        .with_name("C")
        .with_durable_name("C")
        .with_max_deliver(7)
        .with_backoff([SECOND, 5 * SECOND]);
    script
        .on("$JS.API.CONSUMER.CREATE.S.C")
        .reply(refusal("consumer_create", 400, 10148));
    script
        .on("$JS.API.CONSUMER.INFO.S.C")
        .reply(consumer_reply("info", &existing));
    let asked = PullConfig::durable("C")
        .max_deliver(7)
        .backoff([5 * SECOND, SECOND]);
    let ensured = stream.ensure_pull_consumer(asked).await.unwrap();
    let fields: Vec<_> = ensured.differences.iter().map(|it| &it.field).collect();
    assert!(fields.contains(&&"backoff".to_owned()), "{fields:?}");
    assert!(!fields.contains(&&"max_deliver".to_owned()), "{fields:?}");
    script.finish();
}

#[tokio::test]
async fn a_consumer_that_is_deleted_meanwhile_is_created_again() {
    let (script, ctx) = scripted();
    let stream = ctx.stream("S").unwrap();
    let created = ConsumerConfig::new()
        .with_name("C")
        .with_durable_name("C")
        .with_deliver_subject("to.me");
    script
        .on("$JS.API.CONSUMER.CREATE.S.C")
        .reply(refusal("consumer_create", 400, 10148));
    script
        .on("$JS.API.CONSUMER.INFO.S.C")
        .reply(refusal("consumer_info", 404, 10014));
    script
        .on("$JS.API.CONSUMER.CREATE.S.C")
        .reply(consumer_reply("create", &created));
    let asked = PushConfig::durable("C").deliver_subject("to.me");
    let ensured = stream.ensure_push_consumer(asked).await.unwrap();
    assert!(ensured.differences.is_empty());
    script.finish();
}
