//! Messages without end, by pulls that overlap.

use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context as TaskContext, Poll, Waker};
use std::time::Duration;

use async_nats::Subject;
use bytes::Bytes;
use jsapi::ConsumerMsgNextRequest;
use jsapi::endpoint::CONSUMER_MSG_NEXT;
use tokio::time::Instant;

use crate::consume::group::Group;
use crate::consume::inbox::{Came, Inbox};
use crate::consume::notice::{Notice, Notices};
use crate::consume::poison::unreadable;
use crate::consume::pull_consumer::PullConsumer;
use crate::consume::pull_end::Said;
use crate::consume::pull_flow::{Action, Ask, Event, Flow, Limits};
use crate::context::CallOptions;
use crate::delivery::{Message, NAK};
use crate::ended::Ended;
use crate::error::{Error, Invalid, Result};
use crate::link::PRESENT;
use crate::transport::{BoxFuture, Incoming};

const VERB: &str = CONSUMER_MSG_NEXT.verb;

/// How many messages are asked for and not handed over yet, unless set.
pub const DEFAULT_MAX_MESSAGES: u64 = 2_000;

/// The most that may be set. `async-nats` drops what comes when 65,536 wait, and
/// after a reconnect there may be twice as many as are asked for.
const MOST_MESSAGES: u64 = 30_000;

/// How long a pull lasts, unless set.
pub const DEFAULT_EXPIRES: Duration = Duration::from_secs(30);

/// How often the server gives a sign of life, unless set.
pub const DEFAULT_HEARTBEAT: Duration = Duration::from_secs(5);

/// How long nothing has to come for a drain to be over, and how long it may take
/// to come about: messages that are under way when a subscription ends get lost.
const QUIET: Duration = Duration::from_millis(100);
const LOUD: Duration = Duration::from_secs(1);

impl PullConsumer {
    /// Messages without end.
    ///
    /// ```no_run
    /// # async fn example(orders: jsapi_client::PullConsumer) -> Result<(), jsapi_client::Error> {
    /// use futures_util::TryStreamExt;
    ///
    /// let mut messages = orders.messages().await?;
    /// while let Some(message) = messages.try_next().await? {
    ///     println!("{}", message.subject);
    ///     message.ack().await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// More is asked for while there still is something to hand over, so that
    /// there is no pause in between. It goes on over lost connections, servers
    /// that restart and leaders that change; [`PullMessages::notices`] tells of
    /// them. An error is the end: the consumer or its stream was deleted.
    ///
    /// One subscription; asks once it is polled. It starts no task: while it is
    /// not polled it asks for nothing, and no more waits than was asked for.
    ///
    /// # Errors
    /// [`Error::Invalid`] when what was set does not fit together,
    /// [`NotSent`](Error::NotSent) when there was no connection in time.
    pub fn messages(&self) -> MessagesBuilder {
        MessagesBuilder {
            consumer: self.clone(),
            max_messages: None,
            threshold: None,
            max_bytes: None,
            threshold_bytes: None,
            expires: DEFAULT_EXPIRES,
            heartbeat: None,
            group: None,
        }
    }
}

/// How messages are to come; awaited, they begin to.
#[derive(Clone, Debug)]
#[must_use = "nothing is subscribed to until it is awaited"]
pub struct MessagesBuilder {
    consumer: PullConsumer,
    max_messages: Option<u64>,
    threshold: Option<u64>,
    max_bytes: Option<u64>,
    threshold_bytes: Option<u64>,
    expires: Duration,
    heartbeat: Option<Duration>,
    group: Option<Group>,
}

impl MessagesBuilder {
    /// How many messages are asked for and not handed over yet, at most; 2,000
    /// unless set, 1 to 30,000.
    ///
    /// So many may be in memory. After a lost connection it may be twice as many
    /// for a moment.
    pub fn max_messages(mut self, messages: u64) -> Self {
        self.max_messages = Some(messages);
        self
    }

    /// More is asked for when no more than so many are still to be handed over;
    /// half of [`max_messages`](Self::max_messages) unless set.
    pub fn threshold(mut self, messages: u64) -> Self {
        self.threshold = Some(messages);
        self
    }

    /// How many bytes are asked for and not handed over yet, at most; as many as
    /// the messages have unless set.
    ///
    /// A message that is larger than this ends the messages with an error.
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = Some(bytes);
        self
    }

    /// More is asked for when no more bytes than this are still to be handed over;
    /// half of [`max_bytes`](Self::max_bytes) unless set.
    pub fn threshold_bytes(mut self, bytes: u64) -> Self {
        self.threshold_bytes = Some(bytes);
        self
    }

    /// How long the server lets a pull wait; 30 s unless set.
    pub fn expires(mut self, expires: Duration) -> Self {
        self.expires = expires;
        self
    }

    /// How often the server gives a sign of life while there are no messages; 5 s
    /// unless set, and half of [`expires`](Self::expires) at most.
    ///
    /// When two in a row are missing it is asked anew.
    pub fn heartbeat(mut self, heartbeat: Duration) -> Self {
        self.heartbeat = Some(heartbeat);
        self
    }

    /// Pulls for a priority group (ADR-42).
    pub fn group(mut self, group: impl Into<Group>) -> Self {
        self.group = Some(group.into());
        self
    }

    /// What the consumer itself allows goes before what was set here.
    fn limits(&self) -> Result<Limits> {
        let invalid = |why: &'static str| Err(Error::invalid(VERB, Invalid::Other(why.into())));
        let config = self.consumer.config();
        let at_most = |set: u64, allowed: Option<u64>| {
            allowed
                .filter(|most| *most > 0)
                .map_or(set, |most| set.min(most))
        };
        let messages = self.max_messages.unwrap_or(DEFAULT_MAX_MESSAGES);
        if !(1..=MOST_MESSAGES).contains(&messages) {
            return invalid("`max_messages` is not within 1 to 30,000");
        }
        let messages = at_most(messages, config.and_then(|config| config.max_batch));
        let bytes = self.max_bytes.map(|most| {
            let most = at_most(most, config.and_then(|config| config.max_bytes));
            (
                most,
                self.threshold_bytes
                    .unwrap_or(most / 2)
                    .min(most.saturating_sub(1)),
            )
        });
        if bytes.is_some_and(|(most, _)| most == 0) {
            return invalid("`max_bytes` is 0");
        }
        let allowed = config
            .and_then(|config| config.max_expires)
            .filter(|most| !most.is_zero());
        let expires = allowed.map_or(self.expires, |most| self.expires.min(most));
        let heartbeat = self.heartbeat.unwrap_or(DEFAULT_HEARTBEAT.min(expires / 2));
        if heartbeat.is_zero() || heartbeat.saturating_mul(2) > expires {
            return invalid("`heartbeat` is 0, or more than half of `expires`");
        }
        let threshold = self
            .threshold
            .unwrap_or(messages / 2)
            .min(messages.saturating_sub(1));
        Ok(Limits {
            messages,
            threshold,
            bytes,
            expires,
            heartbeat,
        })
    }
}

impl IntoFuture for MessagesBuilder {
    type Output = Result<PullMessages>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let limits = self.limits()?;
            let handle = self.consumer.handle();
            let mut request = ConsumerMsgNextRequest::new(handle.stream_name(), handle.name());
            request.expires = Some(limits.expires);
            request.idle_heartbeat = Some(limits.heartbeat);
            let context = self.consumer.context();
            // What is wrong with it is found now rather than while it runs.
            let mut tried = request.clone();
            if let Some(group) = &self.group {
                group.apply(&mut tried, self.consumer.pin());
            }
            context.message_of(&tried, CallOptions::default())?;
            let inbox = Inbox::open(context, context.timeout()).await?;
            let counts_bytes = limits.bytes.is_some();
            let core = Core {
                flow: Flow::new(Instant::now(), limits),
                consumer: self.consumer,
                group: self.group,
                request,
                counts_bytes,
                inbox: Some(inbox),
                phase: Phase::Running,
                sending: None,
                probing: None,
                searching: None,
                found: VecDeque::new(),
                messages_set: self.max_messages.is_some(),
                drained: false,
                last: None,
                notices: Notices::new(),
                polled_by: None,
                waiting: Vec::new(),
                to_nak: Vec::new(),
            };
            Ok(PullMessages(Arc::new(Mutex::new(core))))
        })
    }
}

/// Messages without end, until they are stopped or can not go on.
///
/// # Cancel safety
/// Waiting for the next message loses none when it is dropped. Dropping the whole
/// unsubscribes; what was not handed over is delivered again after the consumer's
/// `ack_wait`, see [`Control::drain_nak`].
#[must_use = "a stream gives nothing until it is polled"]
pub struct PullMessages(Arc<Mutex<Core>>);

impl PullMessages {
    /// What happens besides messages.
    ///
    /// They are told while messages are waited for.
    pub fn notices(&self) -> Notices {
        lock(&self.0).notices.clone()
    }

    /// What stops it from elsewhere.
    pub fn control(&self) -> Control {
        Control(self.0.clone())
    }
}

impl PullMessages {
    pub(crate) fn consumer(&self) -> PullConsumer {
        lock(&self.0).consumer.clone()
    }

    /// Asks for so many messages at most, unless it was said how many.
    pub(crate) fn ask_for(&self, messages: usize) {
        let mut core = lock(&self.0);
        if !core.messages_set {
            core.flow.limit(u64::try_from(messages).unwrap_or(u64::MAX));
        }
    }

    /// So many that were handed over are not done with: they count as if they
    /// were still to come.
    pub(crate) fn hold(&self, messages: usize) {
        lock(&self.0)
            .flow
            .hold(u64::try_from(messages).unwrap_or(u64::MAX));
    }

    /// Whether it is over because it was drained.
    pub(crate) fn is_drained(&self) -> bool {
        lock(&self.0).drained
    }
}

impl futures_util::Stream for PullMessages {
    type Item = Result<Message>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        lock(&self.0).poll(cx)
    }
}

impl Drop for PullMessages {
    fn drop(&mut self) {
        let mut core = lock(&self.0);
        if !matches!(core.phase, Phase::HandingBack { .. }) {
            core.finish(None);
        }
    }
}

impl fmt::Debug for PullMessages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let core = lock(&self.0);
        f.debug_struct("PullMessages")
            .field("consumer", &core.consumer)
            .field("flow", &core.flow)
            .field("phase", &core.phase)
            .finish_non_exhaustive()
    }
}

/// Ends [`PullMessages`] from elsewhere.
///
/// What it does is done when the method returns, as far as it can be. The future
/// says when all of it is.
#[derive(Clone)]
pub struct Control(Arc<Mutex<Core>>);

impl Control {
    /// Ends the messages at once.
    ///
    /// What was not handed over is delivered again after the consumer's
    /// `ack_wait`.
    pub fn stop(&self) -> Closed {
        lock(&self.0).finish(None);
        Closed(self.0.clone())
    }

    /// Asks for nothing more, and ends the messages once what comes was handed
    /// over.
    ///
    /// It is complete when the messages have ended, which takes somebody to take
    /// them.
    pub fn drain(&self) -> Closed {
        lock(&self.0).close(|since| Phase::Draining { since });
        Closed(self.0.clone())
    }

    /// Ends the messages at once, and hands back what was not handed over: it is
    /// delivered to others, or again, without waiting for `ack_wait`.
    ///
    /// What is here is handed back when this returns; what was under way is while
    /// the future is awaited, or the messages are.
    pub fn drain_nak(&self) -> Closed {
        let mut core = lock(&self.0);
        core.close(|since| Phase::HandingBack { since });
        core.hand_back(&mut TaskContext::from_waker(Waker::noop()));
        drop(core);
        Closed(self.0.clone())
    }
}

impl fmt::Debug for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Control")
            .field("phase", &lock(&self.0).phase)
            .finish()
    }
}

/// Waits until messages have ended: nothing is subscribed to any more.
///
/// # Cancel safety
/// Dropped, the messages end all the same. After [`Control::drain_nak`], what was
/// still under way may then be delivered again only after `ack_wait`.
#[must_use = "it is known to be over only when this is awaited"]
pub struct Closed(Arc<Mutex<Core>>);

impl Future for Closed {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<()> {
        let mut core = lock(&self.0);
        if matches!(core.phase, Phase::HandingBack { .. }) {
            core.hand_back(cx);
        }
        if matches!(core.phase, Phase::Over) {
            return Poll::Ready(());
        }
        if !core.waiting.iter().any(|waker| waker.will_wake(cx.waker())) {
            core.waiting.push(cx.waker().clone());
        }
        Poll::Pending
    }
}

impl Drop for Closed {
    fn drop(&mut self) {
        let mut core = lock(&self.0);
        let others = Arc::strong_count(&self.0) > 1;
        if matches!(core.phase, Phase::HandingBack { .. }) && !others {
            core.finish(None);
        }
    }
}

impl fmt::Debug for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Closed")
            .field("phase", &lock(&self.0).phase)
            .finish()
    }
}

/// What the messages, and those who end them, share.
struct Core {
    consumer: PullConsumer,
    group: Option<Group>,
    request: ConsumerMsgNextRequest,
    counts_bytes: bool,
    flow: Flow,
    inbox: Option<Inbox>,
    phase: Phase,
    sending: Option<BoxFuture<'static, Result<()>>>,
    probing: Option<BoxFuture<'static, Probed>>,
    searching: Option<BoxFuture<'static, Vec<(u64, Message)>>>,
    found: VecDeque<Message>,
    /// Whether it was said how many messages are to be asked for.
    messages_set: bool,
    /// Whether it is over because it was drained.
    drained: bool,
    /// What the messages end with.
    last: Option<Error>,
    notices: Notices,
    /// Who waits for messages.
    polled_by: Option<Waker>,
    /// Who waits for the end.
    waiting: Vec<Waker>,
    to_nak: Vec<Subject>,
}

/// What was found out about the consumer.
enum Probed {
    There,
    Gone(Error),
    /// Nothing was found out, nor heard of anything.
    Silent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Running,
    Draining { since: Instant },
    HandingBack { since: Instant },
    Over,
}

impl Core {
    fn poll(&mut self, cx: &mut TaskContext<'_>) -> Poll<Option<Result<Message>>> {
        loop {
            if matches!(self.phase, Phase::HandingBack { .. }) {
                self.hand_back(cx);
            }
            match self.phase {
                Phase::Over => return Poll::Ready(self.last.take().map(Err)),
                Phase::HandingBack { .. } => return self.pending(cx),
                Phase::Running | Phase::Draining { .. } => {}
            }
            if let Some(message) = self.found.pop_front() {
                return Poll::Ready(Some(Ok(message)));
            }
            let Some(inbox) = self.inbox.as_mut() else {
                self.finish(None);
                continue;
            };
            match inbox.poll(cx) {
                Poll::Ready(Came::Message(incoming)) => {
                    let message = self.take(incoming);
                    self.send(cx);
                    return Poll::Ready(Some(Ok(message)));
                }
                Poll::Ready(Came::Status(id, status)) => {
                    self.on(Event::Status(id, Said::of(&status)));
                }
                Poll::Ready(Came::Closed) => {
                    self.finish(Some(Error::ended(VERB, Ended::Closed)));
                }
                Poll::Pending => {
                    self.send(cx);
                    self.probe(cx);
                    self.search(cx);
                    if !self.found.is_empty() {
                        continue;
                    }
                    if self.phase != Phase::Over && self.look(cx).is_pending() {
                        return self.pending(cx);
                    }
                }
            }
        }
    }

    fn pending(&mut self, cx: &TaskContext<'_>) -> Poll<Option<Result<Message>>> {
        match &mut self.polled_by {
            Some(waker) => waker.clone_from(cx.waker()),
            None => self.polled_by = Some(cx.waker().clone()),
        }
        Poll::Pending
    }

    fn take(&mut self, incoming: Incoming) -> Message {
        if self.group.is_some()
            && let Some(id) = self.consumer.pin().learn(&incoming)
        {
            self.notices.post(Notice::Pinned { id });
        }
        let size = match self.counts_bytes {
            true => size(&incoming),
            false => 0,
        };
        let message = Message::new(incoming, self.consumer.origin().clone());
        let action = self.flow.on(message.received(), Event::Message(size));
        self.follow(action);
        message
    }

    fn on(&mut self, event: Event) {
        let action = self.flow.on(Instant::now(), event);
        self.follow(action);
    }

    fn follow(&mut self, action: Action) {
        if let Some(notice) = action.notice {
            if notice == Notice::Unpinned {
                self.consumer.pin().forget();
            }
            self.notices.post(notice);
        }
        if let Some(why) = action.end {
            self.finish(Some(why.into_error()));
        } else if action.probe && self.probing.is_none() {
            let context = self.consumer.context().clone();
            let request = self.consumer.info_request();
            self.probing = Some(Box::pin(async move {
                let heard = context.bytes_in();
                let found = context.call(&request).await;
                let silent = heard.is_some() && heard == context.bytes_in();
                match found {
                    Err(error) if error.is_not_found() => Probed::Gone(error),
                    Err(Error::TimedOut { .. }) if silent => Probed::Silent,
                    _ => Probed::There,
                }
            }));
        }
    }

    /// Asks for more, if it is time to.
    fn send(&mut self, cx: &mut TaskContext<'_>) {
        loop {
            if self.sending.is_none() {
                if self.phase != Phase::Running {
                    return;
                }
                let now = Instant::now();
                let Some(ask) = self.flow.ask(now) else {
                    return;
                };
                self.ask(now, ask);
            }
            let Some(sending) = self.sending.as_mut() else {
                return;
            };
            let Poll::Ready(sent) = sending.as_mut().poll(cx) else {
                return;
            };
            self.sending = None;
            match sent {
                Ok(()) => {}
                Err(error @ Error::Invalid { .. }) => self.finish(Some(error)),
                Err(_) => self.on(Event::NotSent),
            }
        }
    }

    fn ask(&mut self, now: Instant, ask: Ask) {
        let Some(inbox) = self.inbox.as_mut() else {
            return;
        };
        let (id, reply) = inbox.pull();
        self.request.batch = Some(ask.messages);
        self.request.max_bytes = ask.bytes;
        if let Some(group) = &self.group {
            group.apply(&mut self.request, self.consumer.pin());
        }
        self.flow.asked(now, id, ask);
        let context = self.consumer.context().clone();
        let message = context.message_of(&self.request, CallOptions::default());
        self.sending = Some(Box::pin(async move {
            let mut message = message?;
            message.reply = Some(reply);
            let patience = context.timeout();
            context.send_only(VERB, message, patience).await
        }));
    }

    /// Finds out whether the consumer is still there.
    fn probe(&mut self, cx: &mut TaskContext<'_>) {
        let Some(probing) = self.probing.as_mut() else {
            return;
        };
        let Poll::Ready(probed) = probing.as_mut().poll(cx) else {
            return;
        };
        self.probing = None;
        match probed {
            Probed::Gone(error) => self.finish(Some(error)),
            // Heartbeats are missing, a request went unanswered, and not a byte
            // came all the while: what is at the other end does not listen.
            Probed::Silent => {
                if self.consumer.context().reconnect() {
                    self.notices.post(Notice::ConnectionStalled);
                }
            }
            Probed::There => {}
        }
    }

    /// Takes what was read from the stream, because the connection did not bear it.
    fn search(&mut self, cx: &mut TaskContext<'_>) {
        let Some(searching) = self.searching.as_mut() else {
            return;
        };
        if let Poll::Ready(found) = searching.as_mut().poll(cx) {
            self.searching = None;
            for (stream_sequence, message) in found {
                self.notices.post(Notice::Unreadable { stream_sequence });
                self.found.push_back(message);
            }
        }
    }

    /// Looks at clock and connection, when it is time to.
    fn look(&mut self, cx: &mut TaskContext<'_>) -> Poll<()> {
        let Some(inbox) = self.inbox.as_mut() else {
            return Poll::Ready(());
        };
        let now = Instant::now();
        let mut when = now + PRESENT;
        if let Some(wake) = self.flow.wake() {
            when = when.min(wake.max(now));
        }
        if let Phase::Draining { since } = self.phase {
            let over = since + LOUD;
            let quiet = self.flow.heard().max(since) + QUIET;
            if self.flow.is_idle() || now >= over || now >= quiet {
                self.drained = true;
                self.finish(None);
                return Poll::Ready(());
            }
            when = when.min(over).min(quiet);
        }
        if inbox.poll_until(when, cx).is_pending() {
            return Poll::Pending;
        }
        self.connection();
        self.on(Event::Elapsed);
        Poll::Ready(())
    }

    fn connection(&mut self) {
        let Some(inbox) = self.inbox.as_mut() else {
            return;
        };
        let connection = self.consumer.context().connection();
        if connection == inbox.connection() {
            return;
        }
        let another = connection.count != inbox.connection().count;
        let before = inbox.server().map(str::to_owned);
        inbox.over(connection, self.consumer.context());
        // A server that is still the same may have sent what `async-nats` gives a
        // connection up over.
        let same = another && before.is_some() && before.as_deref() == inbox.server();
        if !connection.connected || another {
            self.on(Event::Disconnected);
        }
        if connection.connected {
            self.on(Event::Reconnected);
        }
        if same && self.phase == Phase::Running {
            let consumer = self.consumer.clone();
            self.searching = Some(Box::pin(async move { unreadable(&consumer).await }));
        }
    }

    fn close(&mut self, phase: impl FnOnce(Instant) -> Phase) {
        if self.phase == Phase::Over {
            return;
        }
        self.phase = phase(Instant::now());
        self.on(Event::Closing);
        if let Some(waker) = self.polled_by.take() {
            waker.wake();
        }
    }

    /// Hands back what came, until nothing comes any more.
    fn hand_back(&mut self, cx: &mut TaskContext<'_>) {
        let Phase::HandingBack { since } = self.phase else {
            return;
        };
        loop {
            let context = self.consumer.context().clone();
            while let Some(reply) = self.to_nak.last() {
                if !context.try_tell(reply, Bytes::from_static(NAK)) {
                    break;
                }
                self.to_nak.pop();
            }
            let Some(inbox) = self.inbox.as_mut() else {
                return self.finish(None);
            };
            match inbox.poll(cx) {
                Poll::Ready(Came::Message(incoming)) => {
                    let now = Instant::now();
                    let _nothing = self.flow.on(now, Event::Message(0));
                    self.to_nak.extend(incoming.reply);
                }
                Poll::Ready(Came::Status(id, status)) => {
                    let _nothing = self
                        .flow
                        .on(Instant::now(), Event::Status(id, Said::of(&status)));
                }
                Poll::Ready(Came::Closed) => return self.finish(None),
                Poll::Pending => {
                    let now = Instant::now();
                    let quiet = self.flow.heard().max(since) + QUIET;
                    let over = since + LOUD;
                    let idle = self.flow.is_idle() || now >= quiet;
                    if now >= over || (idle && self.to_nak.is_empty()) {
                        return self.finish(None);
                    }
                    let when = if now < quiet { quiet } else { now + QUIET };
                    if tokio::runtime::Handle::try_current().is_err()
                        || inbox.poll_until(when.min(over), cx).is_pending()
                    {
                        return;
                    }
                }
            }
        }
    }

    fn finish(&mut self, last: Option<Error>) {
        if self.phase == Phase::Over {
            return;
        }
        self.phase = Phase::Over;
        self.last = last;
        self.inbox = None;
        self.sending = None;
        self.probing = None;
        self.searching = None;
        self.found.clear();
        self.notices.close();
        self.polled_by
            .take()
            .into_iter()
            .chain(self.waiting.drain(..))
            .for_each(Waker::wake);
    }
}

fn lock(core: &Mutex<Core>) -> MutexGuard<'_, Core> {
    core.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a server counts of a message: subject, reply subject, headers, payload.
fn size(message: &Incoming) -> u64 {
    const VERSION: usize = "NATS/1.0\r\n\r\n".len();
    const LINE: usize = ": \r\n".len();
    let headers = message.headers.as_ref().map_or(0, |headers| {
        let lines = headers.iter().flat_map(|(name, values)| {
            let name: &str = name.as_ref();
            values
                .iter()
                .map(move |value| name.len() + value.as_str().len() + LINE)
        });
        VERSION + lines.sum::<usize>()
    });
    let reply = message.reply.as_ref().map_or(0, |reply| reply.len());
    u64::try_from(message.subject.len() + reply + headers + message.payload.len())
        .unwrap_or(u64::MAX)
}
