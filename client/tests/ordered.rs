//! Ordered consumers over a script, with paused time.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::{FutureExt, StreamExt};
use jsapi_client::consume::{Notice, OrderedMessages, Start};
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error, Incoming, Message, ResetReason, StopReason};
use tokio::time::{Instant, sleep, timeout};

const INFO: &str = "$JS.API.STREAM.INFO.S";
const CREATE: &str = "$JS.API.CONSUMER.CREATE.S.*";
const DELETE: &str = "$JS.API.CONSUMER.DELETE.S.*";

fn stream_info(created: &str, last: u64) -> String {
    format!(
        r#"{{"type":"io.nats.jetstream.api.v1.stream_info_response","config":{{"name":"S",
        "retention":"limits","max_consumers":-1,"max_msgs":-1,"max_bytes":-1,"max_age":0,
        "storage":"file","num_replicas":1}},"created":"{created}","state":{{"messages":{last},
        "bytes":1,"first_seq":1,"last_seq":{last},"consumer_count":1}}}}"#
    )
}

fn consumer_info(start: u64) -> String {
    let before = start - 1;
    format!(
        r#"{{"type":"io.nats.jetstream.api.v1.consumer_create_response","stream_name":"S",
        "name":"c","created":"2026-11-20T10:00:00Z","config":{{"name":"c"}},
        "delivered":{{"consumer_seq":0,"stream_seq":{before}}},
        "ack_floor":{{"consumer_seq":0,"stream_seq":{before}}},"num_ack_pending":0,
        "num_redelivered":0,"num_waiting":0,"num_pending":9}}"#
    )
}

const BORN: &str = "2026-11-20T09:00:00Z";

/// A server with a stream, which makes every consumer that is asked for: the
/// first one at 1, the others at a place that is told.
fn server_again_at(start: u64) -> ScriptedTransport {
    let script = ScriptedTransport::new();
    script.on(INFO).always().reply(stream_info(BORN, 100));
    script.on(CREATE).reply(consumer_info(1));
    script.on(CREATE).always().reply(consumer_info(start));
    script.on("$JS.API.CONSUMER.INFO.S.*").always().silence();
    script.on("$JS.API.STREAM.MSG.GET.S").always().reply(
        r#"{"type":"io.nats.jetstream.api.v1.stream_msg_get_response","error":{"code":404,
        "err_code":10037,"description":"no message found"}}"#,
    );
    script.on(DELETE).always().silence();
    script
}

fn server() -> ScriptedTransport {
    server_again_at(1)
}

async fn open(script: &ScriptedTransport) -> OrderedMessages {
    let ctx = Context::with_transport(script.clone());
    ctx.stream("S")
        .unwrap()
        .ordered_consumer()
        .open()
        .await
        .unwrap()
}

fn delivery(stream: u64, consumer: u64) -> Incoming {
    let mut message = Incoming::new("a", "payload");
    message.reply = Some(format!("$JS.ACK.S.c.1.{stream}.{consumer}.1700000000000000000.0").into());
    message
}

fn heartbeat(consumer: u64) -> Incoming {
    Incoming::of_status(100, "Idle Heartbeat")
        .with_header("Nats-Last-Consumer", consumer)
        .with_header("Nats-Last-Stream", consumer)
}

fn deliver(script: &ScriptedTransport, message: Incoming) {
    let [inbox] = script.subscriptions().try_into().unwrap();
    script.deliver(&inbox, message);
}

fn sequence(message: Option<Result<Message, Error>>) -> u64 {
    message
        .unwrap()
        .unwrap()
        .metadata()
        .unwrap()
        .stream_sequence
}

fn ended(item: Option<Result<Message, Error>>) -> StopReason {
    let Error::Stopped { source, .. } = item.unwrap().unwrap_err() else {
        panic!("not ended")
    };
    *source
}

/// The bodies of the consumers that were asked for.
fn created(script: &ScriptedTransport) -> Vec<String> {
    let sent = script.sent().into_iter();
    sent.filter(|message| message.subject.contains("CONSUMER.CREATE"))
        .map(|message| String::from_utf8(message.payload.to_vec()).unwrap())
        .collect()
}

/// How many consumers were asked to be deleted.
fn deleted(script: &ScriptedTransport) -> usize {
    let sent = script.sent().into_iter().map(|message| message.subject);
    let subjects: BTreeSet<String> = sent
        .filter(|subject| subject.contains("CONSUMER.DELETE"))
        .collect();
    subjects.len()
}

fn count(script: &ScriptedTransport, subject: &str) -> usize {
    script
        .sent()
        .iter()
        .filter(|message| message.subject.contains(subject))
        .count()
}

#[tokio::test(start_paused = true)]
async fn the_consumer_is_one_that_nothing_is_left_of() {
    let script = server();
    let messages = open(&script).await;
    let [body] = created(&script).try_into().unwrap();
    for part in [
        r#""ack_policy":"none""#,
        r#""max_deliver":1"#,
        r#""mem_storage":true"#,
        r#""num_replicas":1"#,
        r#""flow_control":true"#,
        r#""idle_heartbeat":2000000000"#,
        r#""inactive_threshold":5000000000"#,
        r#""deliver_policy":"all""#,
        r#""action":"create""#,
    ] {
        assert!(body.contains(part), "{part} in {body}");
    }
    let [inbox] = script.subscriptions().try_into().unwrap();
    assert!(body.contains(&format!(r#""deliver_subject":"{inbox}""#)));
    drop(messages);
    assert!(script.subscriptions().is_empty());
    assert_eq!(count(&script, "CONSUMER.DELETE"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_gap_is_read_again_from_behind_the_last_message() {
    let script = server_again_at(6);
    let mut messages = open(&script).await;
    let notices = messages.notices();
    deliver(&script, delivery(3, 1));
    deliver(&script, delivery(5, 2));
    // One is lost.
    deliver(&script, delivery(9, 4));
    assert_eq!(sequence(messages.next().await), 3);
    assert_eq!(sequence(messages.next().await), 5);
    let began = Instant::now();
    let waiting = tokio::spawn(async move { (sequence(messages.next().await), messages) });
    while created(&script).len() < 2 {
        sleep(Duration::from_millis(1)).await;
    }
    assert!(
        began.elapsed() <= Duration::from_millis(210),
        "{:?}",
        began.elapsed()
    );
    assert!(
        created(&script)[1].contains(r#""opt_start_seq":6"#),
        "{}",
        created(&script)[1]
    );
    sleep(Duration::from_millis(1)).await;
    deliver(&script, delivery(7, 1));
    assert_eq!(waiting.await.unwrap().0, 7);
    let reason = ResetReason::Gap {
        expected: 3,
        found: 4,
    };
    assert_eq!(notices.try_next(), Some(Notice::Reset { reason }));
    assert_eq!(notices.try_next(), Some(Notice::Resumed));
}

#[tokio::test(start_paused = true)]
async fn silence_is_told_after_two_heartbeats() {
    let script = server();
    let mut messages = open(&script).await;
    let notices = messages.notices();
    let reading = tokio::spawn(async move { messages.next().await.is_some() });
    for _ in 0..5 {
        sleep(Duration::from_millis(1_900)).await;
        deliver(&script, heartbeat(0));
    }
    let began = Instant::now();
    assert_eq!(notices.try_next(), None);
    let mut told = notices.clone();
    let reason = ResetReason::MissedHeartbeats;
    assert_eq!(told.next().await, Some(Notice::Reset { reason }));
    let after = began.elapsed().as_secs_f64() / 2.0;
    assert!((1.9..=2.5).contains(&after), "{after} heartbeats");
    reading.abort();
}

#[tokio::test(start_paused = true)]
async fn a_heartbeat_tells_of_a_lost_last_message() {
    let script = server_again_at(2);
    let mut messages = open(&script).await;
    let notices = messages.notices();
    deliver(&script, delivery(1, 1));
    deliver(&script, heartbeat(2));
    assert_eq!(sequence(messages.next().await), 1);
    // Looked at now, and the next consumer is made a little later.
    assert!(
        timeout(Duration::from_millis(250), messages.next())
            .await
            .is_err()
    );
    let reason = ResetReason::Gap {
        expected: 2,
        found: 2,
    };
    assert_eq!(notices.try_next(), Some(Notice::Reset { reason }));
}

#[tokio::test(start_paused = true)]
async fn a_gap_every_time_ends_after_ten_at_five_a_second() {
    let script = server();
    let mut messages = open(&script).await;
    let began = Instant::now();
    let reading =
        tokio::spawn(async move { (messages.next().await, messages.next().await.is_none()) });
    let mut seen = Vec::new();
    while !reading.is_finished() {
        if let [inbox] = script.subscriptions().as_slice()
            && !seen.contains(inbox)
            && created(&script).len() > seen.len()
        {
            seen.push(inbox.clone());
            script.deliver(inbox, delivery(20, 2));
        }
        sleep(Duration::from_millis(1)).await;
    }
    let (item, over) = reading.await.unwrap();
    let StopReason::Resets { in_a_row: 10, last } = ended(item) else {
        panic!("not after ten")
    };
    assert_eq!(
        last,
        ResetReason::Gap {
            expected: 1,
            found: 2
        }
    );
    assert!(over);
    assert_eq!(created(&script).len(), 10);
    assert!(
        began.elapsed() > Duration::from_millis(9 * 200),
        "{:?}",
        began.elapsed()
    );
    // None is left.
    assert_eq!(deleted(&script), 10);
}

#[tokio::test(start_paused = true)]
async fn a_lost_connection_is_noticed_at_once_and_waited_for() {
    let script = server_again_at(5);
    let mut messages = open(&script).await;
    let notices = messages.notices();
    deliver(&script, delivery(4, 1));
    assert_eq!(sequence(messages.next().await), 4);
    let reading = tokio::spawn(async move { (sequence(messages.next().await), messages) });
    script.disconnect();
    sleep(Duration::from_millis(300)).await;
    let reason = ResetReason::Disconnected;
    assert_eq!(notices.try_next(), Some(Notice::Reset { reason }));
    sleep(Duration::from_secs(9)).await;
    assert_eq!(notices.try_next(), None);
    assert_eq!(created(&script).len(), 1);
    script.reconnect();
    sleep(Duration::from_millis(100)).await;
    assert_eq!(notices.try_next(), Some(Notice::Resumed));
    assert!(created(&script)[1].contains(r#""opt_start_seq":5"#));
    deliver(&script, delivery(5, 1));
    assert_eq!(reading.await.unwrap().0, 5);
}

#[tokio::test(start_paused = true)]
async fn a_cluster_without_a_leader_is_asked_again_and_a_refusal_is_the_end() {
    let script = ScriptedTransport::new();
    script.on(INFO).always().reply(stream_info(BORN, 100));
    script.on(DELETE).always().silence();
    script.on(CREATE).reply(consumer_info(1));
    script.on(CREATE).no_responders();
    script.on(CREATE).reply(
        r#"{"type":"io.nats.jetstream.api.v1.consumer_create_response","error":{"code":503,
        "err_code":10008,"description":"JetStream system temporarily unavailable"}}"#,
    );
    script.on(CREATE).silence();
    script.on(CREATE).reply(
        r#"{"type":"io.nats.jetstream.api.v1.consumer_create_response","error":{"code":404,
        "err_code":10059,"description":"stream not found"}}"#,
    );
    let mut messages = open(&script).await;
    let notices = messages.notices();
    deliver(&script, heartbeat(7));
    let began = Instant::now();
    let error = messages.next().await.unwrap().unwrap_err();
    assert!(error.is_not_found());
    // 0.2, 0.4 and 0.5 s between attempts, and 0.4 s for the one without an answer.
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );
    assert!(matches!(notices.try_next(), Some(Notice::Reset { .. })));
    for _ in 0..2 {
        assert!(matches!(
            notices.try_next(),
            Some(Notice::NotResumed { .. })
        ));
    }
    assert_eq!(notices.try_next(), None);
    assert!(messages.next().await.is_none());
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_was_recreated_is_an_error_that_says_both_times() {
    let script = ScriptedTransport::new();
    script.on(INFO).reply(stream_info(BORN, 100));
    script
        .on(INFO)
        .reply(stream_info("2026-11-20T11:00:00Z", 500));
    script.on(CREATE).times(2).reply(consumer_info(1));
    script.on(DELETE).always().silence();
    let mut messages = open(&script).await;
    deliver(&script, delivery(3, 1));
    assert_eq!(sequence(messages.next().await), 3);
    let StopReason::StreamRecreated(found) = ended(messages.next().await) else {
        panic!("goes on")
    };
    assert_eq!((found.created.hour(), found.created_now.hour()), (9, 11));
    assert_eq!((found.next_sequence, found.last_sequence_now), (4, 500));
    assert!(messages.next().await.is_none());
    assert!(script.subscriptions().is_empty());
}

#[tokio::test(start_paused = true)]
async fn flow_control_is_answered_once_the_messages_before_it_were_taken() {
    let script = server();
    script.on("$JS.FC.S.c.1").silence();
    script.on("$JS.FC.S.c.2").silence();
    let mut messages = open(&script).await;
    let answers = || count(&script, "$JS.FC");
    let mut question = Incoming::of_status(100, "FlowControl Request");
    question.reply = Some("$JS.FC.S.c.1".into());
    deliver(&script, delivery(1, 1));
    deliver(&script, question);
    deliver(&script, delivery(2, 2));
    assert_eq!(sequence(messages.next().await), 1);
    assert_eq!(answers(), 0);
    assert_eq!(sequence(messages.next().await), 2);
    assert!(
        timeout(Duration::from_millis(1), messages.next())
            .await
            .is_err()
    );
    assert_eq!(answers(), 1);
    // Held up: the question or its answer was lost.
    deliver(
        &script,
        heartbeat(2).with_header("Nats-Consumer-Stalled", "$JS.FC.S.c.2"),
    );
    assert!(
        timeout(Duration::from_millis(1), messages.next())
            .await
            .is_err()
    );
    assert_eq!(answers(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_a_stranger_sends_is_neither_handed_out_nor_answered() {
    let script = server();
    let mut messages = open(&script).await;
    let sent = script.sent().len();
    for reply in [
        "pwned",
        "$JS.ACK.S.other.1.1.1.1.0",
        "$JS.FC",
        "$JS.API.STREAM.DELETE.S",
    ] {
        let mut foreign = Incoming::of_status(100, "FlowControl Request");
        foreign.reply = Some(reply.into());
        deliver(&script, foreign);
        let mut foreign = Incoming::new("a", "payload");
        foreign.reply = Some(reply.into());
        deliver(&script, foreign);
    }
    deliver(&script, Incoming::new("a", "no reply subject"));
    assert!(messages.next().now_or_never().is_none());
    assert_eq!(script.sent().len(), sent);
}

#[tokio::test(start_paused = true)]
async fn a_consumer_whose_making_nobody_waits_for_is_deleted() {
    let script = ScriptedTransport::new();
    script.on(INFO).reply(stream_info(BORN, 100));
    script.on(CREATE).silence();
    script.on(DELETE).silence();
    let ctx = Context::with_transport(script.clone());
    let making = ctx.stream("S").unwrap().ordered_consumer().open();
    assert!(timeout(Duration::from_secs(1), making).await.is_err());
    script.finish();
    assert!(script.subscriptions().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_consumer_that_could_not_be_deleted_is_deleted_later() {
    let script = ScriptedTransport::new();
    script.on(INFO).always().reply(stream_info(BORN, 100));
    script.on(CREATE).always().reply(consumer_info(1));
    // Nobody answers, as for a consumer on a server that failed; then it is gone.
    script
        .on("$JS.API.CONSUMER.DELETE.S.jsapi-1")
        .times(2)
        .silence();
    script.on("$JS.API.CONSUMER.INFO.S.jsapi-1").silence();
    script.on("$JS.API.CONSUMER.DELETE.S.jsapi-1").silence();
    script.on("$JS.API.CONSUMER.INFO.S.jsapi-1").reply(
        r#"{"type":"io.nats.jetstream.api.v1.consumer_info_response","error":{"code":404,
        "err_code":10014,"description":"consumer not found"}}"#,
    );
    let mut messages = open(&script).await;
    deliver(&script, heartbeat(7));
    let reading = tokio::spawn(async move { messages.next().await.is_none() });
    for _ in 0..20 {
        sleep(Duration::from_secs(1)).await;
        deliver(&script, heartbeat(0));
    }
    assert!(!reading.is_finished());
    script.finish();
    // The one that is there, once more.
    script.on("$JS.API.CONSUMER.DELETE.S.jsapi-2").silence();
    reading.abort();
    sleep(Duration::from_millis(1)).await;
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_consumer_that_no_server_makes_is_asked_for_under_another_name() {
    let script = ScriptedTransport::new();
    script.on(INFO).always().reply(stream_info(BORN, 100));
    script.on(CREATE).silence();
    script.on(CREATE).reply(consumer_info(1));
    script.on(DELETE).always().silence();
    let mut messages = open(&script).await;
    assert_eq!(BTreeSet::from_iter(created(&script)).len(), 2);
    deliver(&script, delivery(1, 1));
    assert_eq!(sequence(messages.next().await), 1);

    // Nobody makes one: no later than the timeout.
    let script = ScriptedTransport::new();
    script.on(INFO).always().reply(stream_info(BORN, 100));
    script.on(CREATE).always().silence();
    script.on(DELETE).always().silence();
    let began = Instant::now();
    let stream = Context::with_transport(script.clone()).stream("S").unwrap();
    let error = stream.ordered_consumer().open().await.unwrap_err();
    let five = Duration::from_secs(5);
    assert!(matches!(error, Error::TimedOut { after, .. } if after == five));
    assert!(began.elapsed() < five + Duration::from_millis(100));
    assert_eq!(created(&script).len(), 2);
}

const NOT_ENABLED: &str = r#"{"type":"io.nats.jetstream.api.v1.consumer_create_response",
    "error":{"code":503,"err_code":10039,"description":"JetStream not enabled for account"}}"#;

#[tokio::test(start_paused = true)]
async fn requests_that_an_election_swallows_are_sent_again_until_one_is_answered() {
    let script = ScriptedTransport::new();
    script.on(INFO).reply(stream_info(BORN, 100));
    script.on(INFO).times(2).silence();
    script.on(INFO).always().reply(stream_info(BORN, 100));
    script.on(CREATE).reply(consumer_info(1));
    script.on(CREATE).times(2).silence();
    script.on(CREATE).always().reply(consumer_info(2));
    script
        .on(DELETE)
        .always()
        .reply(r#"{"type":"io.nats.jetstream.api.v1.consumer_delete_response","success":true}"#);
    script.on("$JS.API.CONSUMER.INFO.S.*").always().silence();
    let mut messages = open(&script).await;
    let notices = messages.notices();
    deliver(&script, delivery(1, 1));
    deliver(&script, heartbeat(7));
    assert_eq!(sequence(messages.next().await), 1);
    let began = Instant::now();
    let reading = tokio::spawn(async move { messages.next().await.is_none() });
    let mut told = notices.clone();
    assert!(matches!(told.next().await, Some(Notice::Reset { .. })));
    assert_eq!(told.next().await, Some(Notice::Resumed));
    let millis = began.elapsed().as_millis();
    assert!((1_600..2_000).contains(&millis), "{millis} ms");
    // Those that may be there are deleted.
    sleep(Duration::from_secs(1)).await;
    assert!(deleted(&script) >= 3);
    reading.abort();
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_slow_is_an_answer() {
    let script = ScriptedTransport::new();
    let slow = Duration::from_millis(1_500);
    script.on(INFO).reply(stream_info(BORN, 100));
    script
        .on(INFO)
        .always()
        .after(slow)
        .reply(stream_info(BORN, 100));
    script.on(CREATE).reply(consumer_info(1));
    script
        .on(CREATE)
        .always()
        .after(slow)
        .reply(consumer_info(1));
    script.on(DELETE).always().silence();
    script.on("$JS.API.CONSUMER.INFO.S.*").always().silence();
    let messages = open(&script).await;
    let mut notices = messages.notices();
    deliver(&script, heartbeat(7));
    let mut messages = messages;
    let reading = tokio::spawn(async move { messages.next().await.is_none() });
    assert!(matches!(notices.next().await, Some(Notice::Reset { .. })));
    assert_eq!(notices.next().await, Some(Notice::Resumed));
    reading.abort();
}

#[tokio::test(start_paused = true)]
async fn an_account_without_jetstream_is_waited_for_until_the_outage_is_too_long() {
    for outage in [None, Some(Duration::from_secs(20))] {
        let script = ScriptedTransport::new();
        script.on(INFO).reply(stream_info(BORN, 100));
        script.on(INFO).always().reply(stream_info(BORN, 100));
        script.on(CREATE).reply(consumer_info(1));
        script.on(CREATE).always().reply(NOT_ENABLED);
        script.on(DELETE).always().silence();
        let ctx = Context::with_transport(script.clone());
        let mut ordered = ctx.stream("S").unwrap().ordered_consumer();
        if let Some(outage) = outage {
            ordered = ordered.max_outage(outage);
        }
        let mut messages = ordered.open().await.unwrap();
        let notices = messages.notices();
        deliver(&script, heartbeat(7));
        let began = Instant::now();
        let item = timeout(Duration::from_secs(600), messages.next()).await;
        let told: Vec<_> = std::iter::from_fn(|| notices.try_next()).collect();
        let notice = |notice: &Notice| matches!(notice, Notice::NotResumed { .. });
        assert!(told.iter().any(notice), "{told:?}");
        assert_eq!(item.is_err(), outage.is_none());
        if let (Ok(item), Some(outage)) = (item, outage) {
            let error = item.unwrap().unwrap_err();
            assert_eq!(error.code().unwrap().0, 10039, "{error}");
            let late = began.elapsed().saturating_sub(outage);
            assert!(began.elapsed() >= outage - Duration::from_secs(1));
            assert!(late < Duration::from_secs(1), "{late:?}");
            assert!(messages.next().await.is_none());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_outage_ends_a_reading_though_nobody_answers() {
    let script = ScriptedTransport::new();
    script.on(INFO).always().reply(stream_info(BORN, 100));
    script.on(CREATE).reply(consumer_info(1));
    script.on(CREATE).always().silence();
    script.on(DELETE).always().silence();
    let stream = Context::with_transport(script.clone()).stream("S").unwrap();
    let outage = Duration::from_millis(4_700);
    let ordered = stream.ordered_consumer().max_outage(outage);
    let mut messages = ordered.open().await.unwrap();
    deliver(&script, heartbeat(7));
    let began = Instant::now();
    let error = messages.next().await.unwrap().unwrap_err();
    assert!(matches!(error, Error::TimedOut { .. }), "{error:?}");
    let late = began.elapsed().saturating_sub(outage);
    assert!(late < Duration::from_millis(50), "{late:?}");
}

#[tokio::test(start_paused = true)]
async fn a_consumer_that_is_made_again_and_repeats_or_reuses_numbers_is_replaced() {
    for again in [delivery(1, 1), delivery(6, 1), delivery(6, 2), heartbeat(0)] {
        let script = server_again_at(3);
        let mut messages = open(&script).await;
        let notices = messages.notices();
        deliver(&script, delivery(1, 1));
        deliver(&script, delivery(2, 2));
        assert_eq!(sequence(messages.next().await), 1);
        assert_eq!(sequence(messages.next().await), 2);
        deliver(&script, again);
        let waiting = tokio::spawn(async move { sequence(messages.next().await) });
        while created(&script).len() < 2 {
            sleep(Duration::from_millis(1)).await;
        }
        assert!(created(&script)[1].contains(r#""opt_start_seq":3"#));
        sleep(Duration::from_millis(1)).await;
        deliver(&script, delivery(3, 1));
        assert_eq!(waiting.await.unwrap(), 3);
        let reason = notices.try_next();
        let gap = matches!(
            reason,
            Some(Notice::Reset {
                reason: ResetReason::Gap { expected: 3, .. }
            })
        );
        assert!(gap, "{reason:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn where_nothing_is_found_the_consumer_is_made_for_its_place() {
    let script = server();
    let ctx = Context::with_transport(script.clone());
    let ordered = ctx.stream("S").unwrap().ordered_consumer();
    let messages = ordered.start(Start::New).open().await.unwrap();
    let [body] = created(&script).try_into().unwrap();
    assert!(body.contains(r#""opt_start_seq":101"#), "{body}");
    drop(messages);

    let script = ScriptedTransport::new();
    script.on(INFO).always().reply(stream_info(BORN, 100));
    let nothing = consumer_info(101).replace(r#""num_pending":9"#, r#""num_pending":0"#);
    script
        .on("$JS.API.CONSUMER.CREATE.S.>")
        .always()
        .reply(nothing);
    script.on(DELETE).always().silence();
    let ctx = Context::with_transport(script.clone());
    let ordered = ctx.stream("S").unwrap().ordered_consumer();
    let ordered = ordered.start(Start::LastPerSubject).filter("a");
    let messages = ordered.open().await.unwrap();
    assert_eq!(messages.num_pending(), 0);
    let [first, second] = created(&script).try_into().unwrap();
    assert!(first.contains("last_per_subject"), "{first}");
    assert!(second.contains(r#""opt_start_seq":101"#), "{second}");
    assert_eq!(deleted(&script), 1);
}
