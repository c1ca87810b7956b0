//! One inbox for the answers to all requests of a context.
//!
//! In place of the client's own way to ask, which takes seven allocations more
//! for each request, and forgets nothing that was given up (nats.rs issue 1617).
//!
//! Nobody reads the inbox but whoever puts a message into it: the subscription
//! wakes a [`Bell`], which sorts what has come to those who wait for it. So there
//! is no task, and none of those who wait has to hand reading on to the next when
//! it goes away.

use std::future::Future;
use std::io::Write as _;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context as TaskContext, Poll, Wake, Waker, ready};

use async_nats::client::traits::Publisher as _;
use async_nats::message::OutboundMessage;
use async_nats::{Client, PublishError, Subject, Subscriber};
use bytes::{BufMut, Bytes, BytesMut};
use futures_util::{FutureExt, StreamExt};
use tokio::sync::OnceCell;
use tokio::task::unconstrained;

use crate::connection::denied::Denials;
use crate::connection::transport::{
    BoxFuture, Incoming, Outgoing, closed, not_listening, request, size, unsent,
};
use crate::error::transport::TransportError;

/// How many rooms there are to wait in, so that two who ask at once seldom have to
/// wait for the same lock.
const ROOMS: u64 = 1 << 5;

/// How many may wait at once in each; others ask by the client's own way.
const PLACES: u64 = 1 << 11;

/// The answers to requests over a client, once one was asked.
#[derive(Default)]
pub(crate) struct Answers(OnceCell<Arc<Inbox<Subscriber>>>);

impl Answers {
    /// Sends a request and waits for the first answer, for as long as it takes.
    ///
    /// An answer that is a status is one. Dropped, nothing is left behind.
    pub(crate) fn ask<'a>(
        &'a self,
        client: &'a Client,
        denials: Option<&'a Denials>,
        message: OutboundMessage,
    ) -> Asking<'a> {
        let Some(inbox) = self.0.get() else {
            return Asking::Elsewhere(Box::pin(async move {
                let open = self
                    .0
                    .get_or_try_init(|| Inbox::open(client, denials))
                    .await;
                match open {
                    Ok(inbox) => inbox.ask(client, message).await,
                    Err(TransportError::Denied) => Err(TransportError::Denied),
                    // The client's own way is left.
                    Err(_) => request(client, message).await,
                }
            }));
        };
        inbox.ask(client, message)
    }
}

/// A question, and where nobody listens for it: a round trip to the server.
pub(crate) fn to_nobody(client: &Client) -> (String, OutboundMessage) {
    let nobody = client.new_inbox();
    let message = Outgoing::new(nobody.clone(), Bytes::new());
    (nobody, message.into())
}

/// What comes of a request.
pub(crate) type Answered = Result<Incoming, TransportError>;

/// A request that is sent, and then waited for.
///
/// No larger than needed: it is part of what is allocated for each call, and an
/// allocation of more than 1,032 bytes takes many times as long as a smaller one.
pub(crate) enum Asking<'a> {
    Here {
        client: &'a Client,
        size: usize,
        /// Until it is sent.
        sending: Option<BoxFuture<'a, Result<(), PublishError>>>,
        place: Place<'a>,
    },
    Elsewhere(BoxFuture<'a, Answered>),
}

impl Future for Asking<'_> {
    type Output = Answered;

    fn poll(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Answered> {
        match &mut *self {
            Self::Here {
                client,
                size,
                sending,
                place,
            } => {
                if let Some(message) = sending {
                    let sent = ready!(message.as_mut().poll(cx));
                    *sending = None;
                    sent.map_err(|error| unsent(client, &error, *size))?;
                }
                place.poll(cx)
            }
            Self::Elsewhere(asked) => asked.as_mut().poll(cx),
        }
    }
}

/// A subscription, and those who wait for what comes.
struct Inbox<S> {
    /// What the subjects of answers begin with, up to the last dot.
    prefix: String,
    rooms: Box<[Mutex<Room>]>,
    /// The room where who asks next looks first. Who is alone in it does not change it:
    /// one that is used again and again is still in the processor's caches.
    first: AtomicU64,
    /// Only for who rings first.
    messages: Mutex<Option<S>>,
    /// How often it was rung since somebody last began to read.
    rung: AtomicUsize,
    bell: Waker,
}

#[derive(Default)]
struct Room {
    places: Vec<Slot>,
    free: Vec<usize>,
    /// How many have asked here.
    asked: u64,
    /// Whether nothing will come any more.
    over: bool,
    /// Where reply subjects are written, many in one piece of memory.
    subjects: BytesMut,
}

struct Slot {
    /// Whose answer it is for: a number that is given once.
    number: u64,
    state: State,
}

enum State {
    Free,
    Waiting(Option<Waker>),
    Answered(Incoming),
}

/// A place to wait in; dropped, it is free for others.
pub(crate) struct Place<'a> {
    room: &'a Mutex<Room>,
    at: usize,
}

/// Reads the inbox when it is woken.
struct Bell<S>(Weak<Inbox<S>>);

impl<S> Wake for Bell<S>
where
    S: futures_util::Stream + Send + Unpin + 'static,
    S::Item: Into<Incoming>,
{
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if let Some(inbox) = self.0.upgrade() {
            inbox.ring();
        }
    }
}

impl Inbox<Subscriber> {
    async fn open(client: &Client, denials: Option<&Denials>) -> Result<Arc<Self>, TransportError> {
        let prefix = format!("{}.", client.new_inbox());
        let subject = format!("{prefix}*");
        let seen = denials.map(Denials::count);
        let messages = client.subscribe(subject.clone()).await;
        let messages = messages.map_err(|error| not_listening(&error))?;
        let inbox = Self::new(prefix, messages);
        if let (Some(denials), Some(seen)) = (denials, seen) {
            let (nobody, message) = to_nobody(client);
            let behind = inbox.ask(client, message);
            if denials.refuse(&subject, seen, &nobody, behind).await {
                return Err(TransportError::Denied);
            }
        }
        Ok(inbox)
    }

    fn ask<'a>(&'a self, client: &'a Client, mut message: OutboundMessage) -> Asking<'a> {
        let Some((place, reply)) = self.place() else {
            return Asking::Elsewhere(Box::pin(request(client, message)));
        };
        message.reply = Some(reply);
        Asking::Here {
            client,
            size: size(message.headers.as_ref(), &message.payload),
            sending: Some(Box::pin(client.publish_message(message))),
            place,
        }
    }
}

impl<S> Inbox<S>
where
    S: futures_util::Stream + Send + Unpin + 'static,
    S::Item: Into<Incoming>,
{
    fn new(prefix: String, messages: S) -> Arc<Self> {
        let inbox = Arc::new_cyclic(|inbox| Self {
            prefix,
            rooms: (0..ROOMS).map(|_| Mutex::default()).collect(),
            first: AtomicU64::new(0),
            messages: Mutex::new(Some(messages)),
            rung: AtomicUsize::new(0),
            bell: Arc::new(Bell(inbox.clone())).into(),
        });
        // From now on what comes rings the bell.
        inbox.ring();
        inbox
    }

    /// Reads all that has come, or has who reads already look again.
    ///
    /// The subscription may ring while it is read, from within and from other
    /// threads.
    fn ring(&self) {
        if self.rung.fetch_add(1, Ordering::AcqRel) > 0 {
            return;
        }
        let mut seen = 1;
        loop {
            self.read();
            let rung = self.rung.fetch_sub(seen, Ordering::AcqRel);
            if rung == seen {
                return;
            }
            seen = rung - seen;
        }
    }

    fn read(&self) {
        let mut messages = lock(&self.messages);
        while let Some(subscription) = messages.as_mut() {
            let mut cx = TaskContext::from_waker(&self.bell);
            // Not at the expense of the task that put the message there.
            let next = unconstrained(subscription.next()).poll_unpin(&mut cx);
            match next {
                Poll::Pending => return,
                Poll::Ready(Some(message)) => self.answered(message.into()),
                Poll::Ready(None) => {
                    *messages = None;
                    self.end();
                }
            }
        }
    }

    /// Gives an answer to who waits for it, if anybody does.
    fn answered(&self, answer: Incoming) {
        let number = answer.subject.strip_prefix(self.prefix.as_str());
        let Some(number) = number.and_then(|number| number.parse::<u64>().ok()) else {
            return;
        };
        let Some(room) = self.rooms.get((number % ROOMS) as usize) else {
            return;
        };
        let mut room = lock(room);
        let slot = room.places.get_mut((number / ROOMS % PLACES) as usize);
        let Some(Slot { state, .. }) = slot.filter(|slot| slot.number == number) else {
            return;
        };
        if let State::Waiting(waker) = state {
            let waker = waker.take();
            *state = State::Answered(answer);
            drop(room);
            waker.inspect(Waker::wake_by_ref);
        }
    }

    /// Tells all who wait that nothing will come.
    fn end(&self) {
        for room in &self.rooms {
            let mut room = lock(room);
            room.over = true;
            let wakers: Vec<Waker> = room
                .places
                .iter_mut()
                .filter_map(|slot| match &mut slot.state {
                    State::Waiting(waker) => waker.take(),
                    _ => None,
                })
                .collect();
            drop(room);
            wakers.iter().for_each(Waker::wake_by_ref);
        }
    }
}

impl<S> Inbox<S> {
    /// A place to wait in, and where to be answered; `None` when all are taken, or
    /// nothing comes any more.
    fn place(&self) -> Option<(Place<'_>, Subject)> {
        let first = self.first.load(Ordering::Relaxed);
        (first..first + ROOMS).find_map(|number| {
            let number = number % ROOMS;
            let room = self.rooms.get(number as usize)?;
            let mut taking = lock(room);
            let (at, reply) = taking.take(number, &self.prefix)?;
            if taking.waiting() > 1 {
                self.first.store((number + 1) % ROOMS, Ordering::Relaxed);
            }
            Some((Place { room, at }, reply))
        })
    }
}

impl Room {
    /// How many wait here.
    fn waiting(&self) -> usize {
        self.places.len() - self.free.len()
    }

    /// A place in this room, which has a number.
    fn take(&mut self, room: u64, prefix: &str) -> Option<(usize, Subject)> {
        if self.over {
            return None;
        }
        let at = match self.free.pop() {
            Some(at) => at,
            None if self.places.len() as u64 == PLACES => return None,
            None => {
                self.places.push(Slot {
                    number: 0,
                    state: State::Free,
                });
                self.places.len() - 1
            }
        };
        // No subject twice: an answer that is late, or one too many, is nobody's.
        self.asked += 1;
        let number = (self.asked * PLACES + at as u64) * ROOMS + room;
        *self.places.get_mut(at)? = Slot {
            number,
            state: State::Waiting(None),
        };
        let subjects = &mut self.subjects;
        let most = prefix.len() + 20;
        if subjects.capacity() < most {
            *subjects = BytesMut::with_capacity(most * 64);
        }
        subjects.put_slice(prefix.as_bytes());
        // Writing to memory does not fail.
        let _ = write!((&mut *subjects).writer(), "{number}");
        let reply = Subject::try_from(subjects.split().freeze());
        let reply = reply.unwrap_or_else(|_| Subject::from_static("_INBOX.none"));
        Some((at, reply))
    }
}

impl Place<'_> {
    fn poll(&self, cx: &mut TaskContext<'_>) -> Poll<Answered> {
        let mut room = lock(self.room);
        let over = room.over;
        let Some(Slot { state, .. }) = room.places.get_mut(self.at) else {
            return Poll::Ready(Err(TransportError::Lost(closed())));
        };
        match state {
            State::Waiting(_) if over => Poll::Ready(Err(TransportError::Lost(closed()))),
            State::Waiting(Some(waker)) if waker.will_wake(cx.waker()) => Poll::Pending,
            State::Waiting(waker) => {
                *waker = Some(cx.waker().clone());
                Poll::Pending
            }
            State::Answered(_) => match std::mem::replace(state, State::Free) {
                State::Answered(answer) => Poll::Ready(Ok(answer)),
                _ => Poll::Pending,
            },
            State::Free => Poll::Ready(Err(TransportError::Lost(closed()))),
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut room = lock(self.room);
        if let Some(slot) = room.places.get_mut(self.at) {
            let left = std::mem::replace(&mut slot.state, State::Free);
            room.free.push(self.at);
            drop(room);
            drop(left);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
