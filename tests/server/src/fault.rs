//! Faults of cluster nodes, chosen by their role.

use std::fmt;
use std::time::Duration;

use crate::cluster::Cluster;
use crate::error::Error;
use crate::user::User;
use crate::wait::Deadline;

/// An election takes 4 to 9 s by the server's defaults, or twice as long.
const ELECTED: Duration = Duration::from_secs(90);

/// A node of a cluster, named by what it does at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// Leader of the meta group.
    MetaLeader,
    /// Leader of a stream of account `A`.
    StreamLeader(&'a str),
    /// Leader of a consumer of account `A`: the stream and the consumer.
    ConsumerLeader(&'a str, &'a str),
    /// Server with this name, such as the one that a client is connected to.
    Named(&'a str),
    /// First running node that leads neither the meta group nor the stream.
    Follower(&'a str),
}

impl fmt::Display for Target<'_> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MetaLeader => write!(to, "the meta leader"),
            Self::StreamLeader(stream) => write!(to, "the leader of stream {stream}"),
            Self::ConsumerLeader(stream, consumer) => {
                write!(to, "the leader of consumer {consumer} of {stream}")
            }
            Self::Named(name) => write!(to, "server {name}"),
            Self::Follower(stream) => write!(to, "a follower of stream {stream}"),
        }
    }
}

/// What happens to a node. [`Cluster::heal`] takes each of them back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// SIGKILL: the process ends at once.
    Kill,
    /// SIGTERM: the process ends in good order.
    Stop,
    /// SIGTERM or SIGKILL, and a new process on the same port and store.
    Restart,
    /// SIGSTOP: the process keeps its connections and is silent. Unix only.
    #[cfg(unix)]
    Pause,
    /// SIGUSR2: the server sends its clients away, then ends. Unix only.
    #[cfg(unix)]
    LameDuck,
}

impl Cluster {
    /// Returns the node that the target names, and waits for the end of an election.
    ///
    /// # Errors
    ///
    /// [`Error::Timeout`] if there is none in 90 s.
    pub fn find(&self, target: Target<'_>) -> Result<usize, Error> {
        let found = Deadline::after(ELECTED).until(|| match target {
            Target::MetaLeader => Ok(self.leader().unwrap_or_default()),
            Target::StreamLeader(stream) => self.stream_leader(User::A, stream),
            Target::ConsumerLeader(stream, consumer) => {
                self.consumer_leader(User::A, stream, consumer)
            }
            Target::Named(name) => Ok(self.nodes().iter().position(|node| node.name() == name)),
            Target::Follower(stream) => {
                let meta = self.leader().unwrap_or_default();
                let leader = self.stream_leader(User::A, stream)?;
                let (Some(meta), Some(leader)) = (meta, leader) else {
                    return Ok(None);
                };
                Ok((0..self.nodes().len()).find(|&node| {
                    let runs = self.nodes()[node].process_id().is_some();
                    runs && !self.nodes()[node].is_paused() && node != meta && node != leader
                }))
            }
        })?;
        found.ok_or_else(|| Error::Timeout {
            waiting_for: target.to_string(),
        })
    }

    /// Finds the node, lets the fault happen to it, and returns the node.
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find) and the method of [`Server`](crate::Server) for the fault.
    pub fn inflict(&mut self, fault: Fault, target: Target<'_>) -> Result<usize, Error> {
        let node = self.find(target)?;
        let server = &mut self.nodes_mut()[node];
        match fault {
            Fault::Kill => server.kill()?,
            Fault::Stop => server.stop()?,
            Fault::Restart => server.restart()?,
            #[cfg(unix)]
            Fault::Pause => server.pause()?,
            #[cfg(unix)]
            Fault::LameDuck => server.lame_duck()?,
        }
        Ok(node)
    }

    /// Resumes a paused node, or restarts one that does not run.
    ///
    /// Returns when the node accepts clients.
    ///
    /// # Errors
    ///
    /// As [`Server::restart`](crate::Server::restart).
    pub fn heal(&mut self, node: usize) -> Result<(), Error> {
        let server = &mut self.nodes_mut()[node];
        #[cfg(unix)]
        if server.is_paused() {
            return server.resume();
        }
        if !server.is_running() {
            server.restart()?;
        }
        Ok(())
    }
}
