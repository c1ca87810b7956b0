//! What follows from a schema set, or from two: differences, sync, drift, permissions.

pub mod diff;
pub mod drift;
pub mod permissions;
#[cfg(feature = "cli")]
pub mod sync;
