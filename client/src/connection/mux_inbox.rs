//! One inbox for the replies to all requests of a context.
//!
//! The request of `async-nats` takes seven more allocations, and never frees the entry of
//! a dropped request (nats.rs issue 1617).
//!
//! No task reads the inbox. The connection wakes a [`MuxWaker`] when a message arrives,
//! and the waker hands each reply to the request that waits for it.

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

use crate::connection::observer::ConnectionObserver;
use crate::connection::transport::{
    BoxFuture, Incoming, RawMessage, closed, not_listening, request, size, unsent,
};
use crate::error::transport::TransportError;

/// Number of shards. Two concurrent requests seldom share a lock.
const SHARDS: u64 = 1 << 5;

/// Maximum number of waiting requests in a shard; more use the client's own request.
const SLOTS: u64 = 1 << 11;

/// Inbox of a client, opened by the first request.
#[derive(Default)]
pub(crate) struct MuxInbox(OnceCell<Arc<Shards<Subscriber>>>);

impl MuxInbox {
    /// Sends a request and waits for the first reply, without a timeout.
    ///
    /// A status is a reply, too. A dropped request leaves nothing behind.
    pub(crate) fn request<'a>(
        &'a self,
        client: &'a Client,
        observer: Option<&'a ConnectionObserver>,
        message: OutboundMessage,
    ) -> MuxRequest<'a> {
        let Some(inbox) = self.0.get() else {
            return MuxRequest::Elsewhere(Box::pin(async move {
                let open = self
                    .0
                    .get_or_try_init(|| Shards::open(client, observer))
                    .await;
                match open {
                    Ok(inbox) => inbox.request(client, message).await,
                    Err(TransportError::Denied) => Err(TransportError::Denied),
                    // Without an inbox, the client's own request remains.
                    Err(_) => request(client, message).await,
                }
            }));
        };
        inbox.request(client, message)
    }
}

/// Creates a request to a subject without subscribers: a round trip to the server.
pub(crate) fn round_trip(client: &Client) -> (String, OutboundMessage) {
    let unused = client.new_inbox();
    let message = RawMessage::new(unused.clone(), Bytes::new());
    (unused, message.into())
}

/// Outcome of a request.
pub(crate) type Reply = Result<Incoming, TransportError>;

/// A request: sends the message, then waits for the reply.
///
/// It is small because it is part of the allocation of each call: an allocation of more
/// than 1,032 bytes takes many times as long as a smaller one.
pub(crate) enum MuxRequest<'a> {
    Here {
        client: &'a Client,
        size: usize,
        /// `None` once the message is sent.
        sending: Option<BoxFuture<'a, Result<(), PublishError>>>,
        reservation: Reservation<'a>,
    },
    Elsewhere(BoxFuture<'a, Reply>),
}

impl Future for MuxRequest<'_> {
    type Output = Reply;

    fn poll(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Reply> {
        match &mut *self {
            Self::Here {
                client,
                size,
                sending,
                reservation,
            } => {
                if let Some(message) = sending {
                    let sent = ready!(message.as_mut().poll(cx));
                    *sending = None;
                    sent.map_err(|error| unsent(client, &error, *size))?;
                }
                reservation.poll(cx)
            }
            Self::Elsewhere(requests) => requests.as_mut().poll(cx),
        }
    }
}

/// The subscription, and the requests that wait for replies.
struct Shards<S> {
    /// Prefix of the reply subjects, up to the last dot.
    prefix: String,
    shards: Box<[Mutex<Shard>]>,
    /// Shard that the next request tries first. A request that is alone in its shard
    /// does not change it, so that the shard stays in the processor's caches.
    first: AtomicU64,
    /// Locked by the thread that wakes first.
    messages: Mutex<Option<S>>,
    /// Number of wake-ups since the reader began its last pass.
    wakes: AtomicUsize,
    waker: Waker,
}

#[derive(Default)]
struct Shard {
    slots: Vec<Slot>,
    free: Vec<usize>,
    /// Number of requests made in this shard.
    requests: u64,
    /// Whether the subscription has ended.
    over: bool,
    /// Buffer for many reply subjects, to allocate seldom.
    subjects: BytesMut,
}

struct Slot {
    /// Token of the request; each is used once.
    number: u64,
    state: State,
}

enum State {
    Free,
    Waiting(Option<Waker>),
    Replied(Incoming),
}

/// A slot that is reserved for a request; freed when dropped.
pub(crate) struct Reservation<'a> {
    shard: &'a Mutex<Shard>,
    at: usize,
}

/// Reads the inbox when the connection wakes it.
struct MuxWaker<S>(Weak<Shards<S>>);

impl<S> Wake for MuxWaker<S>
where
    S: futures_util::Stream + Send + Unpin + 'static,
    S::Item: Into<Incoming>,
{
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if let Some(inbox) = self.0.upgrade() {
            inbox.wake();
        }
    }
}

impl Shards<Subscriber> {
    async fn open(
        client: &Client,
        observer: Option<&ConnectionObserver>,
    ) -> Result<Arc<Self>, TransportError> {
        let prefix = format!("{}.", client.new_inbox());
        let subject = format!("{prefix}*");
        let seen = observer.map(ConnectionObserver::count);
        let messages = client.subscribe(subject.clone()).await;
        let messages = messages.map_err(|error| not_listening(&error))?;
        let inbox = Self::new(prefix, messages);
        if let (Some(observer), Some(seen)) = (observer, seen) {
            let (unused, message) = round_trip(client);
            let behind = inbox.request(client, message);
            if observer.refuse(&subject, seen, &unused, behind).await {
                return Err(TransportError::Denied);
            }
        }
        Ok(inbox)
    }

    fn request<'a>(&'a self, client: &'a Client, mut message: OutboundMessage) -> MuxRequest<'a> {
        let Some((reservation, reply)) = self.reservation() else {
            return MuxRequest::Elsewhere(Box::pin(request(client, message)));
        };
        message.reply = Some(reply);
        MuxRequest::Here {
            client,
            size: size(message.headers.as_ref(), &message.payload),
            sending: Some(Box::pin(client.publish_message(message))),
            reservation,
        }
    }
}

impl<S> Shards<S>
where
    S: futures_util::Stream + Send + Unpin + 'static,
    S::Item: Into<Incoming>,
{
    fn new(prefix: String, messages: S) -> Arc<Self> {
        let inbox = Arc::new_cyclic(|inbox| Self {
            prefix,
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
            first: AtomicU64::new(0),
            messages: Mutex::new(Some(messages)),
            wakes: AtomicUsize::new(0),
            waker: Arc::new(MuxWaker(inbox.clone())).into(),
        });
        // The first read registers the waker with the subscription.
        inbox.wake();
        inbox
    }

    /// Reads all messages, or makes the thread that reads already read again.
    ///
    /// The subscription may wake this while it is read, from the same thread and from
    /// others.
    fn wake(&self) {
        if self.wakes.fetch_add(1, Ordering::AcqRel) > 0 {
            return;
        }
        let mut seen = 1;
        loop {
            self.read();
            let wakes = self.wakes.fetch_sub(seen, Ordering::AcqRel);
            if wakes == seen {
                return;
            }
            seen = wakes - seen;
        }
    }

    fn read(&self) {
        let mut messages = lock(&self.messages);
        while let Some(subscription) = messages.as_mut() {
            let mut cx = TaskContext::from_waker(&self.waker);
            // Not charged to the budget of the task that delivered the message.
            let next = unconstrained(subscription.next()).poll_unpin(&mut cx);
            match next {
                Poll::Pending => return,
                Poll::Ready(Some(message)) => self.deliver(message.into()),
                Poll::Ready(None) => {
                    *messages = None;
                    self.end();
                }
            }
        }
    }

    /// Hands a reply to the request that waits for it, if there is one.
    fn deliver(&self, reply: Incoming) {
        let number = reply.subject.strip_prefix(self.prefix.as_str());
        let Some(number) = number.and_then(|number| number.parse::<u64>().ok()) else {
            return;
        };
        let Some(shard) = self.shards.get((number % SHARDS) as usize) else {
            return;
        };
        let mut shard = lock(shard);
        let slot = shard.slots.get_mut((number / SHARDS % SLOTS) as usize);
        let Some(Slot { state, .. }) = slot.filter(|slot| slot.number == number) else {
            return;
        };
        if let State::Waiting(waker) = state {
            let waker = waker.take();
            *state = State::Replied(reply);
            drop(shard);
            waker.inspect(Waker::wake_by_ref);
        }
    }

    /// Ends all waiting requests.
    fn end(&self) {
        for shard in &self.shards {
            let mut shard = lock(shard);
            shard.over = true;
            let wakers: Vec<Waker> = shard
                .slots
                .iter_mut()
                .filter_map(|slot| match &mut slot.state {
                    State::Waiting(waker) => waker.take(),
                    _ => None,
                })
                .collect();
            drop(shard);
            wakers.iter().for_each(Waker::wake_by_ref);
        }
    }
}

impl<S> Shards<S> {
    /// Reserves a slot with its reply subject; `None` when all slots are taken or the
    /// subscription has ended.
    fn reservation(&self) -> Option<(Reservation<'_>, Subject)> {
        let first = self.first.load(Ordering::Relaxed);
        (first..first + SHARDS).find_map(|number| {
            let number = number % SHARDS;
            let shard = self.shards.get(number as usize)?;
            let mut taking = lock(shard);
            let (at, reply) = taking.take(number, &self.prefix)?;
            if taking.waiting() > 1 {
                self.first.store((number + 1) % SHARDS, Ordering::Relaxed);
            }
            Some((Reservation { shard, at }, reply))
        })
    }
}

impl Shard {
    /// Number of waiting requests.
    fn waiting(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// Reserves a slot of this shard.
    fn take(&mut self, shard: u64, prefix: &str) -> Option<(usize, Subject)> {
        if self.over {
            return None;
        }
        let at = match self.free.pop() {
            Some(at) => at,
            None if self.slots.len() as u64 == SLOTS => return None,
            None => {
                self.slots.push(Slot {
                    number: 0,
                    state: State::Free,
                });
                self.slots.len() - 1
            }
        };
        // Each token is used once, so that a late or second reply matches no request.
        self.requests += 1;
        let number = (self.requests * SLOTS + at as u64) * SHARDS + shard;
        *self.slots.get_mut(at)? = Slot {
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

impl Reservation<'_> {
    fn poll(&self, cx: &mut TaskContext<'_>) -> Poll<Reply> {
        let mut shard = lock(self.shard);
        let over = shard.over;
        let Some(Slot { state, .. }) = shard.slots.get_mut(self.at) else {
            return Poll::Ready(Err(TransportError::Lost(closed())));
        };
        match state {
            State::Waiting(_) if over => Poll::Ready(Err(TransportError::Lost(closed()))),
            State::Waiting(Some(waker)) if waker.will_wake(cx.waker()) => Poll::Pending,
            State::Waiting(waker) => {
                *waker = Some(cx.waker().clone());
                Poll::Pending
            }
            State::Replied(_) => match std::mem::replace(state, State::Free) {
                State::Replied(reply) => Poll::Ready(Ok(reply)),
                _ => Poll::Pending,
            },
            State::Free => Poll::Ready(Err(TransportError::Lost(closed()))),
        }
    }
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        let mut shard = lock(self.shard);
        if let Some(slot) = shard.slots.get_mut(self.at) {
            let left = std::mem::replace(&mut slot.state, State::Free);
            shard.free.push(self.at);
            drop(shard);
            drop(left);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
