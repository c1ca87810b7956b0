//! What a live server says, held against what the bindings know.

mod check;
#[cfg(feature = "cli")]
mod exercise;
mod finding;
mod layout;
#[cfg(feature = "cli")]
mod server;
#[cfg(feature = "cli")]
mod session;

use crate::error::Result;
use crate::ir::set::Set;
use crate::source::files::Document;
use crate::source::options::Options;
use check::{Check, Member, known};
pub use finding::{Finding, Kind};
use layout::Place;
use serde_json::{Value, json};
#[cfg(feature = "cli")]
pub use server::record;
#[cfg(feature = "cli")]
pub use session::{Login, Recording};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Holds documents against the schemas of a set.
#[derive(Debug)]
pub struct Checker {
    set: Set,
    findings: BTreeMap<(Kind, String, String, String), usize>,
    seen: BTreeSet<Member>,
    documents: usize,
    asked: BTreeSet<String>,
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
            findings: BTreeMap::new(),
            seen: BTreeSet::new(),
            documents: 0,
            asked: BTreeSet::new(),
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
        self.asked.insert(operation.to_owned());
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

    fn look(&mut self, title: Option<String>, what: &str, value: &Value) -> Result<()> {
        self.documents += 1;
        let document = title
            .as_deref()
            .and_then(|title| self.set.documents.get(title));
        let Some(document) = document else {
            let kind = value
                .get("type")
                .map_or("none".to_owned(), Value::to_string);
            let key = (Kind::Type, what.to_owned(), "type".to_owned(), kind);
            *self.findings.entry(key).or_default() += 1;
            return Ok(());
        };
        let mut check = Check::new(&self.set, &document.title);
        check.document(&Place::root(document), value)?;
        let outcome = check.outcome;
        for finding in outcome.findings {
            let key = (finding.kind, finding.schema, finding.path, finding.what);
            *self.findings.entry(key).or_default() += 1;
        }
        self.seen.extend(outcome.seen);
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
        for (owner, member) in all.difference(&self.seen) {
            never_seen
                .entry(owner.clone())
                .or_default()
                .push(member.clone());
        }
        let json = self
            .set
            .endpoints
            .iter()
            .filter(|row| row.is_answered_by_json());
        let names = json.map(|row| row.operation.clone());
        let findings = self.findings.iter();
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
            never_asked: names.filter(|name| !self.asked.contains(name)).collect(),
            documents: self.documents,
        })
    }
}

const PUB_ACK: &str = "io.nats.jetstream.api.v1.pub_ack_response";

const SYSTEM: &str = "io.nats.jetstream.api.v1.system_response";

/// What the `type` of a document has to be.
fn constant(document: &Document) -> Option<&str> {
    document.schema.pointer("/properties/type/const")?.as_str()
}

/// What documents said that the bindings do not know, and the other way round.
#[derive(Clone, Debug)]
pub struct Report {
    findings: Vec<Finding>,
    never_seen: BTreeMap<String, Vec<String>>,
    never_asked: Vec<String>,
    documents: usize,
}

impl Report {
    /// The drift; empty when there is none.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Known fields of replies and events that no document had, by the
    /// definition that they are of. That is no drift: a server alone has no
    /// replicas.
    pub fn never_seen(&self) -> &BTreeMap<String, Vec<String>> {
        &self.never_seen
    }

    /// Operations that were not called.
    pub fn never_asked(&self) -> &[String] {
        &self.never_asked
    }

    /// How many documents were looked at.
    pub fn documents(&self) -> usize {
        self.documents
    }

    /// For machines.
    pub fn to_json(&self) -> Value {
        let finding = |finding: &Finding| {
            json!({
                "kind": finding.kind.as_str(),
                "schema": finding.schema,
                "path": finding.path,
                "what": finding.what,
                "count": finding.count,
            })
        };
        json!({
            "documents": self.documents,
            "findings": self.findings.iter().map(finding).collect::<Vec<_>>(),
            "never_seen": self.never_seen,
            "never_asked": self.never_asked,
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} documents, {} drift",
            self.documents,
            self.findings.len()
        )?;
        for finding in &self.findings {
            writeln!(f, "  {finding}")?;
        }
        if !self.never_seen.is_empty() {
            writeln!(f, "\nknown and never seen, which is no drift")?;
            for (owner, members) in &self.never_seen {
                writeln!(f, "  {owner}: {}", members.join(", "))?;
            }
        }
        if !self.never_asked.is_empty() {
            writeln!(f, "\nnever called: {}", self.never_asked.join(", "))?;
        }
        Ok(())
    }
}
