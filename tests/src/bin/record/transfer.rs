//! Of backups.

use futures_util::StreamExt;
use jsapi::*;
use jsapi_test_server::User;
use jsapi_tests::Outcome;
use serde_json::Value;

use crate::recorder::Recorder;

pub(crate) async fn record(to: &mut Recorder) -> Outcome {
    let snapshot = StreamSnapshotRequest::new;
    to.typed("err_no_stream", &snapshot("NOPE", "backup.nope"))
        .await?;
    to.typed("err_deliver_subject", &snapshot("FULL", "backup.*"))
        .await?;
    to.typed("err_not_enabled", &snapshot("FULL", "backup.n"))
        .user(User::N)
        .await?;
    to.raw(
        "stream_snapshot",
        "err_bad_json",
        "STREAM.SNAPSHOT.FULL",
        "{",
    )
    .await?;
    // Memory streams can be backed up from 2.15 on.
    to.typed("memory", &snapshot("INT", "backup.memory"))
        .await?;

    let client = to.client(User::A)?.clone();
    let mut chunks = client.subscribe("backup.full").await?;
    let reply = to
        .typed("ok", &snapshot("FULL", "backup.full").with_jsck(true))
        .await?;
    let mut backup = Vec::new();
    while let Some(chunk) = chunks.next().await {
        if chunk.payload.is_empty() {
            break;
        }
        backup.push(chunk.payload);
        // The next one comes when this one has been acknowledged.
        if let Some(reply) = chunk.reply {
            client.publish(reply, "".into()).await?;
        }
    }

    let mut described = reply.document();
    let config: StreamConfig = serde_json::from_value(described["config"].take())?;
    let state: StreamState = serde_json::from_value(described["state"].take())?;
    let restore = StreamRestoreRequest::new(config).with_state(state);
    to.typed("err_exists", &restore).await?;
    to.typed("to_restore", &StreamDeleteRequest::new("FULL"))
        .await?;
    to.typed("err_not_enabled", &restore).user(User::N).await?;
    let mismatch = r#"{"config":{"name":"FULL"}}"#;
    to.raw(
        "stream_restore",
        "err_mismatch",
        "STREAM.RESTORE.OTHER",
        mismatch,
    )
    .await?;
    to.raw("stream_restore", "err_bad_json", "STREAM.RESTORE.FULL", "{")
        .await?;

    let reply = to.typed("ok", &restore).await?;
    for chunk in backup {
        client
            .request(deliver_subject(&reply.document())?, chunk)
            .await?;
    }
    let end = deliver_subject(&reply.document())?;
    to.message("stream_restore_eof", "ok", &end, "").await?;

    to.typed("to_restore_again", &StreamDeleteRequest::new("FULL"))
        .await?;
    let reply = to.typed("corrupt", &restore).await?;
    let end = deliver_subject(&reply.document())?;
    client
        .request(end.clone(), "this is no backup".into())
        .await?;
    to.message("stream_restore_eof", "err_corrupt", &end, "")
        .await?;
    Ok(())
}

fn deliver_subject(reply: &Value) -> Outcome<String> {
    let subject = reply["deliver_subject"].as_str();
    Ok(subject
        .ok_or_else(|| format!("no subject to restore to: {reply}"))?
        .to_owned())
}
