//! A server that says something else than the recorded one is found out.
#![allow(clippy::unwrap_used)]

mod support;

use jsapi_codegen::Options;
use jsapi_codegen::drift::{Checker, Finding, Kind, Recording};
use serde_json::{Value, json};
use support::repository;

/// What the newest server said, as the system account too.
fn recorded() -> Recording {
    let now = Recording {
        server: "2.15.1".to_owned(),
        system: true,
        ..Recording::default()
    };
    let folder = repository().join("jsapi/tests/recorded/servers");
    let mut recording = Recording::nearest(&folder, &now).unwrap().unwrap();
    assert_eq!(recording.server, "2.15.1");
    // Some requests of the script get no reply from any server.
    recording.silent.clear();
    recording
}

fn findings(now: &Recording) -> Vec<Finding> {
    let options = Options::new(repository().join("schemas"));
    let mut checker = Checker::new(&options).unwrap();
    checker.recording(now, Some(&recorded())).unwrap();
    checker.report().unwrap().findings().to_vec()
}

/// Changes the replies to an operation that are no errors.
fn replies(recording: &mut Recording, operation: &str, change: impl Fn(&mut Value)) {
    let mut changed = 0;
    for (name, reply) in &mut recording.replies {
        if (operation == "*" || name == operation) && reply.get("error").is_none() {
            change(reply);
            changed += 1;
        }
    }
    assert!(changed > 0, "{operation}");
}

/// Takes a member out of every object.
fn forget(value: &mut Value, member: &str) {
    match value {
        Value::Object(members) => {
            members.remove(member);
            members.values_mut().for_each(|value| forget(value, member));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| forget(item, member)),
        _ => {}
    }
}

fn set(value: &mut Value, pointer: &str, to: Value) {
    if let Some(place) = value.pointer_mut(pointer) {
        *place = to;
    }
}

#[test]
fn what_was_recorded_is_no_drift() {
    assert_eq!(findings(&recorded()), []);
}

type Lie = (&'static str, Kind, &'static str, fn(&mut Recording));

const LIES: &[Lie] = &[
    (
        "an operation falls silent",
        Kind::Silent,
        "consumer_reset",
        |now| {
            now.replies.retain(|(name, _)| name != "consumer_reset");
            now.answered.remove("consumer_reset");
            now.silent.insert("consumer_reset".to_owned(), 3);
        },
    ),
    (
        "one request in many gets no reply",
        Kind::Silent,
        "stream_info",
        |now| {
            now.silent.insert("stream_info".to_owned(), 1);
        },
    ),
    (
        "a reply is not JSON",
        Kind::Unreadable,
        "stream_names",
        |now| {
            now.unreadable.insert("stream_names".to_owned());
        },
    ),
    ("an optional field goes", Kind::Gone, "num_deleted", |now| {
        replies(now, "*", |reply| forget(reply, "num_deleted"));
    }),
    (
        "a field goes that streams rarely have",
        Kind::Gone,
        "persist_mode",
        |now| {
            replies(now, "*", |reply| forget(reply, "persist_mode"));
        },
    ),
    (
        "an optional field goes from one reply",
        Kind::Gone,
        "ts",
        |now| {
            replies(now, "consumer_info", |reply| forget(reply, "ts"));
        },
    ),
    ("a field of an event goes", Kind::Gone, "reason", |now| {
        now.events
            .iter_mut()
            .for_each(|event| forget(event, "reason"));
    }),
    ("an event is not sent", Kind::Gone, "type", |now| {
        now.events
            .retain(|event| !event.to_string().contains("v1.max_deliver"));
    }),
    ("a header goes", Kind::Gone, "Nats-Time-Stamp", |now| {
        now.headers
            .get_mut("direct_get")
            .unwrap()
            .remove("Nats-Time-Stamp");
    }),
    ("a header is new", Kind::Field, "Nats-Brand-New", |now| {
        let headers = now.headers.get_mut("direct_get").unwrap();
        headers.insert("Nats-Brand-New".to_owned());
    }),
    ("a field is new", Kind::Field, "state.brand_new", |now| {
        replies(now, "stream_info", |reply| {
            reply["state"]["brand_new"] = json!(1)
        });
    }),
    (
        "a field has another name",
        Kind::Field,
        "state.number_of_subjects",
        |now| {
            replies(now, "stream_info", |reply| {
                let count = reply["state"]
                    .as_object_mut()
                    .unwrap()
                    .remove("num_subjects");
                reply["state"]["number_of_subjects"] = count.unwrap_or_default();
            });
        },
    ),
    ("a value is new", Kind::Value, "config.retention", |now| {
        replies(now, "stream_create", |reply| {
            set(reply, "/config/retention", json!("forever"))
        });
    }),
    (
        "an error code is new",
        Kind::Code,
        "error.err_code",
        |now| {
            let (_, reply) = now
                .replies
                .iter_mut()
                .find(|(_, reply)| reply.get("error").is_some())
                .unwrap();
            reply["error"]["err_code"] = json!(19_999);
        },
    ),
    ("a required field goes", Kind::Missing, "created", |now| {
        replies(now, "stream_info", |reply| forget(reply, "created"));
    }),
    (
        "a number is a text",
        Kind::Disagreement,
        "state.messages",
        |now| {
            replies(now, "stream_info", |reply| {
                set(reply, "/state/messages", json!("8"))
            });
        },
    ),
    (
        "a number is below its minimum",
        Kind::Disagreement,
        "state.messages",
        |now| {
            replies(now, "stream_info", |reply| {
                set(reply, "/state/messages", json!(-8))
            });
        },
    ),
    (
        "a time is not RFC 3339",
        Kind::Disagreement,
        "created",
        |now| {
            replies(now, "stream_info", |reply| {
                set(reply, "/created", json!("today"))
            });
        },
    ),
    ("an object is a list", Kind::Disagreement, "config", |now| {
        replies(now, "consumer_info", |reply| {
            set(reply, "/config", json!([]))
        });
    }),
    ("a reply is of another type", Kind::Type, "type", |now| {
        replies(now, "stream_purge", |reply| {
            set(
                reply,
                "/type",
                json!("io.nats.jetstream.api.v2.stream_purge_response"),
            )
        });
    }),
    (
        "an event is of an unknown type",
        Kind::Type,
        "type",
        |now| {
            now.events
                .push(json!({"type": "io.nats.jetstream.advisory.v1.brand_new"}));
        },
    ),
];

#[test]
fn every_lie_is_found() {
    assert!(LIES.len() >= 20);
    for (lie, kind, path, tell) in LIES {
        let mut now = recorded();
        tell(&mut now);
        let found = findings(&now);
        let is_it = |finding: &Finding| {
            let schema = finding.schema.as_str();
            finding.kind == *kind && (finding.path == *path || schema == *path)
        };
        assert!(found.iter().any(is_it), "{lie}: {found:?}");
    }
}

#[test]
fn the_nearest_version_is_the_newest_one_that_is_not_newer() {
    let folder = repository().join("jsapi/tests/recorded/servers");
    for (server, nearest) in [
        ("2.15.1", "2.15.1"),
        ("2.15.0", "2.14.6"),
        ("2.16.0-RC.1", "2.15.1"),
        ("2.12.99", "2.12.8"),
        ("2.9.0", "2.10.26"),
        ("unknown", "2.15.1"),
    ] {
        let now = Recording {
            server: server.to_owned(),
            ..Recording::default()
        };
        let recording = Recording::nearest(&folder, &now).unwrap().unwrap();
        assert_eq!(recording.server, nearest, "{server}");
    }
}
