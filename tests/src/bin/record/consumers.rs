//! Of consumers.

use std::time::Duration;

use jsapi::time::OffsetDateTime;
use jsapi::*;
use jsapi_test_server::User;
use jsapi_tests::Outcome;

use crate::meta::LEVEL;
use crate::recorder::Recorder;

pub(crate) fn named(name: &str) -> ConsumerConfig {
    ConsumerConfig::new()
        .with_name(name)
        .with_durable_name(name)
        .with_ack_policy(AckPolicy::Explicit)
}

fn on_orders(config: ConsumerConfig) -> ConsumerCreateRequest {
    ConsumerCreateRequest::new("ORDERS", config)
}

/// Far enough ahead to be so for a long time: 2100-01-01.
fn far_ahead() -> Outcome<OffsetDateTime> {
    Ok(OffsetDateTime::from_unix_timestamp(4_102_444_800)?)
}

pub(crate) async fn record(to: &mut Recorder) -> Outcome {
    create(to).await?;
    create_errors(to).await?;
    read(to).await?;
    pause(to).await
}

/// Of all that can be configured since 2.10, most.
fn full() -> ConsumerConfig {
    named("PULL")
        .with_description("pull \u{e9}")
        .with_ack_wait(Duration::from_secs(30))
        .with_max_deliver(5)
        .with_backoff([Duration::from_secs(1), Duration::from_secs(2)])
        .with_filter_subjects(["orders.eu", "orders.us"])
        .with_sample_freq("100")
        .with_max_waiting(10)
        .with_max_ack_pending(100)
        .with_headers_only(true)
        .with_max_batch(3)
        .with_max_expires(Duration::from_secs(10))
        .with_max_bytes(1000)
        .with_inactive_threshold(Duration::from_secs(600))
        .with_num_replicas(1)
        .with_mem_storage(true)
        .with_metadata([("team", "eu")])
}

async fn create(to: &mut Recorder) -> Outcome {
    let ephemeral = ConsumerConfig::new().with_ack_policy(AckPolicy::Explicit);
    to.typed("ephemeral", &on_orders(ephemeral)).await?;
    to.typed("empty", &on_orders(ConsumerConfig::new())).await?;
    let durable = ConsumerConfig::new().with_durable_name("OLD");
    to.typed("ok", &ConsumerDurableCreateRequest::new("ORDERS", durable))
        .await?;
    to.typed("full", &on_orders(full())).await?;
    to.typed("identical_again", &on_orders(full())).await?;
    let push = named("PUSH")
        .with_deliver_subject("push.here")
        .with_deliver_group("group")
        .with_deliver_policy(DeliverPolicy::Last)
        .with_replay_policy(ReplayPolicy::Original)
        .with_rate_limit_bps(u64::MAX)
        .with_idle_heartbeat(Duration::from_secs(5));
    to.typed("push", &on_orders(push)).await?;
    let by_seq = named("SEQ")
        .with_deliver_policy(DeliverPolicy::ByStartSequence)
        .with_opt_start_seq(2);
    to.typed("start_seq", &on_orders(by_seq)).await?;
    let by_time = named("TIME")
        .with_deliver_policy(DeliverPolicy::ByStartTime)
        .with_opt_start_time(OffsetDateTime::UNIX_EPOCH);
    to.typed("start_time", &on_orders(by_time)).await?;
    let last = named("LPS")
        .with_deliver_policy(DeliverPolicy::LastPerSubject)
        .with_filter_subject("orders.*");
    to.typed("last_per_subject", &on_orders(last)).await?;
    let new = named("NEW").with_deliver_policy(DeliverPolicy::New);
    to.typed("new", &on_orders(new.with_ack_policy(AckPolicy::None)))
        .await?;
    let action = |action| on_orders(named("ACT")).with_action(action);
    to.typed("create", &action(CreateAction::Create)).await?;
    let mut update = action(CreateAction::Update);
    update.config.description = Some("updated".to_owned());
    to.typed("update", &update).await?;
    to.typed(
        "of_workqueue",
        &ConsumerCreateRequest::new("WQ", named("W")),
    )
    .await?;
    to.typed(
        "of_first_seq_above_i64",
        &ConsumerCreateRequest::new("BIG", named("B")),
    )
    .await?;

    // Kept by servers before 2.12, made 0 by later ones.
    to.raw(
        "consumer_create_named",
        "negative_limit",
        "CONSUMER.CREATE.ORDERS.NEG",
        r#"{"stream_name":"ORDERS","config":{"name":"NEG","durable_name":"NEG","max_bytes":-1}}"#,
    )
    .await?;
    to.raw(
        "consumer_create_named",
        "negative_limits_of_push",
        "CONSUMER.CREATE.ORDERS.NEGPUSH",
        r#"{"stream_name":"ORDERS","config":{"name":"NEGPUSH","durable_name":"NEGPUSH","deliver_subject":"push.neg","max_batch":-1,"max_bytes":-5}}"#,
    )
    .await?;

    // Of 2.11 and later.
    let pinned = named("PINNED")
        .with_priority_groups(["A"])
        .with_priority_policy(PriorityPolicy::PinnedClient)
        .with_priority_timeout(Duration::from_secs(30));
    to.typed("pinned", &on_orders(pinned)).await?;
    let overflow = named("OVER")
        .with_priority_groups(["A"])
        .with_priority_policy(PriorityPolicy::Overflow);
    to.typed("overflow", &on_orders(overflow)).await?;
    to.typed(
        "paused",
        &on_orders(named("PAUSED").with_pause_until(far_ahead()?)),
    )
    .await?;
    // Of 2.14 and later.
    let flow = ConsumerConfig::new()
        .with_name("FLOW")
        .with_durable_name("FLOW")
        .with_ack_policy(AckPolicy::FlowControl)
        .with_deliver_subject("push.flow")
        .with_flow_control(true)
        .with_idle_heartbeat(Duration::from_secs(1));
    to.typed("flow_control", &on_orders(flow)).await?;
    Ok(())
}

async fn create_errors(to: &mut Recorder) -> Outcome {
    let mut changed = on_orders(named("ACT").with_description("changed again"));
    changed.action = Some(CreateAction::Create);
    to.typed("err_exists", &changed).await?;
    let missing = on_orders(named("MISSING")).with_action(CreateAction::Update);
    to.typed("err_does_not_exist", &missing).await?;
    let nowhere = ConsumerCreateRequest::new("NOPE", named("C"));
    to.typed("err_no_stream", &nowhere).await?;
    to.typed("err_not_enabled", &nowhere).user(User::N).await?;
    let unset = named("UNSET").with_deliver_policy(DeliverPolicy::ByStartSequence);
    to.typed("err_no_start_seq", &on_orders(unset)).await?;
    let overlap = named("OVL").with_filter_subjects(["orders.eu", "orders.*"]);
    to.typed("err_filters_overlap", &on_orders(overlap)).await?;
    let second = ConsumerCreateRequest::new("WQ", named("W2"));
    to.typed("err_second_of_workqueue", &second).await?;
    let unknown = named("BE").with_ack_policy(AckPolicy::Unknown("maybe".to_owned()));
    to.typed("err_unknown_value", &on_orders(unknown)).await?;
    let mut newer = named("UNK");
    newer.extra.insert("zz_unknown", true.into());
    to.typed("unknown_field", &on_orders(newer)).await?;
    to.typed("err_api_level", &on_orders(named("AL")))
        .header(LEVEL.0, LEVEL.1)
        .await?;
    let replicated = on_orders(named("R3").with_num_replicas(3));
    to.typed("err_replicas", &replicated).await?;

    to.raw(
        "consumer_create_filtered",
        "err_mismatch",
        "CONSUMER.CREATE.ORDERS.C.orders.eu",
        r#"{"stream_name":"ORDERS","config":{"name":"C","filter_subject":"orders.us"}}"#,
    )
    .await?;
    to.raw(
        "consumer_durable_create",
        "err_not_set",
        "CONSUMER.DURABLE.CREATE.ORDERS.C",
        r#"{"stream_name":"ORDERS","config":{}}"#,
    )
    .await?;
    to.raw(
        "consumer_create",
        "err_bad_json",
        "CONSUMER.CREATE.ORDERS",
        "{",
    )
    .await?;
    to.raw(
        "consumer_create_named",
        "err_bad_json",
        "CONSUMER.CREATE.ORDERS.C",
        "{",
    )
    .await?;
    Ok(())
}

async fn read(to: &mut Recorder) -> Outcome {
    let info = ConsumerInfoRequest::new;
    for (case, name) in [
        ("full", "PULL"),
        ("push", "PUSH"),
        ("pinned", "PINNED"),
        ("paused", "PAUSED"),
    ] {
        to.typed(case, &info("ORDERS", name)).await?;
    }
    to.typed("sequences_above_i64", &info("BIG", "B")).await?;
    to.typed("err_not_found", &info("ORDERS", "nope")).await?;
    to.typed("err_no_stream", &info("NOPE", "nope")).await?;
    to.typed("err_not_enabled", &info("ORDERS", "PULL"))
        .user(User::N)
        .await?;
    to.raw(
        "consumer_info",
        "err_not_empty",
        "CONSUMER.INFO.ORDERS.PULL",
        r#"{"zz":1}"#,
    )
    .await?;

    let names = ConsumerNamesRequest::new("ORDERS");
    to.typed("all", &names).await?;
    to.typed("from", &names.clone().with_offset(3)).await?;
    to.typed("past_the_end", &names.clone().with_offset(999))
        .await?;
    to.typed("none", &ConsumerNamesRequest::new("INT")).await?;
    to.typed("err_no_stream", &ConsumerNamesRequest::new("NOPE"))
        .await?;
    to.typed("err_not_enabled", &names).user(User::N).await?;

    let list = ConsumerListRequest::new("ORDERS");
    to.typed("all", &list).await?;
    to.typed("past_the_end", &list.clone().with_offset(999))
        .await?;
    to.typed("none", &ConsumerListRequest::new("INT")).await?;
    to.typed("err_no_stream", &ConsumerListRequest::new("NOPE"))
        .await?;
    to.typed("err_not_enabled", &list).user(User::N).await?;
    Ok(())
}

async fn pause(to: &mut Recorder) -> Outcome {
    let pause = ConsumerPauseRequest::new("ORDERS", "PULL");
    to.typed("pause", &pause.clone().with_pause_until(far_ahead()?))
        .await?;
    to.typed("after_pause", &ConsumerInfoRequest::new("ORDERS", "PULL"))
        .await?;
    to.typed("resume", &pause).await?;
    to.typed(
        "err_not_found",
        &ConsumerPauseRequest::new("ORDERS", "nope"),
    )
    .await?;
    to.typed("err_not_enabled", &pause).user(User::N).await?;
    Ok(())
}

/// What ends consumers, after they have delivered.
pub(crate) async fn reset_and_delete(to: &mut Recorder) -> Outcome {
    let reset = ConsumerResetRequest::new;
    to.typed("ok", &reset("ORDERS", "SEQ")).await?;
    to.typed("seq", &reset("ORDERS", "SEQ").with_seq(5)).await?;
    to.typed("err_below_start", &reset("ORDERS", "SEQ").with_seq(1))
        .await?;
    to.typed("not_found", &reset("ORDERS", "nope"))
        .silent()
        .await?;

    let delete = ConsumerDeleteRequest::new("ORDERS", "ACT");
    to.typed("ok", &delete).await?;
    to.typed("err_not_found", &delete).await?;
    to.typed("err_no_stream", &ConsumerDeleteRequest::new("NOPE", "c"))
        .await?;
    to.typed("err_not_enabled", &delete).user(User::N).await?;
    to.raw(
        "consumer_delete",
        "err_not_empty",
        "CONSUMER.DELETE.ORDERS.LPS",
        r#"{"a":1}"#,
    )
    .await?;
    Ok(())
}
