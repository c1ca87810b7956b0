// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::codec::{Extra, Model, UnknownEvent, model};
use crate::generated::consumer::{ConsumerAction, UnpinReason};
use crate::generated::shared::PeerInfo;
use crate::generated::stream::{BatchAbandonReason, StreamAction, StreamState};
use std::time::Duration;
use time::OffsetDateTime;

/// An advisory or metric of the server, identified by its `type`.
///
/// Servers publish events below `$JS.EVENT`. [`Event::Unknown`] holds an event of an
/// unknown type.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A client sent a JetStream API request.
    ApiAudit(Box<ApiAuditAdvisory>),

    /// A server dropped API requests because its request queue was full.
    ApiLimitReached(Box<ApiLimitReachedAdvisory>),

    /// A consumer was created or deleted.
    ConsumerAction(Box<ConsumerActionAdvisory>),

    /// The server pinned a client to a priority group.
    ConsumerGroupPinned(Box<ConsumerGroupPinnedAdvisory>),

    /// The server unpinned a client from a priority group.
    ConsumerGroupUnpinned(Box<ConsumerGroupUnpinnedAdvisory>),

    /// The Raft group of a consumer elected a leader.
    ConsumerLeaderElected(Box<ConsumerLeaderElectedAdvisory>),

    /// A consumer was paused or resumed.
    ConsumerPause(Box<ConsumerPauseAdvisory>),

    /// The Raft group of a consumer lost its quorum.
    ConsumerQuorumLost(Box<ConsumerQuorumLostAdvisory>),

    /// The meta group elected a leader.
    DomainLeaderElected(Box<DomainLeaderElectedAdvisory>),

    /// A message reached the maximum number of deliveries of a consumer.
    MaxDeliver(Box<MaxDeliverAdvisory>),

    /// A server lowered the quorum of the meta group on request.
    MetaRescue(Box<MetaRescueAdvisory>),

    /// A client negatively acknowledged a message.
    Nak(Box<NakAdvisory>),

    /// A stream was restored from a backup.
    RestoreComplete(Box<RestoreCompleteAdvisory>),

    /// A client started to restore a stream from a backup.
    RestoreCreate(Box<RestoreCreateAdvisory>),

    /// A server has no storage space left for streams.
    ServerOutOfSpace(Box<ServerOutOfSpaceAdvisory>),

    /// A server was removed from the meta group.
    ServerRemoved(Box<ServerRemovedAdvisory>),

    /// A snapshot of a stream ended.
    SnapshotComplete(Box<SnapshotCompleteAdvisory>),

    /// A client started a snapshot of a stream.
    SnapshotCreate(Box<SnapshotCreateAdvisory>),

    /// A stream was created, updated or deleted.
    StreamAction(Box<StreamActionAdvisory>),

    /// A stream abandoned an atomic batch.
    StreamBatchAbandoned(Box<StreamBatchAbandonedAdvisory>),

    /// The Raft group of a stream elected a leader.
    StreamLeaderElected(Box<StreamLeaderElectedAdvisory>),

    /// The Raft group of a stream lost its quorum.
    StreamQuorumLost(Box<StreamQuorumLostAdvisory>),

    /// A client terminated a message (`+TERM`).
    Terminated(Box<TerminatedAdvisory>),

    /// Metric: time between delivery and acknowledgement of a message.
    ConsumerAck(Box<ConsumerAckMetric>),

    /// Event of a type that this version does not know.
    Unknown(UnknownEvent),
}

impl Event {
    /// Returns the `type`, such as `io.nats.jetstream.advisory.v1.max_deliver`.
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

/// A kind of advisory or metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum EventKind {
    /// A client sent a JetStream API request.
    ApiAudit,

    /// A server dropped API requests because its request queue was full.
    ///
    /// Published in the system account.
    ApiLimitReached,

    /// A consumer was created or deleted.
    ConsumerAction,

    /// The server pinned a client to a priority group.
    ConsumerGroupPinned,

    /// The server unpinned a client from a priority group.
    ConsumerGroupUnpinned,

    /// The Raft group of a consumer elected a leader.
    ConsumerLeaderElected,

    /// A consumer was paused or resumed.
    ConsumerPause,

    /// The Raft group of a consumer lost its quorum.
    ConsumerQuorumLost,

    /// The meta group elected a leader.
    ///
    /// Published in the system account.
    DomainLeaderElected,

    /// A message reached the maximum number of deliveries of a consumer.
    MaxDeliver,

    /// A server lowered the quorum of the meta group on request.
    ///
    /// Published in the system account.
    MetaRescue,

    /// A client negatively acknowledged a message.
    Nak,

    /// A stream was restored from a backup.
    RestoreComplete,

    /// A client started to restore a stream from a backup.
    RestoreCreate,

    /// A server has no storage space left for streams.
    ///
    /// Published in the system account.
    ServerOutOfSpace,

    /// A server was removed from the meta group.
    ///
    /// Published in the system account.
    ServerRemoved,

    /// A snapshot of a stream ended.
    SnapshotComplete,

    /// A client started a snapshot of a stream.
    SnapshotCreate,

    /// A stream was created, updated or deleted.
    StreamAction,

    /// A stream abandoned an atomic batch.
    StreamBatchAbandoned,

    /// The Raft group of a stream elected a leader.
    StreamLeaderElected,

    /// The Raft group of a stream lost its quorum.
    StreamQuorumLost,

    /// A client terminated a message (`+TERM`).
    Terminated,

    /// Metric: time between delivery and acknowledgement of a message.
    ConsumerAck,
}

impl EventKind {
    /// All kinds that this version knows.
    pub const ALL: &'static [Self] = &[
        Self::ApiAudit,
        Self::ApiLimitReached,
        Self::ConsumerAction,
        Self::ConsumerGroupPinned,
        Self::ConsumerGroupUnpinned,
        Self::ConsumerLeaderElected,
        Self::ConsumerPause,
        Self::ConsumerQuorumLost,
        Self::DomainLeaderElected,
        Self::MaxDeliver,
        Self::MetaRescue,
        Self::Nak,
        Self::RestoreComplete,
        Self::RestoreCreate,
        Self::ServerOutOfSpace,
        Self::ServerRemoved,
        Self::SnapshotComplete,
        Self::SnapshotCreate,
        Self::StreamAction,
        Self::StreamBatchAbandoned,
        Self::StreamLeaderElected,
        Self::StreamQuorumLost,
        Self::Terminated,
        Self::ConsumerAck,
    ];

    /// Returns the kind of an event. `None`: this version does not know it.
    pub fn of(event: &Event) -> Option<Self> {
        let kind = event.kind();
        Self::ALL.iter().copied().find(|known| known.as_str() == kind)
    }

    /// Returns the `type` of the events, such as `io.nats.jetstream.advisory.v1.max_deliver`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ApiAudit => ApiAuditAdvisory::KIND,
            Self::ApiLimitReached => ApiLimitReachedAdvisory::KIND,
            Self::ConsumerAction => ConsumerActionAdvisory::KIND,
            Self::ConsumerGroupPinned => ConsumerGroupPinnedAdvisory::KIND,
            Self::ConsumerGroupUnpinned => ConsumerGroupUnpinnedAdvisory::KIND,
            Self::ConsumerLeaderElected => ConsumerLeaderElectedAdvisory::KIND,
            Self::ConsumerPause => ConsumerPauseAdvisory::KIND,
            Self::ConsumerQuorumLost => ConsumerQuorumLostAdvisory::KIND,
            Self::DomainLeaderElected => DomainLeaderElectedAdvisory::KIND,
            Self::MaxDeliver => MaxDeliverAdvisory::KIND,
            Self::MetaRescue => MetaRescueAdvisory::KIND,
            Self::Nak => NakAdvisory::KIND,
            Self::RestoreComplete => RestoreCompleteAdvisory::KIND,
            Self::RestoreCreate => RestoreCreateAdvisory::KIND,
            Self::ServerOutOfSpace => ServerOutOfSpaceAdvisory::KIND,
            Self::ServerRemoved => ServerRemovedAdvisory::KIND,
            Self::SnapshotComplete => SnapshotCompleteAdvisory::KIND,
            Self::SnapshotCreate => SnapshotCreateAdvisory::KIND,
            Self::StreamAction => StreamActionAdvisory::KIND,
            Self::StreamBatchAbandoned => StreamBatchAbandonedAdvisory::KIND,
            Self::StreamLeaderElected => StreamLeaderElectedAdvisory::KIND,
            Self::StreamQuorumLost => StreamQuorumLostAdvisory::KIND,
            Self::Terminated => TerminatedAdvisory::KIND,
            Self::ConsumerAck => ConsumerAckMetric::KIND,
        }
    }

    /// Returns the subjects on which servers publish the events.
    ///
    /// The tokens `{stream}` and `{consumer}` stand for names.
    pub const fn subjects(self) -> &'static [&'static str] {
        match self {
            Self::ApiAudit => &["$JS.EVENT.ADVISORY.API"],
            Self::ApiLimitReached => &["$JS.EVENT.ADVISORY.API.LIMIT_REACHED"],
            Self::ConsumerAction => {
                &[
                    "$JS.EVENT.ADVISORY.CONSUMER.CREATED.{stream}.{consumer}",
                    "$JS.EVENT.ADVISORY.CONSUMER.DELETED.{stream}.{consumer}",
                ]
            }
            Self::ConsumerGroupPinned => {
                &["$JS.EVENT.ADVISORY.CONSUMER.PINNED.{stream}.{consumer}"]
            }
            Self::ConsumerGroupUnpinned => {
                &["$JS.EVENT.ADVISORY.CONSUMER.UNPINNED.{stream}.{consumer}"]
            }
            Self::ConsumerLeaderElected => {
                &["$JS.EVENT.ADVISORY.CONSUMER.LEADER_ELECTED.{stream}.{consumer}"]
            }
            Self::ConsumerPause => {
                &["$JS.EVENT.ADVISORY.CONSUMER.PAUSE.{stream}.{consumer}"]
            }
            Self::ConsumerQuorumLost => {
                &["$JS.EVENT.ADVISORY.CONSUMER.QUORUM_LOST.{stream}.{consumer}"]
            }
            Self::DomainLeaderElected => &["$JS.EVENT.ADVISORY.DOMAIN.LEADER_ELECTED"],
            Self::MaxDeliver => {
                &["$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.{stream}.{consumer}"]
            }
            Self::MetaRescue => &["$JS.EVENT.ADVISORY.SERVER.META_RESCUE"],
            Self::Nak => &["$JS.EVENT.ADVISORY.CONSUMER.MSG_NAKED.{stream}.{consumer}"],
            Self::RestoreComplete => {
                &["$JS.EVENT.ADVISORY.STREAM.RESTORE_COMPLETE.{stream}"]
            }
            Self::RestoreCreate => &["$JS.EVENT.ADVISORY.STREAM.RESTORE_CREATE.{stream}"],
            Self::ServerOutOfSpace => &["$JS.EVENT.ADVISORY.SERVER.OUT_OF_STORAGE"],
            Self::ServerRemoved => &["$JS.EVENT.ADVISORY.SERVER.REMOVED"],
            Self::SnapshotComplete => {
                &["$JS.EVENT.ADVISORY.STREAM.SNAPSHOT_COMPLETE.{stream}"]
            }
            Self::SnapshotCreate => {
                &["$JS.EVENT.ADVISORY.STREAM.SNAPSHOT_CREATE.{stream}"]
            }
            Self::StreamAction => {
                &[
                    "$JS.EVENT.ADVISORY.STREAM.CREATED.{stream}",
                    "$JS.EVENT.ADVISORY.STREAM.DELETED.{stream}",
                    "$JS.EVENT.ADVISORY.STREAM.UPDATED.{stream}",
                ]
            }
            Self::StreamBatchAbandoned => {
                &["$JS.EVENT.ADVISORY.STREAM.BATCH_ABANDONED.{stream}"]
            }
            Self::StreamLeaderElected => {
                &["$JS.EVENT.ADVISORY.STREAM.LEADER_ELECTED.{stream}"]
            }
            Self::StreamQuorumLost => &["$JS.EVENT.ADVISORY.STREAM.QUORUM_LOST.{stream}"],
            Self::Terminated => {
                &["$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.{stream}.{consumer}"]
            }
            Self::ConsumerAck => &["$JS.EVENT.METRIC.CONSUMER.ACK.{stream}.{consumer}"],
        }
    }
}

/// Shows the `type` of the events.
impl std::fmt::Display for EventKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl ApiAuditAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.api_audit";
}

impl ApiLimitReachedAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.api_limit_reached";
}

impl ConsumerActionAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.consumer_action";
}

impl ConsumerGroupPinnedAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.consumer_group_pinned";
}

impl ConsumerGroupUnpinnedAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.consumer_group_unpinned";
}

impl ConsumerLeaderElectedAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.consumer_leader_elected";
}

impl ConsumerPauseAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.consumer_pause";
}

impl ConsumerQuorumLostAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.consumer_quorum_lost";
}

impl DomainLeaderElectedAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.domain_leader_elected";
}

impl MaxDeliverAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.max_deliver";
}

impl MetaRescueAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.meta_rescue";
}

impl NakAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.nak";
}

impl RestoreCompleteAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.restore_complete";
}

impl RestoreCreateAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.restore_create";
}

impl ServerOutOfSpaceAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.server_out_of_space";
}

impl ServerRemovedAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.server_removed";
}

impl SnapshotCompleteAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.snapshot_complete";
}

impl SnapshotCreateAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.snapshot_create";
}

impl StreamActionAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.stream_action";
}

impl StreamBatchAbandonedAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.stream_batch_abandoned";
}

impl StreamLeaderElectedAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.stream_leader_elected";
}

impl StreamQuorumLostAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.stream_quorum_lost";
}

impl TerminatedAdvisory {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.advisory.v1.terminated";
}

impl ConsumerAckMetric {
    /// Value of `type` that identifies the event.
    pub const KIND: &'static str = "io.nats.jetstream.metric.v1.consumer_ack";
}

/// Client whose request or connection caused an event.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ClientInfo {
    /// Time at which the client connected.
    pub start: Option<OffsetDateTime>,

    /// Time at which the client disconnected.
    pub stop: Option<OffsetDateTime>,

    /// Address of the client.
    pub host: Option<String>,

    /// ID of the connection, assigned by the server.
    pub id: Option<u64>,

    /// Account of the client.
    ///
    /// Absent for requests of the system account.
    pub acc: Option<String>,

    /// Account that received the request through a service import.
    ///
    /// The request then concerns the streams of this account, not those of `acc`.
    pub svc: Option<String>,

    /// User name of the client.
    pub user: Option<String>,

    /// Name of the client.
    pub name: Option<String>,

    /// Language of the client library, such as `go` or `rust`.
    pub lang: Option<String>,

    /// Version of the client library.
    pub ver: Option<String>,

    /// Last measured round-trip time between client and server.
    ///
    /// Nanoseconds on the wire.
    pub rtt: Option<Duration>,

    /// Name of the server that the client is connected to.
    pub server: Option<String>,

    /// Name of that server's cluster.
    pub cluster: Option<String>,

    /// Alternate clusters for placement.
    ///
    /// Ordered by round-trip time, the nearest first.
    pub alts: Vec<String>,

    /// User JWT of the client.
    pub jwt: Option<String>,

    /// Public key that issued the user JWT.
    ///
    /// The key of the account, or one of its signing keys.
    pub issuer_key: Option<String>,

    /// Name in the user JWT.
    pub name_tag: Option<String>,

    /// Kind of the connection.
    ///
    /// `Client`, `Leafnode`, `Router`, `Gateway`, `JetStream`, `Account` or `System`.
    pub kind: Option<String>,

    /// Protocol of the client.
    ///
    /// `nats`, `mqtt` or `websocket`. Only if `kind` is `Client`.
    pub client_type: Option<String>,

    /// Tags in the user JWT.
    pub tags: Vec<String>,

    /// MQTT client ID.
    pub client_id: Option<String>,

    /// Nonce for the client's signature, from the server's first `INFO`.
    ///
    /// Server 2.10 and later.
    pub nonce: Option<String>,

    /// Original reply subject, if a service import replaced it.
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

/// A client sent a JetStream API request.
///
/// The server publishes it on `$JS.EVENT.ADVISORY.API` in the account of the request. It
/// contains the complete request and reply.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ApiAuditAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the server that replied.
    pub server: String,

    /// Subject of the request.
    ///
    /// Empty in the audit of a restore in a cluster.
    pub subject: String,

    /// Reply as sent by the server.
    pub response: String,

    /// Body of the request as received by the server. Absent if empty.
    pub request: Option<String>,

    /// Client that sent the request.
    ///
    /// The server sends `null` if it knows no client.
    pub client: Option<ClientInfo>,

    /// JetStream domain of the server.
    ///
    /// Absent without a domain.
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

/// A server dropped API requests because its request queue was full.
///
/// The server publishes it on `$JS.EVENT.ADVISORY.API.LIMIT_REACHED` in the system account.
/// Dropped requests get no reply.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ApiLimitReachedAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the server.
    pub server: String,

    /// JetStream domain of the server. Absent without a domain.
    pub domain: Option<String>,

    /// Number of dropped requests.
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
/// The server publishes it on `$JS.EVENT.ADVISORY.CONSUMER.CREATED.{stream}.{consumer}` or
/// `$JS.EVENT.ADVISORY.CONSUMER.DELETED.{stream}.{consumer}` in the consumer's account. It
/// includes consumers that servers create for mirrors and sources, but not updates of a
/// consumer.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerActionAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Action on the consumer.
    pub action: ConsumerAction,

    /// Name of the consumer's stream.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: Option<String>,

    /// JetStream domain of the server.
    ///
    /// Absent without a domain.
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

/// The server pinned a client to a priority group.
///
/// The server publishes it on `$JS.EVENT.ADVISORY.CONSUMER.PINNED.{stream}.{consumer}` in
/// the consumer's account. For priority policy `pinned_client`, ADR-42. Server 2.11 and
/// later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerGroupPinnedAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the consumer's account.
    pub account: Option<String>,

    /// Name of the consumer's stream.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// JetStream domain of the server. Absent without a domain.
    pub domain: Option<String>,

    /// Priority group of the pinned client.
    pub group: String,

    /// Pin ID of the client, as in the `Nats-Pin-Id` header of its messages.
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

/// The server unpinned a client from a priority group.
///
/// The server publishes it on `$JS.EVENT.ADVISORY.CONSUMER.UNPINNED.{stream}.{consumer}` in
/// the consumer's account. For priority policy `pinned_client`, ADR-42. Server 2.11 and
/// later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerGroupUnpinnedAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the consumer's account.
    pub account: Option<String>,

    /// Name of the consumer's stream.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// JetStream domain of the server. Absent without a domain.
    pub domain: Option<String>,

    /// Priority group of the unpinned client.
    pub group: String,

    /// Reason for unpinning the client.
    ///
    /// `admin`: an unpin request. `timeout`: the client did not pull for longer than the
    /// consumer's `priority_timeout`.
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

/// The Raft group of a consumer elected a leader.
///
/// The server publishes it on
/// `$JS.EVENT.ADVISORY.CONSUMER.LEADER_ELECTED.{stream}.{consumer}`, in clusters only. The
/// server publishes it twice: in the consumer's account, and with `account` in the system
/// account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerLeaderElectedAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Account of the stream.
    ///
    /// Only in the copy for the system account.
    pub account: Option<String>,

    /// Name of the consumer's stream.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// Name of the new leader.
    pub leader: String,

    /// Peers of the Raft group, including the leader.
    pub replicas: Vec<PeerInfo>,

    /// JetStream domain of the server.
    ///
    /// Absent without a domain.
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

/// A consumer was paused or resumed.
///
/// The server publishes it on `$JS.EVENT.ADVISORY.CONSUMER.PAUSE.{stream}.{consumer}` in
/// the consumer's account. Server 2.11 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerPauseAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the consumer's stream.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// Whether the consumer is paused.
    pub paused: bool,

    /// Time at which the consumer resumes.
    ///
    /// Only while `paused`.
    pub pause_until: Option<OffsetDateTime>,

    /// JetStream domain of the server. Absent without a domain.
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

/// The Raft group of a consumer lost its quorum.
///
/// The server publishes it on
/// `$JS.EVENT.ADVISORY.CONSUMER.QUORUM_LOST.{stream}.{consumer}`, in clusters only. The
/// server publishes it twice: in the consumer's account, and with `account` in the system
/// account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerQuorumLostAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Account of the stream.
    ///
    /// Only in the copy for the system account.
    pub account: Option<String>,

    /// Name of the consumer's stream.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// Peers of the Raft group, including the leader.
    pub replicas: Vec<PeerInfo>,

    /// JetStream domain of the server.
    ///
    /// Absent without a domain.
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

/// The meta group elected a leader.
///
/// The server publishes it on `$JS.EVENT.ADVISORY.DOMAIN.LEADER_ELECTED` in the system
/// account, in clusters only.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DomainLeaderElectedAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// The new leader.
    ///
    /// Servers 2.10 to 2.15 send its peer ID, not its name; `replicas` has both.
    pub leader: String,

    /// Peers of the Raft group, including the leader.
    pub replicas: Vec<PeerInfo>,

    /// Name of the leader's cluster.
    pub cluster: String,

    /// JetStream domain of the meta group. Absent without a domain.
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

/// A message reached the maximum number of deliveries of a consumer.
///
/// The server publishes it on
/// `$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.{stream}.{consumer}` in the consumer's
/// account when a message was delivered `max_deliver` times without acknowledgement. The
/// message stays in the stream.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MaxDeliverAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the message's stream.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// Stream sequence of the message.
    pub stream_seq: u64,

    /// Number of deliveries of the message.
    pub deliveries: u64,

    /// JetStream domain of the server.
    ///
    /// Absent without a domain.
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
/// Each such server publishes it on `$JS.EVENT.ADVISORY.SERVER.META_RESCUE` in the system
/// account. Server 2.15 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MetaRescueAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event.
    pub timestamp: OffsetDateTime,

    /// Name of the server that lowered its quorum.
    pub server: String,

    /// ID of the server that lowered its quorum.
    pub server_id: String,

    /// Previous quorum.
    pub prev_quorum: u64,

    /// New quorum.
    pub new_quorum: u64,

    /// Name of the server's cluster.
    pub cluster: String,

    /// JetStream domain of the server. Absent without a domain.
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

/// A client negatively acknowledged a message.
///
/// The server publishes it on `$JS.EVENT.ADVISORY.CONSUMER.MSG_NAKED.{stream}.{consumer}`
/// in the consumer's account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct NakAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the message's stream.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// Consumer sequence of the delivery.
    pub consumer_seq: u64,

    /// Stream sequence of the message.
    pub stream_seq: u64,

    /// Number of deliveries of the message so far.
    pub deliveries: u64,

    /// JetStream domain of the server. Absent without a domain.
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
/// The server publishes it on `$JS.EVENT.ADVISORY.STREAM.RESTORE_COMPLETE.{stream}` in the
/// stream's account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RestoreCompleteAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the stream.
    pub stream: String,

    /// Start time.
    pub start: OffsetDateTime,

    /// End time.
    pub end: OffsetDateTime,

    /// Number of bytes received.
    pub bytes: u64,

    /// Client that sent the request.
    pub client: Option<ClientInfo>,

    /// JetStream domain of the server.
    ///
    /// Absent without a domain.
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

/// A client started to restore a stream from a backup.
///
/// The server publishes it on `$JS.EVENT.ADVISORY.STREAM.RESTORE_CREATE.{stream}` in the
/// stream's account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RestoreCreateAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the stream.
    pub stream: String,

    /// Client that sent the request.
    pub client: Option<ClientInfo>,

    /// JetStream domain of the server.
    ///
    /// Absent without a domain.
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

/// A server has no storage space left for streams.
///
/// The server publishes it on `$JS.EVENT.ADVISORY.SERVER.OUT_OF_STORAGE` in the system
/// account. The subject does not contain the name of the event.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ServerOutOfSpaceAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the stream that required the space. May be absent.
    pub stream: Option<String>,

    /// Name of the server.
    pub server: String,

    /// ID of the server.
    pub server_id: String,

    /// Name of the server's cluster.
    pub cluster: Option<String>,

    /// JetStream domain of the server.
    ///
    /// Absent without a domain.
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

/// A server was removed from the meta group.
///
/// The server publishes it on `$JS.EVENT.ADVISORY.SERVER.REMOVED` in the system account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ServerRemovedAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the removed server.
    pub server: String,

    /// ID of the removed server.
    pub server_id: String,

    /// Name of the removed server's cluster.
    pub cluster: String,

    /// JetStream domain of the removed server. Absent without a domain.
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

/// A snapshot of a stream ended.
///
/// The server publishes it on `$JS.EVENT.ADVISORY.STREAM.SNAPSHOT_COMPLETE.{stream}` in the
/// stream's account. The server also publishes it for a failed snapshot; server 2.15 and
/// later then sets `error`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SnapshotCompleteAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the stream.
    pub stream: String,

    /// Start time.
    pub start: OffsetDateTime,

    /// End time.
    pub end: OffsetDateTime,

    /// Client that sent the request.
    pub client: Option<ClientInfo>,

    /// JetStream domain of the server.
    ///
    /// Absent without a domain.
    pub domain: Option<String>,

    /// Reason why the snapshot failed.
    ///
    /// Absent for a complete snapshot. Server 2.15 and later.
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

/// A client started a snapshot of a stream.
///
/// The server publishes it on `$JS.EVENT.ADVISORY.STREAM.SNAPSHOT_CREATE.{stream}` in the
/// stream's account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SnapshotCreateAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the stream.
    pub stream: String,

    /// State of the stream at the start of the snapshot.
    pub state: StreamState,

    /// Client that sent the request.
    pub client: Option<ClientInfo>,

    /// JetStream domain of the server.
    ///
    /// Absent without a domain.
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

/// A stream was created, updated or deleted.
///
/// The server publishes it on `$JS.EVENT.ADVISORY.STREAM.CREATED.{stream}`,
/// `$JS.EVENT.ADVISORY.STREAM.UPDATED.{stream}` or
/// `$JS.EVENT.ADVISORY.STREAM.DELETED.{stream}` in the stream's account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamActionAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Action on the stream. `modify` is an update.
    pub action: StreamAction,

    /// Name of the stream.
    pub stream: String,

    /// JetStream domain of the server.
    ///
    /// Absent without a domain.
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

/// A stream abandoned an atomic batch.
///
/// The server publishes it on `$JS.EVENT.ADVISORY.STREAM.BATCH_ABANDONED.{stream}`. The
/// server publishes it twice: in the stream's account, and with `account` in the system
/// account. The stream stores no message of the batch. ADR-50. Server 2.12 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamBatchAbandonedAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Reason for abandoning the batch.
    ///
    /// `timeout`: the next message did not arrive in time. `large`: too many messages.
    /// `incomplete`: messages are missing. Servers also send `unsupported`.
    pub reason: BatchAbandonReason,

    /// Name of the stream.
    pub stream: String,

    /// ID of the batch.
    pub batch: String,

    /// Name of the stream's account. Only in the system account's copy.
    pub account: Option<String>,

    /// JetStream domain of the server. Absent without a domain.
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

/// The Raft group of a stream elected a leader.
///
/// The server publishes it on `$JS.EVENT.ADVISORY.STREAM.LEADER_ELECTED.{stream}`, in
/// clusters only. The server publishes it twice: in the stream's account, and with
/// `account` in the system account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamLeaderElectedAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Account of the stream.
    ///
    /// Only in the copy for the system account.
    pub account: Option<String>,

    /// Name of the stream.
    pub stream: String,

    /// Name of the new leader.
    pub leader: String,

    /// Peers of the Raft group, including the leader.
    pub replicas: Vec<PeerInfo>,

    /// JetStream domain of the server.
    ///
    /// Absent without a domain.
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

/// The Raft group of a stream lost its quorum.
///
/// The server publishes it on `$JS.EVENT.ADVISORY.STREAM.QUORUM_LOST.{stream}`, in clusters
/// only. The server publishes it twice: in the stream's account, and with `account` in the
/// system account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamQuorumLostAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Account of the stream.
    ///
    /// Only in the copy for the system account.
    pub account: Option<String>,

    /// Name of the stream.
    pub stream: String,

    /// Peers of the Raft group, including the leader.
    pub replicas: Vec<PeerInfo>,

    /// JetStream domain of the server.
    ///
    /// Absent without a domain.
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

/// A client terminated a message (`+TERM`).
///
/// The server publishes it on
/// `$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.{stream}.{consumer}` in the consumer's
/// account. The consumer does not deliver the message again.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TerminatedAdvisory {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the message's stream.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// Stream sequence of the message.
    pub stream_seq: u64,

    /// Consumer sequence of the delivery.
    pub consumer_seq: u64,

    /// Number of deliveries of the message.
    pub deliveries: u64,

    /// JetStream domain of the server. Absent without a domain.
    pub domain: Option<String>,

    /// Reason given by the client. Absent without a reason.
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

/// Metric: time between delivery and acknowledgement of a message.
///
/// The server publishes it on `$JS.EVENT.METRIC.CONSUMER.ACK.{stream}.{consumer}` in the
/// consumer's account, for the percentage of messages in the consumer's `sample_freq`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerAckMetric {
    /// Unique ID of the event.
    pub id: String,

    /// Time of the event, by the server's clock.
    pub timestamp: OffsetDateTime,

    /// Name of the message's stream.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// Stream sequence of the message.
    pub stream_seq: u64,

    /// Consumer sequence of the delivery.
    ///
    /// The consumer counts every delivery, including redeliveries.
    pub consumer_seq: u64,

    /// Time between the last delivery and the acknowledgement.
    ///
    /// Nanoseconds on the wire.
    pub ack_time: Duration,

    /// Number of deliveries, including the acknowledged delivery.
    pub deliveries: u64,

    /// JetStream domain of the server.
    ///
    /// Absent without a domain.
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
