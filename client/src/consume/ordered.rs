//! Reading a stream in its order, without a gap and without a message twice.

mod machine;

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use jsapi::endpoint::STREAM_MSG_GET;
use jsapi::{AckPolicy, ConsumerConfig, DeliverPolicy, ErrorCode, StreamInfo, StreamMsgGetRequest};
use tokio::time::{Instant, sleep_until};

use crate::consume::ephemeral::{Ephemeral, Leave, NotMade, Unheard, sweep};
use crate::consume::flow::{FlowControl, Said};
#[cfg(any(feature = "kv", feature = "object"))]
use crate::consume::initial::Before;
use crate::consume::notice::{Notice, Notices};
use crate::consume::poison::is_unreadable;
use crate::consume::position::{Position, Sequences};
use crate::consume::pull_config::Start;
use crate::consume::watch::{Noticed, Watch};
use crate::delivery::{Message, Origin};
use crate::ended::{Ended, ResetReason};

use crate::error::{Error, Invalid, Result};
use crate::header;
use crate::message::StreamMessage;
use crate::stream::Stream;
use crate::transport::{BoxFuture, Incoming};

use machine::{Action, Begin, Event, IN_A_ROW, Machine, Refusal, StreamFacts};

/// How often the server says that it is there, unless said otherwise.
///
/// A consumer on a server that is gone is noticed after two of them.
pub const ORDERED_HEARTBEAT: Duration = Duration::from_secs(2);

/// How long a server keeps a consumer that nobody listens to.
const INACTIVE: Duration = Duration::from_secs(5);

/// How long one answer is waited for, while a consumer is made in place of
/// another: in an election some requests are never answered.
const ATTEMPT: Duration = Duration::from_secs(2);

/// The same at first: the consumer may have been given to a server that has failed,
/// and the next one may be given to another.
const EARLY: Duration = Duration::from_secs(1);

/// How long an answer about the stream is waited for before it is asked again, and
/// for how long, while the consumer is there: it outlasts an election, and an answer
/// that did not come in one does not come after it.
const ASK: Duration = Duration::from_millis(500);
const ASKING: Duration = Duration::from_secs(4);

/// How many messages are read without a consumer, one after the other, at most.
const UNREADABLE: usize = 100;

/// How many bytes a message may have, its subject and what storage adds included,
/// for its payload to be sooner received than a header that tells its size.
const SMALL: u64 = 256;

/// How long a connection is waited for, before it is said that there is none.
const ABSENCE: Duration = Duration::from_secs(10);

/// Reads a stream in its order, and goes on through whatever happens.
///
/// ```no_run
/// # async fn example(stream: jsapi_client::Stream) -> Result<(), jsapi_client::Error> {
/// use futures_util::TryStreamExt;
///
/// let mut messages = stream.ordered_consumer().filter("orders.>").messages().await?;
/// while let Some(message) = messages.try_next().await? {
///     println!("{}: {} bytes", message.subject, message.payload.len());
/// }
/// # Ok(())
/// # }
/// ```
///
/// ADR-17. Says what is to be read, and asks nothing until
/// [`messages`](Self::messages). Messages need no acknowledgement. From the
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
    /// Asks nothing until [`OrderedConsumer::messages`].
    pub fn ordered_consumer(&self) -> OrderedConsumer {
        OrderedConsumer {
            stream: self.clone(),
            start: Start::First,
            filters: Vec::new(),
            payloads: Payloads::Wanted,
            heartbeat: ORDERED_HEARTBEAT,
            inactive: INACTIVE,
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

    /// Messages come without their payload.
    ///
    /// How many bytes it has is in the header [`MSG_SIZE`](crate::header::MSG_SIZE).
    pub fn headers_only(mut self) -> Self {
        self.payloads = Payloads::LeftOut;
        self
    }

    /// Nobody looks at payloads: they come where that is quicker.
    #[cfg_attr(not(feature = "kv"), expect(dead_code, reason = "for listing keys"))]
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

    /// Begins to read.
    ///
    /// Two requests, and two more whenever the consumer has to be replaced, which it
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
    pub async fn messages(self) -> Result<OrderedMessages> {
        self.begin().await
    }

    /// Boxed here, so that it is compiled once.
    fn begin(self) -> BoxFuture<'static, Result<OrderedMessages>> {
        Box::pin(self.make())
    }

    async fn make(mut self) -> Result<OrderedMessages> {
        if self.heartbeat < Duration::from_millis(100) {
            let why = format!("heartbeat {:?} is below 100 ms", self.heartbeat);
            return Err(Error::invalid(self.what(), Invalid::Other(why.into())));
        }
        for filter in &self.filters {
            Error::if_empty(self.what(), "filter subject", filter)?;
        }
        let context = self.stream.context().clone();
        let mut machine = Machine::new(self.start == Start::LastPerSubject);
        // Before the consumer is made: should the stream be replaced in between,
        // the next look at it tells.
        let info = self.stream.info().await?;
        if self.payloads == Payloads::Unwanted && !self.payloads_are_small(&info) {
            self.payloads = Payloads::LeftOut;
        }
        let facts = facts(&info);
        let config = self.config(machine.begin());
        let patience = context.timeout();
        let made_at = Instant::now();
        let name = self.stream.name().as_str();
        let mut given_up = Vec::new();
        let first = Unheard::make(
            &context,
            name,
            config.clone(),
            patience,
            patience.min(ATTEMPT),
        );
        let unheard = match first.await {
            // In a cluster it was given to a server that has failed, perhaps: the next
            // one may be given to another.
            Err(NotMade {
                error: Error::TimedOut { .. },
                leave,
            }) if made_at.elapsed() < patience => {
                given_up.extend(leave);
                let left = patience.saturating_sub(made_at.elapsed());
                Unheard::make(&context, name, config, left, left).await
            }
            made => made,
        };
        let unheard = unheard.map_err(|not_made| match not_made.error {
            Error::TimedOut { verb, .. } => Error::TimedOut {
                verb,
                after: patience,
            },
            error => error,
        })?;
        let listening = unheard.listen(patience).await;
        let consumer = listening.map_err(|not_made| not_made.error)?;
        let num_pending = consumer.info.num_pending;
        #[cfg(any(feature = "kv", feature = "object"))]
        let before = Before {
            messages: info.state.messages,
            last_sequence: info.state.last_seq,
            found: num_pending,
        };
        machine.on(made(&consumer, facts));
        let live = Live::new(&self, consumer);
        Ok(OrderedMessages {
            origin: Origin::new(context, None),
            consumer: self,
            machine,
            state: State::Live(Box::new(live)),
            made_at,
            num_pending,
            #[cfg(any(feature = "kv", feature = "object"))]
            before,
            next_sequence: None,
            notices: Notices::new(),
            given_up,
            suspect: false,
            unreadable: VecDeque::new(),
            sweep: None,
        })
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

    fn config(&self, begin: Begin) -> ConsumerConfig {
        let mut config = ConsumerConfig::new()
            .with_ack_policy(AckPolicy::None)
            .with_max_deliver(1)
            .with_flow_control(true)
            .with_idle_heartbeat(self.heartbeat)
            .with_inactive_threshold(self.inactive)
            .with_num_replicas(1u64)
            .with_mem_storage(true)
            .with_headers_only(self.payloads == Payloads::LeftOut);
        match self.filters.as_slice() {
            [] => {}
            [one] => config.filter_subject = Some(one.clone()),
            several => config.filter_subjects = several.to_vec(),
        }
        let policy = match (begin, self.start) {
            (Begin::At(sequence), _) | (Begin::AsAsked, Start::Sequence(sequence)) => {
                // The server takes no 0.
                config.opt_start_seq = Some(sequence.max(1));
                DeliverPolicy::ByStartSequence
            }
            (Begin::AsAsked, Start::Time(time)) => {
                config.opt_start_time = Some(time);
                DeliverPolicy::ByStartTime
            }
            (Begin::AsAsked, Start::First) => DeliverPolicy::All,
            (Begin::AsAsked, Start::New) => DeliverPolicy::New,
            (Begin::AsAsked, Start::Last) => DeliverPolicy::Last,
            (Begin::AsAsked, Start::LastPerSubject) => {
                if self.filters.is_empty() {
                    // The server wants to be told of which subjects.
                    config.filter_subject = Some(">".to_owned());
                }
                DeliverPolicy::LastPerSubject
            }
        };
        config.with_deliver_policy(policy)
    }

    /// Makes a consumer in place of another, then looks at the stream.
    ///
    /// `suspect`: whether the connection may have been given up over the next
    /// message.
    async fn make_another(
        self,
        mut begin: Begin,
        suspect: bool,
        at: Instant,
        patience: Duration,
    ) -> Result<Another, NotMade> {
        sleep_until(at).await;
        let unreadable = match begin {
            Begin::At(next) if suspect => self.unreadable(next, patience).await?,
            _ => Vec::new(),
        };
        if let Some(message) = unreadable.last() {
            begin = Begin::At(message.sequence.saturating_add(1));
        }
        let config = self.config(begin);
        let began = Instant::now();
        let context = self.stream.context();
        let patience = patience.min(context.timeout());
        let name = self.stream.name().as_str();
        let unheard = Unheard::make(context, name, config, ABSENCE, patience).await?;
        // After the consumer was made: it is on this stream, or gone with it.
        let request = jsapi::StreamInfoRequest::new(name);
        let asked = Instant::now();
        let info = loop {
            let error = match context.call(&request).timeout(ASK.min(patience)).await {
                Ok(info) => break info,
                Err(error) => error,
            };
            let again = matches!(error, Error::TimedOut { .. });
            if !again || asked.elapsed() + ASK >= self.inactive.min(ASKING) {
                let leave = Some(unheard.leave);
                return Err(NotMade { error, leave });
            }
        };
        let consumer = unheard.listen(patience).await?;
        Ok(Another {
            began,
            consumer,
            facts: facts(&info.into()),
            unreadable,
        })
    }

    /// The messages from a sequence on that `async-nats` can not receive.
    ///
    /// Up to the first that it can. One request for each and each filter.
    async fn unreadable(&self, mut next: u64, patience: Duration) -> Result<Vec<StreamMessage>> {
        let mut found = Vec::new();
        while found.len() < UNREADABLE {
            match self.next_message(next, patience).await? {
                Some(message) if message.raw_headers.as_deref().is_some_and(is_unreadable) => {
                    next = message.sequence.saturating_add(1);
                    found.push(message);
                }
                _ => break,
            }
        }
        Ok(found)
    }

    async fn next_message(&self, next: u64, patience: Duration) -> Result<Option<StreamMessage>> {
        let context = self.stream.context();
        context.connected(STREAM_MSG_GET.verb, ABSENCE).await?;
        let all = [">".to_owned()];
        let filters = if self.filters.is_empty() {
            all.as_slice()
        } else {
            &self.filters
        };
        let name = self.stream.name().as_str();
        let mut first: Option<StreamMessage> = None;
        for filter in filters {
            let request = StreamMsgGetRequest::new(name)
                .with_next_by_subj(filter)
                .with_seq(next);
            let reply = context.call(&request).timeout(patience).await;
            let message = match reply {
                Ok(reply) => StreamMessage::from_stored(name, reply.message),
                Err(error) if error.is(ErrorCode::NO_MESSAGE_FOUND) => continue,
                Err(error) => return Err(error),
            };
            if first
                .as_ref()
                .is_none_or(|first| message.sequence < first.sequence)
            {
                first = Some(message);
            }
        }
        Ok(first)
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
            .finish_non_exhaustive()
    }
}

/// The messages of a stream in its order.
///
/// From [`OrderedConsumer::messages`]. Goes on through lost messages, silence,
/// reconnects and restarts of servers: another consumer goes on behind the last
/// message, and [`notices`](Self::notices) tell of it. Consumers are made no faster
/// than five times a second.
///
/// `async-nats` 0.51 gives the connection up over a message whose headers it can
/// not read. After a reconnect the next message is looked at, and one of that
/// kind is handed out with its [`raw_headers`](Message::raw_headers). Not one that
/// is the first of a reading that begins with [`Start::LastPerSubject`].
///
/// Ends with an error, once, when it can not go on: [`Error::Ended`] when the
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
    #[cfg(any(feature = "kv", feature = "object"))]
    before: Before,
    next_sequence: Option<u64>,
    notices: Notices,
    /// Consumers that were given up, and may still be there.
    given_up: Vec<Leave>,
    /// Whether the last consumer was given up with the connection.
    suspect: bool,
    /// Messages that did not come from a consumer, to be handed out first.
    unreadable: VecDeque<Unreadable>,
    /// The deletion of such.
    sweep: Option<BoxFuture<'static, ()>>,
}

enum State {
    Live(Box<Live>),
    Making(BoxFuture<'static, Result<Another, NotMade>>),
    Ended,
}

/// A consumer that is listened to.
struct Live {
    ephemeral: Ephemeral,
    position: Position,
    flow: FlowControl,
    watch: Watch,
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
    #[cfg_attr(not(feature = "kv"), expect(dead_code, reason = "for watching keys"))]
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

struct Another {
    /// Messages that the consumer begins behind.
    unreadable: Vec<StreamMessage>,
    began: Instant,
    consumer: Ephemeral,
    facts: StreamFacts,
}

impl Live {
    fn new(consumer: &OrderedConsumer, ephemeral: Ephemeral) -> Self {
        Self {
            position: Position::of(consumer.stream.name().as_str(), &ephemeral.info.name),
            flow: FlowControl::new(consumer.stream.context().clone()),
            watch: Watch::new(ephemeral.connection, Some(consumer.heartbeat)),
            ephemeral,
        }
    }
}

fn facts(info: &StreamInfo) -> StreamFacts {
    StreamFacts {
        created: info.created,
        last_sequence: info.state.last_seq,
    }
}

fn made(consumer: &Ephemeral, stream: StreamFacts) -> Event {
    // The reply has the state before the first delivery, on all servers
    // (2.10.26 to 2.15.1).
    let start = consumer.info.delivered.stream_seq.saturating_add(1);
    Event::Made { start, stream }
}

/// The error and its cause, as why there is no connection, in one line.
fn with_cause(error: &Error) -> String {
    match std::error::Error::source(error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

fn refusal(error: &Error) -> Refusal {
    match error {
        _ if error.is(ErrorCode::MAXIMUM_CONSUMERS_LIMIT) => Refusal::NoRoom,
        Error::Status { status, .. } if status.code == 503 => Refusal::ForNow,
        _ if error.is_transient() => Refusal::ForNow,
        _ => Refusal::ForGood,
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
    #[cfg(any(feature = "kv", feature = "object"))]
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
            Action::Recreated(found) => Ended::StreamRecreated(found),
            Action::Hopeless(last) => Ended::Resets {
                in_a_row: IN_A_ROW,
                last,
            },
        };
        Err(Error::ended(self.consumer.what(), why))
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
        self.state = State::Making(Box::pin(consumer.make_another(
            begin,
            self.suspect,
            earliest,
            if self.machine.is_early() {
                EARLY
            } else {
                ATTEMPT
            },
        )));
    }

    fn on_made(&mut self, outcome: Result<Another, NotMade>) -> Result<()> {
        let error = match outcome {
            Ok(Another {
                began,
                consumer,
                facts,
                unreadable,
            }) => {
                self.made_at = began;
                for message in unreadable {
                    self.hand_over(message, &consumer.info.name);
                }
                let event = made(&consumer, facts);
                self.state = State::Live(Box::new(Live::new(&self.consumer, consumer)));
                if self.follow(event)? {
                    self.notices.post(Notice::Resumed);
                }
                return Ok(());
            }
            Err(NotMade { error, leave }) => {
                self.given_up.extend(leave);
                error
            }
        };
        self.made_at = Instant::now();
        match self.machine.on(Event::NotMade(refusal(&error))) {
            Action::Retry => {
                self.make_another();
                self.notices.post(Notice::NotResumed {
                    why: with_cause(&error),
                });
                Ok(())
            }
            _ => Err(error),
        }
    }

    /// Hands out a message that no consumer could deliver.
    fn hand_over(&mut self, message: StreamMessage, consumer: &str) {
        let stream_sequence = message.sequence;
        self.machine.received(stream_sequence);
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
        live.watch.heard();
        let Some(at) = live.position.read(incoming) else {
            self.on_status(incoming)?;
            return Ok(None);
        };
        if !self.machine.takes(at.consumer, at.stream) {
            let event = Event::Message {
                consumer_sequence: at.consumer,
                stream_sequence: at.stream,
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
            Said::Heartbeat { consumer_sequence } => {
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
                Poll::Ready(None) => Err(Error::ended(self.consumer.what(), Ended::Closed)),
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
            self.sweep = Some(Box::pin(sweep(given_up, ATTEMPT)));
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
