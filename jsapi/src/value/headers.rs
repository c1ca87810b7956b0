//! The headers of a stored message.

use std::fmt;

use super::base64::Base64;
use crate::codec::{Failed, Field, Sink, Source};

/// Header block of a stored message, as it was published.
///
/// JSON holds the raw block in base64. The block is kept and written back unchanged; the
/// methods parse it. Header names are case-sensitive, as in NATS, and may repeat. An empty
/// block is not sent.
///
/// ```
/// use jsapi::Headers;
///
/// let headers = Headers::from(b"NATS/1.0\r\nNats-Msg-Id: 22\r\n\r\n".to_vec());
/// assert_eq!(headers.get("Nats-Msg-Id"), Some("22"));
/// assert_eq!(headers.get("nats-msg-id"), None);
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Headers(Base64);

impl Headers {
    /// Returns the value of the first header of this name if it is UTF-8.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.get_all(name)
            .next()
            .and_then(|value| std::str::from_utf8(value).ok())
    }

    /// Returns the values of all headers of this name, in their order.
    pub fn get_all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        self.iter()
            .filter(move |(found, _)| *found == name)
            .map(|(_, value)| value)
    }

    /// Returns all headers, in their order.
    ///
    /// Values may be any bytes, without the spaces around them. Skips a line that is not
    /// a header: one without a colon or a name, or with a name that is not UTF-8.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        // The first line is the version, and in messages of servers a status.
        lines(&self.0).skip(1).filter_map(|line| {
            let colon = line.iter().position(|&byte| byte == b':')?;
            let (name, value) = line.split_at_checked(colon)?;
            let name = std::str::from_utf8(name)
                .ok()
                .filter(|name| !name.is_empty())?;
            Some((name, value.get(1..)?.trim_ascii()))
        })
    }

    /// Returns whether there is no header block.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the raw block, from `NATS/1.0` to the empty line.
    pub fn raw(&self) -> &[u8] {
        &self.0
    }
}

/// The lines up to the empty one that ends the block, without their ends.
fn lines(block: &[u8]) -> impl Iterator<Item = &[u8]> {
    block
        .split(|&byte| byte == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
        .take_while(|line| !line.is_empty())
}

impl From<Vec<u8>> for Headers {
    fn from(raw: Vec<u8>) -> Self {
        Self(raw.into())
    }
}

impl From<&[u8]> for Headers {
    fn from(raw: &[u8]) -> Self {
        Self(raw.into())
    }
}

impl From<Headers> for Vec<u8> {
    fn from(headers: Headers) -> Self {
        headers.0.into()
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |value: &[u8]| value.escape_ascii().to_string();
        f.debug_list()
            .entries(self.iter().map(|(name, value)| (name, shown(value))))
            .finish()
    }
}

impl Field for Headers {
    fn unset() -> Self {
        Self::default()
    }

    fn reset(&mut self) {
        *self = Self::unset();
    }

    fn is_unset(&self) -> bool {
        self.is_empty()
    }

    fn read_value(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        self.0.read_value(from)
    }

    fn write_value(&self, to: &mut dyn Sink) -> Result<(), Failed> {
        self.0.write_value(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec;

    fn of(block: &[u8]) -> Vec<(String, Vec<u8>)> {
        let headers = Headers::from(block);
        headers
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_vec()))
            .collect()
    }

    fn pair(name: &str, value: &[u8]) -> (String, Vec<u8>) {
        (name.to_owned(), value.to_vec())
    }

    #[test]
    fn headers_come_in_their_order_and_may_repeat() {
        let block = b"NATS/1.0\r\nA: 1\r\nB:2\r\nA:  3 \r\nEmpty:\r\nUrl: nats://h:4222\r\n\r\n";
        assert_eq!(
            of(block),
            [
                pair("A", b"1"),
                pair("B", b"2"),
                pair("A", b"3"),
                pair("Empty", b""),
                pair("Url", b"nats://h:4222"),
            ]
        );
        let headers = Headers::from(&block[..]);
        assert_eq!(headers.get("A"), Some("1"));
        assert_eq!(headers.get_all("A").collect::<Vec<_>>(), [b"1", b"3"]);
        assert_eq!(headers.get("a"), None);
        assert_eq!(headers.get("Empty"), Some(""));
        assert_eq!(headers.raw(), block);
    }

    #[test]
    fn a_value_that_is_not_text_is_bytes() {
        let headers = Headers::from(&b"NATS/1.0\r\nA: \xff\xfe\r\n\r\n"[..]);
        assert_eq!(headers.get("A"), None);
        assert_eq!(headers.get_all("A").collect::<Vec<_>>(), [b"\xff\xfe"]);
    }

    #[test]
    fn what_is_not_a_header_is_passed_over() {
        assert_eq!(of(b""), []);
        assert_eq!(of(b"NATS/1.0"), []);
        assert_eq!(of(b"NATS/1.0 100 Idle Heartbeat\r\n\r\n"), []);
        assert_eq!(
            of(b"NATS/1.0\r\nno colon\r\n: no name\r\n\xff: x\r\nA: 1\nB: 2\r\n\r\nC: after the end"),
            [pair("A", b"1"), pair("B", b"2")]
        );
    }

    #[test]
    fn any_bytes_are_kept_and_none_panic() {
        let alphabet = b"NATS/1.0 AB:\r\n\r\n\xff\0";
        let mut state = 1u64;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) as usize
        };
        for _ in 0..20_000 {
            let length = next() % 40;
            let block: Vec<u8> = (0..length)
                .map(|_| alphabet[next() % alphabet.len()])
                .collect();
            let headers = Headers::from(block.as_slice());
            for (name, value) in headers.iter() {
                assert!(!name.is_empty() && !name.contains([':', '\n']));
                assert!(!value.contains(&b'\n'));
                assert!(headers.get_all(name).any(|found| found == value));
            }
            assert_eq!(headers.raw(), block);

            let mut json = Vec::new();
            let mut to = serde_json::Serializer::new(&mut json);
            codec::serialize(&headers, &mut to).unwrap();
            let mut from = serde_json::Deserializer::from_slice(&json);
            assert_eq!(
                codec::deserialize::<Headers, _>(&mut from).unwrap(),
                headers
            );
        }
    }
}
