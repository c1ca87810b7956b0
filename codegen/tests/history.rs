//! The real history of the official schemas, where they are on this machine.
#![allow(clippy::unwrap_used)]

mod support;

use jsapi_codegen::Options;
use jsapi_codegen::diff::{Bump, Class, Group, Report, Side, diff};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use support::{Set, official, repository, schema};

const OLD: &str = "jsm.go-v0.3.0-2025-09-22";
const NEW: &str = "jsm.go-2026-08-20";

fn upstream(old: &Path, new: &Path) -> Report {
    let side = |name: &str, folder: &Path| {
        let options = Options::new(repository().join("schemas")).with_base(folder.join("factored"));
        Side::official(name, options)
    };
    diff(&side(OLD, old), &side(NEW, new)).unwrap()
}

#[test]
fn eleven_months_of_upstream_are_told_right() {
    let (Some(old), Some(new)) = (official(OLD), official(NEW)) else {
        return;
    };
    let report = upstream(&old, &new);
    assert_eq!(report.bump(), Bump::Major);
    let has = |class: Class, subject: &str, kind: &str, values: &str| {
        let found = report.changes().iter().any(|change| {
            change.class == class
                && change.subject() == subject
                && change.kind == kind
                && change.values() == values
        });
        assert!(
            found,
            "{class} {subject} {kind} {values}\nis not in\n{report}"
        );
    };
    use Class::{Additive, Callers, Documentation, Implementers};
    has(
        Callers,
        "stream_create",
        "reply type",
        "StreamInfo → StreamCreateResponse",
    );
    has(
        Additive,
        "consumer_reset",
        "operation added",
        "CONSUMER.RESET, since server 2.14.0",
    );
    has(
        Implementers,
        "consumer_unpin",
        "type on the wire",
        "io.nats.jetstream.api.v1.consumer_pause_response → io.nats.jetstream.api.v1.consumer_unpin_response",
    );
    has(
        Documentation,
        "consumer_info",
        "schema of the body",
        "none → consumer_info_request",
    );
    for advisory in ["MaxDeliverAdvisory", "NakAdvisory", "TerminatedAdvisory"] {
        has(
            Callers,
            &format!("{advisory}.stream_seq"),
            "type changed",
            "String → u64",
        );
    }
    has(Callers, "PeerInfo.observer", "field removed", "bool");
    has(Callers, "PeerInfo.active", "type changed", "f64 → Duration");
    has(Additive, "PeerInfo.peer", "field added", "Option<String>");
    has(
        Implementers,
        "PeerInfo.name",
        "bound",
        "no minLength → minLength 1",
    );
    has(
        Callers,
        "PubAck.count",
        "type changed",
        "Option<i64> → Option<u64>",
    );
    has(
        Callers,
        "StoredMessage.time",
        "type changed",
        "String → OffsetDateTime",
    );
    has(
        Callers,
        "StreamState.first_ts",
        "type changed",
        "Option<String> → Option<OffsetDateTime>",
    );
    has(
        Callers,
        "StreamState.last_ts",
        "type changed",
        "Option<String> → Option<OffsetDateTime>",
    );
    has(
        Callers,
        "ConsumerInfo.config",
        "optional",
        "required → optional",
    );
    has(Callers, "Republish.src", "optional", "required → optional");
    has(
        Callers,
        "StreamConfig.template_owner",
        "field removed",
        "Option<String>",
    );
    has(
        Additive,
        "StreamConfig.allow_batched",
        "field added",
        "bool",
    );
    has(
        Implementers,
        "StreamConfig.num_replicas",
        "bound",
        "minimum 1 → minimum 0",
    );
    has(Additive, "ConsumerConfig.sourcing", "field added", "bool");
    has(Additive, "AckPolicy.flow_control", "value added", "");
    has(
        Additive,
        "AccountInfo.reserved_memory",
        "field added",
        "Option<u64>",
    );
    has(
        Additive,
        "AccountInfo.reserved_storage",
        "field added",
        "Option<u64>",
    );
    has(
        Additive,
        "StreamInfo.domain",
        "field added",
        "Option<String>",
    );
    has(
        Additive,
        "StreamSource.consumer",
        "field added",
        "Option<StreamConsumerSource>",
    );
    has(
        Additive,
        "StreamConsumerSource",
        "type added",
        "name, deliver_subject",
    );
    has(
        Additive,
        "StreamSnapshotRequest.window_size",
        "field added",
        "Option<u64>",
    );
    has(
        Additive,
        "StreamCreateResponse",
        "type added",
        "StreamInfo, did_create",
    );
    let added = report
        .changes()
        .iter()
        .filter(|change| change.kind == "code added");
    assert_eq!(added.count(), 26);
    assert_eq!(report.count(Callers), 13, "{report}");
    assert_eq!(report.count(Implementers), 3, "{report}");
}

/// Compares the files themselves and knows nothing of types: whatever changed
/// has to be in the report, and nothing else.
#[test]
fn what_the_files_themselves_differ_in_is_what_is_told() {
    let (Some(old), Some(new)) = (official(OLD), official(NEW)) else {
        return;
    };
    let mut raw = BTreeSet::new();
    let files = |folder: &Path| support::json_files(&folder.join("factored"));
    let names: BTreeSet<_> = files(&old).into_iter().chain(files(&new)).collect();
    for name in names {
        let read = |folder: &Path| {
            let file = folder.join("factored").join(&name);
            file.exists().then(|| support::read_official(&file))
        };
        match (read(&old), read(&new)) {
            (Some(old), Some(new)) => compare(&old, &new, &name, &mut raw),
            _ => {
                raw.insert((name.clone(), String::new()));
            }
        }
    }
    // What the schemas say in another way, and what is the same for it.
    let same: BTreeSet<(&str, &str)> = [
        // A local reference written as one to its own file, and a type beside a
        // reference that has it anyway.
        (
            "jetstream/api/v1/definitions.json",
            "consumer_configuration.max_bytes",
        ),
        (
            "jetstream/api/v1/definitions.json",
            "consumer_configuration.num_replicas",
        ),
        (
            "jetstream/api/v1/definitions.json",
            "stream_configuration.first_seq",
        ),
    ]
    .into();
    let report = upstream(&old, &new);
    let told: BTreeSet<String> = report
        .changes()
        .iter()
        .filter(|change| change.kind != "described anew")
        .filter(|change| change.group != Group::Error)
        .flat_map(|change| {
            let name = change.name.to_lowercase();
            change.member.clone().into_iter().chain([name])
        })
        .collect();
    let raw: BTreeSet<_> = raw
        .into_iter()
        .filter(|(file, place)| !same.contains(&(file.as_str(), place.as_str())))
        .collect();
    assert!(raw.len() > 30, "{raw:?}");
    for (file, place) in &raw {
        let member = place.rsplit('.').next().unwrap_or_default();
        let stem = Path::new(file)
            .file_stem()
            .unwrap()
            .to_string_lossy()
            .replace(['_'], "");
        let found = match (place.as_str(), member) {
            // A file that came: its operation or type did.
            ("", _) => told.iter().any(|told| {
                told.replace('_', "").contains(
                    stem.trim_end_matches("request")
                        .trim_end_matches("response"),
                )
            }),
            (_, "type") => told.contains("consumer_unpin"),
            (_, "did_create") => told.contains("streamcreateresponse"),
            (_, "required") => true,
            (place, member) => {
                told.contains(member)
                    || told.contains(&member.replace('_', ""))
                    || told.contains(&place.replace(['_', '.'], ""))
            }
        };
        assert!(found, "{file} {place} is not told in\n{report}");
    }
    let changed: BTreeSet<&str> = raw
        .iter()
        .map(|(_, place)| place.rsplit('.').next().unwrap_or_default())
        .collect();
    for change in report.changes() {
        let known = match (change.kind, &change.member) {
            ("described anew" | "code added", _) => true,
            ("value added", _) => changed.contains("ack_policy"),
            ("optional", Some(_)) => changed.contains("required"),
            (_, Some(member)) => changed.contains(member.as_str()),
            (
                "operation added" | "type added" | "reply type" | "type on the wire"
                | "schema of the body",
                None,
            ) => true,
            _ => false,
        };
        assert!(
            known,
            "{} {} is not in the files",
            change.kind,
            change.subject()
        );
    }
}

/// The places, by definition and property, whose facts differ.
fn compare(old: &Value, new: &Value, file: &str, found: &mut BTreeSet<(String, String)>) {
    fn walk(
        old: Option<&Value>,
        new: Option<&Value>,
        place: &str,
        file: &str,
        found: &mut BTreeSet<(String, String)>,
    ) {
        let words = ["description", "$comment", "deprecationMessage"];
        match (old, new) {
            (Some(Value::Object(a)), Some(Value::Object(b))) => {
                let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
                for key in keys {
                    let is_words = words.contains(&key.as_str())
                        && [a.get(key), b.get(key)]
                            .iter()
                            .flatten()
                            .all(|value| value.is_string());
                    if is_words {
                        continue;
                    }
                    let transparent = [
                        "properties",
                        "definitions",
                        "oneOf",
                        "allOf",
                        "items",
                        "type",
                        "$ref",
                        "minimum",
                        "maximum",
                        "minLength",
                        "enum",
                        "const",
                        "default",
                        "additionalProperties",
                    ];
                    let inside =
                        if transparent.contains(&key.as_str()) && !place.ends_with(".properties") {
                            place.to_owned()
                        } else {
                            format!("{place}.{key}")
                        };
                    walk(
                        a.get(key),
                        b.get(key),
                        inside.trim_start_matches('.'),
                        file,
                        found,
                    );
                }
            }
            (Some(Value::Array(a)), Some(Value::Array(b)))
                if a.len() == b.len() && a.iter().any(Value::is_object) =>
            {
                for (a, b) in a.iter().zip(b) {
                    walk(Some(a), Some(b), place, file, found);
                }
            }
            (a, b) if a != b => {
                found.insert((file.to_owned(), place.to_owned()));
            }
            _ => {}
        }
    }
    walk(Some(old), Some(new), "", file, found);
}

/// Schemas of other years had less, and some of what they had is gone.
#[test]
fn sets_of_any_year_are_compared_without_a_crash() {
    let (Some(old), Some(new)) = (official(OLD), official(NEW)) else {
        return;
    };
    let tables = repository().join("schemas");
    let files = support::json_files(&old.join("factored"));
    let set = Set::new(&[]);
    for name in &files {
        let text = fs::read_to_string(old.join("factored").join(name)).unwrap();
        set.write(name, &text);
    }
    let side =
        |name: &str, base: &Path| Side::official(name, Options::new(&tables).with_base(base));
    let compare = |set: &Set| {
        diff(
            &side("old", set.path()),
            &side("new", &new.join("factored")),
        )
        .unwrap()
    };
    let full = compare(&set).changes().len();

    // Whole files that came later, one after the other.
    for name in files.iter().filter(|name| {
        ["pause", "unpin", "pinned", "batch", "reset", "stepdown"]
            .iter()
            .any(|part| name.contains(part))
    }) {
        fs::remove_file(set.path().join(name)).unwrap();
    }
    let fewer = compare(&set);
    assert!(fewer.changes().len() > full);
    assert!(
        fewer
            .changes()
            .iter()
            .any(|change| change.kind == "operation added" && change.name == "consumer_pause")
    );

    // Definitions that came later, those of 2023 among them, and one that is gone.
    let path = "jetstream/api/v1/definitions.json";
    let mut definitions = support::read_official(&set.path().join(path));
    for (owner, members) in [
        (
            "stream_configuration",
            vec![
                "compression",
                "subject_transform",
                "consumer_limits",
                "metadata",
                "allow_msg_ttl",
                "subject_delete_marker_ttl",
                "allow_atomic",
                "persist_mode",
            ],
        ),
        (
            "consumer_configuration",
            vec![
                "name",
                "filter_subjects",
                "metadata",
                "pause_until",
                "priority_groups",
                "priority_policy",
                "priority_timeout",
            ],
        ),
        (
            "consumer_info",
            vec!["paused", "pause_remaining", "priority_groups", "ts"],
        ),
        ("stream_source", vec!["subject_transforms"]),
        ("peer_info", vec!["observer"]),
    ] {
        let owner = definitions["definitions"][owner]["properties"]
            .as_object_mut()
            .unwrap();
        for member in members {
            owner.shift_remove(member);
        }
    }
    definitions["definitions"]["placement"]["required"] = json!(["cluster"]);
    definitions["definitions"]["stream_template_info"] = json!({"type": "object", "required": ["config"], "properties": {
        "config": {"$ref": "#/definitions/stream_configuration"}, "streams": {"type": "array", "items": {"type": "string"}}}});
    set.write(path, &definitions.to_string());
    set.write(
        "jetstream/api/v1/stream_template_info_response.json",
        &schema(
            "io.nats.jetstream.api.v1.stream_template_info_response",
            r##""type": "object", "oneOf": [{"$ref": "definitions.json#/definitions/stream_template_info"}, {"$ref": "definitions.json#/definitions/error_response"}],
            "properties": {"type": {"type": "string", "const": "io.nats.jetstream.api.v1.stream_template_info_response"}}"##,
        ),
    );
    let older = compare(&set);
    let told = |subject: &str, kind: &str| {
        older
            .changes()
            .iter()
            .any(|change| change.subject() == subject && change.kind == kind)
    };
    assert!(told("StreamConfig.compression", "field added"), "{older}");
    assert!(
        told("ConsumerConfig.filter_subjects", "field added"),
        "{older}"
    );
    assert!(told("StreamTemplateInfo", "type removed"), "{older}");
    assert!(told("Placement.cluster", "optional"), "{older}");

    // What nothing can be made of is passed over, and said.
    for (pointer, strange) in [
        (
            "/definitions/stream_state/properties/bytes",
            json!({"type": ["string", "integer"]}),
        ),
        (
            "/definitions/stream_state/properties/lost",
            json!({"anyOf": []}),
        ),
        (
            "/definitions/cluster_info/properties/name",
            json!({"type": "string", "format": "hostname"}),
        ),
        (
            "/definitions/sequence_info",
            json!({"oneOf": [{"type": "object", "properties": {}}, {"type": "object", "properties": {}}]}),
        ),
        (
            "/definitions/placement",
            json!({"type": "object", "properties": {"a-b": {"type": "string"}, "a_b": {"type": "string"}, "-": {"type": "string"}}, "required": ["z"]}),
        ),
    ] {
        let mut strange_definitions = definitions.clone();
        *strange_definitions.pointer_mut(pointer).unwrap() = strange;
        set.write(path, &strange_definitions.to_string());
        let report = compare(&set);
        assert!(
            report.notes()[0].len() > older.notes()[0].len(),
            "{pointer}"
        );
    }
}

/// Whatever official schemas lack or have instead, there is a report.
#[test]
fn any_member_or_definition_may_be_missing() {
    let Some(new) = official(NEW) else {
        return;
    };
    let tables = repository().join("schemas");
    let set = Set::new(&[]);
    for name in support::json_files(&new.join("factored")) {
        let text = fs::read_to_string(new.join("factored").join(&name)).unwrap();
        set.write(&name, &text);
    }
    let path = "jetstream/api/v1/definitions.json";
    let whole = support::read_official(&set.path().join(path));
    let mut places = Vec::new();
    for (definition, schema) in whole["definitions"].as_object().unwrap() {
        places.push(format!("/definitions/{definition}"));
        for member in schema["properties"].as_object().into_iter().flatten() {
            places.push(format!("/definitions/{definition}/properties/{}", member.0));
        }
    }
    assert!(places.len() > 250);
    let side =
        |name: &str, base: &Path| Side::official(name, Options::new(&tables).with_base(base));
    // Each of them takes a while in a debug build, and one is much like another.
    for place in places.iter().step_by(11) {
        let mut less = whole.clone();
        let (parent, key) = place.rsplit_once('/').unwrap();
        less.pointer_mut(parent)
            .and_then(Value::as_object_mut)
            .unwrap()
            .shift_remove(key);
        set.write(path, &less.to_string());
        let report = diff(
            &side("old", set.path()),
            &side("new", &new.join("factored")),
        )
        .unwrap();
        let told = !report.changes().is_empty() || !report.notes()[0].is_empty();
        assert!(told, "{place}");
    }
}
