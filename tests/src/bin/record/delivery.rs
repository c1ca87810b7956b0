//! Of messages that consumers deliver.

use std::time::Duration;

use jsapi::*;
use jsapi_tests::Outcome;

use crate::consumers::{self, named};
use crate::recorder::Recorder;

pub(crate) async fn record(to: &mut Recorder) -> Outcome {
    pull(to).await?;
    acknowledge(to).await?;
    pin(to).await?;
    consumers::reset_and_delete(to).await
}

async fn pull(to: &mut Recorder) -> Outcome {
    let next = || ConsumerMsgNextRequest::new("ORDERS", "PULL");
    to.typed("one", &next()).await?;
    let now = next().with_no_wait(true);
    to.typed("batch", &now.clone().with_batch(2))
        .count(2)
        .await?;
    to.typed("err_max_batch", &now.clone().with_batch(4))
        .until_status()
        .await?;
    let long = next().with_batch(1).with_expires(Duration::from_secs(99));
    to.typed("err_max_expires", &long).until_status().await?;
    to.typed(
        "expires",
        &next()
            .with_batch(3)
            .with_expires(Duration::from_millis(200)),
    )
    .until_status()
    .await?;
    to.typed("no_messages", &now).until_status().await?;
    let push = ConsumerMsgNextRequest::new("ORDERS", "PUSH").with_batch(1);
    to.typed("err_push", &push).until_status().await?;
    let nowhere = ConsumerMsgNextRequest::new("ORDERS", "nope").with_batch(1);
    to.typed("err_no_consumer", &nowhere).until_status().await?;
    Ok(())
}

async fn acknowledge(to: &mut Recorder) -> Outcome {
    for case in ["to_term", "to_leave"] {
        to.message("publish", case, "orders.eu", "x").await?;
    }
    let acked = named("ACKED").with_sample_freq("100").with_max_deliver(2);
    to.typed("acked", &ConsumerCreateRequest::new("ORDERS", acked))
        .await?;
    let pull = ConsumerMsgNextRequest::new("ORDERS", "ACKED")
        .with_batch(5)
        .with_no_wait(true);
    let first = to.typed("to_acknowledge", &pull).until_status().await?;
    let kinds = [
        ("ack", "+ACK"),
        ("nak", "-NAK"),
        ("progress", "+WPI"),
        ("term", "+TERM"),
    ];
    let acks: Vec<String> = first.reply_subjects().map(str::to_owned).collect();
    for (subject, (case, body)) in acks.iter().zip(kinds) {
        to.message("ack", case, subject, body).await?;
    }
    // What was refused once comes again, and is given up when it is refused a second time.
    let again = to.typed("again", &pull.clone().with_batch(1)).await?;
    let acks: Vec<String> = again.reply_subjects().map(str::to_owned).collect();
    for subject in &acks {
        to.message("ack", "nak_again", subject, "-NAK").await?;
    }
    // 2.10 says nothing here.
    to.typed("given_up", &pull.with_batch(1)).silent().await?;
    to.typed("after_acks", &ConsumerInfoRequest::new("ORDERS", "ACKED"))
        .await?;
    Ok(())
}

async fn pin(to: &mut Recorder) -> Outcome {
    let pull = ConsumerMsgNextRequest::new("ORDERS", "PINNED")
        .with_batch(1)
        .with_expires(Duration::from_millis(300))
        .with_group("A");
    to.typed("pinned", &pull).await?;
    to.typed(
        "pinned_by_a_client",
        &ConsumerInfoRequest::new("ORDERS", "PINNED"),
    )
    .await?;
    to.typed("err_wrong_pin", &pull.with_id("wrong"))
        .until_status()
        .await?;
    let unpin = ConsumerUnpinRequest::new;
    to.typed("ok", &unpin("ORDERS", "PINNED", "A")).await?;
    to.typed("err_group", &unpin("ORDERS", "PINNED", "B"))
        .await?;
    to.typed("err_not_found", &unpin("ORDERS", "nope", "A"))
        .await?;
    to.typed("err_no_stream", &unpin("NOPE", "nope", "A"))
        .await?;
    Ok(())
}
