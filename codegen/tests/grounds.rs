//! What upstream changes beneath a correction is found, and stops a sync.
#![allow(clippy::unwrap_used)]

mod support;

use jsapi_codegen::diff::{Class, Report, Side, diff};
use jsapi_codegen::{Options, generate, grounds};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use support::{Set, read_official, refuses, repository, schema};

/// One change of the official schemas at a place that a correction changes.
struct Mutant {
    id: String,
    path: String,
    pointer: String,
    kind: &'static str,
    value: Value,
}

/// The schemas of the base by title, with their paths.
fn base() -> BTreeMap<String, (String, Value)> {
    let folder = repository().join("schemas");
    let mut base = BTreeMap::new();
    for path in support::json_files(&folder) {
        if path == "definitions.json" || path.starts_with("jetstream/") {
            let schema = read_official(&folder.join(&path));
            let title = schema["title"].as_str().unwrap().to_owned();
            base.insert(title, (path, schema));
        }
    }
    base
}

fn texts(row: &toml::Table, key: &str) -> Vec<String> {
    match &row[key] {
        toml::Value::Array(items) => items
            .iter()
            .map(|item| item.as_str().unwrap().to_owned())
            .collect(),
        one => vec![one.as_str().unwrap().to_owned()],
    }
}

/// What can change at a place, and as what a report names it; nothing where no
/// fact is.
fn changes(pointer: &str, value: &Value) -> Vec<(&'static str, Value)> {
    let key = pointer.rsplit('/').next().unwrap();
    let mut changed = Vec::new();
    match value {
        Value::Array(items) => {
            let mut more = items.clone();
            let (kind, item) = match key {
                "enum" => ("value added", json!("brand_new")),
                "required" => ("required", json!("brand_new")),
                "type" => ("type changed", json!("integer")),
                _ => ("schema changed", json!({"type": "object"})),
            };
            more.push(item);
            changed.push((kind, more.into()));
        }
        Value::Number(number) => {
            changed.push(("bound", (number.as_i64().unwrap() + 7).into()));
        }
        Value::String(_) if key == "default" => changed.push(("default", json!("other"))),
        Value::String(_) => changed.push(("type changed", json!("#/definitions/other"))),
        Value::Object(members) => {
            let with = |key: &str, value: Value| {
                let mut members = members.clone();
                members.insert(key.to_owned(), value);
                Value::from(members)
            };
            if let Some(kind) = members.get("type") {
                let other = if kind == "number" {
                    "boolean"
                } else {
                    "number"
                };
                changed.push(("type changed", with("type", json!(other))));
            } else if members.contains_key("$ref") {
                changed.push(("type changed", with("$ref", json!("#/definitions/other"))));
            }
            changed.push(("bound", with("maximum", json!(77))));
            changed.push(("value added", with("enum", json!(["brand_new"]))));
            changed.push(("required", with("required", json!(["brand_new"]))));
            changed.push(("described", with("description", json!("In other words."))));
        }
        _ => {}
    }
    changed
}

/// Mutants of the base at every place that a correction replaces, removes or
/// renames. What a correction adds or takes out of a list hides nothing.
fn mutants() -> Vec<Mutant> {
    let text = fs::read_to_string(repository().join("schemas/corrections.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let base = base();
    let mut mutants = Vec::new();
    for row in table["correction"].as_array().unwrap() {
        let row = row.as_table().unwrap();
        let op = row["op"].as_str().unwrap();
        if op == "add" || (op == "remove" && row.contains_key("value")) {
            continue;
        }
        for title in texts(row, "schema") {
            let (path, schema) = &base[&title];
            for pointer in texts(row, "at") {
                for (kind, value) in changes(&pointer, schema.pointer(&pointer).unwrap()) {
                    mutants.push(Mutant {
                        id: row["id"].as_str().unwrap().to_owned(),
                        path: path.clone(),
                        pointer: pointer.clone(),
                        kind,
                        value,
                    });
                }
            }
        }
    }
    mutants
}

/// The base in a folder of its own.
fn official() -> Set {
    let set = Set::new(&[]);
    for (path, schema) in base().into_values() {
        set.write(&path, &schema.to_string());
    }
    set
}

/// The base with these changes, in a folder of its own.
fn mutated<'m>(mutants: impl Iterator<Item = &'m Mutant>) -> Set {
    let set = official();
    for mutant in mutants {
        let file = set.path().join(&mutant.path);
        let mut schema = read_official(&file);
        *schema.pointer_mut(&mutant.pointer).unwrap() = mutant.value.clone();
        set.write(&mutant.path, &schema.to_string());
    }
    set
}

/// The base with another value of `persist_mode`.
fn with_a_mode() -> Set {
    let mutants = mutants();
    let is_mode = |mutant: &&Mutant| mutant.id == "D37" && mutant.kind == "value added";
    mutated(mutants.iter().filter(is_mode))
}

fn compare(old: &Set, new: &Set) -> Report {
    let side = |set: &Set| {
        let options = Options::new(repository().join("schemas")).with_base(set.path());
        Side::official("official", options)
    };
    diff(&side(old), &side(new)).unwrap()
}

#[test]
fn every_change_beneath_a_correction_is_named_under_it() {
    let mutants = mutants();
    let facts = mutants.iter().filter(|mutant| mutant.kind != "described");
    let kinds: BTreeSet<&str> = mutants.iter().map(|mutant| mutant.kind).collect();
    assert!(facts.count() >= 200);
    assert!(kinds.len() >= 7, "{kinds:?}");
    let old = official();
    // All mutants of one kind at once: no two are at one place.
    for kind in kinds {
        let of_kind = mutants.iter().filter(|mutant| mutant.kind == kind);
        let new = mutated(of_kind.clone());
        let report = compare(&old, &new);
        let under: Vec<_> = report
            .changes()
            .iter()
            .filter(|change| change.class == Class::Corrected)
            .collect();
        if kind == "described" {
            assert!(under.is_empty(), "{under:#?}");
            continue;
        }
        for mutant in of_kind {
            let stem = mutant.path.trim_end_matches(".json").rsplit('/').next();
            let named = under.iter().any(|change| {
                let place = change.member.as_deref().unwrap_or_default();
                change.kind == kind
                    && change.name.split(", ").any(|id| id == mutant.id)
                    && place.starts_with(&format!("{}#{}", stem.unwrap(), mutant.pointer))
            });
            let at = format!("{} {} {}", mutant.id, mutant.path, mutant.pointer);
            assert!(named, "{kind} at {at} is not in\n{report}");
        }
    }
}

#[test]
fn upstream_alone_is_compared_without_corrections() {
    let (old, new) = (official(), with_a_mode());
    let side = |set: &Set| {
        let options = Options::new(repository().join("schemas")).with_base(set.path());
        Side::official("official", options).uncorrected()
    };
    let report = diff(&side(&old), &side(&new)).unwrap();
    let changes: Vec<_> = report
        .changes()
        .iter()
        .map(|change| (change.subject(), change.kind, change.class))
        .collect();
    let expected = "PersistMode.brand_new".to_owned();
    assert_eq!(changes, [(expected, "value added", Class::Additive)]);
}

#[test]
fn a_change_beneath_several_corrections_is_told_once() {
    let (old, new) = (official(), with_a_mode());
    let report = compare(&old, &new);
    let [change] = report.changes() else {
        unreachable!("{report}")
    };
    assert_eq!(change.name, "D37, D37b");
    assert_eq!(change.values(), "brand_new");
    let place = "definitions#/definitions/stream_configuration/properties/persist_mode/enum";
    assert_eq!(change.member.as_deref(), Some(place));
    for text in [
        report.to_text(false),
        report.to_markdown(),
        report.to_html(),
        report.to_json().to_string(),
    ] {
        assert!(text.contains("D37, D37b") && text.contains(place), "{text}");
    }
    assert!(report.to_text(false).contains("1 under a correction"));
}

#[test]
fn what_is_ours_and_fits_one_official_set_only_makes_no_difference() {
    fn without_times(schema: &mut Value) {
        match schema {
            Value::Object(members) => {
                let is_time = members.get("$ref").and_then(Value::as_str);
                if is_time.is_some_and(|to| to.ends_with("/golang_time")) {
                    members.shift_remove("$ref");
                    members.insert("type".to_owned(), json!("string"));
                }
                members.shift_remove("golang_time");
                members.values_mut().for_each(without_times);
            }
            Value::Array(items) => items.iter_mut().for_each(without_times),
            _ => {}
        }
    }
    let (old, new) = (official(), official());
    for (path, mut schema) in base().into_values() {
        without_times(&mut schema);
        old.write(&path, &schema.to_string());
    }
    let report = compare(&old, &new);
    // What upstream itself says of times, and nothing that a correction says.
    let changed: Vec<_> = report
        .changes()
        .iter()
        .map(|change| (change.subject(), change.kind))
        .collect();
    assert!(
        changed.contains(&("StreamInfo.created".to_owned(), "type changed")),
        "{report}"
    );
    for (subject, kind) in &changed {
        assert_eq!(*kind, "type changed", "{subject}");
        assert!(!subject.ends_with("Advisory.timestamp"), "{subject}");
        assert!(!subject.starts_with("DesiredClusterInfo"), "{subject}");
    }
    // What both sides lack is said once.
    let text = report.to_text(false);
    assert_eq!(
        text.matches("correction A34 refers to").count(),
        1,
        "{text}"
    );
    assert!(text.contains("Passed over in both"), "{text}");
}

/// A small set with one correction, pinned.
fn pinned() -> Set {
    let set = Set::new(&[
        ("thing.json", &schema("x.v1.thing", THING)),
        ("corrections.toml", CORRECTIONS),
    ]);
    assert!(grounds::pin(&Options::new(set.path()), &[]).unwrap());
    set
}

const THING: &str = r#""type": "object", "properties": {"n": {"type": "string", "pattern": "it's", "description": "Words."}}"#;
const CORRECTIONS: &str = r#"
[[correction]]
id = "C.1"
schema = "x.v1.thing"
op = "replace"
at = "/properties/n"
value = { type = "integer" }
why = "w"
evidence = "e"
servers = "s"
"#;

#[test]
fn a_base_that_was_edited_beneath_a_correction_generates_nothing() {
    let set = pinned();
    let options = Options::new(set.path());
    assert!(!grounds::is_stale(&options).unwrap() && !grounds::pin(&options, &[]).unwrap());
    generate(&options).unwrap();

    set.write(
        "thing.json",
        &schema("x.v1.thing", &THING.replace("Words.", "Other words.")),
    );
    generate(&options).unwrap();

    set.write(
        "thing.json",
        &schema("x.v1.thing", &THING.replace("it's", "its")),
    );
    let before = fs::read_to_string(set.path().join("grounds.toml")).unwrap();
    for error in [
        generate(&options).unwrap_err(),
        grounds::pin(&options, &[]).unwrap_err(),
        grounds::is_stale(&options).unwrap_err(),
    ] {
        let error = error.to_string();
        for part in [
            "grounds.toml",
            "correction C.1 at x.v1.thing#/properties/n",
            "--accept C.1",
            r#"was        {"pattern":"it's","type":"string"}"#,
            r#"is now     {"pattern":"its","type":"string"}"#,
            r#"corrected  {"type":"integer"}"#,
        ] {
            assert!(error.contains(part), "{part:?} is not in {error}");
        }
    }
    let file = set.path().join("grounds.toml");
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
    let error = grounds::pin(&options, &["C.2".to_owned()]).unwrap_err();
    assert!(
        error.to_string().contains("no correction \"C.2\""),
        "{error}"
    );
    assert!(grounds::pin(&options, &["C.1".to_owned()]).unwrap());
    generate(&options).unwrap();
}

#[test]
fn a_correction_that_is_gone_has_no_ground() {
    let set = pinned();
    set.write("corrections.toml", "");
    let options = Options::new(set.path());
    assert!(grounds::is_stale(&options).unwrap());
    assert!(grounds::pin(&options, &[]).unwrap());
    let text = fs::read_to_string(set.path().join("grounds.toml")).unwrap();
    assert!(!text.contains("C.1"), "{text}");
}

#[test]
fn grounds_that_are_not_what_was_written_are_named() {
    refuses(
        &[
            ("thing.json", &schema("x.v1.thing", THING)),
            ("corrections.toml", CORRECTIONS),
            (
                "grounds.toml",
                "[\"C.1\"]\n\"x.v1.thing#/properties/n\" = '{'",
            ),
        ],
        &["grounds.toml#/C.1/x.v1.thing#~1properties~1n", "not JSON"],
    );
}

#[test]
fn what_is_committed_pins_every_correction() {
    let options = Options::new(repository().join("schemas"));
    assert!(!grounds::is_stale(&options).unwrap());
    let pins: toml::Table = fs::read_to_string(repository().join("schemas/grounds.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let corrections: toml::Table =
        fs::read_to_string(repository().join("schemas/corrections.toml"))
            .unwrap()
            .parse()
            .unwrap();
    let ids = corrections["correction"].as_array().unwrap().iter();
    let ids = ids.map(|row| row["id"].as_str().unwrap().to_owned());
    let codes = read_official(&repository().join("schemas/extra/server/errors.json"));
    let codes = codes.as_array().unwrap().iter();
    let codes = codes.map(|row| row["error_code"].to_string());
    let all: BTreeSet<String> = ids.chain(codes).collect();
    assert_eq!(all, pins.keys().cloned().collect());
}

#[test]
fn a_code_that_upstream_changes_beneath_ours_is_named() {
    let code = |constant: &str, http: u32| {
        format!(r#"[{{"constant": "{constant}", "code": {http}, "error_code": 7}}]"#)
    };
    let set = |official: &str| {
        Set::new(&[
            ("thing.json", &schema("x.v1.thing", THING)),
            ("server/errors.json", official),
            ("extra/server/errors.json", &code("JSOursErr", 400)),
        ])
    };
    let options = |set: &Set| Options::new(set.path());
    let lacking = set("[]");
    let theirs = set(&code("JSTheirsErr", 400));
    let other = set(&code("JSTheirsErr", 409));
    for (old, new, values) in [
        (
            &lacking,
            &theirs,
            r#"none → {"code":400,"constant":"JSTheirsErr"}"#,
        ),
        (&theirs, &other, "400 → 409"),
    ] {
        let side = |set: &Set| Side::ours("s", options(set));
        let report = diff(&side(old), &side(new)).unwrap();
        let [change] = report.changes() else {
            unreachable!("{report}")
        };
        assert_eq!(
            (change.class, change.name.as_str()),
            (Class::Corrected, "7")
        );
        assert_eq!(change.values().replace("null", "none"), values);

        grounds::pin(&options(old), &[]).unwrap();
        let pins = fs::read_to_string(old.path().join("grounds.toml")).unwrap();
        new.write("grounds.toml", &pins);
        let error = generate(&options(new)).unwrap_err().to_string();
        assert!(
            error.contains("correction 7 at server/errors#/7"),
            "{error}"
        );
        assert!(grounds::pin(&options(new), &["7".to_owned()]).unwrap());
        generate(&options(new)).unwrap();
    }
    // One that both have alike changes nothing, as before.
    let same = set(&code("JSOursErrF", 400));
    let error = generate(&options(&same)).unwrap_err().to_string();
    assert!(error.contains("changes nothing"), "{error}");
}
