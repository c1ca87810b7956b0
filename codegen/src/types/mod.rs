//! Where a Rust type is decided, once: typify is asked, and syn reads its answer back.

pub(crate) mod read;
pub(crate) mod shape;
pub(crate) mod typify;
