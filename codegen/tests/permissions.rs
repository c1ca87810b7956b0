//! The subjects that operations need are what a server asks for, and no more.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use jsapi_codegen::Options;
use jsapi_codegen::permissions::{Needs, Permissions, operations};
use jsapi_test_server::raw::Connection;
use jsapi_test_server::{Error, Server, User, Version};
use std::fmt::Write;
use std::time::Duration;
use support::repository;

fn options() -> Options {
    Options::new(repository().join("schemas"))
}

fn of(needs: &Needs) -> Permissions {
    needs.permissions(&options()).unwrap()
}

fn publish(needs: &Needs) -> Vec<String> {
    of(needs).publish().iter().cloned().collect()
}

#[test]
fn a_role_is_the_subjects_of_its_operations() {
    assert_eq!(
        publish(
            &Needs::new()
                .consuming("ORDERS", "worker")
                .publishing("orders.*.done")
        ),
        [
            "$JS.ACK.ORDERS.worker.>",
            "$JS.API.CONSUMER.INFO.ORDERS.worker",
            "$JS.API.CONSUMER.MSG.NEXT.ORDERS.worker",
            "orders.*.done",
        ]
    );
    assert_eq!(
        publish(
            &Needs::new()
                .with_prefix("$JS.hub.API")
                .calling("stream_snapshot", [("stream", "S")])
        ),
        ["$JS.SNAPSHOT.ACK.S.*", "$JS.hub.API.STREAM.SNAPSHOT.S"]
    );
    let named = [("stream", "S"), ("consumer", "c")];
    assert_eq!(
        publish(
            &Needs::new()
                .calling("consumer_create_named", named)
                .calling("consumer_create_filtered", named)
        ),
        [
            "$JS.API.CONSUMER.CREATE.S.c",
            "$JS.API.CONSUMER.CREATE.S.c.>"
        ]
    );
    let admin = publish(&Needs::new().administering("S"));
    assert!(admin.contains(&"$JS.API.STREAM.DELETE.S".to_owned()));
    assert!(
        admin
            .iter()
            .all(|subject| subject.contains(".S") && !subject.contains("META")),
        "{admin:?}"
    );
    assert_eq!(
        of(&Needs::new().with_inbox("_INBOX_a"))
            .subscribe()
            .iter()
            .collect::<Vec<_>>(),
        ["_INBOX_a.>"]
    );
    let json = of(&Needs::new().calling("account_info", [])).to_json();
    assert_eq!(json["pub"]["allow"], serde_json::json!(["$JS.API.INFO"]));
}

#[test]
fn a_name_that_would_allow_more_is_refused() {
    for bad in ["", "a.b", "*", ">", "a b", "a\"b", "a>"] {
        assert!(
            Needs::new().reading(bad).permissions(&options()).is_err(),
            "{bad}"
        );
        assert!(
            Needs::new()
                .consuming("S", bad)
                .permissions(&options())
                .is_err(),
            "{bad}"
        );
        assert!(
            Needs::new()
                .administering(bad)
                .permissions(&options())
                .is_err(),
            "{bad}"
        );
    }
    for bad in ["", "a..b", "a. b", "a.>.b", "a\"b"] {
        assert!(
            Needs::new()
                .publishing(bad)
                .permissions(&options())
                .is_err(),
            "{bad}"
        );
        assert!(
            Needs::new()
                .with_inbox(bad)
                .permissions(&options())
                .is_err(),
            "{bad}"
        );
    }
    assert!(
        Needs::new()
            .with_prefix("*.API")
            .permissions(&options())
            .is_err()
    );
    let error = Needs::new()
        .calling("stream_dance", [])
        .permissions(&options())
        .unwrap_err();
    assert!(error.to_string().contains("stream_dance"));
    let error = Needs::new()
        .calling("account_info", [("stream", "S")])
        .permissions(&options())
        .unwrap_err();
    assert!(error.to_string().contains("account_info has no stream"));
}

/// The subject of each operation, for stream S and consumer c.
fn subjects() -> Vec<(String, String)> {
    let rows = std::fs::read_to_string(repository().join("schemas/endpoints.toml")).unwrap();
    let rows: toml::Table = rows.parse().unwrap();
    let rows = rows["endpoint"].as_array().unwrap().clone();
    rows.iter()
        .map(|row| {
            let text = |key: &str| {
                row.get(key)
                    .and_then(toml::Value::as_str)
                    .unwrap()
                    .to_owned()
            };
            let mut subject = format!("$JS.API.{}", text("subject"));
            for (token, value) in [
                ("stream", "S"),
                ("consumer", "c"),
                ("filter", "s.x"),
                ("subject", "s.x"),
                ("account", "A"),
            ] {
                subject = subject.replace(&format!("{{{token}}}"), value);
            }
            (text("operation"), subject)
        })
        .collect()
}

/// Whether the server lets the user publish there, whatever it answers.
fn may(connection: &mut Connection, subject: &str) -> bool {
    match connection.request(subject, b"", Duration::from_millis(100)) {
        Ok(_) | Err(Error::Timeout { .. }) => true,
        Err(Error::Protocol { text }) if text.to_lowercase().contains("permissions violation") => {
            false
        }
        Err(other) => panic!("{subject}: {other}"),
    }
}

#[test]
fn a_server_with_only_these_permissions_lets_each_operation_through_and_no_other() {
    let subjects = subjects();
    assert_eq!(subjects.len(), operations(&options()).unwrap().len());
    // A user for each operation, and one for each role.
    let mut users = vec!["{ user: all, password: all }".to_owned()];
    let mut add = |name: &str, needs: &Needs| {
        let permissions = of(needs).to_string();
        users.push(format!(
            "{{ user: {name}, password: {name}, {permissions} }}"
        ));
    };
    for (operation, tokens) in operations(&options()).unwrap() {
        let values = [("stream", "S"), ("consumer", "c"), ("account", "A")];
        let values = values
            .into_iter()
            .filter(|(token, _)| tokens.iter().any(|known| known == token));
        add(&operation, &Needs::new().calling(&operation, values));
    }
    add("reader", &Needs::new().reading("S"));
    add(
        "worker",
        &Needs::new().consuming("S", "c").publishing("s.x"),
    );
    let mut accounts = "accounts: { A: { jetstream: enabled, users: [\n".to_owned();
    for user in &users {
        writeln!(accounts, "{user}").unwrap();
    }
    accounts += "] }\nSYS: { users: [ { user: sys, password: sys } ] } }\nsystem_account: SYS\n";
    let options = jsapi_test_server::Options::new()
        .version(Version::V2_15_1)
        .accounts(accounts);
    let server = Server::start(&options).unwrap();
    let connect = |name: &str| Connection::open(&server.url(), User::new(name, name)).unwrap();

    let mut all = connect("all");
    let ask = |all: &mut Connection, subject: &str, body: &str| {
        let reply = all
            .request(subject, body.as_bytes(), Duration::from_secs(5))
            .unwrap();
        assert!(
            reply.json().unwrap()["error"].is_null(),
            "{subject}: {reply:?}"
        );
    };
    let make = |all: &mut Connection| {
        ask(
            all,
            "$JS.API.STREAM.CREATE.S",
            r#"{"name": "S", "subjects": ["s.*"], "allow_direct": true}"#,
        );
        ask(
            all,
            "$JS.API.CONSUMER.CREATE.S.c",
            r#"{"stream_name": "S", "config": {"name": "c", "ack_policy": "explicit"}}"#,
        );
        ask(all, "s.x", "hello");
    };
    make(&mut all);

    for (user, subject) in &subjects {
        let mut connection = connect(user);
        for (operation, other) in &subjects {
            // Some operations have the same subject.
            let expected = other == subject;
            assert_eq!(
                may(&mut connection, other),
                expected,
                "{user} calling {operation}"
            );
        }
        assert!(!may(&mut connection, "s.x"), "{user}");
    }

    // Some of them had the stream deleted, or purged, on the way.
    let _ = all.request("$JS.API.STREAM.DELETE.S", b"", Duration::from_secs(5));
    make(&mut all);
    let mut reader = connect("reader");
    for subject in [
        "$JS.API.STREAM.INFO.S",
        "$JS.API.CONSUMER.LIST.S",
        "$JS.API.CONSUMER.INFO.S.c",
    ] {
        ask(&mut reader, subject, "");
    }
    ask(&mut reader, "$JS.API.STREAM.MSG.GET.S", r#"{"seq": 1}"#);
    let message = reader
        .request("$JS.API.DIRECT.GET.S.s.x", b"", Duration::from_secs(5))
        .unwrap();
    assert_eq!(message.payload, b"hello");
    for subject in [
        "$JS.API.STREAM.PURGE.S",
        "$JS.API.CONSUMER.MSG.NEXT.S.c",
        "s.x",
        "$JS.API.STREAM.INFO.T",
        "$JS.API.INFO",
    ] {
        assert!(!may(&mut reader, subject), "{subject}");
    }

    let mut worker = connect("worker");
    ask(&mut worker, "s.x", "again");
    // The messages come on their own subject; what ends them comes to the inbox.
    let pull = br#"{"batch": 3, "no_wait": true}"#;
    let end = worker
        .request(
            "$JS.API.CONSUMER.MSG.NEXT.S.c",
            pull,
            Duration::from_secs(5),
        )
        .unwrap();
    assert_eq!(end.status(), Some(404));
    worker.publish("$JS.ACK.S.c.1.1.1.1.0", b"+ACK").unwrap();
    let info = worker.request("$JS.API.CONSUMER.INFO.S.c", b"", Duration::from_secs(5));
    let info = info.unwrap().json().unwrap();
    assert_eq!(
        info["num_ack_pending"], 1,
        "two were delivered and one acknowledged"
    );
    for subject in [
        "$JS.API.STREAM.INFO.S",
        "$JS.API.CONSUMER.MSG.NEXT.S.d",
        "$JS.ACK.S.d.1.1.1.1.0",
        "s.y",
    ] {
        assert!(!may(&mut worker, subject), "{subject}");
    }
}
