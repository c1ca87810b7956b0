// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::codec::{Extra, Model, model, open_enum};
use crate::generated::endpoint;
use crate::generated::shared::{ApiError, ClusterInfo, Placement, RetentionPolicy};
use crate::request::{
    Endpoint, MessageRequest, MessagesRequest, Operation, Request, SubjectBuilder,
    SubjectError,
};
use crate::{Base64, Headers, Page, PagedRequest};
use std::collections::BTreeMap;
use std::ops::Deref;
use std::time::Duration;
use time::OffsetDateTime;

/// Creates a stream.
///
/// Only the name is required: the server sets the defaults, and the reply holds the
/// resulting configuration. Creating a stream that exists with the same configuration
/// succeeds; with another configuration it is error 10058. On a single server `did_create`
/// is always true, also for an existing stream. `domain` is absent from this reply of a
/// single server, even with a domain.
///
/// Subject: `STREAM.CREATE.{stream}`. Reply: [`StreamCreateResponse`], sent by the meta
/// leader. Safe to retry. A repeated request with the same configuration succeeds, with
/// another it is error 10058.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamCreateRequest {
    /// Fields of a [`StreamConfig`]; in JSON they are on the same level as the others.
    pub config: StreamConfig,

    /// Whether the server refuses settings that it would otherwise adjust.
    ///
    /// The error is 10157 and names the setting. Default: `false` (set by the server). Server
    /// 2.11 and later.
    ///
    /// Requires API level 1.
    pub pedantic: bool,
}

model! {
    StreamCreateRequest {
        ..config: StreamConfig,
        pedantic: level(1),
    }
}

impl StreamCreateRequest {
    /// Creates a [`StreamCreateRequest`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(config: StreamConfig) -> Self {
        Self {
            config,
            ..<Self as Model>::empty()
        }
    }

    /// Sets [`pedantic`](Self::pedantic).
    #[inline]
    #[must_use]
    pub fn with_pedantic(mut self, pedantic: bool) -> Self {
        self.pedantic = pedantic;
        self
    }
}

impl Deref for StreamCreateRequest {
    type Target = StreamConfig;

    fn deref(&self) -> &StreamConfig {
        &self.config
    }
}

impl From<StreamConfig> for StreamCreateRequest {
    #[inline]
    fn from(config: StreamConfig) -> Self {
        Self::new(config)
    }
}

/// `STREAM.CREATE.{stream}`
impl Operation for StreamCreateRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::STREAM_CREATE;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("STREAM.CREATE");
        to.stream(&self.config.name)
    }
}

impl Request for StreamCreateRequest {
    type Response = StreamCreateResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.stream_create_response",
    ];
}

/// Replaces the configuration of a stream.
///
/// The server resets each field that the request leaves out to its default. Start from the
/// configuration in STREAM.INFO. Some settings cannot be changed, or only in one direction.
///
/// Subject: `STREAM.UPDATE.{stream}`. Reply: [`StreamInfo`], sent by the meta leader. Safe
/// to retry. The request replaces the whole configuration, so a repetition changes nothing.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamUpdateRequest {
    /// Fields of a [`StreamConfig`]; in JSON they are on the same level as the others.
    pub config: StreamConfig,

    /// Whether the server refuses settings that it would otherwise adjust.
    ///
    /// The error is 10157 and names the setting. Default: `false` (set by the server). Server
    /// 2.11 and later.
    ///
    /// Requires API level 1.
    pub pedantic: bool,
}

model! {
    StreamUpdateRequest {
        ..config: StreamConfig,
        pedantic: level(1),
    }
}

impl StreamUpdateRequest {
    /// Creates a [`StreamUpdateRequest`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(config: StreamConfig) -> Self {
        Self {
            config,
            ..<Self as Model>::empty()
        }
    }

    /// Sets [`pedantic`](Self::pedantic).
    #[inline]
    #[must_use]
    pub fn with_pedantic(mut self, pedantic: bool) -> Self {
        self.pedantic = pedantic;
        self
    }
}

impl Deref for StreamUpdateRequest {
    type Target = StreamConfig;

    fn deref(&self) -> &StreamConfig {
        &self.config
    }
}

impl From<StreamConfig> for StreamUpdateRequest {
    #[inline]
    fn from(config: StreamConfig) -> Self {
        Self::new(config)
    }
}

/// `STREAM.UPDATE.{stream}`
impl Operation for StreamUpdateRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::STREAM_UPDATE;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("STREAM.UPDATE");
        to.stream(&self.config.name)
    }
}

impl Request for StreamUpdateRequest {
    type Response = StreamInfo;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.stream_update_response",
    ];
}

/// Lists the names of the account's streams.
///
/// With `subject`, only streams whose subjects overlap it; wildcards are allowed. A page
/// holds up to 1024 names. For an offset past the end the server returns the end.
///
/// Subject: `STREAM.NAMES`. Reply: [`StreamNamesResponse`], sent by the meta leader. Safe
/// to retry. Read-only.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamNamesRequest {
    /// Selects streams whose subjects overlap this one; wildcards are allowed.
    pub subject: Option<String>,

    /// Number of entries to skip, for pages after the first.
    ///
    /// Minimum: 0. The server answers an offset past the end with an empty page. A negative
    /// offset crashes servers 2.10.26 and 2.11.11.
    pub offset: Option<u64>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamNamesRequest {
        subject,
        offset,
    }
}

impl StreamNamesRequest {
    /// Creates a [`StreamNamesRequest`] with no field set.
    #[inline]
    pub fn new() -> Self {
        <Self as Model>::empty()
    }

    /// Sets [`subject`](Self::subject).
    #[inline]
    #[must_use]
    pub fn with_subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// Sets [`offset`](Self::offset).
    #[inline]
    #[must_use]
    pub fn with_offset(mut self, offset: u64) -> Self {
        self.offset = Some(offset);
        self
    }
}

impl Default for StreamNamesRequest {
    fn default() -> Self {
        Self::new()
    }
}

/// `STREAM.NAMES`
impl Operation for StreamNamesRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::STREAM_NAMES;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("STREAM.NAMES");
        Ok(())
    }
}

impl Request for StreamNamesRequest {
    type Response = StreamNamesResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.stream_names_response",
    ];
}

impl PagedRequest for StreamNamesRequest {
    fn set_offset(&mut self, offset: u64) {
        self.offset = Some(offset);
    }
}

impl Page for StreamNamesResponse {
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
        self.streams.is_empty()
    }

    #[inline]
    fn into_items(self) -> Vec<Self::Item> {
        self.streams
    }
}

/// Lists the account's streams with configuration and state.
///
/// With `subject`, only streams whose subjects overlap it; wildcards are allowed. A page
/// holds up to 256 streams. In a cluster, the server waits 4 s for streams whose servers
/// cannot be reached, and then leaves them out of the page and lists them in `missing`: use
/// a timeout above 4 s. From server 2.11.9 `offline` has the reasons.
///
/// Subject: `STREAM.LIST`. Reply: [`StreamListResponse`], sent by the meta leader, which
/// asks the leader of each stream. Safe to retry. Read-only.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamListRequest {
    /// Selects streams whose subjects overlap this one; wildcards are allowed.
    pub subject: Option<String>,

    /// Number of entries to skip, for pages after the first.
    ///
    /// Minimum: 0. The server answers an offset past the end with an empty page. A negative
    /// offset crashes servers 2.10.26 and 2.11.11.
    pub offset: Option<u64>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamListRequest {
        subject,
        offset,
    }
}

impl StreamListRequest {
    /// Creates a [`StreamListRequest`] with no field set.
    #[inline]
    pub fn new() -> Self {
        <Self as Model>::empty()
    }

    /// Sets [`subject`](Self::subject).
    #[inline]
    #[must_use]
    pub fn with_subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// Sets [`offset`](Self::offset).
    #[inline]
    #[must_use]
    pub fn with_offset(mut self, offset: u64) -> Self {
        self.offset = Some(offset);
        self
    }
}

impl Default for StreamListRequest {
    fn default() -> Self {
        Self::new()
    }
}

/// `STREAM.LIST`
impl Operation for StreamListRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::STREAM_LIST;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("STREAM.LIST");
        Ok(())
    }
}

impl Request for StreamListRequest {
    type Response = StreamListResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.stream_list_response",
    ];
}

impl PagedRequest for StreamListRequest {
    fn set_offset(&mut self, offset: u64) {
        self.offset = Some(offset);
    }
}

impl Page for StreamListResponse {
    type Item = StreamInfo;

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
        self.streams.is_empty()
    }

    fn missing(&self) -> &[String] {
        &self.missing
    }

    fn offline(&self) -> &BTreeMap<String, String> {
        &self.offline
    }

    #[inline]
    fn into_items(self) -> Vec<Self::Item> {
        self.streams
    }
}

/// Returns the configuration, state, replicas and sources of a stream.
///
/// With `subjects_filter`, also the number of messages per subject, in pages of up to
/// 100000 subjects. Such a reply can exceed the server's maximum payload. `total`, `offset`
/// and `limit` are 0 without a `subjects_filter`.
///
/// Subject: `STREAM.INFO.{stream}`. Reply: [`StreamInfoResponse`], sent by the stream
/// leader. Safe to retry. Read-only.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamInfoRequest {
    /// Name of the stream.
    pub stream: String,

    /// Whether the reply lists the sequences of deleted messages.
    ///
    /// The list in `state.deleted` may be long.
    pub deleted_details: bool,

    /// Filter of the subjects whose message counts the reply lists.
    ///
    /// Wildcards are allowed. The reply holds the counts in `state.subjects`, in pages of up to
    /// 100,000 subjects. Such a reply may exceed the server's `max_payload`.
    pub subjects_filter: Option<String>,

    /// Number of subjects to skip, for pages after the first.
    ///
    /// Minimum: 0. Only with `subjects_filter`.
    pub offset: Option<u64>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamInfoRequest(stream) {
        deleted_details,
        subjects_filter,
        offset,
    }
}

impl StreamInfoRequest {
    /// Creates a [`StreamInfoRequest`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(stream: impl Into<String>) -> Self {
        Self {
            stream: stream.into(),
            ..<Self as Model>::empty()
        }
    }

    /// Sets [`deleted_details`](Self::deleted_details).
    #[inline]
    #[must_use]
    pub fn with_deleted_details(mut self, deleted_details: bool) -> Self {
        self.deleted_details = deleted_details;
        self
    }

    /// Sets [`subjects_filter`](Self::subjects_filter).
    #[inline]
    #[must_use]
    pub fn with_subjects_filter(mut self, subjects_filter: impl Into<String>) -> Self {
        self.subjects_filter = Some(subjects_filter.into());
        self
    }

    /// Sets [`offset`](Self::offset).
    #[inline]
    #[must_use]
    pub fn with_offset(mut self, offset: u64) -> Self {
        self.offset = Some(offset);
        self
    }
}

/// `STREAM.INFO.{stream}`
impl Operation for StreamInfoRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::STREAM_INFO;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("STREAM.INFO");
        to.stream(&self.stream)
    }
}

impl Request for StreamInfoRequest {
    type Response = StreamInfoResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.stream_info_response",
    ];
}

impl PagedRequest for StreamInfoRequest {
    fn set_offset(&mut self, offset: u64) {
        self.offset = Some(offset);
    }
}

impl Page for StreamInfoResponse {
    type Item = (String, u64);

    fn total(&self) -> u64 {
        self.total.unwrap_or_default()
    }

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn limit(&self) -> u64 {
        self.limit.unwrap_or_default()
    }

    fn is_empty(&self) -> bool {
        self.info.state.subjects.is_empty()
    }

    #[inline]
    fn into_items(self) -> Vec<Self::Item> {
        self.info.state.subjects.into_iter().collect()
    }
}

/// Deletes a stream with its messages and consumers.
///
/// If the stream does not exist, the server answers error 10059.
///
/// Subject: `STREAM.DELETE.{stream}`. Reply: [`StreamDeleteResponse`], sent by the meta
/// leader. Safe to retry only with care. After a timeout, error 10059 means that the first
/// attempt succeeded.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamDeleteRequest {
    /// Name of the stream.
    pub stream: String,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamDeleteRequest(stream) {}
}

impl StreamDeleteRequest {
    /// Creates a [`StreamDeleteRequest`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(stream: impl Into<String>) -> Self {
        Self {
            stream: stream.into(),
            ..<Self as Model>::empty()
        }
    }
}

/// `STREAM.DELETE.{stream}`
impl Operation for StreamDeleteRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::STREAM_DELETE;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("STREAM.DELETE");
        to.stream(&self.stream)
    }
}

impl Request for StreamDeleteRequest {
    type Response = StreamDeleteResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.stream_delete_response",
    ];
}

/// Purges messages of a stream and keeps the stream.
///
/// Purges all messages, those that match `filter`, those below `seq`, or all except the
/// newest `keep`. `seq` together with `keep` is error 10003.
///
/// Subject: `STREAM.PURGE.{stream}`. Reply: [`StreamPurgeResponse`], sent by the stream
/// leader. Safe to retry only with care. Safe with `seq`; without it, a repetition also
/// purges messages stored since.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamPurgeRequest {
    /// Name of the stream.
    pub stream: String,

    /// Subject of the messages to purge; wildcards are allowed.
    pub filter: Option<String>,

    /// Purges only messages below this sequence, which itself stays.
    ///
    /// Excludes `keep`.
    pub seq: Option<u64>,

    /// Number of the newest messages to keep.
    ///
    /// With `filter`, of the matching messages. Excludes `seq`.
    pub keep: Option<u64>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamPurgeRequest(stream) {
        filter,
        seq,
        keep,
    }
}

impl StreamPurgeRequest {
    /// Creates a [`StreamPurgeRequest`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(stream: impl Into<String>) -> Self {
        Self {
            stream: stream.into(),
            ..<Self as Model>::empty()
        }
    }

    /// Sets [`filter`](Self::filter).
    #[inline]
    #[must_use]
    pub fn with_filter(mut self, filter: impl Into<String>) -> Self {
        self.filter = Some(filter.into());
        self
    }

    /// Sets [`seq`](Self::seq).
    #[inline]
    #[must_use]
    pub fn with_seq(mut self, seq: u64) -> Self {
        self.seq = Some(seq);
        self
    }

    /// Sets [`keep`](Self::keep).
    #[inline]
    #[must_use]
    pub fn with_keep(mut self, keep: u64) -> Self {
        self.keep = Some(keep);
        self
    }
}

/// `STREAM.PURGE.{stream}`
impl Operation for StreamPurgeRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::STREAM_PURGE;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("STREAM.PURGE");
        to.stream(&self.stream)
    }
}

impl Request for StreamPurgeRequest {
    type Response = StreamPurgeResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.stream_purge_response",
    ];
}

/// Starts a snapshot of a stream, which the server sends in chunks.
///
/// The reply holds the stream's configuration and state. The server sends the chunks to
/// `deliver_subject`: subscribe to it first. The client acknowledges each chunk that has a
/// reply subject with an empty message; an empty chunk ends the snapshot. In a cluster
/// there is no reply if the stream does not exist. Memory streams require server 2.15.
///
/// Subject: `STREAM.SNAPSHOT.{stream}`. Reply: [`StreamSnapshotResponse`], then chunks,
/// sent by the stream leader. Safe to retry only with care. Each request starts another
/// transfer: use a new `deliver_subject`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamSnapshotRequest {
    /// Name of the stream.
    pub stream: String,

    /// Subject to which the server sends the chunks.
    ///
    /// Wildcards are not allowed. Subscribe to it before sending the request.
    pub deliver_subject: String,

    /// Whether the snapshot excludes the consumers.
    pub no_consumers: bool,

    /// Size of a chunk in bytes.
    ///
    /// Default: 131072 (128 KiB, set by the server). The server clamps it to 1 KiB to 1 MiB.
    pub chunk_size: Option<u64>,

    /// Maximum number of unacknowledged bytes in flight.
    ///
    /// Default: 8388608 (8 MiB, set by the server). The server clamps it to 1 KiB to 32 MiB.
    /// Server 2.12.5 and later.
    ///
    /// Requires API level 3.
    pub window_size: Option<u64>,

    /// Whether the server verifies the checksums of all messages first.
    ///
    /// Default: `false` (set by the server). No effect since server 2.15, which verifies while
    /// it reads.
    pub jsck: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamSnapshotRequest(stream) {
        deliver_subject: required,
        no_consumers,
        chunk_size,
        window_size: level(3),
        jsck,
    }
}

impl StreamSnapshotRequest {
    /// Creates a [`StreamSnapshotRequest`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(stream: impl Into<String>, deliver_subject: impl Into<String>) -> Self {
        Self {
            stream: stream.into(),
            deliver_subject: deliver_subject.into(),
            ..<Self as Model>::empty()
        }
    }

    /// Sets [`no_consumers`](Self::no_consumers).
    #[inline]
    #[must_use]
    pub fn with_no_consumers(mut self, no_consumers: bool) -> Self {
        self.no_consumers = no_consumers;
        self
    }

    /// Sets [`chunk_size`](Self::chunk_size).
    #[inline]
    #[must_use]
    pub fn with_chunk_size(mut self, chunk_size: u64) -> Self {
        self.chunk_size = Some(chunk_size);
        self
    }

    /// Sets [`window_size`](Self::window_size).
    #[inline]
    #[must_use]
    pub fn with_window_size(mut self, window_size: u64) -> Self {
        self.window_size = Some(window_size);
        self
    }

    /// Sets [`jsck`](Self::jsck).
    #[inline]
    #[must_use]
    pub fn with_jsck(mut self, jsck: bool) -> Self {
        self.jsck = jsck;
        self
    }
}

/// `STREAM.SNAPSHOT.{stream}`
impl Operation for StreamSnapshotRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::STREAM_SNAPSHOT;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("STREAM.SNAPSHOT");
        to.stream(&self.stream)
    }
}

impl Request for StreamSnapshotRequest {
    type Response = StreamSnapshotResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.stream_snapshot_response",
    ];
}

/// Starts a restore of a stream from a snapshot.
///
/// The reply holds the subject to which the client sends each chunk as a request. The
/// server acknowledges a chunk with an empty message. An empty chunk ends the restore; its
/// reply is that of STREAM.CREATE. The stream must not exist.
///
/// Subject: `STREAM.RESTORE.{stream}`. Reply: [`StreamRestoreResponse`]; the client then
/// sends chunks, sent by the meta leader. Not safe to retry. If the stream exists, the
/// server answers error 10130. It aborts a stalled restore after 5 s.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamRestoreRequest {
    /// Configuration of the stream, usually from the reply to the snapshot.
    pub config: StreamConfig,

    /// State of the stream, from the reply to the snapshot.
    ///
    /// Servers do not require it.
    pub state: Option<StreamState>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamRestoreRequest {
        config: required,
        state,
    }
}

impl StreamRestoreRequest {
    /// Creates a [`StreamRestoreRequest`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(config: StreamConfig) -> Self {
        Self {
            config,
            ..<Self as Model>::empty()
        }
    }

    /// Sets [`state`](Self::state).
    #[inline]
    #[must_use]
    pub fn with_state(mut self, state: StreamState) -> Self {
        self.state = Some(state);
        self
    }
}

/// `STREAM.RESTORE.{stream}`
impl Operation for StreamRestoreRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::STREAM_RESTORE;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("STREAM.RESTORE");
        to.stream(&self.config.name)
    }
}

impl Request for StreamRestoreRequest {
    type Response = StreamRestoreResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.stream_restore_response",
    ];
}

/// Returns one stored message from the leader of its stream.
///
/// Selects the message by sequence, as the last of a subject, or as the first of a subject
/// at or after a sequence or time. Error 10037: no message found. The leader has every
/// acknowledged message, which DIRECT.GET does not guarantee.
///
/// Subject: `STREAM.MSG.GET.{stream}`. Reply: [`StreamMsgGetResponse`], sent by the stream
/// leader. Safe to retry. Read-only.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamMsgGetRequest {
    /// Name of the stream.
    pub stream: String,

    /// Stream sequence of the message, or with `next_by_subj` the start.
    ///
    /// With `next_by_subj`, the server searches from this sequence on. Excludes `last_by_subj`.
    pub seq: Option<u64>,

    /// Selects the last message of this subject.
    ///
    /// Wildcards are allowed.
    pub last_by_subj: Option<String>,

    /// Selects the next message of this subject.
    ///
    /// Wildcards are allowed. The server searches from `seq` or `start_time` on, or from the
    /// first message if neither is set.
    pub next_by_subj: Option<String>,

    /// Selects the first message stored at or after this time.
    ///
    /// With `next_by_subj`, the first message that matches it. Excludes `seq`. Server 2.11 and
    /// later.
    ///
    /// Requires API level 1.
    pub start_time: Option<OffsetDateTime>,

    /// Whether the server omits the headers of the message.
    ///
    /// Server 2.12 and later.
    ///
    /// Requires API level 2.
    pub no_hdr: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamMsgGetRequest(stream) {
        seq,
        last_by_subj,
        next_by_subj,
        start_time: level(1),
        no_hdr: level(2),
    }
}

impl StreamMsgGetRequest {
    /// Creates a [`StreamMsgGetRequest`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(stream: impl Into<String>) -> Self {
        Self {
            stream: stream.into(),
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

    /// Sets [`last_by_subj`](Self::last_by_subj).
    #[inline]
    #[must_use]
    pub fn with_last_by_subj(mut self, last_by_subj: impl Into<String>) -> Self {
        self.last_by_subj = Some(last_by_subj.into());
        self
    }

    /// Sets [`next_by_subj`](Self::next_by_subj).
    #[inline]
    #[must_use]
    pub fn with_next_by_subj(mut self, next_by_subj: impl Into<String>) -> Self {
        self.next_by_subj = Some(next_by_subj.into());
        self
    }

    /// Sets [`start_time`](Self::start_time).
    #[inline]
    #[must_use]
    pub fn with_start_time(mut self, start_time: OffsetDateTime) -> Self {
        self.start_time = Some(start_time);
        self
    }

    /// Sets [`no_hdr`](Self::no_hdr).
    #[inline]
    #[must_use]
    pub fn with_no_hdr(mut self, no_hdr: bool) -> Self {
        self.no_hdr = no_hdr;
        self
    }
}

/// `STREAM.MSG.GET.{stream}`
impl Operation for StreamMsgGetRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::STREAM_MSG_GET;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("STREAM.MSG.GET");
        to.stream(&self.stream)
    }
}

impl Request for StreamMsgGetRequest {
    type Response = StreamMsgGetResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.stream_msg_get_response",
    ];
}

/// Deletes one message of a stream.
///
/// By default the server also overwrites the bytes of the message; with `no_erase` it only
/// removes the message, which is faster.
///
/// Subject: `STREAM.MSG.DELETE.{stream}`. Reply: [`StreamMsgDeleteResponse`], sent by the
/// stream leader. Safe to retry. A repetition is error 10043, or 10057 for the first
/// message; both mean deleted.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamMsgDeleteRequest {
    /// Name of the stream.
    pub stream: String,

    /// Stream sequence of the message. Minimum: 1.
    pub seq: u64,

    /// Whether the server removes the message without overwriting its bytes.
    ///
    /// Faster than the server's default, which overwrites the bytes with random data.
    pub no_erase: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamMsgDeleteRequest(stream) {
        seq: required,
        no_erase,
    }
}

impl StreamMsgDeleteRequest {
    /// Creates a [`StreamMsgDeleteRequest`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(stream: impl Into<String>, seq: u64) -> Self {
        Self {
            stream: stream.into(),
            seq,
            ..<Self as Model>::empty()
        }
    }

    /// Sets [`no_erase`](Self::no_erase).
    #[inline]
    #[must_use]
    pub fn with_no_erase(mut self, no_erase: bool) -> Self {
        self.no_erase = no_erase;
        self
    }
}

/// `STREAM.MSG.DELETE.{stream}`
impl Operation for StreamMsgDeleteRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::STREAM_MSG_DELETE;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("STREAM.MSG.DELETE");
        to.stream(&self.stream)
    }
}

impl Request for StreamMsgDeleteRequest {
    type Response = StreamMsgDeleteResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.stream_msg_delete_response",
    ];
}

/// Requests the leader of a stream to step down, which starts an election.
///
/// `placement` selects the next leader. Servers before 2.11 accept only an empty body and
/// refuse `placement` with error 10003. Clusters only.
///
/// Subject: `STREAM.LEADER.STEPDOWN.{stream}`. Reply: [`StreamLeaderStepdownResponse`],
/// sent by the stream leader. Not safe to retry. Each request forces an election.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamLeaderStepdownRequest {
    /// Name of the stream.
    pub stream: String,

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
    StreamLeaderStepdownRequest(stream) {
        placement: level(1),
    }
}

impl StreamLeaderStepdownRequest {
    /// Creates a [`StreamLeaderStepdownRequest`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(stream: impl Into<String>) -> Self {
        Self {
            stream: stream.into(),
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

/// `STREAM.LEADER.STEPDOWN.{stream}`
impl Operation for StreamLeaderStepdownRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::STREAM_LEADER_STEPDOWN;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("STREAM.LEADER.STEPDOWN");
        to.stream(&self.stream)
    }
}

impl Request for StreamLeaderStepdownRequest {
    type Response = StreamLeaderStepdownResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.stream_leader_stepdown_response",
    ];
}

/// Removes a server from the replicas of a stream.
///
/// For a server that is permanently offline. The cluster replaces the replica if another
/// server is available. Clusters only.
///
/// Subject: `STREAM.PEER.REMOVE.{stream}`. Reply: [`StreamPeerRemoveResponse`], sent by the
/// meta leader. Safe to retry only with care. Check STREAM.INFO first: a removed peer is
/// error 10040.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamPeerRemoveRequest {
    /// Name of the stream.
    pub stream: String,

    /// Name or peer ID of the server.
    ///
    /// The server refuses a peer without a replica of the stream (10040).
    pub peer: String,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamPeerRemoveRequest(stream) {
        peer: required,
    }
}

impl StreamPeerRemoveRequest {
    /// Creates a [`StreamPeerRemoveRequest`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(stream: impl Into<String>, peer: impl Into<String>) -> Self {
        Self {
            stream: stream.into(),
            peer: peer.into(),
            ..<Self as Model>::empty()
        }
    }
}

/// `STREAM.PEER.REMOVE.{stream}`
impl Operation for StreamPeerRemoveRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::STREAM_PEER_REMOVE;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("STREAM.PEER.REMOVE");
        to.stream(&self.stream)
    }
}

impl Request for StreamPeerRemoveRequest {
    type Response = StreamPeerRemoveResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.stream_remove_peer_response",
    ];
}

/// Evacuates the replica of a stream from a running server.
///
/// In contrast to STREAM.PEER.REMOVE, the old replica stays until the new one has caught
/// up. Clusters only.
///
/// Subject: `STREAM.PEER.EVACUATE.{stream}`. Reply: [`StreamPeerEvacuateResponse`], sent by
/// the meta leader. Requires server 2.15.0. Safe to retry only with care. Check
/// `cluster.desired` of STREAM.INFO first.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamPeerEvacuateRequest {
    /// Name of the stream.
    pub stream: String,

    /// Name of the server to evacuate.
    ///
    /// The server refuses a peer without a replica (10040).
    pub peer: String,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamPeerEvacuateRequest(stream) {
        peer: required,
    }
}

impl StreamPeerEvacuateRequest {
    /// Creates a [`StreamPeerEvacuateRequest`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(stream: impl Into<String>, peer: impl Into<String>) -> Self {
        Self {
            stream: stream.into(),
            peer: peer.into(),
            ..<Self as Model>::empty()
        }
    }
}

/// `STREAM.PEER.EVACUATE.{stream}`
impl Operation for StreamPeerEvacuateRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::STREAM_PEER_EVACUATE;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("STREAM.PEER.EVACUATE");
        to.stream(&self.stream)
    }
}

impl Request for StreamPeerEvacuateRequest {
    type Response = StreamPeerEvacuateResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.stream_evacuate_peer_response",
    ];
}

/// Cancels a change of a stream's replicas that is in progress.
///
/// The reply holds the stream's information. Error 10129: no change in progress. Clusters
/// only.
///
/// Subject: `STREAM.CANCEL_MOVE.{stream}`. Reply: [`StreamInfo`], sent by the meta leader.
/// Requires server 2.15.0. Safe to retry. Error 10129 means that no change is in progress.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamCancelMoveRequest {
    /// Name of the stream.
    pub stream: String,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamCancelMoveRequest(stream) {}
}

impl StreamCancelMoveRequest {
    /// Creates a [`StreamCancelMoveRequest`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(stream: impl Into<String>) -> Self {
        Self {
            stream: stream.into(),
            ..<Self as Model>::empty()
        }
    }
}

/// `STREAM.CANCEL_MOVE.{stream}`
impl Operation for StreamCancelMoveRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::STREAM_CANCEL_MOVE;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("STREAM.CANCEL_MOVE");
        to.stream(&self.stream)
    }
}

impl Request for StreamCancelMoveRequest {
    type Response = StreamInfo;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.stream_cancel_move_response",
    ];
}

/// Returns one stored message from any replica of its stream.
///
/// The reply is the message itself, with its subject, sequence and time in headers. A
/// follower or mirror may not have the most recent messages. The stream must set
/// `allow_direct`; otherwise, or without the stream, there are no responders. Status 404:
/// no message found. ADR-31.
///
/// Subject: `DIRECT.GET.{stream}`. Reply: the message, sent by any replica of the stream,
/// or a mirror with `mirror_direct`. Requires server 2.9.0. Safe to retry. Read-only.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DirectGetRequest {
    /// Name of the stream.
    pub stream: String,

    /// Stream sequence of the message, or with `next_by_subj` the start.
    ///
    /// With `next_by_subj`, the server searches from this sequence on. Minimum: 1; 0 means
    /// unset.
    pub seq: Option<u64>,

    /// Selects the last message of this subject.
    ///
    /// Wildcards are allowed. Excludes all other selections.
    pub last_by_subj: Option<String>,

    /// Selects the next message of this subject.
    ///
    /// Wildcards are allowed. The server searches from `seq` or `start_time` on, or from the
    /// first message if neither is set.
    pub next_by_subj: Option<String>,

    /// Selects the first message stored at or after this time.
    ///
    /// Excludes `seq` and `last_by_subj`. Server 2.11 and later.
    ///
    /// Requires API level 1.
    pub start_time: Option<OffsetDateTime>,

    /// Whether the server omits the headers of the message.
    ///
    /// Omits all headers, including stream, subject, sequence and time: the reply is only the
    /// payload. Server 2.12 and later; older servers ignore it.
    ///
    /// Requires API level 2.
    pub no_hdr: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    DirectGetRequest(stream) {
        seq,
        last_by_subj,
        next_by_subj,
        start_time: level(1),
        no_hdr: level(2),
    }
}

impl DirectGetRequest {
    /// Creates a [`DirectGetRequest`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(stream: impl Into<String>) -> Self {
        Self {
            stream: stream.into(),
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

    /// Sets [`last_by_subj`](Self::last_by_subj).
    #[inline]
    #[must_use]
    pub fn with_last_by_subj(mut self, last_by_subj: impl Into<String>) -> Self {
        self.last_by_subj = Some(last_by_subj.into());
        self
    }

    /// Sets [`next_by_subj`](Self::next_by_subj).
    #[inline]
    #[must_use]
    pub fn with_next_by_subj(mut self, next_by_subj: impl Into<String>) -> Self {
        self.next_by_subj = Some(next_by_subj.into());
        self
    }

    /// Sets [`start_time`](Self::start_time).
    #[inline]
    #[must_use]
    pub fn with_start_time(mut self, start_time: OffsetDateTime) -> Self {
        self.start_time = Some(start_time);
        self
    }

    /// Sets [`no_hdr`](Self::no_hdr).
    #[inline]
    #[must_use]
    pub fn with_no_hdr(mut self, no_hdr: bool) -> Self {
        self.no_hdr = no_hdr;
        self
    }
}

/// `DIRECT.GET.{stream}`
impl Operation for DirectGetRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::DIRECT_GET;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("DIRECT.GET");
        to.stream(&self.stream)
    }
}

impl MessageRequest for DirectGetRequest {}

/// Returns the last message of a subject from any replica of its stream.
///
/// The request subject contains the message's subject, so permissions can restrict it. With
/// a wildcard, the server returns the last message that matches. Otherwise as DIRECT.GET.
/// ADR-31.
///
/// Subject: `DIRECT.GET.{stream}.{subject}`. Reply: the message, sent by any replica of the
/// stream, or a mirror with `mirror_direct`. Requires server 2.9.0. Safe to retry.
/// Read-only.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DirectGetLastForSubjectRequest {
    /// Name of the stream.
    pub stream: String,

    /// Subject; wildcards are allowed.
    pub subject: String,

    /// Whether the server omits the headers of the message.
    ///
    /// Omits all headers, including stream, subject, sequence and time. Server 2.12 and later;
    /// older servers refuse it with status 408.
    ///
    /// Requires API level 2.
    pub no_hdr: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    DirectGetLastForSubjectRequest(stream, subject) {
        no_hdr: level(2),
    }
}

impl DirectGetLastForSubjectRequest {
    /// Creates a [`DirectGetLastForSubjectRequest`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(stream: impl Into<String>, subject: impl Into<String>) -> Self {
        Self {
            stream: stream.into(),
            subject: subject.into(),
            ..<Self as Model>::empty()
        }
    }

    /// Sets [`no_hdr`](Self::no_hdr).
    #[inline]
    #[must_use]
    pub fn with_no_hdr(mut self, no_hdr: bool) -> Self {
        self.no_hdr = no_hdr;
        self
    }
}

/// `DIRECT.GET.{stream}.{subject}`
impl Operation for DirectGetLastForSubjectRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::DIRECT_GET_LAST_FOR_SUBJECT;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("DIRECT.GET");
        to.stream(&self.stream)?;
        to.subject(&self.subject)
    }
}

impl MessageRequest for DirectGetLastForSubjectRequest {}

/// Returns a batch of stored messages from any replica of their stream.
///
/// Starts at a sequence or time, optionally filtered by subject, and returns at most
/// `batch` messages or `max_bytes` bytes. A message with status 204 ends the batch and has
/// the number of remaining messages. ADR-31.
///
/// Subject: `DIRECT.GET.{stream}`. Reply: messages, then a status message, sent by any
/// replica of the stream, or a mirror with `mirror_direct`. Requires server 2.11.0. Safe to
/// retry. Read-only.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DirectGetBatchRequest {
    /// Name of the stream.
    pub stream: String,

    /// Stream sequence to start at.
    ///
    /// Minimum: 1; 0 means unset. Excludes `start_time`.
    pub seq: Option<u64>,

    /// Selects only messages of this subject; wildcards are allowed.
    pub next_by_subj: Option<String>,

    /// Maximum number of messages.
    ///
    /// Requires API level 1.
    pub batch: u64,

    /// Maximum total size of the messages in bytes.
    ///
    /// Default: the `max_pending` setting of the server, which is 64 MiB by default.
    ///
    /// Requires API level 1.
    pub max_bytes: Option<u64>,

    /// Time to start at: the first message stored at or after this time.
    ///
    /// Requires API level 1.
    pub start_time: Option<OffsetDateTime>,

    /// Whether the server omits the headers of the messages.
    ///
    /// Omits all headers, including sequence and subject; the final `Nats-Num-Pending` then
    /// does not count down. Server 2.12 and later.
    ///
    /// Requires API level 2.
    pub no_hdr: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    DirectGetBatchRequest(stream) {
        seq,
        next_by_subj,
        batch: required level(1),
        max_bytes: level(1),
        start_time: level(1),
        no_hdr: level(2),
    }
}

impl DirectGetBatchRequest {
    /// Creates a [`DirectGetBatchRequest`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(stream: impl Into<String>, batch: u64) -> Self {
        Self {
            stream: stream.into(),
            batch,
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

    /// Sets [`next_by_subj`](Self::next_by_subj).
    #[inline]
    #[must_use]
    pub fn with_next_by_subj(mut self, next_by_subj: impl Into<String>) -> Self {
        self.next_by_subj = Some(next_by_subj.into());
        self
    }

    /// Sets [`max_bytes`](Self::max_bytes).
    #[inline]
    #[must_use]
    pub fn with_max_bytes(mut self, max_bytes: u64) -> Self {
        self.max_bytes = Some(max_bytes);
        self
    }

    /// Sets [`start_time`](Self::start_time).
    #[inline]
    #[must_use]
    pub fn with_start_time(mut self, start_time: OffsetDateTime) -> Self {
        self.start_time = Some(start_time);
        self
    }

    /// Sets [`no_hdr`](Self::no_hdr).
    #[inline]
    #[must_use]
    pub fn with_no_hdr(mut self, no_hdr: bool) -> Self {
        self.no_hdr = no_hdr;
        self
    }
}

/// `DIRECT.GET.{stream}`
impl Operation for DirectGetBatchRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::DIRECT_GET_BATCH;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("DIRECT.GET");
        to.stream(&self.stream)
    }
}

impl MessagesRequest for DirectGetBatchRequest {}

/// Returns the last message of each of several subjects from any replica.
///
/// Subjects can have wildcards; the server refuses more than 1024 matches with status 413.
/// `up_to_seq` or `up_to_time` limits the messages to those of an earlier state of the
/// stream. A message with status 204 ends the batch. ADR-31.
///
/// Subject: `DIRECT.GET.{stream}`. Reply: messages, then a status message, sent by any
/// replica of the stream, or a mirror with `mirror_direct`. Requires server 2.11.0. Safe to
/// retry. Read-only.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DirectGetMultiRequest {
    /// Name of the stream.
    pub stream: String,

    /// Maximum number of messages. Unset: all matching messages.
    ///
    /// Requires API level 1.
    pub batch: Option<u64>,

    /// Maximum total size of the messages in bytes.
    ///
    /// Default: the `max_pending` setting of the server, which is 64 MiB by default.
    ///
    /// Requires API level 1.
    pub max_bytes: Option<u64>,

    /// Subjects whose last message the server returns; at least one.
    ///
    /// Wildcards are allowed. At most 1,024 subjects may match in total.
    ///
    /// Requires API level 1.
    pub multi_last: Vec<String>,

    /// Highest stream sequence to consider.
    ///
    /// The server refuses it together with `up_to_time` (status 408).
    ///
    /// Requires API level 1.
    pub up_to_seq: Option<u64>,

    /// Latest time to consider.
    ///
    /// The server refuses it together with `up_to_seq` (status 408).
    ///
    /// Requires API level 1.
    pub up_to_time: Option<OffsetDateTime>,

    /// Whether the server omits the headers of the messages.
    ///
    /// Omits all headers, including sequence and subject. Server 2.12 and later.
    ///
    /// Requires API level 2.
    pub no_hdr: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    DirectGetMultiRequest(stream) {
        batch: level(1),
        max_bytes: level(1),
        multi_last: required level(1),
        up_to_seq: level(1),
        up_to_time: level(1),
        no_hdr: level(2),
    }
}

impl DirectGetMultiRequest {
    /// Creates a [`DirectGetMultiRequest`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(
        stream: impl Into<String>,
        multi_last: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            stream: stream.into(),
            multi_last: multi_last.into_iter().map(Into::into).collect(),
            ..<Self as Model>::empty()
        }
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

    /// Sets [`up_to_seq`](Self::up_to_seq).
    #[inline]
    #[must_use]
    pub fn with_up_to_seq(mut self, up_to_seq: u64) -> Self {
        self.up_to_seq = Some(up_to_seq);
        self
    }

    /// Sets [`up_to_time`](Self::up_to_time).
    #[inline]
    #[must_use]
    pub fn with_up_to_time(mut self, up_to_time: OffsetDateTime) -> Self {
        self.up_to_time = Some(up_to_time);
        self
    }

    /// Sets [`no_hdr`](Self::no_hdr).
    #[inline]
    #[must_use]
    pub fn with_no_hdr(mut self, no_hdr: bool) -> Self {
        self.no_hdr = no_hdr;
        self
    }
}

/// `DIRECT.GET.{stream}`
impl Operation for DirectGetMultiRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::DIRECT_GET_MULTI;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("DIRECT.GET");
        to.stream(&self.stream)
    }
}

impl MessagesRequest for DirectGetMultiRequest {}

/// Messages that the stream's storage has lost.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LostStreamData {
    /// Stream sequences of the lost messages.
    pub msgs: Vec<u64>,

    /// Total size of the lost messages in bytes.
    pub bytes: Option<u64>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    LostStreamData {
        msgs,
        bytes,
    }
}

impl LostStreamData {
    /// Creates a [`LostStreamData`] with no field set.
    #[inline]
    pub fn new() -> Self {
        <Self as Model>::empty()
    }

    /// Sets [`msgs`](Self::msgs).
    #[inline]
    #[must_use]
    pub fn with_msgs(mut self, msgs: impl IntoIterator<Item = u64>) -> Self {
        self.msgs = msgs.into_iter().collect();
        self
    }

    /// Sets [`bytes`](Self::bytes).
    #[inline]
    #[must_use]
    pub fn with_bytes(mut self, bytes: u64) -> Self {
        self.bytes = Some(bytes);
        self
    }
}

impl Default for LostStreamData {
    fn default() -> Self {
        Self::new()
    }
}

/// State of a stream: messages, bytes and sequences.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamState {
    /// Number of stored messages.
    pub messages: u64,

    /// Number of stored bytes.
    ///
    /// Includes subjects, headers and the overhead of the storage.
    pub bytes: u64,

    /// Sequence of the first stored message.
    ///
    /// 0 before the first message. For a stream that was emptied, the sequence of the next
    /// message.
    pub first_seq: u64,

    /// Time at which the first message was stored.
    ///
    /// The server sends `0001-01-01T00:00:00Z` for an empty stream.
    pub first_ts: Option<OffsetDateTime>,

    /// Highest assigned sequence, even if that message was removed.
    ///
    /// A delete or purge never lowers it, so the stream uses no sequence twice.
    pub last_seq: u64,

    /// Time at which the last message was stored.
    ///
    /// A purge does not change it. The server sends `0001-01-01T00:00:00Z` before the first
    /// message.
    pub last_ts: Option<OffsetDateTime>,

    /// Sequences of deleted messages between the first and the last.
    ///
    /// Only if the `STREAM.INFO` request set `deleted_details`.
    pub deleted: Vec<u64>,

    /// Number of messages per subject.
    ///
    /// Only if the `STREAM.INFO` request set `subjects_filter`. A page holds up to 100,000
    /// subjects.
    pub subjects: BTreeMap<String, u64>,

    /// Number of distinct subjects.
    ///
    /// Absent if 0.
    pub num_subjects: Option<u64>,

    /// Number of deleted messages between the first and the last.
    ///
    /// Absent if 0.
    pub num_deleted: Option<u64>,

    /// Messages that the storage has lost; absent without a loss.
    pub lost: Option<LostStreamData>,

    /// Number of consumers.
    pub consumer_count: u64,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamState {
        messages: required,
        bytes: required,
        first_seq: required,
        first_ts,
        last_seq: required,
        last_ts,
        deleted,
        subjects,
        num_subjects,
        num_deleted,
        lost,
        consumer_count: required,
    }
}

impl StreamState {
    /// Creates a [`StreamState`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(
        messages: u64,
        bytes: u64,
        first_seq: u64,
        last_seq: u64,
        consumer_count: u64,
    ) -> Self {
        Self {
            messages,
            bytes,
            first_seq,
            last_seq,
            consumer_count,
            ..<Self as Model>::empty()
        }
    }

    /// Sets [`first_ts`](Self::first_ts).
    #[inline]
    #[must_use]
    pub fn with_first_ts(mut self, first_ts: OffsetDateTime) -> Self {
        self.first_ts = Some(first_ts);
        self
    }

    /// Sets [`last_ts`](Self::last_ts).
    #[inline]
    #[must_use]
    pub fn with_last_ts(mut self, last_ts: OffsetDateTime) -> Self {
        self.last_ts = Some(last_ts);
        self
    }

    /// Sets [`deleted`](Self::deleted).
    #[inline]
    #[must_use]
    pub fn with_deleted(mut self, deleted: impl IntoIterator<Item = u64>) -> Self {
        self.deleted = deleted.into_iter().collect();
        self
    }

    /// Sets [`subjects`](Self::subjects).
    #[inline]
    #[must_use]
    pub fn with_subjects(mut self, subjects: BTreeMap<String, u64>) -> Self {
        self.subjects = subjects;
        self
    }

    /// Sets [`num_subjects`](Self::num_subjects).
    #[inline]
    #[must_use]
    pub fn with_num_subjects(mut self, num_subjects: u64) -> Self {
        self.num_subjects = Some(num_subjects);
        self
    }

    /// Sets [`num_deleted`](Self::num_deleted).
    #[inline]
    #[must_use]
    pub fn with_num_deleted(mut self, num_deleted: u64) -> Self {
        self.num_deleted = Some(num_deleted);
        self
    }

    /// Sets [`lost`](Self::lost).
    #[inline]
    #[must_use]
    pub fn with_lost(mut self, lost: LostStreamData) -> Self {
        self.lost = Some(lost);
        self
    }
}

/// Action on a stream that an event reports.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StreamAction {
    /// `create` on the wire.
    Create,

    /// `delete` on the wire.
    Delete,

    /// `modify` on the wire.
    Modify,

    /// Value that this version does not know.
    Unknown(String),
}

open_enum! {
    StreamAction {
        Create = "create",
        Delete = "delete",
        Modify = "modify",
    }
}

/// Reason why a stream abandoned an atomic batch.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BatchAbandonReason {
    /// `timeout` on the wire.
    Timeout,

    /// `large` on the wire.
    Large,

    /// `incomplete` on the wire.
    Incomplete,

    /// `unsupported` on the wire.
    Unsupported,

    /// Value that this version does not know.
    Unknown(String),
}

open_enum! {
    BatchAbandonReason {
        Timeout = "timeout",
        Large = "large",
        Incomplete = "incomplete",
        Unsupported = "unsupported",
    }
}

/// A subject transform: source filter and destination subject.
///
/// ADR-36. Server 2.10 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SubjectTransform {
    /// Subject to match; wildcards are allowed.
    pub src: String,

    /// Subject under which the stream stores a matching message.
    ///
    /// May refer to wildcard tokens of `src`, as in `out.{{wildcard(1)}}`, and use functions
    /// such as `{{partition(3,1)}}`.
    pub dest: String,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    SubjectTransform {
        src: required,
        dest: required,
    }
}

impl SubjectTransform {
    /// Creates a [`SubjectTransform`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(src: impl Into<String>, dest: impl Into<String>) -> Self {
        Self {
            src: src.into(),
            dest: dest.into(),
            ..<Self as Model>::empty()
        }
    }
}

/// Storage type of a stream.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StorageType {
    /// On disk. The server's default.
    File,

    /// In memory: messages are lost when all replicas have stopped.
    Memory,

    /// Value that this version does not know.
    Unknown(String),
}

open_enum! {
    StorageType {
        File = "file",
        Memory = "memory",
    }
}

/// Compression of a stream's messages on disk.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Compression {
    /// No compression. The server's default.
    None,

    /// S2, an extension of Snappy.
    S2,

    /// Value that this version does not know.
    Unknown(String),
}

open_enum! {
    Compression {
        None = "none",
        S2 = "s2",
    }
}

/// Discard policy: what happens when a stream is full.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DiscardPolicy {
    /// The stream removes its oldest messages. The server's default.
    Old,

    /// The server refuses new messages with an error.
    New,

    /// Value that this version does not know.
    Unknown(String),
}

open_enum! {
    DiscardPolicy {
        Old = "old",
        New = "new",
    }
}

/// An existing consumer that a mirror or source reads through.
///
/// ADR-60. Server 2.14 and later. Unset: the server creates a consumer. The consumer must
/// be a push consumer with ack policy `flow_control` (10214 for a mirror, 10217 for a
/// source).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamConsumerSource {
    /// Name of the consumer on the origin stream.
    ///
    /// Requires API level 4.
    pub name: Option<String>,

    /// Deliver subject of the consumer.
    ///
    /// Must equal the `deliver_subject` in the consumer's configuration.
    ///
    /// Requires API level 4.
    pub deliver_subject: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamConsumerSource {
        name: level(4),
        deliver_subject: level(4),
    }
}

impl StreamConsumerSource {
    /// Creates a [`StreamConsumerSource`] with no field set.
    #[inline]
    pub fn new() -> Self {
        <Self as Model>::empty()
    }

    /// Sets [`name`](Self::name).
    #[inline]
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets [`deliver_subject`](Self::deliver_subject).
    #[inline]
    #[must_use]
    pub fn with_deliver_subject(mut self, deliver_subject: impl Into<String>) -> Self {
        self.deliver_subject = Some(deliver_subject.into());
        self
    }
}

impl Default for StreamConsumerSource {
    fn default() -> Self {
        Self::new()
    }
}

/// API and delivery prefixes of a stream in another account or domain.
///
/// ADR-59.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ExternalStreamSource {
    /// Prefix of the JetStream API in the other account or domain.
    ///
    /// `$JS.hub.API` for the domain `hub`, or the prefix under which this account imports the
    /// other account's API. Wildcards are not allowed, and the prefix must not overlap
    /// `$JS.API` (10021).
    pub api: String,

    /// Prefix of the subjects on which the copied messages arrive.
    ///
    /// This account must import the prefix if the origin is in another account. Wildcards are
    /// not allowed (10024), and the prefix must not overlap the subjects of the origin streams
    /// (10022). Ignored with an existing `consumer`. The server sends an empty string if it is
    /// not set.
    pub deliver: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ExternalStreamSource {
        api: required,
        deliver,
    }
}

impl ExternalStreamSource {
    /// Creates an [`ExternalStreamSource`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(api: impl Into<String>) -> Self {
        Self {
            api: api.into(),
            ..<Self as Model>::empty()
        }
    }

    /// Sets [`deliver`](Self::deliver).
    #[inline]
    #[must_use]
    pub fn with_deliver(mut self, deliver: impl Into<String>) -> Self {
        self.deliver = Some(deliver.into());
        self
    }
}

/// The origin of a mirror, or one source of a stream.
///
/// ADR-59.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamSource {
    /// Name of the origin stream.
    pub name: String,

    /// Stream sequence of the first message to copy.
    ///
    /// Applies only when copying starts. Excludes `opt_start_time`. Neither set: all messages.
    pub opt_start_seq: Option<u64>,

    /// Copies messages stored at or after this time.
    ///
    /// Applies only when copying starts. Excludes `opt_start_seq`.
    pub opt_start_time: Option<OffsetDateTime>,

    /// Copies only messages whose subject matches; wildcards are allowed.
    ///
    /// Unset: all messages. Cannot be combined with `subject_transforms` (10144 for a source,
    /// 10150 for a mirror).
    pub filter_subject: Option<String>,

    /// Subject filters, each with a transform of the message's subject.
    ///
    /// ADR-36. Server 2.10 and later. The stream copies the messages that match the `src` of
    /// any entry; an empty `dest` keeps the subject. No `src` may cover another (10147 for a
    /// source, 10152 for a mirror).
    pub subject_transforms: Vec<SubjectTransform>,

    /// Existing consumer to read through; unset, the server creates one.
    ///
    /// ADR-60. Server 2.14 and later. The start and the filter are then set in the consumer's
    /// configuration: `opt_start_seq`, `opt_start_time` and `filter_subject` must be unset here
    /// (10213 for a mirror, 10215 for a source).
    ///
    /// Requires API level 4.
    pub consumer: Option<StreamConsumerSource>,

    /// API and delivery prefixes of an origin in another account or domain.
    pub external: Option<ExternalStreamSource>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamSource {
        name: required,
        opt_start_seq,
        opt_start_time,
        filter_subject,
        subject_transforms,
        consumer: level(4),
        external,
    }
}

impl StreamSource {
    /// Creates a [`StreamSource`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..<Self as Model>::empty()
        }
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

    /// Sets [`filter_subject`](Self::filter_subject).
    #[inline]
    #[must_use]
    pub fn with_filter_subject(mut self, filter_subject: impl Into<String>) -> Self {
        self.filter_subject = Some(filter_subject.into());
        self
    }

    /// Sets [`subject_transforms`](Self::subject_transforms).
    #[inline]
    #[must_use]
    pub fn with_subject_transforms(
        mut self,
        subject_transforms: impl IntoIterator<Item = SubjectTransform>,
    ) -> Self {
        self.subject_transforms = subject_transforms.into_iter().collect();
        self
    }

    /// Sets [`consumer`](Self::consumer).
    #[inline]
    #[must_use]
    pub fn with_consumer(mut self, consumer: StreamConsumerSource) -> Self {
        self.consumer = Some(consumer);
        self
    }

    /// Sets [`external`](Self::external).
    #[inline]
    #[must_use]
    pub fn with_external(mut self, external: ExternalStreamSource) -> Self {
        self.external = Some(external);
        self
    }
}

/// Republishes each stored message under another subject.
///
/// ADR-28. The server publishes core NATS messages, without acknowledgement.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Republish {
    /// Subject to match; wildcards are allowed.
    ///
    /// Unset: all messages.
    pub src: Option<String>,

    /// Subject to publish to.
    ///
    /// May refer to wildcard tokens of `src`. Must not be a subject of the stream (10052).
    pub dest: String,

    /// Whether the server republishes without the payload.
    ///
    /// The header `Nats-Msg-Size` then holds the payload size in bytes.
    pub headers_only: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    Republish {
        src,
        dest: required,
        headers_only,
    }
}

impl Republish {
    /// Creates a [`Republish`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(dest: impl Into<String>) -> Self {
        Self {
            dest: dest.into(),
            ..<Self as Model>::empty()
        }
    }

    /// Sets [`src`](Self::src).
    #[inline]
    #[must_use]
    pub fn with_src(mut self, src: impl Into<String>) -> Self {
        self.src = Some(src.into());
        self
    }

    /// Sets [`headers_only`](Self::headers_only).
    #[inline]
    #[must_use]
    pub fn with_headers_only(mut self, headers_only: bool) -> Self {
        self.headers_only = headers_only;
        self
    }
}

/// Limits for the consumers of a stream, also used as their defaults.
///
/// Server 2.10 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamConsumerLimits {
    /// Maximum and default `inactive_threshold` of the consumers.
    ///
    /// Nanoseconds on the wire. 0: unlimited. The server refuses a higher value (10153).
    pub inactive_threshold: Option<Duration>,

    /// Maximum and default `max_ack_pending` of the consumers.
    ///
    /// 0: unlimited. The server refuses a higher value (10121).
    pub max_ack_pending: Option<i64>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamConsumerLimits {
        inactive_threshold: duration,
        max_ack_pending,
    }
}

impl StreamConsumerLimits {
    /// Creates a [`StreamConsumerLimits`] with no field set.
    #[inline]
    pub fn new() -> Self {
        <Self as Model>::empty()
    }

    /// Sets [`inactive_threshold`](Self::inactive_threshold).
    #[inline]
    #[must_use]
    pub fn with_inactive_threshold(mut self, inactive_threshold: Duration) -> Self {
        self.inactive_threshold = Some(inactive_threshold);
        self
    }

    /// Sets [`max_ack_pending`](Self::max_ack_pending).
    #[inline]
    #[must_use]
    pub fn with_max_ack_pending(mut self, max_ack_pending: i64) -> Self {
        self.max_ack_pending = Some(max_ack_pending);
        self
    }
}

impl Default for StreamConsumerLimits {
    fn default() -> Self {
        Self::new()
    }
}

/// When the server acknowledges a message, relative to writing it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PersistMode {
    /// After writing it. The server's default.
    Default,

    /// Before writing it, in batches: faster, but a crash can lose messages.
    Async,

    /// Value that this version does not know.
    Unknown(String),
}

open_enum! {
    PersistMode {
        Default = "default",
        Async = "async",
    }
}

/// Configuration of a stream.
///
/// An update replaces the whole configuration: the server resets each field that the update
/// leaves out to its default.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamConfig {
    /// Name of the stream, unique within the account.
    ///
    /// 1 to 255 bytes, without white space, `.`, `*`, `>`, `/` and `\`.
    pub name: String,

    /// Description of the stream.
    ///
    /// Up to 4096 bytes (10052).
    pub description: Option<String>,

    /// Subjects whose messages the stream stores; wildcards are allowed.
    ///
    /// Default: the stream's name (set by the server), unless the stream is a mirror or has
    /// sources. Must not overlap the subjects of another stream in the account (10065). Not
    /// allowed on a mirror (10034).
    pub subjects: Vec<String>,

    /// Subject transform of each message before it is stored.
    ///
    /// ADR-36. Server 2.10 and later.
    pub subject_transform: Option<SubjectTransform>,

    /// Retention policy: when the stream removes messages.
    ///
    /// `limits`: only when `max_msgs`, `max_msgs_per_subject`, `max_bytes` or `max_age` is
    /// exceeded. `interest`: also when all interested consumers have acknowledged the message;
    /// the stream does not keep a message without an interested consumer. `workqueue`: also on
    /// the first acknowledgement; the filters of its consumers must not overlap (10099, 10100).
    /// Default: `limits` (set by the server). An update can change `limits` to `interest` and
    /// back, but not to or from `workqueue` (10052).
    pub retention: Option<RetentionPolicy>,

    /// Maximum number of consumers.
    ///
    /// -1 or 0: unlimited. Default: -1 (set by the server). Cannot be changed later before
    /// server 2.12.5.
    pub max_consumers: Option<i64>,

    /// Maximum number of messages.
    ///
    /// -1 or 0: unlimited. Default: -1 (set by the server). `discard` determines what happens
    /// at the limit.
    pub max_msgs: Option<i64>,

    /// Maximum number of messages per subject.
    ///
    /// -1 or 0: unlimited. Default: -1 (set by the server). At the limit the stream removes the
    /// oldest message of the subject, unless `discard_new_per_subject` is set. Key-value
    /// buckets use 1 to 64 (ADR-8).
    pub max_msgs_per_subject: Option<i64>,

    /// Maximum size in bytes, including the overhead of the storage.
    ///
    /// -1 or 0: unlimited. Default: -1 (set by the server). `discard` determines what happens
    /// at the limit. The server reserves the space on creation (10047 on disk, 10028 in
    /// memory). Some accounts require it (10113).
    pub max_bytes: Option<i64>,

    /// Maximum age of a message.
    ///
    /// Nanoseconds on the wire. Minimum: 100 ms (10052). 0 (the server's default): unlimited.
    pub max_age: Option<Duration>,

    /// Maximum size of a message in bytes, including headers.
    ///
    /// -1: unlimited. Default: -1 (set by the server). The server refuses a larger message
    /// (10054).
    pub max_msg_size: Option<i32>,

    /// Storage type of the stream.
    ///
    /// `file`: on disk. `memory`: in memory; messages are lost when all replicas have stopped.
    /// Default: `file` (set by the server). Cannot be changed later (10052).
    pub storage: Option<StorageType>,

    /// Compression of messages on disk.
    ///
    /// ADR-35. Server 2.10 and later. `none`: no compression. `s2`: S2, per block. Default:
    /// `none` (set by the server). No effect with `memory` storage.
    pub compression: Option<Compression>,

    /// Sequence of the first message.
    ///
    /// Server 2.10 and later. Default: 1 (set by the server). Meant for creation. Not allowed
    /// on a mirror (10143).
    pub first_seq: Option<u64>,

    /// Number of replicas of each message.
    ///
    /// Range: 1 to 5; 0 means 1. Default: 1 (set by the server). More than 1 requires a cluster
    /// (10074).
    pub num_replicas: Option<u64>,

    /// Whether the server stores messages without acknowledging them.
    ///
    /// A publisher that waits for an acknowledgement times out.
    pub no_ack: bool,

    /// Discard policy: what happens when the stream is full.
    ///
    /// `old`: the stream removes its oldest messages. `new`: the server refuses new messages
    /// (10077). Default: `old` (set by the server). Applies to `max_msgs` and `max_bytes`;
    /// `max_age` removes messages with both policies.
    pub discard: Option<DiscardPolicy>,

    /// Time for which the server detects duplicates by `Nats-Msg-Id`.
    ///
    /// Nanoseconds on the wire. Minimum: 100 ms. Default: 2 minutes, or `max_age` if that is
    /// shorter (set by the server); none for mirrors and streams with sources. Must not exceed
    /// `max_age` or the limit of the server (10052). ADR-22 describes publish retries.
    pub duplicate_window: Option<Duration>,

    /// Placement of the replicas.
    ///
    /// Unset: the server chooses.
    pub placement: Option<Placement>,

    /// Origin of a mirror.
    ///
    /// ADR-59. A mirror has the sequences of its origin. It has no subjects (10034) and no
    /// sources (10031), and clients cannot publish to it. Cannot be changed later (10055).
    /// Server 2.12 and later can remove it, which turns the mirror into an ordinary stream.
    pub mirror: Option<StreamSource>,

    /// Streams whose messages this stream copies.
    ///
    /// ADR-59. In addition to messages on its own subjects. A stream can appear several times
    /// if the filters or transforms differ (10140).
    pub sources: Vec<StreamSource>,

    /// Whether the stream is sealed, which is permanent.
    ///
    /// The server adds and removes no messages, neither by request nor by age. Only an update
    /// can set it (10052); it cannot be unset. The server also sets `discard` to `new`,
    /// `deny_delete` and `deny_purge`.
    pub sealed: bool,

    /// Whether the server refuses requests to delete a message.
    ///
    /// Cannot be unset (10052). Key-value buckets set it (ADR-8).
    pub deny_delete: bool,

    /// Whether the server refuses requests to purge the stream.
    ///
    /// Cannot be unset (10052).
    pub deny_purge: bool,

    /// Whether the header `Nats-Rollup` is allowed.
    ///
    /// A message with `Nats-Rollup: sub` replaces all earlier messages of its subject;
    /// `Nats-Rollup: all` replaces all messages of the stream. If this is unset, the server
    /// refuses such a message (10111). Excludes `deny_purge` (10052).
    pub allow_rollup_hdrs: bool,

    /// Whether all replicas answer direct get requests.
    ///
    /// ADR-31. Direct get works only if this is set. It is faster than a read from the leader,
    /// and may not return the most recent messages. Key-value buckets set it (ADR-8).
    pub allow_direct: bool,

    /// Whether atomic batch publishing is allowed.
    ///
    /// The stream stores all messages of such a batch or none. ADR-50. Server 2.12 and later.
    /// Not on a mirror (10198).
    ///
    /// Requires API level 2.
    pub allow_atomic: bool,

    /// Whether each subject is a counter that messages increment.
    ///
    /// ADR-49. Server 2.12 and later. Every message must have the header `Nats-Incr` (10169).
    /// Not allowed on a mirror (10173). Requires `limits` retention and excludes `discard` set
    /// to `new`, `allow_msg_ttl` and `allow_msg_schedules` (10052). Cannot be changed later.
    ///
    /// Requires API level 2.
    pub allow_msg_counter: bool,

    /// Whether message schedules (header `Nats-Schedule`) are allowed.
    ///
    /// ADR-51. Server 2.12 and later; repeating schedules from 2.14. Cannot be unset (10052).
    /// If `allow_rollup_hdrs` is not set, the server sets it and clears `deny_purge`. Not
    /// allowed on a mirror (10186), with sources (10187) or with `discard` set to `new`
    /// (10052).
    ///
    /// Requires API level 2.
    pub allow_msg_schedules: bool,

    /// Whether a mirror answers direct get requests for its origin.
    ///
    /// ADR-31. Only on a mirror (10052). If the server can see the origin, it uses the origin's
    /// `allow_direct` instead of this value.
    pub mirror_direct: bool,

    /// Republishes each stored message under another subject.
    ///
    /// ADR-28.
    pub republish: Option<Republish>,

    /// Whether the server refuses messages above `max_msgs_per_subject`.
    ///
    /// If unset, the stream removes the oldest message of the subject. Requires that limit and
    /// `discard` set to `new` (10052).
    pub discard_new_per_subject: bool,

    /// User-defined keys and values.
    ///
    /// ADR-33. Server 2.10 and later. Maximum total size: 128 KiB (10052). Keys that begin with
    /// `_nats.` are reserved: server 2.11 and later adds `_nats.req.level`, `_nats.level` and
    /// `_nats.ver`, and ignores the values that a client sends. Exclude them when you compare
    /// configurations.
    pub metadata: BTreeMap<String, String>,

    /// Limits for the stream's consumers, also used as their defaults.
    ///
    /// Server 2.10 and later. The server sends `{}` if nothing is set.
    pub consumer_limits: Option<StreamConsumerLimits>,

    /// Whether per-message TTLs (header `Nats-TTL`) are allowed.
    ///
    /// ADR-43. Server 2.11 and later. If this is unset, the server refuses the header (10166).
    /// An update can set it, but not unset it (10052).
    ///
    /// Requires API level 1.
    pub allow_msg_ttl: bool,

    /// TTL of the delete marker that replaces a subject's last message.
    ///
    /// Nanoseconds on the wire. Minimum: 1 s (10052). Unset: no markers. ADR-43 and ADR-48.
    /// Server 2.11 and later. The header `Nats-Marker-Reason` of a marker holds the reason for
    /// the removal. The server also sets `allow_msg_ttl` and `allow_rollup_hdrs`, and clears
    /// `deny_purge`. Not allowed on a mirror (10052).
    ///
    /// Requires API level 1.
    pub subject_delete_marker_ttl: Option<Duration>,

    /// Whether the server acknowledges messages before it has written them.
    ///
    /// Server 2.12 and later; earlier servers ignore it. `default`: a stream with one replica
    /// acknowledges after writing; a stream with several replicas after a quorum has the
    /// message. `async`: the server may acknowledge first, so a crash can lose acknowledged
    /// messages; requires `file` storage and one replica, and excludes `allow_atomic` (10052).
    /// An empty string means `default`; the server omits the field for both. Cannot be changed
    /// later.
    ///
    /// Requires API level 2 for `async`.
    pub persist_mode: Option<PersistMode>,

    /// Whether fast-ingest batch publishing is allowed.
    ///
    /// ADR-50. Server 2.14 and later. The stream stores each message as it arrives and
    /// acknowledges several at once. Not allowed on a mirror (10209).
    ///
    /// Requires API level 4.
    pub allow_batched: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamConfig {
        name: required,
        description,
        subjects,
        subject_transform,
        retention,
        max_consumers,
        max_msgs,
        max_msgs_per_subject,
        max_bytes,
        max_age: duration,
        max_msg_size,
        storage,
        compression,
        first_seq,
        num_replicas,
        no_ack,
        discard,
        duplicate_window: duration,
        placement,
        mirror,
        sources,
        sealed,
        deny_delete,
        deny_purge,
        allow_rollup_hdrs,
        allow_direct,
        allow_atomic: level(2),
        allow_msg_counter: level(2),
        allow_msg_schedules: level(2),
        mirror_direct,
        republish,
        discard_new_per_subject,
        metadata,
        consumer_limits,
        allow_msg_ttl: level(1),
        subject_delete_marker_ttl: duration level(1),
        persist_mode: value_levels(&[("async", 2)]),
        allow_batched: level(4),
    }
}

impl StreamConfig {
    /// Creates a [`StreamConfig`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..<Self as Model>::empty()
        }
    }

    /// Sets [`description`](Self::description).
    #[inline]
    #[must_use]
    pub fn with_description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Sets [`subjects`](Self::subjects).
    #[inline]
    #[must_use]
    pub fn with_subjects(
        mut self,
        subjects: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.subjects = subjects.into_iter().map(Into::into).collect();
        self
    }

    /// Sets [`subject_transform`](Self::subject_transform).
    #[inline]
    #[must_use]
    pub fn with_subject_transform(
        mut self,
        subject_transform: SubjectTransform,
    ) -> Self {
        self.subject_transform = Some(subject_transform);
        self
    }

    /// Sets [`retention`](Self::retention).
    #[inline]
    #[must_use]
    pub fn with_retention(mut self, retention: RetentionPolicy) -> Self {
        self.retention = Some(retention);
        self
    }

    /// Sets [`max_consumers`](Self::max_consumers).
    #[inline]
    #[must_use]
    pub fn with_max_consumers(mut self, max_consumers: i64) -> Self {
        self.max_consumers = Some(max_consumers);
        self
    }

    /// Sets [`max_msgs`](Self::max_msgs).
    #[inline]
    #[must_use]
    pub fn with_max_msgs(mut self, max_msgs: i64) -> Self {
        self.max_msgs = Some(max_msgs);
        self
    }

    /// Sets [`max_msgs_per_subject`](Self::max_msgs_per_subject).
    #[inline]
    #[must_use]
    pub fn with_max_msgs_per_subject(mut self, max_msgs_per_subject: i64) -> Self {
        self.max_msgs_per_subject = Some(max_msgs_per_subject);
        self
    }

    /// Sets [`max_bytes`](Self::max_bytes).
    #[inline]
    #[must_use]
    pub fn with_max_bytes(mut self, max_bytes: i64) -> Self {
        self.max_bytes = Some(max_bytes);
        self
    }

    /// Sets [`max_age`](Self::max_age).
    #[inline]
    #[must_use]
    pub fn with_max_age(mut self, max_age: Duration) -> Self {
        self.max_age = Some(max_age);
        self
    }

    /// Sets [`max_msg_size`](Self::max_msg_size).
    #[inline]
    #[must_use]
    pub fn with_max_msg_size(mut self, max_msg_size: i32) -> Self {
        self.max_msg_size = Some(max_msg_size);
        self
    }

    /// Sets [`storage`](Self::storage).
    #[inline]
    #[must_use]
    pub fn with_storage(mut self, storage: StorageType) -> Self {
        self.storage = Some(storage);
        self
    }

    /// Sets [`compression`](Self::compression).
    #[inline]
    #[must_use]
    pub fn with_compression(mut self, compression: Compression) -> Self {
        self.compression = Some(compression);
        self
    }

    /// Sets [`first_seq`](Self::first_seq).
    #[inline]
    #[must_use]
    pub fn with_first_seq(mut self, first_seq: u64) -> Self {
        self.first_seq = Some(first_seq);
        self
    }

    /// Sets [`num_replicas`](Self::num_replicas).
    #[inline]
    #[must_use]
    pub fn with_num_replicas(mut self, num_replicas: u64) -> Self {
        self.num_replicas = Some(num_replicas);
        self
    }

    /// Sets [`no_ack`](Self::no_ack).
    #[inline]
    #[must_use]
    pub fn with_no_ack(mut self, no_ack: bool) -> Self {
        self.no_ack = no_ack;
        self
    }

    /// Sets [`discard`](Self::discard).
    #[inline]
    #[must_use]
    pub fn with_discard(mut self, discard: DiscardPolicy) -> Self {
        self.discard = Some(discard);
        self
    }

    /// Sets [`duplicate_window`](Self::duplicate_window).
    #[inline]
    #[must_use]
    pub fn with_duplicate_window(mut self, duplicate_window: Duration) -> Self {
        self.duplicate_window = Some(duplicate_window);
        self
    }

    /// Sets [`placement`](Self::placement).
    #[inline]
    #[must_use]
    pub fn with_placement(mut self, placement: Placement) -> Self {
        self.placement = Some(placement);
        self
    }

    /// Sets [`mirror`](Self::mirror).
    #[inline]
    #[must_use]
    pub fn with_mirror(mut self, mirror: StreamSource) -> Self {
        self.mirror = Some(mirror);
        self
    }

    /// Sets [`sources`](Self::sources).
    #[inline]
    #[must_use]
    pub fn with_sources(
        mut self,
        sources: impl IntoIterator<Item = StreamSource>,
    ) -> Self {
        self.sources = sources.into_iter().collect();
        self
    }

    /// Sets [`sealed`](Self::sealed).
    #[inline]
    #[must_use]
    pub fn with_sealed(mut self, sealed: bool) -> Self {
        self.sealed = sealed;
        self
    }

    /// Sets [`deny_delete`](Self::deny_delete).
    #[inline]
    #[must_use]
    pub fn with_deny_delete(mut self, deny_delete: bool) -> Self {
        self.deny_delete = deny_delete;
        self
    }

    /// Sets [`deny_purge`](Self::deny_purge).
    #[inline]
    #[must_use]
    pub fn with_deny_purge(mut self, deny_purge: bool) -> Self {
        self.deny_purge = deny_purge;
        self
    }

    /// Sets [`allow_rollup_hdrs`](Self::allow_rollup_hdrs).
    #[inline]
    #[must_use]
    pub fn with_allow_rollup_hdrs(mut self, allow_rollup_hdrs: bool) -> Self {
        self.allow_rollup_hdrs = allow_rollup_hdrs;
        self
    }

    /// Sets [`allow_direct`](Self::allow_direct).
    #[inline]
    #[must_use]
    pub fn with_allow_direct(mut self, allow_direct: bool) -> Self {
        self.allow_direct = allow_direct;
        self
    }

    /// Sets [`allow_atomic`](Self::allow_atomic).
    #[inline]
    #[must_use]
    pub fn with_allow_atomic(mut self, allow_atomic: bool) -> Self {
        self.allow_atomic = allow_atomic;
        self
    }

    /// Sets [`allow_msg_counter`](Self::allow_msg_counter).
    #[inline]
    #[must_use]
    pub fn with_allow_msg_counter(mut self, allow_msg_counter: bool) -> Self {
        self.allow_msg_counter = allow_msg_counter;
        self
    }

    /// Sets [`allow_msg_schedules`](Self::allow_msg_schedules).
    #[inline]
    #[must_use]
    pub fn with_allow_msg_schedules(mut self, allow_msg_schedules: bool) -> Self {
        self.allow_msg_schedules = allow_msg_schedules;
        self
    }

    /// Sets [`mirror_direct`](Self::mirror_direct).
    #[inline]
    #[must_use]
    pub fn with_mirror_direct(mut self, mirror_direct: bool) -> Self {
        self.mirror_direct = mirror_direct;
        self
    }

    /// Sets [`republish`](Self::republish).
    #[inline]
    #[must_use]
    pub fn with_republish(mut self, republish: Republish) -> Self {
        self.republish = Some(republish);
        self
    }

    /// Sets [`discard_new_per_subject`](Self::discard_new_per_subject).
    #[inline]
    #[must_use]
    pub fn with_discard_new_per_subject(
        mut self,
        discard_new_per_subject: bool,
    ) -> Self {
        self.discard_new_per_subject = discard_new_per_subject;
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

    /// Sets [`consumer_limits`](Self::consumer_limits).
    #[inline]
    #[must_use]
    pub fn with_consumer_limits(
        mut self,
        consumer_limits: StreamConsumerLimits,
    ) -> Self {
        self.consumer_limits = Some(consumer_limits);
        self
    }

    /// Sets [`allow_msg_ttl`](Self::allow_msg_ttl).
    #[inline]
    #[must_use]
    pub fn with_allow_msg_ttl(mut self, allow_msg_ttl: bool) -> Self {
        self.allow_msg_ttl = allow_msg_ttl;
        self
    }

    /// Sets [`subject_delete_marker_ttl`](Self::subject_delete_marker_ttl).
    #[inline]
    #[must_use]
    pub fn with_subject_delete_marker_ttl(
        mut self,
        subject_delete_marker_ttl: Duration,
    ) -> Self {
        self.subject_delete_marker_ttl = Some(subject_delete_marker_ttl);
        self
    }

    /// Sets [`persist_mode`](Self::persist_mode).
    #[inline]
    #[must_use]
    pub fn with_persist_mode(mut self, persist_mode: PersistMode) -> Self {
        self.persist_mode = Some(persist_mode);
        self
    }

    /// Sets [`allow_batched`](Self::allow_batched).
    #[inline]
    #[must_use]
    pub fn with_allow_batched(mut self, allow_batched: bool) -> Self {
        self.allow_batched = allow_batched;
        self
    }
}

/// Progress of a mirror, or of one source of a stream.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamSourceInfo {
    /// Name of the origin stream.
    pub name: String,

    /// Subject filter of the mirror or source; absent without a filter.
    ///
    /// Server 2.10 and later.
    pub filter_subject: Option<String>,

    /// Subject transforms of the mirror or source; absent without transforms.
    ///
    /// ADR-36. Server 2.10 and later.
    pub subject_transforms: Vec<SubjectTransform>,

    /// Number of messages of the origin that are not copied yet.
    ///
    /// Also 0 before the first message from the origin; `active` is -1 then.
    pub lag: u64,

    /// Sequence, in the source, of the last copied message.
    ///
    /// Absent before the first message, and for a mirror, which has the sequences of its
    /// origin. Server 2.15.1 and later.
    pub seq: Option<u64>,

    /// Time since the last message from the origin.
    ///
    /// Nanoseconds on the wire. -1: no message received yet.
    pub active: Option<Duration>,

    /// API and delivery prefixes of an origin in another account or domain.
    pub external: Option<ExternalStreamSource>,

    /// Error that currently prevents copying; absent without an error.
    ///
    /// For example 10059 if the origin does not exist, or 10228 if flow control replies do not
    /// reach the origin.
    pub error: Option<ApiError>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamSourceInfo {
        name: required,
        filter_subject,
        subject_transforms,
        lag: required,
        seq,
        active: duration,
        external,
        error,
    }
}

/// A stream that holds the same messages, as listed in `alternates`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamAlternate {
    /// Name of the alternate stream.
    pub name: String,

    /// Name of the stream's cluster.
    pub cluster: String,

    /// JetStream domain of the cluster.
    ///
    /// Absent without a domain.
    pub domain: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamAlternate {
        name: required,
        cluster: required,
        domain,
    }
}

/// Configuration and state of a stream.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamInfo {
    /// Configuration, including the defaults set by the server.
    ///
    /// The server adds entries to `metadata`.
    pub config: StreamConfig,

    /// Current state of the stream.
    pub state: StreamState,

    /// Creation time.
    pub created: OffsetDateTime,

    /// Time at which the server created this reply, by its clock.
    ///
    /// Server 2.10 and later.
    pub ts: Option<OffsetDateTime>,

    /// Raft group: leader and replicas.
    pub cluster: Option<ClusterInfo>,

    /// Progress of the mirror; absent unless the stream is a mirror.
    pub mirror: Option<StreamSourceInfo>,

    /// Progress of each source.
    pub sources: Vec<StreamSourceInfo>,

    /// Streams that hold the same messages, the nearest first.
    ///
    /// Sent by clusters if the stream has mirrors.
    pub alternates: Vec<StreamAlternate>,

    /// JetStream domain of the stream.
    ///
    /// Absent without a domain, and in the reply of a single server to `STREAM.CREATE`.
    pub domain: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamInfo {
        config: required,
        state: required,
        created: required,
        ts,
        cluster,
        mirror,
        sources,
        alternates,
        domain,
    }
}

/// Reply to a request to create a stream.
///
/// Holds the stream's information; its configuration includes the server's defaults. Also
/// the final reply of a restore.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamCreateResponse {
    /// Fields of a [`StreamInfo`]; in JSON they are on the same level as the others.
    pub info: StreamInfo,

    /// Whether the request created the stream. Not reliable.
    ///
    /// For a stream that already existed, a single server sends `true` and a cluster omits the
    /// field.
    pub did_create: bool,
}

model! {
    StreamCreateResponse {
        ..info: StreamInfo,
        did_create,
    }
}

impl Deref for StreamCreateResponse {
    type Target = StreamInfo;

    fn deref(&self) -> &StreamInfo {
        &self.info
    }
}

impl From<StreamCreateResponse> for StreamInfo {
    #[inline]
    fn from(reply: StreamCreateResponse) -> Self {
        reply.info
    }
}

/// Reply to a request to delete a stream with all its messages and consumers.
///
/// 10059: the stream does not exist, also if an earlier attempt of the same request deleted
/// it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamDeleteResponse {
    /// Whether the stream was deleted. `true` unless the reply has an error.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamDeleteResponse {
        success: required,
    }
}

/// Reply to a request to evacuate the replica of a stream from a server.
///
/// 10075, peer remap failed: no other server is available.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamPeerEvacuateResponse {
    /// Whether the move has started. It continues in the background.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamPeerEvacuateResponse {
        success: required,
    }
}

/// Reply with the configuration and state of a stream.
///
/// `total`, `offset` and `limit` apply to the subjects that match `subjects_filter`; 0
/// without a filter.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamInfoResponse {
    /// Fields of a [`StreamInfo`]; in JSON they are on the same level as the others.
    pub info: StreamInfo,

    /// Total number of matching subjects.
    pub total: Option<u64>,

    /// Number of subjects before this page.
    pub offset: Option<u64>,

    /// Maximum number of subjects per page.
    pub limit: Option<u64>,
}

model! {
    StreamInfoResponse {
        ..info: StreamInfo,
        total,
        offset,
        limit,
    }
}

impl Deref for StreamInfoResponse {
    type Target = StreamInfo;

    fn deref(&self) -> &StreamInfo {
        &self.info
    }
}

impl From<StreamInfoResponse> for StreamInfo {
    #[inline]
    fn from(reply: StreamInfoResponse) -> Self {
        reply.info
    }
}

/// Reply to a request to the leader of a stream to step down.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamLeaderStepdownResponse {
    /// Whether the leader has stepped down. The election may still be in progress.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamLeaderStepdownResponse {
        success: required,
    }
}

/// Reply with a page of the account's streams.
///
/// If a server of the cluster does not respond, the reply takes 4 seconds and the page is
/// incomplete: see `missing`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamListResponse {
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

    /// Streams of this page, with configuration and state.
    pub streams: Vec<StreamInfo>,

    /// Names of streams that did not respond in time. Absent if all did.
    pub missing: Vec<String>,

    /// Offline streams by name, with the reason.
    ///
    /// For example a stream that a newer server created and this server does not support.
    /// Server 2.11.9 and later.
    pub offline: BTreeMap<String, String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamListResponse {
        total: required,
        offset: required,
        limit: required,
        streams: required,
        missing,
        offline,
    }
}

/// Reply to a request to delete one message of a stream.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamMsgDeleteResponse {
    /// Whether the message was deleted. `true` unless the reply has an error.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamMsgDeleteResponse {
        success: required,
    }
}

/// A message stored in a stream.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StoredMessage {
    /// Subject of the stored message.
    ///
    /// Differs from the published subject if the stream has a subject transform.
    pub subject: String,

    /// Stream sequence of the message.
    pub seq: u64,

    /// Payload of the message, in base64.
    ///
    /// Absent if empty.
    pub data: Base64,

    /// Time at which the stream stored the message.
    pub time: OffsetDateTime,

    /// Headers of the message, in base64.
    ///
    /// Decoded, this is a header block of the NATS protocol, which begins with `NATS/1.0`.
    /// Absent without headers.
    pub hdrs: Headers,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StoredMessage {
        subject: required,
        seq: required,
        data,
        time: required,
        hdrs,
    }
}

/// Reply with one message of a stream.
///
/// 10037: no message found.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamMsgGetResponse {
    /// The message, with headers and payload in base64.
    pub message: StoredMessage,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamMsgGetResponse {
        message: required,
    }
}

/// Reply with a page of the names of the account's streams.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamNamesResponse {
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

    /// Names of this page. The server sends `null` for an empty page.
    pub streams: Vec<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamNamesResponse {
        total: required,
        offset: required,
        limit: required,
        streams: required,
    }
}

/// Reply to a request to purge messages of a stream.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamPurgeResponse {
    /// Whether the messages were purged. `true` unless the reply has an error.
    pub success: bool,

    /// Number of purged messages.
    pub purged: u64,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamPurgeResponse {
        success: required,
        purged: required,
    }
}

/// Reply to a request to remove a server from the replicas of a stream.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamPeerRemoveResponse {
    /// Whether the server was removed from the stream's Raft group.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamPeerRemoveResponse {
        success: required,
    }
}

/// Reply with the subject for the chunks of a backup.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamRestoreResponse {
    /// Subject to which the client sends each chunk as a request.
    pub deliver_subject: String,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamRestoreResponse {
        deliver_subject: required,
    }
}

/// Reply to a snapshot request, with the stream's configuration and state.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamSnapshotResponse {
    /// Configuration of the stream. Keep it: a restore requires it.
    pub config: StreamConfig,

    /// State of the stream at the start of the snapshot.
    pub state: StreamState,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamSnapshotResponse {
        config: required,
        state: required,
    }
}
