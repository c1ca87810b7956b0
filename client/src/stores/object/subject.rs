//! Where a store's objects live: its stream, and the subjects of that.

use base64::Engine;
use base64::alphabet::URL_SAFE as ALPHABET;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::engine::{DecodePaddingMode, general_purpose::URL_SAFE};
use jsapi::endpoint::STREAM_INFO;
use jsapi::request::MAX_SUBJECT;

use crate::error::{Error, Invalid, Mismatch, Result};

/// What the name of a store's stream begins with.
const STREAM: &str = "OBJ_";

/// Reads what was written with padding and without.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &ALPHABET,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The longest name of an object's chunks that is taken from an info.
const LONGEST_NUID: usize = 200;

/// The stream of a store.
pub(super) fn stream_name(bucket: &str) -> String {
    format!("{STREAM}{bucket}")
}

/// The store that a stream is, by its name.
pub(super) fn bucket_of_stream(stream: &str) -> Option<&str> {
    stream.strip_prefix(STREAM)
}

/// Bytes as names and digests have them: base64 for URLs, with padding.
pub(super) fn encoded(bytes: &[u8]) -> String {
    URL_SAFE.encode(bytes)
}

/// The bytes that a name or a digest has.
pub(super) fn decoded(text: &str) -> Option<Vec<u8>> {
    LENIENT.decode(text).ok()
}

/// The subjects of one store.
///
/// The same in another domain: its servers map no subjects of objects
/// (generateJSMappingTable in the server's jetstream_api.go has `$OBJ.>`, which
/// nobody uses), and do not keep these from crossing either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Subjects {
    chunks: String,
    meta: String,
}

impl Subjects {
    pub(super) fn of(bucket: &str) -> Self {
        Self {
            chunks: format!("$O.{bucket}.C."),
            meta: format!("$O.{bucket}.M."),
        }
    }

    /// What its stream listens on.
    pub(super) fn all(&self) -> [String; 2] {
        [self.all_chunks(), self.all_meta()]
    }

    /// The chunks of every object.
    pub(super) fn all_chunks(&self) -> String {
        format!("{}>", self.chunks)
    }

    /// The info of every object.
    pub(super) fn all_meta(&self) -> String {
        format!("{}>", self.meta)
    }

    /// The info of the object of this name.
    pub(super) fn meta(&self, name: &str) -> Result<String> {
        if name.is_empty() {
            return Err(invalid("the name of an object is empty".to_owned()));
        }
        let subject = format!("{}{}", self.meta, encoded(name.as_bytes()));
        if subject.len() > MAX_SUBJECT {
            let shown: String = name.chars().take(100).collect();
            let bytes = subject.len();
            let why = format!("object name {shown:?} makes a subject of {bytes} bytes");
            return Err(invalid(why));
        }
        Ok(subject)
    }

    /// The name of the object whose info has this subject.
    pub(super) fn name_of(&self, subject: &str) -> Option<String> {
        let name = decoded(subject.strip_prefix(&self.meta)?)?;
        String::from_utf8(name).ok().filter(|name| !name.is_empty())
    }

    /// The chunks of the object that names them so; `None` when that is no name.
    ///
    /// It comes from an info, which others write: a wildcard or a dot in it would
    /// be about the chunks of other objects.
    pub(super) fn chunks(&self, nuid: &str) -> Option<String> {
        let clean = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let fits = (1..=LONGEST_NUID).contains(&nuid.len()) && nuid.bytes().all(clean);
        fits.then(|| format!("{}{nuid}", self.chunks))
    }
}

/// The error for a stream that is there and is no object store.
pub(super) fn no_store(stream: &str, why: &str) -> Error {
    Error::mismatch(
        STREAM_INFO.verb,
        Mismatch::NotAStore {
            stream: stream.to_owned(),
            store: "an object store",
            reason: why.to_owned(),
        },
    )
}

/// What is refused before anything is sent.
pub(super) fn invalid(why: String) -> Error {
    Error::invalid("object store", Invalid::Name(why.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_that_is_not_empty_or_too_long_is_one() {
        let subjects = Subjects::of("B");
        for (name, expected) in [
            ("a", "$O.B.M.YQ=="),
            ("a.b/c d", "$O.B.M.YS5iL2MgZA=="),
            ("ü>*\r\n\0", "$O.B.M.w7w-Kg0KAA=="),
            ("??>", "$O.B.M.Pz8-"),
        ] {
            assert_eq!(subjects.meta(name).unwrap(), expected);
            assert_eq!(subjects.name_of(expected).as_deref(), Some(name));
        }
        assert!(subjects.meta(&"n".repeat(2990)).is_ok());
        for name in ["", &"n".repeat(3000)] {
            assert!(matches!(subjects.meta(name), Err(Error::Invalid { .. })));
        }
    }

    #[test]
    fn a_name_is_read_with_and_without_padding() {
        let subjects = Subjects::of("B");
        assert_eq!(subjects.name_of("$O.B.M.YQ").as_deref(), Some("a"));
        for subject in [
            "$O.B.M.",
            "$O.B.C.YQ==",
            "$O.C.M.YQ==",
            "$O.B.M.!",
            "$O.B.M._w==",
        ] {
            assert_eq!(subjects.name_of(subject), None, "{subject}");
        }
    }

    #[test]
    fn a_name_of_chunks_that_would_be_about_others_is_none() {
        let subjects = Subjects::of("B");
        assert_eq!(subjects.chunks("aZ0-_").as_deref(), Some("$O.B.C.aZ0-_"));
        for nuid in [
            "",
            ">",
            "*",
            "a.b",
            "a b",
            "a\r\n",
            "ä",
            "a>",
            &"n".repeat(201),
        ] {
            assert_eq!(subjects.chunks(nuid), None, "{nuid:?}");
        }
    }
}
