//! A connection to a server, and the replies received on it.

use crate::ir::operations::Endpoint;
use async_nats::{Client, ConnectOptions, HeaderMap, Request, Subscriber};
use futures_util::StreamExt;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

/// Lists wait 4 s for servers that do not answer.
const PATIENCE: Duration = Duration::from_secs(6);

/// How many streams of an account, and consumers of a stream, are looked at.
const MANY: usize = 50;

/// Which server to ask, and as whom.
#[derive(Clone, Default)]
pub struct Login {
    /// Where it is: `nats://user:password@host:4222`.
    pub url: String,
    /// A file with credentials, where the URL has none.
    pub credentials: Option<PathBuf>,
}

/// What a server said.
#[derive(Clone, Debug, Default)]
pub struct Recording {
    /// The version of the server that it was connected to.
    pub server: String,
    /// Replies with their operations, in order.
    pub replies: Vec<(String, Value)>,
    /// Advisories and metrics.
    pub events: Vec<Value>,
    /// Operations that nobody answered.
    pub silent: BTreeSet<String>,
    /// Operations whose reply is no JSON.
    pub unreadable: BTreeSet<String>,
}

/// A connection, and what was said on it.
pub(super) struct Session {
    pub(super) client: Client,
    rows: Vec<Endpoint>,
    pub(super) recording: Recording,
    /// The API level of the server, 0 where it says none.
    pub(super) level: u64,
}

impl Session {
    pub(super) async fn open(login: &Login, rows: Vec<Endpoint>) -> Result<Self, String> {
        let mut connect = ConnectOptions::new().name("jsapi drift");
        if let Some(file) = &login.credentials {
            connect = connect
                .credentials_file(file)
                .await
                .map_err(|error| format!("{}: {error}", file.display()))?;
        }
        let url = without_password(&login.url);
        if let Some((user, password)) = user_of(&login.url) {
            connect = connect.user_and_password(user, password);
        }
        let client = connect
            .connect(&url)
            .await
            .map_err(|error| format!("{url}: {error}"))?;
        let server = client.server_info().version;
        Ok(Self {
            client,
            rows,
            recording: Recording {
                server,
                ..Recording::default()
            },
            level: 0,
        })
    }

    /// Everything that only reads.
    pub(super) async fn read(&mut self) -> Result<(), String> {
        let info = self.ask("account_info", &[], "").await;
        let info = info.ok_or("INFO: nobody answers: is JetStream on for this account?")?;
        if let Some(error) = info.get("error") {
            let text = error
                .get("description")
                .and_then(Value::as_str)
                .unwrap_or_default();
            return Err(format!("INFO: {text}"));
        }
        let level = info.pointer("/api/level").and_then(Value::as_u64);
        self.level = level.unwrap_or_default();
        let names = self.ask("stream_names", &[], "").await;
        self.ask("stream_list", &[], "").await;
        for stream in texts(names.as_ref(), "streams") {
            let here = [("stream", stream.as_str())];
            self.ask("stream_info", &here, "").await;
            let consumers = self.ask("consumer_names", &here, "").await;
            self.ask("consumer_list", &here, "").await;
            for consumer in texts(consumers.as_ref(), "consumers") {
                let here = [("stream", stream.as_str()), ("consumer", consumer.as_str())];
                self.ask("consumer_info", &here, "").await;
            }
        }
        let nowhere = [("stream", "JSAPI_DRIFT_NONE"), ("consumer", "none")];
        self.ask("stream_info", &nowhere[..1], "").await;
        self.ask("consumer_names", &nowhere[..1], "").await;
        self.ask("consumer_info", &nowhere, "").await;
        Ok(())
    }

    /// Calls an operation and keeps the reply.
    pub(super) async fn ask(
        &mut self,
        operation: &str,
        tokens: &[(&str, &str)],
        body: impl ToString,
    ) -> Option<Value> {
        let row = self.rows.iter().find(|row| row.operation == operation)?;
        let mut subject = format!("$JS.API.{}", row.subject);
        for (token, value) in tokens {
            subject = subject.replace(&format!("{{{token}}}"), value);
        }
        let request = Request::new()
            .payload(body.to_string().into())
            .timeout(Some(PATIENCE));
        let Ok(reply) = self.client.send_request(subject, request).await else {
            self.recording.silent.insert(operation.to_owned());
            return None;
        };
        self.keep(operation, &reply.payload)
    }

    /// Keeps a reply, unless it is none.
    pub(super) fn keep(&mut self, operation: &str, payload: &[u8]) -> Option<Value> {
        match serde_json::from_slice::<Value>(payload) {
            Ok(reply) => {
                self.recording
                    .replies
                    .push((operation.to_owned(), reply.clone()));
                Some(reply)
            }
            Err(_) => {
                self.recording.unreadable.insert(operation.to_owned());
                None
            }
        }
    }

    /// Publishes a message and keeps the acknowledgement.
    pub(super) async fn publish(
        &mut self,
        subject: &str,
        headers: &[(&str, &str)],
    ) -> Option<Value> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, *value);
        }
        // What counts has a header and nothing else.
        let counts = headers.iter().any(|(name, _)| *name == "Nats-Incr");
        let payload = if counts { "" } else { "a message" };
        let request = Request::new()
            .payload(payload.into())
            .headers(map)
            .timeout(Some(PATIENCE));
        let reply = self
            .client
            .send_request(subject.to_owned(), request)
            .await
            .ok()?;
        // A message within a batch is acknowledged by nothing.
        if reply.payload.is_empty() {
            return None;
        }
        self.keep("publish", &reply.payload)
    }

    /// Keeps every event that has come by now.
    pub(super) async fn drain(&mut self, events: &mut Subscriber, quiet: Duration) {
        while let Ok(Some(message)) = tokio::time::timeout(quiet, events.next()).await {
            if let Ok(event) = serde_json::from_slice(&message.payload) {
                self.recording.events.push(event);
            }
        }
    }
}

/// The texts of a list in a reply, as many as are looked at.
fn texts(reply: Option<&Value>, member: &str) -> Vec<String> {
    let list = reply
        .and_then(|reply| reply.get(member))
        .and_then(Value::as_array);
    let texts = list.into_iter().flatten().filter_map(Value::as_str);
    texts.take(MANY).map(str::to_owned).collect()
}

/// Who logs in by an address that says so.
fn user_of(url: &str) -> Option<(String, String)> {
    let (user, _) = url.rsplit_once('@')?;
    let user = user.split_once("://").map_or(user, |(_, user)| user);
    let (name, password) = user.split_once(':')?;
    Some((name.to_owned(), password.to_owned()))
}

/// An address as it may be shown.
fn without_password(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://{host}"),
        (None, Some((_, host))) => host.to_owned(),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{user_of, without_password};

    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(without_password("nats://a:b@host:1"), "nats://host:1");
        assert_eq!(without_password("a:b@host"), "host");
        assert_eq!(
            user_of("nats://a:b@host:1"),
            Some(("a".to_owned(), "b".to_owned()))
        );
        assert_eq!(user_of("nats://host:1"), None);
        assert_eq!(without_password("nats://host:1"), "nats://host:1");
    }
}
