//! Reading a stream in its order, without a gap and without a message twice.

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

/// How often the server says that it is there, unless said otherwise.
///
/// A consumer on a server that is gone is noticed after two of them.
pub const ORDERED_HEARTBEAT: Duration = Duration::from_secs(2);

/// How long a server keeps a consumer that nobody listens to.
const INACTIVE: Duration = Duration::from_secs(5);

/// How many bytes a message may have, its subject and what storage adds included,
/// for its payload to be sooner received than a header that tells its size.
const SMALL: u64 = 256;

/// How long a request to delete a consumer is waited for.
const SWEEP: Duration = Duration::from_secs(2);

/// Reads a stream in its order, and goes on through whatever happens.
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
/// ADR-17. Says what is to be read, and sends no request until
/// [`open`](Self::open). Messages need no acknowledgement. From the
/// stream's first message on, unless said otherwise.
#[derive(Clone)]
#[must_use = "an ordered consumer reads nothing until its messages are asked for"]
pub struct OrderedConsumer {
    stream: Stream,
    start: Start,
    filters: Vec<String>,
    payloads: Payloads,
    heartbeat: Duration,
    inactive: Duration,
    max_outage: Option<Duration>,
}

/// What becomes of payloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Payloads {
    /// They come.
    Wanted,
    /// They may come or not, whatever is quicker.
    Unwanted,
    /// They do not come.
    LeftOut,
}

impl Stream {
    /// Reads the stream in its order, without a gap and without a message twice.
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
    /// Where reading begins; [`Start::First`] unless set.
    ///
    /// With [`Start::LastPerSubject`]: when the server's consumer has to be
    /// replaced amid the first messages, those that follow are all messages behind
    /// the last one received, and not the last of each subject alone. More than
    /// asked for, never less.
    pub fn start(mut self, start: Start) -> Self {
        self.start = start;
        self
    }

    /// Only messages of this subject, which may have wildcards.
    ///
    /// May be said several times, for subjects that do not overlap.
    pub fn filter(mut self, subject: impl Into<String>) -> Self {
        self.filters.push(subject.into());
        self
    }

    /// Only messages of these subjects, besides those said before.
    pub fn filters<S: Into<String>>(mut self, subjects: impl IntoIterator<Item = S>) -> Self {
        self.filters.extend(subjects.into_iter().map(Into::into));
        self
    }

    /// Sets whether messages are delivered without payload. Default: false.
    ///
    /// The header [`MSG_SIZE`](crate::protocol::header::MSG_SIZE) has its size in bytes.
    pub fn headers_only(mut self, headers_only: bool) -> Self {
        self.payloads = match headers_only {
            true => Payloads::LeftOut,
            false => Payloads::Wanted,
        };
        self
    }

    /// Nobody looks at payloads: they come where that is quicker.
    pub(crate) fn payloads_unwanted(mut self) -> Self {
        self.payloads = Payloads::Unwanted;
        self
    }

    /// How often the server says that it is there; 2 s unless set.
    ///
    /// After two of them without a word, another consumer is made. At least
    /// 100 ms.
    pub fn heartbeat(mut self, every: Duration) -> Self {
        self.heartbeat = every;
        self
    }

    /// How long the server keeps a consumer that nobody listens to; 5 s unless
    /// set.
    ///
    /// For those whose program ended without a word: one that is dropped has its
    /// consumer deleted at once.
    pub fn inactive_threshold(mut self, threshold: Duration) -> Self {
        self.inactive = threshold;
        self
    }

    /// Sets how long reading may be interrupted. Default: unlimited.
    ///
    /// An interruption begins when the server's consumer is given up and ends when
    /// there is another one. Meanwhile a connection, a leader or JetStream for the
    /// account (10039) may be missing; [`Notice::NotResumed`] tells which, again and
    /// again. After this time reading ends with that error.
    pub fn max_outage(mut self, outage: impl Into<Option<Duration>>) -> Self {
        self.max_outage = outage.into();
        self
    }

    /// Begins to read.
    ///
    /// Sends two requests, and two more whenever the consumer has to be replaced, which it
    /// has too when it is not there after 2 s. No task is started: what comes is
    /// looked at when the messages are polled, and a server waits with more until
    /// then.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) when the stream does not exist
    /// (10059). [`Error::Invalid`] for a heartbeat below 100 ms; what is wrong
    /// with filters the server says.
    ///
    /// # Cancel safety
    /// Dropped while it waits, no consumer is left behind.
    pub async fn open(self) -> Result<OrderedMessages> {
        self.begin().await
    }

    /// Boxed here, so that it is compiled once.
    fn begin(self) -> BoxFuture<'static, Result<OrderedMessages>> {
        Box::pin(self.make())
    }

    /// Whether payloads are sooner received than the headers that come for them.
    ///
    /// Where the last message of every subject is read, those have no more bytes
    /// than the whole stream. How many subjects a filter takes in is not known,
    /// but for the one that takes in all.
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

/// The messages of a stream in its order.
///
/// From [`OrderedConsumer::open`]. Goes on through lost messages, silence,
/// reconnects and restarts of servers: another consumer goes on behind the last
/// message, and [`notices`](Self::notices) tell of it. Consumers are made no faster
/// than five times a second.
///
/// `async-nats` 0.51 gives the connection up over a message whose headers it can
/// not read. After a reconnect the next message is looked at, and one of that
/// kind is handed out with its [`raw_headers`](Message::raw_headers). Not one that
/// is the first of a reading that begins with [`Start::LastPerSubject`].
///
/// Ends with an error, once, when it cannot go on: [`Error::Stopped`] when the
/// stream was deleted and made anew, or lost its last messages (a new consumer
/// reads it from wherever is wanted), and when ten consumers in a row were of no
/// use; [`Error::Api`] when the stream was deleted, or the server refuses a
/// consumer for another reason that lasts.
///
/// A reader that is slower than the stream holds the server up: at most 32 MiB
/// are under way, and no more than `async-nats` keeps of one subscription (65,536
/// messages unless set); beyond that messages are dropped and read again.
///
/// # Cancel safety
/// Waiting for the next message loses none when it is dropped. Dropping the
/// whole unsubscribes, and deletes the consumer without waiting for it.
#[must_use = "a stream gives nothing until it is polled"]
pub struct OrderedMessages {
    consumer: OrderedConsumer,
    origin: Arc<Origin>,
    machine: Machine,
    state: State,
    /// When the last consumer was asked for.
    made_at: Instant,
    num_pending: u64,
    before: Before,
    next_sequence: Option<u64>,
    notices: Notices,
    /// Consumers that were given up, and may still be there.
    given_up: Vec<Leave>,
    /// Whether the last consumer was given up with the connection.
    suspect: bool,
    /// Since when there is no consumer.
    down_since: Option<Instant>,
    /// Why the last attempt to make a consumer failed.
    refused: Option<Error>,
    /// Whether the consumer was given up to look at the stream, and nothing is wrong yet.
    checking: bool,
    /// Messages that did not come from a consumer, to be handed out first.
    unreadable: VecDeque<Unreadable>,
    /// The deletion of such.
    sweep: Option<BoxFuture<'static, ()>>,
}

enum State {
    Live(Box<Live>),
    Making(BoxFuture<'static, Result<Another, Failed>>),
    Ended,
}

/// A consumer that is listened to.
struct Live {
    ephemeral: Ephemeral,
    position: Position,
    flow: FlowControl,
    watch: HeartbeatMonitor,
}

/// A message that no consumer could deliver, and its header block.
struct Unreadable {
    incoming: Incoming,
    at: Sequences,
    raw_headers: Option<Bytes>,
}

/// A message that is to be handed out, in its parts.
///
/// So that who makes something else of it does not take it apart again, and reads
/// its reply subject no second time.
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

/// The error and its cause, as why there is no connection, in one line.
fn with_cause(error: &Error) -> String {
    match std::error::Error::source(error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

impl OrderedMessages {
    /// What happens beside the messages, as it is found out while they are polled.
    ///
    /// [`Notice::Reset`] whenever the consumer is given up, and
    /// [`Notice::Resumed`] when there is another.
    pub fn notices(&self) -> Notices {
        self.notices.clone()
    }

    /// How many messages were there to be read when reading began.
    ///
    /// By the server's count when the consumer was made. 0 means that the first
    /// message will be one that was stored after that.
    pub fn num_pending(&self) -> u64 {
        self.num_pending
    }

    /// The stream before the first consumer was created, and what that one found.
    pub(crate) fn before(&self) -> Before {
        self.before
    }

    /// The sequence behind the last message that was received; `None` before.
    pub fn next_sequence(&self) -> Option<u64> {
        self.next_sequence
    }

    /// The name of the server's consumer at the moment; `None` while there is none.
    pub fn consumer_name(&self) -> Option<&str> {
        match &self.state {
            State::Live(live) => Some(&live.ephemeral.info.name),
            _ => None,
        }
    }

    /// Deletes the server's consumer, and waits until that is done.
    ///
    /// Dropping deletes it too, without waiting.
    ///
    /// # Errors
    /// As any request. The server then deletes the consumer by itself, some
    /// seconds later.
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

    /// Does what the machine says about an event of the consumer.
    ///
    /// Gives whether a message is to be handed out; an error is the end.
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
            // The outage ended amid an attempt: the one before tells more.
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

    /// Hands out a message that no consumer could deliver.
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

    /// What came; where it stands, when it is a message to hand out.
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

    /// Something came that is no message.
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

    /// The next message, and what is made of it; or the end, with why.
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
                            // Nobody waits for an acknowledgement: for when it
                            // came, no clock is read.
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

    /// Gets on with the deletion of consumers that were given up.
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

    /// Ends, for this reason.
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
