//! Pulling without waiting, with a callback for each message, and cancelling that.
//!
//!     nats-server -js
//!     cargo run --example tcl_publish -- 5
//!     cargo run --example tcl_consume -- 3
//!
//! It cancels its pull after as many messages as its argument says, 3 unless
//! given. When there are fewer, the pull ends after five seconds.
#![allow(clippy::print_stdout)]

use std::env;
use std::error::Error;
use std::time::Duration;

use futures_util::StreamExt;
use jsapi_client::consume::{PullConfig, PullStatus};
use jsapi_client::{Context, Message};
use tokio::sync::mpsc;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let count: usize = env::args().nth(1).map_or(Ok(3), |count| count.parse())?;
    let url = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".to_owned());
    let client = async_nats::connect(url).await?;
    let stream = Context::new(client.clone()).get_stream("TASKS").await?;
    let consumer = stream
        .create_or_update_pull_consumer(PullConfig::durable("tasks"))
        .await?;

    // A hundred messages, or as many as come within five seconds.
    let mut pull = consumer
        .fetch(100)
        .timeout(Duration::from_secs(5))
        .open()
        .await?;
    let canceller = pull.canceller();
    let (handled, mut counted) = mpsc::channel(1);
    let pulling = tokio::spawn(async move {
        while let Some(message) = pull.next().await {
            on_message(&message).await?;
            if handled.send(()).await.is_err() {
                break;
            }
        }
        pull.finish().await
    });
    println!("the pull is under way");

    for _ in 0..count {
        if counted.recv().await.is_none() {
            break;
        }
    }
    match canceller.cancel() {
        Ok(()) => println!("cancelled"),
        // It had ended by itself.
        Err(error) => println!("not cancelled: {error}"),
    }
    if let Err(error) = canceller.cancel() {
        println!("cancelling again is an error: {error}");
    }
    drop(counted);
    match pulling.await?? {
        PullStatus::Cancelled => println!("nothing more comes"),
        why => println!("it ended by itself: {why}"),
    }
    client.flush().await?;
    Ok(())
}

async fn on_message(message: &Message) -> jsapi_client::Result<()> {
    println!("{}", String::from_utf8_lossy(&message.payload));
    message.ack().await?;
    Ok(())
}
