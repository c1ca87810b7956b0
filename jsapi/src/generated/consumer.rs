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
/// Without `action` the server creates or updates. `create` fails if the consumer exists
/// with another configuration (error 10148), `update` if it does not exist (10149). The
/// server sets the defaults, and the reply holds the resulting configuration. Without a
/// name the server generates one, and the consumer is ephemeral. The request subject
/// contains the name and a single filter, if set, so permissions can restrict them.
///
/// Subject: `CONSUMER.CREATE.{stream}`, `CONSUMER.CREATE.{stream}.{consumer}` or
/// `CONSUMER.CREATE.{stream}.{consumer}.{filter}`; the longest subject whose tokens are all
/// set. Reply: [`ConsumerInfo`], sent by the meta leader. Safe to retry only with care.
/// Safe only with a name: without it, each request creates another consumer.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerCreateRequest {
    /// Name of the stream.
    ///
    /// Must equal the name in the request subject (10056).
    pub stream_name: String,

    /// Configuration of the consumer.
    ///
    /// If the request subject has another consumer name, the server uses that name and reports
    /// no error.
    pub config: ConsumerConfig,

    /// Whether the request may create, update, or do either.
    ///
    /// `create`: fails if the consumer exists with another configuration (10148). `update`:
    /// fails if the consumer does not exist (10149). Absent: creates or updates. Server 2.10
    /// and later.
    pub action: Option<CreateAction>,

    /// Whether the server refuses settings that it would otherwise adjust.
    ///
    /// The error is 10157 and names the setting. Default: `false` (set by the server). Server
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
    /// The server sets defaults for the other fields.
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

/// Creates or updates a durable consumer with the subject of servers before 2.9.
///
/// Requires `config.durable_name`, which is also in the subject. CONSUMER.CREATE replaces
/// it; this request is for accounts that export only this subject.
///
/// Subject: `CONSUMER.DURABLE.CREATE.{stream}.{consumer}`. Reply: [`ConsumerInfo`], sent by
/// the meta leader. Safe to retry. A repeated request with the same configuration succeeds.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerDurableCreateRequest {
    /// Name of the stream.
    ///
    /// Must equal the name in the request subject (10056).
    pub stream_name: String,

    /// Configuration of the consumer.
    ///
    /// If the request subject has another consumer name, the server uses that name and reports
    /// no error.
    pub config: ConsumerConfig,

    /// Whether the request may create, update, or do either.
    ///
    /// `create`: fails if the consumer exists with another configuration (10148). `update`:
    /// fails if the consumer does not exist (10149). Absent: creates or updates. Server 2.10
    /// and later.
    pub action: Option<CreateAction>,

    /// Whether the server refuses settings that it would otherwise adjust.
    ///
    /// The error is 10157 and names the setting. Default: `false` (set by the server). Server
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
    /// The server sets defaults for the other fields.
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
/// A page holds up to 1024 names. For an offset past the end the server returns the end.
///
/// Subject: `CONSUMER.NAMES.{stream}`. Reply: [`ConsumerNamesResponse`], sent by the meta
/// leader. Safe to retry. Read-only.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerNamesRequest {
    /// Name of the stream.
    pub stream: String,

    /// Number of entries to skip.
    ///
    /// 0: first page. Add the `limit` of a reply to request the next page. Servers 2.10.26 and
    /// 2.11.11 panic and exit on a negative number.
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
    /// The server sets defaults for the other fields.
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
/// A page holds up to 256 consumers. In a cluster, the server waits 4 s for consumers whose
/// servers cannot be reached, and then lists them in `missing`: use a timeout above 4 s.
/// The page omits such a consumer, or holds it with an empty name.
///
/// Subject: `CONSUMER.LIST.{stream}`. Reply: [`ConsumerListResponse`], sent by the meta
/// leader, which asks the leader of each consumer. Safe to retry. Read-only.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerListRequest {
    /// Name of the stream.
    pub stream: String,

    /// Number of entries to skip.
    ///
    /// 0: first page. Add the `limit` of a reply to request the next page. Servers 2.10.26 and
    /// 2.11.11 panic and exit on a negative number.
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
    /// The server sets defaults for the other fields.
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

    /// Skips entries without a name: the server may send missing consumers so.
    #[inline]
    fn into_items(self) -> Vec<Self::Item> {
        let mut items = self.consumers;
        items.retain(|item| !item.name.is_empty());
        items
    }
}

/// Returns the configuration, progress and pending counts of a consumer.
///
/// If the consumer does not exist, the server answers error 10014; if the stream does not
/// exist, 10059.
///
/// Subject: `CONSUMER.INFO.{stream}.{consumer}`. Reply: [`ConsumerInfo`], sent by the
/// consumer leader. Safe to retry. Read-only.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerInfoRequest {
    /// Name of the stream.
    pub stream: String,

    /// Name of the consumer.
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
    /// The server sets defaults for the other fields.
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
/// Waiting pull requests end with status 409. If the consumer does not exist, the server
/// answers error 10014.
///
/// Subject: `CONSUMER.DELETE.{stream}.{consumer}`. Reply: [`ConsumerDeleteResponse`], sent
/// by the meta leader. Safe to retry only with care. After a timeout, error 10014 means
/// that the first attempt succeeded.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerDeleteRequest {
    /// Name of the stream.
    pub stream: String,

    /// Name of the consumer.
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
    /// The server sets defaults for the other fields.
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

/// Pauses a consumer until a time, or resumes it.
///
/// Without `pause_until`, or with a time in the past, the server resumes the consumer. A
/// paused consumer continues to send heartbeats.
///
/// Subject: `CONSUMER.PAUSE.{stream}.{consumer}`. Reply: [`ConsumerPauseResponse`], sent by
/// the meta leader. Requires server 2.11.0. Safe to retry. The deadline is a point in time,
/// not a duration.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerPauseRequest {
    /// Name of the stream.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// Time until which the consumer is paused.
    ///
    /// Absent or in the past: resumes the consumer.
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
    /// The server sets defaults for the other fields.
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

/// Unpins the pinned client of a priority group.
///
/// The server pins the client of the group's next pull request. For consumers with priority
/// policy `pinned_client`. ADR-42.
///
/// Subject: `CONSUMER.UNPIN.{stream}.{consumer}`. Reply: [`ConsumerUnpinResponse`], sent by
/// the consumer leader. Requires server 2.11.0. Not safe to retry. A repetition unpins the
/// next client.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerUnpinRequest {
    /// Name of the stream.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// Name of the priority group.
    ///
    /// 1 to 16 characters (10162). The server refuses an unknown group (10160).
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
    /// The server sets defaults for the other fields.
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

/// Resets a consumer to a sequence of its stream.
///
/// Without `seq`, to its acknowledgement floor: the consumer redelivers its pending
/// messages. If the consumer does not exist, there is no reply, and the request times out.
///
/// Subject: `CONSUMER.RESET.{stream}.{consumer}`. Reply: [`ConsumerResetResponse`], sent by
/// the consumer leader. Requires server 2.14.0. Not safe to retry. Each request discards
/// the acknowledgements since the previous request.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerResetRequest {
    /// Name of the stream.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// Stream sequence to continue from.
    ///
    /// Absent or 0: the acknowledgement floor. Only for deliver policies `all`,
    /// `by_start_sequence` and `by_start_time`, and not before their start (10204).
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
    /// The server sets defaults for the other fields.
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

/// Requests messages from a pull consumer.
///
/// An empty body requests one message. The server sends the messages to the reply subject,
/// each with its original subject, so the client needs a separate subscription. A status
/// message ends the pull request (404: no messages, 408: expired, 409: refused or ended).
/// The consumer's `max_batch` limits `batch`. ADR-13.
///
/// Subject: `CONSUMER.MSG.NEXT.{stream}.{consumer}`. Reply: messages and status messages,
/// sent by the consumer leader. Not safe to retry. A repetition is a second pull request in
/// addition to the first.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerMsgNextRequest {
    /// Name of the stream.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// Time for which the pull request waits for messages.
    ///
    /// Nanoseconds on the wire. Absent or 0: unlimited. The server refuses a value above the
    /// consumer's `max_expires` with status 409.
    pub expires: Option<Duration>,

    /// Maximum number of messages.
    ///
    /// Default: 1 (set by the server), also for 0. The server refuses a value above the
    /// consumer's `max_batch` with status 409; it has no other limit.
    pub batch: Option<u64>,

    /// Maximum total size of the messages in bytes.
    ///
    /// Absent or 0: unlimited. The server refuses a value above the consumer's `max_bytes` with
    /// status 409. A message larger than this ends the pull request with status 409.
    pub max_bytes: Option<u64>,

    /// Whether the pull request ends at once when no message is available.
    ///
    /// The status is 404. A partly filled batch ends with status 408 on server 2.10, and 404
    /// since 2.11.
    pub no_wait: bool,

    /// Interval of idle heartbeats while no message is available.
    ///
    /// Nanoseconds on the wire. Absent or 0: no heartbeats. Must be at most half of `expires`,
    /// which must be set (status 400). A heartbeat is a message with status 100.
    pub idle_heartbeat: Option<Duration>,

    /// Priority group of the pull request.
    ///
    /// Required if the consumer has priority groups, and must be one of them (status 400).
    /// ADR-42, server 2.11 and later.
    ///
    /// Requires API level 1.
    pub group: Option<String>,

    /// Minimum number of pending messages for the server to serve the request.
    ///
    /// For priority policy `overflow`. If `min_ack_pending` is also set, either condition is
    /// sufficient. ADR-42, server 2.11 and later.
    ///
    /// Requires API level 1.
    pub min_pending: Option<u64>,

    /// Minimum number of unacknowledged messages for the server to serve it.
    ///
    /// For priority policy `overflow`. If `min_pending` is also set, either condition is
    /// sufficient. ADR-42, server 2.11 and later.
    ///
    /// Requires API level 1.
    pub min_ack_pending: Option<u64>,

    /// Pin ID of this client.
    ///
    /// For priority policy `pinned_client`: the value of the `Nats-Pin-Id` header of a received
    /// message; absent before the first one. The server refuses an outdated pin ID with status
    /// 423. ADR-42, server 2.11 and later.
    ///
    /// Requires API level 1.
    pub id: Option<String>,

    /// Priority of the pull request: 0 is served first, 9 last.
    ///
    /// For priority policy `prioritized`. Default: 0 (set by the server). The server refuses a
    /// value above 9 with status 400. ADR-42, server 2.12 and later.
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
    /// The server sets defaults for the other fields.
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

/// Requests the leader of a consumer to step down, which starts an election.
///
/// `placement` selects the next leader. Servers before 2.11 accept only an empty body and
/// refuse `placement` with error 10003. Clusters only.
///
/// Subject: `CONSUMER.LEADER.STEPDOWN.{stream}.{consumer}`. Reply:
/// [`ConsumerLeaderStepdownResponse`], sent by the consumer leader. Not safe to retry. Each
/// request forces an election.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerLeaderStepdownRequest {
    /// Name of the stream.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// Placement of the next leader.
    ///
    /// Absent: the server chooses. Server 2.11 and later; server 2.10 refuses any body (10003).
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
    /// The server sets defaults for the other fields.
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

/// Removes a server from the replicas of a consumer.
///
/// For a server that is permanently offline. Clusters only.
///
/// Subject: `CONSUMER.PEER.REMOVE.{stream}.{consumer}`. Reply:
/// [`ConsumerPeerRemoveResponse`], sent by the meta leader. Requires server 2.15.1. Safe to
/// retry only with care. Check CONSUMER.INFO first: a removed peer is error 10040.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerPeerRemoveRequest {
    /// Name of the stream.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// Name of the server to remove.
    ///
    /// The server refuses a peer without a replica (10040).
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
    /// The server sets defaults for the other fields.
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

/// Evacuates the replica of a consumer from a running server.
///
/// In contrast to CONSUMER.PEER.REMOVE, the old replica stays until the new one has caught
/// up. Clusters only.
///
/// Subject: `CONSUMER.PEER.EVACUATE.{stream}.{consumer}`. Reply:
/// [`ConsumerPeerEvacuateResponse`], sent by the meta leader. Requires server 2.15.1. Safe
/// to retry only with care. Check CONSUMER.INFO first.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerPeerEvacuateRequest {
    /// Name of the stream.
    pub stream: String,

    /// Name of the consumer.
    pub consumer: String,

    /// Name of the server to evacuate.
    ///
    /// The server refuses a peer without a replica (10040).
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
    /// The server sets defaults for the other fields.
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

/// Action on a consumer that an event reports.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConsumerAction {
    /// `create` on the wire.
    Create,

    /// `delete` on the wire.
    Delete,

    /// Value that this version does not know.
    Unknown(String),
}

open_enum! {
    ConsumerAction {
        Create = "create",
        Delete = "delete",
    }
}

/// Reason why the server unpinned a client.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnpinReason {
    /// `admin` on the wire.
    Admin,

    /// `timeout` on the wire.
    Timeout,

    /// Value that this version does not know.
    Unknown(String),
}

open_enum! {
    UnpinReason {
        Admin = "admin",
        Timeout = "timeout",
    }
}

/// Deliver policy of a consumer: the message that it starts with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DeliverPolicy {
    /// The first message of the stream. The server's default.
    All,

    /// The last message that matches the filter.
    Last,

    /// The first message stored after the consumer was created.
    New,

    /// The message with sequence `opt_start_seq`, or the next one.
    ByStartSequence,

    /// The first message stored at or after `opt_start_time`.
    ByStartTime,

    /// The last message of each subject that matches the filters.
    LastPerSubject,

    /// Value that this version does not know.
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

/// Which messages of a consumer clients must acknowledge.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AckPolicy {
    /// None: a delivered message counts as acknowledged. The server's default.
    None,

    /// An acknowledgement covers the message and all earlier ones.
    All,

    /// Each message separately.
    Explicit,

    /// Replies to flow control acknowledge; for mirrors and sources.
    FlowControl,

    /// Value that this version does not know.
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

/// Speed at which a consumer delivers stored messages.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReplayPolicy {
    /// As fast as clients receive them. The server's default.
    Instant,

    /// At the rate at which they were stored.
    Original,

    /// Value that this version does not know.
    Unknown(String),
}

open_enum! {
    ReplayPolicy {
        Instant = "instant",
        Original = "original",
    }
}

/// How a consumer with priority groups selects a client. ADR-42.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PriorityPolicy {
    /// No priority groups. The server's default.
    None,

    /// A pull request can require a minimum number of pending messages.
    Overflow,

    /// One client receives all messages as long as it pulls.
    PinnedClient,

    /// Pull requests with the lowest `priority` are served first.
    Prioritized,

    /// Value that this version does not know.
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

/// Configuration of a consumer.
///
/// A consumer with a `deliver_subject` is a push consumer: the server sends messages to
/// that subject. A consumer without it is a pull consumer: clients request messages
/// (ADR-13). The server sets a default for each unset field.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerConfig {
    /// Durable name; a consumer with it is durable.
    ///
    /// The server removes a consumer that has only a `name` after `inactive_threshold` without
    /// use (default: 5 s). A durable consumer stays. If both are set, they must be equal
    /// (10132).
    pub durable_name: Option<String>,

    /// Name of the consumer, unique within the stream.
    ///
    /// Up to 255 bytes without spaces, `.`, `*`, `>`, `/` and `\`. If the request subject has a
    /// different name, the server uses that name and reports no error. Without any name the
    /// server generates one, so a repeated request creates another consumer.
    pub name: Option<String>,

    /// Description of the consumer.
    ///
    /// Up to 4096 bytes (10107).
    pub description: Option<String>,

    /// Where in the stream the consumer starts.
    ///
    /// `all`: with the first message. `last`: with the last message that matches the filter.
    /// `new`: with the next message that the stream stores. `by_start_sequence`: at
    /// `opt_start_seq`. `by_start_time`: at `opt_start_time`. `last_per_subject`: with the last
    /// message of each subject; requires a filter (10094). Default: `all` (set by the server).
    /// Cannot be changed later.
    pub deliver_policy: Option<DeliverPolicy>,

    /// Subject to which the server pushes messages.
    ///
    /// Unset: a pull consumer; an update cannot change that. Wildcards are not allowed (10079),
    /// nor is a subject of the consumer's stream (10081). Can be changed while it has no
    /// subscriber (10013).
    pub deliver_subject: Option<String>,

    /// Queue group whose members share the pushed messages.
    ///
    /// Push consumers only. Clients subscribe to the deliver subject in this queue group.
    pub deliver_group: Option<String>,

    /// Which messages clients must acknowledge.
    ///
    /// `none`: no message; the server counts a message as acknowledged when it is sent. `all`:
    /// an acknowledgement covers all earlier messages. `explicit`: each message separately.
    /// `flow_control`: replies to flow control messages acknowledge; for mirrors and sources
    /// (ADR-60, server 2.14 and later). Default: `none` (set by the server). Cannot be changed
    /// later.
    ///
    /// Requires API level 4 for `flow_control`.
    pub ack_policy: Option<AckPolicy>,

    /// Time to wait for an acknowledgement before redelivery.
    ///
    /// Nanoseconds on the wire. Default: 30 s (set by the server) with ack policy `explicit` or
    /// `all`; unset with the other policies. The first entry of `backoff` replaces it. Servers
    /// up to 2.11 accept and return a negative value; later servers refuse it (10183).
    pub ack_wait: Option<Duration>,

    /// Maximum number of deliveries per message, including the first.
    ///
    /// -1 or 0: unlimited. Default: -1 (set by the server). Must not be less than the number of
    /// `backoff` entries (10116). When a message reaches the limit, the server publishes the
    /// `max_deliver` advisory; the message stays in the stream.
    pub max_deliver: Option<i64>,

    /// Delivers only messages whose subject matches; wildcards are allowed.
    ///
    /// Unset: all messages. Use `filter_subjects` for several subjects; the server refuses both
    /// together (10136).
    pub filter_subject: Option<String>,

    /// Delivers messages whose subject matches one of these filters.
    ///
    /// Server 2.10 and later. Wildcards are allowed. The server refuses a filter that covers
    /// another (10138), an empty filter (10139), a filter in the request subject (10137), and
    /// `filter_subject` in addition (10136).
    pub filter_subjects: Vec<String>,

    /// Speed at which the server delivers stored messages.
    ///
    /// `instant`: as fast as clients receive them. `original`: at the rate at which they were
    /// stored. Default: `instant` (set by the server). Cannot be changed later.
    pub replay_policy: Option<ReplayPolicy>,

    /// Percentage of acknowledgements to sample, such as `100` or `50%`.
    ///
    /// The server publishes a metric below `$JS.EVENT.METRIC.CONSUMER.ACK` for each sampled
    /// acknowledgement. Unset: none.
    pub sample_freq: Option<String>,

    /// Maximum delivery rate, in bits per second.
    ///
    /// Push consumers only (10086). Unset: unlimited.
    pub rate_limit_bps: Option<u64>,

    /// Maximum number of unacknowledged messages.
    ///
    /// -1: unlimited. Default: 1000 (set by the server) unless the ack policy is `none`; lower
    /// if the limit of the stream, account or server is lower. The server refuses it for a push
    /// consumer with ack policy `none` (10082).
    pub max_ack_pending: Option<i64>,

    /// Interval of idle heartbeats of a push consumer.
    ///
    /// Nanoseconds on the wire. Minimum: 100 ms (10083). Unset: no heartbeats. ADR-9. Push
    /// consumers only (10088): a pull request has its own `idle_heartbeat`. Always 1 s with ack
    /// policy `flow_control`. Cannot be changed later.
    pub idle_heartbeat: Option<Duration>,

    /// Whether a push consumer uses flow control.
    ///
    /// The server sends a message with status 100 and a reply subject, and pauses delivery
    /// until the client replies. Requires `idle_heartbeat` (10108). Push consumers only
    /// (10089). Cannot be changed later.
    pub flow_control: bool,

    /// Maximum number of waiting pull requests.
    ///
    /// Default: 512 (set by the server). The server answers another pull request with status
    /// 409. Pull consumers only (10080). Cannot be changed later.
    pub max_waiting: Option<u64>,

    /// Excludes the consumer from Raft and from listings.
    ///
    /// Set by servers on the consumers that they create for mirrors and sources. Not for
    /// clients.
    pub direct: bool,

    /// Marks a consumer that a mirror or source reads through.
    ///
    /// Set by servers. Not for clients. Server 2.14 and later.
    ///
    /// Requires API level 4.
    pub sourcing: bool,

    /// Whether the server delivers messages without their payload.
    ///
    /// The header `Nats-Msg-Size` then holds the payload size in bytes.
    pub headers_only: bool,

    /// Maximum `batch` of a pull request.
    ///
    /// 0 or less: unlimited, unless the server configuration has a limit. Servers before 2.12
    /// refuse a negative value for a pull consumer (10114). The server answers a larger batch
    /// with status 409. Pull consumers only.
    pub max_batch: Option<i64>,

    /// Maximum `expires` of a pull request.
    ///
    /// Nanoseconds on the wire. Minimum: 1 ms (10115). 0: unlimited. The server answers a
    /// longer one with status 409. Pull consumers only.
    pub max_expires: Option<Duration>,

    /// Maximum `max_bytes` of a pull request.
    ///
    /// 0 or less: unlimited. The server answers a higher value with status 409. Pull consumers
    /// only.
    pub max_bytes: Option<i64>,

    /// Time without use after which the server removes the consumer.
    ///
    /// Nanoseconds on the wire. Default: 5 s (set by the server) for an ephemeral consumer; a
    /// durable consumer stays unless this is set.
    pub inactive_threshold: Option<Duration>,

    /// Time to wait before the first redelivery, the second, and so on.
    ///
    /// Nanoseconds on the wire. The last entry applies to all further redeliveries. Replaces
    /// `ack_wait`; a negative acknowledgement ignores it. Entries must not be negative (10184).
    pub backoff: Vec<Duration>,

    /// Number of replicas of the consumer's state.
    ///
    /// Range: 0 to 5, and at most the stream's number (10126). 0 (the server's default): the
    /// stream's number, or 1 for an ephemeral consumer of a stream with `limits` retention.
    /// With other retention policies it must equal the stream's number (10134).
    pub num_replicas: Option<u64>,

    /// Whether the consumer's state is kept in memory.
    ///
    /// Independent of the stream's storage. The state is lost when all of its servers have
    /// stopped. Cannot be changed later.
    pub mem_storage: bool,

    /// User-defined keys and values.
    ///
    /// ADR-33. Server 2.10 and later. Maximum total size: 128 KiB (10135). Keys that begin with
    /// `_nats.` are reserved: server 2.11 and later adds `_nats.req.level`, `_nats.level` and
    /// `_nats.ver`, and ignores the values that a client sends. Exclude them when you compare
    /// configurations.
    pub metadata: BTreeMap<String, String>,

    /// Time until which the consumer is paused.
    ///
    /// Server 2.11 and later. Applies only on creation: use `CONSUMER.PAUSE` to pause or resume
    /// an existing consumer. The server returns it in UTC.
    ///
    /// Requires API level 1.
    pub pause_until: Option<OffsetDateTime>,

    /// Priority groups that pull requests can name.
    ///
    /// ADR-42. Server 2.11 and later. A name has 1 to 16 letters, digits or any of `-_/=`
    /// (10162). Requires a `priority_policy` (10196). Pull consumers only (10178).
    ///
    /// Requires API level 1.
    pub priority_groups: Vec<String>,

    /// Policy that selects the clients of a priority group.
    ///
    /// ADR-42. Server 2.11 and later. `none`: no priority groups; the server's default.
    /// `overflow`: the server serves a pull request with `min_pending` or `min_ack_pending`
    /// only while that number of messages is pending. `pinned_client`: one client receives all
    /// messages until it does not pull for `priority_timeout`. `prioritized`: the server serves
    /// pull requests with the lowest `priority` first (server 2.12 and later). All policies
    /// except `none` require `priority_groups` (10159).
    ///
    /// Requires API level 1.
    ///
    /// Requires API level 2 for `prioritized`.
    pub priority_policy: Option<PriorityPolicy>,

    /// Time without a pull after which the server unpins the pinned client.
    ///
    /// Nanoseconds on the wire. Default: 2 minutes (set by the server). Only with priority
    /// policy `pinned_client`. ADR-42. Server 2.11 and later.
    ///
    /// Requires API level 1.
    pub priority_timeout: Option<Duration>,

    /// Stream sequence to start at.
    ///
    /// Required with deliver policy `by_start_sequence`, refused with any other (10094). Cannot
    /// be changed later.
    pub opt_start_seq: Option<u64>,

    /// Time to start at: the first message stored at or after this time.
    ///
    /// Required with deliver policy `by_start_time`, refused with any other (10094). Cannot be
    /// changed later. The server returns it with the offset that the client sent.
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

/// Whether a request may only create or only update a consumer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CreateAction {
    /// Fails if the consumer exists with another configuration: `err_code` 10148.
    Create,

    /// Fails if the consumer does not exist: `err_code` 10149.
    Update,

    /// Value that this version does not know.
    Unknown(String),
}

open_enum! {
    CreateAction {
        Create = "create",
        Update = "update",
    }
}

/// Position of a consumer, with the time at which it last moved.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SequenceInfo {
    /// Consumer sequence of the delivery.
    ///
    /// The consumer counts every delivery, including redeliveries.
    pub consumer_seq: u64,

    /// Stream sequence of the message.
    pub stream_seq: u64,

    /// Time at which the position last moved.
    ///
    /// A delivery moves `delivered`; an acknowledgement moves `ack_floor`. Absent before the
    /// first.
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

/// State of one priority group of a consumer.
///
/// ADR-42. Server 2.11 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PriorityGroupState {
    /// Name of the group.
    pub group: String,

    /// Pin ID of the client that receives the group's messages.
    ///
    /// The server generates it and sends it to the client in the header `Nats-Pin-Id`. Only
    /// with priority policy `pinned_client`; absent while no client is pinned.
    pub pinned_client_id: Option<String>,

    /// Time at which the client was pinned.
    ///
    /// The server sends `0001-01-01T00:00:00Z` while no client is pinned.
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

/// Configuration and state of a consumer.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerInfo {
    /// Name of the consumer's stream.
    pub stream_name: String,

    /// Name of the consumer, unique within the stream.
    ///
    /// The server generates a name if the create request had none.
    pub name: String,

    /// Time at which the server created this reply, by its clock.
    ///
    /// Server 2.10 and later.
    pub ts: Option<OffsetDateTime>,

    /// Configuration, including the defaults set by the server.
    ///
    /// The server adds entries to `metadata`.
    pub config: Option<ConsumerConfig>,

    /// Creation time.
    pub created: OffsetDateTime,

    /// Position of the last delivery.
    pub delivered: SequenceInfo,

    /// Position up to which all messages are acknowledged.
    pub ack_floor: SequenceInfo,

    /// Number of messages delivered and not acknowledged yet.
    pub num_ack_pending: u64,

    /// Number of unacknowledged messages that were delivered more than once.
    ///
    /// Not a count of all redeliveries: the server removes a message from this count when it is
    /// acknowledged.
    pub num_redelivered: u64,

    /// Number of pull requests waiting for messages.
    ///
    /// 0 for a push consumer.
    pub num_waiting: u64,

    /// Number of messages that match the filter and were not delivered yet.
    pub num_pending: u64,

    /// Raft group: leader and replicas.
    pub cluster: Option<ClusterInfo>,

    /// Whether the deliver subject has a subscriber.
    ///
    /// Push consumers only. Absent if false.
    pub push_bound: bool,

    /// Whether the consumer is paused.
    ///
    /// Server 2.11 and later. Absent if false.
    pub paused: bool,

    /// Time until the server resumes the consumer.
    ///
    /// Nanoseconds on the wire. Server 2.11 and later; absent unless paused.
    pub pause_remaining: Option<Duration>,

    /// State of each priority group.
    ///
    /// ADR-42. Server 2.11 and later; absent without groups.
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
/// 10014: the consumer does not exist, also if an earlier attempt of the same request
/// deleted it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerDeleteResponse {
    /// Whether the consumer was deleted. `true` unless the reply has an error.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerDeleteResponse {
        success: required,
    }
}

/// Reply to a request to evacuate the replica of a consumer from a server.
///
/// Server 2.15.1 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerPeerEvacuateResponse {
    /// Whether the move has started. It continues in the background.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerPeerEvacuateResponse {
        success: required,
    }
}

/// Reply to a request to the leader of a consumer to step down.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerLeaderStepdownResponse {
    /// Whether the leader has stepped down. The election may still be in progress.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerLeaderStepdownResponse {
        success: required,
    }
}

/// Reply with a page of a stream's consumers.
///
/// If a server of the cluster does not respond, the reply takes 4 seconds and the page is
/// incomplete: see `missing`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerListResponse {
    /// Total number of entries over all pages.
    ///
    /// Includes offline streams, even if a page leaves them out.
    pub total: u64,

    /// Number of entries before this page.
    ///
    /// If the requested offset is past the end, the server returns the end.
    pub offset: u64,

    /// Maximum number of entries per page; add it to `offset` for the next.
    ///
    /// Set by the server: 1024 names, 256 streams or consumers, 100,000 subjects. A page with
    /// fewer entries is not necessarily the last. 0 in error replies.
    pub limit: u64,

    /// Consumers of this page, with configuration and state.
    ///
    /// Server 2.14 may send an entry with empty names for a consumer that it could not reach.
    pub consumers: Vec<ConsumerInfo>,

    /// Names of consumers whose servers did not respond in time.
    ///
    /// In clusters only. `consumers` may omit them, or hold them with an empty name.
    pub missing: Vec<String>,

    /// Offline consumers by name, with the reason.
    ///
    /// For example a consumer that a newer server created and this server does not support.
    /// Server 2.11.9 and later.
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

/// Reply with a page of the names of a stream's consumers.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerNamesResponse {
    /// Total number of entries over all pages.
    ///
    /// Includes offline streams, even if a page leaves them out.
    pub total: u64,

    /// Number of entries before this page.
    ///
    /// If the requested offset is past the end, the server returns the end.
    pub offset: u64,

    /// Maximum number of entries per page; add it to `offset` for the next.
    ///
    /// Set by the server: 1024 names, 256 streams or consumers, 100,000 subjects. A page with
    /// fewer entries is not necessarily the last. 0 in error replies.
    pub limit: u64,

    /// Names of this page.
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

/// Reply with the pause state of a consumer.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerPauseResponse {
    /// Whether the consumer is paused.
    pub paused: bool,

    /// Time at which the consumer resumes, in UTC.
    ///
    /// Valid only while `paused`. The server sends the zero time (year 1) if the request had
    /// none.
    pub pause_until: Option<OffsetDateTime>,

    /// Remaining time of the pause.
    ///
    /// Nanoseconds on the wire. Absent unless paused.
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

/// Reply to a request to remove a server from the replicas of a consumer.
///
/// Server 2.15.1 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerPeerRemoveResponse {
    /// Whether the server was removed from the consumer's Raft group.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerPeerRemoveResponse {
        success: required,
    }
}

/// Reply to a request to reset a consumer, with the consumer's information.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerResetResponse {
    /// Fields of a [`ConsumerInfo`]; in JSON they are on the same level as the others.
    pub info: ConsumerInfo,

    /// Stream sequence from which the consumer continues.
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

/// Reply to a request to unpin the client of a priority group.
///
/// Holds no data except an error.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConsumerUnpinResponse {
    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ConsumerUnpinResponse {}
}
