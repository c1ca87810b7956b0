//! What is wrong with a schema set is said with file and place, never by a panic.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::{Value, json};
use std::fs;
use support::{Set, schema};

/// Generating from these files fails, and the message has all these parts.
fn refuses(files: &[(&str, &str)], parts: &[&str]) {
    let message = Set::new(files).generate().unwrap_err().to_string();
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in {message:?}");
    }
}

/// One schema called `thing` with these members is refused.
fn refuses_thing(members: &str, parts: &[&str]) {
    let mut all = vec!["thing.json"];
    all.extend(parts);
    refuses(&[("thing.json", &schema("x.v1.thing", members))], &all);
}

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
        &["#/definitions/a", "contains itself"],
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
fn two_definitions_that_claim_one_name() {
    refuses(
        &[
            (
                "a.json",
                &schema(
                    "x.v1.some_thing",
                    r#""type": "object", "properties": {"n": {"type": "integer"}}"#,
                ),
            ),
            (
                "b.json",
                &schema(
                    "x.v2.some_thing",
                    r#""type": "object", "properties": {"m": {"type": "integer"}}"#,
                ),
            ),
        ],
        &["b.json", "SomeThing", "a.json"],
    );
    refuses_thing(
        r#""type": "object", "properties": {
        "a": {"type": "string", "enum": ["x-y", "x_y"]}}"#,
        &["x_y", "variant name"],
    );
}

#[test]
fn two_members_that_claim_one_field() {
    for (members, names, place) in [
        (r#""a-b": {}, "a_b": {}"#, "", "#/properties/a_b"),
        (r#""extra": {}"#, "", "#/properties/extra"),
        (r#""kind": {}, "type": {}"#, "", "#/properties/type"),
        (
            r#""m": {}, "n": {}"#,
            "\"thing.n\" = \"m\"",
            "#/properties/n",
        ),
        (r#""n": {}"#, "\"thing.n\" = \"extra\"", "#/properties/n"),
    ] {
        let members = members.replace("{}", r#"{"type": "integer"}"#);
        let thing = format!(r#""type": "object", "properties": {{{members}}}"#);
        let names = format!("[fields]\n{names}");
        refuses(
            &[
                ("thing.json", &schema("x.v1.thing", &thing)),
                ("rust.toml", &names),
            ],
            &["thing.json", place, "would both be Thing."],
        );
    }
    for (part, own, what) in [
        ("x", "a", "would both be Thing.a"),
        ("x", "x", "\"x\" is also in a part of Thing"),
    ] {
        let members = format!(
            r##""type": "object", "definitions": {{"a": {{"type": "object", "properties": {{"{part}": {{"type": "integer"}}}}}}}},
            "allOf": [{{"$ref": "#/definitions/a"}}], "properties": {{"{own}": {{"type": "string"}}}}"##
        );
        refuses_thing(&members, &[&format!("#/properties/{own}"), what]);
    }
    for (subject, parts) in [
        ("LOOK.{n}", ["look.json#/properties/n", "the token {n}"]),
        (
            "LOOK.{extra}",
            ["endpoints.toml#/endpoint/0", "LookRequest.extra"],
        ),
    ] {
        let row = endpoint("reply = \"pull\"\nrequest = \"x.v1.look_request\"");
        refuses(
            &[
                ("look.json", &schema("x.v1.look_request", THING)),
                ("endpoints.toml", &row.replace("LOOK.{stream}", subject)),
            ],
            &parts,
        );
    }
}

/// A schema with one definition of this name.
fn defines(key: &str) -> String {
    format!(
        r##""type": "object", "definitions": {{"{key}": {{"type": "object", "properties": {{"x": {{"type": "integer"}}}}}}}},
        "properties": {{"p": {{"$ref": "#/definitions/{key}"}}}}"##
    )
}

#[test]
fn a_name_that_rust_cannot_take() {
    for key in [
        "option", "string", "vec", "extra", "model", "self", "1", "-", "a.b", "a_b",
    ] {
        refuses_thing(
            &defines(key),
            &[&format!("thing.json#/definitions/{key}: ")],
        );
        let titled = schema(&format!("x.v1.{}", key.replace('.', "_")), THING);
        refuses(&[("thing.json", &titled)], &["thing.json: "]);
    }
    for (table, place) in [
        ("[types]\nthing = \"1 x\"", "/types/thing"),
        ("[types]\nthing = \"Box\"", "/types/thing"),
        ("[fields]\n\"thing.n\" = \"a b\"", "/fields/thing.n"),
        ("[fields]\n\"thing.n\" = \"fn\"", "/fields/thing.n"),
        ("[modules]\nthing = \"fn\"", "/modules/thing"),
        ("[modules]\nthing = \"a/../../b\"", "/modules/thing"),
        ("[modules]\nthing = \"wire\"", "/modules/thing"),
        ("[enum.\"1 E\"]\nat = [\"thing.e\"]", "/enum/1 E"),
    ] {
        refuses_table("rust.toml", table, &[&format!("rust.toml#{place}: ")]);
    }
    for (known, new, place) in [
        ("\"look\"", "\"1 x\"", "operation"),
        ("\"look\"", "\"Look\"", "operation"),
        ("doc =", "name = \"1 x\"\ndoc =", "name"),
        ("doc =", "name = \"fn\"\ndoc =", "name"),
        ("doc =", "name = \"Vec\"\ndoc =", "name"),
        ("{stream}", "{}", "subject"),
        ("{stream}", "{a b}", "subject"),
        ("{stream}", "{fn}", "subject"),
        ("{stream}", "{a}.{a}", "subject"),
        ("{stream}", "{a", "subject"),
        ("{stream}", "x{a}", "subject"),
        ("{stream}", ".B", "subject"),
        ("{stream}", "A B", "subject"),
    ] {
        let text = endpoint("reply = \"pull\"").replace(known, new);
        let place = format!("endpoints.toml#/endpoint/0/{place}: ");
        refuses_table("endpoints.toml", &text, &[&place]);
    }
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

const THING: &str = r#""type": "object", "properties": {"n": {"type": "integer"}}"#;

/// A set with a good schema and this text in a table beside it is refused.
fn refuses_table(file: &str, text: &str, parts: &[&str]) {
    refuses(
        &[("thing.json", &schema("x.v1.thing", THING)), (file, text)],
        parts,
    );
}

#[test]
fn a_name_that_matches_nothing() {
    for table in [
        "[types]\nnone = \"Lost\"",
        "[fields]\n\"thing.none\" = \"x\"",
        "[formats]\n\"thing.none\" = \"base64\"",
        "[modules]\nnone_ = \"x\"",
        "[skip]\nnone = \"because\"",
        "[enum.Lost]\nat = [\"thing.none\"]",
        "[enum.Lost]\ndoc = \"Nothing.\"",
        "inline = [\"none\"]",
        "include = [\"thing\", \"none/\"]",
        "error_arm = \"none\"",
    ] {
        refuses_table("rust.toml", table, &["rust.toml#/", "matches nothing"]);
    }
    refuses_table("rust.toml", "types = [", &["rust.toml"]);
}

#[test]
fn what_no_table_knows_or_is_of_another_type() {
    for (file, text, place) in [
        ("rust.toml", "[feilds]\n\"thing.n\" = \"m\"", "/feilds"),
        ("rust.toml", "types = 3", "/types"),
        ("rust.toml", "[types]\nthing = 3", "/types/thing"),
        ("rust.toml", "inline = [3]", "/inline"),
        (
            "rust.toml",
            "[formats]\n\"thing.n\" = \"wobble\"",
            "/formats/thing.n",
        ),
        (
            "rust.toml",
            "[enum.E]\nvalue = { a = \"x\" }",
            "/enum/E/value",
        ),
        ("rust.toml", "[enum.E]\nat = [3]", "/enum/E/at"),
        ("rust.toml", "[enum.E.values]\na = 3", "/enum/E/values/a"),
        (
            "rust.toml",
            "[enum.E.values]\na = { nam = \"A\" }",
            "/enum/E/values/a/nam",
        ),
        (
            "corrections.toml",
            "[[corrections]]\nid = \"C7\"",
            "/corrections",
        ),
        ("corrections.toml", "correction = 3", "/correction"),
        (
            "corrections.toml",
            &correction("op = \"remove\"\nat = \"/type\"\nbefor = \"x\""),
            "/correction/0/befor",
        ),
        (
            "corrections.toml",
            &correction("op = \"remove\"\nat = [\"/type\", 3]"),
            "/correction/0/at",
        ),
        (
            "corrections.toml",
            &correction("op = \"remove\"\nat = \"/type\"")
                .replace("\"x.v1.thing\"", "[\"x.v1.thing\", 3]"),
            "/correction/0/schema",
        ),
        (
            "corrections.toml",
            &correction("op = \"remove\"\nat = \"/type\"\nto = \"x\""),
            "/correction/0/to",
        ),
        ("endpoints.toml", "[[endpiont]]\nx = 1", "/endpiont"),
        (
            "endpoints.toml",
            &endpoint("reply = \"pull\"\nlevel = -1"),
            "/endpoint/0/level",
        ),
        (
            "endpoints.toml",
            &endpoint("reply = \"pull\"\nlevel = \"x\""),
            "/endpoint/0/level",
        ),
        (
            "endpoints.toml",
            &endpoint("reply = \"pull\"\npublishes = [3]"),
            "/endpoint/0/publishes",
        ),
        (
            "endpoints.toml",
            &endpoint("reply = \"pull\"\npaging = 3"),
            "/endpoint/0/paging",
        ),
        ("levels.toml", &level("levle = 1"), "/field/0/levle"),
        ("levels.toml", &level("level = -1"), "/field/0/level"),
        ("levels.toml", &level("values = 1"), "/field/0/values"),
        ("events.toml", "[[events]]\ntype = \"x\"", "/events"),
        ("events.toml", "[[event]]\ntype = 3", "/event/0/type"),
    ] {
        refuses_table(file, text, &[&format!("{file}#{place}: ")]);
    }
}

fn level(rest: &str) -> String {
    format!("[[field]]\ntype = \"thing\"\nfield = \"n\"\nsince = \"2.12.0\"\n{rest}")
}

fn correction(rest: &str) -> String {
    format!(
        "[[correction]]\nid = \"C7\"\nschema = \"x.v1.thing\"\nwhy = \"w\"\nevidence = \"e\"\nservers = \"s\"\n{rest}"
    )
}

#[test]
fn a_correction_that_does_not_apply() {
    for (rest, place) in [
        (
            "op = \"remove\"\nat = \"/properties/none\"",
            "/properties/none",
        ),
        (
            "op = \"replace\"\nat = \"/properties/n/type\"\nvalue = \"integer\"",
            "so already",
        ),
        (
            "op = \"replace\"\nat = \"/properties/n/none\"\nvalue = 1",
            "not there",
        ),
        (
            "op = \"add\"\nat = \"/properties/n\"\nvalue = 1",
            "there already",
        ),
        ("op = \"add\"\nat = \"/none/n\"\nvalue = 1", "parent"),
        (
            "op = \"add\"\nat = \"/properties/m\"\nbefore = \"none\"\nvalue = 1",
            "none",
        ),
        (
            "op = \"rename\"\nat = \"/properties/none\"\nto = \"m\"",
            "not there",
        ),
        (
            "op = \"rename\"\nat = \"/properties/n\"\nto = \"n\"",
            "there already",
        ),
        (
            "op = \"remove\"\nat = \"/required\"\nvalue = \"n\"",
            "array",
        ),
    ] {
        refuses_table(
            "corrections.toml",
            &correction(rest),
            &["thing.json#/", "correction C7", place],
        );
    }
    let other = correction("op = \"remove\"\nat = \"/type\"").replace("x.v1.thing", "x.v1.none");
    refuses_table(
        "corrections.toml",
        &other,
        &["corrections.toml#/correction/0", "C7", "\"x.v1.none\""],
    );
}

#[test]
fn a_correction_that_is_not_complete() {
    for text in [
        "[[correction]]\nschema = \"x.v1.thing\"",
        "[[correction]]\nid = \"C7\"\nschema = \"x.v1.thing\"\nop = \"remove\"\nat = \"/type\"",
        &correction("op = \"twist\"\nat = \"/type\""),
        &correction("op = \"add\"\nat = \"/type\""),
        &correction("op = \"remove\""),
        &format!("{0}\n{0}", correction("op = \"remove\"\nat = \"/type\"\n")),
    ] {
        refuses_table("corrections.toml", text, &["corrections.toml#/correction/"]);
    }
}

fn endpoint(rest: &str) -> String {
    format!(
        "[[endpoint]]\noperation = \"look\"\nverb = \"LOOK\"\nsubject = \"LOOK.{{stream}}\"\nbody = \"optional\"\nsince = \"1\"\ncaller = \"account\"\nretry = \"safe\"\ndoc = \"d\"\n{rest}"
    )
}

#[test]
fn an_endpoint_that_does_not_fit_the_schemas() {
    for (rest, what) in [
        ("reply = \"json\"", "response"),
        ("reply = \"json\"\nresponse = \"x.v1.none\"", "x.v1.none"),
        (
            "reply = \"json\"\nresponse = \"x.v1.thing\"\nrequest = \"x.v1.none\"",
            "x.v1.none",
        ),
        ("reply = \"telegram\"", "telegram"),
        (
            "reply = \"json\"\nresponse = \"x.v1.thing\"\nform_of = \"none\"",
            "none",
        ),
        (
            "reply = \"json\"\nresponse = \"x.v1.thing\"\ncolour = \"red\"",
            "colour",
        ),
        (
            "reply = \"json\"\nresponse = \"x.v1.thing\"\npaging = { items = \"n\" }",
            "limit",
        ),
        (
            "reply = \"json\"\nresponse = \"x.v1.thing\"\npaging = { items = \"n\", limit = 2 }",
            "offset",
        ),
        (
            "reply = \"json\"\nresponse = \"x.v1.thing\"\ntokens = { stream = \"n\" }",
            "\"n\"",
        ),
    ] {
        refuses_table(
            "endpoints.toml",
            &endpoint(rest),
            &["endpoints.toml#/endpoint/0", what],
        );
    }
}

#[test]
fn a_level_for_something_that_is_not_there() {
    let row = |owner: &str, field: &str| {
        format!("[[field]]\ntype = \"{owner}\"\nfield = \"{field}\"\nsince = \"2.12.0\"\nlevel = 2")
    };
    refuses_table(
        "levels.toml",
        &row("none", "n"),
        &["levels.toml#/field/0", "none"],
    );
    refuses_table(
        "levels.toml",
        &row("thing", "none"),
        &["levels.toml#/field/0", "none"],
    );
    let twice = [row("thing", "n"), row("thing", "n")].join("\n");
    refuses_table("levels.toml", &twice, &["levels.toml#/field/1", "thing.n"]);
}

#[test]
fn a_table_of_errors_that_contradicts_itself() {
    let row = |code: u32, constant: &str| {
        format!(
            r#"{{"constant": "{constant}", "code": 400, "error_code": {code}, "description": "d"}}"#
        )
    };
    for (rows, what) in [
        (
            format!("[{}, {}]", row(1, "JSAErr"), row(1, "JSBErr")),
            "twice",
        ),
        (
            format!("[{}, {}]", row(1, "JSAErr"), row(2, "JSAErrF")),
            "A",
        ),
        (format!("[{}]", row(70_000, "JSAErr")), "16 bits"),
        ("{}".to_owned(), "array"),
        ("[{}]".to_owned(), "error_code"),
    ] {
        refuses_table("server/errors.json", &rows, &["errors.json", what]);
    }
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
