//! Many who write the same key at the same time.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::{join_all, try_join_all};
use jsapi_client::kv::{Change, Entry, KvConfig};
use jsapi_client::{Context, Error, KeyValue};
use jsapi_test_server::{Cluster, Server, User, Version};
use jsapi_tests::{Outcome, connect};

const NEWEST: Version = Version::V2_15_1;
const SECOND: Duration = Duration::from_secs(1);

/// The bucket, by a connection to each of these.
async fn buckets(urls: &[String], config: &KvConfig) -> Outcome<Vec<KeyValue>> {
    let mut buckets: Vec<KeyValue> = Vec::new();
    for url in urls {
        let ctx = Context::new(connect(url, User::A).await?);
        buckets.push(match buckets.first() {
            None => ctx.create_key_value(config).await?,
            Some(first) => ctx.key_value(first.bucket())?,
        });
    }
    Ok(buckets)
}

#[tokio::test]
async fn on_one_server_no_change_is_lost_and_every_failure_is_a_conflict() -> Outcome {
    for version in Version::ALL {
        let url = Server::shared(version)?.url();
        let urls = vec![url; 3];
        let buckets = buckets(&urls, &KvConfig::new("KV_RACE")).await?;
        let conflicts = one_at_a_time(&buckets, 20).await?;
        // One server always tells what there is.
        assert!(conflicts.iter().all(Option::is_some), "{version}");
        one_creates(&buckets).await?;
        try_join_all(buckets.iter().map(|bucket| add(bucket, 4, 5))).await?;
        buckets[0].context().delete_key_value("KV_RACE").await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_cluster_no_change_is_lost_and_every_failure_is_a_conflict() -> Outcome {
    let cluster = Cluster::shared(NEWEST)?;
    let config = KvConfig::new("KV_RACE_R3").replicas(3);
    let buckets = buckets(&cluster.urls(), &config).await?;
    one_at_a_time(&buckets, 20).await?;
    one_creates(&buckets).await?;
    try_join_all(buckets.iter().map(|bucket| add(bucket, 4, 5))).await?;
    buckets[0].context().delete_key_value("KV_RACE_R3").await?;
    Ok(())
}

/// Two writers by each node, through the loss of the one that leads.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn through_the_loss_of_a_leader_no_change_that_was_made_is_lost() -> Outcome {
    let mut cluster = Cluster::start(NEWEST, 3)?;
    let config = KvConfig::new("KV_RACE_KILL").replicas(3);
    let buckets = buckets(&cluster.urls(), &config).await?;
    let tally = Arc::new(Tally::default());
    let writers: Vec<_> = (buckets.iter().cycle().take(6).cloned())
        .map(|bucket| tokio::spawn(add_until_stopped(bucket, tally.clone())))
        .collect();

    tally.until_made(50).await?;
    let info = buckets[0].stream().info().await?;
    let leader = info.cluster.and_then(|cluster| cluster.leader);
    let mut nodes = cluster.nodes().iter();
    let at = nodes.position(|node| Some(node.name()) == leader.as_deref());
    cluster.kill(at.ok_or("no leader")?)?;
    let before = tally.made.load(Ordering::SeqCst);
    tally.until_made(before + 50).await?;
    tally.stop.store(true, Ordering::SeqCst);
    for writer in writers {
        writer.await?;
    }

    let made = tally.made.load(Ordering::SeqCst);
    let perhaps = tally.perhaps.load(Ordering::SeqCst);
    let sum = buckets[0].clone().read_from_leader(true).get("sum").await?;
    let sum = number(sum.as_ref());
    assert!(
        (made..=made + perhaps).contains(&sum),
        "{sum} of {made} and {perhaps}"
    );
    Ok(())
}

/// What became of changes.
#[derive(Default)]
struct Tally {
    made: AtomicUsize,
    /// Those of which it is not known.
    perhaps: AtomicUsize,
    stop: AtomicBool,
}

impl Tally {
    async fn until_made(&self, count: usize) -> Outcome {
        let begun = Instant::now();
        while self.made.load(Ordering::SeqCst) < count {
            if begun.elapsed() > 60 * SECOND {
                return Err(format!("{count} changes were not made in a minute").into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }
}

async fn add_until_stopped(bucket: KeyValue, tally: Arc<Tally>) {
    while !tally.stop.load(Ordering::SeqCst) {
        match bucket.modify("sum", one_more).await {
            Ok(_) => tally.made.fetch_add(1, Ordering::SeqCst),
            Err(error) if error.may_have_applied() => tally.perhaps.fetch_add(1, Ordering::SeqCst),
            Err(_) => continue,
        };
    }
}

/// Bare writes: of twelve that expect the same revision, one is made, and the
/// others are conflicts. Gives the revisions that these told.
async fn one_at_a_time(buckets: &[KeyValue], rounds: usize) -> Outcome<Vec<Option<u64>>> {
    let mut told = Vec::new();
    let mut revision = buckets[0].put("bare", "").await?;
    for _ in 0..rounds {
        let writers = buckets.iter().cycle().take(12);
        let writes = writers.map(|bucket| bucket.update("bare", "x", revision));
        let results = join_all(writes).await;
        let mut made = Vec::new();
        for result in results {
            match result {
                Ok(revision) => made.push(revision),
                Err(error) => {
                    assert!(error.is_conflict(), "{error:?}");
                    let found = error.last_sequence();
                    assert!(found.is_none_or(|found| found > revision), "{error:?}");
                    told.push(found);
                }
            }
        }
        assert_eq!(made.len(), 1);
        revision = made[0];
    }
    assert_eq!(told.len(), rounds * 11);
    Ok(told)
}

/// Of twelve who create the same key, one does; also over what was removed.
async fn one_creates(buckets: &[KeyValue]) -> Outcome {
    for round in 0..6 {
        let creators = buckets.iter().cycle().take(12);
        let creates = creators.map(|bucket| async move { bucket.create("made", "x").await });
        let results = join_all(creates).await;
        let (made, failed): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
        assert_eq!(made.len(), 1, "round {round}: {failed:?}");
        for error in failed.into_iter().filter_map(Result::err) {
            assert!(error.is_conflict(), "round {round}: {error:?}");
        }
        match round % 2 {
            0 => buckets[0].delete("made").await?,
            _ => buckets[0].purge("made").await?,
        };
    }
    Ok(())
}

/// Adds up with `writers` at a time, and looks whether all was added.
async fn add(bucket: &KeyValue, writers: usize, times: usize) -> Outcome {
    let key = format!("sum{:p}", std::ptr::from_ref(bucket));
    let add = async || {
        for _ in 0..times {
            bucket.modify(&key, one_more).timeout(30 * SECOND).await?;
        }
        Ok::<_, Error>(())
    };
    try_join_all((0..writers).map(|_| add())).await?;
    let sum = bucket.clone().read_from_leader(true).get(&key).await?;
    assert_eq!(number(sum.as_ref()), writers * times);
    Ok(())
}

fn number(entry: Option<&Entry>) -> usize {
    entry.map_or(0, |entry| {
        String::from_utf8_lossy(&entry.value).parse().unwrap()
    })
}

fn one_more(entry: Option<&Entry>) -> Change {
    (number(entry) + 1).to_string().into()
}
