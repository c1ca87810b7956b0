//! Valid recorded requests decode to our types, and are written back unchanged.

use std::collections::{BTreeMap, BTreeSet};

use jsapi::request::{Body, Operation};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::case::{Case, Failures, each_file, in_tree, shared};
use crate::difference::same;
use crate::marks::mark_every_object;

/// Reads a body as the request of an operation, and writes it back.
type Writer = fn(&str) -> Result<Vec<u8>, String>;

/// Returns the writer for the requests of an operation.
///
/// `None` if the body is always empty, or the operation is not part of the API.
fn writer(operation: &str, body: &Value) -> Option<Writer> {
    macro_rules! table {
        ($($operation:literal => $request:ident,)*) => {
            match operation {
                $($operation => of::<jsapi::$request>(),)*
                "meta_rescue" => of::<jsapi::MetaRescueRequest>(),
                "consumer_msg_next" => of::<jsapi::ConsumerMsgNextRequest>(),
                "direct_get" if body.get("multi_last").is_some() => {
                    of::<jsapi::DirectGetMultiRequest>()
                }
                "direct_get" if body.get("batch").is_some() => of::<jsapi::DirectGetBatchRequest>(),
                "direct_get" => of::<jsapi::DirectGetRequest>(),
                _ => None,
            }
        };
    }
    jsapi::__json_operations!(table)
}

fn of<R: Operation + DeserializeOwned>() -> Option<Writer> {
    (R::ENDPOINT.body != Body::Empty).then_some(write::<R>)
}

fn write<R: Operation + DeserializeOwned>(text: &str) -> Result<Vec<u8>, String> {
    let request: R = serde_json::from_str(text).map_err(|error| error.to_string())?;
    request.payload().map_err(|error| error.to_string())
}

/// Recorded requests that our types cannot represent, or write differently.
///
/// Servers refuse them too, except for member names in the wrong case, a negative offset, which
/// crashes 2.10 and 2.11, and a negative batch, which they treat as 1.
const NOT_OURS: [(&str, &str); 26] = [
    ("consumer_create_named", "err_no_stream_name"),
    ("consumer_msg_next", "batch_negative"),
    ("consumer_pause", "err_bad_time"),
    ("consumer_unpin", "err_no_group"),
    ("meta_leader_stepdown", "err_bad_json"),
    ("stream_create", "err_bad_time"),
    ("stream_create", "err_duration_string"),
    ("stream_create", "err_overflow_i32"),
    ("stream_create", "err_overflow_i64"),
    ("stream_create", "err_replicas_neg"),
    ("stream_create", "exp_int"),
    ("stream_create", "float_int"),
    ("stream_create", "key_case_insensitive"),
    ("stream_create", "time_no_tz"),
    ("stream_create", "time_space"),
    ("stream_create", "time_tz_lower"),
    ("stream_info", "err_bad_json"),
    ("stream_info", "neg_offset"),
    ("stream_msg_delete", "err_seq_string"),
    ("stream_msg_delete", "err_zero"),
    ("stream_msg_get", "err_seq_neg"),
    ("stream_msg_get", "err_seq_overflow"),
    ("stream_msg_get", "err_seq_string"),
    ("stream_names", "neg_offset"),
    ("stream_restore", "err_not_enabled"),
    ("stream_snapshot", "err_no_deliver"),
];

#[derive(Default)]
struct Seen {
    failures: Failures,
    /// Number of requests per operation that were written back unchanged.
    written: BTreeMap<String, usize>,
    not_ours: BTreeSet<(&'static str, &'static str)>,
}

impl Seen {
    fn look_at(files: &[Vec<Case>]) -> Self {
        each_file(files, |case, seen: &mut Self| seen.look(case), Self::join)
    }

    fn join(&mut self, other: Self) {
        self.failures.extend(other.failures);
        for (operation, count) in other.written {
            *self.written.entry(operation).or_default() += count;
        }
        self.not_ours.extend(other.not_ours);
    }

    fn look(&mut self, case: &Case) {
        let text = case.text("request");
        let Ok(body @ Value::Object(_)) = serde_json::from_str(text) else {
            return;
        };
        let Some(writer) = writer(case.operation(), &body) else {
            return;
        };
        let done = is_written_back(writer, &body).and_then(|()| {
            let mut marked = body.clone();
            mark_every_object(&mut marked);
            is_written_back(writer, &marked)
        });
        let named = (case.operation(), case.text("case"));
        match (done, NOT_OURS.iter().find(|known| **known == named)) {
            (Ok(()), _) => *self.written.entry(case.operation().to_owned()).or_default() += 1,
            (Err(_), Some(known)) => {
                self.not_ours.insert(*known);
            }
            (Err(what), None) => self.failures.add(case, format!("{what}\n  was {body}")),
        }
    }
}

fn is_written_back(writer: Writer, body: &Value) -> Result<(), String> {
    let written = match &writer(&body.to_string())?[..] {
        b"" => Value::Object(Map::new()),
        written => serde_json::from_slice(written).unwrap(),
    };
    same(body, &written)
}

#[test]
fn recorded_requests_are_read_and_written_as_they_were() {
    let seen = Seen::look_at(&in_tree());
    seen.failures.raise();
    assert!(seen.written.len() > 20, "{:?}", seen.written);
}

#[test]
fn all_captured_requests_are_read_and_written_as_they_were() {
    let Some(files) = shared() else { return };
    let seen = Seen::look_at(&files);
    seen.failures.raise();
    eprintln!("{} requests", seen.written.values().sum::<usize>());
    assert_eq!(seen.not_ours, NOT_OURS.into());
}
