//! The names of JetStream's headers, in its own spelling.
//!
//! Names are told apart by upper and lower case. Values are text: numbers are
//! decimal.

/// The API level from which servers heed a header of a published message, and its
/// name; `None` where all servers do, or none does.
///
/// Older servers store the message as if it had no such header. Server 2.10 also
/// finds a header by the first place where its name stands, so that a longer name
/// hides it, or is taken for it (measured with 2.10.26).
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

/// The headers that not every server heeds.
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

/// The headers that server 2.10 heeds; the longest of those that begin alike first.
const FIRST: [&str; 6] = [
    MSG_ID,
    EXPECTED_STREAM,
    EXPECTED_LAST_SEQUENCE,
    EXPECTED_LAST_SUBJECT_SEQUENCE,
    EXPECTED_LAST_MSG_ID,
    ROLLUP,
];

// Asked with a message that is published.

/// Sent: an id, under which a message is stored once.
///
/// A second one within the stream's `duplicate_window` (2 minutes by default) is
/// acknowledged with `duplicate` and not stored.
pub const MSG_ID: &str = "Nats-Msg-Id";

/// Sent: the stream that has to store the message, or else error 10060.
pub const EXPECTED_STREAM: &str = "Nats-Expected-Stream";

/// Sent: the last sequence of the stream, or else error 10071.
pub const EXPECTED_LAST_SEQUENCE: &str = "Nats-Expected-Last-Sequence";

/// Sent: the last sequence on the subject, or else error 10071 or 10164.
///
/// 0 when the subject has to have no message.
pub const EXPECTED_LAST_SUBJECT_SEQUENCE: &str = "Nats-Expected-Last-Subject-Sequence";

/// Sent: the subject, which may have wildcards, that
/// [`EXPECTED_LAST_SUBJECT_SEQUENCE`] is about, when not the message's own.
///
/// Server 2.11 and later.
pub const EXPECTED_LAST_SUBJECT_SEQUENCE_SUBJECT: &str =
    "Nats-Expected-Last-Subject-Sequence-Subject";

/// Sent: the [`MSG_ID`] of the last message of the stream, or else error 10070.
pub const EXPECTED_LAST_MSG_ID: &str = "Nats-Expected-Last-Msg-Id";

/// Sent: `sub` or `all`: the message takes the place of all before it, on its
/// subject or in the stream.
///
/// The stream has to allow it with `allow_rollup_hdrs`. ADR-8 builds on it.
pub const ROLLUP: &str = "Nats-Rollup";

/// Sent: when the message goes, as seconds, as `1h30m`, or `never`.
///
/// At least 1 s. The stream has to allow it with `allow_msg_ttl`. ADR-43, server
/// 2.11 and later.
pub const TTL: &str = "Nats-TTL";

/// Stored in what a stream writes itself where messages went: `MaxAge`, `Purge`
/// or `Remove`.
///
/// For streams with a `subject_delete_marker_ttl`. ADR-43, server 2.11 and later.
pub const MARKER_REASON: &str = "Nats-Marker-Reason";

/// Sent: by how much the counter on the subject changes, as `+1` or `-5`.
///
/// ADR-49, server 2.12 and later.
pub const INCR: &str = "Nats-Incr";

/// Stored with a counter: what other streams contributed, as JSON.
///
/// ADR-49, server 2.12 and later.
pub const COUNTER_SOURCES: &str = "Nats-Counter-Sources";

/// What is done to a key of a bucket, `DEL` or `PURGE`; absent when it is put.
///
/// ADR-8.
pub const KV_OPERATION: &str = "KV-Operation";

// Asked with the messages of an atomic batch.

/// Sent: the batch that the message is part of; at most 64 characters.
///
/// ADR-50, server 2.12 and later.
pub const BATCH_ID: &str = "Nats-Batch-Id";

/// Sent: the place of the message in its batch, from 1 on.
///
/// ADR-50, server 2.12 and later.
pub const BATCH_SEQUENCE: &str = "Nats-Batch-Sequence";

/// Sent with the last message of a batch: `1` stores all of them, `eob` all but
/// this one.
///
/// ADR-50, server 2.12 and later.
pub const BATCH_COMMIT: &str = "Nats-Batch-Commit";

// Asked with a message that is a schedule, and said with what comes of it.

/// Sent: when messages are made of this one, as `@at 2026-11-20T12:00:00Z`,
/// `@every 5m`, or a cron expression of six fields.
///
/// ADR-51; `@at` with server 2.12 and later, the others with 2.14 and later.
pub const SCHEDULE: &str = "Nats-Schedule";

/// Sent: the subject of the messages that are made; one of the same stream.
///
/// ADR-51, server 2.12 and later.
pub const SCHEDULE_TARGET: &str = "Nats-Schedule-Target";

/// Sent: the subject whose last message is made again, in place of this one's.
///
/// ADR-51, server 2.14 and later.
pub const SCHEDULE_SOURCE: &str = "Nats-Schedule-Source";

/// Sent: the [`TTL`] of the messages that are made.
///
/// ADR-51, server 2.12 and later.
pub const SCHEDULE_TTL: &str = "Nats-Schedule-TTL";

/// Sent: the time zone of a cron expression, as `Europe/Amsterdam`.
///
/// ADR-51, server 2.14 and later.
pub const SCHEDULE_TIME_ZONE: &str = "Nats-Schedule-Time-Zone";

/// Sent: `sub`, the [`ROLLUP`] of the messages that are made.
///
/// ADR-51, server 2.14 and later.
pub const SCHEDULE_ROLLUP: &str = "Nats-Schedule-Rollup";

/// Stored with a message that was made: the subject of its schedule.
///
/// ADR-51, server 2.12 and later.
pub const SCHEDULER: &str = "Nats-Scheduler";

/// Stored with a message that was made: when the next one is, or `purge`.
///
/// ADR-51, server 2.12 and later.
pub const SCHEDULE_NEXT: &str = "Nats-Schedule-Next";

// Asked with a request of the API, and said with its reply.

/// Sent: the API level that the server which answers has to speak.
///
/// Server 2.12 and later refuse when they speak less (`err_code` 10185, or
/// status 412 where messages are answered); older ones do not look. Not looked
/// at when a single message is published. ADR-44.
pub const REQUIRED_API_LEVEL: &str = "Nats-Required-Api-Level";

/// Said with some replies about consumers: which stream it is, beyond its name.
///
/// The reply is a JSON document all the same. Server 2.15.1 and later.
pub const STREAM_IDENTITY: &str = "Nats-Stream-Identity";

/// Said to streams that copy from others, with a consumer made for them.
pub const RESPONSE_TYPE: &str = "Nats-Response-Type";

// Said with a message that is read directly or published again.

/// Said: the stream that the message is stored in. ADR-31, ADR-28.
pub const STREAM: &str = "Nats-Stream";

/// Said: the subject that the message is stored under. ADR-31, ADR-28.
pub const SUBJECT: &str = "Nats-Subject";

/// Said: the sequence of the message in its stream. ADR-31, ADR-28.
pub const SEQUENCE: &str = "Nats-Sequence";

/// Said: when the message was stored, in RFC 3339. ADR-31, ADR-28.
pub const TIME_STAMP: &str = "Nats-Time-Stamp";

/// Said: the sequence of the message that came before.
///
/// With a batch that is read directly, the one that was sent before, or 0; at
/// its end, the last one that was sent. With a message that is published again,
/// the one before on its subject. ADR-31, ADR-28.
pub const LAST_SEQUENCE: &str = "Nats-Last-Sequence";

/// Said: how many messages of a batch are still to come, or are left over at its
/// end. ADR-31, server 2.11 and later.
pub const NUM_PENDING: &str = "Nats-Num-Pending";

/// Said at the end of a read of several subjects: the sequence up to which they
/// were looked at.
///
/// Given back as `up_to_seq`, the next read sees the same state. ADR-31, server
/// 2.11 and later.
pub const UP_TO_SEQUENCE: &str = "Nats-UpTo-Sequence";

/// Said with a message that is published again without its payload: how many
/// bytes it has. ADR-28. With a consumer that delivers headers only as well.
pub const MSG_SIZE: &str = "Nats-Msg-Size";

/// Stored with a message that was copied from another stream: from which one,
/// its sequence there, and more, with spaces between.
pub const STREAM_SOURCE: &str = "Nats-Stream-Source";

// Said by a consumer.

/// Said with a heartbeat: the consumer's last sequence. ADR-9, ADR-15.
pub const LAST_CONSUMER: &str = "Nats-Last-Consumer";

/// Said with a heartbeat: the stream's last sequence. ADR-9, ADR-15.
pub const LAST_STREAM: &str = "Nats-Last-Stream";

/// Said with a heartbeat of a push consumer that is held up: the subject whose
/// answer lets it go on. ADR-15.
pub const CONSUMER_STALLED: &str = "Nats-Consumer-Stalled";

/// Said at the end of a pull: how many of its messages were not delivered.
///
/// ADR-13.
pub const PENDING_MESSAGES: &str = "Nats-Pending-Messages";

/// Said at the end of a pull: how many of its bytes were not delivered.
///
/// ADR-13.
pub const PENDING_BYTES: &str = "Nats-Pending-Bytes";

/// Said with a message, and to be given back as `id` of the next pull: that this
/// client is the one that the consumer's group is pinned to.
///
/// ADR-42, server 2.11 and later.
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
