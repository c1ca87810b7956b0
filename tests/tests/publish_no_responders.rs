//! Publishes that no server takes: each cause is told by its own error, and soon.
#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use jsapi::{ErrorCode, StreamConfig, StreamCreateRequest};
use jsapi_client::publish::PublishMessage;
use jsapi_client::{ConnectionObserver, Context, Error};
use jsapi_test_server::{Options, Server, User, Version};
use jsapi_tests::{Outcome, connect};

async fn start(options: Options) -> Outcome<Server> {
    Ok(tokio::task::spawn_blocking(move || Server::start(&options)).await??)
}

/// The error of each way to publish to a subject, and how long it took.
async fn errors(ctx: &Context, subject: &'static str) -> Outcome<Vec<(Duration, Error)>> {
    let mut errors = Vec::new();
    let begun = Instant::now();
    let error = ctx.publish(subject, "").await.unwrap_err();
    errors.push((begun.elapsed(), error));
    let begun = Instant::now();
    let with_id = ctx.publish(subject, "").new_message_id();
    let error = with_id.await.unwrap_err();
    errors.push((begun.elapsed(), error));
    let publisher = ctx.publisher().open().await?;
    let begun = Instant::now();
    let pending = publisher.publish(subject, "").await?;
    let error = pending.await.unwrap_err();
    errors.push((begun.elapsed(), error));
    let mut batch = ctx.atomic_batch();
    batch.push(PublishMessage::new(subject, ""));
    let begun = Instant::now();
    let error = batch.commit().await.unwrap_err();
    errors.push((begun.elapsed(), error));
    let mut ingest = ctx.fast_ingest().open().await?;
    let begun = Instant::now();
    let error = ingest.publish(subject, "").await.unwrap_err();
    errors.push((begun.elapsed(), error));

    Ok(errors)
}

#[tokio::test]
async fn an_account_without_jetstream_is_told_with_the_servers_code() -> Outcome {
    for version in Version::ALL {
        let url = Server::shared(version)?.url();
        let ctx = Context::new(connect(&url, User::N).await?);
        let begun = Instant::now();
        let error = ctx.publish("no.js", "").await.unwrap_err();
        assert!(error.is(ErrorCode::NOT_ENABLED_FOR_ACCOUNT), "{error:?}");
        assert!(begun.elapsed() < Duration::from_millis(500));
    }
    let url = Server::shared(Version::V2_15_1)?.url();
    let ctx = Context::new(connect(&url, User::N).await?);
    for (took, error) in errors(&ctx, "no.js").await? {
        assert!(error.is(ErrorCode::NOT_ENABLED_FOR_ACCOUNT), "{error:?}");
        assert!(took < Duration::from_millis(500), "{took:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_user_who_may_not_ask_which_stream_it_is_is_told_after_two_retries() -> Outcome {
    let accounts = r#"accounts {
  A: { jetstream: enabled, users: [
    { user: a, password: a }
    { user: p, password: p, permissions: { publish: { deny: ["$JS.API.>"] } } }
  ] }
}"#;
    let server = start(Options::new().accounts(accounts)).await?;
    let all = Context::new(connect(&server.url(), User::A).await?);
    let config = StreamConfig::new("S").with_subjects(["open"]);
    all.call(&StreamCreateRequest::new(config)).await?;
    let observer = ConnectionObserver::new();
    let user = || async_nats::ConnectOptions::with_user_and_password("p".into(), "p".into());
    let told = observer.attach(user()).connect(server.url()).await?;
    for ctx in [
        Context::builder().observer(&observer).build(told),
        Context::new(user().connect(server.url()).await?),
    ] {
        for (took, error) in errors(&ctx, "nowhere").await? {
            assert!(matches!(error, Error::NoResponders { .. }), "{error:?}");
            assert!(took < Duration::from_secs(3), "{took:?}");
        }
        ctx.publish("open", "").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_server_without_jetstream_is_told_after_two_retries() -> Outcome {
    let server = start(Options::new().without_jetstream()).await?;
    let ctx = Context::new(connect(&server.url(), User::A).await?);
    for (took, error) in errors(&ctx, "nowhere").await? {
        assert!(matches!(error, Error::NoResponders { .. }), "{error:?}");
        assert!(took < Duration::from_secs(3), "{took:?}");
    }
    Ok(())
}
