// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::codec::{Extra, model};
use crate::generated::shared::ApiError;

/// Acknowledgement of the messages of a batch up to a batch sequence.
///
/// The server sends it to the reply subject of a fast-ingest batch, ADR-50. Server 2.14 and
/// later. The first acknowledgement confirms the start of the batch; the publisher must
/// wait for it. Each acknowledgement covers all earlier ones, also lost ones.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FastBatchFlowAck {
    /// Batch sequence of the last processed message, counted from 1.
    ///
    /// 0 in the acknowledgement of the start, before a message is stored. Not a stream
    /// sequence. In gap mode `fail` the stream has stored all messages up to it; in mode `ok`
    /// some may be missing.
    pub seq: u64,

    /// Number of messages until the next acknowledgement.
    ///
    /// At most the number that the publisher requested at the start; the server adapts it to
    /// its load.
    pub msgs: u16,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    FastBatchFlowAck {
        seq: required,
        msgs: required,
    }
}

/// Error: the stream refused one message of a batch.
///
/// The server sends it to the reply subject of a fast-ingest batch, ADR-50. Server 2.14 and
/// later. Only in gap mode `ok`: the batch continues without the message. In mode `fail`
/// the publish acknowledgement that ends the batch holds the error.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FastBatchFlowErr {
    /// Batch sequence of the message that the stream did not store.
    pub seq: u64,

    /// Reason why the stream did not store the message.
    pub error: ApiError,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    FastBatchFlowErr {
        seq: required,
        error: required,
    }
}

/// Gap: messages of a batch did not arrive at the server.
///
/// The server sends it to the reply subject of a fast-ingest batch, ADR-50. Server 2.14 and
/// later. It does not state which messages are stored: it may be lost, or overtake
/// acknowledgements. In gap mode `fail` the batch then ends with a publish acknowledgement;
/// in mode `ok` it continues.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FastBatchFlowGap {
    /// Batch sequence of the first missing message.
    ///
    /// The messages from here up to, but not including, `seq` did not arrive. If 5 follows 2,
    /// this is 3.
    pub last_seq: u64,

    /// Batch sequence of the message that arrived after the gap.
    pub seq: u64,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    FastBatchFlowGap {
        last_seq: required,
        seq: required,
    }
}

/// Acknowledgement of a published message, or the reason for its refusal.
///
/// The server sends it to the reply subject of the message. It has no `type`. An
/// acknowledgement with an `error` has only `stream` and a `seq` of 0.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PubAck {
    /// Name of the stream that received the message.
    pub stream: String,

    /// Stream sequence of the message.
    ///
    /// For a duplicate, the sequence of the original message. May exceed the range of an `i64`.
    pub seq: u64,

    /// Whether the message is a duplicate according to its `Nats-Msg-Id`.
    ///
    /// The stream does not store a duplicate.
    pub duplicate: bool,

    /// JetStream domain of the stream. Absent without a domain.
    pub domain: Option<String>,

    /// ID of the batch that this message commits.
    ///
    /// ADR-50. Server 2.12 and later.
    pub batch: Option<String>,

    /// Number of messages in the batch.
    ///
    /// ADR-50. Server 2.12 and later.
    pub count: Option<u64>,

    /// New value of the counter, a decimal integer of any length.
    ///
    /// For streams with `allow_msg_counter`. ADR-49. Server 2.12 and later.
    pub val: Option<String>,

    /// Fields that this version does not know.
    pub extra: Extra,
}

model! {
    PubAck {
        stream: required,
        seq: required,
        duplicate,
        domain,
        batch,
        count,
        val,
    }
}
