//! Publish acknowledgements.

use std::sync::Arc;

use bytes::Bytes;
use jsapi::{Model, PubAck};

use crate::api::context::refused;
use crate::connection::transport::Incoming;
use crate::error::{Error, Mismatch, Result};

/// Decodes the reply to a message published to `subject`.
///
/// A reply without a stream or a sequence is not from a stream: any subscriber of the subject
/// can reply.
pub(crate) fn read(subject: &str, reply: Incoming) -> Result<PubAck> {
    if let Some(ack) = good(&reply, "") {
        return Ok(ack);
    }
    let ack = read_batch(subject, reply)?;
    match is_of_a_stream(&ack) {
        true => Ok(ack),
        false => {
            let why = "the acknowledgement has no stream or no sequence";
            Err(Error::mismatch(
                subject.to_owned(),
                Mismatch::Ack(why.into()),
            ))
        }
    }
}

/// Decodes the reply that ends a fast ingest, which may have stored no message.
pub(crate) fn read_batch(subject: &str, reply: Incoming) -> Result<PubAck> {
    let reply = refused_by(subject, reply)?;
    jsapi::decode_reply::<PubAck>(&reply.payload, &[])
        .map_err(|error| Error::reply(subject.to_owned(), reply.payload, error))
}

/// Decodes an ordinary acknowledgement; `None`: use [`read`].
///
/// Faster if it is from the `expected` stream.
pub(super) fn good(reply: &Incoming, expected: &str) -> Option<PubAck> {
    match reply.status {
        None => usual(&reply.payload, expected).filter(is_of_a_stream),
        Some(_) => None,
    }
}

/// Template of acknowledgements that differ only in the sequence.
///
/// Those of one stream do, so only the sequence is decoded.
pub(super) struct Like {
    /// Text before the sequence, which `}` follows.
    before: Vec<u8>,
    pub(super) ack: Arc<PubAck>,
}

impl Like {
    /// Returns the sequence of an acknowledgement that matches the template.
    #[inline]
    pub(super) fn sequence(&self, payload: &[u8]) -> Option<u64> {
        let mut rest = Reader(payload.strip_prefix(self.before.as_slice())?);
        let sequence = rest.number()?;
        (rest.0 == b"}" && sequence > 0).then_some(sequence)
    }

    /// Creates a template from an acknowledgement, and returns its sequence.
    pub(super) fn of(payload: &Bytes) -> Option<(Self, u64)> {
        let ack = usual(payload, "").filter(is_of_a_stream)?;
        let digits = |byte: &u8| byte.is_ascii_digit();
        let end = payload.strip_suffix(b"}")?;
        let length = end.iter().rev().take_while(|byte| digits(byte)).count();
        let before = end.get(..end.len() - length)?;
        let last = before.trim_ascii_end();
        if length == 0 || !last.ends_with(b"\"seq\":") {
            return None;
        }
        let like = Self {
            before: before.to_owned(),
            ack: Arc::new(ack),
        };
        let sequence = like.sequence(payload)?;
        Some((like, sequence))
    }
}

fn is_of_a_stream(ack: &PubAck) -> bool {
    ack.seq > 0 && !ack.stream.is_empty()
}

/// Converts an error status to an error. Does not allocate otherwise.
pub(crate) fn refused_by(subject: &str, reply: Incoming) -> Result<Incoming> {
    match reply.status {
        None => Ok(reply),
        Some(_) => refused(subject.to_owned(), reply),
    }
}

/// Decodes an ordinary acknowledgement without a JSON reader.
///
/// Accepts `{"stream":"S","seq":1}`, also with `domain` and `duplicate`, and with spaces
/// after commas and colons, as some servers write them. `None` for all other forms. A
/// special decoder pays off, because every message has an acknowledgement.
fn usual(payload: &Bytes, expected: &str) -> Option<PubAck> {
    let mut rest = Reader(payload);
    // The form of all server versions first; otherwise member by member.
    if rest.take(b"{\"stream\":\"").is_none() {
        rest.token(b"{\"stream\":")?;
        rest.token(b"\"")?;
    }
    let stream = match rest.take_whole(expected) {
        Some(()) => expected,
        None => rest.text()?,
    };
    let mut seq = None;
    if rest.take(b", \"seq\":").is_some() {
        seq = Some(rest.number()?);
    }
    let (mut domain, mut duplicate) = (None, false);
    while rest.token(b"}").is_none() {
        rest.token(b",")?;
        if rest.token(b"\"seq\":").is_some() {
            seq = Some(rest.number()?);
        } else if rest.token(b"\"domain\":").is_some() {
            rest.token(b"\"")?;
            domain = Some(rest.text()?);
        } else {
            rest.token(b"\"duplicate\":")?;
            rest.token(b"true")?;
            duplicate = true;
        }
    }
    if !rest.0.is_empty() {
        return None;
    }
    let mut ack = PubAck::empty();
    ack.seq = seq?;
    ack.stream = stream.to_owned();
    ack.domain = domain.map(str::to_owned);
    ack.duplicate = duplicate;
    Some(ack)
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Takes exactly these bytes.
    fn take(&mut self, expected: &[u8]) -> Option<()> {
        self.0 = self.0.strip_prefix(expected)?;
        Some(())
    }

    /// Takes exactly this text, as the rest of a string.
    fn take_whole(&mut self, expected: &str) -> Option<()> {
        let rest = self.0.strip_prefix(expected.as_bytes())?;
        self.0 = rest.strip_prefix(b"\"")?;
        Some(())
    }

    /// Takes these bytes, after optional spaces.
    fn token(&mut self, expected: &[u8]) -> Option<()> {
        while let Some(rest) = self.0.strip_prefix(b" ") {
            self.0 = rest;
        }
        self.take(expected)
    }

    /// Takes the rest of a string without escapes.
    fn text(&mut self) -> Option<&'a str> {
        let end = self
            .0
            .iter()
            .position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))?;
        let (text, rest) = self.0.split_at_checked(end)?;
        self.0 = rest.strip_prefix(b"\"")?;
        std::str::from_utf8(text).ok()
    }

    /// Takes a number of at most 19 digits.
    fn number(&mut self) -> Option<u64> {
        while let Some(rest) = self.0.strip_prefix(b" ") {
            self.0 = rest;
        }
        let from = self.0;
        let mut number = 0_u64;
        while let Some((&digit @ b'0'..=b'9', rest)) = self.0.split_first() {
            number = number.wrapping_mul(10).wrapping_add((digit - b'0').into());
            self.0 = rest;
        }
        match from.len() - self.0.len() {
            1 => Some(number),
            2..=19 if from.first() != Some(&b'0') => Some(number),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> Result<PubAck> {
        jsapi::decode_reply::<PubAck>(text.as_bytes(), &[])
            .map_err(|error| Error::reply("a", Bytes::new(), error))
    }

    #[test]
    fn the_usual_acknowledgements_are_read_as_the_full_reader_does() {
        for text in [
            r#"{"stream":"S","seq":1}"#,
            r#"{"stream":"S", "seq":1}"#,
            r#"{"stream": "S", "seq": 1}"#,
            r#"{"stream":"","seq":1}"#,
            r#"{"stream":"ORDERS","seq":9999999999999999999}"#,
            r#"{"stream":"S","seq":0}"#,
            r#"{"stream":"S","domain":"hub","seq":12}"#,
            r#"{"stream":"S","seq":12,"domain":"hub"}"#,
            r#"{"stream":"S","seq":12,"duplicate": true}"#,
            r#"{"stream":"S","seq":12,"domain":"hub","duplicate":true}"#,
            r#"{"stream":"Ä","seq":12}"#,
        ] {
            for expected in ["", "S", "ORDERS", "ORDERS2", "O", "Ä"] {
                let read = usual(&Bytes::copy_from_slice(text.as_bytes()), expected);
                assert_eq!(read, Some(whole(text).unwrap()), "{text} {expected}");
            }
        }
    }

    #[test]
    fn an_acknowledgement_without_a_stream_or_a_sequence_is_none() {
        for text in [r#"{"stream":"S","seq":0}"#, r#"{"stream":"","seq":1}"#] {
            let reply = || Incoming::new("_INBOX.1", text);
            assert_eq!(good(&reply(), "S"), None, "{text}");
            let read = read("a", reply()).unwrap_err();
            assert!(matches!(read, Error::Mismatch { .. }), "{read:?}");
            assert!(read.may_have_applied(), "{text}");
        }
    }

    #[test]
    fn all_else_is_left_to_the_full_reader() {
        for text in [
            "",
            "{}",
            r#"{"error":{"code":400},"stream":"S","seq":0}"#,
            r#"{"stream":"S","seq":1,"batch":"b","count":3}"#,
            r#"{"stream":"S","seq":1,"val":"3"}"#,
            r#"{"stream":"S","seq":18446744073709551615}"#,
            r#"{"stream":"S","seq":01}"#,
            r#"{"stream":"S","seq":-1}"#,
            r#"{"stream":"S","seq":1.5}"#,
            r#"{"stream":"a\"b","seq":1}"#,
            r#"{"stream":"S","seq":1,"duplicate":false}"#,
            r#"{"stream":"S"}"#,
            r#"{"stream":"S","seq":1}}"#,
            r#"{"stream":"S","seq":1"#,
            r#"{"stream":"S","seq":1,"new":{"a":1}}"#,
        ] {
            assert_eq!(
                usual(&Bytes::copy_from_slice(text.as_bytes()), "S"),
                None,
                "{text}"
            );
        }
    }

    #[test]
    fn acknowledgements_of_one_stream_are_like_each_other() {
        for (first, second) in [
            (
                r#"{"stream":"S","seq":1}"#,
                r#"{"stream":"S","seq":9999999999999999999}"#,
            ),
            (
                r#"{"stream": "S", "seq": 7}"#,
                r#"{"stream": "S", "seq": 12}"#,
            ),
            (
                r#"{"stream":"S","domain":"D","seq":3}"#,
                r#"{"stream":"S","domain":"D","seq":10}"#,
            ),
        ] {
            let (like, sequence) = Like::of(&Bytes::from(first)).unwrap();
            assert_eq!((*like.ack).clone(), whole(first).unwrap());
            assert_eq!(sequence, like.ack.seq);
            let mut ack = (*like.ack).clone();
            ack.seq = like.sequence(second.as_bytes()).unwrap();
            assert_eq!(ack, whole(second).unwrap(), "{second}");
        }
    }

    #[test]
    fn what_differs_in_more_than_the_sequence_is_not_like_it() {
        let (like, _) = Like::of(&Bytes::from(r#"{"stream":"S","seq":1}"#)).unwrap();
        for other in [
            r#"{"stream":"S2","seq":1}"#,
            r#"{"stream":"S","seq":1,"duplicate": true}"#,
            r#"{"stream":"S","seq":1,"val":"2"}"#,
            r#"{"stream":"S","seq":}"#,
            r#"{"stream":"S","seq":0}"#,
            r#"{"stream":"S","seq":01}"#,
            r#"{"stream":"S","seq":1}}"#,
            r#"{"stream":"S","seq":1"#,
            "",
        ] {
            assert_eq!(like.sequence(other.as_bytes()), None, "{other}");
        }
        for unusual in [
            r#"{"stream":"S","seq":1,"duplicate": true}"#,
            r#"{"seq":1,"stream":"S"}"#,
            r#"{"stream":"S","seq":1,"val":"2"}"#,
            r#"{"error":{"code":400},"stream":"S","seq":0}"#,
        ] {
            assert!(Like::of(&Bytes::from(unusual)).is_none(), "{unusual}");
        }
    }

    #[test]
    fn what_the_stream_does_not_say_yet_is_kept() {
        let reply = Incoming::new("_INBOX.1", r#"{"stream":"S","seq":1,"new":7,"val":"12"}"#);
        let ack = read("a", reply).unwrap();
        assert_eq!(ack.val.as_deref(), Some("12"));
        assert_eq!(ack.extra.get("new").and_then(|new| new.as_u64()), Some(7));
    }
}
