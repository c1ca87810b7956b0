//! The examples of the client, as the programs that a user runs.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::Outcome;

/// How long any one of them may take.
const BOUND: Duration = Duration::from_secs(60);

/// An example that runs, and what it has printed so far.
///
/// Blocks: a line takes as long as it takes the program. It is ended when it is
/// dropped.
pub struct Example {
    name: &'static str,
    child: Child,
    lines: Receiver<String>,
    printed: String,
}

impl Example {
    /// Runs an example against the server at `url`.
    ///
    /// # Errors
    /// When there is none of this name, or it cannot be built.
    pub fn start(name: &'static str, url: &str, arguments: &[&str]) -> Outcome<Self> {
        Self::start_with(name, url, arguments, &[])
    }

    /// As [`start`](Self::start), with variables of the environment.
    ///
    /// # Errors
    /// As there.
    pub fn start_with(
        name: &'static str,
        url: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Outcome<Self> {
        let mut environment = vec![("NATS_URL", url)];
        environment.extend(variables);
        Self::run(name, arguments, &environment)
    }

    /// Runs an example that is told of no server, with variables of the environment.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub fn start_alone(name: &'static str, variables: &[(&str, &str)]) -> Outcome<Self> {
        Self::run(name, &[], variables)
    }

    fn run(name: &'static str, arguments: &[&str], variables: &[(&str, &str)]) -> Outcome<Self> {
        let programs = programs().as_ref().map_err(Clone::clone)?;
        let program = programs
            .get(name)
            .ok_or_else(|| format!("there is no example {name}"))?;
        let mut child = Command::new(program)
            .args(arguments)
            .env_remove("NATS_URL")
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let lines = read(child.stdout.take(), child.stderr.take());
        Ok(Self {
            name,
            child,
            lines,
            printed: String::new(),
        })
    }

    /// Waits until it prints a line with this text in it.
    ///
    /// # Errors
    /// When it ends, or a minute passes, without one. What it printed is in the
    /// error.
    pub fn until(&mut self, text: &str) -> Outcome {
        self.read_until(|line| line.contains(text))
            .and_then(|found| match found {
                true => Ok(()),
                false => Err(format!(
                    "{} never said {text:?}:\n{}",
                    self.name, self.printed
                )),
            })
            .map_err(Into::into)
    }

    /// Waits for its end, and gives all that it printed.
    ///
    /// # Errors
    /// When it fails, or takes longer than a minute. What it printed is in the
    /// error.
    pub fn end(mut self) -> Outcome<String> {
        self.read_until(|_| false)?;
        let status = self.child.wait()?;
        let printed = std::mem::take(&mut self.printed);
        match status.success() {
            true => Ok(printed),
            false => Err(format!("{} ended with {status}:\n{printed}", self.name).into()),
        }
    }

    /// Reads up to a line that will do, or the end; says which.
    fn read_until(&mut self, will_do: impl Fn(&str) -> bool) -> Result<bool, String> {
        let begun = Instant::now();
        loop {
            match self
                .lines
                .recv_timeout(BOUND.saturating_sub(begun.elapsed()))
            {
                Ok(line) => {
                    self.printed.push_str(&line);
                    self.printed.push('\n');
                    if will_do(&line) {
                        return Ok(true);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(false),
                Err(RecvTimeoutError::Timeout) => {
                    let printed = &self.printed;
                    return Err(format!("{} takes too long, after:\n{printed}", self.name));
                }
            }
        }
    }
}

impl Drop for Example {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The lines of both, as they come.
fn read(stdout: Option<ChildStdout>, stderr: Option<ChildStderr>) -> Receiver<String> {
    let (sender, receiver) = channel();
    let other = sender.clone();
    thread::spawn(move || {
        let lines = stdout
            .into_iter()
            .flat_map(|from| BufReader::new(from).lines());
        lines
            .map_while(Result::ok)
            .try_for_each(|line| sender.send(line))
    });
    thread::spawn(move || {
        let lines = stderr
            .into_iter()
            .flat_map(|from| BufReader::new(from).lines());
        lines
            .map_while(Result::ok)
            .try_for_each(|line| other.send(line))
    });
    receiver
}

/// The programs by name, built once for this process.
fn programs() -> &'static Result<BTreeMap<String, PathBuf>, String> {
    static PROGRAMS: OnceLock<Result<BTreeMap<String, PathBuf>, String>> = OnceLock::new();
    PROGRAMS.get_or_init(|| build().map_err(|error| error.to_string()))
}

/// Has cargo build the examples.
///
/// The tests of one package do not bring those of another. All of the workspace is
/// asked for, libraries and programs too: then what `cargo test --workspace` built
/// is what is asked for here, and nothing but this is built anew. With examples
/// alone it is not, as cargo leaves the lines out of what only build scripts and
/// macros use, which all else is then built on.
fn build() -> Outcome<BTreeMap<String, PathBuf>> {
    let mut cargo = Command::new(env!("CARGO"));
    // What cargo told this test of itself would have build scripts run again.
    for (name, _) in env::vars_os() {
        if is_of_this_test(&name) {
            cargo.env_remove(name);
        }
    }
    let built = cargo
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["build", "--workspace", "--lib", "--bins", "--examples"])
        .args(["--quiet", "--locked"])
        .args(["--message-format", "json-render-diagnostics"])
        .args(["--profile", profile()?.as_str()])
        .stderr(Stdio::inherit())
        .output()?;
    if !built.status.success() {
        return Err(format!("the examples can not be built: {}", built.status).into());
    }
    let mut programs = BTreeMap::new();
    for line in String::from_utf8_lossy(&built.stdout).lines() {
        let message: Value = serde_json::from_str(line)?;
        let name = message["target"]["name"].as_str();
        if let (Some(name), Some(program)) = (name, message["executable"].as_str()) {
            programs.insert(name.to_owned(), PathBuf::from(program));
        }
    }
    Ok(programs)
}

fn is_of_this_test(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let set_by_cargo = [
        "CARGO_PKG_",
        "CARGO_MANIFEST_",
        "CARGO_BIN_",
        "CARGO_CRATE_",
    ];
    set_by_cargo.iter().any(|start| name.starts_with(start)) || name == "OUT_DIR"
}

/// The profile of this test, by the directory it is in.
fn profile() -> Outcome<String> {
    let program = env::current_exe()?;
    let directory = program.parent().and_then(|deps| deps.parent());
    let name = directory.and_then(|directory| directory.file_name());
    match name.ok_or("no target directory above the test")?.to_str() {
        Some("debug") => Ok("dev".to_owned()),
        other => Ok(other.unwrap_or("dev").to_owned()),
    }
}
