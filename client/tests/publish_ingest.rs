//! Fast ingest, against a script.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use jsapi_client::publish::PublishOptions;
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error};
use tokio::time::{Instant, timeout};

/// What the server says when it knows the batch.
const KNOWN: &str = r#"{"type":"ack","seq":0,"msgs":10}"#;

#[tokio::test(start_paused = true)]
async fn over_a_server_that_reads_nothing_it_fails_in_time() {
    let script = ScriptedTransport::new();
    script.on("a").reply(KNOWN);
    let ctx = Context::with_transport(script.clone());
    for before in [0, 1] {
        let mut ingest = ctx.fast_ingest().open().await.unwrap();
        for _ in 0..before {
            ingest.publish("a", "").await.unwrap();
        }
        script.halt();
        let begun = Instant::now();
        let published = timeout(Duration::from_secs(20), ingest.publish("a", "")).await;
        let error = published.unwrap().unwrap_err();
        assert!(matches!(error, Error::NotSent { .. }), "{error:?}");
        assert_eq!(begun.elapsed().as_secs(), 10);
        script.reconnect();
    }
}

#[tokio::test(start_paused = true)]
async fn a_first_message_that_is_not_sent_leaves_no_trace() {
    let script = ScriptedTransport::in_order().with_max_payload(10);
    let ctx = Context::with_transport(script.clone());
    let mut ingest = ctx.fast_ingest().open().await.unwrap();
    let large = ingest.publish("other", "0123456789ABCDEF").await;
    assert!(matches!(large, Err(Error::Invalid { .. })), "{large:?}");
    let empty = ingest.commit().await;
    assert!(matches!(empty, Err(Error::Invalid { .. })), "{empty:?}");

    script.on("a").reply(KNOWN);
    assert_eq!(ingest.publish("a", "x").await.unwrap(), 1);
    let stored = r#"{"stream":"S","seq":1,"batch":"u","count":1}"#;
    script.on("a").with_payload("").reply(stored);
    assert_eq!(ingest.commit().await.unwrap().count, Some(1));
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn without_any_patience_it_is_not_asked_again_and_again_at_once() {
    let script = ScriptedTransport::new();
    script.on("a").reply(r#"{"type":"ack","seq":0,"msgs":1}"#);
    script.on("a").always().silence();
    let ctx = Context::with_transport(script.clone());
    let options = PublishOptions::new()
        .ack_wait(Duration::ZERO)
        .timeout(Duration::from_secs(1));
    let ingest = ctx
        .fast_ingest()
        .acks_outstanding(1)
        .publish_options(options);
    let mut ingest = ingest.open().await.unwrap();
    ingest.publish("a", "1").await.unwrap();
    let error = ingest.publish("a", "2").await.unwrap_err();
    assert!(matches!(error, Error::TimedOut { .. }), "{error:?}");
    let sent = script.sent().len();
    assert!(sent < 25, "{sent}");
}
