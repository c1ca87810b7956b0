//! Names and properties of a model's fields.

use super::field::Field;

/// A field of a [`Model`](crate::Model), as declared in its list.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    name: &'static str,
    required: bool,
    duration: bool,
    level: u8,
    value_levels: &'static [(&'static str, u8)],
}

impl Member {
    /// A field that may be left out, under the first of these names.
    pub const fn new(names: &[&'static str]) -> Self {
        Self {
            name: match names {
                [name, ..] => name,
                [] => "",
            },
            required: false,
            duration: false,
            level: 0,
            value_levels: &[],
        }
    }

    /// Concatenates the fields of a flattened model and the model's other fields.
    #[expect(clippy::indexing_slicing, reason = "evaluated at compile time only")]
    pub const fn joined<const N: usize>(part: &[Self], own: &[Self]) -> [Self; N] {
        let mut all = [Self::new(&[]); N];
        let mut index = 0;
        while index < N {
            all[index] = if index < part.len() {
                part[index]
            } else {
                own[index - part.len()]
            };
            index += 1;
        }
        all
    }

    /// Marks a required field: always written, and a reply without it is an error.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Reads the field with [`Field::read_or_raw`].
    ///
    /// [`Extra`](crate::Extra) then keeps a value that the field cannot hold.
    ///
    /// Servers 2.10 and 2.11 store and return a negative `ack_wait`, and an unknown lag
    /// is -1.
    #[must_use]
    pub const fn duration(mut self) -> Self {
        self.duration = true;
        self
    }

    /// A request that sets the field requires this API level.
    #[must_use]
    pub const fn level(mut self, level: u8) -> Self {
        self.level = level;
        self
    }

    /// A request with one of these values requires the API level beside the value.
    #[must_use]
    pub const fn value_levels(mut self, levels: &'static [(&'static str, u8)]) -> Self {
        self.value_levels = levels;
        self
    }

    pub(crate) const fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) const fn is_required(&self) -> bool {
        self.required
    }

    /// The API level that the current value requires.
    pub(super) fn required_level(&self, field: &dyn Field) -> u8 {
        if field.is_unset() {
            return 0;
        }
        let of_value = || {
            let value = field.as_text()?;
            let mut levels = self.value_levels.iter();
            levels.find(|(name, _)| *name == value)
        };
        match self.value_levels {
            [] => self.level,
            _ => of_value().map_or(self.level, |(_, level)| self.level.max(*level)),
        }
    }
}

/// The fields that a [`Model`](crate::Model) has, to be found by name.
#[derive(Debug)]
pub struct Members {
    all: &'static [Member],
    /// Which of them are required, a bit for each.
    required: u64,
    /// Which of them are read with [`Field::read_or_raw`], a bit for each.
    durations: u64,
    /// First of the members whose names share a slot, or [`NONE`](Self::NONE).
    slots: [u8; 64],
}

impl Members {
    const NONE: u8 = u8::MAX;

    /// Creates the list from at most 64 members, in the order of the schema.
    ///
    /// The limit allows one bit per member.
    #[expect(
        clippy::indexing_slicing,
        reason = "no index is beyond 63, nor the end"
    )]
    pub const fn new(all: &'static [Member]) -> Self {
        assert!(all.len() <= 64, "a model has at most 64 fields");
        let mut slots = [Self::NONE; 64];
        let (mut required, mut durations) = (0, 0);
        let mut index = all.len();
        while index > 0 {
            index -= 1;
            slots[slot(all[index].name)] = index as u8;
            required |= (all[index].required as u64) << index;
            durations |= (all[index].duration as u64) << index;
        }
        Self {
            all,
            required,
            durations,
            slots,
        }
    }

    /// The members, in the order of the schema.
    pub(crate) fn all(&self) -> &'static [Member] {
        self.all
    }

    /// The name of the first required member whose bit is not in `seen`.
    pub(crate) fn missing(&self, seen: u64) -> Option<&'static str> {
        let unseen = self.required & !seen;
        let first = self.all.get(unseen.trailing_zeros() as usize);
        first.map(Member::name)
    }

    /// Whether the member of this bit is read with [`Field::read_or_raw`].
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

/// Returns the slot of a name, from 0 to 63.
///
/// The factors are those with the fewest collisions in the schemas.
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
            let mut all = [Member::new(&[]); 64];
            let mut index = 0;
            while index < 64 {
                all[index] = Member::new(&[NAMES[index]]).required();
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
        static MEMBERS: Members = Members::new(&[
            Member::new(&["a1b2c"]),
            Member::new(&["a2b2c"]).required(),
            Member::new(&["ab"]),
        ]);
        assert_eq!(slot("a1b2c"), slot("a2b2c"));
        for (index, name) in ["a1b2c", "a2b2c", "ab"].iter().enumerate() {
            assert_eq!(MEMBERS.find(name, 9), Some(index));
        }
        assert!(MEMBERS.find("a3b2c", 0).is_none());
    }
}
