//! What is measured, and how.
//!
//! A [`row`] is one kind of work and those who can do it; the programs next to
//! this crate run the [`rows`]. All of it is behind the feature `compare`.

#![cfg_attr(not(feature = "compare"), allow(rustdoc::broken_intra_doc_links))]

#[cfg(feature = "compare")]
pub mod calls;
#[cfg(feature = "compare")]
pub mod consuming;
#[cfg(feature = "compare")]
pub mod counts;
#[cfg(feature = "compare")]
pub mod decoding;
#[cfg(feature = "compare")]
pub mod listings;
#[cfg(feature = "compare")]
pub mod objects;
#[cfg(feature = "compare")]
pub mod publishing;
#[cfg(feature = "compare")]
pub mod reply;
#[cfg(feature = "compare")]
pub mod report;
#[cfg(feature = "compare")]
pub mod rounds;
#[cfg(feature = "compare")]
pub mod row;
#[cfg(feature = "compare")]
pub mod rows;
#[cfg(feature = "compare")]
pub mod stores;
#[cfg(feature = "compare")]
pub mod world;
