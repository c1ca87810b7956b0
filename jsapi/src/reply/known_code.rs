//! What is known of each error code.

use crate::generated::error_code::KNOWN;
use crate::value::error_code::{ErrorCode, KnownCode};

impl ErrorCode {
    /// Every code that this version knows, in ascending order.
    pub fn known() -> impl ExactSizeIterator<Item = Self> + Clone {
        KNOWN.iter().map(|known| known.code)
    }

    /// The name of its constant, as `STREAM_NOT_FOUND`; `None` for a newer code.
    pub fn constant(self) -> Option<&'static str> {
        self.row().map(|known| known.constant)
    }

    /// The HTTP-like code that servers send with it; `None` for a newer code.
    ///
    /// It says little: 500 is also a user's mistake, 503 also a limit.
    pub fn http(self) -> Option<u16> {
        self.row().map(|known| known.http)
    }

    /// What it means to a caller; `None` for a newer code.
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
