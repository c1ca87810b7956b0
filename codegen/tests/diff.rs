//! What a change of schemas means for those who use what is generated.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use jsapi_codegen::Options;
use jsapi_codegen::diff::{Bump, Change, Class, Report, Side, diff};
use serde_json::json;
use std::path::Path;
use support::{Set, repository, schema};

/// The difference between two sets of one schema each: `kind` is a request or
/// a response with these members.
fn between(kind: &str, old: &str, new: &str) -> Report {
    let set = |members: &str| {
        Set::new(&[(
            &format!("thing_{kind}.json"),
            &schema(&format!("x.v1.thing_{kind}"), members),
        )])
    };
    let (old, new) = (set(old), set(new));
    report(&old, &new)
}

fn report(old: &Set, new: &Set) -> Report {
    diff(
        &Side::ours("old", Options::new(old.path())),
        &Side::ours("new", Options::new(new.path())),
    )
    .unwrap()
}

/// `properties` of an object, some of them required.
fn object(required: &str, properties: &str) -> String {
    format!(r#""type": "object", "required": [{required}], "properties": {{{properties}}}"#)
}

fn only(report: &Report) -> &Change {
    match report.changes() {
        [change] => change,
        changes => panic!("{changes:#?}"),
    }
}

#[test]
fn equal_sets_have_no_difference() {
    let same = object("", r#""n": {"type": "integer"}"#);
    let report = between("request", &same, &same);
    assert!(report.changes().is_empty());
    assert_eq!(report.bump(), Bump::None);
    assert!(report.to_text(true).contains("no difference"));
}

#[test]
fn each_kind_of_change_breaks_those_whom_it_breaks() {
    use Class::{Additive, Callers, Documentation, Implementers};
    let n = r#""n": {"type": "integer"}"#;
    let text = r#""n": {"type": "string"}"#;
    let list = r#""n": {"type": "array", "items": {"type": "string"}}"#;
    let on = r#""n": {"type": "string", "enum": ["on"]}"#;
    let on_off = r#""n": {"type": "string", "enum": ["on", "off"]}"#;
    let bounded = |bound: &str| format!(r#""n": {{"type": "integer", {bound}}}"#);
    let q = "\"n\"";
    for (old, new, kind, in_request, in_reply) in [
        (
            object("", ""),
            object("", n),
            "field added",
            Additive,
            Additive,
        ),
        (
            object("", ""),
            object(q, n),
            "field added",
            Callers,
            Implementers,
        ),
        (
            object("", n),
            object("", ""),
            "field removed",
            Callers,
            Callers,
        ),
        (
            object("", n),
            object("", text),
            "type changed",
            Callers,
            Callers,
        ),
        (object("", n), object(q, n), "required", Callers, Callers),
        (
            object("", list),
            object(q, list),
            "required",
            Callers,
            Implementers,
        ),
        (object(q, n), object("", n), "optional", Callers, Callers),
        (
            object(q, list),
            object("", list),
            "optional",
            Callers,
            Additive,
        ),
        (
            object("", on),
            object("", on_off),
            "value added",
            Additive,
            Additive,
        ),
        (
            object("", on_off),
            object("", on),
            "value removed",
            Callers,
            Callers,
        ),
        (
            object("", &bounded("\"maximum\": 9")),
            object("", &bounded("\"maximum\": 8")),
            "bound",
            Callers,
            Implementers,
        ),
        (
            object("", &bounded("\"maximum\": 8")),
            object("", &bounded("\"maximum\": 9")),
            "bound",
            Implementers,
            Additive,
        ),
        (
            object("", &bounded("\"default\": 8")),
            object("", &bounded("\"default\": 9")),
            "default",
            Callers,
            Documentation,
        ),
        (
            object("", n),
            object("", &bounded("\"default\": 9")),
            "default",
            Documentation,
            Documentation,
        ),
        (
            object("", n),
            object("", &bounded("\"description\": \"Words.\"")),
            "described anew",
            Documentation,
            Documentation,
        ),
    ] {
        for (side, class) in [("request", in_request), ("response", in_reply)] {
            let report = between(side, &old, &new);
            let change = only(&report);
            assert_eq!(
                (change.kind, change.class),
                (kind, class),
                "{side}: {old} to {new}"
            );
            assert_eq!(report.bump(), class.bump());
        }
    }
}

#[test]
fn nullability_and_deprecation_are_changes() {
    use Class::{Additive, Documentation, Implementers};
    let n = |kind: &str, more: &str| object("", &format!(r#""n": {{"type": {kind}{more}}}"#));
    let plain = n(r#""integer""#, "");
    let nullable = n(r#"["integer", "null"]"#, "");
    let deprecated = n(r#""integer""#, r#", "deprecationMessage": "Use m.""#);
    for (old, new, kind, in_request, in_reply) in [
        (&plain, &nullable, "nullable", Implementers, Additive),
        (
            &nullable,
            &plain,
            "not nullable",
            Implementers,
            Implementers,
        ),
        (&plain, &deprecated, "deprecated", Additive, Additive),
        (
            &deprecated,
            &plain,
            "not deprecated",
            Documentation,
            Documentation,
        ),
    ] {
        for (side, class) in [("request", in_request), ("response", in_reply)] {
            let report = between(side, old, new);
            let change = only(&report);
            assert_eq!((change.kind, change.class), (kind, class), "{side}");
        }
    }
}

#[test]
fn a_type_that_a_table_replaces_is_compared_on_the_wire() {
    let set = |kind: &str| {
        let n = object("", &format!(r#""n": {{"type": "{kind}"}}"#));
        Set::new(&[
            ("thing_response.json", &schema("x.v1.thing_response", &n)),
            ("rust.toml", "[formats]\n\"thing_response.n\" = \"base64\""),
        ])
    };
    let report = report(&set("string"), &set("integer"));
    let change = only(&report);
    assert_eq!(
        (change.kind, change.class, change.values()),
        (
            "type on the wire",
            Class::Callers,
            r#""string" → "integer""#.to_owned()
        )
    );
}

#[test]
fn a_field_is_renamed_when_there_is_little_doubt() {
    let both = |name: &str| {
        object(
            "",
            &format!(r#""a": {{"type": "boolean"}}, "{name}": {{"type": "integer"}}"#),
        )
    };
    for (old, new) in [("max_ack", "max_acks"), ("quorum", "needed")] {
        let report = between("request", &both(old), &both(new));
        let change = only(&report);
        assert_eq!(change.kind, "field renamed");
        assert_eq!(change.values(), format!("{old} → {new}"));
        assert_eq!(change.class, Class::Callers);
    }
    let other = object(
        "",
        r#""a": {"type": "boolean"}, "needed": {"type": "string"}"#,
    );
    let kinds: Vec<_> = between("request", &both("quorum"), &other)
        .changes()
        .iter()
        .map(|change| change.kind)
        .collect();
    assert_eq!(kinds, ["field removed", "field added"]);
}

#[test]
fn a_type_is_renamed_when_its_members_stay() {
    let set = |name: &str| {
        let part = r#"{"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}, "c": {"type": "integer"}}}"#;
        Set::new(&[(
            "thing.json",
            &schema(
                "x.v1.thing",
                &format!(
                    r##""type": "object", "definitions": {{"{name}": {part}}}, "properties": {{"p": {{"$ref": "#/definitions/{name}"}}}}"##
                ),
            ),
        )])
    };
    let report = report(&set("share"), &set("portion"));
    let renamed = report
        .changes()
        .iter()
        .find(|change| change.kind == "type renamed");
    assert_eq!(renamed.unwrap().values(), "Share → Portion");
    assert!(
        !report
            .changes()
            .iter()
            .any(|change| change.kind.starts_with("type added"))
    );
}

#[test]
fn codes_and_operations_are_compared_too() {
    let set = |operation: &str, subject: &str, code: u32, http: u32| {
        let row = format!(
            "[[endpoint]]\noperation = \"{operation}\"\nverb = \"LOOK\"\nsubject = \"{subject}\"\nbody = \"empty\"\nreply = \"json\"\nresponse = \"x.v1.look_response\"\nsince = \"1\"\ncaller = \"account\"\nretry = \"safe\"\ndoc = \"d\""
        );
        let codes = format!(
            r#"[{{"constant": "JSAErr", "code": {http}, "error_code": 1}}, {{"constant": "JSBErr", "code": 400, "error_code": {code}}}]"#
        );
        Set::new(&[
            ("look_response.json", &schema("x.v1.look_response", THING)),
            ("endpoints.toml", &row),
            ("server/errors.json", &codes),
        ])
    };
    let report = report(
        &set("look", "LOOK", 2, 400),
        &set("look", "LOOK.{stream}", 3, 404),
    );
    let lines: Vec<_> = report
        .changes()
        .iter()
        .map(|change| (change.kind, change.values(), change.class))
        .collect();
    assert_eq!(
        lines,
        [
            ("subject", "LOOK → LOOK.{stream}".to_owned(), Class::Callers),
            ("status", "400 → 404".to_owned(), Class::Callers),
            ("code removed", "B".to_owned(), Class::Callers),
            ("code added", "B".to_owned(), Class::Additive),
        ]
    );
}

const THING: &str = r#""type": "object", "properties": {"n": {"type": "integer"}}"#;

#[test]
fn every_form_of_a_report_says_the_same_and_nothing_breaks_out() {
    let old = object("", r#""n": {"type": "string", "pattern": "^<a|b>$"}"#);
    let new = object(
        "",
        r#""n": {"type": "string", "pattern": "<script>"}, "m": {"type": "integer"}"#,
    );
    let report = between("request", &old, &new);
    let json = report.to_json();
    assert_eq!(json["bump"], "major");
    assert_eq!(
        json["counts"],
        json!({"callers": 1, "implementers": 0, "additive": 1, "corrected": 0, "documentation": 0})
    );
    assert_eq!(
        json["changes"][0]["breaks"],
        json!(["callers", "implementers"])
    );
    let markdown = report.to_markdown();
    assert!(
        markdown.contains("## Breaking for callers") && markdown.contains("^<a\\|b>$"),
        "{markdown}"
    );
    let html = report.to_html();
    assert_eq!(html.matches("<script").count(), 1, "{html}");
    assert!(html.contains("&lt;script&gt;"));
    for loaded in ["http://", "https://", "src=", "@import", "url("] {
        assert!(!html.contains(loaded), "{loaded}");
    }
    // Every element that is opened is closed.
    for tag in [
        "html", "head", "body", "main", "section", "details", "summary", "ul", "li", "span",
        "code", "form", "label",
    ] {
        let opened =
            html.matches(&format!("<{tag}>")).count() + html.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, html.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}

#[test]
fn what_cannot_be_compared_is_named() {
    let thing = schema("x.v1.thing", THING);
    let good = Set::new(&[("jetstream/api/v1/definitions.json", &thing)]);
    let tables = repository().join("schemas");
    let official = |base: &Path| Side::official("x", Options::new(&tables).with_base(base));
    for (text, parts) in [
        ("{\"a\": ", ["definitions.json", "not JSON"]),
        ("[]", ["definitions.json", "JSON object"]),
        ("{}", ["definitions.json#/$schema", "draft-07"]),
        (
            r#"{"$schema": "https://json-schema.org/draft/2020-12/schema"}"#,
            ["#/$schema", "draft-07"],
        ),
        (
            r#"{"$schema": "http://json-schema.org/draft-07/schema#"}"#,
            ["#/title", "title"],
        ),
    ] {
        let bad = Set::new(&[("jetstream/api/v1/definitions.json", text)]);
        let error = diff(&official(bad.path()), &official(good.path()))
            .unwrap_err()
            .to_string();
        for part in parts {
            assert!(error.contains(part), "{part} is not in {error}");
        }
    }
    let empty = Set::new(&[("notes.txt", "hello")]);
    let error = diff(&official(good.path()), &official(empty.path())).unwrap_err();
    assert!(error.to_string().contains("no schema files"), "{error}");
}
