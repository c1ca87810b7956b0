//! Watching keys: what they are, when that is all, and what becomes of them.

use std::collections::HashSet;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;

use bytes::Bytes;

use super::entry::Entry;
use super::handle::{Place, ReadOnlyKeyValue};
use super::subject::covers;
use crate::consume::delivery::not_of_a_delivery;
use crate::consume::initial::{Initial, Progress};
use crate::consume::{Delivered, Notices, OrderedMessages};
use crate::error::{Error, Result};
pub use crate::stores::watch_from::WatchFrom;

/// An event of a [`Watcher`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum WatchEvent {
    /// A revision of a key.
    Entry(Entry),
    /// Every key that had a revision when watching began was seen.
    ///
    /// Comes once, also for an empty bucket. A key that has a value throughout comes
    /// before this event, however fast the bucket is written to.
    InitialDone,
}

impl ReadOnlyKeyValue {
    /// Watches the keys that match a filter.
    ///
    /// ```no_run
    /// # async fn example(sessions: jsapi_client::KeyValue) -> Result<(), jsapi_client::Error> {
    /// use futures_util::TryStreamExt;
    /// use jsapi_client::kv::WatchEvent;
    ///
    /// let mut watcher = sessions.watch("team-a.>").open().await?;
    /// while let Some(event) = watcher.try_next().await? {
    ///     match event {
    ///         WatchEvent::Entry(entry) => println!("{}: {:?}", entry.key(), entry.operation),
    ///         WatchEvent::InitialDone => println!("that is all for now"),
    ///         _ => {}
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// A token of the filter may be `*`, and the last one `>`; `>` alone matches every
    /// key. Starts with the last revision of each key, unless [set](WatcherBuilder::start).
    ///
    /// Sends no request until it is [opened](WatcherBuilder::open), then two (STREAM.INFO,
    /// CONSUMER.CREATE). Consumers skip revisions that are overwritten before they are delivered, so the
    /// client compares before [`WatchEvent::InitialDone`]. That takes one STREAM.INFO
    /// when nothing was written meanwhile. Otherwise, or with a filter other than `>`, it
    /// takes one STREAM.INFO with the names of the matching keys for each filter with a
    /// wildcard and 100,000 keys, and one STREAM.MSG.GET for each key that the consumer
    /// skipped so far, or that the filter names and that does not exist.
    pub fn watch(&self, keys: impl Into<String>) -> WatcherBuilder {
        WatcherBuilder {
            bucket: self.clone(),
            filters: vec![keys.into()],
            start: WatchFrom::default(),
            values: Values::Wanted,
            ignore_deletes: false,
            max_outage: None,
        }
    }

    /// Watches all keys: [`watch`](Self::watch) with the filter `>`.
    pub fn watch_all(&self) -> WatcherBuilder {
        self.watch(">")
    }
}

/// Settings of a [`Watcher`], opened with [`open`](Self::open).
///
/// Returned by [`ReadOnlyKeyValue::watch`].
#[derive(Clone)]
#[must_use = "watches only when opened"]
pub struct WatcherBuilder {
    bucket: ReadOnlyKeyValue,
    filters: Vec<String>,
    start: WatchFrom,
    values: Values,
    ignore_deletes: bool,
    max_outage: Option<Duration>,
}

/// What becomes of values.
#[derive(Clone, Copy, Debug)]
enum Values {
    /// They come.
    Wanted,
    /// They may come or not, whatever is quicker.
    Unwanted,
    /// They do not come.
    LeftOut,
}

impl WatcherBuilder {
    /// Adds another filter of keys.
    ///
    /// A filter may cover another one; the server refuses filters that overlap in part
    /// (10138).
    pub fn filter(mut self, keys: impl Into<String>) -> Self {
        self.filters.push(keys.into());
        self
    }

    /// Sets where the watch starts. Default: [`WatchFrom::Latest`].
    pub fn start(mut self, start: WatchFrom) -> Self {
        self.start = start;
        self
    }

    /// Sets whether entries have no values. Default: false.
    ///
    /// [`Entry::size`] is the size of the value.
    pub fn keys_only(mut self, keys_only: bool) -> Self {
        self.values = match keys_only {
            true => Values::LeftOut,
            false => Values::Wanted,
        };
        self
    }

    /// Nobody looks at values and sizes: they come where that is quicker.
    pub(super) fn values_unwanted(mut self) -> Self {
        self.values = Values::Unwanted;
        self
    }

    /// Sets how long the watch may wait for JetStream before it ends. Default: unlimited.
    ///
    /// Covers elections and accounts whose JetStream is switched off for a while. The
    /// watch goes on with a notice, see
    /// [`OrderedConsumer::max_outage`](crate::OrderedConsumer::max_outage).
    pub fn max_outage(mut self, outage: impl Into<Option<Duration>>) -> Self {
        self.max_outage = outage.into();
        self
    }

    /// Sets whether deletions and purges of keys are left out. Default: false.
    pub fn ignore_deletes(mut self, ignore: bool) -> Self {
        self.ignore_deletes = ignore;
        self
    }

    /// Starts to watch.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) if a filter is not valid.
    /// [`is_not_found`](crate::Error::is_not_found) if the bucket does not exist
    /// (10059). Otherwise those of
    /// [`OrderedConsumer::open`](crate::OrderedConsumer::open).
    pub async fn open(self) -> Result<Watcher> {
        let filters = self
            .filters
            .iter()
            .map(|keys| self.bucket.subjects().filter(keys));
        let filters = without_covered(filters.collect::<Result<_>>()?);
        let to_the_end = filters == [self.bucket.subjects().filter(">")?];
        let (start, reads) = self.start.reads(to_the_end);
        let consumer = self
            .bucket
            .stream()
            .ordered_consumer()
            .start(start)
            .filters(filters.iter().cloned());
        let consumer = match self.values {
            Values::Wanted => consumer,
            Values::Unwanted => consumer.payloads_unwanted(),
            Values::LeftOut => consumer.headers_only(true),
        };
        let messages = consumer.max_outage(self.max_outage).open().await?;
        let initial = Initial::new(self.bucket.stream().clone(), filters, reads, &messages);
        Ok(Watcher {
            place: self.bucket.place().clone(),
            messages,
            initial,
            keys_only: matches!(self.values, Values::LeftOut),
            ignore_deletes: self.ignore_deletes,
        })
    }
}

impl fmt::Debug for WatcherBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WatcherBuilder")
            .field("bucket", &self.bucket.bucket())
            .field("filters", &self.filters)
            .field("start", &self.start)
            .field("values", &self.values)
            .field("ignore_deletes", &self.ignore_deletes)
            .finish()
    }
}

/// What happens to the keys that are watched, in the order it happens in.
///
/// Returned by [`WatcherBuilder::open`]. Goes on through lost messages, reconnects, restarts
/// and changes of leader, for as long as it is polled and whenever it is polled
/// again, without a revision twice; [`notices`](Self::notices) tell of that.
///
/// Ends with an error, once, when it cannot go on, as
/// [`OrderedMessages`] does: [`Error::Stopped`](crate::Error::Stopped) when the bucket was deleted and made
/// anew, [`Error::Api`](crate::Error::Api) when it was deleted.
///
/// The revisions of one key come in their order, each at most once. Revisions of all keys
/// come in their order too, with one exception before
/// [`InitialDone`](WatchEvent::InitialDone): a revision that the client had to read by
/// itself, since the consumer skipped those before, may come before smaller revisions of
/// other keys. Its [`delta`](Entry::delta) is 0.
///
/// With [`WatchFrom::Latest`] and a failure before
/// [`InitialDone`](WatchEvent::InitialDone), older revisions of keys may be seen
/// too, before their last ones.
///
/// # Cancel safety
/// Waiting for the next event loses none when it is dropped. Dropping the whole
/// unsubscribes, and deletes the consumer without waiting for it.
#[must_use = "a stream gives nothing until it is polled"]
pub struct Watcher {
    place: Arc<Place>,
    messages: OrderedMessages,
    initial: Initial,
    keys_only: bool,
    ignore_deletes: bool,
}

impl Watcher {
    /// What happens beside the entries, as it is found out while it is polled.
    pub fn notices(&self) -> Notices {
        self.messages.notices()
    }

    /// The revision behind the last one that was seen; `None` before.
    ///
    /// [`WatchFrom::Sequence`] goes on from it.
    pub fn next_revision(&self) -> Option<u64> {
        self.messages.next_sequence()
    }

    fn on_progress(&self, progress: Progress) -> Option<Result<WatchEvent>> {
        let message = match progress {
            Progress::Done => return Some(Ok(WatchEvent::InitialDone)),
            Progress::Skipped(message) => message,
        };
        let entry = Entry::of_message(&self.place, *message).map(|mut entry| {
            if self.keys_only {
                entry.value = Bytes::new();
            }
            entry
        });
        match entry {
            Ok(entry) if self.ignore_deletes && entry.is_removed() => None,
            entry => Some(entry.map(WatchEvent::Entry)),
        }
    }

    /// Stops watching, and waits until the server's consumer is deleted.
    ///
    /// # Errors
    /// As any request. The server then deletes the consumer by itself, some
    /// seconds later.
    pub async fn close(self) -> Result<()> {
        self.messages.close().await
    }
}

impl futures_util::Stream for Watcher {
    type Item = Result<WatchEvent>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            // Also while messages are there, so that a busy bucket does not put it off.
            if let Poll::Ready(progress) = this.initial.poll(false, cx) {
                match this.on_progress(progress) {
                    Some(event) => return Poll::Ready(Some(event)),
                    None => continue,
                }
            }
            let (place, initial) = (&this.place, &mut this.initial);
            let seen = this.messages.poll_with(
                cx,
                |delivered| Seen::Message(entry(place, initial, delivered)),
                Seen::End,
            );
            match seen {
                Poll::Ready(Seen::Message(Ok(None))) => {}
                Poll::Ready(Seen::Message(Ok(Some(entry)))) => {
                    if !(this.ignore_deletes && entry.is_removed()) {
                        return Poll::Ready(Some(Ok(WatchEvent::Entry(entry))));
                    }
                }
                Poll::Ready(Seen::Message(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(Seen::End(error)) => return Poll::Ready(error.map(Err)),
                Poll::Pending => {
                    let progress = ready!(this.initial.poll(true, cx));
                    if let Some(event) = this.on_progress(progress) {
                        return Poll::Ready(Some(event));
                    }
                }
            }
        }
    }
}

enum Seen {
    /// A message; no entry when it was handed over before.
    Message(Result<Option<Entry>>),
    End(Option<Error>),
}

/// What a consumer delivered; `None` when it was handed over before.
#[inline]
fn entry(place: &Place, initial: &mut Initial, delivered: Delivered<'_>) -> Result<Option<Entry>> {
    let Delivered {
        incoming,
        at,
        raw_headers,
        ..
    } = delivered;
    let Some((created, delta)) = at.stored_and_pending(&incoming) else {
        return Err(not_of_a_delivery(incoming.reply.as_deref()));
    };
    // A message that no consumer delivered does not tell how many follow.
    let pending = raw_headers.is_none().then_some(delta);
    if !initial.on_message(&incoming.subject, at.stream, pending) {
        return Ok(None);
    }
    Entry::of_delivery(place, incoming, at.stream, created, delta).map(Some)
}

impl fmt::Debug for Watcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watcher")
            .field("bucket", &self.place.bucket)
            .field("messages", &self.messages)
            .finish_non_exhaustive()
    }
}

/// The subjects that are not within another one of them.
///
/// Servers refuse filters that overlap.
fn without_covered(subjects: Vec<String>) -> Vec<String> {
    // Keys without wildcards are within equal ones only, or within one with wildcards.
    let wild = subjects.iter().any(|subject| subject.contains(['*', '>']));
    if !wild {
        let mut seen = HashSet::new();
        let mut subjects = subjects;
        subjects.retain(|subject| seen.insert(subject.clone()));
        return subjects;
    }
    let mut kept: Vec<String> = Vec::with_capacity(subjects.len());
    for subject in subjects {
        if kept.iter().any(|other| covers(other, &subject)) {
            continue;
        }
        kept.retain(|other| !covers(&subject, other));
        kept.push(subject);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_within_others_are_left_out() {
        for (filters, expected) in [
            (&["a", "b"][..], &["a", "b"][..]),
            (&["a", "a"], &["a"]),
            (&["a.b", ">", "c"], &[">"]),
            (&["a.*", "a.b", "a.b.c"], &["a.*", "a.b.c"]),
            (&["*.b", "a.*"], &["*.b", "a.*"]),
        ] {
            let owned = filters.iter().map(|filter| (*filter).to_owned()).collect();
            assert_eq!(without_covered(owned), expected, "{filters:?}");
        }
    }
}
