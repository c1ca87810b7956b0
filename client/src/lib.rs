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
// Rooms below the stores have parts that only the stores use.
#![cfg_attr(
    not(all(feature = "kv", feature = "object")),
    allow(dead_code, unused_imports)
)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod admin;
mod api;
mod connection;
pub mod consume;
mod error;
mod protocol;
pub mod publish;
mod stores;
mod streams;

pub use admin::system::{Peer, StreamMove, System};
pub use api::call::{Answer, Call, CallJson, OneDocument, OneMessage};
pub use api::config_json::ConfigJson;
pub use api::connect::{ConnectOptions, connect};
pub use api::context::{Builder, Context, DEFAULT_TIMEOUT, UnknownFields};
pub use api::events;
pub use api::pages::{Items, Pages};
pub use api::query::{MessageQuery, NextMessage};
pub use api::replies::{Messages, Replies};
pub use async_nats;
pub use connection::ConnectionEvent;
pub use connection::observer::ConnectionObserver;
#[cfg(feature = "script")]
pub use connection::script;
pub use connection::transport;
pub use connection::transport::{Incoming, RawMessage, Transport};
pub use consume::consumer::Consumer;
pub use consume::dead_letter;
pub use consume::delivery::{AckKind, Acked, Acker, Message, Metadata};
pub use consume::{OrderedConsumer, PullConfig, PullConsumer};
pub use error::object::ObjectError;
pub use error::stop_reason::{ResetReason, StopReason, StreamRecreated};
pub use error::{BatchEnded, Error, Invalid, Mismatch, Result, Status, Tried};
pub use jsapi;
pub use protocol::header;
#[cfg(feature = "kv")]
pub use stores::kv;
#[cfg(feature = "kv")]
pub use stores::kv::KeyValue;
#[cfg(feature = "object")]
pub use stores::object;
#[cfg(feature = "object")]
pub use stores::object::ObjectStore;
pub use streams::backup::Backup;
pub use streams::direct::{DirectBatch, DirectMessages, DirectMulti};
pub use streams::ensured::{Difference, Ensured};
pub use streams::message::StreamMessage;
pub use streams::purge::Purge;
pub use streams::restore::{Restore, RestoreOptions};
pub use streams::snapshot::{Progress, Snapshot, SnapshotOptions};
pub use streams::stream::Stream;
