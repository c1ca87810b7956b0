//! Acknowledgement of a message, independent of its content.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use async_nats::Subject;
use bytes::Bytes;
use tokio::time::Instant;

use super::ack_kind::{ACK, AckKind};
use super::{ACK_PREFIX, AckWait, Metadata, OPERATION};
use crate::api::context::Context;
use crate::connection::transport::RawMessage;
use crate::error::{Error, Invalid, Mismatch, Result};
use jsapi::excerpt::{Excerpt, cut};

/// Acknowledges one message, independent of its content.
///
/// The field [`Message::acker`](crate::Message::acker) allows moving the payload before the
/// acknowledgement:
///
/// ```no_run
/// # async fn store(payload: bytes::Bytes) {}
/// # async fn example(message: jsapi_client::Message) -> Result<(), jsapi_client::Error> {
/// use jsapi_client::Message;
///
/// let Message { payload, acker, .. } = message;
/// store(payload).await;
/// acker.ack().await?;
/// # Ok(())
/// # }
/// ```
///
/// If it is dropped without an acknowledgement, the server redelivers the message after the
/// consumer's `ack_wait`, up to its `max_deliver`. With `auto_ack`
/// ([`Next`](crate::consume::Next::auto_ack), [`Each`](crate::consume::Each::auto_ack))
/// dropping it acknowledges the message.
pub struct Acker {
    reply: Option<Subject>,
    origin: Arc<Origin>,
    received: Instant,
    /// Time from `received` to the last `+WPI`.
    extended: AtomicU64,
    completed: AtomicBool,
    /// Whether dropping it acknowledges the message.
    auto: bool,
    /// Set when the message must not be redelivered.
    witness: Option<Arc<AtomicBool>>,
}

impl Drop for Acker {
    fn drop(&mut self) {
        if self.auto
            && !*self.completed.get_mut()
            && !std::thread::panicking()
            && let Some(reply) = &self.reply
            && is_ack_subject(reply)
            // If the connection has no capacity, the server redelivers the message.
            && self.origin.context.try_publish_ack(reply, Bytes::from_static(ACK))
        {
            self.is_done();
        }
    }
}

/// Data shared by the messages of one consumer.
pub(crate) struct Origin {
    pub(crate) context: Context,
    pub(crate) ack_wait: Option<AckWait>,
}

impl Origin {
    pub(crate) fn new(context: Context, ack_wait: Option<AckWait>) -> Arc<Self> {
        Arc::new(Self { context, ack_wait })
    }
}

/// Whether an acknowledgement was sent before the server's `ack_wait` ended.
///
/// By the client's clock, from the time at which the message was read from the connection's
/// buffer; the server counts from slightly earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Acked {
    /// Sent in time, or the consumer's `ack_wait` is unknown.
    InTime,
    /// Sent too late by this time: the server has redelivered the message, or is about to.
    Late(Duration),
}

impl Acked {
    /// Returns whether the server redelivers the message.
    pub fn is_late(self) -> bool {
        matches!(self, Self::Late(_))
    }
}

impl Acker {
    pub(super) fn new(received: Instant, reply: Option<Subject>, origin: Arc<Origin>) -> Self {
        Self {
            reply,
            origin,
            received,
            extended: AtomicU64::new(0),
            completed: AtomicBool::new(false),
            auto: false,
            witness: None,
        }
    }

    pub(super) fn acknowledge_on_drop(&mut self) {
        self.auto = true;
    }

    pub(super) fn witness(&mut self, witness: Arc<AtomicBool>) {
        self.witness = Some(witness);
    }

    pub(super) fn received(&self) -> Instant {
        self.received
    }

    /// Records that the message must not be redelivered.
    fn is_done(&self) {
        if let Some(witness) = &self.witness {
            witness.store(true, Ordering::Release);
        }
    }

    /// Returns the subject of acknowledgements.
    pub fn reply(&self) -> Option<&str> {
        self.reply.as_deref()
    }

    /// Returns the delivery's sequences, number and time, from the reply subject.
    ///
    /// # Errors
    /// [`Error::Mismatch`] if the reply subject is not that of a delivery.
    pub fn metadata(&self) -> Result<Metadata<'_>> {
        self.reply
            .as_deref()
            .and_then(Metadata::parse)
            .ok_or_else(|| not_of_a_delivery(self.reply.as_deref()))
    }

    /// Acknowledges the message, see [`Message::ack`](crate::Message::ack).
    ///
    /// # Errors
    /// Those of [`ack_with`](Self::ack_with).
    ///
    /// # Cancel safety
    /// That of [`ack_with`](Self::ack_with).
    pub async fn ack(&self) -> Result<Acked> {
        self.ack_with(AckKind::Ack).await
    }

    /// Acknowledges the message with any kind of acknowledgement.
    ///
    /// Publishes one message and does not wait for a reply. Without a connection, the client
    /// sends it after the reconnect.
    ///
    /// # Errors
    /// - [`Invalid::AlreadyAcknowledged`](crate::Invalid::AlreadyAcknowledged) if the
    ///   message was acknowledged before by any kind but [`AckKind::Progress`].
    /// - [`Invalid::NotADelivery`](crate::Invalid::NotADelivery) if the message was not
    ///   delivered by a consumer.
    ///
    /// # Cancel safety
    /// If the future is dropped, nothing was sent, and it can be called again.
    pub async fn ack_with(&self, kind: AckKind) -> Result<Acked> {
        let reply = self.ack_subject()?;
        if kind == AckKind::Progress {
            return self.in_progress(reply).await;
        }
        let settling = Settling::begin(&self.completed)?;
        tracing::trace!(target: "jsapi_client::ack", reply = reply.as_str(), ?kind, "ack");
        let acked = self.timing();
        let redelivered = matches!(kind, AckKind::Nak(_));
        self.publish(reply, kind.word()).await?;
        settling.done();
        if !redelivered {
            self.is_done();
        }
        Ok(acked)
    }

    async fn in_progress(&self, reply: &Subject) -> Result<Acked> {
        if self.is_acknowledged() {
            return Err(Error::invalid(OPERATION, Invalid::AlreadyAcknowledged));
        }
        let acked = self.timing();
        self.publish(reply, AckKind::Progress.word()).await?;
        let so_far = u64::try_from(self.received.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.extended.fetch_max(so_far, Ordering::Relaxed);
        Ok(acked)
    }

    /// Acknowledges the message and waits for the server's confirmation.
    ///
    /// See [`Message::ack_sync`](crate::Message::ack_sync).
    ///
    /// # Errors
    /// Those of [`Message::ack_sync`](crate::Message::ack_sync).
    ///
    /// # Cancel safety
    /// That of [`Message::ack_sync`](crate::Message::ack_sync).
    pub async fn ack_sync(&self) -> Result<Acked> {
        let reply = self.ack_subject()?;
        let settling = Settling::begin(&self.completed)?;
        let acked = self.timing();
        let context = &self.origin.context;
        let message = RawMessage::new(reply.as_str(), Bytes::from_static(ACK));
        let answer = context
            .request_raw(OPERATION, message, context.default_timeout())
            .await?;
        // Only an empty message without a status is a confirmation of the
        // consumer.
        if answer.status.is_some() || !answer.payload.is_empty() {
            let why = "the reply to an acknowledgement is not empty";
            return Err(Error::mismatch(OPERATION, Mismatch::Ack(why.into())));
        }
        settling.done();
        self.is_done();
        Ok(acked)
    }

    /// Returns whether the message was acknowledged, except by [`AckKind::Progress`].
    pub fn is_acknowledged(&self) -> bool {
        self.completed.load(Ordering::Acquire)
    }

    /// Returns when the server redelivers the message, unless it is acknowledged.
    ///
    /// Counted from its arrival, or from the last [`AckKind::Progress`]. `None`: the consumer's
    /// `ack_wait` is unknown.
    pub fn ack_deadline(&self) -> Option<Instant> {
        let waits = self.origin.ack_wait.as_ref()?;
        let delivered = match waits {
            AckWait::Always(_) => 1,
            AckWait::Backoff(_) => self.metadata().ok()?.delivered,
        };
        let extended = Duration::from_nanos(self.extended.load(Ordering::Relaxed));
        self.received
            .checked_add(extended)?
            .checked_add(waits.after(delivered)?)
    }

    fn timing(&self) -> Acked {
        let Some(deadline) = self.ack_deadline() else {
            return Acked::InTime;
        };
        match Instant::now().checked_duration_since(deadline) {
            Some(late) if !late.is_zero() => Acked::Late(late),
            _ => Acked::InTime,
        }
    }

    /// Returns the subject of acknowledgements, if allowed.
    fn ack_subject(&self) -> Result<&Subject> {
        match &self.reply {
            Some(reply) if is_ack_subject(reply) => Ok(reply),
            reply => {
                let reply = reply.as_deref().map(|reply| cut(reply).into_owned());
                Err(Error::invalid(OPERATION, Invalid::NotADelivery { reply }))
            }
        }
    }

    async fn publish(&self, reply: &Subject, word: Bytes) -> Result<()> {
        self.origin
            .context
            .publish_ack(OPERATION, reply, word)
            .await
    }
}

impl fmt::Debug for Acker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Acker")
            .field("reply", &self.reply.as_deref().map(Excerpt))
            .field("completed", &self.is_acknowledged())
            .finish_non_exhaustive()
    }
}

/// Returns whether a reply subject is one for acknowledgements.
///
/// The publisher of a core NATS message may have chosen it, also with wildcards.
pub(crate) fn is_ack_subject(reply: &str) -> bool {
    reply.starts_with(ACK_PREFIX) && !reply.bytes().any(|byte| matches!(byte, b'*' | b'>'))
}

/// Returns the error for a reply subject that is not that of a delivery.
pub(crate) fn not_of_a_delivery(reply: Option<&str>) -> Error {
    let reply = reply.unwrap_or_default().to_owned();
    Error::mismatch(OPERATION, Mismatch::NotADelivery { reply })
}

/// An acknowledgement that is being sent; its flag is reset if sending fails.
struct Settling<'a>(Option<&'a AtomicBool>);

impl<'a> Settling<'a> {
    fn begin(completed: &'a AtomicBool) -> Result<Self> {
        match completed.swap(true, Ordering::AcqRel) {
            true => Err(Error::invalid(OPERATION, Invalid::AlreadyAcknowledged)),
            false => Ok(Self(Some(completed))),
        }
    }

    fn done(mut self) {
        self.0 = None;
    }
}

impl Drop for Settling<'_> {
    fn drop(&mut self) {
        if let Some(completed) = self.0 {
            completed.store(false, Ordering::Release);
        }
    }
}

#[cfg(all(test, feature = "script"))]
mod tests {
    use super::*;
    use crate::connection::script::ScriptedTransport;

    const REPLY: &str = "$JS.ACK.S.C.1.1.1.1700000000000000000.0";

    #[tokio::test]
    async fn a_dropped_message_is_done_only_if_its_acknowledgement_was_sent() {
        for connected in [true, false] {
            let script = ScriptedTransport::new();
            script.on(REPLY).always().silence();
            if !connected {
                script.disconnect();
            }
            let context = Context::with_transport(script.clone());
            let done = Arc::new(AtomicBool::new(false));
            let origin = Origin::new(context, None);
            let mut acker = Acker::new(Instant::now(), Some(REPLY.into()), origin);
            acker.acknowledge_on_drop();
            acker.witness(done.clone());
            drop(acker);
            assert_eq!(done.load(Ordering::Acquire), connected);
            assert_eq!(script.sent().len(), usize::from(connected));
        }
    }
}
