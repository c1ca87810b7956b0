//! API levels: whether the server supports a request.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jsapi::RequiredApiLevel;
use jsapi::endpoint::{API_LEVELS, NEWEST_SERVER};
use jsapi::request::Endpoint;
use tokio::time::Instant;

use crate::connection::transport::{Connection, ServerFacts, Transport};
use crate::error::Invalid;

/// Newest server version with a known API level.
const NEWEST: Option<Version> = Version::parse(NEWEST_SERVER);

/// First version of each API level, oldest first.
const LEVELS: [(Option<Version>, u8); API_LEVELS.len()] = {
    let mut levels = [(None, 0); API_LEVELS.len()];
    let mut from = API_LEVELS;
    let mut to = levels.as_mut_slice();
    while let ([(since, level), others @ ..], [first, rest @ ..]) = (from, to) {
        *first = (Version::parse(since), *level);
        (from, to) = (others, rest);
    }
    levels
};

/// Oldest supported server version.
const OLDEST: Version = Version(2, 10, 0);

/// A server version, without a suffix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Version(u16, u16, u16);

impl Version {
    /// Parses `2.14.0` or `v2.15.0-RC.1`.
    const fn parse(text: &str) -> Option<Self> {
        let mut left = match text.as_bytes() {
            [b'v', rest @ ..] => rest,
            all => all,
        };
        let mut parts = (None, None, None);
        let mut dots = 0;
        while let [byte, rest @ ..] = left {
            left = rest;
            let digit = match *byte {
                b'-' | b'+' => break,
                b'.' => {
                    dots += 1;
                    continue;
                }
                b'0'..=b'9' => (*byte - b'0') as u16,
                _ => return None,
            };
            let part = match dots {
                0 => &mut parts.0,
                1 => &mut parts.1,
                _ => &mut parts.2,
            };
            let tens = match *part {
                None => Some(0),
                Some(before) => u16::checked_mul(before, 10),
            };
            let Some(tens) = tens else { return None };
            *part = tens.checked_add(digit);
            if part.is_none() {
                return None;
            }
        }
        match (dots, parts) {
            (2, (Some(major), Some(minor), Some(patch))) => Some(Self(major, minor, patch)),
            _ => None,
        }
    }

    /// Returns the API level; of a version newer than this crate, the newest
    /// known level, which it has at least.
    fn level(self) -> u8 {
        let mut levels = LEVELS.iter().rev();
        let level = levels.find(|(first, _)| first.is_some_and(|first| self >= first));
        level.map_or(0, |(_, level)| *level)
    }
}

impl ServerFacts {
    /// Returns the JetStream API level: as reported, or that of the version.
    ///
    /// A version newer than this crate has at least the newest known level, which
    /// is returned. `None` before the first connection.
    pub fn level(&self) -> Option<u8> {
        let version = || Version::parse(self.version.as_deref()?);
        self.api_level.or_else(|| Some(version()?.level()))
    }

    /// Returns the highest API level that the server can have.
    ///
    /// `None`: unknown, as for a version newer than this crate.
    fn highest_level(&self) -> Option<u8> {
        let version = || Version::parse(self.version.as_deref()?);
        let known = || version().filter(|version| NEWEST.is_some_and(|newest| *version <= newest));
        self.api_level.or_else(|| Some(known()?.level()))
    }
}

/// Time for which facts about a server are valid.
///
/// `async-nats` reports a connection a moment before it has the facts of the new server:
/// until then it returns those of the previous server.
const FRESH: Duration = Duration::from_secs(1);

/// Cached facts about the connected server.
///
/// Not read for each request, because that takes longer than many requests.
#[derive(Default)]
pub(crate) struct Known(Mutex<Option<Reading>>);

struct Reading {
    connection: Connection,
    at: Instant,
    server: Arc<ServerFacts>,
}

impl Known {
    pub(crate) fn of(&self, transport: &dyn Transport) -> Arc<ServerFacts> {
        let (connection, at) = (transport.connection(), Instant::now());
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reading) = &*known
            && reading.connection == connection
            && at - reading.at < FRESH
        {
            return reading.server.clone();
        }
        let server = Arc::new(transport.server());
        *known = connection.connected.then(|| Reading {
            connection,
            at,
            server: server.clone(),
        });
        server
    }
}

/// Minimum API level of an operation, determined at compile time.
#[derive(Clone, Copy)]
pub(crate) struct MinimumLevel {
    level: u8,
    since: Option<(&'static str, Version)>,
}

impl MinimumLevel {
    pub(crate) const fn of(endpoint: &Endpoint) -> Self {
        Self {
            level: endpoint.level,
            since: match Version::parse(endpoint.since) {
                Some(since) => Some((endpoint.since, since)),
                None => None,
            },
        }
    }
}

/// API level that a request requires.
pub(crate) struct RequiredLevel {
    /// The level; 0: every server supports the request.
    pub(crate) level: u8,
    field: Option<String>,
    /// Server version that the operation requires, if not every server supports it.
    since: Option<(&'static str, Version)>,
}

impl RequiredLevel {
    /// Returns the level required by the fields, the operation and the caller.
    pub(crate) fn of(least: MinimumLevel, need: RequiredApiLevel, asked: Option<u8>) -> Self {
        let whole = least.level.max(asked.unwrap_or(0));
        Self {
            level: need.level.max(whole),
            field: need.field.filter(|_| need.level > whole),
            since: least.since.filter(|(_, since)| *since > OLDEST),
        }
    }

    /// Returns the level required by a header of a message.
    pub(crate) fn header(level: u8, name: &str) -> Self {
        Self {
            field: Some(name.to_owned()),
            ..Self::level(level)
        }
    }

    /// Returns the level required by the caller only.
    pub(crate) fn level(level: u8) -> Self {
        Self {
            level,
            field: None,
            since: None,
        }
    }

    /// Returns whether every server supports the request.
    pub(crate) fn nothing(&self) -> bool {
        self.level == 0 && self.since.is_none()
    }

    /// Refuses a request that the server is known not to support.
    pub(crate) fn check(self, server: &ServerFacts, level: Option<u8>) -> Result<(), Invalid> {
        if self.level > 0
            && let Some(speaks) = level.or_else(|| server.highest_level())
            && speaks < self.level
        {
            return Err(Invalid::ApiLevel {
                field: self.field,
                needed: self.level,
                server: speaks,
            });
        }
        // Not every version has a separate level: 2.15.1 added operations, too.
        if let Some((since, first)) = self.since
            && level.is_none()
            && let Some(text) = server.version.as_deref()
            && Version::parse(text).is_some_and(|version| version < first)
        {
            return Err(Invalid::TooOld {
                since,
                server: text.to_owned(),
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(version: &str) -> Option<u8> {
        let facts = ServerFacts {
            version: Some(version.to_owned()),
            ..ServerFacts::default()
        };
        facts.level()
    }

    #[test]
    fn a_level_is_that_of_the_version() {
        for (version, expected) in [
            ("2.10.0", Some(0)),
            ("2.10.26", Some(0)),
            ("2.11.0", Some(1)),
            ("2.11.11", Some(1)),
            ("2.12.0", Some(2)),
            ("2.12.4", Some(2)),
            ("2.12.5", Some(3)),
            ("2.12.8", Some(3)),
            ("2.13.0", Some(3)),
            ("2.14.0", Some(4)),
            ("2.14.6", Some(4)),
            ("2.15.0-dev", Some(5)),
            ("v2.15.1", Some(5)),
            ("2.15.2", Some(5)),
            ("2.16.0-RC.1", Some(5)),
            ("3.0.0", Some(5)),
            ("", None),
            ("2.15", None),
            ("latest", None),
            ("2.15.0.1", None),
            ("99999999.0.0", None),
            ("2.15.65536", None),
            ("2.15.655361", None),
            ("2..1", None),
            ("2.x.1", None),
        ] {
            assert_eq!(level(version), expected, "{version:?}");
        }
    }

    #[test]
    fn a_level_that_was_told_wins() {
        let facts = ServerFacts {
            version: Some("2.11.0".to_owned()),
            api_level: Some(9),
            ..ServerFacts::default()
        };
        assert_eq!(facts.level(), Some(9));
    }

    fn refuses(version: &str, level: u8) -> bool {
        let facts = ServerFacts {
            version: Some(version.to_owned()),
            ..ServerFacts::default()
        };
        RequiredLevel::level(level).check(&facts, None).is_err()
    }

    #[test]
    fn a_server_newer_than_this_crate_may_have_any_level() {
        assert!(refuses("2.14.6", 5) && !refuses("2.14.6", 4));
        assert!(refuses(NEWEST_SERVER, 6) && !refuses(NEWEST_SERVER, 5));
        assert!(!refuses("2.16.0", 5) && !refuses("2.16.0", 6));
    }

    #[test]
    fn the_newest_server_has_the_newest_level() {
        let newest = API_LEVELS.last().map(|(_, level)| *level);
        assert_eq!(level(NEWEST_SERVER), newest);
        let since: Vec<_> = API_LEVELS
            .iter()
            .map(|(since, _)| Version::parse(since))
            .collect();
        assert!(since.iter().all(Option::is_some) && since.is_sorted());
        assert!(NEWEST >= since.last().copied().flatten());
    }
}
