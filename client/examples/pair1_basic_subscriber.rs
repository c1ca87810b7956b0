//! Pair 1, basic: receives plain NATS messages while it runs.
//!
//!     nats-server
//!     cargo run --example pair1_basic_subscriber -- 5
//!     cargo run --example pair1_basic_publisher
//!
//! It ends after as many messages as its argument says, or when it is ended. What
//! is published while it does not run is lost: see pair 3.
#![allow(clippy::print_stdout)]

use std::env;
use std::error::Error;

use futures_util::StreamExt;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let count: Option<usize> = env::args().nth(1).map(|count| count.parse()).transpose()?;
    let url = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".to_owned());

    // The settings that there are stand in the publisher.
    let client = async_nats::connect(url).await?;
    let news = client.subscribe("basic.>").await?;
    // The server knows of it from here on.
    client.flush().await?;
    println!("subscribed");

    let mut news = news.take(count.unwrap_or(usize::MAX));
    while let Some(message) = news.next().await {
        let text = String::from_utf8_lossy(&message.payload);
        println!("{}: {text}", message.subject);
    }
    Ok(())
}
