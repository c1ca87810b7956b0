//! What is published for those who do not write Rust.
#![allow(clippy::unwrap_used)]

mod support;

use jsapi_codegen::Options;
use jsapi_codegen::describe::{FOLDER, describe};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use support::{Set, repository, schema};

fn file(options: &Options, name: &str) -> Value {
    serde_json::from_str(&describe(options).unwrap().files()[name]).unwrap()
}

fn ours(name: &str) -> Value {
    file(&Options::new(repository().join("schemas")), name)
}

/// Every object in a document, with its JSON pointer.
fn objects<'v>(
    value: &'v Value,
    at: &str,
    into: &mut Vec<(String, &'v serde_json::Map<String, Value>)>,
) {
    match value {
        Value::Object(members) => {
            into.push((at.to_owned(), members));
            for (key, value) in members {
                let key = key.replace('~', "~0").replace('/', "~1");
                objects(value, &format!("{at}/{key}"), into);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                objects(item, &format!("{at}/{index}"), into);
            }
        }
        _ => {}
    }
}

#[test]
fn the_committed_description_is_what_the_schemas_give() {
    let schemas = repository().join("schemas");
    let described = describe(&Options::new(&schemas)).unwrap();
    let stale = described.stale(&schemas.join(FOLDER));
    assert!(
        stale.is_empty(),
        "run `cargo codegen` and commit what it writes: {stale:?} is stale"
    );
    assert_eq!(described, describe(&Options::new(&schemas)).unwrap());
}

#[test]
fn every_reference_leads_somewhere_and_has_nothing_beside_it() {
    for name in ["asyncapi.json", "jetstream.schema.json"] {
        let document = ours(name);
        let mut all = Vec::new();
        objects(&document, "", &mut all);
        let mut references = 0;
        for (at, members) in all {
            let Some(reference) = members.get("$ref").and_then(Value::as_str) else {
                continue;
            };
            references += 1;
            assert_eq!(
                members.len(),
                1,
                "{name}#{at} has something beside its reference"
            );
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(
                document.pointer(pointer).is_some(),
                "{name}#{at} refers to {reference}"
            );
        }
        assert!(references > 100, "{name}");
    }
}

#[test]
fn every_operation_and_event_is_in_it_with_its_address() {
    let document = ours("asyncapi.json");
    let read = |table: &str| -> toml::Table {
        let file = repository().join("schemas").join(table);
        std::fs::read_to_string(file).unwrap().parse().unwrap()
    };
    let (endpoints, events) = (read("endpoints.toml"), read("events.toml"));
    let releases = read("levels.toml")["release"].clone();
    // A number for each part, so that 2.9.0 is before 2.15.0.
    let parts = |version: &str| -> Vec<u32> {
        version
            .split('.')
            .map(|part| part.parse().unwrap())
            .collect()
    };
    let level_of = |since: &str| {
        let releases = releases.as_array().unwrap().iter();
        let mut reached =
            releases.filter(|release| parts(release["since"].as_str().unwrap()) <= parts(since));
        reached
            .next_back()
            .and_then(|release| release["level"].as_integer())
    };
    let mut addresses = 0;
    for row in endpoints["endpoint"].as_array().unwrap() {
        let text = |key: &str| row.get(key).and_then(toml::Value::as_str);
        let name = text("operation").unwrap();
        let operation = &document["operations"][name];
        assert_eq!(operation["action"], "send", "{name}");
        assert_eq!(operation["x-since"].as_str(), text("since"), "{name}");
        assert_eq!(operation["x-caller"].as_str(), text("caller"), "{name}");
        assert_eq!(operation["x-retry"].as_str(), text("retry"), "{name}");
        let level = level_of(text("since").unwrap());
        assert_eq!(operation["x-api-level"].as_i64(), level, "{name}");
        assert_eq!(
            operation["x-paging"].is_object(),
            row.get("paging").is_some(),
            "{name}"
        );
        let channel = &document["channels"][name];
        let address = channel["address"].as_str().unwrap();
        assert_eq!(address.strip_prefix("$JS.API."), text("subject"), "{name}");
        let tokens = address.matches('{').count();
        let parameters = channel["parameters"]
            .as_object()
            .map_or(0, serde_json::Map::len);
        assert_eq!(parameters, tokens, "{name}");
        addresses += 1;
    }
    let mut described = BTreeSet::new();
    for row in events["event"].as_array().unwrap() {
        let text = |key: &str| row.get(key).and_then(toml::Value::as_str).unwrap();
        let (kind, short) = (text("type"), text("type").rsplit('.').next().unwrap());
        let group = if kind.contains(".metric.") {
            "metric"
        } else {
            "advisory"
        };
        let name = format!("{group}_{short}");
        assert_eq!(document["operations"][&name]["action"], "receive", "{name}");
        assert_eq!(
            document["channels"][&name]["address"].as_str(),
            Some(text("subject"))
        );
        described.insert(kind.to_owned());
        addresses += 1;
    }
    // And none is left out.
    let bundle = ours("jetstream.schema.json");
    let titles = bundle["definitions"].as_object().unwrap().keys();
    let events: BTreeSet<String> = titles
        .filter(|title| title.contains(".advisory.v1.") || title.contains(".metric.v1."))
        .cloned()
        .collect();
    assert_eq!(described, events);
    assert_eq!(
        document["operations"].as_object().unwrap().len(),
        addresses + 1
    );
    assert!(document["x-error-codes"].as_array().unwrap().len() > 220);
}

/// The event subjects of the table are those that servers were recorded with.
#[test]
fn events_were_recorded_on_their_subjects() {
    let document = ours("asyncapi.json");
    let recorded = repository().join("jsapi/tests/recorded/servers");
    let mut checked = BTreeSet::new();
    for entry in std::fs::read_dir(recorded).unwrap() {
        let path = entry.unwrap().path();
        if !path.to_string_lossy().ends_with("-events.jsonl") {
            continue;
        }
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let event: Value = serde_json::from_str(line).unwrap();
            let payload: Value = serde_json::from_str(event["payload"].as_str().unwrap()).unwrap();
            let kind = payload["type"].as_str().unwrap();
            let short = kind.rsplit('.').next().unwrap();
            let group = if kind.contains(".metric.") {
                "metric"
            } else {
                "advisory"
            };
            let channel = &document["channels"][format!("{group}_{short}")];
            let address: Vec<&str> = channel["address"].as_str().unwrap().split('.').collect();
            let subject: Vec<&str> = event["subject"].as_str().unwrap().split('.').collect();
            assert_eq!(address.len(), subject.len(), "{kind}");
            for (pattern, token) in address.iter().zip(subject) {
                match pattern
                    .strip_prefix('{')
                    .and_then(|pattern| pattern.strip_suffix('}'))
                {
                    None => assert_eq!(*pattern, token, "{kind}"),
                    Some(name) => {
                        let words = &channel["parameters"][name]["enum"];
                        let known = words
                            .as_array()
                            .is_none_or(|words| words.iter().any(|word| word == token));
                        assert!(known, "{kind}: {token}");
                    }
                }
            }
            checked.insert(kind.to_owned());
        }
    }
    assert!(checked.len() > 20, "{checked:?}");
}

#[test]
fn schemas_say_to_any_tool_what_they_mean() {
    let set = Set::new(&[
        (
            "definitions.json",
            &schema(
                "x.v1.definitions",
                r##""definitions": {
                "count": {"type": "integer", "minimum": 0, "$comment": "Go"},
                "part": {"type": "object", "additionalProperties": false, "properties": {"n": {"$ref": "#/definitions/count", "maximum": 9, "description": "Near."}}},
                "error_response": {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}}"##,
            ),
        ),
        (
            "look_response.json",
            &schema(
                "x.v1.look_response",
                r##""type": "object", "oneOf": [{"$ref": "definitions.json#/definitions/error_response"},
                {"type": "object", "properties": {
                    "part": {"$ref": "definitions.json#/definitions/part", "description": "A part."},
                    "parts": {"type": "array", "items": {"$ref": "definitions.json#/definitions/part"}},
                    "names": {"type": "object", "additionalProperties": {"type": "string"}}}}]"##,
            ),
        ),
        ("rust.toml", "error_arm = \"error_response\""),
        (
            "levels.toml",
            "[[field]]\ntype = \"part\"\nfield = \"n\"\nsince = \"2.12.0\"\nlevel = 2",
        ),
    ]);
    let bundle = file(&Options::new(set.path()), "jetstream.schema.json");
    let definitions = &bundle["definitions"];
    assert_eq!(
        definitions["part"],
        json!({"type": "object", "properties": {"n": {"maximum": 9, "description": "Near.", "type": "integer", "minimum": 0, "x-since": "2.12.0", "x-api-level": 2}}})
    );
    let reply = &definitions["x.v1.look_response"];
    assert_eq!(
        reply["oneOf"][0],
        json!({"$ref": "#/definitions/error_response"})
    );
    assert_eq!(
        reply["oneOf"][1]["allOf"][1],
        json!({"not": {"required": ["error"]}})
    );
    let properties = &reply["oneOf"][1]["allOf"][0]["properties"];
    assert_eq!(
        properties["part"],
        json!({"description": "A part.", "allOf": [{"$ref": "#/definitions/part"}]})
    );
    assert_eq!(properties["parts"]["type"], json!(["array", "null"]));
    assert_eq!(properties["names"]["type"], json!(["object", "null"]));
    assert!(definitions.get("count").is_none());
}

#[test]
fn an_event_that_has_no_schema_or_says_too_little_is_named() {
    for (row, what) in [
        (
            "type = \"x.none\"\nsubject = \"E\"\naccounts = \"both\"",
            "x.none",
        ),
        ("subject = \"E\"\naccounts = \"both\"", "type"),
        ("type = \"x\"\nsubject = \"E\"\naccounts = \"mine\"", "mine"),
    ] {
        let set = Set::new(&[
            (
                "thing.json",
                &schema("x.v1.thing", r#""type": "object", "properties": {}"#),
            ),
            ("events.toml", &format!("[[event]]\n{row}")),
        ]);
        let error = describe(&Options::new(set.path())).unwrap_err().to_string();
        assert!(
            error.contains("events.toml#/event/0") && error.contains(what),
            "{error}"
        );
    }
}
