//! One server of each version is asked everything; what it lacks it refuses, or is silent.

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
    MetaLeaderStepdownRequest, MetaRescueRequest, Operation, PriorityPolicy, ServerEvacuateRequest,
    ServerRemoveRequest, StreamCancelMoveRequest, StreamConfig, StreamCreateRequest,
    StreamDeleteRequest, StreamInfoRequest, StreamLeaderStepdownRequest, StreamListRequest,
    StreamMsgDeleteRequest, StreamMsgGetRequest, StreamNamesRequest, StreamPeerEvacuateRequest,
    StreamPeerRemoveRequest, StreamPurgeRequest, StreamRestoreRequest, StreamSnapshotRequest,
    StreamUpdateRequest,
};
use jsapi_client::Error;
use jsapi_client::transport::{RawMessage, Transport};
use jsapi_test_server::{Options, Server, User, Version};
use jsapi_tests::{Asked, Noting, Outcome};

use crate::{SILENCE, Session, assert_refused, assert_silence};

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

/// Asks everything, also what is for clusters only.
async fn single(version: Version) -> Outcome {
    let server = Server::start(&Options::new().version(version))?;
    let asked = Asked::default();
    let system = Session::open(&server.url(), User::SYS, version, &asked).await?;
    let session = Session::open(&server.url(), User::A, version, &asked).await?;
    account(&session).await?;
    streams(&session).await?;
    messages(&session).await?;
    consumers(&session).await?;
    snapshots(&session).await?;
    of_clusters_only(&session).await?;
    of_the_system_account(&system).await?;
    session
        .ctx
        .call(&StreamDeleteRequest::new("ORDERS"))
        .await?;
    let gone = session.ctx.call(&StreamInfoRequest::new("ORDERS")).await;
    assert_refused(gone, ErrorCode::STREAM_NOT_FOUND);

    let asked = asked.operations();
    let all = jsapi::endpoint::ALL.iter().map(|row| row.operation);
    let missing: Vec<_> = all.filter(|name| !asked.contains(name)).collect();
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
    let refused = ctx.call(&StreamCreateRequest::new(other)).await;
    assert_refused(refused, ErrorCode::STREAM_NAME_EXIST);

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
        let mut batch = ctx.messages(&batch).timeout(SILENCE).await?;
        assert_eq!(&batch.try_next().await?.unwrap().payload[..], b"order 1");
        assert_silence(batch.try_next().await);
        let mut multi = ctx.messages(&multi).timeout(SILENCE).await?;
        let error = multi.try_next().await.unwrap_err();
        assert!(
            matches!(&error, Error::Status { status, .. } if status.code == 408),
            "{error}"
        );
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
    let refused = ctx.call(&ConsumerInfoRequest::new("ORDERS", "none")).await;
    assert_refused(refused, ErrorCode::CONSUMER_NOT_FOUND);

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
    let mut outgoing = RawMessage::new(subject.finish(), request.payload()?);
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

/// A single server has no leaders, replicas and moves, and says so; what came later
/// it does not hear.
async fn of_clusters_only(session: &Session) -> Outcome {
    let (stream, consumer, peer) = ("ORDERS", "durable", "n2");
    let ctx = &session.ctx;
    let wanted = ErrorCode::CLUSTER_REQUIRED;
    assert_refused(
        ctx.call(&StreamLeaderStepdownRequest::new(stream)).await,
        wanted,
    );
    assert_refused(
        ctx.call(&ConsumerLeaderStepdownRequest::new(stream, consumer))
            .await,
        wanted,
    );
    assert_refused(
        ctx.call(&StreamPeerRemoveRequest::new(stream, peer)).await,
        wanted,
    );
    session
        .refused_since(15, StreamPeerEvacuateRequest::new(stream, peer), wanted)
        .await;
    session
        .refused_since(15, StreamCancelMoveRequest::new(stream), wanted)
        .await;
    session
        .refused_since(
            15,
            ConsumerPeerRemoveRequest::new(stream, consumer, peer),
            wanted,
        )
        .await;
    session
        .refused_since(
            15,
            ConsumerPeerEvacuateRequest::new(stream, consumer, peer),
            wanted,
        )
        .await;
    Ok(())
}

/// There is no meta leader that would answer. What a server does not know it takes for
/// something that the account has no JetStream for.
async fn of_the_system_account(system: &Session) -> Outcome {
    let ctx = &system.ctx;
    let cancel = AccountStreamCancelMoveRequest::new("A", "ORDERS");
    let away = AccountStreamMoveRequest::new("A", "ORDERS").with_server("n2");
    let remove = ServerRemoveRequest::new().with_peer("n2");
    let stepdown = MetaLeaderStepdownRequest::new();
    assert_silence(ctx.call(&cancel).timeout(SILENCE).await);
    assert_silence(ctx.call(&away).timeout(SILENCE).await);
    assert_silence(ctx.call(&remove).timeout(SILENCE).await);
    assert_silence(ctx.call(&stepdown).timeout(SILENCE).await);

    let evacuate = ServerEvacuateRequest::new().with_peer("n2");
    let evacuated = ctx.call(&evacuate).timeout(SILENCE).await;
    let rescue = MetaRescueRequest::new(1);
    let rescued: Result<Vec<_>, _> = ctx
        .many(&rescue)
        .timeout(SILENCE)
        .await?
        .try_collect()
        .await;
    if system.is_at_least(2, 15) {
        assert_silence(evacuated);
        assert_silence(rescued);
    } else {
        let unknown = ErrorCode::NOT_ENABLED_FOR_ACCOUNT;
        assert_refused(evacuated, unknown);
        for answer in rescued? {
            let refusal = answer.into_result().unwrap_err();
            assert!(refusal.is(unknown), "{refusal}");
        }
    }
    // Of an account without anything: the messages of the others are still needed.
    assert!(ctx.call(&AccountPurgeRequest::new("B")).await?.initiated);
    Ok(())
}
