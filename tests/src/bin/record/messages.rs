//! Of stored messages.

use jsapi::time::OffsetDateTime;
use jsapi::*;
use jsapi_test_server::User;
use jsapi_tests::Outcome;

use crate::meta::LEVEL;
use crate::recorder::Recorder;

/// Before all messages.
const LONG_AGO: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

pub(crate) async fn record(to: &mut Recorder) -> Outcome {
    get(to).await?;
    direct_get(to).await?;
    delete(to).await
}

async fn get(to: &mut Recorder) -> Outcome {
    let get = || StreamMsgGetRequest::new("ORDERS");
    to.typed("seq", &get().with_seq(1)).await?;
    to.typed("headers", &get().with_seq(3)).await?;
    to.typed("empty_payload", &get().with_seq(4)).await?;
    to.typed("last_by_subject", &get().with_last_by_subj("orders.eu"))
        .await?;
    to.typed(
        "next_by_subject",
        &get().with_seq(1).with_next_by_subj("orders.us"),
    )
    .await?;
    let big = StreamMsgGetRequest::new("BIG").with_seq(18_446_744_073_709_000_000);
    to.typed("seq_above_i64", &big).await?;
    let since = get()
        .with_start_time(LONG_AGO)
        .with_next_by_subj("orders.*");
    to.typed("start_time", &since).await?;
    to.typed("no_hdr", &get().with_seq(3).with_no_hdr(true))
        .await?;
    to.typed("err_not_found", &get().with_seq(999)).await?;
    to.typed("err_empty", &get()).await?;
    to.typed(
        "err_two_ways",
        &get().with_seq(1).with_last_by_subj("orders.eu"),
    )
    .await?;
    to.typed(
        "err_no_stream",
        &StreamMsgGetRequest::new("NOPE").with_seq(1),
    )
    .await?;
    to.typed("err_not_enabled", &get().with_seq(1))
        .user(User::N)
        .await?;
    to.raw(
        "stream_msg_get",
        "err_bad_json",
        "STREAM.MSG.GET.ORDERS",
        "{",
    )
    .await?;
    Ok(())
}

async fn direct_get(to: &mut Recorder) -> Outcome {
    let get = || DirectGetRequest::new("KV");
    to.typed("seq", &get().with_seq(1)).await?;
    to.typed("last_by_subject", &get().with_last_by_subj("kv.k1"))
        .await?;
    to.typed(
        "next_by_subject",
        &get().with_seq(2).with_next_by_subj("kv.k1"),
    )
    .await?;
    to.typed("no_hdr", &get().with_seq(2).with_no_hdr(true))
        .await?;
    to.typed("err_not_found", &get().with_seq(999)).await?;
    to.typed("err_empty", &get()).await?;
    to.typed("err_api_level", &get().with_seq(1))
        .header(LEVEL.0, LEVEL.1)
        .await?;
    to.typed("err_no_stream", &DirectGetRequest::new("NOPE").with_seq(1))
        .await?;
    to.typed(
        "err_not_direct",
        &DirectGetRequest::new("ORDERS").with_seq(1),
    )
    .await?;

    let last = DirectGetLastForSubjectRequest::new;
    to.typed("ok", &last("KV", "kv.k1")).await?;
    to.typed("wildcard", &last("KV", "kv.*")).await?;
    to.typed("err_not_found", &last("KV", "kv.none")).await?;

    // Of 2.11 and later; 2.10 answers as it does a request for one message.
    let batch = || DirectGetBatchRequest::new("KV", 3);
    to.typed("batch", &batch().with_seq(1))
        .until_status()
        .await?;
    let of_subject = batch().with_seq(1).with_next_by_subj("kv.k2");
    to.typed("batch_of_subject", &of_subject)
        .until_status()
        .await?;
    to.typed("batch_start_time", &batch().with_start_time(LONG_AGO))
        .until_status()
        .await?;
    let multi = || DirectGetMultiRequest::new("KV", ["kv.k0", "kv.k2"]);
    to.typed("multi", &multi()).until_status().await?;
    to.typed("multi_up_to_seq", &multi().with_up_to_seq(4))
        .until_status()
        .await?;
    let none = DirectGetMultiRequest::new("KV", ["zip"]);
    to.typed("err_multi_none", &none).until_status().await?;
    Ok(())
}

async fn delete(to: &mut Recorder) -> Outcome {
    let delete = StreamMsgDeleteRequest::new;
    to.typed("ok", &delete("ORDERS", 2)).await?;
    to.typed("no_erase", &delete("ORDERS", 3).with_no_erase(true))
        .await?;
    to.typed("err_not_found", &delete("ORDERS", 2)).await?;
    to.typed("err_denied", &delete("DENY", 1)).await?;
    to.typed("err_no_stream", &delete("NOPE", 1)).await?;
    to.typed("err_not_enabled", &delete("ORDERS", 1))
        .user(User::N)
        .await?;
    to.raw(
        "stream_msg_delete",
        "err_bad_json",
        "STREAM.MSG.DELETE.ORDERS",
        "{",
    )
    .await?;
    let details = StreamInfoRequest::new("ORDERS").with_deleted_details(true);
    to.typed("deleted_details", &details).await?;
    Ok(())
}
