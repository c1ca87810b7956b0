//! Handle to a pull consumer, and its creation.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jsapi::endpoint::CONSUMER_INFO;
use jsapi::{ConsumerConfig, ConsumerInfo, ConsumerInfoRequest, CreateAction};
use tokio::time::Instant;

use crate::api::context::Context;
use crate::connection::transport::BoxFuture;
use crate::consume::consumer::Consumer;
use crate::consume::delivery::{AckWait, Message, Origin};
use crate::consume::group::{Group, PinId};
use crate::consume::pull_config::PullConfig;
use crate::consume::pull_inbox::PullInbox;
use crate::consume::undecodable_headers::{HandedOver, unreadable};
use crate::error::{Error, Mismatch, Result};
use crate::protocol::pull_flow::PullId;
use crate::streams::ensured::Ensured;
use crate::streams::stream::Stream;

/// Handle to a pull consumer.
///
/// ```no_run
/// # async fn example(stream: jsapi_client::Stream) -> Result<(), jsapi_client::Error> {
/// use jsapi_client::consume::PullConfig;
///
/// let ensured = stream.ensure_pull_consumer(PullConfig::durable("WORKER")).await?;
/// if !ensured.differences.is_empty() {
///     println!("it exists, with differences: {:?}", ensured.differences);
/// }
/// let worker = ensured.handle;
/// while let Some(message) = worker.next().await? {
///     message.ack().await?;
/// }
/// # Ok(())
/// # }
/// ```
///
/// Creating it subscribes to nothing; the first pull does. The subscription is reused by
/// further pulls, until the last clone is dropped.
#[derive(Clone)]
pub struct PullConsumer(Arc<Inner>);

struct Inner {
    consumer: Consumer,
    origin: Arc<Origin>,
    config: Option<ConsumerConfig>,
    shared: Arc<Shared>,
}

/// State shared by handles with different timeouts.
#[derive(Default)]
struct Shared {
    pin: PinId,
    kept: Mutex<Option<Kept>>,
    handed_over: HandedOver,
    /// Server of the connection that a pull lost.
    suspected: Mutex<Option<String>>,
}

/// State kept from one pull for the next.
pub(crate) struct Kept {
    pub(crate) inbox: PullInbox,
    /// A dropped pull that continues.
    pub(crate) waiting: Option<Waiting>,
}

/// A pull of one message that was dropped before the message arrived.
pub(crate) struct Waiting {
    pub(crate) id: PullId,
    pub(crate) group: Option<Group>,
    pub(crate) since: Instant,
    pub(crate) denied: Option<BoxFuture<'static, ()>>,
}

impl Stream {
    /// Returns a handle to an existing pull consumer.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// - [`is_not_found`](Error::is_not_found) if the consumer (10014) or the stream (10059) does
    ///   not exist.
    /// - [`Mismatch::ConsumerKind`] if it is a push consumer.
    pub async fn pull_consumer(&self, name: impl AsRef<str>) -> Result<PullConsumer> {
        let consumer = self.consumer(name)?;
        let info = consumer.info().await?;
        PullConsumer::found(consumer, info)
    }

    /// Creates a pull consumer.
    ///
    /// With a name it is safe to retry: it also succeeds if the consumer exists with the same
    /// configuration. Sends one request.
    ///
    /// # Errors
    /// - [`is_already_exists`](Error::is_already_exists) if the consumer exists with another
    ///   configuration (10148); see [`ensure_pull_consumer`](Self::ensure_pull_consumer).
    /// - [`Error::Invalid`] for an empty filter.
    ///
    /// # Cancel safety
    /// If the future is dropped, the consumer may have been created.
    pub async fn create_pull_consumer(&self, config: PullConfig) -> Result<PullConsumer> {
        let info = self
            .put_consumer(config.into_config()?, Some(CreateAction::Create))
            .await?;
        PullConsumer::found(self.consumer(&info.name)?, info)
    }

    /// Creates a pull consumer, or replaces the existing one's whole configuration.
    ///
    /// Resets every setting that `config` does not set to the server's default, also settings
    /// that were changed since. [`ensure_pull_consumer`](Self::ensure_pull_consumer) does not
    /// change an existing consumer. Sends one request. Safe to retry with a name.
    ///
    /// # Errors
    /// 10012 and others if the consumer exists and a setting cannot be changed.
    pub async fn create_or_update_pull_consumer(&self, config: PullConfig) -> Result<PullConsumer> {
        let info = self.put_consumer(config.into_config()?, None).await?;
        PullConsumer::found(self.consumer(&info.name)?, info)
    }

    /// Creates a pull consumer, or returns the existing one unchanged.
    ///
    /// ```no_run
    /// # async fn example(orders: jsapi_client::Stream) -> Result<(), jsapi_client::Error> {
    /// use jsapi_client::PullConfig;
    ///
    /// let ensured = orders.ensure_pull_consumer(PullConfig::durable("billing")).await?;
    /// let billing = ensured.handle;
    /// # let _ = billing;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Ensured::differences`] lists the settings of an existing consumer that differ. Sends one
    /// request, or two if a consumer with another configuration exists. Safe to retry with a name.
    ///
    /// # Errors
    /// [`Mismatch::ConsumerKind`] if a push consumer with the name exists.
    pub async fn ensure_pull_consumer(&self, config: PullConfig) -> Result<Ensured<PullConsumer>> {
        let asked = config.into_config()?;
        let (info, differences) = self.create_consumer_unless_exists(&asked).await?;
        let consumer = PullConsumer::found(self.consumer(&info.name)?, info)?;
        Ok(Ensured::new(consumer, differences))
    }
}

impl Consumer {
    /// Returns a handle to pull messages from the consumer.
    ///
    /// Sends no request, so the consumer's `ack_wait` and limits of pulls are unknown: see
    /// [`Stream::pull_consumer`].
    pub fn pull(&self) -> PullConsumer {
        PullConsumer::new(self.clone(), None)
    }
}

impl PullConsumer {
    fn new(consumer: Consumer, config: Option<ConsumerConfig>) -> Self {
        Self::with_shared(consumer, config, Arc::default())
    }

    fn with_shared(
        consumer: Consumer,
        config: Option<ConsumerConfig>,
        shared: Arc<Shared>,
    ) -> Self {
        let ack_wait = config.as_ref().and_then(AckWait::of);
        let origin = Origin::new(consumer.context().clone(), ack_wait);
        Self(Arc::new(Inner {
            consumer,
            origin,
            config,
            shared,
        }))
    }

    fn found(consumer: Consumer, info: ConsumerInfo) -> Result<Self> {
        let Some(config) = info.config.clone() else {
            return Err(Error::mismatch(CONSUMER_INFO.verb, Mismatch::NoConfig));
        };
        match config.deliver_subject {
            Some(_) => Err(Error::mismatch(
                CONSUMER_INFO.verb,
                Mismatch::ConsumerKind {
                    consumer: info.name,
                    found: "push",
                    expected: "pull",
                },
            )),
            None => Ok(Self::new(consumer.with_info(info), Some(config))),
        }
    }

    /// Returns a handle whose requests have another timeout.
    ///
    /// ```no_run
    /// # async fn example(worker: jsapi_client::consume::PullConsumer) -> Result<(), jsapi_client::Error> {
    /// use std::time::Duration;
    ///
    /// let info = worker.timeout(Duration::from_secs(1)).consumer().info().await?;
    /// # let _ = info;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The timeout also applies to acknowledgements of its messages.
    /// [`Fetch::timeout`](crate::consume::Fetch::timeout) sets the time that a pull waits for
    /// messages. Both handles pull as one client. Sends no request.
    #[must_use]
    pub fn timeout(&self, timeout: Duration) -> Self {
        let inner = &self.0;
        let consumer = inner.consumer.timeout(timeout);
        Self::with_shared(consumer, inner.config.clone(), inner.shared.clone())
    }

    /// Returns the info that the server sent when this handle was created.
    ///
    /// See [`Consumer::cached_info`].
    pub fn cached_info(&self) -> Option<&ConsumerInfo> {
        self.0.consumer.cached_info()
    }

    /// Returns the handle that reads, changes and deletes the consumer.
    pub fn consumer(&self) -> &Consumer {
        &self.0.consumer
    }

    /// Returns the configuration when this handle was created.
    ///
    /// `None`: unknown, see [`Consumer::pull`].
    pub fn config(&self) -> Option<&ConsumerConfig> {
        self.0.config.as_ref()
    }

    pub(crate) fn context(&self) -> &Context {
        self.0.consumer.context()
    }

    pub(crate) fn origin(&self) -> &Arc<Origin> {
        &self.0.origin
    }

    pub(crate) fn pin(&self) -> &PinId {
        &self.0.shared.pin
    }

    pub(crate) fn info_request(&self) -> ConsumerInfoRequest {
        ConsumerInfoRequest::new(self.0.consumer.stream_name(), self.0.consumer.name())
    }

    /// Returns the messages on which a connection was lost.
    pub(crate) async fn unreadable(&self) -> Vec<(u64, Message)> {
        unreadable(&self.0.consumer, &self.0.shared.handed_over, &self.0.origin).await
    }

    /// Records that a connection was lost, possibly on a message.
    pub(crate) fn suspect(&self, server: Option<&str>) {
        let mut suspected = self
            .0
            .shared
            .suspected
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *suspected = server.map(str::to_owned);
    }

    /// Returns whether the client is connected again to the server that it lost.
    pub(crate) fn is_suspected(&self) -> bool {
        let suspected = self
            .0
            .shared
            .suspected
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        suspected.is_some() && suspected == self.context().server_id()
    }

    /// Takes the kept subscription, for one pull at a time.
    ///
    /// Not a subscription that may still receive messages of an earlier pull.
    pub(crate) fn take_inbox(&self) -> Option<PullInbox> {
        self.take_kept()
            .filter(|kept| kept.waiting.is_none())
            .map(|kept| kept.inbox)
    }

    pub(crate) fn take_kept(&self) -> Option<Kept> {
        self.0
            .shared
            .kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }

    pub(crate) fn keep(&self, inbox: PullInbox, waiting: Option<Waiting>) {
        let mut kept = self
            .0
            .shared
            .kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // A pull that still waits for its message needs its subscription; an ended
        // one does not.
        let needed = kept.as_ref().is_some_and(|kept| kept.waiting.is_some());
        if waiting.is_some() || !needed {
            let _other = kept.replace(Kept { inbox, waiting });
        }
    }

    /// Returns the maximum time to keep the message of a dropped pull.
    pub(crate) fn timeout_for(&self) -> Duration {
        const LONGEST: Duration = Duration::from_secs(5);
        let ack_wait = self
            .0
            .origin
            .ack_wait
            .as_ref()
            .and_then(|waits| waits.after(1));
        ack_wait.map_or(LONGEST, |wait| LONGEST.min(wait / 2))
    }
}

impl fmt::Debug for PullConsumer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PullConsumer")
            .field("stream", &self.0.consumer.stream_name())
            .field("name", &self.0.consumer.name())
            .finish_non_exhaustive()
    }
}
