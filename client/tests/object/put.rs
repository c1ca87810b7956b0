//! What is sent to put, change and delete objects, and when others are first.

use std::future::IntoFuture;
use std::io::Cursor;
use std::time::Duration;

use jsapi_client::object::{ObjectError, ObjectInfo, ObjectMeta};
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error, Incoming, Invalid, RawMessage};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::scene::{
    MSG_DELETE, MSG_GET, PURGE, digest, has, has_at_first, has_duplicate_window, has_none, info,
    meta_subject, of_name, refusal, scene, stored, why,
};

const PURGED: &str =
    r#"{"type":"io.nats.jetstream.api.v1.stream_purge_response","success":true,"purged":1}"#;

fn ack(sequence: u64) -> Incoming {
    Incoming::new(
        "_INBOX.1",
        format!(r#"{{"stream":"OBJ_B","seq":{sequence}}}"#),
    )
}

fn conflict() -> Incoming {
    let refusal = json!({
        "error": {"code": 400, "err_code": 10071, "description": "wrong last sequence: 12"},
        "stream": "OBJ_B", "seq": 0,
    });
    Incoming::new("_INBOX.1", refusal.to_string())
}

fn named(script: &ScriptedTransport, part: &str) -> Vec<RawMessage> {
    let mut sent = script.sent();
    sent.retain(|message| message.subject.contains(part));
    sent
}

fn header(message: &RawMessage, name: &str) -> Option<String> {
    let headers = message.headers.as_ref()?;
    headers.get(name).map(|value| value.as_str().to_owned())
}

fn eights(name: &str) -> ObjectMeta {
    let mut meta = ObjectMeta::new(name);
    meta.chunk_size = Some(8);
    meta
}

#[tokio::test(start_paused = true)]
async fn an_object_is_its_chunks_and_then_its_info() {
    let (script, store) = scene();
    for sequence in 1..=3 {
        script.on("$O.B.C.*").reply_with(ack(sequence));
    }
    has_none(&script);
    script.on(&meta_subject("a")).reply_with(ack(4));
    let put = store
        .put_bytes(eights("a"), "chunk 1;chunk 2;end")
        .await
        .unwrap();
    assert_eq!((put.size, put.chunks, put.sequence), (19, 3, 4));

    let chunks = named(&script, "$O.B.C.");
    let payloads: Vec<_> = chunks.iter().map(|message| &message.payload[..]).collect();
    assert_eq!(payloads, [&b"chunk 1;"[..], b"chunk 2;", b"end"]);
    assert!(
        chunks
            .iter()
            .all(|message| message.subject == format!("$O.B.C.{}", put.nuid))
    );
    let [meta] = named(&script, "$O.B.M.").try_into().unwrap();
    assert_eq!(header(&meta, "Nats-Rollup").as_deref(), Some("sub"));
    assert_eq!(
        header(&meta, "Nats-Expected-Last-Subject-Sequence").as_deref(),
        Some("0")
    );
    let stored = json!({
        "name": "a", "bucket": "B", "nuid": put.nuid, "size": 19, "chunks": 3,
        "mtime": "0001-01-01T00:00:00Z", "digest": digest(b"chunk 1;chunk 2;end"),
        "options": {"max_chunk_size": 8},
    });
    assert_eq!(
        serde_json::from_slice::<Value>(&meta.payload).unwrap(),
        stored
    );
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_chunk_that_was_stored_too_early_is_stored_again() {
    let (script, store) = scene();
    // The first was refused for a moment, and stored behind the second.
    script
        .on("$O.B.C.*")
        .with_payload("chunk 1;")
        .status(503, "No Responders");
    script
        .on("$O.B.C.*")
        .with_payload("chunk 2;")
        .reply_with(ack(1));
    script.on("$JS.API.STREAM.NAMES").always().reply(
        r#"{"type":"io.nats.jetstream.api.v1.stream_names_response","total":1,"offset":0,"limit":1024,"streams":["OBJ_B"]}"#,
    );
    script
        .on("$O.B.C.*")
        .with_payload("chunk 1;")
        .reply_with(ack(2));
    script
        .on(MSG_DELETE)
        .with_payload(r#"{"seq":1,"no_erase":true}"#)
        .reply(r#"{"type":"io.nats.jetstream.api.v1.stream_msg_delete_response","success":true}"#);
    script
        .on("$O.B.C.*")
        .with_payload("chunk 2;")
        .reply_with(ack(3));
    has_none(&script);
    script.on(&meta_subject("a")).reply_with(ack(4));
    let put = store
        .put_bytes(eights("a"), "chunk 1;chunk 2;")
        .await
        .unwrap();
    assert_eq!(put.chunks, 2);
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn chunks_that_the_server_does_not_take_are_refused_before_anything_is_read() {
    let (script, store) = scene();
    for size in [1024 * 1024, u32::MAX] {
        let mut meta = ObjectMeta::new("a");
        meta.chunk_size = Some(size);
        let mut source = Cursor::new([b'x'; 100]);
        let error = store.put(meta, &mut source).await.unwrap_err();
        let Error::Invalid { source: why, .. } = &error else {
            panic!("{error:?}");
        };
        assert!(matches!(**why, Invalid::TooLarge { max: 1_048_576, .. }));
        assert_eq!(source.position(), 0);
    }
    assert!(script.sent().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_store_of_the_same_name_in_another_domain_that_takes_it_is_an_error() {
    for (domain, taken) in [("hub", true), ("leaf", false), ("", true)] {
        let script = ScriptedTransport::new();
        let ctx = Context::builder().domain("hub").unwrap();
        let store = ctx.build_with(script.clone()).object_store("B").unwrap();
        let ack = |sequence: u64| {
            let mut ack = json!({"stream": "OBJ_B", "seq": sequence});
            if !domain.is_empty() {
                ack["domain"] = json!(domain);
            }
            Incoming::new("_INBOX.1", ack.to_string())
        };
        script.on("$O.B.C.*").reply_with(ack(11));
        script
            .on("$JS.hub.API.STREAM.PURGE.OBJ_B")
            .always()
            .reply(PURGED);
        script
            .on("$JS.hub.API.STREAM.MSG.GET.OBJ_B")
            .always()
            .reply(refusal("stream_msg_get", 404, 10037));
        script.on(&meta_subject("a")).always().reply_with(ack(12));
        let put = store.put_bytes("a", "ours").await;
        assert_eq!(put.is_ok(), taken, "{domain}: {put:?}");
        if let Err(error) = put {
            assert!(matches!(error, Error::Mismatch { .. }), "{error:?}");
            assert!(error.to_string().contains(r#"domain "leaf""#), "{error}");
            assert!(named(&script, "$O.B.M.").is_empty());
        }
    }
}

/// How long it takes to put 32 chunks, of which eight may be under way, when each
/// answer takes so long.
async fn put_takes(answer: Duration) -> Duration {
    const CHUNKS: u64 = 32;

    let (script, store) = scene();
    for sequence in 1..=CHUNKS {
        script
            .on("$O.B.C.*")
            .after(answer)
            .reply_with(ack(sequence));
    }
    has_none(&script);
    script.on(&meta_subject("a")).reply_with(ack(CHUNKS + 1));
    let begun = Instant::now();
    let put = store
        .put(eights("a"), &[b'x'; 32 * 8][..])
        .max_in_flight(8 * 8)
        .await
        .unwrap();
    assert_eq!(put.chunks, CHUNKS);
    script.finish();
    begun.elapsed()
}

#[tokio::test(start_paused = true)]
async fn more_than_two_chunks_are_under_way_only_to_a_server_that_is_far_away() {
    let near = put_takes(Duration::from_millis(1)).await;
    assert!(near >= Duration::from_millis(16), "{near:?}");
    let far = put_takes(Duration::from_millis(100)).await;
    assert!(far >= Duration::from_millis(400), "{far:?}");
    assert!(far <= Duration::from_millis(800), "{far:?}");
}

#[tokio::test(start_paused = true)]
async fn who_is_first_is_replaced_and_its_chunks_are_taken_away() {
    let (script, store) = scene();
    script.on("$O.B.C.*").reply_with(ack(11));
    has_none(&script);
    script.on(&meta_subject("a")).reply_with(conflict());
    has(&script, "a", 12, &info("a", &["theirs"]));
    script.on(&meta_subject("a")).reply_with(ack(13));
    script
        .on(PURGE)
        .with_payload(r#"{"filter":"$O.B.C.N"}"#)
        .reply(PURGED);
    let put = store.put_bytes("a", "ours").await.unwrap();
    assert_eq!(put.sequence, 13);
    let last = named(&script, "$O.B.M.").pop().unwrap();
    assert_eq!(
        header(&last, "Nats-Expected-Last-Subject-Sequence").as_deref(),
        Some("12")
    );
    script.finish();
}

/// What becomes of a put whose info is stored at 12, with no answer, and is at 13
/// what others have made of it; and what is purged.
async fn put_and_changed(
    change: fn(&mut Value),
) -> (Result<ObjectInfo, Error>, Vec<String>, String) {
    let (script, store) = scene();
    script.on("$O.B.C.*").reply_with(ack(11));
    let mut older = info("a", &["older"]);
    older["nuid"] = json!("OLDER");
    let subject = meta_subject("a");
    script.on(MSG_GET).reply(stored(&subject, 9, older));
    has_duplicate_window(&script);
    script.on(&subject).silence();
    script.on(&subject).reply_with(conflict());
    script.on(&subject).always().reply_with(ack(14));
    script.on(PURGE).always().reply(PURGED);
    let others = async {
        let ours = loop {
            tokio::time::sleep(Duration::from_millis(100)).await;
            if let Some(ours) = named(&script, &subject).pop() {
                break ours;
            }
        };
        let mut info = serde_json::from_slice(&ours.payload).unwrap();
        change(&mut info);
        has(&script, "a", 13, &info);
    };
    let (put, ()) = tokio::join!(store.put_bytes("a", "ours").into_future(), others);
    let purged = named(&script, "STREAM.PURGE").into_iter().map(|purge| {
        let purge: Value = serde_json::from_slice(&purge.payload).unwrap();
        purge["filter"].as_str().unwrap().to_owned()
    });
    let [chunk] = named(&script, "$O.B.C.").try_into().unwrap();
    assert_eq!(named(&script, &subject).len(), 2);
    (put, purged.collect(), chunk.subject.to_string())
}

#[tokio::test(start_paused = true)]
async fn a_put_that_others_change_before_it_is_answered_keeps_its_chunks() {
    let changes: [fn(&mut Value); 2] = [
        |info| info["description"] = json!("theirs"),
        |info| info["deleted"] = json!(true),
    ];
    for change in changes {
        let (put, purged, _) = put_and_changed(change).await;
        assert_eq!(put.unwrap().sequence, 13);
        assert_eq!(purged, ["$O.B.C.OLDER"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_put_that_others_may_have_replaced_does_not_replace_theirs() {
    let (put, purged, ours) = put_and_changed(|info| info["nuid"] = json!("THEIRS")).await;
    let error = put.unwrap_err();
    assert!(error.may_have_applied(), "{error:?}");
    assert_eq!(purged, [ours]);
}

#[tokio::test(start_paused = true)]
async fn a_put_that_is_refused_takes_its_chunks_away_and_nothing_else() {
    let (script, store) = scene();
    script.on("$O.B.C.*").reply_with(ack(11));
    has(&script, "a", 9, &info("a", &["theirs"]));
    let full = refusal("stream_msg_get", 400, 10077);
    script
        .on(&meta_subject("a"))
        .reply_with(Incoming::new("_INBOX.1", full));
    script.on(PURGE).reply(PURGED);
    let error = store.put_bytes("a", "ours").await.unwrap_err();
    assert_eq!(error.code().unwrap().0, 10077);
    let [purge] = named(&script, "STREAM.PURGE").try_into().unwrap();
    let [chunk] = named(&script, "$O.B.C.").try_into().unwrap();
    let purge: Value = serde_json::from_slice(&purge.payload).unwrap();
    assert_eq!(purge, json!({"filter": chunk.subject}));
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_hostile_name_of_chunks_has_nothing_purged() {
    for nuid in [">", "*", "N.>", "", "a b", "N\r\n"] {
        let mut hostile = info("a", &["theirs"]);
        hostile["nuid"] = json!(nuid);
        let (script, store) = scene();
        has(&script, "a", 9, &hostile);
        script.on("$O.B.C.*").reply_with(ack(11));
        script.on(&meta_subject("a")).times(2).reply_with(ack(12));
        store.put_bytes("a", "ours").await.unwrap();
        store.delete("a").await.unwrap();
        assert!(named(&script, "STREAM.PURGE").is_empty(), "{nuid:?}");
        script.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn an_info_that_nobody_can_read_is_replaced_and_deleted() {
    for garbage in ["", "{", r#"{"name":"b","bucket":"B","nuid":"N"}"#] {
        let (script, store) = scene();
        let subject = meta_subject("a");
        script
            .on(MSG_GET)
            .always()
            .reply(stored(&subject, 9, garbage));
        script.on("$O.B.C.*").reply_with(ack(11));
        script.on(&subject).times(2).reply_with(ack(12));
        script.on(PURGE).always().reply(PURGED);
        assert!(store.info("a").await.is_err());
        store.put_bytes("a", "ours").await.unwrap();
        store.delete("a").await.unwrap();
        for purge in named(&script, "STREAM.PURGE") {
            assert!(
                !String::from_utf8_lossy(&purge.payload).contains(r#"C.N""#),
                "{garbage}"
            );
        }
        script.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn a_delete_marks_the_info_and_takes_the_chunks_away() {
    let (script, store) = scene();
    let mut before = info("a", &["one"]);
    before["description"] = json!("what");
    has(&script, "a", 9, &before);
    script.on(&meta_subject("a")).reply_with(ack(10));
    script
        .on(PURGE)
        .with_payload(r#"{"filter":"$O.B.C.N"}"#)
        .reply(PURGED);
    store.delete("a").await.unwrap();
    let [mark] = named(&script, "$O.B.M.").try_into().unwrap();
    assert_eq!(
        header(&mark, "Nats-Expected-Last-Subject-Sequence").as_deref(),
        Some("9")
    );
    let mark: Value = serde_json::from_slice(&mark.payload).unwrap();
    assert_eq!(
        (&mark["deleted"], &mark["size"], &mark["nuid"]),
        (&json!(true), &json!(0), &json!("N"))
    );
    assert_eq!(mark["description"], "what");
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn an_old_name_that_is_put_meanwhile_has_a_rename_taken_back() {
    let (script, store) = scene();
    let [old, new] = ["a", "b"].map(meta_subject);
    has_at_first(&script, "a", 9, &info("a", &["one"]));
    of_name(&script, "b").reply(refusal("stream_msg_get", 404, 10037));
    script.on(&new).reply_with(ack(10));
    script.on(&old).reply_with(conflict());
    let mut theirs = info("a", &["other"]);
    theirs["nuid"] = json!("M");
    has(&script, "a", 12, &theirs);
    script.on(&new).reply_with(ack(13));
    let error = store.rename("a", "b").await.unwrap_err();
    assert!(matches!(why(&error), ObjectError::Replaced), "{error}");
    let back = named(&script, &new).pop().unwrap();
    let back: Value = serde_json::from_slice(&back.payload).unwrap();
    assert_eq!(back["deleted"], true);
    assert_ne!(back["nuid"], "N");
    assert!(named(&script, "STREAM.PURGE").is_empty());
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_rename_that_was_cut_short_is_finished_by_another_one() {
    for deleted in [false, true] {
        let (script, store) = scene();
        has(&script, "a", 9, &info("a", &["one"]));
        let mut new = info("b", &["one"]);
        new["deleted"] = json!(deleted);
        has(&script, "b", 10, &new);
        script.on(&meta_subject("b")).reply_with(ack(11));
        script.on(&meta_subject("a")).reply_with(ack(12));
        let info = store.rename("a", "b").await.unwrap();
        assert_eq!((info.name.as_str(), info.sequence), ("b", 11));
        let sent = named(&script, "$O.B.M.");
        for (message, over) in sent.iter().zip(["10", "9"]) {
            let expected = header(message, "Nats-Expected-Last-Subject-Sequence");
            assert_eq!(expected.as_deref(), Some(over));
        }
        let mark: Value = serde_json::from_slice(&sent[1].payload).unwrap();
        assert_eq!(mark["deleted"], true);
        assert_ne!(mark["nuid"], "N");
        assert!(named(&script, "STREAM.PURGE").is_empty());
        script.finish();
    }
}

#[tokio::test(start_paused = true)]
async fn two_renames_that_meet_leave_the_object_its_new_name() {
    let (script, store) = scene();
    let [old, new] = ["a", "b"].map(meta_subject);
    has_at_first(&script, "a", 9, &info("a", &["one"]));
    has(&script, "b", 10, &info("b", &["one"]));
    script.on(&new).reply_with(ack(11));
    script.on(&old).reply_with(conflict());
    let mut mark = info("a", &[]);
    mark["nuid"] = json!("M");
    mark["deleted"] = json!(true);
    has(&script, "a", 12, &mark);
    let info = store.rename("a", "b").await.unwrap();
    assert_eq!(info.sequence, 11);
    assert_eq!(named(&script, &new).len(), 1);
    assert!(named(&script, "STREAM.PURGE").is_empty());
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn objects_without_a_name_of_chunks_are_not_one_object() {
    let (script, store) = scene();
    for name in ["a", "b"] {
        let mut link = info(name, &[]);
        link["nuid"] = json!("");
        has(&script, name, 9, &link);
    }
    let error = store.rename("a", "b").await.unwrap_err();
    assert!(error.is_already_exists(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn others_that_always_are_first_end_a_change() {
    let (script, store) = scene();
    has(&script, "a", 9, &info("a", &["one"]));
    script
        .on(&meta_subject("a"))
        .always()
        .reply_with(conflict());
    let error = store
        .update_meta("a", |meta| meta.description = Some("new".to_owned()))
        .await
        .unwrap_err();
    assert!(matches!(why(&error), ObjectError::Contended), "{error:?}");
    assert!(error.is_transient() && !error.may_have_applied());
    assert!(named(&script, "$O.B.M.").len() <= 20);
}
