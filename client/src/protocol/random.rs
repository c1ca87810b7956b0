//! Randomness for delays that are not to fall together.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

/// A random number below 1,024.
pub(crate) fn below_1024() -> u32 {
    // The standard library's only way to the system's randomness.
    (RandomState::new().build_hasher().finish() % 1024) as u32
}
