//! Object stores shared with nats-py: each writes, the other reads.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::TryStreamExt;
use jsapi_client::Context;
use jsapi_client::object::{ObjectError, ObjectMeta, ObjectStoreConfig, WatchEvent, Watcher};
use jsapi_test_server::{Server, User, Version};
use jsapi_tests::{Outcome, Python, connect, noise};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const VERSIONS: [Version; 2] = [Version::V2_10_26, Version::V2_15_1];

async fn both(version: Version) -> Outcome<(Context, Python)> {
    let url = Server::shared(version)?.url();
    let ctx = Context::new(connect(&url, User::A).await?);
    Ok((ctx, Python::start("object.py", &url, User::A)?))
}

fn sha256(bytes: &Bytes) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is seen next, up to the end of the initial data.
async fn seen(watcher: &mut Watcher) -> Outcome<Option<(String, bool)>> {
    let next = tokio::time::timeout(Duration::from_secs(20), watcher.try_next()).await??;
    match next.ok_or("the watch ended")? {
        WatchEvent::Object(info) => Ok(Some((info.name, info.deleted))),
        WatchEvent::InitialDone => Ok(None),
        other => Err(format!("{other:?}").into()),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_python_puts_is_got_listed_and_watched() -> Outcome {
    for version in VERSIONS {
        let (ctx, mut python) = both(version).await?;
        let name = "OBJECTS_FROM_PYTHON";
        let config = json!({"description": "theirs", "ttl": 3600});
        python.ok(&json!({"do": "create_store", "bucket": name, "config": config}))?;
        let mut ask = |question: Value| {
            let mut question = question;
            question["bucket"] = name.into();
            python.ok(&question)
        };
        let store = ctx.get_object_store(name).await?;
        let status = store.status().await?;
        assert_eq!(status.description(), Some("theirs"), "{version}");
        assert_eq!(status.ttl(), Some(Duration::from_secs(3600)));
        let mut watcher = store.watch().open().await?;
        assert_eq!(seen(&mut watcher).await?, None);

        let bytes = noise(50_123);
        let headers = json!({"k": ["1", "2"], "alone": "3"});
        let meta = json!({"description": "what", "headers": headers, "chunk_size": 1000});
        let data = STANDARD.encode(&bytes);
        let put = ask(json!({"do": "put", "name": "dir/ä b", "data": data, "meta": meta}))?;
        ask(json!({"do": "put", "name": "empty", "data": ""}))?;
        ask(json!({"do": "put", "name": "gone", "data": "YQ=="}))?;
        // Deleted before it is delivered, it would never be.
        for expected in ["dir/ä b", "empty", "gone"] {
            let (name, _) = seen(&mut watcher).await?.unwrap();
            assert_eq!(name, expected, "{version}");
        }
        ask(json!({"do": "delete", "name": "gone"}))?;
        ask(json!({"do": "link", "name": "link", "to": {"bucket": name, "name": "dir/ä b"}}))?;
        ask(json!({"do": "link", "name": "dir", "to": {"bucket": name}}))?;

        let info = store.info("dir/ä b").await?;
        assert_eq!((info.size, info.chunks), (50_123, 51), "{version}");
        assert_eq!(info.digest.as_deref(), put["digest"].as_str());
        assert_eq!(info.description.as_deref(), Some("what"));
        assert_eq!(info.headers["k"], ["1", "2"]);
        assert_eq!(info.headers["alone"], ["3"]);
        assert_eq!(info.chunk_size, Some(1000));
        assert_eq!(
            store.get("dir/ä b").await?.bytes().await?,
            bytes,
            "{version}"
        );
        let part = store.get("dir/ä b").range(1500, 3000).await?;
        assert_eq!(part.bytes().await?, bytes[1500..4500]);
        assert_eq!(store.get("empty").await?.bytes().await?, "");
        assert_eq!(store.get("link").await?.bytes().await?, bytes);
        let error = store.get("dir").await.unwrap_err();
        assert!(matches!(
            error.object_error(),
            Some(ObjectError::LinkToStore { .. })
        ));
        assert!(store.info("gone").await.unwrap_err().is_not_found());
        assert!(store.info_or_deleted("gone").await?.unwrap().deleted);

        let names: Vec<_> = store
            .list()
            .await?
            .into_iter()
            .map(|info| info.name)
            .collect();
        assert_eq!(names, ["dir/ä b", "empty", "link", "dir"], "{version}");
        for expected in ["gone", "link", "dir"] {
            let (name, _) = seen(&mut watcher).await?.unwrap();
            assert_eq!(name, expected, "{version}");
        }

        // Over what it put.
        store.put_bytes("dir/ä b", "ours").await?;
        assert_eq!(store.get("link").await?.bytes().await?, "ours");
        store.rename("dir/ä b", "new").await?;
        store.delete("empty").await?;
        let mut chunks = store.stream().subjects("$O.*.C.>");
        assert_eq!(chunks.try_next().await?.map(|(_, count)| count), Some(1));
        assert_eq!(chunks.try_next().await?, None, "{version}");
        ask(json!({"do": "seal"}))?;
        assert!(store.status().await?.is_sealed());
        ctx.delete_object_store(name).await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_put_is_got_listed_and_watched_by_python() -> Outcome {
    for version in VERSIONS {
        let (ctx, mut python) = both(version).await?;
        let name = "OBJECTS_TO_PYTHON";
        let config = ObjectStoreConfig::new(name)
            .description("ours")
            .ttl(Duration::from_secs(3600));
        let store = ctx.create_object_store(&config).await?;
        let mut ask = |question: Value| {
            let mut question = question;
            question["bucket"] = name.into();
            python.ask(&question)
        };
        let names = |answer: &Value| -> Vec<Value> {
            let infos = answer["ok"]
                .as_array()
                .unwrap_or_else(|| panic!("{answer}"));
            infos.iter().map(|info| info["name"].clone()).collect()
        };
        ask(json!({"do": "watch"}))?;
        let bytes = noise(300_001);
        let mut meta = ObjectMeta::new("dir/ä b");
        meta.description = Some("what".to_owned());
        meta.headers
            .insert("k".to_owned(), vec!["1".to_owned(), "2".to_owned()]);
        meta.metadata.insert("m".to_owned(), "3".to_owned());
        let put = store.put_bytes(meta, bytes.clone()).await?;
        store.put_bytes("empty", "").await?;
        store.put_bytes("gone", "x").await?;
        // Deleted before it is delivered, it would never be.
        let seen = ask(json!({"do": "seen", "count": 4}))?;
        let expected = json!([null, "dir/ä b", "empty", "gone"]);
        assert_eq!(Value::from(names(&seen)), expected, "{version}");
        store.delete("gone").await?;
        store.link("link", &put).await?;
        store.link_to_store("dir", name).await?;

        let got = ask(json!({"do": "get", "name": "dir/ä b"}))?;
        assert_eq!(got["ok"]["sha256"], sha256(&bytes), "{version}: {got}");
        assert_eq!(got["ok"]["size"], 300_001);
        let got = ask(json!({"do": "get", "name": "link"}))?;
        assert_eq!(got["ok"]["sha256"], sha256(&bytes), "{version}: {got}");
        assert_eq!(ask(json!({"do": "get", "name": "empty"}))?["ok"]["size"], 0);
        let answer = ask(json!({"do": "get", "name": "dir"}))?;
        assert_eq!(answer["error"], "LinkIsABucketError", "{version}: {answer}");
        let answer = ask(json!({"do": "get", "name": "gone"}))?;
        assert_eq!(
            answer["error"], "ObjectNotFoundError",
            "{version}: {answer}"
        );

        let info = ask(json!({"do": "info", "name": "dir/ä b"}))?;
        let expected = json!({
            "name": "dir/ä b", "description": "what", "headers": {"k": ["1", "2"]},
            "size": 300_001, "chunks": 3, "digest": put.digest, "deleted": false,
            "chunk_size": 131_072, "link": null,
        });
        assert_eq!(info["ok"], expected, "{version}");
        let info = ask(json!({"do": "info", "name": "link"}))?;
        assert_eq!(
            info["ok"]["link"],
            json!({"bucket": name, "name": "dir/ä b"})
        );
        let info = ask(json!({"do": "info", "name": "gone", "deleted": true}))?;
        assert_eq!(
            (&info["ok"]["deleted"], &info["ok"]["size"]),
            (&json!(true), &json!(0))
        );

        let list = ask(json!({"do": "list"}))?;
        assert_eq!(
            names(&list),
            ["dir/ä b", "empty", "link", "dir"],
            "{version}"
        );
        let seen = ask(json!({"do": "seen", "count": 3}))?;
        let expected = json!(["gone", "link", "dir"]);
        assert_eq!(Value::from(names(&seen)), expected, "{version}");
        let status = ask(json!({"do": "status"}))?;
        let expected = json!({"sealed": false, "description": "ours", "ttl": 3600.0});
        assert_eq!(status["ok"], expected, "{version}");

        // It changes what was put, and what it writes is read again.
        let change = json!({"description": "theirs", "headers": {"k": ["9"]}});
        let changed = ask(json!({"do": "update", "name": "dir/ä b", "meta": change}))?;
        assert_eq!(changed["ok"], true, "{changed}");
        let info = store.info("dir/ä b").await?;
        assert_eq!(
            (info.description.as_deref(), &info.headers["k"][..]),
            (Some("theirs"), &["9".to_owned()][..])
        );
        assert_eq!(
            store.get("dir/ä b").await?.bytes().await?,
            bytes,
            "{version}"
        );
        assert_eq!(ask(json!({"do": "delete", "name": "dir/ä b"}))?["ok"], true);
        assert!(store.get("dir/ä b").await.unwrap_err().is_not_found());
        ctx.delete_object_store(name).await?;
    }
    Ok(())
}
