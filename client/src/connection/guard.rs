//! Waits for a reply until a timeout or the loss of the connection.

use std::borrow::Cow;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until, timeout_at};

use crate::connection::connection_watch::{ConnectionWatch, WatchedTransport};
use crate::connection::guarded_transport::{GuardedTransport, PRESENT};
use crate::connection::outlined::Outlined;
use crate::connection::transport::{BoxFuture, Connection, Transport};
use crate::error::Error;
use crate::error::transport::{Reason, TransportError};

/// Interval of checks while there is no connection.
const ABSENT: Duration = Duration::from_millis(50);

/// Guards a request: limits it to one connection and a deadline.
pub(crate) struct ConnectionGuard<'a> {
    watched: &'a Arc<WatchedTransport>,
    connection: Connection,
    /// Time at which the connection was found.
    since: Instant,
    timeout: Duration,
    deadline: Instant,
}

/// Reason why a request was interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Interrupted {
    /// There was no connection before the timeout.
    NeverUp,
    /// The timeout expired.
    TimedOut,
    /// The connection was lost, or was replaced by another one.
    Lost,
}

impl Interrupted {
    /// Returns the error of an operation; `why` is the reason of the missing connection.
    pub(crate) fn into_error(
        self,
        operation: impl Into<Cow<'static, str>>,
        after: Duration,
        why: Option<Cow<'static, str>>,
    ) -> Error {
        let operation = operation.into();
        match self {
            Self::NeverUp => Error::NotSent {
                operation,
                source: Reason::boxed(match why {
                    Some(why) => format!("no connection in {after:?}: {why}"),
                    None => format!("no connection in {after:?}"),
                }),
            },
            Self::TimedOut => Error::TimedOut { operation, after },
            Self::Lost => Error::Lost {
                operation,
                source: why.map(Reason::boxed),
            },
        }
    }
}

impl<'a> ConnectionGuard<'a> {
    /// Waits until there is a connection.
    ///
    /// `async-nats` would queue a message sent now, and send it after the reconnect:
    /// possibly long after the caller's timeout.
    pub(crate) fn open(watched: &'a Arc<WatchedTransport>, timeout: Duration) -> Opening<'a> {
        let now = Instant::now();
        Opening {
            watched,
            timeout,
            now,
            deadline: after(now, timeout),
            pause: None,
        }
    }

    fn guarded(&self) -> &'a GuardedTransport {
        self.watched.guarded()
    }

    /// Returns the transport.
    pub(crate) fn transport(&self) -> &'a dyn Transport {
        self.guarded().transport()
    }

    /// Returns the connection.
    pub(crate) fn connection(&self) -> Connection {
        self.connection
    }

    /// Waits for a future of the transport over this connection.
    #[expect(
        clippy::ptr_arg,
        reason = "cloning a borrowed name is free, cloning a string is not"
    )]
    pub(crate) async fn carry<T>(
        &self,
        operation: &Cow<'static, str>,
        doing: BoxFuture<'_, Result<T, TransportError>>,
    ) -> Result<T, Error> {
        match Outlined(pin!(self.wait(doing))).await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(error)) => Err(Error::transport(operation.clone(), error, self.timeout)),
            Err(interrupted) => Err(self.interrupted(interrupted, operation.clone())),
        }
    }

    /// Returns the error of an operation over this connection.
    pub(crate) fn interrupted(
        &self,
        interrupted: Interrupted,
        operation: Cow<'static, str>,
    ) -> Error {
        let why = match interrupted {
            Interrupted::Lost => self.guarded().why_lost(self.connection),
            Interrupted::NeverUp | Interrupted::TimedOut => None,
        };
        interrupted.into_error(operation, self.timeout, why)
    }

    /// Waits for a future over this connection.
    ///
    /// Checks the connection after 250 ms, and watches it from then on: most waits are
    /// shorter.
    #[expect(
        clippy::manual_async_fn,
        reason = "an `async fn` stores its arguments twice, and this is part of each request"
    )]
    pub(crate) fn wait<F: Future + Unpin>(
        &self,
        mut coming: F,
    ) -> impl Future<Output = Result<F::Output, Interrupted>> {
        async move {
            let mut look = self.deadline.min(self.since + PRESENT);
            // Boxed: few waits need a watch, and all of them would be larger.
            let mut watch: Option<Box<ConnectionWatch>> = None;
            loop {
                let came = poll_fn(|cx| {
                    if let Poll::Ready(came) = Pin::new(&mut coming).poll(cx) {
                        return Poll::Ready(Some(came));
                    }
                    let Some(watch) = &mut watch else {
                        return Poll::Pending;
                    };
                    let changed = watch.poll_changed(self.watched, self.connection, cx);
                    changed.map(|()| None)
                });
                if let Ok(Some(came)) = timeout_at(look, came).await {
                    return Ok(came);
                }
                if self.guarded().check() != self.connection {
                    return Err(Interrupted::Lost);
                }
                if Instant::now() >= self.deadline {
                    return Err(Interrupted::TimedOut);
                }
                watch.get_or_insert_default();
                look = self.deadline;
            }
        }
    }
}

/// Waits for a connection.
///
/// Not an `async fn`, which would be compiled again in each function that awaits it:
/// nearly every operation awaits this one.
pub(crate) struct Opening<'a> {
    watched: &'a Arc<WatchedTransport>,
    timeout: Duration,
    now: Instant,
    deadline: Instant,
    pause: Option<Pin<Box<Sleep>>>,
}

impl<'a> Future for Opening<'a> {
    type Output = Result<ConnectionGuard<'a>, Interrupted>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        loop {
            if let Some(pause) = &mut this.pause {
                ready!(pause.as_mut().poll(cx));
                this.now = Instant::now();
            }
            let connection = this.watched.guarded().transport().connection();
            if connection.connected {
                return Poll::Ready(Ok(ConnectionGuard {
                    watched: this.watched,
                    connection,
                    since: this.now,
                    timeout: this.timeout,
                    deadline: this.deadline,
                }));
            }
            if this.now >= this.deadline {
                return Poll::Ready(Err(Interrupted::NeverUp));
            }
            let until = this.deadline.min(this.now + ABSENT);
            this.pause = Some(Box::pin(sleep_until(until)));
        }
    }
}

/// Returns the deadline of a wait that starts now.
pub(crate) fn deadline(timeout: Duration) -> Instant {
    after(Instant::now(), timeout)
}

/// Returns the deadline of a wait that started at `begin`.
pub(crate) fn after(begin: Instant, timeout: Duration) -> Instant {
    /// Replacement for a deadline beyond the range of the clock.
    const FOR_EVER: Duration = Duration::from_secs(60 * 60 * 24 * 365);

    begin
        .checked_add(timeout)
        .unwrap_or_else(|| begin + FOR_EVER)
}
