//! Requests of the JetStream API: context, calls, listings, API levels, events.

pub(crate) mod call;
pub(crate) mod config_json;
pub(crate) mod connect;
pub(crate) mod context;
pub mod events;
mod extensions;
pub(crate) mod level;
pub(crate) mod pages;
pub(crate) mod query;
pub(crate) mod replies;
mod traced;
