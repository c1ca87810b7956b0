//! Events and spans of `tracing`: their names, fields and levels are stable.
#![allow(clippy::unwrap_used)]

use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jsapi_client::consume::Redelivery;
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Incoming};
use tokio::time::timeout;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// A subscriber that notes what it gets, one line each.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        // Times differ from run to run.
        if field.name() != "elapsed" {
            self.0.push_str(&format!(" {}={value:?}", field.name()));
        }
    }
}

impl Lines {
    fn note(&self, metadata: &Metadata<'_>, fields: Fields) {
        let line = format!("{} {}{}", metadata.level(), metadata.target(), fields.0);
        self.0.lock().unwrap().push(line);
    }

    fn find(&self, part: &str) -> Option<String> {
        let lines = self.0.lock().unwrap();
        lines.iter().find(|line| line.contains(part)).cloned()
    }
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("jsapi_client") && *metadata.level() <= Level::TRACE
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields(format!(" span={}", span.metadata().name()));
        span.record(&mut fields);
        self.note(span.metadata(), fields);
        Id::from_u64(1)
    }

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields(String::new());
        event.record(&mut fields);
        self.note(event.metadata(), fields);
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test(start_paused = true)]
async fn requests_retries_handlers_acknowledgements_and_notices_are_traced() {
    let lines = Lines::default();
    let _guard = tracing::subscriber::set_default(lines.clone());
    let script = ScriptedTransport::new();
    let ctx = Context::with_transport(script.clone());

    script.on("orders.new").silence();
    script.on("$JS.API.STREAM.NAMES").always().no_responders();
    let secret = "the payload is not traced";
    let publish = ctx.publish("orders.new", secret).message_id("1");
    assert!(publish.timeout(Duration::from_secs(4)).await.is_err());

    let consumer = ctx.stream("S").unwrap().consumer("C").unwrap().pull();
    script
        .on("$JS.API.CONSUMER.MSG.NEXT.S.C")
        .always()
        .silence();
    script.on("$JS.API.CONSUMER.INFO.S.C").always().reply(
        r#"{"type":"io.nats.jetstream.api.v1.consumer_info_response","stream_name":"S","name":"C",
        "config":{"ack_policy":"explicit","deliver_policy":"all","replay_policy":"instant"},
        "created":"2026-11-20T00:00:00Z","delivered":{"consumer_seq":0,"stream_seq":0},
        "ack_floor":{"consumer_seq":0,"stream_seq":0},"num_ack_pending":0,
        "num_redelivered":0,"num_waiting":0,"num_pending":0}"#,
    );
    let reply = "$JS.ACK.S.C.3.22.7.1700000000000000000.0";
    script.on(reply).always().silence();
    let messages = consumer.messages().open().await.unwrap();
    let handling = messages
        .handle(|_| async { Err::<(), _>("no disk") })
        .redelivery(Redelivery::default().terminate_after(3));
    let delivering = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let inbox = script.subscriptions().last().unwrap().replace('*', "1");
        let mut delivery = Incoming::new("orders.new", secret);
        delivery.reply = Some(reply.into());
        script.deliver(&inbox, delivery);
        tokio::time::sleep(Duration::from_secs(60)).await;
    };
    let handling = timeout(Duration::from_secs(60), handling);
    let (ended, ()) = tokio::join!(handling, delivering);
    assert!(ended.is_err(), "{ended:?}");

    for expected in [
        "DEBUG jsapi_client::request message=request operation=\"publish\"",
        "DEBUG jsapi_client::publish message=retry subject=\"orders.new\" attempt=2",
        "INFO jsapi_client::process span=process stream=\"S\" consumer=\"C\" \
         subject=\"orders.new\" sequence=22 attempt=3",
        "TRACE jsapi_client::ack message=ack reply=\"$JS.ACK.S.C.3.22",
        "WARN jsapi_client::consume message=notice consumer=\"pull consumer C of S\" \
         notice=HandlerFailed",
    ] {
        assert!(lines.find(expected).is_some(), "{expected}: {:#?}", lines.0);
    }
    assert_eq!(lines.find(secret), None);
}
