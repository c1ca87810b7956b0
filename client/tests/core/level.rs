use std::time::Duration;

use jsapi::{
    ConsumerPeerRemoveRequest, ConsumerUnpinRequest, DirectGetBatchRequest, StreamConfig,
    StreamCreateRequest, StreamInfoRequest,
};
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Builder, Context, Error, Invalid, RawMessage, header};

const CREATE: &str = "$JS.API.STREAM.CREATE.ORDERS";

fn counters() -> StreamCreateRequest {
    StreamCreateRequest::new(StreamConfig::new("ORDERS").with_allow_msg_counter(true))
}

/// What was sent to a server of this version, or what was wrong with it.
async fn sent<R: jsapi::Request>(
    version: &str,
    builder: Builder,
    request: &R,
) -> Result<RawMessage, Invalid> {
    let script = ScriptedTransport::new()
        .with_server_version(version)
        .with_domain("hub");
    script.on(">").always().silence();
    let ctx = builder.build_with(script.clone());
    let error = ctx
        .call(request)
        .timeout(Duration::ZERO)
        .await
        .err()
        .unwrap();
    match error {
        Error::TimedOut { .. } => Ok(script.sent().remove(0)),
        Error::Invalid {
            source, operation, ..
        } => {
            assert_eq!(operation, request.endpoint().verb);
            assert_eq!(script.sent().len(), 0, "{source}");
            Err(*source)
        }
        error => panic!("{error:?}"),
    }
}

fn level_of(message: &RawMessage) -> Option<&str> {
    let headers = message.headers.as_ref()?;
    Some(headers.get(header::REQUIRED_API_LEVEL)?.as_str())
}

#[tokio::test]
async fn a_field_that_the_server_is_too_old_for_is_refused_by_name() {
    for (version, server) in [("2.10.26", 0), ("2.11.11", 1)] {
        let refused = sent(version, Context::builder(), &counters())
            .await
            .unwrap_err();
        assert_eq!(
            refused.to_string(),
            format!(r#"field "allow_msg_counter" requires API level 2, the server has {server}"#)
        );
    }
}

#[tokio::test]
async fn a_field_that_the_server_has_carries_its_level() {
    for version in [
        "2.12.0",
        "2.12.8",
        "2.15.1",
        "2.16.0",
        "3.0.0",
        "unheard-of",
    ] {
        let message = sent(version, Context::builder(), &counters())
            .await
            .unwrap();
        assert_eq!(message.subject, CREATE);
        assert_eq!(level_of(&message), Some("2"), "{version}");
    }
}

#[tokio::test]
async fn what_needs_no_level_carries_none() {
    let request = StreamInfoRequest::new("ORDERS");
    let message = sent("2.10.26", Context::builder(), &request).await.unwrap();
    assert_eq!(message.headers, None);
}

#[tokio::test]
async fn an_operation_that_the_server_does_not_have_is_refused() {
    let request = ConsumerUnpinRequest::new("ORDERS", "C", "group");
    let refused = sent("2.10.26", Context::builder(), &request)
        .await
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the request requires API level 1, the server has 0"
    );
    assert!(matches!(refused, Invalid::ApiLevel { needed: 1, .. }));

    let message = sent("2.11.0", Context::builder(), &request).await.unwrap();
    assert_eq!(level_of(&message), Some("1"));
}

#[tokio::test]
async fn an_operation_that_no_level_tells_is_refused_by_version() {
    let request = ConsumerPeerRemoveRequest::new("ORDERS", "C", "S1");
    let refused = sent("2.15.0", Context::builder(), &request)
        .await
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        r#"requires server 2.15.1, the server is "2.15.0""#
    );
    assert!(matches!(refused, Invalid::TooOld { .. }));
    assert!(sent("2.15.1", Context::builder(), &request).await.is_ok());
}

#[tokio::test]
async fn a_level_can_be_asked_for_in_a_call() {
    let script = ScriptedTransport::new().with_server_version("2.12.8");
    script.on(">").always().silence();
    let ctx = Context::with_transport(script.clone());
    let request = StreamInfoRequest::new("ORDERS");

    let call = ctx.call(&request).timeout(Duration::ZERO).api_level(4);
    let error = call.await.unwrap_err();
    assert!(error.is_api_level() && !error.may_have_applied());

    let call = ctx.call(&request).timeout(Duration::ZERO).api_level(3);
    assert!(matches!(call.await, Err(Error::TimedOut { .. })));
    assert_eq!(level_of(&script.sent()[0]), Some("3"));
}

#[tokio::test]
async fn of_servers_elsewhere_nothing_is_known_and_nothing_refused() {
    let elsewhere = Context::builder().domain("spoke").unwrap();
    let message = sent("2.10.26", elsewhere, &counters()).await.unwrap();
    assert_eq!(
        level_of(&message),
        Some("2"),
        "the server that answers decides"
    );

    let prefix = Context::builder().prefix("acme.js").unwrap();
    assert!(sent("2.10.26", prefix, &counters()).await.is_ok());

    let here = Context::builder().domain("hub").unwrap();
    assert!(sent("2.10.26", here, &counters()).await.is_err());
    let here = Context::builder().prefix("$JS.API").unwrap();
    assert!(sent("2.10.26", here, &counters()).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn of_a_server_without_jetstream_nothing_is_known_and_nothing_refused() {
    let script = ScriptedTransport::new()
        .with_server_version("2.10.26")
        .without_jetstream();
    script.on(">").always().silence();
    let silent = |called: Result<_, Error>| matches!(called, Err(Error::TimedOut { .. }));
    let ctx = Context::with_transport(script.clone());
    assert!(silent(ctx.call(&counters()).await.map(drop)));
    assert_eq!(level_of(&script.sent()[0]), Some("2"));
    let unpin = ConsumerUnpinRequest::new("ORDERS", "C", "group");
    assert!(silent(ctx.call(&unpin).await.map(drop)));
    let newer = ConsumerPeerRemoveRequest::new("ORDERS", "C", "S1");
    assert!(silent(ctx.call(&newer).await.map(drop)));

    let told = Context::builder().server_api_level(1).build_with(script);
    assert!(told.call(&counters()).await.unwrap_err().is_api_level());
}

#[tokio::test]
async fn what_the_servers_speak_can_be_told() {
    let newer = Context::builder().server_api_level(4);
    assert!(sent("2.10.26", newer, &counters()).await.is_ok());
    let older = Context::builder().server_api_level(1);
    assert!(sent("2.15.1", older, &counters()).await.is_err());
}

#[tokio::test]
async fn messages_are_checked_as_documents_are() {
    let script = ScriptedTransport::new().with_server_version("2.10.26");
    let ctx = Context::with_transport(script.clone());
    let error = ctx
        .messages(&DirectGetBatchRequest::new("ORDERS", 10))
        .await
        .unwrap_err();
    assert!(error.is_api_level(), "{error:?}");
    assert_eq!(script.subscriptions().len(), 0);
}

#[tokio::test]
async fn a_server_that_refuses_the_level_is_told_from_other_errors() {
    let script = ScriptedTransport::new();
    script.on(CREATE).reply(
        r#"{"error":{"code":412,"err_code":10185,"description":"JetStream minimum api level required"}}"#,
    );
    let ctx = Context::with_transport(script);
    let error = ctx.call(&counters()).await.unwrap_err();
    assert!(error.is_api_level() && !error.is_transient());
}

#[tokio::test(start_paused = true)]
async fn what_was_read_of_the_server_before_is_soon_forgotten() {
    let script = ScriptedTransport::new().with_server_version("2.10.26");
    script.on(CREATE).silence();
    let ctx = Context::with_transport(script.clone());
    let request = counters();
    let call = || ctx.call(&request).timeout(Duration::ZERO);
    assert!(call().await.unwrap_err().is_api_level());
    // As when the connection counts as made before its server has spoken.
    let script = script.with_server_version("2.12.8");
    tokio::time::advance(Duration::from_secs(1)).await;
    assert!(matches!(call().await, Err(Error::TimedOut { .. })));
    assert_eq!(script.sent().len(), 1);
}
