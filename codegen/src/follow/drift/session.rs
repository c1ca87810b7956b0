//! A connection to a server, and the replies received on it.

use super::recording::Recording;
use crate::ir::operations::Endpoint;
use async_nats::{Client, ConnectOptions, HeaderMap, Message, Request, Subscriber};
use futures_util::StreamExt;
use serde_json::Value;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Timeout of a request. The server waits 4 s for peers of a cluster that do
/// not reply to a listing.
const TIMEOUT: Duration = Duration::from_secs(6);

/// Timeout of a request to which most servers do not reply.
const SHORT: Duration = Duration::from_secs(1);

/// Time for a cluster to elect leaders and to copy a few messages.
const SETTLE: Duration = Duration::from_secs(60);

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

impl Login {
    async fn connect(&self) -> Result<Client, String> {
        let mut connect = ConnectOptions::new().name("jsapi drift");
        if let Some(file) = &self.credentials {
            connect = connect
                .credentials_file(file)
                .await
                .map_err(|error| format!("{}: {error}", file.display()))?;
        }
        let url = without_password(&self.url);
        if let Some((user, password)) = user_of(&self.url) {
            connect = connect.user_and_password(user, password);
        }
        let client = connect.connect(&url).await;
        client.map_err(|error| format!("{url}: {error}"))
    }
}

/// The connections to a server, and what it said on them.
pub(super) struct Session {
    pub(super) client: Client,
    /// Connection of the system account.
    pub(super) system: Option<Client>,
    rows: Vec<Endpoint>,
    pub(super) recording: Recording,
    /// The API level of the server, 0 where it says none.
    pub(super) level: u64,
}

impl Session {
    pub(super) async fn open(
        login: &Login,
        system: Option<&Login>,
        rows: Vec<Endpoint>,
    ) -> Result<Self, String> {
        let client = login.connect().await?;
        let system = match system {
            Some(login) => Some(login.connect().await?),
            None => None,
        };
        let server = client.server_info().version;
        let has_system = system.is_some();
        Ok(Self {
            client,
            system,
            rows,
            recording: Recording {
                server,
                system: has_system,
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
        let client = self.client.clone();
        self.ask_as(&client, TIMEOUT, operation, tokens, body.to_string())
            .await
    }

    /// Calls an operation as the system account, if there is a login for it.
    ///
    /// Most of these operations get no reply from a server without a cluster.
    pub(super) async fn ask_system(
        &mut self,
        operation: &str,
        tokens: &[(&str, &str)],
        body: impl ToString,
    ) -> Option<Value> {
        let client = self.system.clone()?;
        let timeout = if self.recording.clustered {
            TIMEOUT
        } else {
            SHORT
        };
        self.ask_as(&client, timeout, operation, tokens, body.to_string())
            .await
    }

    /// Calls an operation until the reply is as wanted, for up to a minute.
    pub(super) async fn ask_until(
        &mut self,
        operation: &str,
        tokens: &[(&str, &str)],
        body: &str,
        wanted: impl Fn(&Value) -> bool,
    ) -> Option<Value> {
        let end = Instant::now() + SETTLE;
        let silent = self.recording.silent.get(operation).copied();
        loop {
            let reply = self.ask(operation, tokens, body).await;
            if reply.as_ref().is_some_and(&wanted) {
                // A reply that came late is one.
                match silent {
                    Some(count) => self.recording.silent.insert(operation.to_owned(), count),
                    None => self.recording.silent.remove(operation),
                };
                return reply;
            }
            if Instant::now() > end {
                return None;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    async fn ask_as(
        &mut self,
        client: &Client,
        timeout: Duration,
        operation: &str,
        tokens: &[(&str, &str)],
        body: String,
    ) -> Option<Value> {
        let (subject, is_safe) = self.subject(operation, tokens)?;
        // While a cluster elects a leader, a request gets no reply.
        let attempts = if is_safe && timeout == TIMEOUT { 3 } else { 1 };
        for attempt in 0..attempts {
            let request = Request::new()
                .payload(body.clone().into())
                .timeout(Some(timeout));
            if let Ok(reply) = client.send_request(subject.clone(), request).await {
                return self.keep(operation, &reply.payload);
            }
            if attempt + 1 < attempts {
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
        }
        self.silent(operation);
        None
    }

    /// The subject of an operation, and whether the request may be repeated.
    pub(super) fn subject(
        &self,
        operation: &str,
        tokens: &[(&str, &str)],
    ) -> Option<(String, bool)> {
        let row = self.rows.iter().find(|row| row.operation == operation)?;
        let mut subject = format!("$JS.API.{}", row.subject);
        for (token, value) in tokens {
            subject = subject.replace(&format!("{{{token}}}"), value);
        }
        Some((subject, row.retry == "safe"))
    }

    /// Calls an operation that replies with messages, and keeps their headers.
    ///
    /// Reads up to `most` messages, and none after a status.
    pub(super) async fn ask_messages(
        &mut self,
        operation: &str,
        tokens: &[(&str, &str)],
        body: Value,
        most: usize,
    ) -> Option<()> {
        let (subject, _) = self.subject(operation, tokens)?;
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let inbox = self.client.new_inbox();
        let mut replies = self.client.subscribe(inbox.clone()).await.ok()?;
        let sent = self.client.publish_with_reply(subject, inbox, body.into());
        sent.await.ok()?;
        for number in 0..most {
            let Ok(Some(reply)) = tokio::time::timeout(TIMEOUT, replies.next()).await else {
                if number == 0 {
                    self.silent(operation);
                }
                break;
            };
            self.note(operation, &reply);
            if reply.status.is_some() {
                break;
            }
        }
        Some(())
    }

    /// Notes that no reply came.
    pub(super) fn silent(&mut self, operation: &str) {
        *self
            .recording
            .silent
            .entry(operation.to_owned())
            .or_default() += 1;
    }

    /// Notes the headers of a message that the server sent.
    pub(super) fn note(&mut self, operation: &str, message: &Message) {
        // A server without responders sends this status; it is no reply.
        if message.status == Some(async_nats::StatusCode::NO_RESPONDERS) {
            self.silent(operation);
            return;
        }
        self.recording.answered.insert(operation.to_owned());
        let headers = message.headers.iter().flat_map(HeaderMap::iter);
        let names: Vec<String> = headers.map(|(name, _)| name.to_string()).collect();
        self.recording
            .headers(operation, names.iter().map(String::as_str));
    }

    /// Keeps a reply, unless it is none.
    pub(super) fn keep(&mut self, operation: &str, payload: &[u8]) -> Option<Value> {
        self.recording.answered.insert(operation.to_owned());
        let Ok(reply) = serde_json::from_slice::<Value>(payload) else {
            self.recording.unreadable.insert(operation.to_owned());
            return None;
        };
        // A server without a cluster names itself as the leader, and nothing else.
        self.recording.clustered |= reply.pointer("/cluster/raft_group").is_some()
            || reply.pointer("/cluster/name").is_some();
        let kept = (operation.to_owned(), reply.clone());
        self.recording.replies.push(kept);
        Some(reply)
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
            .timeout(Some(TIMEOUT));
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
