//! Subject and exact body of each request.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where something is not as expected"
)]

use std::collections::BTreeSet;
use std::time::Duration;

use jsapi::request::{Operation, SubjectBuilder, SubjectError};
use jsapi::time::OffsetDateTime;
use jsapi::*;

/// Collects the operations that were shown.
#[derive(Default)]
struct Shown(BTreeSet<&'static str>);

impl Shown {
    /// Fails unless the request is sent as `subject` below the prefix, with `body`.
    fn is(&mut self, request: &impl Operation, subject: &str, body: &str) {
        let mut whole = SubjectBuilder::new("$JS.API");
        request.subject(&mut whole).unwrap();
        assert_eq!(whole.finish(), format!("$JS.API.{subject}"), "{request:?}");
        let payload = String::from_utf8(request.payload().unwrap()).unwrap();
        assert_eq!(payload, body, "{request:?}");

        let endpoint = request.endpoint();
        assert!(
            subject.starts_with(endpoint.verb),
            "{request:?} is {}",
            endpoint.verb
        );
        let tokens = |subject: &str| subject.split('.').count();
        // A subject in the subject has any number of tokens.
        if !endpoint.subject.ends_with("{filter}") && !endpoint.subject.ends_with("{subject}") {
            assert_eq!(
                tokens(endpoint.subject),
                tokens(subject),
                "{}",
                endpoint.subject
            );
        }
        self.0.insert(endpoint.operation);
    }
}

fn time(text: &str) -> OffsetDateTime {
    let value = serde_json::Value::from(text);
    jsapi::codec::deserialize(value).unwrap()
}

#[test]
fn every_request_is_sent_to_this_subject_with_this_body() {
    let mut shown = Shown::default();
    of_accounts_and_servers(&mut shown);
    of_streams(&mut shown);
    of_messages(&mut shown);
    of_consumers(&mut shown);

    let all: BTreeSet<_> = endpoint::ALL
        .iter()
        .map(|endpoint| endpoint.operation)
        .collect();
    assert_eq!(endpoint::ALL.len(), all.len());
    assert_eq!(shown.0, all, "not every operation is shown");
}

fn of_accounts_and_servers(shown: &mut Shown) {
    shown.is(&AccountInfoRequest::new(), "INFO", "");
    shown.is(&AccountPurgeRequest::new("A"), "ACCOUNT.PURGE.A", "");
    shown.is(&AccountPurgeRequest::new("$G"), "ACCOUNT.PURGE.$G", "");
    shown.is(
        &AccountStreamMoveRequest::new("A", "ORDERS")
            .with_server("n1")
            .with_cluster("C1")
            .with_tags(["region:eu", "ssd"]),
        "ACCOUNT.STREAM.MOVE.A.ORDERS",
        r#"{"server":"n1","cluster":"C1","tags":["region:eu","ssd"]}"#,
    );
    shown.is(
        &AccountStreamMoveRequest::new("A", "S"),
        "ACCOUNT.STREAM.MOVE.A.S",
        "",
    );
    shown.is(
        &AccountStreamCancelMoveRequest::new("A", "ORDERS"),
        "ACCOUNT.STREAM.CANCEL_MOVE.A.ORDERS",
        "",
    );
    shown.is(
        &MetaLeaderStepdownRequest::new(),
        "META.LEADER.STEPDOWN",
        "",
    );
    shown.is(
        &MetaLeaderStepdownRequest::new().with_placement(Placement::new().with_preferred("n2")),
        "META.LEADER.STEPDOWN",
        r#"{"placement":{"preferred":"n2"}}"#,
    );
    shown.is(
        &MetaRescueRequest::new(1),
        "META.RESCUE",
        r#"{"quorum_needed":1}"#,
    );
    shown.is(
        &ServerRemoveRequest::new()
            .with_peer("n3")
            .with_peer_id("cnrtt3eg"),
        "SERVER.REMOVE",
        r#"{"peer":"n3","peer_id":"cnrtt3eg"}"#,
    );
    shown.is(
        &ServerEvacuateRequest::new().with_peer("n3"),
        "SERVER.EVACUATE",
        r#"{"peer":"n3"}"#,
    );
}

fn of_streams(shown: &mut Shown) {
    let orders = StreamConfig::new("ORDERS").with_subjects(["orders.>"]);
    shown.is(
        &StreamCreateRequest::new(orders.clone()),
        "STREAM.CREATE.ORDERS",
        r#"{"name":"ORDERS","subjects":["orders.>"]}"#,
    );
    shown.is(
        &StreamCreateRequest::new(
            orders
                .clone()
                .with_retention(RetentionPolicy::WorkQueue)
                .with_max_msgs(-1)
                .with_max_age(Duration::from_secs(3600))
                .with_storage(StorageType::Memory)
                .with_num_replicas(3)
                .with_discard(DiscardPolicy::New)
                .with_placement(Placement::new().with_cluster("C1").with_tags(["ssd"]))
                .with_allow_direct(true)
                .with_deny_delete(false),
        )
        .with_pedantic(true),
        "STREAM.CREATE.ORDERS",
        r#"{"name":"ORDERS","subjects":["orders.>"],"retention":"workqueue","max_msgs":-1,"max_age":3600000000000,"storage":"memory","num_replicas":3,"discard":"new","placement":{"cluster":"C1","tags":["ssd"]},"allow_direct":true,"pedantic":true}"#,
    );
    shown.is(
        &StreamCreateRequest::new(
            StreamConfig::new("M").with_mirror(
                StreamSource::new("ORDERS")
                    .with_opt_start_time(time("2026-11-20T16:30:00.5+01:00"))
                    .with_external(ExternalStreamSource::new("$JS.hub.API").with_deliver("m.d")),
            ),
        ),
        "STREAM.CREATE.M",
        r#"{"name":"M","mirror":{"name":"ORDERS","opt_start_time":"2026-11-20T16:30:00.5+01:00","external":{"api":"$JS.hub.API","deliver":"m.d"}}}"#,
    );
    shown.is(
        &StreamUpdateRequest::new(orders.clone().with_description("")),
        "STREAM.UPDATE.ORDERS",
        r#"{"name":"ORDERS","description":"","subjects":["orders.>"]}"#,
    );
    shown.is(&StreamNamesRequest::new(), "STREAM.NAMES", "");
    shown.is(
        &StreamNamesRequest::new()
            .with_subject("orders.*")
            .with_offset(1024),
        "STREAM.NAMES",
        r#"{"subject":"orders.*","offset":1024}"#,
    );
    shown.is(
        &StreamListRequest::new().with_offset(0),
        "STREAM.LIST",
        r#"{"offset":0}"#,
    );
    shown.is(&StreamInfoRequest::new("ORDERS"), "STREAM.INFO.ORDERS", "");
    shown.is(
        &StreamInfoRequest::new("ORDERS")
            .with_deleted_details(true)
            .with_subjects_filter(">"),
        "STREAM.INFO.ORDERS",
        r#"{"deleted_details":true,"subjects_filter":">"}"#,
    );
    shown.is(
        &StreamDeleteRequest::new("ORDERS"),
        "STREAM.DELETE.ORDERS",
        "",
    );
    shown.is(
        &StreamPurgeRequest::new("ORDERS"),
        "STREAM.PURGE.ORDERS",
        "",
    );
    shown.is(
        &StreamPurgeRequest::new("ORDERS")
            .with_filter("orders.eu")
            .with_keep(10),
        "STREAM.PURGE.ORDERS",
        r#"{"filter":"orders.eu","keep":10}"#,
    );
    shown.is(
        &StreamSnapshotRequest::new("ORDERS", "_INBOX.s").with_chunk_size(65536),
        "STREAM.SNAPSHOT.ORDERS",
        r#"{"deliver_subject":"_INBOX.s","chunk_size":65536}"#,
    );
    shown.is(
        &StreamRestoreRequest::new(orders).with_state(StreamState::new(3, 99, 1, 3, 0)),
        "STREAM.RESTORE.ORDERS",
        r#"{"config":{"name":"ORDERS","subjects":["orders.>"]},"state":{"messages":3,"bytes":99,"first_seq":1,"last_seq":3,"consumer_count":0}}"#,
    );
    shown.is(
        &StreamLeaderStepdownRequest::new("ORDERS"),
        "STREAM.LEADER.STEPDOWN.ORDERS",
        "",
    );
    shown.is(
        &StreamPeerRemoveRequest::new("ORDERS", "n2"),
        "STREAM.PEER.REMOVE.ORDERS",
        r#"{"peer":"n2"}"#,
    );
    shown.is(
        &StreamPeerEvacuateRequest::new("ORDERS", "n2"),
        "STREAM.PEER.EVACUATE.ORDERS",
        r#"{"peer":"n2"}"#,
    );
    shown.is(
        &StreamCancelMoveRequest::new("ORDERS"),
        "STREAM.CANCEL_MOVE.ORDERS",
        "",
    );
}

fn of_messages(shown: &mut Shown) {
    shown.is(
        &StreamMsgGetRequest::new("ORDERS").with_seq(u64::MAX),
        "STREAM.MSG.GET.ORDERS",
        r#"{"seq":18446744073709551615}"#,
    );
    shown.is(
        &StreamMsgGetRequest::new("ORDERS")
            .with_next_by_subj("orders.*")
            .with_start_time(time("2026-11-20T16:30:00Z")),
        "STREAM.MSG.GET.ORDERS",
        r#"{"next_by_subj":"orders.*","start_time":"2026-11-20T16:30:00Z"}"#,
    );
    shown.is(
        &StreamMsgDeleteRequest::new("ORDERS", 7).with_no_erase(true),
        "STREAM.MSG.DELETE.ORDERS",
        r#"{"seq":7,"no_erase":true}"#,
    );
    shown.is(
        &DirectGetRequest::new("ORDERS").with_last_by_subj("orders.eu"),
        "DIRECT.GET.ORDERS",
        r#"{"last_by_subj":"orders.eu"}"#,
    );
    shown.is(
        &DirectGetLastForSubjectRequest::new("ORDERS", "orders.eu.1"),
        "DIRECT.GET.ORDERS.orders.eu.1",
        "",
    );
    shown.is(
        &DirectGetBatchRequest::new("ORDERS", 10)
            .with_seq(1)
            .with_max_bytes(4096),
        "DIRECT.GET.ORDERS",
        r#"{"seq":1,"batch":10,"max_bytes":4096}"#,
    );
    shown.is(
        &DirectGetMultiRequest::new("ORDERS", ["orders.eu", "orders.us.*"]).with_up_to_seq(9),
        "DIRECT.GET.ORDERS",
        r#"{"multi_last":["orders.eu","orders.us.*"],"up_to_seq":9}"#,
    );
}

fn of_consumers(shown: &mut Shown) {
    let config = ConsumerConfig::new();
    shown.is(
        &ConsumerCreateRequest::new("ORDERS", config.clone()),
        "CONSUMER.CREATE.ORDERS",
        r#"{"stream_name":"ORDERS","config":{}}"#,
    );
    let named = config
        .clone()
        .with_name("c")
        .with_ack_policy(AckPolicy::Explicit);
    shown.is(
        &ConsumerCreateRequest::new("ORDERS", named.clone())
            .with_action(CreateAction::Create)
            .with_pedantic(true),
        "CONSUMER.CREATE.ORDERS.c",
        r#"{"stream_name":"ORDERS","config":{"name":"c","ack_policy":"explicit"},"action":"create","pedantic":true}"#,
    );
    shown.is(
        &ConsumerCreateRequest::new(
            "ORDERS",
            named
                .clone()
                .with_filter_subject("orders.*.new")
                .with_ack_wait(Duration::from_millis(1500))
                .with_backoff([Duration::from_secs(1), Duration::from_secs(5)])
                .with_deliver_policy(DeliverPolicy::ByStartSequence)
                .with_opt_start_seq(5)
                .with_metadata([("team", "eu")]),
        ),
        "CONSUMER.CREATE.ORDERS.c.orders.*.new",
        r#"{"stream_name":"ORDERS","config":{"name":"c","deliver_policy":"by_start_sequence","ack_policy":"explicit","ack_wait":1500000000,"filter_subject":"orders.*.new","backoff":[1000000000,5000000000],"metadata":{"team":"eu"},"opt_start_seq":5}}"#,
    );
    shown.is(
        &ConsumerCreateRequest::new("ORDERS", named.with_filter_subjects(["orders.a", "orders.b"])),
        "CONSUMER.CREATE.ORDERS.c",
        r#"{"stream_name":"ORDERS","config":{"name":"c","ack_policy":"explicit","filter_subjects":["orders.a","orders.b"]}}"#,
    );
    shown.is(
        &ConsumerDurableCreateRequest::new("ORDERS", config.with_durable_name("d")),
        "CONSUMER.DURABLE.CREATE.ORDERS.d",
        r#"{"stream_name":"ORDERS","config":{"durable_name":"d"}}"#,
    );
    shown.is(
        &ConsumerNamesRequest::new("ORDERS").with_offset(1024),
        "CONSUMER.NAMES.ORDERS",
        r#"{"offset":1024}"#,
    );
    shown.is(
        &ConsumerListRequest::new("ORDERS"),
        "CONSUMER.LIST.ORDERS",
        "",
    );
    shown.is(
        &ConsumerInfoRequest::new("ORDERS", "c"),
        "CONSUMER.INFO.ORDERS.c",
        "",
    );
    shown.is(
        &ConsumerDeleteRequest::new("ORDERS", "c"),
        "CONSUMER.DELETE.ORDERS.c",
        "",
    );
    shown.is(
        &ConsumerPauseRequest::new("ORDERS", "c"),
        "CONSUMER.PAUSE.ORDERS.c",
        "",
    );
    shown.is(
        &ConsumerPauseRequest::new("ORDERS", "c").with_pause_until(time("2099-01-01T00:00:00Z")),
        "CONSUMER.PAUSE.ORDERS.c",
        r#"{"pause_until":"2099-01-01T00:00:00Z"}"#,
    );
    shown.is(
        &ConsumerUnpinRequest::new("ORDERS", "c", "g"),
        "CONSUMER.UNPIN.ORDERS.c",
        r#"{"group":"g"}"#,
    );
    shown.is(
        &ConsumerResetRequest::new("ORDERS", "c").with_seq(5),
        "CONSUMER.RESET.ORDERS.c",
        r#"{"seq":5}"#,
    );
    shown.is(
        &ConsumerMsgNextRequest::new("ORDERS", "c"),
        "CONSUMER.MSG.NEXT.ORDERS.c",
        "",
    );
    shown.is(
        &ConsumerMsgNextRequest::new("ORDERS", "c")
            .with_expires(Duration::from_secs(5))
            .with_batch(100)
            .with_no_wait(true),
        "CONSUMER.MSG.NEXT.ORDERS.c",
        r#"{"expires":5000000000,"batch":100,"no_wait":true}"#,
    );
    shown.is(
        &ConsumerLeaderStepdownRequest::new("ORDERS", "c")
            .with_placement(Placement::new().with_preferred("n2")),
        "CONSUMER.LEADER.STEPDOWN.ORDERS.c",
        r#"{"placement":{"preferred":"n2"}}"#,
    );
    shown.is(
        &ConsumerPeerRemoveRequest::new("ORDERS", "c", "n2"),
        "CONSUMER.PEER.REMOVE.ORDERS.c",
        r#"{"peer":"n2"}"#,
    );
    shown.is(
        &ConsumerPeerEvacuateRequest::new("ORDERS", "c", "n2"),
        "CONSUMER.PEER.EVACUATE.ORDERS.c",
        r#"{"peer":"n2"}"#,
    );
}

#[test]
fn a_request_without_the_name_in_its_subject_is_refused() {
    let mut subject = SubjectBuilder::new("$JS.API");
    let unnamed = ConsumerDurableCreateRequest::new("ORDERS", ConsumerConfig::new());
    assert!(matches!(
        unnamed.subject(&mut subject),
        Err(SubjectError::Name(_))
    ));
    let mut subject = SubjectBuilder::new("$JS.API");
    assert!(StreamInfoRequest::new("").subject(&mut subject).is_err());
}

#[test]
fn a_duration_that_no_server_can_hold_is_refused() {
    let config = StreamConfig::new("S").with_max_age(Duration::from_secs(u64::MAX));
    assert!(StreamCreateRequest::new(config).payload().is_err());
}
