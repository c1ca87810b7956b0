//! The chunks of an object in their order, without a gap and without one twice.
//!
//! By a consumer that is pulled from: no more is under way than was asked for,
//! however slow the reader is. What a push consumer has under way is up to the
//! server, and may be 32 MiB.

use std::cmp::Ordering;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use jsapi::{AckPolicy, ErrorCode};
use tokio::runtime::Handle;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::handle::ObjectStore;
use super::info::ObjectInfo;
use crate::consume::consumer::Consumer;
use crate::consume::delivery::Message;
use crate::consume::{PullConfig, PullMessages, Start};
use crate::error::object::ObjectError;
use crate::error::{Error, Mismatch, Result};
use crate::protocol::header;
use crate::publish::id::new_id;

/// How long nothing has to come before it is found out whether more will.
const QUIET: Duration = Duration::from_secs(1);

/// How many times in a row nothing may come although there is something.
const SILENCES: u32 = 3;

/// How much time is between the making of two consumers, at least.
const SPACING: Duration = Duration::from_millis(200);

/// How long a server keeps a consumer whose reader is gone, or does something
/// else.
const INACTIVE: Duration = Duration::from_secs(30);

/// One chunk, or what its headers say of it.
pub(super) struct Chunk {
    /// Its bytes; none when headers alone were asked for.
    pub(super) bytes: Bytes,
    /// How many bytes it has.
    pub(super) size: u64,
    /// Where it is stored.
    pub(super) sequence: u64,
    /// How many are to come after it.
    pub(super) pending: u64,
}

/// The chunks of an object.
pub(super) struct Chunks {
    store: ObjectStore,
    /// The object whose chunks they are.
    name: String,
    nuid: String,
    /// How many there are, by its info.
    count: u64,
    subject: String,
    headers_only: bool,
    /// How many may be under way.
    window: u64,
    /// Where the next one is stored, or behind that.
    next: u64,
    max_outage: Duration,
    live: Option<Live>,
    made_at: Option<Instant>,
    /// For how long nothing has come while somebody waited.
    waited: Duration,
    /// Whether the leader has the chunks that the info names, once it was asked.
    counted: bool,
}

/// A consumer that is pulled from.
struct Live {
    // Before `leave`: nothing is asked of a consumer that is deleted.
    messages: PullMessages,
    /// The number of its next delivery.
    expected: u64,
    /// How many times in a row nothing came although there is something.
    silences: u32,
    leave: Leave,
}

/// Deletes a consumer when it is dropped, without waiting for it.
struct Leave {
    consumer: Consumer,
    /// Whether there is one, or may be.
    owed: bool,
}

impl Drop for Leave {
    fn drop(&mut self) {
        if self.owed
            && let Ok(runtime) = Handle::try_current()
        {
            let consumer = self.consumer.clone();
            // Otherwise the server does, some time later.
            runtime.spawn(async move { consumer.delete().await });
        }
    }
}

impl Chunks {
    pub(super) fn new(
        store: &ObjectStore,
        name: &str,
        info: &ObjectInfo,
        subject: String,
        window: u64,
        max_outage: Duration,
    ) -> Self {
        Self {
            store: store.clone(),
            name: name.to_owned(),
            nuid: info.nuid.clone(),
            count: info.chunks,
            subject,
            headers_only: false,
            window,
            next: 1,
            max_outage,
            live: None,
            made_at: None,
            waited: Duration::ZERO,
            counted: false,
        }
    }

    /// Their headers alone.
    pub(super) fn headers_only(mut self) -> Self {
        self.headers_only = true;
        self
    }

    /// From the one that is stored there on.
    pub(super) fn from(mut self, sequence: u64) -> Self {
        self.next = sequence;
        self
    }

    /// The next chunk; `None` when the server says that there is none.
    pub(super) async fn next(&mut self) -> Result<Option<Chunk>> {
        self.waited = Duration::ZERO;
        loop {
            let Some(live) = &mut self.live else {
                self.open().await?;
                continue;
            };
            match timeout(QUIET, live.messages.next()).await {
                Ok(Some(Ok(message))) => {
                    if let Some(chunk) = self.on_message(message)? {
                        return Ok(Some(chunk));
                    }
                }
                Ok(Some(Err(error))) if error.is(ErrorCode::STREAM_NOT_FOUND) => return Err(error),
                Ok(_) => self.live = None,
                Err(_) => {
                    self.waited += QUIET;
                    if self.is_over().await? {
                        return Ok(None);
                    }
                }
            }
        }
    }

    /// Whether none is missing: as many come before and after as are to.
    ///
    /// For the chunk of this number, from 1 on, and those that are to come after it.
    /// Of a part of an object nothing else tells: the digest is one of the whole.
    pub(super) async fn check(&self, number: u64, pending: u64) -> Result<()> {
        let chunks = self.count;
        if number.saturating_add(pending) == chunks {
            return Ok(());
        }
        // A replica that is behind does not know of the last ones yet.
        let found = self.found().await?;
        let why = match found.cmp(&chunks) {
            Ordering::Equal => return Ok(()),
            Ordering::Greater => ObjectError::Extra { chunks },
            Ordering::Less => {
                self.is_there().await?;
                ObjectError::Missing { chunks, found }
            }
        };
        Err(self.store.error(&self.name, why))
    }

    /// How many there are, as the leader has it.
    async fn found(&self) -> Result<u64> {
        let begun = Instant::now();
        loop {
            match self.count_chunks().await {
                Err(error) if passes(&error) && begun.elapsed() < self.max_outage => {
                    sleep(SPACING).await;
                }
                found => return found,
            }
        }
    }

    /// Sends one request for the number of chunks that the leader has.
    async fn count_chunks(&self) -> Result<u64> {
        let subjects = self.store.stream().subjects(&self.subject);
        // One subject: the server has no million of them to sort.
        let subjects = subjects.timeout(self.store.context().default_timeout());
        let sum = subjects.try_fold(0, async |sum, (_, count)| Ok(count.saturating_add(sum)));
        sum.await
    }

    fn on_message(&mut self, message: Message) -> Result<Option<Chunk>> {
        let Some(live) = &mut self.live else {
            return Ok(None);
        };
        let about = message.metadata()?;
        if about.consumer_sequence != live.expected {
            // Some got lost on their way; or it is not to be trusted.
            self.live = None;
            return Ok(None);
        }
        let (sequence, pending) = (about.stream_sequence, about.pending);
        if message.subject.as_str() != self.subject || sequence < self.next {
            let why = format!(
                "chunk {sequence} of subject {:?} came, which was not asked for",
                message.subject.as_str()
            );
            return Err(Error::mismatch(self.subject.clone(), Mismatch::Object(why)));
        }
        live.expected += 1;
        live.silences = 0;
        self.next = sequence.saturating_add(1);
        let size = match message.header(header::MSG_SIZE) {
            Some(size) if self.headers_only => size.parse().map_err(|_| {
                let why = format!("header {}: {size:?} is no size", header::MSG_SIZE);
                Error::mismatch(self.subject.clone(), Mismatch::Object(why))
            })?,
            _ => message.payload.len() as u64,
        };
        Ok(Some(Chunk {
            bytes: message.payload,
            size,
            sequence,
            pending,
        }))
    }

    /// Nothing came for a while: whether nothing will come any more.
    async fn is_over(&mut self) -> Result<bool> {
        self.is_there().await?;
        let timeout = self.store.context().default_timeout();
        let Some(live) = &mut self.live else {
            return Ok(false);
        };
        let last = live.expected.saturating_sub(1);
        match live.leave.consumer.info_opt().await {
            Ok(Some(info)) if info.delivered.consumer_seq == last && info.num_pending == 0 => {
                // A replica that is behind may hear of more.
                return Ok(self.waited + QUIET >= timeout);
            }
            Ok(Some(info)) if info.delivered.consumer_seq <= last && live.silences < SILENCES => {
                live.silences += 1;
            }
            Err(error) if error.is(ErrorCode::STREAM_NOT_FOUND) => return Err(error),
            // It is gone, or is on a server that is; or what it sent was lost.
            _ => self.live = None,
        }
        self.check_progress().await?;
        Ok(false)
    }

    /// Whether the object still has these chunks, as far as can be told.
    async fn is_there(&self) -> Result<()> {
        let info = match self.store.found(&self.name).await {
            Ok(found) => found.and_then(|found| found.info.ok()),
            Err(error) if passes(&error) => return Ok(()),
            Err(error) => return Err(error),
        };
        match info {
            Some(info) if info.nuid == self.nuid && !info.deleted => Ok(()),
            _ => Err(self.store.error(&self.name, ObjectError::Replaced)),
        }
    }

    /// Ends a read that makes no progress.
    ///
    /// After the timeout of a request the leader is asked once whether it has all
    /// chunks: if not, waiting does not help. Otherwise the read goes on until the
    /// maximum outage, since servers may be out of reach.
    async fn check_progress(&mut self) -> Result<()> {
        if !self.counted && self.waited >= self.store.context().default_timeout() {
            self.counted = true;
            let begun = Instant::now();
            match self.count_chunks().await {
                Ok(found) if found < self.count => {
                    self.is_there().await?;
                    let chunks = self.count;
                    let why = ObjectError::Missing { chunks, found };
                    return Err(self.store.error(&self.name, why));
                }
                Err(error) if !passes(&error) => return Err(error),
                // Asked again when as much time has passed once more.
                Err(_) => {
                    self.counted = false;
                    self.waited += begun.elapsed();
                }
                Ok(_) => {}
            }
        }
        self.check_max_outage()
    }

    fn check_max_outage(&self) -> Result<()> {
        if self.waited < self.max_outage {
            return Ok(());
        }
        Err(Error::TimedOut {
            operation: self.subject.clone().into(),
            after: self.waited,
        })
    }

    /// Makes a consumer that goes on where the last one was.
    async fn open(&mut self) -> Result<()> {
        let first = self.made_at.is_none();
        loop {
            let begun = Instant::now();
            if let Some(made_at) = self.made_at {
                sleep_until(made_at + SPACING).await;
            }
            self.made_at = Some(Instant::now());
            let made = self.make().await;
            match made {
                Ok(live) => {
                    self.live = Some(live);
                    // One after the other that are of no use count as waiting. The
                    // first takes a server that is there some time, too.
                    self.waited += begun.elapsed();
                    return match first {
                        true => Ok(()),
                        false => self.check_progress().await,
                    };
                }
                Err(error) if passes(&error) => {
                    self.waited += begun.elapsed();
                    if self.check_max_outage().is_err() {
                        return Err(error);
                    }
                }
                Err(error) => return Err(error),
            }
        }
    }

    async fn make(&self) -> Result<Live> {
        let name = format!("jsapi-{}", new_id());
        let stream = self.store.stream();
        // Known before it is asked for, so that it is not left behind when the
        // answer is lost, or nobody waits for it any more.
        let mut leave = Leave {
            consumer: stream.consumer(&name)?,
            owed: true,
        };
        let config = PullConfig::ephemeral(name)
            .filter(&self.subject)
            .start(match self.next {
                0 | 1 => Start::First,
                next => Start::Sequence(next),
            })
            .ack_policy(AckPolicy::None)
            .inactive_threshold(INACTIVE)
            .replicas(1)
            .memory_storage(true)
            .headers_only(self.headers_only);
        let consumer = match stream.create_pull_consumer(config).await {
            Ok(consumer) => consumer,
            Err(error) => {
                leave.owed = error.may_have_applied();
                return Err(error);
            }
        };
        let messages = consumer.messages().max_messages(self.window).open().await?;
        Ok(Live {
            messages,
            expected: 1,
            silences: 0,
            leave,
        })
    }
}

/// Whether it may work in a while, as after an election.
fn passes(error: &Error) -> bool {
    error.is_transient() || error.status() == Some(503)
}
