//! Readers while JetStream is off for the account: they go on, and say so.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use futures_util::StreamExt;
use jsapi::StreamConfig;
use jsapi_client::consume::{Notice, PushConfig};
use jsapi_client::kv::{KvConfig, WatchEvent, WatchFrom};
use jsapi_client::{Context, PullConfig};
use jsapi_test_server::{Options, Server, User, Version};
use jsapi_tests::{Outcome, connect, until};
use tokio::task::{block_in_place, spawn};
use tokio::time::{sleep, timeout};

const ON: &str = "accounts { A { jetstream: enabled, users: [ { user: a, password: a } ] } }";
const OFF: &str = "accounts { A { users: [ { user: a, password: a } ] } }";

/// How long JetStream is off.
const OUTAGE: Duration = Duration::from_secs(6);

/// The longest wait for anything.
const BOUND: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_go_on_when_jetstream_is_off_for_the_account_for_a_while() -> Outcome {
    let options = Options::new().version(Version::NEWEST).accounts(ON);
    let mut server = Server::start(&options)?;
    let ctx = Context::new(connect(&server.url(), User::A).await?);
    let stream = ctx
        .create_stream(StreamConfig::new("S").with_subjects(["s"]))
        .await?;
    let bucket = ctx.create_key_value(&KvConfig::new("B")).await?;
    let pull = stream
        .create_pull_consumer(PullConfig::durable("pull"))
        .await?;
    let push = PushConfig::durable("push").deliver_subject("deliver.here");
    let push = stream.create_push_consumer(push).await?;

    let ordered = stream
        .ordered_consumer()
        .heartbeat(Duration::from_millis(500));
    let mut bounded = ordered
        .clone()
        .max_outage(Duration::from_secs(2))
        .messages()
        .await?;
    let mut ordered = ordered.messages().await?;
    let notices = ordered.notices();
    let mut watch = bucket.watch_all().from(WatchFrom::New).await?;
    let mut pulled = pull.messages().await?;
    let mut pushed = push.messages().await?;
    ctx.publish("s", "before").await?;
    bucket.put("key", "before").await?;
    assert_eq!(ordered.next().await.unwrap()?.payload, "before");
    assert_eq!(bounded.next().await.unwrap()?.payload, "before");

    let bounded = spawn(async move { bounded.next().await.unwrap().map(|_| ()) });
    let reading = spawn(async move {
        let mut values = Vec::new();
        while values.len() < 2 {
            if let Some(WatchEvent::Entry(entry)) = watch.next().await.transpose()? {
                values.push(entry.value);
            }
        }
        let mut payloads = Vec::new();
        payloads.push(ordered.next().await.unwrap()?.payload);
        for _ in 0..2 {
            let message = pulled.next().await.unwrap()?;
            message.ack().await?;
            payloads.push(message.payload.clone());
        }
        for _ in 0..2 {
            let message = pushed.next().await.unwrap()?;
            message.ack().await?;
            payloads.push(message.payload.clone());
        }
        Outcome::Ok((values, payloads))
    });
    block_in_place(|| server.reload_accounts(OFF))?;
    sleep(OUTAGE).await;
    block_in_place(|| server.reload_accounts(ON))?;
    until(BOUND, "JetStream to be back", async || {
        Ok(ctx.publish("s", "after").await.is_ok())
    })
    .await?;
    until(BOUND, "the bucket to be back", async || {
        Ok(bucket.put("key", "after").await.is_ok())
    })
    .await?;

    let (values, payloads) = timeout(BOUND, reading).await???;
    assert_eq!(values, ["before", "after"]);
    assert_eq!(payloads, ["after", "before", "after", "before", "after"]);
    let told: Vec<Notice> = std::iter::from_fn(|| notices.try_next()).collect();
    assert!(
        told.iter().any(|it| matches!(it, Notice::Reset { .. })),
        "{told:?}"
    );
    assert!(
        told.iter().any(|it| matches!(it, Notice::Resumed)),
        "{told:?}"
    );
    // The one that may wait for 2 s has ended.
    let ended = timeout(BOUND, bounded).await??;
    assert!(ended.is_err());
    eprintln!("{told:?}, ended with {ended:?}");
    Ok(())
}
