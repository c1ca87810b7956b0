//! Replies to pulls, publishes and direct gets.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{StreamExt, stream};
use jsapi_client::{Context, Error};
use jsapi_tests::Outcome;
use jsapi_tests::hostile::mutate::{self, Random};
use jsapi_tests::hostile::{Frame, Server};
use tokio::time::{sleep, timeout};

use crate::{HANGS, context, count_panics, no_panics, seed, times};

const MS: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);

/// Cases that run at the same time: most wait for what does not come.
const AT_ONCE: usize = 32;

/// The number at the end of a name such as `S17`.
fn case_of(subject: &str, begins: &str) -> Option<u64> {
    let rest = subject.split('.').find_map(|it| it.strip_prefix(begins))?;
    rest.parse().ok()
}

/// Deliveries, with what is wrong chosen by the number of the case.
fn deliveries(case: u64, inbox: &str) -> Vec<Frame> {
    let mut random = Random::new(seed() + case);
    let count = 1 + random.below(4);
    (1..=count)
        .map(|number| {
            let ack = format!("$JS.ACK.S{case}.C.1.{number}.{number}.1700000000000000000.0");
            let mut frame = Frame::new(inbox, number.to_string()).with_reply(ack.clone());
            match random.below(4) {
                0 => frame.reply = None,
                1 => frame.reply = Some(mutate::subject(&ack, &mut random)),
                2 => frame.headers = mutate::headers(b"NATS/1.0\r\na: b\r\n\r\n", &mut random),
                _ => {
                    frame.reply = Some(mutate::subject(&ack, &mut random));
                    frame.headers = mutate::headers(b"", &mut random);
                    frame.payload.clear();
                }
            }
            frame
        })
        .collect()
}

async fn is_alive(server: &Server, ctx: &Context) -> Outcome {
    server.answer(|request| match &request.reply {
        Some(to) => vec![Frame::new(to, r#"{"stream":"S","seq":1}"#)],
        None => Vec::new(),
    });
    assert_eq!(ctx.publish("alive", "").await?.seq, 1);
    no_panics();
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fetch_of_hostile_deliveries_ends_in_its_time_and_acknowledges_no_stranger() -> Outcome {
    count_panics();
    let server = Server::start().await?;
    let ctx = context(server.url(), SECOND).await?;
    server.answer(
        |request| match (&request.reply, case_of(&request.subject, "S")) {
            (Some(inbox), Some(case)) if request.subject.contains("MSG.NEXT") => {
                deliveries(case, inbox)
            }
            _ => Vec::new(),
        },
    );
    let cases = 400 * times() as u64;
    let fetches = stream::iter(0..cases).map(|case| {
        let ctx = ctx.clone();
        async move {
            let worker = ctx.stream(format!("S{case}"))?.consumer("C")?.pull();
            let fetch = async { worker.fetch(4).timeout(300 * MS).await };
            let fetched = timeout(HANGS, fetch).await;
            let fetched = fetched.map_err(|_| format!("case {case} hangs"))?;
            let mut acknowledged = 0;
            for message in fetched.into_iter().flat_map(|it| it.messages) {
                match message.ack().await {
                    Ok(_) => acknowledged += 1,
                    Err(Error::Invalid { .. }) => {}
                    Err(error) => return Err(format!("case {case}: {error:?}").into()),
                }
            }
            Outcome::Ok(acknowledged)
        }
    });
    let results: Vec<_> = fetches.buffer_unordered(AT_ONCE).collect().await;
    let acknowledged: usize = results.into_iter().sum::<Outcome<usize>>()?;
    assert!(acknowledged > 50, "{acknowledged}");
    // The acknowledgements went out before this.
    ctx.client().unwrap().flush().await?;
    is_alive(&server, &ctx).await?;
    for sent in server.heard() {
        let subject = &sent.subject;
        let is_ours = subject.starts_with("$JS.API.CONSUMER.") || subject == "alive";
        let is_ack = subject.starts_with("$JS.ACK.") && !subject.contains(['*', '>']);
        assert!(is_ours || is_ack, "{sent:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_consumer_that_gets_hostile_statuses_does_not_pull_without_a_pause() -> Outcome {
    count_panics();
    let server = Server::start().await?;
    let ctx = context(server.url(), SECOND).await?;
    let pulls = Arc::new(Mutex::new(BTreeMap::<u64, usize>::new()));
    let counted = pulls.clone();
    server.answer(move |request| {
        let case = case_of(&request.subject, "S");
        let (Some(inbox), Some(case)) = (&request.reply, case) else {
            return Vec::new();
        };
        if !request.subject.contains("MSG.NEXT") {
            return Vec::new();
        }
        *counted.lock().unwrap().entry(case).or_default() += 1;
        let mut random = Random::new(seed() + case);
        let mut status = Frame::new(inbox, "");
        status.headers = mutate::headers(b"", &mut random);
        vec![status]
    });
    let cases = 100 * times() as u64;
    let readers = stream::iter(0..cases).map(|case| {
        let ctx = ctx.clone();
        async move {
            let worker = ctx.stream(format!("S{case}"))?.consumer("C")?.pull();
            let reading = async {
                let mut messages = worker.messages().max_messages(10).open().await?;
                while let Some(message) = messages.next().await {
                    drop(message);
                }
                Outcome::Ok(())
            };
            // Many go on: their statuses end no consumer.
            drop(timeout(2 * SECOND, reading).await);
            Outcome::Ok(())
        }
    });
    let results: Vec<_> = readers.buffer_unordered(AT_ONCE).collect().await;
    results.into_iter().collect::<Outcome>()?;
    let pulls = pulls.lock().unwrap().clone();
    assert!(pulls.len() as u64 == cases, "{} of {cases}", pulls.len());
    // Four at once, over each of three connections that a status ended; then five in a second.
    let storms: Vec<_> = pulls.iter().filter(|(_, count)| **count > 22).collect();
    assert!(storms.is_empty(), "{storms:?}");
    is_alive(&server, &ctx).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_get_of_a_key_takes_no_message_of_another_subject_or_bucket() -> Outcome {
    count_panics();
    let server = Server::start().await?;
    let ctx = context(server.url(), SECOND).await?;
    server.answer(|request| {
        let case = case_of(&request.subject, "k");
        let (Some(inbox), Some(case)) = (&request.reply, case) else {
            return Vec::new();
        };
        let mut random = Random::new(seed() + case);
        let block = format!(
            "NATS/1.0\r\nNats-Stream: KV_B\r\nNats-Subject: $KV.B.k{case}\r\n\
             Nats-Sequence: 7\r\nNats-Time-Stamp: 2026-12-01T00:00:00Z\r\n\r\n"
        );
        let block = mutate::headers(block.as_bytes(), &mut random);
        vec![Frame::new(inbox, "value").with_headers(block)]
    });
    let bucket = ctx.key_value("B")?;
    let gets = stream::iter(0..400 * times()).map(|case| {
        let bucket = bucket.clone();
        async move {
            let key = format!("k{case}");
            let got = timeout(HANGS, bucket.entry(&key)).await;
            Outcome::Ok(match got.map_err(|_| format!("case {case} hangs"))? {
                Ok(Some(entry)) => {
                    assert_eq!((entry.key(), &entry.value[..]), (&key[..], &b"value"[..]));
                    (1, 0)
                }
                Ok(None) => (0, 0),
                Err(_) => (0, 1),
            })
        }
    });
    let results: Vec<_> = gets.buffer_unordered(AT_ONCE).collect().await;
    let (mut found, mut failed) = (0, 0);
    for result in results {
        let (a_value, a_failure) = result?;
        found += a_value;
        failed += a_failure;
    }
    assert!(found > 20 && failed > 20, "{found} {failed}");
    is_alive(&server, &ctx).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_publish_is_stored_only_by_an_acknowledgement_that_names_stream_and_sequence() -> Outcome
{
    count_panics();
    let server = Server::start().await?;
    let ctx = context(server.url(), SECOND).await?;
    server.answer(|request| {
        let case = case_of(&request.subject, "p");
        let (Some(inbox), Some(case)) = (&request.reply, case) else {
            return Vec::new();
        };
        let mut random = Random::new(seed() + case);
        let ack = mutate::json(r#"{"stream":"S","seq":12,"duplicate":false}"#, &mut random);
        let mut reply = Frame::new(inbox, ack.bytes);
        if random.below(4) == 0 {
            reply.headers = mutate::headers(b"", &mut random);
        }
        vec![reply]
    });
    let publishes = stream::iter(0..400 * times()).map(|case| {
        let ctx = ctx.clone();
        async move {
            let publish = ctx.publish(format!("p{case}"), "x").timeout(500 * MS);
            let told = timeout(HANGS, async { publish.await }).await;
            match told.map_err(|_| format!("case {case} hangs"))? {
                Ok(ack) => {
                    assert!(
                        ack.seq > 0 && !ack.stream.is_empty(),
                        "case {case}: {ack:?}"
                    );
                    Outcome::Ok(1)
                }
                Err(_) => Ok(0),
            }
        }
    });
    let results: Vec<_> = publishes.buffer_unordered(AT_ONCE).collect().await;
    let stored = results.into_iter().sum::<Outcome<usize>>()?;
    assert!(stored > 20, "{stored}");
    sleep(MS).await;
    is_alive(&server, &ctx).await
}
