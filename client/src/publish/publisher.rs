//! A publisher: many messages in flight, each with its acknowledgement.

mod ack_inbox;
mod admission;
mod builder;
mod outcomes;
mod owner;
mod pending_ack;
mod shared;
mod state;
mod sweep;
mod unseen;
mod waiting;

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::{Arc, MutexGuard};

use async_nats::Subject;
use bytes::Bytes;
use tokio::time::{Instant, timeout_at};

pub(crate) use ack_inbox::SharedAckInbox;
pub use builder::PublisherBuilder;
use owner::Owner;
pub use pending_ack::PendingAck;
use state::{Accepted, State};
use waiting::{Admitted, Held};

use super::message::PublishMessage;
use super::send::{send_now, send_until};
use crate::connection::transport::BoxFuture;
use crate::error::transport::{Reason, TransportError};
use crate::error::{Error, Result};

/// Publishes many messages concurrently, up to a maximum number in flight.
///
/// Created by [`Context::publisher`](crate::Context::publisher). Cheap to clone; clones share the limits.
///
/// The rules of [`Context::publish`](crate::Context::publish) apply to each message: one deadline, retries while the
/// stream has no responders, and a retry after a lost acknowledgement if it has an ID. After
/// a lost connection, messages are sent again or fail within 0.5 s of the reconnect. Messages
/// that are sent again arrive after later ones; [one in
/// flight](PublisherBuilder::max_in_flight) preserves the order.
///
/// No failure is lost: [`failures`](Self::failures) has those that were not awaited.
#[derive(Clone)]
pub struct Publisher {
    owner: Arc<Owner>,
}

/// Counters of a [`Publisher`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PublisherStats {
    /// Number of accepted messages.
    pub accepted: u64,
    /// Number of acknowledged messages.
    pub acknowledged: u64,
    /// Number of failed messages.
    pub failed: u64,
}

/// A failed message with its error.
#[derive(Debug)]
#[non_exhaustive]
pub struct FailedPublish {
    /// Number of the message, like [`PendingAck::number`].
    pub number: u64,
    /// The message, which can be published again.
    pub message: PublishMessage,
    /// Error of the message; states whether it may be stored.
    pub error: Error,
}

impl Publisher {
    /// Sends a message when the limits allow it, and returns its [`PendingAck`].
    ///
    /// Waits while the maximum of messages or bytes is in flight. Without a connection the
    /// message is accepted, and sent after the reconnect.
    ///
    /// # Errors
    /// [`Invalid`](Error::Invalid) if the message is not valid, and [`NotSent`](Error::NotSent)
    /// if the limits did not allow it in time, or the publisher is [drained](Self::drain). In both
    /// cases the message was not sent. The [`PendingAck`] returns later errors.
    ///
    /// # Cancel safety
    /// If the future is dropped, the message is neither accepted nor sent.
    pub async fn publish(
        &self,
        subject: impl Into<Subject>,
        payload: impl Into<Bytes>,
    ) -> Result<PendingAck> {
        match self.begin(PublishMessage::new(subject, payload)) {
            Begun::Done(done) => done,
            Begun::Waits(waiting) => waiting.await,
        }
    }

    /// Sends a message with headers, like [`publish`](Self::publish).
    ///
    /// # Errors
    /// Those of [`publish`](Self::publish).
    ///
    /// # Cancel safety
    /// That of [`publish`](Self::publish).
    pub async fn publish_message(&self, message: PublishMessage) -> Result<PendingAck> {
        match self.begin(message) {
            Begun::Done(done) => done,
            Begun::Waits(waiting) => waiting.await,
        }
    }

    /// Accepts and sends a message, as far as possible without waiting.
    ///
    /// Not an `async fn`, which would move the large message from one future to the next.
    fn begin(&self, mut message: PublishMessage) -> Begun<'_> {
        let shared = &self.owner.shared;
        if shared.message_ids && !message.has_message_id() {
            message = message.new_message_id();
        }
        if let Err(error) = message.check_for(&shared.context) {
            return Begun::Done(Err(error));
        }
        let size = message.size();
        let connection = shared.context.transport().connection();
        let mut state = shared.lock();
        if state.closed {
            return Begun::Done(Err(not_sent(&message, DRAINED)));
        }
        let room = state.admission.room(size);
        if !state.admission.admit(room) {
            let admitted = state.admission.wait(room);
            drop(state);
            let admitted = Admitted {
                shared,
                room,
                admitted: Some(admitted),
            };
            return Begun::Waits(Box::pin(self.admitted(message, size, admitted)));
        }
        let accepted = state.accept(message, room, None, connection);
        self.send(accepted, state, size)
    }

    /// Accepts and sends a message when the limits allow it.
    async fn admitted(
        &self,
        message: PublishMessage,
        size: usize,
        mut admitted: Admitted<'_>,
    ) -> Result<PendingAck> {
        let shared = &self.owner.shared;
        let begun = Instant::now();
        if timeout_at(begun + shared.options.timeout, &mut admitted)
            .await
            .is_err()
        {
            return Err(not_sent(&message, "maximum in flight exceeded"));
        }
        let sent = {
            let connection = shared.context.transport().connection();
            let mut state = shared.lock();
            let room = admitted.accept();
            if state.closed {
                state.admission.release(room);
                return Err(not_sent(&message, DRAINED));
            }
            let accepted = state.accept(message, room, Some(begun), connection);
            self.send(accepted, state, size)
        };
        match sent {
            Begun::Done(done) => done,
            Begun::Waits(waiting) => waiting.await,
        }
    }

    /// Sends an accepted message.
    #[inline]
    fn send(&self, accepted: Accepted, mut state: MutexGuard<'_, State>, size: usize) -> Begun<'_> {
        let shared = &self.owner.shared;
        let asleep = !std::mem::replace(&mut state.awake, true);
        drop(state);
        let pending = PendingAck {
            place: Some(accepted.place),
            number: accepted.number,
            owner: self.owner.clone(),
        };
        if asleep {
            sweep::spawn(shared);
        }
        let Some(outbound) = accepted.outbound else {
            return Begun::Done(Ok(pending));
        };
        match send_now(shared.context.transport(), outbound, size) {
            Some(Ok(())) => Begun::Done(Ok(pending)),
            refused => Begun::Waits(Box::pin(self.hand_over(
                accepted.at,
                refused,
                size,
                pending,
            ))),
        }
    }

    /// Sends an accepted message that the connection did not accept at once.
    async fn hand_over(
        &self,
        at: usize,
        refused: Option<Result<(), TransportError>>,
        size: usize,
        pending: PendingAck,
    ) -> Result<PendingAck> {
        let shared = &self.owner.shared;
        let transport = shared.context.transport();
        let refused = match refused {
            Some(Ok(())) => return Ok(pending),
            Some(Err(refused)) => refused,
            None => {
                let held = Held {
                    shared,
                    at: Some(at),
                };
                let Some(outbound) = shared.lock().in_flight.holding(at) else {
                    return Ok(pending);
                };
                let until = Instant::now() + shared.options.timeout;
                let sent = send_until(until, transport, outbound, size).await;
                if sent.is_ok() {
                    let connection = transport.connection();
                    let mut state = shared.lock();
                    state.in_flight.handed_over(at, Instant::now(), connection);
                }
                held.release();
                match sent {
                    Ok(()) => return Ok(pending),
                    Err(refused) => refused,
                }
            }
        };
        match shared.withdraw(at) {
            Some(message) => Err(Error::transport(
                message.subject().to_string(),
                refused,
                shared.options.timeout,
            )),
            // The sweeper completed it meanwhile.
            None => Ok(pending),
        }
    }

    /// Waits until no message is in flight.
    ///
    /// # Cancel safety
    /// Dropping the future has no effect.
    pub async fn completed(&self) {
        let none = self.owner.shared.lock().admission.wait_for_none();
        let _ = none.await;
    }

    /// Stops accepting messages, and waits until all accepted ones are completed.
    ///
    /// Ends at the latest with the timeout of the last message.
    ///
    /// # Cancel safety
    /// If the future is dropped, the publisher still accepts no more messages.
    pub async fn drain(&self) -> PublisherStats {
        self.owner.shared.lock().closed = true;
        self.completed().await;
        self.stats()
    }

    /// Returns the counters of messages so far.
    pub fn stats(&self) -> PublisherStats {
        self.owner.shared.lock().stats
    }

    /// Returns the number of messages in flight.
    pub fn in_flight(&self) -> usize {
        self.owner.shared.lock().in_flight.len()
    }

    /// Takes the failures of messages whose [`PendingAck`] was dropped.
    ///
    /// Each failure has its message, which can be published again. The publisher keeps the
    /// newest 4 MiB of failures, about 15,000 small messages, or
    /// [`max_bytes`](PublisherBuilder::max_bytes) if that is less; of older ones it keeps the
    /// [numbers](Self::discarded_failures). Call this regularly.
    ///
    /// ```no_run
    /// # async fn example(publisher: jsapi_client::publish::Publisher) -> Result<(), jsapi_client::Error> {
    /// for failed in publisher.failures() {
    ///     println!("{}: {}", failed.number, failed.error);
    ///     if !failed.error.may_have_applied() {
    ///         publisher.publish_message(failed.message).await?.await?;
    ///     }
    /// }
    /// for numbers in publisher.discarded_failures() {
    ///     println!("{numbers:?} failed too");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn failures(&self) -> Vec<FailedPublish> {
        self.owner.shared.lock().unseen.take()
    }

    /// Takes the numbers of failed messages that [`failures`](Self::failures) dropped.
    ///
    /// Ranges of [`PendingAck::number`], in order. Each range uses 24 bytes until it is taken.
    pub fn discarded_failures(&self) -> Vec<RangeInclusive<u64>> {
        self.owner.shared.lock().unseen.take_discarded()
    }
}

impl fmt::Debug for Publisher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Publisher")
            .field("in_flight", &self.in_flight())
            .field("stats", &self.stats())
            .finish_non_exhaustive()
    }
}

/// State of a message: accepted and sent, or waiting.
enum Begun<'a> {
    Done(Result<PendingAck>),
    Waits(BoxFuture<'a, Result<PendingAck>>),
}

const DRAINED: &str = "the publisher is drained";

fn not_sent(message: &PublishMessage, why: &'static str) -> Error {
    Error::NotSent {
        operation: message.subject().to_string().into(),
        source: Reason::boxed(why),
    }
}
