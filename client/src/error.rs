//! The one error, told apart by how far the request got.

mod answer;
mod conversions;
mod invalid;
pub(crate) mod object;
pub(crate) mod pull_status;
mod shown;
pub(crate) mod stop_reason;
pub(crate) mod transport;

use std::borrow::Cow;
use std::path::PathBuf;
use std::time::Duration;

use bytes::Bytes;
use jsapi::{ApiError, DecodeError, ErrorCode, NameError};

pub use answer::{BatchEnded, Mismatch, Status, Tried};
pub use invalid::Invalid;

use crate::error::object::ObjectError;
use crate::error::stop_reason::StopReason;
use crate::error::transport::{BoxError, ConnectFailure, TransportError};

/// The result of what asks a server.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why there is no answer, or not the one that was hoped for.
///
/// Its variant says how far the request got, and [`may_have_applied`] whether
/// it may have taken effect. `operation` is the operation, as `STREAM.INFO`, or the
/// subject where there is no operation; it is empty for a name that was refused
/// before anything was asked.
///
/// ```no_run
/// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
/// use jsapi::StreamInfoRequest;
///
/// match ctx.call(&StreamInfoRequest::new("ORDERS")).await {
///     Ok(info) => println!("{} messages", info.state.messages),
///     Err(error) if error.is_not_found() => println!("there is none yet"),
///     Err(error) => return Err(error),
/// }
/// # Ok(())
/// # }
/// ```
///
/// Displayed, it is one line: the operation, the fact and the reason, such as
/// `CONSUMER.MSG.NEXT: stopped: the consumer is push based`.
/// [`source`](std::error::Error::source) returns what lies below the reason, never
/// the reason again, so that a chain of causes repeats nothing. Texts of callers and
/// servers are escaped and cut. It shows no payload. `Debug` does not either. Of a
/// reply that could not be read, `Debug` and the source quote what is wrong with it:
/// the value, in at most 300 characters, with the names of the members it is in, or
/// the type that the reply says it is of.
///
/// [`may_have_applied`]: Self::may_have_applied
#[non_exhaustive]
pub enum Error {
    /// Refused here: nothing was sent, and the same again will be refused again.
    Invalid {
        /// The operation.
        operation: Cow<'static, str>,
        /// What is wrong with the request.
        source: Box<Invalid>,
    },

    /// Not sent, and it will not be: there was no connection in time.
    NotSent {
        /// The operation.
        operation: Cow<'static, str>,
        /// Why it was not.
        source: BoxError,
    },

    /// No server accepted the connection that [`connect`](crate::connect) was to make.
    NotConnected {
        /// The operation.
        operation: Cow<'static, str>,
        /// The reason.
        source: BoxError,
    },

    /// Nobody listens for it, so nothing happened.
    ///
    /// JetStream is off for the account, the domain or the prefix is wrong, or
    /// there is no leader at the moment. For direct get also: the stream does
    /// not exist or does not allow it.
    NoResponders {
        /// The operation.
        operation: Cow<'static, str>,
    },

    /// The server does not permit publishing to the subject, or subscribing to what
    /// would come of it, so nothing happened.
    ///
    /// Known only where the context [hears](crate::ConnectionObserver) it; a timeout
    /// otherwise.
    Denied {
        /// The operation, or the subject of a message.
        operation: Cow<'static, str>,
    },

    /// No stream takes the subject, so the message is not stored.
    ///
    /// Told apart from [`NoResponders`](Self::NoResponders) by asking which stream
    /// does: nobody answers on the subject of a stream without a leader either.
    NoStream {
        /// The subject.
        operation: Cow<'static, str>,
    },

    /// A fast ingest ended before its end, with a part of it stored.
    BatchEnded {
        /// The subject of its first message.
        operation: Cow<'static, str>,
        /// What is stored, and what is missing.
        source: Box<BatchEnded>,
    },

    /// It failed, but what was sent before may have been carried out: an earlier
    /// attempt, or a part of a batch.
    Indeterminate {
        /// The subject.
        operation: Cow<'static, str>,
        /// How often and how long it was tried; `None` for a part of a batch.
        tried: Option<Tried>,
        /// Error of the last attempt.
        source: Box<Error>,
    },

    /// A restore ended after the server had begun to take the backup.
    ///
    /// The stream may exist with a part of its messages: server 2.15 stores messages
    /// as they come, and leaves them there. [`api`](Self::api) and
    /// [`code`](Self::code) are those of the cause.
    RestoreFailed {
        /// The operation.
        operation: Cow<'static, str>,
        /// What failed.
        source: Box<Error>,
    },

    /// Sent, and not answered in time. It may have been carried out.
    ///
    /// Servers answer some mistakes with silence: an operation that they do not
    /// have or that only the system account may ask, and a missing permission.
    TimedOut {
        /// The operation.
        operation: Cow<'static, str>,
        /// How long it was waited for.
        after: Duration,
    },

    /// Sent, and the connection failed before the answer came.
    ///
    /// It may have been carried out.
    Lost {
        /// The operation.
        operation: Cow<'static, str>,
        /// What the transport said, when it said anything.
        source: Option<BoxError>,
    },

    /// The server refused.
    Api {
        /// The operation.
        operation: Cow<'static, str>,
        /// What it said.
        error: Box<ApiError>,
    },

    /// The server refused because another revision was expected, and the one that
    /// there is was looked up after that.
    ///
    /// Where the server itself tells, it is [`Api`](Self::Api).
    Conflict {
        /// The subject.
        operation: Cow<'static, str>,
        /// What it said.
        error: Box<ApiError>,
        /// The last sequence of the subject, 0 when it has none.
        last_sequence: u64,
    },

    /// The server refused with a status instead of a document.
    ///
    /// As it does where messages are answered: 404 for a message that is not
    /// there, 408 for a request that it does not understand, 412 for an API
    /// level that it does not speak, 413 for too many results.
    Status {
        /// The operation.
        operation: Cow<'static, str>,
        /// The status and its text.
        status: Box<Status>,
    },

    /// Carried out, but the reply cannot be read.
    Reply {
        /// The operation.
        operation: Cow<'static, str>,
        /// The reply, as it came.
        payload: Bytes,
        /// What is wrong with it.
        source: Box<DecodeError>,
    },

    /// Carried out, but the reply does not fit what was asked.
    Mismatch {
        /// The operation.
        operation: Cow<'static, str>,
        /// What does not fit.
        source: Box<Mismatch>,
    },

    /// Messages were delivered and did not arrive. Those behind them do.
    ///
    /// A reader that is too slow for a push consumer without flow control, or a
    /// connection that failed. Not the end of what gives it.
    MessagesLost {
        /// What was received, as `push consumer worker of ORDERS`.
        operation: Cow<'static, str>,
        /// How many, by the consumer's own count.
        count: u64,
    },

    /// What was being received cannot go on.
    Stopped {
        /// What was received, as `ordered consumer of ORDERS`.
        operation: Cow<'static, str>,
        /// Why not.
        source: Box<StopReason>,
    },

    /// An object cannot be had, or not be put, for a reason of its own.
    ///
    Object {
        /// Which object, as `object "a" of STORE`.
        operation: Cow<'static, str>,
        /// Why not.
        source: Box<ObjectError>,
    },

    /// A file or directory of the caller's could not be read or written.
    Io {
        /// The operation.
        operation: Cow<'static, str>,
        /// Which one.
        path: Box<PathBuf>,
        /// Why not.
        source: std::io::Error,
    },
}

impl Error {
    /// The operation, as `STREAM.INFO`, or the subject of a raw request.
    ///
    /// Empty for a name that was refused before anything was asked.
    pub fn operation(&self) -> &str {
        match self {
            Self::Invalid { operation, .. }
            | Self::NotSent { operation, .. }
            | Self::NotConnected { operation, .. }
            | Self::NoResponders { operation }
            | Self::NoStream { operation }
            | Self::Denied { operation }
            | Self::Indeterminate { operation, .. }
            | Self::RestoreFailed { operation, .. }
            | Self::BatchEnded { operation, .. }
            | Self::TimedOut { operation, .. }
            | Self::Lost { operation, .. }
            | Self::Api { operation, .. }
            | Self::Conflict { operation, .. }
            | Self::Status { operation, .. }
            | Self::Reply { operation, .. }
            | Self::Mismatch { operation, .. }
            | Self::MessagesLost { operation, .. }
            | Self::Stopped { operation, .. }
            | Self::Io { operation, .. } => operation,
            Self::Object { operation, .. } => operation,
        }
    }

    /// What the server said, when it refused with a document.
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api { error, .. } | Self::Conflict { error, .. } => Some(error),
            Self::BatchEnded { source, .. } => source.refused.as_ref().map(|(_, error)| error),
            Self::RestoreFailed { source, .. } => source.api(),
            _ => None,
        }
    }

    /// The number that tells the server's errors apart.
    pub fn code(&self) -> Option<ErrorCode> {
        self.api()?.err_code
    }

    /// Whether the server refused with this error.
    pub fn is(&self, code: ErrorCode) -> bool {
        self.code() == Some(code)
    }

    /// The status that the server refused with instead of a document.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Status { status, .. } => Some(status.code),
            _ => None,
        }
    }

    /// The stream, consumer or message that was asked for does not exist.
    pub fn is_not_found(&self) -> bool {
        match self {
            Self::Api { error, .. } => error.is_not_found(),
            Self::Status { status, .. } => status.code == 404,
            Self::Object { source, .. } => matches!(**source, ObjectError::NotFound),
            _ => false,
        }
    }

    /// The name is taken by something that is not the same.
    pub fn is_already_exists(&self) -> bool {
        match self {
            Self::Object { source, .. } => matches!(**source, ObjectError::AlreadyExists),
            _ => self.api().is_some_and(ApiError::is_already_exists),
        }
    }

    /// Somebody else wrote first: the last sequence is not the expected one.
    pub fn is_conflict(&self) -> bool {
        self.api().is_some_and(ApiError::is_conflict)
    }

    /// The last sequence there is, when another one was expected.
    ///
    /// `None` also for a conflict where the server does not tell (10164), unless it
    /// was looked up, as key-value buckets do.
    pub fn last_sequence(&self) -> Option<u64> {
        match self {
            Self::Conflict { last_sequence, .. } => Some(*last_sequence),
            _ => self.api()?.last_sequence(),
        }
    }

    /// JetStream is off, for the account or for the server.
    ///
    /// Where no server of the account has it, the error is
    /// [`NoResponders`](Self::NoResponders).
    pub fn is_not_enabled(&self) -> bool {
        self.api().is_some_and(ApiError::is_not_enabled)
    }

    /// The server does not speak the API level that the request needs.
    ///
    /// Found here, or by a server of 2.12 or later.
    pub fn is_api_level(&self) -> bool {
        match self {
            Self::Invalid { source, .. } => {
                matches!(**source, Invalid::ApiLevel { .. } | Invalid::TooOld { .. })
            }
            Self::Api { error, .. } => error.is_api_level(),
            Self::Status { status, .. } => status.code == 412,
            _ => false,
        }
    }

    /// The same request may succeed when it is sent again a little later.
    ///
    /// Look at [`may_have_applied`](Self::may_have_applied) and at the
    /// operation's [`retry`](jsapi::request::Endpoint::retry) before doing so.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::NotSent { .. }
            | Self::NoResponders { .. }
            | Self::Indeterminate { .. }
            | Self::TimedOut { .. }
            | Self::Lost { .. } => true,
            Self::NotConnected { source, .. } => source
                .downcast_ref::<ConnectFailure>()
                .is_some_and(|failure| failure.is_transient),
            Self::Api { error, .. } | Self::Conflict { error, .. } => error.is_transient(),
            Self::Object { source, .. } => matches!(**source, ObjectError::Contended),
            _ => false,
        }
    }

    /// Whether the request may have taken effect.
    ///
    /// False when it was refused, here or by the server, or reached nobody.
    /// True when there was no answer, or none that can be read.
    pub fn may_have_applied(&self) -> bool {
        match self {
            Self::Invalid { .. }
            | Self::NotSent { .. }
            | Self::NotConnected { .. }
            | Self::NoResponders { .. }
            | Self::NoStream { .. }
            | Self::Denied { .. }
            | Self::Api { .. }
            | Self::MessagesLost { .. }
            | Self::Conflict { .. }
            | Self::Stopped { .. }
            | Self::Status { .. } => false,
            // A backup only reads, and a restore that has begun is `RestoreFailed`.
            Self::Io { .. } => false,
            // What was put of an object that is not whole is taken back.
            Self::Object { .. } => false,
            Self::Indeterminate { .. }
            | Self::RestoreFailed { .. }
            | Self::BatchEnded { .. }
            | Self::TimedOut { .. }
            | Self::Lost { .. }
            | Self::Reply { .. }
            | Self::Mismatch { .. } => true,
        }
    }

    /// A request that is refused here.
    pub(crate) fn invalid(
        operation: impl Into<Cow<'static, str>>,
        why: impl Into<Invalid>,
    ) -> Self {
        Self::Invalid {
            operation: operation.into(),
            source: Box::new(why.into()),
        }
    }

    /// Refuses an empty name, filter or subject of an operation.
    pub(crate) fn if_empty(
        operation: impl Into<Cow<'static, str>>,
        what: &'static str,
        text: &str,
    ) -> Result<()> {
        Invalid::if_empty(what, text).map_err(|why| Self::invalid(operation, why))
    }

    /// A reply that does not fit what was asked.
    pub(crate) fn mismatch(operation: impl Into<Cow<'static, str>>, why: Mismatch) -> Self {
        Self::Mismatch {
            operation: operation.into(),
            source: Box::new(why),
        }
    }

    /// What was received, and why it is over.
    pub(crate) fn stopped(what: impl Into<Cow<'static, str>>, why: StopReason) -> Self {
        Self::Stopped {
            operation: what.into(),
            source: Box::new(why),
        }
    }

    /// The same, of what has this name.
    pub(crate) fn named(self, name: &str) -> Self {
        self.with_operation(name.to_owned().into())
    }

    /// The same, of another operation.
    pub(crate) fn with_operation(mut self, other: Cow<'static, str>) -> Self {
        match &mut self {
            Self::Invalid { operation, .. }
            | Self::NotSent { operation, .. }
            | Self::NotConnected { operation, .. }
            | Self::NoResponders { operation }
            | Self::NoStream { operation }
            | Self::Denied { operation }
            | Self::Indeterminate { operation, .. }
            | Self::RestoreFailed { operation, .. }
            | Self::BatchEnded { operation, .. }
            | Self::TimedOut { operation, .. }
            | Self::Lost { operation, .. }
            | Self::Api { operation, .. }
            | Self::Conflict { operation, .. }
            | Self::Status { operation, .. }
            | Self::Reply { operation, .. }
            | Self::Mismatch { operation, .. }
            | Self::MessagesLost { operation, .. }
            | Self::Stopped { operation, .. }
            | Self::Io { operation, .. } => *operation = other,
            Self::Object { operation, .. } => *operation = other,
        }
        self
    }

    /// A reply that could not be read, or that refuses.
    pub(crate) fn reply(
        operation: impl Into<Cow<'static, str>>,
        payload: Bytes,
        error: DecodeError,
    ) -> Self {
        let operation = operation.into();
        match error {
            DecodeError::Api(error) => Self::Api {
                operation,
                error: Box::new(error),
            },
            error => Self::Reply {
                operation,
                payload,
                source: Box::new(error),
            },
        }
    }

    /// What the transport says, after the request was waited for so long.
    pub(crate) fn transport(
        operation: impl Into<Cow<'static, str>>,
        error: TransportError,
        after: Duration,
    ) -> Self {
        let operation = operation.into();
        match error {
            TransportError::NotSent(source) => Self::NotSent { operation, source },
            TransportError::InvalidSubject => Self::invalid(operation, Invalid::Unsendable),
            TransportError::TooLarge { size, max } => {
                Self::invalid(operation, Invalid::TooLarge { size, max })
            }
            TransportError::Denied => Self::Denied { operation },
            TransportError::NoResponders => Self::NoResponders { operation },
            TransportError::TimedOut => Self::TimedOut { operation, after },
            TransportError::Lost(source) => Self::Lost {
                operation,
                source: Some(source),
            },
        }
    }
}

/// A name that was refused at the door: no operation is known yet.
impl From<NameError> for Error {
    fn from(error: NameError) -> Self {
        Self::invalid("", error)
    }
}
