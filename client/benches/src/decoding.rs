//! From the bytes of a reply to typed values.

use std::hint::black_box;

use async_nats::jetstream::response::Response;
use async_nats::jetstream::{consumer, stream};
use jsapi::{
    ConsumerInfoRequest, ConsumerListRequest, Request, StreamInfoRequest, StreamListRequest,
};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use crate::reply;
use crate::row::{Measure, Outcome, Row};

/// What `async-nats` reads a page of streams into, and keeps to itself.
#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "read and dropped")]
struct StreamInfoPage {
    total: usize,
    streams: Option<Vec<stream::Info>>,
}

/// What `async-nats` reads a page of consumers into, and keeps to itself.
#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "read and dropped")]
struct ConsumerInfoPage {
    total: usize,
    consumers: Option<Vec<consumer::Info>>,
}

/// All replies that are read.
///
/// # Errors
/// When a recorded reply cannot be read by someone.
pub fn rows() -> Outcome<Vec<Row>> {
    Ok(vec![
        row::<StreamInfoRequest, stream::Info>("stream info", reply::STREAM_INFO)?,
        row::<StreamInfoRequest, stream::Info>(
            "stream info, replicated",
            reply::STREAM_INFO_REPLICATED,
        )?,
        row::<ConsumerInfoRequest, consumer::Info>("consumer info", reply::CONSUMER_INFO)?,
        row::<ConsumerInfoRequest, consumer::Info>(
            "consumer info, replicated",
            reply::CONSUMER_INFO_REPLICATED,
        )?,
        row::<StreamListRequest, StreamInfoPage>(
            "stream list, 256 plain",
            reply::plain_stream_page()?,
        )?,
        row::<StreamListRequest, StreamInfoPage>(
            "stream list, 256 mixed",
            reply::mixed_stream_page()?,
        )?,
        row::<ConsumerListRequest, ConsumerInfoPage>(
            "consumer list, 256 plain",
            reply::plain_consumer_page()?,
        )?,
        row::<ConsumerListRequest, ConsumerInfoPage>(
            "consumer list, 256 mixed",
            reply::mixed_consumer_page()?,
        )?,
    ])
}

fn row<R: Request + 'static, P: DeserializeOwned + 'static>(
    name: &str,
    reply: impl Into<String>,
) -> Outcome<Row> {
    let reply = reply.into();
    ours::<R>(reply.as_bytes())?;
    theirs::<P>(reply.as_bytes())?;
    let of = |read: fn(&[u8]) -> Outcome| {
        let reply = reply.clone();
        move |times| {
            for _ in 0..times {
                read(black_box(reply.as_bytes()))?;
            }
            Ok(())
        }
    };
    Ok(Row::new(format!("decode {name}, {} bytes", reply.len()))
        .contender("async-nats", of(theirs::<P>))
        .contender("jsapi", of(ours::<R>))
        .contender("Value", of(json::<Value>))
        .contender("IgnoredAny", of(json::<IgnoredAny>))
        .ratio(Measure::Time, "jsapi", "async-nats", 0.6))
}

/// Checks the type, looks for an error and keeps unknown fields.
fn ours<R: Request>(reply: &[u8]) -> Outcome {
    black_box(jsapi::decode::<R>(reply)?);
    Ok(())
}

/// As `Context::request` of `async-nats` does it, and who calls that.
fn theirs<P: DeserializeOwned>(reply: &[u8]) -> Outcome {
    match serde_json::from_slice::<Response<P>>(reply)? {
        Response::Ok(page) => {
            black_box(page);
            Ok(())
        }
        Response::Err { error } => Err(error.into()),
    }
}

fn json<T: DeserializeOwned>(reply: &[u8]) -> Outcome {
    black_box(serde_json::from_slice::<T>(reply)?);
    Ok(())
}
