//! A request: its subject, its body and the type of its reply.

use std::fmt;

use super::endpoint::{Body, Endpoint};
use super::subject::{SubjectBuilder, SubjectError};
use crate::codec::{Model, Written, set_members};

/// A request: its subject and its body.
pub trait Operation: Model + Clone + fmt::Debug + PartialEq {
    /// Endpoint of the operation; with several subjects, that of the shortest.
    const ENDPOINT: &'static Endpoint;

    /// Returns the endpoint whose subject this request is sent to.
    fn endpoint(&self) -> &'static Endpoint {
        Self::ENDPOINT
    }

    /// Appends the subject below the API prefix.
    ///
    /// # Errors
    /// [`SubjectError::Name`] if a name is not valid, [`SubjectError::TooLong`] if the
    /// subject is longer than [`MAX_SUBJECT`](crate::request::MAX_SUBJECT).
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError>;

    /// Returns the body: empty, or a JSON object of the fields that are set.
    ///
    /// # Errors
    /// If a value has no JSON form: a duration of more than 292 years, or a time outside
    /// the years 0 to 9999.
    fn payload(&self) -> Result<Vec<u8>, EncodeError> {
        match Self::ENDPOINT.body {
            Body::Empty => Ok(Vec::new()),
            Body::Optional if is_empty(self) => Ok(Vec::new()),
            Body::Optional | Body::Required => json(self),
        }
    }
}

/// Returns whether a body would be `{}`, without allocating.
fn is_empty(body: &dyn Model) -> bool {
    set_members(body).next().is_none()
}

fn json(body: &dyn Model) -> Result<Vec<u8>, EncodeError> {
    serde_json::to_vec(&Written(&|to| to.object(&mut set_members(body))))
        .map_err(|error| EncodeError(error.to_string()))
}

/// A request with a reply of one JSON document.
pub trait Request: Operation {
    /// The reply.
    type Response: Model + Clone + fmt::Debug + PartialEq;

    /// The values of `type` that the reply may have; empty if it has none.
    const RESPONSE_TYPES: &'static [&'static str];
}

/// A request to which several servers reply, each with a JSON document.
pub trait ManyRequest: Operation {
    /// The reply of each server.
    type Response: Model + Clone + fmt::Debug + PartialEq;

    /// The values of `type` that a reply may have; empty if it has none.
    const RESPONSE_TYPES: &'static [&'static str];
}

/// A request with a reply of one stored message.
pub trait MessageRequest: Operation {}

/// A request with a reply of several stored messages.
pub trait MessagesRequest: Operation {}

/// A pull request: messages of a consumer.
pub trait PullRequest: Operation {}

/// A request whose body has a value without a JSON form. Nothing was sent.
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
    use crate::request::SubjectBuilder;
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
            "max_age: a duration of 18446744073709551615 s is longer than the maximum, 9223372036 s"
        );
    }
}
