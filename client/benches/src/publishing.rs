//! Into a stream: one message after the other, many at once, as fast as it goes.
//!
//! The server is [`World::empty`], where each row makes a stream of its own that is
//! emptied before each spell.

use std::sync::Arc;

use async_nats::Subject;
use async_nats::jetstream::stream::{Config, DiscardPolicy, StorageType};
use bytes::Bytes;

use crate::row::{Measure, Outcome, Row};
use crate::world::World;

const THEIRS: &str = "async-nats";
const OURS: &str = "jsapi-client";
const CORE: &str = "core request";

/// All that publishes.
///
/// # Errors
/// When a stream cannot be made.
pub fn rows(world: &Arc<World>) -> Outcome<Vec<Row>> {
    Ok(vec![awaited(world)?])
}

/// A stream, where messages go, and what they carry.
#[derive(Clone)]
struct Load {
    world: Arc<World>,
    stream: String,
    subject: Subject,
    payload: Bytes,
}

impl Load {
    fn new(world: &Arc<World>, storage: StorageType, size: usize, name: &str) -> Outcome<Self> {
        let stream = format!("PUBLISH-{name}");
        let subject = format!("publish.{name}");
        world.make_stream(Config {
            name: stream.clone(),
            subjects: vec![subject.clone()],
            storage,
            // More than is published between two times it is emptied.
            max_bytes: 512 << 20,
            discard: DiscardPolicy::Old,
            allow_batch_publish: true,
            allow_atomic_publish: true,
            ..Default::default()
        })?;
        Ok(Self {
            world: world.clone(),
            stream,
            subject: subject.into(),
            payload: vec![b'x'; size].into(),
        })
    }

    fn row(&self, name: String) -> Row {
        let Self { world, stream, .. } = self.clone();
        Row::new(name).before(move || world.purge(&stream))
    }
}

fn awaited(world: &Arc<World>) -> Outcome<Row> {
    let load = Load::new(world, StorageType::Memory, 128, "awaited")?;
    Ok(load
        .row("publish, awaited one by one".to_owned())
        .contender(THEIRS, {
            let load = load.clone();
            move |times| {
                let context = load.world.theirs.clone();
                let Load {
                    subject, payload, ..
                } = load.clone();
                load.world.run(async move {
                    for _ in 0..times {
                        let sent = context.publish(subject.clone(), payload.clone()).await?;
                        sent.await?;
                    }
                    Ok(())
                })
            }
        })
        .contender(OURS, {
            let load = load.clone();
            move |times| {
                let context = load.world.ours.clone();
                let Load {
                    subject, payload, ..
                } = load.clone();
                load.world.run(async move {
                    for _ in 0..times {
                        context.publish(subject.clone(), payload.clone()).await?;
                    }
                    Ok(())
                })
            }
        })
        .contender(CORE, {
            let load = load.clone();
            move |times| {
                let client = load.world.client.clone();
                let Load {
                    subject, payload, ..
                } = load.clone();
                load.world.run(async move {
                    for _ in 0..times {
                        client.request(subject.clone(), payload.clone()).await?;
                    }
                    Ok(())
                })
            }
        })
        .ratio(Measure::Time, OURS, THEIRS, 1.0)
        .bound(Measure::Allocations, OURS, 10.0))
}
