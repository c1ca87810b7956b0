//! The names of headers, in JetStream's own spelling.

/// The least API level that the answering server must speak, as a number.
///
/// Server 2.12 and later refuse the request when they speak less (`err_code`
/// 10185, or status 412 where messages are answered); older ones do not look.
/// Not looked at when a message is published. ADR-44.
pub const REQUIRED_API_LEVEL: &str = "Nats-Required-Api-Level";
/// How many messages of a direct get are still to come.
pub const NUM_PENDING: &str = "Nats-Num-Pending";
/// The sequence of the last message that a batched direct get sent before.
pub const LAST_SEQUENCE: &str = "Nats-Last-Sequence";
/// The sequence up to which a direct get of several subjects looked.
pub const UP_TO_SEQUENCE: &str = "Nats-UpTo-Sequence";
