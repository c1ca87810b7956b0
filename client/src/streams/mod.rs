//! Streams: handles, stored messages, direct get, purge, backup and restore.

pub(crate) mod backup;
pub(crate) mod direct;
pub(crate) mod ensured;
pub(crate) mod management;
pub(crate) mod message;
pub(crate) mod purge;
pub(crate) mod restore;
pub(crate) mod snapshot;
pub(crate) mod stream;
