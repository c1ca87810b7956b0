// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::ErrorCode;
use crate::codec::{Extra, Model, model, open_enum};
use std::time::Duration;
use time::OffsetDateTime;

/// One server of a Raft group, as its leader sees it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PeerInfo {
    /// Name of the server.
    pub name: String,

    /// Whether the peer is in contact with the leader and up to date.
    pub current: bool,

    /// Time since the leader last heard from it.
    ///
    /// Nanoseconds on the wire. Also 0 before it was first heard from; `current` is false then.
    pub active: Duration,

    /// Whether it is taken to be down.
    ///
    /// Not sent when false.
    pub offline: bool,

    /// Raft entries that it has yet to catch up with.
    ///
    /// Not sent when 0.
    pub lag: Option<u64>,

    /// Short ID of the server within its cluster.
    ///
    /// `SERVER.REMOVE` takes it as `peer_id`.
    pub peer: Option<String>,

    /// Whether the peer is not a member of the group yet.
    ///
    /// It is being added while replicas move or grow. Server 2.15 and later.
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

/// A server that will hold a stream or consumer.
///
/// ADR-62, server 2.15 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DesiredPeerInfo {
    /// The server's name.
    pub name: String,

    /// Whether the server is out of contact.
    pub offline: bool,

    /// The server's peer ID, a short hash of its name, such as `gX64jrmD`.
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

/// Which servers a stream, or a leader, should be placed on.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Placement {
    /// Name of the cluster to use.
    ///
    /// Where it is not set, streams go to the cluster that the client is connected to.
    pub cluster: Option<String>,

    /// Tags that a server must have, all of them, to be chosen.
    ///
    /// They are set in the configuration of the servers.
    pub tags: Vec<String>,

    /// Name of the server that should lead.
    ///
    /// Server 2.11 and later. Only in step-down requests: the configuration of a stream may not
    /// have it (10052).
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

/// What a stream keeps its messages for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetentionPolicy {
    /// Messages stay until a limit of the stream is reached. The server's default.
    Limits,

    /// Messages stay until every consumer that is interested has acknowledged them.
    Interest,

    /// Messages stay until one consumer has acknowledged them.
    WorkQueue,

    /// A value that this version does not know.
    Unknown(String),
}

open_enum! {
    RetentionPolicy {
        Limits = "limits",
        Interest = "interest",
        WorkQueue = "workqueue",
    }
}

/// How a stream or consumer was configured before a change of its servers.
///
/// ADR-62, server 2.15 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DesiredClusterInfoOrigin {
    /// How many servers held it before.
    pub replicas: u64,

    /// Where it was to be placed before. Absent when it had no placement rules.
    pub placement: Option<Placement>,

    /// The retention policy before.
    ///
    /// In force until the change is complete. Absent where the change leaves it alone.
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

/// The kind of step, for programs.
///
/// `meta`: the meta leader has to record something. `membership`: a member is being added
/// to or taken from the Raft group. `snapshot`: a snapshot has to be made first. `catchup`:
/// new servers are receiving what they lack. `quorum`: too few servers are online to go on
/// safely. `blocked`: something else has to move first, such as a consumer before its
/// stream. `unavailable`: nothing to do, as when shutting down. ADR-62.
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

    /// A value that this version does not know.
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

/// The step that a change of servers is at.
///
/// ADR-62, server 2.15 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DesiredClusterInfoStatus {
    /// What is being done or waited for, in words.
    ///
    /// For people, such as `waiting for peer to catch up before adding it`. Wording changes
    /// between servers: decide by `type`.
    pub description: String,

    /// The kind of step, for programs.
    ///
    /// `meta`: the meta leader has to record something. `membership`: a member is being added
    /// to or taken from the Raft group. `snapshot`: a snapshot has to be made first. `catchup`:
    /// new servers are receiving what they lack. `quorum`: too few servers are online to go on
    /// safely. `blocked`: something else has to move first, such as a consumer before its
    /// stream. `unavailable`: nothing to do, as when shutting down. ADR-62.
    pub kind: MigrationStatus,

    /// Why the step keeps failing, in words. Absent when it does not.
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

/// Where a stream or consumer is going while it is being moved or resized.
///
/// Found as `desired` in `cluster_info` from a request to scale, move, evacuate or change
/// the retention until the change is complete; absent when nothing is going on. ADR-62,
/// server 2.15 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DesiredClusterInfo {
    /// Time of the request for the change.
    pub created: OffsetDateTime,

    /// Name of the cluster that will hold it.
    pub name: Option<String>,

    /// The servers that will hold it once the change is complete.
    ///
    /// All of them, unlike the `replicas` of `cluster_info`, where the leader is left out.
    /// Absent while a smaller group has yet to be chosen.
    pub replicas: Vec<DesiredPeerInfo>,

    /// What cancelling the change goes back to.
    ///
    /// Absent when there is nothing to go back to, as measured during an evacuation.
    pub origin: Option<DesiredClusterInfoOrigin>,

    /// What the change is working on or waiting for.
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

/// The servers that keep a stream or a consumer.
///
/// A server without a cluster sends its own name as `leader`, and nothing else.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ClusterInfo {
    /// Name of the cluster.
    pub name: Option<String>,

    /// Name of the server that leads the group.
    ///
    /// Absent while there is none.
    pub leader: Option<String>,

    /// The servers of the group that do not lead it.
    ///
    /// The leader is not in this list, but it is in the list of the `*_leader_elected`
    /// advisories.
    pub replicas: Vec<PeerInfo>,

    /// When the leader took over.
    ///
    /// Server 2.11.9 and later. Sent by the leader alone.
    pub leader_since: Option<OffsetDateTime>,

    /// Name of the Raft group.
    ///
    /// Server 2.10.4 and later, in a cluster. Something like `S-R3F-clMYQjXq`; its form is not
    /// promised.
    pub raft_group: Option<String>,

    /// Whether the group replicates within the system account.
    ///
    /// Server 2.11.9 and later. Not sent when false.
    pub system_account: bool,

    /// Account within which the group replicates.
    ///
    /// Server 2.11.9 and later.
    pub traffic_account: Option<String>,

    /// The replicas that a change under way leads to, and how far it is.
    ///
    /// Absent when nothing changes. Server 2.15 and later.
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

/// Why the server refused something.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ApiError {
    /// Rough class of the error, after the status codes of HTTP.
    ///
    /// Not fit for decisions: 500 stands for plain mistakes in a configuration too, and 503 for
    /// states that last. Decide by `err_code`.
    pub code: u16,

    /// What went wrong, for people to read.
    ///
    /// The wording changes between server versions; decide by `err_code`.
    pub description: Option<String>,

    /// Number of this very error, from 10002 up.
    ///
    /// Means the same in every server version. Some errors come without one.
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

/// Answers the system account when an operation is unknown or not for it.
///
/// Always an error, 10039 on every server measured: the server does not know the operation,
/// as `META.RESCUE` before 2.15, or it is not one that the system account may use. Comes in
/// place of the reply of any operation.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SystemResponse {
    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    SystemResponse {}
}
