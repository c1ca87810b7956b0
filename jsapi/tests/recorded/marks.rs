//! Unknown members and enum values, as a newer server may send them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// Name of the unknown member.
const NAME: &str = "zz_unknown";

/// Members whose value is an object with names for keys, not a model.
const MAPS: [&str; 4] = ["metadata", "subjects", "offline", "tiers"];

/// Members that are enums, with their parent if other members have the same name.
const ENUMS: [&str; 11] = [
    "retention",
    "storage",
    "discard",
    "compression",
    "persist_mode",
    "deliver_policy",
    "ack_policy",
    "replay_policy",
    "priority_policy",
    "action",
    "reason",
];

/// Adds an unknown member to every object, and returns their paths in order.
pub(crate) fn mark_every_object(document: &mut Value) -> BTreeSet<String> {
    let mut marked = BTreeSet::new();
    mark("", document, false, &mut marked);
    marked
}

fn mark(path: &str, value: &mut Value, is_map: bool, marked: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members.iter_mut() {
                let is_inner_map = !is_map && MAPS.contains(&name.as_str());
                mark(&path_of(path, name, is_map), value, is_inner_map, marked);
            }
            if !is_map {
                members.insert(NAME.to_owned(), json!({"deep": [1, "x", null]}));
                marked.insert(path_of(path, NAME, false));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                mark(&format!("{path}[{index}]"), item, false, marked);
            }
        }
        _ => {}
    }
}

/// The path as `unknown_fields` writes it.
fn path_of(path: &str, name: &str, in_map: bool) -> String {
    match (path, in_map) {
        (_, true) => format!("{path}[{name:?}]"),
        ("", false) => name.to_owned(),
        (_, false) => format!("{path}.{name}"),
    }
}

/// Replaces every enum value by an unknown one, and returns the members' names.
pub(crate) fn renew_every_enum(document: &mut Value) -> BTreeSet<&'static str> {
    let mut renewed = BTreeSet::new();
    renew(document, &mut renewed);
    renewed
}

fn renew(value: &mut Value, renewed: &mut BTreeSet<&'static str>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match (ENUMS.iter().find(|known| *known == name), &value) {
                    (Some(name), Value::String(_)) => {
                        *value = json!("brandnew");
                        renewed.insert(name);
                    }
                    // The step that a change of servers is at.
                    (None, Value::Object(status))
                        if name == "status" && status.contains_key("type") =>
                    {
                        value["type"] = json!("brandnew");
                        renewed.insert("status.type");
                    }
                    _ => renew(value, renewed),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| renew(item, renewed)),
        _ => {}
    }
}

/// All names that [`renew_every_enum`] can return.
pub(crate) fn enums() -> BTreeSet<&'static str> {
    ENUMS.into_iter().chain(["status.type"]).collect()
}

#[test]
fn every_object_but_a_map_is_marked() {
    let mut document = json!({"a": [{"b": {}}], "metadata": {"k": "v"}, "tiers": {"R1": {}}});
    let marked = mark_every_object(&mut document);
    let expected = [
        "a[0].b.zz_unknown",
        "a[0].zz_unknown",
        r#"tiers["R1"].zz_unknown"#,
        NAME,
    ];
    assert_eq!(marked, expected.map(str::to_owned).into());
    assert_eq!(document["metadata"], json!({"k": "v"}));
    assert!(document["tiers"].get(NAME).is_none());
}
