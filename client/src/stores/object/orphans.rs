//! Removing chunks that no info names, as a client that was killed leaves them.

use std::collections::HashSet;
use std::time::Duration;

use futures_util::TryStreamExt;
use time::OffsetDateTime;

use super::handle::ObjectStore;
use super::watch::WatchEvent;
use crate::api::query::MessageQuery;
use crate::error::Result;
use crate::streams::purge::Purge;

/// What [`ObjectStore::cleanup`] removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cleanup {
    /// Number of interrupted puts and deletes whose chunks were removed.
    pub objects: u64,
    /// Number of chunks that were removed.
    pub chunks: u64,
}

impl ObjectStore {
    /// Removes chunks that no object names, if the last of them is older than an age.
    ///
    /// ```no_run
    /// # async fn example(reports: jsapi_client::ObjectStore) -> Result<(), jsapi_client::Error> {
    /// use std::time::Duration;
    ///
    /// let removed = reports.cleanup(Duration::from_secs(24 * 3600)).await?;
    /// println!("{} chunks of {} interrupted puts", removed.chunks, removed.objects);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// An object's chunks are stored before the info that names them. A client that is
    /// killed between the two leaves chunks which nothing refers to and which take room
    /// for ever; so does one that is killed while it deletes an object. A put or a get
    /// that fails, or is dropped, cleans up by itself.
    ///
    /// `older_than` protects puts in progress: it is compared with the age of the last
    /// chunk, by the server's clock. Choose more than the longest pause that a put may
    /// make between two chunks, or between the last chunk and the info. A day is safe for
    /// most.
    ///
    /// Sends one STREAM.INFO per 100,000 objects that have chunks, the requests of
    /// [`list`](Self::list), and for each set of chunks that no info names a
    /// STREAM.MSG.GET and, if it is old enough, a STREAM.PURGE.
    ///
    /// # Errors
    /// [`Error::Reply`](crate::Error::Reply) and
    /// [`Error::Mismatch`](crate::Error::Mismatch) when an info cannot be read, since it
    /// may name any chunks: nothing is removed then. Otherwise as
    /// [`list`](Self::list) and [`Stream::purge`](crate::Stream::purge): what was removed
    /// by then stays removed, and the call can be repeated.
    ///
    /// # Cancel safety
    /// Dropped while it waits, some chunks may be removed. The call can be repeated.
    pub async fn cleanup(&self, older_than: Duration) -> Result<Cleanup> {
        // The chunks first: what is put after that is not looked at.
        let all = self.subjects().all_chunks();
        let subjects: Vec<(String, u64)> = self.stream().subjects(all).try_collect().await?;
        let mut removed = Cleanup::default();
        if subjects.is_empty() {
            return Ok(removed);
        }
        let named = self.named().await?;
        let now = self.stream().info().await?.ts;
        let now = now.unwrap_or_else(OffsetDateTime::now_utc);
        for (subject, _) in subjects {
            if named.contains(&subject) {
                continue;
            }
            let last = MessageQuery::last(&subject);
            let Some(last) = self.stream().get_message_opt(last).await? else {
                continue;
            };
            if now - last.time < older_than {
                continue;
            }
            // Up to the chunk that was looked at: one that came since stays.
            let purge = Purge::below(last.sequence.saturating_add(1)).filter(subject);
            removed.chunks += self.stream().purge(purge).await?;
            removed.objects += 1;
        }
        Ok(removed)
    }

    /// The subjects of the chunks that infos name.
    async fn named(&self) -> Result<HashSet<String>> {
        let mut watcher = self.watch().open().await?;
        let mut named = HashSet::new();
        while let Some(event) = watcher.try_next().await? {
            match event {
                // Of one that changes meanwhile, both are kept.
                WatchEvent::Object(info) if !info.deleted => {
                    named.extend(self.subjects().chunks(&info.nuid));
                }
                WatchEvent::Object(_) => {}
                WatchEvent::Unreadable { error, .. } => return Err(error),
                WatchEvent::InitialDone => break,
            }
        }
        Ok(named)
    }
}
