//! Requests with several replies.

use std::borrow::Cow;
use std::fmt;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;

use futures_util::{FutureExt, StreamExt};
use jsapi::Model;
use jsapi::Response;
use jsapi::request::{ManyRequest, MessagesRequest, Operation};
use tokio::time::{Instant, Sleep, sleep_until};

use crate::api::context::{CallOptions, Context, refused};
use crate::connection::connection_watch::ConnectionWatch;
use crate::connection::guard::{Interrupted, deadline};
use crate::connection::guarded_transport::PRESENT;
use crate::connection::observer::Doing;
use crate::connection::transport::{Connection, Incoming, RawMessage, Subscription};
use crate::error::transport::Reason;
use crate::error::{Error, Result};
use crate::protocol::header;

/// Default time to wait for a further reply.
const IDLE: Duration = Duration::from_millis(500);

/// Stream of the messages that reply to a request.
///
/// Ends with the server's final status, or with an error. No wait is longer than the
/// timeout of the call; a lost connection is detected within 250 ms.
///
/// # Cancel safety
/// Dropping a future that waits for the next message loses no message. Dropping the stream
/// unsubscribes; later messages of the server are lost.
#[must_use = "streams do nothing unless polled"]
pub struct Messages {
    inbox: Option<ReplyInbox>,
    timeout: Duration,
    end: Option<Incoming>,
}

impl Messages {
    pub(crate) async fn open<R: MessagesRequest>(
        context: &Context,
        request: &R,
        options: CallOptions,
    ) -> Result<Self> {
        let timeout = context.timeout_for(Some(R::ENDPOINT), options);
        let inbox = ReplyInbox::ask(context, request, options, timeout).await?;
        Ok(Self {
            inbox: Some(inbox),
            timeout,
            end: None,
        })
    }

    /// Returns the final status message, once it arrived.
    ///
    /// Its headers describe the rest: [`NUM_PENDING`](crate::protocol::header::NUM_PENDING),
    /// [`LAST_SEQUENCE`](crate::protocol::header::LAST_SEQUENCE) and
    /// [`UP_TO_SEQUENCE`](crate::protocol::header::UP_TO_SEQUENCE).
    pub fn end(&self) -> Option<&Incoming> {
        self.end.as_ref()
    }
}

impl futures_util::Stream for Messages {
    type Item = Result<Incoming>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let timeout = self.timeout;
        let Some(inbox) = self.inbox.as_mut() else {
            return Poll::Ready(None);
        };
        let came = ready!(inbox.poll_next(cx, timeout));
        let item = came.and_then(|message| refused(inbox.operation.clone(), message));
        Poll::Ready(match item {
            // Server 2.11 also sends a stored message with a status from its publisher.
            Ok(message)
                if message.status == Some(204) && message.header(header::SEQUENCE).is_none() =>
            {
                self.inbox = None;
                self.end = Some(message);
                None
            }
            Ok(message) => Some(Ok(message)),
            Err(error) => {
                self.inbox = None;
                Some(Err(error))
            }
        })
    }
}

impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Messages")
            .field("inbox", &self.inbox)
            .field("end", &self.end)
            .finish_non_exhaustive()
    }
}

/// Stream of the replies of several servers.
///
/// Each item is the reply or the error of one server. The number of replies is not known:
/// the stream ends at the timeout of the call, or when no further reply arrives for a while.
/// If no server replies, the only item is an error. A reply that cannot be decoded is an
/// error item, and the stream continues.
///
/// # Cancel safety
/// Dropping a future that waits for the next reply loses no reply. Dropping the stream
/// unsubscribes; later replies are lost.
#[must_use = "streams do nothing unless polled"]
pub struct Replies<T> {
    inbox: Option<ReplyInbox>,
    types: &'static [&'static str],
    until: Instant,
    idle: Duration,
    answered: bool,
    document: PhantomData<fn() -> T>,
}

impl<T: Model> Replies<T> {
    pub(crate) async fn open<R: ManyRequest<Response = T>>(
        context: &Context,
        request: &R,
        options: CallOptions,
        idle: Option<Duration>,
    ) -> Result<Self> {
        let timeout = context.timeout_for(Some(R::ENDPOINT), options);
        let until = deadline(timeout);
        let inbox = ReplyInbox::ask(context, request, options, timeout).await?;
        Ok(Self {
            inbox: Some(inbox),
            types: R::RESPONSE_TYPES,
            until,
            idle: idle.unwrap_or(IDLE),
            answered: false,
            document: PhantomData,
        })
    }
}

impl<T: Model> futures_util::Stream for Replies<T> {
    type Item = Result<Response<T>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let Some(inbox) = this.inbox.as_mut() else {
            return Poll::Ready(None);
        };
        let left = this.until.saturating_duration_since(Instant::now());
        let timeout = if this.answered {
            left.min(this.idle)
        } else {
            left
        };
        let came = ready!(inbox.poll_next(cx, timeout));
        let operation = inbox.operation.clone();
        Poll::Ready(
            match came.and_then(|message| refused(operation.clone(), message)) {
                Ok(message) => {
                    this.answered = true;
                    Some(
                        jsapi::decode_response(&message.payload, this.types)
                            .map_err(|error| Error::reply(operation, message.payload, error)),
                    )
                }
                Err(error) => {
                    this.inbox = None;
                    let over = this.answered && matches!(error, Error::TimedOut { .. });
                    (!over).then_some(Err(error))
                }
            },
        )
    }
}

impl<T> fmt::Debug for Replies<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replies")
            .field("inbox", &self.inbox)
            .finish_non_exhaustive()
    }
}

/// A subscription to a unique reply subject.
pub(crate) struct ReplyInbox {
    context: Context,
    operation: Cow<'static, str>,
    subject: String,
    messages: Subscription,
    connection: Connection,
    /// The current wait: deadline, timeout, and the watch of the connection.
    wait: Option<(Instant, Duration, Pin<Box<Sleep>>)>,
    watch: Option<ConnectionWatch>,
}

impl ReplyInbox {
    /// Subscribes to a unique subject.
    pub(crate) async fn open(
        context: &Context,
        operation: impl Into<Cow<'static, str>>,
        timeout: Duration,
    ) -> Result<Self> {
        Self::start(context, operation.into(), "", None, timeout).await
    }

    /// Subscribes to all subjects below a unique prefix.
    pub(crate) async fn open_below(
        context: &Context,
        operation: impl Into<Cow<'static, str>>,
        timeout: Duration,
    ) -> Result<Self> {
        Self::start(context, operation.into(), ".>", None, timeout).await
    }

    /// Subscribes to a unique reply subject, and sends a request with it.
    async fn ask<R: Operation>(
        context: &Context,
        request: &R,
        options: CallOptions,
        timeout: Duration,
    ) -> Result<Self> {
        let message = context.message_of(request, options)?;
        Self::start(context, R::ENDPOINT.verb.into(), "", Some(message), timeout).await
    }

    async fn start(
        context: &Context,
        operation: Cow<'static, str>,
        below: &str,
        message: Option<RawMessage>,
        timeout: Duration,
    ) -> Result<Self> {
        let subject = context.new_inbox();
        let guard = context.guard(&operation, timeout).await?;
        let begin = |all| guard.transport().subscribe(all);
        let all = format!("{subject}{below}");
        let messages = context.subscribe(&guard, &operation, all, begin).await?;
        if let Some(mut message) = message {
            message.reply = Some(subject.clone());
            guard
                .carry(&operation, guard.transport().publish(message))
                .await?;
        }
        Ok(Self {
            context: context.clone(),
            operation,
            subject,
            messages,
            connection: guard.connection(),
            wait: None,
            watch: None,
        })
    }

    /// Returns the reply subject.
    pub(crate) fn subject(&self) -> &str {
        &self.subject
    }

    /// Returns a message that has already arrived.
    pub(crate) fn next_now(&mut self) -> Option<Incoming> {
        self.messages.next().now_or_never().flatten()
    }

    /// Returns the connection of the subscription.
    pub(crate) fn connection(&self) -> Connection {
        self.connection
    }

    /// Waits for the next message of any kind.
    ///
    /// Dropping the future loses no message.
    pub(crate) async fn next(&mut self, timeout: Duration) -> Result<Incoming> {
        poll_fn(|cx| self.poll_next(cx, timeout)).await
    }

    /// Waits for the next message, or for a publish violation on one of these subjects.
    pub(crate) async fn next_unless_denied(
        &mut self,
        timeout: Duration,
        seen: u64,
        among: impl Fn(&str) -> bool,
    ) -> Result<Incoming> {
        let context = self.context.clone();
        let Some(observer) = context.observer() else {
            return self.next(timeout).await;
        };
        tokio::select! {
            biased;
            came = self.next(timeout) => came,
            operation = observer.any(Doing::Publishing, seen, among) => {
                self.wait = None;
                Err(Error::Denied { operation: operation.into() })
            }
        }
    }

    fn poll_next(&mut self, cx: &mut TaskContext<'_>, timeout: Duration) -> Poll<Result<Incoming>> {
        if let Poll::Ready(came) = self.messages.as_mut().poll_next(cx) {
            self.wait = None;
            return Poll::Ready(came.ok_or_else(|| Error::Lost {
                operation: self.operation.clone(),
                source: Some(Reason::boxed("the subscription ended")),
            }));
        }
        let (over, timeout, look) = self.wait.get_or_insert_with(|| {
            let over = deadline(timeout);
            let look = over.min(Instant::now() + PRESENT);
            (over, timeout, Box::pin(sleep_until(look)))
        });
        loop {
            let changed = self.watch.as_mut().is_some_and(|watch| {
                let changed = watch.poll_changed(self.context.watched(), self.connection, cx);
                changed.is_ready()
            });
            if !changed {
                ready!(look.as_mut().poll(cx));
            }
            let interrupted = if !self.context.is_still(self.connection) {
                Interrupted::Lost
            } else if Instant::now() >= *over {
                Interrupted::TimedOut
            } else {
                // Most waits are shorter. Long ones use a watch instead of a timer.
                self.watch.get_or_insert_default();
                look.as_mut().reset(*over);
                continue;
            };
            let timeout = *timeout;
            self.wait = None;
            let why_lost = self.context.why_lost(self.connection);
            return Poll::Ready(Err(interrupted.into_error(
                self.operation.clone(),
                timeout,
                why_lost,
            )));
        }
    }
}

impl fmt::Debug for ReplyInbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplyInbox")
            .field("operation", &self.operation)
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}
