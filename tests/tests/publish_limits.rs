//! Limits that are met amid publishing: the client reports what the server stored.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::StreamExt;
use jsapi::{DiscardPolicy, StreamConfig, StreamCreateRequest};
use jsapi_client::publish::{PublishMessage, PublishOptions};
use jsapi_client::{Context, Error, MessageQuery};
use jsapi_test_server::{Options, Server, User, Version};
use jsapi_tests::{Outcome, connect};

/// The number of messages that are published; about half of them fit.
const MESSAGES: u64 = 1_000;

/// The size of a payload in bytes.
const SIZE: usize = 2_048;

/// A limit in bytes that about half of the messages exceed.
const LIMIT: u64 = 1 << 20;

/// The longest wait for anything.
const BOUND: Duration = Duration::from_secs(60);

#[derive(Clone, Copy, Debug)]
enum Limit {
    StreamMessages,
    StreamBytes,
    Account,
    Server,
}

const LIMITS: [Limit; 4] = [
    Limit::StreamMessages,
    Limit::StreamBytes,
    Limit::Account,
    Limit::Server,
];

/// A server with that limit, and a context with the stream `L`.
async fn limited(version: Version, limit: Limit) -> Outcome<(Server, Context)> {
    let account = match limit {
        Limit::Account => format!("{{ max_file: {LIMIT}, max_mem: 0 }}"),
        _ => "enabled".to_owned(),
    };
    let accounts = format!(
        "accounts {{ A {{ jetstream: {account}, users: [ {{ user: a, password: a }} ] }} }}"
    );
    let mut options = Options::new().version(version).accounts(accounts);
    if matches!(limit, Limit::Server) {
        options = options.max_file(LIMIT);
    }
    let server = tokio::task::spawn_blocking(move || Server::start(&options)).await??;
    let ctx = Context::new(connect(&server.url(), User::A).await?);
    let mut config = StreamConfig::new("L").with_subjects(["l"]);
    config.discard = Some(DiscardPolicy::New);
    match limit {
        Limit::StreamMessages => config.max_msgs = Some(500),
        Limit::StreamBytes => config.max_bytes = Some(LIMIT as i64),
        Limit::Account | Limit::Server => {}
    }
    config.allow_atomic = version >= Version::V2_12_8;
    config.allow_batched = version >= Version::V2_14_6;
    ctx.call(&StreamCreateRequest::new(config)).await?;
    Ok((server, ctx))
}

fn payload(number: u64) -> String {
    format!("{number:SIZE$}")
}

/// The numbers of the messages that are stored, each once.
async fn stored(ctx: &Context) -> Outcome<BTreeSet<u64>> {
    let stream = ctx.stream("L")?;
    let state = stream.info().await?.state;
    let mut numbers = BTreeSet::new();
    for sequence in state.first_seq..=state.last_seq {
        let Some(message) = stream
            .get_message_opt(MessageQuery::sequence(sequence))
            .await?
        else {
            continue;
        };
        let text = std::str::from_utf8(&message.payload)?;
        assert!(numbers.insert(text.trim().parse()?), "stored twice: {text}");
    }
    assert_eq!(numbers.len() as u64, state.messages);
    Ok(numbers)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_publisher_tells_each_message_that_a_limit_refuses() -> Outcome {
    for version in [Version::V2_10_26, Version::V2_15_1] {
        for limit in LIMITS {
            let (_server, ctx) = limited(version, limit).await?;
            let publisher = ctx.publisher().max_in_flight(200).open().await?;
            let pending = futures_util::stream::iter(0..MESSAGES)
                .then(|number| {
                    let publisher = &publisher;
                    async move { (number, publisher.publish("l", payload(number)).await) }
                })
                .collect::<Vec<_>>()
                .await;
            let (mut told, mut refused) = (BTreeSet::new(), 0);
            for (number, pending) in pending {
                match tokio::time::timeout(BOUND, pending?).await? {
                    Ok(ack) => assert!(told.insert(number), "{ack:?}"),
                    Err(error) => {
                        assert!(matches!(error, Error::Api { .. }), "{version}: {error:?}");
                        assert!(!error.may_have_applied(), "{version}: {error:?}");
                        refused += 1;
                    }
                }
            }
            assert_eq!(told.len() as u64 + refused, MESSAGES);
            assert!(refused > 0, "{version} {limit:?}: nothing was refused");
            assert_eq!(told, stored(&ctx).await?, "{version} {limit:?}");
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_atomic_batch_that_a_limit_refuses_is_not_stored() -> Outcome {
    for version in [Version::V2_12_8, Version::V2_15_1] {
        for limit in LIMITS {
            let (_server, ctx) = limited(version, limit).await?;
            let (mut told, mut in_doubt, mut refused) = (BTreeSet::new(), BTreeSet::new(), 0);
            for first in (0..MESSAGES).step_by(70) {
                let numbers = first..first + 70;
                let mut batch = ctx
                    .atomic_batch()
                    .publish_options(PublishOptions::new().timeout(Duration::from_secs(3)));
                for number in numbers.clone() {
                    batch.push(PublishMessage::new("l", payload(number)));
                }
                let error = match tokio::time::timeout(BOUND, batch.commit()).await? {
                    Ok(ack) => {
                        assert_eq!(ack.count, Some(70));
                        told.extend(numbers);
                        continue;
                    }
                    Err(error) => error,
                };
                refused += 1;
                if error.may_have_applied() {
                    in_doubt.extend(numbers);
                    break;
                }
                assert!(error.api().is_some(), "{version} {limit:?}: {error:?}");
            }
            let found = stored(&ctx).await?;
            assert!(refused > 0, "{version} {limit:?}: nothing was refused");
            assert!(told.is_subset(&found), "{version} {limit:?}");
            let more: BTreeSet<u64> = found.difference(&told).copied().collect();
            assert!(more.is_subset(&in_doubt), "{version} {limit:?}: {more:?}");
            // A stream's own limits keep a batch whole.
            if matches!(limit, Limit::StreamMessages | Limit::StreamBytes) {
                assert!(in_doubt.is_empty(), "{version} {limit:?}");
            }
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_ingest_that_meets_a_limit_says_how_much_is_stored() -> Outcome {
    for version in [Version::V2_14_6, Version::V2_15_1] {
        for limit in LIMITS {
            let (_server, ctx) = limited(version, limit).await?;
            let mut ingest = ctx.fast_ingest().ack_every(50).open().await?;
            let ending = async {
                for number in 0..MESSAGES {
                    ingest.publish("l", payload(number)).await?;
                }
                ingest.commit().await
            };
            let error = tokio::time::timeout(BOUND, ending).await?.unwrap_err();
            assert!(error.may_have_applied(), "{version} {limit:?}: {error:?}");
            let found = stored(&ctx).await?;
            let count = found.len() as u64;
            assert!(count < MESSAGES, "{version} {limit:?}");
            // In order, and without a gap.
            assert_eq!(
                found,
                (0..count).collect::<BTreeSet<u64>>(),
                "{version} {limit:?}: {error}"
            );
            match &error {
                Error::BatchEnded { source, .. } => {
                    assert_eq!(source.ack.count, Some(count), "{version} {limit:?}");
                    assert!(
                        source.refused.is_some() || source.missing.is_some(),
                        "{version} {limit:?}: {error:?}"
                    );
                }
                Error::Indeterminate { .. } => assert!(ingest.acknowledged() <= count),
                _ => return Err(format!("{version} {limit:?}: {error:?}").into()),
            }
        }
    }
    Ok(())
}
