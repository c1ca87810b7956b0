//! Streams of an account and the handle to one, without a server.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use futures_util::TryStreamExt;
use jsapi::{ErrorCode, Placement, StreamConfig};
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{ConfigJson, Context, Error, Invalid, Purge};

const CREATED: &str = r#"{"type":"io.nats.jetstream.api.v1.stream_create_response","#;
const UPDATED: &str = r#"{"type":"io.nats.jetstream.api.v1.stream_update_response","#;
const INFO: &str =
    r#"{"type":"io.nats.jetstream.api.v1.stream_info_response","total":0,"offset":0,"limit":0,"#;
const ABOUT: &str = concat!(
    r#""config":{"name":"S","retention":"limits","max_consumers":-1,"max_msgs":-1,"max_bytes":-1,"#,
    r#""max_age":0,"max_msgs_per_subject":-1,"discard":"old","storage":"file","num_replicas":1,"#,
    r#""metadata":{"_nats.level":"0"},"brand_new":{"deep":[1,2]},"consumer_limits":{"other":3}},"#,
    r#""created":"2026-11-20T10:00:00Z","#,
    r#""state":{"messages":0,"bytes":0,"first_seq":0,"first_ts":"0001-01-01T00:00:00Z","#,
    r#""last_seq":0,"last_ts":"0001-01-01T00:00:00Z","consumer_count":0}}"#,
);

fn scripted() -> (ScriptedTransport, Context) {
    let script = ScriptedTransport::in_order();
    (script.clone(), Context::with_transport(script))
}

fn error(kind: &str, code: u16, err_code: u16) -> String {
    format!(
        r#"{{"type":"io.nats.jetstream.api.v1.{kind}","error":{{"code":{code},"err_code":{err_code},"description":"no"}}}}"#
    )
}

fn sent(script: &ScriptedTransport) -> Vec<(String, String)> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let sent = script.sent().into_iter();
    sent.map(|message| (message.subject, text(&message.payload)))
        .collect()
}

#[tokio::test]
async fn a_name_that_would_bend_the_subject_is_refused_and_nothing_is_sent() {
    let (script, ctx) = scripted();
    let long = "n".repeat(256);
    for name in [
        "",
        "a.b",
        "a b",
        "*",
        ">",
        "a/b",
        "a\\b",
        "a\r\nPUB x 0",
        "a\0",
        &long,
    ] {
        let refused = [
            ctx.stream(name).unwrap_err(),
            ctx.get_stream(name).await.unwrap_err(),
            ctx.delete_stream(name).await.unwrap_err(),
            ctx.create_stream(StreamConfig::new(name))
                .await
                .unwrap_err(),
            ctx.update_stream(StreamConfig::new(name))
                .await
                .unwrap_err(),
            ctx.create_or_update_stream(StreamConfig::new(name))
                .await
                .unwrap_err(),
        ];
        for error in refused {
            assert!(
                matches!(error, Error::Invalid { .. }),
                "{name:?}: {error:?}"
            );
            assert!(!error.may_have_applied());
        }
    }
    let error = ctx.stream("a.b").unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"invalid argument: stream name "a.b" has a '.', nothing was sent"#
    );
    assert_eq!(script.sent(), []);
}

#[tokio::test]
async fn a_handle_asks_nothing() {
    let (script, ctx) = scripted();
    let stream = ctx.stream("ORDERS").unwrap();
    assert_eq!(stream.name(), &"ORDERS");
    let _ = format!("{:?}", stream.clone());
    assert_eq!(script.sent(), []);
}

#[tokio::test]
async fn info_of_a_stream_that_does_not_exist_is_none_when_asked_for_so() {
    let (script, ctx) = scripted();
    script
        .on("$JS.API.STREAM.INFO.S")
        .with_payload("")
        .reply(format!("{INFO}{ABOUT}"));
    script
        .on("$JS.API.STREAM.INFO.S")
        .times(2)
        .reply(error("stream_info_response", 404, 10059));
    let stream = ctx.stream("S").unwrap();
    assert!(stream.info_opt().await.unwrap().is_some());
    assert!(stream.info_opt().await.unwrap().is_none());
    assert!(stream.info().await.unwrap_err().is_not_found());
    script.finish();
}

#[tokio::test]
async fn info_asks_for_what_it_is_told_to() {
    let (script, ctx) = scripted();
    script
        .on("$JS.API.STREAM.INFO.S")
        .with_payload(r#"{"deleted_details":true}"#)
        .reply(format!("{INFO}{ABOUT}"));
    let stream = ctx.stream("S").unwrap();
    let info = stream
        .info_with(|ask| ask.with_deleted_details(true))
        .await
        .unwrap();
    assert_eq!(info.config.name, "S");
    script.finish();
}

#[tokio::test]
async fn update_with_changes_one_setting_and_writes_the_others_back_as_they_were() {
    let (script, ctx) = scripted();
    script
        .on("$JS.API.STREAM.INFO.S")
        .reply(format!("{INFO}{ABOUT}"));
    script
        .on("$JS.API.STREAM.UPDATE.S")
        .reply(format!("{UPDATED}{ABOUT}"));
    ctx.stream("S")
        .unwrap()
        .update_with(|config| config.max_age = Some(Duration::from_secs(60)))
        .await
        .unwrap();

    let read: serde_json::Value = serde_json::from_str(&format!("{{{ABOUT}")).unwrap();
    let mut expected = read["config"].clone();
    expected["max_age"] = 60_000_000_000u64.into();
    let written: serde_json::Value = serde_json::from_str(&sent(&script)[1].1).unwrap();
    assert_eq!(written, expected);
    script.finish();
}

#[tokio::test]
async fn update_with_that_changes_nothing_writes_nothing() {
    let (script, ctx) = scripted();
    script
        .on("$JS.API.STREAM.INFO.S")
        .reply(format!("{INFO}{ABOUT}"));
    ctx.stream("S").unwrap().update_with(|_| {}).await.unwrap();
    script.finish();
}

#[tokio::test]
async fn update_with_does_not_rename() {
    let (script, ctx) = scripted();
    script
        .on("$JS.API.STREAM.INFO.S")
        .reply(format!("{INFO}{ABOUT}"));
    let stream = ctx.stream("S").unwrap();
    let error = stream
        .update_with(|config| config.name = "T".into())
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::Invalid { source, .. } if matches!(**source, Invalid::Config(_)))
    );
    script.finish();
}

#[tokio::test]
async fn a_purge_says_all_below_keep_and_filter() {
    let (script, ctx) = scripted();
    let stream = ctx.stream("S").unwrap();
    for (purge, body) in [
        (Purge::all(), ""),
        (Purge::all().filter("a.>"), r#"{"filter":"a.>"}"#),
        (Purge::below(7), r#"{"seq":7}"#),
        (Purge::below(7).filter("a"), r#"{"filter":"a","seq":7}"#),
        (Purge::keep(3), r#"{"keep":3}"#),
        (Purge::keep(3).filter("a"), r#"{"filter":"a","keep":3}"#),
        (Purge::below(u64::MAX), r#"{"seq":18446744073709551615}"#),
    ] {
        script.on("$JS.API.STREAM.PURGE.S").with_payload(body).reply(
            r#"{"type":"io.nats.jetstream.api.v1.stream_purge_response","success":true,"purged":4}"#,
        );
        assert_eq!(stream.purge(purge).await.unwrap(), 4);
    }
    script.finish();
}

#[tokio::test]
async fn a_purge_below_the_first_sequence_is_nothing_and_not_everything() {
    let (script, ctx) = scripted();
    let stream = ctx.stream("S").unwrap();
    for purge in [
        Purge::below(0),
        Purge::below(1),
        Purge::below(0).filter("a"),
    ] {
        assert_eq!(stream.purge(purge).await.unwrap(), 0);
    }
    assert_eq!(script.sent(), []);
}

#[tokio::test]
async fn a_purge_with_an_empty_filter_is_refused_and_not_of_everything() {
    let (script, ctx) = scripted();
    let stream = ctx.stream("S").unwrap();
    for purge in [Purge::all(), Purge::below(7), Purge::keep(3)] {
        let error = stream.purge(purge.filter("")).await.unwrap_err();
        assert!(matches!(error, Error::Invalid { .. }), "{error:?}");
    }
    assert_eq!(script.sent(), []);
}

#[tokio::test]
async fn a_reply_without_success_is_no_success() {
    let (script, ctx) = scripted();
    script
        .on("$JS.API.STREAM.DELETE.S")
        .with_payload("")
        .reply(r#"{"type":"io.nats.jetstream.api.v1.stream_delete_response","success":false}"#);
    let error = ctx.delete_stream("S").await.unwrap_err();
    assert!(matches!(error, Error::Mismatch { .. }), "{error:?}");
    assert!(error.may_have_applied());
}

#[tokio::test]
async fn create_or_update_updates_what_exists() {
    let (script, ctx) = scripted();
    script
        .on("$JS.API.STREAM.UPDATE.S")
        .with_payload(r#"{"name":"S"}"#)
        .reply(format!("{UPDATED}{ABOUT}"));
    ctx.create_or_update_stream(StreamConfig::new("S"))
        .await
        .unwrap();
    script.finish();
}

#[tokio::test]
async fn create_or_update_creates_what_does_not_exist() {
    let (script, ctx) = scripted();
    script
        .on("$JS.API.STREAM.UPDATE.S")
        .reply(error("stream_update_response", 404, 10059));
    script
        .on("$JS.API.STREAM.CREATE.S")
        .reply(format!("{CREATED}{ABOUT}"));
    ctx.create_or_update_stream(StreamConfig::new("S"))
        .await
        .unwrap();
    script.finish();
}

#[tokio::test]
async fn create_or_update_updates_what_somebody_else_created_meanwhile() {
    let (script, ctx) = scripted();
    script
        .on("$JS.API.STREAM.UPDATE.S")
        .reply(error("stream_update_response", 404, 10059));
    script
        .on("$JS.API.STREAM.CREATE.S")
        .reply(error("stream_create_response", 400, 10058));
    script
        .on("$JS.API.STREAM.UPDATE.S")
        .reply(format!("{UPDATED}{ABOUT}"));
    ctx.create_or_update_stream(StreamConfig::new("S"))
        .await
        .unwrap();
    script.finish();
}

#[tokio::test]
async fn create_or_update_stops_at_any_other_error() {
    let (script, ctx) = scripted();
    script
        .on("$JS.API.STREAM.UPDATE.S")
        .reply(error("stream_update_response", 500, 10052));
    let error = ctx
        .create_or_update_stream(StreamConfig::new("S"))
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode(10052)));
    script.finish();
}

#[tokio::test]
async fn a_json_configuration_is_sent_and_answered_unchanged() {
    let (script, ctx) = scripted();
    let config = "{ \"name\" : \"S\",\n\t\"max_age\": 1e3, \"zz\":null }";
    let reply = format!("{CREATED} {ABOUT}\n");
    script
        .on("$JS.API.STREAM.CREATE.S")
        .with_payload(config)
        .reply(reply.clone());
    script
        .on("$JS.API.STREAM.UPDATE.S")
        .with_payload(config)
        .reply(reply.clone());
    assert_eq!(ctx.create_stream_json(config).await.unwrap(), reply);
    assert_eq!(ctx.update_stream_json(config).await.unwrap(), reply);
    script
        .on("$JS.API.STREAM.CREATE.S")
        .reply(error("stream_create_response", 400, 10058));
    assert!(
        ctx.create_stream_json(config)
            .await
            .unwrap_err()
            .is_already_exists()
    );
    script.finish();
}

#[tokio::test]
async fn a_stream_file_is_taken_in_every_form_that_the_nats_tool_prints() {
    let bare = r#"{"name":"S","subjects":["a.>"],"zz":1e3}"#;
    for (file, sent) in [
        (ConfigJson::from(bare), bare),
        (
            format!(r#"{{"config": {bare}, "created": "2026-02-01T08:00:00Z", "state": {{"messages": 3}}}}"#).into(),
            bare,
        ),
        (format!(r#"{{"config":{bare}}}"#).into(), bare),
        (ConfigJson::from(bare).name("S"), bare),
        (
            ConfigJson::from(r#"{"config":{"subjects":["a.>"],"zz":1e3}}"#).name("S"),
            r#"{"name":"S","subjects":["a.>"],"zz":1e3}"#,
        ),
    ] {
        let (script, ctx) = scripted();
        let reply = format!("{CREATED} {ABOUT}\n");
        script
            .on("$JS.API.STREAM.CREATE.S")
            .with_payload(sent.to_owned())
            .reply(reply.clone());
        assert_eq!(ctx.create_stream_json(file).await.unwrap(), reply);
        script.finish();
    }
    let (script, ctx) = scripted();
    let other = ConfigJson::from(bare).name("OTHER");
    let error = ctx.create_stream_json(other).await.unwrap_err();
    assert!(matches!(error, Error::Invalid { .. }), "{error:?}");
    assert!(script.sent().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_handle_has_the_timeout_and_the_info_that_it_was_made_with() {
    let (script, ctx) = scripted();
    script
        .on("$JS.API.STREAM.CREATE.S")
        .reply(format!("{CREATED} {ABOUT}\n"));
    let stream = ctx
        .create_stream(jsapi::StreamConfig::new("S"))
        .await
        .unwrap();
    assert_eq!(&*stream.cached_info().unwrap().config.name, "S");
    assert!(ctx.stream("S").unwrap().cached_info().is_none());

    script.on("$JS.API.STREAM.INFO.S").always().silence();
    for seconds in [1, 60] {
        let timeout = std::time::Duration::from_secs(seconds);
        let begun = tokio::time::Instant::now();
        let error = stream.timeout(timeout).info().await.unwrap_err();
        assert!(matches!(error, Error::TimedOut { .. }), "{error:?}");
        assert_eq!(begun.elapsed().as_secs(), seconds);
        // What is made from the handle has its timeout.
        let consumer = stream.timeout(timeout).consumer("C").unwrap();
        assert_eq!(consumer.context().default_timeout(), timeout);
    }
}

#[tokio::test]
async fn a_stream_file_creates_the_stream_or_updates_it() {
    let (script, ctx) = scripted();
    let reply = format!("{CREATED} {ABOUT}\n");
    script
        .on("$JS.API.STREAM.UPDATE.S")
        .reply(error("stream_update_response", 404, 10059));
    script.on("$JS.API.STREAM.CREATE.S").reply(reply.clone());
    let config = r#"{"name":"S"}"#;
    let created = ctx.create_or_update_stream_json(config).await;
    assert_eq!(created.unwrap(), reply);
    script.finish();
}

#[tokio::test]
async fn a_json_configuration_without_a_stream_name_is_refused() {
    let (script, ctx) = scripted();
    for config in [
        "",
        "{",
        "[]",
        "null",
        "{}",
        r#"{"name":null}"#,
        r#"{"name":""}"#,
        r#"{"name":7}"#,
        r#"{"name":"a.b"}"#,
        r#"{"config":{}}"#,
        r#"{"config":[]}"#,
    ] {
        let error = ctx.create_stream_json(config).await.unwrap_err();
        assert!(
            matches!(error, Error::Invalid { .. }),
            "{config}: {error:?}"
        );
        assert_eq!(error.operation(), "STREAM.CREATE");
        let error = ctx.update_stream_json(config).await.unwrap_err();
        assert!(
            matches!(error, Error::Invalid { .. }),
            "{config}: {error:?}"
        );
    }
    assert_eq!(script.sent(), []);
}

#[tokio::test]
async fn stream_names_are_listed_over_pages_with_the_filter() {
    let (script, ctx) = scripted();
    let page = |offset: u64, name: &str| {
        format!(
            r#"{{"type":"io.nats.jetstream.api.v1.stream_names_response","total":2,"offset":{offset},"limit":1,"streams":["{name}"]}}"#
        )
    };
    script
        .on("$JS.API.STREAM.NAMES")
        .with_payload(r#"{"subject":"a.>"}"#)
        .reply(page(0, "A"));
    script
        .on("$JS.API.STREAM.NAMES")
        .with_payload(r#"{"subject":"a.>","offset":1}"#)
        .reply(page(1, "B"));
    let names: Vec<String> = ctx
        .stream_names()
        .subject("a.>")
        .try_collect()
        .await
        .unwrap();
    assert_eq!(names, ["A", "B"]);
    script.finish();
}

#[tokio::test]
async fn subjects_are_listed_with_their_counts_over_pages() {
    let (script, ctx) = scripted();
    let page = |offset: u64, subject: &str| {
        let state = format!(
            r#""consumer_count":0,"subjects":{{"{subject}":{}}}}}"#,
            offset + 5
        );
        let about = ABOUT.replace(r#""consumer_count":0}"#, &state);
        format!(
            r#"{{"type":"io.nats.jetstream.api.v1.stream_info_response","total":2,"offset":{offset},"limit":1,{about}"#
        )
    };
    script
        .on("$JS.API.STREAM.INFO.S")
        .with_payload(r#"{"subjects_filter":">"}"#)
        .reply(page(0, "a"));
    script
        .on("$JS.API.STREAM.INFO.S")
        .with_payload(r#"{"subjects_filter":">","offset":1}"#)
        .reply(page(1, "b"));
    let subjects: Vec<_> = ctx
        .stream("S")
        .unwrap()
        .subjects(">")
        .try_collect()
        .await
        .unwrap();
    assert_eq!(subjects, [("a".to_owned(), 5), ("b".to_owned(), 6)]);
    script.finish();
}

/// Server 2.15 takes seconds to sort a million subjects, for each page of them.
#[tokio::test(start_paused = true)]
async fn a_page_of_subjects_may_take_half_a_minute_unless_another_timeout_is_set() {
    let (script, ctx) = scripted();
    let info = "$JS.API.STREAM.INFO.S";
    let state = r#""consumer_count":0,"subjects":{"a":5}}"#;
    let about = ABOUT.replace(r#""consumer_count":0}"#, state);
    let page = format!(
        r#"{{"type":"io.nats.jetstream.api.v1.stream_info_response","total":1,"offset":0,"limit":1,{about}"#
    );
    let delay = Duration::from_secs(29);
    script.on(info).after(delay).reply(page);
    let stream = ctx.stream("S").unwrap();
    let subjects: Vec<_> = stream.subjects(">").try_collect().await.unwrap();
    assert_eq!(subjects, [("a".to_owned(), 5)]);
    script.on(info).silence();
    let mut subjects = stream.subjects(">").timeout(Duration::from_secs(1));
    let begun = tokio::time::Instant::now();
    assert!(subjects.try_next().await.is_err());
    assert_eq!(begun.elapsed().as_secs(), 1);
    script.finish();
}

#[tokio::test]
async fn the_stream_of_a_subject_is_found_or_is_none() {
    let (script, ctx) = scripted();
    let reply = |names: &str| {
        format!(
            r#"{{"type":"io.nats.jetstream.api.v1.stream_names_response","total":1,"offset":0,"limit":1024,"streams":{names}}}"#
        )
    };
    script
        .on("$JS.API.STREAM.NAMES")
        .with_payload(r#"{"subject":"orders.new"}"#)
        .reply(reply(r#"["ORDERS"]"#));
    script.on("$JS.API.STREAM.NAMES").reply(reply("null"));
    let found = ctx.stream_by_subject("orders.new").await.unwrap().unwrap();
    assert_eq!(found.name(), &"ORDERS");
    assert!(ctx.stream_by_subject("other").await.unwrap().is_none());
    script.finish();
}

#[tokio::test]
async fn a_stepdown_without_placement_has_no_body() {
    let (script, ctx) = scripted();
    let done =
        r#"{"type":"io.nats.jetstream.api.v1.stream_leader_stepdown_response","success":true}"#;
    let subject = "$JS.API.STREAM.LEADER.STEPDOWN.S";
    script.on(subject).with_payload("").reply(done);
    script
        .on(subject)
        .with_payload(r#"{"placement":{"preferred":"n2"}}"#)
        .reply(done);
    let stream = ctx.stream("S").unwrap();
    stream.leader_stepdown(None).await.unwrap();
    stream
        .leader_stepdown(Some(Placement::new().with_preferred("n2")))
        .await
        .unwrap();
    script.finish();
}

#[tokio::test]
async fn peers_are_removed_and_evacuated_by_name() {
    let (script, ctx) = scripted();
    let stream = ctx.stream("S").unwrap();
    let done = |kind| format!(r#"{{"type":"io.nats.jetstream.api.v1.{kind}","success":true}}"#);
    script
        .on("$JS.API.STREAM.PEER.REMOVE.S")
        .with_payload(r#"{"peer":"n1"}"#)
        .reply(done("stream_remove_peer_response"));
    script
        .on("$JS.API.STREAM.PEER.EVACUATE.S")
        .with_payload(r#"{"peer":"n1"}"#)
        .reply(done("stream_evacuate_peer_response"));
    stream.remove_peer("n1").await.unwrap();
    stream.evacuate_peer("n1").await.unwrap();
    script.finish();
}

#[tokio::test]
async fn what_a_server_is_too_old_for_is_refused_here() {
    let script = ScriptedTransport::new().with_server_version("2.14.6");
    let stream = Context::with_transport(script.clone()).stream("S").unwrap();
    assert!(stream.evacuate_peer("n1").await.unwrap_err().is_api_level());
    assert!(stream.cancel_move().await.unwrap_err().is_api_level());
    assert_eq!(script.sent(), []);
}
