//! Backups of streams in directories, in the format of the `nats` tool.

mod directory;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt;
use jsapi::endpoint::{STREAM_RESTORE, STREAM_SNAPSHOT};
use jsapi::{StreamConfig, StreamInfo, StreamSnapshotResponse, StreamState};
use tokio::fs::File;
use tokio::io::AsyncReadExt;
use tokio::task::spawn_blocking;

use self::directory::{ABOUT, DATA, Failure, Unfinished};
use crate::api::context::Context;
use crate::error::{Error, Result};
use crate::streams::restore::{RestoreOptions, cut_short};
use crate::streams::snapshot::SnapshotOptions;
use crate::streams::stream::Stream;

/// Maximum size of the file with configuration and state that is read.
const ABOUT_LIMIT: u64 = 16 * 1024 * 1024;

impl Stream {
    /// Writes a backup of the whole stream into a directory.
    ///
    /// ```no_run
    /// # async fn example(stream: jsapi_client::Stream) -> Result<(), jsapi_client::Error> {
    /// use jsapi_client::SnapshotOptions;
    ///
    /// let backup = stream.snapshot_to_dir("backups/orders", SnapshotOptions::new()).await?;
    /// println!("{} messages", backup.state.messages);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The backup has two files, which the `nats` tool also reads and writes: `backup.json` with
    /// configuration and state, and `stream.tar.s2`. Creates the directory if it does not exist,
    /// and writes nothing outside of it. Sends the requests of [`snapshot`](Self::snapshot).
    ///
    /// With [`SnapshotOptions::overwrite`] the directory always holds a complete backup: the
    /// old one until the new one is complete and synced, also if the process is killed.
    /// [`Backup::open`] and [`restore_from_dir`](Context::restore_from_dir) find one of the two.
    /// The next call for the directory removes or moves the files of a killed process, which are
    /// in subdirectories named `.*.unfinished` and `.complete`. If the process was killed between
    /// the last two renames, the `nats` tool may see one file of each backup until then.
    ///
    /// # Errors
    /// [`Error::Io`] if a file cannot be written, or if the directory has a backup and
    /// [`SnapshotOptions::overwrite`] was not set. Otherwise those of
    /// [`snapshot`](Self::snapshot) and [`Snapshot`](crate::Snapshot). After an error the
    /// directory is unchanged.
    ///
    /// # Cancel safety
    /// If the future is dropped, it removes its files, and an earlier backup stays. If it is
    /// dropped while the new backup replaces the old one, another thread completes the
    /// replacement. The runtime waits for that thread when it shuts down.
    pub async fn snapshot_to_dir(
        &self,
        dir: impl AsRef<Path>,
        options: SnapshotOptions,
    ) -> Result<Backup> {
        let dir = dir.as_ref().to_owned();
        let overwrite = options.overwrite;
        let target = dir.clone();
        on_disk(&dir, move || directory::prepare(&target, overwrite)).await?;
        let mut snapshot = self.snapshot(options).await?;
        let target = dir.clone();
        let mut backup = on_disk(&dir, move || Unfinished::create(&target)).await?;
        while let Some(chunk) = snapshot.try_next().await? {
            let written = move || backup.write(&chunk).map(|()| backup);
            backup = on_disk(&dir, written).await?;
        }
        let mut text = serde_json::to_vec_pretty(&snapshot.about)
            .map_err(|error| writing(dir.join(ABOUT), error.into()))?;
        text.push(b'\n');
        on_disk(&dir, move || backup.finish(&text, overwrite)).await?;
        Ok(Backup::new(dir, snapshot.about))
    }
}

/// Completes file operations, also if the future is dropped meanwhile.
async fn on_disk<T: Send + 'static>(
    dir: &Path,
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T> {
    match spawn_blocking(work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(Failure { path, source })) => Err(writing(path, source)),
        // The runtime shuts down.
        Err(error) => Err(writing(dir.to_owned(), io::Error::other(error))),
    }
}

impl Context {
    /// Restores a stream from a backup in a directory.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// use jsapi_client::RestoreOptions;
    ///
    /// let info = ctx.restore_from_dir("backups/orders", RestoreOptions::new()).await?;
    /// println!("{} messages", info.state.messages);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Reads backups of [`Stream::snapshot_to_dir`] or the `nats` tool. Servers 2.10 and 2.12
    /// cannot restore a backup of 2.15.1. To change the configuration, use
    /// [`restore_backup`](Self::restore_backup). Sends the requests of
    /// [`restore_stream`](Self::restore_stream).
    ///
    /// # Errors
    /// [`Error::Io`] if a file cannot be read before the restore starts. Otherwise those of
    /// [`restore_stream_from`](Self::restore_stream_from).
    ///
    /// # Cancel safety
    /// That of [`restore_stream`](Self::restore_stream).
    pub async fn restore_from_dir(
        &self,
        dir: impl AsRef<Path>,
        options: RestoreOptions,
    ) -> Result<StreamInfo> {
        let backup = Backup::open(dir).await?;
        self.restore_backup(&backup, options).await
    }

    /// Restores a stream from a backup, with the configuration of the [`Backup`] value.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// use jsapi_client::{Backup, RestoreOptions};
    ///
    /// let mut backup = Backup::open("backups/orders").await?;
    /// backup.config.num_replicas = Some(3);
    /// ctx.restore_backup(&backup, RestoreOptions::new()).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Changing the name requires server 2.15. Sends the requests of
    /// [`restore_stream`](Self::restore_stream).
    ///
    /// # Errors
    /// [`Error::Io`] if a file cannot be read before the restore starts, or if the backup in
    /// the directory was replaced after [`Backup::open`]. Otherwise those of
    /// [`restore_stream_from`](Self::restore_stream_from).
    ///
    /// # Cancel safety
    /// That of [`restore_stream`](Self::restore_stream).
    pub async fn restore_backup(
        &self,
        backup: &Backup,
        mut options: RestoreOptions,
    ) -> Result<StreamInfo> {
        let (path, mut file) = open(&backup.dir, DATA).await?;
        // The data belongs to this configuration only if the backup was not replaced.
        if read_about(&backup.dir).await? != *backup.about {
            let replaced = "the backup was replaced after it was opened";
            return Err(reading(path, io::Error::other(replaced)));
        }
        options.state.get_or_insert_with(|| backup.state.clone());
        let mut restore = self.restore_stream(backup.config.clone(), options).await?;
        loop {
            let chunk = read_chunk(&mut file, restore.chunk_size).await;
            let chunk = chunk.map_err(|error| cut_short(reading(path.clone(), error)))?;
            if chunk.is_empty() {
                return restore.finish().await;
            }
            restore.send(chunk).await?;
        }
    }
}

/// A backup of a stream in a directory.
///
/// ```no_run
/// # async fn example() -> Result<(), jsapi_client::Error> {
/// use jsapi_client::Backup;
///
/// let backup = Backup::open("backups/orders").await?;
/// println!("{}: {} messages", backup.config.name, backup.state.messages);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Backup {
    /// Configuration of the restored stream.
    pub config: StreamConfig,
    /// State of the stream at the start of the backup.
    pub state: StreamState,
    dir: PathBuf,
    /// Contents of `backup.json`.
    about: Arc<StreamSnapshotResponse>,
}

impl Backup {
    /// Reads the configuration and state of a backup.
    ///
    /// Sends no request.
    ///
    /// # Errors
    /// [`Error::Io`] if the directory has no backup, or its `backup.json` cannot be
    /// parsed.
    pub async fn open(dir: impl AsRef<Path>) -> Result<Self> {
        let dir = dir.as_ref();
        let about = read_about(dir).await?;
        Ok(Self::new(dir.to_owned(), about))
    }

    /// Returns the directory of the backup.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    fn new(dir: PathBuf, about: StreamSnapshotResponse) -> Self {
        Self {
            config: about.config.clone(),
            state: about.state.clone(),
            dir,
            about: Arc::new(about),
        }
    }
}

async fn open(dir: &Path, name: &'static str) -> Result<(PathBuf, File)> {
    let target = dir.to_owned();
    match spawn_blocking(move || directory::open(&target, name)).await {
        Ok(Ok((path, file))) => Ok((path, File::from_std(file))),
        Ok(Err(Failure { path, source })) => Err(reading(path, source)),
        // The runtime shuts down.
        Err(error) => Err(reading(dir.to_owned(), io::Error::other(error))),
    }
}

async fn read_about(dir: &Path) -> Result<StreamSnapshotResponse> {
    let (path, file) = open(dir, ABOUT).await?;
    let mut text = Vec::new();
    let read = file.take(ABOUT_LIMIT + 1).read_to_end(&mut text).await;
    let parsed = match read {
        Ok(_) if text.len() as u64 > ABOUT_LIMIT => Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "larger than 16 MiB",
        )),
        Ok(_) => serde_json::from_slice(&text)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error)),
        Err(error) => Err(error),
    };
    parsed.map_err(|error| reading(path, error))
}

async fn read_chunk(file: &mut File, length: usize) -> io::Result<Bytes> {
    let mut chunk = BytesMut::with_capacity(length);
    while chunk.len() < length {
        let mut rest = file.take((length - chunk.len()) as u64);
        if rest.read_buf(&mut chunk).await? == 0 {
            break;
        }
    }
    Ok(chunk.freeze())
}

fn reading(path: PathBuf, source: io::Error) -> Error {
    io_error(STREAM_RESTORE.verb, path, source)
}

fn writing(path: PathBuf, source: io::Error) -> Error {
    io_error(STREAM_SNAPSHOT.verb, path, source)
}

fn io_error(operation: &'static str, path: PathBuf, source: io::Error) -> Error {
    Error::Io {
        operation: operation.into(),
        path: Box::new(path),
        source,
    }
}
