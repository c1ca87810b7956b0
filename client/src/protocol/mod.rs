//! State machines of the protocol, without clock, socket, task or `async`.
//!
//! Table tests cover every decision. The modules that use a state machine pass events to it
//! and execute its actions.

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
pub(crate) mod subject;
pub(crate) mod ttl;
