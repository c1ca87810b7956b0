//! Two APIs side by side.

use super::api::{Api, Type};
use super::bounds::{self, Move};
use super::change::{Change, Group};
use super::rename::{Candidate, pairs};
use super::rename_types::renamed_types;
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
                let change = Change::new(Group::Type, &is.model.rust, "type renamed")
                    .before(rust.clone())
                    .after(is.model.rust.clone());
                self.push_for(change.breaks(true, false), is);
                self.same_type(was, is);
            } else {
                let change = Change::new(Group::Type, rust, "type removed");
                self.push_for(change.breaks(true, false), was);
            }
        }
        for is in came {
            if !renamed.iter().any(|(_, to)| to.model.rust == is.model.rust) {
                let change = Change::new(Group::Type, &is.model.rust, "type added");
                self.push_for(change.after(members(is)), is);
            }
        }
    }

    fn same_type(&mut self, old: &Type, new: &Type) {
        let rust = &new.model.rust;
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
                let change = Change::new(Group::Type, rust, "kind of type")
                    .before(kind(old))
                    .after(kind(new));
                self.push_for(change.breaks(true, true), new);
            }
        }
        let part = |known: &Type| known.model.flatten().map(|(_, rust)| rust.to_owned());
        if part(old) != part(new) {
            let change = Change::new(Group::Type, rust, "type within")
                .before(part(old).unwrap_or("none".into()))
                .after(part(new).unwrap_or("none".into()));
            self.push_for(change.breaks(true, false), new);
        }
        if self.words && old.model.doc != new.model.doc {
            let change = Change::new(Group::Type, rust, "described anew");
            self.reworded(change, &old.model.doc, &new.model.doc);
        }
    }

    fn variants(&mut self, owner: &Type, old: &[Variant], new: &[Variant]) {
        let rust = &owner.model.rust;
        for was in old {
            match new.iter().find(|is| is.wire == was.wire) {
                None => self.push_for(
                    Change::new(Group::Type, rust, "value removed")
                        .of(&was.wire)
                        .note("it is still read, as an unknown one")
                        .breaks(true, false),
                    owner,
                ),
                Some(is) if is.ident != was.ident => self.push_for(
                    Change::new(Group::Type, rust, "variant renamed")
                        .of(&was.wire)
                        .before(was.ident.clone())
                        .after(is.ident.clone())
                        .breaks(true, false),
                    owner,
                ),
                Some(is) if self.words && is.doc != was.doc => {
                    let change = Change::new(Group::Type, rust, "described anew").of(&is.wire);
                    self.reworded(change, &was.doc, &is.doc);
                }
                Some(_) => {}
            }
        }
        for is in new {
            if !old.iter().any(|was| was.wire == is.wire) {
                let change = Change::new(Group::Type, rust, "value added").of(&is.wire);
                self.push_for(change, owner);
            }
        }
    }

    fn fields(&mut self, old: &Type, new: &Type) {
        let rust = &new.model.rust;
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
                None => self.push_for(
                    Change::new(Group::Type, rust, "field removed")
                        .of(&before.wire)
                        .before(before.ty.to_string())
                        .note("a reply that has it is still read; it is kept in `extra`")
                        .breaks(true, false),
                    new,
                ),
            }
        }
        for after in is {
            let known = has(was, &after.wire) || renamed.iter().any(|(_, to)| *to == after.wire);
            if !known {
                let change = Change::new(Group::Type, rust, "field added")
                    .of(&after.wire)
                    .after(after.ty.to_string());
                let change = match (after.required, new.made) {
                    (false, _) => change,
                    (true, true) => change.note("`new` takes it").breaks(true, new.read),
                    (true, false) => change
                        .note("a reply without it is not understood")
                        .breaks(false, true),
                };
                self.push_for(change, new);
            }
        }
    }

    fn field(&mut self, was: &Field, is: &Field, old: &Type, owner: &Type) {
        let change = |kind| Change::new(Group::Type, &owner.model.rust, kind).of(&is.wire);
        if was.wire != is.wire {
            let change = change("field renamed")
                .before(was.wire.clone())
                .after(is.wire.clone());
            self.push_for(change.breaks(true, true), owner);
        } else if was.ident != is.ident {
            let change = change("field renamed in Rust")
                .before(was.ident.clone())
                .after(is.ident.clone());
            self.push_for(change.breaks(true, false), owner);
        }
        if was.ty.base() != is.ty.base() {
            let on_the_wire = was.ty.base().json() != is.ty.base().json()
                || *is.ty.base() == RustType::Scalar(Scalar::Time);
            let change = change("type changed")
                .before(was.ty.to_string())
                .after(is.ty.to_string());
            self.push_for(change.breaks(true, on_the_wire), owner);
        }
        let optional = |field: &Field| field.ty.inside_option().is_some();
        let plain = optional(was) == optional(is) || was.ty.base() != is.ty.base();
        match (was.required, is.required) {
            (false, true) => {
                let callers = owner.made || !plain;
                let note = if owner.made {
                    "`new` takes it"
                } else {
                    "a reply without it is not understood"
                };
                let change = change("required")
                    .before("optional")
                    .after("required")
                    .note(note);
                self.push_for(change.breaks(callers, owner.read), owner);
            }
            (true, false) => {
                let callers = owner.made || !plain;
                let note = if owner.made {
                    "`new` does not take it any more"
                } else {
                    ""
                };
                let change = change("optional")
                    .before("required")
                    .after("optional")
                    .note(note);
                self.push_for(change.breaks(callers, owner.made), owner);
            }
            _ => {}
        }
        self.bounds(was, is, owner);
        self.stated(was, is, owner);
        let level = |known: &Type, field: &Field| known.levels.get(&field.wire).cloned();
        let levels = (level(old, was), level(owner, is));
        if levels.0 != levels.1 {
            let text = |level: Option<String>| level.unwrap_or("none".into());
            let change = change("API level")
                .before(text(levels.0))
                .after(text(levels.1));
            self.push_for(change.words(), owner);
        }
        if self.words && was.doc != is.doc {
            self.reworded(change("described anew"), &was.doc, &is.doc);
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
            let kind = if is_default { "default" } else { "bound" };
            let text = |value: Option<String>| match value {
                Some(value) if is_default => value,
                Some(value) => format!("{} {value}", bound.keyword),
                None if is_default => "none".to_owned(),
                None => format!("no {}", bound.keyword),
            };
            let change = Change::new(Group::Type, &owner.model.rust, kind)
                .of(&is.wire)
                .before(text(bound.before.clone()))
                .after(text(bound.after.clone()));
            let (made, read) = (owner.made, owner.read);
            let change = match (is_default, bound.moved) {
                (true, _) if replaced && made => change
                    .note("what is left out means something else")
                    .breaks(true, false),
                (true, _) => change.words(),
                (false, Move::Words) => change.note("its type has it so anyway").words(),
                (false, Move::Tightened) => change.breaks(made, read),
                (false, Move::Loosened) => change.breaks(false, made),
                (false, Move::Changed) => change.breaks(made, read || made),
            };
            self.push_for(change, owner);
        }
    }

    fn events(&mut self, old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) {
        for (kind, rust) in old {
            if !new.contains_key(kind) {
                let change = Change::new(Group::Type, rust, "event removed").before(kind.clone());
                self.push(change.breaks(true, false));
            }
        }
        for (kind, rust) in new {
            if !old.contains_key(kind) {
                self.push(Change::new(Group::Type, rust, "event added").after(kind.clone()));
            }
        }
    }

    pub(super) fn reworded(&mut self, change: Change, before: &str, after: &str) {
        self.push(change.before(before).after(after).words());
    }

    pub(super) fn push_for(&mut self, mut change: Change, owner: &Type) {
        change.users.clone_from(&owner.users);
        self.push(change);
    }

    pub(super) fn push(&mut self, change: Change) {
        self.changes.push(change);
    }
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
