//! The info of an object: reading it, and replacing it if it still is that.

use jsapi::PubAck;
use jsapi::endpoint::STREAM_MSG_GET;

use super::handle::ObjectStore;
use super::info::ObjectInfo;
use crate::api::query::MessageQuery;
use crate::connection::transport::BoxFuture;
use crate::error::object::ObjectError;
use crate::error::{Error, Mismatch, Result};
use crate::publish::{PublishMessage, Rollup};
use crate::streams::purge::Purge;

/// How often an info that others replace under our hands is looked at again.
pub(super) const ATTEMPTS: usize = 20;

/// The last info of a name.
pub(super) struct Found {
    /// Where it is stored.
    pub(super) sequence: u64,
    /// What it says; an error when it cannot be read or is not of this name.
    pub(super) info: Result<ObjectInfo>,
}

impl Found {
    /// What has to be expected of a name that has this.
    pub(super) fn sequence_of(found: Option<&Self>) -> u64 {
        found.map_or(0, |found| found.sequence)
    }

    /// What it names its chunks by.
    pub(super) fn nuid(self) -> Option<String> {
        self.info.ok().map(|info| info.nuid)
    }
}

impl ObjectStore {
    /// Reads what is known of an object.
    ///
    /// ```no_run
    /// # async fn example(reports: jsapi_client::ObjectStore) -> Result<(), jsapi_client::Error> {
    /// let info = reports.info("2026.pdf").await?;
    /// println!("{} bytes, {:?}", info.size, info.description);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Of a link it tells about the link, and not about what that is to. From the
    /// leader of the store's stream, so that what was put before is seen. One
    /// request.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) when there is none, it was deleted
    /// ([`ObjectError::NotFound`]), or the store does not exist (10059).
    /// [`Error::Invalid`] for a name that is empty or too long. [`Error::Reply`]
    /// when the info cannot be read, and [`Error::Mismatch`] when it is of
    /// another object.
    ///
    /// # Cancel safety
    /// Nothing is lost by dropping it: a read.
    pub async fn info(&self, name: impl AsRef<str>) -> Result<ObjectInfo> {
        let name = name.as_ref();
        let info = self.info_opt(name).await?;
        info.ok_or_else(|| self.error(name, ObjectError::NotFound))
    }

    /// Reads what is known of an object, or `None` when there is none.
    ///
    /// As [`info`](Self::info). Sends one request.
    ///
    /// # Errors
    /// As there, without [`ObjectError::NotFound`].
    pub async fn info_opt(&self, name: impl AsRef<str>) -> Result<Option<ObjectInfo>> {
        let info = self.info_or_deleted(name).await?;
        Ok(info.filter(|info| !info.deleted))
    }

    /// Reads what is known of an object, also of one that was deleted.
    ///
    /// `None` when there never was one, or nothing is left of it. Sends one request.
    ///
    /// # Errors
    /// As [`info_opt`](Self::info_opt).
    pub async fn info_or_deleted(&self, name: impl AsRef<str>) -> Result<Option<ObjectInfo>> {
        match self.found(name.as_ref()).await? {
            None => Ok(None),
            Some(found) => found.info.map(Some),
        }
    }

    /// The last info of a name, as the leader has it.
    pub(super) fn found<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Option<Found>>> {
        Box::pin(self.find(name))
    }

    async fn find(&self, name: &str) -> Result<Option<Found>> {
        let subject = self.subjects().meta(name)?;
        let query = MessageQuery::last(&subject);
        let Some(message) = self.stream().get_message_opt(query).await? else {
            return Ok(None);
        };
        if message.subject.as_str() != subject {
            let why = format!("the info has subject {:?}", message.subject.as_str());
            return Err(Error::mismatch(STREAM_MSG_GET.verb, Mismatch::Object(why)));
        }
        let info = ObjectInfo::read(
            self.subjects(),
            self.bucket(),
            &subject,
            &message.payload,
            message.sequence,
            message.time,
        );
        Ok(Some(Found {
            sequence: message.sequence,
            info,
        }))
    }

    /// The message that makes this the info of its name, if the last one is at a
    /// sequence; 0 is none.
    pub(super) fn info_message(&self, info: &ObjectInfo, over: u64) -> Result<PublishMessage> {
        let subject = self.subjects().meta(&info.name)?;
        Ok(PublishMessage::new(subject, info.payload()?)
            .rollup(Rollup::Subject)
            .expect_last_subject_sequence(over)
            .new_message_id())
    }

    /// Stores an info over the one that is at a sequence, and gives its own.
    ///
    /// `None` when there is another one by now.
    pub(super) async fn replace(&self, info: &ObjectInfo, over: u64) -> Result<Option<u64>> {
        let message = self.info_message(info, over)?;
        let options = self.write_options().clone();
        let published = self
            .context()
            .publish_message(message)
            .publish_options(options);
        match published.await {
            Ok(ack) => self.is_ours(&ack).map(|()| Some(ack.seq)),
            Err(error) => self.lost_to(error, info).await,
        }
    }

    /// What a refusal of an info comes to: `None` when another one is there.
    ///
    /// An attempt whose answer was lost may have stored it, and a later one is
    /// refused over it then.
    pub(super) async fn lost_to(&self, error: Error, info: &ObjectInfo) -> Result<Option<u64>> {
        error.conflict()?;
        let found = self.found(&info.name).await?;
        let stored = found.filter(|found| {
            let same = |there: &ObjectInfo| there.nuid == info.nuid && there.meta() == info.meta();
            found
                .info
                .as_ref()
                .is_ok_and(|there| same(there) && there.deleted == info.deleted)
        });
        Ok(stored.map(|found| found.sequence))
    }

    /// Takes the chunks of an object away, when there is a name for them.
    pub(super) async fn purge_chunks(&self, nuid: &str) -> Result<()> {
        match self.subjects().chunks(nuid) {
            Some(subject) => {
                let purge = Purge::all().filter(subject);
                self.stream().purge(purge).await.map(drop)
            }
            None => Ok(()),
        }
    }

    /// The error when others always were first.
    pub(super) fn always_beaten(&self, name: &str) -> Error {
        self.error(name, ObjectError::Contended)
    }

    /// Whether what was published is in this store.
    ///
    /// And not in one of the same name in another domain, which hears of it as well.
    pub(super) fn is_ours(&self, ack: &PubAck) -> Result<()> {
        let (stream, wanted) = (ack.stream.as_str(), self.stream().name().as_str());
        if stream != wanted {
            let operation = self.subjects().all_meta();
            return Err(Error::mismatch(
                operation,
                Mismatch::stored_in(stream, wanted),
            ));
        }
        match (ack.domain.as_deref(), self.context().domain()) {
            (Some(domain), Some(wanted)) if domain != wanted => {
                let operation = self.subjects().all_meta();
                Err(Error::mismatch(
                    operation,
                    Mismatch::stored_in_domain(domain, wanted),
                ))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn error(&self, name: &str, why: ObjectError) -> Error {
        Error::object(name, self.bucket(), why)
    }
}
