//! Leases: a key that one holds at a time, for as long as it is renewed.

use std::fmt;
use std::future::Future;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::handle::KeyValue;
use super::watch::WatchEvent;
use crate::error::{Error, Invalid, Result};
use crate::protocol::header;
use crate::publish::{PublishMessage, Rollup};

/// How soon a renewal that failed is tried again.
const AGAIN: Duration = Duration::from_millis(100);

impl KeyValue {
    /// Takes a lease: a key that one holder has at a time.
    ///
    /// ```no_run
    /// # async fn example(locks: jsapi_client::KeyValue) -> Result<(), jsapi_client::Error> {
    /// use std::time::Duration;
    ///
    /// let leader = locks.lease("leader", "node-1", Duration::from_secs(10));
    /// if let Some(mut lease) = leader.try_open().await? {
    ///     println!("fencing token {}", lease.revision());
    ///     lease.renew().await?;
    ///     lease.release().await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The key is created with the holder as its value and a time to live, which the
    /// server enforces: whole seconds, at least 1. The bucket needs
    /// [limit markers](super::KvConfig::limit_marker_ttl), and should have a history
    /// of 1: with more, a time to live that is shorter than that of the markers is raised
    /// to it. Requires server 2.11. Sends no request until it is opened.
    pub fn lease(
        &self,
        key: impl Into<String>,
        holder: impl Into<Bytes>,
        ttl: Duration,
    ) -> LeaseBuilder<'_> {
        LeaseBuilder {
            bucket: self,
            key: key.into(),
            holder: holder.into(),
            ttl,
        }
    }

    /// The last revision of a key, if it was written with an ID of these.
    ///
    /// A message that is sent again because its answer was lost is a conflict with
    /// itself: servers from 2.12 on look at what it expects before they look at its
    /// ID (2.12.8 to 2.15.1).
    async fn revision_by(
        &self,
        key: &str,
        identity: &str,
        since: Option<u64>,
    ) -> Result<Option<u64>> {
        let message = self.message_since(key, since).await?;
        let ours = message.filter(|message| {
            let id = message.headers.get_last(header::MSG_ID);
            let rest = id.and_then(|id| id.as_str().strip_prefix(identity));
            rest.is_some_and(|rest| rest.starts_with('.'))
        });
        Ok(ours.map(|message| message.sequence))
    }

    async fn until_removed(&self, key: &str) -> Result<()> {
        let mut watcher = self.watch(key).keys_only(true).open().await?;
        let mut there = false;
        while let Some(event) = watcher.next().await {
            match event? {
                WatchEvent::Entry(entry) if entry.is_removed() => return Ok(()),
                WatchEvent::Entry(_) => there = true,
                // Gone without a marker, before it was looked at.
                WatchEvent::InitialDone if !there => return Ok(()),
                WatchEvent::InitialDone => {}
            }
        }
        Ok(())
    }
}

/// A lease to take, with [`open`](Self::open) or [`try_open`](Self::try_open).
///
/// Returned by [`KeyValue::lease`].
#[derive(Clone)]
#[must_use = "takes the lease only when opened"]
pub struct LeaseBuilder<'a> {
    bucket: &'a KeyValue,
    key: String,
    holder: Bytes,
    ttl: Duration,
}

impl LeaseBuilder<'_> {
    /// Takes the lease. `None`: another holder has it.
    ///
    /// Requests as for [`create`](KeyValue::create).
    ///
    /// # Errors
    /// Those of [`create`](KeyValue::create) except a conflict. A lease that
    /// [may be taken](Error::may_have_applied) ends after its time.
    ///
    /// # Cancel safety
    /// If the future is dropped, the lease may be taken, and ends after its time.
    pub async fn try_open(self) -> Result<Option<Lease>> {
        self.attempt().await
    }

    async fn attempt(&self) -> Result<Option<Lease>> {
        let bucket = self.bucket;
        // Before it is sent: the server's time begins later.
        let until = after(Instant::now(), self.ttl)?;
        let identity = new_identity();
        let create = bucket.create(&self.key, self.holder.clone()).ttl(self.ttl);
        let created = match create.identified(&identity).await {
            Ok(revision) => Some(revision),
            Err(error) => {
                let since = error.conflict()?.last_sequence();
                // A user who may not look knows that another revision is there.
                let found = bucket.revision_by(&self.key, &identity, since).await;
                found.unwrap_or(None)
            }
        };
        Ok(created.map(|revision| Lease {
            bucket: bucket.clone(),
            key: self.key.clone(),
            holder: self.holder.clone(),
            identity,
            ttl: self.ttl,
            revision,
            renewals: 0,
            until,
        }))
    }

    /// Takes the lease, and waits while another holder has it.
    ///
    /// Without a limit of time. Watches the key meanwhile; of several that wait, the
    /// first to write gets it.
    ///
    /// # Errors
    /// Those of [`try_open`](Self::try_open) and of
    /// [`WatcherBuilder::open`](super::WatcherBuilder::open).
    ///
    /// # Cancel safety
    /// If the future is dropped, the lease may be taken, and ends after its time.
    pub async fn open(self) -> Result<Lease> {
        loop {
            if let Some(lease) = self.attempt().await? {
                return Ok(lease);
            }
            timeout(self.ttl, self.bucket.until_removed(&self.key))
                .await
                .unwrap_or(Ok(()))?;
        }
    }
}

/// Shows the size of the holder, not its content.
impl fmt::Debug for LeaseBuilder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LeaseBuilder")
            .field("bucket", &self.bucket.bucket())
            .field("key", &self.key)
            .field("holder", &format_args!("{} bytes", self.holder.len()))
            .field("ttl", &self.ttl)
            .finish()
    }
}

/// A lease that is held.
///
/// Returned by [`LeaseBuilder`]. A lease that is dropped ends after its time;
/// [`release`](Self::release) ends it at once.
///
/// Who holds it by the server's account may have lost it meanwhile, or been
/// stopped and not know: what is done under a lease should carry the
/// [revision](Self::revision) along, and whoever does it refuse lower ones than it
/// has seen.
#[must_use = "a lease that is dropped goes after its time"]
pub struct Lease {
    bucket: KeyValue,
    key: String,
    holder: Bytes,
    /// What the IDs of its messages begin with.
    identity: String,
    ttl: Duration,
    revision: u64,
    renewals: u64,
    until: Instant,
}

impl Lease {
    /// The fencing token: larger than that of all who held the lease before.
    ///
    /// Grows with each renewal.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Which key it is.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// For how long it is held for certain; zero when it may have gone.
    ///
    /// Counted from before it was asked for, by this side's clock, which does not
    /// jump.
    pub fn remaining(&self) -> Duration {
        self.until.saturating_duration_since(Instant::now())
    }

    /// Holds it for its whole time again.
    ///
    /// One message; two more when the answer to an earlier renewal was lost.
    ///
    /// # Errors
    /// [`is_conflict`](Error::is_conflict) when it is lost: another holds it, or
    /// it went. Otherwise it is held for as long as before, and can be renewed
    /// again.
    ///
    /// # Cancel safety
    /// Dropped while it waits, it may be renewed; the next renewal finds that out.
    pub async fn renew(&mut self) -> Result<()> {
        let error = match self.try_renew().await {
            Err(error) => error.conflict()?,
            Ok(()) => return Ok(()),
        };
        let since = error.last_sequence();
        let found = self.bucket.revision_by(&self.key, &self.identity, since);
        match found.await {
            Ok(None) | Err(_) => Err(error),
            Ok(Some(revision)) => {
                self.revision = revision;
                self.try_renew().await
            }
        }
    }

    async fn try_renew(&mut self) -> Result<()> {
        let until = after(Instant::now(), self.ttl)?;
        self.renewals += 1;
        let subject = self.bucket.subjects().write(&self.key)?;
        // With what is before it gone: no older revision comes back as it expires.
        let message = PublishMessage::new(subject, self.holder.clone())
            .rollup(Rollup::Subject)
            .ttl(self.ttl)
            .message_id(format!("{}.{}", self.identity, self.renewals));
        let bucket = &self.bucket;
        let options = bucket.write_options().clone().timeout(self.ttl);
        let written = bucket.write_with(&self.key, Some(self.revision), message, options);
        self.revision = written.await?;
        self.until = until;
        Ok(())
    }

    /// Lets go of it, so that another can take it at once.
    ///
    /// One message. When that is a conflict, it is asked who has it: one that was
    /// renewed, by a renewal that was dropped or whose answer was lost, takes one
    /// message more. Nothing happens to one that was lost.
    ///
    /// # Errors
    /// As [`KeyValue::purge`], without the conflict: it goes after its time then.
    pub async fn release(self) -> Result<()> {
        if self.purge_at(self.revision).await? {
            return Ok(());
        }
        let since = Some(self.revision);
        let found = self.bucket.revision_by(&self.key, &self.identity, since);
        if let Some(renewed) = found.await? {
            self.purge_at(renewed).await?;
        }
        Ok(())
    }

    /// Whether that was the key's last revision.
    async fn purge_at(&self, revision: u64) -> Result<bool> {
        let purge = self.bucket.purge(&self.key).at_revision(revision);
        match purge.ttl(self.ttl).await {
            Err(error) if error.is_conflict() => Ok(false),
            released => released.map(|_| true),
        }
    }

    /// Does something while it is held, renews it meanwhile, and then releases it.
    ///
    /// ```no_run
    /// # async fn example(lease: jsapi_client::kv::Lease) -> Result<(), jsapi_client::Error> {
    /// # async fn be_the_leader(_token: u64) {}
    /// let token = lease.revision();
    /// lease.hold(be_the_leader(token)).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Renewed each third of its time, and again soon when that fails.
    ///
    /// # Errors
    /// What is done is dropped, unfinished, when the lease is lost: the error is
    /// a [conflict](Error::is_conflict) when another has it, or the last one of the
    /// renewals when none succeeded in its time. That it cannot be released is
    /// no error.
    ///
    /// # Cancel safety
    /// Dropped, what is done is dropped, and the lease goes after its time.
    pub async fn hold<T>(mut self, work: impl Future<Output = T>) -> Result<T> {
        let done = tokio::select! {
            done = work => done,
            lost = self.keep() => return Err(lost),
        };
        let _ = self.release().await;
        Ok(done)
    }

    /// Renews it until it is lost.
    async fn keep(&mut self) -> Error {
        loop {
            sleep(self.remaining().min(self.ttl / 3)).await;
            loop {
                let until = self.until;
                let error = tokio::select! {
                    renewed = self.renew() => match renewed {
                        Ok(()) => break,
                        Err(error) => error,
                    },
                    () = sleep_until(until) => Error::TimedOut {
                        operation: "lease".into(),
                        after: self.ttl,
                    },
                };
                if error.is_conflict() || Instant::now() >= self.until {
                    return error;
                }
                sleep(AGAIN).await;
            }
        }
    }
}

/// Shows the key and not who holds it.
impl fmt::Debug for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lease")
            .field("bucket", &self.bucket.bucket())
            .field("key", &self.key)
            .field("ttl", &self.ttl)
            .field("revision", &self.revision)
            .field("remaining", &self.remaining())
            .finish()
    }
}

/// When a lease of that time ends.
fn after(begun: Instant, ttl: Duration) -> Result<Instant> {
    begun.checked_add(ttl).ok_or_else(|| {
        let why = format!("the lease of {ttl:?} is longer than can be counted");
        Error::invalid("lease", Invalid::Argument(why.into()))
    })
}

/// What no other lease has.
fn new_identity() -> String {
    let message = PublishMessage::new("lease", Bytes::new()).new_message_id();
    let headers = message.header_map();
    let id = headers.and_then(|headers| headers.get(header::MSG_ID));
    id.map_or_else(String::new, ToString::to_string)
}
