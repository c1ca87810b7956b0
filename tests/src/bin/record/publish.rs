//! Of what streams say to publishers.

use jsapi_tests::Outcome;

use crate::recorder::Recorder;

pub(crate) async fn record(to: &mut Recorder) -> Outcome {
    let op = "publish";
    to.message(op, "ok", "orders.eu", "hello").await?;
    to.message(op, "ok_us", "orders.us", r#"{"a":1}"#).await?;
    to.message(op, "headers", "orders.eu", "x")
        .header("X-Foo", "bar")
        .header("X-Foo", "baz")
        .await?;
    to.message(op, "empty", "orders.eu", "").await?;
    to.message(op, "msg_id", "orders.eu", "m")
        .header("Nats-Msg-Id", "id1")
        .await?;
    to.message(op, "duplicate", "orders.eu", "m")
        .header("Nats-Msg-Id", "id1")
        .await?;
    to.message(op, "seq_above_i64", "big.a", "1").await?;
    to.message(op, "full", "full.in.a", "1").await?;
    to.message(op, "full_2", "full.b", "2").await?;
    to.message(op, "denied", "deny.a", "1").await?;
    for number in 0..8 {
        let (case, subject) = (format!("kv_{number}"), format!("kv.k{}", number % 3));
        let body = format!("v{number}");
        to.message(op, &case, &subject, &body)
            .header("H", &number.to_string())
            .await?;
    }
    let stream = "Nats-Expected-Stream";
    to.message(op, "err_expected_stream", "orders.eu", "m")
        .header(stream, "NOPE")
        .await?;
    let last = "Nats-Expected-Last-Sequence";
    to.message(op, "err_expected_last_seq", "orders.eu", "m")
        .header(last, "9999")
        .await?;
    let last = "Nats-Expected-Last-Subject-Sequence";
    to.message(op, "err_expected_last_subject_seq", "orders.eu", "m")
        .header(last, "9999")
        .await?;
    to.message(op, "err_rollup", "orders.eu", "m")
        .header("Nats-Rollup", "all")
        .await?;
    to.message(op, "no_stream", "nobody.home", "m").await?;

    // Of 2.11 and later.
    to.message(op, "ttl", "ttl.a", "m")
        .header("Nats-TTL", "5s")
        .await?;
    to.message(op, "err_ttl", "ttl.a", "m")
        .header("Nats-TTL", "abc")
        .await?;
    // Of 2.12 and later. Streams that servers before did not create answer nothing.
    to.message(op, "counter", "ctr.a", "")
        .header("Nats-Incr", "1")
        .await?;
    let large = "99999999999999999999999999999999";
    to.message(op, "counter_large", "ctr.a", "")
        .header("Nats-Incr", large)
        .await?;
    to.message(op, "err_counter", "ctr.a", "")
        .header("Nats-Incr", "x")
        .await?;
    let (id, seq, commit) = ("Nats-Batch-Id", "Nats-Batch-Sequence", "Nats-Batch-Commit");
    to.message(op, "atomic_begin", "atm.a", "1")
        .header(id, "b1")
        .header(seq, "1")
        .await?;
    to.message(op, "atomic_commit", "atm.b", "2")
        .header(id, "b1")
        .header(seq, "2")
        .header(commit, "1")
        .await?;
    // An advisory tells the rest of the story.
    to.message(op, "err_atomic_incomplete", "atm.b", "2")
        .header(id, "b2")
        .header(seq, "3")
        .header(commit, "1")
        .await?;
    to.message(op, "atomic_open", "atm.a", "1")
        .header(id, "b3")
        .header(seq, "1")
        .await?;
    to.message(op, "err_atomic_gap", "atm.a", "1")
        .header(id, "b3")
        .header(seq, "3")
        .silent()
        .await?;
    let (schedule, target) = ("Nats-Schedule", "Nats-Schedule-Target");
    to.message(op, "schedule", "sch.one", "x")
        .header(schedule, "@at 2099-01-01T00:00:00Z")
        .header(target, "schout.one")
        .await?;
    to.message(op, "err_schedule", "sch.one", "x")
        .header(schedule, "@nope")
        .header(target, "schout.one")
        .await?;
    Ok(())
}

/// Batches that are acknowledged as they go, ADR-50. Of 2.14 and later.
///
/// A server before knows no such reply subjects and stores each message by itself.
pub(crate) async fn fast_batches(to: &mut Recorder) -> Outcome {
    /// What the last token but one of the reply subject says.
    const START: u8 = 0;
    const APPEND: u8 = 1;
    const COMMIT: u8 = 2;
    const COMMIT_WITHOUT_MESSAGE: u8 = 3;
    const PING: u8 = 4;

    let op = "fast_batch";
    let reply =
        |batch, gaps, seq, step: u8| format!("_INBOX.fast.{batch}.10.{gaps}.{seq}.{step}.$FI");
    let (ok, fail) = ("ok", "fail");
    to.message(op, "start", "fast.a", "1")
        .reply(reply("f1", ok, 1, START))
        .await?;
    to.message(op, "append", "fast.a", "2")
        .reply(reply("f1", ok, 2, APPEND))
        .silent()
        .await?;
    to.message(op, "gap", "fast.a", "5")
        .reply(reply("f1", ok, 5, APPEND))
        .await?;
    to.message(op, "ping", "fast.a", "")
        .reply(reply("f1", ok, 5, PING))
        .await?;
    to.message(op, "commit", "fast.a", "6")
        .reply(reply("f1", ok, 6, COMMIT))
        .await?;

    to.message(op, "start_fail", "fast.a", "1")
        .reply(reply("f2", fail, 1, START))
        .await?;
    to.message(op, "gap_fail", "fast.a", "4")
        .reply(reply("f2", fail, 4, APPEND))
        .count(2)
        .await?;

    let last = "Nats-Expected-Last-Sequence";
    to.message(op, "err_message", "fast.a", "1")
        .reply(reply("f3", ok, 1, START))
        .header(last, "9999")
        .count(2)
        .await?;
    to.message(op, "start_end", "fast.a", "1")
        .reply(reply("f4", ok, 1, START))
        .await?;
    let end = reply("f4", ok, 2, COMMIT_WITHOUT_MESSAGE);
    to.message(op, "end", "fast.a", "").reply(end).await?;
    to.message(op, "err_disabled", "orders.eu", "1")
        .reply(reply("f5", ok, 1, START))
        .await?;
    to.message(op, "err_pattern", "fast.a", "1")
        .reply(reply("f6", "maybe", 1, START))
        .await?;
    Ok(())
}
