//! The `err_code` of JetStream errors.

use std::fmt;

use crate::codec::{Failed, Field, Sink, Source};

/// Code of a JetStream error, the `err_code` of a reply.
///
/// Match on this code: descriptions contain values and change between server versions,
/// and the HTTP-like code is 500 for an invalid request and 503 for a limit. There is a
/// constant for each code of server 2.15.1; other codes are kept as numbers.
///
/// ```
/// use jsapi::ErrorCode;
///
/// assert_eq!(ErrorCode::STREAM_NOT_FOUND, ErrorCode(10059));
/// assert!(ErrorCode::STREAM_NOT_FOUND.is_not_found());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ErrorCode(pub u16);

impl ErrorCode {
    /// Returns whether a stream, consumer or message does not exist.
    ///
    /// `false` for a server, peer or account: 10035, 10040 and 10044.
    pub const fn is_not_found(self) -> bool {
        matches!(
            self.0,
            10014 // consumer not found
            | 10037 // no message found
            | 10043 // sequence not found
            | 10059 // stream not found
            | 10068 // template not found
            | 10149 // consumer does not exist, so it can not be updated
        )
    }

    /// Returns whether the name is in use with another configuration.
    pub const fn is_already_exists(self) -> bool {
        matches!(
            self.0,
            10013 // consumer name already in use
            | 10058 // stream name already in use with a different configuration
            | 10105 // consumer already exists and is still active
            | 10130 // stream name already in use, cannot restore
            | 10148 // consumer already exists
        )
    }

    /// Returns whether the last sequence is not the expected one.
    ///
    /// Codes 10071 and, without the sequence, 10164.
    pub const fn is_conflict(self) -> bool {
        matches!(self.0, 10071 | 10164)
    }

    /// Returns whether the same request may succeed if it is sent again later.
    ///
    /// The HTTP-like code does not tell this: it is 503 for permanent states (10039) and
    /// 500 for temporary ones (10118). `true` for temporary states: no leader or quorum
    /// (10004, 10008, 10009, 10118, 10119), a message in flight (10158, 10163), too many
    /// requests (10167, 10202, 10210, 10211), and full storage or a full stream (10023,
    /// 10077).
    ///
    /// A work queue stream with replicas confirms an acknowledgement before it removes the
    /// message, so a publish right after it may fail with 10077. If no message is removed,
    /// 10077 is permanent: limit the number of retries.
    ///
    /// `false` for a stream or consumer with settings of a newer server (10194, 10195),
    /// which stays offline until an upgrade, and for a move in progress (10124, 10226),
    /// which may take hours.
    pub const fn is_transient(self) -> bool {
        matches!(
            self.0,
            10004 // incomplete results
            | 10008 // JetStream system temporarily unavailable
            | 10009 // JetStream cluster can not handle request: not the leader (any more)
            | 10023 // insufficient resources
            | 10077 // maximum messages, bytes, or messages per subject exceeded
            | 10118 // stream is offline
            | 10119 // consumer is offline
            | 10158 // duplicate message id is in process
            | 10163 // expected last sequence per subject temporarily unavailable
            | 10167 // too many requests
            | 10202 // cluster member change is in progress
            | 10210 // atomic publish too many inflight
            | 10211 // batch publish too many inflight
        )
    }

    /// Returns whether JetStream is not enabled, for the account or on the server.
    pub const fn is_not_enabled(self) -> bool {
        matches!(self.0, 10039 | 10076)
    }

    /// Returns whether the server lacks the API level that the request requires.
    ///
    /// Requires server 2.12.
    pub const fn is_api_level(self) -> bool {
        self.0 == 10185
    }
}

/// An entry of the server's table of errors.
#[derive(Debug)]
pub(crate) struct KnownCode {
    pub(crate) code: ErrorCode,
    pub(crate) constant: &'static str,
    pub(crate) http: u16,
    pub(crate) description: &'static str,
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<u16> for ErrorCode {
    fn from(code: u16) -> Self {
        Self(code)
    }
}

impl From<ErrorCode> for u16 {
    fn from(code: ErrorCode) -> Self {
        code.0
    }
}

impl Field for ErrorCode {
    fn unset() -> Self {
        Self(0)
    }

    fn reset(&mut self) {
        *self = Self::unset();
    }

    fn read_value(&mut self, from: &mut dyn Source) -> Result<(), Failed> {
        self.0.read_value(from)
    }

    fn write_value(&self, to: &mut dyn Sink) -> Result<(), Failed> {
        self.0.write_value(to)
    }
}

crate::__serde!(ErrorCode);
