//! Stores of an account: making, finding, listing, changing, deleting them.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll};

use jsapi::{
    BucketName, ErrorCode, StreamConfig, StreamInfo, StreamListRequest, StreamNamesRequest,
};

use super::config::{ObjectStoreConfig, check_store};
use super::handle::ObjectStore;
use super::status::ObjectStoreStatus;
use super::subject::{bucket_of_stream, stream_name};
use crate::api::context::Context;
use crate::api::pages::Items;
use crate::error::Result;
use crate::stores::picked::poll_picked;
use crate::streams::ensured::Ensured;

impl Context {
    /// A handle to the store of this name, which need not exist.
    ///
    /// ```no_run
    /// # fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// let reports = ctx.object_store("REPORTS")?;
    /// # let _ = reports;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Sends no request.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) quoting the name when it is not one.
    pub fn object_store(&self, bucket: impl AsRef<str>) -> Result<ObjectStore> {
        let bucket = BucketName::try_from(bucket.as_ref())?;
        Ok(ObjectStore::new(
            self.stream(stream_name(&bucket))?,
            &bucket,
        ))
    }

    /// A handle to the store of this name, which exists.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) when there is none (10059).
    /// [`Error::Mismatch`](crate::Error::Mismatch) when there is a stream of that
    /// name that is no object store.
    pub async fn get_object_store(&self, bucket: impl AsRef<str>) -> Result<ObjectStore> {
        let bucket = BucketName::try_from(bucket.as_ref())?;
        let info = self.stream(stream_name(&bucket))?.info().await?;
        self.found_store(info)
    }

    /// Creates a store.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// use jsapi_client::object::ObjectStoreConfig;
    ///
    /// let config = ObjectStoreConfig::new("REPORTS").compression(true);
    /// let reports = ctx.create_object_store(&config).await?;
    /// reports.put_bytes("today", "it rained").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Succeeds as well when there is one with the same configuration, so that
    /// it is safe to repeat. Sends one request.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) for what
    /// [`ObjectStoreConfig::stream_config`] refuses.
    /// [`is_already_exists`](crate::Error::is_already_exists) when there is one with
    /// another configuration (10058).
    ///
    /// # Cancel safety
    /// Dropped after the request was sent, the store may be made.
    pub async fn create_object_store(
        &self,
        config: impl Borrow<ObjectStoreConfig>,
    ) -> Result<ObjectStore> {
        let config = config.borrow();
        let config = config.stream_config()?;
        let handle = self.store_of(&config)?;
        let stream = self.create_stream(config).await?;
        Ok(handle.with_stream(stream))
    }

    /// Changes the configuration of a store.
    ///
    /// All that [`ObjectStoreConfig`] says; of the stream, what it does not say
    /// stays as it is. Sends two requests, or one when nothing changes.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) when there is none (10059);
    /// [`Error::Invalid`](crate::Error::Invalid) as for a new one; 10052 and others
    /// when a setting cannot be changed, or not to this.
    /// [`Error::Mismatch`](crate::Error::Mismatch) for a stream that is no object
    /// store.
    ///
    /// # Cancel safety
    /// Dropped after the second request was sent, the change may be made.
    pub async fn update_object_store(
        &self,
        config: impl Borrow<ObjectStoreConfig>,
    ) -> Result<ObjectStore> {
        let config = config.borrow();
        let wanted = config.stream_config()?;
        let stream = self.stream(&wanted.name)?;
        let mut wrong = None;
        let info = stream
            .update_with(|stream| {
                let changed = check_store(stream).and_then(|_| config.apply(stream));
                wrong = changed.err();
            })
            .await?;
        match wrong {
            Some(error) => Err(error),
            None => self.found_store(info),
        }
    }

    /// Creates a store, or gives the whole configuration to the existing one.
    ///
    /// Resets every setting of [`ObjectStoreConfig`], also those left at their
    /// default: a shorter `ttl` deletes objects.
    /// [`ensure_object_store`](Self::ensure_object_store) leaves an existing store as
    /// it is. Sends two requests. Safe to repeat.
    ///
    /// # Errors
    /// Those of [`update_object_store`](Self::update_object_store) and
    /// [`create_object_store`](Self::create_object_store).
    pub async fn create_or_update_object_store(
        &self,
        config: impl Borrow<ObjectStoreConfig>,
    ) -> Result<ObjectStore> {
        let config = config.borrow();
        match self.update_object_store(config).await {
            Err(error) if error.is(ErrorCode::STREAM_NOT_FOUND) => {}
            result => return result,
        }
        match self.create_object_store(config).await {
            Err(error) if error.is_already_exists() => self.update_object_store(config).await,
            result => result,
        }
    }

    /// Creates a store, or returns the existing one as it is.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// use jsapi_client::object::ObjectStoreConfig;
    ///
    /// let config = ObjectStoreConfig::new("REPORTS");
    /// let reports = ctx.ensure_object_store(&config).await?.handle;
    /// # let _ = reports;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Ensured::differences`] names settings as the stream below the store has them.
    /// Settings of `config` that are left at their default are not compared. Sends one
    /// request, or two if a store with another configuration exists. Safe to repeat,
    /// also by several clients at once.
    ///
    /// # Errors
    /// Those of [`create_object_store`](Self::create_object_store), but for 10058, and
    /// [`Error::Mismatch`](crate::Error::Mismatch) if a stream of that name is not an
    /// object store.
    ///
    /// # Cancel safety
    /// If the future is dropped, the store may have been created.
    pub async fn ensure_object_store(
        &self,
        config: impl Borrow<ObjectStoreConfig>,
    ) -> Result<Ensured<ObjectStore>> {
        let config = config.borrow();
        let asked = config.stream_config()?;
        let default = ObjectStoreConfig::new(&config.bucket).stream_config()?;
        let (stream, found, differences) = self.ensure_store(asked, &default).await?;
        let handle = self.store_of(&found)?.with_stream(stream);
        Ok(Ensured::new(handle, differences))
    }

    /// Deletes a store with all objects, also one that is sealed.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) when there is none (10059).
    pub async fn delete_object_store(&self, bucket: impl AsRef<str>) -> Result<()> {
        let bucket = BucketName::try_from(bucket.as_ref())?;
        self.delete_stream(stream_name(&bucket)).await
    }

    /// Lists the names of the account's stores.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// use futures_util::TryStreamExt;
    ///
    /// let mut names = ctx.object_store_names();
    /// while let Some(name) = names.try_next().await? {
    ///     println!("{name}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// By the names of their streams alone. Sends one request per 1024 streams of the
    /// account.
    pub fn object_store_names(&self) -> ObjectStoreNames {
        ObjectStoreNames(self.stream_names())
    }

    /// Lists the account's stores as they are.
    ///
    /// Streams that are named like a store and are none are left out. Sends one request
    /// per 256 streams of the account.
    pub fn object_stores(&self) -> ObjectStoreStatuses {
        ObjectStoreStatuses(self.streams())
    }

    fn found_store(&self, info: StreamInfo) -> Result<ObjectStore> {
        let handle = self.store_of(&info.config)?;
        let stream = handle.stream().clone().with_info(info);
        Ok(handle.with_stream(stream))
    }

    fn store_of(&self, config: &StreamConfig) -> Result<ObjectStore> {
        let bucket = check_store(config)?;
        Ok(ObjectStore::new(self.stream(&config.name)?, &bucket))
    }
}

/// The names of the account's stores, in the server's order.
///
/// From [`Context::object_store_names`]. Sends no request until it is polled; see
/// [`Pages`](crate::Pages), also for errors.
///
/// # Cancel safety
/// Waiting for the next one loses none when it is dropped.
#[must_use = "a stream gives nothing until it is polled"]
pub struct ObjectStoreNames(Items<StreamNamesRequest>);

impl futures_util::Stream for ObjectStoreNames {
    type Item = Result<BucketName>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        poll_picked(&mut self.0, cx, |stream| {
            BucketName::try_from(bucket_of_stream(&stream)?).ok()
        })
    }
}

impl fmt::Debug for ObjectStoreNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ObjectStoreNames").field(&self.0).finish()
    }
}

/// The account's stores, in the server's order.
///
/// From [`Context::object_stores`]. Sends no request until it is polled; see
/// [`Pages`](crate::Pages), also for errors.
///
/// # Cancel safety
/// Waiting for the next one loses none when it is dropped.
#[must_use = "a stream gives nothing until it is polled"]
pub struct ObjectStoreStatuses(Items<StreamListRequest>);

impl ObjectStoreStatuses {
    /// The names of streams that were left out because their servers did not
    /// answer in time, so far. Not all of them need be stores.
    pub fn missing(&self) -> &[String] {
        self.0.missing()
    }

    /// The names of streams that were left out because they are offline, each
    /// with the reason, so far. Not all of them need be stores.
    ///
    /// Server 2.11.9 and later.
    pub fn offline(&self) -> &BTreeMap<String, String> {
        self.0.offline()
    }
}

impl futures_util::Stream for ObjectStoreStatuses {
    type Item = Result<ObjectStoreStatus>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        poll_picked(&mut self.0, cx, |info| ObjectStoreStatus::new(info).ok())
    }
}

impl fmt::Debug for ObjectStoreStatuses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ObjectStoreStatuses").field(&self.0).finish()
    }
}
