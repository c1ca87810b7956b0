//! One difference between two sets, and what follows from it.

use super::class::{Class, Group};
use super::rules::{Effect, Effects, Rule};
use crate::source::place::Place;

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind of change it is.
    pub rule: &'static Rule,
    /// What kind of thing it is about.
    pub group: Group,
    /// The operation, type, error code or correction.
    pub name: String,
    /// The field or enum value on the wire, where it is about one.
    pub member: Option<String>,
    /// What happened, in two or three words: `field added`.
    pub kind: &'static str,
    /// What there was.
    pub before: Option<String>,
    /// What there is.
    pub after: Option<String>,
    /// What it means for callers, implementers and on the wire.
    pub effects: Effects,
    /// Whom it concerns most.
    pub class: Class,
    /// It also breaks servers and mocks, where it breaks callers already.
    pub implementers_too: bool,
    /// What follows from it, where that is not plain.
    pub note: &'static str,
    /// The requests, replies and events that have it.
    pub users: Vec<String>,
    /// File and JSON pointer of what it is about, below the folder of the set.
    pub place: Option<String>,
    /// Why it is allowed, where an allow-list has it.
    pub allowed: Option<String>,
}

impl Change {
    /// A change that means the same wherever it is.
    pub(super) fn new(name: &str, rule: &'static Rule) -> Self {
        Self::by_side(name, rule, true, true)
    }

    /// A change in a type that callers fill in, that they read, or both.
    pub(super) fn by_side(
        name: &str,
        rule: &'static Rule,
        in_request: bool,
        in_reply: bool,
    ) -> Self {
        let effects = rule.effects(in_request, in_reply);
        Self {
            rule,
            group: rule.group,
            name: name.to_owned(),
            member: None,
            kind: rule.kind,
            before: None,
            after: None,
            effects,
            class: class(rule, effects),
            implementers_too: effects.callers == Effect::Breaking
                && effects.implementers == Effect::Breaking,
            note: "",
            users: Vec::new(),
            place: None,
            allowed: None,
        }
    }

    pub(super) fn of(mut self, member: &str) -> Self {
        self.member = Some(member.to_owned());
        self
    }

    pub(super) fn before(mut self, text: impl Into<String>) -> Self {
        self.before = Some(text.into());
        self
    }

    pub(super) fn after(mut self, text: impl Into<String>) -> Self {
        self.after = Some(text.into());
        self
    }

    pub(super) fn note(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }

    /// About another thing than most changes of the rule.
    pub(super) fn in_group(mut self, group: Group) -> Self {
        self.group = group;
        self
    }

    pub(super) fn at(mut self, place: &Place) -> Self {
        self.place = Some(place.to_string());
        self
    }

    /// What it is about: `StreamConfig.allow_batched`.
    pub fn subject(&self) -> String {
        match &self.member {
            Some(member) if self.group == Group::Correction => {
                format!("{} at {member}", self.name)
            }
            Some(member) => format!("{}.{member}", self.name),
            None => self.name.clone(),
        }
    }

    /// What there was and what there is: `u64 → i64`.
    pub fn values(&self) -> String {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => format!("{before} → {after}"),
            (Some(before), None) => before.clone(),
            (None, Some(after)) => after.clone(),
            (None, None) => String::new(),
        }
    }
}

/// Whom a change concerns most.
fn class(rule: &Rule, effects: Effects) -> Class {
    let has = |effect| {
        let Effects {
            callers,
            implementers,
            wire,
        } = effects;
        [callers, implementers, wire].contains(&effect)
    };
    match effects.callers {
        Effect::Breaking => Class::Callers,
        _ if rule.group == Group::Correction => Class::Corrected,
        _ if has(Effect::Breaking) => Class::Implementers,
        _ if has(Effect::Compatible) => Class::Additive,
        _ => Class::Documentation,
    }
}
