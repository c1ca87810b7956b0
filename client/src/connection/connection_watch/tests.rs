use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use std::future::poll_fn;
use tokio::time::{Instant, timeout};

use super::*;
use crate::connection::transport::{
    BoxFuture, Incoming, RawMessage, ServerFacts, Subscription, Transport, TransportError,
};
use crate::error::transport::Reason;

/// A connection that counts how often it is checked.
#[derive(Clone, Default)]
struct Counted(Arc<(Mutex<Connection>, AtomicUsize)>);

impl Counted {
    fn set(&self, connected: bool, count: u64) {
        *self.0.0.lock().unwrap() = Connection::new(connected, count);
    }

    fn looks(&self) -> usize {
        self.0.1.swap(0, Ordering::Relaxed)
    }

    fn watched(&self) -> Arc<WatchedTransport> {
        let guarded = GuardedTransport::new(Box::new(self.clone()), true, None);
        WatchedTransport::new(guarded)
    }
}

impl Transport for Counted {
    fn request(&self, _: RawMessage) -> BoxFuture<'_, Result<Incoming, TransportError>> {
        Box::pin(std::future::pending())
    }

    fn publish(&self, _: RawMessage) -> BoxFuture<'_, Result<(), TransportError>> {
        Box::pin(std::future::pending())
    }

    fn subscribe(&self, _: String) -> BoxFuture<'_, Result<Subscription, TransportError>> {
        Box::pin(async { Err(TransportError::NotSent(Reason::boxed("none"))) })
    }

    fn new_inbox(&self) -> String {
        "_INBOX.a".to_owned()
    }

    fn server(&self) -> ServerFacts {
        ServerFacts::default()
    }

    fn connection(&self) -> Connection {
        self.0.1.fetch_add(1, Ordering::Relaxed);
        *self.0.0.lock().unwrap()
    }
}

/// Waits until the connection is no longer the first one.
async fn changed(watched: Arc<WatchedTransport>) {
    let mut watch = ConnectionWatch::default();
    let first = Connection::new(true, 1);
    poll_fn(|cx| watch.poll_changed(&watched, first, cx)).await;
}

const SEC: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn one_task_looks_for_a_thousand_and_wakes_all_within_250_ms() {
    let counted = Counted::default();
    counted.set(true, 1);
    let watched = counted.watched();
    let waiting: Vec<_> = (0..1_000)
        .map(|_| tokio::spawn(changed(watched.clone())))
        .collect();
    tokio::time::sleep(SEC).await;
    counted.looks();
    tokio::time::sleep(60 * SEC).await;
    assert_eq!(counted.looks(), 240);

    counted.set(false, 1);
    let lost = Instant::now();
    for waiting in waiting {
        waiting.await.unwrap();
    }
    assert!(lost.elapsed() <= PRESENT, "{:?}", lost.elapsed());
}

#[tokio::test(start_paused = true)]
async fn nobody_looks_when_the_last_watch_is_dropped() {
    let counted = Counted::default();
    counted.set(true, 1);
    let watched = counted.watched();
    let wait = |time| timeout(time, changed(watched.clone()));
    assert!(wait(3 * SEC).await.is_err());
    tokio::time::sleep(SEC).await;
    counted.looks();
    tokio::time::sleep(60 * SEC).await;
    assert_eq!(counted.looks(), 0);
    assert!(watched.lock().wakers.is_empty());

    // And the next watch is woken.
    let waiting = tokio::spawn(changed(watched.clone()));
    tokio::time::sleep(SEC).await;
    counted.set(true, 2);
    timeout(SEC, waiting).await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_changed_before_the_first_poll_is_noticed_at_once() {
    let counted = Counted::default();
    counted.set(true, 2);
    let begun = Instant::now();
    let watched = counted.watched();
    let mut watch = ConnectionWatch::default();
    // The watch stays ready until it is polled with the new connection.
    for _ in 0..2 {
        let first = Connection::new(true, 1);
        poll_fn(|cx| watch.poll_changed(&watched, first, cx)).await;
    }
    assert_eq!(begun.elapsed(), Duration::ZERO);
    let now = poll_fn(|cx| watch.poll_changed(&watched, Connection::new(true, 2), cx));
    assert!(timeout(3 * SEC, now).await.is_err());
}

#[test]
fn a_watch_outlives_the_runtime_whose_task_looked() {
    let runtime = || {
        let builder = &mut tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(1).enable_all().build().unwrap()
    };
    let counted = Counted::default();
    counted.set(true, 1);
    let watched = counted.watched();
    let (first, second) = (runtime(), runtime());
    // The task runs on the runtime that polls the first watch.
    let on_first = first.spawn(changed(watched.clone()));
    while !watched.lock().looked_at {
        std::thread::yield_now();
    }
    let on_second = second.spawn(changed(watched.clone()));
    while watched.lock().wakers.iter().flatten().count() < 2 {
        std::thread::yield_now();
    }
    drop((first, on_first));
    counted.set(true, 2);
    let noticed = async { timeout(10 * SEC, on_second).await };
    second.block_on(noticed).unwrap().unwrap();
}
