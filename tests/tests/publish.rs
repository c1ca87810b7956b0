//! Publishing one message, against real servers.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::future::IntoFuture;
use std::time::{Duration, Instant};

use jsapi::time::OffsetDateTime;
use jsapi::{
    DirectGetLastForSubjectRequest, ErrorCode, StreamConfig, StreamCreateRequest, StreamInfoRequest,
};
use jsapi_client::publish::{PublishMessage, PublishOptions, Rollup, Schedule};
use jsapi_client::{Context, Error, Invalid};
use jsapi_test_server::{Options, Server, User, Version};
use jsapi_tests::{Outcome, connect, until};

const EVERY: [Version; 5] = Version::ALL;

async fn context(version: Version, user: User<'_>) -> Outcome<Context> {
    Ok(Context::new(
        connect(&Server::shared(version)?.url(), user).await?,
    ))
}

async fn create(ctx: &Context, config: StreamConfig) -> Outcome {
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
async fn what_is_acknowledged_is_stored_once_by_its_id() -> Outcome {
    for version in EVERY {
        let ctx = context(version, User::A).await?;
        create(
            &ctx,
            StreamConfig::new("PUB_ONCE").with_subjects(["pub.once.>"]),
        )
        .await?;
        let first = ctx.publish("pub.once.a", "1").message_id("one").await?;
        let second = ctx.publish("pub.once.a", "1").message_id("one").await?;
        assert_eq!(
            (first.stream.as_str(), first.seq, first.duplicate),
            ("PUB_ONCE", 1, false)
        );
        assert_eq!((second.seq, second.duplicate), (1, true), "{version}");
        assert_eq!(messages(&ctx, "PUB_ONCE").await?, 1);
    }
    Ok(())
}

#[tokio::test]
async fn expectations_are_checked_and_conflicts_tell_the_last_sequence() -> Outcome {
    for version in EVERY {
        let ctx = context(version, User::A).await?;
        create(
            &ctx,
            StreamConfig::new("PUB_CAS").with_subjects(["pub.cas.>"]),
        )
        .await?;
        ctx.publish("pub.cas.a", "")
            .expect_last_sequence(0)
            .message_id("a1")
            .await?;
        ctx.publish("pub.cas.a", "")
            .expect_last_subject_sequence(1)
            .await?;
        ctx.publish("pub.cas.b", "")
            .expect_last_subject_sequence(0)
            .expect_stream("PUB_CAS")
            .await?;

        let conflict = ctx
            .publish("pub.cas.a", "")
            .expect_last_sequence(1)
            .await
            .unwrap_err();
        assert!(
            conflict.is_conflict() && !conflict.may_have_applied(),
            "{conflict}"
        );
        assert_eq!(conflict.last_sequence(), Some(3), "{version}");
        let conflict = ctx
            .publish("pub.cas.a", "")
            .expect_last_subject_sequence(1)
            .await
            .unwrap_err();
        assert_eq!(conflict.last_sequence(), Some(2), "{version}");

        let wrong = ctx
            .publish("pub.cas.a", "")
            .expect_stream("OTHER")
            .await
            .unwrap_err();
        assert!(wrong.is(ErrorCode::STREAM_NOT_MATCH), "{wrong}");
        let wrong = ctx
            .publish("pub.cas.a", "")
            .expect_last_message_id("x")
            .await
            .unwrap_err();
        assert!(wrong.is(ErrorCode::STREAM_WRONG_LAST_MSG_ID), "{wrong}");
        assert_eq!(messages(&ctx, "PUB_CAS").await?, 3);

        if version >= Version::V2_12_8 {
            ctx.publish("pub.cas.c", "")
                .expect_last_sequence_of("pub.cas.a", 2)
                .await?;
            let wrong = ctx
                .publish("pub.cas.c", "")
                .expect_last_sequence_of("pub.cas.a", 4)
                .await;
            assert_eq!(wrong.unwrap_err().last_sequence(), Some(2), "{version}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_rollup_takes_the_place_of_its_subject() -> Outcome {
    let ctx = context(Version::V2_15_1, User::A).await?;
    let mut config = StreamConfig::new("PUB_ROLLUP").with_subjects(["pub.rollup.>"]);
    config.allow_rollup_hdrs = true;
    create(&ctx, config).await?;
    for subject in ["pub.rollup.a", "pub.rollup.a", "pub.rollup.b"] {
        ctx.publish(subject, "").await?;
    }
    ctx.publish("pub.rollup.a", "")
        .rollup(Rollup::Subject)
        .await?;
    assert_eq!(messages(&ctx, "PUB_ROLLUP").await?, 2);
    ctx.publish("pub.rollup.a", "").rollup(Rollup::All).await?;
    assert_eq!(messages(&ctx, "PUB_ROLLUP").await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_message_with_a_ttl_goes_and_older_servers_are_not_sent_one() -> Outcome {
    let ctx = context(Version::V2_10_26, User::A).await?;
    create(
        &ctx,
        StreamConfig::new("PUB_TTL").with_subjects(["pub.ttl.>"]),
    )
    .await?;
    let refused = ctx
        .publish("pub.ttl.a", "")
        .ttl(Duration::from_secs(1))
        .await
        .unwrap_err();
    assert!(refused.is_api_level(), "{refused}");
    assert_eq!(messages(&ctx, "PUB_TTL").await?, 0);

    let ctx = context(Version::V2_11_11, User::A).await?;
    let mut config = StreamConfig::new("PUB_TTL").with_subjects(["pub.ttl.>"]);
    config.allow_msg_ttl = true;
    create(&ctx, config).await?;
    ctx.publish("pub.ttl.a", "")
        .ttl(Duration::from_secs(1))
        .await?;
    ctx.publish("pub.ttl.b", "").await?;
    assert_eq!(messages(&ctx, "PUB_TTL").await?, 2);
    until(Duration::from_secs(10), "the message to go", async || {
        Ok(messages(&ctx, "PUB_TTL").await? == 1)
    })
    .await
}

#[tokio::test]
async fn errors_are_told_apart_and_quickly() -> Outcome {
    let version = Version::V2_15_1;
    let ctx = context(version, User::A).await?;
    let mut config = StreamConfig::new("PUB_ERR").with_subjects(["pub.err.>"]);
    config.max_msgs = Some(1);
    config.max_msg_size = Some(100);
    config.discard = jsapi::DiscardPolicy::New.into();
    create(&ctx, config).await?;
    ctx.publish("pub.err.a", "").await?;

    let quick = |begun: Instant| assert!(begun.elapsed() < Duration::from_millis(500));
    let begun = Instant::now();
    let none = ctx.publish("nowhere.at.all", "").await.unwrap_err();
    assert!(matches!(none, Error::NoStream { .. }), "{none}");
    quick(begun);

    let begun = Instant::now();
    let full = ctx.publish("pub.err.a", "").await.unwrap_err();
    assert!(
        full.is(ErrorCode::STREAM_STORE_FAILED_F) && !full.may_have_applied(),
        "{full:?}"
    );
    let large = ctx.publish("pub.err.a", vec![0; 200]).await.unwrap_err();
    assert!(
        large.is(ErrorCode::STREAM_MESSAGE_EXCEEDS_MAXIMUM),
        "{large:?}"
    );
    let larger = ctx
        .publish("pub.err.a", vec![0; 2_000_000])
        .await
        .unwrap_err();
    assert!(
        matches!(larger, Error::Invalid { .. }) && !larger.may_have_applied(),
        "{larger:?}"
    );
    quick(begun);

    let begun = Instant::now();
    let without = context(version, User::N).await?;
    let once = PublishOptions::new().attempts(1);
    let none = without
        .publish("pub.err.a", "")
        .publish_options(once)
        .await
        .unwrap_err();
    assert!(none.is(ErrorCode::NOT_ENABLED_FOR_ACCOUNT), "{none}");
    quick(begun);
    assert_eq!(messages(&ctx, "PUB_ERR").await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_counter_adds_up_and_tells_its_value() -> Outcome {
    for version in [Version::V2_12_8, Version::V2_14_6, Version::V2_15_1] {
        let ctx = context(version, User::A).await?;
        let mut config = StreamConfig::new("PUB_COUNT").with_subjects(["pub.count.>"]);
        config.allow_msg_counter = true;
        create(&ctx, config).await?;
        ctx.publish("pub.count.a", "").increment(5).await?;
        let ack = ctx.publish("pub.count.a", "").increment(-7).await?;
        assert_eq!(ack.val.as_deref(), Some("-2"), "{version}");
        let big: jsapi_client::publish::Increment = "100000000000000000000".parse()?;
        let ack = ctx.publish("pub.count.a", "").increment(big).await?;
        assert_eq!(
            ack.val.as_deref(),
            Some("99999999999999999998"),
            "{version}"
        );
    }
    Ok(())
}

fn with_schedules(name: &str, subject: &str) -> StreamConfig {
    let mut config = StreamConfig::new(name).with_subjects([subject]);
    config.allow_msg_schedules = true;
    config.allow_msg_ttl = true;
    config.allow_rollup_hdrs = true;
    config.allow_direct = true;
    config
}

async fn last(
    ctx: &Context,
    stream: &str,
    subject: &str,
) -> Outcome<Option<jsapi_client::Incoming>> {
    let request = DirectGetLastForSubjectRequest::new(stream, subject);
    match ctx.message(&request).await {
        Ok(message) => Ok(Some(message)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

#[tokio::test]
async fn a_message_for_later_is_published_later_and_once() -> Outcome {
    for version in [Version::V2_12_8, Version::V2_14_6, Version::V2_15_1] {
        let ctx = context(version, User::A).await?;
        create(&ctx, with_schedules("PUB_AT", "pub.at.>")).await?;
        let time = OffsetDateTime::now_utc() + Duration::from_secs(1);
        ctx.publish("pub.at.schedule", "later")
            .schedule(Schedule::at(time, "pub.at.target"))
            .await?;
        assert!(last(&ctx, "PUB_AT", "pub.at.target").await?.is_none());
        until(Duration::from_secs(10), "the message", async || {
            Ok(last(&ctx, "PUB_AT", "pub.at.target").await?.is_some())
        })
        .await?;
        let message = last(&ctx, "PUB_AT", "pub.at.target").await?.unwrap();
        assert_eq!(message.payload, "later");
        assert_eq!(message.header("Nats-Scheduler"), Some("pub.at.schedule"));
        assert!(last(&ctx, "PUB_AT", "pub.at.schedule").await?.is_none());
    }
    Ok(())
}

#[tokio::test]
async fn a_schedule_repeats_until_it_is_ended() -> Outcome {
    for version in [Version::V2_14_6, Version::V2_15_1] {
        let ctx = context(version, User::A).await?;
        create(&ctx, with_schedules("PUB_EVERY", "pub.every.>")).await?;
        let second = Duration::from_secs(1);
        let every = Schedule::every(second, "pub.every.target").ttl(second * 60);
        ctx.publish("pub.every.schedule", "tick")
            .schedule(every)
            .await?;
        until(Duration::from_secs(10), "two ticks", async || {
            Ok(messages(&ctx, "PUB_EVERY").await? >= 3)
        })
        .await?;

        ctx.publish("pub.every.end", "")
            .end_schedule("pub.every.schedule")
            .await?;
        assert!(
            last(&ctx, "PUB_EVERY", "pub.every.schedule")
                .await?
                .is_none(),
            "{version}"
        );

        let cron = Schedule::cron("* * * * * *", "pub.every.target").time_zone("Europe/Paris");
        ctx.publish("pub.every.schedule", "cron")
            .schedule(cron)
            .await?;
        let stream = ctx.stream("PUB_EVERY")?;
        assert!(
            stream.cancel_schedule("pub.every.schedule").await?,
            "{version}"
        );
        assert!(
            !stream.cancel_schedule("pub.every.schedule").await?,
            "{version}"
        );

        let wrong = Schedule::cron("* * * * * x", "pub.every.target");
        let refused = ctx
            .publish("pub.every.schedule", "")
            .schedule(wrong)
            .await
            .unwrap_err();
        assert!(
            refused.is(ErrorCode::MESSAGE_SCHEDULES_PATTERN_INVALID),
            "{refused}"
        );
    }
    let old = context(Version::V2_12_8, User::A).await?;
    let every = Schedule::every(Duration::from_secs(1), "b");
    let refused = old.publish("a", "").schedule(every).await.unwrap_err();
    assert!(refused.is_api_level(), "{refused}");
    Ok(())
}

#[tokio::test]
async fn a_publish_without_retries_of_the_caller_survives_a_kill() -> Outcome {
    let mut server = tokio::task::spawn_blocking(|| Server::start(&Options::new())).await??;
    let client = async_nats::ConnectOptions::new()
        .reconnect_delay_callback(|_| Duration::from_millis(50))
        .connect(server.url())
        .await?;
    let ctx = Context::new(client);
    create(&ctx, StreamConfig::new("KILL").with_subjects(["kill"])).await?;
    let publishing = tokio::spawn({
        let ctx = ctx.clone();
        async move {
            let mut acked = Vec::new();
            for number in 0..400_u32 {
                let id = number.to_string();
                acked.push(ctx.publish("kill", id.clone()).message_id(id).await?.seq);
            }
            Ok::<_, Error>(acked)
        }
    });
    let _server = tokio::task::spawn_blocking(move || -> Outcome<Server> {
        for _ in 0..3 {
            std::thread::sleep(Duration::from_millis(60));
            server.kill()?;
            server.restart()?;
        }
        Ok(server)
    })
    .await??;
    let acked = publishing.await??;
    assert_eq!(acked, (1..=400).collect::<Vec<u64>>());
    assert_eq!(messages(&ctx, "KILL").await?, 400);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn publishes_that_are_cut_anywhere_leave_nothing_and_can_be_done_again() -> Outcome {
    let ctx = context(Version::V2_15_1, User::A).await?;
    create(
        &ctx,
        StreamConfig::new("PUB_CUT").with_subjects(["pub.cut"]),
    )
    .await?;
    let tasks = || {
        let running = tokio::runtime::Handle::current();
        running.metrics().num_alive_tasks()
    };
    let running = tasks();
    let mut cut = Vec::new();
    for number in 0..2_000_u64 {
        let publish = ctx
            .publish("pub.cut", number.to_string())
            .message_id(number.to_string());
        // Before it is polled, and at any time up to its answer.
        let turns = async {
            for _ in 0..number % 400 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            done = publish.into_future() => drop(done?),
            () = turns => cut.push(number),
        }
    }
    assert!(cut.len() > 100, "{}", cut.len());
    for number in cut {
        ctx.publish("pub.cut", number.to_string())
            .message_id(number.to_string())
            .await?;
    }
    assert_eq!(messages(&ctx, "PUB_CUT").await?, 2_000);
    until(Duration::from_secs(10), "the tasks to end", async || {
        Ok(tasks() <= running)
    })
    .await
}

/// What there is to go wrong, each with what tells it apart.
#[tokio::test]
async fn every_mistake_is_an_error_of_its_own() -> Outcome {
    for version in EVERY {
        let ctx = context(version, User::A).await?;
        let limited = context(version, User::B).await?;
        let without = context(version, User::N).await?;
        let mut config = StreamConfig::new("PUB_TABLE").with_subjects(["pub.table.>"]);
        config.max_msg_size = Some(100);
        config.max_msgs = Some(2);
        config.discard = jsapi::DiscardPolicy::New.into();
        create(&ctx, config).await?;
        ctx.publish("pub.table.a", "").await?;

        let begun = Instant::now();
        let wrong = ctx.publish("pub.table.a", "").expect_last_sequence(7).await;
        let conflict = wrong.unwrap_err();
        let large = ctx.publish("pub.table.a", vec![0; 200]).await.unwrap_err();
        ctx.publish("pub.table.a", "").await?;
        let full = ctx.publish("pub.table.a", "").await.unwrap_err();
        let no_stream = ctx.stream("NO_SUCH")?.info().await.unwrap_err();
        let stream = ctx.stream("PUB_TABLE")?;
        let no_consumer = stream.consumer("NO_SUCH")?.info().await.unwrap_err();
        let other = StreamConfig::new("PUB_TABLE").with_subjects(["pub.table2.>"]);
        let taken = ctx.create_stream(other).await.unwrap_err();
        let limit = loop {
            let name = format!("LIMIT_{}", stream_count(&limited).await?);
            let mut config = StreamConfig::new(&name).with_subjects([name.to_lowercase()]);
            config.max_bytes = Some(1_000_000);
            if let Err(error) = limited.create_stream(config).await {
                break error;
            }
        };
        let none = without.stream("PUB_TABLE")?.info().await.unwrap_err();
        let took = begun.elapsed();

        for (error, code, err_code) in [
            (&conflict, 400, ErrorCode::STREAM_WRONG_LAST_SEQUENCE),
            (&large, 400, ErrorCode::STREAM_MESSAGE_EXCEEDS_MAXIMUM),
            (&full, 503, ErrorCode::STREAM_STORE_FAILED_F),
            (&no_stream, 404, ErrorCode::STREAM_NOT_FOUND),
            (&no_consumer, 404, ErrorCode::CONSUMER_NOT_FOUND),
            (&taken, 400, ErrorCode::STREAM_NAME_EXIST),
            (&limit, 400, ErrorCode::MAXIMUM_STREAMS_LIMIT),
            (&none, 503, ErrorCode::NOT_ENABLED_FOR_ACCOUNT),
        ] {
            let found = error.api().map(|error| (error.code, error.err_code));
            assert_eq!(found, Some((code, Some(err_code))), "{version}: {error:?}");
            assert!(!error.may_have_applied(), "{version}: {error:?}");
        }
        assert!(conflict.is_conflict() && taken.is_already_exists());
        assert!(no_stream.is_not_found() && no_consumer.is_not_found());
        assert!(none.is_not_enabled() && !none.is_not_found());

        let too_large = ctx.publish("pub.table.a", vec![0; 2_000_000]).await;
        assert!(matches!(too_large, Err(Error::Invalid { .. })));
        let nowhere = ctx.publish("pub.nowhere", "").await;
        assert!(matches!(nowhere, Err(Error::NoStream { .. })));
        assert!(took < Duration::from_secs(2), "{version}: {took:?}");
        assert_eq!(messages(&ctx, "PUB_TABLE").await?, 2);
    }
    Ok(())
}

/// How many streams an account has.
async fn stream_count(ctx: &Context) -> Outcome<u64> {
    Ok(ctx.call(&jsapi::AccountInfoRequest::new()).await?.streams)
}

#[tokio::test]
async fn what_one_may_not_publish_to_is_denied_at_once_where_that_is_heard() -> Outcome {
    let accounts = r#"accounts {
  A: { jetstream: enabled, users: [
    { user: a, password: a }
    { user: p, password: p, permissions: { publish: { deny: ["secret", "$JS.API.STREAM.LIST"] } } }
  ] }
}"#;
    let options = Options::new().accounts(accounts);
    let server = tokio::task::spawn_blocking(move || Server::start(&options)).await??;
    let all = Context::new(connect(&server.url(), User::A).await?);
    create(
        &all,
        StreamConfig::new("S").with_subjects(["secret", "open"]),
    )
    .await?;

    let observer = jsapi_client::ConnectionObserver::new();
    let user = async_nats::ConnectOptions::with_user_and_password("p".into(), "p".into());
    let client = observer.attach(user).connect(server.url()).await?;
    let ctx = Context::builder().observer(&observer).build(client);
    ctx.publish("open", "").await?;
    let begun = Instant::now();
    let denied = ctx.publish("secret", "").await.unwrap_err();
    assert!(
        matches!(&denied, Error::Denied { operation, .. } if operation == "secret"),
        "{denied:?}"
    );
    assert!(!denied.may_have_applied());
    let denied = ctx
        .call(&jsapi::StreamListRequest::new())
        .await
        .unwrap_err();
    assert!(matches!(&denied, Error::Denied { .. }), "{denied:?}");

    let publisher = ctx.publisher().open().await?;
    let open = publisher.publish("open", "").await?;
    let secret = publisher.publish("secret", "").await?;
    assert!(matches!(secret.await, Err(Error::Denied { .. })));
    open.await?;
    assert!(
        begun.elapsed() < Duration::from_millis(500),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(messages(&all, "S").await?, 2);
    Ok(())
}

#[tokio::test]
async fn names_of_any_letters_are_expected_as_any_other() -> Outcome {
    for version in EVERY {
        let ctx = context(version, User::A).await?;
        let config = StreamConfig::new("PUB_Ä").with_subjects(["pub.ä.>"]);
        create(&ctx, config).await?;
        ctx.publish("pub.ä.1", "x").expect_stream("PUB_Ä").await?;
        let other = ctx.publish("pub.ä.1", "x").expect_stream("PUB_Ö").await;
        let code = other.unwrap_err().code();
        assert_eq!(code, Some(ErrorCode::STREAM_NOT_MATCH), "{version}");
        if version >= Version::V2_11_11 {
            let of = |sequence| {
                ctx.publish("pub.ä.2", "")
                    .expect_last_sequence_of("pub.ä.1", sequence)
            };
            assert!(of(7).await.unwrap_err().is_conflict(), "{version}");
            of(1).await?;
        }
        // The names stay with what is stored, and can be read.
        let stored = ctx.stream("PUB_Ä")?.get_message(1).await?;
        let header = stored.headers.get("Nats-Expected-Stream");
        assert_eq!(header.map(|it| it.as_str()), Some("PUB_Ä"), "{version}");
    }
    Ok(())
}

/// With what the server counts, headers and payload.
#[tokio::test]
async fn what_is_too_large_is_told_with_its_size() -> Outcome {
    let ctx = context(Version::V2_15_1, User::A).await?;
    let large = |header| {
        let message = PublishMessage::new("pub.large", "x".repeat(100));
        message.header("X", "y".repeat(header))
    };
    let most = 1024 * 1024;
    // NATS/1.0, the name, and the ends of lines.
    let header = most - 100 - 17;
    let error = ctx.publish_message(large(header)).await.unwrap_err();
    assert!(matches!(error, Error::NoStream { .. }), "{error:?}");
    let publisher = ctx.publisher().open().await?;
    let errors = [
        ctx.publish_message(large(header + 1)).await.unwrap_err(),
        publisher
            .publish_message(large(header + 1))
            .await
            .unwrap_err(),
    ];
    for error in errors {
        assert!(
            matches!(&error, Error::Invalid { source, .. } if matches!(**source, Invalid::TooLarge { size, max, .. } if size == most + 1 && max == most)),
            "{error:?}"
        );
    }
    Ok(())
}
