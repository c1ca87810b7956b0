//! Selection of one message of a stream.

use jsapi::{DirectGetRequest, StreamMsgGetRequest};
use time::OffsetDateTime;

use crate::error::{Error, Result};
use crate::protocol::subject::subject_matches;

/// Selects one message of a stream.
///
/// A query has exactly one way to select: servers refuse a sequence together with a last
/// subject.
///
/// ```
/// use jsapi_client::MessageQuery;
///
/// let by_sequence = MessageQuery::sequence(22);
/// let newest = MessageQuery::last("orders.*");
/// let first_after = MessageQuery::from(MessageQuery::next("orders.new").from(100));
/// assert_eq!(MessageQuery::from(22), by_sequence);
/// # let _ = (newest, first_after);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MessageQuery {
    /// The message with this sequence, from 1.
    Sequence(u64),
    /// The last message of this subject, which may contain wildcards.
    Last(String),
    /// The first message of a subject at or after a position.
    Next(NextMessage),
    /// The first message stored at or after this time. Requires server 2.11.
    Since(OffsetDateTime),
}

impl MessageQuery {
    /// Selects the message with a sequence. Sequences start at 1.
    pub fn sequence(sequence: u64) -> Self {
        Self::Sequence(sequence)
    }

    /// Selects the last message of a subject, which may contain wildcards.
    pub fn last(subject: impl Into<String>) -> Self {
        Self::Last(subject.into())
    }

    /// Selects the first message of a subject, which may contain wildcards.
    ///
    /// Default: from the first message of the stream; [`NextMessage`] sets another
    /// position.
    // Named like `next_by_subj` of the API; the returned builder completes the query.
    #[allow(clippy::should_implement_trait)]
    pub fn next(subject: impl Into<String>) -> NextMessage {
        NextMessage {
            subject: subject.into(),
            start: Start::Beginning,
        }
    }

    /// Selects the first message stored at or after a time. Requires server 2.11.
    pub fn since(time: OffsetDateTime) -> Self {
        Self::Since(time)
    }

    /// Returns whether a message with this subject and sequence matches the query.
    pub(crate) fn fits(&self, subject: &str, sequence: u64) -> bool {
        match self {
            Self::Sequence(wanted) => sequence == *wanted,
            Self::Last(filter) => subject_matches(filter, subject),
            Self::Next(next) => {
                subject_matches(&next.subject, subject) && next.start.allows(sequence)
            }
            // A clock may be set back: a later message may have an earlier time.
            Self::Since(_) => true,
        }
    }

    /// Refuses an empty subject, which servers treat as unset.
    pub(crate) fn check_subject(&self, operation: &'static str) -> Result<()> {
        match self {
            Self::Last(subject) | Self::Next(NextMessage { subject, .. }) => {
                Error::if_empty(operation, "subject", subject)
            }
            Self::Sequence(_) | Self::Since(_) => Ok(()),
        }
    }

    pub(crate) fn msg_get(self, stream: &str) -> StreamMsgGetRequest {
        let request = StreamMsgGetRequest::new(stream);
        match self {
            Self::Sequence(sequence) => request.with_seq(sequence),
            Self::Last(subject) => request.with_last_by_subj(subject),
            Self::Since(time) => request.with_start_time(time),
            Self::Next(next) => {
                let request = request.with_next_by_subj(next.subject);
                match next.start {
                    Start::Beginning => request,
                    Start::Sequence(sequence) => request.with_seq(sequence),
                    Start::Time(time) => request.with_start_time(time),
                }
            }
        }
    }

    pub(crate) fn direct_get(self, stream: &str) -> DirectGetRequest {
        let request = DirectGetRequest::new(stream);
        match self {
            Self::Sequence(sequence) => request.with_seq(sequence),
            Self::Last(subject) => request.with_last_by_subj(subject),
            Self::Since(time) => request.with_start_time(time),
            Self::Next(next) => {
                let request = request.with_next_by_subj(next.subject);
                match next.start {
                    Start::Beginning => request,
                    Start::Sequence(sequence) => request.with_seq(sequence),
                    Start::Time(time) => request.with_start_time(time),
                }
            }
        }
    }
}

/// Selects by sequence.
impl From<u64> for MessageQuery {
    fn from(sequence: u64) -> Self {
        Self::Sequence(sequence)
    }
}

impl From<NextMessage> for MessageQuery {
    fn from(next: NextMessage) -> Self {
        Self::Next(next)
    }
}

/// Selects the first message of a subject at or after a position.
///
/// Returned by [`MessageQuery::next`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextMessage {
    subject: String,
    start: Start,
}

impl NextMessage {
    /// Starts at a sequence, inclusive. 0: the first message.
    ///
    /// Replaces a start time.
    #[must_use]
    pub fn from(mut self, sequence: u64) -> Self {
        self.start = Start::Sequence(sequence);
        self
    }

    /// Starts at the first message stored at or after a time.
    ///
    /// Replaces a start sequence. Requires server 2.11.
    #[must_use]
    pub fn since(mut self, time: OffsetDateTime) -> Self {
        self.start = Start::Time(time);
        self
    }
}

/// Position at which the search starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    Beginning,
    Sequence(u64),
    Time(OffsetDateTime),
}

impl Start {
    pub(crate) fn allows(self, sequence: u64) -> bool {
        match self {
            Self::Sequence(first) => sequence >= first,
            Self::Beginning | Self::Time(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_to_another_question_does_not_fit() {
        assert!(MessageQuery::sequence(3).fits("any", 3));
        assert!(!MessageQuery::sequence(3).fits("any", 4));
        assert!(MessageQuery::last("a.*").fits("a.b", 9));
        assert!(!MessageQuery::last("a.*").fits("b.b", 9));
        let next = MessageQuery::from(MessageQuery::next("a.>").from(5));
        assert!(next.fits("a.b", 5));
        assert!(!next.fits("a.b", 4));
        assert!(!next.fits("b", 5));
    }
}
