//! Backups of streams in directories, as the `nats` tool keeps them.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt;
use jsapi::endpoint::{STREAM_RESTORE, STREAM_SNAPSHOT};
use jsapi::{StreamConfig, StreamInfo, StreamSnapshotResponse, StreamState};
use tokio::fs::{self, File, OpenOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::context::Context;
use crate::error::{Error, Result};
use crate::restore::RestoreOptions;
use crate::snapshot::{Snapshot, SnapshotOptions};
use crate::stream::Stream;

/// The file with configuration and state.
const ABOUT: &str = "backup.json";

/// The file with everything else.
const DATA: &str = "stream.tar.s2";

/// The most that is read of the file with configuration and state.
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
    /// Two files, which the `nats` tool reads and writes too: `backup.json` with
    /// configuration and state, and `stream.tar.s2`. The directory is made if
    /// need be, and nothing outside of it is touched. The files get their names
    /// when they are complete, `backup.json` as the last: where it is, the backup
    /// is whole. Requests as for [`snapshot`](Self::snapshot).
    ///
    /// # Errors
    /// [`Error::Io`] when a file can not be written, or when there is a backup
    /// already and [`SnapshotOptions::overwrite`] was not asked for. Otherwise as
    /// [`snapshot`](Self::snapshot) and [`Snapshot`]; nothing is left behind.
    ///
    /// # Cancel safety
    /// Dropped half way, what was written is deleted, and a backup that was there
    /// before stays.
    pub async fn snapshot_to_dir(
        &self,
        dir: impl AsRef<Path>,
        options: SnapshotOptions,
    ) -> Result<Backup> {
        let dir = dir.as_ref();
        let overwrite = options.overwrite;
        fs::create_dir_all(dir)
            .await
            .map_err(|error| writing(dir, error))?;
        if !overwrite {
            refuse_existing(dir).await?;
        }
        let snapshot = self.snapshot(options).await?;
        write(dir, snapshot, overwrite).await
    }
}

impl Context {
    /// Makes a stream from a backup in a directory.
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
    /// From what [`Stream::snapshot_to_dir`] or the `nats` tool wrote. To change
    /// the configuration there is [`restore_backup`](Self::restore_backup).
    /// Requests as for [`restore_stream`](Self::restore_stream).
    ///
    /// # Errors
    /// [`Error::Io`] when a file can not be read. Otherwise as
    /// [`restore_stream_from`](Self::restore_stream_from).
    ///
    /// # Cancel safety
    /// Dropped half way, nothing is made.
    pub async fn restore_from_dir(
        &self,
        dir: impl AsRef<Path>,
        options: RestoreOptions,
    ) -> Result<StreamInfo> {
        let backup = Backup::open(dir).await?;
        self.restore_backup(&backup, options).await
    }

    /// Makes a stream from a backup, with the configuration that it has here.
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
    /// As [`restore_from_dir`](Self::restore_from_dir). The name may be changed
    /// from server 2.15 on.
    ///
    /// # Errors
    /// As there.
    ///
    /// # Cancel safety
    /// As there.
    pub async fn restore_backup(
        &self,
        backup: &Backup,
        mut options: RestoreOptions,
    ) -> Result<StreamInfo> {
        let path = backup.dir.join(DATA);
        let mut file = File::open(&path)
            .await
            .map_err(|error| reading(&path, error))?;
        options.state.get_or_insert_with(|| backup.state.clone());
        let mut restore = self.restore_stream(backup.config.clone(), options).await?;
        loop {
            let chunk = read_chunk(&mut file, restore.chunk_size).await;
            let chunk = chunk.map_err(|error| reading(&path, error))?;
            if chunk.is_empty() {
                return restore.finish().await;
            }
            restore.send(chunk).await?;
        }
    }
}

/// A backup of a stream in a directory.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Backup {
    /// The stream's configuration; what a restore makes it with.
    pub config: StreamConfig,
    /// The stream's state as the backup began.
    pub state: StreamState,
    dir: PathBuf,
}

impl Backup {
    /// Reads what a backup is of.
    ///
    /// Asks nothing of a server.
    ///
    /// # Errors
    /// [`Error::Io`] when there is none in the directory, or its `backup.json`
    /// is not one.
    pub async fn open(dir: impl AsRef<Path>) -> Result<Self> {
        let dir = dir.as_ref();
        let path = dir.join(ABOUT);
        let about = read_about(&path)
            .await
            .map_err(|error| reading(&path, error))?;
        Ok(Self::new(dir, about))
    }

    /// The directory that it is in.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    fn new(dir: &Path, about: StreamSnapshotResponse) -> Self {
        Self {
            config: about.config,
            state: about.state,
            dir: dir.to_owned(),
        }
    }
}

async fn read_about(path: &Path) -> io::Result<StreamSnapshotResponse> {
    let mut text = Vec::new();
    let file = File::open(path).await?;
    file.take(ABOUT_LIMIT + 1).read_to_end(&mut text).await?;
    if text.len() as u64 > ABOUT_LIMIT {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "larger than 16 MiB",
        ));
    }
    serde_json::from_slice(&text).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
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

async fn write(dir: &Path, mut snapshot: Snapshot, overwrite: bool) -> Result<Backup> {
    let (data, mut file) = Unfinished::create(dir, DATA).await?;
    while let Some(chunk) = snapshot.try_next().await? {
        data.write(&mut file, &chunk).await?;
    }
    data.sync(file).await?;

    let (about, mut file) = Unfinished::create(dir, ABOUT).await?;
    let mut text = serde_json::to_vec_pretty(&snapshot.about)
        .map_err(|error| writing(&about.path, error.into()))?;
    text.push(b'\n');
    about.write(&mut file, &text).await?;
    about.sync(file).await?;

    if overwrite {
        // Without it the directory is no backup: never one of two halves.
        let path = dir.join(ABOUT);
        match fs::remove_file(&path).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(writing(&path, error));
            }
            _ => {}
        }
    } else {
        refuse_existing(dir).await?;
    }
    data.finish(&dir.join(DATA)).await?;
    about.finish(&dir.join(ABOUT)).await?;
    // Not every system lets a directory be opened or synced.
    if let Ok(dir) = File::open(dir).await {
        let _ = dir.sync_all().await;
    }
    Ok(Backup::new(dir, snapshot.about))
}

async fn refuse_existing(dir: &Path) -> Result<()> {
    for name in [ABOUT, DATA] {
        let path = dir.join(name);
        // Not followed: a link to nowhere is in the way too.
        match fs::symlink_metadata(&path).await {
            Ok(_) => return Err(writing(&path, io::ErrorKind::AlreadyExists.into())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(writing(&path, error)),
        }
    }
    Ok(())
}

/// A file that is not complete, which is deleted unless it becomes so.
struct Unfinished {
    path: PathBuf,
    finished: bool,
}

impl Unfinished {
    async fn create(dir: &Path, name: &str) -> Result<(Self, File)> {
        static COUNT: AtomicU64 = AtomicU64::new(0);

        loop {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let path = dir.join(format!(".{name}.{}-{count}.unfinished", std::process::id()));
            let mut options = OpenOptions::new();
            // Follows no link that somebody put there.
            options.write(true).create_new(true);
            #[cfg(unix)]
            options.mode(0o600);
            match options.open(&path).await {
                Ok(file) => {
                    return Ok((
                        Self {
                            path,
                            finished: false,
                        },
                        file,
                    ));
                }
                // Left by an earlier process of this number.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(writing(&path, error)),
            }
        }
    }

    async fn write(&self, file: &mut File, bytes: &[u8]) -> Result<()> {
        file.write_all(bytes)
            .await
            .map_err(|error| writing(&self.path, error))
    }

    async fn sync(&self, mut file: File) -> Result<()> {
        let synced = async {
            file.flush().await?;
            file.sync_all().await
        };
        synced.await.map_err(|error| writing(&self.path, error))
    }

    async fn finish(mut self, path: &Path) -> Result<()> {
        // Takes the place of a link, and does not write through it.
        fs::rename(&self.path, path)
            .await
            .map_err(|error| writing(path, error))?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.finished {
            // Nothing better can be done about a file that can not be deleted.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

fn reading(path: &Path, source: io::Error) -> Error {
    io_error(STREAM_RESTORE.verb, path, source)
}

fn writing(path: &Path, source: io::Error) -> Error {
    io_error(STREAM_SNAPSHOT.verb, path, source)
}

fn io_error(verb: &'static str, path: &Path, source: io::Error) -> Error {
    Error::Io {
        verb: verb.into(),
        path: Box::new(path.to_owned()),
        source,
    }
}
