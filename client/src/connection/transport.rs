//! What carries requests: a NATS connection, or a script in tests.
//!
//! A [`Transport`] moves messages and knows nothing of JetStream. It has no
//! timeouts either: whoever waits for a reply stops by dropping the future.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::task::{Context as TaskContext, Poll};

use async_nats::client::traits::Publisher as _;
use async_nats::connection::State;
use async_nats::message::OutboundMessage;
use async_nats::{
    HeaderMap, HeaderName, HeaderValue, PublishErrorKind, RequestErrorKind, Subject,
    SubscribeErrorKind,
};
use bytes::Bytes;
use futures_util::{FutureExt, StreamExt};
use tokio::task::unconstrained;

use crate::error::transport::Reason;
pub use crate::error::transport::{BoxError, TransportError};

/// A future that a [`Transport`] returns.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The messages of a subscription; dropping it unsubscribes.
pub type Subscription = Pin<Box<dyn futures_util::Stream<Item = Incoming> + Send>>;

/// Moves messages between a [`Context`](crate::Context) and the servers.
///
/// Implemented by [`async_nats::Client`], and by `script::ScriptedTransport` under
/// the feature `script`.
pub trait Transport: Send + Sync + 'static {
    /// Sends a message and waits for the first reply, for as long as it takes.
    ///
    /// The context bounds the wait by dropping the future. It looks at
    /// [`connection`](Self::connection) before and while it waits, so that a
    /// transport need not notice a lost connection itself.
    fn request(&self, message: RawMessage) -> BoxFuture<'_, Result<Incoming, TransportError>>;

    /// Sends a message, with the reply subject that it may have.
    fn publish(&self, message: RawMessage) -> BoxFuture<'_, Result<(), TransportError>>;

    /// Subscribes to a subject.
    ///
    /// What is published after this has returned finds the subscription in place.
    fn subscribe(&self, subject: String) -> BoxFuture<'_, Result<Subscription, TransportError>>;

    /// Subscribes as a member of a queue group: one member gets each message.
    ///
    /// A transport need not have it: nothing but push consumers with a group
    /// asks for it.
    fn queue_subscribe(
        &self,
        subject: String,
        group: String,
    ) -> BoxFuture<'_, Result<Subscription, TransportError>> {
        let why = format!("the transport has no queue groups, as {group:?} of {subject:?}");
        Box::pin(async { Err(TransportError::NotSent(Reason::boxed(why))) })
    }

    /// A subject that nobody else uses, to be answered on.
    fn new_inbox(&self) -> String;

    /// What the server that is connected to said of itself.
    fn server(&self) -> ServerFacts;

    /// Whether there is a connection now, and how often there was one.
    fn connection(&self) -> Connection;

    /// The bytes that servers sent so far; `None` where nobody counts them.
    ///
    /// Without the count a context cannot tell a halted server from a busy one, and
    /// never reconnects. The default is `None`.
    fn bytes_received(&self) -> Option<u64> {
        None
    }

    /// Sends something that the connected server itself answers, as a PING.
    ///
    /// Returns false when it could not be sent at once. The default sends nothing.
    /// A transport with a [`core`](Self::core) is not asked.
    fn ping(&self) -> bool {
        false
    }

    /// Gives the connection up for a new one, without waiting for it.
    ///
    /// Returns false when that could not be ordered at once. The default does
    /// nothing.
    fn reconnect(&self) -> bool {
        false
    }

    /// The NATS client underneath, when there is one.
    ///
    /// What is done for every message goes straight to it, past the boxes that
    /// the futures of this trait are.
    fn core(&self) -> Option<&async_nats::Client> {
        None
    }
}

/// A message to be sent.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RawMessage {
    /// Where to.
    pub subject: String,
    /// Where a reply is expected; only for [`Transport::publish`].
    pub reply: Option<String>,
    /// Its headers; `None` and an empty map are the same.
    pub headers: Option<HeaderMap>,
    /// Its payload.
    pub payload: Bytes,
}

impl RawMessage {
    /// A message without headers, to which no reply is expected.
    pub fn new(subject: impl Into<String>, payload: impl Into<Bytes>) -> Self {
        Self {
            subject: subject.into(),
            reply: None,
            headers: None,
            payload: payload.into(),
        }
    }
}

/// Shows how many bytes the payload has, and not which.
impl fmt::Debug for RawMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawMessage")
            .field("subject", &self.subject)
            .field("reply", &self.reply)
            .field("headers", &names(self.headers.as_ref()))
            .field("payload", &format_args!("{} bytes", self.payload.len()))
            .finish()
    }
}

/// A message that was received.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Incoming {
    /// The subject it came on.
    pub subject: Subject,
    /// Where its sender expects a reply.
    pub reply: Option<Subject>,
    /// Its headers.
    pub headers: Option<HeaderMap>,
    /// Its payload.
    pub payload: Bytes,
    /// The status in its header line, as 503 when nobody listens.
    pub status: Option<u16>,
    /// What the status means.
    pub description: Option<String>,
}

impl Incoming {
    /// A message without headers.
    pub fn new(subject: impl Into<Subject>, payload: impl Into<Bytes>) -> Self {
        Self {
            subject: subject.into(),
            reply: None,
            headers: None,
            payload: payload.into(),
            status: None,
            description: None,
        }
    }

    /// A message that is a status and nothing else, as 404.
    pub fn of_status(code: u16, description: &str) -> Self {
        let mut message = Self::new("_INBOX.status", Bytes::new());
        message.status = Some(code);
        message.description = Some(description.to_owned());
        message
    }

    /// The value of the first header of this name.
    ///
    /// Names are told apart by upper and lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        // Not by the map's own lookup, which panics over a name that is not one.
        let of_name = |(found, values)| same(found, name).then_some(values);
        let values: &Vec<HeaderValue> = self.headers.as_ref()?.iter().find_map(of_name)?;
        values.first().map(HeaderValue::as_str)
    }
}

/// Shows how many bytes the payload has, and not which.
impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming")
            .field("subject", &self.subject.as_str())
            .field("reply", &self.reply.as_deref())
            .field("headers", &names(self.headers.as_ref()))
            .field("payload", &format_args!("{} bytes", self.payload.len()))
            .field("status", &self.status)
            .field("description", &self.description)
            .finish()
    }
}

fn same(found: &HeaderName, name: &str) -> bool {
    AsRef::<str>::as_ref(found) == name
}

/// The names of headers, in order. Their values may be as secret as a payload.
fn names(headers: Option<&HeaderMap>) -> Vec<String> {
    let mut names: Vec<String> = headers
        .into_iter()
        .flat_map(HeaderMap::iter)
        .map(|(name, _)| name.to_string())
        .collect();
    names.sort_unstable();
    names
}

/// What the server that is connected to said of itself.
///
/// It need not be the server that answers: in a mixed cluster, or on a leaf
/// node, that may be an older or a newer one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerFacts {
    /// Its version, as `2.12.8`; `None` before the first connection.
    pub version: Option<String>,
    /// Its JetStream API level, when the transport knows it.
    ///
    /// Server 2.12 and later say it in their greeting; `async-nats` 0.51 does
    /// not pass it on, and it is told from the version then.
    pub api_level: Option<u8>,
    /// Whether it has JetStream itself; `None` when that is not known.
    ///
    /// Without it, as on many leaf nodes, another server answers.
    pub jetstream: Option<bool>,
    /// The JetStream domain it is in.
    pub domain: Option<String>,
    /// The most bytes that headers and payload of a message may have together.
    pub max_payload: usize,
}

/// Whether there is a connection now, and how often there was one.
///
/// Two that are equal, and connected, were taken within one connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Connection {
    /// Whether there is a connection now.
    pub connected: bool,
    /// How often a connection was made, this one included.
    pub count: u64,
}

impl Connection {
    /// A state of the connection.
    pub const fn new(connected: bool, count: u64) -> Self {
        Self { connected, count }
    }
}

/// The core of `async-nats`, without its JetStream.
///
/// Its own request timeout is not used. A request that is given up leaves a
/// slot of about 420 bytes in the client until a late reply fills it: its reply
/// table forgets nothing (nats.rs issue 1617). A context therefore asks by
/// publishing and an inbox of its own, and not by this.
impl Transport for async_nats::Client {
    fn request(&self, message: RawMessage) -> BoxFuture<'_, Result<Incoming, TransportError>> {
        Box::pin(request(self, message.into()))
    }

    fn publish(&self, message: RawMessage) -> BoxFuture<'_, Result<(), TransportError>> {
        Box::pin(async move {
            let size = size(message.headers.as_ref(), &message.payload);
            let sent = self.publish_message(message.into());
            sent.await.map_err(|error| unsent(self, &error, size))
        })
    }

    fn subscribe(&self, subject: String) -> BoxFuture<'_, Result<Subscription, TransportError>> {
        Box::pin(async move { listening(self.subscribe(Subject::from(subject)).await) })
    }

    fn queue_subscribe(
        &self,
        subject: String,
        group: String,
    ) -> BoxFuture<'_, Result<Subscription, TransportError>> {
        let subscribing = self.queue_subscribe(Subject::from(subject), group);
        Box::pin(async move { listening(subscribing.await) })
    }

    fn new_inbox(&self) -> String {
        self.new_inbox()
    }

    fn server(&self) -> ServerFacts {
        let info = self.try_server_info();
        ServerFacts {
            version: info
                .as_ref()
                .map(|info| info.version.clone())
                .filter(|version| !version.is_empty()),
            api_level: None,
            jetstream: info.as_ref().map(|info| info.jetstream),
            domain: info.and_then(|info| info.domain),
            max_payload: self.max_payload(),
        }
    }

    fn connection(&self) -> Connection {
        Connection {
            connected: self.connection_state() == State::Connected,
            count: self.statistics().connects.load(Ordering::Relaxed),
        }
    }

    fn bytes_received(&self) -> Option<u64> {
        Some(self.statistics().in_bytes.load(Ordering::Relaxed))
    }

    fn reconnect(&self) -> bool {
        let ordered = unconstrained(self.force_reconnect()).now_or_never();
        matches!(ordered, Some(Ok(())))
    }

    fn core(&self) -> Option<&async_nats::Client> {
        Some(self)
    }
}

impl From<RawMessage> for OutboundMessage {
    fn from(message: RawMessage) -> Self {
        Self {
            subject: message.subject.into(),
            reply: message.reply.map(Subject::from),
            payload: message.payload,
            headers: message.headers,
        }
    }
}

/// Copies the subjects.
impl From<OutboundMessage> for RawMessage {
    fn from(message: OutboundMessage) -> Self {
        Self {
            subject: message.subject.to_string(),
            reply: message.reply.map(|reply| reply.to_string()),
            payload: message.payload,
            headers: message.headers,
        }
    }
}

impl From<async_nats::Message> for Incoming {
    fn from(message: async_nats::Message) -> Self {
        Self {
            subject: message.subject,
            reply: message.reply,
            headers: message.headers,
            payload: message.payload,
            status: message.status.map(|status| status.as_u16()),
            description: message.description,
        }
    }
}

/// What [`Transport::request`] does, without the box.
pub(crate) async fn request(
    client: &async_nats::Client,
    message: OutboundMessage,
) -> Result<Incoming, TransportError> {
    let OutboundMessage {
        subject,
        headers,
        payload,
        ..
    } = message;
    let size = size(headers.as_ref(), &payload);
    let request = async_nats::Request {
        payload: Some(payload),
        headers,
        timeout: Some(None),
        inbox: None,
    };
    let sent = client.send_request(subject, request);
    sent.await
        .map(Incoming::from)
        .map_err(|error| match error.kind() {
            RequestErrorKind::NoResponders => TransportError::NoResponders,
            RequestErrorKind::TimedOut => TransportError::TimedOut,
            RequestErrorKind::InvalidSubject => TransportError::InvalidSubject,
            RequestErrorKind::MaxPayloadExceeded => TransportError::TooLarge {
                size,
                max: client.max_payload(),
            },
            // The reply's channel was dropped after the request had been taken;
            // anything else means that it was not.
            RequestErrorKind::Other if was_taken(&error) => TransportError::Lost(closed()),
            RequestErrorKind::Other => TransportError::NotSent(closed()),
        })
}

fn listening(
    subscribed: Result<async_nats::Subscriber, async_nats::SubscribeError>,
) -> Result<Subscription, TransportError> {
    match subscribed {
        Ok(subscriber) => Ok(Box::pin(subscriber.map(Incoming::from))),
        Err(error) => Err(not_listening(&error)),
    }
}

pub(crate) fn not_listening(error: &async_nats::SubscribeError) -> TransportError {
    match error.kind() {
        SubscribeErrorKind::InvalidSubject | SubscribeErrorKind::InvalidQueueName => {
            TransportError::InvalidSubject
        }
        SubscribeErrorKind::Other => TransportError::NotSent(closed()),
    }
}

/// A subscription without the box, where it is one of the NATS client.
pub(crate) enum Listening {
    Core(async_nats::Subscriber),
    Other(Subscription),
}

impl Listening {
    /// Subscribes to a subject, as [`Transport::subscribe`].
    pub(crate) fn begin(
        transport: &dyn Transport,
        subject: String,
    ) -> BoxFuture<'_, Result<Self, TransportError>> {
        let Some(client) = transport.core() else {
            let subscribing = transport.subscribe(subject);
            return Box::pin(async move { subscribing.await.map(Self::Other) });
        };
        Box::pin(async move {
            let subscribed = client.subscribe(Subject::from(subject)).await;
            subscribed
                .map(Self::Core)
                .map_err(|error| not_listening(&error))
        })
    }

    #[inline]
    pub(crate) fn poll_next(&mut self, cx: &mut TaskContext<'_>) -> Poll<Option<Incoming>> {
        match self {
            Self::Core(subscriber) => subscriber
                .poll_next_unpin(cx)
                .map(|message| message.map(Incoming::from)),
            Self::Other(subscription) => subscription.as_mut().poll_next(cx),
        }
    }
}

/// The bytes of headers and payload on the wire, which is what servers look at.
#[inline]
pub(crate) fn size(headers: Option<&HeaderMap>, payload: &Bytes) -> usize {
    payload.len() + headers.map_or(0, header_size)
}

/// As `async-nats` writes them.
fn header_size(headers: &HeaderMap) -> usize {
    if headers.is_empty() {
        return 0;
    }
    let mut size = "NATS/1.0\r\n\r\n".len();
    for (name, values) in headers.iter() {
        let name: &str = name.as_ref();
        for value in values {
            size += name.len() + ": \r\n".len() + value.as_str().len();
        }
    }
    size
}

/// Why the client did not take a message of so many bytes.
pub(crate) fn unsent(
    client: &async_nats::Client,
    error: &async_nats::PublishError,
    size: usize,
) -> TransportError {
    match error.kind() {
        PublishErrorKind::InvalidSubject => TransportError::InvalidSubject,
        PublishErrorKind::MaxPayloadExceeded => TransportError::TooLarge {
            size,
            max: client.max_payload(),
        },
        PublishErrorKind::Send => TransportError::NotSent(closed()),
    }
}

fn was_taken(error: &async_nats::RequestError) -> bool {
    StdError::source(error)
        .is_some_and(|cause| cause.is::<tokio::sync::oneshot::error::RecvError>())
}

/// The client's own errors hold the command that failed, payload and all, and
/// say no more than this.
pub(crate) fn closed() -> BoxError {
    Reason::boxed("the connection was closed")
}
