// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::codec::{Extra, Model, model};
use crate::generated::endpoint;
use crate::generated::shared::Placement;
use crate::request::{
    Endpoint, ManyRequest, Operation, Request, SubjectBuilder, SubjectError,
};

/// Requests the leader of the meta group to step down, which starts an election.
///
/// `placement` selects the next leader. Only the system account of a cluster gets a reply;
/// for other accounts, and with a single server, the request times out.
///
/// Subject: `META.LEADER.STEPDOWN`. Reply: [`MetaLeaderStepdownResponse`], sent by the meta
/// leader. For the system account only. Not safe to retry. Each request forces an election.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MetaLeaderStepdownRequest {
    /// Placement of the next leader.
    ///
    /// Absent: the server chooses. `preferred` requires server 2.11. The server refuses an
    /// unknown server name (10005).
    pub placement: Option<Placement>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    MetaLeaderStepdownRequest {
        placement,
    }
}

impl MetaLeaderStepdownRequest {
    /// Creates a [`MetaLeaderStepdownRequest`] with no field set.
    #[inline]
    pub fn new() -> Self {
        <Self as Model>::empty()
    }

    /// Sets [`placement`](Self::placement).
    #[inline]
    #[must_use]
    pub fn with_placement(mut self, placement: Placement) -> Self {
        self.placement = Some(placement);
        self
    }
}

impl Default for MetaLeaderStepdownRequest {
    fn default() -> Self {
        Self::new()
    }
}

/// `META.LEADER.STEPDOWN`
impl Operation for MetaLeaderStepdownRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::META_LEADER_STEPDOWN;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("META.LEADER.STEPDOWN");
        Ok(())
    }
}

impl Request for MetaLeaderStepdownRequest {
    type Response = MetaLeaderStepdownResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.meta_leader_stepdown_response",
    ];
}

/// Lowers the quorum of a meta group that permanently lost most of its servers.
///
/// A last resort: servers that come back later may have conflicting state. Every online
/// server replies. While there is a leader, the reply is error 10224. Only the system
/// account may send it.
///
/// Subject: `META.RESCUE`. Reply: a [`MetaRescueResponse`], sent by every server that is
/// online. Requires server 2.15.0. For the system account only. Not safe to retry. It
/// lowers the quorum; check the result before repeating it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MetaRescueRequest {
    /// New quorum: number of servers required for a decision.
    ///
    /// Range: 1 to the current quorum (10224).
    ///
    /// Requires API level 5.
    pub quorum_needed: u64,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    MetaRescueRequest {
        quorum_needed: required level(5),
    }
}

impl MetaRescueRequest {
    /// Creates a [`MetaRescueRequest`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(quorum_needed: u64) -> Self {
        Self {
            quorum_needed,
            ..<Self as Model>::empty()
        }
    }
}

/// `META.RESCUE`
impl Operation for MetaRescueRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::META_RESCUE;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("META.RESCUE");
        Ok(())
    }
}

impl ManyRequest for MetaRescueRequest {
    type Response = MetaRescueResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.meta_rescue_response",
    ];
}

/// Removes a server from the meta group.
///
/// For a server that is permanently offline. The name is sufficient, unless a new server
/// has the same name: then set the `peer_id` of the old one. Only the system account gets a
/// reply.
///
/// Subject: `SERVER.REMOVE`. Reply: [`ServerRemoveResponse`], sent by the meta leader. For
/// the system account only. Safe to retry. Error 10044 means that the server is no longer a
/// member.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ServerRemoveRequest {
    /// Name of the server.
    pub peer: Option<String>,

    /// Peer ID of the server; replaces the name if set.
    ///
    /// For a server whose name is unknown. Server 2.9.1 and later.
    pub peer_id: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ServerRemoveRequest {
        peer,
        peer_id,
    }
}

impl ServerRemoveRequest {
    /// Creates a [`ServerRemoveRequest`] with no field set.
    #[inline]
    pub fn new() -> Self {
        <Self as Model>::empty()
    }

    /// Sets [`peer`](Self::peer).
    #[inline]
    #[must_use]
    pub fn with_peer(mut self, peer: impl Into<String>) -> Self {
        self.peer = Some(peer.into());
        self
    }

    /// Sets [`peer_id`](Self::peer_id).
    #[inline]
    #[must_use]
    pub fn with_peer_id(mut self, peer_id: impl Into<String>) -> Self {
        self.peer_id = Some(peer_id.into());
        self
    }
}

impl Default for ServerRemoveRequest {
    fn default() -> Self {
        Self::new()
    }
}

/// `SERVER.REMOVE`
impl Operation for ServerRemoveRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::SERVER_REMOVE;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("SERVER.REMOVE");
        Ok(())
    }
}

impl Request for ServerRemoveRequest {
    type Response = ServerRemoveResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.meta_server_remove_response",
    ];
}

/// Evacuates all streams and consumers from a running server.
///
/// The moves continue after the reply; `cluster.desired` of each stream shows the progress.
/// Only the system account gets a reply.
///
/// Subject: `SERVER.EVACUATE`. Reply: [`ServerEvacuateResponse`], sent by the meta leader.
/// Requires server 2.15.0. For the system account only. Safe to retry. A repetition does
/// not affect completed moves.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ServerEvacuateRequest {
    /// Name of the server. The server refuses an unknown name (10044).
    pub peer: Option<String>,

    /// Peer ID of the server; replaces the name if set.
    pub peer_id: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ServerEvacuateRequest {
        peer,
        peer_id,
    }
}

impl ServerEvacuateRequest {
    /// Creates a [`ServerEvacuateRequest`] with no field set.
    #[inline]
    pub fn new() -> Self {
        <Self as Model>::empty()
    }

    /// Sets [`peer`](Self::peer).
    #[inline]
    #[must_use]
    pub fn with_peer(mut self, peer: impl Into<String>) -> Self {
        self.peer = Some(peer.into());
        self
    }

    /// Sets [`peer_id`](Self::peer_id).
    #[inline]
    #[must_use]
    pub fn with_peer_id(mut self, peer_id: impl Into<String>) -> Self {
        self.peer_id = Some(peer_id.into());
        self
    }
}

impl Default for ServerEvacuateRequest {
    fn default() -> Self {
        Self::new()
    }
}

/// `SERVER.EVACUATE`
impl Operation for ServerEvacuateRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::SERVER_EVACUATE;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("SERVER.EVACUATE");
        Ok(())
    }
}

impl Request for ServerEvacuateRequest {
    type Response = ServerEvacuateResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.meta_server_evacuate_response",
    ];
}

/// Reply to a request to the leader of the meta group to step down.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MetaLeaderStepdownResponse {
    /// Whether the leader has stepped down. The election may still be in progress.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    MetaLeaderStepdownResponse {
        success: required,
    }
}

/// Reply of one server to a request to lower the quorum of the meta group.
///
/// Each online server sends one reply.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MetaRescueResponse {
    /// Name of the responding server. Also sent with an error.
    pub server: String,

    /// ID of the responding server. Also sent with an error.
    pub server_id: String,

    /// Previous quorum. Only sent by a server that changed its quorum.
    pub prev_quorum: Option<u64>,

    /// New quorum. Only sent by a server that changed its quorum.
    pub new_quorum: Option<u64>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    MetaRescueResponse {
        server: required,
        server_id: required,
        prev_quorum,
        new_quorum,
    }
}

/// Reply to a request to evacuate all streams and consumers from a server.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ServerEvacuateResponse {
    /// Whether the moves have started. They continue in the background.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ServerEvacuateResponse {
        success: required,
    }
}

/// Reply to a request to remove a server from the meta group.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ServerRemoveResponse {
    /// Whether the server was removed.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ServerRemoveResponse {
        success: required,
    }
}
