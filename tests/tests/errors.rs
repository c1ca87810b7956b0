//! Errors of the server and the client: each is told from the others, and comes at once.
#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use jsapi::{DiscardPolicy, ErrorCode, StreamConfig};
use jsapi_client::{Context, Error};
use jsapi_test_server::{Options, Server, User, Version};
use jsapi_tests::{Outcome, connect};
use tokio::task::block_in_place;

const ACCOUNTS: &str = "accounts {
    A { jetstream: { max_file: 1048576, max_mem: 0 }, users: [ { user: a, password: a } ] }
    N { users: [ { user: n, password: n } ] }
}";

/// Ten times what an error may take on a quiet machine.
const BOUND: Duration = Duration::from_millis(500);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_error_is_told_from_the_others_and_comes_at_once() -> Outcome {
    for version in [Version::V2_10_26, Version::NEWEST] {
        let options = Options::new().version(version).accounts(ACCOUNTS);
        let server = block_in_place(|| Server::start(&options))?;
        let ctx = Context::new(connect(&server.url(), User::A).await?);
        let without = Context::new(connect(&server.url(), User::N).await?);
        let mut config = StreamConfig::new("FULL").with_subjects(["full"]);
        config.max_msgs = Some(1);
        config.max_msg_size = Some(100);
        config.discard = Some(DiscardPolicy::New);
        let full = ctx.create_stream(config).await?;
        let large = StreamConfig::new("LARGE").with_subjects(["large"]);
        ctx.create_stream(large).await?;
        ctx.publish("full", "").await?;
        // Up to the account's limit.
        let payload = vec![0; 100_000];
        while ctx.publish("large", payload.clone()).await.is_ok() {}

        let mut slowest = Duration::ZERO;
        macro_rules! check {
            ($what:literal, $call:expr, $is:expr) => {
                let began = Instant::now();
                let error: Error = $call.await.map(drop).unwrap_err();
                let took = began.elapsed();
                eprintln!("{version} {}: {took:?}, {error}", $what);
                assert!($is(&error), "{version} {}: {error:?}", $what);
                assert!(!error.may_have_applied(), "{version} {}: {error:?}", $what);
                slowest = slowest.max(took);
            };
        }
        let code = |code| move |error: &Error| error.is(code);
        check!(
            "no stream",
            ctx.publish("none", "").into_future(),
            |error: &_| { matches!(error, Error::NoStream { .. }) }
        );
        check!(
            "no JetStream",
            without.publish("full", "").into_future(),
            code(ErrorCode::NOT_ENABLED_FOR_ACCOUNT)
        );
        check!(
            "account limit",
            ctx.publish("large", payload.clone()).into_future(),
            code(ErrorCode::ACCOUNT_RESOURCES_EXCEEDED)
        );
        check!(
            "max_payload",
            ctx.publish("large", vec![0; 2_000_000]).into_future(),
            |error: &_| matches!(error, Error::Invalid { .. })
        );
        check!(
            "max_msg_size",
            ctx.publish("full", vec![0; 200]).into_future(),
            code(ErrorCode::STREAM_MESSAGE_EXCEEDS_MAXIMUM)
        );
        check!(
            "stream full",
            ctx.publish("full", "").into_future(),
            code(ErrorCode::STREAM_STORE_FAILED_F)
        );
        check!(
            "wrong last sequence",
            ctx.publish("full", "")
                .expect_last_sequence(77)
                .into_future(),
            code(ErrorCode::STREAM_WRONG_LAST_SEQUENCE)
        );
        check!(
            "wrong stream",
            ctx.publish("full", "").expect_stream("LARGE").into_future(),
            code(ErrorCode::STREAM_NOT_MATCH)
        );
        check!(
            "missing stream",
            ctx.get_stream("NONE"),
            code(ErrorCode::STREAM_NOT_FOUND)
        );
        check!(
            "missing consumer",
            full.pull_consumer("NONE"),
            code(ErrorCode::CONSUMER_NOT_FOUND)
        );
        check!("missing message", full.get_message(9), |error: &Error| {
            error.is(ErrorCode::NO_MESSAGE_FOUND)
        });
        eprintln!("{version}: the slowest took {slowest:?}");
        assert!(slowest < BOUND, "{version}: {slowest:?}");
    }
    Ok(())
}
