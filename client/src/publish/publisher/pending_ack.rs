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

/// Future of the acknowledgement of a sent message.
///
/// Ready within the message's timeout. If it is dropped, the publisher's
/// [failures](super::Publisher::failures) include a failure of the message.
///
/// # Cancel safety
/// Dropping a reference to it loses nothing: it can be polled again.
#[must_use = "if it is dropped, Publisher::failures returns a failure"]
pub struct PendingAck {
    /// Entry of the outcome; `None`: the outcome was returned.
    pub(super) place: Option<u32>,
    pub(super) number: u64,
    /// Keeps the inbox and the sweeper alive.
    pub(super) owner: Arc<Owner>,
}

impl PendingAck {
    /// Returns the number of the message, counted by the publisher from 0.
    ///
    /// A message that the publisher did not accept leaves a gap.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Takes the outcome of the message, if known.
    ///
    /// Awaiting it after that returns [`Lost`](Error::Lost).
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
            return Poll::Ready(lost("the outcome of the message was already taken"));
        };
        let mut state = this.owner.shared.lock();
        let outcome = ready!(state.outcomes.poll(place, cx));
        this.place = None;
        Poll::Ready(match outcome {
            Some(outcome) => told(outcome, state),
            None => lost("unknown message"),
        })
    }
}

/// Converts an outcome to a result.
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

/// Adds a failure that was not taken to the publisher's failures.
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
