//! The README's program is run here, and its numbers and claims are checked.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use jsapi_client::events::EventKind;
use jsapi_test_server::{Options, Server};
use serde_json::Value;

#[allow(dead_code)]
#[path = "../../client/examples/quickstart.rs"]
mod quickstart;

const README: &str = include_str!("../../README.md");

#[tokio::test]
async fn the_example_of_the_readme_runs() {
    let server = Server::start(&Options::new()).unwrap();
    quickstart::orders(&server.url()).await.unwrap();
}

#[test]
fn the_readme_shows_the_example_as_it_is() {
    let example = include_str!("../../client/examples/quickstart.rs");
    let (_, program) = example.split_once("unreachable_pub)]\n").unwrap();
    assert!(README.contains(program.trim()));
}

/// The source of async-nats' `jetstream` module, as cargo has it.
fn jetstream_module_of_async_nats() -> String {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|it| it["name"] == "async-nats");
    let manifest = package.unwrap()["manifest_path"].as_str().unwrap();
    let module = Path::new(manifest).with_file_name("src").join("jetstream");
    let mut source = String::new();
    sources(&module, &mut source);
    source
}

/// Appends all Rust files of a directory and those below it.
fn sources(directory: &Path, to: &mut String) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("target") {
            sources(&path, to);
        } else if path.extension().is_some_and(|it| it == "rs") {
            to.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

/// Whether a source has a text with this operation in a subject.
fn names(source: &str, operation: &str) -> bool {
    source.match_indices(operation).any(|(at, _)| {
        let before = &source[..at];
        let after = &source[at + operation.len()..];
        let begins = before.ends_with('"') || before.ends_with("}.");
        begins && (after.starts_with(['"', '.', '{']) || after.starts_with("\\"))
    })
}

#[test]
fn the_readme_counts_operations_and_error_codes_as_they_are() {
    let operations: BTreeSet<_> = jsapi::endpoint::ALL
        .iter()
        .map(|endpoint| endpoint.verb)
        .collect();
    let theirs = jetstream_module_of_async_nats();
    let has = operations.iter().filter(|it| names(&theirs, it)).count();
    let all = operations.len();
    let row = format!("| operations of the API, of {all} | {all} | {has} |");
    assert!(README.contains(&row), "{row}");
    let codes = jsapi::ErrorCode::known().count();
    let their_codes = theirs.matches(": ErrorCode = ErrorCode(").count();
    let row = format!("| error codes with a name | {codes} | {their_codes} |");
    assert!(README.contains(&row), "{row}");
    let row = format!("typed, all {} |", EventKind::ALL.len());
    assert!(README.contains(&row), "{row}");
}

/// Whether sources have a test of this name.
fn is_test(sources: &str, name: &str) -> bool {
    let Some((before, _)) = sources.split_once(&format!("fn {name}(")) else {
        return false;
    };
    let attributes = before.rsplit("\n\n").next().unwrap();
    attributes.contains("#[test]") || attributes.contains("#[tokio::test")
}

/// Texts between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

#[test]
fn each_test_and_page_that_the_readme_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut tests = String::new();
    for directory in ["tests", "client", "jsapi"] {
        sources(&root.join(directory), &mut tests);
    }
    for line in README.lines() {
        for name in quoted(line) {
            let names_test = name.matches('_').count() > 2;
            assert!(!names_test || is_test(&tests, name), "{name}");
        }
    }
    for link in README.split("](").skip(1) {
        let path = link.split(')').next().unwrap();
        if !path.starts_with("http") {
            assert!(root.join(path).exists(), "{path}");
        }
    }
}

#[test]
fn each_claim_of_the_readme_names_the_test_or_command_that_shows_it() {
    let mut claims = 0;
    let lines: Vec<_> = README.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        if !(line.starts_with('|') && line.ends_with("| shown by |")) {
            continue;
        }
        let rows = lines.iter().skip(at + 2);
        for row in rows.take_while(|line| line.starts_with('|')) {
            let shown_by = row.trim_end_matches('|').rsplit('|').next().unwrap();
            let shown = quoted(shown_by).into_iter();
            let by = shown.filter(|it| it.matches('_').count() > 2 || it.starts_with("cargo "));
            assert!(by.count() > 0, "{row}");
            claims += 1;
        }
    }
    assert!(claims > 20, "{claims}");
}
