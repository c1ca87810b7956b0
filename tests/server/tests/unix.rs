//! What needs signals: pausing a server, and that nothing of it is left.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    reason = "tests, but clippy sees only the functions with #[test]"
)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use jsapi_test_server::{Cluster, Error, Fault, Options, Server, Target, User, Version, raw};

fn runs(id: u32) -> bool {
    // A container's first process may never take note of an ended process that nobody waits for.
    let told = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    if told.contains(") Z ") {
        return false;
    }
    let status = Command::new("sh")
        .args(["-c", "kill -0 \"$1\" 2>&-", "sh", &id.to_string()])
        .status()
        .unwrap();
    status.success()
}

#[test]
fn a_paused_server_is_silent_and_answers_when_it_goes_on() {
    let mut server = Server::start(&Options::new()).unwrap();
    let mut connection = raw::Connection::open(&server.url(), User::A).unwrap();
    server.pause().unwrap();
    let silent = connection.request("$JS.API.INFO", b"", Duration::from_millis(200));
    assert!(matches!(silent, Err(Error::Timeout { .. })), "{silent:?}");
    server.resume().unwrap();
    let reply = connection.request("$JS.API.INFO", b"", Duration::from_secs(10));
    assert!(reply.unwrap().json().unwrap()["limits"].is_object());
    server.pause().unwrap();
    server.stop().unwrap();
}

#[test]
fn a_dropped_server_leaves_no_process_and_no_directory() {
    for kill in [false, true] {
        let mut server = Server::start(&Options::new()).unwrap();
        let (id, directory) = (server.process_id().unwrap(), server.directory().to_owned());
        assert!(runs(id) && directory.join("store").is_dir());
        if kill {
            server.kill().unwrap();
            assert!(!runs(id) && directory.is_dir());
        }
        drop(server);
        assert!(!runs(id) && !directory.exists());
    }
}

#[test]
fn a_killed_program_leaves_no_server_and_no_directory() {
    // Without input, as in the background of a script, it runs until it is killed.
    let mut program = Command::new(env!("CARGO_BIN_EXE_nats-server-run"))
        .args(["--version", "2.15.1"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(program.stderr.take().unwrap()).lines();
    // nats-server 2.15.1 "n1", process 4711, in /tmp/jsapi-server-x
    let (id, directory) = loop {
        let line = lines.next().unwrap().unwrap();
        if let Some((_, rest)) = line.split_once(", process ") {
            let (id, directory) = rest.split_once(", in ").unwrap();
            break (id.parse().unwrap(), directory.to_owned());
        }
    };
    let store = Path::new(&directory).join("store");
    assert!(runs(id) && store.is_dir());
    assert!(program.try_wait().unwrap().is_none(), "it ended by itself");
    program.kill().unwrap();
    program.wait().unwrap();
    let start = Instant::now();
    while runs(id) || Path::new(&directory).exists() {
        assert!(start.elapsed() < Duration::from_secs(10), "still there");
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn faults_happen_to_the_node_with_the_role_and_are_taken_back() {
    let mut cluster = Cluster::start(Version::NEWEST, 3).unwrap();
    let ask = |cluster: &Cluster, node: usize, subject: &str, payload: &str| {
        let url = cluster.url(node);
        let reply = raw::request(&url, User::A, subject, payload.as_bytes()).unwrap();
        let reply = reply.json().unwrap();
        assert!(reply.get("error").is_none(), "{reply}");
        reply
    };
    let config = r#"{"name":"S","num_replicas":3}"#;
    ask(&cluster, 0, "$JS.API.STREAM.CREATE.S", config);
    let config = r#"{"stream_name":"S","config":{"durable_name":"C","ack_policy":"explicit"}}"#;
    ask(&cluster, 0, "$JS.API.CONSUMER.DURABLE.CREATE.S.C", config);

    let targets = [
        Target::StreamLeader("S"),
        Target::ConsumerLeader("S", "C"),
        Target::MetaLeader,
        Target::Named("n2"),
        Target::Follower("S"),
    ];
    let faults = [
        Fault::Pause,
        Fault::Kill,
        Fault::Stop,
        Fault::LameDuck,
        Fault::Restart,
    ];
    for (target, fault) in targets.into_iter().zip(faults) {
        let expected = cluster.find(target).unwrap();
        assert_eq!(
            cluster.inflict(fault, target).unwrap(),
            expected,
            "{target}"
        );
        if fault == Fault::LameDuck {
            let begun = Instant::now();
            while cluster.nodes_mut()[expected].is_running() {
                assert!(
                    begun.elapsed() < Duration::from_secs(60),
                    "a lame duck ends"
                );
                thread::sleep(Duration::from_millis(20));
            }
        }
        // Another node takes the role.
        if matches!(fault, Fault::Pause | Fault::Kill) {
            assert_ne!(cluster.find(target).unwrap(), expected, "{target}");
        }
        cluster.heal(expected).unwrap();
        cluster.wait_ready().unwrap();
        assert!(cluster.nodes_mut()[expected].is_running(), "{target}");
    }
}

#[test]
fn many_requests_are_answered_in_their_order() {
    let server = Server::shared(Version::NEWEST).unwrap();
    let mut connection = raw::Connection::open(&server.url(), User::A).unwrap();
    let asked = (0..1_000).map(|number| {
        let name = format!("NONE{number}");
        (format!("$JS.API.STREAM.CREATE.{name}"), name.into_bytes())
    });
    let replies = connection.requests(asked, Duration::from_secs(60)).unwrap();
    assert_eq!(replies.len(), 1_000);
    let others = (0..4).map(|number| {
        let subject = ["$JS.API.INFO", "$JS.API.STREAM.NAMES"][number % 2];
        (subject.to_owned(), Vec::new())
    });
    let replies = connection
        .requests(others, Duration::from_secs(60))
        .unwrap();
    let has = |number: usize, member: &str| replies[number].json().unwrap().get(member).is_some();
    for number in 0..4 {
        assert_eq!(has(number, "limits"), number % 2 == 0, "{number}");
    }
}
