//! Pair 3, JetStream: reads what a stream holds, and what comes after it.
//!
//!     nats-server -js
//!     cargo run --example pair3_jetstream_publisher
//!     cargo run --example pair3_jetstream_subscriber -- 5
//!
//! It ends after as many messages as its argument says, or when it is ended. The
//! next time it goes on behind the last message that it acknowledged.
#![allow(clippy::print_stdout)]

use std::env;
use std::error::Error;

use futures_util::TryStreamExt;
use jsapi_client::Context;
use jsapi_client::consume::PullConfig;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let count: Option<usize> = env::args().nth(1).map(|count| count.parse()).transpose()?;
    let url = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".to_owned());
    let ctx = Context::new(async_nats::connect(url).await?);

    let stream = ctx.get_stream("NEWS").await?;
    let config = PullConfig::durable("reader").filter("news.>");
    let consumer = stream.create_or_update_pull_consumer(config).await?;
    let waiting = consumer.consumer().info().await?.num_pending;
    println!("{waiting} messages are waiting");

    // Goes on for ever, through reconnects and restarts of the server.
    let mut messages = consumer.messages().open().await?;
    let mut left = count.unwrap_or(usize::MAX);
    while left > 0 {
        let Some(message) = messages.try_next().await? else {
            break;
        };
        let sequence = message.metadata()?.stream_sequence;
        let text = String::from_utf8_lossy(&message.payload);
        println!("{sequence} on {}: {text}", message.subject);
        // `ack` is sent and not waited for; this is confirmed.
        message.ack_sync().await?;
        left -= 1;
    }
    // What was fetched ahead goes back to the server at once.
    messages.control().drain_nak().await;
    Ok(())
}
