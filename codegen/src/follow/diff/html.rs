//! A report as a page that needs nothing else.

use super::{Change, Class, Group, Report};
use std::fmt::Write;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

pub(super) fn html(report: &Report) -> String {
    let title = format!("{} → {}", escape(&report.old), escape(&report.new));
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n\
         <p class=\"what\">JetStream API</p>\n<h1>{} <span class=\"arrow\">→</span> {}</h1>\n",
        escape(&report.old),
        escape(&report.new),
    );
    let _ = writeln!(
        out,
        "<p class=\"bump {0}\">{1}</p>",
        report.bump(),
        match report.bump() {
            super::Bump::None if report.changes().is_empty() => "Nothing changed.".to_owned(),
            super::Bump::None => "Nothing that is generated changed.".to_owned(),
            bump => format!("The next release is a <strong>{bump}</strong> one."),
        }
    );
    out += &filters(report);
    out += "</header>\n<main>\n";
    for group in Group::ALL {
        out += &section(report, group);
    }
    out += &notes(report);
    let _ = write!(
        out,
        "</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n"
    );
    out
}

/// A switch for each class, with how many there are, and a field to search in.
fn filters(report: &Report) -> String {
    let mut out = "<form class=\"filters\">\n".to_owned();
    for class in Class::ALL {
        let _ = writeln!(
            out,
            "<label class=\"{class}\"><input type=\"checkbox\" value=\"{class}\"{}> \
             <b>{}</b> {}</label>",
            // What is only worded otherwise would hide the rest.
            if class == Class::Documentation {
                ""
            } else {
                " checked"
            },
            report.count(class),
            class.title(),
        );
    }
    out += "<input type=\"search\" placeholder=\"Search\" aria-label=\"Search\">\n</form>\n";
    out
}

fn section(report: &Report, group: Group) -> String {
    let names = report.by_name(group);
    if names.is_empty() {
        return String::new();
    }
    let mut out = format!("<section>\n<h2>{}</h2>\n", group.title());
    if group == Group::Error {
        out += "<div class=\"thing\">\n<ul>\n";
        out.extend(
            names
                .iter()
                .flat_map(|(_, changes)| changes)
                .map(|change| item(change)),
        );
        out += "</ul>\n</div>\n</section>\n";
        return out;
    }
    for (name, changes) in names {
        let worst = changes.iter().map(|change| change.class).min();
        let _ = writeln!(
            out,
            "<details open class=\"thing {}\">\n<summary><code>{}</code> \
             <span class=\"count\">{}</span></summary>",
            worst.map_or("", Class::as_str),
            escape(name),
            changes.len(),
        );
        if let Some(users) = changes
            .iter()
            .map(|change| &change.users)
            .find(|users| !users.is_empty())
        {
            let users: Vec<String> = users
                .iter()
                .map(|user| format!("<span>{}</span>", escape(user)))
                .collect();
            let _ = writeln!(out, "<p class=\"users\">in {}</p>", users.join(" "));
        }
        out += "<ul>\n";
        for change in changes {
            out += &item(change);
        }
        out += "</ul>\n</details>\n";
    }
    out += "</section>\n";
    out
}

fn item(change: &Change) -> String {
    let mut out = format!(
        "<li class=\"change {0}\"><span class=\"class\">{0}</span> <span class=\"kind\">{1}</span>",
        change.class, change.kind
    );
    if change.group == Group::Error {
        let _ = write!(
            out,
            " <code class=\"member\">{}</code>",
            escape(&change.name)
        );
    }
    if let Some(member) = &change.member {
        let _ = write!(out, " <code class=\"member\">{}</code>", escape(member));
    }
    let was = change
        .before
        .as_deref()
        .map(|text| format!("<del>{}</del>", escape(text)));
    let is = change
        .after
        .as_deref()
        .map(|text| format!("<ins>{}</ins>", escape(text)));
    let values: Vec<String> = [was, is].into_iter().flatten().collect();
    if !values.is_empty() {
        let _ = write!(out, " <span class=\"values\">{}</span>", values.join(" "));
    }
    if change.class == Class::Callers && change.implementers_too {
        out += " <span class=\"too\">implementers too</span>";
    }
    if !change.note.is_empty() {
        let _ = write!(out, " <span class=\"note\">{}</span>", escape(change.note));
    }
    if let Some(reason) = &change.allowed {
        let _ = write!(
            out,
            " <span class=\"note\">allowed: {}</span>",
            escape(reason)
        );
    }
    let _ = write!(out, " <span class=\"rule\">{}</span>", change.rule.id);
    out += "</li>\n";
    out
}

fn notes(report: &Report) -> String {
    let mut out = String::new();
    for (heading, notes) in report.passed_over() {
        let _ = writeln!(
            out,
            "<section>\n<details class=\"notes\"><summary>{} \
             <span class=\"count\">{}</span></summary>\n<ul>",
            escape(&heading),
            notes.len()
        );
        for note in notes {
            let _ = writeln!(out, "<li>{}</li>", escape(note));
        }
        out += "</ul>\n</details>\n</section>\n";
    }
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
