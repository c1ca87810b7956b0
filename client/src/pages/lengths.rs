//! How long listings were when they were made last.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

use super::Listing;
use crate::transport::Outgoing;

/// The most that are remembered.
const MOST: usize = 256;

/// What the first page of each listing of a context said last time, of those that have
/// more than one page.
///
/// The server makes pages that are asked for at once in less time than one after the
/// other. A wrong memory has pages asked for in vain, and nothing else.
#[derive(Debug, Default)]
pub(crate) struct Lengths(Mutex<HashMap<Key, Listing>>);

/// A listing, by what asks for its first page. Two that share a key do no harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key(u64);

impl Key {
    pub(super) fn of(request: &Outgoing) -> Self {
        let mut hasher = DefaultHasher::new();
        request.subject.hash(&mut hasher);
        request.payload.hash(&mut hasher);
        Self(hasher.finish())
    }
}

impl Lengths {
    pub(super) fn of(&self, key: Key) -> Option<Listing> {
        self.with(|lengths| lengths.get(&key).copied())
    }

    /// Remembers what follows the first page, or that nothing does.
    pub(super) fn set(&self, key: Key, behind: Option<Listing>) {
        self.with(|lengths| match behind {
            None => drop(lengths.remove(&key)),
            Some(listing) => {
                if lengths.len() >= MOST && !lengths.contains_key(&key) {
                    lengths.clear();
                }
                lengths.insert(key, listing);
            }
        });
    }

    fn with<T>(&self, use_it: impl FnOnce(&mut HashMap<Key, Listing>) -> T) -> T {
        use_it(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTING: Listing = Listing {
        next: 2,
        limit: 2,
        total: 5,
    };

    #[test]
    fn no_more_are_remembered_than_there_is_room_for() {
        let lengths = Lengths::default();
        let key = |index: usize| Key::of(&Outgoing::new("L", index.to_string()));
        for index in 0..10 * MOST {
            lengths.set(key(index), Some(LISTING));
            assert_eq!(lengths.of(key(index)), Some(LISTING));
            assert!(lengths.with(|lengths| lengths.len()) <= MOST);
        }
        let last = key(10 * MOST - 1);
        lengths.set(last, None);
        assert_eq!(lengths.of(last), None);
    }
}
