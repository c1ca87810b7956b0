//! Key-value buckets, against real servers.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::{Duration, Instant};

use futures_util::future::try_join_all;
use futures_util::{FutureExt, TryStreamExt};
use jsapi_client::kv::{KvConfig, KvSource, MarkerReason, Operation, TypedWatchEvent, WatchEvent};
use jsapi_client::{Context, Error, KeyValue};
use jsapi_test_server::{HubAndLeaf, Options, Server, User, Version};
use jsapi_tests::{Outcome, connect, until};

const NEWEST: Version = Version::V2_15_1;
const SECOND: Duration = Duration::from_secs(1);

async fn context(version: Version) -> Outcome<Context> {
    Ok(Context::new(
        connect(&Server::shared(version)?.url(), User::A).await?,
    ))
}

/// A bucket that no other test has, with nothing in it.
async fn create(ctx: &Context, config: &KvConfig) -> Outcome<KeyValue> {
    Ok(ctx.create_key_value(config).await?)
}

async fn value(bucket: &KeyValue, key: &str) -> Outcome<Option<String>> {
    let entry = bucket.get(key).await?;
    Ok(entry.map(|entry| String::from_utf8_lossy(&entry.value).into_owned()))
}

#[tokio::test]
async fn a_bucket_lives_from_creation_to_deletion() -> Outcome {
    for version in Version::ALL {
        let ctx = context(version).await?;
        let mut config = KvConfig::new("KV_LIFE")
            .description("first")
            .metadata("team", "a");
        assert!(
            ctx.get_key_value("KV_LIFE")
                .await
                .unwrap_err()
                .is_not_found(),
            "{version}"
        );
        assert!(
            ctx.update_key_value(&config)
                .await
                .unwrap_err()
                .is_not_found()
        );

        let bucket = ctx.create_or_update_key_value(&config).await?;
        ctx.create_key_value(&config).await?;
        bucket.put("a", "1").await?;
        assert_eq!(bucket.status().await?.values(), 1);
        bucket.put("b", "12").await?;
        let status = bucket.status().await?;
        assert_eq!(
            (status.values(), status.history(), status.replicas()),
            (2, 1, 1),
            "{version}"
        );
        assert_eq!(status.metadata().get("team").map(String::as_str), Some("a"));
        assert!(status.bytes() > 0 && !status.is_compressed());
        assert_eq!((status.ttl(), status.limit_marker_ttl()), (None, None));

        config = config.history(3);
        config = config.compression(true);
        config = config.description("second");
        let other = ctx.create_key_value(&config).await.unwrap_err();
        assert!(other.is_already_exists(), "{version}: {other}");
        ctx.create_or_update_key_value(&config).await?;
        let status = bucket.status().await?;
        assert_eq!((status.history(), status.is_compressed()), (3, true));
        assert_eq!(status.description(), Some("second"));
        assert_eq!(status.values(), 2, "{version}");

        let names: Vec<_> = ctx.key_value_names().try_collect().await?;
        assert!(
            names.iter().any(|name| *name == "KV_LIFE"),
            "{version}: {names:?}"
        );
        let statuses: Vec<_> = ctx.key_values().try_collect().await?;
        assert!(
            statuses
                .iter()
                .any(|found| found.bucket() == status.bucket())
        );

        assert_eq!(
            value(&ctx.get_key_value("KV_LIFE").await?, "b")
                .await?
                .as_deref(),
            Some("12")
        );
        ctx.delete_key_value("KV_LIFE").await?;
        assert!(bucket.status().await.unwrap_err().is_not_found());
        assert!(
            matches!(bucket.put("a", "").await, Err(Error::NoStream { .. })),
            "{version}"
        );
        assert!(
            matches!(bucket.get("a").await, Err(Error::NoResponders { .. })),
            "{version}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn keys_are_put_read_removed_and_reverted() -> Outcome {
    for version in Version::ALL {
        let ctx = context(version).await?;
        let config = KvConfig::new("KV_KEYS").history(10);
        let bucket = create(&ctx, &config).await?;
        assert_eq!(bucket.get("a.b").await?, None);
        assert_eq!(bucket.put("a.b", "1").await?, 1);
        assert_eq!(bucket.put("other=/_-", "x").await?, 2);
        assert_eq!(bucket.put("a.b", "").await?, 3);
        assert_eq!(
            value(&bucket, "a.b").await?.as_deref(),
            Some(""),
            "{version}"
        );
        assert_eq!(value(&bucket, "other=/_-").await?.as_deref(), Some("x"));

        for reads in [bucket.clone(), bucket.clone().read_from_leader(true)] {
            let first = reads.get_revision("a.b", 1).await?.unwrap();
            assert_eq!(
                (&first.value[..], first.revision),
                (&b"1"[..], 1),
                "{version}"
            );
            assert_eq!(
                reads.get_revision("a.b", 2).await?,
                None,
                "{version}: of another key"
            );
            assert_eq!(reads.get_revision("a.b", 99).await?, None, "{version}");
        }

        assert_eq!(bucket.delete("a.b").await?, 4);
        assert_eq!(bucket.get("a.b").await?, None);
        assert_eq!(
            bucket.entry("a.b").await?.unwrap().operation,
            Operation::Delete
        );
        assert_eq!(bucket.get_revision("a.b", 1).await?.unwrap().value, "1");
        assert_eq!(bucket.revert("a.b", 1).await?, 5);
        assert_eq!(value(&bucket, "a.b").await?.as_deref(), Some("1"));
        assert_eq!(bucket.revert("a.b", 4).await?, 6);
        assert_eq!(bucket.get("a.b").await?, None);

        assert_eq!(bucket.purge("a.b").await?, 7);
        assert_eq!(
            bucket.entry("a.b").await?.unwrap().operation,
            Operation::Purge
        );
        assert_eq!(
            bucket.get_revision("a.b", 1).await?,
            None,
            "{version}: purged"
        );
        assert_eq!(bucket.status().await?.values(), 2);
        ctx.delete_key_value("KV_KEYS").await?;
    }
    Ok(())
}

#[tokio::test]
async fn writes_at_a_revision_conflict_and_tell_the_revision_there_is() -> Outcome {
    for version in Version::ALL {
        let ctx = context(version).await?;
        let bucket = create(&ctx, &KvConfig::new("KV_CAS")).await?;
        let conflict = |result: Result<u64, Error>, revision| {
            let error = result.unwrap_err();
            assert!(
                error.is_conflict() && !error.may_have_applied(),
                "{version}: {error}"
            );
            assert_eq!(error.last_sequence(), Some(revision), "{version}");
        };
        assert_eq!(bucket.create("a", "1").await?, 1);
        conflict(bucket.create("a", "2").await, 1);
        assert_eq!(bucket.update("a", "2", 1).await?, 2);
        conflict(bucket.update("a", "3", 1).await, 2);
        conflict(bucket.delete("a").at_revision(1).await, 2);
        conflict(bucket.purge("a").at_revision(1).await, 2);
        assert_eq!(bucket.delete("a").at_revision(2).await?, 3);
        assert_eq!(bucket.create("a", "again").await?, 4);
        assert_eq!(bucket.purge("a").at_revision(4).await?, 5);
        assert_eq!(bucket.create("a", "and again").await?, 6);
        assert_eq!(value(&bucket, "a").await?.as_deref(), Some("and again"));
        conflict(bucket.update("b", "", 7).await, 0);
        ctx.delete_key_value("KV_CAS").await?;
    }
    Ok(())
}

#[tokio::test]
async fn several_keys_come_in_one_request_or_in_many_with_the_same_answer() -> Outcome {
    for version in Version::ALL {
        let ctx = context(version).await?;
        let bucket = create(&ctx, &KvConfig::new("KV_MANY")).await?;
        let keys: Vec<String> = (0..2300).map(|n| format!("k.{n}")).collect();
        let puts = keys
            .iter()
            .step_by(2)
            .map(|key| bucket.put(key, key.clone()));
        try_join_all(puts).await?;
        bucket.delete("k.4").await?;
        let entries = bucket.get_many(&keys).await?;
        assert_eq!(entries.len(), keys.len());
        for (at, (key, entry)) in keys.iter().zip(&entries).enumerate() {
            let expected = (at % 2 == 0 && at != 4).then_some(key.as_bytes());
            assert_eq!(
                entry.as_ref().map(|entry| &entry.value[..]),
                expected,
                "{version}: {key}"
            );
        }
        assert!(
            bucket
                .get_many(["none.a", "none.b"])
                .await?
                .iter()
                .all(Option::is_none)
        );
        assert!(bucket.get_many::<&str>([]).await?.is_empty());
        ctx.delete_key_value("KV_MANY").await?;
    }
    Ok(())
}

#[tokio::test]
async fn more_bytes_than_a_server_sends_at_once_come_all_the_same() -> Outcome {
    let ctx = context(NEWEST).await?;
    let bucket = create(&ctx, &KvConfig::new("KV_MANY_BYTES")).await?;
    let keys: Vec<String> = (0..80).map(|n| format!("k{n}")).collect();
    for key in &keys {
        bucket.put(key, vec![b'x'; 1_000_000]).await?;
    }
    let entries = bucket.get_many(&keys).await?;
    assert!(
        entries
            .iter()
            .all(|entry| entry.as_ref().is_some_and(|e| e.value.len() == 1_000_000))
    );
    ctx.delete_key_value("KV_MANY_BYTES").await?;
    Ok(())
}

#[tokio::test]
async fn a_time_to_live_is_kept_to_over_a_removed_key_too() -> Outcome {
    for version in [Version::V2_11_11, NEWEST] {
        let ctx = context(version).await?;
        let config = KvConfig::new("KV_TTL").limit_marker_ttl(60 * SECOND);
        let bucket = create(&ctx, &config).await?;
        assert_eq!(bucket.status().await?.limit_marker_ttl(), Some(60 * SECOND));
        bucket.put("deleted", "x").await?;
        bucket.delete("deleted").await?;
        bucket.put("purged", "x").await?;
        bucket.purge("purged").await?;
        let keys = ["fresh", "deleted", "purged"];
        for key in keys {
            bucket.create(key, "x").ttl(SECOND).await?;
            assert_eq!(
                value(&bucket, key).await?.as_deref(),
                Some("x"),
                "{version}"
            );
        }
        for key in keys {
            until(20 * SECOND, "the key to go", async || {
                Ok(bucket.get(key).await?.is_none())
            })
            .await?;
            let marker = bucket.entry(key).await?.unwrap();
            assert_eq!(marker.operation, Operation::Purge, "{version}");
            assert_eq!(marker.marker, Some(MarkerReason::MaxAge), "{version}");
            bucket.create(key, "over a marker").await?;
        }
        bucket.purge("fresh").ttl(SECOND).await?;
        until(20 * SECOND, "the purge marker to go", async || {
            Ok(bucket.entry("fresh").await?.is_none())
        })
        .await?;
        ctx.delete_key_value("KV_TTL").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_value_alone_is_read_from_every_server() -> Outcome {
    for version in Version::ALL {
        let ctx = context(version).await?;
        let config = KvConfig::new("KV_VALUES").history(3);
        let bucket = create(&ctx, &config).await?;
        bucket.put("put", "old").await?;
        bucket.put("put", "new").await?;
        bucket.put("empty", "").await?;
        bucket.put("deleted", "x").await?;
        bucket.delete("deleted").await?;
        bucket.put("purged", "x").await?;
        bucket.purge("purged").await?;
        for bucket in [bucket.clone(), bucket.clone().read_from_leader(true)] {
            for (key, expected) in [
                ("put", Some("new")),
                ("empty", Some("")),
                ("deleted", None),
                ("purged", None),
                ("unknown", None),
            ] {
                let value = bucket.get_value(key).await?;
                let expected = expected.map(str::as_bytes);
                assert_eq!(value.as_deref(), expected, "{version} {key}");
            }
        }
        ctx.delete_key_value("KV_VALUES").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_time_to_live_is_refused_where_it_would_not_be_kept_to() -> Outcome {
    let ctx = context(Version::V2_10_26).await?;
    let bucket = create(&ctx, &KvConfig::new("KV_NO_TTL")).await?;
    let refused = bucket.create("a", "x").ttl(SECOND).await.unwrap_err();
    assert!(refused.is_api_level(), "{refused}");
    let config = KvConfig::new("KV_NO_TTL_2").limit_marker_ttl(SECOND);
    assert!(
        ctx.create_key_value(&config)
            .await
            .unwrap_err()
            .is_api_level()
    );
    ctx.delete_key_value("KV_NO_TTL").await?;

    let ctx = context(NEWEST).await?;
    let bucket = create(&ctx, &KvConfig::new("KV_NO_TTL")).await?;
    let refused = bucket.create("a", "x").ttl(SECOND).await.unwrap_err();
    assert_eq!(refused.code().map(u16::from), Some(10166), "{refused}");
    assert_eq!(bucket.get("a").await?, None);
    ctx.delete_key_value("KV_NO_TTL").await?;
    Ok(())
}

#[tokio::test]
async fn a_value_or_bucket_that_is_too_large_is_refused_by_code() -> Outcome {
    for version in Version::ALL {
        let ctx = context(version).await?;
        let config = KvConfig::new("KV_FULL").max_value_size(100).max_bytes(500);
        let bucket = create(&ctx, &config).await?;
        let error = bucket.put("a", vec![0; 101]).await.unwrap_err();
        assert_eq!(
            error.code().map(u16::from),
            Some(10054),
            "{version}: {error}"
        );
        let mut error = None;
        for key in ["a", "b", "c", "d", "e", "f"] {
            error = error.or(bucket.put(key, vec![0; 100]).await.err());
        }
        assert_eq!(
            error.unwrap().code().map(u16::from),
            Some(10077),
            "{version}"
        );
        let mut filling = 0;
        while bucket.put(format!("{filling}"), "").await.is_ok() {
            filling += 1;
        }
        for error in [bucket.delete("0").await, bucket.purge("0").await] {
            let code = error.unwrap_err().code();
            assert_eq!(code.map(u16::from), Some(10077), "{version}");
        }
        bucket.put("a", vec![1; 50]).await?;
        let error = bucket.put("a", vec![0; 9 << 20]).await.unwrap_err();
        assert!(matches!(error, Error::Invalid { .. }), "{error}");
        ctx.delete_key_value("KV_FULL").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_bucket_without_direct_gets_is_read_from_its_leader() -> Outcome {
    let ctx = context(NEWEST).await?;
    let mut config = KvConfig::new("KV_INDIRECT");
    create(&ctx, &config).await?;
    ctx.stream("KV_KV_INDIRECT")?
        .update_with(|stream| stream.allow_direct = false)
        .await?;
    let bucket = ctx.get_key_value("KV_INDIRECT").await?;
    bucket.put("a", "x").await?;
    assert_eq!(value(&bucket, "a").await?.as_deref(), Some("x"));
    config = config.history(2);
    let bucket = ctx.update_key_value(&config).await?;
    assert!(
        !bucket.stream().info().await?.config.allow_direct,
        "an update leaves it as it is"
    );
    assert_eq!(bucket.get_many(["a", "b"]).await?.len(), 2);
    ctx.delete_key_value("KV_INDIRECT").await?;
    Ok(())
}

#[tokio::test]
async fn a_stream_that_is_no_bucket_is_told_apart() -> Outcome {
    let ctx = context(NEWEST).await?;
    let config = jsapi::StreamConfig::new("KV_KV_NONE").with_subjects(["kv.none.>"]);
    ctx.create_stream(config).await?;
    let error = ctx.get_key_value("KV_NONE").await.unwrap_err();
    assert!(matches!(error, Error::Mismatch { .. }), "{error}");
    let error = ctx
        .update_key_value(&KvConfig::new("KV_NONE"))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Mismatch { .. }), "{error}");
    let statuses: Vec<_> = ctx.key_values().try_collect().await?;
    assert!(statuses.iter().all(|status| status.bucket() != "KV_NONE"));
    ctx.delete_stream("KV_KV_NONE").await?;
    Ok(())
}

/// Nobody looked when the handle was made.
#[tokio::test]
async fn through_a_handle_to_what_is_no_bucket_nothing_is_read_and_nothing_changed() -> Outcome {
    for version in Version::ALL {
        let ctx = context(version).await?;
        let config = jsapi::StreamConfig::new("KV_KV_OTHER").with_subjects(["kv.other.>"]);
        let stream = ctx.create_stream(config.with_allow_direct(true)).await?;
        ctx.publish("kv.other.a", "x").await?;
        let handle = ctx.key_value("KV_OTHER")?;
        for bucket in [handle.clone(), handle.read_from_leader(true)] {
            let no_stream = |result: Result<u64, Error>| {
                let error = result.unwrap_err();
                assert!(
                    matches!(error, Error::NoStream { .. }),
                    "{version}: {error:?}"
                );
            };
            no_stream(bucket.put("a", "y").await);
            no_stream(bucket.create("a", "y").await);
            no_stream(bucket.update("a", "y", 1).await);
            no_stream(bucket.delete("a").await);
            no_stream(bucket.purge("a").await);
            assert_eq!(bucket.get("a").await?, None, "{version}");
            assert_eq!(bucket.get_revision("a", 1).await?, None, "{version}");
            let error = bucket.status().await.unwrap_err();
            assert!(
                matches!(error, Error::Mismatch { .. }),
                "{version}: {error:?}"
            );
            assert!(bucket.keys().await?.is_empty(), "{version}");
            assert!(bucket.history("a").await?.is_empty(), "{version}");
        }
        assert_eq!(stream.info().await?.state.messages, 1, "{version}");
        stream.delete().await?;
    }
    Ok(())
}

#[tokio::test]
async fn mirrors_and_sources_are_buckets_of_their_own() -> Outcome {
    for version in Version::ALL {
        let ctx = context(version).await?;
        let origin = create(&ctx, &KvConfig::new("KV_ORIGIN")).await?;
        origin.put("a.x", "1").await?;
        origin.put("b.y", "2").await?;

        let config = KvConfig::new("KV_MIRROR").mirror(KvSource::bucket("KV_ORIGIN"));
        let created = create(&ctx, &config).await?;
        for mirror in [created, ctx.get_key_value("KV_MIRROR").await?] {
            until(20 * SECOND, "the mirror", async || {
                Ok(mirror.get("a.x").await?.is_some())
            })
            .await?;
            let entry = mirror.get("a.x").await?.unwrap();
            assert_eq!(
                (entry.bucket(), entry.revision),
                ("KV_MIRROR", 1),
                "{version}"
            );
            let revision = mirror.put("a.z", "through the mirror").await?;
            // Else the mirror may answer, which may be behind.
            let origin = origin.clone().read_from_leader(true);
            assert_eq!(
                origin.get("a.z").await?.unwrap().revision,
                revision,
                "{version}"
            );
            assert!(mirror.status().await?.is_mirror());
        }

        let config =
            KvConfig::new("KV_COLLECTED").sources(vec![KvSource::bucket("KV_ORIGIN").keys("a.*")]);
        let collected = create(&ctx, &config).await?;
        until(20 * SECOND, "the source", async || {
            Ok(collected.get("a.x").await?.is_some())
        })
        .await?;
        assert_eq!(
            value(&collected, "a.x").await?.as_deref(),
            Some("1"),
            "{version}"
        );
        collected.put("own", "x").await?;
        assert_eq!(collected.get("b.y").await?, None);
        assert_eq!(origin.get("own").await?, None);
        for bucket in ["KV_COLLECTED", "KV_MIRROR", "KV_ORIGIN"] {
            ctx.delete_key_value(bucket).await?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn buckets_of_another_domain_are_reached_mirrored_and_collected() -> Outcome {
    let servers = HubAndLeaf::start(NEWEST)?;
    let here = Context::new(connect(&servers.leaf().url(), User::A).await?);
    let client = connect(&servers.leaf().url(), User::A).await?;
    let hub = Context::builder().domain("hub")?.build(client);
    let origin = create(&hub, &KvConfig::new("FAR")).await?;
    origin.put("a", "1").await?;
    assert_eq!(value(&origin, "a").await?.as_deref(), Some("1"));
    assert!(here.get_key_value("FAR").await.unwrap_err().is_not_found());

    let mut watcher = origin.watch_all().open().await?;
    let first = watcher.try_next().await?;
    assert!(
        matches!(&first, Some(WatchEvent::Entry(entry)) if entry.key() == "a"),
        "{first:?}"
    );
    assert_eq!(watcher.try_next().await?, Some(WatchEvent::InitialDone));
    assert_eq!(origin.keys().await?, ["a"]);

    let config = KvConfig::new("COPY").mirror(KvSource::bucket("FAR").domain("hub"));
    let mirror = create(&here, &config).await?;
    until(20 * SECOND, "the mirror", async || {
        Ok(mirror.get("a").await?.is_some())
    })
    .await?;
    mirror.put("b", "from the leaf").await?;
    assert_eq!(value(&origin, "b").await?.as_deref(), Some("from the leaf"));

    let config = KvConfig::new("FAR").sources(vec![KvSource::bucket("FAR").domain("hub")]);
    let collected = create(&here, &config).await?;
    until(20 * SECOND, "the source", async || {
        Ok(collected.get("b").await?.is_some())
    })
    .await?;
    collected.put("own", "x").await?;
    assert_eq!(origin.get("own").await?, None);
    Ok(())
}

#[tokio::test]
async fn what_is_put_is_published_once_more() -> Outcome {
    let ctx = context(NEWEST).await?;
    let client = connect(&Server::shared(NEWEST)?.url(), User::A).await?;
    let mut copies = client.subscribe("kv.copy.>").await?;
    client.flush().await?;
    let config = KvConfig::new("KV_REPUBLISH")
        .republish(jsapi::Republish::new("kv.copy.>").with_src("$KV.KV_REPUBLISH.>"));
    let bucket = create(&ctx, &config).await?;
    bucket.put("a", "x").await?;
    let copy = tokio::time::timeout(5 * SECOND, futures_util::StreamExt::next(&mut copies)).await?;
    assert_eq!(copy.unwrap().payload, "x");
    ctx.delete_key_value("KV_REPUBLISH").await?;
    Ok(())
}

#[tokio::test]
async fn keys_are_there_after_a_restart_of_the_server() -> Outcome {
    let mut server = Server::start(&Options::new().version(NEWEST))?;
    let ctx = Context::new(connect(&server.url(), User::A).await?);
    let bucket = create(&ctx, &KvConfig::new("RESTART")).await?;
    let revision = bucket.put("a", "x").await?;
    server.kill()?;
    server.restart()?;
    until(20 * SECOND, "the bucket", async || {
        Ok(bucket.get("a").await.is_ok())
    })
    .await?;
    assert_eq!(bucket.get("a").await?.unwrap().revision, revision);
    assert!(bucket.put("a", "y").await? > revision);
    Ok(())
}

#[tokio::test]
async fn values_of_a_type_are_shared_with_those_who_read_bytes() -> Outcome {
    for version in [Version::V2_10_26, NEWEST] {
        let ctx = context(version).await?;
        let bucket = create(&ctx, &KvConfig::new("KV_TYPED")).await?;
        let numbers = bucket.typed::<Vec<u64>>();
        numbers.put("a", &vec![1, 2]).await?;
        assert_eq!(value(&bucket, "a").await?.as_deref(), Some("[1,2]"));
        bucket.put("b", "no list").await?;
        let entries = numbers.get_many(["a", "b", "c"]).await?;
        let decoded = |at: usize| entries[at].as_ref().and_then(|entry| entry.value.as_ref());
        assert_eq!(decoded(0).unwrap().as_ref().unwrap(), &[1, 2]);
        assert!(decoded(1).unwrap().is_err() && entries[2].is_none());
        let history = numbers.history("a").await?;
        assert_eq!(history.len(), 1);
        let mut watcher = numbers.decode_watch(bucket.watch("a").open().await?);
        let event = watcher.try_next().await?;
        let Some(TypedWatchEvent::Entry(entry)) = event else {
            panic!("{event:?}")
        };
        assert_eq!(entry.value.unwrap()?, [1, 2]);
        ctx.delete_key_value("KV_TYPED").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_lease_goes_from_one_to_the_next_with_a_larger_revision() -> Outcome {
    for version in [Version::V2_11_11, NEWEST] {
        let ctx = context(version).await?;
        let config = KvConfig::new("KV_LEASES")
            .limit_marker_ttl(5 * SECOND)
            .history(1);
        let bucket = create(&ctx, &config).await?;
        let mut first = bucket
            .lease("a", "one", 2 * SECOND)
            .try_open()
            .await?
            .unwrap();
        assert!(
            bucket
                .lease("a", "two", 2 * SECOND)
                .try_open()
                .await?
                .is_none(),
            "{version}"
        );
        let token = first.revision();
        first.renew().await?;
        assert!(first.revision() > token);

        // Let go of: at once.
        let begun = Instant::now();
        let (second, released) =
            futures_util::future::join(bucket.lease("a", "two", 2 * SECOND).open(), async {
                tokio::time::sleep(Duration::from_millis(300)).await;
                let token = first.revision();
                first.release().await.map(|()| token)
            })
            .await;
        let (mut second, token) = (second?, released?);
        assert!(
            second.revision() > token && begun.elapsed() < 2 * SECOND,
            "{version}"
        );

        // Not renewed: after its time, and the one before has lost it.
        let third = bucket.lease("a", "three", 2 * SECOND).open().await?;
        assert!(third.revision() > second.revision(), "{version}");
        let error = second.renew().await.unwrap_err();
        assert!(error.is_conflict(), "{version}: {error}");
        second.release().await?;
        assert_eq!(value(&bucket, "a").await?.as_deref(), Some("three"));

        // Held for longer than its time.
        let other = bucket.clone();
        let held = third.hold(async move {
            tokio::time::sleep(3 * SECOND).await;
            other
                .lease("a", "four", SECOND)
                .try_open()
                .await
                .map(|lease| lease.is_none())
        });
        assert!(held.await??, "{version}");
        assert!(
            bucket
                .lease("a", "five", SECOND)
                .try_open()
                .await?
                .is_some(),
            "{version}"
        );
        ctx.delete_key_value("KV_LEASES").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_lease_whose_renewal_was_given_up_is_still_known_as_its_holders() -> Outcome {
    for version in [
        Version::V2_11_11,
        Version::V2_12_8,
        Version::V2_14_6,
        NEWEST,
    ] {
        let ctx = context(version).await?;
        let config = KvConfig::new("KV_AGAIN").limit_marker_ttl(5 * SECOND);
        let bucket = create(&ctx, &config).await?;
        let mut lease = bucket
            .lease("a", "one", 10 * SECOND)
            .try_open()
            .await?
            .unwrap();
        let before = lease.revision();
        let last = async || Ok::<_, Error>(bucket.status().await?.last_revision());
        // Sent, and dropped before its answer.
        let given_up = lease.renew().now_or_never();
        assert!(given_up.is_none(), "{version}: it was not given up");
        until(20 * SECOND, "the renewal to be stored", async || {
            Ok(last().await? > before)
        })
        .await?;
        assert_eq!(lease.revision(), before);
        lease.renew().await?;
        assert_eq!(lease.revision(), before + 2, "{version}");
        lease.release().await?;
        assert!(
            bucket.lease("a", "two", SECOND).try_open().await?.is_some(),
            "{version}"
        );
        ctx.delete_key_value("KV_AGAIN").await?;
    }
    Ok(())
}
