//! Every change has a rule with an id that stays, which scripts can act on.
#![allow(clippy::unwrap_used)]

mod support;

use jsapi_codegen::Options;
use jsapi_codegen::diff::{AllowList, Class, Effect, Gate, Report, Rule, Side, diff, rules_page};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Output};
use support::{Set, repository, schema};

fn report(old: &Set, new: &Set) -> Report {
    diff(
        &Side::ours("old", Options::new(old.path())),
        &Side::ours("new", Options::new(new.path())),
    )
    .unwrap()
}

/// A set of a reply, a request and the operation that they belong to.
fn set(request: &str, reply: &str, row: &str, more: &[(&str, &str)]) -> Set {
    let object = |members: &str| format!(r#""type": "object", {members}"#);
    let set = Set::new(&[
        (
            "look_request.json",
            &schema("x.v1.look_request", &object(request)),
        ),
        (
            "look_response.json",
            &schema("x.v1.look_response", &object(reply)),
        ),
        ("endpoints.toml", row),
    ]);
    for (path, text) in more {
        set.write(path, text);
    }
    set
}

const ROW: &str = r#"
[[endpoint]]
operation = "look"
verb = "LOOK"
subject = "LOOK"
request = "x.v1.look_request"
response = "x.v1.look_response"
reply = "json"
body = "optional"
since = "2.10"
caller = "account"
retry = "safe"
doc = "d"
"#;
const NONE: &str = r#""properties": {}"#;

fn ids(report: &Report) -> Vec<&'static str> {
    report
        .changes()
        .iter()
        .map(|change| change.rule.id)
        .collect()
}

/// Reads `n` with these keywords.
fn n(keywords: &str) -> String {
    format!(r#""properties": {{"n": {{{keywords}}}}}"#)
}

#[test]
fn the_page_of_the_rules_is_what_the_table_gives() {
    let committed = fs::read_to_string(repository().join("docs/api-changes.md")).unwrap();
    let hint = "run `cargo codegen rules --out docs/api-changes.md`";
    assert!(committed == rules_page(), "{hint}");
    for rule in Rule::all() {
        assert!(
            committed.contains(&format!("\n### {}\n", rule.id)),
            "{}",
            rule.id
        );
    }
}

#[test]
fn the_ids_are_unique_words_and_breaking_means_the_same_everywhere() {
    let mut known = BTreeSet::new();
    for rule in Rule::all() {
        assert!(known.insert(rule.id), "{} is there twice", rule.id);
        let plain = |c: char| c.is_ascii_lowercase() || c == '-';
        assert!(
            rule.id.chars().all(plain) && rule.about.ends_with('.'),
            "{}",
            rule.id
        );
        assert_eq!(Gate::named(rule.id), Some(Gate::Rule(rule)));
        let both = rule.effects(true, true);
        for one in [rule.effects(true, false), rule.effects(false, true)] {
            assert!(
                both.callers >= one.callers && both.wire >= one.wire,
                "{}",
                rule.id
            );
            assert!(both.implementers >= one.implementers, "{}", rule.id);
        }
    }
    assert!(known.len() > 60);
    assert_eq!(Gate::named("field-vanished"), None);
}

/// Pairs of sets, and the rules of what differs between them.
fn pairs() -> Vec<(Report, &'static [&'static str])> {
    let row = |from: &str, to: &str| ROW.replace(from, to);
    let rows =
        |old: &str, new: &str| report(&set(NONE, NONE, old, &[]), &set(NONE, NONE, new, &[]));
    let more = |old: &[(&str, &str)], new: &[(&str, &str)]| {
        report(&set(NONE, NONE, ROW, old), &set(NONE, NONE, ROW, new))
    };
    let other = ROW
        .replace("\"look\"", "\"glance_over\"")
        .replace("LOOK", "GLANCE");
    let paging = |limit: u32| {
        let reply = r#""properties": {"offset": {"type": "integer"}, "items": {"type": "array", "items": {"type": "string"}}}"#;
        let request = r#""properties": {"offset": {"type": "integer"}}"#;
        let paged = format!("{ROW}paging = {{ items = \"items\", limit = {limit} }}\n");
        set(request, reply, if limit == 0 { ROW } else { &paged }, &[])
    };
    let kind = |title: &str| {
        let reply =
            format!(r#""properties": {{"type": {{"type": "string", "const": "{title}"}}}}"#);
        set(NONE, &reply, ROW, &[])
    };
    let code = |constant: &str, http: u32, doc: &str| {
        format!(
            r#"[{{"constant": "{constant}", "code": {http}, "error_code": 1, "description": "{doc}"}}]"#
        )
    };
    let errors = |old: &str, new: &str| {
        more(
            &[("server/errors.json", old)],
            &[("server/errors.json", new)],
        )
    };
    let a = code("JSAErr", 400, "d");
    let part = |name: &str, member: &str| {
        let part = format!(
            r#"{{"type": "object", "properties": {{"a": {{"type": "string"}}, "b": {{"type": "string"}}, "{member}": {{"type": "integer"}}}}}}"#
        );
        let thing = format!(
            r##""type": "object", "definitions": {{"{name}": {part}}}, "properties": {{"p": {{"$ref": "#/definitions/{name}"}}}}"##
        );
        schema("x.v1.thing", &thing)
    };
    let event = |name: &str| {
        let members = format!(
            r#""type": "object", "properties": {{"type": {{"type": "string", "const": "x.advisory.v1.{name}"}}}}"#
        );
        schema(&format!("x.advisory.v1.{name}"), &members)
    };
    let flat = |name: &str| {
        let shared = r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#;
        let thing = format!(
            r##""type": "object", "definitions": {{"one": {shared}, "two": {shared}}}, "properties": {{"x": {{"$ref": "#/definitions/one"}}, "y": {{"$ref": "#/definitions/two"}}}}, "allOf": [{{"$ref": "#/definitions/{name}"}}]"##
        );
        schema("x.v1.thing", &thing)
    };
    let on = r#""type": "string", "enum": ["on"]"#;
    let on_off = r#""type": "string", "enum": ["on", "off"]"#;
    let integer = r#""type": "integer""#;
    let list = r#""type": "array", "items": {"type": "string"}"#;
    let required = |keywords: &str| format!(r#""required": ["n"], {}"#, n(keywords));
    let reply =
        |old: String, new: String| report(&set(NONE, &old, ROW, &[]), &set(NONE, &new, ROW, &[]));
    let names = |text: &'static str| [("rust.toml", text)];
    let level = |level: u32| {
        format!(
            "[[field]]\ntype = \"look_response\"\nfield = \"n\"\nsince = \"2.11\"\nlevel = {level}\n"
        )
    };
    let with_level = |text: &str| set(NONE, &n(integer), ROW, &[("levels.toml", text)]);
    vec![
        (rows(ROW, &format!("{ROW}{other}")), &["operation-added"]),
        (rows(&format!("{ROW}{other}"), ROW), &["operation-removed"]),
        (
            rows(ROW, &row("\"look\"", "\"looks\"")),
            &["operation-renamed", "request-type-renamed"],
        ),
        (
            rows(ROW, &row("\"LOOK\"\nrequest", "\"SEE\"\nrequest")),
            &["subject-changed"],
        ),
        (
            rows(ROW, &row("\"json\"", "\"json_many\"")),
            &["reply-kind-changed"],
        ),
        (
            rows(
                ROW,
                &row(
                    "response = \"x.v1.look_response\"\nreply = \"json\"",
                    "reply = \"message\"",
                ),
            ),
            &["reply-kind-changed", "reply-type-changed"],
        ),
        (
            rows(ROW, &row("\"optional\"", "\"required\"")),
            &["body-changed"],
        ),
        (report(&paging(0), &paging(8)), &["paging-added-or-removed"]),
        (report(&paging(8), &paging(9)), &["page-changed"]),
        (
            rows(ROW, &row("\"account\"", "\"system\"")),
            &["caller-changed"],
        ),
        (rows(ROW, &row("\"2.10\"", "\"2.11\"")), &["since-changed"]),
        (
            rows(ROW, &row("\"safe\"", "\"unsafe\"")),
            &["retry-changed"],
        ),
        (
            rows(ROW, &row("request = \"x.v1.look_request\"\n", "")),
            &["body-schema-changed"],
        ),
        (
            report(&kind("x.v1.a"), &kind("x.v1.b")),
            &["reply-name-lost"],
        ),
        (
            report(&set(NONE, NONE, ROW, &[]), &kind("x.v1.b")),
            &["reply-name-added"],
        ),
        (errors("[]", &a), &["code-added"]),
        (errors(&a, "[]"), &["code-removed"]),
        (errors(&a, &code("JSBErr", 400, "d")), &["constant-renamed"]),
        (errors(&a, &code("JSAErr", 404, "d")), &["status-changed"]),
        (errors(&a, &code("JSAErr", 400, "e")), &["described"]),
        (
            more(&[], &[("thing.json", &part("share", "c"))]),
            &["type-added"],
        ),
        (
            more(&[("thing.json", &part("share", "c"))], &[]),
            &["type-removed"],
        ),
        (
            more(
                &[("thing.json", &part("share", "c"))],
                &[("thing.json", &part("portion", "c"))],
            ),
            &["type-renamed"],
        ),
        (
            more(
                &[("thing.json", &flat("one"))],
                &[("thing.json", &flat("two"))],
            ),
            &["part-changed"],
        ),
        (
            more(&[], &[("e.json", &event("e"))]),
            &["event-added", "type-added"],
        ),
        (
            more(&[("e.json", &event("e"))], &[]),
            &["event-removed", "type-removed"],
        ),
        (reply(n(on), n(on_off)), &["value-added"]),
        (reply(n(on_off), n(on)), &["value-removed"]),
        (
            report(
                &set(NONE, &n(on), ROW, &[]),
                &set(
                    NONE,
                    &n(on),
                    ROW,
                    &names(
                        "[enum.LookResponseN]\nat = [\"look_response.n\"]\n[enum.LookResponseN.values]\non = { name = \"Lit\", doc = \"`on` on the wire.\" }\n",
                    ),
                ),
            ),
            &["variant-renamed"],
        ),
        (reply(NONE.to_owned(), n(integer)), &["field-added"]),
        (
            reply(NONE.to_owned(), required(integer)),
            &["field-added-required"],
        ),
        (reply(n(integer), NONE.to_owned()), &["field-removed"]),
        (
            reply(n(integer), n(integer).replace("\"n\"", "\"ns\"")),
            &["field-renamed"],
        ),
        (
            report(
                &set(NONE, &n(integer), ROW, &[]),
                &set(
                    NONE,
                    &n(integer),
                    ROW,
                    &names("[fields]\n\"look_response.n\" = \"number\"\n"),
                ),
            ),
            &["field-renamed-in-rust"],
        ),
        (
            reply(n(integer), n(r#""type": "integer", "minimum": 0"#)),
            &["field-type-changed"],
        ),
        (
            reply(n(integer), n(r#""type": "string""#)),
            &["field-type-changed-on-wire"],
        ),
        (reply(n(integer), required(integer)), &["field-required"]),
        (
            reply(n(list), required(list)),
            &["field-required-same-type"],
        ),
        (reply(required(integer), n(integer)), &["field-optional"]),
        (
            reply(required(list), n(list)),
            &["field-optional-same-type"],
        ),
        (
            reply(
                n(r#""type": "string""#),
                n(r#""type": "string", "minLength": 1"#),
            ),
            &["bound-tightened"],
        ),
        (
            reply(
                n(r#""type": "string", "minLength": 1"#),
                n(r#""type": "string""#),
            ),
            &["bound-loosened"],
        ),
        (
            reply(
                n(r#""type": "string", "pattern": "a""#),
                n(r#""type": "string", "pattern": "b""#),
            ),
            &["bound-changed"],
        ),
        (
            reply(
                n(r#""type": "string""#),
                n(r#""type": "string", "minLength": 0"#),
            ),
            &["bound-implied"],
        ),
        (
            reply(
                n(r#""type": "integer", "default": 1"#),
                n(r#""type": "integer", "default": 2"#),
            ),
            &["default-changed"],
        ),
        (
            reply(n(integer), n(r#""type": "integer", "default": 2"#)),
            &["default-stated"],
        ),
        (
            reply(n(integer), n(r#""type": ["integer", "null"]"#)),
            &["field-nullable"],
        ),
        (
            reply(n(r#""type": ["integer", "null"]"#), n(integer)),
            &["field-not-nullable"],
        ),
        (
            reply(
                n(integer),
                n(r#""type": "integer", "deprecationMessage": "m""#),
            ),
            &["field-deprecated"],
        ),
        (
            reply(
                n(r#""type": "integer", "deprecationMessage": "m""#),
                n(integer),
            ),
            &["field-not-deprecated"],
        ),
        (
            report(
                &set(
                    NONE,
                    &n(r#""type": "string""#),
                    ROW,
                    &names("[formats]\n\"look_response.n\" = \"base64\"\n"),
                ),
                &set(
                    NONE,
                    &n(integer),
                    ROW,
                    &names("[formats]\n\"look_response.n\" = \"base64\"\n"),
                ),
            ),
            &["field-wire-type-changed"],
        ),
        (
            report(&with_level(&level(1)), &with_level(&level(2))),
            &["level-changed"],
        ),
        (
            more(
                &[(
                    "thing.json",
                    &schema("x.v1.thing", r#""type": "object", "properties": {}"#),
                )],
                &[
                    (
                        "thing.json",
                        &schema("x.v1.other", &format!(r#""type": "object", {}"#, n(on))),
                    ),
                    ("rust.toml", "[enum.Thing]\nat = [\"other.n\"]\n"),
                ],
            ),
            &["type-kind-changed"],
        ),
    ]
}

#[test]
fn every_rule_is_that_of_a_change() {
    let mut found = BTreeSet::new();
    for (report, expected) in pairs() {
        let told = ids(&report);
        for id in expected {
            assert!(told.contains(id), "{id} is not in {told:?}\n{report}");
        }
        found.extend(told);
    }
    let all = Rule::all().map(|rule| rule.id);
    // What a correction hides is in `grounds.rs`.
    let all: BTreeSet<_> = all
        .filter(|id| !id.starts_with("under-correction-"))
        .collect();
    let missing: Vec<_> = all.difference(&found).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn gates_stop_what_they_name() {
    let old = n(r#""type": "integer""#);
    let report = report(
        &set(NONE, &old, ROW, &[]),
        &set(NONE, &n(r#""type": "string""#), ROW, &[]),
    );
    let stops = |word: &str| !report.stopped(&[Gate::named(word).unwrap()]).is_empty();
    for word in [
        "callers",
        "implementers",
        "wire",
        "any",
        "field-type-changed-on-wire",
    ] {
        assert!(stops(word), "{word}");
    }
    for word in ["additive", "corrected", "field-removed"] {
        assert!(!stops(word), "{word}");
    }
    assert!(report.stopped(&[]).is_empty());
}

const ALLOWED: &str = r#"
[[allow]]
rule = "field-removed"
subject = "LookResponse.*"
reason = "No server sends it."
expires = 2027-06-30
"#;

#[test]
fn an_allowed_change_passes_until_its_day_and_says_why() {
    let (old, new) = (
        set(
            NONE,
            &n(r#""type": "integer""#),
            ROW,
            &[("allow.toml", ALLOWED)],
        ),
        set(NONE, NONE, ROW, &[]),
    );
    let list = AllowList::read(&old.path().join("allow.toml")).unwrap();
    let allowed = |today: &str| {
        let mut report = report(&old, &new);
        report.allow(&list, today);
        report
    };
    let callers = [Gate::Callers];
    let meant = allowed("2027-06-30");
    assert!(meant.stopped(&callers).is_empty() && meant.idle().is_empty());
    assert_eq!(meant.count(Class::Callers), 1);
    for text in [
        meant.to_text(false),
        meant.to_markdown(),
        meant.to_html(),
        meant.to_json().to_string(),
        meant.to_sarif().to_string(),
    ] {
        assert!(
            text.contains("No server sends it. (until 2027-06-30)"),
            "{text}"
        );
    }
    let late = allowed("2027-07-01");
    assert_eq!(late.stopped(&callers).len(), 1);
    assert!(
        late.idle()[0].contains("expired on 2027-06-30"),
        "{:?}",
        late.idle()
    );
    assert!(late.to_text(false).contains("Allow nothing"));

    let mut same = report(&new, &new);
    same.allow(&list, "2026-12-01");
    assert!(
        same.idle()[0].contains("no change here"),
        "{:?}",
        same.idle()
    );
}

#[test]
fn an_allow_list_that_says_too_little_is_refused() {
    for (from, to, part) in [
        (
            "field-removed",
            "field-vanished",
            "no rule \"field-vanished\"",
        ),
        ("reason = \"No server sends it.\"\n", "", "\"reason\""),
        ("expires = 2027-06-30\n", "", "\"expires\""),
        ("2027-06-30", "\"soon\"", "\"soon\" is no date"),
        ("reason", "because", "does not say \"reason\""),
        ("subject", "what", "\"what\" is not known"),
    ] {
        let set = Set::new(&[("allow.toml", &ALLOWED.replace(from, to))]);
        let error = AllowList::read(&set.path().join("allow.toml")).unwrap_err();
        assert!(error.to_string().contains(part), "{error}");
    }
    let missing = AllowList::read(&repository().join("no-such-list.toml")).unwrap_err();
    assert!(missing.to_string().contains("is not there"), "{missing}");
}

#[test]
fn sarif_has_what_code_hosts_ask_for() {
    for (report, _) in pairs() {
        let sarif = report.to_sarif();
        assert_eq!(sarif["version"], "2.1.0");
        let run = &sarif["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        assert_eq!(rules.len(), Rule::all().count());
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), report.changes().len());
        for (result, change) in results.iter().zip(report.changes()) {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
            assert_eq!(result["ruleId"], change.rule.id);
            let breaks = change.effects.callers == Effect::Breaking;
            assert_eq!(result["level"] == "error", breaks);
            assert!(!result["message"]["text"].as_str().unwrap().is_empty());
            let place = &result["locations"][0]["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            let known = |end: &&str| uri.starts_with("schemas/") && uri.ends_with(*end);
            assert!([".json", ".toml"].iter().any(known), "{uri}");
            assert!(uri.matches('/').count() < 3, "{uri} is not below the set");
        }
    }
}

#[test]
fn the_program_ends_with_the_status_of_its_gates() {
    let (old, new) = (
        set(
            NONE,
            &n(r#""type": "integer""#),
            ROW,
            &[("allow.toml", ALLOWED)],
        ),
        set(NONE, NONE, ROW, &[]),
    );
    let run = |more: &[&str]| -> Output {
        Command::new(env!("CARGO_BIN_EXE_jsapi-codegen"))
            .current_dir(repository())
            .arg("diff")
            .args([old.path(), new.path()])
            .args(more)
            .output()
            .unwrap()
    };
    let allow = old.path().join("allow.toml");
    let allow = allow.to_str().unwrap();
    for (arguments, status) in [
        (&[][..], 0),
        (&["--fail-on", "callers"], 1),
        (&["--fail-on", "additive", "--fail-on", "field-removed"], 1),
        (&["--fail-on", "implementers"], 0),
        (
            &[
                "--fail-on",
                "any",
                "--allow",
                allow,
                "--today",
                "2026-12-01",
            ],
            0,
        ),
        (
            &[
                "--fail-on",
                "any",
                "--allow",
                allow,
                "--today",
                "2028-01-01",
            ],
            1,
        ),
        (&["--fail-on", "everything"], 2),
        (&["--format", "xml"], 2),
        (&["--json", "--format", "html"], 2),
        (&["--allow", "no-such-list.toml"], 2),
    ] {
        let output = run(arguments);
        assert_eq!(
            output.status.code(),
            Some(status),
            "{arguments:?}: {output:?}"
        );
    }
    for format in ["json", "sarif"] {
        let output = run(&["--format", format, "--fail-on", "callers"]);
        let value: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(value.is_object());
        assert_eq!(output.status.code(), Some(1));
        assert!(
            String::from_utf8_lossy(&output.stderr).contains("changes that --fail-on names: 1")
        );
    }
}
