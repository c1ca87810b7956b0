//! How a model is filled from JSON in place, and written, losing nothing.
//!
//! The models themselves are generated; what they have in common is here.
//! A [`Model`] takes the members of a JSON object one by one as they are read,
//! so that a reply, a struct flattened into another and a member nobody knows
//! cost no buffering. It implements `Deserialize` and `Serialize` through the
//! [`model!`](crate::model::model) macro.

use std::fmt;

use serde::de::Deserializer;
use serde::ser::{Serialize, Serializer};

pub use crate::extra::Extra;
pub use crate::field::{DurationField, Field, duration};
pub use crate::need::Need;
pub use crate::sink::{Entries, Items, Sink, Write};
pub use crate::source::{Failed, Null, Object, Source, TakeText, TakeValue, parsed};

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

    /// Takes the value of the member `key`.
    ///
    /// False when the key is not known: nothing was taken then. A member may come
    /// again, and replaces what came before, as [`into`] does.
    ///
    /// # Errors
    /// When the value is not one that the field can have.
    fn read(&mut self, key: &str, from: &mut dyn Source, seen: &mut Seen) -> Result<bool, Failed>;

    /// Writes the fields in the order of the schema.
    ///
    /// # Errors
    /// When a value has no form on the wire.
    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed>;

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
        // A copy, because there is one walk and it can change what it visits.
        unknown_fields(&mut self.clone())
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
pub struct Writer<'a> {
    to: &'a mut dyn Entries,
    extra: &'a Extra,
    written: Vec<&'static str>,
}

impl<'a> Writer<'a> {
    /// Writes a model that keeps `extra`.
    pub fn new(to: &'a mut dyn Entries, extra: &'a Extra) -> Self {
        Self {
            to,
            extra,
            written: Vec::new(),
        }
    }

    /// Writes a field that is always sent.
    ///
    /// # Errors
    /// When its value has no form on the wire.
    pub fn field<F: Field>(&mut self, key: &'static str, value: &F) -> Result<(), Failed> {
        self.entry(key, value.is_blank(), true, &|to| value.write_value(to))
    }

    /// Writes a field that is sent when it is set.
    ///
    /// # Errors
    /// When its value has no form on the wire.
    pub fn set<F: Field>(&mut self, key: &'static str, value: &F) -> Result<(), Failed> {
        let unset = value.is_unset();
        self.entry(key, unset, !unset, &|to| value.write_value(to))
    }

    fn entry(
        &mut self,
        key: &'static str,
        blank: bool,
        send: bool,
        write: &Write<'_>,
    ) -> Result<(), Failed> {
        if !self.extra.is_empty()
            && let Some(kept) = self.extra.get(key)
        {
            self.written.push(key);
            if blank {
                return self.to.entry(key, &|to| to.value(kept));
            }
        }
        if send {
            self.to.entry(key, write)
        } else {
            Ok(())
        }
    }

    /// Writes what the model keeps and has not been written yet.
    ///
    /// # Errors
    /// When the format has no form for it.
    pub fn rest(self) -> Result<(), Failed> {
        for (name, value) in self.extra.iter() {
            if !self.written.contains(&name) {
                self.to.entry(name, &|to| to.value(value))?;
            }
        }
        Ok(())
    }
}

/// Reads the value that comes next into `field`, whatever that held.
///
/// # Errors
/// When it is not one that the field can have.
pub fn into<F: Field>(from: &mut dyn Source, field: &mut F) -> Result<(), Failed> {
    *field = F::unset();
    field.read_value(from)
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
#[doc(hidden)]
pub fn walk_model(
    model: &mut dyn AnyModel,
    path: &mut String,
    visit: &mut dyn FnMut(&str, &mut Extra),
) {
    visit(path, model.extra_mut());
    model.walk_fields(path, visit);
}

/// The paths of all members that there is no field for.
fn unknown_fields(model: &mut dyn AnyModel) -> Vec<String> {
    let mut found = Vec::new();
    walk_model(model, &mut String::new(), &mut |path, extra| {
        found.extend(extra.unknown_names().map(|name| match path {
            "" => name.to_owned(),
            _ => format!("{path}.{name}"),
        }));
    });
    found
}

/// What is done with any model.
#[doc(hidden)]
pub trait AnyModel {
    /// As [`Model::REQUIRED`].
    fn required(&self) -> &'static [&'static str];
    /// As [`Model::read`].
    fn read(&mut self, key: &str, from: &mut dyn Source, seen: &mut Seen) -> Result<bool, Failed>;
    /// As [`Model::write`].
    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed>;
    /// As [`Model::extra`].
    fn extra(&self) -> &Extra;
    /// As [`Model::extra_mut`].
    fn extra_mut(&mut self) -> &mut Extra;
    /// As [`Model::walk_fields`].
    fn walk_fields(&mut self, path: &mut String, visit: &mut dyn FnMut(&str, &mut Extra));
}

impl<M: Model> AnyModel for M {
    fn required(&self) -> &'static [&'static str] {
        M::REQUIRED
    }

    fn read(&mut self, key: &str, from: &mut dyn Source, seen: &mut Seen) -> Result<bool, Failed> {
        Model::read(self, key, from, seen)
    }

    fn write(&self, to: &mut Writer<'_>) -> Result<(), Failed> {
        Model::write(self, to)
    }

    fn extra(&self) -> &Extra {
        Model::extra(self)
    }

    fn extra_mut(&mut self) -> &mut Extra {
        Model::extra_mut(self)
    }

    fn walk_fields(&mut self, path: &mut String, visit: &mut dyn FnMut(&str, &mut Extra)) {
        Model::walk_fields(self, path, visit);
    }
}

/// A model that is being read.
pub(crate) struct Filling<'m> {
    model: &'m mut dyn AnyModel,
    seen: Seen,
}

impl<'m> Filling<'m> {
    pub(crate) fn new(model: &'m mut dyn AnyModel) -> Self {
        Self {
            model,
            seen: Seen::new(),
        }
    }

    /// The model, with what was read.
    pub(crate) fn into_model(self) -> &'m mut dyn AnyModel {
        self.model
    }
}

/// The model takes a member, or keeps it when it has no field for it.
impl Object for Filling<'_> {
    fn member(&mut self, key: &str, value: &mut dyn Source) -> Result<(), Failed> {
        if !self.model.read(key, value, &mut self.seen)? {
            let value = value.value()?;
            self.model.extra_mut().insert(key, value);
        }
        Ok(())
    }

    fn missing(&self) -> Option<&'static str> {
        self.seen.first_missing(self.model.required())
    }
}

/// Reads an object into a model that nothing was read into. Tells whether there was one.
#[doc(hidden)]
pub fn fill_model(
    model: &mut dyn AnyModel,
    from: &mut dyn Source,
    null: Null,
) -> Result<bool, Failed> {
    from.object(&mut Filling::new(model), null)
}

/// Writes a model as an object.
#[doc(hidden)]
pub fn write_model(model: &dyn AnyModel, to: &mut dyn Sink) -> Result<(), Failed> {
    to.object(&mut |map| write_members(model, map))
}

/// Writes the members of a model.
pub(crate) fn write_members(model: &dyn AnyModel, to: &mut dyn Entries) -> Result<(), Failed> {
    let mut writer = Writer::new(to, model.extra());
    model.write(&mut writer)?;
    writer.rest()
}

/// Reads a field of any format that `serde` has.
///
/// # Errors
/// When a value is not one that the field can have, or a required one is missing.
pub fn deserialize<'de, F: Field, D: Deserializer<'de>>(from: D) -> Result<F, D::Error> {
    let mut field = F::unset();
    crate::source::read(from, &mut |from| field.read_value(from))?;
    Ok(field)
}

/// Writes a field in any format that `serde` has.
///
/// # Errors
/// When a value has no form on the wire.
pub fn serialize<F: Field, S: Serializer>(field: &F, to: S) -> Result<S::Ok, S::Error> {
    crate::sink::Written(&|to| field.write_value(to)).serialize(to)
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

            fn read_value(
                &mut self,
                from: &mut dyn $crate::model::Source,
            ) -> Result<(), $crate::model::Failed> {
                $crate::model::fill_model(self, from, $crate::model::Null::Refused)?;
                Ok(())
            }

            fn read_nullable(
                field: &mut Option<Self>,
                from: &mut dyn $crate::model::Source,
            ) -> Result<(), $crate::model::Failed> {
                let model = field.insert(<Self as $crate::model::Model>::empty());
                if !$crate::model::fill_model(model, from, $crate::model::Null::Allowed)? {
                    *field = None;
                }
                Ok(())
            }

            fn write_value(
                &self,
                to: &mut dyn $crate::model::Sink,
            ) -> Result<(), $crate::model::Failed> {
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
                $crate::model::deserialize(from)
            }
        }

        impl ::serde::Serialize for $model {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::model::serialize(self, to)
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

            fn read_value(
                &mut self,
                from: &mut dyn $crate::model::Source,
            ) -> Result<(), $crate::model::Failed> {
                let null = $crate::model::Null::Refused;
                let value = $crate::model::parsed(from, null, |text| Ok(Self::from(text)))?;
                *self = value.unwrap_or_else(<Self as $crate::model::Field>::unset);
                Ok(())
            }

            fn read_nullable(
                field: &mut Option<Self>,
                from: &mut dyn $crate::model::Source,
            ) -> Result<(), $crate::model::Failed> {
                let null = $crate::model::Null::Allowed;
                *field = $crate::model::parsed(from, null, |text| Ok(Self::from(text)))?;
                Ok(())
            }

            fn write_value(
                &self,
                to: &mut dyn $crate::model::Sink,
            ) -> Result<(), $crate::model::Failed> {
                to.text(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::model::deserialize(from)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }
    )*};
}
