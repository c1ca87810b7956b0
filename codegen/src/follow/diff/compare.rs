//! Two APIs side by side.

use super::api::{Api, Type};
use super::bounds::{self, Move};
use super::change::Change;
use super::rename::{Candidate, pairs};
use super::rename_types::renamed_types;
use super::rules::{Rule, fields as of_fields, types as of_types};
use crate::ir::model::{Field, Kind, Variant};
use crate::ir::ty::{Scalar, Type as RustType};
use std::collections::BTreeMap;

/// Every difference, in the order of the groups and names.
pub(super) fn compare(old: &Api, new: &Api, words: bool) -> Vec<Change> {
    let mut found = Comparison {
        words,
        changes: Vec::new(),
    };
    found.operations(&old.operations, &new.operations);
    found.types(old, new);
    found.events(&old.events, &new.events);
    found.codes(&old.codes, &new.codes);
    found.grounds(&old.grounds, &new.grounds);
    found.changes
}

pub(super) struct Comparison {
    pub(super) words: bool,
    pub(super) changes: Vec<Change>,
}

impl Comparison {
    fn types(&mut self, old: &Api, new: &Api) {
        let gone: Vec<&Type> = old
            .types
            .values()
            .filter(|known| !new.types.contains_key(&known.model.rust))
            .collect();
        let came: Vec<&Type> = new
            .types
            .values()
            .filter(|known| !old.types.contains_key(&known.model.rust))
            .collect();
        let renamed = renamed_types(&gone, &came);
        for was in old.types.values() {
            let rust = &was.model.rust;
            if let Some(is) = new.types.get(rust) {
                self.same_type(was, is);
            } else if let Some((_, is)) = renamed.iter().find(|(gone, _)| gone.model.rust == *rust)
            {
                let change = about_type(of_types::TYPE_RENAMED, is)
                    .before(rust.clone())
                    .after(is.model.rust.clone());
                self.push(change);
                self.same_type(was, is);
            } else {
                self.push(about_type(of_types::TYPE_REMOVED, was));
            }
        }
        for is in came {
            if !renamed.iter().any(|(_, to)| to.model.rust == is.model.rust) {
                self.push(about_type(of_types::TYPE_ADDED, is).after(members(is)));
            }
        }
    }

    fn same_type(&mut self, old: &Type, new: &Type) {
        match (&old.model.kind, &new.model.kind) {
            (Kind::Enum(was), Kind::Enum(is)) => self.variants(new, was, is),
            (Kind::Struct { .. }, Kind::Struct { .. }) => self.fields(old, new),
            _ => {
                let kind = |known: &Type| {
                    if known.model.is_enum() {
                        "enum"
                    } else {
                        "struct"
                    }
                };
                let change = about_type(of_types::TYPE_KIND, new);
                self.push(change.before(kind(old)).after(kind(new)));
            }
        }
        let part = |known: &Type| known.model.flatten().map(|(_, rust)| rust.to_owned());
        if part(old) != part(new) {
            let change = about_type(of_types::PART, new)
                .before(part(old).unwrap_or("none".into()))
                .after(part(new).unwrap_or("none".into()));
            self.push(change);
        }
        if self.words && old.model.doc != new.model.doc {
            let change = about_type(of_types::DESCRIBED, new);
            self.reworded(change, &old.model.doc, &new.model.doc);
        }
    }

    fn variants(&mut self, owner: &Type, old: &[Variant], new: &[Variant]) {
        for was in old {
            match new.iter().find(|is| is.wire == was.wire) {
                None => self.push(
                    about_type(of_types::VALUE_REMOVED, owner)
                        .of(&was.wire)
                        .note("it is still read, as an unknown one"),
                ),
                Some(is) if is.ident != was.ident => self.push(
                    about_type(of_types::VARIANT, owner)
                        .of(&was.wire)
                        .before(was.ident.clone())
                        .after(is.ident.clone()),
                ),
                Some(is) if self.words && is.doc != was.doc => {
                    let change = about_type(of_types::DESCRIBED, owner).of(&is.wire);
                    self.reworded(change, &was.doc, &is.doc);
                }
                Some(_) => {}
            }
        }
        for is in new {
            if !old.iter().any(|was| was.wire == is.wire) {
                self.push(about_type(of_types::VALUE_ADDED, owner).of(&is.wire));
            }
        }
    }

    fn fields(&mut self, old: &Type, new: &Type) {
        let (was, is) = (old.model.fields(), new.model.fields());
        let has = |fields: &[Field], wire: &str| fields.iter().any(|field| field.wire == wire);
        let gone = candidates(was, |field| !has(is, &field.wire));
        let came = candidates(is, |field| !has(was, &field.wire));
        let renamed: Vec<(String, String)> = pairs(&gone, &came)
            .into_iter()
            .map(|(gone_at, came_at)| {
                (gone[gone_at].name.to_owned(), came[came_at].name.to_owned())
            })
            .collect();
        for before in was {
            let renamed_to = renamed.iter().find(|(from, _)| *from == before.wire);
            let wire = renamed_to.map_or(&before.wire, |(_, to)| to);
            match is.iter().find(|field| field.wire == *wire) {
                Some(after) => self.field(before, after, old, new),
                None => self.push(
                    about(of_fields::FIELD_REMOVED, before, new)
                        .before(before.ty.to_string())
                        .note("a reply that has it is still read; it is kept in `extra`"),
                ),
            }
        }
        for after in is {
            let known = has(was, &after.wire) || renamed.iter().any(|(_, to)| *to == after.wire);
            if !known {
                let (rule, note) = match (after.required, new.made) {
                    (false, _) => (of_fields::FIELD_ADDED, ""),
                    (true, true) => (of_fields::FIELD_ADDED_REQUIRED, "`new` takes it"),
                    (true, false) => (
                        of_fields::FIELD_ADDED_REQUIRED,
                        "a reply without it is not understood",
                    ),
                };
                let change = about(rule, after, new).after(after.ty.to_string());
                self.push(change.note(note));
            }
        }
    }

    fn field(&mut self, was: &Field, is: &Field, old: &Type, owner: &Type) {
        let change = |rule| about(rule, is, owner);
        if was.wire != is.wire {
            let change = change(of_fields::FIELD_RENAMED);
            self.push(change.before(was.wire.clone()).after(is.wire.clone()));
        } else if was.ident != is.ident {
            let change = change(of_fields::FIELD_RENAMED_IN_RUST);
            self.push(change.before(was.ident.clone()).after(is.ident.clone()));
        }
        if was.ty.base() != is.ty.base() {
            let on_the_wire = was.ty.base().json() != is.ty.base().json()
                || *is.ty.base() == RustType::Scalar(Scalar::Time);
            let rule = match on_the_wire {
                true => of_fields::FIELD_TYPE_ON_WIRE,
                false => of_fields::FIELD_TYPE,
            };
            let change = change(rule).before(was.ty.to_string());
            self.push(change.after(is.ty.to_string()));
        }
        let optional = |field: &Field| field.ty.inside_option().is_some();
        let plain = optional(was) == optional(is) || was.ty.base() != is.ty.base();
        match (was.required, is.required) {
            (false, true) => {
                let rule = match plain {
                    true => of_fields::REQUIRED_SAME_TYPE,
                    false => of_fields::REQUIRED,
                };
                let note = match owner.made {
                    true => "`new` takes it",
                    false => "a reply without it is not understood",
                };
                let change = change(rule).before("optional").after("required");
                self.push(change.note(note));
            }
            (true, false) => {
                let rule = match plain {
                    true => of_fields::OPTIONAL_SAME_TYPE,
                    false => of_fields::OPTIONAL,
                };
                let note = match owner.made {
                    true => "`new` does not take it any more",
                    false => "",
                };
                let change = change(rule).before("required").after("optional");
                self.push(change.note(note));
            }
            _ => {}
        }
        self.bounds(was, is, owner);
        self.stated(was, is, owner);
        let level = |known: &Type, field: &Field| known.levels.get(&field.wire).cloned();
        let levels = (level(old, was), level(owner, is));
        if levels.0 != levels.1 {
            let text = |level: Option<String>| level.unwrap_or("none".into());
            let change = change(of_fields::LEVEL);
            self.push(change.before(text(levels.0)).after(text(levels.1)));
        }
        if self.words && was.doc != is.doc {
            self.reworded(change(of_types::DESCRIBED), &was.doc, &is.doc);
        }
    }

    fn bounds(&mut self, was: &Field, is: &Field, owner: &Type) {
        let retyped = was.ty.base() != is.ty.base();
        for bound in bounds::compare(was, is) {
            if retyped && bound.moved == Move::Words {
                continue;
            }
            let is_default = bound.keyword == "default";
            let replaced = bound.before.is_some() && bound.after.is_some();
            let text = |value: Option<String>| match value {
                Some(value) if is_default => value,
                Some(value) => format!("{} {value}", bound.keyword),
                None if is_default => "none".to_owned(),
                None => format!("no {}", bound.keyword),
            };
            let (rule, note) = match (is_default, bound.moved) {
                (true, _) if replaced && owner.made => {
                    (of_fields::DEFAULT, "what is left out means something else")
                }
                (true, _) if replaced => (of_fields::DEFAULT, ""),
                (true, _) => (of_fields::DEFAULT_STATED, ""),
                (false, Move::Words) => (of_fields::IMPLIED, "its type has it so anyway"),
                (false, Move::Tightened) => (of_fields::TIGHTENED, ""),
                (false, Move::Loosened) => (of_fields::LOOSENED, ""),
                (false, Move::Changed) => (of_fields::BOUND, ""),
            };
            let change = about(rule, is, owner)
                .before(text(bound.before.clone()))
                .after(text(bound.after.clone()));
            self.push(change.note(note));
        }
    }

    fn events(&mut self, old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) {
        for (kind, rust) in old {
            if !new.contains_key(kind) {
                let change = Change::new(rust, of_types::EVENT_REMOVED);
                self.push(change.before(kind.clone()));
            }
        }
        for (kind, rust) in new {
            if !old.contains_key(kind) {
                let change = Change::new(rust, of_types::EVENT_ADDED);
                self.push(change.after(kind.clone()));
            }
        }
    }

    pub(super) fn reworded(&mut self, change: Change, before: &str, after: &str) {
        self.push(change.before(before).after(after));
    }

    pub(super) fn push(&mut self, change: Change) {
        self.changes.push(change);
    }
}

/// A change of a type.
fn about_type(rule: &'static Rule, owner: &Type) -> Change {
    let model = &owner.model;
    let mut change = Change::by_side(&model.rust, rule, owner.made, owner.read).at(&model.place);
    change.users.clone_from(&owner.users);
    change
}

/// A change of a field.
pub(super) fn about(rule: &'static Rule, field: &Field, owner: &Type) -> Change {
    about_type(rule, owner).of(&field.wire).at(&field.place)
}

/// The fields that `pick` chooses, with what stood beside each.
fn candidates(fields: &[Field], pick: impl Fn(&Field) -> bool) -> Vec<Candidate<'_>> {
    let wire = |at: Option<usize>| Some(fields.get(at?)?.wire.as_str());
    let picked = fields.iter().enumerate().filter(|(_, field)| pick(field));
    picked
        .map(|(at, field)| Candidate {
            name: &field.wire,
            ty: field.ty.base().to_string(),
            words: &field.doc,
            neighbours: (wire(at.checked_sub(1)), wire(Some(at + 1))),
        })
        .collect()
}

/// The members of a type, or what it is when it has none.
fn members(known: &Type) -> String {
    let names: Vec<&str> = match &known.model.kind {
        Kind::Enum(variants) => variants
            .iter()
            .map(|variant| variant.wire.as_str())
            .collect(),
        Kind::Struct { flatten, fields } => {
            let part = flatten.iter().map(|(_, rust)| rust.as_str());
            part.chain(fields.iter().map(|field| field.wire.as_str()))
                .collect()
        }
    };
    match names.as_slice() {
        [] => "nothing in it".to_owned(),
        names => names.join(", "),
    }
}
