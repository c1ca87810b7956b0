//! Whole operations with a real server, whose messages arrive changed.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::{StreamExt, stream};
use jsapi::StreamConfig;
use jsapi_client::kv::KvConfig;
use jsapi_client::object::ObjectStoreConfig;
use jsapi_client::publish::PublishOptions;
use jsapi_client::{Context, PullConfig};
use jsapi_test_server::{Server, Version};
use jsapi_tests::hostile::mutate::{self, Random};
use jsapi_tests::hostile::{Frame, Relay};
use jsapi_tests::{Outcome, noise};
use tokio::task::block_in_place;
use tokio::time::timeout;

use crate::{HANGS, context, count_panics, no_panics, seed, times};

const SECOND: Duration = Duration::from_secs(1);

/// The content of the object that is read.
fn object() -> Bytes {
    noise(300_000)
}

/// Fills a server with what the sessions read.
async fn fill(ctx: &Context) -> Outcome {
    let config = StreamConfig::new("HOSTILE").with_subjects(["hostile.>"]);
    ctx.create_stream(config).await?;
    for number in 0..30 {
        ctx.publish("hostile.a", number.to_string()).await?;
    }
    let bucket = ctx.create_key_value(&KvConfig::new("HOSTILE")).await?;
    for number in 0..20 {
        bucket.put(format!("k{number}"), "value").await?;
    }
    let config = ObjectStoreConfig::new("HOSTILE");
    let store = ctx.create_object_store(&config).await?;
    store.put_bytes("o", object()).await?;
    Ok(())
}

type Session = fn(Context) -> BoxFuture<'static, Outcome>;

/// What clients do. An error is fine; what is wrong in a success is a panic.
const SESSIONS: &[(&str, Session)] = &[
    ("read an ordered consumer", |ctx| {
        Box::pin(async move {
            let ordered = ctx.stream("HOSTILE")?.ordered_consumer();
            let mut messages = ordered.max_outage(2 * SECOND).open().await?;
            let mut last = 0;
            while last < 30 {
                let Some(message) = messages.next().await else {
                    break;
                };
                let sequence = message?.metadata()?.stream_sequence;
                assert!(sequence > last, "{sequence} after {last}");
                last = sequence;
            }
            Ok(())
        })
    }),
    ("pull and acknowledge", |ctx| {
        Box::pin(async move {
            let stream = ctx.stream("HOSTILE")?;
            let config = PullConfig::unnamed().ack_wait(SECOND);
            let worker = stream.create_pull_consumer(config).await?;
            let mut messages = worker.messages().max_messages(10).open().await?;
            for _ in 0..30 {
                let Some(message) = messages.next().await else {
                    break;
                };
                message?.ack_sync().await?;
            }
            Ok(())
        })
    }),
    ("get an object", |ctx| {
        Box::pin(async move {
            let store = ctx.object_store("HOSTILE")?;
            let mut content = store.get("o").max_outage(2 * SECOND).await?;
            let mut bytes = Vec::new();
            while let Some(chunk) = content.next_chunk().await? {
                bytes.extend_from_slice(&chunk);
            }
            assert!(bytes == object(), "{} other bytes", bytes.len());
            Ok(())
        })
    }),
    ("list and watch objects", |ctx| {
        Box::pin(async move {
            let store = ctx.object_store("HOSTILE")?;
            store.info("o").await?;
            let mut watch = store.watch().max_outage(2 * SECOND).open().await?;
            drop(watch.next().await);
            Ok(())
        })
    }),
    ("list keys", |ctx| {
        Box::pin(async move {
            let bucket = ctx.key_value("HOSTILE")?;
            let keys = bucket.keys().await?;
            assert!(keys.len() <= 21, "{keys:?}");
            bucket.history("k1").await?;
            bucket.get("k2").await?;
            Ok(())
        })
    }),
    ("watch keys", |ctx| {
        Box::pin(async move {
            let bucket = ctx.key_value("HOSTILE")?;
            let mut watch = bucket.watch_all().max_outage(2 * SECOND).open().await?;
            for _ in 0..20 {
                let Some(entry) = watch.next().await else {
                    break;
                };
                drop(entry?);
            }
            Ok(())
        })
    }),
    ("publish, and publish a batch", |ctx| {
        Box::pin(async move {
            let options = PublishOptions::new().timeout(2 * SECOND);
            let publisher = ctx.publisher().publish_options(options).open().await?;
            for number in 0..20 {
                drop(publisher.publish("sink.a", number.to_string()).await?);
            }
            publisher.drain().await;
            Ok(())
        })
    }),
    ("list streams and consumers", |ctx| {
        Box::pin(async move {
            ctx.stream("HOSTILE")?.info().await?;
            let mut names = ctx.stream_names();
            while let Some(name) = names.next().await {
                drop(name?);
            }
            ctx.account_info().await?;
            Ok(())
        })
    }),
];

/// Changes one message in a way that the number of the case decides.
fn change(mut frame: Frame, random: &mut Random) -> Vec<Frame> {
    match random.below(8) {
        0 => Vec::new(),
        1 => vec![frame.clone(), frame],
        2 => {
            frame.payload.truncate(random.below(frame.payload.len()));
            vec![frame]
        }
        3 => {
            if let Some(reply) = &frame.reply {
                frame.reply = Some(mutate::subject(reply, random));
            }
            vec![frame]
        }
        4 => {
            frame.headers = mutate::headers(&frame.headers, random);
            vec![frame]
        }
        5 => {
            let mut other = frame.clone();
            other.payload = random
                .pick(&["", "+OK", "{}", "null", "-1"])
                .as_bytes()
                .to_vec();
            vec![other]
        }
        _ => {
            if let Ok(text) = String::from_utf8(frame.payload.clone())
                && text.starts_with('{')
            {
                frame.payload = mutate::json(&text, random).bytes;
            } else {
                frame.headers = mutate::headers(&frame.headers, random);
            }
            vec![frame]
        }
    }
}

/// Runs a session, and returns the number of messages that the server sent.
///
/// Message `from` arrives changed, and after it each message at the distance `every`.
async fn session(
    port: u16,
    session: Session,
    case: u64,
    from: usize,
    every: usize,
) -> Outcome<usize> {
    let relay = Relay::start(port).await?;
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    let mut random = Random::new(case);
    relay.meddle(move |frame| {
        let number = counted.fetch_add(1, Ordering::SeqCst);
        let is_meant = number == from || number > from && (number - from).is_multiple_of(every);
        match is_meant {
            true => change(frame, &mut random),
            false => vec![frame],
        }
    });
    let ctx = context(relay.url(), SECOND).await?;
    drop(session(ctx.clone()).await);
    Ok(count.load(Ordering::SeqCst))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn operations_end_without_a_panic_or_wrong_bytes_when_messages_arrive_changed() -> Outcome {
    count_panics();
    let server = block_in_place(|| Server::shared(Version::NEWEST))?;
    fill(&context(&server.url(), 20 * SECOND).await?).await?;
    let port = server.port();
    let sink = StreamConfig::new("SINK").with_subjects(["sink.>"]);
    context(&server.url(), 20 * SECOND)
        .await?
        .create_stream(sink)
        .await?;

    let mut cases = Vec::new();
    for (name, run) in SESSIONS {
        // Unchanged, each of them succeeds.
        let relay = Relay::start(port).await?;
        let clean = timeout(HANGS, run(context(relay.url(), 20 * SECOND).await?)).await;
        clean.map_err(|_| format!("{name} hangs"))??;
        let sent = session(port, *run, 0, usize::MAX, 1).await?;
        assert!(sent > 0, "{name}");
        for case in 0..24 * times() as u64 {
            cases.push((*name, *run, sent, case));
        }
    }
    let runs = stream::iter(cases).map(|(name, run, sent, case)| async move {
        let mut random = Random::new(seed() * 1_000 + case);
        let from = random.below(sent);
        // Only once, now and then, or all.
        let every = *random.pick(&[&usize::MAX, &7, &1]);
        let ended = timeout(HANGS, session(port, run, seed() + case, from, every)).await;
        ended.map_err(|_| format!("{name}, case {case} (from {from}, every {every}) hangs"))??;
        Outcome::Ok(())
    });
    let results: Vec<_> = runs.buffer_unordered(16).collect().await;
    results.into_iter().collect::<Outcome>()?;
    no_panics();
    Ok(())
}
