//! What can change, and what that means for whom.
//!
//! A rule has an id that stays: allow-lists and scripts name it. `docs/api-changes.md`
//! is made of this table.

pub(super) mod fields;
pub(super) mod operations;
mod page;
pub(super) mod types;
pub(super) mod under;

pub use page::page;

use super::class::Group;
use std::fmt;

/// What a change means for someone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Nothing.
    None,
    /// There is more than before, and what there was is unchanged.
    Compatible,
    /// What was right is not right any more.
    Breaking,
}

impl Effect {
    /// One word, for tables and machines.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What a change means for each of those concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effects {
    /// For code that uses the generated types.
    pub callers: Effect,
    /// For a server or mock that answers.
    pub implementers: Effect,
    /// For messages: breaking where one that was right is refused or not
    /// understood, compatible where one is right that was not.
    pub wire: Effect,
}

impl Effects {
    const fn new([callers, implementers, wire]: [Effect; 3]) -> Self {
        Self {
            callers,
            implementers,
            wire,
        }
    }

    fn worse(self, other: Self) -> Self {
        Self {
            callers: self.callers.max(other.callers),
            implementers: self.implementers.max(other.implementers),
            wire: self.wire.max(other.wire),
        }
    }
}

/// A kind of change.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The name that stays: `field-removed`.
    pub id: &'static str,
    /// What it is about.
    pub group: Group,
    /// What happened, in two or three words: `field removed`.
    pub kind: &'static str,
    /// A sentence or two.
    pub about: &'static str,
    request: Effects,
    reply: Effects,
}

impl Rule {
    /// Every rule, operations and codes first.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        let parts = [operations::ALL, types::ALL, fields::ALL, under::ALL];
        parts.into_iter().flatten().copied()
    }

    /// What the change means in a type that callers fill in, in one that they
    /// read, or in one that they do both with.
    pub fn effects(&self, in_request: bool, in_reply: bool) -> Effects {
        match (in_request, in_reply) {
            (true, false) => self.request,
            (false, _) => self.reply,
            (true, true) => self.request.worse(self.reply),
        }
    }

    /// A rule that means the same in requests and replies.
    const fn always(effects: [Effect; 3]) -> Self {
        Self::by_side(effects, effects)
    }

    /// A rule that means one thing in requests and another in replies.
    const fn by_side(request: [Effect; 3], reply: [Effect; 3]) -> Self {
        Self {
            id: "",
            group: Group::Type,
            kind: "",
            about: "",
            request: Effects::new(request),
            reply: Effects::new(reply),
        }
    }

    const fn named(
        mut self,
        group: Group,
        id: &'static str,
        kind: &'static str,
        about: &'static str,
    ) -> Self {
        self.group = group;
        self.id = id;
        self.kind = kind;
        self.about = about;
        self
    }
}
