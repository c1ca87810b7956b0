//! An event of a newer server.

use super::extra::Extra;

/// Event of a type that this version does not know.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UnknownEvent {
    /// The `type` of the event.
    pub kind: String,
    /// All its other fields.
    pub members: Extra,
}

impl UnknownEvent {
    pub(crate) fn new(kind: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            members: Extra::new(),
        }
    }

    /// Returns the `type` of the event.
    pub fn kind(&self) -> &str {
        &self.kind
    }
}
