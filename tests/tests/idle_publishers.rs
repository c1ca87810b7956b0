//! Memory of publishers without messages in flight.
//!
//! In a process of its own, whose allocator counts.
#![allow(clippy::unwrap_used)]

use std::alloc::System;
use std::time::Duration;

use jsapi_client::Context;
use jsapi_client::publish::Publisher;
use jsapi_test_server::{Server, User, Version};
use jsapi_tests::{Outcome, connect, until};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const PUBLISHERS: usize = 1_000;

/// The limit of an idle publisher.
const BYTES: usize = 4_096;

/// The bytes of each publisher since the region began.
fn each(region: &Region<'_, System>) -> usize {
    let change = region.change();
    change
        .bytes_allocated
        .saturating_sub(change.bytes_deallocated)
        / PUBLISHERS
}

/// One test: what others allocate would be counted too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_idle_publisher_takes_at_most_4_kb_before_and_after_its_first_messages() -> Outcome {
    let server = Server::shared(Version::V2_15_1)?;
    let ctx = Context::new(connect(&server.url(), User::A).await?);
    let config = jsapi::StreamConfig::new("IDLE-PUBLISHERS").with_subjects(["idle.publishers"]);
    ctx.create_stream(config).await?;
    let first = ctx.publisher().open().await?;
    first.publish("idle.publishers", "").await?.await?;

    let region = Region::new(ALLOCATOR);
    let mut publishers: Vec<Publisher> = Vec::with_capacity(PUBLISHERS);
    for _ in 0..PUBLISHERS {
        publishers.push(ctx.publisher().open().await?);
    }
    let new = each(&region);
    assert!(new <= BYTES, "{new} bytes each");

    for publisher in &publishers {
        let mut acks = Vec::new();
        for _ in 0..20 {
            acks.push(publisher.publish("idle.publishers", "x").await?);
        }
        for ack in acks {
            ack.await?;
        }
    }
    let limit = Duration::from_secs(30);
    until(limit, "4 KB each", async || Ok(each(&region) <= BYTES)).await?;
    Ok(())
}
