//! One server.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::binary::{self, Binary};
use crate::config::{self, Ports, Role};
use crate::error::Error;
use crate::monitor;
use crate::once::OncePer;
use crate::options::Options;
use crate::process::Process;
use crate::version::{Version, Wanted};
use crate::wait::Deadline;

/// A start takes 50 ms alone, seconds where every core is taken or a large store is read.
const START: Duration = Duration::from_secs(60);
#[cfg(unix)]
const STOP: Duration = Duration::from_secs(20);

/// A running server with its own port and store.
///
/// It is ended and its store removed when it is dropped.
#[derive(Debug)]
pub struct Server {
    binary: Binary,
    options: Options,
    role: Role,
    ports: Option<Ports>,
    paused: bool,
    // The process before the directory: a running server would write to it again.
    process: Process,
    directory: TempDir,
}

impl Server {
    /// Finds the program, starts it and waits until JetStream answers.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] and [`Error::Unusable`] as [`find`](crate::find) gives them;
    /// [`Error::Start`] with the end of the log when the server ends, or is not ready in 60 s.
    pub fn start(options: &Options) -> Result<Self, Error> {
        let mut server = Self::new(options.clone(), Role::Single)?;
        server.launch()?;
        server.wait_until_healthy()?;
        Ok(server)
    }

    /// The server of that version that all tests of this process share.
    ///
    /// It has the default [`Options`], is started when first asked for, and ends with the process.
    /// It cannot be stopped or paused. Its users give their streams different names.
    ///
    /// On Windows nothing ends it after the process.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start), and again for everyone who asks.
    pub fn shared(wanted: impl Into<Wanted>) -> Result<&'static Self, Error> {
        static SHARED: OncePer<Wanted, Result<&'static Server, Error>> = OncePer::new();
        let wanted = wanted.into();
        SHARED.get(wanted, || {
            let server = Self::start(&Options::new().version(wanted))?;
            Ok(&*Box::leak(Box::new(server)))
        })
    }

    /// Prepares everything and starts nothing.
    pub(crate) fn new(options: Options, role: Role) -> Result<Self, Error> {
        let binary = binary::find(options.wanted)?;
        let directory = tempfile::Builder::new()
            .prefix("jsapi-server-")
            .tempdir()
            .map_err(Error::io("making a directory for the server"))?;
        let process =
            Process::new(directory.path()).map_err(Error::io("starting the server's guard"))?;
        Ok(Self {
            binary,
            options,
            role,
            ports: None,
            paused: false,
            process,
            directory,
        })
    }

    /// Where clients connect: `nats://127.0.0.1:` and the port.
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port())
    }

    /// The port for clients, the same over all restarts.
    pub fn port(&self) -> u16 {
        self.ports.map_or(0, |ports| ports.client)
    }

    /// The version that runs.
    pub fn version(&self) -> Version {
        self.binary.version
    }

    /// The server's name.
    pub fn name(&self) -> &str {
        &self.options.name
    }

    /// The directory of configuration, log and store. It goes with the server.
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// The id of the server's process, `None` when it was ended.
    pub fn process_id(&self) -> Option<u32> {
        self.process.id()
    }

    /// Whether the process runs, paused or not.
    pub fn is_running(&mut self) -> bool {
        matches!(self.process.ended(), Ok(None)) && self.process.id().is_some()
    }

    /// Everything the server logged since its first start.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when the file cannot be read.
    pub fn log(&self) -> Result<String, Error> {
        self.log_from(0).map_err(Error::io("reading the log"))
    }

    /// A page of the monitoring port, such as `/jsz?meta=1` or `/connz`, as JSON.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when the server does not run or says nothing for 5 s, [`Error::Protocol`]
    /// when the page is no JSON.
    pub fn monitor(&self, path: &str) -> Result<Value, Error> {
        self.page(path)?.json()
    }

    /// Ends the process at once, as a crash would: SIGKILL on Unix.
    ///
    /// Port and store stay for [`restart`](Self::restart). Nothing happens when it does not run.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when the system refuses.
    pub fn kill(&mut self) -> Result<(), Error> {
        self.paused = false;
        self.process.kill().map_err(Error::io("killing the server"))
    }

    /// Has the server end in good order and waits for that: SIGTERM on Unix.
    ///
    /// Port and store stay for [`restart`](Self::restart). Nothing happens when it does not run.
    /// On Windows a server has nothing to be told by, and it is killed.
    ///
    /// # Errors
    ///
    /// [`Error::Timeout`] when it still runs after 20 s; then it was killed.
    pub fn stop(&mut self) -> Result<(), Error> {
        #[cfg(unix)]
        if self.is_running() {
            self.signal("TERM")?;
            if self.paused {
                self.resume()?;
            }
            let process = &mut self.process;
            let ended = Deadline::after(STOP)
                .until(|| process.ended())
                .map_err(Error::io("waiting for the server's end"))?;
            if ended.is_none() {
                self.kill()?;
                return Err(Error::Timeout {
                    waiting_for: format!("the end of {self}"),
                });
            }
        }
        self.kill()
    }

    /// Starts the server again on the same port and store, after stopping it if it runs.
    ///
    /// Returns when JetStream answers; for a node of a cluster, when it accepts clients.
    ///
    /// # Errors
    ///
    /// [`Error::Start`] as for [`start`](Self::start), also when another program has taken the
    /// port and keeps it.
    pub fn restart(&mut self) -> Result<(), Error> {
        self.stop()?;
        self.launch()?;
        match self.role {
            Role::Node { .. } => Ok(()),
            _ => self.wait_until_healthy(),
        }
    }

    /// [Restarts](Self::restart) as another version, on the same port and store.
    ///
    /// # Errors
    ///
    /// As [`restart`](Self::restart), and [`Error::NotFound`].
    pub fn restart_as(&mut self, wanted: impl Into<Wanted>) -> Result<(), Error> {
        self.binary = binary::find(wanted)?;
        self.restart()
    }

    /// Halts the process: it keeps its connections and says nothing. SIGSTOP, on Unix only.
    ///
    /// On Linux it is silent from the return on, elsewhere within moments.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when it does not run, [`Error::Timeout`] when it has not halted in 20 s.
    #[cfg(unix)]
    pub fn pause(&mut self) -> Result<(), Error> {
        self.signal("STOP")?;
        self.paused = true;
        let halted = Deadline::after(STOP)
            .until(|| Ok(self.process.is_halted()?.then_some(())))
            .map_err(Error::io(format!("halting {self}")))?;
        halted.ok_or_else(|| Error::Timeout {
            waiting_for: format!("{self} to halt"),
        })
    }

    /// Lets a paused process go on. SIGCONT, on Unix only.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when it does not run.
    #[cfg(unix)]
    pub fn resume(&mut self) -> Result<(), Error> {
        self.signal("CONT")?;
        self.paused = false;
        Ok(())
    }

    /// Replaces the accounts that were given in the options, and reloads the configuration.
    /// SIGHUP, on Unix only.
    ///
    /// Returns when the server has logged the reload.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when it does not run, or the configuration cannot be written;
    /// [`Error::Timeout`] when it has not reloaded in 20 s.
    #[cfg(unix)]
    pub fn reload_accounts(&mut self, accounts: &str) -> Result<(), Error> {
        const RELOADED: &str = "Reloaded server configuration";

        let file = self.directory.path().join("server.conf");
        let text = fs::read_to_string(&file).map_err(Error::io("reading the configuration"))?;
        let old = self.options.accounts.replace(accounts.to_owned());
        let text = text.replacen(&old.unwrap_or_default(), accounts, 1);
        fs::write(&file, text).map_err(Error::io("writing the server's configuration"))?;
        let before = self.log()?.matches(RELOADED).count();
        self.signal("HUP")?;
        let reloaded = Deadline::after(STOP).until(|| {
            let now = self.log()?.matches(RELOADED).count();
            Ok::<_, Error>((now > before).then_some(()))
        })?;
        reloaded.ok_or_else(|| Error::Timeout {
            waiting_for: format!("{self} to reload its configuration"),
        })
    }

    /// Has the server tell its clients to go, and end them one by one: lame duck mode.
    /// SIGUSR2, on Unix only.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when it does not run.
    #[cfg(unix)]
    pub fn lame_duck(&self) -> Result<(), Error> {
        self.signal("USR2")
    }

    #[cfg(unix)]
    fn signal(&self, name: &str) -> Result<(), Error> {
        self.process
            .signal(name)
            .map_err(Error::io(format!("sending SIG{name} to {self}")))
    }

    pub(crate) fn is_paused(&self) -> bool {
        self.paused
    }

    pub(crate) fn has_standard_accounts(&self) -> bool {
        self.options.accounts.is_none()
    }

    /// Where a hub takes leaf nodes in.
    pub(crate) fn leaf_port(&self) -> Option<u16> {
        self.ports.and_then(|ports| ports.leaf)
    }

    pub(crate) fn page(&self, path: &str) -> Result<monitor::Page, Error> {
        monitor::get(self.ports.map_or(0, |ports| ports.monitor), path)
    }

    /// Starts the process and waits until it accepts clients.
    pub(crate) fn launch(&mut self) -> Result<(), Error> {
        let deadline = Deadline::after(START);
        loop {
            match self.try_launch(deadline) {
                // While the server was down, a client of anything may have been given its port.
                Err(error)
                    if error.is_port_clash()
                        && self.ports.is_some()
                        && deadline.left().is_some() =>
                {
                    thread::sleep(Duration::from_millis(100));
                }
                done => return done,
            }
        }
    }

    fn try_launch(&mut self, deadline: Deadline) -> Result<(), Error> {
        let directory = self.directory.path().to_owned();
        let file = directory.join("server.conf");
        let text = config::text(
            &self.options,
            &self.role,
            self.binary.version,
            &directory,
            self.ports,
        );
        fs::write(&file, text).map_err(Error::io("writing the server's configuration"))?;
        for left in ports_files(&directory).map_err(Error::io("reading the server's directory"))? {
            fs::remove_file(left).map_err(Error::io("removing an old ports file"))?;
        }
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.log_path())
            .map_err(Error::io("opening the server's log"))?;
        let log_start = log
            .metadata()
            .map_err(Error::io("opening the server's log"))?
            .len();
        let log_too = log
            .try_clone()
            .map_err(Error::io("opening the server's log"))?;

        self.process
            .spawn(
                Command::new(&self.binary.path)
                    .arg("-c")
                    .arg(&file)
                    .current_dir(&directory)
                    .stdin(Stdio::null())
                    .stdout(log)
                    .stderr(log_too),
            )
            .map_err(Error::io(format!(
                "starting \"{}\"",
                self.binary.path.display()
            )))?;

        let listening = deadline.until(|| {
            self.check_runs(log_start)?;
            // The server writes the file when all of its listeners are open.
            ports_in(&directory).map_err(Error::io("reading the server's ports"))
        })?;
        let Some(mut ports) = listening else {
            return Err(self.failed("it does not listen", log_start));
        };
        if matches!(self.role, Role::Hub) {
            // The ports file has no entry for leaf nodes.
            let variables = monitor::get(ports.monitor, "/varz")?.json()?;
            ports.leaf = port_of(&variables["leaf"]["port"]);
            if ports.leaf.is_none() {
                return Err(self.failed("it does not listen for leaf nodes", log_start));
            }
        }
        self.ports = Some(ports);
        Ok(())
    }

    /// Waits until the server says itself that it is ready, JetStream included.
    fn wait_until_healthy(&mut self) -> Result<(), Error> {
        let healthy = Deadline::after(START).until(|| {
            self.check_runs(0)?;
            // Under load even a ready server may be late to say so.
            let healthy = self.page("/healthz").is_ok_and(|page| page.status == 200);
            Ok(healthy.then_some(()))
        })?;
        healthy.ok_or_else(|| self.failed("it is not healthy", 0))
    }

    /// An error when the process has ended by itself.
    fn check_runs(&mut self, log_start: u64) -> Result<(), Error> {
        let ended = self
            .process
            .ended()
            .map_err(Error::io("waiting for the server"))?;
        match ended {
            None => Ok(()),
            Some(status) => Err(self.failed(&format!("it ended ({status})"), log_start)),
        }
    }

    pub(crate) fn failed(&self, why: &str, log_start: u64) -> Error {
        let log = self.log_from(log_start).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        Error::Start {
            name: self.options.name.clone(),
            version: self.binary.version,
            why: why.to_owned(),
            log: lines[lines.len().saturating_sub(20)..].join("\n"),
        }
    }

    fn log_path(&self) -> PathBuf {
        self.directory.path().join("server.log")
    }

    fn log_from(&self, start: u64) -> io::Result<String> {
        let mut file = File::open(self.log_path())?;
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

impl std::fmt::Display for Server {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            binary, options, ..
        } = self;
        write!(to, "nats-server {} \"{}\"", binary.version, options.name)
    }
}

/// The files, named by process id, in which servers tell their ports.
fn ports_files(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "ports")
        {
            files.push(path);
        }
    }
    Ok(files)
}

/// The ports, once the file is there and whole.
fn ports_in(directory: &Path) -> io::Result<Option<Ports>> {
    let Some(file) = ports_files(directory)?.pop() else {
        return Ok(None);
    };
    let Ok(told) = serde_json::from_slice::<Value>(&fs::read(file)?) else {
        return Ok(None);
    };
    let port = |of: &str| told[of][0].as_str()?.rsplit(':').next()?.parse().ok();
    let (Some(client), Some(monitor)) = (port("nats"), port("monitoring")) else {
        return Ok(None);
    };
    Ok(Some(Ports {
        client,
        monitor,
        leaf: None,
    }))
}

fn port_of(value: &Value) -> Option<u16> {
    value.as_u64().and_then(|port| port.try_into().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ports_file_counts_when_it_is_whole() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("nats-server_1.ports");
        assert_eq!(ports_in(directory.path()).unwrap(), None);
        fs::write(&file, r#"{"nats":["nats://127.0.0.1:40889"],"moni"#).unwrap();
        assert_eq!(ports_in(directory.path()).unwrap(), None);
        fs::write(
            &file,
            r#"{"nats":["nats://127.0.0.1:40889"],"monitoring":["http://127.0.0.1:36849"]}"#,
        )
        .unwrap();
        let ports = ports_in(directory.path()).unwrap().unwrap();
        assert_eq!((ports.client, ports.monitor), (40889, 36849));
    }
}
