//! A report for a pull request or a changelog.

use super::text::is_wording;
use super::{Change, Class, Group, Report};
use std::fmt::Write;

pub(super) fn markdown(report: &Report) -> String {
    let mut out = format!("# {} → {}\n\n", plain(&report.old), plain(&report.new));
    let _ = writeln!(out, "{}. Release: **{}**.", report.summary(), report.bump());
    for class in Class::ALL {
        let changes: Vec<&Change> = report
            .changes()
            .iter()
            .filter(|change| change.class == class && !is_wording(change))
            .collect();
        if changes.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n## {}", class.heading());
        for group in Group::ALL {
            let of_group: Vec<&&Change> = changes
                .iter()
                .filter(|change| change.group == group)
                .collect();
            if of_group.is_empty() {
                continue;
            }
            let _ = writeln!(
                out,
                "\n| {} | what | before | after | | rule |",
                heading(group)
            );
            out += "|---|---|---|---|---|---|\n";
            for change in of_group {
                let _ = writeln!(
                    out,
                    "| `{}` | {} | {} | {} | {} | `{}` |",
                    cell(&change.subject()),
                    change.kind,
                    code(change.before.as_deref()),
                    code(change.after.as_deref()),
                    remark(change),
                    change.rule.id,
                );
            }
        }
    }
    let reworded = report
        .changes()
        .iter()
        .filter(|change| is_wording(change))
        .count();
    if reworded > 0 {
        let _ = writeln!(out, "\n{reworded} described anew.");
    }
    for (heading, notes) in report.passed_over() {
        let _ = writeln!(out, "\n## {}\n", plain(&heading));
        for note in notes {
            let _ = writeln!(out, "- {}", plain(note));
        }
    }
    out
}

fn heading(group: Group) -> &'static str {
    match group {
        Group::Operation => "operation",
        Group::Type => "type",
        Group::Error => "error code",
        Group::Correction => "correction",
    }
}

fn remark(change: &Change) -> String {
    let too = change.class == Class::Callers && change.implementers_too;
    let too = if too { "implementers too" } else { "" };
    let allowed = change.allowed.as_ref();
    let allowed = allowed.map_or(String::new(), |reason| format!("allowed: {reason}"));
    let parts = [change.note, too, &allowed]
        .into_iter()
        .filter(|part| !part.is_empty());
    cell(&parts.collect::<Vec<_>>().join("; "))
}

fn code(text: Option<&str>) -> String {
    text.map_or(String::new(), |text| format!("`{}`", cell(text)))
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// Text that Markdown leaves as it is.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if "\\`*_{}[]<>#|".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
