//! Snapshot of a stream, chunk by chunk.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream;
use jsapi::endpoint::STREAM_SNAPSHOT;
use jsapi::{StreamConfig, StreamSnapshotRequest, StreamSnapshotResponse, StreamState};

use crate::api::context::{Context, refused};
use crate::api::replies::ReplyInbox;
use crate::connection::guard::Interrupted;
use crate::connection::transport::RawMessage;
use crate::error::{Error, Mismatch, Result};
use crate::streams::stream::Stream;

/// Default timeout of each chunk.
const IDLE: Duration = Duration::from_secs(10);

/// Prefix of the subjects that acknowledge chunks.
///
/// Independent of API prefix and domain (2.10.26 to 2.15.1).
const ACK: &str = "$JS.SNAPSHOT.ACK.";

impl Stream {
    /// Starts a snapshot of the stream, for a backup.
    ///
    /// ```no_run
    /// # async fn example(stream: jsapi_client::Stream) -> Result<(), Box<dyn std::error::Error>> {
    /// use futures_util::TryStreamExt;
    /// use jsapi_client::SnapshotOptions;
    /// use std::io::Write;
    ///
    /// let mut file = std::fs::File::create("orders.tar.s2")?;
    /// let mut snapshot = stream.snapshot(SnapshotOptions::new()).await?;
    /// while let Some(chunk) = snapshot.try_next().await? {
    ///     file.write_all(&chunk)?;
    /// }
    /// println!("{} bytes, restore with {:?}", snapshot.progress().bytes, snapshot.config());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The bytes are in a format of the server; servers 2.10 and 2.12 cannot restore a backup of
    /// 2.15.1. Keep [`Snapshot::config`] with them: a restore requires it.
    /// [`snapshot_to_dir`](Self::snapshot_to_dir) writes both to files.
    ///
    /// Sends one request, and one message per chunk. The server sends chunks ahead of the
    /// acknowledgements, so the client holds up to the window size (default: 8 MiB) in memory
    /// while chunks are not read.
    ///
    /// # Errors
    /// - [`is_not_found`](Error::is_not_found) if the stream does not exist (10059). A cluster
    ///   does not answer then, and the request times out.
    /// - 10064 for a memory stream before server 2.15.
    ///
    /// # Cancel safety
    /// If the future is dropped, the server detects the missing subscriber and aborts the
    /// snapshot; until then it refuses another snapshot of the stream (10064).
    pub async fn snapshot(&self, options: SnapshotOptions) -> Result<Snapshot> {
        let operation = STREAM_SNAPSHOT.verb;
        let context = self.context();
        let timeout = options.timeout.unwrap_or(context.default_timeout());
        let inbox = ReplyInbox::open(context, operation, timeout).await?;
        let mut request = StreamSnapshotRequest::new(self.name(), inbox.subject());
        request.no_consumers = options.no_consumers;
        request.chunk_size = options.chunk_size;
        request.window_size = options.window_size;
        request.jsck = options.check;
        let about = context.call(&request).timeout(timeout).await?;
        let transfer = Transfer {
            context: context.clone(),
            inbox,
            idle: options.idle,
            timeout,
            index: 0,
        };
        Ok(Snapshot {
            about,
            chunks: Box::pin(stream::try_unfold(transfer, Transfer::next)),
            progress: Progress::default(),
            on_progress: options.on_progress,
        })
    }
}

/// Options of a snapshot.
///
/// ```
/// use jsapi_client::SnapshotOptions;
///
/// let options = SnapshotOptions::new()
///     .without_consumers()
///     .on_progress(|progress| println!("{} bytes", progress.bytes));
/// # let _ = options;
/// ```
#[derive(Clone)]
#[must_use = "it is an argument of Stream::snapshot"]
pub struct SnapshotOptions {
    no_consumers: bool,
    chunk_size: Option<u64>,
    window_size: Option<u64>,
    check: bool,
    timeout: Option<Duration>,
    idle: Duration,
    on_progress: Option<OnProgress>,
    pub(crate) overwrite: bool,
}

pub(crate) type OnProgress = Arc<dyn Fn(Progress) + Send + Sync>;

impl SnapshotOptions {
    /// Creates options with the server's defaults, which include the consumers.
    pub fn new() -> Self {
        Self {
            no_consumers: false,
            chunk_size: None,
            window_size: None,
            check: false,
            timeout: None,
            idle: IDLE,
            on_progress: None,
            overwrite: false,
        }
    }

    /// Excludes the consumers.
    pub fn without_consumers(mut self) -> Self {
        self.no_consumers = true;
        self
    }

    /// Sets the size of a chunk in bytes. Default: 128 KiB (set by the server).
    ///
    /// Range: 1 KiB to 1 MiB; the server clamps other values.
    pub fn chunk_size(mut self, bytes: u64) -> Self {
        self.chunk_size = Some(bytes);
        self
    }

    /// Sets the maximum of unacknowledged bytes. Default: 8 MiB (set by the server).
    ///
    /// Range: 1 KiB to 32 MiB; the server clamps other values. Requires server 2.12.5.
    pub fn window_size(mut self, bytes: u64) -> Self {
        self.window_size = Some(bytes);
        self
    }

    /// Verifies the checksums of all messages first.
    ///
    /// The server replies only after that: see [`timeout`](Self::timeout). Server 2.15 always
    /// verifies while it reads.
    pub fn check(mut self) -> Self {
        self.check = true;
        self
    }

    /// Sets the timeout of the request. Default: the context's timeout.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets the timeout for each chunk. Default: 10 s.
    ///
    /// A lost connection is detected sooner.
    pub fn idle(mut self, idle: Duration) -> Self {
        self.idle = idle;
        self
    }

    /// Sets a function that is called after each chunk.
    pub fn on_progress(mut self, call: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(Arc::new(call));
        self
    }

    /// Replaces an existing backup in the directory.
    ///
    /// Only for [`Stream::snapshot_to_dir`], which otherwise fails.
    pub fn overwrite(mut self) -> Self {
        self.overwrite = true;
        self
    }
}

impl Default for SnapshotOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for SnapshotOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SnapshotOptions")
            .field("no_consumers", &self.no_consumers)
            .field("chunk_size", &self.chunk_size)
            .field("window_size", &self.window_size)
            .field("check", &self.check)
            .field("timeout", &self.timeout)
            .field("idle", &self.idle)
            .field("overwrite", &self.overwrite)
            .finish_non_exhaustive()
    }
}

/// Progress of a snapshot or a restore.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Number of chunks.
    pub chunks: u64,
    /// Total number of bytes.
    pub bytes: u64,
}

impl Progress {
    pub(crate) fn add(&mut self, bytes: usize, call: Option<&OnProgress>) {
        self.chunks = self.chunks.saturating_add(1);
        self.bytes = self
            .bytes
            .saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
        if let Some(call) = call {
            call(*self);
        }
    }
}

/// A snapshot of a stream: its configuration, its state and its chunks.
///
/// Returned by [`Stream::snapshot`]. A `futures_util::Stream` of chunks, which the client
/// acknowledges as they are read. Ends after the last chunk, or with an error; the backup is
/// then incomplete.
///
/// # Errors
/// - [`Error::Status`] if the server aborted: 408 without an acknowledgement in time, 500 if
///   it could not read the stream.
/// - [`TimedOut`](Error::TimedOut) or [`Lost`](Error::Lost) if no further chunk arrives.
///   [`Lost`](Error::Lost) also if the end arrives over another connection, because chunks
///   may be missing.
/// - [`Error::Mismatch`] if a chunk is missing.
///
/// # Cancel safety
/// Dropping a future that waits for the next chunk loses no chunk. Dropping the snapshot
/// unsubscribes; the server detects that and aborts, and until then refuses another snapshot
/// of the stream (10064). It also aborts if chunks are not read: 5 s after the window is
/// full, or 2 s on server 2.10.
#[must_use = "streams do nothing unless polled"]
pub struct Snapshot {
    pub(crate) about: StreamSnapshotResponse,
    chunks: Pin<Box<dyn futures_util::Stream<Item = Result<Bytes>> + Send>>,
    progress: Progress,
    on_progress: Option<OnProgress>,
}

impl Snapshot {
    /// Returns the stream's configuration, which a restore requires.
    pub fn config(&self) -> &StreamConfig {
        &self.about.config
    }

    /// Returns the stream's state at the start of the snapshot.
    pub fn state(&self) -> &StreamState {
        &self.about.state
    }

    /// Returns the number of chunks and bytes so far.
    pub fn progress(&self) -> Progress {
        self.progress
    }
}

impl futures_util::Stream for Snapshot {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(self.chunks.as_mut().poll_next(cx));
        if let Some(Ok(chunk)) = &item {
            let this = &mut *self;
            this.progress.add(chunk.len(), this.on_progress.as_ref());
        }
        Poll::Ready(item)
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot")
            .field("stream", &self.about.config.name)
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}

/// Transfer of the chunks.
struct Transfer {
    context: Context,
    inbox: ReplyInbox,
    idle: Duration,
    timeout: Duration,
    /// Number of the last chunk, from 1.
    index: u64,
}

impl Transfer {
    async fn next(mut self) -> Result<Option<(Bytes, Self)>> {
        let operation = STREAM_SNAPSHOT.verb;
        let chunk = refused(operation, self.inbox.next(self.idle).await?)?;
        // The end has no number: it may follow chunks lost with an earlier connection.
        let numbered = chunk.reply.is_some() && !chunk.payload.is_empty();
        if !numbered && self.context.connection().count != self.inbox.connection().count {
            let why_lost = self.context.why_lost(self.inbox.connection());
            return Err(Interrupted::Lost.into_error(operation, self.idle, why_lost));
        }
        // The end has status 204, except from servers 2.12.8 to 2.15.1 if the snapshot
        // is smaller than a chunk.
        if chunk.payload.is_empty() {
            return Ok(None);
        }
        // Since 2.14 the last chunk has no reply subject unless it is full.
        if let Some(reply) = chunk.reply {
            self.expect(&reply)?;
            let ack = RawMessage::new(reply.as_str(), Bytes::new());
            self.context
                .publish_core(operation, ack, self.timeout)
                .await?;
        }
        Ok(Some((chunk.payload, self)))
    }

    /// Checks that the reply subject is that of a snapshot, and that no chunk is missing.
    ///
    /// The reply subject ends with the size and the number of the chunk.
    fn expect(&mut self, reply: &str) -> Result<()> {
        let unfit = |reason: String| {
            Err(Error::mismatch(
                STREAM_SNAPSHOT.verb,
                Mismatch::Backup(reason.into()),
            ))
        };
        if !reply.starts_with(ACK) {
            return unfit(format!(
                "unexpected acknowledgement subject of a chunk: {reply:?}"
            ));
        }
        let Some(index) = reply
            .rsplit('.')
            .next()
            .and_then(|index| index.parse::<u64>().ok())
        else {
            return Ok(());
        };
        if index != self.index.saturating_add(1) {
            return unfit(format!("chunk {index} follows chunk {}", self.index));
        }
        self.index = index;
        Ok(())
    }
}
