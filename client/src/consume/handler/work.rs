//! Calls of a handler, and the acknowledgement of their messages.

use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{Id, JoinError, JoinSet};
use tracing::Instrument;

use super::failure::{HandlerFailure, HandlerPanic, with_causes};
use super::redelivery::{Redelivery, Terms};
use super::{Handled, OnError};
use crate::api::context::Context;
use crate::consume::dead_letter::DeadLetter;
use crate::consume::delivery::{AckKind, Message};
use crate::consume::notice::Notices;
use crate::error::transport::BoxError;
use crate::error::{Error, Invalid};
use crate::protocol::notice::FailureAction;
use crate::protocol::notice::Notice;
use crate::protocol::random;

/// Messages being handled, and messages that wait for their call.
pub(super) struct Work {
    pub(super) context: Context,
    pub(super) notices: Notices,
    pub(super) terms: Terms,
    pub(super) redelivery: Redelivery,
    pub(super) on_error: Option<OnError>,
    pub(super) waiting: VecDeque<Arc<Message>>,
    running: HashMap<Id, Arc<Message>>,
    calls: JoinSet<Vec<Trouble>>,
}

/// Problem with a message.
enum Trouble {
    /// The handler failed.
    Failed(BoxError),
    NotAcknowledged(Error),
    NotDeadLettered(Error),
}

impl Work {
    pub(super) fn new(
        context: Context,
        notices: Notices,
        terms: Terms,
        redelivery: Redelivery,
        on_error: Option<OnError>,
    ) -> Self {
        Self {
            context,
            notices,
            terms,
            redelivery,
            on_error,
            waiting: VecDeque::new(),
            running: HashMap::new(),
            calls: JoinSet::new(),
        }
    }

    pub(super) fn is_idle(&self) -> bool {
        self.calls.is_empty() && self.waiting.is_empty()
    }

    /// Calls the handler for waiting messages, up to `concurrency` at a time.
    pub(super) fn start<H, F>(&mut self, concurrency: usize, handler: &mut H)
    where
        H: FnMut(Arc<Message>) -> F,
        F: Future + Send + 'static,
        F::Output: Into<Handled> + Send,
    {
        while self.calls.len() < concurrency
            && let Some(message) = self.waiting.pop_front()
        {
            let called = message.clone();
            let span = process_span(&message);
            let call = span.in_scope(|| catch_unwind(AssertUnwindSafe(|| handler(called))));
            let call = match call {
                Ok(call) => call,
                Err(panic) => {
                    self.failed(message, Box::new(HandlerPanic::new(&*panic)));
                    continue;
                }
            };
            let (handled, acks) = (message.clone(), self.terms.acks);
            let call = async move {
                let told = match call.await.into() {
                    Handled::Ack(kind) if acks => acknowledge(&handled, kind).await,
                    Handled::Ack(_) | Handled::Nothing => None,
                    Handled::Failed(error) => Some(Trouble::Failed(error)),
                };
                Vec::from_iter(told)
            };
            let task = self.calls.spawn(call.instrument(span));
            self.running.insert(task.id(), message);
        }
    }

    /// Waits until a call has returned; `None` if none runs.
    ///
    /// Awaits nothing after that, because a `select!` would lose the result.
    pub(super) async fn joined(&mut self) -> Option<()> {
        let joined = self.calls.join_next_with_id().await?;
        let id = match &joined {
            Ok((id, _)) => *id,
            Err(error) => error.id(),
        };
        let message = self.running.remove(&id)?;
        match joined {
            Ok((_, troubles)) => {
                for trouble in troubles {
                    self.tell(&message, trouble);
                }
            }
            Err(error) => self.failed(message, panic_of(error)),
        }
        Some(())
    }

    fn tell(&mut self, message: &Arc<Message>, trouble: Trouble) {
        let stream_sequence = message.metadata().map_or(0, |it| it.stream_sequence);
        self.notices.post(match trouble {
            Trouble::Failed(error) => return self.failed(message.clone(), error),
            Trouble::NotAcknowledged(error) => Notice::NotAcknowledged {
                stream_sequence,
                why: with_causes(&error.into()),
            },
            Trouble::NotDeadLettered(error) => Notice::NotDeadLettered {
                stream_sequence,
                why: with_causes(&error.into()),
            },
        });
    }

    /// Reports a failed handler, and starts the action of the policy as another call.
    fn failed(&mut self, message: Arc<Message>, error: BoxError) {
        let (stream_sequence, delivered) = message
            .metadata()
            .map_or((0, 0), |it| (it.stream_sequence, it.delivered));
        let random = random::below_1024();
        let action = match message.is_acknowledged() {
            true => FailureAction::AlreadyAcknowledged,
            false => self.redelivery.decide(delivered, &self.terms, random),
        };
        let reason = with_causes(&error);
        self.notices.post(Notice::HandlerFailed {
            stream_sequence,
            delivered,
            error: reason.clone(),
            action: action.clone(),
        });
        if let Some(hook) = &mut self.on_error {
            hook(&HandlerFailure {
                message: message.clone(),
                error,
                stream_sequence,
                delivered,
                action: action.clone(),
            });
        }
        let otherwise = self
            .redelivery
            .delay(delivered, self.terms.backoff(), random);
        let consequence = Consequence {
            context: self.context.clone(),
            acks: self.terms.acks,
            headers_only: self.terms.headers_only,
            message: message.clone(),
            reason,
            otherwise,
        };
        let task = self.calls.spawn(consequence.follow(action));
        self.running.insert(task.id(), message);
    }

    /// Reports messages as in progress that arrived a while ago.
    pub(super) async fn progress(&mut self, every: Duration) {
        for message in self.running.values().chain(&self.waiting) {
            // New messages have time until the next round.
            if message.received().elapsed() >= every / 2 && !message.is_acknowledged() {
                let _again_next_round = message.in_progress().await;
            }
        }
    }

    /// Negatively acknowledges the waiting messages.
    pub(super) async fn hand_back(&mut self) {
        for message in std::mem::take(&mut self.waiting) {
            if self.terms.acks {
                let _redelivered_otherwise = message.nak().await;
            }
        }
    }
}

fn panic_of(error: JoinError) -> BoxError {
    match error.try_into_panic() {
        Ok(panic) => Box::new(HandlerPanic::new(&*panic)),
        // The runtime shuts down.
        Err(error) => Box::new(error),
    }
}

/// Action for one failed message.
struct Consequence {
    context: Context,
    acks: bool,
    headers_only: bool,
    message: Arc<Message>,
    reason: String,
    /// Delay of the redelivery if it cannot be dead-lettered.
    otherwise: Duration,
}

impl Consequence {
    async fn follow(self, action: FailureAction) -> Vec<Trouble> {
        let mut troubles = Vec::new();
        let kind = match action {
            FailureAction::AlreadyAcknowledged => return troubles,
            FailureAction::Redeliver { after } => AckKind::Nak(Some(after)),
            // The server detects that `max_deliver` is reached, and publishes the advisory at once.
            FailureAction::NotRedelivered => AckKind::Nak(None),
            FailureAction::Terminate => AckKind::Term(Some(self.reason.clone())),
            FailureAction::DeadLetter { subject } => match self.dead_letter(&subject).await {
                Ok(()) => {
                    AckKind::Term(Some(format!("dead-lettered to {subject}: {}", self.reason)))
                }
                Err(error) => {
                    troubles.push(Trouble::NotDeadLettered(error));
                    AckKind::Nak(Some(self.otherwise))
                }
            },
        };
        if self.acks {
            troubles.extend(acknowledge(&self.message, kind).await);
        }
        troubles
    }

    async fn dead_letter(&self, subject: &str) -> Result<(), Error> {
        let letter = DeadLetter::of_failed(&self.context, &self.message, &self.reason);
        let Some(letter) = letter else {
            // Returns the error of the reply subject.
            return self.message.metadata().map(drop);
        };
        match self.headers_only {
            true => letter.republish(subject).await,
            false => letter.publish(subject.into(), &self.message).await,
        }
        .map(drop)
    }
}

/// Returns the tracing span of a call.
fn process_span(message: &Message) -> tracing::Span {
    if !tracing::enabled!(target: "jsapi_client::process", tracing::Level::INFO) {
        return tracing::Span::none();
    }
    let Ok(delivery) = message.metadata() else {
        return tracing::Span::none();
    };
    tracing::info_span!(
        target: "jsapi_client::process",
        "process",
        stream = delivery.stream.to_string(),
        consumer = delivery.consumer.to_string(),
        subject = message.subject.as_str(),
        sequence = delivery.stream_sequence,
        attempt = delivery.delivered,
    )
}

async fn acknowledge(message: &Message, kind: AckKind) -> Option<Trouble> {
    match message.ack_with(kind).await {
        // The handler has acknowledged it.
        Ok(_) => None,
        Err(error) if error.as_invalid() == Some(&Invalid::AlreadyAcknowledged) => None,
        Err(error) => Some(Trouble::NotAcknowledged(error)),
    }
}
