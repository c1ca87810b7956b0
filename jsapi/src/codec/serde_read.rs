//! Reading a field with any format that `serde` has.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde_json::Value;

use super::field::{Failed, Field, Null, Object, Source};

/// Reads a field from any format that `serde` has.
///
/// # Errors
/// If a value is not one that the field can have, or a required field is missing.
pub fn deserialize<'de, F: Field, D: Deserializer<'de>>(from: D) -> Result<F, D::Error> {
    let mut field = F::unset();
    read(from, &mut |from| field.read_value(from))?;
    Ok(field)
}

/// Reads a value that was found.
pub(super) type TakeValue<'t> = dyn FnMut(&mut dyn Source) -> Result<(), Failed> + 't;

/// Reads a value with `take`.
pub(super) fn read<'de, D: Deserializer<'de>>(
    from: D,
    take: &mut TakeValue<'_>,
) -> Result<(), D::Error> {
    let mut source = Reader::new(Alone(from));
    let taken = take(&mut source);
    source.end(taken)
}

/// A place that one value is read from, once.
trait Take<'de>: Sized {
    type Error: Error;

    fn take<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Self::Error>;
}

/// A document, or an item of a list.
struct Alone<D>(D);

impl<'de, D: Deserializer<'de>> Take<'de> for Alone<D> {
    type Error = D::Error;

    fn take<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, D::Error> {
        seed.deserialize(self.0)
    }
}

/// The value of a member whose key was read.
struct Member<'a, A>(&'a mut A);

impl<'de, A: MapAccess<'de>> Take<'de> for Member<'_, A> {
    type Error = A::Error;

    fn take<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(seed)
    }
}

/// A source that keeps the reason of a failure.
struct Reader<'de, T: Take<'de>> {
    from: Option<T>,
    error: Option<T::Error>,
    of: PhantomData<&'de ()>,
}

impl<'de, T: Take<'de>> Reader<'de, T> {
    fn new(from: T) -> Self {
        Self {
            from: Some(from),
            error: None,
            of: PhantomData,
        }
    }

    fn take<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Failed> {
        let from = self.from.take().ok_or(Failed(()))?;
        from.take(seed).map_err(|error| {
            self.error = Some(error);
            Failed(())
        })
    }

    fn take_with<S>(&mut self, seed: S, null: Null) -> Result<Option<S::Value>, Failed>
    where
        S: DeserializeSeed<'de>,
    {
        match null {
            Null::Refused => self.take(seed).map(Some),
            Null::Allowed => self.take(Nullable(seed)),
        }
    }

    /// Skips a value that was not read, and returns the reason of a failure.
    fn end(self, taken: Result<(), Failed>) -> Result<(), T::Error> {
        match (self.error, taken, self.from) {
            (Some(error), ..) => Err(error),
            (None, Err(failed), _) => Err(T::Error::custom(failed)),
            (None, Ok(()), Some(from)) => from.take(PhantomData::<IgnoredAny>).map(|_| ()),
            (None, Ok(()), None) => Ok(()),
        }
    }
}

impl<'de, T: Take<'de>> Source for Reader<'de, T> {
    fn boolean(&mut self) -> Result<bool, Failed> {
        self.take(Boolean)
    }

    fn unsigned(&mut self, most: u64, null: Null) -> Result<Option<u64>, Failed> {
        self.take_with(Unsigned(most), null)
    }

    fn signed(&mut self, least: i64, most: i64, null: Null) -> Result<Option<i64>, Failed> {
        self.take_with(Signed(least, most), null)
    }

    fn float(&mut self) -> Result<f64, Failed> {
        self.take(Float)
    }

    fn text(&mut self, null: Null) -> Result<Option<Cow<'_, str>>, Failed> {
        self.take_with(Text, null)
    }

    fn list(&mut self, each: &mut TakeValue<'_>) -> Result<(), Failed> {
        self.take(List(each))
    }

    fn object(&mut self, to: &mut dyn Object, null: Null) -> Result<bool, Failed> {
        Ok(self.take_with(Members(to), null)?.is_some())
    }

    fn optional(&mut self, some: &mut TakeValue<'_>) -> Result<(), Failed> {
        self.take(Nullable(Item(some))).map(|_| ())
    }

    fn value(&mut self) -> Result<Value, Failed> {
        self.take(PhantomData)
    }

    fn skip(&mut self) -> Result<(), Failed> {
        self.take(PhantomData::<IgnoredAny>).map(|_| ())
    }

    fn refuse(&mut self, reason: fmt::Arguments<'_>) -> Failed {
        self.error = Some(T::Error::custom(reason));
        Failed(())
    }
}

/// Makes each visitor a seed that calls this method of the format.
macro_rules! seeds {
    ($($name:ty: $ask:ident;)*) => {$(
        impl<'de> DeserializeSeed<'de> for $name {
            type Value = <Self as Visitor<'de>>::Value;

            fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
                from.$ask(self)
            }
        }
    )*};
}

seeds! {
    Boolean: deserialize_any;
    Unsigned: deserialize_u64;
    Signed: deserialize_i64;
    Float: deserialize_f64;
    Text: deserialize_str;
    List<'_, '_>: deserialize_any;
    Members<'_>: deserialize_map;
}

pub(super) struct Boolean;

impl Visitor<'_> for Boolean {
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

pub(super) struct Unsigned(pub(super) u64);

impl Visitor<'_> for Unsigned {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            u64::MAX => f.write_str("a whole number, 0 or more"),
            most => write!(f, "a whole number, 0 to {most}"),
        }
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<u64, E> {
        if value <= self.0 {
            Ok(value)
        } else {
            Err(E::invalid_value(Unexpected::Unsigned(value), &self))
        }
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<u64, E> {
        match u64::try_from(value) {
            Ok(value) => self.visit_u64(value),
            Err(_) => Err(E::invalid_value(Unexpected::Signed(value), &self)),
        }
    }
}

pub(super) struct Signed(pub(super) i64, pub(super) i64);

impl Visitor<'_> for Signed {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0, self.1) {
            (i64::MIN, i64::MAX) => f.write_str("a whole number"),
            (0, i64::MAX) => f.write_str("a whole number, 0 or more"),
            (least, most) => write!(f, "a whole number, {least} to {most}"),
        }
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<i64, E> {
        if (self.0..=self.1).contains(&value) {
            Ok(value)
        } else {
            Err(E::invalid_value(Unexpected::Signed(value), &self))
        }
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<i64, E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            Err(_) => Err(E::invalid_value(Unexpected::Unsigned(value), &self)),
        }
    }
}

pub(super) struct Float;

impl Visitor<'_> for Float {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_f64<E>(self, value: f64) -> Result<f64, E> {
        Ok(value)
    }

    fn visit_u64<E>(self, value: u64) -> Result<f64, E> {
        Ok(value as f64)
    }

    fn visit_i64<E>(self, value: i64) -> Result<f64, E> {
        Ok(value as f64)
    }
}

/// Borrowed from the document if it has no escapes.
pub(super) struct Text;

impl<'de> Visitor<'de> for Text {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text))
    }
}

pub(super) struct List<'t, 'f>(pub(super) &'t mut TakeValue<'f>);

impl<'de> Visitor<'de> for List<'_, '_> {
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

struct Item<'t, 'f>(&'t mut TakeValue<'f>);

impl<'de> DeserializeSeed<'de> for Item<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        read(from, self.0)
    }
}

pub(super) struct Members<'o>(pub(super) &'o mut dyn Object);

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(Text)? {
            let mut value = Reader::new(Member(&mut map));
            let taken = self.0.member(&key, &mut value);
            value.end(taken)?;
        }
        match self.0.missing() {
            Some(name) => Err(A::Error::missing_field(name)),
            None => Ok(()),
        }
    }
}

/// A seed whose value may be `null`.
struct Nullable<S>(S);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Nullable<S> {
    type Value = Option<S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_option(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Nullable<S> {
    type Value = Option<S::Value>;

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
        self.0.deserialize(from).map(Some)
    }
}
