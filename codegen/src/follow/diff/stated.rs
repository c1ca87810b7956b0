//! What two schemas state of a field beside its type and bounds.

use super::api::Type;
use super::change::{Change, Group};
use super::compare::Comparison;
use crate::ir::model::Field;

impl Comparison {
    /// Compares whether a field may be `null`, whether it is deprecated, and its
    /// type on the wire where the Rust type does not follow it.
    pub(super) fn stated(&mut self, was: &Field, is: &Field, owner: &Type) {
        let change = |kind| Change::new(Group::Type, &owner.model.rust, kind).of(&is.wire);
        match (was.stated.nullable, is.stated.nullable) {
            (false, true) => {
                let change = change("nullable").note("`null` is read as if it were absent");
                self.push_for(change.breaks(false, owner.made), owner);
            }
            (true, false) => {
                let change = change("not nullable").breaks(false, owner.read);
                self.push_for(change, owner);
            }
            _ => {}
        }
        match (&was.stated.deprecated, &is.stated.deprecated) {
            (None, Some(_)) => self.push_for(change("deprecated"), owner),
            (Some(_), None) => self.push_for(change("not deprecated").words(), owner),
            (Some(before), Some(after)) if self.words && before != after => {
                self.reworded(change("described anew"), before, after);
            }
            _ => {}
        }
        if let (Some(before), Some(after)) = (&was.stated.replaced, &is.stated.replaced)
            && before != after
        {
            let change = change("type on the wire")
                .before(before.clone())
                .after(after.clone())
                .note("its Rust type is named by a table and did not follow");
            self.push_for(change.breaks(true, true), owner);
        }
    }
}
