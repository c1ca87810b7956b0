use std::future::poll_fn;
use std::sync::atomic::AtomicBool;

use bytes::Bytes;
use tokio::sync::mpsc;

use super::*;

/// Messages as the client's own subscription gives them, over a channel.
struct Fake(mpsc::Receiver<Incoming>);

impl futures_util::Stream for Fake {
    type Item = Incoming;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(ready!(self.0.poll_recv(cx)))
    }
}

fn inbox() -> (Arc<Inbox<Fake>>, mpsc::Sender<Incoming>) {
    let (server, messages) = mpsc::channel(100_000);
    (Inbox::new("_I.".to_owned(), Fake(messages)), server)
}

fn answer(server: &mpsc::Sender<Incoming>, reply: &str, payload: impl Into<Bytes>) {
    server.try_send(Incoming::new(reply, payload)).unwrap();
}

/// How many places there ever were at once.
fn places(inbox: &Inbox<Fake>) -> usize {
    let rooms = inbox.rooms.iter();
    rooms.map(|room| lock(room).places.len()).sum()
}

/// Whether somebody was woken.
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
    let asked = [inbox.place().unwrap(), inbox.place().unwrap()];
    let woken = [Arc::new(Woken::default()), Arc::new(Woken::default())];
    let poll = |at: usize| {
        let waker = woken[at].clone().into();
        asked[at].0.poll(&mut TaskContext::from_waker(&waker))
    };
    assert!(poll(0).is_pending() && poll(1).is_pending());
    answer(&server, &asked[1].1, "b");
    assert!(!woken[0].0.load(Ordering::SeqCst) && woken[1].0.load(Ordering::SeqCst));
    assert!(poll(0).is_pending());
    assert!(matches!(poll(1), Poll::Ready(Ok(reply)) if reply.payload == "b"));
}

#[test]
fn what_came_before_it_was_waited_for_is_there() {
    let (inbox, server) = inbox();
    let (place, reply) = inbox.place().unwrap();
    answer(&server, &reply, "a");
    let came = poll_fn(|cx| place.poll(cx)).now_or_never();
    assert_eq!(came.unwrap().unwrap().payload, "a");
}

#[test]
fn answers_that_are_late_or_too_many_are_nobodys() {
    let (inbox, server) = inbox();
    let (given_up, late) = inbox.place().unwrap();
    drop(given_up);
    let (place, reply) = inbox.place().unwrap();
    assert_ne!(late, reply);
    answer(&server, &late, "late");
    answer(&server, &reply, "first");
    answer(&server, &reply, "second");
    let came = poll_fn(|cx| place.poll(cx)).now_or_never();
    assert_eq!(came.unwrap().unwrap().payload, "first");
    drop(place);
    answer(&server, &reply, "third");
    let (place, _) = inbox.place().unwrap();
    assert!(poll_fn(|cx| place.poll(cx)).now_or_never().is_none());
    drop(place);
    for _ in 0..9 {
        drop(inbox.place());
    }
    assert_eq!(places(&inbox), 1);
}

#[test]
fn strange_answers_are_dropped() {
    let (inbox, server) = inbox();
    let (place, reply) = inbox.place().unwrap();
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
        answer(&server, strange, "");
    }
    assert!(poll_fn(|cx| place.poll(cx)).now_or_never().is_none());
}

#[tokio::test]
async fn those_who_wait_hear_that_nothing_will_come() {
    let (inbox, server) = inbox();
    let waiting = tokio::spawn({
        let inbox = inbox.clone();
        async move {
            let (place, _) = inbox.place().unwrap();
            poll_fn(|cx| place.poll(cx)).await
        }
    });
    tokio::task::yield_now().await;
    drop(server);
    let heard = waiting.await.unwrap();
    assert!(matches!(heard, Err(TransportError::Lost(_))), "{heard:?}");
    assert!(inbox.place().is_none());
}

#[test]
fn only_so_many_wait_at_once() {
    let (inbox, _server) = inbox();
    let mut places: Vec<_> = (0..PLACES * ROOMS)
        .map(|_| inbox.place().unwrap())
        .collect();
    assert!(inbox.place().is_none());
    places.pop();
    assert!(inbox.place().is_some());
}

#[test]
fn the_subscription_goes_with_the_last_who_needs_it() {
    let (inbox, server) = inbox();
    let (place, _) = inbox.place().unwrap();
    assert!(!server.is_closed());
    drop(place);
    drop(inbox);
    assert!(server.is_closed());
}

/// Who waits may go away at any time, the one whose turn it is too.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_answer_is_lost_while_others_give_up() {
    const EACH: usize = 2_000;

    let (inbox, server) = inbox();
    let asking: Vec<_> = (0..8)
        .map(|task| {
            let (inbox, server) = (inbox.clone(), server.clone());
            tokio::spawn(async move {
                for number in 0..EACH {
                    let (place, reply) = inbox.place().unwrap();
                    let payload = format!("{task} {number}");
                    if number % 3 == 0 {
                        // Given up while it waits, just when the answer comes.
                        let _ = poll_fn(|cx| place.poll(cx)).now_or_never();
                        let sent = tokio::spawn({
                            let (server, reply) = (server.clone(), reply.clone());
                            async move { answer(&server, &reply, payload) }
                        });
                        drop(place);
                        sent.await.unwrap();
                        continue;
                    }
                    let sent = tokio::spawn({
                        let (server, payload) = (server.clone(), payload.clone());
                        async move { answer(&server, &reply, payload) }
                    });
                    let came = poll_fn(|cx| place.poll(cx)).await.unwrap();
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
    assert!(places(&inbox) <= 8 * ROOMS as usize);
}
