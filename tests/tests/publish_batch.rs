//! Atomic batches, against real servers.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use futures_util::StreamExt;
use jsapi::{ErrorCode, StreamConfig, StreamCreateRequest, StreamInfoRequest};
use jsapi_client::publish::PublishMessage;
use jsapi_client::{Context, Error};
use jsapi_test_server::{Server, User, Version};
use jsapi_tests::{Outcome, connect};

const WITH_BATCHES: [Version; 3] = [Version::V2_12_8, Version::V2_14_6, Version::V2_15_1];

async fn context(version: Version) -> Outcome<Context> {
    Ok(Context::new(
        connect(&Server::shared(version)?.url(), User::A).await?,
    ))
}

async fn create(ctx: &Context, name: &str, subjects: &str) -> Outcome {
    let mut config = StreamConfig::new(name).with_subjects([subjects]);
    config.allow_atomic = true;
    ctx.call(&StreamCreateRequest::new(config)).await?;
    Ok(())
}

async fn messages(ctx: &Context, stream: &str) -> Outcome<u64> {
    Ok(ctx
        .call(&StreamInfoRequest::new(stream))
        .await?
        .state
        .messages)
}

#[tokio::test]
async fn a_batch_is_stored_whole() -> Outcome {
    for version in WITH_BATCHES {
        let ctx = context(version).await?;
        create(&ctx, "BATCH_WHOLE", "batch.whole.>").await?;
        for size in [1_u64, 2, 350, 1000] {
            let before = messages(&ctx, "BATCH_WHOLE").await?;
            let mut batch = ctx.atomic_batch();
            for number in 0..size {
                batch.publish(format!("batch.whole.{number}"), "x");
            }
            let ack = batch.commit().await?;
            assert_eq!(
                (ack.seq, ack.count),
                (before + size, Some(size)),
                "{version}"
            );
            assert_eq!(messages(&ctx, "BATCH_WHOLE").await?, before + size);
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_batch_with_one_wrong_expectation_stores_nothing() -> Outcome {
    for version in WITH_BATCHES {
        let ctx = context(version).await?;
        create(&ctx, "BATCH_CAS", "batch.cas.>").await?;
        ctx.publish("batch.cas.a", "").await?;
        let mut batch = ctx.atomic_batch();
        batch.push(PublishMessage::new("batch.cas.a", "").expect_last_subject_sequence(1));
        batch.push(PublishMessage::new("batch.cas.b", "").expect_last_subject_sequence(5));
        let error = batch.commit().await.unwrap_err();
        assert!(
            error.is_conflict() && !error.may_have_applied(),
            "{version}: {error}"
        );
        assert_eq!(messages(&ctx, "BATCH_CAS").await?, 1);

        let mut batch = ctx.atomic_batch();
        batch.push(PublishMessage::new("batch.cas.a", "").expect_last_sequence(1));
        batch.push(PublishMessage::new("batch.cas.b", "").expect_last_subject_sequence(0));
        assert_eq!(batch.commit().await?.seq, 3);
    }
    Ok(())
}

#[tokio::test]
async fn refused_batches_are_told_apart() -> Outcome {
    let ctx = context(Version::V2_15_1).await?;
    create(&ctx, "BATCH_ERR", "batch.err.>").await?;
    let plain = StreamConfig::new("BATCH_OFF").with_subjects(["batch.off"]);
    ctx.call(&StreamCreateRequest::new(plain)).await?;

    let mut off = ctx.atomic_batch();
    off.publish("batch.off", "");
    off.publish("batch.off", "");
    let error = off.commit().await.unwrap_err();
    assert!(error.is(ErrorCode::ATOMIC_PUBLISH_DISABLED), "{error}");

    let mut large = ctx.atomic_batch();
    for _ in 0..1001 {
        large.publish("batch.err.a", "");
    }
    let error = large.commit().await.unwrap_err();
    assert!(
        error.is(ErrorCode::ATOMIC_PUBLISH_TOO_LARGE_BATCH),
        "{error}"
    );

    let mut twice = ctx.atomic_batch();
    twice.push(PublishMessage::new("batch.err.a", "").message_id("1"));
    twice.push(PublishMessage::new("batch.err.b", "").message_id("1"));
    let error = twice.commit().await.unwrap_err();
    assert!(
        error.is(ErrorCode::ATOMIC_PUBLISH_CONTAINS_DUPLICATE_MESSAGE),
        "{error}"
    );
    assert_eq!(messages(&ctx, "BATCH_ERR").await?, 0);

    let old = context(Version::V2_11_11).await?;
    let mut batch = old.atomic_batch();
    batch.publish("batch.err.a", "");
    assert!(batch.commit().await.unwrap_err().is_api_level());
    Ok(())
}

/// Only some messages have a reply subject: the refusal of another one is told too.
#[tokio::test]
async fn what_is_refused_in_the_middle_of_a_batch_is_told_and_nothing_is_stored() -> Outcome {
    for version in WITH_BATCHES {
        let ctx = context(version).await?;
        let mut config = StreamConfig::new("BATCH_MID").with_subjects(["batch.mid.>"]);
        config.allow_atomic = true;
        config.max_msg_size = Some(300);
        ctx.call(&StreamCreateRequest::new(config)).await?;
        let other = StreamConfig::new("BATCH_MID_OFF").with_subjects(["batch.off.mid"]);
        ctx.call(&StreamCreateRequest::new(other)).await?;
        // The last of the messages is in front of the end, and behind the last reply.
        for (at, messages) in [(1, 3), (50, 350), (348, 350)] {
            for (subject, size) in [
                ("batch.mid.large", 301),
                ("batch.off.mid", 0),
                ("batch.nobody.mid", 0),
            ] {
                let mut batch = ctx.atomic_batch();
                for number in 0..messages {
                    match number == at {
                        true => batch.publish(subject, vec![0; size]),
                        false => batch.publish("batch.mid.a", ""),
                    }
                }
                let error = batch.commit().await.unwrap_err();
                let case = format!("{version}, {at} of {messages}: {error}");
                assert_eq!(error.operation(), subject, "{case}");
                let told = match subject {
                    "batch.mid.large" => error.is(ErrorCode::STREAM_MESSAGE_EXCEEDS_MAXIMUM),
                    "batch.off.mid" => error.is(ErrorCode::ATOMIC_PUBLISH_DISABLED),
                    _ => matches!(error, Error::NoStream { .. }),
                };
                assert!(told && !error.may_have_applied(), "{case}");
            }
        }
        assert_eq!(messages(&ctx, "BATCH_MID").await?, 0);
        assert_eq!(messages(&ctx, "BATCH_MID_OFF").await?, 0);
    }
    Ok(())
}

#[tokio::test]
async fn a_batch_dropped_half_way_is_forgotten_by_the_server_at_once() -> Outcome {
    for version in WITH_BATCHES {
        let client = connect(&Server::shared(version)?.url(), User::A).await?;
        let ctx = Context::new(client.clone());
        create(&ctx, "BATCH_DROP", "batch.drop").await?;
        let subject = "$JS.EVENT.ADVISORY.STREAM.BATCH_ABANDONED.BATCH_DROP";
        let mut advisories = client.subscribe(subject).await?;
        client.flush().await?;
        // Dropped later and later, some of them are half way.
        for number in 0..40 {
            let mut batch = ctx.atomic_batch();
            for _ in 0..900 {
                batch.publish("batch.drop", vec![0; 100]);
            }
            let mut commit = Box::pin(batch.commit());
            for _ in 0..number {
                let wait = tokio::time::timeout(Duration::from_micros(500), &mut commit).await;
                if wait.is_ok() {
                    break;
                }
            }
        }
        let advisory = tokio::time::timeout(Duration::from_secs(3), advisories.next()).await?;
        let advisory = String::from_utf8(advisory.unwrap().payload.to_vec())?;
        assert!(advisory.contains("incomplete"), "{version}: {advisory}");
        // All or none of each.
        assert_eq!(messages(&ctx, "BATCH_DROP").await? % 900, 0);
    }
    Ok(())
}
