//! Getting messages from any replica of a stream, one or several at a time.

use std::collections::HashSet;
use std::fmt;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};

use bytes::Bytes;
use jsapi::endpoint::{DIRECT_GET, STREAM_MSG_GET};
use jsapi::request::{MessageRequest, Operation, SubjectBuilder};
use jsapi::{DirectGetBatchRequest, DirectGetLastForSubjectRequest, DirectGetMultiRequest};
use time::OffsetDateTime;

use crate::api::context::CallOptions;
use crate::api::query::{MessageQuery, Start, subject_matches};
use crate::api::replies::Messages;
use crate::connection::transport::{Incoming, RawMessage};
use crate::error::{Error, Invalid, Mismatch, Result};
use crate::protocol::header;
use crate::streams::message::StreamMessage;
use crate::streams::stream::Stream;

/// What a request for the newest message of a subject says when its payload alone
/// is wanted, and the API level that this needs.
const PAYLOAD_ALONE: &[u8] = br#"{"no_hdr":true}"#;
const PAYLOAD_LEVEL: u8 = 2;

impl Stream {
    /// Gets one message from any replica of the stream, or from a mirror.
    ///
    /// ```no_run
    /// # async fn example(stream: jsapi_client::Stream) -> Result<(), jsapi_client::Error> {
    /// use jsapi_client::MessageQuery;
    ///
    /// let newest = stream.direct_get(MessageQuery::last("orders.*")).await?;
    /// println!("{} at {}", newest.subject, newest.sequence);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Quicker than [`get_message`](Self::get_message), and may miss the newest
    /// writes: followers and mirrors answer too. The stream needs `allow_direct`.
    /// Sends one request. ADR-31.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) when there is no such message.
    /// [`NoResponders`](Error::NoResponders) when the stream does not exist or
    /// does not allow it. [`Error::Mismatch`] when another message came than was
    /// asked for.
    ///
    /// When the connection is lost, as it is over a message whose headers `async-nats`
    /// cannot parse, the message is read from the leader after the reconnect: see
    /// [`StreamMessage::raw_headers`].
    ///
    /// # Cancel safety
    /// Nothing is lost by dropping it: a read.
    pub async fn direct_get(&self, query: impl Into<MessageQuery>) -> Result<StreamMessage> {
        let query = query.into();
        query.check_subject(DIRECT_GET.verb)?;
        let request = query.clone().direct_get(self.name());
        match self.ask_directly(&request).await {
            Ok(reply) => query.check(DIRECT_GET.verb, read(reply)?),
            Err(error) => self.read_from_leader(query, error).await,
        }
    }

    /// Gets one message from any replica, or `None` when there is none.
    ///
    /// As [`direct_get`](Self::direct_get). Sends one request.
    ///
    /// # Errors
    /// As there, without that for a message that does not exist.
    pub async fn direct_get_opt(
        &self,
        query: impl Into<MessageQuery>,
    ) -> Result<Option<StreamMessage>> {
        some(self.direct_get(query).await)
    }

    /// Gets the newest message of a subject from any replica.
    ///
    /// As [`direct_get`](Self::direct_get), but with the subject in that of the
    /// request, so that permissions can be given by it. The subject may have
    /// wildcards. Sends one request.
    ///
    /// # Errors
    /// As there; [`Error::Invalid`] when it is no subject.
    pub async fn direct_get_last(&self, subject: impl Into<String>) -> Result<StreamMessage> {
        let request = DirectGetLastForSubjectRequest::new(self.name(), subject);
        let asked = self.ask_directly(&request).await;
        let query = MessageQuery::Last(request.subject);
        match asked {
            Ok(reply) => query.check(DIRECT_GET.verb, read(reply)?),
            Err(error) => self.read_from_leader(query, error).await,
        }
    }

    /// Gets the newest message of a subject from any replica, or `None`.
    ///
    /// As [`direct_get_last`](Self::direct_get_last). Sends one request.
    ///
    /// # Errors
    /// As there, without that for a message that does not exist.
    pub async fn direct_get_last_opt(
        &self,
        subject: impl Into<String>,
    ) -> Result<Option<StreamMessage>> {
        some(self.direct_get_last(subject).await)
    }

    /// Gets the payload of one message from any replica, and nothing else.
    ///
    /// As [`direct_get`](Self::direct_get), but the server leaves out all
    /// headers: the message's own, and those that tell which one it is. So there
    /// is no sequence and no subject, and that it is the message that was asked
    /// for cannot be checked. Sends one request. Server 2.12 and later.
    ///
    /// # Errors
    /// As there.
    pub async fn direct_get_payload(&self, query: impl Into<MessageQuery>) -> Result<Bytes> {
        let query = query.into();
        query.check_subject(DIRECT_GET.verb)?;
        let request = query.direct_get(self.name()).with_no_hdr(true);
        Ok(self.ask_directly(&request).await?.payload)
    }

    /// Gets the payload of the newest message of a subject, and nothing else.
    ///
    /// As [`direct_get_payload`](Self::direct_get_payload), but with the subject in
    /// that of the request, so that permissions can be given by it; `None` when
    /// there is no such message. The subject may have wildcards. Sends one request.
    /// Server 2.12 and later.
    ///
    /// # Errors
    /// As [`direct_get`](Self::direct_get), without that for a message that does
    /// not exist; [`Error::Invalid`] when it is no subject. An older server
    /// refuses it with status 408, where it is not refused here.
    pub async fn direct_get_last_payload_opt(
        &self,
        subject: impl Into<String>,
    ) -> Result<Option<Bytes>> {
        let request = DirectGetLastForSubjectRequest::new(self.name(), subject).with_no_hdr(true);
        let context = self.context();
        let message = if context.speaks(PAYLOAD_LEVEL) {
            // To look for what the request needs, and to write what it says, takes
            // more than all that is saved.
            let mut subject = SubjectBuilder::new(context.prefix());
            let written = request.subject(&mut subject);
            written.map_err(|why| Error::invalid(DIRECT_GET.verb, Invalid::from(why)))?;
            RawMessage::new(subject.finish(), Bytes::from_static(PAYLOAD_ALONE))
        } else {
            let mut message = context.message_of(&request, CallOptions::default())?;
            // Not the header that has older servers refuse it: those refuse it by
            // themselves, and to write and read it takes what is saved.
            message.headers = None;
            message
        };
        let answer = context.request_raw(DIRECT_GET.verb, message, context.default_timeout());
        some(answer.await.map(|reply| reply.payload))
    }

    /// Reads a message whose direct get cost the connection.
    ///
    /// `async-nats` 0.51 gives the connection up over headers that it cannot parse. The
    /// leader answers in JSON (STREAM.MSG.GET), which can be read.
    async fn read_from_leader(&self, query: MessageQuery, error: Error) -> Result<StreamMessage> {
        if !matches!(error, Error::Lost { .. }) {
            return Err(error);
        }
        let context = self.context();
        context
            .connected(STREAM_MSG_GET.verb, context.default_timeout())
            .await?;
        match self.get_message(query).await {
            // Also for users who may not ask the leader.
            Err(other) if !other.is_not_found() => Err(error),
            message => message,
        }
    }

    async fn ask_directly<R: MessageRequest>(&self, request: &R) -> Result<Incoming> {
        let context = self.context();
        let message = context.message_of(request, CallOptions::default())?;
        context
            .request_raw(R::ENDPOINT.verb, message, context.default_timeout())
            .await
    }

    /// Gets a run of messages from any replica.
    ///
    /// ```no_run
    /// # async fn example(stream: jsapi_client::Stream) -> Result<(), jsapi_client::Error> {
    /// use futures_util::TryStreamExt;
    /// use jsapi_client::DirectBatch;
    ///
    /// let ask = DirectBatch::new(100).from(1).filter("orders.*");
    /// let mut messages = stream.direct_get_batch(ask).await?;
    /// while let Some(message) = messages.try_next().await? {
    ///     println!("{}: {}", message.sequence, message.subject);
    /// }
    /// println!("{:?} more", messages.num_pending());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// In the stream's order. Without any that match, nothing comes: that is no
    /// error here. Sends one request, however many messages come; the context's timeout
    /// is for each. Server 2.11 and later. ADR-31.
    ///
    /// # Errors
    /// As [`direct_get`](Self::direct_get), but for what is found in the
    /// messages. [`Error::Invalid`] for a batch of 0 and for an empty filter.
    pub async fn direct_get_batch(&self, ask: DirectBatch) -> Result<DirectMessages> {
        if ask.batch == 0 {
            return Err(nothing("a batch of 0 messages"));
        }
        if ask.filter.as_deref() == Some("") {
            return Err(nothing("the messages of an empty subject"));
        }
        let mut request = DirectGetBatchRequest::new(self.name(), ask.batch);
        request.max_bytes = ask.max_bytes;
        request.next_by_subj = ask.filter.clone();
        match ask.start {
            Start::Beginning => request.seq = Some(1),
            Start::Sequence(sequence) => request.seq = Some(sequence.max(1)),
            Start::Time(time) => request.start_time = Some(time),
        }
        let messages = self.context().messages(&request).await?;
        let filters = ask.filter.into_iter().collect();
        Ok(DirectMessages::new(
            messages,
            filters,
            ask.start,
            Some(ask.batch),
        ))
    }

    /// Gets the newest message of each of several subjects from any replica.
    ///
    /// ```no_run
    /// # async fn example(stream: jsapi_client::Stream) -> Result<(), jsapi_client::Error> {
    /// use futures_util::TryStreamExt;
    /// use jsapi_client::DirectMulti;
    ///
    /// let ask = DirectMulti::new(["orders.new.*", "orders.sent.*"]);
    /// let newest: Vec<_> = stream.direct_get_multi(ask).await?.try_collect().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// In the stream's order. Subjects without a message are left out; without
    /// any, nothing comes. Sends one request, however many messages come; the
    /// context's timeout is for each. Server 2.11 and later. ADR-31.
    ///
    /// # Errors
    /// As [`direct_get`](Self::direct_get), but for what is found in the
    /// messages: there, status 413 when more than 1024 subjects match.
    /// [`Error::Invalid`] for a batch of 0 and for no subjects.
    pub async fn direct_get_multi(&self, ask: DirectMulti) -> Result<DirectMessages> {
        if ask.batch == Some(0) {
            return Err(nothing("a batch of 0 messages"));
        }
        if ask.subjects.is_empty() {
            return Err(nothing("the newest messages of no subjects"));
        }
        for subject in &ask.subjects {
            Error::if_empty(DIRECT_GET.verb, "subject", subject)?;
        }
        let mut request = DirectGetMultiRequest::new(self.name(), ask.subjects.clone());
        request.batch = ask.batch;
        request.max_bytes = ask.max_bytes;
        match ask.up_to {
            UpTo::Now => {}
            UpTo::Sequence(sequence) => request.up_to_seq = Some(sequence),
            UpTo::Time(time) => request.up_to_time = Some(time),
        }
        let messages = self.context().messages(&request).await?;
        Ok(DirectMessages::new(
            messages,
            ask.subjects,
            Start::Beginning,
            ask.batch,
        ))
    }
}

/// Which run of messages to get.
///
/// From the beginning of the stream, of every subject, and no more bytes than
/// the server's `max_pending` setting (64 MiB unless configured), unless said
/// otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "it is an argument of Stream::direct_get_batch"]
pub struct DirectBatch {
    batch: u64,
    max_bytes: Option<u64>,
    filter: Option<String>,
    start: Start,
}

impl DirectBatch {
    /// At most this many messages, from 1.
    pub const fn new(messages: u64) -> Self {
        Self {
            batch: messages,
            max_bytes: None,
            filter: None,
            start: Start::Beginning,
        }
    }

    /// From this sequence on, which counts.
    ///
    /// Takes the place of a time.
    pub const fn from(mut self, sequence: u64) -> Self {
        self.start = Start::Sequence(sequence);
        self
    }

    /// From the messages stored at this time or later on.
    ///
    /// Takes the place of a sequence.
    pub const fn since(mut self, time: OffsetDateTime) -> Self {
        self.start = Start::Time(time);
        self
    }

    /// Only messages of this subject, which may have wildcards.
    pub fn filter(mut self, subject: impl Into<String>) -> Self {
        self.filter = Some(subject.into());
        self
    }

    /// At most this many bytes; the first message comes anyhow.
    pub const fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = Some(bytes);
        self
    }
}

/// Of which subjects to get the newest message.
///
/// As the stream is now, and all that match, but no more bytes than the server's
/// `max_pending` setting (64 MiB unless configured), unless said otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "it is an argument of Stream::direct_get_multi"]
pub struct DirectMulti {
    subjects: Vec<String>,
    batch: Option<u64>,
    max_bytes: Option<u64>,
    up_to: UpTo,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum UpTo {
    Now,
    Sequence(u64),
    Time(OffsetDateTime),
}

impl DirectMulti {
    /// Of these subjects, one or more, which may have wildcards.
    ///
    /// No more than 1024 subjects may match in all.
    pub fn new(subjects: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            subjects: subjects.into_iter().map(Into::into).collect(),
            batch: None,
            max_bytes: None,
            up_to: UpTo::Now,
        }
    }

    /// At most this many messages, from 1.
    pub const fn batch(mut self, messages: u64) -> Self {
        self.batch = Some(messages);
        self
    }

    /// At most this many bytes; the first message comes anyhow.
    pub const fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = Some(bytes);
        self
    }

    /// As the stream was when this sequence was its last.
    ///
    /// Takes the place of a time.
    pub const fn up_to_sequence(mut self, sequence: u64) -> Self {
        self.up_to = UpTo::Sequence(sequence);
        self
    }

    /// As the stream was at this time.
    ///
    /// Takes the place of a sequence.
    pub const fn up_to_time(mut self, time: OffsetDateTime) -> Self {
        self.up_to = UpTo::Time(time);
        self
    }
}

/// The messages that a direct get of several gives, one after the other.
///
/// From [`Stream::direct_get_batch`] and [`Stream::direct_get_multi`]. Ends
/// where the server says that it has sent them all. An error ends it too.
///
/// # Errors
/// [`Error::Mismatch`] when a message is not one of those asked for, comes out
/// of order, or does not follow the one before it, so that one between was lost.
///
/// # Cancel safety
/// Waiting for the next message loses none when it is dropped. Dropping the
/// whole unsubscribes; what the server sends after that is lost.
#[must_use = "a stream gives nothing until it is polled"]
pub struct DirectMessages {
    messages: Option<Messages>,
    filters: Filters,
    start: Start,
    left: Option<u64>,
    last: u64,
    num_pending: Option<u64>,
    up_to_sequence: Option<u64>,
}

impl DirectMessages {
    fn new(messages: Messages, filters: Vec<String>, start: Start, left: Option<u64>) -> Self {
        Self {
            messages: Some(messages),
            filters: Filters::new(filters),
            start,
            left,
            last: 0,
            num_pending: None,
            up_to_sequence: None,
        }
    }

    /// How many messages that match come after the last one, as far as is known.
    ///
    /// `None` before the first. Until all have come, server 2.11 counts the last
    /// one too.
    pub fn num_pending(&self) -> Option<u64> {
        self.num_pending
    }

    /// The sequence of the last message, 0 before the first.
    ///
    /// The next batch begins behind it.
    pub fn last_sequence(&self) -> u64 {
        self.last
    }

    /// The last sequence of the stream that was looked at, once all have come.
    ///
    /// Only from [`Stream::direct_get_multi`]. Asking for another part up to the
    /// same sequence sees the stream as it was then.
    pub fn up_to_sequence(&self) -> Option<u64> {
        self.up_to_sequence
    }

    fn take(&mut self, reply: Incoming) -> Result<StreamMessage> {
        let before = number(&reply, header::LAST_SEQUENCE);
        let message = StreamMessage::from_direct(reply, true).map_err(unfit)?;
        let Some(num_pending) = message.num_pending else {
            return Err(unfit(
                "the server is older than 2.11, and does not know batches".into(),
            ));
        };
        let sequence = message.sequence;
        if self.left == Some(0) {
            return Err(unfit(format!(
                "message {sequence} is one more than was asked for"
            )));
        }
        if sequence <= self.last {
            return Err(unfit(format!(
                "message {sequence} comes after {}",
                self.last
            )));
        }
        self.follows(before)?;
        let fits = self.start.allows(sequence) && self.filters.match_subject(&message.subject);
        if !fits {
            return Err(unfit(format!(
                "the message is {sequence} of subject {:?}, which was not asked for",
                message.subject.as_str(),
            )));
        }
        self.left = self.left.map(|left| left.saturating_sub(1));
        self.last = sequence;
        self.num_pending = Some(num_pending);
        Ok(message)
    }

    /// The server tells which message it sent before this one.
    fn follows(&self, before: Option<u64>) -> Result<()> {
        match before {
            Some(before) if before != self.last => Err(unfit(format!(
                "the messages between {} and {before} were lost on the way",
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

/// The subjects that were asked for, so that many of them cost no more than one.
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
        let Some(messages) = this.messages.as_mut() else {
            return Poll::Ready(None);
        };
        let item = match ready!(Pin::new(&mut *messages).poll_next(cx)) {
            Some(Ok(reply)) => Some(this.take(reply)),
            // Nothing matches: "Message Not Found" or "No Results".
            Some(Err(error)) if this.last == 0 && error.is_not_found() => {
                this.num_pending = Some(0);
                this.messages = None;
                None
            }
            Some(Err(error)) => Some(Err(error)),
            None => {
                let end = messages.end().cloned();
                this.messages = None;
                this.end(end).err().map(Err)
            }
        };
        if matches!(item, Some(Err(_))) {
            this.messages = None;
        }
        Poll::Ready(item)
    }
}

impl fmt::Debug for DirectMessages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DirectMessages")
            .field("last_sequence", &self.last)
            .field("num_pending", &self.num_pending)
            .field("ended", &self.messages.is_none())
            .finish_non_exhaustive()
    }
}

fn read(reply: Incoming) -> Result<StreamMessage> {
    StreamMessage::from_direct(reply, false).map_err(unfit)
}

fn some<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

fn nothing(asked: &'static str) -> Error {
    Error::invalid(DIRECT_GET.verb, Invalid::Argument(asked.into()))
}

fn unfit(reason: String) -> Error {
    Error::mismatch(DIRECT_GET.verb, Mismatch::WrongMessage(reason))
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

#[cfg(test)]
mod tests {
    use jsapi::Model;

    use super::*;

    #[test]
    fn a_payload_alone_is_asked_for_as_the_request_says_it() {
        let request = DirectGetLastForSubjectRequest::new("S", "a").with_no_hdr(true);
        assert_eq!(request.payload().unwrap(), PAYLOAD_ALONE);
        assert_eq!(request.required_level().level, PAYLOAD_LEVEL);
    }
}
