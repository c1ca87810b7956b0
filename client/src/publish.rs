//! Publish messages to streams.
//!
//! | method | for |
//! |---|---|
//! | [`Context::publish`] | one message; waits for the acknowledgement |
//! | [`Context::publisher`] | many messages in flight, each with its acknowledgement |
//! | [`Context::atomic_batch`] | several messages of which the stream stores all or none |
//! | [`Context::fast_ingest`] | very many messages, as fast as the server accepts them |
//! | [`Context::publish_unacknowledged`] | core NATS, without an acknowledgement |
//!
//! ```no_run
//! # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
//! let ack = ctx.publish("orders.new", "1").await?;
//! println!("stored in {} as {}", ack.stream, ack.seq);
//! # Ok(())
//! # }
//! ```
//!
//! [`Error::may_have_applied`] returns whether the message may be stored despite an error.
//! It is certainly not stored without responders ([`NoStream`](Error::NoStream),
//! [`NoResponders`](Error::NoResponders)), if the server refused it ([`Api`](Error::Api)), and
//! if it was not sent ([`Invalid`](Error::Invalid), [`NotSent`](Error::NotSent)). It may be
//! stored if the acknowledgement was lost ([`TimedOut`](Error::TimedOut),
//! [`Lost`](Error::Lost), [`Indeterminate`](Error::Indeterminate)); the client sends a message
//! with an [ID](PublishMessage::message_id) again before it returns such an error.

mod ack;
mod atomic;
mod check;
pub(crate) mod id;
mod in_flight;
mod ingest;
mod message;
mod no_responders;
mod publisher;
mod schedule;
mod scheduled;
mod send;
mod window;

use std::fmt;
use std::future::IntoFuture;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use async_nats::Subject;
use async_nats::message::OutboundMessage;
use bytes::Bytes;
use jsapi::PubAck;
use tokio::time::{Instant, sleep};

pub use crate::protocol::ingest_flow::IngestProblem;
pub use crate::protocol::retry::PublishOptions;
use crate::protocol::retry::{Attempts, Next};
pub use crate::protocol::ttl::Ttl;
pub use atomic::AtomicBatch;
pub(crate) use check::check_subject;
pub use ingest::{FastIngest, FastIngestBuilder};
use message::message_setters;
pub use message::{Increment, PublishMessage, Rollup};
use no_responders::Cause;
use publisher::SharedAckInbox;
pub use publisher::{FailedPublish, PendingAck, Publisher, PublisherBuilder, PublisherStats};
pub use schedule::Schedule;
use window::{Windows, before_resend};

use crate::api::context::Context;
use crate::connection::transport::{BoxFuture, RawMessage};
use crate::error::{Error, Result};

impl Context {
    /// Publishes a message and waits for the stream's acknowledgement.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// let ack = ctx.publish("orders.new", "{}").message_id("order-17").await?;
    /// println!("{} in {}", ack.seq, ack.stream);
    ///
    /// match ctx.publish("orders.17", "{}").expect_last_subject_sequence(3).await {
    ///     Err(error) if error.is_conflict() => println!("now at {:?}", error.last_sequence()),
    ///     other => drop(other?),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Sends one message. Sends it again while the stream has no leader or is temporarily
    /// unavailable, and, with a [message ID](PublishMessage::message_id), after a lost
    /// acknowledgement. Only in these cases it sends requests: STREAM.NAMES for the cause of
    /// missing responders, and STREAM.NAMES and STREAM.INFO for the stream's
    /// [duplicate window](PublishOptions::duplicate_window).
    ///
    /// # Errors
    /// Default timeout: 10 s ([`timeout`](Publish::timeout)). See
    /// [`may_have_applied`](Error::may_have_applied).
    /// - [`NoStream`](Error::NoStream), at once: no stream has the subject.
    /// - [`Api`](Error::Api) with [`is_not_enabled`](Error::is_not_enabled), at once: JetStream is
    ///   not enabled for the account or on the server. At the timeout if a stream has
    ///   acknowledged a message of this context before, because the account may be reloading.
    /// - [`NoResponders`](Error::NoResponders) at the timeout: the stream has no leader. After two
    ///   retries, about 0.5 s, if STREAM.NAMES is not answered either and no stream has
    ///   acknowledged a message of this context before: there is no JetStream, or the user may
    ///   not send that request.
    /// - Other [`Api`](Error::Api) errors: the server refused the message. A
    ///   [conflict](Error::is_conflict) has the last sequence. The client does not wait for a full
    ///   stream (10077), although [`is_transient`](Error::is_transient) is `true`.
    /// - [`TimedOut`](Error::TimedOut), [`Lost`](Error::Lost) and
    ///   [`Indeterminate`](Error::Indeterminate): the message may be stored.
    /// - [`Denied`](Error::Denied): the user may not publish to the subject. Without a
    ///   [`ConnectionObserver`](crate::ConnectionObserver) a timeout.
    /// - [`Invalid`](Error::Invalid): the message is not valid or too large.
    /// - [`NotSent`](Error::NotSent): no connection within the timeout.
    ///
    /// # Cancel safety
    /// If the future is dropped, the message may be stored.
    pub fn publish(&self, subject: impl Into<Subject>, payload: impl Into<Bytes>) -> Publish<'_> {
        self.publish_message(PublishMessage::new(subject, payload))
    }

    /// Publishes a value as JSON and waits for the stream's acknowledgement.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// #[derive(serde::Serialize)]
    /// struct Order {
    ///     item: String,
    ///     count: u32,
    /// }
    ///
    /// let order = Order { item: "tea".to_owned(), count: 2 };
    /// ctx.publish_json("orders.new", &order).message_id("order-17").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Like [`publish`](Self::publish). [`PublishMessage::json`] creates such a message for
    /// publishers and batches.
    ///
    /// # Errors
    /// Those of [`publish`](Self::publish), and [`Invalid`](Error::Invalid) if the value cannot
    /// be serialized.
    pub fn publish_json<T: serde::Serialize + ?Sized>(
        &self,
        subject: impl Into<Subject>,
        value: &T,
    ) -> Publish<'_> {
        self.publish_message(PublishMessage::json(subject, value))
    }

    /// Publishes a message with headers and waits for the stream's acknowledgement.
    ///
    /// Like [`publish`](Self::publish).
    pub fn publish_message(&self, message: PublishMessage) -> Publish<'_> {
        Publish {
            context: self,
            message,
            options: PublishOptions::default(),
        }
    }

    /// Publishes a core NATS message, without an acknowledgement.
    ///
    /// For current subscribers, and if a lost message does no harm. Fails with
    /// [`NotSent`](Error::NotSent) without a connection within the context's timeout. The message
    /// is lost if the connection fails before it is sent. Sends no request.
    ///
    /// # Errors
    /// [`Invalid`](Error::Invalid) if the message is not valid, and [`NotSent`](Error::NotSent).
    pub async fn publish_unacknowledged(
        &self,
        subject: impl Into<Subject>,
        payload: impl Into<Bytes>,
    ) -> Result<()> {
        self.publish_message_unacknowledged(PublishMessage::new(subject, payload))
            .await
    }

    /// Publishes a core NATS message with headers, without an acknowledgement.
    ///
    /// # Errors
    /// Those of [`publish_unacknowledged`](Self::publish_unacknowledged).
    pub async fn publish_message_unacknowledged(&self, message: PublishMessage) -> Result<()> {
        message.check_for(self)?;
        let (subject, headers, payload) = message.into_parts();
        let mut outgoing = RawMessage::new(subject.as_str(), payload);
        outgoing.headers = headers;
        self.publish_core(subject.to_string(), outgoing, self.default_timeout())
            .await
    }
}

impl Context {
    pub(crate) fn publishes(&self) -> &Publishes {
        self.extension()
    }
}

/// Maximum number of stream names kept from acknowledgements.
const REMEMBERED_STREAMS: usize = 4;

/// State that all publishes of a context share.
#[derive(Debug, Default)]
pub(crate) struct Publishes {
    windows: Windows,
    acknowledged: AtomicBool,
    streams: Mutex<Vec<String>>,
    ack_inbox: SharedAckInbox,
}

impl Publishes {
    pub(crate) fn windows(&self) -> &Windows {
        &self.windows
    }

    /// The inbox for the acknowledgements of all publishers.
    fn ack_inbox(&self) -> &SharedAckInbox {
        &self.ack_inbox
    }

    /// Records that a stream acknowledged a message; its name is empty if unknown.
    pub(crate) fn acknowledge(&self, stream: &str) {
        // Read first: threads share it, and it changes only once.
        if !self.acknowledged() {
            self.acknowledged.store(true, Ordering::Relaxed);
        }
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        if stream.is_empty() || streams.first().is_some_and(|first| first == stream) {
            return;
        }
        streams.retain(|other| other != stream);
        streams.insert(0, stream.to_owned());
        streams.truncate(REMEMBERED_STREAMS);
    }

    /// Returns the streams that acknowledged messages, the last one first.
    pub(crate) fn streams(&self) -> Vec<String> {
        let streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        streams.clone()
    }

    /// Returns whether a stream has acknowledged a message so far.
    pub(crate) fn acknowledged(&self) -> bool {
        self.acknowledged.load(Ordering::Relaxed)
    }
}

/// Future of a publish. Sends the message when awaited.
#[must_use = "the message is sent only when awaited"]
pub struct Publish<'a> {
    context: &'a Context,
    message: PublishMessage,
    options: PublishOptions,
}

impl Publish<'_> {
    message_setters!();

    /// Sets the total time for publishing the message. Default: 10 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = timeout;
        self
    }

    /// Sets the timeouts and the number of attempts.
    ///
    /// Replaces the [`timeout`](Self::timeout) set before.
    pub fn publish_options(mut self, options: PublishOptions) -> Self {
        self.options = options;
        self
    }

    fn message_mut(&mut self) -> &mut PublishMessage {
        &mut self.message
    }

    async fn send(&self) -> Result<PubAck> {
        self.message.check_for(self.context)?;
        let begun = Instant::now();
        let options = &self.options;
        let subject = self.message.subject();
        let mut attempts = Attempts::new(self.message.has_message_id());
        let mut cause = Cause::default();
        loop {
            if attempts.in_doubt() {
                // Boxed, because it is rare, and would make every publish larger.
                Box::pin(before_resend(
                    self.context,
                    subject,
                    &attempts,
                    options,
                    begun,
                ))
                .await?;
            }
            let sent = begun.elapsed();
            let left = options.timeout.saturating_sub(sent);
            let error = match self.attempt(attempts.timeout_for(options, left)).await {
                Ok(ack) => {
                    self.context.publishes().acknowledge(&ack.stream);
                    return Ok(ack);
                }
                Err(error) => error,
            };
            let unanswered = matches!(error, Error::NoResponders { .. });
            let next = attempts.failed(error, sent, begun.elapsed(), options);
            let asked = Instant::now();
            let pause = match next {
                Next::Again(pause) => pause,
                Next::Fail(Error::NoResponders { .. }) => {
                    let left = options.timeout.saturating_sub(begun.elapsed());
                    let within = left.min(options.backoff);
                    cause.ask(self.context, subject, within).await;
                    return Err(cause.error(subject));
                }
                Next::Fail(error) => return Err(error),
            };
            tracing::debug!(
                target: "jsapi_client::publish",
                subject = subject.as_str(),
                attempt = attempts.made() + 1,
                "retry",
            );
            if unanswered {
                let made = attempts.made();
                if let Some(error) = cause.after(made, self.context, subject, pause).await {
                    return Err(attempts.last_word(error, begun.elapsed()));
                }
            }
            sleep(pause.saturating_sub(asked.elapsed())).await;
        }
    }

    async fn attempt(&self, timeout: Duration) -> Result<PubAck> {
        let subject = self.message.subject();
        let message = OutboundMessage {
            subject: subject.clone(),
            reply: None,
            headers: self.message.header_map().cloned(),
            payload: self.message.payload().clone(),
        };
        let reply = self
            .context
            .request_outbound("publish".into(), message, timeout)
            .await;
        let reply = reply.map_err(|error| error.named(subject))?;
        ack::read(subject, reply)
    }
}

impl<'a> IntoFuture for Publish<'a> {
    type Output = Result<PubAck>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        // By reference, because an `async fn` would store it twice.
        Box::pin(async move { self.send().await })
    }
}

impl fmt::Debug for Publish<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Publish")
            .field("message", &self.message)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::script::ScriptedTransport;
    use crate::connection::transport::RawMessage;

    /// Larger allocations take the slow path of glibc on each call.
    const QUICK: usize = 1032;

    #[test]
    fn what_is_allocated_for_each_call_and_publish_is_small() {
        let ctx = Context::with_transport(ScriptedTransport::new());
        let message = RawMessage::new("a", "").into();
        let call = ctx.request_outbound("STREAM.INFO".into(), message, crate::DEFAULT_TIMEOUT);
        assert!(size_of_val(&call) <= QUICK, "{}", size_of_val(&call));
        let publish = ctx.publish("a", "").into_future();
        assert!(
            size_of_val(&*publish) <= QUICK,
            "{}",
            size_of_val(&*publish)
        );
    }
}
