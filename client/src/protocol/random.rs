//! Random numbers for the jitter of delays.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

/// Returns a random number below 1,024.
pub(crate) fn below_1024() -> u32 {
    // The standard library has no other access to random numbers.
    (RandomState::new().build_hasher().finish() % 1024) as u32
}
