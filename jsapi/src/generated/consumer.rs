// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::codec::{Extra, Model, model, open_enum};
use crate::generated::endpoint;
use crate::generated::shared::{ClusterInfo, Placement};
use crate::request::{
    Endpoint, Operation, PullRequest, Request, SubjectBuilder, SubjectError,
};
use crate::{Page, PagedRequest};
use std::collections::BTreeMap;
use std::ops::Deref;
use std::time::Duration;
use time::OffsetDateTime;

/// Creates or updates a consumer.
///
/// Without `action` either is done; `create` refuses a consumer that exists with another
/// configuration (error 10148), `update` one that does not exist (10149). The server fills
/// in what is left out, and the reply holds the configuration in force. Without a name the
/// server makes one up, and the consumer is an ephemeral one. The subject carries the name
/// and a single filter where there are such, so that permissions can be given by them.
///
/// Subject `CONSUMER.CREATE.{stream}`, `CONSUMER.CREATE.{stream}.{consumer}` or
/// `CONSUMER.CREATE.{stream}.{consumer}.{filter}`, the longest whose tokens are set,
/// answered by the meta leader with a [`ConsumerInfo`]. Not always safe to repeat: only
/// with a name: without one every request makes another consumer.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerCreateRequest {
    /// The stream to read from.
    ///
    /// Has to be the one in the request's subject, else 10056.
    pub stream_name: String,

    /// The consumer that is wanted.
    ///
    /// When the request's subject names the consumer, that name wins over the one in here,
    /// without a word.
    pub config: ConsumerConfig,

    /// Whether the consumer may exist, or must.
    ///
    /// Absent, it is created or updated. `create` refuses one that exists with another
    /// configuration (10148), `update` one that does not exist (10149). Server 2.10 and later.
    pub action: Option<CreateAction>,

    /// Has the server refuse what it would otherwise fill in or adjust.
    ///
    /// The answer is then 10157, naming the setting. The server's default is `false`. Server
    /// 2.11 and later.
    ///
    /// Requires API level 1.
    pub pedantic: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerCreateRequest {
        stream_name: required,
        config: required,
        action,
        pedantic: level(1),
    }
}

impl ConsumerCreateRequest {
    /// Creates a [`ConsumerCreateRequest`] with its required fields.
    ///
    /// The server has defaults for the others.
    #[inline]
    pub fn new(stream_name: impl Into<String>, config: ConsumerConfig) -> Self {
        Self {
            stream_name: stream_name.into(),
            config,
            ..<Self as Model>::empty()
        }
    }

    /// Sets [`action`](Self::action).
    #[inline]
    #[must_use]
    pub fn with_action(mut self, action: CreateAction) -> Self {
        self.action = Some(action);
        self
    }

    /// Sets [`pedantic`](Self::pedantic).
    #[inline]
    #[must_use]
    pub fn with_pedantic(mut self, pedantic: bool) -> Self {
        self.pedantic = pedantic;
        self
    }
}

/// `CONSUMER.CREATE.{stream}`
impl Operation for ConsumerCreateRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::CONSUMER_CREATE;

    #[inline]
    fn endpoint(&self) -> &'static Endpoint {
        let consumer = [self.config.name.as_deref(), self.config.durable_name.as_deref()]
            .into_iter()
            .flatten()
            .find(|token| !token.is_empty());
        let filter = [self.config.filter_subject.as_deref()]
            .into_iter()
            .flatten()
            .find(|token| !token.is_empty());
        if consumer.is_some() && filter.is_some() {
            return &endpoint::CONSUMER_CREATE_FILTERED;
        }
        if consumer.is_some() {
            return &endpoint::CONSUMER_CREATE_NAMED;
        }
        Self::ENDPOINT
    }

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        let consumer = [self.config.name.as_deref(), self.config.durable_name.as_deref()]
            .into_iter()
            .flatten()
            .find(|token| !token.is_empty());
        let filter = [self.config.filter_subject.as_deref()]
            .into_iter()
            .flatten()
            .find(|token| !token.is_empty());
        to.literal("CONSUMER.CREATE");
        to.stream(&self.stream_name)?;
        if let Some(consumer) = consumer {
            to.consumer(consumer)?;
            if let Some(filter) = filter {
                to.subject(filter)?;
            }
        }
        Ok(())
    }
}

impl Request for ConsumerCreateRequest {
    type Response = ConsumerInfo;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.consumer_create_response",
    ];
}

/// Creates or updates a durable consumer by the subject of servers before 2.9.
///
/// `config.durable_name` is needed and is the name in the subject. CONSUMER.CREATE does the
/// same and more; this is for accounts that export only this subject.
///
/// Subject `CONSUMER.DURABLE.CREATE.{stream}.{consumer}`, answered by the meta leader with
/// a [`ConsumerInfo`]. Safe to repeat. The same configuration again succeeds.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerDurableCreateRequest {
    /// The stream to read from.
    ///
    /// Has to be the one in the request's subject, else 10056.
    pub stream_name: String,

    /// The consumer that is wanted.
    ///
    /// When the request's subject names the consumer, that name wins over the one in here,
    /// without a word.
    pub config: ConsumerConfig,

    /// Whether the consumer may exist, or must.
    ///
    /// Absent, it is created or updated. `create` refuses one that exists with another
    /// configuration (10148), `update` one that does not exist (10149). Server 2.10 and later.
    pub action: Option<CreateAction>,

    /// Has the server refuse what it would otherwise fill in or adjust.
    ///
    /// The answer is then 10157, naming the setting. The server's default is `false`. Server
    /// 2.11 and later.
    ///
    /// Requires API level 1.
    pub pedantic: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerDurableCreateRequest {
        stream_name: required,
        config: required,
        action,
        pedantic: level(1),
    }
}

impl ConsumerDurableCreateRequest {
    /// Creates a [`ConsumerDurableCreateRequest`] with its required fields.
    ///
    /// The server has defaults for the others.
    #[inline]
    pub fn new(stream_name: impl Into<String>, config: ConsumerConfig) -> Self {
        Self {
            stream_name: stream_name.into(),
            config,
            ..<Self as Model>::empty()
        }
    }

    /// Sets [`action`](Self::action).
    #[inline]
    #[must_use]
    pub fn with_action(mut self, action: CreateAction) -> Self {
        self.action = Some(action);
        self
    }

    /// Sets [`pedantic`](Self::pedantic).
    #[inline]
    #[must_use]
    pub fn with_pedantic(mut self, pedantic: bool) -> Self {
        self.pedantic = pedantic;
        self
    }
}

/// `CONSUMER.DURABLE.CREATE.{stream}.{consumer}`
impl Operation for ConsumerDurableCreateRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::CONSUMER_DURABLE_CREATE;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("CONSUMER.DURABLE.CREATE");
        to.stream(&self.stream_name)?;
        to.consumer(self.config.durable_name.as_deref().unwrap_or_default())
    }
}

impl Request for ConsumerDurableCreateRequest {
    type Response = ConsumerInfo;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.consumer_create_response",
    ];
}

/// Lists the names of a stream's consumers.
///
/// A page holds up to 1024 names. An offset past the end is answered with the end.
///
/// Subject `CONSUMER.NAMES.{stream}`, answered by the meta leader with a
/// [`ConsumerNamesResponse`]. Safe to repeat. A read.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerNamesRequest {
    /// The name of the stream.
    pub stream: String,

    /// How many entries to skip.
    ///
    /// 0 gives the first page; add the `limit` of each reply to get the next. A negative number
    /// makes servers 2.10.26 and 2.11.11 panic and exit.
    pub offset: Option<u64>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerNamesRequest(stream) {
        offset,
    }
}

impl ConsumerNamesRequest {
    /// Creates a [`ConsumerNamesRequest`] with its required fields.
    ///
    /// The server has defaults for the others.
    #[inline]
    pub fn new(stream: impl Into<String>) -> Self {
        Self {
            stream: stream.into(),
            ..<Self as Model>::empty()
        }
    }

    /// Sets [`offset`](Self::offset).
    #[inline]
    #[must_use]
    pub fn with_offset(mut self, offset: u64) -> Self {
        self.offset = Some(offset);
        self
    }
}

/// `CONSUMER.NAMES.{stream}`
impl Operation for ConsumerNamesRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::CONSUMER_NAMES;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("CONSUMER.NAMES");
        to.stream(&self.stream)
    }
}

impl Request for ConsumerNamesRequest {
    type Response = ConsumerNamesResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.consumer_names_response",
    ];
}

impl PagedRequest for ConsumerNamesRequest {
    fn set_offset(&mut self, offset: u64) {
        self.offset = Some(offset);
    }
}

impl Page for ConsumerNamesResponse {
    type Item = String;

    fn total(&self) -> u64 {
        self.total
    }

    fn offset(&self) -> u64 {
        self.offset
    }

    fn limit(&self) -> u64 {
        self.limit
    }

    fn is_empty(&self) -> bool {
        self.consumers.is_empty()
    }

    #[inline]
    fn into_items(self) -> Vec<Self::Item> {
        self.consumers
    }
}

/// Lists a stream's consumers with configuration and state.
///
/// A page holds up to 256 consumers. In a cluster, consumers whose servers can not be
/// reached are named in `missing`, after a wait of 4 s: allow the request longer than that.
/// Such a consumer is left out of the page, or is in it with an empty name.
///
/// Subject `CONSUMER.LIST.{stream}`, answered by the meta leader, which asks the leader of
/// each consumer with a [`ConsumerListResponse`]. Safe to repeat. A read.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerListRequest {
    /// The name of the stream.
    pub stream: String,

    /// How many entries to skip.
    ///
    /// 0 gives the first page; add the `limit` of each reply to get the next. A negative number
    /// makes servers 2.10.26 and 2.11.11 panic and exit.
    pub offset: Option<u64>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerListRequest(stream) {
        offset,
    }
}

impl ConsumerListRequest {
    /// Creates a [`ConsumerListRequest`] with its required fields.
    ///
    /// The server has defaults for the others.
    #[inline]
    pub fn new(stream: impl Into<String>) -> Self {
        Self {
            stream: stream.into(),
            ..<Self as Model>::empty()
        }
    }

    /// Sets [`offset`](Self::offset).
    #[inline]
    #[must_use]
    pub fn with_offset(mut self, offset: u64) -> Self {
        self.offset = Some(offset);
        self
    }
}

/// `CONSUMER.LIST.{stream}`
impl Operation for ConsumerListRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::CONSUMER_LIST;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("CONSUMER.LIST");
        to.stream(&self.stream)
    }
}

impl Request for ConsumerListRequest {
    type Response = ConsumerListResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.consumer_list_response",
    ];
}

impl PagedRequest for ConsumerListRequest {
    fn set_offset(&mut self, offset: u64) {
        self.offset = Some(offset);
    }
}

impl Page for ConsumerListResponse {
    type Item = ConsumerInfo;

    fn total(&self) -> u64 {
        self.total
    }

    fn offset(&self) -> u64 {
        self.offset
    }

    fn limit(&self) -> u64 {
        self.limit
    }

    fn is_empty(&self) -> bool {
        self.consumers.is_empty()
    }

    fn missing(&self) -> &[String] {
        &self.missing
    }

    fn offline(&self) -> &BTreeMap<String, String> {
        &self.offline
    }

    /// Without those that have no name: what is `missing` may be sent so.
    #[inline]
    fn into_items(self) -> Vec<Self::Item> {
        let mut items = self.consumers;
        items.retain(|item| !item.name.is_empty());
        items
    }
}

/// Reads configuration, progress and pending counts of a consumer.
///
/// A consumer that does not exist is error 10014, a stream 10059.
///
/// Subject `CONSUMER.INFO.{stream}.{consumer}`, answered by the consumer leader with a
/// [`ConsumerInfo`]. Safe to repeat. A read.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerInfoRequest {
    /// The name of the stream.
    pub stream: String,

    /// The name of the consumer.
    pub consumer: String,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerInfoRequest(stream, consumer) {}
}

impl ConsumerInfoRequest {
    /// Creates a [`ConsumerInfoRequest`] with its required fields.
    ///
    /// The server has defaults for the others.
    #[inline]
    pub fn new(stream: impl Into<String>, consumer: impl Into<String>) -> Self {
        Self {
            stream: stream.into(),
            consumer: consumer.into(),
            ..<Self as Model>::empty()
        }
    }
}

/// `CONSUMER.INFO.{stream}.{consumer}`
impl Operation for ConsumerInfoRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::CONSUMER_INFO;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("CONSUMER.INFO");
        to.stream(&self.stream)?;
        to.consumer(&self.consumer)
    }
}

impl Request for ConsumerInfoRequest {
    type Response = ConsumerInfo;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.consumer_info_response",
    ];
}

/// Deletes a consumer.
///
/// Pulls that are waiting end with status 409. A consumer that does not exist is error
/// 10014.
///
/// Subject `CONSUMER.DELETE.{stream}.{consumer}`, answered by the meta leader with a
/// [`ConsumerDeleteResponse`]. Not always safe to repeat: after an attempt that timed out,
/// error 10014 says that it was carried out.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerDeleteRequest {
    /// The name of the stream.
    pub stream: String,

    /// The name of the consumer.
    pub consumer: String,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerDeleteRequest(stream, consumer) {}
}

impl ConsumerDeleteRequest {
    /// Creates a [`ConsumerDeleteRequest`] with its required fields.
    ///
    /// The server has defaults for the others.
    #[inline]
    pub fn new(stream: impl Into<String>, consumer: impl Into<String>) -> Self {
        Self {
            stream: stream.into(),
            consumer: consumer.into(),
            ..<Self as Model>::empty()
        }
    }
}

/// `CONSUMER.DELETE.{stream}.{consumer}`
impl Operation for ConsumerDeleteRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::CONSUMER_DELETE;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("CONSUMER.DELETE");
        to.stream(&self.stream)?;
        to.consumer(&self.consumer)
    }
}

impl Request for ConsumerDeleteRequest {
    type Response = ConsumerDeleteResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.consumer_delete_response",
    ];
}

/// Stops deliveries of a consumer until a time, or resumes them.
///
/// Without `pause_until`, or with one in the past, the consumer resumes. Heartbeats go on
/// while it is paused.
///
/// Subject `CONSUMER.PAUSE.{stream}.{consumer}`, answered by the meta leader with a
/// [`ConsumerPauseResponse`]. Since server 2.11.0. Safe to repeat. The deadline is a point
/// in time, not a span.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerPauseRequest {
    /// The name of the stream.
    pub stream: String,

    /// The name of the consumer.
    pub consumer: String,

    /// When delivery goes on by itself.
    ///
    /// Absent, or in the past, delivery goes on now.
    ///
    /// Requires API level 1.
    pub pause_until: Option<OffsetDateTime>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerPauseRequest(stream, consumer) {
        pause_until: level(1),
    }
}

impl ConsumerPauseRequest {
    /// Creates a [`ConsumerPauseRequest`] with its required fields.
    ///
    /// The server has defaults for the others.
    #[inline]
    pub fn new(stream: impl Into<String>, consumer: impl Into<String>) -> Self {
        Self {
            stream: stream.into(),
            consumer: consumer.into(),
            ..<Self as Model>::empty()
        }
    }

    /// Sets [`pause_until`](Self::pause_until).
    #[inline]
    #[must_use]
    pub fn with_pause_until(mut self, pause_until: OffsetDateTime) -> Self {
        self.pause_until = Some(pause_until);
        self
    }
}

/// `CONSUMER.PAUSE.{stream}.{consumer}`
impl Operation for ConsumerPauseRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::CONSUMER_PAUSE;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("CONSUMER.PAUSE");
        to.stream(&self.stream)?;
        to.consumer(&self.consumer)
    }
}

impl Request for ConsumerPauseRequest {
    type Response = ConsumerPauseResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.consumer_pause_response",
    ];
}

/// Takes a priority group away from the client it is pinned to.
///
/// The next pull of the group is pinned in its place. For consumers with priority policy
/// `pinned_client`. ADR-42.
///
/// Subject `CONSUMER.UNPIN.{stream}.{consumer}`, answered by the consumer leader with a
/// [`ConsumerUnpinResponse`]. Since server 2.11.0. Not safe to repeat. A repeat would unpin
/// the next client.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerUnpinRequest {
    /// The name of the stream.
    pub stream: String,

    /// The name of the consumer.
    pub consumer: String,

    /// The priority group whose client is to be replaced.
    ///
    /// 1 to 16 characters, else 10162. One that the consumer does not have is refused with
    /// 10160.
    ///
    /// Requires API level 1.
    pub group: String,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerUnpinRequest(stream, consumer) {
        group: required level(1),
    }
}

impl ConsumerUnpinRequest {
    /// Creates a [`ConsumerUnpinRequest`] with its required fields.
    ///
    /// The server has defaults for the others.
    #[inline]
    pub fn new(
        stream: impl Into<String>,
        consumer: impl Into<String>,
        group: impl Into<String>,
    ) -> Self {
        Self {
            stream: stream.into(),
            consumer: consumer.into(),
            group: group.into(),
            ..<Self as Model>::empty()
        }
    }
}

/// `CONSUMER.UNPIN.{stream}.{consumer}`
impl Operation for ConsumerUnpinRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::CONSUMER_UNPIN;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("CONSUMER.UNPIN");
        to.stream(&self.stream)?;
        to.consumer(&self.consumer)
    }
}

impl Request for ConsumerUnpinRequest {
    type Response = ConsumerUnpinResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.consumer_unpin_response",
    ];
}

/// Puts a consumer back to a sequence of its stream.
///
/// Without `seq`, to its acknowledgement floor: what is pending is delivered again. For a
/// consumer that does not exist nobody answers, and the request times out.
///
/// Subject `CONSUMER.RESET.{stream}.{consumer}`, answered by the consumer leader with a
/// [`ConsumerResetResponse`]. Since server 2.14.0. Not safe to repeat. Each request
/// discards the acknowledgements since the one before.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerResetRequest {
    /// The name of the stream.
    pub stream: String,

    /// The name of the consumer.
    pub consumer: String,

    /// The stream sequence to go on from.
    ///
    /// Absent or 0: after the last message that was acknowledged with all before it. Only for
    /// deliver policies `all`, `by_start_sequence` and `by_start_time`, and not before their
    /// start, else 10204.
    ///
    /// Requires API level 4.
    pub seq: Option<u64>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerResetRequest(stream, consumer) {
        seq: level(4),
    }
}

impl ConsumerResetRequest {
    /// Creates a [`ConsumerResetRequest`] with its required fields.
    ///
    /// The server has defaults for the others.
    #[inline]
    pub fn new(stream: impl Into<String>, consumer: impl Into<String>) -> Self {
        Self {
            stream: stream.into(),
            consumer: consumer.into(),
            ..<Self as Model>::empty()
        }
    }

    /// Sets [`seq`](Self::seq).
    #[inline]
    #[must_use]
    pub fn with_seq(mut self, seq: u64) -> Self {
        self.seq = Some(seq);
        self
    }
}

/// `CONSUMER.RESET.{stream}.{consumer}`
impl Operation for ConsumerResetRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::CONSUMER_RESET;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("CONSUMER.RESET");
        to.stream(&self.stream)?;
        to.consumer(&self.consumer)
    }
}

impl Request for ConsumerResetRequest {
    type Response = ConsumerResetResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.consumer_reset_response",
    ];
}

/// Asks a pull consumer for messages.
///
/// An empty request asks for one. Messages arrive on the reply subject with the subject
/// they were published to, so it needs a subscription of its own; a status message ends the
/// pull (404 nothing there, 408 expired, 409 refused or over). What `batch` may be is up to
/// the consumer's `max_batch`. ADR-13.
///
/// Subject `CONSUMER.MSG.NEXT.{stream}.{consumer}`, answered by the consumer leader with
/// messages and statuses on the reply subject. Not safe to repeat. A repeat is a second
/// pull that waits beside the first.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerMsgNextRequest {
    /// The name of the stream.
    pub stream: String,

    /// The name of the consumer.
    pub consumer: String,

    /// How long the request may wait for messages.
    ///
    /// Nanoseconds on the wire. Absent or 0, it waits without end. More than the consumer's
    /// `max_expires` is refused with status 409.
    pub expires: Option<Duration>,

    /// Maximum number of messages.
    ///
    /// The server's default is 1, also for 0. More than the consumer's `max_batch` is refused
    /// with status 409; the server has no limit of its own.
    pub batch: Option<u64>,

    /// How many bytes of messages at most.
    ///
    /// Absent or 0 is unlimited. More than the consumer's `max_bytes` is refused with status
    /// 409. A message that is larger than this ends the request, with status 409 too.
    pub max_bytes: Option<u64>,

    /// Ends the request at once when there is nothing more to deliver.
    ///
    /// With status 404; a batch begun but not filled ends with 408 on server 2.10, 404 since
    /// 2.11.
    pub no_wait: bool,

    /// How often to send a sign of life while there is nothing to deliver.
    ///
    /// Nanoseconds on the wire. Absent or 0 is never. At most half of `expires`, which has to
    /// be set, else status 400. The sign is a message with status 100.
    pub idle_heartbeat: Option<Duration>,

    /// The priority group to pull for.
    ///
    /// Has to be given when the consumer has groups, and be one of them, else status 400.
    /// ADR-42, server 2.11 and later.
    ///
    /// Requires API level 1.
    pub group: Option<String>,

    /// Serves the request only while this many messages wait for delivery.
    ///
    /// For priority policy `overflow`. With `min_ack_pending` too, either is enough. ADR-42,
    /// server 2.11 and later.
    ///
    /// Requires API level 1.
    pub min_pending: Option<u64>,

    /// Serves the request only while this many messages wait for their acknowledgement.
    ///
    /// For priority policy `overflow`. With `min_pending` too, either is enough. ADR-42, server
    /// 2.11 and later.
    ///
    /// Requires API level 1.
    pub min_ack_pending: Option<u64>,

    /// The pin that makes this client the one served.
    ///
    /// For priority policy `pinned_client`: the value of the `Nats-Pin-Id` header of a message
    /// delivered before, absent until there is one. A pin that is no longer good is refused
    /// with status 423. ADR-42, server 2.11 and later.
    ///
    /// Requires API level 1.
    pub id: Option<String>,

    /// How early to serve this request: 0 is first, 9 last.
    ///
    /// For priority policy `prioritized`. The server's default is 0; above 9 is refused with
    /// status 400. ADR-42, server 2.12 and later.
    ///
    /// Requires API level 2.
    pub priority: Option<u64>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerMsgNextRequest(stream, consumer) {
        expires: duration,
        batch,
        max_bytes,
        no_wait,
        idle_heartbeat: duration,
        group: level(1),
        min_pending: level(1),
        min_ack_pending: level(1),
        id: level(1),
        priority: level(2),
    }
}

impl ConsumerMsgNextRequest {
    /// Creates a [`ConsumerMsgNextRequest`] with its required fields.
    ///
    /// The server has defaults for the others.
    #[inline]
    pub fn new(stream: impl Into<String>, consumer: impl Into<String>) -> Self {
        Self {
            stream: stream.into(),
            consumer: consumer.into(),
            ..<Self as Model>::empty()
        }
    }

    /// Sets [`expires`](Self::expires).
    #[inline]
    #[must_use]
    pub fn with_expires(mut self, expires: Duration) -> Self {
        self.expires = Some(expires);
        self
    }

    /// Sets [`batch`](Self::batch).
    #[inline]
    #[must_use]
    pub fn with_batch(mut self, batch: u64) -> Self {
        self.batch = Some(batch);
        self
    }

    /// Sets [`max_bytes`](Self::max_bytes).
    #[inline]
    #[must_use]
    pub fn with_max_bytes(mut self, max_bytes: u64) -> Self {
        self.max_bytes = Some(max_bytes);
        self
    }

    /// Sets [`no_wait`](Self::no_wait).
    #[inline]
    #[must_use]
    pub fn with_no_wait(mut self, no_wait: bool) -> Self {
        self.no_wait = no_wait;
        self
    }

    /// Sets [`idle_heartbeat`](Self::idle_heartbeat).
    #[inline]
    #[must_use]
    pub fn with_idle_heartbeat(mut self, idle_heartbeat: Duration) -> Self {
        self.idle_heartbeat = Some(idle_heartbeat);
        self
    }

    /// Sets [`group`](Self::group).
    #[inline]
    #[must_use]
    pub fn with_group(mut self, group: impl Into<String>) -> Self {
        self.group = Some(group.into());
        self
    }

    /// Sets [`min_pending`](Self::min_pending).
    #[inline]
    #[must_use]
    pub fn with_min_pending(mut self, min_pending: u64) -> Self {
        self.min_pending = Some(min_pending);
        self
    }

    /// Sets [`min_ack_pending`](Self::min_ack_pending).
    #[inline]
    #[must_use]
    pub fn with_min_ack_pending(mut self, min_ack_pending: u64) -> Self {
        self.min_ack_pending = Some(min_ack_pending);
        self
    }

    /// Sets [`id`](Self::id).
    #[inline]
    #[must_use]
    pub fn with_id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets [`priority`](Self::priority).
    #[inline]
    #[must_use]
    pub fn with_priority(mut self, priority: u64) -> Self {
        self.priority = Some(priority);
        self
    }
}

/// `CONSUMER.MSG.NEXT.{stream}.{consumer}`
impl Operation for ConsumerMsgNextRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::CONSUMER_MSG_NEXT;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("CONSUMER.MSG.NEXT");
        to.stream(&self.stream)?;
        to.consumer(&self.consumer)
    }
}

impl PullRequest for ConsumerMsgNextRequest {}

/// Makes the leader of a consumer step down, so that another is elected.
///
/// `placement` says who should follow; servers before 2.11 refuse it with error 10003, and
/// take an empty request only. Clusters only.
///
/// Subject `CONSUMER.LEADER.STEPDOWN.{stream}.{consumer}`, answered by the consumer leader
/// with a [`ConsumerLeaderStepdownResponse`]. Not safe to repeat. Each request forces an
/// election.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerLeaderStepdownRequest {
    /// The name of the stream.
    pub stream: String,

    /// The name of the consumer.
    pub consumer: String,

    /// Where the next leader shall be.
    ///
    /// Absent, the server chooses. Server 2.11 and later: 2.10 refuses any body with 10003.
    ///
    /// Requires API level 1.
    pub placement: Option<Placement>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerLeaderStepdownRequest(stream, consumer) {
        placement: level(1),
    }
}

impl ConsumerLeaderStepdownRequest {
    /// Creates a [`ConsumerLeaderStepdownRequest`] with its required fields.
    ///
    /// The server has defaults for the others.
    #[inline]
    pub fn new(stream: impl Into<String>, consumer: impl Into<String>) -> Self {
        Self {
            stream: stream.into(),
            consumer: consumer.into(),
            ..<Self as Model>::empty()
        }
    }

    /// Sets [`placement`](Self::placement).
    #[inline]
    #[must_use]
    pub fn with_placement(mut self, placement: Placement) -> Self {
        self.placement = Some(placement);
        self
    }
}

/// `CONSUMER.LEADER.STEPDOWN.{stream}.{consumer}`
impl Operation for ConsumerLeaderStepdownRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::CONSUMER_LEADER_STEPDOWN;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("CONSUMER.LEADER.STEPDOWN");
        to.stream(&self.stream)?;
        to.consumer(&self.consumer)
    }
}

impl Request for ConsumerLeaderStepdownRequest {
    type Response = ConsumerLeaderStepdownResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.consumer_leader_stepdown_response",
    ];
}

/// Takes a server out of the replicas of a consumer.
///
/// For a server that does not come back. Clusters only.
///
/// Subject `CONSUMER.PEER.REMOVE.{stream}.{consumer}`, answered by the meta leader with a
/// [`ConsumerPeerRemoveResponse`]. Since server 2.15.1. Not always safe to repeat: look at
/// CONSUMER.INFO first: a peer that is gone is error 10040.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerPeerRemoveRequest {
    /// The name of the stream.
    pub stream: String,

    /// The name of the consumer.
    pub consumer: String,

    /// The server to take the consumer from.
    ///
    /// The server's name. One that does not hold it is refused with 10040.
    pub peer: String,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerPeerRemoveRequest(stream, consumer) {
        peer: required,
    }
}

impl ConsumerPeerRemoveRequest {
    /// Creates a [`ConsumerPeerRemoveRequest`] with its required fields.
    ///
    /// The server has defaults for the others.
    #[inline]
    pub fn new(
        stream: impl Into<String>,
        consumer: impl Into<String>,
        peer: impl Into<String>,
    ) -> Self {
        Self {
            stream: stream.into(),
            consumer: consumer.into(),
            peer: peer.into(),
            ..<Self as Model>::empty()
        }
    }
}

/// `CONSUMER.PEER.REMOVE.{stream}.{consumer}`
impl Operation for ConsumerPeerRemoveRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::CONSUMER_PEER_REMOVE;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("CONSUMER.PEER.REMOVE");
        to.stream(&self.stream)?;
        to.consumer(&self.consumer)
    }
}

impl Request for ConsumerPeerRemoveRequest {
    type Response = ConsumerPeerRemoveResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.consumer_remove_peer_response",
    ];
}

/// Moves a consumer's replica off a server that still works.
///
/// Unlike CONSUMER.PEER.REMOVE, the old replica stays until the new one has caught up.
/// Clusters only.
///
/// Subject `CONSUMER.PEER.EVACUATE.{stream}.{consumer}`, answered by the meta leader with a
/// [`ConsumerPeerEvacuateResponse`]. Since server 2.15.1. Not always safe to repeat: look
/// at CONSUMER.INFO first.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerPeerEvacuateRequest {
    /// The name of the stream.
    pub stream: String,

    /// The name of the consumer.
    pub consumer: String,

    /// The server to move away from.
    ///
    /// The server's name. One that does not hold it is refused with 10040.
    pub peer: String,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerPeerEvacuateRequest(stream, consumer) {
        peer: required,
    }
}

impl ConsumerPeerEvacuateRequest {
    /// Creates a [`ConsumerPeerEvacuateRequest`] with its required fields.
    ///
    /// The server has defaults for the others.
    #[inline]
    pub fn new(
        stream: impl Into<String>,
        consumer: impl Into<String>,
        peer: impl Into<String>,
    ) -> Self {
        Self {
            stream: stream.into(),
            consumer: consumer.into(),
            peer: peer.into(),
            ..<Self as Model>::empty()
        }
    }
}

/// `CONSUMER.PEER.EVACUATE.{stream}.{consumer}`
impl Operation for ConsumerPeerEvacuateRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::CONSUMER_PEER_EVACUATE;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("CONSUMER.PEER.EVACUATE");
        to.stream(&self.stream)?;
        to.consumer(&self.consumer)
    }
}

impl Request for ConsumerPeerEvacuateRequest {
    type Response = ConsumerPeerEvacuateResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.consumer_evacuate_peer_response",
    ];
}

/// What happened to a consumer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConsumerAction {
    /// `create` on the wire.
    Create,

    /// `delete` on the wire.
    Delete,

    /// A value that this version does not know.
    Unknown(String),
}

open_enum! {
    ConsumerAction {
        Create = "create",
        Delete = "delete",
    }
}

/// Why a client is not pinned any more.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnpinReason {
    /// `admin` on the wire.
    Admin,

    /// `timeout` on the wire.
    Timeout,

    /// A value that this version does not know.
    Unknown(String),
}

open_enum! {
    UnpinReason {
        Admin = "admin",
        Timeout = "timeout",
    }
}

/// The message of a stream that a consumer starts with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DeliverPolicy {
    /// The first that the stream has. The server's default.
    All,

    /// The last that the stream has, and what follows.
    Last,

    /// The first that is stored after the consumer was created.
    New,

    /// The one with `opt_start_seq`, or the next that there is.
    ByStartSequence,

    /// The first that was stored at `opt_start_time` or later.
    ByStartTime,

    /// The last of each subject that the consumer's filters match.
    LastPerSubject,

    /// A value that this version does not know.
    Unknown(String),
}

open_enum! {
    DeliverPolicy {
        All = "all",
        Last = "last",
        New = "new",
        ByStartSequence = "by_start_sequence",
        ByStartTime = "by_start_time",
        LastPerSubject = "last_per_subject",
    }
}

/// What a consumer expects its clients to acknowledge.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AckPolicy {
    /// Nothing: a message counts as acknowledged once it is delivered. The server's default.
    None,

    /// A message, and with it every earlier one.
    All,

    /// Each message by itself.
    Explicit,

    /// What flow control confirms; for consumers that feed another stream.
    FlowControl,

    /// A value that this version does not know.
    Unknown(String),
}

open_enum! {
    AckPolicy {
        None = "none",
        All = "all",
        Explicit = "explicit",
        FlowControl = "flow_control",
    }
}

/// How fast a consumer delivers what the stream already has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReplayPolicy {
    /// As fast as its clients take it. The server's default.
    Instant,

    /// At the pace at which it was stored.
    Original,

    /// A value that this version does not know.
    Unknown(String),
}

open_enum! {
    ReplayPolicy {
        Instant = "instant",
        Original = "original",
    }
}

/// How a consumer with priority groups chooses among the clients that pull. ADR-42.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PriorityPolicy {
    /// Not at all. The server's default.
    None,

    /// Clients that ask for it are served only when enough messages are waiting.
    Overflow,

    /// One client is served as long as it pulls.
    PinnedClient,

    /// Clients of a lower number are served first.
    Prioritized,

    /// A value that this version does not know.
    Unknown(String),
}

open_enum! {
    PriorityPolicy {
        None = "none",
        Overflow = "overflow",
        PinnedClient = "pinned_client",
        Prioritized = "prioritized",
    }
}

/// What a consumer delivers, from where on, and how it is acknowledged.
///
/// With a `deliver_subject` it pushes messages to it; without one clients pull them
/// (ADR-13). Everything that is left unset gets the server's default.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerConfig {
    /// Makes the consumer durable, under this name.
    ///
    /// A consumer with only a `name` is removed once nobody has used it for
    /// `inactive_threshold`, 5 s unless set; a durable one stays. Where both are set they have
    /// to be equal (10132).
    pub durable_name: Option<String>,

    /// Its name, unique within the stream.
    ///
    /// Up to 255 bytes without spaces, `.`, `*`, `>`, `/` and `\`. The name in the subject of
    /// the request counts, and a different one here is overruled without notice. Where there is
    /// none at all the server makes one up, so that repeating the request creates another
    /// consumer.
    pub name: Option<String>,

    /// What it is for, in the words of whoever made it.
    ///
    /// Up to 4096 bytes (10107).
    pub description: Option<String>,

    /// Where in the stream it begins.
    ///
    /// `all`: with the first message. `last`: with the last one that passes the filter. `new`:
    /// with the next one to be stored. `by_start_sequence`: at `opt_start_seq`.
    /// `by_start_time`: at `opt_start_time`. `last_per_subject`: with the last one of each
    /// subject, which takes a filter (10094). The server's default is `all`. Cannot be changed
    /// later.
    pub deliver_policy: Option<DeliverPolicy>,

    /// Subject that messages are pushed to.
    ///
    /// Unset makes it a pull consumer, which it stays. No wildcards (10079), and not a subject
    /// of its own stream (10081). Can be changed while it has no subscriber (10013).
    pub deliver_subject: Option<String>,

    /// Queue group among whose members pushed messages are shared out.
    ///
    /// Push consumers only. Subscribe to the deliver subject in this group.
    pub deliver_group: Option<String>,

    /// Which messages have to be acknowledged.
    ///
    /// `none`: no message; what is sent counts as done. `all`: one acknowledgement is good for
    /// everything before it. `explicit`: each message by itself. `flow_control`: answers to
    /// flow control messages acknowledge, which is for mirrors and sources (ADR-60, server 2.14
    /// and later). The server's default is `none`. Cannot be changed later.
    ///
    /// Requires API level 4 for `flow_control`.
    pub ack_policy: Option<AckPolicy>,

    /// How long to wait for an acknowledgement before delivering again.
    ///
    /// Nanoseconds on the wire. The server's default is 30 s with ack policy `explicit` or
    /// `all`; with the others it stays unset. The first `backoff` takes its place. Servers up
    /// to 2.11 accept and return a negative one; later ones refuse it (10183).
    pub ack_wait: Option<Duration>,

    /// How many times one message is delivered, the first time included.
    ///
    /// -1 is unlimited and the server's default; 0 means the same. Not fewer than `backoff` has
    /// entries (10116). A message that runs out is reported by the `max_deliver` advisory and
    /// stays in the stream.
    pub max_deliver: Option<i64>,

    /// Delivers only messages whose subject matches; wildcards are allowed.
    ///
    /// Unset delivers all. For several subjects there is `filter_subjects`; setting both is
    /// refused (10136).
    pub filter_subject: Option<String>,

    /// Delivers messages whose subject matches one of these.
    ///
    /// Server 2.10 and later. Wildcards are allowed; one that covers another (10138) and empty
    /// ones (10139) are not, and the subject of the request may then have no filter (10137).
    /// Setting `filter_subject` as well is refused (10136).
    pub filter_subjects: Vec<String>,

    /// At what speed stored messages are delivered.
    ///
    /// `instant`: as fast as they are taken. `original`: with the pauses they arrived with. The
    /// server's default is `instant`. Cannot be changed later.
    pub replay_policy: Option<ReplayPolicy>,

    /// Percentage of acknowledgements to report, such as `100` or `50%`.
    ///
    /// Each of them is published as a metric below `$JS.EVENT.METRIC.CONSUMER.ACK`. Unset
    /// reports none.
    pub sample_freq: Option<String>,

    /// Highest rate of delivery, in bits per second.
    ///
    /// Push consumers only (10086). Unset is unlimited.
    pub rate_limit_bps: Option<u64>,

    /// Maximum number of unacknowledged messages.
    ///
    /// -1 is unlimited. Where messages are acknowledged at all the server's default is 1000, or
    /// less if the stream, the account or the server allows no more. A push consumer with ack
    /// policy `none` may not set it (10082).
    pub max_ack_pending: Option<i64>,

    /// Interval of heartbeats while a push consumer has no messages.
    ///
    /// Nanoseconds on the wire, at least 100 ms (10083). ADR-9. Unset sends none. Push
    /// consumers only (10088): a pull request has an `idle_heartbeat` of its own. With ack
    /// policy `flow_control` it is always 1 s. Cannot be changed later.
    pub idle_heartbeat: Option<Duration>,

    /// Whether a push consumer uses flow control.
    ///
    /// It asks with a message of status 100 that has a reply subject, and holds back until that
    /// is answered. Needs `idle_heartbeat` (10108). Push consumers only (10089). Cannot be
    /// changed later.
    pub flow_control: bool,

    /// How many pull requests may wait at the same time.
    ///
    /// The server's default is 512. A further one is answered with status 409. Pull consumers
    /// only (10080). Cannot be changed later.
    pub max_waiting: Option<u64>,

    /// Keeps it out of Raft and of every listing.
    ///
    /// For the consumers that servers make for mirrors and sources, not for clients.
    pub direct: bool,

    /// Marks it as one that a mirror or a source reads through.
    ///
    /// Set by servers, not for clients. Server 2.14 and later.
    ///
    /// Requires API level 4.
    pub sourcing: bool,

    /// Whether messages are delivered without their payload.
    ///
    /// The header `Nats-Msg-Size` then has its size in bytes.
    pub headers_only: bool,

    /// Highest `batch` that a pull request may have.
    ///
    /// 0 and what is below is unlimited, unless the server's own configuration sets a bound;
    /// below 0 a pull consumer is refused before server 2.12 (10114). More is answered with
    /// status 409. Pull consumers only.
    pub max_batch: Option<i64>,

    /// Longest `expires` that a pull request may have.
    ///
    /// Nanoseconds on the wire, at least 1 ms (10115); 0 is unlimited. More is answered with
    /// status 409. Pull consumers only.
    pub max_expires: Option<Duration>,

    /// Highest `max_bytes` that a pull request may have.
    ///
    /// 0 and what is below is unlimited. More is answered with status 409. Pull consumers only.
    pub max_bytes: Option<i64>,

    /// How long it may be out of use before the server removes it.
    ///
    /// Nanoseconds on the wire. The server's default is 5 s if it is not durable. A durable one
    /// stays unless this is set.
    pub inactive_threshold: Option<Duration>,

    /// How long to wait before the first redelivery, the second, and so on.
    ///
    /// Nanoseconds on the wire. The last one serves for all that follow. They take the place of
    /// `ack_wait`; a negative acknowledgement does not wait for them. None may be negative
    /// (10184).
    pub backoff: Vec<Duration>,

    /// How many servers keep its state.
    ///
    /// Up to 5, and not more than the stream has (10126). 0, the server's default, is as many
    /// as the stream has, or one if it is not durable on a stream with `limits` retention. With
    /// any other retention it cannot differ from the stream (10134).
    pub num_replicas: Option<u64>,

    /// Whether its state is kept in memory, whatever the stream's storage is.
    ///
    /// The state is gone once the servers that keep it have stopped. Cannot be changed later.
    pub mem_storage: bool,

    /// Keys and values of your own, kept with the consumer.
    ///
    /// ADR-33. Server 2.10 and later. Keys and values together may take 128 KiB (10135). Keys
    /// that begin with `_nats.` are the server's: from 2.11 it adds `_nats.req.level`,
    /// `_nats.level` and `_nats.ver`, and drops what a client sends under them, so leave them
    /// out when comparing configurations.
    pub metadata: BTreeMap<String, String>,

    /// Moment until which it delivers nothing.
    ///
    /// Server 2.11 and later. Only creation looks at it: on an existing consumer
    /// `CONSUMER.PAUSE` is the way to pause and resume. Servers return it in UTC.
    ///
    /// Requires API level 1.
    pub pause_until: Option<OffsetDateTime>,

    /// Groups that pull requests can belong to.
    ///
    /// ADR-42. Server 2.11 and later. Names have 1 to 16 letters, digits or any of `-_/=`
    /// (10162). Goes with a `priority_policy` (10196), on pull consumers only (10178).
    ///
    /// Requires API level 1.
    pub priority_groups: Vec<String>,

    /// Policy that selects the clients of a priority group.
    ///
    /// ADR-42. Server 2.11 and later. `none`: there are no groups; the server's default.
    /// `overflow`: a pull with `min_pending` or `min_ack_pending` waits until as many messages
    /// are pending. `pinned_client`: one client gets everything until it falls silent for
    /// `priority_timeout`. `prioritized`: pulls with the lowest `priority` are served first
    /// (server 2.12 and later). All but `none` need `priority_groups` (10159).
    ///
    /// Requires API level 1.
    ///
    /// Requires API level 2 for `prioritized`.
    pub priority_policy: Option<PriorityPolicy>,

    /// How long a pinned client may be silent before another is pinned.
    ///
    /// Nanoseconds on the wire. ADR-42. Server 2.11 and later. Only the policy `pinned_client`
    /// uses it; the server's default is then 2 minutes.
    ///
    /// Requires API level 1.
    pub priority_timeout: Option<Duration>,

    /// Sequence to begin at.
    ///
    /// Set exactly when the deliver policy is `by_start_sequence` (10094). Cannot be changed
    /// later.
    pub opt_start_seq: Option<u64>,

    /// Moment to begin at: the first message stored then or after.
    ///
    /// Set exactly when the deliver policy is `by_start_time` (10094). Cannot be changed later.
    /// Servers return it with the offset it was sent with.
    pub opt_start_time: Option<OffsetDateTime>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerConfig {
        durable_name,
        name,
        description,
        deliver_policy,
        deliver_subject,
        deliver_group,
        ack_policy: value_levels(&[("flow_control", 4)]),
        ack_wait: duration,
        max_deliver,
        filter_subject,
        filter_subjects,
        replay_policy,
        sample_freq,
        rate_limit_bps,
        max_ack_pending,
        idle_heartbeat: duration,
        flow_control,
        max_waiting,
        direct,
        sourcing: level(4),
        headers_only,
        max_batch,
        max_expires: duration,
        max_bytes,
        inactive_threshold: duration,
        backoff: duration,
        num_replicas,
        mem_storage,
        metadata,
        pause_until: level(1),
        priority_groups: level(1),
        priority_policy: level(1) value_levels(&[("prioritized", 2)]),
        priority_timeout: duration level(1),
        opt_start_seq,
        opt_start_time,
    }
}

impl ConsumerConfig {
    /// Creates a [`ConsumerConfig`] with no field set.
    #[inline]
    pub fn new() -> Self {
        <Self as Model>::empty()
    }

    /// Sets [`durable_name`](Self::durable_name).
    #[inline]
    #[must_use]
    pub fn with_durable_name(mut self, durable_name: impl Into<String>) -> Self {
        self.durable_name = Some(durable_name.into());
        self
    }

    /// Sets [`name`](Self::name).
    #[inline]
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets [`description`](Self::description).
    #[inline]
    #[must_use]
    pub fn with_description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Sets [`deliver_policy`](Self::deliver_policy).
    #[inline]
    #[must_use]
    pub fn with_deliver_policy(mut self, deliver_policy: DeliverPolicy) -> Self {
        self.deliver_policy = Some(deliver_policy);
        self
    }

    /// Sets [`deliver_subject`](Self::deliver_subject).
    #[inline]
    #[must_use]
    pub fn with_deliver_subject(mut self, deliver_subject: impl Into<String>) -> Self {
        self.deliver_subject = Some(deliver_subject.into());
        self
    }

    /// Sets [`deliver_group`](Self::deliver_group).
    #[inline]
    #[must_use]
    pub fn with_deliver_group(mut self, deliver_group: impl Into<String>) -> Self {
        self.deliver_group = Some(deliver_group.into());
        self
    }

    /// Sets [`ack_policy`](Self::ack_policy).
    #[inline]
    #[must_use]
    pub fn with_ack_policy(mut self, ack_policy: AckPolicy) -> Self {
        self.ack_policy = Some(ack_policy);
        self
    }

    /// Sets [`ack_wait`](Self::ack_wait).
    #[inline]
    #[must_use]
    pub fn with_ack_wait(mut self, ack_wait: Duration) -> Self {
        self.ack_wait = Some(ack_wait);
        self
    }

    /// Sets [`max_deliver`](Self::max_deliver).
    #[inline]
    #[must_use]
    pub fn with_max_deliver(mut self, max_deliver: i64) -> Self {
        self.max_deliver = Some(max_deliver);
        self
    }

    /// Sets [`filter_subject`](Self::filter_subject).
    #[inline]
    #[must_use]
    pub fn with_filter_subject(mut self, filter_subject: impl Into<String>) -> Self {
        self.filter_subject = Some(filter_subject.into());
        self
    }

    /// Sets [`filter_subjects`](Self::filter_subjects).
    #[inline]
    #[must_use]
    pub fn with_filter_subjects(
        mut self,
        filter_subjects: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.filter_subjects = filter_subjects.into_iter().map(Into::into).collect();
        self
    }

    /// Sets [`replay_policy`](Self::replay_policy).
    #[inline]
    #[must_use]
    pub fn with_replay_policy(mut self, replay_policy: ReplayPolicy) -> Self {
        self.replay_policy = Some(replay_policy);
        self
    }

    /// Sets [`sample_freq`](Self::sample_freq).
    #[inline]
    #[must_use]
    pub fn with_sample_freq(mut self, sample_freq: impl Into<String>) -> Self {
        self.sample_freq = Some(sample_freq.into());
        self
    }

    /// Sets [`rate_limit_bps`](Self::rate_limit_bps).
    #[inline]
    #[must_use]
    pub fn with_rate_limit_bps(mut self, rate_limit_bps: u64) -> Self {
        self.rate_limit_bps = Some(rate_limit_bps);
        self
    }

    /// Sets [`max_ack_pending`](Self::max_ack_pending).
    #[inline]
    #[must_use]
    pub fn with_max_ack_pending(mut self, max_ack_pending: i64) -> Self {
        self.max_ack_pending = Some(max_ack_pending);
        self
    }

    /// Sets [`idle_heartbeat`](Self::idle_heartbeat).
    #[inline]
    #[must_use]
    pub fn with_idle_heartbeat(mut self, idle_heartbeat: Duration) -> Self {
        self.idle_heartbeat = Some(idle_heartbeat);
        self
    }

    /// Sets [`flow_control`](Self::flow_control).
    #[inline]
    #[must_use]
    pub fn with_flow_control(mut self, flow_control: bool) -> Self {
        self.flow_control = flow_control;
        self
    }

    /// Sets [`max_waiting`](Self::max_waiting).
    #[inline]
    #[must_use]
    pub fn with_max_waiting(mut self, max_waiting: u64) -> Self {
        self.max_waiting = Some(max_waiting);
        self
    }

    /// Sets [`direct`](Self::direct).
    #[inline]
    #[must_use]
    pub fn with_direct(mut self, direct: bool) -> Self {
        self.direct = direct;
        self
    }

    /// Sets [`sourcing`](Self::sourcing).
    #[inline]
    #[must_use]
    pub fn with_sourcing(mut self, sourcing: bool) -> Self {
        self.sourcing = sourcing;
        self
    }

    /// Sets [`headers_only`](Self::headers_only).
    #[inline]
    #[must_use]
    pub fn with_headers_only(mut self, headers_only: bool) -> Self {
        self.headers_only = headers_only;
        self
    }

    /// Sets [`max_batch`](Self::max_batch).
    #[inline]
    #[must_use]
    pub fn with_max_batch(mut self, max_batch: i64) -> Self {
        self.max_batch = Some(max_batch);
        self
    }

    /// Sets [`max_expires`](Self::max_expires).
    #[inline]
    #[must_use]
    pub fn with_max_expires(mut self, max_expires: Duration) -> Self {
        self.max_expires = Some(max_expires);
        self
    }

    /// Sets [`max_bytes`](Self::max_bytes).
    #[inline]
    #[must_use]
    pub fn with_max_bytes(mut self, max_bytes: i64) -> Self {
        self.max_bytes = Some(max_bytes);
        self
    }

    /// Sets [`inactive_threshold`](Self::inactive_threshold).
    #[inline]
    #[must_use]
    pub fn with_inactive_threshold(mut self, inactive_threshold: Duration) -> Self {
        self.inactive_threshold = Some(inactive_threshold);
        self
    }

    /// Sets [`backoff`](Self::backoff).
    #[inline]
    #[must_use]
    pub fn with_backoff(mut self, backoff: impl IntoIterator<Item = Duration>) -> Self {
        self.backoff = backoff.into_iter().collect();
        self
    }

    /// Sets [`num_replicas`](Self::num_replicas).
    #[inline]
    #[must_use]
    pub fn with_num_replicas(mut self, num_replicas: u64) -> Self {
        self.num_replicas = Some(num_replicas);
        self
    }

    /// Sets [`mem_storage`](Self::mem_storage).
    #[inline]
    #[must_use]
    pub fn with_mem_storage(mut self, mem_storage: bool) -> Self {
        self.mem_storage = mem_storage;
        self
    }

    /// Sets [`metadata`](Self::metadata).
    #[inline]
    #[must_use]
    pub fn with_metadata(
        mut self,
        metadata: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        self.metadata = metadata
            .into_iter()
            .map(|(key, value)| (key.into(), value.into()))
            .collect();
        self
    }

    /// Sets [`pause_until`](Self::pause_until).
    #[inline]
    #[must_use]
    pub fn with_pause_until(mut self, pause_until: OffsetDateTime) -> Self {
        self.pause_until = Some(pause_until);
        self
    }

    /// Sets [`priority_groups`](Self::priority_groups).
    #[inline]
    #[must_use]
    pub fn with_priority_groups(
        mut self,
        priority_groups: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.priority_groups = priority_groups.into_iter().map(Into::into).collect();
        self
    }

    /// Sets [`priority_policy`](Self::priority_policy).
    #[inline]
    #[must_use]
    pub fn with_priority_policy(mut self, priority_policy: PriorityPolicy) -> Self {
        self.priority_policy = Some(priority_policy);
        self
    }

    /// Sets [`priority_timeout`](Self::priority_timeout).
    #[inline]
    #[must_use]
    pub fn with_priority_timeout(mut self, priority_timeout: Duration) -> Self {
        self.priority_timeout = Some(priority_timeout);
        self
    }

    /// Sets [`opt_start_seq`](Self::opt_start_seq).
    #[inline]
    #[must_use]
    pub fn with_opt_start_seq(mut self, opt_start_seq: u64) -> Self {
        self.opt_start_seq = Some(opt_start_seq);
        self
    }

    /// Sets [`opt_start_time`](Self::opt_start_time).
    #[inline]
    #[must_use]
    pub fn with_opt_start_time(mut self, opt_start_time: OffsetDateTime) -> Self {
        self.opt_start_time = Some(opt_start_time);
        self
    }
}

impl Default for ConsumerConfig {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether a consumer may exist already.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CreateAction {
    /// It must not exist with another configuration: `err_code` 10148.
    Create,

    /// It has to exist: `err_code` 10149.
    Update,

    /// A value that this version does not know.
    Unknown(String),
}

open_enum! {
    CreateAction {
        Create = "create",
        Update = "update",
    }
}

/// A position that a consumer has reached, and when.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SequenceInfo {
    /// Number of the delivery, counted by the consumer.
    ///
    /// Every delivery counts, repeated ones as well.
    pub consumer_seq: u64,

    /// Which message of the stream that is, by sequence.
    pub stream_seq: u64,

    /// When the position last moved.
    ///
    /// By a delivery, or in `ack_floor` by an acknowledgement. Absent before the first.
    pub last_active: Option<OffsetDateTime>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    SequenceInfo {
        consumer_seq: required,
        stream_seq: required,
        last_active,
    }
}

/// Client that one priority group of a consumer serves.
///
/// ADR-42. Server 2.11 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PriorityGroupState {
    /// Name of the group.
    pub group: String,

    /// Pin ID of the client that gets the group's messages.
    ///
    /// The server makes it up and tells the client in the header `Nats-Pin-Id`. Only with the
    /// policy `pinned_client`; absent while no client is pinned.
    pub pinned_client_id: Option<String>,

    /// When it was pinned.
    ///
    /// Servers send `0001-01-01T00:00:00Z` while nobody is.
    pub pinned_ts: Option<OffsetDateTime>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    PriorityGroupState {
        group: required,
        pinned_client_id,
        pinned_ts,
    }
}

/// A consumer: its configuration, and how far it has got.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerInfo {
    /// Stream that it reads from, by name.
    pub stream_name: String,

    /// Its name, unique within the stream.
    ///
    /// Made up by the server when the request had none.
    pub name: String,

    /// When the server put this together, by the server's clock.
    ///
    /// Server 2.10 and later.
    pub ts: Option<OffsetDateTime>,

    /// Its configuration, with what the server filled in.
    ///
    /// `metadata` has entries of the server's own.
    pub config: Option<ConsumerConfig>,

    /// When it was created.
    pub created: OffsetDateTime,

    /// The last delivery.
    pub delivered: SequenceInfo,

    /// The last delivery before the first unacknowledged one.
    pub ack_floor: SequenceInfo,

    /// Messages that were delivered and wait for their acknowledgement.
    pub num_ack_pending: u64,

    /// Messages out of those that were delivered more than once.
    ///
    /// Not a count of all redeliveries: a message that is acknowledged drops out.
    pub num_redelivered: u64,

    /// Pull requests that wait for messages.
    ///
    /// 0 for a push consumer.
    pub num_waiting: u64,

    /// Messages that pass the filter and are yet to be delivered.
    pub num_pending: u64,

    /// The servers that keep it.
    pub cluster: Option<ClusterInfo>,

    /// Whether anybody listens on its deliver subject.
    ///
    /// Push consumers only. Not sent when false.
    pub push_bound: bool,

    /// Whether it is paused.
    ///
    /// Server 2.11 and later. Not sent when false.
    pub paused: bool,

    /// Time until it goes on by itself.
    ///
    /// Nanoseconds on the wire. Server 2.11 and later; absent when it is not paused.
    pub pause_remaining: Option<Duration>,

    /// Client that each priority group serves.
    ///
    /// ADR-42. Server 2.11 and later; absent when it has none.
    pub priority_groups: Vec<PriorityGroupState>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerInfo {
        stream_name: required,
        name: required,
        ts,
        config,
        created: required,
        delivered: required,
        ack_floor: required,
        num_ack_pending: required,
        num_redelivered: required,
        num_waiting: required,
        num_pending: required,
        cluster,
        push_bound,
        paused,
        pause_remaining: duration,
        priority_groups,
    }
}

/// Reply to a request to delete a consumer.
///
/// 10014: there is no such consumer, as when a repeated request has succeeded before.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerDeleteResponse {
    /// Whether the consumer is gone. `true` unless there is an error.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerDeleteResponse {
        success: required,
    }
}

/// Reply to a request to move one replica of a consumer away from a server.
///
/// Server 2.15.1 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerPeerEvacuateResponse {
    /// Whether the move has begun. It goes on in the background.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerPeerEvacuateResponse {
        success: required,
    }
}

/// Reply to a request to the leader of a consumer to hand over.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerLeaderStepdownResponse {
    /// Whether the leader has stepped down. A new leader may not be elected yet.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerLeaderStepdownResponse {
        success: required,
    }
}

/// Answers with a page of a stream's consumers.
///
/// In a cluster where a server does not answer, this takes 4 seconds, and the page is
/// short: see `missing`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerListResponse {
    /// Entries in the listing, over all pages.
    ///
    /// Streams that are offline count, even where a page leaves them out.
    pub total: u64,

    /// Entries skipped before this page.
    ///
    /// An offset past the end comes back as the end.
    pub offset: u64,

    /// How many entries a page may have, which is how far on the next one is.
    ///
    /// The server decides: 1024 names, 256 streams or consumers, 100,000 subjects. A page can
    /// have fewer and not be the last. 0 in error replies.
    pub limit: u64,

    /// The consumers of this page, with configuration and state.
    ///
    /// Server 2.14 was seen to put an entry with empty names in the place of a consumer it
    /// could not reach.
    pub consumers: Vec<ConsumerInfo>,

    /// Names of consumers whose servers did not answer in time.
    ///
    /// In clusters only. They may be left out of `consumers`, or be there with an empty name.
    pub missing: Vec<String>,

    /// Why consumers are offline, by name.
    ///
    /// For example one that a newer server made and this one can not run. Server 2.11.9 and
    /// later.
    pub offline: BTreeMap<String, String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerListResponse {
        total: required,
        offset: required,
        limit: required,
        consumers: required,
        missing,
        offline,
    }
}

/// Answers with a page of the names of a stream's consumers.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerNamesResponse {
    /// Entries in the listing, over all pages.
    ///
    /// Streams that are offline count, even where a page leaves them out.
    pub total: u64,

    /// Entries skipped before this page.
    ///
    /// An offset past the end comes back as the end.
    pub offset: u64,

    /// How many entries a page may have, which is how far on the next one is.
    ///
    /// The server decides: 1024 names, 256 streams or consumers, 100,000 subjects. A page can
    /// have fewer and not be the last. 0 in error replies.
    pub limit: u64,

    /// The names of this page.
    pub consumers: Vec<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerNamesResponse {
        total: required,
        offset: required,
        limit: required,
        consumers: required,
    }
}

/// Answers whether a consumer is now paused.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerPauseResponse {
    /// Whether delivery is stopped.
    pub paused: bool,

    /// Time at which delivery resumes, in UTC.
    ///
    /// Means something only while `paused`. The server sends its zero time, year 1, if the
    /// request had none.
    pub pause_until: Option<OffsetDateTime>,

    /// How much longer delivery is stopped.
    ///
    /// Nanoseconds on the wire. Absent when not paused.
    pub pause_remaining: Option<Duration>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerPauseResponse {
        paused: required,
        pause_until,
        pause_remaining: duration,
    }
}

/// Reply to a request to take a consumer away from a server.
///
/// Server 2.15.1 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerPeerRemoveResponse {
    /// Whether the server was taken out of the consumer's group.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerPeerRemoveResponse {
        success: required,
    }
}

/// Reply to a request to begin again with the consumer as it then is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerResetResponse {
    /// Fields of a [`ConsumerInfo`]; in JSON they stand beside the others.
    pub info: ConsumerInfo,

    /// The stream sequence that delivery goes on from.
    pub reset_seq: u64,
}

model! {
    ConsumerResetResponse {
        ..info: ConsumerInfo,
        reset_seq: required,
    }
}

impl Deref for ConsumerResetResponse {
    type Target = ConsumerInfo;

    fn deref(&self) -> &ConsumerInfo {
        &self.info
    }
}

impl From<ConsumerResetResponse> for ConsumerInfo {
    #[inline]
    fn from(reply: ConsumerResetResponse) -> Self {
        reply.info
    }
}

/// Reply to a request to let another client be the one that is served.
///
/// Has nothing to tell beyond success.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerUnpinResponse {
    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerUnpinResponse {}
}
