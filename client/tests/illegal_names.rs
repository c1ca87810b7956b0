//! Names that ADR-6 and servers do not allow are refused, everywhere one is taken.
#![allow(clippy::unwrap_used)]

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::time::Duration;

use futures_util::FutureExt;
use jsapi::StreamConfig;
use jsapi_client::consume::{PullConfig, PushConfig};
use jsapi_client::kv::KvConfig;
use jsapi_client::object::ObjectStoreConfig;
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error};

type Calls<'a> = Vec<(
    &'static str,
    Pin<Box<dyn Future<Output = Result<(), Error>> + 'a>>,
)>;

macro_rules! calls {
    ($($what:literal => $call:expr),* $(,)?) => {
        vec![$(($what, Box::pin(async move { $call.map(drop) }) as Pin<Box<_>>)),*]
    };
}

/// Names that are more than one token, or could break a protocol line.
fn names() -> Vec<String> {
    let mut names: Vec<String> = [
        "",
        "a.b",
        ".",
        "..",
        ".a",
        "a.",
        "*",
        "a*",
        ">",
        "a>",
        "a b",
        " a",
        "a ",
        "a\tb",
        "a\nb",
        "a\rb",
        "a\r\nPUB x 0\r\n",
        "a\0b",
        "\0",
        "a\x0bb",
        "a\x0cb",
        "a\x1b[0m",
        "a\x7fb",
        "../x",
    ]
    .map(str::to_owned)
    .to_vec();
    names.extend([256, 5_000, 70_000].map(|length| "n".repeat(length)));
    names
}

/// Names with the separators of paths.
const PATHS: [&str; 4] = ["a/b", "/a", "a\\b", "\\"];

/// Subjects that have an empty token, white space or control characters.
const SUBJECTS: [&str; 14] = [
    "",
    ".",
    ".a",
    "a.",
    "a..b",
    "a b",
    " a",
    "a\tb",
    "a\nb",
    "a\rb",
    "a\r\nPUB x 0\r\n",
    "a\0b",
    "a\x1bb",
    "a\x7fb",
];

fn of_streams<'a>(ctx: &'a Context, name: &'a str) -> Calls<'a> {
    calls![
        "stream" => ctx.stream(name),
        "get_stream" => ctx.get_stream(name).await,
        "delete_stream" => ctx.delete_stream(name).await,
        "create_stream" => ctx.create_stream(StreamConfig::new(name)).await,
        "update_stream" => ctx.update_stream(StreamConfig::new(name)).await,
        "create_or_update_stream" => ctx.create_or_update_stream(StreamConfig::new(name)).await,
        "ensure_stream" => ctx.ensure_stream(StreamConfig::new(name)).await,
        "consumer" => ctx.stream("S")?.consumer(name),
        "pull_consumer" => ctx.stream("S")?.pull_consumer(name).await,
        "push_consumer" => ctx.stream("S")?.push_consumer(name).await,
        "delete_consumer" => ctx.stream("S")?.delete_consumer(name).await,
        "create_pull_consumer" => {
            ctx.stream("S")?.create_pull_consumer(PullConfig::durable(name)).await
        },
        "create_push_consumer" => {
            ctx.stream("S")?.create_push_consumer(PushConfig::durable(name)).await
        },
        "ensure_pull_consumer" => {
            ctx.stream("S")?.ensure_pull_consumer(PullConfig::durable(name)).await
        },
        "ensure_push_consumer" => {
            ctx.stream("S")?.ensure_push_consumer(PushConfig::durable(name)).await
        },
    ]
}

fn of_buckets<'a>(ctx: &'a Context, name: &'a str) -> Calls<'a> {
    calls![
        "key_value" => ctx.key_value(name),
        "create_key_value" => ctx.create_key_value(KvConfig::new(name)).await,
        "ensure_key_value" => ctx.ensure_key_value(KvConfig::new(name)).await,
        "delete_key_value" => ctx.delete_key_value(name).await,
        "object_store" => ctx.object_store(name),
        "create_object_store" => ctx.create_object_store(ObjectStoreConfig::new(name)).await,
        "ensure_object_store" => ctx.ensure_object_store(ObjectStoreConfig::new(name)).await,
        "delete_object_store" => ctx.delete_object_store(name).await,
    ]
}

fn of_subjects<'a>(ctx: &'a Context, subject: &'a str) -> Calls<'a> {
    calls![
        "publish" => ctx.publish(subject, "").await,
        "direct_get_last" => ctx.stream("S")?.direct_get_last(subject).await,
        "kv.get" => ctx.key_value("B")?.get(subject).await,
        "kv.put" => ctx.key_value("B")?.put(subject, "").await,
        "kv.create" => ctx.key_value("B")?.create(subject, "").await,
        "kv.delete" => ctx.key_value("B")?.delete(subject).await,
        "kv.watch" => ctx.key_value("B")?.watch(subject).open().await,
        "kv.history" => ctx.key_value("B")?.history(subject).await,
    ]
}

#[tokio::test(start_paused = true)]
async fn an_illegal_name_is_refused_and_nothing_is_sent() {
    let script = ScriptedTransport::new();
    let ctx = Context::with_transport(script.clone());
    let names = names();
    // Servers close the connection on a protocol line of more than 4,096 bytes.
    let long = "n".repeat(5_000);
    let mut all = Vec::new();
    for name in &names {
        all.extend(
            of_streams(&ctx, name)
                .into_iter()
                .map(|call| (name.as_str(), call)),
        );
        all.extend(
            of_buckets(&ctx, name)
                .into_iter()
                .map(|call| (name.as_str(), call)),
        );
    }
    for name in PATHS {
        all.extend(of_streams(&ctx, name).into_iter().map(|call| (name, call)));
        all.extend(of_buckets(&ctx, name).into_iter().map(|call| (name, call)));
    }
    for subject in SUBJECTS.into_iter().chain([long.as_str()]) {
        all.extend(
            of_subjects(&ctx, subject)
                .into_iter()
                .map(|call| (subject, call)),
        );
    }
    let count = all.len();
    let mut accepted = Vec::new();
    for (name, (what, refused)) in all {
        // The script panics if a request is sent.
        let refused = AssertUnwindSafe(refused).catch_unwind();
        let name = name.get(..20).unwrap_or(name);
        match tokio::time::timeout(Duration::from_secs(60), refused).await {
            Ok(Ok(Err(Error::Invalid { .. }))) => {}
            Ok(Ok(other)) => accepted.push(format!("{what} {name:?}: {other:?}")),
            Ok(Err(_)) => accepted.push(format!("{what} {name:?}: is sent")),
            Err(_) => accepted.push(format!("{what} {name:?}: waits")),
        }
    }
    eprintln!("{count} calls");
    for name in ["a", "A-1_b", "é", &"n".repeat(255)] {
        assert!(ctx.stream(name).is_ok(), "{name}");
    }
    assert!(
        accepted.is_empty(),
        "{} of {count}: {accepted:#?}",
        accepted.len()
    );
    assert!(script.sent().is_empty());
    assert!(script.subscriptions().is_empty());
}
