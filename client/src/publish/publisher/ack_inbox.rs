//! One inbox for the acknowledgements of all publishers of a context.
//!
//! A subscription uses about 6 KB in `async-nats` and interest in every server of a cluster,
//! and a task also uses memory. So the publishers of a context share one of each, and an idle
//! publisher costs little more than its options.

use std::collections::HashMap;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, Weak};
use std::task::{Context as TaskContext, Poll};

use bytes::Bytes;
use futures_util::StreamExt;
use jsapi::PubAck;
use tokio::task::{JoinHandle, unconstrained};
use tokio::time::Instant;

use super::super::ack::Like;
use super::super::id::short_id;
use super::super::in_flight::Completed;
use super::shared::{Shared, lock};
use super::state::{Ticket, Told};
use crate::api::context::Context;
use crate::connection::transport::{Incoming, Listening};
use crate::error::Result;

/// Maximum number of replies read before they are dispatched.
const AT_ONCE: usize = 256;

/// The acknowledgement inbox of a context, while it has a publisher.
#[derive(Default)]
pub(crate) struct SharedAckInbox(tokio::sync::Mutex<Weak<AckInbox>>);

impl SharedAckInbox {
    /// Returns the inbox; subscribes to it for the first publisher.
    pub(super) async fn open(&self, context: &Context) -> Result<Arc<AckInbox>> {
        // Also for an existing inbox: opening a publisher requires a connection.
        let operation = "publisher".into();
        context.guard(&operation, context.default_timeout()).await?;
        let mut shared = self.0.lock().await;
        if let Some(inbox) = shared.upgrade()
            && !lock(&inbox.routes.0).over
        {
            return Ok(inbox);
        }
        let inbox = Arc::new(AckInbox::open(context).await?);
        *shared = Arc::downgrade(&inbox);
        Ok(inbox)
    }
}

impl fmt::Debug for SharedAckInbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedAckInbox")
    }
}

/// A subscription for acknowledgements, and a task that reads it.
///
/// Replies arrive at `{prefix}.{route}-{token}`: the route identifies the publisher, the
/// token the message. Unsubscribes when the last publisher is dropped.
pub(super) struct AckInbox {
    prefix: String,
    routes: Arc<Routes>,
    task: JoinHandle<()>,
}

impl AckInbox {
    async fn open(context: &Context) -> Result<Self> {
        // As short as possible, because servers and clients read it with each message.
        let inbox = context.new_inbox();
        let (base, _) = inbox.rsplit_once('.').unwrap_or(("_INBOX", ""));
        let prefix = format!("{base}.{}.", short_id());
        let subject = format!("{prefix}*");
        let operation = subject.clone().into();
        let guard = context.guard(&operation, context.default_timeout()).await?;
        let begin = |subject| Listening::begin(guard.transport(), subject);
        let answers = context
            .subscribe(&guard, &operation, subject, begin)
            .await?;
        let routes = Arc::new(Routes::default());
        let reading = read(answers, prefix.clone(), routes.clone());
        Ok(Self {
            prefix,
            routes,
            task: tokio::spawn(unconstrained(reading)),
        })
    }

    /// Reserves a unique route.
    pub(super) fn reserve(&self) -> u64 {
        let mut open = lock(&self.routes.0);
        open.next += 1;
        open.next
    }

    /// Returns the prefix of a route's reply subjects, up to the token.
    pub(super) fn subjects(&self, route: u64) -> String {
        format!("{}{route}-", self.prefix)
    }

    /// Dispatches the replies of a route to a publisher.
    pub(super) fn connect(&self, route: u64, publisher: &Arc<Shared>) {
        let mut open = lock(&self.routes.0);
        if open.over {
            drop(open);
            publisher.close();
        } else {
            open.publishers.insert(route, Arc::downgrade(publisher));
        }
    }

    /// Drops the replies of a route from now on.
    pub(super) fn disconnect(&self, route: u64) {
        lock(&self.routes.0).publishers.remove(&route);
    }
}

impl Drop for AckInbox {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Publishers by route.
#[derive(Default)]
struct Routes(Mutex<Open>);

#[derive(Default)]
struct Open {
    next: u64,
    publishers: HashMap<u64, Weak<Shared>>,
    /// Whether no more replies will arrive.
    over: bool,
}

impl Routes {
    fn publisher(&self, route: u64) -> Option<Arc<Shared>> {
        lock(&self.0).publishers.get(&route)?.upgrade()
    }
}

/// Reads replies until the client or the runtime is closed.
async fn read(mut answers: Listening, prefix: String, routes: Arc<Routes>) {
    let _over = Over(routes.clone());
    let mut batch = Batch::new(prefix);
    while poll_fn(|cx| batch.poll(&mut answers, cx)).await {
        batch.dispatch(&routes);
    }
}

/// Closes all publishers when the task ends.
struct Over(Arc<Routes>);

impl Drop for Over {
    fn drop(&mut self) {
        let publishers = {
            let mut open = lock(&self.0.0);
            open.over = true;
            std::mem::take(&mut open.publishers)
        };
        for publisher in publishers.values().filter_map(Weak::upgrade) {
            publisher.close();
        }
    }
}

/// Replies that were read together, without a lock.
struct Batch {
    prefix: String,
    stored: Vec<Stored>,
    /// All other replies, with their routes.
    others: Vec<(u64, Incoming)>,
    /// Templates of acknowledgements, the last used one first.
    like: Vec<Like>,
    /// Acknowledgements of the stored messages.
    acks: Vec<Arc<PubAck>>,
    told: Told,
    completed: Vec<Completed<Ticket>>,
}

/// A stored message whose acknowledgement matches a template.
struct Stored {
    route: u64,
    token: u64,
    sequence: u64,
    /// Index of the template.
    like: usize,
}

impl Batch {
    fn new(prefix: String) -> Self {
        Self {
            prefix,
            stored: Vec::new(),
            others: Vec::new(),
            like: Vec::new(),
            acks: Vec::new(),
            told: Told::default(),
            completed: Vec::new(),
        }
    }

    /// Reads the available replies; `false`: the subscription has ended.
    fn poll(&mut self, answers: &mut Listening, cx: &mut TaskContext<'_>) -> Poll<bool> {
        for read in 0..AT_ONCE {
            let more = match answers {
                Listening::Core(answers) => answers.poll_next_unpin(cx).map(|answer| {
                    let answer = answer?;
                    let usual = answer.status.is_none();
                    match usual && self.read(&answer.subject, &answer.payload).is_some() {
                        true => Some(()),
                        false => self.keep(answer.into()),
                    }
                }),
                Listening::Other(answers) => answers.as_mut().poll_next(cx).map(|answer| {
                    let answer = answer?;
                    let usual = answer.status.is_none();
                    match usual && self.read(&answer.subject, &answer.payload).is_some() {
                        true => Some(()),
                        false => self.keep(answer),
                    }
                }),
            };
            match more {
                Poll::Ready(Some(())) => {}
                Poll::Ready(None) => return Poll::Ready(read > 0),
                Poll::Pending if read == 0 => return Poll::Pending,
                Poll::Pending => break,
            }
        }
        Poll::Ready(true)
    }

    /// Decodes an acknowledgement by a template; `None` for other replies.
    #[inline]
    fn read(&mut self, subject: &str, payload: &Bytes) -> Option<()> {
        let (route, token) = numbers(subject.strip_prefix(self.prefix.as_str())?)?;
        let first = self.like.first();
        let sequence = match first.and_then(|like| like.sequence(payload)) {
            Some(sequence) => sequence,
            None => self.read_other(payload)?,
        };
        let like = self.like.first()?;
        if !self
            .acks
            .last()
            .is_some_and(|last| Arc::ptr_eq(last, &like.ack))
        {
            self.acks.push(like.ack.clone());
        }
        self.stored.push(Stored {
            route,
            token,
            sequence,
            like: self.acks.len() - 1,
        });
        Some(())
    }

    fn read_other(&mut self, payload: &Bytes) -> Option<u64> {
        /// Maximum number of templates, one per stream.
        const MOST: usize = 8;

        let known = self.like.iter().enumerate();
        let mut known = known.filter_map(|(at, like)| Some((at, like.sequence(payload)?)));
        if let Some((at, sequence)) = known.next() {
            self.like.swap(0, at);
            return Some(sequence);
        }
        let (like, sequence) = Like::of(payload)?;
        self.like.truncate(MOST - 1);
        self.like.insert(0, like);
        Some(sequence)
    }

    fn keep(&mut self, answer: Incoming) -> Option<()> {
        let numbers = answer
            .subject
            .strip_prefix(self.prefix.as_str())
            .and_then(numbers);
        if let Some((route, _)) = numbers {
            self.others.push((route, answer));
        }
        Some(())
    }

    /// Dispatches the replies to their publishers.
    fn dispatch(&mut self, routes: &Routes) {
        let Self {
            stored,
            others,
            acks,
            told,
            completed,
            ..
        } = self;
        for stored in stored.chunk_by(|one, next| one.route == next.route) {
            let Some(first) = stored.first() else {
                continue;
            };
            if let Some(publisher) = routes.publisher(first.route) {
                publisher.acknowledge(stored, acks, told, completed);
            }
        }
        stored.clear();
        acks.clear();
        for (route, answer) in others.drain(..) {
            if let Some(publisher) = routes.publisher(route) {
                publisher.answer(answer);
            }
        }
    }
}

/// Returns the route and the token of a reply subject.
#[inline]
fn numbers(rest: &str) -> Option<(u64, u64)> {
    let mut numbers = [0_u64; 2];
    let (mut at, mut digits) = (0, 0);
    for byte in rest.bytes() {
        match byte {
            b'0'..=b'9' if digits < 19 => {
                let number = numbers.get_mut(at)?;
                *number = *number * 10 + u64::from(byte - b'0');
                digits += 1;
            }
            b'-' if at == 0 && digits > 0 => (at, digits) = (1, 0),
            _ => return None,
        }
    }
    let [route, token] = numbers;
    (at == 1 && digits > 0).then_some((route, token))
}

impl Shared {
    /// Completes stored messages, and admits others.
    fn acknowledge(
        &self,
        stored: &[Stored],
        acks: &[Arc<PubAck>],
        told: &mut Told,
        completed: &mut Vec<Completed<Ticket>>,
    ) {
        let mut state = self.lock();
        for stored in stored.chunk_by(|one, next| one.like == next.like) {
            let Some(ack) = stored.first().and_then(|first| acks.get(first.like)) else {
                continue;
            };
            let like = state.outcomes.like(ack);
            for Stored {
                token, sequence, ..
            } in stored
            {
                let simple = like.and_then(|like| state.stored(*token, *sequence, like, told));
                if simple.is_none() {
                    let mut ack = PubAck::clone(ack);
                    ack.seq = *sequence;
                    let now = Instant::now();
                    let in_flight = &mut state.in_flight;
                    completed.extend(in_flight.answered(*token, Ok(ack), now, &mut None));
                }
            }
        }
        state.complete(completed, told);
        told.make_room(&mut state);
        drop(state);
        told.wake();
        let last = stored.last().and_then(|last| acks.get(last.like));
        if let Some(ack) = last {
            self.context.publishes().acknowledge(&ack.stream);
        }
    }

    /// Handles any reply to a message.
    fn answer(&self, answer: Incoming) {
        let mut unanswered = None;
        self.complete(|state| {
            let in_flight = &mut state.in_flight;
            let completed = in_flight.answer(answer, Instant::now(), &mut unanswered);
            completed.into_iter().collect()
        });
        if let Some(subject) = unanswered {
            self.no_responders(subject);
        }
    }
}
