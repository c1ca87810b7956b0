//! When everything was seen that was there when watching began.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;

use jsapi::ConsumerInfo;
use tokio::time::{Instant, Sleep, sleep};

use crate::error::Result;
use crate::stream::Stream;
use crate::transport::BoxFuture;

/// How long nothing has to come before the server is asked whether more will.
const IDLE: Duration = Duration::from_secs(1);

/// Tells when the initial data has been seen.
///
/// A message says how many are to come after it, and after one with none it is
/// done. A slow reader of a busy stream never sees such a message. There it counts:
/// as many as there were when the consumer was made are behind what was there then,
/// and as many as were to come after the last of those are behind what was written
/// over it meanwhile.
///
/// But what is removed before its turn, by age or by a purge, never comes, and
/// nobody says so: once nothing came for a while, the server is asked.
pub(crate) struct Initial {
    stream: Stream,
    state: State,
    /// How many messages came.
    count: u64,
    /// Which one the last was, as the consumer counts; 0 before the first.
    last_delivered: u64,
    /// How many were to come after the last one, until that was looked at.
    pending: Option<u64>,
    /// With which one of the consumer it is done, once that is known.
    until: Option<u64>,
}

enum State {
    /// Some are to come. So many had at the last look.
    Coming {
        idle: Option<Idle>,
        seen: u64,
    },
    /// It is done, and was not told yet.
    Done,
    Told,
}

enum Idle {
    Waiting(Pin<Box<Sleep>>),
    Asking(BoxFuture<'static, Result<Option<ConsumerInfo>>>),
}

impl Initial {
    pub(crate) fn new(stream: Stream, num_pending: u64) -> Self {
        let state = match num_pending {
            0 => State::Done,
            _ => State::Coming {
                idle: None,
                seen: 0,
            },
        };
        Self {
            stream,
            state,
            count: 0,
            last_delivered: 0,
            pending: None,
            until: None,
        }
    }

    /// A message came, the consumer's so many-th, with so many to come after it.
    pub(crate) fn on_message(&mut self, delivered: u64, pending: u64) {
        self.count += 1;
        if delivered <= self.last_delivered {
            // Of another consumer, which counts anew.
            self.until = None;
        }
        self.last_delivered = delivered;
        self.pending = Some(pending);
        if pending == 0 && matches!(self.state, State::Coming { .. }) {
            self.state = State::Done;
        }
    }

    /// True once: when it is done. The consumer that the last message came from
    /// found so many when it was made.
    pub(crate) fn is_done_now(&mut self, found: u64) -> bool {
        if let (State::Coming { .. }, Some(pending)) = (&self.state, self.pending.take()) {
            match self.until {
                Some(until) if self.last_delivered >= until => self.state = State::Done,
                None if self.last_delivered >= found => {
                    self.until = Some(self.last_delivered.saturating_add(pending));
                }
                _ => {}
            }
        }
        let done = matches!(self.state, State::Done);
        if done {
            self.state = State::Told;
        }
        done
    }

    /// No message is there at the moment. Ready when it has become done.
    pub(crate) fn poll_idle(
        &mut self,
        consumer: Option<&str>,
        cx: &mut TaskContext<'_>,
    ) -> Poll<()> {
        let State::Coming { idle, seen } = &mut self.state else {
            return Poll::Pending;
        };
        loop {
            match idle {
                None => *idle = Some(Idle::Waiting(Box::pin(sleep(IDLE)))),
                Some(Idle::Waiting(sleep)) => {
                    ready!(sleep.as_mut().poll(cx));
                    sleep.as_mut().reset(Instant::now() + IDLE);
                    let quiet = *seen == self.count;
                    *seen = self.count;
                    // Without a consumer at the moment, there is another soon.
                    if let (true, Some(name)) = (quiet, consumer)
                        && let Ok(consumer) = self.stream.consumer(name)
                    {
                        let ask = async move { consumer.info_opt().await };
                        *idle = Some(Idle::Asking(Box::pin(ask)));
                    }
                }
                Some(Idle::Asking(asking)) => {
                    let answer = ready!(asking.as_mut().poll(cx));
                    // Others that were delivered are on their way, or will be found
                    // missing; a consumer that took another's place begins at 0.
                    if let Ok(Some(info)) = answer
                        && info.num_pending == 0
                        && [0, self.last_delivered].contains(&info.delivered.consumer_seq)
                    {
                        self.state = State::Done;
                        return Poll::Ready(());
                    }
                    *idle = None;
                }
            }
        }
    }
}
