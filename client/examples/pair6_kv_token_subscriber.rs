//! Pair 6, key-value with a token: watches values on a server that asks for a token.
//!
//!     nats-server -js --auth s3cr3t
//!     NATS_TOKEN=s3cr3t cargo run --example pair6_kv_token_subscriber
//!     NATS_TOKEN=s3cr3t cargo run --example pair6_kv_token_publisher
//!
//! It ends after as many changes as its argument says, or when it is ended.
#![allow(clippy::print_stdout)]

use std::env;
use std::error::Error;

use async_nats::ConnectOptions;
use futures_util::TryStreamExt;
use jsapi_client::Context;
use jsapi_client::kv::{KvConfig, WatchEvent};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let count: Option<u64> = env::args().nth(1).map(|count| count.parse()).transpose()?;
    let url = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".to_owned());
    let token = env::var("NATS_TOKEN").map_err(|_| "NATS_TOKEN is to be the server's token")?;
    let client = ConnectOptions::with_token(token).connect(url).await?;

    let ctx = Context::new(client);
    let config = KvConfig::new("COUNTERS");
    let counters = ctx.create_or_update_key_value(&config).await?;
    let mut watcher = counters.watch("visits").open().await?;
    let mut left = count.unwrap_or(u64::MAX);
    while left > 0 {
        let Some(event) = watcher.try_next().await? else {
            break;
        };
        match event {
            WatchEvent::Entry(entry) => {
                let value = String::from_utf8_lossy(&entry.value);
                println!("{} is {value} at revision {}", entry.key(), entry.revision);
                left -= 1;
            }
            WatchEvent::InitialDone => println!("watching"),
            other => println!("{other:?}"),
        }
    }
    Ok(())
}
