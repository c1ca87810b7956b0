//! Numbers: nearly all are whole and short.

use super::error::Error;

/// A number in the smallest of the types that can hold it.
#[derive(Debug, PartialEq)]
pub(super) enum Number {
    /// Whole, and not below 0.
    Positive(u64),
    /// Whole, and below 0.
    Negative(i64),
    /// Any other.
    Float(f64),
}

/// Reads the number that begins at `at`, and tells where it ends.
#[inline]
pub(super) fn number(text: &str, at: usize) -> Result<(Number, usize), Error> {
    let bytes = text.as_bytes();
    let negative = bytes.get(at) == Some(&b'-');
    let start = at + usize::from(negative);
    let mut end = start;
    let mut value: u64 = 0;
    while let Some(digit @ b'0'..=b'9') = bytes.get(end) {
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
        end += 1;
    }
    let is_plain = match end - start {
        1 => !(negative && value == 0),
        // No number of 18 digits is too large.
        2..=18 => bytes.get(start) != Some(&b'0'),
        _ => false,
    };
    if !is_plain || matches!(bytes.get(end), Some(b'.' | b'e' | b'E')) {
        return rare(text, at);
    }
    let number = match negative {
        false => Number::Positive(value),
        true => Number::Negative(value.cast_signed().wrapping_neg()),
    };
    Ok((number, end))
}

/// Reads a number that is long, not whole, or none.
fn rare(text: &str, at: usize) -> Result<(Number, usize), Error> {
    let rest = text.get(at..).unwrap_or_default();
    let is_other = |c: char| !matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E');
    let text = match rest.split_once(is_other) {
        Some((number, _)) => number,
        None => rest,
    };
    let end = at + text.len();
    // Not by way of `serde_json::Number`, whose form depends on features.
    if let Ok(value) = serde_json::from_str(text) {
        return Ok((Number::Positive(value), end));
    }
    if let Ok(value) = serde_json::from_str(text) {
        return Ok((Number::Negative(value), end));
    }
    match serde_json::from_str(text) {
        Ok(value) => Ok((Number::Float(value), end)),
        Err(error) => Err(Error::of_part(&error, at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_the_smallest_type_that_holds_it() {
        for (text, expected) in [
            ("0", Number::Positive(0)),
            ("12", Number::Positive(12)),
            ("18446744073709551615", Number::Positive(u64::MAX)),
            ("-1", Number::Negative(-1)),
            ("-9223372036854775808", Number::Negative(i64::MIN)),
            (
                "18446744073709551616",
                Number::Float(18_446_744_073_709_551_616.0),
            ),
            ("-0", Number::Float(-0.0)),
            ("1.5e3", Number::Float(1500.0)),
        ] {
            for behind in ["", ",", " ", "}", "]"] {
                let text = format!("[{text}{behind}");
                let (read, end) = number(&text, 1).unwrap();
                assert_eq!(read, expected, "{text}");
                assert_eq!(end, text.len() - behind.len(), "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_number_is_an_error() {
        for text in ["-", "01", "-01", "1.", "1e", "--1", "1e999", ""] {
            assert!(number(text, 0).is_err(), "{text}");
        }
    }
}
