//! Files of a backup in its directory, and the replacement of a backup.
//!
//! A backup has two files, which no file system replaces in one step. So a new backup is
//! written into a separate subdirectory, `.*.unfinished`, and takes effect by one rename of
//! that subdirectory to [`COMPLETE`]. Then its files are moved to the directory one by one. A
//! reader looks into [`COMPLETE`] first, so it finds both files of the old backup or of the
//! new one, whenever the process is killed.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// File with configuration and state.
pub(super) const ABOUT: &str = "backup.json";

/// File with the data of the snapshot.
pub(super) const DATA: &str = "stream.tar.s2";

/// Subdirectory of a complete backup whose files are not moved yet.
const COMPLETE: &str = ".complete";

/// Suffix of the subdirectory of an unfinished backup.
const UNFINISHED: &str = ".unfinished";

/// Maximum number of conflicts with other writers of the directory.
const ATTEMPTS: usize = 100;

/// The file or directory that failed, and the error.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) path: PathBuf,
    pub(super) source: io::Error,
}

type Result<T, E = Failure> = std::result::Result<T, E>;

/// Prepares a directory for a backup; refuses an existing backup unless `overwrite`.
///
/// Completes or removes the files of killed processes.
pub(super) fn prepare(dir: &Path, overwrite: bool) -> Result<()> {
    fs::create_dir_all(dir).map_err(at(dir))?;
    remove_abandoned(dir)?;
    settle(dir)?;
    match overwrite {
        true => Ok(()),
        false => refuse_existing(dir),
    }
}

/// Opens a file of the backup in a directory for reading.
pub(super) fn open(dir: &Path, name: &str) -> Result<(PathBuf, File)> {
    let path = dir.join(COMPLETE).join(name);
    match File::open(&path) {
        Ok(file) => return Ok((path, file)),
        Err(error) if is_absent(&error) => {}
        Err(source) => return Err(Failure { path, source }),
    }
    let path = dir.join(name);
    match File::open(&path) {
        Ok(file) => Ok((path, file)),
        Err(source) => Err(Failure { path, source }),
    }
}

/// A backup that is being written; dropping it removes its files.
pub(super) struct Unfinished {
    dir: PathBuf,
    path: PathBuf,
    /// Locked while the writer is alive.
    data: Option<File>,
    complete: bool,
}

impl Unfinished {
    /// Starts a backup beside the existing one in the directory.
    pub(super) fn create(dir: &Path) -> Result<Self> {
        static COUNT: AtomicU64 = AtomicU64::new(0);

        for _ in 0..ATTEMPTS {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let path = dir.join(format!(".{}-{count}{UNFINISHED}", std::process::id()));
            match create_private_dir(&path) {
                Ok(()) => {}
                // Left by an earlier process with the same ID.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
                Err(source) => return Err(Failure { path, source }),
            }
            let mut unfinished = Self {
                dir: dir.to_owned(),
                path,
                data: None,
                complete: false,
            };
            if unfinished.create_data()? {
                return Ok(unfinished);
            }
        }
        Err(Failure {
            path: dir.to_owned(),
            source: ErrorKind::AlreadyExists.into(),
        })
    }

    /// Returns `false` if another process removed the new subdirectory as abandoned.
    fn create_data(&mut self) -> Result<bool> {
        let path = self.path.join(DATA);
        let file = match create_private_file(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(source) => return Err(Failure { path, source }),
        };
        // Not every file system supports locks. Without them nothing is removed as
        // abandoned either.
        let taken = matches!(file.try_lock(), Err(TryLockError::WouldBlock));
        self.data = Some(file);
        Ok(!taken && path.exists())
    }

    /// Appends bytes of the stream.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let written = match &mut self.data {
            Some(file) => file.write_all(bytes),
            None => Ok(()),
        };
        written.map_err(|source| Failure {
            path: self.path.join(DATA),
            source,
        })
    }

    /// Adds configuration and state, and completes the backup.
    pub(super) fn finish(mut self, about: &[u8], overwrite: bool) -> Result<()> {
        if let Some(file) = &self.data {
            file.sync_all().map_err(at(&self.path.join(DATA)))?;
        }
        let path = self.path.join(ABOUT);
        create_private_file(&path)
            .and_then(|mut file| {
                file.write_all(about)?;
                file.sync_all()
            })
            .map_err(at(&path))?;
        sync_dir(&self.path);
        if cfg!(windows) {
            // Windows cannot rename a directory with an open file.
            self.data = None;
        }
        for _ in 0..ATTEMPTS {
            settle(&self.dir)?;
            if !overwrite {
                refuse_existing(&self.dir)?;
            }
            let complete = self.dir.join(COMPLETE);
            match fs::rename(&self.path, &complete) {
                Ok(()) => {
                    self.complete = true;
                    sync_dir(&self.dir);
                    return settle(&self.dir);
                }
                // Another writer was faster.
                Err(error)
                    if matches!(
                        error.kind(),
                        ErrorKind::AlreadyExists | ErrorKind::DirectoryNotEmpty
                    ) => {}
                Err(source) => {
                    return Err(Failure {
                        path: complete,
                        source,
                    });
                }
            }
        }
        Err(Failure {
            path: self.dir.join(COMPLETE),
            source: ErrorKind::DirectoryNotEmpty.into(),
        })
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.complete {
            // While the lock is held. The next writer removes what cannot be removed.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// Moves the files of a complete backup to the directory, in any order.
///
/// Several processes may do so concurrently, and each may be killed at any point.
fn settle(dir: &Path) -> Result<()> {
    let complete = dir.join(COMPLETE);
    let mut moved = false;
    for name in [DATA, ABOUT] {
        let path = dir.join(name);
        // Replaces a link instead of writing to its target.
        match fs::rename(complete.join(name), &path) {
            Ok(()) => moved = true,
            Err(error) if is_absent(&error) => {}
            Err(source) => return Err(Failure { path, source }),
        }
    }
    if moved {
        sync_dir(dir);
    }
    // Fails if there is none, or if it has another writer's backup by now.
    let _ = fs::remove_dir(&complete);
    Ok(())
}

/// Removes the unfinished backups of killed processes.
fn remove_abandoned(dir: &Path) -> Result<()> {
    for entry in fs::read_dir(dir).map_err(at(dir))? {
        let entry = entry.map_err(at(dir))?;
        let name = entry.file_name();
        let is_unfinished = name
            .to_str()
            .is_some_and(|name| name.starts_with('.') && name.ends_with(UNFINISHED));
        // Links are not followed: a link is not a backup.
        if !is_unfinished || !entry.file_type().is_ok_and(|it| it.is_dir()) {
            continue;
        }
        let path = entry.path();
        match File::open(path.join(DATA)) {
            // Hold the lock until everything is removed.
            Ok(data) if data.try_lock().is_ok() => {
                let _ = fs::remove_dir_all(&path);
            }
            Ok(_) => {}
            // Its writer had not started. Fails if it has started by now.
            Err(_) => {
                let _ = fs::remove_dir(&path);
            }
        }
    }
    Ok(())
}

fn refuse_existing(dir: &Path) -> Result<()> {
    for name in [ABOUT, DATA] {
        let path = dir.join(name);
        // Links are not followed: a dangling link also counts as existing.
        match fs::symlink_metadata(&path) {
            Ok(_) => {
                let source = ErrorKind::AlreadyExists.into();
                return Err(Failure { path, source });
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(source) => return Err(Failure { path, source }),
        }
    }
    Ok(())
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn create_private_dir(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn create_private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    // Does not follow a link.
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn sync_dir(dir: &Path) {
    // Not every system can open or sync a directory.
    if let Ok(dir) = File::open(dir) {
        let _ = dir.sync_all();
    }
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> Failure {
    let path = path.to_owned();
    move |source| Failure { path, source }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    struct Dir(PathBuf);

    impl Dir {
        fn new(name: &str) -> Self {
            let name = format!("jsapi-directory-{name}-{}", std::process::id());
            let dir = std::env::temp_dir().join(name);
            let _ = fs::remove_dir_all(&dir);
            fs::create_dir_all(&dir).unwrap();
            Self(dir)
        }

        fn put(&self, path: &str, text: &str) {
            let path = self.0.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }

        /// Returns the configuration and the data that a reader finds.
        fn read(&self) -> (String, String) {
            (self.text(ABOUT), self.text(DATA))
        }

        fn text(&self, name: &str) -> String {
            let mut text = String::new();
            let (_, mut file) = open(&self.0, name).unwrap();
            file.read_to_string(&mut text).unwrap();
            text
        }

        fn names(&self) -> Vec<String> {
            let entries = fs::read_dir(&self.0).unwrap();
            let mut names: Vec<_> = entries
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            names.sort();
            names
        }
    }

    impl Drop for Dir {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn both(text: &str) -> (String, String) {
        (text.to_owned(), text.to_owned())
    }

    #[test]
    fn a_reader_finds_a_whole_backup_wherever_the_writer_was_killed() {
        let about = format!("{COMPLETE}/{ABOUT}");
        let data = format!("{COMPLETE}/{DATA}");
        let left = format!(".1-1{UNFINISHED}/{DATA}");
        let left = left.as_str();
        // The files of the killed process, and the valid backup.
        for (files, whole) in [
            (&[(ABOUT, "old"), (DATA, "old"), (left, "ne")][..], "old"),
            (
                &[
                    (ABOUT, "old"),
                    (DATA, "old"),
                    (&about, "new"),
                    (&data, "new"),
                ],
                "new",
            ),
            (&[(ABOUT, "old"), (DATA, "new"), (&about, "new")], "new"),
            (&[(ABOUT, "new"), (DATA, "old"), (&data, "new")], "new"),
            (&[(about.as_str(), "new"), (&data, "new")], "new"),
            (&[(DATA, "new"), (&about, "new")], "new"),
            (&[(ABOUT, "new"), (DATA, "new")], "new"),
        ] {
            let dir = Dir::new("killed");
            for (path, text) in files {
                dir.put(path, text);
            }
            assert_eq!(dir.read(), both(whole), "{files:?}");
            // The next writer cleans up first.
            prepare(&dir.0, true).unwrap();
            assert_eq!(dir.names(), [ABOUT, DATA], "{files:?}");
            assert_eq!(dir.read(), both(whole), "{files:?}");
            let refused = prepare(&dir.0, false).unwrap_err();
            assert_eq!(refused.source.kind(), ErrorKind::AlreadyExists);
        }
    }

    #[test]
    fn what_a_living_writer_has_begun_is_left_alone() {
        let dir = Dir::new("living");
        let mut writer = Unfinished::create(&dir.0).unwrap();
        writer.write(b"new").unwrap();
        prepare(&dir.0, true).unwrap();
        writer.finish(b"new", true).unwrap();
        assert_eq!(dir.read(), both("new"));
        assert_eq!(dir.names(), [ABOUT, DATA]);
    }

    #[test]
    fn of_many_writers_and_readers_at_once_none_sees_halves() {
        let dir = Dir::new("many");
        dir.put(ABOUT, "w0");
        dir.put(DATA, "w0");
        std::thread::scope(|scope| {
            let writers: Vec<_> = (1..4)
                .map(|writer| {
                    let dir = &dir.0;
                    scope.spawn(move || {
                        for count in 0..100 {
                            let text = format!("{count} of w{writer}");
                            prepare(dir, true).unwrap();
                            let mut unfinished = Unfinished::create(dir).unwrap();
                            unfinished.write(text.as_bytes()).unwrap();
                            unfinished.finish(text.as_bytes(), true).unwrap();
                        }
                    })
                })
                .collect();
            let mut whole = 0;
            while writers.iter().any(|writer| !writer.is_finished()) {
                let (about, data) = dir.read();
                if about == dir.text(ABOUT) {
                    assert_eq!(about, data);
                    whole += 1;
                }
            }
            assert!(whole > 0);
        });
        assert_eq!(dir.names(), [ABOUT, DATA]);
    }

    #[test]
    fn a_directory_that_can_not_be_used_is_named() {
        let dir = Dir::new("named");
        dir.put("file", "text");
        let failed = prepare(&dir.0.join("file"), true).unwrap_err();
        assert_eq!(failed.path, dir.0.join("file"));
        // With a foreign file in the way, it does not retry forever.
        dir.put(&format!("{COMPLETE}/other"), "text");
        let mut writer = Unfinished::create(&dir.0).unwrap();
        writer.write(b"new").unwrap();
        let failed = writer.finish(b"new", true).unwrap_err();
        assert_eq!(failed.path, dir.0.join(COMPLETE));
        assert_eq!(dir.names(), [COMPLETE, "file"]);
    }
}
