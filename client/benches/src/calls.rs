//! One question, one answer: a stream's info.

use std::hint::black_box;
use std::sync::Arc;

use bytes::Bytes;
use jsapi::StreamInfoRequest;

use crate::row::{Measure, Outcome, Row};
use crate::world::{STREAM, World};

/// A stream's info, one at a time and many at once.
///
/// # Errors
/// When the stream cannot be found.
pub fn rows(world: &Arc<World>) -> Outcome<Vec<Row>> {
    Ok(vec![
        row(world, "stream info, one at a time", 1)?,
        row(world, "stream info, 256 at once", 256)?,
    ])
}

fn row(world: &Arc<World>, name: &str, at_once: u32) -> Outcome<Row> {
    let bare = {
        let world = world.clone();
        let client = world.client.clone();
        let subject = async_nats::Subject::from(format!("$JS.API.STREAM.INFO.{STREAM}"));
        move |times| {
            let (client, subject) = (client.clone(), subject.clone());
            world.at_once(times, at_once, move || {
                let (client, subject) = (client.clone(), subject.clone());
                async move {
                    black_box(client.request(subject, Bytes::new()).await?);
                    Ok(())
                }
            })
        }
    };
    let decoded = {
        let world = world.clone();
        let client = world.client.clone();
        let subject = async_nats::Subject::from(format!("$JS.API.STREAM.INFO.{STREAM}"));
        move |times| {
            let (client, subject) = (client.clone(), subject.clone());
            world.at_once(times, at_once, move || {
                let (client, subject) = (client.clone(), subject.clone());
                async move {
                    let reply = client.request(subject, Bytes::new()).await?;
                    black_box(jsapi::decode::<StreamInfoRequest>(&reply.payload)?);
                    Ok(())
                }
            })
        }
    };
    let get_info = {
        let world = world.clone();
        let stream = Arc::new(world.get_stream_no_info(STREAM)?);
        move |times| {
            let stream = stream.clone();
            world.at_once(times, at_once, move || {
                let stream = stream.clone();
                async move {
                    black_box(stream.get_info().await?);
                    Ok(())
                }
            })
        }
    };
    let get_stream = {
        let world = world.clone();
        let context = Arc::new(world.theirs.clone());
        move |times| {
            let context = context.clone();
            world.at_once(times, at_once, move || {
                let context = context.clone();
                async move {
                    black_box(context.get_stream(STREAM).await?);
                    Ok(())
                }
            })
        }
    };
    let ours = {
        let world = world.clone();
        let context = world.ours.clone();
        move |times| {
            let context = context.clone();
            world.at_once(times, at_once, move || {
                let context = context.clone();
                async move {
                    let request = StreamInfoRequest::new(STREAM);
                    black_box(context.call(&request).await?);
                    Ok(())
                }
            })
        }
    };
    Ok(Row::new(name)
        .contender("bare request", bare)
        .contender("bare request, decoded", decoded)
        .contender("jsapi-client", ours)
        .contender("async-nats get_info", get_info)
        .contender("async-nats get_stream", get_stream)
        .ratio(Measure::Cpu, "jsapi-client", "bare request", 1.2)
        .ratio(Measure::Instructions, "jsapi-client", "bare request", 2.2)
        .bound(Measure::Allocations, "jsapi-client", 25.0))
}
