//! Objects that are put and got while servers are killed.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::future::IntoFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt;
use jsapi_client::object::{Object, ObjectStoreConfig};
use jsapi_client::publish::PublishOptions;
use jsapi_client::{Context, ObjectStore};
use jsapi_test_server::{Cluster, Options, Server, User, Version};
use jsapi_tests::{Outcome, connect, noise, until};
use tokio::io::AsyncWriteExt;
use tokio::sync::oneshot;

const SECOND: Duration = Duration::from_secs(1);
const SIZE: usize = 24 << 20;

async fn chunks(store: &ObjectStore) -> Outcome<u64> {
    let mut subjects = store.stream().subjects("$O.*.C.>");
    let mut sum = 0;
    while let Some((_, count)) = subjects.try_next().await? {
        sum += count;
    }
    Ok(sum)
}

/// An object that is put in a task.
struct Putting {
    put: tokio::task::JoinHandle<Outcome<u64>>,
    /// How much of it is stored.
    stored: Arc<AtomicU64>,
    /// The other half is given once this is.
    rest: oneshot::Sender<()>,
}

impl Putting {
    /// Puts half of an object.
    fn half(store: &ObjectStore, bytes: Bytes) -> Self {
        let stored = Arc::new(AtomicU64::new(0));
        let (rest, go_on) = oneshot::channel();
        let (mut into, from) = tokio::io::duplex(SIZE / 8);
        tokio::spawn(async move {
            let (half, other) = bytes.split_at(SIZE / 2);
            into.write_all(half).await?;
            if go_on.await.is_ok() {
                into.write_all(other).await?;
            }
            std::io::Result::Ok(())
        });
        let (store, told) = (store.clone(), stored.clone());
        let put = tokio::spawn(async move {
            let put = store
                .put("a", from)
                .on_progress(|bytes| told.store(bytes, Ordering::SeqCst));
            Ok(put.await?.chunks)
        });
        Self { put, stored, rest }
    }

    /// Puts the other half, and says how many chunks that makes.
    async fn finish(self) -> Outcome<u64> {
        self.rest.send(()).map_err(|()| "it ended at its half")?;
        self.put.await?
    }
}

async fn reaches(stored: &AtomicU64, bytes: u64) -> Outcome {
    until(60 * SECOND, "a part to be stored", async || {
        Ok(stored.load(Ordering::SeqCst) >= bytes)
    })
    .await
}

/// Reads on, until there is as much.
async fn read(object: &mut Object, into: &mut BytesMut, until: usize) -> Outcome {
    while into.len() < until {
        match tokio::time::timeout(60 * SECOND, object.next_chunk()).await?? {
            Some(chunk) => into.extend_from_slice(&chunk),
            None => break,
        }
    }
    Ok(())
}

/// Where the leader of the store's stream is.
async fn leader(cluster: &Cluster, store: &ObjectStore) -> Outcome<usize> {
    let info = store.stream().info().await?;
    let leader = info.cluster.and_then(|cluster| cluster.leader);
    let mut nodes = cluster.nodes().iter();
    let at = nodes.position(|node| Some(node.name()) == leader.as_deref());
    Ok(at.ok_or("no leader")?)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_put_and_a_get_go_on_when_their_server_is_killed_and_comes_back() -> Outcome {
    for version in Version::ALL {
        let mut server = Server::start(&Options::new().version(version))?;
        let ctx = Context::new(connect(&server.url(), User::A).await?);
        let options = PublishOptions::new().timeout(60 * SECOND);
        let store = ctx
            .create_object_store(&ObjectStoreConfig::new("FAULTS"))
            .await?
            .publish_options(options);
        let bytes = noise(SIZE);

        let putting = Putting::half(&store, bytes.clone());
        reaches(&putting.stored, SIZE as u64 / 4).await?;
        server.kill()?;
        let finish = tokio::spawn(putting.finish());
        server.restart()?;
        let expected = finish.await??;
        assert_eq!(chunks(&store).await?, expected, "{version}");

        let mut object = store.get("a").await?;
        let mut got = BytesMut::new();
        read(&mut object, &mut got, SIZE / 3).await?;
        server.kill()?;
        server.restart()?;
        read(&mut object, &mut got, usize::MAX).await?;
        assert!(
            got == bytes,
            "{version}: {} bytes digest mismatch",
            got.len()
        );
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_put_and_a_get_go_on_when_their_leader_is_killed() -> Outcome {
    let mut cluster = Cluster::start(Version::V2_15_1, 3)?;
    let ctx = Context::new(connect(&cluster.url(0), User::A).await?);
    let config = ObjectStoreConfig::new("LEADERS").replicas(3);
    let options = PublishOptions::new().timeout(60 * SECOND);
    let store = ctx
        .create_object_store(&config)
        .await?
        .publish_options(options);
    let bytes = noise(SIZE);

    let putting = Putting::half(&store, bytes.clone());
    reaches(&putting.stored, SIZE as u64 / 4).await?;
    let killed = leader(&cluster, &store).await?;
    cluster.kill(killed)?;
    let expected = putting.finish().await?;
    until(60 * SECOND, "another leader", async || {
        Ok(chunks(&store).await.is_ok_and(|count| count == expected))
    })
    .await?;
    cluster.restart(killed)?;
    cluster.wait_ready()?;

    let mut object = store.get("a").await?;
    let mut got = BytesMut::new();
    read(&mut object, &mut got, SIZE / 3).await?;
    let killed = leader(&cluster, &store).await?;
    cluster.kill(killed)?;
    read(&mut object, &mut got, usize::MAX).await?;
    assert!(got == bytes, "{} bytes digest mismatch", got.len());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_get_whose_server_stays_away_fails_in_the_time_that_was_set() -> Outcome {
    let mut server = Server::start(&Options::new().version(Version::V2_15_1))?;
    let client = connect(&server.url(), User::A).await?;
    let ctx = Context::builder().timeout(SECOND).build(client);
    let store = ctx
        .create_object_store(&ObjectStoreConfig::new("AWAY"))
        .await?;
    store.put_bytes("a", noise(SIZE)).await?;
    let mut object = store.get("a").max_outage(3 * SECOND).await?;
    object.next_chunk().await?.ok_or("no chunk")?;
    server.kill()?;
    let begun = Instant::now();
    let failed = async {
        while object.next_chunk().await?.is_some() {}
        Ok::<_, jsapi_client::Error>(())
    };
    let error = tokio::time::timeout(60 * SECOND, failed)
        .await?
        .unwrap_err();
    assert!(error.is_transient(), "{error:?}");
    assert!(begun.elapsed() < 30 * SECOND, "{:?}", begun.elapsed());
    Ok(())
}

/// Drops a put that does not end while its server is away, and waits until no
/// chunk of it is left.
async fn dropped(options: PublishOptions, away: Duration) -> Outcome {
    let mut server = Server::start(&Options::new().version(Version::V2_15_1))?;
    let ctx = Context::new(connect(&server.url(), User::A).await?);
    let store = ctx
        .create_object_store(&ObjectStoreConfig::new("DROPPED"))
        .await?
        .publish_options(options);
    let stored = AtomicU64::new(0);
    let mut put = store
        .put("a", tokio::io::repeat(7))
        .on_progress(|bytes| stored.store(bytes, Ordering::SeqCst))
        .into_future();
    tokio::select! {
        put = &mut put => panic!("{put:?}"),
        reached = reaches(&stored, SIZE as u64 / 4) => reached?,
    }
    server.kill()?;
    drop(put);
    tokio::time::sleep(away).await;
    server.restart()?;
    until(60 * SECOND, "the chunks are gone", async || {
        Ok(chunks(&store).await.is_ok_and(|count| count == 0))
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_put_that_is_dropped_while_its_server_is_away_leaves_no_chunk() -> Outcome {
    dropped(PublishOptions::new(), Duration::ZERO).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_put_that_gave_up_before_its_server_is_back_leaves_no_chunk() -> Outcome {
    let options = PublishOptions::new().timeout(SECOND);
    dropped(options, 2 * SECOND).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_is_deleted_under_a_get_or_a_put_is_an_error() -> Outcome {
    let server = Server::start(&Options::new().version(Version::V2_15_1))?;
    let ctx = Context::new(connect(&server.url(), User::A).await?);
    let config = ObjectStoreConfig::new("DELETED");
    let store = ctx.create_object_store(&config).await?;
    store.put_bytes("a", noise(SIZE)).await?;
    for anew in [false, true] {
        let mut object = store.get("a").await?;
        object.next_chunk().await?.ok_or("no chunk")?;
        let mut watcher = store.watch().open().await?;
        ctx.delete_object_store("DELETED").await?;
        if anew {
            ctx.create_object_store(&config).await?;
        }
        let failed = async {
            while object.next_chunk().await?.is_some() {}
            Ok::<_, jsapi_client::Error>(())
        };
        let error = tokio::time::timeout(30 * SECOND, failed)
            .await?
            .unwrap_err();
        assert!(
            error.is_not_found() || error.object_error().is_some(),
            "{error:?}"
        );
        let watched = async {
            loop {
                match watcher.try_next().await {
                    Ok(Some(_)) => {}
                    other => return other.map(drop),
                }
            }
        };
        let ended = tokio::time::timeout(30 * SECOND, watched).await?;
        assert!(ended.is_err(), "a watch ends with an error");
        ctx.create_object_store(&config).await?;
        store.put_bytes("a", noise(SIZE)).await?;
    }
    Ok(())
}
