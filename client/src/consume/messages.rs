//! Continuous messages of a pull consumer, by overlapping pulls.

mod running;

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context as TaskContext, Poll, Waker};
use std::time::Duration;

use jsapi::ConsumerMsgNextRequest;
use jsapi::endpoint::CONSUMER_MSG_NEXT;

use crate::api::context::CallOptions;
use crate::consume::control::{Closing, Control, Phase};
use crate::consume::delivery::Message;
use crate::consume::group::Group;
use crate::consume::notice::Notices;
use crate::consume::pull_consumer::PullConsumer;
use crate::consume::pull_inbox::PullInbox;
use crate::error::{Error, Invalid, Result};
use crate::protocol::outage::Outage;
use crate::protocol::pull_flow::Limits;

use running::Core;

const OPERATION: &str = CONSUMER_MSG_NEXT.verb;

/// Default maximum number of messages pulled and not returned yet.
pub const DEFAULT_MAX_MESSAGES: u64 = 2_000;

/// Maximum of `max_messages`, and of the batch of one pull.
///
/// `async-nats` drops messages when 65,536 are queued, and after a reconnect there may be twice
/// as many as were requested.
pub(crate) const MOST_MESSAGES: u64 = 30_000;

/// Default `expires` of a pull.
pub const DEFAULT_EXPIRES: Duration = Duration::from_secs(30);

/// Default interval of heartbeats.
pub const DEFAULT_HEARTBEAT: Duration = Duration::from_secs(5);

impl PullConsumer {
    /// Builds a continuous stream of messages.
    ///
    /// ```no_run
    /// # async fn example(orders: jsapi_client::PullConsumer) -> Result<(), jsapi_client::Error> {
    /// use futures_util::TryStreamExt;
    ///
    /// let mut messages = orders.messages().open().await?;
    /// while let Some(message) = messages.try_next().await? {
    ///     println!("{}", message.subject);
    ///     message.ack().await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The client pulls again before all messages are returned, so there is no pause between
    /// pulls. The stream continues over lost connections, restarts of servers and elections, which
    /// [`PullMessages::notices`] reports. It ends with an error if the consumer or its stream was
    /// deleted, or the user may not pull.
    pub fn messages(&self) -> PullMessagesBuilder {
        PullMessagesBuilder {
            consumer: self.clone(),
            max_messages: None,
            threshold: None,
            max_bytes: None,
            threshold_bytes: None,
            expires: DEFAULT_EXPIRES,
            heartbeat: None,
            group: None,
            max_outage: None,
        }
    }
}

/// Settings of [`PullMessages`], opened with [`open`](Self::open).
#[derive(Clone, Debug)]
#[must_use = "subscribes only when opened"]
pub struct PullMessagesBuilder {
    consumer: PullConsumer,
    max_messages: Option<u64>,
    threshold: Option<u64>,
    max_bytes: Option<u64>,
    threshold_bytes: Option<u64>,
    expires: Duration,
    heartbeat: Option<Duration>,
    group: Option<Group>,
    max_outage: Option<Duration>,
}

impl PullMessagesBuilder {
    /// Sets the maximum number of messages that are pulled and not returned yet.
    ///
    /// Default: 2,000. Range: 1 to 30,000. The client may hold all of them in memory, and twice as
    /// many for a moment after a lost connection.
    pub fn max_messages(mut self, messages: u64) -> Self {
        self.max_messages = Some(messages);
        self
    }

    /// Sets the number of messages not returned yet at which the client pulls again.
    ///
    /// Default: half of [`max_messages`](Self::max_messages).
    pub fn threshold(mut self, messages: u64) -> Self {
        self.threshold = Some(messages);
        self
    }

    /// Sets the maximum size of messages that are pulled and not returned yet, in bytes.
    ///
    /// Default: unlimited. A larger message ends the messages with an error.
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = Some(bytes);
        self
    }

    /// Sets the number of bytes not returned yet at which the client pulls again.
    ///
    /// Default: half of [`max_bytes`](Self::max_bytes).
    pub fn threshold_bytes(mut self, bytes: u64) -> Self {
        self.threshold_bytes = Some(bytes);
        self
    }

    /// Sets the time that a pull waits at the server. Default: 30 s.
    pub fn expires(mut self, expires: Duration) -> Self {
        self.expires = expires;
        self
    }

    /// Sets the interval of heartbeats while there are no messages. Default: 5 s.
    ///
    /// At most half of [`expires`](Self::expires). If two heartbeats are missed, the
    /// client pulls again.
    pub fn heartbeat(mut self, heartbeat: Duration) -> Self {
        self.heartbeat = Some(heartbeat);
        self
    }

    /// Sets the maximum duration of an outage. Default: unlimited.
    ///
    /// An outage starts with a lost connection, missed heartbeats or a pull without responders,
    /// for example during an election or while JetStream is disabled for the account. During an
    /// outage the stream sends notices. After this time it ends with the last cause:
    /// [`Error::Lost`], [`Error::TimedOut`] or [`Error::NoResponders`]. A message or a heartbeat
    /// ends an outage, so choose more than twice the [`heartbeat`](Self::heartbeat).
    pub fn max_outage(mut self, outage: impl Into<Option<Duration>>) -> Self {
        self.max_outage = outage.into();
        self
    }

    /// Pulls for a priority group (ADR-42).
    pub fn group(mut self, group: impl Into<Group>) -> Self {
        self.group = Some(group.into());
        self
    }

    /// Limits by the settings and by the consumer's configuration.
    fn limits(&self) -> Result<Limits> {
        let invalid =
            |why: &'static str| Err(Error::invalid(OPERATION, Invalid::Argument(why.into())));
        let config = self.consumer.config();
        // 0 or less is unlimited.
        let at_most = |set: u64, allowed: Option<i64>| {
            let allowed = allowed.and_then(|most| u64::try_from(most).ok());
            allowed
                .filter(|most| *most > 0)
                .map_or(set, |most| set.min(most))
        };
        let messages = self.max_messages.unwrap_or(DEFAULT_MAX_MESSAGES);
        if !(1..=MOST_MESSAGES).contains(&messages) {
            return invalid("`max_messages` is not in the range 1 to 30,000");
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
            return invalid("`heartbeat` is 0, or exceeds half of `expires`");
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

    /// Subscribes to an inbox for the messages.
    ///
    /// Sends no request and starts no task: [`PullMessages`] pulls while it is polled.
    ///
    /// # Errors
    /// - [`Error::Invalid`] if the settings are not valid together.
    /// - [`Error::NotSent`] if there is no connection within the context's timeout.
    /// - [`Error::Denied`] if the user may not subscribe to the inbox and the context
    ///   observes [permissions violations](crate::ConnectionObserver).
    pub async fn open(self) -> Result<PullMessages> {
        let limits = self.limits()?;
        let handle = self.consumer.consumer();
        let mut request = ConsumerMsgNextRequest::new(handle.stream_name(), handle.name());
        request.expires = Some(limits.expires);
        request.idle_heartbeat = Some(limits.heartbeat);
        let context = self.consumer.context();
        // Validate the group now rather than with the first pull.
        let mut tried = request.clone();
        if let Some(group) = &self.group {
            group
                .check()
                .map_err(|why| Error::invalid(OPERATION, why))?;
            group.apply(&mut tried, self.consumer.pin());
        }
        let tried = context.message_of(&tried, CallOptions::default())?;
        let observer = context.observer();
        let denied = observer.map(|observer| observer.publishing(&tried.subject));
        let inbox = PullInbox::open(context, context.default_timeout()).await?;
        let messages_set = self.max_messages.is_some();
        let mut core = Core::new(
            self.consumer,
            self.group,
            request,
            limits,
            inbox,
            messages_set,
        );
        core.denied = denied;
        core.outage = Outage::new(self.max_outage);
        Ok(PullMessages(Arc::new(Mutex::new(core))))
    }
}

/// Continuous stream of a pull consumer's messages.
///
/// # Cancel safety
/// Dropping a future that waits for the next message loses no message. Dropping the stream
/// unsubscribes; the server redelivers messages that were not returned after the consumer's
/// `ack_wait`, see [`Control::drain_nak`].
#[must_use = "a stream gives nothing until it is polled"]
pub struct PullMessages(Arc<Mutex<Core>>);

impl PullMessages {
    /// Returns the notices: events of the consumer besides messages.
    ///
    /// Notices are created while the messages are polled.
    pub fn notices(&self) -> Notices {
        lock(&self.0).notices.clone()
    }

    /// Returns a handle that ends the messages from another task.
    pub fn control(&self) -> Control {
        Control::new(self.0.clone())
    }
}

impl PullMessages {
    pub(crate) fn consumer(&self) -> PullConsumer {
        lock(&self.0).consumer.clone()
    }

    /// Sets the maximum number of messages, unless the caller set it.
    pub(crate) fn ask_for(&self, messages: usize) {
        let mut core = lock(&self.0);
        if !core.messages_set {
            core.flow.limit(u64::try_from(messages).unwrap_or(u64::MAX));
        }
    }

    /// Sets the number of returned messages that are not finished yet.
    ///
    /// They count as not returned.
    pub(crate) fn hold(&self, messages: usize) {
        lock(&self.0)
            .flow
            .hold(u64::try_from(messages).unwrap_or(u64::MAX));
    }

    /// Returns whether the stream ended because it was drained.
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
        match core.phase {
            Phase::HandingBack { .. } => core.abandon(),
            _ => core.finish(None),
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

impl Closing for Mutex<Core> {
    fn stop(&self) {
        lock(self).finish(None);
    }

    fn drain(&self) {
        lock(self).close(|since| Phase::Draining { since });
    }

    fn drain_nak(&self) {
        let mut core = lock(self);
        core.close(|since| Phase::HandingBack { since });
        core.hand_back(&mut TaskContext::from_waker(Waker::noop()));
    }

    fn phase(&self) -> Phase {
        lock(self).phase
    }

    fn poll_closed(&self, cx: &mut TaskContext<'_>) -> Poll<()> {
        let mut core = lock(self);
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

    fn wait(&self) {
        let mut core = lock(self);
        core.closers = core.closers.saturating_add(1);
    }

    fn abandon(&self) {
        let mut core = lock(self);
        core.closers = core.closers.saturating_sub(1);
        core.abandon();
    }
}

fn lock(core: &Mutex<Core>) -> MutexGuard<'_, Core> {
    core.lock().unwrap_or_else(PoisonError::into_inner)
}
