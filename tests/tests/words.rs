//! Comments and docs use the terms of the NATS documentation and plain sentences.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// Longest first line of a doc comment, without its marker.
const FIRST_LINE: usize = 80;

/// Phrases that hide who acts, or how much: name the server, the client, the number.
const PHRASES: &[&str] = &[
    "one may ",
    "who asks",
    "who waits",
    "whoever ",
    "so many",
    "so much ",
    "so long as",
    "to be had",
    "can be had",
    "nobody asked",
    "be told",
    "is told of",
    "asks nothing",
    "asked nothing",
    "hears of",
    "hear of",
    "of one's own",
    "of its own accord",
    "be borne",
    "is borne",
    "patience",
    "can not",
    "takes in ",
    "hands out",
    "handed out",
    "what one",
    "nobody",
    "whatever ",
    "under way",
    "is told",
    "are told",
    "in vain",
    "told apart",
    "lets go",
    "of its own",
];

/// Beginnings of a first line that cannot be understood without the line before it.
const BEGINNINGS: &[&str] = &[
    "And ",
    "As there",
    "The same",
    "The same,",
    "Again",
    "Also ",
];

/// How many complaints are left in older text. Lower it with each that is mended.
const LEFT: usize = 450;

/// The source files, and the schemas, whose descriptions become docs.
fn sources() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut folders: Vec<PathBuf> = ["client", "codegen", "jsapi", "schemas", "tests"]
        .map(|folder| root.join(folder))
        .into();
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if path.file_name() != Some("target".as_ref()) {
                    folders.push(path);
                }
            } else if path.extension() == Some("rs".as_ref())
                || path.starts_with(root.join("schemas"))
            {
                sources.push(path.strip_prefix(&root).unwrap().to_owned());
            }
        }
    }
    sources.sort();
    sources
}

/// Complaints about one file, with their lines: about the comments of a source file, or
/// about all lines of a file in `schemas`.
fn complaints(text: &str, schema: bool) -> Vec<(usize, String)> {
    let mut complaints = Vec::new();
    let mut in_doc = false;
    for (number, line) in text.lines().enumerate() {
        let line = line.trim_start();
        let comment = if schema {
            Some(line)
        } else {
            line.strip_prefix("//")
        };
        let Some(comment) = comment else {
            in_doc = false;
            continue;
        };
        let doc = comment.strip_prefix(['/', '!']);
        if let Some(doc) = doc
            && !in_doc
        {
            let first = doc.strip_prefix(' ').unwrap_or(doc);
            if first.chars().count() > FIRST_LINE {
                complaints.push((number + 1, format!("first line over {FIRST_LINE}: {first}")));
            }
            if let Some(beginning) = BEGINNINGS.iter().find(|it| first.starts_with(**it)) {
                complaints.push((number + 1, format!("begins with {beginning:?}: {first}")));
            }
        }
        in_doc = doc.is_some();
        let lower = comment.to_lowercase();
        for phrase in PHRASES.iter().filter(|phrase| lower.contains(**phrase)) {
            complaints.push((number + 1, format!("{phrase:?}: {}", comment.trim())));
        }
    }
    complaints
}

#[test]
fn comments_come_no_further_from_plain_sentences_in_nats_terms() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut all = Vec::new();
    for path in sources() {
        if path.ends_with("tests/tests/words.rs") {
            continue;
        }
        let text = fs::read_to_string(root.join(&path)).unwrap();
        for (line, complaint) in complaints(&text, path.starts_with("schemas")) {
            all.push(format!("{}:{line}: {complaint}", path.display()));
        }
    }
    let count = all.len();
    assert!(count <= LEFT, "{count}, not {LEFT}:\n{}", all.join("\n"));
}

#[test]
fn each_rule_finds_what_it_is_about() {
    let long = format!("/// {}", "x".repeat(FIRST_LINE + 1));
    for (text, expected) in [
        ("/// Creates a stream.\n///\n/// And so on.", 0),
        ("/// And these keys.", 1),
        ("// One may not pull here.", 1),
        (long.as_str(), 1),
        (
            "let a = 1; // patience in a trailing comment is not looked at",
            0,
        ),
    ] {
        assert_eq!(complaints(text, false).len(), expected, "{text}");
    }
    assert_eq!(complaints("why = \"Nobody answers.\"", true).len(), 1);
    assert_eq!(complaints("why = \"Nobody answers.\"", false).len(), 0);
}
