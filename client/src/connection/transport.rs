//! Transports: a NATS connection, or a script in tests.
//!
//! A [`Transport`] sends and receives messages, independent of JetStream. It has no
//! timeouts: the caller drops the future of a request to stop waiting.

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

/// Stream of a subscription's messages; dropping it unsubscribes.
pub type Subscription = Pin<Box<dyn futures_util::Stream<Item = Incoming> + Send>>;

/// Sends and receives the messages of a [`Context`](crate::Context).
///
/// Implemented by [`async_nats::Client`], and by `script::ScriptedTransport` with the
/// feature `script`.
pub trait Transport: Send + Sync + 'static {
    /// Sends a message and waits for the first reply, without a timeout.
    ///
    /// The context drops the future at its timeout. It checks
    /// [`connection`](Self::connection) before and during the wait, so a transport need not
    /// detect a lost connection.
    fn request(&self, message: RawMessage) -> BoxFuture<'_, Result<Incoming, TransportError>>;

    /// Sends a message, with its optional reply subject.
    fn publish(&self, message: RawMessage) -> BoxFuture<'_, Result<(), TransportError>>;

    /// Subscribes to a subject.
    ///
    /// The subscription receives messages published after this returns.
    fn subscribe(&self, subject: String) -> BoxFuture<'_, Result<Subscription, TransportError>>;

    /// Subscribes as a member of a queue group: one member gets each message.
    ///
    /// Optional: only push consumers with a deliver group use it.
    fn queue_subscribe(
        &self,
        subject: String,
        group: String,
    ) -> BoxFuture<'_, Result<Subscription, TransportError>> {
        let why = format!("the transport does not support queue group {group:?} of {subject:?}");
        Box::pin(async { Err(TransportError::NotSent(Reason::boxed(why))) })
    }

    /// Returns a unique reply subject.
    fn new_inbox(&self) -> String;

    /// Returns the facts about the connected server.
    fn server(&self) -> ServerFacts;

    /// Returns whether the client is connected, and the number of connections so far.
    fn connection(&self) -> Connection;

    /// Returns the number of bytes received so far. Default: `None`, not counted.
    ///
    /// Without the count a context cannot distinguish a halted server from a busy one, and
    /// does not reconnect a stale connection.
    fn bytes_received(&self) -> Option<u64> {
        None
    }

    /// Sends a PING, or another message that the connected server itself answers.
    ///
    /// Returns `false` if it could not be sent at once. Default: sends nothing. Not called for
    /// a transport with a [`core`](Self::core).
    fn ping(&self) -> bool {
        false
    }

    /// Starts a reconnect, without waiting for it.
    ///
    /// Returns `false` if it could not be started at once. Default: does nothing.
    fn reconnect(&self) -> bool {
        false
    }

    /// Returns the underlying NATS client, if there is one.
    ///
    /// The context uses it directly for frequent operations, to avoid the boxed futures of this
    /// trait.
    fn core(&self) -> Option<&async_nats::Client> {
        None
    }
}

/// A message to send.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RawMessage {
    /// Subject of the message.
    pub subject: String,
    /// Reply subject; only for [`Transport::publish`].
    pub reply: Option<String>,
    /// Headers; `None` and an empty map are equivalent.
    pub headers: Option<HeaderMap>,
    /// Payload.
    pub payload: Bytes,
}

impl RawMessage {
    /// Creates a message without headers and reply subject.
    pub fn new(subject: impl Into<String>, payload: impl Into<Bytes>) -> Self {
        Self {
            subject: subject.into(),
            reply: None,
            headers: None,
            payload: payload.into(),
        }
    }
}

/// Shows the size of the payload, not its content.
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

/// A received message.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Incoming {
    /// Subject of the message.
    pub subject: Subject,
    /// Reply subject.
    pub reply: Option<Subject>,
    /// Headers.
    pub headers: Option<HeaderMap>,
    /// Payload.
    pub payload: Bytes,
    /// Status in the header line, such as 503 for no responders.
    pub status: Option<u16>,
    /// Description of the status.
    pub description: Option<String>,
}

impl Incoming {
    /// Creates a message without headers.
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

    /// Creates a status message, such as 404, without payload.
    pub fn of_status(code: u16, description: &str) -> Self {
        let mut message = Self::new("_INBOX.status", Bytes::new());
        message.status = Some(code);
        message.description = Some(description.to_owned());
        message
    }

    /// Returns the value of the first header with this name.
    ///
    /// Header names are case-sensitive.
    pub fn header(&self, name: &str) -> Option<&str> {
        // The lookup of the map panics on an invalid name.
        let of_name = |(found, values)| same(found, name).then_some(values);
        let values: &Vec<HeaderValue> = self.headers.as_ref()?.iter().find_map(of_name)?;
        values.first().map(HeaderValue::as_str)
    }
}

/// Shows the size of the payload, not its content.
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

/// Returns the names of headers in order, without their values.
///
/// The values may be as secret as a payload.
fn names(headers: Option<&HeaderMap>) -> Vec<String> {
    let mut names: Vec<String> = headers
        .into_iter()
        .flat_map(HeaderMap::iter)
        .map(|(name, _)| name.to_string())
        .collect();
    names.sort_unstable();
    names
}

/// Facts about the connected server, from its INFO.
///
/// Another server may reply to requests: in a mixed cluster or on a leaf node, it may be
/// older or newer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerFacts {
    /// Version, such as `2.12.8`; `None` before the first connection.
    pub version: Option<String>,
    /// JetStream API level, if the transport knows it.
    ///
    /// Server 2.12 and later sends it in INFO. `async-nats` 0.51 does not expose it, so the
    /// client derives it from the version.
    pub api_level: Option<u8>,
    /// Whether JetStream is enabled on the server; `None`: unknown.
    ///
    /// If it is not, as on many leaf nodes, another server replies.
    pub jetstream: Option<bool>,
    /// JetStream domain of the server.
    pub domain: Option<String>,
    /// Maximum total size of a message's headers and payload in bytes.
    pub max_payload: usize,
}

/// Whether the client is connected, and the number of connections so far.
///
/// Two equal values with `connected` belong to the same connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Connection {
    /// Whether the client is connected.
    pub connected: bool,
    /// Number of connections so far, including this one.
    pub count: u64,
}

impl Connection {
    /// Creates a state of the connection.
    pub const fn new(connected: bool, count: u64) -> Self {
        Self { connected, count }
    }
}

/// The core client of `async-nats`, without its JetStream.
///
/// Does not use its request timeout. A dropped request leaves an entry of about 420 bytes
/// in the client until a late reply arrives (nats.rs issue 1617). A context therefore sends
/// requests by publishing with a separate inbox.
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

/// [`Transport::request`] without the boxed future.
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
            // The channel of the reply was dropped after the request was accepted; any
            // other error means that it was not accepted.
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

/// A subscription, without a box for that of the NATS client.
pub(crate) enum Listening {
    Core(async_nats::Subscriber),
    Other(Subscription),
}

impl Listening {
    /// Subscribes to a subject, like [`Transport::subscribe`].
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

/// Returns the size of headers and payload on the wire, which servers limit.
#[inline]
pub(crate) fn size(headers: Option<&HeaderMap>, payload: &Bytes) -> usize {
    payload.len() + headers.map_or(0, header_size)
}

/// Returns the size of headers as `async-nats` writes them.
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

/// Returns why the client did not accept a message of this size.
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

/// Error of a closed connection.
///
/// The errors of `async-nats` contain the failed command with its payload, and no more
/// information than this.
pub(crate) fn closed() -> BoxError {
    Reason::boxed("the connection was closed")
}
