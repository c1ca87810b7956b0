//! What a server says when it refuses.

use std::fmt;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::model::Field;

/// The number of a JetStream error, which tells errors apart.
///
/// The one thing to match on: descriptions carry values and change between
/// servers, and the HTTP-like code is 500 for a user's mistake and 503 for a
/// limit. There is a constant for every code of server 2.15.1; other numbers
/// are kept as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ErrorCode(pub u16);

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

    fn is_unset(&self) -> bool {
        false
    }

    fn read_value<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        u16::deserialize(from).map(Self)
    }

    fn write_value<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u16(self.0)
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.write_value(to)
    }
}

impl<'de> Deserialize<'de> for ErrorCode {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::read_value(from)
    }
}
