//! Publishers and consumers that note what they get, for [`audit`](crate::audit).

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use jsapi_client::{Context, Message, PullConfig};
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::audit::{History, Told};
use crate::{Outcome, until};

/// Subjects of the stream of a [`Traffic`].
pub const SUBJECTS: &str = "traffic.>";

/// Number of concurrent publishers.
const PUBLISHERS: usize = 4;

/// Longest time between two events of one kind.
#[derive(Debug, Default)]
struct Pace {
    last: Option<Instant>,
    longest: Duration,
}

impl Pace {
    fn event(&mut self) {
        let now = Instant::now();
        if let Some(last) = self.last.replace(now) {
            self.longest = self.longest.max(now - last);
        }
    }
}

#[derive(Debug, Default)]
struct Notes {
    history: Mutex<History>,
    paces: Mutex<[Pace; 3]>,
    stop: AtomicBool,
    acknowledged: AtomicU64,
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Notes {
    fn event(&self, of: usize) {
        lock(&self.paces)[of].event();
    }

    fn consumed(&self, name: &'static str, message: &Message) -> Outcome {
        self.event(if name == PULL { 1 } else { 2 });
        let sequence = message.metadata()?.stream_sequence;
        let key = String::from_utf8_lossy(&message.payload).into_owned();
        let mut history = lock(&self.history);
        let consumed = history.consumed.entry(name.to_owned()).or_default();
        consumed.push((sequence, key));
        Ok(())
    }
}

/// Four publishers, a pull consumer and an ordered consumer of one stream.
#[derive(Debug)]
pub struct Traffic {
    notes: Arc<Notes>,
    publishers: Vec<JoinHandle<()>>,
    consumers: Vec<JoinHandle<Outcome>>,
}

/// What a [`Traffic`] saw.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What its publishers and consumers were told.
    pub history: History,
    /// Number of acknowledged messages.
    pub acknowledged: u64,
    /// Number of messages that failed, in doubt or refused.
    pub failed: u64,
    /// Longest time between two acknowledgements.
    pub publish_gap: Duration,
    /// Longest time between two messages of the pull consumer.
    pub pull_stall: Duration,
    /// Longest time between two messages of the ordered consumer.
    pub ordered_stall: Duration,
}

/// Name of the pull consumer in a [`History`], and on the server.
pub const PULL: &str = "pull";

/// Name of the ordered consumer in a [`History`].
pub const ORDERED: &str = "ordered";

impl Traffic {
    /// Starts publishing to a stream that has [`SUBJECTS`], and consuming from it.
    ///
    /// The publishers use the first context, each consumer one of the others. `with_ids`:
    /// each message has a message ID, its key.
    ///
    /// # Errors
    /// If a consumer cannot be created.
    pub async fn start(contexts: [Context; 3], stream: &str, with_ids: bool) -> Outcome<Self> {
        let notes = Arc::new(Notes::default());
        let [publishing, pulling, reading] = contexts;
        let config = PullConfig::durable(PULL).ack_wait(Duration::from_secs(2));
        let pull = pulling.stream(stream)?.create_pull_consumer(config).await?;
        let mut pull = pull
            .messages()
            .heartbeat(Duration::from_secs(1))
            .open()
            .await?;
        let noted = notes.clone();
        let pulled = tokio::spawn(async move {
            let _pulling = pulling;
            while let Some(message) = pull.next().await {
                let message = message?;
                noted.consumed(PULL, &message)?;
                // A lost acknowledgement has the message delivered again.
                drop(message.ack().await);
            }
            Err("the pull consumer ended".into())
        });
        let ordered = reading.stream(stream)?.ordered_consumer();
        let mut ordered = ordered.heartbeat(Duration::from_secs(1)).open().await?;
        let noted = notes.clone();
        let read = tokio::spawn(async move {
            let _reading = reading;
            while let Some(message) = ordered.next().await {
                let message = message?;
                noted.consumed(ORDERED, &message)?;
            }
            Err("the ordered consumer ended".into())
        });
        let publishers = (0..PUBLISHERS)
            .map(|publisher| {
                let publishing = publish(publishing.clone(), publisher, with_ids, notes.clone());
                tokio::spawn(publishing)
            })
            .collect();
        Ok(Self {
            notes,
            publishers,
            consumers: vec![pulled, read],
        })
    }

    /// Returns how many messages were acknowledged.
    pub fn acknowledged(&self) -> u64 {
        self.notes.acknowledged.load(Ordering::Relaxed)
    }

    /// Waits until this many more messages were acknowledged.
    ///
    /// # Errors
    /// If they are not in two minutes.
    pub async fn progress(&self, messages: u64) -> Outcome {
        let wanted = self.acknowledged() + messages;
        let what = format!("{messages} more acknowledgements");
        until(Duration::from_secs(120), &what, async || {
            Ok(self.acknowledged() >= wanted)
        })
        .await
    }

    /// Stops publishing, and returns what publishers and consumers saw.
    ///
    /// Waits until the consumers have got every message that is known to be stored.
    ///
    /// # Errors
    /// If a consumer ended, or a message is missing after `limit`.
    pub async fn stop(self, limit: Duration) -> Outcome<Seen> {
        self.notes.stop.store(true, Ordering::Relaxed);
        for publisher in self.publishers {
            publisher.await?;
        }
        let notes = &self.notes;
        let consumers = &self.consumers;
        let has_all = async || {
            if let Some(ended) = consumers.iter().position(JoinHandle::is_finished) {
                return Err(format!("consumer {ended} ended").into());
            }
            let history = lock(&notes.history);
            let told = |told: &Told| match told {
                Told::Acknowledged(sequence) => Some(*sequence),
                _ => None,
            };
            let acknowledged: BTreeSet<u64> = history.published.values().filter_map(told).collect();
            let gets_all = |name: &str| {
                let Some(consumed) = history.consumed.get(name) else {
                    return acknowledged.is_empty();
                };
                let seen: BTreeSet<u64> = consumed.iter().map(|(sequence, _)| *sequence).collect();
                acknowledged.is_subset(&seen)
            };
            Ok(gets_all(PULL) && gets_all(ORDERED))
        };
        until(
            limit,
            "the consumers to get each acknowledged message",
            has_all,
        )
        .await?;
        // A message in doubt may be stored behind the last acknowledged one.
        sleep(Duration::from_secs(1)).await;
        let mut ended = Vec::new();
        for consumer in self.consumers {
            match consumer.is_finished() {
                true => ended.push(consumer.await?),
                false => consumer.abort(),
            }
        }
        ended.into_iter().collect::<Outcome>()?;
        let history = lock(&self.notes.history).clone();
        let paces = lock(&self.notes.paces);
        let [publish_gap, pull_stall, ordered_stall] = [0, 1, 2].map(|of: usize| paces[of].longest);
        let acknowledged = self.notes.acknowledged.load(Ordering::Relaxed);
        Ok(Seen {
            failed: history.published.len() as u64 - acknowledged,
            history,
            acknowledged,
            publish_gap,
            pull_stall,
            ordered_stall,
        })
    }
}

async fn publish(ctx: Context, publisher: usize, with_ids: bool, notes: Arc<Notes>) {
    let subject = format!("traffic.{publisher}");
    for number in 0.. {
        if notes.stop.load(Ordering::Relaxed) {
            return;
        }
        let key = format!("{publisher}-{number}");
        let publish = ctx.publish(subject.clone(), key.clone());
        let published = match with_ids {
            true => publish.message_id(&key).await,
            false => publish.await,
        };
        let told = match published {
            Ok(ack) => {
                notes.event(0);
                notes.acknowledged.fetch_add(1, Ordering::Relaxed);
                Told::Acknowledged(ack.seq)
            }
            Err(error) if error.may_have_applied() => Told::InDoubt,
            Err(_) => Told::Refused,
        };
        lock(&notes.history).published.insert(key, told);
        // The servers share the machine.
        sleep(Duration::from_millis(2)).await;
    }
}
