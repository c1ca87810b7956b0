//! Workarounds for missing features and faults of `async-nats` 0.51, one per file.

pub(super) mod ping;
