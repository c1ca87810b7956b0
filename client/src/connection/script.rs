//! A transport with scripted replies, for tests without a server.
//!
//! ```
//! use jsapi::StreamDeleteRequest;
//! use jsapi_client::{Context, script::ScriptedTransport};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), jsapi_client::Error> {
//! let script = ScriptedTransport::new();
//! script
//!     .on("$JS.API.STREAM.DELETE.ORDERS")
//!     .reply(r#"{"type":"io.nats.jetstream.api.v1.stream_delete_response","success":true}"#);
//!
//! let ctx = Context::with_transport(script.clone());
//! assert!(ctx.call(&StreamDeleteRequest::new("ORDERS")).await?.success);
//!
//! assert_eq!(script.sent().len(), 1);
//! script.finish();
//! # Ok(())
//! # }
//! ```
//!
//! An unexpected message panics, and lists the expected ones. Delays use tokio's clock: with
//! paused time, as in `#[tokio::test(start_paused = true)]`, they take no time.

use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, pending};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{Instant, Sleep, sleep, sleep_until};

use crate::connection::transport::{
    BoxFuture, Connection, Incoming, RawMessage, ServerFacts, Subscription, Transport, size,
};
use crate::error::transport::{Reason, TransportError};
use crate::protocol::subject::subject_matches;

/// A [`Transport`] with scripted replies.
///
/// Clones share one script: pass one to the context, and keep another in the test. It
/// starts with a connection to a server 2.15.1.
#[derive(Clone)]
pub struct ScriptedTransport {
    script: Arc<Mutex<Script>>,
}

struct Script {
    in_order: bool,
    cues: VecDeque<Expected>,
    sent: Vec<RawMessage>,
    wrong: Vec<String>,
    inboxes: usize,
    listeners: Vec<Listener>,
    server: ServerFacts,
    connection: Connection,
    halted: bool,
    /// Bytes sent so far, if counted.
    bytes: Option<u64>,
    answers_pings: bool,
    pings: usize,
    given_up: usize,
}

struct Listener {
    id: usize,
    subject: String,
    to: UnboundedSender<(Instant, Incoming)>,
}

#[derive(Clone)]
struct Expected {
    subject: String,
    payload: Option<Bytes>,
    /// Remaining number of uses; `None`: unlimited.
    left: Option<usize>,
    delay: Duration,
    outcome: Outcome,
    deliveries: Vec<(String, Incoming)>,
}

#[derive(Clone)]
enum Outcome {
    Replies(Vec<Incoming>),
    NoResponders,
    Silence,
    Disconnect,
}

impl Default for ScriptedTransport {
    fn default() -> Self {
        Self::new()
    }
}

impl ScriptedTransport {
    /// Creates a script whose messages may be sent in any order.
    ///
    /// If two expectations match a message, the earlier one applies.
    pub fn new() -> Self {
        Self::with_order(false)
    }

    /// Creates a script whose messages must be sent in the order of the expectations.
    pub fn in_order() -> Self {
        Self::with_order(true)
    }

    fn with_order(in_order: bool) -> Self {
        Self {
            script: Arc::new(Mutex::new(Script {
                in_order,
                cues: VecDeque::new(),
                sent: Vec::new(),
                wrong: Vec::new(),
                inboxes: 0,
                listeners: Vec::new(),
                server: ServerFacts {
                    version: Some("2.15.1".to_owned()),
                    api_level: None,
                    jetstream: Some(true),
                    domain: None,
                    max_payload: 1024 * 1024,
                },
                connection: Connection::new(true, 1),
                halted: false,
                bytes: None,
                answers_pings: true,
                pings: 0,
                given_up: 0,
            })),
        }
    }

    /// Sets the version of the connected server.
    #[must_use]
    pub fn with_server_version(self, version: &str) -> Self {
        self.lock().server.version = Some(version.to_owned());
        self
    }

    /// Sets that the connected server has no JetStream; other servers reply.
    #[must_use]
    pub fn without_jetstream(self) -> Self {
        self.lock().server.jetstream = Some(false);
        self
    }

    /// Sets the JetStream domain of the connected server.
    #[must_use]
    pub fn with_domain(self, domain: &str) -> Self {
        self.lock().server.domain = Some(domain.to_owned());
        self
    }

    /// Sets the maximum payload of the connected server.
    #[must_use]
    pub fn with_max_payload(self, bytes: usize) -> Self {
        self.lock().server.max_payload = bytes;
        self
    }

    /// Expects a message on a subject, which may have wildcards.
    ///
    /// Default: once; see [`Cue::times`] and [`Cue::always`]. The expectation is complete when
    /// the cue has an action, such as [`Cue::reply`].
    pub fn on(&self, subject: &str) -> Cue<'_> {
        Cue {
            transport: self,
            expected: Expected {
                subject: subject.to_owned(),
                payload: None,
                left: Some(1),
                delay: Duration::ZERO,
                outcome: Outcome::Silence,
                deliveries: Vec::new(),
            },
        }
    }

    /// Delivers a message to the current subscribers of a subject.
    ///
    /// # Panics
    /// If the subject has no subscriber.
    #[track_caller]
    pub fn deliver(&self, subject: &str, message: Incoming) {
        let reached = self.lock().deliver(subject, Instant::now(), &message);
        assert!(reached, "no subscriber of {subject:?}");
    }

    /// Returns the sent messages in order.
    pub fn sent(&self) -> Vec<RawMessage> {
        self.lock().sent.clone()
    }

    /// Returns the subjects of the current subscriptions.
    pub fn subscriptions(&self) -> Vec<String> {
        let script = self.lock();
        script
            .listeners
            .iter()
            .map(|listener| listener.subject.clone())
            .collect()
    }

    /// Accepts no more messages, like a halted server: sending waits forever.
    ///
    /// Until the [next connection](Self::reconnect).
    pub fn halt(&self) {
        self.lock().halted = true;
    }

    /// Counts sent bytes, so that a context notices a stale connection.
    ///
    /// It then answers PINGs, until [`ignore_pings`](Self::ignore_pings) is called.
    #[must_use]
    pub fn counting_bytes(self) -> Self {
        self.lock().bytes = Some(0);
        self
    }

    /// Stops answering PINGs, like a halted server.
    ///
    /// Until the [next connection](Self::reconnect).
    pub fn ignore_pings(&self) {
        self.lock().answers_pings = false;
    }

    /// Returns the number of PINGs that were sent.
    pub fn pings(&self) -> usize {
        self.lock().pings
    }

    /// Returns the number of reconnects that the context requested.
    pub fn given_up(&self) -> usize {
        self.lock().given_up
    }

    /// Ends the connection. Pending replies never arrive.
    pub fn disconnect(&self) {
        self.lock().connection.connected = false;
    }

    /// Makes a new connection.
    pub fn reconnect(&self) {
        let mut script = self.lock();
        script.halted = false;
        script.answers_pings = true;
        script.connection.connected = true;
        script.connection.count = script.connection.count.saturating_add(1);
    }

    /// Checks that all expected messages were sent, and no others.
    ///
    /// # Panics
    /// If a message is missing or was not expected.
    #[track_caller]
    pub fn finish(&self) {
        let script = self.lock();
        let missing: Vec<_> = script
            .cues
            .iter()
            .filter(|cue| cue.left.is_some())
            .collect();
        let missing: Vec<_> = missing.iter().map(|cue| cue.to_string()).collect();
        let wrong = script.wrong.clone();
        drop(script);
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(missing.is_empty(), "never sent: {}", missing.join(", "));
    }

    fn lock(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn room(&self) {
        let halted = self.lock().halted;
        if halted {
            pending().await
        }
    }

    /// Records a message, and returns its expectation.
    #[expect(clippy::panic, reason = "an unexpected message fails the test")]
    fn take(&self, message: &RawMessage) -> Result<Expected, TransportError> {
        let mut script = self.lock();
        let size = size(message.headers.as_ref(), &message.payload);
        if size > script.server.max_payload {
            let max = script.server.max_payload;
            return Err(TransportError::TooLarge { size, max });
        }
        let found = script.find(message);
        match found {
            Ok(expected) => {
                script.sent.push(message.clone());
                if matches!(expected.outcome, Outcome::Disconnect) {
                    script.connection.connected = false;
                }
                let due = Instant::now() + expected.delay;
                for (subject, delivery) in &expected.deliveries {
                    script.deliver(subject, due, delivery);
                }
                Ok(expected)
            }
            Err(wrong) => {
                script.wrong.push(wrong.clone());
                drop(script);
                panic!("{wrong}");
            }
        }
    }
}

impl Script {
    fn sent_bytes(&mut self) {
        if let Some(bytes) = &mut self.bytes {
            *bytes += 1;
        }
    }

    fn find(&mut self, message: &RawMessage) -> Result<Expected, String> {
        let sent = &message.subject;
        if !self.connection.connected {
            return Err(format!("{sent:?} was sent without a connection"));
        }
        let candidates = if self.in_order { 1 } else { self.cues.len() };
        let found = self.cues.iter_mut().take(candidates).enumerate();
        let Some((index, cue)) = found.into_iter().find(|(_, cue)| cue.fits(message)) else {
            let sent = shown(sent, Some(&message.payload));
            let expected: Vec<_> = self.cues.iter().map(ToString::to_string).collect();
            return Err(format!(
                "{sent} was sent, expected: {}",
                expected.join(", ")
            ));
        };
        let expected = cue.clone();
        if let Some(left) = &mut cue.left {
            *left = left.saturating_sub(1);
            if *left == 0 {
                self.cues.remove(index);
            }
        }
        Ok(expected)
    }

    fn deliver(&mut self, subject: &str, due: Instant, message: &Incoming) -> bool {
        self.sent_bytes();
        let mut reached = false;
        for listener in &self.listeners {
            if subject_matches(&listener.subject, subject) {
                let sent = listener.to.send((due, message.clone()));
                reached |= sent.is_ok();
            }
        }
        reached
    }
}

fn shown(subject: &str, payload: Option<&Bytes>) -> String {
    match payload {
        Some(payload) => format!("{subject:?} with {:?}", String::from_utf8_lossy(payload)),
        None => format!("{subject:?}"),
    }
}

impl Expected {
    fn fits(&self, message: &RawMessage) -> bool {
        subject_matches(&self.subject, &message.subject)
            && self
                .payload
                .as_ref()
                .is_none_or(|payload| *payload == message.payload)
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(&self.subject, self.payload.as_ref()))?;
        match self.left {
            Some(1) => Ok(()),
            Some(left) => write!(f, " ({left} times)"),
            None => f.write_str(" (any number of times)"),
        }
    }
}

/// Shows the number of sent messages and the remaining expectations.
impl fmt::Debug for ScriptedTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let script = self.lock();
        let expected: Vec<_> = script.cues.iter().map(ToString::to_string).collect();
        f.debug_struct("ScriptedTransport")
            .field("sent", &script.sent.len())
            .field("expected", &expected)
            .field("connection", &script.connection)
            .finish_non_exhaustive()
    }
}

/// An expected message, and its action.
#[must_use = "an expectation requires an action"]
pub struct Cue<'a> {
    transport: &'a ScriptedTransport,
    expected: Expected,
}

impl Cue<'_> {
    /// Requires exactly this payload.
    pub fn with_payload(mut self, payload: impl Into<Bytes>) -> Self {
        self.expected.payload = Some(payload.into());
        self
    }

    /// Sets the number of times that the message is expected.
    pub fn times(mut self, times: usize) -> Self {
        self.expected.left = Some(times);
        self
    }

    /// Expects the message any number of times, including none.
    pub fn always(mut self) -> Self {
        self.expected.left = None;
        self
    }

    /// Delays the reply and the deliveries.
    pub fn after(mut self, delay: Duration) -> Self {
        self.expected.delay = delay;
        self
    }

    /// Also delivers a message to the subscribers of a subject.
    pub fn delivering(mut self, subject: &str, message: Incoming) -> Self {
        self.expected.deliveries.push((subject.to_owned(), message));
        self
    }

    /// Replies with a payload.
    pub fn reply(self, payload: impl Into<Bytes>) {
        self.reply_with(Incoming::new("_INBOX.reply", payload));
    }

    /// Replies with a status, such as 404, without payload.
    pub fn status(self, code: u16, description: &str) {
        self.reply_with(Incoming::of_status(code, description));
    }

    /// Replies with a message.
    pub fn reply_with(self, message: Incoming) {
        self.replies([message]);
    }

    /// Replies with messages. A request receives the first.
    pub fn replies(self, messages: impl IntoIterator<Item = Incoming>) {
        self.happens(Outcome::Replies(messages.into_iter().collect()));
    }

    /// Replies with status 503, no responders.
    pub fn no_responders(self) {
        self.happens(Outcome::NoResponders);
    }

    /// Accepts the message and sends no reply.
    pub fn silence(self) {
        self.happens(Outcome::Silence);
    }

    /// Accepts the message, and loses the connection before a reply.
    pub fn disconnect(self) {
        self.happens(Outcome::Disconnect);
    }

    fn happens(mut self, outcome: Outcome) {
        self.expected.outcome = outcome;
        self.transport.lock().cues.push_back(self.expected);
    }
}

impl fmt::Debug for Cue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cue({})", self.expected)
    }
}

impl Transport for ScriptedTransport {
    fn request(&self, message: RawMessage) -> BoxFuture<'_, Result<Incoming, TransportError>> {
        Box::pin(async move {
            self.room().await;
            let expected = self.take(&message)?;
            sleep(expected.delay).await;
            match expected.outcome {
                Outcome::Replies(replies) => match replies.into_iter().next() {
                    Some(reply) if self.lock().connection.connected => {
                        self.lock().sent_bytes();
                        Ok(reply)
                    }
                    _ => pending().await,
                },
                Outcome::NoResponders => Err(TransportError::NoResponders),
                Outcome::Silence | Outcome::Disconnect => pending().await,
            }
        })
    }

    fn publish(&self, message: RawMessage) -> BoxFuture<'_, Result<(), TransportError>> {
        Box::pin(async move {
            self.room().await;
            let expected = self.take(&message)?;
            let Some(reply) = message.reply else {
                return Ok(());
            };
            let replies = match expected.outcome {
                Outcome::Replies(replies) => replies,
                Outcome::NoResponders => vec![Incoming::of_status(503, "No Responders")],
                Outcome::Silence | Outcome::Disconnect => Vec::new(),
            };
            let due = Instant::now() + expected.delay;
            let mut script = self.lock();
            for mut message in replies {
                // A reply without a subject gets the reply subject; one with a subject, such
                // as a message of a pull, keeps it.
                if message.subject.starts_with("_INBOX.") {
                    message.subject = reply.as_str().into();
                }
                script.deliver(&reply, due, &message);
            }
            Ok(())
        })
    }

    fn subscribe(&self, subject: String) -> BoxFuture<'_, Result<Subscription, TransportError>> {
        Box::pin(async move {
            let mut script = self.lock();
            if !script.connection.connected {
                return Err(TransportError::NotSent(Reason::boxed("no connection")));
            }
            let (to, messages) = unbounded_channel();
            let id = script.listeners.last().map_or(0, |last| last.id + 1);
            script.listeners.push(Listener { id, subject, to });
            Ok(Box::pin(Listening {
                script: Arc::clone(&self.script),
                id,
                messages,
                next: None,
            }) as Subscription)
        })
    }

    /// `_INBOX.1`, `_INBOX.2`, and so on.
    fn new_inbox(&self) -> String {
        let mut script = self.lock();
        script.inboxes += 1;
        format!("_INBOX.{}", script.inboxes)
    }

    fn server(&self) -> ServerFacts {
        self.lock().server.clone()
    }

    fn connection(&self) -> Connection {
        self.lock().connection
    }

    fn bytes_received(&self) -> Option<u64> {
        self.lock().bytes
    }

    fn ping(&self) -> bool {
        let mut script = self.lock();
        script.pings += 1;
        if script.answers_pings {
            script.sent_bytes();
        }
        true
    }

    /// Ends the connection; the test makes the next one.
    fn reconnect(&self) -> bool {
        let mut script = self.lock();
        script.given_up += 1;
        script.connection.connected = false;
        true
    }
}

impl Incoming {
    /// Adds a header.
    ///
    /// # Panics
    /// If the name or value of the header is invalid.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: impl ToString) -> Self {
        let headers = self.headers.get_or_insert_default();
        headers.append(name, value.to_string());
        self
    }
}

struct Listening {
    script: Arc<Mutex<Script>>,
    id: usize,
    messages: UnboundedReceiver<(Instant, Incoming)>,
    next: Option<(Pin<Box<Sleep>>, Incoming)>,
}

impl futures_util::Stream for Listening {
    type Item = Incoming;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Incoming>> {
        if self.next.is_none() {
            match ready!(self.messages.poll_recv(cx)) {
                Some((due, message)) => self.next = Some((Box::pin(sleep_until(due)), message)),
                None => return Poll::Ready(None),
            }
        }
        if let Some((due, _)) = &mut self.next {
            ready!(due.as_mut().poll(cx));
        }
        Poll::Ready(self.next.take().map(|(_, message)| message))
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let mut script = self.script.lock().unwrap_or_else(PoisonError::into_inner);
        script.listeners.retain(|listener| listener.id != self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    #[should_panic(expected = r#""b" with "" was sent, expected: "a""#)]
    async fn what_is_not_expected_panics() {
        let script = ScriptedTransport::new();
        script.on("a").silence();
        let _ = script.request(RawMessage::new("b", "")).await;
    }

    #[tokio::test]
    #[should_panic(expected = r#""b" with "" was sent, expected: "a", "b""#)]
    async fn what_comes_out_of_order_panics() {
        let script = ScriptedTransport::in_order();
        script.on("a").reply("");
        script.on("b").reply("");
        let _ = script.request(RawMessage::new("b", "")).await;
    }

    #[tokio::test]
    #[should_panic(expected = r#""a" with "1" was sent, expected: "a" with "2""#)]
    async fn another_payload_panics() {
        let script = ScriptedTransport::new();
        script.on("a").with_payload("2").reply("");
        let _ = script.request(RawMessage::new("a", "1")).await;
    }

    #[test]
    #[should_panic(expected = r#"never sent: "a" (2 times)"#)]
    fn what_is_missing_panics_at_the_end() {
        let script = ScriptedTransport::new();
        script.on("a").times(2).silence();
        script.on("b").always().silence();
        script.finish();
    }

    #[tokio::test]
    async fn a_dropped_subscription_is_gone() {
        let script = ScriptedTransport::new();
        let first = script.subscribe("a".to_owned()).await.unwrap();
        let second = script.subscribe("b".to_owned()).await.unwrap();
        drop(first);
        assert_eq!(script.subscriptions(), ["b"]);
        drop(second);
        assert_eq!(script.subscriptions(), [""; 0]);
    }
}
