//! Object stores shared with `async-nats`' own: each puts, the other gets.
//!
//! Where async-nats 0.51 is known to do otherwise than ADR-20 says, a test says so
//! and takes the long way round; none asks for the same here.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::HashMap;
use std::time::Duration;

use async_nats::HeaderMap;
use async_nats::jetstream;
use async_nats::jetstream::object_store::{
    Config, GetErrorKind, InfoErrorKind, ObjectMetadata, ObjectStore as Store, UpdateMetadata,
};
use futures_util::{StreamExt, TryStreamExt};
use jsapi_client::Context;
use jsapi_client::jsapi::ErrorCode;
use jsapi_client::object::{
    ObjectError, ObjectInfo, ObjectMeta, ObjectStoreConfig, WatchEvent, Watcher,
};
use jsapi_test_server::{Server, User, Version};
use jsapi_tests::{Outcome, connect};
use tokio::io::AsyncReadExt;
use tokio::time::timeout;

const BOUND: Duration = Duration::from_secs(30);
const VERSIONS: [Version; 3] = [Version::V2_10_26, Version::V2_12_8, Version::V2_15_1];
const CHUNK: usize = 128 * 1024;
const NAMES: [&str; 4] = ["plain", "with a/slash.and >", "наши", "*"];

async fn both(version: Version) -> Outcome<(Context, jetstream::Context)> {
    let url = Server::shared(version)?.url();
    Ok((
        Context::new(connect(&url, User::A).await?),
        jetstream::new(connect(&url, User::A).await?),
    ))
}

/// So many bytes that are different at each place.
fn bytes(count: usize) -> Vec<u8> {
    (0_u32..)
        .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
        .take(count)
        .collect()
}

/// What async-nats gets.
async fn got(store: &Store, name: &str) -> Outcome<Vec<u8>> {
    let mut object = store.get(name).await?;
    let mut bytes = Vec::new();
    timeout(BOUND, object.read_to_end(&mut bytes)).await??;
    Ok(bytes)
}

async fn seen(watcher: &mut Watcher) -> Outcome<ObjectInfo> {
    match timeout(BOUND, watcher.try_next()).await?? {
        Some(WatchEvent::Object(info)) => Ok(*info),
        other => Err(format!("{other:?} in place of an object").into()),
    }
}

fn is_not_found(error: &jsapi_client::Error) -> bool {
    matches!(error.object_error(), Some(ObjectError::NotFound))
}

#[tokio::test]
async fn what_async_nats_puts_is_got_listed_and_watched() -> Outcome {
    for version in VERSIONS {
        let (ctx, js) = both(version).await?;
        let config = Config {
            bucket: "THEIRS".to_owned(),
            description: Some("theirs".to_owned()),
            ..Default::default()
        };
        let store = js.create_object_store(config).await?;
        let bucket = ctx.get_object_store("THEIRS").await?;
        let mut watcher = bucket.watch().open().await?;
        let first = watcher.try_next().await?;
        assert!(matches!(first, Some(WatchEvent::InitialDone)), "{first:?}");

        // Its chunks are of the sizes that it happened to read.
        for size in [0, 1, CHUNK, CHUNK + 1, 500_000] {
            let data = bytes(size);
            store.put("sized", &mut data.as_slice()).await?;
            let info = seen(&mut watcher).await?;
            assert_eq!((info.name.as_str(), info.size), ("sized", size as u64));
            let mut object = bucket.get("sized").await?;
            let mut read = Vec::new();
            object.read_to_end(&mut read).await?;
            assert!(read == data, "{version}: {size} bytes");
            for (from, length) in [(0, 1), (1, 7), (CHUNK - 1, 2), (size / 2, 100_000)] {
                let (from, to) = (from.min(size), (from + length).min(size));
                let range = bucket.get("sized").range(from as u64, (to - from) as u64);
                let part = range.await?.bytes().await?;
                assert!(
                    part == data[from..to],
                    "{version}: {from} to {to} of {size}"
                );
            }
        }

        for name in NAMES {
            let mut headers = HeaderMap::new();
            headers.append("Kind", "one");
            headers.append("Kind", "two");
            let meta = ObjectMetadata {
                name: name.to_owned(),
                description: Some("что это".to_owned()),
                chunk_size: Some(1000),
                metadata: HashMap::from([("team".to_owned(), "a".to_owned())]),
                headers: Some(headers),
            };
            let put = store.put(meta, &mut bytes(2500).as_slice()).await?;
            let info = bucket.info(name).await?;
            assert_eq!(info.name, name, "{version}");
            assert_eq!(info.description.as_deref(), Some("что это"));
            assert_eq!(info.headers["Kind"], ["one", "two"], "{version}");
            assert_eq!(info.metadata["team"], "a", "{version}");
            assert_eq!((info.chunk_size, info.size), (Some(1000), 2500));
            assert_eq!((info.nuid, info.digest), (put.nuid, put.digest));
            assert!(bucket.get(name).await?.bytes().await? == bytes(2500));
            assert_eq!(seen(&mut watcher).await?.name, name);
        }
        store.delete("plain").await?;
        let deleted = seen(&mut watcher).await?;
        assert_eq!((deleted.name.as_str(), deleted.deleted), ("plain", true));
        assert!(bucket.info_opt("plain").await?.is_none(), "{version}");
        assert!(is_not_found(&bucket.get("plain").await.unwrap_err()));
        let mut listed: Vec<_> = bucket.list().await?.into_iter().map(|o| o.name).collect();
        listed.sort();
        assert_eq!(
            listed,
            ["*", "sized", "with a/slash.and >", "наши"],
            "{version}"
        );

        // Over what it put, and over what it deleted.
        bucket.put_bytes("sized", "ours").await?;
        bucket.put_bytes("plain", "again").await?;
        assert_eq!(got(&store, "sized").await?, b"ours", "{version}");
        assert_eq!(got(&store, "plain").await?, b"again", "{version}");
        let status = bucket.status().await?;
        assert_eq!(status.description(), Some("theirs"));
        let names: Vec<_> = ctx.object_store_names().try_collect().await?;
        assert!(names.iter().any(|name| *name == "THEIRS"), "{version}");
        ctx.delete_object_store("THEIRS").await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_is_put_is_got_listed_and_watched_by_async_nats() -> Outcome {
    for version in VERSIONS {
        let (ctx, js) = both(version).await?;
        let config = ObjectStoreConfig::new("OURS");
        let bucket = ctx.create_object_store(&config).await?;
        let store = js.get_object_store("OURS").await?;
        let mut watch = store.watch().await?;
        for size in [0, 1, CHUNK, CHUNK + 1, 500_000] {
            let data = bytes(size);
            bucket.put("sized", data.as_slice()).await?;
            assert!(
                got(&store, "sized").await? == data,
                "{version}: {size} bytes"
            );
            let info = timeout(BOUND, watch.next()).await?.unwrap()?;
            assert_eq!(
                (info.name.as_str(), info.size),
                ("sized", size),
                "{version}"
            );
        }
        for name in NAMES {
            let mut meta = ObjectMeta::new(name);
            meta.description = Some("что это".to_owned());
            meta.chunk_size = Some(1000);
            meta.metadata.insert("team".to_owned(), "a".to_owned());
            let kinds = vec!["one".to_owned(), "two".to_owned()];
            meta.headers.insert("Kind".to_owned(), kinds);
            let put = bucket.put_bytes(meta, bytes(2500)).await?;
            let info = store.info(name).await?;
            assert_eq!(
                (info.name.as_str(), info.size, info.chunks),
                (name, 2500, 3)
            );
            assert_eq!(info.description.as_deref(), Some("что это"), "{version}");
            assert_eq!(info.metadata["team"], "a", "{version}");
            let headers = info.headers.unwrap();
            let kinds: Vec<_> = headers.get_all("Kind").map(|kind| kind.as_str()).collect();
            assert_eq!(kinds, ["one", "two"], "{version}");
            assert_eq!(info.options.unwrap().max_chunk_size, Some(1000));
            assert_eq!(
                (info.nuid, info.digest),
                (put.nuid, put.digest),
                "{version}"
            );
            assert!(got(&store, name).await? == bytes(2500), "{version}: {name}");
            assert_eq!(timeout(BOUND, watch.next()).await?.unwrap()?.name, name);
        }
        bucket.delete("plain").await?;
        let deleted = timeout(BOUND, watch.next()).await?.unwrap()?;
        assert_eq!((deleted.name.as_str(), deleted.deleted), ("plain", true));
        drop(watch);
        // Its info is that of what was deleted; only getting it is refused.
        assert!(store.info("plain").await?.deleted, "{version}");
        let error = store.get("plain").await.err().unwrap();
        assert_eq!(error.kind(), GetErrorKind::NotFound, "{version}");
        let listed: Vec<_> = store.list().await?.try_collect().await?;
        let mut listed: Vec<_> = listed.into_iter().map(|info| info.name).collect();
        listed.sort();
        assert_eq!(
            listed,
            ["*", "sized", "with a/slash.and >", "наши"],
            "{version}"
        );

        store.put("sized", &mut b"theirs".as_slice()).await?;
        store.put("plain", &mut b"again".as_slice()).await?;
        assert_eq!(bucket.get("sized").await?.bytes().await?, "theirs");
        assert_eq!(bucket.get("plain").await?.bytes().await?, "again");
        ctx.delete_object_store("OURS").await?;
        let error = js.get_object_store("OURS").await.err();
        assert!(error.is_some(), "{version}");
    }
    Ok(())
}

/// async-nats takes over the description and the name of what it is to change, and
/// leaves metadata and headers as they were.
#[tokio::test]
async fn what_one_says_of_an_object_the_other_knows() -> Outcome {
    for version in VERSIONS {
        let (ctx, js) = both(version).await?;
        let config = ObjectStoreConfig::new("CHANGED");
        let bucket = ctx.create_object_store(&config).await?;
        let store = js.get_object_store("CHANGED").await?;
        store.put("a", &mut b"theirs".as_slice()).await?;
        let change = |meta: &mut ObjectMeta| {
            meta.description = Some("ours".to_owned());
            meta.metadata.insert("team".to_owned(), "b".to_owned());
        };
        bucket.update_meta("a", change).await?;
        let info = store.info("a").await?;
        assert_eq!(info.description.as_deref(), Some("ours"), "{version}");
        assert_eq!(info.metadata["team"], "b", "{version}");
        bucket.rename("a", "b c").await?;
        assert_eq!(got(&store, "b c").await?, b"theirs", "{version}");
        let error = store.get("a").await.err().unwrap();
        assert_eq!(error.kind(), GetErrorKind::NotFound, "{version}");

        let update = |name: &str| UpdateMetadata {
            name: name.to_owned(),
            description: Some("theirs".to_owned()),
            ..Default::default()
        };
        store.update_metadata("b c", update("b c")).await?;
        let info = bucket.info("b c").await?;
        assert_eq!(info.description.as_deref(), Some("theirs"), "{version}");
        assert_eq!(info.metadata["team"], "b", "{version}");
        store.update_metadata("b c", update("d")).await?;
        assert_eq!(bucket.get("d").await?.bytes().await?, "theirs", "{version}");
        assert!(bucket.info_opt("b c").await?.is_none(), "{version}");
        ctx.delete_object_store("CHANGED").await?;
    }
    Ok(())
}

#[tokio::test]
async fn links_lead_both_to_the_same_objects() -> Outcome {
    for version in VERSIONS {
        let (ctx, js) = both(version).await?;
        let near = ctx
            .create_object_store(&ObjectStoreConfig::new("NEAR"))
            .await?;
        let far = ctx
            .create_object_store(&ObjectStoreConfig::new("FAR"))
            .await?;
        let store = js.get_object_store("NEAR").await?;
        let far_there = js.get_object_store("FAR").await?;
        let here = near.put_bytes("a", "near").await?;
        let there = far.put_bytes("b", "far").await?;

        near.link("ours", &here).await?;
        near.link("ours far", &there).await?;
        near.link_to_store("ours store", "FAR").await?;
        store.add_link("theirs", &store.info("a").await?).await?;
        store
            .add_link("theirs far", &far_there.info("b").await?)
            .await?;
        store.add_bucket_link("theirs store", "FAR").await?;
        for who in ["ours", "theirs"] {
            let away = format!("{who} far");
            assert_eq!(
                near.get(who).await?.bytes().await?,
                "near",
                "{version} {who}"
            );
            assert_eq!(
                near.get(&away).await?.bytes().await?,
                "far",
                "{version} {who}"
            );
            assert_eq!(got(&store, who).await?, b"near", "{version} {who}");
            assert_eq!(got(&store, &away).await?, b"far", "{version} {who}");

            let whole = format!("{who} store");
            let link = near.info(&whole).await?.link.unwrap();
            assert_eq!(
                (link.bucket.as_str(), link.name),
                ("FAR", None),
                "{version}"
            );
            let error = near.get(&whole).await.unwrap_err();
            let why = error.object_error();
            assert!(
                matches!(why, Some(ObjectError::LinkToStore { .. })),
                "{version}: {error}"
            );
            let error = store.get(&whole).await.err().unwrap();
            assert_eq!(error.kind(), GetErrorKind::BucketLink, "{version}");
        }
        assert_eq!(near.list().await?.len(), 7, "{version}");
        for bucket in ["NEAR", "FAR"] {
            ctx.delete_object_store(bucket).await?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn what_one_seals_the_other_can_not_change() -> Outcome {
    for version in VERSIONS {
        let (ctx, js) = both(version).await?;
        for name in ["SEALED_OURS", "SEALED_THEIRS"] {
            let config = ObjectStoreConfig::new(name);
            let bucket = ctx.create_object_store(&config).await?;
            let mut store = js.get_object_store(name).await?;
            bucket.put_bytes("a", "x").await?;
            match name {
                "SEALED_OURS" => drop(bucket.seal().await?),
                _ => store.seal().await?,
            }
            assert!(bucket.status().await?.is_sealed(), "{version} {name}");
            assert_eq!(bucket.get("a").await?.bytes().await?, "x");
            assert_eq!(got(&store, "a").await?, b"x", "{version} {name}");
            let error = bucket.put_bytes("b", "y").await.unwrap_err();
            assert!(error.is(ErrorCode::STREAM_SEALED), "{version}: {error}");
            assert!(store.put("b", &mut b"y".as_slice()).await.is_err());
            let error = store.info("b").await.unwrap_err();
            assert_eq!(error.kind(), InfoErrorKind::NotFound, "{version}");
            ctx.delete_object_store(name).await?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn the_same_settings_are_the_same_stream() -> Outcome {
    for version in VERSIONS {
        let (ctx, js) = both(version).await?;
        let ours = ObjectStoreConfig::new("SAME_O")
            .description("a store")
            .ttl(Duration::from_secs(3600))
            .max_bytes(1 << 20)
            .compression(true);
        let config = Config {
            bucket: "SAME_O".to_owned(),
            description: Some("a store".to_owned()),
            max_age: Duration::from_secs(3600),
            max_bytes: 1 << 20,
            compression: true,
            ..Default::default()
        };
        js.create_object_store(config.clone()).await?;
        let there = ctx.stream("OBJ_SAME_O")?.info().await?.config;
        js.delete_object_store("SAME_O").await?;
        ctx.create_object_store(&ours).await?;
        let here = ctx.stream("OBJ_SAME_O")?.info().await?.config;
        assert_eq!(here, there, "{version}");
        // So that each may repeat what the other did.
        js.create_object_store(config).await?;
        ctx.create_object_store(&ours).await?;
        ctx.delete_object_store("SAME_O").await?;
    }
    Ok(())
}
