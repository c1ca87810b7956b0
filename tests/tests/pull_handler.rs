//! Messages handled by a function, several at once, on real servers.
#![allow(clippy::unwrap_used, clippy::panic)]

mod pull_setting;

use std::collections::BTreeMap;
use std::future::IntoFuture;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use jsapi::StorageType;
use jsapi_client::consume::{FailureAction, HandlerFailure, Notice, PullConfig, Redelivery};
use jsapi_client::dead_letter::Cause;
use jsapi_client::{AckKind, Error, MessageQuery};
use jsapi_test_server::{Options, Server, Version};
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
    let messages = worker.messages().open().await?;
    let control = messages.control();
    let seen = Arc::new(Seen::default());
    let handling = tokio::spawn({
        let seen = seen.clone();
        messages
            .handle(move |message| {
                let seen = seen.clone();
                // More than twice `ack_wait`, and as much again until its turn.
                async move { seen.during(number(&message).unwrap(), 700 * MS).await }
            })
            .concurrency(4)
            .into_future()
    });
    settles(async || Ok(seen.handled() == 24)).await?;
    control.drain().await;
    timeout(2 * SEC, handling).await???;
    assert_eq!(seen.most.load(Ordering::SeqCst), 4);
    assert!(seen.times.lock().unwrap().values().all(|times| *times == 1));
    settles(async || {
        let info = worker.consumer().info().await?;
        Ok(info.num_ack_pending == 0 && info.num_redelivered == 0)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_call_returns_decides_what_becomes_of_its_message() -> Outcome {
    let setting = Setting::shared().await?;
    let worker = setting.worker().await?;
    setting.publish(0..5).await?;
    let messages = worker.messages().open().await?;
    let notices = messages.notices();
    let control = messages.control();
    let deliveries = Arc::new(Mutex::new(Vec::new()));
    let handling = tokio::spawn({
        let deliveries = deliveries.clone();
        messages
            .handle(move |message| {
                let deliveries = deliveries.clone();
                async move {
                    let (number, time) = (
                        number(&message).unwrap(),
                        message.metadata().unwrap().delivered,
                    );
                    deliveries.lock().unwrap().push((number, time));
                    match (number, time) {
                        (1, 1) => Err("not yet"),
                        (2, 1) => Ok(AckKind::Nak(Some(200 * MS))),
                        (3, _) => Ok(AckKind::Term(Some("never".into()))),
                        (4, 1) => panic!("a handler that panics"),
                        _ => Ok(AckKind::Ack),
                    }
                }
            })
            .into_future()
    });
    settles(async || Ok(worker.consumer().info().await?.num_ack_pending == 0)).await?;
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
    let mut failed = Vec::new();
    while let Some(notice) = notices.try_next() {
        let Notice::HandlerFailed {
            stream_sequence,
            delivered,
            error,
            action: FailureAction::Redeliver { .. },
        } = notice
        else {
            panic!("{notice:?}")
        };
        failed.push((stream_sequence, delivered, error));
    }
    failed.sort_unstable();
    assert_eq!(
        failed,
        [
            (2, 1, "not yet".to_owned()),
            (
                5,
                1,
                "the handler panicked: a handler that panics".to_owned()
            ),
        ]
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn stop_finishes_what_is_handled_and_hands_back_what_waits() -> Outcome {
    let setting = Setting::shared().await?;
    let worker = setting.worker().await?;
    setting.publish(0..10).await?;
    let messages = worker.messages().max_messages(10).open().await?;
    let control = messages.control();
    let seen = Arc::new(Seen::default());
    let handling = tokio::spawn({
        let seen = seen.clone();
        messages
            .handle(move |message| {
                let seen = seen.clone();
                async move { seen.during(number(&message).unwrap(), 500 * MS).await }
            })
            .concurrency(2)
            .into_future()
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
    let messages = worker.messages().open().await?;
    let handling = tokio::spawn({
        let seen = seen.clone();
        messages
            .handle(move |message| {
                let seen = seen.clone();
                async move { seen.during(number(&message).unwrap(), 500 * MS).await }
            })
            .concurrency(2)
            .into_future()
    });
    settles(async || Ok(seen.now.load(Ordering::SeqCst) == 2)).await?;
    worker.consumer().delete().await?;
    let error = timeout(2 * SEC, handling).await??.unwrap_err();
    assert!(matches!(error, Error::Stopped { .. }), "{error}");
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
    let messages = worker.messages().max_messages(50).open().await?;
    let handling = tokio::spawn({
        let handled = handled.clone();
        messages
            .handle(move |_| {
                let handled = handled.clone();
                async move {
                    sleep(100 * MS).await;
                    handled.fetch_add(1, Ordering::SeqCst);
                }
            })
            .concurrency(5)
            .into_future()
    });
    let until = Instant::now() + SEC;
    while Instant::now() < until {
        let delivered = worker.consumer().info().await?.delivered.stream_seq;
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

/// A handler that always fails, and what the hook heard: time, delivery count and
/// action of each failure.
type Heard = Arc<Mutex<Vec<(Instant, u64, FailureAction)>>>;

fn hook(heard: &Heard) -> impl FnMut(&HandlerFailure) + Send + use<> {
    let heard = heard.clone();
    move |failure| {
        assert_eq!(failure.error.to_string(), "it always fails");
        let told = (Instant::now(), failure.delivered, failure.action.clone());
        heard.lock().unwrap().push(told);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handler_that_always_fails_is_called_ever_later_and_not_without_pause() -> Outcome {
    let setting = Setting::shared().await?;
    let worker = setting.worker().await?;
    setting.publish(0..1).await?;
    let heard = Heard::default();
    let messages = worker.messages().open().await?;
    let handling = messages
        .handle(|_| async { Err::<(), _>("it always fails") })
        .on_error(hook(&heard));
    let handling = tokio::spawn(handling.into_future());
    settles(async || Ok(heard.lock().unwrap().len() == 4)).await?;
    handling.abort();
    let heard = heard.lock().unwrap().clone();
    let (times, counts): (Vec<_>, Vec<_>) = heard.iter().map(|(time, n, _)| (*time, *n)).unzip();
    assert_eq!(counts, [1, 2, 3, 4]);
    for (pair, least) in times.windows(2).zip([400, 800, 1_600]) {
        let pause = pair[1] - pair[0];
        assert!(pause >= least * MS, "{pause:?} instead of {least} ms");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_handler_waits_for_the_consumers_backoff_and_ends_at_max_deliver() -> Outcome {
    for version in Version::ALL {
        let setting = Setting::on(version).await?;
        let config = PullConfig::durable("WORKER")
            .backoff([300 * MS, 600 * MS])
            .max_deliver(3);
        let worker = setting.consumer(config).await?;
        let mut letters = setting.stream.dead_letters().open().await?;
        setting.publish(0..1).await?;
        let heard = Heard::default();
        let messages = worker.messages().open().await?;
        let control = messages.control();
        let handling = messages
            .handle(|_| async { Err::<(), _>("it always fails") })
            .on_error(hook(&heard));
        let handling = tokio::spawn(handling.into_future());
        let letter = timeout(20 * SEC, letters.try_next()).await??.unwrap();
        assert_eq!((letter.deliveries, letter.cause), (3, Cause::MaxDeliver));
        control.drain().await;
        timeout(20 * SEC, handling).await???;
        let heard = heard.lock().unwrap().clone();
        let counts: Vec<_> = heard
            .iter()
            .map(|(_, n, action)| (*n, action.clone()))
            .collect();
        let redeliver = |after| FailureAction::Redeliver { after };
        assert_eq!(
            counts,
            [
                (1, redeliver(300 * MS)),
                (2, redeliver(600 * MS)),
                (3, FailureAction::NotRedelivered)
            ],
            "{version}"
        );
        assert!(heard[1].0 - heard[0].0 >= 300 * MS, "{version}");
        assert!(heard[2].0 - heard[1].0 >= 600 * MS, "{version}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_failed_often_enough_is_dead_lettered_or_terminated() -> Outcome {
    for version in Version::ALL {
        let setting = Setting::on(version).await?;
        let dead = format!("{}.dead", setting.stream.name());
        let config = PullConfig::durable("WORKER").filter(&setting.subject);
        let worker = setting.consumer(config).await?;
        let mut letters = setting.stream.dead_letters().open().await?;
        setting.publish(0..1).await?;
        for redelivery in [
            Redelivery::exponential(50 * MS, SEC).dead_letter_after(3, dead.as_str()),
            Redelivery::exponential(50 * MS, SEC).terminate_after(2),
        ] {
            let heard = Heard::default();
            let messages = worker.messages().open().await?;
            let control = messages.control();
            let handling = messages
                .handle(|_| async { Err::<(), _>("it always fails") })
                .redelivery(redelivery)
                .on_error(hook(&heard));
            let handling = tokio::spawn(handling.into_future());
            let letter = timeout(20 * SEC, letters.try_next()).await??.unwrap();
            let Cause::Terminated { reason } = letter.cause else {
                panic!("{version}: {letter:?}")
            };
            control.drain().await;
            timeout(20 * SEC, handling).await???;
            let heard = heard.lock().unwrap().clone();
            let (_, count, action) = heard.last().unwrap();
            assert_eq!(heard.len() as u64, *count, "{version}");
            match action {
                FailureAction::DeadLetter { subject } => {
                    assert_eq!((*count, subject), (3, &dead));
                    let letter = setting
                        .stream
                        .get_message(MessageQuery::last(&dead))
                        .await?;
                    assert_eq!(letter.payload, "0");
                    let header = |name| letter.headers.get(name).map(|it| it.as_str());
                    assert_eq!(header("Dead-Letter-Reason"), Some("it always fails"));
                    assert_eq!(header("Dead-Letter-Deliveries"), Some("3"));
                    assert_eq!(header("Dead-Letter-Subject"), Some(&*setting.subject));
                    setting.publish(1..2).await?;
                }
                action => {
                    assert_eq!((*count, action), (2, &FailureAction::Terminate));
                    assert_eq!(reason.as_deref(), Some("it always fails"), "{version}");
                }
            }
        }
        let info = worker.consumer().info().await?;
        assert_eq!(
            (info.num_ack_pending, info.num_pending),
            (0, 0),
            "{version}"
        );
    }
    Ok(())
}
