//! What publishing leaves behind, in a process of its own.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use futures_util::StreamExt;
use jsapi_client::Context;
use jsapi_client::publish::PublishOptions;
use jsapi_test_server::{Server, User, Version};
use jsapi_tests::{Outcome, connect};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unanswered_publishes_leave_no_memory_behind() -> Outcome {
    fn resident() -> u64 {
        let status = std::fs::read_to_string("/proc/self/statm").unwrap();
        status.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4096
    }

    let client = connect(&Server::shared(Version::V2_15_1)?.url(), User::A).await?;
    // Somebody listens and never answers.
    let mut deaf = client.subscribe("publisher.deaf").await?;
    tokio::spawn(async move { while deaf.next().await.is_some() {} });
    client.flush().await?;
    let ctx = Context::new(connect(&Server::shared(Version::V2_15_1)?.url(), User::A).await?);
    let options = PublishOptions::new().with_timeout(Duration::from_millis(20));
    let publisher = ctx
        .publisher()
        .max_in_flight(4096)
        .options(options)
        .start()
        .await?;
    let mut before = 0;
    for number in 0..100_000_u64 {
        if number == 10_000 {
            before = resident();
        }
        drop(publisher.publish("publisher.deaf", "").await);
    }
    publisher.settled().await;
    assert!(
        publisher.so_far().failed > 50_000,
        "{:?}",
        publisher.so_far()
    );
    let grown = resident().saturating_sub(before);
    assert!(grown < 10_000_000, "{grown} bytes more");
    Ok(())
}
