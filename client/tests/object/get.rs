//! Getting what a server, or another client, has wrong.

use std::time::Duration;

use bytes::Bytes;
use jsapi_client::object::ObjectError;
use jsapi_client::{Error, Incoming};
use serde_json::{Value, json};
use tokio::io::AsyncReadExt;

use crate::scene::{
    CONSUMER, CREATE, DELETE, DIRECT_GET, NEXT, chunk, chunk_of, consumer, direct, gives, has,
    has_chunks, info, read, scene, why,
};

const TWO: [&str; 2] = ["chunk 1;", "chunk 2;"];

#[tokio::test(start_paused = true)]
async fn chunks_are_asked_of_a_consumer_that_needs_no_acknowledgement() {
    let (script, store) = scene();
    has(&script, "a", 9, &info("a", &TWO));
    gives(
        &script,
        vec![chunk(1, 4, 1, TWO[0]), chunk(2, 7, 0, TWO[1])],
    );
    assert_eq!(read(&store, "a").await.unwrap(), "chunk 1;chunk 2;");
    let sent = script.sent();
    let create: Value = serde_json::from_slice(&sent[1].payload).unwrap();
    for (name, value) in [
        ("filter_subject", json!("$O.B.C.N")),
        ("ack_policy", json!("none")),
        ("deliver_policy", json!("all")),
        ("mem_storage", json!(true)),
        ("num_replicas", json!(1)),
    ] {
        assert_eq!(create["config"][name], value, "{create}");
    }
    let pull: Value = serde_json::from_slice(&sent[2].payload).unwrap();
    assert_eq!(pull["batch"], 512, "{pull}");
    tokio::task::yield_now().await;
    assert!(
        script
            .sent()
            .last()
            .unwrap()
            .subject
            .contains("CONSUMER.DELETE")
    );
}

#[tokio::test(start_paused = true)]
async fn no_more_chunks_are_asked_for_than_bytes_may_be_under_way() {
    for (bytes, chunks) in [(0, 1), (20, 2), (usize::MAX, 512)] {
        let (script, store) = scene();
        has(&script, "a", 9, &info("a", &TWO));
        gives(
            &script,
            vec![chunk(1, 4, 1, TWO[0]), chunk(2, 7, 0, TWO[1])],
        );
        let object = store.get("a").max_in_flight(bytes).await.unwrap();
        object.bytes().await.unwrap();
        let pull: Value = serde_json::from_slice(&script.sent()[2].payload).unwrap();
        assert_eq!(pull["batch"], chunks, "{bytes} bytes");
    }
}

#[tokio::test(start_paused = true)]
async fn one_chunk_needs_one_request() {
    let (script, store) = scene();
    has(&script, "a", 9, &info("a", &["one"]));
    script
        .on(DIRECT_GET)
        .with_payload(r#"{"last_by_subj":"$O.B.C.N"}"#)
        .reply_with(direct("$O.B.C.N", 4, "one"));
    assert_eq!(read(&store, "a").await.unwrap(), "one");
    assert_eq!(script.sent().len(), 2);
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn one_chunk_that_no_replica_has_is_asked_of_a_consumer() {
    for refused in [404, 503] {
        let (script, store) = scene();
        has(&script, "a", 9, &info("a", &["one"]));
        script.on(DIRECT_GET).status(refused, "No");
        gives(&script, vec![chunk(1, 4, 0, "one")]);
        assert_eq!(read(&store, "a").await.unwrap(), "one");
    }
}

#[tokio::test(start_paused = true)]
async fn content_that_is_not_what_was_put_is_an_error_in_the_time_of_a_request() {
    type Is = fn(&ObjectError) -> bool;
    let missing: Is = |why| matches!(why, ObjectError::Missing { chunks: 2, .. });
    let extra: Is = |why| matches!(why, ObjectError::Extra { chunks: 2 });
    let digest: Is = |why| matches!(why, ObjectError::WrongDigest);
    let size: Is = |why| matches!(why, ObjectError::WrongSize { size: 16, .. });
    for (delivered, is) in [
        (vec![], missing),
        (vec![chunk(1, 4, 0, TWO[0])], missing),
        (vec![chunk(1, 4, 0, TWO[1])], missing),
        (vec![chunk(1, 4, 2, TWO[0]), chunk(2, 5, 1, TWO[1])], extra),
        (vec![chunk(1, 4, 1, TWO[1]), chunk(2, 5, 0, TWO[0])], digest),
        (
            vec![chunk(1, 4, 1, TWO[0]), chunk(2, 5, 0, "Chunk 2;")],
            digest,
        ),
        (vec![chunk(1, 4, 1, TWO[0]), chunk(2, 5, 0, "short")], size),
        (
            vec![chunk(1, 4, 1, TWO[0]), chunk(2, 5, 0, "far too long")],
            size,
        ),
        (
            vec![chunk(1, 4, 1, "more than all of it"), chunk(2, 5, 0, "")],
            size,
        ),
    ] {
        let (script, store) = scene();
        has(&script, "a", 9, &info("a", &TWO));
        let shown = format!("{delivered:?}");
        gives(&script, delivered);
        let error = read(&store, "a").await.unwrap_err();
        assert!(is(why(&error)), "{error}: {shown}");
        assert!(!error.may_have_applied());
    }
    for (payload, is) in [
        ("One", digest),
        ("longer", |why| {
            matches!(why, ObjectError::WrongSize { size: 3, found: 6 })
        }),
    ] {
        let (script, store) = scene();
        has(&script, "a", 9, &info("a", &["one"]));
        script
            .on(DIRECT_GET)
            .reply_with(direct("$O.B.C.N", 4, payload));
        let error = read(&store, "a").await.unwrap_err();
        assert!(is(why(&error)), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_info_that_can_not_be_right_is_refused_before_anything_is_read() {
    for (member, value) in [
        ("digest", Value::Null),
        ("digest", json!("")),
        ("digest", json!("MD5=YQ==")),
        ("digest", json!("SHA-256=YQ==")),
    ] {
        let (script, store) = scene();
        let mut wrong = info("a", &TWO);
        wrong[member] = value;
        has(&script, "a", 9, &wrong);
        let error = store.get("a").await.unwrap_err();
        let expected = matches!(
            why(&error),
            ObjectError::NoDigest | ObjectError::UnknownDigest { .. }
        );
        assert!(expected, "{error}");
        assert_eq!(script.sent().len(), 1);
    }
    for nuid in [">", "*", "", "a.b", "a b", "ä"] {
        let (script, store) = scene();
        let mut wrong = info("a", &TWO);
        wrong["nuid"] = json!(nuid);
        has(&script, "a", 9, &wrong);
        let error = store.get("a").await.unwrap_err();
        assert!(
            matches!(error, Error::Mismatch { .. }),
            "{nuid:?}: {error:?}"
        );
        assert_eq!(script.sent().len(), 1);
    }
    for (member, value) in [("bucket", "C"), ("name", "b")] {
        let (script, store) = scene();
        let mut wrong = info("a", &TWO);
        wrong[member] = json!(value);
        has(&script, "a", 9, &wrong);
        for error in [
            store.info("a").await.unwrap_err(),
            store.get("a").await.unwrap_err(),
        ] {
            assert!(
                matches!(error, Error::Mismatch { .. }),
                "{member}: {error:?}"
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_reserved_by_what_an_info_says() {
    for (size, chunks) in [
        (u64::MAX, 1),
        (u64::MAX, 2),
        (u64::MAX, u64::MAX),
        (1 << 50, 1 << 40),
    ] {
        let (script, store) = scene();
        let mut wrong = info("a", &TWO);
        wrong["size"] = json!(size);
        wrong["chunks"] = json!(chunks);
        has(&script, "a", 9, &wrong);
        script
            .on(DIRECT_GET)
            .always()
            .status(404, "Message Not Found");
        gives(&script, vec![chunk(1, 4, 0, "x")]);
        let error = read(&store, "a").await.unwrap_err();
        let expected = matches!(
            why(&error),
            ObjectError::Missing { .. } | ObjectError::WrongSize { .. }
        );
        assert!(expected, "{error}");
    }
    // No chunks, and yet bytes; and the other way round.
    for (size, chunks) in [(1, 0), (0, 1)] {
        let (script, store) = scene();
        let mut wrong = info("a", &[]);
        wrong["size"] = json!(size);
        wrong["chunks"] = json!(chunks);
        has(&script, "a", 9, &wrong);
        script
            .on(DIRECT_GET)
            .always()
            .reply_with(direct("$O.B.C.N", 4, "x"));
        let error = read(&store, "a").await.unwrap_err();
        assert!(
            matches!(why(&error), ObjectError::WrongSize { .. }),
            "{error}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_chunk_of_another_object_or_from_before_is_an_error() {
    for delivered in [
        vec![
            chunk(1, 4, 1, TWO[0]),
            chunk_of("$O.B.C.M", 2, 5, 0, TWO[1]),
        ],
        vec![chunk(1, 4, 1, TWO[0]), chunk(2, 4, 0, TWO[1])],
        vec![chunk(1, 4, 1, TWO[0]), chunk(2, 3, 0, TWO[1])],
    ] {
        let (script, store) = scene();
        has(&script, "a", 9, &info("a", &TWO));
        gives(&script, delivered);
        let error = read(&store, "a").await.unwrap_err();
        assert!(matches!(error, Error::Mismatch { .. }), "{error:?}");
    }
    let (script, store) = scene();
    has(&script, "a", 9, &info("a", &["one"]));
    script
        .on(DIRECT_GET)
        .reply_with(direct("$O.B.C.M", 4, "one"));
    let error = read(&store, "a").await.unwrap_err();
    assert!(matches!(error, Error::Mismatch { .. }), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn behind_a_gap_another_consumer_goes_on() {
    let (script, store) = scene();
    let three = ["chunk 1;", "chunk 2;", "chunk 3;"];
    has(&script, "a", 9, &info("a", &three));
    script.on(CREATE).always().reply(consumer("create", 0, 3));
    script
        .on(NEXT)
        .replies([chunk(1, 4, 2, three[0]), chunk(3, 7, 0, three[2])]);
    script
        .on(NEXT)
        .replies([chunk(1, 6, 1, three[1]), chunk(2, 7, 0, three[2])]);
    script.on(NEXT).always().silence();
    script.on(DELETE).always().silence();
    assert_eq!(read(&store, "a").await.unwrap(), three.concat());
    let creates: Vec<Value> = script
        .sent()
        .iter()
        .filter(|message| message.subject.contains("CONSUMER.CREATE"))
        .map(|message| serde_json::from_slice(&message.payload).unwrap())
        .collect();
    assert_eq!(creates.len(), 2);
    assert_eq!(creates[1]["config"]["opt_start_seq"], 5);
}

#[tokio::test(start_paused = true)]
async fn a_read_whose_chunks_are_missing_ends_within_the_timeout_of_a_request() {
    let (script, store) = scene();
    has(&script, "a", 9, &info("a", &TWO));
    has_chunks(&script, 1);
    // Each consumer delivers what it counts as its second message, and no first one.
    script.on(CREATE).always().reply(consumer("create", 0, 2));
    script.on(NEXT).always().replies([chunk(2, 5, 0, TWO[1])]);
    script.on(DELETE).always().silence();
    script.on(CONSUMER).always().reply(consumer("info", 2, 0));
    let begun = tokio::time::Instant::now();
    let error = store.get("a").await.unwrap().bytes().await.unwrap_err();
    let missing = ObjectError::Missing {
        chunks: 2,
        found: 1,
    };
    assert_eq!(format!("{:?}", why(&error)), format!("{missing:?}"));
    assert!(
        begun.elapsed() < Duration::from_secs(7),
        "{:?}",
        begun.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn gaps_without_end_are_an_error_and_no_storm() {
    let (script, store) = scene();
    has(&script, "a", 9, &info("a", &TWO));
    has_chunks(&script, 2);
    script.on(CREATE).always().reply(consumer("create", 0, 2));
    script.on(NEXT).always().replies([chunk(2, 5, 0, TWO[1])]);
    script.on(DELETE).always().silence();
    script.on(CONSUMER).always().reply(consumer("info", 2, 0));
    let begun = tokio::time::Instant::now();
    let object = store.get("a").await.unwrap();
    let error = object.bytes().await.unwrap_err();
    assert!(matches!(error, Error::TimedOut { .. }), "{error:?}");
    let seconds = begun.elapsed().as_secs();
    assert!((29..60).contains(&seconds), "{seconds} s");
    let creates = script.sent();
    let creates = creates
        .iter()
        .filter(|message| message.subject.contains("CONSUMER.CREATE"));
    assert!(creates.count() as u64 <= seconds * 5 + 3);
}

#[tokio::test(start_paused = true)]
async fn a_consumer_that_can_not_be_made_is_tried_for_as_long_as_was_set() {
    let (script, store) = scene();
    has(&script, "a", 9, &info("a", &TWO));
    script.on(CREATE).always().no_responders();
    script.on(DELETE).always().silence();
    let begun = tokio::time::Instant::now();
    let max_outage = Duration::from_secs(4);
    let object = store.get("a").max_outage(max_outage).await.unwrap();
    let error = object.bytes().await.unwrap_err();
    assert!(matches!(error, Error::NoResponders { .. }), "{error:?}");
    assert!((4..6).contains(&begun.elapsed().as_secs()));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_there_needs_no_patience() {
    let (script, store) = scene();
    has(&script, "a", 9, &info("a", &TWO));
    script
        .on(CREATE)
        .after(Duration::from_millis(20))
        .reply(consumer("create", 0, 2));
    let chunks = [chunk(1, 4, 1, TWO[0]), chunk(2, 7, 0, TWO[1])];
    script.on(NEXT).replies(chunks);
    script.on(NEXT).always().silence();
    script.on(DELETE).always().silence();
    let object = store.get("a").max_outage(Duration::ZERO).await.unwrap();
    assert_eq!(object.bytes().await.unwrap(), TWO.concat());
}

#[tokio::test(start_paused = true)]
async fn an_error_is_told_to_a_reader_and_is_never_followed_by_the_end() {
    let (script, store) = scene();
    has(&script, "a", 9, &info("a", &TWO));
    gives(
        &script,
        vec![chunk(1, 4, 1, TWO[0]), chunk(2, 5, 0, "Chunk 2;")],
    );
    let mut object = store.get("a").await.unwrap();
    let mut bytes = Vec::new();
    let error = object.read_to_end(&mut bytes).await.unwrap_err();
    assert_eq!(bytes, b"chunk 1;");
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidData);
    let ours = error.get_ref().unwrap().downcast_ref::<Error>().unwrap();
    assert!(matches!(why(ours), ObjectError::WrongDigest));
    for _ in 0..3 {
        assert!(object.read_to_end(&mut bytes).await.is_err());
        let error = object.next_chunk().await.unwrap_err();
        assert!(matches!(why(&error), ObjectError::Failed));
    }
}

#[tokio::test(start_paused = true)]
async fn an_object_that_is_put_again_while_it_is_read_is_told_so() {
    for part in [false, true] {
        let (script, store) = scene();
        let first = info("a", &TWO);
        let mut second = info("a", &TWO);
        second["nuid"] = json!("M");
        let subject = crate::scene::meta_subject("a");
        script
            .on(crate::scene::MSG_GET)
            .reply(crate::scene::stored(&subject, 9, &first));
        has(&script, "a", 12, &second);
        has_chunks(&script, 0);
        let pending = if part { 0 } else { 1 };
        gives(&script, vec![chunk(1, 4, pending, TWO[0])]);
        let error = match part {
            false => read(&store, "a").await.unwrap_err(),
            true => {
                let object = store.get("a").range(0, 9).await.unwrap();
                object.bytes().await.unwrap_err()
            }
        };
        assert!(matches!(why(&error), ObjectError::Replaced), "{error}");
    }
}

const FIVE: [&str; 5] = ["chunk 1;", "chunk 2;", "chunk 3;", "chunk 4;", "chunk 5;"];

/// So many of the bytes of an object of five chunks, of which a consumer gives
/// these, by their headers at first; the leader counts so many.
async fn part(offset: u64, delivered: Vec<Incoming>, counted: u64) -> Result<Bytes, Error> {
    let (script, store) = scene();
    has(&script, "a", 9, &info("a", &FIVE));
    has_chunks(&script, counted);
    script.on(CREATE).always().reply(consumer("create", 0, 5));
    if offset > 0 {
        let headers = delivered.iter().cloned().map(|chunk| {
            let size = chunk.payload.len();
            let mut headers = chunk.with_header("Nats-Msg-Size", size);
            headers.payload = Bytes::new();
            headers
        });
        script.on(NEXT).replies(headers);
        let skipped = usize::try_from(offset).unwrap() / 8;
        let behind = delivered.into_iter().skip(skipped).enumerate();
        script.on(NEXT).replies(behind.map(|(number, mut chunk)| {
            let old = chunk.reply.take().unwrap();
            let (before, time) = old.as_str().split_once(".1700").unwrap();
            let (before, _) = before.rsplit_once('.').unwrap();
            chunk.reply = Some(format!("{before}.{}.1700{time}", number + 1).into());
            chunk
        }));
    } else {
        script.on(NEXT).replies(delivered);
    }
    script.on(NEXT).always().silence();
    script.on(DELETE).always().silence();
    store.get("a").range(offset, 16).await?.bytes().await
}

#[tokio::test(start_paused = true)]
async fn a_part_of_an_object_that_misses_a_chunk_is_an_error() {
    let gap = vec![
        chunk(1, 1, 3, FIVE[0]),
        chunk(2, 3, 2, FIVE[2]),
        chunk(3, 4, 1, FIVE[3]),
        chunk(4, 5, 0, FIVE[4]),
    ];
    // Gone while it is read.
    let later = vec![chunk(1, 1, 4, FIVE[0]), chunk(2, 3, 2, FIVE[2])];
    for (offset, delivered) in [(0, gap.clone()), (16, gap), (0, later.clone()), (8, later)] {
        let error = part(offset, delivered, 4).await.unwrap_err();
        let missing = matches!(
            why(&error),
            ObjectError::Missing {
                chunks: 5,
                found: 4
            }
        );
        assert!(missing, "{error}");
    }
    let more = vec![chunk(1, 1, 5, FIVE[0]), chunk(2, 2, 4, FIVE[1])];
    for offset in [0, 8] {
        let error = part(offset, more.clone(), 6).await.unwrap_err();
        let extra = matches!(why(&error), ObjectError::Extra { chunks: 5 });
        assert!(extra, "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_part_of_an_object_is_read_of_a_replica_that_is_behind() {
    let behind = vec![
        chunk(1, 1, 1, FIVE[0]),
        chunk(2, 2, 1, FIVE[1]),
        chunk(3, 3, 2, FIVE[2]),
    ];
    assert_eq!(
        part(0, behind.clone(), 5).await.unwrap(),
        "chunk 1;chunk 2;"
    );
    assert_eq!(part(8, behind, 5).await.unwrap(), "chunk 2;chunk 3;");
}
