//! The names of a model's members, and what is known of each.

/// One of the members that a [`Model`](crate::Model) knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    name: &'static str,
    required: bool,
    durations: bool,
}

/// A member that must be there, and is always sent.
pub const fn required(name: &'static str) -> Member {
    Member {
        name,
        required: true,
        durations: false,
    }
}

/// A member that may be left out, and is sent when it is set.
pub const fn optional(name: &'static str) -> Member {
    Member {
        name,
        required: false,
        durations: false,
    }
}

impl Member {
    /// The same, whose field holds [durations](crate::model::DurationField).
    ///
    /// A negative one, or a list with one, is kept in
    /// [`Model::extra`](crate::Model::extra), and the field is unset: servers 2.10 and
    /// 2.11 store and return a negative `ack_wait`, and a lag that is not known is -1.
    #[must_use]
    pub const fn durations(mut self) -> Self {
        self.durations = true;
        self
    }

    /// Its name in JSON.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether it must be there.
    pub const fn is_required(&self) -> bool {
        self.required
    }
}

/// The members that a [`Model`](crate::Model) knows, to be found by name.
#[derive(Debug)]
pub struct Members {
    all: &'static [Member],
    /// Which of them are required, a bit for each.
    required: u64,
    /// Which of them hold durations, a bit for each.
    durations: u64,
    /// The first of the members whose names share a slot; [`NONE`](Self::NONE) without one.
    slots: [u8; 64],
}

impl Members {
    const NONE: u8 = u8::MAX;

    /// These members, in the order of the schema; at most 64.
    #[expect(
        clippy::indexing_slicing,
        reason = "no index is beyond 63, nor the end"
    )]
    pub const fn new(all: &'static [Member]) -> Self {
        let mut slots = [Self::NONE; 64];
        let (mut required, mut durations) = (0, 0);
        let mut index = if all.len() < 64 { all.len() } else { 64 };
        while index > 0 {
            index -= 1;
            slots[slot(all[index].name)] = index as u8;
            required |= (all[index].required as u64) << index;
            durations |= (all[index].durations as u64) << index;
        }
        Self {
            all,
            required,
            durations,
            slots,
        }
    }

    /// The members, in the order of the schema.
    pub fn all(&self) -> &'static [Member] {
        self.all
    }

    /// The name of the first that is required, and not among those that were `seen`,
    /// a bit for each.
    pub(crate) fn missing(&self, seen: u64) -> Option<&'static str> {
        let unseen = self.required & !seen;
        let first = self.all.get(unseen.trailing_zeros() as usize);
        first.map(Member::name)
    }

    /// Whether the fields of the members that `bit` stands for hold durations.
    pub(crate) fn are_durations(&self, bit: u64) -> bool {
        self.durations & bit != 0
    }

    /// The index of the member of this name. Looks at `next` first.
    #[inline]
    pub(crate) fn find(&self, name: &str, next: usize) -> Option<usize> {
        let is_at = |index: usize| self.all.get(index).is_some_and(|it| it.name == name);
        if is_at(next) {
            return Some(next);
        }
        match self.slots.get(slot(name)) {
            None | Some(&Self::NONE) => None,
            Some(&first) if is_at(first.into()) => Some(first.into()),
            Some(&first) => (usize::from(first) + 1..self.all.len()).find(|&index| is_at(index)),
        }
    }
}

/// Which of 64 slots a name has: the numbers part the names of the schemas best.
const fn slot(name: &str) -> usize {
    let bytes = name.as_bytes();
    match (bytes.first(), bytes.last()) {
        (Some(first), Some(last)) => {
            let middle = match bytes.split_at(bytes.len() / 2).1.first() {
                Some(middle) => *middle as usize,
                None => 0,
            };
            (bytes.len() * 11 + *first as usize * 9 + middle * 13 + *last as usize * 9) % 64
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 64] = {
        const TEXT: &str = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
        let mut names = [""; 64];
        let mut index = 0;
        while index < 64 {
            names[index] = TEXT.split_at(index).1;
            index += 1;
        }
        names
    };

    #[test]
    fn every_member_is_found_wherever_the_search_begins() {
        static ALL: [Member; 64] = {
            let mut all = [optional(""); 64];
            let mut index = 0;
            while index < 64 {
                all[index] = required(NAMES[index]);
                index += 1;
            }
            all
        };
        static MEMBERS: Members = Members::new(&ALL);
        for (index, name) in NAMES.iter().enumerate() {
            for next in [0, index, index + 1, 63, 64, 1000] {
                let found = MEMBERS.find(name, next);
                assert_eq!(found, Some(index), "{name} from {next}");
            }
        }
        assert!(MEMBERS.find("", 0).is_none());
        assert!(MEMBERS.find("0", 0).is_none());
        assert_eq!(MEMBERS.missing(0), Some(NAMES[0]));
        assert_eq!(MEMBERS.missing(u64::MAX >> 1), Some(NAMES[63]));
        assert_eq!(MEMBERS.missing(u64::MAX), None);
    }

    #[test]
    fn names_that_share_a_slot_are_told_apart() {
        static MEMBERS: Members =
            Members::new(&[optional("a1b2c"), required("a2b2c"), optional("ab")]);
        assert_eq!(slot("a1b2c"), slot("a2b2c"));
        for (index, name) in ["a1b2c", "a2b2c", "ab"].iter().enumerate() {
            assert_eq!(MEMBERS.find(name, 9), Some(index));
        }
        assert!(MEMBERS.find("a3b2c", 0).is_none());
    }
}
