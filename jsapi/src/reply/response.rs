//! A reply as a whole document.

use serde_core::de::{Deserialize, Deserializer, Error as _};
use serde_core::ser::{Serialize, Serializer};
use serde_json::Value;

use crate::codec::{self, Extra, Field, Filling, Model, Written, deserialize, set_members};
use crate::generated::ApiError;

/// A whole reply: the JSON document of a success or of an error.
///
/// For tools that store or forward replies. It is written back unchanged.
///
/// ```
/// use jsapi::{Response, StreamDeleteResponse};
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let reply: Response<StreamDeleteResponse> = serde_json::from_str(
///     r#"{"type":"io.nats.jetstream.api.v1.stream_delete_response","success":true}"#,
/// )?;
/// assert!(reply.into_result().is_ok_and(|reply| reply.success));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Response<T> {
    /// The `type` of the reply; empty if it has none.
    pub kind: String,
    /// The reply, or the error that the server returned.
    pub outcome: Result<T, ApiError>,
    /// The members beside an error: servers add empty lists and counts.
    pub extra: Extra,
}

impl<T> Response<T> {
    /// Creates a reply of this `type`.
    pub fn new(kind: impl Into<String>, outcome: Result<T, ApiError>) -> Self {
        Self {
            kind: kind.into(),
            outcome,
            extra: Extra::new(),
        }
    }

    /// Returns whether the server returned an error.
    pub fn is_error(&self) -> bool {
        self.outcome.is_err()
    }

    /// Returns the reply as a `Result`.
    ///
    /// # Errors
    /// The error that the server returned.
    pub fn into_result(self) -> Result<T, ApiError> {
        self.outcome
    }
}

impl<T> From<Response<T>> for Result<T, ApiError> {
    fn from(response: Response<T>) -> Self {
        response.outcome
    }
}

impl<T: Model> Serialize for Response<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Written(&|to| {
            let kind = (!self.kind.is_empty()).then_some(("type", &self.kind as &dyn Field));
            let reply = self.outcome.as_ref().ok().map(|model| set_members(model));
            let error = self.outcome.as_ref().err();
            let error = error.map(|error| ("error", error as &dyn Field));
            let members = kind
                .into_iter()
                .chain(reply.into_iter().flatten())
                .chain(error);
            to.object(&mut members.chain(set_members(&self.extra)))
        })
        .serialize(to)
    }
}

/// Reads a [`Value`] first: [`decode_response`](crate::decode_response) is faster.
impl<'de, T: Model> Deserialize<'de> for Response<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut members = match Refusal::take_from(deserialize(from)?) {
            Ok(refusal) => return Ok(refusal.into_response()),
            Err(members) => members,
        };
        if members
            .remove("error")
            .is_some_and(|error| !error.is_null())
        {
            return Err(D::Error::custom("invalid error"));
        }
        let kind = take_kind(&mut members);
        let mut model = T::empty();
        fill(&members, &mut model).map_err(D::Error::custom)?;
        Ok(Self::new(kind, Ok(model)))
    }
}

/// A reply that is an error.
pub(crate) struct Refusal {
    pub(crate) kind: String,
    pub(crate) error: ApiError,
    pub(crate) rest: Extra,
}

impl Refusal {
    /// Takes the members of a reply that has a valid error, or returns them.
    pub(crate) fn take_from(mut members: Extra) -> Result<Self, Extra> {
        let mut error = ApiError::empty();
        let there = members.get("error");
        if there.is_none_or(|there| fill(there, &mut error).is_err()) {
            return Err(members);
        }
        members.remove("error");
        Ok(Self {
            kind: take_kind(&mut members),
            error,
            rest: members,
        })
    }

    pub(crate) fn into_response<T>(self) -> Response<T> {
        Response {
            kind: self.kind,
            outcome: Err(self.error),
            extra: self.rest,
        }
    }
}

/// Reads a value into an empty model, from its text.
fn fill(value: &dyn Field, model: &mut dyn Model) -> Result<(), String> {
    let text = written(value).map_err(|error| error.to_string())?;
    codec::read(&text, &mut Filling::new(model)).map_err(|wrong| match wrong {
        Some(wrong) => wrong.reason,
        // A text that was written from a value has no other fault.
        None => "recursion limit exceeded".to_owned(),
    })
}

fn written(value: &dyn Field) -> Result<String, serde_json::Error> {
    serde_json::to_string(&Written(&|to| value.write_value(to)))
}

fn take_kind(members: &mut Extra) -> String {
    match members.remove("type") {
        Some(Value::String(kind)) => kind,
        Some(other) => {
            members.insert("type", other);
            String::new()
        }
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{DecodeError, StreamDeleteResponse, StreamNamesResponse, decode_response};

    const DELETE: &str = "io.nats.jetstream.api.v1.stream_delete_response";
    const NAMES: &str = "io.nats.jetstream.api.v1.stream_names_response";

    #[test]
    fn a_whole_reply_is_written_as_it_was_read() {
        for reply in [
            format!(r#"{{"type":"{DELETE}","success":true,"zz":{{"a":[1]}}}}"#),
            format!(
                r#"{{"type":"{DELETE}","error":{{"code":404,"err_code":10059,"description":"stream not found","zz":1}},"total":0,"zz":null}}"#
            ),
        ] {
            let read =
                decode_response::<StreamDeleteResponse>(reply.as_bytes(), &[DELETE]).unwrap();
            let again: Response<StreamDeleteResponse> = serde_json::from_str(&reply).unwrap();
            assert_eq!(read, again);
            assert_eq!(read.kind, DELETE);
            let written = serde_json::to_string(&read).unwrap();
            assert!(written.starts_with(r#"{"type":"#));
            assert_eq!(
                serde_json::from_str::<Value>(&written).unwrap(),
                serde_json::from_str::<Value>(&reply).unwrap()
            );
        }
    }

    #[test]
    fn a_type_that_is_no_text_is_kept_too() {
        let reply = br#"{"type":5,"error":{"code":500}}"#;
        let whole = decode_response::<StreamDeleteResponse>(reply, &[DELETE]).unwrap();
        assert_eq!(whole.extra.get("type"), Some(&json!(5)));
        assert_eq!(whole.into_result().unwrap_err().code, 500);
    }

    #[test]
    fn a_whole_error_reply_keeps_what_came_before_the_error() {
        let reply = format!(r#"{{"type":"{NAMES}","total":3,"error":{{"code":500}},"limit":9}}"#);
        let whole: Response<StreamNamesResponse> =
            decode_response(reply.as_bytes(), &[NAMES]).unwrap();
        assert_eq!(
            whole.extra.iter().collect::<Vec<_>>(),
            [("limit", &json!(9)), ("total", &json!(3))]
        );
        assert_eq!(whole.into_result().unwrap_err().code, 500);
    }

    #[test]
    fn an_error_that_can_not_be_read_is_not_taken_for_a_success() {
        for error in [r#""boom""#, "7", "{}", "[]"] {
            let reply = format!(r#"{{"type":"{DELETE}","error":{error},"success":true}}"#);
            let whole = decode_response::<StreamDeleteResponse>(reply.as_bytes(), &[DELETE]);
            assert!(matches!(whole, Err(DecodeError::Json { .. })), "{reply}");
            assert!(serde_json::from_str::<Response<StreamDeleteResponse>>(&reply).is_err());
        }
    }

    #[test]
    fn a_whole_reply_becomes_a_result() {
        let reply = format!(r#"{{"type":"{DELETE}","error":null,"success":true}}"#);
        let whole: Response<StreamDeleteResponse> = serde_json::from_str(&reply).unwrap();
        assert!(!whole.is_error());
        let result: Result<StreamDeleteResponse, ApiError> = whole.into();
        assert!(result.unwrap().success);
    }
}
