//! Changes of structs and enums.

use super::Effect::{Breaking, Compatible, None};
use super::Rule;
use crate::follow::diff::class::Group;

pub(in crate::follow::diff) const TYPE_ADDED: &Rule = &Rule::always([Compatible, None, None])
    .named(
        Group::Type,
        "type-added",
        "type added",
        "There is another struct or enum.",
    );

pub(in crate::follow::diff) const TYPE_REMOVED: &Rule = &Rule::always([Breaking, None, None])
    .named(
        Group::Type,
        "type-removed",
        "type removed",
        "A struct or enum is gone.",
    );

pub(in crate::follow::diff) const TYPE_RENAMED: &Rule = &Rule::always([Breaking, None, None])
    .named(
        Group::Type,
        "type-renamed",
        "type renamed",
        "A struct or enum with these members has another name.",
    );

pub(in crate::follow::diff) const TYPE_KIND: &Rule = &Rule::always([Breaking, Breaking, Breaking])
    .named(
        Group::Type,
        "type-kind-changed",
        "kind of type",
        "A struct became an enum, or the other way round.",
    );

pub(in crate::follow::diff) const PART: &Rule = &Rule::always([Breaking, None, None]).named(
    Group::Type,
    "part-changed",
    "type within",
    "Another struct's members stand among those of this one.",
);

pub(in crate::follow::diff) const EVENT_ADDED: &Rule =
    &Rule::always([Compatible, Compatible, Compatible]).named(
        Group::Type,
        "event-added",
        "event added",
        "There is another advisory or metric.",
    );

pub(in crate::follow::diff) const EVENT_REMOVED: &Rule = &Rule::always([Breaking, None, None])
    .named(
        Group::Type,
        "event-removed",
        "event removed",
        "An advisory or metric is gone.",
    );

pub(in crate::follow::diff) const VALUE_ADDED: &Rule =
    &Rule::always([Compatible, Compatible, Compatible]).named(
        Group::Type,
        "value-added",
        "value added",
        "An enum has another value. Enums are `#[non_exhaustive]`, and read unknown values.",
    );

pub(in crate::follow::diff) const VALUE_REMOVED: &Rule =
    &Rule::by_side([Breaking, None, Breaking], [Breaking, None, None]).named(
        Group::Type,
        "value-removed",
        "value removed",
        "An enum lost a value. It is still read, as an unknown one.",
    );

pub(in crate::follow::diff) const VARIANT: &Rule = &Rule::always([Breaking, None, None]).named(
    Group::Type,
    "variant-renamed",
    "variant renamed",
    "A value of an enum has another name in Rust.",
);

pub(in crate::follow::diff) const DESCRIBED: &Rule = &Rule::always([None, None, None]).named(
    Group::Type,
    "described",
    "described anew",
    "Only the description changed.",
);

/// All of these.
pub(super) const ALL: &[&Rule] = &[
    TYPE_ADDED,
    TYPE_REMOVED,
    TYPE_RENAMED,
    TYPE_KIND,
    PART,
    EVENT_ADDED,
    EVENT_REMOVED,
    VALUE_ADDED,
    VALUE_REMOVED,
    VARIANT,
    DESCRIBED,
];
