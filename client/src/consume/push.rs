//! Push consumers and their messages.

mod builder;
mod config;
mod subscribed;

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;

use jsapi::endpoint::CONSUMER_INFO;
use jsapi::{AckPolicy, ConsumerConfig, ConsumerInfo, CreateAction};
use tokio::time::{Instant, Sleep, sleep, sleep_until};

pub use builder::PushMessagesBuilder;
pub use config::PushConfig;

use crate::connection::transport::{BoxFuture, Connection, Incoming, Subscription};
use crate::consume::consumer::Consumer;
use crate::consume::control::Control;
use crate::consume::delivery::{AckWait, Message, Origin};
use crate::consume::flow::{FlowControl, Said};
use crate::consume::heartbeat_monitor::{HeartbeatMonitor, Noticed};
use crate::consume::notice::{Absence, Notices, outage_error};
use crate::consume::position::Position;
use crate::consume::undecodable_headers::{HandedOver, unreadable};
use crate::error::stop_reason::StopReason;
use crate::error::{Error, Mismatch, Result};
use crate::protocol::notice::Notice;
use crate::protocol::outage::{Cause, Outage};
use crate::streams::ensured::Ensured;
use crate::streams::stream::Stream;

use crate::protocol::push::{Action, Event, Found, Machine, Restarted};
use subscribed::{Polled, Subscribed};

/// Interval of requests for the consumer's information.
const AGAIN: Duration = Duration::from_secs(1);

/// Handle to a push consumer, which delivers to the subscribers of a subject.
///
/// ```no_run
/// # async fn example(stream: jsapi_client::Stream) -> Result<(), jsapi_client::Error> {
/// use futures_util::TryStreamExt;
/// use jsapi_client::consume::PushConfig;
///
/// let consumer = stream.create_push_consumer(PushConfig::durable("WATCHER")).await?;
/// let mut messages = consumer.messages().open().await?;
/// while let Some(message) = messages.try_next().await? {
///     message.ack().await?;
/// }
/// # Ok(())
/// # }
/// ```
///
/// Creating it subscribes to nothing; [`messages`](Self::messages) does. Without a queue group,
/// each of several subscribers receives all messages.
#[derive(Clone)]
pub struct PushConsumer(Arc<Inner>);

struct Inner {
    consumer: Consumer,
    config: ConsumerConfig,
    target: Target,
}

/// Deliver subject and queue group of a consumer.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Target {
    subject: String,
    group: Option<String>,
}

impl Target {
    fn of(config: &ConsumerConfig) -> Option<Self> {
        Some(Self {
            subject: config.deliver_subject.clone()?,
            group: config
                .deliver_group
                .clone()
                .filter(|group| !group.is_empty()),
        })
    }
}

impl Stream {
    /// Returns a handle to an existing push consumer.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// - [`is_not_found`](Error::is_not_found) if the consumer (10014) or the stream (10059) does
    ///   not exist.
    /// - [`Mismatch::ConsumerKind`] if it is a pull consumer.
    pub async fn push_consumer(&self, name: impl AsRef<str>) -> Result<PushConsumer> {
        let consumer = self.consumer(name)?;
        let info = consumer.info().await?;
        PushConsumer::found(consumer, info)
    }

    /// Creates a push consumer.
    ///
    /// With a name it is safe to retry: it also succeeds if the consumer exists with the same
    /// configuration. Sends one request.
    ///
    /// # Errors
    /// - [`is_already_exists`](Error::is_already_exists) if the consumer exists with another
    ///   configuration (10148); see [`ensure_push_consumer`](Self::ensure_push_consumer).
    /// - [`Error::Invalid`] for settings that exclude each other, such as a queue group and
    ///   heartbeats.
    ///
    /// # Cancel safety
    /// If the future is dropped, the consumer may have been created.
    pub async fn create_push_consumer(&self, config: PushConfig) -> Result<PushConsumer> {
        let info = self
            .put_push_consumer(config, Some(CreateAction::Create))
            .await?;
        PushConsumer::found(self.consumer(&info.name)?, info)
    }

    /// Creates a push consumer, or replaces the existing one's whole configuration.
    ///
    /// Resets every setting that `config` does not set to the server's default, also settings
    /// that were changed since. [`ensure_push_consumer`](Self::ensure_push_consumer) does not
    /// change an existing consumer. Sends one request. Safe to retry with a name.
    ///
    /// # Errors
    /// 10012 and others if the consumer exists and a setting cannot be changed.
    pub async fn create_or_update_push_consumer(&self, config: PushConfig) -> Result<PushConsumer> {
        let info = self.put_push_consumer(config, None).await?;
        PushConsumer::found(self.consumer(&info.name)?, info)
    }

    /// Creates a push consumer, or returns the existing one unchanged.
    ///
    /// ```no_run
    /// # async fn example(orders: jsapi_client::Stream) -> Result<(), jsapi_client::Error> {
    /// use jsapi_client::consume::PushConfig;
    ///
    /// let config = PushConfig::durable("audit").deliver_subject("audit.orders");
    /// let audit = orders.ensure_push_consumer(config).await?.handle;
    /// # let _ = audit;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Ensured::differences`] lists the settings of an existing consumer that differ. Sends one
    /// request, or two if a consumer with another configuration exists. Safe to retry with a name.
    ///
    /// # Errors
    /// [`Mismatch::ConsumerKind`] if a pull consumer with the name exists.
    pub async fn ensure_push_consumer(&self, config: PushConfig) -> Result<Ensured<PushConsumer>> {
        let asked = config.into_config(self.name().as_str(), self.context().new_inbox())?;
        let (info, differences) = self.create_consumer_unless_exists(&asked).await?;
        let consumer = PushConsumer::found(self.consumer(&info.name)?, info)?;
        Ok(Ensured::new(consumer, differences))
    }

    async fn put_push_consumer(
        &self,
        config: PushConfig,
        action: Option<CreateAction>,
    ) -> Result<ConsumerInfo> {
        let config = config.into_config(self.name().as_str(), self.context().new_inbox())?;
        self.put_consumer(config, action).await
    }
}

impl PushConsumer {
    fn found(consumer: Consumer, info: ConsumerInfo) -> Result<Self> {
        let Some(config) = info.config.clone() else {
            return Err(Error::mismatch(CONSUMER_INFO.verb, Mismatch::NoConfig));
        };
        let Some(target) = Target::of(&config) else {
            return Err(Error::mismatch(
                CONSUMER_INFO.verb,
                Mismatch::ConsumerKind {
                    consumer: info.name,
                    found: "pull",
                    expected: "push",
                },
            ));
        };
        Ok(Self(Arc::new(Inner {
            consumer: consumer.with_info(info),
            config,
            target,
        })))
    }

    /// Returns a handle whose requests have another timeout.
    ///
    /// ```no_run
    /// # async fn example(pushed: jsapi_client::consume::PushConsumer) -> Result<(), jsapi_client::Error> {
    /// use std::time::Duration;
    ///
    /// let info = pushed.timeout(Duration::from_secs(1)).consumer().info().await?;
    /// # let _ = info;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The timeout also applies to acknowledgements of its messages. Sends no request.
    #[must_use]
    pub fn timeout(&self, timeout: Duration) -> Self {
        Self(Arc::new(Inner {
            consumer: self.0.consumer.timeout(timeout),
            config: self.0.config.clone(),
            target: self.0.target.clone(),
        }))
    }

    /// Returns the info that the server sent when this handle was created.
    ///
    /// See [`Consumer::cached_info`].
    pub fn cached_info(&self) -> Option<&ConsumerInfo> {
        self.0.consumer.cached_info()
    }

    /// Returns the handle that reads, changes and deletes the consumer.
    pub fn consumer(&self) -> &Consumer {
        &self.0.consumer
    }

    /// Returns the configuration when this handle was created.
    pub fn config(&self) -> &ConsumerConfig {
        &self.0.config
    }

    /// Receives the consumer's messages, as a member of its queue group if it has one.
    ///
    /// Subscribes when it is [opened](PushMessagesBuilder::open).
    pub fn messages(&self) -> PushMessagesBuilder {
        PushMessagesBuilder::new(self.clone())
    }

    async fn subscribe(&self, max_outage: Option<Duration>) -> Result<PushMessages> {
        let (subscription, connection) = self.listen(&self.0.target).await?;
        let context = self.0.consumer.context().clone();
        let server = context.server_id();
        let config = &self.0.config;
        let alone = self.0.target.group.is_none();
        let heartbeat = config
            .idle_heartbeat
            .filter(|every| alone && !every.is_zero());
        let stream = self.0.consumer.stream_name().as_str();
        Ok(PushMessages {
            position: Position::of(stream, self.0.consumer.name().as_str()),
            flow: FlowControl::new(context.clone()),
            subscribed: Arc::new(Subscribed::new(
                context.clone(),
                AckWait::of(config).is_some(),
                subscription,
            )),
            watch: HeartbeatMonitor::new(connection, heartbeat),
            heartbeat,
            origin: Origin::new(context, AckWait::of(config)),
            machine: Machine::new(alone, self.redelivers()),
            target: self.0.target.clone(),
            work: None,
            held: None,
            server,
            handed_over: Arc::default(),
            searching: None,
            found: VecDeque::new(),
            notices: Notices::of(self.what()),
            absence: Absence::default(),
            outage: Outage::new(max_outage),
            outage_ends: None,
            consumer: self.clone(),
        })
    }

    async fn listen(&self, target: &Target) -> Result<(Subscription, Connection)> {
        let context = self.0.consumer.context();
        let operation = self.what().into();
        let Target { subject, group } = target.clone();
        let guard = context.guard(&operation, context.default_timeout()).await?;
        let begin = |subject| match group {
            None => guard.transport().subscribe(subject),
            Some(group) => guard.transport().queue_subscribe(subject, group),
        };
        let subscription = context
            .subscribe(&guard, &operation, subject, begin)
            .await?;
        Ok((subscription, guard.connection()))
    }

    fn what(&self) -> String {
        let consumer = &self.0.consumer;
        format!(
            "push consumer {} of {}",
            consumer.name(),
            consumer.stream_name()
        )
    }

    /// Returns whether the server redelivers lost messages.
    fn redelivers(&self) -> bool {
        let config = &self.0.config;
        let all_acked = matches!(config.ack_policy, None | Some(AckPolicy::Explicit));
        all_acked && config.max_deliver != Some(1)
    }

    async fn look(self, after: Duration) -> Done {
        sleep(after).await;
        let found = self.0.consumer.info().await;
        Done::Looked(found.map(|info| info.config.as_ref().and_then(Target::of)))
    }

    async fn follow(self, target: Target) -> Done {
        let listening = self.listen(&target).await;
        Done::Listening(
            listening.map(|(subscription, connection)| (subscription, connection, target)),
        )
    }
}

impl fmt::Debug for PushConsumer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PushConsumer")
            .field("stream", self.0.consumer.stream_name())
            .field("name", self.0.consumer.name())
            .field("target", &self.0.target)
            .finish_non_exhaustive()
    }
}

/// Progress of polling.
enum Done {
    Looked(Result<Option<Target>>),
    Listening(Result<(Subscription, Connection, Target)>),
}

/// Stream of a push consumer's messages.
///
/// Returned by [`PushConsumer::messages`]. Continues after reconnects and restarts of servers,
/// which [`notices`](Self::notices) reports. After a reconnect, and after two missed
/// heartbeats, it reads the consumer's information: one request.
///
/// The client detects delivered messages that did not arrive by the consumer sequence. It
/// reports them as [`Error::MessagesLost`], after which the stream continues, if the server
/// does not redeliver them; otherwise as [`Notice::MessagesLost`]. The sequence is not usable
/// for members of a queue group, which get no such report.
///
/// A message that `async-nats` cannot receive closes the connection. The client then reads it
/// from the stream, if it requires an acknowledgement: one request, and one per unacknowledged
/// message, up to 1,000. See [`Notice::Unreadable`].
///
/// Ends with one error: [`Error::Stopped`] if the consumer was deleted, or the application
/// closed the connection.
///
/// # Cancel safety
/// Dropping a future that waits for the next message loses no message. Dropping the stream
/// unsubscribes; the server redelivers messages that have arrived if they require an
/// acknowledgement.
#[must_use = "streams do nothing unless polled"]
pub struct PushMessages {
    consumer: PushConsumer,
    target: Target,
    subscribed: Arc<Subscribed>,
    origin: Arc<Origin>,
    position: Position,
    flow: FlowControl,
    watch: HeartbeatMonitor,
    heartbeat: Option<Duration>,
    machine: Machine,
    work: Option<BoxFuture<'static, Done>>,
    /// A message after missing ones.
    held: Option<Message>,
    /// Server of the connection.
    server: Option<String>,
    handed_over: Arc<HandedOver>,
    searching: Option<BoxFuture<'static, Vec<(u64, Message)>>>,
    /// Messages read from the stream, because `async-nats` could not parse them.
    found: VecDeque<(u64, Message)>,
    notices: Notices,
    absence: Absence,
    outage: Outage,
    outage_ends: Option<Pin<Box<Sleep>>>,
}

impl PushMessages {
    /// Returns the notices: events of the consumer besides messages.
    ///
    /// Notices are created while the messages are polled.
    pub fn notices(&self) -> Notices {
        self.notices.clone()
    }

    /// Returns the handle to the consumer.
    pub fn consumer(&self) -> &PushConsumer {
        &self.consumer
    }

    /// Returns a handle that ends the messages from another task.
    pub fn control(&self) -> Control {
        Control::new(self.subscribed.clone())
    }

    /// Returns a check whether the messages are to end, for a handler that reads none.
    pub(crate) fn ending(&self) -> impl Fn(&TaskContext<'_>) -> Poll<()> + Send + Sync + use<> {
        let subscribed = self.subscribed.clone();
        move |cx| subscribed.poll_ending(cx)
    }

    /// Returns whether the stream ended because it was drained.
    pub(crate) fn is_drained(&self) -> bool {
        self.subscribed.is_drained()
    }

    /// Executes the action of the state machine for an event besides messages.
    fn follow(&mut self, event: Event) -> Result<()> {
        match self.machine.on(event) {
            Action::GoOn => {}
            Action::Missing(count) => self.miss(count)?,
            Action::Restarted(at) => self.restarted(at),
            Action::SilentLook => {
                self.silent();
                self.look(Duration::ZERO);
            }
            Action::Silent => self.silent(),
            Action::Absent => {
                self.outage.begin(Instant::now(), Cause::Disconnected);
                self.notices.post(Notice::Disconnected);
            }
            Action::BackLook => {
                self.notices.post(Notice::Reconnected);
                self.look(Duration::ZERO);
            }
            Action::Back => self.notices.post(Notice::Reconnected),
            Action::LookAgain => self.look(AGAIN),
            Action::Follow => {}
            Action::End => {
                return Err(Error::stopped(
                    self.consumer.what(),
                    StopReason::ConsumerDeleted,
                ));
            }
        }
        Ok(())
    }

    fn restarted(&self, at: Restarted) {
        self.notices.post(Notice::ConsumerRestarted {
            received: at.received,
            resumes_at: at.resumes_at,
        });
    }

    fn silent(&mut self) {
        let silent = self.heartbeat.unwrap_or_default().saturating_mul(2);
        let now = Instant::now();
        let since = now.checked_sub(silent).unwrap_or(now);
        self.outage.begin(since, Cause::Silence);
        self.notices.post(Notice::HeartbeatMissed { silent });
    }

    /// Reads messages on which `async-nats` closes the connection from the stream.
    ///
    /// Only after a reconnect to the same server, which may have sent them again.
    fn search(&mut self) {
        let server = self.consumer.0.consumer.context().server_id();
        let before = std::mem::replace(&mut self.server, server);
        if before.is_none() || before != self.server {
            return;
        }
        let consumer = self.consumer.0.consumer.clone();
        let (handed_over, origin) = (self.handed_over.clone(), self.origin.clone());
        self.searching = Some(Box::pin(async move {
            unreadable(&consumer, &handed_over, &origin).await
        }));
    }

    fn look(&mut self, after: Duration) {
        self.work = Some(Box::pin(self.consumer.clone().look(after)));
    }

    fn miss(&self, count: u64) -> Result<()> {
        if self.consumer.redelivers() {
            self.notices
                .post(Notice::MessagesLost { count, again: true });
            return Ok(());
        }
        let operation = self.consumer.what().into();
        Err(Error::MessagesLost { operation, count })
    }

    fn on_incoming(&mut self, incoming: Incoming) -> Result<Option<Message>> {
        self.outage.end();
        let Some(at) = self.position.read(&incoming) else {
            self.watch.on_status();
            let event = match self.flow.on_status(&incoming) {
                Said::Heartbeat {
                    consumer_sequence,
                    stream_sequence,
                } => Event::Heartbeat {
                    number: consumer_sequence,
                    sequence: stream_sequence,
                },
                Said::Deleted => Event::Deleted,
                Said::Nothing => return Ok(None),
            };
            return self.follow(event).map(|()| None);
        };
        self.watch.on_message();
        let message = Message::new(incoming, self.origin.clone());
        match self.machine.on(Event::Message {
            number: at.consumer,
            sequence: at.stream,
        }) {
            Action::Missing(count) => match self.miss(count) {
                Ok(()) => Ok(Some(message)),
                Err(error) => {
                    self.held = Some(message);
                    Err(error)
                }
            },
            Action::Restarted(at) => {
                self.restarted(at);
                Ok(Some(message))
            }
            _ => Ok(Some(message)),
        }
    }

    fn on_done(&mut self, done: Done) -> Result<()> {
        let found = match done {
            Done::Looked(Ok(target)) => match target {
                Some(target) if target == self.target => {
                    self.outage.end();
                    Found::Unchanged
                }
                Some(target) => {
                    self.work = Some(Box::pin(self.consumer.clone().follow(target)));
                    Found::Moved
                }
                // It was deleted and created again as a pull consumer.
                None => Found::Nothing,
            },
            Done::Looked(Err(error)) if error.is_not_found() => Found::Nothing,
            Done::Looked(Err(_)) => Found::Unknown,
            Done::Listening(Ok((subscription, connection, target))) => {
                self.machine = Machine::new(target.group.is_none(), self.consumer.redelivers());
                self.outage.end();
                self.watch.reconnected(connection);
                self.subscribed.replace(subscription);
                self.target = target;
                return Ok(());
            }
            // Without a connection, the reconnect repeats the request.
            Done::Listening(Err(_)) => return Ok(()),
        };
        self.follow(Event::Looked(found))
    }

    fn poll_message(&mut self, cx: &mut TaskContext<'_>) -> Poll<Option<Result<Message>>> {
        loop {
            if self.subscribed.is_over() {
                return Poll::Ready(None);
            }
            if let Some(message) = self.held.take() {
                return Poll::Ready(Some(Ok(message)));
            }
            self.flow.drive(cx);
            if let Some(searching) = &mut self.searching
                && let Poll::Ready(found) = searching.as_mut().poll(cx)
            {
                self.searching = None;
                self.found.extend(found);
            }
            if let Some((stream_sequence, message)) = self.found.pop_front() {
                self.notices.post(Notice::Unreadable { stream_sequence });
                return Poll::Ready(Some(Ok(message)));
            }
            if let Some(work) = &mut self.work
                && let Poll::Ready(done) = work.as_mut().poll(cx)
            {
                self.work = None;
                self.on_done(done)?;
                continue;
            }
            match self.subscribed.poll(cx) {
                Poll::Ready(Polled::Incoming(incoming)) => {
                    if let Some(message) = self.on_incoming(incoming)? {
                        // Also while messages arrive continuously: the connection may
                        // have been replaced.
                        if self.watch.is_due(message.received())
                            && let Poll::Ready(noticed) = self.poll_watch(cx)
                            && let Err(error) = self.on_noticed(noticed)
                        {
                            self.held = Some(message);
                            return Poll::Ready(Some(Err(error)));
                        }
                        return Poll::Ready(Some(Ok(message)));
                    }
                }
                Poll::Ready(Polled::Over) => {}
                Poll::Ready(Polled::Closed) => {
                    let what = self.consumer.what();
                    return Poll::Ready(Some(Err(Error::stopped(what, StopReason::Closed))));
                }
                Poll::Pending => {
                    if let Some((cause, after)) = self.poll_outage(cx) {
                        let consumer = &self.consumer;
                        let context = consumer.0.consumer.context();
                        let error = outage_error(context, consumer.what(), cause, after);
                        self.subscribed.finish();
                        return Poll::Ready(Some(Err(error)));
                    }
                    let noticed = ready!(self.poll_watch(cx));
                    self.on_noticed(noticed)?;
                }
            }
        }
    }

    /// Returns an outage that is too long; wakes the task at its deadline.
    fn poll_outage(&mut self, cx: &mut TaskContext<'_>) -> Option<(Cause, Duration)> {
        let Some(deadline) = self.outage.deadline() else {
            self.outage_ends = None;
            return None;
        };
        let ends = self
            .outage_ends
            .get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        if ends.deadline() != deadline {
            ends.as_mut().reset(deadline);
        }
        match ends.as_mut().poll(cx) {
            Poll::Ready(()) => self.outage.is_over(Instant::now()),
            Poll::Pending => None,
        }
    }

    fn poll_watch(&mut self, cx: &mut TaskContext<'_>) -> Poll<Noticed> {
        self.watch.poll(self.consumer.0.consumer.context(), cx)
    }

    fn on_noticed(&mut self, noticed: Noticed) -> Result<()> {
        match noticed {
            Noticed::Silence => self.follow(Event::Silence),
            Noticed::Disconnected => {
                let context = self.consumer.0.consumer.context();
                let connection = context.connection();
                if context.was_stale(self.watch.connection()) {
                    self.notices.post(Notice::StaleConnection);
                }
                // Reported even if the client has reconnected already.
                self.follow(Event::Disconnected)?;
                if !connection.connected {
                    let context = self.consumer.0.consumer.context();
                    let notice = self.absence.notice(context);
                    notice.into_iter().for_each(|it| self.notices.post(it));
                }
                if connection.connected {
                    self.absence.over();
                    self.search();
                    self.watch.reconnected(connection);
                    self.follow(Event::Connected)?;
                }
                Ok(())
            }
        }
    }
}

impl futures_util::Stream for PushMessages {
    type Item = Result<Message>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(self.poll_message(cx));
        if matches!(item, None | Some(Err(Error::Stopped { .. }))) {
            self.subscribed.finish();
            self.work = None;
            self.searching = None;
            self.notices.close();
        }
        Poll::Ready(item)
    }
}

impl Drop for PushMessages {
    fn drop(&mut self) {
        self.subscribed.finish();
        self.notices.close();
    }
}

impl fmt::Debug for PushMessages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PushMessages")
            .field("consumer", &self.consumer)
            .finish_non_exhaustive()
    }
}
