//! A service that the server pushes messages to: a durable consumer and a callback.
//!
//!     nats-server -js
//!     cargo run --example panini_publisher
//!     cargo run --example panini_push_listener
//!
//! It listens until it is ended, or for as many messages as its argument says.
#![allow(clippy::print_stdout)]

use std::env;
use std::error::Error;
use std::sync::Arc;

use jsapi_client::consume::PushConfig;
use jsapi_client::{Context, Message};
use tokio::sync::Semaphore;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let count: Option<u32> = env::args().nth(1).map(|count| count.parse()).transpose()?;
    let url = env::var("NATS_URL").unwrap_or_else(|_| "nats://127.0.0.1:4222".to_owned());

    let client = async_nats::connect(url).await?;
    let ctx = Context::new(client.clone());
    let stream = ctx.get_stream("sample-stream-1").await?;
    // Durable: when it comes back it goes on behind what it acknowledged.
    let config = PushConfig::durable("consumer-1").filter("test.*.stream");
    let consumer = stream.create_or_update_push_consumer(config).await?;

    let seen = Arc::new(Semaphore::new(0));
    let messages = consumer.messages().open().await?;
    let control = messages.control();
    if let Some(count) = count {
        let seen = seen.clone();
        tokio::spawn(async move {
            // Fails only when the semaphore is closed, which nobody does.
            drop(seen.acquire_many(count).await);
            control.stop().await;
        });
    }
    let handling = messages.handle(move |message: Arc<Message>| {
        let seen = seen.clone();
        async move {
            let text = String::from_utf8_lossy(&message.payload);
            println!("a message on {}: {text}", message.subject);
            seen.add_permits(1);
            // What returns `()` or `Ok` is acknowledged, an error has it
            // redelivered after a delay.
        }
    });
    handling.await?;
    client.flush().await?;
    Ok(())
}
