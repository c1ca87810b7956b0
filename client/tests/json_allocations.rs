//! How often a JSON call allocates, in a process whose allocator counts.
#![allow(clippy::unwrap_used)]

use std::alloc::System;
use std::future::Future;

use jsapi::StreamInfoRequest;
use jsapi_client::Context;
use jsapi_client::script::ScriptedTransport;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const INFO: &str = r#"{"type":"io.nats.jetstream.api.v1.stream_info_response","total":0,"offset":0,
"limit":0,"config":{"name":"S","subjects":["s.a","s.b","s.c"],"retention":"limits",
"max_consumers":-1,"max_msgs":-1,"max_bytes":-1,"max_age":0,"max_msgs_per_subject":-1,
"max_msg_size":-1,"discard":"old","storage":"file","num_replicas":3,
"duplicate_window":120000000000,"compression":"none","allow_direct":true,"mirror_direct":false,
"sealed":false,"deny_delete":false,"deny_purge":false,"allow_rollup_hdrs":false,
"consumer_limits":{},"allow_msg_ttl":false,"metadata":{"_nats.req.level":"0"}},
"created":"2026-11-29T11:55:16.852762085Z","state":{"messages":7,"bytes":700,"first_seq":1,
"first_ts":"2026-11-29T11:55:16.852762085Z","last_seq":7,
"last_ts":"2026-11-29T11:55:16.852762085Z","num_subjects":3,"consumer_count":0},
"cluster":{"name":"C","leader":"n1","replicas":[{"name":"n2","current":true,"active":100},
{"name":"n3","current":true,"active":200}]},"ts":"2026-11-29T11:55:17.752033016Z"}"#;

/// The allocations of each of a hundred calls.
async fn each<T: Future>(call: impl Fn() -> T) -> usize {
    call().await;
    let region = Region::new(ALLOCATOR);
    for _ in 0..100 {
        call().await;
    }
    region.change().allocations / 100
}

/// One test: what others allocate would be counted too.
#[tokio::test]
async fn a_json_call_allocates_no_more_than_the_typed_one() {
    let script = ScriptedTransport::new();
    script.on("$JS.API.STREAM.INFO.S").always().reply(INFO);
    let ctx = Context::with_transport(script);
    let request = StreamInfoRequest::new("S");
    let typed = each(|| async { ctx.call(&request).await.unwrap() }).await;
    let json = each(|| async { ctx.call_json("STREAM.INFO.S", "").await.unwrap() }).await;
    assert!(json <= typed, "{json}, typed {typed}");
}
