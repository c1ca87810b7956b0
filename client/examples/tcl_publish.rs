//! Publishing without waiting, with a callback for what became of each message.
//!
//!     nats-server -js
//!     cargo run --example tcl_publish -- 5
//!
//! The argument says how many messages; 5 unless given. `tcl_consume` takes them
//! out.
#![allow(clippy::print_stdout)]

use std::env;
use std::error::Error as StdError;

use jsapi::{PubAck, StreamConfig};
use jsapi_client::publish::PublishMessage;
use jsapi_client::{Context, Error};
use tokio::task::JoinSet;

#[tokio::main]
async fn main() -> Result<(), Box<dyn StdError>> {
    let count: u64 = env::args().nth(1).map_or(Ok(5), |count| count.parse())?;
    let url = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".to_owned());
    let ctx = Context::new(async_nats::connect(url).await?);
    let config = StreamConfig::new("TASKS").with_subjects(["tasks.>"]);
    ctx.create_or_update_stream(config).await?;

    // So many may be under way at a time; beyond that, publishing waits.
    let publisher = ctx.publisher().max_in_flight(100).open().await?;
    let mut messages: Vec<_> = (1..=count)
        .map(|n| PublishMessage::new("tasks.new", format!("task {n}")))
        .collect();
    // Two that fail: one that expects another stream, one that no stream takes.
    messages.push(PublishMessage::new("tasks.new", "").expect_stream("OTHERS"));
    messages.push(PublishMessage::new("nobody.listens", ""));

    let mut callbacks = JoinSet::new();
    for (n, message) in (1..).zip(messages) {
        // Returns when the message is on its way, and not when it is stored.
        let pending = publisher.publish_message(message).await?;
        callbacks.spawn(async move { on_settled(n, pending.await) });
    }
    println!("all are on their way");
    while callbacks.join_next().await.transpose()?.is_some() {}

    // Failures are told here too, whoever looked at them before.
    let so_far = publisher.drain().await;
    println!("{} stored, {} failed", so_far.acknowledged, so_far.failed);
    Ok(())
}

/// What a callback is told: that it is stored, that the server refused it, or
/// that nobody answered.
fn on_settled(n: u64, outcome: Result<PubAck, Error>) {
    match outcome {
        Ok(ack) => println!("{n} is {} of {}", ack.seq, ack.stream),
        Err(error) => match error.api() {
            Some(api) => println!(
                "{n} was refused: {} (code {}, err_code {})",
                api.description.as_deref().unwrap_or_default(),
                api.code,
                error.code().map_or(0, u16::from),
            ),
            None => println!(
                "{n} was not acknowledged: {error}; it may be stored: {}",
                error.may_have_applied()
            ),
        },
    }
}
