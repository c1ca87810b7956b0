//! Two servers with a JetStream each, in two domains.

use std::time::Duration;

use crate::config::Role;
use crate::error::Error;
use crate::options::Options;
use crate::raw;
use crate::server::Server;
use crate::user::User;
use crate::version::Wanted;
use crate::wait::Deadline;

/// A leaf node tries again every second.
const CONNECTED: Duration = Duration::from_secs(30);

/// A server in domain `hub` and a leaf node of it in domain `leaf`.
///
/// Account `A` of one is account `A` of the other: its user reaches both domains at either server.
#[derive(Debug)]
pub struct HubAndLeaf {
    hub: Server,
    leaf: Server,
}

impl HubAndLeaf {
    /// Starts both and waits until each domain answers at the other server.
    ///
    /// # Errors
    ///
    /// As [`Server::start`]; [`Error::Timeout`] when they do not connect in 30 s.
    pub fn start(wanted: impl Into<Wanted>) -> Result<Self, Error> {
        let options = Options::new().version(wanted);
        let mut hub = Server::new(options.clone().name("hub").domain("hub"), Role::Hub)?;
        hub.launch()?;
        let role = Role::Leaf {
            hub: hub.leaf_port().unwrap_or(0),
        };
        let mut leaf = Server::new(options.name("leaf").domain("leaf"), role)?;
        leaf.launch()?;
        let both = Self { hub, leaf };
        both.wait_connected()?;
        Ok(both)
    }

    /// The server in domain `hub`.
    pub fn hub(&self) -> &Server {
        &self.hub
    }

    /// The server in domain `hub`, to stop or restart it.
    pub fn hub_mut(&mut self) -> &mut Server {
        &mut self.hub
    }

    /// The server in domain `leaf`.
    pub fn leaf(&self) -> &Server {
        &self.leaf
    }

    /// The server in domain `leaf`, to stop or restart it.
    pub fn leaf_mut(&mut self) -> &mut Server {
        &mut self.leaf
    }

    /// Waits until each domain answers at the other server, as after a restart of one.
    ///
    /// # Errors
    ///
    /// [`Error::Timeout`] after 30 s.
    pub fn wait_connected(&self) -> Result<(), Error> {
        let mut missing = String::new();
        let connected = Deadline::after(CONNECTED).until(|| {
            for (server, domain) in [(&self.leaf, "hub"), (&self.hub, "leaf")] {
                let subject = format!("$JS.{domain}.API.INFO");
                let answered = raw::request(&server.url(), User::A, &subject, b"")
                    .and_then(|reply| reply.json());
                missing = match answered {
                    Ok(reply) if reply["domain"] == domain => continue,
                    Ok(reply) => format!("{subject} at {server} answers {reply}"),
                    Err(error) => format!("{subject} at {server}: {error}"),
                };
                return Ok(None);
            }
            Ok::<_, Error>(Some(()))
        })?;
        connected.ok_or_else(|| Error::Timeout {
            waiting_for: format!("hub and leaf to connect: {missing}"),
        })
    }
}
