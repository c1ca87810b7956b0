//! Changes of operations and error codes.

use super::Effect::{Breaking, Compatible, None};
use super::Rule;
use crate::follow::diff::class::Group;

pub(in crate::follow::diff) const OPERATION_ADDED: &Rule =
    &Rule::always([Compatible, Compatible, Compatible]).named(
        Group::Operation,
        "operation-added",
        "operation added",
        "The API has another operation.",
    );

pub(in crate::follow::diff) const OPERATION_REMOVED: &Rule = &Rule::always([Breaking, None, None])
    .named(
        Group::Operation,
        "operation-removed",
        "operation removed",
        "An operation is gone, and with it its request type and constant.",
    );

pub(in crate::follow::diff) const OPERATION_RENAMED: &Rule = &Rule::always([Breaking, None, None])
    .named(
        Group::Operation,
        "operation-renamed",
        "operation renamed",
        "An operation has another name in Rust; its subject is compared by itself.",
    );

pub(in crate::follow::diff) const REQUEST_TYPE: &Rule = &Rule::always([Breaking, None, None])
    .named(
        Group::Operation,
        "request-type-renamed",
        "request type",
        "The Rust type of the request has another name.",
    );

pub(in crate::follow::diff) const SUBJECT: &Rule = &Rule::always([Breaking, Breaking, Breaking])
    .named(
        Group::Operation,
        "subject-changed",
        "subject",
        "Requests go to another subject. Permissions name it too.",
    );

pub(in crate::follow::diff) const REPLY_KIND: &Rule = &Rule::always([Breaking, Breaking, Breaking])
    .named(
        Group::Operation,
        "reply-kind-changed",
        "kind of reply",
        "The reply is of another kind: JSON, a message, several messages or chunks.",
    );

pub(in crate::follow::diff) const REPLY_TYPE: &Rule = &Rule::always([Breaking, None, None]).named(
    Group::Operation,
    "reply-type-changed",
    "reply type",
    "The call returns another Rust type.",
);

pub(in crate::follow::diff) const BODY: &Rule = &Rule::always([None, Breaking, Breaking]).named(
    Group::Operation,
    "body-changed",
    "body",
    "A request has to have a body, may have one, or has none, where that was otherwise.",
);

pub(in crate::follow::diff) const PAGING: &Rule = &Rule::always([Breaking, Breaking, None]).named(
    Group::Operation,
    "paging-added-or-removed",
    "paging",
    "A listing has pages that had none, or the other way round.",
);

pub(in crate::follow::diff) const PAGE: &Rule = &Rule::always([None, Breaking, None]).named(
    Group::Operation,
    "page-changed",
    "paging",
    "A page has other items or another limit.",
);

pub(in crate::follow::diff) const CALLER: &Rule = &Rule::always([Breaking, None, None]).named(
    Group::Operation,
    "caller-changed",
    "who may call",
    "Another account may call the operation.",
);

pub(in crate::follow::diff) const BODY_SCHEMA: &Rule = &Rule::always([None, None, None]).named(
    Group::Operation,
    "body-schema-changed",
    "schema of the body",
    "Another schema describes the body. What it says of the fields is compared by itself.",
);

pub(in crate::follow::diff) const SINCE: &Rule = &Rule::always([None, None, None]).named(
    Group::Operation,
    "since-changed",
    "since",
    "The table names another server version or API level.",
);

pub(in crate::follow::diff) const RETRY: &Rule = &Rule::always([None, None, None]).named(
    Group::Operation,
    "retry-changed",
    "repeating",
    "The table says something else about sending the request again.",
);

pub(in crate::follow::diff) const REPLY_NAME_LOST: &Rule =
    &Rule::always([None, Breaking, Breaking]).named(
        Group::Operation,
        "reply-name-lost",
        "type on the wire",
        "A reply that names its type as before is refused.",
    );

pub(in crate::follow::diff) const REPLY_NAME_ADDED: &Rule =
    &Rule::always([Compatible, Compatible, Compatible]).named(
        Group::Operation,
        "reply-name-added",
        "type on the wire",
        "A reply may name its type in another way too.",
    );

pub(in crate::follow::diff) const CODE_ADDED: &Rule =
    &Rule::always([Compatible, Compatible, Compatible]).named(
        Group::Error,
        "code-added",
        "code added",
        "There is another error code.",
    );

pub(in crate::follow::diff) const CODE_REMOVED: &Rule = &Rule::always([Breaking, None, None])
    .named(
        Group::Error,
        "code-removed",
        "code removed",
        "An error code is gone, and its constant.",
    );

pub(in crate::follow::diff) const CONSTANT: &Rule = &Rule::always([Breaking, None, None]).named(
    Group::Error,
    "constant-renamed",
    "constant renamed",
    "The constant of an error code has another name.",
);

pub(in crate::follow::diff) const STATUS: &Rule = &Rule::always([Breaking, Breaking, Breaking])
    .named(
        Group::Error,
        "status-changed",
        "status",
        "An error code comes with another status.",
    );

/// All of these.
pub(super) const ALL: &[&Rule] = &[
    OPERATION_ADDED,
    OPERATION_REMOVED,
    OPERATION_RENAMED,
    REQUEST_TYPE,
    SUBJECT,
    REPLY_KIND,
    REPLY_TYPE,
    BODY,
    PAGING,
    PAGE,
    CALLER,
    BODY_SCHEMA,
    SINCE,
    RETRY,
    REPLY_NAME_LOST,
    REPLY_NAME_ADDED,
    CODE_ADDED,
    CODE_REMOVED,
    CONSTANT,
    STATUS,
];
