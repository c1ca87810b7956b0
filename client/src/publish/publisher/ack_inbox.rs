//! One inbox for the acknowledgements of all publishers of a context.
//!
//! A subscription takes some 6 KB in `async-nats` and interest in every server of a
//! cluster, and a task takes memory too. So the publishers of a context share one of
//! each, and a publisher without messages in flight costs little more than its options.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, Weak};
use std::task::{Context as TaskContext, Poll, Waker};

use futures_util::StreamExt;
use jsapi::PubAck;
use tokio::task::{JoinHandle, unconstrained};
use tokio::time::Instant;

use super::super::in_flight::Completed;
use super::{Shared, Ticket, lock};
use crate::api::context::Context;
use crate::connection::transport::{Incoming, Subscription};
use crate::error::Result;

/// How many answers are read before messages are told of theirs.
const AT_ONCE: usize = 256;

/// The acknowledgement inbox of a context, while it has a publisher.
#[derive(Default)]
pub(crate) struct SharedAckInbox(tokio::sync::Mutex<Weak<AckInbox>>);

impl SharedAckInbox {
    /// Returns the inbox, and subscribes to it if no publisher has done so.
    pub(super) async fn open(&self, context: &Context) -> Result<Arc<AckInbox>> {
        // For the inbox that there is, too: without a connection nothing starts.
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
/// Answers come to `{prefix}.{route}-{token}`: the route says which publisher they are
/// for, the token which message. Unsubscribes when the last publisher is dropped.
pub(super) struct AckInbox {
    prefix: String,
    routes: Arc<Routes>,
    task: JoinHandle<()>,
}

impl AckInbox {
    async fn open(context: &Context) -> Result<Self> {
        let prefix = format!("{}.", context.new_inbox());
        let subject = format!("{prefix}*");
        let operation = subject.clone().into();
        let guard = context.guard(&operation, context.default_timeout()).await?;
        let begin = |subject| guard.transport().subscribe(subject);
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

    /// Reserves a route, which no other publisher has had.
    pub(super) fn reserve(&self) -> u64 {
        let mut open = lock(&self.routes.0);
        open.next += 1;
        open.next
    }

    /// What the reply subjects of a route begin with, up to the token.
    pub(super) fn subjects(&self, route: u64) -> String {
        format!("{}{route}-", self.prefix)
    }

    /// Gives the answers of a route to a publisher.
    pub(super) fn connect(&self, route: u64, publisher: &Arc<Shared>) {
        let mut open = lock(&self.routes.0);
        if open.over {
            drop(open);
            publisher.close();
        } else {
            open.publishers.insert(route, Arc::downgrade(publisher));
        }
    }

    /// Drops the answers of a route from now on.
    pub(super) fn disconnect(&self, route: u64) {
        lock(&self.routes.0).publishers.remove(&route);
    }
}

impl Drop for AckInbox {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The publishers that answers go to.
#[derive(Default)]
struct Routes(Mutex<Open>);

#[derive(Default)]
struct Open {
    next: u64,
    publishers: HashMap<u64, Weak<Shared>>,
    /// Whether nothing will come any more.
    over: bool,
}

impl Routes {
    fn publisher(&self, route: u64) -> Option<Arc<Shared>> {
        lock(&self.0).publishers.get(&route)?.upgrade()
    }
}

/// Reads answers until the client or the runtime is closed.
async fn read(mut answers: Subscription, prefix: String, routes: Arc<Routes>) {
    let _over = Over(routes.clone());
    let mut batch = Batch::default();
    let mut next = None;
    loop {
        let answer = match next.take() {
            Some(answer) => answer,
            None => match answers.next().await {
                Some(answer) => answer,
                None => return,
            },
        };
        let Some(route) = route(&prefix, &answer.subject) else {
            continue;
        };
        if let Some(publisher) = routes.publisher(route) {
            next = batch.take(&publisher, answer, &mut answers);
            publisher.acknowledge(&mut batch.stored);
            publisher.complete(&mut batch.completed);
        }
    }
}

/// The route in a reply subject.
fn route(prefix: &str, subject: &str) -> Option<u64> {
    let (route, _token) = subject.strip_prefix(prefix)?.split_once('-')?;
    route.parse().ok()
}

/// Closes all publishers when the task ends, whatever ends it.
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

/// What answers say that were read together.
#[derive(Default)]
struct Batch {
    stored: Vec<(Ticket, PubAck)>,
    completed: Vec<Completed<Ticket>>,
}

impl Batch {
    /// Matches answers with the messages of a publisher: this one, and those that have
    /// come with it. Returns the first one that is of another publisher.
    fn take(
        &mut self,
        publisher: &Shared,
        answer: Incoming,
        answers: &mut Subscription,
    ) -> Option<Incoming> {
        let mut unanswered = None;
        let mut next = Some(answer);
        let mut taken = 0;
        {
            let mut in_flight = publisher.in_flight();
            while let Some(answer) = next.take() {
                if !in_flight.is_of(&answer.subject) {
                    next = Some(answer);
                    break;
                }
                if in_flight.stored(&answer, &mut self.stored).is_none() {
                    let now = Instant::now();
                    self.completed
                        .extend(in_flight.answer(answer, now, &mut unanswered));
                }
                taken += 1;
                if taken < AT_ONCE {
                    let mut cx = TaskContext::from_waker(Waker::noop());
                    next = match answers.as_mut().poll_next(&mut cx) {
                        Poll::Ready(answer) => answer,
                        Poll::Pending => None,
                    };
                }
            }
        }
        if let Some(subject) = unanswered {
            publisher.no_responders(subject);
        }
        next
    }
}
