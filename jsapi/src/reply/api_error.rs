//! Conditions of an error of the JetStream API.

use std::fmt;

use crate::generated::ApiError;
use crate::value::error_code::ErrorCode;
use crate::value::excerpt::sentence;

impl ApiError {
    /// Returns whether the error has this code.
    pub fn is(&self, code: ErrorCode) -> bool {
        self.err_code == Some(code)
    }

    /// Returns whether a stream, consumer or message does not exist.
    pub fn is_not_found(&self) -> bool {
        // Deleting a message that is not there is 10043 unless the stream is in
        // files and the sequence before its first or above its last: that is the
        // code for any failed deletion (filestore.go removeMsg, 2.10.26 to 2.15.1).
        let of_file = || {
            let said = self.description.as_deref();
            matches!(said, Some("no message found" | "stream store EOF"))
        };
        self.is_code(ErrorCode::is_not_found) || self.is(ErrorCode(10057)) && of_file()
    }

    /// Returns whether the name is in use with another configuration.
    pub fn is_already_exists(&self) -> bool {
        self.is_code(ErrorCode::is_already_exists)
    }

    /// Returns whether the last sequence is not the expected one.
    ///
    /// [`last_sequence`](Self::last_sequence) returns the actual one, if the server sent it.
    pub fn is_conflict(&self) -> bool {
        self.is_code(ErrorCode::is_conflict)
    }

    /// Returns whether the same request may succeed if it is sent again later.
    ///
    /// See [`ErrorCode::is_transient`]. `false` without an `err_code`.
    pub fn is_transient(&self) -> bool {
        self.is_code(ErrorCode::is_transient)
    }

    /// Returns whether JetStream is not enabled, for the account or on the server.
    pub fn is_not_enabled(&self) -> bool {
        self.is_code(ErrorCode::is_not_enabled)
    }

    /// Returns whether the server lacks the API level that the request requires.
    pub fn is_api_level(&self) -> bool {
        self.is_code(ErrorCode::is_api_level)
    }

    /// Returns the actual last sequence, if another one was expected.
    ///
    /// `None` for any other error, and for 10164, which comes without it.
    pub fn last_sequence(&self) -> Option<u64> {
        if !self.is(ErrorCode(10071)) {
            return None;
        }
        self.description
            .as_deref()?
            .strip_prefix("wrong last sequence: ")?
            .parse()
            .ok()
    }

    /// Returns the name of the request's field that the server does not know.
    ///
    /// The name has no path. Servers from 2.12 on reject unknown fields; 2.11 does if it is
    /// configured as `strict`.
    pub fn unknown_field(&self) -> Option<&str> {
        if !self.is(ErrorCode(10025)) {
            return None;
        }
        let (_, name) = self
            .description
            .as_deref()?
            .split_once("unknown field \"")?;
        name.strip_suffix('"')
    }

    fn is_code(&self, predicate: impl FnOnce(ErrorCode) -> bool) -> bool {
        self.err_code.is_some_and(predicate)
    }
}

/// `stream not found (code 404, err_code 10059)`.
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.description.as_deref() {
            None | Some("") => f.write_str("refused without a reason")?,
            Some(description) => f.write_str(&sentence(description))?,
        }
        match self.err_code {
            Some(err_code) => write!(f, " (code {}, err_code {err_code})", self.code),
            None => write!(f, " (code {})", self.code),
        }
    }
}

impl std::error::Error for ApiError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::Model;

    fn error(code: u16, err_code: u16, description: &str) -> ApiError {
        let mut error = ApiError::empty();
        error.code = code;
        error.err_code = Some(ErrorCode(err_code));
        error.description = Some(description.into());
        error
    }

    #[test]
    fn an_error_reads_as_the_server_put_it_with_its_numbers() {
        let error = error(404, 10059, "stream not found");
        assert_eq!(
            error.to_string(),
            "stream not found (code 404, err_code 10059)"
        );
        assert!(error.is(ErrorCode(10059)));
    }

    #[test]
    fn an_error_without_an_err_code_or_description_still_reads() {
        let mut error = ApiError::empty();
        error.code = 503;
        assert_eq!(error.to_string(), "refused without a reason (code 503)");
        assert!(!error.is_transient() && !error.is_not_found() && !error.is_conflict());
        error.err_code = Some(ErrorCode(65535));
        error.description = Some("new".into());
        assert_eq!(error.to_string(), "new (code 503, err_code 65535)");
    }

    #[test]
    fn a_conflict_tells_the_last_sequence_when_the_server_does() {
        let told = error(400, 10071, "wrong last sequence: 7");
        assert!(told.is_conflict());
        assert_eq!(told.last_sequence(), Some(7));

        let big = error(400, 10071, "wrong last sequence: 18446744073709551615");
        assert_eq!(big.last_sequence(), Some(u64::MAX));

        let untold = error(400, 10164, "wrong last sequence");
        assert!(untold.is_conflict());
        assert_eq!(untold.last_sequence(), None);

        assert_eq!(
            error(400, 10071, "wrong last sequence: x").last_sequence(),
            None
        );
        assert_eq!(
            error(400, 10070, "wrong last sequence: 7").last_sequence(),
            None
        );
    }

    #[test]
    fn a_message_to_delete_is_not_found_wherever_it_would_have_been() {
        assert!(error(400, 10043, "sequence 2 not found").is_not_found());
        assert!(error(500, 10057, "no message found").is_not_found());
        assert!(error(500, 10057, "stream store EOF").is_not_found());
        assert!(!error(500, 10057, "message delete not permitted").is_not_found());
    }

    #[test]
    fn what_is_transient_goes_by_err_code_and_not_by_code() {
        assert!(error(500, 10118, "stream is offline").is_transient());
        assert!(error(503, 10008, "JetStream system temporarily unavailable").is_transient());
        assert!(error(409, 10158, "duplicate message id is in process").is_transient());
        assert!(error(503, 10077, "maximum messages per subject exceeded").is_transient());
        assert!(!error(503, 10039, "JetStream not enabled for account").is_transient());
        assert!(!error(500, 10052, "stream name is required").is_transient());
        assert!(!error(500, 10194, "stream is offline: unsupported").is_transient());
    }

    #[test]
    fn an_unknown_field_is_named() {
        let named = error(
            400,
            10025,
            r#"invalid JSON: json: unknown field "allow_batched""#,
        );
        assert_eq!(named.unknown_field(), Some("allow_batched"));
        assert_eq!(error(400, 10025, "invalid JSON").unknown_field(), None);
        assert_eq!(
            error(400, 10025, "invalid JSON: unexpected EOF").unknown_field(),
            None
        );
        assert_eq!(
            error(500, 10194, r#"unknown field "x""#).unknown_field(),
            None
        );
    }
}
