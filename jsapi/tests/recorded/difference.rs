//! Comparison of two JSON documents.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::{Map, Value, json};

/// Returns the paths at which two documents differ.
///
/// Ignores white space, order and the form of an unset member.
pub(crate) fn differences(left: &Value, right: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare("", left, right, &mut found);
    found
}

/// Returns an error that shows both documents if they differ.
pub(crate) fn same(was: &Value, is: &Value) -> Result<(), String> {
    let found = differences(was, is);
    if found.is_empty() {
        return Ok(());
    }
    Err(format!(
        "differs in {}\n  was {was}\n  is  {is}",
        Listed(&found)
    ))
}

/// Returns whether a value is a form of an unset member.
pub(crate) fn is_unset(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Number(number) => *number == 0.into(),
        Value::String(text) => text.is_empty() || text == "0001-01-01T00:00:00Z",
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
    }
}

fn compare(path: &str, left: &Value, right: &Value, found: &mut Vec<String>) {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => members(path, left, right, found),
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            for (index, (left, right)) in left.iter().zip(right).enumerate() {
                compare(&format!("{path}[{index}]"), left, right, found);
            }
        }
        _ if left == right => {}
        _ => found.push(path.to_owned()),
    }
}

fn members(
    path: &str,
    left: &Map<String, Value>,
    right: &Map<String, Value>,
    found: &mut Vec<String>,
) {
    let names: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
    for name in names {
        let path = match path {
            "" => name.clone(),
            _ => format!("{path}.{name}"),
        };
        match (left.get(name), right.get(name)) {
            (Some(Value::Null), Some(other)) | (Some(other), Some(Value::Null))
                if is_unset(other) => {}
            (Some(left), Some(right)) => compare(&path, left, right, found),
            (Some(one), None) | (None, Some(one)) if !is_unset(one) => found.push(path),
            _ => {}
        }
    }
}

struct Listed<'a>(&'a [String]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(", "))
    }
}

#[test]
fn documents_differ_in_what_is_set_and_not_in_how_it_is_not() {
    let was =
        json!({"a": 1, "b": null, "c": [], "d": "0001-01-01T00:00:00Z", "e": {"f": [{"g": 0}]}});
    assert!(same(&was, &json!({"a": 1, "d": null, "e": {"f": [{}]}})).is_ok());
    let is = json!({"a": 2, "b": 3, "c": [4], "e": {"f": [{"g": 5}], "h": ""}});
    assert_eq!(differences(&was, &is), ["a", "b", "c", "e.f[0].g"]);
    assert_eq!(
        differences(&json!({"a": [1]}), &json!({"a": [1, 2]})),
        ["a"]
    );
    // A value that differs is not unset on one side.
    assert_eq!(differences(&json!({"a": 0}), &json!({"a": ""})), ["a"]);
}
