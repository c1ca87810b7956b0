//! A service that pulls ten messages, one by one, beside a task that runs every second.
//!
//!     nats-server -js
//!     cargo run --example panini_publisher
//!     cargo run --example panini_pull_worker
#![allow(clippy::print_stdout)]

use std::env;
use std::error::Error;
use std::time::Duration;

use jsapi_client::consume::PullConfig;
use jsapi_client::{Context, PullConsumer};
use tokio::time::{MissedTickBehavior, interval};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let url = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".to_owned());
    let client = async_nats::connect(url).await?;
    let stream = Context::new(client.clone())
        .get_stream("sample-stream-1")
        .await?;
    let config = PullConfig::durable("consumer-2").filter("test.*.stream");
    let consumer = stream.create_or_update_pull_consumer(config).await?;

    let parallel = tokio::spawn(every_second());
    let worked = work(&consumer).await;
    parallel.abort();
    worked?;
    client.flush().await?;
    Ok(())
}

async fn work(consumer: &PullConsumer) -> Result<(), Box<dyn Error>> {
    for round in 1..=10 {
        // Without a timeout it would take what there is, and not wait.
        let fetched = consumer.fetch(1).timeout(Duration::from_secs(5)).await?;
        if fetched.messages.is_empty() {
            println!("{round}: nothing, {}", fetched.status);
        }
        for message in fetched {
            let text = String::from_utf8_lossy(&message.payload);
            println!("{round}: {text}");
            message.ack().await?;
        }
    }
    Ok(())
}

/// At once, and then every second; never twice at a time, and none is made up for.
async fn every_second() {
    let mut timer = interval(Duration::from_secs(1));
    timer.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        timer.tick().await;
        println!("a task in parallel");
    }
}
