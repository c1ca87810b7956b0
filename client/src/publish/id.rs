//! Unique IDs of messages, batches and inboxes.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// Returns an ID of 26 letters and digits: a random part per process, and a counter.
pub(crate) fn new_id() -> String {
    static PREFIX: OnceLock<String> = OnceLock::new();
    static COUNT: AtomicU64 = AtomicU64::new(0);

    let prefix = PREFIX.get_or_init(|| {
        let mut prefix = String::with_capacity(19);
        base36(
            u128::from(random()) << 32 | u128::from(random() as u32),
            19,
            &mut prefix,
        );
        prefix
    });
    let mut id = String::with_capacity(26);
    id.push_str(prefix);
    base36(
        u128::from(COUNT.fetch_add(1, Ordering::Relaxed)),
        7,
        &mut id,
    );
    id
}

/// Returns a random ID of 12 letters and digits.
///
/// For an inbox, whose name is in every message: those of `async-nats` have 22.
pub(crate) fn short_id() -> String {
    let mut id = String::with_capacity(12);
    base36(u128::from(random()), 12, &mut id);
    id
}

/// Returns a random number.
///
/// The seeds of hash maps are the standard library's only access to random numbers.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

fn base36(mut value: u128, digits: usize, to: &mut String) {
    for _ in 0..digits {
        let digit = (value % 36) as u32;
        to.push(
            char::from_digit(digit, 36)
                .unwrap_or('0')
                .to_ascii_uppercase(),
        );
        value /= 36;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_differ() {
        let ids: HashSet<String> = (0..10_000).map(|_| new_id()).collect();
        assert_eq!(ids.len(), 10_000);
        assert!(ids.iter().all(|id| id.len() == 26));
        let ids: HashSet<String> = (0..10_000).map(|_| short_id()).collect();
        assert_eq!(ids.len(), 10_000);
        assert!(ids.iter().all(|id| id.len() == 12));
    }
}
