//! Running pulls of a continuous stream of messages.

use std::collections::VecDeque;
use std::task::{Context as TaskContext, Poll, Waker};
use std::time::Duration;

use async_nats::Subject;
use bytes::Bytes;
use jsapi::ConsumerMsgNextRequest;
use tokio::time::Instant;

use super::OPERATION;
use crate::api::context::CallOptions;
use crate::connection::connection_watch::ConnectionWatch;
use crate::connection::guarded_transport::PRESENT;
use crate::connection::transport::{BoxFuture, Incoming};
use crate::consume::control::Phase;
use crate::consume::delivery::{Message, NAK, is_ack_subject};
use crate::consume::group::Group;
use crate::consume::notice::{Absence, Notices, outage_error};
use crate::consume::pull_consumer::PullConsumer;
use crate::consume::pull_inbox::{Came, PullInbox};
use crate::consume::pull_status;
use crate::error::pull_status::PullStatus;
use crate::error::stop_reason::StopReason;
use crate::error::{Error, Result};
use crate::protocol::notice::Notice;
use crate::protocol::outage::{Cause, Outage};
use crate::protocol::pull_flow::{Action, Ask, Event, Flow, Limits};
use crate::protocol::pull_status::Said;

/// Time without a message after which a drain is complete.
///
/// Messages in flight are lost when the subscription ends.
const QUIET: Duration = Duration::from_millis(100);
const LOUD: Duration = Duration::from_secs(1);

/// State shared by the messages and their control handles.
pub(super) struct Core {
    pub(super) consumer: PullConsumer,
    group: Option<Group>,
    request: ConsumerMsgNextRequest,
    counts_bytes: bool,
    pub(super) flow: Flow,
    inbox: Option<PullInbox>,
    watch: ConnectionWatch,
    pub(super) phase: Phase,
    sending: Option<BoxFuture<'static, Result<()>>>,
    probing: Option<BoxFuture<'static, Probed>>,
    searching: Option<BoxFuture<'static, Vec<(u64, Message)>>>,
    found: VecDeque<Message>,
    /// Observed permissions violation of the pulls.
    pub(super) denied: Option<BoxFuture<'static, ()>>,
    /// Whether the caller set the maximum number of messages.
    pub(super) messages_set: bool,
    /// Whether the stream ended because it was drained.
    pub(super) drained: bool,
    /// Final error of the messages.
    last: Option<Error>,
    pub(super) notices: Notices,
    absence: Absence,
    pub(super) outage: Outage,
    /// Waker of the reader.
    polled_by: Option<Waker>,
    /// Wakers of the tasks that wait for the end.
    pub(super) waiting: Vec<Waker>,
    /// Number of futures that wait for the end.
    pub(super) closers: usize,
    to_nak: Vec<Subject>,
}

/// Result of a check of the consumer.
enum Probed {
    There,
    Gone(Error),
}

impl Core {
    pub(super) fn new(
        consumer: PullConsumer,
        group: Option<Group>,
        request: ConsumerMsgNextRequest,
        limits: Limits,
        inbox: PullInbox,
        messages_set: bool,
    ) -> Self {
        let named = consumer.consumer();
        let what = format!("pull consumer {} of {}", named.name(), named.stream_name());
        Self {
            counts_bytes: limits.bytes.is_some(),
            flow: Flow::new(Instant::now(), limits),
            consumer,
            group,
            request,
            inbox: Some(inbox),
            watch: ConnectionWatch::default(),
            phase: Phase::Running,
            sending: None,
            probing: None,
            searching: None,
            found: VecDeque::new(),
            denied: None,
            messages_set,
            drained: false,
            last: None,
            notices: Notices::of(what),
            absence: Absence::default(),
            outage: Outage::default(),
            polled_by: None,
            waiting: Vec::new(),
            closers: 0,
            to_nak: Vec::new(),
        }
    }

    pub(super) fn poll(&mut self, cx: &mut TaskContext<'_>) -> Poll<Option<Result<Message>>> {
        loop {
            if matches!(self.phase, Phase::HandingBack { .. }) {
                self.hand_back(cx);
            }
            match self.phase {
                Phase::Over => return Poll::Ready(self.last.take().map(Err)),
                Phase::HandingBack { .. } => return self.pending(cx),
                Phase::Running | Phase::Draining { .. } => {}
            }
            if let Some(message) = self.found.pop_front() {
                return Poll::Ready(Some(Ok(message)));
            }
            let Some(inbox) = self.inbox.as_mut() else {
                self.finish(None);
                continue;
            };
            match inbox.poll(cx) {
                Poll::Ready(Came::Message(incoming)) => {
                    let message = self.take(incoming);
                    self.send(message.received(), cx);
                    return Poll::Ready(Some(Ok(message)));
                }
                Poll::Ready(Came::Status(id, status)) => {
                    let said = pull_status::read(&status);
                    self.notice_outage(&said);
                    self.on(Event::Status(id, said));
                }
                Poll::Ready(Came::Closed) => {
                    self.finish(Some(Error::stopped(OPERATION, StopReason::Closed)));
                }
                Poll::Pending => {
                    self.send(Instant::now(), cx);
                    self.probe(cx);
                    self.search(cx);
                    self.hear(cx);
                    if !self.found.is_empty() {
                        continue;
                    }
                    if self.phase != Phase::Over && self.look(cx).is_pending() {
                        return self.pending(cx);
                    }
                }
            }
        }
    }

    fn pending(&mut self, cx: &TaskContext<'_>) -> Poll<Option<Result<Message>>> {
        match &mut self.polled_by {
            Some(waker) => waker.clone_from(cx.waker()),
            None => self.polled_by = Some(cx.waker().clone()),
        }
        Poll::Pending
    }

    /// Updates the outage by a status of a pull.
    fn notice_outage(&mut self, said: &Said) {
        match said {
            Said::Alive => self.outage.end(),
            Said::Over { why, .. } => match why {
                PullStatus::Expired | PullStatus::NoMessages | PullStatus::Limit => {
                    self.outage.end();
                }
                PullStatus::NoResponders => self.outage.begin(Instant::now(), Cause::NoResponders),
                _ => {}
            },
        }
    }

    fn take(&mut self, incoming: Incoming) -> Message {
        self.outage.end();
        if self.group.is_some()
            && let Some(id) = self.consumer.pin().learn(&incoming)
        {
            self.notices.post(Notice::Pinned { id });
        }
        let size = match self.counts_bytes {
            true => size(&incoming),
            false => 0,
        };
        let message = Message::new(incoming, self.consumer.origin().clone());
        let action = self.flow.on(message.received(), Event::Message(size));
        self.follow(action);
        message
    }

    fn on(&mut self, event: Event) {
        let action = self.flow.on(Instant::now(), event);
        self.follow(action);
    }

    fn follow(&mut self, action: Action) {
        if let Some(notice) = action.notice {
            let now = Instant::now();
            match &notice {
                Notice::HeartbeatMissed { silent } => {
                    let since = now.checked_sub(*silent).unwrap_or(now);
                    self.outage.begin(since, Cause::Silence);
                }
                Notice::Disconnected => self.outage.begin(now, Cause::Disconnected),
                _ => {}
            }
            if notice == Notice::Unpinned {
                self.consumer.pin().forget();
            }
            self.notices.post(notice);
        }
        if let Some(why) = action.end {
            self.finish(Some(why.into_error()));
        } else if action.probe && self.probing.is_none() {
            let context = self.consumer.context().clone();
            let request = self.consumer.info_request();
            self.probing = Some(Box::pin(async move {
                match context.call(&request).await {
                    Err(error) if error.is_not_found() => Probed::Gone(error),
                    _ => Probed::There,
                }
            }));
        }
    }

    /// Sends the next pull, if due.
    fn send(&mut self, now: Instant, cx: &mut TaskContext<'_>) {
        loop {
            if self.sending.is_none() {
                if self.phase != Phase::Running {
                    return;
                }
                let Some(ask) = self.flow.ask(now) else {
                    return;
                };
                self.ask(now, ask);
            }
            let Some(sending) = self.sending.as_mut() else {
                return;
            };
            let Poll::Ready(sent) = sending.as_mut().poll(cx) else {
                return;
            };
            self.sending = None;
            match sent {
                Ok(()) => {}
                Err(error @ Error::Invalid { .. }) => self.finish(Some(error)),
                Err(_) => self.on(Event::NotSent),
            }
        }
    }

    fn ask(&mut self, now: Instant, ask: Ask) {
        let Some(inbox) = self.inbox.as_mut() else {
            return;
        };
        let (id, reply) = inbox.pull();
        self.request.batch = Some(ask.messages);
        self.request.max_bytes = ask.bytes;
        if let Some(group) = &self.group {
            group.apply(&mut self.request, self.consumer.pin());
        }
        self.flow.asked(now, id, ask);
        let context = self.consumer.context().clone();
        let message = context.message_of(&self.request, CallOptions::default());
        self.sending = Some(Box::pin(async move {
            let mut message = message?;
            message.reply = Some(reply);
            let timeout = context.default_timeout();
            context.publish_core(OPERATION, message, timeout).await
        }));
    }

    /// Checks whether the consumer still exists.
    fn probe(&mut self, cx: &mut TaskContext<'_>) {
        let Some(probing) = self.probing.as_mut() else {
            return;
        };
        let Poll::Ready(probed) = probing.as_mut().poll(cx) else {
            return;
        };
        self.probing = None;
        match probed {
            Probed::Gone(error) => self.finish(Some(error)),
            Probed::There => {}
        }
    }

    /// Takes messages read from the stream because they could not be received.
    fn search(&mut self, cx: &mut TaskContext<'_>) {
        let Some(searching) = self.searching.as_mut() else {
            return;
        };
        if let Poll::Ready(found) = searching.as_mut().poll(cx) {
            self.searching = None;
            for (stream_sequence, message) in found {
                self.notices.post(Notice::Unreadable { stream_sequence });
                self.found.push_back(message);
            }
        }
    }

    /// Ends the messages after a permissions violation.
    fn hear(&mut self, cx: &mut TaskContext<'_>) {
        let denied = self.denied.as_mut();
        if denied.is_some_and(|denied| denied.as_mut().poll(cx).is_ready()) {
            let operation = OPERATION.into();
            self.finish(Some(Error::Denied { operation }));
        }
    }

    /// Checks clock and connection, if due.
    fn look(&mut self, cx: &mut TaskContext<'_>) -> Poll<()> {
        let Some(inbox) = self.inbox.as_mut() else {
            return Poll::Ready(());
        };
        let now = Instant::now();
        let connection = inbox.connection();
        let changed = connection.connected && {
            let context = self.consumer.context();
            let changed = self.watch.poll_changed(context.watched(), connection, cx);
            changed.is_ready()
        };
        // Without a connection, check repeatedly and report the reason.
        let mut when = match connection.connected {
            true => self.flow.wake(),
            false => Some(now + PRESENT),
        };
        if let Phase::Draining { since } = self.phase {
            let over = since + LOUD;
            let quiet = self.flow.heard().max(since) + QUIET;
            if self.flow.is_idle() || now >= over || now >= quiet {
                self.drained = true;
                self.finish(None);
                return Poll::Ready(());
            }
            let until = over.min(quiet);
            when = Some(when.map_or(until, |when| when.min(until)));
        }
        if let Some(deadline) = self.outage.deadline() {
            when = Some(when.map_or(deadline, |when| when.min(deadline)));
        }
        let elapsed = when.is_some_and(|when| inbox.poll_until(when.max(now), cx).is_ready());
        if !changed && !elapsed {
            return Poll::Pending;
        }
        self.connection();
        self.on(Event::Elapsed);
        if let Some((cause, after)) = self.outage.is_over(Instant::now()) {
            let error = outage_error(self.consumer.context(), OPERATION, cause, after);
            self.finish(Some(error));
        }
        Poll::Ready(())
    }

    fn connection(&mut self) {
        let Some(inbox) = self.inbox.as_mut() else {
            return;
        };
        let connection = self.consumer.context().check_connection();
        match connection.connected {
            true => self.absence.over(),
            false => {
                let notice = self.absence.notice(self.consumer.context());
                notice
                    .into_iter()
                    .for_each(|notice| self.notices.post(notice));
            }
        }
        if connection == inbox.connection() {
            return;
        }
        if self.consumer.context().was_stale(inbox.connection()) {
            self.notices.post(Notice::StaleConnection);
        }
        let another = connection.count != inbox.connection().count;
        let before = inbox.server().map(str::to_owned);
        inbox.over(connection, self.consumer.context());
        // The same server may have sent a message on which `async-nats` closes the
        // connection.
        let same = another && before.is_some() && before.as_deref() == inbox.server();
        if !connection.connected || another {
            self.on(Event::Disconnected);
        }
        if connection.connected {
            self.on(Event::Reconnected);
        }
        if same && self.phase == Phase::Running {
            let consumer = self.consumer.clone();
            self.searching = Some(Box::pin(async move { consumer.unreadable().await }));
        }
    }

    pub(super) fn close(&mut self, phase: impl FnOnce(Instant) -> Phase) {
        if self.phase == Phase::Over {
            return;
        }
        self.phase = phase(Instant::now());
        self.on(Event::Closing);
        if let Some(waker) = self.polled_by.take() {
            waker.wake();
        }
    }

    /// Ends a negative acknowledgement of messages that no future drives any more.
    pub(super) fn abandon(&mut self) {
        if matches!(self.phase, Phase::HandingBack { .. }) && self.closers == 0 {
            // Messages that have arrived can still be negatively acknowledged.
            self.hand_back(&mut TaskContext::from_waker(Waker::noop()));
            self.finish(None);
        }
    }

    /// Negatively acknowledges arrived messages, until no more arrive.
    pub(super) fn hand_back(&mut self, cx: &mut TaskContext<'_>) {
        let Phase::HandingBack { since } = self.phase else {
            return;
        };
        // Also those that were read from the stream.
        let found = self.found.drain(..);
        let replies = found.filter_map(|message| message.reply().map(Subject::from));
        self.to_nak.extend(replies.filter(|it| is_ack_subject(it)));
        loop {
            let context = self.consumer.context().clone();
            while let Some(reply) = self.to_nak.last() {
                if !context.try_publish_ack(reply, Bytes::from_static(NAK)) {
                    break;
                }
                self.to_nak.pop();
            }
            let Some(inbox) = self.inbox.as_mut() else {
                return self.finish(None);
            };
            match inbox.poll(cx) {
                Poll::Ready(Came::Message(incoming)) => {
                    let now = Instant::now();
                    let _nothing = self.flow.on(now, Event::Message(0));
                    let reply = incoming.reply.filter(|reply| is_ack_subject(reply));
                    self.to_nak.extend(reply);
                }
                Poll::Ready(Came::Status(id, status)) => {
                    let _nothing = self.flow.on(
                        Instant::now(),
                        Event::Status(id, pull_status::read(&status)),
                    );
                }
                Poll::Ready(Came::Closed) => return self.finish(None),
                Poll::Pending => {
                    let now = Instant::now();
                    let quiet = self.flow.heard().max(since) + QUIET;
                    let over = since + LOUD;
                    let idle = self.flow.is_idle() || now >= quiet;
                    if now >= over || (idle && self.to_nak.is_empty()) {
                        return self.finish(None);
                    }
                    let when = if now < quiet { quiet } else { now + QUIET };
                    if tokio::runtime::Handle::try_current().is_err()
                        || inbox.poll_until(when.min(over), cx).is_pending()
                    {
                        return;
                    }
                }
            }
        }
    }

    pub(super) fn finish(&mut self, last: Option<Error>) {
        if self.phase == Phase::Over {
            return;
        }
        self.phase = Phase::Over;
        self.last = last;
        self.inbox = None;
        self.sending = None;
        self.probing = None;
        self.searching = None;
        self.denied = None;
        self.found.clear();
        self.notices.close();
        self.polled_by
            .take()
            .into_iter()
            .chain(self.waiting.drain(..))
            .for_each(Waker::wake);
    }
}

/// Returns the size that a server counts: subject, reply subject, headers, payload.
fn size(message: &Incoming) -> u64 {
    const VERSION: usize = "NATS/1.0\r\n\r\n".len();
    const LINE: usize = ": \r\n".len();
    let headers = message.headers.as_ref().map_or(0, |headers| {
        let lines = headers.iter().flat_map(|(name, values)| {
            let name: &str = name.as_ref();
            values
                .iter()
                .map(move |value| name.len() + value.as_str().len() + LINE)
        });
        VERSION + lines.sum::<usize>()
    });
    let reply = message.reply.as_ref().map_or(0, |reply| reply.len());
    u64::try_from(message.subject.len() + reply + headers + message.payload.len())
        .unwrap_or(u64::MAX)
}
