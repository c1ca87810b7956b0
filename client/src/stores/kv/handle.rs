//! The handles to one bucket: one that reads, and one that writes too.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use super::status::KvStatus;
use super::subject::Subjects;
use crate::api::context::Context;
use crate::error::Result;
use crate::publish::PublishOptions;
use crate::streams::stream::Stream;

/// A bucket, to be read and written.
///
/// From [`Context::key_value`], which sends no request, or from
/// [`Context::get_key_value`] and [`Context::create_key_value`]. Reads are those
/// of [`ReadOnlyKeyValue`], which it gives access to. Cloning it is cheap.
///
/// ```no_run
/// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
/// let sessions = ctx.get_key_value("SESSIONS").await?;
/// let revision = sessions.put("amy", "here").await?;
/// if let Some(entry) = sessions.get("amy").await? {
///     assert!(entry.revision >= revision);
/// }
/// sessions.update("amy", "gone", revision).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct KeyValue {
    reads: ReadOnlyKeyValue,
    options: PublishOptions,
}

/// A bucket, to be read.
///
/// From [`KeyValue::read_only`]. It has nothing that writes:
///
/// ```compile_fail
/// # async fn example(bucket: jsapi_client::kv::ReadOnlyKeyValue) {
/// bucket.put("amy", "here").await.unwrap();
/// # }
/// ```
///
/// Reads go to any replica and may miss the newest writes, unless
/// [`read_from_leader`](Self::read_from_leader) says otherwise.
#[derive(Clone)]
pub struct ReadOnlyKeyValue {
    stream: Stream,
    place: Arc<Place>,
    /// Whether the stream is known to answer direct gets, or not known not to.
    direct: bool,
    /// Whether reads go to the leader in any case.
    leader: bool,
}

/// What does not change from clone to clone.
pub(super) struct Place {
    pub(super) bucket: Arc<str>,
    pub(super) subjects: Subjects,
}

impl KeyValue {
    pub(super) fn new(stream: Stream, bucket: &str, subjects: Subjects, direct: bool) -> Self {
        let place = Place {
            bucket: bucket.into(),
            subjects,
        };
        let reads = ReadOnlyKeyValue {
            stream,
            place: Arc::new(place),
            direct,
            leader: false,
        };
        Self {
            reads,
            options: PublishOptions::default(),
        }
    }

    /// With a handle of its stream that has an info.
    pub(super) fn with_stream(mut self, stream: Stream) -> Self {
        self.reads.stream = stream;
        self
    }

    /// The same bucket, only to be read.
    pub fn read_only(&self) -> ReadOnlyKeyValue {
        self.reads.clone()
    }

    /// Returns a handle whose requests have another timeout.
    ///
    /// ```no_run
    /// # async fn example(sessions: jsapi_client::KeyValue) -> Result<(), jsapi_client::Error> {
    /// use std::time::Duration;
    ///
    /// let status = sessions.timeout(Duration::from_secs(1)).status().await?;
    /// # let _ = status;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Publishing is bounded by [`publish_options`](Self::publish_options)
    /// instead. Sends no request.
    #[must_use]
    pub fn timeout(&self, timeout: Duration) -> Self {
        Self {
            reads: self.reads.timeout(timeout),
            options: self.options.clone(),
        }
    }

    /// Returns a handle that reads from the leader of the bucket's stream.
    ///
    /// See [`ReadOnlyKeyValue::read_from_leader`].
    #[must_use]
    pub fn read_from_leader(&self, leader: bool) -> Self {
        Self {
            reads: self.reads.read_from_leader(leader),
            options: self.options.clone(),
        }
    }

    /// Returns a handle with another limit of time and attempts for writes.
    ///
    /// Default: 10 s. Reads have the context's timeout.
    #[must_use]
    pub fn publish_options(&self, options: PublishOptions) -> Self {
        Self {
            reads: self.reads.clone(),
            options,
        }
    }

    pub(super) fn write_options(&self) -> &PublishOptions {
        &self.options
    }
}

impl Deref for KeyValue {
    type Target = ReadOnlyKeyValue;

    fn deref(&self) -> &ReadOnlyKeyValue {
        &self.reads
    }
}

impl ReadOnlyKeyValue {
    /// Returns a handle whose requests have another timeout.
    ///
    /// Sends no request.
    #[must_use]
    pub fn timeout(&self, timeout: Duration) -> Self {
        Self {
            stream: self.stream.timeout(timeout),
            ..self.clone()
        }
    }

    /// Returns a handle that reads from the leader of the bucket's stream.
    ///
    /// Its reads see every acknowledged write: STREAM.MSG.GET instead of direct gets,
    /// which any replica or mirror answers. Slower, and not spread over the replicas.
    /// For a mirror, it is the mirror's leader, which may be behind its origin.
    #[must_use]
    pub fn read_from_leader(&self, leader: bool) -> Self {
        Self {
            leader,
            ..self.clone()
        }
    }

    /// Its name.
    pub fn bucket(&self) -> &str {
        &self.place.bucket
    }

    /// The stream that it is.
    pub fn stream(&self) -> &Stream {
        &self.stream
    }

    /// The context that it asks through.
    pub fn context(&self) -> &Context {
        self.stream.context()
    }

    /// Returns the status that the server reported when this handle was made.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// let sessions = ctx.get_key_value("SESSIONS").await?;
    /// if let Some(status) = sessions.cached_status() {
    ///     println!("{} bytes a moment ago", status.bytes());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// As old as the handle: it is never refreshed, and its counts are soon outdated.
    /// [`status`](Self::status) asks the server. `None`: the handle is from
    /// [`Context::key_value`], which sends no request. Sends no request.
    pub fn cached_status(&self) -> Option<KvStatus> {
        let info = self.stream.cached_info()?;
        KvStatus::new(info.clone()).ok()
    }

    /// How it is now.
    ///
    /// Sends one request, every time.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) when it does not exist
    /// (10059). [`Error::Mismatch`](crate::Error::Mismatch) when its stream is no
    /// bucket.
    pub async fn status(&self) -> Result<KvStatus> {
        KvStatus::new(self.stream.info().await?)
    }

    pub(super) fn place(&self) -> &Arc<Place> {
        &self.place
    }

    pub(super) fn subjects(&self) -> &Subjects {
        &self.place.subjects
    }

    /// Whether reads go to any replica.
    pub(super) fn is_direct(&self) -> bool {
        self.direct && !self.leader
    }
}

impl fmt::Debug for ReadOnlyKeyValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadOnlyKeyValue")
            .field("bucket", &self.bucket())
            .field("subjects", self.subjects())
            .field("direct", &self.is_direct())
            .finish_non_exhaustive()
    }
}
