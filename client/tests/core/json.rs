use std::time::Duration;

use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error, Invalid};

use crate::NOT_FOUND;

const CREATE: &str = "$JS.API.STREAM.CREATE.ORDERS";

#[tokio::test]
async fn text_goes_out_and_comes_back_unchanged() {
    let script = ScriptedTransport::new();
    let text = "{ \"name\": \"ORDERS\",\n  \"brand_new\" : 1e3 }\n";
    let answer = "{ \"type\": \"anything\", \"brand_new\" : [ 1.50 ] }";
    script.on(CREATE).with_payload(text).reply(answer);
    let ctx = Context::with_transport(script.clone());

    let reply = ctx.call_json("STREAM.CREATE.ORDERS", text).await.unwrap();

    assert_eq!(reply, answer);
    assert_eq!(script.sent()[0].headers, None);
    script.finish();
}

#[tokio::test]
async fn an_error_is_raised_unless_its_document_is_wanted() {
    let script = ScriptedTransport::new();
    script.on(CREATE).always().reply(NOT_FOUND);
    let ctx = Context::with_transport(script);

    let error = ctx
        .call_json("STREAM.CREATE.ORDERS", "{}")
        .await
        .unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(
        error.to_string(),
        "STREAM.CREATE.ORDERS: stream not found (code 404, err_code 10059)"
    );

    let call = ctx.call_json("STREAM.CREATE.ORDERS", "{}");
    assert_eq!(call.raise_errors(false).await.unwrap(), NOT_FOUND);
}

#[tokio::test]
async fn a_context_says_whether_errors_are_raised_and_a_call_otherwise() {
    let script = ScriptedTransport::new();
    script.on(CREATE).always().reply(NOT_FOUND);
    for raise in [false, true] {
        let ctx = Context::builder()
            .raise_errors(raise)
            .build_with(script.clone());
        let call = || ctx.call_json("STREAM.CREATE.ORDERS", "{}");
        assert_eq!(call().await.is_err(), raise);
        assert_eq!(call().raise_errors(!raise).await.is_err(), !raise);
        let handle = ctx.create_stream_json(r#"{"name":"ORDERS"}"#);
        assert!(handle.await.unwrap_err().is_not_found());
    }
}

#[tokio::test]
async fn an_error_that_comes_last_is_found_too() {
    let script = ScriptedTransport::new();
    let reply = r#"{"streams":null,"total":0,"error":{"code":503,"err_code":10008}}"#;
    script.on("$JS.API.STREAM.NAMES").reply(reply);
    let ctx = Context::with_transport(script);
    let error = ctx.call_json("STREAM.NAMES", "").await.unwrap_err();
    assert!(error.is_transient());
}

#[tokio::test]
async fn what_is_not_json_is_not_taken_for_an_answer() {
    let script = ScriptedTransport::new();
    script.on(CREATE).always().reply("nope");
    let ctx = Context::with_transport(script);
    let error = ctx
        .call_json("STREAM.CREATE.ORDERS", "{}")
        .await
        .unwrap_err();
    let Error::Reply { payload, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(payload, "nope");
    let call = ctx.call_json("STREAM.CREATE.ORDERS", "{}");
    assert_eq!(call.raise_errors(false).await.unwrap(), "nope");
}

#[tokio::test]
async fn a_subject_that_is_not_one_is_not_sent() {
    let script = ScriptedTransport::new();
    let ctx = Context::with_transport(script.clone());
    for subject in [
        "",
        "STREAM.INFO.",
        "STREAM..INFO",
        "STREAM.INFO a",
        "A\r\nPUB x 0",
    ] {
        let error = ctx.call_json(subject, "").await.unwrap_err();
        let Error::Invalid { source, .. } = error else {
            panic!("{error:?}");
        };
        assert!(matches!(*source, Invalid::Subject(_)), "{source:?}");
    }
    assert_eq!(script.sent().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_level_and_the_timeout_can_be_said() {
    let script = ScriptedTransport::new();
    script.on("$JS.API.INFO").silence();
    let ctx = Context::with_transport(script.clone());
    let call = ctx
        .call_json("INFO", "")
        .api_level(4)
        .timeout(Duration::from_secs(1));
    let Err(Error::TimedOut { after, .. }) = call.await else {
        panic!();
    };
    assert_eq!(after, Duration::from_secs(1));
    let headers = script.sent()[0].headers.clone().unwrap();
    assert_eq!(
        headers.get("Nats-Required-Api-Level").unwrap().as_str(),
        "4"
    );
}

#[tokio::test]
async fn a_level_that_the_server_is_known_not_to_speak_is_not_asked_for() {
    let script = ScriptedTransport::new().with_server_version("2.10.26");
    let ctx = Context::with_transport(script.clone());
    let error = ctx.call_json("INFO", "").api_level(5).await.unwrap_err();
    let Error::Invalid {
        operation, source, ..
    } = error
    else {
        panic!("{error:?}");
    };
    assert_eq!(operation, "INFO");
    assert!(matches!(
        *source,
        Invalid::ApiLevel {
            field: None,
            needed: 5,
            server: 0,
            ..
        }
    ));
    assert_eq!(script.sent().len(), 0);
}
