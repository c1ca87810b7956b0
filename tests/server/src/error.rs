//! The one error of this crate.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::version::{Version, Wanted};

/// Why there is no running server, or no reply of one.
///
/// `Debug` prints what `Display` does, with the cause: it is what a test that unwraps shows.
#[derive(Clone)]
#[non_exhaustive]
pub enum Error {
    /// No server of that version is installed and none could be fetched.
    NotFound {
        /// What was asked for.
        wanted: Wanted,
        /// What was looked at and tried, in that order, and why it did not do.
        tried: Vec<String>,
        /// What to do by hand.
        advice: String,
    },
    /// `NATS_SERVER` names something that does not run as a nats-server.
    Unusable {
        /// What it names.
        path: PathBuf,
        /// What became of asking it for its version.
        why: String,
    },
    /// The server ended early, or was not ready in time.
    Start {
        /// The server's name.
        name: String,
        /// The server's version.
        version: Version,
        /// What happened.
        why: String,
        /// The end of what it logged since it was started.
        log: String,
    },
    /// Something did not happen in time.
    Timeout {
        /// What was waited for.
        waiting_for: String,
    },
    /// The server answered with an error of the NATS protocol, or with what is not the protocol.
    Protocol {
        /// What it sent.
        text: String,
    },
    /// The operating system refused something.
    Io {
        /// What was being done.
        doing: String,
        /// What it said.
        source: Arc<io::Error>,
    },
}

impl Error {
    /// For `map_err`: says what was being done.
    pub(crate) fn io(doing: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Io {
            doing: doing.into(),
            source: Arc::new(error),
        }
    }

    /// Whether the server ended because another program had its port.
    pub(crate) fn is_port_clash(&self) -> bool {
        // Go's words are the system's: the first on Unix, the second on Windows.
        matches!(self, Self::Start { log, .. }
            if log.contains("address already in use") || log.contains("Only one usage of each socket"))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { source, .. } => write!(to, "{self}: {source}"),
            _ => write!(to, "{self}"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound {
                wanted,
                tried,
                advice,
            } => {
                write!(
                    to,
                    "nats-server {wanted}: not installed and could not be fetched"
                )?;
                for attempt in tried {
                    write!(to, "\n  {}", attempt.trim_end().replace('\n', "\n    "))?;
                }
                write!(to, "\n{advice}")
            }
            Self::Unusable { path, why } => {
                write!(
                    to,
                    "NATS_SERVER: \"{}\" is not a nats-server: {why}",
                    path.display()
                )
            }
            Self::Start {
                name,
                version,
                why,
                log,
            } => {
                write!(to, "nats-server {version} \"{name}\": {why}")?;
                if log.is_empty() {
                    write!(to, "; it logged nothing")
                } else {
                    write!(to, "; the end of its log:\n{}", log.trim_end())
                }
            }
            Self::Timeout { waiting_for } => write!(to, "timed out waiting for {waiting_for}"),
            Self::Protocol { text } => write!(to, "nats-server answered {text:?}"),
            Self::Io { doing, .. } => write!(to, "{doing} failed"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(&**source),
            _ => None,
        }
    }
}
