//! What changed in schemas where a correction says something else.
//!
//! What is generated has the correction, so nothing else would tell.

use super::change::Change;
use super::compare::Comparison;
use super::rules::{Rule, under};
use crate::error::below;
use crate::source::files::short;
use crate::source::grounds::{ERRORS, Extent, Ground};
use crate::source::keywords::is_keyword;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

impl Comparison {
    pub(super) fn grounds(&mut self, old: &[Ground], new: &[Ground]) {
        let mut found: Vec<(Difference, Vec<&str>)> = Vec::new();
        for is in new {
            let was = old.iter().find(|was| {
                (&was.id, &was.schema, &was.pointer, was.extent)
                    == (&is.id, &is.schema, &is.pointer, is.extent)
            });
            let Some(was) = was else { continue };
            // Only one of them has the place: then it shows without the correction.
            let hidden = is.schema == ERRORS;
            if !hidden && (was.before.is_null() || is.before.is_null()) {
                continue;
            }
            for difference in differences(was, is) {
                match found.iter_mut().find(|(known, _)| *known == difference) {
                    Some((_, ids)) => ids.push(&is.id),
                    None => found.push((difference, vec![&is.id])),
                }
            }
        }
        for (difference, ids) in found {
            let mut change = Change::new(&ids.join(", "), difference.rule)
                .of(&difference.place)
                .note("what is generated has the correction");
            (change.before, change.after) = (difference.before, difference.after);
            self.push(change);
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Difference {
    place: String,
    rule: &'static Rule,
    before: Option<String>,
    after: Option<String>,
}

fn differences(was: &Ground, is: &Ground) -> Vec<Difference> {
    let mut found = Vec::new();
    let (parent, key) = is.pointer.rsplit_once('/').unwrap_or_default();
    // The facts are those of a schema, or the value of one keyword.
    let (at, keyword) = match is.extent {
        Extent::Whole if is_keyword(&is.pointer) => (is.pointer.as_str(), key),
        Extent::Replaced if is_keyword(&is.pointer) => (parent, ""),
        Extent::Around => (parent.trim_end_matches("/properties"), ""),
        _ => (is.pointer.as_str(), ""),
    };
    let at = format!("{}#{at}", short(&is.schema));
    compare(
        &at,
        keyword,
        Some(&was.before),
        Some(&is.before),
        &mut found,
    );
    found
}

/// Compares what stands at a place under a keyword; none for a whole schema.
fn compare(
    at: &str,
    keyword: &str,
    before: Option<&Value>,
    after: Option<&Value>,
    found: &mut Vec<Difference>,
) {
    if before == after {
        return;
    }
    match (keyword, before, after) {
        ("enum" | "required", _, _) => {
            let (was, is) = (strings(before), strings(after));
            let rules = match keyword {
                "enum" => [under::UNDER_VALUE_ADDED, under::UNDER_VALUE_REMOVED],
                _ => [under::UNDER_REQUIRED, under::UNDER_OPTIONAL],
            };
            let (added, gone) = (is.difference(&was), was.difference(&is));
            for (rule, value) in added
                .map(|value| (rules[0], value))
                .chain(gone.map(|value| (rules[1], value)))
            {
                found.push(Difference {
                    place: at.to_owned(),
                    rule,
                    before: None,
                    after: Some(value.clone()),
                });
            }
        }
        ("properties" | "definitions" | "patternProperties", _, _) => {
            let (was, is) = (members(before), members(after));
            for name in names(&was, &is) {
                let here = below(at, name);
                match (was.get(name), is.get(name)) {
                    (None, Some(is)) => {
                        push(&here, under::UNDER_FIELD_ADDED, None, Some(is), found)
                    }
                    (Some(was), None) => {
                        push(&here, under::UNDER_FIELD_REMOVED, Some(was), None, found)
                    }
                    (was, is) => compare(&here, "", was, is, found),
                }
            }
        }
        ("allOf" | "oneOf", Some(Value::Array(was)), Some(Value::Array(is)))
            if was.len() == is.len() =>
        {
            for (index, (was, is)) in was.iter().zip(is).enumerate() {
                compare(&below(at, index), "", Some(was), Some(is), found);
            }
        }
        (
            "" | "items" | "additionalProperties",
            Some(Value::Object(was)),
            Some(Value::Object(is)),
        ) => {
            for name in names(was, is) {
                compare(&below(at, name), name, was.get(name), is.get(name), found);
            }
        }
        _ => push(at, rule(keyword), before, after, found),
    }
}

fn rule(keyword: &str) -> &'static Rule {
    match keyword {
        "type" | "format" | "$ref" | "const" | "items" | "additionalProperties" => {
            under::UNDER_TYPE
        }
        "default" => under::UNDER_DEFAULT,
        "deprecationMessage" => under::UNDER_DEPRECATED,
        "minimum" | "maximum" | "minLength" | "maxLength" | "minItems" | "maxItems" | "pattern" => {
            under::UNDER_BOUND
        }
        _ => under::UNDER_SCHEMA,
    }
}

fn push(
    at: &str,
    rule: &'static Rule,
    before: Option<&Value>,
    after: Option<&Value>,
    found: &mut Vec<Difference>,
) {
    let text = |value: Option<&Value>| Some(value.map_or("none".to_owned(), Value::to_string));
    found.push(Difference {
        place: at.to_owned(),
        rule,
        before: text(before),
        after: text(after),
    });
}

fn strings(value: Option<&Value>) -> BTreeSet<String> {
    let items = value.and_then(Value::as_array).into_iter().flatten();
    items
        .map(|item| {
            item.as_str()
                .map_or_else(|| item.to_string(), str::to_owned)
        })
        .collect()
}

fn members(value: Option<&Value>) -> Map<String, Value> {
    let members = value.and_then(Value::as_object);
    members.cloned().unwrap_or_default()
}

fn names<'m>(was: &'m Map<String, Value>, is: &'m Map<String, Value>) -> BTreeSet<&'m String> {
    was.keys().chain(is.keys()).collect()
}
