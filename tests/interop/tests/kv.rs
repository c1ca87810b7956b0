//! Key-value buckets shared with `async-nats`' own: each writes, the other reads.
//!
//! Where async-nats 0.51 is known to do otherwise than ADR-8 and ADR-48 say, a
//! test says so and takes the long way round; none asks for the same here.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use async_nats::jetstream;
use async_nats::jetstream::kv::{self as theirs, Store, UpdateErrorKind};
use futures_util::{StreamExt, TryStreamExt};
use jsapi_client::kv::{Entry, KvConfig, KvSource, MarkerReason, Operation, WatchEvent, Watcher};
use jsapi_client::{Context, KeyValue};
use jsapi_test_server::{HubAndLeaf, Server, User, Version};
use jsapi_tests::{Outcome, connect, until};
use tokio::time::timeout;

const SECOND: Duration = Duration::from_secs(1);
const BOUND: Duration = Duration::from_secs(30);
const VERSIONS: [Version; 3] = [Version::V2_10_26, Version::V2_12_8, Version::V2_15_1];

async fn both(version: Version) -> Outcome<(Context, jetstream::Context)> {
    let url = Server::shared(version)?.url();
    Ok((
        Context::new(connect(&url, User::A).await?),
        jetstream::new(connect(&url, User::A).await?),
    ))
}

async fn value(bucket: &KeyValue, key: &str) -> Outcome<Option<String>> {
    let entry = bucket.get(key).await?;
    Ok(entry.map(|entry| String::from_utf8_lossy(&entry.value).into_owned()))
}

async fn value_there(store: &Store, key: &str) -> Outcome<Option<String>> {
    let value = store.get(key).await?;
    Ok(value.map(|value| String::from_utf8_lossy(&value).into_owned()))
}

async fn entry(watcher: &mut Watcher) -> Outcome<Entry> {
    match timeout(BOUND, watcher.try_next()).await?? {
        Some(WatchEvent::Entry(entry)) => Ok(entry),
        other => Err(format!("{other:?} in place of an entry").into()),
    }
}

async fn entry_there(watch: &mut theirs::Watch) -> Outcome<theirs::Entry> {
    Ok(timeout(BOUND, watch.next())
        .await?
        .ok_or("the watch ended")??)
}

/// `key=value@revision`, with the operation for what is no value.
fn shown(entry: &Entry) -> String {
    let value = match &entry.operation {
        Operation::Put => String::from_utf8_lossy(&entry.value).into_owned(),
        operation => format!("{operation:?}"),
    };
    format!("{}={value}@{}", entry.key(), entry.revision)
}

fn shown_there(entry: &theirs::Entry) -> String {
    let value = match entry.operation {
        theirs::Operation::Put => String::from_utf8_lossy(&entry.value).into_owned(),
        operation => format!("{operation:?}"),
    };
    format!("{}={value}@{}", entry.key, entry.revision)
}

const WRITTEN: [&str; 8] = [
    "a.b=1@1",
    "a.b=2@2",
    "c=3@3",
    "c=Delete@4",
    "d=5@5",
    "d=Purge@6",
    "-/_=.X=@7",
    "c=again@8",
];

#[tokio::test]
async fn what_async_nats_writes_is_read_watched_and_listed() -> Outcome {
    for version in VERSIONS {
        let (ctx, js) = both(version).await?;
        let config = theirs::Config {
            bucket: "THEIRS".to_owned(),
            history: 5,
            ..Default::default()
        };
        let store = js.create_key_value(config).await?;
        let bucket = ctx.get_key_value("THEIRS").await?;
        let mut watcher = bucket.watch_all().open().await?;
        assert_eq!(watcher.try_next().await?, Some(WatchEvent::InitialDone));

        store.put("a.b", "1".into()).await?;
        store.update("a.b", "2".into(), 1).await?;
        store.create("c", "3".into()).await?;
        store.delete("c").await?;
        store.put("d", "5".into()).await?;
        let mut seen = Vec::new();
        // Purged before it was delivered, a value is seen by nobody.
        while seen.len() < 5 {
            seen.push(shown(&entry(&mut watcher).await?));
        }
        store.purge("d").await?;
        store.put("-/_=.X", "".into()).await?;
        store.create("c", "again".into()).await?;

        while seen.len() < WRITTEN.len() {
            seen.push(shown(&entry(&mut watcher).await?));
        }
        assert_eq!(seen, WRITTEN, "{version}");
        assert_eq!(value(&bucket, "a.b").await?.as_deref(), Some("2"));
        assert_eq!(value(&bucket, "-/_=.X").await?.as_deref(), Some(""));
        assert_eq!(bucket.get_revision("a.b", 1).await?.unwrap().value, "1");
        assert_eq!(bucket.get("d").await?, None);
        let removed = bucket.entry("d").await?.unwrap();
        assert_eq!(removed.operation, Operation::Purge, "{version}");
        let mut keys = bucket.keys().await?;
        keys.sort();
        assert_eq!(keys, ["-/_=.X", "a.b", "c"], "{version}");
        let history: Vec<_> = bucket.history("c").await?.iter().map(shown).collect();
        assert_eq!(history, ["c=3@3", "c=Delete@4", "c=again@8"], "{version}");
        assert_eq!(bucket.status().await?.history(), 5);
        let names: Vec<_> = ctx.key_value_names().try_collect().await?;
        assert!(names.iter().any(|name| *name == "THEIRS"), "{version}");

        // Each knows a conflict with the other.
        let error = bucket.update("a.b", "late", 1).await.unwrap_err();
        assert_eq!(error.last_sequence(), Some(2), "{version}: {error}");
        assert!(error.is_conflict());
        let revision = bucket.update("a.b", "ours", 2).await?;
        let error = store.update("a.b", "late".into(), 2).await.unwrap_err();
        assert_eq!(
            error.kind(),
            UpdateErrorKind::WrongLastRevision,
            "{version}"
        );
        assert_eq!(
            store.update("a.b", "theirs".into(), revision).await?,
            revision + 1
        );
        // What it leaves of removed keys is cleaned up here: five revisions and one.
        store.delete("a.b").await?;
        assert_eq!(bucket.purge_deletes(Duration::ZERO).await?, 6, "{version}");
        assert_eq!(bucket.status().await?.values(), 4, "{version}");
        ctx.delete_key_value("THEIRS").await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_is_written_is_read_watched_and_listed_by_async_nats() -> Outcome {
    for version in VERSIONS {
        let (ctx, js) = both(version).await?;
        let config = KvConfig::new("OURS").history(5);
        let bucket = ctx.create_key_value(&config).await?;
        let store = js.get_key_value("OURS").await?;
        let mut watch = store.watch_all().await?;

        bucket.put("a.b", "1").await?;
        bucket.update("a.b", "2", 1).await?;
        bucket.create("c", "3").await?;
        bucket.delete("c").await?;
        bucket.put("d", "5").await?;
        let mut seen = Vec::new();
        while seen.len() < 5 {
            seen.push(shown_there(&entry_there(&mut watch).await?));
        }
        bucket.purge("d").await?;
        bucket.put("-/_=.X", "").await?;
        bucket.create("c", "again").await?;

        while seen.len() < WRITTEN.len() {
            seen.push(shown_there(&entry_there(&mut watch).await?));
        }
        assert_eq!(seen, WRITTEN, "{version}");
        drop(watch);
        assert_eq!(value_there(&store, "a.b").await?.as_deref(), Some("2"));
        assert_eq!(value_there(&store, "-/_=.X").await?.as_deref(), Some(""));
        assert_eq!(
            store.entry_for_revision("a.b", 1).await?.unwrap().value,
            "1"
        );
        assert_eq!(store.get("d").await?, None);
        let removed = store.entry("d").await?.unwrap();
        assert_eq!(removed.operation, theirs::Operation::Purge, "{version}");
        let mut keys: Vec<String> = store.keys().await?.try_collect().await?;
        keys.sort();
        assert_eq!(keys, ["-/_=.X", "a.b", "c"], "{version}");
        let history: Vec<_> = store.history("c").await?.try_collect().await?;
        let history: Vec<_> = history.iter().map(shown_there).collect();
        assert_eq!(history, ["c=3@3", "c=Delete@4", "c=again@8"], "{version}");
        // Bound once, it says for ever what it found then.
        let status = js.get_key_value("OURS").await?.status().await?;
        assert_eq!((status.history(), status.bucket()), (5, "OURS"));

        // It watches from the last of each key under the name "with history".
        let mut watch = store.watch_with_history("c").await?;
        assert_eq!(shown_there(&entry_there(&mut watch).await?), "c=again@8");
        // Reverted, removed at a revision, and created over that.
        let revision = bucket.revert("a.b", 1).await?;
        assert_eq!(value_there(&store, "a.b").await?.as_deref(), Some("1"));
        bucket.purge("a.b").at_revision(revision).await?;
        assert_eq!(store.get("a.b").await?, None);
        let revision = store.create("a.b", "theirs".into()).await?;
        bucket.delete("a.b").at_revision(revision).await?;
        let removed = store.entry("a.b").await?.unwrap();
        assert_eq!(removed.operation, theirs::Operation::Delete, "{version}");
        ctx.delete_key_value("OURS").await?;
    }
    Ok(())
}

/// async-nats takes a sub-second part off a time to live without a word; here it
/// is in whole seconds.
#[tokio::test]
async fn times_to_live_and_markers_are_the_same_on_both_sides() -> Outcome {
    for version in [Version::V2_12_8, Version::V2_15_1] {
        let (ctx, js) = both(version).await?;
        let config = KvConfig::new("TTL").limit_marker_ttl(60 * SECOND);
        let bucket = ctx.create_key_value(&config).await?;
        let store = js.get_key_value("TTL").await?;
        store.create_with_ttl("theirs", "x".into(), SECOND).await?;
        bucket.create("ours", "x").ttl(SECOND).await?;
        // async-nats creates over a removed key without the time to live that it
        // was given; what it removed is created here with it.
        store.put("over", "x".into()).await?;
        store.delete("over").await?;
        bucket.create("over", "x").ttl(SECOND).await?;

        for key in ["theirs", "ours", "over"] {
            until(BOUND, "the key to go", async || {
                Ok(bucket.get(key).await?.is_none())
            })
            .await?;
            let marker = bucket.entry(key).await?.unwrap();
            assert_eq!(marker.operation, Operation::Purge, "{version} {key}");
            assert_eq!(marker.marker, Some(MarkerReason::MaxAge), "{version} {key}");
            let marker = store.entry(key).await?.unwrap();
            assert_eq!(
                marker.operation,
                theirs::Operation::Purge,
                "{version} {key}"
            );
        }
        let mut watch = store.watch_with_history(">").await?;
        let mut watcher = bucket.watch_all().open().await?;
        for _ in 0..3 {
            let (there, here) = (entry_there(&mut watch).await?, entry(&mut watcher).await?);
            assert_eq!(shown_there(&there), shown(&here), "{version}");
            assert_eq!(here.operation, Operation::Purge, "{version}");
        }
        assert!(bucket.keys().await?.is_empty());
        let keys: Vec<String> = store.keys().await?.try_collect().await?;
        assert!(keys.is_empty(), "{version}: {keys:?}");
        // Each creates over the server's markers.
        store.create("ours", "again".into()).await?;
        bucket.create("theirs", "again").await?;
        assert_eq!(value(&bucket, "ours").await?.as_deref(), Some("again"));
        assert_eq!(
            value_there(&store, "theirs").await?.as_deref(),
            Some("again")
        );

        // Purged for a while.
        store.purge_with_ttl("ours", SECOND).await?;
        bucket.purge("theirs").ttl(SECOND).await?;
        for key in ["ours", "theirs"] {
            until(BOUND, "the purge to be forgotten", async || {
                Ok(bucket.entry(key).await?.is_none() && store.entry(key).await?.is_none())
            })
            .await?;
        }
        ctx.delete_key_value("TTL").await?;
    }
    Ok(())
}

/// Its description aside: async-nats sends an empty one where there is none.
#[tokio::test]
async fn the_same_settings_are_the_same_stream() -> Outcome {
    for version in VERSIONS {
        let (ctx, js) = both(version).await?;
        let markers = (version > Version::V2_11_11).then_some(60 * SECOND);
        for full in [false, true] {
            let mut ours = KvConfig::new("SAME");
            let mut config = theirs::Config {
                bucket: "SAME".to_owned(),
                history: 1,
                ..Default::default()
            };
            if full {
                ours = ours.description("a bucket");
                ours = ours.history(7);
                ours = ours.ttl(3600 * SECOND);
                ours = ours.limit_marker_ttl(markers);
                ours = ours.max_value_size(1000);
                ours = ours.max_bytes(1 << 20);
                ours = ours.compression(true);
                config = theirs::Config {
                    bucket: "SAME".to_owned(),
                    description: "a bucket".to_owned(),
                    history: 7,
                    max_age: 3600 * SECOND,
                    limit_markers: markers,
                    max_value_size: 1000,
                    max_bytes: 1 << 20,
                    compression: true,
                    ..Default::default()
                };
            }
            js.create_key_value(config.clone()).await?;
            let there = ctx.stream("KV_SAME")?.info().await?.config;
            js.delete_key_value("SAME").await?;
            ctx.create_key_value(&ours).await?;
            let here = ctx.stream("KV_SAME")?.info().await?.config;
            assert_eq!(here, there, "{version}, full: {full}");
            // So that each may repeat what the other did.
            js.create_key_value(config).await?;
            ctx.create_key_value(&ours).await?;
            ctx.delete_key_value("SAME").await?;
        }
    }
    Ok(())
}

/// async-nats has no metadata on its buckets, and drops what it updates by its own
/// configuration; what is said here stays where it only reads and writes.
#[tokio::test]
async fn metadata_is_seen_on_the_stream_and_outlives_what_async_nats_writes() -> Outcome {
    for version in VERSIONS {
        let (ctx, js) = both(version).await?;
        let config = KvConfig::new("META").metadata("team", "a");
        let bucket = ctx.create_key_value(&config).await?;
        let store = js.get_key_value("META").await?;
        store.put("a", "x".into()).await?;
        let status = store.status().await?;
        let found = status.info.config.metadata.get("team");
        assert_eq!(found.map(String::as_str), Some("a"), "{version}");
        let status = bucket.status().await?;
        assert_eq!(status.metadata().get("team").map(String::as_str), Some("a"));
        assert_eq!(status.values(), 1);
        ctx.delete_key_value("META").await?;
    }
    Ok(())
}

/// async-nats looks for the keys of a mirror under the mirror's own name, where
/// there are none, unless the origin is in another domain: so it is in one.
#[tokio::test]
async fn mirrors_are_read_and_written_through_by_both() -> Outcome {
    for version in VERSIONS {
        let servers = HubAndLeaf::start(version)?;
        let url = servers.leaf().url();
        let ctx = Context::new(connect(&url, User::A).await?);
        let js = jetstream::new(connect(&url, User::A).await?);
        let hub = Context::builder().domain("hub")?;
        let hub = hub.build(connect(&url, User::A).await?);
        let origin = hub.create_key_value(&KvConfig::new("ORIGIN")).await?;
        origin.put("a", "1").await?;
        let config = KvConfig::new("MIRROR").mirror(KvSource::bucket("ORIGIN").domain("hub"));
        ctx.create_key_value(&config).await?;
        let config = theirs::Config {
            bucket: "MIRROR_THERE".to_owned(),
            mirror: Some(jetstream::stream::Source {
                name: "ORIGIN".to_owned(),
                external: Some(jetstream::stream::External {
                    api_prefix: "$JS.hub.API".to_owned(),
                    delivery_prefix: None,
                }),
                ..Default::default()
            }),
            ..Default::default()
        };
        js.create_key_value(config).await?;

        for name in ["MIRROR", "MIRROR_THERE"] {
            let here = ctx.get_key_value(name).await?;
            let there = js.get_key_value(name).await?;
            assert!(here.status().await?.is_mirror());
            until(BOUND, "the mirror", async || {
                Ok(here.get("a").await?.is_some() && there.get("a").await?.is_some())
            })
            .await?;
            here.put("ours", name).await?;
            there.put("theirs", name.into()).await?;
            for key in ["ours", "theirs"] {
                assert_eq!(
                    value(&origin, key).await?.as_deref(),
                    Some(name),
                    "{version}"
                );
                until(BOUND, "what was written through it", async || {
                    Ok(value_there(&there, key).await?.as_deref() == Some(name)
                        && value(&here, key).await?.as_deref() == Some(name))
                })
                .await?;
            }
        }
    }
    Ok(())
}

/// Messages with headers of their own are values all the same, on both sides.
#[tokio::test]
async fn headers_beside_a_value_change_nothing() -> Outcome {
    for version in VERSIONS {
        let (ctx, js) = both(version).await?;
        let bucket = ctx.create_key_value(&KvConfig::new("HEADERS")).await?;
        let store = js.get_key_value("HEADERS").await?;
        let mut watch = store.watch_all().await?;
        let mut watcher = bucket.watch_all().open().await?;
        assert_eq!(watcher.try_next().await?, Some(WatchEvent::InitialDone));
        for (operation, expected) in [("PUT", "a=x@1"), ("DEL", "a=Delete@2")] {
            ctx.publish("$KV.HEADERS.a", "x")
                .header("KV-Operation", operation)
                .header("Trace", "1")
                .header("Trace", "2")
                .await?;
            assert_eq!(shown(&entry(&mut watcher).await?), expected, "{version}");
            assert_eq!(
                shown_there(&entry_there(&mut watch).await?),
                expected,
                "{version}"
            );
        }
        assert_eq!(bucket.get("a").await?, None);
        assert_eq!(store.get("a").await?, None);
        ctx.delete_key_value("HEADERS").await?;
    }
    Ok(())
}
