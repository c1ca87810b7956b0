//! The first steps with streams, messages and consumers, in the order of a README.
//!
//!     nats-server -js
//!     cargo run --example jetstream_py
//!
//! An argument names the JetStream domain, where there is one. The stream is
//! removed at the end.
#![allow(clippy::print_stdout)]

use std::env;
use std::error::Error;
use std::time::Duration;

use futures_util::TryStreamExt;
use jsapi::StreamConfig;
use jsapi_client::Context;
use jsapi_client::consume::PullConfig;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let url = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".to_owned());
    let client = async_nats::connect(url).await?;
    let mut builder = Context::builder().timeout(Duration::from_secs(5));
    if let Some(domain) = env::args().nth(1) {
        builder = builder.domain(&domain)?;
    }
    let ctx = builder.build(client);

    let account = ctx.account_info().await?;
    println!("the account has {} streams", account.streams);
    // Listings are streams of items; pages are asked for as they are needed.
    let names: Vec<String> = ctx.stream_names().try_collect().await?;
    println!("their names: {names:?}");
    let mut streams = ctx.streams();
    while let Some(info) = streams.try_next().await? {
        println!(
            "{} holds {} messages",
            info.config.name, info.state.messages
        );
    }

    let config = StreamConfig::new("TEST").with_subjects(["first.>"]);
    let stream = ctx.create_stream(config).await?;
    let config = PullConfig::durable("test-app-01");
    let consumer = stream.create_pull_consumer(config).await?;

    // Not acknowledged: it reaches the consumer all the same, or nobody knows.
    let message = jsapi_client::publish::PublishMessage::new("first.demo", "hola");
    ctx.publish_message_unacknowledged(message.header("foo", "bar"))
        .await?;
    let ack = ctx.publish("first.demo", "hello").await?;
    println!(
        "stored as {} of {}, domain {:?}, duplicate {}",
        ack.seq, ack.stream, ack.domain, ack.duplicate
    );

    // Acknowledged when it is dropped, which is after it was used.
    let next = consumer
        .next()
        .timeout(Duration::from_secs(5))
        .auto_ack(true);
    if let Some(message) = next.await? {
        let text = String::from_utf8_lossy(&message.payload);
        println!("the next is {text:?} with foo: {:?}", message.header("foo"));
    }
    // One message at the most, and no longer than the time for one.
    let mut messages = consumer
        .each(1)
        .timeout(Duration::from_secs(5))
        .auto_ack(true);
    while let Some(message) = messages.try_next().await? {
        println!("{:?}", String::from_utf8_lossy(&message.payload));
    }

    stream.delete().await?;
    Ok(())
}
