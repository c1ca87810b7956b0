//! Object stores, against real servers.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::future::IntoFuture;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use bytes::Bytes;
use futures_util::TryStreamExt;
use jsapi_client::object::{ObjectError, ObjectMeta, ObjectStoreConfig, WatchEvent, Watcher};
use jsapi_client::{Context, Error, ObjectStore};
use jsapi_test_server::{Cluster, HubAndLeaf, Server, User, Version};
use jsapi_tests::{Outcome, connect, noise, until};
use tokio::io::AsyncReadExt;

const SECOND: Duration = Duration::from_secs(1);

async fn context(version: Version) -> Outcome<Context> {
    Ok(Context::new(
        connect(&Server::shared(version)?.url(), User::A).await?,
    ))
}

/// How many chunks a store has, of whatever objects.
async fn chunks(store: &ObjectStore) -> Outcome<u64> {
    let filter = format!("$O.{}.C.>", store.bucket());
    let mut subjects = store.stream().subjects(filter);
    let mut sum = 0;
    while let Some((_, count)) = subjects.try_next().await? {
        sum += count;
    }
    Ok(sum)
}

/// The subject of the info of an object.
fn meta_subject(store: &ObjectStore, name: &str) -> String {
    format!("$O.{}.M.{}", store.bucket(), URL_SAFE.encode(name))
}

/// With chunks so small that there are many of them.
fn small(name: &str) -> ObjectMeta {
    let mut meta = ObjectMeta::new(name);
    meta.chunk_size = Some(1000);
    meta
}

fn why(error: &Error) -> &ObjectError {
    error
        .object_error()
        .unwrap_or_else(|| panic!("{error:?} is not about an object"))
}

/// The name of the next object that is seen, and whether it was deleted.
async fn seen(watcher: &mut Watcher) -> Outcome<Option<(String, bool)>> {
    let next = tokio::time::timeout(20 * SECOND, watcher.try_next()).await??;
    match next.ok_or("the watch ended")? {
        WatchEvent::Object(info) => Ok(Some((info.name, info.deleted))),
        WatchEvent::InitialDone => Ok(None),
        other => Err(format!("{other:?}").into()),
    }
}

#[tokio::test]
async fn a_store_lives_from_creation_to_deletion() -> Outcome {
    for version in Version::ALL {
        let ctx = context(version).await?;
        let mut config = ObjectStoreConfig::new("OBJECT_LIFE")
            .description("first")
            .metadata("team", "a");
        let missing = ctx.get_object_store("OBJECT_LIFE").await.unwrap_err();
        assert!(missing.is_not_found(), "{version}: {missing}");
        let missing = ctx.update_object_store(&config).await.unwrap_err();
        assert!(missing.is_not_found(), "{version}: {missing}");

        let store = ctx.create_or_update_object_store(&config).await?;
        ctx.create_object_store(&config).await?;
        store.put_bytes("a", "1").await?;
        let status = store.status().await?;
        assert_eq!(status.metadata().get("team").map(String::as_str), Some("a"));
        assert!(status.bytes() > 0 && !status.is_compressed() && !status.is_sealed());
        assert_eq!((status.ttl(), status.max_bytes()), (None, None));
        assert_eq!(
            (status.replicas(), status.description()),
            (1, Some("first"))
        );

        config = config.compression(true);
        config = config.description("second");
        config = config.ttl(3600 * SECOND);
        config = config.max_bytes(1 << 20);
        let other = ctx.create_object_store(&config).await.unwrap_err();
        assert!(other.is_already_exists(), "{version}: {other}");
        ctx.create_or_update_object_store(&config).await?;
        let status = store.status().await?;
        assert!(status.is_compressed(), "{version}");
        assert_eq!(status.description(), Some("second"));
        assert_eq!(status.max_bytes(), Some(1 << 20));
        assert_eq!(status.ttl(), Some(3600 * SECOND));

        let names: Vec<_> = ctx.object_store_names().try_collect().await?;
        assert!(names.iter().any(|name| *name == "OBJECT_LIFE"), "{version}");
        let statuses: Vec<_> = ctx.object_stores().try_collect().await?;
        assert!(
            statuses
                .iter()
                .any(|found| found.bucket() == status.bucket())
        );

        let found = ctx.get_object_store("OBJECT_LIFE").await?;
        assert_eq!(found.get("a").await?.bytes().await?, "1");
        ctx.delete_object_store("OBJECT_LIFE").await?;
        let gone = store.put_bytes("a", "1").await.unwrap_err();
        assert!(
            matches!(gone, Error::NoStream { .. }),
            "{version}: {gone:?}"
        );
        let gone = store.info("a").await.unwrap_err();
        assert!(
            gone.is_not_found() && gone.object_error().is_none(),
            "{version}: {gone:?}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn what_is_put_is_got_whatever_its_size_and_its_name() -> Outcome {
    for version in Version::ALL {
        let ctx = context(version).await?;
        let config = ObjectStoreConfig::new("OBJECT_SIZES");
        let store = ctx.create_object_store(&config).await?;
        for (name, size) in [
            ("empty", 0),
            ("a", 1),
            ("..", 999),
            ("/etc/*.>", 1000),
            ("名前 ü\r\n", 1001),
            ("most", 123_456),
        ] {
            let bytes = noise(size);
            let mut told = Vec::new();
            let info = store
                .put(small(name), bytes.as_ref())
                .on_progress(|stored| told.push(stored))
                .await?;
            assert_eq!(
                (info.size, info.chunks),
                (size as u64, size.div_ceil(1000) as u64)
            );
            assert_eq!(
                told.last().copied().unwrap_or(0),
                size as u64,
                "{version} {name:?}"
            );
            assert_eq!(told.len(), size.div_ceil(1000));

            let found = store.info(name).await?;
            assert_eq!(
                (found.sequence, &found.digest),
                (info.sequence, &info.digest)
            );
            assert_eq!(found.chunk_size, Some(1000));
            let mut read = Vec::new();
            let mut object = store.get(name).await?;
            object.read_to_end(&mut read).await?;
            assert_eq!(read, bytes, "{version} {name:?}");
            assert_eq!(object.read(&mut [0]).await?, 0);
            assert_eq!(store.get(name).await?.bytes().await?, bytes);
        }
        let names: Vec<_> = store
            .list()
            .await?
            .into_iter()
            .map(|info| info.name)
            .collect();
        assert_eq!(
            names,
            ["empty", "a", "..", "/etc/*.>", "名前 ü\r\n", "most"],
            "{version}"
        );
        until(30 * SECOND, "no consumer is left", async || {
            let names: Vec<_> = store.stream().consumer_names().try_collect().await?;
            Ok(names.is_empty())
        })
        .await?;
        ctx.delete_object_store("OBJECT_SIZES").await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_is_put_again_or_deleted_leaves_no_chunks_behind() -> Outcome {
    for version in Version::ALL {
        let ctx = context(version).await?;
        let config = ObjectStoreConfig::new("OBJECT_AGAIN");
        let store = ctx.create_object_store(&config).await?;
        let mut watcher = store.watch().open().await?;
        assert_eq!(seen(&mut watcher).await?, None, "{version}");

        store.put_bytes(small("a"), noise(5_500)).await?;
        assert_eq!(chunks(&store).await?, 6, "{version}");
        store.put_bytes(small("a"), noise(2_000)).await?;
        assert_eq!(chunks(&store).await?, 2, "{version}");
        store.put_bytes("b", "x").await?;
        store.delete("a").await?;
        assert_eq!(chunks(&store).await?, 1, "{version}");
        store.delete("a").await?;
        for error in [
            store.info("a").await.unwrap_err(),
            store.get("a").await.unwrap_err(),
            store.update_meta("a", |_| {}).await.unwrap_err(),
            store.delete("never").await.unwrap_err(),
        ] {
            assert!(error.is_not_found(), "{version}: {error}");
            assert!(matches!(why(&error), ObjectError::NotFound));
        }
        assert!(store.info_or_deleted("a").await?.unwrap().deleted);
        assert_eq!(store.list().await?.len(), 1);
        for expected in [("a", false), ("a", false), ("b", false), ("a", true)] {
            let (name, deleted) = seen(&mut watcher).await?.unwrap();
            assert_eq!((name.as_str(), deleted), expected, "{version}");
        }
        let mut later = store.watch().ignore_deletes(true).open().await?;
        assert_eq!(seen(&mut later).await?, Some(("b".to_owned(), false)));
        assert_eq!(seen(&mut later).await?, None);

        store.put_bytes("a", "back").await?;
        assert_eq!(store.get("a").await?.bytes().await?, "back", "{version}");
        ctx.delete_object_store("OBJECT_AGAIN").await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_is_said_of_an_object_is_changed_and_its_bytes_are_not() -> Outcome {
    for version in Version::ALL {
        let ctx = context(version).await?;
        let config = ObjectStoreConfig::new("OBJECT_META");
        let store = ctx.create_object_store(&config).await?;
        let mut meta = small("a");
        meta.description = Some("first".to_owned());
        meta.headers
            .insert("k".to_owned(), vec!["1".to_owned(), "2".to_owned()]);
        meta.metadata.insert("m".to_owned(), "3".to_owned());
        let bytes = noise(4_321);
        store.put_bytes(meta.clone(), bytes.clone()).await?;
        assert_eq!(store.info("a").await?.meta(), meta, "{version}");

        let same = store.update_meta("a", |_| {}).await?;
        let info = store
            .update_meta("a", |meta| meta.description = Some("second".to_owned()))
            .await?;
        assert!(info.sequence > same.sequence);
        assert_eq!(
            store.info("a").await?.description.as_deref(),
            Some("second")
        );

        store.put_bytes("c", "x").await?;
        let taken = store.rename("a", "c").await.unwrap_err();
        assert!(taken.is_already_exists(), "{version}: {taken}");
        // As a rename leaves it that is cut short between its two messages.
        store.put_bytes("half", bytes.clone()).await?;
        let query = jsapi_client::MessageQuery::last(meta_subject(&store, "half"));
        let half = store.stream().get_message(query).await?;
        store.rename("half", "whole").await?;
        ctx.publish(half.subject, half.payload).await?;
        assert!(store.info_opt("half").await?.is_some());
        store.rename("half", "whole").await?;
        assert!(store.info_opt("half").await?.is_none());
        assert_eq!(store.get("whole").await?.bytes().await?, bytes, "{version}");
        store.delete("whole").await?;

        store.put_bytes("gone", "x").await?;
        store.delete("gone").await?;
        let info = store.rename("a", "gone").await?;
        assert_eq!((info.name.as_str(), &info.headers), ("gone", &meta.headers));
        assert!(store.info("a").await.unwrap_err().is_not_found());
        // Neither name's past has the chunks taken away.
        store.delete("a").await?;
        store.put_bytes("a", "new").await?;
        assert_eq!(store.get("gone").await?.bytes().await?, bytes, "{version}");
        assert_eq!(chunks(&store).await?, 5 + 1 + 1, "{version}");
        ctx.delete_object_store("OBJECT_META").await?;
    }
    Ok(())
}

#[tokio::test]
async fn links_lead_to_objects_and_never_in_a_circle() -> Outcome {
    for version in Version::ALL {
        let ctx = context(version).await?;
        let store = ctx
            .create_object_store(&ObjectStoreConfig::new("OBJECT_LINKS"))
            .await?;
        let other = ctx
            .create_object_store(&ObjectStoreConfig::new("OBJECT_OTHER"))
            .await?;
        let here = store.put_bytes("here", "1").await?;
        let there = other.put_bytes(small("there"), noise(3_000)).await?;

        store.link("near", &here).await?;
        let far = store.link("far", &there).await?;
        assert_eq!(store.get("near").await?.bytes().await?, "1", "{version}");
        assert_eq!(store.get("far").await?.bytes().await?, noise(3_000));
        let link = store.info("far").await?.link.unwrap();
        assert_eq!(
            (link.bucket.as_str(), link.name.as_deref()),
            ("OBJECT_OTHER", Some("there"))
        );
        // It is to the name.
        other.put_bytes("there", "later").await?;
        assert_eq!(store.get("far").await?.bytes().await?, "later");
        assert_eq!(store.list().await?.len(), 3);

        store.link_to_store("dir", "OBJECT_OTHER").await?;
        let error = store.get("dir").await.unwrap_err();
        assert!(
            matches!(why(&error), ObjectError::LinkToStore { bucket } if bucket == "OBJECT_OTHER")
        );

        let error = store.link("again", &far).await.unwrap_err();
        assert!(
            matches!(why(&error), ObjectError::LinkLoop { .. }),
            "{version}: {error}"
        );
        let error = store.link("here", &here).await.unwrap_err();
        assert!(
            matches!(why(&error), ObjectError::LinkLoop { .. }),
            "{version}: {error}"
        );
        assert!(
            other
                .link("there", &here)
                .await
                .unwrap_err()
                .is_already_exists()
        );
        store.link("near", &there).await?;
        store.put_bytes("near", "an object").await?;
        assert_eq!(store.get("near").await?.bytes().await?, "an object");
        store.delete("far").await?;
        assert_eq!(
            other.get("there").await?.bytes().await?,
            "later",
            "{version}"
        );
        ctx.delete_object_store("OBJECT_LINKS").await?;
        ctx.delete_object_store("OBJECT_OTHER").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_sealed_store_is_read_and_refuses_everything_else() -> Outcome {
    for version in Version::ALL {
        let ctx = context(version).await?;
        let store = ctx
            .create_object_store(&ObjectStoreConfig::new("OBJECT_SEALED"))
            .await?;
        store.put_bytes(small("a"), noise(2_500)).await?;
        assert!(store.seal().await?.is_sealed(), "{version}");
        assert!(store.seal().await?.is_sealed(), "{version}");
        assert!(store.status().await?.is_sealed());
        let info = store.info("a").await?;
        for error in [
            store.put_bytes("a", "x").await.unwrap_err(),
            store.put_bytes("empty", "").await.unwrap_err(),
            store.delete("a").await.unwrap_err(),
            store
                .update_meta("a", |meta| meta.description = Some("x".to_owned()))
                .await
                .unwrap_err(),
            store.rename("a", "b").await.unwrap_err(),
            store.link("l", &info).await.unwrap_err(),
        ] {
            assert!(
                error.is(jsapi::ErrorCode::STREAM_SEALED),
                "{version}: {error:?}"
            );
        }
        assert_eq!(
            store.get("a").await?.bytes().await?,
            noise(2_500),
            "{version}"
        );
        assert_eq!(chunks(&store).await?, 3);
        ctx.delete_object_store("OBJECT_SEALED").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_part_of_an_object_is_read_without_the_bytes_before_it() -> Outcome {
    for version in Version::ALL {
        let ctx = context(version).await?;
        let store = ctx
            .create_object_store(&ObjectStoreConfig::new("OBJECT_PARTS"))
            .await?;
        let bytes = noise(10_500);
        store.put_bytes(small("a"), bytes.clone()).await?;
        // Chunks of any sizes, as some clients store them.
        let uneven: Bytes = bytes.clone();
        let info = store.put_bytes(small("b"), uneven.clone()).await?;
        let subject = format!("$O.{}.C.{}", store.bucket(), info.nuid);
        store
            .stream()
            .purge(jsapi_client::Purge::all().filter(&subject))
            .await?;
        let mut left = uneven.clone();
        for size in [1, 1999, 0, 3000, 10, 990, 1000, 500, 1500, 500, 1000] {
            ctx.publish(subject.clone(), left.split_to(size)).await?;
        }
        assert!(left.is_empty());
        for name in ["a", "b"] {
            for (offset, length) in [
                (0, 1),
                (0, 10_500),
                (0, 99_999),
                (1, 1),
                (999, 2),
                (1000, 1000),
                (1500, 5000),
                (10_499, 1),
                (10_499, 99),
                (10_500, 1),
                (u64::MAX, u64::MAX),
                (77, 0),
            ] {
                let read = store.get(name).range(offset, length).await?.bytes().await?;
                let from = bytes.len().min(offset.min(20_000) as usize);
                let to = bytes.len().min(from + length.min(99_999) as usize);
                assert_eq!(read, bytes[from..to], "{version} {name} {offset} {length}");
            }
        }
        ctx.delete_object_store("OBJECT_PARTS").await?;
    }
    Ok(())
}

#[tokio::test]
async fn many_that_put_and_delete_one_name_leave_one_whole_object_or_none() -> Outcome {
    race(&context(Version::V2_15_1).await?, 1).await
}

#[tokio::test]
async fn in_a_cluster_many_that_put_and_delete_one_name_do_too() -> Outcome {
    let url = Cluster::shared(Version::V2_15_1)?.url(0);
    race(&Context::new(connect(&url, User::A).await?), 3).await
}

async fn race(ctx: &Context, replicas: u64) -> Outcome {
    let config = ObjectStoreConfig::new("OBJECT_RACE").replicas(replicas);
    let store = ctx.create_object_store(&config).await?;
    for round in 0..5 {
        let puts = (0..6).map(|number| {
            let store = store.clone();
            tokio::spawn(async move {
                let bytes = noise(3_000 + number * 1_000);
                store.put_bytes(small("a"), bytes).await.map(drop)
            })
        });
        let deletes = (0..3).map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                match store.delete("a").await {
                    Err(error) if error.is_not_found() => Ok(()),
                    other => other,
                }
            })
        });
        for done in puts.chain(deletes).collect::<Vec<_>>() {
            done.await??;
        }
        let found = store.info_opt("a").await?;
        let expected = found.as_ref().map_or(0, |info| info.chunks);
        assert_eq!(chunks(&store).await?, expected, "round {round}");
        if let Some(info) = found {
            assert_eq!(store.get("a").await?.bytes().await?.len() as u64, info.size);
        }
    }
    ctx.delete_object_store("OBJECT_RACE").await?;
    Ok(())
}

#[tokio::test]
async fn a_put_that_is_dropped_leaves_no_chunk_and_what_was_there() -> Outcome {
    for version in [Version::V2_10_26, Version::V2_15_1] {
        let ctx = context(version).await?;
        let store = ctx
            .create_object_store(&ObjectStoreConfig::new("OBJECT_DROPPED"))
            .await?;
        store.put_bytes(small("a"), noise(2_500)).await?;
        for size in [10_000_u64, 55_000, 199_000] {
            // A source that gives so much, and then nothing more.
            let (mut gives, takes) = tokio::io::duplex(4096);
            let bytes = noise(200_000);
            let fed = bytes.slice(..size as usize);
            let feeding = tokio::spawn(async move {
                tokio::io::AsyncWriteExt::write_all(&mut gives, &fed)
                    .await
                    .map(|()| gives)
            });
            let reached = tokio::sync::Notify::new();
            let put = store.put(small("a"), takes).on_progress(|stored| {
                if stored + 10_000 >= size {
                    reached.notify_one();
                }
            });
            tokio::select! {
                put = put.into_future() => panic!("{put:?}"),
                () = reached.notified() => {}
            }
            let _ = feeding.await?;
            until(30 * SECOND, "the chunks are gone", async || {
                Ok(chunks(&store).await? == 3)
            })
            .await?;
            assert_eq!(
                store.get("a").await?.bytes().await?,
                noise(2_500),
                "{version}"
            );
        }
        ctx.delete_object_store("OBJECT_DROPPED").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_put_that_is_dropped_at_any_moment_leaves_one_whole_object() -> Outcome {
    let ctx = context(Version::V2_15_1).await?;
    let store = ctx
        .create_object_store(&ObjectStoreConfig::new("OBJECT_CUT"))
        .await?;
    for number in 0..60_u64 {
        let bytes = noise(4_000 + number as usize * 10);
        let put = store.put_bytes(small("a"), bytes).into_future();
        let _ = tokio::time::timeout(Duration::from_micros(number * 150), put).await;
    }
    until(30 * SECOND, "only what is named is left", async || {
        let named = store.info_opt("a").await?.map_or(0, |info| info.chunks);
        Ok(chunks(&store).await? == named)
    })
    .await?;
    if store.info_opt("a").await?.is_some() {
        store.get("a").await?.bytes().await?;
    }
    ctx.delete_object_store("OBJECT_CUT").await?;
    Ok(())
}

#[tokio::test]
async fn a_put_whose_source_fails_leaves_no_chunk() -> Outcome {
    let ctx = context(Version::V2_15_1).await?;
    let store = ctx
        .create_object_store(&ObjectStoreConfig::new("OBJECT_SOURCE"))
        .await?;
    let bytes = noise(20_000);
    let failing = failing_behind(bytes);
    let error = store.put(small("a"), failing).await.unwrap_err();
    assert!(matches!(why(&error), ObjectError::Source(error) if error.to_string() == "enough"));
    assert_eq!(chunks(&store).await?, 0);
    assert!(store.info_opt("a").await?.is_none());

    let config = ObjectStoreConfig::new("OBJECT_FULL").max_bytes(20_000);
    let full = ctx.create_object_store(&config).await?;
    full.put_bytes(small("a"), noise(5_000)).await?;
    let error = full.put_bytes(small("a"), noise(50_000)).await.unwrap_err();
    assert_eq!(error.code().map(|code| code.0), Some(10077), "{error:?}");
    assert_eq!(chunks(&full).await?, 5);
    assert_eq!(full.get("a").await?.bytes().await?, noise(5_000));
    ctx.delete_object_store("OBJECT_SOURCE").await?;
    ctx.delete_object_store("OBJECT_FULL").await?;
    Ok(())
}

/// Gives bytes, and then fails.
fn failing_behind(bytes: Bytes) -> impl tokio::io::AsyncRead + Send {
    struct Fails;
    impl tokio::io::AsyncRead for Fails {
        fn poll_read(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
            _: &mut tokio::io::ReadBuf<'_>,
        ) -> std::task::Poll<std::io::Result<()>> {
            std::task::Poll::Ready(Err(std::io::Error::other("enough")))
        }
    }
    AsyncReadExt::chain(std::io::Cursor::new(bytes), Fails)
}

#[tokio::test]
async fn an_object_that_is_not_whole_is_an_error_and_never_a_part_of_it() -> Outcome {
    for version in [Version::V2_10_26, Version::V2_15_1] {
        let ctx = Context::builder()
            .timeout(2 * SECOND)
            .build(connect(&Server::shared(version)?.url(), User::A).await?);
        let store = ctx
            .create_object_store(&ObjectStoreConfig::new("OBJECT_DAMAGED"))
            .await?;
        for (name, size) in [("one", 1000), ("many", 20_500)] {
            let info = store.put_bytes(small(name), noise(size)).await?;
            let subject = format!("$O.{}.C.{}", store.bucket(), info.nuid);
            ctx.publish(subject.clone(), "extra").await?;
            let error = store.get(name).await?.bytes().await.unwrap_err();
            match why(&error) {
                ObjectError::Extra { .. } | ObjectError::WrongSize { .. } => {}
                other => panic!("{version} {name}: {other}"),
            }
            store
                .stream()
                .purge(jsapi_client::Purge::all().filter(&subject))
                .await?;
            let begun = Instant::now();
            let error = store.get(name).await?.bytes().await.unwrap_err();
            assert!(
                matches!(why(&error), ObjectError::Missing { found: 0, .. }),
                "{version}: {error}"
            );
            assert!(
                begun.elapsed() < 10 * SECOND,
                "{version}: {:?}",
                begun.elapsed()
            );
        }
        // One of its chunks is gone, and parts of it are read.
        let info = store.put_bytes(small("gap"), noise(5000)).await?;
        let second = info.sequence - 4;
        store.stream().delete_message(second).await?;
        for (offset, length) in [(0, 1), (0, 1500), (2000, 1000), (4500, 99)] {
            let object = store.get("gap").range(offset, length).await?;
            let error = object.bytes().await.unwrap_err();
            let missing = matches!(
                why(&error),
                ObjectError::Missing {
                    chunks: 5,
                    found: 4
                }
            );
            assert!(missing, "{version} {offset} {length}: {error}");
        }
        // Replaced while it is read.
        store.put_bytes(small("read"), noise(3_000_000)).await?;
        let mut object = store.get("read").await?;
        object.next_chunk().await?.unwrap();
        store.put_bytes(small("read"), "other").await?;
        let error = loop {
            match object.next_chunk().await {
                Ok(Some(_)) => {}
                Ok(None) => panic!("{version}: the end was told"),
                Err(error) => break error,
            }
        };
        assert!(
            matches!(why(&error), ObjectError::Replaced),
            "{version}: {error}"
        );
        assert!(
            object.next_chunk().await.is_err(),
            "an error is not followed by the end"
        );
        ctx.delete_object_store("OBJECT_DAMAGED").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_store_in_another_domain_is_put_into_and_got_from() -> Outcome {
    let servers = HubAndLeaf::start(Version::V2_15_1)?;
    let here = Context::new(connect(&servers.leaf().url(), User::A).await?);
    let client = connect(&servers.leaf().url(), User::A).await?;
    let hub = Context::builder().domain("hub")?.build(client);
    let store = hub
        .create_object_store(&ObjectStoreConfig::new("FAR"))
        .await?;
    let missing = here.get_object_store("FAR").await.unwrap_err();
    assert!(missing.is_not_found(), "{missing}");
    let bytes = noise(25_500);
    store.put_bytes(small("a"), bytes.clone()).await?;
    assert_eq!(store.get("a").await?.bytes().await?, bytes);
    store.put_bytes("a", "one chunk").await?;
    assert_eq!(store.get("a").await?.bytes().await?, "one chunk");
    assert_eq!(chunks(&store).await?, 1);
    let mut watcher = store.watch().open().await?;
    assert_eq!(seen(&mut watcher).await?, Some(("a".to_owned(), false)));
    assert_eq!(seen(&mut watcher).await?, None);
    store.delete("a").await?;
    assert_eq!(seen(&mut watcher).await?, Some(("a".to_owned(), true)));
    // Of one that has the name here, objects are not replaced from there.
    let same = here
        .create_object_store(&ObjectStoreConfig::new("FAR"))
        .await?;
    same.put_bytes("b", "here").await?;
    match store.put_bytes("b", "there").await {
        // The nearer one has answered first, as it mostly does.
        Err(error) => {
            assert!(matches!(error, Error::Mismatch { .. }), "{error:?}");
            assert_eq!(same.get("b").await?.bytes().await?, "here");
        }
        Ok(_) => assert_eq!(store.get("b").await?.bytes().await?, "there"),
    }
    Ok(())
}
