//! Values of a type of one's own: JSON, or another form.

use std::error::Error as StdError;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::entry::Entry;
use super::handle::KeyValue;
use super::modify::{Change, ModifyError, PATIENCE};
use super::watch::{WatchEvent, Watcher};
use super::write::CreateKey;
use crate::error::transport::BoxError;
use crate::error::{Error, Invalid, Result};

/// How values of a type are written to a bucket and read from it.
///
/// [`Json`] is one for all that serde knows. A codec of one's own may also encrypt
/// or compress; keys stay as they are. ADR-54 has codecs in other clients.
pub trait Codec<T> {
    /// The bytes that stand for a value.
    ///
    /// # Errors
    /// When there are none. The value is not written.
    fn encode(&self, value: &T) -> Result<Bytes, BoxError>;

    /// The value that bytes stand for.
    ///
    /// # Errors
    /// When they stand for none; who reads is given them as they are.
    fn decode(&self, bytes: &Bytes) -> Result<T, BoxError>;
}

/// Values as JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Json;

impl<T: Serialize + DeserializeOwned> Codec<T> for Json {
    fn encode(&self, value: &T) -> Result<Bytes, BoxError> {
        Ok(serde_json::to_vec(value)?.into())
    }

    fn decode(&self, bytes: &Bytes) -> Result<T, BoxError> {
        Ok(serde_json::from_slice(bytes)?)
    }
}

impl KeyValue {
    /// The same bucket, with values that are JSON of a type.
    ///
    /// ```no_run
    /// # async fn example(bucket: jsapi_client::KeyValue) -> Result<(), Box<dyn std::error::Error>> {
    /// use std::collections::BTreeMap;
    ///
    /// let visits = bucket.typed::<BTreeMap<String, u64>>();
    /// visits.put("amy", &BTreeMap::from([("monday".to_owned(), 3)])).await?;
    /// if let Some(entry) = visits.get("amy").await?
    ///     && let Some(value) = entry.value
    /// {
    ///     println!("{:?}", value?.get("monday"));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Sends no request.
    pub fn typed<T: Serialize + DeserializeOwned>(&self) -> TypedKeyValue<T> {
        self.typed_with(Json)
    }

    /// The same bucket, with values of a type in a form of one's own.
    ///
    /// Sends no request.
    pub fn typed_with<T, C: Codec<T>>(&self, codec: C) -> TypedKeyValue<T, C> {
        TypedKeyValue {
            bucket: self.clone(),
            codec,
            of: PhantomData,
        }
    }
}

/// A bucket with values of a type.
///
/// From [`KeyValue::typed`]. A value that does not decode, because somebody else
/// put it, is no error of the read: the entry is there, and its
/// [`value`](TypedEntry::value) says what is wrong. So it is up to the caller
/// whether to fail, to skip it, or to look at the bytes. What needs no type, as
/// removing and listing keys, is done on the [`bucket`](Self::bucket).
pub struct TypedKeyValue<T, C = Json> {
    bucket: KeyValue,
    codec: C,
    of: PhantomData<fn() -> T>,
}

impl<T, C: Codec<T>> TypedKeyValue<T, C> {
    /// Returns a handle whose requests have another timeout.
    ///
    /// ```no_run
    /// # async fn example(counts: jsapi_client::kv::TypedKeyValue<u64>) -> Result<(), jsapi_client::Error> {
    /// use std::time::Duration;
    ///
    /// let count = counts.timeout(Duration::from_secs(1)).get("visits").await?;
    /// # let _ = count;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See [`KeyValue::timeout`]. Sends no request.
    #[must_use]
    pub fn timeout(&self, timeout: Duration) -> Self
    where
        C: Clone,
    {
        Self {
            bucket: self.bucket.timeout(timeout),
            codec: self.codec.clone(),
            of: PhantomData,
        }
    }

    /// The bucket, with values that are bytes.
    pub fn bucket(&self) -> &KeyValue {
        &self.bucket
    }

    /// Gives a key a value; as [`KeyValue::put`].
    ///
    /// # Errors
    /// As there; [`Error::Invalid`] for a value that does not encode.
    pub async fn put(&self, key: impl AsRef<str>, value: &T) -> Result<u64> {
        let value = self.encode(key.as_ref(), value)?;
        self.bucket.put(key, value).await
    }

    /// Gives a key its first value; as [`KeyValue::create`].
    ///
    /// # Errors
    /// [`Error::Invalid`] for a value that does not encode.
    pub fn create(&self, key: impl Into<String>, value: &T) -> Result<CreateKey<'_>> {
        let key = key.into();
        let value = self.encode(&key, value)?;
        Ok(self.bucket.create(key, value))
    }

    /// Gives a key another value, at a revision; as [`KeyValue::update`].
    ///
    /// # Errors
    /// As there; [`Error::Invalid`] for a value that does not encode.
    pub async fn update(&self, key: impl AsRef<str>, value: &T, revision: u64) -> Result<u64> {
        let value = self.encode(key.as_ref(), value)?;
        self.bucket.update(key, value, revision).await
    }

    /// Reads the value of a key; as [`get`](super::ReadOnlyKeyValue::get).
    ///
    /// # Errors
    /// As there.
    pub async fn get(&self, key: impl AsRef<str>) -> Result<Option<TypedEntry<T>>> {
        Ok(self.bucket.get(key).await?.map(|entry| self.decode(entry)))
    }

    /// Reads the values of several keys; as
    /// [`get_many`](super::ReadOnlyKeyValue::get_many).
    ///
    /// # Errors
    /// As there.
    pub async fn get_many<K: AsRef<str>>(
        &self,
        keys: impl IntoIterator<Item = K>,
    ) -> Result<Vec<Option<TypedEntry<T>>>> {
        let entries = self.bucket.get_many(keys).await?;
        Ok(entries
            .into_iter()
            .map(|entry| Some(self.decode(entry?)))
            .collect())
    }

    /// Changes a value and loses no change of others; as [`KeyValue::modify`].
    ///
    /// For 10 s. `change` is given the entry whose value may not have been decoded,
    /// and `None` for a key that has no value.
    ///
    /// # Errors
    /// As there; [`Error::Invalid`] for a value that does not encode.
    pub async fn modify(
        &self,
        key: impl AsRef<str>,
        mut change: impl FnMut(Option<TypedEntry<T>>) -> Change<T>,
    ) -> Result<Option<u64>> {
        let key = key.as_ref();
        let change = |entry: Option<&Entry>| {
            let entry = entry.cloned().map(|entry| self.decode(entry));
            change(entry).try_map(|value| self.encode(key, &value))
        };
        self.bucket.change(key, PATIENCE, change).await
    }

    /// Changes a value like [`modify`](Self::modify), with a closure that can fail.
    ///
    /// ```no_run
    /// # async fn example(counts: jsapi_client::kv::TypedKeyValue<u8>) -> Result<(), Box<dyn std::error::Error>> {
    /// use jsapi_client::kv::Change;
    ///
    /// let revision = counts
    ///     .try_modify("visits", |entry| {
    ///         let value = entry.and_then(|entry| entry.value);
    ///         let count = value.transpose().unwrap_or_default().unwrap_or(0_u8);
    ///         count.checked_add(1).map(Change::Put).ok_or("too many visits")
    ///     })
    ///     .await;
    /// # let _ = revision;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// - [`ModifyError::Change`] with the closure's error; nothing was written.
    /// - [`ModifyError::Store`] with what [`modify`](Self::modify) returns.
    pub async fn try_modify<E>(
        &self,
        key: impl AsRef<str>,
        mut change: impl FnMut(Option<TypedEntry<T>>) -> Result<Change<T>, E>,
    ) -> Result<Option<u64>, ModifyError<E>> {
        let key = key.as_ref();
        let change = |entry: Option<&Entry>| {
            let entry = entry.cloned().map(|entry| self.decode(entry));
            let change = change(entry).map_err(ModifyError::Change)?;
            Ok(change.try_map(|value| self.encode(key, &value))?)
        };
        self.bucket.change(key, PATIENCE, change).await
    }

    /// Reads all revisions of a key; as [`history`](super::ReadOnlyKeyValue::history).
    ///
    /// # Errors
    /// As there.
    pub async fn history(&self, key: impl AsRef<str>) -> Result<Vec<TypedEntry<T>>> {
        let entries = self.bucket.history(key).await?;
        Ok(entries
            .into_iter()
            .map(|entry| self.decode(entry))
            .collect())
    }

    /// Decodes what a watcher of the [`bucket`](Self::bucket) sees.
    ///
    /// ```no_run
    /// # async fn example(counts: jsapi_client::kv::TypedKeyValue<u64>) -> Result<(), jsapi_client::Error> {
    /// let watcher = counts.bucket().watch("visits.*").open().await?;
    /// let watcher = counts.decode_watch(watcher);
    /// # let _ = watcher;
    /// # Ok(())
    /// # }
    /// ```
    pub fn decode_watch(&self, watcher: Watcher) -> TypedWatcher<T, C>
    where
        C: Clone,
    {
        let typed = Self {
            bucket: self.bucket.clone(),
            codec: self.codec.clone(),
            of: PhantomData,
        };
        TypedWatcher { watcher, typed }
    }

    /// Decodes the value of an entry.
    pub fn decode(&self, entry: Entry) -> TypedEntry<T> {
        let value = if entry.is_removed() {
            None
        } else {
            Some(
                self.codec
                    .decode(&entry.value)
                    .map_err(|source| Undecodable {
                        key: entry.key().to_owned(),
                        revision: entry.revision,
                        bytes: entry.value.clone(),
                        source,
                    }),
            )
        };
        TypedEntry { value, entry }
    }

    fn encode(&self, key: &str, value: &T) -> Result<Bytes> {
        self.codec.encode(value).map_err(|why| {
            let why = format!("the value of key {key:?} does not encode: {why}");
            Error::invalid("key-value", Invalid::Payload(why.into()))
        })
    }
}

impl<T, C: Clone> Clone for TypedKeyValue<T, C> {
    fn clone(&self) -> Self {
        Self {
            bucket: self.bucket.clone(),
            codec: self.codec.clone(),
            of: PhantomData,
        }
    }
}

impl<T, C> fmt::Debug for TypedKeyValue<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TypedKeyValue")
            .field("bucket", &self.bucket)
            .finish_non_exhaustive()
    }
}

/// One revision of a key, with its value decoded.
#[non_exhaustive]
pub struct TypedEntry<T> {
    /// Its value, or why it is none of the type; `None` when the key was removed.
    pub value: Option<Result<T, Undecodable>>,
    /// The entry as it is, with the value's bytes.
    pub entry: Entry,
}

/// Shows the entry, and not the value.
impl<T> fmt::Debug for TypedEntry<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TypedEntry")
            .field("entry", &self.entry)
            .finish_non_exhaustive()
    }
}

/// A value is none of the type that was asked for.
#[non_exhaustive]
pub struct Undecodable {
    /// Which key has it.
    pub key: String,
    /// At which revision.
    pub revision: u64,
    /// The value as it is.
    pub bytes: Bytes,
    source: BoxError,
}

impl fmt::Display for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            key,
            revision,
            bytes,
            ..
        } = self;
        write!(
            f,
            "revision {revision} of key {key:?}, {} bytes, does not decode",
            bytes.len()
        )
    }
}

impl StdError for Undecodable {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

/// Shows how many bytes the value has, and not which.
impl fmt::Debug for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Undecodable")
            .field("key", &self.key)
            .field("revision", &self.revision)
            .field("bytes", &self.bytes.len())
            .field("source", &self.source)
            .finish()
    }
}

/// What a watcher sees, with values decoded.
#[derive(Debug)]
#[non_exhaustive]
// Nearly every event is an entry: a box would only cost.
#[allow(clippy::large_enum_variant)]
pub enum TypedWatchEvent<T> {
    /// A revision of a key.
    Entry(TypedEntry<T>),
    /// Everything was seen that was there when watching began.
    InitialDone,
}

/// What happens to the keys that are watched, with values decoded.
///
/// From [`TypedKeyValue::decode_watch`]. As [`Watcher`].
#[must_use = "a stream gives nothing until it is polled"]
pub struct TypedWatcher<T, C = Json> {
    watcher: Watcher,
    typed: TypedKeyValue<T, C>,
}

impl<T, C: Codec<T> + Unpin> futures_util::Stream for TypedWatcher<T, C> {
    type Item = Result<TypedWatchEvent<T>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let event = ready!(Pin::new(&mut self.watcher).poll_next(cx));
        Poll::Ready(event.map(|event| {
            Ok(match event? {
                WatchEvent::Entry(entry) => TypedWatchEvent::Entry(self.typed.decode(entry)),
                WatchEvent::InitialDone => TypedWatchEvent::InitialDone,
            })
        }))
    }
}

impl<T, C> fmt::Debug for TypedWatcher<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TypedWatcher")
            .field("watcher", &self.watcher)
            .finish_non_exhaustive()
    }
}
