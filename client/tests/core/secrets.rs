use std::time::Duration;

use jsapi::{DirectGetRequest, StreamInfoRequest};
use jsapi_client::script::ScriptedTransport;
use jsapi_client::transport::{
    BoxFuture, Connection, Incoming, RawMessage, ServerFacts, Subscription, Transport,
    TransportError,
};
use jsapi_client::{Context, Error};

const SECRET: &str = "hunter2";

/// A transport that holds a secret, and whose server answers with one.
struct Keeper {
    script: ScriptedTransport,
    _url: String,
}

impl Transport for Keeper {
    fn request(&self, message: RawMessage) -> BoxFuture<'_, Result<Incoming, TransportError>> {
        self.script.request(message)
    }

    fn publish(&self, message: RawMessage) -> BoxFuture<'_, Result<(), TransportError>> {
        self.script.publish(message)
    }

    fn subscribe(&self, subject: String) -> BoxFuture<'_, Result<Subscription, TransportError>> {
        self.script.subscribe(subject)
    }

    fn new_inbox(&self) -> String {
        self.script.new_inbox()
    }

    fn server(&self) -> ServerFacts {
        self.script.server()
    }

    fn connection(&self) -> Connection {
        self.script.connection()
    }
}

fn keeper() -> (ScriptedTransport, Context) {
    let script = ScriptedTransport::new();
    let keeper = Keeper {
        script: script.clone(),
        _url: format!("nats://user:{SECRET}@localhost"),
    };
    (script, Context::with_transport(keeper))
}

/// All that an error shows, and all that its causes show.
fn shown(error: &(dyn std::error::Error + 'static)) -> String {
    let cause = error.source().map(shown).unwrap_or_default();
    format!("{error} {error:?} {error:#?} {cause}")
}

#[tokio::test]
async fn a_context_shows_its_settings_and_not_its_connection() {
    let (_, ctx) = keeper();
    let shown = format!("{ctx:?} {ctx:#?}");
    assert!(
        shown.contains("$JS.API") && !shown.contains(SECRET),
        "{shown}"
    );
    let builder = Context::builder().timeout(Duration::from_secs(1));
    assert!(format!("{builder:?}").contains("1s"));
}

#[tokio::test]
async fn no_error_shows_the_payload_that_it_keeps() {
    let (script, ctx) = keeper();
    let info = "$JS.API.STREAM.INFO.ORDERS";
    script.on(info).reply(SECRET);
    script.on(info).reply(format!("[{:?}]", SECRET));
    let request = StreamInfoRequest::new("ORDERS");
    for _ in 0..2 {
        let error = ctx.call(&request).await.unwrap_err();
        let text = shown(&error);
        assert!(!text.contains(SECRET), "{text}");
        assert!(
            text.contains("STREAM.INFO") && text.contains("bytes"),
            "{text}"
        );
        let Error::Reply { payload, .. } = error else {
            panic!("{error:?}");
        };
        assert!(
            payload
                .windows(SECRET.len())
                .any(|part| part == SECRET.as_bytes())
        );
    }
}

#[tokio::test]
async fn of_a_value_that_can_not_be_read_no_more_is_shown_than_says_why() {
    let (script, ctx) = keeper();
    let long = "x".repeat(10_000);
    script
        .on("$JS.API.STREAM.INFO.ORDERS")
        .reply(format!(r#"{{"total":"{long}","domain":"{SECRET}"}}"#));
    let request = StreamInfoRequest::new("ORDERS");
    let error = ctx.call(&request).await.unwrap_err();
    let cause = std::error::Error::source(&error).unwrap();
    assert!(cause.to_string().len() < 400, "{cause}");
    assert!(format!("{error:?}").len() < 600, "{error:?}");
    assert!(!shown(&error).contains(SECRET), "{error:?}");
}

#[tokio::test]
async fn messages_and_calls_show_how_much_they_hold_and_not_what() {
    let (script, ctx) = keeper();
    let held = Incoming::new("a", SECRET).with_header("Token", SECRET);
    assert!(!format!("{held:?}").contains(SECRET));
    assert!(format!("{held:?}").contains("7 bytes"));
    assert!(format!("{held:?}").contains("Token"));
    let sent = RawMessage::new("a", SECRET);
    assert!(!format!("{sent:?}").contains(SECRET));
    let raw = ctx.call_json("INFO", SECRET);
    assert!(!format!("{raw:?}").contains(SECRET));
    let request = DirectGetRequest::new("ORDERS").with_last_by_subj(SECRET);
    assert!(!format!("{:?}", ctx.message(&request)).contains(SECRET));
    script.finish();
}

#[test]
fn the_cause_that_a_transport_gives_is_the_transports() {
    let lost = TransportError::Lost("the socket was closed".into());
    assert_eq!(lost.to_string(), "connection lost");
    assert_eq!(
        std::error::Error::source(&lost).unwrap().to_string(),
        "the socket was closed"
    );
}

#[tokio::test]
async fn an_error_shows_what_was_refused_on_one_line_and_not_whole() {
    let context = Context::with_transport(ScriptedTransport::new());
    let forged = "a\r\n2026-01-01 INFO forged";
    let long = format!("{}.*", "x".repeat(100_000));
    for subject in [forged, &long] {
        let errors = [
            context.publish(subject, "").await.unwrap_err(),
            context.stream(subject).unwrap_err(),
        ];
        for error in errors {
            let shown = error.to_string();
            assert!(!shown.chars().any(char::is_control), "{shown:?}");
            assert!(shown.chars().count() < 400, "{} characters", shown.len());
            let debug = format!("{error:?}");
            assert!(!debug.chars().any(char::is_control), "{debug:?}");
            assert!(debug.chars().count() < 1_000, "{} characters", debug.len());
        }
    }
}
