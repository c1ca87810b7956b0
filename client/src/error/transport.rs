//! Errors of a transport, and causes of errors.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

/// Any error, as the cause of another.
pub type BoxError = Box<dyn StdError + Send + Sync + 'static>;

/// Why a message was not carried, or not answered.
#[derive(Debug)]
#[non_exhaustive]
pub enum TransportError {
    /// The message was not sent, and will not be.
    NotSent(BoxError),
    /// The message was not sent: the subject is not one.
    InvalidSubject,
    /// The message was not sent: it is larger than the server takes.
    TooLarge {
        /// How many bytes headers and payload have.
        size: usize,
        /// How many the server takes.
        max: usize,
    },
    /// The message was not sent: the server does not permit it, or an answer to it.
    Denied,
    /// Nobody listens on the subject, so nobody has the message.
    NoResponders,
    /// The message may have been sent; no reply came in time.
    TimedOut,
    /// The message may have been sent; the connection is gone.
    Lost(BoxError),
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent(_) => f.write_str("not sent"),
            Self::InvalidSubject => f.write_str("not sent: invalid subject"),
            Self::TooLarge { size, max } => {
                write!(f, "not sent: {size} bytes, of which {max} are allowed")
            }
            Self::Denied => f.write_str("not sent: permission denied"),
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

/// A cause that is a sentence.
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

/// Error of a first connection, and whether a later attempt may succeed.
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
