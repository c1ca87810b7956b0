//! What follows from a schema set: differences, sync, drift, permissions.

pub mod diff;
pub mod drift;
pub mod grounds;
pub mod permissions;
#[cfg(feature = "cli")]
pub mod sync;
