//! Every operation of the API against real servers: one server of each version,
//! and a cluster of three for what only a cluster or its system account answers.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::TryStreamExt;
use jsapi::{
    AccountInfoRequest, AccountPurgeRequest, AccountStreamCancelMoveRequest,
    AccountStreamMoveRequest, AckPolicy, ConsumerConfig, ConsumerCreateRequest,
    ConsumerDeleteRequest, ConsumerDurableCreateRequest, ConsumerInfoRequest,
    ConsumerLeaderStepdownRequest, ConsumerListRequest, ConsumerMsgNextRequest,
    ConsumerNamesRequest, ConsumerPauseRequest, ConsumerPeerEvacuateRequest,
    ConsumerPeerRemoveRequest, ConsumerResetRequest, ConsumerUnpinRequest, DirectGetBatchRequest,
    DirectGetLastForSubjectRequest, DirectGetMultiRequest, DirectGetRequest, ErrorCode,
    MetaLeaderStepdownRequest, MetaRescueRequest, Operation, Placement, PriorityPolicy, Request,
    ServerEvacuateRequest, ServerRemoveRequest, StorageType, StreamCancelMoveRequest, StreamConfig,
    StreamCreateRequest, StreamDeleteRequest, StreamInfoRequest, StreamLeaderStepdownRequest,
    StreamListRequest, StreamMsgDeleteRequest, StreamMsgGetRequest, StreamNamesRequest,
    StreamPeerEvacuateRequest, StreamPeerRemoveRequest, StreamPurgeRequest, StreamRestoreRequest,
    StreamSnapshotRequest, StreamUpdateRequest,
};
use jsapi_client::transport::{Outgoing, Transport};
use jsapi_client::{Context, Error};
use jsapi_test_server::{Cluster, Options, Server, User, Version};
use jsapi_tests::{Asked, Noting, Outcome, connect};

/// How long silence is waited for where silence is the answer.
const SILENCE: Duration = Duration::from_millis(300);

/// What one server answers, or says that it will not.
const SINGLE: &[&str] = &[
    "account_info",
    "consumer_create",
    "consumer_create_filtered",
    "consumer_create_named",
    "consumer_delete",
    "consumer_durable_create",
    "consumer_info",
    "consumer_leader_stepdown",
    "consumer_list",
    "consumer_msg_next",
    "consumer_names",
    "consumer_pause",
    "consumer_reset",
    "consumer_unpin",
    "direct_get",
    "direct_get_batch",
    "direct_get_last_for_subject",
    "direct_get_multi",
    "stream_create",
    "stream_delete",
    "stream_info",
    "stream_leader_stepdown",
    "stream_list",
    "stream_msg_delete",
    "stream_msg_get",
    "stream_names",
    "stream_purge",
    "stream_restore",
    "stream_snapshot",
    "stream_update",
];

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

#[test]
fn every_operation_is_in_one_of_the_lists() {
    let listed: BTreeSet<&str> = SINGLE.iter().chain(CLUSTER).copied().collect();
    let all: BTreeSet<&str> = jsapi::endpoint::ALL
        .iter()
        .map(|row| row.operation)
        .collect();
    assert_eq!(listed, all);
}

#[tokio::test]
async fn a_server_of_2_10_answers_what_it_has() -> Outcome {
    single(Version::V2_10_26).await
}

#[tokio::test]
async fn a_server_of_2_11_answers_what_it_has() -> Outcome {
    single(Version::V2_11_11).await
}

#[tokio::test]
async fn a_server_of_2_12_answers_what_it_has() -> Outcome {
    single(Version::V2_12_8).await
}

#[tokio::test]
async fn a_server_of_2_14_answers_what_it_has() -> Outcome {
    single(Version::V2_14_6).await
}

#[tokio::test]
async fn a_server_of_2_15_answers_what_it_has() -> Outcome {
    single(Version::V2_15_1).await
}

/// A server, what is asked of it, and what it is too old for.
struct Session {
    ctx: Context,
    client: async_nats::Client,
    asked: Asked,
    version: Version,
}

impl Session {
    /// A context that takes the server for the newest, so that what it lacks is
    /// sent to it and its own answer is seen.
    async fn open(url: &str, user: User<'_>, version: Version, asked: &Asked) -> Outcome<Self> {
        let client = connect(url, user).await?;
        let ctx = Context::builder()
            .server_api_level(5)
            .build_with(Noting::new(client.clone(), asked));
        Ok(Self {
            ctx,
            client,
            asked: asked.clone(),
            version,
        })
    }

    fn is_at_least(&self, major: u32, minor: u32) -> bool {
        self.version >= Version::new(major, minor, 0)
    }

    /// Asks something that servers have from this version on, and expects
    /// silence of older ones.
    async fn since<R: Request>(&self, minor: u32, request: R) -> Outcome<Option<R::Response>> {
        if self.is_at_least(2, minor) {
            return Ok(Some(self.ctx.call(&request).await?));
        }
        let error = self.ctx.call(&request).timeout(SILENCE).await.unwrap_err();
        assert!(matches!(error, Error::TimedOut { .. }), "{error}");
        Ok(None)
    }

    async fn publish(&self, subject: &str, payload: &str) -> Outcome {
        let reply = self
            .client
            .request(subject.to_owned(), payload.to_owned().into())
            .await?;
        jsapi::decode_reply::<jsapi::PubAck>(&reply.payload, &[])?;
        Ok(())
    }
}

async fn single(version: Version) -> Outcome {
    let server = Server::start(&Options::new().version(version))?;
    let asked = Asked::default();
    let session = Session::open(&server.url(), User::A, version, &asked).await?;
    account(&session).await?;
    streams(&session).await?;
    messages(&session).await?;
    consumers(&session).await?;
    snapshots(&session).await?;
    leaders_of_one_server(&session).await?;
    session
        .ctx
        .call(&StreamDeleteRequest::new("ORDERS"))
        .await?;
    let error = session
        .ctx
        .call(&StreamInfoRequest::new("ORDERS"))
        .await
        .unwrap_err();
    assert!(error.is(ErrorCode::STREAM_NOT_FOUND), "{error}");

    let missing: Vec<_> = SINGLE
        .iter()
        .filter(|name| !session.asked.operations().contains(**name))
        .collect();
    assert!(missing.is_empty(), "not asked: {missing:?}");
    Ok(())
}

async fn account(session: &Session) -> Outcome {
    let info = session.ctx.call(&AccountInfoRequest::new()).await?;
    assert_eq!(info.api.level.is_some(), session.is_at_least(2, 11));
    assert!(info.unknown_fields_in_all().is_empty());
    Ok(())
}

/// What a reply holds that there are no fields for; none on the servers that
/// the models were made for.
trait Known {
    fn unknown_fields_in_all(&self) -> Vec<String>;
}

impl<M: jsapi::Model> Known for M {
    fn unknown_fields_in_all(&self) -> Vec<String> {
        self.unknown_fields()
    }
}

async fn streams(session: &Session) -> Outcome {
    let ctx = &session.ctx;
    let config = StreamConfig::new("ORDERS")
        .with_subjects(["orders.>"])
        .with_allow_direct(true)
        .with_max_age(Duration::from_secs(3600))
        .with_metadata([("team", "shop")]);
    let created = ctx.call(&StreamCreateRequest::new(config.clone())).await?;
    assert_eq!(created.config.max_age, Some(Duration::from_secs(3600)));
    assert!(created.unknown_fields_in_all().is_empty());

    let other = config.clone().with_max_msgs(10);
    let error = ctx
        .call(&StreamCreateRequest::new(other))
        .await
        .unwrap_err();
    assert!(error.is(ErrorCode::STREAM_NAME_EXIST), "{error}");

    let mut config = created.info.config;
    config.max_msgs = Some(1000);
    let updated = ctx.call(&StreamUpdateRequest::new(config)).await?;
    assert_eq!(updated.config.max_msgs, Some(1000));
    assert_eq!(
        updated.config.metadata.get("team").map(String::as_str),
        Some("shop")
    );

    for n in 1..=5 {
        session
            .publish(&format!("orders.{}", n % 2), &format!("order {n}"))
            .await?;
    }
    let info = ctx
        .call(
            &StreamInfoRequest::new("ORDERS")
                .with_deleted_details(true)
                .with_subjects_filter(">"),
        )
        .await?;
    assert_eq!(info.state.subjects.get("orders.1"), Some(&3));
    assert!(info.unknown_fields_in_all().is_empty());

    let names = ctx
        .call(&StreamNamesRequest::new().with_subject("orders.1"))
        .await?;
    assert_eq!(names.streams, ["ORDERS"]);
    let nothing = ctx
        .call(&StreamNamesRequest::new().with_subject("none"))
        .await?;
    assert!(nothing.streams.is_empty());
    let list = ctx.call(&StreamListRequest::new()).await?;
    assert_eq!(list.streams.len(), 1);
    Ok(())
}

async fn messages(session: &Session) -> Outcome {
    let ctx = &session.ctx;
    let stored = ctx
        .call(&StreamMsgGetRequest::new("ORDERS").with_seq(2))
        .await?
        .message;
    assert_eq!(
        (stored.subject.as_str(), &*stored.data),
        ("orders.0", &b"order 2"[..])
    );
    let last = StreamMsgGetRequest::new("ORDERS").with_last_by_subj("orders.1");
    assert_eq!(ctx.call(&last).await?.message.seq, 5);
    let error = ctx
        .call(&StreamMsgGetRequest::new("ORDERS").with_seq(99))
        .await
        .unwrap_err();
    assert!(
        error.is(ErrorCode::NO_MESSAGE_FOUND) && error.is_not_found(),
        "{error}"
    );

    let direct = ctx
        .message(&DirectGetRequest::new("ORDERS").with_seq(3))
        .await?;
    assert_eq!(&direct.payload[..], b"order 3");
    let last = ctx
        .message(&DirectGetLastForSubjectRequest::new("ORDERS", "orders.0"))
        .await?;
    assert_eq!(last.header("Nats-Sequence"), Some("4"));
    let missing = ctx
        .message(&DirectGetRequest::new("ORDERS").with_seq(99))
        .await
        .unwrap_err();
    assert!(missing.is_not_found(), "{missing}");

    let batch = DirectGetBatchRequest::new("ORDERS", 3).with_seq(1);
    let multi = DirectGetMultiRequest::new("ORDERS", ["orders.>"]);
    if session.is_at_least(2, 11) {
        let batch: Vec<_> = ctx.messages(&batch).await?.try_collect().await?;
        assert_eq!(batch.len(), 3);
        let multi: Vec<_> = ctx.messages(&multi).await?.try_collect().await?;
        assert_eq!(multi.len(), 2);
    } else {
        // It takes the batch for one message, and the other for no request.
        let batch = ctx.messages(&batch).timeout(SILENCE).await?;
        assert!(batch.try_collect::<Vec<_>>().await.is_err());
        let multi = match ctx.messages(&multi).timeout(SILENCE).await {
            Ok(messages) => messages.try_collect::<Vec<_>>().await.map(|_| ()),
            Err(error) => Err(error),
        };
        assert!(multi.is_err());
    }

    let deleted = StreamMsgDeleteRequest::new("ORDERS", 3).with_no_erase(true);
    assert!(ctx.call(&deleted).await?.success);
    let again = ctx.call(&deleted).await.unwrap_err();
    assert!(again.code().is_some() && again.is_not_found(), "{again}");
    let purge = StreamPurgeRequest::new("ORDERS")
        .with_filter("orders.0")
        .with_keep(1);
    assert_eq!(ctx.call(&purge).await?.purged, 1);
    let both = StreamPurgeRequest::new("ORDERS").with_seq(1).with_keep(1);
    let error = ctx.call(&both).await.unwrap_err();
    assert!(error.is(ErrorCode::BAD_REQUEST), "{error}");
    Ok(())
}

async fn consumers(session: &Session) -> Outcome {
    let ctx = &session.ctx;
    let explicit = ConsumerConfig::new().with_ack_policy(AckPolicy::Explicit);
    let unnamed = ctx
        .call(&ConsumerCreateRequest::new("ORDERS", explicit.clone()))
        .await?;
    assert!(!unnamed.name.is_empty());
    let named = explicit.clone().with_name("named");
    ctx.call(&ConsumerCreateRequest::new("ORDERS", named))
        .await?;
    let filtered = explicit
        .clone()
        .with_name("filtered")
        .with_filter_subject("orders.1");
    let filtered = ctx
        .call(&ConsumerCreateRequest::new("ORDERS", filtered))
        .await?;
    assert!(filtered.unknown_fields_in_all().is_empty());
    let durable = explicit.clone().with_durable_name("durable");
    ctx.call(&ConsumerDurableCreateRequest::new("ORDERS", durable))
        .await?;

    let names = ctx
        .call(&ConsumerNamesRequest::new("ORDERS"))
        .await?
        .consumers;
    assert_eq!(names.len(), 4);
    let list = ctx.call(&ConsumerListRequest::new("ORDERS")).await?;
    assert!(list.consumers.iter().any(|info| info.name == "durable"));
    let info = ctx
        .call(&ConsumerInfoRequest::new("ORDERS", "durable"))
        .await?;
    assert_eq!(
        info.config.and_then(|config| config.ack_policy),
        Some(AckPolicy::Explicit)
    );
    let error = ctx
        .call(&ConsumerInfoRequest::new("ORDERS", "none"))
        .await
        .unwrap_err();
    assert!(error.is(ErrorCode::CONSUMER_NOT_FOUND), "{error}");

    next(session).await?;

    let until = time::OffsetDateTime::now_utc() + Duration::from_secs(3600);
    let pause = ConsumerPauseRequest::new("ORDERS", "named").with_pause_until(until);
    if let Some(paused) = session.since(11, pause).await? {
        assert!(paused.paused && paused.pause_remaining.is_some());
        let resumed = ctx
            .call(&ConsumerPauseRequest::new("ORDERS", "named"))
            .await?;
        assert!(!resumed.paused && resumed.pause_until.is_none());
    }
    if session.is_at_least(2, 11) {
        let pinned = explicit
            .with_name("pinned")
            .with_priority_groups(["jobs"])
            .with_priority_policy(PriorityPolicy::PinnedClient)
            .with_priority_timeout(Duration::from_secs(60));
        ctx.call(&ConsumerCreateRequest::new("ORDERS", pinned))
            .await?;
    }
    session
        .since(11, ConsumerUnpinRequest::new("ORDERS", "pinned", "jobs"))
        .await?;
    if let Some(reset) = session
        .since(14, ConsumerResetRequest::new("ORDERS", "named"))
        .await?
    {
        assert_eq!(reset.name, "named");
    }
    ctx.call(&ConsumerDeleteRequest::new("ORDERS", "filtered"))
        .await?;
    let error = ctx
        .call(&ConsumerDeleteRequest::new("ORDERS", "filtered"))
        .await
        .unwrap_err();
    assert!(error.is_not_found(), "{error}");
    Ok(())
}

/// Pulls two messages: they come on the reply subject with a subject of their own.
async fn next(session: &Session) -> Outcome {
    let request = ConsumerMsgNextRequest::new("ORDERS", "durable")
        .with_batch(2)
        .with_no_wait(true);
    let mut subject = jsapi::request::SubjectBuilder::new(session.ctx.prefix());
    request.subject(&mut subject)?;
    let transport = Noting::new(session.client.clone(), &session.asked);
    let inbox = transport.new_inbox();
    let messages = transport.subscribe(inbox.clone()).await?;
    let mut outgoing = Outgoing::new(subject.finish(), request.payload()?);
    outgoing.reply = Some(inbox);
    transport.publish(outgoing).await?;
    let two = futures_util::StreamExt::take(messages, 2);
    let two: Vec<_> = tokio::time::timeout(
        Duration::from_secs(5),
        futures_util::StreamExt::collect(two),
    )
    .await?;
    assert!(
        two.iter()
            .all(|message| message.subject.starts_with("orders.")),
        "{two:?}"
    );
    Ok(())
}

async fn snapshots(session: &Session) -> Outcome {
    let ctx = &session.ctx;
    let inbox = session.client.new_inbox();
    let started = ctx
        .call(&StreamSnapshotRequest::new("ORDERS", inbox))
        .await?;
    assert_eq!(started.config.name, "ORDERS");
    let error = ctx
        .call(&StreamRestoreRequest::new(started.config.clone()))
        .await
        .unwrap_err();
    assert!(
        error.is(ErrorCode::STREAM_NAME_EXIST_RESTORE_FAILED),
        "{error}"
    );
    let mut config = started.config;
    config.name = "COPY".to_owned();
    config.subjects = vec!["copy.>".to_owned()];
    let restore = StreamRestoreRequest::new(config).with_state(started.state);
    assert!(!ctx.call(&restore).await?.deliver_subject.is_empty());
    Ok(())
}

/// A single server has no leader that could step down, and says so or nothing.
async fn leaders_of_one_server(session: &Session) -> Outcome {
    let ctx = &session.ctx;
    let error = ctx
        .call(&StreamLeaderStepdownRequest::new("ORDERS"))
        .timeout(SILENCE)
        .await
        .unwrap_err();
    assert!(error.is(ErrorCode::CLUSTER_REQUIRED), "{error}");
    let error = ctx
        .call(&ConsumerLeaderStepdownRequest::new("ORDERS", "durable"))
        .timeout(SILENCE)
        .await
        .unwrap_err();
    assert!(error.is(ErrorCode::CLUSTER_REQUIRED), "{error}");
    Ok(())
}

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
    assert!(!rescued.is_empty());
    assert!(
        rescued.iter().all(|reply| reply.is_error()),
        "a leader is known: {rescued:?}"
    );

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
    let silent = account
        .ctx
        .call(&MetaLeaderStepdownRequest::new())
        .timeout(SILENCE)
        .await
        .unwrap_err();
    assert!(matches!(silent, Error::TimedOut { .. }), "{silent}");
    assert!(
        system
            .ctx
            .call(&MetaLeaderStepdownRequest::new())
            .await?
            .success
    );
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
    let error = ctx
        .call(&StreamPeerRemoveRequest::new("R3", "nobody"))
        .await
        .unwrap_err();
    assert!(error.is(ErrorCode::CLUSTER_PEER_NOT_MEMBER), "{error}");
    let error = ctx
        .call(&StreamPeerEvacuateRequest::new("R3", follower.clone()))
        .await;
    assert!(
        error.is_err_and(|error| error.code().is_some()),
        "there is nowhere to go"
    );
    for error in [
        ctx.call(&ConsumerPeerRemoveRequest::new("R3", "work", "nobody"))
            .await
            .map(|_| ()),
        ctx.call(&ConsumerPeerEvacuateRequest::new("R3", "work", "nobody"))
            .await
            .map(|_| ()),
    ] {
        assert!(error.is_err_and(|error| error.code().is_some()));
    }
    Ok(())
}

async fn moves(session: &Session) -> Outcome {
    let ctx = &session.ctx;
    let error = ctx
        .call(&StreamCancelMoveRequest::new("R3"))
        .await
        .unwrap_err();
    assert!(error.is(ErrorCode(10129)), "nothing is under way: {error}");
    let error = ctx
        .call(&AccountStreamCancelMoveRequest::new("A", "R3"))
        .await
        .unwrap_err();
    assert!(error.is(ErrorCode(10129)), "{error}");
    let away = AccountStreamMoveRequest::new("A", "R3").with_server("nobody");
    let error = ctx.call(&away).await.unwrap_err();
    assert!(error.code().is_some(), "{error}");
    Ok(())
}

async fn servers(system: &Session) -> Outcome {
    let ctx = &system.ctx;
    let error = ctx
        .call(&ServerRemoveRequest::new().with_peer("nobody"))
        .await
        .unwrap_err();
    assert!(error.code().is_some(), "{error}");
    let error = ctx
        .call(&ServerEvacuateRequest::new().with_peer("nobody"))
        .await
        .unwrap_err();
    assert!(error.code().is_some(), "{error}");
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
