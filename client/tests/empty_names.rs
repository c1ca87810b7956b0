//! An empty name, filter or subject is refused, everywhere one is taken.
#![allow(clippy::unwrap_used)]

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{FutureExt, TryStreamExt};
use jsapi::{ConsumerConfig, PriorityPolicy, StreamConfig};
use jsapi_client::consume::{Group, PullConfig, PushConfig};
use jsapi_client::kv::KvConfig;
use jsapi_client::object::ObjectStoreConfig;
use jsapi_client::publish::{PublishMessage, Schedule};
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{ConfigJson, Context, DirectBatch, DirectMulti, Error, MessageQuery, Purge};
use time::OffsetDateTime;

type Refused = Pin<Box<dyn Future<Output = Result<(), Error>>>>;

/// A call with an empty name, by what it is.
fn call<T>(
    what: &'static str,
    call: impl Future<Output = Result<T, Error>> + 'static,
) -> (&'static str, Refused) {
    (what, Box::pin(async { call.await.map(drop) }))
}

macro_rules! calls {
    ($($what:literal => $call:expr),* $(,)?) => {
        vec![$(call($what, async move { $call })),*]
    };
}

fn streams(ctx: &Context) -> Vec<(&'static str, Refused)> {
    let stream = ctx.stream("S").unwrap();
    let [a, b, c, d, e, f, g] = [(); 7].map(|()| ctx.clone());
    let [s1, s2, s3, s4, s5, s6, s7, s8, s9, c1, c2] = [(); 11].map(|()| stream.clone());
    calls![
        "stream" => a.stream(""),
        "get_stream" => b.get_stream("").await,
        "delete_stream" => c.delete_stream("").await,
        "create_stream" => d.create_stream(StreamConfig::new("")).await,
        "stream_by_subject" => e.stream_by_subject("").await,
        "streams.subject" => f.streams().subject("").try_next().await,
        "stream_names.subject" => g.stream_names().subject("").try_next().await,
        "subjects" => s1.subjects("").try_next().await,
        "purge.filter" => s2.purge(Purge::all().filter("")).await,
        "MessageQuery::last" => s3.get_message(MessageQuery::last("")).await,
        "MessageQuery::next" => s4.get_message(MessageQuery::next("")).await,
        "direct_get_last" => s5.direct_get_last("").await,
        "direct_get of last" => s6.direct_get(MessageQuery::last("")).await,
        "direct batch" => s7.direct_get_batch(DirectBatch::new(1).filter("")).await,
        "direct multi" => s8.direct_get_multi(DirectMulti::new([""])).await,
        "remove_peer" => s9.remove_peer("").await,
        "evacuate_peer" => c1.evacuate_peer("").await,
        "unpin" => c2.consumer("C")?.unpin("").await,
    ]
}

/// Files and `ensure_…` calls.
fn files(ctx: &Context) -> Vec<(&'static str, Refused)> {
    let file = || ConfigJson::from("{}").name("");
    let whole = || ConfigJson::from(r#"{"stream_name":"S","config":{}}"#).name("");
    let stream = ctx.stream("S").unwrap();
    let [a, b, c, d, e, f] = [(); 6].map(|()| ctx.clone());
    let [s1, s2, s3, s4, s5, s6] = [(); 6].map(|()| stream.clone());
    calls![
        "create_stream_json" => a.create_stream_json(file()).await,
        "update_stream_json" => b.update_stream_json(file()).await,
        "create_or_update_stream_json" => c.create_or_update_stream_json(file()).await,
        "create_consumer_json" => s1.create_consumer_json(file()).await,
        "create_consumer_json of a request" => s2.create_consumer_json(whole()).await,
        "update_consumer_json" => s3.update_consumer_json(file()).await,
        "create_or_update_consumer_json" => s4.create_or_update_consumer_json(file()).await,
        "ensure_stream" => d.ensure_stream(StreamConfig::new("")).await,
        "ensure_key_value" => e.ensure_key_value(&KvConfig::new("")).await,
        "ensure_object_store" => f.ensure_object_store(&ObjectStoreConfig::new("")).await,
        "ensure_pull_consumer" => s5.ensure_pull_consumer(PullConfig::durable("")).await,
        "ensure_push_consumer" => s6.ensure_push_consumer(PushConfig::durable("")).await,
    ]
}

fn consumers(ctx: &Context) -> Vec<(&'static str, Refused)> {
    let stream = ctx.stream("S").unwrap();
    let pull = |what, config: PullConfig| {
        let stream = stream.clone();
        call(
            what,
            async move { stream.create_pull_consumer(config).await },
        )
    };
    let push = |what, config: PushConfig| {
        let stream = stream.clone();
        call(
            what,
            async move { stream.create_push_consumer(config).await },
        )
    };
    let plain = |what, config: ConsumerConfig| {
        let stream = stream.clone();
        call(what, async move { stream.create_consumer(config).await })
    };
    let durable = || PullConfig::durable("C");
    let [s1, s2, s3, s4, s5, s6, s7] = [(); 7].map(|()| stream.clone());
    let mut all = calls![
        "consumer" => s1.consumer(""),
        "get_consumer" => s2.get_consumer("").await,
        "delete_consumer" => s3.delete_consumer("").await,
        "ordered.filter" => s4.ordered_consumer().filter("").open().await,
        "ordered.filters" => s5.ordered_consumer().filters(["a", ""]).open().await,
        "fetch.group" => s6.consumer("C")?.pull().fetch(1).group(Group::new("")).await,
        "messages.group" => s7.consumer("C")?.pull().messages().group(Group::new("")).open().await,
    ];
    all.extend([
        pull("pull durable", PullConfig::durable("")),
        pull("pull ephemeral", PullConfig::ephemeral("")),
        pull("pull filter", durable().filter("")),
        pull("pull filters", durable().filters(["a", ""])),
        pull(
            "pull group",
            durable().priority_group("", PriorityPolicy::Overflow),
        ),
        push("push durable", PushConfig::durable("")),
        push("push ephemeral", PushConfig::ephemeral("")),
        push("push filter", PushConfig::durable("C").filter("")),
        push("push filters", PushConfig::durable("C").filters(["a", ""])),
        push("push group", PushConfig::durable("C").group("")),
        push("push subject", PushConfig::durable("C").deliver_subject("")),
        plain("durable_name", ConsumerConfig::new().with_durable_name("")),
        plain("name", ConsumerConfig::new().with_name("")),
        plain(
            "filter_subject",
            ConsumerConfig::new().with_name("C").with_filter_subject(""),
        ),
        plain(
            "filter_subjects",
            ConsumerConfig::new()
                .with_name("C")
                .with_filter_subjects(["a", ""]),
        ),
    ]);
    all
}

fn publishing(ctx: &Context) -> Vec<(&'static str, Refused)> {
    let publish = |what, message: PublishMessage| {
        let ctx = ctx.clone();
        call(what, async move { ctx.publish_message(message).await })
    };
    let to = |schedule| PublishMessage::new("s.x", "").schedule(schedule);
    let now = OffsetDateTime::UNIX_EPOCH;
    let [a, b, c, d, e, f] = [(); 6].map(|()| ctx.clone());
    let mut all = calls![
        "cancel_schedule" => a.stream("S")?.cancel_schedule("").await,
        "purge_account" => b.system().purge_account("").await,
        "events.stream" => c.events().stream("").open().await,
        "events.consumer" => d.events().consumer("").open().await,
        "dead_letters.consumer" => e.stream("S")?.dead_letters().consumer("").open().await,
        "publish_unacknowledged" => f.publish_unacknowledged("", "").await,
    ];
    all.extend([
        publish("publish", PublishMessage::new("", "")),
        publish("schedule target", to(Schedule::at(now, ""))),
        publish("schedule source", to(Schedule::at(now, "s.y").source(""))),
        publish("message ID", PublishMessage::new("s.x", "").message_id("")),
    ]);
    all
}

fn stores(ctx: &Context) -> Vec<(&'static str, Refused)> {
    let bucket = ctx.key_value("B").unwrap();
    let store = ctx.object_store("O").unwrap();
    let key = |_| bucket.clone();
    let object = |_| store.clone();
    let [k1, k2, k3, k4, k5, k6, k7, k8, k9] = [(); 9].map(key);
    let [o1, o2, o3, o4, o5] = [(); 5].map(object);
    let [a, b, c, d] = [(); 4].map(|()| ctx.clone());
    calls![
        "key_value" => a.key_value(""),
        "create_key_value" => b.create_key_value(&KvConfig::new("")).await,
        "object_store" => c.object_store(""),
        "create_object_store" => d.create_object_store(&ObjectStoreConfig::new("")).await,
        "kv.get" => k1.get("").await,
        "kv.put" => k2.put("", "").await,
        "kv.create" => k3.create("", "").await,
        "kv.update" => k4.update("", "", 1).await,
        "kv.delete" => k5.delete("").await,
        "kv.purge" => k6.purge("").await,
        "kv.watch" => k7.watch("").open().await,
        "kv.keys_matching" => k8.keys_matching([""]).await,
        "kv.history" => k9.history("").await,
        "object.get" => o1.get("").await,
        "object.put_bytes" => o2.put_bytes("", Bytes::new()).await,
        "object.delete" => o3.delete("").await,
        "object.info" => o4.info("").await,
        "object.rename" => o5.rename("", "a").await,
    ]
}

#[tokio::test(start_paused = true)]
async fn an_empty_name_filter_or_subject_is_refused_and_nothing_is_sent() {
    let script = ScriptedTransport::new();
    let ctx = Context::with_transport(script.clone());
    let mut all = streams(&ctx);
    all.extend(consumers(&ctx));
    all.extend(files(&ctx));
    all.extend(publishing(&ctx));
    all.extend(stores(&ctx));
    let mut accepted = Vec::new();
    for (what, refused) in all {
        // The script panics over what is sent, as it expects nothing.
        let refused = AssertUnwindSafe(refused).catch_unwind();
        match tokio::time::timeout(Duration::from_secs(60), refused).await {
            Ok(Ok(Err(Error::Invalid { .. }))) => {}
            Ok(Ok(other)) => accepted.push(format!("{what}: {other:?}")),
            Ok(Err(_)) => accepted.push(format!("{what}: is sent")),
            Err(_) => accepted.push(format!("{what}: waits")),
        }
    }
    assert!(accepted.is_empty(), "{accepted:#?}");
    assert!(script.subscriptions().is_empty());
    let settings = Context::builder();
    assert!(settings.domain("").is_err());
    assert!(Context::builder().prefix("").is_err());
}
