//! Our schemas against the official ones, where those are on this machine.
#![allow(clippy::unwrap_used)]

mod support;

use jsapi_codegen::{Options, generate};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use support::{official, repository};

const RELEASE: &str = "jsm.go-2026-08-20";
const WORDS: &[&str] = &["description", "$comment", "deprecationMessage"];

#[test]
fn the_official_files_as_they_are_give_the_same_code() {
    let Some(official) = official(RELEASE) else {
        return;
    };
    let ours = Options::new(repository().join("schemas")).without_docs();
    let theirs = ours.clone().with_base(official.join("factored"));
    let (ours, theirs) = (generate(&ours).unwrap(), generate(&theirs).unwrap());
    assert_eq!(ours.to_string(), theirs.to_string());
    for (path, text) in ours.files() {
        assert_eq!(Some(text), theirs.files().get(path), "{path}");
    }
}

#[test]
fn the_dereferenced_files_are_refused_by_name() {
    let Some(official) = official(RELEASE) else {
        return;
    };
    let options =
        Options::new(repository().join("schemas")).with_base(official.join("dereferenced"));
    let error = generate(&options).unwrap_err().to_string();
    assert!(error.contains("dereferenced"), "{error}");
}

#[test]
fn the_base_states_the_official_facts_in_our_words() {
    let Some(official) = official(RELEASE) else {
        return;
    };
    let factored = official.join("factored");
    let mut compared = 0;
    for path in json_files(&factored) {
        let below = path.strip_prefix(&factored).unwrap();
        let (theirs, ours) = (read(&path), read(&repository().join("schemas").join(below)));
        assert_eq!(facts(&theirs), facts(&ours), "{}", below.display());
        let (mut theirs_said, mut ours_said) = (BTreeSet::new(), BTreeSet::new());
        sentences(&theirs, &mut theirs_said);
        sentences(&ours, &mut ours_said);
        let same: Vec<_> = theirs_said.intersection(&ours_said).collect();
        assert!(same.is_empty(), "{}: {same:?}", below.display());
        compared += 1;
    }
    assert_eq!(compared, 77);
}

#[test]
fn the_error_table_states_the_official_codes_in_our_words() {
    let Some(official) = official(RELEASE) else {
        return;
    };
    let codes = |path: &Path| -> Vec<(Value, Value, Value, String)> {
        let table = read(path);
        let rows = table.as_array().unwrap().iter();
        rows.map(|row| {
            let said = row["description"].as_str().unwrap_or_default().to_owned();
            (
                row["constant"].clone(),
                row["code"].clone(),
                row["error_code"].clone(),
                said,
            )
        })
        .collect()
    };
    let theirs = codes(&official.join("server/errors.json"));
    let ours = codes(&repository().join("schemas/server/errors.json"));
    assert_eq!(theirs.len(), ours.len());
    for (theirs, ours) in theirs.iter().zip(&ours) {
        assert_eq!(
            (&theirs.0, &theirs.1, &theirs.2),
            (&ours.0, &ours.1, &ours.2)
        );
        assert_ne!(theirs.3, ours.3);
    }
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn json_files(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(json_files(&path));
        } else {
            files.push(path);
        }
    }
    files
}

/// A schema without its words.
fn facts(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => members
            .iter()
            .filter(|(key, value)| !(WORDS.contains(&key.as_str()) && value.is_string()))
            .map(|(key, value)| (key.clone(), facts(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(items) => items.iter().map(facts).collect(),
        other => other.clone(),
    }
}

/// The words of a schema, where there are enough of them to be a sentence.
fn sentences(schema: &Value, into: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            for (key, value) in members {
                match value.as_str() {
                    Some(text) if WORDS.contains(&key.as_str()) => {
                        if text.split_whitespace().count() > 3 {
                            into.insert(text.to_owned());
                        }
                    }
                    _ => sentences(value, into),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| sentences(item, into)),
        _ => {}
    }
}
