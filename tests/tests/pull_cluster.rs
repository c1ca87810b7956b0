//! Pulling from a cluster of three whose leaders are killed.
#![allow(clippy::unwrap_used)]

mod pull_setting;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use jsapi::{StorageType, StreamConfig};
use jsapi_client::consume::{Notice, PullConfig, PullConsumer};
use jsapi_client::{Context, Stream};
use jsapi_test_server::{Cluster, User, Version};
use jsapi_tests::Outcome;
use tokio::time::{sleep, timeout};

use crate::pull_setting::{MS, SEC, number};

async fn connect(cluster: &Cluster) -> Outcome<async_nats::Client> {
    let servers: Vec<async_nats::ServerAddr> = cluster
        .urls()
        .iter()
        .map(|url| url.parse())
        .collect::<Result<_, _>>()?;
    let (name, password) = (User::A.name.to_owned(), User::A.password.to_owned());
    let options = async_nats::ConnectOptions::with_user_and_password(name, password)
        .reconnect_delay_callback(|_| 50 * MS);
    Ok(options.connect(servers).await?)
}

/// Publishes numbers, each until it is stored, and gives how many there are and
/// the longest time between two.
async fn publishing(
    client: async_nats::Client,
    subject: String,
    stop: Arc<AtomicBool>,
) -> (u32, Duration) {
    let (mut last, mut gap) = (Instant::now(), Duration::ZERO);
    let mut count = 0;
    while !stop.load(Ordering::Relaxed) {
        let mut headers = async_nats::HeaderMap::new();
        headers.insert("Nats-Msg-Id", count.to_string());
        let payload = count.to_string().into();
        let sent = client.request_with_headers(subject.clone(), headers, payload);
        let Ok(Ok(reply)) = timeout(SEC, sent).await else {
            sleep(100 * MS).await;
            continue;
        };
        if jsapi::decode_reply::<jsapi::PubAck>(&reply.payload, &[]).is_err() {
            sleep(100 * MS).await;
            continue;
        }
        gap = gap.max(last.elapsed());
        last = Instant::now();
        count += 1;
        sleep(2 * MS).await;
    }
    (count, gap)
}

/// Who leads the consumer.
async fn leader(worker: &PullConsumer, cluster: &Cluster) -> Outcome<Option<usize>> {
    let info = worker.consumer().info().await?;
    let name = info.cluster.and_then(|cluster| cluster.leader);
    Ok(cluster
        .nodes()
        .iter()
        .position(|node| Some(node.name()) == name.as_deref()))
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_outlive_the_leaders_of_their_consumer_and_what_is_acked_stays_acked() -> Outcome {
    let mut cluster = tokio::task::spawn_blocking(|| Cluster::start(Version::V2_14_6, 3)).await??;
    let client = connect(&cluster).await?;
    let ctx = Context::builder().timeout(2 * SEC).build(client.clone());
    let config = StreamConfig::new("S")
        .with_subjects(["s.x"])
        .with_storage(StorageType::File)
        .with_num_replicas(3);
    let stream: Stream = ctx.create_stream(config).await?;
    let heartbeat = SEC;
    let config = PullConfig::durable("WORKER").ack_wait(5 * SEC);
    let worker = stream.create_pull_consumer(config).await?;
    let mut messages = worker
        .messages()
        .max_messages(100)
        .heartbeat(heartbeat)
        .open()
        .await?;
    let notices = messages.notices();

    let stop = Arc::new(AtomicBool::new(false));
    let publisher = tokio::spawn(publishing(
        connect(&cluster).await?,
        "s.x".into(),
        stop.clone(),
    ));
    // How many there are, once it is known.
    let total = Arc::new(AtomicUsize::new(usize::MAX));
    let all = total.clone();
    let reader = tokio::spawn(async move {
        let (mut seen, mut acked) = (BTreeSet::new(), BTreeSet::new());
        let (mut stall, mut failed, mut false_acks) = (Duration::ZERO, 0, 0);
        let mut last = Instant::now();
        while seen.len() != all.load(Ordering::Relaxed) {
            let Ok(next) = timeout(500 * MS, messages.try_next()).await else {
                assert!(last.elapsed() < 25 * SEC, "nothing comes any more");
                continue;
            };
            stall = stall.max(last.elapsed());
            let message = next?.unwrap();
            let number = number(&message)?;
            seen.insert(number);
            false_acks += u32::from(acked.contains(&number));
            match message.ack_sync().await {
                Ok(_) => drop(acked.insert(number)),
                Err(_) => failed += 1,
            }
            last = Instant::now();
        }
        Outcome::Ok((seen, stall, failed, false_acks))
    });

    let mut election = Duration::ZERO;
    for _ in 0..2 {
        sleep(2 * SEC).await;
        let node = leader(&worker, &cluster).await?.unwrap();
        cluster.kill(node)?;
        let killed = Instant::now();
        loop {
            if let Ok(Some(now)) = leader(&worker, &cluster).await
                && now != node
            {
                break;
            }
            assert!(killed.elapsed() < 60 * SEC, "no leader");
            sleep(20 * MS).await;
        }
        election = election.max(killed.elapsed());
        sleep(2 * SEC).await;
        cluster = tokio::task::spawn_blocking(move || -> Outcome<Cluster> {
            cluster.restart(node)?;
            cluster.wait_ready()?;
            Ok(cluster)
        })
        .await??;
    }
    sleep(2 * SEC).await;
    stop.store(true, Ordering::Relaxed);
    let (stored, gap) = publisher.await?;
    total.store(usize::try_from(stored)?, Ordering::Relaxed);
    let (seen, stall, failed, false_acks) = timeout(60 * SEC, reader).await???;
    let told: Vec<_> = std::iter::from_fn(|| notices.try_next()).collect();
    assert!(stored > 200, "{stored}");
    assert_eq!(seen, (0..stored).collect());
    assert_eq!(
        false_acks, 0,
        "{failed} acknowledgements failed and were told to"
    );
    // The servers' own election is in it: of the stream's leader, or of the
    // consumer's.
    let without = gap.max(election);
    assert!(
        stall <= without + 2 * heartbeat + SEC,
        "stall {stall:?}, servers {without:?}"
    );
    assert!(told.iter().any(|notice| *notice != Notice::Reconnected));
    Ok(())
}
