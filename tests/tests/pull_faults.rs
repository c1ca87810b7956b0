//! Pulling over connections that stall, break, or are given up over a message.
#![allow(clippy::unwrap_used)]

mod pull_setting;

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::time::Instant;

use futures_util::{StreamExt, TryStreamExt};
use jsapi::{AckPolicy, StorageType};
use jsapi_client::consume::{Notice, PullConfig, PullConsumer, PullStatus};
use jsapi_client::{Context, Error, Message, StopReason};
use jsapi_test_server::{Options, Server, User, Version};
use jsapi_tests::proxy::{Direction, Proxy};
use jsapi_tests::{Outcome, connect, publish_raw};
use tokio::time::{sleep, timeout};

use crate::pull_setting::{MS, SEC, Setting, next, number, settles, told};

/// A consumer reached through a proxy, and a way to its stream round it.
async fn through(
    proxy: &Proxy,
    setting: &Setting,
    config: PullConfig,
) -> Outcome<(async_nats::Client, PullConsumer)> {
    let client = connect(&proxy.url(), User::A).await?;
    let ctx = Context::builder().timeout(SEC).build(client.clone());
    let stream = ctx.stream(setting.stream.name())?;
    Ok((client, stream.create_pull_consumer(config).await?))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stalled_connection_is_noticed_by_the_heartbeats_and_goes_on_when_it_does() -> Outcome {
    let server = Server::start(&Options::new())?;
    let setting = Setting::at(&server.url(), StorageType::Memory).await?;
    let proxy = Proxy::start(server.port()).await?;
    let config = PullConfig::durable("WORKER").ack_wait(2 * SEC);
    let (_client, worker) = through(&proxy, &setting, config).await?;
    setting.publish(0..1).await?;
    let mut messages = worker.messages().heartbeat(300 * MS).open().await?;
    assert_eq!(next(&mut messages, SEC).await?, 0);
    proxy.hold_present();
    let stalled = Instant::now();
    setting.publish(1..3).await?;
    let notices = messages.notices();
    let noticed = async {
        let notice = notices.clone().next().await;
        (notice, stalled.elapsed())
    };
    let (notice, after) = tokio::select! {
        noticed = noticed => noticed,
        _ = messages.next() => panic!("a message over a stalled connection"),
    };
    assert!(
        matches!(notice, Some(Notice::HeartbeatMissed { .. })),
        "{notice:?}"
    );
    assert!(after <= 800 * MS, "{after:?}");
    proxy.pass();
    let mut seen = BTreeSet::from([0]);
    while seen.len() < 3 {
        seen.insert(next(&mut messages, 2 * SEC).await?);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_stays_stalled_is_given_up_for_a_new_one() -> Outcome {
    let server = Server::start(&Options::new())?;
    let setting = Setting::at(&server.url(), StorageType::Memory).await?;
    let proxy = Proxy::start(server.port()).await?;
    let config = PullConfig::durable("WORKER").ack_wait(SEC);
    let (_client, worker) = through(&proxy, &setting, config).await?;
    setting.publish(0..1).await?;
    let mut messages = worker.messages().heartbeat(300 * MS).open().await?;
    assert_eq!(next(&mut messages, SEC).await?, 0);
    let before = proxy.connections();
    proxy.hold_present();
    let stalled = Instant::now();
    setting.publish(1..2).await?;
    // Two heartbeats, the timeout of a request, and what was delivered to the dead
    // connection once more after `ack_wait`.
    // The first one's acknowledgement may have been on its way.
    while next(&mut messages, 6 * SEC).await? != 1 {}
    assert!(stalled.elapsed() < 5 * SEC, "{:?}", stalled.elapsed());
    assert_eq!(proxy.connections(), before + 1);
    let told = told(&messages);
    assert!(told.contains(&Notice::StaleConnection), "{told:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_when_connections_are_cut_in_the_middle_of_a_message() -> Outcome {
    let server = Server::start(&Options::new())?;
    let setting = Setting::at(&server.url(), StorageType::Memory).await?;
    let proxy = Proxy::start(server.port()).await?;
    let config = PullConfig::durable("WORKER").ack_wait(500 * MS);
    let (_client, worker) = through(&proxy, &setting, config).await?;
    let mut messages = worker
        .messages()
        .max_messages(50)
        .heartbeat(500 * MS)
        .open()
        .await?;
    let mut seen = BTreeSet::new();
    for round in 0..5 {
        setting.publish(round * 40..round * 40 + 40).await?;
        proxy.cut_after(Direction::ToClient, 1_000 + u64::from(round));
        while seen.len() < usize::try_from(round).unwrap() * 40 + 40 {
            seen.insert(next(&mut messages, 6 * SEC).await?);
        }
    }
    assert_eq!(seen, (0..200).collect());
    Ok(())
}

/// Header blocks that streams take. Over some of them `async-nats` 0.51 gives the
/// connection up.
const BLOCKS: [&[u8]; 16] = [
    b"NATS/1.0\r\nA: 1\r\n\r\n",
    b"NATS/1.0\r\nA: \xff\xfe\r\n\r\n",
    b"NATS/1.0\r\nA:1\r\nA:2\r\n\r\n",
    b"NATS/1.0\r\nA: caf\xe9\r\n\r\n",
    b"NATS/1.0\r\nA:\r\n\r\n",
    b"NATS/1.0\r\nno colon\r\n\r\n",
    b"NATS/1.0\r\n\r\n",
    b"NATS/1.0\r\nn\xc3\xa4me: 1\r\n\r\n",
    b"NATS/1.0\r\nA: \xc3\xa4\r\n\r\n",
    b"NATS/1.0\r\na b: 1\r\n\r\n",
    b"NATS/1.0\r\nA: x\r\n y\r\n\r\n",
    b"NATS/1.0\r\nA: x:y:z\r\n\r\n",
    b"NATS/1.0 404 Gone\r\nA: 1\r\n\r\n",
    b"NATS/1.0\r\nA:   spaced   \r\n\r\n",
    b"NATS/1.0\r\n!#$%&'*+-.^_`|~: 1\r\n\r\n",
    b"NATS/1.0\r\nA: \x01\x7f\r\n\r\n",
];

/// Which of them it gives up over.
const UNREADABLE: [usize; 5] = [1, 3, 5, 7, 9];

async fn poisoned(server: &Server) -> Outcome<(Setting, PullConsumer)> {
    let setting = Setting::at(&server.url(), StorageType::Memory).await?;
    setting.publish(0..3).await?;
    for (index, block) in BLOCKS.iter().enumerate() {
        publish_raw(
            &server.url(),
            &setting.subject,
            block,
            (index + 3).to_string().as_bytes(),
        )?;
    }
    setting.publish(19..22).await?;
    let config = PullConfig::durable("WORKER").ack_wait(SEC);
    let worker = setting.consumer(config).await?;
    Ok((setting, worker))
}

fn check(message: &Message) -> Outcome<u32> {
    let number = number(message)?;
    let index = usize::try_from(number)?.checked_sub(3);
    if let Some(index) = index.filter(|index| UNREADABLE.contains(index)) {
        assert_eq!(
            message.raw_headers().map(|block| &block[..]),
            Some(BLOCKS[index])
        );
    }
    assert_eq!(message.metadata()?.stream_sequence, u64::from(number) + 1);
    Ok(number)
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_that_break_the_connection_are_handed_over_and_those_behind_come() -> Outcome {
    for version in [Version::V2_10_26, Version::NEWEST] {
        let server = Server::start(&Options::new().version(version))?;
        let (setting, worker) = poisoned(&server).await?;
        let connects = setting.client.statistics();
        let before = connects.connects.load(Ordering::Relaxed);
        let mut messages = worker.messages().heartbeat(500 * MS).open().await?;
        let mut seen = BTreeSet::new();
        while seen.len() < 22 {
            let message = timeout(5 * SEC, messages.try_next()).await??.unwrap();
            seen.insert(check(&message)?);
            message.ack().await?;
        }
        assert_eq!(seen, (0..22).collect(), "{version}");
        settles(async || Ok(worker.consumer().info().await?.num_ack_pending == 0)).await?;
        assert_eq!(
            connects.connects.load(Ordering::Relaxed) - before,
            1,
            "{version}"
        );
        let unreadable: Vec<_> = told(&messages)
            .into_iter()
            .filter_map(|notice| match notice {
                Notice::Unreadable { stream_sequence } => Some(stream_sequence),
                _ => None,
            })
            .collect();
        assert_eq!(
            unreadable,
            UNREADABLE.map(|index| index as u64 + 4),
            "{version}"
        );
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn fetch_and_next_get_past_messages_that_break_the_connection() -> Outcome {
    let server = Server::start(&Options::new())?;
    let (setting, worker) = poisoned(&server).await?;
    let connects = setting.client.statistics();
    let before = connects.connects.load(Ordering::Relaxed);
    let mut seen = BTreeSet::new();
    let deadline = Instant::now() + 10 * SEC;
    let mut ends = Vec::new();
    while seen.len() < 22 && Instant::now() < deadline {
        let fetched = worker.fetch(10).timeout(SEC).await?;
        ends.push(fetched.status);
        for message in fetched.messages {
            seen.insert(check(&message)?);
            message.ack_sync().await?;
        }
    }
    assert_eq!(seen, (0..22).collect(), "{ends:?}");
    assert!(ends.contains(&PullStatus::Disconnected));
    assert!(connects.connects.load(Ordering::Relaxed) - before <= 2);
    Ok(())
}

/// A limit of the transport: it ends for good over such a message, and a new client
/// is needed. The message is not read over it, nor is anything else.
#[tokio::test(flavor = "multi_thread")]
async fn a_bare_carriage_return_in_a_header_ends_async_nats_and_messages_say_so() -> Outcome {
    let server = Server::start(&Options::new())?;
    let setting = Setting::at(&server.url(), StorageType::Memory).await?;
    setting.publish(0..1).await?;
    let block = b"NATS/1.0\r\nA: x\ry\r\n\r\n";
    publish_raw(&server.url(), &setting.subject, block, b"1")?;
    let worker = setting.worker().await?;
    let mut messages = worker.messages().open().await?;
    // The client may be gone by now, so this cannot be acknowledged.
    let before = timeout(SEC, messages.try_next()).await??.unwrap();
    assert_eq!(number(&before)?, 0);
    let error = timeout(SEC, messages.try_next()).await?.unwrap_err();
    let Error::Stopped { source, .. } = &error else {
        panic!("{error}")
    };
    assert_eq!(**source, StopReason::Closed);
    // The message itself can be read, over another client.
    let ctx = Context::new(connect(&server.url(), User::A).await?);
    let stored = ctx.stream(setting.stream.name())?.get_message(2).await?;
    assert_eq!(stored.raw_headers.as_deref(), Some(&block[..]));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_thousand_wait_for_a_reader_that_sleeps_and_come_in_order() -> Outcome {
    let server = Server::start(&Options::new())?;
    let setting = Setting::at(&server.url(), StorageType::Memory).await?;
    let config = PullConfig::durable("WORKER").ack_policy(AckPolicy::None);
    let worker = setting.consumer(config).await?;
    let payload = || "x".repeat(128).into();
    for _ in 0..199_999 {
        setting
            .client
            .publish(setting.subject.clone(), payload())
            .await?;
    }
    setting
        .client
        .request(setting.subject.clone(), payload())
        .await?;
    let mut messages = worker.messages().open().await?;
    for sequence in 1..=200_000 {
        let message = timeout(5 * SEC, messages.try_next()).await??.unwrap();
        assert_eq!(message.metadata()?.stream_sequence, sequence);
        if sequence == 1_000 {
            sleep(4 * SEC).await;
            let delivered = worker.consumer().info().await?.delivered.stream_seq;
            assert!(delivered <= 3_000, "{delivered}");
        }
    }
    assert_eq!(told(&messages), []);
    Ok(())
}
