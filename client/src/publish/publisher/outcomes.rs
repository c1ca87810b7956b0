//! Outcomes of messages, until their `PendingAck` takes them.
//!
//! In one reused allocation, instead of a channel per message.

use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, Waker};

use jsapi::PubAck;

use super::FailedPublish;

/// Number of entries kept while there is no `PendingAck`.
const KEPT: usize = 4;

/// Maximum number of templates of acknowledgements.
const MOST_LIKE: usize = 64;

/// An entry for each message whose `PendingAck` is not done.
#[derive(Default)]
pub(super) struct Outcomes {
    places: Vec<Place>,
    free: Vec<u32>,
    /// Templates of acknowledgements, which differ only in the sequence.
    like: Vec<Arc<PubAck>>,
}

enum Place {
    Free,
    /// The outcome is unknown.
    Open(Option<Waker>),
    /// The `PendingAck` was dropped before.
    Dropped,
    Known(Outcome),
}

/// Outcome of a message.
pub(super) enum Outcome {
    /// Stored, with an acknowledgement like the template of this index.
    Stored {
        sequence: u64,
        like: u32,
    },
    /// Stored, with this acknowledgement.
    Acknowledged(Box<PubAck>),
    Failed(Box<FailedPublish>),
    /// Withdrawn before it was sent.
    Withdrawn,
}

impl Outcomes {
    /// Creates an entry for a message.
    pub(super) fn open(&mut self) -> u32 {
        let at = match self.free.pop() {
            Some(at) => at,
            None => {
                self.places.push(Place::Free);
                u32::try_from(self.places.len() - 1).unwrap_or(u32::MAX)
            }
        };
        if let Some(place) = self.places.get_mut(at as usize) {
            *place = Place::Open(None);
        }
        at
    }

    /// Stores an outcome, and adds the waiting task to `wakers`.
    ///
    /// Returns a failure whose `PendingAck` was dropped.
    #[inline]
    pub(super) fn complete(
        &mut self,
        at: u32,
        outcome: Outcome,
        wakers: &mut Vec<Waker>,
    ) -> Option<Box<FailedPublish>> {
        let place = self.places.get_mut(at as usize)?;
        if let Place::Open(waker) = place {
            wakers.extend(waker.take());
            *place = Place::Known(outcome);
            return None;
        }
        self.release(at);
        match outcome {
            Outcome::Failed(failed) => Some(failed),
            _ => None,
        }
    }

    /// Waits for an outcome, and then frees its entry.
    pub(super) fn poll(&mut self, at: u32, cx: &TaskContext<'_>) -> Poll<Option<Outcome>> {
        let Some(place) = self.places.get_mut(at as usize) else {
            return Poll::Ready(None);
        };
        match place {
            Place::Open(Some(waker)) => {
                waker.clone_from(cx.waker());
                Poll::Pending
            }
            Place::Open(waker) => {
                *waker = Some(cx.waker().clone());
                Poll::Pending
            }
            _ => Poll::Ready(self.take(at)),
        }
    }

    /// Takes an outcome if known, and then frees its entry.
    pub(super) fn take(&mut self, at: u32) -> Option<Outcome> {
        let place = self.places.get_mut(at as usize)?;
        if !matches!(place, Place::Known(_)) {
            return None;
        }
        let Place::Known(outcome) = std::mem::replace(place, Place::Free) else {
            return None;
        };
        self.free.push(at);
        Some(outcome)
    }

    /// Handles a dropped `PendingAck`. Returns a failure that it did not take.
    pub(super) fn abandon(&mut self, at: u32) -> Option<Box<FailedPublish>> {
        match self.take(at) {
            Some(Outcome::Failed(failed)) => Some(failed),
            Some(_) => None,
            None => {
                if let Some(place @ Place::Open(_)) = self.places.get_mut(at as usize) {
                    *place = Place::Dropped;
                }
                None
            }
        }
    }

    fn release(&mut self, at: u32) {
        if let Some(place) = self.places.get_mut(at as usize)
            && !matches!(place, Place::Free)
        {
            *place = Place::Free;
            self.free.push(at);
        }
    }

    /// Returns the index of a template, if there is a free entry for it.
    pub(super) fn like(&mut self, ack: &Arc<PubAck>) -> Option<u32> {
        let known = self.like.iter().position(|known| Arc::ptr_eq(known, ack));
        let index = match known {
            Some(index) => index,
            None if self.like.len() >= MOST_LIKE => return None,
            None => {
                self.like.push(ack.clone());
                self.like.len() - 1
            }
        };
        u32::try_from(index).ok()
    }

    /// Returns the template of this index.
    pub(super) fn liked(&self, index: u32) -> Option<Arc<PubAck>> {
        self.like.get(index as usize).cloned()
    }

    /// Frees the memory if there are no entries.
    pub(super) fn shrink(&mut self) {
        if self.places.len() == self.free.len() {
            self.like = Vec::new();
            if self.places.len() > KEPT {
                self.places = Vec::new();
                self.free = Vec::new();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::task::Context;

    use super::*;
    use crate::error::Error;
    use crate::publish::PublishMessage;

    fn failed(number: u64) -> Outcome {
        Outcome::Failed(Box::new(FailedPublish {
            number,
            message: PublishMessage::new("a", ""),
            error: Error::NoStream {
                operation: "a".into(),
            },
        }))
    }

    fn stored(sequence: u64) -> Outcome {
        Outcome::Stored { sequence, like: 0 }
    }

    #[test]
    fn an_outcome_is_taken_once_and_its_place_is_used_again() {
        let mut outcomes = Outcomes::default();
        let cx = Context::from_waker(Waker::noop());
        let (first, second) = (outcomes.open(), outcomes.open());
        assert!(outcomes.take(first).is_none());
        assert!(outcomes.poll(first, &cx).is_pending());
        let mut wakers = Vec::new();
        assert!(outcomes.complete(second, stored(2), &mut wakers).is_none());
        assert!(wakers.is_empty());
        assert!(outcomes.complete(first, stored(1), &mut wakers).is_none());
        assert_eq!(wakers.len(), 1);
        let Poll::Ready(Some(Outcome::Stored { sequence: 1, .. })) = outcomes.poll(first, &cx)
        else {
            panic!("not the outcome");
        };
        assert!(outcomes.take(first).is_none());
        assert_eq!(outcomes.open(), first);
        assert!(matches!(
            outcomes.take(second),
            Some(Outcome::Stored { sequence: 2, .. })
        ));
    }

    #[test]
    fn a_failure_that_nobody_takes_comes_back_whichever_comes_first() {
        let mut outcomes = Outcomes::default();
        let mut wakers = Vec::new();
        let at = outcomes.open();
        assert!(outcomes.complete(at, failed(7), &mut wakers).is_none());
        assert_eq!(outcomes.abandon(at).unwrap().number, 7);
        let at = outcomes.open();
        assert!(outcomes.abandon(at).is_none());
        let back = outcomes.complete(at, failed(8), &mut wakers);
        assert_eq!(back.unwrap().number, 8);
        // A success that is not taken is dropped.
        let at = outcomes.open();
        assert!(outcomes.abandon(at).is_none());
        assert!(outcomes.complete(at, stored(1), &mut wakers).is_none());
        let at = outcomes.open();
        assert!(outcomes.complete(at, stored(1), &mut wakers).is_none());
        assert!(outcomes.abandon(at).is_none());
        outcomes.shrink();
        assert_eq!(outcomes.places.len(), outcomes.free.len());
    }

    #[test]
    fn memory_is_freed_when_no_outcome_is_waited_for() {
        let mut outcomes = Outcomes::default();
        let places: Vec<_> = (0..100).map(|_| outcomes.open()).collect();
        for at in &places[1..] {
            outcomes.release(*at);
        }
        outcomes.shrink();
        assert_eq!(outcomes.places.len(), 100);
        outcomes.release(places[0]);
        outcomes.shrink();
        assert_eq!(outcomes.places.capacity() + outcomes.free.capacity(), 0);
    }
}
