//! A stream of its own for each test of pull consumers.
#![allow(dead_code, reason = "each test file uses what it needs")]

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use jsapi::{StorageType, StreamConfig};
use jsapi_client::consume::{Notice, PullConfig, PullConsumer, PullMessages};
use jsapi_client::{Context, Stream};
use jsapi_test_server::{Server, User, Version};
use jsapi_tests::{Outcome, connect};
use tokio::time::timeout;

pub(crate) const MS: Duration = Duration::from_millis(1);
pub(crate) const SEC: Duration = Duration::from_secs(1);

pub(crate) struct Setting {
    pub(crate) client: async_nats::Client,
    pub(crate) stream: Stream,
    pub(crate) subject: String,
}

impl Setting {
    pub(crate) async fn shared() -> Outcome<Self> {
        Self::on(Version::NEWEST).await
    }

    pub(crate) async fn on(version: Version) -> Outcome<Self> {
        let server = Server::shared(version)?;
        Self::at(&server.url(), StorageType::Memory).await
    }

    pub(crate) async fn at(url: &str, storage: StorageType) -> Outcome<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("PULL-{}-{number}", std::process::id());
        let client = connect(url, User::A).await?;
        let subject = format!("{name}.x");
        let config = StreamConfig::new(&name)
            .with_subjects([format!("{name}.>")])
            .with_storage(storage);
        let stream = Context::new(client.clone()).create_stream(config).await?;
        Ok(Self {
            client,
            stream,
            subject,
        })
    }

    /// Publishes numbers, and waits until the last one is stored.
    pub(crate) async fn publish(&self, numbers: std::ops::Range<u32>) -> Outcome {
        let last = numbers.end - 1;
        for number in numbers.start..last {
            self.client
                .publish(self.subject.clone(), number.to_string().into())
                .await?;
        }
        let ack = self
            .client
            .request(self.subject.clone(), last.to_string().into())
            .await?;
        jsapi::decode_reply::<jsapi::PubAck>(&ack.payload, &[])?;
        // The consumers hear of it a moment later: a pull that does not wait may
        // still find nothing (1 in 1,000, with 2.10.26).
        self.stream.info().await?;
        Ok(())
    }

    pub(crate) async fn consumer(&self, config: PullConfig) -> Outcome<PullConsumer> {
        Ok(self.stream.create_pull_consumer(config).await?)
    }

    pub(crate) async fn worker(&self) -> Outcome<PullConsumer> {
        self.consumer(PullConfig::durable("WORKER")).await
    }
}

/// The next message, which has to come in time.
pub(crate) async fn next(messages: &mut PullMessages, within: Duration) -> Outcome<u32> {
    let message = timeout(within, messages.try_next()).await??.unwrap();
    message.ack().await?;
    number(&message)
}

pub(crate) fn number(message: &jsapi_client::Message) -> Outcome<u32> {
    Ok(std::str::from_utf8(&message.payload)?.parse()?)
}

pub(crate) async fn settles(mut done: impl AsyncFnMut() -> Outcome<bool>) -> Outcome {
    let deadline = Instant::now() + 20 * SEC;
    while !done().await? {
        assert!(Instant::now() < deadline, "it does not settle");
        tokio::time::sleep(20 * MS).await;
    }
    Ok(())
}

/// What was told so far.
pub(crate) fn told(messages: &PullMessages) -> Vec<Notice> {
    let notices = messages.notices();
    std::iter::from_fn(|| notices.try_next()).collect()
}

/// How many subscriptions clients have at a server.
pub(crate) fn subscriptions(server: &Server) -> Outcome<u64> {
    let connections = server.monitor("/connz")?;
    let connections = connections["connections"].as_array().unwrap().clone();
    Ok(connections
        .iter()
        .filter_map(|it| it["subscriptions"].as_u64())
        .sum())
}
