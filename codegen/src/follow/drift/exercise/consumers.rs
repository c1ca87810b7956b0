//! Consumers, what they deliver, and groups of clients.

use super::super::session::Session;
use super::cluster::ready;
use super::names::{MILLISECOND, Names, SECOND};
use async_nats::Subscriber;
use futures_util::StreamExt;
use serde_json::{Value, json};
use std::time::Duration;

pub(super) async fn consumers(session: &mut Session, names: &Names) -> Result<(), String> {
    let main = names.main.as_str();
    let here = [("stream", main)];
    let wrap = |config: Value| json!({"stream_name": main, "config": config});
    let filter = format!("{main}.m.1");
    let worker = [
        ("stream", main),
        ("consumer", "worker"),
        ("filter", filter.as_str()),
    ];
    let full = json!({
        "name": "worker", "durable_name": "worker", "description": "made by cargo codegen drift",
        "deliver_policy": "all", "ack_policy": "explicit", "ack_wait": 300 * MILLISECOND, "max_deliver": 1,
        "replay_policy": "instant", "max_ack_pending": 100, "max_waiting": 16, "max_batch": 10,
        "max_expires": 5 * SECOND, "max_bytes": 100_000, "sample_freq": "100%", "num_replicas": 0,
        "mem_storage": true, "metadata": {"made-by": "jsapi"}, "filter_subjects": [format!("{main}.m.>"), format!("{main}.once")],
    });
    let mut request = wrap(full);
    session
        .ask("consumer_create_named", &worker[..2], &request)
        .await;
    session
        .ask("consumer_create_named", &worker[..2], &request)
        .await;
    request["action"] = json!("create");
    request["config"]["max_batch"] = json!(11);
    session
        .ask("consumer_create_named", &worker[..2], &request)
        .await;
    request["action"] = json!("update");
    session
        .ask("consumer_create_named", &worker[..2], &request)
        .await;
    let other = [
        ("stream", main),
        ("consumer", "other"),
        ("filter", filter.as_str()),
    ];
    let filtered = json!({"name": "other", "deliver_policy": "by_start_sequence", "opt_start_seq": 5, "filter_subject": filter, "ack_policy": "all", "inactive_threshold": 60 * SECOND, "max_deliver": 5, "backoff": [SECOND, 2 * SECOND]});
    session
        .ask("consumer_create_filtered", &other, wrap(filtered))
        .await;
    let durable = [("stream", main), ("consumer", "durable")];
    let old = json!({"durable_name": "durable", "ack_policy": "none", "deliver_policy": "last_per_subject", "filter_subject": format!("{main}.m.>"), "headers_only": true});
    session
        .ask("consumer_durable_create", &durable, wrap(old))
        .await;
    ready(session, &durable).await;
    let few = json!({"batch": 1_000, "expires": 200 * MILLISECOND});
    session
        .ask_messages("consumer_msg_next", &durable, few, 100)
        .await;
    let inbox = session.client.new_inbox();
    let failed = |error: async_nats::SubscribeError| format!("{inbox}: {error}");
    let _pushed = session
        .client
        .subscribe(inbox.clone())
        .await
        .map_err(failed)?;
    let push = json!({"deliver_subject": inbox, "ack_policy": "none", "deliver_policy": "by_start_time", "opt_start_time": "2020-01-01T00:00:00Z", "flow_control": true, "idle_heartbeat": SECOND, "rate_limit_bps": 1_000_000});
    let pushed = session.ask("consumer_create", &here, wrap(push)).await;
    let push_name = pushed
        .as_ref()
        .and_then(|pushed| pushed.get("name"))
        .and_then(Value::as_str);
    if let Some(name) = push_name {
        session
            .ask("consumer_info", &[("stream", main), ("consumer", name)], "")
            .await;
    }
    let grouped = json!({"deliver_subject": inbox, "deliver_group": "group", "ack_policy": "none"});
    session.ask("consumer_create", &here, wrap(grouped)).await;
    session
        .ask(
            "consumer_create",
            &here,
            wrap(json!({"ack_policy": "sometimes"})),
        )
        .await;
    session
        .ask("consumer_create", &here, wrap(json!({"opt_start_seq": 3})))
        .await;
    session.ask("consumer_names", &here, "").await;
    session.ask("consumer_list", &here, "").await;
    session.ask("consumer_list", &here, "[]").await;
    if session.level >= 1 {
        let until = json!({"pause_until": "2099-01-01T00:00:00Z"});
        session.ask("consumer_pause", &durable, until).await;
        let is_paused = |info: &Value| info.get("paused") == Some(&Value::Bool(true));
        session
            .ask_until("consumer_info", &durable, "", is_paused)
            .await;
        session.ask("consumer_pause", &durable, "").await;
        session
            .ask(
                "consumer_pause",
                &[("stream", main), ("consumer", "none")],
                "",
            )
            .await;
        session
            .ask("consumer_unpin", &worker[..2], json!({"group": "none"}))
            .await;
    }
    session.ask("consumer_leader_stepdown", &durable, "").await;
    if session.level >= 5 {
        let peer = json!({"peer": "jsapi-no-such-peer"});
        session.ask("consumer_peer_remove", &durable, &peer).await;
        session.ask("consumer_peer_evacuate", &durable, &peer).await;
    }
    session.ask("consumer_delete", &durable, "").await;
    session.ask("consumer_delete", &durable, "").await;
    Ok(())
}

/// Messages that are acknowledged in every way, and one that is not.
pub(super) async fn deliveries(session: &mut Session, names: &Names) -> Result<(), String> {
    let main = names.main.as_str();
    let worker = [("stream", main), ("consumer", "worker")];
    ready(session, &worker).await;
    let mut pulled = pull(
        session,
        &format!("CONSUMER.MSG.NEXT.{main}.worker"),
        json!({"batch": 10, "no_wait": true}),
    )
    .await?;
    let answers = ["+ACK", "-NAK", "+TERM because of the exercise"];
    let mut taken = 0;
    while let Ok(Some(message)) = tokio::time::timeout(Duration::from_secs(1), pulled.next()).await
    {
        session.note("consumer_msg_next", &message);
        let Some(reply) = message.reply else { break };
        if let Some(answer) = answers.get(taken) {
            let _ = session.client.publish(reply, (*answer).into()).await;
        }
        taken += 1;
    }
    session.ask("consumer_info", &worker, "").await;
    // The one that nobody acknowledged has had its only delivery.
    tokio::time::sleep(Duration::from_millis(600)).await;
    session.ask("consumer_info", &worker, "").await;
    if session.level >= 4 {
        session
            .ask("consumer_reset", &worker, json!({"seq": 6}))
            .await;
        session
            .ask("consumer_reset", &worker, json!({"seq": -1}))
            .await;
        let other = [("stream", main), ("consumer", "other")];
        session
            .ask("consumer_reset", &other, json!({"seq": 6}))
            .await;
    }
    Ok(())
}

/// Asks for messages, which come on a subscription of their own.
pub(super) async fn pull(session: &Session, verb: &str, body: Value) -> Result<Subscriber, String> {
    let inbox = session.client.new_inbox();
    let pulled = session.client.subscribe(inbox.clone()).await;
    let pulled = pulled.map_err(|error| format!("{inbox}: {error}"))?;
    let sent = session
        .client
        .publish_with_reply(format!("$JS.API.{verb}"), inbox, body.to_string().into())
        .await;
    sent.map_err(|error| format!("{verb}: {error}"))?;
    Ok(pulled)
}

/// A group of clients of which one is pinned.
pub(super) async fn groups(session: &mut Session, names: &Names) {
    if session.level < 1 {
        return;
    }
    let main = names.main.as_str();
    let here = [("stream", main), ("consumer", "grouped")];
    let config = json!({"name": "grouped", "ack_policy": "explicit", "priority_groups": ["g"], "priority_policy": "pinned_client", "priority_timeout": 2 * SECOND});
    session
        .ask(
            "consumer_create_named",
            &here,
            json!({"stream_name": main, "config": config}),
        )
        .await;
    ready(session, &here).await;
    let wanted = json!({"batch": 1, "expires": SECOND, "group": "g"});
    if let Ok(mut pulled) = pull(
        session,
        &format!("CONSUMER.MSG.NEXT.{main}.grouped"),
        wanted,
    )
    .await
    {
        match tokio::time::timeout(Duration::from_secs(2), pulled.next()).await {
            Ok(Some(message)) => session.note("consumer_msg_next", &message),
            _ => session.silent("consumer_msg_next"),
        }
    }
    session.ask("consumer_info", &here, "").await;
    session
        .ask("consumer_unpin", &here, json!({"group": "g"}))
        .await;
    session.ask("consumer_delete", &here, "").await;
}
