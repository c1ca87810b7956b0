//! Advisories, metrics and dead letters of real servers.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::StreamExt;
use jsapi::StreamConfig;
use jsapi_client::consume::PullConfig;
use jsapi_client::dead_letter::Cause;
use jsapi_client::events::{EventKind, Events};
use jsapi_client::{Context, Stream, header};
use jsapi_test_server::{Server, User, Version};
use jsapi_tests::{Outcome, connect};
use time::OffsetDateTime;
use tokio::time::timeout;

const BOUND: Duration = Duration::from_secs(20);

async fn setting(version: Version, name: &str) -> Outcome<(Context, Stream)> {
    let server = tokio::task::block_in_place(|| Server::shared(version))?;
    let ctx = Context::new(connect(&server.url(), User::A).await?);
    let _ = ctx.delete_stream(name).await;
    let config = StreamConfig::new(name).with_subjects([format!("{name}.>")]);
    let stream = ctx.create_stream(config).await?;
    Ok((ctx, stream))
}

async fn next<T>(
    items: &mut (impl futures_util::Stream<Item = jsapi_client::Result<T>> + Unpin),
) -> Outcome<T> {
    let item = timeout(BOUND, items.next())
        .await
        .map_err(|_| "nothing in time")?;
    Ok(item.ok_or("it ended")??)
}

/// The kinds that came until there was one of each.
async fn until_all(events: &mut Events, wanted: &[EventKind]) -> Outcome {
    let mut missing: BTreeSet<EventKind> = wanted.iter().copied().collect();
    while !missing.is_empty() {
        let event = next(events)
            .await
            .map_err(|error| format!("{missing:?}: {error}"))?;
        let kind = EventKind::of(&event).ok_or("not known")?;
        missing.remove(&kind);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happens_to_a_stream_and_its_consumers_is_told() -> Outcome {
    for version in Version::ALL {
        let (ctx, stream) = setting(version, "TOLD").await?;
        let mut events = ctx.events().stream("TOLD").open().await?;
        let mut of_kinds = ctx
            .events()
            .kinds([EventKind::Nak, EventKind::ConsumerAck])
            .consumer("worker")
            .open()
            .await?;
        let mut other = ctx.events().stream("OTHER").open().await?;
        let mut all = ctx.events().open().await?;
        ctx.call(&jsapi::AccountInfoRequest::new()).await?;

        let config = PullConfig::durable("worker").sample_freq("100");
        let worker = stream.create_pull_consumer(config).await?;
        ctx.publish("TOLD.1", "one").await?;
        // The stream has the message; the consumer may learn of it a moment later.
        let fetched = worker.fetch(1).timeout(BOUND).await?;
        fetched.messages[0].nak().await?;
        let again = worker.fetch(1).timeout(BOUND).await?;
        again.messages[0].ack().await?;
        ctx.publish("TOLD.2", "two").await?;
        worker.fetch(1).timeout(BOUND).await?.messages[0]
            .term()
            .await?;
        if version >= Version::V2_11_11 {
            let later = OffsetDateTime::now_utc() + Duration::from_secs(60);
            stream.consumer("worker")?.pause(later).await?;
            until_all(&mut events, &[EventKind::ConsumerPause]).await?;
        }
        stream.delete_consumer("worker").await?;
        ctx.delete_stream("TOLD").await?;

        let wanted = [EventKind::ConsumerAction, EventKind::StreamAction];
        until_all(&mut events, &wanted).await?;
        let kinds = [EventKind::Nak, EventKind::ConsumerAck];
        until_all(&mut of_kinds, &kinds).await?;
        let wanted = [
            EventKind::ApiAudit,
            EventKind::Terminated,
            EventKind::StreamAction,
        ];
        until_all(&mut all, &wanted).await?;
        let nothing = timeout(Duration::from_millis(50), other.next()).await;
        assert!(nothing.is_err(), "{version}: {nothing:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_was_given_up_is_republished_once_with_where_it_comes_from() -> Outcome {
    for version in Version::ALL {
        let (ctx, stream) = setting(version, "WORK").await?;
        let (_, dead) = setting(version, "DEAD").await?;
        let mut letters = stream.dead_letters().consumer("worker").open().await?;
        let mut second = stream.dead_letters().open().await?;
        let config = PullConfig::durable("worker")
            .max_deliver(2)
            .ack_wait(Duration::from_millis(200));
        let worker = stream.create_pull_consumer(config).await?;
        let sent = ctx
            .publish("WORK.1", "poison")
            .message_id("m-1")
            .header("Trace", "a")
            .header("Trace", "b");
        let sequence = sent.await?.seq;
        for _ in 0..2 {
            let fetched = worker.fetch(1).timeout(BOUND).await?;
            assert_eq!(fetched.messages.len(), 1);
        }
        // The server gives it up when it would deliver it once more.
        let more = worker.fetch(1).timeout(Duration::from_secs(2)).await?;
        assert!(more.messages.is_empty());

        let letter = next(&mut letters).await?;
        assert_eq!(letter.stream_sequence, sequence);
        assert_eq!((letter.consumer.as_str(), letter.deliveries), ("worker", 2));
        assert_eq!(letter.cause, Cause::MaxDeliver);
        let ack = letter.republish("DEAD.work").await?;
        assert!(!ack.duplicate);
        let again = next(&mut second).await?.republish("DEAD.work").await?;
        assert!(again.duplicate, "{version}: {again:?} {letter:?}");

        let stored = dead.get_message(ack.seq).await?;
        assert_eq!(stored.payload, "poison");
        let value = |name: &str| {
            stored
                .headers
                .get(name)
                .map(|value| value.as_str().to_owned())
        };
        for (name, expected) in [
            ("Dead-Letter-Stream", "WORK"),
            ("Dead-Letter-Subject", "WORK.1"),
            ("Dead-Letter-Sequence", &sequence.to_string()),
            ("Dead-Letter-Consumer", "worker"),
            ("Dead-Letter-Deliveries", "2"),
            ("Dead-Letter-Header-Msg-Id", "m-1"),
            ("Trace", "a"),
        ] {
            assert_eq!(value(name).as_deref(), Some(expected), "{version}: {name}");
        }
        assert_eq!(stored.headers.get_all("Trace").count(), 2);
        assert_ne!(value(header::MSG_ID).as_deref(), Some("m-1"));
        assert_eq!(value("Dead-Letter-Reason"), None);

        // And one that a client gave up.
        let sequence = ctx.publish("WORK.2", "bad").await?.seq;
        let fetched = worker.fetch(1).timeout(BOUND).await?;
        fetched.messages[0]
            .term_with_reason("no such order")
            .await?;
        let letter = next(&mut letters).await?;
        assert_eq!(letter.stream_sequence, sequence);
        let reason = Some("no such order".to_owned());
        assert_eq!(letter.cause, Cause::Terminated { reason });
        let ack = letter.republish("DEAD.work").await?;
        let stored = dead.get_message(ack.seq).await?;
        let told = stored
            .headers
            .get("Dead-Letter-Reason")
            .map(|value| value.as_str());
        assert_eq!(told, Some("no such order"));

        // Nothing is made up for a message that is gone.
        stream.delete_message(sequence).await?;
        assert!(
            letter
                .republish("DEAD.work")
                .await
                .unwrap_err()
                .is_not_found()
        );
        ctx.delete_stream("WORK").await?;
        ctx.delete_stream("DEAD").await?;
    }
    Ok(())
}
