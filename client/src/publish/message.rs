//! A message to publish, and its validation.

use std::fmt;
use std::time::Duration;

use async_nats::message::OutboundMessage;
use async_nats::{HeaderMap, HeaderValue, Subject};
use bytes::Bytes;
use jsapi::StreamName;
use jsapi::name::NameKind;
use serde::Serialize;

use super::check::{check_name, check_subject, check_value};
use crate::api::context::Context;
use crate::connection::transport;
use crate::error::{Error, Invalid, Result};
use crate::protocol::header;
use crate::protocol::ttl::Ttl;

/// A message to publish: subject, headers and payload.
///
/// ```
/// use jsapi_client::publish::PublishMessage;
///
/// let message = PublishMessage::new("orders.new", "{}")
///     .message_id("order-17")
///     .expect_last_subject_sequence(0);
/// assert!(message.check().is_ok());
/// ```
///
/// Publishing an invalid message fails with the first error, and sends nothing. Use
/// [`check`](Self::check) to validate it earlier.
///
/// Cheap to clone without headers.
#[derive(Clone)]
#[must_use = "a message is not sent until it is published"]
pub struct PublishMessage {
    subject: Subject,
    headers: Option<HeaderMap>,
    payload: Bytes,
    needs: Option<(u8, &'static str)>,
    wrong: Option<Box<Invalid>>,
}

/// Earlier messages that a rollup message replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rollup {
    /// The messages of its subject.
    Subject,
    /// All messages of the stream.
    All,
}

impl Rollup {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Subject => "sub",
            Self::All => "all",
        }
    }
}

/// Setters of a message, for it and for types that contain one.
///
/// The type has a `fn message_mut(&mut self) -> &mut PublishMessage`.
macro_rules! message_setters {
    () => {
        /// Adds a header; an existing name gets a further value.
        ///
        /// A name is printable ASCII without a colon; a value is UTF-8 without CR, LF and NUL
        /// (ADR-4). Publishing fails for other headers, and for a header that the server does
        /// not support. Names are case-sensitive. Spaces around a value are lost on delivery.
        pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
            self.message_mut().append(name.as_ref(), value.as_ref());
            self
        }

        /// Adds all headers of a map; an existing name gets further values.
        ///
        /// ```
        /// use async_nats::HeaderMap;
        /// use jsapi_client::publish::PublishMessage;
        ///
        /// let mut headers = HeaderMap::new();
        /// headers.insert("Trace-Id", "17");
        /// headers.insert("City", "Zürich");
        /// let message = PublishMessage::new("orders.new", "{}").headers(headers);
        /// assert!(message.check().is_ok());
        /// ```
        ///
        /// The rules of [`header`](Self::header) apply.
        pub fn headers(mut self, headers: async_nats::HeaderMap) -> Self {
            let message = self.message_mut();
            for (name, values) in headers.iter() {
                for value in values {
                    message.append(name.as_ref(), value.as_str());
                }
            }
            self
        }

        /// Sets the message ID for duplicate detection: `Nats-Msg-Id`.
        ///
        /// The stream drops a second message with the ID within its duplicate window (default:
        /// 2 minutes). The client retries after a lost acknowledgement only with an ID. Replaces
        /// an earlier ID. Publishing fails for an ID of only spaces, which servers ignore.
        pub fn message_id(mut self, id: impl AsRef<str>) -> Self {
            self.message_mut()
                .put_text(crate::protocol::header::MSG_ID, id.as_ref());
            self
        }

        /// Sets a new unique [`message_id`](Self::message_id).
        pub fn new_message_id(mut self) -> Self {
            let id = crate::publish::id::new_id();
            self.message_mut()
                .put_text(crate::protocol::header::MSG_ID, &id);
            self
        }

        /// Requires that this stream stores the message: `Nats-Expected-Stream`.
        pub fn expect_stream(mut self, name: impl AsRef<str>) -> Self {
            self.message_mut().put_stream(name.as_ref());
            self
        }

        /// Requires this last sequence of the stream; 0: the stream is empty.
        ///
        /// Otherwise the error is a [conflict](crate::Error::is_conflict) with the
        /// [last sequence](crate::Error::last_sequence).
        pub fn expect_last_sequence(mut self, sequence: u64) -> Self {
            let message = self.message_mut();
            message.put_number(crate::protocol::header::EXPECTED_LAST_SEQUENCE, sequence);
            self
        }

        /// Requires this message ID of the stream's last message.
        pub fn expect_last_message_id(mut self, id: impl AsRef<str>) -> Self {
            let message = self.message_mut();
            message.put_text(crate::protocol::header::EXPECTED_LAST_MSG_ID, id.as_ref());
            self
        }

        /// Requires this last sequence of the subject; 0: the subject has no message.
        ///
        /// Otherwise the error is a [conflict](crate::Error::is_conflict) with the
        /// [last sequence](crate::Error::last_sequence).
        pub fn expect_last_subject_sequence(mut self, sequence: u64) -> Self {
            let message = self.message_mut();
            message.put_number(
                crate::protocol::header::EXPECTED_LAST_SUBJECT_SEQUENCE,
                sequence,
            );
            self
        }

        /// Requires this last sequence of another subject, or of a filter.
        ///
        /// Replaces [`expect_last_subject_sequence`](Self::expect_last_subject_sequence).
        /// Requires server 2.11; the client refuses it for an older server, which may ignore the
        /// condition or apply it to the message's subject.
        pub fn expect_last_sequence_of(mut self, subject: impl AsRef<str>, sequence: u64) -> Self {
            let message = self.message_mut();
            message.put_number(
                crate::protocol::header::EXPECTED_LAST_SUBJECT_SEQUENCE,
                sequence,
            );
            message.put_subject(
                crate::protocol::header::EXPECTED_LAST_SUBJECT_SEQUENCE_SUBJECT,
                subject.as_ref(),
            );
            self
        }

        /// Makes the message replace earlier messages: `Nats-Rollup`.
        ///
        /// The stream must set `allow_rollup_hdrs`.
        pub fn rollup(mut self, rollup: crate::publish::Rollup) -> Self {
            self.message_mut()
                .put(crate::protocol::header::ROLLUP, rollup.as_str());
            self
        }

        /// Sets the TTL of the message: `Nats-TTL`, ADR-43.
        ///
        /// Whole seconds, minimum 1 s: publishing fails for a `Duration` with a fraction of a
        /// second. Use [`Ttl`](crate::publish::Ttl) to round it, or for no expiry. The stream
        /// must set `allow_msg_ttl`. Requires server 2.11; the client refuses it for an older
        /// server, which would keep the message.
        pub fn ttl(mut self, ttl: impl Into<crate::publish::Ttl>) -> Self {
            self.message_mut()
                .put_ttl(crate::protocol::header::TTL, ttl.into());
            self
        }

        /// Makes the message a schedule, ADR-51.
        ///
        /// The stream stores it under its subject, which holds one schedule, and the server
        /// publishes the scheduled messages. The stream must set `allow_msg_schedules`. Requires
        /// server 2.12.
        pub fn schedule(mut self, schedule: crate::publish::Schedule) -> Self {
            schedule.apply(self.message_mut());
            self
        }

        /// Ends the schedule of this subject when the message is stored, ADR-51.
        ///
        /// The server removes the schedule if and only if it stores the message. Requires server
        /// 2.14. To only cancel a schedule, use
        /// [`cancel_schedule`](crate::Stream::cancel_schedule).
        pub fn end_schedule(mut self, subject: impl AsRef<str>) -> Self {
            let message = self.message_mut();
            message.put_subject(crate::protocol::header::SCHEDULER, subject.as_ref());
            message.put(crate::protocol::header::SCHEDULE_NEXT, "purge");
            self
        }

        /// Increments the subject's counter: `Nats-Incr`, ADR-49.
        ///
        /// The payload must be empty, and the stream must set `allow_msg_counter`. The
        /// acknowledgement has the new value as [`val`](jsapi::PubAck::val). Requires server
        /// 2.12.
        pub fn increment(mut self, by: impl Into<crate::publish::Increment>) -> Self {
            self.message_mut().put_increment(by.into());
            self
        }
    };
}
pub(super) use message_setters;

impl PublishMessage {
    /// Creates a message without headers.
    ///
    /// Cloning an existing [`Subject`] avoids an allocation.
    #[inline]
    pub fn new(subject: impl Into<Subject>, payload: impl Into<Bytes>) -> Self {
        let subject = subject.into();
        let wrong = check_subject(&subject).err().map(Box::new);
        Self {
            subject,
            headers: None,
            payload: payload.into(),
            needs: None,
            wrong,
        }
    }

    /// Creates a message with a value as JSON payload.
    ///
    /// ```
    /// use jsapi_client::publish::PublishMessage;
    ///
    /// #[derive(serde::Serialize)]
    /// struct Order {
    ///     item: String,
    ///     count: u32,
    /// }
    ///
    /// let order = Order { item: "tea".to_owned(), count: 2 };
    /// let message = PublishMessage::json("orders.new", &order).message_id("order-17");
    /// assert_eq!(&message.payload()[..], br#"{"item":"tea","count":2}"#);
    /// ```
    ///
    /// Publishing fails if the value cannot be serialized.
    pub fn json<T: Serialize + ?Sized>(subject: impl Into<Subject>, value: &T) -> Self {
        let (payload, wrong) = match serde_json::to_vec(value) {
            Ok(payload) => (payload, None),
            Err(why) => (
                Vec::new(),
                Some(format!("the payload cannot be serialized: {why}")),
            ),
        };
        let mut message = Self::new(subject, payload);
        if let Some(why) = wrong {
            message.wrong(Invalid::Payload(why.into()));
        }
        message
    }

    message_setters!();

    /// Returns the subject.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// Returns the headers, if there are any.
    pub fn header_map(&self) -> Option<&HeaderMap> {
        self.headers.as_ref()
    }

    /// Returns the payload.
    pub fn payload(&self) -> &Bytes {
        &self.payload
    }

    /// Returns whether the message has an ID, and so may be sent twice.
    pub fn has_message_id(&self) -> bool {
        self.has(header::MSG_ID)
    }

    /// Validates the message, without a server.
    ///
    /// # Errors
    /// [`Invalid`](Error::Invalid), with the first error.
    #[inline]
    pub fn check(&self) -> Result<()> {
        match &self.wrong {
            None => Ok(()),
            Some(wrong) => Err(self.refused((**wrong).clone())),
        }
    }

    /// Validates the message for the servers of this context.
    #[inline]
    pub(crate) fn check_for(&self, context: &Context) -> Result<()> {
        self.check()?;
        match self.needs {
            None => Ok(()),
            Some((level, header)) => context
                .needs(level, header)
                .map_err(|why| self.refused(why)),
        }
    }

    pub(crate) fn refused(&self, why: Invalid) -> Error {
        Error::invalid(self.subject.to_string(), why)
    }

    pub(crate) fn has(&self, name: &'static str) -> bool {
        self.headers
            .as_ref()
            .is_some_and(|headers| headers.get(name).is_some())
    }

    /// Returns the message for the connection, with this reply subject.
    #[inline]
    pub(crate) fn outbound(&self, reply: Subject) -> OutboundMessage {
        OutboundMessage {
            subject: self.subject.clone(),
            reply: Some(reply),
            payload: self.payload.clone(),
            headers: self.headers.clone(),
        }
    }

    /// Returns the size of headers and payload on the wire.
    pub(crate) fn size(&self) -> usize {
        transport::size(self.headers.as_ref(), &self.payload)
    }

    pub(crate) fn into_parts(self) -> (Subject, Option<HeaderMap>, Bytes) {
        (self.subject, self.headers, self.payload)
    }

    /// Sets a JetStream header to a valid value.
    pub(crate) fn put(&mut self, name: &'static str, value: &str) {
        self.need_for(name);
        match check_value(value) {
            Ok(()) => self.map().insert(name, value),
            Err(why) => self.wrong(Invalid::header(name, why)),
        }
    }

    pub(crate) fn put_number(&mut self, name: &'static str, value: u64) {
        self.need_for(name);
        self.map().insert(name, HeaderValue::from(value));
    }

    /// Records the API level that a header requires.
    fn need_for(&mut self, name: &str) {
        if let Some((level, header)) = header::required_level(name) {
            self.need(level, header);
        }
    }

    /// Records a required API level and its header.
    pub(crate) fn need(&mut self, level: u8, header: &'static str) {
        if self.needs.is_none_or(|(other, _)| other < level) {
            self.needs = Some((level, header));
        }
    }

    pub(crate) fn put_text(&mut self, name: &'static str, value: &str) {
        if is_blank(value) {
            self.wrong(Invalid::header(name, "is empty"));
        } else {
            self.put(name, value);
        }
    }

    pub(super) fn put_stream(&mut self, name: &str) {
        match StreamName::try_from(name) {
            Ok(_) => self.put(header::EXPECTED_STREAM, name),
            Err(why) => self.wrong(why.into()),
        }
    }

    pub(super) fn put_subject(&mut self, name: &'static str, subject: &str) {
        match NameKind::Subject.check(subject) {
            Ok(()) => self.put(name, subject),
            Err(why) => self.wrong(why.into()),
        }
    }

    pub(super) fn put_ttl(&mut self, name: &'static str, ttl: Ttl) {
        match ttl.value() {
            Ok(value) => self.put(name, &value),
            Err(why) => {
                self.wrong(Invalid::header(name, format!("cannot be set: {why}")));
            }
        }
    }

    pub(super) fn put_increment(&mut self, by: Increment) {
        if !self.payload.is_empty() {
            self.wrong(Invalid::Payload(
                "a message to a counter must not have a payload".into(),
            ));
        }
        self.put_text(header::INCR, by.as_str());
    }

    pub(super) fn append(&mut self, name: &str, value: &str) {
        if let Err(why) = check_name(name) {
            self.wrong(Invalid::header(
                name,
                format!("is not a valid name: it {why}"),
            ));
        } else if let Err(why) = check_value(value) {
            self.wrong(Invalid::header(name, why));
        } else if name == header::MSG_ID && is_blank(value) {
            self.wrong(Invalid::header(name, "is empty"));
        } else {
            self.need_for(name);
            self.map().append(name, value);
        }
    }

    pub(super) fn wrong(&mut self, why: Invalid) {
        self.wrong.get_or_insert_with(|| Box::new(why));
    }

    fn map(&mut self) -> &mut HeaderMap {
        self.headers.get_or_insert_default()
    }

    fn message_mut(&mut self) -> &mut Self {
        self
    }
}

/// Shows the names of headers and the size of the payload, not their content.
impl fmt::Debug for PublishMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self
            .headers
            .iter()
            .flat_map(HeaderMap::iter)
            .map(|(name, _)| name.to_string())
            .collect();
        f.debug_struct("PublishMessage")
            .field("subject", &self.subject.as_str())
            .field("headers", &names)
            .field("payload", &format_args!("{} bytes", self.payload.len()))
            .finish_non_exhaustive()
    }
}

/// Increment of a counter: a decimal integer of any length.
///
/// ```
/// use jsapi_client::publish::Increment;
///
/// assert_eq!(Increment::from(5).as_str(), "+5");
/// assert_eq!(Increment::from(-5).as_str(), "-5");
/// assert!("36893488147419103232".parse::<Increment>().is_ok());
/// assert!("1.5".parse::<Increment>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Increment(String);

impl Increment {
    /// Returns the increment with its sign, as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<i64> for Increment {
    fn from(by: i64) -> Self {
        Self(format!("{by:+}"))
    }
}

impl std::str::FromStr for Increment {
    type Err = Error;

    /// Parses an optional sign and digits.
    fn from_str(text: &str) -> Result<Self> {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let why = format!("increment {text:?} is not an integer");
            return Err(Error::invalid("publish", Invalid::Argument(why.into())));
        }
        let signed = digits.len() < text.len();
        Ok(Self(if signed {
            text.to_owned()
        } else {
            format!("+{text}")
        }))
    }
}

/// Returns whether servers treat a value as empty.
///
/// They skip the spaces before a value (`getHeader` in client.go).
fn is_blank(value: &str) -> bool {
    value.trim().is_empty()
}

/// TTL of exactly this duration.
impl From<Duration> for Ttl {
    fn from(exact: Duration) -> Self {
        Self::exactly(exact)
    }
}

#[cfg(test)]
mod tests;
