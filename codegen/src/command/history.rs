//! The states of a git repository: what a revision has, and the tags between two.
//!
//! Files are read as they were committed, without a work tree and without filters.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

/// A git repository, bare or with a work tree.
pub(super) struct Repository(PathBuf);

impl Repository {
    pub(super) fn new(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into())
    }

    /// The name of a commit.
    pub(super) fn commit(&self, revision: &str) -> Result<String, String> {
        let commit = format!("{revision}^{{commit}}");
        let found = self.git(&["rev-parse", "--verify", "--end-of-options", &commit]);
        found.map_err(|said| format!("\"{revision}\" is no revision: {said}"))
    }

    /// The tags after `from` up to `to`, the oldest first, and `to` itself.
    pub(super) fn tags(&self, from: &str, to: &str) -> Result<Vec<String>, String> {
        let (from, commit) = (self.commit(from)?, self.commit(to)?);
        let listed = self.git(&[
            "for-each-ref",
            "--sort=version:refname",
            "--sort=creatordate",
            "--format=%(refname:short)",
            &format!("--merged={commit}"),
            &format!("--no-merged={from}"),
            "refs/tags",
        ])?;
        let mut tags: Vec<String> = listed.lines().map(str::to_owned).collect();
        // Another name for the last state, and the state that is asked for.
        let mut known = BTreeMap::new();
        tags.retain(|tag| match self.commit(tag) {
            Ok(at) => at != commit && known.insert(at, ()).is_none(),
            Err(_) => false,
        });
        tags.push(to.to_owned());
        Ok(tags)
    }

    /// Writes the files below `folders` of a revision to `out`. Returns how many
    /// there were.
    pub(super) fn unpack(
        &self,
        revision: &str,
        folders: &[&str],
        out: &Path,
    ) -> Result<usize, String> {
        let commit = self.commit(revision)?;
        let mut arguments = vec!["ls-tree", "-r", "-z", &commit, "--"];
        arguments.extend(folders);
        let listed = self.git(&arguments)?;
        // `100644 blob ID\tPATH`; a link or a submodule is no file.
        let files = listed.split('\0').filter_map(|line| {
            let (what, path) = line.split_once('\t')?;
            let (mode, id) = what.split_once(" blob ")?;
            let plain = Path::new(path)
                .components()
                .all(|part| matches!(part, Component::Normal(_)));
            (mode.starts_with("100") && plain).then_some((id, path))
        });
        let files: Vec<(&str, &str)> = files.collect();
        let ids: Vec<&str> = files.iter().map(|(id, _)| *id).collect();
        for ((_, path), text) in files.iter().zip(self.blobs(&ids)?) {
            let file = out.join(path);
            let failed = |error: std::io::Error| format!("{}: {error}", file.display());
            if let Some(parent) = file.parent() {
                fs::create_dir_all(parent).map_err(failed)?;
            }
            fs::write(&file, text).map_err(failed)?;
        }
        Ok(files.len())
    }

    /// The contents of files, by one process for all of them.
    fn blobs(&self, ids: &[&str]) -> Result<Vec<Vec<u8>>, String> {
        let failed = |error: std::io::Error| format!("git: {error}");
        let mut git = Command::new("git")
            .arg("-C")
            .arg(&self.0)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let asked: String = ids.iter().map(|id| format!("{id}\n")).collect();
        let input = git.stdin.take();
        let writer = thread::spawn(move || match input {
            Some(mut input) => input.write_all(asked.as_bytes()),
            None => Ok(()),
        });
        let mut all = Vec::new();
        if let Some(mut output) = git.stdout.take() {
            output.read_to_end(&mut all).map_err(failed)?;
        }
        git.wait().map_err(failed)?;
        let written = writer.join();
        written
            .map_err(|_| "git: not asked".to_owned())?
            .map_err(failed)?;
        parse(&all, ids.len()).ok_or_else(|| "git: its files cannot be read".to_owned())
    }

    fn git(&self, arguments: &[&str]) -> Result<String, String> {
        let output = Command::new("git")
            .arg("-C")
            .arg(&self.0)
            .args(arguments)
            .output()
            .map_err(|error| format!("git: {error}"))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        match output.status.success() {
            true => Ok(text(&output.stdout)),
            false => Err(format!("{}: {}", self.0.display(), text(&output.stderr))),
        }
    }
}

/// What `git cat-file --batch` prints: `ID blob SIZE`, the file, an empty line.
fn parse(mut text: &[u8], count: usize) -> Option<Vec<Vec<u8>>> {
    let mut files = Vec::new();
    for _ in 0..count {
        let end = text.iter().position(|byte| *byte == b'\n')?;
        let head = std::str::from_utf8(text.get(..end)?).ok()?;
        let size: usize = head.rsplit(' ').next()?.parse().ok()?;
        let rest = text.get(end + 1..)?;
        files.push(rest.get(..size)?.to_vec());
        text = rest.get(size + 1..)?;
    }
    Some(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_read_by_their_sizes() {
        let text = b"1 blob 3\na\nb\n2 blob 0\n\n";
        let files = parse(text, 2).unwrap_or_default();
        assert_eq!(files, [b"a\nb".to_vec(), Vec::new()]);
        assert_eq!(parse(text, 3), None);
        assert_eq!(parse(b"1 missing\n", 1), None);
        assert_eq!(parse(b"1 blob 9\nab\n", 1), None);
    }
}
