//! Direct get: messages from any replica of a stream, one or several at a time.

mod leader;
mod messages;

use bytes::Bytes;
use jsapi::endpoint::{DIRECT_GET, STREAM_MSG_GET};
use jsapi::request::{MessageRequest, Operation, SubjectBuilder};
use jsapi::{DirectGetBatchRequest, DirectGetLastForSubjectRequest, DirectGetMultiRequest};
use time::OffsetDateTime;

use crate::api::context::CallOptions;
use crate::api::query::{MessageQuery, Start};
use crate::connection::transport::{Incoming, RawMessage};
use crate::error::{Error, Invalid, Mismatch, Result};
use crate::streams::message::StreamMessage;
use crate::streams::stream::Stream;

pub use messages::DirectMessages;

use leader::Rest;

/// Body of a last-by-subject request for the payload only, and its API level.
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
    /// Faster than [`get_message`](Self::get_message), but followers and mirrors may not have
    /// the most recent messages. The stream must set `allow_direct`. Sends one request. ADR-31.
    ///
    /// # Errors
    /// - [`is_not_found`](Error::is_not_found) if no message is found.
    /// - [`NoResponders`](Error::NoResponders) if the stream does not exist or does not set
    ///   `allow_direct`.
    /// - [`Error::Mismatch`] if the server returned another message.
    ///
    /// If the connection is lost, as with a message whose headers `async-nats` cannot parse, the
    /// client reads the message from the leader after the reconnect: see
    /// [`StreamMessage::raw_headers`].
    ///
    /// # Cancel safety
    /// Dropping the future has no effect on the server.
    pub async fn direct_get(&self, query: impl Into<MessageQuery>) -> Result<StreamMessage> {
        let query = query.into();
        query.check_subject(DIRECT_GET.verb)?;
        let request = query.clone().direct_get(self.name());
        match self.ask_directly(&request).await {
            Ok(reply) => query.check(DIRECT_GET.verb, read(reply)?),
            Err(error) => self.read_from_leader(query, error).await,
        }
    }

    /// Gets one message from any replica, or `None` if no message is found.
    ///
    /// Like [`direct_get`](Self::direct_get). Sends one request.
    ///
    /// # Errors
    /// Those of [`direct_get`](Self::direct_get), except for a message that is not found.
    pub async fn direct_get_opt(
        &self,
        query: impl Into<MessageQuery>,
    ) -> Result<Option<StreamMessage>> {
        some(self.direct_get(query).await)
    }

    /// Gets the last message of a subject from any replica.
    ///
    /// Like [`direct_get`](Self::direct_get). The request subject contains the message's
    /// subject, so permissions can restrict it. Wildcards are allowed. Sends one request.
    ///
    /// # Errors
    /// Those of [`direct_get`](Self::direct_get), and [`Error::Invalid`] if the subject is not
    /// valid.
    pub async fn direct_get_last(&self, subject: impl Into<String>) -> Result<StreamMessage> {
        let request = DirectGetLastForSubjectRequest::new(self.name(), subject);
        let asked = self.ask_directly(&request).await;
        let query = MessageQuery::Last(request.subject);
        match asked {
            Ok(reply) => query.check(DIRECT_GET.verb, read(reply)?),
            Err(error) => self.read_from_leader(query, error).await,
        }
    }

    /// Gets the last message of a subject from any replica, or `None`.
    ///
    /// Like [`direct_get_last`](Self::direct_get_last). Sends one request.
    ///
    /// # Errors
    /// Those of the method without `_opt`, except for a message that is not found.
    pub async fn direct_get_last_opt(
        &self,
        subject: impl Into<String>,
    ) -> Result<Option<StreamMessage>> {
        some(self.direct_get_last(subject).await)
    }

    /// Gets the payload of one message from any replica, without headers.
    ///
    /// Like [`direct_get`](Self::direct_get), but the server omits all headers: those of the
    /// message, and those with its sequence and subject. So the client cannot check that the
    /// server returned the requested message. Sends one request. Requires server 2.12.
    ///
    /// # Errors
    /// Those of [`direct_get`](Self::direct_get).
    pub async fn direct_get_payload(&self, query: impl Into<MessageQuery>) -> Result<Bytes> {
        let query = query.into();
        query.check_subject(DIRECT_GET.verb)?;
        let request = query.direct_get(self.name()).with_no_hdr(true);
        Ok(self.ask_directly(&request).await?.payload)
    }

    /// Gets the payload of the last message of a subject, without headers.
    ///
    /// Like [`direct_get_payload`](Self::direct_get_payload), with the subject in the request
    /// subject, so permissions can restrict it. `None`: no message found. Wildcards are allowed.
    /// Sends one request. Requires server 2.12.
    ///
    /// # Errors
    /// Those of [`direct_get`](Self::direct_get), except for a message that is not found, and
    /// [`Error::Invalid`] if the subject is not valid. A server before 2.12 refuses the request
    /// with status 408, unless the client already refused it.
    pub async fn direct_get_last_payload_opt(
        &self,
        subject: impl Into<String>,
    ) -> Result<Option<Bytes>> {
        let request = DirectGetLastForSubjectRequest::new(self.name(), subject).with_no_hdr(true);
        let context = self.context();
        let message = if context.speaks(PAYLOAD_LEVEL) {
            // Checking and encoding a typed request would take more time than this call
            // saves.
            let mut subject = SubjectBuilder::new(context.prefix());
            let written = request.subject(&mut subject);
            written.map_err(|why| Error::invalid(DIRECT_GET.verb, Invalid::from(why)))?;
            RawMessage::new(subject.finish(), Bytes::from_static(PAYLOAD_ALONE))
        } else {
            let mut message = context.message_of(&request, CallOptions::default())?;
            // No header for the required API level: older servers refuse the request
            // without it, and it would take more time than this call saves.
            message.headers = None;
            message
        };
        let answer = context.request_raw(DIRECT_GET.verb, message, context.default_timeout());
        some(answer.await.map(|reply| reply.payload))
    }

    /// Reads a message from the leader after a direct get that lost the connection.
    ///
    /// `async-nats` 0.51 closes the connection on headers that it cannot parse. The leader
    /// replies with JSON (STREAM.MSG.GET), which can be decoded.
    async fn read_from_leader(&self, query: MessageQuery, error: Error) -> Result<StreamMessage> {
        if !matches!(error, Error::Lost { .. }) {
            return Err(error);
        }
        let context = self.context();
        context
            .connected(STREAM_MSG_GET.verb, context.default_timeout())
            .await?;
        match self.get_message(query).await {
            // Also for users without the permission for STREAM.MSG.GET.
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

    /// Gets a batch of messages from any replica.
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
    /// Returns the messages in the stream's order; none, without an error, if no message
    /// matches. Sends one request; the context's timeout applies to each message. Requires server
    /// 2.11. ADR-31.
    ///
    /// If the connection is lost, as it is if `async-nats` cannot parse the headers of a
    /// message, the client reads the remaining messages from the leader after the reconnect. It
    /// sends one request (STREAM.MSG.GET) per message then.
    ///
    /// # Errors
    /// Those of [`direct_get`](Self::direct_get), except that errors of the reply are items of
    /// the stream. [`Error::Invalid`] for a batch of 0 and for an empty filter.
    pub async fn direct_get_batch(&self, ask: DirectBatch) -> Result<DirectMessages> {
        if ask.batch == 0 {
            return Err(nothing("a batch of 0 messages"));
        }
        if ask.filter.as_deref() == Some("") {
            return Err(nothing("the filter subject is empty"));
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
        let rest = Rest::Run {
            filter: ask.filter.unwrap_or_else(|| ">".to_owned()),
            start: ask.start,
        };
        Ok(DirectMessages::new(messages, self, rest).at_most(Some(ask.batch), ask.max_bytes))
    }

    /// Gets the last message of each of several subjects from any replica.
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
    /// Returns the messages in the stream's order; none for subjects without a message. Sends
    /// one request; the context's timeout applies to each message. Requires server 2.11. ADR-31.
    ///
    /// If the connection is lost, as it is if `async-nats` cannot parse the headers of a
    /// message, the client reads the remaining subjects from the leader after the reconnect, in
    /// their state at that time. It sends one request (STREAM.MSG.GET) per subject then, and one
    /// (STREAM.INFO) per wildcard subject. With `up_to_sequence` or `up_to_time` the error is
    /// [`Error::Lost`].
    ///
    /// # Errors
    /// Those of [`direct_get`](Self::direct_get), except that errors of the reply are items of
    /// the stream: status 413 if more than 1024 subjects match. [`Error::Invalid`] for a batch of
    /// 0 and without subjects.
    pub async fn direct_get_multi(&self, ask: DirectMulti) -> Result<DirectMessages> {
        if ask.batch == Some(0) {
            return Err(nothing("a batch of 0 messages"));
        }
        if ask.subjects.is_empty() {
            return Err(nothing("no subjects"));
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
        let rest = match ask.up_to {
            UpTo::Now => Rest::Newest(ask.subjects),
            UpTo::Sequence(_) | UpTo::Time(_) => Rest::Past(ask.subjects),
        };
        Ok(DirectMessages::new(messages, self, rest).at_most(ask.batch, ask.max_bytes))
    }
}

/// Selection of a batch of messages.
///
/// Defaults: from the first message of the stream, all subjects, and at most the bytes of
/// the server's `max_pending` setting (64 MiB unless configured).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "it is an argument of Stream::direct_get_batch"]
pub struct DirectBatch {
    batch: u64,
    max_bytes: Option<u64>,
    filter: Option<String>,
    start: Start,
}

impl DirectBatch {
    /// Selects at most this number of messages. Minimum: 1.
    pub const fn new(messages: u64) -> Self {
        Self {
            batch: messages,
            max_bytes: None,
            filter: None,
            start: Start::Beginning,
        }
    }

    /// Starts at this sequence, inclusive.
    ///
    /// Replaces a start time.
    pub const fn from(mut self, sequence: u64) -> Self {
        self.start = Start::Sequence(sequence);
        self
    }

    /// Starts at the first message stored at or after this time.
    ///
    /// Replaces a start sequence.
    pub const fn since(mut self, time: OffsetDateTime) -> Self {
        self.start = Start::Time(time);
        self
    }

    /// Selects only messages of this subject; wildcards are allowed.
    pub fn filter(mut self, subject: impl Into<String>) -> Self {
        self.filter = Some(subject.into());
        self
    }

    /// Sets the maximum number of bytes; the first message is always returned.
    pub const fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = Some(bytes);
        self
    }
}

/// Selection of subjects whose last messages to get.
///
/// Defaults: the current state of the stream, all matching subjects, and at most the bytes of
/// the server's `max_pending` setting (64 MiB unless configured).
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
    /// Selects these subjects, at least one; wildcards are allowed.
    ///
    /// At most 1024 subjects may match in total.
    pub fn new(subjects: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            subjects: subjects.into_iter().map(Into::into).collect(),
            batch: None,
            max_bytes: None,
            up_to: UpTo::Now,
        }
    }

    /// Sets the maximum number of messages. Minimum: 1. Default: unlimited.
    pub const fn batch(mut self, messages: u64) -> Self {
        self.batch = Some(messages);
        self
    }

    /// Sets the maximum number of bytes; the first message is always returned.
    pub const fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = Some(bytes);
        self
    }

    /// Reads the state of the stream up to this sequence.
    ///
    /// Replaces a time.
    pub const fn up_to_sequence(mut self, sequence: u64) -> Self {
        self.up_to = UpTo::Sequence(sequence);
        self
    }

    /// Reads the state of the stream up to this time.
    ///
    /// Replaces a sequence.
    pub const fn up_to_time(mut self, time: OffsetDateTime) -> Self {
        self.up_to = UpTo::Time(time);
        self
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
