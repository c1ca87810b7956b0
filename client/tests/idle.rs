//! Idle consumers, which only heartbeats wake. Over a script, with paused time.
#![allow(clippy::unwrap_used)]

use std::future::{Future, IntoFuture};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use jsapi::StreamInfoRequest;
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Incoming};
use tokio::time::sleep;

const SEC: Duration = Duration::from_secs(1);

/// How often a task is polled.
#[derive(Clone, Default)]
struct Polls(Arc<AtomicU32>);

impl Polls {
    /// Waits in a task for something that does not come.
    fn wait<T: Send + 'static>(waiting: impl Future<Output = T> + Send + 'static) -> Self {
        let polls = Self::default();
        let count = polls.clone();
        tokio::spawn(async move {
            let mut waiting = pin!(waiting);
            std::future::poll_fn(|cx| {
                count.0.fetch_add(1, Ordering::Relaxed);
                waiting.as_mut().poll(cx)
            })
            .await
        });
        polls
    }

    fn count(&self) -> u32 {
        self.0.swap(0, Ordering::Relaxed)
    }
}

fn heartbeat() -> Incoming {
    Incoming::of_status(100, "Idle Heartbeat")
        .with_header("Nats-Last-Consumer", 0)
        .with_header("Nats-Last-Stream", 0)
}

fn consumer_info(kind: &str, config: &str) -> String {
    format!(
        r#"{{"type":"io.nats.jetstream.api.v1.{kind}_response","stream_name":"S","name":"c",
        "created":"2026-11-20T10:00:00Z","config":{{"name":"c"{config}}},
        "delivered":{{"consumer_seq":0,"stream_seq":0}},
        "ack_floor":{{"consumer_seq":0,"stream_seq":0}},"num_ack_pending":0,"num_redelivered":0,
        "num_waiting":0,"num_pending":0}}"#
    )
}

#[tokio::test(start_paused = true)]
async fn only_heartbeats_wake_an_idle_consumer() {
    let script = ScriptedTransport::new().counting_bytes();
    script
        .on("$JS.API.CONSUMER.MSG.NEXT.S.*")
        .always()
        .silence();
    script.on("$JS.API.STREAM.INFO.S").always().reply(
        r#"{"type":"io.nats.jetstream.api.v1.stream_info_response","config":{"name":"S",
        "retention":"limits","max_consumers":-1,"max_msgs":-1,"max_bytes":-1,"max_age":0,
        "storage":"file","num_replicas":1},"created":"2026-11-20T09:00:00Z","state":{"messages":0,
        "bytes":0,"first_seq":0,"last_seq":0,"consumer_count":1}}"#,
    );
    script.on("$JS.API.STREAM.INFO.T").silence();
    let create = script.on("$JS.API.CONSUMER.CREATE.S.*").always();
    create.reply(consumer_info("consumer_create", ""));
    let push = r#","deliver_subject":"push","idle_heartbeat":5000000000"#;
    let info = script.on("$JS.API.CONSUMER.INFO.S.push").always();
    info.reply(consumer_info("consumer_info", push));
    let quiet = r#","deliver_subject":"quiet""#;
    let info = script.on("$JS.API.CONSUMER.INFO.S.quiet").always();
    info.reply(consumer_info("consumer_info", quiet));
    let ctx = Context::with_transport(script.clone());
    let stream = ctx.stream("S").unwrap();

    let mut tasks = Vec::new();
    let mut ordered = stream
        .ordered_consumer()
        .heartbeat(5 * SEC)
        .open()
        .await
        .unwrap();
    let ordered_inbox = script.subscriptions().pop().unwrap();
    tasks.push(("ordered", Polls::wait(async move { ordered.next().await })));
    let pull = stream.consumer("pull").unwrap().pull();
    let mut messages = pull.messages().expires(600 * SEC).open().await.unwrap();
    tasks.push(("pull", Polls::wait(async move { messages.next().await })));
    sleep(SEC).await;
    let pulled = script.sent().into_iter().rev();
    let pulled = pulled.filter_map(|sent| sent.reply).next().unwrap();
    for name in ["push", "quiet"] {
        let consumer = stream.push_consumer(name).await.unwrap();
        let mut messages = consumer.messages().open().await.unwrap();
        tasks.push((name, Polls::wait(async move { messages.next().await })));
    }
    let mut events = ctx.events().open().await.unwrap();
    tasks.push(("events", Polls::wait(async move { events.next().await })));
    let fetching = pull.clone();
    let fetch = async move { fetching.fetch(1).timeout(600 * SEC).into_future().await };
    tasks.push(("fetch", Polls::wait(fetch)));
    let call = async move {
        let request = StreamInfoRequest::new("T");
        ctx.call(&request).timeout(600 * SEC).await
    };
    tasks.push(("call", Polls::wait(call)));

    sleep(2 * SEC).await;
    tasks
        .iter()
        .for_each(|(_, polls)| assert!(polls.count() > 0));
    const HEARTBEATS: u32 = 60;
    for _ in 0..HEARTBEATS {
        for inbox in [ordered_inbox.as_str(), &pulled, "push"] {
            let mut heartbeat = heartbeat();
            heartbeat.subject = inbox.into();
            script.deliver(inbox, heartbeat);
        }
        sleep(5 * SEC).await;
    }
    for (name, polls) in tasks {
        let count = polls.count();
        let at_most = match name {
            "ordered" | "pull" | "push" => HEARTBEATS + 2,
            _ => 0,
        };
        assert!(count <= at_most, "{name}: {count}");
    }
    assert!(script.pings() > 0);
    assert_eq!(script.given_up(), 0);
}
