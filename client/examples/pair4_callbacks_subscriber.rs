//! Pair 4, callbacks and errors: reads, and tells what happens beside the messages.
//!
//!     nats-server -js
//!     cargo run --example pair4_callbacks_publisher
//!     cargo run --example pair4_callbacks_subscriber -- 5
//!
//! It ends after as many messages as its argument says, when it is ended, or when
//! the consumer is deleted. End the server meanwhile and start it again to see it
//! go on.
#![allow(clippy::print_stdout)]

use std::env;
use std::error::Error as StdError;
use std::time::Duration;

use async_nats::ConnectOptions;
use futures_util::StreamExt;
use jsapi_client::consume::PullConfig;
use jsapi_client::{Context, Error, Message};

#[tokio::main]
async fn main() -> Result<(), Box<dyn StdError>> {
    let count: Option<usize> = env::args().nth(1).map(|count| count.parse()).transpose()?;
    let url = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".to_owned());
    let client = ConnectOptions::new()
        .event_callback(|event| async move { println!("event: {event}") })
        .connect(url)
        .await?;
    let ctx = Context::new(client.clone());

    let stream = match ctx.get_stream("EVENTS").await {
        Err(error) if error.is_not_found() => {
            return Err("there is no stream: the publisher makes it".into());
        }
        Err(error) if error.is_not_enabled() => {
            return Err("the server has no JetStream: start it with -js".into());
        }
        stream => stream?,
    };
    let config = PullConfig::durable("callbacks").ack_wait(Duration::from_secs(10));
    let consumer = stream.create_or_update_pull_consumer(config).await?;

    // Silence, reconnects and other leaders are no errors, and are told beside.
    let mut messages = consumer
        .messages()
        .heartbeat(Duration::from_secs(1))
        .open()
        .await?;
    let mut notices = messages.notices();
    let mut left = count.unwrap_or(usize::MAX);
    println!("subscribed");
    while left > 0 {
        tokio::select! {
            Some(notice) = notices.next() => println!("notice: {notice:?}"),
            next = messages.next() => match next {
                Some(Ok(message)) => {
                    on_message(&message).await;
                    left -= 1;
                }
                // What is final: the consumer is gone, or the connection closed.
                Some(Err(Error::Stopped { source, .. })) => println!("ended: {source}"),
                Some(Err(error)) => return Err(error.into()),
                None => break,
            },
        }
    }
    messages.control().drain_nak().await;
    client.drain().await?;
    Ok(())
}

async fn on_message(message: &Message) {
    let text = String::from_utf8_lossy(&message.payload);
    println!("{}: {text}", message.subject);
    match message.ack_sync().await {
        Ok(acked) if acked.is_late() => println!("acknowledged late: it may come again"),
        Ok(_) => {}
        Err(error) => println!("not acknowledged: {error}"),
    }
    // A second word on the same message is refused here, and not sent.
    if let Err(error) = message.nak().await {
        println!("  no second word: {error}");
    }
}
