// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::codec::{Extra, Model, model};
use crate::generated::endpoint;
use crate::generated::shared::Placement;
use crate::request::{
    Endpoint, ManyRequest, Operation, Request, SubjectBuilder, SubjectError,
};

/// Makes the leader of the meta group step down, so that another is elected.
///
/// `placement` says who should follow. Only the system account of a cluster is answered;
/// for others, and by a single server, the request times out.
///
/// Subject `META.LEADER.STEPDOWN`, answered by the meta leader with a
/// [`MetaLeaderStepdownResponse`]. For the system account only. Not safe to repeat. Each
/// request forces an election.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MetaLeaderStepdownRequest {
    /// Where the next leader shall be.
    ///
    /// Absent, the server chooses. Naming a `preferred` server works with 2.11 and later. An
    /// unknown one is refused with 10005.
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

/// Lowers the quorum of a meta group that lost most of its servers for good.
///
/// A last resort: servers that come back later may disagree with what was decided without
/// them. Every server that is online answers. While there is a leader it is error 10224.
/// Only the system account may ask.
///
/// Subject `META.RESCUE`, answered by the every server that is online with a
/// [`MetaRescueResponse`] by each server. Since server 2.15.0. For the system account only.
/// Not safe to repeat. It lowers the quorum; look at what it did before asking again.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MetaRescueRequest {
    /// How many servers shall be enough for a decision.
    ///
    /// 1 up to the present quorum; anything else is refused with 10224.
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
    /// The server has defaults for the others.
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

/// Takes a server out of the meta group.
///
/// For a server that does not come back: a name alone is enough unless the server was
/// replaced by one of the same name, then give its `peer_id`. Only the system account is
/// answered.
///
/// Subject `SERVER.REMOVE`, answered by the meta leader with a [`ServerRemoveResponse`].
/// For the system account only. Safe to repeat. Error 10044 says that the server is no
/// member any more.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ServerRemoveRequest {
    /// Name of the server.
    pub peer: Option<String>,

    /// Peer ID of the server, used in place of the name when set.
    ///
    /// For a server whose name nobody knows any more. Server 2.9.1 and later.
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

/// Moves all streams and consumers off a server that still works.
///
/// The moves go on after the reply; `cluster.desired` of each stream shows how far it is.
/// Only the system account is answered.
///
/// Subject `SERVER.EVACUATE`, answered by the meta leader with a
/// [`ServerEvacuateResponse`]. Since server 2.15.0. For the system account only. Safe to
/// repeat. What has left already is not moved again.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ServerEvacuateRequest {
    /// The server's name. One that is not in the cluster is refused with 10044.
    pub peer: Option<String>,

    /// The server's peer ID, used in place of the name when set.
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

/// Reply to a request to the leader of the meta group to hand over.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MetaLeaderStepdownResponse {
    /// Whether the leader has stepped down. A new leader may not be elected yet.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    MetaLeaderStepdownResponse {
        success: required,
    }
}

/// Answers for one server whether it lowered the quorum of the meta group.
///
/// Several of these follow one request, one from each server online.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MetaRescueResponse {
    /// Name of the server that answers. Sent with errors too.
    pub server: String,

    /// ID of the server that answers. Sent with errors too.
    pub server_id: String,

    /// The quorum before. Sent only by a server that changed it.
    pub prev_quorum: Option<u64>,

    /// The quorum from now on. Sent only by a server that changed it.
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

/// Reply to a request to move all that JetStream keeps on a server to others.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ServerEvacuateResponse {
    /// Whether the moves have begun. They go on in the background.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ServerEvacuateResponse {
        success: required,
    }
}

/// Reply to a request to take a server out of the cluster.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ServerRemoveResponse {
    /// Whether the server was taken out.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ServerRemoveResponse {
        success: required,
    }
}
