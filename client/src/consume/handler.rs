//! Messages handled by a function, several at once.

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

/// How many calls of a handler run at once, unless set.
pub const DEFAULT_CONCURRENCY: usize = 1;

/// A hook that hears of failures.
type OnError = Box<dyn FnMut(&HandlerFailure) + Send>;

/// Result of a handler: how its message is acknowledged.
///
/// A handler returns it, or anything that converts into it: `()` acknowledges the
/// message, an [`AckKind`] does so in that way, and a `Result` does what its `Ok`
/// says, or has failed with its error.
#[derive(Debug)]
#[non_exhaustive]
pub enum Handled {
    /// The client acknowledges the message in this way.
    Ack(AckKind),
    /// The client does nothing: the handler has acknowledged the message, or the
    /// server is to redeliver it after `ack_wait`.
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
    /// See [`Handling`]. Twice as many messages are asked for as are handled at
    /// once, unless
    /// [`max_messages`](crate::consume::PullMessagesBuilder::max_messages) was set.
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
    /// See [`Handling`]. As many messages wait as are handled at once; with the rest
    /// flow control holds the server up. [`Notice::MessagesLost`] tells of messages
    /// that did not arrive.
    pub fn handle<H, F>(self, handler: H) -> Handling<H>
    where
        H: FnMut(Arc<Message>) -> F + Send + 'static,
        F: Future + Send + 'static,
        F::Output: Into<Handled> + Send,
    {
        Handling::new(Source::Push(Box::new(self)), handler)
    }
}

/// Handles the messages of a consumer with a function; awaited, it begins.
///
/// From [`PullMessages::handle`] and [`PushMessages::handle`]. Each call of the
/// handler runs in a task of its own. While it runs, and while a message waits for
/// its turn, the client tells the server that the message is in progress, so that it
/// is not redelivered. What the call returns decides how the message is
/// acknowledged, see [`Handled`].
///
/// **Failures.** A call that returns an error or panics has failed. The
/// [`Redelivery`] policy decides what becomes of the message; the hook of
/// [`on_error`](Self::on_error) gets the error, and [`Notice::HandlerFailed`] its
/// text.
///
/// **End.** [`control`](PullMessages::control) ends it from elsewhere. After
/// [`stop`](crate::consume::Control::stop) the calls that run are finished, and the
/// messages that wait are negatively acknowledged. After
/// [`drain`](crate::consume::Control::drain) all messages that have arrived are
/// handled. An acknowledgement that fails is told as [`Notice::NotAcknowledged`].
///
/// Sends one request at the start if the consumer's configuration is not known.
///
/// # Errors
/// [`Error::Invalid`] if the concurrency is 0, or the redelivery policy has a limit
/// of 0 deliveries or a dead-letter subject that cannot be published to. The error
/// that the messages end with, once all calls have returned.
///
/// # Cancel safety
/// Dropping the future ends all calls where they are; the server redelivers their
/// messages, and those that wait, after `ack_wait`.
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
    /// It runs between calls and is to return soon. Its panic ends the handling.
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
        let why = "a handler with a concurrency of 0";
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

/// When the server is told again that messages are in progress.
struct Progress {
    every: Duration,
    ticks: Option<Interval>,
}

impl Progress {
    /// Three times within the shortest wait of the consumer; never, if it waits for
    /// nothing.
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
