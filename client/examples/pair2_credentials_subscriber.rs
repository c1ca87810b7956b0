//! Pair 2, credentials: receives as the user that a credentials file names.
//!
//!     cargo run -p jsapi-test-server --features operator -- --credentials user.creds
//!     export NATS_URL=nats://127.0.0.1:PORT NATS_CREDS=user.creds
//!     cargo run -p jsapi-client --features nkeys --example pair2_credentials_subscriber
//!     cargo run -p jsapi-client --features nkeys --example pair2_credentials_publisher
//!
//! It ends after as many messages as its argument says, or when it is ended.
#![allow(clippy::print_stdout)]

use std::env;
use std::error::Error;

use async_nats::ConnectOptions;
use futures_util::StreamExt;
use jsapi_client::Context;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let count: Option<usize> = env::args().nth(1).map(|count| count.parse()).transpose()?;
    let url = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".to_owned());
    let file = env::var("NATS_CREDS").unwrap_or_else(|_| "user.creds".to_owned());

    // From a text, as secret stores hand it out, and not from the file itself.
    let text = std::fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    let options = ConnectOptions::with_credentials(&text)?;
    let client = options.connect(url).await?;

    // JetStream is asked over the same connection, as the same user.
    let account = Context::new(client.clone()).account_info().await?;
    println!("the account of this user has {} streams", account.streams);

    let news = client.subscribe("credentials.>").await?;
    client.flush().await?;
    println!("subscribed");
    let mut news = news.take(count.unwrap_or(usize::MAX));
    while let Some(message) = news.next().await {
        let text = String::from_utf8_lossy(&message.payload);
        println!("{}: {text}", message.subject);
    }
    Ok(())
}
