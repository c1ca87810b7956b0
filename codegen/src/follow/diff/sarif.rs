//! A report as SARIF 2.1.0, which code hosts show beside the files.

use super::{Change, Class, Report, Rule};
use serde_json::{Value, json};

pub(super) fn sarif(report: &Report) -> Value {
    let rules: Vec<&Rule> = Rule::all().collect();
    let results = report.changes().iter().map(|change| {
        let index = rules.iter().position(|rule| rule.id == change.rule.id);
        result(change, index.unwrap_or_default())
    });
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "cargo codegen diff",
                "rules": rules.iter().map(|rule| describe(rule)).collect::<Vec<_>>(),
            }},
            "properties": { "old": report.old, "new": report.new, "bump": report.bump().as_str() },
            "results": results.collect::<Vec<_>>(),
        }],
    })
}

fn describe(rule: &Rule) -> Value {
    let name = crate::ir::names::pascal(rule.id);
    json!({
        "id": rule.id,
        "name": name,
        "shortDescription": { "text": format!("{}: {}", rule.group.title(), rule.kind) },
        "fullDescription": { "text": rule.about },
        "help": { "text": format!("{} See docs/api-changes.md, {}.", rule.about, rule.id) },
    })
}

fn result(change: &Change, index: usize) -> Value {
    let mut text = format!("{} {}", change.subject(), change.kind);
    let values = change.values();
    if !values.is_empty() {
        text += &format!(": {values}");
    }
    if !change.note.is_empty() {
        text += &format!("; {}", change.note);
    }
    // The files of a set are in `schemas/`; what an official one has, too.
    let file = change.place.as_deref().unwrap_or("server/errors.json");
    let (file, pointer) = file.split_once('#').unwrap_or((file, ""));
    let mut result = json!({
        "ruleId": change.rule.id,
        "ruleIndex": index,
        "level": match change.class {
            Class::Callers => "error",
            Class::Implementers | Class::Corrected => "warning",
            Class::Additive | Class::Documentation => "note",
        },
        "message": { "text": text },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": format!("schemas/{}", escape(file)) },
                "region": { "startLine": 1 },
            },
            "logicalLocations": [{ "fullyQualifiedName": change.subject(), "kind": "member" }],
        }],
        "partialFingerprints": {
            "change/v1": format!("{} {} {values}", change.rule.id, change.subject()),
        },
        "properties": {
            "pointer": pointer,
            "callers": change.effects.callers.as_str(),
            "implementers": change.effects.implementers.as_str(),
            "wire": change.effects.wire.as_str(),
        },
    });
    if let (Some(reason), Some(members)) = (&change.allowed, result.as_object_mut()) {
        let suppressed = json!([{ "kind": "external", "justification": reason }]);
        members.insert("suppressions".to_owned(), suppressed);
    }
    result
}

/// A path as a URI has it.
fn escape(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' | b'~' => {
                out.push(char::from(byte));
            }
            byte => out += &format!("%{byte:02X}"),
        }
    }
    out
}
