//! Backups of streams and restores from them, without a server.
#![allow(clippy::panic, clippy::unwrap_used)]

use std::future::Future;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use jsapi::{ErrorCode, StreamConfig};
use jsapi_client::script::ScriptedTransport;
use jsapi_client::transport::Subscription;
use jsapi_client::{
    Backup, Context, Error, Incoming, Mismatch, Progress, RestoreOptions, SnapshotOptions,
};

const SNAPSHOT: &str = "$JS.API.STREAM.SNAPSHOT.S";
const RESTORE: &str = "$JS.API.STREAM.RESTORE.S";
const UPLOAD: &str = "$JS.SNAPSHOT.RESTORE.S.id";
const INBOX: &str = "_INBOX.1";
const STATE: &str = r#"{"messages":7,"bytes":9,"first_seq":1,"last_seq":7,"consumer_count":0}"#;
const CONFIG: &str = concat!(
    r#"{"name":"S","retention":"limits","max_consumers":-1,"max_msgs":-1,"max_bytes":-1,"#,
    r#""max_age":0,"discard":"old","storage":"file","num_replicas":1,"brand_new":{"deep":1}}"#,
);

fn scripted() -> (ScriptedTransport, Context) {
    let script = ScriptedTransport::in_order();
    (script.clone(), Context::with_transport(script))
}

fn about() -> String {
    format!(
        r#"{{"type":"io.nats.jetstream.api.v1.stream_snapshot_response","config":{CONFIG},"state":{STATE}}}"#
    )
}

fn created() -> String {
    format!(
        r#"{{"type":"io.nats.jetstream.api.v1.stream_create_response","config":{CONFIG},"created":"2026-11-20T10:00:00Z","state":{STATE}}}"#
    )
}

fn begun() -> String {
    format!(
        r#"{{"type":"io.nats.jetstream.api.v1.stream_restore_response","deliver_subject":"{UPLOAD}"}}"#
    )
}

fn failed() -> &'static str {
    r#"{"type":"io.nats.jetstream.api.v1.stream_create_response","error":{"code":500,"err_code":10062,"description":"restore failed: s2: corrupt input"}}"#
}

fn ack(length: usize, index: usize) -> String {
    format!("$JS.SNAPSHOT.ACK.S.id.{length}.{index}")
}

fn chunk(payload: &'static str, index: usize) -> Incoming {
    let mut chunk = Incoming::new(INBOX, payload);
    chunk.reply = Some(ack(payload.len(), index).into());
    chunk
}

/// A whole snapshot of "hello world!", as servers send it.
fn script_snapshot(script: &ScriptedTransport) {
    script
        .on(SNAPSHOT)
        .with_payload(r#"{"deliver_subject":"_INBOX.1"}"#)
        .delivering(INBOX, chunk("hello", 1))
        .delivering(INBOX, chunk(" worl", 2))
        .delivering(INBOX, Incoming::new(INBOX, "d!"))
        .delivering(INBOX, Incoming::of_status(204, ""))
        .reply(about());
    script.on(&ack(5, 1)).with_payload("").silence();
    script.on(&ack(5, 2)).with_payload("").silence();
}

/// A directory of its own, which is deleted in the end.
struct Dir(PathBuf);

impl Dir {
    fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("jsapi-backup-{}-{count}", std::process::id());
        let dir = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&dir).unwrap();
        Self(dir)
    }

    fn path(&self) -> &Path {
        &self.0
    }

    fn names(&self) -> Vec<String> {
        names(&self.0)
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn names(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_snapshot_acknowledges_what_wants_it_and_ends_at_the_empty_chunk() {
    let (script, ctx) = scripted();
    script_snapshot(&script);
    let told = Arc::new(Mutex::new(Vec::new()));
    let tell = Arc::clone(&told);
    let options =
        SnapshotOptions::new().on_progress(move |progress| tell.lock().unwrap().push(progress));
    let mut snapshot = ctx.stream("S").unwrap().snapshot(options).await.unwrap();
    assert_eq!(snapshot.config().name, "S");
    assert_eq!(snapshot.state().messages, 7);
    assert_eq!(snapshot.progress(), Progress::default());
    assert_eq!(snapshot.try_next().await.unwrap().unwrap(), "hello");
    assert_eq!(
        (snapshot.progress().chunks, snapshot.progress().bytes),
        (1, 5)
    );
    assert_eq!(snapshot.try_next().await.unwrap().unwrap(), " worl");
    assert_eq!(snapshot.try_next().await.unwrap().unwrap(), "d!");
    assert_eq!(snapshot.try_next().await.unwrap(), None);
    assert_eq!(
        (snapshot.progress().chunks, snapshot.progress().bytes),
        (3, 12)
    );
    let bytes: Vec<_> = told
        .lock()
        .unwrap()
        .iter()
        .map(|progress| progress.bytes)
        .collect();
    assert_eq!(bytes, [5, 10, 12]);
    assert_eq!(script.subscriptions(), [""; 0]);
    script.finish();
}

#[tokio::test]
async fn a_snapshot_ends_at_an_empty_chunk_without_a_status() {
    let (script, ctx) = scripted();
    script
        .on(SNAPSHOT)
        .delivering(INBOX, Incoming::new(INBOX, "all"))
        .delivering(INBOX, Incoming::new(INBOX, ""))
        .reply(about());
    let snapshot = ctx
        .stream("S")
        .unwrap()
        .snapshot(SnapshotOptions::new())
        .await
        .unwrap();
    assert_eq!(snapshot.try_collect::<Vec<_>>().await.unwrap(), ["all"]);
}

#[tokio::test]
async fn a_snapshot_asks_for_what_it_is_told_to() {
    let (script, ctx) = scripted();
    script
        .on(SNAPSHOT)
        .with_payload(
            r#"{"deliver_subject":"_INBOX.1","no_consumers":true,"chunk_size":1024,"window_size":4096,"jsck":true}"#,
        )
        .reply(about());
    let options = SnapshotOptions::new()
        .without_consumers()
        .chunk_size(1024)
        .window_size(4096)
        .check();
    let _snapshot = ctx.stream("S").unwrap().snapshot(options).await.unwrap();
    script.finish();
}

#[tokio::test]
async fn a_snapshot_that_the_server_gives_up_is_an_error() {
    for (code, description) in [(408, "No Flow Response"), (408, "No Interest"), (500, "io")] {
        let (script, ctx) = scripted();
        script
            .on(SNAPSHOT)
            .delivering(INBOX, chunk("hello", 1))
            .delivering(INBOX, Incoming::of_status(code, description))
            .reply(about());
        script.on(&ack(5, 1)).silence();
        let stream = ctx.stream("S").unwrap();
        let mut snapshot = stream.snapshot(SnapshotOptions::new()).await.unwrap();
        assert!(snapshot.try_next().await.unwrap().is_some());
        assert_eq!(snapshot.try_next().await.unwrap_err().status(), Some(code));
        assert!(snapshot.next().await.is_none());
        assert_eq!(script.subscriptions(), [""; 0]);
    }
}

#[tokio::test]
async fn a_chunk_that_was_lost_on_the_way_is_noticed() {
    let (script, ctx) = scripted();
    script
        .on(SNAPSHOT)
        .delivering(INBOX, chunk("hello", 1))
        .delivering(INBOX, chunk("world", 3))
        .reply(about());
    script.on(&ack(5, 1)).silence();
    let mut snapshot = ctx
        .stream("S")
        .unwrap()
        .snapshot(SnapshotOptions::new())
        .await
        .unwrap();
    assert!(snapshot.try_next().await.unwrap().is_some());
    let error = snapshot.try_next().await.unwrap_err();
    assert!(matches!(error, Error::Mismatch { .. }), "{error:?}");
    script.finish();
}

#[tokio::test]
async fn nothing_is_published_where_no_snapshot_is_acknowledged() {
    let (script, ctx) = scripted();
    let mut chunk = Incoming::new(INBOX, "hello");
    chunk.reply = Some("$JS.API.STREAM.DELETE.S".into());
    script.on(SNAPSHOT).delivering(INBOX, chunk).reply(about());
    let mut snapshot = ctx
        .stream("S")
        .unwrap()
        .snapshot(SnapshotOptions::new())
        .await
        .unwrap();
    let error = snapshot.try_next().await.unwrap_err();
    assert!(
        matches!(&error, Error::Mismatch { source, .. } if matches!(**source, Mismatch::Backup(_))),
        "{error:?}"
    );
    assert_eq!(script.sent().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_snapshot_waits_for_a_chunk_only_so_long() {
    let (script, ctx) = scripted();
    script.on(SNAPSHOT).reply(about());
    let options = SnapshotOptions::new().idle(Duration::from_secs(3));
    let mut snapshot = ctx.stream("S").unwrap().snapshot(options).await.unwrap();
    let began = tokio::time::Instant::now();
    let error = snapshot.try_next().await.unwrap_err();
    assert!(matches!(error, Error::TimedOut { .. }), "{error:?}");
    assert_eq!(began.elapsed(), Duration::from_secs(3));
    assert_eq!(script.subscriptions(), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn a_snapshot_notices_that_the_connection_is_lost() {
    let (script, ctx) = scripted();
    script.on(SNAPSHOT).reply(about());
    let mut snapshot = ctx
        .stream("S")
        .unwrap()
        .snapshot(SnapshotOptions::new())
        .await
        .unwrap();
    script.disconnect();
    script.reconnect();
    let began = tokio::time::Instant::now();
    let error = snapshot.try_next().await.unwrap_err();
    assert!(matches!(error, Error::Lost { .. }), "{error:?}");
    assert!(began.elapsed() <= Duration::from_secs(1));
}

#[tokio::test]
async fn a_snapshot_does_not_end_over_another_connection() {
    let last = || Incoming::new(INBOX, "d!");
    let end = || Incoming::of_status(204, "");
    for (reconnects, came, whole) in [
        // What was on its way to the connection that was lost is missing.
        (true, vec![last(), end()], false),
        (true, vec![end()], false),
        (true, vec![Incoming::new(INBOX, "")], false),
        // All of it had come before.
        (false, vec![last(), end()], true),
    ] {
        let (script, ctx) = scripted();
        script
            .on(SNAPSHOT)
            .delivering(INBOX, chunk("hello", 1))
            .reply(about());
        script.on(&ack(5, 1)).silence();
        let stream = ctx.stream("S").unwrap();
        let mut snapshot = stream.snapshot(SnapshotOptions::new()).await.unwrap();
        assert_eq!(snapshot.try_next().await.unwrap().unwrap(), "hello");
        script.disconnect();
        if reconnects {
            script.reconnect();
        }
        for message in came {
            script.deliver(INBOX, message);
        }
        let rest = snapshot.try_collect::<Vec<_>>().await;
        match whole {
            true => assert_eq!(rest.unwrap(), ["d!"]),
            false => assert!(matches!(rest, Err(Error::Lost { .. })), "{rest:?}"),
        }
        assert_eq!(script.subscriptions(), [""; 0]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_for_a_chunk_that_is_dropped_loses_none() {
    let (script, ctx) = scripted();
    script.on(SNAPSHOT).reply(about());
    let mut snapshot = ctx
        .stream("S")
        .unwrap()
        .snapshot(SnapshotOptions::new())
        .await
        .unwrap();
    for _ in 0..5 {
        let waited = tokio::time::timeout(Duration::from_millis(400), snapshot.try_next()).await;
        assert!(waited.is_err());
    }
    script.on(&ack(5, 1)).silence();
    script.deliver(INBOX, chunk("hello", 1));
    script.deliver(INBOX, Incoming::of_status(204, ""));
    assert_eq!(snapshot.try_next().await.unwrap().unwrap(), "hello");
    assert_eq!(snapshot.try_next().await.unwrap(), None);
}

#[tokio::test]
async fn a_snapshot_that_is_refused_or_dropped_leaves_no_subscription() {
    let (script, ctx) = scripted();
    script.on(SNAPSHOT).reply(
        r#"{"type":"io.nats.jetstream.api.v1.stream_snapshot_response","error":{"code":404,"err_code":10059,"description":"stream not found"}}"#,
    );
    script.on(SNAPSHOT).reply(about());
    let stream = ctx.stream("S").unwrap();
    assert!(
        stream
            .snapshot(SnapshotOptions::new())
            .await
            .unwrap_err()
            .is_not_found()
    );
    assert_eq!(script.subscriptions(), [""; 0]);
    let snapshot = stream.snapshot(SnapshotOptions::new()).await.unwrap();
    assert_eq!(script.subscriptions(), ["_INBOX.2"]);
    drop(snapshot);
    assert_eq!(script.subscriptions(), [""; 0]);
}

#[tokio::test]
async fn a_restore_sends_its_chunks_and_then_the_empty_one() {
    let (script, ctx) = scripted();
    let request = format!(r#"{{"config":{CONFIG},"state":{STATE}}}"#);
    script.on(RESTORE).reply(begun());
    for part in ["hel", "lo", "wor", "ld", ""] {
        let reply = if part.is_empty() {
            created()
        } else {
            String::new()
        };
        script.on(UPLOAD).with_payload(part).reply(reply);
    }
    let config: StreamConfig = serde_json::from_str(CONFIG).unwrap();
    let options = RestoreOptions::new()
        .chunk_size(3)
        .state(serde_json::from_str(STATE).unwrap());
    let mut restore = ctx.restore_stream(config, options).await.unwrap();
    restore.send("hello").await.unwrap();
    // Would be taken for the end.
    restore.send("").await.unwrap();
    restore.send(Bytes::from_static(b"world")).await.unwrap();
    assert_eq!(
        (restore.progress().chunks, restore.progress().bytes),
        (4, 10)
    );
    let info = restore.finish().await.unwrap();
    assert_eq!(info.state.messages, 7);
    let sent: serde_json::Value = serde_json::from_slice(&script.sent()[0].payload).unwrap();
    let expected: serde_json::Value = serde_json::from_str(&request).unwrap();
    assert_eq!(sent, expected);
    script.finish();
}

#[tokio::test]
async fn a_restore_keeps_to_what_the_server_takes_at_once() {
    let script = ScriptedTransport::in_order().with_max_payload(1024);
    let ctx = Context::with_transport(script.clone());
    script.on(RESTORE).reply(begun());
    script.on(UPLOAD).times(3).reply("");
    let mut restore = ctx
        .restore_stream(StreamConfig::new("S"), RestoreOptions::new())
        .await
        .unwrap();
    restore.send(vec![7; 2500]).await.unwrap();
    let sizes: Vec<_> = script
        .sent()
        .iter()
        .skip(1)
        .map(|chunk| chunk.payload.len())
        .collect();
    assert_eq!(sizes, [1024, 1024, 452]);
    script.finish();
}

#[tokio::test]
async fn a_restore_of_what_is_no_backup_fails_at_a_chunk_or_at_the_end() {
    let (script, ctx) = scripted();
    script.on(RESTORE).reply(begun());
    script.on(UPLOAD).with_payload("junk").reply(failed());
    let config = StreamConfig::new("S");
    let mut restore = ctx
        .restore_stream(config.clone(), RestoreOptions::new())
        .await
        .unwrap();
    let error = restore.send("junk").await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode(10062)));
    let refused = restore.send("more").await.unwrap_err();
    assert!(matches!(refused, Error::Invalid { .. }), "{refused:?}");
    assert!(matches!(
        restore.finish().await.unwrap_err(),
        Error::Invalid { .. }
    ));

    script.on(RESTORE).reply(begun());
    script.on(UPLOAD).with_payload("junk").reply("");
    script.on(UPLOAD).with_payload("").reply(failed());
    let chunks = stream::iter([Ok(Bytes::from_static(b"junk"))]);
    let restored = ctx
        .restore_stream_from(config, chunks, RestoreOptions::new())
        .await;
    assert_eq!(restored.unwrap_err().code(), Some(ErrorCode(10062)));
    script.finish();
}

#[tokio::test]
async fn a_chunk_that_is_answered_by_something_else_stops_the_restore() {
    for (reply, readable) in [
        ("-ERR 'storage failure during restore'", false),
        ("{}", false),
    ] {
        let (script, ctx) = scripted();
        script.on(RESTORE).reply(begun());
        script.on(UPLOAD).reply(reply);
        let mut restore = ctx
            .restore_stream(StreamConfig::new("S"), RestoreOptions::new())
            .await
            .unwrap();
        match restore.send("hello").await.unwrap_err() {
            Error::Reply { payload, .. } => assert_eq!(payload, reply),
            error => assert!(readable, "{error:?}"),
        }
    }
    let (script, ctx) = scripted();
    script.on(RESTORE).reply(begun());
    script.on(UPLOAD).reply(created());
    let mut restore = ctx
        .restore_stream(StreamConfig::new("S"), RestoreOptions::new())
        .await
        .unwrap();
    let error = restore.send("hello").await.unwrap_err();
    assert!(matches!(error, Error::Mismatch { .. }), "{error:?}");
}

#[tokio::test]
async fn chunks_are_sent_nowhere_but_to_a_restore() {
    let (script, ctx) = scripted();
    script.on(RESTORE).reply(
        r#"{"type":"io.nats.jetstream.api.v1.stream_restore_response","deliver_subject":"orders.new"}"#,
    );
    let error = ctx
        .restore_stream(StreamConfig::new("S"), RestoreOptions::new())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Mismatch { .. }), "{error:?}");
    assert_eq!(script.sent().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_restore_that_was_dropped_while_it_sent_does_not_go_on() {
    let (script, ctx) = scripted();
    script.on(RESTORE).reply(begun());
    script.on(UPLOAD).silence();
    let mut restore = ctx
        .restore_stream(StreamConfig::new("S"), RestoreOptions::new())
        .await
        .unwrap();
    let sending = restore.send("hello");
    assert!(
        tokio::time::timeout(Duration::from_secs(1), sending)
            .await
            .is_err()
    );
    assert!(matches!(
        restore.send("hello").await.unwrap_err(),
        Error::Invalid { .. }
    ));
    assert!(matches!(
        restore.finish().await.unwrap_err(),
        Error::Invalid { .. }
    ));
    assert_eq!(script.sent().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_end_of_a_restore_is_waited_for_longer_than_a_chunk() {
    let (script, ctx) = scripted();
    script.on(RESTORE).reply(begun());
    script
        .on(UPLOAD)
        .after(Duration::from_secs(60))
        .reply(created());
    let restore = ctx
        .restore_stream(StreamConfig::new("S"), RestoreOptions::new())
        .await
        .unwrap();
    restore.finish().await.unwrap();

    script.on(RESTORE).reply(begun());
    script.on(UPLOAD).silence();
    let options = RestoreOptions::new().finish_timeout(Duration::from_secs(1));
    let restore = ctx
        .restore_stream(StreamConfig::new("S"), options)
        .await
        .unwrap();
    let error = restore.finish().await.unwrap_err();
    assert!(matches!(error, Error::TimedOut { .. }), "{error:?}");
    assert!(error.may_have_applied());
}

#[tokio::test]
async fn a_backup_in_a_directory_is_restored_from_it() {
    let (script, ctx) = scripted();
    let dir = Dir::new();
    let target = dir.path().join("deep/orders");
    script_snapshot(&script);
    let stream = ctx.stream("S").unwrap();
    let backup = stream
        .snapshot_to_dir(&target, SnapshotOptions::new())
        .await
        .unwrap();
    assert_eq!(names(&target), ["backup.json", "stream.tar.s2"]);
    assert_eq!(
        std::fs::read(target.join("stream.tar.s2")).unwrap(),
        b"hello world!"
    );
    assert_eq!(backup, Backup::open(&target).await.unwrap());
    let text: serde_json::Value =
        serde_json::from_slice(&std::fs::read(target.join("backup.json")).unwrap()).unwrap();
    assert_eq!(
        text["config"],
        serde_json::from_str::<serde_json::Value>(CONFIG).unwrap()
    );
    assert_eq!(text["state"]["messages"], 7);

    script.on(RESTORE).reply(begun());
    for part in ["hello", " worl", "d!", ""] {
        let reply = if part.is_empty() {
            created()
        } else {
            String::new()
        };
        script.on(UPLOAD).with_payload(part).reply(reply);
    }
    ctx.restore_from_dir(&target, RestoreOptions::new().chunk_size(5))
        .await
        .unwrap();

    let mut backup = backup;
    backup.config.name = "T".into();
    script.on("$JS.API.STREAM.RESTORE.T").reply(begun());
    script.on(UPLOAD).with_payload("hello world!").reply("");
    script.on(UPLOAD).with_payload("").reply(created());
    ctx.restore_backup(&backup, RestoreOptions::new())
        .await
        .unwrap();
    script.finish();
}

#[tokio::test]
async fn a_backup_is_sent_in_chunks_that_the_server_takes_whatever_is_asked_for() {
    for (asked, length, sizes) in [
        (usize::MAX, 2500, &[1024, 1024, 452][..]),
        (1000, 2500, &[1000, 1000, 500]),
        (0, 2, &[1, 1]),
    ] {
        let dir = Dir::new();
        let text = format!(r#"{{"config":{CONFIG},"state":{STATE}}}"#);
        std::fs::write(dir.path().join("backup.json"), text).unwrap();
        std::fs::write(dir.path().join("stream.tar.s2"), vec![7; length]).unwrap();
        let script = ScriptedTransport::in_order().with_max_payload(1024);
        let ctx = Context::with_transport(script.clone());
        script.on(RESTORE).reply(begun());
        script.on(UPLOAD).times(sizes.len()).reply("");
        script.on(UPLOAD).with_payload("").reply(created());
        let options = RestoreOptions::new().chunk_size(asked);
        ctx.restore_from_dir(dir.path(), options).await.unwrap();
        let sent = script.sent();
        let sent: Vec<_> = sent.iter().map(|chunk| chunk.payload.len()).collect();
        assert_eq!(sent[1..=sizes.len()], *sizes);
        script.finish();
    }
}

#[tokio::test]
async fn a_backup_that_is_there_is_kept_unless_it_is_to_be_overwritten() {
    let (script, ctx) = scripted();
    let stream = ctx.stream("S").unwrap();
    for name in ["backup.json", "stream.tar.s2"] {
        let dir = Dir::new();
        std::fs::write(dir.path().join(name), "old").unwrap();
        let kept = stream
            .snapshot_to_dir(dir.path(), SnapshotOptions::new())
            .await;
        match kept.unwrap_err() {
            Error::Io { source, path, .. } => {
                assert_eq!(source.kind(), ErrorKind::AlreadyExists);
                assert_eq!(*path, dir.path().join(name));
            }
            error => panic!("{error:?}"),
        }
        assert!(script.sent().is_empty());
    }
    let dir = Dir::new();
    std::fs::write(dir.path().join("backup.json"), "old").unwrap();
    std::fs::write(dir.path().join("stream.tar.s2"), "old").unwrap();
    script_snapshot(&script);
    let options = SnapshotOptions::new().overwrite();
    stream.snapshot_to_dir(dir.path(), options).await.unwrap();
    assert_eq!(dir.names(), ["backup.json", "stream.tar.s2"]);
    assert_eq!(
        std::fs::read(dir.path().join("stream.tar.s2")).unwrap(),
        b"hello world!"
    );
    assert_eq!(Backup::open(dir.path()).await.unwrap().state.messages, 7);
}

#[tokio::test]
async fn a_backup_that_fails_leaves_nothing_and_keeps_the_one_before() {
    let (script, ctx) = scripted();
    let dir = Dir::new();
    std::fs::write(dir.path().join("backup.json"), "old").unwrap();
    std::fs::write(dir.path().join("stream.tar.s2"), "old").unwrap();
    script
        .on(SNAPSHOT)
        .delivering(INBOX, Incoming::new(INBOX, "half"))
        .delivering(INBOX, Incoming::of_status(500, "io"))
        .reply(about());
    let options = SnapshotOptions::new().overwrite();
    let failed = ctx
        .stream("S")
        .unwrap()
        .snapshot_to_dir(dir.path(), options)
        .await;
    assert_eq!(failed.unwrap_err().status(), Some(500));
    assert_eq!(dir.names(), ["backup.json", "stream.tar.s2"]);
    assert_eq!(
        std::fs::read(dir.path().join("backup.json")).unwrap(),
        b"old"
    );
    assert_eq!(
        std::fs::read(dir.path().join("stream.tar.s2")).unwrap(),
        b"old"
    );
}

/// A backup of this many messages, whose data is that number.
fn put_backup(dir: &Path, messages: u64) {
    std::fs::write(dir.join("stream.tar.s2"), messages.to_string()).unwrap();
    std::fs::write(dir.join("backup.json"), about_of(messages)).unwrap();
}

fn about_of(messages: u64) -> String {
    let state = format!(
        r#"{{"messages":{messages},"bytes":9,"first_seq":1,"last_seq":7,"consumer_count":0}}"#
    );
    format!(
        r#"{{"type":"io.nats.jetstream.api.v1.stream_snapshot_response","config":{CONFIG},"state":{state}}}"#
    )
}

/// A snapshot of this many messages, whose data is that number.
fn script_numbered(script: &ScriptedTransport, inbox: usize, messages: u64) {
    let inbox = format!("_INBOX.{inbox}");
    let mut chunk = Incoming::new(&*inbox, messages.to_string());
    chunk.reply = Some(ack(messages.to_string().len(), 1).into());
    let ack = chunk.reply.clone().unwrap();
    script
        .on(SNAPSHOT)
        .delivering(&inbox, chunk)
        .delivering(&inbox, Incoming::of_status(204, ""))
        .reply(about_of(messages));
    script.on(&ack).with_payload("").silence();
}

/// The number of the backup in a directory, read as a restore reads it.
async fn number_of_backup(dir: &Path) -> u64 {
    let backup = Backup::open(dir).await.unwrap();
    let (script, ctx) = scripted();
    script.on(RESTORE).reply(begun());
    script.on(UPLOAD).reply("");
    script.on(UPLOAD).with_payload("").reply(created());
    let options = RestoreOptions::new();
    ctx.restore_backup(&backup, options).await.unwrap();
    let data = &script.sent()[1].payload;
    assert_eq!(*data, backup.state.messages.to_string());
    backup.state.messages
}

#[test]
fn a_backup_that_is_dropped_at_any_point_leaves_the_old_one_or_the_new_one() {
    let mut replaced = [0, 0];
    for polls in 0.. {
        let dir = Dir::new();
        put_backup(dir.path(), 1);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let whole = runtime.block_on(async {
            let (script, ctx) = scripted();
            script_numbered(&script, 1, 2);
            let stream = ctx.stream("S").unwrap();
            let options = SnapshotOptions::new().overwrite();
            let mut writing = std::pin::pin!(stream.snapshot_to_dir(dir.path(), options));
            let mut left = polls;
            std::future::poll_fn(|cx| {
                if left == 0 {
                    return Poll::Ready(false);
                }
                left -= 1;
                writing.as_mut().poll(cx).map(|done| done.is_ok())
            })
            .await
        });
        // Waits for what goes on on other threads.
        drop(runtime);
        assert_eq!(dir.names(), ["backup.json", "stream.tar.s2"], "{polls}");
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let number = runtime.block_on(number_of_backup(dir.path()));
        replaced[usize::from(number == 2)] += 1;
        if whole {
            assert_eq!(number, 2);
            break;
        }
    }
    assert!(!replaced.contains(&0), "{replaced:?}");
}

#[tokio::test]
async fn a_backup_that_was_replaced_after_it_was_opened_is_not_restored() {
    let (script, ctx) = scripted();
    let dir = Dir::new();
    put_backup(dir.path(), 1);
    let backup = Backup::open(dir.path()).await.unwrap();
    put_backup(dir.path(), 2);
    let refused = ctx.restore_backup(&backup, RestoreOptions::new()).await;
    assert!(matches!(refused, Err(Error::Io { .. })), "{refused:?}");
    assert!(script.sent().is_empty());
}

/// What the process runs that the next test kills.
#[tokio::test]
async fn writes_backups_until_it_is_killed() {
    let Ok(dir) = std::env::var("JSAPI_TEST_BACKUPS") else {
        return;
    };
    for messages in 1.. {
        let (script, ctx) = scripted();
        script_numbered(&script, 1, messages);
        let stream = ctx.stream("S").unwrap();
        let options = SnapshotOptions::new().overwrite();
        stream.snapshot_to_dir(&dir, options).await.unwrap();
        std::fs::write(Path::new(&dir).join("progress"), messages.to_string()).unwrap();
    }
}

#[tokio::test]
async fn a_process_killed_while_it_replaces_a_backup_leaves_a_whole_one() {
    for round in 0..20 {
        let dir = Dir::new();
        put_backup(dir.path(), 0);
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writes_backups_until_it_is_killed"])
            .env("JSAPI_TEST_BACKUPS", dir.path())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let progress = || {
            let text = std::fs::read_to_string(dir.path().join("progress"));
            text.ok()?.parse::<u64>().ok()
        };
        let deadline = Instant::now() + Duration::from_secs(120);
        while progress().is_none_or(|written| written < 3) {
            assert!(child.try_wait().unwrap().is_none(), "it ended");
            assert!(Instant::now() < deadline, "it writes no backups");
        }
        // At another point of the next backup in each round.
        for _ in 0..round * 500 {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let written = progress().unwrap_or(3);
        assert!(number_of_backup(dir.path()).await >= written);

        // The next one clears up.
        let (script, ctx) = scripted();
        script_numbered(&script, 1, 1_000_000);
        let stream = ctx.stream("S").unwrap();
        let options = SnapshotOptions::new().overwrite();
        stream.snapshot_to_dir(dir.path(), options).await.unwrap();
        let files = ["backup.json", "progress", "stream.tar.s2"];
        assert_eq!(dir.names(), files);
        assert_eq!(number_of_backup(dir.path()).await, 1_000_000);
    }
}

#[tokio::test]
async fn a_backup_that_is_dropped_half_way_leaves_nothing() {
    let (script, ctx) = scripted();
    let dir = Dir::new();
    script
        .on(SNAPSHOT)
        .delivering(INBOX, Incoming::new(INBOX, "half"))
        .reply(about());
    let stream = ctx.stream("S").unwrap();
    let writing = stream.snapshot_to_dir(dir.path(), SnapshotOptions::new());
    assert!(
        tokio::time::timeout(Duration::from_millis(200), writing)
            .await
            .is_err()
    );
    assert_eq!(dir.names(), [""; 0]);
    assert_eq!(script.subscriptions(), [""; 0]);
}

#[cfg(unix)]
#[tokio::test]
async fn a_backup_writes_through_no_link() {
    let (script, ctx) = scripted();
    let (dir, outside) = (Dir::new(), Dir::new());
    let precious = outside.path().join("precious");
    std::fs::write(&precious, "precious").unwrap();
    for name in ["backup.json", "stream.tar.s2"] {
        std::os::unix::fs::symlink(&precious, dir.path().join(name)).unwrap();
    }
    script_snapshot(&script);
    let options = SnapshotOptions::new().overwrite();
    ctx.stream("S")
        .unwrap()
        .snapshot_to_dir(dir.path(), options)
        .await
        .unwrap();
    assert_eq!(std::fs::read(&precious).unwrap(), b"precious");
    assert_eq!(outside.names(), ["precious"]);
    for name in ["backup.json", "stream.tar.s2"] {
        assert!(
            std::fs::symlink_metadata(dir.path().join(name))
                .unwrap()
                .is_file()
        );
    }
}

#[tokio::test]
async fn a_directory_without_a_backup_is_told_from_a_broken_one() {
    let (script, ctx) = scripted();
    let dir = Dir::new();
    let kind = |error: Error| match error {
        Error::Io { source, .. } => source.kind(),
        error => panic!("{error:?}"),
    };
    let restored = ctx
        .restore_from_dir(dir.path(), RestoreOptions::new())
        .await;
    assert_eq!(kind(restored.unwrap_err()), ErrorKind::NotFound);
    for text in ["", "{", "[]", r#"{"config":{}}"#] {
        std::fs::write(dir.path().join("backup.json"), text).unwrap();
        let opened = Backup::open(dir.path()).await;
        assert_eq!(kind(opened.unwrap_err()), ErrorKind::InvalidData, "{text}");
    }
    let text = format!(r#"{{"config":{CONFIG},"state":{STATE}}}"#);
    std::fs::write(dir.path().join("backup.json"), text).unwrap();
    let restored = ctx
        .restore_from_dir(dir.path(), RestoreOptions::new())
        .await;
    assert_eq!(kind(restored.unwrap_err()), ErrorKind::NotFound);
    assert!(script.sent().is_empty());
}

#[test]
fn what_is_waited_for_can_be_moved_to_another_thread() {
    fn sent<T: Send>(_: &T) {}
    let (_, ctx) = scripted();
    let stream = ctx.stream("S").unwrap();
    sent(&stream.snapshot(SnapshotOptions::new()));
    sent(&stream.snapshot_to_dir("x", SnapshotOptions::new()));
    sent(&ctx.restore_from_dir("x", RestoreOptions::new()));
    let chunks: Subscription = Box::pin(stream::empty());
    let chunks = chunks.map(|chunk| Ok(chunk.payload));
    sent(&ctx.restore_stream_from(StreamConfig::new("S"), chunks, RestoreOptions::new()));
}
