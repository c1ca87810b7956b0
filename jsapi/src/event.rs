//! Advisories and metrics, told apart by their `type`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::decode::{DecodeError, text_of};
use crate::generated::Event;
use crate::model::{Extra, Model, Seen, Text, read_member, write_members};

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
    pub fn decode(payload: &[u8]) -> Result<Self, DecodeError> {
        let text = text_of(payload)?;
        let kind = read(text, Kind)?;
        Self::read(&kind, payload)
    }
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.write(to)
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
    /// What it says it is, its `type`.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    pub(crate) fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("type", &self.kind)?;
        for (name, value) in self.members.iter() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// Reads an event whose type is known.
pub(crate) fn decode_event<M: Model>(payload: &[u8]) -> Result<M, DecodeError> {
    read(text_of(payload)?, Members(PhantomData))
}

/// Keeps an event whose type is not known.
pub(crate) fn decode_unknown(kind: &str, payload: &[u8]) -> Result<UnknownEvent, DecodeError> {
    Ok(UnknownEvent {
        kind: kind.to_owned(),
        members: read(text_of(payload)?, All)?,
    })
}

/// Writes an event, its type first.
pub(crate) fn write_event<M: Model, S: Serializer>(
    kind: &str,
    model: &M,
    to: S,
) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(None)?;
    map.serialize_entry("type", kind)?;
    write_members(model, &mut map)?;
    map.end()
}

fn read<'de, S: DeserializeSeed<'de>>(text: &'de str, seed: S) -> Result<S::Value, DecodeError> {
    let mut from = serde_json::Deserializer::from_str(text);
    seed.deserialize(&mut from)
        .and_then(|value| from.end().map(|()| value))
        .map_err(|error| DecodeError::json(text, &error))
}

/// Reads the `type` and passes over the rest.
struct Kind;

impl<'de> DeserializeSeed<'de> for Kind {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<String, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Kind {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<String, A::Error> {
        let mut kind = None;
        while let Some(key) = map.next_key_seed(Text)? {
            if key == "type" {
                kind = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        kind.ok_or_else(|| A::Error::missing_field("type"))
    }
}

/// Reads the members into a model, which has no field for the `type`.
struct Members<M>(PhantomData<M>);

impl<'de, M: Model> DeserializeSeed<'de> for Members<M> {
    type Value = M;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<M, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de, M: Model> Visitor<'de> for Members<M> {
    type Value = M;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<M, A::Error> {
        let mut model = M::empty();
        let mut seen = Seen::new();
        while let Some(key) = map.next_key_seed(Text)? {
            if key == "type" {
                map.next_value::<IgnoredAny>()?;
            } else {
                read_member(&mut model, key, &mut map, &mut seen)?;
            }
        }
        match seen.first_missing(M::REQUIRED) {
            Some(name) => Err(A::Error::missing_field(name)),
            None => Ok(model),
        }
    }
}

/// Reads every member but the `type`.
struct All;

impl<'de> DeserializeSeed<'de> for All {
    type Value = Extra;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Extra, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for All {
    type Value = Extra;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Extra, A::Error> {
        let mut members = Extra::new();
        while let Some(key) = map.next_key_seed(Text)? {
            let value: Value = map.next_value()?;
            if key != "type" {
                members.insert(key, value);
            }
        }
        Ok(members)
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
