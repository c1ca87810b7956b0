//! The lock that a sync holds on the tree it changes.

use crate::error::{Error, Result};
use crate::source::place::name;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// The file that is locked; it is there only while a sync runs.
const FILE: &str = ".codegen-sync.lock";

/// How often a lock is tried whose file another process has just removed.
const ATTEMPTS: usize = 100;

/// An exclusive lock on the tree below a root, released when it is dropped.
///
/// The operating system releases the lock of a process that is killed.
#[derive(Debug)]
pub(super) struct Lock {
    file: PathBuf,
    _held: File,
}

impl Lock {
    /// Takes the lock, or says that another process holds it.
    pub(super) fn take(root: &Path) -> Result<Self> {
        let file = root.join(FILE);
        let failed = |error: std::io::Error| Error::new(name(&file), "", error.to_string());
        for _ in 0..ATTEMPTS {
            let opened = File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(&file)
                .map_err(failed)?;
            match opened.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => break,
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
            // The file may have been removed since it was opened: then the next
            // process makes another one, and locks that.
            if is_at(&opened, &file) {
                return Ok(Self {
                    file,
                    _held: opened,
                });
            }
        }
        let message = "another sync is running in this tree: wait until it has ended";
        Err(Error::new(name(root), "", message))
    }

    /// Whether the file of a lock is there, held or not.
    pub(super) fn exists(root: &Path) -> bool {
        root.join(FILE).exists()
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while it is held, so that no other process loses its file.
        // A file that stays is locked by the next run all the same.
        let _ = fs::remove_file(&self.file);
    }
}

#[cfg(unix)]
fn is_at(opened: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (opened.metadata(), fs::metadata(path)) {
        (Ok(opened), Ok(there)) => (opened.dev(), opened.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

#[allow(clippy::unwrap_used)]
#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    #[test]
    fn a_lock_is_held_once_and_leaves_no_file() {
        let root = TempDir::new().unwrap();
        let held = Lock::take(root.path()).unwrap();
        let error = Lock::take(root.path()).unwrap_err().to_string();
        assert!(error.contains("another sync is running"), "{error}");
        drop(held);
        assert!(!Lock::exists(root.path()));
        drop(Lock::take(root.path()).unwrap());
    }

    #[test]
    fn the_file_of_a_process_that_was_killed_locks_nobody_out() {
        let root = TempDir::new().unwrap();
        fs::write(root.path().join(FILE), "").unwrap();
        drop(Lock::take(root.path()).unwrap());
        assert!(!Lock::exists(root.path()));
    }
}
