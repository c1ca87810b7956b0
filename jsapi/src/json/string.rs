//! Strings: where they end, and what their escapes stand for.

/// The first byte from `at` on that does not stand for itself in a string: a
/// quote, a backslash, a control character, or the end of the text.
///
/// Eight bytes at a time.
#[inline]
pub(super) fn end_of_plain(bytes: &[u8], mut at: usize) -> usize {
    let (eights, rest) = bytes.get(at..).unwrap_or_default().as_chunks();
    for eight in eights {
        let special = special(u64::from_le_bytes(*eight));
        if special != 0 {
            return at + (special.trailing_zeros() / 8) as usize;
        }
        at += eight.len();
    }
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | ..0x20);
    at + rest.iter().position(is_special).unwrap_or(rest.len())
}

/// Has the high bit set of the lowest byte that is special, and may have those
/// of bytes above it.
#[inline]
fn special(eight: u64) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    let is_zero = |bytes: u64| bytes.wrapping_sub(ONES) & !bytes;
    let is_control = eight.wrapping_sub(ONES * 0x20) & !eight;
    let is_quote = is_zero(eight ^ (ONES * b'"' as u64));
    let is_backslash = is_zero(eight ^ (ONES * b'\\' as u64));
    (is_control | is_quote | is_backslash) & (ONES << 7)
}

/// Reads a string with escapes whose content begins at `start`.
///
/// # Errors
/// What is wrong and where; on success, it ends just behind its quote.
pub(super) fn escaped(text: &str, start: usize) -> Result<(String, usize), (&'static str, usize)> {
    let bytes = text.as_bytes();
    let mut content = String::with_capacity(length(bytes, start));
    let mut at = start;
    loop {
        let end = end_of_plain(bytes, at);
        content.push_str(text.get(at..end).unwrap_or_default());
        at = end + 1;
        match bytes.get(end) {
            Some(b'"') => return Ok((content, at)),
            Some(b'\\') => {}
            Some(_) => return Err(("a control character in a string", end)),
            None => return Err(("a string that does not end", end)),
        }
        let stands_for = match bytes.get(at) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let (character, end) = unicode(bytes, at + 1).ok_or(("no such escape", at))?;
                at = end;
                content.push(character);
                continue;
            }
            _ => return Err(("no such escape", at)),
        };
        content.push(stands_for);
        at += 1;
    }
}

/// How long a string is with its escapes, which is more than without.
fn length(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    loop {
        at = end_of_plain(bytes, at);
        match bytes.get(at) {
            Some(b'\\') => at += 2,
            _ => return at - start,
        }
    }
}

/// The character whose four digits begin at `at`, or twice four: those beyond
/// 16 bits are written as two halves.
fn unicode(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    let high = four_digits(bytes, at)?;
    let at = at + 4;
    if !(0xd800..0xe000).contains(&high) {
        return Some((char::from_u32(high)?, at));
    }
    let low = match bytes.get(at..)? {
        [b'\\', b'u', ..] => four_digits(bytes, at + 2)?,
        _ => return None,
    };
    if high >= 0xdc00 || !(0xdc00..0xe000).contains(&low) {
        return None;
    }
    let character = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
    Some((char::from_u32(character)?, at + 6))
}

fn four_digits(bytes: &[u8], at: usize) -> Option<u32> {
    let digits: &[u8; 4] = bytes.get(at..)?.first_chunk()?;
    digits.iter().try_fold(0, |value, &digit| {
        Some(value * 16 + char::from(digit).to_digit(16)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_part_of_a_string_ends_at_the_first_byte_that_is_special() {
        for special in ["\"", "\\", "\n", "\u{0}", "\u{1f}"] {
            for before in 0..20 {
                let plain = "aé !~\u{7f}€#[]^".chars().cycle().take(before);
                let plain: String = plain.collect();
                for rest in ["", "x", "\"\\\"\\\"\\\"\\\"", "1234567890"] {
                    let text = format!("{plain}{special}{rest}");
                    assert_eq!(end_of_plain(text.as_bytes(), 0), plain.len(), "{text:?}");
                }
                assert_eq!(end_of_plain(plain.as_bytes(), 0), plain.len());
            }
        }
    }

    #[test]
    fn escapes_are_read_as_serde_json_reads_them() {
        for content in [
            r"\u003e",
            r#"orders.\u003e \"\\\/\b\f\n\r\t ü"#,
            r"\ud83d\ude00!",
            r"\u00FC\u00fc\u0000",
            r"\uffff\ufffe",
            r"\ud83d",
            r"\ud83dx",
            r"\ud83d\n",
            r"\ud83d\u0041",
            r"\ude00\ud83d",
            r"\ud83d\ud83d",
            r"\u12",
            r"\u+123",
            r"\uzzzz",
            r"\x",
            r"\",
            "\\n\n",
            "\\",
        ] {
            let text = format!("\"{content}\"");
            let read = escaped(&text, 1).ok();
            let expected: Option<String> = serde_json::from_str(&text).ok();
            let expected = expected.map(|expected| (expected, text.len()));
            assert_eq!(read, expected, "{text}");
            assert!(escaped(text.trim_end_matches('"'), 1).is_err(), "{text}");
        }
    }
}
