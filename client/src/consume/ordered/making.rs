//! Creation of the consumers of an ordered consumer.

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use jsapi::endpoint::{CONSUMER_CREATE, STREAM_MSG_GET};
use jsapi::{
    AckPolicy, ConsumerConfig, ConsumerInfo, DeliverPolicy, ErrorCode, StorageType, StreamInfo,
    StreamInfoRequest, StreamMsgGetRequest,
};
use tokio::time::{Instant, sleep_until, timeout_at};

use super::{Live, OrderedConsumer, OrderedMessages, Payloads, State};
use crate::connection::transport::BoxFuture;
use crate::consume::delivery::Origin;
use crate::consume::ephemeral::{Ephemeral, Leave, NotMade, Unheard};
use crate::consume::initial::Before;
use crate::consume::notice::Notices;
use crate::consume::pull_config::Start;
use crate::consume::undecodable_headers::is_unreadable;
use crate::error::{Error, Invalid, Result};
use crate::protocol::ordered::{Asked, Begin, Event, Machine, Refusal, StreamFacts, nanoseconds};
use crate::streams::message::StreamMessage;

/// Time to wait for a reply before the request is sent again.
///
/// During an election servers drop requests, and a consumer may be assigned to a failed server
/// that never replies (nats-server 2.10 to 2.15).
const AGAIN: Duration = Duration::from_millis(400);

/// Maximum time for repeating a request before the attempt starts again.
const ATTEMPT: Duration = Duration::from_secs(2);

/// Time to wait for the first consumer before requesting another one.
const FIRST: Duration = Duration::from_secs(2);

/// Time to wait for a connection before reporting that there is none.
const ABSENCE: Duration = Duration::from_secs(10);

/// Maximum number of consecutive messages read without a consumer.
const UNREADABLE: usize = 100;

/// A consumer that replaces another one.
pub(super) struct Another {
    /// Messages read from the stream, after which the consumer starts.
    pub(super) unreadable: Vec<StreamMessage>,
    pub(super) began: Instant,
    pub(super) consumer: Ephemeral,
    pub(super) facts: StreamFacts,
    /// Other requested consumers that may exist.
    pub(super) others: Vec<Leave>,
}

/// No consumer was created.
pub(super) struct Failed {
    pub(super) error: Error,
    /// Requested consumers that may exist.
    pub(super) others: Vec<Leave>,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self {
            error,
            others: Vec::new(),
        }
    }
}

impl OrderedConsumer {
    pub(super) async fn make(mut self) -> Result<OrderedMessages> {
        if self.heartbeat < Duration::from_millis(100) {
            let why = format!("heartbeat {:?} is below 100 ms", self.heartbeat);
            return Err(Error::invalid(self.what(), Invalid::Argument(why.into())));
        }
        for filter in &self.filters {
            Error::if_empty(self.what(), "filter subject", filter)?;
        }
        let context = self.stream.context().clone();
        // Before the consumer is created: if the stream is replaced in between, the
        // next read detects it.
        let info = self.stream.info().await?;
        if self.payloads == Payloads::Unwanted && !self.payloads_are_small(&info) {
            self.payloads = Payloads::LeftOut;
        }
        let facts = facts(&info);
        let mut machine = Machine::new(match self.start {
            Start::Last => Asked::Last,
            Start::LastPerSubject => Asked::LastPerSubject,
            _ => Asked::Place,
        });
        // A restarted server creates the consumer again from its configuration. New
        // messages, or the last of each subject, are different by then, so set the
        // sequence if it is known.
        let behind = info.state.last_seq.saturating_add(1);
        if self.start == Start::New
            || self.start == Start::LastPerSubject && info.state.messages == 0
        {
            machine.begin_at(behind);
        }
        let made_at = Instant::now();
        let mut given_up = Vec::new();
        let mut consumer = self.first(machine.begin(), &mut given_up).await?;
        let num_pending = consumer.info.num_pending;
        if machine.begin() == Begin::AsAsked
            && self.start == Start::LastPerSubject
            && num_pending == 0
            && self.payloads != Payloads::Unwanted
        {
            machine.begin_at(consumer.info.delivered.stream_seq.saturating_add(1));
            consumer = self.first(machine.begin(), &mut given_up).await?;
        }
        let before = Before {
            messages: info.state.messages,
            last_sequence: info.state.last_seq,
            found: num_pending,
        };
        machine.on(made(&consumer, facts));
        let live = Live::new(&self, consumer);
        let notices = Notices::of(self.what());
        Ok(OrderedMessages {
            origin: Origin::new(context, None),
            consumer: self,
            machine,
            state: State::Live(Box::new(live)),
            made_at,
            num_pending,
            before,
            next_sequence: None,
            notices,
            given_up,
            suspect: false,
            down_since: None,
            refused: None,
            checking: false,
            unreadable: Default::default(),
            sweep: None,
        })
    }

    /// Creates the first consumer, and subscribes to it.
    async fn first(&self, begin: Begin, given_up: &mut Vec<Leave>) -> Result<Ephemeral> {
        let context = self.stream.context();
        let timeout = context.default_timeout();
        let name = self.stream.name().as_str();
        let config = self.config(begin);
        let began = Instant::now();
        let first = Unheard::make(context, name, config.clone(), timeout, timeout.min(FIRST));
        let unheard = match first.await {
            // In a cluster it may have been assigned to a failed server: the next one may
            // be assigned to another.
            Err(NotMade {
                error: Error::TimedOut { .. },
                leave,
            }) if began.elapsed() < timeout => {
                given_up.extend(leave);
                let left = timeout.saturating_sub(began.elapsed());
                Unheard::make(context, name, config, left, left).await
            }
            made => made,
        };
        let unheard = unheard.map_err(|not_made| match not_made.error {
            Error::TimedOut { operation, .. } => Error::TimedOut {
                operation,
                after: timeout,
            },
            error => error,
        })?;
        let listening = unheard.listen(timeout).await;
        listening.map_err(|not_made| not_made.error)
    }

    fn config(&self, begin: Begin) -> ConsumerConfig {
        let mut config = ConsumerConfig::new()
            .with_ack_policy(AckPolicy::None)
            .with_max_deliver(1)
            .with_flow_control(true)
            .with_idle_heartbeat(self.heartbeat)
            .with_inactive_threshold(self.inactive)
            .with_num_replicas(1u64)
            .with_mem_storage(true)
            .with_headers_only(self.payloads == Payloads::LeftOut);
        match self.filters.as_slice() {
            [] => {}
            [one] => config.filter_subject = Some(one.clone()),
            several => config.filter_subjects = several.to_vec(),
        }
        let policy = match (begin, self.start) {
            (Begin::At(sequence), _) | (Begin::AsAsked, Start::Sequence(sequence)) => {
                // The server refuses 0.
                config.opt_start_seq = Some(sequence.max(1));
                DeliverPolicy::ByStartSequence
            }
            (Begin::AsAsked, Start::Time(time)) => {
                config.opt_start_time = Some(time);
                DeliverPolicy::ByStartTime
            }
            (Begin::AsAsked, Start::First) => DeliverPolicy::All,
            (Begin::AsAsked, Start::New) => DeliverPolicy::New,
            (Begin::AsAsked, Start::Last) => DeliverPolicy::Last,
            (Begin::AsAsked, Start::LastPerSubject) => {
                if self.filters.is_empty() {
                    // The server requires a filter.
                    config.filter_subject = Some(">".to_owned());
                }
                DeliverPolicy::LastPerSubject
            }
        };
        config.with_deliver_policy(policy)
    }

    /// Creates a consumer that continues at `at`, then reads the stream's information.
    ///
    /// `suspect`: whether the connection may have been lost on the next message.
    pub(super) async fn make_another(
        self,
        mut begin: Begin,
        suspect: bool,
        at: Instant,
    ) -> Result<Another, Failed> {
        sleep_until(at).await;
        let context = self.stream.context();
        context.connected(CONSUMER_CREATE.verb, ABSENCE).await?;
        let unreadable = match begin {
            Begin::At(next) if suspect => self.unreadable(next).await?,
            _ => Vec::new(),
        };
        if let Some(message) = unreadable.last() {
            begin = Begin::At(message.sequence.saturating_add(1));
        }
        let began = Instant::now();
        let mut others = Vec::new();
        let made = self.make_and_look(begin, &mut others).await;
        match made {
            Ok((consumer, facts)) => Ok(Another {
                unreadable,
                began,
                consumer,
                facts,
                others,
            }),
            Err(NotMade { error, leave }) => {
                others.extend(leave);
                Err(Failed { error, others })
            }
        }
    }

    async fn make_and_look(
        &self,
        begin: Begin,
        others: &mut Vec<Leave>,
    ) -> Result<(Ephemeral, StreamFacts), NotMade> {
        let unheard = self.make_one(self.config(begin), others).await?;
        // After the consumer was created: it belongs to this stream, or was deleted with
        // it. The server deletes it after its inactive threshold without a subscriber.
        let timeout = self.attempt().min(self.inactive.saturating_sub(AGAIN));
        let context = self.stream.context();
        let request = StreamInfoRequest::new(self.stream.name().as_str());
        let info = repeated(timeout, |left| {
            Box::pin(context.call(&request).timeout(left).into_future())
        });
        match info.await {
            Ok(info) => Ok((unheard.listen(timeout).await?, facts(&info.into()))),
            Err(error) => {
                let leave = Some(unheard.leave);
                Err(NotMade { error, leave })
            }
        }
    }

    /// Creates a consumer without a subscriber, the first one that is confirmed.
    ///
    /// Requests further consumers until a reply arrives.
    async fn make_one(
        &self,
        config: ConsumerConfig,
        others: &mut Vec<Leave>,
    ) -> Result<Unheard, NotMade> {
        let context = self.stream.context();
        let stream = self.stream.name().as_str();
        let mut asked = Vec::new();
        let made = repeated(self.attempt(), |left| {
            let (attempt, making) = Unheard::ask(context, stream, config.clone(), left);
            let index = asked.len();
            asked.push(attempt);
            Box::pin(async move {
                let info: Result<ConsumerInfo> = making.await;
                match info {
                    Ok(info) => Ok((index, info)),
                    Err(error) => Err(error),
                }
            })
        });
        let made = made.await;
        let mut wanted = None;
        let may_be_there = match &made {
            // The last one was refused; earlier ones may exist.
            Err(error) => error.may_have_applied() || asked.len() > 1,
            Ok(_) => true,
        };
        for (index, attempt) in asked.into_iter().enumerate() {
            match &made {
                Ok((made, _)) if *made == index => wanted = Some(attempt),
                _ => others.extend(attempt.leave(may_be_there)),
            }
        }
        match (made, wanted) {
            (Ok((_, info)), Some(attempt)) => Ok(attempt.made(info)),
            (Err(error), _) => Err(error.into()),
            (Ok(_), None) => Err(Error::TimedOut {
                operation: CONSUMER_CREATE.verb.into(),
                after: self.attempt(),
            }
            .into()),
        }
    }

    fn attempt(&self) -> Duration {
        ATTEMPT.min(self.stream.context().default_timeout())
    }

    /// Returns the messages from a sequence on that `async-nats` cannot receive.
    ///
    /// Up to the first that it can receive. Sends one request per message and filter.
    async fn unreadable(&self, mut next: u64) -> Result<Vec<StreamMessage>> {
        let mut found = Vec::new();
        while found.len() < UNREADABLE {
            match self.next_message(next).await? {
                Some(message) if message.raw_headers.as_deref().is_some_and(is_unreadable) => {
                    next = message.sequence.saturating_add(1);
                    found.push(message);
                }
                _ => break,
            }
        }
        Ok(found)
    }

    async fn next_message(&self, next: u64) -> Result<Option<StreamMessage>> {
        let context = self.stream.context();
        context.connected(STREAM_MSG_GET.verb, ABSENCE).await?;
        let all = [">".to_owned()];
        let filters = if self.filters.is_empty() {
            all.as_slice()
        } else {
            &self.filters
        };
        let name = self.stream.name().as_str();
        let mut first: Option<StreamMessage> = None;
        for filter in filters {
            let request = StreamMsgGetRequest::new(name)
                .with_next_by_subj(filter)
                .with_seq(next);
            let reply = repeated(self.attempt(), |left| {
                Box::pin(context.call(&request).timeout(left).into_future())
            });
            let message = match reply.await {
                Ok(reply) => StreamMessage::from_stored(name, reply.message),
                Err(error) if error.is(ErrorCode::NO_MESSAGE_FOUND) => continue,
                Err(error) => return Err(error),
            };
            if first
                .as_ref()
                .is_none_or(|first| message.sequence < first.sequence)
            {
                first = Some(message);
            }
        }
        Ok(first)
    }
}

/// Repeats a request every 400 ms until a reply arrives, up to `timeout`.
///
/// Waits for the replies to all of them: a slow reply also counts.
async fn repeated<'a, T>(
    timeout: Duration,
    mut send: impl FnMut(Duration) -> BoxFuture<'a, Result<T>>,
) -> Result<T> {
    let began = Instant::now();
    let mut sent = FuturesUnordered::new();
    let mut again = began;
    loop {
        let left = timeout.saturating_sub(began.elapsed());
        // The last request also gets its full time.
        if Instant::now() >= again && (sent.is_empty() || left >= AGAIN) {
            again += AGAIN;
            sent.push(send(left.max(AGAIN)));
        }
        match timeout_at(again, sent.next()).await {
            Ok(Some(Err(Error::TimedOut { operation, .. }))) if sent.is_empty() => {
                let after = began.elapsed();
                return Err(Error::TimedOut { operation, after });
            }
            Ok(Some(Err(Error::TimedOut { .. })) | None) => {}
            Ok(Some(answer)) => return answer,
            // So that it is not polled again once no more are sent.
            Err(_) if timeout.saturating_sub(began.elapsed()) < AGAIN => again += AGAIN,
            Err(_) => {}
        }
    }
}

fn facts(info: &StreamInfo) -> StreamFacts {
    let state = &info.state;
    let first = state.first_ts.filter(|_| state.messages > 0);
    StreamFacts {
        created: info.created,
        last_sequence: state.last_seq,
        first: first.map(|first| (state.first_seq, nanoseconds(first))),
        last_stored: state.last_ts.map_or(0, nanoseconds),
        in_memory: info.config.storage == Some(StorageType::Memory),
    }
}

pub(super) fn made(consumer: &Ephemeral, stream: StreamFacts) -> Event {
    // The reply has the state before the first delivery, on all servers
    // (2.10.26 to 2.15.1).
    let start = consumer.info.delivered.stream_seq.saturating_add(1);
    Event::Made {
        start,
        pending: consumer.info.num_pending,
        stream,
    }
}

pub(super) fn refusal(error: &Error) -> Refusal {
    match error {
        _ if error.is(ErrorCode::MAXIMUM_CONSUMERS_LIMIT) => Refusal::NoRoom,
        // JetStream may be enabled again, for example by a configuration reload.
        _ if error.is(ErrorCode::NOT_ENABLED_FOR_ACCOUNT) || error.is(ErrorCode::NOT_ENABLED) => {
            Refusal::ForNow
        }
        Error::Status { status, .. } if status.code == 503 => Refusal::ForNow,
        _ if error.is_transient() => Refusal::ForNow,
        _ => Refusal::ForGood,
    }
}
