//! Advisories and metrics, as the servers publish them.

use std::fmt;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};

use futures_util::StreamExt;
use futures_util::stream::SelectAll;
use jsapi::{ConsumerName, Event, StreamName};

use crate::context::Context;
use crate::ended::Ended;
use crate::error::{Error, Invalid, Result};
use crate::transport::{Incoming, Subscription};

/// What errors begin with where no single subject is meant.
const VERB: &str = "$JS.EVENT";

/// What stands for a name in the subjects of events.
const STREAM: &str = "{stream}";
const CONSUMER: &str = "{consumer}";

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident: $model:ident, $($subject:literal)|+;)+) => {
        /// A kind of advisory or metric that this version knows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum EventKind {
            $($(#[$doc])* $kind,)+
        }

        impl EventKind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// The `type` of its events, as
            /// `io.nats.jetstream.advisory.v1.max_deliver`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => jsapi::$model::KIND,)+
                }
            }

            /// Below `$JS.EVENT.`, with `{stream}` and `{consumer}`.
            const fn subjects(self) -> &'static [&'static str] {
                match self {
                    $(Self::$kind => &[$($subject),+],)+
                }
            }
        }
    };
}

// Where servers 2.10.26 to 2.15.1 publish them.
kinds! {
    /// Somebody used the API.
    ApiAudit: ApiAuditAdvisory, "ADVISORY.API";
    /// A server dropped API requests. In the system account.
    ApiLimitReached: ApiLimitReachedAdvisory, "ADVISORY.API.LIMIT_REACHED";
    /// A consumer was created or deleted.
    ConsumerAction: ConsumerActionAdvisory,
        "ADVISORY.CONSUMER.CREATED.{stream}.{consumer}"
        | "ADVISORY.CONSUMER.DELETED.{stream}.{consumer}";
    /// A client became the one that a priority group serves.
    ConsumerGroupPinned: ConsumerGroupPinnedAdvisory,
        "ADVISORY.CONSUMER.PINNED.{stream}.{consumer}";
    /// A client is no longer the one that a priority group serves.
    ConsumerGroupUnpinned: ConsumerGroupUnpinnedAdvisory,
        "ADVISORY.CONSUMER.UNPINNED.{stream}.{consumer}";
    /// A consumer has a new leader.
    ConsumerLeaderElected: ConsumerLeaderElectedAdvisory,
        "ADVISORY.CONSUMER.LEADER_ELECTED.{stream}.{consumer}";
    /// A consumer was paused or resumed.
    ConsumerPause: ConsumerPauseAdvisory, "ADVISORY.CONSUMER.PAUSE.{stream}.{consumer}";
    /// Too few servers of a consumer are left.
    ConsumerQuorumLost: ConsumerQuorumLostAdvisory,
        "ADVISORY.CONSUMER.QUORUM_LOST.{stream}.{consumer}";
    /// The meta group has a new leader. In the system account.
    DomainLeaderElected: DomainLeaderElectedAdvisory, "ADVISORY.DOMAIN.LEADER_ELECTED";
    /// A message was delivered as often as it may be.
    MaxDeliver: MaxDeliverAdvisory, "ADVISORY.CONSUMER.MAX_DELIVERIES.{stream}.{consumer}";
    /// The quorum of the meta group was lowered. In the system account.
    MetaRescue: MetaRescueAdvisory, "ADVISORY.SERVER.META_RESCUE";
    /// A client handed a message back.
    Nak: NakAdvisory, "ADVISORY.CONSUMER.MSG_NAKED.{stream}.{consumer}";
    /// A stream was restored.
    RestoreComplete: RestoreCompleteAdvisory, "ADVISORY.STREAM.RESTORE_COMPLETE.{stream}";
    /// A stream is about to be restored.
    RestoreCreate: RestoreCreateAdvisory, "ADVISORY.STREAM.RESTORE_CREATE.{stream}";
    /// A server has no space left for streams. In the system account.
    ServerOutOfSpace: ServerOutOfSpaceAdvisory, "ADVISORY.SERVER.OUT_OF_STORAGE";
    /// A server was taken out of the cluster. In the system account.
    ServerRemoved: ServerRemovedAdvisory, "ADVISORY.SERVER.REMOVED";
    /// A backup of a stream has ended.
    SnapshotComplete: SnapshotCompleteAdvisory, "ADVISORY.STREAM.SNAPSHOT_COMPLETE.{stream}";
    /// A backup of a stream has begun.
    SnapshotCreate: SnapshotCreateAdvisory, "ADVISORY.STREAM.SNAPSHOT_CREATE.{stream}";
    /// A stream was created, changed or deleted.
    StreamAction: StreamActionAdvisory,
        "ADVISORY.STREAM.CREATED.{stream}"
        | "ADVISORY.STREAM.UPDATED.{stream}"
        | "ADVISORY.STREAM.DELETED.{stream}";
    /// A batch of messages was given up before its end.
    StreamBatchAbandoned: StreamBatchAbandonedAdvisory,
        "ADVISORY.STREAM.BATCH_ABANDONED.{stream}";
    /// A stream has a new leader.
    StreamLeaderElected: StreamLeaderElectedAdvisory, "ADVISORY.STREAM.LEADER_ELECTED.{stream}";
    /// Too few servers of a stream are left.
    StreamQuorumLost: StreamQuorumLostAdvisory, "ADVISORY.STREAM.QUORUM_LOST.{stream}";
    /// A client gave up a message for good.
    Terminated: TerminatedAdvisory, "ADVISORY.CONSUMER.MSG_TERMINATED.{stream}.{consumer}";
    /// How long a client took for a message; a metric.
    ///
    /// For the share of messages that the consumer's `sample_freq` asks for.
    ConsumerAck: ConsumerAckMetric, "METRIC.CONSUMER.ACK.{stream}.{consumer}";
}

impl EventKind {
    /// The kind of an event; `None` when this version does not know it.
    pub fn of(event: &Event) -> Option<Self> {
        let kind = event.kind();
        Self::ALL
            .iter()
            .copied()
            .find(|known| known.as_str() == kind)
    }

    fn names_stream(self) -> bool {
        self.subjects()
            .iter()
            .all(|subject| subject.split('.').any(|token| token == STREAM))
    }

    fn names_consumer(self) -> bool {
        self.subjects()
            .iter()
            .all(|subject| subject.split('.').any(|token| token == CONSUMER))
    }
}

/// The `type` of its events.
impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Context {
    /// Advisories and metrics: what the servers tell unasked.
    ///
    /// Asks nothing until [`Events::listen`].
    pub fn events(&self) -> Events {
        Events {
            context: self.clone(),
            kinds: Vec::new(),
            stream: None,
            consumer: None,
        }
    }
}

/// Says which advisories and metrics are listened to; all, unless said otherwise.
///
/// ```no_run
/// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
/// use futures_util::TryStreamExt;
/// use jsapi::Event;
/// use jsapi_client::events::EventKind;
///
/// let told = ctx.events().kind(EventKind::MaxDeliver).stream("ORDERS");
/// let mut events = told.listen().await?;
/// while let Some(event) = events.try_next().await? {
///     if let Event::MaxDeliver(event) = event {
///         println!("{} was given up by {}", event.stream_seq, event.consumer);
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is listened to until `listen` is awaited"]
pub struct Events {
    context: Context,
    kinds: Vec<EventKind>,
    stream: Option<String>,
    consumer: Option<String>,
}

impl Events {
    /// Only events of this kind, and of others that are said so.
    ///
    /// Without any, events of all kinds come, those that this version does not
    /// know included, as [`Event::Unknown`].
    pub fn kind(mut self, kind: EventKind) -> Self {
        self.kinds.push(kind);
        self
    }

    /// Only events of these kinds, and of those said before.
    pub fn kinds(mut self, kinds: impl IntoIterator<Item = EventKind>) -> Self {
        self.kinds.extend(kinds);
        self
    }

    /// Only events about this stream and its consumers.
    pub fn stream(mut self, name: impl Into<String>) -> Self {
        self.stream = Some(name.into());
        self
    }

    /// Only events about consumers of this name.
    pub fn consumer(mut self, name: impl Into<String>) -> Self {
        self.consumer = Some(name.into());
        self
    }

    /// Begins to listen.
    ///
    /// Asks nothing; one subscription, or one for each kind of subject. Events
    /// are plain messages: none comes that was published before, or while there
    /// was no connection. A stream whose subject is `$JS.EVENT.>` keeps them, for
    /// those who may not miss any; [`Event::decode`] reads its messages.
    ///
    /// Events come in the account that they are about, and those about servers in
    /// the system account.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a name that is none, and for a kind that is of no
    /// stream or consumer where one is said. [`Error::NotSent`] when there is no
    /// connection in time, [`Error::Denied`] when one may not subscribe to them and
    /// that is [heard](crate::Denials).
    pub async fn listen(self) -> Result<EventStream> {
        let mut subscriptions = SelectAll::new();
        for subject in self.subjects()? {
            let verb = subject.clone().into();
            let patience = self.context.timeout();
            let link = self.context.link(&verb, patience).await?;
            let begin = |subject| link.transport().subscribe(subject);
            let subscribing = self.context.subscribe(&link, &verb, subject, begin);
            subscriptions.push(subscribing.await?);
        }
        Ok(EventStream {
            kinds: self.kinds,
            subscriptions: Some(subscriptions),
        })
    }

    /// The subjects to subscribe to, none of which takes in another.
    fn subjects(&self) -> Result<Vec<String>> {
        if let Some(name) = self.stream.as_deref() {
            StreamName::try_from(name)?;
        }
        if let Some(name) = self.consumer.as_deref() {
            ConsumerName::try_from(name)?;
        }
        let mut templates: Vec<&str> = Vec::new();
        if self.kinds.is_empty() {
            templates.extend::<&[&str]>(match (&self.stream, &self.consumer) {
                (None, None) => &[">"],
                (Some(_), None) => &[
                    "ADVISORY.STREAM.*.{stream}",
                    "ADVISORY.CONSUMER.*.{stream}.*",
                    "METRIC.CONSUMER.*.{stream}.*",
                ],
                (_, Some(_)) => &[
                    "ADVISORY.CONSUMER.*.{stream}.{consumer}",
                    "METRIC.CONSUMER.*.{stream}.{consumer}",
                ],
            });
        }
        for &kind in &self.kinds {
            if self.stream.is_some() && !kind.names_stream()
                || self.consumer.is_some() && !kind.names_consumer()
            {
                let why = format!("events of kind {kind} do not say of which stream or consumer");
                return Err(Error::invalid(VERB, Invalid::Other(why.into())));
            }
            templates.extend(kind.subjects());
        }
        templates.sort_unstable();
        templates.dedup();
        let stream = self.stream.as_deref().unwrap_or("*");
        let consumer = self.consumer.as_deref().unwrap_or("*");
        let filled = |template: &str| {
            let mut subject = VERB.to_owned();
            for token in template.split('.') {
                subject.push('.');
                subject.push_str(match token {
                    STREAM => stream,
                    CONSUMER => consumer,
                    token => token,
                });
            }
            subject
        };
        Ok(templates.into_iter().map(filled).collect())
    }
}

/// Advisories and metrics, as they come.
///
/// From [`Events::listen`]. What comes and can not be read is an error that
/// holds the payload, [`Error::Reply`], and is not the end: that comes with
/// [`Error::Ended`], when this side closes the connection.
///
/// # Cancel safety
/// Waiting for the next event loses none when it is dropped. Dropping the whole
/// unsubscribes.
#[must_use = "a stream gives nothing until it is polled"]
pub struct EventStream {
    kinds: Vec<EventKind>,
    subscriptions: Option<SelectAll<Subscription>>,
}

impl EventStream {
    fn read(&self, incoming: Incoming) -> Option<Result<Event>> {
        let event = match Event::decode(&incoming.payload) {
            Ok(event) => event,
            Err(error) => {
                let subject = incoming.subject.to_string();
                return Some(Err(Error::reply(subject, incoming.payload, error)));
            }
        };
        // A subject says which kind comes there, and anybody may publish to it. A
        // newer server may publish another form of the kind, which is kept.
        let wanted = match EventKind::of(&event) {
            Some(kind) => self.kinds.is_empty() || self.kinds.contains(&kind),
            None => true,
        };
        wanted.then_some(Ok(event))
    }
}

impl futures_util::Stream for EventStream {
    type Item = Result<Event>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let Some(subscriptions) = &mut self.subscriptions else {
                return Poll::Ready(None);
            };
            match ready!(subscriptions.poll_next_unpin(cx)) {
                Some(incoming) => {
                    if let Some(event) = self.read(incoming) {
                        return Poll::Ready(Some(event));
                    }
                }
                None => {
                    self.subscriptions = None;
                    return Poll::Ready(Some(Err(Error::ended(VERB, Ended::Closed))));
                }
            }
        }
    }
}

impl fmt::Debug for EventStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("kinds", &self.kinds)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::subject_matches;
    use crate::script::ScriptedTransport;

    fn events() -> Events {
        Context::with_transport(ScriptedTransport::new()).events()
    }

    fn subjects(events: Events) -> Vec<String> {
        events.subjects().unwrap()
    }

    #[test]
    fn what_is_asked_for_decides_what_is_subscribed_to() {
        assert_eq!(subjects(events()), ["$JS.EVENT.>"]);
        assert_eq!(
            subjects(events().stream("S")),
            [
                "$JS.EVENT.ADVISORY.CONSUMER.*.S.*",
                "$JS.EVENT.ADVISORY.STREAM.*.S",
                "$JS.EVENT.METRIC.CONSUMER.*.S.*",
            ]
        );
        assert_eq!(
            subjects(events().consumer("C")),
            [
                "$JS.EVENT.ADVISORY.CONSUMER.*.*.C",
                "$JS.EVENT.METRIC.CONSUMER.*.*.C"
            ]
        );
        assert_eq!(
            subjects(
                events()
                    .kind(EventKind::ConsumerAction)
                    .stream("S")
                    .consumer("C")
            ),
            [
                "$JS.EVENT.ADVISORY.CONSUMER.CREATED.S.C",
                "$JS.EVENT.ADVISORY.CONSUMER.DELETED.S.C",
            ]
        );
        let twice = [
            EventKind::ApiAudit,
            EventKind::ConsumerAck,
            EventKind::ApiAudit,
        ];
        assert_eq!(
            subjects(events().kinds(twice)),
            [
                "$JS.EVENT.ADVISORY.API",
                "$JS.EVENT.METRIC.CONSUMER.ACK.*.*"
            ]
        );
    }

    #[test]
    fn no_subject_takes_in_another() {
        let all = subjects(events().kinds(EventKind::ALL.iter().copied()));
        for one in &all {
            for other in all.iter().filter(|other| *other != one) {
                assert!(!subject_matches(one, other), "{one} {other}");
            }
        }
    }

    #[test]
    fn a_name_that_would_bend_the_subject_is_refused() {
        for name in ["", "a.b", "*", ">", "a b"] {
            assert!(events().stream(name).subjects().is_err(), "{name}");
            assert!(events().consumer(name).subjects().is_err(), "{name}");
        }
    }

    #[test]
    fn a_kind_that_is_of_no_stream_is_refused_where_one_is_said() {
        for kind in [EventKind::ApiAudit, EventKind::ServerRemoved] {
            assert!(events().kind(kind).stream("S").subjects().is_err());
        }
        assert!(
            events()
                .kind(EventKind::StreamAction)
                .consumer("C")
                .subjects()
                .is_err()
        );
        assert!(
            events()
                .kind(EventKind::StreamAction)
                .stream("S")
                .subjects()
                .is_ok()
        );
    }
}
