//! Subscribe to advisories and metrics.
//!
//! Servers publish an event when a stream or consumer is created or elects a leader, when a
//! message reaches its maximum number of deliveries, and so on. [`Context::events`]
//! subscribes to all events, or to those of the selected kinds, stream and consumer.
//!
//! ```no_run
//! # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
//! use futures_util::TryStreamExt;
//!
//! let mut events = ctx.events().stream("ORDERS").open().await?;
//! while let Some(event) = events.try_next().await? {
//!     println!("{event:?}");
//! }
//! # Ok(())
//! # }
//! ```

use std::fmt;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};

use futures_util::StreamExt;
use futures_util::stream::SelectAll;
use jsapi::{ConsumerName, Event, StreamName};

pub use jsapi::EventKind;

use crate::api::context::Context;
use crate::connection::connection_watch::ConnectionWatch;
use crate::connection::transport::{Incoming, Subscription};
use crate::error::stop_reason::StopReason;
use crate::error::{Error, Invalid, Result};

/// Prefix of all event subjects; the operation that errors name.
const OPERATION: &str = "$JS.EVENT";

/// Placeholders for names in the subjects of events.
const STREAM: &str = "{stream}";
const CONSUMER: &str = "{consumer}";

/// Returns whether all subjects of a kind have this token.
fn names(kind: EventKind, token: &str) -> bool {
    let mut subjects = kind.subjects().iter();
    subjects.all(|subject| subject.split('.').any(|part| part == token))
}

impl Context {
    /// Selects advisories and metrics to listen to.
    ///
    /// Sends no request. [`EventsBuilder::open`] subscribes.
    pub fn events(&self) -> EventsBuilder {
        EventsBuilder {
            context: self.clone(),
            kinds: Vec::new(),
            stream: None,
            consumer: None,
        }
    }
}

/// Selection of advisories and metrics. Default: all.
///
/// ```no_run
/// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
/// use futures_util::TryStreamExt;
/// use jsapi::Event;
/// use jsapi_client::events::EventKind;
///
/// let max_deliver = ctx.events().kind(EventKind::MaxDeliver).stream("ORDERS");
/// let mut events = max_deliver.open().await?;
/// while let Some(event) = events.try_next().await? {
///     if let Event::MaxDeliver(event) = event {
///         println!("{} gave up on message {}", event.consumer, event.stream_seq);
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "subscribes only when opened"]
pub struct EventsBuilder {
    context: Context,
    kinds: Vec<EventKind>,
    stream: Option<String>,
    consumer: Option<String>,
}

impl EventsBuilder {
    /// Adds a kind of event.
    ///
    /// Default: all kinds, including those that this version does not know, which
    /// arrive as [`Event::Unknown`].
    pub fn kind(mut self, kind: EventKind) -> Self {
        self.kinds.push(kind);
        self
    }

    /// Adds several kinds of events.
    pub fn kinds(mut self, kinds: impl IntoIterator<Item = EventKind>) -> Self {
        self.kinds.extend(kinds);
        self
    }

    /// Restricts events to those about one stream and its consumers.
    pub fn stream(mut self, name: impl Into<String>) -> Self {
        self.stream = Some(name.into());
        self
    }

    /// Restricts events to those about consumers with one name.
    pub fn consumer(mut self, name: impl Into<String>) -> Self {
        self.consumer = Some(name.into());
        self
    }

    /// Subscribes to the selected events.
    ///
    /// Sends no request; opens one subscription, or one for each subject of the
    /// selected kinds. Events are core NATS messages: those published before, or
    /// while the connection is down, do not arrive. To miss none, create a stream
    /// on `$JS.EVENT.>` and read its messages with [`Event::decode`].
    ///
    /// A server publishes an event in the account that the event is about, and
    /// events about servers in the system account.
    ///
    /// # Errors
    /// - [`Error::Invalid`] if a name is not valid, or if a stream or consumer is set
    ///   and a kind of event is not about one.
    /// - [`Error::NotSent`] if there is no connection within the context's timeout.
    /// - [`Error::Denied`] if the user may not subscribe to the subjects and the
    ///   context observes [permissions violations](crate::ConnectionObserver).
    pub async fn open(self) -> Result<Events> {
        let mut subscriptions = SelectAll::new();
        for subject in self.subjects()? {
            let operation = subject.clone().into();
            let timeout = self.context.default_timeout();
            let guard = self.context.guard(&operation, timeout).await?;
            let begin = |subject| guard.transport().subscribe(subject);
            let subscribing = self.context.subscribe(&guard, &operation, subject, begin);
            subscriptions.push(subscribing.await?);
        }
        Ok(Events {
            kinds: self.kinds,
            subscriptions: Some(subscriptions),
            context: self.context,
            watch: ConnectionWatch::default(),
        })
    }

    /// The subjects to subscribe to, none of which covers another.
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
                (None, None) => &["$JS.EVENT.>"],
                (Some(_), None) => &[
                    "$JS.EVENT.ADVISORY.STREAM.*.{stream}",
                    "$JS.EVENT.ADVISORY.CONSUMER.*.{stream}.*",
                    "$JS.EVENT.METRIC.CONSUMER.*.{stream}.*",
                ],
                (_, Some(_)) => &[
                    "$JS.EVENT.ADVISORY.CONSUMER.*.{stream}.{consumer}",
                    "$JS.EVENT.METRIC.CONSUMER.*.{stream}.{consumer}",
                ],
            });
        }
        for &kind in &self.kinds {
            if self.stream.is_some() && !names(kind, STREAM)
                || self.consumer.is_some() && !names(kind, CONSUMER)
            {
                let why = format!("subjects of {kind} do not name a stream or consumer");
                return Err(Error::invalid(OPERATION, Invalid::Argument(why.into())));
            }
            templates.extend(kind.subjects());
        }
        templates.sort_unstable();
        templates.dedup();
        let stream = self.stream.as_deref().unwrap_or("*");
        let consumer = self.consumer.as_deref().unwrap_or("*");
        let filled = |template: &str| {
            let tokens = template.split('.').map(|token| match token {
                STREAM => stream,
                CONSUMER => consumer,
                token => token,
            });
            tokens.collect::<Vec<_>>().join(".")
        };
        Ok(templates.into_iter().map(filled).collect())
    }
}

/// Stream of advisories and metrics.
///
/// Returned by [`EventsBuilder::open`]. An event that cannot be decoded is an
/// [`Error::Reply`], which holds the payload; the stream continues. The stream ends with
/// [`Error::Stopped`] when the application closes the connection.
///
/// # Cancel safety
/// Dropping a future that waits for the next event loses no event. Dropping the
/// stream unsubscribes.
#[must_use = "streams do nothing unless polled"]
pub struct Events {
    kinds: Vec<EventKind>,
    subscriptions: Option<SelectAll<Subscription>>,
    context: Context,
    /// Watches the connection: a halted server looks like one without events.
    watch: ConnectionWatch,
}

impl Events {
    fn read(&self, incoming: Incoming) -> Option<Result<Event>> {
        let event = match Event::decode(&incoming.payload) {
            Ok(event) => event,
            Err(error) => {
                let subject = incoming.subject.to_string();
                return Some(Err(Error::reply(subject, incoming.payload, error)));
            }
        };
        // Any client may publish another kind of event to the subject: drop it. A newer
        // server may publish a new version of the kind: keep it.
        let wanted = match EventKind::of(&event) {
            Some(kind) => self.kinds.is_empty() || self.kinds.contains(&kind),
            None => true,
        };
        wanted.then_some(Ok(event))
    }
}

impl futures_util::Stream for Events {
    type Item = Result<Event>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let Some(subscriptions) = &mut self.subscriptions else {
                return Poll::Ready(None);
            };
            match subscriptions.poll_next_unpin(cx) {
                Poll::Ready(Some(incoming)) => {
                    if let Some(event) = self.read(incoming) {
                        return Poll::Ready(Some(event));
                    }
                }
                Poll::Pending => {
                    let this = &mut *self;
                    // The subscription continues on the next connection.
                    let connection = this.context.connection();
                    let changed = this
                        .watch
                        .poll_changed(this.context.watched(), connection, cx);
                    ready!(changed);
                }
                Poll::Ready(None) => {
                    self.subscriptions = None;
                    return Poll::Ready(Some(Err(Error::stopped(OPERATION, StopReason::Closed))));
                }
            }
        }
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("kinds", &self.kinds)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::script::ScriptedTransport;
    use crate::protocol::subject::subject_matches;

    fn events() -> EventsBuilder {
        Context::with_transport(ScriptedTransport::new()).events()
    }

    fn subjects(events: EventsBuilder) -> Vec<String> {
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
