//! Messages of a handler: from a pull consumer or a push consumer.

use std::task::{Context as TaskContext, Poll};

use futures_util::StreamExt;
use jsapi::ConsumerConfig;

use crate::api::context::Context;
use crate::consume::delivery::Message;
use crate::consume::messages::PullMessages;
use crate::consume::notice::Notices;
use crate::consume::push::PushMessages;
use crate::error::Result;

pub(super) enum Source {
    Pull(PullMessages),
    Push(Box<PushMessages>),
}

/// Checks whether the messages are to end, while none is read.
pub(super) type Ending = Box<dyn Fn(&TaskContext<'_>) -> Poll<()> + Send + Sync>;

impl Source {
    pub(super) fn context(&self) -> Context {
        match self {
            Self::Pull(messages) => messages.consumer().context().clone(),
            Self::Push(messages) => messages.consumer().consumer().context().clone(),
        }
    }

    /// Returns the consumer's configuration; sends one request if it is unknown.
    pub(super) async fn config(&mut self) -> Result<ConsumerConfig> {
        let pulled = match self {
            Self::Pull(messages) => messages.consumer(),
            Self::Push(messages) => return Ok(messages.consumer().config().clone()),
        };
        if let Some(config) = pulled.config() {
            return Ok(config.clone());
        }
        let info = pulled.consumer().info().await?;
        Ok(info.config.unwrap_or_default())
    }

    pub(super) fn notices(&self) -> Notices {
        match self {
            Self::Pull(messages) => messages.notices(),
            Self::Push(messages) => messages.notices(),
        }
    }

    pub(super) async fn next(&mut self) -> Option<Result<Message>> {
        match self {
            Self::Pull(messages) => messages.next().await,
            Self::Push(messages) => messages.next().await,
        }
    }

    /// Sets the number of pulled messages that keeps the calls busy, unless set.
    pub(super) fn ask_for(&self, concurrency: usize) {
        if let Self::Pull(messages) = self {
            messages.ask_for(concurrency.saturating_mul(2));
        }
    }

    /// Returns whether to read another message while this number waits for a call.
    ///
    /// Pulls limit the number themselves. Messages of a push consumer wait at the connection, where
    /// flow control limits the server.
    pub(super) fn reads_with(&self, waiting: usize, concurrency: usize) -> bool {
        match self {
            Self::Pull(_) => true,
            Self::Push(_) => waiting < concurrency,
        }
    }

    /// Counts messages that wait for their call as not returned.
    pub(super) fn hold(&self, waiting: usize) {
        if let Self::Pull(messages) = self {
            messages.hold(waiting);
        }
    }

    pub(super) fn ending(&self) -> Ending {
        match self {
            // It is always read.
            Self::Pull(_) => Box::new(|_| Poll::Pending),
            Self::Push(messages) => Box::new(messages.ending()),
        }
    }

    pub(super) fn is_drained(&self) -> bool {
        match self {
            Self::Pull(messages) => messages.is_drained(),
            Self::Push(messages) => messages.is_drained(),
        }
    }
}
