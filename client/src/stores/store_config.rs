//! What the configurations of buckets and object stores share.

use std::collections::BTreeMap;
use std::time::Duration;

/// The least age that servers take.
const LEAST_TTL: Duration = Duration::from_millis(100);

/// Refuses what servers take for something else: 0 is no limit to them, and one
/// replica.
pub(crate) fn check(
    ttl: Option<Duration>,
    max_bytes: Option<u64>,
    replicas: u64,
) -> Result<(), String> {
    match (ttl, max_bytes, replicas) {
        (Some(ttl), _, _) if ttl < LEAST_TTL => Err(format!("TTL {ttl:?} is below {LEAST_TTL:?}")),
        (_, Some(0), _) => Err("max_bytes 0 has room for nothing".to_owned()),
        (_, _, 0) => Err("replicas 0 is not 1 to 5".to_owned()),
        _ => Ok(()),
    }
}

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
