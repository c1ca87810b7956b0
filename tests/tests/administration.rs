//! What the handles for operators do to a cluster: replicas move, leaders change, a server
//! leaves for good, and a quorum is lowered when most are gone.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use futures_util::TryStreamExt;
use jsapi::{
    ClusterInfo, ConsumerConfig, ErrorCode, Placement, StorageType, StreamConfig, StreamInfo,
};
use jsapi_client::{Consumer, Context, Peer, Stream, StreamMove, System};
use jsapi_test_server::{Cluster, User, Version};
use jsapi_tests::{Outcome, connect};
use tokio::task::block_in_place;

/// For a change that a cluster was asked for: the answer says that it has begun.
const DONE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn replicas_leaders_and_servers_go_where_operators_send_them() -> Outcome {
    let mut cluster = block_in_place(|| Cluster::start(Version::V2_15_1, 3))?;
    let ctx = Context::new(connect(&cluster.url(0), User::A).await?);
    let system = Context::new(connect(&cluster.url(0), User::SYS).await?).system();

    leaders(&ctx, &system, &cluster).await?;
    replicas_of_streams(&ctx).await?;
    replicas_of_consumers(&ctx).await?;
    moves(&ctx, &system).await?;
    evacuation(&ctx, &system).await?;

    cluster.kill(2)?;
    until("n3 is removed", || async {
        system.remove_server("n3").await.is_ok()
    })
    .await?;
    cluster.kill(1)?;
    rescue(&ctx, &system).await?;

    let purged = system.purge_account("A").await?;
    assert!(purged.initiated);
    until("all of the account is gone", || async {
        ctx.account_info().await.is_ok_and(|info| info.streams == 0)
    })
    .await
}

/// Of a stream, of a consumer and of the meta group.
async fn leaders(ctx: &Context, system: &System, cluster: &Cluster) -> Outcome {
    let prefer = |name: &str| Some(Placement::new().with_preferred(name));
    let stream = stream(ctx, "LED", 3).await?;
    let next = follower(stream.info().await?.cluster);
    stream.leader_stepdown(prefer(&next)).await?;
    until("the stream has the leader that was wanted", || async {
        leader(&stream).await.as_ref() == Some(&next)
    })
    .await?;

    let consumer = consumer(&stream, "LED", 3).await?;
    let next = follower(consumer.info().await?.cluster);
    consumer.leader_stepdown(prefer(&next)).await?;
    until("the consumer has the leader that was wanted", || async {
        leader_of(&consumer).await.as_ref() == Some(&next)
    })
    .await?;

    let leads = || block_in_place(|| cluster.leader());
    let next = (leads()?.unwrap() + 1) % 3;
    system
        .leader_stepdown(prefer(cluster.nodes()[next].name()))
        .await?;
    until("the meta group has the leader that was wanted", || async {
        leads().is_ok_and(|leads| leads == Some(next)) && ctx.account_info().await.is_ok()
    })
    .await
}

async fn replicas_of_streams(ctx: &Context) -> Outcome {
    let one = stream(ctx, "EVACUATED", 1).await?;
    ctx.publish("evacuated.x", "kept").await?;
    let from = leader(&one).await.unwrap();
    one.evacuate_peer(&from).await?;
    until("the replica is elsewhere", || async {
        let info = one.info().await;
        info.is_ok_and(|info| settled(&info.cluster, 1) && !servers(&info).contains(&from))
    })
    .await?;
    assert_eq!(&one.get_message(1).await?.payload[..], b"kept");

    let two = stream(ctx, "REMOVED", 2).await?;
    let gone = follower(two.info().await?.cluster);
    two.remove_peer(&gone).await?;
    until("the replica is another server's", || async {
        let info = two.info().await;
        info.is_ok_and(|info| settled(&info.cluster, 2) && !servers(&info).contains(&gone))
    })
    .await
}

async fn replicas_of_consumers(ctx: &Context) -> Outcome {
    let stream = stream(ctx, "READ", 3).await?;
    let removed = consumer(&stream, "REMOVED", 1).await?;
    let gone = leader_of(&removed).await.unwrap();
    removed.remove_peer(&gone).await?;
    until("the consumer is another server's", || async {
        leader_of(&removed).await.is_some_and(|name| name != gone)
    })
    .await?;
    let evacuated = consumer(&stream, "EVACUATED", 1).await?;
    let from = leader_of(&evacuated).await.unwrap();
    evacuated.evacuate_peer(&from).await?;
    until("the consumer is elsewhere", || async {
        leader_of(&evacuated).await.is_some_and(|name| name != from)
    })
    .await
}

async fn moves(ctx: &Context, system: &System) -> Outcome {
    let moved = stream(ctx, "MOVED", 1).await?;
    let from = leader(&moved).await.unwrap();
    let away = StreamMove::away_from(&from);
    let info = system.move_stream("A", "MOVED", away).await?;
    assert_eq!(info.config.name, "MOVED");
    until("the stream is moved", || async {
        let info = moved.info().await;
        info.is_ok_and(|info| settled(&info.cluster, 1) && !servers(&info).contains(&from))
    })
    .await?;

    let stays = stream(ctx, "STAYS", 1).await?;
    let from = leader(&stays).await.unwrap();
    // An account may move what is its own.
    let away = StreamMove::away_from(&from);
    ctx.system().move_stream("A", "STAYS", away).await?;
    let info = system.cancel_move("A", "STAYS").await?;
    assert_eq!(info.config.num_replicas, Some(1));

    let scaled = stream(ctx, "SCALED", 1).await?;
    scaled
        .update_with(|config| config.num_replicas = Some(3))
        .await?;
    let info = scaled.cancel_move().await?;
    assert_eq!(info.config.num_replicas, Some(1));
    Ok(())
}

async fn evacuation(ctx: &Context, system: &System) -> Outcome {
    let near = Placement::new().with_tags(["node:n3"]);
    let config = config("LEAVES", 1).with_placement(near);
    let leaves = ctx.create_stream(config).await?;
    assert_eq!(leader(&leaves).await.as_deref(), Some("n3"));
    leaves.update_with(|config| config.placement = None).await?;
    system.evacuate_server(Peer::name("n3")).await?;
    until("the stream has left the server", || async {
        leader(&leaves).await.is_some_and(|name| name != "n3")
    })
    .await
}

/// One of three servers is left.
async fn rescue(ctx: &Context, system: &System) -> Outcome {
    until("the last server knows that it has no leader", || async {
        let names = ctx.stream_names().try_collect::<Vec<_>>().await;
        names.is_err_and(|error| error.is(ErrorCode::CLUSTER_NOT_AVAIL))
    })
    .await?;
    let answers: Vec<_> = system.rescue(1).await?.try_collect().await?;
    assert_eq!(answers.len(), 1);
    for answer in answers {
        let rescued = answer.into_result()?;
        assert_eq!(rescued.server, "n1");
        assert_eq!(rescued.new_quorum, Some(1));
    }
    until("the rest decides again", || async {
        ctx.account_info().await.is_ok()
    })
    .await
}

fn config(name: &str, replicas: u64) -> StreamConfig {
    StreamConfig::new(name)
        .with_subjects([format!("{}.>", name.to_lowercase())])
        .with_storage(StorageType::File)
        .with_num_replicas(replicas)
}

/// A new stream, once all its replicas are up to date.
async fn stream(ctx: &Context, name: &str, replicas: u64) -> Outcome<Stream> {
    let stream = ctx.create_stream(config(name, replicas)).await?;
    until("the new stream is everywhere", || async {
        let info = stream.info().await;
        info.is_ok_and(|info| settled(&info.cluster, replicas))
    })
    .await?;
    Ok(stream)
}

/// A new consumer, once all its replicas are up to date.
async fn consumer(stream: &Stream, name: &str, replicas: u64) -> Outcome<Consumer> {
    let config = ConsumerConfig::new()
        .with_durable_name(name)
        .with_num_replicas(replicas);
    let consumer = stream.create_consumer(config).await?;
    until("the new consumer is everywhere", || async {
        let info = consumer.info().await;
        info.is_ok_and(|info| settled(&info.cluster, replicas))
    })
    .await?;
    Ok(consumer)
}

/// Whether it has a leader and this many replicas in all, up to date.
fn settled(cluster: &Option<ClusterInfo>, replicas: u64) -> bool {
    cluster.as_ref().is_some_and(|it| {
        it.leader.is_some()
            && it.replicas.len() as u64 + 1 == replicas
            && it.replicas.iter().all(|peer| peer.current)
    })
}

/// A server that has a replica and does not lead.
fn follower(cluster: Option<ClusterInfo>) -> String {
    cluster.unwrap().replicas.remove(0).name
}

/// The servers that have a replica.
fn servers(info: &StreamInfo) -> Vec<String> {
    let cluster = info.cluster.iter();
    cluster
        .flat_map(|it| {
            it.leader
                .iter()
                .chain(it.replicas.iter().map(|peer| &peer.name))
        })
        .cloned()
        .collect()
}

async fn leader(stream: &Stream) -> Option<String> {
    stream.info().await.ok()?.cluster?.leader
}

async fn leader_of(consumer: &Consumer) -> Option<String> {
    consumer.info().await.ok()?.cluster?.leader
}

/// Looks until it is so; what fails meanwhile is not.
async fn until(what: &str, is_so: impl AsyncFn() -> bool) -> Outcome {
    jsapi_tests::until(DONE, what, async || Ok(is_so().await)).await
}
