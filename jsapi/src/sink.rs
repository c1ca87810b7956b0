//! Where a value is written to, of whatever format: as [`Source`](crate::model::Source)
//! for reading.

use std::fmt;

use serde_core::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use crate::field::Field;
use crate::source::Failed;

/// Where one value is written to. One call writes it.
///
/// # Errors
/// Every call fails when the format has no form for the value, or one was written
/// before.
pub trait Sink {
    /// Writes `null`.
    fn null(&mut self) -> Result<(), Failed>;

    /// Writes true or false.
    fn boolean(&mut self, value: bool) -> Result<(), Failed>;

    /// Writes a whole number.
    fn unsigned(&mut self, value: u64) -> Result<(), Failed>;

    /// Writes a whole number.
    fn signed(&mut self, value: i64) -> Result<(), Failed>;

    /// Writes a number.
    fn float(&mut self, value: f64) -> Result<(), Failed>;

    /// Writes a text.
    fn text(&mut self, text: &str) -> Result<(), Failed>;

    /// Writes any value.
    fn value(&mut self, value: &Value) -> Result<(), Failed>;

    /// Writes a list of what `write` adds.
    fn list(
        &mut self,
        write: &mut dyn FnMut(&mut dyn Items) -> Result<(), Failed>,
    ) -> Result<(), Failed>;

    /// Writes an object of what `write` adds.
    fn object(
        &mut self,
        write: &mut dyn FnMut(&mut dyn Entries) -> Result<(), Failed>,
    ) -> Result<(), Failed>;

    /// Writes nothing, for there is no form for the value.
    fn refuse(&mut self, reason: fmt::Arguments<'_>) -> Failed;
}

/// A list that is being written.
pub trait Items {
    /// Adds an item.
    ///
    /// # Errors
    /// When it could not be written.
    fn item(&mut self, value: &dyn Field) -> Result<(), Failed>;
}

/// An object that is being written.
pub trait Entries {
    /// Adds a member.
    ///
    /// # Errors
    /// When it could not be written; the reason names the key.
    fn entry(&mut self, key: &str, value: &dyn Field) -> Result<(), Failed>;
}

/// A value that serializes as it is written here.
pub(crate) struct Written<'a>(pub(crate) &'a dyn Fn(&mut dyn Sink) -> Result<(), Failed>);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut slot = Slot {
            to: Some(to),
            done: None,
        };
        let written = (self.0)(&mut slot);
        match (slot.done, written) {
            (Some(Ok(_)), Err(failed)) => Err(S::Error::custom(failed)),
            (Some(done), _) => done,
            (None, _) => Err(S::Error::custom(Failed(()))),
        }
    }
}

/// A sink, which keeps what came of writing.
struct Slot<S: Serializer> {
    to: Option<S>,
    done: Option<Result<S::Ok, S::Error>>,
}

impl<S: Serializer> Slot<S> {
    fn write(&mut self, write: impl FnOnce(S) -> Result<S::Ok, S::Error>) -> Result<(), Failed> {
        let done = write(self.to.take().ok_or(Failed(()))?);
        let failed = done.is_err();
        self.done = Some(done);
        if failed { Err(Failed(())) } else { Ok(()) }
    }
}

impl<S: Serializer> Sink for Slot<S> {
    fn null(&mut self) -> Result<(), Failed> {
        self.write(S::serialize_none)
    }

    fn boolean(&mut self, value: bool) -> Result<(), Failed> {
        self.write(|to| to.serialize_bool(value))
    }

    fn unsigned(&mut self, value: u64) -> Result<(), Failed> {
        self.write(|to| to.serialize_u64(value))
    }

    fn signed(&mut self, value: i64) -> Result<(), Failed> {
        self.write(|to| to.serialize_i64(value))
    }

    fn float(&mut self, value: f64) -> Result<(), Failed> {
        self.write(|to| to.serialize_f64(value))
    }

    fn text(&mut self, text: &str) -> Result<(), Failed> {
        self.write(|to| to.serialize_str(text))
    }

    fn value(&mut self, value: &Value) -> Result<(), Failed> {
        self.write(|to| value.serialize(to))
    }

    fn list(
        &mut self,
        write: &mut dyn FnMut(&mut dyn Items) -> Result<(), Failed>,
    ) -> Result<(), Failed> {
        self.write(|to| {
            let mut list = Open::new(to.serialize_seq(None)?);
            let written = write(&mut list);
            list.end(written)?.end()
        })
    }

    fn object(
        &mut self,
        write: &mut dyn FnMut(&mut dyn Entries) -> Result<(), Failed>,
    ) -> Result<(), Failed> {
        self.write(|to| {
            let mut map = Open::new(to.serialize_map(None)?);
            let written = write(&mut map);
            map.end(written)?.end()
        })
    }

    fn refuse(&mut self, reason: fmt::Arguments<'_>) -> Failed {
        self.done = Some(Err(S::Error::custom(reason)));
        Failed(())
    }
}

/// A list or an object that is being written, which keeps the reason of a failure.
struct Open<C, E> {
    to: C,
    error: Option<E>,
}

impl<C, E: Error> Open<C, E> {
    fn new(to: C) -> Self {
        Self { to, error: None }
    }

    fn keep(&mut self, done: Result<(), E>) -> Result<(), Failed> {
        done.map_err(|error| {
            self.error = Some(error);
            Failed(())
        })
    }

    fn end(self, written: Result<(), Failed>) -> Result<C, E> {
        match (self.error, written) {
            (Some(error), _) => Err(error),
            (None, Err(failed)) => Err(E::custom(failed)),
            (None, Ok(())) => Ok(self.to),
        }
    }
}

impl<C: SerializeSeq> Items for Open<C, C::Error> {
    fn item(&mut self, value: &dyn Field) -> Result<(), Failed> {
        let done = self
            .to
            .serialize_element(&Written(&|to| value.write_value(to)));
        self.keep(done)
    }
}

impl<C: SerializeMap> Entries for Open<C, C::Error> {
    fn entry(&mut self, key: &str, value: &dyn Field) -> Result<(), Failed> {
        // There are many members: which one has a duration that is too long?
        let done = self
            .to
            .serialize_entry(key, &Written(&|to| value.write_value(to)))
            .map_err(|error| C::Error::custom(format_args!("{key}: {error}")));
        self.keep(done)
    }
}
