//! Whom a difference concerns, which release it needs, and what it is about.

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

    /// [`title`](Self::title) with a capital letter.
    pub(super) fn heading(self) -> String {
        let (first, rest) = self.title().split_at(1);
        first.to_uppercase() + rest
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
