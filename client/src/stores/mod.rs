//! Key-value buckets and object stores.

#[cfg(any(feature = "kv", feature = "object"))]
pub(crate) mod backoff;
#[cfg(any(feature = "kv", feature = "object"))]
mod ensure;
#[cfg(any(feature = "kv", feature = "object"))]
mod errors;
#[cfg(feature = "kv")]
pub mod kv;
#[cfg(feature = "object")]
pub mod object;
#[cfg(any(feature = "kv", feature = "object"))]
mod picked;
#[cfg(any(feature = "kv", feature = "object"))]
mod setters;
#[cfg(any(feature = "kv", feature = "object"))]
pub(crate) mod store_config;
#[cfg(any(feature = "kv", feature = "object"))]
mod watch_from;
