//! The examples that come in pairs, each run as its user runs it.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::net::TcpStream;

use jsapi_test_server::{Operator, Options, Server};
use jsapi_tests::{Example, Outcome};

fn server() -> Outcome<Server> {
    Ok(Server::start(&Options::new())?)
}

/// Whether all of these were printed, in this order.
fn says(printed: &str, expected: &[&str]) {
    let mut rest = printed;
    for text in expected {
        let found = rest.split_once(text);
        rest = found
            .unwrap_or_else(|| panic!("{text:?} is missing in:\n{printed}"))
            .1;
    }
}

#[test]
fn the_readme_has_a_line_for_every_example_and_for_no_other() -> Outcome {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../client/examples");
    let mut files = BTreeSet::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            files.extend(
                path.file_stem()
                    .and_then(|name| Some(name.to_str()?.to_owned())),
            );
        }
    }
    let readme = include_str!("../../client/examples/README.md");
    let named = readme.split("--example ").skip(1);
    let named = named.filter_map(|rest| rest.split_whitespace().next());
    let named: BTreeSet<_> = named.map(str::to_owned).collect();
    assert_eq!(named, files);
    Ok(())
}

#[test]
fn the_tour_comes_to_its_end_and_leaves_nothing() -> Outcome {
    let server = server()?;
    let printed = Example::start("tour", &server.url(), &[])?.end()?;
    says(&printed, &["== Account", "== Clean up"]);
    // With streams that it left, it would find them.
    let printed = Example::start("jetstream_py", &server.url(), &[])?.end()?;
    says(&printed, &["the account has 0 streams"]);
    Ok(())
}

#[test]
fn the_tour_starts_a_server_of_its_own_and_ends_it_afterwards() -> Outcome {
    let stores = concat!(env!("CARGO_TARGET_TMPDIR"), "/the-tour");
    let _ = fs::remove_dir_all(stores);
    fs::create_dir_all(stores)?;
    let printed = Example::start_alone("tour", &[("TMPDIR", stores)])?.end()?;
    says(
        &printed,
        &[
            "started nats-server",
            "on nats://127.0.0.1:",
            "== Account",
            "0 streams and 0 consumers",
            "== Clean up",
            "all TOUR_ streams are gone",
        ],
    );
    let (_, url) = printed.split_once("nats://").ok_or("no URL")?;
    let address = url.split_whitespace().next().ok_or("no address")?;
    assert!(TcpStream::connect(address).is_err(), "{printed}");
    assert_eq!(fs::read_dir(stores)?.count(), 0);
    fs::remove_dir(stores)?;
    Ok(())
}

#[test]
fn what_a_panini_service_publishes_is_pushed_to_one_and_pulled_by_another() -> Outcome {
    let server = server()?;
    let url = server.url();
    let mut publisher = Example::start("panini_publisher", &url, &["3"])?;
    // The stream is there.
    publisher.until("stored as 1")?;
    let listener = Example::start("panini_push_listener", &url, &["3"])?;
    says(
        &listener.end()?,
        &[
            "a message on test.app2.stream: {",
            r#""counter":1"#,
            r#""counter":2"#,
            r#""counter":3"#,
        ],
    );
    says(&publisher.end()?, &["stored as 2", "stored as 3"]);

    let unacknowledged = Example::start("panini_publisher", &url, &["--unacknowledged", "1"])?;
    let printed = unacknowledged.end()?;
    assert!(
        printed.contains("sent {") && !printed.contains("stored"),
        "{printed}"
    );
    // What was acknowledged does not come again.
    let listener = Example::start("panini_push_listener", &url, &["1"])?;
    let printed = listener.end()?;
    assert_eq!(printed.lines().count(), 1, "{printed}");

    let mut worker = Example::start("panini_pull_worker", &url, &[])?;
    worker.until("4: {")?;
    // Ten rounds, so that it waits for more now, and the parallel task goes on.
    worker.until("a task in parallel")?;
    Example::start("panini_publisher", &url, &["2"])?.end()?;
    worker.until("6: {")?;
    drop(worker);
    Ok(())
}

#[test]
fn the_pull_worker_ends_after_ten_messages() -> Outcome {
    let server = server()?;
    let url = server.url();
    for _ in 0..10 {
        Example::start("panini_publisher", &url, &["1"])?.end()?;
    }
    let printed = Example::start("panini_pull_worker", &url, &[])?.end()?;
    let rounds = printed.lines().filter(|line| line.contains(": {")).count();
    assert_eq!(rounds, 10, "{printed}");
    assert!(printed.contains("a task in parallel"), "{printed}");
    Ok(())
}

#[test]
fn what_is_published_without_waiting_is_pulled_until_that_is_cancelled() -> Outcome {
    let server = server()?;
    let url = server.url();
    let printed = Example::start("tcl_publish", &url, &["5"])?.end()?;
    for n in 1..=5 {
        assert!(
            printed.contains(&format!("{n} is {n} of TASKS")),
            "{printed}"
        );
    }
    assert!(
        printed
            .contains("6 was refused: expected stream does not match (code 400, err_code 10060)"),
        "{printed}"
    );
    assert!(
        printed.contains("7 was not acknowledged: nobody.listens: "),
        "{printed}"
    );
    assert!(printed.contains("it may be stored: false"), "{printed}");
    says(&printed, &["all are on their way", "5 stored, 2 failed"]);

    let printed = Example::start("tcl_consume", &url, &["3"])?.end()?;
    says(
        &printed,
        &[
            "task 1",
            "task 3",
            "cancelled",
            "cancelling again is an error",
            "the pull is already cancelled",
            "nothing more comes",
        ],
    );
    Ok(())
}

#[test]
fn a_pull_that_has_ended_by_itself_is_not_cancelled() -> Outcome {
    let server = server()?;
    let url = server.url();
    Example::start("tcl_publish", &url, &["1"])?.end()?;
    let printed = Example::start("tcl_consume", &url, &["2"])?.end()?;
    says(&printed, &["task 1", "not cancelled", "it ended by itself"]);
    Ok(())
}

#[test]
fn the_first_steps_are_made_in_and_outside_of_a_domain() -> Outcome {
    for (options, arguments, domain) in [
        (Options::new(), &[][..], "domain None"),
        (
            Options::new().domain("hub"),
            &["hub"],
            r#"domain Some("hub")"#,
        ),
    ] {
        let server = Server::start(&options)?;
        let printed = Example::start("jetstream_py", &server.url(), arguments)?.end()?;
        says(
            &printed,
            &[
                "the account has 0 streams",
                "their names: []",
                "stored as 2 of TEST",
                domain,
                "duplicate false",
                r#"the next is "hola" with foo: Some("bar")"#,
                r#""hello""#,
            ],
        );
    }
    Ok(())
}

#[test]
fn pair_1_publishes_to_who_listens_at_the_time() -> Outcome {
    let server = server()?;
    let url = server.url();
    let mut subscriber = Example::start("pair1_basic_subscriber", &url, &["3"])?;
    subscriber.until("subscribed")?;
    let printed = Example::start("pair1_basic_publisher", &url, &["3"])?.end()?;
    says(&printed, &["connected to n1", "published 3"]);
    let texts = ["basic.news: message 1", "message 2", "message 3"];
    says(&subscriber.end()?, &texts);
    Ok(())
}

#[test]
fn pair_2_connects_with_a_credentials_file_and_not_with_another() -> Outcome {
    let operator = Operator::new();
    let server = Server::start(&Options::new().accounts(operator.accounts()))?;
    let url = server.url();
    let file = server.directory().join("user.creds");
    fs::write(&file, operator.credentials())?;
    let creds = [("NATS_CREDS", file.to_str().unwrap())];

    let mut subscriber = Example::start_with("pair2_credentials_subscriber", &url, &["2"], &creds)?;
    subscriber.until("the account of this user has 0 streams")?;
    subscriber.until("subscribed")?;
    let publisher = Example::start_with("pair2_credentials_publisher", &url, &["2"], &creds)?;
    let printed = publisher.end()?;
    says(&printed, &["connected with", "published 2"]);
    says(&subscriber.end()?, &["message 1", "message 2"]);

    fs::write(&file, Operator::new().credentials())?;
    let publisher = Example::start_with("pair2_credentials_publisher", &url, &["2"], &creds)?;
    let refused = publisher.end().unwrap_err().to_string();
    assert!(
        refused.to_lowercase().contains("authorization"),
        "{refused}"
    );
    Ok(())
}

#[test]
fn pair_3_reads_what_was_stored_before_and_goes_on_where_it_ended() -> Outcome {
    let server = server()?;
    let url = server.url();
    let printed = Example::start("pair3_jetstream_publisher", &url, &["3"])?.end()?;
    says(
        &printed,
        &["message 3 is 3 of NEWS", "NEWS holds 3 messages"],
    );
    let printed = Example::start("pair3_jetstream_subscriber", &url, &["2"])?.end()?;
    says(
        &printed,
        &[
            "3 messages are waiting",
            "1 on news.local: message 1",
            "message 2",
        ],
    );
    let printed = Example::start("pair3_jetstream_subscriber", &url, &["1"])?.end()?;
    says(&printed, &["3 on news.local: message 3"]);
    assert!(!printed.contains("message 1"), "{printed}");
    Ok(())
}

#[test]
fn pair_4_tells_of_the_connection_and_of_each_failure() -> Outcome {
    let mut server = server()?;
    let url = server.url();
    for expected in ["stored as 1", "it was there already, as 1"] {
        let printed = Example::start("pair4_callbacks_publisher", &url, &["1"])?.end()?;
        says(
            &printed,
            &[
                expected,
                "refused with 10054",
                "no stream takes it: nobody.listens",
                "not sent",
                "somebody was first, with Some(1)",
                "event: closed",
            ],
        );
        assert!(printed.contains("event: connected"), "{printed}");
    }

    let mut subscriber = Example::start("pair4_callbacks_subscriber", &url, &["2"])?;
    subscriber.until("events.local: message 1")?;
    subscriber.until("no second word")?;
    server.kill()?;
    subscriber.until("event: disconnected")?;
    server.restart()?;
    subscriber.until("notice: Reconnected")?;
    Example::start("pair4_callbacks_publisher", &url, &["2"])?.end()?;
    says(&subscriber.end()?, &["events.local: message 2"]);
    Ok(())
}

#[test]
fn pair_5_sees_what_becomes_of_keys() -> Outcome {
    let server = server()?;
    let url = server.url();
    let mut subscriber = Example::start("pair5_kv_subscriber", &url, &["5"])?;
    subscriber.until("that is what there was")?;
    let printed = Example::start("pair5_kv_publisher", &url, &[])?.end()?;
    says(
        &printed,
        &[
            "anna.color is at revision 2",
            "not red: it is at Some(3) by now",
            "not black",
            "anna.color is green at 3",
            r#"keys: ["anna.color"]"#,
            "at 2: Put blue",
            "at 3: Put green",
        ],
    );
    says(
        &subscriber.end()?,
        &[
            "anna.city is Tomsk",
            "anna.color is blue",
            "anna.color is green",
            "anna.city is gone: Delete",
            "anna.color is blue",
        ],
    );
    let printed = Example::start("pair5_kv_subscriber", &url, &["2"])?.end()?;
    says(&printed, &["anna.city is gone", "anna.color is blue"]);
    Ok(())
}

#[test]
fn pair_6_shares_values_with_who_knows_the_token() -> Outcome {
    let accounts = r#"authorization { token: "s3cr3t" }"#;
    let server = Server::start(&Options::new().accounts(accounts))?;
    let url = server.url();
    let token = [("NATS_TOKEN", "s3cr3t")];
    let mut subscriber = Example::start_with("pair6_kv_token_subscriber", &url, &["3"], &token)?;
    subscriber.until("watching")?;
    let publisher = Example::start_with("pair6_kv_token_publisher", &url, &["3"], &token)?;
    says(&publisher.end()?, &["one more visit, at revision Some(3)"]);
    says(
        &subscriber.end()?,
        &["visits is 1", "visits is 2", "visits is 3 at revision 3"],
    );

    let wrong = [("NATS_TOKEN", "guessed")];
    let publisher = Example::start_with("pair6_kv_token_publisher", &url, &["1"], &wrong)?;
    let refused = publisher.end().unwrap_err().to_string();
    assert!(
        refused.to_lowercase().contains("authorization"),
        "{refused}"
    );
    assert!(!refused.contains("guessed"), "{refused}");
    Ok(())
}

#[test]
fn the_first_steps_work_beside_the_streams_of_the_examples_before_them() -> Outcome {
    let server = server()?;
    let url = server.url();
    // In the order of the README, without a terminal.
    for (name, arguments) in [
        ("pair3_jetstream_publisher", &["2"][..]),
        ("panini_publisher", &["1"]),
        ("tcl_publish", &["2"]),
    ] {
        Example::start(name, &url, arguments)?.end()?;
    }
    let printed = Example::start("jetstream_py", &url, &[])?.end()?;
    says(&printed, &["stored as 2 of TEST", r#""hello""#]);
    Ok(())
}

#[test]
fn the_basic_publisher_connects_at_once() -> Outcome {
    let server = server()?;
    let begun = std::time::Instant::now();
    Example::start("pair1_basic_publisher", &server.url(), &["1"])?.end()?;
    // Its delay between reconnects is 5 s.
    assert!(
        begun.elapsed() < std::time::Duration::from_secs(4),
        "{:?}",
        begun.elapsed()
    );
    Ok(())
}
