//! Handle to a stream.

use std::sync::Arc;
use std::time::Duration;

use jsapi::endpoint::{
    STREAM_DELETE, STREAM_INFO, STREAM_LEADER_STEPDOWN, STREAM_PEER_EVACUATE, STREAM_PEER_REMOVE,
    STREAM_PURGE, STREAM_UPDATE,
};
use jsapi::{
    Placement, StreamCancelMoveRequest, StreamConfig, StreamDeleteRequest, StreamInfo,
    StreamInfoRequest, StreamInfoResponse, StreamLeaderStepdownRequest, StreamName,
    StreamPeerEvacuateRequest, StreamPeerRemoveRequest, StreamUpdateRequest,
};

use crate::api::context::Context;
use crate::api::pages::Items;
use crate::error::{Error, Invalid, Mismatch, Result};
use crate::streams::purge::Purge;

/// Timeout of one page of subjects, unless the context's is longer.
pub(crate) const SUBJECTS_TIMEOUT: Duration = Duration::from_secs(30);

/// Handle to a stream, by its name.
///
/// Returned by [`Context::stream`], which sends no request, or by [`Context::get_stream`] and
/// [`Context::create_stream`], after which the stream exists. The handle holds the name, the
/// context and possibly an [info](Self::cached_info): it is cheap to clone, and stays valid if
/// the stream is deleted and created again.
///
/// Not to be confused with `futures_util::Stream`, which this crate always writes with its
/// crate name.
#[derive(Clone, Debug)]
pub struct Stream {
    context: Context,
    name: StreamName,
    info: Option<Arc<StreamInfo>>,
}

impl Stream {
    pub(crate) fn new(context: Context, name: StreamName) -> Self {
        Self {
            context,
            name,
            info: None,
        }
    }

    pub(crate) fn with_info(mut self, info: StreamInfo) -> Self {
        self.info = Some(Arc::new(info));
        self
    }

    /// Returns the info that the server sent when this handle was created.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// let orders = ctx.get_stream("ORDERS").await?;
    /// if let Some(info) = orders.cached_info() {
    ///     println!("{} messages a moment ago", info.state.messages);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The info is never refreshed, and its state is soon outdated. Use [`info`](Self::info) to
    /// request the current one. `None`: the handle is from [`Context::stream`]. Sends no request.
    pub fn cached_info(&self) -> Option<&StreamInfo> {
        self.info.as_deref()
    }

    /// Returns a handle whose requests have another timeout.
    ///
    /// ```no_run
    /// # async fn example(orders: jsapi_client::Stream) -> Result<(), jsapi_client::Error> {
    /// use std::time::Duration;
    ///
    /// let info = orders.timeout(Duration::from_secs(1)).info().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Handles created from it have its timeout, too. Sends no request.
    #[must_use]
    pub fn timeout(&self, timeout: Duration) -> Self {
        Self {
            context: self.context.timeout(timeout),
            ..self.clone()
        }
    }

    /// Returns the name of the stream.
    pub fn name(&self) -> &StreamName {
        &self.name
    }

    /// Returns the context of the handle.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Returns the stream's configuration, state, replicas and sources.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) if the stream does not exist (10059).
    ///
    /// # Cancel safety
    /// Dropping the future has no effect on the server.
    pub async fn info(&self) -> Result<StreamInfo> {
        let request = StreamInfoRequest::new(&self.name);
        Ok(self.context.call(&request).await?.into())
    }

    /// Returns the stream's configuration and state, or `None` if it does not exist.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// Those of [`info`](Self::info), except for 10059.
    pub async fn info_opt(&self) -> Result<Option<StreamInfo>> {
        match self.info().await {
            Ok(info) => Ok(Some(info)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Returns the stream's configuration and state, with further details.
    ///
    /// ```no_run
    /// # async fn example(stream: jsapi_client::Stream) -> Result<(), jsapi_client::Error> {
    /// let info = stream.info_with(|ask| ask.with_deleted_details(true)).await?;
    /// println!("deleted: {:?}", info.state.deleted);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Sends one request. Use [`subjects`](Self::subjects) for all pages of subjects.
    ///
    /// # Errors
    /// Those of [`info`](Self::info).
    pub async fn info_with(
        &self,
        ask: impl FnOnce(StreamInfoRequest) -> StreamInfoRequest,
    ) -> Result<StreamInfoResponse> {
        let request = ask(StreamInfoRequest::new(&self.name));
        self.context.call(&request).await
    }

    /// Lists the subjects that match a filter, with their number of messages.
    ///
    /// ```no_run
    /// # async fn example(stream: jsapi_client::Stream) -> Result<(), jsapi_client::Error> {
    /// use futures_util::TryStreamExt;
    ///
    /// let mut subjects = stream.subjects("orders.*");
    /// while let Some((subject, messages)) = subjects.try_next().await? {
    ///     println!("{subject}: {messages}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// `filter` may contain wildcards; `>` matches every subject. Sends one request per 100,000
    /// subjects; such a reply has several megabytes, and may exceed the server's `max_payload`. A
    /// server takes seconds to sort a million subjects for each request, so the default
    /// [timeout](Items::timeout) of a request is the context's, at least 30 s.
    pub fn subjects(&self, filter: impl Into<String>) -> Items<StreamInfoRequest> {
        let filter = filter.into();
        let refused = Error::if_empty(STREAM_INFO.verb, "subject filter", &filter);
        self.context
            .items(StreamInfoRequest::new(&self.name).with_subjects_filter(filter))
            .timeout(self.context.default_timeout().max(SUBJECTS_TIMEOUT))
            .refused_if(refused)
    }

    /// Changes settings and keeps the others.
    ///
    /// ```no_run
    /// # async fn example(stream: jsapi_client::Stream) -> Result<(), jsapi_client::Error> {
    /// use std::time::Duration;
    ///
    /// stream
    ///     .update_with(|config| config.max_age = Some(Duration::from_secs(3600)))
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Reads the configuration, calls `change`, and writes the configuration back. Sends two
    /// requests, or one if `change` changes nothing. Unknown settings of a newer server are
    /// written back, too. The server sets the metadata keys that begin with `_nats.` again.
    ///
    /// The server does not support conditional updates: of two concurrent calls, the later one
    /// reverts the change of the earlier one.
    ///
    /// # Errors
    /// - [`is_not_found`](Error::is_not_found) if the stream does not exist.
    /// - 10052 and others if a setting cannot be changed, or not to this value.
    /// - [`Error::Invalid`] if `change` changes the name.
    ///
    /// # Cancel safety
    /// If the future is dropped after the second request, the update may have applied.
    pub async fn update_with(&self, change: impl FnOnce(&mut StreamConfig)) -> Result<StreamInfo> {
        let info = self.info().await?;
        let mut config = info.config.clone();
        change(&mut config);
        if config == info.config {
            return Ok(info);
        }
        if config.name != self.name.as_str() {
            let reason = format!(
                "the update of stream {:?} changes its name to {:?}",
                self.name.as_str(),
                config.name,
            );
            return Err(Error::invalid(
                STREAM_UPDATE.verb,
                Invalid::Config(reason.into()),
            ));
        }
        self.context.call(&StreamUpdateRequest::new(config)).await
    }

    /// Purges messages, and returns their number.
    ///
    /// ```no_run
    /// # async fn example(stream: jsapi_client::Stream) -> Result<(), jsapi_client::Error> {
    /// use jsapi_client::Purge;
    ///
    /// let removed = stream.purge(Purge::keep(10).filter("orders.new")).await?;
    /// println!("{removed} messages removed");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Sends one request; none for [`Purge::below`] 0 or 1, which match no message.
    ///
    /// # Errors
    /// - 10110 if the stream sets `deny_purge`, 10109 if it is sealed.
    /// - [`Error::Invalid`] for an empty filter, which servers treat as unset.
    ///
    /// A retry also purges messages stored since the first attempt, unless it is a
    /// [`Purge::below`].
    pub async fn purge(&self, purge: Purge) -> Result<u64> {
        let request = purge
            .request(&self.name)
            .map_err(|why| Error::invalid(STREAM_PURGE.verb, why))?;
        let Some(request) = request else {
            return Ok(0);
        };
        let reply = self.context.call(&request).await?;
        done(STREAM_PURGE.verb, reply.success)?;
        Ok(reply.purged)
    }

    /// Deletes the stream with its messages and consumers.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) if the stream does not exist (10059), also if an
    /// earlier attempt deleted it.
    pub async fn delete(&self) -> Result<()> {
        let request = StreamDeleteRequest::new(&self.name);
        let reply = self.context.call(&request).await?;
        done(STREAM_DELETE.verb, reply.success)
    }

    /// Requests the stream's leader to step down, which starts an election.
    ///
    /// `placement` selects the next leader (server 2.11 and later); `None`: the servers choose.
    /// Sends one request; the election continues after the reply.
    ///
    /// # Errors
    /// 10005 if no other server matches the placement, 10010 from a single server. A retry
    /// starts another election.
    pub async fn leader_stepdown(&self, placement: Option<Placement>) -> Result<()> {
        let mut request = StreamLeaderStepdownRequest::new(&self.name);
        request.placement = placement;
        let reply = self.context.call(&request).await?;
        done(STREAM_LEADER_STEPDOWN.verb, reply.success)
    }

    /// Removes a permanently offline server from the stream's replicas.
    ///
    /// `server` is the name or the peer ID. The cluster replaces the replica if another server is
    /// available. Sends one request. Clusters only.
    ///
    /// # Errors
    /// 10040 if the server has no replica of the stream, also if an earlier attempt removed it.
    pub async fn remove_peer(&self, server: impl Into<String>) -> Result<()> {
        let server = server.into();
        Error::if_empty(STREAM_PEER_REMOVE.verb, "server", &server)?;
        let request = StreamPeerRemoveRequest::new(&self.name, server);
        let reply = self.context.call(&request).await?;
        done(STREAM_PEER_REMOVE.verb, reply.success)
    }

    /// Evacuates the stream's replica from a running server.
    ///
    /// `server` is the name. The old replica stays until the new one has caught up;
    /// `cluster.desired` of [`info`](Self::info) shows the progress. Sends one request. Clusters
    /// only. Requires server 2.15.
    ///
    /// # Errors
    /// 10040 if the server has no replica of the stream, 10075 if no other server can replace
    /// it.
    pub async fn evacuate_peer(&self, server: impl Into<String>) -> Result<()> {
        let server = server.into();
        Error::if_empty(STREAM_PEER_EVACUATE.verb, "server", &server)?;
        let request = StreamPeerEvacuateRequest::new(&self.name, server);
        let reply = self.context.call(&request).await?;
        done(STREAM_PEER_EVACUATE.verb, reply.success)
    }

    /// Cancels a change of the stream's replicas that is in progress.
    ///
    /// Sends one request. Clusters only. Requires server 2.15; for older servers use
    /// [`System::cancel_move`](crate::System::cancel_move).
    ///
    /// # Errors
    /// 10129 if no change is in progress.
    pub async fn cancel_move(&self) -> Result<StreamInfo> {
        self.context
            .call(&StreamCancelMoveRequest::new(&self.name))
            .await
    }
}

/// Checks the `success` of a reply: servers send an error if they do not succeed.
pub(crate) fn done(operation: &'static str, success: bool) -> Result<()> {
    if success {
        return Ok(());
    }
    Err(Error::mismatch(operation, Mismatch::NoSuccess))
}
