//! How a bucket is, when it was asked.

use std::collections::BTreeMap;
use std::time::Duration;

use jsapi::{BucketName, Compression, Placement, StorageType, StreamInfo};

use super::config::check_bucket;
use crate::error::Result;

/// How a bucket was when it was asked.
///
/// From [`ReadOnlyKeyValue::status`](super::ReadOnlyKeyValue::status), which asks
/// every time, and from [`Context::key_values`](crate::Context::key_values).
#[derive(Clone, Debug, PartialEq)]
pub struct KvStatus {
    bucket: BucketName,
    info: Box<StreamInfo>,
}

impl KvStatus {
    pub(super) fn new(info: StreamInfo) -> Result<Self> {
        let bucket = check_bucket(&info.config)?;
        Ok(Self {
            bucket,
            info: Box::new(info),
        })
    }

    /// Its name.
    pub fn bucket(&self) -> &BucketName {
        &self.bucket
    }

    /// How many revisions it holds, of all keys, removals included.
    pub fn values(&self) -> u64 {
        self.info.state.messages
    }

    /// How many keys have a revision, removed ones included.
    pub fn keys_with_revisions(&self) -> u64 {
        self.info.state.num_subjects.unwrap_or(0)
    }

    /// How many bytes it takes up, as the storage counts them.
    pub fn bytes(&self) -> u64 {
        self.info.state.bytes
    }

    /// The last revision that it gave to a key.
    pub fn last_revision(&self) -> u64 {
        self.info.state.last_seq
    }

    /// What it is for, in the words of whoever made it.
    pub fn description(&self) -> Option<&str> {
        self.info.config.description.as_deref()
    }

    /// How many revisions of a key it keeps.
    pub fn history(&self) -> u64 {
        let history = self.info.config.max_msgs_per_subject.unwrap_or(1);
        u64::try_from(history).unwrap_or(1)
    }

    /// How long it keeps a revision; `None` is for ever.
    pub fn ttl(&self) -> Option<Duration> {
        self.info.config.max_age.filter(|ttl| !ttl.is_zero())
    }

    /// How long a marker tells of a key that the server removed; `None` when there
    /// are no markers.
    ///
    /// ADR-48.
    pub fn limit_marker_ttl(&self) -> Option<Duration> {
        self.info
            .config
            .subject_delete_marker_ttl
            .filter(|ttl| !ttl.is_zero())
    }

    /// What keeps it: `JetStream`.
    pub fn backing_store(&self) -> &'static str {
        "JetStream"
    }

    /// Where values are kept.
    pub fn storage(&self) -> &StorageType {
        self.info
            .config
            .storage
            .as_ref()
            .unwrap_or(&StorageType::File)
    }

    /// Whether values are compressed on disk.
    pub fn is_compressed(&self) -> bool {
        !matches!(self.info.config.compression, None | Some(Compression::None))
    }

    /// How many servers keep a copy.
    pub fn replicas(&self) -> u64 {
        self.info.config.num_replicas.unwrap_or(1).max(1)
    }

    /// Which servers may keep it.
    pub fn placement(&self) -> Option<&Placement> {
        self.info.config.placement.as_ref()
    }

    /// What its maker keeps with it; keys that begin with `_nats.` are the server's.
    pub fn metadata(&self) -> &BTreeMap<String, String> {
        &self.info.config.metadata
    }

    /// Whether it is a copy of another bucket.
    pub fn is_mirror(&self) -> bool {
        self.info.config.mirror.is_some()
    }

    /// Everything that the server says of its stream.
    pub fn info(&self) -> &StreamInfo {
        &self.info
    }
}
