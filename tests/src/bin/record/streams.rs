//! Of streams.

use std::time::Duration;

use jsapi::*;
use jsapi_test_server::User;
use jsapi_tests::Outcome;

use crate::meta::LEVEL;
use crate::recorder::Recorder;

/// A stream in memory with all subjects below its name in lower case.
pub(crate) fn memory(name: &str) -> StreamConfig {
    StreamConfig::new(name)
        .with_subjects([format!("{}.>", name.to_lowercase())])
        .with_storage(StorageType::Memory)
}

/// Of all that can be configured since 2.10, most.
fn full() -> StreamConfig {
    StreamConfig::new("FULL")
        .with_description("full \u{e9} \"q\" \u{2028} <&>")
        .with_subjects(["full.>"])
        .with_subject_transform(SubjectTransform::new(
            "full.in.*",
            "full.out.{{wildcard(1)}}",
        ))
        .with_max_consumers(10)
        .with_max_msgs(1000)
        .with_max_bytes(1 << 20)
        .with_max_age(Duration::from_secs(3600))
        .with_max_msgs_per_subject(5)
        .with_max_msg_size(1 << 16)
        .with_discard(DiscardPolicy::New)
        .with_discard_new_per_subject(true)
        .with_compression(Compression::S2)
        .with_first_seq(10)
        .with_duplicate_window(Duration::from_secs(60))
        .with_sources([
            StreamSource::new("ORDERS")
                .with_opt_start_seq(2)
                .with_filter_subject("orders.us"),
            StreamSource::new("MIN").with_subject_transforms([SubjectTransform::new(
                "min.*",
                "full.m.{{wildcard(1)}}",
            )]),
        ])
        .with_allow_rollup_hdrs(true)
        .with_allow_direct(true)
        .with_republish(
            Republish::new("copy.>")
                .with_src("full.>")
                .with_headers_only(true),
        )
        .with_consumer_limits(
            StreamConsumerLimits::new()
                .with_inactive_threshold(Duration::from_secs(600))
                .with_max_ack_pending(500),
        )
        .with_metadata([("team", "eu"), ("k", "")])
}

pub(crate) async fn create(to: &mut Recorder) -> Outcome {
    to.typed("empty", &StreamNamesRequest::new()).await?;
    to.typed("empty", &StreamListRequest::new()).await?;

    let orders = memory("ORDERS");
    let new = StreamCreateRequest::new;
    to.typed("minimal", &new(StreamConfig::new("MIN"))).await?;
    to.typed("memory", &new(orders.clone())).await?;
    to.typed("identical_again", &new(orders.clone())).await?;
    to.typed(
        "err_name_in_use",
        &new(orders.clone().with_description("other")),
    )
    .await?;
    to.typed("full", &new(full())).await?;
    to.typed(
        "workqueue",
        &new(memory("WQ").with_retention(RetentionPolicy::WorkQueue)),
    )
    .await?;
    to.typed(
        "interest",
        &new(memory("INT").with_retention(RetentionPolicy::Interest)),
    )
    .await?;
    to.typed(
        "direct",
        &new(memory("KV")
            .with_allow_direct(true)
            .with_max_msgs_per_subject(3)),
    )
    .await?;
    let denied = memory("DENY").with_deny_delete(true).with_deny_purge(true);
    to.typed("denied", &new(denied)).await?;
    let big = memory("BIG").with_first_seq(18_446_744_073_709_000_000);
    to.typed("first_seq_above_i64", &new(big)).await?;
    let negative = memory("NEG")
        .with_max_msgs(-5)
        .with_max_bytes(-7)
        .with_max_msg_size(-9);
    to.typed("negative_limits", &new(negative)).await?;
    let most = memory("MAX")
        .with_max_msgs(i64::MAX)
        .with_max_age(Duration::from_nanos(i64::MAX as u64));
    to.typed("largest_limits", &new(most)).await?;
    let mirror = |name: &str, source| {
        StreamConfig::new(name)
            .with_storage(StorageType::Memory)
            .with_mirror(source)
    };
    let direct = mirror("MIRROR", StreamSource::new("ORDERS")).with_mirror_direct(true);
    to.typed("mirror", &new(direct.with_allow_direct(true)))
        .await?;
    to.typed(
        "mirror_of_nothing",
        &new(mirror("MIRROR2", StreamSource::new("NOPE"))),
    )
    .await?;
    let external = ExternalStreamSource::new("$JS.hub.API").with_deliver("deliver.here");
    let elsewhere = StreamSource::new("REMOTE").with_external(external);
    to.typed(
        "source_elsewhere",
        &new(memory("SRC").with_sources([elsewhere])),
    )
    .await?;
    let placed = Placement::new().with_cluster("C1").with_tags(["a:b"]);
    to.typed("placement", &new(memory("PLACED").with_placement(placed)))
        .await?;

    // Of 2.11 and later.
    let ttl = memory("TTL")
        .with_allow_msg_ttl(true)
        .with_subject_delete_marker_ttl(Duration::from_secs(1))
        .with_allow_rollup_hdrs(true);
    to.typed("msg_ttl", &new(ttl)).await?;
    to.typed("pedantic", &new(memory("PED")).with_pedantic(true))
        .await?;
    // Refused by 2.12 and later.
    let pedantic = memory("PED2").with_max_msgs(-5);
    to.typed("err_pedantic", &new(pedantic).with_pedantic(true))
        .await?;
    // Of 2.12 and later.
    to.typed(
        "counter",
        &new(memory("CTR")
            .with_allow_msg_counter(true)
            .with_allow_direct(true)),
    )
    .await?;
    to.typed("atomic", &new(memory("ATM").with_allow_atomic(true)))
        .await?;
    let schedules = memory("SCH")
        .with_subjects(["sch.>", "schout.>"])
        .with_allow_msg_schedules(true)
        .with_allow_msg_ttl(true)
        .with_allow_rollup_hdrs(true);
    to.typed("schedules", &new(schedules)).await?;
    let persisted = StreamConfig::new("PAS").with_persist_mode(PersistMode::Async);
    to.typed("persist_async", &new(persisted)).await?;
    // Of 2.14 and later.
    to.typed("batched", &new(memory("FAST").with_allow_batched(true)))
        .await?;
    let consumer = StreamConsumerSource::new()
        .with_name("SRCCONS")
        .with_deliver_subject("deliver.src");
    let consumed = mirror(
        "CONSUMED",
        StreamSource::new("ORDERS").with_consumer(consumer),
    );
    to.typed("mirror_consumer", &new(consumed)).await?;

    create_errors(to).await
}

async fn create_errors(to: &mut Recorder) -> Outcome {
    let new = StreamCreateRequest::new;
    to.typed("err_replicas", &new(memory("R3").with_num_replicas(3)))
        .await?;
    to.typed("err_replicas6", &new(memory("R6").with_num_replicas(6)))
        .await?;
    to.typed("err_sealed", &new(memory("SEALED").with_sealed(true)))
        .await?;
    let overlap = memory("OVL").with_subjects(["orders.eu"]);
    to.typed("err_subjects_overlap", &new(overlap)).await?;
    let mirrored = memory("MS").with_mirror(StreamSource::new("ORDERS"));
    to.typed("err_mirror_with_subjects", &new(mirrored)).await?;
    let aged = memory("DW")
        .with_max_age(Duration::from_secs(10))
        .with_duplicate_window(Duration::from_secs(20));
    to.typed("err_duplicate_window", &new(aged)).await?;
    let transform = SubjectTransform::new("tr.*", "x.{{wildcard(2)}}");
    let transformed = memory("TR").with_subject_transform(transform);
    to.typed("err_transform", &new(transformed)).await?;
    let unknown = memory("BE").with_storage(StorageType::Unknown("disk".to_owned()));
    to.typed("err_unknown_value", &new(unknown)).await?;
    let mut newer = memory("UNK");
    newer.extra.insert("zz_unknown", true.into());
    to.typed("unknown_field", &new(newer)).await?;
    to.typed("err_not_enabled", &new(memory("NE")))
        .user(User::N)
        .await?;
    let unlimited = StreamConfig::new("B1").with_storage(StorageType::Memory);
    to.typed("err_max_bytes_required", &new(unlimited.clone()))
        .user(User::B)
        .await?;
    to.typed("limits_ok", &new(unlimited.with_max_bytes(1 << 20)))
        .user(User::B)
        .await?;
    let large = memory("B2").with_max_bytes(8 << 20);
    to.typed("err_max_bytes_exceeded", &new(large))
        .user(User::B)
        .await?;
    to.typed("err_api_level", &new(memory("AL")))
        .header(LEVEL.0, LEVEL.1)
        .await?;

    let op = "stream_create";
    to.raw(op, "nulls", "STREAM.CREATE.NUL", r#"{"name":"NUL","subjects":null,"placement":null,"sources":null,"metadata":null,"max_msgs":null,"storage":"memory"}"#).await?;
    to.raw(
        op,
        "err_null_enum",
        "STREAM.CREATE.NUL2",
        r#"{"name":"NUL2","retention":null}"#,
    )
    .await?;
    to.raw(op, "err_bad_json", "STREAM.CREATE.BJ", r#"{"name":"#)
        .await?;
    to.raw(op, "err_empty_body", "STREAM.CREATE.EB", "").await?;
    to.raw(
        op,
        "err_name_mismatch",
        "STREAM.CREATE.NM",
        r#"{"name":"OTHER"}"#,
    )
    .await?;
    to.raw(op, "err_path_sep", "STREAM.CREATE.a/b", r#"{"name":"a/b"}"#)
        .await?;
    to.raw(
        op,
        "err_dots_in_name",
        "STREAM.CREATE.a.b",
        r#"{"name":"a.b"}"#,
    )
    .silent()
    .await?;
    Ok(())
}

pub(crate) async fn read(to: &mut Recorder) -> Outcome {
    let info = StreamInfoRequest::new;
    to.typed("basic", &info("ORDERS")).await?;
    to.typed("empty_stream", &info("INT")).await?;
    to.typed("full", &info("FULL")).await?;
    to.typed("sequences_above_i64", &info("BIG")).await?;
    to.typed("mirror", &info("MIRROR")).await?;
    to.typed("mirror_of_nothing", &info("MIRROR2")).await?;
    to.typed("source_elsewhere", &info("SRC")).await?;
    let subjects = info("ORDERS").with_subjects_filter(">");
    to.typed("subjects", &subjects).await?;
    to.typed("subjects_from", &subjects.clone().with_offset(2))
        .await?;
    to.typed("subjects_past_the_end", &subjects.with_offset(999))
        .await?;
    to.typed("no_subjects", &info("ORDERS").with_subjects_filter("zip"))
        .await?;
    to.typed("err_not_found", &info("NOPE")).await?;
    to.typed("err_not_enabled", &info("NOPE"))
        .user(User::N)
        .await?;
    to.typed("err_api_level", &info("ORDERS"))
        .header(LEVEL.0, LEVEL.1)
        .await?;
    to.raw(
        "stream_info",
        "err_bad_json",
        "STREAM.INFO.ORDERS",
        r#"{"subjects_filter":5}"#,
    )
    .await?;
    to.raw(
        "stream_info",
        "unknown_field",
        "STREAM.INFO.ORDERS",
        r#"{"zz":1}"#,
    )
    .await?;

    let names = StreamNamesRequest::new();
    to.typed("all", &names).await?;
    to.typed("subject", &names.clone().with_subject("orders.eu"))
        .await?;
    to.typed("no_match", &names.clone().with_subject("zzz"))
        .await?;
    to.typed("from", &names.clone().with_offset(2)).await?;
    to.typed("past_the_end", &names.clone().with_offset(9999))
        .await?;
    to.typed("err_not_enabled", &names).user(User::N).await?;
    to.raw("stream_names", "err_bad_json", "STREAM.NAMES", "{")
        .await?;

    let list = StreamListRequest::new();
    to.typed("all", &list).await?;
    to.typed("subject", &list.clone().with_subject("orders.eu"))
        .await?;
    to.typed("past_the_end", &list.clone().with_offset(9999))
        .await?;
    to.typed("err_not_enabled", &list).user(User::N).await?;
    to.raw("stream_list", "err_bad_json", "STREAM.LIST", "{")
        .await?;
    Ok(())
}

pub(crate) async fn change(to: &mut Recorder) -> Outcome {
    let orders = memory("ORDERS");
    let update = StreamUpdateRequest::new;
    let changed = orders
        .clone()
        .with_max_msgs(5000)
        .with_metadata([("x", "y")]);
    to.typed("ok", &update(changed)).await?;
    to.typed("full", &update(full().with_description("changed")))
        .await?;
    to.typed(
        "sealed",
        &update(StreamConfig::new("MIN").with_sealed(true)),
    )
    .await?;
    to.typed("err_unseal", &update(StreamConfig::new("MIN")))
        .await?;
    let moved = orders.clone().with_storage(StorageType::File);
    to.typed("err_storage", &update(moved)).await?;
    to.typed("err_replicas", &update(orders.clone().with_num_replicas(3)))
        .await?;
    to.typed("err_not_found", &update(memory("NOPE"))).await?;
    to.typed("err_undeny", &update(memory("DENY"))).await?;
    let mut newer = orders.clone();
    newer.extra.insert("zz_unknown", true.into());
    to.typed("unknown_field", &update(newer)).await?;
    to.raw("stream_update", "err_bad_json", "STREAM.UPDATE.ORDERS", "{")
        .await?;

    let purge = StreamPurgeRequest::new;
    to.typed("filter", &purge("KV").with_filter("kv.k0"))
        .await?;
    to.typed("seq", &purge("KV").with_seq(5)).await?;
    to.typed("keep", &purge("KV").with_keep(1)).await?;
    to.typed("all", &purge("KV")).await?;
    to.typed("err_seq_and_keep", &purge("KV").with_seq(1).with_keep(1))
        .await?;
    to.typed("err_denied", &purge("DENY")).await?;
    to.typed("err_sealed", &purge("MIN")).await?;
    to.typed("err_not_found", &purge("NOPE")).await?;
    to.typed("err_not_enabled", &purge("KV"))
        .user(User::N)
        .await?;
    to.raw("stream_purge", "err_bad_json", "STREAM.PURGE.KV", "{")
        .await?;
    to.typed("after_purge", &StreamInfoRequest::new("KV"))
        .await?;
    Ok(())
}

pub(crate) async fn delete(to: &mut Recorder) -> Outcome {
    let delete = StreamDeleteRequest::new("WQ");
    to.typed("ok", &delete).await?;
    to.typed("err_not_found", &delete).await?;
    to.typed("err_not_enabled", &delete).user(User::N).await?;
    to.raw(
        "stream_delete",
        "err_not_empty",
        "STREAM.DELETE.INT",
        r#"{"x":1}"#,
    )
    .await?;
    Ok(())
}
