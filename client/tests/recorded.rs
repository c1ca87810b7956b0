//! Messages that real servers sent, given to the client as they came.
//!
//! Those in the tree are `jsapi/tests/recorded`; all captures of the shared folder are
//! read where it is.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::TryStreamExt;
use jsapi::{DirectGetBatchRequest, DirectGetLastForSubjectRequest, DirectGetRequest};
use jsapi_client::consume::PullStatus;
use jsapi_client::script::ScriptedTransport;
use jsapi_client::{Context, Error, Incoming, Result, StopReason};
use serde_json::Value;

/// What was asked for, and the messages that came.
struct Case {
    name: String,
    operation: String,
    subject: String,
    came: Vec<Incoming>,
}

impl Case {
    fn read(file: &str, line: &str) -> Option<Self> {
        let case: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| case[name].as_str().unwrap_or_default().to_owned();
        if text("reply_kind") != "messages" {
            return None;
        }
        let came: Vec<Value> = serde_json::from_str(&text("response")).unwrap();
        Some(Self {
            name: format!("{file}: {} {}", text("operation"), text("case")),
            operation: text("operation"),
            subject: text("subject"),
            came: came.iter().map(message).collect(),
        })
    }

    /// Whether servers send several messages, and say when they have.
    fn is_of_many(&self) -> bool {
        self.came.len() > 1
            || self
                .came
                .iter()
                .any(|it| it.header("Nats-Num-Pending").is_some())
    }

    /// The stream, and what comes after it in the subject.
    fn address(&self, operation: &str) -> (&str, &str) {
        let at = self.subject.find(operation).unwrap() + operation.len() + 1;
        let rest = &self.subject[at..];
        rest.split_once('.').unwrap_or((rest, ""))
    }
}

fn message(of: &Value) -> Incoming {
    let subject = of["subject"].as_str().unwrap_or("_INBOX.1");
    let payload = match of["data_b64"].as_str() {
        Some(encoded) => STANDARD.decode(encoded).unwrap(),
        None => of["data_text"].as_str().unwrap_or_default().into(),
    };
    let mut message = Incoming::new(subject, payload);
    message.reply = of["reply"].as_str().map(Into::into);
    for (name, values) in of["headers"].as_object().into_iter().flatten() {
        for value in values.as_array().unwrap() {
            message = message.with_header(name, value.as_str().unwrap());
        }
    }
    if let Some(status) = of["status"].as_array() {
        message.status = status[0].as_u64().map(|code| code.try_into().unwrap());
        message.description = status[1].as_str().map(str::to_owned);
    }
    message
}

/// What a stored message is; the subject of a reply is the asker's own.
fn same(message: &Incoming, stored: &Incoming) -> bool {
    (&message.payload, &message.headers) == (&stored.payload, &stored.headers)
}

fn tree() -> Vec<Case> {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../jsapi/tests/recorded/servers"))
}

fn shared() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/fixtures");
    if folder.is_dir() {
        return read(&folder);
    }
    // Not by `eprintln!`, which nobody sees of a test that passes.
    let _ = writeln!(
        std::io::stderr(),
        "not read: the captures are not on this machine"
    );
    Vec::new()
}

fn read(folder: &Path) -> Vec<Case> {
    let mut cases = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let is_of_events = name.starts_with("advisories-") || name.ends_with("-events.jsonl");
        if name.ends_with(".jsonl") && !is_of_events {
            let lines = fs::read_to_string(&path).unwrap();
            cases.extend(lines.lines().filter_map(|line| Case::read(&name, line)));
        }
    }
    cases
}

#[tokio::test(start_paused = true)]
async fn direct_gets_give_the_messages_and_statuses_that_came() {
    let mut seen = [0; 2];
    for case in tree().into_iter().chain(shared()) {
        let script = ScriptedTransport::new();
        let ctx = Context::with_transport(script.clone());
        let (stream, subject) = match case.operation.as_str() {
            "direct_get" | "direct_get_last_for_subject" => case.address("DIRECT.GET"),
            _ => continue,
        };
        script.on(&case.subject).replies(case.came.clone());
        if case.is_of_many() {
            let batch = DirectGetBatchRequest::new(stream, 1).with_seq(1);
            let messages: Result<Vec<_>> = match ctx.messages(&batch).await {
                Ok(messages) => messages.try_collect().await,
                Err(error) => Err(error),
            };
            let (end, before) = case.came.split_last().unwrap();
            match (messages, end.status) {
                (Ok(messages), Some(204)) => {
                    assert!(
                        messages.iter().zip(before).all(|(is, was)| same(is, was)),
                        "{}",
                        case.name
                    );
                    assert_eq!(messages.len(), before.len(), "{}", case.name);
                }
                (Ok(_), _) => panic!("{}: no end", case.name),
                (Err(error), _) => panic!("{}: {error}", case.name),
            }
        } else {
            let answer = if subject.is_empty() {
                ctx.message(&DirectGetRequest::new(stream).with_seq(1))
                    .await
            } else {
                let last = DirectGetLastForSubjectRequest::new(stream, subject);
                ctx.message(&last).await
            };
            let [came] = &case.came[..] else {
                panic!("{}", case.name)
            };
            match (answer, came.status) {
                (Ok(message), None) => assert!(same(&message, came), "{}", case.name),
                (Err(error), Some(404)) => assert!(error.is_not_found(), "{}", case.name),
                (Err(Error::NoResponders { .. }), Some(503)) => {}
                (Err(Error::Status { status, .. }), Some(code)) => {
                    assert_eq!(
                        (status.code, case.came[0].description.as_deref()),
                        (code, Some(&*status.description)),
                        "{}",
                        case.name
                    );
                }
                (answer, _) => panic!("{}: {answer:?}", case.name),
            }
        }
        seen[usize::from(case.is_of_many())] += 1;
    }
    assert!(seen.iter().all(|&count| count >= 20), "{seen:?}");
}

#[tokio::test(start_paused = true)]
async fn a_pull_gives_the_messages_that_came() {
    let mut seen = 0;
    for case in tree().into_iter().chain(shared()) {
        if case.operation != "consumer_msg_next" {
            continue;
        }
        let (stream, consumer) = case.address("CONSUMER.MSG.NEXT");
        let script = ScriptedTransport::new();
        let ctx = Context::with_transport(script.clone());
        let consumer = ctx
            .stream(stream)
            .unwrap()
            .consumer(consumer)
            .unwrap()
            .pull();
        script.on(&case.subject).replies(case.came.clone());
        script
            .on(&format!("$JS.API.CONSUMER.INFO.{stream}.*"))
            .always()
            .silence();
        let pull = consumer.fetch(30_000).timeout(Duration::from_secs(1));
        let last = case.came.last().and_then(|last| last.status);
        let (messages, ended) = match pull.await {
            Ok(fetched) => (fetched.messages, fetched.status),
            Err(Error::NoResponders { .. }) => (Vec::new(), PullStatus::NoResponders),
            Err(Error::Stopped { source, .. }) => match *source {
                StopReason::Pull(why) => (Vec::new(), why),
                other => panic!("{}: {other}", case.name),
            },
            Err(error) => panic!("{}: {error}", case.name),
        };
        let stored: Vec<_> = case.came.iter().filter(|it| it.reply.is_some()).collect();
        assert_eq!(messages.len(), stored.len(), "{}", case.name);
        for (message, stored) in messages.iter().zip(stored) {
            assert_eq!(message.payload, stored.payload, "{}", case.name);
            assert_eq!(message.headers, stored.headers, "{}", case.name);
            assert_eq!(message.subject, stored.subject, "{}", case.name);
            assert_eq!(message.metadata().unwrap().stream, stream);
        }
        let is_expected = match last {
            None | Some(100) => ended == PullStatus::TimedOut,
            Some(404) => ended == PullStatus::NoMessages,
            Some(408) => ended == PullStatus::Expired,
            Some(409) => !matches!(ended, PullStatus::TimedOut | PullStatus::Other(_)),
            Some(423) => ended == PullStatus::WrongPin,
            Some(503) => ended == PullStatus::NoResponders,
            Some(_) => matches!(ended, PullStatus::Refused(_)),
        };
        assert!(is_expected, "{}: {ended:?} by {last:?}", case.name);
        seen += 1;
    }
    assert!(seen > 60, "{seen}");
}
