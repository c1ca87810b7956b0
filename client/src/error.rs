//! The error of the client, by how far a request got.

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

/// Result of an operation of the client.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Error of an operation: how far the request got, and what went wrong.
///
/// The variant states how far the request got, [`may_have_applied`] whether it may have
/// taken effect, and [`is_transient`](Self::is_transient) whether a retry may succeed.
/// `operation` is the operation of the API (`STREAM.INFO`), the subject of a message,
/// or the part of the client that refused the call (`key-value`). It is never empty.
///
/// ```no_run
/// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
/// use jsapi::StreamInfoRequest;
///
/// match ctx.call(&StreamInfoRequest::new("ORDERS")).await {
///     Ok(info) => println!("{} messages", info.state.messages),
///     Err(error) if error.is_not_found() => println!("the stream does not exist yet"),
///     Err(error) => return Err(error),
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Display and sources
/// Display is one line with the operation, the fact and the reason:
/// `CONSUMER.MSG.NEXT: stopped: the consumer is push based`.
/// [`source`](std::error::Error::source) returns the causes below that reason, so a printed
/// chain repeats nothing. Texts of callers and servers are escaped and truncated. Neither
/// Display nor `Debug` shows a payload. For a reply that cannot be decoded, `Debug` and the
/// source quote the wrong value (at most 300 characters) with its path.
///
/// [`may_have_applied`]: Self::may_have_applied
#[non_exhaustive]
pub enum Error {
    /// The client refused the request, which was not sent. Permanent.
    #[non_exhaustive]
    Invalid {
        /// The operation.
        operation: Cow<'static, str>,
        /// Reason why it was refused.
        source: Box<Invalid>,
    },

    /// The request was not sent: there was no connection within the timeout.
    #[non_exhaustive]
    NotSent {
        /// The operation.
        operation: Cow<'static, str>,
        /// Reason why it was not sent.
        source: BoxError,
    },

    /// No server accepted the connection of [`connect`](crate::connect).
    #[non_exhaustive]
    NotConnected {
        /// The operation.
        operation: Cow<'static, str>,
        /// Reason of the last server.
        source: BoxError,
    },

    /// No responders: the request was not delivered to any JetStream API.
    ///
    /// JetStream is disabled for the account, the domain or the prefix is wrong, or there
    /// is no leader at the moment. For direct get also: the stream does not exist, or does
    /// not allow direct get.
    #[non_exhaustive]
    NoResponders {
        /// The operation.
        operation: Cow<'static, str>,
    },

    /// Permissions violation: the user may not publish or subscribe to the subject.
    ///
    /// The request was not delivered. Contexts of [`connect`](crate::connect) and those
    /// with a [`ConnectionObserver`](crate::ConnectionObserver) report this within
    /// milliseconds; other contexts time out.
    #[non_exhaustive]
    Denied {
        /// The operation, or the subject of a message.
        operation: Cow<'static, str>,
    },

    /// No stream has the subject of the message, so it is not stored.
    ///
    /// A stream without a leader does not respond either. The client therefore asks the server
    /// for a stream with the subject, and reports [`NoResponders`](Self::NoResponders) if there
    /// is one.
    #[non_exhaustive]
    NoStream {
        /// The subject.
        operation: Cow<'static, str>,
    },

    /// A fast ingest ended early; some of its messages are stored.
    #[non_exhaustive]
    BatchEnded {
        /// Subject of the first message.
        operation: Cow<'static, str>,
        /// The stored and the missing messages.
        source: Box<BatchEnded>,
    },

    /// The operation failed, but an earlier attempt or a part of a batch may have applied.
    #[non_exhaustive]
    Indeterminate {
        /// The subject.
        operation: Cow<'static, str>,
        /// Number of attempts and time spent. `None` for a part of a batch.
        tried: Option<Tried>,
        /// Error of the last attempt.
        source: Box<Error>,
    },

    /// A restore failed after the server had started to receive the backup.
    ///
    /// The stream may exist with some of its messages: server 2.15 stores messages as they
    /// arrive and keeps them. [`api`](Self::api) and [`code`](Self::code) are those of the
    /// cause.
    #[non_exhaustive]
    RestoreFailed {
        /// The operation.
        operation: Cow<'static, str>,
        /// Cause of the failure.
        source: Box<Error>,
    },

    /// Timeout: no reply within the timeout. The request may have applied.
    ///
    /// Servers do not answer an unsupported operation, an operation that only the system
    /// account may call, or a request without the permission.
    #[non_exhaustive]
    TimedOut {
        /// The operation.
        operation: Cow<'static, str>,
        /// The timeout.
        after: Duration,
    },

    /// The connection was lost before the reply. The request may have applied.
    #[non_exhaustive]
    Lost {
        /// The operation.
        operation: Cow<'static, str>,
        /// Reason of the transport, if there is one.
        source: Option<BoxError>,
    },

    /// The server refused the request with an API error.
    #[non_exhaustive]
    Api {
        /// The operation.
        operation: Cow<'static, str>,
        /// The API error.
        error: Box<ApiError>,
    },

    /// The server refused the write because the last sequence is not the expected one.
    ///
    /// The client looked up the last sequence after the refusal. If the server reports it,
    /// the error is [`Api`](Self::Api).
    #[non_exhaustive]
    Conflict {
        /// The subject.
        operation: Cow<'static, str>,
        /// The API error.
        error: Box<ApiError>,
        /// Last sequence of the subject; 0 if it has no message.
        last_sequence: u64,
    },

    /// The server refused the request with a status instead of a JSON document.
    ///
    /// 404: no message found. 408: invalid request. 412: unsupported API level. 413: too many
    /// results.
    #[non_exhaustive]
    Status {
        /// The operation.
        operation: Cow<'static, str>,
        /// The status and its description.
        status: Box<Status>,
    },

    /// The server replied, but the reply cannot be decoded.
    #[non_exhaustive]
    Reply {
        /// The operation.
        operation: Cow<'static, str>,
        /// The reply as received.
        payload: Bytes,
        /// Reason why it cannot be decoded.
        source: Box<DecodeError>,
    },

    /// The server replied, but the reply does not match the request.
    #[non_exhaustive]
    Mismatch {
        /// The operation.
        operation: Cow<'static, str>,
        /// The mismatch.
        source: Box<Mismatch>,
    },

    /// Messages were delivered by the server and did not arrive; later messages do.
    ///
    /// The reader is too slow for a push consumer without flow control, or the connection
    /// was lost. The consumer continues.
    #[non_exhaustive]
    MessagesLost {
        /// The consumer: `push consumer worker of ORDERS`.
        operation: Cow<'static, str>,
        /// Number of messages, by the consumer's sequence.
        count: u64,
    },

    /// The consumer stopped: no more messages follow.
    #[non_exhaustive]
    Stopped {
        /// The consumer: `ordered consumer of ORDERS`.
        operation: Cow<'static, str>,
        /// Reason why it stopped.
        source: Box<StopReason>,
    },

    /// An object cannot be read or written, for a reason of the object store.
    #[non_exhaustive]
    Object {
        /// The object: `object "a" of STORE`.
        operation: Cow<'static, str>,
        /// The reason.
        source: Box<ObjectError>,
    },

    /// A file or directory cannot be read or written.
    #[non_exhaustive]
    Io {
        /// The operation.
        operation: Cow<'static, str>,
        /// Path of the file or directory.
        path: Box<PathBuf>,
        /// The error of the operating system.
        source: std::io::Error,
    },
}

/// The operation of an error, by shared or by exclusive reference.
macro_rules! operation_of {
    ($error:expr) => {
        match $error {
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
            | Self::Io { operation, .. }
            | Self::Object { operation, .. } => operation,
        }
    };
}

impl Error {
    /// Returns the operation (`STREAM.INFO`), the subject, or the part of the client.
    ///
    /// Never empty.
    pub fn operation(&self) -> &str {
        operation_of!(self)
    }

    /// Returns the reason why the client refused the request without sending it.
    pub fn as_invalid(&self) -> Option<&Invalid> {
        match self {
            Self::Invalid { source, .. } => Some(source),
            _ => None,
        }
    }

    /// Returns the API error that the server sent.
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api { error, .. } | Self::Conflict { error, .. } => Some(error),
            Self::BatchEnded { source, .. } => source.refused.as_ref().map(|(_, error)| error),
            Self::RestoreFailed { source, .. } => source.api(),
            _ => None,
        }
    }

    /// Returns the `err_code` of the API error, such as 10059 (stream not found).
    pub fn code(&self) -> Option<ErrorCode> {
        self.api()?.err_code
    }

    /// Returns whether the server sent an API error with this `err_code`.
    pub fn is(&self, code: ErrorCode) -> bool {
        self.code() == Some(code)
    }

    /// Returns the status that the server sent instead of a JSON document.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Status { status, .. } => Some(status.code),
            _ => None,
        }
    }

    /// Returns whether the stream, consumer, message, key or object does not exist.
    pub fn is_not_found(&self) -> bool {
        match self {
            Self::Api { error, .. } => error.is_not_found(),
            Self::Status { status, .. } => status.code == 404,
            Self::Object { source, .. } => matches!(**source, ObjectError::NotFound),
            _ => false,
        }
    }

    /// Returns whether the name is in use with another configuration.
    pub fn is_already_exists(&self) -> bool {
        match self {
            Self::Object { source, .. } => matches!(**source, ObjectError::AlreadyExists),
            _ => self.api().is_some_and(ApiError::is_already_exists),
        }
    }

    /// Returns whether the last sequence is not the expected one.
    pub fn is_conflict(&self) -> bool {
        self.api().is_some_and(ApiError::is_conflict)
    }

    /// Returns the actual last sequence of a conflict.
    ///
    /// `None` for other errors, and for a conflict whose error does not have it (10164),
    /// unless the client looked it up, as key-value buckets do.
    pub fn last_sequence(&self) -> Option<u64> {
        match self {
            Self::Conflict { last_sequence, .. } => Some(*last_sequence),
            _ => self.api()?.last_sequence(),
        }
    }

    /// Returns whether JetStream is disabled, for the account or for the server.
    ///
    /// If no server of the account has JetStream, the error is
    /// [`NoResponders`](Self::NoResponders).
    pub fn is_not_enabled(&self) -> bool {
        self.api().is_some_and(ApiError::is_not_enabled)
    }

    /// Returns whether the server does not support the required API level.
    ///
    /// Checked by the client, by the version of the server, or by a server of 2.12 or later.
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

    /// Returns whether the same request may succeed later.
    ///
    /// Before sending it again, check [`may_have_applied`](Self::may_have_applied) and
    /// the operation's [`retry`](jsapi::request::Endpoint::retry).
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

    /// Returns whether the request may have taken effect.
    ///
    /// `false` if the client or the server refused it, or if it was not delivered. `true` if
    /// there was no reply, or the reply cannot be decoded.
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
            // A backup only reads, and a failed restore that has started is `RestoreFailed`.
            Self::Io { .. } => false,
            // The client purges the chunks of an incomplete object.
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

    /// An error for a request that the client refuses.
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

    /// An error for a reply that does not fit the request.
    pub(crate) fn mismatch(operation: impl Into<Cow<'static, str>>, why: Mismatch) -> Self {
        Self::Mismatch {
            operation: operation.into(),
            source: Box::new(why),
        }
    }

    /// An error for a consumer that stopped.
    pub(crate) fn stopped(what: impl Into<Cow<'static, str>>, why: StopReason) -> Self {
        Self::Stopped {
            operation: what.into(),
            source: Box::new(why),
        }
    }

    /// Replaces the operation by a name.
    pub(crate) fn named(self, name: &str) -> Self {
        self.with_operation(name.to_owned().into())
    }

    /// Replaces the operation.
    pub(crate) fn with_operation(mut self, other: Cow<'static, str>) -> Self {
        *operation_of!(&mut self) = other;
        self
    }

    /// An error for a reply that cannot be decoded, or that is an API error.
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

    /// An error of the transport, for a request with the timeout `after`.
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

/// Invalid name, refused before the operation is known.
impl From<NameError> for Error {
    fn from(error: NameError) -> Self {
        Self::invalid("invalid argument", error)
    }
}
