//! A report for a terminal.

use super::{Change, Class, Group, Report};
use std::fmt::Write;

pub(super) fn text(report: &Report, words: bool) -> String {
    let mut out = format!("{} → {}\n", report.old, report.new);
    let _ = writeln!(out, "{}\nrelease: {}", report.summary(), report.bump());
    for group in Group::ALL {
        let names = report.by_name(group);
        let names: Vec<_> = names
            .into_iter()
            .map(|(name, changes)| (name, listed(changes, words)))
            .filter(|(_, changes)| !changes.is_empty())
            .collect();
        if names.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n{}", group.title());
        for (name, changes) in names {
            if group == Group::Error {
                for change in changes {
                    let _ = writeln!(out, "  {name}  {}", line(change));
                }
                continue;
            }
            let users = changes
                .iter()
                .map(|change| &change.users)
                .find(|users| !users.is_empty());
            let _ = writeln!(
                out,
                "\n  {name}{}",
                users.map_or(String::new(), |users| used_by(users))
            );
            for change in changes {
                let _ = writeln!(out, "    {}", line(change));
            }
        }
    }
    let reworded = report
        .changes()
        .iter()
        .filter(|change| is_wording(change))
        .count();
    if !words && reworded > 0 {
        let _ = writeln!(out, "\n{reworded} described anew (--words lists them)");
    }
    for (heading, notes) in report.passed_over() {
        let _ = writeln!(out, "\n{heading}");
        for note in notes {
            let _ = writeln!(out, "    {note}");
        }
    }
    out
}

pub(super) fn is_wording(change: &Change) -> bool {
    change.kind == "described anew"
}

fn listed(changes: Vec<&Change>, words: bool) -> Vec<&Change> {
    changes
        .into_iter()
        .filter(|change| words || !is_wording(change))
        .collect()
}

fn line(change: &Change) -> String {
    let mut out = format!("{:<14} {}", change.class.as_str(), change.kind);
    if let Some(member) = &change.member {
        let _ = write!(out, " {member}");
    }
    let values = change.values();
    if !values.is_empty() && !is_wording(change) {
        let _ = write!(out, ": {values}");
    }
    if change.class == Class::Callers && change.implementers_too {
        out += " (implementers too)";
    }
    if !change.note.is_empty() {
        let _ = write!(out, "; {}", change.note);
    }
    let _ = write!(out, " [{}]", change.rule.id);
    if let Some(reason) = &change.allowed {
        let _ = write!(out, " allowed: {reason}");
    }
    out
}

/// Where it is used, cut where that is everywhere.
pub(super) fn used_by(users: &[String]) -> String {
    let shown: Vec<&str> = users.iter().take(4).map(String::as_str).collect();
    match users.len().saturating_sub(shown.len()) {
        0 => format!("  in {}", shown.join(", ")),
        more => format!("  in {} and {more} more", shown.join(", ")),
    }
}
