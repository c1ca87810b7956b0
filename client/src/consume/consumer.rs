//! The handle to one consumer.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jsapi::endpoint::{
    CONSUMER_CREATE, CONSUMER_DELETE, CONSUMER_INFO, CONSUMER_LEADER_STEPDOWN,
    CONSUMER_PEER_EVACUATE, CONSUMER_PEER_REMOVE, CONSUMER_UNPIN,
};
use jsapi::{
    ConsumerConfig, ConsumerDeleteRequest, ConsumerInfo, ConsumerInfoRequest,
    ConsumerLeaderStepdownRequest, ConsumerName, ConsumerPauseRequest, ConsumerPauseResponse,
    ConsumerPeerEvacuateRequest, ConsumerPeerRemoveRequest, ConsumerResetRequest,
    ConsumerResetResponse, ConsumerUnpinRequest, CreateAction, ErrorCode, Placement, StreamName,
};
use time::OffsetDateTime;

use crate::api::context::Context;
use crate::error::{Error, Invalid, Mismatch, Result};
use crate::streams::stream::{Stream, done};

/// A consumer, by its name and that of its stream.
///
/// From [`Stream::consumer`], which sends no request, or from
/// [`Stream::get_consumer`] and [`Stream::create_consumer`], which make sure that it
/// exists. Holds names, and the [info](Self::cached_info) if the server sent one: cloning
/// it is cheap.
#[derive(Clone)]
pub struct Consumer {
    stream: Stream,
    name: ConsumerName,
    info: Option<Arc<ConsumerInfo>>,
}

impl Consumer {
    pub(crate) fn new(stream: Stream, name: ConsumerName) -> Self {
        Self {
            stream,
            name,
            info: None,
        }
    }

    pub(crate) fn with_info(mut self, info: ConsumerInfo) -> Self {
        self.info = Some(Arc::new(info));
        self
    }

    /// Returns the info that the server sent when this handle was made.
    ///
    /// ```no_run
    /// # async fn example(stream: jsapi_client::Stream) -> Result<(), jsapi_client::Error> {
    /// let worker = stream.get_consumer("WORKER").await?;
    /// if let Some(info) = worker.cached_info() {
    ///     println!("{:?} messages pending a moment ago", info.num_pending);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// As old as the handle: it is never refreshed, and its counts are soon outdated.
    /// [`info`](Self::info) asks the server. `None`: the handle is from
    /// [`Stream::consumer`], which sends no request. Sends no request.
    pub fn cached_info(&self) -> Option<&ConsumerInfo> {
        self.info.as_deref()
    }

    /// Returns a handle whose requests have another timeout.
    ///
    /// ```no_run
    /// # async fn example(worker: jsapi_client::Consumer) -> Result<(), jsapi_client::Error> {
    /// use std::time::Duration;
    ///
    /// let info = worker.timeout(Duration::from_secs(1)).info().await?;
    /// # let _ = info;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Handles made from it have its timeout too. Sends no request.
    #[must_use]
    pub fn timeout(&self, timeout: Duration) -> Self {
        Self {
            stream: self.stream.timeout(timeout),
            ..self.clone()
        }
    }

    /// Its name.
    pub fn name(&self) -> &ConsumerName {
        &self.name
    }

    /// The name of its stream.
    pub fn stream_name(&self) -> &StreamName {
        self.stream.name()
    }

    /// Its stream.
    pub fn stream(&self) -> &Stream {
        &self.stream
    }

    /// The context that it asks through.
    pub fn context(&self) -> &Context {
        self.stream.context()
    }

    /// Reads its configuration, and how far it has got.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) when it does not exist (10014), or
    /// the stream does not (10059).
    ///
    /// # Cancel safety
    /// Nothing is lost by dropping it: a read.
    pub async fn info(&self) -> Result<ConsumerInfo> {
        let request = ConsumerInfoRequest::new(self.stream_name(), &self.name);
        self.context().call(&request).await
    }

    /// Reads its configuration and state, or `None` when it does not exist.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// As [`info`](Self::info), without 10014. That the stream does not exist is
    /// still an error (10059).
    pub async fn info_opt(&self) -> Result<Option<ConsumerInfo>> {
        match self.info().await {
            Ok(info) => Ok(Some(info)),
            Err(error) if error.is(ErrorCode::CONSUMER_NOT_FOUND) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Changes settings and leaves the others as they are.
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
    /// [`is_not_found`](Error::is_not_found) when it does not exist (10014), or
    /// is deleted between the two requests (10149). 10012 and others when a
    /// setting cannot be changed, or not to this. [`Error::Invalid`] when
    /// `change` changes the name.
    ///
    /// # Cancel safety
    /// Dropped after the second request was sent, the change may be made.
    pub async fn update_with(
        &self,
        change: impl FnOnce(&mut ConsumerConfig),
    ) -> Result<ConsumerInfo> {
        let mut info = self.info().await?;
        let Some(read) = info.config.as_mut() else {
            return Err(Error::mismatch(CONSUMER_INFO.verb, Mismatch::NoConfig));
        };
        // The subject needs the name. Servers before 2.9 left it to durable_name.
        read.name
            .get_or_insert_with(|| self.name.as_str().to_owned());
        let mut config = read.clone();
        change(&mut config);
        if config == *read {
            return Ok(info);
        }
        let names = [config.name.as_deref(), config.durable_name.as_deref()];
        if config.name.is_none()
            || names
                .iter()
                .flatten()
                .any(|name| *name != self.name.as_str())
        {
            let reason = format!("the update of consumer {:?} renames it", self.name.as_str());
            return Err(Error::invalid(
                CONSUMER_CREATE.verb,
                Invalid::Config(reason.into()),
            ));
        }
        self.stream
            .put_consumer(config, Some(CreateAction::Update))
            .await
    }

    /// Stops its deliveries until a point in time.
    ///
    /// By the server's clock. A time that is past resumes them. Sends one request,
    /// safe to repeat. Server 2.11 and later.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) when it does not exist (10014).
    pub async fn pause(&self, until: OffsetDateTime) -> Result<ConsumerPauseResponse> {
        let request = self.pausing().with_pause_until(until);
        self.context().call(&request).await
    }

    /// Goes on with its deliveries after a [`pause`](Self::pause).
    ///
    /// Sends one request, safe to repeat. Server 2.11 and later.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) when it does not exist (10014).
    pub async fn resume(&self) -> Result<ConsumerPauseResponse> {
        self.context().call(&self.pausing()).await
    }

    fn pausing(&self) -> ConsumerPauseRequest {
        ConsumerPauseRequest::new(self.stream_name(), &self.name)
    }

    /// Unpins the client that a priority group is pinned to.
    ///
    /// Another one is pinned then: asked again, that one loses it. Sends one request.
    /// ADR-42. Server 2.11 and later.
    ///
    /// # Errors
    /// 10160 when it has no such group.
    pub async fn unpin(&self, group: impl Into<String>) -> Result<()> {
        let group = group.into();
        Error::if_empty(CONSUMER_UNPIN.verb, "priority group", &group)?;
        let request = ConsumerUnpinRequest::new(self.stream_name(), &self.name, group);
        self.context().call(&request).await.map(drop)
    }

    /// Starts over after the last message acknowledged with all before it.
    ///
    /// What is pending is delivered again. Sends one request; each repeat discards the
    /// acknowledgements since the one before. Server 2.14 and later.
    ///
    /// # Errors
    /// [`TimedOut`](Error::TimedOut) when it does not exist, or the server is
    /// older: nobody answers.
    pub async fn reset(&self) -> Result<ConsumerResetResponse> {
        let request = ConsumerResetRequest::new(self.stream_name(), &self.name);
        self.context().call(&request).await
    }

    /// Goes back, or forward, to a sequence of the stream.
    ///
    /// As [`reset`](Self::reset), which a sequence of 0 is the same as. Only for
    /// deliver policies `all`, `by_start_sequence` and `by_start_time`, and not
    /// before their start. Sends one request.
    ///
    /// # Errors
    /// 10204 when the policy does not allow it; otherwise as there.
    pub async fn reset_to(&self, sequence: u64) -> Result<ConsumerResetResponse> {
        let request = ConsumerResetRequest::new(self.stream_name(), &self.name).with_seq(sequence);
        self.context().call(&request).await
    }

    /// Deletes it.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) when it does not exist (10014), as
    /// after a first attempt whose answer was lost.
    pub async fn delete(&self) -> Result<()> {
        let request = ConsumerDeleteRequest::new(self.stream_name(), &self.name);
        let reply = self.context().call(&request).await?;
        done(CONSUMER_DELETE.verb, reply.success)
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
        let mut request = ConsumerLeaderStepdownRequest::new(self.stream_name(), &self.name);
        request.placement = placement;
        let reply = self.context().call(&request).await?;
        done(CONSUMER_LEADER_STEPDOWN.verb, reply.success)
    }

    /// Takes a server that does not come back out of its replicas.
    ///
    /// By the server's name. Sends one request. Clusters only. Server 2.15.1 and
    /// later.
    ///
    /// # Errors
    /// 10040 when the server does not hold it, 10075 when no other can take its
    /// place.
    pub async fn remove_peer(&self, server: impl Into<String>) -> Result<()> {
        let server = server.into();
        Error::if_empty(CONSUMER_PEER_REMOVE.verb, "server", &server)?;
        let request = ConsumerPeerRemoveRequest::new(self.stream_name(), &self.name, server);
        let reply = self.context().call(&request).await?;
        done(CONSUMER_PEER_REMOVE.verb, reply.success)
    }

    /// Moves its replica off a server that still works.
    ///
    /// By the server's name. Sends one request. Clusters only. Server 2.15.1 and
    /// later.
    ///
    /// # Errors
    /// 10040 when the server does not hold it, 10075 when no other can take its
    /// place.
    pub async fn evacuate_peer(&self, server: impl Into<String>) -> Result<()> {
        let server = server.into();
        Error::if_empty(CONSUMER_PEER_EVACUATE.verb, "server", &server)?;
        let request = ConsumerPeerEvacuateRequest::new(self.stream_name(), &self.name, server);
        let reply = self.context().call(&request).await?;
        done(CONSUMER_PEER_EVACUATE.verb, reply.success)
    }
}

impl fmt::Debug for Consumer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Consumer")
            .field("stream", self.stream.name())
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
