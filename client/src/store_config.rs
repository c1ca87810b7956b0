//! What the configurations of buckets and object stores share.

use std::collections::BTreeMap;

/// What is wanted, and what the server keeps there of its own (2.11 and later).
///
/// Without that, no configuration would be the one that there is.
pub(crate) fn metadata(
    wanted: &BTreeMap<String, String>,
    now: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let of_server = now.iter().filter(|(key, _)| key.starts_with("_nats."));
    let mut metadata = wanted.clone();
    metadata.extend(of_server.map(|(key, value)| (key.clone(), value.clone())));
    metadata
}
