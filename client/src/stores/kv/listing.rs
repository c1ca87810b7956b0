//! What is in a bucket now: keys, the history of one, markers to be cleaned up.

use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use jsapi::endpoint::STREAM_PURGE;
use time::OffsetDateTime;

use super::entry::Entry;
use super::handle::{KeyValue, ReadOnlyKeyValue};
use super::key_list::KeyList;
use super::watch::{WatchEvent, WatchFrom, WatcherBuilder};
use crate::error::{Error, Invalid, Result};
use crate::streams::purge::Purge;

/// How many keys are purged at a time.
const AT_A_TIME: usize = 32;

impl ReadOnlyKeyValue {
    /// Lists the keys that have a value.
    ///
    /// ```no_run
    /// # async fn example(sessions: jsapi_client::KeyValue) -> Result<(), jsapi_client::Error> {
    /// for key in sessions.keys().await? {
    ///     println!("{key}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Lists each key once, in the order of their revisions, without removed keys. A
    /// key that has a value from before the call until its end is listed, also while
    /// others write to the bucket at full speed; a key that is put or removed meanwhile
    /// may be listed or not. With 1,000 keys and three writers at full speed a listing
    /// takes less than 5 s, on a server that answers (typically some 10 ms).
    ///
    /// Sends three requests, or more while the bucket is written to: see
    /// [`watch`](Self::watch). Receives one message for each key, removed keys included:
    /// without its value, unless values are so small that the message is received sooner
    /// with it. To see keys before all are known, or without keeping them, use
    /// [`watch`](Self::watch).
    ///
    /// # Errors
    /// As [`watch`](Self::watch) and [`Watcher`](super::Watcher) have them.
    pub async fn keys(&self) -> Result<Vec<String>> {
        self.keys_matching([">"]).await
    }

    /// Lists the keys that have a value and that match one of the filters.
    ///
    /// A token of a filter may be `*`, and the last one `>`. Works like
    /// [`keys`](Self::keys) otherwise. Without a filter, returns no keys and sends no
    /// request.
    ///
    /// # Errors
    /// As there. [`Error::Invalid`] for what is no filter;
    /// 10138 for filters that overlap in part.
    pub async fn keys_matching<F: Into<String>>(
        &self,
        filters: impl IntoIterator<Item = F>,
    ) -> Result<Vec<String>> {
        let mut filters = filters.into_iter();
        let Some(first) = filters.next() else {
            return Ok(Vec::new());
        };
        let watch = filters.fold(self.watch(first), |watch, filter| watch.filter(filter));
        let mut keys = KeyList::default();
        each(watch.values_unwanted(), |entry| {
            if keys.is_empty() {
                keys.reserve(entry.delta.saturating_add(1));
            }
            // The last revision counts of a key that changes meanwhile.
            keys.add(entry.key(), entry.revision, entry.is_removed());
        })
        .await?;
        Ok(keys.into_keys())
    }

    /// Reads all revisions of a key that are kept, oldest first.
    ///
    /// Removals included; empty for a key that never existed. Sends two requests, and one
    /// STREAM.MSG.GET unless the key was written last. Receives one message for each
    /// revision.
    ///
    /// # Errors
    /// As [`get`](Self::get), and as [`Watcher`](super::Watcher) has them.
    pub async fn history(&self, key: impl AsRef<str>) -> Result<Vec<Entry>> {
        let key = key.as_ref();
        self.subjects().read(key)?;
        let mut entries = Vec::new();
        each(self.watch(key).start(WatchFrom::AllHistory), |entry| {
            entries.push(entry)
        })
        .await?;
        Ok(entries)
    }
}

impl KeyValue {
    /// Cleans up after keys that were removed, and says how many revisions went.
    ///
    /// A removal leaves a marker. Those that are at least so old go, together with
    /// the revisions before; of younger ones only the revisions before go, and the
    /// marker stays for those who watch. A key that is put meanwhile keeps its
    /// value. By the clock of the server.
    ///
    /// Sends one request, those of [`keys`](ReadOnlyKeyValue::keys), and one for each
    /// removed key. A key that is removed from before the call until its end is cleaned
    /// up, also while others write to the bucket. A bucket with
    /// [limit markers](super::KvConfig::limit_marker_ttl) has less use for it:
    /// [`PurgeKey::ttl`](super::PurgeKey::ttl) has a marker go by itself.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a mirror, which is to have what its origin has.
    /// As [`keys`](ReadOnlyKeyValue::keys), and as
    /// [`Stream::purge`](crate::Stream::purge): what was done by then is done.
    pub async fn purge_deletes(&self, older_than: Duration) -> Result<u64> {
        if self.subjects().written_to != self.stream().name().as_str() {
            return Err(Error::invalid(
                STREAM_PURGE.verb,
                Invalid::Mirror {
                    bucket: self.bucket().to_owned(),
                },
            ));
        }
        let now = self
            .stream()
            .info()
            .await?
            .ts
            .unwrap_or_else(OffsetDateTime::now_utc);
        let mut removed = Vec::new();
        each(self.watch_all().values_unwanted(), |entry| {
            if entry.is_removed() {
                removed.push(entry);
            }
        })
        .await?;
        let purges = stream::iter(removed).map(|entry| async move {
            let old = now - entry.created >= older_than;
            let below = if old {
                entry.revision.saturating_add(1)
            } else {
                entry.revision
            };
            let subject = self.subjects().read(entry.key())?;
            // Below a sequence, so that what was put since stays.
            self.stream()
                .purge(Purge::below(below).filter(subject))
                .await
        });
        let purged = purges.buffer_unordered(AT_A_TIME);
        purged.try_fold(0, async |sum, count| Ok(sum + count)).await
    }
}

/// Calls with every entry that is there now.
async fn each(watch: WatcherBuilder, mut take: impl FnMut(Entry)) -> Result<()> {
    let mut watcher = watch.open().await?;
    while let Some(event) = watcher.try_next().await? {
        match event {
            WatchEvent::Entry(entry) => take(entry),
            WatchEvent::InitialDone => break,
        }
    }
    Ok(())
}
