//! Many messages under way at once, and what became of each.

mod ack_inbox;
mod builder;
mod sweep;
mod unseen;

use std::fmt;
use std::future::Future;
use std::ops::RangeInclusive;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context as TaskContext, Poll, ready};

use async_nats::Subject;
use async_nats::message::OutboundMessage;
use bytes::Bytes;
use futures_util::FutureExt;
use jsapi::PubAck;
use tokio::runtime::Handle;
use tokio::sync::{Notify, Semaphore, oneshot};
use tokio::task::AbortHandle;
use tokio::time::{Instant, timeout_at};

use ack_inbox::AckInbox;
pub(crate) use ack_inbox::SharedAckInbox;
pub use builder::PublisherBuilder;
use unseen::Unseen;

use super::in_flight::{Completed, InFlight};
use super::message::PublishMessage;
use super::no_responders::Cause;
use super::send::{send_now, send_until};
use crate::api::context::Context;
use crate::error::transport::{Reason, TransportError};
use crate::error::{Error, Result};
use crate::protocol::retry::PublishOptions;

/// Publishes many messages at once, a bounded number of them.
///
/// Made by [`Context::publisher`]. Cheap to clone; clones share the bounds.
///
/// Each message is tried as one that is [published alone](Context::publish): with
/// one deadline, again while nobody answers for the stream, and again after its
/// answer was lost when it has an ID. What a lost connection took along is sent
/// again, or fails, within half a second of the next one. Messages that are sent
/// again arrive behind later ones; the order is kept with
/// [one in flight](PublisherBuilder::max_in_flight).
///
/// No failure is lost: what is not awaited is among the
/// [failures](Self::failures).
#[derive(Clone)]
pub struct Publisher {
    owner: Arc<Owner>,
}

/// What became of the messages of a [`Publisher`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PublisherStats {
    /// How many were accepted.
    pub accepted: u64,
    /// How many a stream acknowledged.
    pub acknowledged: u64,
    /// How many failed.
    pub failed: u64,
}

/// A message that failed, with the reason.
#[derive(Debug)]
#[non_exhaustive]
pub struct FailedPublish {
    /// Number of the message, as [`PendingAck::number`] has it.
    pub number: u64,
    /// The message, to be published again perhaps.
    pub message: PublishMessage,
    /// Why it failed; says whether it may be stored.
    pub error: Error,
}

impl Publisher {
    /// Sends a message, when there is room for it, and gives what waits for its
    /// acknowledgement.
    ///
    /// Waits while as many messages or bytes are under way as may be. Without a
    /// connection the message is accepted, and sent when there is one.
    ///
    /// # Errors
    /// [`Invalid`](Error::Invalid) when it cannot be sent, and
    /// [`NotSent`](Error::NotSent) when there was no room in time or the
    /// publisher is [drained](Self::drain). Nothing is sent then. What comes
    /// later is told by what is given.
    ///
    /// # Cancel safety
    /// Dropped before it is ready, the message is not accepted and not sent.
    pub async fn publish(
        &self,
        subject: impl Into<Subject>,
        payload: impl Into<Bytes>,
    ) -> Result<PendingAck> {
        self.publish_message(PublishMessage::new(subject, payload))
            .await
    }

    /// As [`publish`](Self::publish), with headers.
    ///
    /// # Errors
    /// As there.
    ///
    /// # Cancel safety
    /// As there.
    pub async fn publish_message(&self, mut message: PublishMessage) -> Result<PendingAck> {
        let shared = &self.owner.shared;
        if shared.message_ids && !message.has_message_id() {
            message = message.new_message_id();
        }
        message.check_for(&shared.context)?;
        let begun = Instant::now();
        let size = message.size();
        let room = shared.room(&message, size, begun).await?;
        let (done, answer) = oneshot::channel();
        let done = Ticket {
            answer: done,
            bytes: room.bytes,
        };
        let now = if room.waited { Instant::now() } else { begun };
        let mut outbound = None;
        let number = shared.numbers.fetch_add(1, Ordering::Relaxed);
        let at = shared.accept(message, number, done, begun, now, &mut outbound)?;
        // From here on the slot holds the room.
        std::mem::forget(room);
        if let Some(outbound) = outbound {
            match send_now(shared.context.transport(), outbound, size) {
                Some(Ok(())) => {}
                refused => self.hand_over(at, refused, begun, size).await?,
            }
        }
        Ok(PendingAck {
            answer: Some(answer),
            number,
            owner: self.owner.clone(),
        })
    }

    /// Hands a message that was accepted to the connection, which refused it or
    /// has no room for it at the moment.
    async fn hand_over(
        &self,
        at: usize,
        refused: Option<Result<(), TransportError>>,
        begun: Instant,
        size: usize,
    ) -> Result<()> {
        let shared = &self.owner.shared;
        let transport = shared.context.transport();
        let refused = match refused {
            Some(Ok(())) => return Ok(()),
            Some(Err(refused)) => refused,
            None => {
                let held = Held {
                    shared,
                    at: Some(at),
                };
                let Some(outbound) = shared.in_flight().holding(at) else {
                    return Ok(());
                };
                let until = begun + shared.options.timeout;
                let sent = send_until(until, transport, outbound, size).await;
                if sent.is_ok() {
                    let connection = transport.connection();
                    shared
                        .in_flight()
                        .handed_over(at, Instant::now(), connection);
                }
                held.release();
                match sent {
                    Ok(()) => return Ok(()),
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
            // The task completed it meanwhile.
            None => Ok(()),
        }
    }

    /// Waits until nothing is under way any more.
    ///
    /// # Cancel safety
    /// Dropping it changes nothing.
    pub async fn completed(&self) {
        let shared = &self.owner.shared;
        // All places at once are to be had when nobody has one.
        let all = u32::try_from(shared.slots).unwrap_or(u32::MAX);
        drop(shared.places.acquire_many(all).await);
    }

    /// Accepts no more messages, and waits until all that were are completed.
    ///
    /// At the latest when the timeout of the last one is over.
    ///
    /// # Cancel safety
    /// Dropped, nothing is accepted all the same.
    pub async fn drain(&self) -> PublisherStats {
        self.owner.shared.closed.store(true, Ordering::SeqCst);
        self.completed().await;
        self.stats()
    }

    /// What became of the messages so far.
    pub fn stats(&self) -> PublisherStats {
        let shared = &self.owner.shared;
        PublisherStats {
            accepted: shared.accepted.load(Ordering::Relaxed),
            acknowledged: shared.acknowledged.load(Ordering::Relaxed),
            failed: shared.failed.load(Ordering::Relaxed),
        }
    }

    /// How many messages are under way.
    pub fn in_flight(&self) -> usize {
        self.owner.shared.in_flight().len()
    }

    /// Takes the failures of messages whose [`PendingAck`] was dropped.
    ///
    /// Each has its message, which can be published again. Until they are taken, the
    /// publisher keeps the newest 4 MiB of them, about 15,000 small messages, or
    /// [`max_bytes`](PublisherBuilder::max_bytes) if that is less. Of older ones it
    /// keeps the [numbers](Self::discarded_failures). Call it now and then.
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
        lock(&self.owner.shared.unseen).take()
    }

    /// Takes the numbers of failed messages that [`failures`](Self::failures) had no
    /// room for.
    ///
    /// Ranges of [`PendingAck::number`], in order. A range takes 24 bytes until it
    /// is taken.
    pub fn discarded_failures(&self) -> Vec<RangeInclusive<u64>> {
        lock(&self.owner.shared.unseen).take_discarded()
    }
}

impl fmt::Debug for Publisher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Publisher")
            .field("in_flight", &self.in_flight())
            .field("so_far", &self.stats())
            .finish_non_exhaustive()
    }
}

/// The acknowledgement of a message that was sent, when it comes.
///
/// Ready within the message's timeout. Dropped, a failure is among the
/// publisher's [failures](Publisher::failures).
///
/// # Cancel safety
/// It may be polled again and again.
#[must_use = "dropped, it leaves a failure to Publisher::failures"]
pub struct PendingAck {
    /// `None` when it was told.
    answer: Option<oneshot::Receiver<Told>>,
    number: u64,
    /// The task runs as long as somebody waits.
    owner: Arc<Owner>,
}

/// What became of a message; one that failed comes back.
type Told = std::result::Result<PubAck, Box<FailedPublish>>;

impl PendingAck {
    /// Number of the message among those handed to the publisher, from 0 on.
    ///
    /// A number is left out where handing over failed.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// What became of the message, if that is known by now; once.
    ///
    /// Awaited after it was told, it is [`Lost`](Error::Lost).
    pub fn now(&mut self) -> Option<Result<PubAck>> {
        let told = self.answer.as_mut()?.try_recv().ok()?;
        self.answer = None;
        Some(told.map_err(|failed| failed.error))
    }
}

impl Future for PendingAck {
    type Output = Result<PubAck>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Self::Output> {
        let lost = |why: &'static str| {
            Err(Error::Lost {
                operation: "publisher".into(),
                source: Some(Reason::boxed(why)),
            })
        };
        let Some(answer) = &mut self.answer else {
            return Poll::Ready(lost("what became of the message was told before"));
        };
        let told = ready!(answer.poll_unpin(cx));
        self.answer = None;
        Poll::Ready(match told {
            Ok(told) => told.map_err(|failed| failed.error),
            Err(_) => lost("the runtime of the publisher was shut down"),
        })
    }
}

/// A failure that came and was not looked at is one that nobody waited for.
impl Drop for PendingAck {
    fn drop(&mut self) {
        let Some(mut answer) = self.answer.take() else {
            return;
        };
        // What comes from now on goes back to who sends it.
        answer.close();
        if let Ok(Err(failed)) = answer.try_recv() {
            self.owner.shared.keep(*failed);
        }
    }
}

impl fmt::Debug for PendingAck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingAck").finish_non_exhaustive()
    }
}

/// Ends the sweeper, and takes no more answers, with the last publisher and the last
/// acknowledgement.
struct Owner {
    shared: Arc<Shared>,
}

impl Drop for Owner {
    fn drop(&mut self) {
        let shared = &self.shared;
        shared.inbox.disconnect(shared.route);
        if let Some(sweeper) = lock(&shared.sweeper).take() {
            sweeper.abort();
        }
    }
}

struct Shared {
    in_flight: Mutex<InFlight<Ticket>>,
    /// One for each slot.
    places: Semaphore,
    bytes: Semaphore,
    /// Whether there is a sweeper: a task that sweeps the messages in flight.
    awake: AtomicBool,
    sweeper: Mutex<Option<AbortHandle>>,
    /// Where sweepers run.
    runtime: Handle,
    /// The subject of a message that had no responders, for the sweeper.
    unanswered: Mutex<Option<Subject>>,
    no_responders: Notify,
    closed: AtomicBool,
    /// How many messages were numbered.
    numbers: AtomicU64,
    accepted: AtomicU64,
    acknowledged: AtomicU64,
    failed: AtomicU64,
    unseen: Mutex<Unseen>,
    context: Context,
    options: PublishOptions,
    slots: usize,
    max_bytes: usize,
    message_ids: bool,
    inbox: Arc<AckInbox>,
    route: u64,
}

struct Ticket {
    answer: oneshot::Sender<Told>,
    bytes: u32,
}

/// Room that is given back unless a slot took it over.
struct Room<'a> {
    shared: &'a Shared,
    bytes: u32,
    /// Whether it was waited for, so that it is later now.
    waited: bool,
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        self.shared.places.add_permits(1);
        self.shared.bytes.add_permits(self.bytes as usize);
    }
}

/// A message that waits for the connection to take it: dropped, it is withdrawn.
struct Held<'a> {
    shared: &'a Shared,
    at: Option<usize>,
}

impl Held<'_> {
    fn release(mut self) {
        self.at = None;
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        if let Some(at) = self.at {
            self.shared.withdraw(at);
        }
    }
}

impl Shared {
    fn in_flight(&self) -> MutexGuard<'_, InFlight<Ticket>> {
        lock(&self.in_flight)
    }

    /// Waits for a place and for as many bytes as the message has.
    async fn room(
        &self,
        message: &PublishMessage,
        size: usize,
        begun: Instant,
    ) -> Result<Room<'_>> {
        let bytes = u32::try_from(size.min(self.max_bytes)).unwrap_or(u32::MAX);
        if self.closed.load(Ordering::SeqCst) {
            return Err(self.not_sent(message, "the publisher is drained"));
        }
        if let Ok(place) = self.places.try_acquire()
            && let Ok(held) = self.bytes.try_acquire_many(bytes)
        {
            place.forget();
            held.forget();
            return Ok(Room {
                shared: self,
                bytes,
                waited: false,
            });
        }
        let waiting = async {
            let place = self.places.acquire().await;
            let held = self.bytes.acquire_many(bytes).await;
            if let (Ok(place), Ok(held)) = (place, held) {
                place.forget();
                held.forget();
            }
            Room {
                shared: self,
                bytes,
                waited: true,
            }
        };
        match timeout_at(begun + self.options.timeout, waiting).await {
            Ok(room) => Ok(room),
            Err(_) => Err(self.not_sent(message, "too much is under way")),
        }
    }

    fn not_sent(&self, message: &PublishMessage, why: &'static str) -> Error {
        Error::NotSent {
            operation: message.subject().to_string().into(),
            source: Reason::boxed(why),
        }
    }

    /// Gives a message a slot, and puts into `outbound` what to send for it now, if
    /// anything.
    #[inline]
    fn accept(
        self: &Arc<Self>,
        message: PublishMessage,
        number: u64,
        done: Ticket,
        begun: Instant,
        now: Instant,
        outbound: &mut Option<OutboundMessage>,
    ) -> Result<usize> {
        let connection = self.context.transport().connection();
        let mut in_flight = self.in_flight();
        if self.closed.load(Ordering::SeqCst) {
            return Err(self.not_sent(&message, "the publisher is drained"));
        }
        self.accepted.fetch_add(1, Ordering::Relaxed);
        // A permit is held for it, so there is a slot.
        let Some(at) = in_flight.accept(message, number, done, begun) else {
            return Err(Error::NotSent {
                operation: "publisher".into(),
                source: Reason::boxed("no slot"),
            });
        };
        if connection.connected {
            *outbound = in_flight.send(at, now, connection);
        }
        drop(in_flight);
        if !self.awake.swap(true, Ordering::SeqCst) {
            sweep::spawn(self);
        }
        Ok(at)
    }

    /// Takes back what was accepted and not sent.
    fn withdraw(&self, at: usize) -> Option<PublishMessage> {
        let (message, ticket) = self.in_flight().withdraw(at)?;
        self.accepted.fetch_sub(1, Ordering::Relaxed);
        self.places.add_permits(1);
        self.bytes.add_permits(ticket.bytes as usize);
        Some(message)
    }

    /// Tells that messages are stored, and makes room for others.
    fn acknowledge(&self, stored: &mut Vec<(Ticket, PubAck)>) {
        let Some((_, last)) = stored.last() else {
            return;
        };
        self.context.publishes().acknowledge(&last.stream);
        let (places, mut bytes) = (stored.len(), 0);
        for (ticket, ack) in stored.drain(..) {
            bytes += ticket.bytes as usize;
            // Who does not wait for it does not mind.
            let _ = ticket.answer.send(Ok(ack));
        }
        self.acknowledged
            .fetch_add(places as u64, Ordering::Relaxed);
        self.bytes.add_permits(bytes);
        self.places.add_permits(places);
    }

    /// Tells the sweeper that a message to this subject had no responders.
    fn no_responders(&self, subject: Subject) {
        *lock(&self.unanswered) = Some(subject);
        self.no_responders.notify_one();
    }

    /// Fails all messages in flight, and accepts no more: no answers will come.
    fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        let now = Instant::now();
        let mut completed = self.in_flight().give_up("the connection was closed", now);
        self.complete(&mut completed);
    }

    /// Keeps a failure that nobody waited for.
    fn keep(&self, failed: FailedPublish) {
        lock(&self.unseen).keep(failed);
    }

    /// Gives up what waits in vain for a server that takes it; whether there was any.
    fn unanswered(&self, subject: &Subject, cause: &Cause) -> bool {
        let acknowledged = self.context.publishes().acknowledged();
        let now = Instant::now();
        let mut completed = self
            .in_flight()
            .unanswered(subject, cause, acknowledged, now);
        let any = !completed.is_empty();
        self.complete(&mut completed);
        any
    }

    /// Tells what became of messages, and makes room for others.
    fn complete(&self, completed: &mut Vec<Completed<Ticket>>) {
        if completed.is_empty() {
            return;
        }
        let (places, mut bytes, mut acknowledged) = (completed.len(), 0, 0);
        for Completed {
            number,
            message,
            result,
            done,
        } in completed.drain(..)
        {
            bytes += done.bytes as usize;
            match &result {
                Ok(ack) => {
                    self.context.publishes().acknowledge(&ack.stream);
                    acknowledged += 1;
                }
                Err(_) => {
                    self.failed.fetch_add(1, Ordering::Relaxed);
                }
            }
            let told = result.map_err(|error| {
                Box::new(FailedPublish {
                    number,
                    message,
                    error,
                })
            });
            if let Err(Err(failed)) = done.answer.send(told) {
                self.keep(*failed);
            }
        }
        self.acknowledged.fetch_add(acknowledged, Ordering::Relaxed);
        self.bytes.add_permits(bytes);
        self.places.add_permits(places);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
