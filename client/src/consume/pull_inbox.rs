//! Inbox for pulled messages: one subscription for many pulls.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;

use jsapi::endpoint::CONSUMER_MSG_NEXT;
use tokio::time::{Instant, Sleep, sleep_until};

use crate::api::context::Context;
use crate::connection::transport::{Connection, Incoming, Subscription};
use crate::error::Result;
use crate::protocol::pull_flow::PullId;

/// Maximum time that the task is woken too early.
const EARLY: Duration = Duration::from_secs(1);

/// Inbox for pulled messages; the last token of a reply subject identifies the pull.
///
/// Statuses arrive at that subject. A message has its original subject, and does not identify
/// its pull. The tokens are used in turn: servers look up known subjects faster.
pub(crate) struct PullInbox {
    prefix: String,
    subscription: Subscription,
    next: PullId,
    timer: Option<Pin<Box<Sleep>>>,
    /// Whether the timer runs.
    armed: bool,
    connection: Connection,
    server: Option<String>,
}

/// A message of the inbox.
pub(crate) enum Came {
    Message(Incoming),
    /// A message to the reply subject of a pull.
    Status(PullId, Incoming),
    /// The subscription has ended.
    Closed,
}

impl PullInbox {
    /// Waits for a connection, and subscribes.
    pub(crate) async fn open(context: &Context, timeout: Duration) -> Result<Self> {
        let prefix = context.new_inbox();
        let wildcard = format!("{prefix}.*");
        let operation = CONSUMER_MSG_NEXT.verb.into();
        let guard = context.guard(&operation, timeout).await?;
        let begin = |wildcard| guard.transport().subscribe(wildcard);
        let subscription = context
            .subscribe(&guard, &operation, wildcard, begin)
            .await?;
        Ok(Self {
            prefix,
            subscription,
            next: 0,
            timer: None,
            armed: false,
            connection: guard.connection(),
            server: context.server_id(),
        })
    }

    /// Returns the last used connection.
    pub(crate) fn connection(&self) -> Connection {
        self.connection
    }

    /// Returns the last used server.
    pub(crate) fn server(&self) -> Option<&str> {
        self.server.as_deref()
    }

    /// Sets the connection of further pulls.
    pub(crate) fn over(&mut self, connection: Connection, context: &Context) {
        if connection.count != self.connection.count {
            self.server = context.server_id();
        }
        self.connection = connection;
    }

    /// Returns a new pull and its reply subject.
    pub(crate) fn pull(&mut self) -> (PullId, String) {
        let id = self.next;
        self.next = self.next.wrapping_add(1);
        (id, format!("{}.{id}", self.prefix))
    }

    pub(crate) fn poll(&mut self, cx: &mut TaskContext<'_>) -> Poll<Came> {
        loop {
            return Poll::Ready(match self.subscription.as_mut().poll_next(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => Came::Closed,
                Poll::Ready(Some(message)) => match message.status {
                    None => Came::Message(message),
                    // Messages may also have been published with a status.
                    Some(_) => match self.pull_of(&message) {
                        Of::Pull(id) => Came::Status(id, message),
                        Of::Nobody => continue,
                        Of::Stream => Came::Message(message),
                    },
                },
            });
        }
    }

    fn pull_of(&self, message: &Incoming) -> Of {
        let own = message.subject.strip_prefix(self.prefix.as_str());
        match own.and_then(|rest| rest.strip_prefix('.')) {
            None => Of::Stream,
            Some(id) => id.parse().map_or(Of::Nobody, Of::Pull),
        }
    }

    /// Wakes the task at a time, or up to a second earlier.
    ///
    /// A timer that already runs for an earlier time keeps running, so it is not reset for every
    /// message.
    pub(crate) fn poll_until(&mut self, when: Instant, cx: &mut TaskContext<'_>) -> Poll<()> {
        let timer = self
            .timer
            .get_or_insert_with(|| Box::pin(sleep_until(when)));
        let deadline = timer.deadline();
        if !self.armed || deadline > when || deadline + EARLY < when {
            timer.as_mut().reset(when);
            self.armed = true;
        }
        ready!(timer.as_mut().poll(cx));
        self.armed = false;
        Poll::Ready(())
    }
}

enum Of {
    Pull(PullId),
    Stream,
    Nobody,
}

impl fmt::Debug for PullInbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PullInbox")
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}
