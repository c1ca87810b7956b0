//! The `ensure_…` calls, without a server: which requests they send, and what they
//! return of an existing stream or consumer.
#![allow(clippy::unwrap_used)]

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use jsapi::{ConsumerConfig, StreamConfig};
use jsapi_client::consume::{PullConfig, PushConfig};
use jsapi_client::kv::KvConfig;
use jsapi_client::object::ObjectStoreConfig;
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Difference, Error};
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
    let asked = KvConfig::new("B").history(5);
    let ensured = ctx.ensure_key_value(&asked).await.unwrap();
    assert_eq!(ensured.handle.bucket(), "B");
    assert_eq!(
        summary(&ensured.differences),
        [("max_msgs_per_subject", &json!(5), &json!(10))]
    );
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

type Ensuring = Pin<Box<dyn Future<Output = Result<Vec<Difference>, Error>>>>;

/// An `ensure_…` call, and what the server says about the same and another configuration.
struct Kind {
    name: &'static str,
    /// The subjects that it sends requests to: creating, reading.
    subjects: [&'static str; 2],
    created: String,
    exists: String,
    missing: String,
    same: String,
    other: String,
    /// The setting in which the other one differs.
    differs: &'static str,
    call: fn(Context) -> Ensuring,
}

fn stream_kind(
    name: &'static str,
    subjects: [&'static str; 2],
    config: StreamConfig,
    call: fn(Context) -> Ensuring,
) -> Kind {
    Kind {
        name,
        subjects,
        created: stream_reply("create", &config),
        exists: refusal("stream_create", 400, 10058),
        missing: refusal("stream_info", 404, 10059),
        same: stream_reply("info", &config),
        other: stream_reply("info", &config.with_max_age(SECOND)),
        differs: "max_age",
        call,
    }
}

fn consumer_kind(
    name: &'static str,
    config: ConsumerConfig,
    call: fn(Context) -> Ensuring,
) -> Kind {
    Kind {
        name,
        subjects: ["$JS.API.CONSUMER.CREATE.S.C", "$JS.API.CONSUMER.INFO.S.C"],
        created: consumer_reply("create", &config),
        exists: refusal("consumer_create", 400, 10148),
        missing: refusal("consumer_info", 404, 10014),
        same: consumer_reply("info", &config),
        other: consumer_reply("info", &config.with_max_deliver(9)),
        differs: "max_deliver",
        call,
    }
}

fn bucket() -> KvConfig {
    KvConfig::new("B").ttl(60 * SECOND)
}

fn store() -> ObjectStoreConfig {
    ObjectStoreConfig::new("O").ttl(60 * SECOND)
}

fn pull() -> PullConfig {
    PullConfig::durable("C").max_deliver(7)
}

fn push() -> PushConfig {
    PushConfig::durable("C")
        .deliver_subject("to.me")
        .max_deliver(7)
}

/// The configuration that `push` stands for.
fn pushing() -> ConsumerConfig {
    ConsumerConfig::from(pull())
        .with_deliver_subject("to.me")
        .with_idle_heartbeat(5 * SECOND)
        .with_flow_control(true)
}

/// Calls that create what does not exist, each with its own kind of handle.
fn kinds() -> Vec<Kind> {
    vec![
        stream_kind(
            "stream",
            ["$JS.API.STREAM.CREATE.S", "$JS.API.STREAM.INFO.S"],
            orders().with_max_age(60 * SECOND),
            |ctx| {
                let config = orders().with_max_age(60 * SECOND);
                Box::pin(async move { Ok(ctx.ensure_stream(config).await?.differences) })
            },
        ),
        stream_kind(
            "bucket",
            ["$JS.API.STREAM.CREATE.KV_B", "$JS.API.STREAM.INFO.KV_B"],
            bucket().stream_config().unwrap(),
            |ctx| Box::pin(async move { Ok(ctx.ensure_key_value(&bucket()).await?.differences) }),
        ),
        stream_kind(
            "object store",
            ["$JS.API.STREAM.CREATE.OBJ_O", "$JS.API.STREAM.INFO.OBJ_O"],
            store().stream_config().unwrap(),
            |ctx| Box::pin(async move { Ok(ctx.ensure_object_store(&store()).await?.differences) }),
        ),
        consumer_kind("pull consumer", ConsumerConfig::from(pull()), |ctx| {
            Box::pin(async move {
                let stream = ctx.stream("S")?;
                Ok(stream.ensure_pull_consumer(pull()).await?.differences)
            })
        }),
        consumer_kind("push consumer", pushing(), |ctx| {
            Box::pin(async move {
                let stream = ctx.stream("S")?;
                Ok(stream.ensure_push_consumer(push()).await?.differences)
            })
        }),
    ]
}

/// Calls with these replies: to a request that creates (`true`), or one that reads.
async fn ensured(kind: &Kind, replies: &[(bool, &str)]) -> Result<Vec<String>, Error> {
    let (script, ctx) = scripted();
    for (creates, reply) in replies {
        let subject = kind.subjects[usize::from(!creates)];
        script.on(subject).reply((*reply).to_owned());
    }
    let differences = (kind.call)(ctx).await;
    script.finish();
    Ok(differences?.into_iter().map(|it| it.field).collect())
}

#[tokio::test]
async fn what_does_not_exist_is_created_with_one_request() {
    for kind in kinds() {
        let fields = ensured(&kind, &[(true, &kind.created)]).await.unwrap();
        assert_eq!(fields, [""; 0], "{}", kind.name);
    }
}

#[tokio::test]
async fn what_exists_is_compared_with_what_was_asked_for() {
    for kind in kinds() {
        let replies = [(true, &*kind.exists), (false, &*kind.same)];
        let fields = ensured(&kind, &replies).await.unwrap();
        assert_eq!(fields, [""; 0], "{}", kind.name);
        let replies = [(true, &*kind.exists), (false, &*kind.other)];
        let fields = ensured(&kind, &replies).await.unwrap();
        assert_eq!(fields, [kind.differs], "{}", kind.name);
    }
}

#[tokio::test]
async fn what_is_deleted_between_the_requests_is_created_again() {
    for kind in kinds() {
        let gone = [(true, &*kind.exists), (false, &*kind.missing)];
        let created = [&gone[..], &[(true, &kind.created)]].concat();
        let fields = ensured(&kind, &created).await.unwrap();
        assert_eq!(fields, [""; 0], "{}", kind.name);

        let back_again = [&gone[..], &[(true, &kind.exists)]].concat();
        let error = ensured(&kind, &back_again).await.unwrap_err();
        assert!(error.is_already_exists(), "{}: {error}", kind.name);
    }
}
