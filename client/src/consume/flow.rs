//! What a push consumer says beside its messages, and what it is answered.

use std::task::Context as TaskContext;

use async_nats::Subject;
use bytes::Bytes;

use crate::api::context::Context;
use crate::connection::transport::{BoxFuture, Incoming};
use crate::error::Result;
use crate::protocol::header;

/// Answers flow control requests, so that the server goes on.
///
/// A server sends so many bytes, asks, and waits for an answer when it has sent
/// as many again. The answer is given when all that came before the question was
/// handed out: that is what holds it up.
pub(crate) struct FlowControl {
    context: Context,
    answer: Option<BoxFuture<'static, Result<()>>>,
}

/// What a status of a push consumer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// It is there, has delivered so many messages, and has read the stream up to this
    /// sequence.
    Heartbeat {
        consumer_sequence: u64,
        stream_sequence: Option<u64>,
    },
    /// It was deleted.
    Deleted,
    /// Nothing that matters here.
    Nothing,
}

impl FlowControl {
    pub(crate) fn new(context: Context) -> Self {
        Self {
            context,
            answer: None,
        }
    }

    /// Reads a status, and begins to answer what it asks.
    pub(crate) fn on_status(&mut self, incoming: &Incoming) -> Said {
        match incoming.status {
            Some(100) => {}
            Some(409) if is_deletion(incoming) => return Said::Deleted,
            _ => return Said::Nothing,
        }
        // A heartbeat of a consumer that is held up asks again: the answer may
        // have been lost, or the question.
        let question = match &incoming.reply {
            Some(reply) => Some(reply.clone()),
            None => incoming.header(header::CONSUMER_STALLED).map(Subject::from),
        };
        if let Some(question) = question {
            self.begin(question);
        }
        let number = |name| incoming.header(name)?.trim().parse().ok();
        match number(header::LAST_CONSUMER) {
            Some(consumer_sequence) => Said::Heartbeat {
                consumer_sequence,
                stream_sequence: number(header::LAST_STREAM),
            },
            None => Said::Nothing,
        }
    }

    fn begin(&mut self, question: Subject) {
        // Nothing is published to where a stranger wants it.
        if self.answer.is_some() || !question.starts_with("$JS.FC.") {
            return;
        }
        let context = self.context.clone();
        self.answer = Some(Box::pin(async move {
            context.publish_ack("$JS.FC", &question, Bytes::new()).await
        }));
    }

    /// Gets on with the answer. One that is not sent is asked for again.
    pub(crate) fn drive(&mut self, cx: &mut TaskContext<'_>) {
        if let Some(answer) = &mut self.answer
            && answer.as_mut().poll(cx).is_ready()
        {
            self.answer = None;
        }
    }
}

fn is_deletion(incoming: &Incoming) -> bool {
    let said = incoming.description.as_deref().unwrap_or_default();
    said.eq_ignore_ascii_case("Consumer Deleted")
}
