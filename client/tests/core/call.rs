use std::error::Error as _;
use std::future::IntoFuture;
use std::time::Duration;

use jsapi::request::SubjectError;
use jsapi::{
    AccountInfoRequest, ConsumerConfig, ConsumerCreateRequest, DecodeError, DirectGetRequest,
    ErrorCode, StreamConfig, StreamCreateRequest, StreamDeleteRequest, StreamInfoRequest,
    StreamListRequest, StreamNamesRequest, StreamUpdateRequest,
};
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error, Incoming, Invalid, UnknownFields};
use serde_json::json;

use crate::{NOT_FOUND, STREAM_INFO};

const INFO: &str = "$JS.API.STREAM.INFO.ORDERS";

fn info() -> StreamInfoRequest {
    StreamInfoRequest::new("ORDERS")
}

#[tokio::test]
async fn a_call_sends_an_empty_payload_and_reads_the_answer() {
    let script = ScriptedTransport::new();
    script.on(INFO).with_payload("").reply(STREAM_INFO);
    let ctx = Context::with_transport(script.clone());

    let info = ctx.call(&info()).await.unwrap();

    assert_eq!(info.config.name, "ORDERS");
    assert_eq!(info.state.messages, 8);
    assert_eq!(script.sent()[0].headers, None);
    script.finish();
}

#[tokio::test]
async fn a_body_is_sent_with_what_is_set_and_no_more() {
    let script = ScriptedTransport::new();
    script
        .on("$JS.API.STREAM.CREATE.ORDERS")
        .with_payload(r#"{"name":"ORDERS","subjects":["orders.>"],"max_age":3600000000000}"#)
        .reply(STREAM_INFO.replace("stream_info_response", "stream_create_response"));
    let ctx = Context::with_transport(script.clone());

    let config = StreamConfig::new("ORDERS")
        .with_subjects(["orders.>"])
        .with_max_age(Duration::from_secs(3600));
    ctx.call(&StreamCreateRequest::new(config)).await.unwrap();
    script.finish();
}

#[tokio::test]
async fn a_domain_and_a_prefix_go_before_the_subject() {
    let script = ScriptedTransport::in_order();
    script
        .on("$JS.hub.API.STREAM.INFO.ORDERS")
        .reply(STREAM_INFO);
    script.on("acme.js.STREAM.INFO.ORDERS").reply(STREAM_INFO);

    let ctx = Context::builder()
        .domain("hub")
        .unwrap()
        .build_with(script.clone());
    assert_eq!((ctx.prefix(), ctx.domain()), ("$JS.hub.API", Some("hub")));
    ctx.call(&info()).await.unwrap();

    let builder = Context::builder().domain("hub").unwrap();
    let ctx = builder
        .prefix("acme.js")
        .unwrap()
        .build_with(script.clone());
    assert_eq!((ctx.prefix(), ctx.domain()), ("acme.js", None));
    ctx.call(&info()).await.unwrap();
    script.finish();
}

#[test]
fn a_bad_domain_or_prefix_is_refused_when_it_is_given() {
    for domain in ["", "a.b", "a b", "*", ">", "a\r\n"] {
        let error = Context::builder().domain(domain).unwrap_err();
        assert!(matches!(error, Error::Invalid { .. }), "{domain:?}");
        assert!(!error.may_have_applied());
    }
    for prefix in ["", "a.", ".a", "a..b", "a.*", ">", "a b"] {
        let error = Context::builder().prefix(prefix).unwrap_err();
        assert!(matches!(error, Error::Invalid { .. }), "{prefix:?}");
        assert_eq!(error.operation(), "invalid argument");
    }
}

#[tokio::test]
async fn a_name_that_bends_the_subject_is_not_sent() {
    let script = ScriptedTransport::new();
    let ctx = Context::with_transport(script.clone());
    for name in ["", "a.b", "*", ">", "a b", "a\r\nPUB x 0\r\n", "a/b", "\0"] {
        let error = ctx.call(&StreamInfoRequest::new(name)).await.unwrap_err();
        assert_eq!(error.operation(), "STREAM.INFO");
        assert!(!error.may_have_applied() && !error.is_transient());
        let Error::Invalid { source, .. } = error else {
            panic!("{name:?} was not refused");
        };
        let Invalid::Subject(SubjectError::Name(refused)) = *source else {
            panic!("{source:?}");
        };
        assert_eq!(refused.name(), name);
    }
    script.finish();
    assert_eq!(script.sent().len(), 0);
}

#[tokio::test]
async fn a_value_without_a_form_on_the_wire_is_not_sent() {
    let script = ScriptedTransport::new();
    let ctx = Context::with_transport(script.clone());
    let config = StreamConfig::new("ORDERS").with_max_age(Duration::MAX);
    let error = ctx
        .call(&StreamCreateRequest::new(config))
        .await
        .unwrap_err();
    let Error::Invalid { source, .. } = &error else {
        panic!("{error:?}");
    };
    assert!(matches!(**source, Invalid::Encode(_)));
    assert!(error.to_string().contains("max_age"), "{error}");
    assert_eq!(script.sent().len(), 0);
}

#[tokio::test]
async fn a_payload_that_is_too_large_is_not_sent() {
    let script = ScriptedTransport::new().with_max_payload(1024);
    let ctx = Context::with_transport(script.clone());
    let config = StreamConfig::new("ORDERS").with_description("d".repeat(2000));
    let error = ctx
        .call(&StreamCreateRequest::new(config))
        .await
        .unwrap_err();
    let Error::Invalid { source, .. } = &error else {
        panic!("{error:?}");
    };
    assert!(matches!(
        **source,
        Invalid::TooLarge {
            size: 2000..,
            max: 1024,
            ..
        }
    ));
    assert_eq!(script.sent().len(), 0);
}

#[tokio::test]
async fn an_error_of_the_server_is_told_by_its_code() {
    let script = ScriptedTransport::new();
    script.on(INFO).reply(NOT_FOUND);
    let ctx = Context::with_transport(script);

    let error = ctx.call(&info()).await.unwrap_err();

    assert!(error.is_not_found());
    assert!(error.is(ErrorCode::STREAM_NOT_FOUND));
    assert_eq!(error.code(), Some(ErrorCode(10059)));
    assert_eq!(error.api().unwrap().code, 404);
    assert!(!error.may_have_applied() && !error.is_transient());
    assert_eq!(
        error.to_string(),
        "STREAM.INFO: stream not found (code 404, err_code 10059)"
    );
    assert!(error.source().is_none(), "it is shown already");
}

#[tokio::test]
async fn a_conflict_tells_the_last_sequence() {
    let script = ScriptedTransport::new();
    script
        .on(INFO)
        .reply(r#"{"error":{"code":400,"err_code":10071,"description":"wrong last sequence: 7"}}"#);
    let ctx = Context::with_transport(script);
    let error = ctx.call(&info()).await.unwrap_err();
    assert!(error.is_conflict());
    assert_eq!(error.last_sequence(), Some(7));
}

#[tokio::test]
async fn what_is_transient_may_be_tried_again() {
    let script = ScriptedTransport::in_order();
    for (code, err_code) in [(500, 10118), (503, 10077), (500, 10047)] {
        let error = json!({"error": {"code": code, "err_code": err_code, "description": "x"}});
        script.on(INFO).reply(error.to_string());
    }
    let ctx = Context::with_transport(script);
    for _ in 0..2 {
        assert!(ctx.call(&info()).await.unwrap_err().is_transient());
    }
    assert!(!ctx.call(&info()).await.unwrap_err().is_transient());
}

#[tokio::test]
async fn an_unreadable_reply_is_kept_to_the_byte() {
    let script = ScriptedTransport::in_order();
    let replies: [&[u8]; 5] = [
        b"<html>",
        // Servers send codes of 16 bits.
        br#"{"type":"io.nats.jetstream.api.v1.stream_info_response","error":{"code":500,"err_code":70000}}"#,
        b"\xff\xfe",
        br#"{"type":"io.nats.jetstream.api.v1.stream_names_response"}"#,
        br#"{"type":"io.nats.jetstream.api.v1.stream_info_response","created":1}"#,
    ];
    for reply in replies {
        script.on(INFO).reply(reply.to_vec());
    }
    let ctx = Context::with_transport(script);
    for reply in replies {
        let error = ctx.call(&info()).await.unwrap_err();
        assert!(error.may_have_applied() && !error.is_transient());
        let Error::Reply {
            operation, payload, ..
        } = error
        else {
            panic!("{reply:?}");
        };
        assert_eq!((&*operation, &payload[..]), ("STREAM.INFO", reply));
    }
}

#[tokio::test]
async fn an_unreadable_reply_says_where_and_leaves_the_cause_to_source() {
    let script = ScriptedTransport::new();
    script
        .on(INFO)
        .reply(STREAM_INFO.replace(r#""messages":8"#, r#""messages":"many""#));
    let ctx = Context::with_transport(script);
    let error = ctx.call(&info()).await.unwrap_err();
    let cause = error.source().unwrap();
    let Some(DecodeError::Json { path, .. }) = cause.downcast_ref() else {
        panic!("{cause:?}");
    };
    assert_eq!(path, "state.messages");
    assert!(!error.to_string().contains("state.messages"), "{error}");
}

#[tokio::test]
async fn an_error_and_its_cause_say_each_thing_once() {
    let script = ScriptedTransport::new();
    script.on(INFO).reply("nope");
    let ctx = Context::with_transport(script);
    let error = ctx.call(&info()).await.unwrap_err();
    assert_eq!(
        format!("{error}: {}", error.source().unwrap()),
        "STREAM.INFO: carried out, but its reply of 4 bytes cannot be decoded: \
         unreadable reply at byte 2: expected ident"
    );
}

#[tokio::test]
async fn a_reply_may_have_headers_and_a_document() {
    let script = ScriptedTransport::new();
    let reply = Incoming::new("_INBOX.1", STREAM_INFO).with_header("Nats-Stream-Identity", "x");
    script.on(INFO).reply_with(reply);
    let ctx = Context::with_transport(script);
    assert_eq!(ctx.call(&info()).await.unwrap().config.name, "ORDERS");
}

#[tokio::test]
async fn nobody_listening_is_told_from_silence() {
    let script = ScriptedTransport::in_order();
    script.on(INFO).no_responders();
    script.on(INFO).status(503, "No Responders");
    let ctx = Context::with_transport(script);
    for _ in 0..2 {
        let error = ctx.call(&info()).await.unwrap_err();
        assert!(matches!(error, Error::NoResponders { .. }), "{error:?}");
        assert!(!error.may_have_applied() && error.is_transient());
        assert_eq!(error.to_string(), "STREAM.INFO: no responders");
    }
}

#[tokio::test]
async fn a_status_in_place_of_a_message_is_an_error_of_its_own() {
    let script = ScriptedTransport::in_order();
    let statuses = [
        (404, "Message Not Found"),
        (408, "Empty Request"),
        (412, "Required Api Level"),
        (413, "Too Many Results"),
    ];
    for (code, text) in statuses {
        script.on("$JS.API.DIRECT.GET.ORDERS").status(code, text);
    }
    let ctx = Context::with_transport(script);
    let request = DirectGetRequest::new("ORDERS").with_seq(1);
    for (code, text) in statuses {
        let error = ctx.message(&request).await.unwrap_err();
        assert_eq!(error.status(), Some(code));
        assert_eq!(error.is_not_found(), code == 404);
        assert_eq!(error.is_api_level(), code == 412);
        assert!(!error.may_have_applied());
        let text = text.to_lowercase();
        assert_eq!(
            error.to_string(),
            format!("DIRECT.GET: {text} (status {code})")
        );
    }
}

#[tokio::test]
async fn a_message_is_given_as_it_came() {
    let script = ScriptedTransport::new();
    let message = Incoming::new("_INBOX.1", "hello")
        .with_header("Nats-Subject", "orders.1")
        .with_header("Nats-Sequence", 7);
    script
        .on("$JS.API.DIRECT.GET.ORDERS")
        .with_payload(r#"{"seq":7}"#)
        .reply_with(message.clone());
    let ctx = Context::with_transport(script);

    let came = ctx
        .message(&DirectGetRequest::new("ORDERS").with_seq(7))
        .await
        .unwrap();

    assert_eq!(came, message);
    assert_eq!(came.header("Nats-Subject"), Some("orders.1"));
    assert_eq!(came.header("nats-subject"), None);
    assert_eq!(came.header("no name\r\n"), None);
}

#[tokio::test(start_paused = true)]
async fn silence_is_waited_for_as_long_as_was_said() {
    let script = ScriptedTransport::new();
    script.on(INFO).always().silence();
    let ctx = Context::with_transport(script.clone());
    assert_eq!(ctx.default_timeout(), Duration::from_secs(5));
    let short = Context::builder()
        .timeout(Duration::from_millis(700))
        .build_with(script.clone());

    for (call, expected) in [
        (ctx.call(&info()), 5000),
        (ctx.call(&info()).timeout(Duration::from_millis(120)), 120),
        (short.call(&info()), 700),
        (short.call(&info()).timeout(Duration::from_secs(60)), 60_000),
    ] {
        let before = tokio::time::Instant::now();
        let error = call.await.unwrap_err();
        let expected = Duration::from_millis(expected);
        let Error::TimedOut { after, .. } = error else {
            panic!("{error:?}");
        };
        assert_eq!(after, expected);
        let waited = before.elapsed();
        assert!(
            waited >= expected && waited < expected + Duration::from_millis(5),
            "{waited:?}"
        );
        assert!(error.may_have_applied() && error.is_transient());
    }
}

#[tokio::test(start_paused = true)]
async fn a_timeout_without_end_is_taken() {
    let script = ScriptedTransport::new();
    script
        .on(INFO)
        .after(Duration::from_secs(10_000))
        .reply(STREAM_INFO);
    let ctx = Context::with_transport(script);
    ctx.call(&info()).timeout(Duration::MAX).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_listing_gets_the_time_that_servers_wait_for_members() {
    let script = ScriptedTransport::new();
    let page = r#"{"type":"io.nats.jetstream.api.v1.stream_list_response","total":0,"offset":0,"limit":256,"streams":[]}"#;
    script
        .on("$JS.API.STREAM.LIST")
        .times(2)
        .after(Duration::from_millis(4100))
        .reply(page);
    script.on("$JS.API.STREAM.NAMES").silence();
    let ctx = Context::builder()
        .timeout(Duration::from_secs(1))
        .build_with(script);

    ctx.call(&StreamListRequest::new()).await.unwrap();
    let request = StreamListRequest::new();
    let own = ctx.call(&request).timeout(Duration::from_secs(1));
    assert!(matches!(own.await, Err(Error::TimedOut { .. })));
    let names = StreamNamesRequest::new();
    assert!(matches!(
        ctx.call(&names).await,
        Err(Error::TimedOut { .. })
    ));
}

#[tokio::test]
async fn the_whole_document_is_given_unless_errors_are_to_be_raised() {
    let script = ScriptedTransport::new();
    script.on(INFO).always().reply(NOT_FOUND);
    let returning = Context::with_transport(script.clone());
    let raising = Context::builder().raise_errors(true).build_with(script);
    let request = info();

    let document = returning.call(&request).response().await.unwrap();
    assert_eq!(
        document.outcome.unwrap_err().err_code,
        Some(ErrorCode(10059))
    );
    assert_eq!(
        document.kind,
        "io.nats.jetstream.api.v1.stream_info_response"
    );

    let overridden = raising.call(&request).raise_errors(false).response().await;
    assert!(overridden.unwrap().is_error());

    let raised = raising.call(&request).response().await.unwrap_err();
    assert!(raised.is_not_found());
    let raised = returning
        .call(&request)
        .raise_errors(true)
        .response()
        .await
        .unwrap_err();
    assert!(raised.is_not_found());
}

#[tokio::test]
async fn a_success_is_a_document_whatever_is_raised() {
    let script = ScriptedTransport::new();
    script.on(INFO).always().reply(STREAM_INFO);
    let ctx = Context::builder().raise_errors(true).build_with(script);
    let document = ctx.call(&info()).response().await.unwrap();
    assert_eq!(document.into_result().unwrap().config.name, "ORDERS");
}

#[tokio::test]
async fn a_document_that_can_not_be_read_is_an_error_in_any_case() {
    let script = ScriptedTransport::new();
    script.on(INFO).reply("[]");
    let ctx = Context::with_transport(script);
    let error = ctx.call(&info()).response().await.unwrap_err();
    assert!(matches!(error, Error::Reply { .. }), "{error:?}");
}

#[tokio::test]
async fn unknown_members_are_sent_unless_they_are_to_be_left_out() {
    let script = ScriptedTransport::in_order();
    let reply = STREAM_INFO.replace("stream_info_response", "stream_update_response");
    let known = r#"{"name":"ORDERS","max_msgs":5}"#;
    let whole = r#"{"name":"ORDERS","max_msgs":5,"brand_new":{"a":1}}"#;
    for payload in [whole, known, known, whole] {
        script
            .on("$JS.API.STREAM.UPDATE.ORDERS")
            .with_payload(payload)
            .reply(reply.clone());
    }
    let config: StreamConfig = serde_json::from_str(whole).unwrap();
    let request = StreamUpdateRequest::new(config);

    let sending = Context::with_transport(script.clone());
    let omitting = Context::builder()
        .unknown_fields(UnknownFields::Omit)
        .build_with(script.clone());
    sending.call(&request).await.unwrap();
    sending
        .call(&request)
        .unknown_fields(UnknownFields::Omit)
        .await
        .unwrap();
    omitting.call(&request).await.unwrap();
    omitting
        .call(&request)
        .unknown_fields(UnknownFields::Send)
        .await
        .unwrap();
    script.finish();
}

#[tokio::test]
async fn the_most_particular_subject_is_used() {
    let script = ScriptedTransport::new();
    script
        .on("$JS.API.CONSUMER.CREATE.ORDERS.C.orders.*")
        .silence();
    let ctx = Context::with_transport(script.clone());
    let config = ConsumerConfig::new()
        .with_name("C")
        .with_filter_subject("orders.*");
    let request = ConsumerCreateRequest::new("ORDERS", config);
    let call = ctx.call(&request).timeout(Duration::ZERO);
    assert!(matches!(call.await, Err(Error::TimedOut { .. })));
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_not_awaited_sends_nothing_and_a_dropped_one_ends() {
    let script = ScriptedTransport::new();
    script.on("$JS.API.STREAM.DELETE.ORDERS").silence();
    script.on("$JS.API.INFO").silence();
    let ctx = Context::with_transport(script.clone());
    let request = StreamDeleteRequest::new("ORDERS");
    drop(ctx.call(&request));
    assert_eq!(script.sent().len(), 0);

    let call = ctx.call(&request).into_future();
    assert!(
        tokio::time::timeout(Duration::from_secs(1), call)
            .await
            .is_err()
    );
    assert_eq!(script.sent().len(), 1);

    // The context goes on as if nothing had been.
    let request = AccountInfoRequest::new();
    let call = ctx.call(&request).timeout(Duration::from_secs(1));
    assert!(matches!(call.await, Err(Error::TimedOut { .. })));
}

#[test]
fn a_context_needs_no_runtime_and_its_futures_can_be_moved() {
    fn sendable<T: Send>(_: T) {}
    fn shared<T: Send + Sync + Clone + 'static>(_: &T) {}

    let ctx = Context::with_transport(ScriptedTransport::new());
    shared(&ctx);
    let request = info();
    sendable(ctx.call(&request).into_future());
    sendable(ctx.call(&request).response());
    sendable(ctx.call_json("INFO", "").into_future());
    sendable(ctx.items(StreamNamesRequest::new()));
    assert!(size_of::<Error>() <= 80, "{}", size_of::<Error>());
}
