//! Recorded cases, one a line.

use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// Number of cases in all captures.
pub(crate) const SHARED_CASES: usize = 3303;
/// Number of events in all captures.
pub(crate) const SHARED_EVENTS: usize = 201;

/// A request and its reply.
pub(crate) struct Case {
    file: String,
    members: Value,
}

impl Case {
    /// Returns a string member of the line; empty if absent.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.members[name].as_str().unwrap_or_default()
    }

    pub(crate) fn operation(&self) -> &str {
        self.text("operation")
    }

    /// Returns the error of the reply, as it was recorded.
    pub(crate) fn error(&self) -> Option<&Value> {
        self.members.get("error").filter(|error| !error.is_null())
    }

    /// Returns the reply.
    pub(crate) fn reply(&self) -> Reply {
        match self.text("reply_kind") {
            "json" => Reply::Documents {
                documents: vec![self.text("response").to_owned()],
                raw: 0,
            },
            "messages" => self.messages(),
            "none" => Reply::Silence,
            "omitted_large" => Reply::Omitted,
            other => panic!("{self}: what is a reply of kind {other:?}?"),
        }
    }

    fn messages(&self) -> Reply {
        let messages: Vec<Value> = serde_json::from_str(self.text("response")).unwrap();
        // A stored message may look like a reply.
        let stored = [
            "consumer_msg_next",
            "direct_get",
            "direct_get_last_for_subject",
        ]
        .contains(&self.operation());
        let documents: Vec<String> = messages
            .iter()
            .filter_map(|message| message["data_text"].as_str())
            .filter(|text| !stored && text.starts_with('{'))
            .map(str::to_owned)
            .collect();
        let raw = messages.len() - documents.len();
        Reply::Documents { documents, raw }
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, .. } = self;
        write!(f, "{file}: {} {}", self.operation(), self.text("case"))
    }
}

/// Reply to a request.
pub(crate) enum Reply {
    /// JSON documents, and messages without JSON.
    Documents { documents: Vec<String>, raw: usize },
    /// No reply.
    Silence,
    /// A document that was too large to keep.
    Omitted,
}

/// The recordings in the tree, by file.
pub(crate) fn in_tree() -> Vec<Vec<Case>> {
    files(&tree(), |name| !name.ends_with("-events.jsonl"))
}

/// The recorded events in the tree, by file.
pub(crate) fn events_in_tree() -> Vec<Vec<Case>> {
    files(&tree(), |name| name.ends_with("-events.jsonl"))
}

/// All captured cases, by file; `None` if they are not on this machine.
pub(crate) fn shared() -> Option<Vec<Vec<Case>>> {
    let files = files(&shared_folder()?, |name| !name.starts_with("advisories-"));
    assert_eq!(files.iter().map(Vec::len).sum::<usize>(), SHARED_CASES);
    Some(files)
}

/// All captured events, by file; `None` if they are not on this machine.
pub(crate) fn shared_events() -> Option<Vec<Vec<Case>>> {
    let files = files(&shared_folder()?, |name| name.starts_with("advisories-"));
    assert_eq!(files.iter().map(Vec::len).sum::<usize>(), SHARED_EVENTS);
    Some(files)
}

fn tree() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded/servers")
}

fn shared_folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/fixtures");
    if folder.is_dir() {
        return Some(folder);
    }
    // Not with `eprintln!`: the test harness hides its output for a passing test.
    let _ = writeln!(
        std::io::stderr(),
        "not read: the captures of all {SHARED_CASES} cases are not on this machine"
    );
    None
}

fn files(folder: &Path, wanted: impl Fn(&str) -> bool) -> Vec<Vec<Case>> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".jsonl") && wanted(name))
        .collect();
    names.sort();
    names
        .iter()
        .map(|name| file(&folder.join(name), name))
        .collect()
}

fn file(path: &Path, name: &str) -> Vec<Case> {
    fs::read_to_string(path)
        .unwrap()
        .lines()
        .map(|line| Case {
            file: name.to_owned(),
            members: serde_json::from_str(line).unwrap(),
        })
        .collect()
}

/// Failures per case, reported together at the end.
#[derive(Default)]
pub(crate) struct Failures(Vec<String>);

impl Failures {
    pub(crate) fn add(&mut self, case: &Case, what: impl fmt::Display) {
        self.0.push(format!("{case}: {what}"));
    }

    pub(crate) fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Fails with the first few of them.
    pub(crate) fn raise(&self) {
        const SHOWN: usize = 8;
        let shown = self.0.iter().take(SHOWN).cloned().collect::<Vec<_>>();
        assert!(
            self.0.is_empty(),
            "{} failures, the first of which are\n\n{}\n",
            self.0.len(),
            shown.join("\n\n")
        );
    }
}

/// Checks each file on a separate thread, and merges the results.
pub(crate) fn each_file<T: Default + Send>(
    files: &[Vec<Case>],
    look: impl Fn(&Case, &mut T) + Sync,
    join: impl Fn(&mut T, T),
) -> T {
    let mut all = T::default();
    std::thread::scope(|scope| {
        let threads: Vec<_> = files
            .iter()
            .map(|cases| {
                scope.spawn(|| {
                    let mut found = T::default();
                    cases.iter().for_each(|case| look(case, &mut found));
                    found
                })
            })
            .collect();
        for thread in threads {
            join(&mut all, thread.join().unwrap());
        }
    });
    all
}
