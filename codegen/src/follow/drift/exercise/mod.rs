//! Every operation that an account may call, on streams that are made for it and
//! removed again. It makes servers say as much as one account can.

mod cluster;
mod consumers;
mod direct;
mod names;
mod system;

use super::session::Session;
use consumers::{consumers, deliveries, groups};
use futures_util::StreamExt;
use names::{Names, SECOND};
use serde_json::{Value, json};
use std::time::Duration;
pub(super) use system::refused;

/// Runs it all, and removes what it made whatever happened.
pub(super) async fn run(session: &mut Session) -> Result<(), String> {
    let names = Names::new();
    let failed = |error: async_nats::SubscribeError| format!("$JS.EVENT: {error}");
    let mut events = session
        .client
        .subscribe("$JS.EVENT.>")
        .await
        .map_err(failed)?;
    // The system account gets copies with more members.
    let mut copies = match &session.system {
        Some(client) => Some(client.subscribe("$JS.EVENT.>").await.map_err(failed)?),
        None => None,
    };
    let done = all(session, &names).await;
    let mut left = Vec::new();
    for stream in names.all() {
        if !remove(session, stream).await {
            left.push(stream);
        }
    }
    // Deleted already: an error.
    let here = [("stream", names.main.as_str())];
    session.ask("stream_delete", &here, "").await;
    session.drain(&mut events, Duration::from_millis(300)).await;
    if let Some(events) = &mut copies {
        session.drain(events, Duration::from_millis(300)).await;
    }
    if !left.is_empty() {
        return Err(format!("not deleted: {}", left.join(", ")));
    }
    done
}

/// Deletes a stream. A cluster that elects a leader refuses that for a while.
async fn remove(session: &mut Session, stream: &str) -> bool {
    let here = [("stream", stream)];
    let is_deleted = |reply: &Value| {
        let code = reply.pointer("/error/code").and_then(Value::as_u64);
        reply.get("success") == Some(&Value::Bool(true)) || code == Some(404)
    };
    let reply = session
        .ask_until("stream_delete", &here, "", is_deleted)
        .await;
    reply.is_some()
}

async fn all(session: &mut Session, names: &Names) -> Result<(), String> {
    streams(session, names).await?;
    messages(session, names).await;
    direct::reads(session, names).await;
    copies(session, names).await;
    consumers(session, names).await?;
    deliveries(session, names).await?;
    backup(session, names).await?;
    groups(session, names).await;
    cluster::replicas(session, names).await;
    system::run(session, names).await;
    session.ask("account_info", &[], "").await;
    Ok(())
}

async fn streams(session: &mut Session, names: &Names) -> Result<(), String> {
    let main = names.main.as_str();
    let here = [("stream", main)];
    let mut config = json!({
        "name": main,
        "description": "made by cargo codegen drift, which removes it",
        "subjects": [format!("{main}.>")],
        "retention": "limits", "storage": "file", "discard": "old", "num_replicas": 1,
        "max_msgs": 1_000, "max_bytes": 4_000_000, "max_age": 3_600 * SECOND, "max_msg_size": 65_536,
        "max_msgs_per_subject": 100, "max_consumers": 20, "duplicate_window": 60 * SECOND,
        "allow_rollup_hdrs": true, "allow_direct": true, "compression": "s2",
        "first_seq": 5, "metadata": {"made-by": "jsapi"},
        "subject_transform": {"src": format!("{main}.t.>"), "dest": format!("{main}.u.>")},
        "republish": {"src": format!("{main}.r.>"), "dest": format!("REPUBLISHED.{main}.>"), "headers_only": true},
    });
    for (level, field, value) in [
        (1, "allow_msg_ttl", json!(true)),
        (1, "subject_delete_marker_ttl", json!(SECOND)),
        (2, "allow_atomic", json!(true)),
        (2, "allow_msg_schedules", json!(true)),
        (2, "persist_mode", json!("default")),
        (4, "allow_batched", json!(true)),
    ] {
        if session.level >= level {
            config[field] = value;
        }
    }
    let made = session.ask("stream_create", &here, &config).await;
    let error = made
        .as_ref()
        .and_then(|made| made.pointer("/error/description"));
    if made.is_none() || error.is_some() {
        let why = error.and_then(Value::as_str).unwrap_or("nobody answers");
        return Err(format!("STREAM.CREATE: {why}"));
    }
    session.ask("stream_create", &here, &config).await;
    config["description"] = json!("the same with another description");
    session.ask("stream_create", &here, &config).await;
    session.ask("stream_update", &here, &config).await;
    session.ask("stream_create", &here, "{").await;
    session
        .ask("stream_create", &here, r#"{"name": "another"}"#)
        .await;
    session
        .ask(
            "stream_update",
            &[("stream", &names.copy)],
            json!({"name": names.copy}),
        )
        .await;
    session
        .ask("stream_names", &[], json!({"subject": format!("{main}.x")}))
        .await;
    session
        .ask("stream_list", &[], json!({"subject": format!("{main}.x")}))
        .await;
    if session.level >= 2 {
        let here = [("stream", names.persisted.as_str())];
        let config = json!({"name": names.persisted, "persist_mode": "async"});
        session.ask("stream_create", &here, config).await;
    }
    session.ask("stream_list", &[], "[]").await;
    session.ask("stream_names", &[], "[]").await;
    // Some answer on clusters only, and refuse here.
    session.ask("stream_leader_stepdown", &here, "").await;
    let peer = json!({"peer": "jsapi-no-such-peer"});
    session.ask("stream_peer_remove", &here, &peer).await;
    if session.level >= 5 {
        session.ask("stream_peer_evacuate", &here, &peer).await;
        session.ask("stream_cancel_move", &here, "").await;
    }
    Ok(())
}

async fn messages(session: &mut Session, names: &Names) {
    let main = names.main.as_str();
    let here = [("stream", main)];
    let subject = |rest: &str| format!("{main}.{rest}");
    for index in 0..8 {
        session.publish(&subject(&format!("m.{index}")), &[]).await;
    }
    for _ in 0..2 {
        session
            .publish(&subject("once"), &[("Nats-Msg-Id", "once")])
            .await;
    }
    session
        .publish(&subject("m.0"), &[("Nats-Expected-Last-Sequence", "1")])
        .await;
    session.publish(&subject("r.x"), &[]).await;
    if session.level >= 2 {
        let batch = |sequence: &'static str, id: &'static str| {
            [("Nats-Batch-Id", id), ("Nats-Batch-Sequence", sequence)]
        };
        let one = batch("1", "whole");
        let [id, two] = batch("2", "whole");
        session.publish(&subject("b.1"), &one).await;
        session
            .publish(&subject("b.2"), &[id, two, ("Nats-Batch-Commit", "1")])
            .await;
        // With a gap: an error, and an advisory.
        session.publish(&subject("b.1"), &batch("1", "gap")).await;
        let [id, four] = batch("4", "gap");
        session
            .publish(&subject("b.4"), &[id, four, ("Nats-Batch-Commit", "1")])
            .await;
        let counter = json!({"name": names.counter, "subjects": [format!("{}.>", names.counter)], "allow_msg_counter": true});
        session
            .ask("stream_create", &[("stream", &names.counter)], counter)
            .await;
        session
            .publish(&format!("{}.x", names.counter), &[("Nats-Incr", "+2")])
            .await;
    }
    let mut queries = vec![
        json!({"seq": 6}),
        json!({"last_by_subj": subject("once")}),
        json!({"next_by_subj": subject("m.>"), "seq": 6}),
        json!({"seq": 1_000_000}),
        json!({}),
    ];
    if session.level >= 1 {
        queries.push(json!({"start_time": "2020-01-01T00:00:00Z"}));
    }
    for query in queries {
        session.ask("stream_msg_get", &here, query).await;
    }
    session
        .ask(
            "stream_msg_delete",
            &here,
            json!({"seq": 7, "no_erase": true}),
        )
        .await;
    session
        .ask("stream_msg_delete", &here, json!({"seq": 8}))
        .await;
    session
        .ask("stream_msg_delete", &here, json!({"seq": 8}))
        .await;
    session
        .ask(
            "stream_info",
            &here,
            json!({"deleted_details": true, "subjects_filter": ">"}),
        )
        .await;
    session
        .ask("stream_purge", &here, json!({"filter": subject("m.7")}))
        .await;
    session
        .ask("stream_purge", &here, json!({"seq": 1, "keep": 1}))
        .await;
}

/// Mirrors and sources, once they have copied something.
async fn copies(session: &mut Session, names: &Names) {
    let main = &names.main;
    let info = session.ask("stream_info", &[("stream", main)], "").await;
    // A server without a cluster takes any name.
    let cluster = info.as_ref().and_then(|info| info.pointer("/cluster/name"));
    let cluster = cluster.cloned().unwrap_or_else(|| json!("none"));
    let start = json!({"name": names.mirror, "mirror": {"name": main, "opt_start_seq": 6}, "mirror_direct": true, "placement": {"cluster": cluster}});
    session
        .ask("stream_create", &[("stream", &names.mirror)], start)
        .await;
    let lost = json!({"name": names.lost_mirror, "mirror": {"name": format!("{main}_NONE")}});
    session
        .ask("stream_create", &[("stream", &names.lost_mirror)], lost)
        .await;
    if session.level >= 4 {
        let consumer = json!({"name": "none", "deliver_subject": format!("{main}.none")});
        let through =
            json!({"name": names.through, "mirror": {"name": main, "consumer": consumer}});
        session
            .ask("stream_create", &[("stream", &names.through)], through)
            .await;
    }
    let copy = json!({"name": names.copy, "sources": [
        {"name": main, "subject_transforms": [{"src": format!("{main}.m.>"), "dest": format!("{}.>", names.copy)}]},
        {"name": names.mirror, "external": {"api": "$JS.jsapi-none.API"}, "filter_subject": format!("{main}.m.1")},
    ]});
    session
        .ask("stream_create", &[("stream", &names.copy)], copy)
        .await;
    let is_filled = |info: &Value| {
        let messages = info.pointer("/state/messages").and_then(Value::as_u64);
        messages.is_some_and(|messages| messages > 0)
    };
    for stream in [&names.mirror, &names.copy] {
        session
            .ask_until("stream_info", &[("stream", stream)], "", is_filled)
            .await;
    }
    let here = [("stream", names.lost_mirror.as_str())];
    if !session.recording.clustered {
        let is_lost = |info: &Value| info.pointer("/mirror/error").is_some();
        session.ask_until("stream_info", &here, "", is_lost).await;
    }
    session.ask("stream_info", &here, "").await;
    session.ask("stream_info", &[("stream", main)], "").await;
    session.ask("stream_list", &[], "").await;
}

/// A snapshot, and the stream made of it again.
async fn backup(session: &mut Session, names: &Names) -> Result<(), String> {
    let here = [("stream", names.backup.as_str())];
    let config = json!({
        "name": names.backup,
        "subjects": [format!("{}.>", names.backup)],
        "consumer_limits": {"max_ack_pending": 500, "inactive_threshold": 60 * SECOND},
        "discard": "new", "discard_new_per_subject": true, "max_msgs_per_subject": 10, "max_msgs": 100,
        "deny_delete": true,
    });
    session.ask("stream_create", &here, config).await;
    for _ in 0..3 {
        session.publish(&format!("{}.x", names.backup), &[]).await;
    }
    let inbox = session.client.new_inbox();
    let failed = |error: async_nats::SubscribeError| format!("{inbox}: {error}");
    let mut chunks = session
        .client
        .subscribe(inbox.clone())
        .await
        .map_err(failed)?;
    let wanted = json!({"deliver_subject": inbox, "chunk_size": 65_536});
    let Some(taken) = session.ask("stream_snapshot", &here, wanted).await else {
        return Ok(());
    };
    let mut saved = Vec::new();
    while let Ok(Some(chunk)) = tokio::time::timeout(Duration::from_secs(5), chunks.next()).await {
        if let Some(reply) = chunk.reply {
            let _ = session.client.publish(reply, "".into()).await;
        }
        if chunk.payload.is_empty() {
            break;
        }
        saved.push(chunk.payload);
    }
    session.ask("stream_snapshot", &here, "{}").await;
    session.ask("stream_delete", &here, "").await;
    let config = taken.get("config").cloned().unwrap_or_default();
    let state = taken.get("state").cloned().unwrap_or_default();
    let request = json!({"config": config, "state": state});
    // A cluster takes a moment to forget the stream that was deleted.
    let is_ready = |reply: &Value| reply.get("deliver_subject").is_some();
    let wanted = request.to_string();
    let Some(ready) = session
        .ask_until("stream_restore", &here, &wanted, is_ready)
        .await
    else {
        return Ok(());
    };
    let Some(subject) = ready.get("deliver_subject").and_then(Value::as_str) else {
        return Ok(());
    };
    for chunk in saved {
        let _ = session.client.request(subject.to_owned(), chunk).await;
    }
    // The end is answered as the creation of the stream is.
    if let Ok(end) = session.client.request(subject.to_owned(), "".into()).await {
        session.keep("stream_create", &end.payload);
    }
    session.ask("stream_restore", &here, &request).await;
    Ok(())
}
