//! Atomic batch publishing.

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use async_nats::message::OutboundMessage;
use async_nats::{HeaderValue, Subject};
use bytes::Bytes;
use jsapi::{ErrorCode, PubAck};
use tokio::time::{Instant, sleep};

use super::message::PublishMessage;
use super::no_responders::Cause;
use super::send::send_until;
use super::{ack, id};
use crate::api::context::Context;
use crate::api::replies::ReplyInbox;
use crate::connection::guard::deadline;
use crate::connection::observer::ConnectionObserver;
use crate::connection::transport::{Incoming, RawMessage, size};
use crate::error::transport::Reason;
use crate::error::{Error, Invalid, Mismatch, Result};
use crate::protocol::header;
use crate::protocol::retry::{PublishOptions, Verdict, judge};

/// Number of messages between two requested replies.
const EVERY_MESSAGES: usize = 100;

/// Maximum number of bytes between two requested replies.
const EVERY_BYTES: usize = 1 << 20;

/// Number of outstanding replies while more messages are sent.
const WINDOW: usize = 1;

impl Context {
    /// Creates an atomic batch: the stream stores all of its messages or none. ADR-50.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// use jsapi_client::publish::PublishMessage;
    ///
    /// let mut batch = ctx.atomic_batch();
    /// batch.push(PublishMessage::new("users.7.street", "Main St").expect_last_subject_sequence(4));
    /// batch.push(PublishMessage::new("users.7.city", "Springfield"));
    /// let ack = batch.commit().await?;
    /// println!("{:?} messages, the last at {}", ack.count, ack.seq);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Sends nothing before [`commit`](AtomicBatch::commit). Requires server 2.12.
    pub fn atomic_batch(&self) -> AtomicBatch<'_> {
        AtomicBatch {
            context: self,
            messages: Vec::new(),
            options: PublishOptions::default(),
        }
    }
}

/// An atomic batch: the stream stores all messages or none.
///
/// All messages must go to one stream, which must set `allow_atomic`. Maximum: 1,000
/// messages, unless configured on the server. The server checks expectations against the
/// state of the stream before the batch. Only the first message may [expect a last
/// sequence](PublishMessage::expect_last_sequence) of the stream, and no message a last
/// message ID. Dropping the batch has no effect on the server.
#[must_use = "a batch is not sent until it is committed"]
pub struct AtomicBatch<'a> {
    context: &'a Context,
    messages: Vec<PublishMessage>,
    options: PublishOptions,
}

impl AtomicBatch<'_> {
    /// Adds a message.
    pub fn push(&mut self, message: PublishMessage) {
        self.messages.push(message);
    }

    /// Adds a message without headers.
    pub fn publish(&mut self, subject: impl Into<Subject>, payload: impl Into<Bytes>) {
        self.push(PublishMessage::new(subject, payload));
    }

    /// Returns the number of messages.
    pub fn len(&self) -> usize {
        self.messages.len()
    }

    /// Returns whether the batch has no messages.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    /// Sets the timeouts and the number of attempts of the batch.
    ///
    /// Message IDs have no influence: the client sends a batch again only if it was certainly
    /// not stored.
    pub fn publish_options(mut self, options: PublishOptions) -> Self {
        self.options = options;
        self
    }

    /// Sends the messages and commits the batch.
    ///
    /// Returns the acknowledgement of the last message; the other messages have the sequences
    /// before it. If the batch was certainly not stored, the client sends it again as another
    /// batch: without responders, if messages did not arrive, and if too many batches are in
    /// flight.
    ///
    /// The client requests a reply to the first message, the last, and every 100 messages or
    /// 1 MiB between, and sends no more than that ahead of the replies. If the server reports an
    /// incomplete batch, the client sends it once more with a reply to each message, to return
    /// the error of the refused message.
    ///
    /// # Errors
    /// Default timeout: 10 s. Unless the error [may have
    /// applied](Error::may_have_applied), the stream stored no message.
    /// - `ATOMIC_PUBLISH_DISABLED` (10174): the stream does not set `allow_atomic`.
    /// - `STREAM_WRONG_LAST_SEQUENCE` (10071): a [conflict](Error::is_conflict).
    /// - `ATOMIC_PUBLISH_TOO_LARGE_BATCH` (10199): too many messages.
    /// - `ATOMIC_PUBLISH_CONTAINS_DUPLICATE_MESSAGE` (10201): a message ID appears twice, or is
    ///   already stored.
    /// - `ATOMIC_PUBLISH_INCOMPLETE_BATCH` (10176): messages repeatedly did not arrive.
    /// - [`Indeterminate`](Error::Indeterminate) if the batch exceeds a limit of the account or
    ///   the server (10002, 10023, 10028, 10047): servers check these limits per message, and
    ///   2.12.8 stores the messages that fit. 2.15.1 does not reply, so the error is
    ///   [`TimedOut`](Error::TimedOut). Limits of the stream apply to the whole batch.
    /// - [`Invalid`](Error::Invalid) if a message is not valid, the batch is empty, or the server
    ///   is older than 2.12.
    /// - [`NoStream`](Error::NoStream) if no stream has the subject of a message.
    /// - [`Denied`](Error::Denied) if the user may not publish to a subject, with a
    ///   [`ConnectionObserver`](crate::ConnectionObserver).
    ///
    /// # Cancel safety
    /// If the future is dropped before the last message is sent, the stream stores no message,
    /// and the client aborts the batch on the server.
    pub async fn commit(self) -> Result<PubAck> {
        self.check()?;
        let begun = Instant::now();
        let timeout = self.options.timeout;
        let until = deadline(timeout);
        let mut cause = Cause::default();
        let mut made = 0;
        loop {
            let (error, step) = match self.attempt(until).await {
                Ok(ack) => {
                    self.context.publishes().acknowledge(&ack.stream);
                    return Ok(ack);
                }
                Err(failed) => failed,
            };
            made += 1;
            // A server without batches has stored the messages.
            let strange = matches!(error, Error::Mismatch { .. } | Error::Reply { .. });
            let certain = step == Step::Open && !strange || !error.may_have_applied();
            let partial = step == Step::Committed && is_resource_limit(&error);
            let again = match judge(&error) {
                _ if partial => false,
                Verdict::Refused => error.is(ErrorCode::ATOMIC_PUBLISH_INCOMPLETE_BATCH),
                Verdict::NotNow => true,
                Verdict::MayBe => certain,
            };
            let pause = self.options.pause(made);
            let failed = Instant::now();
            if matches!(error, Error::NoResponders { .. }) {
                let within = pause.min(timeout.saturating_sub(begun.elapsed()));
                let given_up = cause.after(made, self.context, error.operation(), within);
                if let Some(error) = given_up.await {
                    return Err(error);
                }
            }
            let exhausted = self
                .options
                .attempts
                .is_some_and(|most| made >= most.max(1));
            if !again || exhausted || begun.elapsed().saturating_add(pause) >= timeout {
                let error = match error {
                    Error::NoResponders { operation } => cause.error(&operation),
                    error => error,
                };
                return Err(match (partial, certain) {
                    (true, _) => partly_stored(error),
                    (false, true) => not_committed(error),
                    (false, false) => error,
                });
            }
            sleep(pause.saturating_sub(failed.elapsed())).await;
        }
    }

    fn check(&self) -> Result<()> {
        let Some(first) = self.messages.first() else {
            return Err(Error::invalid("atomic batch", Invalid::EmptyBatch));
        };
        self.context
            .needs(2, header::BATCH_ID)
            .map_err(|why| first.refused(why))?;
        for message in &self.messages {
            message.check_for(self.context)?;
            if message.has(header::EXPECTED_LAST_MSG_ID) {
                let why = "a message of a batch cannot expect a last message ID";
                return Err(message.refused(Invalid::Batch(why.into())));
            }
        }
        let rest = self.messages.get(1..).unwrap_or_default();
        if let Some(other) = rest
            .iter()
            .find(|other| other.has(header::EXPECTED_LAST_SEQUENCE))
        {
            let why = "only the first message of a batch can expect a last sequence";
            return Err(other.refused(Invalid::Batch(why.into())));
        }
        Ok(())
    }

    /// Sends the batch, and once more with a reply to each message if it is incomplete.
    ///
    /// A server that refuses a message without a reply subject sends no error, and drops the
    /// following messages: nothing is stored (nats-server 2.12 to 2.15,
    /// `processJetStreamAtomicBatchMsg`).
    async fn attempt(&self, until: Instant) -> Result<PubAck, (Error, Step)> {
        let sent = self.send(until, Replies::Some).await;
        match &sent {
            Err((error, _)) if error.is(ErrorCode::ATOMIC_PUBLISH_INCOMPLETE_BATCH) => {
                self.send(until, Replies::Each).await
            }
            _ => sent,
        }
    }

    async fn send(&self, until: Instant, replies: Replies) -> Result<PubAck, (Error, Step)> {
        let subject = self
            .messages
            .first()
            .map(|first| first.subject().to_string());
        let subject = subject.unwrap_or_default();
        let timeout = until.saturating_duration_since(Instant::now());
        let inbox = ReplyInbox::open_below(self.context, subject, timeout).await;
        let mut sending = Sending {
            inbox: inbox.map_err(|error| (error, Step::Open))?,
            context: self.context,
            batch: HeaderValue::from(id::new_id()),
            messages: &self.messages,
            replies,
            requested: VecDeque::new(),
            answered: 0,
            bytes: 0,
            sent: 0,
            step: Step::Open,
            known: false,
            until,
            denied: self.context.observer().map_or(0, ConnectionObserver::count),
        };
        let sent = sending.run(self.options.ack_wait).await;
        sent.map_err(|error| (error, sending.step))
    }
}

impl fmt::Debug for AtomicBatch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AtomicBatch")
            .field("messages", &self.messages)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// Returns whether a limit of the account or the server refused a batch.
///
/// Servers check these limits per message: 2.12.8 stores the messages that fit, and replies
/// with the error; 2.15.1 does not reply.
fn is_resource_limit(error: &Error) -> bool {
    [
        ErrorCode::ACCOUNT_RESOURCES_EXCEEDED,
        ErrorCode::INSUFFICIENT_RESOURCES,
        ErrorCode::MEMORY_RESOURCES_EXCEEDED,
        ErrorCode::STORAGE_RESOURCES_EXCEEDED,
    ]
    .into_iter()
    .any(|code| error.is(code))
}

/// Returns the error of a batch that may be partly stored.
fn partly_stored(error: Error) -> Error {
    Error::Indeterminate {
        operation: error.operation().to_owned().into(),
        tried: None,
        source: Box::new(error),
    }
}

/// Returns the error of a batch that was certainly not stored.
fn not_committed(error: Error) -> Error {
    if !error.may_have_applied() {
        return error;
    }
    Error::NotSent {
        operation: error.operation().to_owned().into(),
        source: Reason::boxed(format!("the batch was not committed: {error}")),
    }
}

/// Progress of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Its last message was not sent, so nothing is stored.
    Open,
    /// Its last message was sent.
    Committed,
}

/// Messages for which a reply is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Replies {
    /// The first, the last, and some between.
    Some,
    Each,
}

/// A batch that is being sent.
struct Sending<'a> {
    context: &'a Context,
    inbox: ReplyInbox,
    batch: HeaderValue,
    messages: &'a [PublishMessage],
    replies: Replies,
    /// Batch sequences of messages with outstanding replies, in order.
    requested: VecDeque<usize>,
    /// Number of messages that the server has confirmed.
    answered: usize,
    /// Bytes since the last message with a reply.
    bytes: usize,
    /// Number of sent messages.
    sent: usize,
    step: Step,
    /// Whether the server has confirmed the start of the batch.
    known: bool,
    /// Deadline of the batch.
    until: Instant,
    /// Number of violations before the batch.
    denied: u64,
}

impl Sending<'_> {
    /// Waits up to `pace` for each reply, and until the deadline for the last one.
    async fn run(&mut self, pace: Duration) -> Result<PubAck> {
        let messages = self.messages;
        let Some((last, others)) = messages.split_last() else {
            return Err(Error::invalid("atomic batch", Invalid::EmptyBatch));
        };
        for message in others {
            self.bytes = self.bytes.saturating_add(message.size());
            let last = self.requested.back().map_or(self.answered, |at| at + 1);
            let requests = self.replies == Replies::Each
                || self.sent == 0
                || self.sent - last >= EVERY_MESSAGES
                || self.bytes >= EVERY_BYTES;
            self.send(message, requests, false).await?;
            // The first message opens the batch for the following ones.
            let most = match (self.sent, self.replies) {
                (1, _) => 0,
                (_, Replies::Some) => WINDOW,
                (_, Replies::Each) => EVERY_MESSAGES,
            };
            while self.requested.len() > most {
                self.accepted(pace).await?;
            }
        }
        while !self.requested.is_empty() {
            self.accepted(pace).await?;
        }
        self.step = Step::Committed;
        self.send(last, true, true)
            .await
            .inspect_err(|_| self.step = Step::Open)?;
        let left = self.left();
        let waiting = self.messages.get(self.answered..self.sent);
        let denied = |subject: &str| is_to(waiting, subject);
        let reply = self
            .inbox
            .next_unless_denied(left, self.denied, denied)
            .await;
        if matches!(reply, Err(Error::Denied { .. })) {
            // The server dropped the batch.
            self.step = Step::Open;
        }
        let reply = reply?;
        let ack = ack::read(last.subject(), reply)?;
        let count = u64::try_from(messages.len()).ok();
        if ack.batch.as_deref() != Some(self.batch.as_str()) || ack.count != count {
            let why = format!(
                "a batch of {} messages was acknowledged with {}",
                messages.len(),
                ack.count.unwrap_or(1),
            );
            return Err(Error::mismatch(
                last.subject().to_string(),
                Mismatch::Ack(why.into()),
            ));
        }
        Ok(ack)
    }

    async fn send(&mut self, message: &PublishMessage, requests: bool, commit: bool) -> Result<()> {
        let sequence = self.sent + 1;
        let reply = requests.then(|| format!("{}.{sequence}", self.inbox.subject()).into());
        let mut headers = message.header_map().cloned().unwrap_or_default();
        headers.insert(header::BATCH_ID, self.batch.clone());
        headers.insert(header::BATCH_SEQUENCE, HeaderValue::from(sequence));
        if commit {
            headers.insert(header::BATCH_COMMIT, "1");
        }
        let outbound = OutboundMessage {
            subject: message.subject().clone(),
            reply,
            headers: Some(headers),
            payload: message.payload().clone(),
        };
        let transport = self.context.transport();
        let size = size(outbound.headers.as_ref(), &outbound.payload);
        let lost = || Error::Lost {
            operation: message.subject().to_string().into(),
            source: None,
        };
        if requests && !self.context.is_still(self.inbox.connection()) {
            return Err(lost());
        }
        let sent = send_until(self.until, transport, outbound, size).await;
        sent.map_err(|error| {
            Error::transport(message.subject().to_string(), error, Duration::ZERO)
        })?;
        if requests {
            self.requested.push_back(self.sent);
            self.bytes = 0;
        }
        self.sent += 1;
        Ok(())
    }

    fn left(&self) -> Duration {
        self.until.saturating_duration_since(Instant::now())
    }

    /// Handles the reply to a message of the batch.
    async fn accepted(&mut self, pace: Duration) -> Result<()> {
        let timeout = pace.min(self.left());
        let waiting = self.messages.get(self.answered..self.sent);
        let denied = |subject: &str| is_to(waiting, subject);
        let reply = self
            .inbox
            .next_unless_denied(timeout, self.denied, denied)
            .await?;
        // Another stream may refuse a message before the replies to earlier ones.
        let at = place(&reply, self.inbox.subject());
        let requested = |at: &usize| self.requested.iter().position(|it| it == at);
        let Some((at, index)) = at.and_then(|at| Some((at, requested(&at)?))) else {
            // From another sender, or a second reply.
            return Ok(());
        };
        let subject = match self.messages.get(at) {
            Some(message) => message.subject().as_str(),
            None => "",
        };
        let reply = ack::refused_by(subject, reply)?;
        if reply.payload.is_empty() {
            self.known = true;
            self.requested.remove(index);
            if index == 0 {
                self.answered = at + 1;
            }
            return Ok(());
        }
        let ack = ack::read(subject, reply)?;
        let why = format!(
            "the server does not support batches, and stored the message at {}",
            ack.seq
        );
        Err(Error::mismatch(
            subject.to_owned(),
            Mismatch::Ack(why.into()),
        ))
    }
}

/// Returns whether one of these messages has this subject.
fn is_to(messages: Option<&[PublishMessage]>, subject: &str) -> bool {
    let mut messages = messages.into_iter().flatten();
    messages.any(|message| message.subject().as_str() == subject)
}

/// Returns the index of a reply's message.
fn place(reply: &Incoming, inbox: &str) -> Option<usize> {
    let sequence = reply.subject.strip_prefix(inbox)?.strip_prefix('.')?;
    sequence.parse::<usize>().ok()?.checked_sub(1)
}

/// Aborts an uncommitted batch by a message with a gap.
///
/// The server would drop the batch only after 10 s without messages, and allows 50 batches in
/// flight per stream.
impl Drop for Sending<'_> {
    fn drop(&mut self) {
        let (Step::Open, true, Some(first)) = (self.step, self.known, self.messages.first()) else {
            return;
        };
        let mut end = PublishMessage::new(first.subject().clone(), Bytes::new());
        end.put(header::BATCH_ID, self.batch.as_str());
        end.put_number(header::BATCH_SEQUENCE, self.sent as u64 + 2);
        let (subject, headers, payload) = end.into_parts();
        let mut message = RawMessage::new(subject.as_str(), payload);
        message.headers = headers;
        self.context.try_publish_core(message);
    }
}
