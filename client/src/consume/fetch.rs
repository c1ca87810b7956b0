//! Fetch: one pull with a number of messages and a timeout.

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

/// Difference between the client's timeout and the `expires` of the pull.
///
/// So the server's status that the pull expired arrives in time.
pub const EXPIRES_MARGIN: Duration = Duration::from_millis(10);

/// Timeout below which both have the same time.
const TOO_SHORT_FOR_A_MARGIN: Duration = Duration::from_millis(20);

/// Minimum duration of a pull without responders.
///
/// A caller that fetches in a loop would otherwise pull thousands of times a second
/// while a leader is elected.
const NO_RESPONDERS: Duration = Duration::from_millis(100);

/// Maximum time to determine why a pull ended without a status.
const PROBE: Duration = Duration::from_millis(400);

/// Maximum time to search for messages that `async-nats` cannot parse.
const SEARCH: Duration = Duration::from_secs(2);

const OPERATION: &str = CONSUMER_MSG_NEXT.verb;

impl PullConsumer {
    /// Fetches up to `batch` messages. Range: 1 to 30,000.
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
    /// Without a [`timeout`](Fetch::timeout) it returns the available messages and does not wait
    /// for more; the consumer may not have processed the most recent messages yet. Returns the
    /// messages and the reason why the pull ended. Sends one request when awaited or opened.
    ///
    /// All messages may arrive at once. `async-nats` silently drops messages beyond its
    /// `subscription_capacity` (default: 65,536): a smaller capacity also limits `batch`.
    ///
    /// # Errors
    /// - [`Error::Invalid`] if the settings are not valid together.
    /// - [`is_not_found`](Error::is_not_found) if no message arrived because the consumer (10014)
    ///   or stream (10059) does not exist; one more request checks that.
    /// - [`NotSent`](Error::NotSent) without a connection in time.
    /// - [`Denied`](Error::Denied) if the user may not pull.
    ///
    /// The statuses 404, 408 and 409 are not errors: see [`PullStatus`].
    ///
    /// # Cancel safety
    /// If the future is dropped, the messages that arrived are dropped, too; the server redelivers
    /// them after the consumer's `ack_wait`. [`open`](Fetch::open) returns them one by one.
    pub fn fetch(&self, batch: u64) -> Fetch<'_> {
        Fetch::new(self, batch)
    }
}

/// A pull that is sent when it is awaited or opened.
#[derive(Clone, Debug)]
#[must_use = "the pull is sent only when awaited or opened"]
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

    /// Sets the timeout of the whole pull. Default: none, does not wait for messages.
    ///
    /// The pull [expires](Self::expires) at the server 10 ms earlier, if the timeout is 20 ms or
    /// more. Without a timeout the pull returns the available messages, and the context's timeout
    /// applies to the reply of the server.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets the time that the server waits for messages.
    ///
    /// Requires a [`timeout`](Self::timeout).
    pub fn expires(mut self, expires: Duration) -> Self {
        self.expires = Some(expires);
        self
    }

    /// Sets whether to return only the available messages. Default: `false`.
    pub fn no_wait(mut self, no_wait: bool) -> Self {
        self.no_wait = no_wait;
        self
    }

    /// Sets the maximum total size of the messages in bytes. Minimum: 1.
    ///
    /// Includes subject, reply subject, headers and payload. The pull ends with
    /// [`PullStatus::Limit`] before the first message that exceeds it.
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = Some(bytes);
        self
    }

    /// Sets the interval of idle heartbeats while no message is available.
    ///
    /// More than 0, and at most half of the time that the server waits. The pull ends with
    /// [`PullStatus::HeartbeatMissed`] after two missed heartbeats.
    pub fn heartbeat(mut self, heartbeat: Duration) -> Self {
        self.heartbeat = Some(heartbeat);
        self
    }

    /// Sets the priority group of the pull (ADR-42).
    pub fn group(mut self, group: impl Into<Group>) -> Self {
        self.group = Some(group.into());
        self
    }

    /// Sends the pull, and returns a stream of its messages.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the settings are not valid together, [`Error::NotSent`] without a
    /// connection in time.
    pub async fn open(self) -> Result<Pull> {
        Outlined(pin!(self.begin())).await
    }

    /// Like [`open`](Self::open), for a pull that can be resumed after it was dropped.
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

        // Messages on which the connection was lost last time come first.
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
            return invalid("a batch of 0 messages");
        }
        if self.batch > MOST_MESSAGES {
            return invalid("a batch of more than 30,000 messages");
        }
        request.batch = Some(self.batch);
        if self.max_bytes == Some(0) {
            // The server treats 0 as unlimited.
            return invalid("`max_bytes` is 0");
        }
        request.max_bytes = self.max_bytes;
        match (self.timeout, self.expires) {
            (None, Some(_)) => return invalid("`expires` without `timeout`"),
            (Some(timeout), Some(expires)) if expires > timeout => {
                return invalid("`expires` exceeds `timeout`");
            }
            (_, Some(_)) if self.no_wait => return invalid("`expires` with `no_wait`"),
            // The server treats 0 as unlimited.
            (_, Some(Duration::ZERO)) | (Some(Duration::ZERO), None) => request.no_wait = true,
            (Some(timeout), None) if !self.no_wait => request.expires = Some(expires_of(timeout)),
            (_, Some(expires)) => request.expires = Some(expires),
            (_, None) => request.no_wait = true,
        }
        if let Some(heartbeat) = self.heartbeat {
            match (request.expires, heartbeat.checked_mul(2)) {
                (None, _) => return invalid("`heartbeat` requires `timeout`"),
                _ if heartbeat.is_zero() => return invalid("`heartbeat` is 0"),
                (Some(expires), Some(twice)) if twice <= expires => {
                    request.idle_heartbeat = Some(heartbeat);
                }
                _ => return invalid("`heartbeat` exceeds half of `expires`"),
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

/// Returns the `expires` for a timeout of the client.
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

/// Result of a fetch.
#[derive(Debug)]
#[non_exhaustive]
pub struct Fetched {
    /// Messages in the order of arrival.
    pub messages: Vec<Message>,
    /// Reason why the pull ended.
    pub status: PullStatus,
}

impl IntoIterator for Fetched {
    type Item = Message;
    type IntoIter = std::vec::IntoIter<Message>;

    fn into_iter(self) -> Self::IntoIter {
        self.messages.into_iter()
    }
}

/// A pull in progress: a stream of its messages.
///
/// [`status`](Self::status) has the reason why it ended.
///
/// # Cancel safety
/// Dropping a future that waits for the next message loses no message. If the pull is dropped,
/// the server redelivers the messages not returned after the consumer's `ack_wait`.
#[must_use = "a stream gives nothing until it is polled"]
pub struct Pull {
    consumer: PullConsumer,
    /// Messages read from the stream, because `async-nats` could not parse them.
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
    /// Observed permissions violation of the pull.
    denied: Option<BoxFuture<'static, ()>>,
    state: Arc<State>,
}

/// State shared by a pull and its cancellers.
#[derive(Debug, Default)]
struct State {
    state: AtomicU8,
    waker: AtomicWaker,
}

const UNDER_WAY: u8 = 0;
const CANCELLED: u8 = 1;
const OVER: u8 = 2;

impl Pull {
    /// Resumes a dropped pull, if it had the same settings.
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

    /// Returns the reason why the pull ended; `None` while it runs.
    pub fn status(&self) -> Option<&PullStatus> {
        self.status.as_ref()
    }

    /// Cancels the pull: it returns no more messages.
    ///
    /// The server redelivers received messages that were not returned, after the consumer's
    /// `ack_wait`.
    ///
    /// # Errors
    /// [`Error::Invalid`] if it was cancelled before, or has ended.
    pub fn cancel(&self) -> Result<()> {
        self.state.cancel()
    }

    /// Returns a handle that cancels the pull from another task.
    pub fn canceller(&self) -> PullCanceller {
        PullCanceller(self.state.clone())
    }

    /// Returns whether a check found the consumer after the pull ended without a status.
    ///
    /// The status that it expired was then late.
    pub(crate) fn was_answered(&self) -> bool {
        self.answered
    }

    /// Waits until the pull ends, drops further messages, and returns the reason.
    ///
    /// If no message arrived, and the consumer may not exist, sends one request to check that.
    ///
    /// # Errors
    /// - [`is_not_found`](Error::is_not_found) if no message arrived because the consumer or
    ///   stream does not exist.
    /// - [`Error::Stopped`] if the server refused the pull.
    /// - [`Error::NoResponders`] without responders.
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
                            // Most pulls are shorter. Long ones use a watch instead
                            // of a timer.
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
        // Only a pull ended by the server cannot deliver to the next pull's inbox.
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

/// Fails if the consumer does not exist; returns whether it certainly exists.
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

/// Handle that cancels a [`Pull`].
#[derive(Clone, Debug)]
pub struct PullCanceller(Arc<State>);

impl PullCanceller {
    /// Cancels the pull, like [`Pull::cancel`].
    ///
    /// # Errors
    /// [`Error::Invalid`] if it was cancelled before, or has ended.
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
            Err(CANCELLED) => "the pull is already cancelled",
            Err(_) => "the pull has ended",
        };
        Err(Error::invalid(OPERATION, Invalid::Finished(why)))
    }

    fn is_cancelled(&self) -> bool {
        self.state.load(Ordering::Acquire) == CANCELLED
    }

    /// Marks the pull as ended, unless cancelled.
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
