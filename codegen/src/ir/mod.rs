//! The vocabulary of everything below: the schema set, its names, its operations.

pub(crate) mod code_grounds;
pub(crate) mod identifiers;
pub(crate) mod levels;
pub(crate) mod model;
pub(crate) mod names;
pub(crate) mod operations;
pub(crate) mod roots;
pub(crate) mod set;
pub(crate) mod ty;
