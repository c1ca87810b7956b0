//! The vocabulary of everything below: the schema set, its names, its operations.

pub(crate) mod identifiers;
pub(crate) mod names;
pub(crate) mod operations;
pub(crate) mod set;
