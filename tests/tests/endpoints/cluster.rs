//! A cluster of three is asked what only a cluster or its system account answers.

use std::time::Duration;

use futures_util::TryStreamExt;
use jsapi::{
    AccountInfoRequest, AccountPurgeRequest, AccountStreamCancelMoveRequest,
    AccountStreamMoveRequest, ConsumerConfig, ConsumerCreateRequest, ConsumerLeaderStepdownRequest,
    ConsumerPeerEvacuateRequest, ConsumerPeerRemoveRequest, ErrorCode, MetaLeaderStepdownRequest,
    MetaRescueRequest, Placement, ServerEvacuateRequest, ServerRemoveRequest, StorageType,
    StreamCancelMoveRequest, StreamConfig, StreamCreateRequest, StreamInfoRequest,
    StreamLeaderStepdownRequest, StreamPeerEvacuateRequest, StreamPeerRemoveRequest,
};
use jsapi_test_server::{Cluster, User, Version};
use jsapi_tests::{Asked, Outcome};

use crate::{SILENCE, Session, assert_refused, assert_silence};

/// What only a cluster or its system account answers.
const CLUSTER: &[&str] = &[
    "account_purge",
    "account_stream_cancel_move",
    "account_stream_move",
    "consumer_leader_stepdown",
    "consumer_peer_evacuate",
    "consumer_peer_remove",
    "meta_leader_stepdown",
    "meta_rescue",
    "server_evacuate",
    "server_remove",
    "stream_cancel_move",
    "stream_leader_stepdown",
    "stream_peer_evacuate",
    "stream_peer_remove",
];

#[tokio::test]
async fn a_cluster_answers_what_only_a_cluster_has() -> Outcome {
    let cluster = Cluster::start(Version::V2_15_1, 3)?;
    let asked = Asked::default();
    let version = Version::V2_15_1;
    let account = Session::open(&cluster.url(0), User::A, version, &asked).await?;
    let system = Session::open(&cluster.url(0), User::SYS, version, &asked).await?;

    let config = StreamConfig::new("R3")
        .with_subjects(["r3.>"])
        .with_storage(StorageType::Memory)
        .with_num_replicas(3);
    account.ctx.call(&StreamCreateRequest::new(config)).await?;
    let consumer = ConsumerConfig::new()
        .with_durable_name("work")
        .with_num_replicas(3);
    account
        .ctx
        .call(&ConsumerCreateRequest::new("R3", consumer))
        .await?;
    let follower = follower(&account, "R3").await?;

    stepdowns(&account, &system, &follower).await?;
    peers(&account).await?;
    moves(&account).await?;
    servers(&system).await?;

    let rescued: Vec<_> = system
        .ctx
        .many(&MetaRescueRequest::new(2))
        .timeout(Duration::from_secs(2))
        .await?
        .try_collect()
        .await?;
    assert_eq!(rescued.len(), 3);
    for answer in rescued {
        // There is a leader.
        let refusal = answer.into_result().unwrap_err();
        assert!(refusal.is(ErrorCode::CLUSTER_RESCUE), "{refusal}");
    }

    let purged = system.ctx.call(&AccountPurgeRequest::new("A")).await?;
    assert!(purged.initiated);

    let missing: Vec<_> = CLUSTER
        .iter()
        .filter(|name| !asked.operations().contains(**name))
        .collect();
    assert!(missing.is_empty(), "not asked: {missing:?}");
    Ok(())
}

/// A server that holds a replica of the stream and does not lead it.
async fn follower(session: &Session, stream: &str) -> Outcome<String> {
    let info = session.ctx.call(&StreamInfoRequest::new(stream)).await?;
    let cluster = info.info.cluster.ok_or("the stream is in no cluster")?;
    let replica = cluster
        .replicas
        .first()
        .ok_or("the stream has one replica")?;
    Ok(replica.name.clone())
}

async fn stepdowns(account: &Session, system: &Session, follower: &str) -> Outcome {
    let placement = Placement::new().with_preferred(follower);
    let request = StreamLeaderStepdownRequest::new("R3").with_placement(placement);
    assert!(account.ctx.call(&request).await?.success);
    until(account, |session| async move {
        let info = session.ctx.call(&StreamInfoRequest::new("R3")).await.ok()?;
        let leader = info.info.cluster?.leader?;
        (leader == follower).then_some(())
    })
    .await?;
    let request = ConsumerLeaderStepdownRequest::new("R3", "work");
    until(account, |session| {
        let request = request.clone();
        async move { session.ctx.call(&request).await.ok() }
    })
    .await?;
    let stepdown = MetaLeaderStepdownRequest::new();
    assert_silence(account.ctx.call(&stepdown).timeout(SILENCE).await);
    assert!(system.ctx.call(&stepdown).await?.success);
    // Only a meta leader answers this, so there is one again.
    until(account, |session| async move {
        let request = AccountInfoRequest::new();
        session.ctx.call(&request).timeout(SILENCE).await.ok()
    })
    .await?;
    Ok(())
}

/// Takes replicas off servers, of which there are no more than three.
async fn peers(session: &Session) -> Outcome {
    let ctx = &session.ctx;
    let follower = until(session, |session| async move {
        follower(session, "R3").await.ok()
    })
    .await?;
    let nobody = "nobody";
    let remove = StreamPeerRemoveRequest::new("R3", nobody);
    assert_refused(ctx.call(&remove).await, ErrorCode::CLUSTER_PEER_NOT_MEMBER);
    let evacuate = StreamPeerEvacuateRequest::new("R3", nobody);
    assert_refused(
        ctx.call(&evacuate).await,
        ErrorCode::CLUSTER_PEER_NOT_MEMBER,
    );
    let evacuate = StreamPeerEvacuateRequest::new("R3", follower.clone());
    assert_refused(ctx.call(&evacuate).await, ErrorCode::PEER_REMAP);

    let remove = ConsumerPeerRemoveRequest::new("R3", "work", nobody);
    assert_refused(ctx.call(&remove).await, ErrorCode::CLUSTER_PEER_NOT_MEMBER);
    let remove = ConsumerPeerRemoveRequest::new("R3", "work", follower);
    assert_refused(ctx.call(&remove).await, ErrorCode::PEER_REMAP);
    let evacuate = ConsumerPeerEvacuateRequest::new("R3", "work", nobody);
    assert_refused(
        ctx.call(&evacuate).await,
        ErrorCode::CLUSTER_PEER_NOT_MEMBER,
    );
    Ok(())
}

/// Nothing is under way, and there is nowhere to go.
async fn moves(session: &Session) -> Outcome {
    let ctx = &session.ctx;
    let none = ErrorCode::STREAM_RECONFIGURE_NOT_IN_PROGRESS;
    assert_refused(ctx.call(&StreamCancelMoveRequest::new("R3")).await, none);
    let cancel = AccountStreamCancelMoveRequest::new("A", "R3");
    assert_refused(ctx.call(&cancel).await, none);
    let away = AccountStreamMoveRequest::new("A", "R3").with_server("nobody");
    assert_refused(ctx.call(&away).await, ErrorCode::CLUSTER_SERVER_NOT_MEMBER);
    Ok(())
}

async fn servers(system: &Session) -> Outcome {
    let ctx = &system.ctx;
    let remove = ServerRemoveRequest::new().with_peer("nobody");
    assert_refused(
        ctx.call(&remove).await,
        ErrorCode::CLUSTER_SERVER_NOT_MEMBER,
    );
    let evacuate = ServerEvacuateRequest::new().with_peer("nobody");
    assert_refused(
        ctx.call(&evacuate).await,
        ErrorCode::CLUSTER_SERVER_NOT_MEMBER,
    );
    Ok(())
}

/// Asks until there is an answer, for at most ten seconds.
async fn until<'s, T, F>(session: &'s Session, ask: impl Fn(&'s Session) -> F) -> Outcome<T>
where
    F: Future<Output = Option<T>>,
{
    let deadline = tokio::time::Instant::now() + Duration::from_secs(10);
    loop {
        if let Some(answer) = ask(session).await {
            return Ok(answer);
        }
        if tokio::time::Instant::now() > deadline {
            return Err("it did not come about within ten seconds".into());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
