//! Changes of fields.

use super::Effect::{Breaking, Compatible, None};
use super::Rule;
use crate::follow::diff::class::Group;

pub(in crate::follow::diff) const FIELD_ADDED: &Rule =
    &Rule::always([Compatible, Compatible, Compatible]).named(
        Group::Type,
        "field-added",
        "field added",
        "A struct has another field, which may be left out.",
    );

pub(in crate::follow::diff) const FIELD_ADDED_REQUIRED: &Rule = &Rule::by_side([Breaking, None, Breaking], [None, Breaking, Breaking]).named(Group::Type, "field-added-required", "field added", "A struct has another field that has to be there. `new` takes it; a reply without it is not understood.");

pub(in crate::follow::diff) const FIELD_REMOVED: &Rule =
    &Rule::by_side([Breaking, None, Breaking], [Breaking, None, None]).named(
        Group::Type,
        "field-removed",
        "field removed",
        "A field is gone. A reply that has it is still read, and keeps it in `extra`.",
    );

pub(in crate::follow::diff) const FIELD_RENAMED: &Rule = &Rule::always([Breaking, Breaking, Breaking]).named(Group::Type, "field-renamed", "field renamed", "A field has another name on the wire. No schema says so: it is guessed from type, place and description.");

pub(in crate::follow::diff) const FIELD_RENAMED_IN_RUST: &Rule =
    &Rule::always([Breaking, None, None]).named(
        Group::Type,
        "field-renamed-in-rust",
        "field renamed in Rust",
        "A field has another name in Rust, and the same one on the wire.",
    );

pub(in crate::follow::diff) const FIELD_TYPE: &Rule = &Rule::always([Breaking, None, None]).named(
    Group::Type,
    "field-type-changed",
    "type changed",
    "A field has another Rust type, and the same type in JSON.",
);

pub(in crate::follow::diff) const FIELD_TYPE_ON_WIRE: &Rule =
    &Rule::always([Breaking, Breaking, Breaking]).named(
        Group::Type,
        "field-type-changed-on-wire",
        "type changed",
        "A field has another Rust type, and another type in JSON.",
    );

pub(in crate::follow::diff) const FIELD_WIRE_TYPE: &Rule = &Rule::always([Breaking, Breaking, Breaking]).named(Group::Type, "field-wire-type-changed", "type on the wire", "A field has another type in the schema, and `rust.toml` or a Go type names its Rust type, which is as before.");

pub(in crate::follow::diff) const REQUIRED: &Rule =
    &Rule::by_side([Breaking, None, Breaking], [Breaking, Breaking, Breaking]).named(
        Group::Type,
        "field-required",
        "required",
        "A field that could be left out has to be there, and is no `Option` any more.",
    );

pub(in crate::follow::diff) const REQUIRED_SAME_TYPE: &Rule = &Rule::by_side([Breaking, None, Breaking], [None, Breaking, Breaking]).named(Group::Type, "field-required-same-type", "required", "A field that could be left out has to be there. Its Rust type is as before: a list, a map or a boolean.");

pub(in crate::follow::diff) const OPTIONAL: &Rule = &Rule::by_side(
    [Breaking, Breaking, Compatible],
    [Breaking, None, Compatible],
)
.named(
    Group::Type,
    "field-optional",
    "optional",
    "A field that had to be there can be left out, and is an `Option` now.",
);

pub(in crate::follow::diff) const OPTIONAL_SAME_TYPE: &Rule = &Rule::by_side(
    [Breaking, Breaking, Compatible],
    [Compatible, Compatible, Compatible],
)
.named(
    Group::Type,
    "field-optional-same-type",
    "optional",
    "A field that had to be there can be left out. Its Rust type is as before.",
);

pub(in crate::follow::diff) const TIGHTENED: &Rule =
    &Rule::by_side([Breaking, None, Breaking], [None, Breaking, Breaking]).named(
        Group::Type,
        "bound-tightened",
        "bound",
        "A bound allows less than before.",
    );

pub(in crate::follow::diff) const LOOSENED: &Rule = &Rule::by_side(
    [None, Breaking, Compatible],
    [Compatible, Compatible, Compatible],
)
.named(
    Group::Type,
    "bound-loosened",
    "bound",
    "A bound allows more than before.",
);

pub(in crate::follow::diff) const BOUND: &Rule =
    &Rule::by_side([Breaking, Breaking, Breaking], [None, Breaking, Breaking]).named(
        Group::Type,
        "bound-changed",
        "bound",
        "A bound allows something else: another pattern, or what cannot be compared.",
    );

pub(in crate::follow::diff) const IMPLIED: &Rule = &Rule::always([None, None, None]).named(
    Group::Type,
    "bound-implied",
    "bound",
    "A bound is stated, or no longer stated, that the Rust type has anyway.",
);

pub(in crate::follow::diff) const DEFAULT: &Rule =
    &Rule::by_side([Breaking, None, None], [None, None, None]).named(
        Group::Type,
        "default-changed",
        "default",
        "What is left out means something else.",
    );

pub(in crate::follow::diff) const DEFAULT_STATED: &Rule = &Rule::always([None, None, None]).named(
    Group::Type,
    "default-stated",
    "default",
    "A default is stated where none was, or is stated no longer.",
);

pub(in crate::follow::diff) const NULLABLE: &Rule = &Rule::by_side(
    [None, Breaking, Compatible],
    [Compatible, Compatible, Compatible],
)
.named(
    Group::Type,
    "field-nullable",
    "nullable",
    "A field may be `null`. It is read as if it were absent.",
);

pub(in crate::follow::diff) const NOT_NULLABLE: &Rule = &Rule::always([None, Breaking, Breaking])
    .named(
        Group::Type,
        "field-not-nullable",
        "not nullable",
        "A field may not be `null` any more.",
    );

pub(in crate::follow::diff) const DEPRECATED: &Rule = &Rule::always([Compatible, None, None])
    .named(
        Group::Type,
        "field-deprecated",
        "deprecated",
        "The schema says that a field should not be used any more.",
    );

pub(in crate::follow::diff) const NOT_DEPRECATED: &Rule = &Rule::always([None, None, None]).named(
    Group::Type,
    "field-not-deprecated",
    "not deprecated",
    "A field is no longer deprecated.",
);

pub(in crate::follow::diff) const LEVEL: &Rule = &Rule::always([None, None, None]).named(
    Group::Type,
    "level-changed",
    "API level",
    "The table names another API level for a field or its values.",
);

/// All of these.
pub(super) const ALL: &[&Rule] = &[
    FIELD_ADDED,
    FIELD_ADDED_REQUIRED,
    FIELD_REMOVED,
    FIELD_RENAMED,
    FIELD_RENAMED_IN_RUST,
    FIELD_TYPE,
    FIELD_TYPE_ON_WIRE,
    FIELD_WIRE_TYPE,
    REQUIRED,
    REQUIRED_SAME_TYPE,
    OPTIONAL,
    OPTIONAL_SAME_TYPE,
    TIGHTENED,
    LOOSENED,
    BOUND,
    IMPLIED,
    DEFAULT,
    DEFAULT_STATED,
    NULLABLE,
    NOT_NULLABLE,
    DEPRECATED,
    NOT_DEPRECATED,
    LEVEL,
];
