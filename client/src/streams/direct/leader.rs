//! The rest of a direct get of several messages, read from the stream's leader.
//!
//! `async-nats` 0.51 closes the connection over a header block that it cannot parse. The
//! leader replies with JSON (STREAM.MSG.GET), which it can: nothing is lost a second time.

use std::collections::HashSet;
use std::pin::Pin;

use async_nats::Subject;
use futures_util::stream::{self, StreamExt, TryStreamExt, try_unfold};
use jsapi::endpoint::STREAM_MSG_GET;

use crate::api::query::{MessageQuery, Start};
use crate::error::{Error, Result};
use crate::streams::message::StreamMessage;
use crate::streams::stream::Stream;

/// Maximum number of concurrent requests to the leader.
const CONCURRENT: usize = 32;

/// The messages of the leader, one after the other.
pub(super) type Reading = Pin<Box<dyn futures_util::Stream<Item = Result<StreamMessage>> + Send>>;

/// The messages that a direct get requests.
#[derive(Clone, Debug)]
pub(super) enum Rest {
    /// The messages of a subject from a position.
    Run { filter: String, start: Start },
    /// The newest message of each subject.
    Newest(Vec<String>),
    /// The newest message of each subject at an earlier time, which no leader can tell.
    Past(Vec<String>),
}

impl Rest {
    pub(super) fn filters(&self) -> Vec<String> {
        match self {
            Self::Run { filter, .. } => vec![filter.clone()],
            Self::Newest(subjects) | Self::Past(subjects) => subjects.clone(),
        }
    }

    /// Returns whether the message with this sequence is at or after the position.
    pub(super) fn allows(&self, sequence: u64) -> bool {
        match self {
            Self::Run { start, .. } => start.allows(sequence),
            Self::Newest(_) | Self::Past(_) => true,
        }
    }

    /// Reads the messages after the one with sequence `last`, once there is a connection.
    ///
    /// `came` are subjects of which a message came, `lost` is the error without the leader.
    pub(super) fn read(
        self,
        stream: Stream,
        last: u64,
        came: Vec<Subject>,
        lost: Error,
    ) -> Result<Reading> {
        match self {
            Self::Run { filter, start } => {
                let start = match last {
                    0 => start,
                    last => Start::Sequence(last.saturating_add(1)),
                };
                Ok(Box::pin(run(stream, filter, start, lost)))
            }
            Self::Newest(subjects) => {
                let newest = async move {
                    let messages = newest(stream, subjects, came, lost).await?;
                    Ok::<_, Error>(stream::iter(messages.into_iter().map(Ok)))
                };
                Ok(Box::pin(stream::once(newest).try_flatten()))
            }
            Self::Past(_) => Err(lost),
        }
    }
}

fn run(
    stream: Stream,
    filter: String,
    start: Start,
    lost: Error,
) -> impl futures_util::Stream<Item = Result<StreamMessage>> + Send {
    try_unfold((start, Some(lost)), move |(start, mut lost)| {
        let (stream, next) = (stream.clone(), MessageQuery::next(filter.as_str()));
        async move {
            let query = match start {
                Start::Beginning => next,
                Start::Sequence(sequence) => next.from(sequence),
                Start::Time(time) => next.since(time),
            };
            if let Some(error) = lost.take() {
                let first = first(&stream, query.into(), error).await?;
                return Ok(first.map(after));
            }
            Ok(stream.get_message_opt(query).await?.map(after))
        }
    })
}

/// A message, and the state from which the next one is read.
fn after(message: StreamMessage) -> (StreamMessage, (Start, Option<Error>)) {
    let next = message.sequence.saturating_add(1);
    (message, (Start::Sequence(next), None))
}

/// Reads a message after the reconnect; if that fails, the error is `lost`.
///
/// So it is for users who may not send requests to the leader.
async fn first(stream: &Stream, query: MessageQuery, lost: Error) -> Result<Option<StreamMessage>> {
    if connected(stream).await.is_err() {
        return Err(lost);
    }
    stream.get_message_opt(query).await.map_err(|_| lost)
}

async fn connected(stream: &Stream) -> Result<()> {
    let context = stream.context();
    let timeout = context.default_timeout();
    context.connected(STREAM_MSG_GET.verb, timeout).await
}

async fn newest(
    stream: Stream,
    subjects: Vec<String>,
    came: Vec<Subject>,
    lost: Error,
) -> Result<Vec<StreamMessage>> {
    let read = async {
        connected(&stream).await?;
        let mut names = HashSet::new();
        for subject in subjects {
            if subject.contains(['*', '>']) {
                let listed: Vec<_> = stream.subjects(subject).try_collect().await?;
                names.extend(listed.into_iter().map(|(name, _)| name));
            } else {
                names.insert(subject);
            }
        }
        for subject in &came {
            names.remove(subject.as_str());
        }
        let gets = stream::iter(names).map(|name| {
            let stream = stream.clone();
            async move { stream.get_message_opt(MessageQuery::last(name)).await }
        });
        let found: Vec<_> = gets.buffer_unordered(CONCURRENT).try_collect().await?;
        Ok::<_, Error>(found)
    };
    let found = read.await.map_err(|_| lost)?;
    let mut messages: Vec<_> = found.into_iter().flatten().collect();
    messages.sort_unstable_by_key(|message| message.sequence);
    Ok(messages)
}
