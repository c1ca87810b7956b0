//! Options of push messages.

use std::future::IntoFuture;
use std::time::Duration;

use super::{PushConsumer, PushMessages};
use crate::connection::transport::BoxFuture;
use crate::error::Result;

/// Options for receiving pushed messages; await it to subscribe.
///
/// From [`PushConsumer::messages`].
///
/// ```no_run
/// # async fn example(consumer: jsapi_client::consume::PushConsumer) -> Result<(), jsapi_client::Error> {
/// use std::time::Duration;
///
/// let messages = consumer.messages().max_outage(Duration::from_secs(60)).await?;
/// # let _ = messages;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is subscribed to until it is awaited"]
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

    /// Sets how long the consumer may give no sign before the messages end. Default:
    /// unlimited.
    ///
    /// An outage begins with a lost connection or missed heartbeats, as during an
    /// election or while JetStream is off for the account. The messages go on with
    /// notices. After this time they end with the last cause:
    /// [`Error::Lost`](crate::Error::Lost) or [`Error::TimedOut`](crate::Error::TimedOut).
    /// A consumer without heartbeats, and a member of a queue group, notices lost
    /// connections only.
    pub fn max_outage(mut self, outage: Duration) -> Self {
        self.max_outage = Some(outage);
        self
    }
}

impl IntoFuture for PushMessagesBuilder {
    type Output = Result<PushMessages>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.consumer.subscribe(self.max_outage).await })
    }
}
