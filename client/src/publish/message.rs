//! A message to be published, checked as it is put together.

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

/// A message to be published: subject, headers and payload.
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
/// What cannot be sent is refused when it is published, with the first thing
/// that is wrong, and nothing is sent; [`check`](Self::check) says so earlier.
/// Nothing here panics.
///
/// Cheap to clone when it has no headers.
#[derive(Clone)]
#[must_use = "a message is not sent until it is published"]
pub struct PublishMessage {
    subject: Subject,
    headers: Option<HeaderMap>,
    payload: Bytes,
    needs: Option<(u8, &'static str)>,
    wrong: Option<Box<Invalid>>,
}

/// Which earlier messages a message takes the place of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rollup {
    /// Those of its subject.
    Subject,
    /// All of the stream.
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

/// The setters of a message, on it and on what carries one.
///
/// The type has a `fn message_mut(&mut self) -> &mut PublishMessage`.
macro_rules! message_setters {
    () => {
        /// Adds a header; a name that is there already gets a further value.
        ///
        /// A name is printable ASCII without a colon; a value is UTF-8 without CR,
        /// LF and NUL (ADR-4). Anything else is refused when the message is
        /// published, and so is a header that the server is too old for. Names are
        /// case-sensitive. Spaces around a value are lost on delivery.
        pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
            self.message_mut().append(name.as_ref(), value.as_ref());
            self
        }

        /// Adds all headers of a map; a name that is there already gets further values.
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
        /// Refused as for [`header`](Self::header).
        pub fn headers(mut self, headers: async_nats::HeaderMap) -> Self {
            let message = self.message_mut();
            for (name, values) in headers.iter() {
                for value in values {
                    message.append(name.as_ref(), value.as_str());
                }
            }
            self
        }

        /// An ID by which the stream drops a second copy: `Nats-Msg-Id`.
        ///
        /// Within the stream's duplicate window, 2 minutes unless configured.
        /// Only a message with an ID is sent again when the answer to it was
        /// lost. In place of one that was set before. One of spaces is none to
        /// servers, and is refused when the message is published.
        pub fn message_id(mut self, id: impl AsRef<str>) -> Self {
            self.message_mut()
                .put_text(crate::protocol::header::MSG_ID, id.as_ref());
            self
        }

        /// As [`message_id`](Self::message_id), with one that nobody else uses.
        pub fn new_message_id(mut self) -> Self {
            let id = crate::publish::id::new_id();
            self.message_mut()
                .put_text(crate::protocol::header::MSG_ID, &id);
            self
        }

        /// Only into this stream: `Nats-Expected-Stream`.
        pub fn expect_stream(mut self, name: impl AsRef<str>) -> Self {
            self.message_mut().put_stream(name.as_ref());
            self
        }

        /// Only if this is the stream's last sequence; 0 is an empty stream.
        ///
        /// The error otherwise is a [conflict](crate::Error::is_conflict), and
        /// tells the [last sequence](crate::Error::last_sequence).
        pub fn expect_last_sequence(mut self, sequence: u64) -> Self {
            let message = self.message_mut();
            message.put_number(crate::protocol::header::EXPECTED_LAST_SEQUENCE, sequence);
            self
        }

        /// Only if this is the ID of the stream's last message.
        pub fn expect_last_message_id(mut self, id: impl AsRef<str>) -> Self {
            let message = self.message_mut();
            message.put_text(crate::protocol::header::EXPECTED_LAST_MSG_ID, id.as_ref());
            self
        }

        /// Only if this is the last sequence of the message's subject; 0 is none.
        ///
        /// The error otherwise is a [conflict](crate::Error::is_conflict), and
        /// tells the [last sequence](crate::Error::last_sequence).
        pub fn expect_last_subject_sequence(mut self, sequence: u64) -> Self {
            let message = self.message_mut();
            message.put_number(
                crate::protocol::header::EXPECTED_LAST_SUBJECT_SEQUENCE,
                sequence,
            );
            self
        }

        /// Only if this is the last sequence of another subject, or of a filter.
        ///
        /// In place of
        /// [`expect_last_subject_sequence`](Self::expect_last_subject_sequence).
        /// Requires server 2.11; refused here for an older one, which may drop the
        /// condition or apply it to the message's own subject.
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

        /// Takes the place of earlier messages: `Nats-Rollup`.
        ///
        /// The stream has to allow it (`allow_rollup_hdrs`).
        pub fn rollup(mut self, rollup: crate::publish::Rollup) -> Self {
            self.message_mut()
                .put(crate::protocol::header::ROLLUP, rollup.as_str());
            self
        }

        /// How long the message is kept: `Nats-TTL`, ADR-43.
        ///
        /// In whole seconds, at least 1: servers know no fractions, and a
        /// `Duration` with one is refused when the message is published.
        /// [`Ttl`](crate::publish::Ttl) has what rounds, and what keeps it for
        /// ever. The stream has to allow it (`allow_msg_ttl`). Server 2.11 and
        /// later; refused here for an older one, which would keep the message.
        pub fn ttl(mut self, ttl: impl Into<crate::publish::Ttl>) -> Self {
            self.message_mut()
                .put_ttl(crate::protocol::header::TTL, ttl.into());
            self
        }

        /// Makes the message a schedule, ADR-51.
        ///
        /// It is stored under its subject, which holds one schedule, and the
        /// server publishes what it says. The stream has to allow it
        /// (`allow_msg_schedules`). Server 2.12 and later.
        pub fn schedule(mut self, schedule: crate::publish::Schedule) -> Self {
            schedule.apply(self.message_mut());
            self
        }

        /// Ends the schedule of this subject as the message is stored, ADR-51.
        ///
        /// Both or neither: the server removes the schedule when it stores the
        /// message. Server 2.14 and later. A plain cancel is
        /// [`cancel_schedule`](crate::Stream::cancel_schedule).
        pub fn end_schedule(mut self, subject: impl AsRef<str>) -> Self {
            let message = self.message_mut();
            message.put_subject(crate::protocol::header::SCHEDULER, subject.as_ref());
            message.put(crate::protocol::header::SCHEDULE_NEXT, "purge");
            self
        }

        /// Adds to the counter that the subject is: `Nats-Incr`, ADR-49.
        ///
        /// The payload has to be empty, and the stream has to hold counters
        /// (`allow_msg_counter`). The new value is
        /// [`val`](jsapi::PubAck::val) in the answer. Server 2.12 and later.
        pub fn increment(mut self, by: impl Into<crate::publish::Increment>) -> Self {
            self.message_mut().put_increment(by.into());
            self
        }
    };
}
pub(super) use message_setters;

impl PublishMessage {
    /// A message without headers.
    ///
    /// A [`Subject`] that is made once and cloned costs no allocation.
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

    /// A message whose payload is a value as JSON.
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
    /// A value that has no JSON is refused when the message is published.
    pub fn json<T: Serialize + ?Sized>(subject: impl Into<Subject>, value: &T) -> Self {
        let (payload, wrong) = match serde_json::to_vec(value) {
            Ok(payload) => (payload, None),
            Err(why) => (Vec::new(), Some(format!("the payload has no JSON: {why}"))),
        };
        let mut message = Self::new(subject, payload);
        if let Some(why) = wrong {
            message.wrong(Invalid::Payload(why.into()));
        }
        message
    }

    message_setters!();

    /// The subject it goes to.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// Its headers; `None` when it has none.
    pub fn header_map(&self) -> Option<&HeaderMap> {
        self.headers.as_ref()
    }

    /// Its payload.
    pub fn payload(&self) -> &Bytes {
        &self.payload
    }

    /// Whether it has a message ID, and so may be sent twice.
    pub fn has_message_id(&self) -> bool {
        self.has(header::MSG_ID)
    }

    /// Whether it can be sent, as far as can be told without a server.
    ///
    /// # Errors
    /// [`Invalid`](Error::Invalid), with the first thing that was wrong.
    #[inline]
    pub fn check(&self) -> Result<()> {
        match &self.wrong {
            None => Ok(()),
            Some(wrong) => Err(self.refused((**wrong).clone())),
        }
    }

    /// Whether it can be sent to the servers of this context.
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

    /// The message as it goes to the connection, to be answered on `reply`.
    #[inline]
    pub(crate) fn outbound(&self, reply: Subject) -> OutboundMessage {
        OutboundMessage {
            subject: self.subject.clone(),
            reply: Some(reply),
            payload: self.payload.clone(),
            headers: self.headers.clone(),
        }
    }

    /// The bytes that headers and payload have on the wire.
    pub(crate) fn size(&self) -> usize {
        transport::size(self.headers.as_ref(), &self.payload)
    }

    pub(crate) fn into_parts(self) -> (Subject, Option<HeaderMap>, Bytes) {
        (self.subject, self.headers, self.payload)
    }

    /// Sets one of our own headers to a value that is known to be one.
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

    /// Takes note of the API level that a header needs.
    fn need_for(&mut self, name: &str) {
        if let Some((level, header)) = header::required_level(name) {
            self.need(level, header);
        }
    }

    /// What the message asks for, and the API level that has it.
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
            self.wrong(Invalid::Payload("a counter takes no payload".into()));
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

/// Shows the names of headers and how many bytes the payload has, not which.
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

/// What is added to a counter: a decimal integer of any length.
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
    /// As it is sent, with its sign.
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

    /// Reads an optional sign and digits.
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

/// Whether servers see nothing there: they skip the spaces before a value
/// (`getHeader` in client.go).
fn is_blank(value: &str) -> bool {
    value.trim().is_empty()
}

/// How long a message is kept, as a `Duration` would say it.
impl From<Duration> for Ttl {
    fn from(exact: Duration) -> Self {
        Self::exactly(exact)
    }
}

#[cfg(test)]
mod tests;
