//! Storing a great many messages quickly, at the pace of the server.

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

/// After how many messages answers are looked for that have come already.
const LOOK: u64 = 16;

impl Context {
    /// Stores a great many messages quickly: fast ingest, ADR-50.
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
    /// The server acknowledges every so many messages, and says how many. What is
    /// acknowledged is stored; there is no way back. The stream has to allow it
    /// (`allow_batched`). Server 2.14 and later.
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
    /// Sets whether messages may be lost or refused without ending it. Default: false.
    ///
    /// If true, [`problems`](FastIngest::problems) returns them.
    pub fn allow_gaps(mut self, allow: bool) -> Self {
        self.gaps = allow;
        self
    }

    /// Sets the maximum number of messages per acknowledgement. Default: 500.
    ///
    /// At least 1. The server chooses less depending on its load.
    pub fn ack_every(mut self, messages: u16) -> Self {
        self.ack_every = messages.max(1);
        self
    }

    /// Sets the maximum number of outstanding acknowledgements. Default: 3.
    ///
    /// At least 1.
    pub fn acks_outstanding(mut self, acks: u16) -> Self {
        self.ahead = acks.max(1);
        self
    }

    /// Sets how long to wait for the server, each time.
    pub fn publish_options(mut self, options: PublishOptions) -> Self {
        self.options = options;
        self
    }

    /// Subscribes to an inbox for the answers. Sends no request: the first message
    /// begins the batch.
    ///
    /// # Errors
    /// [`Invalid`](Error::Invalid) when the server is older than 2.14,
    /// [`NotSent`](Error::NotSent) when there is no connection.
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

/// What a message of a batch asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Operation {
    Start = 0,
    Append = 1,
    Commit = 2,
    /// Commits, and is not stored itself.
    End = 3,
    /// Is answered with how far it has come, and not stored.
    Ping = 4,
}

/// A great many messages on their way to one stream.
///
/// Made by [`Context::fast_ingest`]. No task runs: answers are read while
/// messages are published. Messages are numbered from 1 on; those up to
/// [`acknowledged`](Self::acknowledged) are stored. Dropped, it is ended without
/// waiting for what becomes of the last ones.
///
/// When the leader of the stream changes, messages are lost. With [gaps
/// allowed](FastIngestBuilder::allow_gaps) it waits for the next one and goes on;
/// else it ends, and [says](Error::BatchEnded) how many messages are stored. So it
/// does when one is refused.
///
/// After another error it is over, as it is when the connection is lost: it is not
/// gone on with over the next one. What is not acknowledged may be stored, and is
/// published again in another one; messages with an
/// [ID](PublishMessage::message_id) are not stored twice then.
pub struct FastIngest {
    context: Context,
    options: PublishOptions,
    inbox: ReplyInbox,
    flow: Flow,
    batch: String,
    prefix: String,
    /// Whether it goes on without messages that are lost or refused.
    gaps: bool,
    /// Where reply subjects are written, many in one piece of memory.
    subjects: BytesMut,
    /// The subject of the first message: its stream has the batch.
    first: Option<Subject>,
    ended: bool,
}

impl FastIngest {
    /// Sends a message, when the server is ready for it, and gives its number.
    ///
    /// # Errors
    /// [`Invalid`](Error::Invalid) when it cannot be sent; it goes on then. With
    /// all others it is over:
    /// - [`BatchEnded`](Error::BatchEnded): messages were lost on the way, or one
    ///   was refused; says what is stored;
    /// - [`Indeterminate`](Error::Indeterminate): the same, and it could not be
    ///   found out what is stored, as when a message went to another stream
    ///   (10208), or no leader came in time;
    /// - of the first message, [`Api`](Error::Api): the server refused it, as with
    ///   `BATCH_PUBLISH_DISABLED` (10205): the stream does not allow it;
    ///   [`NoStream`](Error::NoStream), [`NoResponders`](Error::NoResponders),
    ///   [`Denied`](Error::Denied) when that is [heard](crate::ConnectionObserver) (a later
    ///   one that is denied is lost on the way);
    /// - [`TimedOut`](Error::TimedOut), [`Lost`](Error::Lost),
    ///   [`NotSent`](Error::NotSent).
    ///
    /// # Cancel safety
    /// Dropped before it is ready, the message is not sent, unless it is the
    /// first.
    pub async fn publish(
        &mut self,
        subject: impl Into<Subject>,
        payload: impl Into<Bytes>,
    ) -> Result<u64> {
        self.publish_message(PublishMessage::new(subject, payload))
            .await
    }

    /// As [`publish`](Self::publish), with headers.
    ///
    /// # Errors
    /// As there.
    ///
    /// # Cancel safety
    /// As there.
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

    /// Up to which message all are stored, or are among the
    /// [problems](Self::problems); 0 before the first are.
    ///
    /// As far as answers were read, which is done while messages are published.
    pub fn acknowledged(&self) -> u64 {
        self.flow.acknowledged()
    }

    /// How many messages were sent.
    pub fn sent(&self) -> u64 {
        self.flow.sent()
    }

    /// Takes what went wrong since it was asked last, with
    /// [gaps allowed](FastIngestBuilder::allow_gaps).
    pub fn problems(&mut self) -> Vec<IngestProblem> {
        self.flow.take_problems()
    }

    /// Ends it, and says how many messages were stored, duplicates included, and
    /// where the last is.
    ///
    /// There is no other way to know of the last messages: servers acknowledge
    /// whole numbers of [`ack_every`](FastIngestBuilder::ack_every). With [gaps
    /// allowed](FastIngestBuilder::allow_gaps) the count is that of the messages
    /// sent; those that are not stored are among the [problems](Self::problems).
    ///
    /// # Errors
    /// As [`publish`](Self::publish).
    ///
    /// # Cancel safety
    /// Dropped before it is ready, it may be ended or not, and is over here.
    pub async fn commit(&mut self) -> Result<PubAck> {
        let Some(first) = self.first.clone() else {
            return Err(Error::invalid("fast ingest", Invalid::EmptyBatch));
        };
        self.still(&first)?;
        let end = PublishMessage::new(first, Bytes::new());
        let ended = self.finish(end, Operation::End).await;
        self.over(ended)
    }

    /// Ends it with a last message.
    ///
    /// # Errors
    /// As [`commit`](Self::commit).
    ///
    /// # Cancel safety
    /// As there.
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
            let why = "a fast ingest can not expect a last message ID";
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
                // Nobody took it, so that it can be sent again.
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
                // The last message itself: the batch is not ended by it.
                Came::Refused(at, error) if at == Some(sequence) => {
                    return Err(self.ended_without(at, error, &mut wait).await);
                }
                Came::Refused(at, error) => self.without(at, error, &mut wait).await?,
            }
        }
    }

    /// Sends the first message until the server knows the batch.
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
        // Not before: one that was refused is none.
        self.first.get_or_insert_with(|| message.subject().clone());
        Ok(self.flow.send())
    }

    /// Hands a message to the connection, which may have no room for it until then,
    /// or for as long as the server is waited for.
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

    /// A message with what the batch needs to know in its reply subject.
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

    /// After this failure it is over.
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
