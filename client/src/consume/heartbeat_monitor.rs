//! Noticing that nothing comes any more.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep};

use crate::api::context::Context;
use crate::connection::guard::PRESENT;
use crate::connection::transport::Connection;

/// Looks, some times a second, whether there is the same connection and whether
/// something came.
///
/// One timer, which messages do not touch: they leave a mark.
pub(crate) struct HeartbeatMonitor {
    connection: Connection,
    /// How long nothing may come from a look on at which something had come;
    /// `None` when the server does not say that it is there.
    timeout: Option<Duration>,
    every: Duration,
    quiet_since: Instant,
    heard: bool,
    look: Pin<Box<Sleep>>,
}

/// What was noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Noticed {
    /// The connection is gone, or is another one.
    Disconnected,
    /// Nothing came for two heartbeats. Told again when they have passed again.
    Silence,
}

impl HeartbeatMonitor {
    pub(crate) fn new(connection: Connection, heartbeat: Option<Duration>) -> Self {
        let every = heartbeat.map_or(PRESENT, |heartbeat| PRESENT.min(heartbeat / 10));
        Self {
            connection,
            // What came is noticed so much later at most: two heartbeats in all.
            timeout: heartbeat.map(|heartbeat| heartbeat.saturating_mul(2) - every),
            every,
            quiet_since: Instant::now(),
            heard: false,
            look: Box::pin(sleep(every)),
        }
    }

    /// The connection that it looks at.
    pub(crate) fn connection(&self) -> Connection {
        self.connection
    }

    /// Something came.
    pub(crate) fn heard(&mut self) {
        self.heard = true;
    }

    /// Whether it is time to look, for a reader that never waits.
    pub(crate) fn is_due(&self, now: Instant) -> bool {
        now >= self.look.deadline()
    }

    /// Looks at another connection from now on, and begins anew.
    pub(crate) fn reconnected(&mut self, connection: Connection) {
        self.connection = connection;
        self.quiet_since = Instant::now();
    }

    pub(crate) fn poll(&mut self, context: &Context, cx: &mut TaskContext<'_>) -> Poll<Noticed> {
        loop {
            ready!(self.look.as_mut().poll(cx));
            let now = Instant::now();
            self.look.as_mut().reset(now + self.every);
            if !context.is_still(self.connection) {
                return Poll::Ready(Noticed::Disconnected);
            }
            if std::mem::take(&mut self.heard) {
                self.quiet_since = now;
            } else if self
                .timeout
                .is_some_and(|timeout| now - self.quiet_since >= timeout)
            {
                self.quiet_since = now;
                return Poll::Ready(Noticed::Silence);
            }
        }
    }
}
