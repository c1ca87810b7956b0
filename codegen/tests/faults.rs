//! What is wrong with a schema set is said with file and place, never by a panic.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::{Value, json};
use std::fs;
use support::{Set, THING, refuses, refuses_table, refuses_thing, schema};

#[test]
fn json_that_is_broken() {
    refuses(
        &[("thing.json", "{\"a\": ")],
        &["thing.json", "not JSON", "line 1"],
    );
    refuses(&[("thing.json", "[]")], &["thing.json", "JSON object"]);
    refuses(&[("thing.json", "\u{feff}{}")], &["thing.json"]);
}

#[test]
fn a_member_that_is_there_twice() {
    let thing = r#"{"type": "object", "properties": {"n": {"type": "integer"}}}"#;
    for (members, place) in [
        (r#""type": "object", "type": "string""#, "#/type"),
        (
            r#""type": "object", "properties": {"n": {"type": "integer"}, "n": {"type": "string"}}"#,
            "#/properties/n",
        ),
        (
            r#""type": "object", "allOf": [{"type": "object", "properties": {"a/b": {"type": "integer", "type": "string"}}}]"#,
            "#/allOf/0/properties/a~1b/type",
        ),
        (
            &format!(r#""type": "object", "definitions": {{"a": {thing}, "a": {thing}}}"#),
            "#/definitions/a",
        ),
    ] {
        refuses_thing(members, &[place, "is there twice", "line 1"]);
    }
    let row = r#"{"constant": "JSAErr", "code": 400, "error_code": 1, "code": 500}"#;
    refuses_table(
        "server/errors.json",
        &format!("[{row}]"),
        &["errors.json#/0/code", "is there twice"],
    );
}

#[test]
fn a_directory_that_is_no_schema_set() {
    refuses(&[("notes.txt", "hello")], &["no schema files"]);
    let missing = support::repository().join("no-such-directory");
    let error = jsapi_codegen::generate(&jsapi_codegen::Options::new(missing)).unwrap_err();
    assert!(error.file().contains("no-such-directory"));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_and_not_waited_for() {
    let thing = schema("x.v1.thing", THING);
    for name in [
        "pipe.json",
        "rust.toml",
        "corrections.toml",
        "server/errors.json",
    ] {
        let set = Set::new(&[("thing.json", &thing), ("server/notes.txt", "")]);
        let made = std::process::Command::new("mkfifo")
            .arg(set.path().join(name))
            .status()
            .unwrap();
        assert!(made.success());
        let (done, outcome) = std::sync::mpsc::channel();
        let options = jsapi_codegen::Options::new(set.path());
        std::thread::spawn(move || {
            let _ = done.send(jsapi_codegen::generate(&options));
        });
        let outcome = outcome.recv_timeout(std::time::Duration::from_secs(60));
        let error = outcome.expect("it does not wait for the pipe").unwrap_err();
        let error = error.to_string();
        assert!(
            error.contains(name) && error.contains("no regular file"),
            "{error}"
        );
    }
}

#[test]
fn a_file_that_is_far_too_large_is_refused_unread() {
    let set = Set::new(&[("thing.json", &schema("x.v1.thing", THING))]);
    let file = fs::File::create(set.path().join("large.json")).unwrap();
    file.set_len(64 << 20).unwrap();
    let error = set.generate().unwrap_err().to_string();
    assert!(error.contains("large.json: has 67108864 bytes"), "{error}");
}

#[test]
fn a_fault_that_main_returns_reads_as_its_text() {
    let error = Set::new(&[]).generate().unwrap_err();
    assert_eq!(format!("{error:?}"), error.to_string());
    assert_eq!(format!("{error:#?}"), error.to_string());
}

#[test]
fn alternatives_without_an_error_arm_name_the_setting() {
    let reply = schema(
        "x.v1.look_response",
        r##""definitions": {"failed": {"type": "object", "properties": {}}},
        "oneOf": [{"$ref": "#/definitions/failed"}, {"type": "object", "properties": {"n": {"type": "integer"}}}]"##,
    );
    refuses(
        &[("look_response.json", &reply)],
        &["look_response.json#/oneOf", "`error_arm` in rust.toml"],
    );
    let named = Set::new(&[
        ("look_response.json", &reply),
        ("rust.toml", "error_arm = \"failed\""),
    ]);
    named.generate().unwrap();
}

#[test]
fn another_draft() {
    let newer =
        r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "x.v1.thing"}"#;
    refuses(
        &[("thing.json", newer)],
        &["thing.json#/$schema", "draft-07"],
    );
    refuses(
        &[("thing.json", r#"{"title": "x"}"#)],
        &["thing.json#/$schema"],
    );
}

#[test]
fn a_schema_without_a_name_or_with_that_of_another() {
    let nameless = r#"{"$schema": "http://json-schema.org/draft-07/schema#"}"#;
    refuses(&[("thing.json", nameless)], &["thing.json#/title"]);
    let one = schema("x.v1.thing", r#""type": "object", "properties": {}"#);
    refuses(
        &[("a.json", &one), ("b.json", &one)],
        &["b.json#/title", "a.json"],
    );
}

#[test]
fn a_reference_that_leads_nowhere_or_round_in_circles() {
    refuses_thing(
        r##""type": "object", "properties": {"p": {"$ref": "#/definitions/none"}}"##,
        &["#/properties/p/$ref", "refers to nothing"],
    );
    refuses_thing(
        r##""type": "object", "properties": {"p": {"$ref": "none.json#/definitions/x"}}"##,
        &["#/properties/p/$ref", "refers to nothing"],
    );
    refuses_thing(
        r##""type": "object", "definitions": {"a": {"$ref": "#/definitions/b"}, "b": {"$ref": "#/definitions/a"}},
        "properties": {"p": {"$ref": "#/definitions/a"}}"##,
        &["/definitions/b/$ref", "back to itself"],
    );
    refuses_thing(
        r##""type": "object", "definitions": {"a": {"type": "object", "properties": {"a": {"$ref": "#/definitions/a"}}}},
        "properties": {"p": {"$ref": "#/definitions/a"}}"##,
        &[
            "#/definitions/a",
            "contains itself, through thing.json#/definitions/a: a generated type has a fixed depth",
        ],
    );
    for whole in ["", "#", "thing.json", "other.json", "other.json#"] {
        let thing = format!(r#""type": "object", "properties": {{"p": {{"$ref": "{whole}"}}}}"#);
        refuses(
            &[
                ("thing.json", &schema("x.v1.thing", &thing)),
                ("other.json", &schema("x.v1.other", THING)),
            ],
            &[
                "thing.json#/properties/p/$ref",
                &format!("\"{whole}\" names no place"),
            ],
        );
    }
}

#[test]
fn a_value_that_contains_itself() {
    for a in [
        r##"{"type": "array", "items": {"$ref": "#/definitions/a"}}"##,
        r##"{"type": "array", "items": {"$ref": "#/definitions/b"}}"##,
        r##"{"type": "object", "additionalProperties": {"$ref": "#/definitions/a"}}"##,
        r##"{"type": "object", "patternProperties": {".*": {"$ref": "#/definitions/b"}}}"##,
        r##"{"type": "object", "properties": {"l": {"type": "array", "items": {"$ref": "#/definitions/a"}}}}"##,
        r##"{"type": "object", "properties": {"b": {"$ref": "#/definitions/b"}}}"##,
        r##"{"type": "object", "allOf": [{"$ref": "#/definitions/a"}]}"##,
    ] {
        let members = format!(
            r##""type": "object", "definitions": {{"a": {a}, "b": {{"type": "array", "items": {{"$ref": "#/definitions/a"}}}}}},
            "properties": {{"p": {{"$ref": "#/definitions/a"}}, "q": {{"$ref": "#/definitions/b"}}}}"##
        );
        refuses_thing(&members, &["#/definitions/a: contains itself"]);
    }
}

/// A schema whose definitions are `count` deep within each other.
fn deep(count: usize) -> String {
    let inner = (1..count).map(|index| {
        format!(
            r##""a{index}": {{"type": "object", "properties": {{"p": {{"$ref": "#/definitions/a{}"}}}}}}, "##,
            index + 1
        )
    });
    format!(
        r##""type": "object", "definitions": {{{}"a{count}": {{"type": "object", "properties": {{"n": {{"type": "integer"}}}}}}}},
        "properties": {{"p": {{"$ref": "#/definitions/a1"}}}}"##,
        inner.collect::<String>()
    )
}

#[test]
fn definitions_that_are_too_deep_within_each_other() {
    let set = Set::new(&[("thing.json", &schema("x.v1.thing", &deep(32)))]);
    set.generate().unwrap();
    let place = "#/definitions/a33: is within more than 32 others";
    refuses_thing(&deep(33), &[place]);
    refuses_thing(&deep(2_000), &[place]);
}

#[test]
fn a_keyword_that_is_not_known() {
    refuses_thing(
        r#""type": "object", "properties": {"p": {"type": "string", "contentEncoding": "base64"}}"#,
        &["#/properties/p/contentEncoding", "contentEncoding"],
    );
    refuses_thing(
        r#""type": "object", "properties": {"p": {"type": "array", "items": {"anyOf": []}}}"#,
        &["#/properties/p/items/anyOf"],
    );
}

#[test]
fn a_keyword_of_the_wrong_form() {
    refuses_thing(r#""type": "object", "required": "name""#, &["#/required"]);
    refuses_thing(r#""type": "object", "properties": []"#, &["#/properties"]);
    refuses_thing(
        r#""type": "object", "properties": {"p": 3}"#,
        &["#/properties/p"],
    );
    refuses_thing(r#""oneOf": {}"#, &["#/oneOf"]);
    refuses_thing(
        r##""type": "object", "properties": {"p": {"$ref": 1}}"##,
        &["#/properties/p/$ref"],
    );
    for (value, place) in [
        (r#"{"type": 3}"#, "/type"),
        (r#"{"type": []}"#, "/type"),
        (r#"{"type": "text"}"#, "/type"),
        (r#"{"type": ["text", "null"]}"#, "/type"),
        (r#"{"type": "integer", "minimum": "x"}"#, "/minimum"),
        (r#"{"type": "integer", "maximum": true}"#, "/maximum"),
        (
            r#"{"type": "integer", "minimum": 5, "maximum": 1}"#,
            "/minimum",
        ),
        (
            r#"{"type": "string", "minLength": 5, "maxLength": 1}"#,
            "/minLength",
        ),
        (r#"{"type": "string", "maxLength": -1}"#, "/maxLength"),
        (r#"{"type": "string", "pattern": 3}"#, "/pattern"),
        (r#"{"type": "string", "$comment": 3}"#, "/$comment"),
        (
            r#"{"type": "array", "items": {"type": "string"}, "minItems": 0.5}"#,
            "/minItems",
        ),
        (r#"{"type": "integer", "enum": ["a"]}"#, "/enum"),
        (r#"{"type": "object", "oneOf": []}"#, "/oneOf"),
        (r#"{"type": "object", "allOf": []}"#, "/allOf"),
    ] {
        let members = format!(r#""type": "object", "properties": {{"p": {value}}}"#);
        refuses_thing(&members, &[&format!("thing.json#/properties/p{place}: ")]);
    }
}

#[test]
fn a_value_that_has_no_rust_type() {
    for (value, what) in [
        (r#"{"type": "string", "format": "hostname"}"#, "hostname"),
        (r#"{"type": ["string", "integer"]}"#, "several types"),
        (r#"{"type": "object"}"#, "no type"),
        (r#"{"type": "array"}"#, "items"),
        (r#"{"type": "null"}"#, "null"),
        (r#"{"minimum": 1}"#, "no type"),
        (
            r#"{"type": "object", "patternProperties": {"^a": {"type": "string"}}}"#,
            "pattern",
        ),
    ] {
        let members = format!(r#""type": "object", "properties": {{"p": {value}}}"#);
        refuses_thing(&members, &["#/properties/p", what]);
    }
}

#[test]
fn alternatives_that_cannot_be_told_apart() {
    refuses_thing(
        r#""type": "object", "oneOf": [{"type": "object", "properties": {}}, {"type": "object", "properties": {}}]"#,
        &["#/oneOf", "told apart"],
    );
}

#[test]
fn a_required_member_that_nobody_describes() {
    refuses_thing(
        r#""type": "object", "required": ["name"], "properties": {}"#,
        &["#/required", "name"],
    );
}

#[test]
fn more_members_than_a_model_can_have() {
    let members = (0..65).map(|index| format!(r#""n{index}": {{"type": "integer"}}"#));
    let members = members.collect::<Vec<_>>().join(", ");
    refuses_thing(
        &format!(r#""type": "object", "properties": {{{members}}}"#),
        &["thing.json: Thing has more than 64 members"],
    );
}

#[test]
fn a_schema_that_yields_nothing() {
    for members in [
        r#""definitions": {}"#,
        r#""type": "string""#,
        r#""type": "array", "items": {"type": "string"}"#,
        r#""description": "A thing.""#,
        r##""definitions": {"s": {"type": "string"}}, "$ref": "#/definitions/s", "allOf": [{"type": "object"}]"##,
    ] {
        refuses_thing(members, &["yields nothing"]);
    }
    for values in ["", r#""""#] {
        refuses_thing(
            &format!(
                r#""type": "object", "properties": {{"e": {{"type": "string", "enum": [{values}]}}}}"#
            ),
            &["#/properties/e", "an enum needs a value"],
        );
    }
    refuses_thing(
        r#""allOf": [{"type": "object", "oneOf": [{"type": "object", "properties": {}}]}]"#,
        &["#/allOf/0/oneOf", "alternatives within a part"],
    );
}

#[test]
fn a_definition_that_is_inline_in_itself() {
    let members = r##""definitions": {"a": {"type": "object", "allOf": [{"$ref": "#/definitions/a"}]}},
        "allOf": [{"$ref": "#/definitions/a"}]"##;
    refuses(
        &[
            ("thing.json", &schema("x.v1.thing", members)),
            ("rust.toml", "inline = [\"a\"]"),
        ],
        &["thing.json#/definitions/a: contains itself"],
    );
}

#[test]
fn a_definition_that_yields_nothing() {
    refuses_thing(
        r#""type": "object", "properties": {}, "definitions": {"lone": {"type": "object", "properties": {}}}"#,
        &["#/definitions/lone", "yields nothing"],
    );
}

/// Every place in a document.
fn pointers(value: &Value, at: &str, into: &mut Vec<String>) {
    into.push(at.to_owned());
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let key = key.replace('~', "~0").replace('/', "~1");
                pointers(value, &format!("{at}/{key}"), into);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                pointers(value, &format!("{at}/{index}"), into);
            }
        }
        _ => {}
    }
}

#[test]
fn any_part_of_a_schema_replaced_by_something_else() {
    let schemas = support::repository().join("tests/own-schemas/schemas");
    let names = [
        "definitions.json",
        "item_reserve_request.json",
        "item_reserve_response.json",
    ];
    let read = |name: &str| fs::read_to_string(schemas.join(name)).unwrap();
    let set = Set::new(&[]);
    for name in names.iter().chain(&["rust.toml", "endpoints.toml"]) {
        set.write(name, &read(name));
    }
    set.generate().unwrap();
    let strange = [
        json!(null),
        json!(true),
        json!(-1),
        json!(""),
        json!("x"),
        json!([]),
        json!({}),
        json!([{}]),
        json!({"type": "object"}),
        json!({"$ref": "#"}),
    ];
    let mut tried = 0;
    for name in names {
        let good: Value = serde_json::from_str(&read(name)).unwrap();
        let mut places = Vec::new();
        pointers(&good, "", &mut places);
        for place in places {
            for strange in &strange {
                let mut bad = good.clone();
                *bad.pointer_mut(&place).unwrap() = strange.clone();
                set.write(name, &bad.to_string());
                if let Err(error) = set.generate() {
                    assert!(!["", "emit", "typify"].contains(&error.file()), "{error}");
                }
                tried += 1;
            }
        }
        set.write(name, &read(name));
    }
    assert!(tried > 500);
}
