//! What only the system account may ask, of a cluster as a whole.

use jsapi::endpoint::{META_LEADER_STEPDOWN, SERVER_EVACUATE, SERVER_REMOVE};
use jsapi::{
    AccountPurgeRequest, AccountPurgeResponse, AccountStreamCancelMoveRequest,
    AccountStreamMoveRequest, MetaLeaderStepdownRequest, MetaRescueRequest, MetaRescueResponse,
    Placement, ServerEvacuateRequest, ServerRemoveRequest, StreamInfo,
};

use crate::context::Context;
use crate::error::Result;
use crate::replies::Replies;
use crate::stream::done;

impl Context {
    /// What the system account may ask of the cluster.
    ///
    /// Asks nothing. The client has to be signed in to the system account, moves
    /// of the account's own streams excepted: servers do not answer others, and
    /// their requests time out.
    pub fn system(&self) -> System {
        System {
            context: self.clone(),
        }
    }
}

/// The operations of the system account.
///
/// From [`Context::system`].
#[derive(Clone, Debug)]
pub struct System {
    context: Context,
}

/// A server of a cluster, by its name or by its peer ID.
///
/// A text is taken for a name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Peer {
    /// By its name.
    Name(String),
    /// By its peer ID, which a server keeps when another of its name takes its
    /// place.
    Id(String),
}

impl Peer {
    /// The server of this name.
    pub fn name(name: impl Into<String>) -> Self {
        Self::Name(name.into())
    }

    /// The server of this peer ID, as `cluster.replicas` of an info gives it.
    pub fn id(id: impl Into<String>) -> Self {
        Self::Id(id.into())
    }
}

impl From<&str> for Peer {
    fn from(name: &str) -> Self {
        Self::name(name)
    }
}

impl From<String> for Peer {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}

/// Which of a stream's servers to move away from, and where to.
///
/// All of it may be left open, and is the servers' choice then.
///
/// ```
/// use jsapi_client::StreamMove;
///
/// let off_n1 = StreamMove::away_from("n1");
/// let to_ssd = StreamMove::new().with_tags(["ssd"]);
/// # let _ = (off_n1, to_ssd);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamMove {
    /// Name of the server to move away from.
    pub server: Option<String>,
    /// Name of that server's cluster.
    pub cluster: Option<String>,
    /// JetStream domain of that server.
    pub domain: Option<String>,
    /// Tags that the new servers must have, besides those of the placement.
    pub tags: Vec<String>,
}

impl StreamMove {
    /// With everything left open.
    pub fn new() -> Self {
        Self::default()
    }

    /// Away from the server of this name.
    pub fn away_from(server: impl Into<String>) -> Self {
        Self {
            server: Some(server.into()),
            ..Self::default()
        }
    }

    /// Sets [`cluster`](Self::cluster).
    #[must_use]
    pub fn with_cluster(mut self, cluster: impl Into<String>) -> Self {
        self.cluster = Some(cluster.into());
        self
    }

    /// Sets [`domain`](Self::domain).
    #[must_use]
    pub fn with_domain(mut self, domain: impl Into<String>) -> Self {
        self.domain = Some(domain.into());
        self
    }

    /// Sets [`tags`](Self::tags).
    #[must_use]
    pub fn with_tags(mut self, tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.tags = tags.into_iter().map(Into::into).collect();
        self
    }
}

impl System {
    /// The context that it asks through.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Has the leader of the meta group step down, so that another is elected.
    ///
    /// `placement` says who should follow; its `preferred` server 2.11 and later
    /// know. `None` leaves that to the servers. One request; the election goes
    /// on after the answer.
    ///
    /// # Errors
    /// 10005 when no server fits the placement. A single server does not answer.
    /// Each repeat forces another election.
    pub async fn leader_stepdown(&self, placement: Option<Placement>) -> Result<()> {
        let mut request = MetaLeaderStepdownRequest::new();
        request.placement = placement;
        let reply = self.context.call(&request).await?;
        done(META_LEADER_STEPDOWN.verb, reply.success)
    }

    /// Takes a server that does not come back out of the cluster.
    ///
    /// Its replicas are made anew elsewhere. One request, safe to repeat.
    ///
    /// # Errors
    /// 10044 when the server is not in the cluster, as after a first attempt
    /// whose answer was lost.
    pub async fn remove_server(&self, server: impl Into<Peer>) -> Result<()> {
        let request = match server.into() {
            Peer::Name(name) => ServerRemoveRequest::new().with_peer(name),
            Peer::Id(id) => ServerRemoveRequest::new().with_peer_id(id),
        };
        let reply = self.context.call(&request).await?;
        done(SERVER_REMOVE.verb, reply.success)
    }

    /// Moves all streams and consumers off a server that still works.
    ///
    /// The moves go on after the answer: `cluster.desired` of each stream's info
    /// shows how far it is. One request, safe to repeat. Server 2.15 and later.
    ///
    /// # Errors
    /// 10044 when the server is not in the cluster.
    pub async fn evacuate_server(&self, server: impl Into<Peer>) -> Result<()> {
        let request = match server.into() {
            Peer::Name(name) => ServerEvacuateRequest::new().with_peer(name),
            Peer::Id(id) => ServerEvacuateRequest::new().with_peer_id(id),
        };
        let reply = self.context.call(&request).await?;
        done(SERVER_EVACUATE.verb, reply.success)
    }

    /// Deletes all streams and consumers of an account.
    ///
    /// There is no undo. By the account's name or public key. The answer says
    /// that it was begun, and says so for an account that does not exist too.
    /// One request, safe to repeat.
    pub async fn purge_account(&self, account: impl Into<String>) -> Result<AccountPurgeResponse> {
        self.context.call(&AccountPurgeRequest::new(account)).await
    }

    /// Moves a stream's replicas to other servers.
    ///
    /// An account may move its own streams, the system account those of all. The
    /// move goes on after the answer: `cluster` of the stream's info shows how
    /// far it is. One request. Clusters only.
    ///
    /// # Errors
    /// 10124 when a move is under way, as after a first attempt whose answer was
    /// lost; 10044 when the server to move away from is not in the cluster.
    pub async fn move_stream(
        &self,
        account: impl Into<String>,
        stream: impl Into<String>,
        how: StreamMove,
    ) -> Result<StreamInfo> {
        let mut request = AccountStreamMoveRequest::new(account, stream);
        request.server = how.server;
        request.cluster = how.cluster;
        request.domain = how.domain;
        request.tags = how.tags;
        self.context.call(&request).await
    }

    /// Calls off a stream's move that is under way.
    ///
    /// An account may do so for its own streams. One request, safe to repeat.
    /// Clusters only.
    ///
    /// # Errors
    /// 10129 when nothing is under way.
    pub async fn cancel_move(
        &self,
        account: impl Into<String>,
        stream: impl Into<String>,
    ) -> Result<StreamInfo> {
        let request = AccountStreamCancelMoveRequest::new(account, stream);
        self.context.call(&request).await
    }

    /// Lowers the quorum of a meta group that lost most of its servers for good.
    ///
    /// A last resort: servers that come back later may disagree with what was
    /// decided without them. `quorum_needed` is how many servers shall be enough
    /// for a decision, from 1. Gives the answer of each server that is online,
    /// as they come; a server that refuses says why. One request, not to be
    /// repeated before looking at what it did. Server 2.15 and later.
    ///
    /// # Errors
    /// In the answers: 10224 while there is a leader, and for a quorum above the
    /// present one; 10039 from a server before 2.15.
    pub async fn rescue(&self, quorum_needed: u64) -> Result<Replies<MetaRescueResponse>> {
        self.context
            .many(&MetaRescueRequest::new(quorum_needed))
            .await
    }
}
