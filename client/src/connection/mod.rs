//! The connection of a context: how it is made, and whether its server answers.

mod event;
mod guarded_transport;
mod options;
mod server_choice;
mod server_urls;
mod stale_connection;
mod workarounds;

pub use event::ConnectionEvent;
pub(crate) use event::WhyDisconnected;
pub(crate) use guarded_transport::GuardedTransport;
pub(crate) use options::EventHook;
pub use options::{ConnectOptions, connect};
