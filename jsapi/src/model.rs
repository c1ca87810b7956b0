//! How a model is filled from JSON in place, and written, losing nothing.
//!
//! The models themselves are generated; what they have in common is here.
//! A [`Model`] is a table of its members and the field of each, so that reading and
//! writing are written once, for all models, and compiled once. It takes the members
//! of a JSON object one by one as they are read: a reply, a struct flattened into
//! another and a member nobody knows cost no buffering. It implements `Deserialize`
//! and `Serialize` through the [`model!`](crate::model::model) macro.
//!
//! The tables are `#[inline]`: each crate compiles those of the models that it uses.

use serde_core::de::Deserializer;
use serde_core::ser::{Serialize, Serializer};

pub use crate::extra::Extra;
pub use crate::field::{DurationField, Field};
pub use crate::members::{Member, Members, optional, required};
pub use crate::need::Need;
pub use crate::sink::{Entries, Items, Sink};
pub use crate::source::{Failed, Null, Object, Source, TakeValue, parsed, with_text};
#[doc(inline)]
pub use crate::{__model as model, __open_enum as open_enum};

/// A JSON object with known members, which keeps those it does not know.
///
/// Implemented by generated code. Implement it for a request or reply of your own
/// that this crate does not have; `jsapi/tests/model.rs` shows one.
pub trait Model: Send + Sync + 'static {
    /// A model nothing was read into.
    fn empty() -> Self
    where
        Self: Sized;

    /// Its members in the order of the schema; at most 64.
    fn members(&self) -> &'static Members;

    /// The field of the member with this index in [`members`](Model::members).
    fn field(&self, index: usize) -> Option<&dyn Field>;

    /// The field of the member with this index, to be read into.
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field>;

    /// The field of the member with this index, if it holds [durations](Member::durations).
    fn durations_mut(&mut self, index: usize) -> Option<&mut dyn DurationField> {
        let _ = index;
        None
    }

    /// The members that it has no field for.
    fn extra(&self) -> &Extra;

    /// The members that it has no field for, to be changed.
    fn extra_mut(&mut self) -> &mut Extra;

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
    fn unknown_fields(&self) -> Vec<String>
    where
        Self: Sized,
    {
        let mut found = Vec::new();
        unknown_members(self, &mut String::new(), &mut found);
        found
    }

    /// The same without the members, at any depth, that there is no field for.
    fn without_unknown_fields(mut self) -> Self
    where
        Self: Sized,
    {
        clear_unknown(&mut self);
        self
    }

    /// The JetStream API level that what is set here needs.
    fn required_level(&self) -> Need
    where
        Self: Sized,
    {
        let mut need = Need::new();
        self.needs_fields(&mut need);
        need
    }
}

/// A model that is being read.
pub(crate) struct Filling<'m> {
    model: &'m mut dyn Model,
    members: &'static Members,
    /// The member that is looked at first: most come in the order of the schema.
    next: usize,
    /// Which members were read, a bit for each.
    seen: u64,
}

impl<'m> Filling<'m> {
    pub(crate) fn new(model: &'m mut dyn Model) -> Self {
        Self {
            members: model.members(),
            model,
            next: 0,
            seen: 0,
        }
    }
}

/// The model takes a member, or keeps it when it has no field for it.
impl Object for Filling<'_> {
    fn member(&mut self, key: &str, value: &mut dyn Source) -> Result<(), Failed> {
        let Some(index) = self.members.find(key, self.next) else {
            return keep(self.model, key, value);
        };
        self.next = index + 1;
        let bit = 1u64.checked_shl(index as u32).unwrap_or(0);
        let again = self.seen & bit != 0;
        self.seen |= bit;
        if self.members.are_durations(bit) {
            return read_durations(self.model, index, key, value);
        }
        match self.model.field_mut(index) {
            Some(field) => {
                // The last of several members of one name counts.
                if again {
                    field.reset();
                }
                field.read_value(value)
            }
            None => keep(self.model, key, value),
        }
    }

    fn missing(&self) -> Option<&'static str> {
        self.members.missing(self.seen)
    }
}

/// Keeps a member that there is no field for.
fn keep(model: &mut dyn Model, key: &str, value: &mut dyn Source) -> Result<(), Failed> {
    let value = value.value()?;
    model.extra_mut().insert(key, value);
    Ok(())
}

/// Reads durations, or keeps what cannot be any.
fn read_durations(
    model: &mut dyn Model,
    index: usize,
    key: &str,
    value: &mut dyn Source,
) -> Result<(), Failed> {
    let Some(field) = model.durations_mut(index) else {
        return keep(model, key, value);
    };
    field.reset();
    let raw = field.read_or_raw(value)?;
    if raw.is_some() {
        field.reset();
    }
    let extra = model.extra_mut();
    match raw {
        Some(raw) => extra.keep_known(key, raw),
        None => drop(extra.remove(key)),
    }
    Ok(())
}

/// Reads an object into a model that nothing was read into. Tells whether there was one.
pub(crate) fn fill_model(
    model: &mut dyn Model,
    from: &mut dyn Source,
    null: Null,
) -> Result<bool, Failed> {
    from.object(&mut Filling::new(model), null)
}

/// Writes the members of a model in the order of the schema, then all that it keeps.
///
/// No name is written twice: a kept value is written in the place of the field of the
/// same name while that field is unset.
pub(crate) fn write_members(model: &dyn Model, to: &mut dyn Entries) -> Result<(), Failed> {
    let (members, extra) = (model.members().all(), model.extra());
    for (index, member) in members.iter().enumerate() {
        let (name, kept) = (member.name(), extra.get(member.name()));
        match (model.field(index), kept) {
            (Some(field), None) if member.is_required() || !field.is_unset() => {
                to.entry(name, field)?;
            }
            (Some(field), Some(_)) if !field.is_unset() => to.entry(name, field)?,
            (_, Some(kept)) => to.entry(name, kept)?,
            (_, None) => {}
        }
    }
    for (name, value) in extra.iter() {
        if !members.iter().any(|member| member.name() == name) {
            to.entry(name, value)?;
        }
    }
    Ok(())
}

/// Adds the paths of all members of `model`, which is at `path`, that it has no field for.
pub(crate) fn unknown_members(model: &dyn Model, path: &mut String, found: &mut Vec<String>) {
    let length = path.len();
    if length > 0 {
        path.push('.');
    }
    let names = model.extra().unknown_names();
    found.extend(names.map(|name| format!("{path}{name}")));
    let begin = path.len();
    for (index, member) in model.members().all().iter().enumerate() {
        if let Some(field) = model.field(index) {
            path.push_str(member.name());
            field.unknown(path, found);
            path.truncate(begin);
        }
    }
    path.truncate(length);
}

/// Drops all members, at any depth, that there is no field for.
pub(crate) fn clear_unknown(model: &mut dyn Model) {
    model.extra_mut().clear_unknown();
    for index in 0..model.members().all().len() {
        if let Some(field) = model.field_mut(index) {
            field.clear_unknown();
        }
    }
}

/// A model is a field of another one.
impl<M: Model> Field for M {
    fn unset() -> Self {
        M::empty()
    }

    fn reset(&mut self) {
        *self = M::empty();
    }

    fn is_unset(&self) -> bool {
        false
    }

    fn read_value(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        fill_model(self, from, Null::Refused).map(|_| ())
    }

    #[inline]
    fn read_nullable(field: &mut Option<Self>, from: &mut dyn Source) -> Result<(), Failed> {
        let model = field.insert(M::empty());
        if !fill_model(model, from, Null::Allowed)? {
            *field = None;
        }
        Ok(())
    }

    fn write_value(&self, to: &mut dyn Sink) -> Result<(), Failed> {
        write_model(self, to)
    }

    fn unknown(&self, path: &mut String, found: &mut Vec<String>) {
        unknown_members(self, path, found);
    }

    fn clear_unknown(&mut self) {
        clear_unknown(self);
    }

    fn needs(&self, need: &mut Need) {
        self.needs_fields(need);
    }
}

/// Writes a model as an object.
pub(crate) fn write_model(model: &dyn Model, to: &mut dyn Sink) -> Result<(), Failed> {
    to.object(&mut |map| write_members(model, map))
}

/// A field that takes its value.
struct Filled<'f>(&'f mut dyn Field);

impl TakeValue for Filled<'_> {
    fn take(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        self.0.read_value(from)
    }
}

/// Reads a field of any format that `serde` has.
///
/// # Errors
/// When a value is not one that the field can have, or a required one is missing.
pub fn deserialize<'de, F: Field, D: Deserializer<'de>>(from: D) -> Result<F, D::Error> {
    let mut field = F::unset();
    crate::source::read(from, &mut Filled(&mut field))?;
    Ok(field)
}

/// Writes a field in any format that `serde` has.
///
/// # Errors
/// When a value has no form on the wire.
pub fn serialize<F: Field, S: Serializer>(field: &F, to: S) -> Result<S::Ok, S::Error> {
    crate::sink::Written(&|to| field.write_value(to)).serialize(to)
}

/// Gives a [`Model`] its `Serialize` and `Deserialize`.
#[doc(hidden)]
#[macro_export]
macro_rules! __model {
    ($($model:ty),* $(,)?) => {$(
        impl<'de> $crate::__serde::Deserialize<'de> for $model {
            fn deserialize<D: $crate::__serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::model::deserialize(from)
            }
        }

        impl $crate::__serde::Serialize for $model {
            fn serialize<S: $crate::__serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
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
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                Self::known(text).unwrap_or_else(|| Self::Unknown(text.to_owned()))
            }
        }

        impl ::std::convert::From<String> for $name {
            #[inline]
            fn from(text: String) -> Self {
                Self::known(&text).unwrap_or(Self::Unknown(text))
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl $crate::model::Field for $name {
            fn unset() -> Self {
                Self::Unknown(String::new())
            }

            fn reset(&mut self) {
                *self = <Self as $crate::model::Field>::unset();
            }

            fn is_unset(&self) -> bool {
                false
            }

            fn read_value(
                &mut self,
                from: &mut dyn $crate::model::Source,
            ) -> Result<(), $crate::model::Failed> {
                let null = $crate::model::Null::Refused;
                $crate::model::with_text(from, null, &mut |text| *self = Self::from(text))
            }

            #[inline]
            fn read_nullable(
                field: &mut Option<Self>,
                from: &mut dyn $crate::model::Source,
            ) -> Result<(), $crate::model::Failed> {
                let null = $crate::model::Null::Allowed;
                $crate::model::with_text(from, null, &mut |text| *field = Some(Self::from(text)))
            }

            fn write_value(
                &self,
                to: &mut dyn $crate::model::Sink,
            ) -> Result<(), $crate::model::Failed> {
                to.text(self.as_str())
            }
        }

        impl<'de> $crate::__serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::model::deserialize(from)
            }
        }

        impl $crate::__serde::Serialize for $name {
            fn serialize<S: $crate::__serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }
    )*};
}
