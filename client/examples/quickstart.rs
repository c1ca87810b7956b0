//! The example of the README: a message in, a message out, and the API beneath.
//!
//! `NATS_URL=nats://127.0.0.1:4222 cargo run --example quickstart`
#![allow(clippy::print_stdout, missing_docs, unreachable_pub)]

use std::time::Duration;

use jsapi::{ErrorCode, StreamConfig, StreamInfoRequest};
use jsapi_client::PullConfig;

const SECOND: Duration = Duration::from_secs(1);

pub async fn orders(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let ctx = jsapi_client::connect(url).await?;
    let config = StreamConfig::new("ORDERS").with_subjects(["orders.>"]);
    let stream = ctx.create_or_update_stream(config).await?;

    // Returns once the stream has it, or says whether it may have it.
    let ack = ctx.publish("orders.new", "one coffee").await?;
    println!("stored as {} of {}", ack.seq, ack.stream);

    let config = PullConfig::durable("billing");
    let billing = stream.create_or_update_pull_consumer(config).await?;
    for message in billing.fetch(10).timeout(SECOND).await?.messages {
        println!("{}: {:?}", message.subject, message.payload);
        message.ack_sync().await?;
    }

    // All there is can be asked; a handle is a short way to say it.
    match ctx.call(&StreamInfoRequest::new("ORDER")).await {
        Err(error) if error.is(ErrorCode::STREAM_NOT_FOUND) => println!("{error}"),
        info => println!("{} messages", info?.state.messages),
    }

    // Read, changed and written back: what a newer server added stays.
    let update = stream.update_with(|config| config.max_msgs = Some(10_000));
    println!("at most {:?}", update.await?.config.max_msgs);
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".to_owned());
    orders(&url).await
}
