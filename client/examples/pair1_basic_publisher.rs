//! Pair 1, basic: publishes plain NATS messages, with every setting of the connection named.
//!
//!     nats-server
//!     cargo run --example pair1_basic_subscriber
//!     cargo run --example pair1_basic_publisher -- 5
//!
//! The argument says how many messages; 5 unless given.
//!
//! | elsewhere | here |
//! |---|---|
//! | `name` | `name` |
//! | `connect_timeout` | `connection_timeout` |
//! | `ping_interval` | `ping_interval` |
//! | `max_outstanding_pings` | always 2: `ping_interval` has to make up for it |
//! | `allow_reconnect` | always; `max_reconnects` bounds the attempts in a row, 1 or more |
//! | `dont_randomize` | `retain_servers_order` |
//! | `reconnect_time_wait` | `reconnect_delay_callback` |
//! | `no_echo` | `no_echo` |
#![allow(clippy::print_stdout)]

use std::env;
use std::error::Error;
use std::time::Duration;

use async_nats::ConnectOptions;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let count: u64 = env::args().nth(1).map_or(Ok(5), |count| count.parse())?;
    let url = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".to_owned());

    // `async_nats::connect(url)` is enough. All that can be said:
    let client = ConnectOptions::new()
        .name("a simple publisher")
        .connection_timeout(Duration::from_secs(10))
        // The third ping finds two unanswered: a dead server is noticed after
        // three intervals, here a minute.
        .ping_interval(Duration::from_secs(20))
        // There is no `0` for never: that is without a limit.
        .max_reconnects(60)
        // Called before the first connect too, which is not to wait.
        .reconnect_delay_callback(|attempts| match attempts {
            0 | 1 => Duration::ZERO,
            _ => Duration::from_secs(5),
        })
        // Where several servers are named, it is in random order unless
        // `.retain_servers_order()`, and what this client publishes comes to its
        // own subscriptions unless `.no_echo()`.
        .connect(url)
        .await?;
    println!("connected to {}", client.server_info().server_name);

    for n in 1..=count {
        let text = format!("message {n}");
        client.publish("basic.news", text.into()).await?;
        println!("published {n}");
    }
    // What was published may still be on this side.
    client.flush().await?;
    Ok(())
}
