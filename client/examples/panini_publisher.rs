//! A service that makes a stream when it starts and publishes every two seconds.
//!
//!     nats-server -js
//!     cargo run --example panini_publisher
//!
//! It publishes until it is ended, or as many messages as its argument says.
//! `panini_push_listener` and `panini_pull_worker` take them out.
//!
//! A publish waits for the stream's word that the message is stored. With
//! `--unacknowledged` it is a plain NATS publish, which nobody confirms.
#![allow(clippy::print_stdout)]

use std::env;
use std::error::Error;
use std::time::Duration;

use jsapi::StreamConfig;
use jsapi_client::Context;
use tokio::time::{MissedTickBehavior, interval};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let count = arguments.iter().find_map(|argument| argument.parse().ok());
    let acknowledged = !arguments.iter().any(|flag| flag == "--unacknowledged");
    let url = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".to_owned());

    let client = async_nats::connect(url).await?;
    let ctx = Context::new(client.clone());
    // On start: nothing is published before the stream is there. Safe to repeat.
    let config = StreamConfig::new("sample-stream-1").with_subjects(["test.*.stream"]);
    ctx.create_or_update_stream(config).await?;

    let id = client.server_info().client_id;
    let mut timer = interval(Duration::from_secs(2));
    // The first tick comes at once. One that takes too long delays the next,
    // and those that were missed are not made up for.
    timer.set_missed_tick_behavior(MissedTickBehavior::Delay);
    for counter in 1..=count.unwrap_or(u64::MAX) {
        timer.tick().await;
        let message = serde_json::json!({"id": id, "counter": counter}).to_string();
        if acknowledged {
            let ack = ctx.publish("test.app2.stream", message.clone()).await?;
            println!("sent {message}, stored as {}", ack.seq);
        } else {
            ctx.publish_unacknowledged("test.app2.stream", message.clone())
                .await?;
            println!("sent {message}");
        }
    }
    // What was published and not confirmed may still be on this side.
    client.flush().await?;
    Ok(())
}
