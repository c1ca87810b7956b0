// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::request::{Body, Caller, Endpoint, ReplyStyle, Retry};

/// [`AccountInfoRequest`](crate::AccountInfoRequest).
pub static ACCOUNT_INFO: Endpoint = Endpoint {
    operation: "account_info",
    verb: "INFO",
    subject: "INFO",
    reply: ReplyStyle::Json,
    body: Body::Empty,
    page_limit: None,
    since: "2.2.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Safe,
    retry_note: "Read-only.",
    responder: "meta leader",
};

/// [`AccountPurgeRequest`](crate::AccountPurgeRequest).
pub static ACCOUNT_PURGE: Endpoint = Endpoint {
    operation: "account_purge",
    verb: "ACCOUNT.PURGE",
    subject: "ACCOUNT.PURGE.{account}",
    reply: ReplyStyle::Json,
    body: Body::Empty,
    page_limit: None,
    since: "2.9.0",
    level: 0,
    caller: Caller::System,
    retry: Retry::Safe,
    retry_note: "Purging an empty account changes nothing.",
    responder: "meta leader",
};

/// [`AccountStreamMoveRequest`](crate::AccountStreamMoveRequest).
pub static ACCOUNT_STREAM_MOVE: Endpoint = Endpoint {
    operation: "account_stream_move",
    verb: "ACCOUNT.STREAM.MOVE",
    subject: "ACCOUNT.STREAM.MOVE.{account}.{stream}",
    reply: ReplyStyle::Json,
    body: Body::Optional,
    page_limit: None,
    since: "2.9.0",
    level: 0,
    caller: Caller::SystemOrOwner,
    retry: Retry::Conditional,
    retry_note: "Check STREAM.INFO first: error 10124 means that a move is in progress.",
    responder: "meta leader",
};

/// [`AccountStreamCancelMoveRequest`](crate::AccountStreamCancelMoveRequest).
pub static ACCOUNT_STREAM_CANCEL_MOVE: Endpoint = Endpoint {
    operation: "account_stream_cancel_move",
    verb: "ACCOUNT.STREAM.CANCEL_MOVE",
    subject: "ACCOUNT.STREAM.CANCEL_MOVE.{account}.{stream}",
    reply: ReplyStyle::Json,
    body: Body::Empty,
    page_limit: None,
    since: "2.9.0",
    level: 0,
    caller: Caller::SystemOrOwner,
    retry: Retry::Safe,
    retry_note: "Error 10129 means that no move is in progress.",
    responder: "meta leader",
};

/// [`StreamCreateRequest`](crate::StreamCreateRequest).
pub static STREAM_CREATE: Endpoint = Endpoint {
    operation: "stream_create",
    verb: "STREAM.CREATE",
    subject: "STREAM.CREATE.{stream}",
    reply: ReplyStyle::Json,
    body: Body::Required,
    page_limit: None,
    since: "2.2.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Safe,
    retry_note: "A repeated request with the same configuration succeeds, with another it is error 10058.",
    responder: "meta leader",
};

/// [`StreamUpdateRequest`](crate::StreamUpdateRequest).
pub static STREAM_UPDATE: Endpoint = Endpoint {
    operation: "stream_update",
    verb: "STREAM.UPDATE",
    subject: "STREAM.UPDATE.{stream}",
    reply: ReplyStyle::Json,
    body: Body::Required,
    page_limit: None,
    since: "2.2.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Safe,
    retry_note: "The request replaces the whole configuration, so a repetition changes nothing.",
    responder: "meta leader",
};

/// [`StreamNamesRequest`](crate::StreamNamesRequest).
pub static STREAM_NAMES: Endpoint = Endpoint {
    operation: "stream_names",
    verb: "STREAM.NAMES",
    subject: "STREAM.NAMES",
    reply: ReplyStyle::Json,
    body: Body::Optional,
    page_limit: Some(1024),
    since: "2.2.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Safe,
    retry_note: "Read-only.",
    responder: "meta leader",
};

/// [`StreamListRequest`](crate::StreamListRequest).
pub static STREAM_LIST: Endpoint = Endpoint {
    operation: "stream_list",
    verb: "STREAM.LIST",
    subject: "STREAM.LIST",
    reply: ReplyStyle::Json,
    body: Body::Optional,
    page_limit: Some(256),
    since: "2.2.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Safe,
    retry_note: "Read-only.",
    responder: "meta leader, which asks the leader of each stream",
};

/// [`StreamInfoRequest`](crate::StreamInfoRequest).
pub static STREAM_INFO: Endpoint = Endpoint {
    operation: "stream_info",
    verb: "STREAM.INFO",
    subject: "STREAM.INFO.{stream}",
    reply: ReplyStyle::Json,
    body: Body::Optional,
    page_limit: Some(100000),
    since: "2.2.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Safe,
    retry_note: "Read-only.",
    responder: "stream leader",
};

/// [`StreamDeleteRequest`](crate::StreamDeleteRequest).
pub static STREAM_DELETE: Endpoint = Endpoint {
    operation: "stream_delete",
    verb: "STREAM.DELETE",
    subject: "STREAM.DELETE.{stream}",
    reply: ReplyStyle::Json,
    body: Body::Empty,
    page_limit: None,
    since: "2.2.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Conditional,
    retry_note: "After a timeout, error 10059 means that the first attempt succeeded.",
    responder: "meta leader",
};

/// [`StreamPurgeRequest`](crate::StreamPurgeRequest).
pub static STREAM_PURGE: Endpoint = Endpoint {
    operation: "stream_purge",
    verb: "STREAM.PURGE",
    subject: "STREAM.PURGE.{stream}",
    reply: ReplyStyle::Json,
    body: Body::Optional,
    page_limit: None,
    since: "2.2.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Conditional,
    retry_note: "Safe with `seq`; without it, a repetition also purges messages stored since.",
    responder: "stream leader",
};

/// [`StreamSnapshotRequest`](crate::StreamSnapshotRequest).
pub static STREAM_SNAPSHOT: Endpoint = Endpoint {
    operation: "stream_snapshot",
    verb: "STREAM.SNAPSHOT",
    subject: "STREAM.SNAPSHOT.{stream}",
    reply: ReplyStyle::Chunks,
    body: Body::Required,
    page_limit: None,
    since: "2.2.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Conditional,
    retry_note: "Each request starts another transfer: use a new `deliver_subject`.",
    responder: "stream leader",
};

/// [`StreamRestoreRequest`](crate::StreamRestoreRequest).
pub static STREAM_RESTORE: Endpoint = Endpoint {
    operation: "stream_restore",
    verb: "STREAM.RESTORE",
    subject: "STREAM.RESTORE.{stream}",
    reply: ReplyStyle::Upload,
    body: Body::Required,
    page_limit: None,
    since: "2.2.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Unsafe,
    retry_note: "If the stream exists, the server answers error 10130. It aborts a stalled restore after 5 s.",
    responder: "meta leader",
};

/// [`StreamMsgGetRequest`](crate::StreamMsgGetRequest).
pub static STREAM_MSG_GET: Endpoint = Endpoint {
    operation: "stream_msg_get",
    verb: "STREAM.MSG.GET",
    subject: "STREAM.MSG.GET.{stream}",
    reply: ReplyStyle::Json,
    body: Body::Required,
    page_limit: None,
    since: "2.2.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Safe,
    retry_note: "Read-only.",
    responder: "stream leader",
};

/// [`StreamMsgDeleteRequest`](crate::StreamMsgDeleteRequest).
pub static STREAM_MSG_DELETE: Endpoint = Endpoint {
    operation: "stream_msg_delete",
    verb: "STREAM.MSG.DELETE",
    subject: "STREAM.MSG.DELETE.{stream}",
    reply: ReplyStyle::Json,
    body: Body::Required,
    page_limit: None,
    since: "2.2.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Safe,
    retry_note: "A repetition is error 10043, or 10057 for the first message; both mean deleted.",
    responder: "stream leader",
};

/// [`StreamLeaderStepdownRequest`](crate::StreamLeaderStepdownRequest).
pub static STREAM_LEADER_STEPDOWN: Endpoint = Endpoint {
    operation: "stream_leader_stepdown",
    verb: "STREAM.LEADER.STEPDOWN",
    subject: "STREAM.LEADER.STEPDOWN.{stream}",
    reply: ReplyStyle::Json,
    body: Body::Optional,
    page_limit: None,
    since: "2.2.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Unsafe,
    retry_note: "Each request forces an election.",
    responder: "stream leader",
};

/// [`StreamPeerRemoveRequest`](crate::StreamPeerRemoveRequest).
pub static STREAM_PEER_REMOVE: Endpoint = Endpoint {
    operation: "stream_peer_remove",
    verb: "STREAM.PEER.REMOVE",
    subject: "STREAM.PEER.REMOVE.{stream}",
    reply: ReplyStyle::Json,
    body: Body::Required,
    page_limit: None,
    since: "2.2.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Conditional,
    retry_note: "Check STREAM.INFO first: a removed peer is error 10040.",
    responder: "meta leader",
};

/// [`StreamPeerEvacuateRequest`](crate::StreamPeerEvacuateRequest).
pub static STREAM_PEER_EVACUATE: Endpoint = Endpoint {
    operation: "stream_peer_evacuate",
    verb: "STREAM.PEER.EVACUATE",
    subject: "STREAM.PEER.EVACUATE.{stream}",
    reply: ReplyStyle::Json,
    body: Body::Required,
    page_limit: None,
    since: "2.15.0",
    level: 5,
    caller: Caller::Account,
    retry: Retry::Conditional,
    retry_note: "Check `cluster.desired` of STREAM.INFO first.",
    responder: "meta leader",
};

/// [`StreamCancelMoveRequest`](crate::StreamCancelMoveRequest).
pub static STREAM_CANCEL_MOVE: Endpoint = Endpoint {
    operation: "stream_cancel_move",
    verb: "STREAM.CANCEL_MOVE",
    subject: "STREAM.CANCEL_MOVE.{stream}",
    reply: ReplyStyle::Json,
    body: Body::Empty,
    page_limit: None,
    since: "2.15.0",
    level: 5,
    caller: Caller::Account,
    retry: Retry::Safe,
    retry_note: "Error 10129 means that no change is in progress.",
    responder: "meta leader",
};

/// [`DirectGetRequest`](crate::DirectGetRequest).
pub static DIRECT_GET: Endpoint = Endpoint {
    operation: "direct_get",
    verb: "DIRECT.GET",
    subject: "DIRECT.GET.{stream}",
    reply: ReplyStyle::Message,
    body: Body::Required,
    page_limit: None,
    since: "2.9.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Safe,
    retry_note: "Read-only.",
    responder: "any replica of the stream, or a mirror with `mirror_direct`",
};

/// [`DirectGetLastForSubjectRequest`](crate::DirectGetLastForSubjectRequest).
pub static DIRECT_GET_LAST_FOR_SUBJECT: Endpoint = Endpoint {
    operation: "direct_get_last_for_subject",
    verb: "DIRECT.GET",
    subject: "DIRECT.GET.{stream}.{subject}",
    reply: ReplyStyle::Message,
    body: Body::Optional,
    page_limit: None,
    since: "2.9.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Safe,
    retry_note: "Read-only.",
    responder: "any replica of the stream, or a mirror with `mirror_direct`",
};

/// [`DirectGetBatchRequest`](crate::DirectGetBatchRequest).
pub static DIRECT_GET_BATCH: Endpoint = Endpoint {
    operation: "direct_get_batch",
    verb: "DIRECT.GET",
    subject: "DIRECT.GET.{stream}",
    reply: ReplyStyle::Messages,
    body: Body::Required,
    page_limit: None,
    since: "2.11.0",
    level: 1,
    caller: Caller::Account,
    retry: Retry::Safe,
    retry_note: "Read-only.",
    responder: "any replica of the stream, or a mirror with `mirror_direct`",
};

/// [`DirectGetMultiRequest`](crate::DirectGetMultiRequest).
pub static DIRECT_GET_MULTI: Endpoint = Endpoint {
    operation: "direct_get_multi",
    verb: "DIRECT.GET",
    subject: "DIRECT.GET.{stream}",
    reply: ReplyStyle::Messages,
    body: Body::Required,
    page_limit: None,
    since: "2.11.0",
    level: 1,
    caller: Caller::Account,
    retry: Retry::Safe,
    retry_note: "Read-only.",
    responder: "any replica of the stream, or a mirror with `mirror_direct`",
};

/// [`ConsumerCreateRequest`](crate::ConsumerCreateRequest).
pub static CONSUMER_CREATE: Endpoint = Endpoint {
    operation: "consumer_create",
    verb: "CONSUMER.CREATE",
    subject: "CONSUMER.CREATE.{stream}",
    reply: ReplyStyle::Json,
    body: Body::Required,
    page_limit: None,
    since: "2.2.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Conditional,
    retry_note: "Safe only with a name: without it, each request creates another consumer.",
    responder: "meta leader",
};

/// [`ConsumerCreateRequest`](crate::ConsumerCreateRequest).
pub static CONSUMER_CREATE_NAMED: Endpoint = Endpoint {
    operation: "consumer_create_named",
    verb: "CONSUMER.CREATE",
    subject: "CONSUMER.CREATE.{stream}.{consumer}",
    reply: ReplyStyle::Json,
    body: Body::Required,
    page_limit: None,
    since: "2.9.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Safe,
    retry_note: "A repeated request with the same configuration succeeds.",
    responder: "meta leader",
};

/// [`ConsumerCreateRequest`](crate::ConsumerCreateRequest).
pub static CONSUMER_CREATE_FILTERED: Endpoint = Endpoint {
    operation: "consumer_create_filtered",
    verb: "CONSUMER.CREATE",
    subject: "CONSUMER.CREATE.{stream}.{consumer}.{filter}",
    reply: ReplyStyle::Json,
    body: Body::Required,
    page_limit: None,
    since: "2.9.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Safe,
    retry_note: "A repeated request with the same configuration succeeds.",
    responder: "meta leader",
};

/// [`ConsumerDurableCreateRequest`](crate::ConsumerDurableCreateRequest).
pub static CONSUMER_DURABLE_CREATE: Endpoint = Endpoint {
    operation: "consumer_durable_create",
    verb: "CONSUMER.DURABLE.CREATE",
    subject: "CONSUMER.DURABLE.CREATE.{stream}.{consumer}",
    reply: ReplyStyle::Json,
    body: Body::Required,
    page_limit: None,
    since: "2.2.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Safe,
    retry_note: "A repeated request with the same configuration succeeds.",
    responder: "meta leader",
};

/// [`ConsumerNamesRequest`](crate::ConsumerNamesRequest).
pub static CONSUMER_NAMES: Endpoint = Endpoint {
    operation: "consumer_names",
    verb: "CONSUMER.NAMES",
    subject: "CONSUMER.NAMES.{stream}",
    reply: ReplyStyle::Json,
    body: Body::Optional,
    page_limit: Some(1024),
    since: "2.2.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Safe,
    retry_note: "Read-only.",
    responder: "meta leader",
};

/// [`ConsumerListRequest`](crate::ConsumerListRequest).
pub static CONSUMER_LIST: Endpoint = Endpoint {
    operation: "consumer_list",
    verb: "CONSUMER.LIST",
    subject: "CONSUMER.LIST.{stream}",
    reply: ReplyStyle::Json,
    body: Body::Optional,
    page_limit: Some(256),
    since: "2.2.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Safe,
    retry_note: "Read-only.",
    responder: "meta leader, which asks the leader of each consumer",
};

/// [`ConsumerInfoRequest`](crate::ConsumerInfoRequest).
pub static CONSUMER_INFO: Endpoint = Endpoint {
    operation: "consumer_info",
    verb: "CONSUMER.INFO",
    subject: "CONSUMER.INFO.{stream}.{consumer}",
    reply: ReplyStyle::Json,
    body: Body::Empty,
    page_limit: None,
    since: "2.2.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Safe,
    retry_note: "Read-only.",
    responder: "consumer leader",
};

/// [`ConsumerDeleteRequest`](crate::ConsumerDeleteRequest).
pub static CONSUMER_DELETE: Endpoint = Endpoint {
    operation: "consumer_delete",
    verb: "CONSUMER.DELETE",
    subject: "CONSUMER.DELETE.{stream}.{consumer}",
    reply: ReplyStyle::Json,
    body: Body::Empty,
    page_limit: None,
    since: "2.2.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Conditional,
    retry_note: "After a timeout, error 10014 means that the first attempt succeeded.",
    responder: "meta leader",
};

/// [`ConsumerPauseRequest`](crate::ConsumerPauseRequest).
pub static CONSUMER_PAUSE: Endpoint = Endpoint {
    operation: "consumer_pause",
    verb: "CONSUMER.PAUSE",
    subject: "CONSUMER.PAUSE.{stream}.{consumer}",
    reply: ReplyStyle::Json,
    body: Body::Optional,
    page_limit: None,
    since: "2.11.0",
    level: 1,
    caller: Caller::Account,
    retry: Retry::Safe,
    retry_note: "The deadline is a point in time, not a duration.",
    responder: "meta leader",
};

/// [`ConsumerUnpinRequest`](crate::ConsumerUnpinRequest).
pub static CONSUMER_UNPIN: Endpoint = Endpoint {
    operation: "consumer_unpin",
    verb: "CONSUMER.UNPIN",
    subject: "CONSUMER.UNPIN.{stream}.{consumer}",
    reply: ReplyStyle::Json,
    body: Body::Required,
    page_limit: None,
    since: "2.11.0",
    level: 1,
    caller: Caller::Account,
    retry: Retry::Unsafe,
    retry_note: "A repetition unpins the next client.",
    responder: "consumer leader",
};

/// [`ConsumerResetRequest`](crate::ConsumerResetRequest).
pub static CONSUMER_RESET: Endpoint = Endpoint {
    operation: "consumer_reset",
    verb: "CONSUMER.RESET",
    subject: "CONSUMER.RESET.{stream}.{consumer}",
    reply: ReplyStyle::Json,
    body: Body::Optional,
    page_limit: None,
    since: "2.14.0",
    level: 4,
    caller: Caller::Account,
    retry: Retry::Unsafe,
    retry_note: "Each request discards the acknowledgements since the previous request.",
    responder: "consumer leader",
};

/// [`ConsumerMsgNextRequest`](crate::ConsumerMsgNextRequest).
pub static CONSUMER_MSG_NEXT: Endpoint = Endpoint {
    operation: "consumer_msg_next",
    verb: "CONSUMER.MSG.NEXT",
    subject: "CONSUMER.MSG.NEXT.{stream}.{consumer}",
    reply: ReplyStyle::Pull,
    body: Body::Optional,
    page_limit: None,
    since: "2.2.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Unsafe,
    retry_note: "A repetition is a second pull request in addition to the first.",
    responder: "consumer leader",
};

/// [`ConsumerLeaderStepdownRequest`](crate::ConsumerLeaderStepdownRequest).
pub static CONSUMER_LEADER_STEPDOWN: Endpoint = Endpoint {
    operation: "consumer_leader_stepdown",
    verb: "CONSUMER.LEADER.STEPDOWN",
    subject: "CONSUMER.LEADER.STEPDOWN.{stream}.{consumer}",
    reply: ReplyStyle::Json,
    body: Body::Optional,
    page_limit: None,
    since: "2.2.0",
    level: 0,
    caller: Caller::Account,
    retry: Retry::Unsafe,
    retry_note: "Each request forces an election.",
    responder: "consumer leader",
};

/// [`ConsumerPeerRemoveRequest`](crate::ConsumerPeerRemoveRequest).
pub static CONSUMER_PEER_REMOVE: Endpoint = Endpoint {
    operation: "consumer_peer_remove",
    verb: "CONSUMER.PEER.REMOVE",
    subject: "CONSUMER.PEER.REMOVE.{stream}.{consumer}",
    reply: ReplyStyle::Json,
    body: Body::Required,
    page_limit: None,
    since: "2.15.1",
    level: 5,
    caller: Caller::Account,
    retry: Retry::Conditional,
    retry_note: "Check CONSUMER.INFO first: a removed peer is error 10040.",
    responder: "meta leader",
};

/// [`ConsumerPeerEvacuateRequest`](crate::ConsumerPeerEvacuateRequest).
pub static CONSUMER_PEER_EVACUATE: Endpoint = Endpoint {
    operation: "consumer_peer_evacuate",
    verb: "CONSUMER.PEER.EVACUATE",
    subject: "CONSUMER.PEER.EVACUATE.{stream}.{consumer}",
    reply: ReplyStyle::Json,
    body: Body::Required,
    page_limit: None,
    since: "2.15.1",
    level: 5,
    caller: Caller::Account,
    retry: Retry::Conditional,
    retry_note: "Check CONSUMER.INFO first.",
    responder: "meta leader",
};

/// [`MetaLeaderStepdownRequest`](crate::MetaLeaderStepdownRequest).
pub static META_LEADER_STEPDOWN: Endpoint = Endpoint {
    operation: "meta_leader_stepdown",
    verb: "META.LEADER.STEPDOWN",
    subject: "META.LEADER.STEPDOWN",
    reply: ReplyStyle::Json,
    body: Body::Optional,
    page_limit: None,
    since: "2.2.0",
    level: 0,
    caller: Caller::System,
    retry: Retry::Unsafe,
    retry_note: "Each request forces an election.",
    responder: "meta leader",
};

/// [`MetaRescueRequest`](crate::MetaRescueRequest).
pub static META_RESCUE: Endpoint = Endpoint {
    operation: "meta_rescue",
    verb: "META.RESCUE",
    subject: "META.RESCUE",
    reply: ReplyStyle::JsonMany,
    body: Body::Required,
    page_limit: None,
    since: "2.15.0",
    level: 5,
    caller: Caller::System,
    retry: Retry::Unsafe,
    retry_note: "It lowers the quorum; check the result before repeating it.",
    responder: "every server that is online",
};

/// [`ServerRemoveRequest`](crate::ServerRemoveRequest).
pub static SERVER_REMOVE: Endpoint = Endpoint {
    operation: "server_remove",
    verb: "SERVER.REMOVE",
    subject: "SERVER.REMOVE",
    reply: ReplyStyle::Json,
    body: Body::Required,
    page_limit: None,
    since: "2.2.0",
    level: 0,
    caller: Caller::System,
    retry: Retry::Safe,
    retry_note: "Error 10044 means that the server is no longer a member.",
    responder: "meta leader",
};

/// [`ServerEvacuateRequest`](crate::ServerEvacuateRequest).
pub static SERVER_EVACUATE: Endpoint = Endpoint {
    operation: "server_evacuate",
    verb: "SERVER.EVACUATE",
    subject: "SERVER.EVACUATE",
    reply: ReplyStyle::Json,
    body: Body::Required,
    page_limit: None,
    since: "2.15.0",
    level: 5,
    caller: Caller::System,
    retry: Retry::Safe,
    retry_note: "A repetition does not affect completed moves.",
    responder: "meta leader",
};

/// All operations, in the order of `schemas/endpoints.toml`.
pub static ALL: &[&Endpoint] = &[
    &ACCOUNT_INFO,
    &ACCOUNT_PURGE,
    &ACCOUNT_STREAM_MOVE,
    &ACCOUNT_STREAM_CANCEL_MOVE,
    &STREAM_CREATE,
    &STREAM_UPDATE,
    &STREAM_NAMES,
    &STREAM_LIST,
    &STREAM_INFO,
    &STREAM_DELETE,
    &STREAM_PURGE,
    &STREAM_SNAPSHOT,
    &STREAM_RESTORE,
    &STREAM_MSG_GET,
    &STREAM_MSG_DELETE,
    &STREAM_LEADER_STEPDOWN,
    &STREAM_PEER_REMOVE,
    &STREAM_PEER_EVACUATE,
    &STREAM_CANCEL_MOVE,
    &DIRECT_GET,
    &DIRECT_GET_LAST_FOR_SUBJECT,
    &DIRECT_GET_BATCH,
    &DIRECT_GET_MULTI,
    &CONSUMER_CREATE,
    &CONSUMER_CREATE_NAMED,
    &CONSUMER_CREATE_FILTERED,
    &CONSUMER_DURABLE_CREATE,
    &CONSUMER_NAMES,
    &CONSUMER_LIST,
    &CONSUMER_INFO,
    &CONSUMER_DELETE,
    &CONSUMER_PAUSE,
    &CONSUMER_UNPIN,
    &CONSUMER_RESET,
    &CONSUMER_MSG_NEXT,
    &CONSUMER_LEADER_STEPDOWN,
    &CONSUMER_PEER_REMOVE,
    &CONSUMER_PEER_EVACUATE,
    &META_LEADER_STEPDOWN,
    &META_RESCUE,
    &SERVER_REMOVE,
    &SERVER_EVACUATE,
];

/// First server release of each API level, oldest first.
///
/// Older servers report no level. `schemas/levels.toml` has the table.
pub const API_LEVELS: &[(&str, u8)] = &[
    ("2.11.0", 1),
    ("2.12.0", 2),
    ("2.12.5", 3),
    ("2.14.0", 4),
    ("2.15.0", 5),
];

/// Newest server release that this version of the crate was compared with.
///
/// A newer server can have a higher API level than those of [`API_LEVELS`].
pub const NEWEST_SERVER: &str = "2.15.1";

#[doc(hidden)]
#[macro_export]
macro_rules! __json_operations {
    ($each:ident) => {
        $each! {
            "account_info" => AccountInfoRequest,
            "account_purge" => AccountPurgeRequest,
            "account_stream_move" => AccountStreamMoveRequest,
            "account_stream_cancel_move" => AccountStreamCancelMoveRequest,
            "stream_create" => StreamCreateRequest,
            "stream_update" => StreamUpdateRequest,
            "stream_names" => StreamNamesRequest,
            "stream_list" => StreamListRequest,
            "stream_info" => StreamInfoRequest,
            "stream_delete" => StreamDeleteRequest,
            "stream_purge" => StreamPurgeRequest,
            "stream_snapshot" => StreamSnapshotRequest,
            "stream_restore" => StreamRestoreRequest,
            "stream_msg_get" => StreamMsgGetRequest,
            "stream_msg_delete" => StreamMsgDeleteRequest,
            "stream_leader_stepdown" => StreamLeaderStepdownRequest,
            "stream_peer_remove" => StreamPeerRemoveRequest,
            "stream_peer_evacuate" => StreamPeerEvacuateRequest,
            "stream_cancel_move" => StreamCancelMoveRequest,
            "consumer_create" => ConsumerCreateRequest,
            "consumer_create_named" => ConsumerCreateRequest,
            "consumer_create_filtered" => ConsumerCreateRequest,
            "consumer_durable_create" => ConsumerDurableCreateRequest,
            "consumer_names" => ConsumerNamesRequest,
            "consumer_list" => ConsumerListRequest,
            "consumer_info" => ConsumerInfoRequest,
            "consumer_delete" => ConsumerDeleteRequest,
            "consumer_pause" => ConsumerPauseRequest,
            "consumer_unpin" => ConsumerUnpinRequest,
            "consumer_reset" => ConsumerResetRequest,
            "consumer_leader_stepdown" => ConsumerLeaderStepdownRequest,
            "consumer_peer_remove" => ConsumerPeerRemoveRequest,
            "consumer_peer_evacuate" => ConsumerPeerEvacuateRequest,
            "meta_leader_stepdown" => MetaLeaderStepdownRequest,
            "server_remove" => ServerRemoveRequest,
            "server_evacuate" => ServerEvacuateRequest,
        }
    };
}
