//! Pulling a batch or one message, and acknowledging, on real servers.
#![allow(clippy::unwrap_used)]

mod pull_setting;

use std::collections::BTreeSet;
use std::future::IntoFuture;
use std::time::Instant;

use futures_util::{StreamExt, TryStreamExt};
use jsapi::{ConsumerConfig, ErrorCode, StorageType};
use jsapi_client::consume::{PullConfig, PullStatus};
use jsapi_client::{Acked, Error, Invalid, StopReason};
use jsapi_test_server::{Options, Server, Version};
use jsapi_tests::Outcome;

use crate::pull_setting::{MS, Setting, settles, subscriptions};

#[tokio::test]
async fn fetch_without_a_timeout_takes_what_there_is_and_says_that_there_is_no_more() -> Outcome {
    for version in Version::ALL {
        let setting = Setting::on(version).await?;
        let worker = setting.worker().await?;
        let fetched = worker.fetch(5).await?;
        assert_eq!(
            (fetched.messages.len(), fetched.status),
            (0, PullStatus::NoMessages)
        );

        setting.publish(0..3).await?;
        let fetched = worker.fetch(5).await?;
        let payloads: Vec<_> = fetched
            .messages
            .iter()
            .map(|it| it.payload.clone())
            .collect();
        assert_eq!(payloads, ["0", "1", "2"], "{version}");
        // 2.10 says of a batch that was begun that it expired.
        let expected = match version {
            Version::V2_10_26 => PullStatus::Expired,
            _ => PullStatus::NoMessages,
        };
        assert_eq!(fetched.status, expected, "{version}");
        for message in &fetched.messages {
            message.ack_sync().await?;
        }

        setting.publish(0..5).await?;
        let fetched = worker.fetch(5).await?;
        assert_eq!(
            (fetched.messages.len(), fetched.status),
            (5, PullStatus::Complete)
        );
        setting.stream.delete().await?;
    }
    Ok(())
}

#[tokio::test]
async fn fetch_with_a_timeout_gives_what_it_has_when_it_expires() -> Outcome {
    let setting = Setting::on(Version::NEWEST).await?;
    let worker = setting.worker().await?;
    setting.publish(0..2).await?;
    let began = Instant::now();
    let fetched = worker
        .fetch(5)
        .timeout(2_000 * MS)
        .expires(300 * MS)
        .heartbeat(100 * MS)
        .await?;
    assert_eq!(
        (fetched.messages.len(), fetched.status),
        (2, PullStatus::Expired)
    );
    assert!(began.elapsed() < 800 * MS, "{:?}", began.elapsed());
    Ok(())
}

#[tokio::test]
async fn fetch_delivers_what_comes_after_a_heartbeat() -> Outcome {
    let setting = Setting::on(Version::NEWEST).await?;
    let worker = setting.worker().await?;
    let mut pull = worker
        .fetch(1)
        .timeout(5_000 * MS)
        .heartbeat(100 * MS)
        .open()
        .await?;
    let early = tokio::time::timeout(350 * MS, pull.next()).await;
    assert!(early.is_err());
    setting.publish(0..1).await?;
    let message = tokio::time::timeout(500 * MS, pull.next()).await?.unwrap();
    assert_eq!(message.payload, "0");
    assert_eq!(pull.next().await.map(|_| ()), None);
    assert_eq!(pull.status(), Some(&PullStatus::Complete));
    Ok(())
}

#[tokio::test]
async fn fetch_ends_at_its_bytes_before_the_message_that_would_be_too_much() -> Outcome {
    let setting = Setting::on(Version::NEWEST).await?;
    let worker = setting.worker().await?;
    setting.publish(0..20).await?;
    let fetched = worker.fetch(20).max_bytes(500).timeout(1_000 * MS).await?;
    assert_eq!(fetched.status, PullStatus::Limit);
    assert!(
        (1..20).contains(&fetched.messages.len()),
        "{}",
        fetched.messages.len()
    );
    let fetched = worker.fetch(20).max_bytes(10).timeout(1_000 * MS).await?;
    assert_eq!(
        (fetched.messages.len(), fetched.status),
        (0, PullStatus::Limit)
    );
    Ok(())
}

#[tokio::test]
async fn fetch_names_the_stream_or_the_consumer_that_is_missing() -> Outcome {
    for version in Version::ALL {
        let setting = Setting::on(version).await?;
        let nobody = setting.stream.consumer("NOBODY")?.pull();
        for timeout in [None, Some(400 * MS)] {
            let fetch = nobody.fetch(3);
            let fetch = match timeout {
                None => fetch,
                Some(timeout) => fetch.timeout(timeout),
            };
            let began = Instant::now();
            let error = fetch.await.unwrap_err();
            assert!(
                error.is(ErrorCode::CONSUMER_NOT_FOUND),
                "{version}: {error}"
            );
            let took = began.elapsed();
            assert!(took >= 100 * MS && took < 1_000 * MS, "{version}: {took:?}");
        }
        setting.stream.delete().await?;
        let error = nobody.fetch(3).await.unwrap_err();
        assert!(error.is(ErrorCode::STREAM_NOT_FOUND), "{version}: {error}");
        let error = nobody.next().timeout(200 * MS).await.unwrap_err();
        assert!(error.is_not_found(), "{version}: {error}");
    }
    Ok(())
}

#[tokio::test]
async fn fetch_ends_at_once_when_the_consumer_is_deleted() -> Outcome {
    for version in Version::ALL {
        let setting = Setting::on(version).await?;
        let worker = setting.worker().await?;
        setting.publish(0..1).await?;
        let mut pull = worker.fetch(5).timeout(5_000 * MS).open().await?;
        assert!(pull.next().await.is_some());
        worker.consumer().delete().await?;
        let deleted = Instant::now();
        assert_eq!(
            pull.finish().await?,
            PullStatus::ConsumerDeleted,
            "{version}"
        );
        assert!(
            deleted.elapsed() < 100 * MS,
            "{version}: {:?}",
            deleted.elapsed()
        );

        let other = setting.consumer(PullConfig::durable("OTHER")).await?;
        setting.publish(0..1).await?;
        let mut pull = other.fetch(5).timeout(1_000 * MS).open().await?;
        assert!(pull.next().await.is_some());
        setting.stream.delete().await?;
        while pull.next().await.is_some() {}
        let ended = pull.status();
        assert_eq!(ended, Some(&PullStatus::ConsumerDeleted), "{version}");
    }
    Ok(())
}

#[tokio::test]
async fn fetch_says_why_the_server_refused() -> Outcome {
    let setting = Setting::on(Version::NEWEST).await?;
    let config = PullConfig::durable("SMALL")
        .max_batch(5)
        .max_expires(1_000 * MS)
        .max_waiting(1);
    let small = setting.consumer(config).await?;
    let fetched = small.fetch(6).await?;
    let PullStatus::Refused(status) = &fetched.status else {
        panic!("{}", fetched.status)
    };
    assert_eq!(status.code, 409);
    let fetched = small.fetch(1).timeout(10_000 * MS).await?;
    assert!(
        matches!(fetched.status, PullStatus::Refused(_)),
        "{}",
        fetched.status
    );

    let _waits = small.fetch(1).timeout(900 * MS).open().await?;
    let fetched = small.fetch(1).timeout(900 * MS).await?;
    assert_eq!(fetched.status, PullStatus::TooManyWaiting);
    Ok(())
}

#[tokio::test]
async fn a_pull_can_be_cancelled_once() -> Outcome {
    let setting = Setting::on(Version::NEWEST).await?;
    let worker = setting.worker().await?;
    let mut pull = worker.fetch(5).timeout(30_000 * MS).open().await?;
    let canceller = pull.canceller();
    let cancelling = async {
        tokio::time::sleep(100 * MS).await;
        canceller.cancel()
    };
    let began = Instant::now();
    let (next, cancelled) = tokio::join!(pull.next(), cancelling);
    assert!(next.is_none());
    cancelled?;
    assert!(began.elapsed() < 1_000 * MS);
    assert_eq!(pull.status(), Some(&PullStatus::Cancelled));
    assert!(matches!(canceller.cancel(), Err(Error::Invalid { .. })));
    assert!(matches!(pull.cancel(), Err(Error::Invalid { .. })));

    setting.publish(0..1).await?;
    let mut pull = worker.fetch(1).open().await?;
    assert!(pull.next().await.is_some());
    assert!(matches!(pull.cancel(), Err(Error::Invalid { .. })));
    Ok(())
}

#[tokio::test]
async fn fetch_refuses_what_does_not_fit_together() -> Outcome {
    let setting = Setting::on(Version::NEWEST).await?;
    let worker = setting.worker().await?;
    for fetch in [
        worker.fetch(0),
        worker.fetch(1).expires(100 * MS),
        worker.fetch(1).timeout(100 * MS).expires(200 * MS),
        worker
            .fetch(1)
            .timeout(100 * MS)
            .expires(50 * MS)
            .no_wait(true),
        worker.fetch(1).heartbeat(10 * MS),
        worker.fetch(1).timeout(100 * MS).heartbeat(80 * MS),
    ] {
        let error = fetch.await.unwrap_err();
        assert!(matches!(error, Error::Invalid { .. }), "{error}");
    }
    Ok(())
}

#[tokio::test]
async fn one_subscription_serves_many_fetches() -> Outcome {
    let server = Server::start(&Options::new())?;
    let setting = Setting::at(&server.url(), StorageType::Memory).await?;
    let worker = setting.worker().await?;
    // The bare client has an inbox of its own, which `publish` asks by.
    setting.client.request("$JS.API.INFO", "".into()).await?;
    let before = subscriptions(&server)?;
    for _ in 0..20 {
        setting.publish(0..1).await?;
        let fetched = worker.fetch(1).timeout(1_000 * MS).await?;
        assert_eq!(fetched.messages.len(), 1);
        assert_eq!(worker.fetch(3).await?.messages.len(), 0);
    }
    assert_eq!(subscriptions(&server)?, before + 1);
    for _ in 0..50 {
        let pull = worker.fetch(3).timeout(5_000 * MS).open().await?;
        drop(pull);
        let next = worker.next().timeout(5_000 * MS);
        assert!(tokio::time::timeout(5 * MS, next).await.is_err());
    }
    drop(worker);
    settles(async || Ok(subscriptions(&server)? == before)).await
}

#[tokio::test]
async fn fetches_cut_at_any_moment_lose_nothing_and_leave_nothing() -> Outcome {
    let server = Server::start(&Options::new())?;
    let setting = Setting::at(&server.url(), StorageType::Memory).await?;
    let config = PullConfig::durable("WORKER").ack_wait(1_000 * MS);
    let worker = setting.consumer(config).await?;
    setting.publish(0..500).await?;
    let before = subscriptions(&server)?;
    let mut seen = BTreeSet::new();
    for round in 0..400_u32 {
        let fetch = worker.fetch(2).timeout(1_000 * MS).into_future();
        // Between 0 and 3 ms, in steps that no two rounds in a row share.
        let cut = MS * (round * 7 % 31) / 10;
        if let Ok(fetched) = tokio::time::timeout(cut, fetch).await {
            for message in fetched?.messages {
                seen.insert(message.metadata()?.stream_sequence);
                message.ack().await?;
            }
        }
    }
    let cut = Instant::now();
    while seen.len() < 500 {
        for message in worker.fetch(100).timeout(500 * MS).await?.messages {
            seen.insert(message.metadata()?.stream_sequence);
            message.ack_sync().await?;
        }
        assert!(cut.elapsed() < 5_000 * MS, "{} of 500", seen.len());
    }
    drop(worker);
    settles(async || Ok(subscriptions(&server)? == before)).await
}

#[tokio::test]
async fn next_gives_a_message_or_none() -> Outcome {
    let setting = Setting::on(Version::NEWEST).await?;
    let worker = setting.worker().await?;
    assert!(worker.next().await?.is_none());
    let began = Instant::now();
    assert!(worker.next().timeout(200 * MS).await?.is_none());
    assert!(began.elapsed() >= 150 * MS && began.elapsed() < 700 * MS);
    setting.publish(0..2).await?;
    for number in ["0", "1"] {
        let message = worker.next().timeout(200 * MS).await?.unwrap();
        assert_eq!(message.payload, number);
        message.ack().await?;
    }
    assert!(worker.next().await?.is_none());
    Ok(())
}

#[tokio::test]
async fn next_fails_at_once_when_the_consumer_is_deleted_while_it_waits() -> Outcome {
    let setting = Setting::on(Version::NEWEST).await?;
    let worker = setting.worker().await?;
    let deleting = async {
        settles(async || Ok(worker.consumer().info().await?.num_waiting == 1)).await?;
        worker.consumer().delete().await?;
        Outcome::Ok(Instant::now())
    };
    let waiting = async {
        let next = worker.next().timeout(5_000 * MS).await;
        (next, Instant::now())
    };
    let ((next, ended), deleted) = tokio::join!(waiting, deleting);
    let Error::Stopped { source, .. } = next.unwrap_err() else {
        panic!()
    };
    assert_eq!(*source, StopReason::ConsumerDeleted);
    // The status may come before the answer to the deletion.
    let took = ended.saturating_duration_since(deleted?);
    assert!(took < 100 * MS, "{took:?}");
    Ok(())
}

#[tokio::test]
async fn next_loses_nothing_when_it_is_dropped_while_it_waits() -> Outcome {
    let setting = Setting::on(Version::NEWEST).await?;
    let worker = setting.worker().await?;
    let publishing = {
        let (client, subject) = (setting.client.clone(), setting.subject.clone());
        tokio::spawn(async move {
            for number in 0..500_u32 {
                let payload = number.to_string().into();
                client.request(subject.clone(), payload).await.unwrap();
                tokio::time::sleep(MS / 2).await;
            }
        })
    };
    let mut seen = Vec::new();
    let mut ticks = tokio::time::interval(MS);
    let deadline = Instant::now() + 20_000 * MS;
    while seen.len() < 500 && Instant::now() < deadline {
        tokio::select! {
            _ = ticks.tick() => {}
            next = worker.next().timeout(2_000 * MS) => {
                if let Some(message) = next? {
                    seen.push(String::from_utf8(message.payload.to_vec())?.parse::<u32>()?);
                    message.ack().await?;
                }
            }
        }
    }
    publishing.await?;
    assert_eq!(seen, (0..500).collect::<Vec<_>>());
    let info = worker.consumer().info().await?;
    assert_eq!((info.num_ack_pending, info.num_redelivered), (0, 0));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn next_in_a_select_ten_thousand_times_loses_nothing() -> Outcome {
    let setting = Setting::on(Version::NEWEST).await?;
    let worker = setting.worker().await?;
    let publishing = {
        let (client, subject) = (setting.client.clone(), setting.subject.clone());
        tokio::spawn(async move {
            for number in 0..1_000_u32 {
                let payload = number.to_string().into();
                client.publish(subject.clone(), payload).await.unwrap();
                tokio::time::sleep(MS / 4).await;
            }
        })
    };
    let (mut seen, mut cut) = (Vec::new(), 0_u32);
    let deadline = Instant::now() + 40_000 * MS;
    while (seen.len() < 1_000 || cut < 10_000) && Instant::now() < deadline {
        let turns = async {
            for _ in 0..cut % 7 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            next = worker.next().timeout(10_000 * MS) => {
                if let Some(message) = next? {
                    seen.push(String::from_utf8(message.payload.to_vec())?.parse::<u32>()?);
                    message.ack().await?;
                }
            }
            () = turns => cut += 1,
        }
    }
    publishing.await?;
    assert!(cut >= 10_000, "{cut}");
    assert_eq!(seen, (0..1_000).collect::<Vec<_>>());
    settles(async || {
        let info = worker.consumer().info().await?;
        Ok((info.num_ack_pending, info.num_redelivered) == (0, 0))
    })
    .await
}

#[tokio::test]
async fn auto_ack_acknowledges_when_the_message_is_dropped_unless_something_was_said() -> Outcome {
    let setting = Setting::on(Version::NEWEST).await?;
    let worker = setting.worker().await?;
    setting.publish(0..4).await?;
    let message = worker.next().auto_ack(true).await?.unwrap();
    assert_eq!(worker.consumer().info().await?.num_ack_pending, 1);
    drop(message);
    settles(async || Ok(worker.consumer().info().await?.num_ack_pending == 0)).await?;

    let message = worker.next().auto_ack(true).await?.unwrap();
    message.term().await?;
    drop(message);
    let kept = worker.next().await?.unwrap();
    drop(kept);
    settles(async || Ok(worker.consumer().info().await?.num_ack_pending == 1)).await?;

    let all: Vec<_> = worker
        .each(10)
        .timeout(100 * MS)
        .auto_ack(true)
        .try_collect()
        .await?;
    assert_eq!(all.len(), 1);
    drop(all);
    settles(async || Ok(worker.consumer().info().await?.num_ack_pending == 1)).await
}

#[tokio::test]
async fn each_gives_so_many_and_ends() -> Outcome {
    let setting = Setting::on(Version::NEWEST).await?;
    let worker = setting.worker().await?;
    setting.publish(0..5).await?;
    let three: Vec<_> = worker.each(3).try_collect().await?;
    assert_eq!(three.len(), 3);
    let rest: Vec<_> = worker.each(100).timeout(100 * MS).try_collect().await?;
    assert_eq!(rest.len(), 2);
    let info = worker.consumer().info().await?;
    assert_eq!(info.num_ack_pending, 5);
    Ok(())
}

#[tokio::test]
async fn every_ack_does_what_it_says() -> Outcome {
    for version in Version::ALL {
        let setting = Setting::on(version).await?;
        let worker = setting
            .consumer(PullConfig::durable("WORKER").ack_wait(1_000 * MS))
            .await?;
        setting.publish(0..7).await?;
        let fetched = worker.fetch(7).await?;
        let [ack, sync, nak, later, progress, term, reason] = &fetched.messages[..] else {
            panic!("{}", fetched.messages.len())
        };
        let about = later.metadata()?;
        assert_eq!(
            (
                about.stream_sequence,
                about.consumer_sequence,
                about.delivered,
                about.pending
            ),
            (4, 4, 1, 3)
        );
        assert_eq!(about.stream, setting.stream.name().as_str());
        assert_eq!(about.consumer, "WORKER");

        assert_eq!(ack.ack().await?, Acked::InTime);
        assert!(already(ack.ack().await));
        assert!(already(ack.nak().await));
        assert!(already(ack.in_progress().await));
        sync.ack_sync().await?;
        assert!(already(sync.ack_sync().await));
        nak.nak().await?;
        later.nak_with_delay(400 * MS).await?;
        term.term().await?;
        reason.term_with_reason("not wanted").await?;

        let again = worker.fetch(5).timeout(200 * MS).await?;
        assert_eq!(payloads(&again.messages), ["2"], "{version}");
        assert_eq!(again.messages[0].metadata()?.delivered, 2);
        again.messages[0].ack().await?;
        tokio::time::sleep(500 * MS).await;
        progress.in_progress().await?;
        let again = worker.fetch(5).await?;
        assert_eq!(payloads(&again.messages), ["3"], "{version}");
        again.messages[0].ack().await?;

        // More than ack_wait after it was delivered, less after the last word.
        tokio::time::sleep(600 * MS).await;
        assert_eq!(worker.fetch(5).await?.messages.len(), 0, "{version}");
        assert_eq!(progress.ack().await?, Acked::InTime);
        settles(async || Ok(worker.consumer().info().await?.num_ack_pending == 0)).await?;
        setting.stream.delete().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_late_ack_is_known_to_be_late() -> Outcome {
    let setting = Setting::on(Version::NEWEST).await?;
    let worker = setting
        .consumer(PullConfig::durable("WORKER").ack_wait(200 * MS))
        .await?;
    setting.publish(0..1).await?;
    let message = worker.next().await?.unwrap();
    tokio::time::sleep(300 * MS).await;
    assert!(message.ack().await?.is_late());
    Ok(())
}

#[tokio::test]
async fn ack_sync_fails_when_the_consumer_is_gone() -> Outcome {
    for version in Version::ALL {
        let setting = Setting::on(version).await?;
        let worker = setting.worker().await?;
        setting.publish(0..2).await?;
        let fetched = worker.fetch(2).await?;
        worker.consumer().delete().await?;
        let began = Instant::now();
        for message in &fetched.messages {
            let Err(error) = message.ack_sync().await else {
                panic!()
            };
            assert!(
                matches!(error, Error::NoResponders { .. }),
                "{version}: {error}"
            );
            assert!(!message.is_acknowledged());
        }
        assert!(
            began.elapsed() < 1_000 * MS,
            "{version}: {:?}",
            began.elapsed()
        );
        setting.stream.delete().await?;
    }
    Ok(())
}

#[tokio::test]
async fn redelivery_counts_up_to_max_deliver() -> Outcome {
    let setting = Setting::on(Version::NEWEST).await?;
    let config = PullConfig::durable("WORKER")
        .ack_wait(300 * MS)
        .max_deliver(3);
    let worker = setting.consumer(config).await?;
    setting.publish(0..50).await?;
    for time in 1..=3 {
        let fetched = worker.fetch(50).timeout(2_000 * MS).await?;
        assert_eq!(fetched.messages.len(), 50, "delivery {time}");
        let sequences: BTreeSet<_> = fetched
            .messages
            .iter()
            .map(|message| {
                let about = message.metadata().unwrap();
                assert_eq!(about.delivered, time);
                assert_eq!(about.is_redelivered(), time > 1);
                about.stream_sequence
            })
            .collect();
        assert_eq!(sequences.len(), 50);
    }
    assert_eq!(worker.fetch(50).timeout(600 * MS).await?.messages.len(), 0);
    Ok(())
}

#[tokio::test]
async fn payloads_and_headers_pass_through_as_they_are() -> Outcome {
    let setting = Setting::on(Version::NEWEST).await?;
    let worker = setting.worker().await?;
    let mut headers = async_nats::HeaderMap::new();
    headers.append("A", "1");
    headers.append("A", "2");
    headers.append("Empty", "");
    let bytes = vec![0xff, 0x00, 0xfe];
    let publish = |headers: Option<async_nats::HeaderMap>, payload: Vec<u8>| {
        let (client, subject) = (setting.client.clone(), setting.subject.clone());
        async move {
            match headers {
                Some(headers) => {
                    client
                        .request_with_headers(subject, headers, payload.into())
                        .await
                }
                None => client.request(subject, payload.into()).await,
            }
        }
    };
    publish(None, Vec::new()).await?;
    publish(Some(headers.clone()), bytes.clone()).await?;
    publish(Some(headers.clone()), Vec::new()).await?;
    let fetched = worker.fetch(3).await?;
    let [empty, both, only] = &fetched.messages[..] else {
        panic!()
    };
    assert_eq!((&empty.headers, &empty.payload[..]), (&None, &b""[..]));
    assert_eq!(
        (&both.headers, &both.payload[..]),
        (&Some(headers.clone()), &bytes[..])
    );
    assert_eq!(
        (&only.headers, &only.payload[..]),
        (&Some(headers), &b""[..])
    );
    assert_eq!(both.header("A"), Some("1"));
    assert_eq!(both.header("not a header"), None);
    Ok(())
}

#[tokio::test]
async fn a_consumer_is_made_once_and_says_how_it_is_different() -> Outcome {
    let setting = Setting::on(Version::NEWEST).await?;
    let config = || {
        PullConfig::durable("WORKER")
            .ack_wait(5_000 * MS)
            .metadata("a", "1")
    };
    let first = setting.stream.ensure_pull_consumer(config()).await?;
    assert_eq!(first.differences, []);
    let again = setting.stream.ensure_pull_consumer(config()).await?;
    assert_eq!(again.differences, []);
    setting.stream.create_pull_consumer(config()).await?;

    let other = || config().max_deliver(3).ack_wait(7_000 * MS);
    let error = setting
        .stream
        .create_pull_consumer(other())
        .await
        .unwrap_err();
    assert!(error.is_already_exists(), "{error}");
    let ensured = setting.stream.ensure_pull_consumer(other()).await?;
    let mut fields: Vec<_> = ensured
        .differences
        .iter()
        .map(|it| it.field.as_str())
        .collect();
    fields.sort_unstable();
    assert_eq!(fields, ["ack_wait", "max_deliver"]);
    assert_eq!(ensured.handle.config().unwrap().ack_wait, Some(5_000 * MS));

    let push = ConsumerConfig::new()
        .with_durable_name("PUSH")
        .with_deliver_subject("push.to");
    setting.stream.create_consumer(push).await?;
    let error = setting.stream.pull_consumer("PUSH").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"CONSUMER.INFO: consumer "PUSH" is a push consumer, not a pull consumer"#
    );
    let fetched = setting.stream.consumer("PUSH")?.pull().fetch(1).await?;
    assert_eq!(fetched.status, PullStatus::PushBased);
    Ok(())
}

#[tokio::test]
async fn fetch_ends_in_time_when_the_server_is_killed_or_silent() -> Outcome {
    let mut server = Server::start(&Options::new())?;
    let setting = Setting::at(&server.url(), StorageType::File).await?;
    let worker = setting.worker().await?;
    setting.publish(0..2).await?;

    server.pause()?;
    let began = Instant::now();
    let fetched = worker
        .fetch(5)
        .timeout(1_000 * MS)
        .heartbeat(200 * MS)
        .await?;
    assert_eq!(
        (fetched.messages.len(), fetched.status),
        (0, PullStatus::HeartbeatMissed)
    );
    assert!(began.elapsed() < 1_500 * MS, "{:?}", began.elapsed());
    let began = Instant::now();
    let fetched = worker.fetch(5).timeout(500 * MS).await?;
    assert_eq!(fetched.status, PullStatus::TimedOut);
    assert!(began.elapsed() < 1_000 * MS, "{:?}", began.elapsed());
    server.resume()?;

    let mut pull = worker.fetch(50).timeout(10_000 * MS).open().await?;
    assert!(pull.next().await.is_some());
    server.kill()?;
    let killed = Instant::now();
    while pull.next().await.is_some() {}
    assert_eq!(pull.status(), Some(&PullStatus::Disconnected));
    assert!(killed.elapsed() < 500 * MS, "{:?}", killed.elapsed());

    let began = Instant::now();
    let error = worker.fetch(1).timeout(300 * MS).await.unwrap_err();
    assert!(matches!(error, Error::NotSent { .. }), "{error}");
    assert!(began.elapsed() < 800 * MS);

    server.restart()?;
    setting.publish(0..1).await?;
    let fetched = worker.fetch(1).timeout(5_000 * MS).await?;
    assert_eq!(fetched.status, PullStatus::Complete);
    Ok(())
}

fn payloads(messages: &[jsapi_client::Message]) -> Vec<&str> {
    messages
        .iter()
        .map(|it| std::str::from_utf8(&it.payload).unwrap())
        .collect()
}

/// Whether the message was acknowledged before.
fn already<T>(acknowledged: Result<T, Error>) -> bool {
    matches!(acknowledged, Err(error) if error.as_invalid() == Some(&Invalid::AlreadyAcknowledged))
}
