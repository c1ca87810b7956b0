//! The handle to one stream.

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

/// A stream, by its name.
///
/// From [`Context::stream`], which sends no request, or from
/// [`Context::get_stream`] and [`Context::create_stream`], which make sure that
/// it is there. It holds the name, the context and perhaps an
/// [info](Self::cached_info): cloning it is cheap, and it stays valid when the stream
/// is deleted and created again.
///
/// Not to be confused with `futures_util::Stream`, which this crate always
/// writes with its crate.
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

    /// Returns the info that the server sent when this handle was made.
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
    /// As old as the handle: it is never refreshed, and its state is soon outdated.
    /// [`info`](Self::info) asks the server. `None`: the handle is from
    /// [`Context::stream`], which sends no request. Sends no request.
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
    /// Handles made from it have its timeout too. Sends no request.
    #[must_use]
    pub fn timeout(&self, timeout: Duration) -> Self {
        Self {
            context: self.context.timeout(timeout),
            ..self.clone()
        }
    }

    /// Its name.
    pub fn name(&self) -> &StreamName {
        &self.name
    }

    /// The context that it asks through.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Reads its configuration, state, replicas and sources.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) when it does not exist (10059).
    ///
    /// # Cancel safety
    /// Nothing is lost by dropping it: a read.
    pub async fn info(&self) -> Result<StreamInfo> {
        let request = StreamInfoRequest::new(&self.name);
        Ok(self.context.call(&request).await?.into())
    }

    /// Reads its configuration and state, or `None` when it does not exist.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// As [`info`](Self::info), without 10059.
    pub async fn info_opt(&self) -> Result<Option<StreamInfo>> {
        match self.info().await {
            Ok(info) => Ok(Some(info)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Reads its configuration and state, with what is asked for besides.
    ///
    /// ```no_run
    /// # async fn example(stream: jsapi_client::Stream) -> Result<(), jsapi_client::Error> {
    /// let info = stream.info_with(|ask| ask.with_deleted_details(true)).await?;
    /// println!("deleted: {:?}", info.state.deleted);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Sends one request. For all pages of subjects there is
    /// [`subjects`](Self::subjects).
    ///
    /// # Errors
    /// As [`info`](Self::info).
    pub async fn info_with(
        &self,
        ask: impl FnOnce(StreamInfoRequest) -> StreamInfoRequest,
    ) -> Result<StreamInfoResponse> {
        let request = ask(StreamInfoRequest::new(&self.name));
        self.context.call(&request).await
    }

    /// Lists the subjects that match, and how many messages each has.
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
    /// `filter` may have wildcards, `>` is every subject. Sends one request per
    /// 100,000 subjects; such a reply is some megabytes, and may be larger than
    /// the server's `max_payload`. A server takes seconds to sort a million subjects for
    /// each request, so the default [timeout](Items::timeout) of each is the context's,
    /// at least 30 s.
    pub fn subjects(&self, filter: impl Into<String>) -> Items<StreamInfoRequest> {
        let filter = filter.into();
        let refused = Error::if_empty(STREAM_INFO.verb, "subject filter", &filter);
        self.context
            .items(StreamInfoRequest::new(&self.name).with_subjects_filter(filter))
            .timeout(self.context.default_timeout().max(SUBJECTS_TIMEOUT))
            .refused_if(refused)
    }

    /// Changes settings and leaves the others as they are.
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
    /// Reads the configuration, has it changed, and writes it back: two
    /// requests, or one when `change` changed nothing. Settings of a newer
    /// server, which there are no fields for, are written back too. Metadata
    /// keys that begin with `_nats.` are the server's own: it sets them anew.
    ///
    /// The server has no way to write only if nothing changed meanwhile: of two
    /// that do this at once, the later one undoes the earlier one's change.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) when it does not exist. 10052 and
    /// others when a setting cannot be changed, or not to this.
    /// [`Error::Invalid`] when `change` changes the name.
    ///
    /// # Cancel safety
    /// Dropped after the second request was sent, the change may be made.
    pub async fn update_with(&self, change: impl FnOnce(&mut StreamConfig)) -> Result<StreamInfo> {
        let info = self.info().await?;
        let mut config = info.config.clone();
        change(&mut config);
        if config == info.config {
            return Ok(info);
        }
        if config.name != self.name.as_str() {
            let reason = format!(
                "the update of stream {:?} names it {:?}",
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

    /// Removes messages, and says how many.
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
    /// Sends one request; none for [`Purge::below`] 0 or 1, which is nothing.
    ///
    /// # Errors
    /// 10110 when the stream does not allow it (`deny_purge`), 10109 when it is
    /// sealed. [`Error::Invalid`] for an empty filter, which servers take for none.
    /// Asked again after an answer was lost, it also removes what has come since,
    /// unless it is [`Purge::below`].
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

    /// Deletes it with its messages and consumers.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) when it does not exist (10059), as
    /// after a first attempt whose answer was lost.
    pub async fn delete(&self) -> Result<()> {
        let request = StreamDeleteRequest::new(&self.name);
        let reply = self.context.call(&request).await?;
        done(STREAM_DELETE.verb, reply.success)
    }

    /// Has its leader step down, so that another is elected.
    ///
    /// `placement` says who should follow: server 2.11 and later. `None` leaves
    /// that to the servers. Sends one request; the election goes on after the answer.
    ///
    /// # Errors
    /// 10005 when no other server fits the placement, 10010 from a single server.
    /// Each repeat forces another election.
    pub async fn leader_stepdown(&self, placement: Option<Placement>) -> Result<()> {
        let mut request = StreamLeaderStepdownRequest::new(&self.name);
        request.placement = placement;
        let reply = self.context.call(&request).await?;
        done(STREAM_LEADER_STEPDOWN.verb, reply.success)
    }

    /// Takes a server that does not come back out of its replicas.
    ///
    /// By the server's name or peer ID. Another server takes its place where
    /// there is one. Sends one request. Clusters only.
    ///
    /// # Errors
    /// 10040 when the server does not hold the stream, as after a first attempt
    /// whose answer was lost.
    pub async fn remove_peer(&self, server: impl Into<String>) -> Result<()> {
        let server = server.into();
        Error::if_empty(STREAM_PEER_REMOVE.verb, "server", &server)?;
        let request = StreamPeerRemoveRequest::new(&self.name, server);
        let reply = self.context.call(&request).await?;
        done(STREAM_PEER_REMOVE.verb, reply.success)
    }

    /// Moves its replica off a server that still works.
    ///
    /// By the server's name. The old replica stays until the new one has caught
    /// up: `cluster.desired` of [`info`](Self::info) shows how far it is. One
    /// request. Clusters only. Server 2.15 and later.
    ///
    /// # Errors
    /// 10040 when the server does not hold the stream, 10075 when no other can
    /// take its place.
    pub async fn evacuate_peer(&self, server: impl Into<String>) -> Result<()> {
        let server = server.into();
        Error::if_empty(STREAM_PEER_EVACUATE.verb, "server", &server)?;
        let request = StreamPeerEvacuateRequest::new(&self.name, server);
        let reply = self.context.call(&request).await?;
        done(STREAM_PEER_EVACUATE.verb, reply.success)
    }

    /// Calls off a change of its replicas that is under way.
    ///
    /// Sends one request. Clusters only. Server 2.15 and later; for older ones there
    /// is [`System::cancel_move`](crate::System::cancel_move).
    ///
    /// # Errors
    /// 10129 when nothing is under way.
    pub async fn cancel_move(&self) -> Result<StreamInfo> {
        self.context
            .call(&StreamCancelMoveRequest::new(&self.name))
            .await
    }
}

/// Holds a reply to its word: servers send an error where they did not succeed.
pub(crate) fn done(operation: &'static str, success: bool) -> Result<()> {
    if success {
        return Ok(());
    }
    Err(Error::mismatch(operation, Mismatch::NoSuccess))
}
