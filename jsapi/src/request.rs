//! What a request is: a subject, a body and the type of its reply.
//!
//! Requests are generated, one struct for each operation of the JetStream API,
//! and are values: nothing is asked until a client sends one. Implement
//! [`Operation`] and [`Request`] for an operation that this crate does not have.

use std::fmt;

use crate::model::{Entries, Failed, Field, Model, write_members, write_model};
use crate::name::{NameError, NameKind};
use crate::sink::Written;

/// The longest subject that is sent, in bytes.
///
/// A server closes the connection over a protocol line above its
/// `max_control_line`, 4096 bytes by default, which the reply subject and the
/// sizes share.
pub const MAX_SUBJECT: usize = 4000;

/// What is known of an operation besides its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Endpoint {
    /// Its name in snake case: `stream_info`.
    pub operation: &'static str,
    /// Its verb, which names it in errors: `STREAM.INFO`.
    pub verb: &'static str,
    /// Its subject below the API prefix: `STREAM.INFO.{stream}`.
    pub subject: &'static str,
    /// How it is answered.
    pub reply: ReplyStyle,
    /// What its body may be.
    pub body: Body,
    /// The most items on a page of its reply; `None` without pages.
    pub page_limit: Option<u64>,
    /// The first server version that has it: `2.2.0`.
    pub since: &'static str,
    /// The JetStream API level that first has it; 0 when no level says so.
    pub level: u8,
    /// Who may ask.
    pub caller: Caller,
    /// Whether it may be asked again when its reply was lost.
    pub retry: Retry,
    /// What to look at before it is asked again.
    pub retry_note: &'static str,
    /// Which server answers: `meta leader`.
    pub responder: &'static str,
}

impl Endpoint {
    /// An endpoint with the given operation, verb and subject.
    ///
    /// Answered by one JSON document, with an optional body, without pages,
    /// since 2.2.0, at any API level, for any account, not to be retried.
    /// Change what differs.
    pub const fn new(operation: &'static str, verb: &'static str, subject: &'static str) -> Self {
        Self {
            operation,
            verb,
            subject,
            reply: ReplyStyle::Json,
            body: Body::Optional,
            page_limit: None,
            since: "2.2.0",
            level: 0,
            caller: Caller::Account,
            retry: Retry::Unsafe,
            retry_note: "",
            responder: "",
        }
    }
}

/// How an operation is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReplyStyle {
    /// One JSON document.
    Json,
    /// One JSON document from each of several servers.
    JsonMany,
    /// One stored message: its payload, and what it is in headers.
    Message,
    /// Several stored messages, and an empty one at the end.
    Messages,
    /// Messages on their own subjects, and a status at the end.
    Pull,
    /// One JSON document, then chunks on a subject of the caller's.
    Chunks,
    /// One JSON document, then chunks are to be sent to the subject it names.
    Upload,
}

/// What the body of a request may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Body {
    /// Always empty: STREAM.DELETE refuses anything else (`err_code` 10038).
    Empty,
    /// Empty while no field is set.
    Optional,
    /// Always a JSON object.
    Required,
}

/// Who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Caller {
    /// Any account with JetStream.
    Account,
    /// The system account; for any other the server stays silent.
    System,
    /// The system account, or the account that the request names.
    SystemOrOwner,
}

/// Whether a request may be sent again when its reply was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Retry {
    /// Yes: twice is as once.
    Safe,
    /// That depends: see [`Endpoint::retry_note`].
    Conditional,
    /// No: look first.
    Unsafe,
}

/// A request: what it is asked on and what with.
pub trait Operation: Model + Clone + fmt::Debug + PartialEq {
    /// What is known of the operation besides its fields.
    const ENDPOINT: &'static Endpoint;

    /// What is known of the operation besides its fields.
    fn endpoint(&self) -> &'static Endpoint {
        Self::ENDPOINT
    }

    /// Adds the subject's tokens below the API prefix.
    ///
    /// # Errors
    /// When a name would bend the subject.
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError>;

    /// The body: empty, or a JSON object of what is set.
    ///
    /// # Errors
    /// When a value has no form on the wire: a duration of more than 292 years,
    /// or a time outside the years 0 to 9999.
    fn payload(&self) -> Result<Vec<u8>, EncodeError> {
        match Self::ENDPOINT.body {
            Body::Empty => Ok(Vec::new()),
            Body::Optional if says_nothing(self) => Ok(Vec::new()),
            Body::Optional | Body::Required => json(self),
        }
    }
}

/// Whether a body would be `{}`, found out without asking for memory.
fn says_nothing(body: &dyn Model) -> bool {
    /// Takes no member.
    struct Nothing;

    impl Entries for Nothing {
        fn entry(&mut self, _key: &str, _value: &dyn Field) -> Result<(), Failed> {
            Err(Failed(()))
        }
    }

    write_members(body, &mut Nothing).is_ok()
}

fn json(body: &dyn Model) -> Result<Vec<u8>, EncodeError> {
    serde_json::to_vec(&Written(&|to| write_model(body, to)))
        .map_err(|error| EncodeError(error.to_string()))
}

/// A request that one JSON document answers.
pub trait Request: Operation {
    /// What is answered.
    type Response: Model + Clone + fmt::Debug + PartialEq;

    /// The wire types of the answer; empty when it has none.
    const RESPONSE_TYPES: &'static [&'static str];
}

/// A request that several servers answer, each with a JSON document.
pub trait ManyRequest: Operation {
    /// What each server answers.
    type Response: Model + Clone + fmt::Debug + PartialEq;

    /// The wire types of the answers; empty when they have none.
    const RESPONSE_TYPES: &'static [&'static str];
}

/// A request that one stored message answers.
pub trait MessageRequest: Operation {}

/// A request that several stored messages answer.
pub trait MessagesRequest: Operation {}

/// A request for messages of a consumer.
pub trait PullRequest: Operation {}

/// Builds the subject of a request from tokens that are checked as they are added.
///
/// ```
/// use jsapi::request::SubjectBuilder;
///
/// # fn main() -> Result<(), jsapi::request::SubjectError> {
/// let mut subject = SubjectBuilder::new("$JS.API");
/// subject.literal("STREAM.INFO");
/// subject.stream("ORDERS")?;
/// assert_eq!(subject.finish(), "$JS.API.STREAM.INFO.ORDERS");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct SubjectBuilder(String);

impl SubjectBuilder {
    /// A subject that begins with `prefix`, which is taken as it is.
    pub fn new(prefix: &str) -> Self {
        let mut subject = String::with_capacity(prefix.len() + 64);
        subject.push_str(prefix);
        Self(subject)
    }

    /// Adds tokens that are part of the operation, as `STREAM.INFO`.
    pub fn literal(&mut self, tokens: &str) {
        if !self.0.is_empty() {
            self.0.push('.');
        }
        self.0.push_str(tokens);
    }

    /// Adds the name of a stream.
    ///
    /// # Errors
    /// When it is not one, or the subject is too long.
    pub fn stream(&mut self, name: &str) -> Result<(), SubjectError> {
        self.checked(NameKind::Stream, name)
    }

    /// Adds the name of a consumer.
    ///
    /// # Errors
    /// When it is not one, or the subject is too long.
    pub fn consumer(&mut self, name: &str) -> Result<(), SubjectError> {
        self.checked(NameKind::Consumer, name)
    }

    /// Adds the name of an account.
    ///
    /// # Errors
    /// When it is not one, or the subject is too long.
    pub fn account(&mut self, name: &str) -> Result<(), SubjectError> {
        self.checked(NameKind::Account, name)
    }

    /// Adds a subject, which may have wildcards.
    ///
    /// # Errors
    /// When it is not one, or the whole is too long.
    pub fn subject(&mut self, filter: &str) -> Result<(), SubjectError> {
        self.checked(NameKind::Subject, filter)
    }

    /// The whole subject.
    pub fn finish(self) -> String {
        self.0
    }

    fn checked(&mut self, kind: NameKind, name: &str) -> Result<(), SubjectError> {
        kind.check(name).map_err(SubjectError::Name)?;
        let bytes = self.0.len() + 1 + name.len();
        if bytes > MAX_SUBJECT {
            return Err(SubjectError::TooLong { bytes });
        }
        self.literal(name);
        Ok(())
    }
}

/// A request that has no subject; nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SubjectError {
    /// One of its names would bend the subject.
    Name(NameError),
    /// It is longer than [`MAX_SUBJECT`].
    TooLong {
        /// How long it is, in bytes.
        bytes: usize,
    },
}

impl fmt::Display for SubjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(error) => error.fmt(f),
            Self::TooLong { bytes } => {
                write!(
                    f,
                    "the subject has {bytes} bytes, of which {MAX_SUBJECT} are allowed"
                )
            }
        }
    }
}

impl std::error::Error for SubjectError {}

impl From<NameError> for SubjectError {
    fn from(error: NameError) -> Self {
        Self::Name(error)
    }
}

/// A request whose body has a value without a form on the wire; nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeError(String);

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for EncodeError {}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{StreamConfig, StreamCreateRequest, StreamDeleteRequest, StreamInfoRequest};

    #[test]
    fn a_body_without_fields_is_empty_and_never_null() {
        let mut info = StreamInfoRequest::new("ORDERS");
        assert_eq!(info.payload().unwrap(), b"");
        info.subjects_filter = Some(">".into());
        assert_eq!(info.payload().unwrap(), br#"{"subjects_filter":">"}"#);
    }

    #[test]
    fn an_operation_that_takes_no_body_is_sent_none() {
        let mut delete = StreamDeleteRequest::new("ORDERS");
        delete.extra.insert("zz", true.into());
        assert_eq!(delete.payload().unwrap(), b"");
    }

    #[test]
    fn a_body_has_what_is_set_and_no_token_of_the_subject() {
        let create = StreamCreateRequest::new(StreamConfig::new("ORDERS"));
        assert_eq!(create.payload().unwrap(), br#"{"name":"ORDERS"}"#);

        let mut subject = SubjectBuilder::new("$JS.API");
        create.subject(&mut subject).unwrap();
        assert_eq!(subject.finish(), "$JS.API.STREAM.CREATE.ORDERS");
    }

    #[test]
    fn a_body_that_has_no_form_on_the_wire_is_an_error() {
        let config = StreamConfig::new("ORDERS").with_max_age(Duration::MAX);
        let error = StreamCreateRequest::new(config).payload().unwrap_err();
        assert_eq!(
            error.to_string(),
            "max_age: a duration of 18446744073709551615 s is longer than 9223372036 s, \
             the longest that servers know"
        );
    }

    #[test]
    fn a_subject_is_its_tokens_with_dots_between() {
        let mut subject = SubjectBuilder::new("$JS.hub.API");
        subject.literal("CONSUMER.CREATE");
        subject.stream("ORDERS").unwrap();
        subject.consumer("C").unwrap();
        subject.subject("orders.*.>").unwrap();
        assert_eq!(
            subject.finish(),
            "$JS.hub.API.CONSUMER.CREATE.ORDERS.C.orders.*.>"
        );

        let mut subject = SubjectBuilder::new("");
        subject.literal("ACCOUNT.PURGE");
        subject.account("$G").unwrap();
        assert_eq!(subject.finish(), "ACCOUNT.PURGE.$G");
    }

    #[test]
    fn a_refused_token_leaves_the_subject_as_it_was() {
        let mut subject = SubjectBuilder::new("$JS.API");
        let error = subject.stream("a.b").unwrap_err();
        assert_eq!(error.to_string(), r#"stream name "a.b" has a '.'"#);
        assert!(matches!(error, SubjectError::Name(error) if error.name() == "a.b"));
        assert!(subject.consumer("").is_err());
        assert!(subject.account("a\r\n").is_err());
        assert!(subject.subject("a..b").is_err());
        assert_eq!(subject.finish(), "$JS.API");
    }

    #[test]
    fn a_subject_that_servers_hang_up_on_is_refused() {
        let mut subject = SubjectBuilder::new("$JS.API");
        subject.literal("DIRECT.GET");
        subject.stream(&"S".repeat(255)).unwrap();
        let error = subject.subject(&"s".repeat(3900)).unwrap_err();
        assert_eq!(
            error,
            SubjectError::TooLong {
                bytes: 18 + 256 + 3901
            }
        );
        subject.subject(&"s".repeat(3700)).unwrap();
        assert!(subject.finish().len() <= MAX_SUBJECT);
    }
}
