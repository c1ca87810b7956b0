//! Waiting for a reply, for so long, and for as long as the connection lasts.

use std::borrow::Cow;
use std::future::Future;
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout_at};

use crate::error::Error;
use crate::transport::{Connection, Reason, Transport};

/// How often the connection is looked at while there is none.
const ABSENT: Duration = Duration::from_millis(50);

/// How often the connection is looked at while a reply is waited for.
///
/// `async-nats` gives no sign to those who wait when it loses the connection,
/// and holds what they sent for ever.
pub(crate) const PRESENT: Duration = Duration::from_millis(250);

/// One connection, while it lasts, until a deadline.
pub(crate) struct Link<'a> {
    transport: &'a dyn Transport,
    connection: Connection,
    /// When it was found.
    since: Instant,
    deadline: Instant,
}

/// Why it was not waited any longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// There was no connection to begin with, and none came.
    NeverUp,
    /// The time is up.
    TimedOut,
    /// The connection is gone, or is another one.
    Lost,
}

impl Broken {
    pub(crate) fn into_error(self, verb: impl Into<Cow<'static, str>>, after: Duration) -> Error {
        let verb = verb.into();
        match self {
            Self::NeverUp => Error::NotSent {
                verb,
                source: Reason::boxed(format!("no connection in {after:?}")),
            },
            Self::TimedOut => Error::TimedOut { verb, after },
            Self::Lost => Error::Lost { verb, source: None },
        }
    }
}

impl<'a> Link<'a> {
    /// Waits until there is a connection.
    ///
    /// Not left to `async-nats`, which would queue what is sent now, and send it
    /// as soon as it can: long after it was given up, perhaps.
    pub(crate) async fn open(
        transport: &'a dyn Transport,
        patience: Duration,
    ) -> Result<Self, Broken> {
        let mut now = Instant::now();
        let deadline = after(now, patience);
        loop {
            let connection = transport.connection();
            if connection.connected {
                return Ok(Self {
                    transport,
                    connection,
                    since: now,
                    deadline,
                });
            }
            if now >= deadline {
                return Err(Broken::NeverUp);
            }
            sleep_until(deadline.min(now + ABSENT)).await;
            now = Instant::now();
        }
    }

    /// The connection that was found.
    pub(crate) fn connection(&self) -> Connection {
        self.connection
    }

    /// Waits for what comes over this connection.
    pub(crate) async fn wait<F: Future + Unpin>(&self, mut coming: F) -> Result<F::Output, Broken> {
        let mut now = self.since;
        loop {
            let look = self.deadline.min(now + PRESENT);
            if let Ok(came) = timeout_at(look, &mut coming).await {
                return Ok(came);
            }
            if self.transport.connection() != self.connection {
                return Err(Broken::Lost);
            }
            now = Instant::now();
            if now >= self.deadline {
                return Err(Broken::TimedOut);
            }
        }
    }
}

/// When a wait that begins now is over.
pub(crate) fn deadline(patience: Duration) -> Instant {
    after(Instant::now(), patience)
}

fn after(begin: Instant, patience: Duration) -> Instant {
    /// What stands for a time that no clock reaches.
    const FOR_EVER: Duration = Duration::from_secs(60 * 60 * 24 * 365);

    begin
        .checked_add(patience)
        .unwrap_or_else(|| begin + FOR_EVER)
}
