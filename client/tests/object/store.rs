//! Stores and names, before anything is sent.

use jsapi::StreamConfig;
use jsapi_client::object::{ObjectMeta, ObjectStoreConfig, ObjectStoreStatus, WatchEvent};
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error};
use serde_json::{Value, json};

use crate::scene::{CREATE, DELETE, chunk_of, consumer, info, meta_subject, scene};

fn info_of(kind: &str, config: &StreamConfig) -> String {
    json!({
        "type": format!("io.nats.jetstream.api.v1.{kind}_response"),
        "config": config, "created": "2026-11-20T00:00:00Z",
        "state": {"messages": 5, "bytes": 300, "first_seq": 1, "last_seq": 9, "consumer_count": 0},
    })
    .to_string()
}

#[tokio::test(start_paused = true)]
async fn a_store_is_created_with_one_request_and_needs_none_to_be_named() {
    let script = ScriptedTransport::new();
    let config = ObjectStoreConfig::new("B");
    let stream = config.stream_config().unwrap();
    script
        .on("$JS.API.STREAM.CREATE.OBJ_B")
        .with_payload(serde_json::to_vec(&stream).unwrap())
        .reply(info_of("stream_create", &stream));
    let ctx = Context::with_transport(script.clone());
    let store = ctx.create_object_store(&config).await.unwrap();
    assert_eq!(
        (store.bucket(), store.stream().name().as_str()),
        ("B", "OBJ_B")
    );
    assert_eq!(ctx.object_store("B").unwrap().bucket(), "B");
    assert_eq!(script.sent().len(), 1);
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn an_update_that_changes_nothing_sends_none() {
    let (script, store) = scene();
    let config = ObjectStoreConfig::new("B");
    let mut stream = config.stream_config().unwrap();
    let level = ("_nats.level".to_owned(), "0".to_owned());
    stream.metadata.extend([level]);
    script
        .on("$JS.API.STREAM.INFO.OBJ_B")
        .reply(info_of("stream_info", &stream));
    let ctx = store.context();
    ctx.update_object_store(&config).await.unwrap();
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn names_that_are_none_are_refused_and_nothing_is_sent() {
    let (script, store) = scene();
    let ctx = store.context();
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
        let config = ObjectStoreConfig::new(name);
        for error in [
            ctx.object_store(name).unwrap_err(),
            ctx.get_object_store(name).await.unwrap_err(),
            ctx.create_object_store(&config).await.unwrap_err(),
            ctx.update_object_store(&config).await.unwrap_err(),
            ctx.create_or_update_object_store(&config)
                .await
                .unwrap_err(),
            ctx.delete_object_store(name).await.unwrap_err(),
            store.link_to_store("l", name).await.unwrap_err(),
        ] {
            assert!(
                matches!(error, Error::Invalid { .. }),
                "{name:?}: {error:?}"
            );
        }
    }
    let object: jsapi_client::object::ObjectInfo = {
        let (other, store) = scene();
        crate::scene::has(&other, "x", 1, &info("x", &[]));
        store.info("x").await.unwrap()
    };
    for name in ["", &"n".repeat(3000)] {
        for error in [
            store.put_bytes(name, "x").await.unwrap_err(),
            store.put(name, &b"x"[..]).await.unwrap_err(),
            store.get(name).await.unwrap_err(),
            store.info(name).await.unwrap_err(),
            store.info_opt(name).await.unwrap_err(),
            store.delete(name).await.unwrap_err(),
            store.update_meta(name, |_| {}).await.unwrap_err(),
            store.rename(name, "b").await.unwrap_err(),
            store.link(name, &object).await.unwrap_err(),
            store.link_to_store(name, "B").await.unwrap_err(),
        ] {
            assert!(matches!(error, Error::Invalid { .. }), "{error:?}");
            assert!(error.to_string().len() < 300);
        }
    }
    let mut meta = ObjectMeta::new("a");
    meta.headers.insert("a b".to_owned(), Vec::new());
    assert!(matches!(
        store.put_bytes(meta, "x").await,
        Err(Error::Invalid { .. })
    ));
    let mut meta = ObjectMeta::new("a");
    meta.chunk_size = Some(0);
    assert!(matches!(
        store.put_bytes(meta, "x").await,
        Err(Error::Invalid { .. })
    ));
    assert!(script.sent().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_is_no_store_is_not_taken_for_one() {
    let (script, store) = scene();
    let config = ObjectStoreConfig::new("B");
    let mut stream = config.stream_config().unwrap();
    stream.subjects = vec!["orders.>".to_owned()];
    script
        .on("$JS.API.STREAM.INFO.OBJ_B")
        .always()
        .reply(info_of("stream_info", &stream));
    let ctx = store.context();
    for error in [
        ctx.get_object_store("B").await.unwrap_err(),
        ctx.update_object_store(&config).await.unwrap_err(),
        store
            .status()
            .await
            .map(|_: ObjectStoreStatus| ())
            .unwrap_err(),
        store.seal().await.unwrap_err(),
    ] {
        assert!(matches!(error, Error::Mismatch { .. }), "{error:?}");
    }
    assert!(
        script
            .sent()
            .iter()
            .all(|message| message.subject.contains("STREAM.INFO"))
    );
}

#[tokio::test(start_paused = true)]
async fn a_watch_tells_of_an_info_that_can_not_be_read_and_goes_on() {
    use futures_util::StreamExt;

    let (script, store) = scene();
    let stream = ObjectStoreConfig::new("B").stream_config().unwrap();
    script
        .on("$JS.API.STREAM.INFO.OBJ_B")
        .always()
        .reply(info_of("stream_info", &stream));
    script.on(CREATE).always().reply(consumer("create", 0, 3));
    script.on(DELETE).always().silence();
    let mut watcher = store.watch().open().await.unwrap();
    let [inbox] = script.subscriptions().try_into().unwrap();
    let shown = |name: &str| -> &'static str { info(name, &[]).to_string().leak() };
    for (number, (name, payload)) in [("a", "{"), ("b", shown("x")), ("c", shown("c"))]
        .into_iter()
        .enumerate()
    {
        let number = number as u64 + 1;
        let message = chunk_of(&meta_subject(name), number, number, 3 - number, payload);
        script.deliver(&inbox, message);
    }
    for expected in ["a", "b"] {
        match watcher.next().await {
            Some(Ok(WatchEvent::Unreadable { subject, .. })) => {
                assert_eq!(subject, meta_subject(expected));
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(watcher.next().await, Some(Ok(WatchEvent::Object(info))) if info.name == "c"));
    assert!(matches!(
        watcher.next().await,
        Some(Ok(WatchEvent::InitialDone))
    ));
    let create: Value = serde_json::from_slice(&script.sent()[1].payload).unwrap();
    assert_eq!(create["config"]["deliver_policy"], "last_per_subject");
    assert_eq!(create["config"]["filter_subject"], "$O.B.M.>");
}
