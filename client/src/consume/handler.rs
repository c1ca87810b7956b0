//! Handlers: call a function for each message, with concurrency.

mod failure;
mod redelivery;
mod source;
mod work;

use std::fmt;
use std::future::{Future, IntoFuture, pending, poll_fn};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

pub use failure::{HandlerFailure, HandlerPanic};
pub use redelivery::Redelivery;

use crate::connection::transport::BoxFuture;
use crate::consume::delivery::{AckKind, AckWait, Message};
use crate::consume::messages::PullMessages;
use crate::consume::push::PushMessages;
use crate::error::transport::BoxError;
use crate::error::{Error, Invalid, Result};
use crate::protocol::notice::Notice;

use redelivery::Terms;
use source::Source;
use work::Work;

/// Default number of concurrent calls of a handler.
pub const DEFAULT_CONCURRENCY: usize = 1;

/// Hook for failures of the handler.
type OnError = Box<dyn FnMut(&HandlerFailure) + Send>;

/// Result of a handler: how its message is acknowledged.
///
/// A handler returns it, or a value that converts to it: `()` acknowledges the message, an
/// [`AckKind`] is sent as acknowledgement, and a `Result` is its `Ok` value or a failure with
/// its error.
#[derive(Debug)]
#[non_exhaustive]
pub enum Handled {
    /// The client sends this acknowledgement.
    Ack(AckKind),
    /// The client does nothing: the handler has acknowledged the message, or the server
    /// redelivers it after `ack_wait`.
    Nothing,
    /// The handler failed with this error; the [`Redelivery`] policy decides.
    Failed(BoxError),
}

impl From<()> for Handled {
    fn from((): ()) -> Self {
        Self::Ack(AckKind::Ack)
    }
}

impl From<AckKind> for Handled {
    fn from(kind: AckKind) -> Self {
        Self::Ack(kind)
    }
}

impl<T: Into<Handled>, E: Into<BoxError>> From<Result<T, E>> for Handled {
    fn from(result: Result<T, E>) -> Self {
        match result {
            Ok(handled) => handled.into(),
            Err(error) => Self::Failed(error.into()),
        }
    }
}

impl PullMessages {
    /// Calls `handler` for each message.
    ///
    /// ```no_run
    /// # async fn example(orders: jsapi_client::PullConsumer) -> Result<(), jsapi_client::Error> {
    /// use jsapi_client::consume::Redelivery;
    ///
    /// let messages = orders.messages().open().await?;
    /// let control = messages.control();
    /// # async fn shutdown() {}
    /// tokio::spawn(async move {
    ///     shutdown().await;
    ///     control.drain().await;
    /// });
    /// messages
    ///     .handle(|message| async move {
    ///         println!("{}", message.subject);
    ///         if message.payload.is_empty() { Err("empty") } else { Ok(()) }
    ///     })
    ///     .concurrency(8)
    ///     .redelivery(Redelivery::default().dead_letter_after(5, "dead.orders"))
    ///     .on_error(|failure| eprintln!("{}: {}", failure.stream_sequence, failure.error))
    ///     .await
    /// # }
    /// ```
    ///
    /// See [`Handling`]. The client pulls twice the number of concurrent calls, unless
    /// [`max_messages`](crate::consume::PullMessagesBuilder::max_messages) is set.
    pub fn handle<H, F>(self, handler: H) -> Handling<H>
    where
        H: FnMut(Arc<Message>) -> F + Send + 'static,
        F: Future + Send + 'static,
        F::Output: Into<Handled> + Send,
    {
        Handling::new(Source::Pull(self), handler)
    }
}

impl PushMessages {
    /// Calls `handler` for each message.
    ///
    /// ```no_run
    /// # async fn example(watcher: jsapi_client::consume::PushConsumer) -> Result<(), jsapi_client::Error> {
    /// let messages = watcher.messages().open().await?;
    /// messages
    ///     .handle(|message| async move {
    ///         println!("{}", message.subject);
    ///         if message.payload.is_empty() { Err("empty") } else { Ok(()) }
    ///     })
    ///     .concurrency(8)
    ///     .await
    /// # }
    /// ```
    ///
    /// See [`Handling`]. As many messages wait as calls run; flow control limits the rest.
    /// [`Notice::MessagesLost`] reports messages that did not arrive.
    pub fn handle<H, F>(self, handler: H) -> Handling<H>
    where
        H: FnMut(Arc<Message>) -> F + Send + 'static,
        F: Future + Send + 'static,
        F::Output: Into<Handled> + Send,
    {
        Handling::new(Source::Push(Box::new(self)), handler)
    }
}

/// Calls a handler for each message of a consumer. Starts when awaited.
///
/// Returned by [`PullMessages::handle`] and [`PushMessages::handle`]. Each call of the handler
/// runs in a separate task. During the call, and while a message waits for its call, the client
/// reports the message as in progress, so the server does not redeliver it. The result of the
/// call determines the acknowledgement, see [`Handled`].
///
/// **Failures.** A call fails if it returns an error or panics. The [`Redelivery`] policy
/// determines the action for the message; the hook of [`on_error`](Self::on_error) gets the
/// error, and [`Notice::HandlerFailed`] its text.
///
/// **End.** [`control`](PullMessages::control) ends it from another task. After
/// [`stop`](crate::consume::Control::stop) the running calls complete, and the client
/// negatively acknowledges waiting messages. After [`drain`](crate::consume::Control::drain) all
/// messages that have arrived are handled. [`Notice::NotAcknowledged`] reports a failed
/// acknowledgement.
///
/// Sends one request at the start if the consumer's configuration is unknown.
///
/// # Errors
/// [`Error::Invalid`] if the concurrency is 0, or the redelivery policy has a limit of 0
/// deliveries or an invalid dead-letter subject. The final error of the messages, after all
/// calls have returned.
///
/// # Cancel safety
/// Dropping the future cancels all calls; the server redelivers their messages, and waiting
/// messages, after `ack_wait`.
#[must_use = "nothing is handled until it is awaited"]
pub struct Handling<H> {
    source: Source,
    handler: H,
    concurrency: usize,
    redelivery: Redelivery,
    on_error: Option<OnError>,
}

impl<H> Handling<H> {
    fn new(source: Source, handler: H) -> Self {
        Self {
            source,
            handler,
            concurrency: DEFAULT_CONCURRENCY,
            redelivery: Redelivery::default(),
            on_error: None,
        }
    }

    /// Sets the maximum number of concurrent calls. Default: 1.
    pub fn concurrency(mut self, calls: usize) -> Self {
        self.concurrency = calls;
        self
    }

    /// Sets the redelivery policy for failed messages. Default:
    /// [`Redelivery::default`].
    pub fn redelivery(mut self, redelivery: Redelivery) -> Self {
        self.redelivery = redelivery;
        self
    }

    /// Sets a hook that is called for each failure of the handler.
    ///
    /// It runs between calls and must return soon. A panic of the hook ends the handling.
    pub fn on_error(mut self, hook: impl FnMut(&HandlerFailure) + Send + 'static) -> Self {
        self.on_error = Some(Box::new(hook));
        self
    }
}

impl<H, F> IntoFuture for Handling<H>
where
    H: FnMut(Arc<Message>) -> F + Send + 'static,
    F: Future + Send + 'static,
    F::Output: Into<Handled> + Send,
{
    type Output = Result<()>;
    type IntoFuture = BoxFuture<'static, Result<()>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(handle(self))
    }
}

impl<H> fmt::Debug for Handling<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handling")
            .field("concurrency", &self.concurrency)
            .field("redelivery", &self.redelivery)
            .finish_non_exhaustive()
    }
}

async fn handle<H, F>(handling: Handling<H>) -> Result<()>
where
    H: FnMut(Arc<Message>) -> F + Send + 'static,
    F: Future + Send + 'static,
    F::Output: Into<Handled> + Send,
{
    let Handling {
        mut source,
        mut handler,
        concurrency,
        redelivery,
        on_error,
    } = handling;
    if concurrency == 0 {
        let why = "a handler with concurrency 0";
        return Err(Error::invalid("handle", Invalid::Argument(why.into())));
    }
    redelivery
        .check()
        .map_err(|why| Error::invalid("redelivery", why))?;
    let config = source.config().await?;
    source.ask_for(concurrency);
    let mut work = Work::new(
        source.context(),
        source.notices(),
        Terms::of(&config),
        redelivery,
        on_error,
    );
    let mut progress = Progress::of(&config);
    let ending = source.ending();
    let mut is_ending = false;
    let end = loop {
        let reads = is_ending || source.reads_with(work.waiting.len(), concurrency);
        tokio::select! {
            next = source.next(), if reads => match next {
                None => break Ok(()),
                Some(Err(Error::MessagesLost { count, .. })) => {
                    work.notices.post(Notice::MessagesLost { count, again: false });
                }
                Some(Err(error)) => break Err(error),
                Some(Ok(message)) => work.waiting.push_back(Arc::new(message)),
            },
            Some(()) = work.joined() => {}
            () = progress.tick() => work.progress(progress.every).await,
            () = poll_fn(|cx| ending(cx)), if !is_ending => is_ending = true,
        }
        work.start(concurrency, &mut handler);
        source.hold(work.waiting.len());
    };
    if end.is_err() || !source.is_drained() {
        work.hand_back().await;
    }
    while !work.is_idle() {
        work.start(concurrency, &mut handler);
        tokio::select! {
            Some(()) = work.joined() => {}
            () = progress.tick() => work.progress(progress.every).await,
        }
    }
    end
}

/// Interval of in-progress reports.
struct Progress {
    every: Duration,
    ticks: Option<Interval>,
}

impl Progress {
    /// Three times within the consumer's shortest `ack_wait`; never without one.
    fn of(config: &jsapi::ConsumerConfig) -> Self {
        let shortest = AckWait::of(config).and_then(|waits| waits.shortest());
        let Some(shortest) = shortest else {
            return Self {
                every: Duration::ZERO,
                ticks: None,
            };
        };
        let every = (shortest / 3).max(Duration::from_millis(1));
        let mut ticks = interval_at(Instant::now() + every, every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            every,
            ticks: Some(ticks),
        }
    }

    async fn tick(&mut self) {
        match &mut self.ticks {
            Some(ticks) => drop(ticks.tick().await),
            None => pending().await,
        }
    }
}
