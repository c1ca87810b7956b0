//! Fast ingest, against real servers.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use jsapi::{ErrorCode, StreamConfig, StreamCreateRequest, StreamInfoRequest};
use jsapi_client::publish::{IngestProblem, OutgoingMessage};
use jsapi_client::{Context, Error};
use jsapi_test_server::{Options, Server, User, Version};
use jsapi_tests::{Outcome, connect};

const WITH_INGEST: [Version; 2] = [Version::V2_14_6, Version::V2_15_1];

async fn context(version: Version) -> Outcome<Context> {
    Ok(Context::new(
        connect(&Server::shared(version)?.url(), User::A).await?,
    ))
}

async fn create(ctx: &Context, name: &str, subjects: &str) -> Outcome {
    let mut config = StreamConfig::new(name).with_subjects([subjects]);
    config.allow_batched = true;
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_great_many_messages_are_stored_in_order() -> Outcome {
    for version in WITH_INGEST {
        let ctx = context(version).await?;
        create(&ctx, "INGEST_MANY", "ingest.many.>").await?;
        let mut ingest = ctx.fast_ingest().start().await?;
        for number in 1..=20_000_u64 {
            assert_eq!(
                ingest.publish("ingest.many.a", number.to_string()).await?,
                number
            );
            assert!(ingest.sent() - ingest.acknowledged() <= 1500);
        }
        assert!(ingest.acknowledged() >= 18_000, "{}", ingest.acknowledged());
        assert!(ingest.problems().is_empty());
        let ack = ingest.commit().await?;
        assert_eq!((ack.seq, ack.count), (20_000, Some(20_000)), "{version}");
        assert_eq!(messages(&ctx, "INGEST_MANY").await?, 20_000);

        let mut ingest = ctx.fast_ingest().start().await?;
        ingest.publish("ingest.many.b", "first").await?;
        let last = OutgoingMessage::new("ingest.many.b", "last");
        let ack = ingest.commit_with(last).await?;
        assert_eq!((ack.seq, ack.count), (20_002, Some(2)), "{version}");

        let only = ctx.fast_ingest().start().await?;
        let ack = only
            .commit_with(OutgoingMessage::new("ingest.many.b", "only"))
            .await?;
        assert_eq!((ack.seq, ack.count), (20_003, Some(1)), "{version}");
    }
    Ok(())
}

#[tokio::test]
async fn a_refused_message_ends_it_unless_gaps_are_allowed() -> Outcome {
    for version in WITH_INGEST {
        let ctx = context(version).await?;
        create(&ctx, "INGEST_ERR", "ingest.err.>").await?;
        let wrong = || OutgoingMessage::new("ingest.err.a", "").expect_last_sequence(999);

        let mut ingest = ctx.fast_ingest().start().await?;
        ingest.publish("ingest.err.a", "").await?;
        ingest.publish_message(wrong()).await?;
        ingest.publish("ingest.err.a", "").await?;
        let error = ingest.commit().await.unwrap_err();
        let Error::BatchEnded { source, .. } = &error else {
            panic!("{version}: {error:?}")
        };
        assert_eq!(source.ack.count, Some(1));
        assert!(matches!(source.refused, Some((2, _))), "{source:?}");
        assert!(error.is_conflict() && error.may_have_applied());
        assert_eq!(messages(&ctx, "INGEST_ERR").await?, 1);

        // Without gaps the next publish finds out as well.
        let mut ingest = ctx.fast_ingest().start().await?;
        ingest.publish("ingest.err.a", "").await?;
        ingest.publish_message(wrong()).await?;
        let error = loop {
            if let Err(error) = ingest.publish("ingest.err.a", "").await {
                break error;
            }
        };
        assert!(error.is_conflict(), "{version}: {error:?}");
        let over = ingest.publish("ingest.err.a", "").await.unwrap_err();
        assert!(matches!(over, Error::NotSent { .. }), "{over:?}");
        assert_eq!(messages(&ctx, "INGEST_ERR").await?, 2);

        let mut first = ctx.fast_ingest().start().await?;
        let refused = async {
            first.publish_message(wrong()).await?;
            first.commit().await
        };
        let error: Error = refused.await.unwrap_err();
        assert!(error.is_conflict(), "{version}: {error:?}");

        let mut ingest = ctx.fast_ingest().allow_gaps().ack_every(1).start().await?;
        ingest.publish("ingest.err.a", "").await?;
        ingest.publish_message(wrong()).await?;
        for _ in 0..20 {
            ingest.publish("ingest.err.a", "").await?;
        }
        let problems = ingest.problems();
        assert!(
            matches!(&problems[..], [IngestProblem::Refused { sequence: 2, error }] if error.is_conflict()),
            "{version}: {problems:?}"
        );
        let ack = ingest.commit().await?;
        assert_eq!(
            messages(&ctx, "INGEST_ERR").await?,
            2 + 21,
            "{version}: {ack:?}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn message_ids_keep_what_is_published_again_from_being_stored_twice() -> Outcome {
    for version in WITH_INGEST {
        let ctx = context(version).await?;
        create(&ctx, "INGEST_IDS", "ingest.ids").await?;
        for _ in 0..2 {
            let mut ingest = ctx.fast_ingest().start().await?;
            for number in 0..100 {
                let message = OutgoingMessage::new("ingest.ids", "").message_id(number.to_string());
                ingest.publish_message(message).await?;
            }
            assert_eq!(ingest.commit().await?.count, Some(100));
            assert_eq!(messages(&ctx, "INGEST_IDS").await?, 100, "{version}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn where_it_is_not_to_be_had_that_is_said_by_name() -> Outcome {
    let ctx = context(Version::V2_15_1).await?;
    let plain = StreamConfig::new("INGEST_OFF").with_subjects(["ingest.off"]);
    ctx.call(&StreamCreateRequest::new(plain)).await?;
    let mut ingest = ctx.fast_ingest().start().await?;
    let error = ingest.publish("ingest.off", "").await.unwrap_err();
    assert!(error.is(ErrorCode::BATCH_PUBLISH_DISABLED), "{error:?}");
    assert!(!error.may_have_applied());
    assert_eq!(messages(&ctx, "INGEST_OFF").await?, 0);

    for old in [Version::V2_10_26, Version::V2_11_11, Version::V2_12_8] {
        let error = context(old).await?.fast_ingest().start().await.unwrap_err();
        assert!(error.is_api_level(), "{error:?}");
    }
    Ok(())
}

#[tokio::test]
async fn dropped_it_is_ended() -> Outcome {
    for version in WITH_INGEST {
        let ctx = context(version).await?;
        create(&ctx, "INGEST_DROP", "ingest.drop").await?;
        // More than a stream may have at once.
        for _ in 0..60 {
            let mut ingest = ctx.fast_ingest().start().await?;
            ingest.publish("ingest.drop", "").await?;
            ingest.publish("ingest.drop", "").await?;
        }
        let begun = std::time::Instant::now();
        while messages(&ctx, "INGEST_DROP").await? != 120 {
            assert!(begun.elapsed() < Duration::from_secs(5), "{version}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_before_a_kill_is_stored_and_the_rest_is_known() -> Outcome {
    let mut server = tokio::task::spawn_blocking(|| Server::start(&Options::new())).await??;
    let client = async_nats::ConnectOptions::new()
        .reconnect_delay_callback(|_| Duration::from_millis(50))
        .connect(server.url())
        .await?;
    let ctx = Context::new(client);
    create(&ctx, "KILL", "kill").await?;
    let mut ingest = ctx.fast_ingest().ack_every(50).start().await?;
    let killing = tokio::task::spawn_blocking(move || -> Outcome<Server> {
        std::thread::sleep(Duration::from_millis(200));
        server.kill()?;
        server.restart()?;
        Ok(server)
    });
    let mut next = 0_u64;
    let error = loop {
        next += 1;
        let message = OutgoingMessage::new("kill", next.to_string()).message_id(next.to_string());
        if let Err(error) = ingest.publish_message(message).await {
            break error;
        }
    };
    assert!(matches!(error, Error::Lost { .. }), "{error:?}");
    let acknowledged = ingest.acknowledged();
    drop(ingest);
    let _server = killing.await??;
    let stored = messages(&ctx, "KILL").await?;
    assert!(
        acknowledged > 0 && acknowledged <= stored && stored <= next,
        "{acknowledged} {stored}"
    );

    // All that is open is published again, and nothing is stored twice.
    let mut again = ctx.fast_ingest().start().await?;
    for number in acknowledged + 1..=next {
        let message =
            OutgoingMessage::new("kill", number.to_string()).message_id(number.to_string());
        again.publish_message(message).await?;
    }
    again.commit().await?;
    assert_eq!(messages(&ctx, "KILL").await?, next);
    Ok(())
}
