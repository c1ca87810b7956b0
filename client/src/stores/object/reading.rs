//! Reading an object: its chunks, held to what the info says.

use std::time::Duration;

use bytes::Bytes;

use super::chunks::{Chunk, Chunks};
use super::digest::{Expected, Hasher};
use super::handle::ObjectStore;
use super::info::ObjectInfo;
use super::range::{HEADERS_AT_ONCE, Range, place_of};
use crate::api::query::MessageQuery;
use crate::error::object::ObjectError;
use crate::error::{Error, Mismatch, Result};

/// How many bytes of chunks may be under way, unless set.
pub(super) const WINDOW: u64 = 1024 * 1024;

/// How many chunks may be under way, however small they are.
const AT_ONCE: u64 = 512;

/// Reads chunks, and holds them to what the info says.
pub(super) struct Reading {
    store: ObjectStore,
    info: ObjectInfo,
    subject: String,
    range: Range,
    /// What tells whether the bytes are right; `None` for a part of them.
    digest: Option<(Hasher, Expected)>,
    window: u64,
    max_outage: Duration,
    chunks: Option<Chunks>,
    /// How many chunks came, or were passed over, and how many bytes they have.
    count: u64,
    bytes: u64,
    over: bool,
}

impl Reading {
    pub(super) fn new(
        store: ObjectStore,
        info: ObjectInfo,
        range: Option<(u64, u64)>,
        window: u64,
        max_outage: Duration,
    ) -> Result<Self> {
        let Some(subject) = store.subjects().chunks(&info.nuid) else {
            let shown: String = info.nuid.chars().take(100).collect();
            let why = format!("the info names its chunks {shown:?}");
            let operation = store.subjects().meta(&info.name)?;
            return Err(Error::mismatch(operation, Mismatch::Object(why)));
        };
        let whole = Range::of(0, u64::MAX, info.size);
        let range = range.map_or(whole, |(offset, length)| {
            Range::of(offset, length, info.size)
        });
        let digest = if range == whole {
            let expected = Expected::of(info.digest.as_deref());
            let expected = expected.map_err(|why| store.error(&info.name, why))?;
            Some((Hasher::default(), expected))
        } else {
            None
        };
        Ok(Self {
            store,
            subject,
            range,
            digest,
            window,
            max_outage,
            chunks: None,
            count: 0,
            bytes: 0,
            over: false,
            info,
        })
    }

    /// The next bytes; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>> {
        if self.over {
            return Ok(None);
        }
        if self.digest.is_none() && self.range.is_empty() {
            return Ok(None);
        }
        if self.info.chunks == 0 {
            self.check_end(0)?;
            return Ok(None);
        }
        if self.digest.is_some()
            && self.info.chunks == 1
            && let Some(bytes) = self.alone().await?
        {
            return self.take(bytes, 0).map(Some);
        }
        if self.chunks.is_none() {
            self.begin().await?;
        }
        let Some(chunks) = &mut self.chunks else {
            return Ok(None);
        };
        match chunks.next().await? {
            Some(Chunk { bytes, pending, .. }) => {
                if self.digest.is_none() {
                    chunks.check(self.count + 1, pending).await?;
                }
                self.take(bytes, pending).map(Some)
            }
            None => Err(self.error(ObjectError::Missing {
                chunks: self.info.chunks,
                found: self.count,
            })),
        }
    }

    /// The only chunk, which needs no consumer; `None` when it is not to be had so.
    async fn alone(&self) -> Result<Option<Bytes>> {
        let query = MessageQuery::last(&self.subject);
        match self.store.stream().direct_get_opt(query).await {
            Ok(message) => Ok(message.map(|message| message.payload)),
            Err(error @ Error::Mismatch { .. }) => Err(error),
            // A store that does not allow it, a replica that is behind, an election.
            Err(_) => Ok(None),
        }
    }

    fn chunks(&self, window: u64) -> Chunks {
        let Self {
            info, max_outage, ..
        } = self;
        let subject = self.subject.clone();
        Chunks::new(&self.store, &info.name, info, subject, window, *max_outage)
    }

    async fn begin(&mut self) -> Result<()> {
        // Both come from others, and decide on nothing but how much is asked for.
        let usual = (self.info.size / self.info.chunks.max(1)).max(1);
        let chunks = self.chunks((self.window / usual).clamp(1, AT_ONCE));
        if self.range.from == 0 {
            self.chunks = Some(chunks);
            return Ok(());
        }
        let mut headers = self.chunks(HEADERS_AT_ONCE).headers_only();
        let place = place_of(self.range.from, &self.info, &mut headers).await?;
        let place = place.map_err(|why| self.error(why))?;
        self.count = place.number;
        self.bytes = place.begin;
        self.chunks = Some(chunks.from(place.sequence));
        Ok(())
    }

    /// What is to be handed out of a chunk.
    fn take(&mut self, bytes: Bytes, pending: u64) -> Result<Bytes> {
        let begin = self.bytes;
        self.count += 1;
        self.bytes = begin.saturating_add(bytes.len() as u64);
        if self.bytes > self.info.size {
            return Err(self.wrong_size());
        }
        if let Some((hasher, _)) = &mut self.digest {
            hasher.update(&bytes);
        }
        if self.count == self.info.chunks {
            self.check_end(pending)?;
        } else if self.digest.is_none() && self.bytes >= self.range.to {
            self.end();
        }
        Ok(bytes.slice(self.range.within(begin, bytes.len())))
    }

    /// All chunks came that there are to be.
    fn check_end(&mut self, pending: u64) -> Result<()> {
        if pending > 0 {
            let chunks = self.info.chunks;
            return Err(self.error(ObjectError::Extra { chunks }));
        }
        if self.bytes != self.info.size {
            return Err(self.wrong_size());
        }
        self.end();
        match self.digest.take() {
            Some((hasher, expected)) => hasher.check(&expected).map_err(|why| self.error(why)),
            None => Ok(()),
        }
    }

    /// Nothing more is needed, and so no consumer is.
    fn end(&mut self) {
        self.over = true;
        self.chunks = None;
    }

    fn wrong_size(&self) -> Error {
        self.error(ObjectError::WrongSize {
            size: self.info.size,
            found: self.bytes,
        })
    }

    fn error(&self, why: ObjectError) -> Error {
        self.store.error(&self.info.name, why)
    }
}
