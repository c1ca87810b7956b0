//! Ordered consumer: reads a stream in order, without gaps and duplicates.

mod making;

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use jsapi::StreamInfo;
use jsapi::endpoint::CONSUMER_CREATE;
use tokio::time::{Instant, timeout_at};

use crate::connection::transport::{BoxFuture, Incoming};
use crate::consume::delivery::{Message, Origin};
use crate::consume::ephemeral::{Ephemeral, Leave, sweep};
use crate::consume::flow::{FlowControl, Said};
use crate::consume::heartbeat_monitor::{HeartbeatMonitor, Noticed};
use crate::consume::initial::Before;
use crate::consume::notice::Notices;
use crate::consume::position::{Position, Sequences};
use crate::consume::pull_config::Start;
use crate::error::stop_reason::{ResetReason, StopReason};
use crate::error::{Error, Result};
use crate::protocol::header;
use crate::protocol::notice::Notice;
use crate::streams::message::StreamMessage;
use crate::streams::stream::Stream;

use crate::protocol::ordered::{Action, Event, IN_A_ROW, Machine, SPACING, nanoseconds};
use making::{Another, Failed, made, refusal};

/// Default interval of idle heartbeats.
///
/// A failed server is detected after two of them.
pub const ORDERED_HEARTBEAT: Duration = Duration::from_secs(2);

/// Default `inactive_threshold` of the consumer.
const INACTIVE: Duration = Duration::from_secs(5);

/// Maximum stored size of a message whose payload is faster than its size header.
///
/// Includes the subject and the overhead of the storage.
const SMALL: u64 = 256;

/// Timeout of a request to delete a consumer.
const SWEEP: Duration = Duration::from_secs(2);

/// Builder of an ordered consumer, which reads a stream in order.
///
/// ```no_run
/// # async fn example(stream: jsapi_client::Stream) -> Result<(), jsapi_client::Error> {
/// use futures_util::TryStreamExt;
///
/// let mut messages = stream.ordered_consumer().filter("orders.>").open().await?;
/// while let Some(message) = messages.try_next().await? {
///     println!("{}: {} bytes", message.subject, message.payload.len());
/// }
/// # Ok(())
/// # }
/// ```
///
/// ADR-17. Sends no request until [`open`](Self::open). Messages need no acknowledgement.
/// Default: all messages of the stream from the first on.
#[derive(Clone)]
#[must_use = "an ordered consumer does nothing until it is opened"]
pub struct OrderedConsumer {
    stream: Stream,
    start: Start,
    filters: Vec<String>,
    payloads: Payloads,
    heartbeat: Duration,
    inactive: Duration,
    max_outage: Option<Duration>,
}

/// Delivery of payloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Payloads {
    /// Payloads are delivered.
    Wanted,
    /// Payloads are delivered if that is faster.
    Unwanted,
    /// Payloads are not delivered.
    LeftOut,
}

impl Stream {
    /// Builds an ordered consumer: in order, without gaps and duplicates.
    ///
    /// Sends no request until [`OrderedConsumer::open`].
    pub fn ordered_consumer(&self) -> OrderedConsumer {
        OrderedConsumer {
            stream: self.clone(),
            start: Start::First,
            filters: Vec::new(),
            payloads: Payloads::Wanted,
            heartbeat: ORDERED_HEARTBEAT,
            inactive: INACTIVE,
            max_outage: None,
        }
    }
}

impl OrderedConsumer {
    /// Sets the start. Default: [`Start::First`].
    ///
    /// With [`Start::LastPerSubject`]: if the client has to replace the consumer during the first
    /// messages, the new one delivers all messages after the last received one, not only the last
    /// of each subject.
    pub fn start(mut self, start: Start) -> Self {
        self.start = start;
        self
    }

    /// Adds a filter subject; wildcards are allowed. Default: all messages.
    ///
    /// Several filters must not overlap.
    pub fn filter(mut self, subject: impl Into<String>) -> Self {
        self.filters.push(subject.into());
        self
    }

    /// Adds several filter subjects.
    pub fn filters<S: Into<String>>(mut self, subjects: impl IntoIterator<Item = S>) -> Self {
        self.filters.extend(subjects.into_iter().map(Into::into));
        self
    }

    /// Sets whether messages are delivered without payload. Default: false.
    ///
    /// The header [`MSG_SIZE`](crate::protocol::header::MSG_SIZE) has the payload size in bytes.
    pub fn headers_only(mut self, headers_only: bool) -> Self {
        self.payloads = match headers_only {
            true => Payloads::LeftOut,
            false => Payloads::Wanted,
        };
        self
    }

    /// Declares payloads as unused: they are delivered only if that is faster.
    pub(crate) fn payloads_unwanted(mut self) -> Self {
        self.payloads = Payloads::Unwanted;
        self
    }

    /// Sets the interval of idle heartbeats. Default: 2 s. Minimum: 100 ms.
    ///
    /// The client replaces the consumer after two missed heartbeats.
    pub fn heartbeat(mut self, every: Duration) -> Self {
        self.heartbeat = every;
        self
    }

    /// Sets the time after which the server deletes an unused consumer. Default: 5 s.
    ///
    /// For programs that were killed: dropping the messages deletes the consumer at once.
    pub fn inactive_threshold(mut self, threshold: Duration) -> Self {
        self.inactive = threshold;
        self
    }

    /// Sets the maximum duration of an outage. Default: unlimited.
    ///
    /// An outage starts when the consumer must be replaced, and ends when there is a new one.
    /// Meanwhile a connection, a leader or JetStream for the account (10039) may be missing;
    /// [`Notice::NotResumed`] repeatedly reports the reason. After this time the messages end with
    /// that error.
    pub fn max_outage(mut self, outage: impl Into<Option<Duration>>) -> Self {
        self.max_outage = outage.into();
        self
    }

    /// Creates the consumer, and returns its messages.
    ///
    /// Sends two requests, and two more whenever the consumer must be replaced, also if it was not
    /// created within 2 s. Starts no task: messages are processed when polled, and flow control
    /// limits the server until then.
    ///
    /// # Errors
    /// - [`is_not_found`](Error::is_not_found) if the stream does not exist (10059).
    /// - [`Error::Invalid`] for a heartbeat below 100 ms.
    /// - [`Error::Api`] for invalid filters.
    ///
    /// # Cancel safety
    /// If the future is dropped, the consumer is deleted.
    pub async fn open(self) -> Result<OrderedMessages> {
        self.begin().await
    }

    /// Boxed, so that it is compiled once.
    fn begin(self) -> BoxFuture<'static, Result<OrderedMessages>> {
        Box::pin(self.make())
    }

    /// Returns whether delivering payloads is faster than delivering size headers.
    ///
    /// The last messages of all subjects have at most the bytes of the stream. The number of
    /// subjects is known only for a filter that matches all.
    fn payloads_are_small(&self, info: &StreamInfo) -> bool {
        let every = self.start == Start::LastPerSubject && self.filters == info.config.subjects;
        let subjects = info.state.num_subjects.unwrap_or(0);
        every && info.state.bytes <= SMALL.saturating_mul(subjects)
    }

    fn what(&self) -> String {
        format!("ordered consumer of {}", self.stream.name())
    }
}

impl fmt::Debug for OrderedConsumer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OrderedConsumer")
            .field("stream", &self.stream.name())
            .field("start", &self.start)
            .field("filters", &self.filters)
            .field("payloads", &self.payloads)
            .field("heartbeat", &self.heartbeat)
            .field("max_outage", &self.max_outage)
            .finish_non_exhaustive()
    }
}

/// Stream of an ordered consumer's messages.
///
/// Returned by [`OrderedConsumer::open`]. Continues after lost messages, missed heartbeats,
/// reconnects and restarts of servers: a new consumer continues after the last message, and
/// [`notices`](Self::notices) reports it. The client creates at most five consumers per second.
///
/// `async-nats` 0.51 closes the connection on a message whose headers it cannot parse. After a
/// reconnect the client reads the next message from the stream, and returns such a message
/// with its [`raw_headers`](Message::raw_headers). Exception: the first message with
/// [`Start::LastPerSubject`].
///
/// The stream ends with one error if it cannot continue: [`Error::Stopped`] if the stream was
/// recreated or lost its last messages, and if ten consecutive consumers failed;
/// [`Error::Api`] if the stream was deleted, or the server permanently refuses a consumer.
///
/// Flow control limits the server for a slow reader: at most 32 MiB are in flight. Beyond the
/// capacity of the `async-nats` subscription (default: 65,536 messages) messages are dropped and
/// read again.
///
/// # Cancel safety
/// Dropping a future that waits for the next message loses no message. Dropping the stream
/// unsubscribes, and deletes the consumer without waiting for the reply.
#[must_use = "a stream gives nothing until it is polled"]
pub struct OrderedMessages {
    consumer: OrderedConsumer,
    origin: Arc<Origin>,
    machine: Machine,
    state: State,
    /// Time of the last request for a consumer.
    made_at: Instant,
    num_pending: u64,
    before: Before,
    next_sequence: Option<u64>,
    notices: Notices,
    /// Replaced consumers that may still exist.
    given_up: Vec<Leave>,
    /// Whether the last consumer was replaced because of a lost connection.
    suspect: bool,
    /// Time since which there is no consumer.
    down_since: Option<Instant>,
    /// Error of the last attempt to create a consumer.
    refused: Option<Error>,
    /// Whether the consumer was replaced only to read the stream's information.
    checking: bool,
    /// Messages read from the stream, which are returned first.
    unreadable: VecDeque<Unreadable>,
    /// Deletion of replaced consumers.
    sweep: Option<BoxFuture<'static, ()>>,
}

enum State {
    Live(Box<Live>),
    Making(BoxFuture<'static, Result<Another, Failed>>),
    Ended,
}

/// The current consumer.
struct Live {
    ephemeral: Ephemeral,
    position: Position,
    flow: FlowControl,
    watch: HeartbeatMonitor,
}

/// A message that could not be received, and its header block.
struct Unreadable {
    incoming: Incoming,
    at: Sequences,
    raw_headers: Option<Bytes>,
}

/// A message to return, in its parts.
///
/// So a caller that converts it need not parse its reply subject again.
pub(crate) struct Delivered<'a> {
    pub(crate) incoming: Incoming,
    pub(crate) at: Sequences,
    pub(crate) raw_headers: Option<Bytes>,
    received: Instant,
    origin: &'a Arc<Origin>,
}

impl Delivered<'_> {
    #[inline]
    fn into_message(self) -> Message {
        Message::received_at(self.received, self.incoming, self.origin.clone())
            .with_raw_headers(self.raw_headers)
    }
}

impl Live {
    fn new(consumer: &OrderedConsumer, ephemeral: Ephemeral) -> Self {
        Self {
            position: Position::of(consumer.stream.name().as_str(), &ephemeral.info.name),
            flow: FlowControl::new(consumer.stream.context().clone()),
            watch: HeartbeatMonitor::new(ephemeral.connection, Some(consumer.heartbeat)),
            ephemeral,
        }
    }
}

/// Returns the error and its cause in one line.
fn with_cause(error: &Error) -> String {
    match std::error::Error::source(error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

impl OrderedMessages {
    /// Returns the notices, which are created while the messages are polled.
    ///
    /// [`Notice::Reset`] when the consumer is replaced, and [`Notice::Resumed`] when there is a
    /// new one.
    pub fn notices(&self) -> Notices {
        self.notices.clone()
    }

    /// Returns the number of pending messages when the consumer was created.
    ///
    /// 0: the first message will be one stored after that.
    pub fn num_pending(&self) -> u64 {
        self.num_pending
    }

    /// Returns the state of the stream before the first consumer, and its `num_pending`.
    pub(crate) fn before(&self) -> Before {
        self.before
    }

    /// Returns the sequence after the last received message; `None` before the first.
    pub fn next_sequence(&self) -> Option<u64> {
        self.next_sequence
    }

    /// Returns the name of the current consumer, if there is one.
    pub fn consumer_name(&self) -> Option<&str> {
        match &self.state {
            State::Live(live) => Some(&live.ephemeral.info.name),
            _ => None,
        }
    }

    /// Deletes the consumer, and waits for the reply.
    ///
    /// Dropping the messages also deletes it, without waiting.
    ///
    /// # Errors
    /// Those of any request. After an error the server deletes the consumer some seconds later.
    pub async fn close(mut self) -> Result<()> {
        let State::Live(live) = std::mem::replace(&mut self.state, State::Ended) else {
            return Ok(());
        };
        let name = live.ephemeral.info.name.clone();
        let deleted = self.consumer.stream.delete_consumer(&name).await;
        match deleted {
            Err(error) if error.is_not_found() => Ok(()),
            other => other,
        }
    }

    /// Executes the action of the state machine for an event.
    ///
    /// Returns whether to return the message; an error ends the messages.
    fn follow(&mut self, event: Event) -> Result<bool> {
        let why = match self.machine.on(event) {
            Action::GoOn => return Ok(true),
            Action::Drop | Action::Retry | Action::Refused => return Ok(false),
            Action::Restart(reason) => {
                self.suspect = reason == ResetReason::Disconnected;
                self.make_another();
                self.notices.post(Notice::Reset { reason });
                return Ok(false);
            }
            Action::Recreated(found) => StopReason::StreamRecreated(found),
            Action::Hopeless(last) => StopReason::Resets {
                in_a_row: IN_A_ROW,
                last,
            },
        };
        Err(Error::stopped(self.consumer.what(), why))
    }

    fn make_another(&mut self) {
        let earliest = self.made_at + self.machine.spacing();
        let consumer = self.consumer.clone();
        let begin = self.machine.begin();
        if let State::Live(live) = std::mem::replace(&mut self.state, State::Ended) {
            let Ephemeral {
                messages, leave, ..
            } = live.ephemeral;
            drop(messages);
            leave.ask();
            self.given_up.push(leave);
        }
        let making = consumer.make_another(begin, self.suspect, earliest);
        let down_since = *self.down_since.get_or_insert_with(Instant::now);
        self.state = State::Making(match self.consumer.max_outage {
            None => Box::pin(making),
            Some(outage) => Box::pin(async move {
                let until = down_since.checked_add(outage).unwrap_or(earliest);
                match timeout_at(until, making).await {
                    Ok(made) => made,
                    Err(_) => Err(Error::TimedOut {
                        operation: CONSUMER_CREATE.verb.into(),
                        after: down_since.elapsed(),
                    }
                    .into()),
                }
            }),
        });
    }

    fn on_made(&mut self, outcome: Result<Another, Failed>) -> Result<()> {
        let error = match outcome {
            Ok(Another {
                began,
                consumer,
                facts,
                unreadable,
                others,
            }) => {
                self.made_at = began;
                self.down_since = None;
                self.refused = None;
                self.given_up.extend(others);
                for message in unreadable {
                    self.hand_over(message, &consumer.info.name);
                }
                let event = made(&consumer, facts);
                self.state = State::Live(Box::new(Live::new(&self.consumer, consumer)));
                let told = !std::mem::take(&mut self.checking);
                if self.follow(event)? && told {
                    self.notices.post(Notice::Resumed);
                }
                return Ok(());
            }
            Err(Failed { error, others }) => {
                self.given_up.extend(others);
                error
            }
        };
        self.made_at = Instant::now();
        match self.machine.on(Event::NotMade(refusal(&error))) {
            Action::Retry if !self.is_down_for_too_long() => {
                self.make_another();
                self.checking = false;
                self.notices.post(Notice::NotResumed {
                    why: with_cause(&error),
                });
                self.refused = Some(error);
                Ok(())
            }
            // The outage ended during an attempt: the previous error is more specific.
            Action::Retry if matches!(error, Error::TimedOut { .. }) => {
                Err(self.refused.take().unwrap_or(error))
            }
            _ => Err(error),
        }
    }

    fn is_down_for_too_long(&self) -> bool {
        match (self.down_since, self.consumer.max_outage) {
            (Some(since), Some(outage)) => since.elapsed() >= outage,
            _ => false,
        }
    }

    /// Returns a message that could not be received.
    fn hand_over(&mut self, message: StreamMessage, consumer: &str) {
        let stream_sequence = message.sequence;
        let stored = nanoseconds(message.time);
        self.machine.received(stream_sequence, stored);
        self.next_sequence = Some(stream_sequence.saturating_add(1));
        self.notices.post(Notice::Unreadable { stream_sequence });
        let block = message.raw_headers;
        let time = message.time.unix_timestamp_nanos().max(0);
        let stream = self.consumer.stream.name();
        let mut incoming = Incoming::new(message.subject, message.payload);
        incoming.reply =
            Some(format!("$JS.ACK.{stream}.{consumer}.1.{stream_sequence}.0.{time}.0").into());
        incoming.headers = Some(message.headers);
        if self.consumer.payloads == Payloads::LeftOut {
            let size = incoming.payload.len().to_string();
            incoming.payload = Bytes::new();
            let headers = incoming.headers.get_or_insert_default();
            headers.insert(header::MSG_SIZE, size);
        }
        let at = Position::of(stream.as_str(), consumer).read(&incoming);
        self.unreadable.push_back(Unreadable {
            at: at.unwrap_or_default(),
            incoming,
            raw_headers: block,
        });
    }

    /// Handles an incoming message; returns its sequences if it is to be returned.
    #[inline]
    fn on_incoming(&mut self, incoming: &Incoming) -> Result<Option<Sequences>> {
        let State::Live(live) = &mut self.state else {
            return Ok(None);
        };
        let Some(at) = live.position.read(incoming) else {
            live.watch.on_status();
            self.on_status(incoming)?;
            return Ok(None);
        };
        live.watch.on_message();
        if at.consumer == 1 && self.machine.is_doubtful() && self.made_at.elapsed() >= SPACING {
            self.machine.check();
            self.checking = true;
            self.suspect = false;
            self.make_another();
            return Ok(None);
        }
        let stored = at.stored.unwrap_or(0);
        if !self.machine.takes(at.consumer, at.stream, stored) {
            let event = Event::Message {
                consumer_sequence: at.consumer,
                stream_sequence: at.stream,
                stored,
            };
            if !self.follow(event)? {
                return Ok(None);
            }
        }
        self.next_sequence = Some(at.stream.saturating_add(1));
        Ok(Some(at))
    }

    /// Handles a status message.
    fn on_status(&mut self, incoming: &Incoming) -> Result<()> {
        let State::Live(live) = &mut self.state else {
            return Ok(());
        };
        match live.flow.on_status(incoming) {
            Said::Heartbeat {
                consumer_sequence, ..
            } => {
                self.follow(Event::Heartbeat { consumer_sequence })?;
            }
            Said::Deleted => {
                self.follow(Event::Deleted)?;
            }
            Said::Nothing => {}
        }
        Ok(())
    }

    /// Polls the next message, converted by `of`, or the end, converted by `or`.
    pub(crate) fn poll_with<T>(
        &mut self,
        cx: &mut TaskContext<'_>,
        of: impl FnOnce(Delivered<'_>) -> T,
        or: impl FnOnce(Option<Error>) -> T,
    ) -> Poll<T> {
        loop {
            let live = match &mut self.state {
                State::Live(live) => live,
                State::Making(making) => {
                    let outcome = ready!(making.as_mut().poll(cx));
                    match self.on_made(outcome) {
                        Ok(()) => continue,
                        Err(error) => return Poll::Ready(or(Some(self.end(error)))),
                    }
                }
                State::Ended => return Poll::Ready(or(None)),
            };
            if let Some(message) = self.unreadable.pop_front() {
                return Poll::Ready(of(Delivered {
                    incoming: message.incoming,
                    at: message.at,
                    raw_headers: message.raw_headers,
                    received: Instant::now(),
                    origin: &self.origin,
                }));
            }
            live.flow.drive(cx);
            if self.sweep.is_some() || !self.given_up.is_empty() {
                self.drive_sweep(cx);
            }
            let State::Live(live) = &mut self.state else {
                continue;
            };
            let outcome = match live.ephemeral.messages.poll_next(cx) {
                Poll::Ready(Some(incoming)) => match self.on_incoming(&incoming) {
                    Ok(Some(at)) => {
                        return Poll::Ready(of(Delivered {
                            incoming,
                            at,
                            raw_headers: None,
                            // Without acknowledgements the time of arrival is
                            // unused, so no clock is read.
                            received: self.made_at,
                            origin: &self.origin,
                        }));
                    }
                    Ok(None) => Ok(()),
                    Err(error) => Err(error),
                },
                Poll::Ready(None) => Err(Error::stopped(self.consumer.what(), StopReason::Closed)),
                Poll::Pending => {
                    let context = self.consumer.stream.context();
                    let event = match ready!(live.watch.poll(context, cx)) {
                        Noticed::Disconnected => {
                            if context.was_stale(live.ephemeral.connection) {
                                self.notices.post(Notice::StaleConnection);
                            }
                            Event::Disconnected
                        }
                        Noticed::Silence => Event::Silence,
                    };
                    self.follow(event).map(|_| ())
                }
            };
            if let Err(error) = outcome {
                return Poll::Ready(or(Some(self.end(error))));
            }
        }
    }

    /// Drives the deletion of replaced consumers.
    fn drive_sweep(&mut self, cx: &mut TaskContext<'_>) {
        if self.sweep.is_none() {
            let given_up = std::mem::take(&mut self.given_up);
            self.sweep = Some(Box::pin(sweep(given_up, SWEEP)));
        }
        if let Some(sweeping) = &mut self.sweep
            && sweeping.as_mut().poll(cx).is_ready()
        {
            self.sweep = None;
        }
    }

    /// Ends the messages with this error.
    fn end(&mut self, why: Error) -> Error {
        self.state = State::Ended;
        self.given_up.clear();
        self.sweep = None;
        self.notices.close();
        why
    }
}

impl futures_util::Stream for OrderedMessages {
    type Item = Result<Message>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        self.poll_with(
            cx,
            |delivered| Some(Ok(delivered.into_message())),
            |error| error.map(Err),
        )
    }
}

impl Drop for OrderedMessages {
    fn drop(&mut self) {
        self.notices.close();
    }
}

impl fmt::Debug for OrderedMessages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OrderedMessages")
            .field("consumer", &self.consumer)
            .field("consumer_name", &self.consumer_name())
            .field("next_sequence", &self.next_sequence)
            .finish_non_exhaustive()
    }
}
