use std::future::IntoFuture;
use std::time::Duration;

use jsapi::StreamInfoRequest;
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error};
use tokio::time::{Instant, sleep};

use crate::STREAM_INFO;

const INFO: &str = "$JS.API.STREAM.INFO.ORDERS";

fn info() -> StreamInfoRequest {
    StreamInfoRequest::new("ORDERS")
}

#[tokio::test(start_paused = true)]
async fn without_a_connection_nothing_is_sent() {
    let script = ScriptedTransport::new();
    script.disconnect();
    let ctx = Context::with_transport(script.clone());

    let before = Instant::now();
    let error = ctx.call(&info()).await.unwrap_err();

    assert!(matches!(error, Error::NotSent { .. }), "{error:?}");
    assert!(!error.may_have_applied() && error.is_transient());
    assert!(before.elapsed() >= Duration::from_secs(5));
    script.reconnect();
    sleep(Duration::from_secs(60)).await;
    assert_eq!(script.sent().len(), 0, "not later either");
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_comes_in_time_is_waited_for() {
    let script = ScriptedTransport::new();
    script.on(INFO).reply(STREAM_INFO);
    script.disconnect();
    let ctx = Context::with_transport(script.clone());
    let (request, before) = (info(), Instant::now());

    let (answer, ()) = tokio::join!(ctx.call(&request).into_future(), async {
        sleep(Duration::from_secs(2)).await;
        script.reconnect();
    });

    answer.unwrap();
    let waited = before.elapsed();
    assert!(waited < Duration::from_millis(2100), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn the_wait_for_a_connection_counts() {
    let script = ScriptedTransport::new();
    script.on(INFO).silence();
    script.disconnect();
    let ctx = Context::with_transport(script.clone());
    let (request, before) = (info(), Instant::now());

    let (answer, ()) = tokio::join!(ctx.call(&request).into_future(), async {
        sleep(Duration::from_secs(3)).await;
        script.reconnect();
    });

    assert!(matches!(answer, Err(Error::TimedOut { .. })));
    let waited = before.elapsed();
    assert!(waited < Duration::from_millis(5010), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_lost_connection_is_noticed_at_once() {
    let script = ScriptedTransport::new();
    script.on(INFO).disconnect();
    let ctx = Context::with_transport(script);

    let before = Instant::now();
    let error = ctx.call(&info()).await.unwrap_err();

    assert!(matches!(error, Error::Lost { .. }), "{error:?}");
    assert!(error.may_have_applied() && error.is_transient());
    assert!(before.elapsed() <= Duration::from_millis(260));
    assert_eq!(
        error.to_string(),
        "STREAM.INFO: connection lost, the request may have been carried out"
    );
}

#[tokio::test(start_paused = true)]
async fn another_connection_in_between_is_noticed_too() {
    let script = ScriptedTransport::new();
    script.on(INFO).silence();
    let ctx = Context::with_transport(script.clone());
    let request = info();

    let before = Instant::now();
    let (answer, ()) = tokio::join!(ctx.call(&request).into_future(), async {
        sleep(Duration::from_secs(1)).await;
        script.disconnect();
        sleep(Duration::from_millis(1)).await;
        script.reconnect();
    });

    assert!(matches!(answer, Err(Error::Lost { .. })));
    assert!(before.elapsed() <= Duration::from_millis(1300));
}

#[tokio::test(start_paused = true)]
async fn a_reply_that_comes_before_the_loss_is_noticed_counts() {
    let script = ScriptedTransport::new();
    script
        .on(INFO)
        .after(Duration::from_millis(100))
        .reply(STREAM_INFO);
    let ctx = Context::with_transport(script.clone());
    let request = info();

    let (answer, ()) = tokio::join!(ctx.call(&request).into_future(), async {
        sleep(Duration::from_millis(50)).await;
        script.disconnect();
        sleep(Duration::from_millis(1)).await;
        script.reconnect();
    });

    answer.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_slow_reply_over_the_same_connection_is_waited_for() {
    let script = ScriptedTransport::new();
    script
        .on(INFO)
        .after(Duration::from_millis(4990))
        .reply(STREAM_INFO);
    let ctx = Context::with_transport(script);
    ctx.call(&info()).await.unwrap();
}
