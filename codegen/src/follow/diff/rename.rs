//! What was renamed, of what is gone and what is new.
//!
//! No schema says so, so it is guessed, and only where there is little doubt.
//! What is gone and what is new in one place belong together when they are of
//! the same type and
//!
//! - they are described with the same words, or
//! - their names are alike (two thirds of the letters, or all words of the one
//!   are in the other), or
//! - they are the only ones that went and came there, and stood at one place.

/// Something that may have been renamed.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'a> {
    pub(super) name: &'a str,
    /// What has to be equal.
    pub(super) ty: String,
    pub(super) words: &'a str,
    /// The names before and after it.
    pub(super) neighbours: (Option<&'a str>, Option<&'a str>),
}

/// Pairs of indices into `gone` and `new`, each used once, the surest first.
pub(super) fn pairs(gone: &[Candidate<'_>], new: &[Candidate<'_>]) -> Vec<(usize, usize)> {
    let alone = gone.len() == 1 && new.len() == 1;
    let mut scored = Vec::new();
    for (g, was) in gone.iter().enumerate() {
        for (n, is) in new.iter().enumerate() {
            if let Some(score) = score(was, is, alone) {
                scored.push((score, g, n));
            }
        }
    }
    scored.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, g, n) in scored {
        if pairs
            .iter()
            .all(|(used_g, used_n)| *used_g != g && *used_n != n)
        {
            pairs.push((g, n));
        }
    }
    pairs
}

fn score(was: &Candidate<'_>, is: &Candidate<'_>, alone: bool) -> Option<u32> {
    if was.ty != is.ty {
        return None;
    }
    let same_words = !was.words.is_empty() && was.words == is.words;
    let (before, after) = (
        was.neighbours.0 == is.neighbours.0,
        was.neighbours.1 == is.neighbours.1,
    );
    let likeness = likeness(was.name, is.name);
    let together = same_words || likeness >= 66 || (alone && before && after);
    together
        .then(|| likeness + if same_words { 100 } else { 0 } + u32::from(before) + u32::from(after))
}

/// How alike two names are, of 100.
pub(super) fn likeness(a: &str, b: &str) -> u32 {
    let words = |name: &str| -> Vec<String> {
        let parts = name.split(|c: char| !c.is_ascii_alphanumeric());
        parts
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (words_a, words_b) = (words(a), words(b));
    let (few, many) = if words_a.len() <= words_b.len() {
        (&words_a, &words_b)
    } else {
        (&words_b, &words_a)
    };
    // A short word within a long name says little: `name` and `stream_name`.
    if few.len() * 2 > many.len() && few.iter().all(|word| many.contains(word)) {
        return 75;
    }
    let longest = a.chars().count().max(b.chars().count()).max(1);
    let same = longest.saturating_sub(distance(a, b));
    u32::try_from(same * 100 / longest).unwrap_or_default()
}

/// How many letters have to be put in, taken out or replaced.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (to, above) in b.iter().zip(row.iter().skip(1)) {
            let replaced = diagonal + usize::from(from != *to);
            left = replaced.min(above + 1).min(left + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::slice;

    fn candidate<'a>(name: &'a str, ty: &str, words: &'a str) -> Candidate<'a> {
        Candidate {
            name,
            ty: ty.to_owned(),
            words,
            neighbours: (Some("a"), Some("b")),
        }
    }

    #[test]
    fn a_name_that_is_nearly_the_same_is_a_rename() {
        assert_eq!(distance("max_age", "max_ages"), 1);
        assert!(likeness("max_ack_pending", "max_acks_pending") > 66);
        assert!(likeness("name", "stream_name") < 66);
        assert!(likeness("last_seq", "first_ts") < 66);
    }

    #[test]
    fn of_several_the_likest_are_paired_and_each_is_used_once() {
        let gone = [
            candidate("max_msg", "u64", ""),
            candidate("max_bytes", "u64", ""),
        ];
        let new = [
            candidate("max_byte", "u64", ""),
            candidate("max_msgs", "u64", ""),
        ];
        let mut found = pairs(&gone, &new);
        found.sort_unstable();
        assert_eq!(found, [(0, 1), (1, 0)]);
    }

    #[test]
    fn what_only_stands_at_the_same_place_is_a_rename_when_nothing_else_changed() {
        let consumers = candidate("consumers", "Vec<String>", "");
        let streams = candidate("streams", "Vec<String>", "");
        assert_eq!(
            pairs(slice::from_ref(&consumers), slice::from_ref(&streams)),
            [(0, 0)]
        );
        let other = candidate("peers", "Vec<String>", "");
        assert!(pairs(slice::from_ref(&consumers), &[streams, other]).is_empty());
        let typed = candidate("streams", "u64", "");
        assert!(pairs(&[consumers], &[typed]).is_empty());
    }

    #[test]
    fn the_same_words_are_a_rename() {
        let was = candidate("deliver", "String", "Where to send.");
        let is = candidate("target", "String", "Where to send.");
        let other = candidate("else", "String", "Something.");
        assert_eq!(pairs(&[was], &[other, is]), [(0, 1)]);
    }
}
