//! Writing a field with any format that `serde` has.

use std::fmt;

use serde_core::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use super::field::{Failed, Field, Sink};

/// Writes a field in any format that `serde` has.
///
/// # Errors
/// If a value has no JSON form: a duration of more than 292 years, or a time outside the
/// years 0 to 9999.
pub fn serialize<F: Field, S: Serializer>(field: &F, to: S) -> Result<S::Ok, S::Error> {
    Written(&|to| field.write_value(to)).serialize(to)
}

/// A value that serializes as this function writes it.
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

/// A sink that keeps the result.
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

    fn list(&mut self, items: &mut dyn Iterator<Item = &dyn Field>) -> Result<(), Failed> {
        self.write(|to| {
            let mut list = to.serialize_seq(None)?;
            for item in items {
                list.serialize_element(&Written(&|to| item.write_value(to)))?;
            }
            list.end()
        })
    }

    fn object(
        &mut self,
        members: &mut dyn Iterator<Item = (&str, &dyn Field)>,
    ) -> Result<(), Failed> {
        self.write(|to| {
            let mut object = to.serialize_map(None)?;
            for (key, value) in members {
                // There are many members: which one has a duration that is too long?
                object
                    .serialize_entry(key, &Written(&|to| value.write_value(to)))
                    .map_err(|error| S::Error::custom(format_args!("{key}: {error}")))?;
            }
            object.end()
        })
    }

    fn refuse(&mut self, reason: fmt::Arguments<'_>) -> Failed {
        self.done = Some(Err(S::Error::custom(reason)));
        Failed(())
    }
}
