//! Headers of published messages: which server heeds which, and what values may be.
#![allow(clippy::unwrap_used)]

use jsapi::{StreamConfig, StreamCreateRequest};
use jsapi_client::publish::PublishMessage;
use jsapi_client::{Context, Error, MessageQuery};
use jsapi_test_server::{Server, User, Version};
use jsapi_tests::{Outcome, connect};

/// A context that sends what the server is too old for.
async fn unchecked(version: Version) -> Outcome<Context> {
    let client = connect(&Server::shared(version)?.url(), User::A).await?;
    Ok(Context::builder().server_api_level(200).build(client))
}

fn level(version: Version) -> u8 {
    match version {
        version if version >= Version::V2_15_1 => 5,
        version if version >= Version::V2_14_6 => 4,
        version if version >= Version::V2_12_8 => 3,
        version if version >= Version::V2_11_11 => 1,
        _ => 0,
    }
}

/// Each header with a value that a server which heeds it refuses, as the stream does
/// not allow what it asks for: who stores the message does not look at the header.
#[tokio::test]
async fn servers_below_the_level_of_a_header_do_not_heed_it() -> Outcome {
    for version in Version::ALL {
        let ctx = unchecked(version).await?;
        let config = StreamConfig::new("HEADERS").with_subjects(["headers.>"]);
        ctx.call(&StreamCreateRequest::new(config)).await?;
        for (needed, name, value) in [
            (1, "Nats-TTL", "1s"),
            (2, "Nats-Incr", "+1"),
            (2, "Nats-Batch-Id", "b"),
            (2, "Nats-Schedule", "@at 2099-01-01T00:00:00Z"),
        ] {
            let sent = ctx.publish("headers.a", "").header(name, value).await;
            let heeded = match &sent {
                Ok(_) => false,
                Err(Error::Api { .. }) => true,
                Err(other) => return Err(format!("{version} {name}: {other:?}").into()),
            };
            assert_eq!(
                heeded,
                level(version) >= needed,
                "{version} {name}: {sent:?}"
            );
        }
        // The order of the two headers differs from message to message.
        ctx.publish("headers.other", "").await?;
        let mut stored = 0;
        for _ in 0..50 {
            let message = PublishMessage::new("headers.b", "");
            let wrong = message.expect_last_sequence_of("headers.other", 1_000_000);
            stored += u32::from(ctx.publish_message(wrong).await.is_ok());
        }
        assert_eq!(stored > 0, level(version) < 1, "{version}: {stored} of 50");
    }
    Ok(())
}

/// Headers that go with another one, each with a value that a server which heeds it
/// refuses: the stream allows all that the server knows.
#[tokio::test]
async fn servers_below_the_level_of_a_header_that_goes_with_another_do_not_heed_it() -> Outcome {
    const AT: (&str, &str) = ("Nats-Schedule", "@at 2099-01-01T00:00:00Z");
    const TO: (&str, &str) = ("Nats-Schedule-Target", "with.target");
    for version in Version::ALL {
        let ctx = unchecked(version).await?;
        let mut config = StreamConfig::new("WITH")
            .with_subjects(["with.>"])
            .with_allow_rollup_hdrs(true);
        config.allow_msg_ttl = level(version) >= 1;
        config.allow_atomic = level(version) >= 2;
        config.allow_msg_schedules = level(version) >= 2;
        ctx.call(&StreamCreateRequest::new(config)).await?;
        let batch = ("Nats-Batch-Id", "b");
        for (at, (needed, headers)) in [
            (2, vec![batch, ("Nats-Batch-Sequence", "none")]),
            (
                2,
                vec![
                    batch,
                    ("Nats-Batch-Sequence", "1"),
                    ("Nats-Batch-Commit", "none"),
                ],
            ),
            (2, vec![AT, ("Nats-Schedule-Target", "with.*")]),
            (2, vec![AT, TO, ("Nats-Schedule-TTL", "none")]),
            (4, vec![AT, TO, ("Nats-Schedule-Source", "with.*")]),
            (4, vec![AT, TO, ("Nats-Schedule-Time-Zone", "No/Where")]),
            (4, vec![AT, TO, ("Nats-Schedule-Rollup", "none")]),
            // A message cannot cancel the schedule that it replaces.
            (4, vec![("Nats-Scheduler", "with.7")]),
            (4, vec![("Nats-Schedule-Next", "none")]),
        ]
        .into_iter()
        .enumerate()
        {
            let mut publish = ctx.publish(format!("with.{at}"), "");
            for (name, value) in &headers {
                publish = publish.header(*name, value);
            }
            let sent = publish.await;
            let heeded = match &sent {
                Ok(_) => false,
                Err(Error::Api { .. }) => true,
                Err(other) => return Err(format!("{version} {headers:?}: {other:?}").into()),
            };
            assert_eq!(
                heeded,
                level(version) >= needed,
                "{version} {headers:?}: {sent:?}"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_condition_on_another_subject_is_refused_for_a_server_that_misreads_it() -> Outcome {
    let client = connect(&Server::shared(Version::V2_10_26)?.url(), User::A).await?;
    let ctx = Context::new(client);
    let config = StreamConfig::new("MISREAD").with_subjects(["misread.>"]);
    ctx.call(&StreamCreateRequest::new(config)).await?;
    for _ in 0..50 {
        let publish = ctx.publish("misread.a", "");
        let refused = publish.expect_last_sequence_of("misread.b", 77).await;
        assert!(refused.unwrap_err().is_api_level());
    }
    assert_eq!(ctx.stream("MISREAD")?.info().await?.state.messages, 0);
    Ok(())
}

#[tokio::test]
async fn header_values_in_utf_8_are_stored_and_read_as_they_are() -> Outcome {
    for version in Version::ALL {
        let client = connect(&Server::shared(version)?.url(), User::A).await?;
        let ctx = Context::new(client);
        let mut config = StreamConfig::new("UTF_8").with_subjects(["utf8"]);
        config.allow_direct = true;
        ctx.call(&StreamCreateRequest::new(config)).await?;
        let values = ["Zürich", "日本", "a\u{c}b", "a\u{1b}[0mb", "a\u{7f}b", "🦀"];
        for value in values {
            let ack = ctx
                .publish("utf8", "")
                .header("Value", value)
                .message_id(value)
                .await?;
            let stream = ctx.stream("UTF_8")?;
            let by_json = stream.get_message(ack.seq).await?;
            assert_eq!(by_json.headers.get("Value").unwrap().as_str(), value);
            let direct = stream.direct_get(MessageQuery::sequence(ack.seq)).await?;
            assert_eq!(direct.headers.get("Value").unwrap().as_str(), value);
            let again = ctx.publish("utf8", "").message_id(value).await?;
            assert!(again.duplicate, "{version} {value:?}");
        }
    }
    Ok(())
}
