//! Many messages under way at once, and what became of each.

use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context as TaskContext, Poll, Waker, ready};
use std::time::Duration;

use async_nats::Subject;
use async_nats::message::OutboundMessage;
use bytes::Bytes;
use futures_util::{FutureExt, StreamExt};
use jsapi::PubAck;
use tokio::sync::{Notify, Semaphore, oneshot};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout_at};

use super::flight::{Due, Flights, Settled};
use super::message::OutgoingMessage;
use super::nobody::Nobody;
use super::retry::PublishOptions;
use super::send::{send, send_now};
use super::stall::{Advice, Stall};
use crate::context::Context;
use crate::denied::Denials;
use crate::error::{Error, Result};
use crate::transport::{BoxFuture, Incoming, Outgoing, Reason, Subscription, TransportError};

/// How often what is under way is looked at.
const SWEEP: Duration = Duration::from_millis(50);

/// How many answers are taken in between two looks at everything else.
const AT_ONCE: usize = 256;

/// The longest a message is tried.
const LONGEST: Duration = Duration::from_secs(60 * 60 * 24 * 365);

/// How many failures are kept that nobody waited for.
const KEPT: usize = 1024;

impl Context {
    /// Publishes many messages at once.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// use std::collections::VecDeque;
    ///
    /// let publisher = ctx.publisher().max_in_flight(500).start().await?;
    /// let mut pending = VecDeque::new();
    /// for number in 0..10_000 {
    ///     pending.push_back(publisher.publish("orders.new", format!("{number}")).await?);
    ///     while let Some(done) = pending.front_mut().and_then(|ack| ack.now()) {
    ///         pending.pop_front();
    ///         println!("stored at {}", done?.seq);
    ///     }
    /// }
    /// for ack in pending {
    ///     println!("stored at {}", ack.await?.seq);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn publisher(&self) -> PublisherBuilder {
        PublisherBuilder {
            context: self.clone(),
            max_in_flight: 1000,
            max_bytes: 16 * 1024 * 1024,
            options: PublishOptions::default(),
            message_ids: false,
        }
    }
}

/// Sets up a [`Publisher`].
#[derive(Clone, Debug)]
#[must_use = "a publisher is not there until it is started"]
pub struct PublisherBuilder {
    context: Context,
    max_in_flight: usize,
    max_bytes: usize,
    options: PublishOptions,
    message_ids: bool,
}

impl PublisherBuilder {
    /// How many messages are under way at most; 1,000 unless set, 1 to 65,536.
    ///
    /// With 1, messages are stored in the order they are published in, whatever
    /// has to be sent again.
    pub fn max_in_flight(mut self, messages: usize) -> Self {
        self.max_in_flight = messages.clamp(1, 65_536);
        self
    }

    /// How many bytes of headers and payloads are under way at most; 16 MiB
    /// unless set.
    ///
    /// A message that is larger goes alone.
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.max_bytes = bytes.clamp(1, u32::MAX as usize);
        self
    }

    /// How long and how often each message is tried.
    pub fn options(mut self, options: PublishOptions) -> Self {
        self.options = options;
        self
    }

    /// Gives a [message ID](OutgoingMessage::new_message_id) to messages without.
    ///
    /// Then every message is sent again when its answer was lost.
    pub fn with_message_ids(mut self) -> Self {
        self.message_ids = true;
        self
    }

    /// Subscribes to an inbox for the answers, and starts a task that reads them.
    ///
    /// The task ends when the publisher and all acknowledgements that are waited
    /// for are dropped. Asks nothing.
    ///
    /// # Errors
    /// [`NotSent`](Error::NotSent) when there is no connection within the
    /// context's timeout.
    pub async fn start(self) -> Result<Publisher> {
        let inbox = self.context.new_inbox();
        let echo = format!("{inbox}.-");
        let answers = format!("{inbox}.*");
        let verb = answers.clone().into();
        let patience = self.context.timeout();
        let (subscription, _) = self
            .context
            .within(&verb, patience, |transport| transport.subscribe(answers))
            .await?;
        let slots = self.max_in_flight;
        let mut options = self.options;
        // More than any clock reaches could not be added to one.
        options.timeout = options.timeout.min(LONGEST);
        options.backoff = options.backoff.min(LONGEST);
        let shared = Arc::new(Shared {
            flights: Mutex::new(Flights::new(inbox, slots, options.clone())),
            places: Semaphore::new(slots),
            bytes: Semaphore::new(self.max_bytes),
            wake: Notify::new(),
            awake: AtomicBool::new(false),
            closed: AtomicBool::new(false),
            accepted: AtomicU64::new(0),
            acknowledged: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            unseen: Mutex::default(),
            context: self.context,
            echo,
            options,
            slots,
            max_bytes: self.max_bytes,
            message_ids: self.message_ids,
        });
        let task = tokio::spawn(tokio::task::unconstrained(run(
            shared.clone(),
            subscription,
        )));
        Ok(Publisher {
            owner: Arc::new(Owner { shared, task }),
        })
    }
}

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
/// A server that says nothing for 5 s while answers are waited for is left for
/// another, or for a new connection.
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
pub struct PublishedSoFar {
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
    /// The message, to be published again perhaps.
    pub message: OutgoingMessage,
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
    /// [`Invalid`](Error::Invalid) when it can not be sent, and
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
        self.publish_message(OutgoingMessage::new(subject, payload))
            .await
    }

    /// As [`publish`](Self::publish), with headers.
    ///
    /// # Errors
    /// As there.
    ///
    /// # Cancel safety
    /// As there.
    pub async fn publish_message(&self, mut message: OutgoingMessage) -> Result<PendingAck> {
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
        let at = shared.accept(message, done, begun, now, &mut outbound)?;
        // From here on the slot holds the room.
        std::mem::forget(room);
        if let Some(outbound) = outbound {
            match send_now(shared.context.transport(), outbound, size) {
                Some(Ok(())) => {}
                refused => self.hand_over(at, refused, begun, size).await?,
            }
        }
        Ok(PendingAck {
            answer,
            _owner: self.owner.clone(),
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
                let Some(outbound) = shared.flights().holding(at) else {
                    return Ok(());
                };
                let until = begun + shared.options.timeout;
                match timeout_at(until, send(transport, outbound, size)).await {
                    Ok(Ok(())) => {
                        let connection = transport.connection();
                        shared.flights().handed_over(at, Instant::now(), connection);
                        held.release();
                        return Ok(());
                    }
                    Ok(Err(refused)) => {
                        held.release();
                        refused
                    }
                    Err(_) => {
                        held.release();
                        TransportError::NotSent(Reason::boxed("the connection took nothing"))
                    }
                }
            }
        };
        match shared.withdraw(at) {
            Some(message) => Err(Error::transport(
                message.subject().to_string(),
                refused,
                shared.options.timeout,
            )),
            // The task settled it meanwhile.
            None => Ok(()),
        }
    }

    /// Waits until nothing is under way any more.
    ///
    /// # Cancel safety
    /// Dropping it changes nothing.
    pub async fn settled(&self) {
        let shared = &self.owner.shared;
        // All places at once are to be had when nobody has one.
        let all = u32::try_from(shared.slots).unwrap_or(u32::MAX);
        drop(shared.places.acquire_many(all).await);
    }

    /// Accepts no more messages, and waits until all that were are settled.
    ///
    /// At the latest when the timeout of the last one is over.
    ///
    /// # Cancel safety
    /// Dropped, nothing is accepted all the same.
    pub async fn drain(&self) -> PublishedSoFar {
        self.owner.shared.closed.store(true, Ordering::SeqCst);
        self.settled().await;
        self.so_far()
    }

    /// What became of the messages so far.
    pub fn so_far(&self) -> PublishedSoFar {
        let shared = &self.owner.shared;
        PublishedSoFar {
            accepted: shared.accepted.load(Ordering::Relaxed),
            acknowledged: shared.acknowledged.load(Ordering::Relaxed),
            failed: shared.failed.load(Ordering::Relaxed),
        }
    }

    /// How many messages are under way.
    pub fn in_flight(&self) -> usize {
        self.owner.shared.flights().len()
    }

    /// Takes the failures that nobody waited for: of messages whose
    /// [`PendingAck`] was dropped before.
    ///
    /// The last 1,024 are kept; [`so_far`](Self::so_far) counts all.
    pub fn failures(&self) -> Vec<FailedPublish> {
        let mut unseen = lock(&self.owner.shared.unseen);
        unseen.drain(..).collect()
    }
}

impl fmt::Debug for Publisher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Publisher")
            .field("in_flight", &self.in_flight())
            .field("so_far", &self.so_far())
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
    answer: oneshot::Receiver<Result<PubAck>>,
    /// The task runs as long as somebody waits.
    _owner: Arc<Owner>,
}

impl PendingAck {
    /// What became of the message, if that is known by now; once.
    pub fn now(&mut self) -> Option<Result<PubAck>> {
        self.answer.try_recv().ok()
    }
}

impl Future for PendingAck {
    type Output = Result<PubAck>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Self::Output> {
        let answer = ready!(self.answer.poll_unpin(cx));
        Poll::Ready(answer.unwrap_or_else(|_| {
            Err(Error::Lost {
                verb: "".into(),
                source: Some(Reason::boxed("the runtime of the publisher was shut down")),
            })
        }))
    }
}

impl fmt::Debug for PendingAck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingAck").finish_non_exhaustive()
    }
}

/// Ends the task with the last publisher and the last acknowledgement.
struct Owner {
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Shared {
    flights: Mutex<Flights<Ticket>>,
    /// One for each slot.
    places: Semaphore,
    bytes: Semaphore,
    /// Tells the task that there is something to look after.
    wake: Notify,
    /// Whether the task looks after what is under way.
    awake: AtomicBool,
    closed: AtomicBool,
    accepted: AtomicU64,
    acknowledged: AtomicU64,
    failed: AtomicU64,
    unseen: Mutex<VecDeque<FailedPublish>>,
    context: Context,
    /// Where what is sent comes back, and is no answer.
    echo: String,
    options: PublishOptions,
    slots: usize,
    max_bytes: usize,
    message_ids: bool,
}

struct Ticket {
    answer: oneshot::Sender<Result<PubAck>>,
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
    fn flights(&self) -> MutexGuard<'_, Flights<Ticket>> {
        lock(&self.flights)
    }

    /// Waits for a place and for as many bytes as the message has.
    async fn room(
        &self,
        message: &OutgoingMessage,
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

    fn not_sent(&self, message: &OutgoingMessage, why: &'static str) -> Error {
        Error::NotSent {
            verb: message.subject().to_string().into(),
            source: Reason::boxed(why),
        }
    }

    /// Gives a message a slot, and puts into `outbound` what to send for it now, if
    /// anything.
    #[inline]
    fn accept(
        &self,
        message: OutgoingMessage,
        done: Ticket,
        begun: Instant,
        now: Instant,
        outbound: &mut Option<OutboundMessage>,
    ) -> Result<usize> {
        let connection = self.context.transport().connection();
        let mut flights = self.flights();
        if self.closed.load(Ordering::SeqCst) {
            return Err(self.not_sent(&message, "the publisher is drained"));
        }
        let number = self.accepted.fetch_add(1, Ordering::Relaxed);
        // A permit is held for it, so there is a slot.
        let Some(at) = flights.accept(message, number, done, begun) else {
            return Err(Error::NotSent {
                verb: "".into(),
                source: Reason::boxed("no slot"),
            });
        };
        if connection.connected {
            *outbound = flights.send(at, now, connection);
        }
        drop(flights);
        if !self.awake.swap(true, Ordering::SeqCst) {
            self.wake.notify_one();
        }
        Ok(at)
    }

    /// Takes back what was accepted and not sent.
    fn withdraw(&self, at: usize) -> Option<OutgoingMessage> {
        let (message, ticket) = self.flights().withdraw(at)?;
        self.accepted.fetch_sub(1, Ordering::Relaxed);
        self.places.add_permits(1);
        self.bytes.add_permits(ticket.bytes as usize);
        Some(message)
    }

    /// Gives the connection up over which nothing comes any more.
    fn look(&self, stall: &mut Stall) {
        if !self.context.connection().connected {
            return;
        }
        match stall.look(Instant::now(), self.context.bytes_in()) {
            Advice::Wait => {}
            // Also when one may not publish there, the server says so.
            Advice::Ask => {
                let echo = Outgoing::new(&self.echo, Bytes::new());
                self.context.publish_at_once(echo);
            }
            Advice::GiveUp => {
                self.context.reconnect();
            }
        }
    }

    /// Tells that messages are stored, and makes room for others.
    fn acknowledge(&self, stored: &mut Vec<(Ticket, PubAck)>) {
        if stored.is_empty() {
            return;
        }
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

    /// Tells what became of messages, and makes room for others.
    fn settle(&self, settled: &mut Vec<Settled<Ticket>>) {
        if settled.is_empty() {
            return;
        }
        let (places, mut bytes, mut acknowledged) = (settled.len(), 0, 0);
        for Settled {
            message,
            result,
            done,
        } in settled.drain(..)
        {
            bytes += done.bytes as usize;
            match &result {
                Ok(_) => acknowledged += 1,
                Err(_) => {
                    self.failed.fetch_add(1, Ordering::Relaxed);
                }
            }
            if let Err(Err(error)) = done.answer.send(result) {
                let mut unseen = lock(&self.unseen);
                if unseen.len() == KEPT {
                    unseen.pop_front();
                }
                unseen.push_back(FailedPublish { message, error });
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

/// Which subject was asked about, and what is known of it.
type Question = BoxFuture<'static, (Subject, Nobody)>;

/// Reads answers, and looks after what is under way.
async fn run(shared: Arc<Shared>, mut answers: Subscription) {
    let mut settled = Vec::with_capacity(AT_ONCE);
    let mut stored = Vec::with_capacity(AT_ONCE);
    let mut due = Due::default();
    let mut stall = Stall::new(Instant::now());
    let mut question: Option<Question> = None;
    let mut asked: Option<(Subject, Instant)> = None;
    let mut denied = shared.context.denials().map_or(0, Denials::count);
    let pause = sleep(SWEEP);
    tokio::pin!(pause);
    loop {
        let awake = shared.awake.load(Ordering::SeqCst);
        let answered = async {
            match &mut question {
                Some(question) => question.await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            answer = answers.next() => match answer {
                Some(answer) => {
                    let unanswered =
                        take_in(&shared, answer, &mut answers, &mut stored, &mut settled);
                    shared.acknowledge(&mut stored);
                    shared.settle(&mut settled);
                    let now = Instant::now();
                    if let Some(subject) = unanswered
                        && question.is_none()
                        && asked.as_ref().is_none_or(|(_, at)| now - *at >= Duration::from_secs(1))
                    {
                        asked = Some((subject.clone(), now));
                        question = Some(ask(&shared.context, subject));
                    }
                }
                None => {
                    // The client is closed, and nothing will come any more.
                    shared.closed.store(true, Ordering::SeqCst);
                    settled.extend(shared.flights().give_up("the connection was closed"));
                    shared.settle(&mut settled);
                    return;
                }
            },
            (subject, nobody) = answered => {
                question = None;
                if nobody.no_stream() {
                    asked = None;
                    settled.extend(shared.flights().no_stream(&subject));
                    shared.settle(&mut settled);
                }
            }
            () = shared.wake.notified(), if !awake => pause.as_mut().reset(Instant::now() + SWEEP),
            () = &mut pause, if awake => {
                if let Some(denials) = shared.context.denials() {
                    for subject in denials.since(&mut denied) {
                        settled.extend(shared.flights().denied(&subject));
                    }
                    shared.settle(&mut settled);
                }
                sweep(&shared, &mut due).await;
                shared.look(&mut stall);
                pause.as_mut().reset(Instant::now() + SWEEP);
            }
        }
    }
}

/// Sorts answers to their messages: this one, and those that have come with it.
/// Gives a subject that nobody answered for.
fn take_in(
    shared: &Shared,
    answer: Incoming,
    answers: &mut Subscription,
    stored: &mut Vec<(Ticket, PubAck)>,
    settled: &mut Vec<Settled<Ticket>>,
) -> Option<Subject> {
    let now = Instant::now();
    let mut unanswered = None;
    let mut next = Poll::Ready(Some(answer));
    let mut taken = 0;
    let mut flights = shared.flights();
    while let Poll::Ready(Some(answer)) = next {
        if flights.stored(&answer, stored).is_none() {
            settled.extend(flights.answer(answer, now, &mut unanswered));
        }
        taken += 1;
        next = match taken < AT_ONCE {
            true => answers
                .as_mut()
                .poll_next(&mut TaskContext::from_waker(Waker::noop())),
            false => Poll::Pending,
        };
    }
    unanswered
}

/// Sends and settles what is due; nothing to look after puts the task to sleep.
async fn sweep(shared: &Shared, due: &mut Due<Ticket>) {
    let transport = shared.context.transport();
    let connection = transport.connection();
    {
        let mut flights = shared.flights();
        if flights.len() == 0 {
            // Under the lock, so that whoever is accepted next sees it.
            shared.awake.store(false, Ordering::SeqCst);
            return;
        }
        flights.sweep(Instant::now(), connection, due);
    }
    shared.settle(&mut due.settled);
    for at in due.send.drain(..) {
        let now = Instant::now();
        let Some(outbound) = shared.flights().send(at, now, connection) else {
            continue;
        };
        let size = outbound.payload.len();
        let sent = match send_now(transport, outbound.clone(), size) {
            Some(sent) => sent,
            None => send(transport, outbound, size).await,
        };
        if let Err(refused) = sent {
            let failed = shared.flights().withdraw(at);
            let timeout = shared.options.timeout;
            let failed = failed.map(|(message, done)| {
                let verb = message.subject().to_string();
                Settled {
                    message,
                    result: Err(Error::transport(verb, refused, timeout)),
                    done,
                }
            });
            due.settled.extend(failed);
        }
    }
    shared.settle(&mut due.settled);
}

fn ask(context: &Context, subject: Subject) -> Question {
    let context = context.clone();
    Box::pin(async move {
        let mut nobody = Nobody::default();
        nobody.ask(&context, &subject, Duration::from_secs(1)).await;
        (subject, nobody)
    })
}
