//! The operations of the system account.

use super::super::session::Session;
use super::cluster::settle;
use super::names::Names;
use serde_json::{Value, json};

/// An account, a stream and a server that do not exist.
const NONE: &str = "JSAPI_DRIFT_NONE";

/// Calls that the server refuses, since what they name does not exist.
pub(in super::super) async fn refused(session: &mut Session) {
    if session.system.is_none() {
        return;
    }
    let stream = [("account", NONE), ("stream", NONE)];
    session.ask_system("account_purge", &stream[..1], "").await;
    session
        .ask_system("account_stream_move", &stream, "{}")
        .await;
    session
        .ask_system("account_stream_cancel_move", &stream, "")
        .await;
    let preferred = json!({"placement": {"preferred": NONE}});
    session
        .ask_system("meta_leader_stepdown", &[], preferred)
        .await;
    let peer = json!({"peer": NONE});
    session.ask_system("server_remove", &[], &peer).await;
    if session.level >= 5 {
        session.ask_system("server_evacuate", &[], &peer).await;
    }
}

/// Calls that change nothing but the streams of the exercise and who leads.
pub(super) async fn run(session: &mut Session, names: &Names) {
    if session.system.is_none() {
        return;
    }
    refused(session).await;
    // A cluster with a leader refuses to be rescued; so does a server without one.
    let led = session.ask("account_info", &[], "").await;
    if session.level >= 5 && led.is_some() {
        let quorum = json!({"quorum_needed": 2});
        session.ask_system("meta_rescue", &[], quorum).await;
    }
    if !session.recording.clustered {
        return;
    }
    if let Some(account) = account(session).await {
        moves(session, &account, &names.moved).await;
    }
    session.ask_system("meta_leader_stepdown", &[], "").await;
    // The next request needs a leader.
    let has_leader = |info: &Value| info.get("error").is_none();
    session.ask_until("account_info", &[], "", has_leader).await;
}

/// Moves a stream of the exercise to another server, and takes that back.
async fn moves(session: &mut Session, account: &str, stream: &str) {
    let here = [("account", account), ("stream", stream)];
    let info = session.ask("stream_info", &here[1..], "").await;
    let leader = info
        .as_ref()
        .and_then(|info| info.pointer("/cluster/leader"))
        .and_then(Value::as_str);
    let Some(leader) = leader else { return };
    let from = json!({"server": leader});
    session
        .ask_system("account_stream_move", &here, &from)
        .await;
    session.ask("stream_info", &here[1..], "").await;
    session
        .ask_system("account_stream_cancel_move", &here, "")
        .await;
    settle(session, "stream_info", &here[1..]).await;
}

/// The account of the exercise, by the name that the server has for it.
async fn account(session: &Session) -> Option<String> {
    let reply = session
        .client
        .request("$SYS.REQ.USER.INFO", "".into())
        .await
        .ok()?;
    let reply: Value = serde_json::from_slice(&reply.payload).ok()?;
    let account = reply.pointer("/data/account")?.as_str()?;
    Some(account.to_owned())
}
