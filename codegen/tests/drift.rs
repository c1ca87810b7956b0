//! What servers say is what the bindings know; what the corrections are for is found.
#![allow(clippy::unwrap_used)]

mod support;

use jsapi_codegen::Options;
use jsapi_codegen::drift::{Checker, Finding, Kind, Report};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use support::{Set, repository, schema};

fn ours() -> Options {
    Options::new(repository().join("schemas"))
}

/// Recorded replies and events of one server, by the name of its files.
fn recorded(name: &str) -> Vec<Value> {
    let folder = repository().join("jsapi/tests/recorded/servers");
    let mut lines = Vec::new();
    for file in [format!("{name}.jsonl"), format!("{name}-events.jsonl")] {
        let text = fs::read_to_string(folder.join(file)).unwrap();
        lines.extend(text.lines().map(|line| serde_json::from_str(line).unwrap()));
    }
    lines
}

fn check(options: &Options, recorded: &[Value]) -> Report {
    let mut checker = Checker::new(options).unwrap();
    for recording in recorded {
        if let Some(event) = recording.get("payload").and_then(Value::as_str) {
            checker
                .event(&serde_json::from_str(event).unwrap())
                .unwrap();
            continue;
        }
        let operation = recording["operation"].as_str().unwrap();
        let reply = recording["response"].as_str().unwrap_or_default();
        let known = operation == "publish"
            || ![
                "ack",
                "fast_batch",
                "stream_restore_eof",
                "unknown_endpoint",
            ]
            .contains(&operation);
        if let (true, "json", Ok(reply)) = (
            known,
            recording["reply_kind"].as_str().unwrap(),
            serde_json::from_str(reply),
        ) {
            checker.reply(operation, &reply).unwrap();
        }
    }
    checker.report().unwrap()
}

#[test]
fn recorded_replies_of_every_server_are_known() {
    let folder = repository().join("jsapi/tests/recorded/servers");
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().file_name().to_string_lossy().into_owned();
        let name = file.strip_suffix(".jsonl").unwrap();
        if !name.ends_with("-events") {
            names.push(name.to_owned());
        }
    }
    assert!(names.len() >= 6, "{names:?}");
    for name in &names {
        let report = check(&ours(), &recorded(name));
        assert!(report.findings().is_empty(), "{name}: {report}");
        assert!(report.documents() > 90, "{name}: {}", report.documents());
    }
}

/// What was found, without what it was and how often.
fn places(report: &Report) -> BTreeSet<(Kind, String, String)> {
    let place = |finding: &Finding| {
        let schema = finding.schema.rsplit('.').next().unwrap().to_owned();
        (finding.kind, schema, finding.path.clone())
    };
    report.findings().iter().map(place).collect()
}

/// What the corrections are for, as far as one server of 2.15.1 shows it.
const ALONE: &[(Kind, &str, &str)] = &[
    (Kind::Field, "stream_names_response", "streams"),
    (Kind::Missing, "consumer_unpin_response", "error.error"),
    (Kind::Field, "consumer_unpin_response", "error.err_code"),
    (Kind::Field, "stream_info_response", "sources[].seq"),
    (Kind::Missing, "consumer_group_pinned", "server"),
    (Kind::Missing, "consumer_group_unpinned", "server"),
    (Kind::Disagreement, "nak", "consumer_seq"),
    (Kind::Disagreement, "terminated", "consumer_seq"),
    (Kind::Field, "snapshot_create", "state"),
    (Kind::Missing, "snapshot_create", "blocks"),
    (Kind::Missing, "snapshot_create", "block_size"),
    (Kind::Field, "api_audit", "domain"),
    (Kind::Field, "consumer_action", "domain"),
    (Kind::Field, "stream_action", "domain"),
    (Kind::Field, "max_deliver", "domain"),
    (Kind::Field, "restore_create", "domain"),
    (Kind::Field, "restore_complete", "domain"),
    (Kind::Field, "snapshot_create", "domain"),
    (Kind::Field, "snapshot_complete", "domain"),
    (Kind::Field, "consumer_ack", "domain"),
];

/// The same for a cluster, and for older servers.
const TOGETHER: &[(Kind, &str, &str)] = &[
    (Kind::Field, "stream_info_response", "cluster.desired"),
    (Kind::Disagreement, "stream_leader_elected", "replicas"),
    (Kind::Disagreement, "consumer_leader_elected", "replicas"),
    (Kind::Disagreement, "stream_quorum_lost", "replicas"),
    (Kind::Disagreement, "consumer_quorum_lost", "replicas"),
    (Kind::Field, "stream_leader_elected", "account"),
];

fn assert_finds(report: &Report, expected: &[(Kind, &str, &str)]) {
    let found = places(report);
    for (kind, schema, path) in expected {
        let place = (*kind, (*schema).to_owned(), (*path).to_owned());
        assert!(found.contains(&place), "{place:?} is not in\n{report}");
    }
}

#[test]
fn recorded_replies_show_what_the_corrections_are_for() {
    let uncorrected = ours().without_corrections();
    let together = check(&uncorrected, &recorded("2.15.1-cluster"));
    assert_finds(&together, TOGETHER);
    let limits = check(&uncorrected, &recorded("2.10.26"));
    let found = places(&limits);
    let below = found
        .iter()
        .find(|(kind, _, path)| *kind == Kind::Disagreement && path.ends_with("max_msgs"));
    assert!(below.is_some(), "{limits}");
}

/// The findings of one reply to `look` and one event of a small set.
fn findings(reply: &Value) -> Vec<(Kind, String, String)> {
    let set = Set::new(&[
        (
            "definitions.json",
            &schema(
                "x.v1.definitions",
                r##""definitions": {
                "error_response": {"type": "object", "required": ["error"], "properties": {"error": {"$ref": "#/definitions/api_error"}}},
                "api_error": {"type": "object", "required": ["code"], "properties": {"code": {"type": "integer"}, "err_code": {"type": "integer", "minimum": 0}}},
                "part": {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer", "minimum": 0, "maximum": 9}, "at": {"type": "string", "format": "date-time"}}}}"##,
            ),
        ),
        (
            "look_response.json",
            &schema(
                "x.v1.look_response",
                r##""type": "object", "required": ["type"], "oneOf": [{"$ref": "definitions.json#/definitions/error_response"},
                {"type": "object", "required": ["seen"], "properties": {
                    "seen": {"type": "boolean"},
                    "how": {"type": "string", "enum": ["well", "badly"]},
                    "part": {"$ref": "definitions.json#/definitions/part"},
                    "parts": {"type": "array", "items": {"$ref": "definitions.json#/definitions/part"}},
                    "names": {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}}}}],
                "properties": {"type": {"type": "string", "const": "x.v1.look_response"}}"##,
            ),
        ),
        ("rust.toml", "error_arm = \"error_response\""),
        (
            "endpoints.toml",
            "[[endpoint]]\noperation = \"look\"\nverb = \"LOOK\"\nsubject = \"LOOK\"\nresponse = \"x.v1.look_response\"\nreply = \"json\"\nbody = \"empty\"\nsince = \"1\"\ncaller = \"account\"\nretry = \"safe\"\ndoc = \"d\"",
        ),
        (
            "server/errors.json",
            r#"[{"constant": "JSAErr", "code": 400, "error_code": 1}]"#,
        ),
    ]);
    let mut checker = Checker::new(&Options::new(set.path())).unwrap();
    checker.reply("look", reply).unwrap();
    let report = checker.report().unwrap();
    let findings = report.findings().iter();
    findings
        .map(|finding| (finding.kind, finding.path.clone(), finding.what.clone()))
        .collect()
}

#[test]
fn each_kind_of_drift_is_told_with_its_place() {
    let kind = "x.v1.look_response";
    let good = json!({"type": kind, "seen": true, "how": "well", "part": {"n": 3, "at": "2026-01-01T00:00:00Z"}, "parts": null, "names": {"a": "b"}});
    assert!(findings(&good).is_empty());
    let failed = json!({"type": kind, "error": {"code": 400, "err_code": 1}, "seen": null});
    assert!(findings(&failed).is_empty());
    for (change, expected, path, what) in [
        (
            json!({"type": "x.v1.other"}),
            Kind::Type,
            "type",
            "\"x.v1.other\"",
        ),
        (json!({"new": 1}), Kind::Field, "new", "integer"),
        (
            json!({"part": {"n": 1, "new": []}}),
            Kind::Field,
            "part.new",
            "array",
        ),
        (
            json!({"parts": [{"n": 1}, {"n": 1, "new": {}}]}),
            Kind::Field,
            "parts[].new",
            "object",
        ),
        (json!({"how": "soon"}), Kind::Value, "how", "\"soon\""),
        (
            json!({"error": {"code": 400, "err_code": 7}}),
            Kind::Code,
            "error.err_code",
            "7",
        ),
        (
            json!({"part": {}}),
            Kind::Missing,
            "part.n",
            "required and not there",
        ),
        (
            json!({"seen": "yes"}),
            Kind::Disagreement,
            "seen",
            "string, not boolean",
        ),
        (
            json!({"seen": null}),
            Kind::Disagreement,
            "seen",
            "null, not boolean",
        ),
        (
            json!({"part": [1]}),
            Kind::Disagreement,
            "part",
            "array, not object",
        ),
        (
            json!({"part": {"n": 10}}),
            Kind::Disagreement,
            "part.n",
            "above its maximum",
        ),
        (
            json!({"part": {"n": -1}}),
            Kind::Disagreement,
            "part.n",
            "below its minimum",
        ),
        (
            json!({"part": {"n": 1.5}}),
            Kind::Disagreement,
            "part.n",
            "number, not integer",
        ),
        (
            json!({"part": {"n": 1, "at": "yesterday"}}),
            Kind::Disagreement,
            "part.at",
            "no time",
        ),
        (
            json!({"names": {"a": ""}}),
            Kind::Disagreement,
            "names.*",
            "shorter than its minLength",
        ),
    ] {
        let mut reply = good.clone();
        for (member, value) in change.as_object().unwrap() {
            reply[member] = value.clone();
        }
        let expected = (expected, path.to_owned(), what.to_owned());
        assert_eq!(findings(&reply), [expected], "{change}");
    }
}

#[test]
fn an_event_of_an_unknown_type_is_told_and_what_was_never_seen_is_no_drift() {
    let mut checker = Checker::new(&ours()).unwrap();
    checker
        .event(&json!({"type": "io.nats.jetstream.advisory.v1.brand_new", "id": "x"}))
        .unwrap();
    checker.event(&json!({"no": "type"})).unwrap();
    let report = checker.report().unwrap();
    assert_eq!(report.findings().len(), 2);
    assert!(
        report
            .findings()
            .iter()
            .all(|finding| finding.kind == Kind::Type)
    );
    assert!(report.to_string().contains("brand_new"));
    assert!(report.never_seen()["stream_configuration"].contains(&"allow_direct".to_owned()));
    assert!(report.never_asked().contains(&"stream_info".to_owned()));
    assert_eq!(report.to_json()["findings"][0]["kind"], "unknown type");
}

/// What a live server says.
mod live {
    use super::{ALONE, assert_finds, ours};
    use jsapi_codegen::Options;
    use jsapi_codegen::drift::{Checker, Login, Recording, Report, record};
    use jsapi_test_server::{Cluster, Server, User, Version, raw};
    use std::process::Command;

    fn start(version: Version) -> Server {
        let options = jsapi_test_server::Options::new()
            .version(version)
            .domain("hub");
        Server::start(&options).unwrap()
    }

    fn ask(server: &Server, exercise: bool) -> Recording {
        let login = Login {
            url: server.url(),
            credentials: None,
        };
        let system = login_as_system(&login);
        record(&login, Some(&system), &ours(), exercise).unwrap()
    }

    fn login_as_system(login: &Login) -> Login {
        Login {
            url: login.url.replace("nats://", "nats://sys:sys@"),
            credentials: None,
        }
    }

    /// Compares with the schemas and with recorded replies.
    fn check(recording: &Recording) -> Report {
        let folder = super::repository().join("jsapi/tests/recorded/servers");
        let before = Recording::nearest(&folder, recording).unwrap();
        report_of(&ours(), recording, before.as_ref())
    }

    fn report_of(options: &Options, now: &Recording, before: Option<&Recording>) -> Report {
        let mut checker = Checker::new(options).unwrap();
        checker.recording(now, before).unwrap();
        checker.report().unwrap()
    }

    #[test]
    fn the_newest_server_is_known_and_without_corrections_it_would_not_be() {
        let server = start(Version::V2_15_1);
        let reading = ask(&server, false);
        let report = check(&reading);
        assert!(report.findings().is_empty(), "{report}");
        assert_eq!(reading.server, "2.15.1");

        let recording = ask(&server, true);
        let report = check(&recording);
        assert!(report.findings().is_empty(), "{report}");
        assert!(
            report.documents() > 150 && recording.events.len() > 50,
            "{report}"
        );
        assert_eq!(report.never_asked(), [""; 0], "{report}");
        assert_finds(
            &report_of(&ours().without_corrections(), &recording, None),
            ALONE,
        );

        // Nothing is left of it.
        let info = raw::request(&server.url(), User::A, "$JS.API.INFO", b"").unwrap();
        assert_eq!(info.json().unwrap()["streams"], 0);
    }

    #[test]
    fn a_cluster_is_known_too() {
        let cluster = Cluster::start(Version::V2_15_1, 3).unwrap();
        let login = Login {
            url: cluster.url(0),
            credentials: None,
        };
        let system = login_as_system(&login);
        let recording = record(&login, Some(&system), &ours(), true).unwrap();
        let report = check(&recording);
        assert!(report.findings().is_empty(), "{report}");
        assert!(report.documents() > 150, "{report}");
        assert_eq!(report.never_asked(), [""; 0], "{report}");
        let is_replicated = |reply: &serde_json::Value| {
            let replicas = reply.pointer("/cluster/replicas");
            replicas
                .and_then(|replicas| replicas.as_array())
                .is_some_and(|all| all.len() == 2)
        };
        for operation in ["stream_info", "consumer_info"] {
            let mut replies = recording.replies.iter();
            assert!(
                replies.any(|(name, reply)| name == operation && is_replicated(reply)),
                "{operation}"
            );
        }
        let info = raw::request(&cluster.url(0), User::A, "$JS.API.INFO", b"").unwrap();
        assert_eq!(info.json().unwrap()["streams"], 0);
    }

    #[test]
    fn the_oldest_server_is_known_too() {
        let recording = ask(&start(Version::V2_10_26), true);
        let report = check(&recording);
        assert!(report.findings().is_empty(), "{report}");
        assert!(report.documents() > 100, "{report}");
    }

    #[test]
    fn the_exit_status_says_whether_there_is_drift() {
        let server = start(Version::V2_15_1);
        let run = |arguments: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_jsapi-codegen"));
            let output = command
                .current_dir(super::repository())
                .arg("drift")
                .args(arguments)
                .output()
                .unwrap();
            let text = String::from_utf8(output.stdout).unwrap();
            (
                output.status.code(),
                text,
                String::from_utf8(output.stderr).unwrap(),
            )
        };
        let url = server.url();
        let (code, text, _) = run(&["--server", &url, "--json"]);
        assert_eq!(code, Some(0), "{text}");
        let report: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(report["findings"], serde_json::json!([]));
        let (code, text, _) = run(&["--server", &url, "--uncorrected"]);
        assert_eq!(code, Some(1), "{text}");
        assert!(text.contains("stream_names_response streams"), "{text}");
        let (code, _, fault) = run(&["--server", "nats://user:secret@127.0.0.1:1"]);
        assert_eq!(code, Some(2));
        assert!(
            fault.contains("127.0.0.1:1") && !fault.contains("secret"),
            "{fault}"
        );
        let (code, text, _) = run(&[
            "--server",
            &url,
            "--system",
            &url.replace("//", "//sys:sys@"),
        ]);
        assert_eq!(code, Some(0), "{text}");
        let no_jetstream = url.replace("nats://", "nats://n:n@");
        let (code, _, fault) = run(&["--server", &no_jetstream]);
        assert_eq!(code, Some(2));
        assert!(fault.contains("INFO"), "{fault}");
    }
    #[test]
    fn an_operation_that_falls_silent_ends_with_status_1() {
        let accounts = r#"accounts {
            A: { jetstream: enabled, users: [ { user: a, password: a, permissions: { publish: { deny: [ "$JS.API.STREAM.LIST" ] } } } ] }
            SYS: { users: [ { user: sys, password: sys } ] }
        }
        system_account: SYS
        no_auth_user: a"#;
        let options = jsapi_test_server::Options::new().accounts(accounts);
        let server = Server::start(&options).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_jsapi-codegen"))
            .current_dir(super::repository())
            .args(["drift", "--server", &server.url()])
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("no reply       stream_list"), "{text}");
        assert_eq!(output.status.code(), Some(1), "{text}");
    }
}
