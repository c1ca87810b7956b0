//! Conversions of the values that errors carry.

use jsapi::endpoint::CONSUMER_MSG_NEXT;

use crate::error::Error;
use crate::error::object::ObjectError;
use crate::error::pull_status::PullEnd;
use crate::error::stop_reason::Ended;

impl PullEnd {
    /// The same as an error, for whoever cannot go on.
    pub(crate) fn into_error(self) -> Error {
        let verb = CONSUMER_MSG_NEXT.verb;
        match self {
            Self::ConsumerDeleted => Error::ended(verb, Ended::ConsumerDeleted),
            Self::Denied => Error::Denied { verb: verb.into() },
            Self::NoResponders => Error::NoResponders { verb: verb.into() },
            Self::Disconnected => Error::Lost {
                verb: verb.into(),
                source: None,
            },
            why => Error::ended(verb, Ended::Pull(why)),
        }
    }
}

impl Error {
    /// Why an object cannot be had, or not be put, when it is for that.
    pub fn object_error(&self) -> Option<&ObjectError> {
        match self {
            Self::Object { source, .. } => Some(source),
            _ => None,
        }
    }
}
