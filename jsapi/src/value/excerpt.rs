//! Texts of callers and servers, shortened for errors and notices.

use std::borrow::Cow;
use std::fmt::{self, Write};

/// Maximum number of characters of a text in an error.
const MAX_CHARS: usize = 100;

/// Maximum number of characters of a sentence, which may quote a text.
const MAX_SENTENCE: usize = 300;

/// Shows a text on one line: control characters escaped, cut at 100 characters.
///
/// A subject, a name or a reason comes from a caller or a server, and may hold line
/// breaks that would forge a line of a log, or be megabytes long.
#[derive(Clone, Copy)]
pub struct Excerpt<'a>(pub &'a str);

impl Excerpt<'_> {
    fn write(self, to: &mut dyn Write, quotes: bool, max: usize) -> fmt::Result {
        let (shown, cut) = head(self.0, max);
        if quotes {
            to.write_char('"')?;
        }
        for char in shown.chars() {
            match char {
                '"' | '\\' if quotes => write!(to, "{}", char.escape_default())?,
                char if is_breaking(char) => write!(to, "{}", char.escape_default())?,
                char => to.write_char(char)?,
            }
        }
        if quotes {
            to.write_char('"')?;
        }
        match cut {
            true => write!(to, "… ({} bytes)", self.0.len()),
            false => Ok(()),
        }
    }

    /// Returns the text on one line, cut at another number of characters.
    pub fn up_to(self, max: usize) -> String {
        let mut shown = String::new();
        // Writing to a `String` does not fail.
        let _infallible = self.write(&mut shown, false, max);
        shown
    }
}

/// `orders.new`
impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, false, MAX_CHARS)
    }
}

/// `"orders.new"`
impl fmt::Debug for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, true, MAX_CHARS)
    }
}

/// Returns what a value displays, on one line, cut at 300 characters.
///
/// For sentences of servers, and of causes.
pub fn sentence(value: impl fmt::Display) -> String {
    Excerpt(&value.to_string()).up_to(MAX_SENTENCE)
}

/// Returns at most 100 characters of a text that an error keeps, unescaped.
pub fn cut(text: &str) -> Cow<'_, str> {
    match head(text, MAX_CHARS) {
        (_, false) => text.into(),
        (shown, true) => format!("{shown}…").into(),
    }
}

fn head(text: &str, max: usize) -> (&str, bool) {
    // A text of at most 100 bytes has at most 100 characters: no need to count.
    if text.len() <= max {
        return (text, false);
    }
    match text.char_indices().nth(max) {
        None => (text, false),
        Some((end, _)) => (text.get(..end).unwrap_or_default(), true),
    }
}

/// Whether a character ends a line, or moves what a terminal shows.
fn is_breaking(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_shown_on_one_line_and_cut() {
        for (text, shown) in [
            ("orders.new", "orders.new"),
            ("grün.日本", "grün.日本"),
            (
                "a\r\n2026-01-01 INFO forged",
                r"a\r\n2026-01-01 INFO forged",
            ),
            ("a\tb\0c\x1b[31m", r"a\tb\u{0}c\u{1b}[31m"),
            ("a\u{2028}b\u{85}c\u{202e}d", r"a\u{2028}b\u{85}c\u{202e}d"),
            (r#"a"b\c"#, r#"a"b\c"#),
            ("", ""),
        ] {
            assert_eq!(Excerpt(text).to_string(), shown);
        }
        assert_eq!(format!("{:?}", Excerpt("a\"b\n")), r#""a\"b\n""#);
        for long in ["x".repeat(100_000), "日".repeat(100_000)] {
            let shown = Excerpt(&long).to_string();
            assert!(shown.chars().count() < 120, "{shown}");
            assert!(shown.ends_with("00000 bytes)"), "{shown}");
            assert_eq!(cut(&long).chars().count(), 101);
        }
        assert_eq!(Excerpt(&"é".repeat(100)).to_string(), "é".repeat(100));
    }
}
