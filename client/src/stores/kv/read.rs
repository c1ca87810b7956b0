//! Reading keys: the newest revision, a certain one, and those of several keys.

use std::collections::{BTreeSet, HashMap};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};

use super::entry::Entry;
use super::handle::ReadOnlyKeyValue;
use crate::api::query::MessageQuery;
use crate::connection::transport::BoxFuture;
use crate::error::{Error, Result};
use crate::streams::direct::DirectMulti;
use crate::streams::message::StreamMessage;

/// How many keys are asked for in one request; servers give 1024 at most.
const TOGETHER: usize = 1000;

/// What a request has beside its keys, headers included, at most.
const AROUND: usize = 256;

/// How many keys are asked for at a time, where each takes a request.
const AT_A_TIME: usize = 32;

impl ReadOnlyKeyValue {
    /// Reads the value of a key; `None` when there is none.
    ///
    /// ```no_run
    /// # async fn example(sessions: jsapi_client::KeyValue) -> Result<(), jsapi_client::Error> {
    /// match sessions.get("amy").await? {
    ///     Some(entry) => println!("{:?} at revision {}", entry.value, entry.revision),
    ///     None => println!("no session"),
    /// }
    /// // A key that another client stored, and that ADR-8 does not allow.
    /// let foreign = sessions.get("amy@example.com").await?;
    /// # let _ = foreign;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// `None` for a key that never existed, and for one that was removed; where the
    /// difference matters there is [`entry`](Self::entry). Sends one request. A revision whose
    /// headers `async-nats` cannot parse costs the connection once, and is then read
    /// from the leader (STREAM.MSG.GET). Keys outside ADR-8 that other writers stored can
    /// be read.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) for what is no key.
    /// [`NoResponders`](crate::Error::NoResponders) when the bucket does not exist
    /// or answers no direct gets. [`Error::Mismatch`](crate::Error::Mismatch) when
    /// something else came than was asked for.
    ///
    /// # Cancel safety
    /// Nothing is lost by dropping it: a read.
    pub async fn get(&self, key: impl AsRef<str>) -> Result<Option<Entry>> {
        let entry = self.entry(key).await?;
        Ok(entry.filter(|entry| !entry.is_removed()))
    }

    /// Reads the value of a key, and nothing else of it; `None` when there is none.
    ///
    /// ```no_run
    /// # async fn example(sessions: jsapi_client::KeyValue) -> Result<(), jsapi_client::Error> {
    /// let value = sessions.get_value("amy").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// As [`get`](Self::get), and quicker: the server leaves out the headers that
    /// tell revision and time. With them goes what tells that a key was removed;
    /// what removes a key has no value (ADR-8), so an empty value is asked for once
    /// more, as `get` does. Sends one request, or two when it is empty or the key was
    /// removed. With a server before 2.12, and for reads
    /// [from the leader](Self::read_from_leader), it is `get`.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    ///
    /// # Cancel safety
    /// Nothing is lost by dropping it: a read.
    pub async fn get_value(&self, key: impl AsRef<str>) -> Result<Option<Bytes>> {
        let key = key.as_ref();
        if self.is_direct() {
            let subject = self.subjects().read(key)?;
            match self.stream().direct_get_last_payload_opt(subject).await {
                // Removed, or put as nothing.
                Ok(Some(value)) if value.is_empty() => {}
                Err(error) if is_too_old(&error) => {}
                value => return value,
            }
        }
        Ok(self.get(key).await?.map(|entry| entry.value))
    }

    /// Reads the last thing that happened to a key, removals included.
    ///
    /// `None` when nothing is known of it. Sends one request.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub async fn entry(&self, key: impl AsRef<str>) -> Result<Option<Entry>> {
        let subject = self.subjects().read(key.as_ref())?;
        let message = if self.is_direct() {
            self.stream().direct_get_last_opt(subject).await?
        } else {
            let last = MessageQuery::last(subject);
            self.stream().get_message_opt(last).await?
        };
        message
            .map(|message| Entry::of_message(self.place(), message))
            .transpose()
    }

    /// The last revision of a key, which is at least `since` where that is known.
    pub(super) async fn entry_since(&self, key: &str, since: Option<u64>) -> Result<Option<Entry>> {
        let message = self.message_since(key, since).await?;
        message
            .map(|message| Entry::of_message(self.place(), message))
            .transpose()
    }

    /// The message of the last revision of a key.
    ///
    /// ADR-8 has it read by a direct get with the key in the subject, so that permissions
    /// can be given by key. Where a replica has not got so far, or direct gets fail, the
    /// leader is asked.
    pub(super) async fn message_since(
        &self,
        key: &str,
        since: Option<u64>,
    ) -> Result<Option<StreamMessage>> {
        let subject = self.subjects().read(key)?;
        if self.is_direct()
            && let Ok(found) = self.stream().direct_get_last_opt(subject.as_str()).await
        {
            let sequence = found.as_ref().map_or(0, |message| message.sequence);
            if since.is_none_or(|since| sequence >= since) {
                return Ok(found);
            }
        }
        let last = MessageQuery::last(subject);
        self.stream().get_message_opt(last).await
    }

    /// Reads a key as it was at a revision, removals included.
    ///
    /// `None` when that revision is not of this key, or is not kept any more. One
    /// request.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub async fn get_revision(&self, key: impl AsRef<str>, revision: u64) -> Result<Option<Entry>> {
        let subject = self.subjects().read(key.as_ref())?;
        // With the subject: a revision of another key is nobody's business.
        let query = MessageQuery::next(subject).from(revision);
        let message = if self.is_direct() {
            self.stream().direct_get_opt(query).await?
        } else {
            self.stream().get_message_opt(query).await?
        };
        message
            .filter(|message| message.sequence == revision)
            .map(|message| Entry::of_message(self.place(), message))
            .transpose()
    }

    /// Reads the last revisions of several keys, in the order of the keys.
    ///
    /// ```no_run
    /// # async fn example(sessions: jsapi_client::KeyValue) -> Result<(), jsapi_client::Error> {
    /// let entries = sessions.get_many(["amy", "bob"]).await?;
    /// assert_eq!(entries.len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// `None` where [`get`](Self::get) gives it. With server 2.11 and later one
    /// request per 1000 keys, or fewer where they are too long for a message
    /// (`max_payload`), and each sees the bucket at one moment; else, and for reads
    /// [from the leader](Self::read_from_leader), one for each key. A server that has
    /// more to give than its `max_pending` (64 MiB unless configured) is asked again
    /// for what it left out, as that is by then.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub async fn get_many<K: AsRef<str>>(
        &self,
        keys: impl IntoIterator<Item = K>,
    ) -> Result<Vec<Option<Entry>>> {
        let keys = keys
            .into_iter()
            .map(|key| key.as_ref().to_owned())
            .collect();
        self.get_all(keys).await
    }

    /// Reads the bytes of several keys, in the order of the keys.
    ///
    /// ```no_run
    /// # async fn example(sessions: jsapi_client::KeyValue) -> Result<(), jsapi_client::Error> {
    /// let values = sessions.get_values(["amy", "bob"]).await?;
    /// assert_eq!(values.len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// `None` for a key without a value. Works like [`get_many`](Self::get_many), and
    /// sends the same requests.
    ///
    /// # Errors
    /// As for [`get`](Self::get).
    ///
    /// # Cancel safety
    /// Only reads: dropping the future loses nothing.
    pub async fn get_values<K: AsRef<str>>(
        &self,
        keys: impl IntoIterator<Item = K>,
    ) -> Result<Vec<Option<Bytes>>> {
        let entries = self.get_many(keys).await?;
        let values = entries.into_iter().map(|entry| Some(entry?.value));
        Ok(values.collect())
    }

    /// Boxed, so that the future is `Send` whatever the caller's keys are.
    fn get_all(&self, keys: Vec<String>) -> BoxFuture<'_, Result<Vec<Option<Entry>>>> {
        Box::pin(self.get_each(keys))
    }

    async fn get_each(&self, keys: Vec<String>) -> Result<Vec<Option<Entry>>> {
        let mut subjects = Vec::with_capacity(keys.len());
        for key in &keys {
            subjects.push(self.subjects().read(key)?);
        }
        if !self.is_direct() || subjects.len() < 2 {
            return self.one_by_one(keys).await;
        }
        let mut found = HashMap::with_capacity(keys.len());
        for part in parts(subjects, self.context().max_payload()) {
            let entries = match self.together(part).await {
                Err(error) if error.is_api_level() => return self.one_by_one(keys).await,
                entries => entries?,
            };
            found.extend(
                entries
                    .into_iter()
                    .map(|entry| (entry.key().to_owned(), entry)),
            );
        }
        let of = |key: &String| found.get(key).filter(|entry| !entry.is_removed()).cloned();
        Ok(keys.iter().map(of).collect())
    }

    async fn together(&self, subjects: Vec<String>) -> Result<Vec<Entry>> {
        let mut entries = Vec::with_capacity(subjects.len());
        let mut left: BTreeSet<String> = subjects.into_iter().collect();
        while !left.is_empty() {
            // As they are then: of what a part before saw, the revisions that were
            // written over meanwhile are gone.
            let ask = DirectMulti::new(left.iter().cloned());
            let mut messages = self.stream().direct_get_multi(ask).await?;
            let before = entries.len();
            while let Some(message) = messages.try_next().await? {
                left.remove(message.subject.as_str());
                entries.push(Entry::of_message(self.place(), message)?);
            }
            // A server stops at so many bytes, and says how many it left out.
            if messages.num_pending().unwrap_or(0) == 0 || entries.len() == before {
                break;
            }
        }
        Ok(entries)
    }

    async fn one_by_one(&self, keys: Vec<String>) -> Result<Vec<Option<Entry>>> {
        let gets = stream::iter(keys).map(|key: String| self.get(key));
        gets.buffered(AT_A_TIME).try_collect().await
    }
}

/// Whether a server does not know of values without headers.
fn is_too_old(error: &Error) -> bool {
    let refused = matches!(error, Error::Status { status, .. } if status.code == 408);
    refused || error.is_api_level()
}

/// No key twice, and no part with too many, or that is too long for a message.
fn parts(mut subjects: Vec<String>, max_payload: usize) -> Vec<Vec<String>> {
    subjects.sort_unstable();
    subjects.dedup();
    let room = max_payload.saturating_sub(AROUND);
    let mut parts: Vec<Vec<String>> = Vec::new();
    let mut taken = 0;
    for subject in subjects {
        // With quotes and a comma. Keys of others may have what JSON escapes.
        let escaped = subject.bytes().filter(|byte| matches!(byte, b'"' | b'\\'));
        let more = subject.len() + escaped.count() + 3;
        match parts.last_mut() {
            Some(part) if part.len() < TOGETHER && taken + more <= room => {
                part.push(subject);
                taken += more;
            }
            _ => {
                parts.push(vec![subject]);
                taken = more;
            }
        }
    }
    parts
}
