//! A transport that reconnects when its connection is stale.

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

/// Interval of checks while an operation waits.
///
/// `async-nats` does not wake waiting operations when it loses the connection, and keeps
/// their requests forever.
pub(crate) const PRESENT: Duration = Duration::from_millis(250);

/// The transport of a context, and the state of its connection.
///
/// While an operation waits for the server, [`check`](Self::check) is called at least every
/// 250 ms, by one task for all operations that wait longer than that. If the server sends
/// nothing for 2 s, the client sends a PING; if the server sends nothing for another second,
/// the client reconnects. Nothing is checked while no operation waits.
pub(crate) struct GuardedTransport {
    transport: Box<dyn Transport>,
    pinger: Pinger,
    /// `None`: the application handles stale connections.
    stale: Option<Mutex<StaleConnection>>,
    /// Count of the last stale connection; 0: none.
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

    /// Returns the transport.
    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.transport
    }

    /// Returns the connection, and reconnects if it is stale.
    pub(crate) fn check(&self) -> Connection {
        let connection = self.transport.connection();
        if let Some(stale) = &self.stale
            && let Some(bytes) = self.transport.bytes_received()
            // Another thread checks at this moment.
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

    /// Returns whether this connection was stale.
    pub(crate) fn was_stale(&self, connection: Connection) -> bool {
        connection.connected && self.given_up.load(Ordering::Relaxed) == connection.count
    }

    /// Returns the observer of permissions violations and lost connections.
    pub(crate) fn observer(&self) -> Option<&ConnectionObserver> {
        self.observer.as_ref()
    }

    /// Returns why this connection was lost, if known.
    pub(crate) fn why_lost(&self, connection: Connection) -> Option<Cow<'static, str>> {
        match self.was_stale(connection) {
            true => Some(format!("stale connection: no byte in {:?}", SILENCE + ANSWER).into()),
            false => self.why_disconnected(),
        }
    }

    /// Returns why there is no connection, if known.
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
