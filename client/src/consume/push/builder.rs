//! Builder of push messages.

use std::time::Duration;

use super::{PushConsumer, PushMessages};
use crate::error::Result;

/// Settings of [`PushMessages`], opened with [`open`](Self::open).
///
/// Returned by [`PushConsumer::messages`].
///
/// ```no_run
/// # async fn example(consumer: jsapi_client::consume::PushConsumer) -> Result<(), jsapi_client::Error> {
/// use std::time::Duration;
///
/// let messages = consumer.messages().max_outage(Duration::from_secs(60)).open().await?;
/// # let _ = messages;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "subscribes only when opened"]
pub struct PushMessagesBuilder {
    consumer: PushConsumer,
    max_outage: Option<Duration>,
}

impl PushMessagesBuilder {
    pub(super) fn new(consumer: PushConsumer) -> Self {
        Self {
            consumer,
            max_outage: None,
        }
    }

    /// Sets the maximum duration of an outage. Default: unlimited.
    ///
    /// An outage starts with a lost connection or missed heartbeats, for example during an election
    /// or while JetStream is disabled for the account. During an outage the stream sends notices.
    /// After this time it ends with the last cause: [`Error::Lost`](crate::Error::Lost) or
    /// [`Error::TimedOut`](crate::Error::TimedOut). Without heartbeats, and for a member of a queue
    /// group, only a lost connection starts an outage.
    pub fn max_outage(mut self, outage: impl Into<Option<Duration>>) -> Self {
        self.max_outage = outage.into();
        self
    }

    /// Subscribes to the consumer's deliver subject, in its queue group if it has one.
    ///
    /// Sends no request and starts no task: messages are read when [`PushMessages`] is
    /// polled.
    ///
    /// # Errors
    /// - [`Error::NotSent`](crate::Error::NotSent) if there is no connection within the
    ///   context's timeout.
    /// - [`Error::Denied`](crate::Error::Denied) if the user may not subscribe to the
    ///   subject and the context observes
    ///   [permissions violations](crate::ConnectionObserver).
    pub async fn open(self) -> Result<PushMessages> {
        self.consumer.subscribe(self.max_outage).await
    }
}
