//! Detection of a lost connection and of missed heartbeats.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep};

use crate::api::context::Context;
use crate::connection::connection_watch::ConnectionWatch;
use crate::connection::guard::after;
use crate::connection::guarded_transport::PRESENT;
use crate::connection::transport::Connection;

/// Detects a lost connection and two missed heartbeats.
///
/// While messages arrive, they only set a flag, and a timer checks it ten times per heartbeat
/// interval. Without messages, each heartbeat resets the timer, so it does not wake an idle
/// consumer.
pub(crate) struct HeartbeatMonitor {
    connection: Connection,
    watch: ConnectionWatch,
    /// Time until which a lost connection is not checked again.
    pause: Option<Pin<Box<Sleep>>>,
    /// `None` if the server sends no heartbeats.
    heartbeats: Option<Heartbeats>,
}

struct Heartbeats {
    /// Two heartbeats.
    timeout: Duration,
    /// Interval of checks for messages.
    every: Duration,
    /// Time at which two heartbeats are missed.
    missed_at: Instant,
    /// Whether a message arrived since the last check.
    marked: bool,
    /// Whether the next check is at `missed_at`, and not sooner.
    far: bool,
    look: Pin<Box<Sleep>>,
}

/// A detected event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Noticed {
    /// The connection was lost or replaced.
    Disconnected,
    /// Two heartbeats were missed. Repeated after each further two.
    Silence,
}

impl HeartbeatMonitor {
    pub(crate) fn new(connection: Connection, heartbeat: Option<Duration>) -> Self {
        Self {
            connection,
            watch: ConnectionWatch::default(),
            pause: None,
            heartbeats: heartbeat.map(Heartbeats::new),
        }
    }

    /// Returns the monitored connection.
    pub(crate) fn connection(&self) -> Connection {
        self.connection
    }

    /// Handles a message. Reads the clock only for the first one after a heartbeat.
    #[inline]
    pub(crate) fn on_message(&mut self) {
        if let Some(heartbeats) = &mut self.heartbeats {
            heartbeats.marked = true;
            if heartbeats.far {
                heartbeats.look_soon(Instant::now());
            }
        }
    }

    /// Handles a heartbeat or another status.
    pub(crate) fn on_status(&mut self) {
        if let Some(heartbeats) = &mut self.heartbeats {
            heartbeats.heard(Instant::now());
        }
    }

    /// Returns whether a check is due, for a reader that never waits.
    pub(crate) fn is_due(&self, now: Instant) -> bool {
        let is_over = |heartbeats: &Heartbeats| now >= heartbeats.look.deadline();
        match &self.pause {
            Some(pause) => now >= pause.deadline(),
            None => self.watch.may_have_changed() || self.heartbeats.as_ref().is_some_and(is_over),
        }
    }

    /// Monitors another connection from now on, and resets the timer.
    pub(crate) fn reconnected(&mut self, connection: Connection) {
        self.connection = connection;
        self.pause = None;
        self.on_status();
    }

    pub(crate) fn poll(&mut self, context: &Context, cx: &mut TaskContext<'_>) -> Poll<Noticed> {
        if let Some(pause) = &mut self.pause {
            ready!(pause.as_mut().poll(cx));
            self.pause = None;
        }
        let changed = self
            .watch
            .poll_changed(context.watched(), self.connection, cx);
        if changed.is_ready() {
            self.pause = Some(Box::pin(sleep(PRESENT)));
            return Poll::Ready(Noticed::Disconnected);
        }
        match &mut self.heartbeats {
            Some(heartbeats) => heartbeats.poll(cx).map(|()| Noticed::Silence),
            None => Poll::Pending,
        }
    }
}

impl Heartbeats {
    fn new(heartbeat: Duration) -> Self {
        let (timeout, every) = (heartbeat.saturating_mul(2), PRESENT.min(heartbeat / 10));
        let now = Instant::now();
        Self {
            timeout,
            every,
            missed_at: after(now, timeout),
            marked: false,
            far: false,
            look: Box::pin(sleep(every)),
        }
    }

    fn look_soon(&mut self, now: Instant) {
        self.far = false;
        self.look.as_mut().reset(now + self.every);
    }

    fn heard(&mut self, now: Instant) {
        self.marked = false;
        self.far = true;
        self.missed_at = after(now, self.timeout);
        self.look.as_mut().reset(self.missed_at);
    }

    /// Ready when two heartbeats are missed.
    fn poll(&mut self, cx: &mut TaskContext<'_>) -> Poll<()> {
        loop {
            ready!(self.look.as_mut().poll(cx));
            let now = Instant::now();
            if std::mem::take(&mut self.marked) {
                // The message arrived since the last check: two heartbeats in total.
                self.missed_at = after(now, self.timeout.saturating_sub(self.every));
                self.look_soon(now);
            } else if now >= self.missed_at {
                self.heard(now);
                return Poll::Ready(());
            } else {
                self.far = true;
                self.look.as_mut().reset(self.missed_at);
            }
        }
    }
}
