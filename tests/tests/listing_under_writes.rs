//! Listing keys and objects, and the end of a watch's first entries, while several
//! writers overwrite, delete and purge at full speed.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::{StreamExt, TryStreamExt, stream};
use jsapi_client::kv::{KvConfig, WatchEvent, WatcherBuilder};
use jsapi_client::object::{self, ObjectStoreConfig};
use jsapi_client::{Context, KeyValue, ObjectStore, Purge};
use jsapi_test_server::{Server, User, Version};
use jsapi_tests::{Outcome, connect, until};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Listings of each kind, on each server version.
const LISTINGS: usize = 100;

/// Keys that have a value throughout.
const KEYS: usize = 1_000;

/// Objects that are there throughout.
const OBJECTS: usize = 200;

const WRITERS: usize = 3;

/// No listing of 1,000 keys takes longer.
const BOUND: Duration = Duration::from_secs(5);

async fn context(version: Version) -> Outcome<Context> {
    Ok(Context::new(
        connect(&Server::shared(version)?.url(), User::A).await?,
    ))
}

fn stays(number: usize) -> String {
    format!("stays.{}.{number}", number % 2)
}

/// Writers that go on until they are stopped.
struct Writers {
    stop: Arc<AtomicBool>,
    writes: Arc<AtomicUsize>,
    tasks: Vec<JoinHandle<Outcome>>,
}

impl Writers {
    /// Each writer repeats `write`, which is given a number that is new each time.
    fn start<W>(write: impl Fn(usize) -> W + Clone + Send + 'static) -> Self
    where
        W: Future<Output = Outcome> + Send + 'static,
    {
        let stop = Arc::new(AtomicBool::new(false));
        let writes = Arc::new(AtomicUsize::new(0));
        let tasks = (0..WRITERS)
            .map(|_| {
                let (stop, writes, write) = (stop.clone(), writes.clone(), write.clone());
                tokio::spawn(async move {
                    while !stop.load(Ordering::SeqCst) {
                        write(writes.fetch_add(1, Ordering::SeqCst)).await?;
                    }
                    Ok(())
                })
            })
            .collect();
        Self {
            stop,
            writes,
            tasks,
        }
    }

    /// Waits until they have written so often.
    async fn wrote(&self, count: usize) -> Outcome {
        until(Duration::from_secs(60), "the writers", async || {
            Ok(self.writes.load(Ordering::SeqCst) >= count)
        })
        .await
    }

    async fn stop(self) -> Outcome {
        self.stop.store(true, Ordering::SeqCst);
        for task in self.tasks {
            task.await??;
        }
        Ok(())
    }
}

/// Overwrites a key that stays, and now and then deletes, purges or clears away one
/// that comes and goes.
async fn write(bucket: KeyValue, number: usize) -> Outcome {
    // Not in order, and not the keys that another writer has just written.
    let key = number.wrapping_mul(7_919) % KEYS;
    bucket.put(stays(key), "x").await?;
    let passing = format!("passes.{}", number % 40);
    match number % 24 {
        0 | 12 => drop(bucket.put(passing, "x").await?),
        4 => drop(bucket.delete(passing).await?),
        8 => drop(bucket.purge(passing).await?),
        16 => {
            let subject = format!("$KV.{}.{passing}", bucket.bucket());
            bucket.stream().purge(Purge::all().filter(subject)).await?;
        }
        _ => {}
    }
    Ok(())
}

/// Of the keys that stay, those that are missing and those that came twice.
fn wrong(found: &[String], expected: &BTreeSet<String>) -> Vec<String> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for key in found {
        *times.entry(key).or_default() += 1;
    }
    let missing = expected
        .iter()
        .filter(|key| !times.contains_key(key.as_str()));
    let twice = times.iter().filter(|(_, times)| **times > 1);
    missing
        .map(|key| format!("-{key}"))
        .chain(twice.map(|(key, times)| format!("{key} x{times}")))
        .collect()
}

/// The keys that a watch shows before it says that this is all.
async fn first_entries(watch: WatcherBuilder) -> Outcome<Vec<String>> {
    let mut watcher = watch.open().await?;
    let mut last: BTreeMap<String, u64> = BTreeMap::new();
    loop {
        match watcher.next().await.ok_or("the watch ended")?? {
            WatchEvent::Entry(entry) => {
                let before = last.insert(entry.key().to_owned(), entry.revision);
                // Of one key, revisions come in their order and none comes twice.
                assert!(before < Some(entry.revision), "{entry:?} after {before:?}");
            }
            WatchEvent::InitialDone => return Ok(last.into_keys().collect()),
            other => return Err(format!("{other:?}").into()),
        }
    }
}

/// Clears away twenty keys that were deleted, and gives those that are left.
async fn cleared(bucket: &KeyValue, round: usize) -> Outcome<Vec<String>> {
    let gone = |number: usize| format!("gone.{round}.{number}");
    stream::iter(0..20)
        .map(|number| async move { bucket.delete(gone(number)).await })
        .buffer_unordered(20)
        .try_collect::<Vec<_>>()
        .await?;
    bucket.purge_deletes(Duration::ZERO).await?;
    let filter = format!("$KV.{}.gone.{round}.*", bucket.bucket());
    let left = bucket
        .stream()
        .subjects(filter)
        .map_ok(|(subject, _)| subject);
    Ok(left.try_collect().await?)
}

async fn in_time<T>(what: &str, listing: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    let listed = timeout(BOUND, listing).await;
    listed.map_err(|_| format!("{what} took longer than {BOUND:?}"))?
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_key_that_has_a_value_throughout_is_listed_once_while_writers_overwrite() -> Outcome {
    for version in Version::ALL {
        let bucket = context(version)
            .await?
            .create_key_value(&KvConfig::new("LISTED"))
            .await?;
        let all: BTreeSet<String> = (0..KEYS).map(stays).collect();
        let half: BTreeSet<String> = (0..KEYS).step_by(2).map(stays).collect();
        let puts = stream::iter(&all).map(|key| bucket.put(key, "0"));
        puts.buffer_unordered(64).try_collect::<Vec<_>>().await?;
        // Over a connection of their own.
        let writing = context(version).await?.key_value("LISTED")?;
        let writers = Writers::start(move |number| write(writing.clone(), number));
        writers.wrote(300).await?;

        let mut short = Vec::new();
        let mut longest = Duration::ZERO;
        for round in 0..LISTINGS {
            let begun = Instant::now();
            let keys = async { Ok(bucket.keys().await?) };
            let keys = wrong(&in_time("keys", keys).await?, &all);
            longest = longest.max(begun.elapsed());
            let some = async { Ok(bucket.keys_matching(["stays.0.*", "none"]).await?) };
            let some = wrong(&in_time("keys_matching", some).await?, &half);
            let watched = first_entries(bucket.watch_all());
            let watched = wrong(&in_time("watch", watched).await?, &all);
            let filtered = first_entries(bucket.watch("stays.0.>").keys_only(true));
            let filtered = wrong(&in_time("a filtered watch", filtered).await?, &half);
            let left = in_time("purge_deletes", cleared(&bucket, round)).await?;
            for (what, wrong) in [
                ("keys", keys),
                ("keys_matching", some),
                ("watch", watched),
                ("filtered watch", filtered),
                ("purge_deletes", left),
            ] {
                if !wrong.is_empty() {
                    short.push(format!("{round}: {what}: {wrong:?}"));
                }
            }
        }
        writers.stop().await?;
        assert!(longest < BOUND, "{version}: keys took {longest:?}");
        assert!(short.is_empty(), "{version}: {} {short:#?}", short.len());
        bucket.context().delete_key_value("LISTED").await?;
    }
    Ok(())
}

async fn first_objects(store: &ObjectStore) -> Outcome<Vec<String>> {
    let mut watcher = store.watch().open().await?;
    let mut last: BTreeMap<String, u64> = BTreeMap::new();
    loop {
        match watcher.next().await.ok_or("the watch ended")?? {
            object::WatchEvent::Object(info) => {
                let before = last.insert(info.name.clone(), info.sequence);
                assert!(before < Some(info.sequence), "{info:?} after {before:?}");
            }
            object::WatchEvent::InitialDone => return Ok(last.into_keys().collect()),
            other => return Err(format!("{other:?}").into()),
        }
    }
}

/// Changes what is said of an object, and now and then puts or deletes another one.
async fn change(store: ObjectStore, number: usize) -> Outcome {
    let name = format!("stays {}", number.wrapping_mul(7_919) % OBJECTS);
    let said = number.to_string();
    store
        .update_meta(name, |meta| meta.description = Some(said.clone()))
        .await?;
    let passing = format!("passes {number}");
    if number.is_multiple_of(8) {
        store.put_bytes(passing.as_str(), "x").await?;
        if number.is_multiple_of(16) {
            store.delete(passing).await?;
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_object_that_is_there_throughout_is_listed_once_while_writers_change_them() -> Outcome
{
    for version in Version::ALL {
        let store = context(version)
            .await?
            .create_object_store(&ObjectStoreConfig::new("LISTED"))
            .await?;
        let all: BTreeSet<String> = (0..OBJECTS)
            .map(|number| format!("stays {number}"))
            .collect();
        let puts =
            stream::iter(&all).map(|name| async { store.put_bytes(name.as_str(), "").await });
        puts.buffer_unordered(16).try_collect::<Vec<_>>().await?;
        let writing = context(version).await?.object_store("LISTED")?;
        let writers = Writers::start(move |number| change(writing.clone(), number));
        writers.wrote(100).await?;

        let mut short = Vec::new();
        for round in 0..LISTINGS {
            let list = async { Ok(store.list().await?) };
            let listed = in_time("list", list).await?;
            let names: Vec<String> = listed.into_iter().map(|info| info.name).collect();
            let watched = in_time("watch", first_objects(&store)).await?;
            for (what, names) in [("list", names), ("watch", watched)] {
                let wrong = wrong(&names, &all);
                if !wrong.is_empty() {
                    short.push(format!("{round}: {what}: {wrong:?}"));
                }
            }
        }
        writers.stop().await?;
        assert!(short.is_empty(), "{version}: {} {short:#?}", short.len());
        store.context().delete_object_store("LISTED").await?;
    }
    Ok(())
}
