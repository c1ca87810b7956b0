//! Getting and deleting single messages of a stream, without a server.
#![allow(clippy::unwrap_used)]

use futures_util::TryStreamExt;
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{
    Context, DirectBatch, DirectMulti, Error, Incoming, MessageQuery, Mismatch, Stream, header,
};
use time::OffsetDateTime;

const TIME: &str = "2026-11-20T16:34:21.357783491Z";
const SINCE: &str = "2026-11-20T10:00:00Z";
const MSG_GET: &str = "$JS.API.STREAM.MSG.GET.S";
const DIRECT_GET: &str = "$JS.API.DIRECT.GET.S";

fn time(text: &str) -> OffsetDateTime {
    jsapi::time::parse(text).unwrap()
}

fn scripted() -> (ScriptedTransport, Stream) {
    let script = ScriptedTransport::in_order();
    let stream = Context::with_transport(script.clone()).stream("S").unwrap();
    (script, stream)
}

fn error(kind: &str, code: u16, err_code: u16, description: &str) -> String {
    format!(
        r#"{{"type":"io.nats.jetstream.api.v1.{kind}","error":{{"code":{code},"err_code":{err_code},"description":"{description}"}}}}"#
    )
}

fn stored(subject: &str, sequence: u64, rest: &str) -> String {
    format!(
        r#"{{"type":"io.nats.jetstream.api.v1.stream_msg_get_response","message":{{"subject":"{subject}","seq":{sequence}{rest},"time":"{TIME}"}}}}"#
    )
}

fn direct(subject: &str, sequence: u64, payload: &'static str) -> Incoming {
    Incoming::new("_INBOX.1", payload)
        .with_header(header::STREAM, "S")
        .with_header(header::SUBJECT, subject)
        .with_header(header::SEQUENCE, sequence)
        .with_header(header::TIME_STAMP, TIME)
}

fn of_batch(subject: &str, sequence: u64, before: u64, pending: u64) -> Incoming {
    direct(subject, sequence, "x")
        .with_header(header::NUM_PENDING, pending)
        .with_header(header::LAST_SEQUENCE, before)
}

fn end(last: u64, pending: u64) -> Incoming {
    Incoming::of_status(204, "EOB")
        .with_header(header::NUM_PENDING, pending)
        .with_header(header::LAST_SEQUENCE, last)
}

fn is_mismatch(error: &Error) -> bool {
    matches!(error, Error::Mismatch { source, .. } if matches!(**source, Mismatch::WrongMessage(_)))
}

#[tokio::test]
async fn each_way_to_choose_a_message_has_its_body() {
    let (script, stream) = scripted();
    for (query, body) in [
        (MessageQuery::sequence(5), r#"{"seq":5}"#),
        (MessageQuery::last("a.*"), r#"{"last_by_subj":"a.*"}"#),
        (
            MessageQuery::next("a.*").into(),
            r#"{"next_by_subj":"a.*"}"#,
        ),
        (
            MessageQuery::next("a.*").from(3).into(),
            r#"{"seq":3,"next_by_subj":"a.*"}"#,
        ),
        (
            MessageQuery::next("a.*").since(time(SINCE)).into(),
            r#"{"next_by_subj":"a.*","start_time":"2026-11-20T10:00:00Z"}"#,
        ),
        (
            MessageQuery::since(time(SINCE)),
            r#"{"start_time":"2026-11-20T10:00:00Z"}"#,
        ),
    ] {
        script
            .on(MSG_GET)
            .with_payload(body)
            .reply(stored("a.b", 5, ""));
        script
            .on(DIRECT_GET)
            .with_payload(body)
            .reply_with(direct("a.b", 5, ""));
        assert_eq!(stream.get_message(query.clone()).await.unwrap().sequence, 5);
        assert_eq!(stream.direct_get(query).await.unwrap().sequence, 5);
    }
    script.finish();
}

#[tokio::test]
async fn a_message_from_the_leader_and_from_a_replica_are_the_same() {
    let (script, stream) = scripted();
    // "NATS/1.0\r\nH: 1\r\nH: 2\r\n\r\n" and "hello".
    let rest = r#","hdrs":"TkFUUy8xLjANCkg6IDENCkg6IDINCg0K","data":"aGVsbG8=""#;
    script.on(MSG_GET).reply(stored("a.b", 5, rest));
    let reply = Incoming::new("_INBOX.1", "hello")
        .with_header("H", "1")
        .with_header("H", "2")
        .with_header(header::STREAM, "S")
        .with_header(header::SUBJECT, "a.b")
        .with_header(header::SEQUENCE, 5)
        .with_header(header::TIME_STAMP, TIME);
    script.on(DIRECT_GET).reply_with(reply);
    let by_leader = stream.get_message(5).await.unwrap();
    let by_replica = stream.direct_get(5).await.unwrap();
    assert_eq!(by_leader, by_replica);
    assert_eq!(by_leader.payload, "hello");
    assert_eq!(by_leader.headers.get_all("H").count(), 2);
    assert_eq!(by_leader.time, time(TIME));
    assert_eq!(by_leader.raw_headers, None);
    script.finish();
}

#[tokio::test]
async fn headers_that_are_not_valid_are_kept_as_bytes() {
    let (script, stream) = scripted();
    // "NATS/1.0\r\nA: 1\r\nB: \xff\r\n\r\n".
    script.on(MSG_GET).reply(stored(
        "a",
        5,
        r#","hdrs":"TkFUUy8xLjANCkE6IDENCkI6IP8NCg0K""#,
    ));
    let message = stream.get_message(5).await.unwrap();
    assert_eq!(
        message.headers.get("A").map(|value| value.as_str()),
        Some("1")
    );
    assert_eq!(message.headers.len(), 1);
    assert_eq!(
        message.raw_headers.unwrap(),
        &b"NATS/1.0\r\nA: 1\r\nB: \xff\r\n\r\n"[..]
    );
}

#[tokio::test]
async fn what_a_publisher_says_a_message_is_does_not_count() {
    let (script, stream) = scripted();
    let reply = Incoming::new("_INBOX.1", "x")
        .with_header(header::SUBJECT, "evil")
        .with_header(header::SEQUENCE, 1)
        .with_header(header::LAST_SEQUENCE, 2)
        .with_header(header::NUM_PENDING, 3)
        .with_header(header::STREAM, "S")
        .with_header(header::SUBJECT, "a")
        .with_header(header::SEQUENCE, 41)
        .with_header(header::TIME_STAMP, TIME);
    script.on(DIRECT_GET).reply_with(reply);
    let message = stream.direct_get(41).await.unwrap();
    assert_eq!((message.subject.as_str(), message.sequence), ("a", 41));
    let own = |name| {
        message
            .headers
            .get(name)
            .map(|value| value.as_str().to_owned())
    };
    assert_eq!(own(header::SUBJECT).as_deref(), Some("evil"));
    assert_eq!(own(header::SEQUENCE).as_deref(), Some("1"));
    assert_eq!(own(header::LAST_SEQUENCE).as_deref(), Some("2"));
    assert_eq!(own(header::NUM_PENDING).as_deref(), Some("3"));
    assert_eq!(own(header::STREAM), None);
    assert_eq!(message.num_pending, None);
}

#[tokio::test]
async fn another_message_than_was_asked_for_is_refused() {
    let (script, stream) = scripted();
    for (query, subject, sequence) in [
        (MessageQuery::sequence(5), "a", 6),
        (MessageQuery::last("a.*"), "b.c", 6),
        (MessageQuery::next("a.*").into(), "a", 6),
        (MessageQuery::next("a.*").from(7).into(), "a.b", 6),
    ] {
        script
            .on(DIRECT_GET)
            .reply_with(direct(subject, sequence, "pwned"));
        script.on(MSG_GET).reply(stored(subject, sequence, ""));
        assert!(is_mismatch(
            &stream.direct_get(query.clone()).await.unwrap_err()
        ));
        assert!(is_mismatch(&stream.get_message(query).await.unwrap_err()));
    }
    script
        .on("$JS.API.DIRECT.GET.S.a.b")
        .reply_with(direct("a.c", 1, "pwned"));
    assert!(is_mismatch(
        &stream.direct_get_last("a.b").await.unwrap_err()
    ));
    script.finish();
}

#[tokio::test]
async fn a_reply_that_does_not_say_what_it_is_is_refused() {
    let (script, stream) = scripted();
    let bad_time = Incoming::new("_INBOX.1", "x")
        .with_header(header::STREAM, "S")
        .with_header(header::SUBJECT, "a")
        .with_header(header::SEQUENCE, 5)
        .with_header(header::TIME_STAMP, "noon");
    for reply in [Incoming::new("_INBOX.1", "{}"), bad_time] {
        script.on(DIRECT_GET).reply_with(reply);
        assert!(is_mismatch(&stream.direct_get(5).await.unwrap_err()));
    }
}

#[tokio::test]
async fn a_message_that_does_not_exist_is_not_found_or_none() {
    let (script, stream) = scripted();
    let not_found = error("stream_msg_get_response", 404, 10037, "no message found");
    script.on(MSG_GET).times(2).reply(not_found);
    script
        .on(DIRECT_GET)
        .times(2)
        .status(404, "Message Not Found");
    script
        .on("$JS.API.DIRECT.GET.S.a.*")
        .times(2)
        .status(404, "Message Not Found");
    assert!(stream.get_message(5).await.unwrap_err().is_not_found());
    assert_eq!(stream.get_message_opt(5).await.unwrap(), None);
    assert!(stream.direct_get(5).await.unwrap_err().is_not_found());
    assert_eq!(stream.direct_get_opt(5).await.unwrap(), None);
    assert!(
        stream
            .direct_get_last("a.*")
            .await
            .unwrap_err()
            .is_not_found()
    );
    assert_eq!(stream.direct_get_last_opt("a.*").await.unwrap(), None);
    script.finish();
}

#[tokio::test]
async fn a_stream_that_does_not_exist_is_not_a_message_that_does_not() {
    let (script, stream) = scripted();
    script.on(MSG_GET).reply(error(
        "stream_msg_get_response",
        404,
        10059,
        "stream not found",
    ));
    assert!(stream.get_message_opt(5).await.unwrap_err().is_not_found());
    script.on(DIRECT_GET).no_responders();
    let error = stream.direct_get_opt(5).await.unwrap_err();
    assert!(matches!(error, Error::NoResponders { .. }), "{error:?}");
}

#[tokio::test]
async fn the_last_message_of_a_subject_is_asked_for_on_that_subject() {
    let (script, stream) = scripted();
    script
        .on("$JS.API.DIRECT.GET.S.a.b")
        .with_payload("")
        .reply_with(direct("a.b", 9, "x"));
    assert_eq!(stream.direct_get_last("a.b").await.unwrap().sequence, 9);
    for subject in ["", "a..b", "a b", "a\r\nb"] {
        let error = stream.direct_get_last(subject).await.unwrap_err();
        assert!(matches!(error, Error::Invalid { .. }), "{subject:?}");
    }
    assert_eq!(script.sent().len(), 1);
}

#[tokio::test]
async fn a_payload_alone_comes_without_headers() {
    let (script, stream) = scripted();
    script
        .on(DIRECT_GET)
        .with_payload(r#"{"last_by_subj":"a","no_hdr":true}"#)
        .reply("v1");
    assert_eq!(
        stream
            .direct_get_payload(MessageQuery::last("a"))
            .await
            .unwrap(),
        "v1"
    );
    let script = ScriptedTransport::new().with_server_version("2.11.11");
    let stream = Context::with_transport(script.clone()).stream("S").unwrap();
    assert!(
        stream
            .direct_get_payload(5)
            .await
            .unwrap_err()
            .is_api_level()
    );
    assert!(script.sent().is_empty());
}

#[tokio::test]
async fn a_batch_gives_its_messages_and_says_what_is_left() {
    let (script, stream) = scripted();
    script
        .on(DIRECT_GET)
        .with_payload(r#"{"seq":2,"next_by_subj":"a.*","batch":2,"max_bytes":100}"#)
        .replies([
            of_batch("a.b", 2, 0, 5),
            of_batch("a.c", 4, 2, 4),
            end(4, 4),
        ]);
    let ask = DirectBatch::new(2).from(2).filter("a.*").max_bytes(100);
    let mut batch = stream.direct_get_batch(ask).await.unwrap();
    assert_eq!(batch.num_pending(), None);
    let first = batch.try_next().await.unwrap().unwrap();
    assert_eq!((first.sequence, first.num_pending), (2, Some(5)));
    assert!(first.headers.is_empty());
    assert_eq!(batch.try_next().await.unwrap().unwrap().sequence, 4);
    assert!(batch.try_next().await.unwrap().is_none());
    assert_eq!((batch.last_sequence(), batch.num_pending()), (4, Some(4)));
    assert!(batch.try_next().await.unwrap().is_none());
    assert_eq!(script.subscriptions(), [""; 0]);
    script.finish();
}

#[tokio::test]
async fn a_batch_begins_at_the_beginning_or_at_a_time() {
    let (script, stream) = scripted();
    for (ask, body) in [
        (DirectBatch::new(9), r#"{"seq":1,"batch":9}"#),
        (DirectBatch::new(9).from(0), r#"{"seq":1,"batch":9}"#),
        (
            DirectBatch::new(9).from(3).since(time(SINCE)),
            r#"{"batch":9,"start_time":"2026-11-20T10:00:00Z"}"#,
        ),
    ] {
        script
            .on(DIRECT_GET)
            .with_payload(body)
            .replies([end(0, 0)]);
        let batch = stream.direct_get_batch(ask).await.unwrap();
        assert_eq!(batch.try_collect::<Vec<_>>().await.unwrap(), []);
    }
    script.finish();
}

#[tokio::test]
async fn the_newest_of_several_subjects_come_together() {
    let (script, stream) = scripted();
    let end = end(9, 0).with_header(header::UP_TO_SEQUENCE, 9);
    script
        .on(DIRECT_GET)
        .with_payload(r#"{"batch":5,"multi_last":["a","b.*"],"up_to_seq":9}"#)
        .replies([of_batch("b.c", 7, 0, 1), of_batch("a", 9, 7, 0), end]);
    let ask = DirectMulti::new(["a", "b.*"]).batch(5).up_to_sequence(9);
    let mut newest = stream.direct_get_multi(ask).await.unwrap();
    let mut subjects = Vec::new();
    while let Some(message) = newest.try_next().await.unwrap() {
        subjects.push(message.subject.to_string());
    }
    assert_eq!(subjects, ["b.c", "a"]);
    assert_eq!(newest.up_to_sequence(), Some(9));
    script.finish();
}

#[tokio::test]
async fn a_batch_of_nothing_is_refused_and_nothing_is_sent() {
    let (script, stream) = scripted();
    let nothing = stream.direct_get_batch(DirectBatch::new(0)).await;
    let no_subject = stream
        .direct_get_batch(DirectBatch::new(1).filter(""))
        .await;
    let none_of_many = stream
        .direct_get_multi(DirectMulti::new(["a"]).batch(0))
        .await;
    let many_of_none = stream.direct_get_multi(DirectMulti::new([""; 0])).await;
    for refused in [nothing, no_subject, none_of_many, many_of_none] {
        let error = refused.unwrap_err();
        assert!(matches!(error, Error::Invalid { .. }), "{error:?}");
    }
    assert!(script.sent().is_empty());
}

#[tokio::test]
async fn a_batch_with_nothing_in_it_is_empty() {
    let (script, stream) = scripted();
    for description in ["Message Not Found", "No Results"] {
        script
            .on(DIRECT_GET)
            .replies([Incoming::of_status(404, description)]);
        let mut batch = stream
            .direct_get_multi(DirectMulti::new(["a"]))
            .await
            .unwrap();
        assert!(batch.try_next().await.unwrap().is_none());
        assert_eq!(batch.num_pending(), Some(0));
    }
}

#[tokio::test]
async fn a_batch_that_is_refused_says_why() {
    let (script, stream) = scripted();
    script
        .on(DIRECT_GET)
        .replies([Incoming::of_status(413, "Too Many Results")]);
    let mut batch = stream
        .direct_get_multi(DirectMulti::new([">"]))
        .await
        .unwrap();
    assert_eq!(batch.try_next().await.unwrap_err().status(), Some(413));
    assert!(batch.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_batch_that_is_not_what_was_asked_for_is_refused() {
    let (script, stream) = scripted();
    for (replies, before) in [
        // Of another subject.
        (vec![of_batch("b", 2, 0, 5)], 0),
        // Before the start.
        (vec![of_batch("a", 1, 0, 5)], 0),
        // Out of order.
        (vec![of_batch("a", 3, 0, 5), of_batch("a", 3, 3, 5)], 1),
        // One in between was lost.
        (vec![of_batch("a", 3, 0, 5), of_batch("a", 5, 4, 5)], 1),
        // The last one was lost.
        (vec![of_batch("a", 3, 0, 5), end(4, 0)], 1),
        // One too many.
        (
            vec![
                of_batch("a", 3, 0, 5),
                of_batch("a", 4, 3, 5),
                of_batch("a", 5, 4, 5),
            ],
            2,
        ),
        // From a server that gives one message, whatever is asked for.
        (vec![direct("a", 3, "x")], 0),
    ] {
        script.on(DIRECT_GET).replies(replies);
        let ask = DirectBatch::new(2).from(2).filter("a");
        let mut batch = stream.direct_get_batch(ask).await.unwrap();
        for _ in 0..before {
            assert!(batch.try_next().await.unwrap().is_some());
        }
        assert!(is_mismatch(&batch.try_next().await.unwrap_err()));
        assert!(batch.try_next().await.unwrap().is_none());
        assert_eq!(script.subscriptions(), [""; 0]);
    }
}

#[tokio::test]
async fn a_message_that_was_published_with_a_status_ends_no_batch() {
    let (script, stream) = scripted();
    for code in [204, 404, 503] {
        let mut stated = of_batch("a", 2, 1, 1);
        (stated.status, stated.payload) = (Some(code), "".into());
        script.on(DIRECT_GET).replies([
            of_batch("a", 1, 0, 2),
            stated,
            of_batch("a", 3, 2, 0),
            end(3, 0),
        ]);
        let batch = stream.direct_get_batch(DirectBatch::new(9)).await.unwrap();
        let messages: Vec<_> = batch.try_collect().await.unwrap();
        let sequences: Vec<_> = messages.iter().map(|message| message.sequence).collect();
        assert_eq!(sequences, [1, 2, 3], "{code}");
    }
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_goes_on_for_ever_in_silence_ends_in_an_error() {
    let (script, stream) = scripted();
    script.on(DIRECT_GET).replies([of_batch("a", 1, 0, 5)]);
    let mut batch = stream.direct_get_batch(DirectBatch::new(9)).await.unwrap();
    assert!(batch.try_next().await.unwrap().is_some());
    let error = batch.try_next().await.unwrap_err();
    assert!(matches!(error, Error::TimedOut { .. }), "{error:?}");
}

#[tokio::test]
async fn deleting_leaves_the_bytes_and_erasing_does_not() {
    let (script, stream) = scripted();
    let subject = "$JS.API.STREAM.MSG.DELETE.S";
    let done = r#"{"type":"io.nats.jetstream.api.v1.stream_msg_delete_response","success":true}"#;
    script
        .on(subject)
        .with_payload(r#"{"seq":7,"no_erase":true}"#)
        .reply(done);
    script.on(subject).with_payload(r#"{"seq":7}"#).reply(done);
    stream.delete_message(7).await.unwrap();
    stream.erase_message(7).await.unwrap();
    script.finish();
}

#[tokio::test]
async fn deleting_what_is_not_there_is_not_found_however_the_server_says_it() {
    let (script, stream) = scripted();
    for (code, err_code, description, not_found) in [
        (400, 10043, "sequence 7 not found", true),
        (500, 10057, "no message found", true),
        (500, 10057, "stream store EOF", true),
        (500, 10057, "message delete not permitted", false),
    ] {
        let kind = "stream_msg_delete_response";
        script
            .on("$JS.API.STREAM.MSG.DELETE.S")
            .reply(error(kind, code, err_code, description));
        let error = stream.delete_message(7).await.unwrap_err();
        assert_eq!(error.is_not_found(), not_found, "{description}");
    }
    script.finish();
}

/// The connection is lost after two of the messages.
fn cut(script: &ScriptedTransport) {
    let two = [of_batch("a", 2, 0, 2), of_batch("b", 4, 2, 1)];
    script.on(DIRECT_GET).replies(two);
}

#[tokio::test(start_paused = true)]
async fn after_a_lost_connection_the_leader_is_asked_for_the_messages_that_did_not_come() {
    let script = ScriptedTransport::new();
    let stream = Context::with_transport(script.clone()).stream("S").unwrap();
    cut(&script);
    let mut batch = stream.direct_get_batch(DirectBatch::new(4)).await.unwrap();
    let mut sequences = Vec::new();
    for reply in [stored("a", 7, ""), stored("c", 9, "")] {
        script.on(MSG_GET).reply(reply);
    }
    while let Some(message) = batch.try_next().await.unwrap() {
        sequences.push(message.sequence);
        if message.sequence == 4 {
            script.disconnect();
            script.reconnect();
        }
    }
    assert_eq!(sequences, [2, 4, 7, 9]);
    let asked: Vec<_> = script.sent().into_iter().skip(1).collect();
    for (asked, from) in asked.iter().zip(["5", "8"]) {
        let body = String::from_utf8_lossy(&asked.payload);
        assert!(body.contains(&format!(r#""seq":{from}"#)), "{body}");
        assert!(body.contains(r#""next_by_subj":">""#), "{body}");
    }
    script.finish();

    cut(&script);
    script.on(MSG_GET).reply(stored("c", 9, ""));
    let ask = DirectMulti::new(["a", "b", "c"]);
    let mut newest = stream.direct_get_multi(ask).await.unwrap();
    let mut subjects = Vec::new();
    while let Some(message) = newest.try_next().await.unwrap() {
        if message.sequence == 4 {
            script.disconnect();
            script.reconnect();
        }
        subjects.push(message.subject.to_string());
    }
    assert_eq!(subjects, ["a", "b", "c"]);
    assert_eq!(newest.num_pending(), Some(0));
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn the_lost_connection_is_the_error_where_the_leader_may_not_be_asked() {
    let script = ScriptedTransport::new();
    let stream = Context::with_transport(script.clone()).stream("S").unwrap();
    for multi in [true, false] {
        cut(&script);
        let mut messages = match multi {
            true => {
                stream
                    .direct_get_multi(DirectMulti::new(["a", "b", "c"]))
                    .await
            }
            false => stream.direct_get_batch(DirectBatch::new(4)).await,
        }
        .unwrap();
        for _ in 0..2 {
            messages.try_next().await.unwrap().unwrap();
        }
        script.on(MSG_GET).no_responders();
        script.disconnect();
        script.reconnect();
        let error = messages.try_next().await.unwrap_err();
        assert!(matches!(error, Error::Lost { .. }), "{error:?}");
        assert!(messages.try_next().await.unwrap().is_none());
    }
}
