//! Reading a whole stream as a backup, chunk by chunk.

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

/// How long a chunk is waited for, unless said otherwise.
const IDLE: Duration = Duration::from_secs(10);

/// What the subjects begin with that chunks are acknowledged on.
///
/// The same under every API prefix and in every domain (2.10.26 to 2.15.1).
const ACK: &str = "$JS.SNAPSHOT.ACK.";

impl Stream {
    /// Begins to read the whole stream, as a backup.
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
    /// The bytes are in a format of the server, which only servers read; servers 2.10 and
    /// 2.12 cannot restore a backup of 2.15.1. Keep [`Snapshot::config`] with it: a restore
    /// needs it. [`snapshot_to_dir`](Self::snapshot_to_dir) keeps both in files.
    ///
    /// Sends one request, and a message for each chunk. The server sends ahead of the
    /// acknowledgements, so up to the window of 8 MiB (unless set otherwise) is
    /// held in memory while the chunks are not taken.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) when the stream does not exist
    /// (10059); in a cluster nobody answers then, and the request times out.
    /// 10064 for a stream in memory before server 2.15.
    ///
    /// # Cancel safety
    /// Dropped while it waits, the server notices that nobody listens and gives
    /// up; until then it refuses another snapshot of the stream (10064).
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

/// How to read a stream as a backup.
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
    /// With consumers, and everything else as the server does it by default.
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

    /// Leaves the consumers out.
    pub fn without_consumers(mut self) -> Self {
        self.no_consumers = true;
        self
    }

    /// How many bytes a chunk has.
    ///
    /// 1 KiB to 1 MiB; the server takes less or more as these. The server's
    /// default is 128 KiB.
    pub fn chunk_size(mut self, bytes: u64) -> Self {
        self.chunk_size = Some(bytes);
        self
    }

    /// How many bytes the server sends ahead of the acknowledgements.
    ///
    /// 1 KiB to 32 MiB; the server takes less or more as these. The server's
    /// default is 8 MiB. Server 2.12.5 and later.
    pub fn window_size(mut self, bytes: u64) -> Self {
        self.window_size = Some(bytes);
        self
    }

    /// Has the checksums of all messages checked first.
    ///
    /// That takes its time before the server answers: see
    /// [`timeout`](Self::timeout). Server 2.15 checks anyhow, as it reads.
    pub fn check(mut self) -> Self {
        self.check = true;
        self
    }

    /// How long the first answer is waited for, in place of the context's timeout.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long each chunk is waited for; 10 s unless set.
    ///
    /// A lost connection is noticed sooner.
    pub fn idle(mut self, idle: Duration) -> Self {
        self.idle = idle;
        self
    }

    /// Calls this after each chunk.
    pub fn on_progress(mut self, call: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(Arc::new(call));
        self
    }

    /// Takes the place of a backup that is in the directory already.
    ///
    /// Only for [`Stream::snapshot_to_dir`], which refuses otherwise.
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

/// How far a backup or a restore has got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// How many chunks there were.
    pub chunks: u64,
    /// How many bytes they had together.
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

/// A stream as a backup: what it is, and its bytes as they come.
///
/// From [`Stream::snapshot`]. A `futures_util::Stream` of chunks, which are
/// acknowledged as they are taken. Ends when the server has sent everything; an
/// error ends it too, and what came before is not a whole backup then.
///
/// # Errors
/// [`Error::Status`] when the server gave up: 408 when it was not acknowledged
/// in time, 500 when it could not read the stream. [`TimedOut`](Error::TimedOut)
/// or [`Lost`](Error::Lost) when no more comes; [`Lost`](Error::Lost) as well when
/// the end comes over another connection, before which chunks may be missing.
/// [`Error::Mismatch`] when a chunk was lost on the way.
///
/// # Cancel safety
/// Waiting for the next chunk loses none when it is dropped. Dropping the whole
/// unsubscribes; the server notices and gives up, and until then refuses another
/// snapshot of the stream (10064). It gives up as well when the chunks are not
/// taken: 5 s after the window is full, 2 s in servers 2.10.
#[must_use = "a stream gives nothing until it is polled"]
pub struct Snapshot {
    pub(crate) about: StreamSnapshotResponse,
    chunks: Pin<Box<dyn futures_util::Stream<Item = Result<Bytes>> + Send>>,
    progress: Progress,
    on_progress: Option<OnProgress>,
}

impl Snapshot {
    /// The stream's configuration, which a restore asks for.
    pub fn config(&self) -> &StreamConfig {
        &self.about.config
    }

    /// The stream's state as the backup began.
    pub fn state(&self) -> &StreamState {
        &self.about.state
    }

    /// How far it has got.
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

/// Chunks on their way.
struct Transfer {
    context: Context,
    inbox: ReplyInbox,
    idle: Duration,
    timeout: Duration,
    /// That of the last chunk, from 1.
    index: u64,
}

impl Transfer {
    async fn next(mut self) -> Result<Option<(Bytes, Self)>> {
        let operation = STREAM_SNAPSHOT.verb;
        let chunk = refused(operation, self.inbox.next(self.idle).await?)?;
        // Without a number, it may follow chunks that an earlier connection lost.
        let numbered = chunk.reply.is_some() && !chunk.payload.is_empty();
        if !numbered && self.context.connection().count != self.inbox.connection().count {
            let why_lost = self.context.why_lost(self.inbox.connection());
            return Err(Interrupted::Lost.into_error(operation, self.idle, why_lost));
        }
        // The end has status 204, but not from servers 2.12.8 to 2.15.1 when all
        // fits into less than a chunk.
        if chunk.payload.is_empty() {
            return Ok(None);
        }
        // From 2.14 the last chunk has no reply subject when it is not a full one.
        if let Some(reply) = chunk.reply {
            self.expect(&reply)?;
            let ack = RawMessage::new(reply.as_str(), Bytes::new());
            self.context
                .publish_core(operation, ack, self.timeout)
                .await?;
        }
        Ok(Some((chunk.payload, self)))
    }

    /// Makes sure that nothing but a snapshot is acknowledged, and no chunk is missing.
    ///
    /// The reply subject ends in the size and the number of the chunk.
    fn expect(&mut self, reply: &str) -> Result<()> {
        let unfit = |reason: String| {
            Err(Error::mismatch(
                STREAM_SNAPSHOT.verb,
                Mismatch::Backup(reason.into()),
            ))
        };
        if !reply.starts_with(ACK) {
            return unfit(format!("a chunk is to be acknowledged on {reply:?}"));
        }
        let Some(index) = reply
            .rsplit('.')
            .next()
            .and_then(|index| index.parse::<u64>().ok())
        else {
            return Ok(());
        };
        if index != self.index.saturating_add(1) {
            return unfit(format!("chunk {index} comes after chunk {}", self.index));
        }
        self.index = index;
        Ok(())
    }
}
