//! Watches the connection for all operations that wait for messages.
//!
//! `async-nats` does not wake waiting tasks when it loses the connection. Timers of a
//! thousand idle consumers, four times a second each, take 3 % of a core. So one task
//! checks the connection, and wakes the others when it has changed.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context as TaskContext, Poll, Waker};

use tokio::runtime::Handle;
use tokio::time::sleep;

use crate::connection::guarded_transport::{GuardedTransport, PRESENT};
use crate::connection::transport::Connection;

/// A transport, and the tasks that wait for its messages.
pub(crate) struct WatchedTransport {
    guarded: GuardedTransport,
    /// Number of observed changes of the connection.
    changes: AtomicU64,
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    /// A waker per watch, by index.
    wakers: Vec<Option<Waker>>,
    free: Vec<usize>,
    /// Whether the checking task runs.
    looked_at: bool,
}

impl Waiting {
    fn is_empty(&self) -> bool {
        self.wakers.len() == self.free.len()
    }
}

impl WatchedTransport {
    pub(crate) fn new(guarded: GuardedTransport) -> Arc<Self> {
        Arc::new(Self {
            guarded,
            changes: AtomicU64::new(0),
            waiting: Mutex::default(),
        })
    }

    pub(crate) fn guarded(&self) -> &GuardedTransport {
        &self.guarded
    }

    fn changes(&self) -> u64 {
        self.changes.load(Ordering::Acquire)
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake_all(&self) {
        self.changes.fetch_add(1, Ordering::AcqRel);
        let wakers: Vec<Waker> = self
            .lock()
            .wakers
            .iter_mut()
            .flat_map(Option::take)
            .collect();
        wakers.into_iter().for_each(Waker::wake);
    }
}

/// Wakes a waiting operation when the connection changes.
///
/// Registers when first polled, and unregisters when dropped.
#[derive(Default)]
pub(crate) struct ConnectionWatch(Option<Registered>);

struct Registered {
    watched: Arc<WatchedTransport>,
    place: usize,
    /// The waker, and the number of changes when it was registered.
    left: Option<(Waker, u64)>,
}

impl ConnectionWatch {
    /// Ready if the connection is no longer `connection`.
    ///
    /// Otherwise the task is woken within 250 ms after a change.
    pub(crate) fn poll_changed(
        &mut self,
        watched: &Arc<WatchedTransport>,
        connection: Connection,
        cx: &TaskContext<'_>,
    ) -> Poll<()> {
        let registered = self.0.get_or_insert_with(|| Registered::new(watched));
        let changes = watched.changes();
        if let Some((waker, then)) = &registered.left
            && *then == changes
            && waker.will_wake(cx.waker())
        {
            return Poll::Pending;
        }
        registered.leave(cx.waker(), changes);
        // Check after registering, so that no change is missed.
        match watched.guarded.transport().connection() == connection {
            true => Poll::Pending,
            false => {
                // Otherwise the next poll checks again.
                registered.left = None;
                Poll::Ready(())
            }
        }
    }

    /// Returns whether the connection may have changed since the watch was polled.
    pub(crate) fn may_have_changed(&self) -> bool {
        self.0.as_ref().is_none_or(|registered| {
            let changes = registered.watched.changes();
            registered
                .left
                .as_ref()
                .is_none_or(|(_, then)| *then != changes)
        })
    }
}

impl Registered {
    fn new(watched: &Arc<WatchedTransport>) -> Self {
        let mut waiting = watched.lock();
        let place = waiting.free.pop().unwrap_or_else(|| {
            waiting.wakers.push(None);
            waiting.wakers.len() - 1
        });
        Self {
            watched: watched.clone(),
            place,
            left: None,
        }
    }

    fn leave(&mut self, waker: &Waker, changes: u64) {
        let mut waiting = self.watched.lock();
        if let Some(place) = waiting.wakers.get_mut(self.place) {
            *place = Some(waker.clone());
        }
        self.left = Some((waker.clone(), changes));
        if !waiting.looked_at
            && let Ok(runtime) = Handle::try_current()
        {
            waiting.looked_at = true;
            let looking = Looking(Arc::downgrade(&self.watched));
            let connection = self.watched.guarded.transport().connection();
            runtime.spawn(look(looking, connection));
        }
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        let mut waiting = self.watched.lock();
        let waker = waiting.wakers.get_mut(self.place).and_then(Option::take);
        waiting.free.push(self.place);
        if waiting.is_empty() {
            waiting.wakers = Vec::new();
            waiting.free = Vec::new();
        }
        drop(waiting);
        drop(waker);
    }
}

/// Checks the connection while there is a watch.
async fn look(mut looking: Looking, mut seen: Connection) {
    loop {
        sleep(PRESENT).await;
        let Some(watched) = looking.0.upgrade() else {
            return;
        };
        let connection = watched.guarded.check();
        if connection != seen {
            seen = connection;
            watched.wake_all();
        }
        let mut waiting = watched.lock();
        if waiting.is_empty() {
            waiting.looked_at = false;
            looking.0 = Weak::new();
            return;
        }
    }
}

/// The task that checks the connection.
///
/// When its runtime ends, it wakes tasks that wait on another runtime, which start it again.
struct Looking(Weak<WatchedTransport>);

impl Drop for Looking {
    fn drop(&mut self) {
        if let Some(watched) = self.0.upgrade() {
            watched.lock().looked_at = false;
            watched.wake_all();
        }
    }
}

#[cfg(test)]
mod tests;
