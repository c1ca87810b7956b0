//! Dead letters: messages that a consumer no longer delivers.

use std::fmt;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};

use async_nats::{HeaderMap, Subject};
use futures_util::StreamExt;
use jsapi::{Event, PubAck};
use time::OffsetDateTime;

use crate::api::context::Context;
use crate::api::events::{EventKind, Events, EventsBuilder};
use crate::consume::delivery::Message;
use crate::error::Result;
use crate::publish::PublishMessage;
use crate::streams::message::StreamMessage;
use crate::streams::stream::Stream;

/// Prefix of the headers that describe the origin of a dead letter.
///
/// [`DeadLetter::republish`] sets `Dead-Letter-Stream`, `-Subject`, `-Sequence` and
/// `-Time-Stamp` of the message, `-Consumer` and `-Deliveries`, and `-Reason` if the message
/// was terminated with a reason. It renames headers of the message that begin with `Nats-`,
/// because servers interpret them: `Nats-Msg-Id` becomes `Dead-Letter-Header-Msg-Id`. Values
/// that are not valid in a header are in `Dead-Letter-Escaped`, in ASCII with backslashes.
pub const DEAD_LETTER: &str = "Dead-Letter-";

impl Stream {
    /// Selects the dead letters of the stream's consumers.
    ///
    /// These are messages delivered `max_deliver` times without acknowledgement, and terminated
    /// messages. Sends no request until [`DeadLettersBuilder::open`].
    pub fn dead_letters(&self) -> DeadLettersBuilder {
        let kinds = [EventKind::MaxDeliver, EventKind::Terminated];
        DeadLettersBuilder {
            stream: self.clone(),
            events: self
                .context()
                .events()
                .kinds(kinds)
                .stream(self.name().as_str()),
        }
    }
}

/// Selection of dead letters of a stream, read with [`open`](Self::open).
///
/// Default: those of all consumers.
///
/// ```no_run
/// # async fn example(stream: jsapi_client::Stream) -> Result<(), jsapi_client::Error> {
/// use futures_util::TryStreamExt;
///
/// let mut letters = stream.dead_letters().consumer("worker").open().await?;
/// while let Some(letter) = letters.try_next().await? {
///     letter.republish("dead.orders").await?;
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "subscribes only when opened"]
pub struct DeadLettersBuilder {
    stream: Stream,
    events: EventsBuilder,
}

impl DeadLettersBuilder {
    /// Restricts dead letters to those of one consumer.
    pub fn consumer(mut self, name: impl Into<String>) -> Self {
        self.events = self.events.consumer(name);
        self
    }

    /// Subscribes to the advisories about dead letters.
    ///
    /// Advisories are core NATS messages: those published before, or during a lost connection, do
    /// not arrive. To keep them, create a stream with the subjects
    /// `$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.>` and
    /// `$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.>`, and pass its messages to
    /// [`DeadLetter::of`]. Sends no request.
    ///
    /// # Errors
    /// Those of [`EventsBuilder::open`].
    pub async fn open(self) -> Result<DeadLetters> {
        Ok(DeadLetters {
            context: self.stream.context().clone(),
            events: self.events.open().await?,
        })
    }
}

/// Stream of dead letters.
///
/// Returned by [`DeadLettersBuilder::open`]. Its errors are those of [`Events`].
///
/// # Cancel safety
/// Dropping a future that waits for the next dead letter loses no dead letter.
#[derive(Debug)]
#[must_use = "streams do nothing unless polled"]
pub struct DeadLetters {
    context: Context,
    events: Events,
}

impl futures_util::Stream for DeadLetters {
    type Item = Result<DeadLetter>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let event = match ready!(self.events.poll_next_unpin(cx)) {
                Some(Ok(event)) => event,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            };
            if let Some(letter) = DeadLetter::of(&self.context, &event) {
                return Poll::Ready(Some(Ok(letter)));
            }
        }
    }
}

/// A message that a consumer no longer delivers, with the cause.
#[derive(Clone)]
#[non_exhaustive]
pub struct DeadLetter {
    context: Context,
    /// Name of the message's stream.
    pub stream: String,
    /// Name of the consumer.
    pub consumer: String,
    /// Stream sequence of the message.
    pub stream_sequence: u64,
    /// Number of deliveries.
    pub deliveries: u64,
    /// Cause of the dead letter.
    pub cause: Cause,
    /// Time of the event, by the server's clock.
    pub time: OffsetDateTime,
}

/// Cause of a dead letter.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// The message was delivered `max_deliver` times.
    MaxDeliver,
    /// A client terminated the message.
    Terminated {
        /// Reason given by the client, if any.
        reason: Option<String>,
    },
}

impl DeadLetter {
    /// Creates a dead letter from an event; `None` for events of other kinds.
    pub fn of(context: &Context, event: &Event) -> Option<Self> {
        let context = context.clone();
        match event {
            Event::MaxDeliver(event) => Some(Self {
                context,
                stream: event.stream.clone(),
                consumer: event.consumer.clone(),
                stream_sequence: event.stream_seq,
                deliveries: event.deliveries,
                cause: Cause::MaxDeliver,
                time: event.timestamp,
            }),
            Event::Terminated(event) => Some(Self {
                context,
                stream: event.stream.clone(),
                consumer: event.consumer.clone(),
                stream_sequence: event.stream_seq,
                deliveries: event.deliveries,
                cause: Cause::Terminated {
                    reason: event.reason.clone(),
                },
                time: event.timestamp,
            }),
            _ => None,
        }
    }

    /// Reads the message from its stream.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) if the message was deleted or has expired, or
    /// if its termination removed it from a stream with retention `workqueue` or `interest`.
    pub async fn message(&self) -> Result<StreamMessage> {
        let stream = self.context.stream(&self.stream)?;
        stream.get_message(self.stream_sequence).await
    }

    /// Publishes the message to another subject, with headers that describe its origin.
    ///
    /// The names of these headers begin with [`DEAD_LETTER`]. Sends one request to read the
    /// message, and publishes it once. The message ID consists of stream, consumer and sequence,
    /// escaped if they are not ASCII, so the message is stored once even if several clients
    /// republish it. The original message stays in its stream.
    ///
    /// # Errors
    /// Those of [`message`](Self::message) and [`Context::publish`]. Safe to retry.
    pub async fn republish(&self, subject: impl Into<Subject>) -> Result<PubAck> {
        let message = self.letter(subject.into(), self.message().await?);
        self.context.publish_message(message).await
    }

    /// Creates a dead letter from a message whose handler failed.
    ///
    /// `None`: the message is not a delivery.
    pub(crate) fn of_failed(context: &Context, message: &Message, reason: &str) -> Option<Self> {
        let about = message.metadata().ok()?;
        Some(Self {
            context: context.clone(),
            stream: about.stream.to_owned(),
            consumer: about.consumer.to_owned(),
            stream_sequence: about.stream_sequence,
            deliveries: about.delivered,
            cause: Cause::Terminated {
                reason: Some(reason.to_owned()),
            },
            time: OffsetDateTime::now_utc(),
        })
    }

    /// Publishes the delivered message.
    ///
    /// Like [`republish`](Self::republish), without reading the message from the stream.
    pub(crate) async fn publish(&self, subject: Subject, message: &Message) -> Result<PubAck> {
        let stored = StreamMessage {
            stream: self.stream.clone(),
            subject: message.subject.clone(),
            sequence: self.stream_sequence,
            time: message.metadata()?.timestamp,
            headers: message.headers.clone().unwrap_or_default(),
            raw_headers: message.raw_headers().cloned(),
            payload: message.payload.clone(),
            num_pending: None,
        };
        let letter = self.letter(subject, stored);
        self.context.publish_message(letter).await
    }

    fn letter(&self, subject: Subject, message: StreamMessage) -> PublishMessage {
        let Self {
            stream,
            consumer,
            stream_sequence,
            ..
        } = self;
        // Names need not be ASCII, and contain no backslash.
        let id = format!("{DEAD_LETTER}{stream}.{consumer}.{stream_sequence}");
        let mut letter = PublishMessage::new(subject, message.payload)
            .message_id(id.as_bytes().escape_ascii().to_string());
        let told = [
            ("Stream", Some(stream.clone())),
            ("Subject", Some(message.subject.to_string())),
            ("Sequence", Some(stream_sequence.to_string())),
            ("Time-Stamp", jsapi::time::format(message.time).ok()),
            ("Consumer", Some(consumer.clone())),
            ("Deliveries", Some(self.deliveries.to_string())),
            ("Reason", self.cause.reason().map(str::to_owned)),
        ];
        for (name, value) in told {
            if let Some(value) = value {
                letter = with(letter, &format!("{DEAD_LETTER}{name}"), &value);
            }
        }
        for (name, value) in all(&message.headers) {
            // Servers would interpret these again. Their names must not be part of
            // another name either: 2.10 does not find Nats-Msg-Id after a header whose
            // name ends with it (getHeader in client.go).
            let name = match name.strip_prefix("Nats-") {
                Some(rest) => format!("{DEAD_LETTER}Header-{rest}"),
                None => name.to_owned(),
            };
            letter = with(letter, &name, value);
        }
        match message.raw_headers {
            None => letter,
            Some(block) => letter.header(ESCAPED, block.escape_ascii().to_string()),
        }
    }
}

const ESCAPED: &str = "Dead-Letter-Escaped";

impl Cause {
    fn reason(&self) -> Option<&str> {
        match self {
            Self::MaxDeliver => None,
            Self::Terminated { reason } => reason.as_deref(),
        }
    }
}

fn all(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    headers.iter().flat_map(|(name, values)| {
        values
            .iter()
            .map(move |value| (name.as_ref(), value.as_str()))
    })
}

/// Adds a header, escaped if it is not valid.
fn with(letter: PublishMessage, name: &str, value: &str) -> PublishMessage {
    let printable = |byte: &u8| matches!(byte, b' '..=b'~' | b'\t');
    let sendable = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b':')
        && value.as_bytes().iter().all(printable);
    match sendable {
        true => letter.header(name, value),
        false => letter.header(
            ESCAPED,
            format!("{name}: {value}")
                .as_bytes()
                .escape_ascii()
                .to_string(),
        ),
    }
}

impl fmt::Debug for DeadLetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeadLetter")
            .field("stream", &self.stream)
            .field("consumer", &self.consumer)
            .field("stream_sequence", &self.stream_sequence)
            .field("deliveries", &self.deliveries)
            .field("cause", &self.cause)
            .field("time", &self.time)
            .finish_non_exhaustive()
    }
}
