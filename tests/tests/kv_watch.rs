//! Watching and listing keys, against real servers and through their failures.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::future::try_join_all;
use jsapi_client::kv::{
    Entry, KvConfig, KvSource, MarkerReason, Operation, WatchEvent, WatchFrom, Watcher,
};
use jsapi_client::{Context, Error, KeyValue, StopReason};
use jsapi_test_server::{Cluster, Options, Server, User, Version};
use jsapi_tests::{Outcome, connect};
use tokio::time::timeout;

const NEWEST: Version = Version::V2_15_1;
const SECOND: Duration = Duration::from_secs(1);

/// No wait of these tests is longer.
const BOUND: Duration = Duration::from_secs(60);

async fn context(version: Version) -> Outcome<Context> {
    Ok(Context::new(
        connect(&Server::shared(version)?.url(), User::A).await?,
    ))
}

async fn next(watcher: &mut Watcher) -> Outcome<WatchEvent> {
    let event = timeout(BOUND, watcher.next())
        .await
        .map_err(|_| "no event in time")?;
    Ok(event.ok_or("the watch ended")??)
}

async fn entry(watcher: &mut Watcher) -> Outcome<Entry> {
    match next(watcher).await? {
        WatchEvent::Entry(entry) => Ok(entry),
        other => Err(format!("{other:?} in place of an entry").into()),
    }
}

/// What is seen up to the end of the initial data, as `key=value@revision`.
async fn initial(watcher: &mut Watcher) -> Outcome<Vec<String>> {
    let mut seen = Vec::new();
    loop {
        match next(watcher).await? {
            WatchEvent::Entry(entry) => seen.push(shown(&entry)),
            WatchEvent::InitialDone => return Ok(seen),
            other => return Err(format!("{other:?}").into()),
        }
    }
}

fn shown(entry: &Entry) -> String {
    let value = match entry.operation {
        Operation::Put => String::from_utf8_lossy(&entry.value).into_owned(),
        ref operation => format!("{operation:?}"),
    };
    format!("{}={value}@{}", entry.key(), entry.revision)
}

/// A bucket with a history: `a.x` twice, `a.y` deleted, `b` purged, and `c`.
async fn filled(ctx: &Context, name: &str) -> Outcome<KeyValue> {
    let config = KvConfig::new(name).history(5);
    let bucket = ctx.create_key_value(&config).await?;
    bucket.put("a.x", "1").await?;
    bucket.put("a.x", "2").await?;
    bucket.put("a.y", "3").await?;
    bucket.put("b", "4").await?;
    bucket.delete("a.y").await?;
    bucket.purge("b").await?;
    bucket.put("c", "7").await?;
    Ok(bucket)
}

#[tokio::test]
async fn a_watch_begins_where_it_is_told_and_says_when_that_is_all() -> Outcome {
    for version in Version::ALL {
        let ctx = context(version).await?;
        let bucket = filled(&ctx, "WATCH_FROM").await?;
        let latest = ["a.x=2@2", "a.y=Delete@5", "b=Purge@6", "c=7@7"];
        let history = [
            "a.x=1@1",
            "a.x=2@2",
            "a.y=3@3",
            "a.y=Delete@5",
            "b=Purge@6",
            "c=7@7",
        ];
        for (from, expected) in [
            (WatchFrom::Latest, &latest[..]),
            (WatchFrom::AllHistory, &history[..]),
            (WatchFrom::Sequence(5), &history[3..]),
            (WatchFrom::Sequence(4), &history[3..]),
            (WatchFrom::Sequence(100), &[]),
            (WatchFrom::New, &[]),
        ] {
            let mut watcher = bucket.watch_all().start(from).open().await?;
            assert_eq!(initial(&mut watcher).await?, expected, "{version} {from:?}");
            if from == WatchFrom::New {
                bucket.put("d", "new").await?;
                assert_eq!(shown(&entry(&mut watcher).await?), "d=new@8");
            }
        }
        let watch = bucket.watch_all().ignore_deletes(true).keys_only(true);
        let mut watcher = watch.open().await?;
        let first = entry(&mut watcher).await?;
        assert_eq!(
            (first.key(), first.value.len(), first.size),
            ("a.x", 0, 1),
            "{version}"
        );
        assert_eq!(initial(&mut watcher).await?, ["c=@7", "d=@8"], "{version}");
        ctx.delete_key_value("WATCH_FROM").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_watch_sees_the_keys_of_its_filters_and_no_others() -> Outcome {
    for version in Version::ALL {
        let ctx = context(version).await?;
        let bucket = filled(&ctx, "WATCH_FILTER").await?;
        for (filters, expected) in [
            (&["a.x"][..], &["a.x=2@2"][..]),
            (&["a.*"], &["a.x=2@2", "a.y=Delete@5"]),
            (&["a.>"], &["a.x=2@2", "a.y=Delete@5"]),
            (&["*"], &["b=Purge@6", "c=7@7"]),
            (&["a.*", "c", "a.x"], &["a.x=2@2", "a.y=Delete@5", "c=7@7"]),
            (&["none", "none.>"], &[]),
        ] {
            let mut watch = bucket.watch(filters[0]);
            for filter in &filters[1..] {
                watch = watch.filter(*filter);
            }
            let mut watcher = watch.open().await?;
            assert_eq!(
                initial(&mut watcher).await?,
                expected,
                "{version} {filters:?}"
            );
        }
        let mut watcher = bucket.watch("a.*").open().await?;
        initial(&mut watcher).await?;
        bucket.put("c", "not seen").await?;
        bucket.put("a.z", "seen").await?;
        assert_eq!(shown(&entry(&mut watcher).await?), "a.z=seen@9");
        watcher.close().await?;
        ctx.delete_key_value("WATCH_FILTER").await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_empty_bucket_is_all_seen_at_once() -> Outcome {
    for version in Version::ALL {
        let ctx = context(version).await?;
        let bucket = ctx.create_key_value(&KvConfig::new("WATCH_EMPTY")).await?;
        for from in [WatchFrom::Latest, WatchFrom::AllHistory, WatchFrom::New] {
            let mut watcher = bucket.watch_all().start(from).open().await?;
            let begun = Instant::now();
            assert!(initial(&mut watcher).await?.is_empty());
            assert!(begun.elapsed() < SECOND, "{version}");
        }
        assert!(bucket.keys().await?.is_empty());
        assert!(bucket.history("a").await?.is_empty());
        ctx.delete_key_value("WATCH_EMPTY").await?;
    }
    Ok(())
}

#[tokio::test]
async fn keys_and_history_are_listed() -> Outcome {
    for version in Version::ALL {
        let ctx = context(version).await?;
        let bucket = filled(&ctx, "LISTED").await?;
        assert_eq!(bucket.keys().await?, ["a.x", "c"], "{version}");
        assert_eq!(bucket.keys_matching(["a.*"]).await?, ["a.x"]);
        assert_eq!(bucket.keys_matching(["a.*", "c", "b"]).await?, ["a.x", "c"]);
        assert!(bucket.keys_matching(["b"]).await?.is_empty());
        assert!(bucket.keys_matching::<&str>([]).await?.is_empty());
        let history: Vec<_> = bucket.history("a.y").await?.iter().map(shown).collect();
        assert_eq!(history, ["a.y=3@3", "a.y=Delete@5"], "{version}");
        let history = bucket.history("a.x").await?;
        assert_eq!(
            history.iter().map(|entry| entry.delta).collect::<Vec<_>>(),
            [1, 0]
        );
        assert!(history.iter().all(|entry| entry.bucket() == "LISTED"));
        ctx.delete_key_value("LISTED").await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_is_left_of_removed_keys_is_cleaned_up_by_age() -> Outcome {
    for version in Version::ALL {
        let ctx = context(version).await?;
        let bucket = filled(&ctx, "CLEANED").await?;
        assert_eq!(bucket.status().await?.values(), 6);
        assert_eq!(bucket.purge_deletes(3600 * SECOND).await?, 1, "{version}");
        let history: Vec<_> = bucket.history("a.y").await?.iter().map(shown).collect();
        assert_eq!(history, ["a.y=Delete@5"], "{version}: the marker stays");
        assert_eq!(bucket.purge_deletes(Duration::ZERO).await?, 2, "{version}");
        assert!(bucket.history("a.y").await?.is_empty());
        assert_eq!(bucket.keys().await?, ["a.x", "c"]);
        assert_eq!(bucket.history("a.x").await?.len(), 2, "{version}");
        assert_eq!(bucket.purge_deletes(Duration::ZERO).await?, 0);
        ctx.delete_key_value("CLEANED").await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_the_server_removes_is_told_with_its_reason() -> Outcome {
    for version in [Version::V2_11_11, Version::V2_12_8, NEWEST] {
        let ctx = context(version).await?;
        let mut config = KvConfig::new("MARKED").limit_marker_ttl(60 * SECOND);
        let bucket = ctx.create_key_value(&config).await?;
        let mut watcher = bucket.watch_all().open().await?;
        initial(&mut watcher).await?;
        bucket.create("short", "x").ttl(SECOND).await?;
        assert_eq!(entry(&mut watcher).await?.operation, Operation::Put);
        let marker = entry(&mut watcher).await?;
        assert_eq!(
            (marker.key(), &marker.operation),
            ("short", &Operation::Purge),
            "{version}"
        );
        assert_eq!(marker.marker, Some(MarkerReason::MaxAge), "{version}");

        // Those of ADR-48 that no server writes by itself yet.
        for (reason, operation) in [
            ("Purge", Operation::Purge),
            ("Remove", Operation::Delete),
            ("Unheard", Operation::Delete),
        ] {
            ctx.publish("$KV.MARKED.other", "")
                .header("Nats-Marker-Reason", reason)
                .await?;
            assert_eq!(
                entry(&mut watcher).await?.operation,
                operation,
                "{version} {reason}"
            );
            assert_eq!(bucket.get("other").await?, None);
            bucket.create("other", "over it").await?;
            entry(&mut watcher).await?;
        }
        bucket.purge("other").await?;
        assert!(bucket.keys().await?.is_empty());
        ctx.delete_key_value("MARKED").await?;

        // By the age of the bucket.
        config = config.ttl(SECOND);
        let bucket = ctx.create_key_value(&config).await?;
        let mut watcher = bucket.watch_all().start(WatchFrom::New).open().await?;
        initial(&mut watcher).await?;
        bucket.put("old", "x").await?;
        assert_eq!(entry(&mut watcher).await?.operation, Operation::Put);
        let marker = entry(&mut watcher).await?;
        assert_eq!(
            (marker.operation, marker.marker),
            (Operation::Purge, Some(MarkerReason::MaxAge))
        );
        ctx.delete_key_value("MARKED").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_mirror_is_watched_and_listed_like_its_origin() -> Outcome {
    let ctx = context(NEWEST).await?;
    let origin = filled(&ctx, "WATCH_ORIGIN").await?;
    let config = KvConfig::new("WATCH_MIRROR")
        .history(5)
        .mirror(KvSource::bucket("WATCH_ORIGIN"));
    let mirror = ctx.create_key_value(&config).await?;
    let mut watcher = mirror
        .watch_all()
        .start(WatchFrom::AllHistory)
        .open()
        .await?;
    let mut seen = Vec::new();
    while seen.len() < 6 {
        if let WatchEvent::Entry(entry) = next(&mut watcher).await? {
            seen.push(shown(&entry));
        }
    }
    assert_eq!(seen[5], "c=7@7");
    assert_eq!(mirror.keys().await?, origin.keys().await?);
    let refused = mirror.purge_deletes(Duration::ZERO).await.unwrap_err();
    assert!(matches!(refused, Error::Invalid { .. }), "{refused}");
    assert_eq!(mirror.status().await?.values(), 6);
    ctx.delete_key_value("WATCH_MIRROR").await?;
    ctx.delete_key_value("WATCH_ORIGIN").await?;
    Ok(())
}

#[tokio::test]
async fn a_watch_that_nobody_polls_goes_on_after_a_restart() -> Outcome {
    let mut server = Server::start(&Options::new().version(NEWEST))?;
    let ctx = Context::new(connect(&server.url(), User::A).await?);
    let bucket = ctx.create_key_value(&KvConfig::new("RESTART")).await?;
    bucket.put("a", "1").await?;
    let mut watcher = bucket.watch_all().open().await?;
    assert_eq!(initial(&mut watcher).await?, ["a=1@1"]);
    server.kill()?;
    tokio::time::sleep(SECOND).await;
    server.restart()?;
    let begun = Instant::now();
    while bucket.put("a", "2").await.is_err() {
        assert!(begun.elapsed() < BOUND);
    }
    let last = bucket.put("b", "3").await?;
    let mut seen = Vec::new();
    loop {
        let entry = entry(&mut watcher).await?;
        seen.push(entry.revision);
        if entry.revision == last {
            break;
        }
    }
    assert!(seen.windows(2).all(|pair| pair[0] < pair[1]), "{seen:?}");
    Ok(())
}

#[tokio::test]
async fn a_bucket_that_is_deleted_or_made_anew_under_a_watch_is_an_error() -> Outcome {
    // All at once: each waits for heartbeats that do not come.
    try_join_all(Version::ALL.map(deleted_and_made_anew)).await?;
    Ok(())
}

async fn deleted_and_made_anew(version: Version) -> Outcome {
    let ctx = context(version).await?;
    let config = KvConfig::new("RECREATED");
    let bucket = ctx.create_key_value(&config).await?;
    bucket.put("a", "1").await?;
    let mut watcher = bucket.watch_all().open().await?;
    initial(&mut watcher).await?;
    ctx.delete_key_value("RECREATED").await?;
    ctx.create_key_value(&config).await?;
    bucket.put("a", "other").await?;
    let end = timeout(BOUND, watcher.next()).await?;
    let Some(Err(Error::Stopped { source, .. })) = end else {
        panic!("{version}: {end:?}")
    };
    assert!(
        matches!(*source, StopReason::StreamRecreated(_)),
        "{version}: {source:?}"
    );
    assert!(watcher.next().await.is_none());

    let mut watcher = bucket.watch_all().open().await?;
    assert_eq!(initial(&mut watcher).await?, ["a=other@1"]);
    ctx.delete_key_value("RECREATED").await?;
    let end = timeout(BOUND, watcher.next()).await?;
    assert!(
        matches!(&end, Some(Err(error)) if error.is_not_found()),
        "{version}: {end:?}"
    );
    assert!(watcher.next().await.is_none());
    assert!(bucket.watch_all().open().await.unwrap_err().is_not_found());
    assert!(bucket.keys().await.unwrap_err().is_not_found());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn through_the_loss_of_a_leader_no_last_value_is_missed() -> Outcome {
    let mut cluster = Cluster::start(NEWEST, 3)?;
    let ctx = Context::new(connect(&cluster.url(0), User::A).await?);
    let config = KvConfig::new("LEADERS").replicas(3);
    let bucket = ctx.create_key_value(&config).await?;
    let mut watcher = bucket.watch_all().open().await?;
    assert!(initial(&mut watcher).await?.is_empty());

    let writer = bucket.clone();
    let writing = tokio::spawn(async move {
        let mut last = std::collections::BTreeMap::new();
        let begun = Instant::now();
        let mut number = 0_u64;
        while begun.elapsed() < 8 * SECOND {
            let key = format!("k{}", number % 7);
            if let Ok(revision) = writer.put(&key, number.to_string()).await {
                last.insert(key, revision);
            }
            number += 1;
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        last
    });
    tokio::time::sleep(2 * SECOND).await;
    let leader = bucket
        .stream()
        .info()
        .await?
        .cluster
        .and_then(|cluster| cluster.leader);
    let at = cluster
        .nodes()
        .iter()
        .position(|node| Some(node.name()) == leader.as_deref());
    cluster.kill(at.ok_or("no leader")?)?;
    let last = writing.await?;

    let newest = last.values().max().copied().unwrap_or(0);
    let mut seen = std::collections::BTreeMap::new();
    let mut before = 0;
    while before < newest {
        let entry = entry(&mut watcher).await?;
        assert!(entry.revision > before, "{} after {before}", entry.revision);
        before = entry.revision;
        seen.insert(entry.key().to_owned(), entry.revision);
    }
    for (key, revision) in &last {
        assert!(seen[key] >= *revision, "{key}: {} of {revision}", seen[key]);
    }
    // A consumer is made once to list the keys, and not while nobody leads the meta group.
    cluster.wait_ready()?;
    assert_eq!(bucket.keys().await?.len(), 7);
    Ok(())
}

#[tokio::test]
async fn keys_are_the_same_with_small_values_and_with_large_ones() -> Outcome {
    for version in Version::ALL {
        let ctx = context(version).await?;
        for size in [1, 10_000] {
            let bucket = ctx.create_key_value(&KvConfig::new("KEY_SIZES")).await?;
            for key in ["a", "b", "c", "d"] {
                bucket.put(key, vec![b'x'; size]).await?;
            }
            bucket.put("empty", "").await?;
            bucket.delete("b").await?;
            bucket.purge("c").await?;
            bucket.put("a", "again").await?;
            assert_eq!(
                bucket.keys().await?,
                ["d", "empty", "a"],
                "{version} {size}"
            );
            assert_eq!(bucket.purge_deletes(Duration::ZERO).await?, 2);
            assert_eq!(
                bucket.keys().await?,
                ["d", "empty", "a"],
                "{version} {size}"
            );
            ctx.delete_key_value("KEY_SIZES").await?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn many_keys_are_watched_and_listed() -> Outcome {
    let ctx = context(NEWEST).await?;
    let config = KvConfig::new("MANY_KEYS").storage(jsapi::StorageType::Memory);
    let bucket = ctx.create_key_value(&config).await?;
    for part in 0..20 {
        try_join_all((0..500).map(|n| bucket.put(format!("k.{part}.{n}"), "x"))).await?;
    }
    bucket.delete("k.7.7").await?;
    let mut watcher = bucket.watch_all().open().await?;
    assert_eq!(initial(&mut watcher).await?.len(), 10_000);
    assert_eq!(bucket.keys().await?.len(), 9_999);
    assert_eq!(bucket.keys_matching(["k.7.*", "k.8.*"]).await?.len(), 999);
    drop(watcher);
    let begun = Instant::now();
    while bucket.stream().info().await?.state.consumer_count > 0 {
        assert!(begun.elapsed() < 4 * SECOND, "consumers are left behind");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    ctx.delete_key_value("MANY_KEYS").await?;
    Ok(())
}
