//! Two states of a git repository are compared, at once or from tag to tag.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use support::{Set, checkout, read_official, repository};
use tempfile::TempDir;

const DEFINITIONS: &str = "schema_source/jetstream/api/v1/definitions.json";

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=n", "-c", "user.email=n@example.invalid"];
    let output = Command::new("git")
        .current_dir(folder)
        .args(identity)
        .args(["-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
}

fn commit(folder: &Path, tags: &[&str]) {
    git(folder, &["add", "."]);
    git(
        folder,
        &["commit", "--quiet", "--allow-empty", "--message", "m"],
    );
    for tag in tags {
        git(folder, &["tag", tag]);
    }
}

fn edit(folder: &Path, change: impl FnOnce(&mut Value)) {
    let file = folder.join(DEFINITIONS);
    let mut value = read_official(&file);
    change(&mut value);
    fs::write(file, value.to_string()).unwrap();
}

/// A repository of official schemas with five tags: 2 has a field and a value, 3 and
/// 3-again are one commit that changes no schema, 4 has lost the field.
fn upstream() -> TempDir {
    let folder = checkout();
    let at = folder.path();
    git(at, &["init", "--quiet", "--initial-branch", "main"]);
    commit(at, &["v1"]);
    let place = "/definitions/placement/properties";
    edit(at, |schema| {
        let members = schema.pointer_mut(place).unwrap();
        members["shine"] = json!({"type": "string", "enum": ["dim"]});
        let mode = "/definitions/stream_configuration/properties/retention/enum";
        let values = schema.pointer_mut(mode).unwrap().as_array_mut();
        values.unwrap().push(json!("forever"));
    });
    commit(at, &["v2"]);
    fs::write(at.join("README.md"), "Hello.").unwrap();
    commit(at, &["v3", "v3-again"]);
    edit(at, |schema| {
        let members = schema.pointer_mut(place).unwrap().as_object_mut();
        members.unwrap().shift_remove("shine");
    });
    commit(at, &["v4"]);
    folder
}

fn run(at: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jsapi-codegen"))
        .current_dir(at)
        .args(arguments)
        .output()
        .unwrap()
}

/// What the program prints about the repository at `from`.
fn told(from: &Path, arguments: &[&str]) -> String {
    let repo = from.to_str().unwrap();
    let all = [&["diff", "--repo", repo], arguments].concat();
    let output = run(&repository(), &all);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_range_is_compared_as_one() {
    let upstream = upstream();
    let whole = told(upstream.path(), &["v1..v4"]);
    assert!(whole.starts_with("v1 → v4\n1 additive\n"), "{whole}");
    assert!(whole.contains("value added forever"), "{whole}");
    assert!(!whole.contains("shine"), "{whole}");
    // Up to the newest state, where no other is named.
    let newest = told(upstream.path(), &["v2.."]);
    assert!(newest.contains("field removed shine"), "{newest}");

    let bare = TempDir::new().unwrap();
    let from = upstream.path().to_str().unwrap();
    git(bare.path(), &["clone", "--quiet", "--bare", from, "bare"]);
    assert_eq!(told(&bare.path().join("bare"), &["v1..v4"]), whole);
}

#[test]
fn a_range_by_steps_is_a_changelog() {
    let upstream = upstream();
    let steps: Value =
        serde_json::from_str(&told(upstream.path(), &["v1..v4", "--steps", "--json"])).unwrap();
    let names = |step: &Value| format!("{} {}", step["old"], step["new"]).replace('"', "");
    let all = steps["steps"].as_array().unwrap();
    let states: Vec<String> = all.iter().map(names).collect();
    assert_eq!(states, ["v1 v2", "v2 v3", "v3 v4"]);
    assert_eq!(all[1]["changes"], json!([]));

    let log = told(upstream.path(), &["v1..v4", "--steps", "--markdown"]);
    let place = |text: &str| {
        log.find(text)
            .unwrap_or_else(|| unreachable!("{text}: {log}"))
    };
    assert!(place("\n## v4\n") < place("field removed"), "{log}");
    assert!(place("field removed") < place("\n## v3\n"), "{log}");
    assert!(place("\n## v3\n") < place("\n## v2\n"), "{log}");
    assert!(
        place("\n## v2\n") < place("- `RetentionPolicy.forever` value added"),
        "{log}"
    );
    assert!(told(upstream.path(), &["v1..v4", "--steps"]).contains("v2 → v3\nno difference"));
}

#[test]
fn what_happened_to_a_thing_is_told_with_the_tag_it_came_with() {
    let upstream = upstream();
    let since = |subject: &str| told(upstream.path(), &["v1..v4", "--since", subject]);
    for (subject, expected) in [
        (
            "RetentionPolicy.forever",
            "v2: RetentionPolicy.forever value added\n",
        ),
        (
            "Placement.shine",
            "v2: Placement.shine field added: Option<PlacementShine>\nv4: Placement.shine field removed: Option<PlacementShine>\n",
        ),
        (
            "PlacementShine.dim",
            "v2: PlacementShine type added: dim\nv4: PlacementShine type removed\n",
        ),
        ("StreamConfig.name", "v1: StreamConfig.name is there\n"),
        ("stream_info", "v1: stream_info is there\n"),
        ("STREAM_NOT_FOUND", "v1: STREAM_NOT_FOUND is there\n"),
        ("10059", "v1: 10059 is there\n"),
    ] {
        assert_eq!(since(subject), expected);
    }
}

#[test]
fn a_gate_stops_at_any_step() {
    let upstream = upstream();
    let repo = upstream.path().to_str().unwrap();
    let status = |more: &[&str]| {
        let all = [
            &["diff", "v1..v4", "--repo", repo, "--fail-on", "callers"],
            more,
        ]
        .concat();
        run(&repository(), &all).status.code()
    };
    // The field came and went.
    assert_eq!(status(&[]), Some(0));
    assert_eq!(status(&["--steps"]), Some(1));
}

#[test]
fn links_in_a_state_are_no_files() {
    let upstream = upstream();
    let before = told(upstream.path(), &["v1..v4"]);
    let secret = Set::new(&[("secret.json", "{")]);
    let secret = secret.path().join("secret.json");
    let tree = upstream.path().join("schema_source/jetstream/api/v1");
    // What git has as a link, whatever the system makes of it.
    fs::write(tree.join("link.json"), secret.to_str().unwrap()).unwrap();
    let path = "schema_source/jetstream/api/v1/link.json";
    let object = Command::new("git")
        .current_dir(upstream.path())
        .args(["hash-object", "-w", path])
        .output()
        .unwrap();
    let object = String::from_utf8(object.stdout).unwrap();
    let entry = format!("120000,{},{path}", object.trim());
    git(
        upstream.path(),
        &["update-index", "--add", "--cacheinfo", &entry],
    );
    git(upstream.path(), &["commit", "--quiet", "--message", "m"]);
    git(upstream.path(), &["tag", "v5"]);
    assert_eq!(
        told(upstream.path(), &["v1..v5"]),
        before.replace("v4", "v5")
    );
}

#[test]
fn states_of_this_repository_are_compared_too() {
    let root = Set::new(&[
        ("schemas/rust.toml", "include = [\"thing.json\"]"),
        ("schemas/endpoints.toml", ""),
    ]);
    let at = root.path();
    git(at, &["init", "--quiet", "--initial-branch", "main"]);
    for (tag, members) in [("one", ""), ("two", r#""n": {"type": "integer"}"#)] {
        let members = format!(r#""type": "object", "properties": {{{members}}}"#);
        root.write(
            "schemas/thing.json",
            &support::schema("x.v1.thing", &members),
        );
        commit(at, &[tag]);
    }
    for arguments in [&["diff", "one..two"][..], &["diff", "one..two", "--steps"]] {
        let output = run(at, arguments);
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(told.starts_with("one → two\n"), "{told}");
        assert!(told.contains("field added n"), "{told}");
    }
}

#[test]
fn what_is_no_range_is_named() {
    let upstream = upstream();
    let empty = TempDir::new().unwrap();
    git(
        empty.path(),
        &["init", "--quiet", "--initial-branch", "main"],
    );
    fs::write(empty.path().join("notes.txt"), "Hello.").unwrap();
    commit(empty.path(), &["a", "b"]);
    let (repo, empty) = (
        upstream.path().to_str().unwrap(),
        empty.path().to_str().unwrap(),
    );
    for (arguments, part) in [
        (&["v1..v9", "--repo", repo][..], "v9"),
        (&["v1..v9", "--steps", "--repo", repo], "v9"),
        (&["..v4", "--repo", repo], "is not OLD..NEW"),
        (&["v1...v4", "--repo", repo], "is not OLD..NEW"),
        (&["v1", "v4", "--repo", repo], "--repo is for OLD..NEW"),
        (
            &["v1..v4", "--steps", "--sarif", "--repo", repo],
            "--steps has no sarif",
        ),
        (
            &["v1..v4", "--since", "Nothing.here", "--repo", repo],
            "no \"Nothing.here\"",
        ),
        (&["a..b", "--repo", empty], "\"a\" has no schema_source"),
        (&["a..b", "--repo", "no-such-folder"], "no-such-folder"),
        (
            &[repo, repo, "--steps"],
            "--steps and --since are for OLD..NEW",
        ),
        (
            &["--output=x..v4", "--repo", repo],
            "--output=x..v4 is not known",
        ),
    ] {
        let output = run(&repository(), &[&["diff"], arguments].concat());
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(told.contains(part), "{arguments:?}: {told}");
    }
}
