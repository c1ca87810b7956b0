//! The task of a publisher: reads answers, and looks after what is under way.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context as TaskContext, Poll, Waker};
use std::time::Duration;

use async_nats::Subject;
use futures_util::StreamExt;
use jsapi::PubAck;
use tokio::time::{Instant, sleep, timeout};

use super::super::flight::{Due, Settled};
use super::super::nobody::Nobody;
use super::super::send::{send, send_now};
use super::{Shared, Ticket};
use crate::context::Context;
use crate::denied::Denials;
use crate::transport::{BoxFuture, Incoming, Subscription, size};

/// How often what is under way is looked at.
const SWEEP: Duration = Duration::from_millis(50);

/// How many answers are taken in between two looks at everything else.
const AT_ONCE: usize = 256;

/// Which subject was asked about, and what is known of it.
type Question = BoxFuture<'static, (Subject, Nobody)>;

/// Reads answers, and looks after what is under way.
pub(super) async fn run(shared: Arc<Shared>, mut answers: Subscription) {
    let mut settled = Vec::with_capacity(AT_ONCE);
    let mut stored = Vec::with_capacity(AT_ONCE);
    let mut due = Due::default();
    let mut question: Option<Question> = None;
    let mut asked: Option<(Subject, Instant)> = None;
    let mut denied = shared.context.denials().map_or(0, Denials::count);
    let pause = sleep(SWEEP);
    tokio::pin!(pause);
    loop {
        let awake = shared.awake.load(Ordering::SeqCst);
        let answered = async {
            match &mut question {
                Some(question) => question.await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            answer = answers.next() => match answer {
                Some(answer) => {
                    let unanswered =
                        take_in(&shared, answer, &mut answers, &mut stored, &mut settled);
                    shared.acknowledge(&mut stored);
                    shared.settle(&mut settled);
                    let now = Instant::now();
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
                    settled.extend(shared.flights().give_up("the connection was closed"));
                    shared.settle(&mut settled);
                    return;
                }
            },
            (subject, nobody) = answered => {
                question = None;
                if nobody.no_stream() {
                    asked = None;
                    settled.extend(shared.flights().no_stream(&subject));
                    shared.settle(&mut settled);
                }
            }
            () = shared.wake.notified(), if !awake => pause.as_mut().reset(Instant::now() + SWEEP),
            () = &mut pause, if awake => {
                if let Some(denials) = shared.context.denials() {
                    for subject in denials.since(&mut denied) {
                        settled.extend(shared.flights().denied(&subject));
                    }
                    shared.settle(&mut settled);
                }
                sweep(&shared, &mut due).await;
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
    settled: &mut Vec<Settled<Ticket>>,
) -> Option<Subject> {
    let now = Instant::now();
    let mut unanswered = None;
    let mut next = Poll::Ready(Some(answer));
    let mut taken = 0;
    let mut flights = shared.flights();
    while let Poll::Ready(Some(answer)) = next {
        if flights.stored(&answer, stored).is_none() {
            settled.extend(flights.answer(answer, now, &mut unanswered));
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
        let mut flights = shared.flights();
        if flights.len() == 0 {
            // Under the lock, so that whoever is accepted next sees it.
            shared.awake.store(false, Ordering::SeqCst);
            return;
        }
        flights.sweep(Instant::now(), connection, due);
    }
    shared.settle(&mut due.settled);
    let mut room = true;
    for at in due.send.drain(..) {
        let now = Instant::now();
        // Without room for one there is none for those behind it.
        let outbound = match room {
            true => shared.flights().send(at, now, connection),
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
            Ok(Err(refused)) => due.settled.extend(shared.flights().refused(at, refused)),
            Err(_) => {
                shared.flights().put_back(at);
                room = false;
            }
        }
    }
    shared.settle(&mut due.settled);
}

fn ask(context: &Context, subject: Subject) -> Question {
    let context = context.clone();
    Box::pin(async move {
        let mut nobody = Nobody::default();
        nobody.ask(&context, &subject, Duration::from_secs(1)).await;
        (subject, nobody)
    })
}
