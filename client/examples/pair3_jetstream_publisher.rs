//! Pair 3, JetStream: publishes into a stream, whether or not somebody reads.
//!
//!     nats-server -js
//!     cargo run --example pair3_jetstream_publisher -- 5
//!     cargo run --example pair3_jetstream_subscriber
//!
//! The argument says how many messages; 5 unless given.
#![allow(clippy::print_stdout)]

use std::env;
use std::error::Error;
use std::time::Duration;

use jsapi::{StorageType, StreamConfig};
use jsapi_client::Context;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let count: u64 = env::args().nth(1).map_or(Ok(5), |count| count.parse())?;
    let url = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".to_owned());
    let ctx = Context::new(async_nats::connect(url).await?);

    // On disk; `StorageType::Memory` keeps messages until the server ends.
    let config = StreamConfig::new("NEWS")
        .with_subjects(["news.>"])
        .with_storage(StorageType::File)
        .with_max_age(Duration::from_secs(24 * 3600));
    let stream = ctx.create_or_update_stream(config).await?;

    for n in 1..=count {
        let ack = ctx.publish("news.local", format!("message {n}")).await?;
        println!("message {n} is {} of {}", ack.seq, ack.stream);
    }
    let held = stream.info().await?.state.messages;
    println!("{} holds {held} messages", stream.name());
    Ok(())
}
