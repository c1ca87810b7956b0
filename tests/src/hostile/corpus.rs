//! Hostile replies made from those that real servers were recorded to give.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::mutate::{self, Mutation, Random};
use crate::Outcome;

/// A recorded JSON reply.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The operation, as in `schemas/endpoints.toml`.
    pub operation: String,
    /// What is special about the case.
    pub case: String,
    /// The document.
    pub text: String,
}

/// Returns the recorded JSON replies of the newest server, in order.
///
/// # Errors
/// If the file cannot be read.
pub fn recorded() -> Outcome<Vec<Recorded>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../jsapi/tests/recorded/servers");
    let mut all = Vec::new();
    for file in ["2.15.1.jsonl", "2.15.1-cluster.jsonl"] {
        for line in fs::read_to_string(root.join(file))?.lines() {
            let case: Value = serde_json::from_str(line)?;
            if case["reply_kind"] != "json" {
                continue;
            }
            let text = |name: &str| case[name].as_str().unwrap_or_default().to_owned();
            all.push(Recorded {
                operation: text("operation"),
                case: text("case"),
                text: text("response"),
            });
        }
    }
    Ok(all)
}

/// A hostile reply to an operation.
#[derive(Clone, Debug)]
pub struct Hostile {
    /// The recorded reply that it was made from.
    pub of: Recorded,
    /// The bytes, and how they were made.
    pub mutation: Mutation,
}

/// Returns `each` hostile replies for each recorded one, chosen by the seed.
///
/// # Errors
/// If the recorded replies cannot be read.
pub fn hostile(seed: u64, each: usize) -> Outcome<Vec<Hostile>> {
    let mut random = Random::new(seed);
    let mut all = Vec::new();
    for of in recorded()? {
        for _ in 0..each {
            let mutation = mutate::json(&of.text, &mut random);
            all.push(Hostile {
                of: of.clone(),
                mutation,
            });
        }
    }
    Ok(all)
}
