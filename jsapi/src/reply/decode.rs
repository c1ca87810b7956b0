//! Decodes a reply: to its model, or to the error that the server returned.
//!
//! Decoding takes one pass. It reads each member into the model, except for `error`, which
//! takes precedence, and `type`, which must be an expected one. If that fails, it reads the
//! text again to find the reason.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use super::response::{Refusal, Response};
use crate::codec::{
    self, Extra, Failed, Field, Filling, Model, Null, Object, Source, Wrong, path_at,
};
use crate::generated::ApiError;
use crate::request::Request;

/// Decodes the reply to a request.
///
/// ```
/// use jsapi::{StreamDeleteRequest, decode};
///
/// # fn main() -> Result<(), jsapi::DecodeError> {
/// let reply = decode::<StreamDeleteRequest>(
///     br#"{"type":"io.nats.jetstream.api.v1.stream_delete_response","success":true}"#,
/// )?;
/// assert!(reply.success);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// [`DecodeError::Api`] if the server returned an error, the other variants if the payload
/// is not a reply to this request.
pub fn decode<R: Request>(payload: &[u8]) -> Result<R::Response, DecodeError> {
    decode_reply(payload, R::RESPONSE_TYPES)
}

/// Decodes a reply whose `type` is one of `types`, or any if `types` is empty.
///
/// An error is recognised with any `type`: replies to the system account have one that
/// belongs to no operation.
///
/// # Errors
/// [`DecodeError::Api`] if the server returned an error, the other variants if the payload
/// is not such a reply.
pub fn decode_reply<T: Model>(payload: &[u8], types: &[&str]) -> Result<T, DecodeError> {
    let mut reply = Ok(T::empty());
    if let Ok(model) = &mut reply
        && let Err(error) = read_into(payload, types, model)
    {
        reply = Err(error);
    }
    reply
}

fn read_into(payload: &[u8], types: &[&str], model: &mut dyn Model) -> Result<(), DecodeError> {
    match fill(payload, types, model, false)? {
        Ok(_) => Ok(()),
        Err(refusal) => Err(DecodeError::Api(refusal.error)),
    }
}

/// Decodes a reply as a whole document, a success or an error.
///
/// # Errors
/// Any variant but [`DecodeError::Api`] if the payload is not such a reply.
pub fn decode_response<T: Model>(
    payload: &[u8],
    types: &[&str],
) -> Result<Response<T>, DecodeError> {
    let mut model = T::empty();
    Ok(match fill(payload, types, &mut model, true)? {
        Ok(kind) => Response::new(kind, Ok(model)),
        Err(refusal) => refusal.into_response(),
    })
}

/// A reply that cannot be decoded, or is an error of the server.
///
/// It does not hold the payload, which may be large.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum DecodeError {
    /// The server returned an error.
    Api(ApiError),
    /// The reply's `type` is not an expected one, or is missing.
    Kind {
        /// The expected types.
        expected: Vec<String>,
        /// The reply's `type`, up to 300 characters. `None`: it has none.
        found: Option<String>,
    },
    /// The reply is not UTF-8.
    Utf8 {
        /// Offset of the error in bytes.
        offset: usize,
    },
    /// The reply is not JSON, or has a wrong value.
    Json {
        /// Path of the wrong member, such as `state.first_seq`. Empty: the document.
        ///
        /// Up to 300 characters.
        path: String,
        /// Offset of the error in bytes.
        offset: usize,
        /// What is wrong, up to 300 characters.
        reason: String,
    },
}

impl DecodeError {
    /// Creates the error of a wrong value, or with `None` of text that is not JSON.
    pub(crate) fn json(text: &str, wrong: Option<Wrong>) -> Self {
        let (path, offset, reason) = match wrong {
            Some(Wrong { offset, reason }) => (path_at(text, offset), offset, reason),
            None => {
                // A syntax error concerns the whole document.
                let (offset, reason) = syntax_error(text);
                (String::new(), offset, reason)
            }
        };
        Self::Json {
            path: shortened(path),
            offset,
            reason: shortened(reason),
        }
    }
}

/// Limits the length of a text that quotes a document.
fn shortened(mut text: String) -> String {
    const LONGEST: usize = 300;

    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push_str("...");
    }
    text
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) => error.fmt(f),
            Self::Kind { expected, found } => {
                f.write_str("expected a reply of type ")?;
                for (index, kind) in expected.iter().enumerate() {
                    write!(f, "{}{kind:?}", if index > 0 { " or " } else { "" })?;
                }
                match found {
                    Some(found) => write!(f, ", got {found:?}"),
                    None => f.write_str(", got none"),
                }
            }
            Self::Utf8 { offset } => write!(f, "reply is not UTF-8 at byte {offset}"),
            Self::Json {
                path,
                offset,
                reason,
            } if path.is_empty() => {
                write!(f, "unreadable reply at byte {offset}: {reason}")
            }
            Self::Json {
                path,
                offset,
                reason,
            } => {
                write!(f, "unreadable reply at byte {offset}, in {path}: {reason}")
            }
        }
    }
}

impl std::error::Error for DecodeError {}

/// Reads the members of a JSON object, one by one.
///
/// For a document that needs no [`Model`]: it reads what `member` asks for, skips the rest,
/// and does not allocate.
///
/// ```
/// use jsapi::codec::{Null, Source};
///
/// # fn main() -> Result<(), jsapi::DecodeError> {
/// let mut total = None;
/// jsapi::read_members(br#"{"streams":["A","B"],"total":2}"#, &mut |key, value| {
///     if key == "total" {
///         total = value.unsigned(u64::MAX, Null::Refused)?;
///     }
///     Ok(())
/// })?;
/// assert_eq!(total, Some(2));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// [`DecodeError::Utf8`] or [`DecodeError::Json`] if the payload is not a JSON object, or
/// `member` failed. Members before the error were passed to `member`.
pub fn read_members(
    payload: &[u8],
    member: &mut dyn FnMut(&str, &mut dyn Source) -> Result<(), Failed>,
) -> Result<(), DecodeError> {
    let mut object = |key: &str, value: &mut dyn Source| member(key, value);
    read_object(payload, &mut object)
}

/// Reads a JSON object.
pub(super) fn read_object(payload: &[u8], to: &mut dyn Object) -> Result<(), DecodeError> {
    let text = text_of(payload)?;
    codec::read(text, to).map_err(|wrong| DecodeError::json(text, wrong))
}

/// Checks that the payload is UTF-8, once for all its strings.
fn text_of(payload: &[u8]) -> Result<&str, DecodeError> {
    std::str::from_utf8(payload).map_err(|error| DecodeError::Utf8 {
        offset: error.valid_up_to(),
    })
}

/// Reads a reply into an empty model.
///
/// With `keep` it returns the reply's `type`, and the members beside an error.
fn fill(
    payload: &[u8],
    types: &[&str],
    model: &mut dyn Model,
    keep: bool,
) -> Result<Result<String, Refusal>, DecodeError> {
    let text = text_of(payload)?;
    let mut reply = Reply::new(model, types, keep);
    if let Err(wrong) = codec::read(text, &mut reply) {
        return look_again(text, types, wrong).map(Err);
    }
    if let Some(error) = reply.error {
        // The members before the error are in the model: read them again.
        if keep
            && reply.began
            && let Some(Ok(refusal)) = members_of(text).map(Refusal::take_from)
        {
            return Ok(Err(refusal));
        }
        return Ok(Err(Refusal {
            kind: reply.kind.unwrap_or_default(),
            error,
            rest: reply.rest,
        }));
    }
    if !reply.expected {
        check_kind(reply.kind.as_deref(), types)?;
    }
    match reply.model.missing() {
        None => Ok(Ok(reply.kind.unwrap_or_default())),
        Some(name) => Err(DecodeError::Json {
            path: String::new(),
            offset: text.len(),
            reason: format!("missing field `{name}`"),
        }),
    }
}

/// A reply that is being read.
struct Reply<'m> {
    model: Filling<'m>,
    types: &'m [&'m str],
    /// Whether the type and the members beside an error are kept.
    keep: bool,
    /// The type, if it is kept or not expected.
    kind: Option<String>,
    /// Whether the type is an expected one.
    expected: bool,
    error: Option<ApiError>,
    /// Whether a member was read into the model.
    began: bool,
    /// The members after an error.
    rest: Extra,
}

impl<'m> Reply<'m> {
    fn new(model: &'m mut dyn Model, types: &'m [&'m str], keep: bool) -> Self {
        Self {
            model: Filling::new(model),
            types,
            keep,
            kind: None,
            expected: is_expected(None, types),
            error: None,
            began: false,
            rest: Extra::new(),
        }
    }
}

impl Object for Reply<'_> {
    fn member(&mut self, key: &str, value: &mut dyn Source) -> Result<(), Failed> {
        match key {
            "type" => {
                let text = value.text(Null::Refused)?;
                self.expected = is_expected(text.as_deref(), self.types);
                if self.keep || !self.expected {
                    self.kind = text.map(Cow::into_owned);
                }
                Ok(())
            }
            "error" => {
                self.error = None;
                self.error.read_value(value)
            }
            // Servers send the error first. The members after it may not be a whole model.
            _ if self.error.is_none() => {
                self.began = true;
                self.model.member(key, value)
            }
            _ => {
                if self.keep {
                    self.rest.insert(key, value.value()?);
                }
                Ok(())
            }
        }
    }
}

fn is_expected(found: Option<&str>, types: &[&str]) -> bool {
    types.is_empty() || found.is_some_and(|found| types.contains(&found))
}

fn check_kind(found: Option<&str>, types: &[&str]) -> Result<(), DecodeError> {
    if is_expected(found, types) {
        return Ok(());
    }
    Err(DecodeError::Kind {
        expected: types.iter().map(|&kind| kind.to_owned()).collect(),
        found: found.map(|found| shortened(found.to_owned())),
    })
}

/// Returns why a reply could not be read: it may be an error, or of another type.
fn look_again(text: &str, types: &[&str], wrong: Option<Wrong>) -> Result<Refusal, DecodeError> {
    if let Some(members) = members_of(text) {
        let members = match Refusal::take_from(members) {
            Ok(refusal) => return Ok(refusal),
            Err(members) => members,
        };
        check_kind(members.get("type").and_then(Value::as_str), types)?;
    }
    Err(DecodeError::json(text, wrong))
}

fn members_of(text: &str) -> Option<Extra> {
    let mut members = Extra::new();
    codec::read(text, &mut Filling::new(&mut members)).ok()?;
    Some(members)
}

/// Returns where a text is not JSON, and why.
fn syntax_error(text: &str) -> (usize, String) {
    let Err(error) = text.parse::<Value>() else {
        // A reader read a value twice.
        return (0, Failed(()).to_string());
    };
    let place = format!(" at line {} column {}", error.line(), error.column());
    let mut reason = error.to_string();
    if let Some(length) = reason.strip_suffix(&place).map(str::len) {
        reason.truncate(length);
    }
    // serde_json counts lines, and bytes within a line.
    let before = error.line().saturating_sub(1);
    let lines: usize = text.split_inclusive('\n').take(before).map(str::len).sum();
    (lines + error.column(), reason)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::generated::{PubAck, StreamInfoRequest, StreamNamesResponse};
    use crate::{ErrorCode, StreamDeleteResponse};

    const DELETE: &str = "io.nats.jetstream.api.v1.stream_delete_response";
    const NAMES: &str = "io.nats.jetstream.api.v1.stream_names_response";

    fn delete(json: &str) -> Result<StreamDeleteResponse, DecodeError> {
        decode_reply(json.as_bytes(), &[DELETE])
    }

    fn names(json: &str) -> Result<StreamNamesResponse, DecodeError> {
        decode_reply(json.as_bytes(), &[NAMES])
    }

    fn api_error(result: Result<impl fmt::Debug, DecodeError>) -> ApiError {
        match result {
            Err(DecodeError::Api(error)) => error,
            other => panic!("{other:?}"),
        }
    }

    fn kind(result: Result<impl fmt::Debug, DecodeError>) -> Option<String> {
        match result {
            Err(DecodeError::Kind { found, .. }) => found,
            other => panic!("{other:?}"),
        }
    }

    fn json(result: Result<impl fmt::Debug, DecodeError>) -> (String, String) {
        match result {
            Err(DecodeError::Json { path, reason, .. }) => (path, reason),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_reply_of_an_accepted_type_is_the_model() {
        let reply = delete(&format!(r#"{{"type":"{DELETE}","success":true,"zz":1}}"#)).unwrap();
        assert!(reply.success);
        assert_eq!(reply.extra.get("zz"), Some(&json!(1)));
        // The order of members does not matter.
        assert!(
            delete(&format!(r#" {{"success":true, "type":"{DELETE}"}} "#))
                .unwrap()
                .success
        );

        let either = [NAMES, DELETE];
        let payload = format!(r#"{{"type":"{DELETE}","success":true}}"#);
        assert!(decode_reply::<StreamDeleteResponse>(payload.as_bytes(), &either).is_ok());
    }

    #[test]
    fn without_types_a_reply_need_not_have_one() {
        let ack: PubAck =
            decode_reply(br#"{"stream":"S", "seq":1,"duplicate": true}"#, &[]).unwrap();
        assert_eq!(ack.stream, "S");
        let reply = br#"{"type":"anything","success":true}"#;
        assert!(decode_reply::<StreamDeleteResponse>(reply, &[]).is_ok());
    }

    #[test]
    fn an_error_wins_over_everything_else() {
        let error = r#""error":{"code":404,"err_code":10059,"description":"stream not found"}"#;
        for reply in [
            format!(
                r#"{{"type":"{NAMES}",{error},"total":0,"offset":0,"limit":0,"streams":null}}"#
            ),
            format!(r#"{{"type":"{NAMES}","total":0,"offset":0,"limit":0,"streams":[],{error}}}"#),
            format!(r#"{{"type":"io.nats.jetstream.api.v1.system_response",{error}}}"#),
            format!("{{{error}}}"),
            // Not the form of a success, before or after it.
            format!(r#"{{"type":"{NAMES}",{error},"streams":7}}"#),
            format!(r#"{{"type":"{NAMES}","streams":7,{error}}}"#),
            format!(r#"{{"type":7,{error}}}"#),
        ] {
            assert_eq!(
                api_error(names(&reply)).err_code,
                Some(ErrorCode(10059)),
                "{reply}"
            );
            let whole: Response<StreamNamesResponse> =
                decode_response(reply.as_bytes(), &[NAMES]).unwrap();
            assert!(whole.is_error(), "{reply}");
        }
    }

    #[test]
    fn an_error_that_is_null_is_none() {
        assert!(
            delete(&format!(
                r#"{{"type":"{DELETE}","error":null,"success":true}}"#
            ))
            .is_ok()
        );
    }

    #[test]
    fn an_error_that_can_not_be_read_is_not_taken_for_a_success() {
        for error in [
            r#""boom""#,
            "7",
            "{}",
            "[]",
            r#"{"code":"x"}"#,
            r#"{"code":70000}"#,
        ] {
            let reply = format!(r#"{{"type":"{DELETE}","error":{error},"success":true}}"#);
            assert!(json(delete(&reply)).0.starts_with("error"), "{reply}");
            let whole = decode_response::<StreamDeleteResponse>(reply.as_bytes(), &[DELETE]);
            assert!(whole.is_err(), "{reply}");
        }
    }

    #[test]
    fn another_type_is_reported_before_what_is_missing_or_wrong() {
        for reply in [
            format!(r#"{{"type":"{NAMES}"}}"#),
            format!(r#"{{"type":"{NAMES}","success":true}}"#),
            format!(r#"{{"success":"yes","type":"{NAMES}"}}"#),
        ] {
            assert_eq!(kind(delete(&reply)).as_deref(), Some(NAMES), "{reply}");
            let whole = decode_response::<StreamDeleteResponse>(reply.as_bytes(), &[DELETE]);
            assert_eq!(kind(whole).as_deref(), Some(NAMES), "{reply}");
        }
        assert_eq!(kind(delete(r#"{"success":true}"#)), None);
        assert_eq!(
            delete(r#"{"type":"x"}"#).unwrap_err().to_string(),
            format!(r#"expected a reply of type "{DELETE}", got "x""#)
        );
    }

    #[test]
    fn a_missing_member_is_named() {
        let reply = format!(r#"{{"type":"{DELETE}"}}"#);
        assert_eq!(
            json(delete(&reply)),
            ("".into(), "missing field `success`".into())
        );
        let whole = decode_response::<StreamDeleteResponse>(reply.as_bytes(), &[DELETE]);
        assert_eq!(json(whole), ("".into(), "missing field `success`".into()));
    }

    #[test]
    fn what_can_not_be_read_is_named_by_its_path() {
        let kind = StreamInfoRequest::RESPONSE_TYPES[0];
        let reply = |members: &str| {
            decode::<StreamInfoRequest>(format!("{{\n\"type\":\"{kind}\",\n{members}}}").as_bytes())
        };
        let (path, reason) = json(reply(r#""state":{"messages":1,"first_seq":"x"}"#));
        assert_eq!(path, "state.first_seq");
        assert_eq!(
            reason,
            r#"invalid type: string "x", expected a whole number, 0 or more"#
        );

        let (path, reason) = json(reply(r#""config":{"name":"A"},"sources":[{},{"name":7}]"#));
        assert!(path.starts_with("sources["), "{path}: {reason}");

        let (path, reason) = json(reply(r#""state":{"messages":1}"#));
        assert_eq!(path, "state");
        assert!(reason.starts_with("missing field"), "{reason}");

        let (path, _) = json(reply(r#""config":{"subjects":{"a":1}}"#));
        assert_eq!(path, "config.subjects");
    }

    #[test]
    fn what_is_no_json_object_is_an_error() {
        for reply in [
            "",
            " ",
            "null",
            "1",
            "\"a\"",
            "[]",
            "{",
            "{}x",
            "{}{}",
            "+OK",
            "\u{feff}{}",
        ] {
            assert!(
                matches!(
                    delete(reply),
                    Err(DecodeError::Json { .. } | DecodeError::Kind { .. })
                ),
                "{reply:?}"
            );
        }
        let (_, reason) = json(delete(&format!(
            r#"{{"type":"{DELETE}","success":true}} x"#
        )));
        assert_eq!(reason, "trailing characters");
    }

    #[test]
    fn what_is_not_utf8_is_an_error_that_says_where() {
        let reply = b"{\"type\":\"\xff\"}";
        assert_eq!(
            decode_reply::<StreamDeleteResponse>(reply, &[]),
            Err(DecodeError::Utf8 { offset: 9 })
        );
    }

    #[test]
    fn a_long_value_is_not_quoted_in_full() {
        let reply = format!(
            r#"{{"type":"{DELETE}","success":"{}"}}"#,
            "ü".repeat(100_000)
        );
        assert!(json(delete(&reply)).1.len() < 1000);
    }

    #[test]
    fn deep_nesting_is_an_error_and_not_a_crash() {
        let deep = "[".repeat(100_000);
        for reply in [
            deep.clone(),
            format!(r#"{{"zz":{deep}"#),
            format!(r#"{{"error":{deep}"#),
        ] {
            assert!(delete(&reply).is_err());
            assert!(decode_response::<StreamDeleteResponse>(reply.as_bytes(), &[]).is_err());
        }
    }

    #[test]
    fn an_error_is_short_however_long_what_it_quotes() {
        let long = "x".repeat(1_000_000);
        for reply in [
            format!(r#"{{"type":"{long}"}}"#),
            format!(r#"{{"type":"{DELETE}","success":"{long}"}}"#),
            format!(r#"{{"type":"{DELETE}","error":{{"{long}":1}}}}"#),
        ] {
            let error = decode_reply::<StreamDeleteResponse>(reply.as_bytes(), &[DELETE]);
            let text = error.unwrap_err().to_string();
            assert!(text.len() < 1000, "{} characters", text.len());
        }
        let error = DecodeError::json(&format!(r#"{{"{long}":nil}}"#), None);
        assert!(error.to_string().len() < 1000);
        let wrong = Wrong {
            offset: long.len() + 5,
            reason: "odd".to_owned(),
        };
        let error = DecodeError::json(&format!(r#"{{"{long}":7}}"#), Some(wrong));
        assert!(error.to_string().contains("in xxx") && error.to_string().len() < 1000);
    }

    #[test]
    fn no_reply_makes_decoding_panic() {
        let seeds = [
            format!(
                r#"{{"type":"{DELETE}","success":true,"a":[1,{{"b":"\u00fc\\"}}],"error":null}}"#
            ),
            format!(r#"{{"type":"{DELETE}","error":{{"code":404,"err_code":10059}}}}"#),
        ];
        let mut state = 7u64;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) as usize
        };
        for _ in 0..20_000 {
            let mut reply = seeds[next() % seeds.len()].clone().into_bytes();
            for _ in 0..1 + next() % 4 {
                let at = next() % reply.len();
                match next() % 3 {
                    0 => reply[at] = b"{}[]\":,0e-\\u\n\xff\0"[next() % 15],
                    1 => reply.truncate(at.max(1)),
                    _ => reply.insert(at, b"{}[]\","[next() % 6]),
                }
            }
            let _ = decode_reply::<StreamDeleteResponse>(&reply, &[DELETE]);
            let _ = decode_response::<StreamNamesResponse>(&reply, &[DELETE]);
        }
    }
}
