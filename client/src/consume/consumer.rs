//! Handle to a consumer.

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

/// Handle to a consumer, by its name and that of its stream.
///
/// Returned by [`Stream::consumer`], which sends no request, or by [`Stream::get_consumer`]
/// and [`Stream::create_consumer`], after which the consumer exists. It holds names, and the
/// [info](Self::cached_info) if the server sent one: it is cheap to clone.
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

    /// Returns the info that the server sent when this handle was created.
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
    /// The info is never refreshed, and its counts are soon outdated. Use [`info`](Self::info) to
    /// request the current one. `None`: the handle is from [`Stream::consumer`]. Sends no request.
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
    /// Handles created from it have its timeout, too. Sends no request.
    #[must_use]
    pub fn timeout(&self, timeout: Duration) -> Self {
        Self {
            stream: self.stream.timeout(timeout),
            ..self.clone()
        }
    }

    /// Returns the name of the consumer.
    pub fn name(&self) -> &ConsumerName {
        &self.name
    }

    /// Returns the name of the consumer's stream.
    pub fn stream_name(&self) -> &StreamName {
        self.stream.name()
    }

    /// Returns the handle to the consumer's stream.
    pub fn stream(&self) -> &Stream {
        &self.stream
    }

    /// Returns the context of the handle.
    pub fn context(&self) -> &Context {
        self.stream.context()
    }

    /// Returns the consumer's configuration and state.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) if the consumer (10014) or the stream (10059) does
    /// not exist.
    ///
    /// # Cancel safety
    /// Dropping the future has no effect on the server.
    pub async fn info(&self) -> Result<ConsumerInfo> {
        let request = ConsumerInfoRequest::new(self.stream_name(), &self.name);
        self.context().call(&request).await
    }

    /// Returns the consumer's configuration and state, or `None` if it does not exist.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// Those of [`info`](Self::info), except for 10014. 10059 if the stream does not exist.
    pub async fn info_opt(&self) -> Result<Option<ConsumerInfo>> {
        match self.info().await {
            Ok(info) => Ok(Some(info)),
            Err(error) if error.is(ErrorCode::CONSUMER_NOT_FOUND) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Changes settings and keeps the others.
    ///
    /// Reads the configuration, calls `change`, and writes the configuration back. Sends two
    /// requests, or one if `change` changes nothing. Unknown settings of a newer server are
    /// written back, too. The server sets the metadata keys that begin with `_nats.` again.
    ///
    /// The server does not support conditional updates: of two concurrent calls, the later one
    /// reverts the change of the earlier one.
    ///
    /// # Errors
    /// - [`is_not_found`](Error::is_not_found) if the consumer does not exist (10014), or is
    ///   deleted between the two requests (10149).
    /// - 10012 and others if a setting cannot be changed, or not to this value.
    /// - [`Error::Invalid`] if `change` changes the name.
    ///
    /// # Cancel safety
    /// If the future is dropped after the second request, the update may have applied.
    pub async fn update_with(
        &self,
        change: impl FnOnce(&mut ConsumerConfig),
    ) -> Result<ConsumerInfo> {
        let mut info = self.info().await?;
        let Some(read) = info.config.as_mut() else {
            return Err(Error::mismatch(CONSUMER_INFO.verb, Mismatch::NoConfig));
        };
        // The request subject requires the name. Servers before 2.9 set only durable_name.
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

    /// Pauses the consumer until a time, by the server's clock.
    ///
    /// A time in the past resumes it. Sends one request. Safe to retry. Requires server 2.11.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) if the consumer does not exist (10014).
    pub async fn pause(&self, until: OffsetDateTime) -> Result<ConsumerPauseResponse> {
        let request = self.pausing().with_pause_until(until);
        self.context().call(&request).await
    }

    /// Resumes the consumer after a [`pause`](Self::pause).
    ///
    /// Sends one request. Safe to retry. Requires server 2.11.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) if the consumer does not exist (10014).
    pub async fn resume(&self) -> Result<ConsumerPauseResponse> {
        self.context().call(&self.pausing()).await
    }

    fn pausing(&self) -> ConsumerPauseRequest {
        ConsumerPauseRequest::new(self.stream_name(), &self.name)
    }

    /// Unpins the pinned client of a priority group.
    ///
    /// The server then pins another client, which a retry would unpin. Sends one request. ADR-42.
    /// Requires server 2.11.
    ///
    /// # Errors
    /// 10160 if the consumer has no such group.
    pub async fn unpin(&self, group: impl Into<String>) -> Result<()> {
        let group = group.into();
        Error::if_empty(CONSUMER_UNPIN.verb, "priority group", &group)?;
        let request = ConsumerUnpinRequest::new(self.stream_name(), &self.name, group);
        self.context().call(&request).await.map(drop)
    }

    /// Resets the consumer to its acknowledgement floor.
    ///
    /// The consumer redelivers its pending messages. Sends one request; a retry discards the
    /// acknowledgements since the first attempt. Requires server 2.14.
    ///
    /// # Errors
    /// [`TimedOut`](Error::TimedOut) if the consumer does not exist, or the server is older: there
    /// is no reply.
    pub async fn reset(&self) -> Result<ConsumerResetResponse> {
        let request = ConsumerResetRequest::new(self.stream_name(), &self.name);
        self.context().call(&request).await
    }

    /// Resets the consumer to a stream sequence.
    ///
    /// Like [`reset`](Self::reset), which is equivalent to sequence 0. Only for deliver policies
    /// `all`, `by_start_sequence` and `by_start_time`, and not before their start. Sends one
    /// request.
    ///
    /// # Errors
    /// Those of [`reset`](Self::reset), and 10204 if the deliver policy does not allow it.
    pub async fn reset_to(&self, sequence: u64) -> Result<ConsumerResetResponse> {
        let request = ConsumerResetRequest::new(self.stream_name(), &self.name).with_seq(sequence);
        self.context().call(&request).await
    }

    /// Deletes the consumer.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) if the consumer does not exist (10014), also if an
    /// earlier attempt deleted it.
    pub async fn delete(&self) -> Result<()> {
        let request = ConsumerDeleteRequest::new(self.stream_name(), &self.name);
        let reply = self.context().call(&request).await?;
        done(CONSUMER_DELETE.verb, reply.success)
    }

    /// Requests the consumer's leader to step down, which starts an election.
    ///
    /// `placement` selects the next leader (server 2.11 and later); `None`: the servers choose.
    /// Sends one request; the election continues after the reply.
    ///
    /// # Errors
    /// 10005 if no other server matches the placement, 10010 from a single server. A retry
    /// starts another election.
    pub async fn leader_stepdown(&self, placement: Option<Placement>) -> Result<()> {
        let mut request = ConsumerLeaderStepdownRequest::new(self.stream_name(), &self.name);
        request.placement = placement;
        let reply = self.context().call(&request).await?;
        done(CONSUMER_LEADER_STEPDOWN.verb, reply.success)
    }

    /// Removes a permanently offline server from the consumer's replicas.
    ///
    /// `server` is the name. Sends one request. Clusters only. Requires server 2.15.1.
    ///
    /// # Errors
    /// 10040 if the server has no replica of the consumer, 10075 if no other server can replace
    /// it.
    pub async fn remove_peer(&self, server: impl Into<String>) -> Result<()> {
        let server = server.into();
        Error::if_empty(CONSUMER_PEER_REMOVE.verb, "server", &server)?;
        let request = ConsumerPeerRemoveRequest::new(self.stream_name(), &self.name, server);
        let reply = self.context().call(&request).await?;
        done(CONSUMER_PEER_REMOVE.verb, reply.success)
    }

    /// Evacuates the consumer's replica from a running server.
    ///
    /// `server` is the name. Sends one request. Clusters only. Requires server 2.15.1.
    ///
    /// # Errors
    /// 10040 if the server has no replica of the consumer, 10075 if no other server can replace
    /// it.
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
