//! One revision of a key.

use std::fmt;
use std::sync::Arc;

use async_nats::{HeaderMap, Subject};
use bytes::Bytes;
use time::OffsetDateTime;

use super::handle::Place;
use crate::connection::transport::Incoming;
use crate::error::{Error, Mismatch, Result};
use crate::protocol::header;
use crate::streams::message::StreamMessage;

/// One revision of a key: its value, or that it was removed.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Entry {
    /// Its value; empty when the key was removed, and when only keys were asked
    /// for.
    pub value: Bytes,
    /// How many bytes its value has, also when it was not asked for.
    pub size: usize,
    /// Its number, which no other revision in the bucket has, from 1.
    pub revision: u64,
    /// When it was stored, by the clock of a server.
    pub created: OffsetDateTime,
    /// How many revisions were to come after it when it was sent, as far as they
    /// were asked for; 0 for one that was read alone.
    pub delta: u64,
    /// What was done to the key.
    pub operation: Operation,
    /// Why the server removed the key, when it was the server.
    pub marker: Option<MarkerReason>,
    subject: Subject,
    key_at: usize,
    bucket: Arc<str>,
}

/// What was done to a key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Operation {
    /// It was given a value.
    Put,
    /// It was removed, and revisions before may still be there.
    Delete,
    /// It was removed with all revisions before.
    Purge,
    /// Something that this version does not know; ADR-8 has it removed by it.
    Unknown(String),
}

/// Why the server itself removed a key, or its last value.
///
/// For buckets with a [`limit_marker_ttl`](super::KvConfig::limit_marker_ttl).
/// ADR-48, server 2.11 and later.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MarkerReason {
    /// It was too old, for the bucket or by its own time to live.
    MaxAge,
    /// The stream was purged. No server says so yet (2.15.1).
    Purge,
    /// Its message was deleted. No server says so yet (2.15.1).
    Remove,
    /// A reason that this version does not know.
    Unknown(String),
}

impl Entry {
    /// The bucket that it was read from.
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// Whether the key was removed, by whomever.
    pub fn is_removed(&self) -> bool {
        self.operation != Operation::Put
    }

    /// Which key.
    pub fn key(&self) -> &str {
        self.subject.get(self.key_at..).unwrap_or_default()
    }

    /// One that was read from the stream.
    pub(super) fn of_message(place: &Place, message: StreamMessage) -> Result<Self> {
        Self::new(
            place,
            message.subject,
            Some(&message.headers),
            message.payload,
            message.sequence,
            message.time,
        )
    }

    /// One that a consumer delivered.
    #[inline]
    pub(super) fn of_delivery(
        place: &Place,
        incoming: Incoming,
        revision: u64,
        created: OffsetDateTime,
        delta: u64,
    ) -> Result<Self> {
        let Incoming {
            subject,
            headers,
            payload,
            ..
        } = incoming;
        let mut entry = Self::new(place, subject, headers.as_ref(), payload, revision, created)?;
        entry.delta = delta;
        Ok(entry)
    }

    #[inline]
    fn new(
        place: &Place,
        subject: Subject,
        headers: Option<&HeaderMap>,
        value: Bytes,
        revision: u64,
        created: OffsetDateTime,
    ) -> Result<Self> {
        let Some(key_at) = place.subjects.key_at(&subject) else {
            let bucket = place.bucket.to_string();
            let subject = subject.to_string();
            return Err(Error::mismatch(
                "key-value",
                Mismatch::NotAKey { subject, bucket },
            ));
        };
        let (operation, marker) = headers.map_or((Operation::Put, None), operation);
        let size = match headers {
            Some(headers) if value.is_empty() => left_out(headers),
            _ => value.len(),
        };
        Ok(Self {
            value,
            size,
            revision,
            created,
            delta: 0,
            operation,
            marker,
            subject,
            key_at,
            bucket: place.bucket.clone(),
        })
    }
}

/// How many bytes a value has that a consumer left out.
fn left_out(headers: &HeaderMap) -> usize {
    let size = headers.get_last(header::MSG_SIZE);
    size.and_then(|size| size.as_str().parse().ok())
        .unwrap_or(0)
}

/// What a message does to its key.
fn operation(headers: &HeaderMap) -> (Operation, Option<MarkerReason>) {
    let last = |name| headers.get_last(name).map(|value| value.as_str());
    if let Some(operation) = last(header::KV_OPERATION) {
        return (Operation::of_header(operation), None);
    }
    match last(header::MARKER_REASON).map(MarkerReason::of_header) {
        None => (Operation::Put, None),
        Some(MarkerReason::Remove) => (Operation::Delete, Some(MarkerReason::Remove)),
        Some(reason @ (MarkerReason::MaxAge | MarkerReason::Purge)) => {
            (Operation::Purge, Some(reason))
        }
        // Whatever the reason, the value is gone; that the history is, too, nobody said.
        Some(reason) => (Operation::Delete, Some(reason)),
    }
}

impl Operation {
    fn of_header(value: &str) -> Self {
        match value {
            "PUT" => Self::Put,
            "DEL" => Self::Delete,
            "PURGE" => Self::Purge,
            other => Self::Unknown(other.to_owned()),
        }
    }
}

impl MarkerReason {
    fn of_header(value: &str) -> Self {
        match value {
            "MaxAge" => Self::MaxAge,
            "Purge" => Self::Purge,
            "Remove" => Self::Remove,
            other => Self::Unknown(other.to_owned()),
        }
    }
}

/// Shows how large the value is, and not what it is.
impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("bucket", &self.bucket)
            .field("key", &self.key())
            .field("size", &self.size)
            .field("revision", &self.revision)
            .field("created", &self.created)
            .field("delta", &self.delta)
            .field("operation", &self.operation)
            .field("marker", &self.marker)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(headers: &[(&'static str, &str)]) -> (Operation, Option<MarkerReason>) {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, *value);
        }
        operation(&map)
    }

    #[test]
    fn every_operation_is_told_right() {
        for (header, expected) in [
            (("KV-Operation", "PUT"), (Operation::Put, None)),
            (("KV-Operation", "DEL"), (Operation::Delete, None)),
            (("KV-Operation", "PURGE"), (Operation::Purge, None)),
            (("Other", "DEL"), (Operation::Put, None)),
            (
                ("Nats-Marker-Reason", "MaxAge"),
                (Operation::Purge, Some(MarkerReason::MaxAge)),
            ),
            (
                ("Nats-Marker-Reason", "Purge"),
                (Operation::Purge, Some(MarkerReason::Purge)),
            ),
            (
                ("Nats-Marker-Reason", "Remove"),
                (Operation::Delete, Some(MarkerReason::Remove)),
            ),
        ] {
            assert_eq!(of(&[header]), expected, "{header:?}");
        }
        assert_eq!(of(&[]), (Operation::Put, None));
    }

    #[test]
    fn what_a_newer_server_or_client_says_is_a_removal_and_kept() {
        let (operation, marker) = of(&[("KV-Operation", "MOVE")]);
        assert_eq!(
            (operation, marker),
            (Operation::Unknown("MOVE".to_owned()), None)
        );
        let (operation, marker) = of(&[("Nats-Marker-Reason", "Moon")]);
        assert_eq!(operation, Operation::Delete);
        assert_eq!(marker, Some(MarkerReason::Unknown("Moon".to_owned())));
    }

    #[test]
    fn debug_does_not_show_the_value() {
        let entry = Entry {
            value: "hunter2".into(),
            size: 7,
            revision: 1,
            created: OffsetDateTime::UNIX_EPOCH,
            delta: 0,
            operation: Operation::Put,
            marker: None,
            subject: "$KV.B.a".into(),
            key_at: 6,
            bucket: "B".into(),
        };
        assert_eq!((entry.bucket(), entry.key()), ("B", "a"));
        let shown = format!("{entry:?}");
        assert!(
            !shown.contains("hunter") && shown.contains("size: 7"),
            "{shown}"
        );
    }
}
