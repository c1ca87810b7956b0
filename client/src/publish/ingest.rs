//! Storing a great many messages quickly, at the pace of the server.

use std::fmt;
use std::io::Write as _;
use std::time::Duration;

use async_nats::Subject;
use async_nats::message::OutboundMessage;
use bytes::{BufMut, Bytes, BytesMut};
use jsapi::PubAck;
use tokio::time::{Instant, sleep};

use super::flow::{Flow, IngestProblem, Told};
use super::message::OutgoingMessage;
use super::retry::{PublishOptions, Verdict, judge};
use super::send::{send, send_now};
use super::{ack, id};
use crate::context::Context;
use crate::error::{BatchEnded, Error, Invalid, Result};
use crate::replies::Inbox;
use crate::transport::{Incoming, Outgoing, Reason};

/// After how many messages answers are looked for that have come already.
const LOOK: u64 = 16;

impl Context {
    /// Stores a great many messages quickly: fast ingest, ADR-50.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// let mut ingest = ctx.fast_ingest().start().await?;
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

/// Sets up a [`FastIngest`].
#[derive(Clone, Debug)]
#[must_use = "a fast ingest is not there until it is started"]
pub struct FastIngestBuilder {
    context: Context,
    gaps: bool,
    ack_every: u16,
    ahead: u16,
    options: PublishOptions,
}

impl FastIngestBuilder {
    /// Goes on without messages that are lost or refused.
    ///
    /// Unless set, the first of them ends it. With it they are among the
    /// [problems](FastIngest::problems).
    pub fn allow_gaps(mut self) -> Self {
        self.gaps = true;
        self
    }

    /// After how many messages the server acknowledges at the latest; 500 unless
    /// set, at least 1.
    ///
    /// The server makes it less, and more again, with its load.
    pub fn ack_every(mut self, messages: u16) -> Self {
        self.ack_every = messages.max(1);
        self
    }

    /// How many acknowledgements may be outstanding; 3 unless set, at least 1.
    pub fn acks_outstanding(mut self, acks: u16) -> Self {
        self.ahead = acks.max(1);
        self
    }

    /// How long is waited for the server, each time.
    pub fn options(mut self, options: PublishOptions) -> Self {
        self.options = options;
        self
    }

    /// Subscribes to an inbox for the answers. Asks nothing: the first message
    /// begins the batch.
    ///
    /// # Errors
    /// [`Invalid`](Error::Invalid) when the server is older than 2.14,
    /// [`NotSent`](Error::NotSent) when there is no connection.
    pub async fn start(self) -> Result<FastIngest> {
        let level = self.context.needs(4, "allow_batched");
        level.map_err(|why| Error::invalid("", why))?;
        let inbox = Inbox::open_below(&self.context, "", self.options.timeout).await?;
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
            subjects: BytesMut::new(),
            last: None,
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
/// After an error of the connection or the server it is over. What is not
/// acknowledged may be stored, and is published again in another one; messages
/// with an [ID](OutgoingMessage::message_id) are not stored twice then.
pub struct FastIngest {
    context: Context,
    options: PublishOptions,
    inbox: Inbox,
    flow: Flow,
    batch: String,
    prefix: String,
    /// Where reply subjects are written, many in one piece of memory.
    subjects: BytesMut,
    last: Option<Subject>,
    ended: bool,
}

impl FastIngest {
    /// Sends a message, when the server is ready for it, and gives its number.
    ///
    /// # Errors
    /// [`Invalid`](Error::Invalid) when it can not be sent; it goes on then. With
    /// all others it is over:
    /// - [`BatchEnded`](Error::BatchEnded): messages were lost on the way, or one
    ///   was refused; says what is stored;
    /// - [`Api`](Error::Api): the server refused the first message, as with
    ///   `BATCH_PUBLISH_DISABLED` (10205): the stream does not allow it;
    /// - [`NoResponders`](Error::NoResponders), [`TimedOut`](Error::TimedOut),
    ///   [`Lost`](Error::Lost), [`NotSent`](Error::NotSent).
    ///
    /// # Cancel safety
    /// Dropped before it is ready, the message is not sent, unless it is the
    /// first.
    pub async fn publish(
        &mut self,
        subject: impl Into<Subject>,
        payload: impl Into<Bytes>,
    ) -> Result<u64> {
        self.publish_message(OutgoingMessage::new(subject, payload))
            .await
    }

    /// As [`publish`](Self::publish), with headers.
    ///
    /// # Errors
    /// As there.
    ///
    /// # Cancel safety
    /// As there.
    pub async fn publish_message(&mut self, message: OutgoingMessage) -> Result<u64> {
        message.check_for(&self.context)?;
        self.still(message.subject())?;
        if self.flow.sent() == 0 {
            let done = self.begin(&message).await;
            return self.over(done);
        }
        if !self.flow.may_send() || self.flow.sent().is_multiple_of(LOOK) {
            let room = self.room().await;
            self.over(room)?;
        }
        let sent = self.send(&message, Operation::Append).await;
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
    /// whole numbers of [`ack_every`](FastIngestBuilder::ack_every).
    ///
    /// # Errors
    /// As [`publish`](Self::publish).
    pub async fn commit(mut self) -> Result<PubAck> {
        let Some(last) = self.last.clone() else {
            let why = Invalid::Other("a batch without messages".into());
            return Err(Error::invalid("", why));
        };
        self.still(&last)?;
        let end = OutgoingMessage::new(last, Bytes::new());
        self.finish(end, Operation::End).await
    }

    /// Ends it with a last message.
    ///
    /// # Errors
    /// As [`commit`](Self::commit).
    pub async fn commit_with(mut self, message: OutgoingMessage) -> Result<PubAck> {
        message.check_for(&self.context)?;
        self.still(message.subject())?;
        if self.flow.sent() == 0 {
            self.begin(&message).await?;
            return self.commit().await;
        }
        self.finish(message, Operation::Commit).await
    }

    async fn finish(&mut self, end: OutgoingMessage, operation: Operation) -> Result<PubAck> {
        self.room().await?;
        self.send(&end, operation).await?;
        self.ended = true;
        let patience = self.options.timeout;
        loop {
            let reply = self.inbox.next(patience).await;
            let reply = reply.map_err(|error| error.named(end.subject()))?;
            if let Some(ack) = self.take_in(reply)? {
                let all = self.flow.sent() - u64::from(operation == Operation::End);
                if ack.count == Some(all) || self.prefix.ends_with(".ok.") {
                    return Ok(ack);
                }
                return Err(self.ended_early(ack));
            }
        }
    }

    /// Sends the first message until the server knows the batch.
    async fn begin(&mut self, message: &OutgoingMessage) -> Result<u64> {
        let begun = Instant::now();
        let timeout = self.options.timeout;
        let mut made = 0;
        loop {
            self.flow.restart();
            let sequence = self.send(message, Operation::Start).await?;
            let error = loop {
                let left = timeout.saturating_sub(begun.elapsed());
                let reply = self.inbox.next(left).await;
                let told = match reply {
                    Ok(reply) => self.take_in(reply),
                    Err(error) => Err(error.named(message.subject())),
                };
                match told {
                    Ok(None) if self.flow.started() => return Ok(sequence),
                    Ok(None) => {}
                    Ok(Some(ack)) => return Err(self.ended_early(ack)),
                    Err(error) => break error,
                }
            };
            made += 1;
            let pause = self.options.pause(made);
            let again = judge(&error) == Verdict::NotNow
                && self.options.attempts.is_none_or(|most| made < most)
                && begun.elapsed().saturating_add(pause) < timeout;
            if !again {
                return Err(error);
            }
            sleep(pause).await;
        }
    }

    /// Takes in what has come, and waits until another message may be sent.
    async fn room(&mut self) -> Result<()> {
        while let Some(reply) = self.inbox.next_now() {
            self.progress(reply)?;
        }
        if !self.context.is_still(self.inbox.connection()) {
            return Err(self.lost());
        }
        if self.flow.may_send() {
            return Ok(());
        }
        let until = Instant::now() + self.options.timeout.min(Duration::from_secs(3600));
        let mut patience = self.options.ack_wait.min(self.options.timeout);
        while !self.flow.may_send() {
            match self.inbox.next(patience).await {
                Ok(reply) => self.progress(reply)?,
                // The acknowledgement may be lost: how far has it come?
                Err(Error::TimedOut { .. }) if Instant::now() < until => {
                    self.ping().await?;
                    patience = self.options.ack_wait.min(until - Instant::now());
                }
                Err(error) => return Err(self.named(error)),
            }
        }
        Ok(())
    }

    fn progress(&mut self, reply: Incoming) -> Result<()> {
        match self.take_in(reply)? {
            None => Ok(()),
            Some(ack) => Err(self.ended_early(ack)),
        }
    }

    /// Takes in an answer; gives the acknowledgement that ends the batch.
    fn take_in(&mut self, reply: Incoming) -> Result<Option<PubAck>> {
        let subject = self.last.as_deref().unwrap_or_default();
        let reply = ack::refused_by(subject, reply)?;
        match self.flow.told(&reply.payload) {
            Told::Progress => Ok(None),
            Told::Ended(ack) => Ok(Some(ack)),
            Told::Other => ack::read(subject, reply).map(Some),
        }
    }

    async fn ping(&mut self) -> Result<()> {
        let Some(last) = self.last.clone() else {
            return Ok(());
        };
        let sequence = self.flow.sent();
        self.hand_over(
            &OutgoingMessage::new(last, Bytes::new()),
            sequence,
            Operation::Ping,
        )
        .await
    }

    async fn send(&mut self, message: &OutgoingMessage, operation: Operation) -> Result<u64> {
        self.last = Some(message.subject().clone());
        let sequence = self.flow.sent() + 1;
        self.hand_over(message, sequence, operation).await?;
        Ok(self.flow.send())
    }

    async fn hand_over(
        &mut self,
        message: &OutgoingMessage,
        sequence: u64,
        operation: Operation,
    ) -> Result<()> {
        let outbound = self.outbound(message, sequence, operation);
        let transport = self.context.transport();
        let size = message.payload().len();
        let sent = match send_now(transport, outbound, size) {
            Some(sent) => sent,
            None => {
                let outbound = self.outbound(message, sequence, operation);
                send(self.context.transport(), outbound, size).await
            }
        };
        sent.map_err(|error| {
            Error::transport(message.subject().to_string(), error, self.options.timeout)
        })
    }

    /// A message with what the batch needs to know in its reply subject.
    fn outbound(
        &mut self,
        message: &OutgoingMessage,
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
            verb: subject.to_string().into(),
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

    fn named(&self, error: Error) -> Error {
        error.named(self.last.as_deref().unwrap_or_default())
    }

    fn lost(&self) -> Error {
        self.named(Error::Lost {
            verb: "".into(),
            source: None,
        })
    }

    fn ended_early(&mut self, ack: PubAck) -> Error {
        self.ended = true;
        let mut ended = BatchEnded::new(ack);
        match self.flow.take_problems().pop() {
            Some(IngestProblem::Gap { first, last }) => ended.missing = Some((first, last)),
            Some(IngestProblem::Refused { sequence, error }) => {
                ended.refused = Some((sequence, error));
            }
            None => {}
        }
        Error::BatchEnded {
            verb: self.last.as_deref().unwrap_or_default().to_owned().into(),
            source: Box::new(ended),
        }
    }
}

/// Ends the batch: the server would wait 10 s for more of it.
impl Drop for FastIngest {
    fn drop(&mut self) {
        if self.ended || !self.flow.started() {
            return;
        }
        let Some(last) = self.last.take() else { return };
        let sequence = self.flow.sent() + 1;
        let end = OutgoingMessage::new(last, Bytes::new());
        let outbound = self.outbound(&end, sequence, Operation::End);
        let mut message = Outgoing::new(outbound.subject.as_str(), outbound.payload);
        message.reply = outbound.reply.map(|reply| reply.to_string());
        self.context.publish_at_once(message);
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
