//! Advisories and metrics, told apart by their `type`.
//!
//! What reaches them all is `#[inline]`: it is compiled for who uses it.

use std::borrow::Cow;

use serde_core::ser::{Serialize, Serializer};

use crate::decode::{DecodeError, text_of};
use crate::generated::Event;
use crate::json;
use crate::model::{Extra, Failed, Filling, Null, Object, Source, unknown_members, write_members};
use crate::sink::Written;

impl Event {
    /// Reads an advisory or metric from the payload of its message.
    ///
    /// One of a type that this version does not know is [`Event::Unknown`].
    ///
    /// ```
    /// use jsapi::Event;
    ///
    /// # fn main() -> Result<(), jsapi::DecodeError> {
    /// let event = Event::decode(
    ///     br#"{"type":"io.nats.jetstream.advisory.v1.stream_action","id":"x","action":"delete",
    ///          "timestamp":"2026-11-20T16:30:21Z","stream":"ORDERS"}"#,
    /// )?;
    /// match event {
    ///     Event::StreamAction(event) => assert_eq!(event.stream, "ORDERS"),
    ///     other => println!("{other:?}"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When it is not JSON, has no `type`, or is not of the form of its type.
    #[inline]
    pub fn decode(payload: &[u8]) -> Result<Self, DecodeError> {
        let mut kind = Kind(None);
        read(payload, &mut kind)?;
        let mut event = Self::empty(&kind.0.unwrap_or_default());
        read(payload, &mut Members(Filling::new(event.model_mut())))?;
        Ok(event)
    }

    /// The paths of all members that this version has no field for.
    ///
    /// For a log: they are what a newer server has. An event of an unknown type lists all
    /// that it has.
    #[inline]
    pub fn unknown_fields(&self) -> Vec<String> {
        let mut found = Vec::new();
        unknown_members(self.model(), &mut String::new(), &mut found);
        found
    }
}

/// Its type first.
impl Serialize for Event {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Written(&|to| {
            to.object(&mut |map| {
                map.entry("type", &self.kind().to_owned())?;
                write_members(self.model(), map)
            })
        })
        .serialize(to)
    }
}

/// An event of a type that this version does not know.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UnknownEvent {
    /// What it says it is, its `type`.
    pub kind: String,
    /// All its other members.
    pub members: Extra,
}

impl UnknownEvent {
    pub(crate) fn new(kind: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            members: Extra::new(),
        }
    }

    /// What it says it is, its `type`.
    pub fn kind(&self) -> &str {
        &self.kind
    }
}

fn read(payload: &[u8], to: &mut dyn Object) -> Result<(), DecodeError> {
    let text = text_of(payload)?;
    json::read(text, to).map_err(|wrong| DecodeError::json(text, wrong))
}

/// Reads the `type` and passes over the rest.
struct Kind(Option<String>);

impl Object for Kind {
    fn member(&mut self, key: &str, value: &mut dyn Source) -> Result<(), Failed> {
        if key != "type" {
            return Ok(());
        }
        self.0 = value.text(Null::Refused)?.map(Cow::into_owned);
        Ok(())
    }

    fn missing(&self) -> Option<&'static str> {
        self.0.is_none().then_some("type")
    }
}

/// Reads the members into a model, which has no field for the `type`.
struct Members<'m>(Filling<'m>);

impl Object for Members<'_> {
    fn member(&mut self, key: &str, value: &mut dyn Source) -> Result<(), Failed> {
        match key {
            "type" => Ok(()),
            _ => self.0.member(key, value),
        }
    }

    fn missing(&self) -> Option<&'static str> {
        self.0.missing()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_of_a_newer_server_is_kept_and_written_back() {
        let text = r#"{"type":"io.nats.jetstream.advisory.v2.new","id":"x","n":[1]}"#;
        let event = Event::decode(text.as_bytes()).unwrap();
        assert!(matches!(&event, Event::Unknown(event) if event.members.get("n").is_some()));
        assert_eq!(serde_json::to_string(&event).unwrap(), text);
    }

    #[test]
    fn an_error_inside_an_event_is_a_member_like_others() {
        let text = r#"{"type":"io.nats.jetstream.advisory.v1.snapshot_complete","id":"x",
            "timestamp":"2026-11-20T16:30:21Z","stream":"S","start":"2026-11-20T16:30:21Z",
            "end":"2026-11-20T16:30:22Z","error":"no space","client":{}}"#;
        let event = Event::decode(text.as_bytes()).unwrap();
        let Event::SnapshotComplete(event) = event else {
            panic!("{event:?}")
        };
        assert_eq!(event.error.as_deref(), Some("no space"));
    }

    #[test]
    fn what_is_no_event_is_an_error_that_says_where() {
        for text in ["", "[]", "{}", r#"{"type":1}"#, "{", r#"{"type":"x"} y"#] {
            assert!(Event::decode(text.as_bytes()).is_err(), "{text}");
        }
    }
}
