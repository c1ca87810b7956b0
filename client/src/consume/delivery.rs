//! Delivered messages and their acknowledgement.

mod ack_kind;
mod acker;
mod metadata;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use async_nats::{HeaderMap, Subject};
use bytes::Bytes;
use tokio::time::Instant;

pub(crate) use crate::protocol::ack_wait::AckWait;
pub use ack_kind::AckKind;
pub(crate) use ack_kind::NAK;
pub use acker::{Acked, Acker};
pub(crate) use acker::{Origin, is_ack_subject, not_of_a_delivery};
pub use metadata::Metadata;
pub(crate) use metadata::{Tokens, time_of};

use crate::api::context::Context;
use crate::connection::transport::Incoming;
use crate::error::Result;
use jsapi::excerpt::Excerpt;

/// Operation of errors of acknowledgements.
const OPERATION: &str = "$JS.ACK";

/// Prefix of the subjects of acknowledgements.
const ACK_PREFIX: &str = "$JS.ACK.";

/// A message delivered by a consumer.
///
/// ```no_run
/// # async fn example(message: jsapi_client::Message) -> Result<(), jsapi_client::Error> {
/// let about = message.metadata()?;
/// println!("{} is {} of {}", message.subject, about.stream_sequence, about.stream);
/// message.ack().await?;
/// # Ok(())
/// # }
/// ```
///
/// If it is dropped without an acknowledgement (see [`Acker`]), the server redelivers it after
/// the consumer's `ack_wait`, unless the consumer's ack policy is `none`.
///
/// Not `Clone`, because each delivery is acknowledged once. To share a message, put it in an
/// [`Arc`], which a [handler](crate::consume::PullMessages::handle) receives. The payload and
/// the subject are cheap to clone.
#[non_exhaustive]
pub struct Message {
    /// Subject of the stored message.
    pub subject: Subject,
    /// Headers of the published message.
    pub headers: Option<HeaderMap>,
    /// Payload of the message.
    pub payload: Bytes,
    /// Acknowledges the message, also after its payload was moved out.
    pub acker: Acker,
    raw_headers: Option<Bytes>,
}

impl Message {
    /// Creates a message from a delivery, for example in a test.
    ///
    /// ```no_run
    /// # fn example(ctx: jsapi_client::Context) {
    /// use jsapi_client::{Incoming, Message};
    ///
    /// let mut delivery = Incoming::new("orders.new", "{}");
    /// // Stream, consumer, deliveries, sequences, time in nanoseconds, pending.
    /// delivery.reply = Some("$JS.ACK.ORDERS.worker.1.22.7.1700000000000000000.0".into());
    /// let message = Message::from_delivery(&ctx, delivery);
    /// # }
    /// ```
    ///
    /// Its acknowledgements are published by `context` to the reply subject of `delivery`. With
    /// the feature `script`, a context over a `script::ScriptedTransport` records them without a
    /// server. Sends no request.
    pub fn from_delivery(context: &Context, delivery: Incoming) -> Self {
        Self::new(delivery, Origin::new(context.clone(), None))
    }

    pub(crate) fn new(incoming: Incoming, origin: Arc<Origin>) -> Self {
        Self::received_at(Instant::now(), incoming, origin)
    }

    pub(crate) fn received_at(received: Instant, incoming: Incoming, origin: Arc<Origin>) -> Self {
        Self {
            subject: incoming.subject,
            headers: incoming.headers,
            payload: incoming.payload,
            acker: Acker::new(received, incoming.reply, origin),
            raw_headers: None,
        }
    }

    /// Acknowledges the message when it is dropped, unless it was acknowledged before.
    ///
    /// Not if a panic drops it, and not if the connection has no capacity at that moment: the
    /// server then redelivers it.
    pub(crate) fn acknowledged_on_drop(mut self) -> Self {
        self.acker.acknowledge_on_drop();
        self
    }

    /// Returns the time at which the message was read from the connection's buffer.
    pub(crate) fn received(&self) -> Instant {
        self.acker.received()
    }

    /// Sets a header block that `headers` cannot represent completely.
    pub(crate) fn with_raw_headers(mut self, block: Option<Bytes>) -> Self {
        self.raw_headers = block;
        self
    }

    /// Sets a flag to be set when the message must not be redelivered.
    pub(crate) fn witnessed_by(mut self, witness: Arc<AtomicBool>) -> Self {
        self.acker.witness(witness);
        self
    }

    /// Returns the subject of acknowledgements, which also contains the metadata.
    pub fn reply(&self) -> Option<&str> {
        self.acker.reply()
    }

    /// Returns the value of the first header with this case-sensitive name.
    pub fn header(&self, name: &str) -> Option<&str> {
        // The lookup of the map panics on an invalid name.
        let mut headers = self.headers.as_ref()?.iter();
        let (_, values) = headers.find(|(found, _)| AsRef::<str>::as_ref(*found) == name)?;
        values.first().map(|value| value.as_str())
    }

    /// Returns the raw header block, if `headers` cannot represent it.
    ///
    /// `None`: `headers` is complete. Streams store any header block: names that are not ASCII,
    /// values that are not UTF-8, lines without a colon. `async-nats` 0.51 closes the connection
    /// on such a message; the client then reads it from the stream. A carriage return in a value
    /// terminates the `async-nats` client, which this crate cannot prevent.
    pub fn raw_headers(&self) -> Option<&Bytes> {
        self.raw_headers.as_ref()
    }

    /// Returns the delivery's sequences, number and time.
    ///
    /// Parses the reply subject at each call. Sends no request.
    ///
    /// # Errors
    /// [`Error::Mismatch`](crate::Error::Mismatch) if the reply subject is not that
    /// of a delivery.
    pub fn metadata(&self) -> Result<Metadata<'_>> {
        self.acker.metadata()
    }

    /// Acknowledges the message (`+ACK`).
    ///
    /// Does not wait for a confirmation: if the acknowledgement is lost, or the consumer no longer
    /// exists, the server may redeliver the message. Use [`ack_sync`](Self::ack_sync) for a
    /// confirmation. Without a connection, the client sends it after the reconnect.
    ///
    /// # Errors
    /// - [`Invalid::AlreadyAcknowledged`](crate::Invalid::AlreadyAcknowledged) if the message was
    ///   acknowledged before, except by [`in_progress`](Self::in_progress).
    /// - [`Invalid::NotADelivery`](crate::Invalid::NotADelivery) if the message was not
    ///   delivered by a consumer.
    ///
    /// # Cancel safety
    /// If the future is dropped, nothing was sent, and it can be called again.
    pub async fn ack(&self) -> Result<Acked> {
        self.ack_with(AckKind::Ack).await
    }

    /// Acknowledges the message with any kind of acknowledgement.
    ///
    /// # Errors
    /// Those of [`ack`](Self::ack).
    ///
    /// # Cancel safety
    /// That of [`ack`](Self::ack).
    pub async fn ack_with(&self, kind: AckKind) -> Result<Acked> {
        self.acker.ack_with(kind).await
    }

    /// Acknowledges the message and waits for the server's confirmation.
    ///
    /// Sends one request. Waits up to the context's timeout.
    ///
    /// The server confirms that the consumer received the acknowledgement, not that the stream
    /// has removed the message. On a stream with retention `workqueue` or `interest` and several
    /// replicas the removal follows a moment later: of 100 messages published again right after
    /// the confirmation, with `discard_new_per_subject` and one message per subject, the server
    /// refused 22 with error 10077 (three replicas, server 2.15.1). Retry such a publish.
    ///
    /// # Errors
    /// Those of [`ack`](Self::ack), and:
    /// - [`NoResponders`](crate::Error::NoResponders) if the consumer was deleted or has no leader.
    ///   The message is not acknowledged.
    /// - [`TimedOut`](crate::Error::TimedOut) or [`Lost`](crate::Error::Lost) if it is
    ///   unknown whether the message is acknowledged. Call it again.
    ///
    /// # Cancel safety
    /// If the future is dropped, the acknowledgement may have been sent, and it can be called
    /// again.
    pub async fn ack_sync(&self) -> Result<Acked> {
        self.acker.ack_sync().await
    }

    /// Negatively acknowledges the message (`-NAK`); the server redelivers it at once.
    ///
    /// The server does not wait for the consumer's `backoff`. Otherwise like [`ack`](Self::ack).
    pub async fn nak(&self) -> Result<Acked> {
        self.ack_with(AckKind::Nak(None)).await
    }

    /// Negatively acknowledges the message; the server redelivers it after `delay`.
    ///
    /// Otherwise like [`ack`](Self::ack). Maximum: 292 years; longer delays are clamped.
    pub async fn nak_with_delay(&self, delay: Duration) -> Result<Acked> {
        self.ack_with(AckKind::Nak(Some(delay))).await
    }

    /// Reports that the message is in progress (`+WPI`); `ack_wait` starts again.
    ///
    /// Can be called any number of times, until the message is acknowledged.
    ///
    /// # Errors
    /// As [`ack`](Self::ack).
    pub async fn in_progress(&self) -> Result<Acked> {
        self.ack_with(AckKind::Progress).await
    }

    /// Terminates the message; the server never delivers it again (`+TERM`).
    ///
    /// The server publishes an advisory. Otherwise like [`ack`](Self::ack).
    pub async fn term(&self) -> Result<Acked> {
        self.ack_with(AckKind::Term(None)).await
    }

    /// Terminates the message with a reason, which the server's advisory contains.
    ///
    /// Requires server 2.10.4. Otherwise like [`ack`](Self::ack).
    pub async fn term_with_reason(&self, reason: &str) -> Result<Acked> {
        self.ack_with(AckKind::Term(Some(reason.to_owned()))).await
    }

    /// Returns whether the message was acknowledged, except by `in_progress`.
    pub fn is_acknowledged(&self) -> bool {
        self.acker.is_acknowledged()
    }

    /// Returns when the server redelivers the message, unless it is acknowledged.
    ///
    /// Counted from its arrival, or from the last [`in_progress`](Self::in_progress). `None`
    /// if the consumer's `ack_wait` is not known.
    pub fn ack_deadline(&self) -> Option<Instant> {
        self.acker.ack_deadline()
    }
}

/// Shows the size of the payload and the names of the headers, not their content.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names: Vec<Excerpt<'_>> = self
            .headers
            .iter()
            .flat_map(HeaderMap::iter)
            .map(|(name, _)| Excerpt(name.as_ref()))
            .collect();
        names.sort_unstable_by_key(|name| name.0);
        f.debug_struct("Message")
            .field("subject", &Excerpt(&self.subject))
            .field("reply", &self.reply().map(Excerpt))
            .field("headers", &names)
            .field("payload", &format_args!("{} bytes", self.payload.len()))
            .field("completed", &self.is_acknowledged())
            .finish_non_exhaustive()
    }
}
