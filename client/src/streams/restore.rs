//! Restore of a stream from a backup, chunk by chunk.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use futures_util::TryStreamExt;
use jsapi::endpoint::STREAM_RESTORE;
use jsapi::{
    Request, StreamConfig, StreamCreateRequest, StreamCreateResponse, StreamInfo,
    StreamRestoreRequest, StreamState,
};

use crate::api::context::Context;
use crate::connection::transport::RawMessage;
use crate::error::{Error, Invalid, Mismatch, Result};
use crate::streams::snapshot::{OnProgress, Progress};

/// Default chunk size in bytes.
const CHUNK: usize = 512 * 1024;

/// Default timeout of the last request.
const FINISH: Duration = Duration::from_secs(120);

/// Prefix of the subjects of chunks.
///
/// Independent of API prefix and domain (2.10.26 to 2.15.1).
const DELIVER: &str = "$JS.SNAPSHOT.RESTORE.";

impl Context {
    /// Starts a restore of a stream from a backup.
    ///
    /// ```no_run
    /// # async fn example(
    /// #     ctx: jsapi_client::Context,
    /// #     config: jsapi::StreamConfig,
    /// # ) -> Result<(), Box<dyn std::error::Error>> {
    /// use jsapi_client::RestoreOptions;
    /// use std::io::Read;
    ///
    /// let mut file = std::fs::File::open("orders.tar.s2")?;
    /// let mut restore = ctx.restore_stream(config, RestoreOptions::new()).await?;
    /// let mut buffer = vec![0; 512 * 1024];
    /// loop {
    ///     match file.read(&mut buffer)? {
    ///         0 => break,
    ///         read => restore.send(buffer[..read].to_vec()).await?,
    ///     }
    /// }
    /// let stream = restore.finish().await?;
    /// println!("{} messages", stream.state.messages);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// `config` is the configuration of the backup. Some settings can be changed, such as
    /// subjects or the number of replicas; changing the name requires server 2.15.
    /// [`restore_from_dir`](Self::restore_from_dir) reads a backup from files. Sends one request
    /// here, and one per chunk.
    ///
    /// # A restore that fails
    /// Servers up to 2.14 create the stream after they have received the whole backup. Server
    /// 2.15 stores the messages as they arrive: after a failure the stream may exist with some
    /// of its messages. A failure after this call is therefore [`Error::RestoreFailed`], whose
    /// [`may_have_applied`](Error::may_have_applied) is `true`. The server refuses another attempt
    /// while the stream exists (10130), so delete the stream first:
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// use jsapi_client::{Error, RestoreOptions};
    ///
    /// match ctx.restore_from_dir("backups/orders", RestoreOptions::new()).await {
    ///     Err(error @ Error::RestoreFailed { .. }) => {
    ///         match ctx.delete_stream("ORDERS").await {
    ///             Err(none) if none.is_not_found() => {}
    ///             deleted => deleted?,
    ///         }
    ///         return Err(error);
    ///     }
    ///     restored => println!("{} messages", restored?.state.messages),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// 10130 if the stream exists.
    ///
    /// # Cancel safety
    /// If the future or the [`Restore`] is dropped, the server aborts the restore after 5 s
    /// without a chunk. Server 2.15 keeps some of the messages sent by then.
    pub async fn restore_stream(
        &self,
        config: impl Into<StreamConfig>,
        options: RestoreOptions,
    ) -> Result<Restore> {
        let mut request = StreamRestoreRequest::new(config.into());
        request.state = options.state;
        let timeout = options.timeout.unwrap_or(self.default_timeout());
        let reply = self.call(&request).timeout(timeout).await?;
        if !reply.deliver_subject.starts_with(DELIVER) {
            let reason = format!("unexpected subject for chunks: {:?}", reply.deliver_subject);
            return Err(Error::mismatch(
                STREAM_RESTORE.verb,
                Mismatch::Backup(reason.into()),
            ));
        }
        Ok(Restore {
            chunk_size: options.chunk_size.min(self.max_payload()).max(1),
            context: self.clone(),
            deliver_subject: reply.deliver_subject,
            timeout,
            finish_timeout: options.finish_timeout,
            progress: Progress::default(),
            on_progress: options.on_progress,
            interrupted: false,
        })
    }

    /// Restores a stream from the chunks of a backup.
    ///
    /// ```no_run
    /// # async fn example(
    /// #     old: jsapi_client::Stream,
    /// #     new: jsapi_client::Context,
    /// # ) -> Result<(), jsapi_client::Error> {
    /// use jsapi_client::{RestoreOptions, SnapshotOptions};
    ///
    /// // From one cluster to another, with nothing in between.
    /// let snapshot = old.snapshot(SnapshotOptions::new()).await?;
    /// let config = snapshot.config().clone();
    /// new.restore_stream_from(config, snapshot, RestoreOptions::new()).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Performs a complete [`restore_stream`](Self::restore_stream).
    ///
    /// # Errors
    /// Those of [`restore_stream`](Self::restore_stream), [`Restore::send`] and
    /// [`Restore::finish`]. An error of `chunks` is the source of an [`Error::RestoreFailed`],
    /// unless that error itself may have applied.
    ///
    /// # Cancel safety
    /// That of [`restore_stream`](Self::restore_stream). If the future is dropped after the first
    /// chunk, the stream may exist with some of its messages.
    pub async fn restore_stream_from(
        &self,
        config: impl Into<StreamConfig>,
        chunks: impl futures_util::Stream<Item = Result<Bytes>> + Send,
        options: RestoreOptions,
    ) -> Result<StreamInfo> {
        let mut restore = self.restore_stream(config, options).await?;
        let mut chunks = std::pin::pin!(chunks);
        while let Some(chunk) = chunks.try_next().await.map_err(cut_short)? {
            restore.send(chunk).await?;
        }
        restore.finish().await
    }
}

/// Options of a restore.
///
/// ```
/// use jsapi_client::RestoreOptions;
///
/// let options = RestoreOptions::new()
///     .on_progress(|progress| println!("{} bytes", progress.bytes));
/// # let _ = options;
/// ```
#[derive(Clone)]
#[must_use = "it is an argument of Context::restore_stream"]
pub struct RestoreOptions {
    pub(crate) state: Option<StreamState>,
    chunk_size: usize,
    timeout: Option<Duration>,
    finish_timeout: Duration,
    on_progress: Option<OnProgress>,
}

impl RestoreOptions {
    /// Creates options without a state, with chunks of 512 KiB.
    pub fn new() -> Self {
        Self {
            state: None,
            chunk_size: CHUNK,
            timeout: None,
            finish_timeout: FINISH,
            on_progress: None,
        }
    }

    /// Sets the state of the backup. Servers do not require it.
    pub fn state(mut self, state: StreamState) -> Self {
        self.state = Some(state);
        self
    }

    /// Sets the number of bytes per chunk. Default: 512 KiB.
    ///
    /// Range: 1 to the server's `max_payload`; other values are clamped.
    pub fn chunk_size(mut self, bytes: usize) -> Self {
        self.chunk_size = bytes;
        self
    }

    /// Sets the timeout of each request. Default: that of the context.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets the timeout of the last request. Default: 120 s.
    ///
    /// The server replies to it when it has created the stream.
    pub fn finish_timeout(mut self, timeout: Duration) -> Self {
        self.finish_timeout = timeout;
        self
    }

    /// Sets a function that is called after each chunk.
    pub fn on_progress(mut self, call: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(std::sync::Arc::new(call));
        self
    }
}

impl Default for RestoreOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for RestoreOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RestoreOptions")
            .field("state", &self.state)
            .field("chunk_size", &self.chunk_size)
            .field("timeout", &self.timeout)
            .field("finish_timeout", &self.finish_timeout)
            .finish_non_exhaustive()
    }
}

/// A restore in progress, which accepts the bytes of the backup.
///
/// Returned by [`Context::restore_stream`]. If it is dropped before [`finish`](Self::finish),
/// the server aborts the restore after 5 s; server 2.15 keeps some of the messages.
#[must_use = "the restore is complete only after Restore::finish"]
pub struct Restore {
    context: Context,
    deliver_subject: String,
    /// From 1 to the server's `max_payload`.
    pub(crate) chunk_size: usize,
    timeout: Duration,
    finish_timeout: Duration,
    progress: Progress,
    on_progress: Option<OnProgress>,
    /// Whether it is unknown if the last chunk arrived.
    interrupted: bool,
}

impl Restore {
    /// Returns the number of chunks and bytes sent.
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// Sends the next bytes of the backup, of any length.
    ///
    /// Sends one request per chunk.
    ///
    /// # Errors
    /// [`Error::RestoreFailed`] if the server ended the restore: 10062 if the bytes are not a
    /// backup, which some servers report only at the end; 10023 and others if resources are
    /// insufficient; [`NoResponders`](Error::NoResponders) as the source
    /// if no chunk came for 5 s. The restore cannot continue after an error.
    ///
    /// # Cancel safety
    /// If the future is dropped, the restore cannot continue, because it is unknown which bytes
    /// arrived. Later calls fail.
    pub async fn send(&mut self, bytes: impl Into<Bytes>) -> Result<()> {
        self.go_on()?;
        let mut bytes = bytes.into();
        // An empty chunk would end the restore.
        while !bytes.is_empty() {
            let chunk = bytes.split_to(self.chunk_size.min(bytes.len()));
            let length = chunk.len();
            self.interrupted = true;
            self.send_chunk(chunk).await.map_err(cut_short)?;
            self.interrupted = false;
            self.progress.add(length, self.on_progress.as_ref());
        }
        Ok(())
    }

    async fn send_chunk(&self, chunk: Bytes) -> Result<()> {
        let operation = STREAM_RESTORE.verb;
        let message = RawMessage::new(self.deliver_subject.as_str(), chunk);
        let reply = self
            .context
            .request_raw(operation, message, self.timeout)
            .await?;
        if reply.payload.is_empty() {
            return Ok(());
        }
        // Server 2.14 detects an invalid backup here, and replies as it does to the end.
        match read(reply.payload) {
            Ok(_) => {
                let reason = "the server ended the restore after a chunk";
                Err(Error::mismatch(operation, Mismatch::Backup(reason.into())))
            }
            Err(error) => Err(error),
        }
    }

    /// Marks the end of the backup and waits until the server has created the stream.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// [`Error::RestoreFailed`] with 10062 if the bytes were not a complete backup, or if the
    /// name differs from that of the backup and the server is older than 2.15. After
    /// [`TimedOut`](Error::TimedOut) the server may still create the stream.
    pub async fn finish(self) -> Result<StreamInfo> {
        self.go_on()?;
        let message = RawMessage::new(self.deliver_subject.as_str(), Bytes::new());
        let reply = self
            .context
            .request_raw(STREAM_RESTORE.verb, message, self.finish_timeout)
            .await
            .map_err(cut_short)?;
        Ok(read(reply.payload).map_err(cut_short)?.into())
    }

    fn go_on(&self) -> Result<()> {
        if !self.interrupted {
            return Ok(());
        }
        let reason = "a chunk of the backup was not acknowledged, so the restore cannot continue";
        Err(Error::invalid(
            STREAM_RESTORE.verb,
            Invalid::Finished(reason),
        ))
    }
}

impl fmt::Debug for Restore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Restore")
            .field("deliver_subject", &self.deliver_subject)
            .field("progress", &self.progress)
            .field("interrupted", &self.interrupted)
            .finish_non_exhaustive()
    }
}

/// Returns the error of a restore in progress: the stream may be incomplete.
pub(crate) fn cut_short(error: Error) -> Error {
    if error.may_have_applied() {
        return error;
    }
    Error::RestoreFailed {
        operation: STREAM_RESTORE.verb.into(),
        source: Box::new(error),
    }
}

/// Decodes the reply to the end of a backup, which is that of STREAM.CREATE.
fn read(payload: Bytes) -> Result<StreamCreateResponse> {
    let types = <StreamCreateRequest as Request>::RESPONSE_TYPES;
    jsapi::decode_reply(&payload, types)
        .map_err(|error| Error::reply(STREAM_RESTORE.verb, payload, error))
}
