//! Which official schemas the base states: `schemas/source.toml`.

use crate::error::{Error, Result};
use crate::source::place::name;
use std::path::Path;
use std::process::Command;

/// A commit of the official repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    commit: String,
    date: Option<String>,
}

impl Source {
    /// What was said, or else what the checkout says of itself.
    pub(super) fn find(directory: &Path, commit: Option<&str>, date: Option<&str>) -> Result<Self> {
        let fault = |message: String| Error::new(name(directory), "", message);
        let fits = |text: &str| {
            let good = |c: char| c.is_ascii_alphanumeric() || "._-/+".contains(c);
            !text.is_empty() && text.chars().all(good)
        };
        if let Some(bad) = [commit, date]
            .into_iter()
            .flatten()
            .find(|text| !fits(text))
        {
            return Err(fault(format!(
                "\"{}\" is no commit and no date",
                bad.escape_debug()
            )));
        }
        if let Some(commit) = commit {
            return Ok(Self {
                commit: commit.to_owned(),
                date: date.map(str::to_owned),
            });
        }
        if !directory.join(".git").exists() {
            return Err(fault(
                "is no git checkout: say which commit it is of (--commit)".to_owned(),
            ));
        }
        let changed = git(
            directory,
            &["status", "--porcelain", "--", "schema_source", "schemas"],
        )?;
        if !changed.is_empty() {
            return Err(fault("has changes of its own in its schemas: undo them, or say which commit it is (--commit)".to_owned()));
        }
        let shown = git(
            directory,
            &["show", "--no-patch", "--format=%H %cs", "HEAD"],
        )?;
        match shown.split_once(' ') {
            Some((commit, day)) => Ok(Self {
                commit: commit.to_owned(),
                date: Some(date.unwrap_or(day).to_owned()),
            }),
            None => Err(fault(format!("git does not say its commit: {shown}"))),
        }
    }

    /// The file that records it.
    pub(super) fn file(&self) -> String {
        let mut text = "# What the base states. Written by `cargo codegen sync`.\n\
             repository = \"https://github.com/nats-io/jsm.go\"\n"
            .to_owned();
        text += &format!("commit = \"{}\"\n", self.commit);
        if let Some(date) = &self.date {
            text += &format!("date = \"{date}\"\n");
        }
        text
    }
}

fn git(directory: &Path, arguments: &[&str]) -> Result<String> {
    let fault = |message: String| Error::new(name(directory), "", format!("git: {message}"));
    let output = Command::new("git")
        .arg("-C")
        .arg(directory)
        .args(arguments)
        .output()
        .map_err(|error| fault(error.to_string()))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        Err(fault(
            String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        ))
    }
}
