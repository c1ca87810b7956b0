//! The acknowledgement of a published message.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, MutexGuard};
use std::task::{Context as TaskContext, Poll, ready};

use jsapi::{Model, PubAck};

use super::outcomes::Outcome;
use super::owner::Owner;
use super::state::State;
use crate::error::transport::Reason;
use crate::error::{Error, Result};

/// The acknowledgement of a message that was sent, when it comes.
///
/// Ready within the message's timeout. Dropped, a failure is among the
/// publisher's [failures](Publisher::failures).
///
/// # Cancel safety
/// It may be polled again and again.
#[must_use = "dropped, it leaves a failure to Publisher::failures"]
pub struct PendingAck {
    /// The place of the outcome; `None` when it was told.
    pub(super) place: Option<u32>,
    pub(super) number: u64,
    /// The task runs as long as somebody waits.
    pub(super) owner: Arc<Owner>,
}

impl PendingAck {
    /// Number of the message among those handed to the publisher, from 0 on.
    ///
    /// A number is left out where handing over failed.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// What became of the message, if that is known by now; once.
    ///
    /// Awaited after it was told, it is [`Lost`](Error::Lost).
    pub fn now(&mut self) -> Option<Result<PubAck>> {
        let mut state = self.owner.shared.lock();
        let outcome = state.outcomes.take(self.place?)?;
        self.place = None;
        Some(told(outcome, state))
    }
}

impl Future for PendingAck {
    type Output = Result<PubAck>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let lost = |why: &'static str| {
            Err(Error::Lost {
                operation: "publisher".into(),
                source: Some(Reason::boxed(why)),
            })
        };
        let Some(place) = this.place else {
            return Poll::Ready(lost("what became of the message was told before"));
        };
        let mut state = this.owner.shared.lock();
        let outcome = ready!(state.outcomes.poll(place, cx));
        this.place = None;
        Poll::Ready(match outcome {
            Some(outcome) => told(outcome, state),
            None => lost("there is no such message"),
        })
    }
}

/// The result of an outcome.
fn told(outcome: Outcome, state: MutexGuard<'_, State>) -> Result<PubAck> {
    match outcome {
        Outcome::Stored { sequence, like } => {
            let like = state.outcomes.liked(like);
            drop(state);
            let mut ack = match like {
                Some(like) => (*like).clone(),
                None => PubAck::empty(),
            };
            ack.seq = sequence;
            Ok(ack)
        }
        Outcome::Acknowledged(ack) => Ok(*ack),
        Outcome::Failed(failed) => Err(failed.error),
        Outcome::Withdrawn => Err(Error::Lost {
            operation: "publisher".into(),
            source: Some(Reason::boxed("the message was withdrawn")),
        }),
    }
}

/// A failure that came and was not taken goes to the publisher's failures.
impl Drop for PendingAck {
    fn drop(&mut self) {
        if let Some(place) = self.place.take() {
            let mut state = self.owner.shared.lock();
            if let Some(failed) = state.outcomes.abandon(place) {
                state.unseen.keep(*failed);
            }
        }
    }
}

impl fmt::Debug for PendingAck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingAck").finish_non_exhaustive()
    }
}
