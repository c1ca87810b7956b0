//! Key-value buckets shared with nats-py: each writes, the other reads.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use jsapi_client::kv::{KvConfig, MarkerReason, Operation, WatchEvent, Watcher};
use jsapi_client::{Context, KeyValue};
use jsapi_test_server::{Server, User, Version};
use jsapi_tests::{Outcome, Python, connect};
use serde_json::{Value, json};

const SECOND: Duration = Duration::from_secs(1);
const VERSIONS: [Version; 2] = [Version::V2_11_11, Version::V2_15_1];

async fn both(version: Version) -> Outcome<(Context, Python)> {
    let url = Server::shared(version)?.url();
    let ctx = Context::new(connect(&url, User::A).await?);
    Ok((ctx, Python::start("kv.py", &url, User::A)?))
}

async fn value(bucket: &KeyValue, key: &str) -> Outcome<Option<String>> {
    let entry = bucket.get(key).await?;
    Ok(entry.map(|entry| String::from_utf8_lossy(&entry.value).into_owned()))
}

/// What is seen up to the end of the initial data.
async fn initial(watcher: &mut Watcher) -> Outcome<Vec<(String, u64, Operation)>> {
    let mut seen = Vec::new();
    while let Some(event) = watcher.try_next().await? {
        match event {
            WatchEvent::Entry(entry) => {
                seen.push((entry.key().to_owned(), entry.revision, entry.operation));
            }
            _ => return Ok(seen),
        }
    }
    Err("the watch ended".into())
}

/// What each of the entries is that were answered.
fn operations(answer: &Value) -> Value {
    let entries = answer["ok"].as_array().into_iter().flatten();
    entries.map(|entry| entry["operation"].clone()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_python_writes_is_read_watched_and_listed() -> Outcome {
    for version in VERSIONS {
        let (ctx, mut python) = both(version).await?;
        let name = "FROM_PYTHON";
        let config = json!({"history": 5, "limit_marker_ttl": 60});
        python.ok(&json!({"do": "create_bucket", "bucket": name, "config": config}))?;
        let mut ask = |question: Value| {
            let mut question = question;
            question["bucket"] = name.into();
            python.ok(&question)
        };
        // It makes buckets without direct gets unless told.
        let bucket = ctx.get_key_value(name).await?;
        let mut watcher = bucket.watch_all().open().await?;
        assert!(initial(&mut watcher).await?.is_empty());

        assert_eq!(ask(json!({"do": "put", "key": "a.b", "value": "1"}))?, 1);
        assert_eq!(
            ask(json!({"do": "update", "key": "a.b", "value": "2", "revision": 1}))?,
            2
        );
        assert_eq!(ask(json!({"do": "create", "key": "c", "value": "3"}))?, 3);
        ask(json!({"do": "delete", "key": "c"}))?;
        ask(json!({"do": "put", "key": "d", "value": "5"}))?;
        ask(json!({"do": "purge", "key": "d"}))?;

        assert_eq!(
            value(&bucket, "a.b").await?.as_deref(),
            Some("2"),
            "{version}"
        );
        assert_eq!(bucket.get_revision("a.b", 1).await?.unwrap().value, "1");
        assert_eq!(bucket.get("c").await?, None);
        assert_eq!(
            bucket.entry("c").await?.unwrap().operation,
            Operation::Delete
        );
        assert_eq!(
            bucket.entry("d").await?.unwrap().operation,
            Operation::Purge
        );
        assert_eq!(bucket.keys().await?, ["a.b"]);
        assert_eq!(bucket.history("a.b").await?.len(), 2);
        let status = bucket.status().await?;
        assert_eq!(
            (status.history(), status.limit_marker_ttl()),
            (5, Some(60 * SECOND))
        );

        let mut operations = Vec::new();
        while operations.len() < 6 {
            if let Some(WatchEvent::Entry(entry)) = watcher.try_next().await? {
                operations.push(entry.operation);
            }
        }
        let (put, delete, purge) = (Operation::Put, Operation::Delete, Operation::Purge);
        let expected = [put.clone(), put.clone(), put.clone(), delete, put, purge];
        assert_eq!(operations, expected, "{version}");

        // Over what it removed, and at what it wrote.
        bucket.create("c", "ours").await?;
        bucket.update("a.b", "ours", 2).await?;
        assert!(
            ctx.key_value_names()
                .try_collect::<Vec<_>>()
                .await?
                .iter()
                .any(|n| *n == name)
        );
        ctx.delete_key_value(name).await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_is_read_watched_and_listed_by_python() -> Outcome {
    for version in VERSIONS {
        let (ctx, mut python) = both(version).await?;
        let name = "TO_PYTHON";
        let config = KvConfig::new(name)
            .history(5)
            .ttl(3600 * SECOND)
            .limit_marker_ttl(60 * SECOND);
        let bucket = ctx.create_key_value(&config).await?;
        let mut ask = |question: Value| {
            let mut question = question;
            question["bucket"] = name.into();
            python.ask(&question)
        };
        ask(json!({"do": "watch", "key": ">"}))?;
        bucket.put("a.b", "1").await?;
        bucket.update("a.b", "2", 1).await?;
        bucket.create("c", "3").await?;
        bucket.delete("c").await?;
        bucket.put("d", "5").await?;
        // Purged before it was delivered, a value is seen by nobody.
        let seen = ask(json!({"do": "seen", "count": 6}))?;
        let expected = json!([null, "PUT", "PUT", "PUT", "DEL", "PUT"]);
        assert_eq!(operations(&seen), expected, "{version}");
        bucket.purge("d").await?;

        let entry = ask(json!({"do": "get", "key": "a.b"}))?;
        assert_eq!(entry["ok"]["value"], "2", "{version}: {entry}");
        assert_eq!(entry["ok"]["revision"], 2);
        assert_eq!(
            ask(json!({"do": "get", "key": "a.b", "revision": 1}))?["ok"]["value"],
            "1"
        );
        for gone in ["c", "d"] {
            let answer = ask(json!({"do": "get", "key": gone}))?;
            assert_eq!(answer["error"], "KeyNotFoundError", "{version}: {answer}");
        }
        assert_eq!(
            ask(json!({"do": "keys"}))?["ok"],
            json!(["a.b"]),
            "{version}"
        );
        let history = ask(json!({"do": "history", "key": "c"}))?;
        assert_eq!(operations(&history), json!(["PUT", "DEL"]), "{version}");
        let status = ask(json!({"do": "status"}))?;
        let expected = json!({"values": 5, "history": 5, "ttl": 3600.0, "marker_ttl": 60.0});
        assert_eq!(status["ok"], expected, "{version}");

        let seen = ask(json!({"do": "seen", "count": 1}))?;
        assert_eq!(operations(&seen), json!(["PURGE"]), "{version}");

        // Over what was removed here; and not over what was written.
        assert!(ask(json!({"do": "create", "key": "c", "value": "theirs"}))?["ok"].is_u64());
        let answer = ask(json!({"do": "update", "key": "a.b", "value": "x", "revision": 1}))?;
        assert_eq!(
            answer["error"], "KeyWrongLastSequenceError",
            "{version}: {answer}"
        );
        let error = bucket.update("c", "late", 4).await.unwrap_err();
        assert!(
            error.is_conflict() && error.last_sequence() == Some(7),
            "{version}: {error}"
        );
        ctx.delete_key_value(name).await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn times_to_live_and_markers_are_the_same_on_both_sides() -> Outcome {
    for version in VERSIONS {
        let (ctx, mut python) = both(version).await?;
        let name = "PYTHON_TTL";
        let config = KvConfig::new(name).limit_marker_ttl(60 * SECOND);
        let bucket = ctx.create_key_value(&config).await?;
        let create =
            json!({"do": "create", "bucket": name, "key": "theirs", "value": "x", "ttl": 1});
        python.ok(&create)?;
        bucket.create("ours", "x").ttl(SECOND).await?;
        let begun = Instant::now();
        while bucket.get("theirs").await?.is_some() || bucket.get("ours").await?.is_some() {
            assert!(begun.elapsed() < 20 * SECOND, "{version}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        for key in ["theirs", "ours"] {
            let marker = bucket.entry(key).await?.unwrap();
            assert_eq!(marker.operation, Operation::Purge, "{version} {key}");
            assert_eq!(marker.marker, Some(MarkerReason::MaxAge), "{version} {key}");
        }
        python.ok(&json!({"do": "watch", "bucket": name, "key": ">"}))?;
        let seen = python.ok(&json!({"do": "seen", "bucket": name}))?;
        let operations: Vec<_> = seen
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["operation"].clone())
            .collect();
        assert_eq!(
            Value::from(operations),
            json!(["PURGE", "PURGE", null]),
            "{version}"
        );
        // nats-py 2.15.0 itself does not create over a marker of the server's.
        bucket.create("theirs", "again").ttl(60 * SECOND).await?;
        let again = python.ok(&json!({"do": "get", "bucket": name, "key": "theirs"}))?;
        assert_eq!(again["value"], "again", "{version}: created over a marker");
        ctx.delete_key_value(name).await?;
    }
    Ok(())
}
