//! Changing what is said of an object, its name included.

use time::OffsetDateTime;

use super::handle::ObjectStore;
use super::info::{ObjectInfo, ObjectMeta};
use super::meta::{ATTEMPTS, Found};
use crate::error::Result;
use crate::error::object::ObjectError;
use crate::publish::id::new_id;
use crate::stores::backoff::Backoff;

impl ObjectStore {
    /// Changes what is said of an object, and leaves its bytes as they are.
    ///
    /// ```no_run
    /// # async fn example(reports: jsapi_client::ObjectStore) -> Result<(), jsapi_client::Error> {
    /// reports
    ///     .update_meta("2026.pdf", |meta| meta.description = Some("final".to_owned()))
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// With another name it is as [`rename`](Self::rename) says. The chunk size
    /// stays what it is. `change` is called again when others change the object
    /// meanwhile. A request and a message each time; none when nothing changes.
    ///
    /// # Errors
    /// As [`info`](Self::info); [`Error::Invalid`](crate::Error::Invalid) for
    /// headers that are none. 10109 when the store is sealed. As
    /// [`publish`](crate::publish) has them: look at
    /// [`may_have_applied`](crate::Error::may_have_applied).
    ///
    /// # Cancel safety
    /// Dropped while it waits, the change may be made.
    pub async fn update_meta(
        &self,
        name: impl AsRef<str>,
        mut change: impl FnMut(&mut ObjectMeta),
    ) -> Result<ObjectInfo> {
        let name = name.as_ref();
        let mut pause = Backoff::new();
        for _ in 0..ATTEMPTS {
            let found = self.found(name).await?;
            let info = found.map(|found| found.info).transpose()?;
            let Some(info) = info.filter(|info| !info.deleted) else {
                return Err(self.error(name, ObjectError::NotFound));
            };
            let mut meta = info.meta();
            change(&mut meta);
            meta.check()?;
            self.subjects().meta(&meta.name)?;
            let changed = with_meta(&info, meta);
            if changed == info {
                return Ok(info);
            }
            let stored = if changed.name == info.name {
                self.replace(&changed, info.sequence).await?
            } else {
                self.move_to(&info, &changed).await?
            };
            if let Some(sequence) = stored {
                return Ok(stored_at(changed, sequence));
            }
            // In a cluster, the one that was first may not be stored yet.
            pause.wait().await;
        }
        Err(self.always_beaten(name))
    }

    /// Gives an object another name.
    ///
    /// First the new name is given, then the old one is marked as deleted: who
    /// looks in between sees both, and so it stays when this is cut short between
    /// the two. Doing it again then finishes it. Until that is done both names are
    /// of the same bytes: deleting one of them, or putting another object there,
    /// takes the bytes of both away, and who gets the other one has an error. Two
    /// requests and two messages.
    ///
    /// # Errors
    /// [`is_already_exists`](crate::Error::is_already_exists) when there is
    /// another object or a link of that name ([`ObjectError::AlreadyExists`]).
    /// [`ObjectError::Replaced`] when somebody put or deleted the old name
    /// meanwhile: the new one is taken back. The others of
    /// [`update_meta`](Self::update_meta).
    ///
    /// # Cancel safety
    /// Dropped while it waits, the object may have either name, or both.
    pub async fn rename(&self, name: impl AsRef<str>, to: impl Into<String>) -> Result<ObjectInfo> {
        let to = to.into();
        self.update_meta(name, |meta| meta.name.clone_from(&to))
            .await
    }

    /// Where the info of the new name is stored; `None` when somebody else was
    /// first.
    async fn move_to(&self, old: &ObjectInfo, new: &ObjectInfo) -> Result<Option<u64>> {
        let found = self.found(&new.name).await?;
        let over = Found::sequence_of(found.as_ref());
        let there = found.map(|found| found.info).transpose()?;
        // Of a rename that was cut short: both names are of the same chunks.
        let begun = there.as_ref().is_some_and(|there| {
            there.nuid == old.nuid && self.subjects().chunks(&old.nuid).is_some()
        });
        let there = there.filter(|_| !begun);
        if there.as_ref().is_some_and(|there| !there.deleted) {
            return Err(self.error(&new.name, ObjectError::AlreadyExists));
        }
        let Some(sequence) = self.replace(new, over).await? else {
            return Ok(None);
        };
        // With chunks of its own, of which there are none: who deletes an object
        // that is deleted takes its chunks away, and they have another name now.
        let mark = ObjectInfo::new(ObjectMeta::new(&old.name), self.bucket(), new_id()).deleted();
        if self.replace(&mark, old.sequence).await?.is_none() {
            // The other one was on its way all the same, and has marked it.
            if begun && self.is_moved(old).await? {
                return Ok(Some(sequence));
            }
            let back = ObjectInfo::new(ObjectMeta::new(&new.name), self.bucket(), new_id());
            self.replace(&back.deleted(), sequence).await?;
            return Err(self.error(&old.name, ObjectError::Replaced));
        }
        // What an interrupted delete has left of the one that had the name.
        if let Some(there) = there {
            self.purge_chunks(&there.nuid).await?;
        }
        Ok(Some(sequence))
    }

    /// Whether a rename has marked the old name as deleted: a delete keeps the nuid.
    async fn is_moved(&self, old: &ObjectInfo) -> Result<bool> {
        let found = self.found(&old.name).await?;
        let info = found.and_then(|found| found.info.ok());
        Ok(info.is_some_and(|info| info.deleted && info.nuid != old.nuid))
    }
}

fn with_meta(info: &ObjectInfo, meta: ObjectMeta) -> ObjectInfo {
    ObjectInfo {
        name: meta.name,
        description: meta.description,
        headers: meta.headers,
        metadata: meta.metadata,
        ..info.clone()
    }
}

/// As it is known to whoever stored it.
pub(super) fn stored_at(mut info: ObjectInfo, sequence: u64) -> ObjectInfo {
    info.sequence = sequence;
    info.modified = OffsetDateTime::now_utc();
    info
}
