//! Three servers with one JetStream, and two with one each.

#![allow(
    clippy::unwrap_used,
    reason = "tests, but clippy sees only the functions with #[test]"
)]

use jsapi_test_server::{Cluster, HubAndLeaf, Options, User, Version, raw};
use serde_json::Value;

fn ask(url: &str, user: User<'_>, subject: &str, payload: &str) -> Value {
    let reply = raw::request(url, user, subject, payload.as_bytes()).unwrap();
    reply.json().unwrap()
}

fn create(url: &str, name: &str) -> Value {
    ask(
        url,
        User::A,
        &format!("$JS.API.STREAM.CREATE.{name}"),
        &format!(r#"{{"name":"{name}","num_replicas":3}}"#),
    )
}

#[test]
fn a_cluster_of_three_elects_a_leader_and_survives_it() {
    let mut cluster = Cluster::start(Version::V2_15_1, 3).unwrap();
    assert_eq!(cluster.nodes().len(), 3);
    let first = cluster.leader().unwrap().unwrap();
    for (node, name) in ["ONE", "TWO", "THREE"].iter().enumerate() {
        let created = create(&cluster.url(node), name);
        assert_eq!(created["config"]["num_replicas"], 3, "{created}");
    }

    cluster.kill(first).unwrap();
    cluster.wait_ready().unwrap();
    let second = cluster.leader().unwrap().unwrap();
    assert_ne!(first, second);

    let url = cluster.url(first);
    cluster.restart(first).unwrap();
    cluster.wait_ready().unwrap();
    assert_eq!(cluster.url(first), url);
    let names = ask(&url, User::A, "$JS.API.STREAM.NAMES", "");
    assert_eq!(names["total"], 3, "{names}");
}

#[test]
fn a_cluster_of_the_oldest_version_has_a_domain_and_a_system_account() {
    let options = Options::new().version(Version::V2_10_26).domain("hub");
    let cluster = Cluster::start_with(&options, 3).unwrap();
    let info = ask(&cluster.url(1), User::A, "$JS.hub.API.INFO", "");
    assert_eq!(info["domain"], "hub", "{info}");
    let down = ask(
        &cluster.url(0),
        User::SYS,
        "$JS.API.META.LEADER.STEPDOWN",
        "",
    );
    assert_eq!(down["success"], true, "{down}");
}

#[test]
fn hub_and_leaf_reach_each_others_domain_also_after_a_restart() {
    let mut both = HubAndLeaf::start(Version::V2_15_1).unwrap();
    let name = r#"{"name":"S"}"#;
    let subject = "$JS.hub.API.STREAM.CREATE.S";
    let created = ask(&both.leaf().url(), User::A, subject, name);
    assert_eq!(created["config"]["name"], "S", "{created}");
    let subject = "$JS.leaf.API.STREAM.INFO.S";
    let none = ask(&both.hub().url(), User::A, subject, "");
    assert_eq!(none["error"]["err_code"], 10059, "{none}");

    both.hub_mut().restart().unwrap();
    both.wait_connected().unwrap();
    let subject = "$JS.hub.API.STREAM.INFO.S";
    let there = ask(&both.leaf().url(), User::A, subject, "");
    assert_eq!(there["config"]["name"], "S", "{there}");
}
