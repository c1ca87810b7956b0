//! A configuration of a newer server, changed in one field and sent back.

use std::time::Duration;

use jsapi::request::Operation;
use jsapi::{
    ConsumerConfig, ConsumerCreateRequest, ConsumerInfoRequest, Model, StreamConfig,
    StreamInfoRequest, StreamUpdateRequest, decode,
};
use serde_json::Value;

use crate::case::in_tree;
use crate::difference::differences;
use crate::marks::{mark_every_object, renew_every_enum};

/// A reply of server 2.15.1 with unknown members and values in its configuration.
///
/// A newer server may send such a reply.
fn from_a_newer_server(operation: &str, case: &str) -> Value {
    let found = in_tree().into_iter().flatten().find(|recorded| {
        recorded.text("version") == "2.15.1"
            && recorded.operation() == operation
            && recorded.text("case") == case
    });
    let found = found.unwrap_or_else(|| panic!("no recording of {operation} {case}"));
    let mut reply: Value = serde_json::from_str(found.text("response")).unwrap();
    mark_every_object(&mut reply["config"]);
    renew_every_enum(&mut reply["config"]);
    reply
}

/// The configuration in the body of a request.
fn sent(request: &impl Operation) -> Value {
    serde_json::from_slice(&request.payload().unwrap()).unwrap()
}

#[test]
fn a_stream_config_of_a_newer_server_written_back_differs_in_what_was_changed() {
    let reply = from_a_newer_server("stream_info", "full");
    let mut config: StreamConfig = decode::<StreamInfoRequest>(reply.to_string().as_bytes())
        .unwrap()
        .info
        .config;
    let unknown = config.unknown_fields();
    for path in [
        "zz_unknown",
        "subject_transform.zz_unknown",
        "sources[1].zz_unknown",
        "sources[1].subject_transforms[0].zz_unknown",
        "republish.zz_unknown",
        "consumer_limits.zz_unknown",
    ] {
        assert!(unknown.contains(&path.to_owned()), "{path} in {unknown:?}");
    }

    let same = sent(&StreamUpdateRequest::new(config.clone()));
    assert_eq!(differences(&reply["config"], &same), [""; 0], "{same}");

    config.max_age = Some(Duration::from_secs(7200));
    let changed = sent(&StreamUpdateRequest::new(config.clone()));
    assert_eq!(
        differences(&reply["config"], &changed),
        ["max_age"],
        "{changed}"
    );
    assert_eq!(changed["max_age"], 7_200_000_000_000_u64);

    let inside = config.sources.get_mut(1).unwrap();
    inside.filter_subject = Some("min.a".to_owned());
    let changed = sent(&StreamUpdateRequest::new(config));
    let expected = ["max_age", "sources[1].filter_subject"];
    assert_eq!(
        differences(&reply["config"], &changed),
        expected,
        "{changed}"
    );
}

#[test]
fn a_consumer_config_of_a_newer_server_written_back_differs_in_what_was_changed() {
    let reply = from_a_newer_server("consumer_info", "full");
    let info = decode::<ConsumerInfoRequest>(reply.to_string().as_bytes()).unwrap();
    let mut config: ConsumerConfig = info.config.unwrap();
    assert_eq!(config.unknown_fields(), ["zz_unknown"]);

    let same = sent(&ConsumerCreateRequest::new("ORDERS", config.clone()));
    assert_eq!(
        differences(&reply["config"], &same["config"]),
        [""; 0],
        "{same}"
    );

    config.max_deliver = Some(9);
    let changed = sent(&ConsumerCreateRequest::new("ORDERS", config));
    assert_eq!(
        differences(&reply["config"], &changed["config"]),
        ["max_deliver"],
        "{changed}"
    );
    assert_eq!(changed["stream_name"], "ORDERS");
}

#[test]
fn what_a_newer_server_sent_can_be_left_out() {
    let reply = from_a_newer_server("stream_info", "full");
    let info = decode::<StreamInfoRequest>(reply.to_string().as_bytes())
        .unwrap()
        .info;
    let config = info.config.without_unknown_fields();
    assert_eq!(config.unknown_fields(), [""; 0]);
    assert!(
        !sent(&StreamUpdateRequest::new(config))
            .to_string()
            .contains("zz_unknown")
    );
}
