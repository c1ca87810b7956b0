//! Stored messages: get, delete and erase single messages.

use std::fmt;

use async_nats::header::{HeaderName, HeaderValue};
use async_nats::{HeaderMap, Subject};
use bytes::Bytes;
use jsapi::endpoint::{STREAM_MSG_DELETE, STREAM_MSG_GET};
use jsapi::{ErrorCode, StoredMessage, StreamMsgDeleteRequest};
use time::OffsetDateTime;

use crate::api::query::MessageQuery;
use crate::connection::transport::Incoming;
use crate::error::{Error, Mismatch, Result};
use crate::protocol::header;
use crate::streams::stream::{Stream, done};

/// A message stored in a stream, with its sequence and time.
///
/// Returned by [`Stream::get_message`], [`Stream::direct_get`] and similar methods.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct StreamMessage {
    /// Name of the stream.
    ///
    /// A mirror that answers a direct get sends its own name.
    pub stream: String,
    /// Subject of the stored message.
    ///
    /// Differs from the published subject if the stream has a subject transform.
    pub subject: Subject,
    /// Stream sequence of the message, from 1.
    pub sequence: u64,
    /// Time at which the stream stored the message, by the clock of a server.
    pub time: OffsetDateTime,
    /// Headers of the published message.
    ///
    /// Without the headers that a direct get adds for stream, subject, sequence and time.
    pub headers: HeaderMap,
    /// Raw header block, if `headers` cannot represent it.
    ///
    /// `None`: `headers` is complete. Streams store any header block: names that are not
    /// ASCII, values that are not UTF-8, lines without a colon. `async-nats` 0.51 closes the
    /// connection on such a message. [`Stream::direct_get`] and batched direct gets then read
    /// it from the leader, like [`Stream::get_message`].
    pub raw_headers: Option<Bytes>,
    /// Payload of the message.
    pub payload: Bytes,
    /// Number of matching messages after this one, in a batch.
    ///
    /// `None` outside of batches. Server 2.11 also counts this message.
    pub num_pending: Option<u64>,
}

impl StreamMessage {
    /// Creates the message from a reply to STREAM.MSG.GET.
    pub fn from_stored(stream: impl Into<String>, stored: StoredMessage) -> Self {
        let block = Vec::from(stored.hdrs);
        let (headers, complete) = header_map(&block);
        Self {
            stream: stream.into(),
            subject: stored.subject.into(),
            sequence: stored.seq,
            time: stored.time,
            headers,
            raw_headers: (!complete).then(|| block.into()),
            payload: stored.data.into_vec().into(),
            num_pending: None,
        }
    }

    /// Creates the message from a reply to DIRECT.GET, or returns the missing header.
    ///
    /// A message may have been published with the headers that a direct get adds; republished
    /// messages have all of them. Servers append their own (2.10.26 to 2.15.1), so the last
    /// header of each name is the server's, and the others belong to the message.
    pub(crate) fn from_direct(message: Incoming, in_batch: bool) -> Result<Self, String> {
        let told = Told::of(message.headers.as_ref());
        let (Some(stream), Some(subject), Some(sequence), Some(time)) =
            (told.stream, told.subject, told.sequence, told.time)
        else {
            return Err(
                "the message has no Nats-Stream, Nats-Subject, Nats-Sequence or Nats-Time-Stamp"
                    .to_owned(),
            );
        };
        let sequence = sequence.parse().map_err(|_| {
            format!(
                "header {}: {sequence:?} is not a sequence",
                header::SEQUENCE
            )
        })?;
        let time = jsapi::time::parse(time)
            .map_err(|_| format!("header {}: {time:?} is not a time", header::TIME_STAMP))?;
        let num_pending = match told.num_pending {
            Some(count) if in_batch => Some(count.parse().map_err(|_| {
                format!("header {}: {count:?} is not a number", header::NUM_PENDING)
            })?),
            _ => None,
        };
        Ok(Self {
            stream: stream.to_owned(),
            subject: subject.into(),
            sequence,
            time,
            headers: without_told(message.headers.as_ref(), in_batch),
            raw_headers: None,
            payload: message.payload,
            num_pending,
        })
    }
}

/// Shows the size of the payload and the names of the headers, not their content.
impl fmt::Debug for StreamMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_ref()).collect();
        names.sort_unstable();
        f.debug_struct("StreamMessage")
            .field("stream", &self.stream)
            .field("subject", &self.subject.as_str())
            .field("sequence", &self.sequence)
            .field("time", &self.time)
            .field("headers", &names)
            .field("raw_headers", &self.raw_headers.as_ref().map(Bytes::len))
            .field("payload", &format_args!("{} bytes", self.payload.len()))
            .field("num_pending", &self.num_pending)
            .finish()
    }
}

impl Stream {
    /// Gets one message from the stream's leader.
    ///
    /// ```no_run
    /// # async fn example(stream: jsapi_client::Stream) -> Result<(), jsapi_client::Error> {
    /// use jsapi_client::MessageQuery;
    ///
    /// let by_sequence = stream.get_message(22).await?;
    /// let newest = stream.get_message(MessageQuery::last("orders.*")).await?;
    /// let next = stream.get_message(MessageQuery::next("orders.new").from(100)).await?;
    /// # let _ = (by_sequence, newest, next);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The leader has every acknowledged message, which [`direct_get`](Self::direct_get) does
    /// not guarantee. Sends one request. A start time requires server 2.11.
    ///
    /// # Errors
    /// - [`is_not_found`](Error::is_not_found) if no message is found (10037), or the stream
    ///   does not exist (10059).
    /// - [`Error::Mismatch`] if the server returned another message.
    ///
    /// # Cancel safety
    /// Dropping the future has no effect on the server.
    pub async fn get_message(&self, query: impl Into<MessageQuery>) -> Result<StreamMessage> {
        let query = query.into();
        query.check_subject(STREAM_MSG_GET.verb)?;
        let request = query.clone().msg_get(self.name());
        let reply = self.context().call(&request).await?;
        let message = StreamMessage::from_stored(self.name().as_str(), reply.message);
        query.check(STREAM_MSG_GET.verb, message)
    }

    /// Gets one message from the stream's leader, or `None` if no message is found.
    ///
    /// Like [`get_message`](Self::get_message). Sends one request.
    ///
    /// # Errors
    /// Those of [`get_message`](Self::get_message), except for 10037. 10059 if the stream does
    /// not exist.
    pub async fn get_message_opt(
        &self,
        query: impl Into<MessageQuery>,
    ) -> Result<Option<StreamMessage>> {
        match self.get_message(query).await {
            Ok(message) => Ok(Some(message)),
            Err(error) if error.is(ErrorCode::NO_MESSAGE_FOUND) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Deletes a message without overwriting its bytes.
    ///
    /// Faster than [`erase_message`](Self::erase_message). Sends one request.
    ///
    /// # Errors
    /// - [`is_not_found`](Error::is_not_found) if no message has this sequence, also if an
    ///   earlier attempt deleted it: 10043, or 10057 for a sequence outside of the first and last
    ///   of a file stream.
    /// - [`TimedOut`](Error::TimedOut) for a sequence above the last of a file stream with several
    ///   replicas on server 2.10, which does not answer.
    /// - 10057 without [`is_not_found`](Error::is_not_found) if the stream sets `deny_delete`.
    /// - 10109 if the stream is sealed.
    pub async fn delete_message(&self, sequence: u64) -> Result<()> {
        self.remove_message(sequence, true).await
    }

    /// Deletes a message and overwrites its bytes with random data.
    ///
    /// This is the server's default. Sends one request.
    ///
    /// # Errors
    /// Those of [`delete_message`](Self::delete_message).
    pub async fn erase_message(&self, sequence: u64) -> Result<()> {
        self.remove_message(sequence, false).await
    }

    async fn remove_message(&self, sequence: u64, no_erase: bool) -> Result<()> {
        let request = StreamMsgDeleteRequest::new(self.name(), sequence).with_no_erase(no_erase);
        let reply = self.context().call(&request).await?;
        done(STREAM_MSG_DELETE.verb, reply.success)
    }
}

impl MessageQuery {
    /// Returns the message if it matches the query.
    pub(crate) fn check(
        &self,
        operation: &'static str,
        message: StreamMessage,
    ) -> Result<StreamMessage> {
        if self.fits(&message.subject, message.sequence) {
            return Ok(message);
        }
        let found = format!(
            "message {} of subject {:?} was not requested",
            message.sequence,
            message.subject.as_str(),
        );
        Err(Error::mismatch(operation, Mismatch::WrongMessage(found)))
    }
}

/// Headers that the server added, which follow those of the publisher.
///
/// Found in one pass: each lookup in the map takes as long.
#[derive(Default)]
struct Told<'a> {
    stream: Option<&'a str>,
    subject: Option<&'a str>,
    sequence: Option<&'a str>,
    time: Option<&'a str>,
    num_pending: Option<&'a str>,
}

impl<'a> Told<'a> {
    fn of(headers: Option<&'a HeaderMap>) -> Self {
        let mut told = Self::default();
        for (name, values) in headers.into_iter().flat_map(HeaderMap::iter) {
            let to = match name.as_ref() {
                header::STREAM => &mut told.stream,
                header::SUBJECT => &mut told.subject,
                header::SEQUENCE => &mut told.sequence,
                header::TIME_STAMP => &mut told.time,
                header::NUM_PENDING => &mut told.num_pending,
                _ => continue,
            };
            *to = values.last().map(HeaderValue::as_str);
        }
        told
    }
}

/// Returns the headers without those that the server added.
fn without_told(headers: Option<&HeaderMap>, in_batch: bool) -> HeaderMap {
    const ALWAYS: [&str; 4] = [
        header::STREAM,
        header::SUBJECT,
        header::SEQUENCE,
        header::TIME_STAMP,
    ];
    const IN_BATCHES: [&str; 2] = [header::NUM_PENDING, header::LAST_SEQUENCE];
    let mut own = HeaderMap::new();
    for (name, values) in headers.into_iter().flat_map(HeaderMap::iter) {
        let told =
            ALWAYS.contains(&name.as_ref()) || in_batch && IN_BATCHES.contains(&name.as_ref());
        let published = values.len() - usize::from(told && !values.is_empty());
        for value in values.iter().take(published) {
            own.append(name.clone(), value.clone());
        }
    }
    own
}

/// Parses a header block; returns whether the headers are complete.
fn header_map(block: &[u8]) -> (HeaderMap, bool) {
    let mut headers = HeaderMap::new();
    if block.is_empty() {
        return (headers, true);
    }
    let mut lines = block
        .split(|&byte| byte == b'\n')
        .map(|line| line.trim_ascii_end());
    let mut complete = lines.next() == Some(b"NATS/1.0");
    for line in lines.by_ref().take_while(|line| !line.is_empty()) {
        match header_of(line) {
            Some((name, value)) => headers.append(name, value),
            None => complete = false,
        }
    }
    complete &= lines.all(<[u8]>::is_empty);
    (headers, complete)
}

fn header_of(line: &[u8]) -> Option<(HeaderName, HeaderValue)> {
    let (name, value) = std::str::from_utf8(line).ok()?.split_once(':')?;
    if name.is_empty() {
        return None;
    }
    Some((name.parse().ok()?, value.trim_ascii().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, *value);
        }
        headers
    }

    #[test]
    fn a_header_block_that_the_map_can_hold_is_in_it_whole() {
        assert_eq!(header_map(b""), (HeaderMap::new(), true));
        let block = b"NATS/1.0\r\nA: 1\r\nB:2\r\nA:  x:y \r\nEmpty:\r\n\r\n";
        let expected = map(&[("A", "1"), ("B", "2"), ("A", "x:y"), ("Empty", "")]);
        assert_eq!(header_map(block), (expected, true));
    }

    #[test]
    fn a_header_block_with_more_in_it_says_so() {
        for (block, held) in [
            (
                &b"NATS/1.0\r\nA: 1\r\nB: \xff\r\n\r\n"[..],
                &[("A", "1")][..],
            ),
            (b"NATS/1.0\r\nno colon\r\nA: 1\r\n\r\n", &[("A", "1")]),
            (b"NATS/1.0\r\nn\xc3\xa4me: 1\r\n\r\n", &[]),
            (b"NATS/1.0\r\na b: 1\r\n\r\n", &[]),
            (b"NATS/1.0\r\n: 1\r\n\r\n", &[]),
            (b"NATS/1.0 404 Gone\r\nA: 1\r\n\r\n", &[("A", "1")]),
            (b"NATS/1.0\r\nA: 1\r\n\r\nB: 2\r\n", &[("A", "1")]),
            (b"junk", &[]),
        ] {
            assert_eq!(
                header_map(block),
                (map(held), false),
                "{}",
                block.escape_ascii()
            );
        }
    }

    #[test]
    fn debug_shows_neither_payload_nor_header_values() {
        let stored = r#"{"subject":"a.b","seq":7,"time":"2026-11-20T00:00:00Z"}"#;
        let mut stored: StoredMessage = serde_json::from_str(stored).unwrap();
        stored.data = b"hunter2".to_vec().into();
        stored.hdrs = b"NATS/1.0\r\nToken: hunter3\r\n\r\n".to_vec().into();
        let shown = format!("{:?}", StreamMessage::from_stored("S", stored));
        assert!(shown.contains("a.b") && shown.contains("Token"));
        assert!(!shown.contains("hunter"), "{shown}");
    }
}
