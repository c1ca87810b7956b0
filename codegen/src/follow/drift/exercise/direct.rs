//! Messages read by direct get, whose replies are messages with headers.

use super::super::session::Session;
use super::names::Names;
use serde_json::{Value, json};

pub(super) async fn reads(session: &mut Session, names: &Names) {
    let main = names.main.as_str();
    let here = [("stream", main)];
    let subject = format!("{main}.m.1");
    for query in [
        json!({"seq": 6}),
        json!({"last_by_subj": subject}),
        json!({"seq": 1_000_000}),
        json!({}),
    ] {
        session.ask_messages("direct_get", &here, query, 1).await;
    }
    let last = [("stream", main), ("subject", subject.as_str())];
    session
        .ask_messages("direct_get_last_for_subject", &last, Value::Null, 1)
        .await;
    // 2.10 answers a request for several messages with one.
    if session.level >= 1 {
        let batch = json!({"seq": 1, "batch": 3});
        session
            .ask_messages("direct_get_batch", &here, batch, 4)
            .await;
        let multi = json!({"multi_last": [format!("{main}.m.>")], "up_to_seq": 10});
        session
            .ask_messages("direct_get_multi", &here, multi, 20)
            .await;
    }
}
