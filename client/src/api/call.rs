//! One request and what becomes of it: typed, whole, raw, or as messages.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use jsapi::Extra;
use jsapi::request::{ManyRequest, MessageRequest, MessagesRequest, SubjectBuilder};
use jsapi::{Operation, Request, Response};

use crate::api::context::{CallOptions, Context, UnknownFields, required};
use crate::api::replies::{Messages, Replies};
use crate::connection::transport::{BoxFuture, Incoming, Outgoing};
use crate::error::{Error, Result};

impl Context {
    /// Asks a server, and gives the typed answer.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// use std::time::Duration;
    /// use jsapi::StreamInfoRequest;
    ///
    /// let info = ctx.call(&StreamInfoRequest::new("ORDERS")).await?;
    /// let info = ctx
    ///     .call(&StreamInfoRequest::new("ORDERS"))
    ///     .timeout(Duration::from_secs(1))
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// One request, once it is awaited; it is never repeated.
    ///
    /// # Errors
    /// Any [`Error`]; [`may_have_applied`](Error::may_have_applied) says what is
    /// known.
    ///
    /// # Cancel safety
    /// Dropped while it waits, the request has been sent or has not; the reply
    /// is lost. See [`Endpoint::retry`](jsapi::request::Endpoint::retry) before
    /// asking again.
    pub fn call<'a, R: Request>(&'a self, request: &'a R) -> Call<'a, R, OneDocument> {
        Call::new(self, request)
    }

    /// Asks for one stored message, and gives it as it came.
    ///
    /// One request, once it is awaited.
    ///
    /// # Errors
    /// As for [`call`](Self::call). What a server says with a status comes as
    /// [`Error::Status`]: 404 when there is no such message, for which
    /// [`is_not_found`](Error::is_not_found) is true.
    pub fn message<'a, R: MessageRequest>(&'a self, request: &'a R) -> Call<'a, R, OneMessage> {
        Call::new(self, request)
    }

    /// Asks for several stored messages, and gives them as they come.
    ///
    /// One request, once it is awaited. The timeout is for each message.
    ///
    /// # Errors
    /// As for [`call`](Self::call); what goes wrong after the request was sent is
    /// found in the stream.
    pub fn messages<'a, R: MessagesRequest>(&'a self, request: &'a R) -> Call<'a, R, Messages> {
        Call::new(self, request)
    }

    /// Asks what several servers answer, and gives the answers as they come.
    ///
    /// One request, once it is awaited. How many will answer is not known: the
    /// answers end when the timeout is over, or when none has come for a while
    /// after the last one, see [`Call::idle`].
    ///
    /// # Errors
    /// As for [`call`](Self::call); what goes wrong after the request was sent is
    /// found in the stream.
    pub fn many<'a, R: ManyRequest>(&'a self, request: &'a R) -> Call<'a, R, Replies<R::Response>> {
        Call::new(self, request)
    }

    /// Sends JSON text as it is, and gives the reply as it came.
    ///
    /// For configurations that are kept as files. `subject` is that of the
    /// operation below the API prefix.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), Box<dyn std::error::Error>> {
    /// let config = std::fs::read("orders.json")?;
    /// let reply = ctx.call_json("STREAM.CREATE.ORDERS", config).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// One request, once it is awaited. Neither the text nor the API level that
    /// it needs is looked at here; [`api_level`](CallJson::api_level) asks for one.
    ///
    /// # Errors
    /// As for [`call`](Self::call). An error of the server is raised, unless
    /// [`raise_errors(false)`](CallJson::raise_errors) or the context says
    /// otherwise.
    pub fn call_json<'a>(&'a self, subject: &'a str, body: impl Into<Bytes>) -> CallJson<'a> {
        CallJson {
            context: self,
            subject,
            body: body.into(),
            options: CallOptions::default(),
        }
    }
}

/// What a [`Call`] gives: the typed answer in one JSON document.
#[derive(Debug)]
pub enum OneDocument {}

/// What a [`Call`] gives: one message.
#[derive(Debug)]
pub enum OneMessage {}

/// A request that is sent when it is awaited.
///
/// `A` is what comes back, as [`OneDocument`].
#[must_use = "a call asks nothing until it is awaited"]
pub struct Call<'a, R, A = OneDocument> {
    context: &'a Context,
    request: &'a R,
    options: CallOptions,
    idle: Option<Duration>,
    answer: PhantomData<fn() -> A>,
}

impl<'a, R, A> Call<'a, R, A> {
    fn new(context: &'a Context, request: &'a R) -> Self {
        Self {
            context,
            request,
            options: CallOptions::default(),
            idle: None,
            answer: PhantomData,
        }
    }

    /// How long the reply is waited for, in place of the context's timeout.
    ///
    /// It bounds everything: waiting for a connection, sending, and waiting for
    /// the reply.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Asks for at least this JetStream API level of the server.
    ///
    /// What the request itself needs is asked for anyhow. It is refused here
    /// when the server is known to speak less, and travels as
    /// [`Nats-Required-Api-Level`](crate::protocol::header::REQUIRED_API_LEVEL) for the
    /// server that answers (2.12 and later refuse; older ones do not look).
    /// Operations of the system account travel without it: server 2.15.1 would not
    /// answer them.
    pub fn api_level(mut self, level: u8) -> Self {
        self.options.api_level = Some(level);
        self
    }

    /// What becomes of members that this crate has no field for, this time.
    pub fn unknown_fields(mut self, unknown: UnknownFields) -> Self {
        self.options.unknown_fields = Some(unknown);
        self
    }
}

impl<R: Operation, A> fmt::Debug for Call<'_, R, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("verb", &R::ENDPOINT.verb)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl<'a, R: Request> Call<'a, R, OneDocument> {
    /// Whether [`response`](Self::response) raises errors, this time.
    pub fn raise_errors(mut self, raise: bool) -> Self {
        self.options.raise_errors = Some(raise);
        self
    }

    /// Asks, and gives the whole document, be it a success or an error.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), jsapi_client::Error> {
    /// use jsapi::StreamInfoRequest;
    ///
    /// let response = ctx.call(&StreamInfoRequest::new("ORDERS")).response().await?;
    /// match response.outcome {
    ///     Ok(info) => println!("{} messages", info.state.messages),
    ///     Err(error) => println!("refused: {error}"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// One request.
    ///
    /// # Errors
    /// As when it is awaited, except that an error of the server is a document
    /// like any other, unless [`raise_errors`](Self::raise_errors) or the
    /// context says that it is to be raised.
    pub async fn response(self) -> Result<Response<R::Response>> {
        let verb = R::ENDPOINT.verb;
        let reply = self.context.ask(self.request, self.options).await?;
        let response = match jsapi::decode_response(&reply.payload, R::RESPONSE_TYPES) {
            Ok(response) => response,
            Err(error) => return Err(Error::reply(verb, reply.payload, error)),
        };
        match response.outcome {
            Err(error) if self.context.raises(self.options) == Some(true) => Err(Error::Api {
                verb: verb.into(),
                error: Box::new(error),
            }),
            _ => Ok(response),
        }
    }
}

impl<'a, R: Request> IntoFuture for Call<'a, R, OneDocument> {
    type Output = Result<R::Response>;
    type IntoFuture = Answer<'a, R>;

    fn into_future(self) -> Self::IntoFuture {
        Answer {
            coming: self.context.ask(self.request, self.options),
            request: PhantomData,
        }
    }
}

/// The typed answer to a [`Call`], while it is waited for.
///
/// Of what a call does nothing but this depends on the request, and is compiled
/// for each: the reply is read.
#[must_use = "a future asks nothing until it is awaited"]
pub struct Answer<'a, R> {
    coming: BoxFuture<'a, Result<Incoming>>,
    request: PhantomData<fn(R)>,
}

impl<R: Request> Future for Answer<'_, R> {
    type Output = Result<R::Response>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Self::Output> {
        let payload = match ready!(poll_payload(&mut self.coming, cx)) {
            Ok(payload) => payload,
            Err(error) => return Poll::Ready(Err(error)),
        };
        Poll::Ready(match jsapi::decode::<R>(&payload) {
            Ok(response) => Ok(response),
            Err(error) => Err(Error::reply(R::ENDPOINT.verb, payload, error)),
        })
    }
}

fn poll_payload(
    coming: &mut BoxFuture<'_, Result<Incoming>>,
    cx: &mut TaskContext<'_>,
) -> Poll<Result<Bytes>> {
    coming.as_mut().poll(cx).map_ok(|reply| reply.payload)
}

impl<R: Operation> fmt::Debug for Answer<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("verb", &R::ENDPOINT.verb)
            .finish_non_exhaustive()
    }
}

impl<'a, R: MessageRequest> IntoFuture for Call<'a, R, OneMessage> {
    type Output = Result<Incoming>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.context.ask(self.request, self.options)
    }
}

impl<'a, R: MessagesRequest> IntoFuture for Call<'a, R, Messages> {
    type Output = Result<Messages>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(Messages::open(self.context, self.request, self.options))
    }
}

impl<'a, R: ManyRequest> Call<'a, R, Replies<R::Response>> {
    /// How long another answer is waited for after one; half a second unless set.
    pub fn idle(mut self, idle: Duration) -> Self {
        self.idle = Some(idle);
        self
    }
}

impl<'a, R: ManyRequest> IntoFuture for Call<'a, R, Replies<R::Response>> {
    type Output = Result<Replies<R::Response>>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(Replies::open(
            self.context,
            self.request,
            self.options,
            self.idle,
        ))
    }
}

/// JSON text that is sent when it is awaited.
#[must_use = "a call asks nothing until it is awaited"]
pub struct CallJson<'a> {
    context: &'a Context,
    subject: &'a str,
    body: Bytes,
    options: CallOptions,
}

impl CallJson<'_> {
    /// How long the reply is waited for, in place of the context's timeout.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Asks for at least this JetStream API level of the server that answers.
    ///
    /// It is refused here when the server is known to speak less, and by the one
    /// that answers from 2.12 on (`err_code` 10185). Not for operations of the
    /// system account, which server 2.15.1 does not answer then.
    pub fn api_level(mut self, level: u8) -> Self {
        self.options.api_level = Some(level);
        self
    }

    /// Whether an error of the server is raised, this time.
    ///
    /// With `false` its document is a reply like any other.
    pub fn raise_errors(mut self, raise: bool) -> Self {
        self.options.raise_errors = Some(raise);
        self
    }
}

/// Shows how many bytes the body has, and not which.
impl fmt::Debug for CallJson<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallJson")
            .field("subject", &self.subject)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl<'a> IntoFuture for CallJson<'a> {
    type Output = Result<Bytes>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let verb = self.subject.to_owned();
            let mut subject = SubjectBuilder::new(self.context.prefix());
            if let Err(why) = subject.subject(self.subject) {
                return Err(Error::invalid("", why));
            }
            let level = self.options.api_level.unwrap_or(0);
            if let Err(why) = self.context.has_level(level) {
                return Err(Error::invalid(verb, why));
            }
            let mut message = Outgoing::new(subject.finish(), self.body);
            message.headers = required(level);
            let patience = self.context.patience(None, self.options);
            let reply = self.context.send(verb.clone(), message, patience).await?;
            if self.context.raises(self.options) != Some(false)
                && let Err(error) = jsapi::decode_reply::<Extra>(&reply.payload, &[])
            {
                return Err(Error::reply(verb, reply.payload, error));
            }
            Ok(reply.payload)
        })
    }
}
