//! Reading JSON in one pass, without `serde` in between.
//!
//! Accepts the documents that `serde_json` accepts, and reports a wrong value in the same
//! words. `serde_json` reads fractions, and a document that is not JSON a second time, for
//! its error.

mod text;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;

use serde_core::de::{Error as _, Expected, Unexpected};
use serde_json::{Error, Map, Number, Value};

use super::field::{Failed, Null, Object, Source};
use super::serde_read::{Boolean, Float, List, Members, Signed, TakeValue, Text, Unsigned};

/// The depth at which nesting is an error, as in `serde_json`.
const TOO_DEEP: usize = 128;

/// Reads a document that is an object.
///
/// # Errors
/// What is wrong with a value, or `None` if the text is not JSON. `to` may be half filled.
pub(crate) fn read(text: &str, to: &mut dyn Object) -> Result<(), Option<Wrong>> {
    let mut cursor = Cursor {
        text,
        bytes: text.as_bytes(),
        at: 0,
        begin: 0,
        depth: 0,
        wrong: None,
    };
    cursor.space();
    let done = cursor.object(to, Null::Refused);
    cursor.space();
    // A wrong value is an error even if its reader ignored the failure.
    if done.is_ok() && cursor.at == text.len() && cursor.wrong.is_none() {
        Ok(())
    } else {
        Err(cursor.wrong)
    }
}

/// What is wrong with a value.
#[derive(Debug, PartialEq)]
pub(crate) struct Wrong {
    /// Where the value begins or ends, in bytes.
    pub(crate) offset: usize,
    pub(crate) reason: String,
}

/// A position in a document.
struct Cursor<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// Where the string or number begins that was read last.
    begin: usize,
    depth: usize,
    /// The first wrong value.
    wrong: Option<Wrong>,
}

/// This is not JSON. No reason is noted: `serde_json` has a better one.
const NO_JSON: Failed = Failed(());

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
            return Err(NO_JSON);
        }
        self.at += word.len();
        Ok(())
    }

    /// Reads an integer without a sign; `None` for anything else.
    fn digits(&mut self) -> Option<u64> {
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
        if matches!(self.peek(), b'.' | b'e' | b'E') {
            return None;
        }
        match self.at - first {
            0 => None,
            many if many > 1 && self.bytes.get(first) == Some(&b'0') => None,
            1..=18 => Some(number),
            _ => self.text.get(first..self.at)?.parse().ok(),
        }
    }

    /// Reads any number.
    #[cold]
    #[inline(never)]
    fn number(&mut self) -> Result<Number, Failed> {
        let begin = self.at;
        self.eat(b'-');
        self.digits();
        if self.eat(b'.') {
            self.digits();
        }
        if self.eat(b'e') || self.eat(b'E') {
            let _sign = self.eat(b'-') || self.eat(b'+');
            self.digits();
        }
        let number = self.text.get(begin..self.at).unwrap_or_default();
        number.parse().map_err(|_| NO_JSON)
    }

    /// Reads any number.
    ///
    /// Includes the last digit of a fraction, which `serde_json` can miss.
    fn exact(&mut self) -> Result<Number, Failed> {
        let begin = self.at;
        let number = self.number()?;
        let text = self.text.get(begin..self.at).unwrap_or_default();
        match text.parse() {
            Ok(exact) if number.is_f64() && number.as_f64() != Some(exact) => {
                Number::from_f64(exact).ok_or(NO_JSON)
            }
            _ => Ok(number),
        }
    }

    /// Reads a value that is not the `expected` one: `null` if allowed, or an error.
    ///
    /// With `whole` an integer is out of bounds, and not of another type.
    #[cold]
    #[inline(never)]
    fn other(&mut self, null: Null, expected: &dyn Expected, whole: bool) -> Result<(), Failed> {
        let begin = self.at;
        let found = match self.peek() {
            b'n' => {
                self.literal("null")?;
                if null == Null::Allowed {
                    return Ok(());
                }
                Unexpected::Unit
            }
            b't' | b'f' => Unexpected::Bool(self.boolean()?),
            b'[' => Unexpected::Seq,
            b'{' => Unexpected::Map,
            b'"' => {
                let text = self.string()?;
                let error = Error::invalid_type(Unexpected::Str(&text), expected);
                return Err(self.note(begin, error.to_string()));
            }
            _ => {
                let number = self.number()?;
                if let Some(number) = number.as_u64() {
                    Unexpected::Unsigned(number)
                } else if let Some(number) = number.as_i64() {
                    Unexpected::Signed(number)
                } else {
                    Unexpected::Float(number.as_f64().unwrap_or_default())
                }
            }
        };
        let error = match found {
            Unexpected::Unsigned(_) | Unexpected::Signed(_) if whole => {
                Error::invalid_value(found, expected)
            }
            _ => Error::invalid_type(found, expected),
        };
        Err(self.note(begin, error.to_string()))
    }

    #[cold]
    #[inline(never)]
    fn missing(&mut self, name: &str) -> Failed {
        self.note(self.at, format!("missing field `{name}`"))
    }

    #[cold]
    #[inline(never)]
    fn note(&mut self, offset: usize, reason: String) -> Failed {
        self.wrong.get_or_insert(Wrong { offset, reason });
        Failed(())
    }

    fn deeper(&mut self) -> Result<(), Failed> {
        self.depth += 1;
        if self.depth < TOO_DEEP {
            Ok(())
        } else {
            Err(NO_JSON)
        }
    }

    /// Reads what follows a value: returns whether another value comes before the end.
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
            Err(NO_JSON)
        }
    }

    /// Reads from the name of a member up to its value.
    #[cold]
    #[inline(never)]
    fn colon(&mut self) -> Result<(), Failed> {
        self.space();
        if !self.eat(b':') {
            return Err(NO_JSON);
        }
        self.space();
        Ok(())
    }

    /// Reads a member whose name has escapes, which no server writes.
    #[cold]
    #[inline(never)]
    fn odd_member(&mut self, plain: &str, to: &mut dyn Object) -> Result<(), Failed> {
        let key = self.unescaped(plain)?;
        self.colon()?;
        self.member(&key, to)
    }

    /// Reads the value of a member.
    #[inline]
    fn member(&mut self, key: &str, to: &mut dyn Object) -> Result<(), Failed> {
        let begin = self.at;
        to.member(key, self)?;
        self.left(begin)
    }

    /// Skips a value that was not read.
    fn left(&mut self, begin: usize) -> Result<(), Failed> {
        if self.at == begin {
            self.skip()
        } else {
            Ok(())
        }
    }
}

impl Source for Cursor<'_> {
    fn boolean(&mut self) -> Result<bool, Failed> {
        match self.peek() {
            b't' => self.literal("true").map(|()| true),
            b'f' => self.literal("false").map(|()| false),
            _ => self.other(Null::Allowed, &Boolean, false).map(|()| false),
        }
    }

    fn unsigned(&mut self, most: u64, null: Null) -> Result<Option<u64>, Failed> {
        self.begin = self.at;
        match self.digits() {
            Some(number) if number <= most => Ok(Some(number)),
            _ => {
                self.at = self.begin;
                self.other(null, &Unsigned(most), true).map(|()| None)
            }
        }
    }

    fn signed(&mut self, least: i64, most: i64, null: Null) -> Result<Option<i64>, Failed> {
        self.begin = self.at;
        let negative = self.eat(b'-');
        let number = match self.digits() {
            // -0 is a fraction to serde_json.
            Some(number @ 1..) if negative => 0i64.checked_sub_unsigned(number),
            Some(number) if !negative => number.try_into().ok(),
            _ => None,
        };
        match number {
            Some(number) if (least..=most).contains(&number) => Ok(Some(number)),
            _ => {
                self.at = self.begin;
                self.other(null, &Signed(least, most), true).map(|()| None)
            }
        }
    }

    fn float(&mut self) -> Result<f64, Failed> {
        match self.peek() {
            b'-' | b'0'..=b'9' => Ok(self.exact()?.as_f64().unwrap_or_default()),
            _ => self.other(Null::Refused, &Float, false).map(|()| 0.0),
        }
    }

    fn text(&mut self, null: Null) -> Result<Option<Cow<'_, str>>, Failed> {
        if self.peek() != b'"' {
            return self.other(null, &Text, false).map(|()| None);
        }
        self.begin = self.at;
        self.string().map(Some)
    }

    fn list(&mut self, each: &mut TakeValue<'_>) -> Result<(), Failed> {
        if !self.eat(b'[') {
            return self.other(Null::Allowed, &List(each), false);
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
            return self.other(null, &Members(to), false).map(|()| false);
        }
        self.deeper()?;
        self.space();
        if self.eat(b'}') {
            self.depth -= 1;
        } else {
            loop {
                if self.peek() != b'"' {
                    return Err(NO_JSON);
                }
                let key = self.plain()?;
                // Servers write no space between members.
                match self.bytes.get(self.at..) {
                    Some([b'"', b':', after, ..]) if *after > b' ' => {
                        self.at += 2;
                        self.member(key, to)?;
                    }
                    Some([b'"', ..]) => {
                        self.at += 1;
                        self.colon()?;
                        self.member(key, to)?;
                    }
                    _ => self.odd_member(key, to)?,
                }
                match self.bytes.get(self.at..) {
                    Some([b',', b'"', ..]) => self.at += 1,
                    _ if self.another(b'}')? => {}
                    _ => break,
                }
            }
        }
        match to.missing() {
            None => Ok(true),
            Some(name) => Err(self.missing(name)),
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
        Ok(match self.peek() {
            b'{' => {
                let mut members = Map::new();
                self.object(&mut members, Null::Refused)?;
                Value::Object(members)
            }
            b'[' => {
                let mut items = Vec::new();
                self.list(&mut |from| {
                    items.push(from.value()?);
                    Ok(())
                })?;
                Value::Array(items)
            }
            b'"' => Value::String(self.string()?.into_owned()),
            b't' | b'f' => Value::Bool(self.boolean()?),
            b'n' => self.literal("null").map(|()| Value::Null)?,
            _ => Value::Number(self.exact()?),
        })
    }

    fn skip(&mut self) -> Result<(), Failed> {
        match self.peek() {
            b'{' => {
                let mut nothing = |_: &str, _: &mut dyn Source| Ok(());
                self.object(&mut nothing, Null::Refused).map(|_| ())
            }
            b'[' => self.list(&mut |_| Ok(())),
            b'"' => self.string().map(|_| ()),
            b't' | b'f' => self.boolean().map(|_| ()),
            b'n' => self.literal("null"),
            _ => {
                let begin = self.at;
                self.eat(b'-');
                if self.digits().is_none() {
                    self.at = begin;
                    self.number()?;
                }
                Ok(())
            }
        }
    }

    fn refuse(&mut self, reason: fmt::Arguments<'_>) -> Failed {
        self.wrong = None;
        self.note(self.begin, reason.to_string())
    }
}

/// Keeps every member.
impl Object for Map<String, Value> {
    fn member(&mut self, key: &str, value: &mut dyn Source) -> Result<(), Failed> {
        let value = value.value()?;
        self.insert(key.to_owned(), value);
        Ok(())
    }
}
