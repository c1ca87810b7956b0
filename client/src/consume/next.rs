//! Next: pulls of one message at a time.

use std::fmt;
use std::future::{IntoFuture, poll_fn};
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;

use tokio::time::Instant;

use crate::connection::guard::deadline;
use crate::connection::transport::BoxFuture;
use crate::consume::delivery::Message;
use crate::consume::fetch::{Fetch, Pull};
use crate::consume::group::Group;
use crate::consume::pull_consumer::PullConsumer;
use crate::error::Result;
use crate::error::pull_status::PullStatus;

impl PullConsumer {
    /// Pulls one message; `None` if no message is available.
    ///
    /// ```no_run
    /// # async fn example(orders: jsapi_client::PullConsumer) -> Result<(), jsapi_client::Error> {
    /// use std::time::Duration;
    ///
    /// if let Some(message) = orders.next().timeout(Duration::from_secs(5)).await? {
    ///     println!("{}", message.subject);
    ///     message.ack().await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Without a [`timeout`](Next::timeout) it does not wait for a message. Sends one request when
    /// awaited.
    ///
    /// # Errors
    /// - [`is_not_found`](crate::Error::is_not_found) if the consumer or stream does not exist.
    /// - [`Error::Stopped`](crate::Error::Stopped) if it was deleted meanwhile.
    /// - [`Error::Lost`](crate::Error::Lost) if the connection was lost.
    ///
    /// # Cancel safety
    /// If the future is dropped, the pull continues: the next call of `next` returns its message
    /// if it is within 5 s, or half of the consumer's `ack_wait`. Otherwise the server redelivers
    /// the message after `ack_wait`.
    pub fn next(&self) -> Next<'_> {
        Next {
            consumer: self,
            settings: Settings::default(),
        }
    }

    /// Pulls up to `maximum` messages, one after the other.
    ///
    /// ```no_run
    /// # async fn example(orders: jsapi_client::PullConsumer) -> Result<(), jsapi_client::Error> {
    /// use std::time::Duration;
    /// use futures_util::TryStreamExt;
    ///
    /// let mut ten = orders.each(10).timeout(Duration::from_secs(1)).auto_ack(true);
    /// while let Some(message) = ten.try_next().await? {
    ///     println!("{}", message.subject);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The stream ends early if no message arrives within the timeout, and after an error. Sends
    /// one request per message, and never pulls ahead. [`messages`](Self::messages) is faster.
    pub fn each(&self, maximum: u64) -> Each {
        Each {
            consumer: self.clone(),
            settings: Settings::default(),
            left: maximum,
            coming: None,
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Settings {
    timeout: Option<Duration>,
    group: Option<Group>,
    auto_ack: bool,
}

/// A pull of one message. Sends the request when awaited.
#[derive(Clone, Debug)]
#[must_use = "the pull is sent only when awaited"]
pub struct Next<'a> {
    consumer: &'a PullConsumer,
    settings: Settings,
}

/// Settings of both ways to pull single messages.
macro_rules! settings {
    () => {
        /// Sets the timeout for a message. Default: does not wait.
        pub fn timeout(mut self, timeout: Duration) -> Self {
            self.settings.timeout = Some(timeout);
            self
        }

        /// Sets whether each message is acknowledged when dropped. Default: `false`.
        ///
        /// An explicit acknowledgement takes precedence. A message dropped by a panic is not
        /// acknowledged, nor one whose acknowledgement the connection does not accept at that
        /// moment.
        pub fn auto_ack(mut self, auto_ack: bool) -> Self {
            self.settings.auto_ack = auto_ack;
            self
        }

        /// Sets the priority group of the pull (ADR-42).
        pub fn group(mut self, group: impl Into<Group>) -> Self {
            self.settings.group = Some(group.into());
            self
        }
    };
}

impl Next<'_> {
    settings!();
}

impl<'a> IntoFuture for Next<'a> {
    type Output = Result<Option<Message>>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { one(self.consumer, &self.settings).await })
    }
}

async fn one(consumer: &PullConsumer, settings: &Settings) -> Result<Option<Message>> {
    let until = settings.timeout.map(deadline);
    loop {
        let left = until.map(|until| until.saturating_duration_since(Instant::now()));
        let mut fetch = Fetch::new(consumer, 1);
        if let Some(group) = settings.group.clone() {
            fetch = fetch.group(group);
        }
        if let Some(left) = left {
            fetch = fetch.timeout(left);
        }
        // Resume a dropped pull.
        let (mut pull, resumed) = match left.and_then(|_| Pull::resume(&fetch)) {
            Some(pull) => (pull, true),
            None => (fetch.start_resumable().await?, false),
        };
        if let Some(message) = poll_fn(|cx| pull.poll_message(cx)).await {
            return Ok(Some(match settings.auto_ack {
                true => message.acknowledged_on_drop(),
                false => message,
            }));
        }
        return match pull.finish().await? {
            // The dropped pull may have had a shorter timeout, or none.
            PullStatus::NoMessages | PullStatus::Expired | PullStatus::LeaderChanged if resumed => {
                continue;
            }
            PullStatus::NoMessages | PullStatus::Expired | PullStatus::Limit => Ok(None),
            // The status without messages was not needed.
            PullStatus::TimedOut if resumed || pull.was_answered() => Ok(None),
            why => Err(why.into_error()),
        };
    }
}

/// Stream of single pulled messages, up to a maximum number.
///
/// # Cancel safety
/// Dropping a future that waits for the next message loses no message.
#[must_use = "a stream gives nothing until it is polled"]
pub struct Each {
    consumer: PullConsumer,
    settings: Settings,
    left: u64,
    coming: Option<BoxFuture<'static, Result<Option<Message>>>>,
}

impl Each {
    settings!();
}

impl futures_util::Stream for Each {
    type Item = Result<Message>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if this.left == 0 {
            return Poll::Ready(None);
        }
        let coming = this.coming.get_or_insert_with(|| {
            let (consumer, settings) = (this.consumer.clone(), this.settings.clone());
            Box::pin(async move { one(&consumer, &settings).await })
        });
        let came = ready!(coming.as_mut().poll(cx)).transpose();
        this.coming = None;
        this.left = match &came {
            Some(Ok(_)) => this.left.saturating_sub(1),
            _ => 0,
        };
        Poll::Ready(came)
    }
}

impl fmt::Debug for Each {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Each")
            .field("consumer", &self.consumer)
            .field("settings", &self.settings)
            .field("left", &self.left)
            .finish_non_exhaustive()
    }
}
