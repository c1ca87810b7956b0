//! Push consumers over a script, with paused time.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::future::IntoFuture;
use std::time::Duration;

use futures_util::{FutureExt, StreamExt};
use jsapi_client::consume::{Notice, PushConfig, PushMessages};
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error, Incoming, Message, StopReason};
use tokio::time::{Instant, sleep, timeout};

const INFO: &str = "$JS.API.CONSUMER.INFO.S.c";

fn info(kind: &str, subject: &str, ack: &str) -> String {
    format!(
        r#"{{"type":"io.nats.jetstream.api.v1.{kind}_response","stream_name":"S","name":"c",
        "created":"2026-11-20T10:00:00Z","config":{{"name":"c","ack_policy":"{ack}",
        "deliver_subject":"{subject}","ack_wait":3000000000,"idle_heartbeat":1000000000,"flow_control":true}},
        "delivered":{{"consumer_seq":0,"stream_seq":0}},
        "ack_floor":{{"consumer_seq":0,"stream_seq":0}},"num_ack_pending":0,"num_redelivered":0,
        "num_waiting":0,"num_pending":0}}"#
    )
}

async fn open(script: &ScriptedTransport, ack: &str) -> PushMessages {
    script
        .on("$JS.API.CONSUMER.CREATE.S.c")
        .reply(info("consumer_create", "d", ack));
    let ctx = Context::with_transport(script.clone());
    let stream = ctx.stream("S").unwrap();
    let consumer = stream
        .create_push_consumer(PushConfig::durable("c"))
        .await
        .unwrap();
    assert!(script.subscriptions().is_empty());
    let messages = consumer.messages().open().await.unwrap();
    assert_eq!(script.subscriptions(), ["d"]);
    messages
}

fn delivery(number: u64) -> Incoming {
    let mut message = Incoming::new("a", "payload");
    message.reply = Some(format!("$JS.ACK.S.c.1.{number}.{number}.1700000000000000000.0").into());
    message
}

fn heartbeat(number: u64) -> Incoming {
    Incoming::of_status(100, "Idle Heartbeat").with_header("Nats-Last-Consumer", number)
}

async fn next(messages: &mut PushMessages) -> Option<Result<Message, Error>> {
    timeout(Duration::from_millis(1), messages.next())
        .await
        .ok()
        .flatten()
}

async fn numbered(messages: &mut PushMessages) -> u64 {
    next(messages)
        .await
        .unwrap()
        .unwrap()
        .metadata()
        .unwrap()
        .consumer_sequence
}

#[tokio::test(start_paused = true)]
async fn what_will_not_come_again_is_an_error_and_then_it_goes_on() {
    let script = ScriptedTransport::new();
    let mut messages = open(&script, "none").await;
    for message in [delivery(1), delivery(4), heartbeat(6), delivery(7)] {
        script.deliver("d", message);
    }
    assert_eq!(numbered(&mut messages).await, 1);
    let Some(Err(Error::MessagesLost { count: 2, .. })) = next(&mut messages).await else {
        panic!("not told")
    };
    assert_eq!(numbered(&mut messages).await, 4);
    let error = next(&mut messages).await.unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "push consumer c of S: 2 messages did not arrive"
    );
    assert!(!error.may_have_applied());
    assert_eq!(numbered(&mut messages).await, 7);
}

#[tokio::test(start_paused = true)]
async fn what_will_come_again_is_a_notice() {
    let script = ScriptedTransport::new();
    let mut messages = open(&script, "explicit").await;
    script.deliver("d", delivery(1));
    script.deliver("d", delivery(4));
    assert_eq!(numbered(&mut messages).await, 1);
    assert_eq!(numbered(&mut messages).await, 4);
    assert_eq!(
        messages.notices().try_next(),
        Some(Notice::MessagesLost {
            count: 2,
            again: true
        })
    );
}

#[tokio::test(start_paused = true)]
async fn a_consumer_that_counts_from_further_back_is_a_notice() {
    let at = |number: u64| heartbeat(number).with_header("Nats-Last-Stream", number);
    for (again, resumes_at) in [
        (delivery(2), Some(2)),
        (at(1), Some(2)),
        (heartbeat(1), None),
    ] {
        let script = ScriptedTransport::new();
        let mut messages = open(&script, "none").await;
        script.deliver("d", delivery(9));
        script.deliver("d", again);
        script.deliver("d", delivery(3));
        assert_eq!(numbered(&mut messages).await, 9);
        let mut numbers = Vec::new();
        while numbers.last() != Some(&3) {
            match next(&mut messages).await.unwrap() {
                Ok(message) => numbers.push(message.metadata().unwrap().consumer_sequence),
                Err(error) => assert!(matches!(error, Error::MessagesLost { count: 1, .. })),
            }
        }
        assert!(numbers == [2, 3] || numbers == [3], "{numbers:?}");
        let notice = messages.notices().try_next();
        let expected = Notice::ConsumerRestarted {
            received: 9,
            resumes_at,
        };
        assert_eq!(notice, Some(expected));
    }
}

#[tokio::test(start_paused = true)]
async fn an_outage_that_is_too_long_ends_the_messages_with_its_cause() {
    let script = ScriptedTransport::new();
    script.on(INFO).always().no_responders();
    let messages = open(&script, "none").await;
    let consumer = messages.consumer().clone();
    drop(messages);
    let mut messages = consumer
        .messages()
        .max_outage(Duration::from_secs(30))
        .open()
        .await
        .unwrap();
    let began = Instant::now();
    let end = timeout(Duration::from_secs(300), messages.next()).await;
    let error = end.unwrap().unwrap().unwrap_err();
    assert!(matches!(error, Error::TimedOut { .. }), "{error:?}");
    let took = began.elapsed().as_secs();
    assert!((29..33).contains(&took), "{took}");
    assert!(messages.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn silence_has_the_consumer_looked_for_and_its_new_subject_listened_to() {
    let script = ScriptedTransport::new();
    script.on(INFO).no_responders();
    script
        .on(INFO)
        .after(Duration::from_millis(10))
        .reply(info("consumer_info", "d", "none"));
    script.on(INFO).reply(info("consumer_info", "e", "none"));
    let mut messages = open(&script, "none").await;
    let mut notices = messages.notices();
    let began = Instant::now();
    let reading = tokio::spawn(async move { (messages.next().await, messages) });
    let silent = Duration::from_secs(2);
    assert_eq!(
        notices.next().await,
        Some(Notice::HeartbeatMissed { silent })
    );
    let heartbeats = began.elapsed().as_secs_f64();
    assert!((1.9..=2.5).contains(&heartbeats), "{heartbeats}");
    // Looked for in vain, again a second later, and after the next silence.
    sleep(Duration::from_secs(3)).await;
    assert_eq!(script.subscriptions(), ["e"]);
    assert_eq!(notices.try_next(), Some(Notice::HeartbeatMissed { silent }));
    script.deliver("e", delivery(9));
    let (item, messages) = reading.await.unwrap();
    assert_eq!(
        item.unwrap().unwrap().metadata().unwrap().consumer_sequence,
        9
    );
    drop(messages);
    assert!(script.subscriptions().is_empty());
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_consumer_that_is_gone_after_a_reconnect_is_the_end() {
    let script = ScriptedTransport::new();
    script.on(INFO).reply(
        r#"{"type":"io.nats.jetstream.api.v1.consumer_info_response","error":{"code":404,
        "err_code":10014,"description":"consumer not found"}}"#,
    );
    let mut messages = open(&script, "none").await;
    let notices = messages.notices();
    let reading = tokio::spawn(async move { (messages.next().await, messages.next().await) });
    script.disconnect();
    sleep(Duration::from_secs(30)).await;
    script.reconnect();
    let (end, nothing) = reading.await.unwrap();
    let Some(Err(Error::Stopped { source, .. })) = end else {
        panic!("goes on")
    };
    assert_eq!(*source, StopReason::ConsumerDeleted);
    assert!(nothing.is_none());
    assert_eq!(notices.try_next(), Some(Notice::Disconnected));
    assert_eq!(notices.try_next(), Some(Notice::Reconnected));
    assert_eq!(notices.try_next(), None);
}

#[tokio::test(start_paused = true)]
async fn flow_control_is_answered() {
    let script = ScriptedTransport::new();
    script.on("$JS.FC.S.c.1").silence();
    let mut messages = open(&script, "none").await;
    let mut question = Incoming::of_status(100, "FlowControl Request");
    question.reply = Some("$JS.FC.S.c.1".into());
    script.deliver("d", question);
    assert!(next(&mut messages).await.is_none());
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_message_whose_handler_panicked_is_handed_back_once_there_is_a_connection() {
    let script = ScriptedTransport::new();
    let messages = open(&script, "explicit").await;
    script
        .on(INFO)
        .always()
        .reply(info("consumer_info", "d", "explicit"));
    let message = delivery(1);
    let reply = message.reply.clone().unwrap().to_string();
    script.on(&reply).always().silence();
    script.deliver("d", message);
    let cut = script.clone();
    let handling = tokio::spawn(
        messages
            .handle(move |_| {
                let cut = cut.clone();
                async move {
                    sleep(Duration::from_millis(500)).await;
                    cut.disconnect();
                    assert!(cut.sent().is_empty(), "it fails");
                }
            })
            .into_future(),
    );
    sleep(Duration::from_millis(2_500)).await;
    script.reconnect();
    sleep(Duration::from_secs(20)).await;
    handling.abort();
    let said: Vec<_> = script
        .sent()
        .into_iter()
        .filter(|it| it.subject == reply)
        .collect();
    assert_eq!(
        said.iter()
            .filter(|it| it.payload.starts_with(b"-NAK {\"delay\":"))
            .count(),
        1,
        "{said:?}"
    );
}

/// What was published to the reply subjects of deliveries.
fn acknowledged(script: &ScriptedTransport) -> Vec<(String, String)> {
    let sent = script.sent().into_iter();
    sent.filter(|it| it.subject.starts_with("$JS.ACK."))
        .map(|it| {
            let number = it.subject.split('.').nth(6).unwrap_or_default().to_owned();
            (number, String::from_utf8_lossy(&it.payload).into_owned())
        })
        .collect()
}

async fn three_delivered(script: &ScriptedTransport) -> PushMessages {
    let messages = open(script, "explicit").await;
    for number in 1..=3 {
        let message = delivery(number);
        let reply = message.reply.clone().unwrap().to_string();
        script.on(&reply).always().silence();
        script.deliver("d", message);
    }
    messages
}

#[tokio::test(start_paused = true)]
async fn drain_hands_over_the_messages_that_have_arrived_and_ends() {
    let script = ScriptedTransport::new();
    let mut messages = three_delivered(&script).await;
    let mut closed = messages.control().drain();
    assert!((&mut closed).now_or_never().is_none());
    for number in 1..=3 {
        assert_eq!(numbered(&mut messages).await, number);
    }
    assert!(messages.next().await.is_none());
    closed.await;
    assert!(script.subscriptions().is_empty());
    assert!(acknowledged(&script).is_empty());
}

#[tokio::test(start_paused = true)]
async fn stop_ends_at_once_and_drain_nak_has_the_rest_redelivered() {
    for naks in [false, true] {
        let script = ScriptedTransport::new();
        let mut messages = three_delivered(&script).await;
        assert_eq!(numbered(&mut messages).await, 1);
        let control = messages.control();
        match naks {
            true => control.drain_nak(),
            false => control.stop(),
        }
        .now_or_never()
        .unwrap();
        assert!(messages.next().await.is_none());
        assert!(script.subscriptions().is_empty());
        let expected = [2, 3].map(|number| (number.to_string(), "-NAK".to_owned()));
        let expected = if naks { expected.to_vec() } else { Vec::new() };
        assert_eq!(acknowledged(&script), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn a_drained_handler_handles_all_that_arrived_and_a_stopped_one_hands_back_the_rest() {
    for drains in [true, false] {
        let script = ScriptedTransport::new();
        let messages = three_delivered(&script).await;
        let control = messages.control();
        let handling = messages.handle(|_| sleep(Duration::from_secs(1)));
        let handling = tokio::spawn(handling.into_future());
        sleep(Duration::from_millis(500)).await;
        match drains {
            true => control.drain(),
            false => control.stop(),
        }
        .await;
        handling.await.unwrap().unwrap();
        let mut said = acknowledged(&script);
        said.retain(|(_, word)| word != "+WPI");
        let expected: &[(&str, &str)] = match drains {
            true => &[("1", "+ACK"), ("2", "+ACK"), ("3", "+ACK")],
            // The third is still at the connection: redelivered after `ack_wait`.
            false => &[("2", "-NAK"), ("1", "+ACK")],
        };
        let said: Vec<_> = said.iter().map(|(n, w)| (n.as_str(), w.as_str())).collect();
        assert_eq!(said, expected);
    }
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_is_never_idle_hears_of_a_new_connection() {
    let script = ScriptedTransport::new();
    script
        .on(INFO)
        .always()
        .reply(info("consumer_info", "d", "explicit"));
    let mut messages = open(&script, "explicit").await;
    let notices = messages.notices();
    script.disconnect();
    script.reconnect();
    // There always is one more in the buffer.
    script.deliver("d", delivery(1));
    for number in 1..20 {
        script.deliver("d", delivery(number + 1));
        assert_eq!(numbered(&mut messages).await, number);
        sleep(Duration::from_millis(100)).await;
    }
    let told: Vec<_> = std::iter::from_fn(|| notices.try_next()).collect();
    assert_eq!(told, [Notice::Disconnected, Notice::Reconnected]);
}
