//! What a server said, live or as it was recorded.

use crate::error::{Error, Result};
use crate::source::place::{name, read_text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What a server said.
#[derive(Clone, Debug, Default)]
pub struct Recording {
    /// Version of the server that the client was connected to.
    pub server: String,
    /// Whether the server is part of a cluster.
    pub clustered: bool,
    /// Whether the system account was logged in.
    pub system: bool,
    /// Whether all operations were called, not only those that read.
    pub exercised: bool,
    /// Replies with their operations, in order.
    pub replies: Vec<(String, Value)>,
    /// Names of the headers that messages of the server had, by operation.
    pub headers: BTreeMap<String, BTreeSet<String>>,
    /// Advisories and metrics.
    pub events: Vec<Value>,
    /// Operations that the server answered.
    pub answered: BTreeSet<String>,
    /// Operations without a reply, and how often.
    pub silent: BTreeMap<String, usize>,
    /// Operations whose reply is not JSON.
    pub unreadable: BTreeSet<String>,
}

impl Recording {
    /// Reads the recorded replies of the version nearest to the one of `now`.
    ///
    /// That is the newest recorded version that is not newer, or else the oldest
    /// one. For a cluster, the recorded replies of single servers count too; the
    /// replies to the system account count if it was logged in. `None` if the
    /// folder has no recorded replies.
    ///
    /// # Errors
    ///
    /// If the folder or a file cannot be read, or a line is not a recorded case.
    pub fn nearest(folder: &Path, now: &Self) -> Result<Option<Self>> {
        let wanted = Version::parse(&now.server).unwrap_or(Version::NEWEST);
        let versions = versions(folder)?;
        let nearest = versions.range(..=wanted).next_back();
        let nearest = nearest.or_else(|| versions.first());
        let Some(version) = nearest else {
            return Ok(None);
        };
        let mut recording = Self {
            server: version.to_string(),
            clustered: now.clustered,
            system: now.system,
            exercised: true,
            ..Self::default()
        };
        let kinds: &[&str] = if now.clustered {
            &["", "-events", "-cluster", "-cluster-events"]
        } else {
            &["", "-events"]
        };
        for kind in kinds {
            let file = folder.join(format!("{version}{kind}.jsonl"));
            if file.is_file() {
                recording.file(&file)?;
            }
        }
        Ok(Some(recording))
    }

    fn file(&mut self, file: &Path) -> Result<()> {
        for (number, line) in read_text(file)?.lines().enumerate() {
            let place = || format!("{}:{}", name(file), number + 1);
            let case: Value = serde_json::from_str(line)
                .map_err(|error| Error::new(place(), "", format!("not JSON: {error}")))?;
            self.case(&case)
                .ok_or_else(|| Error::new(place(), "", "not a recorded case"))?;
        }
        Ok(())
    }

    fn case(&mut self, case: &Value) -> Option<()> {
        let text = |member: &str| case.get(member).and_then(Value::as_str);
        if text("account_user") == Some("sys") && !self.system {
            return Some(());
        }
        if let Some(event) = text("payload") {
            self.events.push(serde_json::from_str(event).ok()?);
            return Some(());
        }
        let operation = text("operation")?;
        let kind = text("reply_kind")?;
        if kind == "none" {
            *self.silent.entry(operation.to_owned()).or_default() += 1;
            return Some(());
        }
        self.answered.insert(operation.to_owned());
        let response = case.get("response")?;
        if kind == "json" {
            // The end of a restore, an acknowledgement and the like are not operations.
            let other = [
                "ack",
                "fast_batch",
                "stream_restore_eof",
                "unknown_endpoint",
            ];
            if !other.contains(&operation) {
                let reply = serde_json::from_str(response.as_str()?).ok()?;
                self.replies.push((operation.to_owned(), reply));
            }
            return Some(());
        }
        let parsed;
        let messages = match response {
            Value::String(text) => {
                parsed = serde_json::from_str::<Value>(text).ok()?;
                &parsed
            }
            other => other,
        };
        for message in messages.as_array()? {
            // No responders: the client library makes this message.
            if message.pointer("/status/0") == Some(&Value::from(503)) {
                continue;
            }
            let headers = message.get("headers").and_then(Value::as_object);
            self.headers(
                operation,
                headers.into_iter().flatten().map(|(name, _)| name.as_str()),
            );
        }
        Some(())
    }

    /// Notes the headers of a message that belong to the server.
    pub(super) fn headers<'h>(&mut self, operation: &str, names: impl Iterator<Item = &'h str>) {
        let names = names.filter(|name| name.starts_with("Nats-"));
        self.headers
            .entry(family(operation).to_owned())
            .or_default()
            .extend(names.map(str::to_owned));
    }
}

/// The operation whose recorded messages say what those of this one have.
pub(super) fn family(operation: &str) -> &str {
    if operation.starts_with("direct_get") {
        "direct_get"
    } else {
        operation
    }
}

/// The numbers of a server version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version(u64, u64, u64);

impl Version {
    /// Newer than every server, for one whose version has no numbers.
    pub(super) const NEWEST: Self = Self(u64::MAX, 0, 0);

    /// Reads `2.15.1` or `v2.16.0-RC.1`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let numbers = text.strip_prefix('v').unwrap_or(text);
        let numbers = numbers.split(['-', '+']).next().unwrap_or_default();
        let mut parts = numbers.split('.').map(|part| part.parse().ok());
        let version = Self(parts.next()??, parts.next()??, parts.next()??);
        parts.next().is_none().then_some(version)
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

/// The versions of which the folder has recorded replies, oldest first.
fn versions(folder: &Path) -> Result<BTreeSet<Version>> {
    let failed = |error: std::io::Error| Error::new(name(folder), "", error.to_string());
    let mut versions = BTreeSet::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let file = PathBuf::from(entry.map_err(failed)?.file_name());
        let is_recorded = file
            .extension()
            .is_some_and(|extension| extension == "jsonl");
        let stem = file.file_stem().and_then(|stem| stem.to_str());
        if is_recorded {
            versions.extend(stem.and_then(Version::parse));
        }
    }
    Ok(versions)
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn a_version_is_three_numbers_and_what_follows_them() {
        for (text, version) in [
            ("2.15.1", Some(Version(2, 15, 1))),
            ("v2.16.0-RC.1", Some(Version(2, 16, 0))),
            ("2.14.0+abc", Some(Version(2, 14, 0))),
            ("2.15", None),
            ("2.15.1.4", None),
            ("", None),
            ("latest", None),
        ] {
            assert_eq!(Version::parse(text), version, "{text}");
        }
        assert!(Version::NEWEST > Version(2, 99, 99));
    }
}
