//! The connection of a context: whether it is there, and whether its server answers.

mod guarded_transport;
mod stale_connection;
mod workarounds;

pub(crate) use guarded_transport::GuardedTransport;
