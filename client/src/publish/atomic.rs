//! Several messages that are stored together or not at all.

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

/// A reply is requested to the first and last message, and after this many others.
const EVERY_MESSAGES: usize = 100;

/// A reply is requested after this many bytes at the latest.
const EVERY_BYTES: usize = 1 << 20;

/// How many requested replies may be missing while more messages are sent.
const WINDOW: usize = 1;

impl Context {
    /// Stores several messages together, or none of them: ADR-50.
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
    /// Nothing is sent before it is [committed](AtomicBatch::commit). Server 2.12
    /// and later.
    pub fn atomic_batch(&self) -> AtomicBatch<'_> {
        AtomicBatch {
            context: self,
            messages: Vec::new(),
            options: PublishOptions::default(),
        }
    }
}

/// Messages that are to be stored together.
///
/// All have to go to one stream, which has to allow it (`allow_atomic`). Servers
/// take 1,000 messages in a batch unless configured. Expectations are checked
/// against the stream as it is before the batch; only the first message may
/// [expect a last sequence](PublishMessage::expect_last_sequence) of the
/// stream, and none a last message ID. Dropped, it leaves nothing behind.
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

    /// How many messages it has.
    pub fn len(&self) -> usize {
        self.messages.len()
    }

    /// Whether it has no messages.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    /// Sets how long and how often the client tries to publish the batch.
    ///
    /// Message IDs make no difference: a batch is sent again only if it is certain
    /// that it was not stored.
    pub fn publish_options(mut self, options: PublishOptions) -> Self {
        self.options = options;
        self
    }

    /// Sends the messages, and has them stored.
    ///
    /// The acknowledgement is that of the last message; the others have the
    /// sequences before it. It is sent again, as another batch, while it is
    /// certain that it is not stored: when nobody answers for the stream, when
    /// messages were lost on the way, and when too many batches are under way.
    ///
    /// Requests a reply to the first message, the last, and one in 100 or 1 MiB of the
    /// others, and sends no more than that ahead of the replies. When the server reports
    /// that the batch is incomplete, it is sent once more with a reply to each message:
    /// the error is then that of the message that the server refused.
    ///
    /// # Errors
    /// Within 10 s unless set. Unless it [may have
    /// applied](Error::may_have_applied), nothing is stored. By code:
    /// - `ATOMIC_PUBLISH_DISABLED` (10174): the stream does not allow it;
    /// - `STREAM_WRONG_LAST_SEQUENCE` (10071): a [conflict](Error::is_conflict);
    /// - `ATOMIC_PUBLISH_TOO_LARGE_BATCH` (10199): more than the server takes;
    /// - `ATOMIC_PUBLISH_CONTAINS_DUPLICATE_MESSAGE` (10201): a message ID is in
    ///   it twice, or stored already;
    /// - `ATOMIC_PUBLISH_INCOMPLETE_BATCH` (10176): messages were lost, again and
    ///   again.
    ///
    /// [`Indeterminate`](Error::Indeterminate) if the batch exceeds a limit of the
    /// account or the server (10002, 10023, 10028, 10047): servers check those message by
    /// message, and 2.12.8 stores the messages that fit. 2.15.1 does not reply then, so
    /// the error is [`TimedOut`](Error::TimedOut). Limits of the stream keep a batch whole.
    ///
    /// [`Invalid`](Error::Invalid) when a message cannot be sent, there is none,
    /// or the server is older than 2.12; [`NoStream`](Error::NoStream) when no
    /// stream takes the subject of one, [`Denied`](Error::Denied) when one may not
    /// publish there and that is [heard](crate::ConnectionObserver).
    ///
    /// # Cancel safety
    /// Dropped before the last message is sent, nothing is stored, and the server
    /// is told to forget it.
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
            // What a server stored that knows no batches is stored.
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
                let why = "a batch can not expect a last message ID";
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
    /// A server that refuses a message without a reply subject tells nobody, and drops
    /// the messages that follow: nothing is stored (nats-server 2.12 to 2.15,
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

/// Whether a limit of the account or the server refused a batch.
///
/// Servers check these limits message by message: 2.12.8 stores the part of the batch
/// that fits, and replies with the error; 2.15.1 does not reply.
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

/// The error of a batch of which a part may be stored.
fn partly_stored(error: Error) -> Error {
    Error::Indeterminate {
        operation: error.operation().to_owned().into(),
        tried: None,
        source: Box::new(error),
    }
}

/// A failure at a step at which nothing can be stored.
fn not_committed(error: Error) -> Error {
    if !error.may_have_applied() {
        return error;
    }
    Error::NotSent {
        operation: error.operation().to_owned().into(),
        source: Reason::boxed(format!("the batch was not committed: {error}")),
    }
}

/// How far a batch got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Its last message was not sent, so nothing is stored.
    Open,
    /// Its last message was sent.
    Committed,
}

/// Which messages a reply is requested for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Replies {
    /// The first, the last, and some in between.
    Some,
    Each,
}

/// One batch on its way.
struct Sending<'a> {
    context: &'a Context,
    inbox: ReplyInbox,
    batch: HeaderValue,
    messages: &'a [PublishMessage],
    replies: Replies,
    /// The places of messages whose replies are missing, in their order.
    requested: VecDeque<usize>,
    /// How many messages are known to be in the batch.
    answered: usize,
    /// The bytes since the last message with a reply.
    bytes: usize,
    /// How many were sent.
    sent: usize,
    step: Step,
    /// Whether the server has said that it knows the batch.
    known: bool,
    /// When there is no more time for it.
    until: Instant,
    /// How much was denied before it.
    denied: u64,
}

impl Sending<'_> {
    /// Waits for answers to the others for `pace`, to the last as long as there is
    /// time.
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
            // The first one opens the batch, so that others find it.
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
            // The server dropped it.
            self.step = Step::Open;
        }
        let reply = reply?;
        let ack = ack::read(last.subject(), reply)?;
        let count = u64::try_from(messages.len()).ok();
        if ack.batch.as_deref() != Some(self.batch.as_str()) || ack.count != count {
            let why = format!(
                "a batch of {} was acknowledged as one of {}",
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

    /// The server took one more message into the batch.
    async fn accepted(&mut self, pace: Duration) -> Result<()> {
        let timeout = pace.min(self.left());
        let waiting = self.messages.get(self.answered..self.sent);
        let denied = |subject: &str| is_to(waiting, subject);
        let reply = self
            .inbox
            .next_unless_denied(timeout, self.denied, denied)
            .await?;
        // Another stream may refuse a message before earlier ones are answered.
        let at = place(&reply, self.inbox.subject());
        let requested = |at: &usize| self.requested.iter().position(|it| it == at);
        let Some((at, index)) = at.and_then(|at| Some((at, requested(&at)?))) else {
            // Of a stranger, or a second reply.
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
            "the server knows no batches, and stored the message at {}",
            ack.seq
        );
        Err(Error::mismatch(
            subject.to_owned(),
            Mismatch::Ack(why.into()),
        ))
    }
}

/// Whether one of these messages goes to this subject.
fn is_to(messages: Option<&[PublishMessage]>, subject: &str) -> bool {
    let mut messages = messages.into_iter().flatten();
    messages.any(|message| message.subject().as_str() == subject)
}

/// Which message an answer is for.
fn place(reply: &Incoming, inbox: &str) -> Option<usize> {
    let sequence = reply.subject.strip_prefix(inbox)?.strip_prefix('.')?;
    sequence.parse::<usize>().ok()?.checked_sub(1)
}

/// A batch that is not committed is ended with a message that does not follow.
///
/// The server would forget it only after 10 s without messages, and takes 50 at a
/// time for a stream.
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
