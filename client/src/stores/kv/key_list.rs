//! Keys in the order of their revisions, each once.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

/// Collects the keys of entries as they come.
///
/// Not a map of the keys: a million of them would take twice the memory. Entries come in
/// the order of their revisions, but for a few, so that the list seldom has to be sorted.
#[derive(Default)]
pub(super) struct KeyList {
    keys: Vec<String>,
    /// The last revision of each key; 0 if it is removed.
    revisions: Vec<u64>,
    /// Places of the keys by their hashes: 32 bits of the hash, and the index plus 1.
    ///
    /// A key is in the first free slot from that of its hash on; at least a fifth are free.
    slots: Vec<u64>,
    hasher: RandomState,
}

/// Low bits of a slot: the index of its key, plus 1. 0: the slot is free.
const INDEX: u64 = u32::MAX as u64;

impl KeyList {
    /// Makes room for this many keys more.
    pub(super) fn reserve(&mut self, keys: u64) {
        /// More is believed when it has come.
        const MOST: u64 = 1 << 20;

        let keys = usize::try_from(keys.min(MOST)).unwrap_or_default();
        self.keys.reserve_exact(keys);
        self.revisions.reserve_exact(keys);
    }

    /// Whether no key was added.
    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Adds an entry. Those of one key come in the order of their revisions.
    pub(super) fn add(&mut self, key: &str, revision: u64, removed: bool) {
        let last = if removed { 0 } else { revision };
        if self.keys.len() >= self.slots.len() / 5 * 4 {
            self.grow();
        }
        let hash = self.hasher.hash_one(key);
        let (slot, found) = self.find(key, hash);
        if let Some(revision) = found.and_then(|index| self.revisions.get_mut(index)) {
            *revision = last;
            return;
        }
        self.keys.push(key.to_owned());
        self.revisions.push(last);
        let index = self.keys.len() as u64 & INDEX;
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = hash & !INDEX | index;
        }
    }

    /// The keys that are not removed.
    pub(super) fn into_keys(mut self) -> Vec<String> {
        self.slots = Vec::new();
        let revisions = self.revisions;
        let mut listed = revisions.iter().filter(|revision| **revision > 0);
        let mut last = 0;
        if listed.all(|&revision| std::mem::replace(&mut last, revision) < revision) {
            let mut revisions = revisions.into_iter();
            self.keys.retain(|_| revisions.next() > Some(0));
            return self.keys;
        }
        let keys = revisions.into_iter().zip(self.keys);
        let mut keys: Vec<(u64, String)> = keys.filter(|(revision, _)| *revision > 0).collect();
        keys.sort_unstable_by_key(|(revision, _)| *revision);
        keys.into_iter().map(|(_, key)| key).collect()
    }

    /// The index of a key, and its slot, or the one that it is to have.
    fn find(&self, key: &str, hash: u64) -> (usize, Option<usize>) {
        let mut at = self.first_slot(hash);
        while let Some(&slot) = self.slots.get(at) {
            let Some(index) = (slot & INDEX).checked_sub(1) else {
                break;
            };
            let index = index as usize;
            if slot & !INDEX == hash & !INDEX && self.keys.get(index).is_some_and(|it| it == key) {
                return (at, Some(index));
            }
            at = (at + 1) % self.slots.len();
        }
        (at, None)
    }

    fn first_slot(&self, hash: u64) -> usize {
        (hash as usize).checked_rem(self.slots.len()).unwrap_or(0)
    }

    fn grow(&mut self) {
        let len = self.keys.len();
        let expected = self.keys.capacity().max(len + len / 2);
        let count = (expected / 3 * 4 + 5).max(64);
        self.slots = Vec::new();
        self.slots.resize(count, 0);
        for (index, key) in self.keys.iter().enumerate() {
            let hash = self.hasher.hash_one(key);
            let mut at = self.first_slot(hash);
            while self.slots.get(at).is_some_and(|slot| *slot != 0) {
                at = (at + 1) % count;
            }
            if let Some(slot) = self.slots.get_mut(at) {
                *slot = hash & !INDEX | (index as u64 + 1) & INDEX;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    /// Numbers that look random, and are the same each time.
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, end: u64) -> u64 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            self.0 % end
        }
    }

    #[test]
    fn the_list_is_what_a_map_of_the_last_revisions_gives() {
        for (seed, different) in [(1, 1), (2, 10), (3, 500), (4, 20_000)] {
            let mut numbers = Numbers(seed);
            let (mut list, mut map) = (KeyList::default(), HashMap::new());
            if seed % 2 == 0 {
                list.reserve(numbers.below(1_000));
            }
            assert!(list.is_empty());
            for revision in 1..5_000_u64 {
                // Some entries come before smaller revisions of other keys.
                let key = format!("key.{}", numbers.below(different));
                let ahead = numbers.below(100) / 99 * 10_000;
                let last = map.get(&key).map_or(0, |(revision, _)| *revision);
                let revision = (revision + ahead).max(last + 20_000 * last.min(1));
                let removed = numbers.below(5) == 0;
                list.add(&key, revision, removed);
                map.insert(key, (revision, removed));
            }
            let mut expected: Vec<_> = map.into_iter().collect();
            expected.retain(|(_, (_, removed))| !removed);
            expected.sort_by_key(|(key, (revision, _))| (*revision, key.clone()));
            let revisions: HashMap<_, _> = expected.iter().cloned().collect();
            let mut keys = list.into_keys();
            keys.sort_by_key(|key| (revisions[key].0, key.clone()));
            let expected: Vec<_> = expected.into_iter().map(|(key, _)| key).collect();
            assert_eq!(keys, expected, "{seed}");
        }
    }

    #[test]
    fn keys_are_in_the_order_of_their_last_revisions() {
        let mut list = KeyList::default();
        for (key, revision, removed) in [
            ("a", 1, false),
            ("b", 2, false),
            ("skipped", 9, false),
            ("c", 3, true),
            ("d", 4, false),
            ("a", 5, false),
            ("b", 6, true),
            ("c", 7, false),
        ] {
            list.add(key, revision, removed);
        }
        assert_eq!(list.into_keys(), ["d", "a", "c", "skipped"]);
        assert_eq!(KeyList::default().into_keys(), Vec::<String>::new());
    }

    #[test]
    fn a_key_takes_24_bytes_beside_its_text_and_its_string() {
        let mut list = KeyList::default();
        list.reserve(100_000);
        for revision in 1..=100_000 {
            list.add(&format!("key.{revision}"), revision, false);
        }
        let (keys, revisions) = (list.keys.capacity(), list.revisions.capacity());
        assert_eq!((keys, revisions), (100_000, 100_000));
        let bytes = size_of::<u64>() * (revisions + list.slots.capacity());
        assert!(bytes <= 24 * 100_000, "{bytes}");
    }
}
