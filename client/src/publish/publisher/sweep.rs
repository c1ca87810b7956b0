//! The sweeper of a publisher: deadlines and resends while messages are in flight.

use std::sync::Arc;
use std::time::Duration;

use async_nats::Subject;
use tokio::time::{Instant, sleep, timeout};

use super::super::in_flight::Due;
use super::super::no_responders::Cause;
use super::super::send::{send, send_now};
use super::super::window::ANSWER;
use super::shared::{Shared, lock};
use super::state::Ticket;
use crate::api::context::Context;
use crate::connection::observer::ConnectionObserver;
use crate::connection::transport::{BoxFuture, size};
use crate::protocol::retry::Window;

/// Interval of sweeps of the messages in flight.
const SWEEP: Duration = Duration::from_millis(50);

/// Maximum wait for the cause of missing responders: the time of two retries.
const CAUSE: Duration = Duration::from_millis(500);

/// Request for the cause of missing responders.
type Question = BoxFuture<'static, (Subject, Cause)>;

/// Request for the duplicate window of a stream.
type Learning = BoxFuture<'static, ()>;

/// Starts a sweeper, which ends when no message is in flight.
pub(super) fn spawn(shared: &Arc<Shared>) {
    let observer = shared.context.observer();
    // Before the message is sent, so that no event of it is missed.
    let denied = observer.map_or(0, ConnectionObserver::count);
    let sweeping = run(shared.clone(), denied);
    let task = shared.runtime.spawn(tokio::task::unconstrained(sweeping));
    *lock(&shared.sweeper) = Some(task.abort_handle());
}

async fn run(shared: Arc<Shared>, mut denied: u64) {
    let mut due = Due::default();
    let mut question: Option<Question> = None;
    let mut learning: Option<Learning> = None;
    let mut asked: Option<(Subject, Instant)> = None;
    let mut known: Option<(Subject, Cause)> = None;
    let pause = sleep(SWEEP);
    tokio::pin!(pause);
    loop {
        let answered = if_any(&mut question);
        let learned = if_any(&mut learning);
        tokio::select! {
            () = shared.no_responders.notified() => {
                let Some(subject) = lock(&shared.unanswered).take() else {
                    continue;
                };
                if let Some((of, cause)) = &known
                    && subject == *of
                {
                    shared.unanswered(&subject, cause);
                }
                let now = Instant::now();
                let lately = |(_, at): &(Subject, Instant)| now - *at < Duration::from_secs(1);
                if question.is_none() && !asked.as_ref().is_some_and(lately) {
                    asked = Some((subject.clone(), now));
                    question = Some(ask(&shared.context, subject));
                }
            }
            (subject, cause) = answered => {
                question = None;
                if shared.unanswered(&subject, &cause) {
                    asked = None;
                }
                known = Some((subject, cause));
            }
            () = learned => learning = None,
            () = &mut pause => {
                if let Some(observer) = shared.context.observer() {
                    for subject in observer.since(&mut denied) {
                        let now = Instant::now();
                        shared.complete(|state| state.in_flight.denied(&subject, now));
                    }
                }
                if sweep(&shared, &mut due).await == Swept::Nothing {
                    return;
                }
                if let Some(subject) = due.window.take()
                    && learning.is_none()
                {
                    learning = Some(learn(shared.clone(), subject));
                }
                pause.as_mut().reset(Instant::now() + SWEEP);
            }
        }
    }
}

/// Result of a sweep: whether to sweep again.
#[derive(PartialEq)]
enum Swept {
    InFlight,
    Nothing,
}

/// Sends and completes due messages.
async fn sweep(shared: &Shared, due: &mut Due<Ticket>) -> Swept {
    let transport = shared.context.transport();
    let connection = shared.context.check_connection();
    {
        let mut state = shared.lock();
        if state.in_flight.len() == 0 {
            // Under the lock, so that the next message finds no sweeper.
            state.awake = false;
            state.in_flight.shrink();
            state.outcomes.shrink();
            return Swept::Nothing;
        }
    }
    let windows = shared.context.publishes().windows();
    shared.complete(|state| {
        let now = Instant::now();
        state.in_flight.sweep(now, connection, windows, due);
        std::mem::take(&mut due.completed)
    });
    let mut room = true;
    for at in due.send.drain(..) {
        let now = Instant::now();
        // Without capacity for one message there is none for the following ones.
        let outbound = match room {
            true => shared.lock().in_flight.send(at, Some(now), connection),
            false => None,
        };
        let Some(outbound) = outbound else {
            continue;
        };
        let size = size(outbound.headers.as_ref(), &outbound.payload);
        let sent = match send_now(transport, outbound.clone(), size) {
            Some(sent) => Ok(sent),
            // Replies and deadlines wait meanwhile, so only for a short time: a halted
            // server never frees capacity.
            None => timeout(SWEEP, send(transport, outbound, size)).await,
        };
        match sent {
            Ok(Ok(())) => {}
            Ok(Err(refused)) => {
                let now = Instant::now();
                shared.complete(|state| {
                    let refused = state.in_flight.refused(at, refused, now);
                    refused.into_iter().collect()
                });
            }
            Err(_) => {
                shared.lock().in_flight.put_back(at);
                room = false;
            }
        }
    }
    Swept::InFlight
}

/// Waits for a future, if there is one.
async fn if_any<T>(waiting: &mut Option<BoxFuture<'static, T>>) -> T {
    match waiting {
        Some(waiting) => waiting.await,
        None => std::future::pending().await,
    }
}

fn ask(context: &Context, subject: Subject) -> Question {
    let context = context.clone();
    Box::pin(async move {
        let mut cause = Cause::default();
        cause.ask(&context, &subject, CAUSE).await;
        (subject, cause)
    })
}

fn learn(shared: Arc<Shared>, subject: Subject) -> Learning {
    Box::pin(async move {
        let windows = shared.context.publishes().windows();
        let begun = Instant::now();
        windows.learn(&shared.context, &subject, ANSWER).await;
        if windows.of(&subject, Instant::now()) == Window::Unknown {
            // Do not repeat it at once.
            sleep(shared.options.backoff.saturating_sub(begun.elapsed())).await;
        }
    })
}
