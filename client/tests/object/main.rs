//! Object stores, over a script with paused time.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod get;
mod links;
mod put;
mod scene;
mod store;
