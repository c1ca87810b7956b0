//! A store and what a server says of it.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use jsapi_client::object::ObjectError;
use jsapi_client::script::{Cue, ScriptedTransport};
use jsapi_client::{Context, Error, Incoming, ObjectStore, header};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub(crate) const MSG_GET: &str = "$JS.API.STREAM.MSG.GET.OBJ_B";
pub(crate) const MSG_DELETE: &str = "$JS.API.STREAM.MSG.DELETE.OBJ_B";
pub(crate) const PURGE: &str = "$JS.API.STREAM.PURGE.OBJ_B";
pub(crate) const STREAM_INFO: &str = "$JS.API.STREAM.INFO.OBJ_B";
pub(crate) const DIRECT_GET: &str = "$JS.API.DIRECT.GET.OBJ_B";
pub(crate) const CREATE: &str = "$JS.API.CONSUMER.CREATE.OBJ_B.>";
pub(crate) const CONSUMER: &str = "$JS.API.CONSUMER.INFO.OBJ_B.*";
pub(crate) const NEXT: &str = "$JS.API.CONSUMER.MSG.NEXT.OBJ_B.*";
pub(crate) const DELETE: &str = "$JS.API.CONSUMER.DELETE.OBJ_B.*";
pub(crate) const TIME: &str = "2026-11-20T16:34:21Z";

/// The subject of the info of an object in the store.
pub(crate) fn meta_subject(name: &str) -> String {
    format!("$O.B.M.{}", URL_SAFE.encode(name))
}

pub(crate) fn scene() -> (ScriptedTransport, ObjectStore) {
    let script = ScriptedTransport::new();
    let store = Context::with_transport(script.clone())
        .object_store("B")
        .unwrap();
    (script, store)
}

/// The digest of these bytes, as infos have it.
pub(crate) fn digest(bytes: &[u8]) -> String {
    format!("SHA-256={}", URL_SAFE.encode(Sha256::digest(bytes)))
}

/// The info of an object that is these chunks.
pub(crate) fn info(name: &str, chunks: &[&str]) -> Value {
    let whole = chunks.concat();
    json!({
        "name": name, "bucket": "B", "nuid": "N", "size": whole.len(),
        "chunks": chunks.len(), "digest": digest(whole.as_bytes()),
        "options": {"max_chunk_size": 8},
    })
}

/// The leader's answer to who asks for a message.
pub(crate) fn stored(subject: &str, sequence: u64, payload: impl ToString) -> String {
    json!({
        "type": "io.nats.jetstream.api.v1.stream_msg_get_response",
        "message": {
            "subject": subject, "seq": sequence, "time": TIME,
            "data": STANDARD.encode(payload.to_string()),
        },
    })
    .to_string()
}

pub(crate) fn refusal(kind: &str, code: u16, err_code: u16) -> String {
    json!({
        "type": format!("io.nats.jetstream.api.v1.{kind}_response"),
        "error": {"code": code, "err_code": err_code, "description": "no"},
    })
    .to_string()
}

/// Has the leader say that an info is stored, as often as it is asked.
pub(crate) fn has(script: &ScriptedTransport, name: &str, sequence: u64, info: &Value) {
    of_name(script, name)
        .always()
        .reply(stored(&meta_subject(name), sequence, info));
}

/// The same, once.
pub(crate) fn has_at_first(script: &ScriptedTransport, name: &str, sequence: u64, info: &Value) {
    of_name(script, name).reply(stored(&meta_subject(name), sequence, info));
}

/// When the leader is asked for the info of this name.
pub(crate) fn of_name<'s>(script: &'s ScriptedTransport, name: &str) -> Cue<'s> {
    let body = json!({"last_by_subj": meta_subject(name)}).to_string();
    script.on(MSG_GET).with_payload(body)
}

/// Has the leader say that there is none of this name, once.
pub(crate) fn has_none(script: &ScriptedTransport) {
    script
        .on(MSG_GET)
        .reply(refusal("stream_msg_get", 404, 10037));
}

/// Replies to the requests that tell the duplicate window of the store's stream: 2 min.
pub(crate) fn has_duplicate_window(script: &ScriptedTransport) {
    let names = json!({
        "type": "io.nats.jetstream.api.v1.stream_names_response",
        "total": 1, "offset": 0, "limit": 1024, "streams": ["OBJ_B"],
    });
    script
        .on("$JS.API.STREAM.NAMES")
        .always()
        .reply(names.to_string());
    let info = json!({
        "type": "io.nats.jetstream.api.v1.stream_info_response",
        "config": {
            "name": "OBJ_B", "subjects": ["$O.B.C.>", "$O.B.M.>"], "retention": "limits",
            "max_consumers": -1, "max_msgs": -1, "max_bytes": -1, "max_age": 0,
            "storage": "file", "num_replicas": 1, "duplicate_window": 120_000_000_000_u64,
        },
        "created": TIME,
        "state": {"messages": 9, "bytes": 1, "first_seq": 1, "last_seq": 9, "consumer_count": 0},
    });
    script.on(STREAM_INFO).always().reply(info.to_string());
}

/// Has the leader count so many chunks, as often as it is asked.
pub(crate) fn has_chunks(script: &ScriptedTransport, count: u64) {
    let subjects = match count {
        0 => json!({}),
        _ => json!({"$O.B.C.N": count}),
    };
    let info = json!({
        "type": "io.nats.jetstream.api.v1.stream_info_response",
        "config": {
            "name": "OBJ_B", "retention": "limits", "max_consumers": -1, "max_msgs": -1,
            "max_bytes": -1, "max_age": 0, "storage": "file", "num_replicas": 1,
        },
        "created": TIME,
        "state": {
            "messages": 9, "bytes": 1, "first_seq": 1, "last_seq": 9, "consumer_count": 0,
            "subjects": subjects,
        },
        "total": 1, "offset": 0, "limit": 100_000,
    });
    script.on(STREAM_INFO).always().reply(info.to_string());
}

pub(crate) fn consumer(kind: &str, delivered: u64, pending: u64) -> String {
    json!({
        "type": format!("io.nats.jetstream.api.v1.consumer_{kind}_response"),
        "stream_name": "OBJ_B", "name": "c", "created": TIME,
        "config": {"name": "c", "ack_policy": "none"},
        "delivered": {"consumer_seq": delivered, "stream_seq": delivered},
        "ack_floor": {"consumer_seq": 0, "stream_seq": 0},
        "num_ack_pending": 0, "num_redelivered": 0, "num_waiting": 1, "num_pending": pending,
    })
    .to_string()
}

/// A chunk as it is delivered: which one of the consumer's, where it is stored, and
/// how many are to come.
pub(crate) fn chunk(number: u64, sequence: u64, pending: u64, bytes: &'static str) -> Incoming {
    chunk_of("$O.B.C.N", number, sequence, pending, bytes)
}

pub(crate) fn chunk_of(
    subject: &str,
    number: u64,
    sequence: u64,
    pending: u64,
    bytes: &'static str,
) -> Incoming {
    let mut message = Incoming::new(subject, bytes);
    let reply = format!("$JS.ACK.OBJ_B.c.1.{sequence}.{number}.1700000000000000000.{pending}");
    message.reply = Some(reply.into());
    message
}

/// A server that gives these chunks to a consumer, and then waits.
pub(crate) fn gives(script: &ScriptedTransport, chunks: Vec<Incoming>) {
    let delivered = chunks.len() as u64;
    script
        .on(CREATE)
        .always()
        .reply(consumer("create", 0, delivered));
    script.on(NEXT).replies(chunks);
    script.on(NEXT).always().silence();
    script
        .on(CONSUMER)
        .always()
        .reply(consumer("info", delivered, 0));
    script.on(DELETE).always().silence();
}

pub(crate) fn direct(subject: &str, sequence: u64, bytes: &'static str) -> Incoming {
    Incoming::new("_INBOX.1", bytes)
        .with_header(header::STREAM, "OBJ_B")
        .with_header(header::SUBJECT, subject)
        .with_header(header::SEQUENCE, sequence)
        .with_header(header::TIME_STAMP, TIME)
}

pub(crate) fn why(error: &Error) -> &ObjectError {
    error
        .object_error()
        .unwrap_or_else(|| panic!("{error:?} is not about an object"))
}

/// Reads the object, in no more time than requests are given, and some.
pub(crate) async fn read(store: &ObjectStore, name: &str) -> Result<bytes::Bytes, Error> {
    let read = async { store.get(name).await?.bytes().await };
    tokio::time::timeout(Duration::from_secs(7), read)
        .await
        .unwrap()
}
