//! What publishing leaves behind, in a process of its own.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use futures_util::StreamExt;
use jsapi_client::Context;
use jsapi_client::publish::PublishOptions;
use jsapi_test_server::{Options, Server, User, Version};
use jsapi_tests::{Outcome, connect};
use tokio::sync::{Mutex, MutexGuard};

/// One test at a time: they share the process whose memory is looked at.
async fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::const_new(());
    ALONE.lock().await
}

fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap();
    status.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4096
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unanswered_publishes_leave_no_memory_behind() -> Outcome {
    let _alone = alone().await;
    let client = connect(&Server::shared(Version::V2_15_1)?.url(), User::A).await?;
    // Somebody listens and never answers.
    let mut deaf = client.subscribe("publisher.deaf").await?;
    tokio::spawn(async move { while deaf.next().await.is_some() {} });
    client.flush().await?;
    let ctx = Context::new(connect(&Server::shared(Version::V2_15_1)?.url(), User::A).await?);
    let options = PublishOptions::new().timeout(Duration::from_millis(20));
    let publisher = ctx
        .publisher()
        .max_in_flight(4096)
        .publish_options(options)
        .open()
        .await?;
    let mut before = 0;
    for number in 0..100_000_u64 {
        if number == 10_000 {
            before = resident();
        }
        drop(publisher.publish("publisher.deaf", "").await);
    }
    publisher.completed().await;
    assert!(publisher.stats().failed > 50_000, "{:?}", publisher.stats());
    let grown = resident().saturating_sub(before);
    assert!(grown < 10_000_000, "{grown} bytes more");
    Ok(())
}

/// As many as can be, all the while that the server says nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn publishing_to_a_server_that_halts_takes_little_memory() -> Outcome {
    let _alone = alone().await;
    let mut server = tokio::task::spawn_blocking(|| Server::start(&Options::new())).await??;
    let ctx = Context::new(connect(&server.url(), User::A).await?);
    ctx.create_stream(jsapi::StreamConfig::new("S").with_subjects(["s"]))
        .await?;
    let options = PublishOptions::new().timeout(Duration::from_secs(1));
    let publisher = ctx.publisher().publish_options(options).open().await?;
    let payload: &[u8] = &[0; 1024];
    for _ in 0..2_000 {
        drop(publisher.publish("s", payload).await?);
    }
    publisher.completed().await;
    server.pause()?;
    let before = resident();
    let mut refused = 0;
    let until = tokio::time::Instant::now() + Duration::from_secs(6);
    while tokio::time::Instant::now() < until {
        refused += u32::from(publisher.publish("s", payload).await.is_err());
    }
    let grown = resident().saturating_sub(before);
    server.resume()?;
    assert!(grown < 16 << 20, "{grown} bytes more, {refused} refused");
    publisher.drain().await;
    Ok(())
}
