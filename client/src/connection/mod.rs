//! The connection of a context: transport, replies, violations, stale connections.

pub(crate) mod connection_watch;
pub(crate) mod event;
pub(crate) mod guard;
pub(crate) mod guarded_transport;
pub(crate) mod mux_inbox;
pub(crate) mod observer;
pub(crate) mod outlined;
#[cfg(feature = "script")]
pub mod script;
pub(crate) mod server_choice;
pub(crate) mod server_urls;
mod stale_connection;
pub mod transport;
mod workarounds;

pub use event::ConnectionEvent;
pub(crate) use guarded_transport::GuardedTransport;
