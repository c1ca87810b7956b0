//! Pulling and acknowledging over a script, with paused time.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::future::{Future, IntoFuture, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::{StreamExt, TryStreamExt};
use jsapi::ErrorCode;
use jsapi_client::consume::{
    FailureAction, Notice, PullConsumer, PullMessages, PullStatus, Redelivery,
};
use jsapi_client::script::ScriptedTransport;
use jsapi_client::transport::BoxError;
use jsapi_client::{AckKind, Context, Error, Incoming, Invalid, Message};
use tokio::time::{Instant, sleep, timeout};

const NEXT: &str = "$JS.API.CONSUMER.MSG.NEXT.S.C";
const INFO: &str = "$JS.API.CONSUMER.INFO.S.C";
const REPLY: &str = "$JS.ACK.S.C.1.1.1.1700000000000000000.0";

const MS: Duration = Duration::from_millis(1);
const SEC: Duration = Duration::from_secs(1);

fn consumer(script: &ScriptedTransport) -> PullConsumer {
    let stream = Context::with_transport(script.clone()).stream("S").unwrap();
    stream.consumer("C").unwrap().pull()
}

fn delivery(reply: &str) -> Incoming {
    let mut message = Incoming::new("s.x", "payload");
    message.reply = Some(reply.into());
    message
}

fn status(code: u16, description: &str) -> Incoming {
    Incoming::of_status(code, description)
}

fn not_found() -> String {
    r#"{"type":"io.nats.jetstream.api.v1.consumer_info_response","error":{"code":404,
    "err_code":10014,"description":"consumer not found"}}"#
        .to_owned()
}

fn found() -> String {
    r#"{"type":"io.nats.jetstream.api.v1.consumer_info_response","stream_name":"S",
    "name":"C","created":"2026-01-01T00:00:00Z","config":{"ack_policy":"explicit",
    "deliver_policy":"all","replay_policy":"instant"},
    "delivered":{"consumer_seq":0,"stream_seq":0},"ack_floor":{"consumer_seq":0,"stream_seq":0},
    "num_ack_pending":0,"num_redelivered":0,"num_waiting":0,"num_pending":0}"#
        .to_owned()
}

/// What was asked for, as JSON.
fn asked(script: &ScriptedTransport) -> Vec<serde_json::Value> {
    let pulls = script
        .sent()
        .into_iter()
        .filter(|sent| sent.subject == NEXT);
    pulls
        .map(|sent| serde_json::from_slice(&sent.payload).unwrap())
        .collect()
}

fn told(messages: &PullMessages) -> Vec<Notice> {
    let notices = messages.notices();
    std::iter::from_fn(|| notices.try_next()).collect()
}

/// One message, over a script that may say what becomes of its acknowledgement.
async fn delivered(script: &ScriptedTransport, reply: &str) -> Message {
    script.on(NEXT).replies([delivery(reply)]);
    let mut fetched = consumer(script).fetch(1).await.unwrap();
    fetched.messages.pop().unwrap()
}

#[tokio::test(start_paused = true)]
async fn fetch_asks_as_it_is_told_to() {
    let script = ScriptedTransport::new();
    script
        .on(NEXT)
        .always()
        .replies([status(404, "No Messages")]);
    let consumer = consumer(&script);
    consumer.fetch(5).await.unwrap();
    consumer.fetch(5).timeout(5 * SEC).await.unwrap();
    consumer.fetch(5).timeout(20 * MS).await.unwrap();
    consumer.fetch(5).timeout(19 * MS).await.unwrap();
    consumer
        .fetch(5)
        .timeout(5 * SEC)
        .expires(SEC)
        .heartbeat(500 * MS)
        .await
        .unwrap();
    consumer
        .fetch(5)
        .timeout(5 * SEC)
        .no_wait(true)
        .max_bytes(99)
        .await
        .unwrap();
    consumer.fetch(5).timeout(Duration::ZERO).await.unwrap();
    assert_eq!(
        asked(&script),
        [
            serde_json::json!({"batch": 5, "no_wait": true}),
            serde_json::json!({"batch": 5, "expires": 4_990_000_000_u64}),
            serde_json::json!({"batch": 5, "expires": 10_000_000}),
            serde_json::json!({"batch": 5, "expires": 19_000_000}),
            serde_json::json!({
                "batch": 5, "expires": 1_000_000_000, "idle_heartbeat": 500_000_000
            }),
            serde_json::json!({"batch": 5, "no_wait": true, "max_bytes": 99}),
            serde_json::json!({"batch": 5, "no_wait": true}),
        ]
    );
    assert_eq!(script.subscriptions().len(), 1);
    drop(consumer);
    assert_eq!(script.subscriptions().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn fetch_gives_what_came_before_each_status() {
    for (code, description, expected) in [
        (404, "No Messages", PullStatus::NoMessages),
        (408, "Request Timeout", PullStatus::Expired),
        (409, "Consumer Deleted", PullStatus::ConsumerDeleted),
        (409, "Leadership Change", PullStatus::LeaderChanged),
        (409, "Server Shutdown", PullStatus::ServerShutdown),
        (409, "Message Size Exceeds MaxBytes", PullStatus::Limit),
        (503, "No Responders", PullStatus::NoResponders),
    ] {
        let script = ScriptedTransport::new();
        let came = [
            delivery(REPLY),
            status(100, "Idle Heartbeat"),
            status(code, description),
        ];
        script.on(NEXT).replies(came);
        let fetched = consumer(&script).fetch(5).timeout(SEC).await.unwrap();
        assert_eq!((fetched.messages.len(), fetched.status), (1, expected));
        script.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn fetch_is_over_in_its_time_whatever_the_server_does() {
    // It says nothing, and is there.
    let script = ScriptedTransport::new();
    script.on(NEXT).silence();
    script.on(INFO).silence();
    let began = Instant::now();
    let fetched = consumer(&script).fetch(5).timeout(SEC).await.unwrap();
    assert_eq!(
        (fetched.messages.len(), fetched.status),
        (0, PullStatus::TimedOut)
    );
    assert!(began.elapsed() <= SEC + 500 * MS, "{:?}", began.elapsed());

    // Without a timeout there is the context's.
    let script = ScriptedTransport::new();
    script.on(NEXT).replies([delivery(REPLY)]);
    let began = Instant::now();
    let fetched = consumer(&script).fetch(5).await.unwrap();
    assert_eq!(
        (fetched.messages.len(), fetched.status),
        (1, PullStatus::TimedOut)
    );
    assert_eq!(began.elapsed(), 5 * SEC);

    // Heartbeats are missing.
    let script = ScriptedTransport::new();
    script.on(NEXT).replies([delivery(REPLY)]);
    let began = Instant::now();
    let fetch = consumer(&script);
    let fetched = fetch
        .fetch(5)
        .timeout(60 * SEC)
        .heartbeat(SEC)
        .await
        .unwrap();
    assert_eq!(
        (fetched.messages.len(), fetched.status),
        (1, PullStatus::HeartbeatMissed)
    );
    assert_eq!(began.elapsed(), 2 * SEC);

    // The connection is lost.
    let script = ScriptedTransport::new();
    script.on(NEXT).replies([delivery(REPLY)]);
    let began = Instant::now();
    let consumer = consumer(&script);
    let lost = async {
        sleep(SEC).await;
        script.disconnect();
    };
    let (fetched, ()) = tokio::join!(consumer.fetch(5).timeout(60 * SEC).into_future(), lost);
    let fetched = fetched.unwrap();
    assert_eq!(
        (fetched.messages.len(), fetched.status),
        (1, PullStatus::Disconnected)
    );
    assert!(began.elapsed() <= SEC + 250 * MS, "{:?}", began.elapsed());
    // There is none.
    let error = consumer.fetch(5).timeout(SEC).await.unwrap_err();
    assert!(matches!(error, Error::NotSent { .. }), "{error}");
}

#[tokio::test(start_paused = true)]
async fn next_gives_none_when_the_word_that_there_is_none_comes_too_late() {
    let script = ScriptedTransport::new();
    script.on(NEXT).silence();
    script.on(INFO).reply(found());
    let none = consumer(&script).next().timeout(SEC).await.unwrap();
    assert!(none.is_none());
    // Nobody says anything at all: that is another thing.
    script.on(NEXT).silence();
    script.on(INFO).silence();
    let error = consumer(&script).next().timeout(SEC).await.unwrap_err();
    assert!(matches!(error, Error::Stopped { .. }), "{error}");
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn fetch_takes_a_while_when_nobody_is_there_and_finds_out_why() {
    let script = ScriptedTransport::new();
    script.on(NEXT).always().no_responders();
    script.on(INFO).reply(not_found());
    let consumer = consumer(&script);
    let began = Instant::now();
    let error = consumer.fetch(5).timeout(SEC).await.unwrap_err();
    assert!(error.is(ErrorCode::CONSUMER_NOT_FOUND), "{error}");
    assert!(began.elapsed() >= 100 * MS);

    // It exists, and has no leader at the moment.
    script.on(INFO).times(10).no_responders();
    let began = Instant::now();
    for _ in 0..10 {
        let error = consumer.fetch(5).timeout(SEC).await.unwrap_err();
        assert!(matches!(error, Error::NoResponders { .. }), "{error}");
    }
    assert!(began.elapsed() >= SEC);
}

#[tokio::test(start_paused = true)]
async fn ack_sync_believes_an_empty_message_without_a_status_and_nothing_else() {
    let script = ScriptedTransport::new();
    let message = delivered(&script, REPLY).await;
    script.on(REPLY).no_responders();
    let Err(error) = message.ack_sync().await else {
        panic!()
    };
    assert!(
        matches!(error, Error::NoResponders { .. }) && !error.may_have_applied(),
        "{error}"
    );
    for code in [100, 200, 404, 409, 503] {
        script.on(REPLY).status(code, "");
        assert!(message.ack_sync().await.is_err(), "{code}");
    }
    script.on(REPLY).reply("-ERR");
    assert!(message.ack_sync().await.is_err());
    script.on(REPLY).silence();
    let Err(error) = message.ack_sync().await else {
        panic!()
    };
    assert!(
        matches!(error, Error::TimedOut { .. }) && error.may_have_applied(),
        "{error}"
    );
    script.on(REPLY).disconnect();
    let Err(error) = message.ack_sync().await else {
        panic!()
    };
    assert!(
        matches!(error, Error::Lost { .. }) && error.may_have_applied(),
        "{error}"
    );
    script.reconnect();
    assert!(!message.is_acknowledged());

    script.on(REPLY).with_payload("+ACK").reply("");
    message.ack_sync().await.unwrap();
    assert!(message.is_acknowledged());
    assert!(already(message.ack_sync().await));
    script.finish();
}

type Say = fn(Message) -> BoxFuture<'static, Result<Message, Error>>;

#[tokio::test(start_paused = true)]
async fn acks_say_what_they_mean_once() {
    let words: [(&str, Say); 6] = [
        ("+ACK", |message| {
            Box::pin(async move { message.ack().await.map(|_| message) })
        }),
        ("-NAK", |message| {
            Box::pin(async move { message.nak().await.map(|_| message) })
        }),
        ("-NAK {\"delay\":1500000000}", |message| {
            Box::pin(async move { message.nak_with_delay(1_500 * MS).await.map(|_| message) })
        }),
        ("+TERM", |message| {
            Box::pin(async move { message.term().await.map(|_| message) })
        }),
        ("+TERM too old", |message| {
            Box::pin(async move { message.term_with_reason("too old").await.map(|_| message) })
        }),
        ("+WPI", |message| {
            Box::pin(async move { message.in_progress().await.map(|_| message) })
        }),
    ];
    for (word, say) in words {
        let script = ScriptedTransport::new();
        let message = delivered(&script, REPLY).await;
        script.on(REPLY).with_payload(word).silence();
        let message = say(message).await.unwrap();
        assert_eq!(message.is_acknowledged(), word != "+WPI");
        if word == "+WPI" {
            script.on(REPLY).with_payload("+ACK").silence();
            message.ack().await.unwrap();
        }
        assert!(already(message.ack().await));
        assert!(already(message.in_progress().await));
        script.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_published_to_a_reply_subject_that_is_not_for_acknowledgements() {
    for reply in [
        "pwned",
        "_INBOX.pwned",
        "$JS.ACKS.S.C.1.1.1.1.0",
        "$SYS.REQ",
        "$JS.API.INFO",
    ] {
        let script = ScriptedTransport::new();
        let message = delivered(&script, reply).await;
        assert!(foreign(message.ack().await), "{reply}");
        assert!(foreign(message.ack_sync().await), "{reply}");
        assert!(foreign(message.in_progress().await), "{reply}");
        assert!(message.metadata().is_err());
        assert_eq!(script.sent().len(), 1, "{reply}");
    }
}

#[tokio::test(start_paused = true)]
async fn messages_ask_five_times_a_second_at_most_when_the_answer_is_always_the_same() {
    for (code, description) in [
        (408, "Request Timeout"),
        (404, "No Messages"),
        (409, "Server Shutdown"),
        (409, "Exceeded MaxWaiting"),
        (409, "Leadership Change"),
        (409, "Something New"),
        (777, "News"),
        (503, "No Responders"),
    ] {
        let script = ScriptedTransport::new();
        script
            .on(NEXT)
            .always()
            .after(5 * MS)
            .replies([status(code, description)]);
        script.on(INFO).always().no_responders();
        let mut messages = consumer(&script).messages().open().await.unwrap();
        assert!(
            timeout(10 * SEC, messages.next()).await.is_err(),
            "{code} {description}"
        );
        let count = asked(&script).len();
        assert!(
            (10..=4 + 50).contains(&count),
            "{code} {description}: {count} pulls"
        );
        assert_eq!(told(&messages).len(), 1, "{code} {description}");
    }
}

#[tokio::test(start_paused = true)]
async fn messages_that_hear_nothing_tell_it_once_and_ask_again() {
    let script = ScriptedTransport::new();
    script.on(NEXT).times(4).silence();
    script.on(INFO).always().silence();
    let mut messages = consumer(&script)
        .messages()
        .heartbeat(2 * SEC)
        .open()
        .await
        .unwrap();
    let began = Instant::now();
    assert!(timeout(15 * SEC, messages.next()).await.is_err());
    assert_eq!(asked(&script).len(), 4, "{:?}", began.elapsed());
    let told_now = told(&messages);
    assert!(
        matches!(&told_now[..], [Notice::HeartbeatMissed { .. }]),
        "{told_now:?}"
    );
    script.on(NEXT).replies([delivery(REPLY)]);
    let message = timeout(5 * SEC, messages.try_next())
        .await
        .unwrap()
        .unwrap();
    assert!(message.is_some());
}

#[tokio::test(start_paused = true)]
async fn messages_go_on_after_a_lost_connection_without_being_told_to() {
    let script = ScriptedTransport::new();
    script.on(NEXT).silence();
    let mut messages = consumer(&script).messages().open().await.unwrap();
    assert!(timeout(SEC, messages.next()).await.is_err());
    script.disconnect();
    assert!(timeout(60 * SEC, messages.next()).await.is_err());
    assert_eq!(told(&messages), [Notice::Disconnected]);
    script.on(NEXT).replies([delivery(REPLY)]);
    script.reconnect();
    let began = Instant::now();
    assert!(
        timeout(SEC, messages.try_next())
            .await
            .unwrap()
            .unwrap()
            .is_some()
    );
    assert!(began.elapsed() <= 250 * MS, "{:?}", began.elapsed());
    assert_eq!(told(&messages), [Notice::Reconnected]);
}

#[tokio::test(start_paused = true)]
async fn a_refused_pull_ends_messages_with_the_servers_words() {
    let script = ScriptedTransport::new();
    script
        .on(NEXT)
        .replies([status(409, "Exceeded MaxRequestBatch of 5")]);
    let mut messages = consumer(&script).messages().open().await.unwrap();
    let error = messages.try_next().await.unwrap_err();
    assert!(matches!(error, Error::Stopped { .. }), "{error}");
    let shown = format!("{error:?}");
    assert!(shown.contains("MaxRequestBatch of 5"), "{shown}");
    assert!(messages.next().await.is_none());
}

/// Polls a future so often, and drops it then. Whether it was done.
async fn polled<F: Future>(times: usize, future: F) -> bool {
    let mut future = pin!(future);
    for _ in 0..times {
        let ready = poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx).is_ready())).await;
        if ready {
            return true;
        }
        sleep(10 * MS).await;
    }
    false
}

#[tokio::test(start_paused = true)]
async fn nothing_is_left_of_what_is_dropped_at_any_point_where_it_waits() {
    for times in 0..12 {
        let script = ScriptedTransport::new();
        script
            .on(NEXT)
            .always()
            .after(25 * MS)
            .replies([delivery(REPLY)]);
        script.on(INFO).always().silence();
        let consumer = consumer(&script);
        polled(times, consumer.fetch(3).timeout(SEC).into_future()).await;
        polled(times, consumer.next().timeout(SEC).into_future()).await;
        polled(times, async {
            let mut messages = consumer.messages().open().await.unwrap();
            while messages.next().await.is_some() {}
        })
        .await;
        polled(times, consumer.each(2).timeout(SEC).next()).await;
        drop(consumer);
        assert_eq!(
            script.subscriptions(),
            Vec::<String>::new(),
            "after {times} polls"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn an_ack_that_is_dropped_before_it_is_sent_can_be_sent_again() {
    let script = ScriptedTransport::new();
    let message = delivered(&script, REPLY).await;
    script.disconnect();
    assert!(!polled(3, message.ack()).await);
    assert!(!message.is_acknowledged());
    script.reconnect();
    script.on(REPLY).silence();
    assert!(!polled(3, message.ack_sync()).await);
    assert!(!message.is_acknowledged());
    script.on(REPLY).with_payload("+ACK").silence();
    message.ack().await.unwrap();
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn fetch_refuses_more_than_can_wait_unread() {
    let script = ScriptedTransport::new();
    let consumer = consumer(&script);
    for fetch in [
        consumer.fetch(30_001),
        consumer.fetch(100_000).timeout(SEC),
        consumer.fetch(u64::MAX),
    ] {
        let error = fetch.await.unwrap_err();
        assert!(matches!(error, Error::Invalid { .. }), "{error:?}");
    }
    assert_eq!(asked(&script).len(), 0);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_handed_back_to_a_reply_subject_that_is_not_for_acknowledgements() {
    let script = ScriptedTransport::new();
    script.on(NEXT).silence();
    script.on(REPLY).with_payload("-NAK").silence();
    let mut messages = consumer(&script).messages().open().await.unwrap();
    assert!(timeout(MS, messages.next()).await.is_err());
    let inbox = script.subscriptions()[0].replace('*', "0");
    for reply in ["orders.new", "$JS.ACK", "$JS.API.STREAM.DELETE.S", REPLY] {
        let mut stranger = delivery(reply);
        stranger.subject = inbox.as_str().into();
        script.deliver(&inbox, stranger);
    }
    messages.control().drain_nak().await;
    let said: Vec<_> = script.sent().into_iter().map(|it| it.subject).collect();
    assert_eq!(said, [NEXT, REPLY]);
}

#[tokio::test(start_paused = true)]
async fn a_pull_that_ends_does_not_take_the_place_of_one_that_was_dropped() {
    let script = ScriptedTransport::new();
    for after in [200 * MS, 500 * MS] {
        script.on(NEXT).after(after).replies([delivery(REPLY)]);
    }
    script.on(NEXT).always().silence();
    script.on(INFO).always().reply(found());
    let consumer = consumer(&script);
    let other = consumer.clone();
    let other = tokio::spawn(async move { other.next().timeout(5 * SEC).await });
    sleep(20 * MS).await;
    let dropped = consumer.next().timeout(5 * SEC).into_future();
    assert!(timeout(10 * MS, dropped).await.is_err());
    assert!(other.await.unwrap().unwrap().is_some());
    let came = consumer.next().timeout(2 * SEC).await.unwrap();
    assert!(came.is_some());
    assert_eq!(asked(&script).len(), 2);
    assert_eq!(script.subscriptions().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_message_whose_handler_panicked_is_handed_back_once_there_is_a_connection() {
    let script = ScriptedTransport::new();
    script
        .on(INFO)
        .reply(found().replace(r#""ack_policy""#, r#""ack_wait":3000000000,"ack_policy""#));
    script.on(INFO).always().reply(found());
    script.on(NEXT).replies([delivery(REPLY)]);
    script.on(NEXT).always().silence();
    script.on(REPLY).always().silence();
    let messages = consumer(&script).messages().open().await.unwrap();
    let cut = script.clone();
    let handling = tokio::spawn(
        messages
            .handle(move |_| {
                let cut = cut.clone();
                async move {
                    sleep(500 * MS).await;
                    cut.disconnect();
                    assert!(cut.sent().is_empty(), "it fails");
                }
            })
            .into_future(),
    );
    sleep(2_500 * MS).await;
    script.reconnect();
    sleep(20 * SEC).await;
    handling.abort();
    let sent = script.sent().into_iter();
    let said: Vec<_> = sent.filter(|it| it.subject == REPLY).collect();
    let nak = |it: &&jsapi_client::RawMessage| it.payload.starts_with(b"-NAK {\"delay\":");
    assert!(said.last().is_some_and(|last| nak(&last)), "{said:?}");
    assert_eq!(said.iter().filter(nak).count(), 1);
}

#[tokio::test(start_paused = true)]
async fn messages_that_are_handed_back_end_although_nobody_waits_for_it() {
    for (messages_first, messages_stay) in [(false, false), (true, false), (false, true)] {
        let script = ScriptedTransport::new();
        script.on(NEXT).always().silence();
        let mut messages = consumer(&script).messages().open().await.unwrap();
        assert!(timeout(MS, messages.next()).await.is_err());
        let control = messages.control();
        let mut messages = Some(messages);
        let closed = control.drain_nak();
        let another = control.drain_nak();
        if messages_first {
            messages = None;
        }
        drop(another);
        assert_eq!(script.subscriptions().len(), 1);
        drop(closed);
        if !messages_stay {
            messages = None;
        }
        assert_eq!(script.subscriptions(), Vec::<String>::new());
        timeout(MS, control.drain()).await.unwrap();
        drop(messages);
    }
}

#[tokio::test(start_paused = true)]
async fn next_with_a_timeout_waits_although_one_without_was_dropped() {
    let script = ScriptedTransport::new();
    script
        .on(NEXT)
        .after(50 * MS)
        .replies([status(404, "No Messages")]);
    script.on(NEXT).after(500 * MS).replies([delivery(REPLY)]);
    let consumer = consumer(&script);
    assert!(
        timeout(10 * MS, consumer.next().into_future())
            .await
            .is_err()
    );
    let came = consumer.next().timeout(5 * SEC).await.unwrap();
    assert!(came.is_some());
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn fetch_refuses_a_heartbeat_of_no_time_and_a_pull_for_no_bytes() {
    let script = ScriptedTransport::new();
    let consumer = consumer(&script);
    for fetch in [
        consumer.fetch(1).timeout(SEC).heartbeat(Duration::ZERO),
        consumer.fetch(1).heartbeat(Duration::ZERO),
        consumer.fetch(1).max_bytes(0),
    ] {
        let error = fetch.await.unwrap_err();
        assert!(matches!(error, Error::Invalid { .. }), "{error:?}");
    }
    assert_eq!(asked(&script).len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_message_for_a_test_is_built_and_its_payload_moves_away_from_its_acker() {
    let script = ScriptedTransport::new();
    let ctx = Context::with_transport(script.clone());
    script.on(REPLY).with_payload("+WPI").silence();
    script.on(REPLY).with_payload("+TERM bad").silence();
    let message = Message::from_delivery(&ctx, delivery(REPLY));
    message.ack_with(AckKind::Progress).await.unwrap();
    let Message { payload, acker, .. } = message;
    assert_eq!(Vec::from(payload), b"payload");
    assert_eq!(acker.metadata().unwrap().stream, "S");
    acker
        .ack_with(AckKind::Term(Some("bad".into())))
        .await
        .unwrap();
    assert!(acker.is_acknowledged());
    let again = acker.ack().await.unwrap_err();
    assert_eq!(again.as_invalid(), Some(&Invalid::AlreadyAcknowledged));
    script.finish();
}

/// A handler of one message that always fails, of a consumer that allows
/// `max_deliver` deliveries, until it has heard of `failures`.
async fn failing(
    script: &ScriptedTransport,
    redelivery: Redelivery,
    failures: usize,
) -> (Vec<Notice>, Vec<String>) {
    script.on(INFO).always().reply(found());
    for delivered in 1..=failures {
        let reply = REPLY.replacen(".1.1.", &format!(".{delivered}.1."), 1);
        script.on(&reply).always().silence();
        script.on(NEXT).replies([delivery(&reply)]);
    }
    script.on(NEXT).always().silence();
    let messages = consumer(script)
        .messages()
        .max_messages(1)
        .open()
        .await
        .unwrap();
    let notices = messages.notices();
    let handling = messages
        .handle(|message| async move {
            match message.metadata()?.delivered {
                1 => Err::<(), _>(BoxError::from("a\r\n2026-01-01 INFO forged")),
                _ => panic!("again"),
            }
        })
        .redelivery(redelivery);
    let handling: tokio::task::JoinHandle<Result<(), Error>> = tokio::spawn(handling.into_future());
    sleep(15 * SEC).await;
    handling.abort();
    let sent = script.sent().into_iter();
    let words = sent.filter(|it| it.subject.starts_with("$JS.ACK."));
    (
        std::iter::from_fn(|| notices.try_next())
            .filter(|it| !matches!(it, Notice::HeartbeatMissed { .. }))
            .collect(),
        words
            .map(|it| String::from_utf8_lossy(&it.payload).into_owned())
            .filter(|word| word != "+WPI")
            .collect(),
    )
}

#[tokio::test(start_paused = true)]
async fn each_failure_of_a_handler_is_told_in_a_notice_on_one_line() {
    let script = ScriptedTransport::new();
    let redelivery = Redelivery::delays([100 * MS]).terminate_after(2);
    let (notices, words) = failing(&script, redelivery, 2).await;
    let failed = |delivered, error: &str, action| Notice::HandlerFailed {
        stream_sequence: 1,
        delivered,
        error: error.into(),
        action,
    };
    let after = 100 * MS;
    assert_eq!(
        notices,
        [
            failed(
                1,
                r"a\r\n2026-01-01 INFO forged",
                FailureAction::Redeliver { after }
            ),
            failed(2, "the handler panicked: again", FailureAction::Terminate),
        ]
    );
    assert_eq!(
        words,
        [
            r#"-NAK {"delay":100000000}"#,
            "+TERM the handler panicked: again"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_message_that_can_not_be_dead_lettered_is_redelivered_and_that_is_told() {
    let script = ScriptedTransport::new();
    script.on("dead").always().reply(
        r#"{"error":{"code":503,"err_code":10077,"description":"maximum messages exceeded"},
        "stream":"DEAD","seq":0}"#,
    );
    let redelivery = Redelivery::delays([100 * MS]).dead_letter_after(1, "dead");
    let (notices, words) = failing(&script, redelivery, 1).await;
    assert!(
        notices.iter().any(|it| matches!(
            it,
            Notice::NotDeadLettered { stream_sequence: 1, why } if why.contains("10077")
        )),
        "{notices:?}"
    );
    assert_eq!(words, [r#"-NAK {"delay":100000000}"#]);
}

/// Whether the message was acknowledged before.
fn already<T>(acknowledged: Result<T, Error>) -> bool {
    matches!(acknowledged, Err(error) if error.as_invalid() == Some(&Invalid::AlreadyAcknowledged))
}

/// Whether the message has no reply subject for acknowledgements.
fn foreign<T>(acknowledged: Result<T, Error>) -> bool {
    matches!(acknowledged, Err(error) if matches!(error.as_invalid(), Some(Invalid::NotADelivery { .. })))
}
