//! The process of a server, and its end by whatever way this program ends.

#[cfg(unix)]
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};

/// At most one running process, over all restarts of a server.
#[derive(Debug)]
pub(crate) struct Process {
    child: Option<Child>,
    guard: Guard,
}

impl Process {
    /// No process yet; the directory is what goes with it.
    pub(crate) fn new(directory: &Path) -> io::Result<Self> {
        Ok(Self {
            child: None,
            guard: Guard::new(directory)?,
        })
    }

    /// Starts the process. There must be none.
    pub(crate) fn spawn(&mut self, command: &mut Command) -> io::Result<()> {
        let child = command.spawn()?;
        self.guard.watch(Some(child.id()));
        self.child = Some(child);
        Ok(())
    }

    /// The id of the process while it runs, paused or not.
    pub(crate) fn id(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// How the process ended, if it ran and did.
    pub(crate) fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        let Some(child) = &mut self.child else {
            return Ok(None);
        };
        let ended = child.try_wait()?;
        if ended.is_some() {
            self.guard.watch(None);
            self.child = None;
        }
        Ok(ended)
    }

    /// Ends the process at once, if it runs, and waits for that.
    pub(crate) fn kill(&mut self) -> io::Result<()> {
        let Some(mut child) = self.child.take() else {
            return Ok(());
        };
        child.kill()?;
        // Before the wait gives the id free for another process.
        self.guard.watch(None);
        child.wait().map(drop)
    }

    /// Sends a signal by its POSIX name, without `SIG`.
    #[cfg(unix)]
    pub(crate) fn signal(&self, name: &str) -> io::Result<()> {
        let Some(id) = self.id() else {
            return Err(io::Error::other("the server does not run"));
        };
        // By the shell, which has it built in: small images lack the program.
        let status = Command::new("sh")
            .args(["-c", "kill -s \"$1\" \"$2\"", "sh", name, &id.to_string()])
            .status()?;
        match status.success() {
            true => Ok(()),
            false => Err(io::Error::other(format!("kill -s {name} {id}: {status}"))),
        }
    }

    /// Whether all threads are halted: the system stops them one by one after the signal.
    ///
    /// Linux tells by `/proc`. Where there is none, the answer is always yes.
    #[cfg(unix)]
    pub(crate) fn is_halted(&self) -> io::Result<bool> {
        let Some(id) = self.id() else {
            return Ok(true);
        };
        let Ok(threads) = fs::read_dir(format!("/proc/{id}/task")) else {
            return Ok(true);
        };
        for thread in threads {
            // "4711 (nats-server) T ...": the state follows the name.
            // A thread may end meanwhile, and then the rest is looked at again.
            let told = fs::read_to_string(thread?.path().join("stat")).unwrap_or_default();
            let state = told.rsplit_once(") ").map(|(_, rest)| rest);
            if !state.is_some_and(|state| state.starts_with('T')) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}

/// Outlives this program to end the server and remove its directory, should this program not.
///
/// A test that is killed or aborts runs no destructor, and neither does a `static`. The guard is a
/// shell that reads the server's id from a pipe; when this program is gone, in any way, the pipe
/// ends. It ignores what a terminal sends to all of its processes.
#[cfg(unix)]
#[derive(Debug)]
struct Guard(Child);

#[cfg(unix)]
impl Guard {
    const SCRIPT: &str = r#"
        trap '' HUP INT QUIT TERM
        id=
        while read -r line; do id=$line; done
        if [ -n "$id" ] && [ "$id" != none ]; then kill -s KILL "$id"; fi
        rm -rf -- "$1" || { sleep 1; rm -rf -- "$1"; }
    "#;

    fn new(directory: &Path) -> io::Result<Self> {
        use std::process::Stdio;
        Command::new("sh")
            .args(["-c", Self::SCRIPT, "sh"])
            .arg(directory)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map(Self)
    }

    fn watch(&mut self, id: Option<u32>) {
        use std::io::Write;
        if let Some(pipe) = &mut self.0.stdin {
            let line = id.map_or("none\n".to_owned(), |id| format!("{id}\n"));
            // A guard that somebody killed is no reason to fail.
            let _ = pipe.write_all(line.as_bytes());
        }
    }
}

#[cfg(unix)]
impl Drop for Guard {
    /// By then the process was ended; the directory is its owner's to remove.
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The standard library alone cannot do on this system what the Unix guard does.
#[cfg(not(unix))]
#[derive(Debug)]
struct Guard;

#[cfg(not(unix))]
impl Guard {
    fn new(_directory: &Path) -> io::Result<Self> {
        Ok(Self)
    }

    fn watch(&mut self, _id: Option<u32>) {}
}
