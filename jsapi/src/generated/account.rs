// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::codec::{Extra, Model, model};
use crate::generated::endpoint;
use crate::generated::stream::StreamInfo;
use crate::request::{Endpoint, Operation, Request, SubjectBuilder, SubjectError};
use std::collections::BTreeMap;

/// Returns the account's JetStream usage and limits, and the server's API level.
///
/// `api.level` is the API level of the server; servers before 2.11 do not send it. `domain`
/// is absent without a JetStream domain. The server answers error 10039 to an account
/// without JetStream, and to the system account.
///
/// Subject: `INFO`. Reply: [`AccountInfo`], sent by the meta leader. Safe to retry.
/// Read-only.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AccountInfoRequest {
    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    AccountInfoRequest {}
}

impl AccountInfoRequest {
    /// Creates an [`AccountInfoRequest`] with no field set.
    #[inline]
    pub fn new() -> Self {
        <Self as Model>::empty()
    }
}

impl Default for AccountInfoRequest {
    fn default() -> Self {
        Self::new()
    }
}

/// `INFO`
impl Operation for AccountInfoRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::ACCOUNT_INFO;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("INFO");
        Ok(())
    }
}

impl Request for AccountInfoRequest {
    type Response = AccountInfo;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.account_info_response",
    ];
}

/// Removes every stream and consumer of an account.
///
/// This cannot be undone. The server replies when the purge has started, not when it is
/// complete, and also for an account that does not exist. Only the system account gets a
/// reply; for other accounts the request times out.
///
/// Subject: `ACCOUNT.PURGE.{account}`. Reply: [`AccountPurgeResponse`], sent by the meta
/// leader. Requires server 2.9.0. For the system account only. Safe to retry. Purging an
/// empty account changes nothing.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AccountPurgeRequest {
    /// Name or public key of the account.
    pub account: String,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    AccountPurgeRequest(account) {}
}

impl AccountPurgeRequest {
    /// Creates an [`AccountPurgeRequest`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(account: impl Into<String>) -> Self {
        Self {
            account: account.into(),
            ..<Self as Model>::empty()
        }
    }
}

/// `ACCOUNT.PURGE.{account}`
impl Operation for AccountPurgeRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::ACCOUNT_PURGE;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("ACCOUNT.PURGE");
        to.account(&self.account)
    }
}

impl Request for AccountPurgeRequest {
    type Response = AccountPurgeResponse;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.account_purge_response",
    ];
}

/// Moves a stream's replicas to other servers of the system.
///
/// The body names the server to move the stream from, that server's `cluster` and `domain`,
/// and tags that the new servers must have. The reply shows the stream at the start of the
/// move; `cluster` of STREAM.INFO shows the progress. An account may move its streams, the
/// system account those of all accounts. Clusters only: a single server does not reply.
///
/// Subject: `ACCOUNT.STREAM.MOVE.{account}.{stream}`. Reply: [`StreamInfo`], sent by the
/// meta leader. Requires server 2.9.0. For the system account and the account of the
/// stream. Safe to retry only with care. Check STREAM.INFO first: error 10124 means that a
/// move is in progress.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AccountStreamMoveRequest {
    /// Name or public key of the account.
    pub account: String,

    /// Name of the stream.
    pub stream: String,

    /// Name of the server to move the stream from.
    ///
    /// The server refuses an unknown name (10044).
    pub server: Option<String>,

    /// Name of that server's cluster.
    pub cluster: Option<String>,

    /// JetStream domain of that server.
    pub domain: Option<String>,

    /// Tags that the new servers must have.
    ///
    /// For this move only, in addition to the tags of the stream's placement.
    pub tags: Vec<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    AccountStreamMoveRequest(account, stream) {
        server,
        cluster,
        domain,
        tags,
    }
}

impl AccountStreamMoveRequest {
    /// Creates an [`AccountStreamMoveRequest`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(account: impl Into<String>, stream: impl Into<String>) -> Self {
        Self {
            account: account.into(),
            stream: stream.into(),
            ..<Self as Model>::empty()
        }
    }

    /// Sets [`server`](Self::server).
    #[inline]
    #[must_use]
    pub fn with_server(mut self, server: impl Into<String>) -> Self {
        self.server = Some(server.into());
        self
    }

    /// Sets [`cluster`](Self::cluster).
    #[inline]
    #[must_use]
    pub fn with_cluster(mut self, cluster: impl Into<String>) -> Self {
        self.cluster = Some(cluster.into());
        self
    }

    /// Sets [`domain`](Self::domain).
    #[inline]
    #[must_use]
    pub fn with_domain(mut self, domain: impl Into<String>) -> Self {
        self.domain = Some(domain.into());
        self
    }

    /// Sets [`tags`](Self::tags).
    #[inline]
    #[must_use]
    pub fn with_tags(
        mut self,
        tags: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.tags = tags.into_iter().map(Into::into).collect();
        self
    }
}

/// `ACCOUNT.STREAM.MOVE.{account}.{stream}`
impl Operation for AccountStreamMoveRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::ACCOUNT_STREAM_MOVE;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("ACCOUNT.STREAM.MOVE");
        to.account(&self.account)?;
        to.stream(&self.stream)
    }
}

impl Request for AccountStreamMoveRequest {
    type Response = StreamInfo;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.stream_update_response",
    ];
}

/// Cancels a move of a stream and restores its replicas.
///
/// The type of the reply is that of a stream update up to server 2.14, and that of a
/// cancelled move from 2.15; both hold the stream's information. An account may cancel
/// moves of its streams, the system account those of all accounts.
///
/// Subject: `ACCOUNT.STREAM.CANCEL_MOVE.{account}.{stream}`. Reply: [`StreamInfo`], sent by
/// the meta leader. Requires server 2.9.0. For the system account and the account of the
/// stream. Safe to retry. Error 10129 means that no move is in progress.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AccountStreamCancelMoveRequest {
    /// Name or public key of the account.
    pub account: String,

    /// Name of the stream.
    pub stream: String,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    AccountStreamCancelMoveRequest(account, stream) {}
}

impl AccountStreamCancelMoveRequest {
    /// Creates an [`AccountStreamCancelMoveRequest`] with its required fields.
    ///
    /// The server sets defaults for the other fields.
    #[inline]
    pub fn new(account: impl Into<String>, stream: impl Into<String>) -> Self {
        Self {
            account: account.into(),
            stream: stream.into(),
            ..<Self as Model>::empty()
        }
    }
}

/// `ACCOUNT.STREAM.CANCEL_MOVE.{account}.{stream}`
impl Operation for AccountStreamCancelMoveRequest {
    const ENDPOINT: &'static Endpoint = &endpoint::ACCOUNT_STREAM_CANCEL_MOVE;

    #[inline]
    fn subject(&self, to: &mut SubjectBuilder) -> Result<(), SubjectError> {
        to.literal("ACCOUNT.STREAM.CANCEL_MOVE");
        to.account(&self.account)?;
        to.stream(&self.stream)
    }
}

impl Request for AccountStreamCancelMoveRequest {
    type Response = StreamInfo;
    const RESPONSE_TYPES: &'static [&'static str] = &[
        "io.nats.jetstream.api.v1.stream_cancel_move_response",
        "io.nats.jetstream.api.v1.stream_update_response",
    ];
}

/// Limits of an account or of one of its tiers.
///
/// -1: unlimited.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AccountLimits {
    /// Maximum total bytes of all memory streams.
    ///
    /// -1: unlimited.
    pub max_memory: i64,

    /// Maximum total bytes of all file streams.
    ///
    /// -1: unlimited.
    pub max_storage: i64,

    /// Maximum number of streams.
    ///
    /// -1: unlimited. The server refuses another stream (10027).
    pub max_streams: i64,

    /// Maximum number of consumers.
    ///
    /// -1: unlimited. The server refuses another consumer (10026). It compares the limit with
    /// the number of consumers of the stream in question, not of the account.
    pub max_consumers: i64,

    /// Whether every stream must set `max_bytes`.
    ///
    /// The server then refuses a stream without it (10113).
    pub max_bytes_required: bool,

    /// Maximum `max_ack_pending` of a consumer.
    ///
    /// -1: unlimited. The server refuses a higher value (10121).
    pub max_ack_pending: Option<i64>,

    /// Maximum `max_bytes` of one memory stream.
    ///
    /// -1: unlimited. The server refuses a higher value (10122).
    pub memory_max_stream_bytes: Option<i64>,

    /// Maximum `max_bytes` of one file stream.
    ///
    /// -1: unlimited. The server refuses a higher value (10122).
    pub storage_max_stream_bytes: Option<i64>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    AccountLimits {
        max_memory: required,
        max_storage: required,
        max_streams: required,
        max_consumers: required,
        max_bytes_required,
        max_ack_pending,
        memory_max_stream_bytes,
        storage_max_stream_bytes,
    }
}

/// Usage and limits of an account for one replication factor.
///
/// Only accounts whose JWT sets limits per tier have tiers.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AccountTier {
    /// Bytes stored in the tier's memory streams.
    pub memory: u64,

    /// Bytes stored in the tier's file streams.
    pub storage: u64,

    /// Bytes of memory reserved by the `max_bytes` of the tier's streams.
    ///
    /// Server 2.10.8 and later.
    pub reserved_memory: Option<u64>,

    /// Bytes of disk space reserved by the `max_bytes` of the tier's streams.
    ///
    /// Server 2.10.8 and later.
    pub reserved_storage: Option<u64>,

    /// Number of streams in the tier.
    pub streams: u64,

    /// Number of consumers in the tier.
    pub consumers: u64,

    /// Limits of the tier.
    pub limits: AccountLimits,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    AccountTier {
        memory: required,
        storage: required,
        reserved_memory,
        reserved_storage,
        streams: required,
        consumers: required,
        limits: required,
    }
}

/// JetStream API usage of an account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ApiStats {
    /// API level of the server, which determines the features it supports.
    ///
    /// ADR-44. Server 2.11.0 has level 1, 2.12.0 level 2, 2.12.5 level 3, 2.14.0 level 4 and
    /// 2.15 level 5. Earlier servers do not send it.
    pub level: Option<u64>,

    /// Total number of API requests, including failed requests.
    pub total: u64,

    /// Number of API requests that the server answered with an error.
    pub errors: u64,

    /// Number of API requests queued or in progress.
    ///
    /// Absent if 0.
    pub inflight: Option<u64>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    ApiStats {
        level,
        total: required,
        errors: required,
        inflight,
    }
}

/// JetStream usage and limits of an account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AccountInfo {
    /// Bytes stored in the account's memory streams.
    pub memory: u64,

    /// Bytes stored in the account's file streams.
    pub storage: u64,

    /// Bytes of memory reserved by the `max_bytes` of the account's streams.
    pub reserved_memory: Option<u64>,

    /// Bytes of disk space reserved by the `max_bytes` of the account's streams.
    pub reserved_storage: Option<u64>,

    /// Number of streams in the account.
    pub streams: u64,

    /// Number of consumers in the account.
    pub consumers: u64,

    /// JetStream domain of the responding server.
    ///
    /// Absent without a domain.
    pub domain: Option<String>,

    /// Limits of the account.
    ///
    /// The limits of an account with tiers are in `tiers`.
    pub limits: AccountLimits,

    /// Usage and limits per tier; the keys are `R1`, `R3` and so on.
    ///
    /// Absent for accounts without tiers.
    pub tiers: BTreeMap<String, AccountTier>,

    /// API request counts of the account and the server's API level.
    pub api: ApiStats,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    AccountInfo {
        memory: required,
        storage: required,
        reserved_memory,
        reserved_storage,
        streams: required,
        consumers: required,
        domain,
        limits: required,
        tiers,
        api: required,
    }
}

/// Reply to a request to remove all streams and consumers of an account.
///
/// The reply to `ACCOUNT.PURGE`. Only the system account may send the request; since server
/// 2.11 other accounts get no reply.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AccountPurgeResponse {
    /// Whether the server has started the removal.
    ///
    /// The removal continues after the reply. Also `true` for an account that does not exist.
    pub initiated: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    AccountPurgeResponse {
        initiated: required,
    }
}
