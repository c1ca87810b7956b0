//! What is left of publishing and pulling when the server was killed: nothing.
#![allow(clippy::unwrap_used)]

mod pull_setting;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use futures_util::StreamExt;
use jsapi::StorageType;
use jsapi_client::Context;
use jsapi_client::consume::PullConfig;
use jsapi_test_server::{Options, Server, User};
use jsapi_tests::Outcome;
use tokio::time::{sleep, timeout};

use crate::pull_setting::{MS, SEC, Setting, number, settles, subscriptions};

/// Connects with quick reconnects.
async fn quick(server: &Server) -> Outcome<Context> {
    let (name, password) = (User::A.name.to_owned(), User::A.password.to_owned());
    let options = async_nats::ConnectOptions::with_user_and_password(name, password)
        .reconnect_delay_callback(|_| 50 * MS);
    Ok(Context::new(options.connect(server.url()).await?))
}

fn tasks() -> usize {
    tokio::runtime::Handle::current()
        .metrics()
        .num_alive_tasks()
}

/// Kills a server and starts it again, several times.
async fn killed(mut server: Server, times: u32) -> Outcome<Server> {
    tokio::task::spawn_blocking(move || -> Outcome<Server> {
        for _ in 0..times {
            std::thread::sleep(600 * MS);
            server.kill()?;
            std::thread::sleep(200 * MS);
            server.restart()?;
        }
        std::thread::sleep(600 * MS);
        Ok(server)
    })
    .await?
}

/// Publishes numbers, each with its ID, until it is told to stop. All have to be
/// stored.
async fn publishing(ctx: Context, subject: String, stop: Arc<AtomicBool>) -> Outcome<u32> {
    let publisher = ctx
        .publisher()
        .max_in_flight(64)
        .message_ids(true)
        .open()
        .await?;
    let mut count = 0;
    while !stop.load(Ordering::Relaxed) {
        drop(
            publisher
                .publish(subject.clone(), count.to_string())
                .await?,
        );
        count += 1;
        sleep(MS).await;
    }
    let so_far = publisher.drain().await;
    let failures = publisher.failures();
    assert!(failures.is_empty(), "{:?}", failures.first());
    assert_eq!(so_far.acknowledged, u64::from(count));
    Ok(count)
}

#[tokio::test(flavor = "multi_thread")]
async fn fetch_loses_nothing_when_the_server_is_killed_and_nothing_is_left_behind() -> Outcome {
    let server = Server::start(&Options::new())?;
    let setting = Setting::at(&server.url(), StorageType::File).await?;
    let config = PullConfig::durable("WORKER").ack_wait(SEC);
    setting.consumer(config).await?;
    let (reading, writing) = (quick(&server).await?, quick(&server).await?);
    // The inbox for the answers to requests is there from the first one on.
    reading.stream(setting.stream.name())?.info().await?;
    writing.stream(setting.stream.name())?.info().await?;
    let (before, subscribed) = (tasks(), subscriptions(&server)?);

    let stop = Arc::new(AtomicBool::new(false));
    // Both clients stay, so that what is left is not theirs.
    let publishing = publishing(writing.clone(), setting.subject.clone(), stop.clone());
    let publisher = tokio::spawn(publishing);
    let worker = reading.stream(setting.stream.name())?.consumer("WORKER")?;
    let worker = worker.pull();
    let done = stop.clone();
    let reader = tokio::spawn(async move {
        let (mut seen, mut quiet) = (BTreeSet::new(), 0);
        // Until nothing comes for longer than a redelivery takes.
        while quiet < 4 {
            let finished = done.load(Ordering::Relaxed);
            let Ok(fetched) = worker.fetch(50).timeout(SEC).await else {
                // There is no connection, or nobody answers: it says so, no more.
                sleep(50 * MS).await;
                continue;
            };
            quiet = match fetched.messages.is_empty() && finished {
                true => quiet + 1,
                false => 0,
            };
            for message in fetched.messages {
                seen.insert(number(&message)?);
                // Over a connection that is gone it goes with the next one, or not:
                // then it is delivered again.
                drop(message.ack().await);
            }
        }
        Outcome::Ok(seen)
    });
    let server = killed(server, 3).await?;
    stop.store(true, Ordering::Relaxed);
    let count = publisher.await??;
    let seen = timeout(30 * SEC, reader).await???;
    assert!(count > 300, "{count}");
    assert_eq!(seen, (0..count).collect());
    let stored = setting.stream.info().await?.state.messages;
    assert_eq!(stored, u64::from(count), "stored twice");
    settles(async || Ok(subscriptions(&server)? == subscribed)).await?;
    settles(async || Ok(tasks() <= before)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_of_readers_that_lived_through_kills() -> Outcome {
    let server = Server::start(&Options::new())?;
    let setting = Setting::at(&server.url(), StorageType::File).await?;
    let config = PullConfig::durable("WORKER").ack_wait(SEC);
    setting.consumer(config).await?;
    let ctx = quick(&server).await?;
    let stream = ctx.stream(setting.stream.name())?;
    stream.info().await?;
    let (before, subscribed) = (tasks(), subscriptions(&server)?);

    let worker = stream.consumer("WORKER")?.pull();
    let mut messages = worker.messages().heartbeat(500 * MS).open().await?;
    let mut ordered = stream.ordered_consumer().heartbeat(500 * MS).open().await?;
    let reading = tokio::spawn(async move {
        let (mut pulled, mut read) = (0, 0);
        let until = Instant::now() + 20 * SEC;
        while (pulled < 3 || read < 3) && Instant::now() < until {
            tokio::select! {
                message = messages.next() => {
                    message.ok_or("it ended")??.ack().await?;
                    pulled += 1;
                }
                message = ordered.next() => {
                    message.ok_or("it ended")??;
                    read += 1;
                }
                () = sleep(SEC) => {}
            }
        }
        Outcome::Ok((pulled, read))
    });
    let server = killed(server, 2).await?;
    let publishing = ctx.publisher().message_ids(true).open().await?;
    for number in 0..3 {
        publishing
            .publish(setting.subject.clone(), number.to_string())
            .await?
            .await?;
    }
    drop(publishing);
    let (pulled, read) = reading.await??;
    assert!(pulled >= 3 && read == 3, "{pulled} {read}");
    settles(async || Ok(subscriptions(&server)? == subscribed)).await?;
    settles(async || Ok(tasks() <= before)).await?;
    // The ordered consumer's own is gone as well, not the durable one.
    settles(async || Ok(stream.info().await?.state.consumer_count == 1)).await
}
