//! Reasons why a message was not acknowledged.

use std::error::Error as StdError;
use std::fmt;

use super::OPERATION;
use crate::error::{Error, Invalid};
use jsapi::excerpt::Excerpt;

/// Reason why a message was not acknowledged.
#[derive(Debug)]
#[non_exhaustive]
pub enum AckError {
    /// The message was acknowledged before: nothing was sent.
    Already,
    /// The reply subject is not one of a delivery: nothing was sent.
    ///
    /// Acknowledgements go to subjects under `$JS.ACK.` only. Whoever may
    /// publish to a subject that is listened on chooses the reply subject.
    Foreign {
        /// The reply subject, when it has one.
        reply: Option<String>,
    },
    /// Not sent, or, for [`Message::ack_sync`](crate::Message::ack_sync), not confirmed.
    ///
    /// [`may_have_applied`](Error::may_have_applied) says what is known. It may
    /// be tried again.
    Failed(Error),
}

impl fmt::Display for AckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Already => write!(f, "{OPERATION}: acknowledged before"),
            Self::Foreign { reply: Some(reply) } => {
                let reply = Excerpt(reply);
                write!(
                    f,
                    "{OPERATION}: reply subject {reply:?} is not for acknowledgements"
                )
            }
            Self::Foreign { reply: None } => write!(f, "{OPERATION}: no reply subject"),
            Self::Failed(error) => error.fmt(f),
        }
    }
}

impl StdError for AckError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Failed(error) => error.source(),
            _ => None,
        }
    }
}

impl From<Error> for AckError {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<AckError> for Error {
    fn from(error: AckError) -> Self {
        match error {
            AckError::Failed(error) => error,
            AckError::Already => {
                Self::invalid(OPERATION, Invalid::Other("acknowledged before".into()))
            }
            AckError::Foreign { reply: Some(reply) } => {
                let reply = Excerpt(&reply);
                let why = format!("reply subject {reply:?} is not for acknowledgements");
                Self::invalid(OPERATION, Invalid::Other(why.into()))
            }
            AckError::Foreign { reply: None } => {
                Self::invalid(OPERATION, Invalid::Other("no reply subject".into()))
            }
        }
    }
}
