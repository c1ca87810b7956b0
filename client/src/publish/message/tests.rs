use super::*;

fn refused(message: PublishMessage) -> String {
    match message.check() {
        Err(Error::Invalid { source, .. }) => source.to_string(),
        other => panic!("{other:?}"),
    }
}

fn message() -> PublishMessage {
    PublishMessage::new("a.b", "x")
}

#[test]
fn header_names_that_are_not_names_are_refused_without_a_panic() {
    for name in [
        "", " ", "a b", "a:b", "a\rb", "a\nb", "a\0b", "ä", "\u{7f}", "a\tb", "名",
    ] {
        refused(message().header(name, "1"));
    }
    assert!(message().header("X-Trace_1.~", "1").check().is_ok());
}

#[test]
fn header_values_that_would_bend_the_protocol_are_refused_without_a_panic() {
    for value in ["a\rb", "a\nb", "a\r\nX: 1", "a\0b"] {
        refused(message().header("X", value));
        refused(message().message_id(value));
        refused(message().expect_last_message_id(value));
        refused(message().expect_stream(value));
        refused(message().expect_last_sequence_of(value, 1));
        refused(message().end_schedule(value));
    }
    assert!(message().expect_stream("ü").check().is_ok());
    assert!(message().expect_last_sequence_of("ü", 1).check().is_ok());
    assert!(message().end_schedule("ü").check().is_ok());
    assert!(message().header("X", "").check().is_ok());
    for value in ["a b\tc", "ü", "\u{c}", "日本", "\u{1b}[0m", "\u{7f}"] {
        assert!(message().header("X", value).check().is_ok(), "{value:?}");
        assert!(message().message_id(format!("1{value}")).check().is_ok());
    }
    refused(message().message_id(""));
    refused(message().expect_stream("a.b"));
}

/// Servers skip spaces, and then find no ID.
#[test]
fn ids_that_servers_do_not_see_are_refused() {
    for blank in ["", " ", "  ", "\t"] {
        refused(message().message_id(blank));
        refused(message().header(header::MSG_ID, blank));
        refused(message().expect_last_message_id(blank));
        assert!(!message().header(header::MSG_ID, blank).has_message_id());
    }
    assert!(message().message_id(" a").check().is_ok());
    assert!(message().header(header::MSG_ID, "a").has_message_id());
}

#[test]
fn subjects_that_are_not_one_subject_are_refused() {
    for subject in [
        "",
        ".",
        "a.",
        ".a",
        "a..b",
        "a b",
        "a\r\nPUB x",
        "*",
        "a.*",
        "a.>",
        "a\tb",
    ] {
        refused(PublishMessage::new(subject, ""));
    }
    refused(PublishMessage::new("a".repeat(5000), ""));
    for subject in ["a", "a.b", "a*.b>", "Ä.名", "$KV.b.k", "a.**"] {
        assert!(PublishMessage::new(subject, "").check().is_ok());
    }
}

#[test]
fn the_first_thing_that_is_wrong_is_told() {
    let error = message()
        .header("a b", "1")
        .message_id("")
        .check()
        .unwrap_err();
    let Error::Invalid { operation, source } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(operation, "a.b");
    assert_eq!(
        source.to_string(),
        r#"header "a b" is not a valid name: it contains a character other than printable ASCII, a space or a colon"#
    );
    assert!(!error.may_have_applied());
}

#[test]
fn repeated_headers_are_all_kept() {
    let message = message().header("X", "1").header("X", "2");
    let headers = message.header_map().unwrap();
    assert_eq!(headers.get_all("X").count(), 2);
}

#[test]
fn a_counter_takes_no_payload() {
    assert_eq!(
        refused(message().increment(1)),
        "a message to a counter must not have a payload"
    );
    let message = PublishMessage::new("a", "").increment(i64::MIN);
    assert_eq!(
        message
            .header_map()
            .unwrap()
            .get("Nats-Incr")
            .unwrap()
            .as_str(),
        "-9223372036854775808"
    );
}

#[test]
fn what_is_in_a_message_is_not_shown() {
    let message = PublishMessage::new("a", "secret").header("Token", "hidden");
    let shown = format!("{message:?}");
    assert!(
        !shown.contains("secret") && !shown.contains("hidden"),
        "{shown}"
    );
    assert!(shown.contains("Token"), "{shown}");
}

#[test]
fn a_fraction_of_a_second_is_not_dropped_from_a_ttl() {
    assert_eq!(
        refused(message().ttl(Duration::from_millis(1500))),
        r#"header "Nats-TTL" cannot be set: 1.5s is not in whole seconds"#
    );
    refused(message().ttl(Duration::ZERO));
    let message = message().ttl(Ttl::rounded_up(Duration::from_millis(1500)));
    assert_eq!(
        message
            .header_map()
            .unwrap()
            .get("Nats-TTL")
            .unwrap()
            .as_str(),
        "2s"
    );
}
