//! Conversions of the values in errors.

use jsapi::endpoint::CONSUMER_MSG_NEXT;

use crate::error::Error;
use crate::error::object::ObjectError;
use crate::error::pull_status::PullStatus;
use crate::error::stop_reason::StopReason;

impl PullStatus {
    /// Returns the reason as an error.
    pub(crate) fn into_error(self) -> Error {
        let operation = CONSUMER_MSG_NEXT.verb;
        match self {
            Self::ConsumerDeleted => Error::stopped(operation, StopReason::ConsumerDeleted),
            Self::Denied => Error::Denied {
                operation: operation.into(),
            },
            Self::NoResponders => Error::NoResponders {
                operation: operation.into(),
            },
            Self::Disconnected => Error::Lost {
                operation: operation.into(),
                source: None,
            },
            why => Error::stopped(operation, StopReason::Pull(why)),
        }
    }
}

impl Error {
    /// Returns the reason of the object store, for [`Error::Object`].
    pub fn object_error(&self) -> Option<&ObjectError> {
        match self {
            Self::Object { source, .. } => Some(source),
            _ => None,
        }
    }
}
