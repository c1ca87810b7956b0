//! Small schema sets, written to a directory of their own.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

use jsapi_codegen::{Error, Generated, Options, generate};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The repository that these tests stand in.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The official schemas where this is a machine of the project's; says which
/// test goes without them where it is not.
#[track_caller]
pub fn official(release: &str) -> Option<PathBuf> {
    let path = repository().join("../shared/upstream").join(release);
    if path.exists() {
        return Some(path);
    }
    // Not `eprintln!`, which nobody sees of a test that passes.
    let skipped = format!(
        "not compared: {} needs the official schemas ({release}), which are not on this machine\n",
        std::panic::Location::caller()
    );
    std::io::stderr().write_all(skipped.as_bytes()).unwrap();
    None
}

/// A schema set of files, by path and text.
pub struct Set(TempDir);

impl Set {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let set = Self(TempDir::new().unwrap());
        for (path, text) in files {
            set.write(path, text);
        }
        set
    }

    pub fn write(&self, path: &str, text: &str) {
        let file = self.0.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn generate(&self) -> Result<Generated, Error> {
        generate(&Options::new(self.path()))
    }

    /// All generated code without layout, so that tests can look for a piece.
    pub fn code(&self) -> String {
        squeeze(&self.generate().unwrap().to_single_file())
    }
}

/// Code with every run of white space as one space.
pub fn squeeze(code: &str) -> String {
    code.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A schema file of this title with these members.
pub fn schema(title: &str, members: &str) -> String {
    format!(
        r#"{{"$schema": "http://json-schema.org/draft-07/schema#", "title": "{title}", {members}}}"#
    )
}

/// Generating from these files fails, and the message has all these parts.
pub fn refuses(files: &[(&str, &str)], parts: &[&str]) {
    let message = Set::new(files).generate().unwrap_err().to_string();
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in {message:?}");
    }
}

pub const THING: &str = r#""type": "object", "properties": {"n": {"type": "integer"}}"#;

/// One schema called `thing` with these members is refused.
pub fn refuses_thing(members: &str, parts: &[&str]) {
    let mut all = vec!["thing.json"];
    all.extend(parts);
    refuses(&[("thing.json", &schema("x.v1.thing", members))], &all);
}

/// A set with a good schema and this text in a table beside it is refused.
pub fn refuses_table(file: &str, text: &str, parts: &[&str]) {
    refuses(
        &[("thing.json", &schema("x.v1.thing", THING)), (file, text)],
        parts,
    );
}

pub fn endpoint(rest: &str) -> String {
    format!(
        "[[endpoint]]\noperation = \"look\"\nverb = \"LOOK\"\nsubject = \"LOOK.{{stream}}\"\nbody = \"optional\"\nsince = \"1\"\ncaller = \"account\"\nretry = \"safe\"\ndoc = \"d\"\n{rest}"
    )
}

/// The JSON files below a folder, by their paths with `/`.
pub fn json_files(folder: &Path) -> Vec<String> {
    fn collect(root: &Path, folder: &Path, files: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(root, &path, files);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                let below = path.strip_prefix(root).unwrap();
                files.push(below.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    let mut files = Vec::new();
    collect(folder, folder, &mut files);
    files.sort();
    files
}

/// An official file, some of which have commas before closing brackets.
pub fn read_official(file: &Path) -> Value {
    let text = fs::read_to_string(file).unwrap();
    let mut mended = String::new();
    for (index, c) in text.char_indices() {
        let next = text[index + c.len_utf8()..].trim_start().chars().next();
        if c != ',' || !matches!(next, Some('}' | ']')) {
            mended.push(c);
        }
    }
    serde_json::from_str(&mended).unwrap()
}

/// Official schemas as they would be checked out, made of ours.
pub fn checkout() -> TempDir {
    let folder = TempDir::new().unwrap();
    let schemas = repository().join("schemas");
    for path in json_files(&schemas) {
        let to = match path.as_str() {
            "server/errors.json" => "schemas/server/errors.json".to_owned(),
            path if path == "definitions.json" || path.starts_with("jetstream/") => {
                format!("schema_source/{path}")
            }
            _ => continue,
        };
        let file = folder.path().join(to);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::copy(schemas.join(&path), file).unwrap();
    }
    folder
}
