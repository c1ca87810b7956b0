//! How one value of a model is read, written and walked.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Unexpected,
    Visitor,
};
use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use crate::extra::Extra;
use crate::model::{self, Read};
use crate::need::Need;

/// One value of a model: how it is read from JSON, written and walked.
///
/// Not `Deserialize` and `Serialize`, because servers write `null` for an empty
/// list or map, because a zero time means that there is none, and because a
/// `Duration` is a number of nanoseconds.
pub trait Field: Sized {
    /// What the field holds before anything was read into it.
    fn unset() -> Self;

    /// Whether the field is left out when it may be.
    ///
    /// True for false, `None`, and lists, maps and bytes without content.
    fn is_unset(&self) -> bool;

    /// Whether a value of the same name kept in [`Extra`] is written instead.
    fn is_blank(&self) -> bool {
        self.is_unset()
    }

    /// Reads a value.
    fn read_value<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error>;

    /// Reads a value that may be `null`.
    fn read_nullable<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        from.deserialize_option(Nullable(PhantomData))
    }

    /// Reads a value into a field that is unset.
    ///
    /// Models are large, and are filled where they stay.
    fn fill<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
        *self = Self::read_value(from)?;
        Ok(())
    }

    /// Reads a value that may be `null` into a field that is unset.
    fn fill_nullable<'de, D: Deserializer<'de>>(
        field: &mut Option<Self>,
        from: D,
    ) -> Result<(), D::Error> {
        *field = Self::read_nullable(from)?;
        Ok(())
    }

    /// Writes the value.
    fn write_value<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;

    /// Visits what the models inside keep.
    fn walk(&mut self, path: &mut String, visit: &mut dyn FnMut(&str, &mut Extra)) {
        let _ = (path, visit);
    }

    /// Notes the API level that the models inside need.
    fn needs(&self, need: &mut Need) {
        let _ = need;
    }
}

struct Nullable<F>(PhantomData<F>);

impl<'de, F: Field> Visitor<'de> for Nullable<F> {
    type Value = Option<F>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        F::read_value(from).map(Some)
    }
}

macro_rules! plain {
    ($($type:ty: $unset:expr, $is_unset:expr;)*) => {$(
        impl Field for $type {
            fn unset() -> Self {
                $unset
            }

            fn is_unset(&self) -> bool {
                let is_unset: fn(&Self) -> bool = $is_unset;
                is_unset(self)
            }

            fn read_value<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Self::deserialize(from)
            }

            fn write_value<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                self.serialize(to)
            }
        }
    )*};
}

plain! {
    u8: 0, |_| false;
    u16: 0, |_| false;
    u32: 0, |_| false;
    u64: 0, |_| false;
    i8: 0, |_| false;
    i16: 0, |_| false;
    i32: 0, |_| false;
    i64: 0, |_| false;
    f64: 0.0, |_| false;
    String: String::new(), |_| false;
    Value: Value::Null, Value::is_null;
}

/// `null` is false, as it is to the server. False is not sent.
impl Field for bool {
    fn unset() -> Self {
        false
    }

    fn is_unset(&self) -> bool {
        !self
    }

    fn read_value<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Bool)
    }

    fn write_value<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bool(*self)
    }
}

struct Bool;

impl Visitor<'_> for Bool {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a boolean")
    }

    fn visit_bool<E>(self, value: bool) -> Result<bool, E> {
        Ok(value)
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }
}

impl<F: Field> Field for Option<F> {
    fn unset() -> Self {
        None
    }

    fn is_unset(&self) -> bool {
        self.is_none()
    }

    fn read_value<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        F::read_nullable(from)
    }

    fn fill<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
        F::fill_nullable(self, from)
    }

    fn write_value<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write_value(to),
            None => to.serialize_none(),
        }
    }

    fn walk(&mut self, path: &mut String, visit: &mut dyn FnMut(&str, &mut Extra)) {
        if let Some(value) = self {
            value.walk(path, visit);
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

    fn is_unset(&self) -> bool {
        self.is_empty()
    }

    fn read_value<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut list = Vec::new();
        list.fill(from)?;
        Ok(list)
    }

    fn fill<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(List(self))
    }

    fn write_value<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list = to.serialize_seq(Some(self.len()))?;
        for item in self {
            list.serialize_element(&model::Written(item))?;
        }
        list.end()
    }

    fn walk(&mut self, path: &mut String, visit: &mut dyn FnMut(&str, &mut Extra)) {
        let length = path.len();
        for (index, item) in self.iter_mut().enumerate() {
            path.push_str(&format!("[{index}]"));
            item.walk(path, visit);
            path.truncate(length);
        }
    }

    fn needs(&self, need: &mut Need) {
        for item in self {
            item.needs(need);
        }
    }
}

struct List<'f, F>(&'f mut Vec<F>);

impl<'de, F: Field> Visitor<'de> for List<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Item(self.0))?.is_some() {}
        Ok(())
    }
}

/// A seed that adds an item, and fills it in its place.
struct Item<'f, F>(&'f mut Vec<F>);

impl<'de, F: Field> DeserializeSeed<'de> for Item<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.0.push(F::unset());
        match self.0.last_mut() {
            Some(item) => item.fill(from),
            None => Ok(()),
        }
    }
}

/// `null` is a map without members: Go has one value for both.
impl<F: Field> Field for BTreeMap<String, F> {
    fn unset() -> Self {
        BTreeMap::new()
    }

    fn is_unset(&self) -> bool {
        self.is_empty()
    }

    fn read_value<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Map(PhantomData))
    }

    fn write_value<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.len()))?;
        for (name, value) in self {
            map.serialize_entry(name, &model::Written(value))?;
        }
        map.end()
    }

    fn walk(&mut self, path: &mut String, visit: &mut dyn FnMut(&str, &mut Extra)) {
        let length = path.len();
        for (name, value) in self {
            path.push_str(&format!("[{name:?}]"));
            value.walk(path, visit);
            path.truncate(length);
        }
    }

    fn needs(&self, need: &mut Need) {
        for value in self.values() {
            value.needs(need);
        }
    }
}

struct Map<F>(PhantomData<F>);

impl<'de, F: Field> Visitor<'de> for Map<F> {
    type Value = BTreeMap<String, F>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(BTreeMap::new())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(name) = members.next_key::<String>()? {
            map.insert(name, members.next_value_seed(Read(PhantomData))?);
        }
        Ok(map)
    }
}

/// Nanoseconds on the wire, in Go's signed 64 bits: up to some 292 years.
impl Field for Duration {
    fn unset() -> Self {
        Duration::ZERO
    }

    fn is_unset(&self) -> bool {
        false
    }

    fn is_blank(&self) -> bool {
        self.is_zero()
    }

    fn read_value<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::read_or_raw(from)?
            .map_err(|raw| D::Error::custom(format_args!("a duration can not be {raw} ns")))
    }

    fn write_value<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match i64::try_from(self.as_nanos()) {
            Ok(nanos) => to.serialize_i64(nanos),
            Err(_) => Err(S::Error::custom(format_args!(
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
    fn read_or_raw<'de, D: Deserializer<'de>>(from: D) -> Result<Result<Self, Value>, D::Error>;
}

impl DurationField for Duration {
    fn read_or_raw<'de, D: Deserializer<'de>>(from: D) -> Result<Result<Self, Value>, D::Error> {
        from.deserialize_i64(Nanos)
    }
}

struct Nanos;

impl Visitor<'_> for Nanos {
    type Value = Result<Duration, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number of nanoseconds")
    }

    fn visit_i64<E: serde::de::Error>(self, nanos: i64) -> Result<Self::Value, E> {
        Ok(u64::try_from(nanos)
            .map(Duration::from_nanos)
            .map_err(|_| nanos.into()))
    }

    fn visit_u64<E: serde::de::Error>(self, nanos: u64) -> Result<Self::Value, E> {
        match i64::try_from(nanos) {
            Ok(_) => Ok(Ok(Duration::from_nanos(nanos))),
            Err(_) => Err(E::invalid_value(Unexpected::Unsigned(nanos), &self)),
        }
    }
}

impl DurationField for Option<Duration> {
    fn read_or_raw<'de, D: Deserializer<'de>>(from: D) -> Result<Result<Self, Value>, D::Error> {
        struct Optional;

        impl<'de> Visitor<'de> for Optional {
            type Value = Result<Option<Duration>, Value>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                Nanos.expecting(f)
            }

            fn visit_none<E>(self) -> Result<Self::Value, E> {
                Ok(Ok(None))
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Ok(None))
            }

            fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
                Ok(Duration::read_or_raw(from)?.map(Some))
            }
        }

        from.deserialize_option(Optional)
    }
}

impl DurationField for Vec<Duration> {
    fn read_or_raw<'de, D: Deserializer<'de>>(from: D) -> Result<Result<Self, Value>, D::Error> {
        let nanos = <Vec<i64> as Field>::read_value(from)?;
        let durations: Result<_, _> = nanos
            .iter()
            .map(|&nanos| u64::try_from(nanos).map(Duration::from_nanos))
            .collect();
        Ok(durations.map_err(|_| Value::from(nanos)))
    }
}

/// Reads the durations that come next in `map` into `field`.
///
/// A negative one, or a list with one, is kept in `extra` under `key`, and the
/// field is unset: servers 2.10 and 2.11 store and return a negative
/// `ack_wait`, and a lag that is not known is -1.
pub fn duration<'de, F: DurationField, A: MapAccess<'de>>(
    map: &mut A,
    key: &str,
    field: &mut F,
    extra: &mut Extra,
) -> Result<(), A::Error> {
    match map.next_value_seed(ReadDuration(PhantomData))? {
        Ok(value) => {
            *field = value;
            // The last of several members of one name counts.
            extra.remove(key);
        }
        Err(raw) => {
            *field = F::unset();
            extra.keep_known(key, raw);
        }
    }
    Ok(())
}

struct ReadDuration<F>(PhantomData<F>);

impl<'de, F: DurationField> DeserializeSeed<'de> for ReadDuration<F> {
    type Value = Result<F, Value>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        F::read_or_raw(from)
    }
}
