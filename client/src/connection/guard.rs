//! Waiting for a reply, for so long, and for as long as the connection lasts.

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

/// How often the connection is looked at while there is none.
const ABSENT: Duration = Duration::from_millis(50);

/// Guards a request: one connection, while it lasts, until a deadline.
pub(crate) struct ConnectionGuard<'a> {
    watched: &'a Arc<WatchedTransport>,
    connection: Connection,
    /// When it was found.
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
    /// The error of an operation that was waited for; `why` is what is known of the
    /// missing connection.
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
    /// Not left to `async-nats`, which would queue what is sent now, and send it
    /// as soon as it can: long after it was given up, perhaps.
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

    /// What it is a connection of.
    pub(crate) fn transport(&self) -> &'a dyn Transport {
        self.guarded().transport()
    }

    /// The connection that was found.
    pub(crate) fn connection(&self) -> Connection {
        self.connection
    }

    /// Waits for what the transport does over this connection.
    #[expect(
        clippy::ptr_arg,
        reason = "a borrowed name is cloned for nothing, a text is not"
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

    /// The error of an operation that was waited for over this connection.
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

    /// Waits for what comes over this connection.
    ///
    /// The connection is checked after 250 ms, and watched from then on: most waits are
    /// over by then.
    #[expect(
        clippy::manual_async_fn,
        reason = "an `async fn` keeps what it is given twice, and this is part of each request"
    )]
    pub(crate) fn wait<F: Future + Unpin>(
        &self,
        mut coming: F,
    ) -> impl Future<Output = Result<F::Output, Interrupted>> {
        async move {
            let mut look = self.deadline.min(self.since + PRESENT);
            // Boxed: few waits need one, and all would be larger.
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
/// By hand, and not an `async fn`: those are compiled again wherever they are
/// waited for, and nearly everything waits for this one.
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

/// When a wait that begins now is over.
pub(crate) fn deadline(timeout: Duration) -> Instant {
    after(Instant::now(), timeout)
}

/// When a wait is over that began then.
pub(crate) fn after(begin: Instant, timeout: Duration) -> Instant {
    /// What stands for a time that no clock reaches.
    const FOR_EVER: Duration = Duration::from_secs(60 * 60 * 24 * 365);

    begin
        .checked_add(timeout)
        .unwrap_or_else(|| begin + FOR_EVER)
}
