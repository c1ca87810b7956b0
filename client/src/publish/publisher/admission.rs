//! Admission of messages in flight: limits of number and bytes, and a queue.

use std::collections::VecDeque;

use tokio::sync::oneshot;

/// Admits messages up to a number and a size, in the order of their requests.
pub(super) struct Admission {
    max_messages: usize,
    max_bytes: usize,
    messages: usize,
    bytes: usize,
    queue: VecDeque<Queued>,
}

/// Share of the limits that a message uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Room {
    bytes: u32,
}

struct Queued {
    need: Need,
    admit: oneshot::Sender<()>,
}

#[derive(Clone, Copy)]
enum Need {
    Message(Room),
    /// Waits until no message is in flight.
    Nothing,
}

impl Admission {
    pub(super) fn new(max_messages: usize, max_bytes: usize) -> Self {
        Self {
            max_messages,
            max_bytes,
            messages: 0,
            bytes: 0,
            queue: VecDeque::new(),
        }
    }

    /// Returns the share of a message of this size; a too large one uses all.
    pub(super) fn room(&self, size: usize) -> Room {
        Room {
            bytes: u32::try_from(size.min(self.max_bytes)).unwrap_or(u32::MAX),
        }
    }

    /// Admits a message if the limits allow it and none waits.
    #[inline]
    pub(super) fn admit(&mut self, room: Room) -> bool {
        let admitted = self.queue.is_empty() && self.fits(room);
        if admitted {
            self.take(room);
        }
        admitted
    }

    /// Ready once the message is admitted.
    ///
    /// If it is dropped while ready, [`release`](Self::release) the share.
    pub(super) fn wait(&mut self, room: Room) -> oneshot::Receiver<()> {
        self.enqueue(Need::Message(room))
    }

    /// Ready once no message is in flight. Later requests are admitted after that.
    pub(super) fn wait_for_none(&mut self) -> oneshot::Receiver<()> {
        self.enqueue(Need::Nothing)
    }

    /// Releases the share of a message.
    #[inline]
    pub(super) fn release(&mut self, room: Room) {
        self.release_many(1, room.bytes as usize);
    }

    /// Releases the share of several messages with this total size.
    #[inline]
    pub(super) fn release_many(&mut self, messages: usize, bytes: usize) {
        self.messages = self.messages.saturating_sub(messages);
        self.bytes = self.bytes.saturating_sub(bytes);
        if !self.queue.is_empty() {
            self.admit_queued();
        }
    }

    fn enqueue(&mut self, need: Need) -> oneshot::Receiver<()> {
        let (admit, admitted) = oneshot::channel();
        self.queue.push_back(Queued { need, admit });
        self.admit_queued();
        admitted
    }

    fn admit_queued(&mut self) {
        while let Some(next) = self.queue.front() {
            let fits = match next.need {
                _ if next.admit.is_closed() => true,
                Need::Message(room) => self.fits(room),
                Need::Nothing => self.messages == 0,
            };
            if !fits {
                return;
            }
            let Some(next) = self.queue.pop_front() else {
                return;
            };
            if let Need::Message(room) = next.need
                && !next.admit.is_closed()
            {
                self.take(room);
                if next.admit.send(()).is_err() {
                    self.messages -= 1;
                    self.bytes -= room.bytes as usize;
                }
            } else {
                let _ = next.admit.send(());
            }
        }
    }

    fn fits(&self, room: Room) -> bool {
        self.messages < self.max_messages && self.bytes + room.bytes as usize <= self.max_bytes
    }

    fn take(&mut self, room: Room) {
        self.messages += 1;
        self.bytes += room.bytes as usize;
    }
}

impl Room {
    pub(super) fn bytes(self) -> usize {
        self.bytes as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_admitted_up_to_a_number_and_a_size_in_order() {
        let mut admission = Admission::new(2, 100);
        let small = admission.room(10);
        assert!(admission.admit(small) && admission.admit(small));
        let mut third = admission.wait(admission.room(95));
        let mut fourth = admission.wait(small);
        admission.release(small);
        // The limits allow the fourth, but the third comes first.
        assert!(third.try_recv().is_err() && fourth.try_recv().is_err());
        assert!(!admission.admit(small));
        admission.release(small);
        assert!(third.try_recv().is_ok() && fourth.try_recv().is_err());
        admission.release(admission.room(95));
        assert!(fourth.try_recv().is_ok());
    }

    #[test]
    fn a_message_larger_than_allowed_is_admitted_alone() {
        let mut admission = Admission::new(10, 100);
        let (small, large) = (admission.room(1), admission.room(5_000));
        assert!(admission.admit(small) && !admission.admit(large));
        let mut waiting = admission.wait(large);
        admission.release(small);
        assert!(waiting.try_recv().is_ok());
        assert!(!admission.admit(small));
        admission.release(large);
        assert!(admission.admit(small));
    }

    #[test]
    fn a_message_that_stops_waiting_takes_no_room_and_holds_up_none() {
        let mut admission = Admission::new(1, 100);
        let room = admission.room(1);
        assert!(admission.admit(room));
        let waiting: Vec<_> = (0..3).map(|_| admission.wait(room)).collect();
        drop(waiting);
        let mut last = admission.wait(room);
        admission.release(room);
        assert!(last.try_recv().is_ok());
        admission.release(room);
        assert!(admission.admit(room));
    }

    #[test]
    fn none_in_flight_is_waited_for_ahead_of_later_messages() {
        let mut admission = Admission::new(10, 100);
        let room = admission.room(1);
        assert!(admission.wait_for_none().try_recv().is_ok());
        assert!(admission.admit(room) && admission.admit(room));
        let mut none = admission.wait_for_none();
        let mut later = admission.wait(room);
        admission.release(room);
        assert!(none.try_recv().is_err() && later.try_recv().is_err());
        admission.release(room);
        assert!(none.try_recv().is_ok() && later.try_recv().is_ok());
    }
}
