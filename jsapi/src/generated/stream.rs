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
/// Only the name is needed: the server fills in the rest, and the reply holds the
/// configuration in force. Creating a stream that exists with the same configuration
/// succeeds; with another one it is error 10058. `did_create` does not tell these apart on
/// a single server, where it is always true. `domain` is absent from this reply even where
/// there is one.
///
/// Subject `STREAM.CREATE.{stream}`, answered by the meta leader with a
/// [`StreamCreateResponse`]. Safe to repeat. The same configuration again succeeds, another
/// one is error 10058.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamCreateRequest {
    /// Fields of a [`StreamConfig`]; in JSON they stand beside the others.
    pub config: StreamConfig,

    /// Has the server refuse what it would otherwise fill in or adjust.
    ///
    /// The answer is then 10157, naming the setting. The server's default is `false`. Server
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
    /// The server has defaults for the others.
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
/// This is not a patch: what is left out goes back to its default. Start from the
/// configuration that STREAM.INFO shows. Some settings can not be changed, or only in one
/// direction.
///
/// Subject `STREAM.UPDATE.{stream}`, answered by the meta leader with a [`StreamInfo`].
/// Safe to repeat. The whole configuration is replaced, so the second time changes nothing.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamUpdateRequest {
    /// Fields of a [`StreamConfig`]; in JSON they stand beside the others.
    pub config: StreamConfig,

    /// Refuse the configuration with error 10157 instead of filling in or changing what was
    /// asked for.
    ///
    /// Server 2.11 and later.
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
    /// The server has defaults for the others.
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
/// With `subject`, of those that hear the subject or wildcard. A page holds up to 1024
/// names. An offset past the end is answered with the end.
///
/// Subject `STREAM.NAMES`, answered by the meta leader with a [`StreamNamesResponse`]. Safe
/// to repeat. A read.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamNamesRequest {
    /// Only streams with subjects that overlap this one, which may have wildcards.
    pub subject: Option<String>,

    /// How many items to leave out, for pages after the first.
    ///
    /// From 0; one past the end is answered with an empty page. A negative one crashed servers
    /// 2.10.26 and 2.11.11.
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
/// With `subject`, those that hear the subject or wildcard. A page holds up to 256 streams.
/// In a cluster, streams whose servers can not be reached are left out of the page and
/// named in `missing`, after a wait of 4 s: allow the request longer than that. From 2.11.9
/// `offline` gives the reasons.
///
/// Subject `STREAM.LIST`, answered by the meta leader, which asks the leader of each stream
/// with a [`StreamListResponse`]. Safe to repeat. A read.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamListRequest {
    /// Only streams with subjects that overlap this one, which may have wildcards.
    pub subject: Option<String>,

    /// How many items to leave out, for pages after the first.
    ///
    /// From 0; one past the end is answered with an empty page. A negative one crashed servers
    /// 2.10.26 and 2.11.11.
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

/// Reads configuration, state, replicas and sources of a stream.
///
/// With `subjects_filter`, also how many messages each subject holds, in pages of up to
/// 100000 subjects. Such a reply can be larger than the server's maximum payload. `total`,
/// `offset` and `limit` are 0 when no subjects were asked for.
///
/// Subject `STREAM.INFO.{stream}`, answered by the stream leader with a
/// [`StreamInfoResponse`]. Safe to repeat. A read.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamInfoRequest {
    /// The name of the stream.
    pub stream: String,

    /// Whether the reply lists the sequences of deleted messages.
    ///
    /// They come in `state.deleted`, and may be many.
    pub deleted_details: bool,

    /// Filter of subjects whose message counts the reply lists.
    ///
    /// May have wildcards. They come in `state.subjects`, in pages of up to 100,000. Such a
    /// reply may be larger than the server's `max_payload`.
    pub subjects_filter: Option<String>,

    /// How many subjects to leave out, for pages after the first.
    ///
    /// From 0. Only with `subjects_filter`.
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
    /// The server has defaults for the others.
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
/// A stream that does not exist is error 10059.
///
/// Subject `STREAM.DELETE.{stream}`, answered by the meta leader with a
/// [`StreamDeleteResponse`]. Not always safe to repeat: after an attempt that timed out,
/// error 10059 says that it was carried out.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamDeleteRequest {
    /// The name of the stream.
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
    /// The server has defaults for the others.
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

/// Removes messages from a stream and keeps the stream.
///
/// All of them, or those of one subject or wildcard, those below a sequence, or all but the
/// newest few. `seq` and `keep` together are error 10003.
///
/// Subject `STREAM.PURGE.{stream}`, answered by the stream leader with a
/// [`StreamPurgeResponse`]. Not always safe to repeat: safe with `seq`; without it a repeat
/// also removes what arrived since.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamPurgeRequest {
    /// The name of the stream.
    pub stream: String,

    /// Only messages of this subject, which may have wildcards.
    pub filter: Option<String>,

    /// Only messages below this sequence; the one that has it stays.
    ///
    /// Not with `keep`.
    pub seq: Option<u64>,

    /// How many of the newest messages to leave.
    ///
    /// With `filter`, of those that match. Not with `seq`.
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
    /// The server has defaults for the others.
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

/// Starts sending a backup of a stream in chunks.
///
/// The reply describes the stream; the chunks arrive on `deliver_subject`, which must be
/// subscribed to first. Each chunk that has a reply subject is answered with an empty
/// message, and an empty chunk is the end. In a cluster nobody answers for a stream that
/// does not exist. Streams in memory can be backed up from 2.15.
///
/// Subject `STREAM.SNAPSHOT.{stream}`, answered by the stream leader with a
/// [`StreamSnapshotResponse`], then chunks of bytes. Not always safe to repeat: each
/// request starts another transfer: use a new `deliver_subject`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamSnapshotRequest {
    /// The name of the stream.
    pub stream: String,

    /// The subject to send the chunks to.
    ///
    /// Without wildcards. Has to be subscribed to before the request is sent.
    pub deliver_subject: String,

    /// Leaves the consumers out of the backup.
    pub no_consumers: bool,

    /// How many bytes a chunk has.
    ///
    /// The server's default is 131072, 128 KiB. Less than 1 KiB and more than 1 MiB are taken
    /// as these, not refused.
    pub chunk_size: Option<u64>,

    /// Maximum number of bytes in flight without an acknowledgement.
    ///
    /// The server's default is 8388608, 8 MiB. Less than 1 KiB and more than 32 MiB are taken
    /// as these. Server 2.12.5 and later.
    ///
    /// Requires API level 3.
    pub window_size: Option<u64>,

    /// Checks the checksums of all messages first.
    ///
    /// Without effect from server 2.15 on, which checks as it reads. The server's default is
    /// `false`.
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
    /// The server has defaults for the others.
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

/// Starts restoring a stream from a backup.
///
/// The reply names the subject to send the chunks to. Each chunk is sent as a request and
/// answered with an empty message; an empty chunk is the end, and its answer is that of
/// STREAM.CREATE. The stream must not exist.
///
/// Subject `STREAM.RESTORE.{stream}`, answered by the meta leader with a
/// [`StreamRestoreResponse`], then takes chunks of bytes. Not safe to repeat. Once the
/// stream exists the answer is error 10130; a restore that stalls is dropped after 5 s.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamRestoreRequest {
    /// The stream to make, usually as the backup's own reply described it.
    pub config: StreamConfig,

    /// What the backup's reply said of the stream's state.
    ///
    /// Servers do without it.
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
    /// The server has defaults for the others.
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

/// Reads one stored message from the leader of its stream.
///
/// By sequence, the last of a subject, or the first of a subject at or after a sequence or
/// a time. A message that is not there is error 10037. It sees every write that was
/// acknowledged, which DIRECT.GET does not promise.
///
/// Subject `STREAM.MSG.GET.{stream}`, answered by the stream leader with a
/// [`StreamMsgGetResponse`]. Safe to repeat. A read.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamMsgGetRequest {
    /// The name of the stream.
    pub stream: String,

    /// The sequence of the message to get.
    ///
    /// With `next_by_subj`, the sequence to start looking at. Not together with `last_by_subj`.
    pub seq: Option<u64>,

    /// Takes the newest message of this subject.
    ///
    /// May have wildcards.
    pub last_by_subj: Option<String>,

    /// Takes the first message of this subject.
    ///
    /// May have wildcards. From `seq` or `start_time` on, else from the beginning.
    pub next_by_subj: Option<String>,

    /// Get the first message stored at or after this time, in place of `seq`.
    ///
    /// With `next_by_subj`, the first that matches it. Server 2.11 and later.
    ///
    /// Requires API level 1.
    pub start_time: Option<OffsetDateTime>,

    /// Leave the message's headers out of the reply.
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
    /// The server has defaults for the others.
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
/// By default its bytes are overwritten as well; `no_erase` only removes it, which is
/// quicker.
///
/// Subject `STREAM.MSG.DELETE.{stream}`, answered by the stream leader with a
/// [`StreamMsgDeleteResponse`]. Safe to repeat. A repeat is error 10043, or 10057 where it
/// was the first: both mean done.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamMsgDeleteRequest {
    /// The name of the stream.
    pub stream: String,

    /// Sequence of the message, from 1.
    pub seq: u64,

    /// Leaves the message's bytes on disk until they are cleaned up.
    ///
    /// Quicker. The server's default is to overwrite them with random data.
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
    /// The server has defaults for the others.
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

/// Makes the leader of a stream step down, so that another is elected.
///
/// `placement` says who should follow; servers before 2.11 refuse it with error 10003, and
/// take an empty request only. Clusters only.
///
/// Subject `STREAM.LEADER.STEPDOWN.{stream}`, answered by the stream leader with a
/// [`StreamLeaderStepdownResponse`]. Not safe to repeat. Each request forces an election.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamLeaderStepdownRequest {
    /// The name of the stream.
    pub stream: String,

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
    StreamLeaderStepdownRequest(stream) {
        placement: level(1),
    }
}

impl StreamLeaderStepdownRequest {
    /// Creates a [`StreamLeaderStepdownRequest`] with its required fields.
    ///
    /// The server has defaults for the others.
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

/// Takes a server out of the replicas of a stream.
///
/// For a server that does not come back. Another one takes its place where there is one.
/// Clusters only.
///
/// Subject `STREAM.PEER.REMOVE.{stream}`, answered by the meta leader with a
/// [`StreamPeerRemoveResponse`]. Not always safe to repeat: look at STREAM.INFO first: a
/// peer that is gone is error 10040.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamPeerRemoveRequest {
    /// The name of the stream.
    pub stream: String,

    /// Name or peer ID of the server.
    ///
    /// One that does not hold the stream is refused with 10040.
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
    /// The server has defaults for the others.
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

/// Moves a stream's replica off a server that still works.
///
/// Unlike STREAM.PEER.REMOVE, the old replica stays until the new one has caught up.
/// Clusters only.
///
/// Subject `STREAM.PEER.EVACUATE.{stream}`, answered by the meta leader with a
/// [`StreamPeerEvacuateResponse`]. Since server 2.15.0. Not always safe to repeat: look at
/// `cluster.desired` of STREAM.INFO first.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamPeerEvacuateRequest {
    /// The name of the stream.
    pub stream: String,

    /// The server to move away from.
    ///
    /// The server's name. One that does not hold it is refused with 10040.
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
    /// The server has defaults for the others.
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

/// Calls off a change of a stream's replicas that is under way.
///
/// The reply shows the stream. With nothing under way it is error 10129. Clusters only.
///
/// Subject `STREAM.CANCEL_MOVE.{stream}`, answered by the meta leader with a
/// [`StreamInfo`]. Since server 2.15.0. Safe to repeat. Error 10129 says that nothing is
/// under way.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamCancelMoveRequest {
    /// The name of the stream.
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
    /// The server has defaults for the others.
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

/// Reads one stored message from any replica of its stream.
///
/// The reply is the message itself: its subject, sequence and time are headers. It may be
/// older than the last write that was acknowledged, since followers and mirrors answer too.
/// The stream needs `allow_direct`; without it, or without the stream, there are no
/// responders. A message that is not there is status 404. ADR-31.
///
/// Subject `DIRECT.GET.{stream}`, answered by the any replica of the stream, or a mirror
/// with `mirror_direct` with the message itself. Since server 2.9.0. Safe to repeat. A
/// read.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DirectGetRequest {
    /// The name of the stream.
    pub stream: String,

    /// Sequence of the message. With `next_by_subj`, where to begin looking.
    ///
    /// From 1; 0 counts as not set.
    pub seq: Option<u64>,

    /// Takes the newest message of this subject.
    ///
    /// May have wildcards. Not with any other way to choose.
    pub last_by_subj: Option<String>,

    /// Takes the first message of this subject.
    ///
    /// May have wildcards. From `seq` or `start_time` on, else from the beginning.
    pub next_by_subj: Option<String>,

    /// Takes the first message stored at this time or later.
    ///
    /// Server 2.11 and later; not with `seq` or `last_by_subj`.
    ///
    /// Requires API level 1.
    pub start_time: Option<OffsetDateTime>,

    /// Leaves the headers out of the answer.
    ///
    /// All of them, also those that tell stream, subject, sequence and time: only the payload
    /// is left. Server 2.12 and later; older ones ignore it.
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
    /// The server has defaults for the others.
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

/// Reads the last message of a subject from any replica of its stream.
///
/// The subject is in the request's own subject, so permissions can be given by it; a
/// wildcard gives the last message that matches. Everything else is as for DIRECT.GET.
/// ADR-31.
///
/// Subject `DIRECT.GET.{stream}.{subject}`, answered by the any replica of the stream, or a
/// mirror with `mirror_direct` with the message itself. Since server 2.9.0. Safe to repeat.
/// A read.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DirectGetLastForSubjectRequest {
    /// The name of the stream.
    pub stream: String,

    /// The subject, which may have wildcards.
    pub subject: String,

    /// Leaves the headers out of the answer.
    ///
    /// All of them, also those that tell stream, subject, sequence and time. Server 2.12 and
    /// later; older ones refuse it with status 408.
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
    /// The server has defaults for the others.
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

/// Reads a run of stored messages from any replica of their stream.
///
/// From a sequence or a time on, optionally of one subject or wildcard, at most `batch`
/// messages or `max_bytes` bytes. A message with status 204 ends them and says how many are
/// left. ADR-31.
///
/// Subject `DIRECT.GET.{stream}`, answered by the any replica of the stream, or a mirror
/// with `mirror_direct` with messages, and a status that ends them. Since server 2.11.0.
/// Safe to repeat. A read.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DirectGetBatchRequest {
    /// The name of the stream.
    pub stream: String,

    /// Sequence to begin at.
    ///
    /// From 1; 0 counts as not set. Not together with `start_time`.
    pub seq: Option<u64>,

    /// Takes only messages of this subject, which may have wildcards.
    pub next_by_subj: Option<String>,

    /// Maximum number of messages.
    ///
    /// Requires API level 1.
    pub batch: u64,

    /// How many bytes at most.
    ///
    /// The server's default is its `max_pending` setting, 64 MiB unless configured.
    ///
    /// Requires API level 1.
    pub max_bytes: Option<u64>,

    /// Time to begin at: the first message stored then or later.
    ///
    /// Requires API level 1.
    pub start_time: Option<OffsetDateTime>,

    /// Leaves the headers out of the answers.
    ///
    /// All of them, also sequence and subject, and the final `Nats-Num-Pending` then does not
    /// count down. Server 2.12 and later.
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
    /// The server has defaults for the others.
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

/// Reads the last message of each of several subjects from any replica.
///
/// Subjects may be wildcards; more than 1024 matches are refused with status 413.
/// `up_to_seq` or `up_to_time` read the stream as it was then. A message with status 204
/// ends the messages. ADR-31.
///
/// Subject `DIRECT.GET.{stream}`, answered by the any replica of the stream, or a mirror
/// with `mirror_direct` with messages, and a status that ends them. Since server 2.11.0.
/// Safe to repeat. A read.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DirectGetMultiRequest {
    /// The name of the stream.
    pub stream: String,

    /// Maximum number of messages. The server's default is all that match.
    ///
    /// Requires API level 1.
    pub batch: Option<u64>,

    /// How many bytes at most.
    ///
    /// The server's default is its `max_pending` setting, 64 MiB unless configured.
    ///
    /// Requires API level 1.
    pub max_bytes: Option<u64>,

    /// The subjects to take the newest message of, one or more.
    ///
    /// They may have wildcards. At most 1,024 subjects may match in all.
    ///
    /// Requires API level 1.
    pub multi_last: Vec<String>,

    /// Answers as if the stream ended at this sequence.
    ///
    /// Not together with `up_to_time`, which is refused with status 408.
    ///
    /// Requires API level 1.
    pub up_to_seq: Option<u64>,

    /// Answers as if the stream ended at this time.
    ///
    /// Not together with `up_to_seq`, which is refused with status 408.
    ///
    /// Requires API level 1.
    pub up_to_time: Option<OffsetDateTime>,

    /// Leaves the headers out of the answers.
    ///
    /// All of them, also sequence and subject. Server 2.12 and later.
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
    /// The server has defaults for the others.
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

/// What the storage has noticed that it lost.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LostStreamData {
    /// Sequences of the messages.
    pub msgs: Vec<u64>,

    /// How many bytes those messages had.
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

/// What is in a stream.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamState {
    /// How many messages it holds.
    pub messages: u64,

    /// How many bytes they take up.
    ///
    /// As the storage counts: subjects, headers and its own overhead included.
    pub bytes: u64,

    /// Lowest sequence that it still has.
    ///
    /// 0 as long as nothing was stored. Once emptied, the sequence that the next message will
    /// have.
    pub first_seq: u64,

    /// When the first message was stored.
    ///
    /// Servers send `0001-01-01T00:00:00Z` for an empty stream.
    pub first_ts: Option<OffsetDateTime>,

    /// Highest sequence that it has given out, even if that message is gone.
    ///
    /// Deleting and purging never lower it, so that no sequence is used twice.
    pub last_seq: u64,

    /// When the last message was stored.
    ///
    /// Stays after a purge. Servers send `0001-01-01T00:00:00Z` as long as nothing was stored.
    pub last_ts: Option<OffsetDateTime>,

    /// Sequences that are missing between the first and the last.
    ///
    /// Only when `STREAM.INFO` was asked for `deleted_details`.
    pub deleted: Vec<u64>,

    /// Messages by subject.
    ///
    /// Only when `STREAM.INFO` was asked for a `subjects_filter`, and then up to 100,000
    /// subjects at a time.
    pub subjects: BTreeMap<String, u64>,

    /// How many different subjects its messages have.
    ///
    /// Not sent when 0.
    pub num_subjects: Option<u64>,

    /// How many sequences are missing between the first and the last.
    ///
    /// Not sent when 0.
    pub num_deleted: Option<u64>,

    /// What the storage has lost, if it noticed a loss.
    pub lost: Option<LostStreamData>,

    /// How many consumers it has.
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
    /// The server has defaults for the others.
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

/// What happened to a stream.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StreamAction {
    /// `create` on the wire.
    Create,

    /// `delete` on the wire.
    Delete,

    /// `modify` on the wire.
    Modify,

    /// A value that this version does not know.
    Unknown(String),
}

open_enum! {
    StreamAction {
        Create = "create",
        Delete = "delete",
        Modify = "modify",
    }
}

/// Why a server gave up an atomic batch.
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

    /// A value that this version does not know.
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

/// Stores what matches one subject under another.
///
/// ADR-36. Server 2.10 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SubjectTransform {
    /// Subject to match; wildcards are allowed.
    pub src: String,

    /// Subject to store it under.
    ///
    /// Takes up what wildcards matched, as in `out.{{wildcard(1)}}`, and has functions such as
    /// `{{partition(3,1)}}`.
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
    /// The server has defaults for the others.
    #[inline]
    pub fn new(src: impl Into<String>, dest: impl Into<String>) -> Self {
        Self {
            src: src.into(),
            dest: dest.into(),
            ..<Self as Model>::empty()
        }
    }
}

/// Where a stream keeps its messages.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StorageType {
    /// In files. The server's default.
    File,

    /// In memory: lost when every replica has stopped.
    Memory,

    /// A value that this version does not know.
    Unknown(String),
}

open_enum! {
    StorageType {
        File = "file",
        Memory = "memory",
    }
}

/// How a stream compresses what it stores in files.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Compression {
    /// Not at all. The server's default.
    None,

    /// With S2, an extension of Snappy.
    S2,

    /// A value that this version does not know.
    Unknown(String),
}

open_enum! {
    Compression {
        None = "none",
        S2 = "s2",
    }
}

/// What a stream that is full gives up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DiscardPolicy {
    /// Its oldest messages. The server's default.
    Old,

    /// The new message, whose publisher gets an error.
    New,

    /// A value that this version does not know.
    Unknown(String),
}

open_enum! {
    DiscardPolicy {
        Old = "old",
        New = "new",
    }
}

/// A ready-made consumer for a mirror or a source to read through.
///
/// ADR-60. Server 2.14 and later. Without one the server makes its own. It has to be a push
/// consumer with ack policy `flow_control` (10214 for a mirror, 10217 for a source).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamConsumerSource {
    /// Name of the consumer, on the stream that is copied.
    ///
    /// Requires API level 4.
    pub name: Option<String>,

    /// Subject on which that consumer delivers.
    ///
    /// The one in the consumer's own configuration.
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

/// How to get at a stream that another account or domain has.
///
/// ADR-59.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ExternalStreamSource {
    /// Prefix of the JetStream API on the other side.
    ///
    /// `$JS.hub.API` for the domain `hub`, or the subject under which an account imports the
    /// API of another. No wildcards, and not overlapping the own `$JS.API` (10021).
    pub api: String,

    /// Prefix of the subjects on which copied messages arrive.
    ///
    /// Has to be imported where the stream is another account's. No wildcards (10024), and not
    /// overlapping the subjects of the streams that are copied (10022). Of no use with a
    /// ready-made consumer. Servers send an empty text where it is not set.
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
    /// The server has defaults for the others.
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

/// A stream to copy, for a mirror or as a source.
///
/// ADR-59.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamSource {
    /// Name of the stream that is copied.
    pub name: String,

    /// Sequence to begin copying at.
    ///
    /// Matters when the copying begins, not later. Set this or `opt_start_time`, not both; with
    /// neither, everything is copied.
    pub opt_start_seq: Option<u64>,

    /// Copies messages that were stored at this moment or after.
    ///
    /// Matters when the copying begins, not later. Set this or `opt_start_seq`, not both.
    pub opt_start_time: Option<OffsetDateTime>,

    /// Copies only messages whose subject matches; wildcards are allowed.
    ///
    /// Unset copies all of them. Cannot be combined with `subject_transforms` (10144 for a
    /// source, 10150 for a mirror).
    pub filter_subject: Option<String>,

    /// Filters, each with the subject its messages are stored under.
    ///
    /// ADR-36. Server 2.10 and later. A message is copied when it matches the `src` of one of
    /// them; an empty `dest` keeps its subject. No `src` may cover another (10147 for a source,
    /// 10152 for a mirror).
    pub subject_transforms: Vec<SubjectTransform>,

    /// Ready-made consumer to read through, instead of one the server makes.
    ///
    /// ADR-60. Server 2.14 and later. Start and filter then belong into the consumer's
    /// configuration: `opt_start_seq`, `opt_start_time` and `filter_subject` have to be unset
    /// here (10213 for a mirror, 10215 for a source).
    ///
    /// Requires API level 4.
    pub consumer: Option<StreamConsumerSource>,

    /// Says how to reach the stream in another account or domain.
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
    /// The server has defaults for the others.
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

/// Publishes what is stored once more, under another subject.
///
/// ADR-28. Plain NATS messages that nobody acknowledges.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Republish {
    /// Subject to match; wildcards are allowed.
    ///
    /// Unset is everything.
    pub src: Option<String>,

    /// Subject to publish under.
    ///
    /// Takes up what wildcards of `src` matched. It must not be a subject of the stream
    /// (10052).
    pub dest: String,

    /// Whether the payload is left out.
    ///
    /// The header `Nats-Msg-Size` then has its size in bytes.
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
    /// The server has defaults for the others.
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

/// Bounds for the consumers of a stream, which are their defaults too.
///
/// Server 2.10 and later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamConsumerLimits {
    /// Longest `inactive_threshold` of a consumer, and what it gets by default.
    ///
    /// Nanoseconds on the wire; 0 sets no bound. More is refused (10153).
    pub inactive_threshold: Option<Duration>,

    /// Highest `max_ack_pending` of a consumer, and what it gets by default.
    ///
    /// 0 sets no bound. More is refused (10121).
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

/// When a message that was written is acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PersistMode {
    /// Once it is written. The server's default.
    Default,

    /// Before it is written, in batches: faster, and lost if the server fails.
    Async,

    /// A value that this version does not know.
    Unknown(String),
}

open_enum! {
    PersistMode {
        Default = "default",
        Async = "async",
    }
}

/// What a stream stores, for how long, and where.
///
/// An update replaces the whole configuration: what it leaves out goes back to the default.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamConfig {
    /// The name of the stream, unique in its account.
    ///
    /// 1 to 255 bytes, without white space and without `.`, `*`, `>`, `/` and `\`.
    pub name: String,

    /// What it is for, in the words of whoever made it.
    ///
    /// Up to 4096 bytes (10052).
    pub description: Option<String>,

    /// Subjects whose messages it stores; wildcards are allowed.
    ///
    /// The server's default is its own name, unless it is a mirror or has sources. No other
    /// stream of the account may have a subject that overlaps (10065). A mirror has none
    /// (10034).
    pub subjects: Vec<String>,

    /// Changes the subject of everything that comes in, before it is stored.
    ///
    /// ADR-36. Server 2.10 and later.
    pub subject_transform: Option<SubjectTransform>,

    /// What removes messages.
    ///
    /// `limits`: only `max_msgs`, `max_msgs_per_subject`, `max_bytes` and `max_age`.
    /// `interest`: also the acknowledgement of the last consumer that wants the message, and
    /// one that no consumer wants is not kept at all. `workqueue`: also the first
    /// acknowledgement, and no two consumers may want the same message (10099, 10100). The
    /// server's default is `limits`. An update can go from `limits` to `interest` and back, but
    /// not to or from `workqueue` (10052).
    pub retention: Option<RetentionPolicy>,

    /// How many consumers it may have.
    ///
    /// -1 is unlimited and the server's default; 0 means the same. Before server 2.12.5 it
    /// cannot be changed.
    pub max_consumers: Option<i64>,

    /// How many messages it may hold.
    ///
    /// -1 is unlimited and the server's default; 0 means the same. `discard` says what happens
    /// then.
    pub max_msgs: Option<i64>,

    /// How many messages it may hold of one subject.
    ///
    /// -1 is unlimited and the server's default; 0 means the same. The oldest one goes, unless
    /// `discard_new_per_subject` is set. Key-value stores keep 1 to 64 (ADR-8).
    pub max_msgs_per_subject: Option<i64>,

    /// How many bytes it may hold, as the storage counts them.
    ///
    /// -1 is unlimited and the server's default; 0 means the same. `discard` says what happens
    /// then. The space is set aside at once (10047 on disk, 10028 in memory), and some accounts
    /// insist on it (10113).
    pub max_bytes: Option<i64>,

    /// How long a message is kept.
    ///
    /// Nanoseconds on the wire, at least 100 ms (10052). 0 is for ever and the server's
    /// default.
    pub max_age: Option<Duration>,

    /// How many bytes a message may have, headers included.
    ///
    /// -1 is unlimited and the server's default. A larger one is refused (10054).
    pub max_msg_size: Option<i32>,

    /// Where messages are kept.
    ///
    /// `file`: on disk. `memory`: in memory, and gone once all servers that keep them have
    /// stopped. The server's default is `file`. Cannot be changed later (10052).
    pub storage: Option<StorageType>,

    /// How messages are compressed on disk.
    ///
    /// ADR-35. Server 2.10 and later. `none`: not at all. `s2`: with S2, block by block. The
    /// server's default is `none`. Of no use with `memory` storage.
    pub compression: Option<Compression>,

    /// Sequence at which it starts to count.
    ///
    /// Server 2.10 and later. The server's default is 1. Meant for creation; a mirror must not
    /// have it (10143).
    pub first_seq: Option<u64>,

    /// How many servers keep a copy of every message.
    ///
    /// 1 to 5. The server's default is 1, and 0 means the same. More than 1 takes a cluster
    /// (10074).
    pub num_replicas: Option<u64>,

    /// Whether the server stores messages without acknowledging them.
    ///
    /// A publisher that waits for an acknowledgement waits in vain.
    pub no_ack: bool,

    /// What has to give way once it is full.
    ///
    /// `old`: the oldest messages are removed. `new`: the publish is refused (10077). The
    /// server's default is `old`. It is about `max_msgs` and `max_bytes`; `max_age` removes
    /// messages under both.
    pub discard: Option<DiscardPolicy>,

    /// How long the server remembers a `Nats-Msg-Id`, to drop repetitions.
    ///
    /// Nanoseconds on the wire, at least 100 ms. ADR-22 has more on publishing again. The
    /// server's default is 2 minutes, or `max_age` if that is shorter; mirrors and streams with
    /// sources get none. Not longer than `max_age`, nor than the server's own bound (10052).
    pub duplicate_window: Option<Duration>,

    /// Which servers may keep it.
    ///
    /// Unset leaves the choice to the server.
    pub placement: Option<Placement>,

    /// The stream that it is a copy of.
    ///
    /// ADR-59. It then has the sequences of that stream, no subjects (10034) and no sources
    /// (10031), and nobody can publish to it. Cannot be changed later (10055), but from server
    /// 2.12 it can be taken away, which makes a stream of its own out of the mirror.
    pub mirror: Option<StreamSource>,

    /// Streams whose messages are copied into this one.
    ///
    /// ADR-59. Next to what comes in on its own subjects. The same stream may appear several
    /// times if filters or transforms differ (10140).
    pub sources: Vec<StreamSource>,

    /// Whether it is closed for good.
    ///
    /// Nothing comes in and nothing goes any more, neither by request nor by age. Only an
    /// update can set it (10052), and nothing takes it back. The server also sets `discard` to
    /// `new`, `deny_delete` and `deny_purge`.
    pub sealed: bool,

    /// Whether requests to delete a message are refused.
    ///
    /// Cannot be taken back (10052). Key-value stores set it (ADR-8).
    pub deny_delete: bool,

    /// Whether requests to purge it are refused.
    ///
    /// Cannot be taken back (10052).
    pub deny_purge: bool,

    /// Whether a message may replace those before it.
    ///
    /// With the header `Nats-Rollup: sub` it replaces those of its subject, with `Nats-Rollup:
    /// all` all of them. Without this such a message is refused (10111). Excludes `deny_purge`
    /// (10052).
    pub allow_rollup_hdrs: bool,

    /// Whether all its replicas, and not only the leader, answer reads.
    ///
    /// ADR-31. Direct gets work only where it is set. They are fast, and may miss what was
    /// stored a moment ago. Key-value stores set it (ADR-8).
    pub allow_direct: bool,

    /// Whether messages can be published in batches that are all stored or none.
    ///
    /// ADR-50. Server 2.12 and later. Not on a mirror (10198).
    ///
    /// Requires API level 2.
    pub allow_atomic: bool,

    /// Whether each subject is a counter that messages add to.
    ///
    /// ADR-49. Server 2.12 and later. Every message then needs the header `Nats-Incr` (10169).
    /// Not on a mirror (10173). Takes `limits` retention, and neither `discard` set to `new`
    /// nor `allow_msg_ttl` nor `allow_msg_schedules` (10052). Cannot be changed later.
    ///
    /// Requires API level 2.
    pub allow_msg_counter: bool,

    /// Whether messages can have a schedule.
    ///
    /// ADR-51. Server 2.12 and later; repeating schedules from 2.14. They say so in the header
    /// `Nats-Schedule`. Cannot be taken back (10052). If `allow_rollup_hdrs` is not set, the
    /// server sets it and clears `deny_purge`. Not on a mirror (10186), with sources (10187) or
    /// with `discard` set to `new` (10052).
    ///
    /// Requires API level 2.
    pub allow_msg_schedules: bool,

    /// Whether, as a mirror, it answers direct gets for the stream it copies.
    ///
    /// ADR-31. Only on a mirror (10052). If the server can see the origin, it takes over the
    /// `allow_direct` of that, whatever is set here.
    pub mirror_direct: bool,

    /// Publishes what is stored once more, under another subject.
    ///
    /// ADR-28.
    pub republish: Option<Republish>,

    /// Whether a subject with `max_msgs_per_subject` messages refuses more.
    ///
    /// Otherwise its oldest message goes. Needs that limit, and `discard` set to `new` (10052).
    pub discard_new_per_subject: bool,

    /// Keys and values of your own, kept with the stream.
    ///
    /// ADR-33. Server 2.10 and later. Keys and values together may take 128 KiB (10052). Keys
    /// that begin with `_nats.` are the server's: from 2.11 it adds `_nats.req.level`,
    /// `_nats.level` and `_nats.ver`, and drops what a client sends under them, so leave them
    /// out when comparing configurations.
    pub metadata: BTreeMap<String, String>,

    /// Bounds for its consumers, which are their defaults too.
    ///
    /// Server 2.10 and later. Servers send `{}` where nothing is set.
    pub consumer_limits: Option<StreamConsumerLimits>,

    /// Whether a message can say how long it is kept.
    ///
    /// ADR-43. Server 2.11 and later. It says so in the header `Nats-TTL`, which is refused
    /// where this is not set (10166). Can be set later, and not be taken back (10052).
    ///
    /// Requires API level 1.
    pub allow_msg_ttl: bool,

    /// How long a marker stays in place of a subject's removed messages.
    ///
    /// Nanoseconds on the wire, at least 1 s (10052). ADR-43 and ADR-48. Server 2.11 and later.
    /// The header `Nats-Marker-Reason` says what removed them. Unset leaves no markers. The
    /// server sets `allow_msg_ttl` for it, and `allow_rollup_hdrs` in place of `deny_purge`.
    /// Not on a mirror (10052).
    ///
    /// Requires API level 1.
    pub subject_delete_marker_ttl: Option<Duration>,

    /// Whether messages may be acknowledged before they are written out.
    ///
    /// Server 2.12 and later; servers before drop it without a word. `default`: not with one
    /// replica; with several a quorum of them is enough. `async`: they may, so that a crash can
    /// lose what was acknowledged; takes `file` storage and one replica, and excludes
    /// `allow_atomic` (10052). An empty text means `default`; servers leave the field out for
    /// both. Cannot be changed later.
    ///
    /// Requires API level 2 for `async`.
    pub persist_mode: Option<PersistMode>,

    /// Whether fast batches can be published to it.
    ///
    /// ADR-50. Server 2.14 and later. Their messages are stored one by one as they arrive, and
    /// acknowledged now and then. Not on a mirror (10209).
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
    /// The server has defaults for the others.
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

/// How far the copying of one stream has got.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamSourceInfo {
    /// Name of the stream that is copied.
    pub name: String,

    /// The filter it copies by, where it has one.
    ///
    /// Server 2.10 and later.
    pub filter_subject: Option<String>,

    /// The subject transforms it copies by, where it has any.
    ///
    /// ADR-36. Server 2.10 and later.
    pub subject_transforms: Vec<SubjectTransform>,

    /// Messages that are still to be copied.
    ///
    /// Also 0 before the origin was first heard from; `active` is -1 then.
    pub lag: u64,

    /// The sequence in the source of the last message taken from it.
    ///
    /// Absent until there was one, and for a mirror, whose sequences are those of its source.
    /// Server 2.15.1 and later.
    pub seq: Option<u64>,

    /// Time since the last message from the origin.
    ///
    /// Nanoseconds on the wire; -1 as long as nothing was.
    pub active: Option<Duration>,

    /// How the origin is reached in another account or domain.
    pub external: Option<ExternalStreamSource>,

    /// What keeps it from copying at the moment.
    ///
    /// For example 10059 when the origin does not exist, or 10228 when answers to flow control
    /// get lost on the way. Absent while all is well.
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

/// Another place to read the same messages from.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamAlternate {
    /// Name of the stream there.
    pub name: String,

    /// Name of the cluster that has it.
    pub cluster: String,

    /// JetStream domain of that cluster.
    ///
    /// Absent where none is configured.
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

/// A stream: its configuration, and what is in it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamInfo {
    /// Its configuration, with what the server filled in.
    ///
    /// `metadata` has entries of the server's own.
    pub config: StreamConfig,

    /// What is in it right now.
    pub state: StreamState,

    /// When it was created.
    pub created: OffsetDateTime,

    /// When the server put this together, by the server's clock.
    ///
    /// Server 2.10 and later.
    pub ts: Option<OffsetDateTime>,

    /// The servers that keep it.
    pub cluster: Option<ClusterInfo>,

    /// How far it has got as a mirror, if it is one.
    pub mirror: Option<StreamSourceInfo>,

    /// How far it has got with each of its sources.
    pub sources: Vec<StreamSourceInfo>,

    /// Streams with the same messages, the nearest first.
    ///
    /// Sent by clusters where there are mirrors.
    pub alternates: Vec<StreamAlternate>,

    /// The JetStream domain that the stream is in.
    ///
    /// Absent where none is configured, and from the reply to STREAM.CREATE of a single server.
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

/// Reply to a request to create a stream with the stream as it is.
///
/// The configuration in it holds the server's defaults for all fields that the request left
/// out. Also the last answer to a restore.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamCreateResponse {
    /// Fields of a [`StreamInfo`]; in JSON they stand beside the others.
    pub info: StreamInfo,

    /// Whether this request created the stream, as far as the server tells.
    ///
    /// A cluster leaves it out when the same stream existed; a single server says true then
    /// too, so it can not be relied on.
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
/// 10059: there is no such stream, as when a repeated request has succeeded before.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamDeleteResponse {
    /// Whether the stream is gone. `true` unless there is an error.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamDeleteResponse {
        success: required,
    }
}

/// Reply to a request to move one replica of a stream away from a server.
///
/// Without a server to take over the answer is 10075, peer remap failed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamPeerEvacuateResponse {
    /// Whether the move has begun. It goes on in the background.
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
/// `total`, `offset` and `limit` are about the subjects asked for with `subjects_filter`,
/// and 0 without.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamInfoResponse {
    /// Fields of a [`StreamInfo`]; in JSON they stand beside the others.
    pub info: StreamInfo,

    /// How many subjects match in all.
    pub total: Option<u64>,

    /// How many subjects come before this page.
    pub offset: Option<u64>,

    /// How many subjects a page holds at most.
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

/// Reply to a request to the leader of a stream to hand over.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamLeaderStepdownResponse {
    /// Whether the leader has stepped down. A new leader may not be elected yet.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamLeaderStepdownResponse {
        success: required,
    }
}

/// Answers with a page of the account's streams.
///
/// In a cluster where a server does not answer, this takes 4 seconds, and the page is
/// short: see `missing`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamListResponse {
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

    /// The streams of this page, with configuration and state.
    pub streams: Vec<StreamInfo>,

    /// Names of streams that did not answer in time. Absent when all did.
    pub missing: Vec<String>,

    /// Streams that the server cannot run, with the reason.
    ///
    /// By name; such as one that a newer server created. Server 2.11.9 and later.
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
    /// Whether the message is gone. `true` unless there is an error.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamMsgDeleteResponse {
        success: required,
    }
}

/// A message the way a stream keeps it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StoredMessage {
    /// Subject it is stored under.
    ///
    /// A subject transform may have changed it since it was published.
    pub subject: String,

    /// Sequence that the stream gave it.
    pub seq: u64,

    /// Its payload, in base64.
    ///
    /// Not sent when there is none.
    pub data: Base64,

    /// When the stream stored it.
    pub time: OffsetDateTime,

    /// Its headers, in base64.
    ///
    /// Decoded, they are the header block of the NATS protocol, which begins with `NATS/1.0`.
    /// Not sent when there are none.
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

/// Answers with one message of a stream.
///
/// 10037: there is no such message.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamMsgGetResponse {
    /// The message, its headers and payload in Base64.
    pub message: StoredMessage,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamMsgGetResponse {
        message: required,
    }
}

/// Answers with a page of the names of the account's streams.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamNamesResponse {
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

    /// The names of this page. Servers send `null` where there are none.
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

/// Answers how many messages were removed from a stream.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamPurgeResponse {
    /// Whether the messages are gone. `true` unless there is an error.
    pub success: bool,

    /// How many messages were removed. May be 0.
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

/// Reply to a request to take a stream away from a server.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamPeerRemoveResponse {
    /// Whether the server was taken out of the stream's group.
    pub success: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamPeerRemoveResponse {
        success: required,
    }
}

/// Answers where to send the chunks of a backup.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamRestoreResponse {
    /// Where the chunks go: a subject that takes requests.
    pub deliver_subject: String,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    StreamRestoreResponse {
        deliver_subject: required,
    }
}

/// Reply with the stream that is about to be sent as a backup.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamSnapshotResponse {
    /// The stream's configuration. Keep it with the backup: a restore asks for it.
    pub config: StreamConfig,

    /// The stream's state as the backup begins.
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
