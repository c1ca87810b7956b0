//! Buckets that other writers and limited users share.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::num::ParseIntError;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::TryStreamExt;
use jsapi_client::kv::{Change, Entry, KvConfig, ModifyError, Operation, WatchEvent};
use jsapi_client::{Context, Error, KeyValue};
use jsapi_test_server::{Options, Server, User, Version};
use jsapi_tests::{Outcome, connect, publish_raw, until};

const ACCOUNTS: &str = r#"accounts {
A {
  jetstream: enabled
  users: [
    { user: a, password: a },
    { user: keys, password: p, permissions: {
      publish: { allow: ["$JS.API.DIRECT.GET.KV_B.$KV.B.>", "$KV.B.>"] }
      subscribe: { allow: ["_INBOX.>"] }
    } }
  ]
}
}"#;

async fn context(version: Version) -> Outcome<Context> {
    Ok(Context::new(
        connect(&Server::shared(version)?.url(), User::A).await?,
    ))
}

#[tokio::test]
async fn a_user_who_may_only_read_by_key_creates_modifies_and_leases() -> Outcome {
    let ttl = Duration::from_secs(30);
    for version in Version::ALL {
        let server = Server::start(&Options::new().version(version).accounts(ACCOUNTS))?;
        let all = Context::new(connect(&server.url(), User::A).await?);
        let mut config = KvConfig::new("B");
        let with_ttl = version != Version::V2_10_26;
        if with_ttl {
            config = config.limit_marker_ttl(Duration::from_secs(60));
        }
        all.create_key_value(&config).await?;
        let user = User {
            name: "keys",
            password: "p",
        };
        let bucket = Context::new(connect(&server.url(), user).await?).key_value("B")?;

        let first = bucket.create("a", "1").await?;
        let error = bucket.create("a", "2").await.unwrap_err();
        assert!(error.is_conflict(), "{version}: {error:?}");
        assert_eq!(error.last_sequence(), Some(first), "{version}");
        assert!(!error.may_have_applied(), "{version}");
        let error = bucket.update("a", "2", first + 7).await.unwrap_err();
        assert_eq!(error.last_sequence(), Some(first), "{version}: {error:?}");

        bucket.modify("a", |_| "3".into()).await?;
        assert_eq!(bucket.get_value("a").await?.as_deref(), Some(&b"3"[..]));
        bucket.delete("a").await?;
        bucket.create("a", "4").await?;
        if with_ttl {
            let mut lease = bucket
                .lease("l", "me", ttl)
                .try_open()
                .await?
                .ok_or("taken")?;
            assert!(bucket.lease("l", "you", ttl).try_open().await?.is_none());
            lease.renew().await?;
            lease.release().await?;
            let lease = bucket.lease("l", "you", ttl).try_open().await?;
            drop(lease.ok_or("not released")?);
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_whose_headers_the_connection_is_given_up_over_is_read() -> Outcome {
    for version in Version::ALL {
        let server = tokio::task::block_in_place(|| Server::shared(version))?;
        let client = connect(&server.url(), User::A).await?;
        let ctx = Context::new(client.clone());
        let bucket = ctx.create_key_value(&KvConfig::new("UNDECODABLE")).await?;
        bucket.put("good", "1").await?;
        let block = b"NATS/1.0\r\nA: \xff\r\n\r\n";
        publish_raw(&server.url(), "$KV.UNDECODABLE.bad", block, b"2")?;
        let connects = || client.statistics().connects.load(Ordering::SeqCst);

        let before = connects();
        let entry = bucket.get("bad").await?.ok_or("nothing")?;
        assert_eq!(
            (entry.key(), &*entry.value),
            ("bad", &b"2"[..]),
            "{version}"
        );
        assert!(connects() <= before + 1, "{version}");

        let before = connects();
        let values = bucket.get_values(["none", "bad", "good", "bad"]).await?;
        let values: Vec<_> = values.iter().map(Option::as_deref).collect();
        let (bad, good) = (Some(&b"2"[..]), Some(&b"1"[..]));
        assert_eq!(values, [None, bad, good, bad], "{version}");
        let spent = connects() - before;
        assert!(
            spent <= if version == Version::V2_10_26 { 2 } else { 1 },
            "{version}: {spent}"
        );

        let at = bucket.get_revision("bad", entry.revision).await?;
        assert_eq!(at.ok_or("nothing")?.value, entry.value, "{version}");
        ctx.delete_key_value("UNDECODABLE").await?;
    }
    Ok(())
}

#[tokio::test]
async fn keys_outside_the_specification_are_read_watched_and_deleted() -> Outcome {
    for version in Version::ALL {
        let client = connect(&Server::shared(version)?.url(), User::A).await?;
        let ctx = Context::new(client.clone());
        let bucket = ctx.create_key_value(&KvConfig::new("FOREIGN")).await?;
        let keys = ["a:b", "ключ", "a\"b\\c", "$x.y"];
        for key in keys {
            client
                .publish(format!("$KV.FOREIGN.{key}"), "x".into())
                .await?;
        }
        until(Duration::from_secs(30), "the keys", async || {
            Ok(bucket.keys().await?.len() == keys.len())
        })
        .await?;
        let found = bucket.get_many(keys).await?;
        for (key, found) in keys.iter().zip(found) {
            assert_eq!(found.ok_or("not found")?.key(), *key, "{version}");
            assert_eq!(bucket.get_value(key).await?.as_deref(), Some(&b"x"[..]));
            assert_eq!(bucket.history(key).await?.len(), 1, "{version} {key}");
            let mut watcher = bucket.watch(*key).open().await?;
            let Some(WatchEvent::Entry(entry)) = watcher.try_next().await? else {
                panic!("{version} {key}")
            };
            assert_eq!(entry.key(), *key);
            let error = bucket.put(key, "y").await.unwrap_err();
            assert!(matches!(error, Error::Invalid { .. }), "{error:?}");
            bucket.delete(*key).at_revision(entry.revision).await?;
            let entry = bucket.entry(key).await?.ok_or("no marker")?;
            assert_eq!(entry.operation, Operation::Delete, "{version} {key}");
        }
        ctx.delete_key_value("FOREIGN").await?;
    }
    Ok(())
}

/// Counts up, and fails over what is no number.
fn one_more(entry: Option<&Entry>) -> Result<Change, ParseIntError> {
    let count: u64 = match entry {
        Some(entry) => String::from_utf8_lossy(&entry.value).parse()?,
        None => 0,
    };
    Ok((count + 1).to_string().into())
}

#[tokio::test]
async fn a_change_that_fails_tells_its_error_and_writes_nothing() -> Outcome {
    let ctx = context(Version::V2_15_1).await?;
    let bucket = ctx.create_key_value(&KvConfig::new("FALLIBLE")).await?;
    assert_eq!(bucket.try_modify("a", one_more).await?, Some(1));
    assert_eq!(bucket.try_modify("a", one_more).await?, Some(2));
    let revision = bucket.put("a", "many").await?;
    let failed = bucket.try_modify("a", one_more).await;
    assert!(matches!(
        failed,
        Err(ModifyError::Change(ParseIntError { .. }))
    ));
    let entry = bucket.get("a").await?.ok_or("nothing")?;
    assert_eq!(entry.revision, revision);
    let failed = bucket.try_modify("a b", one_more).await;
    assert!(matches!(
        failed,
        Err(ModifyError::Store(Error::Invalid { .. }))
    ));
    // Where keys are borrowed, too, the future can be moved to another thread.
    let reading = |bucket: KeyValue, keys: Vec<String>| async move {
        bucket.get_many(keys.iter().map(String::as_str)).await
    };
    let found = tokio::spawn(reading(bucket, vec!["a".into(), "b".into()])).await??;
    assert!(found[0].is_some() && found[1].is_none());
    ctx.delete_key_value("FALLIBLE").await?;
    Ok(())
}
