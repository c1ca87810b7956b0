//! Recorded requests, replies and events, read and written back without loss.
//!
//! `README.md` in this folder names the origin of the recordings. If the captures of the
//! project are next to the repository, the tests read them too.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test speaks, and ends where something is not as expected"
)]

mod case;
mod difference;
mod events;
mod marks;
mod model;
mod replies;
mod requests;
mod write_back;
