//! The one way to the servers: a prefix, a timeout and a transport.

use std::borrow::Cow;
use std::fmt;
use std::future::{Future, ready};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use async_nats::message::OutboundMessage;
use async_nats::{HeaderMap, HeaderValue, Subject};
use bytes::Bytes;
use futures_util::FutureExt;
use jsapi::request::{Caller, EncodeError, Endpoint, Operation, SubjectBuilder, SubjectError};
use jsapi::{ApiPrefix, DomainName};
use tokio::task::unconstrained;

use crate::api::extensions::Extensions;
use crate::api::level::{Known, MinimumLevel, RequiredLevel};
use crate::connection::GuardedTransport;
use crate::connection::connection_watch::WatchedTransport;
use crate::connection::guard::{ConnectionGuard, Interrupted};
use crate::connection::mux_inbox::{MuxInbox, MuxRequest, round_trip};
use crate::connection::observer::{ConnectionObserver, Doing};
use crate::connection::outlined::Outlined;
use crate::connection::transport::{
    BoxFuture, Connection, Incoming, RawMessage, ServerFacts, Transport, unsent,
};
use crate::error::transport::{Reason, TransportError};
use crate::error::{Error, Invalid, Result, Status};
use crate::protocol::header;

/// How long a reply is waited for, unless said otherwise.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(5);

/// The least that a listing is given: in a cluster, servers wait 4 s for members
/// that do not answer before they reply without them.
const LISTING: Duration = Duration::from_secs(5);

/// The way to the JetStream of one account: asks, and gives typed answers.
///
/// ```no_run
/// # async fn example(client: async_nats::Client) -> Result<(), jsapi_client::Error> {
/// use jsapi::StreamInfoRequest;
/// use jsapi_client::Context;
///
/// let ctx = Context::new(client);
/// let info = ctx.call(&StreamInfoRequest::new("ORDERS")).await?;
/// # Ok(())
/// # }
/// ```
///
/// Cheap to clone. Making one sends no request and starts no task. The first request
/// over a NATS connection subscribes to an inbox, which answers come to as long as
/// the context or a clone of it is there.
///
/// # Lost connections
///
/// A request is sent only while there is a connection. Without one it waits for
/// one, within its timeout, and fails as [`NotSent`](Error::NotSent) if none
/// comes: it is then certain that it was not sent, and will not be. When the
/// connection fails while a reply is waited for, the request fails as
/// [`Lost`](Error::Lost) within a quarter of a second, without waiting for the
/// timeout. Nothing is sent twice.
#[derive(Clone)]
pub struct Context {
    inner: Arc<Inner>,
    /// In place of the timeout of the settings.
    timeout: Option<Duration>,
}

struct Inner {
    watched: Arc<WatchedTransport>,
    prefix: ApiPrefix,
    settings: Settings,
    mux_inbox: MuxInbox,
    known: Known,
    /// State of the rooms above, by type.
    extensions: Extensions,
}

#[derive(Clone, Debug)]
struct Settings {
    domain: Option<DomainName>,
    /// Whether the prefix is the caller's own.
    own_prefix: bool,
    timeout: Duration,
    raise_errors: Option<bool>,
    unknown_fields: UnknownFields,
    api_level: Option<u8>,
}

/// What becomes of members of a request that this crate has no field for.
///
/// They come from replies: a configuration that a newer server sent, read,
/// changed and written back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnknownFields {
    /// They are sent. The default.
    ///
    /// A configuration that is written back to the server it was read from
    /// loses nothing. A server that does not know a member refuses it and names
    /// it (`err_code` 10025, server 2.12 and later), or drops it (before).
    #[default]
    Send,
    /// They are left out, at any depth.
    ///
    /// For a configuration that goes to an older server than the one it came
    /// from. What they stood for is lost.
    Omit,
}

/// What is different for one request.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) api_level: Option<u8>,
    pub(crate) unknown_fields: Option<UnknownFields>,
    pub(crate) raise_errors: Option<bool>,
}

impl Context {
    /// The JetStream API that the client's server leads to, with the defaults.
    ///
    /// Sends no request. [`builder`](Self::builder) is for a domain or another
    /// prefix.
    pub fn new(client: async_nats::Client) -> Self {
        Self::builder().build(client)
    }

    /// The same over any transport, as a script in tests.
    ///
    /// Sends no request.
    pub fn with_transport(transport: impl Transport) -> Self {
        Self::builder().build_with(transport)
    }

    /// A context that differs from the defaults.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The NATS client underneath; `None` over another transport.
    ///
    /// For plain subjects, and to close the connection:
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), Box<dyn std::error::Error>> {
    /// if let Some(client) = ctx.client() {
    ///     client.drain().await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn client(&self) -> Option<&async_nats::Client> {
        self.transport().core()
    }

    /// What the subjects of requests begin with, as `$JS.API`.
    pub fn prefix(&self) -> &str {
        &self.inner.prefix
    }

    /// The JetStream domain, when one was given.
    pub fn domain(&self) -> Option<&str> {
        self.inner.settings.domain.as_deref()
    }

    /// Returns the timeout of requests. Default: 5 s.
    pub fn default_timeout(&self) -> Duration {
        self.timeout.unwrap_or(self.inner.settings.timeout)
    }

    /// Returns a context whose requests have another timeout.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// use std::time::Duration;
    ///
    /// let patient = ctx.timeout(Duration::from_secs(30));
    /// let orders = patient.get_stream("ORDERS").await?;
    /// # let _ = orders;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Shares the connection and all else with this one; handles made from it have its
    /// timeout. Sends no request.
    #[must_use]
    pub fn timeout(&self, timeout: Duration) -> Self {
        Self {
            inner: self.inner.clone(),
            timeout: Some(timeout),
        }
    }

    /// Whether a whole document that is an error is raised, when that was said.
    pub(crate) fn raises(&self, options: CallOptions) -> Option<bool> {
        options.raise_errors.or(self.inner.settings.raise_errors)
    }

    /// How long the reply to this operation is waited for.
    pub(crate) fn timeout_for(
        &self,
        endpoint: Option<&Endpoint>,
        options: CallOptions,
    ) -> Duration {
        let timeout = self.default_timeout();
        options.timeout.unwrap_or_else(|| match endpoint {
            Some(endpoint) if endpoint.verb.ends_with(".LIST") => timeout.max(LISTING),
            _ => timeout,
        })
    }

    /// Sends a request, once it is polled, and waits for its first reply.
    pub(crate) fn request<R: Operation>(
        &self,
        request: &R,
        options: CallOptions,
    ) -> BoxFuture<'_, Result<Incoming>> {
        let message = self.message_of(request, options);
        self.request_message(R::ENDPOINT, message, options)
    }

    /// What [`ask`] is whatever is asked, compiled once.
    pub(crate) fn request_message(
        &self,
        endpoint: &'static Endpoint,
        message: Result<RawMessage>,
        options: CallOptions,
    ) -> BoxFuture<'_, Result<Incoming>> {
        let timeout = self.timeout_for(Some(endpoint), options);
        match message {
            Ok(message) => {
                Box::pin(self.request_outbound(endpoint.verb.into(), message.into(), timeout))
            }
            Err(error) => Box::pin(ready(Err(error))),
        }
    }

    /// The message that a request is, checked.
    pub(crate) fn message_of<R: Operation>(
        &self,
        request: &R,
        options: CallOptions,
    ) -> Result<RawMessage> {
        let least = const { MinimumLevel::of(R::ENDPOINT) };
        let needed = RequiredLevel::of(least, request.required_level(), options.api_level);
        let level = needed.level;
        self.check(needed)
            .map_err(|why| Error::invalid(R::ENDPOINT.verb, why))?;
        let mut subject = SubjectBuilder::new(&self.inner.prefix);
        let named = request.subject(&mut subject);
        let settings = &self.inner.settings;
        let payload = match options.unknown_fields.unwrap_or(settings.unknown_fields) {
            UnknownFields::Send => request.payload(),
            UnknownFields::Omit => request.clone().without_unknown_fields().payload(),
        };
        outgoing(R::ENDPOINT, level, named.map(|()| subject), payload)
    }

    /// Sends a message as it is and waits for its first reply.
    ///
    /// The subject is not prefixed. A reply that is a refusing status with no
    /// payload is an error; what is in a payload is the caller's business.
    pub(crate) async fn request_raw(
        &self,
        operation: impl Into<Cow<'static, str>>,
        message: RawMessage,
        timeout: Duration,
    ) -> Result<Incoming> {
        let reply = self.request_outbound(operation.into(), message.into(), timeout);
        Outlined(pin!(reply)).await
    }

    /// As [`send`], compiled into whoever waits for it, and of a message
    /// whose parts are shared: over a NATS connection the subject is not copied.
    #[expect(
        clippy::manual_async_fn,
        reason = "an `async fn` keeps each of its arguments twice"
    )]
    pub(crate) fn request_outbound(
        &self,
        operation: Cow<'static, str>,
        message: OutboundMessage,
        timeout: Duration,
    ) -> impl Future<Output = Result<Incoming>> + Send {
        async move {
            let guard = match ConnectionGuard::open(&self.inner.watched, timeout).await {
                Ok(guard) => guard,
                Err(interrupted) => return Err(self.unconnected(interrupted, operation, timeout)),
            };
            let transport = guard.transport();
            let denied = self.observer().map(|observer| {
                let (subject, seen) = (message.subject.clone(), observer.count());
                Box::pin(async move { observer.of(Doing::Publishing, &subject, seen).await })
            });
            let asked = match transport.core() {
                // Past the boxes of the trait.
                Some(client) => {
                    let observer = self.observer();
                    self.inner.mux_inbox.request(client, observer, message)
                }
                None => MuxRequest::Elsewhere(transport.request(message.into())),
            };
            let reply = match denied {
                None => guard.wait(asked).await,
                Some(denied) => tokio::select! {
                    reply = guard.wait(asked) => reply,
                    () = denied => return Err(Error::Denied { operation }),
                },
            };
            match reply {
                Ok(Ok(reply)) if reply.status.is_none() => Ok(reply),
                Ok(Ok(reply)) => refused(operation, reply),
                Ok(Err(error)) => Err(Error::transport(operation, error, timeout)),
                Err(interrupted) => Err(guard.interrupted(interrupted, operation)),
            }
        }
    }

    /// Publishes a message as it is, without waiting for anything to come back.
    pub(crate) async fn publish_core(
        &self,
        operation: impl Into<Cow<'static, str>>,
        message: RawMessage,
        timeout: Duration,
    ) -> Result<()> {
        let operation = operation.into();
        let guard = self.guard(&operation, timeout).await?;
        guard
            .carry(&operation, guard.transport().publish(message))
            .await
    }

    /// Hands a word to the connection, past the transport's boxes if it can.
    ///
    /// While there is no connection the client keeps it for the next one.
    pub(crate) async fn publish_ack(
        &self,
        operation: &'static str,
        subject: &Subject,
        word: Bytes,
    ) -> Result<()> {
        let timeout = self.default_timeout();
        let Some(client) = self.transport().core() else {
            return self
                .publish_core(operation, RawMessage::new(subject.as_str(), word), timeout)
                .await;
        };
        let size = word.len();
        let failed =
            match tokio::time::timeout(timeout, client.publish(subject.clone(), word)).await {
                Ok(Ok(())) => return Ok(()),
                Ok(Err(error)) => unsent(client, &error, size),
                Err(_) => TransportError::NotSent(Reason::boxed(format!(
                    "the connection took nothing in {timeout:?}"
                ))),
            };
        Err(Error::transport(operation, failed, timeout))
    }

    /// Publishes a message if the connection takes it without a wait.
    ///
    /// For what is dropped, which cannot wait. Needs no runtime.
    pub(crate) fn try_publish_core(&self, message: RawMessage) -> bool {
        self.transport().connection().connected
            && matches!(
                self.transport().publish(message).now_or_never(),
                Some(Ok(()))
            )
    }

    /// Hands a word to the connection if it can take it at this moment.
    ///
    /// Also outside of a runtime.
    pub(crate) fn try_publish_ack(&self, subject: &Subject, word: Bytes) -> bool {
        let transport = self.transport();
        let told = match transport.core() {
            Some(client) => unconstrained(client.publish(subject.clone(), word))
                .now_or_never()
                .map(|it| it.is_ok()),
            None if !transport.connection().connected => None,
            None => {
                let message = RawMessage::new(subject.as_str(), word);
                unconstrained(transport.publish(message))
                    .now_or_never()
                    .map(|it| it.is_ok())
            }
        };
        told == Some(true)
    }

    /// Waits for a connection.
    pub(crate) async fn connected(&self, operation: &'static str, timeout: Duration) -> Result<()> {
        self.guard(&operation.into(), timeout).await?;
        Ok(())
    }

    /// Waits for a connection, to do something over it.
    #[expect(
        clippy::ptr_arg,
        reason = "a borrowed name is cloned for nothing, a text is not"
    )]
    pub(crate) async fn guard(
        &self,
        operation: &Cow<'static, str>,
        timeout: Duration,
    ) -> Result<ConnectionGuard<'_>> {
        ConnectionGuard::open(&self.inner.watched, timeout)
            .await
            .map_err(|interrupted| self.unconnected(interrupted, operation.clone(), timeout))
    }

    /// Subscribes to a subject, and waits until it is known, where violations are heard,
    /// whether the server permits it.
    #[expect(
        clippy::ptr_arg,
        reason = "a borrowed name is cloned for nothing, a text is not"
    )]
    pub(crate) fn subscribe<'a, T: 'a>(
        &'a self,
        guard: &'a ConnectionGuard<'_>,
        operation: &'a Cow<'static, str>,
        subject: String,
        begin: impl FnOnce(String) -> BoxFuture<'a, Result<T, TransportError>>,
    ) -> impl Future<Output = Result<T>> + 'a {
        let observer = self.observer();
        let heard = observer.map(|observer| (observer, observer.count(), subject.clone()));
        let subscribing = begin(subject);
        async move {
            let subscription = guard.carry(operation, subscribing).await?;
            if let (Some((observer, seen, subject)), Some(client)) =
                (heard, self.transport().core())
            {
                let (unused, message) = round_trip(client);
                let behind = self
                    .inner
                    .mux_inbox
                    .request(client, Some(observer), message);
                if observer.refuse(&subject, seen, &unused, behind).await {
                    return Err(Error::Denied {
                        operation: operation.clone(),
                    });
                }
            }
            Ok(subscription)
        }
    }

    /// Whether there is a connection now, and which.
    pub(crate) fn connection(&self) -> Connection {
        self.transport().connection()
    }

    /// The transport, for a [`ConnectionWatch`](crate::connection::connection_watch).
    pub(crate) fn watched(&self) -> &Arc<WatchedTransport> {
        &self.inner.watched
    }

    fn guarded(&self) -> &GuardedTransport {
        self.inner.watched.guarded()
    }

    /// Whether there still is the connection that there was.
    ///
    /// Gives up a stale connection. Every wait for something from the server asks this at
    /// least every 250 ms, or has a watch.
    pub(crate) fn is_still(&self, connection: Connection) -> bool {
        self.check_connection() == connection
    }

    /// Returns the connection there is, and gives it up when it is stale.
    pub(crate) fn check_connection(&self) -> Connection {
        self.guarded().check()
    }

    /// Whether this connection was given up because its server fell silent.
    pub(crate) fn was_stale(&self, connection: Connection) -> bool {
        self.guarded().was_stale(connection)
    }

    /// Why this connection was lost, when that is known.
    pub(crate) fn why_lost(&self, connection: Connection) -> Option<Cow<'static, str>> {
        self.guarded().why_lost(connection)
    }

    /// Why there is no connection, when that is known.
    pub(crate) fn why_disconnected(&self) -> Option<Cow<'static, str>> {
        self.guarded().why_disconnected()
    }

    /// The error of an operation for which there was no connection.
    fn unconnected(
        &self,
        interrupted: Interrupted,
        operation: Cow<'static, str>,
        after: Duration,
    ) -> Error {
        interrupted.into_error(operation, after, self.why_disconnected())
    }

    /// The process that is connected to, where it is known.
    pub(crate) fn server_id(&self) -> Option<String> {
        Some(self.transport().core()?.try_server_info()?.server_id)
    }

    /// The most bytes that the server takes in a message.
    pub(crate) fn max_payload(&self) -> usize {
        self.transport().server().max_payload
    }

    /// What hears of denied permissions, when there is something.
    pub(crate) fn observer(&self) -> Option<&ConnectionObserver> {
        self.guarded().observer()
    }

    /// Refuses what the server, as far as it is known, does not have.
    pub(crate) fn needs(&self, level: u8, header: &str) -> Result<(), Invalid> {
        self.check(RequiredLevel::header(level, header))
    }

    /// Refuses a level that the server, as far as it is known, does not speak.
    pub(crate) fn has_level(&self, level: u8) -> Result<(), Invalid> {
        self.check(RequiredLevel::level(level))
    }

    /// What carries messages, for what does not go by requests.
    pub(crate) fn transport(&self) -> &dyn Transport {
        self.guarded().transport()
    }

    /// A subject that nobody else uses, to be answered on.
    pub(crate) fn new_inbox(&self) -> String {
        self.transport().new_inbox()
    }

    /// Returns the state of a room above, which all clones of the context share.
    pub(crate) fn extension<T: Default + Send + Sync + 'static>(&self) -> &T {
        self.inner.extensions.get()
    }

    /// Whether the servers are known to speak this API level.
    pub(crate) fn speaks(&self, level: u8) -> bool {
        let settings = &self.inner.settings;
        let known = settings.api_level.or_else(|| self.server().level());
        known.is_some_and(|known| known >= level)
    }

    /// Refuses what the server, as far as it is known, does not have.
    fn check(&self, needed: RequiredLevel) -> Result<(), Invalid> {
        if needed.nothing() {
            return Ok(());
        }
        needed.check(&self.server(), self.inner.settings.api_level)
    }

    /// What is known of the servers that answer.
    fn server(&self) -> Arc<ServerFacts> {
        let settings = &self.inner.settings;
        let server = self.inner.known.of(self.transport());
        let elsewhere = settings.own_prefix
            || server.jetstream == Some(false)
            || settings
                .domain
                .as_ref()
                .is_some_and(|domain| server.domain.as_deref() != Some(domain.as_str()));
        if elsewhere {
            // Other servers answer, of which nothing is known.
            return Arc::default();
        }
        server
    }
}

/// The message of a request, by what its type gave for it.
fn outgoing(
    endpoint: &Endpoint,
    level: u8,
    subject: Result<SubjectBuilder, SubjectError>,
    payload: Result<Vec<u8>, EncodeError>,
) -> Result<RawMessage> {
    let invalid = |why| Error::invalid(endpoint.verb, why);
    let subject = subject.map_err(|why| invalid(Invalid::from(why)))?;
    let payload = payload.map_err(|why| invalid(Invalid::from(why)))?;
    let mut message = RawMessage::new(subject.finish(), payload);
    // Server 2.15.1 leaves operations of the system account unanswered when
    // they carry the header, whatever level it says.
    if endpoint.caller == Caller::Account {
        message.headers = required(level);
    }
    Ok(message)
}

/// The header that has a server refuse what it is too old for.
///
/// Server 2.12 and later; older ones do not look at it.
pub(crate) fn required(level: u8) -> Option<HeaderMap> {
    if level == 0 {
        return None;
    }
    let mut headers = HeaderMap::new();
    headers.insert(
        header::REQUIRED_API_LEVEL,
        HeaderValue::from(u64::from(level)),
    );
    Some(headers)
}

/// Turns a refusing status without a payload into an error.
pub(crate) fn refused(
    operation: impl Into<Cow<'static, str>>,
    reply: Incoming,
) -> Result<Incoming> {
    if reply.header(header::SEQUENCE).is_some() {
        // A stored message whose publisher wrote a status: servers of 2.10 keep it.
        return Ok(reply);
    }
    match reply.status {
        Some(503) if reply.payload.is_empty() => Err(Error::NoResponders {
            operation: operation.into(),
        }),
        Some(code @ 400..) if reply.payload.is_empty() => Err(Error::Status {
            operation: operation.into(),
            status: Box::new(Status {
                code,
                description: reply.description.unwrap_or_default(),
            }),
        }),
        _ => Ok(reply),
    }
}

/// Shows no more than what was set: neither addresses nor credentials.
impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("prefix", &self.prefix())
            .field("settings", &self.inner.settings)
            .finish_non_exhaustive()
    }
}

/// Makes a [`Context`] that differs from the defaults.
///
/// ```no_run
/// # fn example(client: async_nats::Client) -> Result<(), jsapi_client::Error> {
/// use std::time::Duration;
/// use jsapi_client::Context;
///
/// let ctx = Context::builder()
///     .domain("hub")?
///     .timeout(Duration::from_secs(10))
///     .build(client);
/// assert_eq!(ctx.prefix(), "$JS.hub.API");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder makes nothing until it is built"]
pub struct Builder {
    prefix: ApiPrefix,
    settings: Settings,
    observer: Option<ConnectionObserver>,
    reconnect_when_stale: bool,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            prefix: ApiPrefix::default(),
            settings: Settings {
                domain: None,
                own_prefix: false,
                timeout: DEFAULT_TIMEOUT,
                raise_errors: None,
                unknown_fields: UnknownFields::default(),
                api_level: None,
            },
            observer: None,
            reconnect_when_stale: true,
        }
    }
}

impl Builder {
    /// The JetStream of this domain, as of a leaf node or its hub.
    ///
    /// Takes the place of a [`prefix`](Self::prefix) that was set before.
    ///
    /// # Errors
    /// [`Invalid`](Error::Invalid) when it is not the name of a domain.
    pub fn domain(mut self, name: &str) -> Result<Self> {
        let domain = DomainName::try_from(name)?;
        self.prefix = ApiPrefix::of_domain(&domain);
        self.settings.domain = Some(domain);
        self.settings.own_prefix = false;
        Ok(self)
    }

    /// The API under another prefix, as one that another account exports.
    ///
    /// Without wildcards, and without a dot at the end. Takes the place of a
    /// [`domain`](Self::domain) that was set before.
    ///
    /// # Errors
    /// [`Invalid`](Error::Invalid) when it is not a prefix.
    pub fn prefix(mut self, prefix: &str) -> Result<Self> {
        let prefix = ApiPrefix::try_from(prefix)?;
        self.settings.own_prefix = prefix != ApiPrefix::default();
        self.settings.domain = None;
        self.prefix = prefix;
        Ok(self)
    }

    /// How long a reply is waited for; 5 s unless set.
    ///
    /// It bounds everything: waiting for a connection, sending, and waiting for
    /// the reply. Listings of streams and consumers get at least 5 s, because in
    /// a cluster servers wait 4 s for members that do not answer; a call's own
    /// timeout is taken as it is.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// Whether a whole document that is an error is raised.
    ///
    /// Only for what gives whole documents: unless set,
    /// [`call_json`](Context::call_json) raises, and
    /// [`response`](crate::Call::response) does not. Awaiting a call always does,
    /// and so do handles.
    pub fn raise_errors(mut self, raise: bool) -> Self {
        self.settings.raise_errors = Some(raise);
        self
    }

    /// What becomes of members that this crate has no field for; sent unless set.
    pub fn unknown_fields(mut self, unknown: UnknownFields) -> Self {
        self.settings.unknown_fields = unknown;
        self
    }

    /// The API level that the servers speak, in place of what is known.
    ///
    /// Unless set it is that of the server that is connected to, when it has
    /// JetStream and no prefix and no domain other than its own are used; it is
    /// not known otherwise, and nothing is refused here. Set it where the servers
    /// that answer are newer
    /// than that one, as while a cluster is upgraded. Level 1 is server 2.11.0,
    /// 2 is 2.12.0, 3 is 2.12.5, 4 is 2.14.0 and 5 is 2.15.
    pub fn server_api_level(mut self, level: u8) -> Self {
        self.settings.api_level = Some(level);
        self
    }

    /// Sets the observer of the connection. Default: none, so that operations that the
    /// user may not do time out.
    ///
    /// The client has to be connected with the same [`ConnectionObserver`].
    pub fn observer(mut self, observer: &ConnectionObserver) -> Self {
        self.observer = Some(observer.clone());
        self
    }

    /// Sets whether the client reconnects when its server falls silent.
    ///
    /// Default: true. While something is awaited from the server and nothing at all
    /// came for 2 s, the context sends a PING. When no byte came 1 s later either,
    /// the connection is stale: the client connects anew, to another server of the
    /// cluster when the old one does not accept. What was awaited over the old
    /// connection fails as [`Lost`](Error::Lost) or is sent again, by the rules of
    /// the operation. A server that answers is never left, whatever else does not
    /// answer: a stream's leader, a leaf node's link, or JetStream as a whole. A
    /// connection that is given up within a minute of another one gets twice as long
    /// to answer, up to 32 s.
    ///
    /// Set it to false where other code uses the same NATS client and must not lose
    /// what comes over its connection meanwhile. Only the client's own ping interval
    /// notices a halted server then: after three minutes with the defaults of
    /// `async-nats`.
    ///
    /// Where the client cannot write either, because the server did not read for so
    /// long that all buffers are full, `async-nats` 0.51 takes no order to reconnect.
    /// Again only its ping interval helps.
    pub fn reconnect_when_stale(mut self, reconnect: bool) -> Self {
        self.reconnect_when_stale = reconnect;
        self
    }

    /// The context, over a NATS connection. Sends no request.
    pub fn build(self, client: async_nats::Client) -> Context {
        self.build_with(client)
    }

    /// The context, over any transport. Sends no request.
    pub fn build_with(self, transport: impl Transport) -> Context {
        let inner = Arc::new(Inner {
            watched: WatchedTransport::new(GuardedTransport::new(
                Box::new(transport),
                self.reconnect_when_stale,
                self.observer,
            )),
            prefix: self.prefix,
            settings: self.settings,
            mux_inbox: MuxInbox::default(),
            known: Known::default(),
            extensions: Extensions::default(),
        });
        Context {
            inner,
            timeout: None,
        }
    }
}
