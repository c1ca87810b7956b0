//! What a live server says, held against what the bindings know.

mod check;
#[cfg(feature = "cli")]
mod exercise;
mod finding;
mod layout;
mod recording;
mod report;
mod seen;
#[cfg(feature = "cli")]
mod server;
#[cfg(feature = "cli")]
mod session;

use crate::error::Result;
use crate::ir::set::Set;
use crate::source::files::{Document, short};
use crate::source::options::Options;
use check::{Check, known};
pub use finding::{Finding, Kind};
use layout::Place;
pub use recording::Recording;
use recording::{Version, family};
pub use report::Report;
use seen::Seen;
use serde_json::Value;
#[cfg(feature = "cli")]
pub use server::record;
#[cfg(feature = "cli")]
pub use session::Login;
use std::collections::{BTreeMap, BTreeSet};
use std::mem;

/// Holds documents against the schemas of a set.
#[derive(Debug)]
pub struct Checker {
    set: Set,
    tally: Tally,
}

/// What was found in the documents so far.
#[derive(Debug, Default)]
struct Tally {
    findings: BTreeMap<(Kind, String, String, String), usize>,
    seen: Seen,
    documents: usize,
    asked: BTreeSet<String>,
}

impl Tally {
    fn count(&mut self, kind: Kind, schema: &str, path: &str, what: &str) {
        let key = (kind, schema.to_owned(), path.to_owned(), what.to_owned());
        *self.findings.entry(key).or_default() += 1;
    }
}

impl Checker {
    /// Reads the set; with [`Options::without_corrections`] as it stands.
    ///
    /// # Errors
    ///
    /// The first fault found in the set.
    pub fn new(options: &Options) -> Result<Self> {
        Ok(Self {
            set: Set::read(options)?,
            tally: Tally::default(),
        })
    }

    /// Looks at the reply to an operation of the table, or to `publish`.
    ///
    /// # Errors
    ///
    /// A fault of the schemas, such as a reference to nothing.
    pub fn reply(&mut self, operation: &str, reply: &Value) -> Result<()> {
        let row = self
            .set
            .endpoints
            .iter()
            .find(|row| row.operation == operation);
        let mut titles = match (operation, row) {
            ("publish", _) => vec![PUB_ACK.to_owned()],
            (_, Some(row)) => row.responses.clone(),
            (_, None) => Vec::new(),
        };
        // What a server says of an operation that it does not have.
        titles.push(SYSTEM.to_owned());
        self.tally.asked.insert(operation.to_owned());
        let kind = reply.get("type").and_then(Value::as_str);
        let fits = |title: &&String| {
            let document = self.set.documents.get(title);
            let constant = document.and_then(constant);
            constant.is_none() || constant == kind
        };
        let title = titles.iter().find(fits).or_else(|| titles.first()).cloned();
        self.look(title, operation, reply)
    }

    /// Looks at an advisory or metric.
    ///
    /// # Errors
    ///
    /// As [`reply`](Self::reply).
    pub fn event(&mut self, event: &Value) -> Result<()> {
        let kind = event
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let title = self
            .set
            .documents
            .get(kind)
            .map(|document| document.title.clone());
        self.look(title, "event", event)
    }

    /// Looks at everything that a server said.
    ///
    /// With `before`, the replies recorded of the nearest version, also at what
    /// the server no longer sends. A field, header or event that was sent only
    /// now and then counts where all operations were called.
    ///
    /// # Errors
    ///
    /// As [`reply`](Self::reply).
    pub fn recording(&mut self, now: &Recording, before: Option<&Recording>) -> Result<()> {
        self.documents_of(now)?;
        for operation in &now.unreadable {
            self.tally
                .count(Kind::Unreadable, operation, "", "the reply is not JSON");
        }
        let version = Version::parse(&now.server).unwrap_or(Version::NEWEST);
        for (operation, count) in &now.silent {
            let row = self
                .set
                .endpoints
                .iter()
                .find(|row| row.operation == *operation);
            let since = row.and_then(|row| Version::parse(&row.since));
            let is_newer = since.is_some_and(|since| since > version);
            let was_silent = before.is_some_and(|before| {
                let operation = family(operation);
                before.silent.contains_key(operation) && !before.answered.contains(operation)
            });
            if !is_newer && !was_silent {
                let key = (
                    Kind::Silent,
                    operation.clone(),
                    String::new(),
                    "the request timed out".to_owned(),
                );
                *self.tally.findings.entry(key).or_default() += count;
            }
        }
        match before {
            Some(before) => self.compare(now, before),
            None => Ok(()),
        }
    }

    fn documents_of(&mut self, recording: &Recording) -> Result<()> {
        for (operation, reply) in &recording.replies {
            self.reply(operation, reply)?;
        }
        for event in &recording.events {
            self.event(event)?;
        }
        self.tally.asked.extend(recording.answered.iter().cloned());
        self.tally.asked.extend(recording.silent.keys().cloned());
        Ok(())
    }

    /// Finds what was sent before and is not now.
    fn compare(&mut self, now: &Recording, before: &Recording) -> Result<()> {
        let here = mem::take(&mut self.tally);
        let read = self.documents_of(before);
        let other = mem::replace(&mut self.tally, here).seen;
        read?;
        let what = format!("{} sent it", before.server);
        let seen = &self.tally.seen;
        let mut gone = seen.always_before(&other);
        if now.exercised {
            gone.extend(seen.always_there_before(&other));
            gone.extend(seen.ever_before(&other));
        }
        for (schema, path) in gone {
            // A cluster says nothing of the origin of a mirror that does not exist.
            let is_of_single = now.clustered && path == "error" && schema == "stream_source_info";
            if !is_of_single && !is_out_of_reach(&schema, &path) {
                self.tally.count(Kind::Gone, &schema, &path, &what);
            }
        }
        if now.exercised {
            let here = event_types(now);
            for kind in event_types(before).difference(&here) {
                if !is_out_of_reach(short(kind), "type") {
                    self.tally.count(Kind::Gone, kind, "type", &what);
                }
            }
        }
        for (operation, names) in &before.headers {
            let Some(here) = now.headers.get(operation) else {
                continue;
            };
            for name in here.difference(names) {
                self.tally.count(Kind::Field, operation, name, "header");
            }
            if now.exercised {
                for name in names.difference(here) {
                    self.tally.count(Kind::Gone, operation, name, &what);
                }
            }
        }
        Ok(())
    }

    fn look(&mut self, title: Option<String>, what: &str, value: &Value) -> Result<()> {
        self.tally.documents += 1;
        let document = title
            .as_deref()
            .and_then(|title| self.set.documents.get(title));
        let Some(document) = document else {
            let kind = value
                .get("type")
                .map_or("none".to_owned(), Value::to_string);
            let key = (Kind::Type, what.to_owned(), "type".to_owned(), kind);
            *self.tally.findings.entry(key).or_default() += 1;
            return Ok(());
        };
        let mut check = Check::new(&self.set, &document.title);
        check.document(&Place::root(document), value)?;
        let outcome = check.outcome;
        for finding in outcome.findings {
            let key = (finding.kind, finding.schema, finding.path, finding.what);
            *self.tally.findings.entry(key).or_default() += 1;
        }
        self.tally.seen.extend(&outcome.seen);
        Ok(())
    }

    /// What was found, and what was never seen.
    ///
    /// # Errors
    ///
    /// As [`reply`](Self::reply).
    pub fn report(&self) -> Result<Report> {
        let mut all = BTreeSet::new();
        let replies = self
            .set
            .endpoints
            .iter()
            .flat_map(|row| row.responses.clone());
        let events = self
            .set
            .documents
            .iter()
            .map(|document| document.title.clone());
        let events =
            events.filter(|title| title.contains(".advisory.") || title.contains(".metric."));
        for title in replies.chain(events).chain([PUB_ACK.to_owned()]) {
            if let Some(document) = self.set.documents.get(&title) {
                all.extend(known(&self.set, &Place::root(document))?);
            }
        }
        let mut never_seen: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (owner, member) in all.iter().filter(|member| !self.tally.seen.has(member)) {
            never_seen
                .entry(owner.clone())
                .or_default()
                .push(member.clone());
        }
        let rows = self.set.endpoints.iter();
        let names = rows.map(|row| row.operation.clone());
        let findings = self.tally.findings.iter();
        Ok(Report {
            findings: findings
                .map(|((kind, schema, path, what), count)| Finding {
                    kind: *kind,
                    schema: schema.clone(),
                    path: path.clone(),
                    what: what.clone(),
                    count: *count,
                })
                .collect(),
            never_seen,
            never_asked: names
                .filter(|name| !self.tally.asked.contains(name))
                .collect(),
            documents: self.tally.documents,
        })
    }
}

/// Whether a member is sent only after a request that an exercise must not make,
/// while a server of the cluster is down, or where servers have tags.
fn is_out_of_reach(schema: &str, member: &str) -> bool {
    [
        ("meta_rescue_response", "new_quorum"),
        ("meta_rescue_response", "prev_quorum"),
        ("meta_server_evacuate_response", "success"),
        ("meta_server_remove_response", "success"),
        ("stream_list_response", "missing"),
        ("peer_info", "pending"),
        ("placement", "tags"),
        ("meta_rescue", "type"),
        ("stream_quorum_lost", "type"),
        ("consumer_quorum_lost", "type"),
    ]
    .contains(&(schema, member))
}

/// The types of the events of a recording.
fn event_types(recording: &Recording) -> BTreeSet<&str> {
    let types = recording
        .events
        .iter()
        .filter_map(|event| event.get("type"));
    types.filter_map(Value::as_str).collect()
}

const PUB_ACK: &str = "io.nats.jetstream.api.v1.pub_ack_response";

const SYSTEM: &str = "io.nats.jetstream.api.v1.system_response";

/// What the `type` of a document has to be.
fn constant(document: &Document) -> Option<&str> {
    document.schema.pointer("/properties/type/const")?.as_str()
}
