//! What a server denies is told at once, and not by a timeout.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::future::{Future, IntoFuture};
use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use jsapi::{StreamConfig, StreamInfoRequest};
use jsapi_client::consume::PushConfig;
use jsapi_client::publish::PublishMessage;
use jsapi_client::{ConnectionObserver, Context, Error, PullConfig, Stream};
use jsapi_test_server::{Options, Server, User, Version};
use jsapi_tests::{Outcome, connect};

const ACCOUNTS: &str = r#"accounts {
A {
  jetstream: enabled
  users: [
    { user: a, password: a },
    { user: deaf, password: p, permissions: { subscribe: { deny: "_INBOX.>" } } },
    { user: half, password: p, permissions: {
      subscribe: { deny: ["deliver.>", "$JS.EVENT.>"] }
    } }
    { user: mute, password: p, permissions: {
      publish: { deny: ["s.no", "$JS.API.CONSUMER.MSG.NEXT.>"] }
    } }
    { user: curt, password: p, permissions: {
      publish: { allow: ["$JS.API.>", "$JS.ACK.>", "s.>"] }
      subscribe: { allow: ["_INBOX.>", "deliver.>"] }
    } }
  ]
}
}"#;

/// A server with stream "S" and its consumer "pull", to the user who may do everything.
async fn scene(version: Version) -> Outcome<(Server, Context, Stream)> {
    let server = Server::start(&Options::new().version(version).accounts(ACCOUNTS))?;
    let all = Context::new(connect(&server.url(), User::A).await?);
    let config = StreamConfig::new("S").with_subjects(["s.>"]);
    let stream = all.create_stream(config).await?;
    stream
        .create_pull_consumer(PullConfig::durable("pull"))
        .await?;
    Ok((server, all, stream))
}

async fn of(server: &Server, user: &str) -> Outcome<Context> {
    let observer = ConnectionObserver::new();
    let user = async_nats::ConnectOptions::with_user_and_password(user.into(), "p".into());
    let client = observer.attach(user).connect(server.url()).await?;
    Ok(Context::builder().observer(&observer).build(client))
}

/// What is denied, and within half a second.
async fn denied<T>(what: &str, doing: impl Future<Output = Result<T, Error>>) {
    let begun = Instant::now();
    let error = doing.await.err().unwrap_or_else(|| panic!("{what} goes"));
    assert!(matches!(error, Error::Denied { .. }), "{what}: {error:?}");
    assert!(!error.may_have_applied() && !error.is_transient(), "{what}");
    let took = begun.elapsed();
    assert!(took < Duration::from_millis(500), "{what}: {took:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_may_not_hear_is_denied_at_once() -> Outcome {
    for version in Version::ALL {
        let (server, all, stream) = scene(version).await?;
        let push = PushConfig::durable("push").deliver_subject("deliver.here");
        stream.create_push_consumer(push).await?;

        // Nothing can be answered.
        let deaf = of(&server, "deaf").await?;
        for _ in 0..2 {
            let request = StreamInfoRequest::new("S");
            denied("a call", deaf.call(&request).into_future()).await;
        }
        denied("publishing", deaf.publish("s.a", "").into_future()).await;
        denied("a publisher", deaf.publisher().open()).await;
        let stream = deaf.stream("S")?;
        denied("an ordered consumer", stream.ordered_consumer().open()).await;
        let pull = stream.consumer("pull")?.pull();
        denied("a pull", pull.next().into_future()).await;
        assert_eq!(all.stream("S")?.info().await?.state.messages, 0);

        // All but what a consumer delivers, and what the server tells of.
        let half = of(&server, "half").await?;
        let stream = half.stream("S")?;
        let push = stream.push_consumer("push").await?;
        denied("a push consumer", push.messages().open()).await;
        denied("events", half.events().open()).await;

        // What is left goes on, also for who may publish to little.
        for user in ["half", "curt"] {
            let ctx = of(&server, user).await?;
            ctx.publish("s.a", "a").await?;
            let stream = ctx.stream("S")?;
            let mut messages = stream
                .pull_consumer("pull")
                .await?
                .messages()
                .open()
                .await?;
            let message = messages.try_next().await?.ok_or("no message")?;
            message.ack_sync().await?;
        }
        let curt = of(&server, "curt").await?;
        let push = curt.stream("S")?.push_consumer("push").await?;
        let mut pushed = push.messages().open().await?;
        assert!(pushed.try_next().await?.is_some());
        denied("events", curt.events().open()).await;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_may_not_publish_is_denied_at_once() -> Outcome {
    let server = Server::start(&Options::new().version(Version::V2_15_1).accounts(ACCOUNTS))?;
    let all = Context::new(connect(&server.url(), User::A).await?);
    let mut config = StreamConfig::new("S").with_subjects(["s.>"]);
    config.allow_atomic = true;
    config.allow_batched = true;
    let stream = all.create_stream(config).await?;

    let mute = of(&server, "mute").await?;
    denied("publishing", mute.publish("s.no", "").into_future()).await;
    // The first, one in the middle, the last, and the only one.
    for subjects in [
        &["s.no", "s.a"][..],
        &["s.a", "s.no", "s.b"],
        &["s.a", "s.no"],
        &["s.no"],
    ] {
        let mut batch = mute.atomic_batch();
        for subject in subjects {
            batch.publish(*subject, "");
        }
        denied("a batch", batch.commit()).await;
    }
    let mut ingest = mute.fast_ingest().open().await?;
    denied("a fast ingest", ingest.publish("s.no", "")).await;
    assert_eq!(stream.info().await?.state.messages, 0);

    // What came before the last message is stored.
    let mut ingest = mute.fast_ingest().open().await?;
    ingest.publish("s.a", "").await?;
    let begun = Instant::now();
    let ended = ingest
        .commit_with(PublishMessage::new("s.no", ""))
        .await
        .unwrap_err();
    assert!(
        matches!(&ended, Error::BatchEnded { source, .. } if source.ack.count == Some(1)),
        "{ended:?}"
    );
    assert!(begun.elapsed() < Duration::from_millis(500), "{begun:?}");
    assert_eq!(stream.info().await?.state.messages, 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pull_that_one_may_not_ask_for_is_denied_at_once() -> Outcome {
    for version in Version::ALL {
        let (server, all, _) = scene(version).await?;
        all.publish("s.a", "").await?;

        let mute = of(&server, "mute").await?;
        let pull = mute.stream("S")?.consumer("pull")?.pull();
        let five = Duration::from_secs(5);
        for _ in 0..2 {
            denied("a fetch", pull.fetch(1).timeout(five).into_future()).await;
            denied("next", pull.next().timeout(five).into_future()).await;
        }
        denied("a fetch without waiting", pull.fetch(1).into_future()).await;
        let dropped = pull.next().timeout(five).into_future();
        assert!(tokio::time::timeout(Duration::ZERO, dropped).await.is_err());
        denied("next once more", pull.next().timeout(five).into_future()).await;
        let mut messages = pull.messages().open().await?;
        denied("messages", messages.try_next()).await;
        assert!(messages.try_next().await?.is_none());
    }
    Ok(())
}
