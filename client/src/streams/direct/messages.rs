//! The messages of a batched direct get.

use std::collections::HashSet;
use std::fmt;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};

use async_nats::Subject;
use futures_util::StreamExt;

use super::leader::{Reading, Rest};
use super::unfit;
use crate::api::replies::Messages;
use crate::connection::transport::Incoming;
use crate::error::{Error, Result};
use crate::protocol::header;
use crate::protocol::subject::subject_matches;
use crate::streams::message::StreamMessage;
use crate::streams::stream::Stream;

/// Stream of the messages of a batched direct get.
///
/// Returned by [`Stream::direct_get_batch`] and [`Stream::direct_get_multi`]. Ends with the
/// server's final status, or with an error.
///
/// # Errors
/// [`Error::Mismatch`] if a message was not requested, is out of order, or does not follow
/// the previous one, so a message between them was lost.
///
/// # Cancel safety
/// Dropping a future that waits for the next message loses no message. Dropping the stream
/// unsubscribes; later messages of the server are lost.
#[must_use = "streams do nothing unless polled"]
pub struct DirectMessages {
    source: Source,
    stream: Stream,
    rest: Rest,
    filters: Filters,
    /// Number of messages left. `None`: unlimited.
    left: Option<u64>,
    /// Number of bytes left. `None`: the server counts them.
    bytes: Option<u64>,
    last: u64,
    /// Subjects of the messages so far; only for [`Rest::Newest`].
    came: Vec<Subject>,
    num_pending: Option<u64>,
    up_to_sequence: Option<u64>,
}

impl DirectMessages {
    pub(super) fn new(messages: Messages, stream: &Stream, rest: Rest) -> Self {
        Self {
            source: Source::Replies(Box::new(messages)),
            stream: stream.clone(),
            filters: Filters::new(rest.filters()),
            rest,
            left: None,
            bytes: None,
            last: 0,
            came: Vec::new(),
            num_pending: None,
            up_to_sequence: None,
        }
    }

    pub(super) fn at_most(mut self, messages: Option<u64>, bytes: Option<u64>) -> Self {
        self.left = messages;
        self.bytes = bytes;
        self
    }

    /// Returns the number of matching messages after the last one, if known.
    ///
    /// `None` before the first message. Until the end of the batch, server 2.11 also counts the
    /// last message.
    pub fn num_pending(&self) -> Option<u64> {
        self.num_pending
    }

    /// Returns the sequence of the last message; 0 before the first.
    ///
    /// The next batch starts after it.
    pub fn last_sequence(&self) -> u64 {
        self.last
    }

    /// Returns the highest sequence that the server considered, at the end of the batch.
    ///
    /// Only for [`Stream::direct_get_multi`]. A further request up to this sequence reads the
    /// same state of the stream.
    pub fn up_to_sequence(&self) -> Option<u64> {
        self.up_to_sequence
    }

    fn take(&mut self, reply: Incoming) -> Result<StreamMessage> {
        let before = number(&reply, header::LAST_SEQUENCE);
        let message = StreamMessage::from_direct(reply, true).map_err(unfit)?;
        let Some(num_pending) = message.num_pending else {
            return Err(unfit("batched direct get requires server 2.11".into()));
        };
        let sequence = message.sequence;
        if self.left == Some(0) {
            return Err(unfit(format!(
                "message {sequence} exceeds the requested number"
            )));
        }
        if sequence <= self.last {
            return Err(unfit(format!(
                "message {sequence} comes after {}",
                self.last
            )));
        }
        self.follows(before)?;
        let fits = self.rest.allows(sequence) && self.filters.match_subject(&message.subject);
        if !fits {
            return Err(unfit(format!(
                "message {sequence} of subject {:?} was not requested",
                message.subject.as_str(),
            )));
        }
        self.num_pending = Some(num_pending);
        self.count(&message);
        Ok(message)
    }

    fn count(&mut self, message: &StreamMessage) {
        self.left = self.left.map(|left| left.saturating_sub(1));
        self.last = message.sequence;
        if let Some(bytes) = &mut self.bytes {
            *bytes = bytes.saturating_sub(size(message));
        }
        if matches!(self.rest, Rest::Newest(_)) {
            self.came.push(message.subject.clone());
        }
    }

    /// Continues with the leader, if the connection was lost and the leader can tell.
    fn read_from_leader(&mut self, lost: Error) -> Result<()> {
        let (rest, came) = (self.rest.clone(), std::mem::take(&mut self.came));
        match rest.read(self.stream.clone(), self.last, came, lost) {
            Ok(reading) => {
                self.source = Source::Leader(reading);
                Ok(())
            }
            Err(lost) => Err(lost),
        }
    }

    /// Takes a message of the leader; `None` if it is more than was requested.
    fn take_from_leader(&mut self, message: StreamMessage) -> Option<StreamMessage> {
        let first = self.last == 0;
        let large = self.bytes.is_some_and(|bytes| size(&message) > bytes);
        if self.left == Some(0) || large && !first {
            return None;
        }
        self.count(&message);
        self.num_pending = self.num_pending.map(|pending| pending.saturating_sub(1));
        Some(message)
    }

    /// Checks the sequence of the previous message, which the server sends.
    fn follows(&self, before: Option<u64>) -> Result<()> {
        match before {
            Some(before) if before != self.last => Err(unfit(format!(
                "the messages between {} and {before} did not arrive",
                self.last,
            ))),
            _ => Ok(()),
        }
    }

    fn end(&mut self, end: Option<Incoming>) -> Result<()> {
        let Some(end) = end else { return Ok(()) };
        self.follows(number(&end, header::LAST_SEQUENCE))?;
        self.num_pending = number(&end, header::NUM_PENDING).or(self.num_pending);
        self.up_to_sequence = number(&end, header::UP_TO_SEQUENCE);
        Ok(())
    }
}

/// Where the messages come from.
enum Source {
    Replies(Box<Messages>),
    Leader(Reading),
    Over,
}

/// Number of bytes of a message in a stream, approximately as servers count it.
fn size(message: &StreamMessage) -> u64 {
    let headers = match &message.raw_headers {
        Some(block) => block.len(),
        None => {
            let values = message.headers.iter();
            let lines = values.flat_map(|(name, values)| {
                let name: &str = name.as_ref();
                let values = values.iter();
                values.map(move |value| name.len() + value.as_str().len() + 4)
            });
            lines.sum()
        }
    };
    (message.subject.len() + headers + message.payload.len()) as u64
}

/// Requested subjects, indexed so that many cost no more than one.
struct Filters {
    names: HashSet<String>,
    wild: Vec<String>,
}

impl Filters {
    fn new(filters: Vec<String>) -> Self {
        let is_wild = |filter: &String| filter.contains(['*', '>']);
        let (wild, names): (Vec<_>, Vec<_>) = filters.into_iter().partition(is_wild);
        Self {
            names: names.into_iter().collect(),
            wild,
        }
    }

    /// Without filters, every subject matches.
    fn match_subject(&self, subject: &str) -> bool {
        self.names.contains(subject)
            || self.wild.iter().any(|wild| subject_matches(wild, subject))
            || self.names.is_empty() && self.wild.is_empty()
    }
}

impl futures_util::Stream for DirectMessages {
    type Item = Result<StreamMessage>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let item = loop {
            break match &mut this.source {
                Source::Replies(messages) => match ready!(messages.poll_next_unpin(cx)) {
                    Some(Ok(reply)) => Some(this.take(reply)),
                    // Nothing matches: "Message Not Found" or "No Results".
                    Some(Err(error)) if this.last == 0 && error.is_not_found() => {
                        this.num_pending = Some(0);
                        None
                    }
                    Some(Err(error @ Error::Lost { .. })) => match this.read_from_leader(error) {
                        Ok(()) => continue,
                        Err(error) => Some(Err(error)),
                    },
                    Some(Err(error)) => Some(Err(error)),
                    None => {
                        let end = messages.end().cloned();
                        this.end(end).err().map(Err)
                    }
                },
                Source::Leader(_) if this.left == Some(0) => None,
                Source::Leader(reading) => match ready!(reading.poll_next_unpin(cx)) {
                    Some(Ok(message)) => this.take_from_leader(message).map(Ok),
                    Some(Err(error)) => Some(Err(error)),
                    None => {
                        this.num_pending = Some(0);
                        None
                    }
                },
                Source::Over => return Poll::Ready(None),
            };
        };
        if !matches!(item, Some(Ok(_))) {
            this.source = Source::Over;
        }
        Poll::Ready(item)
    }
}

impl fmt::Debug for DirectMessages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DirectMessages")
            .field("last_sequence", &self.last)
            .field("num_pending", &self.num_pending)
            .field("ended", &matches!(self.source, Source::Over))
            .finish_non_exhaustive()
    }
}

fn number(message: &Incoming, name: &'static str) -> Option<u64> {
    message
        .headers
        .as_ref()?
        .get_last(name)?
        .as_str()
        .parse()
        .ok()
}
