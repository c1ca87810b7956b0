//! Watching objects: what there is, when that is all, and what becomes of it.

use std::collections::HashMap;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_util::TryStreamExt;
use time::OffsetDateTime;

use super::handle::{ObjectStore, Place};
use super::info::ObjectInfo;
use crate::consume::delivery::Message;
use crate::consume::initial::{Initial, Progress};
use crate::consume::{Notices, OrderedMessages};
use crate::error::{Error, Result};
pub use crate::stores::watch_from::WatchFrom;

/// An event of a [`Watcher`].
#[derive(Debug)]
#[non_exhaustive]
pub enum WatchEvent {
    /// An object was put, changed or deleted; or a link was.
    Object(Box<ObjectInfo>),
    /// An info cannot be read, or is not of the object that it is stored for.
    ///
    /// Watching goes on.
    Unreadable {
        /// Its subject.
        subject: String,
        /// What is wrong with it.
        error: Error,
    },
    /// Every object that was there when watching began was seen.
    ///
    /// Comes once, also for an empty store. An object that is there throughout comes
    /// before this event, however fast objects are changed.
    InitialDone,
}

impl ObjectStore {
    /// Watches the objects of the store.
    ///
    /// ```no_run
    /// # async fn example(reports: jsapi_client::ObjectStore) -> Result<(), jsapi_client::Error> {
    /// use futures_util::TryStreamExt;
    /// use jsapi_client::object::WatchEvent;
    ///
    /// let mut watcher = reports.watch().open().await?;
    /// while let Some(event) = watcher.try_next().await? {
    ///     match event {
    ///         WatchEvent::Object(info) if info.deleted => println!("{} is gone", info.name),
    ///         WatchEvent::Object(info) => println!("{}: {} bytes", info.name, info.size),
    ///         WatchEvent::InitialDone => println!("that is all for now"),
    ///         _ => {}
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Starts with every object that is there, unless [set](WatcherBuilder::start). Sends no
    /// request until it is [opened](WatcherBuilder::open), then two, and one STREAM.INFO before
    /// [`WatchEvent::InitialDone`]. When the store was written to meanwhile, it sends a
    /// second STREAM.INFO, which lists the infos, and one STREAM.MSG.GET for each info that
    /// the consumer skipped because it was replaced before it was delivered.
    pub fn watch(&self) -> WatcherBuilder {
        WatcherBuilder {
            store: self.clone(),
            start: WatchFrom::default(),
            ignore_deletes: false,
            max_outage: None,
        }
    }

    /// Lists the objects and links that there are, in the order they were put in.
    ///
    /// Deleted objects are left out; [`watch`](Self::watch) shows them. An object that is
    /// there from before the call until its end is listed once, also while others change
    /// objects; one that is put or deleted meanwhile may be listed or not. Requests as for
    /// [`watch`](Self::watch): three, more while the store is written to. Receives one
    /// message for each object, deleted ones included.
    ///
    /// # Errors
    /// As [`Watcher`] has them. [`Error::Reply`] and [`Error::Mismatch`], naming
    /// the subject, for an info that cannot be read: nothing is left out without
    /// a word, and [`watch`](Self::watch) goes on behind it.
    pub async fn list(&self) -> Result<Vec<ObjectInfo>> {
        let mut watcher = self.watch().open().await?;
        let mut found = HashMap::new();
        while let Some(event) = watcher.try_next().await? {
            match event {
                // Of one that changes meanwhile, the last word counts.
                WatchEvent::Object(info) => drop(found.insert(info.name.clone(), info)),
                WatchEvent::Unreadable { error, .. } => return Err(error),
                WatchEvent::InitialDone => break,
            }
        }
        let mut objects: Vec<ObjectInfo> = found
            .into_values()
            .filter(|info| !info.deleted)
            .map(|info| *info)
            .collect();
        objects.sort_unstable_by_key(|info| info.sequence);
        Ok(objects)
    }
}

/// Settings of a [`Watcher`], opened with [`open`](Self::open).
///
/// Returned by [`ObjectStore::watch`].
#[derive(Clone)]
#[must_use = "watches only when opened"]
pub struct WatcherBuilder {
    store: ObjectStore,
    start: WatchFrom,
    ignore_deletes: bool,
    max_outage: Option<Duration>,
}

impl WatcherBuilder {
    /// Sets where the watch starts. Default: [`WatchFrom::Latest`].
    pub fn start(mut self, start: WatchFrom) -> Self {
        self.start = start;
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

    /// Sets whether deletions of objects are left out. Default: false.
    pub fn ignore_deletes(mut self, ignore: bool) -> Self {
        self.ignore_deletes = ignore;
        self
    }

    /// Starts to watch.
    ///
    /// # Errors
    /// [`is_not_found`](Error::is_not_found) if the store does not exist (10059).
    /// Otherwise those of [`OrderedConsumer::open`](crate::OrderedConsumer::open).
    pub async fn open(self) -> Result<Watcher> {
        let stream = self.store.stream();
        // An info is stored last, behind the chunks that it names.
        let (start, reads) = self.start.reads(true);
        let infos = self.store.subjects().all_meta();
        let consumer = stream.ordered_consumer().start(start).filter(&infos);
        let messages = consumer.max_outage(self.max_outage).open().await?;
        let initial = Initial::new(stream.clone(), vec![infos], reads, &messages);
        Ok(Watcher {
            place: self.store.place().clone(),
            messages,
            initial,
            ignore_deletes: self.ignore_deletes,
        })
    }
}

impl fmt::Debug for WatcherBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WatcherBuilder")
            .field("bucket", &self.store.bucket())
            .field("start", &self.start)
            .field("ignore_deletes", &self.ignore_deletes)
            .finish()
    }
}

/// What happens to the objects of a store, in the order it happens in.
///
/// Returned by [`WatcherBuilder::open`]. Goes on through lost messages, reconnects, restarts
/// and changes of leader, for as long as it is polled and whenever it is polled
/// again; [`notices`](Self::notices) tell of that. Of an object that is changed
/// several times while nobody polls, only the last change need be seen. Before
/// [`InitialDone`](WatchEvent::InitialDone), an info that the client had to read by
/// itself may come before infos with smaller sequences.
///
/// Ends with an error, once, when it cannot go on, as
/// [`OrderedMessages`] does: [`Error::Stopped`] when the store was deleted and made
/// anew, [`Error::Api`] when it was deleted.
///
/// # Cancel safety
/// Waiting for the next event loses none when it is dropped. Dropping the whole
/// unsubscribes, and deletes the consumer without waiting for it.
#[must_use = "a stream gives nothing until it is polled"]
pub struct Watcher {
    place: Arc<Place>,
    messages: OrderedMessages,
    initial: Initial,
    ignore_deletes: bool,
}

impl Watcher {
    /// What happens beside the objects, as it is found out while it is polled.
    pub fn notices(&self) -> Notices {
        self.messages.notices()
    }

    /// The sequence behind the last one that was seen; `None` before.
    ///
    /// [`WatchFrom::Sequence`] goes on from it.
    pub fn next_sequence(&self) -> Option<u64> {
        self.messages.next_sequence()
    }

    /// Stops watching, and waits until the server's consumer is deleted.
    ///
    /// # Errors
    /// As any request. The server then deletes the consumer by itself, some
    /// seconds later.
    pub async fn close(self) -> Result<()> {
        self.messages.close().await
    }

    /// What a consumer delivered; `None` when it is not to be told.
    fn on_message(&mut self, message: Message) -> Option<Result<WatchEvent>> {
        let about = match message.metadata() {
            Ok(about) => about,
            Err(error) => return Some(Err(error)),
        };
        // A message that no consumer delivered does not tell how many follow.
        let pending = message.raw_headers().is_none().then_some(about.pending);
        let (sequence, stored) = (about.stream_sequence, about.timestamp);
        let subject = message.subject.as_str();
        if !self.initial.on_message(subject, sequence, pending) {
            return None;
        }
        self.event(subject, &message.payload, sequence, stored)
            .map(Ok)
    }

    fn on_progress(&self, progress: Progress) -> Option<WatchEvent> {
        match progress {
            Progress::Done => Some(WatchEvent::InitialDone),
            Progress::Skipped(message) => self.event(
                &message.subject,
                &message.payload,
                message.sequence,
                message.time,
            ),
        }
    }

    fn event(
        &self,
        subject: &str,
        info: &Bytes,
        sequence: u64,
        stored: OffsetDateTime,
    ) -> Option<WatchEvent> {
        let Place { bucket, subjects } = &*self.place;
        match ObjectInfo::read(subjects, bucket, subject, info, sequence, stored) {
            Ok(info) if self.ignore_deletes && info.deleted => None,
            Ok(info) => Some(WatchEvent::Object(Box::new(info))),
            Err(error) => Some(WatchEvent::Unreadable {
                subject: subject.to_owned(),
                error,
            }),
        }
    }
}

impl futures_util::Stream for Watcher {
    type Item = Result<WatchEvent>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            // Also while messages are there, so that a busy store does not put it off.
            if let Poll::Ready(progress) = this.initial.poll(false, cx) {
                match this.on_progress(progress) {
                    Some(event) => return Poll::Ready(Some(Ok(event))),
                    None => continue,
                }
            }
            match Pin::new(&mut this.messages).poll_next(cx) {
                Poll::Ready(Some(Ok(message))) => {
                    if let Some(event) = this.on_message(message) {
                        return Poll::Ready(Some(event));
                    }
                }
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => {
                    let progress = ready!(this.initial.poll(true, cx));
                    if let Some(event) = this.on_progress(progress) {
                        return Poll::Ready(Some(Ok(event)));
                    }
                }
            }
        }
    }
}

impl fmt::Debug for Watcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watcher")
            .field("bucket", &self.place.bucket)
            .field("messages", &self.messages)
            .finish_non_exhaustive()
    }
}
