//! What documents said, as text and as JSON.

use super::finding::Finding;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt;

/// What documents said that the bindings do not know, and the other way round.
#[derive(Clone, Debug)]
pub struct Report {
    pub(super) findings: Vec<Finding>,
    pub(super) never_seen: BTreeMap<String, Vec<String>>,
    pub(super) never_asked: Vec<String>,
    pub(super) documents: usize,
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
