// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::ErrorCode;
use crate::codec::{Extra, Model, model, open_enum};
use std::time::Duration;
use time::OffsetDateTime;

/// One peer of a Raft group, as reported by the group's leader.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PeerInfo {
    /// Name of the server.
    pub name: String,

    /// Whether the peer is connected to the leader and up to date.
    pub current: bool,

    /// Time since the leader last received a message from the peer.
    ///
    /// Nanoseconds on the wire. Also 0 before the first message; `current` is false then.
    pub active: Duration,

    /// Whether the leader considers the peer offline.
    ///
    /// Absent if false.
    pub offline: bool,

    /// Number of Raft entries that the peer lags behind the leader.
    ///
    /// Absent if 0.
    pub lag: Option<u64>,

    /// Peer ID of the server.
    ///
    /// `SERVER.REMOVE` accepts it as `peer_id`.
    pub peer: Option<String>,

    /// Whether the peer is not a member of the Raft group yet.
    ///
    /// The group adds peers when replicas move or scale up. Server 2.15 and later.
    pub pending: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    PeerInfo {
        name: required,
        current: required,
        active: required duration,
        offline,
        lag,
        peer,
        pending,
    }
}

/// A server that will hold a replica of a stream or consumer.
///
/// ADR-62, server 2.15 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DesiredPeerInfo {
    /// Name of the server.
    pub name: String,

    /// Whether the server is offline.
    pub offline: bool,

    /// Peer ID of the server, a short hash of its name, such as `gX64jrmD`.
    pub peer: String,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    DesiredPeerInfo {
        name: required,
        offline,
        peer: required,
    }
}

/// Placement of a stream's replicas or of a leader.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Placement {
    /// Name of the cluster.
    ///
    /// Unset: the cluster that the client is connected to.
    pub cluster: Option<String>,

    /// Tags that a server must have; all are required.
    ///
    /// An operator sets the tags in the server configuration.
    pub tags: Vec<String>,

    /// Name of the server that should become leader.
    ///
    /// Server 2.11 and later. Only in step-down requests: the server refuses it in a stream
    /// configuration (10052).
    ///
    /// Requires API level 1.
    pub preferred: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    Placement {
        cluster,
        tags,
        preferred: level(1),
    }
}

impl Placement {
    /// Creates a [`Placement`] with no field set.
    #[inline]
    pub fn new() -> Self {
        <Self as Model>::empty()
    }

    /// Sets [`cluster`](Self::cluster).
    #[inline]
    #[must_use]
    pub fn with_cluster(mut self, cluster: impl Into<String>) -> Self {
        self.cluster = Some(cluster.into());
        self
    }

    /// Sets [`tags`](Self::tags).
    #[inline]
    #[must_use]
    pub fn with_tags(
        mut self,
        tags: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.tags = tags.into_iter().map(Into::into).collect();
        self
    }

    /// Sets [`preferred`](Self::preferred).
    #[inline]
    #[must_use]
    pub fn with_preferred(mut self, preferred: impl Into<String>) -> Self {
        self.preferred = Some(preferred.into());
        self
    }
}

impl Default for Placement {
    fn default() -> Self {
        Self::new()
    }
}

/// Retention policy of a stream: when it removes messages.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetentionPolicy {
    /// The stream keeps messages until a limit is reached. The server's default.
    Limits,

    /// The stream keeps messages until all interested consumers have acknowledged them.
    Interest,

    /// The stream keeps messages until one consumer has acknowledged them.
    WorkQueue,

    /// Value that this version does not know.
    Unknown(String),
}

open_enum! {
    RetentionPolicy {
        Limits = "limits",
        Interest = "interest",
        WorkQueue = "workqueue",
    }
}

/// Configuration of a stream or consumer before a change of its replicas.
///
/// ADR-62, server 2.15 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DesiredClusterInfoOrigin {
    /// Number of replicas before the change.
    pub replicas: u64,

    /// Placement before the change. Absent without a placement.
    pub placement: Option<Placement>,

    /// Retention policy before the change.
    ///
    /// In force until the change is complete. Absent if the change does not affect it.
    pub retention: Option<RetentionPolicy>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    DesiredClusterInfoOrigin {
        replicas: required,
        placement,
        retention,
    }
}

/// Kind of the step.
///
/// `meta`: waits for a decision of the meta leader. `membership`: adds a peer to the Raft
/// group or removes one. `snapshot`: waits for a Raft snapshot. `catchup`: new peers are
/// catching up. `quorum`: too few servers are online to continue safely. `blocked`: another
/// move must complete first, such as that of a consumer before its stream. `unavailable`:
/// no step is possible, as during a shutdown. ADR-62.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MigrationStatus {
    /// `meta` on the wire.
    Meta,

    /// `membership` on the wire.
    Membership,

    /// `snapshot` on the wire.
    Snapshot,

    /// `catchup` on the wire.
    Catchup,

    /// `quorum` on the wire.
    Quorum,

    /// `blocked` on the wire.
    Blocked,

    /// `unavailable` on the wire.
    Unavailable,

    /// Value that this version does not know.
    Unknown(String),
}

open_enum! {
    MigrationStatus {
        Meta = "meta",
        Membership = "membership",
        Snapshot = "snapshot",
        Catchup = "catchup",
        Quorum = "quorum",
        Blocked = "blocked",
        Unavailable = "unavailable",
    }
}

/// Current step of a change of replicas.
///
/// ADR-62, server 2.15 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DesiredClusterInfoStatus {
    /// Description of the step for humans.
    ///
    /// For example `waiting for peer to catch up before adding it`. The wording changes between
    /// server versions. Use `type` for decisions.
    pub description: String,

    /// Kind of the step.
    ///
    /// `meta`: waits for a decision of the meta leader. `membership`: adds a peer to the Raft
    /// group or removes one. `snapshot`: waits for a Raft snapshot. `catchup`: new peers are
    /// catching up. `quorum`: too few servers are online to continue safely. `blocked`: another
    /// move must complete first, such as that of a consumer before its stream. `unavailable`:
    /// no step is possible, as during a shutdown. ADR-62.
    pub kind: MigrationStatus,

    /// Reason for repeated failures of the step. Absent without failures.
    pub err: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    DesiredClusterInfoStatus {
        description: required,
        kind as "type": required,
        err,
    }
}

/// Target of a change of a stream's or consumer's replicas.
///
/// Present as `desired` in `cluster_info` from a request to scale, move, evacuate or change
/// the retention until the change is complete. ADR-62, server 2.15 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DesiredClusterInfo {
    /// Time of the request for the change.
    pub created: OffsetDateTime,

    /// Name of the target cluster.
    pub name: Option<String>,

    /// Servers of the replicas after the change.
    ///
    /// Includes the leader, in contrast to `replicas` of `cluster_info`. Absent while the
    /// servers of a smaller group are not chosen yet.
    pub replicas: Vec<DesiredPeerInfo>,

    /// Configuration that cancelling the change restores.
    ///
    /// Absent if a cancel restores nothing, as during an evacuation.
    pub origin: Option<DesiredClusterInfoOrigin>,

    /// Current step of the change.
    ///
    /// Absent until the leader of the group has reported a step.
    pub status: Option<DesiredClusterInfoStatus>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    DesiredClusterInfo {
        created: required,
        name,
        replicas,
        origin,
        status,
    }
}

/// Raft group of a stream or consumer: leader and replicas.
///
/// A server without a cluster sends only its name as `leader`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ClusterInfo {
    /// Name of the cluster.
    pub name: Option<String>,

    /// Name of the leader.
    ///
    /// Absent without a leader.
    pub leader: Option<String>,

    /// Peers of the group, without the leader.
    ///
    /// The `*_leader_elected` advisories include the leader.
    pub replicas: Vec<PeerInfo>,

    /// Time at which the leader was elected.
    ///
    /// Server 2.11.9 and later. Only the leader sends it.
    pub leader_since: Option<OffsetDateTime>,

    /// Name of the Raft group.
    ///
    /// Server 2.10.4 and later, in a cluster. For example `S-R3F-clMYQjXq`; the format may
    /// change.
    pub raft_group: Option<String>,

    /// Whether the group replicates within the system account.
    ///
    /// Server 2.11.9 and later. Absent if false.
    pub system_account: bool,

    /// Account within which the group replicates.
    ///
    /// Server 2.11.9 and later.
    pub traffic_account: Option<String>,

    /// Target and progress of a change of the replicas.
    ///
    /// Absent without a change in progress. Server 2.15 and later.
    pub desired: Option<DesiredClusterInfo>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ClusterInfo {
        name,
        leader,
        replicas,
        leader_since,
        raft_group,
        system_account,
        traffic_account,
        desired,
    }
}

/// Error of the JetStream API.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ApiError {
    /// Class of the error, like an HTTP status code.
    ///
    /// Too coarse for decisions: the server sends 500 for invalid configurations too, and 503
    /// for permanent states. Use `err_code`.
    pub code: u16,

    /// Description of the error for humans.
    ///
    /// The wording changes between server versions. Use `err_code` for decisions.
    pub description: Option<String>,

    /// Code of the specific error, from 10002 up.
    ///
    /// A code has the same meaning in every server version. Some errors have no code.
    pub err_code: Option<ErrorCode>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ApiError {
        code: required,
        description,
        err_code,
    }
}

/// Error reply to a request that the system account may not send.
///
/// Always an error; 10039 on servers 2.10 to 2.15. The server does not support the
/// operation, such as `META.RESCUE` before 2.15, or the system account may not use it. It
/// replaces the reply of any operation.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SystemResponse {
    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    SystemResponse {}
}
