//! Fields, and the documents that they are read from and written to.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use super::level::RequiredApiLevel;

/// A value of a model: how it is read from JSON and written.
///
/// It differs from `Deserialize` and `Serialize` where NATS servers do: they write `null`
/// for an empty list or map, Go's zero time for no time, and a duration as a number of
/// nanoseconds.
///
/// The [module](crate::codec) says how to add a kind of field, with an example.
pub trait Field {
    /// Returns an unset field.
    fn unset() -> Self
    where
        Self: Sized;

    /// Makes the field [`unset`](Field::unset) again.
    fn reset(&mut self);

    /// Returns whether the field is left out of a document. Default: never.
    ///
    /// `true` for `false`, `None`, and empty lists, maps and bytes. A required field is
    /// always written.
    fn is_unset(&self) -> bool {
        false
    }

    /// Reads a value into a field that is unset.
    ///
    /// A model is large, so it is filled in place.
    ///
    /// # Errors
    /// If the value is not one that the field can have.
    fn read_value(&mut self, from: &mut dyn Source) -> Result<(), Failed>;

    /// Reads a value that may be `null` into a field that is unset.
    ///
    /// # Errors
    /// If the value is not one that the field can have.
    #[inline]
    fn read_nullable(field: &mut Option<Self>, from: &mut dyn Source) -> Result<(), Failed>
    where
        Self: Sized,
    {
        from.optional(&mut |from| field.insert(Self::unset()).read_value(from))
    }

    /// Reads a value, or returns one that the field cannot hold.
    ///
    /// The model keeps a value that is returned in its [`Extra`](crate::Extra) and writes
    /// it back. Only a field that the model's list calls `duration` is read with it.
    ///
    /// # Errors
    /// If the value is neither.
    fn read_or_raw(&mut self, from: &mut dyn Source) -> Result<Option<Value>, Failed> {
        self.read_value(from)?;
        Ok(None)
    }

    /// Writes the value.
    ///
    /// # Errors
    /// If the value has no JSON form.
    fn write_value(&self, to: &mut dyn Sink) -> Result<(), Failed>;

    /// Returns the text of an enum's value. Default: `None`.
    fn as_text(&self) -> Option<&str> {
        None
    }

    /// Adds the paths of all fields inside that are unknown. The field is at `path`.
    ///
    /// Only kinds that hold models override it.
    fn collect_unknown(&self, path: &mut String, found: &mut Vec<String>) {
        let _ = (path, found);
    }

    /// Removes all fields inside that are unknown.
    ///
    /// Only kinds that hold models override it.
    fn remove_unknown(&mut self) {}

    /// Raises `level` to the API level that the models inside require.
    ///
    /// Only kinds that hold models override it.
    fn raise_level(&self, level: &mut RequiredApiLevel) {
        let _ = level;
    }
}

/// The next value of a document, in any format. One call reads it.
///
/// `serde` is generic over formats, so each model would be compiled for each format in
/// each crate that uses it. A `Source` is used as `dyn`: a model is compiled once.
///
/// # Errors
/// Each method fails if the value is of another type, or was read before. `null` is
/// `None` if it is [allowed](Null::Allowed), and of another type if it is not.
pub trait Source {
    /// Reads a boolean; `null` is `false`.
    fn boolean(&mut self) -> Result<bool, Failed>;

    /// Reads an integer from 0 to `most`.
    fn unsigned(&mut self, most: u64, null: Null) -> Result<Option<u64>, Failed>;

    /// Reads an integer from `least` to `most`.
    fn signed(&mut self, least: i64, most: i64, null: Null) -> Result<Option<i64>, Failed>;

    /// Reads a number.
    fn float(&mut self) -> Result<f64, Failed>;

    /// Reads a string. It is borrowed from the document if it has no escapes.
    fn text(&mut self, null: Null) -> Result<Option<Cow<'_, str>>, Failed>;

    /// Reads a list, and calls `each` for each item; `null` is an empty list.
    ///
    /// An item that `each` does not read is skipped.
    fn list(
        &mut self,
        each: &mut dyn FnMut(&mut dyn Source) -> Result<(), Failed>,
    ) -> Result<(), Failed>;

    /// Reads the members of an object into `to`. Returns `false` for `null`.
    fn object(&mut self, to: &mut dyn Object, null: Null) -> Result<bool, Failed>;

    /// Reads a value with `some`, unless it is `null`.
    fn optional(
        &mut self,
        some: &mut dyn FnMut(&mut dyn Source) -> Result<(), Failed>,
    ) -> Result<(), Failed>;

    /// Reads any value.
    fn value(&mut self) -> Result<Value, Failed>;

    /// Skips the value.
    fn skip(&mut self) -> Result<(), Failed>;

    /// Rejects the last value that was read, for this reason.
    fn refuse(&mut self, reason: fmt::Arguments<'_>) -> Failed;
}

/// Whether a value may be `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Null {
    /// `null` is an error.
    Refused,
    /// `null` is no value.
    Allowed,
}

/// Reads the members of an object, one by one.
pub trait Object {
    /// Reads a member. A value that is not read is skipped.
    ///
    /// # Errors
    /// If the value is not one that the member can have.
    fn member(&mut self, key: &str, value: &mut dyn Source) -> Result<(), Failed>;

    /// Returns the name of a missing required member. Called after the last member.
    fn missing(&self) -> Option<&'static str> {
        None
    }
}

/// Reads each member with a function: `object` without a required member.
impl<F: FnMut(&str, &mut dyn Source) -> Result<(), Failed>> Object for F {
    fn member(&mut self, key: &str, value: &mut dyn Source) -> Result<(), Failed> {
        self(key, value)
    }
}

/// Where one value is written to, in any format. One call writes it.
///
/// # Errors
/// Each method fails if the format has no form for the value, or a value was written
/// before.
pub trait Sink {
    /// Writes `null`.
    fn null(&mut self) -> Result<(), Failed>;

    /// Writes a boolean.
    fn boolean(&mut self, value: bool) -> Result<(), Failed>;

    /// Writes an integer that is not negative.
    fn unsigned(&mut self, value: u64) -> Result<(), Failed>;

    /// Writes an integer.
    fn signed(&mut self, value: i64) -> Result<(), Failed>;

    /// Writes a number.
    fn float(&mut self, value: f64) -> Result<(), Failed>;

    /// Writes a string.
    fn text(&mut self, text: &str) -> Result<(), Failed>;

    /// Writes any value.
    fn value(&mut self, value: &Value) -> Result<(), Failed>;

    /// Writes a list of these items.
    fn list(&mut self, items: &mut dyn Iterator<Item = &dyn Field>) -> Result<(), Failed>;

    /// Writes an object of these members. The error names the member that failed.
    fn object(
        &mut self,
        members: &mut dyn Iterator<Item = (&str, &dyn Field)>,
    ) -> Result<(), Failed>;

    /// Fails for this reason, without writing.
    fn refuse(&mut self, reason: fmt::Arguments<'_>) -> Failed;
}

/// Reading or writing failed. The [`Source`] or [`Sink`] has the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed(pub(crate) ());

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value was not read or written, or more than once")
    }
}

impl std::error::Error for Failed {}

/// Reads a string and parses it; `None` for `null`.
///
/// # Errors
/// If the value is not a string, or `parse` rejects it.
pub(crate) fn parsed<T>(
    from: &mut dyn Source,
    null: Null,
    parse: fn(&str) -> Result<T, String>,
) -> Result<Option<T>, Failed> {
    let Some(text) = from.text(null)? else {
        return Ok(None);
    };
    match parse(&text) {
        Ok(value) => Ok(Some(value)),
        Err(reason) => {
            drop(text);
            Err(from.refuse(format_args!("{reason}")))
        }
    }
}
