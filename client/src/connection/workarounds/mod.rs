//! What `async-nats` 0.51 lacks or does wrong, one file for each.

pub(super) mod ping;
