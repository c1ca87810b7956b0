//! Replies to requests of the API.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use jsapi::*;
use jsapi_client::{Context, Error};
use jsapi_tests::Outcome;
use jsapi_tests::hostile::{Frame, Server, corpus};
use tokio::time::timeout;

use crate::{HANGS, context, count_panics, no_panics, seed, times};

const GOOD: &str = r#"{"type":"io.nats.jetstream.api.v1.stream_delete_response","success":true}"#;

/// Calls an operation by its type.
async fn typed(ctx: &Context, operation: &str) -> Option<Result<(), Error>> {
    let config = || ConsumerConfig::new().with_durable_name("C");
    macro_rules! calls {
        ($($name:literal => $request:expr,)*) => {
            match operation {
                $($name => ctx.call(&$request).await.map(drop),)*
                _ => return None,
            }
        };
    }
    if operation == "publish" {
        let publish = ctx.publish("s", "x").timeout(Duration::from_secs(1));
        return Some(publish.await.map(drop));
    }
    Some(calls! {
        "account_info" => AccountInfoRequest::new(),
        "account_purge" => AccountPurgeRequest::new("A"),
        "account_stream_move" => AccountStreamMoveRequest::new("A", "S"),
        "stream_create" => StreamCreateRequest::new(StreamConfig::new("S")),
        "stream_update" => StreamUpdateRequest::new(StreamConfig::new("S")),
        "stream_names" => StreamNamesRequest::new(),
        "stream_list" => StreamListRequest::new(),
        "stream_info" => StreamInfoRequest::new("S"),
        "stream_delete" => StreamDeleteRequest::new("S"),
        "stream_purge" => StreamPurgeRequest::new("S"),
        "stream_snapshot" => StreamSnapshotRequest::new("S", "_INBOX.s"),
        "stream_restore" => StreamRestoreRequest::new(StreamConfig::new("S")),
        "stream_msg_get" => StreamMsgGetRequest::new("S").with_seq(1),
        "stream_msg_delete" => StreamMsgDeleteRequest::new("S", 1),
        "stream_leader_stepdown" => StreamLeaderStepdownRequest::new("S"),
        "stream_peer_remove" => StreamPeerRemoveRequest::new("S", "n1"),
        "consumer_create_named" => ConsumerCreateRequest::new("S", config()),
        "consumer_durable_create" => ConsumerDurableCreateRequest::new("S", config()),
        "consumer_names" => ConsumerNamesRequest::new("S"),
        "consumer_list" => ConsumerListRequest::new("S"),
        "consumer_info" => ConsumerInfoRequest::new("S", "C"),
        "consumer_delete" => ConsumerDeleteRequest::new("S", "C"),
        "consumer_reset" => ConsumerResetRequest::new("S", "C"),
        "meta_leader_stepdown" => MetaLeaderStepdownRequest::new(),
    })
}

/// Reads a reply of any operation.
fn decoded(operation: &str, reply: &[u8]) -> Option<Result<(), DecodeError>> {
    macro_rules! table {
        ($($name:literal => $request:ident,)*) => {
            match operation {
                $($name => Some(
                    decode_reply::<<jsapi::$request as Request>::Response>(
                        reply,
                        <jsapi::$request as Request>::RESPONSE_TYPES,
                    )
                    .map(drop)
                ),)*
                _ => None,
            }
        };
    }
    jsapi::__json_operations!(table)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hostile_reply_is_a_response_or_an_error_that_holds_its_bytes() -> Outcome {
    count_panics();
    let server = Server::start().await?;
    let ctx = context(server.url(), Duration::from_secs(20)).await?;
    let cases = corpus::hostile(seed(), 6 * times())?;
    assert!(cases.len() > 1_000, "{}", cases.len());
    let mut counts = BTreeMap::<&str, usize>::new();
    for case in cases {
        let reply = case.mutation.bytes.clone();
        let name = format!(
            "{} {}, {}",
            case.of.operation, case.of.case, case.mutation.what
        );
        server.answer(move |request| match &request.reply {
            Some(to) => vec![Frame::new(to, reply.clone())],
            None => Vec::new(),
        });
        let begun = Instant::now();
        let decoded = decoded(&case.of.operation, &case.mutation.bytes);
        let took = begun.elapsed();
        assert!(
            took < Duration::from_secs(2),
            "{name}: decoding took {took:?}"
        );
        let called = timeout(HANGS, typed(&ctx, &case.of.operation));
        let Some(called) = called.await.map_err(|_| format!("{name} hangs"))? else {
            continue;
        };
        let outcome = match &called {
            Ok(()) => "response",
            Err(Error::Reply {
                payload, source, ..
            }) => {
                assert_eq!(payload[..], case.mutation.bytes, "{name}");
                let text = source.to_string();
                assert!(!text.is_empty() && text.len() < 2_000, "{name}: {text}");
                "undecodable"
            }
            Err(Error::Api { error, .. }) => {
                assert!(error.to_string().len() < 2_000, "{name}: {error}");
                "API error"
            }
            Err(Error::Mismatch { .. }) => "mismatch",
            // Servers without a leader say so with an API error, which a publish repeats.
            Err(error) if error.api().is_some() || case.of.operation == "publish" => "in doubt",
            Err(error) => panic!("{name}: {error:?}"),
        };
        *counts.entry(outcome).or_default() += 1;
        if let Some(decoded) = decoded
            && !matches!(called, Err(Error::Mismatch { .. }))
        {
            assert_eq!(
                decoded.is_ok(),
                called.is_ok(),
                "{name}: {decoded:?} {called:?}"
            );
        }
    }
    for outcome in ["response", "undecodable", "API error"] {
        assert!(
            counts.get(outcome).is_some_and(|&count| count > 50),
            "{counts:?}"
        );
    }
    server.answer(|request| match &request.reply {
        Some(to) => vec![Frame::new(to, GOOD)],
        None => Vec::new(),
    });
    assert!(ctx.call(&StreamDeleteRequest::new("S")).await?.success);
    no_panics();
    Ok(())
}
