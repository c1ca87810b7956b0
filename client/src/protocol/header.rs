//! Names of the headers of JetStream messages.
//!
//! Header names are case-sensitive. Values are text; numbers are decimal.

/// Returns the API level that a header of a published message requires, and its name.
///
/// `None`: the header requires no level. Older servers ignore the header and store the
/// message. Server 2.10 finds a header by the first occurrence of its name, so it confuses a
/// header with one whose longer name contains it (measured with 2.10.26).
pub(crate) fn required_level(name: &str) -> Option<(u8, &'static str)> {
    if !name.contains("Nats-") {
        return None;
    }
    let known = LEVELS.iter().find(|(_, known)| *known == name);
    known.copied().or_else(|| {
        let hidden = FIRST.iter().find(|first| name.contains(**first))?;
        (name != *hidden).then_some((1, *hidden))
    })
}

/// Headers that not every server supports, with their API level.
pub(crate) const LEVELS: [(u8, &str); 14] = [
    (1, TTL),
    (1, EXPECTED_LAST_SUBJECT_SEQUENCE_SUBJECT),
    (2, INCR),
    (2, BATCH_ID),
    (2, BATCH_SEQUENCE),
    (2, BATCH_COMMIT),
    (2, SCHEDULE),
    (2, SCHEDULE_TARGET),
    (2, SCHEDULE_TTL),
    (4, SCHEDULE_SOURCE),
    (4, SCHEDULE_TIME_ZONE),
    (4, SCHEDULE_ROLLUP),
    (4, SCHEDULER),
    (4, SCHEDULE_NEXT),
];

/// Headers that server 2.10 supports; of equal beginnings, the longest first.
const FIRST: [&str; 6] = [
    MSG_ID,
    EXPECTED_STREAM,
    EXPECTED_LAST_SEQUENCE,
    EXPECTED_LAST_SUBJECT_SEQUENCE,
    EXPECTED_LAST_MSG_ID,
    ROLLUP,
];

// Headers of published messages.

/// Publish header: ID of the message, for duplicate detection.
///
/// The stream does not store a second message with the same ID within its
/// `duplicate_window` (default: 2 minutes); the acknowledgement has `duplicate` set.
pub const MSG_ID: &str = "Nats-Msg-Id";

/// Publish header: the expected stream; another stream answers error 10060.
pub const EXPECTED_STREAM: &str = "Nats-Expected-Stream";

/// Publish header: the expected last sequence of the stream (10071).
pub const EXPECTED_LAST_SEQUENCE: &str = "Nats-Expected-Last-Sequence";

/// Publish header: the expected last sequence of the subject (10071, 10164).
///
/// 0: the subject must have no message.
pub const EXPECTED_LAST_SUBJECT_SEQUENCE: &str = "Nats-Expected-Last-Subject-Sequence";

/// Publish header: the subject of [`EXPECTED_LAST_SUBJECT_SEQUENCE`].
///
/// Default: the subject of the message. Wildcards are allowed.
///
/// Server 2.11 and later.
pub const EXPECTED_LAST_SUBJECT_SEQUENCE_SUBJECT: &str =
    "Nats-Expected-Last-Subject-Sequence-Subject";

/// Publish header: the expected [`MSG_ID`] of the last message (10070).
pub const EXPECTED_LAST_MSG_ID: &str = "Nats-Expected-Last-Msg-Id";

/// Publish header: the message replaces all earlier messages.
///
/// `sub`: those of its subject. `all`: those of the stream. The stream must set
/// `allow_rollup_hdrs`. Key-value buckets use it (ADR-8).
pub const ROLLUP: &str = "Nats-Rollup";

/// Publish header: TTL of the message: seconds, a duration like `1h30m`, or `never`.
///
/// Minimum: 1 s. The stream must set `allow_msg_ttl`. ADR-43, server 2.11 and later.
pub const TTL: &str = "Nats-TTL";

/// Header of a delete marker: why messages were removed.
///
/// `MaxAge`, `Purge` or `Remove`. For streams with `subject_delete_marker_ttl`. ADR-43,
/// server 2.11 and later.
pub const MARKER_REASON: &str = "Nats-Marker-Reason";

/// Publish header: increment of the subject's counter, such as `+1` or `-5`.
///
/// ADR-49, server 2.12 and later.
pub const INCR: &str = "Nats-Incr";

/// Header of a stored counter: values of its source streams, as JSON.
///
/// ADR-49, server 2.12 and later.
pub const COUNTER_SOURCES: &str = "Nats-Counter-Sources";

/// Operation on a key: `DEL` or `PURGE`; absent for a put.
///
/// ADR-8.
pub const KV_OPERATION: &str = "KV-Operation";

// Headers of the messages of an atomic batch.

/// Publish header: ID of the message's batch; at most 64 characters.
///
/// ADR-50, server 2.12 and later.
pub const BATCH_ID: &str = "Nats-Batch-Id";

/// Publish header: batch sequence of the message, counted from 1.
///
/// ADR-50, server 2.12 and later.
pub const BATCH_SEQUENCE: &str = "Nats-Batch-Sequence";

/// Publish header of a batch's last message: commits the batch.
///
/// `1`: stores all messages of the batch. `eob`: stores all except this one.
/// ADR-50, server 2.12 and later.
pub const BATCH_COMMIT: &str = "Nats-Batch-Commit";

// Headers of schedules, and of the messages that a schedule creates.

/// Publish header: the schedule, such as `@every 5m`.
///
/// `@at 2026-11-20T12:00:00Z` (server 2.12 and later), `@every 5m`, or a cron expression of
/// six fields (server 2.14 and later). ADR-51.
pub const SCHEDULE: &str = "Nats-Schedule";

/// Publish header: subject of the scheduled messages; a subject of the same stream.
///
/// ADR-51, server 2.12 and later.
pub const SCHEDULE_TARGET: &str = "Nats-Schedule-Target";

/// Publish header: subject whose last message the schedule publishes.
///
/// Unset: the schedule publishes its own payload.
///
/// ADR-51, server 2.14 and later.
pub const SCHEDULE_SOURCE: &str = "Nats-Schedule-Source";

/// Publish header: [`TTL`] of the scheduled messages.
///
/// ADR-51, server 2.12 and later.
pub const SCHEDULE_TTL: &str = "Nats-Schedule-TTL";

/// Publish header: time zone of a cron expression, such as `Europe/Amsterdam`.
///
/// ADR-51, server 2.14 and later.
pub const SCHEDULE_TIME_ZONE: &str = "Nats-Schedule-Time-Zone";

/// Publish header: [`ROLLUP`] of the scheduled messages, which must be `sub`.
///
/// ADR-51, server 2.14 and later.
pub const SCHEDULE_ROLLUP: &str = "Nats-Schedule-Rollup";

/// Header of a scheduled message: subject of its schedule.
///
/// ADR-51, server 2.12 and later.
pub const SCHEDULER: &str = "Nats-Scheduler";

/// Header of a scheduled message: time of the next message, or `purge`.
///
/// ADR-51, server 2.12 and later.
pub const SCHEDULE_NEXT: &str = "Nats-Schedule-Next";

// Headers of API requests and replies.

/// Request header: API level that the responding server must support.
///
/// Server 2.12 and later refuses a higher level than its own (`err_code` 10185, or status
/// 412 for direct get); older servers ignore the header. Servers ignore it on a published
/// message. ADR-44.
pub const REQUIRED_API_LEVEL: &str = "Nats-Required-Api-Level";

/// Header of some replies about consumers: identity of the stream.
///
/// Distinguishes streams of the same name. The reply is still JSON. Server 2.15.1 and later.
pub const STREAM_IDENTITY: &str = "Nats-Stream-Identity";

/// Header of replies to streams that source from another stream.
pub const RESPONSE_TYPE: &str = "Nats-Response-Type";

// Headers of direct get replies and of republished messages.

/// Name of the message's stream. ADR-31, ADR-28.
pub const STREAM: &str = "Nats-Stream";

/// Subject of the stored message. ADR-31, ADR-28.
pub const SUBJECT: &str = "Nats-Subject";

/// Stream sequence of the message. ADR-31, ADR-28.
pub const SEQUENCE: &str = "Nats-Sequence";

/// Time at which the message was stored, in RFC 3339 format. ADR-31, ADR-28.
pub const TIME_STAMP: &str = "Nats-Time-Stamp";

/// Sequence of the previous message.
///
/// In a batched direct get: the previous message of the batch, or 0; in the final status,
/// the last message of the batch. In a republished message: the previous message of the
/// subject. ADR-31, ADR-28.
pub const LAST_SEQUENCE: &str = "Nats-Last-Sequence";

/// Number of messages after this one in a batched direct get.
///
/// In the final status: the number of remaining messages. ADR-31, server 2.11 and later.
pub const NUM_PENDING: &str = "Nats-Num-Pending";

/// Final status of a multi-subject direct get: highest sequence considered.
///
/// A next request with this `up_to_seq` reads the same state. ADR-31, server 2.11 and later.
pub const UP_TO_SEQUENCE: &str = "Nats-UpTo-Sequence";

/// Size of an omitted payload in bytes.
///
/// In messages republished with headers only (ADR-28), and in deliveries of a consumer with
/// `headers_only`.
pub const MSG_SIZE: &str = "Nats-Msg-Size";

/// Header of a sourced message: its origin, separated by spaces.
///
/// The name of the origin stream, the sequence there, and more.
pub const STREAM_SOURCE: &str = "Nats-Stream-Source";

// Headers of messages that a consumer sends.

/// Idle heartbeat: last consumer sequence. ADR-9, ADR-15.
pub const LAST_CONSUMER: &str = "Nats-Last-Consumer";

/// Idle heartbeat: stream sequence up to which the consumer has read. ADR-9, ADR-15.
pub const LAST_STREAM: &str = "Nats-Last-Stream";

/// Idle heartbeat of a push consumer stalled by flow control: the reply subject.
///
/// The consumer resumes when the client replies to this subject. ADR-15.
pub const CONSUMER_STALLED: &str = "Nats-Consumer-Stalled";

/// Status of an ended pull: number of messages not delivered.
///
/// ADR-13.
pub const PENDING_MESSAGES: &str = "Nats-Pending-Messages";

/// Status of an ended pull: number of bytes not delivered.
///
/// ADR-13.
pub const PENDING_BYTES: &str = "Nats-Pending-Bytes";

/// Pin ID of the client, to be sent as `id` of its next pull request.
///
/// The server pinned the client to the consumer's priority group. ADR-42, server 2.11 and
/// later.
pub const PIN_ID: &str = "Nats-Pin-Id";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_need_the_level_of_the_servers_that_heed_them() {
        for (name, expected) in [
            ("X-Trace", None),
            (MSG_ID, None),
            (ROLLUP, None),
            (EXPECTED_LAST_SUBJECT_SEQUENCE, None),
            (KV_OPERATION, None),
            ("Nats-Own", None),
            (TTL, Some((1, TTL))),
            (
                EXPECTED_LAST_SUBJECT_SEQUENCE_SUBJECT,
                Some((1, EXPECTED_LAST_SUBJECT_SEQUENCE_SUBJECT)),
            ),
            (INCR, Some((2, INCR))),
            (SCHEDULE_SOURCE, Some((4, SCHEDULE_SOURCE))),
            ("X-Nats-Msg-Id", Some((1, MSG_ID))),
            ("Nats-Rollup-Of", Some((1, ROLLUP))),
        ] {
            assert_eq!(required_level(name), expected, "{name}");
        }
    }
}
