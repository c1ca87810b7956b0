//! What is left of readers that were opened and dropped: nothing.
#![allow(clippy::unwrap_used)]

mod pull_setting;

use futures_util::StreamExt;
use jsapi::StorageType;
use jsapi_client::Context;
use jsapi_client::consume::{PullConfig, PushConfig};
use jsapi_client::kv::KvConfig;
use jsapi_test_server::{Options, Server, User};
use jsapi_tests::{Outcome, connect};
use tokio::time::timeout;

use crate::pull_setting::{MS, SEC, Setting, settles, subscriptions};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_readers_that_were_dropped_leave_nothing() -> Outcome {
    let server = Server::start(&Options::new())?;
    let setting = Setting::at(&server.url(), StorageType::Memory).await?;
    let ctx = Context::new(connect(&server.url(), User::A).await?);
    let stream = ctx.stream(setting.stream.name())?;
    let keys = ctx.create_key_value(&KvConfig::new("KEYS")).await?;
    keys.put("a", "1").await?;
    let worker = stream
        .create_pull_consumer(PullConfig::durable("WORKER"))
        .await?;
    setting.publish(0..10).await?;
    let tasks = || {
        tokio::runtime::Handle::current()
            .metrics()
            .num_alive_tasks()
    };
    let (running, subscribed) = (tasks(), subscriptions(&server)?);

    for round in 0..200_u32 {
        // At every point where they may wait, and before they are polled at all.
        let patience = MS / 4 * (round % 9);
        let mut ordered = stream.ordered_consumer().open().await?;
        let _ = timeout(patience, ordered.next()).await;
        drop(ordered);
        let mut messages = worker.messages().open().await?;
        let _ = timeout(patience, messages.next()).await;
        drop(messages);
        let mut pull = worker.fetch(5).timeout(30 * SEC).open().await?;
        let _ = timeout(patience, pull.next()).await;
        drop(pull);
        let mut watch = keys.watch_all().open().await?;
        let _ = timeout(patience, watch.next()).await;
        drop(watch);
        let config = PushConfig::unnamed().inactive_threshold(SEC);
        let pushed = stream.create_push_consumer(config).await?;
        let mut pushed = pushed.messages().open().await?;
        let _ = timeout(patience, pushed.next()).await;
        drop(pushed);
    }
    drop(worker);
    settles(async || Ok(subscriptions(&server)? == subscribed)).await?;
    settles(async || {
        let consumers = stream.info().await?.state.consumer_count;
        let watching = ctx.stream("KV_KEYS")?.info().await?.state.consumer_count;
        Ok((consumers, watching) == (1, 0))
    })
    .await?;
    settles(async || Ok(tasks() <= running)).await
}
