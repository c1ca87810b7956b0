//! Decoding and encoding advisories and metrics.
//!
//! The functions that use all event types are `#[inline]`: only programs that call them
//! compile them.

use std::borrow::Cow;
use std::iter;

use serde_core::ser::{Serialize, Serializer};

use super::decode::{DecodeError, read_object};
use crate::codec::{
    Failed, Field, Filling, Null, Object, Source, Written, collect_unknown, set_members,
};
use crate::generated::Event;

impl Event {
    /// Decodes an advisory or metric from the payload of its message.
    ///
    /// An event of a type that this version does not know is [`Event::Unknown`].
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
    /// [`DecodeError::Utf8`] or [`DecodeError::Json`] if the payload is not JSON, has no
    /// `type`, or has a wrong value.
    #[inline]
    pub fn decode(payload: &[u8]) -> Result<Self, DecodeError> {
        let mut kind = Kind(None);
        read_object(payload, &mut kind)?;
        let mut event = Self::empty(&kind.0.unwrap_or_default());
        read_object(payload, &mut Members(Filling::new(event.model_mut())))?;
        Ok(event)
    }

    /// Returns the paths of all unknown fields.
    ///
    /// Log them to see that a server is newer than this version of the crate. For an event
    /// of an unknown type these are all its fields.
    #[inline]
    pub fn unknown_fields(&self) -> Vec<String> {
        let mut found = Vec::new();
        collect_unknown(self.model(), &mut String::new(), &mut found);
        found
    }
}

/// The `type` comes first.
impl Serialize for Event {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Written(&|to| {
            let kind = self.kind().to_owned();
            let first: (&str, &dyn Field) = ("type", &kind);
            to.object(&mut iter::once(first).chain(set_members(self.model())))
        })
        .serialize(to)
    }
}

/// Reads the `type` and skips the rest.
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
