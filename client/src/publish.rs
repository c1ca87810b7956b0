//! Putting messages into streams, and knowing what became of them.
//!
//! | what | for |
//! |---|---|
//! | [`Context::publish`] | one message, and the stream's answer to it |
//! | [`Context::publisher`] | many at once, a bounded number of them, each with its answer |
//! | [`Context::atomic_batch`] | several that are stored together or not at all |
//! | [`Context::fast_ingest`] | a great many, as quickly as the server takes them |
//! | [`Context::publish_unacknowledged`] | plain NATS: nobody says whether it is stored |
//!
//! An error says whether the message may be stored:
//! [`Error::may_have_applied`]. It is certain that it is not when nobody took it
//! ([`NoStream`](Error::NoStream), [`NoResponders`](Error::NoResponders)), when
//! the server refused it ([`Api`](Error::Api)), and when it was not sent
//! ([`Invalid`](Error::Invalid), [`NotSent`](Error::NotSent)). It is open when
//! the answer was lost ([`TimedOut`](Error::TimedOut), [`Lost`](Error::Lost),
//! [`Indeterminate`](Error::Indeterminate)); a message with an
//! [ID](OutgoingMessage::message_id) is then sent again before that is said.

mod ack;
mod atomic;
mod check;
mod flight;
mod flow;
pub(crate) mod id;
mod ingest;
mod message;
mod nobody;
mod publisher;
mod retry;
mod schedule;
mod send;
mod ttl;

use std::borrow::Cow;
use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use async_nats::Subject;
use async_nats::message::OutboundMessage;
use bytes::Bytes;
use jsapi::PubAck;
use tokio::time::{Instant, sleep};

pub use atomic::AtomicBatch;
pub(crate) use check::check_subject;
pub use flow::IngestProblem;
pub use ingest::{FastIngest, FastIngestBuilder};
use message::message_setters;
pub use message::{Increment, OutgoingMessage, Rollup};
use nobody::Nobody;
pub use publisher::{FailedPublish, PendingAck, PublishedSoFar, Publisher, PublisherBuilder};
pub use retry::PublishOptions;
use retry::{Attempts, Next};
pub use schedule::Schedule;
pub use ttl::Ttl;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::transport::{BoxFuture, Outgoing};

impl Context {
    /// Publishes a message and gives the stream's acknowledgement.
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
    /// One message, and more when it has to be sent again: while nobody answers
    /// for the stream or it is unavailable for the moment, and, when it has a
    /// [message ID](OutgoingMessage::message_id), after its answer was lost. Also
    /// one request to see whether a stream takes the subject at all.
    ///
    /// # Errors
    /// Within 10 s unless [set](Publish::timeout). Look at
    /// [`may_have_applied`](Error::may_have_applied).
    /// - [`NoStream`](Error::NoStream): no stream takes the subject.
    /// - [`NoResponders`](Error::NoResponders): one does, but has no leader; or
    ///   the account has no JetStream.
    /// - [`Api`](Error::Api): the server refused it. A
    ///   [conflict](Error::is_conflict) says what the last sequence is.
    /// - [`TimedOut`](Error::TimedOut), [`Lost`](Error::Lost) and
    ///   [`Indeterminate`](Error::Indeterminate): it may be stored.
    /// - [`Denied`](Error::Denied): one may not publish to the subject. It times
    ///   out where nobody [hears](crate::Denials) of it.
    /// - [`Invalid`](Error::Invalid): it can not be sent, or is too large.
    /// - [`NotSent`](Error::NotSent): there was no connection.
    ///
    /// # Cancel safety
    /// Dropped while it waits, the message may be stored.
    pub fn publish(&self, subject: impl Into<Subject>, payload: impl Into<Bytes>) -> Publish<'_> {
        self.publish_message(OutgoingMessage::new(subject, payload))
    }

    /// Publishes a message that was put together before.
    ///
    /// As [`publish`](Self::publish).
    pub fn publish_message(&self, message: OutgoingMessage) -> Publish<'_> {
        Publish {
            context: self,
            message,
            options: PublishOptions::default(),
        }
    }

    /// Sends a message as plain NATS does: nobody says whether a stream stored it.
    ///
    /// For subscribers that listen now, and where a lost message does no harm. It
    /// is handed to the connection, or fails as [`NotSent`](Error::NotSent) when
    /// there is none within the context's timeout; a connection that fails at
    /// the wrong moment takes it along. Asks nothing.
    ///
    /// # Errors
    /// [`Invalid`](Error::Invalid) when it can not be sent, and
    /// [`NotSent`](Error::NotSent).
    pub async fn publish_unacknowledged(
        &self,
        subject: impl Into<Subject>,
        payload: impl Into<Bytes>,
    ) -> Result<()> {
        self.publish_message_unacknowledged(OutgoingMessage::new(subject, payload))
            .await
    }

    /// As [`publish_unacknowledged`](Self::publish_unacknowledged), with headers.
    ///
    /// # Errors
    /// As there.
    pub async fn publish_message_unacknowledged(&self, message: OutgoingMessage) -> Result<()> {
        message.check_for(self)?;
        let (subject, headers, payload) = message.into_parts();
        let mut outgoing = Outgoing::new(subject.as_str(), payload);
        outgoing.headers = headers;
        self.send_only(subject.to_string(), outgoing, self.timeout())
            .await
    }
}

/// A message that is published when it is awaited.
#[must_use = "a message is not sent until it is awaited"]
pub struct Publish<'a> {
    context: &'a Context,
    message: OutgoingMessage,
    options: PublishOptions,
}

impl Publish<'_> {
    message_setters!();

    /// How long it is tried, all in all; 10 s unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = timeout;
        self
    }

    /// How long and how often it is tried.
    ///
    /// In place of a [`timeout`](Self::timeout) that was set before.
    pub fn options(mut self, options: PublishOptions) -> Self {
        self.options = options;
        self
    }

    fn message_mut(&mut self) -> &mut OutgoingMessage {
        &mut self.message
    }

    async fn send(&self) -> Result<PubAck> {
        self.message.check_for(self.context)?;
        let begun = Instant::now();
        let options = &self.options;
        let mut attempts = Attempts::new(self.message.has_message_id());
        let mut nobody = Nobody::default();
        loop {
            let mut sent = begun.elapsed();
            let left = options.timeout.saturating_sub(sent);
            if attempts.in_doubt() {
                let subject = self.message.subject();
                let connected = self.context.connected("", left).await;
                connected.map_err(|error| attempts.last_word(error.named(subject)))?;
                sent = begun.elapsed();
                if let Some(late) = attempts.too_late(subject, sent, options) {
                    return Err(late);
                }
            }
            let left = options.timeout.saturating_sub(sent);
            let error = match self.attempt(attempts.patience(options, left)).await {
                Ok(ack) => return Ok(ack),
                Err(error) => error,
            };
            let unanswered = matches!(error, Error::NoResponders { .. });
            let next = attempts.failed(error, sent, begun.elapsed(), options);
            let asked = Instant::now();
            let pause = match next {
                Next::Again(pause) => pause,
                Next::Fail(error @ Error::NoResponders { .. }) => {
                    let patience = options.timeout.saturating_sub(begun.elapsed());
                    let patience = patience.min(options.backoff);
                    return Err(nobody.explain(self.context, error, patience).await);
                }
                Next::Fail(error) => return Err(error),
            };
            if unanswered {
                nobody
                    .ask(self.context, self.message.subject(), pause)
                    .await;
                if nobody.no_stream() {
                    let verb = Cow::Owned(self.message.subject().to_string());
                    return Err(attempts.last_word(Error::NoStream { verb }));
                }
            }
            sleep(pause.saturating_sub(asked.elapsed())).await;
        }
    }

    async fn attempt(&self, patience: Duration) -> Result<PubAck> {
        let subject = self.message.subject();
        let message = OutboundMessage {
            subject: subject.clone(),
            reply: None,
            headers: self.message.headers().cloned(),
            payload: self.message.payload().clone(),
        };
        let reply = self.context.exchange("".into(), message, patience).await;
        let reply = reply.map_err(|error| error.named(subject))?;
        ack::read(subject, reply)
    }
}

impl<'a> IntoFuture for Publish<'a> {
    type Output = Result<PubAck>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        // By reference: an `async fn` would keep it twice.
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
    use crate::script::ScriptedTransport;
    use crate::transport::Outgoing;

    /// More than this takes glibc's slow way, with each call.
    const QUICK: usize = 1032;

    #[test]
    fn what_is_allocated_for_each_call_and_publish_is_small() {
        let ctx = Context::with_transport(ScriptedTransport::new());
        let message = Outgoing::new("a", "").into();
        let call = ctx.exchange("STREAM.INFO".into(), message, crate::DEFAULT_TIMEOUT);
        assert!(size_of_val(&call) <= QUICK, "{}", size_of_val(&call));
        let publish = ctx.publish("a", "").into_future();
        assert!(
            size_of_val(&*publish) <= QUICK,
            "{}",
            size_of_val(&*publish)
        );
    }
}
