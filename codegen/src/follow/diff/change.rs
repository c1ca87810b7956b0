//! One difference between two sets, and what follows from it.

use std::fmt;

/// Whom a difference concerns, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Code that uses the generated types does not compile or does something
    /// else, or a request that was right is refused.
    Callers,
    /// A server or mock has to send or take something else.
    Implementers,
    /// There is more than before, and what there was is unchanged.
    Additive,
    /// The official schemas changed where a correction of ours says something
    /// else: what is generated is unchanged, and the correction may be wrong now.
    Corrected,
    /// Only what is said of the API changed.
    Documentation,
}

impl Class {
    /// All classes, the worst first.
    pub const ALL: [Self; 5] = [
        Self::Callers,
        Self::Implementers,
        Self::Additive,
        Self::Corrected,
        Self::Documentation,
    ];

    /// One word, for tables and machines.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Callers => "callers",
            Self::Implementers => "implementers",
            Self::Additive => "additive",
            Self::Corrected => "corrected",
            Self::Documentation => "documentation",
        }
    }

    /// As a heading says it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Callers => "breaking for callers",
            Self::Implementers => "breaking for implementers",
            Self::Additive => "additive",
            Self::Corrected => "under a correction",
            Self::Documentation => "documentation",
        }
    }

    /// The release that a change of this class needs.
    pub fn bump(self) -> Bump {
        match self {
            Self::Callers | Self::Implementers => Bump::Major,
            Self::Additive => Bump::Minor,
            Self::Corrected => Bump::None,
            Self::Documentation => Bump::Patch,
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The semantic version that the next release needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// Nothing that is generated changed.
    None,
    /// The last number.
    Patch,
    /// The middle number; of a version 0.x the last one.
    Minor,
    /// The first number; of a version 0.x the middle one.
    Major,
}

impl Bump {
    /// One word, for tables and machines.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl fmt::Display for Bump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What kind of thing a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// An operation of the API, by its name in the table.
    Operation,
    /// A struct or enum, by its Rust name.
    Type,
    /// An error code, by its number.
    Error,
    /// What a correction hides, by its id.
    Correction,
}

impl Group {
    /// All groups, in the order of a report.
    pub const ALL: [Self; 4] = [Self::Operation, Self::Type, Self::Error, Self::Correction];

    /// One word, for machines.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Operation => "operation",
            Self::Type => "type",
            Self::Error => "error",
            Self::Correction => "correction",
        }
    }

    /// As a heading says it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Operation => "Operations",
            Self::Type => "Types",
            Self::Error => "Error codes",
            Self::Correction => "Under a correction",
        }
    }
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
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
    /// Whom it concerns most.
    pub class: Class,
    /// It also breaks servers and mocks, where it breaks callers already.
    pub implementers_too: bool,
    /// What follows from it, where that is not plain.
    pub note: &'static str,
    /// The requests, replies and events that have it.
    pub users: Vec<String>,
}

impl Change {
    pub(super) fn new(group: Group, name: &str, kind: &'static str) -> Self {
        Self {
            group,
            name: name.to_owned(),
            member: None,
            kind,
            before: None,
            after: None,
            class: Class::Additive,
            implementers_too: false,
            note: "",
            users: Vec::new(),
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

    /// Classes it by whom it breaks.
    pub(super) fn breaks(mut self, callers: bool, implementers: bool) -> Self {
        if callers {
            self.class = Class::Callers;
            self.implementers_too = implementers;
        } else if implementers {
            self.class = Class::Implementers;
        }
        self
    }

    pub(super) fn corrected(mut self) -> Self {
        self.class = Class::Corrected;
        self
    }

    pub(super) fn words(mut self) -> Self {
        self.class = Class::Documentation;
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
