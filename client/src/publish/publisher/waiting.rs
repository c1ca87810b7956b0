//! Messages that wait for admission or for the connection.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll};

use tokio::sync::oneshot;

use super::admission::Room;
use super::shared::Shared;

/// A message that waits for admission; dropping it releases its share.
pub(super) struct Admitted<'a> {
    pub(super) shared: &'a Shared,
    pub(super) room: Room,
    pub(super) admitted: Option<oneshot::Receiver<()>>,
}

impl Admitted<'_> {
    /// Takes the share, which is then not released on drop.
    pub(super) fn accept(&mut self) -> Room {
        self.admitted = None;
        self.room
    }
}

impl Future for Admitted<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<()> {
        match &mut self.admitted {
            Some(admitted) => Pin::new(admitted).poll(cx).map(|_| ()),
            None => Poll::Ready(()),
        }
    }
}

impl Drop for Admitted<'_> {
    fn drop(&mut self) {
        if let Some(mut admitted) = self.admitted.take() {
            let mut state = self.shared.lock();
            admitted.close();
            if admitted.try_recv().is_ok() {
                state.admission.release(self.room);
            }
        }
    }
}

/// A message that waits for the connection; dropping it withdraws the message.
pub(super) struct Held<'a> {
    pub(super) shared: &'a Shared,
    pub(super) at: Option<usize>,
}

impl Held<'_> {
    pub(super) fn release(mut self) {
        self.at = None;
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        if let Some(at) = self.at {
            self.shared.withdraw(at);
        }
    }
}
