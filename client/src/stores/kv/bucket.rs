//! Buckets of an account: making, finding, listing, changing, deleting them.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll};

use jsapi::{
    BucketName, ErrorCode, StreamConfig, StreamInfo, StreamListRequest, StreamNamesRequest,
};

use super::config::{KvConfig, check_bucket};
use super::handle::KeyValue;
use super::status::KvStatus;
use super::subject::{Subjects, bucket_of_stream, stream_name};
use crate::api::context::Context;
use crate::api::pages::Items;
use crate::error::Result;
use crate::stores::picked::poll_picked;
use crate::streams::ensured::Ensured;

impl Context {
    /// A handle to the bucket of this name, which need not exist.
    ///
    /// ```no_run
    /// # fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// let sessions = ctx.key_value("SESSIONS")?;
    /// # let _ = sessions;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// For a bucket as [`create_key_value`](Self::create_key_value) makes one. For
    /// a mirror, or one without direct gets, there is
    /// [`get_key_value`](Self::get_key_value), which looks. Sends no request.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) quoting the name when it is not one.
    pub fn key_value(&self, bucket: impl AsRef<str>) -> Result<KeyValue> {
        let bucket = BucketName::try_from(bucket.as_ref())?;
        let stream = self.stream(stream_name(&bucket))?;
        let subjects = Subjects::ordinary(self.prefix(), &bucket);
        Ok(KeyValue::new(stream, &bucket, subjects, true))
    }

    /// A handle to the bucket of this name, which exists.
    ///
    /// Knows from then on whether it is a mirror, whose writes go to its origin,
    /// and whether it answers direct gets. Sends one request.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) when there is none (10059).
    /// [`Error::Mismatch`](crate::Error::Mismatch) when there is a stream of that name that is no bucket.
    pub async fn get_key_value(&self, bucket: impl AsRef<str>) -> Result<KeyValue> {
        let bucket = BucketName::try_from(bucket.as_ref())?;
        let info = self.stream(stream_name(&bucket))?.info().await?;
        self.found_bucket(info)
    }

    /// Creates a bucket.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// use jsapi_client::kv::KvConfig;
    ///
    /// let config = KvConfig::new("SESSIONS").history(5);
    /// let sessions = ctx.create_key_value(&config).await?;
    /// sessions.put("amy", "here").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Succeeds as well when there is one with the same configuration, so that
    /// it is safe to repeat. Sends one request.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) for what [`KvConfig::stream_config`] refuses, and for a
    /// limit marker with a server before 2.11.
    /// [`is_already_exists`](crate::Error::is_already_exists) when there is one with
    /// another configuration (10058).
    ///
    /// # Cancel safety
    /// Dropped after the request was sent, the bucket may be made.
    pub async fn create_key_value(&self, config: impl Borrow<KvConfig>) -> Result<KeyValue> {
        let config = config.borrow();
        let config = config.stream_config()?;
        let handle = self.handle(&config)?;
        let stream = self.create_stream(config).await?;
        Ok(handle.with_stream(stream))
    }

    /// Changes the configuration of a bucket.
    ///
    /// All that [`KvConfig`] says; of the stream, what it does not say stays as
    /// it is. Sends two requests, or one when nothing changes.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) when there is none (10059);
    /// [`Error::Invalid`](crate::Error::Invalid) as for a new one, and when one of
    /// the two is a mirror and the other is not; 10052 and others when a setting cannot
    /// be changed, or not to this. [`Error::Mismatch`](crate::Error::Mismatch) for a stream that is no
    /// bucket.
    ///
    /// # Cancel safety
    /// Dropped after the second request was sent, the change may be made.
    pub async fn update_key_value(&self, config: impl Borrow<KvConfig>) -> Result<KeyValue> {
        let config = config.borrow();
        let wanted = config.stream_config()?;
        let stream = self.stream(&wanted.name)?;
        let mut wrong = None;
        let info = stream
            .update_with(|stream| {
                let changed = check_bucket(stream)
                    .and_then(|_| config.check_mirror(stream))
                    .and_then(|()| config.apply(stream));
                wrong = changed.err();
            })
            .await?;
        match wrong {
            Some(error) => Err(error),
            None => self.found_bucket(info),
        }
    }

    /// Creates a bucket, or gives the whole configuration to the existing one.
    ///
    /// Resets every setting of [`KvConfig`], also those left at their default: a
    /// history of 10 that somebody set becomes 1, and the older revisions are deleted.
    /// [`ensure_key_value`](Self::ensure_key_value) leaves an existing bucket as it is.
    /// Sends two requests. Safe to repeat.
    ///
    /// # Errors
    /// Those of [`update_key_value`](Self::update_key_value) and
    /// [`create_key_value`](Self::create_key_value).
    pub async fn create_or_update_key_value(
        &self,
        config: impl Borrow<KvConfig>,
    ) -> Result<KeyValue> {
        let config = config.borrow();
        match self.update_key_value(config).await {
            Err(error) if error.is(ErrorCode::STREAM_NOT_FOUND) => {}
            result => return result,
        }
        match self.create_key_value(config).await {
            Err(error) if error.is_already_exists() => self.update_key_value(config).await,
            result => result,
        }
    }

    /// Creates a bucket, or returns the existing one as it is.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// use jsapi_client::kv::KvConfig;
    ///
    /// let config = KvConfig::new("SESSIONS").history(5);
    /// let ensured = ctx.ensure_key_value(&config).await?;
    /// for difference in &ensured.differences {
    ///     eprintln!("{}: {} in place of {}", difference.field, difference.found, difference.asked);
    /// }
    /// let sessions = ensured.handle;
    /// # let _ = sessions;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Ensured::differences`] names settings as the stream below the bucket has them,
    /// such as `max_msgs_per_subject` for the history. Settings of `config` that are
    /// left at their default are not compared. Sends one request, or two if a bucket
    /// with another configuration exists. Safe to repeat, also by several clients at
    /// once.
    ///
    /// # Errors
    /// Those of [`create_key_value`](Self::create_key_value), but for 10058, and
    /// [`Error::Mismatch`](crate::Error::Mismatch) if a stream of that name is not a
    /// bucket.
    ///
    /// # Cancel safety
    /// If the future is dropped, the bucket may have been created.
    pub async fn ensure_key_value(
        &self,
        config: impl Borrow<KvConfig>,
    ) -> Result<Ensured<KeyValue>> {
        let config = config.borrow();
        let asked = config.stream_config()?;
        let default = KvConfig::new(&config.bucket).stream_config()?;
        let (stream, found, differences) = self.ensure_store(asked, &default).await?;
        let handle = self.handle(&found)?.with_stream(stream);
        Ok(Ensured::new(handle, differences))
    }

    /// Deletes a bucket with all keys.
    ///
    /// Sends one request.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) when there is none (10059).
    pub async fn delete_key_value(&self, bucket: impl AsRef<str>) -> Result<()> {
        let bucket = BucketName::try_from(bucket.as_ref())?;
        self.delete_stream(stream_name(&bucket)).await
    }

    /// Lists the names of the account's buckets.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// use futures_util::TryStreamExt;
    ///
    /// let mut names = ctx.key_value_names();
    /// while let Some(name) = names.try_next().await? {
    ///     println!("{name}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Mirrors too, which have no subjects to be found by. By the names of their
    /// streams alone. Sends one request per 1024 streams of the account.
    pub fn key_value_names(&self) -> KvNames {
        KvNames(self.stream_names())
    }

    /// Lists the account's buckets as they are.
    ///
    /// Streams that are named like a bucket and are none are left out. Sends one request
    /// per 256 streams of the account.
    pub fn key_values(&self) -> KvStatuses {
        KvStatuses(self.streams())
    }

    fn found_bucket(&self, info: StreamInfo) -> Result<KeyValue> {
        let handle = self.handle(&info.config)?;
        let stream = handle.stream().clone().with_info(info);
        Ok(handle.with_stream(stream))
    }

    fn handle(&self, config: &StreamConfig) -> Result<KeyValue> {
        let bucket = check_bucket(config)?;
        let stream = self.stream(&config.name)?;
        let subjects = Subjects::of(self.prefix(), &bucket, config)?;
        // Not `mirror_direct`: for that, a mirror answers by its origin's name.
        let direct = config.allow_direct;
        Ok(KeyValue::new(stream, &bucket, subjects, direct))
    }
}

/// The names of the account's buckets, in the server's order.
///
/// From [`Context::key_value_names`]. Sends no request until it is polled; see
/// [`Pages`](crate::Pages), also for errors.
///
/// # Cancel safety
/// Waiting for the next one loses none when it is dropped.
#[must_use = "a stream gives nothing until it is polled"]
pub struct KvNames(Items<StreamNamesRequest>);

impl futures_util::Stream for KvNames {
    type Item = Result<BucketName>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        poll_picked(&mut self.0, cx, |stream| {
            BucketName::try_from(bucket_of_stream(&stream)?).ok()
        })
    }
}

impl fmt::Debug for KvNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("KvNames").field(&self.0).finish()
    }
}

/// The account's buckets, in the server's order.
///
/// From [`Context::key_values`]. Sends no request until it is polled; see
/// [`Pages`](crate::Pages), also for errors.
///
/// # Cancel safety
/// Waiting for the next one loses none when it is dropped.
#[must_use = "a stream gives nothing until it is polled"]
pub struct KvStatuses(Items<StreamListRequest>);

impl KvStatuses {
    /// The names of streams that were left out because their servers did not
    /// answer in time, so far. Not all of them need be buckets.
    pub fn missing(&self) -> &[String] {
        self.0.missing()
    }

    /// The names of streams that were left out because they are offline, each
    /// with the reason, so far. Not all of them need be buckets.
    ///
    /// Server 2.11.9 and later.
    pub fn offline(&self) -> &BTreeMap<String, String> {
        self.0.offline()
    }
}

impl futures_util::Stream for KvStatuses {
    type Item = Result<KvStatus>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        poll_picked(&mut self.0, cx, |info| KvStatus::new(info).ok())
    }
}

impl fmt::Debug for KvStatuses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("KvStatuses").field(&self.0).finish()
    }
}
