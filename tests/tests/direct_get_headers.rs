//! Direct get of several messages, some with headers that `async-nats` cannot parse.
#![allow(clippy::unwrap_used)]

use std::sync::atomic::Ordering;

use futures_util::TryStreamExt;
use jsapi::{StreamConfig, StreamCreateRequest};
use jsapi_client::{Context, DirectBatch, DirectMessages, DirectMulti, Error, Stream};
use jsapi_test_server::{Server, User, Version};
use jsapi_tests::{Outcome, connect, publish_raw};
use time::OffsetDateTime;

const BAD: &[u8] = b"NATS/1.0\r\nA: \xff\r\n\r\n";

/// The subjects of the stored messages; the headers of those with `true` cannot be parsed.
const STORED: [(&str, bool); 7] = [
    ("s.0", false),
    ("s.1", true),
    ("s.2", false),
    ("s.3", true),
    ("s.0", false),
    ("s.4", false),
    ("s.5", true),
];

/// Reads with a new connection; returns the sequences.
async fn read(
    url: &str,
    get: impl AsyncFnOnce(&Stream) -> Result<DirectMessages, Error>,
) -> Outcome<Vec<u64>> {
    let client = connect(url, User::A).await?;
    let stream = Context::new(client.clone()).stream("UNPARSED")?;
    let mut messages = get(&stream).await?;
    let mut sequences = Vec::new();
    while let Some(message) = messages.try_next().await? {
        let sequence = message.sequence;
        let (subject, bad) = STORED[usize::try_from(sequence)? - 1];
        assert_eq!(message.subject.as_str(), subject);
        assert_eq!(message.payload, sequence.to_string());
        assert_eq!(message.raw_headers.as_deref(), bad.then_some(BAD));
        assert_eq!(messages.last_sequence(), sequence);
        sequences.push(sequence);
    }
    let connects = client.statistics().connects.load(Ordering::SeqCst);
    assert!(connects <= 2, "{connects} connections");
    Ok(sequences)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_messages_come_and_the_connection_is_lost_once_at_most() -> Outcome {
    for version in Version::ALL {
        if version < Version::V2_11_11 {
            continue;
        }
        let server = tokio::task::block_in_place(|| Server::shared(version))?;
        let url = server.url();
        let ctx = Context::new(connect(&url, User::A).await?);
        let mut config = StreamConfig::new("UNPARSED").with_subjects(["s.*"]);
        config.allow_direct = true;
        ctx.call(&StreamCreateRequest::new(config)).await?;
        let before = OffsetDateTime::UNIX_EPOCH;
        for (at, (subject, bad)) in STORED.iter().enumerate() {
            let payload = (at + 1).to_string();
            if *bad {
                publish_raw(&url, subject, BAD, payload.as_bytes())?;
            } else {
                ctx.publish(*subject, payload).await?;
            }
        }

        let batch = |ask| read(&url, async move |stream| stream.direct_get_batch(ask).await);
        for (ask, expected) in [
            (DirectBatch::new(100), &[1, 2, 3, 4, 5, 6, 7][..]),
            (DirectBatch::new(100).since(before), &[1, 2, 3, 4, 5, 6, 7]),
            (DirectBatch::new(4).from(2), &[2, 3, 4, 5]),
            (DirectBatch::new(100).filter("s.3"), &[4]),
            (DirectBatch::new(100).filter("s.0"), &[1, 5]),
            (DirectBatch::new(100).from(2).max_bytes(1), &[2]),
        ] {
            let context = format!("{version} {ask:?}");
            assert_eq!(batch(ask).await?, expected, "{context}");
        }

        let multi = |ask| read(&url, async move |stream| stream.direct_get_multi(ask).await);
        for (ask, expected) in [
            (DirectMulti::new(["s.*"]), &[2, 3, 4, 5, 6, 7][..]),
            (
                DirectMulti::new(["s.3", "none", "s.0", "s.>"]),
                &[2, 3, 4, 5, 6, 7],
            ),
            (DirectMulti::new(["s.5", "s.0", "s.1"]), &[2, 5, 7]),
            (DirectMulti::new(["s.*"]).batch(3), &[2, 3, 4]),
        ] {
            let context = format!("{version} {ask:?}");
            assert_eq!(multi(ask).await?, expected, "{context}");
        }
        // The leader cannot say how the stream was.
        let error = multi(DirectMulti::new(["s.*"]).up_to_sequence(4)).await;
        let error = error.unwrap_err();
        let lost = error.downcast_ref::<Error>();
        assert!(
            matches!(lost, Some(Error::Lost { .. })),
            "{version} {error:?}"
        );
    }
    Ok(())
}
