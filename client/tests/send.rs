//! Every public future can move to another thread, as `tokio::spawn` requires.
#![allow(
    clippy::unwrap_used,
    unused_mut,
    unreachable_code,
    dead_code,
    reason = "the futures are compiled, and none is ever made"
)]

use std::collections::BTreeMap;
use std::fs;
use std::future::{Ready, ready};
use std::path::Path;
use std::time::Duration;

use jsapi::{
    ConsumerConfig, DirectGetBatchRequest, DirectGetRequest, MetaRescueRequest, StreamConfig,
    StreamInfoRequest,
};
use jsapi_client::consume::{
    Closed, Fetch, Handled, Handling, Next, OrderedMessages, Pull, PullMessagesBuilder, PushConfig,
    PushMessagesBuilder,
};
use jsapi_client::dead_letter::{DeadLetter, DeadLettersBuilder};
use jsapi_client::events::EventsBuilder;
use jsapi_client::kv::{
    Change, CreateKey, DeleteKey, KvConfig, Lease, LeaseBuilder, Modify, PurgeKey,
    ReadOnlyKeyValue, TryModify,
};
use jsapi_client::object::{GetObject, Object, ObjectStoreConfig, PutObject};
use jsapi_client::publish::{
    AtomicBatch, FastIngest, FastIngestBuilder, PendingAck, Publish, PublishMessage, Publisher,
    PublisherBuilder,
};
use jsapi_client::{
    AckKind, Acker, Answer, Backup, Call, CallJson, ConnectOptions, Consumer, Context, DirectBatch,
    DirectMulti, KeyValue, Message, Messages, ObjectStore, OneDocument, OneMessage,
    OrderedConsumer, PullConfig, Purge, Replies, Restore, RestoreOptions, SnapshotOptions, Stream,
    StreamMove, System, kv, object,
};
use time::OffsetDateTime;

type TypedKeyValue = kv::TypedKeyValue<String>;
type ManyReplies = Replies<jsapi::MetaRescueResponse>;
type Handler = Handling<fn(std::sync::Arc<Message>) -> Ready<Handled>>;
type Change1 = fn(Option<&kv::Entry>) -> Change;
type Change2 = fn(Option<&kv::Entry>) -> Result<Change, String>;

/// A value of any type, in code that is compiled and never run.
fn any<T>() -> T {
    unreachable!("nothing of this is run")
}

fn sends(_: impl Send) {}

/// `Type { method(arguments), ... }`; `Type` is the name in the source, and the type
/// itself unless `= type` follows. `await` stands for `IntoFuture`.
macro_rules! futures {
    ($($key:ident $(= $type:ty)? { $($methods:tt)* })*) => {
        fn all() -> Vec<String> {
            let mut names = Vec::new();
            $(futures!(@methods names, $key, [$($type)?], $($methods)*);)*
            names
        }
    };
    (@methods $names:ident, $key:ident, $type:tt,) => {};
    (@methods $names:ident, $key:ident, $type:tt, await, $($rest:tt)*) => {
        $names.push(concat!(stringify!($key), "::await").to_owned());
        let _compiled = || sends(async {
            any::<futures!(@type $key, $type)>().await
        });
        futures!(@methods $names, $key, $type, $($rest)*);
    };
    (@methods $names:ident, $key:ident, $type:tt, $name:ident($($argument:expr),*), $($rest:tt)*) => {
        $names.push(concat!(stringify!($key), "::", stringify!($name)).to_owned());
        let _compiled = || sends(async {
            let mut it = any::<futures!(@type $key, $type)>();
            let _result = it.$name($($argument),*).await;
        });
        futures!(@methods $names, $key, $type, $($rest)*);
    };
    (@type $key:ident, []) => { $key };
    (@type $key:ident, [$type:ty]) => { $type };
}

futures! {
    Acker { ack(), ack_with(any()), ack_sync(), }
    AtomicBatch = AtomicBatch<'static> { commit(), }
    Call = Call<'static, StreamInfoRequest, OneDocument> { response(), await, }
    Call = Call<'static, DirectGetRequest, OneMessage> { await, }
    Call = Call<'static, DirectGetBatchRequest, Messages> { await, }
    Call = Call<'static, MetaRescueRequest, ManyReplies> { await, }
    CallJson = CallJson<'static> { await, }
    ConnectOptions { connect(), await, }
    Consumer {
        info(), info_opt(), update_with(|_: &mut ConsumerConfig| {}),
        pause(OffsetDateTime::UNIX_EPOCH), resume(), unpin("g"), reset(), reset_to(1), delete(),
        leader_stepdown(None), remove_peer("s"), evacuate_peer("s"),
    }
    Context {
        account_info(), restore_from_dir("d", any::<RestoreOptions>()),
        restore_backup(&any::<Backup>(), any::<RestoreOptions>()),
        get_key_value("b"), create_key_value(&any::<KvConfig>()),
        update_key_value(&any::<KvConfig>()), create_or_update_key_value(&any::<KvConfig>()),
        ensure_key_value(&any::<KvConfig>()),
        delete_key_value("b"), get_object_store("b"),
        create_object_store(&any::<ObjectStoreConfig>()),
        update_object_store(&any::<ObjectStoreConfig>()),
        create_or_update_object_store(&any::<ObjectStoreConfig>()),
        ensure_object_store(&any::<ObjectStoreConfig>()), delete_object_store("b"),
        publish_unacknowledged("s", ""),
        publish_message_unacknowledged(any::<PublishMessage>()),
        restore_stream(any::<StreamConfig>(), any::<RestoreOptions>()),
        restore_stream_from(
            any::<StreamConfig>(), futures_util::stream::empty(), any::<RestoreOptions>()
        ),
        get_stream("s"), stream_by_subject("s"), create_stream(any::<StreamConfig>()),
        update_stream(any::<StreamConfig>()), create_or_update_stream(any::<StreamConfig>()),
        ensure_stream(any::<StreamConfig>()),
        delete_stream("s"), create_stream_json(""), update_stream_json(""),
        create_or_update_stream_json(""),
    }
    CreateKey = CreateKey<'static> { await, }
    DeadLetter { message(), republish("s"), }
    DeadLettersBuilder { open(), }
    DeleteKey = DeleteKey<'static> { await, }
    EventsBuilder { open(), }
    FastIngest {
        publish("s", ""), publish_message(any::<PublishMessage>()), commit(),
        commit_with(any::<PublishMessage>()),
    }
    FastIngestBuilder { open(), }
    Fetch = Fetch<'static> { open(), await, }
    GetObject = GetObject<'static> { await, }
    Handling = Handler { await, }
    KeyValue {

        purge_deletes(Duration::ZERO), put("k", ""), update("k", "", 1), revert("k", 1),
    }
    LeaseBuilder = LeaseBuilder<'static> { open(), try_open(), }
    Lease { renew(), release(), hold(ready(())), }
    Message {
        ack(), ack_with(AckKind::Ack), ack_sync(), nak(), nak_with_delay(Duration::ZERO),
        in_progress(), term(), term_with_reason("r"),
    }
    PullMessagesBuilder { open(), }
    Modify = Modify<'static, Change1> { await, }
    Next = Next<'static> { await, }
    Object { next_chunk(), bytes(), }
    ObjectStore {
        delete("o"), status(), seal(), link("l", &any()), link_to_store("l", "b"), info("o"),
        info_opt("o"), info_or_deleted("o"), update_meta("o", |_| {}), rename("o", "p"), list(),
        cleanup(any::<Duration>()),
    }
    OrderedConsumer { open(), }
    OrderedMessages { close(), }
    Publish = Publish<'static> { await, }
    Publisher {
        publish("s", ""), publish_message(any::<PublishMessage>()), completed(), drain(),
    }
    PublisherBuilder { open(), }
    Pull { finish(), }
    PurgeKey = PurgeKey<'static> { await, }
    PushMessagesBuilder { open(), }
    PutObject = PutObject<'static> { await, }
    ReadOnlyKeyValue {
        status(), keys(), keys_matching(["a"]), history("k"), get("k"), get_value("k"),
        entry("k"), get_revision("k", 1), get_many(["k"]), get_values(["k"]),
    }
    Restore { send(""), finish(), }
    Stream {
        snapshot_to_dir("d", any::<SnapshotOptions>()), pull_consumer("c"),
        create_pull_consumer(any::<PullConfig>()),
        create_or_update_pull_consumer(any::<PullConfig>()),
        ensure_pull_consumer(any::<PullConfig>()), push_consumer("c"),
        create_push_consumer(any::<PushConfig>()),
        create_or_update_push_consumer(any::<PushConfig>()),
        ensure_push_consumer(any::<PushConfig>()), get_consumer("c"),
        create_consumer(any::<ConsumerConfig>()), update_consumer(any::<ConsumerConfig>()),
        create_or_update_consumer(any::<ConsumerConfig>()), delete_consumer("c"),
        create_consumer_json(""), update_consumer_json(""), create_or_update_consumer_json(""), direct_get(1), direct_get_opt(1), direct_get_last("s"),
        direct_get_last_opt("s"), direct_get_payload(1), direct_get_last_payload_opt("s"),
        direct_get_batch(any::<DirectBatch>()), direct_get_multi(any::<DirectMulti>()),
        get_message(1), get_message_opt(1), delete_message(1), erase_message(1),
        cancel_schedule("s"), snapshot(any::<SnapshotOptions>()), info(), info_opt(),
        info_with(|request| request), update_with(|_: &mut StreamConfig| {}),
        purge(any::<Purge>()), delete(), leader_stepdown(None), remove_peer("s"),
        evacuate_peer("s"), cancel_move(),
    }
    System {
        leader_stepdown(None), remove_server("s"), evacuate_server("s"), purge_account("a"),
        move_stream("a", "s", any::<StreamMove>()), cancel_move("a", "s"), rescue(1),
    }
    TryModify = TryModify<'static, Change2> { await, }
    TypedKeyValue {
        put("k", &String::new()), update("k", &String::new(), 1), get("k"), get_many(["k"]),
        modify("k", |_| Change::Keep), try_modify("k", |_| Ok::<_, String>(Change::Keep)),
        history("k"),
    }
    WatcherBuilder = kv::WatcherBuilder { open(), }
    WatcherBuilder = object::WatcherBuilder { open(), }
    Watcher = kv::Watcher { close(), }
    Watcher = object::Watcher { close(), }
    Answer = Answer<'static, StreamInfoRequest> { await, }
    Closed { await, }
    PendingAck { await, }
}

/// The public futures of the sources, with how often each name occurs.
fn public(dir: &Path, found: &mut BTreeMap<String, usize>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            public(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            public_of(&fs::read_to_string(path).unwrap(), found);
        }
    }
}

fn public_of(source: &str, found: &mut BTreeMap<String, usize>) {
    let ident = |text: &str| -> String {
        let text = text.trim_start_matches("&'a ").trim();
        text.chars()
            .take_while(|it| it.is_alphanumeric() || *it == '_')
            .collect()
    };
    let mut of = String::new();
    for line in source
        .split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap()
        .lines()
    {
        if let Some(rest) = line.trim_start().strip_prefix("impl") {
            // Behind the generics, which may have generics of their own.
            let mut depth = 0;
            let end = rest.find(|it: char| {
                depth += i32::from(it == '<') - i32::from(it == '>');
                depth == 0 && it == ' '
            });
            let header = rest.get(end.unwrap_or(0)..).unwrap_or_default().trim();
            of = ident(header.split_once(" for ").map_or(header, |(_, of)| of));
            if header.starts_with("IntoFuture for ") && !of.is_empty() {
                *found.entry(format!("{of}::await")).or_default() += 1;
            }
        }
        if let Some(names) = line.strip_prefix("awaited!(") {
            for name in names.trim_end_matches(");").split(", ") {
                *found.entry(format!("{name}::await")).or_default() += 1;
            }
        }
        if let Some(name) = line.strip_prefix("    pub async fn ") {
            *found.entry(format!("{of}::{}", ident(name))).or_default() += 1;
        }
    }
}

#[test]
fn every_public_future_is_send_and_none_is_forgotten() {
    let mut found = BTreeMap::new();
    public(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut found,
    );
    assert!(found.len() > 100, "{found:?}");
    let listed = all();
    // Has no value to be called on.
    let _compiled = || sends(async { drop(Backup::open("d").await) });
    found.remove("Backup::open");
    let missing: Vec<_> = found
        .iter()
        .filter(|(name, times)| listed.iter().filter(|it| it == name).count() < **times)
        .collect();
    assert!(missing.is_empty(), "not in `futures!`: {missing:?}");
}
