//! Bytes in base64.

use std::fmt;
use std::ops::Deref;

use ::base64::engine::{DecodePaddingMode, Engine, GeneralPurpose, GeneralPurposeConfig};
use ::base64::{DecodeError, alphabet};

use crate::codec::{Failed, Field, Null, Sink, Source, parsed};

/// Go's standard encoding. Writes padding, and accepts text without padding.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes that JSON holds in base64, such as the payload of a stored message.
///
/// An empty value is not sent.
///
/// ```
/// use jsapi::Base64;
///
/// let data = Base64::from("hello");
/// assert_eq!(&data[..], b"hello");
/// assert_eq!(data.to_string(), "aGVsbG8=");
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Base64(Vec<u8>);

impl Base64 {
    /// Returns the bytes.
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }

    /// Returns the bytes as text if they are UTF-8.
    pub fn as_text(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }
}

impl Deref for Base64 {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl From<&str> for Base64 {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

impl From<Base64> for Vec<u8> {
    fn from(bytes: Base64) -> Self {
        bytes.0
    }
}

/// The encoded text.
impl fmt::Display for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&ENGINE.encode(&self.0))
    }
}

/// The bytes as a byte string: `b"hello\n"`.
impl fmt::Debug for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

impl Field for Base64 {
    fn unset() -> Self {
        Self::default()
    }

    fn reset(&mut self) {
        *self = Self::unset();
    }

    fn is_unset(&self) -> bool {
        self.0.is_empty()
    }

    /// `null` is empty: Go has one value for both.
    fn read_value(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        let bytes = parsed(from, Null::Allowed, |text| {
            let bytes = ENGINE.decode(text);
            bytes.map_err(|error| match error {
                DecodeError::InvalidByte(at, byte) | DecodeError::InvalidLastSymbol(at, byte) => {
                    format!("not base64: {:?} at byte {at}", char::from(byte))
                }
                DecodeError::InvalidLength(_) => "not base64: its end is missing".to_owned(),
                DecodeError::InvalidPadding => "not base64: its padding is wrong".to_owned(),
            })
        })?;
        self.0 = bytes.unwrap_or_default();
        Ok(())
    }

    fn write_value(&self, to: &mut dyn Sink) -> Result<(), Failed> {
        to.text(&ENGINE.encode(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Deserializer;

    use super::*;
    use crate::codec;

    fn read(json: &str) -> Result<Base64, serde_json::Error> {
        codec::deserialize(&mut Deserializer::from_str(json))
    }

    #[test]
    fn bytes_are_base64_on_the_wire() {
        for bytes in [&b""[..], b"h", b"he", b"hello", b"\0\xff\xfe"] {
            let data = Base64::from(bytes);
            let mut json = Vec::new();
            codec::serialize(&data, &mut serde_json::Serializer::new(&mut json)).unwrap();
            let json = String::from_utf8(json).unwrap();
            assert_eq!(json, format!("\"{data}\""));
            assert_eq!(read(&json).unwrap(), data);
        }
    }

    #[test]
    fn null_is_without_content() {
        assert!(read("null").unwrap().is_unset());
        assert!(read(r#""""#).unwrap().is_unset());
    }

    #[test]
    fn padding_may_be_missing() {
        assert_eq!(&*read(r#""aGVsbG8""#).unwrap(), b"hello");
    }

    #[test]
    fn what_is_not_base64_is_an_error() {
        for (text, error) in [
            (r#""%%%""#, "not base64: '%' at byte 0"),
            (r#""aG%s""#, "not base64: '%' at byte 2"),
            (r#""aGVsbG8=x""#, "not base64: '=' at byte 7"),
            (r#""aGVsb""#, "not base64: its end is missing"),
            ("1", "invalid type: integer `1`, expected a string"),
            ("[]", "invalid type: sequence, expected a string"),
            ("{}", "invalid type: map, expected a string"),
        ] {
            let read = read(text).unwrap_err().to_string();
            assert!(read.starts_with(error), "{text}: {read}");
        }
    }

    #[test]
    fn debug_shows_the_bytes() {
        assert_eq!(
            format!("{:?}", Base64::from(&b"a\"\n\xff"[..])),
            r#"b"a\"\n\xff""#
        );
    }
}
