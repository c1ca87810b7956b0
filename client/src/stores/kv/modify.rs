//! Changing a value that others change too: read, change, write if unchanged.

use std::error::Error as StdError;
use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use super::entry::Entry;
use super::handle::KeyValue;
use super::write::revision_of;
use crate::connection::transport::BoxFuture;
use crate::error::{Error, Result};
use crate::stores::backoff::Backoff;

/// How long a change is tried, unless said otherwise.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// What becomes of a key.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change<V = Bytes> {
    /// It gets this value.
    Put(V),
    /// It is removed, and its history stays.
    Delete,
    /// It stays as it is.
    Keep,
}

impl<V> Change<V> {
    /// The same with another form of the value, if there is one.
    pub(super) fn try_map<W>(self, form: impl FnOnce(V) -> Result<W>) -> Result<Change<W>> {
        Ok(match self {
            Self::Put(value) => Change::Put(form(value)?),
            Self::Delete => Change::Delete,
            Self::Keep => Change::Keep,
        })
    }
}

/// It gets this value.
impl<T: Into<Bytes>> From<T> for Change {
    fn from(value: T) -> Self {
        Self::Put(value.into())
    }
}

/// Does not show the value.
impl<V> fmt::Debug for Change<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Put(_) => "Put(..)",
            Self::Delete => "Delete",
            Self::Keep => "Keep",
        })
    }
}

impl KeyValue {
    /// Changes a value that others may change at the same time, and loses none of
    /// their changes.
    ///
    /// ```no_run
    /// # async fn example(counts: jsapi_client::KeyValue) -> Result<(), jsapi_client::Error> {
    /// let revision = counts
    ///     .modify("visits", |entry| {
    ///         let text = entry.map_or("0", |entry| std::str::from_utf8(&entry.value).unwrap_or("0"));
    ///         let count: u64 = text.parse().unwrap_or(0);
    ///         (count + 1).to_string().into()
    ///     })
    ///     .await?;
    /// # let _ = revision;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Reads the last value, has it changed, and writes it if nobody else wrote
    /// meanwhile; else all of it again, after a while of up to 200 ms, for 10 s
    /// unless [set](Modify::timeout). `change` may be called several times; it is
    /// given `None` for a key that has no value. Tells the revision of what was
    /// written, `None` when all was to stay as it is. Sends two requests each time. The value
    /// is read from any replica, as [`get`](super::ReadOnlyKeyValue::get) does; a replica
    /// that is behind makes one more attempt, or [`Change::Keep`] of a value that is no
    /// longer the last, unless reads go
    /// [to the leader](KeyValue::read_from_leader). A written value has no time to live.
    ///
    /// # Errors
    /// [`is_conflict`](crate::Error::is_conflict) when others were first all the
    /// time. As [`put`](Self::put) and [`get`](super::ReadOnlyKeyValue::get); those
    /// are not tried again, for [`may_have_applied`](crate::Error::may_have_applied)
    /// says that some may be written.
    ///
    /// # Cancel safety
    /// Dropped while it waits, the change may be made.
    pub fn modify<F>(&self, key: impl Into<String>, change: F) -> Modify<'_, F>
    where
        F: FnMut(Option<&Entry>) -> Change,
    {
        Modify {
            bucket: self,
            key: key.into(),
            change,
            timeout: PATIENCE,
        }
    }
}

impl KeyValue {
    /// Changes a value like [`modify`](Self::modify), with a closure that can fail.
    ///
    /// ```no_run
    /// # async fn example(counts: jsapi_client::KeyValue) -> Result<(), Box<dyn std::error::Error>> {
    /// use jsapi_client::kv::{Change, Entry, ModifyError};
    ///
    /// let add = |entry: Option<&Entry>| -> Result<Change, std::num::ParseIntError> {
    ///     let count: u64 = match entry {
    ///         Some(entry) => String::from_utf8_lossy(&entry.value).parse()?,
    ///         None => 0,
    ///     };
    ///     Ok((count + 1).to_string().into())
    /// };
    /// match counts.try_modify("visits", add).await {
    ///     Err(ModifyError::Change(error)) => println!("no number: {error}"),
    ///     revision => println!("{:?}", revision?),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`ModifyError::Change`] with the closure's error: nothing was written.
    /// [`ModifyError::Store`] with what [`modify`](Self::modify) returns.
    ///
    /// # Cancel safety
    /// Dropped while it waits, the change may be made.
    pub fn try_modify<F, E>(&self, key: impl Into<String>, change: F) -> TryModify<'_, F>
    where
        F: FnMut(Option<&Entry>) -> Result<Change, E>,
    {
        TryModify {
            bucket: self,
            key: key.into(),
            change,
            timeout: PATIENCE,
        }
    }
}

/// Error of [`KeyValue::try_modify`].
#[derive(Debug)]
#[non_exhaustive]
pub enum ModifyError<E> {
    /// The closure failed, and nothing was written.
    Change(E),
    /// Reading or writing the key failed.
    Store(Error),
}

impl<E> From<Error> for ModifyError<E> {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl<E> fmt::Display for ModifyError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Change(_) => "the change of the value failed",
            Self::Store(_) => "reading or writing the key failed",
        })
    }
}

impl<E: StdError + 'static> StdError for ModifyError<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Change(error) => Some(error),
            Self::Store(error) => Some(error),
        }
    }
}

/// A fallible change that is made when it is awaited.
///
/// From [`KeyValue::try_modify`].
#[must_use = "nothing is changed until it is awaited"]
pub struct TryModify<'a, F> {
    bucket: &'a KeyValue,
    key: String,
    change: F,
    timeout: Duration,
}

impl<F> TryModify<'_, F> {
    /// Sets how long it is tried again while others write first. Default: 10 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }
}

impl<'a, F, E> IntoFuture for TryModify<'a, F>
where
    F: FnMut(Option<&Entry>) -> Result<Change, E> + Send + 'a,
    E: Send + 'a,
{
    type Output = Result<Option<u64>, ModifyError<E>>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(mut self) -> Self::IntoFuture {
        Box::pin(async move {
            let change = |entry: Option<&Entry>| (self.change)(entry).map_err(ModifyError::Change);
            self.bucket.change(&self.key, self.timeout, change).await
        })
    }
}

impl<F> fmt::Debug for TryModify<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TryModify")
            .field("bucket", &self.bucket.bucket())
            .field("key", &self.key)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// A change that is made when it is awaited.
///
/// From [`KeyValue::modify`].
#[must_use = "nothing is changed until it is awaited"]
pub struct Modify<'a, F> {
    bucket: &'a KeyValue,
    key: String,
    change: F,
    timeout: Duration,
}

impl<F: FnMut(Option<&Entry>) -> Change> Modify<'_, F> {
    /// How long it is tried again while others are first; 10 s unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    async fn send(mut self) -> Result<Option<u64>> {
        let change = |entry: Option<&Entry>| Ok::<_, Error>((self.change)(entry));
        self.bucket.change(&self.key, self.timeout, change).await
    }
}

impl KeyValue {
    /// Reads, changes and writes, until nobody else was first or `change` fails.
    pub(super) async fn change<E: From<Error>>(
        &self,
        key: &str,
        timeout: Duration,
        mut change: impl FnMut(Option<&Entry>) -> Result<Change, E>,
    ) -> Result<Option<u64>, E> {
        let begun = Instant::now();
        let mut pause = Backoff::new();
        let mut since = None;
        loop {
            let entry = self.entry_since(key, since).await?;
            let revision = revision_of(entry.as_ref());
            let value = entry.as_ref().filter(|entry| !entry.is_removed());
            let written = match change(value)? {
                Change::Keep => return Ok(None),
                Change::Delete if value.is_none() => return Ok(None),
                Change::Delete => self.delete(key).at_revision(revision).await,
                Change::Put(value) => self.update(key, value, revision).await,
            };
            match written {
                Err(error) if error.is_conflict() && begun.elapsed() < timeout => {
                    since = error.last_sequence().or(since);
                }
                written => return Ok(Some(written?)),
            }
            pause.wait().await;
        }
    }
}

impl<'a, F> IntoFuture for Modify<'a, F>
where
    F: FnMut(Option<&Entry>) -> Change + Send + 'a,
{
    type Output = Result<Option<u64>>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<F> fmt::Debug for Modify<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Modify")
            .field("bucket", &self.bucket.bucket())
            .field("key", &self.key)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
