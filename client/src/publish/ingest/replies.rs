//! Replies to a fast ingest.

use std::time::Duration;

use async_nats::Subject;
use bytes::Bytes;
use jsapi::{ApiError, ErrorCode, PubAck};
use tokio::time::Instant;

use super::super::ack;
use super::super::message::PublishMessage;
use super::{FastIngest, Operation};
use crate::api::replies::ReplyInbox;
use crate::connection::guard::deadline;
use crate::connection::transport::Incoming;
use crate::error::{BatchEnded, Error, Result};
use crate::protocol::ingest_flow::{IngestProblem, Told};
use crate::protocol::retry::PublishOptions;

/// How long an answer is waited for at least before it is asked again, however
/// little patience was set.
const LEAST: Duration = Duration::from_millis(50);

/// Result of a reply.
pub(super) enum Came {
    Progress,
    /// The server ended the batch.
    Ended(PubAck),
    /// The server refused a message: its number and the error.
    Refused(Option<u64>, Error),
}

/// Returns the message of a reply, from its subject.
pub(super) fn place(reply: &Incoming, prefix: &str) -> Option<u64> {
    let (sequence, _) = reply.subject.strip_prefix(prefix)?.split_once('.')?;
    sequence.parse().ok()
}

/// Returns whether the server no longer knows the batch.
fn is_forgotten(error: &ApiError) -> bool {
    error.is(ErrorCode::BATCH_PUBLISH_UNKNOWN_BATCH_ID)
}

/// Duration of the wait for a reply.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Patience {
    /// Until the reply is overdue.
    Ack,
    /// Until the deadline.
    All,
}

/// A wait for replies with a deadline.
pub(super) struct Wait {
    options: PublishOptions,
    pub(super) until: Instant,
    /// No responders: the stream has no leader at the moment.
    pub(super) no_responders: bool,
    /// Subject whose violations to observe, and the number of earlier violations.
    pub(super) denied: Option<(u64, Subject)>,
    made: u32,
}

impl Wait {
    fn new(options: &PublishOptions) -> Self {
        Self {
            options: options.clone(),
            until: deadline(options.timeout),
            no_responders: false,
            denied: None,
            made: 0,
        }
    }

    /// Returns the next reply; `None`: request the progress again.
    pub(super) async fn reply(
        &mut self,
        inbox: &mut ReplyInbox,
        patience: Patience,
    ) -> Result<Option<Incoming>> {
        let left = self.until.saturating_duration_since(Instant::now());
        let (wait, ask) = match (self.no_responders, patience) {
            (true, _) => (self.options.pause(self.made).max(LEAST), true),
            (false, Patience::Ack) => (self.options.ack_wait.max(LEAST), true),
            (false, Patience::All) => (left, false),
        };
        let (seen, subject) = match &self.denied {
            Some((seen, subject)) => (*seen, subject.as_str()),
            None => (u64::MAX, ""),
        };
        let among = |it: &str| it == subject;
        match inbox.next_unless_denied(wait.min(left), seen, among).await {
            Ok(reply) => Ok(Some(reply)),
            Err(Error::TimedOut { .. }) if ask && wait < left => {
                self.made = self.made.saturating_add(1);
                // A reply shows that there is a leader.
                self.no_responders &= patience == Patience::Ack;
                Ok(None)
            }
            Err(Error::TimedOut { operation, .. }) => Err(Error::TimedOut {
                operation,
                after: self.options.timeout,
            }),
            Err(error) => Err(error),
        }
    }
}

impl FastIngest {
    /// Handles arrived replies and waits until another message may be sent.
    ///
    /// Returns the deadline of that message.
    pub(super) async fn room(&mut self) -> Result<Instant> {
        let mut wait = self.wait();
        while let Some(reply) = self.inbox.next_now() {
            self.progress(reply, &mut wait).await?;
        }
        if !self.context.is_still(self.inbox.connection()) {
            return Err(self.lost());
        }
        while !self.flow.may_send() || wait.no_responders {
            match wait.reply(&mut self.inbox, Patience::Ack).await {
                Ok(Some(reply)) => self.progress(reply, &mut wait).await?,
                // The acknowledgement may be lost: request the progress.
                Ok(None) => self.ping(wait.until).await?,
                Err(error) => return Err(self.named(error)),
            }
        }
        Ok(wait.until)
    }

    async fn progress(&mut self, reply: Incoming, wait: &mut Wait) -> Result<()> {
        match self.take_in(reply) {
            Came::Progress => wait.no_responders = false,
            Came::Ended(ack) => return Err(self.ended_early(ack)),
            Came::Refused(at, error) => self.without(at, error, wait).await?,
        }
        Ok(())
    }

    /// Handles a reply.
    pub(super) fn take_in(&mut self, reply: Incoming) -> Came {
        let subject = self.first.as_deref().unwrap_or_default();
        let at = place(&reply, &self.prefix);
        let reply = match ack::refused_by(subject, reply) {
            Ok(reply) => reply,
            Err(error) => return Came::Refused(at, error),
        };
        match self.flow.told(&reply.payload) {
            Told::Progress => Came::Progress,
            Told::Ended(ack) => Came::Ended(ack),
            Told::Other => match ack::read_batch(subject, reply) {
                Ok(ack) => Came::Ended(ack),
                Err(error) => Came::Refused(at, error),
            },
        }
    }

    /// Continues without a refused message, or ends with the number of stored ones.
    pub(super) async fn without(
        &mut self,
        at: Option<u64>,
        error: Error,
        wait: &mut Wait,
    ) -> Result<()> {
        match (error, at) {
            // The next leader reports the gap.
            (Error::NoResponders { .. }, _) if self.gaps => {
                wait.no_responders = true;
                Ok(())
            }
            (Error::Api { error, .. }, Some(at)) if self.gaps && !is_forgotten(&error) => {
                self.flow.refused(at, *error);
                Ok(())
            }
            (error, at) => Err(self.ended_without(at, error, wait).await),
        }
    }

    /// Ends the batch after a lost or refused message, and requests its final state.
    ///
    /// The server does not reply if it no longer knows the batch.
    pub(super) async fn ended_without(
        &mut self,
        at: Option<u64>,
        error: Error,
        wait: &mut Wait,
    ) -> Error {
        self.ended = true;
        // A restarted server does not know the batch.
        if !self.context.is_still(self.inbox.connection()) {
            return self.lost();
        }
        let forgotten = |error: &Error| error.api().is_some_and(is_forgotten);
        let Some(first) = self.first.clone() else {
            return self.open(error);
        };
        // Without the first message, the server accepts no other.
        if at == Some(1) && !self.gaps {
            return error;
        }
        let end = PublishMessage::new(first, Bytes::new());
        let sequence = self.flow.sent() + 1;
        wait.no_responders = matches!(error, Error::NoResponders { .. });
        let mut told = wait.no_responders || self.tell_end(&end, sequence, wait.until).await;
        while told {
            match wait.reply(&mut self.inbox, Patience::Ack).await {
                Ok(Some(reply)) => match self.take_in(reply) {
                    Came::Progress => {}
                    Came::Ended(ack) => return self.ended_at(ack, at, error),
                    Came::Refused(_, Error::NoResponders { .. }) => wait.no_responders = true,
                    Came::Refused(_, other) if forgotten(&other) => break,
                    Came::Refused(..) => {}
                },
                Ok(None) => told = self.tell_end(&end, sequence, wait.until).await,
                Err(_) => break,
            }
        }
        self.open(error)
    }

    async fn tell_end(&mut self, end: &PublishMessage, sequence: u64, until: Instant) -> bool {
        let until = Some(until);
        let told = self.hand_over(end, sequence, Operation::End, until).await;
        told.is_ok()
    }

    /// Returns the error of a batch whose final state is unknown.
    pub(super) fn open(&mut self, error: Error) -> Error {
        match error.may_have_applied() {
            true => error,
            false => Error::Indeterminate {
                operation: error.operation().to_owned().into(),
                tried: None,
                source: Box::new(error),
            },
        }
    }

    /// Returns the error of a batch that ended with `ack` after `error` of a message.
    fn ended_at(&mut self, ack: PubAck, at: Option<u64>, error: Error) -> Error {
        let sent = self.flow.sent();
        let mut ended = self.ended_early(ack);
        if let Error::BatchEnded { source, .. } = &mut ended {
            match (error, at) {
                (Error::Api { error, .. }, Some(at)) => {
                    // The server counts a refused message as missing.
                    source.missing = source.missing.filter(|gap| *gap != (at, at));
                    source.refused = Some((at, *error));
                }
                (_, Some(at)) => source.missing = source.missing.or(Some((at, sent))),
                (_, None) => {}
            }
        }
        ended
    }

    pub(super) fn wait(&self) -> Wait {
        Wait::new(&self.options)
    }

    pub(super) fn named(&self, error: Error) -> Error {
        error.named(self.first.as_deref().unwrap_or("fast ingest"))
    }

    pub(super) fn lost(&self) -> Error {
        self.named(Error::Lost {
            operation: "fast ingest".into(),
            source: None,
        })
    }

    pub(super) fn ended_early(&mut self, ack: PubAck) -> Error {
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
            operation: self.first.as_deref().unwrap_or_default().to_owned().into(),
            source: Box::new(ended),
        }
    }
}
