// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::codec::{Extra, Model, UnknownEvent, model};
use crate::generated::consumer::{ConsumerAction, UnpinReason};
use crate::generated::shared::PeerInfo;
use crate::generated::stream::{BatchAbandonReason, StreamAction, StreamState};
use std::time::Duration;
use time::OffsetDateTime;

/// An advisory or metric, told apart by its `type`.
///
/// Servers publish them below `$JS.EVENT`. An event of an unknown type is kept whole.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A client called the JetStream API.
    ApiAudit(Box<ApiAuditAdvisory>),

    /// A server dropped API requests because too many were waiting.
    ApiLimitReached(Box<ApiLimitReachedAdvisory>),

    /// A consumer was created or deleted.
    ConsumerAction(Box<ConsumerActionAdvisory>),

    /// A client was pinned to a priority group.
    ConsumerGroupPinned(Box<ConsumerGroupPinnedAdvisory>),

    /// A client is no longer pinned to a priority group.
    ConsumerGroupUnpinned(Box<ConsumerGroupUnpinnedAdvisory>),

    /// The servers of a consumer have a new leader.
    ConsumerLeaderElected(Box<ConsumerLeaderElectedAdvisory>),

    /// Delivery by a consumer was stopped or taken up again.
    ConsumerPause(Box<ConsumerPauseAdvisory>),

    /// Too few servers of a consumer are left to go on.
    ConsumerQuorumLost(Box<ConsumerQuorumLostAdvisory>),

    /// The meta group has a new leader.
    DomainLeaderElected(Box<DomainLeaderElectedAdvisory>),

    /// A consumer gave up on a message.
    MaxDeliver(Box<MaxDeliverAdvisory>),

    /// A server lowered the quorum of the meta group on request.
    MetaRescue(Box<MetaRescueAdvisory>),

    /// A client sent a message back to be delivered again.
    Nak(Box<NakAdvisory>),

    /// A stream was restored from a backup.
    RestoreComplete(Box<RestoreCompleteAdvisory>),

    /// A client began to restore a stream from a backup.
    RestoreCreate(Box<RestoreCreateAdvisory>),

    /// A server has no space left for streams.
    ServerOutOfSpace(Box<ServerOutOfSpaceAdvisory>),

    /// A server was taken out of the cluster.
    ServerRemoved(Box<ServerRemovedAdvisory>),

    /// A backup of a stream has ended.
    SnapshotComplete(Box<SnapshotCompleteAdvisory>),

    /// A client began to make a backup of a stream.
    SnapshotCreate(Box<SnapshotCreateAdvisory>),

    /// A stream was created, changed or deleted.
    StreamAction(Box<StreamActionAdvisory>),

    /// A stream gave up a batch of messages before its end.
    StreamBatchAbandoned(Box<StreamBatchAbandonedAdvisory>),

    /// The servers of a stream have a new leader.
    StreamLeaderElected(Box<StreamLeaderElectedAdvisory>),

    /// Too few servers of a stream are left to go on.
    StreamQuorumLost(Box<StreamQuorumLostAdvisory>),

    /// A client gave up a message for good.
    Terminated(Box<TerminatedAdvisory>),

    /// Time that a client took to acknowledge a message.
    ConsumerAck(Box<ConsumerAckMetric>),

    /// An event that this version does not know.
    Unknown(UnknownEvent),
}

impl Event {
    /// The `type` of the event, as `io.nats.jetstream.advisory.v1.max_deliver`.
    pub fn kind(&self) -> &str {
        match self {
            Self::ApiAudit(_) => ApiAuditAdvisory::KIND,
            Self::ApiLimitReached(_) => ApiLimitReachedAdvisory::KIND,
            Self::ConsumerAction(_) => ConsumerActionAdvisory::KIND,
            Self::ConsumerGroupPinned(_) => ConsumerGroupPinnedAdvisory::KIND,
            Self::ConsumerGroupUnpinned(_) => ConsumerGroupUnpinnedAdvisory::KIND,
            Self::ConsumerLeaderElected(_) => ConsumerLeaderElectedAdvisory::KIND,
            Self::ConsumerPause(_) => ConsumerPauseAdvisory::KIND,
            Self::ConsumerQuorumLost(_) => ConsumerQuorumLostAdvisory::KIND,
            Self::DomainLeaderElected(_) => DomainLeaderElectedAdvisory::KIND,
            Self::MaxDeliver(_) => MaxDeliverAdvisory::KIND,
            Self::MetaRescue(_) => MetaRescueAdvisory::KIND,
            Self::Nak(_) => NakAdvisory::KIND,
            Self::RestoreComplete(_) => RestoreCompleteAdvisory::KIND,
            Self::RestoreCreate(_) => RestoreCreateAdvisory::KIND,
            Self::ServerOutOfSpace(_) => ServerOutOfSpaceAdvisory::KIND,
            Self::ServerRemoved(_) => ServerRemovedAdvisory::KIND,
            Self::SnapshotComplete(_) => SnapshotCompleteAdvisory::KIND,
            Self::SnapshotCreate(_) => SnapshotCreateAdvisory::KIND,
            Self::StreamAction(_) => StreamActionAdvisory::KIND,
            Self::StreamBatchAbandoned(_) => StreamBatchAbandonedAdvisory::KIND,
            Self::StreamLeaderElected(_) => StreamLeaderElectedAdvisory::KIND,
            Self::StreamQuorumLost(_) => StreamQuorumLostAdvisory::KIND,
            Self::Terminated(_) => TerminatedAdvisory::KIND,
            Self::ConsumerAck(_) => ConsumerAckMetric::KIND,
            Self::Unknown(event) => event.kind(),
        }
    }

    #[inline]
    pub(crate) fn empty(kind: &str) -> Self {
        match kind {
            ApiAuditAdvisory::KIND => Self::ApiAudit(Box::new(Model::empty())),
            ApiLimitReachedAdvisory::KIND => {
                Self::ApiLimitReached(Box::new(Model::empty()))
            }
            ConsumerActionAdvisory::KIND => {
                Self::ConsumerAction(Box::new(Model::empty()))
            }
            ConsumerGroupPinnedAdvisory::KIND => {
                Self::ConsumerGroupPinned(Box::new(Model::empty()))
            }
            ConsumerGroupUnpinnedAdvisory::KIND => {
                Self::ConsumerGroupUnpinned(Box::new(Model::empty()))
            }
            ConsumerLeaderElectedAdvisory::KIND => {
                Self::ConsumerLeaderElected(Box::new(Model::empty()))
            }
            ConsumerPauseAdvisory::KIND => Self::ConsumerPause(Box::new(Model::empty())),
            ConsumerQuorumLostAdvisory::KIND => {
                Self::ConsumerQuorumLost(Box::new(Model::empty()))
            }
            DomainLeaderElectedAdvisory::KIND => {
                Self::DomainLeaderElected(Box::new(Model::empty()))
            }
            MaxDeliverAdvisory::KIND => Self::MaxDeliver(Box::new(Model::empty())),
            MetaRescueAdvisory::KIND => Self::MetaRescue(Box::new(Model::empty())),
            NakAdvisory::KIND => Self::Nak(Box::new(Model::empty())),
            RestoreCompleteAdvisory::KIND => {
                Self::RestoreComplete(Box::new(Model::empty()))
            }
            RestoreCreateAdvisory::KIND => Self::RestoreCreate(Box::new(Model::empty())),
            ServerOutOfSpaceAdvisory::KIND => {
                Self::ServerOutOfSpace(Box::new(Model::empty()))
            }
            ServerRemovedAdvisory::KIND => Self::ServerRemoved(Box::new(Model::empty())),
            SnapshotCompleteAdvisory::KIND => {
                Self::SnapshotComplete(Box::new(Model::empty()))
            }
            SnapshotCreateAdvisory::KIND => {
                Self::SnapshotCreate(Box::new(Model::empty()))
            }
            StreamActionAdvisory::KIND => Self::StreamAction(Box::new(Model::empty())),
            StreamBatchAbandonedAdvisory::KIND => {
                Self::StreamBatchAbandoned(Box::new(Model::empty()))
            }
            StreamLeaderElectedAdvisory::KIND => {
                Self::StreamLeaderElected(Box::new(Model::empty()))
            }
            StreamQuorumLostAdvisory::KIND => {
                Self::StreamQuorumLost(Box::new(Model::empty()))
            }
            TerminatedAdvisory::KIND => Self::Terminated(Box::new(Model::empty())),
            ConsumerAckMetric::KIND => Self::ConsumerAck(Box::new(Model::empty())),
            _ => Self::Unknown(UnknownEvent::new(kind)),
        }
    }

    #[inline]
    pub(crate) fn model(&self) -> &dyn Model {
        match self {
            Self::ApiAudit(event) => &**event,
            Self::ApiLimitReached(event) => &**event,
            Self::ConsumerAction(event) => &**event,
            Self::ConsumerGroupPinned(event) => &**event,
            Self::ConsumerGroupUnpinned(event) => &**event,
            Self::ConsumerLeaderElected(event) => &**event,
            Self::ConsumerPause(event) => &**event,
            Self::ConsumerQuorumLost(event) => &**event,
            Self::DomainLeaderElected(event) => &**event,
            Self::MaxDeliver(event) => &**event,
            Self::MetaRescue(event) => &**event,
            Self::Nak(event) => &**event,
            Self::RestoreComplete(event) => &**event,
            Self::RestoreCreate(event) => &**event,
            Self::ServerOutOfSpace(event) => &**event,
            Self::ServerRemoved(event) => &**event,
            Self::SnapshotComplete(event) => &**event,
            Self::SnapshotCreate(event) => &**event,
            Self::StreamAction(event) => &**event,
            Self::StreamBatchAbandoned(event) => &**event,
            Self::StreamLeaderElected(event) => &**event,
            Self::StreamQuorumLost(event) => &**event,
            Self::Terminated(event) => &**event,
            Self::ConsumerAck(event) => &**event,
            Self::Unknown(event) => &event.members,
        }
    }

    #[inline]
    pub(crate) fn model_mut(&mut self) -> &mut dyn Model {
        match self {
            Self::ApiAudit(event) => &mut **event,
            Self::ApiLimitReached(event) => &mut **event,
            Self::ConsumerAction(event) => &mut **event,
            Self::ConsumerGroupPinned(event) => &mut **event,
            Self::ConsumerGroupUnpinned(event) => &mut **event,
            Self::ConsumerLeaderElected(event) => &mut **event,
            Self::ConsumerPause(event) => &mut **event,
            Self::ConsumerQuorumLost(event) => &mut **event,
            Self::DomainLeaderElected(event) => &mut **event,
            Self::MaxDeliver(event) => &mut **event,
            Self::MetaRescue(event) => &mut **event,
            Self::Nak(event) => &mut **event,
            Self::RestoreComplete(event) => &mut **event,
            Self::RestoreCreate(event) => &mut **event,
            Self::ServerOutOfSpace(event) => &mut **event,
            Self::ServerRemoved(event) => &mut **event,
            Self::SnapshotComplete(event) => &mut **event,
            Self::SnapshotCreate(event) => &mut **event,
            Self::StreamAction(event) => &mut **event,
            Self::StreamBatchAbandoned(event) => &mut **event,
            Self::StreamLeaderElected(event) => &mut **event,
            Self::StreamQuorumLost(event) => &mut **event,
            Self::Terminated(event) => &mut **event,
            Self::ConsumerAck(event) => &mut **event,
            Self::Unknown(event) => &mut event.members,
        }
    }
}

impl ApiAuditAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.api_audit";
}

impl ApiLimitReachedAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.api_limit_reached";
}

impl ConsumerActionAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.consumer_action";
}

impl ConsumerGroupPinnedAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.consumer_group_pinned";
}

impl ConsumerGroupUnpinnedAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.consumer_group_unpinned";
}

impl ConsumerLeaderElectedAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.consumer_leader_elected";
}

impl ConsumerPauseAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.consumer_pause";
}

impl ConsumerQuorumLostAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.consumer_quorum_lost";
}

impl DomainLeaderElectedAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.domain_leader_elected";
}

impl MaxDeliverAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.max_deliver";
}

impl MetaRescueAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.meta_rescue";
}

impl NakAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.nak";
}

impl RestoreCompleteAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.restore_complete";
}

impl RestoreCreateAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.restore_create";
}

impl ServerOutOfSpaceAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.server_out_of_space";
}

impl ServerRemovedAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.server_removed";
}

impl SnapshotCompleteAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.snapshot_complete";
}

impl SnapshotCreateAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.snapshot_create";
}

impl StreamActionAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.stream_action";
}

impl StreamBatchAbandonedAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.stream_batch_abandoned";
}

impl StreamLeaderElectedAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.stream_leader_elected";
}

impl StreamQuorumLostAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.stream_quorum_lost";
}

impl TerminatedAdvisory {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.terminated";
}

impl ConsumerAckMetric {
    /// The `type` that tells it from other events.
    pub const KIND: &'static str = "io.nats.jetstream.metric.v1.consumer_ack";
}

/// Client whose connection caused an event.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ClientInfo {
    /// When the client connected.
    pub start: Option<OffsetDateTime>,

    /// When the client disconnected.
    pub stop: Option<OffsetDateTime>,

    /// Address that it connected from.
    pub host: Option<String>,

    /// The number that the server gave the connection.
    pub id: Option<u64>,

    /// Account it is in.
    ///
    /// Servers leave it out where the system account made the call.
    pub acc: Option<String>,

    /// Account that a service import brought its request into.
    ///
    /// The streams of this account are then meant, not those of `acc`.
    pub svc: Option<String>,

    /// User that it logged in as.
    pub user: Option<String>,

    /// What it calls itself.
    pub name: Option<String>,

    /// Language its client library is made for, such as `go` or `rust`.
    pub lang: Option<String>,

    /// Version of that library.
    pub ver: Option<String>,

    /// How long a round trip to the client last took.
    ///
    /// Nanoseconds on the wire.
    pub rtt: Option<Duration>,

    /// Server at the other end of its connection.
    pub server: Option<String>,

    /// Cluster of that server.
    pub cluster: Option<String>,

    /// Clusters to fall back on when the nearest one has no room.
    ///
    /// The nearest first, by round trip.
    pub alts: Vec<String>,

    /// JWT it logged in with.
    pub jwt: Option<String>,

    /// Public key of the account that issued its user.
    ///
    /// Or of a signing key of that account.
    pub issuer_key: Option<String>,

    /// Name in its user JWT.
    pub name_tag: Option<String>,

    /// What is at the other end.
    ///
    /// `Client`, `Leafnode`, `Router`, `Gateway`, `JetStream`, `Account` or `System`.
    pub kind: Option<String>,

    /// What protocol a client speaks.
    ///
    /// `nats`, `mqtt` or `websocket`. Only where `kind` is `Client`.
    pub client_type: Option<String>,

    /// Tags in its user JWT.
    pub tags: Vec<String>,

    /// ID that an MQTT client gave itself.
    pub client_id: Option<String>,

    /// Nonce it was sent for signing, in the first `INFO`.
    ///
    /// Server 2.10 and later.
    pub nonce: Option<String>,

    /// The reply subject that the client gave, where a service import put another in its place.
    ///
    /// Server 2.14 and later.
    pub reply: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ClientInfo {
        start,
        stop,
        host,
        id,
        acc,
        svc,
        user,
        name,
        lang,
        ver,
        rtt: duration,
        server,
        cluster,
        alts,
        jwt,
        issuer_key,
        name_tag,
        kind,
        client_type,
        tags,
        client_id,
        nonce,
        reply,
    }
}

/// A client called the JetStream API.
///
/// Published on `$JS.EVENT.ADVISORY.API` with the reply, in the account that asked. Holds
/// request and reply in full.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ApiAuditAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the server that answered.
    pub server: String,

    /// The subject of the request.
    ///
    /// Empty in the audit of a restore in a cluster.
    pub subject: String,

    /// The reply, as it was sent.
    pub response: String,

    /// The request's body, as it was received. Absent when it was empty.
    pub request: Option<String>,

    /// Client that sent the request.
    ///
    /// Servers send `null` where they know of no client.
    pub client: Option<ClientInfo>,

    /// The JetStream domain of the server.
    ///
    /// Absent where none is configured.
    pub domain: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ApiAuditAdvisory {
        id: required,
        timestamp: required,
        server: required,
        subject: required,
        response: required,
        request,
        client,
        domain,
    }
}

/// A server dropped API requests because too many were waiting.
///
/// Published on `$JS.EVENT.ADVISORY.API.LIMIT_REACHED` in the system account. Their senders
/// get no reply.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ApiLimitReachedAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the server.
    pub server: String,

    /// The JetStream domain of the server. Absent when it has none.
    pub domain: Option<String>,

    /// How many requests were dropped.
    pub dropped: u64,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ApiLimitReachedAdvisory {
        id: required,
        timestamp: required,
        server: required,
        domain,
        dropped: required,
    }
}

/// A consumer was created or deleted.
///
/// Published on `$JS.EVENT.ADVISORY.CONSUMER.CREATED.{stream}.{consumer}` or
/// `$JS.EVENT.ADVISORY.CONSUMER.DELETED.{stream}.{consumer}` in the consumer's account.
/// Consumers that servers make for mirrors and sources are told of too, changes to a
/// consumer are not.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerActionAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// What happened to the consumer.
    pub action: ConsumerAction,

    /// The stream that the consumer reads.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: Option<String>,

    /// The JetStream domain of the server.
    ///
    /// Absent where none is configured.
    pub domain: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerActionAdvisory {
        id: required,
        timestamp: required,
        action: required,
        stream: required,
        consumer,
        domain,
    }
}

/// A client was pinned to a priority group.
///
/// Published on `$JS.EVENT.ADVISORY.CONSUMER.PINNED.{stream}.{consumer}` in the consumer's
/// account. For priority policy `pinned_client`, ADR-42. Server 2.11 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerGroupPinnedAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the account that this happened in.
    pub account: Option<String>,

    /// Name of the stream that is read.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// The JetStream domain of the server. Absent when it has none.
    pub domain: Option<String>,

    /// The priority group that has a new client.
    pub group: String,

    /// The client's pin, as in the `Nats-Pin-Id` header of its messages.
    pub pinned_id: String,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerGroupPinnedAdvisory {
        id: required,
        timestamp: required,
        account,
        stream: required,
        consumer: required,
        domain,
        group: required,
        pinned_id: required,
    }
}

/// A client is no longer pinned to a priority group.
///
/// Published on `$JS.EVENT.ADVISORY.CONSUMER.UNPINNED.{stream}.{consumer}` in the
/// consumer's account. For priority policy `pinned_client`, ADR-42. Server 2.11 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerGroupUnpinnedAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the account that this happened in.
    pub account: Option<String>,

    /// Name of the stream that is read.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// The JetStream domain of the server. Absent when it has none.
    pub domain: Option<String>,

    /// The priority group that lost its client.
    pub group: String,

    /// Why the client was let go.
    ///
    /// `admin`: by request. `timeout`: it did not pull for longer than the consumer's
    /// `priority_timeout`.
    pub reason: UnpinReason,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerGroupUnpinnedAdvisory {
        id: required,
        timestamp: required,
        account,
        stream: required,
        consumer: required,
        domain,
        group: required,
        reason: required,
    }
}

/// The servers of a consumer have a new leader.
///
/// Published on `$JS.EVENT.ADVISORY.CONSUMER.LEADER_ELECTED.{stream}.{consumer}`,
/// clustered. It is published twice, in the account of the consumer and, naming that
/// account, in the system account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerLeaderElectedAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// The account that the stream is in.
    ///
    /// Only in the copy that the system account gets.
    pub account: Option<String>,

    /// The stream that the consumer reads.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// Name of the server that leads now.
    pub leader: String,

    /// The servers of the group, its leader among them.
    pub replicas: Vec<PeerInfo>,

    /// The JetStream domain of the server.
    ///
    /// Absent where none is configured.
    pub domain: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerLeaderElectedAdvisory {
        id: required,
        timestamp: required,
        account,
        stream: required,
        consumer: required,
        leader: required,
        replicas: required,
        domain,
    }
}

/// Delivery by a consumer was stopped or taken up again.
///
/// Published on `$JS.EVENT.ADVISORY.CONSUMER.PAUSE.{stream}.{consumer}` in the consumer's
/// account. Server 2.11 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerPauseAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// The stream that the consumer reads.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// Whether delivery is stopped.
    pub paused: bool,

    /// When deliveries go on.
    ///
    /// Only while `paused`.
    pub pause_until: Option<OffsetDateTime>,

    /// The JetStream domain of the server. Absent when it has none.
    pub domain: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerPauseAdvisory {
        id: required,
        timestamp: required,
        stream: required,
        consumer: required,
        paused: required,
        pause_until,
        domain,
    }
}

/// Too few servers of a consumer are left to go on.
///
/// Published on `$JS.EVENT.ADVISORY.CONSUMER.QUORUM_LOST.{stream}.{consumer}`, clustered.
/// It is published twice, in the account of the consumer and, naming that account, in the
/// system account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerQuorumLostAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// The account that the stream is in.
    ///
    /// Only in the copy that the system account gets.
    pub account: Option<String>,

    /// The stream that the consumer reads.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// The servers of the group, its leader among them.
    pub replicas: Vec<PeerInfo>,

    /// The JetStream domain of the server.
    ///
    /// Absent where none is configured.
    pub domain: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerQuorumLostAdvisory {
        id: required,
        timestamp: required,
        account,
        stream: required,
        consumer: required,
        replicas: required,
        domain,
    }
}

/// The meta group has a new leader.
///
/// Published on `$JS.EVENT.ADVISORY.DOMAIN.LEADER_ELECTED` in the system account,
/// clustered.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DomainLeaderElectedAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// The server that leads now.
    ///
    /// Servers 2.10 to 2.15 put its peer ID here, not its name: look it up in `replicas`.
    pub leader: String,

    /// The servers of the group, its leader among them.
    pub replicas: Vec<PeerInfo>,

    /// Name of the leader's cluster.
    pub cluster: String,

    /// The JetStream domain of the meta group. Absent when it has none.
    pub domain: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    DomainLeaderElectedAdvisory {
        id: required,
        timestamp: required,
        leader: required,
        replicas: required,
        cluster: required,
        domain,
    }
}

/// A consumer gave up on a message.
///
/// Published on `$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.{stream}.{consumer}` in the
/// consumer's account when a message was delivered as often as `max_deliver` allows and not
/// acknowledged. The message stays in the stream.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MaxDeliverAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// The stream that holds the message.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// The message's sequence in the stream.
    pub stream_seq: u64,

    /// How often the message was delivered.
    pub deliveries: u64,

    /// The JetStream domain of the server.
    ///
    /// Absent where none is configured.
    pub domain: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    MaxDeliverAdvisory {
        id: required,
        timestamp: required,
        stream: required,
        consumer: required,
        stream_seq: required,
        deliveries: required,
        domain,
    }
}

/// A server lowered the quorum of the meta group on request.
///
/// Published by each server that did so, on `$JS.EVENT.ADVISORY.SERVER.META_RESCUE` in the
/// system account. Server 2.15 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MetaRescueAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When the event was made.
    pub timestamp: OffsetDateTime,

    /// Name of the server that lowered its quorum.
    pub server: String,

    /// ID of the server that lowered its quorum.
    pub server_id: String,

    /// The quorum before.
    pub prev_quorum: u64,

    /// The quorum from now on.
    pub new_quorum: u64,

    /// Name of the server's cluster.
    pub cluster: String,

    /// The server's JetStream domain, when it has one.
    pub domain: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    MetaRescueAdvisory {
        id: required,
        timestamp: required,
        server: required,
        server_id: required,
        prev_quorum: required,
        new_quorum: required,
        cluster: required,
        domain,
    }
}

/// A client sent a message back to be delivered again.
///
/// Published on `$JS.EVENT.ADVISORY.CONSUMER.MSG_NAKED.{stream}.{consumer}` in the
/// consumer's account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct NakAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// The stream that holds the message.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// The sequence of the delivery in the consumer.
    pub consumer_seq: u64,

    /// The message's sequence in the stream.
    pub stream_seq: u64,

    /// How often the message was delivered so far.
    pub deliveries: u64,

    /// The JetStream domain of the server. Absent when it has none.
    pub domain: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    NakAdvisory {
        id: required,
        timestamp: required,
        stream: required,
        consumer: required,
        consumer_seq: required,
        stream_seq: required,
        deliveries: required,
        domain,
    }
}

/// A stream was restored from a backup.
///
/// Published on `$JS.EVENT.ADVISORY.STREAM.RESTORE_COMPLETE.{stream}` in the stream's
/// account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RestoreCompleteAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the stream.
    pub stream: String,

    /// When it began.
    pub start: OffsetDateTime,

    /// When it was over.
    pub end: OffsetDateTime,

    /// How many bytes of backup were received.
    pub bytes: u64,

    /// Client that sent the request.
    pub client: Option<ClientInfo>,

    /// The JetStream domain of the server.
    ///
    /// Absent where none is configured.
    pub domain: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    RestoreCompleteAdvisory {
        id: required,
        timestamp: required,
        stream: required,
        start: required,
        end: required,
        bytes: required,
        client,
        domain,
    }
}

/// A client began to restore a stream from a backup.
///
/// Published on `$JS.EVENT.ADVISORY.STREAM.RESTORE_CREATE.{stream}` in the stream's
/// account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RestoreCreateAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the stream.
    pub stream: String,

    /// Client that sent the request.
    pub client: Option<ClientInfo>,

    /// The JetStream domain of the server.
    ///
    /// Absent where none is configured.
    pub domain: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    RestoreCreateAdvisory {
        id: required,
        timestamp: required,
        stream: required,
        client,
        domain,
    }
}

/// A server has no space left for streams.
///
/// Published on `$JS.EVENT.ADVISORY.SERVER.OUT_OF_STORAGE` in the system account; note that
/// the subject is not named as the event is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ServerOutOfSpaceAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// The stream that needed the space. May be absent.
    pub stream: Option<String>,

    /// Name of the server.
    pub server: String,

    /// ID of the server.
    pub server_id: String,

    /// Name of the server's cluster.
    pub cluster: Option<String>,

    /// The JetStream domain of the server.
    ///
    /// Absent where none is configured.
    pub domain: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ServerOutOfSpaceAdvisory {
        id: required,
        timestamp: required,
        stream,
        server: required,
        server_id: required,
        cluster,
        domain,
    }
}

/// A server was taken out of the cluster.
///
/// Published on `$JS.EVENT.ADVISORY.SERVER.REMOVED` in the system account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ServerRemovedAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the server that was taken out.
    pub server: String,

    /// ID of the server that was taken out.
    pub server_id: String,

    /// Name of the cluster that it belonged to.
    pub cluster: String,

    /// The JetStream domain that it belonged to. Absent when it had none.
    pub domain: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ServerRemovedAdvisory {
        id: required,
        timestamp: required,
        server: required,
        server_id: required,
        cluster: required,
        domain,
    }
}

/// A backup of a stream has ended.
///
/// Published on `$JS.EVENT.ADVISORY.STREAM.SNAPSHOT_COMPLETE.{stream}` in the stream's
/// account. A backup that failed is told of in the same way, from server 2.15 on with an
/// `error`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SnapshotCompleteAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the stream.
    pub stream: String,

    /// When it began.
    pub start: OffsetDateTime,

    /// When it was over.
    pub end: OffsetDateTime,

    /// Client that sent the request.
    pub client: Option<ClientInfo>,

    /// The JetStream domain of the server.
    ///
    /// Absent where none is configured.
    pub domain: Option<String>,

    /// Why the snapshot ended early.
    ///
    /// Absent when it is complete. Server 2.15 and later.
    pub error: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    SnapshotCompleteAdvisory {
        id: required,
        timestamp: required,
        stream: required,
        start: required,
        end: required,
        client,
        domain,
        error,
    }
}

/// A client began to make a backup of a stream.
///
/// Published on `$JS.EVENT.ADVISORY.STREAM.SNAPSHOT_CREATE.{stream}` in the stream's
/// account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SnapshotCreateAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the stream.
    pub stream: String,

    /// The state of the stream as the snapshot began.
    pub state: StreamState,

    /// Client that sent the request.
    pub client: Option<ClientInfo>,

    /// The JetStream domain of the server.
    ///
    /// Absent where none is configured.
    pub domain: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    SnapshotCreateAdvisory {
        id: required,
        timestamp: required,
        stream: required,
        state: required,
        client,
        domain,
    }
}

/// A stream was created, changed or deleted.
///
/// Published on `$JS.EVENT.ADVISORY.STREAM.CREATED.{stream}`,
/// `$JS.EVENT.ADVISORY.STREAM.UPDATED.{stream}` or
/// `$JS.EVENT.ADVISORY.STREAM.DELETED.{stream}` in the stream's account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamActionAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// What happened to the stream. A change is called `modify`.
    pub action: StreamAction,

    /// Name of the stream.
    pub stream: String,

    /// The JetStream domain of the server.
    ///
    /// Absent where none is configured.
    pub domain: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamActionAdvisory {
        id: required,
        timestamp: required,
        action: required,
        stream: required,
        domain,
    }
}

/// A stream gave up a batch of messages before its end.
///
/// Published on `$JS.EVENT.ADVISORY.STREAM.BATCH_ABANDONED.{stream}`. It is published
/// twice, in the account of the stream and, naming that account, in the system account.
/// None of the batch is stored. ADR-50. Server 2.12 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamBatchAbandonedAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Why the batch was given up.
    ///
    /// `timeout`: too long without another message. `large`: too many messages. `incomplete`:
    /// messages are missing. Servers know `unsupported` too.
    pub reason: BatchAbandonReason,

    /// Name of the stream.
    pub stream: String,

    /// ID of the batch.
    pub batch: String,

    /// The account of the stream. Only in the system account's copy.
    pub account: Option<String>,

    /// The JetStream domain of the server. Absent when it has none.
    pub domain: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamBatchAbandonedAdvisory {
        id: required,
        timestamp: required,
        reason: required,
        stream: required,
        batch: required,
        account,
        domain,
    }
}

/// The servers of a stream have a new leader.
///
/// Published on `$JS.EVENT.ADVISORY.STREAM.LEADER_ELECTED.{stream}`, clustered. It is
/// published twice, in the account of the stream and, naming that account, in the system
/// account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamLeaderElectedAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// The account that the stream is in.
    ///
    /// Only in the copy that the system account gets.
    pub account: Option<String>,

    /// Name of the stream.
    pub stream: String,

    /// Name of the server that leads now.
    pub leader: String,

    /// The servers of the group, its leader among them.
    pub replicas: Vec<PeerInfo>,

    /// The JetStream domain of the server.
    ///
    /// Absent where none is configured.
    pub domain: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamLeaderElectedAdvisory {
        id: required,
        timestamp: required,
        account,
        stream: required,
        leader: required,
        replicas: required,
        domain,
    }
}

/// Too few servers of a stream are left to go on.
///
/// Published on `$JS.EVENT.ADVISORY.STREAM.QUORUM_LOST.{stream}`, clustered. It is
/// published twice, in the account of the stream and, naming that account, in the system
/// account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamQuorumLostAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// The account that the stream is in.
    ///
    /// Only in the copy that the system account gets.
    pub account: Option<String>,

    /// Name of the stream.
    pub stream: String,

    /// The servers of the group, its leader among them.
    pub replicas: Vec<PeerInfo>,

    /// The JetStream domain of the server.
    ///
    /// Absent where none is configured.
    pub domain: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamQuorumLostAdvisory {
        id: required,
        timestamp: required,
        account,
        stream: required,
        replicas: required,
        domain,
    }
}

/// A client gave up a message for good.
///
/// Published on `$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.{stream}.{consumer}` in the
/// consumer's account. The consumer does not deliver the message again.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TerminatedAdvisory {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// The stream that holds the message.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// The message's sequence in the stream.
    pub stream_seq: u64,

    /// The sequence of the delivery in the consumer.
    pub consumer_seq: u64,

    /// How often the message was delivered.
    pub deliveries: u64,

    /// The JetStream domain of the server. Absent when it has none.
    pub domain: Option<String>,

    /// Why, in the client's words. Absent when it gave none.
    pub reason: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    TerminatedAdvisory {
        id: required,
        timestamp: required,
        stream: required,
        consumer: required,
        stream_seq: required,
        consumer_seq: required,
        deliveries: required,
        domain,
        reason,
    }
}

/// Time that a client took to acknowledge a message.
///
/// Published on `$JS.EVENT.METRIC.CONSUMER.ACK.{stream}.{consumer}` in the consumer's
/// account, for the share of messages that the consumer's `sample_freq` asks for.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerAckMetric {
    /// ID of this event, unique to it.
    pub id: String,

    /// When it happened, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// The stream that holds the message.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// The message's sequence in the stream.
    pub stream_seq: u64,

    /// Sequence of the delivery.
    ///
    /// Counts all that the consumer delivered, repetitions too.
    pub consumer_seq: u64,

    /// How long after its last delivery the message was acknowledged.
    ///
    /// Nanoseconds on the wire.
    pub ack_time: Duration,

    /// How often the message was delivered, the acknowledged time included.
    pub deliveries: u64,

    /// The JetStream domain of the server.
    ///
    /// Absent where none is configured.
    pub domain: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerAckMetric {
        id: required,
        timestamp: required,
        stream: required,
        consumer: required,
        stream_seq: required,
        consumer_seq: required,
        ack_time: required duration,
        deliveries: required,
        domain,
    }
}
