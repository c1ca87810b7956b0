//! Buckets, against a script.
#![allow(clippy::unwrap_used, clippy::panic)]

use futures_util::TryStreamExt;
use jsapi::StreamConfig;
use jsapi_client::kv::{KvConfig, KvSource, KvStatus};
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error};
use serde_json::{Value, json};

const NOT_FOUND: &str = r#"{"type":"io.nats.jetstream.api.v1.stream_update_response","error":{"code":404,"err_code":10059,"description":"stream not found"}}"#;

const NO_MESSAGE: &str = r#"{"type":"io.nats.jetstream.api.v1.stream_msg_get_response","error":{"code":404,"err_code":10037,"description":"no message found"}}"#;

fn context(script: &ScriptedTransport) -> Context {
    Context::with_transport(script.clone())
}

fn info_of(kind: &str, config: &StreamConfig) -> String {
    json!({
        "type": format!("io.nats.jetstream.api.v1.{kind}_response"),
        "config": config,
        "state": {
            "messages": 5, "bytes": 300, "first_seq": 1, "last_seq": 9, "num_subjects": 2,
            "consumer_count": 0,
        },
        "created": "2026-11-20T00:00:00Z",
    })
    .to_string()
}

fn info(config: &KvConfig) -> String {
    info_of("stream_info", &config.stream_config().unwrap())
}

fn body(script: &ScriptedTransport, at: usize) -> Value {
    serde_json::from_slice(&script.sent()[at].payload).unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_bucket_is_created_with_one_request_and_needs_none_to_be_named() {
    let script = ScriptedTransport::new();
    let config = KvConfig::new("B");
    let stream = config.stream_config().unwrap();
    script
        .on("$JS.API.STREAM.CREATE.KV_B")
        .with_payload(serde_json::to_vec(&stream).unwrap())
        .reply(info_of("stream_create", &stream));
    let ctx = context(&script);
    let bucket = ctx.create_key_value(&config).await.unwrap();
    assert_eq!(
        (bucket.bucket(), bucket.stream().name().as_str()),
        ("B", "KV_B")
    );
    assert_eq!(ctx.key_value("B").unwrap().bucket(), "B");
    assert_eq!(script.sent().len(), 1);
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn names_that_are_none_and_histories_are_refused_and_nothing_is_sent() {
    let script = ScriptedTransport::new();
    let ctx = context(&script);
    for name in [
        "",
        "a.b",
        "*",
        ">",
        "a b",
        "a\r\nb",
        "a\0b",
        "ä",
        "a/b",
        &"b".repeat(252),
    ] {
        let config = KvConfig::new(name);
        for error in [
            ctx.key_value(name).unwrap_err(),
            ctx.get_key_value(name).await.unwrap_err(),
            ctx.create_key_value(&config).await.unwrap_err(),
            ctx.update_key_value(&config).await.unwrap_err(),
            ctx.create_or_update_key_value(&config).await.unwrap_err(),
            ctx.delete_key_value(name).await.unwrap_err(),
        ] {
            assert!(
                matches!(error, Error::Invalid { .. }),
                "{name:?}: {error:?}"
            );
        }
    }
    for history in [0, 65, 255] {
        let config = KvConfig::new("B").history(history);
        let error = ctx.create_key_value(&config).await.unwrap_err();
        assert!(
            matches!(error, Error::Invalid { .. }),
            "{history}: {error:?}"
        );
    }
    assert!(script.sent().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_limit_marker_is_not_asked_of_a_server_that_would_ignore_it() {
    let script = ScriptedTransport::new().with_server_version("2.10.26");
    let config = KvConfig::new("B").limit_marker_ttl(std::time::Duration::from_secs(5));
    let error = context(&script)
        .create_key_value(&config)
        .await
        .unwrap_err();
    assert!(error.is_api_level(), "{error:?}");
    assert!(script.sent().is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_update_keeps_what_a_bucket_does_not_say() {
    let script = ScriptedTransport::new();
    let mut config = KvConfig::new("B");
    let mut stream = config.stream_config().unwrap();
    stream.allow_direct = false;
    stream.max_consumers = Some(7);
    stream.extra.insert("brand_new".to_owned(), json!(1));
    script
        .on("$JS.API.STREAM.INFO.KV_B")
        .reply(info_of("stream_info", &stream));
    let mut changed = stream.clone();
    changed.max_msgs_per_subject = Some(9);
    script
        .on("$JS.API.STREAM.UPDATE.KV_B")
        .reply(info_of("stream_update", &changed));
    config = config.history(9);
    context(&script).update_key_value(&config).await.unwrap();
    assert_eq!(body(&script, 1), serde_json::to_value(&changed).unwrap());
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_mirror_that_answers_for_its_origin_alone_is_read_from_its_leader() {
    let script = ScriptedTransport::new();
    let mirror = KvConfig::new("B").mirror(KvSource::bucket("A"));
    let mut stream = mirror.stream_config().unwrap();
    stream.allow_direct = false;
    script
        .on("$JS.API.STREAM.INFO.KV_B")
        .reply(info_of("stream_info", &stream));
    script.on("$JS.API.STREAM.MSG.GET.KV_B").reply(NO_MESSAGE);
    let bucket = context(&script).get_key_value("B").await.unwrap();
    assert!(bucket.get("a").await.unwrap().is_none());
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_mirror_stays_one_and_no_other_bucket_becomes_one() {
    let bucket = KvConfig::new("B");
    let mirror = KvConfig::new("B").mirror(KvSource::bucket("A"));
    for (now, wanted) in [(&mirror, &bucket), (&bucket, &mirror)] {
        let script = ScriptedTransport::new();
        script
            .on("$JS.API.STREAM.INFO.KV_B")
            .always()
            .reply(info(now));
        let ctx = context(&script);
        for refused in [
            ctx.update_key_value(wanted).await,
            ctx.create_or_update_key_value(wanted).await,
        ] {
            assert!(matches!(refused, Err(Error::Invalid { .. })), "{refused:?}");
        }
        assert_eq!(script.sent().len(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn an_update_that_changes_nothing_sends_none() {
    let script = ScriptedTransport::new();
    let config = KvConfig::new("B").metadata("team", "a");
    let mut stream = config.stream_config().unwrap();
    let of_server = [("_nats.level", "0"), ("_nats.ver", "2.15.1")];
    let of_server = of_server.map(|(key, value)| (key.to_owned(), value.to_owned()));
    stream.metadata.extend(of_server);
    script
        .on("$JS.API.STREAM.INFO.KV_B")
        .reply(info_of("stream_info", &stream));
    context(&script).update_key_value(&config).await.unwrap();
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn create_or_update_creates_what_is_not_there_and_changes_what_came_meanwhile() {
    let script = ScriptedTransport::in_order();
    let config = KvConfig::new("B");
    script
        .on("$JS.API.STREAM.INFO.KV_B")
        .reply(NOT_FOUND.replace("update", "info"));
    script.on("$JS.API.STREAM.CREATE.KV_B").reply(
        r#"{"type":"io.nats.jetstream.api.v1.stream_create_response","error":{"code":400,"err_code":10058,"description":"stream name already in use with a different configuration"}}"#,
    );
    let mut other = config.clone();
    other = other.history(3);
    script.on("$JS.API.STREAM.INFO.KV_B").reply(info(&other));
    let stream = config.stream_config().unwrap();
    script
        .on("$JS.API.STREAM.UPDATE.KV_B")
        .reply(info_of("stream_update", &stream));
    context(&script)
        .create_or_update_key_value(&config)
        .await
        .unwrap();
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_is_no_bucket_is_neither_bound_nor_changed() {
    let script = ScriptedTransport::new();
    let stream = StreamConfig::new("KV_B").with_subjects(["orders.>"]);
    script
        .on("$JS.API.STREAM.INFO.KV_B")
        .always()
        .reply(info_of("stream_info", &stream));
    let ctx = context(&script);
    let error = ctx.get_key_value("B").await.unwrap_err();
    assert!(matches!(error, Error::Mismatch { .. }), "{error:?}");
    let error = ctx.update_key_value(&KvConfig::new("B")).await.unwrap_err();
    assert!(matches!(error, Error::Mismatch { .. }), "{error:?}");
    assert_eq!(script.sent().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_status_is_asked_for_every_time() {
    let script = ScriptedTransport::new();
    let config = KvConfig::new("B")
        .history(5)
        .ttl(std::time::Duration::from_secs(60))
        .limit_marker_ttl(std::time::Duration::from_secs(2))
        .compression(true)
        .replicas(3)
        .metadata("team", "a")
        .description("for a test");
    script
        .on("$JS.API.STREAM.INFO.KV_B")
        .times(2)
        .reply(info(&config));
    let bucket = context(&script).key_value("B").unwrap();
    bucket.status().await.unwrap();
    let status: KvStatus = bucket.status().await.unwrap();
    assert_eq!(
        (status.bucket().as_str(), status.values(), status.bytes()),
        ("B", 5, 300)
    );
    assert_eq!(
        (status.keys_with_revisions(), status.last_revision()),
        (2, 9)
    );
    assert_eq!(
        (status.history(), status.replicas(), status.is_compressed()),
        (5, 3, true)
    );
    assert_eq!(status.ttl(), Some(std::time::Duration::from_secs(60)));
    assert_eq!(
        status.limit_marker_ttl(),
        Some(std::time::Duration::from_secs(2))
    );
    assert_eq!(status.metadata()["team"], "a");
    assert_eq!(status.description(), Some("for a test"));
    assert_eq!(
        (status.backing_store(), status.is_mirror()),
        ("JetStream", false)
    );
    assert_eq!(
        (status.storage().as_str(), status.placement()),
        ("file", None)
    );
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn listings_give_buckets_alone_mirrors_included() {
    let script = ScriptedTransport::new();
    script.on("$JS.API.STREAM.NAMES").reply(
        r#"{"type":"io.nats.jetstream.api.v1.stream_names_response","total":5,"offset":0,"limit":1024,"streams":["KV_A","KV_","KV_x y","ORDERS","KV_M"]}"#,
    );
    let mirror = KvConfig::new("M").mirror(KvSource::bucket("A"));
    let configs = [
        KvConfig::new("A").stream_config().unwrap(),
        StreamConfig::new("ORDERS").with_subjects(["orders"]),
        StreamConfig::new("KV_NONE").with_subjects(["none"]),
        mirror.stream_config().unwrap(),
    ];
    let infos: Vec<Value> = configs
        .iter()
        .map(|config| serde_json::from_str(&info_of("stream_info", config)).unwrap())
        .collect();
    let page = json!({
        "type": "io.nats.jetstream.api.v1.stream_list_response",
        "total": 5, "offset": 0, "limit": 256, "streams": infos, "missing": ["KV_AWAY"],
    });
    script.on("$JS.API.STREAM.LIST").reply(page.to_string());
    let ctx = context(&script);
    let names: Vec<_> = ctx.key_value_names().try_collect().await.unwrap();
    assert_eq!(names, ["A", "M"]);
    let mut statuses = ctx.key_values();
    let mut found = Vec::new();
    while let Some(status) = statuses.try_next().await.unwrap() {
        found.push((status.bucket().to_string(), status.is_mirror()));
    }
    assert_eq!(found, [("A".to_owned(), false), ("M".to_owned(), true)]);
    assert_eq!(statuses.missing(), ["KV_AWAY"]);
    script.finish();
}
