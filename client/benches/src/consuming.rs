//! Out of a stream: messages without end, by fetches, and in order.
//!
//! The server is [`World::empty`], with one stream that is filled once. A piece of
//! work is a pass over the last messages of it, each time with a consumer of its
//! own, so that nobody waits for more and nothing comes in vain.

use std::future::Future;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream::consumer::pull::MessagesErrorKind;
use async_nats::jetstream::consumer::{self, AckPolicy, DeliverPolicy, pull, push};
use async_nats::jetstream::stream::{Config, StorageType};
use async_nats::{Client, Subject};
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use jsapi_client::consume::{PullConfig, PullConsumer, Start};

use crate::row::{Measure, Outcome, Row};
use crate::world::World;

const THEIRS: &str = "async-nats";
const OURS: &str = "jsapi-client";
const CORE: &str = "core";

const STREAM: &str = "CONSUME";
/// How many messages the stream has; as many are replayed.
const MESSAGES: u32 = 200_000;
/// How many are taken in one pass by pulls.
const PULLED: u32 = 50_000;
/// How many are taken in one pass with each acknowledged, and by fetches.
const FEW: u32 = 20_000;

/// All that consumes.
///
/// # Errors
/// When the stream cannot be made and filled.
pub fn rows(world: &Arc<World>) -> Outcome<Vec<Row>> {
    let config = Config {
        name: STREAM.to_owned(),
        subjects: vec!["consume.all".to_owned()],
        storage: StorageType::Memory,
        ..Default::default()
    };
    world.make_stream(config)?;
    let subject = Subject::from_static("consume.all");
    let subjects = (0..MESSAGES).map(|_| subject.clone());
    world.fill(STREAM, subjects, Bytes::from_static(&[b'x'; 128]))?;
    Ok(vec![
        pulled(world, Acks::None),
        pulled(world, Acks::Each),
        fetched(world, 100, Acks::None),
        fetched(world, 100, Acks::Each),
        fetched(world, 500, Acks::None),
        fetched(world, 500, Acks::Each),
        replayed(world),
    ])
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Acks {
    None,
    Each,
}

impl Acks {
    fn word(self) -> &'static str {
        match self {
            Self::None => "no ack",
            Self::Each => "explicit ack",
        }
    }
}

fn pulled(world: &Arc<World>, acks: Acks) -> Row {
    let many = match acks {
        Acks::None => PULLED,
        Acks::Each => FEW,
    };
    let row = Row::new(format!("consume, continuous pull, {}", acks.word()))
        .each(many)
        .contender(
            THEIRS,
            passes(world, move |world| async move {
                let consumer = theirs(&world, many, acks).await?;
                let mut messages = consumer.messages().await?;
                let mut taken = 0;
                while taken < many {
                    let message = match messages.next().await.ok_or("it ended")? {
                        Ok(message) => message,
                        // It stalls now and then, and goes on half a minute later.
                        Err(error) if error.kind() == MessagesErrorKind::MissingHeartbeat => {
                            continue;
                        }
                        Err(error) => return Err(error.into()),
                    };
                    taken += 1;
                    if acks == Acks::Each {
                        message.ack().await?;
                    }
                    black_box(message);
                }
                drop(messages);
                delete(&world, &consumer.cached_info().name).await
            }),
        )
        .contender(
            OURS,
            passes(world, move |world| async move {
                let consumer = ours(&world, many, acks).await?;
                let mut messages = consumer.messages().open().await?;
                for _ in 0..many {
                    let message = messages.try_next().await?.ok_or("it ended")?;
                    if acks == Acks::Each {
                        message.ack().await?;
                    }
                    black_box(message);
                }
                drop(messages);
                delete(&world, consumer.consumer().name()).await
            }),
        )
        .contender(
            CORE,
            passes(world, move |world| async move {
                let consumer = theirs(&world, many, acks).await?;
                let name = &consumer.cached_info().name;
                take_by_pulls(&world.client, name, many, acks).await?;
                delete(&world, name).await
            }),
        );
    match acks {
        Acks::None => {
            row.ratio(Measure::Time, OURS, THEIRS, 0.6)
                .bound(Measure::Allocations, OURS, 2.2)
        }
        Acks::Each => {
            row.ratio(Measure::Time, OURS, THEIRS, 1.0)
                .bound(Measure::Allocations, OURS, 3.2)
        }
    }
}

fn fetched(world: &Arc<World>, batch: u32, acks: Acks) -> Row {
    let row = Row::new(format!("consume, fetch {batch}, {}", acks.word()))
        .each(FEW)
        .contender(
            CORE,
            passes(world, move |world| async move {
                let consumer = theirs(&world, FEW, acks).await?;
                let name = &consumer.cached_info().name;
                take_by_fetches(&world.client, name, batch, acks).await?;
                delete(&world, name).await
            }),
        )
        .contender(
            OURS,
            passes(world, move |world| async move {
                let consumer = ours(&world, FEW, acks).await?;
                for _ in 0..FEW / batch {
                    let fetched = consumer.fetch(batch.into()).await?;
                    enough(fetched.messages.len(), batch)?;
                    for message in fetched {
                        if acks == Acks::Each {
                            message.ack().await?;
                        }
                        black_box(message);
                    }
                }
                delete(&world, consumer.consumer().name()).await
            }),
        )
        .contender(
            THEIRS,
            passes(world, move |world| async move {
                let consumer = theirs(&world, FEW, acks).await?;
                let many = usize::try_from(batch)?;
                for _ in 0..FEW / batch {
                    let mut came = 0;
                    let mut messages = consumer.fetch().max_messages(many).messages().await?;
                    while let Some(message) = messages.try_next().await? {
                        came += 1;
                        if acks == Acks::Each {
                            message.ack().await?;
                        }
                        black_box(message);
                    }
                    enough(came, batch)?;
                }
                delete(&world, &consumer.cached_info().name).await
            }),
        );
    match acks {
        Acks::None => row.ratio(Measure::Time, OURS, CORE, 1.05),
        Acks::Each => row.ratio(Measure::Time, OURS, THEIRS, 1.0),
    }
}

fn replayed(world: &Arc<World>) -> Row {
    Row::new(format!("consume, ordered replay of {MESSAGES}"))
        .each(MESSAGES)
        .contender(
            CORE,
            passes(world, move |world| async move {
                let wanted = push::Config::default();
                take_pushed(&world, STREAM, wanted, MESSAGES).await
            }),
        )
        .contender(
            OURS,
            passes(world, move |world| async move {
                let consumer = world.ours.stream(STREAM)?.ordered_consumer();
                let mut messages = consumer.open().await?;
                for _ in 0..MESSAGES {
                    black_box(messages.try_next().await?.ok_or("it ended")?);
                }
                messages.close().await?;
                Ok(())
            }),
        )
        .contender(
            "async-nats ordered pull",
            passes(world, move |world| async move {
                let stream = world.theirs.get_stream_no_info(STREAM).await?;
                let config = pull::OrderedConfig::default();
                let consumer = stream.create_consumer(config).await?;
                let mut messages = consumer.messages().await?;
                for _ in 0..MESSAGES {
                    black_box(messages.try_next().await?.ok_or("it ended")?);
                }
                Ok(())
            }),
        )
        .contender(
            "async-nats ordered push",
            passes(world, move |world| async move {
                let stream = world.theirs.get_stream_no_info(STREAM).await?;
                let config = push::OrderedConfig {
                    deliver_subject: world.client.new_inbox(),
                    ..Default::default()
                };
                let consumer = stream.create_consumer(config).await?;
                let mut messages = consumer.messages().await?;
                for _ in 0..MESSAGES {
                    black_box(messages.try_next().await?.ok_or("it ended")?);
                }
                Ok(())
            }),
        )
        .ratio(Measure::Time, OURS, CORE, 1.05)
        .ratio(Measure::Cpu, OURS, CORE, 1.2)
}

/// Passes over the stream, one after the other.
fn passes<F, P>(world: &Arc<World>, pass: P) -> impl Fn(u32) -> Outcome + use<F, P>
where
    F: Future<Output = Outcome> + Send + 'static,
    P: Fn(Arc<World>) -> F + Copy + Send + 'static,
{
    let world = world.clone();
    move |times| {
        let each = world.clone();
        world.one_by_one(times, move || pass(each.clone()))
    }
}

/// A consumer by `async-nats` of so many messages, the last ones.
async fn theirs(world: &World, many: u32, acks: Acks) -> Outcome<consumer::Consumer<pull::Config>> {
    let stream = world.theirs.get_stream_no_info(STREAM).await?;
    let config = pull::Config {
        ack_policy: match acks {
            Acks::None => AckPolicy::None,
            Acks::Each => AckPolicy::Explicit,
        },
        deliver_policy: DeliverPolicy::ByStartSequence {
            start_sequence: first_of(many),
        },
        ..Default::default()
    };
    Ok(stream.create_consumer(config).await?)
}

/// The same by ours.
async fn ours(world: &World, many: u32, acks: Acks) -> Outcome<PullConsumer> {
    let config = PullConfig::unnamed().start(Start::Sequence(first_of(many)));
    let config = match acks {
        Acks::None => config.ack_policy(jsapi::AckPolicy::None),
        Acks::Each => config,
    };
    let stream = world.ours.stream(STREAM)?;
    Ok(stream.create_pull_consumer(config).await?)
}

fn first_of(many: u32) -> u64 {
    u64::from(MESSAGES - many) + 1
}

async fn delete(world: &World, consumer: &str) -> Outcome {
    let stream = world.theirs.get_stream_no_info(STREAM).await?;
    stream.delete_consumer(consumer).await?;
    Ok(())
}

fn enough(came: usize, batch: u32) -> Outcome {
    if came == usize::try_from(batch)? {
        return Ok(());
    }
    Err(format!("{came} of {batch} fetched").into())
}

/// Where a consumer is pulled from.
fn pulls_of(consumer: &str) -> Subject {
    format!("$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{consumer}").into()
}

/// Pulls 5,000 at a time with the bare connection, ahead of what is taken.
async fn take_by_pulls(client: &Client, consumer: &str, many: u32, acks: Acks) -> Outcome {
    const BATCH: u32 = 5_000;
    let subject = pulls_of(consumer);
    let inbox = Subject::from(client.new_inbox());
    let mut messages = client.subscribe(inbox.clone()).await?;
    let body = Bytes::from(format!(r#"{{"batch":{BATCH},"expires":30000000000}}"#));
    let (mut taken, mut coming) = (0, 0);
    while taken < many {
        if coming <= BATCH / 2 {
            client
                .publish_with_reply(subject.clone(), inbox.clone(), body.clone())
                .await?;
            coming += BATCH;
        }
        let message = messages.next().await.ok_or("it ended")?;
        if let Some(status) = message.status {
            return Err(format!("status {status}").into());
        }
        taken += 1;
        coming -= 1;
        if acks == Acks::Each {
            let reply = message.reply.clone().ok_or("no reply subject")?;
            client.publish(reply, Bytes::from_static(b"+ACK")).await?;
        }
        black_box(message);
    }
    Ok(())
}

/// Fetches with the bare connection, over one subscription.
async fn take_by_fetches(client: &Client, consumer: &str, batch: u32, acks: Acks) -> Outcome {
    let subject = pulls_of(consumer);
    let inbox = Subject::from(client.new_inbox());
    let mut messages = client.subscribe(inbox.clone()).await?;
    let body = Bytes::from(format!(r#"{{"batch":{batch},"no_wait":true}}"#));
    for _ in 0..FEW / batch {
        client
            .publish_with_reply(subject.clone(), inbox.clone(), body.clone())
            .await?;
        for _ in 0..batch {
            let message = messages.next().await.ok_or("it ended")?;
            if let Some(status) = message.status {
                return Err(format!("status {status}").into());
            }
            if acks == Acks::Each {
                let reply = message.reply.clone().ok_or("no reply subject")?;
                client.publish(reply, Bytes::from_static(b"+ACK")).await?;
            }
            black_box(message);
        }
    }
    Ok(())
}

/// Has so many messages pushed to the bare connection, and answers flow control.
pub(crate) async fn take_pushed(
    world: &World,
    stream: &str,
    wanted: push::Config,
    many: u32,
) -> Outcome {
    let client = &world.client;
    let inbox = client.new_inbox();
    let stream = world.theirs.get_stream_no_info(stream).await?;
    let consumer = stream
        .create_consumer(push::Config {
            deliver_subject: inbox.clone(),
            ack_policy: AckPolicy::None,
            flow_control: true,
            idle_heartbeat: Duration::from_secs(5),
            memory_storage: true,
            num_replicas: 1,
            ..wanted
        })
        .await?;
    // Nothing comes before that, and too much could while the answer is waited for.
    let mut messages = client.subscribe(inbox).await?;
    let mut taken = 0;
    while taken < many {
        let message = messages.next().await.ok_or("it ended")?;
        if message.status.is_none() {
            taken += 1;
        } else if let Some(reply) = message.reply.clone() {
            client.publish(reply, Bytes::new()).await?;
        }
        black_box(message);
    }
    stream.delete_consumer(&consumer.cached_info().name).await?;
    Ok(())
}
