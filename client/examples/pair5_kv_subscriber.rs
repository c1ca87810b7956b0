//! Pair 5, key-value: sees what keys are there, and what becomes of them.
//!
//!     nats-server -js
//!     cargo run --example pair5_kv_subscriber
//!     cargo run --example pair5_kv_publisher
//!
//! It ends after as many changes as its argument says, or when it is ended.
#![allow(clippy::print_stdout)]

use std::env;
use std::error::Error;

use futures_util::TryStreamExt;
use jsapi_client::Context;
use jsapi_client::kv::{KvConfig, Operation, WatchEvent};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let count: Option<u64> = env::args().nth(1).map(|count| count.parse()).transpose()?;
    let url = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".to_owned());
    let ctx = Context::new(async_nats::connect(url).await?);
    let config = KvConfig::new("PROFILES").history(5);
    let profiles = ctx.create_or_update_key_value(&config).await?;

    let mut watcher = profiles.watch("anna.*").open().await?;
    let mut left = count.unwrap_or(u64::MAX);
    while left > 0 {
        let Some(event) = watcher.try_next().await? else {
            break;
        };
        match event {
            WatchEvent::Entry(entry) => {
                let value = String::from_utf8_lossy(&entry.value);
                match &entry.operation {
                    Operation::Put => println!("{} is {value}", entry.key()),
                    removed => println!("{} is gone: {removed:?}", entry.key()),
                }
                left -= 1;
            }
            WatchEvent::InitialDone => println!("that is what there was"),
            other => println!("{other:?}"),
        }
    }
    watcher.close().await?;
    Ok(())
}
