//! Pair 2, credentials: publishes as the user that a credentials file names.
//!
//!     cargo run -p jsapi-test-server --features operator -- --credentials user.creds
//!     export NATS_URL=nats://127.0.0.1:PORT NATS_CREDS=user.creds
//!     cargo run -p jsapi-client --features nkeys --example pair2_credentials_subscriber
//!     cargo run -p jsapi-client --features nkeys --example pair2_credentials_publisher
//!
//! The first line starts a server, writes the file and prints the URL. A server of
//! your own takes what `nsc generate config` and `nsc generate creds` write.
#![allow(clippy::print_stdout)]

use std::env;
use std::error::Error;

use async_nats::ConnectOptions;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let count: u64 = env::args().nth(1).map_or(Ok(5), |count| count.parse())?;
    let url = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".to_owned());
    let file = env::var("NATS_CREDS").unwrap_or_else(|_| "user.creds".to_owned());

    // The file has a token that names the user, and a key, which stays here: it
    // signs what the server makes up for each connection.
    let options = ConnectOptions::with_credentials_file(&file)
        .await
        .map_err(|error| format!("{file}: {error}"))?;
    let client = options.connect(url).await?;
    println!("connected with {file}");

    for n in 1..=count {
        let text = format!("message {n}");
        client.publish("credentials.news", text.into()).await?;
        println!("published {n}");
    }
    client.flush().await?;
    Ok(())
}
