//! The server that has an ephemeral consumer is killed and restarted while messages are
//! stored: the consumer comes back and counts its deliveries from an older state.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use bytes::BytesMut;
use futures_util::{StreamExt, TryStreamExt};
use jsapi::{AckPolicy, StreamConfig};
use jsapi_client::consume::{Notice, OrderedMessages, PushConfig, PushMessages, Start};
use jsapi_client::kv::{KvConfig, WatchEvent};
use jsapi_client::object::{ObjectMeta, ObjectStoreConfig};
use jsapi_client::{Context, Stream};
use jsapi_test_server::{Cluster, User, Version};
use jsapi_tests::{Outcome, connect, noise};
use tokio::task::block_in_place;
use tokio::time::{sleep, timeout};

/// How many times the leader of a consumer is killed in each test.
fn rounds() -> usize {
    let set = std::env::var("ROUNDS").ok();
    set.and_then(|rounds| rounds.parse().ok()).unwrap_or(20)
}

/// The most that a round waits for one message.
const BOUND: Duration = Duration::from_secs(60);

/// A cluster of three and a client of the node that leads a stream.
struct Scene {
    cluster: Cluster,
    ctx: Context,
    /// The node that leads the stream, and that the client is connected to.
    home: usize,
}

impl Scene {
    /// Starts a cluster in which `make` makes the stream of this name.
    async fn new(stream: &str, make: impl AsyncFnOnce(Context) -> Outcome) -> Outcome<Self> {
        let cluster = block_in_place(|| Cluster::start(Version::NEWEST, 3))?;
        make(Context::new(connect(&cluster.url(0), User::A).await?)).await?;
        let home = block_in_place(|| cluster.stream_leader(User::A, stream))?;
        let home = home.ok_or("the stream has no leader")?;
        let ctx = Context::new(connect(&cluster.url(home), User::A).await?);
        Ok(Self { cluster, ctx, home })
    }

    /// The node that may be killed and has the newest consumer of a stream, if it may be.
    ///
    /// Not the node of the stream's leader and the client, and not the meta leader: its
    /// election takes seconds and is another test's.
    async fn victim(&self, stream: &Stream, consumer: &str) -> Outcome<Option<usize>> {
        let name = stream.name().as_str();
        let cluster = &self.cluster;
        let (leader, meta) = block_in_place(|| {
            let leader = cluster.consumer_leader(User::A, name, consumer)?;
            Ok::<_, jsapi_test_server::Error>((leader, cluster.leader()?))
        })?;
        Ok(leader.filter(|leader| *leader != self.home && Some(*leader) != meta))
    }

    fn kill(&mut self, node: usize) -> Outcome {
        Ok(block_in_place(|| self.cluster.kill(node))?)
    }

    fn restart(&mut self, node: usize) -> Outcome {
        Ok(block_in_place(|| self.cluster.restart(node))?)
    }

    /// Waits until the restarted node takes part again.
    fn wait_ready(&mut self) -> Outcome {
        Ok(block_in_place(|| self.cluster.wait_ready())?)
    }
}

/// The names of a stream's consumers.
async fn consumers(stream: &Stream) -> Outcome<BTreeSet<String>> {
    Ok(stream.consumer_names().try_collect().await?)
}

/// The name of the consumer that the stream did not have before.
///
/// A server that has just become the meta leader may list a new one a little later.
async fn new_consumer(stream: &Stream, before: &BTreeSet<String>) -> Outcome<String> {
    let began = Instant::now();
    loop {
        if let Some(name) = consumers(stream).await?.difference(before).next() {
            return Ok(name.clone());
        }
        if began.elapsed() > BOUND {
            return Err("no consumer".into());
        }
        sleep(Duration::from_millis(20)).await;
    }
}

async fn publish(ctx: &Context, subject: &str, number: u64) -> Outcome {
    ctx.publish(subject, number.to_string())
        .message_id(format!("{subject} {number}"))
        .await?;
    Ok(())
}

async fn number(messages: &mut OrderedMessages) -> Outcome<u64> {
    let message = timeout(BOUND, messages.next()).await?;
    let message = message.ok_or("the messages ended")??;
    Ok(std::str::from_utf8(&message.payload)?.parse()?)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_ordered_consumer_skips_nothing_when_the_node_that_has_it_restarts() -> Outcome {
    let config = StreamConfig::new("S").with_subjects(["s.*"]);
    let config = config.with_num_replicas(3u64);
    let made = async |ctx: Context| {
        ctx.create_stream(config).await?;
        Ok(())
    };
    let mut scene = Scene::new("S", made).await?;
    let ctx = scene.ctx.clone();
    let stream = ctx.stream("S")?;
    let (mut lost, mut told) = (Vec::new(), Vec::new());
    for round in 0..rounds() {
        let subject = format!("s.{round}");
        let mut stored = 0;
        // Every second round reads what is new, every other one what is there.
        let start = match round % 2 {
            0 => Start::First,
            _ => Start::New,
        };
        let (mut messages, victim) = loop {
            let ordered = stream.ordered_consumer().filter(&subject);
            let messages = ordered.start(start).open().await?;
            let name = messages.consumer_name().ok_or("no consumer")?.to_owned();
            if let Some(victim) = scene.victim(&stream, &name).await? {
                break (messages, victim);
            }
            messages.close().await?;
        };
        let store = async |stored: &mut u64| {
            for _ in 0..5 {
                publish(&ctx, &subject, *stored).await?;
                *stored += 1;
            }
            Outcome::Ok(())
        };
        // The first rounds kill a consumer that has delivered nothing yet.
        if round >= 2 {
            store(&mut stored).await?;
        }
        let mut expected = 0;
        while expected < stored {
            assert_eq!(number(&mut messages).await?, expected);
            expected += 1;
        }
        scene.kill(victim)?;
        store(&mut stored).await?;
        scene.restart(victim)?;
        store(&mut stored).await?;
        scene.wait_ready()?;
        store(&mut stored).await?;
        let began = Instant::now();
        while expected < stored {
            let number = match timeout(BOUND / 4, number(&mut messages)).await {
                Ok(number) => number?,
                Err(_) => stored,
            };
            lost.extend((expected..number).map(|missing| (round, missing)));
            expected = number + 1;
        }
        let notices: Vec<_> = std::iter::from_fn(|| messages.notices().try_next()).collect();
        told.push((round, began.elapsed(), notices));
    }
    assert_eq!(lost, [], "(round, message), of {told:?}");
    Ok(())
}

/// A consumer in memory with one replica loses its state with its server: it starts again
/// where its configuration says.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_push_consumer_that_is_made_again_says_where_it_goes_on() -> Outcome {
    let config = StreamConfig::new("S").with_subjects(["s"]);
    let config = config.with_num_replicas(3u64);
    let made = async |ctx: Context| {
        ctx.create_stream(config).await?;
        Ok(())
    };
    let mut scene = Scene::new("S", made).await?;
    let ctx = scene.ctx.clone();
    let stream = ctx.stream("S")?;
    let mut stored = 0;
    for start in [Start::First, Start::New] {
        let (mut messages, victim) = loop {
            let name = format!("push-{stored}-{}", consumers(&stream).await?.len());
            let config = PushConfig::durable(&name)
                .deliver_subject(format!("to.{name}"))
                .ack_policy(AckPolicy::None)
                .memory_storage(true)
                .replicas(1)
                .start(start)
                .heartbeat(Duration::from_millis(500));
            let messages = stream.create_push_consumer(config).await?.messages();
            let messages = messages.open().await?;
            if let Some(victim) = scene.victim(&stream, &name).await? {
                break (messages, victim);
            }
        };
        let first = if start == Start::New { stored } else { 0 };
        let store = async |stored: &mut u64| {
            for _ in 0..5 {
                publish(&ctx, "s", *stored).await?;
                *stored += 1;
            }
            Outcome::Ok(())
        };
        let mut seen = BTreeSet::new();
        store(&mut stored).await?;
        while seen.len() < (stored - first) as usize {
            seen.insert(pushed(&mut messages).await?);
        }
        scene.kill(victim)?;
        store(&mut stored).await?;
        scene.restart(victim)?;
        store(&mut stored).await?;
        scene.wait_ready()?;
        // Messages that are stored before the consumer is made again may be passed over.
        let began = Instant::now();
        while seen.last() != Some(&(stored - 1)) {
            assert!(began.elapsed() < BOUND, "{start:?}: {seen:?}");
            store(&mut stored).await?;
            while let Ok(number) = timeout(BOUND / 60, pushed(&mut messages)).await {
                seen.insert(number?);
            }
        }
        let notices: Vec<_> = std::iter::from_fn(|| messages.notices().try_next()).collect();
        let restarts = notices.iter().filter_map(|notice| match notice {
            Notice::ConsumerRestarted {
                received,
                resumes_at,
            } => Some((*received, *resumes_at)),
            _ => None,
        });
        let restarts: Vec<_> = restarts.collect();
        assert!(!restarts.is_empty(), "{start:?}: {notices:?}");
        // The message of this number has the stream sequence after it.
        let missing: Vec<_> = (first..stored).filter(|it| !seen.contains(it)).collect();
        for number in &missing {
            let told = restarts.iter().any(|(received, resumes_at)| {
                (*received..resumes_at.unwrap_or(0).saturating_sub(1)).contains(number)
            });
            assert!(told, "{start:?}: {number} of {missing:?}, {notices:?}");
        }
        if start == Start::First {
            assert!(missing.is_empty(), "{missing:?}, {notices:?}");
        }
    }
    Ok(())
}

async fn pushed(messages: &mut PushMessages) -> Outcome<u64> {
    let message = timeout(BOUND, messages.next()).await?;
    let message = message.ok_or("the messages ended")??;
    Ok(std::str::from_utf8(&message.payload)?.parse()?)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_watch_skips_no_key_when_the_node_that_has_its_consumer_restarts() -> Outcome {
    let config = KvConfig::new("B").replicas(3).history(5);
    let made = async |ctx: Context| {
        ctx.create_key_value(&config).await?;
        Ok(())
    };
    let mut scene = Scene::new("KV_B", made).await?;
    let ctx = scene.ctx.clone();
    let (bucket, stream) = (ctx.key_value("B")?, ctx.stream("KV_B")?);
    let (mut lost, mut told) = (Vec::new(), Vec::new());
    for round in 0..rounds() {
        let keys = format!("r{round}.*");
        let (mut watcher, victim) = loop {
            let before = consumers(&stream).await?;
            let watcher = bucket.watch(&keys).open().await?;
            let name = new_consumer(&stream, &before).await?;
            if let Some(victim) = scene.victim(&stream, &name).await? {
                break (watcher, victim);
            }
            watcher.close().await?;
        };
        let mut stored = BTreeSet::new();
        let put = async |stored: &mut BTreeSet<u64>, count: u64| {
            for number in 0..count {
                let key = format!("r{round}.{number}");
                stored.insert(bucket.put(key, "value").await?);
            }
            Outcome::Ok(())
        };
        if round >= 2 {
            put(&mut stored, 10).await?;
        }
        let first = stored.len();
        let mut seen = BTreeSet::new();
        let mut last = 0;
        let mut initial = false;
        while seen != stored || !initial {
            match timeout(BOUND, watcher.next()).await?.ok_or("it ended")?? {
                WatchEvent::Entry(entry) => drop(seen.insert(entry.revision)),
                _ => initial = true,
            }
            if initial && round % 2 == 0 && stored.len() == first {
                // The consumer has delivered more then than the last value of each key.
                put(&mut stored, 10).await?;
            }
        }
        scene.kill(victim)?;
        put(&mut stored, 10).await?;
        scene.restart(victim)?;
        put(&mut stored, 12).await?;
        scene.wait_ready()?;
        put(&mut stored, 3).await?;
        let began = Instant::now();
        while seen.last() != stored.last() {
            let Ok(event) = timeout(BOUND / 4, watcher.next()).await else {
                break;
            };
            if let WatchEvent::Entry(entry) = event.ok_or("it ended")?? {
                assert!(entry.revision > last, "{} after {last}", entry.revision);
                last = entry.revision;
                seen.insert(last);
            }
        }
        lost.extend(stored.difference(&seen).map(|missing| (round, *missing)));
        let notices: Vec<_> = std::iter::from_fn(|| watcher.notices().try_next()).collect();
        told.push((round, began.elapsed(), notices));
    }
    assert_eq!(lost, [], "(round, revision), of {told:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_object_is_read_whole_when_the_node_that_has_its_consumer_restarts() -> Outcome {
    const CHUNK: u32 = 16 * 1024;
    let config = ObjectStoreConfig::new("B").replicas(3);
    let made = async |ctx: Context| {
        ctx.create_object_store(&config).await?;
        Ok(())
    };
    let mut scene = Scene::new("OBJ_B", made).await?;
    let ctx = scene.ctx.clone();
    let (store, stream) = (ctx.object_store("B")?, ctx.stream("OBJ_B")?);
    let size = CHUNK as usize;
    let bytes = noise(40 * size);
    let mut meta = ObjectMeta::new("a");
    meta.chunk_size = Some(CHUNK);
    store.put_bytes(meta, bytes.clone()).await?;
    for round in 0..rounds() {
        let mut read = BytesMut::new();
        let (mut object, victim) = loop {
            read.clear();
            let before = consumers(&stream).await?;
            let mut object = store.get("a").max_in_flight(4 * size).await?;
            for _ in 0..round {
                read.extend(object.next_chunk().await?.ok_or("it ended")?);
            }
            if round == 0 {
                // Hardly anything is read yet, but the consumer is made.
                let first = timeout(Duration::from_millis(1), object.next_chunk()).await;
                if let Ok(first) = first {
                    read.extend(first?.ok_or("it ended")?);
                }
            }
            let after = consumers(&stream).await?;
            if let Some(name) = after.difference(&before).next()
                && let Some(victim) = scene.victim(&stream, name).await?
            {
                break (object, victim);
            }
            drop(object);
            sleep(Duration::from_millis(50)).await;
        };
        scene.kill(victim)?;
        // More than what was under way is read while the node restarts.
        let reading = tokio::spawn(async move {
            while let Some(chunk) = object.next_chunk().await? {
                read.extend(chunk);
            }
            Outcome::Ok(read.freeze())
        });
        store.put_bytes("b", noise(3 * size)).await?;
        scene.restart(victim)?;
        store.put_bytes("b", noise(3 * size)).await?;
        let read = timeout(BOUND, reading).await???;
        assert!(read == bytes, "round {round}: {} bytes", read.len());
        scene.wait_ready()?;
    }
    Ok(())
}
