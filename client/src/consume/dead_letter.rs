//! Messages that a consumer gave up on.

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

/// What the names of headers begin with that tell where a dead letter comes from.
///
/// [`DeadLetter::republish`] sets `Dead-Letter-Stream`, `-Subject`, `-Sequence`
/// and `-Time-Stamp` of the message, `-Consumer` and `-Deliveries`, and
/// `-Reason` if it was terminated with one. Headers of the message that servers
/// act on, those that begin with `Nats-`, are kept under another name:
/// `Nats-Msg-Id` as `Dead-Letter-Header-Msg-Id`. What cannot be sent as a header
/// is in `Dead-Letter-Escaped`, in ASCII with backslashes.
pub const DEAD_LETTER: &str = "Dead-Letter-";

impl Stream {
    /// Messages of the stream that its consumers gave up on.
    ///
    /// Those that were delivered as often as the consumer's `max_deliver` allows
    /// and not acknowledged, and those that were terminated. Sends no request until
    /// [`DeadLettersBuilder::open`].
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
/// Default: those of all its consumers.
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
    /// Advisories are core NATS messages: those published before, or while the
    /// connection is down, do not arrive. A stream with the subjects
    /// `$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.>` and
    /// `$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.>` keeps them, and
    /// [`DeadLetter::of`] reads its messages. Sends no request.
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
/// Dropping a future that waits for the next dead letter loses none.
#[derive(Debug)]
#[must_use = "a stream gives nothing until it is polled"]
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

/// A message that a consumer gave up on: where it is, and why.
#[derive(Clone)]
#[non_exhaustive]
pub struct DeadLetter {
    context: Context,
    /// The stream that it is in.
    pub stream: String,
    /// The consumer that gave it up.
    pub consumer: String,
    /// Its sequence in the stream.
    pub stream_sequence: u64,
    /// How often it was delivered.
    pub deliveries: u64,
    /// Why it was given up.
    pub cause: Cause,
    /// When it was given up, by the server's clock.
    pub time: OffsetDateTime,
}

/// Why a consumer gave up on a message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// It was delivered as often as `max_deliver` allows.
    MaxDeliver,
    /// A client terminated it.
    Terminated {
        /// In the client's words; `None` when it gave no reason.
        reason: Option<String>,
    },
}

impl DeadLetter {
    /// What an event tells of a message that was given up.
    ///
    /// `None` when it tells of something else.
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
    /// [`is_not_found`](crate::Error::is_not_found) when it is gone: it was
    /// deleted or too old, or, on a stream with the retention `workqueue` or
    /// `interest`, terminating removed it.
    pub async fn message(&self) -> Result<StreamMessage> {
        let stream = self.context.stream(&self.stream)?;
        stream.get_message(self.stream_sequence).await
    }

    /// Publishes the message to another subject, with headers that say where it
    /// comes from.
    ///
    /// Their names begin with [`DEAD_LETTER`]. Sends one request to read it, one to
    /// publish it. Its message ID is made of stream, consumer and sequence,
    /// escaped where they are not ASCII, so that it is stored once however many
    /// clients do this. The message stays where it is.
    ///
    /// # Errors
    /// As [`message`](Self::message) and [`Context::publish`]. It may be called
    /// again.
    pub async fn republish(&self, subject: impl Into<Subject>) -> Result<PubAck> {
        let message = self.letter(subject.into(), self.message().await?);
        self.context.publish_message(message).await
    }

    /// The letter of a message that a handler failed at; `None` if it is not a
    /// delivery.
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

    /// Publishes the message that this tells of, as it was delivered.
    ///
    /// As [`republish`](Self::republish), without reading it from the stream.
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
        // Names need not be ASCII, and have no backslash of their own.
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
            // Servers would act on these once more. Nor may their names be part of
            // another: 2.10 does not see a Nats-Msg-Id behind a header whose name
            // ends with it (getHeader in client.go).
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

/// Adds a header, escaped where it could not be sent.
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
