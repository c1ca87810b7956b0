//! Faults of a cluster's leaders under traffic, with an audit of the stream.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use jsapi::StreamConfig;
use jsapi_client::Context;
use jsapi_test_server::{Cluster, Fault, Target, User, Version};
use jsapi_tests::traffic::{ORDERED, PULL, SUBJECTS, Traffic};
use jsapi_tests::{Outcome, audit};
use tokio::task::block_in_place;

const SECOND: Duration = Duration::from_secs(1);

/// A context whose client knows all nodes and begins with one of them.
async fn context(cluster: &Cluster, first: usize) -> Outcome<Context> {
    let mut urls = cluster.urls();
    urls.rotate_left(first);
    let client = async_nats::ConnectOptions::new()
        .user_and_password(User::A.name.to_owned(), User::A.password.to_owned())
        .retain_servers_order()
        .connect(urls)
        .await?;
    Ok(Context::new(client))
}

/// Has these faults happen one after the other, each after 200 acknowledgements.
async fn faults(faults: &[(Fault, Target<'_>)]) -> Outcome {
    let mut cluster = block_in_place(|| Cluster::start(Version::NEWEST, 3))?;
    let config = StreamConfig::new("T")
        .with_subjects([SUBJECTS])
        .with_num_replicas(3u64);
    context(&cluster, 0).await?.create_stream(config).await?;
    let contexts = [
        context(&cluster, 0).await?,
        context(&cluster, 1).await?,
        context(&cluster, 2).await?,
    ];
    let traffic = Traffic::start(contexts, "T", true).await?;
    for (fault, target) in faults {
        traffic.progress(200).await?;
        let node = block_in_place(|| cluster.inflict(*fault, *target))?;
        traffic.progress(200).await?;
        if *fault == Fault::LameDuck {
            block_in_place(|| cluster.nodes_mut()[node].kill())?;
        }
        block_in_place(|| cluster.heal(node))?;
    }
    block_in_place(|| cluster.wait_ready())?;
    let seen = traffic.stop(60 * SECOND).await?;
    let stored = block_in_place(|| audit::read(&cluster.url(0), User::A, "T"))?;
    let found = audit::compare(&stored, &seen.history);
    found.none()?;
    found.gapless(ORDERED)?;
    assert_eq!(seen.failed, 0, "{:?}", seen.history.published);
    assert!(seen.pull_stall <= seen.publish_gap + 3 * SECOND, "{seen:?}");
    assert!(
        seen.ordered_stall <= seen.publish_gap + 5 * SECOND,
        "{seen:?}"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_message_is_lost_or_stored_twice_when_the_stream_leader_is_killed() -> Outcome {
    faults(&[(Fault::Kill, Target::StreamLeader("T"))]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_message_is_lost_or_stored_twice_when_leaders_of_other_roles_fail() -> Outcome {
    faults(&[
        (Fault::Kill, Target::ConsumerLeader("T", PULL)),
        (Fault::Pause, Target::MetaLeader),
    ])
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_publish_fails_when_the_connected_server_leaves_or_ends() -> Outcome {
    faults(&[
        (Fault::LameDuck, Target::Named("n1")),
        (Fault::Stop, Target::Named("n2")),
        (Fault::Pause, Target::StreamLeader("T")),
    ])
    .await
}
