//! A transport whose connection is given up when its server falls silent.

use std::borrow::Cow;
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use super::event::ConnectionEvent;
use super::stale_connection::{ANSWER, SILENCE, StaleConnection, Verdict};
use super::workarounds::ping::Pinger;
use crate::connection::observer::ConnectionObserver;
use crate::connection::transport::{Connection, Transport};

/// How often the connection is looked at while something is waited for.
///
/// `async-nats` gives no sign to those who wait when it loses the connection, and keeps
/// what they sent for ever.
pub(crate) const PRESENT: Duration = Duration::from_millis(250);

/// The transport of a context, and what is known of its connection.
///
/// One rule for every operation: while something from the server is waited for,
/// [`check`](Self::check) is called at least every 250 ms, by one task for all that wait
/// longer than that. When no byte came for 2 s the connected server is sent a PING, and
/// when no byte comes for another second the client reconnects. Nothing is checked while
/// nothing is waited for.
pub(crate) struct GuardedTransport {
    transport: Box<dyn Transport>,
    pinger: Pinger,
    /// `None`: a stale connection is left to the application.
    stale: Option<Mutex<StaleConnection>>,
    /// The count of the last connection that was given up; 0 when none was.
    given_up: AtomicU64,
    observer: Option<ConnectionObserver>,
}

impl GuardedTransport {
    pub(crate) fn new(
        transport: Box<dyn Transport>,
        reconnect_when_stale: bool,
        observer: Option<ConnectionObserver>,
    ) -> Self {
        let stale = || Mutex::new(StaleConnection::new(Instant::now()));
        Self {
            transport,
            pinger: Pinger::default(),
            stale: reconnect_when_stale.then(stale),
            given_up: AtomicU64::new(0),
            observer,
        }
    }

    /// What carries the messages.
    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.transport
    }

    /// Returns the connection there is, and gives it up when it is stale.
    pub(crate) fn check(&self) -> Connection {
        let connection = self.transport.connection();
        if let Some(stale) = &self.stale
            && let Some(bytes) = self.transport.bytes_received()
            // Somebody else looks at this moment.
            && let Ok(mut stale) = stale.try_lock()
        {
            match stale.look(Instant::now(), connection, bytes) {
                Verdict::Wait => {}
                Verdict::Probe => {
                    if !self.ping() {
                        stale.not_probed();
                    }
                }
                Verdict::GiveUp => {
                    if self.transport.reconnect() {
                        self.given_up.store(connection.count, Ordering::Relaxed);
                        if let Some(observer) = &self.observer {
                            observer.notify(&ConnectionEvent::Stale);
                        }
                    }
                }
            }
        }
        connection
    }

    /// Whether this connection was given up because its server fell silent.
    pub(crate) fn was_stale(&self, connection: Connection) -> bool {
        connection.connected && self.given_up.load(Ordering::Relaxed) == connection.count
    }

    /// What observes what the server denies, and why there is no connection.
    pub(crate) fn observer(&self) -> Option<&ConnectionObserver> {
        self.observer.as_ref()
    }

    /// Why this connection was lost, when that is known.
    pub(crate) fn why_lost(&self, connection: Connection) -> Option<Cow<'static, str>> {
        match self.was_stale(connection) {
            true => Some(format!("stale connection: no byte in {:?}", SILENCE + ANSWER).into()),
            false => self.why_disconnected(),
        }
    }

    /// Why there is no connection, when that is known.
    pub(crate) fn why_disconnected(&self) -> Option<Cow<'static, str>> {
        self.observer.as_ref()?.why_disconnected().map(Cow::Owned)
    }

    fn ping(&self) -> bool {
        match self.transport.core() {
            Some(client) => self.pinger.ping(client),
            None => self.transport.ping(),
        }
    }
}

impl fmt::Debug for GuardedTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuardedTransport")
            .field("reconnects_when_stale", &self.stale.is_some())
            .finish_non_exhaustive()
    }
}
