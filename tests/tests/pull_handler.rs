//! Messages handled by a function, several at once, on real servers.
#![allow(clippy::unwrap_used)]

mod pull_setting;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jsapi::StorageType;
use jsapi_client::Error;
use jsapi_client::consume::{Handled, Notice, PullConfig};
use jsapi_test_server::{Options, Server};
use jsapi_tests::Outcome;
use tokio::time::{sleep, timeout};

use crate::pull_setting::{MS, SEC, Setting, number, settles, subscriptions};

/// How often each number was handled, and how many at once.
#[derive(Default)]
struct Seen {
    times: Mutex<BTreeMap<u32, u32>>,
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Seen {
    async fn during(&self, number: u32, time: Duration) {
        let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
        sleep(time).await;
        self.now.fetch_sub(1, Ordering::SeqCst);
        *self.times.lock().unwrap().entry(number).or_default() += 1;
    }

    fn handled(&self) -> usize {
        self.times.lock().unwrap().len()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn so_many_are_handled_at_once_and_none_is_delivered_twice_while_it_is() -> Outcome {
    let setting = Setting::shared().await?;
    let config = PullConfig::durable("WORKER").ack_wait(300 * MS);
    let worker = setting.consumer(config).await?;
    setting.publish(0..24).await?;
    let messages = worker.messages().await?;
    let control = messages.control();
    let seen = Arc::new(Seen::default());
    let handling = tokio::spawn({
        let seen = seen.clone();
        messages.handle(4, move |message| {
            let seen = seen.clone();
            // More than twice `ack_wait`, and as much again until its turn.
            async move { seen.during(number(&message).unwrap(), 700 * MS).await }
        })
    });
    settles(async || Ok(seen.handled() == 24)).await?;
    control.drain().await;
    timeout(2 * SEC, handling).await???;
    assert_eq!(seen.most.load(Ordering::SeqCst), 4);
    assert!(seen.times.lock().unwrap().values().all(|times| *times == 1));
    settles(async || {
        let info = worker.handle().info().await?;
        Ok(info.num_ack_pending == 0 && info.num_redelivered == 0)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_call_returns_decides_what_becomes_of_its_message() -> Outcome {
    let setting = Setting::shared().await?;
    let worker = setting.worker().await?;
    setting.publish(0..5).await?;
    let messages = worker.messages().await?;
    let notices = messages.notices();
    let control = messages.control();
    let deliveries = Arc::new(Mutex::new(Vec::new()));
    let handling = tokio::spawn({
        let deliveries = deliveries.clone();
        messages.handle(1, move |message| {
            let deliveries = deliveries.clone();
            async move {
                let (number, time) = (
                    number(&message).unwrap(),
                    message.metadata().unwrap().delivered,
                );
                deliveries.lock().unwrap().push((number, time));
                match (number, time) {
                    (1, 1) => Err("not yet").into(),
                    (2, 1) => Handled::NakAfter(200 * MS),
                    (3, _) => Handled::Term("never".into()),
                    (4, 1) => panic!("a handler that panics"),
                    _ => Handled::Ack,
                }
            }
        })
    });
    settles(async || Ok(worker.handle().info().await?.num_ack_pending == 0)).await?;
    settles(async || Ok(deliveries.lock().unwrap().len() == 8)).await?;
    control.drain().await;
    timeout(2 * SEC, handling).await???;
    let mut seen = deliveries.lock().unwrap().clone();
    seen.sort_unstable();
    assert_eq!(
        seen,
        [
            (0, 1),
            (1, 1),
            (1, 2),
            (2, 1),
            (2, 2),
            (3, 1),
            (4, 1),
            (4, 2)
        ]
    );
    assert_eq!(notices.try_next(), None::<Notice>);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn stop_finishes_what_is_handled_and_hands_back_what_waits() -> Outcome {
    let setting = Setting::shared().await?;
    let worker = setting.worker().await?;
    setting.publish(0..10).await?;
    let messages = worker.messages().max_messages(10).await?;
    let control = messages.control();
    let seen = Arc::new(Seen::default());
    let handling = tokio::spawn({
        let seen = seen.clone();
        messages.handle(2, move |message| {
            let seen = seen.clone();
            async move { seen.during(number(&message).unwrap(), 500 * MS).await }
        })
    });
    settles(async || Ok(seen.now.load(Ordering::SeqCst) == 2)).await?;
    control.stop().await;
    timeout(2 * SEC, handling).await???;
    assert_eq!(seen.handled(), 2);
    // `ack_wait` is 30 s.
    let fetched = worker.fetch(8).timeout(2 * SEC).await?;
    assert_eq!(fetched.messages.len(), 8);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_error_that_ends_messages_is_given_after_the_calls_have_returned() -> Outcome {
    let setting = Setting::shared().await?;
    let worker = setting.worker().await?;
    setting.publish(0..2).await?;
    let seen = Arc::new(Seen::default());
    let messages = worker.messages().await?;
    let handling = tokio::spawn({
        let seen = seen.clone();
        messages.handle(2, move |message| {
            let seen = seen.clone();
            async move { seen.during(number(&message).unwrap(), 500 * MS).await }
        })
    });
    settles(async || Ok(seen.now.load(Ordering::SeqCst) == 2)).await?;
    worker.handle().delete().await?;
    let error = timeout(2 * SEC, handling).await??.unwrap_err();
    assert!(matches!(error, Error::Ended { .. }), "{error}");
    assert_eq!(seen.handled(), 2);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_handler_keeps_no_more_than_was_asked_for() -> Outcome {
    let server = Server::start(&Options::new())?;
    let setting = Setting::at(&server.url(), StorageType::Memory).await?;
    let worker = setting.worker().await?;
    setting.publish(0..500).await?;
    let subscribed = subscriptions(&server)?;
    let handled = Arc::new(AtomicU64::new(0));
    let messages = worker.messages().max_messages(50).await?;
    let handling = tokio::spawn({
        let handled = handled.clone();
        messages.handle(5, move |_| {
            let handled = handled.clone();
            async move {
                sleep(100 * MS).await;
                handled.fetch_add(1, Ordering::SeqCst);
            }
        })
    });
    let until = Instant::now() + SEC;
    while Instant::now() < until {
        let delivered = worker.handle().info().await?.delivered.stream_seq;
        // What is asked for, what runs, and what is done meanwhile.
        let most = 50 + 5 + handled.load(Ordering::SeqCst) + 5;
        assert!(delivered <= most, "{delivered} delivered, {most} at most");
        sleep(50 * MS).await;
    }
    // Nothing is left of a handler loop that is dropped.
    handling.abort();
    settles(async || Ok(subscriptions(&server)? == subscribed)).await?;
    let at_the_end = handled.load(Ordering::SeqCst);
    sleep(300 * MS).await;
    assert_eq!(handled.load(Ordering::SeqCst), at_the_end);
    Ok(())
}
