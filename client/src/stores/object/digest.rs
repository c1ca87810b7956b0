//! The digest of an object's bytes: SHA-256, as `SHA-256=` and base64.

use sha2::{Digest as _, Sha256};

use super::subject::{decoded, encoded};
use crate::error::object::ObjectError;

const KIND: &str = "SHA-256=";

/// Takes bytes in, and tells their digest at the end.
#[derive(Clone, Default)]
pub(super) struct Hasher(Sha256);

impl Hasher {
    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest as an info has it.
    pub(super) fn finish(self) -> String {
        format!("{KIND}{}", encoded(&self.0.finalize()))
    }

    /// Whether the bytes have this digest.
    pub(super) fn check(self, expected: &Expected) -> Result<(), ObjectError> {
        if self.0.finalize().as_slice() == expected.0.as_slice() {
            Ok(())
        } else {
            Err(ObjectError::WrongDigest)
        }
    }
}

/// The digest that bytes are to have.
#[derive(Clone)]
pub(super) struct Expected(Vec<u8>);

impl Expected {
    /// That of an info.
    pub(super) fn of(digest: Option<&str>) -> Result<Self, ObjectError> {
        const BYTES: usize = 32;

        let digest = digest.ok_or(ObjectError::NoDigest)?;
        let unknown = || ObjectError::UnknownDigest {
            digest: digest.to_owned(),
        };
        let (kind, value) = digest.split_at_checked(KIND.len()).ok_or_else(unknown)?;
        if !kind.eq_ignore_ascii_case(KIND) {
            return Err(unknown());
        }
        // Also what is not base64 for URLs, which ADR-20 has.
        let value = value.replace('+', "-").replace('/', "_");
        let value = decoded(&value).filter(|value| value.len() == BYTES);
        value.map(Self).ok_or_else(unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABC: &str = "SHA-256=ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0=";

    fn hashed() -> Hasher {
        let mut hasher = Hasher::default();
        hasher.update(b"a");
        hasher.update(b"bc");
        hasher
    }

    #[test]
    fn the_digest_is_that_of_the_specification() {
        assert_eq!(hashed().finish(), ABC);
        for digest in [
            ABC,
            ABC.trim_end_matches('='),
            // Not base64 for URLs, which ADR-20 has.
            "SHA-256=ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
            &ABC.replacen("SHA", "sha", 1),
        ] {
            let expected = Expected::of(Some(digest)).unwrap_or_else(|why| panic!("{why}"));
            assert!(hashed().check(&expected).is_ok(), "{digest}");
            assert!(Hasher::default().check(&expected).is_err());
        }
    }

    #[test]
    fn what_is_no_digest_is_told_apart_from_a_wrong_one() {
        assert!(matches!(Expected::of(None), Err(ObjectError::NoDigest)));
        for digest in [
            "",
            "SHA-256=",
            "SHA-256=YQ==",
            "SHA-512=YQ==",
            "MD5",
            "ÄÄÄÄÄÄÄÄ",
            "SHA-256=!",
        ] {
            let found = Expected::of(Some(digest));
            assert!(
                matches!(found, Err(ObjectError::UnknownDigest { .. })),
                "{digest}"
            );
        }
    }
}
