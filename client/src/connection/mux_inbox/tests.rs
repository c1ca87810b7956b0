use std::future::poll_fn;
use std::sync::atomic::AtomicBool;

use bytes::Bytes;
use tokio::sync::mpsc;

use super::*;

/// Messages of a subscription, over a channel.
struct Fake(mpsc::Receiver<Incoming>);

impl futures_util::Stream for Fake {
    type Item = Incoming;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(ready!(self.0.poll_recv(cx)))
    }
}

fn inbox() -> (Arc<Shards<Fake>>, mpsc::Sender<Incoming>) {
    let (server, messages) = mpsc::channel(100_000);
    (Shards::new("_I.".to_owned(), Fake(messages)), server)
}

fn deliver(server: &mpsc::Sender<Incoming>, reply: &str, payload: impl Into<Bytes>) {
    server.try_send(Incoming::new(reply, payload)).unwrap();
}

/// Returns the number of allocated slots.
fn slots(inbox: &Shards<Fake>) -> usize {
    let shards = inbox.shards.iter();
    shards.map(|shard| lock(shard).slots.len()).sum()
}

/// Whether a task was woken.
#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
fn an_answer_wakes_who_asked_and_nobody_else() {
    let (inbox, server) = inbox();
    let requests = [inbox.reservation().unwrap(), inbox.reservation().unwrap()];
    let woken = [Arc::new(Woken::default()), Arc::new(Woken::default())];
    let poll = |at: usize| {
        let waker = woken[at].clone().into();
        requests[at].0.poll(&mut TaskContext::from_waker(&waker))
    };
    assert!(poll(0).is_pending() && poll(1).is_pending());
    deliver(&server, &requests[1].1, "b");
    assert!(!woken[0].0.load(Ordering::SeqCst) && woken[1].0.load(Ordering::SeqCst));
    assert!(poll(0).is_pending());
    assert!(matches!(poll(1), Poll::Ready(Ok(reply)) if reply.payload == "b"));
}

#[test]
fn what_came_before_it_was_waited_for_is_there() {
    let (inbox, server) = inbox();
    let (reservation, reply) = inbox.reservation().unwrap();
    deliver(&server, &reply, "a");
    let came = poll_fn(|cx| reservation.poll(cx)).now_or_never();
    assert_eq!(came.unwrap().unwrap().payload, "a");
}

#[test]
fn answers_that_are_late_or_too_many_are_nobodys() {
    let (inbox, server) = inbox();
    let (given_up, late) = inbox.reservation().unwrap();
    drop(given_up);
    let (reservation, reply) = inbox.reservation().unwrap();
    assert_ne!(late, reply);
    deliver(&server, &late, "late");
    deliver(&server, &reply, "first");
    deliver(&server, &reply, "second");
    let came = poll_fn(|cx| reservation.poll(cx)).now_or_never();
    assert_eq!(came.unwrap().unwrap().payload, "first");
    drop(reservation);
    deliver(&server, &reply, "third");
    let (reservation, _) = inbox.reservation().unwrap();
    assert!(poll_fn(|cx| reservation.poll(cx)).now_or_never().is_none());
    drop(reservation);
    for _ in 0..9 {
        drop(inbox.reservation());
    }
    assert_eq!(slots(&inbox), 1);
}

#[test]
fn strange_answers_are_dropped() {
    let (inbox, server) = inbox();
    let (reservation, reply) = inbox.reservation().unwrap();
    for strange in [
        "_I",
        "_I.",
        "_I.x",
        "_I.0",
        "_I.-1",
        "_I.18446744073709551615",
        "_J.65536",
        &format!("{reply}.0"),
    ] {
        deliver(&server, strange, "");
    }
    assert!(poll_fn(|cx| reservation.poll(cx)).now_or_never().is_none());
}

#[tokio::test]
async fn those_who_wait_hear_that_nothing_will_come() {
    let (inbox, server) = inbox();
    let waiting = tokio::spawn({
        let inbox = inbox.clone();
        async move {
            let (reservation, _) = inbox.reservation().unwrap();
            poll_fn(|cx| reservation.poll(cx)).await
        }
    });
    tokio::task::yield_now().await;
    drop(server);
    let heard = waiting.await.unwrap();
    assert!(matches!(heard, Err(TransportError::Lost(_))), "{heard:?}");
    assert!(inbox.reservation().is_none());
}

#[test]
fn only_so_many_wait_at_once() {
    let (inbox, _server) = inbox();
    let mut slots: Vec<_> = (0..SLOTS * SHARDS)
        .map(|_| inbox.reservation().unwrap())
        .collect();
    assert!(inbox.reservation().is_none());
    slots.pop();
    assert!(inbox.reservation().is_some());
}

#[test]
fn the_subscription_goes_with_the_last_who_needs_it() {
    let (inbox, server) = inbox();
    let (reservation, _) = inbox.reservation().unwrap();
    assert!(!server.is_closed());
    drop(reservation);
    drop(inbox);
    assert!(server.is_closed());
}

/// Waiting requests may be dropped at any time, also the next one to be woken.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_answer_is_lost_while_others_give_up() {
    const EACH: usize = 2_000;

    let (inbox, server) = inbox();
    let asking: Vec<_> = (0..8)
        .map(|task| {
            let (inbox, server) = (inbox.clone(), server.clone());
            tokio::spawn(async move {
                for number in 0..EACH {
                    let (reservation, reply) = inbox.reservation().unwrap();
                    let payload = format!("{task} {number}");
                    if number % 3 == 0 {
                        // Dropped while it waits, just when the reply arrives.
                        let _ = poll_fn(|cx| reservation.poll(cx)).now_or_never();
                        let sent = tokio::spawn({
                            let (server, reply) = (server.clone(), reply.clone());
                            async move { deliver(&server, &reply, payload) }
                        });
                        drop(reservation);
                        sent.await.unwrap();
                        continue;
                    }
                    let sent = tokio::spawn({
                        let (server, payload) = (server.clone(), payload.clone());
                        async move { deliver(&server, &reply, payload) }
                    });
                    let came = poll_fn(|cx| reservation.poll(cx)).await.unwrap();
                    assert_eq!(came.payload, payload);
                    sent.await.unwrap();
                }
            })
        })
        .collect();
    let all = async {
        for task in asking {
            task.await.unwrap();
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), all)
        .await
        .unwrap();
    assert!(slots(&inbox) <= 8 * SHARDS as usize);
}
