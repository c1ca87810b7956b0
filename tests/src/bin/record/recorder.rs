//! Asks, and notes what is answered.

use std::collections::BTreeMap;
use std::fs;
use std::future::IntoFuture;
use std::path::Path;
use std::pin::Pin;
use std::time::Duration;

use async_nats::{Client, HeaderMap, Message, StatusCode, Subscriber};
use futures_util::StreamExt;
use jsapi::request::{Operation, SubjectBuilder};
use jsapi_test_server::{User, Version};
use jsapi_tests::{Outcome, connect};
use serde_json::{Map, Value, json};

/// How long an answer may take. A listing waits 4 s for servers that are gone.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long nothing has to come where nothing is expected.
const QUIET: Duration = Duration::from_millis(400);

/// Puts requests to a server and keeps what was answered.
pub(crate) struct Recorder {
    version: Version,
    /// What distinguishes its files from those of other recordings of this version.
    suffix: &'static str,
    clients: BTreeMap<&'static str, Client>,
    /// Where events come, to which user.
    events: Vec<(&'static str, Subscriber)>,
    /// Events by type and user.
    kept: BTreeMap<(String, &'static str), Vec<String>>,
    lines: Vec<String>,
}

impl Recorder {
    /// Connects to a server as all users of the standard accounts.
    pub(crate) async fn start(version: Version, url: &str, suffix: &'static str) -> Outcome<Self> {
        let mut recorder = Self {
            version,
            suffix,
            clients: BTreeMap::new(),
            events: Vec::new(),
            kept: BTreeMap::new(),
            lines: Vec::new(),
        };
        recorder.connect(url).await?;
        Ok(recorder)
    }

    /// Goes on with another server of the same cluster.
    pub(crate) async fn connect(&mut self, url: &str) -> Outcome {
        for user in [User::A, User::B, User::N, User::SYS] {
            let client = connect(url, user).await?;
            if user != User::B && user != User::N {
                self.events
                    .push((user.name, client.subscribe("$JS.EVENT.>").await?));
                client.flush().await?;
            }
            self.clients.insert(user.name, client);
        }
        Ok(())
    }

    pub(crate) fn client(&self, user: User<'static>) -> Outcome<&Client> {
        Ok(self.clients.get(user.name).ok_or("no such user")?)
    }

    /// A request of our own.
    pub(crate) fn typed<'r>(&'r mut self, case: &'r str, request: &impl Operation) -> Ask<'r> {
        let endpoint = request.endpoint();
        let mut subject = SubjectBuilder::new("$JS.API");
        let subject = request.subject(&mut subject).map(|()| subject.finish());
        let body = request.payload();
        let operation = match endpoint.operation {
            // Forms of one operation.
            "direct_get_batch" | "direct_get_multi" => "direct_get",
            operation => operation,
        };
        // A version that lacks an operation says nothing, except to the system account.
        let since = endpoint.since.parse::<Version>();
        let lacks = since.is_ok_and(|since| self.version < since);
        let ask = self.ask(operation, case);
        match (subject, body) {
            (Ok(subject), Ok(body)) => Ask {
                subject,
                body,
                until: if lacks { Until::Quiet } else { Until::First },
                ..ask
            },
            (Err(error), _) => ask.wrong(error),
            (_, Err(error)) => ask.wrong(error),
        }
    }

    /// A request to the API that our types do not let anyone write.
    pub(crate) fn raw<'r>(
        &'r mut self,
        operation: &'r str,
        case: &'r str,
        subject: &str,
        body: &str,
    ) -> Ask<'r> {
        self.message(operation, case, &format!("$JS.API.{subject}"), body)
    }

    /// Any message that is answered.
    pub(crate) fn message<'r>(
        &'r mut self,
        operation: &'r str,
        case: &'r str,
        subject: &str,
        body: &str,
    ) -> Ask<'r> {
        Ask {
            subject: subject.to_owned(),
            body: body.as_bytes().to_vec(),
            ..self.ask(operation, case)
        }
    }

    fn ask<'r>(&'r mut self, operation: &'r str, case: &'r str) -> Ask<'r> {
        Ask {
            recorder: self,
            operation,
            case,
            user: User::A,
            subject: String::new(),
            headers: HeaderMap::new(),
            body: Vec::new(),
            reply: None,
            until: Until::First,
            wrong: None,
        }
    }

    /// Writes the replies, and a few events of each type.
    pub(crate) async fn write(mut self, folder: &Path) -> Outcome {
        fs::create_dir_all(folder)?;
        let name = format!("{}{}", self.version, self.suffix);
        self.keep_events().await;
        let events: Vec<String> = self.kept.into_values().flatten().collect();
        for (name, lines) in [
            (name.clone(), &self.lines),
            (format!("{name}-events"), &events),
        ] {
            fs::write(folder.join(format!("{name}.jsonl")), lines.concat())?;
            println!("{name}: {} lines", lines.len());
        }
        Ok(())
    }

    /// Waits until such an event has come.
    pub(crate) async fn wait_for_event(&mut self, kind: &str) -> Outcome {
        for _ in 0..100 {
            self.keep_events().await;
            if self.kept.keys().any(|(kept, _)| kept == kind) {
                return Ok(());
            }
        }
        Err(format!("no event of type {kind}").into())
    }

    /// Keeps the events that have come, until nothing comes for a while.
    async fn keep_events(&mut self) {
        /// Of each type, to each user.
        const KEPT: usize = 2;

        for (user, events) in &mut self.events {
            while let Ok(Some(event)) = tokio::time::timeout(QUIET, events.next()).await {
                let payload = String::from_utf8_lossy(&event.payload).into_owned();
                let document: Value = serde_json::from_str(&payload).unwrap_or_default();
                let kind = document["type"].as_str().unwrap_or_default();
                let kind = kind.rsplit('.').next().unwrap_or_default();
                let of_kind = self.kept.entry((kind.to_owned(), *user)).or_default();
                if of_kind.len() < KEPT {
                    of_kind.push(line([
                        ("version", self.version.to_string().into()),
                        ("operation", "event".into()),
                        (
                            "case",
                            format!("{kind}_{user}_{}", of_kind.len() + 1).into(),
                        ),
                        ("account_user", (*user).into()),
                        ("subject", event.subject.as_str().into()),
                        ("payload", payload.into()),
                    ]));
                }
            }
        }
    }
}

/// When an answer is complete.
#[derive(Clone, Copy, PartialEq)]
enum Until {
    /// With the first message.
    First,
    /// After so many messages.
    Count(usize),
    /// With a message that has a status.
    Status,
    /// When nothing has come for a while.
    Quiet,
}

/// A request about to be sent.
pub(crate) struct Ask<'r> {
    recorder: &'r mut Recorder,
    operation: &'r str,
    case: &'r str,
    user: User<'static>,
    subject: String,
    headers: HeaderMap,
    body: Vec<u8>,
    /// Where the answer is to come, unless anywhere.
    reply: Option<String>,
    until: Until,
    wrong: Option<String>,
}

impl<'r> Ask<'r> {
    fn wrong(self, error: impl std::fmt::Display) -> Self {
        Self {
            wrong: Some(error.to_string()),
            ..self
        }
    }

    /// Asks as another user than `a`.
    pub(crate) fn user(self, user: User<'static>) -> Self {
        Self { user, ..self }
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.append(name, value);
        self
    }

    /// Has the answer come to this subject.
    pub(crate) fn reply(self, subject: String) -> Self {
        Self {
            reply: Some(subject),
            ..self
        }
    }

    /// For what nobody is to answer.
    pub(crate) fn silent(self) -> Self {
        Self {
            until: Until::Quiet,
            ..self
        }
    }

    /// For what so many messages answer.
    pub(crate) fn count(self, count: usize) -> Self {
        Self {
            until: Until::Count(count),
            ..self
        }
    }

    /// For what any number of messages answer, the last of which has a status.
    pub(crate) fn until_status(self) -> Self {
        Self {
            until: Until::Status,
            ..self
        }
    }

    async fn send(self) -> Outcome<Answer> {
        if let Some(wrong) = self.wrong {
            return Err(format!("{} {}: {wrong}", self.operation, self.case).into());
        }
        let client = self.recorder.client(self.user)?.clone();
        let inbox = self.reply.unwrap_or_else(|| client.new_inbox());
        let mut replies = client.subscribe(inbox.clone()).await?;
        let body = String::from_utf8(self.body)?;
        let payload = body.clone().into();
        let (subject, headers) = (self.subject.clone(), self.headers.clone());
        if headers.is_empty() {
            client.publish_with_reply(subject, inbox, payload).await?;
        } else {
            client
                .publish_with_reply_and_headers(subject, inbox, headers, payload)
                .await?;
        }
        let messages = receive(&mut replies, self.until).await;
        if messages.is_empty() && self.until != Until::Quiet {
            eprintln!(
                "{}: nobody answers {} {}",
                self.recorder.version, self.operation, self.case
            );
        }
        let answer = Answer { messages };
        let headers = (!self.headers.is_empty()).then(|| in_json(&self.headers));
        self.recorder.lines.push(line([
            ("version", self.recorder.version.to_string().into()),
            ("operation", self.operation.into()),
            ("case", self.case.into()),
            ("account_user", self.user.name.into()),
            ("subject", self.subject.into()),
            ("request_headers", headers.into()),
            ("request", body.into()),
            ("reply_kind", answer.kind().into()),
            ("error", answer.document()["error"].take()),
            ("response", answer.text().into()),
        ]));
        Ok(answer)
    }
}

impl<'r> IntoFuture for Ask<'r> {
    type Output = Outcome<Answer>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + 'r>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// A JSON object on a line, its members in this order and without those that are null.
fn line<const N: usize>(members: [(&str, Value); N]) -> String {
    let members: Vec<String> = members
        .into_iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| format!("\"{name}\": {value}"))
        .collect();
    format!("{{{}}}\n", members.join(", "))
}

async fn receive(replies: &mut Subscriber, until: Until) -> Vec<Message> {
    let mut messages = Vec::new();
    loop {
        let patience = match until {
            Until::Quiet => QUIET,
            Until::Status if !messages.is_empty() => Duration::from_secs(2),
            _ => PATIENCE,
        };
        let Ok(Some(message)) = tokio::time::timeout(patience, replies.next()).await else {
            return messages;
        };
        let status = message.status.filter(|status| *status != StatusCode::OK);
        messages.push(message);
        let complete = match until {
            Until::First => true,
            Until::Count(count) => messages.len() == count,
            Until::Status => status.is_some(),
            Until::Quiet => false,
        };
        // Nobody listens to the subject: no more is to come.
        if complete || status == Some(StatusCode::NO_RESPONDERS) {
            return messages;
        }
    }
}

/// What was answered.
pub(crate) struct Answer {
    pub(crate) messages: Vec<Message>,
}

impl Answer {
    /// The reply subjects of the messages, by which a consumer's are acknowledged.
    pub(crate) fn reply_subjects(&self) -> impl Iterator<Item = &str> {
        self.messages
            .iter()
            .filter_map(|message| message.reply.as_deref())
    }

    /// The first message as JSON; null when it is none.
    pub(crate) fn document(&self) -> Value {
        self.messages
            .first()
            .and_then(|message| serde_json::from_slice(&message.payload).ok())
            .unwrap_or_default()
    }

    fn kind(&self) -> &'static str {
        match &self.messages[..] {
            [] => "none",
            [only] if only.headers.is_none() && self.document().is_object() => "json",
            _ => "messages",
        }
    }

    /// The text of the only document, or a list of messages.
    fn text(&self) -> String {
        match (self.kind(), &self.messages[..]) {
            ("json", [only]) => String::from_utf8_lossy(&only.payload).into_owned(),
            (_, messages) => {
                Value::Array(messages.iter().map(message_in_json).collect()).to_string()
            }
        }
    }
}

fn message_in_json(message: &Message) -> Value {
    let mut members = Map::new();
    let mut set = |name: &str, value: Value| members.insert(name.to_owned(), value);
    if !message.subject.starts_with("_INBOX.") {
        set("subject", message.subject.as_str().into());
    }
    if let Some(reply) = &message.reply {
        set("reply", reply.as_str().into());
    }
    if let Some(status) = message.status {
        let description = message.description.as_deref().unwrap_or_default();
        set("status", json!([status.as_u16(), description]));
    }
    if let Some(headers) = &message.headers {
        set("headers", in_json(headers));
    }
    set(
        "data_text",
        String::from_utf8_lossy(&message.payload).into(),
    );
    Value::Object(members)
}

fn in_json(headers: &HeaderMap) -> Value {
    let members = headers.iter().map(|(name, values)| {
        let values = values
            .iter()
            .map(|value| Value::from(value.as_str()))
            .collect();
        (name.to_string(), Value::Array(values))
    });
    Value::Object(members.collect())
}
