//! Many answers: all streams, all consumers of a stream, all names.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, TryStreamExt};
use jsapi::{ConsumerListRequest, Page, PagedRequest, StreamListRequest, StreamNamesRequest};

use crate::row::{Measure, Outcome, Row};
use crate::world::{CONSUMERS, STREAMS, WITH_CONSUMERS, World};

const PAGES: &str = "pages unparsed";
const THEIRS: &str = "async-nats";
const OURS: &str = "jsapi-client";

/// The listings, each of everything that there is.
///
/// # Errors
/// When the stream with consumers cannot be found.
pub fn rows(world: &Arc<World>) -> Outcome<Vec<Row>> {
    Ok(vec![streams(world)?, consumers(world)?, names(world)?])
}

/// A row of which one piece is one entry.
///
/// A listing takes some 10 ms: to count it as often as other work took minutes.
fn row(name: String, entries: usize) -> Outcome<Row> {
    Ok(Row::new(name)
        .each(u32::try_from(entries)?)
        .counted(4)
        .spell(Duration::from_millis(250)))
}

fn streams(world: &Arc<World>) -> Outcome<Row> {
    Ok(row(format!("list {STREAMS} streams"), STREAMS)?
        .contender(THEIRS, {
            let (world, context) = (world.clone(), world.theirs.clone());
            move |times| {
                let context = context.clone();
                world.one_by_one(times, move || all(context.streams(), STREAMS))
            }
        })
        .contender(OURS, listed(world, StreamListRequest::new(), STREAMS))
        .contender(PAGES, unparsed(world, "STREAM.LIST", STREAMS, 256))
        .ratio(Measure::Time, OURS, THEIRS, 0.65)
        .ratio(Measure::Cpu, OURS, THEIRS, 0.6))
}

fn consumers(world: &Arc<World>) -> Outcome<Row> {
    let stream = Arc::new(world.get_stream_no_info(WITH_CONSUMERS)?);
    let operation = format!("CONSUMER.LIST.{WITH_CONSUMERS}");
    Ok(row(format!("list {CONSUMERS} consumers"), CONSUMERS)?
        .contender(THEIRS, {
            let world = world.clone();
            move |times| {
                let stream = stream.clone();
                world.one_by_one(times, move || {
                    let stream = stream.clone();
                    async move { all(stream.consumers(), CONSUMERS).await }
                })
            }
        })
        .contender(
            OURS,
            listed(world, ConsumerListRequest::new(WITH_CONSUMERS), CONSUMERS),
        )
        .contender(PAGES, unparsed(world, &operation, CONSUMERS, 256))
        .ratio(Measure::Time, OURS, THEIRS, 0.75)
        .ratio(Measure::Cpu, OURS, THEIRS, 0.6))
}

fn names(world: &Arc<World>) -> Outcome<Row> {
    Ok(row(format!("names of {STREAMS} streams"), STREAMS)?
        .contender(PAGES, unparsed(world, "STREAM.NAMES", STREAMS, 1024))
        .contender(OURS, listed(world, StreamNamesRequest::new(), STREAMS))
        .contender(THEIRS, {
            let (world, context) = (world.clone(), world.theirs.clone());
            move |times| {
                let context = context.clone();
                world.one_by_one(times, move || all(context.stream_names(), STREAMS))
            }
        })
        .ratio(Measure::Time, OURS, PAGES, 1.05))
}

/// Lists everything that a request selects: `many` items.
fn listed<R>(world: &Arc<World>, request: R, many: usize) -> impl Fn(u32) -> Outcome + use<R>
where
    R: PagedRequest<Response: Page<Item: Send>> + Clone,
{
    let (world, context) = (world.clone(), world.ours.clone());
    move |times| {
        let (context, request) = (context.clone(), request.clone());
        world.one_by_one(times, move || all(context.items(request.clone()), many))
    }
}

/// Takes all there is, which is so many.
async fn all<S: Stream<Item = Result<T, E>>, T, E>(items: S, many: usize) -> Outcome
where
    E: std::error::Error + Send + Sync + 'static,
{
    let found: Vec<T> = items.try_collect().await?;
    if found.len() != many {
        return Err(format!("{} of {many} listed", found.len()).into());
    }
    black_box(found);
    Ok(())
}

/// One page after the other, by one who knows how many there are and reads none.
fn unparsed(
    world: &Arc<World>,
    operation: &str,
    many: usize,
    limit: usize,
) -> impl Fn(u32) -> Outcome + use<> {
    let (world, client) = (world.clone(), world.client.clone());
    let subject = async_nats::Subject::from(format!("$JS.API.{operation}"));
    move |times| {
        let (client, subject) = (client.clone(), subject.clone());
        world.one_by_one(times, move || {
            let (client, subject) = (client.clone(), subject.clone());
            async move {
                for offset in (0..many).step_by(limit) {
                    let body = match offset {
                        0 => Bytes::new(),
                        _ => Bytes::from(format!(r#"{{"offset":{offset}}}"#)),
                    };
                    black_box(client.request(subject.clone(), body).await?);
                }
                Ok(())
            }
        })
    }
}
