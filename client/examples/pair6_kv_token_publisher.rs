//! Pair 6, key-value with a token: changes values on a server that asks for a token.
//!
//!     nats-server -js --auth s3cr3t
//!     NATS_TOKEN=s3cr3t cargo run --example pair6_kv_token_subscriber
//!     NATS_TOKEN=s3cr3t cargo run --example pair6_kv_token_publisher
//!
//! It counts to what its argument says, 5 unless given.
#![allow(clippy::print_stdout)]

use std::env;
use std::error::Error;

use async_nats::ConnectOptions;
use jsapi_client::Context;
use jsapi_client::kv::{Change, Entry, KvConfig};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let count: u64 = env::args().nth(1).map_or(Ok(5), |count| count.parse())?;
    let url = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".to_owned());
    let token = env::var("NATS_TOKEN").map_err(|_| "NATS_TOKEN is to be the server's token")?;
    let client = ConnectOptions::with_token(token).connect(url).await?;

    let ctx = Context::new(client);
    let config = KvConfig::new("COUNTERS");
    let counters = ctx.create_or_update_key_value(&config).await?;
    // Read, changed and written, again for as long as others are first.
    for _ in 0..count {
        let one_more = |entry: Option<&Entry>| Change::from((number(entry) + 1).to_string());
        let revision = counters.modify("visits", one_more).await?;
        println!("one more visit, at revision {revision:?}");
    }
    Ok(())
}

fn number(entry: Option<&Entry>) -> u64 {
    let text = entry.and_then(|entry| str::from_utf8(&entry.value).ok());
    text.and_then(|text| text.parse().ok()).unwrap_or(0)
}
