//! Waiting for a reply, for so long, and for as long as the connection lasts.

use std::borrow::Cow;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until, timeout_at};

use crate::connection::GuardedTransport;
use crate::connection::apart::Apart;
use crate::connection::transport::{BoxFuture, Connection, Transport};
use crate::error::Error;
use crate::error::transport::{Reason, TransportError};

/// How often the connection is looked at while there is none.
const ABSENT: Duration = Duration::from_millis(50);

/// How often the connection is looked at while a reply is waited for.
///
/// `async-nats` gives no sign to those who wait when it loses the connection,
/// and holds what they sent for ever.
pub(crate) const PRESENT: Duration = Duration::from_millis(250);

/// One connection, while it lasts, until a deadline.
pub(crate) struct Link<'a> {
    guarded: &'a GuardedTransport,
    connection: Connection,
    /// When it was found.
    since: Instant,
    patience: Duration,
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
    /// The error of an operation that was waited for; `why` is what is known of the
    /// missing connection.
    pub(crate) fn into_error(
        self,
        verb: impl Into<Cow<'static, str>>,
        after: Duration,
        why: Option<Cow<'static, str>>,
    ) -> Error {
        let verb = verb.into();
        match self {
            Self::NeverUp => Error::NotSent {
                verb,
                source: Reason::boxed(match why {
                    Some(why) => format!("no connection in {after:?}: {why}"),
                    None => format!("no connection in {after:?}"),
                }),
            },
            Self::TimedOut => Error::TimedOut { verb, after },
            Self::Lost => Error::Lost {
                verb,
                source: why.map(Reason::boxed),
            },
        }
    }
}

impl<'a> Link<'a> {
    /// Waits until there is a connection.
    ///
    /// Not left to `async-nats`, which would queue what is sent now, and send it
    /// as soon as it can: long after it was given up, perhaps.
    pub(crate) fn open(guarded: &'a GuardedTransport, patience: Duration) -> Opening<'a> {
        let now = Instant::now();
        Opening {
            guarded,
            patience,
            now,
            deadline: after(now, patience),
            pause: None,
        }
    }

    /// What it is a connection of.
    pub(crate) fn transport(&self) -> &'a dyn Transport {
        self.guarded.transport()
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
        verb: &Cow<'static, str>,
        doing: BoxFuture<'_, Result<T, TransportError>>,
    ) -> Result<T, Error> {
        match Apart(pin!(self.wait(doing))).await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(error)) => Err(Error::transport(verb.clone(), error, self.patience)),
            Err(broken) => Err(self.broken(broken, verb.clone())),
        }
    }

    /// The error of an operation that was waited for over this connection.
    pub(crate) fn broken(&self, broken: Broken, verb: Cow<'static, str>) -> Error {
        let why = match broken {
            Broken::Lost => self.guarded.why_lost(self.connection),
            Broken::NeverUp | Broken::TimedOut => None,
        };
        broken.into_error(verb, self.patience, why)
    }

    /// Waits for what comes over this connection, which is checked four times a
    /// second meanwhile.
    #[expect(
        clippy::manual_async_fn,
        reason = "an `async fn` keeps what it is given twice, and this is part of each request"
    )]
    pub(crate) fn wait<F: Future + Unpin>(
        &self,
        mut coming: F,
    ) -> impl Future<Output = Result<F::Output, Broken>> {
        async move {
            let mut now = self.since;
            loop {
                let look = self.deadline.min(now + PRESENT);
                if let Ok(came) = timeout_at(look, &mut coming).await {
                    return Ok(came);
                }
                if self.guarded.check() != self.connection {
                    return Err(Broken::Lost);
                }
                now = Instant::now();
                if now >= self.deadline {
                    return Err(Broken::TimedOut);
                }
            }
        }
    }
}

/// Waits for a connection.
///
/// By hand, and not an `async fn`: those are compiled again wherever they are
/// waited for, and nearly everything waits for this one.
pub(crate) struct Opening<'a> {
    guarded: &'a GuardedTransport,
    patience: Duration,
    now: Instant,
    deadline: Instant,
    pause: Option<Pin<Box<Sleep>>>,
}

impl<'a> Future for Opening<'a> {
    type Output = Result<Link<'a>, Broken>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        loop {
            if let Some(pause) = &mut this.pause {
                ready!(pause.as_mut().poll(cx));
                this.now = Instant::now();
            }
            let connection = this.guarded.transport().connection();
            if connection.connected {
                return Poll::Ready(Ok(Link {
                    guarded: this.guarded,
                    connection,
                    since: this.now,
                    patience: this.patience,
                    deadline: this.deadline,
                }));
            }
            if this.now >= this.deadline {
                return Poll::Ready(Err(Broken::NeverUp));
            }
            let until = this.deadline.min(this.now + ABSENT);
            this.pause = Some(Box::pin(sleep_until(until)));
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
