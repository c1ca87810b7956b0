//! One server: start, stop and restart.

#![allow(
    clippy::unwrap_used,
    reason = "tests, but clippy sees only the functions with #[test]"
)]

use std::fs;
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use jsapi_test_server::{Error, Options, Server, User, Version, Wanted, find, raw};
use serde_json::Value;

fn ask(server: &Server, user: User<'_>, subject: &str, payload: &str) -> Value {
    let reply = raw::request(&server.url(), user, subject, payload.as_bytes()).unwrap();
    reply.json().unwrap()
}

#[test]
fn every_version_starts_and_says_its_own() {
    for version in Version::ALL {
        let server = Server::start(&Options::new().version(version)).unwrap();
        assert_eq!(server.version(), version);
        let connection = raw::Connection::open(&server.url(), User::A).unwrap();
        assert_eq!(connection.info()["version"], version.to_string());
        let info = ask(&server, User::A, "$JS.API.INFO", "");
        assert_eq!(info["limits"]["max_streams"], -1, "{info}");
    }
}

#[test]
fn any_version_is_2_10_or_newer() {
    let server = Server::shared(Wanted::Any).unwrap();
    assert!(server.version() >= Version::new(2, 10, 0));
}

#[test]
fn the_standard_users_are_of_accounts_with_without_and_with_little_jetstream() {
    let server = Server::shared(Version::V2_15_1).unwrap();
    let b = ask(server, User::B, "$JS.API.INFO", "");
    assert_eq!(b["limits"]["max_streams"], 3, "{b}");
    assert_eq!(b["limits"]["max_bytes_required"], true, "{b}");
    let n = ask(server, User::N, "$JS.API.INFO", "");
    assert_eq!(n["error"]["err_code"], 10039, "{n}");
    let sys = ask(server, User::SYS, "$SYS.REQ.SERVER.PING", "");
    assert_eq!(sys["server"]["ver"], "2.15.1", "{sys}");
    let nobody = User::new("nobody", "");
    let refused = raw::request(&server.url(), nobody, "$JS.API.INFO", b"");
    assert!(matches!(refused, Err(Error::Protocol { .. })));
}

#[test]
fn two_servers_have_ports_and_stores_of_their_own() {
    let first = Server::start(&Options::new()).unwrap();
    let second = Server::start(&Options::new()).unwrap();
    assert_ne!(first.port(), second.port());
    assert_ne!(first.directory(), second.directory());
    ask(
        &first,
        User::A,
        "$JS.API.STREAM.CREATE.S",
        r#"{"name":"S"}"#,
    );
    let none = ask(&second, User::A, "$JS.API.STREAM.INFO.S", "");
    assert_eq!(none["error"]["err_code"], 10059, "{none}");
}

#[test]
fn a_restart_keeps_port_and_data_after_a_stop_a_kill_and_neither() {
    let mut server = Server::start(&Options::new().version(Version::V2_11_11)).unwrap();
    let port = server.port();
    ask(
        &server,
        User::A,
        "$JS.API.STREAM.CREATE.KEPT",
        r#"{"name":"KEPT","subjects":["kept"]}"#,
    );
    let mut kept = 0;
    for end in ["stop", "kill", "neither"] {
        ask(&server, User::A, "kept", "a message");
        kept += 1;
        let before = server.process_id().unwrap();
        match end {
            "stop" => server.stop().unwrap(),
            "kill" => server.kill().unwrap(),
            _ => {}
        }
        server.restart().unwrap();
        assert_eq!(server.port(), port);
        assert_ne!(server.process_id(), Some(before));
        let info = ask(&server, User::A, "$JS.API.STREAM.INFO.KEPT", "");
        assert_eq!(info["state"]["messages"], kept, "{info}");
    }
    assert_eq!(server.log().unwrap().matches("Server is ready").count(), 4);
}

#[test]
fn a_restart_waits_until_another_program_gives_the_port_back() {
    const REFUSED: &str = "Error listening on port";
    let mut server = Server::start(&Options::new()).unwrap();
    server.stop().unwrap();
    let taken = TcpListener::bind(("127.0.0.1", server.port())).unwrap();
    let log = server.directory().join("server.log");
    let other = thread::spawn(move || {
        let start = Instant::now();
        while !fs::read_to_string(&log).unwrap().contains(REFUSED) {
            assert!(start.elapsed() < Duration::from_secs(20));
            thread::sleep(Duration::from_millis(5));
        }
        drop(taken);
    });
    server.restart().unwrap();
    other.join().unwrap();
}

#[test]
fn a_restart_as_another_version_keeps_the_store() {
    let mut server = Server::start(&Options::new().version(Version::V2_12_8)).unwrap();
    ask(
        &server,
        User::A,
        "$JS.API.STREAM.CREATE.S",
        r#"{"name":"S"}"#,
    );
    server.restart_as(Version::V2_15_1).unwrap();
    assert_eq!(server.version(), Version::V2_15_1);
    let info = ask(&server, User::A, "$JS.API.STREAM.INFO.S", "");
    assert_eq!(info["config"]["name"], "S", "{info}");
}

#[test]
fn a_stopped_server_does_not_answer_and_stopping_it_again_is_nothing() {
    let mut server = Server::start(&Options::new()).unwrap();
    server.stop().unwrap();
    assert!(!server.is_running());
    assert_eq!(server.process_id(), None);
    assert!(raw::request(&server.url(), User::A, "$JS.API.INFO", b"").is_err());
    server.stop().unwrap();
    server.kill().unwrap();
}

#[test]
fn a_server_that_refuses_its_configuration_is_an_error_with_its_words() {
    let options = Options::new().extra("no_such_setting: 1");
    let error = Server::start(&options).unwrap_err();
    assert!(matches!(error, Error::Start { .. }));
    let text = error.to_string();
    assert!(text.contains("unknown field \"no_such_setting\""), "{text}");
}

#[test]
fn options_reach_the_server() {
    let options = Options::new()
        .version(Version::V2_15_1)
        .name("special")
        .domain("east")
        .strict(false)
        .max_memory(32 << 20)
        .max_file(128 << 20)
        .extra("max_payload: 4096");
    let server = Server::start(&options).unwrap();
    let connection = raw::Connection::open(&server.url(), User::A).unwrap();
    assert_eq!(connection.info()["server_name"], "special");
    assert_eq!(connection.info()["domain"], "east");
    assert_eq!(connection.info()["max_payload"], 4096);
    let config = &server.monitor("/jsz").unwrap()["config"];
    assert_eq!(config["max_memory"], 32 << 20);
    assert_eq!(config["max_storage"], 128 << 20);
    // Strict servers answer err_code 10025 to an unknown field.
    let lenient = r#"{"name":"S","unknown":1}"#;
    let created = ask(&server, User::A, "$JS.API.STREAM.CREATE.S", lenient);
    assert_eq!(created["error"], Value::Null, "{created}");
}

#[test]
fn without_jetstream_nobody_answers_its_api() {
    let server = Server::start(&Options::new().without_jetstream()).unwrap();
    let reply = raw::request(&server.url(), User::A, "$JS.API.INFO", b"").unwrap();
    assert_eq!(reply.status(), Some(503));
}

#[test]
fn accounts_of_ones_own_replace_the_standard_ones() {
    let text = "accounts { X { jetstream: enabled, users: [ { user: x, password: y } ] } }";
    let server = Server::start(&Options::new().accounts(text)).unwrap();
    let info = ask(&server, User::new("x", "y"), "$JS.API.INFO", "");
    assert!(info["limits"].is_object(), "{info}");
    assert!(raw::request(&server.url(), User::A, "$JS.API.INFO", b"").is_err());
}

#[test]
fn threads_that_ask_at_once_share_one_server_and_one_program() {
    let ports: Vec<u16> = thread::scope(|scope| {
        let ask = || scope.spawn(|| Server::shared(Version::V2_14_6).unwrap().port());
        let threads: Vec<_> = (0..4).map(|_| ask()).collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(ports.iter().all(|port| *port == ports[0]), "{ports:?}");
    assert_eq!(find(Version::V2_14_6).unwrap().version, Version::V2_14_6);
}
