//! Reads JSON as servers write it, in one pass and without `serde` in between.
//!
//! It gives up on all that is not well-formed, not what is asked for, or rare:
//! fractions, pairs of surrogates, deep nesting. `serde_json` has the last word then,
//! and says what is wrong. So this reader never takes what `serde_json` does not, but
//! need not take all that it does.

use std::fmt;

use serde_json::Value;

use crate::source::{Failed, Null, Object, Source, TakeText, TakeValue};

/// How deep lists and objects may nest; `serde_json` takes some more.
const DEEPEST: u8 = 100;

/// Reads a document that is an object. False when it was given up, with `to` half
/// filled.
pub(crate) fn read(text: &str, to: &mut dyn Object) -> bool {
    let mut cursor = Cursor {
        text,
        bytes: text.as_bytes(),
        at: 0,
        depth: 0,
    };
    cursor.space();
    let done = cursor.object(to, Null::Refused);
    cursor.space();
    done.is_ok() && cursor.at == text.len()
}

/// A place in a document, where a value begins.
struct Cursor<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    depth: u8,
}

const GIVEN_UP: Failed = Failed(());

impl<'t> Cursor<'t> {
    fn peek(&self) -> u8 {
        // No document has a zero byte outside its strings.
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn space(&mut self) {
        while self.peek() <= b' ' && matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> bool {
        let there = self.peek() == byte;
        self.at += usize::from(there);
        there
    }

    fn literal(&mut self, word: &str) -> Result<(), Failed> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            return Err(GIVEN_UP);
        }
        self.at += word.len();
        Ok(())
    }

    fn null(&mut self, null: Null) -> Result<(), Failed> {
        match null {
            Null::Allowed => self.literal("null"),
            Null::Refused => Err(GIVEN_UP),
        }
    }

    /// A whole number without a sign; `None` without a digit.
    fn digits(&mut self) -> Result<Option<u64>, Failed> {
        let first = self.at;
        let mut number = 0u64;
        loop {
            let digit = self.peek().wrapping_sub(b'0');
            if digit > 9 {
                break;
            }
            number = number.wrapping_mul(10).wrapping_add(digit.into());
            self.at += 1;
        }
        let more = matches!(self.peek(), b'.' | b'e' | b'E');
        match self.at - first {
            0 => Ok(None),
            _ if more => Err(GIVEN_UP),
            many if many > 1 && self.bytes.get(first) == Some(&b'0') => Err(GIVEN_UP),
            1..=18 => Ok(Some(number)),
            _ => {
                let digits = self.text.get(first..self.at).ok_or(GIVEN_UP)?;
                digits.parse().map(Some).map_err(|_| GIVEN_UP)
            }
        }
    }

    /// The name of a member, and what parts it from its value.
    fn key(&mut self) -> Result<&'t str, Failed> {
        if self.peek() != b'"' {
            return Err(GIVEN_UP);
        }
        let key = self.plain()?;
        // Not one with escapes, which no server writes.
        if !self.eat(b'"') {
            return Err(GIVEN_UP);
        }
        self.space();
        if !self.eat(b':') {
            return Err(GIVEN_UP);
        }
        self.space();
        Ok(key)
    }

    /// A string that begins with `plain`, with its escapes undone.
    #[inline(never)]
    fn unescaped(&mut self, plain: &str) -> Result<String, Failed> {
        let mut whole = String::with_capacity(plain.len() + 32);
        whole.push_str(plain);
        while !self.eat(b'"') {
            whole.push(self.escaped()?);
            self.at -= 1;
            whole.push_str(self.plain()?);
        }
        Ok(whole)
    }

    /// What follows the byte that is here, up to a quote or an escape.
    fn plain(&mut self) -> Result<&'t str, Failed> {
        let begin = self.at + 1;
        let rest = self.bytes.get(begin..).ok_or(GIVEN_UP)?;
        self.at = begin + plain_length(rest).ok_or(GIVEN_UP)?;
        self.text.get(begin..self.at).ok_or(GIVEN_UP)
    }

    /// The character that an escape stands for. `\u003e` is what Go makes of `>`.
    fn escaped(&mut self) -> Result<char, Failed> {
        if !self.eat(b'\\') {
            return Err(GIVEN_UP);
        }
        let kind = self.peek();
        self.at += 1;
        Ok(match kind {
            b'"' | b'\\' | b'/' => kind.into(),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let digits = self.bytes.get(self.at..self.at + 4).ok_or(GIVEN_UP)?;
                let mut code = 0;
                for digit in digits {
                    let digit = char::from(*digit).to_digit(16).ok_or(GIVEN_UP)?;
                    code = code << 4 | digit;
                }
                self.at += 4;
                char::from_u32(code).ok_or(GIVEN_UP)?
            }
            _ => return Err(GIVEN_UP),
        })
    }

    fn deeper(&mut self) -> Result<(), Failed> {
        self.depth += 1;
        if self.depth < DEEPEST {
            Ok(())
        } else {
            Err(GIVEN_UP)
        }
    }

    /// After a value: whether another one follows before the end.
    fn another(&mut self, end: u8) -> Result<bool, Failed> {
        self.space();
        if self.eat(b',') {
            self.space();
            return Ok(true);
        }
        self.depth -= 1;
        if self.eat(end) {
            Ok(false)
        } else {
            Err(GIVEN_UP)
        }
    }

    /// Passes over a value that was left.
    fn left(&mut self, begin: usize) -> Result<(), Failed> {
        if self.at == begin {
            self.skip()
        } else {
            Ok(())
        }
    }
}

/// How many bytes there are before a quote, a backslash or a control character.
///
/// Eight at a time: a byte that is zero, or less than some number, borrows from its
/// highest bit when one, or that number, is taken from it. What a byte borrows from
/// the next one does not matter to the first that is found.
fn plain_length(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHEST: u64 = ONES << 7;

    let zero = |eight: u64| eight.wrapping_sub(ONES) & !eight;
    let (chunks, rest) = bytes.as_chunks();
    for (index, chunk) in chunks.iter().enumerate() {
        let eight = u64::from_le_bytes(*chunk);
        let quote = zero(eight ^ (ONES * u64::from(b'"')));
        let backslash = zero(eight ^ (ONES * u64::from(b'\\')));
        let control = eight.wrapping_sub(ONES * 0x20) & !eight;
        let found = (quote | backslash | control) & HIGHEST;
        if found != 0 {
            return Some(index * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let special = |byte: &u8| matches!(byte, b'"' | b'\\' | ..0x20);
    let found = rest.iter().position(special)?;
    Some(chunks.len() * 8 + found)
}

impl Source for Cursor<'_> {
    fn boolean(&mut self) -> Result<bool, Failed> {
        let word = match self.peek() {
            b't' => "true",
            b'f' => "false",
            _ => "null",
        };
        self.literal(word)?;
        Ok(word == "true")
    }

    fn unsigned(&mut self, most: u64, null: Null) -> Result<Option<u64>, Failed> {
        match self.digits()? {
            Some(number) if number > most => Err(GIVEN_UP),
            None => self.null(null).map(|()| None),
            some => Ok(some),
        }
    }

    fn signed(&mut self, least: i64, most: i64, null: Null) -> Result<Option<i64>, Failed> {
        let negative = self.eat(b'-');
        let Some(number) = self.digits()? else {
            let null = if negative { Null::Refused } else { null };
            return self.null(null).map(|()| None);
        };
        let number = i64::try_from(number).map_err(|_| GIVEN_UP)?;
        let number = if negative { -number } else { number };
        // -0 is a fraction to serde_json.
        if (negative && number == 0) || !(least..=most).contains(&number) {
            return Err(GIVEN_UP);
        }
        Ok(Some(number))
    }

    fn float(&mut self) -> Result<f64, Failed> {
        Err(GIVEN_UP)
    }

    fn text(&mut self, take: &mut TakeText<'_>, null: Null) -> Result<(), Failed> {
        if self.peek() != b'"' {
            return self.null(null);
        }
        let plain = self.plain()?;
        let taken = if self.eat(b'"') {
            take(plain)
        } else {
            take(&self.unescaped(plain)?)
        };
        taken.map_err(|_| GIVEN_UP)
    }

    fn list(&mut self, each: &mut TakeValue<'_>) -> Result<(), Failed> {
        if !self.eat(b'[') {
            return self.null(Null::Allowed);
        }
        self.deeper()?;
        self.space();
        if self.eat(b']') {
            self.depth -= 1;
            return Ok(());
        }
        loop {
            let begin = self.at;
            each(self)?;
            self.left(begin)?;
            if !self.another(b']')? {
                return Ok(());
            }
        }
    }

    fn object(&mut self, to: &mut dyn Object, null: Null) -> Result<bool, Failed> {
        if !self.eat(b'{') {
            return self.null(null).map(|()| false);
        }
        self.deeper()?;
        self.space();
        if self.eat(b'}') {
            self.depth -= 1;
        } else {
            loop {
                let key = self.key()?;
                let begin = self.at;
                to.member(key, self)?;
                self.left(begin)?;
                if !self.another(b'}')? {
                    break;
                }
            }
        }
        match to.missing() {
            None => Ok(true),
            Some(_) => Err(GIVEN_UP),
        }
    }

    fn optional(&mut self, some: &mut TakeValue<'_>) -> Result<(), Failed> {
        if self.peek() == b'n' {
            return self.literal("null");
        }
        let begin = self.at;
        some(self)?;
        self.left(begin)
    }

    fn value(&mut self) -> Result<Value, Failed> {
        let begin = self.at;
        self.skip()?;
        let text = self.text.get(begin..self.at).ok_or(GIVEN_UP)?;
        serde_json::from_str(text).map_err(|_| GIVEN_UP)
    }

    fn skip(&mut self) -> Result<(), Failed> {
        /// Leaves everything.
        struct Nothing;

        impl Object for Nothing {
            fn member(&mut self, _key: &str, _value: &mut dyn Source) -> Result<(), Failed> {
                Ok(())
            }
        }

        match self.peek() {
            b'{' => self.object(&mut Nothing, Null::Refused).map(|_| ()),
            b'[' => self.list(&mut |_| Ok(())),
            b'"' => self.text(&mut |_| Ok(()), Null::Refused),
            b't' | b'f' | b'n' => self.boolean().map(|_| ()),
            _ => self.signed(i64::MIN, i64::MAX, Null::Refused).map(|_| ()),
        }
    }

    fn refuse(&mut self, _reason: fmt::Arguments<'_>) -> Failed {
        GIVEN_UP
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::read_json;
    use crate::generated::StreamInfo;
    use crate::model::{Filling, Model};

    /// What this reader makes of a text, and what `serde_json` does.
    fn both(text: &str) -> (Option<StreamInfo>, Option<StreamInfo>) {
        let (mut ours, mut theirs) = (StreamInfo::empty(), StreamInfo::empty());
        let read = read(text, &mut Filling::new(&mut ours));
        let parsed = read_json(text, &mut Filling::new(&mut theirs)).is_ok();
        (read.then_some(ours), parsed.then_some(theirs))
    }

    const INFO: &str = r#"{"config":{"name":"\u00dc","subjects":["a.\u003e"," ü\n"],"max_age":0,
        "metadata":{"a":"b"},"sources":[{"name":"S"}],"sealed":false,"zz":[{"b":[1,-2]},"x",null]},
        "created":"2026-11-20T16:49:22.28Z","state":{"messages":18,"bytes":1,"first_seq":1,
        "last_seq":1,"consumer_count":0,"deleted":null},"cluster":null , "unknown":{}}"#;

    #[test]
    fn it_is_read_as_serde_json_reads_it() {
        let huge = INFO.replace("18", "18446744073709551615");
        for text in [INFO, &huge] {
            let (ours, theirs) = both(text);
            assert!(ours.is_some());
            assert_eq!(ours, theirs);
        }
    }

    #[test]
    fn what_it_takes_serde_json_takes_alike() {
        let pieces = [
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "\\",
            "\\u00e9",
            "\\ud800",
            "0",
            "00",
            "-",
            "-0",
            "1.5",
            "1e3",
            "99999999999999999999",
            "18446744073709551615",
            "9223372036854775808",
            "null",
            "nul",
            "true",
            " ",
            "\n",
            "\t",
            "\0",
            "\u{b}",
            "\u{7f}",
            "ü",
            "x",
            "\"a\":1,",
            "\"config\":{},",
            "[[",
            "]]",
        ];
        let mut taken = 0;
        for at in (0..INFO.len()).filter(|at| INFO.is_char_boundary(*at)) {
            for piece in pieces {
                let (before, after) = INFO.split_at(at);
                let mut rest = after.chars();
                rest.next();
                for text in [
                    format!("{before}{piece}{after}"),
                    format!("{before}{piece}{}", rest.as_str()),
                ] {
                    let (ours, theirs) = both(&text);
                    if ours.is_some() {
                        taken += 1;
                        assert_eq!(ours, theirs, "{text}");
                    }
                }
            }
        }
        assert!(taken > 1000, "{taken}");
    }

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

    #[test]
    fn it_gives_up_in_the_deep() {
        let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        let info = |deep: String| INFO.replace("\"unknown\":{}", &format!("\"unknown\":{deep}"));
        assert!(both(&info(deep(90))).0.is_some());
        assert_eq!(both(&info(deep(110))).0, None);
        assert!(both(&info(deep(110))).1.is_some());
        assert_eq!(both(&info("[".repeat(100_000))), (None, None));
    }
}
