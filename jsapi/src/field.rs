//! How one value of a model is read and written.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde_json::Value;

use crate::need::Need;
use crate::sink::Sink;
use crate::source::{Failed, Null, Object, Source, TakeValue};

/// One value of a model: how it is read from JSON and written.
///
/// Not `Deserialize` and `Serialize`, because servers write `null` for an empty
/// list or map, because a zero time means that there is none, and because a
/// `Duration` is a number of nanoseconds.
pub trait Field {
    /// What the field holds before anything was read into it.
    fn unset() -> Self
    where
        Self: Sized;

    /// Makes it [`unset`](Field::unset) again.
    fn reset(&mut self);

    /// Whether the field is left out when it may be.
    ///
    /// True for false, `None`, and lists, maps and bytes without content. A value of the
    /// same name that is kept in [`Extra`](crate::Extra) is written in its place.
    fn is_unset(&self) -> bool;

    /// Reads a value into a field that is unset: models are large, and are filled
    /// where they stay.
    ///
    /// # Errors
    /// When it is not one that the field can have.
    fn read_value(&mut self, from: &mut dyn Source) -> Result<(), Failed>;

    /// Reads a value that may be `null` into a field that is unset.
    ///
    /// # Errors
    /// When it is not one that the field can have.
    #[inline]
    fn read_nullable(field: &mut Option<Self>, from: &mut dyn Source) -> Result<(), Failed>
    where
        Self: Sized,
    {
        from.optional(field)
    }

    /// Writes the value.
    ///
    /// # Errors
    /// When it has no form on the wire.
    fn write_value(&self, to: &mut dyn Sink) -> Result<(), Failed>;

    /// Adds the paths of all members of the models inside, which are at `path`, that
    /// they have no field for.
    fn unknown(&self, path: &mut String, found: &mut Vec<String>) {
        let _ = (path, found);
    }

    /// Drops all members of the models inside that they have no field for.
    fn clear_unknown(&mut self) {}

    /// Notes the API level that the models inside need.
    fn needs(&self, need: &mut Need)
    where
        Self: Sized,
    {
        let _ = need;
    }
}

/// A field that may be without a value takes one.
impl<F: Field> TakeValue for Option<F> {
    fn take(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        self.insert(F::unset()).read_value(from)
    }
}

/// Whole numbers. The casts lose nothing: the source was told what fits.
macro_rules! numbers {
    ($($type:ty: $kind:ident($($bound:expr),*);)*) => {$(
        impl Field for $type {
            fn unset() -> Self {
                0
            }

            fn reset(&mut self) {
                *self = 0;
            }

            fn is_unset(&self) -> bool {
                false
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

    fn is_unset(&self) -> bool {
        false
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

    fn is_unset(&self) -> bool {
        false
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

/// `null` is false, as it is to the server. False is not sent.
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

    fn unknown(&self, path: &mut String, found: &mut Vec<String>) {
        if let Some(value) = self {
            value.unknown(path, found);
        }
    }

    fn clear_unknown(&mut self) {
        if let Some(value) = self {
            value.clear_unknown();
        }
    }

    fn needs(&self, need: &mut Need) {
        if let Some(value) = self {
            value.needs(need);
        }
    }
}

/// `null` is a list without items: Go has one value for both.
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
        from.list(self)
    }

    fn write_value(&self, to: &mut dyn Sink) -> Result<(), Failed> {
        to.list(&mut |list| {
            for item in self {
                list.item(item)?;
            }
            Ok(())
        })
    }

    fn unknown(&self, path: &mut String, found: &mut Vec<String>) {
        for (index, item) in self.iter().enumerate() {
            inside(path, &index, item, found);
        }
    }

    fn clear_unknown(&mut self) {
        for item in self {
            item.clear_unknown();
        }
    }

    fn needs(&self, need: &mut Need) {
        for item in self {
            item.needs(need);
        }
    }
}

/// A list takes items at its end.
impl<F: Field> TakeValue for Vec<F> {
    fn take(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        self.push(F::unset());
        match self.last_mut() {
            Some(item) => item.read_value(from),
            None => Ok(()),
        }
    }
}

/// `null` is a map without members: Go has one value for both.
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
        from.object(&mut Named(self), Null::Allowed)?;
        Ok(())
    }

    fn write_value(&self, to: &mut dyn Sink) -> Result<(), Failed> {
        to.object(&mut |map| {
            for (name, value) in self {
                map.entry(name, value)?;
            }
            Ok(())
        })
    }

    fn unknown(&self, path: &mut String, found: &mut Vec<String>) {
        for (name, value) in self {
            inside(path, name, value, found);
        }
    }

    fn clear_unknown(&mut self) {
        for value in self.values_mut() {
            value.clear_unknown();
        }
    }

    fn needs(&self, need: &mut Need) {
        for value in self.values() {
            value.needs(need);
        }
    }
}

/// Adds what a value inside has no fields for, which is found by `key`.
fn inside(path: &mut String, key: &dyn fmt::Debug, value: &dyn Field, found: &mut Vec<String>) {
    let length = path.len();
    path.push_str(&format!("[{key:?}]"));
    value.unknown(path, found);
    path.truncate(length);
}

/// A map that is being read.
struct Named<'m, F>(&'m mut BTreeMap<String, F>);

impl<F: Field> Object for Named<'_, F> {
    fn member(&mut self, key: &str, from: &mut dyn Source) -> Result<(), Failed> {
        let mut value = F::unset();
        value.read_value(from)?;
        self.0.insert(key.to_owned(), value);
        Ok(())
    }
}

/// Nanoseconds on the wire, in Go's signed 64 bits: up to some 292 years.
impl Field for Duration {
    fn unset() -> Self {
        Duration::ZERO
    }

    fn reset(&mut self) {
        *self = Duration::ZERO;
    }

    /// Where it must be there it is sent all the same.
    fn is_unset(&self) -> bool {
        self.is_zero()
    }

    fn read_value(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        let nanos = from.signed(0, i64::MAX, Null::Refused)?;
        *self = Duration::from_nanos(nanos.unwrap_or_default().unsigned_abs());
        Ok(())
    }

    fn write_value(&self, to: &mut dyn Sink) -> Result<(), Failed> {
        match i64::try_from(self.as_nanos()) {
            Ok(nanos) => to.signed(nanos),
            Err(_) => Err(to.refuse(format_args!(
                "a duration of {} s is longer than {} s, the longest that servers know",
                self.as_secs(),
                i64::MAX / 1_000_000_000,
            ))),
        }
    }
}

/// A field of one or more durations, of which servers may send negative ones.
pub trait DurationField: Field {
    /// Reads the field, or gives what cannot be a `Duration` as it is.
    ///
    /// # Errors
    /// When it is no number of nanoseconds at all.
    fn read_or_raw(&mut self, from: &mut dyn Source) -> Result<Option<Value>, Failed>;
}

impl DurationField for Duration {
    fn read_or_raw(&mut self, from: &mut dyn Source) -> Result<Option<Value>, Failed> {
        let mut field = None;
        let raw = nanos(&mut field, from, Null::Refused)?;
        *self = field.unwrap_or_default();
        Ok(raw)
    }
}

impl DurationField for Option<Duration> {
    fn read_or_raw(&mut self, from: &mut dyn Source) -> Result<Option<Value>, Failed> {
        nanos(self, from, Null::Allowed)
    }
}

fn nanos(
    field: &mut Option<Duration>,
    from: &mut dyn Source,
    null: Null,
) -> Result<Option<Value>, Failed> {
    let Some(nanos) = from.signed(i64::MIN, i64::MAX, null)? else {
        return Ok(None);
    };
    match u64::try_from(nanos) {
        Ok(nanos) => *field = Some(Duration::from_nanos(nanos)),
        Err(_) => return Ok(Some(nanos.into())),
    }
    Ok(None)
}

impl DurationField for Vec<Duration> {
    fn read_or_raw(&mut self, from: &mut dyn Source) -> Result<Option<Value>, Failed> {
        let mut all: Vec<i64> = Vec::new();
        all.read_value(from)?;
        for nanos in &all {
            match u64::try_from(*nanos) {
                Ok(nanos) => self.push(Duration::from_nanos(nanos)),
                Err(_) => return Ok(Some(all.into())),
            }
        }
        Ok(None)
    }
}
