//! Whether tables and types fit each other, before anything is written.

use super::requests::own_tokens;
use super::{Emitter, Model, NAMES};
use crate::error::Result;
use crate::ir::identifiers::taken;
use crate::source::place::Place;
use std::collections::{BTreeMap, BTreeSet};

impl Emitter<'_> {
    /// Refuses rows of tables that match nothing, and endpoints without a type.
    pub(super) fn check(&self) -> Result<()> {
        for row in self.input.endpoints {
            for title in row.request.iter().chain(&row.responses) {
                if !self.input.roots.contains_key(title) {
                    return Err(row.place.error(format!("no schema is called \"{title}\"")));
                }
            }
            if self.model(&row.name).is_none() {
                return Err(row.place.error(format!("yields no request {}", row.name)));
            }
        }
        for level in self.input.levels.iter() {
            let mut owners = self
                .models
                .iter()
                .filter(|model| model.key == level.owner)
                .peekable();
            if owners.peek().is_none() {
                return Err(level
                    .place
                    .error(format!("no type comes from \"{}\"", level.owner)));
            }
            for owner in owners {
                let field = owner
                    .fields()
                    .iter()
                    .find(|field| field.wire == level.field);
                let Some(field) = field else {
                    let message = format!("\"{}\" has no field \"{}\"", level.owner, level.field);
                    return Err(level.place.error(message));
                };
                for value in &level.values {
                    if self.variant(field.inner(), value).is_none() {
                        let message = format!("\"{}\" has no value \"{value}\"", level.field);
                        return Err(level.place.error(message));
                    }
                }
            }
        }
        for root in self.input.roots.values() {
            if root.rust.iter().any(|rust| self.model(rust).is_none()) {
                let message = format!("schema {} yields no type", root.key);
                return Err(root.place.error(message));
            }
        }
        for model in self.models {
            if NAMES.iter().any(|(name, _)| *name == model.rust) {
                return Err(model.place.error(taken(&model.rust)));
            }
            if self.members(model).len() > 64 {
                let message = format!("{} has more than 64 members", model.rust);
                return Err(model.place.error(message));
            }
            self.check_fields(model)?;
        }
        Ok(())
    }

    /// Refuses two things that would be one field, or one member on the wire.
    fn check_fields(&self, model: &Model) -> Result<()> {
        let mut fields: BTreeMap<String, String> = BTreeMap::new();
        let mut claim = |field: &str, what: String, place: &Place| {
            let Some(other) = fields.insert(field.to_owned(), what.clone()) else {
                return Ok(());
            };
            let rust = &model.rust;
            Err(place.error(format!("{what} and {other} would both be {rust}.{field}")))
        };
        match model.flatten() {
            Some((field, rust)) => claim(field, format!("the part {rust}"), &model.place)?,
            None => claim("extra", "what is not known".to_owned(), &model.place)?,
        }
        if let Some(row) = self.endpoints_of(&model.rust).first() {
            for token in own_tokens(model, self) {
                claim(token, format!("the token {{{token}}}"), &row.place)?;
            }
        }
        for field in model.fields() {
            claim(
                &field.ident,
                format!("the member \"{}\"", field.wire),
                &field.place,
            )?;
        }
        let mut wires = BTreeSet::new();
        for field in self.members(model) {
            if !wires.insert(&field.wire) {
                let message = format!("\"{}\" is also in a part of {}", field.wire, model.rust);
                return Err(field.place.error(message));
            }
        }
        Ok(())
    }
}
