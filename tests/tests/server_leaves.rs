//! Publishing and reading by way of a server that goes away, and leads nothing.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use async_nats::ServerAddr;
use futures_util::TryStreamExt;
use jsapi::StreamConfig;
use jsapi_client::consume::PullConfig;
use jsapi_client::{Context, Error};
use jsapi_test_server::{Cluster, User, Version};
use jsapi_tests::Outcome;
use tokio::time::{sleep, timeout};

const MS: Duration = Duration::from_millis(1);

/// Over the first of these, or another one when it is away.
async fn connect(nodes: &[String]) -> Outcome<async_nats::Client> {
    let nodes: Result<Vec<ServerAddr>, _> = nodes.iter().map(|url| url.parse()).collect();
    let (name, password) = (User::A.name.to_owned(), User::A.password.to_owned());
    let options = async_nats::ConnectOptions::with_user_and_password(name, password)
        .retain_servers_order()
        .ignore_discovered_servers()
        .reconnect_delay_callback(|_| 50 * MS);
    Ok(options.connect(nodes?).await?)
}

/// Publishes numbers, each once, and gives how many and the longest time one took.
async fn publishing(ctx: Context, stop: Arc<AtomicBool>) -> Result<(u64, Duration), Error> {
    let (mut count, mut longest) = (0, Duration::ZERO);
    while !stop.load(Ordering::Relaxed) {
        let begun = Instant::now();
        let number = count.to_string();
        ctx.publish("s.x", number.clone())
            .message_id(number)
            .await?;
        longest = longest.max(begun.elapsed());
        count += 1;
        sleep(2 * MS).await;
    }
    Ok((count, longest))
}

/// No publish fails, each is stored once, and the same consumer goes on.
async fn nothing_is_lost_when(leaves: impl AsyncFnOnce(&mut Cluster, usize) -> Outcome) -> Outcome {
    let mut cluster = tokio::task::spawn_blocking(|| Cluster::start(Version::V2_15_1, 3)).await??;
    let all = Context::new(connect(&cluster.urls()).await?);
    let config = StreamConfig::new("S").with_subjects(["s.x"]);
    let stream = all.create_stream(config.with_num_replicas(3)).await?;
    let worker = stream
        .create_pull_consumer(PullConfig::durable("WORKER").ack_wait(2_000 * MS))
        .await?;
    let leaders = [
        stream.info().await?.cluster,
        worker.consumer().info().await?.cluster,
    ];
    let leads = |name: &str| {
        let mut leaders = leaders.iter().flatten();
        leaders.any(|cluster| cluster.leader.as_deref() == Some(name))
    };
    let mut nodes = cluster.nodes().iter();
    let leaving = nodes.position(|node| !leads(node.name())).unwrap();
    let mut urls = cluster.urls();
    urls.rotate_left(leaving);

    let client = connect(&urls).await?;
    assert_eq!(
        client.server_info().server_name,
        cluster.nodes()[leaving].name()
    );
    let ctx = Context::new(client);
    let stop = Arc::new(AtomicBool::new(false));
    let publisher = tokio::spawn(publishing(ctx.clone(), stop.clone()));
    let total = Arc::new(AtomicU64::new(u64::MAX));
    let (all_of, stopped) = (total.clone(), stop.clone());
    let reader = tokio::spawn(async move {
        let worker = ctx.stream("S")?.pull_consumer("WORKER").await?;
        let mut messages = worker.messages().open().await?;
        let mut seen = BTreeSet::new();
        let (mut last, mut longest) = (Instant::now(), Duration::ZERO);
        while (seen.len() as u64) < all_of.load(Ordering::Relaxed) {
            let Ok(next) = timeout(100 * MS, messages.try_next()).await else {
                continue;
            };
            let message = next?.unwrap();
            if !stopped.load(Ordering::Relaxed) {
                longest = longest.max(last.elapsed());
            }
            last = Instant::now();
            // What was under way to the connection that is gone comes again.
            message.ack().await.ok();
            let number = std::str::from_utf8(&message.payload).unwrap();
            seen.insert(number.parse::<u64>().unwrap());
        }
        Ok::<_, Error>((seen, longest))
    });
    sleep(500 * MS).await;
    leaves(&mut cluster, leaving).await?;
    sleep(2_000 * MS).await;
    stop.store(true, Ordering::Relaxed);
    let (count, longest) = timeout(20_000 * MS, publisher).await???;
    total.store(count, Ordering::Relaxed);
    let (seen, silent) = timeout(20_000 * MS, reader).await???;
    assert_eq!(seen, (0..count).collect());
    assert_eq!(stream.info().await?.state.messages, count);
    // An election of the meta group, which takes 4 to 9 s, is not waited for.
    let bound = 5_000 * MS;
    assert!(longest < bound && silent < bound, "{longest:?}, {silent:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_when_the_server_that_is_connected_to_is_killed() -> Outcome {
    nothing_is_lost_when(async |cluster, at| Ok(cluster.kill(at)?)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_when_the_server_that_is_connected_to_says_it_goes() -> Outcome {
    nothing_is_lost_when(async |cluster, at| {
        cluster.nodes()[at].lame_duck()?;
        sleep(1_000 * MS).await;
        Ok(cluster.kill(at)?)
    })
    .await
}
