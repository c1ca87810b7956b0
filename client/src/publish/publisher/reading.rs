//! The task of a publisher: reads answers, and looks after what is under way.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context as TaskContext, Poll, Waker};
use std::time::Duration;

use async_nats::Subject;
use futures_util::StreamExt;
use jsapi::PubAck;
use tokio::time::{Instant, sleep, timeout};

use super::super::in_flight::{Completed, Due};
use super::super::no_responders::Cause;
use super::super::send::{send, send_now};
use super::super::window::ANSWER;
use super::{Shared, Ticket};
use crate::api::context::Context;
use crate::connection::observer::ConnectionObserver;
use crate::connection::transport::{BoxFuture, Incoming, Subscription, size};
use crate::protocol::retry::Window;

/// How often what is under way is looked at.
const SWEEP: Duration = Duration::from_millis(50);

/// How many answers are taken in between two looks at everything else.
const AT_ONCE: usize = 256;

/// The longest wait for the answer to why no server takes a subject: as long as two
/// retries take, after which a message is given up that none takes.
const CAUSE: Duration = Duration::from_millis(500);

/// Learns why no server takes a subject.
type Question = BoxFuture<'static, (Subject, Cause)>;

/// Learns the duplicate window of a stream.
type Learning = BoxFuture<'static, ()>;

/// Reads answers, and looks after what is under way.
pub(super) async fn run(shared: Arc<Shared>, mut answers: Subscription) {
    let mut completed = Vec::new();
    let mut stored = Vec::new();
    let mut due = Due::default();
    let mut question: Option<Question> = None;
    let mut learning: Option<Learning> = None;
    let mut asked: Option<(Subject, Instant)> = None;
    let mut known: Option<(Subject, Cause)> = None;
    let mut denied = shared
        .context
        .observer()
        .map_or(0, ConnectionObserver::count);
    let pause = sleep(SWEEP);
    tokio::pin!(pause);
    loop {
        let awake = shared.awake.load(Ordering::SeqCst);
        let answered = if_any(&mut question);
        let learned = if_any(&mut learning);
        tokio::select! {
            answer = answers.next() => match answer {
                Some(answer) => {
                    let unanswered =
                        take_in(&shared, answer, &mut answers, &mut stored, &mut completed);
                    shared.acknowledge(&mut stored);
                    shared.settle(&mut completed);
                    let now = Instant::now();
                    if let (Some(subject), Some((of, cause))) = (&unanswered, &known)
                        && subject == of
                    {
                        shared.unanswered(subject, cause);
                    }
                    if let Some(subject) = unanswered
                        && question.is_none()
                        && asked.as_ref().is_none_or(|(_, at)| now - *at >= Duration::from_secs(1))
                    {
                        asked = Some((subject.clone(), now));
                        question = Some(ask(&shared.context, subject));
                    }
                }
                None => {
                    // The client is closed, and nothing will come any more.
                    shared.closed.store(true, Ordering::SeqCst);
                    completed.extend(shared.in_flight().give_up("the connection was closed", Instant::now()));
                    shared.settle(&mut completed);
                    return;
                }
            },
            (subject, cause) = answered => {
                question = None;
                if shared.unanswered(&subject, &cause) {
                    asked = None;
                }
                known = Some((subject, cause));
            }
            () = learned => learning = None,
            () = shared.wake.notified(), if !awake => pause.as_mut().reset(Instant::now() + SWEEP),
            () = &mut pause, if awake => {
                if let Some(observer) = shared.context.observer() {
                    for subject in observer.since(&mut denied) {
                        completed.extend(shared.in_flight().denied(&subject, Instant::now()));
                    }
                    shared.settle(&mut completed);
                }
                sweep(&shared, &mut due).await;
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

/// Sorts answers to their messages: this one, and those that have come with it.
/// Gives a subject that nobody answered for.
fn take_in(
    shared: &Shared,
    answer: Incoming,
    answers: &mut Subscription,
    stored: &mut Vec<(Ticket, PubAck)>,
    completed: &mut Vec<Completed<Ticket>>,
) -> Option<Subject> {
    let now = Instant::now();
    let mut unanswered = None;
    let mut next = Poll::Ready(Some(answer));
    let mut taken = 0;
    let mut in_flight = shared.in_flight();
    while let Poll::Ready(Some(answer)) = next {
        if in_flight.stored(&answer, stored).is_none() {
            completed.extend(in_flight.answer(answer, now, &mut unanswered));
        }
        taken += 1;
        next = match taken < AT_ONCE {
            true => answers
                .as_mut()
                .poll_next(&mut TaskContext::from_waker(Waker::noop())),
            false => Poll::Pending,
        };
    }
    unanswered
}

/// Sends and settles what is due; nothing to look after puts the task to sleep.
async fn sweep(shared: &Shared, due: &mut Due<Ticket>) {
    let transport = shared.context.transport();
    let connection = shared.context.check_connection();
    {
        let mut in_flight = shared.in_flight();
        if in_flight.len() == 0 {
            // Under the lock, so that whoever is accepted next sees it.
            shared.awake.store(false, Ordering::SeqCst);
            in_flight.shrink();
            return;
        }
        let windows = shared.context.publishes().windows();
        in_flight.sweep(Instant::now(), connection, windows, due);
    }
    shared.settle(&mut due.completed);
    let mut room = true;
    for at in due.send.drain(..) {
        let now = Instant::now();
        // Without room for one there is none for those behind it.
        let outbound = match room {
            true => shared.in_flight().send(at, now, connection),
            false => None,
        };
        let Some(outbound) = outbound else {
            continue;
        };
        let size = size(outbound.headers.as_ref(), &outbound.payload);
        let sent = match send_now(transport, outbound.clone(), size) {
            Some(sent) => Ok(sent),
            // Answers and deadlines wait meanwhile, so not for long: a halted
            // server never makes room.
            None => timeout(SWEEP, send(transport, outbound, size)).await,
        };
        match sent {
            Ok(Ok(())) => {}
            Ok(Err(refused)) => {
                due.completed
                    .extend(shared.in_flight().refused(at, refused, Instant::now()))
            }
            Err(_) => {
                shared.in_flight().put_back(at);
                room = false;
            }
        }
    }
    shared.settle(&mut due.completed);
}

/// Waits for what is there to wait for.
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
            // Not again at once.
            sleep(shared.options.backoff.saturating_sub(begun.elapsed())).await;
        }
    })
}
