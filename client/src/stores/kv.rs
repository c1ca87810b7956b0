//! Key-value buckets: keys with values, their history, and who changes them.
//!
//! ```no_run
//! # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
//! use jsapi_client::kv::KvConfig;
//!
//! let sessions = ctx.create_or_update_key_value(&KvConfig::new("SESSIONS")).await?;
//! let revision = sessions.put("amy", "here").await?;
//! match sessions.update("amy", "gone", revision).await {
//!     Err(error) if error.is_conflict() => println!("now at {:?}", error.last_sequence()),
//!     revision => println!("{}", revision?),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! ADR-8 and ADR-48. A bucket is a stream, and a key a subject of it, so that what
//! one client puts the others read, whatever they are written in. All of it goes
//! by [`Stream`](crate::Stream), [`publish`](crate::publish) and the ordered
//! consumer: what is said of their errors is true here.
//!
//! | what | for |
//! |---|---|
//! | [`Context::create_key_value`](crate::Context::create_key_value), [`KvConfig`] | buckets |
//! | [`KeyValue`], [`ReadOnlyKeyValue`] | their keys |
//! | [`ReadOnlyKeyValue::watch`] | what becomes of keys |
//! | [`KeyValue::modify`] | changing a value that others change too |
//! | [`KeyValue::typed`] | values that are JSON, or in another form |
//! | [`KeyValue::lease`] | what only one may do at a time |

mod bucket;
mod config;
mod entry;
mod handle;
mod key_list;
mod lease;
mod listing;
mod modify;
mod read;
mod source;
mod status;
mod subject;
mod typed;
mod watch;
mod write;

pub use bucket::{KvNames, KvStatuses};
pub use config::{KvConfig, MAX_HISTORY};
pub use entry::{Entry, MarkerReason, Operation};
pub use handle::{KeyValue, ReadOnlyKeyValue};
pub use lease::{Lease, LeaseBuilder};
pub use modify::{Change, Modify, ModifyError, TryModify};
pub use source::KvSource;
pub use status::KvStatus;
pub use typed::{
    Codec, Json, TypedEntry, TypedKeyValue, TypedWatchEvent, TypedWatcher, Undecodable,
};
pub use watch::{WatchEvent, WatchFrom, Watcher, WatcherBuilder};
pub use write::{CreateKey, DeleteKey, PurgeKey};
