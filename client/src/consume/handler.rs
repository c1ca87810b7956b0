//! Messages handled by a function, several at once.

use std::collections::{HashMap, VecDeque};
use std::future::{Future, pending};
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use tokio::task::{Id, JoinSet};
use tokio::time::{Instant, MissedTickBehavior, interval_at};

use crate::consume::messages::PullMessages;
use crate::consume::notice::{Notice, Notices};
use crate::consume::push::PushMessages;
use crate::delivery::{AckError, AckWait, Message};
use crate::error::{Error, Invalid, Result};

/// What is to be said of a message that was handled.
///
/// A handler may return it, nothing (it is acknowledged), or a `Result`: an error
/// hands the message back, to be delivered again at once.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Handled {
    /// It is done with.
    Ack,
    /// It is to be delivered again at once.
    Nak,
    /// It is to be delivered again after a while.
    NakAfter(Duration),
    /// It is never to be delivered again, for this reason.
    Term(String),
    /// Nothing: the handler said it, or wants it to be delivered again after
    /// `ack_wait`.
    Nothing,
}

impl From<()> for Handled {
    fn from((): ()) -> Self {
        Self::Ack
    }
}

impl<E> From<Result<(), E>> for Handled {
    fn from(result: Result<(), E>) -> Self {
        match result {
            Ok(()) => Self::Ack,
            Err(_) => Self::Nak,
        }
    }
}

impl PullMessages {
    /// Has a function handle the messages, so many at once.
    ///
    /// ```no_run
    /// # async fn example(orders: jsapi_client::PullConsumer) -> Result<(), jsapi_client::Error> {
    /// let messages = orders.messages().await?;
    /// let control = messages.control();
    /// let handling = tokio::spawn(messages.handle(8, |message| async move {
    ///     println!("{}", message.subject);
    ///     if message.payload.is_empty() { Err("empty") } else { Ok(()) }
    /// }));
    /// // When it is time to go:
    /// control.drain().await;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Each call runs in a task of its own. While it does, and while a message
    /// waits for its turn, the server is told that it is in progress, so that it
    /// is not delivered again. What a call returns decides what is said of its
    /// message, see [`Handled`]; that of a call that panics is handed back.
    ///
    /// Twice as many messages as are handled at once are asked for, unless
    /// [`max_messages`](crate::consume::MessagesBuilder::max_messages) was set.
    ///
    /// It is over when the messages are: after [`stop`] what is handled is
    /// finished and what waits is handed back; after [`drain`] all is handled.
    /// An acknowledgement that fails is told as [`Notice::NotAcknowledged`].
    /// One request at the start when it is not known for how long the server
    /// waits.
    ///
    /// # Errors
    /// What the messages end with. It is given once all calls have returned.
    ///
    /// # Cancel safety
    /// Dropping it ends all calls where they are; their messages are delivered
    /// again after `ack_wait`.
    ///
    /// [`stop`]: crate::consume::Control::stop
    /// [`drain`]: crate::consume::Control::drain
    pub async fn handle<H, F>(mut self, at_once: usize, mut handler: H) -> Result<()>
    where
        H: FnMut(Arc<Message>) -> F,
        F: Future + Send + 'static,
        F::Output: Into<Handled> + Send,
    {
        if at_once == 0 {
            let why = "a handler that handles nothing at once";
            return Err(Error::invalid("", Invalid::Other(why.into())));
        }
        let waits = self.ack_wait().await?;
        self.ask_for(at_once.saturating_mul(2));
        let mut work = Work {
            notices: self.notices(),
            waiting: VecDeque::new(),
            running: HashMap::new(),
            calls: JoinSet::new(),
            acks: waits.is_some(),
        };
        let every = waits
            .as_ref()
            .and_then(|waits| waits.shortest())
            .map(|shortest| (shortest / 3).max(Duration::from_millis(1)));
        let mut progress = every.map(|every| {
            let mut progress = interval_at(Instant::now() + every, every);
            progress.set_missed_tick_behavior(MissedTickBehavior::Delay);
            progress
        });
        let end = loop {
            tokio::select! {
                next = self.next() => match next {
                    None => break Ok(()),
                    Some(Err(error)) => break Err(error),
                    Some(Ok(message)) => work.waiting.push_back(Arc::new(message)),
                },
                Some(()) = work.joined() => {}
                () = tick(&mut progress) => work.progress(every.unwrap_or_default()).await,
            }
            work.start(at_once, &mut handler);
            self.hold(work.waiting.len());
        };
        if end.is_err() || !self.is_drained() {
            for message in work.waiting.drain(..) {
                let _redelivered_otherwise = message.nak().await;
            }
        }
        while !work.calls.is_empty() || !work.waiting.is_empty() {
            work.start(at_once, &mut handler);
            tokio::select! {
                Some(()) = work.joined() => {}
                () = tick(&mut progress) => work.progress(every.unwrap_or_default()).await,
            }
        }
        end
    }
}

impl PushMessages {
    /// Has a function handle the messages, so many at once.
    ///
    /// ```no_run
    /// # async fn example(watcher: jsapi_client::consume::PushConsumer) -> Result<(), jsapi_client::Error> {
    /// let messages = watcher.messages().await?;
    /// let stop = async { std::future::pending().await };
    /// messages.handle(8, stop, |message| async move {
    ///     println!("{}", message.subject);
    ///     if message.payload.is_empty() { Err("empty") } else { Ok(()) }
    /// }).await
    /// # }
    /// ```
    ///
    /// Each call runs in a task of its own. While it does, and while a message
    /// waits for its turn, the server is told that it is in progress, so that it
    /// is not delivered again. What a call returns decides what is said of its
    /// message, see [`Handled`]; that of a call that panics is handed back. As
    /// many messages wait as are handled at once; with the rest flow control
    /// holds the server up.
    ///
    /// It is over when `stop` is: what is handled is finished, and what waits is
    /// handed back. An acknowledgement that fails is told as
    /// [`Notice::NotAcknowledged`], and messages that were lost for good as
    /// [`Notice::MessagesLost`].
    ///
    /// # Errors
    /// What the messages end with. It is given once all calls have returned.
    ///
    /// # Cancel safety
    /// Dropping it ends all calls where they are; their messages are delivered
    /// again after `ack_wait`.
    pub async fn handle<H, F>(
        mut self,
        at_once: usize,
        stop: impl Future<Output = ()>,
        mut handler: H,
    ) -> Result<()>
    where
        H: FnMut(Arc<Message>) -> F,
        F: Future + Send + 'static,
        F::Output: Into<Handled> + Send,
    {
        if at_once == 0 {
            let why = "a handler that handles nothing at once";
            return Err(Error::invalid("", Invalid::Other(why.into())));
        }
        let waits = self.ack_wait();
        let mut work = Work {
            notices: self.notices(),
            waiting: VecDeque::new(),
            running: HashMap::new(),
            calls: JoinSet::new(),
            acks: waits.is_some(),
        };
        let every = waits
            .as_ref()
            .and_then(|waits| waits.shortest())
            .map(|shortest| (shortest / 3).max(Duration::from_millis(1)));
        let mut progress = every.map(|every| {
            let mut progress = interval_at(Instant::now() + every, every);
            progress.set_missed_tick_behavior(MissedTickBehavior::Delay);
            progress
        });
        let mut stop = std::pin::pin!(stop);
        let end = loop {
            tokio::select! {
                () = &mut stop => break Ok(()),
                next = self.next(), if work.waiting.len() < at_once => match next {
                    None => break Ok(()),
                    Some(Err(Error::MessagesLost { count, .. })) => {
                        work.notices.post(Notice::MessagesLost { count, again: false });
                    }
                    Some(Err(error)) => break Err(error),
                    Some(Ok(message)) => work.waiting.push_back(Arc::new(message)),
                },
                Some(()) = work.joined() => {}
                () = tick(&mut progress) => work.progress(every.unwrap_or_default()).await,
            }
            work.start(at_once, &mut handler);
        };
        if work.acks {
            for message in work.waiting.drain(..) {
                let _redelivered_otherwise = message.nak().await;
            }
        }
        work.waiting.clear();
        while !work.calls.is_empty() {
            tokio::select! {
                Some(()) = work.joined() => {}
                () = tick(&mut progress) => work.progress(every.unwrap_or_default()).await,
            }
        }
        end
    }
}

async fn tick(progress: &mut Option<tokio::time::Interval>) {
    match progress {
        Some(progress) => drop(progress.tick().await),
        None => pending().await,
    }
}

/// The messages that are handled, and those that are going to be.
struct Work {
    notices: Notices,
    waiting: VecDeque<Arc<Message>>,
    running: HashMap<Id, Arc<Message>>,
    calls: JoinSet<Result<(), AckError>>,
    acks: bool,
}

impl Work {
    fn start<H, F>(&mut self, at_once: usize, handler: &mut H)
    where
        H: FnMut(Arc<Message>) -> F,
        F: Future + Send + 'static,
        F::Output: Into<Handled> + Send,
    {
        while self.calls.len() < at_once
            && let Some(message) = self.waiting.pop_front()
        {
            let call = handler(message.clone());
            let (handled, acks) = (message.clone(), self.acks);
            let task = self.calls.spawn(async move {
                let said = call.await.into();
                match acks {
                    true => say(&handled, said).await,
                    false => Ok(()),
                }
            });
            self.running.insert(task.id(), message);
        }
    }

    /// One call has returned; none when none runs.
    ///
    /// Nothing is awaited once one has: it would be lost in a `select!`.
    async fn joined(&mut self) -> Option<()> {
        match self.calls.join_next_with_id().await? {
            Ok((id, told)) => {
                let message = self.running.remove(&id);
                if let (Err(error), Some(message)) = (told, message) {
                    self.notices.post(Notice::NotAcknowledged {
                        stream_sequence: message.metadata().map_or(0, |it| it.stream_sequence),
                        why: error.to_string(),
                    });
                }
            }
            Err(panicked) => {
                let message = self.running.remove(&panicked.id());
                if let Some(message) = message.filter(|_| self.acks) {
                    self.hand_back(message);
                }
            }
        }
        Some(())
    }

    /// Hands back the message of a call that panicked, as a call of its own.
    fn hand_back(&mut self, message: Arc<Message>) {
        let handed_back = message.clone();
        let task = self
            .calls
            .spawn(async move { say(&handed_back, Handled::Nak).await });
        self.running.insert(task.id(), message);
    }

    /// Says of what is here for a while that it is in progress.
    async fn progress(&mut self, every: Duration) {
        for message in self.running.values().chain(&self.waiting) {
            // New ones have time until the next round.
            if message.received().elapsed() >= every / 2 && !message.is_settled() {
                let _again_next_round = message.in_progress().await;
            }
        }
    }
}

async fn say(message: &Message, handled: Handled) -> Result<(), AckError> {
    let said = match handled {
        Handled::Ack => message.ack().await,
        Handled::Nak => message.nak().await,
        Handled::NakAfter(delay) => message.nak_with_delay(delay).await,
        Handled::Term(reason) => message.term_with_reason(&reason).await,
        Handled::Nothing => return Ok(()),
    };
    match said {
        // The handler has said it.
        Ok(_) | Err(AckError::Already) => Ok(()),
        Err(error) => Err(error),
    }
}

impl PullMessages {
    /// How long the server waits for acknowledgements; `None` when it wants none.
    async fn ack_wait(&self) -> Result<Option<AckWait>> {
        let consumer = self.consumer();
        if let Some(config) = consumer.config() {
            return Ok(AckWait::of(config));
        }
        let info = consumer.handle().info().await?;
        Ok(info.config.as_ref().and_then(AckWait::of))
    }
}
