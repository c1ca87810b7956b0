//! Messages without end on real servers, over all that happens to them.
#![allow(clippy::unwrap_used)]

mod pull_setting;

use std::collections::BTreeSet;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use futures_util::{StreamExt, TryStreamExt};
use jsapi::{AckPolicy, StorageType};
use jsapi_client::consume::{Notice, PullConfig, PullStatus};
use jsapi_client::{Error, StopReason};
use jsapi_test_server::{Options, Server, User, Version};
use jsapi_tests::{Outcome, connect};
use tokio::time::timeout;

use crate::pull_setting::{MS, SEC, Setting, next, settles, subscriptions, told};

#[tokio::test]
async fn messages_come_in_order_and_without_end_over_many_pulls() -> Outcome {
    for version in Version::ALL {
        let server = Server::shared(version)?;
        let setting = Setting::at(&server.url(), StorageType::Memory).await?;
        let worker = setting.worker().await?;
        setting.publish(0..2_000).await?;
        let mut messages = worker.messages().max_messages(100).open().await?;
        for number in 0..2_000 {
            assert_eq!(next(&mut messages, 2 * SEC).await?, number, "{version}");
        }
        setting.publish(2_000..2_010).await?;
        for number in 2_000..2_010 {
            assert_eq!(next(&mut messages, 2 * SEC).await?, number, "{version}");
        }
        assert_eq!(told(&messages), []);
        settles(async || Ok(worker.consumer().info().await?.num_ack_pending == 0)).await?;
        setting.stream.delete().await?;
    }
    Ok(())
}

#[tokio::test]
async fn messages_are_bounded_by_bytes_too() -> Outcome {
    let setting = Setting::shared().await?;
    let worker = setting.worker().await?;
    setting.publish(0..500).await?;
    let mut messages = worker.messages().max_bytes(2_000).open().await?;
    assert_eq!(next(&mut messages, SEC).await?, 0);
    let info = worker.consumer().info().await?;
    assert!(
        (1..30).contains(&info.delivered.stream_seq),
        "{}",
        info.delivered.stream_seq
    );
    for number in 1..500 {
        assert_eq!(next(&mut messages, SEC).await?, number);
    }
    assert_eq!(told(&messages), []);

    setting
        .client
        .request(setting.subject.clone(), vec![0; 3_000].into())
        .await?;
    let error = timeout(2 * SEC, messages.try_next()).await?.unwrap_err();
    let Error::Stopped { source, .. } = &error else {
        panic!("{error}")
    };
    assert_eq!(**source, StopReason::Pull(PullStatus::Limit));
    assert!(messages.next().await.is_none());
    Ok(())
}

#[tokio::test]
async fn messages_ask_for_what_the_consumer_allows() -> Outcome {
    let setting = Setting::shared().await?;
    let config = PullConfig::durable("SMALL").max_batch(10).max_expires(SEC);
    let small = setting.stream.create_pull_consumer(config).await?;
    setting.publish(0..100).await?;
    let mut messages = small.messages().open().await?;
    for number in 0..100 {
        assert_eq!(next(&mut messages, SEC).await?, number);
    }
    // Pulls end and others follow.
    assert!(timeout(1_500 * MS, messages.next()).await.is_err());
    setting.publish(100..101).await?;
    assert_eq!(next(&mut messages, SEC).await?, 100);
    assert_eq!(told(&messages), []);

    // Nobody told this handle what is allowed.
    let mut messages = setting
        .stream
        .consumer("SMALL")?
        .pull()
        .messages()
        .open()
        .await?;
    let error = timeout(SEC, messages.try_next()).await?.unwrap_err();
    assert!(matches!(error, Error::Stopped { .. }), "{error}");
    Ok(())
}

#[tokio::test]
async fn messages_end_with_an_error_when_consumer_or_stream_is_deleted() -> Outcome {
    for version in Version::ALL {
        let server = Server::shared(version)?;
        let setting = Setting::at(&server.url(), StorageType::Memory).await?;
        let worker = setting.worker().await?;
        setting.publish(0..1).await?;
        let mut messages = worker.messages().open().await?;
        next(&mut messages, SEC).await?;
        worker.consumer().delete().await?;
        let error = timeout(100 * MS, messages.try_next()).await?.unwrap_err();
        let Error::Stopped { source, .. } = &error else {
            panic!("{error}")
        };
        assert_eq!(**source, StopReason::ConsumerDeleted, "{version}");
        assert!(messages.next().await.is_none());

        let mut messages = worker.messages().open().await?;
        let error = timeout(SEC, messages.try_next()).await?.unwrap_err();
        assert!(error.is_not_found(), "{version}: {error}");

        let worker = setting.worker().await?;
        let mut messages = worker.messages().open().await?;
        next(&mut messages, SEC).await?;
        setting.stream.delete().await?;
        let error = timeout(100 * MS, messages.try_next()).await?.unwrap_err();
        let Error::Stopped { source, .. } = &error else {
            panic!("{error}")
        };
        assert_eq!(**source, StopReason::ConsumerDeleted, "{version}");
    }
    Ok(())
}

#[tokio::test]
async fn silence_is_told_once_within_two_heartbeats_and_messages_go_on() -> Outcome {
    let mut server = Server::start(&Options::new())?;
    let setting = Setting::at(&server.url(), StorageType::Memory).await?;
    let worker = setting.worker().await?;
    setting.publish(0..1).await?;
    let heartbeat = 400 * MS;
    let mut messages = worker.messages().heartbeat(heartbeat).open().await?;
    next(&mut messages, SEC).await?;
    let notices = messages.notices();
    // Heartbeats come.
    assert!(timeout(1_500 * MS, messages.next()).await.is_err());
    assert_eq!(told(&messages), []);

    server.pause()?;
    let paused = Instant::now();
    let silent = async {
        let notice = notices.clone().next().await;
        (notice, paused.elapsed())
    };
    let (notice, after) = tokio::select! {
        silent = silent => silent,
        _ = messages.next() => panic!("a message from a server that is halted"),
    };
    assert!(
        matches!(notice, Some(Notice::HeartbeatMissed { .. })),
        "{notice:?}"
    );
    // A heartbeat may have come just before.
    assert!(
        after >= heartbeat && after <= heartbeat * 5 / 2,
        "{after:?}"
    );
    assert!(timeout(1_500 * MS, messages.next()).await.is_err());
    assert_eq!(told(&messages), []);

    server.resume()?;
    setting.publish(1..2).await?;
    assert_eq!(next(&mut messages, 2 * SEC).await?, 1);
    Ok(())
}

/// Publishes numbers until it is told to stop; gives how many are stored for
/// certain.
fn publishing(
    setting: &Setting,
    stop: Arc<AtomicBool>,
) -> impl Future<Output = BTreeSet<u32>> + use<> {
    let (client, subject) = (setting.client.clone(), setting.subject.clone());
    async move {
        let mut stored = BTreeSet::new();
        for number in 0.. {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            let sent = client.request(subject.clone(), number.to_string().into());
            if let Ok(Ok(reply)) = timeout(500 * MS, sent).await
                && jsapi::decode_reply::<jsapi::PubAck>(&reply.payload, &[]).is_ok()
            {
                stored.insert(number);
            }
            tokio::time::sleep(MS).await;
        }
        stored
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_go_on_by_themselves_when_the_server_is_killed_and_comes_back() -> Outcome {
    let mut server = Server::start(&Options::new())?;
    let setting = Setting::at(&server.url(), StorageType::File).await?;
    let config = PullConfig::durable("WORKER").ack_wait(SEC);
    let worker = setting.stream.create_pull_consumer(config).await?;
    let mut messages = worker
        .messages()
        .max_messages(200)
        .heartbeat(500 * MS)
        .open()
        .await?;
    let notices = messages.notices();
    let stop = Arc::new(AtomicBool::new(false));
    let publisher = tokio::spawn(publishing(&setting, stop.clone()));
    let reader = tokio::spawn(async move {
        let mut seen = BTreeSet::new();
        // Until nothing comes for longer than a redelivery takes.
        while let Ok(next) = timeout(4 * SEC, messages.try_next()).await {
            let message = next?.unwrap();
            seen.insert(std::str::from_utf8(&message.payload)?.parse::<u32>()?);
            message.ack().await?;
        }
        Outcome::Ok(seen)
    });
    let server = tokio::task::spawn_blocking(move || -> Outcome<Server> {
        for _ in 0..3 {
            std::thread::sleep(700 * MS);
            server.kill()?;
            std::thread::sleep(300 * MS);
            server.restart()?;
        }
        std::thread::sleep(700 * MS);
        Ok(server)
    })
    .await??;
    stop.store(true, Ordering::Relaxed);
    let stored = publisher.await?;
    let seen = reader.await??;
    assert!(stored.len() > 300, "{}", stored.len());
    let lost: Vec<_> = stored.difference(&seen).collect();
    assert!(
        lost.is_empty(),
        "{} of {} stored: {lost:?}",
        lost.len(),
        stored.len()
    );
    let told: Vec<_> = std::iter::from_fn(|| notices.try_next()).collect();
    let count = |wanted: &Notice| told.iter().filter(|notice| *notice == wanted).count();
    assert_eq!(count(&Notice::Disconnected), 3, "{told:?}");
    assert_eq!(count(&Notice::Reconnected), 3, "{told:?}");
    drop(server);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_wait_survives_a_kill_and_messages_come_soon_after() -> Outcome {
    let mut server = Server::start(&Options::new())?;
    let setting = Setting::at(&server.url(), StorageType::File).await?;
    let worker = setting.worker().await?;
    let mut messages = worker.messages().open().await?;
    assert!(timeout(200 * MS, messages.next()).await.is_err());
    let reader = tokio::spawn(async move { next(&mut messages, 20 * SEC).await });
    let server = tokio::task::spawn_blocking(move || -> Outcome<Server> {
        server.kill()?;
        std::thread::sleep(500 * MS);
        server.restart()?;
        Ok(server)
    })
    .await??;
    let other = connect(&server.url(), User::A).await?;
    other.request(setting.subject.clone(), "7".into()).await?;
    // async-nats waits up to 4 s between its attempts to connect.
    assert_eq!(timeout(6 * SEC, reader).await???, 7);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_that_is_gone_after_a_kill_is_found_out() -> Outcome {
    let mut server = Server::start(&Options::new())?;
    let setting = Setting::at(&server.url(), StorageType::Memory).await?;
    let worker = setting.worker().await?;
    let mut messages = worker.messages().heartbeat(500 * MS).open().await?;
    assert!(timeout(200 * MS, messages.next()).await.is_err());
    let reader = tokio::spawn(async move { messages.try_next().await.map(|_| ()) });
    let server = tokio::task::spawn_blocking(move || -> Outcome<Server> {
        server.kill()?;
        server.restart()?;
        Ok(server)
    })
    .await??;
    // The stream was in memory.
    let error = timeout(6 * SEC, reader).await??.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    drop(server);
    Ok(())
}

#[tokio::test]
async fn a_reader_that_sleeps_keeps_no_more_than_was_asked_for_and_gets_it_all() -> Outcome {
    let setting = Setting::shared().await?;
    let worker = setting.worker().await?;
    setting.publish(0..5_000).await?;
    let mut messages = worker
        .messages()
        .max_messages(500)
        .expires(SEC)
        .open()
        .await?;
    assert_eq!(next(&mut messages, SEC).await?, 0);
    tokio::time::sleep(2 * SEC).await;
    let delivered = worker.consumer().info().await?.delivered.stream_seq;
    assert!(delivered <= 501, "{delivered}");
    for number in 1..5_000 {
        assert_eq!(next(&mut messages, 2 * SEC).await?, number);
    }
    Ok(())
}

#[tokio::test]
async fn a_reader_that_slept_too_long_for_its_ephemeral_consumer_is_told() -> Outcome {
    let setting = Setting::shared().await?;
    let config = PullConfig::unnamed()
        .ack_policy(AckPolicy::None)
        .inactive_threshold(500 * MS);
    let consumer = setting.stream.create_pull_consumer(config).await?;
    setting.publish(0..100).await?;
    let mut messages = consumer
        .messages()
        .max_messages(10)
        .expires(500 * MS)
        .open()
        .await?;
    assert!(timeout(SEC, messages.try_next()).await??.is_some());
    tokio::time::sleep(3 * SEC).await;
    let end = timeout(3 * SEC, async {
        loop {
            match messages.try_next().await {
                Ok(message) => assert!(message.is_some(), "it ended without an error"),
                Err(error) => return error,
            }
        }
    })
    .await?;
    let gone =
        matches!(&end, Error::Stopped { source, .. } if **source == StopReason::ConsumerDeleted);
    assert!(gone || end.is_not_found(), "{end}");
    Ok(())
}

#[tokio::test]
async fn stop_ends_messages_at_once() -> Outcome {
    let setting = Setting::shared().await?;
    let worker = setting.worker().await?;
    setting.publish(0..100).await?;
    let mut messages = worker.messages().open().await?;
    next(&mut messages, SEC).await?;
    messages.control().stop().await;
    assert!(timeout(100 * MS, messages.next()).await?.is_none());

    let mut messages = worker.messages().open().await?;
    let control = messages.control();
    let waiting = tokio::spawn(async move { while messages.next().await.is_some() {} });
    tokio::time::sleep(100 * MS).await;
    control.stop().await;
    timeout(100 * MS, waiting).await??;
    Ok(())
}

#[tokio::test]
async fn drain_hands_over_what_was_asked_for_and_asks_for_no_more() -> Outcome {
    let setting = Setting::shared().await?;
    let worker = setting.worker().await?;
    setting.publish(0..1_000).await?;
    let mut messages = worker.messages().max_messages(100).open().await?;
    for _ in 0..10 {
        next(&mut messages, SEC).await?;
    }
    let closed = messages.control().drain();
    let mut rest = 0;
    while let Some(message) = timeout(3 * SEC, messages.try_next()).await?? {
        message.ack().await?;
        rest += 1;
    }
    timeout(100 * MS, closed).await?;
    assert!((90..=140).contains(&rest), "{rest}");
    settles(async || Ok(worker.consumer().info().await?.num_ack_pending == 0)).await?;
    let info = worker.consumer().info().await?;
    assert_eq!(info.delivered.stream_seq, rest + 10);

    // Nothing is there: it is over soon, although a pull waits.
    let mut idle = setting.worker().await?.messages().open().await?;
    while timeout(500 * MS, idle.next()).await.is_ok() {}
    let began = Instant::now();
    let closed = idle.control().drain();
    let (ended, ()) = tokio::join!(idle.next(), closed);
    assert!(ended.is_none());
    assert!(began.elapsed() < SEC, "{:?}", began.elapsed());
    Ok(())
}

#[tokio::test]
async fn drain_nak_hands_back_what_was_not_handed_over() -> Outcome {
    let setting = Setting::shared().await?;
    let worker = setting.worker().await?;
    setting.publish(0..100).await?;
    let mut messages = worker.messages().open().await?;
    assert_eq!(next(&mut messages, SEC).await?, 0);
    let kept = timeout(SEC, messages.try_next()).await??.unwrap();
    let began = Instant::now();
    timeout(2 * SEC, messages.control().drain_nak()).await?;
    assert!(messages.next().await.is_none());
    // Somebody else has them at once; `ack_wait` is 30 s.
    let fetched = worker.fetch(98).timeout(2 * SEC).await?;
    assert_eq!(
        (fetched.messages.len(), fetched.status),
        (98, PullStatus::Complete)
    );
    assert!(began.elapsed() < 2 * SEC);
    kept.ack_sync().await?;
    Ok(())
}

#[tokio::test]
async fn nothing_is_left_of_messages_that_are_dropped() -> Outcome {
    let server = Server::start(&Options::new())?;
    let setting = Setting::at(&server.url(), StorageType::Memory).await?;
    let worker = setting.worker().await?;
    setting.publish(0..10).await?;
    let before = subscriptions(&server)?;
    for round in 0..300 {
        let mut messages = worker.messages().open().await?;
        // At every point where it may wait.
        let _ = timeout(round % 7 * MS / 2, messages.next()).await;
        match round % 5 {
            0 => drop(messages.control().drain()),
            1 => drop(messages.control().drain_nak()),
            2 => drop(messages.control().stop()),
            _ => {}
        }
    }
    settles(async || Ok(subscriptions(&server)? == before)).await?;
    settles(async || Ok(worker.consumer().info().await?.num_waiting == 0)).await?;
    Ok(())
}
