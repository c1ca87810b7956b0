//! Object stores: values of any size under any name, in pieces.
//!
//! ```no_run
//! # async fn example(ctx: jsapi_client::Context) -> Result<(), Box<dyn std::error::Error>> {
//! use jsapi_client::object::ObjectStoreConfig;
//!
//! let reports = ctx.create_or_update_object_store(&ObjectStoreConfig::new("REPORTS")).await?;
//! let mut file = tokio::fs::File::open("2026.pdf").await?;
//! let info = reports.put("2026.pdf", &mut file).await?;
//! println!("{} bytes in {} chunks", info.size, info.chunks);
//!
//! let mut report = reports.get("2026.pdf").await?;
//! tokio::io::copy(&mut report, &mut tokio::io::sink()).await?;
//! # Ok(())
//! # }
//! ```
//!
//! ADR-20. A store is a stream: an object's bytes are messages of one subject, its
//! chunks, and what is known of it is the last message of another, its info. What
//! one client puts the others get, whatever they are written in. All of it goes by
//! [`Stream`](crate::Stream), its consumers and [`publish`](crate::publish): what is
//! said of their errors is true here.
//!
//! | what | for |
//! |---|---|
//! | [`Context::create_object_store`](crate::Context::create_object_store), [`ObjectStoreConfig`] | stores |
//! | [`ObjectStore::put`], [`ObjectMeta`] | objects, from whatever can be read |
//! | [`ObjectStore::get`], [`Object`] | their bytes, checked before the end is told |
//! | [`ObjectStore::info`], [`ObjectStore::list`], [`ObjectStore::watch`] | what there is, and what becomes of it |
//! | [`ObjectStore::update_meta`], [`ObjectStore::rename`], [`ObjectStore::delete`] | changing what there is |
//! | [`ObjectStore::cleanup`] | chunks that a killed client left |
//! | [`ObjectStore::link`], [`ObjectStore::link_to_store`] | an object under another name |
//!
//! # Several at once
//!
//! Info is replaced only if it still is the one that was looked at
//! (`Nats-Expected-Last-Subject-Sequence`); else it is looked at again. So of two
//! that put the same name, the later one replaces the earlier one's object, and
//! takes its chunks away; of a put and a delete, whichever is stored last counts.
//! None leaves chunks behind that no info names, and no info is left that names
//! chunks which are gone. That holds among those who do so: other clients store
//! info unconditionally. A [rename](ObjectStore::rename) that is cut short is the
//! exception: two names are of the same chunks until it is done again.
//!
//! Who reads an object while it is replaced has an error
//! ([`ObjectError::Replaced`]), unless all of it was on its way already.

mod chunks;
mod cleanup;
mod config;
mod delete;
mod digest;
mod get;
mod handle;
mod header;
mod info;
mod info_json;
mod link;
mod meta;
mod orphans;
mod put;
mod range;
mod reading;
mod source;
mod status;
mod store;
mod subject;
mod update;
mod upload;
mod watch;

pub use crate::error::object::ObjectError;
pub use config::ObjectStoreConfig;
pub use get::{GetObject, Object};
pub use handle::ObjectStore;
pub use info::{DEFAULT_CHUNK_SIZE, ObjectInfo, ObjectLink, ObjectMeta};
pub use orphans::Cleanup;
pub use put::PutObject;
pub use status::ObjectStoreStatus;
pub use store::{ObjectStoreNames, ObjectStoreStatuses};
pub use watch::{WatchEvent, WatchFrom, Watcher, WatcherBuilder};
