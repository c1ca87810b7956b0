//! The context: sends the requests of one JetStream API.

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
use crate::api::traced::TracedRequest;
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

/// Default timeout of a request.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(5);

/// Minimum timeout of a listing.
///
/// In a cluster, servers wait 4 s for members that do not respond before they reply.
const LISTING: Duration = Duration::from_secs(5);

/// Access to the JetStream API of one account: sends requests, returns typed replies.
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
/// Cheap to clone. Creating a context sends no request and starts no task. The first request
/// over a NATS connection subscribes to an inbox for replies, which exists as long as the
/// context or a clone of it.
///
/// # Lost connections
///
/// The client sends a request only over an existing connection. Otherwise the request waits
/// for a connection within its timeout, and then fails with [`NotSent`](Error::NotSent): it
/// was not sent, and will not be. If the connection is lost while the request waits for the
/// reply, it fails with [`Lost`](Error::Lost) within 250 ms. The client sends no request
/// twice.
#[derive(Clone)]
pub struct Context {
    inner: Arc<Inner>,
    /// Replaces the timeout of the settings.
    timeout: Option<Duration>,
}

struct Inner {
    watched: Arc<WatchedTransport>,
    prefix: ApiPrefix,
    settings: Settings,
    mux_inbox: MuxInbox,
    known: Known,
    /// State of other modules, by type.
    extensions: Extensions,
}

#[derive(Clone, Debug)]
struct Settings {
    domain: Option<DomainName>,
    /// Whether the caller set the prefix.
    own_prefix: bool,
    timeout: Duration,
    raise_errors: Option<bool>,
    unknown_fields: UnknownFields,
    api_level: Option<u8>,
}

/// Whether requests include unknown fields.
///
/// Unknown fields come from replies: a configuration of a newer server that is read,
/// changed and sent back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnknownFields {
    /// Sends unknown fields. The default.
    ///
    /// A configuration sent back to the same server is complete. A server that does not
    /// know a field refuses the request and names the field (`err_code` 10025, server 2.12
    /// and later), or ignores the field (earlier servers).
    #[default]
    Send,
    /// Omits unknown fields, at any depth.
    ///
    /// For a configuration that is sent to an older server than the one it came from. The
    /// settings of these fields are lost.
    Omit,
}

/// Options of one request.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) api_level: Option<u8>,
    pub(crate) unknown_fields: Option<UnknownFields>,
    pub(crate) raise_errors: Option<bool>,
}

impl Context {
    /// Creates a context over a NATS client, with the defaults.
    ///
    /// Sends no request. Use [`builder`](Self::builder) for a domain or another prefix.
    pub fn new(client: async_nats::Client) -> Self {
        Self::builder().build(client)
    }

    /// Creates a context over any transport, such as a script in tests.
    ///
    /// Sends no request.
    pub fn with_transport(transport: impl Transport) -> Self {
        Self::builder().build_with(transport)
    }

    /// Returns a builder for a context with other settings.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Returns the underlying NATS client; `None` over another transport.
    ///
    /// For core NATS, and to close the connection:
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

    /// Returns the prefix of request subjects, such as `$JS.API`.
    pub fn prefix(&self) -> &str {
        &self.inner.prefix
    }

    /// Returns the JetStream domain, if set.
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
    /// Shares everything else with this context; handles created from it have its timeout.
    /// Sends no request.
    #[must_use]
    pub fn timeout(&self, timeout: Duration) -> Self {
        Self {
            inner: self.inner.clone(),
            timeout: Some(timeout),
        }
    }

    /// Returns whether an error document is returned as an error, if set.
    pub(crate) fn raises(&self, options: CallOptions) -> Option<bool> {
        options.raise_errors.or(self.inner.settings.raise_errors)
    }

    /// Returns the timeout of this operation.
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

    /// Sends a request when polled, and waits for its first reply.
    pub(crate) fn request<R: Operation>(
        &self,
        request: &R,
        options: CallOptions,
    ) -> BoxFuture<'_, Result<Incoming>> {
        let message = self.message_of(request, options);
        self.request_message(R::ENDPOINT, message, options)
    }

    /// Sends the message of a request of any type; compiled once.
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

    /// Checks a request, and returns its message.
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

    /// Sends a message unchanged and waits for its first reply.
    ///
    /// Adds no prefix to the subject. A reply with an error status and no payload is an error;
    /// the caller handles payloads.
    pub(crate) async fn request_raw(
        &self,
        operation: impl Into<Cow<'static, str>>,
        message: RawMessage,
        timeout: Duration,
    ) -> Result<Incoming> {
        let reply = self.request_outbound(operation.into(), message.into(), timeout);
        Outlined(pin!(reply)).await
    }

    /// Sends a message with shared parts, inlined into the caller's future.
    ///
    /// Over a NATS connection the subject is not copied.
    #[expect(
        clippy::manual_async_fn,
        reason = "an `async fn` stores each of its arguments twice"
    )]
    pub(crate) fn request_outbound(
        &self,
        operation: Cow<'static, str>,
        message: OutboundMessage,
        timeout: Duration,
    ) -> impl Future<Output = Result<Incoming>> + Send {
        async move {
            let mut traced = TracedRequest::begin(&operation);
            let guard = match ConnectionGuard::open(&self.inner.watched, timeout).await {
                Ok(guard) => guard,
                Err(interrupted) => {
                    let error = Err(self.unconnected(interrupted, operation, timeout));
                    traced.end(&error);
                    return error;
                }
            };
            let transport = guard.transport();
            let denied = self.observer().map(|observer| {
                let (subject, seen) = (message.subject.clone(), observer.count());
                Box::pin(async move { observer.of(Doing::Publishing, &subject, seen).await })
            });
            let asked = match transport.core() {
                // Avoids the boxed futures of the trait.
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
                    () = denied => {
                        let error = Err(Error::Denied { operation });
                        traced.end(&error);
                        return error;
                    }
                },
            };
            let result = match reply {
                Ok(Ok(reply)) if reply.status.is_none() => Ok(reply),
                Ok(Ok(reply)) => refused(operation, reply),
                Ok(Err(error)) => Err(Error::transport(operation, error, timeout)),
                Err(interrupted) => Err(guard.interrupted(interrupted, operation)),
            };
            traced.end(&result);
            result
        }
    }

    /// Publishes a message unchanged, without waiting for a reply.
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

    /// Publishes an acknowledgement, without boxed futures if possible.
    ///
    /// Without a connection, the client keeps it for the next one.
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
                    "the connection accepted no message in {timeout:?}"
                ))),
            };
        Err(Error::transport(operation, failed, timeout))
    }

    /// Publishes a message if the connection accepts it without a wait.
    ///
    /// For destructors, which cannot wait. Requires no runtime.
    pub(crate) fn try_publish_core(&self, message: RawMessage) -> bool {
        self.transport().connection().connected
            && matches!(
                self.transport().publish(message).now_or_never(),
                Some(Ok(()))
            )
    }

    /// Publishes an acknowledgement if the connection accepts it without a wait.
    ///
    /// Requires no runtime.
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

    /// Waits for a connection, and returns its guard.
    #[expect(
        clippy::ptr_arg,
        reason = "cloning a borrowed name is free, cloning a string is not"
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

    /// Subscribes to a subject; with an observer, waits for the server's permission.
    #[expect(
        clippy::ptr_arg,
        reason = "cloning a borrowed name is free, cloning a string is not"
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

    /// Returns the current connection.
    pub(crate) fn connection(&self) -> Connection {
        self.transport().connection()
    }

    /// Returns the transport, for a [`ConnectionWatch`](crate::connection::connection_watch).
    pub(crate) fn watched(&self) -> &Arc<WatchedTransport> {
        &self.inner.watched
    }

    fn guarded(&self) -> &GuardedTransport {
        self.inner.watched.guarded()
    }

    /// Returns whether this connection still exists.
    ///
    /// Reconnects a stale connection. Every operation that waits for the server calls this at
    /// least every 250 ms, or has a watch.
    pub(crate) fn is_still(&self, connection: Connection) -> bool {
        self.check_connection() == connection
    }

    /// Returns the connection, and reconnects if it is stale.
    pub(crate) fn check_connection(&self) -> Connection {
        self.guarded().check()
    }

    /// Returns whether this connection was stale.
    pub(crate) fn was_stale(&self, connection: Connection) -> bool {
        self.guarded().was_stale(connection)
    }

    /// Returns why this connection was lost, if known.
    pub(crate) fn why_lost(&self, connection: Connection) -> Option<Cow<'static, str>> {
        self.guarded().why_lost(connection)
    }

    /// Returns why there is no connection, if known.
    pub(crate) fn why_disconnected(&self) -> Option<Cow<'static, str>> {
        self.guarded().why_disconnected()
    }

    /// Returns the error of an operation without a connection.
    fn unconnected(
        &self,
        interrupted: Interrupted,
        operation: Cow<'static, str>,
        after: Duration,
    ) -> Error {
        interrupted.into_error(operation, after, self.why_disconnected())
    }

    /// Returns the ID of the connected server, if known.
    pub(crate) fn server_id(&self) -> Option<String> {
        Some(self.transport().core()?.try_server_info()?.server_id)
    }

    /// Returns the maximum payload of the server in bytes.
    pub(crate) fn max_payload(&self) -> usize {
        self.transport().server().max_payload
    }

    /// Returns the observer of permissions violations, if set.
    pub(crate) fn observer(&self) -> Option<&ConnectionObserver> {
        self.guarded().observer()
    }

    /// Refuses a header that the server is known not to support.
    pub(crate) fn needs(&self, level: u8, header: &str) -> Result<(), Invalid> {
        self.check(RequiredLevel::header(level, header))
    }

    /// Refuses an API level that the server is known not to support.
    pub(crate) fn has_level(&self, level: u8) -> Result<(), Invalid> {
        self.check(RequiredLevel::level(level))
    }

    /// Returns the transport.
    pub(crate) fn transport(&self) -> &dyn Transport {
        self.guarded().transport()
    }

    /// Returns a unique reply subject.
    pub(crate) fn new_inbox(&self) -> String {
        self.transport().new_inbox()
    }

    /// Returns the state of another module, which all clones of the context share.
    pub(crate) fn extension<T: Default + Send + Sync + 'static>(&self) -> &T {
        self.inner.extensions.get()
    }

    /// Returns whether the servers are known to support this API level.
    pub(crate) fn speaks(&self, level: u8) -> bool {
        let settings = &self.inner.settings;
        let known = settings.api_level.or_else(|| self.server().level());
        known.is_some_and(|known| known >= level)
    }

    /// Refuses a request that the server is known not to support.
    fn check(&self, needed: RequiredLevel) -> Result<(), Invalid> {
        if needed.nothing() {
            return Ok(());
        }
        needed.check(&self.server(), self.inner.settings.api_level)
    }

    /// Returns the known facts about the responding servers.
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
            // Other servers reply, and their facts are unknown.
            return Arc::default();
        }
        server
    }
}

/// Returns the message of a request, from the parts given by its type.
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
    // Server 2.15.1 does not answer operations of the system account with this
    // header, at any level.
    if endpoint.caller == Caller::Account {
        message.headers = required(level);
    }
    Ok(message)
}

/// Returns the header that requires an API level of the server.
///
/// Server 2.12 and later; older servers ignore it.
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

/// Converts an error status without a payload to an error.
pub(crate) fn refused(
    operation: impl Into<Cow<'static, str>>,
    reply: Incoming,
) -> Result<Incoming> {
    if reply.header(header::SEQUENCE).is_some() {
        // A stored message with a status from its publisher: server 2.10 keeps it.
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

/// Shows only the settings: neither addresses nor credentials.
impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("prefix", &self.prefix())
            .field("settings", &self.inner.settings)
            .finish_non_exhaustive()
    }
}

/// Builder of a [`Context`] with other settings than the defaults.
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
#[must_use = "a builder does nothing until it is built"]
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
    /// Sets the JetStream domain, such as that of a leaf node or its hub.
    ///
    /// Replaces a [`prefix`](Self::prefix) that was set before.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the name is not a valid domain name.
    pub fn domain(mut self, name: &str) -> Result<Self> {
        let domain = DomainName::try_from(name)?;
        self.prefix = ApiPrefix::of_domain(&domain);
        self.settings.domain = Some(domain);
        self.settings.own_prefix = false;
        Ok(self)
    }

    /// Sets the API prefix, such as that of an import from another account.
    ///
    /// Must not contain wildcards or end with a dot. Replaces a [`domain`](Self::domain) that
    /// was set before.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the prefix is not valid.
    pub fn prefix(mut self, prefix: &str) -> Result<Self> {
        let prefix = ApiPrefix::try_from(prefix)?;
        self.settings.own_prefix = prefix != ApiPrefix::default();
        self.settings.domain = None;
        self.prefix = prefix;
        Ok(self)
    }

    /// Sets the timeout of requests. Default: 5 s.
    ///
    /// Includes the waits for a connection and for the reply. Listings of streams and consumers
    /// have at least 5 s, because in a cluster servers wait 4 s for members that do not respond.
    /// The timeout of a single call applies unchanged.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// Sets whether an error document of the server is returned as [`Error::Api`].
    ///
    /// Only for methods that return whole documents. Default: `true` for
    /// [`call_json`](Context::call_json), `false` for [`response`](crate::Call::response).
    /// Awaiting a call and the methods of handles always return an error.
    pub fn raise_errors(mut self, raise: bool) -> Self {
        self.settings.raise_errors = Some(raise);
        self
    }

    /// Sets whether requests include unknown fields. Default: they do.
    pub fn unknown_fields(mut self, unknown: UnknownFields) -> Self {
        self.settings.unknown_fields = unknown;
        self
    }

    /// Sets the API level of the responding servers.
    ///
    /// Default: the level of the connected server, if JetStream is enabled on it and the context
    /// uses no prefix and no other domain. Otherwise the level is unknown, and the client refuses
    /// no request because of it. Set it if the responding servers are newer than the connected
    /// one, for example during the upgrade of a cluster. Level 1 is server 2.11.0, 2 is 2.12.0,
    /// 3 is 2.12.5, 4 is 2.14.0 and 5 is 2.15.
    pub fn server_api_level(mut self, level: u8) -> Self {
        self.settings.api_level = Some(level);
        self
    }

    /// Sets the observer of the connection. Default: none.
    ///
    /// Without an observer, operations that violate permissions time out. The client must be
    /// connected with the same [`ConnectionObserver`].
    pub fn observer(mut self, observer: &ConnectionObserver) -> Self {
        self.observer = Some(observer.clone());
        self
    }

    /// Sets whether the client reconnects a stale connection. Default: `true`.
    ///
    /// If the server sends nothing for 2 s while an operation waits for it, the context sends a
    /// PING. If the server sends no byte for another second, the connection is stale: the client
    /// reconnects, to another server of the cluster if the old one does not accept the
    /// connection. Operations that wait over the old connection fail with [`Lost`](Error::Lost)
    /// or are retried, by the rules of the operation. The client never leaves a server that
    /// answers, even if a stream's leader, a leaf node's link or JetStream as a whole does not
    /// respond. A connection that becomes stale within a minute after another has twice as
    /// long to answer, up to 32 s.
    ///
    /// Set it to `false` if other code uses the same NATS client and must not lose messages
    /// during a reconnect. Then only the client's ping interval detects a halted server: after
    /// three minutes with the defaults of `async-nats`.
    ///
    /// If the client cannot write because the server has not read for so long that all buffers
    /// are full, `async-nats` 0.51 accepts no command to reconnect. Then, too, only its ping
    /// interval detects a halted server.
    pub fn reconnect_when_stale(mut self, reconnect: bool) -> Self {
        self.reconnect_when_stale = reconnect;
        self
    }

    /// Creates the context over a NATS connection. Sends no request.
    pub fn build(self, client: async_nats::Client) -> Context {
        self.build_with(client)
    }

    /// Creates the context over any transport. Sends no request.
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
