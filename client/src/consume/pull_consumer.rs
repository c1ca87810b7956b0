//! The handle to a consumer that is pulled from, and how it comes to be.

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

/// A consumer that messages are pulled from.
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
/// Having it subscribes to nothing; the first pull does. One subscription is
/// kept for the pulls that follow, until the last clone is dropped.
#[derive(Clone)]
pub struct PullConsumer(Arc<Inner>);

struct Inner {
    consumer: Consumer,
    origin: Arc<Origin>,
    config: Option<ConsumerConfig>,
    shared: Arc<Shared>,
}

/// State that handles with different timeouts have in common.
#[derive(Default)]
struct Shared {
    pin: PinId,
    kept: Mutex<Option<Kept>>,
    handed_over: HandedOver,
    /// The server that the connection of a pull was lost to.
    suspected: Mutex<Option<String>>,
}

/// What one pull leaves to the next.
pub(crate) struct Kept {
    pub(crate) inbox: PullInbox,
    /// A pull that goes on although nobody waits for it.
    pub(crate) waiting: Option<Waiting>,
}

/// A pull for one message that was dropped before the message came.
pub(crate) struct Waiting {
    pub(crate) id: PullId,
    pub(crate) group: Option<Group>,
    pub(crate) since: Instant,
    pub(crate) denied: Option<BoxFuture<'static, ()>>,
}

impl Stream {
    /// A handle to the pull consumer of this name, which exists.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) when it does not exist (10014), or
    /// the stream does not (10059). [`Mismatch::ConsumerKind`] if it is a push consumer.
    pub async fn pull_consumer(&self, name: impl AsRef<str>) -> Result<PullConsumer> {
        let consumer = self.consumer(name)?;
        let info = consumer.info().await?;
        PullConsumer::found(consumer, info)
    }

    /// Creates a pull consumer.
    ///
    /// With a name it is safe to repeat: it succeeds as well when there is one
    /// with the same configuration. Sends one request.
    ///
    /// # Errors
    /// [`is_already_exists`](Error::is_already_exists) when there is one with
    /// another configuration (10148);
    /// [`ensure_pull_consumer`](Self::ensure_pull_consumer) takes it then.
    /// [`Error::Invalid`] for an empty filter.
    ///
    /// # Cancel safety
    /// Dropped after the request was sent, the consumer may be made.
    pub async fn create_pull_consumer(&self, config: PullConfig) -> Result<PullConsumer> {
        let info = self
            .put_consumer(config.into_config()?, Some(CreateAction::Create))
            .await?;
        PullConsumer::found(self.consumer(&info.name)?, info)
    }

    /// Creates a pull consumer, or replaces the existing one's whole configuration.
    ///
    /// Resets every setting that `config` does not set to the server's default, also
    /// those that somebody tuned since.
    /// [`ensure_pull_consumer`](Self::ensure_pull_consumer) leaves an existing consumer
    /// as it is. Sends one request. Safe to repeat with a name.
    ///
    /// # Errors
    /// 10012 and others when there is one, and a setting cannot be changed.
    pub async fn create_or_update_pull_consumer(&self, config: PullConfig) -> Result<PullConsumer> {
        let info = self.put_consumer(config.into_config()?, None).await?;
        PullConsumer::found(self.consumer(&info.name)?, info)
    }

    /// Creates a pull consumer, or returns the existing one as it is.
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
    /// [`Ensured::differences`] lists the settings of an existing one that differ.
    /// Sends one request, or two if one with another configuration exists. Safe to
    /// repeat with a name.
    ///
    /// # Errors
    /// [`Mismatch::ConsumerKind`] if a push consumer has the name.
    pub async fn ensure_pull_consumer(&self, config: PullConfig) -> Result<Ensured<PullConsumer>> {
        let asked = config.into_config()?;
        let (info, differences) = self.create_consumer_unless_exists(&asked).await?;
        let consumer = PullConsumer::found(self.consumer(&info.name)?, info)?;
        Ok(Ensured::new(consumer, differences))
    }
}

impl Consumer {
    /// To pull from it.
    ///
    /// Sends no request, so it is not known how long the server waits for
    /// acknowledgements, nor what pulls it allows: see [`Stream::pull_consumer`].
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
    /// Acknowledgements of its messages have this timeout too. How long a pull waits for
    /// messages is set by [`Fetch::timeout`](crate::consume::Fetch::timeout). The two
    /// handles pull as one client. Sends no request.
    #[must_use]
    pub fn timeout(&self, timeout: Duration) -> Self {
        let inner = &self.0;
        let consumer = inner.consumer.timeout(timeout);
        Self::with_shared(consumer, inner.config.clone(), inner.shared.clone())
    }

    /// Returns the info that the server sent when this handle was made.
    ///
    /// See [`Consumer::cached_info`].
    pub fn cached_info(&self) -> Option<&ConsumerInfo> {
        self.0.consumer.cached_info()
    }

    /// Returns the handle that reads, changes and deletes the consumer.
    pub fn consumer(&self) -> &Consumer {
        &self.0.consumer
    }

    /// Its configuration, as it was when this handle was made.
    ///
    /// `None` when nothing was asked, see [`Consumer::pull`].
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

    /// The messages that a connection was given up over.
    pub(crate) async fn unreadable(&self) -> Vec<(u64, Message)> {
        unreadable(&self.0.consumer, &self.0.shared.handed_over, &self.0.origin).await
    }

    /// The connection to a server was lost, maybe over a message.
    pub(crate) fn suspect(&self, server: Option<&str>) {
        let mut suspected = self
            .0
            .shared
            .suspected
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *suspected = server.map(str::to_owned);
    }

    /// Whether the connection was lost to the server that it is to again.
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

    /// The subscription that was kept, for one pull at a time.
    ///
    /// Not one that messages for an earlier pull may still come to.
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
        // A pull that still waits for its message needs its subscription; one that
        // is over can do without.
        let needed = kept.as_ref().is_some_and(|kept| kept.waiting.is_some());
        if waiting.is_some() || !needed {
            let _other = kept.replace(Kept { inbox, waiting });
        }
    }

    /// For how long a message may wait for whoever dropped its pull.
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
