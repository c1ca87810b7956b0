//! A client for the whole NATS JetStream API, on generated types.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use jsapi::StreamInfoRequest;
//!
//! let ctx = jsapi_client::connect("nats://localhost").await?;
//! let info = ctx.call(&StreamInfoRequest::new("ORDERS")).await?;
//! # Ok(())
//! # }
//! ```
//!
//! [`connect`] makes a connection of [`async_nats`] with the defaults that JetStream
//! needs; [`Context::new`] takes a client that there is already. The JetStream module
//! of `async_nats` is not used. Models, requests and their replies are those of
//! [`jsapi`]. There is one [`Error`], which says how far a request got.
//!
//! # Features
//!
//! - `ring` (default) or `aws-lc-rs`: what encrypts connections. With both, install
//!   one of them as the default of rustls before connecting.
//! - `websockets`: connections by `ws://` and `wss://`.
//! - `nkeys`: signing in with NKeys, JWTs and credentials files.
//! - `kv` (default): key-value buckets, in `kv`.
//! - `object` (default): object stores, in `object`.
//! - `script`: `script::ScriptedTransport`, a transport for tests
//!   without a server.

#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod account;
mod answers;
mod apart;
#[cfg(any(feature = "kv", feature = "object"))]
mod backoff;
mod backup;
mod call;
mod config_json;
mod connection;
pub mod consume;
mod consumer;
mod consumers;
mod context;
pub mod dead_letter;
mod delivery;
mod denied;
mod direct;
mod ended;
mod error;
pub mod events;
pub mod header;
#[cfg(feature = "kv")]
pub mod kv;
mod level;
mod link;
mod message;
#[cfg(feature = "object")]
pub mod object;
mod pages;
mod protocol;
pub mod publish;
mod purge;
mod query;
mod random;
mod replies;
mod restore;
#[cfg(feature = "script")]
pub mod script;
mod snapshot;
#[cfg(any(feature = "kv", feature = "object"))]
mod store_config;
mod stream;
mod streams;
mod system;
pub mod transport;

pub use async_nats;
pub use backup::Backup;
pub use call::{Answer, Call, CallJson, OneDocument, OneMessage};
pub use connection::{ConnectOptions, ConnectionEvent, connect};
pub use consume::{OrderedConsumer, PullConfig, PullConsumer};
pub use consumer::Consumer;
pub use context::{Builder, Context, DEFAULT_TIMEOUT, UnknownFields};
pub use delivery::{AckError, AckKind, Acked, Acker, Message, Metadata};
pub use denied::Denials;
pub use direct::{DirectBatch, DirectMessages, DirectMulti};
pub use ended::{Ended, ResetReason, StreamRecreated};
pub use error::{BatchEnded, Error, Invalid, Mismatch, Result, Status, Tried};
pub use jsapi;
#[cfg(feature = "kv")]
pub use kv::KeyValue;
pub use message::StreamMessage;
#[cfg(feature = "object")]
pub use object::ObjectStore;
pub use pages::{Items, Pages};
pub use purge::Purge;
pub use query::{MessageQuery, NextMessage};
pub use replies::{Messages, Replies};
pub use restore::{Restore, RestoreOptions};
pub use snapshot::{Progress, Snapshot, SnapshotOptions};
pub use stream::Stream;
pub use system::{Peer, StreamMove, System};
pub use transport::{Incoming, Outgoing, Transport};
