//! What `ack_sync` says when nobody can take note.
#![allow(clippy::unwrap_used)]

mod pull_setting;

use jsapi::{StorageType, StreamConfig};
use jsapi_client::Context;
use jsapi_client::consume::PullConfig;
use jsapi_test_server::{Cluster, User, Version};
use jsapi_tests::{Outcome, connect};

use crate::pull_setting::{MS, SEC, settles};

#[tokio::test(flavor = "multi_thread")]
async fn ack_sync_is_never_true_while_nobody_leads_the_consumer() -> Outcome {
    let mut cluster = tokio::task::spawn_blocking(|| Cluster::start(Version::NEWEST, 3)).await??;
    let client = connect(&cluster.url(0), User::A).await?;
    let patient = Context::new(client.clone());
    let ctx = Context::builder().timeout(300 * MS).build(client.clone());
    let config = StreamConfig::new("S")
        .with_subjects(["s"])
        .with_storage(StorageType::File)
        .with_num_replicas(3);
    patient.create_stream(config).await?;
    let publisher = patient.publisher().open().await?;
    for _ in 0..300 {
        drop(publisher.publish("s", "").await?);
    }
    assert_eq!(publisher.drain().await.acknowledged, 300);
    let stream = patient.stream("S")?;
    let config = PullConfig::durable("WORKER").ack_wait(300 * SEC);
    stream.create_pull_consumer(config).await?;
    let worker = ctx.stream("S")?.consumer("WORKER")?.pull();
    let fetched = worker.fetch(300).timeout(10 * SEC).await?;
    assert_eq!(fetched.messages.len(), 300);
    let (healthy, rest) = fetched.messages.split_at(50);
    let (leaderless, after) = rest.split_at(200);
    for message in healthy {
        message.ack_sync().await?;
    }

    let mut cluster = tokio::task::spawn_blocking(move || -> Outcome<Cluster> {
        cluster.kill(1)?;
        cluster.kill(2)?;
        Ok(cluster)
    })
    .await??;
    // All at once: one after the other they would take a minute.
    let said = futures_util::future::join_all(leaderless.iter().map(|message| message.ack_sync()));
    let said = said.await;
    for said in &said {
        assert!(said.is_err(), "{said:?}");
    }

    let _cluster = tokio::task::spawn_blocking(move || -> Outcome<Cluster> {
        cluster.restart(1)?;
        cluster.restart(2)?;
        cluster.wait_ready()?;
        Ok(cluster)
    })
    .await??;
    let worker = patient.stream("S")?.consumer("WORKER")?;
    settles(async || Ok(worker.info().await.is_ok())).await?;
    for message in after {
        settles(async || Ok(message.ack_sync().await.is_ok())).await?;
    }
    // What was said to be acknowledged is; the others may be, or can be now.
    let pending = worker.info().await?.num_ack_pending;
    assert!(pending <= 200, "{pending}");
    for message in leaderless {
        assert!(!message.is_acknowledged());
        message.ack_sync().await?;
    }
    assert_eq!(worker.info().await?.num_ack_pending, 0);
    Ok(())
}
