//! Flow control and heartbeats of a push consumer.

use std::task::Context as TaskContext;

use async_nats::Subject;
use bytes::Bytes;

use crate::api::context::Context;
use crate::connection::transport::{BoxFuture, Incoming};
use crate::error::Result;
use crate::protocol::header;

/// Replies to flow control requests, so that the server continues to send.
///
/// The server sends a flow control request after a number of bytes, and pauses without a reply
/// after the same number again. The client replies when it has returned all messages before
/// the request, which limits the messages in flight.
pub(crate) struct FlowControl {
    context: Context,
    answer: Option<BoxFuture<'static, Result<()>>>,
}

/// Meaning of a status message of a push consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// A heartbeat with the last consumer sequence and stream sequence.
    Heartbeat {
        consumer_sequence: u64,
        stream_sequence: Option<u64>,
    },
    /// The consumer was deleted.
    Deleted,
    /// Any other status.
    Nothing,
}

impl FlowControl {
    pub(crate) fn new(context: Context) -> Self {
        Self {
            context,
            answer: None,
        }
    }

    /// Decodes a status, and starts the reply to a flow control request.
    pub(crate) fn on_status(&mut self, incoming: &Incoming) -> Said {
        match incoming.status {
            Some(100) => {}
            Some(409) if is_deletion(incoming) => return Said::Deleted,
            _ => return Said::Nothing,
        }
        // A heartbeat of a stalled consumer repeats the flow control request: the
        // request or its reply may have been lost.
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
        // Replies only to flow control subjects: any client could send another one.
        if self.answer.is_some() || !question.starts_with("$JS.FC.") {
            return;
        }
        let context = self.context.clone();
        self.answer = Some(Box::pin(async move {
            context.publish_ack("$JS.FC", &question, Bytes::new()).await
        }));
    }

    /// Drives the reply. The server repeats the request if it is not sent.
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
