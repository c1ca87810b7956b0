//! How a model is filled from JSON in place, and written, losing nothing.
//!
//! The models themselves are generated; what they have in common is here.
//! A [`Model`] takes the members of a JSON object one by one as they are read,
//! so that a reply, a struct flattened into another and a member nobody knows
//! cost no buffering. It implements `Deserialize` and `Serialize` through the
//! [`model!`](crate::model::model) macro.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

pub use crate::extra::Extra;
pub use crate::field::{DurationField, Field, duration};
pub use crate::need::Need;

#[doc(inline)]
pub use crate::__model as model;
#[doc(inline)]
pub use crate::__open_enum as open_enum;

/// A JSON object with known fields, which keeps those that it does not know.
///
/// Implemented by generated code. Implement it by hand for a request or reply
/// that this crate does not have; `jsapi/tests/model.rs` shows one.
pub trait Model: Clone + fmt::Debug + PartialEq + Send + Sync + 'static {
    /// The members that must be there, by [`Seen`] bit; at most 64.
    const REQUIRED: &'static [&'static str];

    /// A model nothing was read into.
    fn empty() -> Self;

    /// Takes the value of the member `key` from `map`.
    ///
    /// False when the key is not known: nothing was taken from `map` then.
    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        seen: &mut Seen,
    ) -> Result<bool, A::Error>;

    /// Writes the fields in the order of the schema.
    fn write<S: SerializeMap>(&self, to: &mut Writer<'_, S>) -> Result<(), S::Error>;

    /// The members that it has no field for.
    fn extra(&self) -> &Extra;

    /// The members that it has no field for, to be changed.
    fn extra_mut(&mut self) -> &mut Extra;

    /// Calls [`walk`] for each field that may have models inside.
    fn walk_fields(&mut self, path: &mut String, visit: &mut dyn FnMut(&str, &mut Extra)) {
        let _ = (path, visit);
    }

    /// Notes the API level that the fields which are set need.
    fn needs_fields(&self, need: &mut Need) {
        let _ = need;
    }

    /// The paths of all members, at any depth, that there is no field for.
    ///
    /// As `config.sources[0].brand_new`. Servers from 2.12 on refuse a request
    /// with a field that they do not know (`err_code` 10025).
    ///
    /// For a running service this is the first sign that a server speaks more than
    /// it knows, in one call and ready for a log:
    ///
    /// ```
    /// use jsapi::model::Model;
    /// use jsapi::{StreamInfoRequest, decode};
    ///
    /// # fn main() -> Result<(), jsapi::DecodeError> {
    /// let info = decode::<StreamInfoRequest>(
    ///     br#"{"type":"io.nats.jetstream.api.v1.stream_info_response","created":"2026-11-20T16:30:21Z",
    ///          "config":{"name":"ORDERS","shiny":true},"state":{"messages":0,"bytes":0,"first_seq":0,
    ///          "last_seq":0,"consumer_count":0},"brand_new":1}"#,
    /// )?;
    /// for field in info.unknown_fields() {
    ///     eprintln!("STREAM.INFO: unknown field {field}");
    /// }
    /// assert_eq!(info.unknown_fields(), ["brand_new", "config.shiny"]);
    /// # Ok(())
    /// # }
    /// ```
    fn unknown_fields(&self) -> Vec<String> {
        let mut found = Vec::new();
        // A copy, because there is one walk and it can change what it visits.
        walk_model(&mut self.clone(), &mut String::new(), &mut |path, extra| {
            found.extend(extra.unknown_names().map(|name| match path {
                "" => name.to_owned(),
                _ => format!("{path}.{name}"),
            }));
        });
        found
    }

    /// The same without the members, at any depth, that there is no field for.
    fn without_unknown_fields(mut self) -> Self {
        walk_model(&mut self, &mut String::new(), &mut |_, extra| {
            extra.clear_unknown()
        });
        self
    }

    /// The JetStream API level that what is set here needs.
    fn required_level(&self) -> Need {
        let mut need = Need::new();
        self.needs_fields(&mut need);
        need
    }
}

/// Which required members were read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen(u64);

impl Seen {
    /// No member was read yet.
    pub const fn new() -> Self {
        Self(0)
    }

    /// Notes the member with this index in [`Model::REQUIRED`].
    pub fn mark(&mut self, bit: u32) {
        self.0 |= 1u64.checked_shl(bit).unwrap_or(0);
    }

    /// The first of the required members that was not read.
    pub fn first_missing(&self, required: &'static [&'static str]) -> Option<&'static str> {
        required.get(self.0.trailing_ones() as usize).copied()
    }
}

/// Where a model writes its fields to.
///
/// It also knows what the model keeps in [`Extra`], so that no name is written
/// twice: a kept value is written in the place of the field of the same name
/// while that field is unset, and all others after the last field.
pub struct Writer<'a, S> {
    map: &'a mut S,
    extra: &'a Extra,
    written: Vec<&'static str>,
}

impl<'a, S: SerializeMap> Writer<'a, S> {
    /// Writes to `map` a model that keeps `extra`.
    pub fn new(map: &'a mut S, extra: &'a Extra) -> Self {
        Self {
            map,
            extra,
            written: Vec::new(),
        }
    }

    /// Writes a field that is always sent.
    pub fn field<F: Field>(&mut self, key: &'static str, value: &F) -> Result<(), S::Error> {
        self.entry(key, value, value.is_blank(), true)
    }

    /// Writes a field that is sent when it is set.
    pub fn set<F: Field>(&mut self, key: &'static str, value: &F) -> Result<(), S::Error> {
        let unset = value.is_unset();
        self.entry(key, value, unset, !unset)
    }

    fn entry<F: Field>(
        &mut self,
        key: &'static str,
        value: &F,
        blank: bool,
        send: bool,
    ) -> Result<(), S::Error> {
        if !self.extra.is_empty()
            && let Some(kept) = self.extra.get(key)
        {
            self.written.push(key);
            if blank {
                return self.map.serialize_entry(key, kept);
            }
        }
        if !send {
            return Ok(());
        }
        self.map
            .serialize_entry(key, &Written(value))
            .map_err(|error| unwritable(key, &error))
    }

    /// Writes what the model keeps and has not been written yet.
    pub fn rest(self) -> Result<(), S::Error> {
        for (name, value) in self.extra.iter() {
            if !self.written.contains(&name) {
                self.map.serialize_entry(name, value)?;
            }
        }
        Ok(())
    }
}

/// Names the field in an error: a duration may be too long, and there are many.
#[cold]
fn unwritable<E: serde::ser::Error>(key: &str, error: &E) -> E {
    E::custom(format_args!("{key}: {error}"))
}

/// A field that serializes as it is written on the wire.
pub(crate) struct Written<'a, F>(pub(crate) &'a F);

impl<F: Field> Serialize for Written<'_, F> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.write_value(to)
    }
}

/// Reads the value that comes next in `map`.
pub fn value<'de, F: Field, A: MapAccess<'de>>(map: &mut A) -> Result<F, A::Error> {
    map.next_value_seed(Read(PhantomData))
}

/// Reads the value that comes next in `map` into `field`, whatever that held.
pub fn into<'de, F: Field, A: MapAccess<'de>>(map: &mut A, field: &mut F) -> Result<(), A::Error> {
    *field = F::unset();
    map.next_value_seed(Fill(field))
}

/// A seed that fills a field that is unset.
struct Fill<'f, F>(&'f mut F);

impl<'de, F: Field> DeserializeSeed<'de> for Fill<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.0.fill(from)
    }
}

/// A seed for a field.
pub(crate) struct Read<F>(pub(crate) PhantomData<F>);

impl<'de, F: Field> DeserializeSeed<'de> for Read<F> {
    type Value = F;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<F, D::Error> {
        F::read_value(from)
    }
}

/// Walks over the models inside `field`, whose name is `name`.
pub fn walk<F: Field>(
    path: &mut String,
    name: &str,
    field: &mut F,
    visit: &mut dyn FnMut(&str, &mut Extra),
) {
    let length = path.len();
    if length > 0 {
        path.push('.');
    }
    path.push_str(name);
    field.walk(path, visit);
    path.truncate(length);
}

/// Visits what `model`, which is at `path`, and all models inside it keep.
pub fn walk_model<M: Model>(
    model: &mut M,
    path: &mut String,
    visit: &mut dyn FnMut(&str, &mut Extra),
) {
    visit(path, model.extra_mut());
    model.walk_fields(path, visit);
}

/// Reads a model from a JSON object.
///
/// # Errors
/// When a field has a value of the wrong type, or a required one is missing.
pub fn read_model<'de, M: Model, D: Deserializer<'de>>(from: D) -> Result<M, D::Error> {
    let mut model = M::empty();
    fill_model(&mut model, from)?;
    Ok(model)
}

/// Reads a JSON object into a model that nothing was read into.
#[doc(hidden)]
pub fn fill_model<'de, M: Model, D: Deserializer<'de>>(
    model: &mut M,
    from: D,
) -> Result<(), D::Error> {
    from.deserialize_map(ModelVisitor(model))
}

/// Reads a JSON object or `null` in place of a model that is not there.
#[doc(hidden)]
pub fn fill_optional_model<'de, M: Model, D: Deserializer<'de>>(
    model: &mut Option<M>,
    from: D,
) -> Result<(), D::Error> {
    from.deserialize_option(OptionalModel(model))
}

/// Writes a model as a JSON object.
pub fn write_model<M: Model, S: Serializer>(model: &M, to: S) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(None)?;
    write_members(model, &mut map)?;
    map.end()
}

/// Writes the members of a model into an object that has been begun.
pub(crate) fn write_members<M: Model, S: SerializeMap>(
    model: &M,
    map: &mut S,
) -> Result<(), S::Error> {
    let mut writer = Writer::new(map, model.extra());
    model.write(&mut writer)?;
    writer.rest()
}

/// A model that serializes, for where all that is known of it is that it is one.
pub(crate) struct Document<'a, M>(pub(crate) &'a M);

impl<M: Model> Serialize for Document<'_, M> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        write_model(self.0, to)
    }
}

struct ModelVisitor<'m, M>(&'m mut M);

impl<'de, M: Model> Visitor<'de> for ModelVisitor<'_, M> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = Seen::new();
        while let Some(key) = map.next_key_seed(Text)? {
            read_member(self.0, key, &mut map, &mut seen)?;
        }
        match seen.first_missing(M::REQUIRED) {
            Some(name) => Err(A::Error::missing_field(name)),
            None => Ok(()),
        }
    }
}

struct OptionalModel<'m, M>(&'m mut Option<M>);

impl<'de, M: Model> Visitor<'de> for OptionalModel<'_, M> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or null")
    }

    fn visit_none<E>(self) -> Result<(), E> {
        *self.0 = None;
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        *self.0 = None;
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        fill_model(self.0.insert(M::empty()), from)
    }
}

/// Gives one member to the model, which keeps it when it has no field for it.
pub(crate) fn read_member<'de, M: Model, A: MapAccess<'de>>(
    model: &mut M,
    key: Cow<'de, str>,
    map: &mut A,
    seen: &mut Seen,
) -> Result<(), A::Error> {
    if !model.read(&key, map, seen)? {
        let value: Value = map.next_value()?;
        model.extra_mut().insert(key, value);
    }
    Ok(())
}

/// A seed for a text that is borrowed from the document when it can be.
pub(crate) struct Text;

impl<'de> DeserializeSeed<'de> for Text {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_str(self)
    }
}

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

/// Gives a [`Model`] its `Field`, `Serialize` and `Deserialize`.
#[doc(hidden)]
#[macro_export]
macro_rules! __model {
    ($($model:ty),* $(,)?) => {$(
        impl $crate::model::Field for $model {
            fn unset() -> Self {
                <Self as $crate::model::Model>::empty()
            }

            fn is_unset(&self) -> bool {
                false
            }

            fn read_value<'de, D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::model::read_model(from)
            }

            fn fill<'de, D: ::serde::Deserializer<'de>>(
                &mut self,
                from: D,
            ) -> Result<(), D::Error> {
                $crate::model::fill_model(self, from)
            }

            fn fill_nullable<'de, D: ::serde::Deserializer<'de>>(
                field: &mut Option<Self>,
                from: D,
            ) -> Result<(), D::Error> {
                $crate::model::fill_optional_model(field, from)
            }

            fn write_value<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::model::write_model(self, to)
            }

            fn walk(
                &mut self,
                path: &mut String,
                visit: &mut dyn FnMut(&str, &mut $crate::model::Extra),
            ) {
                $crate::model::walk_model(self, path, visit);
            }

            fn needs(&self, need: &mut $crate::model::Need) {
                $crate::model::Model::needs_fields(self, need);
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $model {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::model::read_model(from)
            }
        }

        impl ::serde::Serialize for $model {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::model::write_model(self, to)
            }
        }
    )*};
}

/// Gives an enum whose last variant is `Unknown(String)` its text, and all that
/// follows from it.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    ($($name:ident { $($variant:ident = $text:literal),* $(,)? })*) => {$(
        impl $name {
            /// The value as it is on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text,
                }
            }

            fn known(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::known(text).unwrap_or_else(|| Self::Unknown(text.to_owned()))
            }
        }

        impl ::std::convert::From<String> for $name {
            fn from(text: String) -> Self {
                Self::known(&text).unwrap_or(Self::Unknown(text))
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl $crate::model::Field for $name {
            fn unset() -> Self {
                Self::Unknown(String::new())
            }

            fn is_unset(&self) -> bool {
                false
            }

            fn read_value<'de, D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::model::read_text(from)
            }

            fn write_value<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::model::read_text(from)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }
    )*};
}

/// Reads a text as something that any text can become.
#[doc(hidden)]
pub fn read_text<'de, T, D>(from: D) -> Result<T, D::Error>
where
    T: for<'t> From<&'t str>,
    D: Deserializer<'de>,
{
    Ok(T::from(&Text.deserialize(from)?))
}
