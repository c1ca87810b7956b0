//! How a store is, when it was asked.

use std::collections::BTreeMap;
use std::time::Duration;

use jsapi::{BucketName, Compression, Placement, StorageType, StreamInfo};

use super::config::check_store;
use crate::error::Result;

/// How a store was when it was asked.
///
/// From [`ObjectStore::status`](super::ObjectStore::status), which asks every time,
/// and from [`Context::object_stores`](crate::Context::object_stores).
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectStoreStatus {
    bucket: BucketName,
    info: Box<StreamInfo>,
}

impl ObjectStoreStatus {
    pub(super) fn new(info: StreamInfo) -> Result<Self> {
        let bucket = check_store(&info.config)?;
        Ok(Self {
            bucket,
            info: Box::new(info),
        })
    }

    /// Its name.
    pub fn bucket(&self) -> &BucketName {
        &self.bucket
    }

    /// What it is for, in the words of whoever made it.
    pub fn description(&self) -> Option<&str> {
        self.info.config.description.as_deref()
    }

    /// How many bytes it takes up, as the storage counts them, infos included.
    pub fn bytes(&self) -> u64 {
        self.info.state.bytes
    }

    /// The most bytes in it; `None` is unlimited.
    pub fn max_bytes(&self) -> Option<u64> {
        let limit = self.info.config.max_bytes?;
        u64::try_from(limit).ok().filter(|limit| *limit > 0)
    }

    /// Whether it cannot be changed any more.
    pub fn is_sealed(&self) -> bool {
        self.info.config.sealed
    }

    /// How long it keeps an object; `None` is for ever.
    pub fn ttl(&self) -> Option<Duration> {
        self.info.config.max_age.filter(|ttl| !ttl.is_zero())
    }

    /// What keeps it: `JetStream`.
    pub fn backing_store(&self) -> &'static str {
        "JetStream"
    }

    /// Where objects are kept.
    pub fn storage(&self) -> &StorageType {
        self.info
            .config
            .storage
            .as_ref()
            .unwrap_or(&StorageType::File)
    }

    /// Whether objects are compressed on disk.
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

    /// Everything that the server says of its stream.
    pub fn info(&self) -> &StreamInfo {
        &self.info
    }
}
