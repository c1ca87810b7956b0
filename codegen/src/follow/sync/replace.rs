//! Files replaced all together or not at all.
//!
//! The new texts and copies of the old ones are written to a folder beside the
//! files first, with a journal of what is about to happen. Then each file is
//! renamed into its place. A run that fails puts the old files back; one that is
//! killed leaves the journal, and the next run puts them back. A lock keeps the
//! next run from taking back what this one is still doing.

use super::lock::Lock;
use crate::error::{Error, Result};
use crate::source::place::name;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The texts of files by their paths below a root; none for one that goes.
pub(super) type Changes = BTreeMap<String, Option<String>>;

/// Called before each file is put into its place; an error ends the run there.
type Step<'a> = &'a mut dyn FnMut(&str) -> io::Result<()>;

/// The folder that is there only while a run lasts.
const FOLDER: &str = ".codegen-sync";
const JOURNAL: &str = "journal";

/// The folder in which a run keeps what it needs; no other run has one meanwhile.
#[derive(Debug)]
pub(super) struct Workspace {
    root: PathBuf,
    _lock: Lock,
}

impl Workspace {
    /// Makes the folder anew, or says that another run has it.
    pub(super) fn new(root: &Path) -> Result<Self> {
        let lock = Lock::take(root)?;
        take_back(root)?;
        let workspace = Self {
            root: root.to_owned(),
            _lock: lock,
        };
        let folder = workspace.folder();
        fs::create_dir_all(&folder).map_err(|error| fault(&folder, &error))?;
        Ok(workspace)
    }

    pub(super) fn folder(&self) -> PathBuf {
        self.root.join(FOLDER)
    }

    /// Removes what the run kept.
    pub(super) fn clean(self) -> Result<()> {
        clean(&self.root)
    }

    /// Puts every change into its place, or none.
    pub(super) fn replace(&self, changes: &Changes, step: Step<'_>) -> Result<()> {
        replace(&self.root, changes, step)
    }
}

fn clean(root: &Path) -> Result<()> {
    let folder = root.join(FOLDER);
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(fault(&folder, &error)),
        _ => Ok(()),
    }
}

fn replace(root: &Path, changes: &Changes, step: Step<'_>) -> Result<()> {
    match commit(root, changes, step) {
        Ok(()) => clean(root),
        Err(error) => match take_back(root) {
            Ok(_) => Err(error),
            Err(second) => Err(Error::new(
                error.file(),
                "",
                format!("{error}; and the old files could not be put back: {second}"),
            )),
        },
    }
}

/// Takes back what a run that was interrupted had begun. Says whether it had.
///
/// # Errors
///
/// When a file cannot be put back; its old text is in the folder that the
/// message names. When a sync is still running: nothing is taken back then.
pub fn undo(root: &Path) -> Result<bool> {
    if !root.join(FOLDER).exists() && !Lock::exists(root) {
        return Ok(false);
    }
    let _lock = Lock::take(root)?;
    take_back(root)
}

fn take_back(root: &Path) -> Result<bool> {
    let folder = root.join(FOLDER);
    let journal = folder.join(JOURNAL);
    let text = match fs::read_to_string(&journal) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            clean(root)?;
            return Ok(false);
        }
        Err(error) => return Err(fault(&journal, &error)),
    };
    for line in text.lines() {
        let (kind, path) = line.split_at(line.len().min(1));
        let (file, old) = (root.join(path), folder.join("old").join(path));
        let done = match kind {
            // A copy, so that an undo that is interrupted can be done again.
            "=" => fs::copy(&old, folder.join("back"))
                .and_then(|_| fs::rename(folder.join("back"), &file)),
            _ => match fs::remove_file(&file) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
                done => done,
            },
        };
        done.map_err(|error| fault(&old, &error))?;
    }
    fs::remove_file(&journal).map_err(|error| fault(&journal, &error))?;
    clean(root)?;
    Ok(true)
}

fn commit(root: &Path, changes: &Changes, step: Step<'_>) -> Result<()> {
    let folder = root.join(FOLDER);
    let mut journal = String::new();
    for (path, text) in changes {
        let (file, old, new) = (
            root.join(path),
            folder.join("old").join(path),
            folder.join("new").join(path),
        );
        if file.exists() {
            make_parent(&old)?;
            fs::copy(&file, &old).map_err(|error| fault(&old, &error))?;
            journal += &format!("={path}\n");
        } else {
            journal += &format!("+{path}\n");
        }
        if let Some(text) = text {
            make_parent(&new)?;
            fs::write(&new, text).map_err(|error| fault(&new, &error))?;
        }
    }
    write_whole(&folder.join(JOURNAL), &journal)?;
    for (path, text) in changes {
        let file = root.join(path);
        let failed = |error: io::Error| fault(&file, &error);
        step(path).map_err(failed)?;
        if text.is_some() {
            make_parent(&file)?;
            fs::rename(folder.join("new").join(path), &file).map_err(failed)?;
        } else if file.exists() {
            fs::remove_file(&file).map_err(failed)?;
        }
    }
    let journal = folder.join(JOURNAL);
    fs::remove_file(&journal).map_err(|error| fault(&journal, &error))
}

/// The journal is there whole or not at all.
fn write_whole(file: &Path, text: &str) -> Result<()> {
    let begun = file.with_extension("begun");
    let written = File::create(&begun)
        .and_then(|mut begun| {
            begun.write_all(text.as_bytes())?;
            begun.sync_all()
        })
        .and_then(|()| fs::rename(&begun, file));
    written.map_err(|error| fault(file, &error))
}

fn make_parent(file: &Path) -> Result<()> {
    match file.parent() {
        Some(parent) => fs::create_dir_all(parent).map_err(|error| fault(parent, &error)),
        None => Ok(()),
    }
}

fn fault(file: &Path, error: &io::Error) -> Error {
    Error::new(name(file), "", error.to_string())
}

#[allow(clippy::unwrap_used)]
#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    /// A root with three files, and changes to two, one of which goes, and a new one.
    fn example() -> (TempDir, Changes) {
        let root = TempDir::new().unwrap();
        fs::create_dir(root.path().join("a")).unwrap();
        for path in ["a/1", "a/2", "3"] {
            fs::write(root.path().join(path), path).unwrap();
        }
        let changes = Changes::from([
            ("a/1".to_owned(), Some("one".to_owned())),
            ("a/2".to_owned(), None),
            ("b/4".to_owned(), Some("four".to_owned())),
        ]);
        (root, changes)
    }

    fn tree(root: &Path) -> Vec<(String, Option<String>)> {
        let paths = ["a/1", "a/2", "3", "b/4", FOLDER];
        let text = |path: &str| match root.join(path) {
            path if path.is_dir() => Some("a folder".to_owned()),
            path => fs::read_to_string(path).ok(),
        };
        paths
            .iter()
            .map(|path| ((*path).to_owned(), text(path)))
            .collect()
    }

    /// Fails before the file with this number is put into its place.
    fn fail_at(number: usize) -> impl FnMut(&str) -> io::Result<()> {
        let mut left = number;
        move |_| {
            if left == 0 {
                return Err(io::Error::other("no room"));
            }
            left -= 1;
            Ok(())
        }
    }

    #[test]
    fn all_changes_are_made() {
        let (root, changes) = example();
        let workspace = Workspace::new(root.path()).unwrap();
        workspace.replace(&changes, &mut |_| Ok(())).unwrap();
        let texts: Vec<_> = tree(root.path())
            .into_iter()
            .map(|(_, text)| text)
            .collect();
        let expected = [Some("one"), None, Some("3"), Some("four"), None];
        assert_eq!(texts, expected.map(|text| text.map(str::to_owned)));
    }

    #[test]
    fn a_failure_at_any_file_leaves_everything_as_it_was() {
        for number in 0..3 {
            let (root, changes) = example();
            let before = tree(root.path());
            let workspace = Workspace::new(root.path()).unwrap();
            let error = workspace
                .replace(&changes, &mut fail_at(number))
                .unwrap_err();
            assert!(error.to_string().contains("no room"));
            assert_eq!(tree(root.path()), before, "at file {number}");
        }
    }

    #[test]
    fn a_run_that_ended_at_any_file_is_taken_back_by_the_next() {
        for number in 0..3 {
            let (root, changes) = example();
            let before = tree(root.path());
            drop(Workspace::new(root.path()).unwrap());
            commit(root.path(), &changes, &mut fail_at(number)).unwrap_err();
            assert_ne!(tree(root.path()), before);
            assert!(undo(root.path()).unwrap());
            assert_eq!(tree(root.path()), before, "at file {number}");
            assert!(!undo(root.path()).unwrap());
        }
    }

    #[test]
    fn a_run_that_ended_before_its_journal_has_changed_nothing() {
        let (root, _) = example();
        let before = tree(root.path());
        let workspace = Workspace::new(root.path()).unwrap();
        fs::write(workspace.folder().join("journal.begun"), "=a/").unwrap();
        drop(workspace);
        assert!(!undo(root.path()).unwrap());
        assert_eq!(tree(root.path()), before);
    }
    #[test]
    fn a_run_beside_a_running_one_takes_nothing_back() {
        let (root, changes) = example();
        let running = Workspace::new(root.path()).unwrap();
        let mut refused = 0;
        running
            .replace(&changes, &mut |_| {
                for error in [
                    Workspace::new(root.path()).unwrap_err(),
                    undo(root.path()).unwrap_err(),
                ] {
                    assert!(error.to_string().contains("another sync is running"));
                    refused += 1;
                }
                Ok(())
            })
            .unwrap();
        assert_eq!(refused, 6);
        running.clean().unwrap();
        let texts: Vec<_> = tree(root.path())
            .into_iter()
            .map(|(_, text)| text)
            .collect();
        let expected = [Some("one"), None, Some("3"), Some("four"), None];
        assert_eq!(texts, expected.map(|text| text.map(str::to_owned)));
    }
}
