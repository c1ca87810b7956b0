//! Errors of a transport, and causes of errors.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

/// Any error, as the cause of another.
pub type BoxError = Box<dyn StdError + Send + Sync + 'static>;

/// Reason why a transport did not send a message, or got no reply.
#[derive(Debug)]
#[non_exhaustive]
pub enum TransportError {
    /// The message was not sent.
    NotSent(BoxError),
    /// The message was not sent: invalid subject.
    InvalidSubject,
    /// The message was not sent: maximum payload exceeded.
    TooLarge {
        /// Size of headers and payload in bytes.
        size: usize,
        /// Maximum payload of the server in bytes.
        max: usize,
    },
    /// Permissions violation: the user may not publish, or not receive the reply.
    Denied,
    /// No responders: the message was not delivered.
    NoResponders,
    /// Timeout: the message may have been sent; no reply in time.
    TimedOut,
    /// The message may have been sent; the connection was lost.
    Lost(BoxError),
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent(_) => f.write_str("not sent"),
            Self::InvalidSubject => f.write_str("not sent: invalid subject"),
            Self::TooLarge { size, max } => {
                write!(
                    f,
                    "not sent: maximum payload exceeded: {size} bytes, the server allows {max}"
                )
            }
            Self::Denied => f.write_str("not sent: permissions violation"),
            Self::NoResponders => f.write_str("no responders"),
            Self::TimedOut => f.write_str("no reply in time"),
            Self::Lost(_) => f.write_str("connection lost"),
        }
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::NotSent(cause) | Self::Lost(cause) => Some(&**cause),
            _ => None,
        }
    }
}

/// A cause that is only a text.
#[derive(Debug)]
pub(crate) struct Reason(Cow<'static, str>);

impl Reason {
    pub(crate) fn boxed(reason: impl Into<Cow<'static, str>>) -> BoxError {
        Box::new(Self(reason.into()))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for Reason {}

/// Error of the first connection, and whether a later attempt may succeed.
#[derive(Debug)]
pub(crate) struct ConnectFailure {
    pub(crate) source: BoxError,
    pub(crate) is_transient: bool,
}

/// Shows the error of the transport.
impl fmt::Display for ConnectFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl StdError for ConnectFailure {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.source()
    }
}
