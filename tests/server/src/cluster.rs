//! Several servers with one JetStream.

use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

use serde_json::Value;

use crate::config::Role;
use crate::error::Error;
use crate::once::OncePer;
use crate::options::Options;
use crate::raw;
use crate::server::Server;
use crate::user::User;
use crate::version::Wanted;
use crate::wait::Deadline;

/// Elections take 4 to 9 s by the server's defaults, and may need a second round.
const READY: Duration = Duration::from_secs(90);

/// How long a new cluster may take, most of which take 1 s. One start of 2.10.26 in some 45,
/// beside other work, makes a group that lacks a node for good, although all have routes to
/// each other: its leader counts two of them, and waiting does not help.
const FORMED: Duration = Duration::from_secs(30);

/// Several servers that share one JetStream, named `n1`, `n2` and so on, in cluster `C1`.
///
/// Each has the tag `node:` with its name.
#[derive(Debug)]
pub struct Cluster {
    nodes: Vec<Server>,
}

impl Cluster {
    /// Starts the nodes and waits until they are [ready](Self::wait_ready).
    ///
    /// # Errors
    ///
    /// As [`Server::start`]; [`Error::Timeout`] when they do not agree on a leader in 30 s,
    /// three times.
    pub fn start(wanted: impl Into<Wanted>, size: usize) -> Result<Self, Error> {
        Self::start_with(&Options::new().version(wanted), size)
    }

    /// [Starts](Self::start) nodes with options of one's own, except for their names.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start).
    pub fn start_with(options: &Options, size: usize) -> Result<Self, Error> {
        let mut attempts = 1;
        loop {
            let started = Self::launch(options, size)
                .and_then(|mut cluster| cluster.wait(FORMED).map(|()| cluster));
            match started {
                // Routes need known ports, and another program can be quicker to take one.
                Err(error) if error.is_port_clash() && attempts < 5 => {}
                // A group that lacks a node does not get it later.
                Err(Error::Timeout { .. }) if attempts < 3 => {}
                started => return started,
            }
            attempts += 1;
        }
    }

    /// The cluster of three of that version that all tests of this process share.
    ///
    /// It has the default [`Options`], is started when first asked for, and ends with the process.
    /// Its nodes cannot be stopped or paused. Its users give their streams different names, and
    /// expect others to move its leaders.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start), and again for everyone who asks.
    pub fn shared(wanted: impl Into<Wanted>) -> Result<&'static Self, Error> {
        static SHARED: OncePer<Wanted, Result<&'static Cluster, Error>> = OncePer::new();
        let wanted = wanted.into();
        SHARED.get(wanted, || {
            Ok(&*Box::leak(Box::new(Self::start(wanted, 3)?)))
        })
    }

    fn launch(options: &Options, size: usize) -> Result<Self, Error> {
        let routes = free_ports(size).map_err(Error::io("looking for free ports"))?;
        let mut nodes = Vec::with_capacity(size);
        for (number, route) in (1..).zip(&routes) {
            let options = options.clone().name(format!("n{number}"));
            let role = Role::Node {
                route: *route,
                routes: routes.clone(),
            };
            let mut node = Server::new(options, role)?;
            node.launch()?;
            nodes.push(node);
        }
        Ok(Self { nodes })
    }

    /// The nodes, running or not, in the order of their names.
    pub fn nodes(&self) -> &[Server] {
        &self.nodes
    }

    /// The nodes, to stop, pause or restart one.
    pub fn nodes_mut(&mut self) -> &mut [Server] {
        &mut self.nodes
    }

    /// Where clients connect to a node, counted from 0.
    ///
    /// # Panics
    ///
    /// When there is no such node, as for the methods below.
    pub fn url(&self, node: usize) -> String {
        self.nodes[node].url()
    }

    /// Where clients connect, to all nodes.
    pub fn urls(&self) -> Vec<String> {
        self.nodes.iter().map(Server::url).collect()
    }

    /// [Kills](Server::kill) a node.
    ///
    /// # Errors
    ///
    /// As [`Server::kill`].
    pub fn kill(&mut self, node: usize) -> Result<(), Error> {
        self.nodes[node].kill()
    }

    /// [Restarts](Server::restart) a node and returns when it accepts clients.
    ///
    /// [`wait_ready`](Self::wait_ready) waits until it takes part again.
    ///
    /// # Errors
    ///
    /// As [`Server::restart`].
    pub fn restart(&mut self, node: usize) -> Result<(), Error> {
        self.nodes[node].restart()
    }

    /// The node that leads the meta group, `None` while there is none.
    ///
    /// One request to the monitoring port of each node, until one says that it leads.
    ///
    /// # Errors
    ///
    /// As [`Server::monitor`].
    pub fn leader(&self) -> Result<Option<usize>, Error> {
        for (index, node) in self.nodes.iter().enumerate() {
            if takes_part(node) && leads(node, &meta_group(node)?) {
                return Ok(Some(index));
            }
        }
        Ok(None)
    }

    /// Returns the node that leads a stream, `None` while no node does.
    ///
    /// Sends one STREAM.INFO request as `user` to each running node until one replies.
    ///
    /// # Errors
    ///
    /// [`Error::Protocol`] if the reply is not JSON.
    pub fn stream_leader(&self, user: User<'_>, stream: &str) -> Result<Option<usize>, Error> {
        self.led_by(user, &format!("$JS.API.STREAM.INFO.{stream}"))
    }

    /// Returns the node that leads a consumer, `None` while no node does.
    ///
    /// A consumer with one replica is led by the only node that has it. Sends one CONSUMER.INFO
    /// request as `user` to each running node until one replies.
    ///
    /// # Errors
    ///
    /// [`Error::Protocol`] if the reply is not JSON.
    pub fn consumer_leader(
        &self,
        user: User<'_>,
        stream: &str,
        consumer: &str,
    ) -> Result<Option<usize>, Error> {
        self.led_by(user, &format!("$JS.API.CONSUMER.INFO.{stream}.{consumer}"))
    }

    /// The node that an info names as the leader.
    fn led_by(&self, user: User<'_>, subject: &str) -> Result<Option<usize>, Error> {
        for node in self.nodes.iter().filter(|node| takes_part(node)) {
            let Ok(reply) = raw::request(&node.url(), user, subject, b"") else {
                continue;
            };
            let leader = reply.json()?["cluster"]["leader"].take();
            return Ok(self.nodes.iter().position(|node| leader == node.name()));
        }
        Ok(None)
    }

    /// Waits until every node that runs takes part.
    ///
    /// That is: there is a meta leader, the running nodes are current with it and healthy, and,
    /// with the standard accounts, JetStream answers user `a` at each of them.
    ///
    /// # Errors
    ///
    /// [`Error::Timeout`] after 90 s, with what was missing. It is what comes when too few nodes
    /// run for a leader.
    pub fn wait_ready(&mut self) -> Result<(), Error> {
        self.wait(READY)
    }

    fn wait(&mut self, limit: Duration) -> Result<(), Error> {
        let mut missing = String::new();
        let ready = Deadline::after(limit).until(|| {
            for node in &mut self.nodes {
                if node.process_id().is_some() && !node.is_running() {
                    return Err(node.failed("it ended", 0));
                }
            }
            // A node that has just been started or stopped may answer anything.
            missing = match self.lacks() {
                Ok(None) => return Ok(Some(())),
                Ok(Some(lack)) => lack,
                Err(error) => error.to_string(),
            };
            Ok(None)
        })?;
        ready.ok_or_else(|| Error::Timeout {
            waiting_for: format!("the cluster to be ready: {missing}"),
        })
    }

    /// What the cluster lacks to be ready.
    fn lacks(&self) -> Result<Option<String>, Error> {
        let Some(leader) = self.leader()? else {
            return Ok(Some("no meta leader".to_owned()));
        };
        let leader = &self.nodes[leader];
        let group = meta_group(leader)?;
        for node in self.nodes.iter().filter(|node| takes_part(node)) {
            let name = node.name();
            if name != leader.name() && !is_current(&group, name) {
                return Ok(Some(format!("{name} is not current: {group}")));
            }
            let health = node.page("/healthz")?;
            if health.status != 200 {
                let said = String::from_utf8_lossy(&health.body);
                return Ok(Some(format!("{name} is not healthy: {said}")));
            }
            if node.has_standard_accounts() {
                let reply = raw::request(&node.url(), User::A, "$JS.API.INFO", b"")?;
                let reply = reply.json()?;
                if reply.get("error").is_some() {
                    return Ok(Some(format!("{name} answers {reply}")));
                }
            }
        }
        Ok(None)
    }
}

fn takes_part(node: &Server) -> bool {
    node.process_id().is_some() && !node.is_paused()
}

/// The group of all nodes' JetStream, as a node sees it.
fn meta_group(node: &Server) -> Result<Value, Error> {
    Ok(node.monitor("/jsz")?["meta_cluster"].take())
}

fn leads(node: &Server, group: &Value) -> bool {
    group["leader"] == node.name()
}

/// Whether the leader knows the node and has it up to date. It lists a node from the time when it
/// has heard of its resources, so that it can place streams there.
fn is_current(group: &Value, name: &str) -> bool {
    group["replicas"].as_array().is_some_and(|replicas| {
        replicas.iter().any(|replica| {
            replica["name"] == name && replica["current"] == true && replica["offline"] != true
        })
    })
}

/// Different ports that are free now.
fn free_ports(count: usize) -> std::io::Result<Vec<u16>> {
    let held: Vec<TcpListener> = (0..count)
        .map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
        .collect::<Result<_, _>>()?;
    held.iter()
        .map(|listener| Ok(listener.local_addr()?.port()))
        .collect()
}
