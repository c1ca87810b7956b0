use std::time::Duration;

use futures_util::StreamExt;
use jsapi::{DirectGetBatchRequest, ErrorCode, MetaRescueRequest};
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error, Incoming, Messages, header};
use tokio::time::{Instant, sleep};

const BATCH: &str = "$JS.API.DIRECT.GET.ORDERS";
const RESCUE: &str = "$JS.API.META.RESCUE";

fn batch() -> DirectGetBatchRequest {
    DirectGetBatchRequest::new("ORDERS", 10)
}

fn message(sequence: u64) -> Incoming {
    Incoming::new("_INBOX.1", "x").with_header(header::SEQUENCE, sequence)
}

fn end() -> Incoming {
    Incoming::of_status(204, "EOB").with_header(header::NUM_PENDING, 3)
}

async fn sequences(messages: &mut Messages) -> Vec<String> {
    let mut found = Vec::new();
    while let Some(message) = messages.next().await {
        found.push(
            message
                .unwrap()
                .header(header::SEQUENCE)
                .unwrap()
                .to_owned(),
        );
    }
    found
}

#[tokio::test]
async fn messages_come_until_the_server_says_that_was_all() {
    let script = ScriptedTransport::new();
    script.on(BATCH).with_payload(r#"{"batch":10}"#).replies([
        message(1),
        message(2),
        end(),
        message(9),
    ]);
    let ctx = Context::with_transport(script.clone());

    let mut messages = ctx.messages(&batch()).await.unwrap();
    assert!(messages.end().is_none());
    assert_eq!(sequences(&mut messages).await, ["1", "2"]);

    assert_eq!(
        messages.end().unwrap().header(header::NUM_PENDING),
        Some("3")
    );
    assert_eq!(
        script.subscriptions().len(),
        0,
        "the subscription is gone by now"
    );
    assert!(messages.next().await.is_none());
    assert_eq!(script.sent()[0].reply.as_deref(), Some("_INBOX.1"));
    let headers = script.sent()[0].headers.clone().unwrap();
    assert_eq!(
        headers.get(header::REQUIRED_API_LEVEL).unwrap().as_str(),
        "1"
    );
}

#[tokio::test]
async fn a_status_is_an_error_and_the_end() {
    for (code, text) in [
        (404, "Message Not Found"),
        (408, "Empty Request"),
        (413, "Too Many"),
    ] {
        let script = ScriptedTransport::new();
        script.on(BATCH).status(code, text);
        let ctx = Context::with_transport(script.clone());
        let mut messages = ctx.messages(&batch()).await.unwrap();
        let error = messages.next().await.unwrap().unwrap_err();
        assert_eq!(error.status(), Some(code));
        assert_eq!(error.is_not_found(), code == 404);
        assert!(messages.next().await.is_none());
        assert_eq!(script.subscriptions().len(), 0);
    }
}

#[tokio::test]
async fn nobody_listening_for_messages_is_told() {
    let script = ScriptedTransport::new();
    script.on(BATCH).no_responders();
    let ctx = Context::with_transport(script);
    let mut messages = ctx.messages(&batch()).await.unwrap();
    let error = messages.next().await.unwrap().unwrap_err();
    assert!(matches!(error, Error::NoResponders { .. }));
}

#[tokio::test(start_paused = true)]
async fn the_wait_for_each_message_is_bounded() {
    let script = ScriptedTransport::new();
    // As servers before 2.11 answer: one message, and no end.
    script.on(BATCH).reply_with(message(1));
    let ctx = Context::with_transport(script);
    let request = batch();
    let call = ctx.messages(&request);
    let mut messages = call.timeout(Duration::from_secs(2)).await.unwrap();
    messages.next().await.unwrap().unwrap();
    // Time that passes elsewhere does not count.
    sleep(Duration::from_secs(60)).await;

    let before = Instant::now();
    let error = messages.next().await.unwrap().unwrap_err();
    assert!(matches!(error, Error::TimedOut { .. }), "{error:?}");
    let waited = before.elapsed();
    assert!(
        waited >= Duration::from_secs(2) && waited < Duration::from_millis(2010),
        "{waited:?}"
    );
    assert!(messages.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_message_later_than_the_connection_was_looked_at_counts() {
    let script = ScriptedTransport::new();
    script
        .on(BATCH)
        .after(Duration::from_millis(1900))
        .replies([message(1), end()]);
    let ctx = Context::with_transport(script);
    let request = batch();
    let call = ctx.messages(&request);
    let mut messages = call.timeout(Duration::from_secs(2)).await.unwrap();
    assert_eq!(sequences(&mut messages).await, ["1"]);
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_is_lost_between_messages_is_noticed() {
    let script = ScriptedTransport::new();
    script.on(BATCH).reply_with(message(1));
    let ctx = Context::with_transport(script.clone());
    let mut messages = ctx.messages(&batch()).await.unwrap();
    messages.next().await.unwrap().unwrap();
    script.disconnect();
    script.reconnect();

    let before = Instant::now();
    let error = messages.next().await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Lost { .. }), "{error:?}");
    assert!(before.elapsed() <= Duration::from_millis(260));
}

#[tokio::test(start_paused = true)]
async fn giving_up_a_wait_loses_no_message_and_dropping_unsubscribes() {
    let script = ScriptedTransport::new();
    script
        .on(BATCH)
        .after(Duration::from_millis(500))
        .replies([message(1), end()]);
    let ctx = Context::with_transport(script.clone());
    let mut messages = ctx.messages(&batch()).await.unwrap();
    let short = tokio::time::timeout(Duration::from_millis(100), messages.next());
    assert!(short.await.is_err());
    assert_eq!(messages.next().await.unwrap().unwrap(), message(1));
    assert_eq!(script.subscriptions(), ["_INBOX.1"]);
    drop(messages);
    assert_eq!(script.subscriptions().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn messages_are_not_asked_for_without_a_connection() {
    let script = ScriptedTransport::new();
    script.disconnect();
    let ctx = Context::with_transport(script.clone());
    let error = ctx.messages(&batch()).await.unwrap_err();
    assert!(matches!(error, Error::NotSent { .. }), "{error:?}");
    assert_eq!(script.subscriptions().len(), 0);
}

fn rescued(server: &str) -> Incoming {
    let reply = format!(
        r#"{{"type":"io.nats.jetstream.api.v1.meta_rescue_response","server":"{server}","server_id":"ID","prev_quorum":3,"new_quorum":2}}"#
    );
    Incoming::new("_INBOX.1", reply)
}

fn refused(server: &str) -> Incoming {
    let reply = format!(
        r#"{{"type":"io.nats.jetstream.api.v1.meta_rescue_response","error":{{"code":400,"err_code":10224,"description":"no"}},"server":"{server}","server_id":"ID"}}"#
    );
    Incoming::new("_INBOX.1", reply)
}

#[tokio::test(start_paused = true)]
async fn every_server_that_answers_is_heard() {
    let script = ScriptedTransport::new();
    script
        .on(RESCUE)
        .with_payload(r#"{"quorum_needed":2}"#)
        .replies([
            rescued("a"),
            Incoming::new("_INBOX.1", "nope"),
            refused("b"),
        ]);
    let ctx = Context::with_transport(script.clone());

    let before = Instant::now();
    let request = MetaRescueRequest::new(2);
    let replies: Vec<_> = ctx.many(&request).await.unwrap().collect().await;

    let [Ok(first), Err(second), Ok(third)] = &replies[..] else {
        panic!("{replies:?}");
    };
    assert_eq!(first.outcome.as_ref().unwrap().server, "a");
    assert!(matches!(second, Error::Reply { payload, .. } if payload == "nope"));
    let error = third.outcome.as_ref().unwrap_err();
    assert_eq!(error.err_code, Some(ErrorCode(10224)));
    assert_eq!(third.extra.get("server").unwrap(), "b");
    let waited = before.elapsed();
    assert!(waited < Duration::from_millis(510), "{waited:?}");
    assert_eq!(script.subscriptions().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn no_answer_at_all_is_an_error() {
    let script = ScriptedTransport::in_order();
    script.on(RESCUE).silence();
    script.on(RESCUE).no_responders();
    script.on(RESCUE).disconnect();
    let ctx = Context::with_transport(script.clone());
    let request = MetaRescueRequest::new(2);

    let before = Instant::now();
    let replies: Vec<_> = ctx.many(&request).await.unwrap().collect().await;
    assert!(
        matches!(replies[..], [Err(Error::TimedOut { .. })]),
        "{replies:?}"
    );
    assert!(before.elapsed() >= Duration::from_millis(4990));

    let replies: Vec<_> = ctx.many(&request).await.unwrap().collect().await;
    assert!(
        matches!(replies[..], [Err(Error::NoResponders { .. })]),
        "{replies:?}"
    );

    let replies: Vec<_> = ctx.many(&request).await.unwrap().collect().await;
    assert!(
        matches!(replies[..], [Err(Error::Lost { .. })]),
        "{replies:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn answers_that_go_on_coming_end_with_the_timeout() {
    let script = ScriptedTransport::new();
    script.on(RESCUE).silence();
    let ctx = Context::with_transport(script.clone());
    let request = MetaRescueRequest::new(2);
    let call = ctx
        .many(&request)
        .timeout(Duration::from_secs(1))
        .idle(Duration::from_millis(300));
    let mut replies = call.await.unwrap();

    let (before, mut heard) = (Instant::now(), 0);
    let talking = async {
        loop {
            sleep(Duration::from_millis(200)).await;
            script.deliver("_INBOX.1", rescued("a"));
        }
    };
    let listening = async {
        while let Some(reply) = replies.next().await {
            reply.unwrap();
            heard += 1;
        }
    };
    tokio::select! {
        () = listening => {}
        () = talking => {}
    }
    assert!((4..=5).contains(&heard), "{heard}");
    let waited = before.elapsed();
    assert!(waited < Duration::from_millis(1010), "{waited:?}");
}
