//! What is known of an object, and what its maker says of it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use time::OffsetDateTime;

use super::header::check_headers;
use super::subject::invalid;
use crate::error::Result;

/// How many bytes a chunk has unless set: 128 KiB.
pub const DEFAULT_CHUNK_SIZE: u32 = 128 * 1024;

/// What its maker says of an object.
///
/// ```
/// use jsapi_client::object::ObjectMeta;
///
/// let mut meta = ObjectMeta::new("2026.pdf");
/// meta.description = Some("the annual report".to_owned());
/// meta.headers.insert("Content-Type".to_owned(), vec!["application/pdf".to_owned()]);
/// meta.metadata.insert("team".to_owned(), "a".to_owned());
/// ```
///
/// A `&str` or a `String` is one with a name alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ObjectMeta {
    /// Its name: any text that is not empty, of at most some 2,900 bytes.
    pub name: String,
    /// What it is, in your own words.
    pub description: Option<String>,
    /// Headers of your own, each with its values. Servers do not look at them.
    ///
    /// Names are of printable ASCII without a colon, and values without line
    /// ends.
    pub headers: BTreeMap<String, Vec<String>>,
    /// Keys and values of your own. Not all other clients keep them: nats-py
    /// 2.15 drops them when it changes an object.
    pub metadata: BTreeMap<String, String>,
    /// How many bytes a chunk has at most; [`DEFAULT_CHUNK_SIZE`] unless set.
    ///
    /// At least 1, and less than the server's `max_payload`, 1 MiB unless
    /// configured. Can not be changed later.
    pub chunk_size: Option<u32>,
}

impl ObjectMeta {
    /// With a name alone.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    pub(super) fn check(&self) -> Result<()> {
        if self.chunk_size == Some(0) {
            return Err(invalid("chunk size 0 is not at least 1".to_owned()));
        }
        check_headers(&self.headers)
    }
}

impl From<&str> for ObjectMeta {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<&String> for ObjectMeta {
    fn from(name: &String) -> Self {
        Self::new(name)
    }
}

impl From<String> for ObjectMeta {
    fn from(name: String) -> Self {
        Self::new(name)
    }
}

/// What is known of an object.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ObjectInfo {
    /// Its name.
    pub name: String,
    /// What it is, in the words of its maker.
    pub description: Option<String>,
    /// Headers that its maker gave it, each with its values.
    pub headers: BTreeMap<String, Vec<String>>,
    /// Keys and values that its maker gave it.
    pub metadata: BTreeMap<String, String>,
    /// How many bytes a chunk has at most; `None` when nobody said.
    pub chunk_size: Option<u64>,
    /// What it is a link to, when it is one.
    pub link: Option<ObjectLink>,
    /// The store that it is in.
    pub bucket: String,
    /// What its chunks are known by. Another one each time it is put.
    pub nuid: String,
    /// How many bytes it has.
    ///
    /// As whoever put it says: what is read is held to it.
    pub size: u64,
    /// How many chunks it has.
    pub chunks: u64,
    /// The digest of its bytes, as `SHA-256=` and base64.
    pub digest: Option<String>,
    /// Whether it was deleted.
    pub deleted: bool,
    /// When this was stored, by the clock of a server; by this one's for what was
    /// put just now.
    pub modified: OffsetDateTime,
    /// The sequence that it is stored at. A later change has a higher one.
    pub sequence: u64,
    /// What this version has no field for, of the info and of its `options`.
    pub(super) rest: Map<String, Value>,
    pub(super) rest_of_options: Map<String, Value>,
}

/// What a link is to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ObjectLink {
    /// The other object's store, or the store that it is a link to.
    pub bucket: String,
    /// The other object; `None` for a link to a store.
    pub name: Option<String>,
}

impl ObjectInfo {
    /// That of an object that is not there yet.
    pub(super) fn new(meta: ObjectMeta, bucket: &str, nuid: String) -> Self {
        Self {
            name: meta.name,
            description: meta.description,
            headers: meta.headers,
            metadata: meta.metadata,
            chunk_size: meta.chunk_size.map(u64::from),
            link: None,
            bucket: bucket.to_owned(),
            nuid,
            size: 0,
            chunks: 0,
            digest: None,
            deleted: false,
            modified: OffsetDateTime::now_utc(),
            sequence: 0,
            rest: Map::new(),
            rest_of_options: Map::new(),
        }
    }

    /// Whether it is a link, to an object or to a store.
    pub fn is_link(&self) -> bool {
        self.link.is_some()
    }

    /// What its maker says of it.
    pub fn meta(&self) -> ObjectMeta {
        ObjectMeta {
            name: self.name.clone(),
            description: self.description.clone(),
            headers: self.headers.clone(),
            metadata: self.metadata.clone(),
            chunk_size: self.chunk_size.and_then(|size| u32::try_from(size).ok()),
        }
    }

    /// The same, deleted.
    pub(super) fn deleted(mut self) -> Self {
        self.deleted = true;
        self.size = 0;
        self.chunks = 0;
        self.digest = None;
        self
    }
}
