//! Writing keys: putting, creating, updating, removing, reverting.

use std::fmt;
use std::future::IntoFuture;

use bytes::Bytes;

use super::entry::Entry;
use super::handle::KeyValue;
use crate::connection::transport::BoxFuture;
use crate::error::{Error, Invalid, Mismatch, Result};
use crate::protocol::header;
use crate::publish::{PublishMessage, PublishOptions, Rollup, Ttl};
use crate::stores::backoff::Backoff;

/// How often a key that is removed under our hands is created anew.
const CREATIONS: usize = 5;

/// How often it is looked which revision was in the way.
const LOOKS: usize = 6;

impl KeyValue {
    /// Puts a value, whatever the key had before, and returns the new revision.
    ///
    /// The new revision has no time to live: a key that was
    /// [created with one](CreateKey::ttl) then stays until it is removed.
    ///
    /// One message; see [`Context::publish`](crate::Context::publish) for when
    /// there are more.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what is no key, and for a value that the server does
    /// not take; 10054 for one that the bucket does not take, and 10077 when it is
    /// full. [`NoStream`](Error::NoStream) when the bucket does not exist. As
    /// [`publish`](crate::publish) has them: look at
    /// [`may_have_applied`](Error::may_have_applied).
    ///
    /// # Cancel safety
    /// Dropped while it waits, the value may be put.
    pub async fn put(&self, key: impl AsRef<str>, value: impl Into<Bytes>) -> Result<u64> {
        let key = key.as_ref();
        let message = PublishMessage::new(self.subjects().write(key)?, value);
        self.write_at(key, None, message).await
    }

    /// Gives a key its first value, if it has none, and tells the revision.
    ///
    /// ```no_run
    /// # async fn example(sessions: jsapi_client::KeyValue) -> Result<(), jsapi_client::Error> {
    /// use std::time::Duration;
    ///
    /// match sessions.create("amy", "here").ttl(Duration::from_secs(60)).await {
    ///     Err(error) if error.is_conflict() => println!("there already"),
    ///     revision => println!("{}", revision?),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Also creates a key that was removed. One message for a new key. For one that has
    /// a revision, a read shows whether that is a removal, and if so, a second message is
    /// sent. The read is a direct get by subject, or STREAM.MSG.GET when that fails. If
    /// neither is permitted, the conflict is returned without a look.
    ///
    /// # Errors
    /// [`is_conflict`](Error::is_conflict) when it has a value, whose revision is
    /// [`last_sequence`](Error::last_sequence). The others of [`put`](Self::put);
    /// 10166 for a TTL in a bucket without limit markers.
    ///
    /// # Cancel safety
    /// Dropped while it waits, the value may be put.
    pub fn create(&self, key: impl Into<String>, value: impl Into<Bytes>) -> CreateKey<'_> {
        CreateKey {
            bucket: self,
            key: key.into(),
            value: value.into(),
            ttl: None,
            identity: None,
        }
    }

    /// Gives a key another value, if its last revision is this one.
    ///
    /// The revision may be that of a removal; 0 is for a key that never existed. Like
    /// [`put`](Self::put), it drops the key's time to live. One message.
    ///
    /// # Errors
    /// [`is_conflict`](Error::is_conflict) when somebody else was first:
    /// [`last_sequence`](Error::last_sequence) tells the revision that there is,
    /// looked up with one more request where the server does not say. The others
    /// of [`put`](Self::put).
    ///
    /// # Cancel safety
    /// Dropped while it waits, the value may be put.
    pub async fn update(
        &self,
        key: impl AsRef<str>,
        value: impl Into<Bytes>,
        revision: u64,
    ) -> Result<u64> {
        let key = key.as_ref();
        let message = PublishMessage::new(self.subjects().write(key)?, value);
        self.write_at(key, Some(revision), message).await
    }

    /// Removes a key and leaves its history.
    ///
    /// ```no_run
    /// # async fn example(sessions: jsapi_client::KeyValue) -> Result<(), jsapi_client::Error> {
    /// sessions.delete("amy").await?;
    /// sessions.delete("bob").at_revision(17).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// What stays is a marker, also for a key that never was; its revision is
    /// told. One message.
    ///
    /// # Errors
    /// As [`put`](Self::put), and as [`update`](Self::update) with a revision.
    pub fn delete(&self, key: impl Into<String>) -> DeleteKey<'_> {
        DeleteKey {
            bucket: self,
            key: key.into(),
            revision: None,
        }
    }

    /// Removes a key with its history.
    ///
    /// What stays is a marker, also for a key that never was; its revision is
    /// told. With a [TTL](PurgeKey::ttl), the marker goes after that time. One
    /// message.
    ///
    /// # Errors
    /// As [`put`](Self::put), and as [`update`](Self::update) with a revision;
    /// 10166 for a TTL in a bucket without limit markers.
    pub fn purge(&self, key: impl Into<String>) -> PurgeKey<'_> {
        PurgeKey {
            bucket: self,
            key: key.into(),
            revision: None,
            ttl: None,
        }
    }

    /// Makes a key what it was at a revision, and tells the new revision.
    ///
    /// Puts the value again, or deletes the key when it was removed then. A read
    /// and a message; whoever writes in between is overwritten.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the key has no such revision, or not any more. As
    /// [`put`](Self::put) and [`get`](super::ReadOnlyKeyValue::get).
    pub async fn revert(&self, key: impl AsRef<str>, revision: u64) -> Result<u64> {
        let key = key.as_ref();
        match self.get_revision(key, revision).await? {
            None => {
                let key = key.to_owned();
                Err(Error::invalid(
                    "key-value",
                    Invalid::NoRevision { key, revision },
                ))
            }
            Some(entry) if entry.is_removed() => self.delete(key).await,
            Some(entry) => self.put(key, entry.value).await,
        }
    }

    /// Publishes a message for a key whose last revision may have to be this one.
    pub(super) async fn write_at(
        &self,
        key: &str,
        revision: Option<u64>,
        message: PublishMessage,
    ) -> Result<u64> {
        self.write_with(key, revision, message, self.write_options().clone())
            .await
    }

    /// As [`write_at`](Self::write_at), tried for as long as is said.
    pub(super) async fn write_with(
        &self,
        key: &str,
        revision: Option<u64>,
        message: PublishMessage,
        options: PublishOptions,
    ) -> Result<u64> {
        let Some(revision) = revision else {
            return self.publish(key, message, options).await;
        };
        let message = message.expect_last_subject_sequence(revision);
        match self.publish(key, message, options).await {
            Err(error) if error.is_conflict() && error.last_sequence().is_none() => {
                Err(self.explain(key, revision, error).await)
            }
            result => result,
        }
    }

    /// Has a conflict tell the revision that there is, where the server does not.
    ///
    /// Clusters answer 10164 as long as another message for the key is under way,
    /// so that it may not have a revision yet. Who cannot read, or waited long
    /// enough, has the error as it is.
    async fn explain(&self, key: &str, expected: u64, error: Error) -> Error {
        let mut pause = Backoff::new();
        for _ in 0..LOOKS {
            let entry = self.entry_since(key, Some(expected)).await;
            match entry.map(|entry| revision_of(entry.as_ref())) {
                Ok(revision) if revision == expected => pause.wait().await,
                Ok(revision) => return error.with_last_sequence(revision),
                Err(_) => break,
            }
        }
        error
    }

    async fn publish(
        &self,
        key: &str,
        message: PublishMessage,
        options: PublishOptions,
    ) -> Result<u64> {
        let ack = self
            .context()
            .publish_message(message)
            .publish_options(options)
            .await?;
        let wanted = &self.subjects().written_to;
        if ack.stream == *wanted {
            return Ok(ack.seq);
        }
        let operation = self.subjects().write(key)?;
        Err(Error::mismatch(
            operation,
            Mismatch::stored_in(&ack.stream, wanted),
        ))
    }
}

/// What to expect of a key that has this, so that nobody else changes it meanwhile.
pub(super) fn revision_of(entry: Option<&Entry>) -> u64 {
    entry.map_or(0, |entry| entry.revision)
}

enum Removal {
    Delete,
    Purge,
}

/// A removal, as ADR-8 has it.
fn removal(subject: String, how: Removal) -> PublishMessage {
    let message = PublishMessage::new(subject, Bytes::new());
    match how {
        Removal::Delete => message.header(header::KV_OPERATION, "DEL"),
        Removal::Purge => message
            .header(header::KV_OPERATION, "PURGE")
            .rollup(Rollup::Subject),
    }
}

/// A key that is created when it is awaited.
///
/// From [`KeyValue::create`].
#[must_use = "nothing is put until it is awaited"]
pub struct CreateKey<'a> {
    bucket: &'a KeyValue,
    key: String,
    value: Bytes,
    ttl: Option<Ttl>,
    identity: Option<String>,
}

impl CreateKey<'_> {
    /// How long the key stays, unless it is put again.
    ///
    /// In whole seconds, at least 1; see [`Ttl`]. The bucket needs
    /// [limit markers](super::KvConfig::limit_marker_ttl). ADR-48, server 2.11 and
    /// later; refused here for an older one, which would keep the key.
    pub fn ttl(mut self, ttl: impl Into<Ttl>) -> Self {
        self.ttl = Some(ttl.into());
        self
    }

    /// With IDs that begin like this, so that it is sent again when an answer is
    /// lost, and is known by them.
    pub(super) fn identified(mut self, identity: &str) -> Self {
        self.identity = Some(identity.to_owned());
        self
    }

    async fn send(self) -> Result<u64> {
        let mut pause = Backoff::new();
        let mut expected = 0;
        for attempt in 1..CREATIONS {
            let error = match self.over(expected, attempt).await {
                Err(error) if error.is_conflict() => error,
                result => return result,
            };
            let since = error.last_sequence().or(Some(expected));
            expected = match self.bucket.entry_since(&self.key, since).await {
                Ok(Some(entry)) if !entry.is_removed() => {
                    return Err(error.with_last_sequence(entry.revision));
                }
                Ok(entry) => revision_of(entry.as_ref()),
                // That the key has a revision is known, and not whether that is a
                // removal.
                Err(_) => return Err(error),
            };
            // The same as before: somebody's message is under way.
            if error.last_sequence().is_none() {
                pause.wait().await;
            }
        }
        self.over(expected, CREATIONS).await
    }

    /// Puts the key, if its last revision, a removal, is this one.
    async fn over(&self, revision: u64, attempt: usize) -> Result<u64> {
        let subject = self.bucket.subjects().write(&self.key)?;
        let message = PublishMessage::new(subject, self.value.clone());
        let message = message.expect_last_subject_sequence(revision);
        let message = match self.ttl {
            Some(ttl) => message.ttl(ttl),
            None => message,
        };
        let message = match &self.identity {
            Some(identity) => message.message_id(format!("{identity}.create.{attempt}")),
            None => message,
        };
        self.bucket
            .publish(&self.key, message, self.bucket.write_options().clone())
            .await
    }
}

/// A key that is deleted when it is awaited.
///
/// From [`KeyValue::delete`].
#[must_use = "nothing is deleted until it is awaited"]
pub struct DeleteKey<'a> {
    bucket: &'a KeyValue,
    key: String,
    revision: Option<u64>,
}

impl DeleteKey<'_> {
    /// Only if this is the key's last revision.
    pub fn at_revision(mut self, revision: u64) -> Self {
        self.revision = Some(revision);
        self
    }

    async fn send(self) -> Result<u64> {
        let message = removal(self.bucket.subjects().remove(&self.key)?, Removal::Delete);
        self.bucket
            .write_at(&self.key, self.revision, message)
            .await
    }
}

/// A key that is purged when it is awaited.
///
/// From [`KeyValue::purge`].
#[must_use = "nothing is purged until it is awaited"]
pub struct PurgeKey<'a> {
    bucket: &'a KeyValue,
    key: String,
    revision: Option<u64>,
    ttl: Option<Ttl>,
}

impl PurgeKey<'_> {
    /// Only if this is the key's last revision.
    pub fn at_revision(mut self, revision: u64) -> Self {
        self.revision = Some(revision);
        self
    }

    /// How long the marker stays that tells of it.
    ///
    /// As [`CreateKey::ttl`] otherwise.
    pub fn ttl(mut self, ttl: impl Into<Ttl>) -> Self {
        self.ttl = Some(ttl.into());
        self
    }

    async fn send(self) -> Result<u64> {
        let message = removal(self.bucket.subjects().remove(&self.key)?, Removal::Purge);
        let message = match self.ttl {
            Some(ttl) => message.ttl(ttl),
            None => message,
        };
        self.bucket
            .write_at(&self.key, self.revision, message)
            .await
    }
}

/// Shows the key and no value, and sends when it is awaited.
macro_rules! awaited {
    ($($name:ident),*) => {$(
        impl<'a> IntoFuture for $name<'a> {
            type Output = Result<u64>;
            type IntoFuture = BoxFuture<'a, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.send())
            }
        }

        impl fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name))
                    .field("bucket", &self.bucket.bucket())
                    .field("key", &self.key)
                    .finish_non_exhaustive()
            }
        }
    )*};
}
awaited!(CreateKey, DeleteKey, PurgeKey);
