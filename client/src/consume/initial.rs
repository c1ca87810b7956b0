//! End of the initial values of a watch.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use jsapi::StreamInfoRequest;
use tokio::time::{Instant, Sleep, sleep};

use crate::api::query::MessageQuery;
use crate::connection::transport::BoxFuture;
use crate::consume::OrderedMessages;
use crate::error::Result;
use crate::streams::message::StreamMessage;
use crate::streams::stream::{SUBJECTS_TIMEOUT, Stream};

pub(crate) use crate::protocol::initial::{Before, Reads};
use crate::protocol::initial::{Machine, Request};

/// Time without a message before the client requests the missing subjects.
const QUIET: Duration = Duration::from_millis(250);

/// Requests in flight.
const AT_ONCE: usize = 16;

/// Detects the end of the initial values, and reads messages that were skipped.
pub(crate) struct Initial {
    stream: Stream,
    /// Filter subjects of the watch.
    filters: Vec<String>,
    machine: Machine,
    asked: Option<BoxFuture<'static, Answer>>,
    /// Messages returned before their delivery.
    skipped: VecDeque<StreamMessage>,
    tick: Pin<Box<Sleep>>,
}

/// Progress of the initial values.
pub(crate) enum Progress {
    /// Last message of a subject that the consumer has not delivered yet.
    Skipped(Box<StreamMessage>),
    /// All initial values were returned.
    Done,
}

enum Answer {
    LastSequence(Result<u64>),
    Subjects(Result<(u64, Vec<String>)>),
    Next(Result<Option<u64>>),
    Newest(Vec<(String, Result<Option<StreamMessage>>)>),
}

impl Initial {
    pub(crate) fn new(
        stream: Stream,
        filters: Vec<String>,
        reads: Reads,
        messages: &OrderedMessages,
    ) -> Self {
        Self {
            stream,
            filters,
            machine: Machine::new(reads, messages.before()),
            asked: None,
            skipped: VecDeque::new(),
            tick: Box::pin(sleep(QUIET)),
        }
    }

    /// Handles a message; returns whether the watch returns it.
    ///
    /// `pending`: the consumer's count of messages after it.
    #[inline]
    pub(crate) fn on_message(
        &mut self,
        subject: &str,
        sequence: u64,
        pending: Option<u64>,
    ) -> bool {
        self.machine.on_message(subject, sequence, pending)
    }

    /// Drives the requests to the server.
    ///
    /// `idle`: no message is available at the moment.
    #[inline]
    pub(crate) fn poll(&mut self, idle: bool, cx: &mut TaskContext<'_>) -> Poll<Progress> {
        if self.machine.is_told() {
            return Poll::Pending;
        }
        self.drive(idle, cx)
    }

    fn drive(&mut self, idle: bool, cx: &mut TaskContext<'_>) -> Poll<Progress> {
        loop {
            if let Some(message) = self.skipped.pop_front() {
                return Poll::Ready(Progress::Skipped(Box::new(message)));
            }
            if self.machine.is_done_now() {
                self.asked = None;
                return Poll::Ready(Progress::Done);
            }
            if let Some(asked) = &mut self.asked {
                let answer = ready!(asked.as_mut().poll(cx));
                self.asked = None;
                self.on_answer(answer);
            } else if let Some(request) = self.machine.request() {
                self.ask(request);
            } else if self.machine.has_failed() || idle && self.machine.is_waiting() {
                ready!(self.tick.as_mut().poll(cx));
                self.tick.as_mut().reset(Instant::now() + QUIET);
                self.machine.on_tick();
            } else {
                return Poll::Pending;
            }
        }
    }

    fn ask(&mut self, request: Request) {
        let stream = self.stream.clone();
        self.asked = Some(match request {
            Request::LastSequence => Box::pin(async move {
                let info = stream.info().await;
                Answer::LastSequence(info.map(|info| info.state.last_seq))
            }),
            Request::Subjects => {
                let filters = self.filters.clone();
                Box::pin(async move { Answer::Subjects(subjects(&stream, filters).await) })
            }
            Request::Newest(names) => {
                Box::pin(async move { Answer::Newest(newest(&stream, names).await) })
            }
            Request::Next(sequence) => {
                let filters = self.filters.clone();
                Box::pin(async move { Answer::Next(next(&stream, filters, sequence).await) })
            }
        });
    }

    fn on_answer(&mut self, answer: Answer) {
        match answer {
            Answer::LastSequence(Ok(last)) => self.machine.on_last_sequence(last),
            Answer::Subjects(Ok((last, subjects))) => self.machine.on_subjects(last, subjects),
            Answer::Newest(answers) => {
                let mut all = true;
                for (subject, answer) in answers {
                    let Ok(message) = answer else {
                        all = false;
                        continue;
                    };
                    let sequence = message.as_ref().map(|message| message.sequence);
                    if self.machine.on_newest(&subject, sequence) {
                        self.skipped.extend(message);
                    }
                }
                self.machine.on_newest_end(all);
            }
            Answer::Next(Ok(next)) => self.machine.on_next(next),
            Answer::LastSequence(Err(_)) | Answer::Subjects(Err(_)) | Answer::Next(Err(_)) => {
                self.machine.on_failure();
            }
        }
    }
}

/// Returns the subjects that match filters, and the stream's last sequence before.
///
/// Sends one request per filter with a wildcard and 100,000 subjects. A filter without a
/// wildcard is a subject that may have a message.
async fn subjects(stream: &Stream, filters: Vec<String>) -> Result<(u64, Vec<String>)> {
    let is_wild = |filter: &String| filter.split('.').any(|token| matches!(token, "*" | ">"));
    let (wild, mut names): (Vec<_>, Vec<_>) = filters.into_iter().partition(is_wild);
    let pages = stream::iter(wild)
        .map(|filter| async move {
            let request = StreamInfoRequest::new(stream.name()).with_subjects_filter(filter);
            let context = stream.context();
            let timeout = context.default_timeout().max(SUBJECTS_TIMEOUT);
            let pages = context.pages(request).timeout(timeout);
            pages.try_collect::<Vec<_>>().await
        })
        .buffer_unordered(AT_ONCE)
        .try_collect::<Vec<_>>()
        .await?;
    let mut last = 0;
    for page in pages.into_iter().flatten() {
        last = last.max(page.info.state.last_seq);
        names.extend(page.info.state.subjects.into_keys());
    }
    Ok((last, names))
}

/// Returns the sequence of the first message that matches filters, from a sequence on.
async fn next(stream: &Stream, filters: Vec<String>, sequence: u64) -> Result<Option<u64>> {
    let gets = stream::iter(filters).map(|filter| async move {
        let next = MessageQuery::next(filter).from(sequence);
        let message = match stream.get_message_opt(next.clone()).await {
            // Users who may watch need not have the permission for STREAM.MSG.GET.
            Err(_) => stream.direct_get_opt(next).await,
            message => message,
        };
        Ok(message?.map(|message| message.sequence))
    });
    let gets = gets.buffer_unordered(AT_ONCE);
    let first = gets.try_fold(None, async |first: Option<u64>, next| {
        Ok(first.into_iter().chain(next).min())
    });
    first.await
}

/// Returns the last message of each of these subjects, if it has one.
async fn newest(
    stream: &Stream,
    names: Vec<String>,
) -> Vec<(String, Result<Option<StreamMessage>>)> {
    let gets = stream::iter(names).map(|name| async move {
        let last = MessageQuery::last(&name);
        let message = match stream.get_message_opt(last).await {
            // Users who may watch need not have the permission for STREAM.MSG.GET.
            Err(_) => stream.direct_get_last_opt(&name).await,
            message => message,
        };
        (name, message)
    });
    gets.buffer_unordered(AT_ONCE).collect().await
}
