//! Replicas, leaders and peers, where the server is part of a cluster.

use super::super::session::Session;
use super::names::Names;
use serde_json::{Value, json};

/// Streams and consumers with three replicas, and changes of their peers.
pub(super) async fn replicas(session: &mut Session, names: &Names) {
    if !session.recording.clustered {
        return;
    }
    let stream = names.replicated.as_str();
    let here = [("stream", stream)];
    let config = |name: &str, replicas: u64| json!({"name": name, "subjects": [format!("{name}.>")], "num_replicas": replicas, "allow_direct": true});
    let made = session.ask("stream_create", &here, config(stream, 3)).await;
    if made.is_none_or(|made| made.get("error").is_some()) {
        // Fewer than three peers.
        return;
    }
    session.publish(&format!("{stream}.x"), &[]).await;
    let worker = [("stream", stream), ("consumer", "worker")];
    let wanted = json!({"stream_name": stream, "config": {"name": "worker", "durable_name": "worker", "ack_policy": "explicit", "num_replicas": 3}});
    session.ask("consumer_create_named", &worker, wanted).await;
    settle(session, "stream_info", &here).await;
    settle(session, "consumer_info", &worker).await;
    session.ask("consumer_list", &here, "").await;
    session.ask("stream_list", &[], "").await;
    session.ask("consumer_leader_stepdown", &worker, "").await;
    session.ask("stream_leader_stepdown", &here, "").await;
    settle(session, "stream_info", &here).await;
    settle(session, "consumer_info", &worker).await;
    peers(session, names, &config(&names.paired, 2)).await;
    // There may be no fourth server to take the place of a peer: an error then.
    if let Some(peer) = follower(session, &here).await {
        let peer = json!({"peer": peer});
        session.ask("stream_peer_remove", &here, &peer).await;
    }
    for (name, operation) in [
        ("removed", "consumer_peer_remove"),
        ("evacuated", "consumer_peer_evacuate"),
    ] {
        if session.level >= 5 {
            leave(session, stream, name, operation).await;
        }
    }
    settle(session, "stream_info", &here).await;
    changes(session, names, config(&names.moved, 1)).await;
}

/// A consumer of one replica leaves its server for another one of the stream.
async fn leave(session: &mut Session, stream: &str, name: &str, operation: &str) {
    let here = [("stream", stream), ("consumer", name)];
    let wanted = json!({"stream_name": stream, "config": {"name": name, "durable_name": name, "ack_policy": "explicit", "num_replicas": 1}});
    session.ask("consumer_create_named", &here, wanted).await;
    settle(session, "consumer_info", &here).await;
    let info = session.ask("consumer_info", &here, "").await;
    let leader = info
        .as_ref()
        .and_then(|info| info.pointer("/cluster/leader"));
    if let Some(leader) = leader.cloned() {
        session.ask(operation, &here, json!({"peer": leader})).await;
        session.ask("consumer_info", &here, "").await;
    }
}

/// A stream of two replicas leaves one of its servers for a third.
async fn peers(session: &mut Session, names: &Names, config: &Value) {
    let here = [("stream", names.paired.as_str())];
    session.ask("stream_create", &here, config).await;
    settle(session, "stream_info", &here).await;
    if let Some(peer) = follower(session, &here).await {
        let peer = json!({"peer": peer});
        session.ask("stream_peer_remove", &here, &peer).await;
        settle(session, "stream_info", &here).await;
    }
}

/// A stream of one replica gets others, and moves.
async fn changes(session: &mut Session, names: &Names, mut config: Value) {
    let here = [("stream", names.moved.as_str())];
    let worker = [("stream", names.moved.as_str()), ("consumer", "worker")];
    session.ask("stream_create", &here, &config).await;
    let wanted = json!({"stream_name": names.moved, "config": {"name": "worker", "durable_name": "worker", "ack_policy": "explicit", "num_replicas": 1}});
    session.ask("consumer_create_named", &worker, wanted).await;
    settle(session, "stream_info", &here).await;
    if session.level >= 5 {
        config["num_replicas"] = json!(3);
        session.ask("stream_update", &here, &config).await;
        session.ask("stream_cancel_move", &here, "").await;
        settle(session, "stream_info", &here).await;
        let info = session.ask("stream_info", &here, "").await;
        let leader = info
            .as_ref()
            .and_then(|info| info.pointer("/cluster/leader"));
        if let Some(leader) = leader.cloned() {
            let peer = json!({"peer": leader});
            session.ask("stream_peer_evacuate", &here, &peer).await;
            session.ask("stream_info", &here, "").await;
            settle(session, "stream_info", &here).await;
        }
    }
}

/// A server of a stream that is not its leader.
async fn follower(session: &mut Session, here: &[(&str, &str)]) -> Option<String> {
    let info = session.ask("stream_info", here, "").await?;
    let name = info.pointer("/cluster/replicas/0/name")?.as_str()?;
    Some(name.to_owned())
}

/// Asks until there is a leader and all replicas are current.
pub(super) async fn settle(session: &mut Session, operation: &str, here: &[(&str, &str)]) {
    let is_settled = |info: &Value| {
        let leader = info.pointer("/cluster/leader").and_then(Value::as_str);
        let replicas = info.pointer("/cluster/replicas").and_then(Value::as_array);
        let is_current = |replica: &Value| replica.get("current") == Some(&Value::Bool(true));
        leader.is_some_and(|leader| !leader.is_empty())
            && info.pointer("/cluster/desired").is_none()
            && replicas.is_none_or(|replicas| replicas.iter().all(is_current))
    };
    session.ask_until(operation, here, "", is_settled).await;
}

/// Waits until the consumer has a leader that takes pull requests.
pub(super) async fn ready(session: &mut Session, consumer: &[(&str, &str)]) {
    if session.recording.clustered {
        settle(session, "consumer_info", consumer).await;
    }
}
