//! All rows, and choosing among them.

use std::sync::Arc;

use crate::row::{Outcome, Row};
use crate::world::{Threads, World};
use crate::{calls, decoding, listings};

/// Rows, and the server that they need, if they need one.
pub struct Rows {
    /// What is done.
    pub rows: Vec<Row>,
    /// Where requests go; `None` when none of the rows makes any.
    pub world: Option<Arc<World>>,
}

/// The rows with one of these words in their name, or all.
///
/// A server is started only for rows that need one: those of `decode` do not.
///
/// # Errors
/// When there is no such row, or the server does not start.
pub fn named(wanted: &[String], threads: Threads) -> Outcome<Rows> {
    let is_wanted =
        |row: &Row| wanted.is_empty() || wanted.iter().any(|word| row.name.contains(word.as_str()));
    let mut rows = decoding::rows()?;
    rows.retain(is_wanted);
    let mut world = None;
    if wanted.is_empty() || wanted.iter().any(|word| !word.starts_with("decode")) {
        let new = World::new(threads)?;
        let more = calls::rows(&new)?.into_iter().chain(listings::rows(&new)?);
        let before = rows.len();
        rows.extend(more.filter(is_wanted));
        if rows.len() > before {
            world = Some(new);
        }
    }
    if rows.is_empty() {
        return Err(format!("no row is named {wanted:?}").into());
    }
    Ok(Rows { rows, world })
}
