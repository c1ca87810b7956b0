//! All rows, and choosing among them.

use std::sync::Arc;

use crate::row::{Outcome, Row};
use crate::world::{Threads, World};
use crate::{calls, consuming, decoding, listings, objects, publishing, stores};

/// Rows, and the servers that they need.
pub struct Rows {
    /// What is done.
    pub rows: Vec<Row>,
    /// Where requests go; empty when none of the rows makes any.
    pub worlds: Vec<Arc<World>>,
}

/// What the names of rows begin with that need no server.
const NONE: &[&str] = &["decode"];
/// What the names of rows begin with that need the full server.
const FULL: &[&str] = &["stream info", "list", "names"];
/// What the names of rows begin with that need the empty server.
const EMPTY: &[&str] = &["publish", "consume", "kv", "object"];

/// The rows with one of these words in their name, or all.
///
/// A server is started only where there may be rows that need it: not for a word
/// that rows begin with which do not.
///
/// # Errors
/// When there is no such row, or a server does not start.
pub fn named(wanted: &[String], threads: Threads) -> Outcome<Rows> {
    let mut rows = Vec::new();
    let mut worlds = Vec::new();
    if may_be(wanted, NONE) {
        rows.extend(decoding::rows()?);
    }
    if may_be(wanted, FULL) {
        let world = World::full(threads)?;
        rows.extend(calls::rows(&world)?);
        rows.extend(listings::rows(&world)?);
        worlds.push(world);
    }
    if may_be(wanted, EMPTY) {
        let world = World::empty(threads)?;
        if may_be(wanted, &["publish"]) {
            rows.extend(publishing::rows(&world)?);
        }
        if may_be(wanted, &["consume"]) {
            rows.extend(consuming::rows(&world)?);
        }
        if may_be(wanted, &["kv"]) {
            rows.extend(stores::rows(&world)?);
        }
        if may_be(wanted, &["object"]) {
            rows.extend(objects::rows(&world)?);
        }
        worlds.push(world);
    }
    rows.retain(|row| {
        wanted.is_empty() || wanted.iter().any(|word| row.name.contains(word.as_str()))
    });
    if rows.is_empty() {
        return Err(format!("no row is named {wanted:?}").into());
    }
    Ok(Rows { rows, worlds })
}

/// Whether one of these words may be in the name of a row that begins like this.
fn may_be(wanted: &[String], beginnings: &[&str]) -> bool {
    let begins = |word: &String, with: &[&str]| with.iter().any(|with| word.starts_with(with));
    let others = |word: &String| [NONE, FULL, EMPTY].iter().any(|with| begins(word, with));
    wanted.is_empty()
        || wanted
            .iter()
            .any(|word| begins(word, beginnings) || !others(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_rows_begin_with_stands_for_those_alone() {
        let chosen = |word: &str| {
            [NONE, FULL, EMPTY].map(|beginnings| may_be(&[word.to_owned()], beginnings))
        };
        assert_eq!(chosen("decode"), [true, false, false]);
        assert_eq!(chosen("list 2000"), [false, true, false]);
        assert_eq!(chosen("publish, awaited"), [false, false, true]);
        assert_eq!(chosen("info, one"), [true, true, true]);
        assert!(may_be(&[], EMPTY));
    }
}
