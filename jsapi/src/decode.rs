//! From the bytes of a reply to the model, or to the error that the server sent.
//!
//! In one pass: the members of a reply fill the model as they are read, except
//! for `error`, which wins over everything else, and `type`, which has to be one
//! of those expected. Only when that fails is the text looked at again, to find
//! out what is wrong with it.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use crate::generated::ApiError;
use crate::json::{self, Wrong};
use crate::locate::path_at;
use crate::model::{Extra, Failed, Field, Filling, Model, Null, Object, Source};
use crate::request::Request;
use crate::response::{Refusal, Response};

/// Reads the reply to a request.
///
/// # Errors
/// [`DecodeError::Api`] when the server refused; the others when it is not a
/// reply to this request. The bytes are the caller's to keep.
pub fn decode<R: Request>(payload: &[u8]) -> Result<R::Response, DecodeError> {
    decode_reply(payload, R::RESPONSE_TYPES)
}

/// Reads a reply that says it is one of `types`.
///
/// Without `types`, what it says it is does not matter. An error is an error
/// whatever the reply says it is: the system account is answered with a type
/// that belongs to no operation.
///
/// # Errors
/// [`DecodeError::Api`] when the server refused; the others when it is not such
/// a reply.
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

/// Reads a reply as the whole document that it is, success or error.
///
/// # Errors
/// Any but [`DecodeError::Api`], when it is not such a reply.
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

/// A reply that could not be read, or that says that the request was refused.
///
/// Does not hold the bytes, which may be many.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum DecodeError {
    /// The server refused the request.
    Api(ApiError),
    /// The reply says it is of another type, or does not say.
    Kind {
        /// The types it could be of.
        expected: Vec<String>,
        /// The type it says it is of, up to 300 characters.
        found: Option<String>,
    },
    /// The reply is not UTF-8. Servers never send such.
    Utf8 {
        /// Where, in bytes.
        offset: usize,
    },
    /// The reply is not JSON, or not of the form that is expected.
    Json {
        /// The member it is about, as `state.first_seq`, up to 300 characters; empty for
        /// the whole.
        path: String,
        /// Where, in bytes.
        offset: usize,
        /// What is wrong there.
        reason: String,
    },
}

impl DecodeError {
    /// A text that could not be read, and what is wrong with a value of it, if it is
    /// JSON at all.
    pub(crate) fn json(text: &str, wrong: Option<Wrong>) -> Self {
        let (path, offset, reason) = match wrong {
            Some(Wrong { offset, reason }) => (path_at(text, offset), offset, reason),
            None => {
                // What is wrong with the syntax is wrong with the whole.
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

/// What quotes a document may be as long as that.
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
                    None => f.write_str(", got one without a type"),
                }
            }
            Self::Utf8 { offset } => write!(f, "the reply is not UTF-8 at byte {offset}"),
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

/// Checks the bytes once for all strings in them.
pub(crate) fn text_of(payload: &[u8]) -> Result<&str, DecodeError> {
    std::str::from_utf8(payload).map_err(|error| DecodeError::Utf8 {
        offset: error.valid_up_to(),
    })
}

/// Reads a reply into a model that nothing was read into.
///
/// With `keep` it gives the type that the reply says it is of, and what comes with
/// an error.
fn fill(
    payload: &[u8],
    types: &[&str],
    model: &mut dyn Model,
    keep: bool,
) -> Result<Result<String, Refusal>, DecodeError> {
    let text = text_of(payload)?;
    let mut reply = Reply::new(model, types, keep);
    if let Err(wrong) = json::read(text, &mut reply) {
        return look_again(text, types, wrong).map(Err);
    }
    if let Some(error) = reply.error {
        // What came before it is in the model: the second look tells it apart.
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
    /// Whether the type, and what comes with an error, is kept.
    keep: bool,
    /// The type, when it is kept or not expected.
    kind: Option<String>,
    /// Whether it is of a type that is expected.
    expected: bool,
    error: Option<ApiError>,
    /// Whether the model has a member.
    began: bool,
    /// What comes with an error.
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
            // Servers send the error before all that comes with it, which need not
            // make a model.
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

/// Finds out what is wrong with a reply that could not be read: it may be an
/// error all the same, or a reply to something else.
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
    json::read(text, &mut Filling::new(&mut members)).ok()?;
    Some(members)
}

/// Where a text is no JSON, and why.
fn syntax_error(text: &str) -> (usize, String) {
    let Err(error) = text.parse::<Value>() else {
        // A value was asked for twice.
        return (0, Failed(()).to_string());
    };
    let place = format!(" at line {} column {}", error.line(), error.column());
    let mut reason = error.to_string();
    if let Some(length) = reason.strip_suffix(&place).map(str::len) {
        reason.truncate(length);
    }
    // It counts lines, and bytes within a line.
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
