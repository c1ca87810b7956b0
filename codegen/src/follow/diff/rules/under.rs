//! Changes that a correction hides.

use super::Effect::None;
use super::Rule;
use crate::follow::diff::class::Group;

pub(in crate::follow::diff) const UNDER_VALUE_ADDED: &Rule = &Rule::always([None, None, None])
    .named(
        Group::Correction,
        "under-correction-value-added",
        "value added",
        "Upstream added a value to an enum that a correction replaces or removes.",
    );

pub(in crate::follow::diff) const UNDER_VALUE_REMOVED: &Rule = &Rule::always([None, None, None])
    .named(
        Group::Correction,
        "under-correction-value-removed",
        "value removed",
        "Upstream took a value from an enum that a correction replaces or removes.",
    );

pub(in crate::follow::diff) const UNDER_REQUIRED: &Rule = &Rule::always([None, None, None]).named(
    Group::Correction,
    "under-correction-required",
    "required",
    "Upstream made a member required where a correction says which are.",
);

pub(in crate::follow::diff) const UNDER_OPTIONAL: &Rule = &Rule::always([None, None, None]).named(
    Group::Correction,
    "under-correction-optional",
    "optional",
    "Upstream made a member optional where a correction says which are required.",
);

pub(in crate::follow::diff) const UNDER_FIELD_ADDED: &Rule = &Rule::always([None, None, None])
    .named(
        Group::Correction,
        "under-correction-field-added",
        "field added",
        "Upstream added a member to what a correction replaces or removes.",
    );

pub(in crate::follow::diff) const UNDER_FIELD_REMOVED: &Rule = &Rule::always([None, None, None])
    .named(
        Group::Correction,
        "under-correction-field-removed",
        "field removed",
        "Upstream removed a member of what a correction replaces or removes.",
    );

pub(in crate::follow::diff) const UNDER_TYPE: &Rule = &Rule::always([None, None, None]).named(
    Group::Correction,
    "under-correction-type-changed",
    "type changed",
    "Upstream gave another type to what a correction replaces or removes.",
);

pub(in crate::follow::diff) const UNDER_BOUND: &Rule = &Rule::always([None, None, None]).named(
    Group::Correction,
    "under-correction-bound",
    "bound",
    "Upstream set another bound for what a correction replaces or removes.",
);

pub(in crate::follow::diff) const UNDER_DEFAULT: &Rule = &Rule::always([None, None, None]).named(
    Group::Correction,
    "under-correction-default",
    "default",
    "Upstream set another default for what a correction replaces or removes.",
);

pub(in crate::follow::diff) const UNDER_DEPRECATED: &Rule = &Rule::always([None, None, None])
    .named(
        Group::Correction,
        "under-correction-deprecated",
        "deprecated",
        "Upstream deprecated what a correction replaces or removes, or no longer does.",
    );

pub(in crate::follow::diff) const UNDER_SCHEMA: &Rule = &Rule::always([None, None, None]).named(
    Group::Correction,
    "under-correction-schema-changed",
    "schema changed",
    "Upstream changed something else of what a correction replaces or removes.",
);

/// All of these.
pub(super) const ALL: &[&Rule] = &[
    UNDER_VALUE_ADDED,
    UNDER_VALUE_REMOVED,
    UNDER_REQUIRED,
    UNDER_OPTIONAL,
    UNDER_FIELD_ADDED,
    UNDER_FIELD_REMOVED,
    UNDER_TYPE,
    UNDER_BOUND,
    UNDER_DEFAULT,
    UNDER_DEPRECATED,
    UNDER_SCHEMA,
];
