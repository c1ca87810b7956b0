//! Events and dead letters over a script.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use futures_util::StreamExt;
use jsapi::Event;
use jsapi_client::events::{EventKind, Events};
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error, Incoming};
use tokio::time::timeout;

const NAKED: &str = "$JS.EVENT.ADVISORY.CONSUMER.MSG_NAKED.S.C";

fn nak(kind: &str) -> String {
    format!(
        r#"{{"type":"io.nats.jetstream.advisory.{kind}","id":"x",
        "timestamp":"2026-11-20T16:30:21Z","stream":"S","consumer":"C","consumer_seq":1,
        "stream_seq":7,"deliveries":1}}"#
    )
}

async fn come(events: &mut Events) -> Option<Result<Event, Error>> {
    timeout(Duration::from_millis(1), events.next())
        .await
        .ok()
        .flatten()
}

#[tokio::test(start_paused = true)]
async fn what_can_not_be_read_is_an_error_with_its_payload_and_not_the_end() {
    let script = ScriptedTransport::new();
    let ctx = Context::with_transport(script.clone());
    let mut events = ctx.events().open().await.unwrap();
    for payload in ["", "{}", r#"{"type":"io.nats.jetstream.advisory.v1.nak"}"#] {
        script.deliver("$JS.EVENT.>", Incoming::new(NAKED, payload));
        let Some(Err(Error::Reply {
            payload: kept,
            operation,
            ..
        })) = come(&mut events).await
        else {
            panic!("{payload}")
        };
        assert_eq!((kept, operation.as_ref()), (payload.into(), NAKED));
    }
    script.deliver("$JS.EVENT.>", Incoming::new(NAKED, nak("v1.nak")));
    assert!(
        matches!(come(&mut events).await, Some(Ok(Event::Nak(event))) if event.stream_seq == 7)
    );
}

#[tokio::test(start_paused = true)]
async fn kinds_that_are_not_known_are_kept_and_known_ones_that_were_not_asked_for_are_not() {
    let script = ScriptedTransport::new();
    let ctx = Context::with_transport(script.clone());
    let asked = ctx.events().kind(EventKind::Nak).stream("S").consumer("C");
    let mut events = asked.open().await.unwrap();
    assert_eq!(script.subscriptions(), [NAKED]);
    script.deliver(NAKED, Incoming::new(NAKED, nak("v1.max_deliver")));
    assert!(come(&mut events).await.is_none());
    script.deliver(NAKED, Incoming::new(NAKED, nak("v2.nak")));
    let Some(Ok(Event::Unknown(event))) = come(&mut events).await else {
        panic!("not kept")
    };
    assert!(event.kind().ends_with("v2.nak"));
    drop(events);
    assert!(script.subscriptions().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_header_that_can_not_be_sent_goes_escaped_with_a_dead_letter() {
    let script = ScriptedTransport::new();
    let ctx = Context::with_transport(script.clone());
    let mut letters = ctx
        .stream("S")
        .unwrap()
        .dead_letters()
        .open()
        .await
        .unwrap();
    // NATS/1.0, Umlaut: ä, Nats-Rollup: all, and a line without a colon.
    script.on("$JS.API.STREAM.MSG.GET.S").reply(
        r#"{"type":"io.nats.jetstream.api.v1.stream_msg_get_response","message":{"subject":"s.1",
        "seq":7,"hdrs":"TkFUUy8xLjANClVtbGF1dDogw6QNCk5hdHMtUm9sbHVwOiBhbGwNCm5vIGNvbG9uDQoNCg==",
        "data":"eA==","time":"2026-11-20T16:30:21Z"}}"#,
    );
    script.on("dead").reply(r#"{"stream":"D","seq":1}"#);
    let subject = "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.S.*";
    script.deliver(subject, Incoming::new(subject, nak("v1.max_deliver")));
    let letter = letters.next().await.unwrap().unwrap();
    assert_eq!(letter.republish("dead").await.unwrap().seq, 1);
    let sent = script.sent();
    let headers = sent.last().unwrap().headers.as_ref().unwrap();
    let escaped: Vec<_> = headers
        .get_all("Dead-Letter-Escaped")
        .map(|value| value.as_str())
        .collect();
    assert_eq!(escaped.len(), 2, "{escaped:?}");
    assert_eq!(escaped[0], r"Umlaut: \xc3\xa4");
    assert!(escaped[1].contains(r"no colon\r\n"));
    // A server would act on it.
    assert!(headers.get("Nats-Rollup").is_none());
    assert_eq!(
        headers.get("Dead-Letter-Header-Rollup").unwrap().as_str(),
        "all"
    );
    assert!(headers.get("Nats-Msg-Id").is_some());
}

#[tokio::test(start_paused = true)]
async fn a_dead_letter_of_names_that_are_not_ascii_is_published_too() {
    let script = ScriptedTransport::new();
    let ctx = Context::with_transport(script.clone());
    let stream = ctx.stream("Ä").unwrap();
    let mut letters = stream.dead_letters().open().await.unwrap();
    script.on("$JS.API.STREAM.MSG.GET.Ä").reply(
        r#"{"type":"io.nats.jetstream.api.v1.stream_msg_get_response","message":{"subject":"s.1",
        "seq":7,"data":"eA==","time":"2026-11-20T16:30:21Z"}}"#,
    );
    script.on("dead").reply(r#"{"stream":"D","seq":1}"#);
    let subject = "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.Ä.*";
    let told = nak("v1.max_deliver")
        .replace(r#""S""#, r#""Ä""#)
        .replace(r#""C""#, r#""d'é""#);
    script.deliver(subject, Incoming::new(subject, told));
    let letter = letters.next().await.unwrap().unwrap();
    letter.republish("dead").await.unwrap();
    let sent = script.sent();
    let headers = sent.last().unwrap().headers.as_ref().unwrap();
    assert_eq!(
        headers.get("Nats-Msg-Id").unwrap().as_str(),
        r"Dead-Letter-\xc3\x84.d\'\xc3\xa9.7"
    );
}
