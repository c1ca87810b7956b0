//! What a handle keeps of its making: the info that the server sent, and a timeout.
#![allow(clippy::unwrap_used)]

use std::future::Future;
use std::time::Duration;

use jsapi::{ConsumerConfig, StreamConfig};
use jsapi_client::consume::{PullConfig, PushConfig};
use jsapi_client::kv::KvConfig;
use jsapi_client::object::ObjectStoreConfig;
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error};
use serde_json::json;
use tokio::time::Instant;

const SECOND: Duration = Duration::from_secs(1);

/// Replies to requests about streams, by their configuration.
fn streams(script: &ScriptedTransport, config: &StreamConfig) {
    for (operation, kind) in [("CREATE", "create"), ("UPDATE", "update"), ("INFO", "info")] {
        let reply = json!({
            "type": format!("io.nats.jetstream.api.v1.stream_{kind}_response"),
            "config": config,
            "state": {
                "messages": 7, "bytes": 70, "first_seq": 1, "last_seq": 7, "consumer_count": 0,
            },
            "created": "2026-11-20T00:00:00Z",
        });
        let subject = format!("$JS.API.STREAM.{operation}.{}", config.name);
        script.on(&subject).always().reply(reply.to_string());
    }
}

/// Replies to requests about the consumer of this name.
fn consumers(script: &ScriptedTransport, name: &str, config: &ConsumerConfig) {
    for (operation, kind) in [("CREATE", "create"), ("INFO", "info")] {
        let reply = json!({
            "type": format!("io.nats.jetstream.api.v1.consumer_{kind}_response"),
            "stream_name": "S",
            "name": name,
            "config": config,
            "created": "2026-11-20T00:00:00Z",
            "delivered": {"consumer_seq": 0, "stream_seq": 0},
            "ack_floor": {"consumer_seq": 0, "stream_seq": 0},
            "num_ack_pending": 0, "num_redelivered": 0, "num_waiting": 0, "num_pending": 7,
        });
        let subject = format!("$JS.API.CONSUMER.{operation}.S.{name}");
        script.on(&subject).always().reply(reply.to_string());
    }
}

fn pull() -> PullConfig {
    PullConfig::durable("pull")
}

fn push() -> PushConfig {
    PushConfig::durable("push").deliver_subject("to.me")
}

/// A server with a stream, a consumer of each kind, a bucket and an object store.
fn server() -> (ScriptedTransport, Context) {
    let script = ScriptedTransport::new();
    streams(&script, &StreamConfig::new("S").with_subjects(["s"]));
    streams(&script, &KvConfig::new("B").stream_config().unwrap());
    let store = ObjectStoreConfig::new("O").stream_config().unwrap();
    streams(&script, &store);
    consumers(&script, "pull", &ConsumerConfig::from(pull()));
    let pushing = ConsumerConfig::new().with_deliver_subject("to.me");
    consumers(&script, "push", &pushing);
    let ctx = Context::with_transport(script.clone());
    (script, ctx)
}

#[tokio::test]
async fn each_handle_of_a_stream_that_the_server_described_has_its_info() {
    let (_script, ctx) = server();
    let config = || StreamConfig::new("S").with_subjects(["s"]);
    for stream in [
        ctx.get_stream("S").await.unwrap(),
        ctx.create_stream(config()).await.unwrap(),
        ctx.create_or_update_stream(config()).await.unwrap(),
        ctx.ensure_stream(config()).await.unwrap().handle,
    ] {
        assert_eq!(stream.cached_info().unwrap().state.messages, 7);
    }
    assert!(ctx.stream("S").unwrap().cached_info().is_none());
}

#[tokio::test]
async fn each_handle_of_a_consumer_that_the_server_described_has_its_info() {
    let (_script, ctx) = server();
    let stream = ctx.stream("S").unwrap();
    let config = || ConsumerConfig::from(pull());
    for consumer in [
        stream.get_consumer("pull").await.unwrap(),
        stream.create_consumer(config()).await.unwrap(),
        stream.create_or_update_consumer(config()).await.unwrap(),
    ] {
        assert_eq!(consumer.cached_info().unwrap().num_pending, 7);
        // What is made from it has it too.
        assert!(consumer.pull().cached_info().is_some());
        assert!(consumer.timeout(SECOND).cached_info().is_some());
    }
    for worker in [
        stream.pull_consumer("pull").await.unwrap(),
        stream.create_pull_consumer(pull()).await.unwrap(),
        stream.create_or_update_pull_consumer(pull()).await.unwrap(),
        stream.ensure_pull_consumer(pull()).await.unwrap().handle,
    ] {
        assert_eq!(worker.cached_info().unwrap().num_pending, 7);
        assert!(worker.timeout(SECOND).cached_info().is_some());
    }
    for pushed in [
        stream.push_consumer("push").await.unwrap(),
        stream.create_push_consumer(push()).await.unwrap(),
        stream.create_or_update_push_consumer(push()).await.unwrap(),
        stream.ensure_push_consumer(push()).await.unwrap().handle,
    ] {
        assert_eq!(pushed.cached_info().unwrap().num_pending, 7);
        assert!(pushed.timeout(SECOND).cached_info().is_some());
    }
    assert!(stream.consumer("pull").unwrap().cached_info().is_none());
}

#[tokio::test]
async fn each_handle_of_a_store_that_the_server_described_has_its_status() {
    let (_script, ctx) = server();
    let config = KvConfig::new("B");
    for bucket in [
        ctx.get_key_value("B").await.unwrap(),
        ctx.create_key_value(&config).await.unwrap(),
        ctx.update_key_value(&config).await.unwrap(),
        ctx.create_or_update_key_value(&config).await.unwrap(),
        ctx.ensure_key_value(&config).await.unwrap().handle,
    ] {
        assert_eq!(bucket.cached_status().unwrap().values(), 7);
        let same = bucket.timeout(SECOND).read_only();
        assert_eq!(same.cached_status(), bucket.cached_status());
    }
    assert!(ctx.key_value("B").unwrap().cached_status().is_none());

    let config = ObjectStoreConfig::new("O");
    for store in [
        ctx.get_object_store("O").await.unwrap(),
        ctx.create_object_store(&config).await.unwrap(),
        ctx.update_object_store(&config).await.unwrap(),
        ctx.create_or_update_object_store(&config).await.unwrap(),
        ctx.ensure_object_store(&config).await.unwrap().handle,
    ] {
        assert_eq!(store.cached_status().unwrap().bytes(), 70);
        assert!(store.timeout(SECOND).cached_status().is_some());
    }
    assert!(ctx.object_store("O").unwrap().cached_status().is_none());
}

/// Waits until a request times out, and returns after how many seconds it did.
async fn seconds<T>(request: impl Future<Output = Result<T, Error>>) -> u64 {
    let begun = Instant::now();
    let error = request.await.map(drop).unwrap_err();
    assert!(matches!(error, Error::TimedOut { .. }), "{error:?}");
    begun.elapsed().as_secs()
}

#[tokio::test(start_paused = true)]
async fn the_requests_of_each_handle_have_its_timeout() {
    let (script, ctx) = server();
    for subject in [
        "$JS.API.INFO",
        "$JS.API.STREAM.DELETE.*",
        "$JS.API.CONSUMER.DELETE.S.*",
        "$JS.API.STREAM.MSG.GET.*",
        "$JS.API.DIRECT.GET.>",
        "$JS.API.SERVER.REMOVE",
    ] {
        script.on(subject).always().silence();
    }
    let stream = ctx.stream("S").unwrap();
    let consumer = stream.consumer("C").unwrap();
    let worker = stream.pull_consumer("pull").await.unwrap();
    let pushed = stream.push_consumer("push").await.unwrap();
    let bucket = ctx.key_value("B").unwrap();
    let typed = bucket.typed::<String>();
    let store = ctx.object_store("O").unwrap();
    let system = ctx.system();
    for at in [1, 60] {
        let timeout = Duration::from_secs(at);
        let all = [
            seconds(ctx.timeout(timeout).account_info()).await,
            seconds(stream.timeout(timeout).delete()).await,
            seconds(stream.timeout(timeout).consumer("C").unwrap().delete()).await,
            seconds(consumer.timeout(timeout).delete()).await,
            seconds(worker.timeout(timeout).consumer().delete()).await,
            seconds(pushed.timeout(timeout).consumer().delete()).await,
            seconds(bucket.timeout(timeout).read_from_leader(true).get("a")).await,
            seconds(bucket.read_only().timeout(timeout).get("a")).await,
            seconds(typed.timeout(timeout).get("a")).await,
            seconds(store.timeout(timeout).info("a")).await,
            seconds(system.timeout(timeout).remove_server("n1")).await,
        ];
        assert_eq!(all, [at; 11]);
    }
}
