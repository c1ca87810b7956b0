//! One pull: so many messages, in so much time.

use std::collections::VecDeque;
use std::fmt;
use std::future::{IntoFuture, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context as TaskContext, Poll};
use std::time::Duration;

use futures_util::task::AtomicWaker;
use jsapi::ConsumerMsgNextRequest;
use jsapi::endpoint::CONSUMER_MSG_NEXT;
use tokio::time::{Instant, sleep_until};

use crate::api::context::CallOptions;
use crate::connection::connection_watch::ConnectionWatch;
use crate::connection::guard::deadline;
use crate::connection::guarded_transport::PRESENT;
use crate::connection::outlined::Outlined;
use crate::connection::transport::BoxFuture;
use crate::consume::delivery::Message;
use crate::consume::group::Group;
use crate::consume::messages::MOST_MESSAGES;
use crate::consume::pull_consumer::{PullConsumer, Waiting};
use crate::consume::pull_inbox::{Came, PullInbox};
use crate::consume::pull_once::{Event, Once};
use crate::consume::pull_status;
use crate::error::pull_status::PullStatus;
use crate::error::{Error, Invalid, Result};
use crate::protocol::pull_flow::PullId;

/// How much less time the server is given than the client takes, so that its
/// word that the pull expired comes in time.
pub const EXPIRES_MARGIN: Duration = Duration::from_millis(10);

/// What is given the same time on both sides.
const TOO_SHORT_FOR_A_MARGIN: Duration = Duration::from_millis(20);

/// The least time that a pull takes which finds nobody there to answer it.
///
/// Whoever fetches in a loop would otherwise ask thousands of times a second
/// while a leader is elected.
const NO_RESPONDERS: Duration = Duration::from_millis(100);

/// How long it is looked for the reason when a pull has ended in silence.
const PROBE: Duration = Duration::from_millis(400);

/// How long it is looked for messages that the connection does not bear.
const SEARCH: Duration = Duration::from_secs(2);

const OPERATION: &str = CONSUMER_MSG_NEXT.verb;

impl PullConsumer {
    /// Pulls up to so many messages, 1 to 30,000.
    ///
    /// ```no_run
    /// # async fn example(orders: jsapi_client::PullConsumer) -> Result<(), jsapi_client::Error> {
    /// use std::time::Duration;
    ///
    /// let fetched = orders.fetch(100).timeout(Duration::from_secs(5)).await?;
    /// for message in fetched.messages {
    ///     message.ack().await?;
    /// }
    /// println!("{}", fetched.status);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Without a [`timeout`](Fetch::timeout) it takes what there is and does not
    /// wait for more; what was stored a moment ago the consumer may not have heard
    /// of yet. It gives what it has when it ends, and says why. One
    /// request, once it is awaited or started.
    ///
    /// All that it asks for may come at once and wait to be taken. `async-nats`
    /// drops without a word what goes beyond its `subscription_capacity`, which is
    /// 65,536 unless set: a smaller one bounds what may be asked for as well.
    ///
    /// # Errors
    /// [`Error::Invalid`] when what was set does not fit together.
    /// [`is_not_found`](Error::is_not_found) when nothing came because there is
    /// no such consumer (10014) or stream (10059): one more request finds out.
    /// [`NotSent`](Error::NotSent) when there was no connection in time,
    /// [`Denied`](Error::Denied) when it may not be asked for. Statuses
    /// 404, 408 and 409 are no errors: see [`PullStatus`].
    ///
    /// # Cancel safety
    /// Dropped while it waits, the messages that came are lost to this side;
    /// they are delivered again after the consumer's `ack_wait`.
    /// [`open`](Fetch::open) gives them one by one.
    pub fn fetch(&self, batch: u64) -> Fetch<'_> {
        Fetch::new(self, batch)
    }
}

/// A pull that is sent when it is awaited, or started.
#[derive(Clone, Debug)]
#[must_use = "a pull asks nothing until it is awaited or started"]
pub struct Fetch<'a> {
    consumer: &'a PullConsumer,
    batch: u64,
    max_bytes: Option<u64>,
    timeout: Option<Duration>,
    expires: Option<Duration>,
    no_wait: bool,
    heartbeat: Option<Duration>,
    group: Option<Group>,
}

impl<'a> Fetch<'a> {
    pub(crate) fn new(consumer: &'a PullConsumer, batch: u64) -> Self {
        Self {
            consumer,
            batch,
            max_bytes: None,
            timeout: None,
            expires: None,
            no_wait: false,
            heartbeat: None,
            group: None,
        }
    }

    /// How long it may take, in all.
    ///
    /// The server is told to let it [expire](Self::expires) 10 ms earlier, when
    /// this is 20 ms or more. Unless set, what there is is taken at once, and
    /// the context's timeout is for the server's answer.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long the server waits for messages; only with a
    /// [`timeout`](Self::timeout).
    pub fn expires(mut self, expires: Duration) -> Self {
        self.expires = Some(expires);
        self
    }

    /// Sets whether to take only the messages that are there. Default: false.
    pub fn no_wait(mut self, no_wait: bool) -> Self {
        self.no_wait = no_wait;
        self
    }

    /// How many bytes at most, 1 or more: subject, reply subject, headers and
    /// payload.
    ///
    /// It ends with [`PullStatus::Limit`] before the first message that would be
    /// too much.
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = Some(bytes);
        self
    }

    /// How often the server gives a sign of life while there is nothing.
    ///
    /// More than 0, and at most half of what it waits. It ends with [`PullStatus::HeartbeatMissed`]
    /// when two in a row are missing.
    pub fn heartbeat(mut self, heartbeat: Duration) -> Self {
        self.heartbeat = Some(heartbeat);
        self
    }

    /// Pulls for a priority group (ADR-42).
    pub fn group(mut self, group: impl Into<Group>) -> Self {
        self.group = Some(group.into());
        self
    }

    /// Sends it, and gives the messages one by one.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it does not fit together, [`Error::NotSent`] when
    /// there was no connection in time.
    pub async fn open(self) -> Result<Pull> {
        Outlined(pin!(self.begin())).await
    }

    /// As [`start`](Self::start), for what is gone on with when it was dropped.
    pub(crate) async fn start_resumable(self) -> Result<Pull> {
        let mut pull = Outlined(pin!(self.begin())).await?;
        pull.resumable = true;
        Ok(pull)
    }

    async fn begin(self) -> Result<Pull> {
        let consumer = self.consumer;
        let context = consumer.context();
        let now = Instant::now();
        let timeout = self.timeout.unwrap_or(context.default_timeout());
        let mut request = self.request()?;
        let heartbeat = request.idle_heartbeat;

        // What the connection was lost over last time comes first.
        let mut found = VecDeque::new();
        if consumer.is_suspected() {
            let search = tokio::time::timeout(timeout.min(SEARCH), consumer.unreadable());
            found.extend(search.await.unwrap_or_default());
            found.truncate(usize::try_from(self.batch).unwrap_or(usize::MAX));
        }
        let batch = self
            .batch
            .saturating_sub(u64::try_from(found.len()).unwrap_or(u64::MAX));
        request.batch = Some(batch);
        let mut message = context.message_of(&request, CallOptions::default())?;

        let kept = consumer.take_inbox();
        let mut inbox = match kept {
            Some(inbox) => inbox,
            None => PullInbox::open(context, timeout).await?,
        };
        let (id, reply) = inbox.pull();
        message.reply = Some(reply);
        let left = timeout.saturating_sub(now.elapsed());
        let mut denied = None;
        let connection = match batch {
            0 => context.connection(),
            _ => {
                let observer = context.observer();
                denied = observer.map(|observer| observer.publishing(&message.subject));
                let operation = OPERATION.into();
                let guard = context.guard(&operation, left).await?;
                guard
                    .carry(&operation, guard.transport().publish(message))
                    .await?;
                guard.connection()
            }
        };
        inbox.over(connection, context);
        Ok(Pull {
            consumer: consumer.clone(),
            found,
            inbox: Some(inbox),
            watch: None,
            id,
            once: Once::new(now, self.batch, deadline_from(now, timeout), heartbeat),
            status: None,
            started: now,
            group: self.group,
            resumable: false,
            answered: false,
            denied,
            state: Arc::default(),
        })
    }

    fn request(&self) -> Result<ConsumerMsgNextRequest> {
        let invalid =
            |why: &'static str| Err(Error::invalid(OPERATION, Invalid::Argument(why.into())));
        let consumer = self.consumer.consumer();
        let mut request = ConsumerMsgNextRequest::new(consumer.stream_name(), consumer.name());
        if self.batch == 0 {
            return invalid("a pull for no messages");
        }
        if self.batch > MOST_MESSAGES {
            return invalid("a pull for more than 30,000 messages");
        }
        request.batch = Some(self.batch);
        if self.max_bytes == Some(0) {
            // Without a bound to the server.
            return invalid("`max_bytes` is 0");
        }
        request.max_bytes = self.max_bytes;
        match (self.timeout, self.expires) {
            (None, Some(_)) => return invalid("`expires` without `timeout`"),
            (Some(timeout), Some(expires)) if expires > timeout => {
                return invalid("`expires` is more than `timeout`");
            }
            (_, Some(_)) if self.no_wait => return invalid("`expires` with `no_wait`"),
            // No time at all would be without end to the server.
            (_, Some(Duration::ZERO)) | (Some(Duration::ZERO), None) => request.no_wait = true,
            (Some(timeout), None) if !self.no_wait => request.expires = Some(expires_of(timeout)),
            (_, Some(expires)) => request.expires = Some(expires),
            (_, None) => request.no_wait = true,
        }
        if let Some(heartbeat) = self.heartbeat {
            match (request.expires, heartbeat.checked_mul(2)) {
                (None, _) => return invalid("a heartbeat without waiting"),
                _ if heartbeat.is_zero() => return invalid("`heartbeat` is 0"),
                (Some(expires), Some(twice)) if twice <= expires => {
                    request.idle_heartbeat = Some(heartbeat);
                }
                _ => return invalid("a heartbeat of more than half of what is waited"),
            }
        }
        if let Some(group) = &self.group {
            group
                .check()
                .map_err(|why| Error::invalid(OPERATION, why))?;
            group.apply(&mut request, self.consumer.pin());
        }
        Ok(request)
    }
}

/// What the server is told, of what this side waits.
fn expires_of(timeout: Duration) -> Duration {
    match timeout >= TOO_SHORT_FOR_A_MARGIN {
        true => timeout.saturating_sub(EXPIRES_MARGIN),
        false => timeout,
    }
}

fn deadline_from(now: Instant, timeout: Duration) -> Instant {
    now.checked_add(timeout)
        .unwrap_or_else(|| deadline(timeout))
}

impl<'a> IntoFuture for Fetch<'a> {
    type Output = Result<Fetched>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let batch = usize::try_from(self.batch).unwrap_or(usize::MAX);
            let mut pull = self.open().await?;
            let mut messages = Vec::with_capacity(batch.min(1024));
            while let Some(message) = poll_fn(|cx| pull.poll_message(cx)).await {
                messages.push(message);
            }
            let status = pull.finish().await?;
            Ok(Fetched { messages, status })
        })
    }
}

/// What a pull gave.
#[derive(Debug)]
#[non_exhaustive]
pub struct Fetched {
    /// The messages, in the order they came.
    pub messages: Vec<Message>,
    /// Why there are no more.
    pub status: PullStatus,
}

impl IntoIterator for Fetched {
    type Item = Message;
    type IntoIter = std::vec::IntoIter<Message>;

    fn into_iter(self) -> Self::IntoIter {
        self.messages.into_iter()
    }
}

/// A pull that is under way: its messages, as they come.
///
/// Ends as [`status`](Self::status) says.
///
/// # Cancel safety
/// Waiting for the next message loses none when it is dropped. When the whole
/// is, what is still to come is delivered again after the consumer's `ack_wait`.
#[must_use = "a stream gives nothing until it is polled"]
pub struct Pull {
    consumer: PullConsumer,
    /// What was read from the stream, because the connection did not bear it.
    found: VecDeque<(u64, Message)>,
    inbox: Option<PullInbox>,
    watch: Option<ConnectionWatch>,
    id: PullId,
    once: Once,
    status: Option<PullStatus>,
    started: Instant,
    group: Option<Group>,
    resumable: bool,
    answered: bool,
    /// That one may not ask for it, where that is heard.
    denied: Option<BoxFuture<'static, ()>>,
    state: Arc<State>,
}

/// What a pull and those who may cancel it share.
#[derive(Debug, Default)]
struct State {
    state: AtomicU8,
    waker: AtomicWaker,
}

const UNDER_WAY: u8 = 0;
const CANCELLED: u8 = 1;
const OVER: u8 = 2;

impl Pull {
    /// Goes on with the pull that was dropped, if it was one like this.
    pub(crate) fn resume(fetch: &Fetch<'_>) -> Option<Self> {
        let consumer = fetch.consumer;
        let (now, timeout) = (Instant::now(), fetch.timeout?);
        let kept = consumer.take_kept()?;
        let Some(waiting) = kept.waiting else {
            consumer.keep(kept.inbox, None);
            return None;
        };
        let fits =
            waiting.group == fetch.group && consumer.context().is_still(kept.inbox.connection());
        if !fits || now.duration_since(waiting.since) > consumer.timeout_for() {
            return None;
        }
        Some(Self {
            consumer: consumer.clone(),
            found: VecDeque::new(),
            inbox: Some(kept.inbox),
            watch: None,
            id: waiting.id,
            once: Once::new(now, 1, deadline_from(now, timeout), None),
            status: None,
            started: now,
            group: waiting.group,
            resumable: true,
            answered: false,
            denied: waiting.denied,
            state: Arc::default(),
        })
    }

    /// Reason why the pull ended; `None` while it runs.
    pub fn status(&self) -> Option<&PullStatus> {
        self.status.as_ref()
    }

    /// Cancels it: nothing more comes.
    ///
    /// What was received and not taken is delivered again after the consumer's
    /// `ack_wait`.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it was cancelled before, or is over.
    pub fn cancel(&self) -> Result<()> {
        self.state.cancel()
    }

    /// What cancels it from elsewhere.
    pub fn canceller(&self) -> PullCanceller {
        PullCanceller(self.state.clone())
    }

    /// Whether the consumer was found to be there when the pull had ended in
    /// silence: the word that it expired came too late.
    pub(crate) fn was_answered(&self) -> bool {
        self.answered
    }

    /// Waits until it is over, drops what still comes, and returns the reason.
    ///
    /// When nothing came, and that may be because there is no such consumer, one
    /// request finds out.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) when nothing came because there is
    /// no such consumer or stream. [`Error::Stopped`] when the server did not take
    /// the request, [`Error::NoResponders`] when there is nobody to answer it.
    pub async fn finish(&mut self) -> Result<PullStatus> {
        while poll_fn(|cx| self.poll_message(cx)).await.is_some() {}
        let why = self.status.clone().unwrap_or(PullStatus::Cancelled);
        if self.once.received() > 0 {
            return Ok(why);
        }
        match &why {
            PullStatus::NoResponders => {
                let no_responders = self.started + NO_RESPONDERS;
                let probed = probe(&self.consumer).await;
                sleep_until(no_responders.min(self.once.deadline())).await;
                probed?;
                Err(why.into_error())
            }
            PullStatus::TimedOut | PullStatus::HeartbeatMissed => {
                self.answered = probe(&self.consumer).await?;
                Ok(why)
            }
            PullStatus::Denied => Err(why.into_error()),
            PullStatus::Refused(status) if status.code != 409 => Err(why.into_error()),
            _ => Ok(why),
        }
    }

    pub(crate) fn poll_message(&mut self, cx: &mut TaskContext<'_>) -> Poll<Option<Message>> {
        loop {
            let Some(inbox) = self.inbox.as_mut() else {
                return Poll::Ready(None);
            };
            if self.state.is_cancelled() {
                self.on(Event::Cancelled);
                continue;
            }
            if let Some((_, message)) = self.found.pop_front() {
                self.on(Event::Message);
                return Poll::Ready(Some(message));
            }
            match inbox.poll(cx) {
                Poll::Ready(Came::Message(incoming)) => {
                    if self.group.is_some() {
                        self.consumer.pin().learn(&incoming);
                    }
                    let message = Message::new(incoming, self.consumer.origin().clone());
                    self.on_at(message.received(), Event::Message);
                    return Poll::Ready(Some(message));
                }
                Poll::Ready(Came::Status(id, status)) => {
                    if id == self.id {
                        self.on(Event::Status(pull_status::read(&status)));
                    }
                }
                Poll::Ready(Came::Closed) => self.on(Event::Lost),
                Poll::Pending => {
                    self.state.waker.register(cx.waker());
                    if self.state.is_cancelled() {
                        continue;
                    }
                    if let Some(denied) = &mut self.denied
                        && denied.as_mut().poll(cx).is_ready()
                    {
                        self.denied = None;
                        self.on(Event::Denied);
                        continue;
                    }
                    let context = self.consumer.context();
                    let connection = inbox.connection();
                    let mut look = self.once.wake();
                    let changed = match &mut self.watch {
                        Some(watch) => watch.poll_changed(context.watched(), connection, cx),
                        None => {
                            look = look.min(Instant::now() + PRESENT);
                            Poll::Pending
                        }
                    };
                    if changed.is_pending() && inbox.poll_until(look, cx).is_pending() {
                        return Poll::Pending;
                    }
                    match context.is_still(connection) {
                        true => {
                            // Most pulls are over by now. Long ones do not look again
                            // and again.
                            self.watch.get_or_insert_default();
                            self.on(Event::Elapsed);
                        }
                        false => self.on(Event::Lost),
                    }
                }
            }
        }
    }

    fn on(&mut self, event: Event) {
        self.on_at(Instant::now(), event);
    }

    fn on_at(&mut self, now: Instant, event: Event) {
        // Only what the server ended cannot bring messages to the next pull.
        let of_server = matches!(event, Event::Message | Event::Status(_));
        let Some(why) = self.once.on(now, event) else {
            return;
        };
        if why == PullStatus::WrongPin {
            self.consumer.pin().forget();
        }
        self.state.over();
        if why == PullStatus::Disconnected {
            let server = self.inbox.as_ref().and_then(PullInbox::server);
            self.consumer.suspect(server);
        }
        self.status = Some(why);
        if let Some(inbox) = self.inbox.take().filter(|_| of_server) {
            self.consumer.keep(inbox, None);
        }
    }
}

/// Fails if there is no such consumer; says whether there is one for certain.
async fn probe(consumer: &PullConsumer) -> Result<bool> {
    let request = consumer.info_request();
    match consumer.context().call(&request).timeout(PROBE).await {
        Err(error) if error.is_not_found() || error.is_not_enabled() => Err(error),
        found => Ok(found.is_ok()),
    }
}

impl futures_util::Stream for Pull {
    type Item = Message;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Message>> {
        self.poll_message(cx)
    }
}

impl Drop for Pull {
    fn drop(&mut self) {
        if let Some(inbox) = self.inbox.take()
            && self.resumable
            && !self.state.is_cancelled()
        {
            let (group, since) = (self.group.take(), Instant::now());
            let denied = self.denied.take();
            self.consumer.keep(
                inbox,
                Some(Waiting {
                    id: self.id,
                    group,
                    since,
                    denied,
                }),
            );
        }
        self.state.over();
    }
}

impl fmt::Debug for Pull {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pull")
            .field("consumer", &self.consumer)
            .field("once", &self.once)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// Cancels a [`Pull`], once.
#[derive(Clone, Debug)]
pub struct PullCanceller(Arc<State>);

impl PullCanceller {
    /// Cancels the pull, as [`Pull::cancel`].
    ///
    /// # Errors
    /// [`Error::Invalid`] when it was cancelled before, or is over.
    pub fn cancel(&self) -> Result<()> {
        self.0.cancel()
    }
}

impl State {
    fn cancel(&self) -> Result<()> {
        let change =
            self.state
                .compare_exchange(UNDER_WAY, CANCELLED, Ordering::AcqRel, Ordering::Acquire);
        let why = match change {
            Ok(_) => {
                self.waker.wake();
                return Ok(());
            }
            Err(CANCELLED) => "the pull was cancelled before",
            Err(_) => "the pull is over",
        };
        Err(Error::invalid(OPERATION, Invalid::Finished(why)))
    }

    fn is_cancelled(&self) -> bool {
        self.state.load(Ordering::Acquire) == CANCELLED
    }

    /// Over, unless it is cancelled, which it stays.
    fn over(&self) {
        let _ = self
            .state
            .compare_exchange(UNDER_WAY, OVER, Ordering::AcqRel, Ordering::Acquire);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_is_given_10_ms_less_than_the_client_takes() {
        let ms = Duration::from_millis;
        let given: Vec<_> = [5_000, 21, 20, 19, 1, 0].map(|t| expires_of(ms(t))).into();
        assert_eq!(given, [ms(4_990), ms(11), ms(10), ms(19), ms(1), ms(0)]);
    }
}
