//! Putting objects: the chunks first, then the info that names them.

use std::fmt;
use std::future::IntoFuture;

use bytes::Bytes;
use tokio::io::AsyncRead;

use super::cleanup::Owed;
use super::handle::ObjectStore;
use super::info::{DEFAULT_CHUNK_SIZE, ObjectInfo, ObjectMeta};
use super::meta::{ATTEMPTS, Found};
use super::source::Source;
use super::subject::invalid;
use super::update::stored_at;
use super::upload::{FIRST, Upload};
use crate::connection::transport::BoxFuture;
use crate::error::{Error, Invalid, Result};
use crate::publish::Publisher;
use crate::publish::id::new_id;
use crate::stores::backoff::Backoff;

/// How many bytes are under way at once, at most, unless set.
const WINDOW: usize = 1024 * 1024;

/// How many chunks are under way at once, at most.
const AT_ONCE: usize = 1024;

/// What headers take in a message besides a chunk, at most.
const HEADERS: usize = 1024;

impl ObjectStore {
    /// Puts an object, from whatever can be read, and tells what is known of it.
    ///
    /// ```no_run
    /// # async fn example(reports: jsapi_client::ObjectStore) -> Result<(), Box<dyn std::error::Error>> {
    /// use jsapi_client::object::ObjectMeta;
    ///
    /// let mut meta = ObjectMeta::new("2026.pdf");
    /// meta.description = Some("the annual report".to_owned());
    /// let mut file = tokio::fs::File::open("2026.pdf").await?;
    /// let info = reports
    ///     .put(meta, &mut file)
    ///     .on_progress(|bytes| println!("{bytes} bytes are stored"))
    ///     .await?;
    /// println!("{:?}", info.digest);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Takes the place of an object or a link that has the name, whose chunks are
    /// taken away then: until it is complete, who gets the name gets what was
    /// there. Of several that put a name at once, the last to finish is what stays,
    /// and nothing of the others does. A message for each chunk and one for the
    /// info, a request to see what is there, and one to take its chunks away. No
    /// more [bytes](PutObject::max_in_flight) are in memory than may be under way.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) for a name that is empty or too
    /// long, for headers that are none, and for a chunk size that the server does
    /// not take, before anything is read or sent.
    /// [`NoStream`](crate::Error::NoStream) or 10059 when the store does not exist,
    /// 10077 when it is full, 10109 when it is sealed.
    /// [`ObjectError::Source`](super::ObjectError::Source) when the reader fails.
    /// As [`publish`](crate::publish) has them.
    ///
    /// What was stored of it is taken away before the error is told, or, where
    /// the server is out of reach, by a task in the half minute after that. Where
    /// [`may_have_applied`](crate::Error::may_have_applied) says so the info may
    /// be stored all the same, and the chunks then stay; or was, and somebody else
    /// has replaced it.
    ///
    /// # Cancel safety
    /// Dropped while it waits, a task takes away what was stored, once what is
    /// under way was answered. It needs the runtime to go on for that long, and the
    /// server to be within reach in half a minute.
    pub fn put<'a>(
        &'a self,
        object: impl Into<ObjectMeta>,
        from: impl AsyncRead + Send + 'a,
    ) -> PutObject<'a> {
        PutObject::new(self, object.into(), Source::Reader(Box::pin(from)))
    }

    /// Puts an object of bytes that are there already, which are not copied.
    ///
    /// As [`put`](Self::put).
    pub fn put_bytes(
        &self,
        object: impl Into<ObjectMeta>,
        bytes: impl Into<Bytes>,
    ) -> PutObject<'_> {
        PutObject::new(self, object.into(), Source::Bytes(bytes.into()))
    }
}

/// An object that is put when it is awaited.
///
/// From [`ObjectStore::put`].
#[must_use = "nothing is put until it is awaited"]
pub struct PutObject<'a> {
    store: &'a ObjectStore,
    meta: ObjectMeta,
    source: Source<'a>,
    progress: Option<Box<dyn FnMut(u64) + Send + 'a>>,
    window: usize,
}

impl<'a> PutObject<'a> {
    fn new(store: &'a ObjectStore, meta: ObjectMeta, source: Source<'a>) -> Self {
        Self {
            store,
            meta,
            source,
            progress: None,
            window: WINDOW,
        }
    }

    /// Called with how many bytes are stored, each time that it is more.
    pub fn on_progress(mut self, tell: impl FnMut(u64) + Send + 'a) -> Self {
        self.progress = Some(Box::new(tell));
        self
    }

    /// How many bytes are under way at once, at most; 1 MiB unless set.
    ///
    /// Two chunks are, whatever this says, so that there is no pause between
    /// them; more only when the server takes 10 ms and longer to answer, as one
    /// that is far away.
    pub fn max_in_flight(mut self, bytes: usize) -> Self {
        self.window = bytes;
        self
    }

    async fn send(mut self) -> Result<ObjectInfo> {
        let store = self.store;
        self.meta.check()?;
        store.subjects().meta(&self.meta.name)?;
        let asked = self.meta.chunk_size;
        let size = *self.meta.chunk_size.get_or_insert(DEFAULT_CHUNK_SIZE);
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let nuid = new_id();
        let Some(subject) = store.subjects().chunks(&nuid) else {
            return Err(invalid(format!("{nuid:?} is no name for chunks")));
        };
        // Before as much is read; small objects of the usual size always fit.
        let max = store.context().max_payload();
        if asked.is_some() && (1..=size).contains(&max) {
            return Err(Error::invalid(subject, Invalid::TooLarge { size, max }));
        }
        let at_once = (self.window / size).clamp(FIRST, AT_ONCE);
        let publisher = store
            .context()
            .publisher()
            .max_in_flight(at_once)
            .max_bytes(at_once.saturating_mul(size.saturating_add(HEADERS)))
            .publish_options(store.write_options().clone())
            .open()
            .await?;
        let info = ObjectInfo::new(self.meta, store.bucket(), nuid);
        // Both when it succeeds and when it fails there is something to take away.
        let mut owed = Owed::of_put(store, &info.name, &info.nuid, &publisher);
        let upload = Upload::new(store, &publisher, subject, at_once);
        let mut progress = self.progress.unwrap_or_else(|| Box::new(|_| {}));
        let put = async {
            let mut info = info;
            upload
                .run(&mut info, size, &mut self.source, &mut progress)
                .await?;
            let sequence = name(store, &publisher, &mut owed, &info).await?;
            Ok(stored_at(info, sequence))
        }
        .await;
        owed.settle().await;
        put
    }
}

/// Stores the info of chunks that are stored, over what there is.
async fn name(
    store: &ObjectStore,
    publisher: &Publisher,
    owed: &mut Owed,
    info: &ObjectInfo,
) -> Result<u64> {
    let mut pause = Backoff::new();
    // What an attempt was sent over that may have stored it, and its error.
    let mut doubt: Option<(u64, Error)> = None;
    for _ in 0..ATTEMPTS {
        let found = store.found(&info.name).await?;
        let over = Found::sequence_of(found.as_ref());
        let before = found.and_then(Found::nuid);
        if before.as_ref() == Some(&info.nuid) {
            // Others may have changed or deleted it since, and it was stored.
            owed.answered(Some(true));
            return Ok(over);
        }
        if doubt.as_ref().is_some_and(|(asked, _)| *asked != over) {
            // Others were first; or they have replaced it, and then its chunks are
            // gone, which must not be named again.
            break;
        }
        let message = store.info_message(info, over)?;
        owed.asked(publisher.publish_message(message).await?, over, before);
        let Some(ack) = owed.ack() else { break };
        let error = match ack.await {
            Ok(ack) => {
                owed.answered(Some(true));
                return store.is_ours(&ack).map(|()| ack.seq);
            }
            Err(error) => error,
        };
        let doubtful = error.may_have_applied();
        owed.answered(match doubtful || doubt.is_some() {
            true => None,
            false => Some(false),
        });
        if !is_conflict(&error) {
            return Err(error);
        }
        if doubtful {
            doubt = Some((over, error));
        }
        // In a cluster, the one that was first may not be stored yet.
        pause.wait().await;
    }
    match doubt {
        Some((_, error)) => Err(error),
        None => Err(store.always_beaten(&info.name)),
    }
}

/// Whether this is a conflict, or the last of several attempts met one.
fn is_conflict(error: &Error) -> bool {
    match error {
        Error::Indeterminate { source, .. } => source.is_conflict(),
        error => error.is_conflict(),
    }
}

impl<'a> IntoFuture for PutObject<'a> {
    type Output = Result<ObjectInfo>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for PutObject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PutObject")
            .field("bucket", &self.store.bucket())
            .field("meta", &self.meta)
            .field("max_in_flight", &self.window)
            .finish_non_exhaustive()
    }
}
