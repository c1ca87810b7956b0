//! Links: an object, or a whole store, under another name.

use jsapi::BucketName;

use super::handle::ObjectStore;
use super::info::{ObjectInfo, ObjectLink, ObjectMeta};
use super::meta::{ATTEMPTS, Found};
use super::update::stored_at;
use crate::error::object::ObjectError;
use crate::error::{Error, Result};
use crate::publish::id::new_id;
use crate::stores::backoff::Backoff;

impl ObjectStore {
    /// Makes a link to an object, of this store or another.
    ///
    /// ```no_run
    /// # async fn example(reports: jsapi_client::ObjectStore) -> Result<(), jsapi_client::Error> {
    /// let newest = reports.info("2026.pdf").await?;
    /// reports.link("newest", &newest).await?;
    /// let mut report = reports.get("newest").await?;
    /// assert_eq!(report.info().name, "2026.pdf");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// It is to the name: what is put there later is what it gives. Takes the
    /// place of a link or of what was deleted. A request and a message; more when
    /// others change the name meanwhile.
    ///
    /// # Errors
    /// [`ObjectError::LinkLoop`] when `to` is a link, or the link itself.
    /// [`ObjectError::NotFound`] when it was deleted.
    /// [`is_already_exists`](Error::is_already_exists) when an object has the
    /// name. 10109 when the store is sealed. [`Error::Invalid`] for a name that is
    /// empty or too long. As [`publish`](crate::publish) has them.
    ///
    /// # Cancel safety
    /// Dropped while it waits, the link may be made.
    pub async fn link(&self, name: impl AsRef<str>, to: &ObjectInfo) -> Result<ObjectInfo> {
        let name = name.as_ref();
        if to.deleted {
            return Err(Error::object(&to.name, &to.bucket, ObjectError::NotFound));
        }
        if to.is_link() || (to.bucket == self.bucket() && to.name == name) {
            return Err(self.error(name, loop_over(&to.bucket, &to.name)));
        }
        let link = ObjectLink {
            bucket: to.bucket.clone(),
            name: Some(to.name.clone()),
        };
        self.put_link(name, link).await
    }

    /// Makes a link to a whole store, which need not exist.
    ///
    /// It cannot be [got](Self::get); [`ObjectInfo::link`] tells the store. As
    /// [`link`](Self::link) otherwise.
    ///
    /// # Errors
    /// As there, and [`Error::Invalid`] for what is no name of a store.
    pub async fn link_to_store(
        &self,
        name: impl AsRef<str>,
        bucket: impl AsRef<str>,
    ) -> Result<ObjectInfo> {
        let bucket = BucketName::try_from(bucket.as_ref())?;
        let link = ObjectLink {
            bucket: bucket.into(),
            name: None,
        };
        self.put_link(name.as_ref(), link).await
    }

    async fn put_link(&self, name: &str, link: ObjectLink) -> Result<ObjectInfo> {
        let mut info = ObjectInfo::new(ObjectMeta::new(name), self.bucket(), new_id());
        info.link = Some(link);
        let mut pause = Backoff::new();
        for _ in 0..ATTEMPTS {
            let found = self.found(name).await?;
            let over = Found::sequence_of(found.as_ref());
            let before = found.map(|found| found.info).transpose()?;
            if before
                .as_ref()
                .is_some_and(|there| !there.deleted && !there.is_link())
            {
                return Err(self.error(name, ObjectError::AlreadyExists));
            }
            if let Some(sequence) = self.replace(&info, over).await? {
                // What an interrupted delete has left of the one that had the name.
                if let Some(before) = before.filter(|before| before.deleted) {
                    self.purge_chunks(&before.nuid).await?;
                }
                return Ok(stored_at(info, sequence));
            }
            // In a cluster, the one that was first may not be stored yet.
            pause.wait().await;
        }
        Err(self.always_beaten(name))
    }

    /// The object to read for a name, and the store that it is in: a link is
    /// followed, once.
    pub(super) async fn resolved(&self, name: &str) -> Result<(Self, ObjectInfo)> {
        let info = self.info(name).await?;
        let Some(link) = &info.link else {
            return Ok((self.clone(), info));
        };
        let bucket = link.bucket.clone();
        let Some(target) = &link.name else {
            return Err(self.error(name, ObjectError::LinkToStore { bucket }));
        };
        if bucket == self.bucket() && target == name {
            return Err(self.error(name, loop_over(&bucket, target)));
        }
        let store = self
            .context()
            .object_store(&bucket)?
            .publish_options(self.write_options().clone());
        let there = store.info(target).await?;
        if there.is_link() {
            return Err(self.error(name, loop_over(&bucket, target)));
        }
        Ok((store, there))
    }
}

fn loop_over(bucket: &str, name: &str) -> ObjectError {
    ObjectError::LinkLoop {
        bucket: bucket.to_owned(),
        name: name.to_owned(),
    }
}
