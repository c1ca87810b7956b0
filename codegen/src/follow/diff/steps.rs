//! Several states one after the other: which release changed what.

use super::api::Api;
use super::change::Change;
use super::class::Class;
use super::rules::{operations, types};
use super::text::is_wording;
use super::{Report, Side, alike, compared};
use crate::error::Result;
use crate::ir::model::Kind;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The differences between each state and the next.
#[derive(Clone, Debug)]
pub struct Steps {
    reports: Vec<Report>,
    /// The name of the first state, and what is in it.
    first: (String, BTreeSet<String>),
}

/// Compares each side with the one before it.
///
/// # Errors
///
/// As [`diff`](super::diff()).
pub fn steps(sides: &[Side]) -> Result<Steps> {
    let sides = alike(sides)?;
    let mut reports = Vec::new();
    let mut first = (String::new(), BTreeSet::new());
    let mut before: Option<(&Side, Api)> = None;
    for side in &sides {
        let api = side.api()?;
        match &before {
            None => first = (side.name.clone(), subjects(&api)),
            Some((old, old_api)) => reports.push(compared(old, old_api, side, &api)),
        }
        before = Some((side, api));
    }
    Ok(Steps { reports, first })
}

impl Steps {
    /// The differences, the oldest first.
    pub fn reports(&self) -> &[Report] {
        &self.reports
    }

    /// The differences, to mark what is allowed.
    pub fn reports_mut(&mut self) -> &mut [Report] {
        &mut self.reports
    }

    /// For a terminal: the newest state first.
    pub fn to_text(&self, words: bool) -> String {
        let reports = self.reports.iter().rev();
        reports
            .map(|report| report.to_text(words))
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// A changelog of the API in Markdown, without what is only documented: the
    /// newest state first.
    pub fn to_markdown(&self) -> String {
        let last = self.reports.last().map_or("", |report| &report.new);
        let mut out = format!("# The API from {} to {last}\n", self.first.0);
        for report in self.reports.iter().rev() {
            let _ = write!(out, "\n## {}\n\n{}.\n", report.new, report.summary());
            let classes = Class::ALL.into_iter();
            for class in classes.filter(|class| *class != Class::Documentation) {
                let of_class = report.changes.iter();
                let mut of_class = of_class
                    .filter(|change| change.class == class && !is_wording(change))
                    .peekable();
                if of_class.peek().is_none() {
                    continue;
                }
                let _ = writeln!(out, "\n### {}\n", class.heading());
                for change in of_class {
                    let _ = writeln!(out, "- {}", line(change));
                }
            }
        }
        out
    }

    /// For machines.
    pub fn to_json(&self) -> Value {
        let steps: Vec<Value> = self.reports.iter().map(Report::to_json).collect();
        json!({ "first": self.first.0, "steps": steps })
    }

    /// What happened to an operation, a type, a field or an error code, the oldest
    /// first: a line for each change with the state that it came with.
    pub fn since(&self, subject: &str) -> Vec<String> {
        let mut lines = Vec::new();
        if self.first.1.contains(subject) {
            lines.push(format!("{}: {subject} is there", self.first.0));
        }
        for report in &self.reports {
            let changes = report.changes.iter();
            lines.extend(
                changes
                    .filter(|change| !is_wording(change) && concerns(change, subject))
                    .map(|change| format!("{}: {}", report.new, line(change).replace('`', ""))),
            );
        }
        lines
    }
}

/// Whether a change is one of what `subject` names.
fn concerns(change: &Change, subject: &str) -> bool {
    if change.subject() == subject {
        return true;
    }
    // A constant is a name of its code; a member comes and goes with its type.
    let constants = [operations::CODE_ADDED, operations::CODE_REMOVED];
    if constants.contains(&change.rule) {
        return change.after.as_deref().or(change.before.as_deref()) == Some(subject);
    }
    let Some((owner, member)) = subject.split_once('.') else {
        return false;
    };
    let members = change.after.as_deref().unwrap_or_default();
    change.name == owner
        && (change.rule == types::TYPE_REMOVED
            || change.rule == types::TYPE_ADDED && members.split(", ").any(|known| known == member))
}

/// `StreamConfig.allow_batched` field added: bool.
fn line(change: &Change) -> String {
    let mut out = format!("`{}` {}", change.subject(), change.kind);
    let values = change.values();
    if !values.is_empty() {
        let _ = write!(out, ": `{}`", values.replace('`', "'").replace('\n', " "));
    }
    out
}

/// Everything that a change can be about.
fn subjects(api: &Api) -> BTreeSet<String> {
    let mut subjects: BTreeSet<String> = api
        .operations
        .iter()
        .map(|operation| operation.row.operation.clone())
        .collect();
    for known in api.types.values() {
        let rust = &known.model.rust;
        let members: Vec<&str> = match &known.model.kind {
            Kind::Enum(variants) => variants.iter().map(|variant| &*variant.wire).collect(),
            Kind::Struct { fields, .. } => fields.iter().map(|field| &*field.wire).collect(),
        };
        subjects.extend(members.iter().map(|member| format!("{rust}.{member}")));
        subjects.insert(rust.clone());
    }
    for (number, code) in &api.codes {
        subjects.insert(number.to_string());
        subjects.insert(code.constant.clone());
    }
    subjects
}
