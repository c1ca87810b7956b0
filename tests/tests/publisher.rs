//! Publishing many messages at once, against real servers that fail.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use jsapi::{
    DirectGetBatchRequest, StorageType, StreamConfig, StreamCreateRequest, StreamInfoRequest,
};
use jsapi_client::publish::{PublishOptions, Publisher};
use jsapi_client::{Context, Error};
use jsapi_test_server::{Cluster, Options, Server, User, Version};
use jsapi_tests::{Outcome, connect, until};

async fn server() -> Outcome<Server> {
    Ok(tokio::task::spawn_blocking(|| Server::start(&Options::new())).await??)
}

/// Connects with quick reconnects, to where the servers are.
async fn quick(urls: &[String]) -> Outcome<async_nats::Client> {
    let addresses: Result<Vec<async_nats::ServerAddr>, _> =
        urls.iter().map(|url| url.parse()).collect();
    let options = async_nats::ConnectOptions::new()
        .connection_timeout(Duration::from_secs(2))
        .reconnect_delay_callback(|_| Duration::from_millis(50));
    Ok(options.connect(addresses?).await?)
}

async fn create(ctx: &Context, name: &str, subject: &str) -> Outcome {
    let mut config = StreamConfig::new(name).with_subjects([subject]);
    config.storage = StorageType::File.into();
    config.allow_direct = true;
    ctx.call(&StreamCreateRequest::new(config)).await?;
    Ok(())
}

/// The payloads of a stream, by a way of their own.
async fn stored(ctx: &Context, stream: &str) -> Outcome<Vec<String>> {
    let mut payloads = Vec::new();
    let mut next = 1;
    loop {
        let mut request = DirectGetBatchRequest::new(stream, 500);
        request.seq = Some(next);
        let messages = match ctx.messages(&request).await {
            Ok(messages) => messages,
            Err(error) if error.is_not_found() => return Ok(payloads),
            Err(error) => return Err(error.into()),
        };
        let messages: Result<Vec<_>, Error> = messages.try_collect().await;
        let messages = match messages {
            Ok(messages) => messages,
            Err(error) if error.is_not_found() => return Ok(payloads),
            Err(error) => return Err(error.into()),
        };
        if messages.is_empty() {
            return Ok(payloads);
        }
        for message in messages {
            if let Some(sequence) = message.header("Nats-Sequence") {
                next = sequence.parse::<u64>()? + 1;
                payloads.push(String::from_utf8(message.payload.to_vec())?);
            }
        }
    }
}

/// Publishes numbers with message IDs until told to stop, and gives those that
/// were acknowledged, each with its sequence.
fn load(publisher: &Publisher, stop: &Arc<AtomicBool>) -> tokio::task::JoinHandle<Outcome<Load>> {
    let (publisher, stop) = (publisher.clone(), stop.clone());
    tokio::spawn(async move {
        let mut load = Load::default();
        let mut pending = std::collections::VecDeque::new();
        let mut number = 0_u64;
        let mut last = Instant::now();
        while !stop.load(Ordering::Relaxed) {
            pending.push_back((number, publisher.publish("load", number.to_string()).await?));
            number += 1;
            while let Some(done) = pending.front_mut().and_then(|(_, ack)| ack.now()) {
                let (number, _) = pending.pop_front().unwrap();
                load.done(number, done);
                load.gap = load.gap.max(last.elapsed());
                last = Instant::now();
            }
            if number.is_multiple_of(20) {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        }
        for (number, ack) in pending {
            load.done(number, ack.await);
        }
        Ok(load)
    })
}

#[derive(Default)]
struct Load {
    acked: Vec<(u64, u64)>,
    failed: Vec<Error>,
    duplicates: usize,
    gap: Duration,
}

impl Load {
    fn done(&mut self, number: u64, result: Result<jsapi::PubAck, Error>) {
        match result {
            Ok(ack) => {
                self.duplicates += usize::from(ack.duplicate);
                self.acked.push((number, ack.seq));
            }
            Err(error) => self.failed.push(error),
        }
    }

    /// Nothing that was acknowledged is lost, nothing is stored twice, and each
    /// is where its acknowledgement says.
    fn audit(&self, stored: &[String]) {
        let unique: BTreeSet<&String> = stored.iter().collect();
        assert_eq!(unique.len(), stored.len(), "stored twice");
        for (number, sequence) in &self.acked {
            let found = stored.get(*sequence as usize - 1).map(String::as_str);
            assert_eq!(found, Some(number.to_string().as_str()), "at {sequence}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_thousand_messages_are_stored_when_the_publisher_is_drained() -> Outcome {
    let ctx = Context::new(connect(&Server::shared(Version::V2_15_1)?.url(), User::A).await?);
    create(&ctx, "PUBLISHER_DRAIN", "publisher.drain").await?;
    let publisher = ctx.publisher().open().await?;
    let mut kept = Vec::new();
    for number in 0..20_000_u64 {
        let pending = publisher
            .publish("publisher.drain", number.to_string())
            .await?;
        if number >= 16_000 {
            kept.push(pending);
        }
    }
    let begun = Instant::now();
    let so_far = publisher.drain().await;
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert_eq!(
        (so_far.accepted, so_far.acknowledged, so_far.failed),
        (20_000, 20_000, 0)
    );
    for (at, mut pending) in kept.into_iter().enumerate() {
        assert_eq!(pending.now().unwrap()?.seq, 16_001 + at as u64);
    }
    let info = ctx.call(&StreamInfoRequest::new("PUBLISHER_DRAIN")).await?;
    assert_eq!(info.state.messages, 20_000);
    assert!(publisher.failures().is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_killed_under_load_loses_and_doubles_nothing() -> Outcome {
    let mut server = server().await?;
    let ctx = Context::new(quick(&[server.url()]).await?);
    create(&ctx, "LOAD", "load").await?;
    let publisher = ctx
        .publisher()
        .max_in_flight(256)
        .message_ids(true)
        .open()
        .await?;
    let stop = Arc::new(AtomicBool::new(false));
    let load = load(&publisher, &stop);
    let _server = tokio::task::spawn_blocking(move || -> Outcome<Server> {
        for _ in 0..3 {
            std::thread::sleep(Duration::from_millis(300));
            server.kill()?;
            server.restart()?;
        }
        std::thread::sleep(Duration::from_millis(300));
        Ok(server)
    })
    .await??;
    stop.store(true, Ordering::Relaxed);
    let load = load.await??;
    assert!(load.failed.is_empty(), "{:?}", load.failed.first());
    assert!(load.acked.len() > 500, "{}", load.acked.len());
    load.audit(&stored(&ctx, "LOAD").await?);
    assert_eq!(publisher.in_flight(), 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_leader_of_three_killed_under_load_loses_and_doubles_nothing() -> Outcome {
    let mut cluster = tokio::task::spawn_blocking(|| Cluster::start(Version::V2_15_1, 3)).await??;
    let ctx = Context::new(quick(&cluster.urls()).await?);
    let mut config = StreamConfig::new("LOAD").with_subjects(["load"]);
    config.num_replicas = Some(3);
    config.allow_direct = true;
    ctx.call(&StreamCreateRequest::new(config)).await?;
    let options = PublishOptions::new().timeout(Duration::from_secs(20));
    let publisher = ctx
        .publisher()
        .publish_options(options)
        .max_in_flight(256)
        .message_ids(true);
    let publisher = publisher.open().await?;
    let stop = Arc::new(AtomicBool::new(false));
    let load = load(&publisher, &stop);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let info = ctx.call(&StreamInfoRequest::new("LOAD")).await?;
    let leader = info
        .cluster
        .clone()
        .and_then(|cluster| cluster.leader)
        .unwrap_or_default();
    let cluster = tokio::task::spawn_blocking(move || -> Outcome<Cluster> {
        let at = cluster
            .nodes()
            .iter()
            .position(|node| node.name() == leader)
            .unwrap();
        cluster.kill(at)?;
        std::thread::sleep(Duration::from_secs(8));
        cluster.restart(at)?;
        cluster.wait_ready()?;
        Ok(cluster)
    })
    .await??;
    tokio::time::sleep(Duration::from_secs(1)).await;
    stop.store(true, Ordering::Relaxed);
    let load = load.await??;
    assert!(load.failed.is_empty(), "{:?}", load.failed.first());
    assert!(load.gap < Duration::from_secs(15), "{:?}", load.gap);
    load.audit(&stored(&ctx, "LOAD").await?);
    drop(cluster);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_cut_in_the_middle_of_a_frame_lose_and_double_nothing() -> Outcome {
    let server = server().await?;
    let proxy = Proxy::start(server.port())?;
    let ctx = Context::new(quick(&[proxy.url()]).await?);
    create(&ctx, "LOAD", "load").await?;
    let publisher = ctx
        .publisher()
        .max_in_flight(256)
        .message_ids(true)
        .open()
        .await?;
    let stop = Arc::new(AtomicBool::new(false));
    let load = load(&publisher, &stop);
    for _ in 0..8 {
        tokio::time::sleep(Duration::from_millis(250)).await;
        proxy.cut();
    }
    tokio::time::sleep(Duration::from_millis(250)).await;
    stop.store(true, Ordering::Relaxed);
    let load = load.await??;
    assert!(load.failed.is_empty(), "{:?}", load.failed.first());
    assert!(load.gap < Duration::from_millis(1500), "{:?}", load.gap);
    load.audit(&stored(&ctx, "LOAD").await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_message_ids_what_a_cut_leaves_open_is_told_and_nothing_doubled() -> Outcome {
    let server = server().await?;
    let proxy = Proxy::start(server.port())?;
    let ctx = Context::new(quick(&[proxy.url()]).await?);
    create(&ctx, "LOAD", "load").await?;
    let publisher = ctx.publisher().max_in_flight(256).open().await?;
    let stop = Arc::new(AtomicBool::new(false));
    let load = load(&publisher, &stop);
    for _ in 0..6 {
        tokio::time::sleep(Duration::from_millis(250)).await;
        proxy.cut();
    }
    stop.store(true, Ordering::Relaxed);
    let load = load.await??;
    for error in &load.failed {
        assert!(
            matches!(error, Error::Lost { .. }) && error.may_have_applied(),
            "{error:?}"
        );
    }
    load.audit(&stored(&ctx, "LOAD").await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn publishes_that_are_cancelled_anywhere_leave_nothing_behind() -> Outcome {
    let ctx = Context::new(connect(&Server::shared(Version::V2_15_1)?.url(), User::A).await?);
    create(&ctx, "PUBLISHER_CANCEL", "publisher.cancel").await?;
    let publisher = ctx
        .publisher()
        .max_in_flight(100)
        .max_bytes(20_000)
        .open()
        .await?;
    let mut tasks = Vec::new();
    for number in 0..2_000_u64 {
        let publisher = publisher.clone();
        let limit = Duration::from_micros(number % 400);
        tasks.push(tokio::spawn(async move {
            let publishing = async {
                publisher
                    .publish("publisher.cancel", vec![0; 500])
                    .await?
                    .await
            };
            tokio::time::timeout(limit, publishing)
                .await
                .is_ok_and(|ack| ack.is_ok())
        }));
    }
    for task in tasks {
        task.await?;
    }
    tokio::time::timeout(Duration::from_secs(12), publisher.completed()).await?;
    let so_far = publisher.stats();
    assert_eq!(so_far.accepted, so_far.acknowledged);
    let info = ctx
        .call(&StreamInfoRequest::new("PUBLISHER_CANCEL"))
        .await?;
    assert_eq!(info.state.messages, so_far.acknowledged);
    // All the room is there again.
    let mut pending = Vec::new();
    for _ in 0..100 {
        pending.push(publisher.publish("publisher.cancel", "").await?);
    }
    for pending in pending {
        pending.await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_stopped_holds_publishers_up_and_no_more() -> Outcome {
    let mut server = server().await?;
    let ctx = Context::new(quick(&[server.url()]).await?);
    create(&ctx, "LOAD", "load").await?;
    let options = PublishOptions::new().timeout(Duration::from_secs(2));
    let publisher = ctx
        .publisher()
        .max_in_flight(100)
        .publish_options(options)
        .open()
        .await?;
    server.pause()?;
    let begun = Instant::now();
    let mut refused = 0;
    for _ in 0..150 {
        match publisher.publish("load", "").await {
            Ok(pending) => drop(pending),
            Err(error) => {
                assert!(matches!(error, Error::NotSent { .. }), "{error:?}");
                refused += 1;
            }
        }
        assert!(publisher.in_flight() <= 100);
    }
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?} {refused}",
        begun.elapsed()
    );
    server.resume()?;
    publisher.completed().await;
    let open = publisher.failures();
    assert!(open.iter().all(|failed| failed.error.may_have_applied()));
    publisher.publish("load", "").await?.await?;
    Ok(())
}

/// The server that is connected to halts, with the defaults of `async-nats`; two
/// others of the cluster do not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_halts_is_left_for_another() -> Outcome {
    let mut cluster = tokio::task::spawn_blocking(|| Cluster::start(Version::V2_15_1, 3)).await??;
    let addresses: Result<Vec<async_nats::ServerAddr>, _> =
        cluster.urls().iter().map(|url| url.parse()).collect();
    let options = async_nats::ConnectOptions::new().retain_servers_order();
    let ctx = Context::new(options.connect(addresses?).await?);
    let mut config = StreamConfig::new("LOAD").with_subjects(["load"]);
    config.num_replicas = Some(3);
    config.allow_direct = true;
    ctx.call(&StreamCreateRequest::new(config)).await?;
    let options = PublishOptions::new().timeout(Duration::from_secs(30));
    let publisher = ctx.publisher().publish_options(options).max_in_flight(64);
    let publisher = publisher.message_ids(true).open().await?;
    let stop = Arc::new(AtomicBool::new(false));
    let load = load(&publisher, &stop);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let mut cluster = tokio::task::spawn_blocking(move || -> Outcome<Cluster> {
        cluster.nodes_mut()[0].pause()?;
        Ok(cluster)
    })
    .await??;
    let before = publisher.stats().acknowledged;
    let halted = Instant::now();
    // What was under way at that moment may have been answered.
    while publisher.stats().acknowledged < before + 200 {
        assert!(halted.elapsed() < Duration::from_secs(25));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    stop.store(true, Ordering::Relaxed);
    let load = load.await??;
    cluster.nodes_mut()[0].resume()?;
    assert!(load.failed.is_empty(), "{:?}", load.failed.first());
    load.audit(&stored(&ctx, "LOAD").await?);
    Ok(())
}

/// Over which nothing comes any more, although it is not closed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_is_dead_is_left_for_a_new_one() -> Outcome {
    let server = server().await?;
    let proxy = Proxy::start(server.port())?;
    let ctx = Context::new(quick(&[proxy.url()]).await?);
    create(&ctx, "LOAD", "load").await?;
    ctx.publish("load", "0").await?;
    let publisher = ctx.publisher().message_ids(true).open().await?;
    publisher.publish("load", "1").await?.await?;

    proxy.mute(true);
    let begun = Instant::now();
    publisher.publish("load", "2").await?.await?;
    assert!(begun.elapsed() < Duration::from_secs(9), "{begun:?}");

    proxy.mute(true);
    ctx.publish("load", "3").message_id("3").await?;
    assert_eq!(stored(&ctx, "LOAD").await?, ["0", "1", "2", "3"]);
    Ok(())
}

/// Acknowledgements get lost for a while, and then the connection is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lost_acknowledgements_lose_and_double_nothing() -> Outcome {
    let server = server().await?;
    let proxy = Proxy::start(server.port())?;
    let ctx = Context::new(quick(&[proxy.url()]).await?);
    create(&ctx, "LOAD", "load").await?;
    let options = PublishOptions::new().ack_wait(Duration::from_millis(300));
    let publisher = ctx
        .publisher()
        .publish_options(options)
        .max_in_flight(256)
        .message_ids(true)
        .open()
        .await?;
    let stop = Arc::new(AtomicBool::new(false));
    let load = load(&publisher, &stop);
    for _ in 0..2 {
        tokio::time::sleep(Duration::from_millis(300)).await;
        proxy.mute(true);
        tokio::time::sleep(Duration::from_millis(700)).await;
        proxy.mute(false);
        proxy.cut();
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    stop.store(true, Ordering::Relaxed);
    let load = load.await??;
    assert!(load.failed.is_empty(), "{:?}", load.failed.first());
    assert!(load.duplicates > 0);
    load.audit(&stored(&ctx, "LOAD").await?);
    Ok(())
}

/// The duplicate window is 2 s, and the connection is cut for 6 s after 20 messages
/// were stored whose acknowledgements were lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_stored_twice_when_an_outage_outlasts_the_duplicate_window() -> Outcome {
    let server = server().await?;
    let proxy = Proxy::start(server.port())?;
    let ctx = Context::new(quick(&[proxy.url()]).await?);
    let direct = Context::new(quick(&[server.url()]).await?);
    let mut config = StreamConfig::new("LOAD").with_subjects(["load"]);
    config.duplicate_window = Some(Duration::from_secs(2));
    config.allow_direct = true;
    direct.call(&StreamCreateRequest::new(config)).await?;
    let publisher = ctx.publisher().message_ids(true).open().await?;

    proxy.mute(true);
    let mut doubtful = tokio::task::JoinSet::new();
    for number in 0..10 {
        let ack = publisher.publish("load", format!("publisher {number}"));
        doubtful.spawn(ack.await?);
        let ctx = ctx.clone();
        doubtful.spawn(async move {
            let publish = ctx.publish("load", format!("publish {number}"));
            publish.new_message_id().await
        });
    }
    until(Duration::from_secs(10), "20 messages", async || {
        Ok(stored(&direct, "LOAD").await?.len() == 20)
    })
    .await?;
    proxy.down(true);
    proxy.cut();
    proxy.mute(false);
    tokio::time::sleep(Duration::from_secs(6)).await;
    proxy.down(false);

    let outcomes = doubtful.join_all().await;
    let stored = stored(&direct, "LOAD").await?;
    assert_eq!(stored.len(), 20, "{stored:?}");
    for outcome in outcomes {
        let error = outcome.unwrap_err();
        assert!(matches!(error, Error::Indeterminate { .. }), "{error:?}");
    }
    Ok(())
}

/// Passes bytes on, and cuts connections where they are.
struct Proxy {
    port: u16,
    open: Arc<Mutex<Vec<TcpStream>>>,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    /// What the server says is dropped, over connections up to this one.
    mute: AtomicUsize,
    connections: AtomicUsize,
    /// There are no new connections.
    down: AtomicBool,
}

impl Proxy {
    fn start(to: u16) -> Outcome<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        let open = Arc::new(Mutex::new(Vec::new()));
        let kept = open.clone();
        let state = Arc::new(State::default());
        let shared = state.clone();
        std::thread::spawn(move || {
            while let Ok((client, _)) = listener.accept() {
                if shared.down.load(Ordering::SeqCst) {
                    continue;
                }
                let Ok(server) = TcpStream::connect(("127.0.0.1", to)) else {
                    continue;
                };
                let mut kept = kept.lock().unwrap();
                let number = shared.connections.fetch_add(1, Ordering::SeqCst) + 1;
                let up = (&client, &server, None);
                let down = (&server, &client, Some((shared.clone(), number)));
                for (from, to, state) in [up, down] {
                    let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                    std::thread::spawn(move || pass_on(from, to, state));
                }
                kept.extend([client, server]);
            }
        });
        Ok(Self { port, open, state })
    }

    /// Told apart from the server's own address, which clients hear of.
    fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    fn mute(&self, mute: bool) {
        let so_far = self.state.connections.load(Ordering::SeqCst);
        let up_to = if mute { so_far } else { 0 };
        self.state.mute.store(up_to, Ordering::SeqCst);
    }

    fn down(&self, down: bool) {
        self.state.down.store(down, Ordering::SeqCst);
    }

    fn cut(&self) {
        for stream in self.open.lock().unwrap().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

fn pass_on(mut from: TcpStream, mut to: TcpStream, state: Option<(Arc<State>, usize)>) {
    // Small and odd, so that frames are cut.
    let mut buffer = [0; 777];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        if let Some((state, number)) = &state
            && *number <= state.mute.load(Ordering::SeqCst)
        {
            continue;
        }
        if to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}
