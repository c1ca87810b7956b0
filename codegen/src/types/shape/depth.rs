//! How deep schemas are within each other.

use super::Shaper;
use crate::error::Result;
use crate::source::references::Resolved;

/// How deep schemas may be within each other: what a stack of 1 MiB has room for.
const DEPTH: usize = 32;

impl<'a> Shaper<'a> {
    /// Goes into a schema, which must not be within itself.
    pub(super) fn inside<T>(
        &mut self,
        resolved: &Resolved<'a>,
        shape: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        let place = format!("{}#{}", resolved.document.path, resolved.pointer);
        if let Some(first) = self.open.iter().position(|open| *open == place) {
            let through = self.open[first..].join(", ");
            let message = format!(
                "contains itself, through {through}: a generated type has a fixed depth, so that no message can be nested without end"
            );
            return Err(resolved.error(message));
        }
        if self.open.len() == DEPTH {
            return Err(resolved.error(format!("is within more than {DEPTH} others")));
        }
        self.open.push(place);
        let done = shape(self);
        self.open.pop();
        done
    }
}
