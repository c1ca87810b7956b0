// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::codec::{Extra, Model, model};
use crate::generated::endpoint;
use crate::generated::stream::StreamInfo;
use crate::request::{Endpoint, Operation, Request, SubjectBuilder, SubjectError};
use std::collections::BTreeMap;

/// Reads what the account uses, what it may use, and the server's API level.
///
/// `api.level` is what the server understands; servers before 2.11 do not send it. `domain`
/// is absent where no JetStream domain is configured. An account without JetStream is
/// answered with error 10039, and so is the system account.
///
/// Subject `INFO`, answered by the meta leader with an [`AccountInfo`]. Safe to repeat. A
/// read.
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
/// There is no undo. The reply says that the purge was started, not that it is over, and
/// says so for an account that does not exist too. Only the system account is answered; for
/// others the request times out.
///
/// Subject `ACCOUNT.PURGE.{account}`, answered by the meta leader with an
/// [`AccountPurgeResponse`]. Since server 2.9.0. For the system account only. Safe to
/// repeat. Purging an account that is empty already changes nothing.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AccountPurgeRequest {
    /// The name of the account, or its public key.
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
    /// The server has defaults for the others.
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
/// The body names the server to move away from, where that server is (`cluster`, `domain`),
/// and the tags that the new servers need to have. The reply shows the stream as the move
/// begins; `cluster` of STREAM.INFO shows how far it is. An account may move its own
/// streams, the system account those of all. Only clusters answer.
///
/// Subject `ACCOUNT.STREAM.MOVE.{account}.{stream}`, answered by the meta leader with a
/// [`StreamInfo`]. Since server 2.9.0. For the system account, and for accounts that own
/// the stream. Not always safe to repeat: look at STREAM.INFO first: while a move is under
/// way the answer is error 10124.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AccountStreamMoveRequest {
    /// The name of the account, or its public key.
    pub account: String,

    /// The name of the stream.
    pub stream: String,

    /// Name of the server to move away from.
    ///
    /// One that is not in the cluster is refused with 10044.
    pub server: Option<String>,

    /// Name of that server's cluster.
    pub cluster: Option<String>,

    /// JetStream domain of that server.
    pub domain: Option<String>,

    /// Tags that the new servers must have.
    ///
    /// Asked for in this move only, in addition to those of the stream's placement.
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
    /// The server has defaults for the others.
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

/// Calls off a move of a stream and puts its replicas back.
///
/// Up to 2.14 the reply calls itself an update of the stream, from 2.15 a cancelled move;
/// both show the stream. An account may do this to its own streams, the system account to
/// those of all.
///
/// Subject `ACCOUNT.STREAM.CANCEL_MOVE.{account}.{stream}`, answered by the meta leader
/// with a [`StreamInfo`]. Since server 2.9.0. For the system account, and for accounts that
/// own the stream. Safe to repeat. Error 10129 says that no move is under way.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AccountStreamCancelMoveRequest {
    /// The name of the account, or its public key.
    pub account: String,

    /// The name of the stream.
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
    /// The server has defaults for the others.
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

/// What an account, or one of its tiers, may use.
///
/// -1 is unlimited throughout.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AccountLimits {
    /// Bytes that memory streams may hold, all together.
    ///
    /// -1 is unlimited.
    pub max_memory: i64,

    /// Bytes that file streams may hold, all together.
    ///
    /// -1 is unlimited.
    pub max_storage: i64,

    /// How many streams there may be.
    ///
    /// -1 is unlimited. One more is refused (10027).
    pub max_streams: i64,

    /// How many consumers there may be.
    ///
    /// -1 is unlimited. One more is refused (10026). Servers compare it with the consumers of
    /// the one stream that gets another.
    pub max_consumers: i64,

    /// Whether every stream has to set `max_bytes`.
    ///
    /// One without it is refused (10113).
    pub max_bytes_required: bool,

    /// Highest `max_ack_pending` that a consumer may have.
    ///
    /// -1 is unlimited. More is refused (10121).
    pub max_ack_pending: Option<i64>,

    /// Highest `max_bytes` that one memory stream may have.
    ///
    /// -1 is unlimited. More is refused (10122).
    pub memory_max_stream_bytes: Option<i64>,

    /// Highest `max_bytes` that one file stream may have.
    ///
    /// -1 is unlimited. More is refused (10122).
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

/// What an account uses, and may use, at one number of replicas.
///
/// Only accounts whose JWT sets limits per tier have tiers.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AccountTier {
    /// Bytes that the tier's memory streams hold.
    pub memory: u64,

    /// Bytes that the tier's file streams hold.
    pub storage: u64,

    /// Bytes of memory set aside by the `max_bytes` of the tier's streams.
    ///
    /// Server 2.10.8 and later.
    pub reserved_memory: Option<u64>,

    /// Bytes on disk set aside by the `max_bytes` of the tier's streams.
    ///
    /// Server 2.10.8 and later.
    pub reserved_storage: Option<u64>,

    /// Streams in the tier.
    pub streams: u64,

    /// Consumers in the tier.
    pub consumers: u64,

    /// What the tier may use.
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

/// How much an account has used the JetStream API.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ApiStats {
    /// API level of the server: which features it understands.
    ///
    /// ADR-44. Level 1 came with server 2.11.0, 2 with 2.12.0, 3 with 2.12.5, 4 with 2.14.0 and
    /// 5 with 2.15. Earlier servers send none.
    pub level: Option<u64>,

    /// Requests counted so far, failed ones included.
    pub total: u64,

    /// Requests so far whose answer was an error.
    pub errors: u64,

    /// Requests that are waiting or being worked on.
    ///
    /// Not sent when 0.
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

/// What an account uses of JetStream, and what it may use.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AccountInfo {
    /// Bytes that the account's memory streams hold.
    pub memory: u64,

    /// Bytes that the account's file streams hold.
    pub storage: u64,

    /// Bytes of memory set aside by the `max_bytes` of its streams.
    pub reserved_memory: Option<u64>,

    /// Bytes on disk set aside by the `max_bytes` of its streams.
    pub reserved_storage: Option<u64>,

    /// Streams in the account.
    pub streams: u64,

    /// Consumers in the account.
    pub consumers: u64,

    /// JetStream domain of the server that answered.
    ///
    /// Absent where none is configured.
    pub domain: Option<String>,

    /// What the account may use.
    ///
    /// An account with tiers has its limits in `tiers`.
    pub limits: AccountLimits,

    /// Use and limits of each tier, by its name, for example `R1` and `R3`.
    ///
    /// Only accounts with limits by tier have them.
    pub tiers: BTreeMap<String, AccountTier>,

    /// API requests of the account, and the API's level.
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
/// The reply to `ACCOUNT.PURGE`, which only the system account may ask for; since 2.11
/// other accounts get no reply.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AccountPurgeResponse {
    /// Whether the removal has begun.
    ///
    /// It is not over yet, and an account that does not exist is answered `true` as well.
    pub initiated: bool,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    AccountPurgeResponse {
        initiated: required,
    }
}
