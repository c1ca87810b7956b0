//! The first program of the README: a message in, a message out.
//!
//! `NATS_URL=nats://127.0.0.1:4222 cargo run --example quickstart`
#![allow(clippy::print_stdout, missing_docs, unreachable_pub)]

use std::time::Duration;

use jsapi::{ErrorCode, StreamConfig, StreamInfoRequest};
use jsapi_client::PullConfig;

pub async fn orders(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let ctx = jsapi_client::connect(url).await?;

    // Creates the stream, or returns the existing one as it is.
    let config = StreamConfig::new("ORDERS").with_subjects(["orders.>"]);
    let stream = ctx.ensure_stream(config).await?.handle;

    // Returns once the stream has stored the message.
    let ack = ctx.publish("orders.new", "one coffee").await?;
    println!("stored as message {} of {}", ack.seq, ack.stream);

    let config = PullConfig::durable("billing");
    let billing = stream.ensure_pull_consumer(config).await?.handle;
    let fetched = billing.fetch(10).timeout(Duration::from_secs(1)).await?;
    for message in fetched.messages {
        println!("{}: {:?}", message.subject, message.payload);
        message.ack_sync().await?;
    }

    // Every operation of the API is a request with a typed reply.
    match ctx.call(&StreamInfoRequest::new("ORDER")).await {
        Err(error) if error.is(ErrorCode::STREAM_NOT_FOUND) => println!("{error}"),
        info => println!("{} messages", info?.state.messages),
    }

    // Fields that a newer server added are written back.
    let update = stream.update_with(|config| config.max_msgs = Some(10_000));
    println!("at most {:?} messages", update.await?.config.max_msgs);
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".to_owned());
    orders(&url).await
}
