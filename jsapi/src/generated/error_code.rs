// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::ErrorCode;
use crate::value::error_code::KnownCode;

impl ErrorCode {
    /// The account has reached a limit on its memory, storage, streams or consumers.
    pub const ACCOUNT_RESOURCES_EXCEEDED: Self = Self(10002);

    /// The request is invalid: a field is out of range or excludes another field.
    pub const BAD_REQUEST: Self = Self(10003);

    /// Incomplete result: some servers did not respond in time.
    ///
    /// Try again.
    pub const CLUSTER_INCOMPLETE: Self = Self(10004);

    /// No suitable servers: too few are online, have storage or have the required tags.
    pub const CLUSTER_NO_PEERS: Self = Self(10005);

    /// The operation requires a cluster, and the server is not part of one.
    pub const CLUSTER_NOT_ACTIVE: Self = Self(10006);

    /// This server has no replica of the stream or consumer.
    pub const CLUSTER_NOT_ASSIGNED: Self = Self(10007);

    /// JetStream is temporarily unavailable: there is no leader.
    ///
    /// Try again later.
    pub const CLUSTER_NOT_AVAIL: Self = Self(10008);

    /// The responding server is not the leader.
    ///
    /// Try again.
    pub const CLUSTER_NOT_LEADER: Self = Self(10009);

    /// The operation requires a cluster.
    pub const CLUSTER_REQUIRED: Self = Self(10010);

    /// The placement of this operation must not have tags.
    pub const CLUSTER_TAGS: Self = Self(10011);

    /// The consumer could not be created or updated.
    ///
    /// Often a field cannot be changed.
    pub const CONSUMER_CREATE: Self = Self(10012);

    /// A consumer with this name exists, or its deliver subject has a subscriber.
    pub const CONSUMER_NAME_EXIST: Self = Self(10013);

    /// Consumer not found.
    pub const CONSUMER_NOT_FOUND: Self = Self(10014);

    /// The `deliver_subject` of the snapshot is not a valid subject.
    pub const SNAPSHOT_DELIVER_SUBJECT_INVALID: Self = Self(10015);

    /// The body has a durable name, but the request subject has none.
    pub const CONSUMER_DURABLE_NAME_NOT_IN_SUBJECT: Self = Self(10016);

    /// The durable names in the request subject and the body differ.
    pub const CONSUMER_DURABLE_NAME_NOT_MATCH_SUBJECT: Self = Self(10017);

    /// The request subject has a durable name, but the body has none.
    pub const CONSUMER_DURABLE_NAME_NOT_SET: Self = Self(10018);

    /// The request subject of an ephemeral consumer has a durable name.
    pub const CONSUMER_EPHEMERAL_WITH_DURABLE_IN_SUBJECT: Self = Self(10019);

    /// The body of a request for an ephemeral consumer has a durable name.
    pub const CONSUMER_EPHEMERAL_WITH_DURABLE_NAME: Self = Self(10020);

    /// The API prefix of an external stream overlaps `$JS.API`.
    pub const STREAM_EXTERNAL_API_OVERLAP: Self = Self(10021);

    /// The delivery prefix of an external stream overlaps subjects of the origins.
    pub const STREAM_EXTERNAL_DEL_PREFIX_OVERLAPS: Self = Self(10022);

    /// Insufficient resources: JetStream on the server is out of memory or disk space.
    pub const INSUFFICIENT_RESOURCES: Self = Self(10023);

    /// The delivery prefix of an external stream must not contain wildcards.
    pub const STREAM_INVALID_EXTERNAL_DELIVERY_SUBJ: Self = Self(10024);

    /// The body is not valid: JSON syntax, wrong type, unknown field or enum value.
    pub const INVALID_JSON: Self = Self(10025);

    /// Maximum number of consumers of the stream or account reached.
    pub const MAXIMUM_CONSUMERS_LIMIT: Self = Self(10026);

    /// Maximum number of streams of the account reached.
    pub const MAXIMUM_STREAMS_LIMIT: Self = Self(10027);

    /// Insufficient memory for the bytes that the stream reserves.
    pub const MEMORY_RESOURCES_EXCEEDED: Self = Self(10028);

    /// The mirror could not create a consumer on its origin.
    pub const MIRROR_CONSUMER_SETUP_FAILED: Self = Self(10029);

    /// The `max_msg_size` of a mirror must not be below that of its origin.
    pub const MIRROR_MAX_MESSAGE_SIZE_TOO_BIG: Self = Self(10030);

    /// A stream cannot be a mirror and have sources.
    pub const MIRROR_WITH_SOURCES: Self = Self(10031);

    /// A mirror cannot have a start sequence and a start time.
    pub const MIRROR_WITH_START_SEQ_AND_TIME: Self = Self(10032);

    /// This mirror cannot filter by subject.
    pub const MIRROR_WITH_SUBJECT_FILTERS: Self = Self(10033);

    /// A mirror cannot have subjects.
    pub const MIRROR_WITH_SUBJECTS: Self = Self(10034);

    /// Account not found, or the lookup of the account failed.
    pub const NO_ACCOUNT: Self = Self(10035);

    /// The server does not support this in a cluster.
    pub const CLUSTER_UN_SUPPORT_FEATURE: Self = Self(10036);

    /// No message found.
    pub const NO_MESSAGE_FOUND: Self = Self(10037);

    /// This request must have an empty body.
    pub const NOT_EMPTY_REQUEST: Self = Self(10038);

    /// JetStream is not enabled for the account, or the request is not allowed.
    ///
    /// Permanent.
    pub const NOT_ENABLED_FOR_ACCOUNT: Self = Self(10039);

    /// The named server has no replica of the stream.
    pub const CLUSTER_PEER_NOT_MEMBER: Self = Self(10040);

    /// Error of the Raft group.
    ///
    /// The text has the reason.
    pub const RAFT_GENERAL: Self = Self(10041);

    /// The server could not subscribe to the chunks of the restore.
    pub const RESTORE_SUBSCRIBE_FAILED: Self = Self(10042);

    /// The stream has no message with this sequence.
    pub const SEQUENCE_NOT_FOUND: Self = Self(10043);

    /// The cluster has no server with this name or peer ID.
    pub const CLUSTER_SERVER_NOT_MEMBER: Self = Self(10044);

    /// The stream could not create a consumer on one of its sources.
    pub const SOURCE_CONSUMER_SETUP_FAILED: Self = Self(10045);

    /// The `max_msg_size` of the stream must not be below that of its source.
    pub const SOURCE_MAX_MESSAGE_SIZE_TOO_BIG: Self = Self(10046);

    /// Insufficient storage for the bytes that the stream reserves.
    pub const STORAGE_RESOURCES_EXCEEDED: Self = Self(10047);

    /// The cluster could not assign the stream to its servers.
    pub const STREAM_ASSIGNMENT: Self = Self(10048);

    /// The stream could not be created.
    ///
    /// The text has the reason.
    pub const STREAM_CREATE: Self = Self(10049);

    /// The stream could not be deleted.
    ///
    /// The text has the reason.
    pub const STREAM_DELETE: Self = Self(10050);

    /// General error of the stream.
    ///
    /// The text has the reason.
    pub const STREAM_GENERAL_ERROR_F: Self = Self(10051);

    /// Invalid stream configuration.
    ///
    /// The text names the field or the rule.
    pub const STREAM_INVALID_CONFIG_F: Self = Self(10052);

    /// The stream would exceed a limit.
    pub const STREAM_LIMITS: Self = Self(10053);

    /// The message is larger than the stream's `max_msg_size`.
    pub const STREAM_MESSAGE_EXCEEDS_MAXIMUM: Self = Self(10054);

    /// An update cannot change the mirror configuration.
    pub const STREAM_MIRROR_NOT_UPDATABLE: Self = Self(10055);

    /// The stream name of the body is missing or differs from that of the subject.
    pub const STREAM_MISMATCH: Self = Self(10056);

    /// The message could not be deleted.
    ///
    /// It does not exist, or the stream denies deletes.
    pub const STREAM_MSG_DELETE_FAILED_F: Self = Self(10057);

    /// A stream with this name exists with another configuration.
    pub const STREAM_NAME_EXIST: Self = Self(10058);

    /// Stream not found.
    pub const STREAM_NOT_FOUND: Self = Self(10059);

    /// The header `Nats-Expected-Stream` names another stream.
    pub const STREAM_NOT_MATCH: Self = Self(10060);

    /// The number of replicas of this stream cannot be changed.
    pub const STREAM_REPLICAS_NOT_UPDATABLE: Self = Self(10061);

    /// The restore of the stream failed.
    ///
    /// The text has the reason.
    pub const STREAM_RESTORE: Self = Self(10062);

    /// A replica was at another last sequence than the leader expected.
    ///
    /// Publish again.
    pub const STREAM_SEQUENCE_NOT_MATCH: Self = Self(10063);

    /// The snapshot failed.
    ///
    /// The text has the reason.
    pub const STREAM_SNAPSHOT: Self = Self(10064);

    /// Another stream of the account already stores some of these subjects.
    pub const STREAM_SUBJECT_OVERLAP: Self = Self(10065);

    /// The stream template was not created.
    ///
    /// Templates are gone since server 2.14.
    pub const STREAM_TEMPLATE_CREATE: Self = Self(10066);

    /// The stream template was not deleted.
    ///
    /// Templates are gone since server 2.14.
    pub const STREAM_TEMPLATE_DELETE: Self = Self(10067);

    /// Stream template not found.
    ///
    /// Templates are gone since server 2.14.
    pub const STREAM_TEMPLATE_NOT_FOUND: Self = Self(10068);

    /// The stream could not be updated.
    ///
    /// The text has the reason.
    pub const STREAM_UPDATE: Self = Self(10069);

    /// Wrong last message ID.
    ///
    /// The text has the actual ID.
    pub const STREAM_WRONG_LAST_MSG_ID: Self = Self(10070);

    /// Wrong last sequence.
    ///
    /// The text has the actual sequence.
    pub const STREAM_WRONG_LAST_SEQUENCE: Self = Self(10071);

    /// The server could not open temporary storage for the restore.
    pub const TEMP_STORAGE_FAILED: Self = Self(10072);

    /// The stream template names in the request subject and the body differ.
    pub const TEMPLATE_NAME_NOT_MATCH_SUBJECT: Self = Self(10073);

    /// More than one replica requires a cluster.
    pub const STREAM_REPLICAS_NOT_SUPPORTED: Self = Self(10074);

    /// Peer remap failed: no other server can replace the removed one.
    pub const PEER_REMAP: Self = Self(10075);

    /// JetStream is not enabled on the server.
    pub const NOT_ENABLED: Self = Self(10076);

    /// The message was not stored.
    ///
    /// Often the stream is full and discards new messages.
    pub const STREAM_STORE_FAILED_F: Self = Self(10077);

    /// The request has no consumer configuration.
    pub const CONSUMER_CONFIG_REQUIRED: Self = Self(10078);

    /// The deliver subject must not contain wildcards.
    pub const CONSUMER_DELIVER_TO_WILDCARDS: Self = Self(10079);

    /// Only a pull consumer can have `max_waiting`.
    pub const CONSUMER_PUSH_MAX_WAITING: Self = Self(10080);

    /// The deliver subject is a subject of the stream, which would form a cycle.
    pub const CONSUMER_DELIVER_CYCLE: Self = Self(10081);

    /// `max_ack_pending` requires an ack policy other than `none`.
    pub const CONSUMER_MAX_PENDING_ACK_POLICY_REQUIRED: Self = Self(10082);

    /// `idle_heartbeat` must be at least 100 ms.
    pub const CONSUMER_SMALL_HEARTBEAT: Self = Self(10083);

    /// A pull consumer of a work queue stream must have ack policy `explicit`.
    pub const CONSUMER_PULL_REQUIRES_ACK: Self = Self(10084);

    /// The pull consumer must be durable.
    pub const CONSUMER_PULL_NOT_DURABLE: Self = Self(10085);

    /// Only a push consumer can have a rate limit.
    pub const CONSUMER_PULL_WITH_RATE_LIMIT: Self = Self(10086);

    /// `max_waiting` must not be negative.
    pub const CONSUMER_MAX_WAITING_NEGATIVE: Self = Self(10087);

    /// Only a push consumer can have `idle_heartbeat`; pull requests have their own.
    pub const CONSUMER_HB_REQUIRES_PUSH: Self = Self(10088);

    /// Only a push consumer can have flow control.
    pub const CONSUMER_FC_REQUIRES_PUSH: Self = Self(10089);

    /// A direct consumer must be a push consumer.
    pub const CONSUMER_DIRECT_REQUIRES_PUSH: Self = Self(10090);

    /// A direct consumer cannot be durable.
    pub const CONSUMER_DIRECT_REQUIRES_EPHEMERAL: Self = Self(10091);

    /// A direct consumer cannot be created by a clustered request.
    pub const CONSUMER_ON_MAPPED: Self = Self(10092);

    /// The consumer's filter matches nothing that the stream stores.
    pub const CONSUMER_FILTER_NOT_SUBSET: Self = Self(10093);

    /// `opt_start_seq` or `opt_start_time` is missing or does not match the policy.
    pub const CONSUMER_INVALID_POLICY: Self = Self(10094);

    /// `sample_freq` is not a percentage.
    pub const CONSUMER_INVALID_SAMPLING: Self = Self(10095);

    /// The stream is invalid, for example because it is being removed.
    pub const STREAM_INVALID: Self = Self(10096);

    /// The headers of a message must not exceed 64 KiB.
    pub const STREAM_HEADER_EXCEEDS_MAXIMUM: Self = Self(10097);

    /// A consumer of a work queue stream must have ack policy `explicit`.
    pub const CONSUMER_WQ_REQUIRES_EXPLICIT_ACK: Self = Self(10098);

    /// A work queue stream with an unfiltered consumer cannot have another consumer.
    pub const CONSUMER_WQ_MULTIPLE_UNFILTERED: Self = Self(10099);

    /// The filter overlaps that of another consumer of the work queue stream.
    pub const CONSUMER_WQ_CONSUMER_NOT_UNIQUE: Self = Self(10100);

    /// A consumer of a work queue stream must have deliver policy `all`.
    pub const CONSUMER_WQ_CONSUMER_NOT_DELIVER_ALL: Self = Self(10101);

    /// The consumer name is too long.
    pub const CONSUMER_NAME_TOO_LONG: Self = Self(10102);

    /// The durable name contains `.`, `*` or `>`.
    pub const CONSUMER_BAD_DURABLE_NAME: Self = Self(10103);

    /// The server could not create the storage of the consumer.
    pub const CONSUMER_STORE_FAILED: Self = Self(10104);

    /// A push consumer with this name exists and has a subscriber.
    pub const CONSUMER_EXISTING_ACTIVE: Self = Self(10105);

    /// A push consumer with this name exists with another configuration.
    pub const CONSUMER_REPLACEMENT_WITH_DIFFERENT_NAME: Self = Self(10106);

    /// The description of the consumer is too long.
    pub const CONSUMER_DESCRIPTION_TOO_LONG: Self = Self(10107);

    /// Flow control requires `idle_heartbeat`.
    pub const CONSUMER_WITH_FLOW_CONTROL_NEEDS_HEARTBEATS: Self = Self(10108);

    /// The stream is sealed and cannot be changed.
    pub const STREAM_SEALED: Self = Self(10109);

    /// The stream could not be purged: it denies purges or is sealed.
    pub const STREAM_PURGE_FAILED_F: Self = Self(10110);

    /// The stream does not allow rollups, or the header `Nats-Rollup` is invalid.
    pub const STREAM_ROLLUP_FAILED_F: Self = Self(10111);

    /// The deliver subject is not a valid subject.
    pub const CONSUMER_INVALID_DELIVER_SUBJECT: Self = Self(10112);

    /// The account requires `max_bytes` for every stream.
    pub const STREAM_MAX_BYTES_REQUIRED: Self = Self(10113);

    /// `max_batch` must not be negative.
    pub const CONSUMER_MAX_REQUEST_BATCH_NEGATIVE: Self = Self(10114);

    /// `max_expires` must be at least 1 ms.
    pub const CONSUMER_MAX_REQUEST_EXPIRES_TOO_SMALL: Self = Self(10115);

    /// `max_deliver` must not be less than the number of `backoff` entries.
    pub const CONSUMER_MAX_DELIVER_BACKOFF: Self = Self(10116);

    /// Too many subjects; use a narrower filter.
    pub const STREAM_INFO_MAX_SUBJECTS: Self = Self(10117);

    /// The stream is offline: none of its servers can be reached.
    ///
    /// Try again later.
    pub const STREAM_OFFLINE: Self = Self(10118);

    /// The consumer is offline: none of its servers can be reached.
    ///
    /// Try again later.
    pub const CONSUMER_OFFLINE: Self = Self(10119);

    /// The account has no JetStream limits for this number of replicas.
    pub const NO_LIMITS: Self = Self(10120);

    /// `max_ack_pending` exceeds the limit of the stream, account or server.
    pub const CONSUMER_MAX_PENDING_ACK_EXCESS: Self = Self(10121);

    /// `max_bytes` exceeds the limit of the account for one stream.
    pub const STREAM_MAX_STREAM_BYTES_EXCEEDED: Self = Self(10122);

    /// An update cannot move a stream and change its number of replicas.
    pub const STREAM_MOVE_AND_SCALE: Self = Self(10123);

    /// A move of the stream is already in progress.
    pub const STREAM_MOVE_IN_PROGRESS: Self = Self(10124);

    /// `max_batch` exceeds the limit of the server.
    pub const CONSUMER_MAX_REQUEST_BATCH_EXCEEDED_F: Self = Self(10125);

    /// A consumer must not have more replicas than its stream.
    pub const CONSUMER_REPLICAS_EXCEEDS_STREAM: Self = Self(10126);

    /// A consumer name must not contain `/` or `\`.
    pub const CONSUMER_NAME_CONTAINS_PATH_SEPARATORS: Self = Self(10127);

    /// A stream name must not contain `/` or `\`.
    pub const STREAM_NAME_CONTAINS_PATH_SEPARATORS: Self = Self(10128);

    /// No move or other change of the stream's replicas is in progress.
    pub const STREAM_RECONFIGURE_NOT_IN_PROGRESS: Self = Self(10129);

    /// A stream with this name exists.
    pub const STREAM_NAME_EXIST_RESTORE_FAILED: Self = Self(10130);

    /// The filters in the request subject and the body differ.
    pub const CONSUMER_CREATE_FILTER_SUBJECT_MISMATCH: Self = Self(10131);

    /// `durable_name` and `name` differ.
    pub const CONSUMER_CREATE_DURABLE_AND_NAME_MISMATCH: Self = Self(10132);

    /// The number of replicas must not be negative.
    pub const REPLICAS_COUNT_CANNOT_BE_NEGATIVE: Self = Self(10133);

    /// The retention policy requires the stream's number of replicas for the consumer.
    pub const CONSUMER_REPLICAS_SHOULD_MATCH_STREAM: Self = Self(10134);

    /// The `metadata` of the consumer is too large.
    pub const CONSUMER_METADATA_LENGTH: Self = Self(10135);

    /// A consumer cannot have `filter_subject` and `filter_subjects`.
    pub const CONSUMER_DUPLICATE_FILTER_SUBJECTS: Self = Self(10136);

    /// A request with `filter_subjects` must not have a filter in its subject.
    pub const CONSUMER_MULTIPLE_FILTERS_NOT_ALLOWED: Self = Self(10137);

    /// One entry of `filter_subjects` covers another.
    pub const CONSUMER_OVERLAPPING_SUBJECT_FILTERS: Self = Self(10138);

    /// An entry of `filter_subjects` is empty.
    pub const CONSUMER_EMPTY_FILTER: Self = Self(10139);

    /// Two sources are the same stream with the same filter and transforms.
    pub const SOURCE_DUPLICATE_DETECTED: Self = Self(10140);

    /// The stream name of a source is invalid.
    pub const SOURCE_INVALID_STREAM_NAME: Self = Self(10141);

    /// The stream name of the mirror's origin is invalid.
    pub const MIRROR_INVALID_STREAM_NAME: Self = Self(10142);

    /// A mirror must not set `first_seq`: it has the sequences of its origin.
    pub const MIRROR_WITH_FIRST_SEQ: Self = Self(10143);

    /// A source cannot have `filter_subject` and `subject_transforms`.
    pub const SOURCE_MULTIPLE_FILTERS_NOT_ALLOWED: Self = Self(10144);

    /// The `src` of a source's transform is not a valid subject.
    pub const SOURCE_INVALID_SUBJECT_FILTER: Self = Self(10145);

    /// The `dest` of a source's transform is invalid for its `src`.
    pub const SOURCE_INVALID_TRANSFORM_DESTINATION: Self = Self(10146);

    /// One transform of a source covers another.
    pub const SOURCE_OVERLAPPING_SUBJECT_FILTERS: Self = Self(10147);

    /// `action` is `create`, and the consumer exists with another configuration.
    pub const CONSUMER_ALREADY_EXISTS: Self = Self(10148);

    /// `action` is `update`, and the consumer does not exist.
    pub const CONSUMER_DOES_NOT_EXIST: Self = Self(10149);

    /// A mirror cannot have `filter_subject` and `subject_transforms`.
    pub const MIRROR_MULTIPLE_FILTERS_NOT_ALLOWED: Self = Self(10150);

    /// The `src` of the mirror's transform is not a valid subject.
    pub const MIRROR_INVALID_SUBJECT_FILTER: Self = Self(10151);

    /// Two transforms of the mirror match the same subjects.
    pub const MIRROR_OVERLAPPING_SUBJECT_FILTERS: Self = Self(10152);

    /// `inactive_threshold` exceeds the limit of the stream.
    pub const CONSUMER_INACTIVE_THRESHOLD_EXCESS: Self = Self(10153);

    /// The `dest` of the mirror's transform is invalid for its `src`.
    pub const MIRROR_INVALID_TRANSFORM_DESTINATION: Self = Self(10154);

    /// The `src` of the stream's transform is not a valid subject.
    pub const STREAM_TRANSFORM_INVALID_SOURCE: Self = Self(10155);

    /// The `dest` of the stream's transform is invalid for its `src`.
    pub const STREAM_TRANSFORM_INVALID_DESTINATION: Self = Self(10156);

    /// A pedantic request has a setting that the server would otherwise adjust.
    pub const PEDANTIC: Self = Self(10157);

    /// A message with the same ID is in flight.
    ///
    /// Publish again to get the result.
    pub const STREAM_DUPLICATE_MESSAGE_CONFLICT: Self = Self(10158);

    /// A priority policy requires `priority_groups`.
    pub const CONSUMER_PRIORITY_POLICY_WITHOUT_GROUP: Self = Self(10159);

    /// The consumer has no priority group with this name.
    pub const CONSUMER_INVALID_PRIORITY_GROUP: Self = Self(10160);

    /// The name of a priority group is empty.
    pub const CONSUMER_EMPTY_GROUP_NAME: Self = Self(10161);

    /// The name of a priority group must have 1 to 16 letters, digits or any of `-_/=`.
    pub const CONSUMER_INVALID_GROUP_NAME: Self = Self(10162);

    /// The last sequence is unknown: a message to the subject is in flight.
    ///
    /// Try again.
    pub const STREAM_EXPECTED_LAST_SEQ_PER_SUBJECT_NOT_READY: Self = Self(10163);

    /// Wrong last sequence.
    ///
    /// The text does not have the actual sequence.
    pub const STREAM_WRONG_LAST_SEQUENCE_CONSTANT: Self = Self(10164);

    /// The header `Nats-TTL` is not a valid duration.
    pub const MESSAGE_TTL_INVALID: Self = Self(10165);

    /// The stream does not allow `Nats-TTL`: `allow_msg_ttl` is unset.
    pub const MESSAGE_TTL_DISABLED: Self = Self(10166);

    /// Too many requests.
    ///
    /// Messages arrive faster than the stream stores them: publish again later.
    pub const STREAM_TOO_MANY_REQUESTS: Self = Self(10167);

    /// The stream does not allow counters: `allow_msg_counter` is unset.
    pub const MESSAGE_INCR_DISABLED: Self = Self(10168);

    /// A message to a counter stream must have the header `Nats-Incr`.
    pub const MESSAGE_INCR_MISSING: Self = Self(10169);

    /// A message to a counter stream must not have a payload.
    pub const MESSAGE_INCR_PAYLOAD: Self = Self(10170);

    /// The header `Nats-Incr` is not an integer.
    pub const MESSAGE_INCR_INVALID: Self = Self(10171);

    /// The last value of the counter is not readable.
    pub const MESSAGE_COUNTER_BROKEN: Self = Self(10172);

    /// A mirror cannot have counters.
    pub const MIRROR_WITH_COUNTERS: Self = Self(10173);

    /// The stream does not allow atomic batches: `allow_atomic` is unset.
    pub const ATOMIC_PUBLISH_DISABLED: Self = Self(10174);

    /// The message belongs to a batch and has no batch sequence.
    pub const ATOMIC_PUBLISH_MISSING_SEQ: Self = Self(10175);

    /// The batch is incomplete.
    ///
    /// The stream stored no message of it: publish the batch again.
    pub const ATOMIC_PUBLISH_INCOMPLETE_BATCH: Self = Self(10176);

    /// A message of the batch has a header that atomic batches do not support.
    pub const ATOMIC_PUBLISH_UNSUPPORTED_HEADER_BATCH: Self = Self(10177);

    /// Only a pull consumer can have priority groups.
    pub const CONSUMER_PUSH_WITH_PRIORITY_GROUP: Self = Self(10178);

    /// The ID of the batch is empty or too long.
    pub const ATOMIC_PUBLISH_INVALID_BATCH_ID: Self = Self(10179);

    /// The stream has not reached the requested sequence.
    ///
    /// Try again.
    pub const STREAM_MIN_LAST_SEQ: Self = Self(10180);

    /// The server does not support this `ack_policy`.
    pub const CONSUMER_ACK_POLICY_INVALID: Self = Self(10181);

    /// The server does not support this `replay_policy`.
    pub const CONSUMER_REPLAY_POLICY_INVALID: Self = Self(10182);

    /// `ack_wait` must not be negative.
    pub const CONSUMER_ACK_WAIT_NEGATIVE: Self = Self(10183);

    /// `backoff` must not have negative entries.
    pub const CONSUMER_BACK_OFF_NEGATIVE: Self = Self(10184);

    /// The API level of the server is below the level that the request requires.
    pub const REQUIRED_API_LEVEL: Self = Self(10185);

    /// A mirror cannot have message schedules.
    pub const MIRROR_WITH_MSG_SCHEDULES: Self = Self(10186);

    /// A stream with sources cannot have message schedules.
    pub const SOURCE_WITH_MSG_SCHEDULES: Self = Self(10187);

    /// The stream does not allow schedules: `allow_msg_schedules` is unset.
    pub const MESSAGE_SCHEDULES_DISABLED: Self = Self(10188);

    /// The header `Nats-Schedule` is not a valid schedule.
    pub const MESSAGE_SCHEDULES_PATTERN_INVALID: Self = Self(10189);

    /// Invalid header `Nats-Schedule-Target`.
    ///
    /// It is missing, the subject of the schedule, or not a subject of the stream.
    pub const MESSAGE_SCHEDULES_TARGET_INVALID: Self = Self(10190);

    /// The header `Nats-Schedule-TTL` is not a valid duration.
    pub const MESSAGE_SCHEDULES_TTL_INVALID: Self = Self(10191);

    /// Invalid rollup header of a schedule.
    ///
    /// `Nats-Schedule-Rollup` must be `sub`.
    pub const MESSAGE_SCHEDULES_ROLLUP_INVALID: Self = Self(10192);

    /// The message has a subject for the expected last sequence, but no sequence.
    pub const STREAM_EXPECTED_LAST_SEQ_PER_SUBJECT_INVALID: Self = Self(10193);

    /// The stream is offline.
    ///
    /// The text has the reason, such as a setting of a newer server.
    pub const STREAM_OFFLINE_REASON: Self = Self(10194);

    /// The consumer is offline.
    ///
    /// The text has the reason, such as a setting of a newer server.
    pub const CONSUMER_OFFLINE_REASON: Self = Self(10195);

    /// Priority groups require a priority policy other than `none`.
    pub const CONSUMER_PRIORITY_GROUP_WITH_POLICY_NONE: Self = Self(10196);

    /// `priority_timeout` requires a priority policy other than `none`.
    pub const CONSUMER_PINNED_TTL_WITHOUT_PRIORITY_POLICY_NONE: Self = Self(10197);

    /// A mirror cannot have atomic batches.
    pub const MIRROR_WITH_ATOMIC_PUBLISH: Self = Self(10198);

    /// The batch exceeds the maximum number of messages.
    pub const ATOMIC_PUBLISH_TOO_LARGE_BATCH: Self = Self(10199);

    /// The value of the header `Nats-Batch-Commit` is invalid.
    pub const ATOMIC_PUBLISH_INVALID_BATCH_COMMIT: Self = Self(10200);

    /// The batch contains a duplicate message ID.
    pub const ATOMIC_PUBLISH_CONTAINS_DUPLICATE_MESSAGE: Self = Self(10201);

    /// Another membership change of the cluster is in progress.
    ///
    /// Try again later.
    pub const CLUSTER_SERVER_MEMBER_CHANGE_INFLIGHT: Self = Self(10202);

    /// Invalid header `Nats-Schedule-Source`.
    ///
    /// It must be a subject without wildcards.
    pub const MESSAGE_SCHEDULES_SOURCE_INVALID: Self = Self(10203);

    /// The deliver policy of the consumer does not allow a reset to this sequence.
    pub const CONSUMER_INVALID_RESET: Self = Self(10204);

    /// The stream does not allow fast-ingest batches: `allow_batched` is unset.
    pub const BATCH_PUBLISH_DISABLED: Self = Self(10205);

    /// The reply subject of the message is not that of a fast-ingest batch.
    pub const BATCH_PUBLISH_INVALID_PATTERN: Self = Self(10206);

    /// The ID of the fast-ingest batch is empty or too long.
    pub const BATCH_PUBLISH_INVALID_BATCH_ID: Self = Self(10207);

    /// Unknown fast-ingest batch.
    ///
    /// It ended, was abandoned, or did not start on this server.
    pub const BATCH_PUBLISH_UNKNOWN_BATCH_ID: Self = Self(10208);

    /// A mirror cannot have fast-ingest batches.
    pub const MIRROR_WITH_BATCH_PUBLISH: Self = Self(10209);

    /// Too many atomic batches in flight.
    ///
    /// Try again later.
    pub const ATOMIC_PUBLISH_TOO_MANY_INFLIGHT: Self = Self(10210);

    /// Too many fast-ingest batches in flight.
    ///
    /// Try again later.
    pub const BATCH_PUBLISH_TOO_MANY_INFLIGHT: Self = Self(10211);

    /// Invalid header `Nats-Scheduler` or `Nats-Schedule-Next`.
    ///
    /// Clients use them only to end a schedule.
    pub const MESSAGE_SCHEDULES_SCHEDULER_INVALID: Self = Self(10212);

    /// Invalid existing `consumer` of the mirror.
    ///
    /// It is misconfigured, or combined with a filter or start.
    pub const MIRROR_DURABLE_CONSUMER_CFG_INVALID: Self = Self(10213);

    /// The existing `consumer` of the mirror must have ack policy `flow_control`.
    pub const MIRROR_CONSUMER_REQUIRES_ACK_FC: Self = Self(10214);

    /// Invalid existing `consumer` of a source.
    ///
    /// It is misconfigured, or combined with a filter or start.
    pub const SOURCE_DURABLE_CONSUMER_CFG_INVALID: Self = Self(10215);

    /// Two sources use the same existing `consumer`.
    pub const SOURCE_DURABLE_CONSUMER_DUPLICATE_DETECTED: Self = Self(10216);

    /// The existing `consumer` of a source must have ack policy `flow_control`.
    pub const SOURCE_CONSUMER_REQUIRES_ACK_FC: Self = Self(10217);

    /// Only a push consumer can have ack policy `flow_control`.
    pub const CONSUMER_ACK_FC_REQUIRES_PUSH: Self = Self(10218);

    /// Ack policy `flow_control` requires `flow_control`.
    pub const CONSUMER_ACK_FC_REQUIRES_FC: Self = Self(10219);

    /// Ack policy `flow_control` requires a `max_ack_pending` above 0.
    pub const CONSUMER_ACK_FC_REQUIRES_MAX_ACK_PENDING: Self = Self(10220);

    /// Ack policy `flow_control` excludes `ack_wait` and `backoff`.
    pub const CONSUMER_ACK_FC_REQUIRES_NO_ACK_WAIT: Self = Self(10221);

    /// Ack policy `flow_control` excludes `max_deliver`.
    pub const CONSUMER_ACK_FC_REQUIRES_NO_MAX_DELIVER: Self = Self(10222);

    /// The header `Nats-Schedule-Time-Zone` is not a time zone known to the server.
    pub const MESSAGE_SCHEDULES_TIME_ZONE_INVALID: Self = Self(10223);

    /// The rescue of the meta group failed.
    ///
    /// The text has the reason.
    pub const CLUSTER_RESCUE: Self = Self(10224);

    /// The stream was deleted and created again since the request.
    pub const CONSUMER_STREAM_IDENTITY_MISMATCH_F: Self = Self(10225);

    /// A change of the stream's replicas is already in progress.
    pub const STREAM_RECONFIGURE_IN_PROGRESS: Self = Self(10226);

    /// Only the server may set the header `Nats-Stream-Source`.
    pub const MESSAGE_SOURCE_HDR_NOT_ALLOWED: Self = Self(10227);

    /// A mirror or source waits for flow control replies.
    ///
    /// Allow `$JS.FC.>` in both accounts.
    pub const SOURCE_CONSUMER_STALLED: Self = Self(10228);
}

/// All known codes, by number.
pub(crate) static KNOWN: &[KnownCode] = &[
    KnownCode {
        code: ErrorCode::ACCOUNT_RESOURCES_EXCEEDED,
        constant: "ACCOUNT_RESOURCES_EXCEEDED",
        http: 400,
        description: "The account has reached a limit on its memory, storage, streams or consumers.",
    },
    KnownCode {
        code: ErrorCode::BAD_REQUEST,
        constant: "BAD_REQUEST",
        http: 400,
        description: "The request is invalid: a field is out of range or excludes another field.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_INCOMPLETE,
        constant: "CLUSTER_INCOMPLETE",
        http: 503,
        description: "Incomplete result: some servers did not respond in time. Try again.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_NO_PEERS,
        constant: "CLUSTER_NO_PEERS",
        http: 400,
        description: "No suitable servers: too few are online, have storage or have the required tags.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_NOT_ACTIVE,
        constant: "CLUSTER_NOT_ACTIVE",
        http: 500,
        description: "The operation requires a cluster, and the server is not part of one.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_NOT_ASSIGNED,
        constant: "CLUSTER_NOT_ASSIGNED",
        http: 500,
        description: "This server has no replica of the stream or consumer.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_NOT_AVAIL,
        constant: "CLUSTER_NOT_AVAIL",
        http: 503,
        description: "JetStream is temporarily unavailable: there is no leader. Try again later.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_NOT_LEADER,
        constant: "CLUSTER_NOT_LEADER",
        http: 500,
        description: "The responding server is not the leader. Try again.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_REQUIRED,
        constant: "CLUSTER_REQUIRED",
        http: 503,
        description: "The operation requires a cluster.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_TAGS,
        constant: "CLUSTER_TAGS",
        http: 400,
        description: "The placement of this operation must not have tags.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_CREATE,
        constant: "CONSUMER_CREATE",
        http: 500,
        description: "The consumer could not be created or updated. Often a field cannot be changed.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_NAME_EXIST,
        constant: "CONSUMER_NAME_EXIST",
        http: 400,
        description: "A consumer with this name exists, or its deliver subject has a subscriber.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_NOT_FOUND,
        constant: "CONSUMER_NOT_FOUND",
        http: 404,
        description: "Consumer not found.",
    },
    KnownCode {
        code: ErrorCode::SNAPSHOT_DELIVER_SUBJECT_INVALID,
        constant: "SNAPSHOT_DELIVER_SUBJECT_INVALID",
        http: 400,
        description: "The `deliver_subject` of the snapshot is not a valid subject.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_DURABLE_NAME_NOT_IN_SUBJECT,
        constant: "CONSUMER_DURABLE_NAME_NOT_IN_SUBJECT",
        http: 400,
        description: "The body has a durable name, but the request subject has none.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_DURABLE_NAME_NOT_MATCH_SUBJECT,
        constant: "CONSUMER_DURABLE_NAME_NOT_MATCH_SUBJECT",
        http: 400,
        description: "The durable names in the request subject and the body differ.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_DURABLE_NAME_NOT_SET,
        constant: "CONSUMER_DURABLE_NAME_NOT_SET",
        http: 400,
        description: "The request subject has a durable name, but the body has none.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_EPHEMERAL_WITH_DURABLE_IN_SUBJECT,
        constant: "CONSUMER_EPHEMERAL_WITH_DURABLE_IN_SUBJECT",
        http: 400,
        description: "The request subject of an ephemeral consumer has a durable name.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_EPHEMERAL_WITH_DURABLE_NAME,
        constant: "CONSUMER_EPHEMERAL_WITH_DURABLE_NAME",
        http: 400,
        description: "The body of a request for an ephemeral consumer has a durable name.",
    },
    KnownCode {
        code: ErrorCode::STREAM_EXTERNAL_API_OVERLAP,
        constant: "STREAM_EXTERNAL_API_OVERLAP",
        http: 400,
        description: "The API prefix of an external stream overlaps `$JS.API`.",
    },
    KnownCode {
        code: ErrorCode::STREAM_EXTERNAL_DEL_PREFIX_OVERLAPS,
        constant: "STREAM_EXTERNAL_DEL_PREFIX_OVERLAPS",
        http: 400,
        description: "The delivery prefix of an external stream overlaps subjects of the origins.",
    },
    KnownCode {
        code: ErrorCode::INSUFFICIENT_RESOURCES,
        constant: "INSUFFICIENT_RESOURCES",
        http: 503,
        description: "Insufficient resources: JetStream on the server is out of memory or disk space.",
    },
    KnownCode {
        code: ErrorCode::STREAM_INVALID_EXTERNAL_DELIVERY_SUBJ,
        constant: "STREAM_INVALID_EXTERNAL_DELIVERY_SUBJ",
        http: 400,
        description: "The delivery prefix of an external stream must not contain wildcards.",
    },
    KnownCode {
        code: ErrorCode::INVALID_JSON,
        constant: "INVALID_JSON",
        http: 400,
        description: "The body is not valid: JSON syntax, wrong type, unknown field or enum value.",
    },
    KnownCode {
        code: ErrorCode::MAXIMUM_CONSUMERS_LIMIT,
        constant: "MAXIMUM_CONSUMERS_LIMIT",
        http: 400,
        description: "Maximum number of consumers of the stream or account reached.",
    },
    KnownCode {
        code: ErrorCode::MAXIMUM_STREAMS_LIMIT,
        constant: "MAXIMUM_STREAMS_LIMIT",
        http: 400,
        description: "Maximum number of streams of the account reached.",
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
        description: "The mirror could not create a consumer on its origin.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_MAX_MESSAGE_SIZE_TOO_BIG,
        constant: "MIRROR_MAX_MESSAGE_SIZE_TOO_BIG",
        http: 400,
        description: "The `max_msg_size` of a mirror must not be below that of its origin.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_WITH_SOURCES,
        constant: "MIRROR_WITH_SOURCES",
        http: 400,
        description: "A stream cannot be a mirror and have sources.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_WITH_START_SEQ_AND_TIME,
        constant: "MIRROR_WITH_START_SEQ_AND_TIME",
        http: 400,
        description: "A mirror cannot have a start sequence and a start time.",
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
        description: "Account not found, or the lookup of the account failed.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_UN_SUPPORT_FEATURE,
        constant: "CLUSTER_UN_SUPPORT_FEATURE",
        http: 503,
        description: "The server does not support this in a cluster.",
    },
    KnownCode {
        code: ErrorCode::NO_MESSAGE_FOUND,
        constant: "NO_MESSAGE_FOUND",
        http: 404,
        description: "No message found.",
    },
    KnownCode {
        code: ErrorCode::NOT_EMPTY_REQUEST,
        constant: "NOT_EMPTY_REQUEST",
        http: 400,
        description: "This request must have an empty body.",
    },
    KnownCode {
        code: ErrorCode::NOT_ENABLED_FOR_ACCOUNT,
        constant: "NOT_ENABLED_FOR_ACCOUNT",
        http: 503,
        description: "JetStream is not enabled for the account, or the request is not allowed. Permanent.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_PEER_NOT_MEMBER,
        constant: "CLUSTER_PEER_NOT_MEMBER",
        http: 400,
        description: "The named server has no replica of the stream.",
    },
    KnownCode {
        code: ErrorCode::RAFT_GENERAL,
        constant: "RAFT_GENERAL",
        http: 500,
        description: "Error of the Raft group. The text has the reason.",
    },
    KnownCode {
        code: ErrorCode::RESTORE_SUBSCRIBE_FAILED,
        constant: "RESTORE_SUBSCRIBE_FAILED",
        http: 500,
        description: "The server could not subscribe to the chunks of the restore.",
    },
    KnownCode {
        code: ErrorCode::SEQUENCE_NOT_FOUND,
        constant: "SEQUENCE_NOT_FOUND",
        http: 400,
        description: "The stream has no message with this sequence.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_SERVER_NOT_MEMBER,
        constant: "CLUSTER_SERVER_NOT_MEMBER",
        http: 400,
        description: "The cluster has no server with this name or peer ID.",
    },
    KnownCode {
        code: ErrorCode::SOURCE_CONSUMER_SETUP_FAILED,
        constant: "SOURCE_CONSUMER_SETUP_FAILED",
        http: 500,
        description: "The stream could not create a consumer on one of its sources.",
    },
    KnownCode {
        code: ErrorCode::SOURCE_MAX_MESSAGE_SIZE_TOO_BIG,
        constant: "SOURCE_MAX_MESSAGE_SIZE_TOO_BIG",
        http: 400,
        description: "The `max_msg_size` of the stream must not be below that of its source.",
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
        description: "The cluster could not assign the stream to its servers.",
    },
    KnownCode {
        code: ErrorCode::STREAM_CREATE,
        constant: "STREAM_CREATE",
        http: 500,
        description: "The stream could not be created. The text has the reason.",
    },
    KnownCode {
        code: ErrorCode::STREAM_DELETE,
        constant: "STREAM_DELETE",
        http: 500,
        description: "The stream could not be deleted. The text has the reason.",
    },
    KnownCode {
        code: ErrorCode::STREAM_GENERAL_ERROR_F,
        constant: "STREAM_GENERAL_ERROR_F",
        http: 500,
        description: "General error of the stream. The text has the reason.",
    },
    KnownCode {
        code: ErrorCode::STREAM_INVALID_CONFIG_F,
        constant: "STREAM_INVALID_CONFIG_F",
        http: 500,
        description: "Invalid stream configuration. The text names the field or the rule.",
    },
    KnownCode {
        code: ErrorCode::STREAM_LIMITS,
        constant: "STREAM_LIMITS",
        http: 500,
        description: "The stream would exceed a limit.",
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
        description: "An update cannot change the mirror configuration.",
    },
    KnownCode {
        code: ErrorCode::STREAM_MISMATCH,
        constant: "STREAM_MISMATCH",
        http: 400,
        description: "The stream name of the body is missing or differs from that of the subject.",
    },
    KnownCode {
        code: ErrorCode::STREAM_MSG_DELETE_FAILED_F,
        constant: "STREAM_MSG_DELETE_FAILED_F",
        http: 500,
        description: "The message could not be deleted. It does not exist, or the stream denies deletes.",
    },
    KnownCode {
        code: ErrorCode::STREAM_NAME_EXIST,
        constant: "STREAM_NAME_EXIST",
        http: 400,
        description: "A stream with this name exists with another configuration.",
    },
    KnownCode {
        code: ErrorCode::STREAM_NOT_FOUND,
        constant: "STREAM_NOT_FOUND",
        http: 404,
        description: "Stream not found.",
    },
    KnownCode {
        code: ErrorCode::STREAM_NOT_MATCH,
        constant: "STREAM_NOT_MATCH",
        http: 400,
        description: "The header `Nats-Expected-Stream` names another stream.",
    },
    KnownCode {
        code: ErrorCode::STREAM_REPLICAS_NOT_UPDATABLE,
        constant: "STREAM_REPLICAS_NOT_UPDATABLE",
        http: 400,
        description: "The number of replicas of this stream cannot be changed.",
    },
    KnownCode {
        code: ErrorCode::STREAM_RESTORE,
        constant: "STREAM_RESTORE",
        http: 500,
        description: "The restore of the stream failed. The text has the reason.",
    },
    KnownCode {
        code: ErrorCode::STREAM_SEQUENCE_NOT_MATCH,
        constant: "STREAM_SEQUENCE_NOT_MATCH",
        http: 503,
        description: "A replica was at another last sequence than the leader expected. Publish again.",
    },
    KnownCode {
        code: ErrorCode::STREAM_SNAPSHOT,
        constant: "STREAM_SNAPSHOT",
        http: 500,
        description: "The snapshot failed. The text has the reason.",
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
        description: "Stream template not found. Templates are gone since server 2.14.",
    },
    KnownCode {
        code: ErrorCode::STREAM_UPDATE,
        constant: "STREAM_UPDATE",
        http: 500,
        description: "The stream could not be updated. The text has the reason.",
    },
    KnownCode {
        code: ErrorCode::STREAM_WRONG_LAST_MSG_ID,
        constant: "STREAM_WRONG_LAST_MSG_ID",
        http: 400,
        description: "Wrong last message ID. The text has the actual ID.",
    },
    KnownCode {
        code: ErrorCode::STREAM_WRONG_LAST_SEQUENCE,
        constant: "STREAM_WRONG_LAST_SEQUENCE",
        http: 400,
        description: "Wrong last sequence. The text has the actual sequence.",
    },
    KnownCode {
        code: ErrorCode::TEMP_STORAGE_FAILED,
        constant: "TEMP_STORAGE_FAILED",
        http: 500,
        description: "The server could not open temporary storage for the restore.",
    },
    KnownCode {
        code: ErrorCode::TEMPLATE_NAME_NOT_MATCH_SUBJECT,
        constant: "TEMPLATE_NAME_NOT_MATCH_SUBJECT",
        http: 400,
        description: "The stream template names in the request subject and the body differ.",
    },
    KnownCode {
        code: ErrorCode::STREAM_REPLICAS_NOT_SUPPORTED,
        constant: "STREAM_REPLICAS_NOT_SUPPORTED",
        http: 500,
        description: "More than one replica requires a cluster.",
    },
    KnownCode {
        code: ErrorCode::PEER_REMAP,
        constant: "PEER_REMAP",
        http: 503,
        description: "Peer remap failed: no other server can replace the removed one.",
    },
    KnownCode {
        code: ErrorCode::NOT_ENABLED,
        constant: "NOT_ENABLED",
        http: 503,
        description: "JetStream is not enabled on the server.",
    },
    KnownCode {
        code: ErrorCode::STREAM_STORE_FAILED_F,
        constant: "STREAM_STORE_FAILED_F",
        http: 503,
        description: "The message was not stored. Often the stream is full and discards new messages.",
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
        description: "The deliver subject must not contain wildcards.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_PUSH_MAX_WAITING,
        constant: "CONSUMER_PUSH_MAX_WAITING",
        http: 400,
        description: "Only a pull consumer can have `max_waiting`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_DELIVER_CYCLE,
        constant: "CONSUMER_DELIVER_CYCLE",
        http: 400,
        description: "The deliver subject is a subject of the stream, which would form a cycle.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_MAX_PENDING_ACK_POLICY_REQUIRED,
        constant: "CONSUMER_MAX_PENDING_ACK_POLICY_REQUIRED",
        http: 400,
        description: "`max_ack_pending` requires an ack policy other than `none`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_SMALL_HEARTBEAT,
        constant: "CONSUMER_SMALL_HEARTBEAT",
        http: 400,
        description: "`idle_heartbeat` must be at least 100 ms.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_PULL_REQUIRES_ACK,
        constant: "CONSUMER_PULL_REQUIRES_ACK",
        http: 400,
        description: "A pull consumer of a work queue stream must have ack policy `explicit`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_PULL_NOT_DURABLE,
        constant: "CONSUMER_PULL_NOT_DURABLE",
        http: 400,
        description: "The pull consumer must be durable.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_PULL_WITH_RATE_LIMIT,
        constant: "CONSUMER_PULL_WITH_RATE_LIMIT",
        http: 400,
        description: "Only a push consumer can have a rate limit.",
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
        description: "Only a push consumer can have `idle_heartbeat`; pull requests have their own.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_FC_REQUIRES_PUSH,
        constant: "CONSUMER_FC_REQUIRES_PUSH",
        http: 400,
        description: "Only a push consumer can have flow control.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_DIRECT_REQUIRES_PUSH,
        constant: "CONSUMER_DIRECT_REQUIRES_PUSH",
        http: 400,
        description: "A direct consumer must be a push consumer.",
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
        description: "A direct consumer cannot be created by a clustered request.",
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
        description: "`opt_start_seq` or `opt_start_time` is missing or does not match the policy.",
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
        description: "The stream is invalid, for example because it is being removed.",
    },
    KnownCode {
        code: ErrorCode::STREAM_HEADER_EXCEEDS_MAXIMUM,
        constant: "STREAM_HEADER_EXCEEDS_MAXIMUM",
        http: 400,
        description: "The headers of a message must not exceed 64 KiB.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_WQ_REQUIRES_EXPLICIT_ACK,
        constant: "CONSUMER_WQ_REQUIRES_EXPLICIT_ACK",
        http: 400,
        description: "A consumer of a work queue stream must have ack policy `explicit`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_WQ_MULTIPLE_UNFILTERED,
        constant: "CONSUMER_WQ_MULTIPLE_UNFILTERED",
        http: 400,
        description: "A work queue stream with an unfiltered consumer cannot have another consumer.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_WQ_CONSUMER_NOT_UNIQUE,
        constant: "CONSUMER_WQ_CONSUMER_NOT_UNIQUE",
        http: 400,
        description: "The filter overlaps that of another consumer of the work queue stream.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_WQ_CONSUMER_NOT_DELIVER_ALL,
        constant: "CONSUMER_WQ_CONSUMER_NOT_DELIVER_ALL",
        http: 400,
        description: "A consumer of a work queue stream must have deliver policy `all`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_NAME_TOO_LONG,
        constant: "CONSUMER_NAME_TOO_LONG",
        http: 400,
        description: "The consumer name is too long.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_BAD_DURABLE_NAME,
        constant: "CONSUMER_BAD_DURABLE_NAME",
        http: 400,
        description: "The durable name contains `.`, `*` or `>`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_STORE_FAILED,
        constant: "CONSUMER_STORE_FAILED",
        http: 500,
        description: "The server could not create the storage of the consumer.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_EXISTING_ACTIVE,
        constant: "CONSUMER_EXISTING_ACTIVE",
        http: 400,
        description: "A push consumer with this name exists and has a subscriber.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_REPLACEMENT_WITH_DIFFERENT_NAME,
        constant: "CONSUMER_REPLACEMENT_WITH_DIFFERENT_NAME",
        http: 400,
        description: "A push consumer with this name exists with another configuration.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_DESCRIPTION_TOO_LONG,
        constant: "CONSUMER_DESCRIPTION_TOO_LONG",
        http: 400,
        description: "The description of the consumer is too long.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_WITH_FLOW_CONTROL_NEEDS_HEARTBEATS,
        constant: "CONSUMER_WITH_FLOW_CONTROL_NEEDS_HEARTBEATS",
        http: 400,
        description: "Flow control requires `idle_heartbeat`.",
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
        description: "The stream could not be purged: it denies purges or is sealed.",
    },
    KnownCode {
        code: ErrorCode::STREAM_ROLLUP_FAILED_F,
        constant: "STREAM_ROLLUP_FAILED_F",
        http: 500,
        description: "The stream does not allow rollups, or the header `Nats-Rollup` is invalid.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_INVALID_DELIVER_SUBJECT,
        constant: "CONSUMER_INVALID_DELIVER_SUBJECT",
        http: 400,
        description: "The deliver subject is not a valid subject.",
    },
    KnownCode {
        code: ErrorCode::STREAM_MAX_BYTES_REQUIRED,
        constant: "STREAM_MAX_BYTES_REQUIRED",
        http: 400,
        description: "The account requires `max_bytes` for every stream.",
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
        description: "`max_expires` must be at least 1 ms.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_MAX_DELIVER_BACKOFF,
        constant: "CONSUMER_MAX_DELIVER_BACKOFF",
        http: 400,
        description: "`max_deliver` must not be less than the number of `backoff` entries.",
    },
    KnownCode {
        code: ErrorCode::STREAM_INFO_MAX_SUBJECTS,
        constant: "STREAM_INFO_MAX_SUBJECTS",
        http: 500,
        description: "Too many subjects; use a narrower filter.",
    },
    KnownCode {
        code: ErrorCode::STREAM_OFFLINE,
        constant: "STREAM_OFFLINE",
        http: 500,
        description: "The stream is offline: none of its servers can be reached. Try again later.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_OFFLINE,
        constant: "CONSUMER_OFFLINE",
        http: 500,
        description: "The consumer is offline: none of its servers can be reached. Try again later.",
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
        description: "`max_ack_pending` exceeds the limit of the stream, account or server.",
    },
    KnownCode {
        code: ErrorCode::STREAM_MAX_STREAM_BYTES_EXCEEDED,
        constant: "STREAM_MAX_STREAM_BYTES_EXCEEDED",
        http: 400,
        description: "`max_bytes` exceeds the limit of the account for one stream.",
    },
    KnownCode {
        code: ErrorCode::STREAM_MOVE_AND_SCALE,
        constant: "STREAM_MOVE_AND_SCALE",
        http: 400,
        description: "An update cannot move a stream and change its number of replicas.",
    },
    KnownCode {
        code: ErrorCode::STREAM_MOVE_IN_PROGRESS,
        constant: "STREAM_MOVE_IN_PROGRESS",
        http: 400,
        description: "A move of the stream is already in progress.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_MAX_REQUEST_BATCH_EXCEEDED_F,
        constant: "CONSUMER_MAX_REQUEST_BATCH_EXCEEDED_F",
        http: 400,
        description: "`max_batch` exceeds the limit of the server.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_REPLICAS_EXCEEDS_STREAM,
        constant: "CONSUMER_REPLICAS_EXCEEDS_STREAM",
        http: 400,
        description: "A consumer must not have more replicas than its stream.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_NAME_CONTAINS_PATH_SEPARATORS,
        constant: "CONSUMER_NAME_CONTAINS_PATH_SEPARATORS",
        http: 400,
        description: "A consumer name must not contain `/` or `\\`.",
    },
    KnownCode {
        code: ErrorCode::STREAM_NAME_CONTAINS_PATH_SEPARATORS,
        constant: "STREAM_NAME_CONTAINS_PATH_SEPARATORS",
        http: 400,
        description: "A stream name must not contain `/` or `\\`.",
    },
    KnownCode {
        code: ErrorCode::STREAM_RECONFIGURE_NOT_IN_PROGRESS,
        constant: "STREAM_RECONFIGURE_NOT_IN_PROGRESS",
        http: 400,
        description: "No move or other change of the stream's replicas is in progress.",
    },
    KnownCode {
        code: ErrorCode::STREAM_NAME_EXIST_RESTORE_FAILED,
        constant: "STREAM_NAME_EXIST_RESTORE_FAILED",
        http: 400,
        description: "A stream with this name exists.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_CREATE_FILTER_SUBJECT_MISMATCH,
        constant: "CONSUMER_CREATE_FILTER_SUBJECT_MISMATCH",
        http: 400,
        description: "The filters in the request subject and the body differ.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_CREATE_DURABLE_AND_NAME_MISMATCH,
        constant: "CONSUMER_CREATE_DURABLE_AND_NAME_MISMATCH",
        http: 400,
        description: "`durable_name` and `name` differ.",
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
        description: "The retention policy requires the stream's number of replicas for the consumer.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_METADATA_LENGTH,
        constant: "CONSUMER_METADATA_LENGTH",
        http: 400,
        description: "The `metadata` of the consumer is too large.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_DUPLICATE_FILTER_SUBJECTS,
        constant: "CONSUMER_DUPLICATE_FILTER_SUBJECTS",
        http: 400,
        description: "A consumer cannot have `filter_subject` and `filter_subjects`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_MULTIPLE_FILTERS_NOT_ALLOWED,
        constant: "CONSUMER_MULTIPLE_FILTERS_NOT_ALLOWED",
        http: 400,
        description: "A request with `filter_subjects` must not have a filter in its subject.",
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
        description: "The stream name of a source is invalid.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_INVALID_STREAM_NAME,
        constant: "MIRROR_INVALID_STREAM_NAME",
        http: 400,
        description: "The stream name of the mirror's origin is invalid.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_WITH_FIRST_SEQ,
        constant: "MIRROR_WITH_FIRST_SEQ",
        http: 400,
        description: "A mirror must not set `first_seq`: it has the sequences of its origin.",
    },
    KnownCode {
        code: ErrorCode::SOURCE_MULTIPLE_FILTERS_NOT_ALLOWED,
        constant: "SOURCE_MULTIPLE_FILTERS_NOT_ALLOWED",
        http: 400,
        description: "A source cannot have `filter_subject` and `subject_transforms`.",
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
        description: "The `dest` of a source's transform is invalid for its `src`.",
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
        description: "`action` is `create`, and the consumer exists with another configuration.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_DOES_NOT_EXIST,
        constant: "CONSUMER_DOES_NOT_EXIST",
        http: 400,
        description: "`action` is `update`, and the consumer does not exist.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_MULTIPLE_FILTERS_NOT_ALLOWED,
        constant: "MIRROR_MULTIPLE_FILTERS_NOT_ALLOWED",
        http: 400,
        description: "A mirror cannot have `filter_subject` and `subject_transforms`.",
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
        description: "`inactive_threshold` exceeds the limit of the stream.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_INVALID_TRANSFORM_DESTINATION,
        constant: "MIRROR_INVALID_TRANSFORM_DESTINATION",
        http: 400,
        description: "The `dest` of the mirror's transform is invalid for its `src`.",
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
        description: "The `dest` of the stream's transform is invalid for its `src`.",
    },
    KnownCode {
        code: ErrorCode::PEDANTIC,
        constant: "PEDANTIC",
        http: 400,
        description: "A pedantic request has a setting that the server would otherwise adjust.",
    },
    KnownCode {
        code: ErrorCode::STREAM_DUPLICATE_MESSAGE_CONFLICT,
        constant: "STREAM_DUPLICATE_MESSAGE_CONFLICT",
        http: 409,
        description: "A message with the same ID is in flight. Publish again to get the result.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_PRIORITY_POLICY_WITHOUT_GROUP,
        constant: "CONSUMER_PRIORITY_POLICY_WITHOUT_GROUP",
        http: 400,
        description: "A priority policy requires `priority_groups`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_INVALID_PRIORITY_GROUP,
        constant: "CONSUMER_INVALID_PRIORITY_GROUP",
        http: 400,
        description: "The consumer has no priority group with this name.",
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
        description: "The name of a priority group must have 1 to 16 letters, digits or any of `-_/=`.",
    },
    KnownCode {
        code: ErrorCode::STREAM_EXPECTED_LAST_SEQ_PER_SUBJECT_NOT_READY,
        constant: "STREAM_EXPECTED_LAST_SEQ_PER_SUBJECT_NOT_READY",
        http: 503,
        description: "The last sequence is unknown: a message to the subject is in flight. Try again.",
    },
    KnownCode {
        code: ErrorCode::STREAM_WRONG_LAST_SEQUENCE_CONSTANT,
        constant: "STREAM_WRONG_LAST_SEQUENCE_CONSTANT",
        http: 400,
        description: "Wrong last sequence. The text does not have the actual sequence.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_TTL_INVALID,
        constant: "MESSAGE_TTL_INVALID",
        http: 400,
        description: "The header `Nats-TTL` is not a valid duration.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_TTL_DISABLED,
        constant: "MESSAGE_TTL_DISABLED",
        http: 400,
        description: "The stream does not allow `Nats-TTL`: `allow_msg_ttl` is unset.",
    },
    KnownCode {
        code: ErrorCode::STREAM_TOO_MANY_REQUESTS,
        constant: "STREAM_TOO_MANY_REQUESTS",
        http: 429,
        description: "Too many requests. Messages arrive faster than the stream stores them: publish again later.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_INCR_DISABLED,
        constant: "MESSAGE_INCR_DISABLED",
        http: 400,
        description: "The stream does not allow counters: `allow_msg_counter` is unset.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_INCR_MISSING,
        constant: "MESSAGE_INCR_MISSING",
        http: 400,
        description: "A message to a counter stream must have the header `Nats-Incr`.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_INCR_PAYLOAD,
        constant: "MESSAGE_INCR_PAYLOAD",
        http: 400,
        description: "A message to a counter stream must not have a payload.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_INCR_INVALID,
        constant: "MESSAGE_INCR_INVALID",
        http: 400,
        description: "The header `Nats-Incr` is not an integer.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_COUNTER_BROKEN,
        constant: "MESSAGE_COUNTER_BROKEN",
        http: 400,
        description: "The last value of the counter is not readable.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_WITH_COUNTERS,
        constant: "MIRROR_WITH_COUNTERS",
        http: 400,
        description: "A mirror cannot have counters.",
    },
    KnownCode {
        code: ErrorCode::ATOMIC_PUBLISH_DISABLED,
        constant: "ATOMIC_PUBLISH_DISABLED",
        http: 400,
        description: "The stream does not allow atomic batches: `allow_atomic` is unset.",
    },
    KnownCode {
        code: ErrorCode::ATOMIC_PUBLISH_MISSING_SEQ,
        constant: "ATOMIC_PUBLISH_MISSING_SEQ",
        http: 400,
        description: "The message belongs to a batch and has no batch sequence.",
    },
    KnownCode {
        code: ErrorCode::ATOMIC_PUBLISH_INCOMPLETE_BATCH,
        constant: "ATOMIC_PUBLISH_INCOMPLETE_BATCH",
        http: 400,
        description: "The batch is incomplete. The stream stored no message of it: publish the batch again.",
    },
    KnownCode {
        code: ErrorCode::ATOMIC_PUBLISH_UNSUPPORTED_HEADER_BATCH,
        constant: "ATOMIC_PUBLISH_UNSUPPORTED_HEADER_BATCH",
        http: 400,
        description: "A message of the batch has a header that atomic batches do not support.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_PUSH_WITH_PRIORITY_GROUP,
        constant: "CONSUMER_PUSH_WITH_PRIORITY_GROUP",
        http: 400,
        description: "Only a pull consumer can have priority groups.",
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
        description: "The stream has not reached the requested sequence. Try again.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_ACK_POLICY_INVALID,
        constant: "CONSUMER_ACK_POLICY_INVALID",
        http: 400,
        description: "The server does not support this `ack_policy`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_REPLAY_POLICY_INVALID,
        constant: "CONSUMER_REPLAY_POLICY_INVALID",
        http: 400,
        description: "The server does not support this `replay_policy`.",
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
        description: "The API level of the server is below the level that the request requires.",
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
        description: "The stream does not allow schedules: `allow_msg_schedules` is unset.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_SCHEDULES_PATTERN_INVALID,
        constant: "MESSAGE_SCHEDULES_PATTERN_INVALID",
        http: 400,
        description: "The header `Nats-Schedule` is not a valid schedule.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_SCHEDULES_TARGET_INVALID,
        constant: "MESSAGE_SCHEDULES_TARGET_INVALID",
        http: 400,
        description: "Invalid header `Nats-Schedule-Target`. It is missing, the subject of the schedule, or not a subject of the stream.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_SCHEDULES_TTL_INVALID,
        constant: "MESSAGE_SCHEDULES_TTL_INVALID",
        http: 400,
        description: "The header `Nats-Schedule-TTL` is not a valid duration.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_SCHEDULES_ROLLUP_INVALID,
        constant: "MESSAGE_SCHEDULES_ROLLUP_INVALID",
        http: 400,
        description: "Invalid rollup header of a schedule. `Nats-Schedule-Rollup` must be `sub`.",
    },
    KnownCode {
        code: ErrorCode::STREAM_EXPECTED_LAST_SEQ_PER_SUBJECT_INVALID,
        constant: "STREAM_EXPECTED_LAST_SEQ_PER_SUBJECT_INVALID",
        http: 400,
        description: "The message has a subject for the expected last sequence, but no sequence.",
    },
    KnownCode {
        code: ErrorCode::STREAM_OFFLINE_REASON,
        constant: "STREAM_OFFLINE_REASON",
        http: 500,
        description: "The stream is offline. The text has the reason, such as a setting of a newer server.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_OFFLINE_REASON,
        constant: "CONSUMER_OFFLINE_REASON",
        http: 500,
        description: "The consumer is offline. The text has the reason, such as a setting of a newer server.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_PRIORITY_GROUP_WITH_POLICY_NONE,
        constant: "CONSUMER_PRIORITY_GROUP_WITH_POLICY_NONE",
        http: 400,
        description: "Priority groups require a priority policy other than `none`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_PINNED_TTL_WITHOUT_PRIORITY_POLICY_NONE,
        constant: "CONSUMER_PINNED_TTL_WITHOUT_PRIORITY_POLICY_NONE",
        http: 400,
        description: "`priority_timeout` requires a priority policy other than `none`.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_WITH_ATOMIC_PUBLISH,
        constant: "MIRROR_WITH_ATOMIC_PUBLISH",
        http: 400,
        description: "A mirror cannot have atomic batches.",
    },
    KnownCode {
        code: ErrorCode::ATOMIC_PUBLISH_TOO_LARGE_BATCH,
        constant: "ATOMIC_PUBLISH_TOO_LARGE_BATCH",
        http: 400,
        description: "The batch exceeds the maximum number of messages.",
    },
    KnownCode {
        code: ErrorCode::ATOMIC_PUBLISH_INVALID_BATCH_COMMIT,
        constant: "ATOMIC_PUBLISH_INVALID_BATCH_COMMIT",
        http: 400,
        description: "The value of the header `Nats-Batch-Commit` is invalid.",
    },
    KnownCode {
        code: ErrorCode::ATOMIC_PUBLISH_CONTAINS_DUPLICATE_MESSAGE,
        constant: "ATOMIC_PUBLISH_CONTAINS_DUPLICATE_MESSAGE",
        http: 400,
        description: "The batch contains a duplicate message ID.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_SERVER_MEMBER_CHANGE_INFLIGHT,
        constant: "CLUSTER_SERVER_MEMBER_CHANGE_INFLIGHT",
        http: 400,
        description: "Another membership change of the cluster is in progress. Try again later.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_SCHEDULES_SOURCE_INVALID,
        constant: "MESSAGE_SCHEDULES_SOURCE_INVALID",
        http: 400,
        description: "Invalid header `Nats-Schedule-Source`. It must be a subject without wildcards.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_INVALID_RESET,
        constant: "CONSUMER_INVALID_RESET",
        http: 400,
        description: "The deliver policy of the consumer does not allow a reset to this sequence.",
    },
    KnownCode {
        code: ErrorCode::BATCH_PUBLISH_DISABLED,
        constant: "BATCH_PUBLISH_DISABLED",
        http: 400,
        description: "The stream does not allow fast-ingest batches: `allow_batched` is unset.",
    },
    KnownCode {
        code: ErrorCode::BATCH_PUBLISH_INVALID_PATTERN,
        constant: "BATCH_PUBLISH_INVALID_PATTERN",
        http: 400,
        description: "The reply subject of the message is not that of a fast-ingest batch.",
    },
    KnownCode {
        code: ErrorCode::BATCH_PUBLISH_INVALID_BATCH_ID,
        constant: "BATCH_PUBLISH_INVALID_BATCH_ID",
        http: 400,
        description: "The ID of the fast-ingest batch is empty or too long.",
    },
    KnownCode {
        code: ErrorCode::BATCH_PUBLISH_UNKNOWN_BATCH_ID,
        constant: "BATCH_PUBLISH_UNKNOWN_BATCH_ID",
        http: 400,
        description: "Unknown fast-ingest batch. It ended, was abandoned, or did not start on this server.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_WITH_BATCH_PUBLISH,
        constant: "MIRROR_WITH_BATCH_PUBLISH",
        http: 400,
        description: "A mirror cannot have fast-ingest batches.",
    },
    KnownCode {
        code: ErrorCode::ATOMIC_PUBLISH_TOO_MANY_INFLIGHT,
        constant: "ATOMIC_PUBLISH_TOO_MANY_INFLIGHT",
        http: 429,
        description: "Too many atomic batches in flight. Try again later.",
    },
    KnownCode {
        code: ErrorCode::BATCH_PUBLISH_TOO_MANY_INFLIGHT,
        constant: "BATCH_PUBLISH_TOO_MANY_INFLIGHT",
        http: 429,
        description: "Too many fast-ingest batches in flight. Try again later.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_SCHEDULES_SCHEDULER_INVALID,
        constant: "MESSAGE_SCHEDULES_SCHEDULER_INVALID",
        http: 400,
        description: "Invalid header `Nats-Scheduler` or `Nats-Schedule-Next`. Clients use them only to end a schedule.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_DURABLE_CONSUMER_CFG_INVALID,
        constant: "MIRROR_DURABLE_CONSUMER_CFG_INVALID",
        http: 400,
        description: "Invalid existing `consumer` of the mirror. It is misconfigured, or combined with a filter or start.",
    },
    KnownCode {
        code: ErrorCode::MIRROR_CONSUMER_REQUIRES_ACK_FC,
        constant: "MIRROR_CONSUMER_REQUIRES_ACK_FC",
        http: 400,
        description: "The existing `consumer` of the mirror must have ack policy `flow_control`.",
    },
    KnownCode {
        code: ErrorCode::SOURCE_DURABLE_CONSUMER_CFG_INVALID,
        constant: "SOURCE_DURABLE_CONSUMER_CFG_INVALID",
        http: 400,
        description: "Invalid existing `consumer` of a source. It is misconfigured, or combined with a filter or start.",
    },
    KnownCode {
        code: ErrorCode::SOURCE_DURABLE_CONSUMER_DUPLICATE_DETECTED,
        constant: "SOURCE_DURABLE_CONSUMER_DUPLICATE_DETECTED",
        http: 400,
        description: "Two sources use the same existing `consumer`.",
    },
    KnownCode {
        code: ErrorCode::SOURCE_CONSUMER_REQUIRES_ACK_FC,
        constant: "SOURCE_CONSUMER_REQUIRES_ACK_FC",
        http: 400,
        description: "The existing `consumer` of a source must have ack policy `flow_control`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_ACK_FC_REQUIRES_PUSH,
        constant: "CONSUMER_ACK_FC_REQUIRES_PUSH",
        http: 400,
        description: "Only a push consumer can have ack policy `flow_control`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_ACK_FC_REQUIRES_FC,
        constant: "CONSUMER_ACK_FC_REQUIRES_FC",
        http: 400,
        description: "Ack policy `flow_control` requires `flow_control`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_ACK_FC_REQUIRES_MAX_ACK_PENDING,
        constant: "CONSUMER_ACK_FC_REQUIRES_MAX_ACK_PENDING",
        http: 400,
        description: "Ack policy `flow_control` requires a `max_ack_pending` above 0.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_ACK_FC_REQUIRES_NO_ACK_WAIT,
        constant: "CONSUMER_ACK_FC_REQUIRES_NO_ACK_WAIT",
        http: 400,
        description: "Ack policy `flow_control` excludes `ack_wait` and `backoff`.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_ACK_FC_REQUIRES_NO_MAX_DELIVER,
        constant: "CONSUMER_ACK_FC_REQUIRES_NO_MAX_DELIVER",
        http: 400,
        description: "Ack policy `flow_control` excludes `max_deliver`.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_SCHEDULES_TIME_ZONE_INVALID,
        constant: "MESSAGE_SCHEDULES_TIME_ZONE_INVALID",
        http: 400,
        description: "The header `Nats-Schedule-Time-Zone` is not a time zone known to the server.",
    },
    KnownCode {
        code: ErrorCode::CLUSTER_RESCUE,
        constant: "CLUSTER_RESCUE",
        http: 400,
        description: "The rescue of the meta group failed. The text has the reason.",
    },
    KnownCode {
        code: ErrorCode::CONSUMER_STREAM_IDENTITY_MISMATCH_F,
        constant: "CONSUMER_STREAM_IDENTITY_MISMATCH_F",
        http: 400,
        description: "The stream was deleted and created again since the request.",
    },
    KnownCode {
        code: ErrorCode::STREAM_RECONFIGURE_IN_PROGRESS,
        constant: "STREAM_RECONFIGURE_IN_PROGRESS",
        http: 400,
        description: "A change of the stream's replicas is already in progress.",
    },
    KnownCode {
        code: ErrorCode::MESSAGE_SOURCE_HDR_NOT_ALLOWED,
        constant: "MESSAGE_SOURCE_HDR_NOT_ALLOWED",
        http: 400,
        description: "Only the server may set the header `Nats-Stream-Source`.",
    },
    KnownCode {
        code: ErrorCode::SOURCE_CONSUMER_STALLED,
        constant: "SOURCE_CONSUMER_STALLED",
        http: 500,
        description: "A mirror or source waits for flow control replies. Allow `$JS.FC.>` in both accounts.",
    },
];
