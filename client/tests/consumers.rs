//! Consumers of a stream and the handle to one, without a server.
#![allow(clippy::unwrap_used)]

use futures_util::TryStreamExt;
use jsapi::{ConsumerConfig, Placement};
use jsapi_client::consume::{PullConfig, PushConfig};
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{ConfigJson, Context, Error, Stream};

fn scripted() -> (ScriptedTransport, Stream) {
    let script = ScriptedTransport::in_order();
    let stream = Context::with_transport(script.clone()).stream("S").unwrap();
    (script, stream)
}

fn consumer(kind: &str, config: &str) -> String {
    format!(
        concat!(
            r#"{{"type":"io.nats.jetstream.api.v1.{}","stream_name":"S","name":"C","#,
            r#""created":"2026-11-20T10:00:00Z","config":{},"#,
            r#""delivered":{{"consumer_seq":0,"stream_seq":0}},"#,
            r#""ack_floor":{{"consumer_seq":0,"stream_seq":0}},"#,
            r#""num_ack_pending":0,"num_redelivered":0,"num_waiting":0,"num_pending":0}}"#
        ),
        kind, config,
    )
}

fn created() -> String {
    consumer(
        "consumer_create_response",
        r#"{"name":"C","ack_policy":"none"}"#,
    )
}

fn error(kind: &str, code: u16, err_code: u16) -> String {
    format!(
        r#"{{"type":"io.nats.jetstream.api.v1.{kind}","error":{{"code":{code},"err_code":{err_code},"description":"no"}}}}"#
    )
}

#[tokio::test]
async fn a_name_that_would_bend_the_subject_is_refused_and_nothing_is_sent() {
    let (script, stream) = scripted();
    for name in ["", "a.b", "a b", "*", ">", "a/b", "a\r\nb"] {
        let refused = [
            stream.consumer(name).unwrap_err(),
            stream.get_consumer(name).await.unwrap_err(),
            stream.delete_consumer(name).await.unwrap_err(),
        ];
        for error in refused {
            assert!(
                matches!(error, Error::Invalid { .. }),
                "{name:?}: {error:?}"
            );
        }
    }
    for name in ["a.b", "a b", "*", ">", "a/b", "a\r\nb"] {
        let config = ConsumerConfig::new().with_name(name);
        let error = stream.create_consumer(config).await.unwrap_err();
        assert!(
            matches!(error, Error::Invalid { .. }),
            "{name:?}: {error:?}"
        );
    }
    assert!(script.sent().is_empty());
}

#[tokio::test]
async fn creating_updating_and_either_say_so() {
    let (script, stream) = scripted();
    let subject = "$JS.API.CONSUMER.CREATE.S.C";
    script
        .on(subject)
        .with_payload(r#"{"stream_name":"S","config":{"name":"C"},"action":"create"}"#)
        .reply(created());
    script
        .on(subject)
        .with_payload(r#"{"stream_name":"S","config":{"name":"C"},"action":"update"}"#)
        .reply(created());
    script
        .on(subject)
        .with_payload(r#"{"stream_name":"S","config":{"name":"C"}}"#)
        .reply(created());
    let config = ConsumerConfig::new().with_name("C");
    assert_eq!(
        stream.create_consumer(config.clone()).await.unwrap().name(),
        &"C"
    );
    assert_eq!(
        stream.update_consumer(config.clone()).await.unwrap().name,
        "C"
    );
    assert_eq!(
        stream
            .create_or_update_consumer(config)
            .await
            .unwrap()
            .name(),
        &"C"
    );
    script.finish();
}

#[tokio::test]
async fn a_consumer_without_a_name_has_the_one_that_the_server_made_up() {
    let (script, stream) = scripted();
    script
        .on("$JS.API.CONSUMER.CREATE.S")
        .with_payload(r#"{"stream_name":"S","config":{},"action":"create"}"#)
        .reply(created());
    let consumer = stream.create_consumer(ConsumerConfig::new()).await.unwrap();
    assert_eq!(consumer.name(), &"C");
    assert_eq!(consumer.stream_name(), &"S");
    script.finish();
}

#[tokio::test]
async fn a_filter_stands_in_the_subject() {
    let (script, stream) = scripted();
    script
        .on("$JS.API.CONSUMER.CREATE.S.D.a.>")
        .reply(created());
    let config = ConsumerConfig::new()
        .with_durable_name("D")
        .with_filter_subject("a.>");
    stream.create_consumer(config).await.unwrap();
    script.finish();
}

#[tokio::test]
async fn an_empty_subject_to_filter_or_to_deliver_to_is_refused_and_nothing_is_sent() {
    let (script, stream) = scripted();
    let pull = || PullConfig::durable("C");
    let mut refused = Vec::new();
    for config in [
        pull().filter(""),
        pull().filters([""]),
        pull().filters(["a", ""]),
    ] {
        refused.extend([
            stream.create_pull_consumer(config.clone()).await.err(),
            stream
                .create_or_update_pull_consumer(config.clone())
                .await
                .err(),
            stream.ensure_pull_consumer(config).await.err(),
        ]);
    }
    let push = || PushConfig::durable("C");
    for config in [
        push().filter(""),
        push().filters(["a", ""]),
        push().deliver_subject(""),
        push().group("q").deliver_subject(""),
    ] {
        refused.extend([
            stream.create_push_consumer(config.clone()).await.err(),
            stream
                .create_or_update_push_consumer(config.clone())
                .await
                .err(),
            stream.ensure_push_consumer(config).await.err(),
        ]);
    }
    for error in refused {
        assert!(matches!(error, Some(Error::Invalid { .. })), "{error:?}");
    }
    assert!(script.sent().is_empty());
}

#[tokio::test]
async fn update_with_changes_one_setting_and_writes_the_others_back_as_they_were() {
    let (script, stream) = scripted();
    let config = r#"{"durable_name":"C","name":"C","deliver_policy":"all","ack_policy":"explicit","ack_wait":30000000000,"metadata":{"_nats.level":"1"},"brand_new":{"deep":1}}"#;
    script
        .on("$JS.API.CONSUMER.INFO.S.C")
        .with_payload("")
        .reply(consumer("consumer_info_response", config));
    script.on("$JS.API.CONSUMER.CREATE.S.C").reply(created());
    let handle = stream.consumer("C").unwrap();
    handle
        .update_with(|config| config.max_deliver = Some(3))
        .await
        .unwrap();

    let sent: serde_json::Value = serde_json::from_slice(&script.sent()[1].payload).unwrap();
    let mut expected: serde_json::Value = serde_json::from_str(config).unwrap();
    expected["max_deliver"] = 3.into();
    assert_eq!(sent["config"], expected);
    assert_eq!(sent["action"], "update");
    script.finish();
}

#[tokio::test]
async fn update_with_that_changes_nothing_writes_nothing_and_does_not_rename() {
    let (script, stream) = scripted();
    let reply = consumer(
        "consumer_info_response",
        r#"{"durable_name":"C","name":"C"}"#,
    );
    script.on("$JS.API.CONSUMER.INFO.S.C").times(3).reply(reply);
    let handle = stream.consumer("C").unwrap();
    handle.update_with(|_| {}).await.unwrap();
    for rename in [
        |config: &mut ConsumerConfig| config.name = Some("D".into()),
        |config: &mut ConsumerConfig| config.durable_name = Some("D".into()),
    ] {
        let error = handle.update_with(rename).await.unwrap_err();
        assert!(matches!(error, Error::Invalid { .. }), "{error:?}");
    }
    script.finish();
}

#[tokio::test]
async fn info_of_a_consumer_that_does_not_exist_is_none_when_asked_for_so() {
    let (script, stream) = scripted();
    let subject = "$JS.API.CONSUMER.INFO.S.C";
    script
        .on(subject)
        .times(2)
        .reply(error("consumer_info_response", 404, 10014));
    script
        .on(subject)
        .reply(error("consumer_info_response", 404, 10059));
    let handle = stream.consumer("C").unwrap();
    assert!(handle.info().await.unwrap_err().is_not_found());
    assert!(handle.info_opt().await.unwrap().is_none());
    assert!(handle.info_opt().await.unwrap_err().is_not_found());
    script.finish();
}

#[tokio::test]
async fn a_pause_has_an_end_and_resuming_has_none() {
    let (script, stream) = scripted();
    let subject = "$JS.API.CONSUMER.PAUSE.S.C";
    script.on(subject).with_payload(r#"{"pause_until":"2098-02-03T04:05:06Z"}"#).reply(
        r#"{"type":"io.nats.jetstream.api.v1.consumer_pause_response","paused":true,"pause_until":"2098-02-03T04:05:06Z","pause_remaining":5}"#,
    );
    script.on(subject).with_payload("").reply(
        r#"{"type":"io.nats.jetstream.api.v1.consumer_pause_response","paused":false,"pause_until":"0001-01-01T00:00:00Z"}"#,
    );
    let handle = stream.consumer("C").unwrap();
    let until = jsapi::time::parse("2098-02-03T04:05:06Z").unwrap();
    assert!(handle.pause(until).await.unwrap().paused);
    let resumed = handle.resume().await.unwrap();
    assert_eq!((resumed.paused, resumed.pause_until), (false, None));
    script.finish();
}

#[tokio::test]
async fn unpin_reset_stepdown_peers_and_delete_ask_for_what_they_say() {
    let (script, stream) = scripted();
    let handle = stream.consumer("C").unwrap();
    let ok = |kind: &str| format!(r#"{{"type":"io.nats.jetstream.api.v1.{kind}","success":true}}"#);
    script
        .on("$JS.API.CONSUMER.UNPIN.S.C")
        .with_payload(r#"{"group":"jobs"}"#)
        .reply(r#"{"type":"io.nats.jetstream.api.v1.consumer_unpin_response"}"#);
    handle.unpin("jobs").await.unwrap();

    let reset = consumer("consumer_reset_response", "{}").replacen('{', r#"{"reset_seq":9,"#, 1);
    script
        .on("$JS.API.CONSUMER.RESET.S.C")
        .with_payload("")
        .reply(reset.clone());
    script
        .on("$JS.API.CONSUMER.RESET.S.C")
        .with_payload(r#"{"seq":9}"#)
        .reply(reset);
    assert_eq!(handle.reset().await.unwrap().reset_seq, 9);
    assert_eq!(handle.reset_to(9).await.unwrap().reset_seq, 9);

    let subject = "$JS.API.CONSUMER.LEADER.STEPDOWN.S.C";
    script
        .on(subject)
        .with_payload("")
        .reply(ok("consumer_leader_stepdown_response"));
    script
        .on(subject)
        .with_payload(r#"{"placement":{"tags":["ssd"]}}"#)
        .reply(ok("consumer_leader_stepdown_response"));
    handle.leader_stepdown(None).await.unwrap();
    handle
        .leader_stepdown(Some(Placement::new().with_tags(["ssd"])))
        .await
        .unwrap();

    script
        .on("$JS.API.CONSUMER.PEER.REMOVE.S.C")
        .with_payload(r#"{"peer":"n1"}"#)
        .reply(ok("consumer_remove_peer_response"));
    script
        .on("$JS.API.CONSUMER.PEER.EVACUATE.S.C")
        .with_payload(r#"{"peer":"n1"}"#)
        .reply(ok("consumer_evacuate_peer_response"));
    handle.remove_peer("n1").await.unwrap();
    handle.evacuate_peer("n1").await.unwrap();

    script
        .on("$JS.API.CONSUMER.DELETE.S.C")
        .with_payload("")
        .times(2)
        .reply(ok("consumer_delete_response"));
    handle.delete().await.unwrap();
    stream.delete_consumer("C").await.unwrap();
    script.finish();
}

#[tokio::test]
async fn consumers_are_listed_over_pages() {
    let (script, stream) = scripted();
    let page = |offset: u64, name: &str| {
        format!(
            r#"{{"type":"io.nats.jetstream.api.v1.consumer_names_response","total":2,"offset":{offset},"limit":1,"consumers":["{name}"]}}"#
        )
    };
    script
        .on("$JS.API.CONSUMER.NAMES.S")
        .with_payload("")
        .reply(page(0, "A"));
    script
        .on("$JS.API.CONSUMER.NAMES.S")
        .with_payload(r#"{"offset":1}"#)
        .reply(page(1, "B"));
    let names: Vec<String> = stream.consumer_names().try_collect().await.unwrap();
    assert_eq!(names, ["A", "B"]);

    let one = consumer("x", "{}").replace(r#""type":"io.nats.jetstream.api.v1.x","#, "");
    script.on("$JS.API.CONSUMER.LIST.S").with_payload("").reply(format!(
        r#"{{"type":"io.nats.jetstream.api.v1.consumer_list_response","total":1,"offset":0,"limit":256,"consumers":[{one}]}}"#
    ));
    let consumers: Vec<_> = stream.consumers().try_collect().await.unwrap();
    assert_eq!(consumers[0].name, "C");
    script.finish();
}

#[tokio::test]
async fn a_json_request_is_sent_and_answered_unchanged() {
    let (script, stream) = scripted();
    let reply = created();
    for (subject, request) in [
        (
            "$JS.API.CONSUMER.CREATE.S",
            "{\"stream_name\" : \"S\", \"config\":{}}",
        ),
        (
            "$JS.API.CONSUMER.CREATE.S.C",
            "{\"stream_name\":\"S\",\"action\":\"\",\"config\":{\"name\":\"C\",\"zz\":1e3}}\n",
        ),
        (
            "$JS.API.CONSUMER.CREATE.S.D.a.>",
            r#"{"stream_name":"S","config":{"durable_name":"D","filter_subject":"a.>"}}"#,
        ),
    ] {
        script
            .on(subject)
            .with_payload(request)
            .reply(reply.clone());
        assert_eq!(
            stream
                .create_or_update_consumer_json(request)
                .await
                .unwrap(),
            reply
        );
    }
    script.finish();
}

#[tokio::test]
async fn a_configuration_kept_as_a_file_is_sent_unchanged_in_a_request() {
    let script = ScriptedTransport::in_order();
    let ctx = Context::with_transport(script.clone());
    let stream = ctx.stream("MY\"STREAM").unwrap();
    let reply = created();
    // The first is what `nats consumer info --json` shows as `config`.
    for (subject, config) in [
        (
            ".PULL_CONSUMER.foo.*",
            "{\n  \"ack_policy\": \"explicit\",\n  \"ack_wait\": 60000000000,\n  \"durable_name\": \"PULL_CONSUMER\",\n  \"filter_subject\": \"foo.*\"\n}\n",
        ),
        (".C", r#"{"name":"C","filter_subjects":["a","b"],"zz":1e3}"#),
        ("", "{}"),
    ] {
        script
            .on(&format!("$JS.API.CONSUMER.CREATE.MY\"STREAM{subject}"))
            .with_payload(format!(
                r#"{{"stream_name":"MY\"STREAM","config":{config}}}"#
            ))
            .reply(reply.clone());
        assert_eq!(
            stream.create_or_update_consumer_json(config).await.unwrap(),
            reply
        );
    }
    script.finish();
}

#[tokio::test]
async fn a_consumer_file_is_taken_in_every_form_that_the_nats_tool_prints() {
    let bare = r#"{"durable_name":"D","filter_subject":"a.*","zz":1e3}"#;
    let info = format!(
        r#"{{"stream_name":"ELSEWHERE","name":"D","config":{bare},"created":"2026-02-01T08:00:00Z","num_pending":0}}"#
    );
    let named = r#"{"max_deliver":3,"name":"N"}"#;
    for (file, subject, config) in [
        (ConfigJson::from(info), ".D.a.*", bare),
        (format!(r#"{{"config":{bare}}}"#).into(), ".D.a.*", bare),
        (ConfigJson::from(bare).name("D"), ".D.a.*", bare),
        (
            ConfigJson::from(r#"{"config":{"max_deliver":3}}"#).name("N"),
            ".N",
            named,
        ),
    ] {
        let (script, stream) = scripted();
        script
            .on(&format!("$JS.API.CONSUMER.CREATE.S{subject}"))
            .with_payload(format!(r#"{{"stream_name":"S","config":{config}}}"#))
            .reply(created());
        assert_eq!(
            stream.create_or_update_consumer_json(file).await.unwrap(),
            created()
        );
        script.finish();
    }
    let (script, stream) = scripted();
    let other = ConfigJson::from(bare).name("OTHER");
    assert!(stream.create_or_update_consumer_json(other).await.is_err());
    assert!(script.sent().is_empty());
}

#[tokio::test]
async fn a_whole_request_with_another_action_than_the_call_is_refused() {
    let request =
        |action| format!(r#"{{"stream_name":"S","action":"{action}","config":{{"name":"N"}}}}"#);
    let (script, stream) = scripted();
    for error in [
        stream.update_consumer_json(request("create")).await,
        stream.create_consumer_json(request("update")).await,
    ] {
        let error = error.unwrap_err();
        assert!(matches!(error, Error::Invalid { .. }), "{error:?}");
    }
    assert!(script.sent().is_empty());

    // The call says either, and the request which.
    for action in ["create", "update"] {
        script
            .on("$JS.API.CONSUMER.CREATE.S.N")
            .with_payload(request(action))
            .reply(created());
        let file = request(action);
        stream.create_or_update_consumer_json(file).await.unwrap();
    }
    script.finish();
}

#[tokio::test]
async fn a_whole_request_keeps_its_members_when_it_gets_a_name_or_an_action() {
    let request =
        r#"{"stream_name":"S","pedantic":true,"zz":1e3,"action":"","config":{"max_deliver":3}}"#;
    let named = r#"{"max_deliver":3,"name":"N"}"#;
    for (action, file) in [
        ("create", ConfigJson::from(request).name("N")),
        ("update", ConfigJson::from(request).name("N")),
        ("", ConfigJson::from(request).name("N")),
    ] {
        let (script, stream) = scripted();
        script
            .on("$JS.API.CONSUMER.CREATE.S.N")
            .with_payload(format!(
                r#"{{"action":"{action}","config":{named},"pedantic":true,"stream_name":"S","zz":1e3}}"#
            ))
            .reply(created());
        let reply = match action {
            "create" => stream.create_consumer_json(file).await,
            "update" => stream.update_consumer_json(file).await,
            _ => stream.create_or_update_consumer_json(file).await,
        };
        assert_eq!(reply.unwrap(), created());
        script.finish();
    }

    let (script, stream) = scripted();
    script
        .on("$JS.API.CONSUMER.CREATE.S.N")
        .with_payload(r#"{"stream_name":"S","config":{"name":"N"},"action":"create"}"#)
        .reply(created());
    stream
        .create_consumer_json(r#"{"name":"N"}"#)
        .await
        .unwrap();
    script.finish();
}

#[tokio::test]
async fn a_consumer_without_a_name_is_missing_and_not_listed() {
    let (script, stream) = scripted();
    // Recorded from a cluster of 2.14.6 with a server down.
    let page = include_str!("consumer_list_one_down.json");
    script.on("$JS.API.CONSUMER.LIST.S").times(2).reply(page);
    let mut consumers = stream.consumers();
    let mut names = Vec::new();
    while let Some(consumer) = consumers.try_next().await.unwrap() {
        names.push(consumer.name);
    }
    assert_eq!(names, ["D2"]);
    assert_eq!(consumers.missing(), ["E1", "D1", "PR2"]);

    let request = jsapi::ConsumerListRequest::new("S");
    let mut pages = stream.context().pages(request);
    let page = pages.try_next().await.unwrap().unwrap();
    assert_eq!(page.consumers.len(), 2, "as it was sent");
    script.finish();
}

#[tokio::test]
async fn a_json_request_that_is_none_is_refused() {
    let (script, stream) = scripted();
    for request in [
        "",
        "[]",
        r#"{"name":"a.b"}"#,
        r#"{"name":1}"#,
        r#"{"config":[]}"#,
        r#"{"stream_name":"S"}"#,
        r#"{"stream_name":"OTHER","config":{}}"#,
        r#"{"stream_name":"S","config":[]}"#,
        r#"{"stream_name":"S","config":{"name":"a.b"}}"#,
        r#"{"stream_name":"S","config":{"name":1}}"#,
    ] {
        let error = stream.create_consumer_json(request).await.unwrap_err();
        assert!(
            matches!(error, Error::Invalid { .. }),
            "{request}: {error:?}"
        );
    }
    assert!(script.sent().is_empty());
}
