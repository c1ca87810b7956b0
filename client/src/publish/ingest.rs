//! Fast ingest: batch publishing with flow control by the server.

mod replies;

use std::fmt;
use std::io::Write as _;

use async_nats::Subject;
use async_nats::message::OutboundMessage;
use bytes::{BufMut, Bytes, BytesMut};
use jsapi::PubAck;
use tokio::time::{Instant, sleep};

use replies::{Came, Patience};

use super::id;
use super::message::PublishMessage;
use super::no_responders::Cause;
use super::send::{send_now, send_until};
use crate::api::context::Context;
use crate::api::replies::ReplyInbox;
use crate::connection::guard::deadline;
use crate::connection::observer::ConnectionObserver;
use crate::connection::transport::RawMessage;
use crate::error::transport::Reason;
use crate::error::{Error, Invalid, Result};
use crate::protocol::header;
use crate::protocol::ingest_flow::{Flow, IngestProblem};
use crate::protocol::retry::{PublishOptions, Verdict, judge};

/// Number of messages between two checks for replies that have arrived.
const LOOK: u64 = 16;

impl Context {
    /// Builds a fast ingest, for publishing many messages quickly. ADR-50.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// let mut ingest = ctx.fast_ingest().open().await?;
    /// for number in 0..1_000_000 {
    ///     ingest.publish("readings.temperature", format!("{number}")).await?;
    /// }
    /// let ack = ingest.commit().await?;
    /// println!("{:?} messages, the last at {}", ack.count, ack.seq);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The server acknowledges several messages at once, and controls their number.
    /// Acknowledged messages are stored and cannot be rolled back. The stream must set
    /// `allow_batched`. Requires server 2.14.
    pub fn fast_ingest(&self) -> FastIngestBuilder {
        FastIngestBuilder {
            context: self.clone(),
            gaps: false,
            ack_every: 500,
            ahead: 3,
            options: PublishOptions::default(),
        }
    }
}

/// Settings of a [`FastIngest`], opened with [`open`](Self::open).
#[derive(Clone, Debug)]
#[must_use = "the fast ingest exists only when opened"]
pub struct FastIngestBuilder {
    context: Context,
    gaps: bool,
    ack_every: u16,
    ahead: u16,
    options: PublishOptions,
}

impl FastIngestBuilder {
    /// Sets whether the ingest continues after lost or refused messages. Default: `false`.
    ///
    /// `true`: [`problems`](FastIngest::problems) returns them.
    pub fn allow_gaps(mut self, allow: bool) -> Self {
        self.gaps = allow;
        self
    }

    /// Sets the maximum number of messages per acknowledgement. Default: 500.
    ///
    /// Minimum: 1. The server uses a lower number depending on its load.
    pub fn ack_every(mut self, messages: u16) -> Self {
        self.ack_every = messages.max(1);
        self
    }

    /// Sets the maximum number of outstanding acknowledgements. Default: 3.
    ///
    /// Minimum: 1.
    pub fn acks_outstanding(mut self, acks: u16) -> Self {
        self.ahead = acks.max(1);
        self
    }

    /// Sets the timeouts of each wait for the server.
    pub fn publish_options(mut self, options: PublishOptions) -> Self {
        self.options = options;
        self
    }

    /// Opens the ingest: subscribes to an inbox for replies.
    ///
    /// Sends no request: the first message starts the batch.
    ///
    /// # Errors
    /// [`Invalid`](Error::Invalid) if the server is older than 2.14, [`NotSent`](Error::NotSent)
    /// without a connection.
    pub async fn open(self) -> Result<FastIngest> {
        let level = self.context.needs(4, "allow_batched");
        level.map_err(|why| Error::invalid("fast ingest", why))?;
        let inbox = ReplyInbox::open_below(&self.context, "", self.options.timeout).await?;
        let batch = id::new_id();
        let gaps = if self.gaps { "ok" } else { "fail" };
        let prefix = format!("{}.{batch}.{}.{gaps}.", inbox.subject(), self.ack_every);
        Ok(FastIngest {
            flow: Flow::new(self.ahead),
            context: self.context,
            options: self.options,
            inbox,
            batch,
            prefix,
            gaps: self.gaps,
            subjects: BytesMut::new(),
            first: None,
            ended: false,
        })
    }
}

/// Operation of a message of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Operation {
    Start = 0,
    Append = 1,
    Commit = 2,
    /// Commits the batch; the message itself is not stored.
    End = 3,
    /// Requests the progress; the message itself is not stored.
    Ping = 4,
}

/// A fast ingest of messages into one stream.
///
/// Created by [`Context::fast_ingest`]. It starts no task: it reads replies while it
/// publishes. Messages are numbered from 1; those up to [`acknowledged`](Self::acknowledged)
/// are stored. Dropping it ends the batch without waiting for the last acknowledgements.
///
/// If the leader of the stream changes, messages are lost. With [gaps
/// allowed](FastIngestBuilder::allow_gaps) the ingest waits for the next leader and
/// continues. Otherwise it ends with [`BatchEnded`](Error::BatchEnded), which has the number
/// of stored messages. The same applies if the server refuses a message.
///
/// Any other error also ends the ingest, and so does a lost connection: it does not continue
/// over the next one. Unacknowledged messages may be stored; publish them again in another
/// ingest. Messages with an [ID](PublishMessage::message_id) are then not stored twice.
pub struct FastIngest {
    context: Context,
    options: PublishOptions,
    inbox: ReplyInbox,
    flow: Flow,
    batch: String,
    prefix: String,
    /// Whether the ingest continues after lost or refused messages.
    gaps: bool,
    /// Buffer for reply subjects, many per allocation.
    subjects: BytesMut,
    /// Subject of the first message, whose stream has the batch.
    first: Option<Subject>,
    ended: bool,
}

impl FastIngest {
    /// Sends a message when the server allows it, and returns its number.
    ///
    /// # Errors
    /// [`Invalid`](Error::Invalid) if the message is not valid; the ingest continues. All other
    /// errors end it:
    /// - [`BatchEnded`](Error::BatchEnded): messages did not arrive, or one was refused; has the
    ///   number of stored messages.
    /// - [`Indeterminate`](Error::Indeterminate): the same, but the number of stored messages is
    ///   unknown, for example if a message went to another stream (10208), or no leader was
    ///   elected in time.
    /// - [`Api`](Error::Api) for the first message: the server refused it, for example with
    ///   `BATCH_PUBLISH_DISABLED` (10205) if the stream does not set `allow_batched`.
    /// - [`NoStream`](Error::NoStream), [`NoResponders`](Error::NoResponders) for the first
    ///   message.
    /// - [`Denied`](Error::Denied) for the first message, with a
    ///   [`ConnectionObserver`](crate::ConnectionObserver). A later message without permission
    ///   does not arrive.
    /// - [`TimedOut`](Error::TimedOut), [`Lost`](Error::Lost), [`NotSent`](Error::NotSent).
    ///
    /// # Cancel safety
    /// If the future is dropped, the message is not sent, unless it is the first.
    pub async fn publish(
        &mut self,
        subject: impl Into<Subject>,
        payload: impl Into<Bytes>,
    ) -> Result<u64> {
        self.publish_message(PublishMessage::new(subject, payload))
            .await
    }

    /// Sends a message with headers, like [`publish`](Self::publish).
    ///
    /// # Errors
    /// Those of [`publish`](Self::publish).
    ///
    /// # Cancel safety
    /// That of [`publish`](Self::publish).
    pub async fn publish_message(&mut self, message: PublishMessage) -> Result<u64> {
        self.check(&message)?;
        self.still(message.subject())?;
        if self.flow.sent() == 0 {
            let done = self.begin(&message).await;
            return self.over(done);
        }
        let mut until = None;
        if !self.flow.may_send() || self.flow.sent().is_multiple_of(LOOK) {
            let room = self.room().await;
            until = Some(self.over(room)?);
        }
        let sent = self.send(&message, Operation::Append, until).await;
        self.over(sent)
    }

    /// Returns the number up to which all messages are acknowledged; 0: none.
    ///
    /// These messages are stored, or among the [problems](Self::problems). Updated while
    /// messages are published.
    pub fn acknowledged(&self) -> u64 {
        self.flow.acknowledged()
    }

    /// Returns the number of sent messages.
    pub fn sent(&self) -> u64 {
        self.flow.sent()
    }

    /// Takes the lost and refused messages since the last call.
    ///
    /// Only with [gaps allowed](FastIngestBuilder::allow_gaps).
    pub fn problems(&mut self) -> Vec<IngestProblem> {
        self.flow.take_problems()
    }

    /// Ends the ingest and returns its acknowledgement.
    ///
    /// It has the number of stored messages, including duplicates, and the sequence of the last
    /// one. Only this acknowledges the last messages: servers acknowledge multiples of
    /// [`ack_every`](FastIngestBuilder::ack_every). With [gaps
    /// allowed](FastIngestBuilder::allow_gaps) the number is that of the sent messages; those not
    /// stored are among the [problems](Self::problems).
    ///
    /// # Errors
    /// Those of [`publish`](Self::publish).
    ///
    /// # Cancel safety
    /// If the future is dropped, the batch may have ended on the server. The ingest is over.
    pub async fn commit(&mut self) -> Result<PubAck> {
        let Some(first) = self.first.clone() else {
            return Err(Error::invalid("fast ingest", Invalid::EmptyBatch));
        };
        self.still(&first)?;
        let end = PublishMessage::new(first, Bytes::new());
        let ended = self.finish(end, Operation::End).await;
        self.over(ended)
    }

    /// Ends the ingest with a last message.
    ///
    /// # Errors
    /// Those of [`commit`](Self::commit).
    ///
    /// # Cancel safety
    /// That of [`commit`](Self::commit).
    pub async fn commit_with(&mut self, message: PublishMessage) -> Result<PubAck> {
        self.check(&message)?;
        self.still(message.subject())?;
        if self.flow.sent() == 0 {
            let begun = self.begin(&message).await;
            self.over(begun)?;
            return self.commit().await;
        }
        let ended = self.finish(message, Operation::Commit).await;
        self.over(ended)
    }

    fn check(&self, message: &PublishMessage) -> Result<()> {
        message.check_for(&self.context)?;
        if message.has(header::EXPECTED_LAST_MSG_ID) {
            let why = "a message of a fast ingest cannot expect a last message ID";
            return Err(message.refused(Invalid::Batch(why.into())));
        }
        Ok(())
    }

    async fn finish(&mut self, end: PublishMessage, operation: Operation) -> Result<PubAck> {
        let until = self.room().await?;
        let denied = self.context.observer().map_or(0, ConnectionObserver::count);
        let sequence = self.send(&end, operation, Some(until)).await?;
        self.ended = true;
        let stored = sequence - u64::from(operation == Operation::End);
        let mut wait = self.wait();
        wait.denied = Some((denied, end.subject().clone()));
        loop {
            let reply = match wait.reply(&mut self.inbox, Patience::All).await {
                Ok(reply) => reply,
                Err(error @ Error::Denied { .. }) if operation == Operation::Commit => {
                    wait.denied = None;
                    let at = Some(sequence);
                    return Err(self.ended_without(at, error, &mut wait).await);
                }
                Err(error @ Error::Denied { .. }) => return Err(self.open(error)),
                Err(error) => return Err(self.named(error)),
            };
            let Some(reply) = reply else {
                // No responders, so it can be sent again.
                let until = Some(wait.until);
                self.hand_over(&end, sequence, operation, until).await?;
                continue;
            };
            match self.take_in(reply) {
                Came::Progress => {}
                Came::Ended(ack) if ack.count == Some(stored) || self.gaps => return Ok(ack),
                Came::Ended(ack) => return Err(self.ended_early(ack)),
                Came::Refused(at, Error::NoResponders { .. }) if at >= Some(sequence) => {
                    wait.no_responders = true;
                }
                // The last message itself failed, so the batch has not ended.
                Came::Refused(at, error) if at == Some(sequence) => {
                    return Err(self.ended_without(at, error, &mut wait).await);
                }
                Came::Refused(at, error) => self.without(at, error, &mut wait).await?,
            }
        }
    }

    /// Sends the first message until the server confirms the batch.
    async fn begin(&mut self, message: &PublishMessage) -> Result<u64> {
        let begun = Instant::now();
        let timeout = self.options.timeout;
        let until = Some(deadline(timeout));
        let mut cause = Cause::default();
        let mut made = 0;
        loop {
            self.flow.restart();
            self.first = None;
            let denied = self.context.observer().map_or(0, ConnectionObserver::count);
            let sequence = self.send(message, Operation::Start, until).await?;
            let error = loop {
                let left = timeout.saturating_sub(begun.elapsed());
                let among = |subject: &str| message.subject().as_str() == subject;
                let next = self.inbox.next_unless_denied(left, denied, among);
                let came = match next.await {
                    Ok(reply) => self.take_in(reply),
                    Err(error) => break error.named(message.subject()),
                };
                match came {
                    Came::Progress if self.flow.started() => {
                        self.context.publishes().acknowledge("");
                        return Ok(sequence);
                    }
                    Came::Progress => {}
                    Came::Ended(ack) => return Err(self.ended_early(ack)),
                    Came::Refused(_, error) => break error,
                }
            };
            made += 1;
            let pause = self.options.pause(made);
            let failed = Instant::now();
            if matches!(error, Error::NoResponders { .. }) {
                let within = pause.min(timeout.saturating_sub(begun.elapsed()));
                let subject = message.subject();
                let given_up = cause.after(made, &self.context, subject, within);
                if let Some(error) = given_up.await {
                    return Err(error);
                }
            }
            let again = judge(&error) == Verdict::NotNow
                && self.options.attempts.is_none_or(|most| made < most)
                && begun.elapsed().saturating_add(pause) < timeout;
            if !again {
                return Err(match error {
                    Error::NoResponders { operation } => cause.error(&operation),
                    error => error,
                });
            }
            sleep(pause.saturating_sub(failed.elapsed())).await;
        }
    }

    async fn ping(&mut self, until: Instant) -> Result<()> {
        let Some(first) = self.first.clone() else {
            return Ok(());
        };
        let sequence = self.flow.sent();
        let ping = PublishMessage::new(first, Bytes::new());
        self.hand_over(&ping, sequence, Operation::Ping, Some(until))
            .await
    }

    async fn send(
        &mut self,
        message: &PublishMessage,
        operation: Operation,
        until: Option<Instant>,
    ) -> Result<u64> {
        let sequence = self.flow.sent() + 1;
        self.hand_over(message, sequence, operation, until).await?;
        // Not before: a refused message does not start the batch.
        self.first.get_or_insert_with(|| message.subject().clone());
        Ok(self.flow.send())
    }

    /// Sends a message; waits for capacity of the connection until the deadline.
    async fn hand_over(
        &mut self,
        message: &PublishMessage,
        sequence: u64,
        operation: Operation,
        until: Option<Instant>,
    ) -> Result<()> {
        let outbound = self.outbound(message, sequence, operation);
        let transport = self.context.transport();
        let size = message.size();
        let sent = match send_now(transport, outbound, size) {
            Some(sent) => sent,
            None => {
                let outbound = self.outbound(message, sequence, operation);
                let until = until.unwrap_or_else(|| deadline(self.options.timeout));
                send_until(until, self.context.transport(), outbound, size).await
            }
        };
        sent.map_err(|error| {
            Error::transport(message.subject().to_string(), error, self.options.timeout)
        })
    }

    /// Returns a message whose reply subject holds the batch's parameters.
    fn outbound(
        &mut self,
        message: &PublishMessage,
        sequence: u64,
        operation: Operation,
    ) -> OutboundMessage {
        let most = self.prefix.len() + 32;
        if self.subjects.capacity() < most {
            self.subjects = BytesMut::with_capacity(most * 64);
        }
        self.subjects.put_slice(self.prefix.as_bytes());
        // Writing to memory does not fail.
        let mut to = (&mut self.subjects).writer();
        let _ = write!(to, "{sequence}.{}.$FI", operation as u8);
        let reply = Subject::try_from(self.subjects.split().freeze());
        message.outbound(reply.unwrap_or_else(|_| Subject::from_static("_INBOX.none")))
    }

    fn still(&self, subject: &Subject) -> Result<()> {
        if !self.ended {
            return Ok(());
        }
        Err(Error::NotSent {
            operation: subject.to_string().into(),
            source: Reason::boxed("the batch is over"),
        })
    }

    /// Ends the ingest after a failure.
    fn over<T>(&mut self, result: Result<T>) -> Result<T> {
        if let Err(error) = &result
            && !matches!(error, Error::Invalid { .. })
        {
            self.ended = true;
        }
        result
    }
}

/// Ends the batch: the server would wait 10 s for more of it.
impl Drop for FastIngest {
    fn drop(&mut self) {
        if self.ended || !self.flow.started() {
            return;
        }
        let Some(first) = self.first.take() else {
            return;
        };
        let sequence = self.flow.sent() + 1;
        let end = PublishMessage::new(first, Bytes::new());
        let outbound = self.outbound(&end, sequence, Operation::End);
        let mut message = RawMessage::new(outbound.subject.as_str(), outbound.payload);
        message.reply = outbound.reply.map(|reply| reply.to_string());
        self.context.try_publish_core(message);
    }
}

impl fmt::Debug for FastIngest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FastIngest")
            .field("batch", &self.batch)
            .field("flow", &self.flow)
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}
