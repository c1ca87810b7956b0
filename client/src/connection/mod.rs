//! The connection of a context: how it is made, and whether its server answers.

pub(crate) mod answers;
pub(crate) mod apart;
pub(crate) mod denied;
pub(crate) mod event;
mod guarded_transport;
pub(crate) mod link;
#[cfg(feature = "script")]
pub mod script;
pub(crate) mod server_choice;
pub(crate) mod server_urls;
mod stale_connection;
pub mod transport;
mod workarounds;

pub use event::ConnectionEvent;
pub(crate) use guarded_transport::GuardedTransport;
