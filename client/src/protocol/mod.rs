//! Decisions of the protocol: no clock, no socket, no task, no `async`.
//!
//! Everything in this room can be shown by a table test. The rooms above it feed the
//! state machines with events and carry out what they decide.

pub(crate) mod ack_wait;
pub mod header;
pub(crate) mod ingest_flow;
pub(crate) mod initial;
pub(crate) mod notice;
pub(crate) mod ordered;
pub(crate) mod outage;
pub(crate) mod paging;
pub(crate) mod pull_flow;
pub(crate) mod pull_status;
pub(crate) mod push;
pub(crate) mod random;
pub(crate) mod retry;
pub(crate) mod ttl;
