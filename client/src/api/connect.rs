//! Connecting to servers, with defaults for JetStream.

use std::fmt;
use std::future::IntoFuture;
use std::hash::{BuildHasher, RandomState};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_nats::{ConnectErrorKind, ReconnectToServer};

use crate::api::context::{Builder, Context};
use crate::connection::event::{ConnectionEvent, EventHook};
use crate::connection::observer::ConnectionObserver;
use crate::connection::server_choice::{Candidate, ServerChoice};
use crate::connection::server_urls::{ServerUrls, UrlCredentials};
use crate::connection::transport::BoxFuture;
use crate::error::transport::ConnectFailure;
use crate::error::{Error, Invalid, Result};

const OPERATION: &str = "connect";

/// Like nats.go. `async-nats` has 5 s.
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(2);

/// `async-nats` reconnects if two PINGs are unanswered when the third is due: after 9 s.
/// Its default interval is 60 s.
const PING_INTERVAL: Duration = Duration::from_secs(3);

const MAX_RECONNECT_DELAY: Duration = Duration::from_secs(4);

/// Like nats.go. `async-nats` has 65,536. Unused capacity is not allocated.
const SUBSCRIPTION_CAPACITY: usize = 512 * 1024;

/// Connects to one of the servers, and returns a context over the connection.
///
/// ```no_run
/// # async fn example() -> Result<(), jsapi_client::Error> {
/// let ctx = jsapi_client::connect("nats://user:password@localhost").await?;
/// let ack = ctx.publish("orders.new", "{}").await?;
/// # Ok(())
/// # }
/// ```
///
/// Separate several URLs by commas. A URL may contain a user and a password, or a token; the
/// client uses them for all servers. See [`ConnectOptions`] for all other options.
///
/// # Errors
/// Those of [`ConnectOptions::connect`].
pub fn connect(servers: impl Into<String>) -> ConnectOptions {
    ConnectOptions::new(servers)
}

/// Options of a connection. Awaiting them connects.
///
/// ```no_run
/// # async fn example() -> Result<(), jsapi_client::Error> {
/// use std::time::Duration;
///
/// let ctx = jsapi_client::connect("nats://a.example.com,nats://b.example.com")
///     .name("billing")
///     .user_and_password("billing", "secret")
///     .domain("hub")
///     .timeout(Duration::from_secs(10))
///     .on_event(|event| eprintln!("nats: {event}"))
///     .await?;
/// # Ok(())
/// # }
/// ```
///
/// In contrast to a plain `async_nats::connect`:
/// - Credentials in URLs are used, or refused with an error.
/// - Permissions violations fail at once with
///   [`Error::Denied`](crate::Error::Denied), instead of a timeout.
/// - The client leaves a halted server after 3 s while an operation waits for it, and after
///   9 s otherwise ([`ping_interval`](Self::ping_interval)). It then connects to another
///   server first, if there is one.
/// - Reconnect attempts have a random delay, so that many clients do not reconnect at the
///   same time. The first connection has no delay.
/// - A subscription holds 524,288 messages before it drops any.
/// - Errors of the connection are logged with `tracing` as warnings of target
///   `jsapi_client`, and passed to [`on_event`](Self::on_event).
///
/// `Debug` shows no secret.
#[must_use = "no connection is made until the options are awaited"]
pub struct ConnectOptions {
    servers: String,
    name: Option<String>,
    credentials: Option<Credentials>,
    connection_timeout: Duration,
    ping_interval: Duration,
    max_reconnect_delay: Duration,
    subscription_capacity: usize,
    retry_on_initial_connect: bool,
    require_tls: bool,
    tls_first: bool,
    root_certificates: Option<PathBuf>,
    client_certificate: Option<(PathBuf, PathBuf)>,
    on_event: Option<EventHook>,
    context: Result<Builder>,
    core: Option<Core>,
}

type Core = Box<dyn FnOnce(async_nats::ConnectOptions) -> async_nats::ConnectOptions + Send>;

enum Credentials {
    Url(UrlCredentials),
    #[cfg(feature = "nkeys")]
    File(PathBuf),
    #[cfg(feature = "nkeys")]
    Text(String),
    #[cfg(feature = "nkeys")]
    Nkey(String),
}

impl ConnectOptions {
    /// Creates options for these servers: comma-separated URLs.
    ///
    /// Schemes: `nats` (the default), `tls`, and with the feature `websockets` `ws` and
    /// `wss`. Default port: 4222. The client discovers further servers of the cluster.
    pub fn new(servers: impl Into<String>) -> Self {
        Self {
            servers: servers.into(),
            name: None,
            credentials: None,
            connection_timeout: CONNECTION_TIMEOUT,
            ping_interval: PING_INTERVAL,
            max_reconnect_delay: MAX_RECONNECT_DELAY,
            subscription_capacity: SUBSCRIPTION_CAPACITY,
            retry_on_initial_connect: false,
            require_tls: false,
            tls_first: false,
            root_certificates: None,
            client_certificate: None,
            on_event: None,
            context: Ok(Context::builder()),
            core: None,
        }
    }

    /// Sets the name of the client, which the server shows in its monitoring.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets a user and its password.
    ///
    /// Excludes credentials in a URL. Replaces credentials that were set before.
    pub fn user_and_password(
        mut self,
        user: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        let credentials = UrlCredentials::UserAndPassword(user.into(), password.into());
        self.credentials = Some(Credentials::Url(credentials));
        self
    }

    /// Sets a token.
    ///
    /// Excludes credentials in a URL. Replaces credentials that were set before.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.credentials = Some(Credentials::Url(UrlCredentials::Token(token.into())));
        self
    }

    /// Sets a credentials file: the user's JWT and its NKey seed, as `nsc` writes it.
    ///
    /// Read when the options are awaited. Requires the feature `nkeys`.
    #[cfg(feature = "nkeys")]
    pub fn credentials_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.credentials = Some(Credentials::File(path.into()));
        self
    }

    /// Sets the text of a credentials file.
    ///
    /// Requires the feature `nkeys`.
    #[cfg(feature = "nkeys")]
    pub fn credentials(mut self, text: impl Into<String>) -> Self {
        self.credentials = Some(Credentials::Text(text.into()));
        self
    }

    /// Sets the seed of a user's NKey.
    ///
    /// Requires the feature `nkeys`.
    #[cfg(feature = "nkeys")]
    pub fn nkey(mut self, seed: impl Into<String>) -> Self {
        self.credentials = Some(Credentials::Nkey(seed.into()));
        self
    }

    /// Sets whether the connection must use TLS. Default: `false`.
    ///
    /// `false`: TLS if the URL or the server requires it.
    pub fn require_tls(mut self, require: bool) -> Self {
        self.require_tls = require;
        self
    }

    /// Sets whether the TLS handshake precedes the server's INFO. Default: `false`.
    ///
    /// For servers with `handshake_first`. Requires TLS.
    pub fn tls_first(mut self, first: bool) -> Self {
        self.tls_first = first;
        self
    }

    /// Sets a PEM file of trusted root certificates. Default: those of the system.
    pub fn root_certificates(mut self, path: impl Into<PathBuf>) -> Self {
        self.root_certificates = Some(path.into());
        self
    }

    /// Sets PEM files of the client's certificate and its key.
    pub fn client_certificate(
        mut self,
        certificate: impl Into<PathBuf>,
        key: impl Into<PathBuf>,
    ) -> Self {
        self.client_certificate = Some((certificate.into(), key.into()));
        self
    }

    /// Sets the timeout of an attempt to connect to one server. Default: 2 s.
    ///
    /// From opening the socket to the server's PONG.
    pub fn connection_timeout(mut self, timeout: Duration) -> Self {
        self.connection_timeout = timeout;
        self
    }

    /// Sets the interval of PINGs while the server sends nothing. Default: 3 s.
    ///
    /// The client leaves a server without answers after three intervals, also while no operation
    /// waits.
    pub fn ping_interval(mut self, interval: Duration) -> Self {
        self.ping_interval = interval;
        self
    }

    /// Sets the maximum delay between two reconnect attempts. Default: 4 s.
    ///
    /// The first attempts, one per server, have a delay of up to 100 ms. Then the delay doubles
    /// from 500 ms on; up to half of it is random.
    pub fn max_reconnect_delay(mut self, delay: Duration) -> Self {
        self.max_reconnect_delay = delay;
        self
    }

    /// Sets the maximum number of queued messages per subscription. Default: 524,288.
    ///
    /// The client drops further messages, with [`ConnectionEvent::SlowConsumer`].
    pub fn subscription_capacity(mut self, messages: usize) -> Self {
        self.subscription_capacity = messages;
        self
    }

    /// Sets whether to continue if no server can be reached at first. Default: `false`.
    ///
    /// `false`: connecting fails. `true`: the client connects in the background, and requests
    /// wait for the connection within their timeouts.
    pub fn retry_on_initial_connect(mut self, retry: bool) -> Self {
        self.retry_on_initial_connect = retry;
        self
    }

    /// Sets a function to be called with each event of the connection.
    ///
    /// It must not block: further events wait for it.
    pub fn on_event(mut self, hook: impl Fn(&ConnectionEvent) + Send + Sync + 'static) -> Self {
        self.on_event = Some(Arc::new(hook));
        self
    }

    /// Sets the JetStream domain of the context, like [`Builder::domain`].
    pub fn domain(mut self, name: &str) -> Self {
        self.context = self.context.and_then(|context| context.domain(name));
        self
    }

    /// Sets the API prefix of the context, like [`Builder::prefix`].
    pub fn prefix(mut self, prefix: &str) -> Self {
        self.context = self.context.and_then(|context| context.prefix(prefix));
        self
    }

    /// Sets the timeout of the context's requests, like [`Builder::timeout`].
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.context = self.context.map(|context| context.timeout(timeout));
        self
    }

    /// Sets whether the client reconnects a stale connection. Default: `true`.
    ///
    /// See [`Builder::reconnect_when_stale`].
    pub fn reconnect_when_stale(mut self, reconnect: bool) -> Self {
        self.context = self
            .context
            .map(|context| context.reconnect_when_stale(reconnect));
        self
    }

    /// Sets all options of the context.
    ///
    /// Replaces options of the context that were set before.
    pub fn context(mut self, builder: Builder) -> Self {
        self.context = Ok(builder);
        self
    }

    /// Changes the options of `async-nats` that have no method here.
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), jsapi_client::Error> {
    /// let ctx = jsapi_client::connect("localhost")
    ///     .core(|core| core.max_reconnects(10).custom_inbox_prefix("_MINE"))
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Called after all other options were set. An event callback set here replaces that of
    /// this crate: use [`on_event`](Self::on_event) instead.
    pub fn core(
        mut self,
        change: impl FnOnce(async_nats::ConnectOptions) -> async_nats::ConnectOptions + Send + 'static,
    ) -> Self {
        self.core = Some(Box::new(change));
        self
    }

    /// Connects, and returns a context over the connection.
    ///
    /// Awaiting the options does the same. [`Context::client`] returns the NATS client, for
    /// example to drain it.
    ///
    /// # Errors
    /// - [`Error::Invalid`](crate::Error::Invalid) if the URLs, credentials or domain are not
    ///   valid.
    /// - [`Error::NotConnected`](crate::Error::NotConnected) if no server accepts the connection
    ///   within [`connection_timeout`](Self::connection_timeout). Its source has the reason.
    /// - [`Error::Io`](crate::Error::Io) if the credentials file cannot be read.
    pub async fn connect(self) -> Result<Context> {
        let invalid = |why: String| Error::invalid(OPERATION, Invalid::Argument(why.into()));
        let context = self.context?;
        let urls = ServerUrls::parse(&self.servers).map_err(invalid)?;
        let credentials = match (self.credentials, urls.credentials) {
            (Some(_), Some(_)) => {
                return Err(invalid("credentials in the URL and in the options".into()));
            }
            (Some(set), None) => Some(set),
            (None, in_url) => in_url.map(Credentials::Url),
        };
        let observer = ConnectionObserver::new();
        observer.set_hook(self.on_event);
        let core = async_nats::ConnectOptions::new()
            .connection_timeout(self.connection_timeout)
            .ping_interval(self.ping_interval)
            .subscription_capacity(self.subscription_capacity)
            .require_tls(self.require_tls);
        let mut core = observer.attach(with_choice(core, self.max_reconnect_delay));
        if let Some(name) = self.name {
            core = core.name(name);
        }
        if self.tls_first {
            core = core.tls_first();
        }
        if let Some(path) = self.root_certificates {
            core = core.add_root_certificates(path);
        }
        if let Some((certificate, key)) = self.client_certificate {
            core = core.add_client_certificate(certificate, key);
        }
        if self.retry_on_initial_connect {
            core = core.retry_on_initial_connect();
        }
        if let Some(credentials) = credentials {
            core = credentials.apply(core).await?;
        }
        if let Some(change) = self.core {
            core = change(core);
        }
        let connected = core.connect(urls.servers.as_slice()).await;
        let client = connected.map_err(|error| Error::NotConnected {
            operation: OPERATION.into(),
            source: Box::new(ConnectFailure {
                is_transient: matches!(
                    error.kind(),
                    ConnectErrorKind::Dns | ConnectErrorKind::Io | ConnectErrorKind::TimedOut
                ),
                source: Box::new(error),
            }),
        })?;
        Ok(context.observer(&observer).build(client))
    }
}

impl Credentials {
    async fn apply(self, core: async_nats::ConnectOptions) -> Result<async_nats::ConnectOptions> {
        Ok(match self {
            Self::Url(UrlCredentials::UserAndPassword(user, password)) => {
                core.user_and_password(user, password)
            }
            Self::Url(UrlCredentials::Token(token)) => core.token(token),
            #[cfg(feature = "nkeys")]
            Self::Nkey(seed) => core.nkey(seed),
            #[cfg(feature = "nkeys")]
            Self::Text(text) => with_credentials(core, &text)?,
            #[cfg(feature = "nkeys")]
            Self::File(path) => {
                let text = tokio::fs::read_to_string(&path).await;
                let text = text.map_err(|source| Error::Io {
                    operation: OPERATION.into(),
                    path: Box::new(path),
                    source,
                })?;
                with_credentials(core, &text)?
            }
        })
    }
}

#[cfg(feature = "nkeys")]
fn with_credentials(
    core: async_nats::ConnectOptions,
    text: &str,
) -> Result<async_nats::ConnectOptions> {
    core.credentials(text).map_err(|_| {
        let why = "the credentials hold no user JWT with an NKey seed";
        Error::invalid(OPERATION, Invalid::Argument(why.into()))
    })
}

/// Makes the client reconnect to another server than the lost one, with a random delay.
fn with_choice(core: async_nats::ConnectOptions, longest: Duration) -> async_nats::ConnectOptions {
    let choice = Mutex::new(ServerChoice::new(longest));
    // The standard library has no other access to random numbers.
    let random = || (RandomState::new().hash_one(0) >> 32) as u32;
    core.reconnect_to_server_callback(move |servers, _| {
        let candidates: Vec<_> = servers
            .iter()
            .map(|server| Candidate {
                url: server.addr.as_url_str(),
                failed: server.failed_attempts,
                did_connect: server.did_connect,
            })
            .collect();
        let mut choice = choice.lock().unwrap_or_else(PoisonError::into_inner);
        let chosen = choice.next(&candidates, random).and_then(|(index, delay)| {
            Some(ReconnectToServer {
                addr: servers.get(index)?.addr.clone(),
                delay: Some(delay),
            })
        });
        std::future::ready(chosen)
    })
    // Only for the first connection: one attempt per server without a delay.
    .reconnect_delay_callback(move |attempts| {
        let exponent = u32::try_from(attempts)
            .unwrap_or(u32::MAX)
            .saturating_sub(2);
        let delay = Duration::from_millis(2_u64.saturating_pow(exponent));
        match attempts {
            0..=2 => Duration::ZERO,
            _ => delay.min(longest),
        }
    })
}

impl IntoFuture for ConnectOptions {
    type Output = Result<Context>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.connect())
    }
}

/// Shows neither URLs, which may contain a password, nor credentials.
impl fmt::Debug for ConnectOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectOptions")
            .field("name", &self.name)
            .field("has_credentials", &self.credentials.is_some())
            .field("connection_timeout", &self.connection_timeout)
            .field("ping_interval", &self.ping_interval)
            .field("max_reconnect_delay", &self.max_reconnect_delay)
            .field("subscription_capacity", &self.subscription_capacity)
            .field("context", &self.context)
            .finish_non_exhaustive()
    }
}
