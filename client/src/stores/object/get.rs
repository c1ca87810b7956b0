//! Getting objects: what they are read by.

use std::fmt;
use std::future::IntoFuture;
use std::io;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use futures_util::{StreamExt, stream};
use tokio::io::{AsyncBufRead, AsyncRead, ReadBuf};

use super::handle::ObjectStore;
use super::info::ObjectInfo;
use super::reading::{Reading, WINDOW};
use crate::connection::transport::BoxFuture;
use crate::error::object::ObjectError;
use crate::error::{Error, Result};

/// How long servers may be out of reach, unless set.
const MAX_OUTAGE: Duration = Duration::from_secs(30);

impl ObjectStore {
    /// Gets an object, to be read.
    ///
    /// ```no_run
    /// # async fn example(reports: jsapi_client::ObjectStore) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut report = reports.get("2026.pdf").await?;
    /// println!("{} bytes", report.info().size);
    /// let mut file = tokio::fs::File::create("copy.pdf").await?;
    /// tokio::io::copy(&mut report, &mut file).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Of a link it is what that is to, in whichever store. Sends one request, or two
    /// for a link; the others are made while it is read. A name of an object is
    /// any text: think twice before making one a name of a file.
    ///
    /// # Errors
    /// Those of [`info`](Self::info). [`ObjectError::LinkLoop`] for a link to a
    /// link, and [`ObjectError::LinkToStore`]. [`ObjectError::NoDigest`] when the
    /// bytes could not be checked. [`Error::Mismatch`] when the info gives no
    /// proper name for its chunks. The others are told while it is
    /// [read](Object).
    ///
    /// # Cancel safety
    /// Nothing is lost by dropping it: a read.
    pub fn get(&self, name: impl Into<String>) -> GetObject<'_> {
        GetObject {
            store: self,
            name: name.into(),
            range: None,
            window: WINDOW,
            max_outage: MAX_OUTAGE,
        }
    }
}

/// An object that is got when it is awaited.
///
/// From [`ObjectStore::get`].
#[derive(Clone)]
#[must_use = "nothing is got until it is awaited"]
pub struct GetObject<'a> {
    store: &'a ObjectStore,
    name: String,
    range: Option<(u64, u64)>,
    window: u64,
    max_outage: Duration,
}

impl GetObject<'_> {
    /// Only so many bytes, from this one on; fewer where the object ends before.
    ///
    /// The bytes before are not transferred, only the headers of their chunks are,
    /// to see where they begin: chunks may have any sizes. The digest is one of
    /// the whole object: what is read in part cannot be checked by it, only that
    /// no chunk is missing and sizes are right.
    pub fn range(mut self, offset: u64, length: u64) -> Self {
        self.range = Some((offset, length));
        self
    }

    /// How many bytes may be under way, or wait to be read; 1 MiB unless set.
    ///
    /// A chunk is, whatever this says, and no more than 512 are. More are of use
    /// where the server is far away, and take as much memory.
    pub fn max_in_flight(mut self, bytes: usize) -> Self {
        self.window = u64::try_from(bytes).unwrap_or(u64::MAX);
        self
    }

    /// Sets how long servers may be out of reach while the object is read. Default: 30 s.
    ///
    /// An election takes several seconds. Time counts while a read waits, from the
    /// last chunk that arrived. Chunks that the leader does not have end the read
    /// earlier, after the context's timeout.
    pub fn max_outage(mut self, outage: Duration) -> Self {
        self.max_outage = outage;
        self
    }

    async fn open(self) -> Result<Object> {
        let (store, info) = self.store.resolved(&self.name).await?;
        let reading = Reading::new(
            store,
            info.clone(),
            self.range,
            self.window,
            self.max_outage,
        )?;
        let chunks = stream::unfold(Some(reading), |reading| async {
            let mut reading = reading?;
            match reading.next().await {
                Ok(Some(bytes)) => Some((Ok(bytes), Some(reading))),
                Ok(None) => None,
                Err(error) => Some((Err(error), None)),
            }
        });
        Ok(Object {
            info,
            chunks: Box::pin(chunks),
            current: Bytes::new(),
            state: State::Open,
        })
    }
}

impl<'a> IntoFuture for GetObject<'a> {
    type Output = Result<Object>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.open())
    }
}

impl fmt::Debug for GetObject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetObject")
            .field("bucket", &self.store.bucket())
            .field("name", &self.name)
            .field("range", &self.range)
            .field("max_in_flight", &self.window)
            .field("max_outage", &self.max_outage)
            .finish()
    }
}

/// The bytes of an object, as they are read.
///
/// From awaiting a [`GetObject`]. By [`AsyncRead`], or by chunks with
/// [`next_chunk`](Self::next_chunk). It goes on through lost connections, restarts
/// and changes of leader behind the last chunk. The end is told only when every
/// chunk came once and in its order, there is none besides, and the bytes have the
/// digest that they were put with; until then, what was read may be wrong.
///
/// About 1 MiB unless [set](GetObject::max_in_flight), and a chunk, is in memory,
/// however slowly it is read: what comes is held to what was asked for, and nothing
/// is reserved by what the info says.
///
/// # Errors
/// Once; what is read after it fails as well. As an [`io::Error`], it holds an
/// [`Error`]: `error.get_ref()` gives it, to be downcast.
///
/// [`ObjectError`] has what is wrong with the object: chunks that are missing are
/// told after the context's timeout, and [`ObjectError::Replaced`] when it was
/// put again or deleted meanwhile. [`TimedOut`](Error::TimedOut) and the other
/// errors of requests when servers were out of reach for
/// [too long](GetObject::max_outage).
///
/// # Cancel safety
/// Waiting for more loses nothing when it is dropped. Dropping the whole deletes
/// the consumer without waiting for it.
#[must_use = "nothing is transferred until it is read"]
pub struct Object {
    info: ObjectInfo,
    chunks: Pin<Box<dyn futures_util::Stream<Item = Result<Bytes>> + Send>>,
    /// What came and was not read.
    current: Bytes,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Open,
    Over,
    Failed,
}

impl Object {
    /// What is known of it. Of a link, this is what the link is to.
    pub fn info(&self) -> &ObjectInfo {
        &self.info
    }

    /// The next bytes, as many as came together; `None` at the end.
    ///
    /// They are not copied.
    ///
    /// # Errors
    /// As [`Object`] says.
    ///
    /// # Cancel safety
    /// Dropped while it waits, nothing is lost.
    pub async fn next_chunk(&mut self) -> Result<Option<Bytes>> {
        std::future::poll_fn(|cx| self.poll_chunk(cx)).await
    }

    /// Reads all that is left of it.
    ///
    /// # Errors
    /// As [`Object`] says.
    pub async fn bytes(mut self) -> Result<Bytes> {
        let first = self.next_chunk().await?.unwrap_or_default();
        let Some(second) = self.next_chunk().await? else {
            return Ok(first);
        };
        let mut bytes = BytesMut::from(first);
        bytes.extend_from_slice(&second);
        while let Some(chunk) = self.next_chunk().await? {
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.freeze())
    }

    fn poll_chunk(&mut self, cx: &mut TaskContext<'_>) -> Poll<Result<Option<Bytes>>> {
        if !self.current.is_empty() {
            return Poll::Ready(Ok(Some(std::mem::take(&mut self.current))));
        }
        loop {
            match self.state {
                State::Over => return Poll::Ready(Ok(None)),
                State::Failed => {
                    let Self { info, .. } = self;
                    let error = Error::object(&info.name, &info.bucket, ObjectError::Failed);
                    return Poll::Ready(Err(error));
                }
                State::Open => {}
            }
            match ready!(self.chunks.poll_next_unpin(cx)) {
                // Some clients store chunks with nothing in them.
                Some(Ok(bytes)) if bytes.is_empty() => {}
                Some(Ok(bytes)) => return Poll::Ready(Ok(Some(bytes))),
                Some(Err(error)) => {
                    self.state = State::Failed;
                    return Poll::Ready(Err(error));
                }
                None => self.state = State::Over,
            }
        }
    }
}

impl AsyncBufRead for Object {
    fn poll_fill_buf(self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<io::Result<&[u8]>> {
        let this = self.get_mut();
        if this.current.is_empty()
            && let Some(bytes) = ready!(this.poll_chunk(cx)).map_err(io_error)?
        {
            this.current = bytes;
        }
        Poll::Ready(Ok(&this.current))
    }

    fn consume(mut self: Pin<&mut Self>, amount: usize) {
        let amount = amount.min(self.current.len());
        self.current.advance(amount);
    }
}

impl AsyncRead for Object {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut TaskContext<'_>,
        to: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if to.remaining() == 0 {
            return Poll::Ready(Ok(()));
        }
        let bytes = ready!(self.as_mut().poll_fill_buf(cx))?;
        let amount = bytes.len().min(to.remaining());
        to.put_slice(bytes.get(..amount).unwrap_or_default());
        self.consume(amount);
        Poll::Ready(Ok(()))
    }
}

fn io_error(error: Error) -> io::Error {
    let kind = match &error {
        Error::TimedOut { .. } => io::ErrorKind::TimedOut,
        Error::Object { .. } | Error::Mismatch { .. } => io::ErrorKind::InvalidData,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, error)
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Object")
            .field("info", &self.info)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}
