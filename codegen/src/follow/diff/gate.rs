//! Which changes fail a run of `cargo codegen diff --fail-on`.

use super::change::Change;
use super::class::Class;
use super::rules::{Effect, Rule};

/// Changes that are not to pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Those that break code that uses the generated types.
    Callers,
    /// Those that break servers and mocks.
    Implementers,
    /// Those by which a message that was right is right no more.
    Wire,
    /// Those that only add.
    Additive,
    /// Those that a correction hides.
    Corrected,
    /// All but descriptions.
    Any,
    /// Those of one rule.
    Rule(&'static Rule),
}

impl Gate {
    /// The gate that a word names; the id of a rule is one too.
    pub fn named(word: &str) -> Option<Self> {
        Some(match word {
            "callers" => Self::Callers,
            "implementers" => Self::Implementers,
            "wire" => Self::Wire,
            "additive" => Self::Additive,
            "corrected" => Self::Corrected,
            "any" => Self::Any,
            id => Self::Rule(Rule::all().find(|rule| rule.id == id)?),
        })
    }

    /// Whether a change is not to pass. One that is allowed always passes.
    pub fn stops(self, change: &Change) -> bool {
        let effects = change.effects;
        let stops = match self {
            Self::Callers => effects.callers == Effect::Breaking,
            Self::Implementers => effects.implementers == Effect::Breaking,
            Self::Wire => effects.wire == Effect::Breaking,
            Self::Additive => change.class == Class::Additive,
            Self::Corrected => change.class == Class::Corrected,
            Self::Any => change.class != Class::Documentation,
            Self::Rule(rule) => change.rule == rule,
        };
        stops && change.allowed.is_none()
    }
}
