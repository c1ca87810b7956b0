//! Messages that a consumer delivered, and their acknowledgement.

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

/// What errors of acknowledgements begin with.
const OPERATION: &str = "$JS.ACK";

/// What the subjects of acknowledgements begin with.
const ACK_PREFIX: &str = "$JS.ACK.";

/// A message that a consumer delivered.
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
/// Dropped without an acknowledgement, see [`Acker`]: the server redelivers it
/// after the consumer's `ack_wait`, unless the consumer's acknowledgement policy is
/// `none`.
///
/// Not `Clone`: each delivery is acknowledged once. To share a message, put it in
/// an [`Arc`], as a [handler](crate::consume::PullMessages::handle) gets it. The
/// payload and the subject are cheap to clone.
#[non_exhaustive]
pub struct Message {
    /// The subject it is stored under.
    pub subject: Subject,
    /// Its headers, as it was published with.
    pub headers: Option<HeaderMap>,
    /// Its payload.
    pub payload: Bytes,
    /// Acknowledges it, also after the payload was moved out of the message.
    pub acker: Acker,
    raw_headers: Option<Bytes>,
}

impl Message {
    /// Builds a message from a delivery that the caller received, or made up for a
    /// test.
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
    /// Its acknowledgements are published with `context`, to the reply subject of
    /// `delivery`. With the feature `script`, a context over a
    /// `script::ScriptedTransport` records them without a server. Sends no request.
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

    /// Acknowledged when it is dropped, unless it was acknowledged before.
    ///
    /// Not when a panic drops it, and not when the connection can take nothing at
    /// that moment: it is delivered again then.
    pub(crate) fn acknowledged_on_drop(mut self) -> Self {
        self.acker.acknowledge_on_drop();
        self
    }

    /// When it was taken from the connection's buffer.
    pub(crate) fn received(&self) -> Instant {
        self.acker.received()
    }

    /// With a header block that `headers` does not hold all of.
    pub(crate) fn with_raw_headers(mut self, block: Option<Bytes>) -> Self {
        self.raw_headers = block;
        self
    }

    /// With a flag to be set when the message is not to be delivered again.
    pub(crate) fn witnessed_by(mut self, witness: Arc<AtomicBool>) -> Self {
        self.acker.witness(witness);
        self
    }

    /// Returns the subject that acknowledgements go to, which holds the metadata
    /// too.
    pub fn reply(&self) -> Option<&str> {
        self.acker.reply()
    }

    /// Returns the value of the first header of this name, in upper and lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        // Not by the map's own lookup, which panics over a name that is not one.
        let mut headers = self.headers.as_ref()?.iter();
        let (_, values) = headers.find(|(found, _)| AsRef::<str>::as_ref(*found) == name)?;
        values.first().map(|value| value.as_str())
    }

    /// Returns the header block byte for byte, where `headers` cannot hold all of
    /// it.
    ///
    /// `None` if nothing is missing. Streams take any header block: names that are
    /// not ASCII, values that are not UTF-8, lines without a colon. `async-nats`
    /// 0.51 closes the connection over one; such a message is then read from the
    /// stream, and given in its place. Over a carriage return inside of a value the
    /// whole client ends, which nothing here can prevent.
    pub fn raw_headers(&self) -> Option<&Bytes> {
        self.raw_headers.as_ref()
    }

    /// Returns the delivery's sequences, count and times.
    ///
    /// Read from the reply subject at each call. Sends no request.
    ///
    /// # Errors
    /// [`Error::Mismatch`](crate::Error::Mismatch) if the reply subject is not that
    /// of a delivery.
    pub fn metadata(&self) -> Result<Metadata<'_>> {
        self.acker.metadata()
    }

    /// Acknowledges the message (`+ACK`).
    ///
    /// Handed to the connection, and not waited for: when it gets lost, or there
    /// is no consumer to take it any more, the message may be delivered again.
    /// [`ack_sync`](Self::ack_sync) makes sure. While there is no connection it
    /// is kept, and sent over the next one.
    ///
    /// # Errors
    /// - [`Invalid::AlreadyAcknowledged`](crate::Invalid::AlreadyAcknowledged) if the
    ///   message was acknowledged before, in any way but [`in_progress`](Self::in_progress).
    /// - [`Invalid::NotADelivery`](crate::Invalid::NotADelivery) if the message was not
    ///   delivered by a consumer.
    ///
    /// # Cancel safety
    /// Dropped before it is through, nothing was sent, and it can be called again.
    pub async fn ack(&self) -> Result<Acked> {
        self.ack_with(AckKind::Ack).await
    }

    /// Acknowledges the message in any of the ways that servers know.
    ///
    /// # Errors
    /// As [`ack`](Self::ack).
    ///
    /// # Cancel safety
    /// As [`ack`](Self::ack).
    pub async fn ack_with(&self, kind: AckKind) -> Result<Acked> {
        self.acker.ack_with(kind).await
    }

    /// Acknowledges the message and waits for the server's confirmation.
    ///
    /// Sends one request. Waits up to the context's timeout.
    ///
    /// The server confirms that the consumer took note, not that the stream has
    /// removed the message. On a stream with retention `workqueue` or `interest`
    /// and several replicas the removal follows a moment later: of 100 messages
    /// that were published again right after the confirmation, with
    /// `discard_new_per_subject` and one message per subject, 22 were refused with
    /// error 10077 (three replicas, server 2.15.1). Try such a publish again.
    ///
    /// # Errors
    /// As [`ack`](Self::ack), and:
    /// - [`NoResponders`](crate::Error::NoResponders) if the consumer was deleted or has
    ///   no leader at the moment. The message is not acknowledged.
    /// - [`TimedOut`](crate::Error::TimedOut) or [`Lost`](crate::Error::Lost) if it is
    ///   unknown whether the message is acknowledged. Call it again.
    ///
    /// # Cancel safety
    /// Dropped while it waits, the acknowledgement has been sent or has not, and
    /// it can be called again.
    pub async fn ack_sync(&self) -> Result<Acked> {
        self.acker.ack_sync().await
    }

    /// Negatively acknowledges the message; the server redelivers it at once
    /// (`-NAK`).
    ///
    /// The server does not wait for the consumer's `backoff`. As
    /// [`ack`](Self::ack) otherwise.
    pub async fn nak(&self) -> Result<Acked> {
        self.ack_with(AckKind::Nak(None)).await
    }

    /// Negatively acknowledges the message; the server redelivers it after `delay`.
    ///
    /// As [`ack`](Self::ack) otherwise. More than 292 years are taken as that.
    pub async fn nak_with_delay(&self, delay: Duration) -> Result<Acked> {
        self.ack_with(AckKind::Nak(Some(delay))).await
    }

    /// Tells the server that the message is being processed; `ack_wait` starts
    /// again (`+WPI`).
    ///
    /// Any number of times, until the message is acknowledged.
    ///
    /// # Errors
    /// As [`ack`](Self::ack).
    pub async fn in_progress(&self) -> Result<Acked> {
        self.ack_with(AckKind::Progress).await
    }

    /// Terminates the message; the server never delivers it again (`+TERM`).
    ///
    /// The server publishes an advisory. As [`ack`](Self::ack) otherwise.
    pub async fn term(&self) -> Result<Acked> {
        self.ack_with(AckKind::Term(None)).await
    }

    /// Terminates the message with a reason, which the server's advisory tells.
    ///
    /// Requires server 2.10.4. As [`ack`](Self::ack) otherwise.
    pub async fn term_with_reason(&self, reason: &str) -> Result<Acked> {
        self.ack_with(AckKind::Term(Some(reason.to_owned()))).await
    }

    /// Whether it was acknowledged, in any way but [`in_progress`](Self::in_progress).
    pub fn is_acknowledged(&self) -> bool {
        self.acker.is_acknowledged()
    }

    /// Returns when the server redelivers the message, unless it is acknowledged.
    ///
    /// Counted from when it was received, or last said to be in progress. `None`
    /// if the consumer's `ack_wait` is not known.
    pub fn ack_deadline(&self) -> Option<Instant> {
        self.acker.ack_deadline()
    }
}

/// Shows how many bytes the payload has, and not which; of headers, the names.
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
