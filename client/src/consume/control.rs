//! Control handle: ends a stream of messages from another task.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll};

use tokio::time::Instant;

/// Phase of a stream of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Running,
    Draining { since: Instant },
    HandingBack { since: Instant },
    Over,
}

/// A stream of messages that a control handle can end.
pub(crate) trait Closing: Send + Sync {
    fn stop(&self);
    fn drain(&self);
    fn drain_nak(&self);
    fn phase(&self) -> Phase;
    /// Ready once the subscription is gone.
    fn poll_closed(&self, cx: &mut TaskContext<'_>) -> Poll<()>;
    /// Called when a [`Closed`] starts to wait.
    fn wait(&self) {}
    /// Called when a [`Closed`] is dropped.
    fn abandon(&self) {}
}

/// Control handle to end a stream of messages from another task.
///
/// For [`PullMessages`](crate::consume::PullMessages) and
/// [`PushMessages`](crate::consume::PushMessages).
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
/// The methods take effect before they return. The returned future completes when the stream
/// of messages has ended.
#[derive(Clone)]
pub struct Control(Arc<dyn Closing>);

impl Control {
    pub(crate) fn new(closing: Arc<dyn Closing>) -> Self {
        Self(closing)
    }

    /// Ends the messages at once.
    ///
    /// The server redelivers the messages that were not returned, after the consumer's
    /// `ack_wait`.
    pub fn stop(&self) -> Closed {
        self.0.stop();
        Closed::new(&self.0)
    }

    /// Ends the messages after those that were received are returned.
    ///
    /// From a pull consumer the client pulls no more; it also returns messages that arrive within
    /// 100 ms of the previous one, and 1 s in total. A push consumer continues to send: the client
    /// returns messages that have arrived, for up to 1 s, and negatively acknowledges the rest.
    ///
    /// The future completes only if the messages are read to the end.
    pub fn drain(&self) -> Closed {
        self.0.drain();
        Closed::new(&self.0)
    }

    /// Ends the messages at once, and negatively acknowledges those not returned.
    ///
    /// The server then redelivers them without waiting for `ack_wait`. The client negatively
    /// acknowledges messages that have arrived before this returns, and messages of a pull
    /// consumer that arrive later while the future is awaited. It stops when the last such future
    /// is dropped.
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

/// Future that waits until a stream of messages has ended.
///
/// # Cancel safety
/// If the future is dropped, the messages still end. After [`Control::drain_nak`], the server
/// may redeliver messages that were still in flight only after `ack_wait`.
#[must_use = "await it to wait until the messages have ended"]
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
