use std::time::Duration;

use futures_util::{FutureExt, StreamExt, TryStreamExt};
use jsapi::{StreamInfoRequest, StreamListRequest, StreamNamesRequest};
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error, Mismatch};
use serde_json::{Value, json};

use crate::STREAM_INFO;

const NAMES: &str = "$JS.API.STREAM.NAMES";

fn page(total: u64, offset: u64, limit: u64, names: &[&str]) -> String {
    json!({
        "type": "io.nats.jetstream.api.v1.stream_names_response",
        "total": total, "offset": offset, "limit": limit, "streams": names,
    })
    .to_string()
}

fn at(offset: u64) -> String {
    match offset {
        0 => String::new(),
        offset => json!({ "offset": offset }).to_string(),
    }
}

/// A script with these pages, each by the offset that asks for it.
fn pages(pages: &[(u64, String)]) -> ScriptedTransport {
    let script = ScriptedTransport::in_order();
    for (asked, page) in pages {
        script
            .on(NAMES)
            .with_payload(at(*asked))
            .reply(page.clone());
    }
    script
}

async fn names(script: &ScriptedTransport) -> (Vec<String>, Option<Error>) {
    let ctx = Context::with_transport(script.clone());
    let mut items = ctx.items(StreamNamesRequest::new());
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(name) => found.push(name),
            Err(error) => {
                assert!(items.next().await.is_none(), "an error is the end");
                return (found, Some(error));
            }
        }
    }
    assert!(items.next().await.is_none());
    (found, None)
}

fn mismatch(error: Option<Error>) -> Mismatch {
    match error {
        Some(Error::Mismatch {
            operation, source, ..
        }) => {
            assert_eq!(operation, "STREAM.NAMES");
            *source
        }
        error => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn nothing_is_one_page() {
    let script = pages(&[(0, page(0, 0, 2, &[]))]);
    let (found, error) = names(&script).await;
    assert!(found.is_empty() && error.is_none());
    script.finish();
}

#[tokio::test]
async fn a_listing_that_is_not_polled_asks_nothing() {
    let script = ScriptedTransport::new();
    let ctx = Context::with_transport(script.clone());
    drop(ctx.items(StreamNamesRequest::new()));
    drop(ctx.pages(StreamNamesRequest::new()));
    assert_eq!(script.sent().len(), 0);
}

#[tokio::test]
async fn pages_follow_the_limit_in_the_servers_order() {
    let script = pages(&[
        (0, page(5, 0, 2, &["a", "b"])),
        (2, page(5, 2, 2, &["c", "d"])),
        (4, page(5, 4, 2, &["e"])),
    ]);
    let (found, error) = names(&script).await;
    assert_eq!(found, ["a", "b", "c", "d", "e"]);
    assert!(error.is_none());
    script.finish();
}

#[tokio::test(start_paused = true)]
async fn pages_come_in_order_though_their_replies_do_not() {
    let script = ScriptedTransport::new();
    for (asked, delay, name) in [(0, 1, "a"), (1, 30, "b"), (2, 20, "c"), (3, 10, "d")] {
        script
            .on(NAMES)
            .with_payload(at(asked))
            .after(Duration::from_millis(delay))
            .reply(page(4, asked, 1, &[name]));
    }
    let before = tokio::time::Instant::now();
    let (found, error) = names(&script).await;
    assert_eq!(found, ["a", "b", "c", "d"]);
    assert!(error.is_none());
    let waited = before.elapsed();
    assert!(
        waited < Duration::from_millis(40),
        "they are waited for together: {waited:?}"
    );
}

#[tokio::test]
async fn listing_streams_follows_limit_past_offline_ones() {
    let script = pages(&[
        (0, page(6, 0, 2, &["a"])),
        (2, page(6, 2, 2, &["b"])),
        (4, page(6, 4, 2, &["c", "d"])),
    ]);
    let (found, error) = names(&script).await;
    assert_eq!(found, ["a", "b", "c", "d"]);
    assert!(error.is_none());
    script.finish();
}

#[tokio::test]
async fn what_a_page_leaves_out_is_told() {
    let script = ScriptedTransport::in_order();
    let info: Value = serde_json::from_str(STREAM_INFO).unwrap();
    let pages = [
        (0, json!([info]), json!(["m"]), json!({})),
        (2, json!([]), json!(["n", "o"]), json!({"o": "unsupported"})),
        (4, json!([]), json!(null), json!(null)),
    ];
    for (asked, streams, missing, offline) in pages {
        let page = json!({
            "type": "io.nats.jetstream.api.v1.stream_list_response",
            "total": 5, "offset": asked, "limit": 2,
            "streams": streams, "missing": missing, "offline": offline,
        });
        script
            .on("$JS.API.STREAM.LIST")
            .with_payload(at(asked))
            .reply(page.to_string());
    }
    let ctx = Context::with_transport(script.clone());
    let mut items = ctx.items(StreamListRequest::new());
    let mut found = 0;
    while let Some(info) = items.try_next().await.unwrap() {
        assert_eq!(info.config.name, "ORDERS");
        found += 1;
    }
    assert_eq!(found, 1);
    assert_eq!(items.missing(), ["m", "n", "o"]);
    assert_eq!(items.offline()["o"], "unsupported");
    script.finish();
}

#[tokio::test]
async fn whole_pages_come_with_all_that_is_in_them() {
    let script = pages(&[(0, page(3, 0, 2, &["a", "b"])), (2, page(3, 2, 2, &["c"]))]);
    let ctx = Context::with_transport(script);
    let pages: Vec<_> = ctx
        .pages(StreamNamesRequest::new())
        .try_collect()
        .await
        .unwrap();
    assert_eq!(pages.len(), 2);
    assert_eq!((pages[1].offset, pages[1].total), (2, 3));
    assert_eq!(pages[1].streams, ["c"]);
}

#[tokio::test]
async fn a_listing_begins_where_its_request_says() {
    let script = pages(&[(2, page(5, 2, 2, &["c", "d"])), (4, page(5, 4, 2, &["e"]))]);
    let ctx = Context::with_transport(script);
    let request = StreamNamesRequest::new().with_offset(2);
    let found: Vec<_> = ctx.items(request).try_collect().await.unwrap();
    assert_eq!(found, ["c", "d", "e"]);
}

#[tokio::test]
async fn a_listing_that_begins_past_the_end_is_empty() {
    let script = pages(&[(9, page(5, 5, 2, &[]))]);
    let ctx = Context::with_transport(script);
    let request = StreamNamesRequest::new().with_offset(9);
    let found: Vec<String> = ctx.items(request).try_collect().await.unwrap();
    assert!(found.is_empty());
}

#[tokio::test]
async fn the_request_goes_with_every_page() {
    let script = ScriptedTransport::in_order();
    for (payload, page) in [
        (r#"{"subject":"orders.>"}"#, page(2, 0, 1, &["a"])),
        (
            r#"{"subject":"orders.>","offset":1}"#,
            page(2, 1, 1, &["b"]),
        ),
    ] {
        script.on(NAMES).with_payload(payload).reply(page);
    }
    let ctx = Context::with_transport(script.clone());
    let request = StreamNamesRequest::new().with_subject("orders.>");
    let found: Vec<_> = ctx.items(request).try_collect().await.unwrap();
    assert_eq!(found, ["a", "b"]);
    script.finish();
}

#[tokio::test]
async fn the_second_page_is_asked_for_before_the_first_is_read() {
    let script = pages(&[(0, page(5, 0, 2, &["a", "b"])), (2, page(5, 2, 2, &["c"]))]);
    script.on(NAMES).silence();
    let ctx = Context::with_transport(script.clone());
    let mut items = ctx.items(StreamNamesRequest::new());
    assert_eq!(items.try_next().await.unwrap().unwrap(), "a");
    assert_eq!(script.sent().len(), 2, "and no more than the second");

    // Also if the first turns out to be unreadable.
    let script = ScriptedTransport::new();
    script
        .on(NAMES)
        .always()
        .reply(page(5, 0, 2, &[]).replace("[]", "7"));
    let (found, error) = names(&script).await;
    assert!(found.is_empty());
    assert!(matches!(error, Some(Error::Reply { .. })), "{error:?}");
    assert_eq!(script.sent().len(), 2);
}

#[tokio::test]
async fn a_first_page_with_its_counts_at_the_end_is_read_first() {
    let long = "a".repeat(1000);
    let script = pages(&[
        (
            0,
            format!(
                r#"{{"type":"io.nats.jetstream.api.v1.stream_names_response",
                    "streams":["{long}"],"total":2,"offset":0,"limit":1}}"#
            ),
        ),
        (1, page(2, 1, 1, &["b"])),
    ]);
    let ctx = Context::with_transport(script.clone());
    let mut items = ctx.items(StreamNamesRequest::new());
    assert_eq!(items.try_next().await.unwrap().unwrap(), long);
    assert_eq!(script.sent().len(), 1);
    assert_eq!(items.try_next().await.unwrap().unwrap(), "b");
    assert_eq!(items.try_next().await.unwrap(), None);
    script.finish();
}

#[tokio::test]
async fn counts_that_a_page_takes_back_skip_and_repeat_nothing() {
    let first = page(3, 0, 2, &["a", "b"]).replace('}', r#","limit":1,"streams":["a"]}"#);
    let script = pages(&[
        (0, first),
        (2, page(3, 2, 1, &["c"])),
        (1, page(3, 1, 1, &["b"])),
        (2, page(3, 2, 1, &["c"])),
    ]);
    let (found, error) = names(&script).await;
    assert_eq!(found, ["a", "b", "c"]);
    assert!(error.is_none());
    script.finish();
}

#[tokio::test]
async fn a_page_that_came_and_is_not_read_yet_is_not_lost() {
    let script = pages(&[
        (0, page(3, 0, 1, &["a"])),
        (1, page(3, 1, 1, &["b"])),
        (2, page(3, 2, 1, &["c"])),
    ]);
    let ctx = Context::with_transport(script.clone());
    let mut items = ctx.items(StreamNamesRequest::new());
    let mut found = Vec::new();
    loop {
        match items.try_next().now_or_never() {
            Some(Ok(Some(name))) => found.push(name),
            Some(Ok(None)) => break,
            Some(Err(error)) => panic!("{error}"),
            None => tokio::task::yield_now().await,
        }
    }
    assert_eq!(found, ["a", "b", "c"]);
    script.finish();
}

#[tokio::test]
async fn one_by_one_never_asks_for_two() {
    let script = pages(&[
        (0, page(4, 0, 1, &["a"])),
        (1, page(4, 1, 1, &["b"])),
        (2, page(3, 2, 1, &["c"])),
    ]);
    let ctx = Context::with_transport(script.clone());
    let mut items = ctx.items(StreamNamesRequest::new()).one_by_one(true);
    for asked in 1..=3 {
        items.try_next().await.unwrap().unwrap();
        assert_eq!(script.sent().len(), asked);
    }
    assert_eq!(
        items.try_next().await.unwrap(),
        None,
        "there are fewer by now"
    );
}

#[tokio::test]
async fn pages_of_streams_that_are_gone_by_now_are_the_end() {
    let script = pages(&[
        (0, page(6, 0, 2, &["a", "b"])),
        (2, page(3, 2, 2, &["c"])),
        (4, page(3, 3, 2, &[])),
    ]);
    let (found, error) = names(&script).await;
    assert_eq!(found, ["a", "b", "c"]);
    assert!(error.is_none());

    // The same, and the end is noticed by the page that begins before it.
    let script = pages(&[
        (0, page(6, 0, 2, &["a", "b"])),
        (2, page(1, 1, 2, &[])),
        (4, page(1, 1, 2, &[])),
    ]);
    let (found, error) = names(&script).await;
    assert_eq!(found, ["a", "b"]);
    assert!(error.is_none());
}

#[tokio::test]
async fn streams_that_are_new_by_now_are_listed_too() {
    let script = pages(&[
        (0, page(3, 0, 2, &["a", "b"])),
        (2, page(5, 2, 2, &["c", "d"])),
        (4, page(5, 4, 2, &["e"])),
    ]);
    let (found, error) = names(&script).await;
    assert_eq!(found, ["a", "b", "c", "d", "e"]);
    assert!(error.is_none());
}

#[tokio::test]
async fn another_limit_on_the_way_skips_and_repeats_nothing() {
    let script = pages(&[
        (0, page(6, 0, 2, &["a", "b"])),
        (2, page(6, 2, 1, &["c"])),
        (4, page(6, 4, 2, &["e", "f"])),
        (3, page(6, 3, 1, &["d"])),
        (4, page(6, 4, 1, &["e"])),
        (5, page(6, 5, 1, &["f"])),
    ]);
    let (found, error) = names(&script).await;
    assert_eq!(found, ["a", "b", "c", "d", "e", "f"]);
    assert!(error.is_none());
    script.finish();
}

#[tokio::test]
async fn a_limit_of_0_with_more_to_come_is_an_error() {
    let script = pages(&[(0, page(7, 0, 0, &["a"]))]);
    let (found, error) = names(&script).await;
    assert_eq!(found, ["a"]);
    assert_eq!(
        mismatch(error),
        Mismatch::PageLimit {
            offset: 0,
            total: 7
        }
    );
    script.finish();
}

#[tokio::test]
async fn a_page_that_comes_again_is_an_error() {
    let script = pages(&[
        (0, page(6, 0, 2, &["a", "b"])),
        (2, page(6, 0, 2, &["a", "b"])),
        (4, page(6, 0, 2, &["a", "b"])),
    ]);
    let (found, error) = names(&script).await;
    assert_eq!(found, ["a", "b"], "and none of them twice");
    assert_eq!(mismatch(error), Mismatch::PageOffset { asked: 2, found: 0 });
}

#[tokio::test]
async fn a_page_that_comes_again_as_the_last_is_an_error_too() {
    let script = pages(&[
        (0, page(3, 0, 2, &["a", "b"])),
        (2, page(3, 0, 4, &["a", "b", "c"])),
    ]);
    let (found, error) = names(&script).await;
    assert_eq!(found, ["a", "b"]);
    assert_eq!(mismatch(error), Mismatch::PageOffset { asked: 2, found: 0 });
}

#[tokio::test]
async fn a_count_that_can_not_be_stops_within_three_requests() {
    let huge = 1_000_000_000;
    for (limit, items) in [(256, &[][..]), (1, &[]), (256, &["a"])] {
        let script = ScriptedTransport::new();
        script
            .on(NAMES)
            .with_payload("")
            .reply(page(huge, 0, limit, items));
        script
            .on(NAMES)
            .always()
            .reply(page(huge, limit, limit, &[]));
        let (found, error) = names(&script).await;
        assert_eq!(found, items);
        assert!(matches!(mismatch(error), Mismatch::PageEmpty { total, .. } if total == huge));
        let more = script.sent().len() - 1;
        assert!(more <= 3, "{more} requests more");

        // And for whole pages.
        let ctx = Context::with_transport(script.clone());
        script
            .on(NAMES)
            .with_payload("")
            .reply(page(huge, 0, limit, items));
        let pages: Result<Vec<_>, _> = ctx.pages(StreamNamesRequest::new()).try_collect().await;
        assert!(matches!(pages, Err(Error::Mismatch { .. })));
    }
}

#[tokio::test]
async fn items_that_come_again_stop_within_three_requests() {
    let huge = 1_000_000_000;
    let script = ScriptedTransport::new();
    for asked in 0..9 {
        script
            .on(NAMES)
            .with_payload(at(asked))
            .reply(page(huge, asked, 1, &["a"]));
    }
    let (found, error) = names(&script).await;
    assert_eq!(found, ["a"]);
    let again = Mismatch::PageRepeated {
        offset: 1,
        total: huge,
    };
    assert_eq!(mismatch(error), again);
    let more = script.sent().len() - 1;
    assert!(more <= 3, "{more} requests more");
}

#[tokio::test]
async fn items_that_others_were_made_before_may_come_again() {
    let script = pages(&[
        (0, page(4, 0, 2, &["c", "d"])),
        (2, page(6, 2, 2, &["c", "d"])),
        (4, page(6, 4, 2, &["e", "f"])),
    ]);
    let (found, error) = names(&script).await;
    assert_eq!(found, ["c", "d", "c", "d", "e", "f"]);
    assert!(error.is_none());
}

#[tokio::test]
async fn no_number_of_a_page_overflows() {
    for (total, offset, limit) in [
        (u64::MAX, u64::MAX, u64::MAX),
        (u64::MAX, 0, u64::MAX),
        (u64::MAX, u64::MAX - 1, 1),
        (u64::MAX, 0, u64::MAX - 1),
    ] {
        let script = ScriptedTransport::new();
        script
            .on(NAMES)
            .always()
            .reply(page(total, offset, limit, &[]));
        let (found, _) = names(&script).await;
        assert!(found.is_empty());
        assert!(script.sent().len() <= 4);
    }
}

#[tokio::test]
async fn an_error_on_a_page_is_the_end() {
    let script = ScriptedTransport::in_order();
    script.on(NAMES).reply(page(9, 0, 2, &["a", "b"]));
    script
        .on(NAMES)
        .reply(r#"{"error":{"code":503,"err_code":10008}}"#);
    script.on(NAMES).times(2).reply(page(9, 4, 2, &["e"]));
    let (found, error) = names(&script).await;
    assert_eq!(found, ["a", "b"]);
    assert!(error.unwrap().is_transient());
}

#[tokio::test(start_paused = true)]
async fn a_page_that_does_not_come_is_an_error() {
    let script = ScriptedTransport::new();
    script
        .on(NAMES)
        .with_payload("")
        .reply(page(9, 0, 2, &["a", "b"]));
    script.on(NAMES).always().silence();
    let (found, error) = names(&script).await;
    assert_eq!(found, ["a", "b"]);
    assert!(matches!(error, Some(Error::TimedOut { .. })));
}

#[tokio::test(start_paused = true)]
async fn waiting_for_an_item_can_be_given_up_without_loss() {
    let script = ScriptedTransport::new();
    for (asked, name) in [(0, "a"), (1, "b"), (2, "c")] {
        script
            .on(NAMES)
            .with_payload(at(asked))
            .after(Duration::from_millis(100))
            .reply(page(3, asked, 1, &[name]));
    }
    let ctx = Context::with_transport(script.clone());
    let mut items = ctx.items(StreamNamesRequest::new());
    let mut found = Vec::new();
    loop {
        match tokio::time::timeout(Duration::from_millis(30), items.try_next()).await {
            Ok(Ok(Some(name))) => found.push(name),
            Ok(Ok(None)) => break,
            Ok(Err(error)) => panic!("{error}"),
            Err(_) => {}
        }
    }
    assert_eq!(found, ["a", "b", "c"]);
    script.finish();
}

#[tokio::test]
async fn the_subjects_of_a_stream_come_in_pages_too() {
    let script = ScriptedTransport::new();
    let of = |offset: u64, subjects: Value| {
        let mut info: Value = serde_json::from_str(STREAM_INFO).unwrap();
        info["total"] = json!(3);
        info["offset"] = json!(offset);
        info["limit"] = json!(2);
        info["state"]["subjects"] = subjects;
        info.to_string()
    };
    for (payload, reply) in [
        (r#"{"subjects_filter":">"}"#, of(0, json!({"a": 1, "b": 2}))),
        (
            r#"{"subjects_filter":">","offset":2}"#,
            of(2, json!({"c": 3})),
        ),
    ] {
        script
            .on("$JS.API.STREAM.INFO.ORDERS")
            .with_payload(payload)
            .reply(reply);
    }
    let ctx = Context::with_transport(script.clone());
    let request = StreamInfoRequest::new("ORDERS").with_subjects_filter(">");
    let found: Vec<_> = ctx.items(request).try_collect().await.unwrap();
    let expected = [("a", 1), ("b", 2), ("c", 3)];
    assert_eq!(
        found,
        expected.map(|(subject, count)| (subject.to_owned(), count))
    );
    script.finish();
}
