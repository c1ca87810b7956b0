//! The example of the README: a stream, what it says of itself, and an error.
//!
//! `NATS_URL=nats://127.0.0.1:4222 cargo run --example quickstart`
#![allow(clippy::print_stdout, missing_docs, unreachable_pub)]

use std::time::Duration;

use jsapi::{ErrorCode, StreamConfig, StreamInfoRequest};
use jsapi_client::Context;

pub async fn orders(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let ctx = Context::new(async_nats::connect(url).await?);
    let config = StreamConfig::new("ORDERS")
        .with_subjects(["orders.>"])
        .with_max_age(Duration::from_secs(3600));
    let stream = ctx.create_or_update_stream(config).await?;

    // A handle is thin over `call`, which takes every request there is.
    let info = ctx.call(&StreamInfoRequest::new("ORDERS")).await?;
    println!("{} holds {} messages", stream.name(), info.state.messages);

    // Read, changed and written back: what a newer server added stays.
    stream
        .update_with(|config| config.max_msgs = Some(10_000))
        .await?;

    match ctx.call(&StreamInfoRequest::new("NONE")).await {
        Err(error) if error.is(ErrorCode::STREAM_NOT_FOUND) => println!("{error}"),
        other => println!("{:?}", other?.config.subjects),
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".to_owned());
    orders(&url).await
}
