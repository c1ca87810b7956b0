//! Fast ingest, against real servers.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use jsapi::{
    ErrorCode, StreamConfig, StreamCreateRequest, StreamInfoRequest, StreamLeaderStepdownRequest,
};
use jsapi_client::publish::{IngestProblem, PublishMessage, Rollup};
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
        let mut ingest = ctx.fast_ingest().open().await?;
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

        let mut ingest = ctx.fast_ingest().open().await?;
        ingest.publish("ingest.many.b", "first").await?;
        let last = PublishMessage::new("ingest.many.b", "last");
        let ack = ingest.commit_with(last).await?;
        assert_eq!((ack.seq, ack.count), (20_002, Some(2)), "{version}");

        let mut only = ctx.fast_ingest().open().await?;
        let ack = only
            .commit_with(PublishMessage::new("ingest.many.b", "only"))
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
        let wrong = || PublishMessage::new("ingest.err.a", "").expect_last_sequence(999);

        let mut ingest = ctx.fast_ingest().open().await?;
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
        let mut ingest = ctx.fast_ingest().open().await?;
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

        let mut first = ctx.fast_ingest().open().await?;
        let refused = async {
            first.publish_message(wrong()).await?;
            first.commit().await
        };
        let error: Error = refused.await.unwrap_err();
        assert!(error.is_conflict(), "{version}: {error:?}");

        let mut ingest = ctx
            .fast_ingest()
            .allow_gaps(true)
            .ack_every(1)
            .open()
            .await?;
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

/// What a server refuses in the middle of a batch, with and without gaps.
#[tokio::test]
async fn what_is_refused_in_the_middle_is_told_with_what_is_stored() -> Outcome {
    type Refused = (&'static str, fn() -> PublishMessage, Option<ErrorCode>);
    let plain = || PublishMessage::new("ingest.middle", "");
    // A server says so, too, when it has forgotten the batch.
    let ends = ["another stream"];
    let cases: [Refused; 5] = [
        (
            "large",
            || PublishMessage::new("ingest.middle", vec![0; 200]),
            Some(ErrorCode::STREAM_MESSAGE_EXCEEDS_MAXIMUM),
        ),
        (
            "another stream expected",
            || PublishMessage::new("ingest.middle", "").expect_stream("OTHER"),
            Some(ErrorCode::STREAM_NOT_MATCH),
        ),
        (
            "rollup",
            || PublishMessage::new("ingest.middle", "").rollup(Rollup::Subject),
            Some(ErrorCode::STREAM_ROLLUP_FAILED_F),
        ),
        (
            "no stream",
            || PublishMessage::new("nobody.takes.it", ""),
            None,
        ),
        (
            "another stream",
            || PublishMessage::new("ingest.beside", ""),
            Some(ErrorCode::BATCH_PUBLISH_UNKNOWN_BATCH_ID),
        ),
    ];
    for version in WITH_INGEST {
        let ctx = context(version).await?;
        let mut config = StreamConfig::new("INGEST_MIDDLE").with_subjects(["ingest.middle"]);
        config.allow_batched = true;
        config.max_msg_size = Some(100);
        ctx.call(&StreamCreateRequest::new(config)).await?;
        create(&ctx, "INGEST_BESIDE", "ingest.beside").await?;
        for (what, refused, code) in &cases {
            for gaps in [false, true] {
                let before = messages(&ctx, "INGEST_MIDDLE").await?;
                let builder = ctx.fast_ingest().ack_every(2).acks_outstanding(1);
                let builder = if gaps {
                    builder.allow_gaps(true)
                } else {
                    builder
                };
                let mut ingest = builder.open().await?;
                let mut done = Ok(0);
                for number in 1..=8 {
                    let message = if number == 5 { refused() } else { plain() };
                    done = ingest.publish_message(message).await;
                    if done.is_err() {
                        break;
                    }
                }
                let ended = match done {
                    Ok(_) => ingest.commit().await,
                    Err(error) => Err(error),
                };
                let stored = messages(&ctx, "INGEST_MIDDLE").await? - before;
                let shown = format!("{version}, {what}, gaps {gaps}: {ended:?}");
                let code = *code;
                match ended {
                    // The word of another stream may come after all of the first one's.
                    Ok(ack) if gaps => {
                        assert_eq!((ack.count, stored), (Some(8), 7), "{shown}");
                        let problems = ingest.problems();
                        match &problems[..] {
                            [IngestProblem::Refused { sequence: 5, error }] => {
                                assert_eq!(error.err_code, code, "{shown}");
                            }
                            [IngestProblem::Gap { first: 5, last: 5 }] => {
                                assert!(code.is_none() || ends.contains(what), "{shown}");
                            }
                            other => panic!("{shown}: {other:?}"),
                        }
                    }
                    Err(Error::BatchEnded { source, .. }) if !gaps => {
                        assert_eq!((source.ack.count, stored), (Some(4), 4), "{shown}");
                        let refused = source.refused.as_ref().map(|(at, _)| *at);
                        let missing = source.missing.map(|(first, _)| first);
                        assert_eq!(refused.or(missing), Some(5), "{shown}");
                    }
                    Err(Error::BatchEnded { source, .. }) if ends.contains(what) => {
                        let refused = source.refused.as_ref();
                        let refused = refused.map(|(at, error)| (*at, error.err_code));
                        assert_eq!(refused, Some((5, code)), "{shown}");
                        assert!((4..=7).contains(&stored), "{shown}");
                    }
                    _ => panic!("{shown}"),
                }
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_batch_goes_on_when_all_of_a_window_was_refused() -> Outcome {
    let ctx = context(Version::V2_15_1).await?;
    let mut config = StreamConfig::new("INGEST_FULL").with_subjects(["ingest.full"]);
    config.allow_batched = true;
    config.max_msgs = Some(10);
    config.discard = jsapi::DiscardPolicy::New.into();
    ctx.call(&StreamCreateRequest::new(config)).await?;
    let builder = ctx.fast_ingest().allow_gaps(true).ack_every(2);
    let mut ingest = builder.acks_outstanding(1).open().await?;
    for _ in 0..30 {
        ingest.publish("ingest.full", "").await?;
    }
    ingest.commit().await?;
    assert_eq!(messages(&ctx, "INGEST_FULL").await?, 10);
    let refused: Vec<_> = ingest
        .problems()
        .into_iter()
        .filter_map(|problem| match problem {
            IngestProblem::Refused { sequence, .. } => Some(sequence),
            _ => None,
        })
        .collect();
    assert_eq!(refused, (11..=30).collect::<Vec<_>>());
    Ok(())
}

#[tokio::test]
async fn a_subject_that_no_stream_takes_is_told_at_once() -> Outcome {
    let ctx = context(Version::V2_15_1).await?;
    let begun = std::time::Instant::now();
    let mut ingest = ctx.fast_ingest().open().await?;
    let none = ingest.publish("ingest.nowhere", "").await.unwrap_err();
    assert!(matches!(none, Error::NoStream { .. }), "{none:?}");
    let mut batch = ctx.atomic_batch();
    batch.publish("ingest.nowhere", "");
    let none = batch.commit().await.unwrap_err();
    assert!(matches!(none, Error::NoStream { .. }), "{none:?}");
    assert!(begun.elapsed() < Duration::from_secs(2));

    let wrong = PublishMessage::new("a", "").expect_last_message_id("1");
    let mut ingest = ctx.fast_ingest().open().await?;
    let refused = ingest.publish_message(wrong).await.unwrap_err();
    assert!(matches!(refused, Error::Invalid { .. }), "{refused:?}");
    Ok(())
}

/// The leader steps down while messages come, and another is elected.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_leader_that_goes_is_a_gap_or_the_end_with_what_is_stored() -> Outcome {
    let cluster =
        tokio::task::spawn_blocking(|| jsapi_test_server::Cluster::start(Version::V2_15_1, 3))
            .await??;
    let ctx = Context::new(connect(&cluster.url(0), User::A).await?);
    for gaps in [false, true] {
        let name = if gaps { "WITH" } else { "WITHOUT" };
        let mut config = StreamConfig::new(name).with_subjects([name]);
        config.allow_batched = true;
        config.num_replicas = Some(3);
        ctx.call(&StreamCreateRequest::new(config)).await?;
        let builder = ctx.fast_ingest().ack_every(50);
        let builder = if gaps {
            builder.allow_gaps(true)
        } else {
            builder
        };
        let mut ingest = builder.open().await?;
        let mut stepping = None;
        let mut done = Ok(0);
        for number in 0..3_000_u64 {
            if number == 1_000 {
                let ctx = ctx.clone();
                stepping = Some(tokio::spawn(async move {
                    ctx.call(&StreamLeaderStepdownRequest::new(name)).await
                }));
            }
            done = ingest.publish(name, number.to_string()).await;
            if done.is_err() {
                break;
            }
            if number.is_multiple_of(10) {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        }
        stepping.unwrap().await??;
        match (gaps, done) {
            (false, Err(Error::BatchEnded { source, .. })) => {
                let count = source.ack.count.unwrap();
                assert_eq!(messages(&ctx, name).await?, count);
                let (first, last) = source.missing.unwrap();
                assert_eq!((first, last), (count + 1, ingest.sent()));
            }
            (true, Ok(3_000)) => {
                let ack = ingest.commit().await?;
                let missing: u64 = ingest
                    .problems()
                    .iter()
                    .map(|problem| match problem {
                        IngestProblem::Gap { first, last } => last - first + 1,
                        other => panic!("{other:?}"),
                    })
                    .sum();
                assert!(missing > 0);
                assert_eq!(messages(&ctx, name).await?, 3_000 - missing, "{ack:?}");
            }
            (_, done) => panic!("{gaps}: {done:?}"),
        }
    }
    Ok(())
}

#[tokio::test]
async fn message_ids_keep_what_is_published_again_from_being_stored_twice() -> Outcome {
    for version in WITH_INGEST {
        let ctx = context(version).await?;
        create(&ctx, "INGEST_IDS", "ingest.ids").await?;
        for _ in 0..2 {
            let mut ingest = ctx.fast_ingest().open().await?;
            for number in 0..100 {
                let message = PublishMessage::new("ingest.ids", "").message_id(number.to_string());
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
    let mut ingest = ctx.fast_ingest().open().await?;
    let error = ingest.publish("ingest.off", "").await.unwrap_err();
    assert!(error.is(ErrorCode::BATCH_PUBLISH_DISABLED), "{error:?}");
    assert!(!error.may_have_applied());
    assert_eq!(messages(&ctx, "INGEST_OFF").await?, 0);

    for old in [Version::V2_10_26, Version::V2_11_11, Version::V2_12_8] {
        let error = context(old).await?.fast_ingest().open().await.unwrap_err();
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
            let mut ingest = ctx.fast_ingest().open().await?;
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
    let mut ingest = ctx.fast_ingest().ack_every(50).open().await?;
    let killing = tokio::task::spawn_blocking(move || -> Outcome<Server> {
        std::thread::sleep(Duration::from_millis(200));
        server.kill()?;
        server.restart()?;
        Ok(server)
    });
    let mut next = 0_u64;
    let error = loop {
        next += 1;
        let message = PublishMessage::new("kill", next.to_string()).message_id(next.to_string());
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
    let mut again = ctx.fast_ingest().open().await?;
    for number in acknowledged + 1..=next {
        let message =
            PublishMessage::new("kill", number.to_string()).message_id(number.to_string());
        again.publish_message(message).await?;
    }
    again.commit().await?;
    assert_eq!(messages(&ctx, "KILL").await?, next);
    Ok(())
}
