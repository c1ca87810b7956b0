// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::ErrorCode;
use crate::value::error_code::KnownCode;

impl ErrorCode {
    /// The account has no room left for this: a limit on its memory, storage, streams or
    /// consumers is met.
    pub const ACCOUNT_RESOURCES_EXCEEDED: Self = Self(10002);

    /// The request is invalid: a field is out of range or excludes another.
    pub const BAD_REQUEST: Self = Self(10003);

    /// Incomplete result: some servers did not reply in time; try again.
    pub const CLUSTER_INCOMPLETE: Self = Self(10004);

    /// No suitable servers: too few are online, have room or have the required tags.
    pub const CLUSTER_NO_PEERS: Self = Self(10005);

    /// The operation is about clusters, and this server is not part of one.
    pub const CLUSTER_NOT_ACTIVE: Self = Self(10006);

    /// This server does not keep the stream or consumer; another one does.
    pub const CLUSTER_NOT_ASSIGNED: Self = Self(10007);

    /// There is no leader to decide at the moment; wait a little and try again.
    pub const CLUSTER_NOT_AVAIL: Self = Self(10008);

    /// The server that answered does not lead and cannot serve this; try again.
    pub const CLUSTER_NOT_LEADER: Self = Self(10009);

    /// Works only in a cluster.
    pub const CLUSTER_REQUIRED: Self = Self(10010);

    /// This operation takes no tags in its placement.
    pub const CLUSTER_TAGS: Self = Self(10011);

    /// The consumer was not created or changed; the text says why, mostly a field that is
    /// fixed.
    pub const CONSUMER_CREATE: Self = Self(10012);

    /// Another consumer has this name, or the deliver subject that the request changes still
    /// has a subscriber.
    pub const CONSUMER_NAME_EXIST: Self = Self(10013);

    /// The stream has no consumer of this name.
    pub const CONSUMER_NOT_FOUND: Self = Self(10014);

    /// The subject given for the snapshot is not one that can be published to.
    pub const SNAPSHOT_DELIVER_SUBJECT_INVALID: Self = Self(10015);

    /// The body names a durable consumer, and the subject it was sent to does not.
    pub const CONSUMER_DURABLE_NAME_NOT_IN_SUBJECT: Self = Self(10016);

    /// Subject and body give the durable consumer different names.
    pub const CONSUMER_DURABLE_NAME_NOT_MATCH_SUBJECT: Self = Self(10017);

    /// The subject is for a durable consumer, and the body has no durable name.
    pub const CONSUMER_DURABLE_NAME_NOT_SET: Self = Self(10018);

    /// The subject names a durable consumer where only an ephemeral one is made.
    pub const CONSUMER_EPHEMERAL_WITH_DURABLE_IN_SUBJECT: Self = Self(10019);

    /// The body names a durable consumer where only an ephemeral one is made.
    pub const CONSUMER_EPHEMERAL_WITH_DURABLE_NAME: Self = Self(10020);

    /// The API prefix of an external stream overlaps `$JS.API`, the server's own.
    pub const STREAM_EXTERNAL_API_OVERLAP: Self = Self(10021);

    /// The delivery prefix of an external stream overlaps subjects of the streams that are
    /// copied.
    pub const STREAM_EXTERNAL_DEL_PREFIX_OVERLAPS: Self = Self(10022);

    /// The server is out of memory or disk for JetStream; nothing was stored.
    pub const INSUFFICIENT_RESOURCES: Self = Self(10023);

    /// The delivery prefix of an external stream must not have wildcards.
    pub const STREAM_INVALID_EXTERNAL_DELIVERY_SUBJ: Self = Self(10024);

    /// The body is not the JSON expected: bad syntax, wrong type, unknown field or unknown enum
    /// value.
    pub const INVALID_JSON: Self = Self(10025);

    /// One consumer too many for the stream or the account.
    pub const MAXIMUM_CONSUMERS_LIMIT: Self = Self(10026);

    /// One stream too many for the account.
    pub const MAXIMUM_STREAMS_LIMIT: Self = Self(10027);

    /// Insufficient memory for the bytes that the stream reserves.
    pub const MEMORY_RESOURCES_EXCEEDED: Self = Self(10028);

    /// The mirror could not get a consumer on its origin.
    pub const MIRROR_CONSUMER_SETUP_FAILED: Self = Self(10029);

    /// A mirror has to take messages as large as its origin does; raise `max_msg_size`.
    pub const MIRROR_MAX_MESSAGE_SIZE_TOO_BIG: Self = Self(10030);

    /// A stream is a mirror or has sources, not both.
    pub const MIRROR_WITH_SOURCES: Self = Self(10031);

    /// A mirror begins at a sequence or at a time, not both.
    pub const MIRROR_WITH_START_SEQ_AND_TIME: Self = Self(10032);

    /// This mirror cannot filter by subject.
    pub const MIRROR_WITH_SUBJECT_FILTERS: Self = Self(10033);

    /// A mirror cannot have subjects.
    pub const MIRROR_WITH_SUBJECTS: Self = Self(10034);

    /// There is no account of this name, or it cannot be looked up.
    pub const NO_ACCOUNT: Self = Self(10035);

    /// Not possible in a cluster, or not yet.
    pub const CLUSTER_UN_SUPPORT_FEATURE: Self = Self(10036);

    /// The stream has no message that fits the request.
    pub const NO_MESSAGE_FOUND: Self = Self(10037);

    /// This request takes no body; send an empty payload.
    pub const NOT_EMPTY_REQUEST: Self = Self(10038);

    /// The account has no JetStream, or is not allowed to make this request; trying again does
    /// not help.
    pub const NOT_ENABLED_FOR_ACCOUNT: Self = Self(10039);

    /// The server named is not one of those that keep the stream.
    pub const CLUSTER_PEER_NOT_MEMBER: Self = Self(10040);

    /// The Raft group failed; the text says how.
    pub const RAFT_GENERAL: Self = Self(10041);

    /// The server could not listen for the chunks of a restore.
    pub const RESTORE_SUBSCRIBE_FAILED: Self = Self(10042);

    /// The stream has no message at this sequence.
    pub const SEQUENCE_NOT_FOUND: Self = Self(10043);

    /// The cluster has no server of this name or ID; after a repeated removal that is success.
    pub const CLUSTER_SERVER_NOT_MEMBER: Self = Self(10044);

    /// The stream could not get a consumer on one of its sources.
    pub const SOURCE_CONSUMER_SETUP_FAILED: Self = Self(10045);

    /// The stream has to take messages as large as its source does; raise `max_msg_size`.
    pub const SOURCE_MAX_MESSAGE_SIZE_TOO_BIG: Self = Self(10046);

    /// Insufficient storage for the bytes that the stream reserves.
    pub const STORAGE_RESOURCES_EXCEEDED: Self = Self(10047);

    /// The cluster could not hand the stream to its servers.
    pub const STREAM_ASSIGNMENT: Self = Self(10048);

    /// The stream was not created; the text says why.
    pub const STREAM_CREATE: Self = Self(10049);

    /// The stream was not deleted; the text says why.
    pub const STREAM_DELETE: Self = Self(10050);

    /// The stream failed; the text says how.
    pub const STREAM_GENERAL_ERROR_F: Self = Self(10051);

    /// The stream's configuration is refused; the text names the field or the rule.
    pub const STREAM_INVALID_CONFIG_F: Self = Self(10052);

    /// The stream was refused for a limit that it would exceed.
    pub const STREAM_LIMITS: Self = Self(10053);

    /// The message is larger than the stream's `max_msg_size`.
    pub const STREAM_MESSAGE_EXCEEDS_MAXIMUM: Self = Self(10054);

    /// What a mirror copies cannot be changed by an update.
    pub const STREAM_MIRROR_NOT_UPDATABLE: Self = Self(10055);

    /// Subject and body give the stream different names, or the body has none.
    pub const STREAM_MISMATCH: Self = Self(10056);

    /// The message was not deleted: it does not exist, or deletes are denied.
    pub const STREAM_MSG_DELETE_FAILED_F: Self = Self(10057);

    /// A stream of this name exists with another configuration; update it, or choose another
    /// name.
    pub const STREAM_NAME_EXIST: Self = Self(10058);

    /// The account has no stream of this name.
    pub const STREAM_NOT_FOUND: Self = Self(10059);

    /// The message was for another stream: the header `Nats-Expected-Stream` names a different
    /// one.
    pub const STREAM_NOT_MATCH: Self = Self(10060);

    /// The number of replicas cannot be changed here.
    pub const STREAM_REPLICAS_NOT_UPDATABLE: Self = Self(10061);

    /// The stream was not restored; the text says why.
    pub const STREAM_RESTORE: Self = Self(10062);

    /// A replica was at another sequence than the leader took it to be; publish again.
    pub const STREAM_SEQUENCE_NOT_MATCH: Self = Self(10063);

    /// The snapshot was not made; the text says why.
    pub const STREAM_SNAPSHOT: Self = Self(10064);

    /// Another stream of the account already stores some of these subjects.
    pub const STREAM_SUBJECT_OVERLAP: Self = Self(10065);

    /// The stream template was not created. Templates are gone since server 2.14.
    pub const STREAM_TEMPLATE_CREATE: Self = Self(10066);

    /// The stream template was not deleted. Templates are gone since server 2.14.
    pub const STREAM_TEMPLATE_DELETE: Self = Self(10067);

    /// There is no stream template of this name. Templates are gone since server 2.14.
    pub const STREAM_TEMPLATE_NOT_FOUND: Self = Self(10068);

    /// The stream was not changed; the text says why.
    pub const STREAM_UPDATE: Self = Self(10069);

    /// The last message has another ID than `Nats-Expected-Last-Msg-Id` says; the text has it.
    pub const STREAM_WRONG_LAST_MSG_ID: Self = Self(10070);

    /// Another publisher was first: the last sequence is not the expected one. The text has it.
    pub const STREAM_WRONG_LAST_SEQUENCE: Self = Self(10071);

    /// The server has no place on disk to unpack what is to be restored.
    pub const TEMP_STORAGE_FAILED: Self = Self(10072);

    /// Subject and body give the stream template different names.
    pub const TEMPLATE_NAME_NOT_MATCH_SUBJECT: Self = Self(10073);

    /// More than one replica takes a cluster.
    pub const STREAM_REPLICAS_NOT_SUPPORTED: Self = Self(10074);

    /// No other server could take the place of the one removed.
    pub const PEER_REMAP: Self = Self(10075);

    /// JetStream is not enabled in this server's configuration.
    pub const NOT_ENABLED: Self = Self(10076);

    /// The message was not stored; mostly the stream is full and discards new ones.
    pub const STREAM_STORE_FAILED_F: Self = Self(10077);

    /// The request has no consumer configuration.
    pub const CONSUMER_CONFIG_REQUIRED: Self = Self(10078);

    /// Messages cannot be pushed to a subject with wildcards.
    pub const CONSUMER_DELIVER_TO_WILDCARDS: Self = Self(10079);

    /// Only pull consumers have `max_waiting`.
    pub const CONSUMER_PUSH_MAX_WAITING: Self = Self(10080);

    /// The deliver subject is one that the stream stores: messages would go round in circles.
    pub const CONSUMER_DELIVER_CYCLE: Self = Self(10081);

    /// Without acknowledgements there is nothing for `max_ack_pending` to count.
    pub const CONSUMER_MAX_PENDING_ACK_POLICY_REQUIRED: Self = Self(10082);

    /// `idle_heartbeat` has to be 100 ms or more.
    pub const CONSUMER_SMALL_HEARTBEAT: Self = Self(10083);

    /// A pull consumer on a work queue has to acknowledge; set `ack_policy` to `explicit`.
    pub const CONSUMER_PULL_REQUIRES_ACK: Self = Self(10084);

    /// The pull consumer has to be durable.
    pub const CONSUMER_PULL_NOT_DURABLE: Self = Self(10085);

    /// Only push consumers have a rate limit.
    pub const CONSUMER_PULL_WITH_RATE_LIMIT: Self = Self(10086);

    /// `max_waiting` must not be negative.
    pub const CONSUMER_MAX_WAITING_NEGATIVE: Self = Self(10087);

    /// Only push consumers have `idle_heartbeat`; pull requests bring their own.
    pub const CONSUMER_HB_REQUIRES_PUSH: Self = Self(10088);

    /// Only push consumers have flow control.
    pub const CONSUMER_FC_REQUIRES_PUSH: Self = Self(10089);

    /// A direct consumer has to push.
    pub const CONSUMER_DIRECT_REQUIRES_PUSH: Self = Self(10090);

    /// A direct consumer cannot be durable.
    pub const CONSUMER_DIRECT_REQUIRES_EPHEMERAL: Self = Self(10091);

    /// A direct consumer cannot be handed out by the cluster; servers make their own.
    pub const CONSUMER_ON_MAPPED: Self = Self(10092);

    /// The consumer's filter matches nothing that the stream stores.
    pub const CONSUMER_FILTER_NOT_SUBSET: Self = Self(10093);

    /// `opt_start_seq` or `opt_start_time` does not go with the deliver policy, or is missing.
    pub const CONSUMER_INVALID_POLICY: Self = Self(10094);

    /// `sample_freq` is not a percentage.
    pub const CONSUMER_INVALID_SAMPLING: Self = Self(10095);

    /// The stream is being removed or is not usable.
    pub const STREAM_INVALID: Self = Self(10096);

    /// The headers of a message may take 64 KiB and no more.
    pub const STREAM_HEADER_EXCEEDS_MAXIMUM: Self = Self(10097);

    /// A work queue takes only consumers that acknowledge each message.
    pub const CONSUMER_WQ_REQUIRES_EXPLICIT_ACK: Self = Self(10098);

    /// A work queue takes one consumer without filter, and then no other.
    pub const CONSUMER_WQ_MULTIPLE_UNFILTERED: Self = Self(10099);

    /// Another consumer of the work queue already gets some of these subjects.
    pub const CONSUMER_WQ_CONSUMER_NOT_UNIQUE: Self = Self(10100);

    /// A consumer of a work queue has to begin with the first message: deliver policy `all`.
    pub const CONSUMER_WQ_CONSUMER_NOT_DELIVER_ALL: Self = Self(10101);

    /// The consumer's name has more bytes than allowed.
    pub const CONSUMER_NAME_TOO_LONG: Self = Self(10102);

    /// The durable name has a `.`, `*` or `>`.
    pub const CONSUMER_BAD_DURABLE_NAME: Self = Self(10103);

    /// The server could not make room for the consumer's state.
    pub const CONSUMER_STORE_FAILED: Self = Self(10104);

    /// A push consumer of this name exists and has a subscriber.
    pub const CONSUMER_EXISTING_ACTIVE: Self = Self(10105);

    /// A push consumer of this name exists, and more than its deliver subject differs.
    pub const CONSUMER_REPLACEMENT_WITH_DIFFERENT_NAME: Self = Self(10106);

    /// The consumer's description has more bytes than allowed.
    pub const CONSUMER_DESCRIPTION_TOO_LONG: Self = Self(10107);

    /// Flow control needs `idle_heartbeat` as well.
    pub const CONSUMER_WITH_FLOW_CONTROL_NEEDS_HEARTBEATS: Self = Self(10108);

    /// The stream is sealed and cannot be changed.
    pub const STREAM_SEALED: Self = Self(10109);

    /// The stream was not purged: it denies that, or is sealed.
    pub const STREAM_PURGE_FAILED_F: Self = Self(10110);

    /// The stream takes no rollups, or the header `Nats-Rollup` has a value it does not know.
    pub const STREAM_ROLLUP_FAILED_F: Self = Self(10111);

    /// Messages cannot be pushed to what was given: it is no subject.
    pub const CONSUMER_INVALID_DELIVER_SUBJECT: Self = Self(10112);

    /// In this account every stream has to set `max_bytes`.
    pub const STREAM_MAX_BYTES_REQUIRED: Self = Self(10113);

    /// `max_batch` must not be negative.
    pub const CONSUMER_MAX_REQUEST_BATCH_NEGATIVE: Self = Self(10114);

    /// `max_expires` has to be 1 ms or more.
    pub const CONSUMER_MAX_REQUEST_EXPIRES_TOO_SMALL: Self = Self(10115);

    /// There are more `backoff` entries than `max_deliver` allows deliveries.
    pub const CONSUMER_MAX_DELIVER_BACKOFF: Self = Self(10116);

    /// Too many subjects to list; narrow the filter.
    pub const STREAM_INFO_MAX_SUBJECTS: Self = Self(10117);

    /// No server that keeps the stream can be reached; try again later.
    pub const STREAM_OFFLINE: Self = Self(10118);

    /// No server that keeps the consumer can be reached; try again later.
    pub const CONSUMER_OFFLINE: Self = Self(10119);

    /// The account has no JetStream limits for this number of replicas.
    pub const NO_LIMITS: Self = Self(10120);

    /// `max_ack_pending` is above what the stream, the account or the server allows.
    pub const CONSUMER_MAX_PENDING_ACK_EXCESS: Self = Self(10121);

    /// `max_bytes` is above what the account allows one stream.
    pub const STREAM_MAX_STREAM_BYTES_EXCEEDED: Self = Self(10122);

    /// One update can move a stream or change its number of replicas, not both.
    pub const STREAM_MOVE_AND_SCALE: Self = Self(10123);

    /// The stream is being moved already; wait for that to end, or cancel it.
    pub const STREAM_MOVE_IN_PROGRESS: Self = Self(10124);

    /// `max_batch` is above what the server allows.
    pub const CONSUMER_MAX_REQUEST_BATCH_EXCEEDED_F: Self = Self(10125);

    /// A consumer cannot have more replicas than its stream.
    pub const CONSUMER_REPLICAS_EXCEEDS_STREAM: Self = Self(10126);

    /// A consumer's name must not contain `/` or `\`.
    pub const CONSUMER_NAME_CONTAINS_PATH_SEPARATORS: Self = Self(10127);

    /// A stream's name must not contain `/` or `\`.
    pub const STREAM_NAME_CONTAINS_PATH_SEPARATORS: Self = Self(10128);

    /// There is no move or other change of the stream's servers to cancel.
    pub const STREAM_RECONFIGURE_NOT_IN_PROGRESS: Self = Self(10129);

    /// A stream of this name exists; delete it before restoring.
    pub const STREAM_NAME_EXIST_RESTORE_FAILED: Self = Self(10130);

    /// Subject and body of the request give the consumer different filters.
    pub const CONSUMER_CREATE_FILTER_SUBJECT_MISMATCH: Self = Self(10131);

    /// `durable_name` and `name` differ; set one, or both to the same.
    pub const CONSUMER_CREATE_DURABLE_AND_NAME_MISMATCH: Self = Self(10132);

    /// The number of replicas must not be negative.
    pub const REPLICAS_COUNT_CANNOT_BE_NEGATIVE: Self = Self(10133);

    /// With this retention a consumer has as many replicas as its stream; leave it at 0.
    pub const CONSUMER_REPLICAS_SHOULD_MATCH_STREAM: Self = Self(10134);

    /// The consumer's `metadata` is larger than allowed.
    pub const CONSUMER_METADATA_LENGTH: Self = Self(10135);

    /// Set `filter_subject` or `filter_subjects`, not both.
    pub const CONSUMER_DUPLICATE_FILTER_SUBJECTS: Self = Self(10136);

    /// With `filter_subjects` the subject of the request has to end at the consumer's name.
    pub const CONSUMER_MULTIPLE_FILTERS_NOT_ALLOWED: Self = Self(10137);

    /// One entry of `filter_subjects` covers another.
    pub const CONSUMER_OVERLAPPING_SUBJECT_FILTERS: Self = Self(10138);

    /// An entry of `filter_subjects` is empty.
    pub const CONSUMER_EMPTY_FILTER: Self = Self(10139);

    /// Two sources are the same stream with the same filter and transforms.
    pub const SOURCE_DUPLICATE_DETECTED: Self = Self(10140);

    /// The name of a source's stream is not a valid one.
    pub const SOURCE_INVALID_STREAM_NAME: Self = Self(10141);

    /// The name of the mirrored stream is not a valid one.
    pub const MIRROR_INVALID_STREAM_NAME: Self = Self(10142);

    /// A mirror takes its sequences from its origin; leave `first_seq` unset.
    pub const MIRROR_WITH_FIRST_SEQ: Self = Self(10143);

    /// A source has `filter_subject` or `subject_transforms`, not both.
    pub const SOURCE_MULTIPLE_FILTERS_NOT_ALLOWED: Self = Self(10144);

    /// The `src` of a source's transform is not a valid subject.
    pub const SOURCE_INVALID_SUBJECT_FILTER: Self = Self(10145);

    /// The `dest` of a source's transform does not work with its `src`.
    pub const SOURCE_INVALID_TRANSFORM_DESTINATION: Self = Self(10146);

    /// One transform of a source covers another.
    pub const SOURCE_OVERLAPPING_SUBJECT_FILTERS: Self = Self(10147);

    /// The request only creates, and a consumer of this name has another configuration.
    pub const CONSUMER_ALREADY_EXISTS: Self = Self(10148);

    /// The request only updates, and the stream has no consumer of this name.
    pub const CONSUMER_DOES_NOT_EXIST: Self = Self(10149);

    /// A mirror has `filter_subject` or `subject_transforms`, not both.
    pub const MIRROR_MULTIPLE_FILTERS_NOT_ALLOWED: Self = Self(10150);

    /// The `src` of the mirror's transform is not a valid subject.
    pub const MIRROR_INVALID_SUBJECT_FILTER: Self = Self(10151);

    /// Two transforms of the mirror match the same subjects.
    pub const MIRROR_OVERLAPPING_SUBJECT_FILTERS: Self = Self(10152);

    /// `inactive_threshold` is above what the stream allows.
    pub const CONSUMER_INACTIVE_THRESHOLD_EXCESS: Self = Self(10153);

    /// The `dest` of the mirror's transform does not work with its `src`.
    pub const MIRROR_INVALID_TRANSFORM_DESTINATION: Self = Self(10154);

    /// The `src` of the stream's transform is not a valid subject.
    pub const STREAM_TRANSFORM_INVALID_SOURCE: Self = Self(10155);

    /// The `dest` of the stream's transform does not work with its `src`.
    pub const STREAM_TRANSFORM_INVALID_DESTINATION: Self = Self(10156);

    /// A pedantic request left out, or contradicts, what the server would have filled in.
    pub const PEDANTIC: Self = Self(10157);

    /// A message with the same ID is being stored right now; publish again to learn the
    /// outcome.
    pub const STREAM_DUPLICATE_MESSAGE_CONFLICT: Self = Self(10158);

    /// The consumer has a priority policy and no group to apply it to.
    pub const CONSUMER_PRIORITY_POLICY_WITHOUT_GROUP: Self = Self(10159);

    /// The consumer has no priority group of this name.
    pub const CONSUMER_INVALID_PRIORITY_GROUP: Self = Self(10160);

    /// The name of a priority group is empty.
    pub const CONSUMER_EMPTY_GROUP_NAME: Self = Self(10161);

    /// A priority group's name has to be 1 to 16 letters, digits or any of `-_/=`.
    pub const CONSUMER_INVALID_GROUP_NAME: Self = Self(10162);

    /// An earlier publish to the subject is still in flight, so its sequence is unknown; try
    /// again.
    pub const STREAM_EXPECTED_LAST_SEQ_PER_SUBJECT_NOT_READY: Self = Self(10163);

    /// Another publisher was first: the last sequence is not the expected one. The text does
    /// not have it.
    pub const STREAM_WRONG_LAST_SEQUENCE_CONSTANT: Self = Self(10164);

    /// The header `Nats-TTL` is not a duration the server takes.
    pub const MESSAGE_TTL_INVALID: Self = Self(10165);

    /// The stream takes no `Nats-TTL`; set `allow_msg_ttl`.
    pub const MESSAGE_TTL_DISABLED: Self = Self(10166);

    /// Messages come in faster than the stream stores them; slow down and publish again.
    pub const STREAM_TOO_MANY_REQUESTS: Self = Self(10167);

    /// The stream does not count; set `allow_msg_counter` when creating it.
    pub const MESSAGE_INCR_DISABLED: Self = Self(10168);

    /// The stream counts, and the message has no header `Nats-Incr`.
    pub const MESSAGE_INCR_MISSING: Self = Self(10169);

    /// The stream counts, and its messages must not have a payload.
    pub const MESSAGE_INCR_PAYLOAD: Self = Self(10170);

    /// The header `Nats-Incr` is not a whole number.
    pub const MESSAGE_INCR_INVALID: Self = Self(10171);

    /// The last value of the counter cannot be read, so nothing can be added to it.
    pub const MESSAGE_COUNTER_BROKEN: Self = Self(10172);

    /// A mirror cannot count.
    pub const MIRROR_WITH_COUNTERS: Self = Self(10173);

    /// The stream takes no atomic batches; set `allow_atomic`.
    pub const ATOMIC_PUBLISH_DISABLED: Self = Self(10174);

    /// The message belongs to a batch and does not say which place it has in it.
    pub const ATOMIC_PUBLISH_MISSING_SEQ: Self = Self(10175);

    /// Part of the batch never arrived, so none of it was stored; publish the batch again.
    pub const ATOMIC_PUBLISH_INCOMPLETE_BATCH: Self = Self(10176);

    /// A message of the batch has a header that batches do not support.
    pub const ATOMIC_PUBLISH_UNSUPPORTED_HEADER_BATCH: Self = Self(10177);

    /// Only pull consumers have priority groups.
    pub const CONSUMER_PUSH_WITH_PRIORITY_GROUP: Self = Self(10178);

    /// The ID of the batch is empty or too long.
    pub const ATOMIC_PUBLISH_INVALID_BATCH_ID: Self = Self(10179);

    /// The stream has not reached the requested sequence; try again.
    pub const STREAM_MIN_LAST_SEQ: Self = Self(10180);

    /// The server does not know this `ack_policy`.
    pub const CONSUMER_ACK_POLICY_INVALID: Self = Self(10181);

    /// The server does not know this `replay_policy`.
    pub const CONSUMER_REPLAY_POLICY_INVALID: Self = Self(10182);

    /// `ack_wait` must not be negative.
    pub const CONSUMER_ACK_WAIT_NEGATIVE: Self = Self(10183);

    /// `backoff` must not have negative entries.
    pub const CONSUMER_BACK_OFF_NEGATIVE: Self = Self(10184);

    /// The server's API level is below what the request says it needs.
    pub const REQUIRED_API_LEVEL: Self = Self(10185);

    /// A mirror cannot have message schedules.
    pub const MIRROR_WITH_MSG_SCHEDULES: Self = Self(10186);

    /// A stream with sources cannot have message schedules.
    pub const SOURCE_WITH_MSG_SCHEDULES: Self = Self(10187);

    /// The stream takes no schedules; set `allow_msg_schedules`.
    pub const MESSAGE_SCHEDULES_DISABLED: Self = Self(10188);

    /// The header `Nats-Schedule` is not a schedule the server takes.
    pub const MESSAGE_SCHEDULES_PATTERN_INVALID: Self = Self(10189);

    /// The header `Nats-Schedule-Target` is missing, the schedule's own subject, or not in the
    /// stream.
    pub const MESSAGE_SCHEDULES_TARGET_INVALID: Self = Self(10190);

    /// The header `Nats-Schedule-TTL` is not a duration the server takes.
    pub const MESSAGE_SCHEDULES_TTL_INVALID: Self = Self(10191);

    /// This rollup is not valid with a schedule; `Nats-Schedule-Rollup` takes `sub`.
    pub const MESSAGE_SCHEDULES_ROLLUP_INVALID: Self = Self(10192);

    /// The message names a subject for an expected sequence, and no sequence.
    pub const STREAM_EXPECTED_LAST_SEQ_PER_SUBJECT_INVALID: Self = Self(10193);

    /// The stream is not being served; the text says why, such as settings of a newer server.
    pub const STREAM_OFFLINE_REASON: Self = Self(10194);

    /// The consumer is not being served; the text says why, such as settings of a newer server.
    pub const CONSUMER_OFFLINE_REASON: Self = Self(10195);

    /// Priority groups need a priority policy other than `none`.
    pub const CONSUMER_PRIORITY_GROUP_WITH_POLICY_NONE: Self = Self(10196);

    /// `priority_timeout` needs a priority policy other than `none`.
    pub const CONSUMER_PINNED_TTL_WITHOUT_PRIORITY_POLICY_NONE: Self = Self(10197);

    /// A mirror cannot take atomic batches.
    pub const MIRROR_WITH_ATOMIC_PUBLISH: Self = Self(10198);

    /// The batch has more messages than the server takes in one.
    pub const ATOMIC_PUBLISH_TOO_LARGE_BATCH: Self = Self(10199);

    /// The header `Nats-Batch-Commit` has a value that the server does not know.
    pub const ATOMIC_PUBLISH_INVALID_BATCH_COMMIT: Self = Self(10200);

    /// The batch has a message ID twice, or one that is stored already.
    pub const ATOMIC_PUBLISH_CONTAINS_DUPLICATE_MESSAGE: Self = Self(10201);

    /// The cluster is still adding or removing a server; wait for that and try again.
    pub const CLUSTER_SERVER_MEMBER_CHANGE_INFLIGHT: Self = Self(10202);

    /// The header `Nats-Schedule-Source` is not a subject to read from; wildcards are not
    /// allowed.
    pub const MESSAGE_SCHEDULES_SOURCE_INVALID: Self = Self(10203);

    /// The consumer cannot be reset to there; its deliver policy sets the bounds.
    pub const CONSUMER_INVALID_RESET: Self = Self(10204);

    /// The stream takes no fast batches; set `allow_batched`.
    pub const BATCH_PUBLISH_DISABLED: Self = Self(10205);

    /// The reply subject of the message is not one of a fast batch.
    pub const BATCH_PUBLISH_INVALID_PATTERN: Self = Self(10206);

    /// The ID of the fast batch is empty or too long.
    pub const BATCH_PUBLISH_INVALID_BATCH_ID: Self = Self(10207);

    /// The server has no fast batch of this ID: it ended, was given up, or never began here.
    pub const BATCH_PUBLISH_UNKNOWN_BATCH_ID: Self = Self(10208);

    /// A mirror cannot take fast batches.
    pub const MIRROR_WITH_BATCH_PUBLISH: Self = Self(10209);

    /// Too many atomic batches at once for the stream or the server; try again later.
    pub const ATOMIC_PUBLISH_TOO_MANY_INFLIGHT: Self = Self(10210);

    /// Too many fast batches at once for the stream or the server; try again later.
    pub const BATCH_PUBLISH_TOO_MANY_INFLIGHT: Self = Self(10211);

    /// `Nats-Scheduler` or `Nats-Schedule-Next` is wrong; publishers only use them to end a
    /// schedule.
    pub const MESSAGE_SCHEDULES_SCHEDULER_INVALID: Self = Self(10212);

    /// The ready-made consumer of the mirror is not set up right, or set together with a filter
    /// or start.
    pub const MIRROR_DURABLE_CONSUMER_CFG_INVALID: Self = Self(10213);

    /// The ready-made consumer of the mirror has to have ack policy `flow_control`.
    pub const MIRROR_CONSUMER_REQUIRES_ACK_FC: Self = Self(10214);

    /// The ready-made consumer of a source is not set up right, or set together with a filter
    /// or start.
    pub const SOURCE_DURABLE_CONSUMER_CFG_INVALID: Self = Self(10215);

    /// Two sources read through the same ready-made consumer.
    pub const SOURCE_DURABLE_CONSUMER_DUPLICATE_DETECTED: Self = Self(10216);

    /// The ready-made consumer of a source has to have ack policy `flow_control`.
    pub const SOURCE_CONSUMER_REQUIRES_ACK_FC: Self = Self(10217);

    /// Ack policy `flow_control` is for push consumers only.
    pub const CONSUMER_ACK_FC_REQUIRES_PUSH: Self = Self(10218);

    /// Ack policy `flow_control` needs `flow_control` set.
    pub const CONSUMER_ACK_FC_REQUIRES_FC: Self = Self(10219);

    /// Ack policy `flow_control` needs a `max_ack_pending` above 0.
    pub const CONSUMER_ACK_FC_REQUIRES_MAX_ACK_PENDING: Self = Self(10220);

    /// Ack policy `flow_control` does not go with `ack_wait` or `backoff`.
    pub const CONSUMER_ACK_FC_REQUIRES_NO_ACK_WAIT: Self = Self(10221);

    /// Ack policy `flow_control` does not go with `max_deliver`.
    pub const CONSUMER_ACK_FC_REQUIRES_NO_MAX_DELIVER: Self = Self(10222);

    /// The header `Nats-Schedule-Time-Zone` names no time zone that the server knows.
    pub const MESSAGE_SCHEDULES_TIME_ZONE_INVALID: Self = Self(10223);

    /// The cluster's quorum was not lowered; the text says why.
    pub const CLUSTER_RESCUE: Self = Self(10224);

    /// The stream was made anew since: the one that was meant has another identity.
    pub const CONSUMER_STREAM_IDENTITY_MISMATCH_F: Self = Self(10225);

    /// The stream's servers are being changed already; wait for that to end, or cancel it.
    pub const STREAM_RECONFIGURE_IN_PROGRESS: Self = Self(10226);

    /// The header `Nats-Stream-Source` is the server's to set; publish without it.
    pub const MESSAGE_SOURCE_HDR_NOT_ALLOWED: Self = Self(10227);

    /// A mirror or source waits for answers to flow control; let `$JS.FC.>` through both
    /// accounts.
    pub const SOURCE_CONSUMER_STALLED: Self = Self(10228);
}

/// Every code that is known, by number.
pub(crate) static KNOWN: &[KnownCode] = &[
    KnownCode {
        code: ErrorCode::ACCOUNT_RESOURCES_EXCEEDED,
        constant: "ACCOUNT_RESOURCES_EXCEEDED",
        http: 400,
        description: "The account has no room left for this: a limit on its memory, storage, streams or consumers is met.",
    },
    KnownCode {
        code: ErrorCode::BAD_REQUEST,
        constant: "BAD_REQUEST",
        http: 400,
        description: "The request is invalid: a field is out of range or excludes another.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_INCOMPLETE,
        constant: "CLUSTER_INCOMPLETE",
        http: 503,
        description: "Incomplete result: some servers did not reply in time; try again.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_NO_PEERS,
        constant: "CLUSTER_NO_PEERS",
        http: 400,
        description: "No suitable servers: too few are online, have room or have the required tags.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_NOT_ACTIVE,
        constant: "CLUSTER_NOT_ACTIVE",
        http: 500,
        description: "The operation is about clusters, and this server is not part of one.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_NOT_ASSIGNED,
        constant: "CLUSTER_NOT_ASSIGNED",
        http: 500,
        description: "This server does not keep the stream or consumer; another one does.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_NOT_AVAIL,
        constant: "CLUSTER_NOT_AVAIL",
        http: 503,
        description: "There is no leader to decide at the moment; wait a little and try again.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_NOT_LEADER,
        constant: "CLUSTER_NOT_LEADER",
        http: 500,
        description: "The server that answered does not lead and cannot serve this; try again.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_REQUIRED,
        constant: "CLUSTER_REQUIRED",
        http: 503,
        description: "Works only in a cluster.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_TAGS,
        constant: "CLUSTER_TAGS",
        http: 400,
        description: "This operation takes no tags in its placement.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_CREATE,
        constant: "CONSUMER_CREATE",
        http: 500,
        description: "The consumer was not created or changed; the text says why, mostly a field that is fixed.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_NAME_EXIST,
        constant: "CONSUMER_NAME_EXIST",
        http: 400,
        description: "Another consumer has this name, or the deliver subject that the request changes still has a subscriber.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_NOT_FOUND,
        constant: "CONSUMER_NOT_FOUND",
        http: 404,
        description: "The stream has no consumer of this name.",
    },
    KnownCode {
        code: ErrorCode::SNAPSHOT_DELIVER_SUBJECT_INVALID,
        constant: "SNAPSHOT_DELIVER_SUBJECT_INVALID",
        http: 400,
        description: "The subject given for the snapshot is not one that can be published to.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_DURABLE_NAME_NOT_IN_SUBJECT,
        constant: "CONSUMER_DURABLE_NAME_NOT_IN_SUBJECT",
        http: 400,
        description: "The body names a durable consumer, and the subject it was sent to does not.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_DURABLE_NAME_NOT_MATCH_SUBJECT,
        constant: "CONSUMER_DURABLE_NAME_NOT_MATCH_SUBJECT",
        http: 400,
        description: "Subject and body give the durable consumer different names.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_DURABLE_NAME_NOT_SET,
        constant: "CONSUMER_DURABLE_NAME_NOT_SET",
        http: 400,
        description: "The subject is for a durable consumer, and the body has no durable name.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_EPHEMERAL_WITH_DURABLE_IN_SUBJECT,
        constant: "CONSUMER_EPHEMERAL_WITH_DURABLE_IN_SUBJECT",
        http: 400,
        description: "The subject names a durable consumer where only an ephemeral one is made.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_EPHEMERAL_WITH_DURABLE_NAME,
        constant: "CONSUMER_EPHEMERAL_WITH_DURABLE_NAME",
        http: 400,
        description: "The body names a durable consumer where only an ephemeral one is made.",
    },
    KnownCode {
        code: ErrorCode::STREAM_EXTERNAL_API_OVERLAP,
        constant: "STREAM_EXTERNAL_API_OVERLAP",
        http: 400,
        description: "The API prefix of an external stream overlaps `$JS.API`, the server's own.",
    },
    KnownCode {
        code: ErrorCode::STREAM_EXTERNAL_DEL_PREFIX_OVERLAPS,
        constant: "STREAM_EXTERNAL_DEL_PREFIX_OVERLAPS",
        http: 400,
        description: "The delivery prefix of an external stream overlaps subjects of the streams that are copied.",
    },
    KnownCode {
        code: ErrorCode::INSUFFICIENT_RESOURCES,
        constant: "INSUFFICIENT_RESOURCES",
        http: 503,
        description: "The server is out of memory or disk for JetStream; nothing was stored.",
    },
    KnownCode {
        code: ErrorCode::STREAM_INVALID_EXTERNAL_DELIVERY_SUBJ,
        constant: "STREAM_INVALID_EXTERNAL_DELIVERY_SUBJ",
        http: 400,
        description: "The delivery prefix of an external stream must not have wildcards.",
    },
    KnownCode {
        code: ErrorCode::INVALID_JSON,
        constant: "INVALID_JSON",
        http: 400,
        description: "The body is not the JSON expected: bad syntax, wrong type, unknown field or unknown enum value.",
    },
    KnownCode {
        code: ErrorCode::MAXIMUM_CONSUMERS_LIMIT,
        constant: "MAXIMUM_CONSUMERS_LIMIT",
        http: 400,
        description: "One consumer too many for the stream or the account.",
    },
    KnownCode {
        code: ErrorCode::MAXIMUM_STREAMS_LIMIT,
        constant: "MAXIMUM_STREAMS_LIMIT",
        http: 400,
        description: "One stream too many for the account.",
    },
    KnownCode {
        code: ErrorCode::MEMORY_RESOURCES_EXCEEDED,
        constant: "MEMORY_RESOURCES_EXCEEDED",
        http: 500,
        description: "Insufficient memory for the bytes that the stream reserves.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_CONSUMER_SETUP_FAILED,
        constant: "MIRROR_CONSUMER_SETUP_FAILED",
        http: 500,
        description: "The mirror could not get a consumer on its origin.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_MAX_MESSAGE_SIZE_TOO_BIG,
        constant: "MIRROR_MAX_MESSAGE_SIZE_TOO_BIG",
        http: 400,
        description: "A mirror has to take messages as large as its origin does; raise `max_msg_size`.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_WITH_SOURCES,
        constant: "MIRROR_WITH_SOURCES",
        http: 400,
        description: "A stream is a mirror or has sources, not both.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_WITH_START_SEQ_AND_TIME,
        constant: "MIRROR_WITH_START_SEQ_AND_TIME",
        http: 400,
        description: "A mirror begins at a sequence or at a time, not both.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_WITH_SUBJECT_FILTERS,
        constant: "MIRROR_WITH_SUBJECT_FILTERS",
        http: 400,
        description: "This mirror cannot filter by subject.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_WITH_SUBJECTS,
        constant: "MIRROR_WITH_SUBJECTS",
        http: 400,
        description: "A mirror cannot have subjects.",
    },
    KnownCode {
        code: ErrorCode::NO_ACCOUNT,
        constant: "NO_ACCOUNT",
        http: 503,
        description: "There is no account of this name, or it cannot be looked up.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_UN_SUPPORT_FEATURE,
        constant: "CLUSTER_UN_SUPPORT_FEATURE",
        http: 503,
        description: "Not possible in a cluster, or not yet.",
    },
    KnownCode {
        code: ErrorCode::NO_MESSAGE_FOUND,
        constant: "NO_MESSAGE_FOUND",
        http: 404,
        description: "The stream has no message that fits the request.",
    },
    KnownCode {
        code: ErrorCode::NOT_EMPTY_REQUEST,
        constant: "NOT_EMPTY_REQUEST",
        http: 400,
        description: "This request takes no body; send an empty payload.",
    },
    KnownCode {
        code: ErrorCode::NOT_ENABLED_FOR_ACCOUNT,
        constant: "NOT_ENABLED_FOR_ACCOUNT",
        http: 503,
        description: "The account has no JetStream, or is not allowed to make this request; trying again does not help.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_PEER_NOT_MEMBER,
        constant: "CLUSTER_PEER_NOT_MEMBER",
        http: 400,
        description: "The server named is not one of those that keep the stream.",
    },
    KnownCode {
        code: ErrorCode::RAFT_GENERAL,
        constant: "RAFT_GENERAL",
        http: 500,
        description: "The Raft group failed; the text says how.",
    },
    KnownCode {
        code: ErrorCode::RESTORE_SUBSCRIBE_FAILED,
        constant: "RESTORE_SUBSCRIBE_FAILED",
        http: 500,
        description: "The server could not listen for the chunks of a restore.",
    },
    KnownCode {
        code: ErrorCode::SEQUENCE_NOT_FOUND,
        constant: "SEQUENCE_NOT_FOUND",
        http: 400,
        description: "The stream has no message at this sequence.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_SERVER_NOT_MEMBER,
        constant: "CLUSTER_SERVER_NOT_MEMBER",
        http: 400,
        description: "The cluster has no server of this name or ID; after a repeated removal that is success.",
    },
    KnownCode {
        code: ErrorCode::SOURCE_CONSUMER_SETUP_FAILED,
        constant: "SOURCE_CONSUMER_SETUP_FAILED",
        http: 500,
        description: "The stream could not get a consumer on one of its sources.",
    },
    KnownCode {
        code: ErrorCode::SOURCE_MAX_MESSAGE_SIZE_TOO_BIG,
        constant: "SOURCE_MAX_MESSAGE_SIZE_TOO_BIG",
        http: 400,
        description: "The stream has to take messages as large as its source does; raise `max_msg_size`.",
    },
    KnownCode {
        code: ErrorCode::STORAGE_RESOURCES_EXCEEDED,
        constant: "STORAGE_RESOURCES_EXCEEDED",
        http: 500,
        description: "Insufficient storage for the bytes that the stream reserves.",
    },
    KnownCode {
        code: ErrorCode::STREAM_ASSIGNMENT,
        constant: "STREAM_ASSIGNMENT",
        http: 500,
        description: "The cluster could not hand the stream to its servers.",
    },
    KnownCode {
        code: ErrorCode::STREAM_CREATE,
        constant: "STREAM_CREATE",
        http: 500,
        description: "The stream was not created; the text says why.",
    },
    KnownCode {
        code: ErrorCode::STREAM_DELETE,
        constant: "STREAM_DELETE",
        http: 500,
        description: "The stream was not deleted; the text says why.",
    },
    KnownCode {
        code: ErrorCode::STREAM_GENERAL_ERROR_F,
        constant: "STREAM_GENERAL_ERROR_F",
        http: 500,
        description: "The stream failed; the text says how.",
    },
    KnownCode {
        code: ErrorCode::STREAM_INVALID_CONFIG_F,
        constant: "STREAM_INVALID_CONFIG_F",
        http: 500,
        description: "The stream's configuration is refused; the text names the field or the rule.",
    },
    KnownCode {
        code: ErrorCode::STREAM_LIMITS,
        constant: "STREAM_LIMITS",
        http: 500,
        description: "The stream was refused for a limit that it would exceed.",
    },
    KnownCode {
        code: ErrorCode::STREAM_MESSAGE_EXCEEDS_MAXIMUM,
        constant: "STREAM_MESSAGE_EXCEEDS_MAXIMUM",
        http: 400,
        description: "The message is larger than the stream's `max_msg_size`.",
    },
    KnownCode {
        code: ErrorCode::STREAM_MIRROR_NOT_UPDATABLE,
        constant: "STREAM_MIRROR_NOT_UPDATABLE",
        http: 400,
        description: "What a mirror copies cannot be changed by an update.",
    },
    KnownCode {
        code: ErrorCode::STREAM_MISMATCH,
        constant: "STREAM_MISMATCH",
        http: 400,
        description: "Subject and body give the stream different names, or the body has none.",
    },
    KnownCode {
        code: ErrorCode::STREAM_MSG_DELETE_FAILED_F,
        constant: "STREAM_MSG_DELETE_FAILED_F",
        http: 500,
        description: "The message was not deleted: it does not exist, or deletes are denied.",
    },
    KnownCode {
        code: ErrorCode::STREAM_NAME_EXIST,
        constant: "STREAM_NAME_EXIST",
        http: 400,
        description: "A stream of this name exists with another configuration; update it, or choose another name.",
    },
    KnownCode {
        code: ErrorCode::STREAM_NOT_FOUND,
        constant: "STREAM_NOT_FOUND",
        http: 404,
        description: "The account has no stream of this name.",
    },
    KnownCode {
        code: ErrorCode::STREAM_NOT_MATCH,
        constant: "STREAM_NOT_MATCH",
        http: 400,
        description: "The message was for another stream: the header `Nats-Expected-Stream` names a different one.",
    },
    KnownCode {
        code: ErrorCode::STREAM_REPLICAS_NOT_UPDATABLE,
        constant: "STREAM_REPLICAS_NOT_UPDATABLE",
        http: 400,
        description: "The number of replicas cannot be changed here.",
    },
    KnownCode {
        code: ErrorCode::STREAM_RESTORE,
        constant: "STREAM_RESTORE",
        http: 500,
        description: "The stream was not restored; the text says why.",
    },
    KnownCode {
        code: ErrorCode::STREAM_SEQUENCE_NOT_MATCH,
        constant: "STREAM_SEQUENCE_NOT_MATCH",
        http: 503,
        description: "A replica was at another sequence than the leader took it to be; publish again.",
    },
    KnownCode {
        code: ErrorCode::STREAM_SNAPSHOT,
        constant: "STREAM_SNAPSHOT",
        http: 500,
        description: "The snapshot was not made; the text says why.",
    },
    KnownCode {
        code: ErrorCode::STREAM_SUBJECT_OVERLAP,
        constant: "STREAM_SUBJECT_OVERLAP",
        http: 400,
        description: "Another stream of the account already stores some of these subjects.",
    },
    KnownCode {
        code: ErrorCode::STREAM_TEMPLATE_CREATE,
        constant: "STREAM_TEMPLATE_CREATE",
        http: 500,
        description: "The stream template was not created. Templates are gone since server 2.14.",
    },
    KnownCode {
        code: ErrorCode::STREAM_TEMPLATE_DELETE,
        constant: "STREAM_TEMPLATE_DELETE",
        http: 500,
        description: "The stream template was not deleted. Templates are gone since server 2.14.",
    },
    KnownCode {
        code: ErrorCode::STREAM_TEMPLATE_NOT_FOUND,
        constant: "STREAM_TEMPLATE_NOT_FOUND",
        http: 404,
        description: "There is no stream template of this name. Templates are gone since server 2.14.",
    },
    KnownCode {
        code: ErrorCode::STREAM_UPDATE,
        constant: "STREAM_UPDATE",
        http: 500,
        description: "The stream was not changed; the text says why.",
    },
    KnownCode {
        code: ErrorCode::STREAM_WRONG_LAST_MSG_ID,
        constant: "STREAM_WRONG_LAST_MSG_ID",
        http: 400,
        description: "The last message has another ID than `Nats-Expected-Last-Msg-Id` says; the text has it.",
    },
    KnownCode {
        code: ErrorCode::STREAM_WRONG_LAST_SEQUENCE,
        constant: "STREAM_WRONG_LAST_SEQUENCE",
        http: 400,
        description: "Another publisher was first: the last sequence is not the expected one. The text has it.",
    },
    KnownCode {
        code: ErrorCode::TEMP_STORAGE_FAILED,
        constant: "TEMP_STORAGE_FAILED",
        http: 500,
        description: "The server has no place on disk to unpack what is to be restored.",
    },
    KnownCode {
        code: ErrorCode::TEMPLATE_NAME_NOT_MATCH_SUBJECT,
        constant: "TEMPLATE_NAME_NOT_MATCH_SUBJECT",
        http: 400,
        description: "Subject and body give the stream template different names.",
    },
    KnownCode {
        code: ErrorCode::STREAM_REPLICAS_NOT_SUPPORTED,
        constant: "STREAM_REPLICAS_NOT_SUPPORTED",
        http: 500,
        description: "More than one replica takes a cluster.",
    },
    KnownCode {
        code: ErrorCode::PEER_REMAP,
        constant: "PEER_REMAP",
        http: 503,
        description: "No other server could take the place of the one removed.",
    },
    KnownCode {
        code: ErrorCode::NOT_ENABLED,
        constant: "NOT_ENABLED",
        http: 503,
        description: "JetStream is not enabled in this server's configuration.",
    },
    KnownCode {
        code: ErrorCode::STREAM_STORE_FAILED_F,
        constant: "STREAM_STORE_FAILED_F",
        http: 503,
        description: "The message was not stored; mostly the stream is full and discards new ones.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_CONFIG_REQUIRED,
        constant: "CONSUMER_CONFIG_REQUIRED",
        http: 400,
        description: "The request has no consumer configuration.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_DELIVER_TO_WILDCARDS,
        constant: "CONSUMER_DELIVER_TO_WILDCARDS",
        http: 400,
        description: "Messages cannot be pushed to a subject with wildcards.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_PUSH_MAX_WAITING,
        constant: "CONSUMER_PUSH_MAX_WAITING",
        http: 400,
        description: "Only pull consumers have `max_waiting`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_DELIVER_CYCLE,
        constant: "CONSUMER_DELIVER_CYCLE",
        http: 400,
        description: "The deliver subject is one that the stream stores: messages would go round in circles.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_MAX_PENDING_ACK_POLICY_REQUIRED,
        constant: "CONSUMER_MAX_PENDING_ACK_POLICY_REQUIRED",
        http: 400,
        description: "Without acknowledgements there is nothing for `max_ack_pending` to count.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_SMALL_HEARTBEAT,
        constant: "CONSUMER_SMALL_HEARTBEAT",
        http: 400,
        description: "`idle_heartbeat` has to be 100 ms or more.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_PULL_REQUIRES_ACK,
        constant: "CONSUMER_PULL_REQUIRES_ACK",
        http: 400,
        description: "A pull consumer on a work queue has to acknowledge; set `ack_policy` to `explicit`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_PULL_NOT_DURABLE,
        constant: "CONSUMER_PULL_NOT_DURABLE",
        http: 400,
        description: "The pull consumer has to be durable.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_PULL_WITH_RATE_LIMIT,
        constant: "CONSUMER_PULL_WITH_RATE_LIMIT",
        http: 400,
        description: "Only push consumers have a rate limit.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_MAX_WAITING_NEGATIVE,
        constant: "CONSUMER_MAX_WAITING_NEGATIVE",
        http: 400,
        description: "`max_waiting` must not be negative.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_HB_REQUIRES_PUSH,
        constant: "CONSUMER_HB_REQUIRES_PUSH",
        http: 400,
        description: "Only push consumers have `idle_heartbeat`; pull requests bring their own.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_FC_REQUIRES_PUSH,
        constant: "CONSUMER_FC_REQUIRES_PUSH",
        http: 400,
        description: "Only push consumers have flow control.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_DIRECT_REQUIRES_PUSH,
        constant: "CONSUMER_DIRECT_REQUIRES_PUSH",
        http: 400,
        description: "A direct consumer has to push.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_DIRECT_REQUIRES_EPHEMERAL,
        constant: "CONSUMER_DIRECT_REQUIRES_EPHEMERAL",
        http: 400,
        description: "A direct consumer cannot be durable.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_ON_MAPPED,
        constant: "CONSUMER_ON_MAPPED",
        http: 400,
        description: "A direct consumer cannot be handed out by the cluster; servers make their own.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_FILTER_NOT_SUBSET,
        constant: "CONSUMER_FILTER_NOT_SUBSET",
        http: 400,
        description: "The consumer's filter matches nothing that the stream stores.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_INVALID_POLICY,
        constant: "CONSUMER_INVALID_POLICY",
        http: 400,
        description: "`opt_start_seq` or `opt_start_time` does not go with the deliver policy, or is missing.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_INVALID_SAMPLING,
        constant: "CONSUMER_INVALID_SAMPLING",
        http: 400,
        description: "`sample_freq` is not a percentage.",
    },
    KnownCode {
        code: ErrorCode::STREAM_INVALID,
        constant: "STREAM_INVALID",
        http: 500,
        description: "The stream is being removed or is not usable.",
    },
    KnownCode {
        code: ErrorCode::STREAM_HEADER_EXCEEDS_MAXIMUM,
        constant: "STREAM_HEADER_EXCEEDS_MAXIMUM",
        http: 400,
        description: "The headers of a message may take 64 KiB and no more.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_WQ_REQUIRES_EXPLICIT_ACK,
        constant: "CONSUMER_WQ_REQUIRES_EXPLICIT_ACK",
        http: 400,
        description: "A work queue takes only consumers that acknowledge each message.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_WQ_MULTIPLE_UNFILTERED,
        constant: "CONSUMER_WQ_MULTIPLE_UNFILTERED",
        http: 400,
        description: "A work queue takes one consumer without filter, and then no other.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_WQ_CONSUMER_NOT_UNIQUE,
        constant: "CONSUMER_WQ_CONSUMER_NOT_UNIQUE",
        http: 400,
        description: "Another consumer of the work queue already gets some of these subjects.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_WQ_CONSUMER_NOT_DELIVER_ALL,
        constant: "CONSUMER_WQ_CONSUMER_NOT_DELIVER_ALL",
        http: 400,
        description: "A consumer of a work queue has to begin with the first message: deliver policy `all`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_NAME_TOO_LONG,
        constant: "CONSUMER_NAME_TOO_LONG",
        http: 400,
        description: "The consumer's name has more bytes than allowed.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_BAD_DURABLE_NAME,
        constant: "CONSUMER_BAD_DURABLE_NAME",
        http: 400,
        description: "The durable name has a `.`, `*` or `>`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_STORE_FAILED,
        constant: "CONSUMER_STORE_FAILED",
        http: 500,
        description: "The server could not make room for the consumer's state.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_EXISTING_ACTIVE,
        constant: "CONSUMER_EXISTING_ACTIVE",
        http: 400,
        description: "A push consumer of this name exists and has a subscriber.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_REPLACEMENT_WITH_DIFFERENT_NAME,
        constant: "CONSUMER_REPLACEMENT_WITH_DIFFERENT_NAME",
        http: 400,
        description: "A push consumer of this name exists, and more than its deliver subject differs.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_DESCRIPTION_TOO_LONG,
        constant: "CONSUMER_DESCRIPTION_TOO_LONG",
        http: 400,
        description: "The consumer's description has more bytes than allowed.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_WITH_FLOW_CONTROL_NEEDS_HEARTBEATS,
        constant: "CONSUMER_WITH_FLOW_CONTROL_NEEDS_HEARTBEATS",
        http: 400,
        description: "Flow control needs `idle_heartbeat` as well.",
    },
    KnownCode {
        code: ErrorCode::STREAM_SEALED,
        constant: "STREAM_SEALED",
        http: 400,
        description: "The stream is sealed and cannot be changed.",
    },
    KnownCode {
        code: ErrorCode::STREAM_PURGE_FAILED_F,
        constant: "STREAM_PURGE_FAILED_F",
        http: 500,
        description: "The stream was not purged: it denies that, or is sealed.",
    },
    KnownCode {
        code: ErrorCode::STREAM_ROLLUP_FAILED_F,
        constant: "STREAM_ROLLUP_FAILED_F",
        http: 500,
        description: "The stream takes no rollups, or the header `Nats-Rollup` has a value it does not know.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_INVALID_DELIVER_SUBJECT,
        constant: "CONSUMER_INVALID_DELIVER_SUBJECT",
        http: 400,
        description: "Messages cannot be pushed to what was given: it is no subject.",
    },
    KnownCode {
        code: ErrorCode::STREAM_MAX_BYTES_REQUIRED,
        constant: "STREAM_MAX_BYTES_REQUIRED",
        http: 400,
        description: "In this account every stream has to set `max_bytes`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_MAX_REQUEST_BATCH_NEGATIVE,
        constant: "CONSUMER_MAX_REQUEST_BATCH_NEGATIVE",
        http: 400,
        description: "`max_batch` must not be negative.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_MAX_REQUEST_EXPIRES_TOO_SMALL,
        constant: "CONSUMER_MAX_REQUEST_EXPIRES_TOO_SMALL",
        http: 400,
        description: "`max_expires` has to be 1 ms or more.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_MAX_DELIVER_BACKOFF,
        constant: "CONSUMER_MAX_DELIVER_BACKOFF",
        http: 400,
        description: "There are more `backoff` entries than `max_deliver` allows deliveries.",
    },
    KnownCode {
        code: ErrorCode::STREAM_INFO_MAX_SUBJECTS,
        constant: "STREAM_INFO_MAX_SUBJECTS",
        http: 500,
        description: "Too many subjects to list; narrow the filter.",
    },
    KnownCode {
        code: ErrorCode::STREAM_OFFLINE,
        constant: "STREAM_OFFLINE",
        http: 500,
        description: "No server that keeps the stream can be reached; try again later.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_OFFLINE,
        constant: "CONSUMER_OFFLINE",
        http: 500,
        description: "No server that keeps the consumer can be reached; try again later.",
    },
    KnownCode {
        code: ErrorCode::NO_LIMITS,
        constant: "NO_LIMITS",
        http: 400,
        description: "The account has no JetStream limits for this number of replicas.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_MAX_PENDING_ACK_EXCESS,
        constant: "CONSUMER_MAX_PENDING_ACK_EXCESS",
        http: 400,
        description: "`max_ack_pending` is above what the stream, the account or the server allows.",
    },
    KnownCode {
        code: ErrorCode::STREAM_MAX_STREAM_BYTES_EXCEEDED,
        constant: "STREAM_MAX_STREAM_BYTES_EXCEEDED",
        http: 400,
        description: "`max_bytes` is above what the account allows one stream.",
    },
    KnownCode {
        code: ErrorCode::STREAM_MOVE_AND_SCALE,
        constant: "STREAM_MOVE_AND_SCALE",
        http: 400,
        description: "One update can move a stream or change its number of replicas, not both.",
    },
    KnownCode {
        code: ErrorCode::STREAM_MOVE_IN_PROGRESS,
        constant: "STREAM_MOVE_IN_PROGRESS",
        http: 400,
        description: "The stream is being moved already; wait for that to end, or cancel it.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_MAX_REQUEST_BATCH_EXCEEDED_F,
        constant: "CONSUMER_MAX_REQUEST_BATCH_EXCEEDED_F",
        http: 400,
        description: "`max_batch` is above what the server allows.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_REPLICAS_EXCEEDS_STREAM,
        constant: "CONSUMER_REPLICAS_EXCEEDS_STREAM",
        http: 400,
        description: "A consumer cannot have more replicas than its stream.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_NAME_CONTAINS_PATH_SEPARATORS,
        constant: "CONSUMER_NAME_CONTAINS_PATH_SEPARATORS",
        http: 400,
        description: "A consumer's name must not contain `/` or `\\`.",
    },
    KnownCode {
        code: ErrorCode::STREAM_NAME_CONTAINS_PATH_SEPARATORS,
        constant: "STREAM_NAME_CONTAINS_PATH_SEPARATORS",
        http: 400,
        description: "A stream's name must not contain `/` or `\\`.",
    },
    KnownCode {
        code: ErrorCode::STREAM_RECONFIGURE_NOT_IN_PROGRESS,
        constant: "STREAM_RECONFIGURE_NOT_IN_PROGRESS",
        http: 400,
        description: "There is no move or other change of the stream's servers to cancel.",
    },
    KnownCode {
        code: ErrorCode::STREAM_NAME_EXIST_RESTORE_FAILED,
        constant: "STREAM_NAME_EXIST_RESTORE_FAILED",
        http: 400,
        description: "A stream of this name exists; delete it before restoring.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_CREATE_FILTER_SUBJECT_MISMATCH,
        constant: "CONSUMER_CREATE_FILTER_SUBJECT_MISMATCH",
        http: 400,
        description: "Subject and body of the request give the consumer different filters.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_CREATE_DURABLE_AND_NAME_MISMATCH,
        constant: "CONSUMER_CREATE_DURABLE_AND_NAME_MISMATCH",
        http: 400,
        description: "`durable_name` and `name` differ; set one, or both to the same.",
    },
    KnownCode {
        code: ErrorCode::REPLICAS_COUNT_CANNOT_BE_NEGATIVE,
        constant: "REPLICAS_COUNT_CANNOT_BE_NEGATIVE",
        http: 400,
        description: "The number of replicas must not be negative.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_REPLICAS_SHOULD_MATCH_STREAM,
        constant: "CONSUMER_REPLICAS_SHOULD_MATCH_STREAM",
        http: 400,
        description: "With this retention a consumer has as many replicas as its stream; leave it at 0.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_METADATA_LENGTH,
        constant: "CONSUMER_METADATA_LENGTH",
        http: 400,
        description: "The consumer's `metadata` is larger than allowed.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_DUPLICATE_FILTER_SUBJECTS,
        constant: "CONSUMER_DUPLICATE_FILTER_SUBJECTS",
        http: 400,
        description: "Set `filter_subject` or `filter_subjects`, not both.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_MULTIPLE_FILTERS_NOT_ALLOWED,
        constant: "CONSUMER_MULTIPLE_FILTERS_NOT_ALLOWED",
        http: 400,
        description: "With `filter_subjects` the subject of the request has to end at the consumer's name.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_OVERLAPPING_SUBJECT_FILTERS,
        constant: "CONSUMER_OVERLAPPING_SUBJECT_FILTERS",
        http: 400,
        description: "One entry of `filter_subjects` covers another.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_EMPTY_FILTER,
        constant: "CONSUMER_EMPTY_FILTER",
        http: 400,
        description: "An entry of `filter_subjects` is empty.",
    },
    KnownCode {
        code: ErrorCode::SOURCE_DUPLICATE_DETECTED,
        constant: "SOURCE_DUPLICATE_DETECTED",
        http: 400,
        description: "Two sources are the same stream with the same filter and transforms.",
    },
    KnownCode {
        code: ErrorCode::SOURCE_INVALID_STREAM_NAME,
        constant: "SOURCE_INVALID_STREAM_NAME",
        http: 400,
        description: "The name of a source's stream is not a valid one.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_INVALID_STREAM_NAME,
        constant: "MIRROR_INVALID_STREAM_NAME",
        http: 400,
        description: "The name of the mirrored stream is not a valid one.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_WITH_FIRST_SEQ,
        constant: "MIRROR_WITH_FIRST_SEQ",
        http: 400,
        description: "A mirror takes its sequences from its origin; leave `first_seq` unset.",
    },
    KnownCode {
        code: ErrorCode::SOURCE_MULTIPLE_FILTERS_NOT_ALLOWED,
        constant: "SOURCE_MULTIPLE_FILTERS_NOT_ALLOWED",
        http: 400,
        description: "A source has `filter_subject` or `subject_transforms`, not both.",
    },
    KnownCode {
        code: ErrorCode::SOURCE_INVALID_SUBJECT_FILTER,
        constant: "SOURCE_INVALID_SUBJECT_FILTER",
        http: 400,
        description: "The `src` of a source's transform is not a valid subject.",
    },
    KnownCode {
        code: ErrorCode::SOURCE_INVALID_TRANSFORM_DESTINATION,
        constant: "SOURCE_INVALID_TRANSFORM_DESTINATION",
        http: 400,
        description: "The `dest` of a source's transform does not work with its `src`.",
    },
    KnownCode {
        code: ErrorCode::SOURCE_OVERLAPPING_SUBJECT_FILTERS,
        constant: "SOURCE_OVERLAPPING_SUBJECT_FILTERS",
        http: 400,
        description: "One transform of a source covers another.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_ALREADY_EXISTS,
        constant: "CONSUMER_ALREADY_EXISTS",
        http: 400,
        description: "The request only creates, and a consumer of this name has another configuration.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_DOES_NOT_EXIST,
        constant: "CONSUMER_DOES_NOT_EXIST",
        http: 400,
        description: "The request only updates, and the stream has no consumer of this name.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_MULTIPLE_FILTERS_NOT_ALLOWED,
        constant: "MIRROR_MULTIPLE_FILTERS_NOT_ALLOWED",
        http: 400,
        description: "A mirror has `filter_subject` or `subject_transforms`, not both.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_INVALID_SUBJECT_FILTER,
        constant: "MIRROR_INVALID_SUBJECT_FILTER",
        http: 400,
        description: "The `src` of the mirror's transform is not a valid subject.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_OVERLAPPING_SUBJECT_FILTERS,
        constant: "MIRROR_OVERLAPPING_SUBJECT_FILTERS",
        http: 400,
        description: "Two transforms of the mirror match the same subjects.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_INACTIVE_THRESHOLD_EXCESS,
        constant: "CONSUMER_INACTIVE_THRESHOLD_EXCESS",
        http: 400,
        description: "`inactive_threshold` is above what the stream allows.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_INVALID_TRANSFORM_DESTINATION,
        constant: "MIRROR_INVALID_TRANSFORM_DESTINATION",
        http: 400,
        description: "The `dest` of the mirror's transform does not work with its `src`.",
    },
    KnownCode {
        code: ErrorCode::STREAM_TRANSFORM_INVALID_SOURCE,
        constant: "STREAM_TRANSFORM_INVALID_SOURCE",
        http: 400,
        description: "The `src` of the stream's transform is not a valid subject.",
    },
    KnownCode {
        code: ErrorCode::STREAM_TRANSFORM_INVALID_DESTINATION,
        constant: "STREAM_TRANSFORM_INVALID_DESTINATION",
        http: 400,
        description: "The `dest` of the stream's transform does not work with its `src`.",
    },
    KnownCode {
        code: ErrorCode::PEDANTIC,
        constant: "PEDANTIC",
        http: 400,
        description: "A pedantic request left out, or contradicts, what the server would have filled in.",
    },
    KnownCode {
        code: ErrorCode::STREAM_DUPLICATE_MESSAGE_CONFLICT,
        constant: "STREAM_DUPLICATE_MESSAGE_CONFLICT",
        http: 409,
        description: "A message with the same ID is being stored right now; publish again to learn the outcome.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_PRIORITY_POLICY_WITHOUT_GROUP,
        constant: "CONSUMER_PRIORITY_POLICY_WITHOUT_GROUP",
        http: 400,
        description: "The consumer has a priority policy and no group to apply it to.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_INVALID_PRIORITY_GROUP,
        constant: "CONSUMER_INVALID_PRIORITY_GROUP",
        http: 400,
        description: "The consumer has no priority group of this name.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_EMPTY_GROUP_NAME,
        constant: "CONSUMER_EMPTY_GROUP_NAME",
        http: 400,
        description: "The name of a priority group is empty.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_INVALID_GROUP_NAME,
        constant: "CONSUMER_INVALID_GROUP_NAME",
        http: 400,
        description: "A priority group's name has to be 1 to 16 letters, digits or any of `-_/=`.",
    },
    KnownCode {
        code: ErrorCode::STREAM_EXPECTED_LAST_SEQ_PER_SUBJECT_NOT_READY,
        constant: "STREAM_EXPECTED_LAST_SEQ_PER_SUBJECT_NOT_READY",
        http: 503,
        description: "An earlier publish to the subject is still in flight, so its sequence is unknown; try again.",
    },
    KnownCode {
        code: ErrorCode::STREAM_WRONG_LAST_SEQUENCE_CONSTANT,
        constant: "STREAM_WRONG_LAST_SEQUENCE_CONSTANT",
        http: 400,
        description: "Another publisher was first: the last sequence is not the expected one. The text does not have it.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_TTL_INVALID,
        constant: "MESSAGE_TTL_INVALID",
        http: 400,
        description: "The header `Nats-TTL` is not a duration the server takes.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_TTL_DISABLED,
        constant: "MESSAGE_TTL_DISABLED",
        http: 400,
        description: "The stream takes no `Nats-TTL`; set `allow_msg_ttl`.",
    },
    KnownCode {
        code: ErrorCode::STREAM_TOO_MANY_REQUESTS,
        constant: "STREAM_TOO_MANY_REQUESTS",
        http: 429,
        description: "Messages come in faster than the stream stores them; slow down and publish again.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_INCR_DISABLED,
        constant: "MESSAGE_INCR_DISABLED",
        http: 400,
        description: "The stream does not count; set `allow_msg_counter` when creating it.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_INCR_MISSING,
        constant: "MESSAGE_INCR_MISSING",
        http: 400,
        description: "The stream counts, and the message has no header `Nats-Incr`.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_INCR_PAYLOAD,
        constant: "MESSAGE_INCR_PAYLOAD",
        http: 400,
        description: "The stream counts, and its messages must not have a payload.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_INCR_INVALID,
        constant: "MESSAGE_INCR_INVALID",
        http: 400,
        description: "The header `Nats-Incr` is not a whole number.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_COUNTER_BROKEN,
        constant: "MESSAGE_COUNTER_BROKEN",
        http: 400,
        description: "The last value of the counter cannot be read, so nothing can be added to it.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_WITH_COUNTERS,
        constant: "MIRROR_WITH_COUNTERS",
        http: 400,
        description: "A mirror cannot count.",
    },
    KnownCode {
        code: ErrorCode::ATOMIC_PUBLISH_DISABLED,
        constant: "ATOMIC_PUBLISH_DISABLED",
        http: 400,
        description: "The stream takes no atomic batches; set `allow_atomic`.",
    },
    KnownCode {
        code: ErrorCode::ATOMIC_PUBLISH_MISSING_SEQ,
        constant: "ATOMIC_PUBLISH_MISSING_SEQ",
        http: 400,
        description: "The message belongs to a batch and does not say which place it has in it.",
    },
    KnownCode {
        code: ErrorCode::ATOMIC_PUBLISH_INCOMPLETE_BATCH,
        constant: "ATOMIC_PUBLISH_INCOMPLETE_BATCH",
        http: 400,
        description: "Part of the batch never arrived, so none of it was stored; publish the batch again.",
    },
    KnownCode {
        code: ErrorCode::ATOMIC_PUBLISH_UNSUPPORTED_HEADER_BATCH,
        constant: "ATOMIC_PUBLISH_UNSUPPORTED_HEADER_BATCH",
        http: 400,
        description: "A message of the batch has a header that batches do not support.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_PUSH_WITH_PRIORITY_GROUP,
        constant: "CONSUMER_PUSH_WITH_PRIORITY_GROUP",
        http: 400,
        description: "Only pull consumers have priority groups.",
    },
    KnownCode {
        code: ErrorCode::ATOMIC_PUBLISH_INVALID_BATCH_ID,
        constant: "ATOMIC_PUBLISH_INVALID_BATCH_ID",
        http: 400,
        description: "The ID of the batch is empty or too long.",
    },
    KnownCode {
        code: ErrorCode::STREAM_MIN_LAST_SEQ,
        constant: "STREAM_MIN_LAST_SEQ",
        http: 412,
        description: "The stream has not reached the requested sequence; try again.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_ACK_POLICY_INVALID,
        constant: "CONSUMER_ACK_POLICY_INVALID",
        http: 400,
        description: "The server does not know this `ack_policy`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_REPLAY_POLICY_INVALID,
        constant: "CONSUMER_REPLAY_POLICY_INVALID",
        http: 400,
        description: "The server does not know this `replay_policy`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_ACK_WAIT_NEGATIVE,
        constant: "CONSUMER_ACK_WAIT_NEGATIVE",
        http: 400,
        description: "`ack_wait` must not be negative.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_BACK_OFF_NEGATIVE,
        constant: "CONSUMER_BACK_OFF_NEGATIVE",
        http: 400,
        description: "`backoff` must not have negative entries.",
    },
    KnownCode {
        code: ErrorCode::REQUIRED_API_LEVEL,
        constant: "REQUIRED_API_LEVEL",
        http: 412,
        description: "The server's API level is below what the request says it needs.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_WITH_MSG_SCHEDULES,
        constant: "MIRROR_WITH_MSG_SCHEDULES",
        http: 400,
        description: "A mirror cannot have message schedules.",
    },
    KnownCode {
        code: ErrorCode::SOURCE_WITH_MSG_SCHEDULES,
        constant: "SOURCE_WITH_MSG_SCHEDULES",
        http: 400,
        description: "A stream with sources cannot have message schedules.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_SCHEDULES_DISABLED,
        constant: "MESSAGE_SCHEDULES_DISABLED",
        http: 400,
        description: "The stream takes no schedules; set `allow_msg_schedules`.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_SCHEDULES_PATTERN_INVALID,
        constant: "MESSAGE_SCHEDULES_PATTERN_INVALID",
        http: 400,
        description: "The header `Nats-Schedule` is not a schedule the server takes.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_SCHEDULES_TARGET_INVALID,
        constant: "MESSAGE_SCHEDULES_TARGET_INVALID",
        http: 400,
        description: "The header `Nats-Schedule-Target` is missing, the schedule's own subject, or not in the stream.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_SCHEDULES_TTL_INVALID,
        constant: "MESSAGE_SCHEDULES_TTL_INVALID",
        http: 400,
        description: "The header `Nats-Schedule-TTL` is not a duration the server takes.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_SCHEDULES_ROLLUP_INVALID,
        constant: "MESSAGE_SCHEDULES_ROLLUP_INVALID",
        http: 400,
        description: "This rollup is not valid with a schedule; `Nats-Schedule-Rollup` takes `sub`.",
    },
    KnownCode {
        code: ErrorCode::STREAM_EXPECTED_LAST_SEQ_PER_SUBJECT_INVALID,
        constant: "STREAM_EXPECTED_LAST_SEQ_PER_SUBJECT_INVALID",
        http: 400,
        description: "The message names a subject for an expected sequence, and no sequence.",
    },
    KnownCode {
        code: ErrorCode::STREAM_OFFLINE_REASON,
        constant: "STREAM_OFFLINE_REASON",
        http: 500,
        description: "The stream is not being served; the text says why, such as settings of a newer server.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_OFFLINE_REASON,
        constant: "CONSUMER_OFFLINE_REASON",
        http: 500,
        description: "The consumer is not being served; the text says why, such as settings of a newer server.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_PRIORITY_GROUP_WITH_POLICY_NONE,
        constant: "CONSUMER_PRIORITY_GROUP_WITH_POLICY_NONE",
        http: 400,
        description: "Priority groups need a priority policy other than `none`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_PINNED_TTL_WITHOUT_PRIORITY_POLICY_NONE,
        constant: "CONSUMER_PINNED_TTL_WITHOUT_PRIORITY_POLICY_NONE",
        http: 400,
        description: "`priority_timeout` needs a priority policy other than `none`.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_WITH_ATOMIC_PUBLISH,
        constant: "MIRROR_WITH_ATOMIC_PUBLISH",
        http: 400,
        description: "A mirror cannot take atomic batches.",
    },
    KnownCode {
        code: ErrorCode::ATOMIC_PUBLISH_TOO_LARGE_BATCH,
        constant: "ATOMIC_PUBLISH_TOO_LARGE_BATCH",
        http: 400,
        description: "The batch has more messages than the server takes in one.",
    },
    KnownCode {
        code: ErrorCode::ATOMIC_PUBLISH_INVALID_BATCH_COMMIT,
        constant: "ATOMIC_PUBLISH_INVALID_BATCH_COMMIT",
        http: 400,
        description: "The header `Nats-Batch-Commit` has a value that the server does not know.",
    },
    KnownCode {
        code: ErrorCode::ATOMIC_PUBLISH_CONTAINS_DUPLICATE_MESSAGE,
        constant: "ATOMIC_PUBLISH_CONTAINS_DUPLICATE_MESSAGE",
        http: 400,
        description: "The batch has a message ID twice, or one that is stored already.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_SERVER_MEMBER_CHANGE_INFLIGHT,
        constant: "CLUSTER_SERVER_MEMBER_CHANGE_INFLIGHT",
        http: 400,
        description: "The cluster is still adding or removing a server; wait for that and try again.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_SCHEDULES_SOURCE_INVALID,
        constant: "MESSAGE_SCHEDULES_SOURCE_INVALID",
        http: 400,
        description: "The header `Nats-Schedule-Source` is not a subject to read from; wildcards are not allowed.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_INVALID_RESET,
        constant: "CONSUMER_INVALID_RESET",
        http: 400,
        description: "The consumer cannot be reset to there; its deliver policy sets the bounds.",
    },
    KnownCode {
        code: ErrorCode::BATCH_PUBLISH_DISABLED,
        constant: "BATCH_PUBLISH_DISABLED",
        http: 400,
        description: "The stream takes no fast batches; set `allow_batched`.",
    },
    KnownCode {
        code: ErrorCode::BATCH_PUBLISH_INVALID_PATTERN,
        constant: "BATCH_PUBLISH_INVALID_PATTERN",
        http: 400,
        description: "The reply subject of the message is not one of a fast batch.",
    },
    KnownCode {
        code: ErrorCode::BATCH_PUBLISH_INVALID_BATCH_ID,
        constant: "BATCH_PUBLISH_INVALID_BATCH_ID",
        http: 400,
        description: "The ID of the fast batch is empty or too long.",
    },
    KnownCode {
        code: ErrorCode::BATCH_PUBLISH_UNKNOWN_BATCH_ID,
        constant: "BATCH_PUBLISH_UNKNOWN_BATCH_ID",
        http: 400,
        description: "The server has no fast batch of this ID: it ended, was given up, or never began here.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_WITH_BATCH_PUBLISH,
        constant: "MIRROR_WITH_BATCH_PUBLISH",
        http: 400,
        description: "A mirror cannot take fast batches.",
    },
    KnownCode {
        code: ErrorCode::ATOMIC_PUBLISH_TOO_MANY_INFLIGHT,
        constant: "ATOMIC_PUBLISH_TOO_MANY_INFLIGHT",
        http: 429,
        description: "Too many atomic batches at once for the stream or the server; try again later.",
    },
    KnownCode {
        code: ErrorCode::BATCH_PUBLISH_TOO_MANY_INFLIGHT,
        constant: "BATCH_PUBLISH_TOO_MANY_INFLIGHT",
        http: 429,
        description: "Too many fast batches at once for the stream or the server; try again later.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_SCHEDULES_SCHEDULER_INVALID,
        constant: "MESSAGE_SCHEDULES_SCHEDULER_INVALID",
        http: 400,
        description: "`Nats-Scheduler` or `Nats-Schedule-Next` is wrong; publishers only use them to end a schedule.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_DURABLE_CONSUMER_CFG_INVALID,
        constant: "MIRROR_DURABLE_CONSUMER_CFG_INVALID",
        http: 400,
        description: "The ready-made consumer of the mirror is not set up right, or set together with a filter or start.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_CONSUMER_REQUIRES_ACK_FC,
        constant: "MIRROR_CONSUMER_REQUIRES_ACK_FC",
        http: 400,
        description: "The ready-made consumer of the mirror has to have ack policy `flow_control`.",
    },
    KnownCode {
        code: ErrorCode::SOURCE_DURABLE_CONSUMER_CFG_INVALID,
        constant: "SOURCE_DURABLE_CONSUMER_CFG_INVALID",
        http: 400,
        description: "The ready-made consumer of a source is not set up right, or set together with a filter or start.",
    },
    KnownCode {
        code: ErrorCode::SOURCE_DURABLE_CONSUMER_DUPLICATE_DETECTED,
        constant: "SOURCE_DURABLE_CONSUMER_DUPLICATE_DETECTED",
        http: 400,
        description: "Two sources read through the same ready-made consumer.",
    },
    KnownCode {
        code: ErrorCode::SOURCE_CONSUMER_REQUIRES_ACK_FC,
        constant: "SOURCE_CONSUMER_REQUIRES_ACK_FC",
        http: 400,
        description: "The ready-made consumer of a source has to have ack policy `flow_control`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_ACK_FC_REQUIRES_PUSH,
        constant: "CONSUMER_ACK_FC_REQUIRES_PUSH",
        http: 400,
        description: "Ack policy `flow_control` is for push consumers only.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_ACK_FC_REQUIRES_FC,
        constant: "CONSUMER_ACK_FC_REQUIRES_FC",
        http: 400,
        description: "Ack policy `flow_control` needs `flow_control` set.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_ACK_FC_REQUIRES_MAX_ACK_PENDING,
        constant: "CONSUMER_ACK_FC_REQUIRES_MAX_ACK_PENDING",
        http: 400,
        description: "Ack policy `flow_control` needs a `max_ack_pending` above 0.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_ACK_FC_REQUIRES_NO_ACK_WAIT,
        constant: "CONSUMER_ACK_FC_REQUIRES_NO_ACK_WAIT",
        http: 400,
        description: "Ack policy `flow_control` does not go with `ack_wait` or `backoff`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_ACK_FC_REQUIRES_NO_MAX_DELIVER,
        constant: "CONSUMER_ACK_FC_REQUIRES_NO_MAX_DELIVER",
        http: 400,
        description: "Ack policy `flow_control` does not go with `max_deliver`.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_SCHEDULES_TIME_ZONE_INVALID,
        constant: "MESSAGE_SCHEDULES_TIME_ZONE_INVALID",
        http: 400,
        description: "The header `Nats-Schedule-Time-Zone` names no time zone that the server knows.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_RESCUE,
        constant: "CLUSTER_RESCUE",
        http: 400,
        description: "The cluster's quorum was not lowered; the text says why.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_STREAM_IDENTITY_MISMATCH_F,
        constant: "CONSUMER_STREAM_IDENTITY_MISMATCH_F",
        http: 400,
        description: "The stream was made anew since: the one that was meant has another identity.",
    },
    KnownCode {
        code: ErrorCode::STREAM_RECONFIGURE_IN_PROGRESS,
        constant: "STREAM_RECONFIGURE_IN_PROGRESS",
        http: 400,
        description: "The stream's servers are being changed already; wait for that to end, or cancel it.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_SOURCE_HDR_NOT_ALLOWED,
        constant: "MESSAGE_SOURCE_HDR_NOT_ALLOWED",
        http: 400,
        description: "The header `Nats-Stream-Source` is the server's to set; publish without it.",
    },
    KnownCode {
        code: ErrorCode::SOURCE_CONSUMER_STALLED,
        constant: "SOURCE_CONSUMER_STALLED",
        http: 500,
        description: "A mirror or source waits for answers to flow control; let `$JS.FC.>` through both accounts.",
    },
];
