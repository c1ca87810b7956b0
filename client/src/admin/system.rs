//! Operations of the system account: the meta group, servers, accounts and moves.

use std::time::Duration;

use jsapi::endpoint::{META_LEADER_STEPDOWN, SERVER_EVACUATE, SERVER_REMOVE};
use jsapi::{
    AccountPurgeRequest, AccountPurgeResponse, AccountStreamCancelMoveRequest,
    AccountStreamMoveRequest, MetaLeaderStepdownRequest, MetaRescueRequest, MetaRescueResponse,
    Placement, ServerEvacuateRequest, ServerRemoveRequest, StreamInfo,
};

use crate::api::context::Context;
use crate::api::replies::Replies;
use crate::error::Result;
use crate::streams::stream::done;

impl Context {
    /// Returns a handle for the operations of the system account.
    ///
    /// Sends no request. The connection must be authenticated as a user of the
    /// system account; servers do not answer other accounts, whose requests time
    /// out. Exception: an account may move its own streams.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// // Removes a server that was lost for good.
    /// ctx.system().remove_server("n3").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn system(&self) -> System {
        System {
            context: self.clone(),
        }
    }
}

/// Handle for the operations of the system account.
///
/// Returned by [`Context::system`].
#[derive(Clone, Debug)]
pub struct System {
    context: Context,
}

/// A server of a cluster, identified by its name or its peer ID.
///
/// `&str` and `String` convert into a name.
///
/// ```
/// use jsapi_client::Peer;
///
/// assert_eq!(Peer::from("n1"), Peer::name("n1"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Peer {
    /// The server's name.
    Name(String),
    /// The server's peer ID. It tells a server from a later one with the same name.
    Id(String),
}

impl Peer {
    /// Identifies a server by its name.
    pub fn name(name: impl Into<String>) -> Self {
        Self::Name(name.into())
    }

    /// Identifies a server by its peer ID.
    ///
    /// `cluster.replicas` of a stream info has it.
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

/// Where a stream moves: the server it leaves and what the new servers must have.
///
/// The meta leader chooses whatever is not set.
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
    /// Creates a move that leaves every choice to the meta leader.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a move away from the named server.
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
    /// Returns a handle whose requests have another timeout.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// use std::time::Duration;
    ///
    /// let system = ctx.system().timeout(Duration::from_secs(30));
    /// system.evacuate_server("n3").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Sends no request.
    #[must_use]
    pub fn timeout(&self, timeout: Duration) -> Self {
        Self {
            context: self.context.timeout(timeout),
        }
    }

    /// Returns the context that sends the requests.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Makes the leader of the meta group step down; the servers elect a new one.
    ///
    /// `placement` selects the new leader (`preferred` requires server 2.11).
    /// `None`: the servers choose. Sends one request; the reply comes before the
    /// election has ended. Each further call forces another election.
    ///
    /// # Errors
    /// - 10005 if no server matches the placement.
    /// - [`TimedOut`](crate::Error::TimedOut) on a server that is not clustered: it
    ///   does not reply.
    pub async fn leader_stepdown(&self, placement: Option<Placement>) -> Result<()> {
        let mut request = MetaLeaderStepdownRequest::new();
        request.placement = placement;
        let reply = self.context.call(&request).await?;
        done(META_LEADER_STEPDOWN.verb, reply.success)
    }

    /// Removes a server that was lost for good from the cluster.
    ///
    /// The other servers recreate its replicas elsewhere. Sends one request; safe
    /// to repeat.
    ///
    /// # Errors
    /// 10044 if the server is not in the cluster, also after an earlier call whose
    /// reply was lost.
    pub async fn remove_server(&self, server: impl Into<Peer>) -> Result<()> {
        let request = match server.into() {
            Peer::Name(name) => ServerRemoveRequest::new().with_peer(name),
            Peer::Id(id) => ServerRemoveRequest::new().with_peer_id(id),
        };
        let reply = self.context.call(&request).await?;
        done(SERVER_REMOVE.verb, reply.success)
    }

    /// Moves all streams and consumers off a running server.
    ///
    /// The reply comes before the moves have ended; `cluster.desired` of each
    /// stream's info shows their progress. Sends one request; safe to repeat.
    /// Requires server 2.15.
    ///
    /// # Errors
    /// 10044 if the server is not in the cluster.
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
    /// There is no undo. `account` is the account's name or public key. The server
    /// replies when it has started, also for an account that does not exist. Sends
    /// one request; safe to repeat.
    pub async fn purge_account(&self, account: impl Into<String>) -> Result<AccountPurgeResponse> {
        self.context.call(&AccountPurgeRequest::new(account)).await
    }

    /// Moves a stream's replicas to other servers.
    ///
    /// An account may move its own streams, the system account those of every
    /// account. The reply comes before the move has ended; `cluster` of the stream's
    /// info shows its progress. Sends one request. Requires a cluster.
    ///
    /// # Errors
    /// - 10124 if a move is in progress, also after an earlier call whose reply was
    ///   lost.
    /// - 10044 if the server to move away from is not in the cluster.
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

    /// Cancels the move of a stream.
    ///
    /// An account may cancel moves of its own streams. Sends one request; safe to
    /// repeat. Requires a cluster.
    ///
    /// # Errors
    /// 10129 if no move is in progress.
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
    /// A last resort: servers that return later may disagree with what the others
    /// decided without them. `quorum_needed` is the number of servers that suffice
    /// for a decision. Range: 1 to the present quorum. Returns the reply of each
    /// server that is online, as it arrives. Sends one request; look at its effect
    /// before you repeat it. Requires server 2.15.
    ///
    /// # Errors
    /// In the replies: 10224 while the meta group has a leader, and for a quorum
    /// above the present one; 10039 from a server older than 2.15.
    pub async fn rescue(&self, quorum_needed: u64) -> Result<Replies<MetaRescueResponse>> {
        self.context
            .many(&MetaRescueRequest::new(quorum_needed))
            .await
    }
}
