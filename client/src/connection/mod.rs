//! The connection of a context: how it is made, and whether its server answers.

pub(crate) mod answers;
pub(crate) mod apart;
pub(crate) mod denied;
mod event;
mod guarded_transport;
pub(crate) mod link;
mod options;
#[cfg(feature = "script")]
pub mod script;
mod server_choice;
mod server_urls;
mod stale_connection;
pub mod transport;
mod workarounds;

pub use event::ConnectionEvent;
pub(crate) use event::WhyDisconnected;
pub(crate) use guarded_transport::GuardedTransport;
pub(crate) use options::EventHook;
pub use options::{ConnectOptions, connect};
