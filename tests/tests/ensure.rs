//! What exists is returned as it is, and what does not is created once.
#![allow(clippy::panic)]

use std::time::Duration;

use futures_util::future::try_join_all;
use jsapi::StreamConfig;
use jsapi_client::consume::PullConfig;
use jsapi_client::kv::KvConfig;
use jsapi_client::object::ObjectStoreConfig;
use jsapi_client::{Context, Difference};
use jsapi_test_server::{Server, User, Version};
use jsapi_tests::{Outcome, connect};
use serde_json::json;

async fn on(version: Version) -> Outcome<Context> {
    let server = Server::shared(version)?;
    Ok(Context::new(connect(&server.url(), User::A).await?))
}

fn shown(differences: &[Difference]) -> Vec<(&str, String, String)> {
    let shown = |it: &Difference| (it.asked.to_string(), it.found.to_string());
    differences
        .iter()
        .map(|it| {
            let (asked, found) = shown(it);
            (it.field.as_str(), asked, found)
        })
        .collect()
}

fn is(field: &str, asked: serde_json::Value, found: serde_json::Value) -> (&str, String, String) {
    (field, asked.to_string(), found.to_string())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_existing_stream_is_returned_with_its_differences_and_left_as_it_is() -> Outcome {
    for version in Version::ALL {
        let ctx = on(version).await?;
        let config = || StreamConfig::new("ENSURED").with_subjects(["ensured.>", "also"]);
        let created = ctx.ensure_stream(config()).await?;
        assert_eq!(created.differences, [], "{version}");
        ctx.publish("also", "x").await?;
        assert_eq!(ctx.ensure_stream(config()).await?.differences, []);

        let other = config().with_max_msgs(7).with_description("other");
        let ensured = ctx.ensure_stream(other).await?;
        assert_eq!(
            shown(&ensured.differences),
            [
                is("description", json!("other"), json!(null)),
                is("max_msgs", json!(7), json!(-1)),
            ],
            "{version}"
        );
        assert_eq!(ensured.handle.info().await?.state.messages, 1);
        ensured.handle.delete().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_existing_store_is_returned_with_its_differences_and_left_as_it_is() -> Outcome {
    for version in Version::ALL {
        let ctx = on(version).await?;
        let tuned = KvConfig::new("ENSURED").history(10);
        let bucket = ctx.ensure_key_value(&tuned).await?.handle;
        for value in ["a", "b", "c"] {
            bucket.put("key", value).await?;
        }
        let mut wanted = KvConfig::new("ENSURED");
        assert_eq!(ctx.ensure_key_value(&wanted).await?.differences, []);
        wanted = wanted.history(3);
        let ensured = ctx.ensure_key_value(&wanted).await?;
        assert_eq!(
            shown(&ensured.differences),
            [is("max_msgs_per_subject", json!(3), json!(10))],
            "{version}"
        );
        assert_eq!(ensured.handle.history("key").await?.len(), 3, "{version}");
        ctx.delete_key_value("ENSURED").await?;

        let mut config = ObjectStoreConfig::new("ENSURED");
        let store = ctx.ensure_object_store(&config).await?.handle;
        store.put_bytes("a", "object").await?;
        config = config.compression(true);
        let ensured = ctx.ensure_object_store(&config).await?;
        let [difference] = ensured.differences.as_slice() else {
            panic!("{version}: {:?}", ensured.differences);
        };
        assert_eq!(difference.field, "compression", "{version}");
        let object = ensured.handle.get("a").await?.bytes().await?;
        assert_eq!(object, "object");
        ctx.delete_object_store("ENSURED").await?;

        // A stream of the bucket's name that is not a bucket.
        ctx.create_stream(StreamConfig::new("KV_OTHER").with_subjects(["other"]))
            .await?;
        let refused = ctx.ensure_key_value(&KvConfig::new("OTHER")).await;
        assert!(refused.is_err(), "{version}");
        ctx.delete_stream("KV_OTHER").await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_clients_that_create_at_once_all_get_the_one_that_is_created() -> Outcome {
    for version in [Version::V2_10_26, Version::NEWEST] {
        let ctx = on(version).await?;
        let ensures = (0..20).map(|history| {
            let ctx = ctx.clone();
            let config = KvConfig::new("RACE").history(2 + history % 5);
            async move { ctx.ensure_key_value(&config).await }
        });
        let all = try_join_all(ensures).await?;
        let differ = all.iter().filter(|it| !it.differences.is_empty()).count();
        assert_eq!(differ, 16, "{version}: one of five histories won");
        ctx.delete_key_value("RACE").await?;
    }
    Ok(())
}

fn stream_of_zeros() -> StreamConfig {
    StreamConfig::new("ZEROS")
        .with_subjects(["zeros.a", "zeros.b"])
        .with_max_consumers(0)
        .with_max_msgs(0)
        .with_max_msgs_per_subject(0)
        .with_max_bytes(0)
        .with_max_age(Duration::ZERO)
        .with_max_msg_size(0)
        .with_first_seq(0)
        .with_num_replicas(0)
        .with_duplicate_window(Duration::ZERO)
}

fn consumer_of_zeros(config: PullConfig) -> PullConfig {
    config
        .filters(["zeros.a", "zeros.b"])
        .ack_wait(Duration::ZERO)
        .max_deliver(0)
        .max_ack_pending(0)
        .max_waiting(0)
        .inactive_threshold(Duration::ZERO)
        .replicas(0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn zeros_and_sets_in_another_order_are_no_differences() -> Outcome {
    for version in Version::ALL {
        let ctx = on(version).await?;
        let stream = ctx.ensure_stream(stream_of_zeros()).await?.handle;
        let described = stream_of_zeros()
            .with_subjects(["zeros.b", "zeros.a"])
            .with_description("other");
        let ensured = ctx.ensure_stream(described).await?;
        let other = [is("description", json!("other"), json!(null))];
        assert_eq!(shown(&ensured.differences), other, "{version}");

        for name in [PullConfig::durable, PullConfig::ephemeral] {
            let config = || consumer_of_zeros(name("C"));
            stream.ensure_pull_consumer(config()).await?;
            let described = config()
                .filters(["zeros.b", "zeros.a"])
                .description("other");
            let ensured = stream.ensure_pull_consumer(described).await?;
            assert_eq!(shown(&ensured.differences), other, "{version}");
            stream.delete_consumer("C").await?;
        }
        stream.delete().await?;
    }
    Ok(())
}
