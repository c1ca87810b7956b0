//! What a conflict of a key says when the key is looked up, or cannot be.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use jsapi::ErrorCode;
use jsapi_client::kv::Change;
use jsapi_client::script::{Cue, ScriptedTransport};
use jsapi_client::{Context, Error, Incoming, KeyValue};

const WRITE: &str = "$KV.B.a";
const DIRECT: &str = "$JS.API.DIRECT.GET.KV_B.$KV.B.a";
const LEADER: &str = "$JS.API.STREAM.MSG.GET.KV_B";

fn scripted() -> (ScriptedTransport, KeyValue) {
    let script = ScriptedTransport::in_order();
    let ctx = Context::with_transport(script.clone());
    (script, ctx.key_value("B").unwrap())
}

/// The reply to a write: the key has this revision.
fn conflict(last: u64) -> String {
    format!(
        r#"{{"error":{{"code":400,"err_code":10071,"description":"wrong last sequence: {last}"}},"stream":"KV_B","seq":0}}"#
    )
}

/// The reply to a write while another one is in progress in a cluster.
const IN_PROGRESS: &str = r#"{"error":{"code":400,"err_code":10164,"description":"wrong last sequence"},"stream":"KV_B","seq":0}"#;

/// The reply of the leader to a read that the account may not send.
const FORBIDDEN: &str = r#"{"type":"io.nats.jetstream.api.v1.stream_msg_get_response","error":{"code":503,"err_code":10039,"description":"jetstream not enabled for account"}}"#;

fn stored(sequence: u64) -> Incoming {
    Incoming::new("_INBOX.1", "value")
        .with_header("Nats-Stream", "KV_B")
        .with_header("Nats-Subject", WRITE)
        .with_header("Nats-Sequence", sequence)
        .with_header("Nats-Time-Stamp", "2026-11-20T12:00:00Z")
}

fn removed(sequence: u64) -> Incoming {
    stored(sequence).with_header("KV-Operation", "DEL")
}

/// Whether it is the conflict that the server reported, which applied nothing.
fn is_conflict(error: &Error, code: ErrorCode, last: Option<u64>) {
    assert!(error.is_conflict(), "{error:?}");
    assert!(!error.may_have_applied(), "{error:?}");
    assert_eq!(error.code(), Some(code), "{error:?}");
    assert_eq!(error.last_sequence(), last, "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_key_that_exists_is_looked_up_by_its_subject_alone() {
    let (script, bucket) = scripted();
    script.on(WRITE).reply(conflict(5));
    script.on(DIRECT).reply_with(stored(5));
    let error = bucket.create("a", "x").await.unwrap_err();
    is_conflict(&error, ErrorCode(10071), Some(5));
    script.finish();

    let (script, bucket) = scripted();
    script.on(WRITE).reply(conflict(5));
    script.on(DIRECT).reply_with(removed(5));
    script.on(WRITE).reply(r#"{"stream":"KV_B","seq":6}"#);
    assert_eq!(bucket.create("a", "x").await.unwrap(), 6);
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_replica_that_is_behind_the_conflict_is_not_believed() {
    let (script, bucket) = scripted();
    script.on(WRITE).reply(conflict(5));
    script.on(DIRECT).reply_with(removed(4));
    script.on(LEADER).reply(FORBIDDEN);
    let error = bucket.create("a", "x").await.unwrap_err();
    is_conflict(&error, ErrorCode(10071), Some(5));
    script.finish();
}

/// Has a read fail.
type Fail = fn(Cue<'_>);

/// Refused, without responders, without a reply, with an undecodable reply.
const FAILURES: [Fail; 4] = [
    |read| read.reply(FORBIDDEN),
    |read| read.no_responders(),
    |read| read.silence(),
    |read| read.reply("{"),
];

#[tokio::test(start_paused = true)]
async fn a_conflict_that_is_known_is_returned_when_the_key_cannot_be_read() {
    for fail in FAILURES {
        let (script, bucket) = scripted();
        script.on(WRITE).reply(conflict(5));
        fail(script.on(DIRECT));
        fail(script.on(LEADER));
        let error = bucket.create("a", "x").await.unwrap_err();
        is_conflict(&error, ErrorCode(10071), Some(5));
        script.finish();

        // The server names the revision: nothing is to be read.
        let (script, bucket) = scripted();
        script.on(WRITE).reply(conflict(5));
        let error = bucket.update("a", "x", 3).await.unwrap_err();
        is_conflict(&error, ErrorCode(10071), Some(5));
        script.finish();

        let (script, bucket) = scripted();
        script.on(WRITE).reply(IN_PROGRESS);
        fail(script.on(DIRECT));
        fail(script.on(LEADER));
        let error = bucket.update("a", "x", 3).await.unwrap_err();
        is_conflict(&error, ErrorCode(10164), None);
        script.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn a_lease_that_another_client_holds_is_not_taken_when_the_key_cannot_be_read() {
    for fail in FAILURES {
        let (script, bucket) = scripted();
        script.on(WRITE).reply(conflict(5));
        // To see whether it is a removal, and whether it is the lease itself.
        for _ in 0..2 {
            fail(script.on(DIRECT));
            fail(script.on(LEADER));
        }
        let lease = bucket.lease("a", "me", Duration::from_secs(10));
        assert!(lease.try_open().await.unwrap().is_none());
        script.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn a_change_reads_by_subject_alone() {
    let (script, bucket) = scripted();
    script.on(DIRECT).reply_with(stored(5));
    script.on(WRITE).reply(conflict(6));
    script.on(DIRECT).reply_with(stored(6));
    script.on(WRITE).reply(r#"{"stream":"KV_B","seq":7}"#);
    let change = bucket.modify("a", |_| Change::Put("x".into()));
    let revision = change.await.unwrap();
    assert_eq!(revision, Some(7));
    script.finish();
}
