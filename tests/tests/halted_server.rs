//! The connected server halts, and the other servers of its cluster do not.
//!
//! Prints how soon each operation works again.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::future::IntoFuture;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use futures_util::future::LocalBoxFuture;
use futures_util::stream::FuturesUnordered;
use futures_util::{StreamExt, TryStreamExt};
use jsapi::StreamConfig;
use jsapi_client::consume::{Notice, PushConfig};
use jsapi_client::kv::KvConfig;
use jsapi_client::object::ObjectStoreConfig;
use jsapi_client::{Context, PullConfig, Stream};
use jsapi_test_server::{Cluster, HubAndLeaf, Server, User, Version};
use jsapi_tests::{Outcome, connect};
use tokio::task::block_in_place;
use tokio::time::{sleep, timeout};

/// How soon each operation has to work again, R28.
const BOUND: Duration = Duration::from_secs(10);

/// When the test gives up on an operation.
const PATIENCE: Duration = Duration::from_secs(60);

/// Lets a halted server go on, also when a test fails.
struct Halted<'a>(&'a mut Server);

impl<'a> Halted<'a> {
    fn halt(server: &'a mut Server) -> Outcome<Self> {
        block_in_place(|| server.pause())?;
        Ok(Self(server))
    }
}

impl Drop for Halted<'_> {
    fn drop(&mut self) {
        let _ = self.0.resume();
    }
}

/// The server that has a stream.
async fn server_of(ctx: &Context, stream: &str) -> Outcome<String> {
    let info = ctx.stream(stream)?.info().await?;
    Ok(info.cluster.and_then(|it| it.leader).unwrap_or_default())
}

/// Does it until it works, and gives how long that took since `halted`.
async fn until_it_works<T>(
    halted: Instant,
    mut what: impl AsyncFnMut() -> Outcome<T>,
) -> Outcome<Duration> {
    let working = async {
        while what().await.is_err() {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, working)
        .await
        .map_err(|_| format!("does not work in {PATIENCE:?}"))?;
    Ok(halted.elapsed())
}

/// The cluster's server that is neither the leader of JetStream nor has any stream.
struct Scene {
    cluster: Cluster,
    victim: usize,
}

impl Scene {
    async fn start() -> Outcome<Self> {
        let cluster = block_in_place(|| Cluster::start(Version::NEWEST, 3))?;
        let leader = block_in_place(|| cluster.leader())?.ok_or("no leader")?;
        let victim = (leader + 1) % 3;
        let ctx = Context::new(connect(&cluster.url(leader), User::A).await?);
        let name = cluster.nodes()[victim].name().to_owned();
        for stream in ["HALT", "KV_HALT", "OBJ_HALT"] {
            let mut fillers = 0;
            loop {
                match stream {
                    "HALT" => {
                        let mut config = StreamConfig::new("HALT").with_subjects(["halt.>"]);
                        config.allow_direct = true;
                        config.allow_atomic = true;
                        config.allow_batched = true;
                        ctx.create_stream(config).await?;
                    }
                    "KV_HALT" => drop(ctx.create_key_value(&KvConfig::new("HALT")).await?),
                    _ => {
                        let config = ObjectStoreConfig::new("HALT");
                        ctx.create_object_store(&config).await?;
                    }
                }
                if server_of(&ctx, stream).await? != name {
                    break;
                }
                ctx.delete_stream(stream).await?;
                // The server that has the fewest is given the next one: this one,
                // sooner or later, has a stream that does not matter.
                let filler = format!("FILL_{stream}_{fillers}");
                ctx.create_stream(StreamConfig::new(&filler).with_subjects([&filler]))
                    .await?;
                fillers += 1;
                assert!(fillers < 20, "{stream} is always at {name}");
            }
        }
        ctx.publish("halt.first", "").await?;
        ctx.key_value("HALT")?.put("first", "").await?;
        Ok(Self { cluster, victim })
    }

    /// A context at the server that is to halt, over a connection of its own.
    async fn context(&self) -> Outcome<Context> {
        Ok(Context::new(
            connect(&self.cluster.url(self.victim), User::A).await?,
        ))
    }

    async fn stream(&self) -> Outcome<Stream> {
        Ok(self.context().await?.stream("HALT")?)
    }
}

/// What a message that is published after the halt holds.
const NEW: &str = "new";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_works_again_in_10_s_when_the_connected_server_halts() -> Outcome {
    let mut scene = Scene::start().await?;
    let mut running = FuturesUnordered::<LocalBoxFuture<'_, (&str, Outcome<Duration>)>>::new();
    let (halt, halts) = tokio::sync::watch::channel(None::<Instant>);
    let when = || {
        let mut halts = halts.clone();
        async move {
            halts
                .wait_for(Option::is_some)
                .await
                .ok()
                .and_then(|it| *it)
                .unwrap()
        }
    };
    macro_rules! operation {
        ($name:literal, $what:expr) => {{
            let halted = when();
            let what = $what;
            running.push(Box::pin(async move {
                ($name, until_it_works(halted.await, what).await)
            }));
        }};
    }

    let ctx = scene.context().await?;
    ctx.publish("halt.a", "").await?;
    operation!("publish", async move || Ok(ctx
        .publish("halt.a", "")
        .await?));

    let ctx = scene.context().await?;
    ctx.publish("halt.a", "").await?;
    operation!("publish with ID", async move || {
        Ok(ctx.publish("halt.a", "").message_id("1").await?)
    });

    let ctx = scene.context().await?;
    let publisher = ctx.publisher().open().await?;
    publisher.publish("halt.a", "").await?.await?;
    operation!("publisher", async move || Ok(publisher
        .publish("halt.a", "")
        .await?
        .await?));

    let ctx = scene.context().await?;
    ctx.publish("halt.a", "").await?;
    operation!("atomic batch", async move || {
        let mut batch = ctx.atomic_batch();
        batch.publish("halt.a", "");
        batch.publish("halt.b", "");
        Ok(batch.commit().await?)
    });

    let ctx = scene.context().await?;
    let ingest = ctx.fast_ingest().open().await?;
    operation!("fast ingest", {
        let mut first = Some(ingest);
        async move || {
            let mut ingest = match first.take() {
                Some(ingest) => ingest,
                None => ctx.fast_ingest().open().await?,
            };
            for _ in 0..10 {
                ingest.publish("halt.a", "").await?;
            }
            Ok(ingest.commit().await?)
        }
    });

    let stream = scene.stream().await?;
    stream.info().await?;
    operation!("STREAM.INFO", async move || Ok(stream.info().await?));

    let stream = scene.stream().await?;
    stream.direct_get_last("halt.first").await?;
    operation!("direct get", async move || Ok(stream
        .direct_get_last("halt.first")
        .await?));

    let stream = scene.stream().await?;
    let mut listed = stream.context().streams();
    listed.next().await;
    operation!("listing", async move || {
        Ok(stream.context().streams().try_collect::<Vec<_>>().await?)
    });

    let fetching = scene.stream().await?;
    let pull = fetching
        .create_pull_consumer(PullConfig::durable("fetch"))
        .await?;
    pull.fetch(1).await?;
    operation!("fetch", async move || {
        let fetched = pull.fetch(1).timeout(Duration::from_secs(2)).await?;
        Ok(fetched.messages.into_iter().next().ok_or("none")?)
    });

    let pull = scene
        .stream()
        .await?
        .create_pull_consumer(PullConfig::durable("next"))
        .await?;
    pull.next().await?;
    operation!("next", async move || {
        let next = pull.next().timeout(Duration::from_secs(5)).await?;
        Ok(next.ok_or("none")?)
    });

    let pull = scene
        .stream()
        .await?
        .create_pull_consumer(PullConfig::durable("ack"))
        .await?;
    let mut held = pull.next().timeout(Duration::from_secs(5)).await?;
    operation!("ack_sync", {
        async move || {
            let message = match held.take() {
                Some(message) => message,
                None => {
                    let next = pull.next().timeout(Duration::from_secs(5)).await?;
                    next.ok_or("none")?
                }
            };
            Ok(message.ack_sync().await?)
        }
    });

    let pull = scene
        .stream()
        .await?
        .create_pull_consumer(PullConfig::durable("messages"))
        .await?;
    let mut messages = pull.messages().open().await?;
    messages.try_next().await?;
    operation!("messages", async move || {
        while messages.try_next().await?.ok_or("ended")?.payload != NEW {}
        Ok(())
    });

    let push = PushConfig::durable("push").deliver_subject("deliver.push");
    let push = scene.stream().await?.create_push_consumer(push).await?;
    let mut messages = push.messages().open().await?;
    messages.try_next().await?;
    operation!("push", async move || {
        while messages.try_next().await?.ok_or("ended")?.payload != NEW {}
        Ok(())
    });

    let ordered = scene.stream().await?.ordered_consumer();
    let mut messages = ordered.open().await?;
    messages.try_next().await?;
    operation!("ordered", async move || {
        while messages.try_next().await?.ok_or("ended")?.payload != NEW {}
        Ok(())
    });

    let ctx = scene.context().await?;
    let bucket = ctx.key_value("HALT")?;
    bucket.get("first").await?;
    operation!("kv get", async move || Ok(bucket
        .get("first")
        .await?
        .ok_or("none")?));

    let ctx = scene.context().await?;
    let bucket = ctx.key_value("HALT")?;
    bucket.put("second", "").await?;
    operation!("kv put", async move || Ok(bucket.put("second", "").await?));

    let ctx = scene.context().await?;
    let bucket = ctx.key_value("HALT")?;
    let mut watcher = bucket.watch("first").open().await?;
    watcher.next().await;
    operation!("kv watch", async move || {
        use jsapi_client::kv::WatchEvent;
        loop {
            match watcher.next().await.ok_or("ended")?? {
                WatchEvent::Entry(entry) if entry.value == NEW => return Ok(()),
                _ => {}
            }
        }
    });

    let ctx = scene.context().await?;
    let store = ctx.object_store("HALT")?;
    store.put_bytes("first", "first").await?;
    operation!("object put", async move || Ok(store
        .put_bytes("again", "again")
        .await?));

    let ctx = scene.context().await?;
    let store = ctx.object_store("HALT")?;
    store.get("first").await?.bytes().await?;
    operation!("object get", async move || Ok(store
        .get("first")
        .await?
        .bytes()
        .await?));

    // What comes after the halt, over a connection to another server.
    let healthy = (scene.victim + 1) % 3;
    let feed = Context::new(connect(&scene.cluster.url(healthy), User::A).await?);
    tokio::task::yield_now().await;
    let halted = Halted::halt(&mut scene.cluster.nodes_mut()[scene.victim])?;
    halt.send_replace(Some(Instant::now()));
    let feeding = tokio::spawn(async move {
        let bucket = feed.key_value("HALT")?;
        loop {
            feed.publish("halt.fed", NEW).await?;
            bucket.put("first", NEW).await?;
            sleep(Duration::from_millis(100)).await;
        }
        #[expect(unreachable_code, reason = "for its type")]
        Outcome::Ok(())
    });

    let mut took = BTreeMap::new();
    let mut late = Vec::new();
    while let Some((what, outcome)) = running.next().await {
        println!("{what:<16} {outcome:?}");
        // Servers wait 4 s for a member that does not answer before they reply to STREAM.LIST.
        let bound = match what {
            "listing" => BOUND + Duration::from_secs(4),
            _ => BOUND,
        };
        match outcome {
            Ok(after) if after <= bound => {
                took.insert(what, after);
            }
            other => late.push(format!("{what}: {other:?}")),
        }
    }
    feeding.abort();
    drop(halted);
    assert!(late.is_empty(), "{late:#?}");
    assert_eq!(took.len(), 19, "{took:?}");
    Ok(())
}

/// What waits for another server than the one that is connected, each over a
/// connection of its own.
struct Elsewhere {
    clients: Vec<async_nats::Client>,
    url: String,
    domain: Option<&'static str>,
}

impl Elsewhere {
    async fn context(&mut self) -> Outcome<Context> {
        let client = connect(&self.url, User::A).await?;
        self.clients.push(client.clone());
        Ok(match self.domain {
            Some(domain) => Context::builder().domain(domain)?.build(client),
            None => Context::new(client),
        })
    }

    /// Has the server that has stream "S" halt while everything waits for it, and
    /// counts the connections that were made meanwhile.
    async fn reconnects_while_halted(&mut self, server: &mut Server) -> Outcome<u64> {
        let heartbeat = Duration::from_secs(1);
        let stream = self.context().await?.stream("S")?;
        let pull = stream
            .create_pull_consumer(PullConfig::durable("pull"))
            .await?;
        let mut pulled = pull.messages().heartbeat(heartbeat).open().await?;
        let stream = self.context().await?.stream("S")?;
        let mut ordered = stream
            .ordered_consumer()
            .heartbeat(heartbeat)
            .open()
            .await?;
        let stream = self.context().await?.stream("S")?;
        let push = PushConfig::durable("push")
            .deliver_subject("deliver.push")
            .heartbeat(heartbeat);
        let mut pushed = stream
            .create_push_consumer(push)
            .await?
            .messages()
            .open()
            .await?;
        let publishing = self.context().await?;
        let calling = self.context().await?;
        publishing.publish("s.a", "").await?;
        pulled.next().await.ok_or("ended")??;
        pushed.next().await.ok_or("ended")??;
        ordered.next().await.ok_or("ended")??;

        let halted = Halted::halt(server)?;
        let notices = [pulled.notices(), pushed.notices(), ordered.notices()];
        let all = async {
            let request = jsapi::StreamInfoRequest::new("S");
            let (published, called) = tokio::join!(
                publishing.publish("s.a", "").message_id("1").into_future(),
                calling
                    .call(&request)
                    .timeout(Duration::from_secs(8))
                    .into_future(),
            );
            assert!(
                published.is_err() && called.is_err(),
                "{published:?} {called:?}"
            );
        };
        tokio::select! {
            () = all => {}
            message = pulled.next() => panic!("{message:?}"),
            message = pushed.next() => panic!("{message:?}"),
            message = ordered.next() => panic!("{message:?}"),
        }
        drop(halted);
        for notices in notices {
            let told: Vec<_> = std::iter::from_fn(|| notices.try_next()).collect();
            assert!(
                !told.is_empty() && !told.contains(&Notice::StaleConnection),
                "{told:?}"
            );
        }
        // All of it goes on.
        let until = Instant::now();
        until_it_works(until, async || Ok(publishing.publish("s.a", NEW).await?)).await?;
        for read in [
            &mut pulled.boxed(),
            &mut pushed.boxed(),
            &mut ordered.boxed(),
        ] {
            let read = async {
                while read.try_next().await?.ok_or("ended")?.payload != NEW {}
                Outcome::Ok(())
            };
            timeout(PATIENCE, read).await??;
        }
        let connects = self
            .clients
            .iter()
            .map(|client| client.statistics().connects.load(Ordering::Relaxed));
        Ok(connects.map(|connects| connects - 1).sum())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_reconnects_when_a_leaf_nodes_link_is_silent() -> Outcome {
    let mut servers = block_in_place(|| HubAndLeaf::start(Version::NEWEST))?;
    let mut elsewhere = Elsewhere {
        clients: Vec::new(),
        url: servers.leaf().url(),
        domain: Some("hub"),
    };
    let config = StreamConfig::new("S").with_subjects(["s.>"]);
    elsewhere.context().await?.create_stream(config).await?;
    let reconnects = elsewhere.reconnects_while_halted(servers.hub_mut()).await?;
    assert_eq!(reconnects, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_reconnects_when_only_the_streams_leader_is_halted() -> Outcome {
    let mut cluster = block_in_place(|| Cluster::start(Version::NEWEST, 3))?;
    let mut elsewhere = Elsewhere {
        clients: Vec::new(),
        url: cluster.url(0),
        domain: None,
    };
    let ctx = elsewhere.context().await?;
    let config = StreamConfig::new("S").with_subjects(["s.>"]);
    ctx.create_stream(config).await?;
    let leader = server_of(&ctx, "S").await?;
    let at = |server: &Server| server.name() == leader;
    let leader = cluster
        .nodes()
        .iter()
        .position(at)
        .ok_or("no such server")?;
    elsewhere.url = cluster.url((leader + 1) % 3);
    let server = &mut cluster.nodes_mut()[leader];
    assert_eq!(elsewhere.reconnects_while_halted(server).await?, 0);
    Ok(())
}
