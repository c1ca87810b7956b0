//! Which server is asked for.

use std::fmt;
use std::str::FromStr;

/// A released version of nats-server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The first number.
    pub major: u32,
    /// The second number. JetStream's API grows with it.
    pub minor: u32,
    /// The third number.
    pub patch: u32,
}

/// The versions that can be fetched, oldest first, with the pins of their wheels.
macro_rules! versions {
    ($($(#[$doc:meta])* $name:ident = $major:literal, $minor:literal, $patch:literal;)+) => {
        impl Version {
            $($(#[$doc])* pub const $name: Self = Self::new($major, $minor, $patch);)+

            /// The versions that can be fetched, oldest first.
            pub const ALL: [Self; [$(stringify!($name)),+].len()] = [$(Self::$name),+];
        }

        /// The hashes of the wheels, as `pip` reads them.
        pub(crate) const PINS: [(Version, &str); Version::ALL.len()] = [$((
            Version::$name,
            include_str!(concat!("../requirements/", $major, ".", $minor, ".", $patch, ".txt")),
        )),+];
    };
}

versions! {
    /// 2.10.26, the oldest that is supported.
    V2_10_26 = 2, 10, 26;
    /// 2.11.11, the first with an API level (1).
    V2_11_11 = 2, 11, 11;
    /// 2.12.8, API level 3.
    V2_12_8 = 2, 12, 8;
    /// 2.14.6, API level 4.
    V2_14_6 = 2, 14, 6;
    /// 2.15.1, API level 5.
    V2_15_1 = 2, 15, 1;
}

impl Version {
    /// The newest version that can be fetched.
    pub const NEWEST: Self = Self::ALL[Self::ALL.len() - 1];

    /// Names a version.
    pub const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self {
            major,
            minor,
            patch,
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl FromStr for Version {
    type Err = InvalidVersion;

    /// Reads `2.15.1` or `v2.15.1`.
    fn from_str(text: &str) -> Result<Self, InvalidVersion> {
        let invalid = || InvalidVersion(text.to_owned());
        let mut numbers = text
            .strip_prefix('v')
            .unwrap_or(text)
            .split('.')
            .map(str::parse);
        match (
            numbers.next(),
            numbers.next(),
            numbers.next(),
            numbers.next(),
        ) {
            (Some(Ok(major)), Some(Ok(minor)), Some(Ok(patch)), None) => {
                Ok(Self::new(major, minor, patch))
            }
            _ => Err(invalid()),
        }
    }
}

/// What a test asks of the server's version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wanted {
    /// 2.10 or newer. Where none is installed, the newest is fetched.
    #[default]
    Any,
    /// This version and no other.
    Exactly(Version),
}

impl Wanted {
    const OLDEST: Version = Version::new(2, 10, 0);

    /// Whether a release of this version will do.
    pub fn is_met_by(self, version: Version) -> bool {
        match self {
            Self::Any => version >= Self::OLDEST,
            Self::Exactly(wanted) => version == wanted,
        }
    }

    /// The version that is fetched when none is installed.
    pub(crate) fn to_fetch(self) -> Version {
        match self {
            Self::Any => Version::NEWEST,
            Self::Exactly(version) => version,
        }
    }
}

impl From<Version> for Wanted {
    fn from(version: Version) -> Self {
        Self::Exactly(version)
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => to.write_str("2.10 or newer"),
            Self::Exactly(version) => version.fmt(to),
        }
    }
}

impl FromStr for Wanted {
    type Err = InvalidVersion;

    /// Reads a version, or `any`.
    fn from_str(text: &str) -> Result<Self, InvalidVersion> {
        match text {
            "any" => Ok(Self::Any),
            version => version.parse().map(Self::Exactly),
        }
    }
}

/// The text that is not a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidVersion(String);

impl fmt::Display for InvalidVersion {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            to,
            "server version \"{}\" is not of the form 2.15.1",
            self.0.escape_debug()
        )
    }
}

impl std::error::Error for InvalidVersion {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_with_and_without_its_v() {
        assert_eq!("2.15.1".parse(), Ok(Version::V2_15_1));
        assert_eq!("v2.10.26".parse(), Ok(Version::V2_10_26));
        for wrong in ["", "2.15", "2.15.1.0", "2.15.x", "2.15.1-RC.1"] {
            assert!(wrong.parse::<Version>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn any_is_met_from_2_10_on_and_an_exact_one_by_itself() {
        assert!(Wanted::Any.is_met_by(Version::new(2, 10, 0)));
        assert!(Wanted::Any.is_met_by(Version::new(3, 0, 0)));
        assert!(!Wanted::Any.is_met_by(Version::new(2, 9, 25)));
        assert!(Wanted::from(Version::V2_12_8).is_met_by(Version::V2_12_8));
        assert!(!Wanted::from(Version::V2_12_8).is_met_by(Version::V2_15_1));
    }
}
