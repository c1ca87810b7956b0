//! Into a stream: one message after the other, many at once, as fast as it goes.
//!
//! The server is [`World::empty`], where each row makes a stream of its own that is
//! emptied before each spell. Every message has to be acknowledged.

use std::collections::VecDeque;
use std::future::{Future, IntoFuture};
use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream;
use async_nats::jetstream::stream::{Config, DiscardPolicy, StorageType};
use async_nats::{Client, Subject, Subscriber};
use bytes::Bytes;
use futures_util::{FutureExt, StreamExt};
use jsapi_client::Context;
use jsapi_client::publish::Publisher;

use crate::row::{Measure, Outcome, Row};
use crate::world::World;

const THEIRS: &str = "async-nats";
const OURS: &str = "jsapi-client";
const CORE: &str = "core request";
const ONE_INBOX: &str = "one inbox";

/// How many messages are under way at most.
const IN_FLIGHT: usize = 1000;
/// How many messages an atomic batch has: all that a server takes.
const BATCH: u32 = 1000;
/// How long the first works, where a message takes a few microseconds.
const SPELL: Duration = Duration::from_millis(200);
/// How many messages are counted, where many are under way.
const COUNTED: u32 = 8192;
/// The most bytes that a stream is to hold: more than is published before it is
/// emptied.
const MAX_BYTES: usize = 512 << 20;

/// All that publishes.
///
/// # Errors
/// When a stream cannot be made.
pub fn rows(world: &Arc<World>) -> Outcome<Vec<Row>> {
    let mut rows = vec![awaited(world)?];
    for storage in [StorageType::Memory, StorageType::File] {
        for size in [16, 128, 1024, 64 * 1024] {
            rows.push(in_flight(world, storage, size)?);
        }
    }
    rows.push(fast_ingest(world, StorageType::Memory)?);
    rows.push(fast_ingest(world, StorageType::File)?);
    rows.push(atomic_batch(world)?);
    Ok(rows)
}

fn awaited(world: &Arc<World>) -> Outcome<Row> {
    let load = Load::new(world, "awaited one by one", StorageType::Memory, 128)?;
    let row = load
        .row()
        .contender(THEIRS, load.by(theirs_one_by_one))
        .contender(OURS, load.by(ours_one_by_one))
        .contender(CORE, load.by(core_one_by_one))
        .ratio(Measure::Time, OURS, THEIRS, 1.0)
        .bound(Measure::Allocations, OURS, 10.0);
    Ok(row)
}

fn in_flight(world: &Arc<World>, storage: StorageType, size: usize) -> Outcome<Row> {
    let load = Load::new(world, "1,000 in flight", storage, size)?;
    let publisher = load.publisher()?;
    let row = load
        .row()
        .spell(SPELL)
        // 64 KiB that often would fill the stream.
        .counted(COUNTED.min(u32::try_from((64 << 20) / size)?))
        .contender(THEIRS, load.by(theirs_in_flight))
        .contender(
            OURS,
            load.by(move |load, times| ours_in_flight(publisher.clone(), load, times)),
        )
        .contender(ONE_INBOX, load.by(one_inbox));
    Ok(match (storage, size) {
        (StorageType::Memory, ..=128) => row
            .ratio(Measure::Time, OURS, THEIRS, 0.7)
            .ratio(Measure::Cpu, OURS, THEIRS, 0.55)
            .bound(Measure::Allocations, OURS, 4.0)
            .bound(Measure::Instructions, OURS, 8600.0),
        (_, ..=1024) => row.ratio(Measure::Time, OURS, THEIRS, 1.0),
        // Equal, as far as that can be measured.
        _ => row.ratio(Measure::Time, OURS, THEIRS, 1.05),
    })
}

fn fast_ingest(world: &Arc<World>, storage: StorageType) -> Outcome<Row> {
    let load = Load::new(world, "fast ingest", storage, 128)?;
    let publisher = load.publisher()?;
    let time = match storage {
        StorageType::Memory => 0.55,
        StorageType::File => 0.75,
    };
    Ok(load
        .row()
        .spell(SPELL)
        .counted(COUNTED)
        .contender("async-nats, 1,000 in flight", load.by(theirs_in_flight))
        .contender(OURS, load.by(ours_fast_ingest))
        .contender(
            "jsapi-client, 1,000 in flight",
            load.by(move |load, times| ours_in_flight(publisher.clone(), load, times)),
        )
        .ratio(Measure::Time, OURS, "async-nats, 1,000 in flight", time)
        .ratio(Measure::Cpu, OURS, "async-nats, 1,000 in flight", 0.3))
}

fn atomic_batch(world: &Arc<World>) -> Outcome<Row> {
    let load = Load::new(world, "atomic batch", StorageType::Memory, 128)?;
    Ok(load
        .row()
        .spell(SPELL)
        .counted(COUNTED)
        .contender("async-nats, 1,000 in flight", load.by(theirs_in_flight))
        .contender(OURS, load.by(ours_atomic_batch))
        .ratio(Measure::Time, OURS, "async-nats, 1,000 in flight", 1.2))
}

/// Who publishes what, and where to.
#[derive(Clone)]
struct Load {
    world: Arc<World>,
    name: String,
    stream: String,
    subject: Subject,
    payload: Bytes,
}

/// What a contender takes along.
struct Work {
    client: Client,
    theirs: jetstream::Context,
    ours: Context,
    subject: Subject,
    payload: Bytes,
}

impl Load {
    fn new(world: &Arc<World>, how: &str, storage: StorageType, size: usize) -> Outcome<Self> {
        let place = match storage {
            StorageType::Memory => "in memory",
            StorageType::File => "on file",
        };
        let name = format!("publish, {how}, {size} bytes {place}");
        // As short as those of most.
        let stream = format!("{}-{size}-{}", &how[..2], &place[..2]).to_uppercase();
        let subject = format!("publish.{stream}");
        world.make_stream(Config {
            name: stream.clone(),
            subjects: vec![subject.clone()],
            storage,
            // Not by bytes, which servers set aside.
            max_messages: i64::try_from(MAX_BYTES / size)?,
            discard: DiscardPolicy::Old,
            allow_batch_publish: how == "fast ingest",
            allow_atomic_publish: how == "atomic batch",
            ..Default::default()
        })?;
        Ok(Self {
            world: world.clone(),
            name,
            stream,
            subject: subject.into(),
            payload: vec![b'x'; size].into(),
        })
    }

    fn row(&self) -> Row {
        let (world, stream) = (self.world.clone(), self.stream.clone());
        Row::new(&self.name).before(move || world.purge(&stream))
    }

    /// One publisher for all spells, with room for as many bytes as messages.
    fn publisher(&self) -> Outcome<Publisher> {
        let publisher = self.world.ours.publisher();
        let publisher = publisher.max_in_flight(IN_FLIGHT).max_bytes(256 << 20);
        self.world.block_on(async { Ok(publisher.open().await?) })
    }

    fn by<F>(&self, work: impl Fn(Work, u32) -> F + 'static) -> impl Fn(u32) -> Outcome + 'static
    where
        F: Future<Output = Outcome> + Send + 'static,
    {
        let load = self.clone();
        move |times| {
            let all = Work {
                client: load.world.client.clone(),
                theirs: load.world.theirs.clone(),
                ours: load.world.ours.clone(),
                subject: load.subject.clone(),
                payload: load.payload.clone(),
            };
            load.world.run(work(all, times))
        }
    }
}

async fn theirs_one_by_one(work: Work, times: u32) -> Outcome {
    for _ in 0..times {
        let (subject, payload) = (work.subject.clone(), work.payload.clone());
        work.theirs.publish(subject, payload).await?.await?;
    }
    Ok(())
}

async fn ours_one_by_one(work: Work, times: u32) -> Outcome {
    for _ in 0..times {
        let (subject, payload) = (work.subject.clone(), work.payload.clone());
        work.ours.publish(subject, payload).await?;
    }
    Ok(())
}

async fn core_one_by_one(work: Work, times: u32) -> Outcome {
    for _ in 0..times {
        let (subject, payload) = (work.subject.clone(), work.payload.clone());
        stored(&work.client.request(subject, payload).await?)?;
    }
    Ok(())
}

/// The oldest is waited for where there is no room for another.
async fn theirs_in_flight(work: Work, times: u32) -> Outcome {
    let mut under_way = VecDeque::with_capacity(IN_FLIGHT);
    for _ in 0..times {
        if under_way.len() == IN_FLIGHT
            && let Some(oldest) = under_way.pop_front()
        {
            IntoFuture::into_future(oldest).await?;
        }
        let (subject, payload) = (work.subject.clone(), work.payload.clone());
        under_way.push_back(work.theirs.publish(subject, payload).await?);
    }
    for ack in under_way {
        ack.await?;
    }
    Ok(())
}

/// As [`theirs_in_flight`].
async fn ours_in_flight(publisher: Publisher, work: Work, times: u32) -> Outcome {
    let mut under_way = VecDeque::with_capacity(IN_FLIGHT);
    for _ in 0..times {
        if under_way.len() == IN_FLIGHT
            && let Some(oldest) = under_way.pop_front()
        {
            IntoFuture::into_future(oldest).await?;
        }
        let (subject, payload) = (work.subject.clone(), work.payload.clone());
        under_way.push_back(publisher.publish(subject, payload).await?);
    }
    for ack in under_way {
        ack.await?;
    }
    Ok(())
}

/// One subject for all answers, which are counted as they come.
async fn one_inbox(work: Work, times: u32) -> Outcome {
    let inbox = Subject::from(work.client.new_inbox());
    let mut answers = work.client.subscribe(inbox.clone()).await?;
    let mut under_way = 0;
    for _ in 0..times {
        if under_way == IN_FLIGHT {
            under_way -= answered(&mut answers).await?;
        }
        let (subject, payload) = (work.subject.clone(), work.payload.clone());
        let sent = work
            .client
            .publish_with_reply(subject, inbox.clone(), payload);
        sent.await?;
        under_way += 1;
    }
    while under_way > 0 {
        under_way -= answered(&mut answers).await?;
    }
    Ok(())
}

/// Waits for an answer, and takes those that have come with it.
async fn answered(answers: &mut Subscriber) -> Outcome<usize> {
    let mut next = answers.next().await;
    let mut many = 0;
    while let Some(answer) = next {
        stored(&answer)?;
        many += 1;
        next = answers.next().now_or_never().flatten();
    }
    match many {
        0 => Err("the subscription ended".into()),
        _ => Ok(many),
    }
}

fn stored(answer: &async_nats::Message) -> Outcome {
    match answer.payload.starts_with(br#"{"stream":"#) {
        true => Ok(()),
        false => Err(format!("not stored: {:?}", answer.payload).into()),
    }
}

async fn ours_fast_ingest(work: Work, times: u32) -> Outcome {
    let mut ingest = work.ours.fast_ingest().open().await?;
    for _ in 0..times {
        let (subject, payload) = (work.subject.clone(), work.payload.clone());
        ingest.publish(subject, payload).await?;
    }
    counted(ingest.commit().await?.count, times)
}

async fn ours_atomic_batch(work: Work, times: u32) -> Outcome {
    let mut left = times;
    while left > 0 {
        let many = left.min(BATCH);
        let mut batch = work.ours.atomic_batch();
        for _ in 0..many {
            batch.publish(work.subject.clone(), work.payload.clone());
        }
        counted(batch.commit().await?.count, many)?;
        left -= many;
    }
    Ok(())
}

fn counted(stored: Option<u64>, sent: u32) -> Outcome {
    match stored == Some(sent.into()) {
        true => Ok(()),
        false => Err(format!("{stored:?} of {sent} stored").into()),
    }
}
