// Generated from `schemas/` by `cargo codegen`. Do not edit.

use crate::codec::{Extra, model};
use crate::generated::shared::ApiError;

/// Acknowledges the messages of a batch up to a sequence.
///
/// Sent to the reply subject of a fast-ingest batch, ADR-50. Server 2.14 and later. The
/// first one answers the start of the batch and must be waited for. A later one also stands
/// for earlier ones that were lost.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FastBatchFlowAck {
    /// The last message of the batch that was dealt with, counted from 1.
    ///
    /// 0 in the answer to the start, when nothing is stored yet. A place in the batch, not a
    /// sequence of the stream. In gap mode `fail` all up to it are stored; in mode `ok` some
    /// may be missing.
    pub seq: u64,

    /// Number of messages until the next acknowledgement.
    ///
    /// Never more than the publisher asked for at the start; the server lowers and raises it
    /// with its load.
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

/// Informs a publisher that one message of its batch was refused.
///
/// Sent to the reply subject of a fast-ingest batch, ADR-50. Server 2.14 and later. Only in
/// gap mode `ok`: the batch goes on without the message. In mode `fail` the error comes in
/// the publish acknowledgement that ends the batch.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FastBatchFlowErr {
    /// The message of the batch that was not stored.
    pub seq: u64,

    /// Why it was not stored.
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

/// Informs a publisher that messages of its batch did not arrive.
///
/// Sent to the reply subject of a fast-ingest batch, ADR-50. Server 2.14 and later. For
/// information, and may itself be lost or overtake acknowledgements: it does not say what
/// is stored. In gap mode `fail` the batch then ends with a publish acknowledgement; in
/// mode `ok` it goes on.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FastBatchFlowGap {
    /// The first message of the batch that is missing.
    ///
    /// The one that was expected next: those from here up to, but not including, `seq` did not
    /// arrive. When 5 follows 2, this is 3.
    pub last_seq: u64,

    /// The message of the batch that arrived instead.
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

/// Informs a publisher that a stream has stored its message, or why not.
///
/// Comes to the reply subject of the message. It has no `type`. With an `error`, only
/// `stream` and a `seq` of 0 come along.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PubAck {
    /// The stream that the message went to.
    pub stream: String,

    /// The sequence that the message got in the stream.
    ///
    /// For a duplicate, the sequence of the first one. May exceed what an `i64` holds.
    pub seq: u64,

    /// Whether the message was there already, by its `Nats-Msg-Id` header.
    ///
    /// It was not stored a second time.
    pub duplicate: bool,

    /// The JetStream domain of the stream. Absent when the server has none.
    pub domain: Option<String>,

    /// ID of the batch that this message ends.
    ///
    /// ADR-50. Server 2.12 and later.
    pub batch: Option<String>,

    /// How many messages the batch has.
    ///
    /// ADR-50. Server 2.12 and later.
    pub count: Option<u64>,

    /// The counter's new value, a decimal integer of any length.
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
