//! The handle to one store.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::config::check_store;
use super::status::ObjectStoreStatus;
use super::subject::Subjects;
use crate::api::context::Context;
use crate::error::Result;
use crate::publish::PublishOptions;
use crate::streams::stream::Stream;

/// A store, to put objects into and get them from.
///
/// From [`Context::object_store`], which sends no request, or from
/// [`Context::get_object_store`] and [`Context::create_object_store`]. Cloning it
/// is cheap.
///
/// ```no_run
/// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
/// let notes = ctx.get_object_store("NOTES").await?;
/// notes.put_bytes("today", "it rained").await?;
/// let today = notes.get("today").await?.bytes().await?;
/// assert_eq!(today, "it rained");
/// # Ok(())
/// # }
/// ```
///
/// # Other domains
/// A store of a [domain](Context::domain) must have another name than those of
/// servers on the way, as of the leaf node that is connected to: the subjects of
/// objects are the same in every domain, and each store that hears of a message
/// stores it. A put is refused by [`Error::Mismatch`](crate::Error::Mismatch) when
/// another domain's store is the one that answers; chunks that got there by then
/// stay there. Where the one that was meant answers first, the other one has the
/// object too, and may have lost its own.
#[derive(Clone)]
pub struct ObjectStore {
    stream: Stream,
    place: Arc<Place>,
    options: PublishOptions,
}

/// What does not change from clone to clone.
pub(super) struct Place {
    pub(super) bucket: Arc<str>,
    pub(super) subjects: Subjects,
}

impl ObjectStore {
    pub(super) fn new(stream: Stream, bucket: &str) -> Self {
        let place = Place {
            bucket: bucket.into(),
            subjects: Subjects::of(bucket),
        };
        Self {
            stream,
            place: Arc::new(place),
            options: PublishOptions::default(),
        }
    }

    /// With a handle of its stream that has an info.
    pub(super) fn with_stream(mut self, stream: Stream) -> Self {
        self.stream = stream;
        self
    }

    /// Returns a handle whose requests have another timeout.
    ///
    /// ```no_run
    /// # async fn example(reports: jsapi_client::ObjectStore) -> Result<(), jsapi_client::Error> {
    /// use std::time::Duration;
    ///
    /// let status = reports.timeout(Duration::from_secs(1)).status().await?;
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
            stream: self.stream.timeout(timeout),
            ..self.clone()
        }
    }

    /// Returns a handle with another limit of time and attempts for each message.
    ///
    /// Default: 10 s. An object has a message for each chunk, and one more.
    #[must_use]
    pub fn publish_options(&self, options: PublishOptions) -> Self {
        Self {
            options,
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
    /// let reports = ctx.get_object_store("REPORTS").await?;
    /// if let Some(status) = reports.cached_status() {
    ///     println!("{} bytes a moment ago", status.bytes());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// As old as the handle: it is never refreshed, and its counts are soon outdated.
    /// [`status`](Self::status) asks the server. `None`: the handle is from
    /// [`Context::object_store`], which sends no request. Sends no request.
    pub fn cached_status(&self) -> Option<ObjectStoreStatus> {
        let info = self.stream.cached_info()?;
        ObjectStoreStatus::new(info.clone()).ok()
    }

    /// How it is now.
    ///
    /// Sends one request, every time.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) when it does not exist
    /// (10059). [`Error::Mismatch`](crate::Error::Mismatch) when its stream is no
    /// object store.
    pub async fn status(&self) -> Result<ObjectStoreStatus> {
        ObjectStoreStatus::new(self.stream.info().await?)
    }

    /// Makes it one that cannot be changed any more, and tells how it is.
    ///
    /// What is put, deleted or changed later is refused by the server (10109, and
    /// 10110 for what would take chunks away). It cannot be taken back; the store
    /// can be deleted. Sends two requests, or one when it is sealed already.
    ///
    /// # Errors
    /// As [`status`](Self::status), and as
    /// [`Stream::update_with`](crate::Stream::update_with).
    pub async fn seal(&self) -> Result<ObjectStoreStatus> {
        let mut wrong = None;
        let info = self
            .stream
            .update_with(|config| match check_store(config) {
                Ok(_) => config.sealed = true,
                Err(error) => wrong = Some(error),
            })
            .await?;
        match wrong {
            Some(error) => Err(error),
            None => ObjectStoreStatus::new(info),
        }
    }

    pub(super) fn place(&self) -> &Arc<Place> {
        &self.place
    }

    pub(super) fn subjects(&self) -> &Subjects {
        &self.place.subjects
    }

    pub(super) fn write_options(&self) -> &PublishOptions {
        &self.options
    }
}

impl fmt::Debug for ObjectStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObjectStore")
            .field("bucket", &self.bucket())
            .finish_non_exhaustive()
    }
}
