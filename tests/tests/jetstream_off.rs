//! Readers while JetStream is off for the account: they go on, and say so.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use futures_util::StreamExt;
use jsapi::StreamConfig;
use jsapi_client::consume::{Notice, PushConfig};
use jsapi_client::kv::{KvConfig, WatchEvent, WatchFrom};
use jsapi_client::{Context, Error, PullConfig};
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
        .open()
        .await?;
    let mut ordered = ordered.open().await?;
    let notices = ordered.notices();
    let mut watch = bucket.watch_all().start(WatchFrom::New).open().await?;
    let mut pulled = pull.messages().open().await?;
    let mut pushed = push.messages().open().await?;
    ctx.publish("s", "before").await?;
    bucket.put("key", "before").await?;
    assert_eq!(ordered.next().await.unwrap()?.payload, "before");
    assert_eq!(bounded.next().await.unwrap()?.payload, "before");

    // Readers that may wait for 2 s end with what is in the way.
    let short = Duration::from_secs(2);
    let heartbeat = Duration::from_millis(500);
    let other = PullConfig::durable("bounded-pull");
    let other = stream.create_pull_consumer(other).await?;
    let mut bounded_pull = other
        .messages()
        .heartbeat(heartbeat)
        .max_outage(short)
        .open()
        .await?;
    let other = PushConfig::durable("bounded-push").deliver_subject("deliver.there");
    let other = stream
        .create_push_consumer(other.heartbeat(heartbeat))
        .await?;
    let mut bounded_push = other.messages().max_outage(short).open().await?;
    bounded_pull.next().await.unwrap()?.ack().await?;
    bounded_push.next().await.unwrap()?.ack().await?;
    let bounded = spawn(async move {
        tokio::join!(
            async { bounded.next().await.unwrap().map(drop) },
            async { bounded_pull.next().await.unwrap().map(drop) },
            async { bounded_push.next().await.unwrap().map(drop) },
        )
    });

    let watching = spawn(async move {
        let mut values = Vec::new();
        while values.len() < 2 {
            if let Some(WatchEvent::Entry(entry)) = watch.next().await.transpose()? {
                values.push(entry.value);
            }
        }
        Outcome::Ok(values)
    });
    let reading = spawn(async move { Outcome::Ok(ordered.next().await.unwrap()?.payload) });
    let pulling = spawn(async move {
        let mut payloads = Vec::new();
        while payloads.len() < 2 {
            let message = pulled.next().await.unwrap()?;
            message.ack().await?;
            payloads.push(message.payload.clone());
        }
        Outcome::Ok(payloads)
    });
    let pushing = spawn(async move {
        let mut payloads = Vec::new();
        while payloads.len() < 2 {
            let message = pushed.next().await.unwrap()?;
            message.ack().await?;
            payloads.push(message.payload.clone());
        }
        Outcome::Ok(payloads)
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

    assert_eq!(timeout(BOUND, watching).await???, ["before", "after"]);
    assert_eq!(timeout(BOUND, reading).await???, "after");
    assert_eq!(timeout(BOUND, pulling).await???, ["before", "after"]);
    assert_eq!(timeout(BOUND, pushing).await???, ["before", "after"]);
    let told: Vec<Notice> = std::iter::from_fn(|| notices.try_next()).collect();
    let reset = told
        .iter()
        .position(|it| matches!(it, Notice::Reset { .. }));
    let waits = told
        .iter()
        .position(|it| matches!(it, Notice::NotResumed { .. }));
    let resumed = told.iter().position(|it| matches!(it, Notice::Resumed));
    assert!(
        reset.is_some() && reset < waits && waits < resumed,
        "{told:?}"
    );
    let (ordered, pull, push) = timeout(BOUND, bounded).await??;
    eprintln!("{told:?}, ended with {ordered:?}, {pull:?}, {push:?}");
    assert!(ordered.is_err());
    assert!(
        matches!(
            pull,
            Err(Error::TimedOut { .. } | Error::NoResponders { .. })
        ),
        "{pull:?}"
    );
    assert!(matches!(push, Err(Error::TimedOut { .. })), "{push:?}");
    Ok(())
}
