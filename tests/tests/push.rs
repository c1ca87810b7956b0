//! Push consumers against real servers, and through their failures.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::future::IntoFuture;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use jsapi::{AckPolicy, StorageType, StreamConfig};
use jsapi_client::consume::{Notice, PushConfig, PushMessages};
use jsapi_client::{Context, Error, Message, StopReason, Stream};
use jsapi_test_server::{Options, Server, User, Version};
use jsapi_tests::{Outcome, connect, publish_raw};
use tokio::time::{sleep, timeout};

const BOUND: Duration = Duration::from_secs(40);

struct Setting {
    ctx: Context,
    client: async_nats::Client,
    stream: Stream,
}

impl Setting {
    async fn on(version: Version, name: &str) -> Outcome<Self> {
        let server = tokio::task::block_in_place(|| Server::shared(version))?;
        Self::at(&server.url(), name, StorageType::Memory).await
    }

    async fn at(url: &str, name: &str, storage: StorageType) -> Outcome<Self> {
        let client = connect(url, User::A).await?;
        let ctx = Context::new(client.clone());
        let _ = ctx.delete_stream(name).await;
        let config = StreamConfig::new(name)
            .with_subjects([format!("{name}.>")])
            .with_storage(storage);
        let stream = ctx.create_stream(config).await?;
        Ok(Self {
            ctx,
            client,
            stream,
        })
    }

    /// Adds messages that say their number.
    async fn fill(&self, numbers: std::ops::Range<u64>) -> Outcome {
        let subject = format!("{}.x", self.stream.name());
        let padding = " ".repeat(100);
        for number in numbers.clone() {
            let payload = format!("{number}{padding}").into();
            if number % 1000 == 999 || number + 1 == numbers.end {
                self.client.request(subject.clone(), payload).await?;
            } else {
                self.client.publish(subject.clone(), payload).await?;
            }
        }
        Ok(())
    }
}

fn number(message: &Message) -> u64 {
    std::str::from_utf8(&message.payload)
        .unwrap()
        .trim()
        .parse()
        .unwrap()
}

async fn item(messages: &mut PushMessages) -> Outcome<Result<Message, Error>> {
    let item = timeout(BOUND, messages.next())
        .await
        .map_err(|_| "nothing in time")?;
    item.ok_or_else(|| "it ended".into())
}

async fn next(messages: &mut PushMessages) -> Outcome<Message> {
    Ok(item(messages).await??)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_pushed_is_acknowledged_and_goes_on_where_it_stopped() -> Outcome {
    for version in Version::ALL {
        let it = Setting::on(version, "PUSHED").await?;
        it.fill(0..10).await?;
        let config = || PushConfig::durable("watcher");
        let consumer = it.stream.create_push_consumer(config()).await?;
        // Safe to repeat.
        it.stream.create_push_consumer(config()).await?;
        let mut messages = consumer.messages().open().await?;
        for expected in 0..5 {
            let message = next(&mut messages).await?;
            assert_eq!(number(&message), expected);
            assert_eq!(message.metadata()?.consumer, "watcher");
            message.ack_sync().await?;
        }
        drop(messages);
        let info = consumer.consumer().info().await?;
        assert_eq!(info.ack_floor.stream_seq, 5, "{version}");

        let again = it.stream.push_consumer("watcher").await?;
        let mut messages = again.messages().open().await?;
        it.fill(10..11).await?;
        // What was delivered and not acknowledged comes after 30 s.
        let message = next(&mut messages).await?;
        assert!(number(&message) >= 5, "{version}");
        consumer.consumer().delete().await?;

        let ephemeral = PushConfig::unnamed().ack_policy(AckPolicy::None);
        let consumer = it.stream.create_push_consumer(ephemeral).await?;
        let mut messages = consumer.messages().open().await?;
        for expected in 0..11 {
            assert_eq!(number(&next(&mut messages).await?), expected);
        }
        drop(messages);
        // The server's own threshold of 5 s.
        let began = Instant::now();
        while it.stream.info().await?.state.consumer_count > 0 {
            assert!(began.elapsed() < Duration::from_secs(9), "{version}");
            sleep(Duration::from_millis(100)).await;
        }
        it.ctx.delete_stream("PUSHED").await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_existing_consumer_is_taken_and_what_is_different_is_said() -> Outcome {
    for version in Version::ALL {
        let it = Setting::on(version, "ENSURED").await?;
        let config = || PushConfig::durable("watcher").max_deliver(3);
        let ensured = it.stream.ensure_push_consumer(config()).await?;
        assert_eq!(ensured.differences, []);
        let other = config().max_deliver(4).deliver_subject("elsewhere");
        let created = it.stream.create_push_consumer(other.clone()).await;
        assert!(created.unwrap_err().is_already_exists(), "{version}");
        let ensured = it.stream.ensure_push_consumer(other).await?;
        let fields: Vec<_> = ensured
            .differences
            .iter()
            .map(|it| it.field.as_str())
            .collect();
        assert_eq!(fields, ["deliver_subject", "max_deliver"], "{version}");
        assert_eq!(ensured.handle.config().max_deliver, Some(3));

        let pulled = jsapi_client::consume::PullConfig::durable("pulled");
        it.stream.create_pull_consumer(pulled).await?;
        let taken = it.stream.push_consumer("pulled").await;
        assert!(matches!(taken, Err(Error::Mismatch { .. })), "{version}");
        let missing = it.stream.push_consumer("missing").await;
        assert!(missing.unwrap_err().is_not_found());
        it.ctx.delete_stream("ENSURED").await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_members_of_a_queue_group_share_the_messages() -> Outcome {
    for version in Version::ALL {
        let it = Setting::on(version, "SHARED").await?;
        let config = PushConfig::durable("workers").group("workers");
        let consumer = it.stream.create_push_consumer(config).await?;
        let mut first = consumer.messages().open().await?;
        let mut second = it
            .stream
            .push_consumer("workers")
            .await?
            .messages()
            .open()
            .await?;
        let (noticed_first, noticed_second) = (first.notices(), second.notices());
        it.fill(0..200).await?;
        let mut seen = BTreeSet::new();
        let mut counts = [0, 0];
        while seen.len() < 200 {
            let (which, came) = tokio::select! {
                came = next(&mut first) => (0, came?),
                came = next(&mut second) => (1, came?),
            };
            came.ack().await?;
            assert!(seen.insert(number(&came)), "{version}: twice");
            counts[which] += 1;
        }
        assert!(
            counts.iter().all(|count| *count > 20),
            "{version}: {counts:?}"
        );
        assert_eq!(
            (noticed_first.try_next(), noticed_second.try_next()),
            (None, None)
        );
        it.ctx.delete_stream("SHARED").await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_slow_reader_lost_is_one_error_with_its_count() -> Outcome {
    let count = 200_000;
    let it = Setting::on(Version::NEWEST, "SLOW").await?;
    it.fill(0..count).await?;
    let config = PushConfig::unnamed()
        .ack_policy(AckPolicy::None)
        .heartbeat(Duration::from_secs(1))
        .flow_control(false);
    let consumer = it.stream.create_push_consumer(config).await?;
    let mut messages = consumer.messages().open().await?;
    while consumer.consumer().info().await?.num_pending > 0 {
        sleep(Duration::from_millis(50)).await;
    }
    sleep(Duration::from_secs(1)).await;
    let (mut received, mut lost) = (0, Vec::new());
    while received + lost.iter().sum::<u64>() < count {
        match item(&mut messages).await? {
            Ok(_) => received += 1,
            Err(Error::MessagesLost { count, .. }) => lost.push(count),
            Err(error) => return Err(error.into()),
        }
    }
    assert_eq!(lost.len(), 1, "{lost:?}");
    assert!(received >= 65_536, "{received}");
    // And it goes on.
    it.fill(count..count + 1).await?;
    assert_eq!(number(&next(&mut messages).await?), count);
    it.ctx.delete_stream("SLOW").await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn flow_control_holds_the_server_up_for_a_slow_reader() -> Outcome {
    for version in Version::ALL {
        let count = 40_000;
        let it = Setting::on(version, "HELD").await?;
        it.fill(0..count).await?;
        let config = PushConfig::unnamed()
            .ack_policy(AckPolicy::None)
            .heartbeat(Duration::from_millis(500));
        let consumer = it.stream.create_push_consumer(config).await?;
        let mut messages = consumer.messages().open().await?;
        let notices = messages.notices();
        sleep(Duration::from_secs(2)).await;
        // It waits with most of them.
        assert!(
            consumer.consumer().info().await?.num_pending > 10_000,
            "{version}"
        );
        for expected in 0..count {
            assert_eq!(number(&next(&mut messages).await?), expected, "{version}");
        }
        assert_eq!(notices.try_next(), None);
        it.ctx.delete_stream("HELD").await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deleted_consumer_is_the_end() -> Outcome {
    for version in Version::ALL {
        let it = Setting::on(version, "ENDED").await?;
        it.fill(0..1).await?;
        let heartbeat = Duration::from_millis(500);
        let config = PushConfig::durable("watcher").heartbeat(heartbeat);
        let consumer = it.stream.create_push_consumer(config).await?;
        let mut messages = consumer.messages().open().await?;
        let notices = messages.notices();
        next(&mut messages).await?.ack_sync().await?;
        consumer.consumer().delete().await?;
        let began = Instant::now();
        let Err(Error::Stopped { source, .. }) = item(&mut messages).await? else {
            panic!("{version}: goes on")
        };
        assert_eq!(*source, StopReason::ConsumerDeleted);
        assert!(
            began.elapsed() < heartbeat * 3,
            "{version}: {:?}",
            began.elapsed()
        );
        assert!(matches!(
            notices.try_next(),
            Some(Notice::HeartbeatMissed { .. })
        ));
        assert!(messages.next().await.is_none());
        it.ctx.delete_stream("ENDED").await?;
    }
    Ok(())
}

/// Kills the server while messages are pushed and acknowledged, and while
/// nothing comes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_loses_no_message_that_is_to_be_acknowledged() -> Outcome {
    let count = 20_000;
    for version in [Version::V2_10_26, Version::NEWEST] {
        let options = Options::new().version(version);
        let mut server = tokio::task::block_in_place(|| Server::start(&options))?;
        let it = Setting::at(&server.url(), "KILLED", StorageType::File).await?;
        it.fill(0..count).await?;
        let config = PushConfig::durable("worker")
            .ack_wait(Duration::from_secs(2))
            .heartbeat(Duration::from_millis(500));
        let consumer = it.stream.create_push_consumer(config).await?;
        let mut messages = consumer.messages().open().await?;
        let notices = messages.notices();
        let reader = tokio::spawn(async move {
            let (mut seen, mut received) = (BTreeSet::new(), 0);
            while (seen.len() as u64) < count + 1 {
                let message = next(&mut messages).await?;
                // While there is no connection it is kept for the next.
                let _redelivered_otherwise = message.ack().await;
                seen.insert(number(&message));
                received += 1;
                if received % 500 == 0 {
                    sleep(Duration::from_millis(20)).await;
                }
            }
            Outcome::Ok(messages)
        });
        for _ in 0..2 {
            sleep(Duration::from_millis(300)).await;
            tokio::task::block_in_place(|| {
                server.kill()?;
                server.restart()
            })?;
        }
        // The last one comes when all others are through.
        while it.fill(count..count + 1).await.is_err() {
            sleep(Duration::from_millis(50)).await;
        }
        let mut messages = timeout(BOUND, reader).await???;
        let told: Vec<_> = std::iter::from_fn(|| notices.try_next()).collect();
        assert!(told.contains(&Notice::Disconnected), "{version}: {told:?}");
        assert!(told.contains(&Notice::Reconnected), "{version}: {told:?}");

        // And idle.
        let idle = tokio::spawn(async move {
            loop {
                let message = next(&mut messages).await?;
                message.ack().await?;
                if number(&message) == count + 1 {
                    return Outcome::Ok(());
                }
            }
        });
        tokio::task::block_in_place(|| {
            server.kill()?;
            server.restart()
        })?;
        while it.fill(count + 1..count + 2).await.is_err() {
            sleep(Duration::from_millis(50)).await;
        }
        timeout(BOUND, idle).await???;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_that_break_the_connection_are_handed_over_and_those_behind_come() -> Outcome {
    let blocks: [&[u8]; 5] = [
        b"NATS/1.0\r\nA: \xff\xfe\r\n\r\n",
        b"NATS/1.0\r\nA: caf\xe9\r\n\r\n",
        b"NATS/1.0\r\nno colon\r\n\r\n",
        b"NATS/1.0\r\nn\xc3\xa4me: 1\r\n\r\n",
        b"NATS/1.0\r\na b: 1\r\n\r\n",
    ];
    for version in [Version::V2_10_26, Version::NEWEST] {
        let server =
            tokio::task::block_in_place(|| Server::start(&Options::new().version(version)))?;
        let setting = Setting::at(&server.url(), "POISON", StorageType::Memory).await?;
        setting.fill(0..3).await?;
        for (number, block) in (3..).zip(blocks) {
            publish_raw(
                &server.url(),
                "POISON.x",
                block,
                format!("{number}").as_bytes(),
            )?;
        }
        setting.fill(8..11).await?;
        let reading = connect(&server.url(), User::A).await?;
        let connects = reading.statistics();
        let stream = Context::new(reading).stream("POISON")?;
        let config = PushConfig::durable("WORKER").ack_wait(Duration::from_secs(2));
        let worker = stream.create_push_consumer(config).await?;
        let mut messages = worker.messages().open().await?;
        let notices = messages.notices();
        let mut seen = BTreeSet::new();
        while seen.len() < 11 {
            let message = next(&mut messages).await?;
            let number = number(&message);
            if let Some(block) = number.checked_sub(3).and_then(|at| blocks.get(at as usize)) {
                assert_eq!(message.raw_headers().map(|raw| &raw[..]), Some(*block));
            }
            assert_eq!(message.metadata()?.stream_sequence, number + 1);
            message.ack_sync().await?;
            seen.insert(number);
        }
        assert_eq!(seen, (0..11).collect(), "{version}");
        let again = connects.connects.load(Ordering::Relaxed) - 1;
        assert!(again <= 2, "{version}: {again} reconnects");
        let unreadable = std::iter::from_fn(|| notices.try_next())
            .filter(|notice| matches!(notice, Notice::Unreadable { .. }))
            .count();
        assert_eq!(unreadable, 5, "{version}");
        let info = worker.consumer().info().await?;
        assert_eq!(info.num_ack_pending, 0, "{version}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_handler_decides_what_is_said_of_each_message() -> Outcome {
    for version in Version::ALL {
        let it = Setting::on(version, "HANDLED").await?;
        it.fill(0..50).await?;
        let config = PushConfig::durable("watcher").ack_wait(Duration::from_millis(300));
        let consumer = it.stream.create_push_consumer(config).await?;
        let messages = consumer.messages().open().await?;
        let (calls, running) = (
            Arc::new(Mutex::new(Vec::new())),
            Arc::new(AtomicUsize::new(0)),
        );
        let control = messages.control();
        let handling = {
            let (calls, running) = (calls.clone(), running.clone());
            let handling = messages.handle(move |message| {
                let (calls, running) = (calls.clone(), running.clone());
                async move {
                    assert!(running.fetch_add(1, Ordering::SeqCst) < 4);
                    let number = number(&message);
                    let delivered = message.metadata().unwrap().delivered;
                    calls.lock().unwrap().push((number, delivered));
                    if number == 7 {
                        // Longer than `ack_wait`.
                        sleep(Duration::from_millis(700)).await;
                    }
                    running.fetch_sub(1, Ordering::SeqCst);
                    match (number, delivered) {
                        (3, 1) => Err("once more"),
                        _ => Ok(()),
                    }
                }
            });
            tokio::spawn(handling.concurrency(4).into_future())
        };
        let began = Instant::now();
        loop {
            let info = consumer.consumer().info().await?;
            if info.ack_floor.stream_seq == 50 {
                break;
            }
            assert!(began.elapsed() < BOUND, "{version}: {info:?}");
            sleep(Duration::from_millis(20)).await;
        }
        timeout(BOUND, control.stop()).await?;
        timeout(BOUND, handling).await???;
        let mut calls = calls.lock().unwrap().clone();
        calls.sort_unstable();
        let mut expected: Vec<_> = (0..50).map(|number| (number, 1)).collect();
        expected.insert(4, (3, 2));
        assert_eq!(calls, expected, "{version}");
        it.ctx.delete_stream("HANDLED").await?;
    }
    Ok(())
}
