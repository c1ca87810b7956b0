//! Name, HTTP-like code and description of each error code.

use crate::generated::error_code::KNOWN;
use crate::value::error_code::{ErrorCode, KnownCode};

impl ErrorCode {
    /// All codes that this version knows, in ascending order.
    pub fn known() -> impl ExactSizeIterator<Item = Self> + Clone {
        KNOWN.iter().map(|known| known.code)
    }

    /// Returns the name of the code's constant, such as `STREAM_NOT_FOUND`.
    ///
    /// `None`: a code that this version does not know.
    pub fn constant(self) -> Option<&'static str> {
        self.row().map(|known| known.constant)
    }

    /// Returns the HTTP-like code that servers send with this code.
    ///
    /// Too coarse for decisions: 500 is also sent for an invalid request, 503 for a limit.
    /// `None`: a code that this version does not know.
    pub fn http(self) -> Option<u16> {
        self.row().map(|known| known.http)
    }

    /// Returns what the code means for the caller.
    ///
    /// `None`: a code that this version does not know.
    pub fn description(self) -> Option<&'static str> {
        self.row().map(|known| known.description)
    }

    fn row(self) -> Option<&'static KnownCode> {
        let at = KNOWN.binary_search_by_key(&self, |known| known.code).ok()?;
        KNOWN.get(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_2_15_1_has_a_constant_and_a_description() {
        assert_eq!(ErrorCode::known().len(), 227);
        assert!(
            ErrorCode::known()
                .zip(ErrorCode::known().skip(1))
                .all(|(a, b)| a < b)
        );
        for code in ErrorCode::known() {
            assert!(code.constant().is_some());
            assert!(
                code.description().is_some_and(|text| !text.is_empty()),
                "{code}"
            );
        }
        assert_eq!(ErrorCode::STREAM_NOT_FOUND.http(), Some(404));
    }

    #[test]
    fn a_code_of_a_newer_server_is_kept() {
        let newer = ErrorCode(20_000);
        assert_eq!(newer.constant(), None);
        assert_eq!(newer.to_string(), "20000");
    }
}
