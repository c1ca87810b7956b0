//! What two schemas state of a field beside its type and bounds.

use super::api::Type;
use super::compare::{Comparison, about};
use super::rules::{fields, types};
use crate::ir::model::Field;

impl Comparison {
    /// Compares whether a field may be `null`, whether it is deprecated, and its
    /// type on the wire where the Rust type does not follow it.
    pub(super) fn stated(&mut self, was: &Field, is: &Field, owner: &Type) {
        match (was.stated.nullable, is.stated.nullable) {
            (false, true) => self.push(
                about(fields::NULLABLE, is, owner).note("`null` is read as if it were absent"),
            ),
            (true, false) => self.push(about(fields::NOT_NULLABLE, is, owner)),
            _ => {}
        }
        match (&was.stated.deprecated, &is.stated.deprecated) {
            (None, Some(_)) => self.push(about(fields::DEPRECATED, is, owner)),
            (Some(_), None) => self.push(about(fields::NOT_DEPRECATED, is, owner)),
            (Some(before), Some(after)) if self.words && before != after => {
                self.reworded(about(types::DESCRIBED, is, owner), before, after);
            }
            _ => {}
        }
        if let (Some(before), Some(after)) = (&was.stated.replaced, &is.stated.replaced)
            && before != after
        {
            let change = about(fields::FIELD_WIRE_TYPE, is, owner)
                .before(before.clone())
                .after(after.clone());
            self.push(change.note("its Rust type is named by a table and did not follow"));
        }
    }
}
