//! Pair 5, key-value: puts, changes and removes the values of keys.
//!
//!     nats-server -js
//!     cargo run --example pair5_kv_subscriber
//!     cargo run --example pair5_kv_publisher
#![allow(clippy::print_stdout)]

use std::env;
use std::error::Error;

use jsapi_client::Context;
use jsapi_client::kv::KvConfig;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let url = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".to_owned());
    let ctx = Context::new(async_nats::connect(url).await?);
    let config = KvConfig::new("PROFILES").history(5);
    let profiles = ctx.create_or_update_key_value(&config).await?;

    profiles.put("anna.city", "Tomsk").await?;
    let revision = profiles.put("anna.color", "blue").await?;
    println!("anna.color is at revision {revision}");

    // Only if nobody changed it in between.
    let green = profiles.update("anna.color", "green", revision).await?;
    match profiles.update("anna.color", "red", revision).await {
        Err(error) if error.is_conflict() => {
            println!("not red: it is at {:?} by now", error.last_sequence());
        }
        other => println!("red at {}", other?),
    }
    // Only if there is none.
    if let Err(error) = profiles.create("anna.color", "black").await {
        println!("not black: {error}");
    }

    match profiles.get("anna.color").await? {
        Some(entry) => println!(
            "anna.color is {} at {}",
            String::from_utf8_lossy(&entry.value),
            entry.revision
        ),
        None => println!("anna.color is not there"),
    }
    profiles.delete("anna.city").await?;
    println!("keys: {:?}", profiles.keys().await?);
    for entry in profiles.history("anna.color").await? {
        let value = String::from_utf8_lossy(&entry.value).into_owned();
        println!("at {}: {:?} {value}", entry.revision, entry.operation);
    }
    profiles.revert("anna.color", green - 1).await?;
    println!("anna.color is as it was first");
    Ok(())
}
