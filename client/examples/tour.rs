//! A walk through the JetStream API, against a real server.
//!
//! `cargo run --example tour` finds or fetches a server, starts it on a free
//! port of this machine with a store of its own, and ends it afterwards. With
//! `NATS_URL` it visits yours, where it makes streams called `TOUR_...` and the
//! bucket `TOUR_SESSIONS`, and removes them again.
#![allow(clippy::print_stdout)]

use std::env;
use std::error::Error;
use std::time::Duration;

use futures_util::TryStreamExt;
use jsapi::{
    AckPolicy, ConsumerConfig, ErrorCode, RetentionPolicy, StreamConfig, StreamInfoRequest,
    StreamNamesRequest,
};
use jsapi_client::kv::KvConfig;
use jsapi_client::{Context, MessageQuery, Purge};
use jsapi_test_server::{Options, Server};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome {
    let (_server, url) = match env::var("NATS_URL") {
        Ok(url) => (None, url),
        Err(_) => {
            let server = Server::start(&Options::new())?;
            println!("started {server} on {}", server.url());
            let url = server.url();
            (Some(server), url)
        }
    };
    let client = async_nats::connect(&url).await?;
    // A context is cheap: making one asks nothing.
    let ctx = Context::new(client);
    clean_up(&ctx).await?;

    account(&ctx).await?;
    streams(&ctx).await?;
    messages(&ctx).await?;
    nothing_is_lost(&ctx).await?;
    consumers(&ctx).await?;
    key_value(&ctx).await?;
    errors(&ctx).await?;
    paging(&ctx).await?;

    title("Clean up");
    clean_up(&ctx).await?;
    println!("all TOUR_ streams are gone");
    Ok(())
}

fn title(text: &str) {
    println!("\n== {text}");
}

/// Requests are values: the same call takes any of them.
async fn account(ctx: &Context) -> Outcome {
    title("Account");
    let info = ctx.account_info().await?;
    println!(
        "{} streams and {} consumers; the server speaks API level {}",
        info.streams,
        info.consumers,
        info.api
            .level
            .map_or("none".to_owned(), |level| level.to_string()),
    );
    Ok(())
}

async fn streams(ctx: &Context) -> Outcome {
    title("Streams");
    let config = StreamConfig::new("TOUR_ORDERS")
        .with_subjects(["tour.orders.>"])
        .with_retention(RetentionPolicy::Limits)
        .with_max_age(Duration::from_secs(3600))
        .with_allow_direct(true)
        .with_metadata([("team", "shop")]);
    println!(
        "asks STREAM.CREATE with {}",
        serde_json::to_string(&config)?
    );
    let stream = ctx.create_stream(config).await?;

    // The handle is a short way to say what `call` says in full.
    let info = ctx.call(&StreamInfoRequest::new("TOUR_ORDERS")).await?;
    println!(
        "{} holds {} messages; the server chose {} replica and {:?} as the duplicate window",
        stream.name(),
        info.state.messages,
        info.config.num_replicas.unwrap_or_default(),
        info.config.duplicate_window.unwrap_or_default(),
    );
    Ok(())
}

async fn messages(ctx: &Context) -> Outcome {
    title("Messages");
    for n in 1..=5 {
        let subject = format!("tour.orders.{}", if n % 2 == 0 { "eu" } else { "us" });
        let ack = ctx.publish(subject, format!("order {n}")).await?;
        println!("stored as {} of {}", ack.seq, ack.stream);
    }
    let once = || ctx.publish("tour.orders.us", "order 6").message_id("6");
    once().await?;
    println!("stored again: {}", !once().await?.duplicate);
    let stream = ctx.stream("TOUR_ORDERS")?;
    let second = stream.get_message(2).await?;
    println!(
        "2 is {:?} on {}",
        String::from_utf8_lossy(&second.payload),
        second.subject
    );
    let last = stream.direct_get_last("tour.orders.us").await?;
    println!(
        "the last of tour.orders.us is {}, read from any replica",
        last.sequence
    );
    let next = stream
        .get_message(MessageQuery::next("tour.orders.*").from(3))
        .await?;
    println!("the first from 3 on is {}", next.sequence);
    let subjects: Vec<_> = stream.subjects(">").try_collect().await?;
    println!("by subject: {subjects:?}");
    let gone = stream
        .purge(Purge::keep(1).filter("tour.orders.eu"))
        .await?;
    println!("purged {gone} of tour.orders.eu, keeping one");
    Ok(())
}

/// What a newer server added survives being read, changed and written back.
async fn nothing_is_lost(ctx: &Context) -> Outcome {
    title("An update that loses nothing");
    let stream = ctx.stream("TOUR_ORDERS")?;
    let before = stream.info().await?.config;
    stream
        .update_with(|config| config.max_msgs = Some(10_000))
        .await?;
    let after = stream.info().await?.config;
    println!("max_msgs: {:?} -> {:?}", before.max_msgs, after.max_msgs);
    let mut same = after.clone();
    same.max_msgs = before.max_msgs;
    println!("everything else is as it was: {}", same == before);

    let newer = r#"{"name":"TOUR","compression":"zstd","warp":{"speed":9}}"#;
    let config: StreamConfig = serde_json::from_str(newer)?;
    println!("a newer server's {newer}");
    println!("is written back as {}", serde_json::to_string(&config)?);
    println!(
        "with `warp` among the unknown fields: {:?}",
        unknown(&config)
    );
    Ok(())
}

fn unknown(config: &StreamConfig) -> Vec<String> {
    jsapi::Model::unknown_fields(config)
}

async fn consumers(ctx: &Context) -> Outcome {
    title("Consumers");
    let stream = ctx.stream("TOUR_ORDERS")?;
    let config = ConsumerConfig::new()
        .with_durable_name("billing")
        .with_ack_policy(AckPolicy::Explicit)
        .with_ack_wait(Duration::from_secs(10))
        .with_filter_subject("tour.orders.us");
    let consumer = stream.create_consumer(config).await?;
    let info = consumer.info().await?;
    println!(
        "{} has {} messages to deliver",
        consumer.name(),
        info.num_pending
    );
    let names: Vec<String> = stream.consumer_names().try_collect().await?;
    println!("consumers of {}: {names:?}", stream.name());

    let billing = consumer.pull();
    let fetched = billing.fetch(10).timeout(Duration::from_secs(1)).await?;
    for message in &fetched.messages {
        println!("  {:?}", String::from_utf8_lossy(&message.payload));
        // Comes back once the server took note of it.
        message.ack_sync().await?;
    }
    println!("the pull ended: {}", fetched.status);
    consumer.delete().await?;

    let mut all = stream.ordered_consumer().open().await?;
    let first = all.try_next().await?.ok_or("the stream is empty")?;
    println!(
        "in the stream's order, from {}",
        first.metadata()?.stream_sequence
    );
    Ok(())
}

/// A bucket is a stream, and a key a subject of it.
async fn key_value(ctx: &Context) -> Outcome {
    title("Key-value");
    let bucket = ctx
        .create_key_value(&KvConfig::new("TOUR_SESSIONS"))
        .await?;
    let revision = bucket.put("amy", "here").await?;
    bucket.update("amy", "gone", revision).await?;
    if let Err(error) = bucket.update("amy", "back", revision).await {
        println!(
            "{error}\n  conflict: {}, now at {:?}",
            error.is_conflict(),
            error.last_sequence()
        );
    }
    if let Some(entry) = bucket.get("amy").await? {
        println!("amy is {:?} at revision {}", entry.value, entry.revision);
    }
    ctx.delete_key_value("TOUR_SESSIONS").await?;
    Ok(())
}

/// Errors say what happened, and whether it may have taken effect.
async fn errors(ctx: &Context) -> Outcome {
    title("Errors");
    if let Err(error) = ctx.get_stream("TOUR_NONE").await {
        println!("{error}");
        println!(
            "  not found: {}, stream not found: {}, may have applied: {}",
            error.is_not_found(),
            error.is(ErrorCode::STREAM_NOT_FOUND),
            error.may_have_applied(),
        );
    }
    if let Err(error) = ctx.stream("TOUR.ORDERS") {
        println!("{error}\n  refused here, nothing was sent");
    }
    // Who does not want an error raised gets the document.
    let request = StreamInfoRequest::new("TOUR_NONE");
    let reply = ctx.call(&request).response().await?;
    println!("the whole document: {}", serde_json::to_string(&reply)?);
    Ok(())
}

async fn paging(ctx: &Context) -> Outcome {
    title("Paging");
    for n in 0..300 {
        let name = format!("TOUR_PAGE_{n}");
        ctx.create_stream(StreamConfig::new(name).with_subjects([format!("tour.page.{n}")]))
            .await?;
    }
    let mut pages = ctx.pages(StreamNamesRequest::new().with_subject("tour.>"));
    while let Some(page) = pages.try_next().await? {
        println!("a page of names: {} of {}", page.streams.len(), page.total);
    }
    let mut count = 0;
    let mut streams = ctx.streams().subject("tour.page.*");
    while let Some(info) = streams.try_next().await? {
        count += usize::from(info.config.name.starts_with("TOUR_PAGE_"));
    }
    println!("{count} streams in pages of 256, read as one");
    Ok(())
}

async fn clean_up(ctx: &Context) -> Outcome {
    let names: Vec<String> = ctx.stream_names().subject("tour.>").try_collect().await?;
    for name in names.iter().filter(|name| name.starts_with("TOUR_")) {
        ctx.delete_stream(name).await?;
    }
    match ctx.delete_key_value("TOUR_SESSIONS").await {
        Err(error) if !error.is_not_found() => return Err(error.into()),
        _ => {}
    }
    Ok(())
}
