//! Keys of a bucket: one by one, many at once, watched, and listed.
//!
//! The server is [`World::empty`], with one bucket to put into and get from, and one
//! that is only read.

use std::future::Future;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_nats::Subject;
use async_nats::jetstream::consumer::{DeliverPolicy, push};
use async_nats::jetstream::kv;
use async_nats::jetstream::stream::StorageType;
use bytes::Bytes;
use futures_util::TryStreamExt;
use jsapi_client::kv::{KeyValue, WatchEvent};

use crate::consuming::take_pushed;
use crate::row::{Measure, Outcome, Row};
use crate::world::World;

const THEIRS: &str = "async-nats";
const OURS: &str = "jsapi-client";
const CORE: &str = "core";
/// Ours, by STREAM.INFO.
const SUBJECTS: &str = "jsapi-client, subjects";
const CORE_VALUE: &str = "core, value alone";

/// The bucket that is put into and got from.
const SMALL: &str = "BENCH";
/// How many keys it has.
const FEW: u32 = 1_000;
/// The bucket that is watched and listed.
const LARGE: &str = "BENCH-KEYS";
/// How many keys it has.
const MANY: u32 = 100_000;
/// The value of every key.
const VALUE: &[u8] = &[b'x'; 128];

/// All that buckets do.
///
/// # Errors
/// When a bucket cannot be made and filled.
pub fn rows(world: &Arc<World>) -> Outcome<Vec<Row>> {
    let small = Bucket::new(world, SMALL, FEW)?;
    let large = Bucket::new(world, LARGE, MANY)?;
    Ok(vec![
        put(&small, 1),
        put(&small, 64),
        get(&small, 1),
        get(&small, 64),
        value(&small, 1),
        value(&small, 64),
        watch(&large),
        keys(&large),
    ])
}

/// A bucket as everyone sees it.
struct Bucket {
    world: Arc<World>,
    ours: KeyValue,
    theirs: kv::Store,
    keys: Vec<Key>,
    next: AtomicUsize,
}

/// A key, and what the bare connection needs for it.
struct Key {
    key: String,
    put: Subject,
    get: Subject,
}

impl Bucket {
    fn new(world: &Arc<World>, name: &str, many: u32) -> Outcome<Arc<Self>> {
        let config = kv::Config {
            bucket: name.to_owned(),
            storage: StorageType::Memory,
            history: 1,
            ..Default::default()
        };
        let theirs = world.wait_for(world.theirs.create_key_value(config))?;
        let ours = world.wait_for(world.ours.get_key_value(name))?;
        let keys: Vec<Key> = (0..many)
            .map(|number| {
                let key = format!("key.{number:06}");
                Key {
                    put: format!("$KV.{name}.{key}").into(),
                    get: format!("$JS.API.DIRECT.GET.KV_{name}.$KV.{name}.{key}").into(),
                    key,
                }
            })
            .collect();
        let subjects = keys.iter().map(|key| key.put.clone());
        world.fill(&theirs.stream_name, subjects, Bytes::from_static(VALUE))?;
        Ok(Arc::new(Self {
            world: world.clone(),
            ours,
            theirs,
            keys,
            next: AtomicUsize::new(0),
        }))
    }

    /// The keys in turn.
    fn key(&self) -> &Key {
        let next = self.next.fetch_add(1, Ordering::Relaxed);
        &self.keys[next % self.keys.len()]
    }
}

/// Does something so many at once.
fn at_once<F, W>(bucket: &Arc<Bucket>, many: u32, work: W) -> impl Fn(u32) -> Outcome + use<F, W>
where
    F: Future<Output = Outcome> + Send + 'static,
    W: Fn(Arc<Bucket>) -> F + Copy + Send + 'static,
{
    let bucket = bucket.clone();
    move |times| {
        let each = bucket.clone();
        bucket
            .world
            .at_once(times, many, move || work(each.clone()))
    }
}

fn named(what: &str, at_once: u32) -> String {
    match at_once {
        1 => format!("kv {what}, one at a time"),
        many => format!("kv {what}, {many} at once"),
    }
}

fn put(bucket: &Arc<Bucket>, many: u32) -> Row {
    let core = |bucket: Arc<Bucket>| async move {
        let subject = bucket.key().put.clone();
        let value = Bytes::from_static(VALUE);
        black_box(bucket.world.client.request(subject, value).await?);
        Ok(())
    };
    let ours = |bucket: Arc<Bucket>| async move {
        let value = Bytes::from_static(VALUE);
        black_box(bucket.ours.put(&bucket.key().key, value).await?);
        Ok(())
    };
    let theirs = |bucket: Arc<Bucket>| async move {
        let value = Bytes::from_static(VALUE);
        black_box(bucket.theirs.put(&bucket.key().key, value).await?);
        Ok(())
    };
    Row::new(named("put", many))
        .contender(CORE, at_once(bucket, many, core))
        .contender(OURS, at_once(bucket, many, ours))
        .contender(THEIRS, at_once(bucket, many, theirs))
        .bound(Measure::Allocations, OURS, 10.0)
        .ratio(Measure::Time, OURS, THEIRS, 1.0)
}

fn get(bucket: &Arc<Bucket>, many: u32) -> Row {
    let ours = |bucket: Arc<Bucket>| async move {
        let entry = bucket.ours.get(&bucket.key().key).await?;
        black_box(entry.ok_or("no such key")?);
        Ok(())
    };
    let theirs = |bucket: Arc<Bucket>| async move {
        let value = bucket.theirs.get(&bucket.key().key).await?;
        black_box(value.ok_or("no such key")?);
        Ok(())
    };
    Row::new(named("get", many))
        .contender(CORE, at_once(bucket, many, request))
        .contender(OURS, at_once(bucket, many, ours))
        .contender(THEIRS, at_once(bucket, many, theirs))
        .bound(Measure::Allocations, OURS, 20.0)
        .ratio(Measure::Time, OURS, THEIRS, 1.0)
}

fn value(bucket: &Arc<Bucket>, many: u32) -> Row {
    let ours = |bucket: Arc<Bucket>| async move {
        let value = bucket.ours.get_value(&bucket.key().key).await?;
        black_box(value.ok_or("no such key")?);
        Ok(())
    };
    let theirs = |bucket: Arc<Bucket>| async move {
        let value = bucket.theirs.get(&bucket.key().key).await?;
        black_box(value.ok_or("no such key")?);
        Ok(())
    };
    // How much of what is saved is the server's, and what a client can save at all.
    let bare = |bucket: Arc<Bucket>| async move {
        let subject = bucket.key().get.clone();
        let alone = Bytes::from_static(br#"{"no_hdr":true}"#);
        black_box(bucket.world.client.request(subject, alone).await?);
        Ok(())
    };
    Row::new(named("value alone", many))
        .contender(CORE, at_once(bucket, many, request))
        .contender(CORE_VALUE, at_once(bucket, many, bare))
        .contender(OURS, at_once(bucket, many, ours))
        .contender(THEIRS, at_once(bucket, many, theirs))
        .ratio(Measure::Time, OURS, CORE, 0.85)
}

/// The message of a key, with the bare connection.
async fn request(bucket: Arc<Bucket>) -> Outcome {
    let subject = bucket.key().get.clone();
    let client = &bucket.world.client;
    black_box(client.request(subject, Bytes::new()).await?);
    Ok(())
}

fn watch(bucket: &Arc<Bucket>) -> Row {
    let ours = |bucket: Arc<Bucket>| async move {
        let mut watcher = bucket.ours.watch_all().open().await?;
        let mut seen = 0;
        while let Some(event) = watcher.try_next().await? {
            match event {
                WatchEvent::Entry(entry) => {
                    seen += 1;
                    black_box(entry);
                }
                _ => break,
            }
        }
        watcher.close().await?;
        all(seen)
    };
    let theirs = |bucket: Arc<Bucket>| async move {
        let mut watcher = bucket.theirs.watch_with_history(">").await?;
        let mut seen = 0;
        while let Some(entry) = watcher.try_next().await? {
            seen += 1;
            if black_box(entry).seen_current {
                break;
            }
        }
        all(seen)
    };
    let core = |bucket: Arc<Bucket>| async move { delivered(&bucket, false).await };
    Row::new(format!("kv watch of {MANY} keys"))
        .each(MANY)
        .contender(CORE, at_once(bucket, 1, core))
        .contender(OURS, at_once(bucket, 1, ours))
        .contender(THEIRS, at_once(bucket, 1, theirs))
        .ratio(Measure::Time, OURS, CORE, 1.05)
        .ratio(Measure::Cpu, OURS, CORE, 1.2)
        .bound(Measure::Allocations, OURS, 3.0)
}

fn keys(bucket: &Arc<Bucket>) -> Row {
    let ours = |bucket: Arc<Bucket>| async move {
        let keys = black_box(bucket.ours.keys().await?);
        all(keys.len())
    };
    let theirs = |bucket: Arc<Bucket>| async move {
        let keys: Vec<String> = bucket.theirs.keys().await?.try_collect().await?;
        all(black_box(keys).len())
    };
    // All subjects that have messages: for who does not mind the keys that were removed.
    let subjects = |bucket: Arc<Bucket>| async move {
        let subjects = bucket.ours.stream().subjects(">");
        let subjects: Vec<(String, u64)> = subjects.try_collect().await?;
        all(black_box(subjects).len())
    };
    let core = |bucket: Arc<Bucket>| async move { delivered(&bucket, true).await };
    Row::new(format!("kv keys of {MANY}"))
        .each(MANY)
        .contender(THEIRS, at_once(bucket, 1, theirs))
        .contender(OURS, at_once(bucket, 1, ours))
        .contender(SUBJECTS, at_once(bucket, 1, subjects))
        .contender(CORE, at_once(bucket, 1, core))
        .ratio(Measure::Time, OURS, THEIRS, 0.8)
        .ratio(Measure::Time, SUBJECTS, THEIRS, 0.5)
}

/// The last message of each key, pushed to the bare connection.
async fn delivered(bucket: &Bucket, headers_only: bool) -> Outcome {
    let wanted = push::Config {
        deliver_policy: DeliverPolicy::LastPerSubject,
        filter_subject: format!("$KV.{LARGE}.>"),
        headers_only,
        ..Default::default()
    };
    take_pushed(&bucket.world, &bucket.theirs.stream_name, wanted, MANY).await
}

fn all(seen: usize) -> Outcome {
    if seen == usize::try_from(MANY)? {
        return Ok(());
    }
    Err(format!("{seen} of {MANY} keys seen").into())
}
