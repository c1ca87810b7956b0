//! A model: a JSON object with known fields, which also keeps unknown ones.

use super::extra::Extra;
use super::field::{Failed, Field, Null, Object, Sink, Source};
use super::level::RequiredApiLevel;
use super::member::Members;

/// A JSON object with known fields, which keeps the fields that it does not know.
///
/// Requests, replies and configurations are models. [`model!`](crate::codec::model)
/// implements it; the [module](crate::codec) has an example.
pub trait Model: Send + Sync + 'static {
    /// Returns a model without any field set.
    fn empty() -> Self
    where
        Self: Sized;

    /// The list of its fields.
    #[doc(hidden)]
    fn members(&self) -> &'static Members;

    /// The field at this index of [`members`](Model::members).
    #[doc(hidden)]
    fn field(&self, index: usize) -> Option<&dyn Field>;

    /// The field at this index of [`members`](Model::members), to be read into.
    #[doc(hidden)]
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field>;

    /// Returns the unknown fields, and values that a known field cannot hold.
    fn extra(&self) -> &Extra;

    /// Returns the unknown fields mutably.
    fn extra_mut(&mut self) -> &mut Extra;

    /// Returns the paths of all unknown fields, at any depth.
    ///
    /// A path has the form `config.sources[0].brand_new`.
    /// Servers from 2.12 on reject a request with a field that they do not know
    /// (`err_code` 10025). Log the unknown fields of replies to see that a server is newer
    /// than this version of the crate:
    ///
    /// ```
    /// use jsapi::{Model, StreamInfoRequest, decode};
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
        collect_unknown(self, &mut String::new(), &mut found);
        found
    }

    /// Removes all unknown fields, at any depth.
    ///
    /// Use it to send a configuration that a newer server returned to an older server.
    #[must_use]
    fn without_unknown_fields(mut self) -> Self
    where
        Self: Sized,
    {
        remove_unknown(&mut self);
        self
    }

    /// Returns the JetStream API level that the set fields require.
    ///
    /// Sends no request.
    fn required_level(&self) -> RequiredApiLevel
    where
        Self: Sized,
    {
        let mut level = RequiredApiLevel::default();
        raise_level(self, &mut level);
        level
    }
}

/// A model that is being read.
pub(crate) struct Filling<'m> {
    model: &'m mut dyn Model,
    members: &'static Members,
    /// Index to compare first: servers write most fields in the schema's order.
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

/// A member is read into its field, or kept if it has none.
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
            return read_or_keep(self.model, index, key, value);
        }
        match self.model.field_mut(index) {
            Some(field) => {
                // Of several members with the same name, the last one wins.
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

/// Keeps a member that has no field.
fn keep(model: &mut dyn Model, key: &str, value: &mut dyn Source) -> Result<(), Failed> {
    let value = value.value()?;
    model.extra_mut().insert(key, value);
    Ok(())
}

/// Reads a field, or keeps a value that it cannot hold.
fn read_or_keep(
    model: &mut dyn Model,
    index: usize,
    key: &str,
    value: &mut dyn Source,
) -> Result<(), Failed> {
    let Some(field) = model.field_mut(index) else {
        return keep(model, key, value);
    };
    field.reset();
    let raw = field.read_or_raw(value)?;
    let extra = model.extra_mut();
    match raw {
        Some(raw) => extra.keep_known(key, raw),
        None => drop(extra.remove(key)),
    }
    Ok(())
}

/// Reads an object into an empty model. Returns `false` for `null`.
pub(crate) fn fill_model(
    model: &mut dyn Model,
    from: &mut dyn Source,
    null: Null,
) -> Result<bool, Failed> {
    from.object(&mut Filling::new(model), null)
}

/// Returns the members of a model to write.
///
/// These are its fields in the order of the schema, then the unknown fields.
///
/// Writes no name twice: while a field is unset, a kept value of the same name replaces
/// it.
pub(crate) fn set_members(model: &dyn Model) -> impl Iterator<Item = (&str, &dyn Field)> {
    let (members, extra) = (model.members().all(), model.extra());
    let fields = members
        .iter()
        .enumerate()
        .filter_map(move |(index, member)| {
            let kept = extra.get(member.name());
            let written = match (model.field(index), kept) {
                (Some(field), None) if member.is_required() || !field.is_unset() => field,
                (Some(field), Some(_)) if !field.is_unset() => field,
                (_, kept) => kept?,
            };
            Some((member.name(), written))
        });
    let others = extra.iter().filter_map(|(name, value)| {
        let is_field = members.iter().any(|member| member.name() == name);
        (!is_field).then_some((name, value as &dyn Field))
    });
    fields.chain(others)
}

/// Adds the paths of all unknown fields of `model`, which is at `path`.
pub(crate) fn collect_unknown(model: &dyn Model, path: &mut String, found: &mut Vec<String>) {
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
            field.collect_unknown(path, found);
            path.truncate(begin);
        }
    }
    path.truncate(length);
}

/// Removes all unknown fields, at any depth.
fn remove_unknown(model: &mut dyn Model) {
    model.extra_mut().clear_unknown();
    for index in 0..model.members().all().len() {
        if let Some(field) = model.field_mut(index) {
            field.remove_unknown();
        }
    }
}

/// Raises `level` to the level that the set fields require.
fn raise_level(model: &dyn Model, level: &mut RequiredApiLevel) {
    for (index, member) in model.members().all().iter().enumerate() {
        if let Some(field) = model.field(index) {
            level.raise(member.required_level(field), member.name());
            level.enter(member.name());
            field.raise_level(level);
            level.leave();
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

    fn collect_unknown(&self, path: &mut String, found: &mut Vec<String>) {
        collect_unknown(self, path, found);
    }

    fn remove_unknown(&mut self) {
        remove_unknown(self);
    }

    fn raise_level(&self, level: &mut RequiredApiLevel) {
        raise_level(self, level);
    }
}

/// Writes a model as an object.
fn write_model(model: &dyn Model, to: &mut dyn Sink) -> Result<(), Failed> {
    to.object(&mut set_members(model))
}

/// An object whose fields are all unknown is a model too.
impl Model for Extra {
    fn empty() -> Self {
        Self::new()
    }

    fn members(&self) -> &'static Members {
        static MEMBERS: Members = Members::new(&[]);
        &MEMBERS
    }

    fn field(&self, _index: usize) -> Option<&dyn Field> {
        None
    }

    fn field_mut(&mut self, _index: usize) -> Option<&mut dyn Field> {
        None
    }

    fn extra(&self) -> &Extra {
        self
    }

    fn extra_mut(&mut self) -> &mut Extra {
        self
    }
}
