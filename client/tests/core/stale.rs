use std::future::IntoFuture;
use std::time::Duration;

use futures_util::StreamExt;
use jsapi::StreamInfoRequest;
use jsapi_client::publish::PublishOptions;
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error};
use tokio::time::{Instant, sleep};

const INFO: &str = "$JS.API.STREAM.INFO.ORDERS";

fn info() -> StreamInfoRequest {
    StreamInfoRequest::new("ORDERS")
}

#[tokio::test(start_paused = true)]
async fn a_call_gives_a_stale_connection_up_and_says_so() {
    let script = ScriptedTransport::new().counting_bytes();
    script.on(INFO).silence();
    script.ignore_pings();
    let ctx = Context::with_transport(script.clone());

    let begun = Instant::now();
    let error = ctx.call(&info()).await.unwrap_err();

    assert!(matches!(error, Error::Lost { .. }), "{error:?}");
    let shown = error.to_string();
    assert!(
        shown.ends_with(": stale connection: no byte in 3s"),
        "{shown}"
    );
    assert!(begun.elapsed() < Duration::from_secs(4));
    assert_eq!((script.pings(), script.given_up()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_answers_a_ping_is_not_left_though_nothing_else_is_answered() {
    let script = ScriptedTransport::new().counting_bytes();
    script.on(INFO).always().silence();
    let ctx = Context::builder().timeout(Duration::from_secs(60));
    let ctx = ctx.build_with(script.clone());

    let error = ctx.call(&info()).await.unwrap_err();

    assert!(matches!(error, Error::TimedOut { .. }), "{error:?}");
    assert_eq!(script.given_up(), 0);
    let pings = script.pings();
    assert!((20..=30).contains(&pings), "{pings}");
}

#[tokio::test(start_paused = true)]
async fn callers_that_give_up_early_notice_a_stale_connection_together() {
    let script = ScriptedTransport::new().counting_bytes();
    script.on(INFO).always().silence();
    script.ignore_pings();
    let ctx = Context::with_transport(script.clone());

    let begun = Instant::now();
    while script.given_up() == 0 {
        let request = info();
        let call = ctx.call(&request).timeout(Duration::from_millis(100));
        assert!(call.await.is_err());
        assert!(begun.elapsed() < Duration::from_secs(4));
    }
}

#[tokio::test(start_paused = true)]
async fn an_application_can_keep_the_connection_to_itself() {
    let script = ScriptedTransport::new().counting_bytes();
    script.on(INFO).silence();
    script.ignore_pings();
    let ctx = Context::builder().reconnect_when_stale(false);
    let ctx = ctx.build_with(script.clone());

    let error = ctx.call(&info()).await.unwrap_err();

    assert!(matches!(error, Error::TimedOut { .. }), "{error:?}");
    assert_eq!((script.pings(), script.given_up()), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_while_nobody_waits() {
    let script = ScriptedTransport::new().counting_bytes();
    script.on(INFO).silence();
    script.on("s.a").always().silence();
    script.ignore_pings();
    let ctx = Context::with_transport(script.clone());
    let request = info();
    let call = ctx.call(&request).timeout(Duration::from_secs(1));
    assert!(call.await.is_err());
    for _ in 0..100 {
        sleep(Duration::from_secs(1)).await;
        ctx.publish_unacknowledged("s.a", "").await.unwrap();
    }
    assert_eq!((script.pings(), script.given_up()), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn a_publish_with_an_id_is_sent_again_over_the_next_connection() {
    let script = ScriptedTransport::new().counting_bytes();
    script.on("s.a").times(2).silence();
    script.ignore_pings();
    let ctx = Context::with_transport(script.clone());

    let begun = Instant::now();
    // The window is not read from the stream.
    let options = PublishOptions::new().duplicate_window(Duration::from_secs(120));
    let publishing = ctx
        .publish("s.a", "")
        .message_id("1")
        .publish_options(options);
    let publishing = publishing.into_future();
    let (ack, ()) = tokio::join!(publishing, async {
        while script.given_up() == 0 {
            sleep(Duration::from_millis(50)).await;
        }
        script.on("s.a").reply(r#"{"stream":"S","seq":1}"#);
        script.reconnect();
    });

    assert_eq!(ack.unwrap().seq, 1);
    assert!(begun.elapsed() < Duration::from_secs(4));
}

#[tokio::test(start_paused = true)]
async fn a_stream_of_replies_notices_a_stale_connection_too() {
    let script = ScriptedTransport::new().counting_bytes();
    script.on("$JS.API.DIRECT.GET.ORDERS").silence();
    script.ignore_pings();
    let ctx = Context::builder().timeout(Duration::from_secs(60));
    let ctx = ctx.build_with(script.clone());

    let begun = Instant::now();
    let request = jsapi::DirectGetBatchRequest::new("ORDERS", 10);
    let mut messages = ctx.messages(&request).await.unwrap();
    let error = messages.next().await.unwrap().unwrap_err();

    assert!(matches!(error, Error::Lost { .. }), "{error:?}");
    assert!(begun.elapsed() < Duration::from_secs(4));
}

#[tokio::test(start_paused = true)]
async fn a_listener_for_events_notices_a_stale_connection_and_goes_on() {
    let script = ScriptedTransport::new().counting_bytes();
    script.ignore_pings();
    let ctx = Context::with_transport(script.clone());
    let mut events = ctx.events().open().await.unwrap();

    let begun = Instant::now();
    tokio::select! {
        event = events.next() => panic!("{event:?}"),
        () = async {
            while script.given_up() == 0 {
                sleep(Duration::from_millis(50)).await;
            }
        } => {}
    }
    assert!(begun.elapsed() < Duration::from_secs(4));
    script.reconnect();
    tokio::select! {
        event = events.next() => panic!("{event:?}"),
        () = sleep(Duration::from_secs(60)) => {}
    }
    assert_eq!(script.given_up(), 1);
}
