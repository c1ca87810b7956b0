//! JSON files, official ones too, whose objects have no member twice.

use crate::error::{Error, Result, below};
use crate::source::place::{name, read_text};
use serde_core::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::fmt;
use std::path::Path;

/// Reads a JSON file, or says which file is not JSON and where.
pub(crate) fn read_json(file: &Path) -> Result<Value> {
    parse(&read_text(file)?, &name(file))
}

fn parse(text: &str, file: &str) -> Result<Value> {
    let twice = RefCell::default();
    let mut reader = serde_json::Deserializer::from_str(text);
    let root = Strict {
        pointer: String::new(),
        twice: &twice,
    };
    let value = root.deserialize(&mut reader);
    let value = value.and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| match twice.take() {
        Some(pointer) => Error::new(file, pointer, error.to_string()),
        None => Error::new(file, "", format!("not JSON: {error}")),
    })
}

/// Reads a JSON file of the official schemas, of which some have commas before
/// a closing bracket. Says whether this one had.
pub(crate) fn read_official_json(file: &Path) -> Result<(Value, bool)> {
    let text = read_text(file)?;
    match parse(&text, &name(file)) {
        Ok(value) => Ok((value, false)),
        Err(error) => {
            let mended = without_trailing_commas(&text);
            parse(&mended, "").map_or(Err(error), |value| Ok((value, true)))
        }
    }
}

fn without_trailing_commas(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Where the last comma is in `out` while only white space came after it.
    let mut comma = None;
    let (mut quoted, mut escaped) = (false, false);
    for c in text.chars() {
        if quoted {
            (quoted, escaped) = match c {
                _ if escaped => (true, false),
                '"' => (false, false),
                c => (true, c == '\\'),
            };
        } else {
            match c {
                ',' => comma = Some(out.len()),
                '}' | ']' => {
                    if let Some(at) = comma.take() {
                        out.remove(at);
                    }
                }
                c if c.is_whitespace() => {}
                c => {
                    comma = None;
                    quoted = c == '"';
                }
            }
        }
        out.push(c);
    }
    out
}

/// Reads a value as `Value` does, but refuses a member that is there twice, of
/// which `Value` keeps the last.
struct Strict<'a> {
    pointer: String,
    /// Where such a member was found.
    twice: &'a RefCell<Option<String>>,
}

impl Strict<'_> {
    fn below(&self, member: impl fmt::Display) -> Self {
        Self {
            pointer: below(&self.pointer, member),
            twice: self.twice,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> std::result::Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> std::result::Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> std::result::Result<Value, E> {
        Ok(flag.into())
    }

    fn visit_i64<E>(self, number: i64) -> std::result::Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> std::result::Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> std::result::Result<Value, E> {
        Ok(number.into())
    }

    fn visit_str<E>(self, text: &str) -> std::result::Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> std::result::Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element_seed(self.below(all.len()))? {
            all.push(item);
        }
        Ok(all.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> std::result::Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            let here = self.below(&key);
            if all.contains_key(&key) {
                *self.twice.borrow_mut() = Some(here.pointer);
                return Err(de::Error::custom(format!("\"{key}\" is there twice")));
            }
            all.insert(key, members.next_value_seed(here)?);
        }
        Ok(all.into())
    }
}
