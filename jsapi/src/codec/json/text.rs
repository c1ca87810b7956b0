//! Reading the strings of a document.

use std::borrow::Cow;

use super::{Cursor, NO_JSON};
use crate::codec::field::Failed;

impl<'t> Cursor<'t> {
    /// Reads a string.
    pub(super) fn string(&mut self) -> Result<Cow<'t, str>, Failed> {
        let plain = self.plain_value()?;
        if self.eat(b'"') {
            Ok(Cow::Borrowed(plain))
        } else {
            self.unescaped(plain).map(Cow::Owned)
        }
    }

    /// Reads from the next byte up to a quote or an escape.
    ///
    /// Compiled twice, for names and for values: more copies would not stay in the
    /// processor's caches between two replies.
    #[inline]
    pub(super) fn plain(&mut self) -> Result<&'t str, Failed> {
        let begin = self.at + 1;
        let rest = self.bytes.get(begin..).ok_or(NO_JSON)?;
        self.at = begin + plain_length(rest).ok_or(NO_JSON)?;
        self.text.get(begin..self.at).ok_or(NO_JSON)
    }

    #[inline(never)]
    fn plain_value(&mut self) -> Result<&'t str, Failed> {
        self.plain()
    }

    /// Reads the rest of a string that begins with `plain`, and replaces its escapes.
    #[inline(never)]
    pub(super) fn unescaped(&mut self, plain: &str) -> Result<String, Failed> {
        let mut whole = String::with_capacity(plain.len() + 32);
        whole.push_str(plain);
        while !self.eat(b'"') {
            let mut code = self.escape()?;
            // The first half of a UTF-16 surrogate pair.
            if let 0xd800..0xdc00 = code {
                let second @ 0xdc00..0xe000 = self.escape()? else {
                    return Err(NO_JSON);
                };
                code = 0x1_0000 + ((code - 0xd800) << 10 | (second - 0xdc00));
            }
            whole.push(char::from_u32(code).ok_or(NO_JSON)?);
            self.at -= 1;
            whole.push_str(self.plain_value()?);
        }
        Ok(whole)
    }

    /// Reads the character of an escape. Go writes `>` as `\u003e`.
    fn escape(&mut self) -> Result<u32, Failed> {
        if !self.eat(b'\\') {
            return Err(NO_JSON);
        }
        let kind = self.peek();
        self.at += 1;
        Ok(match kind {
            b'"' | b'\\' | b'/' => kind.into(),
            b'b' => 8,
            b'f' => 12,
            b'n' => 10,
            b'r' => 13,
            b't' => 9,
            b'u' => {
                let digits = self.bytes.get(self.at..self.at + 4).ok_or(NO_JSON)?;
                let mut code = 0;
                for digit in digits {
                    let digit = char::from(*digit).to_digit(16).ok_or(NO_JSON)?;
                    code = code << 4 | digit;
                }
                self.at += 4;
                code
            }
            _ => return Err(NO_JSON),
        })
    }
}

/// Counts the bytes before a quote, a backslash or a control character.
///
/// Compares eight bytes at a time: subtracting a limit from a smaller byte borrows from its
/// highest bit. A borrow may spoil the bytes after the first match, which do not matter.
/// Flipping one bit puts the quote next to the control characters, below the space.
fn plain_length(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHEST: u64 = ONES << 7;

    let less = |eight: u64, than: u64| eight.wrapping_sub(ONES * than) & !eight;
    let (chunks, rest) = bytes.as_chunks();
    for (index, chunk) in chunks.iter().enumerate() {
        let eight = u64::from_le_bytes(*chunk);
        let quote_or_control = less(eight ^ (ONES * 2), 0x21);
        let backslash = less(eight ^ (ONES * u64::from(b'\\')), 1);
        let found = (quote_or_control | backslash) & HIGHEST;
        if found != 0 {
            return Some(index * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let special = |byte: &u8| matches!(byte, b'"' | b'\\' | ..0x20);
    let found = rest.iter().position(special)?;
    Some(chunks.len() * 8 + found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_special_character_is_found_wherever_it_is() {
        for length in 0..40 {
            for (special, other) in [
                (b'"', b'!'),
                (b'\\', b'['),
                (0x1f, 0x20),
                (0, 0xff),
                (b'"', 0x80),
            ] {
                let mut bytes = vec![other; length];
                assert_eq!(plain_length(&bytes), None);
                bytes.push(special);
                bytes.extend([special; 9]);
                assert_eq!(
                    plain_length(&bytes),
                    Some(length),
                    "{special} after {other}"
                );
            }
        }
    }
}
