//! Fields of the standard library's types and of JSON values.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde_json::Value;

use super::field::{Failed, Field, Null, Sink, Source};
use super::level::RequiredApiLevel;
use super::serde_write::serialize;

/// Integers. The casts are lossless: the source checked the bounds.
macro_rules! numbers {
    ($($type:ty: $kind:ident($($bound:expr),*);)*) => {$(
        impl Field for $type {
            fn unset() -> Self {
                0
            }

            fn reset(&mut self) {
                *self = 0;
            }

            fn read_value(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
                let number = from.$kind($($bound,)* Null::Refused)?;
                *self = number.unwrap_or_default() as $type;
                Ok(())
            }

            #[inline]
            fn read_nullable(
                field: &mut Option<Self>,
                from: &mut dyn Source,
            ) -> Result<(), Failed> {
                let number = from.$kind($($bound,)* Null::Allowed)?;
                *field = number.map(|number| number as $type);
                Ok(())
            }

            fn write_value(&self, to: &mut dyn Sink) -> Result<(), Failed> {
                to.$kind((*self).into())
            }
        }
    )*};
}

numbers! {
    u8: unsigned(u8::MAX.into());
    u16: unsigned(u16::MAX.into());
    u32: unsigned(u32::MAX.into());
    u64: unsigned(u64::MAX);
    i8: signed(i8::MIN.into(), i8::MAX.into());
    i16: signed(i16::MIN.into(), i16::MAX.into());
    i32: signed(i32::MIN.into(), i32::MAX.into());
    i64: signed(i64::MIN, i64::MAX);
}

impl Field for f64 {
    fn unset() -> Self {
        0.0
    }

    fn reset(&mut self) {
        *self = 0.0;
    }

    fn read_value(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        *self = from.float()?;
        Ok(())
    }

    fn write_value(&self, to: &mut dyn Sink) -> Result<(), Failed> {
        to.float(*self)
    }
}

impl Field for String {
    fn unset() -> Self {
        String::new()
    }

    fn reset(&mut self) {
        self.clear();
    }

    fn read_value(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        let text = from.text(Null::Refused)?;
        *self = text.map(Cow::into_owned).unwrap_or_default();
        Ok(())
    }

    #[inline]
    fn read_nullable(field: &mut Option<Self>, from: &mut dyn Source) -> Result<(), Failed> {
        *field = from.text(Null::Allowed)?.map(Cow::into_owned);
        Ok(())
    }

    fn write_value(&self, to: &mut dyn Sink) -> Result<(), Failed> {
        to.text(self)
    }
}

impl Field for Value {
    fn unset() -> Self {
        Value::Null
    }

    fn reset(&mut self) {
        *self = Value::Null;
    }

    fn is_unset(&self) -> bool {
        self.is_null()
    }

    fn read_value(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        *self = from.value()?;
        Ok(())
    }

    fn write_value(&self, to: &mut dyn Sink) -> Result<(), Failed> {
        to.value(self)
    }
}

/// `null` is `false`, as it is to servers. `false` is not sent.
impl Field for bool {
    fn unset() -> Self {
        false
    }

    fn reset(&mut self) {
        *self = false;
    }

    fn is_unset(&self) -> bool {
        !self
    }

    fn read_value(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        *self = from.boolean()?;
        Ok(())
    }

    fn write_value(&self, to: &mut dyn Sink) -> Result<(), Failed> {
        to.boolean(*self)
    }
}

impl<F: Field> Field for Option<F> {
    fn unset() -> Self {
        None
    }

    fn reset(&mut self) {
        *self = None;
    }

    fn is_unset(&self) -> bool {
        self.is_none()
    }

    fn read_value(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        F::read_nullable(self, from)
    }

    fn write_value(&self, to: &mut dyn Sink) -> Result<(), Failed> {
        match self {
            Some(value) => value.write_value(to),
            None => to.null(),
        }
    }

    fn read_or_raw(&mut self, from: &mut dyn Source) -> Result<Option<Value>, Failed> {
        let mut raw = None;
        from.optional(&mut |from| {
            raw = self.insert(F::unset()).read_or_raw(from)?;
            Ok(())
        })?;
        if raw.is_some() {
            *self = None;
        }
        Ok(raw)
    }

    fn as_text(&self) -> Option<&str> {
        self.as_ref()?.as_text()
    }

    fn collect_unknown(&self, path: &mut String, found: &mut Vec<String>) {
        if let Some(value) = self {
            value.collect_unknown(path, found);
        }
    }

    fn remove_unknown(&mut self) {
        if let Some(value) = self {
            value.remove_unknown();
        }
    }

    fn raise_level(&self, level: &mut RequiredApiLevel) {
        if let Some(value) = self {
            value.raise_level(level);
        }
    }
}

/// `null` is an empty list: Go has one value for both.
impl<F: Field> Field for Vec<F> {
    fn unset() -> Self {
        Vec::new()
    }

    fn reset(&mut self) {
        self.clear();
    }

    fn is_unset(&self) -> bool {
        self.is_empty()
    }

    fn read_value(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        from.list(&mut |from| {
            self.push(F::unset());
            match self.last_mut() {
                Some(item) => item.read_value(from),
                None => Ok(()),
            }
        })
    }

    fn read_or_raw(&mut self, from: &mut dyn Source) -> Result<Option<Value>, Failed> {
        let mut raw = Vec::new();
        from.list(&mut |from| {
            let mut item = F::unset();
            if let Some(value) = item.read_or_raw(from)? {
                raw.push((self.len(), value));
            }
            self.push(item);
            Ok(())
        })?;
        if raw.is_empty() {
            return Ok(None);
        }
        // If one item has no representation, the whole list is kept as JSON.
        let items = self
            .iter()
            .map(|item| serialize(item, serde_json::value::Serializer));
        let items: Result<Vec<Value>, _> = items.collect();
        let mut items = items.map_err(|error| from.refuse(format_args!("{error}")))?;
        for (index, value) in raw {
            if let Some(item) = items.get_mut(index) {
                *item = value;
            }
        }
        self.clear();
        Ok(Some(items.into()))
    }

    fn write_value(&self, to: &mut dyn Sink) -> Result<(), Failed> {
        to.list(&mut self.iter().map(|item| item as &dyn Field))
    }

    fn collect_unknown(&self, path: &mut String, found: &mut Vec<String>) {
        for (index, item) in self.iter().enumerate() {
            inside(path, &index, item, found);
        }
    }

    fn remove_unknown(&mut self) {
        for item in self {
            item.remove_unknown();
        }
    }

    fn raise_level(&self, level: &mut RequiredApiLevel) {
        for item in self {
            item.raise_level(level);
        }
    }
}

/// `null` is an empty map: Go has one value for both.
impl<F: Field> Field for BTreeMap<String, F> {
    fn unset() -> Self {
        BTreeMap::new()
    }

    fn reset(&mut self) {
        self.clear();
    }

    fn is_unset(&self) -> bool {
        self.is_empty()
    }

    fn read_value(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        let mut member = |key: &str, from: &mut dyn Source| {
            let mut value = F::unset();
            value.read_value(from)?;
            self.insert(key.to_owned(), value);
            Ok(())
        };
        from.object(&mut member, Null::Allowed)?;
        Ok(())
    }

    fn write_value(&self, to: &mut dyn Sink) -> Result<(), Failed> {
        to.object(
            &mut self
                .iter()
                .map(|(name, value)| (name.as_str(), value as &dyn Field)),
        )
    }

    fn collect_unknown(&self, path: &mut String, found: &mut Vec<String>) {
        for (name, value) in self {
            inside(path, name, value, found);
        }
    }

    fn remove_unknown(&mut self) {
        for value in self.values_mut() {
            value.remove_unknown();
        }
    }

    fn raise_level(&self, level: &mut RequiredApiLevel) {
        for value in self.values() {
            value.raise_level(level);
        }
    }
}

/// Adds the unknown fields of the value at `key` of a list or map.
fn inside(path: &mut String, key: &dyn fmt::Debug, value: &dyn Field, found: &mut Vec<String>) {
    let length = path.len();
    path.push_str(&format!("[{key:?}]"));
    value.collect_unknown(path, found);
    path.truncate(length);
}

/// Nanoseconds in Go's signed 64 bits: at most 292 years.
impl Field for Duration {
    fn unset() -> Self {
        Duration::ZERO
    }

    fn reset(&mut self) {
        *self = Duration::ZERO;
    }

    fn is_unset(&self) -> bool {
        self.is_zero()
    }

    fn read_value(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        let nanos = from.signed(0, i64::MAX, Null::Refused)?;
        *self = Duration::from_nanos(nanos.unwrap_or_default().unsigned_abs());
        Ok(())
    }

    fn read_or_raw(&mut self, from: &mut dyn Source) -> Result<Option<Value>, Failed> {
        let nanos = from.signed(i64::MIN, i64::MAX, Null::Refused)?;
        let nanos = nanos.unwrap_or_default();
        match u64::try_from(nanos) {
            Ok(nanos) => *self = Duration::from_nanos(nanos),
            Err(_) => return Ok(Some(nanos.into())),
        }
        Ok(None)
    }

    fn write_value(&self, to: &mut dyn Sink) -> Result<(), Failed> {
        match i64::try_from(self.as_nanos()) {
            Ok(nanos) => to.signed(nanos),
            Err(_) => Err(to.refuse(format_args!(
                "a duration of {} s is longer than the maximum, {} s",
                self.as_secs(),
                i64::MAX / 1_000_000_000,
            ))),
        }
    }
}
