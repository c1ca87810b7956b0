//! From text to values, by way of serde's visitors.

use std::borrow::Cow;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, Expected, IgnoredAny, IntoDeserializer,
    MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde_json::Value;

use super::error::Error;
use super::number::{Number, number};
use super::string::{end_of_plain, escaped};

/// The name of a newtype whose content is read by `serde_json`.
///
/// For a [`Value`], which its features make to hold more or less: numbers of any
/// precision, members in their order. For other readers it is a newtype.
pub(crate) const AS_IT_IS: &str = "$jsapi::AsItIs";

/// As deep as `serde_json` goes.
const DEEPEST: u8 = 128;

/// Reads a text that is one JSON value.
///
/// # Errors
/// When it is not, or not what `seed` wants.
pub(crate) fn read<'de, S: DeserializeSeed<'de>>(
    text: &'de str,
    seed: S,
) -> Result<S::Value, Error> {
    let mut reader = Reader {
        text,
        at: 0,
        depth_left: DEEPEST,
    };
    let value = seed.deserialize(&mut reader)?;
    match reader.token() {
        None => Ok(value),
        Some(_) => Err(reader.syntax("trailing characters")),
    }
}

struct Reader<'de> {
    text: &'de str,
    /// The next byte to be looked at.
    at: usize,
    depth_left: u8,
}

impl<'de> Reader<'de> {
    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is not white space.
    #[inline]
    fn token(&mut self) -> Option<u8> {
        loop {
            match self.peek() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                next => return next,
            }
        }
    }

    /// Reads the string that begins with the quote here.
    #[inline]
    fn string(&mut self) -> Result<Cow<'de, str>, Error> {
        let start = self.at + 1;
        let end = end_of_plain(self.text.as_bytes(), start);
        match (self.text.as_bytes().get(end), self.text.get(start..end)) {
            (Some(b'"'), Some(content)) => {
                self.at = end + 1;
                Ok(Cow::Borrowed(content))
            }
            _ => self.escaped(start),
        }
    }

    fn escaped(&mut self, start: usize) -> Result<Cow<'de, str>, Error> {
        let (content, end) =
            escaped(self.text, start).map_err(|(reason, at)| Error::syntax(reason, at))?;
        self.at = end;
        Ok(Cow::Owned(content))
    }

    /// Reads the number that begins here.
    #[inline]
    fn number(&mut self) -> Result<Number, Error> {
        let (number, end) = number(self.text, self.at)?;
        self.at = end;
        Ok(number)
    }

    /// Reads one of the three words there are.
    #[inline]
    fn word(&mut self, word: &str) -> Result<(), Error> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            return Err(self.syntax("expected a value"));
        }
        self.at += word.len();
        Ok(())
    }

    #[inline]
    fn object<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        self.enter()?;
        let read = visitor.visit_map(Members {
            reader: self,
            first: true,
        });
        self.leave(read, b'}')
    }

    #[inline]
    fn list<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        self.enter()?;
        let read = visitor.visit_seq(Items {
            reader: self,
            first: true,
        });
        self.leave(read, b']')
    }

    #[inline]
    fn enter(&mut self) -> Result<(), Error> {
        self.at += 1;
        self.depth_left -= 1;
        if self.depth_left == 0 {
            return Err(self.syntax("recursion limit exceeded"));
        }
        Ok(())
    }

    #[inline]
    fn leave<T>(&mut self, read: Result<T, Error>, bracket: u8) -> Result<T, Error> {
        self.depth_left += 1;
        let closed = self.token() == Some(bracket);
        self.at += usize::from(closed);
        match read {
            Ok(_) if !closed => Err(self.syntax("expected the end")),
            read => read.map_err(|error| error.at(self.at)),
        }
    }

    /// Passes what stands before the next member or item; false at the end.
    #[inline]
    fn next(&mut self, first: &mut bool, bracket: u8) -> Result<bool, Error> {
        let token = match self.token() {
            Some(byte) if byte == bracket => return Ok(false),
            Some(b',') if !*first => {
                self.at += 1;
                self.token()
            }
            token if *first => token,
            _ => return Err(self.syntax("expected a comma or the end")),
        };
        *first = false;
        match token {
            Some(byte) if byte == bracket => Err(self.syntax("trailing comma")),
            _ => Ok(true),
        }
    }

    /// The text of the value that comes next.
    fn part(&mut self) -> Result<&'de str, Error> {
        self.token();
        let start = self.at;
        IgnoredAny::deserialize(&mut *self)?;
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    #[cold]
    fn syntax(&self, reason: &str) -> Error {
        match self.peek() {
            None => Error::syntax("the text ends too early", self.at),
            Some(_) => Error::syntax(reason, self.at),
        }
    }

    /// What comes next is not what is expected.
    #[cold]
    fn mismatch(&mut self, expected: &dyn Expected) -> Error {
        let found = match self.token() {
            Some(b'"') => self
                .string()
                .map(|text| invalid(Unexpected::Str(&text), expected)),
            Some(b'-' | b'0'..=b'9') => self.number().map(|number| {
                let found = match number {
                    Number::Positive(value) => Unexpected::Unsigned(value),
                    Number::Negative(value) => Unexpected::Signed(value),
                    Number::Float(value) => Unexpected::Float(value),
                };
                invalid(found, expected)
            }),
            Some(b'{') => Ok(invalid(Unexpected::Map, expected)),
            Some(b'[') => Ok(invalid(Unexpected::Seq, expected)),
            Some(b't') => self
                .word("true")
                .map(|()| invalid(Unexpected::Bool(true), expected)),
            Some(b'f') => self
                .word("false")
                .map(|()| invalid(Unexpected::Bool(false), expected)),
            Some(b'n') => self
                .word("null")
                .map(|()| invalid(Unexpected::Unit, expected)),
            _ => Err(self.syntax("expected a value")),
        };
        match found {
            Ok(error) | Err(error) => error.at(self.at),
        }
    }
}

fn invalid(found: Unexpected<'_>, expected: &dyn Expected) -> Error {
    Error::invalid_type(found, expected)
}

/// Gives a visitor what it asks for when it is there, and says so when not.
macro_rules! typed {
    ($token:pat => $read:ident: $($method:ident)*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.token() {
                Some($token) => self.$read(visitor),
                _ => Err(self.mismatch(&visitor)),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Error;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.token() {
            Some(b'"') => self.visit_string(visitor),
            Some(b'-' | b'0'..=b'9') => self.visit_number(visitor),
            Some(b'{') => self.object(visitor),
            Some(b'[') => self.list(visitor),
            Some(b't') => {
                self.word("true")?;
                let read = visitor.visit_bool(true);
                read.map_err(|error: Error| error.at(self.at))
            }
            Some(b'f') => {
                self.word("false")?;
                let read = visitor.visit_bool(false);
                read.map_err(|error: Error| error.at(self.at))
            }
            Some(b'n') => {
                self.word("null")?;
                let read = visitor.visit_unit();
                read.map_err(|error: Error| error.at(self.at))
            }
            _ => Err(self.syntax("expected a value")),
        }
    }

    typed! {
        b'-' | b'0'..=b'9' => visit_number:
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_f32 deserialize_f64
    }

    typed! {
        b'"' => visit_string:
        deserialize_char deserialize_str deserialize_string deserialize_identifier
    }

    typed! { b'{' => object: deserialize_map }

    typed! { b'[' => list: deserialize_seq }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.token() {
            Some(b'n') => {
                self.word("null")?;
                visitor.visit_none()
            }
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        if name != AS_IT_IS {
            return visitor.visit_newtype_struct(self);
        }
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        let value = match values.next() {
            Some(Ok(value)) => value,
            Some(Err(error)) => return Err(Error::of_part(&error, start)),
            None => return Err(Error::syntax("the text ends too early", self.text.len())),
        };
        self.at += values.byte_offset();
        let read = visitor.visit_newtype_struct(value);
        read.map_err(|error| Error::of_part(&error, self.at))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let part = self.part()?;
        let end = self.at;
        serde_json::Deserializer::from_str(part)
            .deserialize_enum(name, variants, visitor)
            .map_err(|error| Error::of_part(&error, end))
    }

    serde::forward_to_deserialize_any! {
        bool bytes byte_buf unit unit_struct tuple tuple_struct struct ignored_any
    }
}

impl<'de> Reader<'de> {
    #[inline]
    fn visit_string<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let read = match self.string()? {
            Cow::Borrowed(content) => visitor.visit_borrowed_str(content),
            Cow::Owned(content) => visitor.visit_string(content),
        };
        read.map_err(|error: Error| error.at(self.at))
    }

    #[inline]
    fn visit_number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let read = match self.number()? {
            Number::Positive(value) => visitor.visit_u64(value),
            Number::Negative(value) => visitor.visit_i64(value),
            Number::Float(value) => visitor.visit_f64(value),
        };
        read.map_err(|error: Error| error.at(self.at))
    }
}

struct Members<'r, 'de> {
    reader: &'r mut Reader<'de>,
    first: bool,
}

impl<'de> MapAccess<'de> for Members<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let reader = &mut *self.reader;
        if !reader.next(&mut self.first, b'}')? {
            return Ok(None);
        }
        if reader.peek() != Some(b'"') {
            return Err(reader.syntax("a key must be a string"));
        }
        let key = match reader.string()? {
            Cow::Borrowed(key) => seed.deserialize(BorrowedStrDeserializer::new(key)),
            Cow::Owned(key) => seed.deserialize(key.into_deserializer()),
        };
        let key = key.map_err(|error: Error| error.at(reader.at))?;
        if reader.token() != Some(b':') {
            return Err(reader.syntax("expected a colon"));
        }
        reader.at += 1;
        Ok(Some(key))
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(&mut *self.reader)
    }
}

struct Items<'r, 'de> {
    reader: &'r mut Reader<'de>,
    first: bool,
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_element_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<Option<V::Value>, Error> {
        if !self.reader.next(&mut self.first, b']')? {
            return Ok(None);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fmt::Debug;
    use std::marker::PhantomData;

    use serde::de::DeserializeOwned;

    use super::*;
    use crate::model::Read;

    /// Reads the same as `serde_json` does: the same value, or none. What is JSON
    /// but of another type is refused in the same words.
    fn same<T: DeserializeOwned + PartialEq + Debug>(text: &str) {
        match (
            read(text, PhantomData::<T>),
            serde_json::from_str::<T>(text),
        ) {
            (Ok(read), Ok(expected)) => assert_eq!(read, expected, "{text}"),
            (Err(error), Err(expected)) => {
                let expected = Error::of_part(&expected, 0).to_string();
                // Floats are written in different ways.
                if error.is_data() && !expected.contains("floating point") {
                    assert_eq!(error.to_string(), expected, "{text}");
                }
            }
            (read, expected) => panic!("{text}: {read:?} and not {expected:?}"),
        }
    }

    fn same_in_all_types(text: &str) {
        same::<Value>(text);
        same::<Option<bool>>(text);
        same::<u64>(text);
        same::<i8>(text);
        same::<f64>(text);
        same::<String>(text);
        same::<Vec<Option<i64>>>(text);
        same::<(u8, String)>(text);
        same::<BTreeMap<String, f32>>(text);
        same::<BTreeMap<String, Vec<BTreeMap<String, Option<String>>>>>(text);
    }

    const TEXTS: &[&str] = &[
        r#"{"a":[{"b":"c","d":null}, {} ],"\u00fc":[],"e" : [{"f":"\n\ud83d\ude00"}]}"#,
        r#" [1, -2 ,null,9223372036854775807,-9223372036854775808] "#,
        r#"{"a":1.5,"b":-0.25e-3,"c":1E400,"d":12345678901234567890123,"e":-1}"#,
        r#"[7,"seven"]"#,
        "true",
        "false",
        "null",
        "\t\n\r \"text \u{fc}\"",
        "18446744073709551615",
        "18446744073709551616",
        "999999999999999999",
        "1000000000000000000",
        "-9223372036854775809",
    ];

    #[test]
    fn a_text_is_read_as_serde_json_reads_it() {
        for text in TEXTS {
            same_in_all_types(text);
        }
        for text in [
            "",
            " ",
            "-",
            "-0",
            "0",
            "00",
            "01",
            "-01",
            "1.",
            ".5",
            "1e",
            "1e+",
            "1e5",
            "+1",
            "--1",
            "1-2",
            "0x1",
            "1 2",
            "NaN",
            "nul",
            "nulls",
            "truefalse",
            "tru",
            "{",
            "}",
            "[",
            "]",
            "[,]",
            "[1,]",
            "[1 2]",
            "[1}",
            "{]",
            "{,}",
            r#"{"a"}"#,
            r#"{"a":}"#,
            r#"{"a":1,}"#,
            r#"{"a":1 "b":2}"#,
            r#"{"a" 1}"#,
            "{1:2}",
            "{null:1}",
            r#"{"a":1}}"#,
            "\"",
            "\"a",
            "\"\n\"",
            "'a'",
            "\u{feff}1",
            r#""\ud800""#,
            "// 1",
            "[1]x",
        ] {
            same_in_all_types(text);
        }
    }

    #[test]
    fn a_broken_text_is_read_as_serde_json_reads_it() {
        let mut state = 3u64;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) as usize
        };
        for _ in 0..20_000 {
            let mut text = TEXTS[next() % TEXTS.len()].to_owned().into_bytes();
            for _ in 0..1 + next() % 3 {
                let at = next() % text.len();
                match next() % 3 {
                    0 => text[at] = b"{}[]\":,0e-.\\u\nnt 9"[next() % 18],
                    1 => text.truncate(at.max(1)),
                    _ => text.insert(at, b"{}[]\",:19-.e"[next() % 12]),
                }
            }
            if let Ok(text) = String::from_utf8(text) {
                same_in_all_types(&text);
            }
        }
    }

    #[test]
    fn nesting_has_the_same_end() {
        for depth in [126, 127, 128, 129, 100_000] {
            same::<Value>(&format!("{}{}", "[".repeat(depth), "]".repeat(depth)));
            same::<Value>(&format!(
                "{}1{}",
                r#"{"a":"#.repeat(depth),
                "}".repeat(depth)
            ));
        }
    }

    #[test]
    fn what_has_no_field_is_left_to_serde_json() {
        for text in TEXTS {
            let read = read(text, Read::<Value>(PhantomData)).ok();
            assert_eq!(read, serde_json::from_str(text).ok(), "{text}");
        }
    }

    #[test]
    fn an_enum_of_serde_is_read_too() {
        use std::ops::Bound;

        same::<Bound<u8>>(r#" "Unbounded" "#);
        same::<Vec<Bound<u8>>>(r#"[{"Included":1},{"Excluded":2},"Unbounded"]"#);
        same::<Bound<u8>>(r#""Nonsense""#);
        same::<Result<u8, String>>(r#"{"Err":"x"}"#);
    }
}
