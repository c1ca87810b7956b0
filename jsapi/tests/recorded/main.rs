//! What servers said, read and written back without loss.
//!
//! `README.md` in this folder says where the recordings are from. Beside those in the tree, all
//! that the project captured is read where the folder `shared` is next to the repository.

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
