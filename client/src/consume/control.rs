//! Ending a stream of messages from elsewhere.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll};

use tokio::time::Instant;

/// What a stream of messages does, for those who end it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Running,
    Draining { since: Instant },
    HandingBack { since: Instant },
    Over,
}

/// A stream of messages that can be ended from elsewhere.
pub(crate) trait Closing: Send + Sync {
    fn stop(&self);
    fn drain(&self);
    fn drain_nak(&self);
    fn phase(&self) -> Phase;
    /// Ready once nothing is subscribed to any more.
    fn poll_closed(&self, cx: &mut TaskContext<'_>) -> Poll<()>;
    /// A [`Closed`] begins to wait.
    fn wait(&self) {}
    /// A [`Closed`] was dropped.
    fn abandon(&self) {}
}

/// Ends [`PullMessages`](crate::consume::PullMessages) or
/// [`PushMessages`](crate::consume::PushMessages) from elsewhere.
///
/// ```no_run
/// # async fn example(orders: jsapi_client::PullConsumer) -> Result<(), jsapi_client::Error> {
/// let messages = orders.messages().open().await?;
/// let control = messages.control();
/// let handling = tokio::spawn(messages.handle(|_| async {}).into_future());
/// // On shutdown:
/// control.drain().await;
/// # drop(handling);
/// # Ok(())
/// # }
/// ```
///
/// The methods do what can be done before they return. The future that they return
/// completes when the stream of messages has ended.
#[derive(Clone)]
pub struct Control(Arc<dyn Closing>);

impl Control {
    pub(crate) fn new(closing: Arc<dyn Closing>) -> Self {
        Self(closing)
    }

    /// Ends the messages at once.
    ///
    /// The server redelivers the messages that were not handed over after the
    /// consumer's `ack_wait`.
    pub fn stop(&self) -> Closed {
        self.0.stop();
        Closed::new(&self.0)
    }

    /// Ends the messages once those that were received have been handed over.
    ///
    /// A pull consumer is asked for nothing more; messages that still come within
    /// 100 ms of the one before, and 1 s in all, are handed over too. A push
    /// consumer goes on sending: the messages that have arrived are handed over, for
    /// up to 1 s, then the rest is negatively acknowledged.
    ///
    /// The future completes only if the messages are read to their end.
    pub fn drain(&self) -> Closed {
        self.0.drain();
        Closed::new(&self.0)
    }

    /// Ends the messages at once, and negatively acknowledges those that were not
    /// handed over: the server redelivers them without waiting for `ack_wait`.
    ///
    /// Messages that have arrived are acknowledged before this returns; those of a
    /// pull consumer that are still on their way, while the future is awaited. It is
    /// over once the last such future is dropped.
    pub fn drain_nak(&self) -> Closed {
        self.0.drain_nak();
        Closed::new(&self.0)
    }
}

impl fmt::Debug for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Control")
            .field("phase", &self.0.phase())
            .finish()
    }
}

/// Waits until a stream of messages has ended and its subscription is gone.
///
/// # Cancel safety
/// Dropped, the messages end all the same. After [`Control::drain_nak`], messages
/// that were still on their way may then be redelivered only after `ack_wait`.
#[must_use = "the messages are known to have ended only when this is awaited"]
pub struct Closed(Arc<dyn Closing>);

impl Closed {
    fn new(closing: &Arc<dyn Closing>) -> Self {
        closing.wait();
        Self(closing.clone())
    }
}

impl Future for Closed {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<()> {
        self.0.poll_closed(cx)
    }
}

impl Drop for Closed {
    fn drop(&mut self) {
        self.0.abandon();
    }
}

impl fmt::Debug for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Closed")
            .field("phase", &self.0.phase())
            .finish()
    }
}
