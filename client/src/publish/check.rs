//! Validation of the subject and headers of a message.

use jsapi::excerpt::Excerpt;
use jsapi::name::{NameError, NameKind};
use jsapi::request::{MAX_SUBJECT, SubjectError};

use crate::error::Invalid;

/// Checks a subject for publishing, which must not contain wildcards.
pub(crate) fn check_subject(subject: &str) -> Result<(), Invalid> {
    if is_beyond_doubt(subject) {
        return Ok(());
    }
    check_tokens(subject)?;
    if subject.len() > MAX_SUBJECT {
        return Err(SubjectError::TooLong {
            bytes: subject.len(),
        }
        .into());
    }
    Ok(())
}

/// Returns whether a subject is certainly valid, like nearly all subjects.
///
/// Called for every message, and compares eight bytes at a time: the full check takes forty
/// times as long.
fn is_beyond_doubt(subject: &str) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHS: u64 = ONES << 7;

    /// Marks the zero bytes of `word`; may also mark others if there are any.
    fn zeros(word: u64) -> u64 {
        word.wrapping_sub(ONES) & !word & HIGHS
    }

    let of = |byte: u8| ONES * u64::from(byte);
    // The start is like the position after a dot: no dot or end may follow.
    let (mut after_dot, mut wrong) = (true, 0);
    let mut look = |eight: [u8; 8]| {
        let word = u64::from_le_bytes(eight);
        let blank = word.wrapping_sub(of(b' ' + 1)) & !word & HIGHS;
        let odd = zeros(word ^ of(b'*')) | zeros(word ^ of(b'>')) | zeros(word ^ of(0x7f));
        let other = word ^ of(b'.');
        // Exactly the dots.
        let dots = !(((other & !HIGHS) + !HIGHS) | other) & HIGHS;
        let before = dots << 8 | u64::from(after_dot) << 7;
        wrong |= blank | odd | (dots & before);
        after_dot = dots >> 63 == 1;
    };
    let (eights, rest) = subject.as_bytes().as_chunks::<8>();
    eights.iter().copied().for_each(&mut look);
    let mut last = [b'a'; 8];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    look(last);
    wrong == 0 && !subject.ends_with('.') && (1..=MAX_SUBJECT).contains(&subject.len())
}

fn check_tokens(subject: &str) -> Result<(), Invalid> {
    NameKind::Subject
        .check(subject)
        .map_err(|why: NameError| Invalid::from(why))?;
    if subject.contains(['*', '>']) && subject.split('.').any(|token| matches!(token, "*" | ">")) {
        let why = format!("subject {:?} has a wildcard", Excerpt(subject));
        return Err(Invalid::Name(why.into()));
    }
    Ok(())
}

/// Checks a header name.
///
/// `async-nats` panics on the names that this refuses, or sends them.
pub(super) fn check_name(name: &str) -> Result<(), &'static str> {
    if name.is_empty() {
        return Err("is empty");
    }
    if !name
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b':')
    {
        return Err("contains a character other than printable ASCII, a space or a colon");
    }
    Ok(())
}

/// Checks a header value: no CR, LF or NUL (ADR-4).
pub(super) fn check_value(value: &str) -> Result<(), &'static str> {
    match value.contains(['\r', '\n', '\0']) {
        false => Ok(()),
        true => Err("has a value with CR, LF or NUL"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quick_look_at_a_subject_lets_nothing_through_that_a_close_one_does_not() {
        let parts = [
            "a", ".", "*", ">", " ", "\n", "\u{7f}", "ä", "\0", "/", "-", "ab",
        ];
        for length in 0..20 {
            for first in parts {
                for second in parts {
                    for third in parts {
                        let subject = format!("{}{first}{second}{third}", "a".repeat(length));
                        let quick = is_beyond_doubt(&subject);
                        assert!(!quick || check_tokens(&subject).is_ok(), "{subject:?}");
                    }
                }
            }
        }
        for plain in [
            "a",
            "a.b",
            "$KV.b.k",
            "Ä.名",
            "a.b.c.d.e.f.g.h",
            "orders.new.17",
        ] {
            assert!(is_beyond_doubt(plain), "{plain}");
        }
        assert!(!is_beyond_doubt(""));
    }
}
