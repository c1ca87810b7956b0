//! Deleting objects: the info first, then the chunks.

use super::cleanup::Owed;
use super::handle::ObjectStore;
use super::info::{ObjectInfo, ObjectMeta};
use super::meta::ATTEMPTS;
use crate::error::Result;
use crate::error::object::ObjectError;
use crate::publish::id::new_id;
use crate::stores::backoff::Backoff;

impl ObjectStore {
    /// Deletes an object.
    ///
    /// What stays is its info, marked as deleted, for those who watch. A link is
    /// deleted as such, and not what it is to. Deleting it again takes away what
    /// is left of its chunks, and is no error. A request, a message and another
    /// request; more when others change the object meanwhile.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) when there never was one
    /// ([`ObjectError::NotFound`]) or the store does not exist (10059). 10109 when
    /// it is sealed. As [`publish`](crate::publish) and
    /// [`Stream::purge`](crate::Stream::purge) have them: look at
    /// [`may_have_applied`](crate::Error::may_have_applied).
    ///
    /// # Cancel safety
    /// Dropped while it waits, the object may be deleted; then a task takes the
    /// chunks away.
    pub async fn delete(&self, name: impl AsRef<str>) -> Result<()> {
        let name = name.as_ref();
        let mut pause = Backoff::new();
        for _ in 0..ATTEMPTS {
            let Some(found) = self.found(name).await? else {
                return Err(self.error(name, ObjectError::NotFound));
            };
            let info = match found.info {
                Ok(info) => info,
                // One that nobody can read is replaced by one that can be.
                Err(_) => ObjectInfo::new(ObjectMeta::new(name), self.bucket(), new_id()),
            };
            let nuid = info.nuid.clone();
            if info.deleted {
                return self.purge_chunks(&nuid).await;
            }
            let owed = Owed::of_delete(self, name, &nuid);
            match self.replace(&info.deleted(), found.sequence).await {
                Ok(Some(_)) => {
                    self.purge_chunks(&nuid).await?;
                    owed.cancel();
                    return Ok(());
                }
                Ok(None) => owed.cancel(),
                Err(error) => {
                    if !error.may_have_applied() {
                        owed.cancel();
                    }
                    return Err(error);
                }
            }
            // In a cluster, the one that was first may not be stored yet.
            pause.wait().await;
        }
        Err(self.always_beaten(name))
    }
}
