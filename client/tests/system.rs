//! What the system account asks, and what an account is told, without a server.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use futures_util::TryStreamExt;
use jsapi::{ErrorCode, Placement};
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error, Incoming, Peer, StreamMove};

const MOVED: &str = concat!(
    r#"{"type":"io.nats.jetstream.api.v1.stream_update_response","config":{"name":"S","#,
    r#""retention":"limits","max_consumers":-1,"max_msgs":-1,"max_bytes":-1,"max_age":0,"#,
    r#""discard":"old","storage":"file","num_replicas":3},"created":"2026-11-20T10:00:00Z","#,
    r#""state":{"messages":0,"bytes":0,"first_seq":0,"last_seq":0,"consumer_count":0}}"#,
);

fn scripted() -> (ScriptedTransport, Context) {
    let script = ScriptedTransport::in_order();
    (script.clone(), Context::with_transport(script))
}

fn done(kind: &str) -> String {
    format!(r#"{{"type":"io.nats.jetstream.api.v1.{kind}","success":true}}"#)
}

#[tokio::test]
async fn the_meta_leader_steps_down_without_a_body_or_with_a_placement() {
    let (script, ctx) = scripted();
    let subject = "$JS.API.META.LEADER.STEPDOWN";
    script
        .on(subject)
        .with_payload("")
        .reply(done("meta_leader_stepdown_response"));
    script
        .on(subject)
        .with_payload(r#"{"placement":{"cluster":"east"}}"#)
        .reply(done("meta_leader_stepdown_response"));
    ctx.system().leader_stepdown(None).await.unwrap();
    ctx.system()
        .leader_stepdown(Some(Placement::new().with_cluster("east")))
        .await
        .unwrap();
    script.finish();
}

#[tokio::test]
async fn a_server_is_named_or_given_by_its_peer_id() {
    let (script, ctx) = scripted();
    let system = ctx.system();
    for (operation, kind) in [
        ("REMOVE", "meta_server_remove_response"),
        ("EVACUATE", "meta_server_evacuate_response"),
    ] {
        let subject = format!("$JS.API.SERVER.{operation}");
        script
            .on(&subject)
            .with_payload(r#"{"peer":"n1"}"#)
            .reply(done(kind));
        script
            .on(&subject)
            .with_payload(r#"{"peer_id":"yrzKKRBu"}"#)
            .reply(done(kind));
        for server in [Peer::from("n1"), Peer::id("yrzKKRBu")] {
            match operation {
                "REMOVE" => system.remove_server(server).await.unwrap(),
                _ => system.evacuate_server(server).await.unwrap(),
            }
        }
    }
    script.finish();
}

#[tokio::test]
async fn an_account_is_purged_by_its_name() {
    let (script, ctx) = scripted();
    script
        .on("$JS.API.ACCOUNT.PURGE.$G")
        .with_payload("")
        .reply(r#"{"type":"io.nats.jetstream.api.v1.account_purge_response","initiated":true}"#);
    assert!(ctx.system().purge_account("$G").await.unwrap().initiated);
    let error = ctx.system().purge_account("a.b").await.unwrap_err();
    assert!(matches!(error, Error::Invalid { .. }), "{error:?}");
    script.finish();
}

#[tokio::test]
async fn a_stream_is_moved_away_and_the_move_is_called_off() {
    let (script, ctx) = scripted();
    let system = ctx.system();
    let subject = "$JS.API.ACCOUNT.STREAM.MOVE.A.S";
    script.on(subject).with_payload("").reply(MOVED);
    script
        .on(subject)
        .with_payload(r#"{"server":"n1","cluster":"east","domain":"hub","tags":["ssd"]}"#)
        .reply(MOVED);
    script
        .on("$JS.API.ACCOUNT.STREAM.CANCEL_MOVE.A.S")
        .with_payload("")
        .times(2)
        .reply(MOVED);
    system
        .move_stream("A", "S", StreamMove::new())
        .await
        .unwrap();
    let how = StreamMove::away_from("n1")
        .with_cluster("east")
        .with_domain("hub")
        .with_tags(["ssd"]);
    system.move_stream("A", "S", how).await.unwrap();
    // Servers before 2.15 answer with the type of an update.
    assert_eq!(system.cancel_move("A", "S").await.unwrap().config.name, "S");
    assert_eq!(system.cancel_move("A", "S").await.unwrap().config.name, "S");
    for (account, stream) in [("a.b", "S"), ("A", "a.b"), ("", "S"), ("A", "")] {
        let error = system.cancel_move(account, stream).await.unwrap_err();
        assert!(matches!(error, Error::Invalid { .. }), "{error:?}");
    }
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_rescue_gives_the_answer_of_each_server_and_then_ends() {
    let (script, ctx) = scripted();
    let answer = |server: &str, rest: &str| {
        Incoming::new(
            "_INBOX.1",
            format!(
                r#"{{"type":"io.nats.jetstream.api.v1.meta_rescue_response","server":"{server}","server_id":"I"{rest}}}"#
            ),
        )
    };
    script
        .on("$JS.API.META.RESCUE")
        .with_payload(r#"{"quorum_needed":1}"#)
        .replies([
            answer("n1", r#","prev_quorum":2,"new_quorum":1"#),
            answer(
                "n2",
                r#","error":{"code":400,"err_code":10224,"description":"no"}"#,
            ),
        ]);
    let began = tokio::time::Instant::now();
    let answers: Vec<_> = ctx
        .system()
        .rescue(1)
        .await
        .unwrap()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[0].outcome.as_ref().unwrap().new_quorum, Some(1));
    assert_eq!(
        answers[1].outcome.as_ref().unwrap_err().err_code,
        Some(ErrorCode(10224))
    );
    assert!(began.elapsed() < Duration::from_secs(5));
    script.finish();
}

#[tokio::test]
async fn account_info_has_no_body() {
    let (script, ctx) = scripted();
    script.on("$JS.API.INFO").with_payload("").reply(concat!(
        r#"{"type":"io.nats.jetstream.api.v1.account_info_response","memory":0,"storage":0,"#,
        r#""streams":2,"consumers":0,"limits":{"max_memory":-1,"max_storage":-1,"#,
        r#""max_streams":-1,"max_consumers":-1,"max_bytes_required":false},"#,
        r#""api":{"level":5,"total":1,"errors":0}}"#,
    ));
    let info = ctx.account_info().await.unwrap();
    assert_eq!((info.streams, info.api.level), (2, Some(5)));
    script.finish();
}
