//! Publishing one message, against a script.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use jsapi::ErrorCode;
use jsapi_client::publish::{PublishMessage, PublishOptions, Rollup, Ttl};
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error, Incoming, Invalid};
use tokio::time::Instant;

const NO_STREAM: &str = r#"{"type":"io.nats.jetstream.api.v1.stream_names_response","total":0,"offset":0,"limit":1024,"streams":null}"#;
const ONE_STREAM: &str = r#"{"type":"io.nats.jetstream.api.v1.stream_names_response","total":1,"offset":0,"limit":1024,"streams":["ORDERS"]}"#;
/// A stream whose duplicate window is 2 s.
const INFO: &str = r#"{"type":"io.nats.jetstream.api.v1.stream_info_response","config":{"name":"ORDERS","subjects":["orders.*"],"retention":"limits","max_consumers":-1,"max_msgs":-1,"max_bytes":-1,"max_age":0,"max_msgs_per_subject":-1,"max_msg_size":-1,"discard":"old","storage":"file","num_replicas":1,"duplicate_window":2000000000},"created":"2026-11-20T12:00:00Z","state":{"messages":0,"bytes":0,"first_seq":0,"first_ts":"0001-01-01T00:00:00Z","last_seq":0,"last_ts":"0001-01-01T00:00:00Z","consumer_count":0}}"#;
const ACK: &str = r#"{"stream":"ORDERS","seq":7}"#;

fn refusal(code: u16, err_code: u16, description: &str) -> String {
    format!(
        r#"{{"error":{{"code":{code},"err_code":{err_code},"description":"{description}"}},"stream":"ORDERS","seq":0}}"#
    )
}

/// The window is not read from the stream.
fn two_minutes() -> PublishOptions {
    PublishOptions::new().duplicate_window(Duration::from_secs(120))
}

fn context(script: &ScriptedTransport) -> Context {
    Context::with_transport(script.clone())
}

#[tokio::test(start_paused = true)]
async fn a_message_goes_with_all_its_headers_and_is_acknowledged() {
    let script = ScriptedTransport::new();
    script
        .on("orders.new")
        .with_payload("{}")
        .reply(r#"{"stream":"ORDERS","domain":"hub","seq":7,"duplicate": true,"new":[1]}"#);
    let ack = context(&script)
        .publish("orders.new", "{}")
        .header("X-Trace", "1")
        .header("X-Trace", "2")
        .message_id("17")
        .expect_stream("ORDERS")
        .expect_last_sequence(6)
        .expect_last_message_id("16")
        .expect_last_sequence_of("orders.*", 3)
        .rollup(Rollup::Subject)
        .ttl(Ttl::NEVER)
        .await
        .unwrap();
    assert_eq!(
        (ack.stream.as_str(), ack.seq, ack.duplicate),
        ("ORDERS", 7, true)
    );
    assert_eq!(ack.domain.as_deref(), Some("hub"));
    assert!(ack.extra.get("new").is_some());

    let sent = script.sent();
    let headers = sent[0].headers.as_ref().unwrap();
    for (name, value) in [
        ("X-Trace", "1"),
        ("Nats-Msg-Id", "17"),
        ("Nats-Expected-Stream", "ORDERS"),
        ("Nats-Expected-Last-Sequence", "6"),
        ("Nats-Expected-Last-Msg-Id", "16"),
        ("Nats-Expected-Last-Subject-Sequence", "3"),
        ("Nats-Expected-Last-Subject-Sequence-Subject", "orders.*"),
        ("Nats-Rollup", "sub"),
        ("Nats-TTL", "never"),
    ] {
        assert_eq!(
            headers.get(name).map(|value| value.as_str()),
            Some(value),
            "{name}"
        );
    }
    assert_eq!(headers.len(), 9);
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn what_can_not_be_sent_is_refused_and_nothing_is_sent() {
    let script = ScriptedTransport::new();
    let ctx = context(&script);
    for refused in [
        ctx.publish("a b", ""),
        ctx.publish("a.>", ""),
        ctx.publish("a", "").header("X\r\nY", "1"),
        ctx.publish("a", "").header("X", "1\r\nY: 2"),
        ctx.publish("a", "").message_id("a\0"),
        ctx.publish("a", "").ttl(Duration::from_millis(1999)),
        ctx.publish("a", "x").increment(1),
    ] {
        let error = refused.await.unwrap_err();
        assert!(matches!(error, Error::Invalid { .. }), "{error:?}");
        assert!(!error.may_have_applied() && !error.is_transient());
    }
    assert!(script.sent().is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_an_old_server_would_ignore_is_refused_by_name() {
    let script = ScriptedTransport::new().with_server_version("2.10.26");
    let ctx = context(&script);
    let second = Duration::from_secs(1);
    for (message, header, level) in [
        (PublishMessage::new("a", "").ttl(second), "Nats-TTL", 1),
        (PublishMessage::new("a", "").increment(1), "Nats-Incr", 2),
        (
            PublishMessage::new("a", "").expect_last_sequence_of("b", 77),
            "Nats-Expected-Last-Subject-Sequence-Subject",
            1,
        ),
        (
            PublishMessage::new("a", "").header("Nats-TTL", "1s"),
            "Nats-TTL",
            1,
        ),
        (
            PublishMessage::new("a", "").header("X-Nats-Msg-Id", "1"),
            "Nats-Msg-Id",
            1,
        ),
    ] {
        match ctx.publish_message(message).await {
            Err(Error::Invalid { source, .. }) => match *source {
                Invalid::ApiLevel {
                    field,
                    needed,
                    server,
                    ..
                } => {
                    assert_eq!((field.as_deref(), needed, server), (Some(header), level, 0));
                }
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }
    assert!(script.sent().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_conflict_says_the_last_sequence_and_is_not_tried_again() {
    let script = ScriptedTransport::new();
    script
        .on("orders.1")
        .reply(refusal(400, 10071, "wrong last sequence: 41"));
    let publish = context(&script)
        .publish("orders.1", "")
        .expect_last_subject_sequence(3)
        .await;
    let error = publish.unwrap_err();
    assert!(error.is_conflict() && !error.may_have_applied());
    assert_eq!(error.last_sequence(), Some(41));
    assert_eq!(error.operation(), "orders.1");
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_subject_that_no_stream_takes_is_told_at_once() {
    let script = ScriptedTransport::new();
    script.on("nowhere").no_responders();
    script
        .on("$JS.API.STREAM.NAMES")
        .with_payload(r#"{"subject":"nowhere"}"#)
        .reply(NO_STREAM);
    let begun = Instant::now();
    let error = context(&script).publish("nowhere", "").await.unwrap_err();
    assert!(
        matches!(&error, Error::NoStream { operation, .. } if operation == "nowhere"),
        "{error:?}"
    );
    assert!(!error.may_have_applied());
    assert!(
        begun.elapsed() < Duration::from_millis(50),
        "{:?}",
        begun.elapsed()
    );
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_stream_without_a_leader_is_waited_for() {
    let script = ScriptedTransport::new();
    script.on("orders.new").times(3).no_responders();
    script.on("$JS.API.STREAM.NAMES").reply(ONE_STREAM);
    script.on("orders.new").reply(ACK);
    let begun = Instant::now();
    let ack = context(&script).publish("orders.new", "").await.unwrap();
    assert_eq!(ack.seq, 7);
    let took = begun.elapsed();
    assert!(
        took >= Duration::from_millis(750) && took < Duration::from_millis(1200),
        "{took:?}"
    );
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn waiting_for_a_leader_ends_at_the_timeout() {
    let script = ScriptedTransport::new();
    script.on("orders.new").always().no_responders();
    script.on("$JS.API.STREAM.NAMES").reply(ONE_STREAM);
    let begun = Instant::now();
    let ctx = context(&script);
    let publish = ctx
        .publish("orders.new", "")
        .timeout(Duration::from_secs(2));
    let error = publish.await.unwrap_err();
    assert!(matches!(error, Error::NoResponders { .. }), "{error:?}");
    assert!(!error.may_have_applied() && error.is_transient());
    let took = begun.elapsed();
    assert!(
        took > Duration::from_millis(1500) && took <= Duration::from_secs(2),
        "{took:?}"
    );
    let sends = script
        .sent()
        .iter()
        .filter(|sent| sent.subject == "orders.new")
        .count();
    assert!((5..=9).contains(&sends), "{sends}");
}

#[tokio::test(start_paused = true)]
async fn refusals_that_pass_are_waited_out_with_the_same_message_id() {
    let script = ScriptedTransport::in_order();
    for (code, err_code) in [(503, 10008), (500, 10009), (409, 10158)] {
        script
            .on("orders.new")
            .reply(refusal(code, err_code, "not now"));
    }
    script
        .on("orders.new")
        .reply(r#"{"stream":"ORDERS","seq":7,"duplicate": true}"#);
    let ack = context(&script)
        .publish("orders.new", "")
        .new_message_id()
        .publish_options(two_minutes())
        .await
        .unwrap();
    assert!(ack.duplicate);
    let sent = script.sent();
    assert_eq!(sent.len(), 4);
    assert!(
        sent.iter()
            .all(|message| message.headers == sent[0].headers)
    );
    assert!(
        sent[0]
            .headers
            .as_ref()
            .unwrap()
            .get("Nats-Msg-Id")
            .is_some()
    );
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_has_a_message_with_an_id_sent_again() {
    let script = ScriptedTransport::in_order();
    script.on("orders.new").silence();
    script.on("orders.new").reply(ACK);
    let begun = Instant::now();
    context(&script)
        .publish("orders.new", "")
        .message_id("1")
        .publish_options(two_minutes())
        .await
        .unwrap();
    assert_eq!(begun.elapsed().as_millis(), 2500);
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_leaves_open_whether_a_message_without_an_id_is_stored() {
    let script = ScriptedTransport::new();
    script.on("orders.new").silence();
    let begun = Instant::now();
    let error = context(&script)
        .publish("orders.new", "")
        .await
        .unwrap_err();
    assert!(matches!(error, Error::TimedOut { .. }), "{error:?}");
    assert!(error.may_have_applied());
    assert_eq!(begun.elapsed().as_secs(), 10);
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn after_a_reconnect_a_message_with_an_id_is_sent_again_at_once() {
    let script = ScriptedTransport::in_order();
    script.on("orders.new").disconnect();
    script.on("orders.new").reply(ACK);
    let ctx = context(&script);
    let publishing = tokio::spawn(async move {
        ctx.publish("orders.new", "")
            .message_id("1")
            .publish_options(two_minutes())
            .await
            .map(|ack| (ack, Instant::now()))
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    script.reconnect();
    let reconnected = Instant::now();
    let (_, acked) = publishing.await.unwrap().unwrap();
    assert!(
        acked - reconnected <= Duration::from_millis(500),
        "{:?}",
        acked - reconnected
    );
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn without_an_id_a_lost_connection_is_told_and_nothing_is_sent_twice() {
    let script = ScriptedTransport::new();
    script.on("orders.new").disconnect();
    let begun = Instant::now();
    let error = context(&script)
        .publish("orders.new", "")
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Lost { .. }) && error.may_have_applied(),
        "{error:?}"
    );
    assert!(begun.elapsed() <= Duration::from_millis(250));
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn what_may_be_stored_is_not_sent_after_the_duplicate_window() {
    let script = ScriptedTransport::in_order();
    script.on("orders.new").disconnect();
    let ctx = context(&script);
    let publishing = tokio::spawn(async move {
        let options = PublishOptions::new().duplicate_window(Duration::from_secs(2));
        ctx.publish("orders.new", "")
            .message_id("1")
            .publish_options(options)
            .await
    });
    tokio::time::sleep(Duration::from_secs(6)).await;
    script.reconnect();
    let error = publishing.await.unwrap().unwrap_err();
    assert!(error.may_have_applied(), "{error:?}");
    assert_eq!(script.sent().len(), 1);
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn the_duplicate_window_is_read_once_before_what_may_be_stored_is_sent_again() {
    let script = ScriptedTransport::new();
    script.on("orders.new").times(5).silence();
    script
        .on("$JS.API.STREAM.NAMES")
        .with_payload(r#"{"subject":"orders.new"}"#)
        .reply(ONE_STREAM);
    script.on("$JS.API.STREAM.INFO.ORDERS").reply(INFO);
    let ctx = context(&script);
    let publishing: Vec<_> = (0..5)
        .map(|number| {
            let ctx = ctx.clone();
            let message = PublishMessage::new("orders.new", "").message_id(number.to_string());
            tokio::spawn(async move { ctx.publish_message(message).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(200)).await;
    script.disconnect();
    script.on("orders.new").times(5).reply(ACK);
    tokio::time::sleep(Duration::from_millis(300)).await;
    script.reconnect();
    for publish in publishing {
        assert_eq!(publish.await.unwrap().unwrap().seq, 7);
    }
    assert_eq!(script.sent().len(), 12);
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn what_may_be_stored_is_not_sent_again_when_the_stream_has_forgotten_its_id() {
    let script = ScriptedTransport::new();
    script.on("orders.*").times(2).silence();
    script.on("$JS.API.STREAM.NAMES").reply(ONE_STREAM);
    script.on("$JS.API.STREAM.INFO.ORDERS").reply(INFO);
    let ctx = context(&script);
    let publisher = ctx.publisher().open().await.unwrap();
    let message = PublishMessage::new("orders.new", "").message_id("1");
    let pending = publisher.publish_message(message).await.unwrap();
    let alone = ctx.publish("orders.old", "").message_id("2");
    let (alone, pending) = tokio::join!(async { alone.await }, pending);
    for result in [alone, pending] {
        let error = result.unwrap_err();
        let Error::Indeterminate { source, tried, .. } = &error else {
            panic!("{error:?}")
        };
        assert!(matches!(**source, Error::NotSent { .. }), "{source:?}");
        assert_eq!(tried.unwrap().attempts, 1);
        assert!(tried.unwrap().time >= Duration::from_millis(2500));
    }
    script.finish();
}

/// The meta leader, which answers STREAM.NAMES, may just be elected.
#[tokio::test(start_paused = true)]
async fn the_window_is_read_from_the_stream_that_acknowledged_before() {
    let script = ScriptedTransport::new();
    script.on("orders.new").reply(ACK);
    script.on("orders.new").silence();
    script
        .on("$JS.API.STREAM.INFO.ORDERS")
        .reply(INFO.replace("2000000000", "60000000000"));
    script.on("orders.new").reply(ACK);
    let ctx = context(&script);
    ctx.publish("orders.new", "").await.unwrap();
    let ack = ctx.publish("orders.new", "").message_id("1").await.unwrap();
    assert_eq!(ack.seq, 7);
    script.finish();

    // Another stream has the subject.
    let script = ScriptedTransport::new();
    script.on("orders.new").reply(ACK);
    script.on("bills.new").silence();
    script.on("$JS.API.STREAM.INFO.ORDERS").reply(INFO);
    script
        .on("$JS.API.STREAM.NAMES")
        .reply(ONE_STREAM.replace("ORDERS", "BILLS"));
    script.on("$JS.API.STREAM.INFO.BILLS").reply(
        INFO.replace("ORDERS", "BILLS")
            .replace("orders.*", "bills.*")
            .replace("2000000000", "60000000000"),
    );
    script.on("bills.new").reply(ACK.replace("ORDERS", "BILLS"));
    let ctx = context(&script);
    ctx.publish("orders.new", "").await.unwrap();
    let ack = ctx.publish("bills.new", "").message_id("1").await.unwrap();
    assert_eq!(ack.stream, "BILLS");
    script.finish();
}

/// The leader of the stream that acknowledged last may be away.
#[tokio::test(start_paused = true)]
async fn the_window_is_read_though_another_stream_does_not_answer() {
    let bills = ACK.replace("ORDERS", "BILLS");
    for known in [true, false] {
        let script = ScriptedTransport::new();
        let ctx = context(&script);
        if known {
            script.on("bills.new").reply(bills.clone());
            ctx.publish("bills.new", "").await.unwrap();
        }
        script.on("orders.new").reply(ACK);
        ctx.publish("orders.new", "").await.unwrap();
        script.on("bills.new").silence();
        script.on("$JS.API.STREAM.INFO.ORDERS").always().silence();
        script
            .on("$JS.API.STREAM.NAMES")
            .always()
            .after(Duration::from_millis(10))
            .reply(ONE_STREAM.replace("ORDERS", "BILLS"));
        let info = script.on("$JS.API.STREAM.INFO.BILLS");
        info.always().after(Duration::from_millis(10)).reply(
            INFO.replace("ORDERS", "BILLS")
                .replace("orders.*", "bills.*")
                .replace("2000000000", "60000000000"),
        );
        script.on("bills.new").reply(bills.clone());
        let ack = ctx.publish("bills.new", "").message_id("1").await.unwrap();
        assert_eq!(ack.stream, "BILLS");
    }
}

#[tokio::test(start_paused = true)]
async fn what_may_be_stored_is_not_sent_again_where_the_window_may_not_be_read() {
    let script = ScriptedTransport::new();
    script.on("orders.new").times(2).silence();
    script.on("$JS.API.STREAM.NAMES").always().silence();
    let ctx = context(&script);
    let publisher = ctx.publisher().open().await.unwrap();
    let message = PublishMessage::new("orders.new", "").message_id("1");
    let pending = publisher.publish_message(message).await.unwrap();
    let alone = ctx.publish("orders.new", "").message_id("2");
    let (alone, pending) = tokio::join!(async { alone.await }, pending);
    for result in [alone, pending] {
        let error = result.unwrap_err();
        assert!(matches!(error, Error::Indeterminate { .. }), "{error:?}");
    }
    script.finish();
}

/// How long it takes until a publish and a message of a publisher are given up, and
/// their errors.
async fn given_up(script: &ScriptedTransport) -> (Duration, [Error; 2]) {
    let ctx = context(script);
    let publisher = ctx.publisher().open().await.unwrap();
    let begun = Instant::now();
    let pending = publisher.publish("orders.new", "").await.unwrap();
    let alone = ctx.publish("orders.new", "");
    let (alone, pending) = tokio::join!(async { alone.await }, pending);
    (begun.elapsed(), [alone.unwrap_err(), pending.unwrap_err()])
}

#[tokio::test(start_paused = true)]
async fn an_account_without_jetstream_is_told_at_once_with_its_code() {
    let script = ScriptedTransport::new();
    script.on("orders.new").always().no_responders();
    script.on("$JS.API.STREAM.NAMES").always().reply(refusal(
        503,
        10039,
        "JetStream not enabled for account",
    ));
    let (took, errors) = given_up(&script).await;
    for error in errors {
        assert!(
            error.is_not_enabled() && !error.may_have_applied(),
            "{error:?}"
        );
    }
    assert!(took <= Duration::from_millis(50), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn without_an_answer_to_stream_names_two_retries_are_made() {
    for silent in [true, false] {
        let script = ScriptedTransport::new();
        script.on("orders.new").always().no_responders();
        let names = script.on("$JS.API.STREAM.NAMES").always();
        match silent {
            true => names.silence(),
            false => names.no_responders(),
        }
        let (took, errors) = given_up(&script).await;
        for error in errors {
            assert!(matches!(error, Error::NoResponders { .. }), "{error:?}");
        }
        let expected = Duration::from_millis(450)..=Duration::from_millis(900);
        assert!(expected.contains(&took), "{took:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn after_an_acknowledgement_a_leader_is_waited_for_although_nothing_answers() {
    let script = ScriptedTransport::new();
    script.on("orders.old").reply(ACK);
    script.on("orders.new").times(8).no_responders();
    script.on("orders.new").reply(ACK);
    script.on("$JS.API.STREAM.NAMES").always().silence();
    let ctx = context(&script);
    ctx.publish("orders.old", "").await.unwrap();
    ctx.publish("orders.new", "").await.unwrap();
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn what_may_be_stored_is_not_sent_when_a_connection_comes_too_late() {
    let script = ScriptedTransport::new();
    script.on("orders.new").times(2).silence();
    let options = PublishOptions::new().duplicate_window(Duration::from_secs(2));
    let ctx = context(&script);
    let publisher = ctx.publisher().publish_options(options.clone()).open();
    let publisher = publisher.await.unwrap();
    let pending = publisher.publish_message(PublishMessage::new("orders.new", "").message_id("1"));
    let pending = pending.await.unwrap();
    let alone = tokio::spawn(async move {
        let publish = ctx.publish("orders.new", "").message_id("2");
        publish.publish_options(options).await
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    script.disconnect();
    tokio::time::sleep(Duration::from_secs(3)).await;
    script.reconnect();
    let begun = Instant::now();
    for error in [
        alone.await.unwrap().unwrap_err(),
        pending.await.unwrap_err(),
    ] {
        assert!(matches!(error, Error::Indeterminate { .. }), "{error:?}");
    }
    assert!(begun.elapsed() < Duration::from_secs(1));
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_failure_after_a_lost_answer_says_that_it_may_be_stored() {
    let script = ScriptedTransport::in_order();
    script.on("orders.new").silence();
    script
        .on("orders.new")
        .reply(refusal(400, 10077, "maximum messages exceeded"));
    let error = context(&script)
        .publish("orders.new", "")
        .message_id("1")
        .publish_options(two_minutes())
        .await
        .unwrap_err();
    let Error::Indeterminate { source, .. } = &error else {
        panic!("{error:?}")
    };
    assert!(source.is(ErrorCode(10077)));
    assert!(error.may_have_applied());
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn without_a_connection_nothing_is_sent_and_that_is_certain() {
    let script = ScriptedTransport::new();
    script.disconnect();
    let error = context(&script)
        .publish("orders.new", "")
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::NotSent { .. }) && !error.may_have_applied(),
        "{error:?}"
    );
    assert!(script.sent().is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_no_acknowledgement_is_kept() {
    let script = ScriptedTransport::new();
    script.on("orders.new").reply("hello");
    let error = context(&script)
        .publish("orders.new", "")
        .await
        .unwrap_err();
    let Error::Reply { payload, .. } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(payload, "hello");
    assert!(error.may_have_applied());
}

#[tokio::test(start_paused = true)]
async fn a_status_other_than_503_is_a_refusal() {
    let script = ScriptedTransport::new();
    script
        .on("orders.new")
        .reply_with(Incoming::of_status(412, "Required Api Level"));
    let error = context(&script)
        .publish("orders.new", "")
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(412));
}

#[tokio::test(start_paused = true)]
async fn an_unacknowledged_publish_asks_for_no_answer() {
    let script = ScriptedTransport::new();
    script.on("news").with_payload("hello").replies([]);
    context(&script)
        .publish_unacknowledged("news", "hello")
        .await
        .unwrap();
    assert_eq!(script.sent()[0].reply, None);
    let refused = context(&script).publish_unacknowledged("a b", "").await;
    assert!(matches!(refused, Err(Error::Invalid { .. })));
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_back_off_of_any_length_is_one() {
    for _ in 0..20 {
        let script = ScriptedTransport::new();
        script.on("a").no_responders();
        script.on("$JS.API.STREAM.NAMES").always().silence();
        let ctx = context(&script);
        let options = PublishOptions::new().backoff(Duration::MAX);
        let error = ctx
            .publish("a", "x")
            .publish_options(options)
            .await
            .unwrap_err();
        assert!(matches!(error, Error::NoResponders { .. }), "{error:?}");
        script.finish();
    }
}
