//! Pair 4, callbacks and errors: publishes, and tells what happens to the connection and why a
//! publish failed.
//!
//!     nats-server -js
//!     cargo run --example pair4_callbacks_publisher -- 5
//!     cargo run --example pair4_callbacks_subscriber
//!
//! The argument says how many messages; 5 unless given.
#![allow(clippy::print_stdout)]

use std::env;
use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use async_nats::{ConnectErrorKind, ConnectOptions, Event};
use jsapi::StreamConfig;
use jsapi_client::{ConnectionObserver, Context, Error};
use tokio::sync::Notify;

#[tokio::main]
async fn main() -> Result<(), Box<dyn StdError>> {
    let count: u64 = env::args().nth(1).map_or(Ok(5), |count| count.parse())?;
    let url = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".to_owned());

    let observer = ConnectionObserver::new();
    let closed = Arc::new(Notify::new());
    let (hear, close) = (observer.clone(), closed.clone());
    let options = ConnectOptions::new()
        .name("a publisher with callbacks")
        .event_callback(move |event| {
            // With this, what a user may not do is an error at once, and no timeout.
            hear.observe(&event);
            on_event(event, close.clone())
        });
    let client = match options.connect(&url).await {
        Ok(client) => client,
        Err(error) => {
            let hint = match error.kind() {
                ConnectErrorKind::Io => "is there a server?",
                ConnectErrorKind::Authentication => "is it the right user?",
                ConnectErrorKind::TimedOut => "is it the right address?",
                _ => "see above",
            };
            return Err(format!("{url}: {error} ({hint})").into());
        }
    };
    let ctx = Context::builder().observer(&observer).build(client.clone());
    let config = StreamConfig::new("EVENTS")
        .with_subjects(["events.>"])
        .with_max_msg_size(100);
    ctx.create_or_update_stream(config).await?;

    for n in 1..=count {
        let text = format!("message {n}");
        told(
            n,
            ctx.publish("events.local", text)
                .message_id(format!("pair4-{n}"))
                .await,
        );
    }
    // Three that fail, each in its way.
    told(
        count + 1,
        ctx.publish("events.local", "x".repeat(200)).await,
    );
    told(count + 2, ctx.publish("nobody.listens", "").await);
    told(count + 3, ctx.publish("events.*", "").await);
    let late = ctx
        .publish("events.local", "")
        .expect_last_sequence(999_999);
    told(count + 4, late.timeout(Duration::from_secs(3)).await);

    client.drain().await?;
    closed.notified().await;
    Ok(())
}

async fn on_event(event: Event, closed: Arc<Notify>) {
    match event {
        Event::Connected => println!("event: connected, or connected again"),
        Event::Disconnected => println!("event: disconnected, it is tried again"),
        Event::LameDuckMode => println!("event: the server is about to end"),
        Event::Closed => {
            println!("event: closed");
            closed.notify_one();
        }
        Event::SlowConsumer(subscription) => {
            println!("event: subscription {subscription} is too slow");
        }
        Event::ServerError(error) => println!("event: the server says {error}"),
        Event::ClientError(error) => println!("event: {error}"),
        other => println!("event: {other}"),
    }
}

/// What became of a message, by what the caller can do about it.
fn told(n: u64, outcome: Result<jsapi::PubAck, Error>) {
    match outcome {
        Ok(ack) if ack.duplicate => println!("{n}: it was there already, as {}", ack.seq),
        Ok(ack) => println!("{n}: stored as {}", ack.seq),
        Err(Error::Invalid { source, .. }) => println!("{n}: not sent: {source}"),
        Err(error @ Error::NoStream { .. }) => println!("{n}: no stream takes it: {error}"),
        Err(error) if error.is_conflict() => {
            println!("{n}: somebody was first, with {:?}", error.last_sequence());
        }
        Err(error) if error.may_have_applied() => println!("{n}: perhaps stored: {error}"),
        Err(error) => match error.code() {
            Some(code) => println!("{n}: refused with {}: {error}", u16::from(code)),
            None => println!("{n}: not stored: {error}"),
        },
    }
}
