//! A report for machines.

use super::{Change, Class, Report};
use serde_json::{Map, Value, json};

pub(super) fn json(report: &Report) -> Value {
    let counts: Map<String, Value> = Class::ALL
        .into_iter()
        .map(|class| (class.as_str().to_owned(), report.count(class).into()))
        .collect();
    let [old_notes, new_notes] = report.notes();
    json!({
        "old": report.old,
        "new": report.new,
        "bump": report.bump().as_str(),
        "counts": counts,
        "changes": report.changes().iter().map(change).collect::<Vec<_>>(),
        "allow_nothing": report.idle(),
        "passed_over": { "old": old_notes, "new": new_notes },
    })
}

fn change(change: &Change) -> Value {
    let mut breaks = Vec::new();
    if change.class == Class::Callers {
        breaks.push("callers");
    }
    if change.class == Class::Implementers || change.implementers_too {
        breaks.push("implementers");
    }
    let mut out = json!({
        "group": change.group.as_str(),
        "name": change.name,
        "rule": change.rule.id,
        "kind": change.kind,
        "class": change.class.as_str(),
        "breaks": breaks,
        "effects": {
            "callers": change.effects.callers.as_str(),
            "implementers": change.effects.implementers.as_str(),
            "wire": change.effects.wire.as_str(),
        },
        "bump": change.class.bump().as_str(),
    });
    let optional = [
        ("member", change.member.as_deref()),
        ("before", change.before.as_deref()),
        ("after", change.after.as_deref()),
        ("note", Some(change.note).filter(|note| !note.is_empty())),
        ("place", change.place.as_deref()),
        ("allowed", change.allowed.as_deref()),
    ];
    if let Some(members) = out.as_object_mut() {
        for (key, value) in optional {
            if let Some(value) = value {
                members.insert(key.to_owned(), value.into());
            }
        }
        if !change.users.is_empty() {
            members.insert("in".to_owned(), change.users.clone().into());
        }
    }
    out
}
