//! Requests of any operation: typed, as JSON documents, or as messages.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use jsapi::codec::Field;
use jsapi::request::{ManyRequest, MessageRequest, MessagesRequest, SubjectBuilder};
use jsapi::{ApiError, DecodeError, Operation, Request, Response, read_members};

use crate::api::context::{CallOptions, Context, UnknownFields, required};
use crate::api::replies::{Messages, Replies};
use crate::connection::transport::{BoxFuture, Incoming, RawMessage};
use crate::error::{Error, Result};

impl Context {
    /// Sends a request and returns its typed response.
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
    /// Sends one request when awaited, without retries.
    ///
    /// # Errors
    /// Any [`Error`]. [`may_have_applied`](Error::may_have_applied) returns whether the
    /// request may have taken effect.
    ///
    /// # Cancel safety
    /// If the future is dropped, the request may have been sent; its reply is lost.
    /// [`Endpoint::retry`](jsapi::request::Endpoint::retry) states whether a retry is safe.
    pub fn call<'a, R: Request>(&'a self, request: &'a R) -> Call<'a, R, OneDocument> {
        Call::new(self, request)
    }

    /// Requests one stored message and returns it as the server sent it.
    ///
    /// Sends one request when awaited.
    ///
    /// # Errors
    /// Those of [`call`](Self::call). [`Error::Status`] if the server replies with a
    /// status: 404 if no message is found ([`is_not_found`](Error::is_not_found) is true).
    pub fn message<'a, R: MessageRequest>(&'a self, request: &'a R) -> Call<'a, R, OneMessage> {
        Call::new(self, request)
    }

    /// Requests several stored messages and returns them as a stream.
    ///
    /// Sends one request when awaited. The timeout applies to each message.
    ///
    /// # Errors
    /// Those of [`call`](Self::call). Errors after the request was sent are items of
    /// the stream.
    pub fn messages<'a, R: MessagesRequest>(&'a self, request: &'a R) -> Call<'a, R, Messages> {
        Call::new(self, request)
    }

    /// Sends a request to several servers, and returns a stream of their replies.
    ///
    /// Sends one request when awaited. The number of replies is not known: the stream ends at
    /// the timeout, or when no further reply arrives for [`Call::idle`].
    ///
    /// # Errors
    /// Those of [`call`](Self::call). Errors after the request was sent are items of
    /// the stream.
    pub fn many<'a, R: ManyRequest>(&'a self, request: &'a R) -> Call<'a, R, Replies<R::Response>> {
        Call::new(self, request)
    }

    /// Sends a JSON document as a request, and returns the reply as JSON.
    ///
    /// For configurations kept as files. `subject` is the operation's subject without
    /// the API prefix.
    ///
    /// ```no_run
    /// # async fn example(ctx: jsapi_client::Context) -> Result<(), Box<dyn std::error::Error>> {
    /// let config = std::fs::read("orders.json")?;
    /// let reply = ctx.call_json("STREAM.CREATE.ORDERS", config).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Sends one request when awaited. The client does not check the document;
    /// [`api_level`](CallJson::api_level) sets the API level that it requires.
    ///
    /// # Errors
    /// Those of [`call`](Self::call). [`Error::Api`] if the server refuses the request,
    /// unless [`raise_errors(false)`](CallJson::raise_errors) is set.
    pub fn call_json<'a>(&'a self, subject: &'a str, body: impl Into<Bytes>) -> CallJson<'a> {
        CallJson {
            context: self,
            subject,
            body: body.into(),
            options: CallOptions::default(),
        }
    }
}

/// Kind of response of a [`Call`]: one typed JSON document.
#[derive(Debug)]
pub enum OneDocument {}

/// Kind of response of a [`Call`]: one stored message.
#[derive(Debug)]
pub enum OneMessage {}

/// A request, sent when awaited.
///
/// Returned by [`Context::call`] and similar methods. `A` is the kind of response, such as
/// [`OneDocument`].
#[must_use = "the request is sent only when awaited"]
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

    /// Sets the timeout. Default: the context's timeout.
    ///
    /// Includes the waits for a connection and for the reply.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Requires at least this JetStream API level of the server.
    ///
    /// The client always checks the level that the request's fields require. It refuses the
    /// request if the connected server has a lower level, and sends the header
    /// [`Nats-Required-Api-Level`](crate::protocol::header::REQUIRED_API_LEVEL), which server
    /// 2.12 and later checks. It does not send the header with operations of the system
    /// account: server 2.15.1 does not answer them with it.
    pub fn api_level(mut self, level: u8) -> Self {
        self.options.api_level = Some(level);
        self
    }

    /// Sets whether the request includes unknown fields.
    pub fn unknown_fields(mut self, unknown: UnknownFields) -> Self {
        self.options.unknown_fields = Some(unknown);
        self
    }
}

impl<R: Operation, A> fmt::Debug for Call<'_, R, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &R::ENDPOINT.verb)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl<'a, R: Request> Call<'a, R, OneDocument> {
    /// Sets whether [`response`](Self::response) fails if the server refuses.
    ///
    /// `true`: the error document is returned as [`Error::Api`].
    pub fn raise_errors(mut self, raise: bool) -> Self {
        self.options.raise_errors = Some(raise);
        self
    }

    /// Sends the request and returns the whole document, success or error.
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
    /// Sends one request.
    ///
    /// # Errors
    /// Those of awaiting the call. Exception: the returned document contains an error of the
    /// server, unless [`raise_errors`](Self::raise_errors) is set.
    pub async fn response(self) -> Result<Response<R::Response>> {
        let operation = R::ENDPOINT.verb;
        let reply = self.context.request(self.request, self.options).await?;
        let response = match jsapi::decode_response(&reply.payload, R::RESPONSE_TYPES) {
            Ok(response) => response,
            Err(error) => return Err(Error::reply(operation, reply.payload, error)),
        };
        match response.outcome {
            Err(error) if self.context.raises(self.options) == Some(true) => Err(Error::Api {
                operation: operation.into(),
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
            coming: self.context.request(self.request, self.options),
            request: PhantomData,
        }
    }
}

/// Future of the typed response to a [`Call`].
// Only the decoding is compiled for each request type.
#[must_use = "futures do nothing unless awaited"]
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
            .field("operation", &R::ENDPOINT.verb)
            .finish_non_exhaustive()
    }
}

impl<'a, R: MessageRequest> IntoFuture for Call<'a, R, OneMessage> {
    type Output = Result<Incoming>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.context.request(self.request, self.options)
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
    /// Sets the time to wait for a further reply. Default: 500 ms.
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

/// A request whose body is a JSON document, sent when awaited.
///
/// Returned by [`Context::call_json`].
#[must_use = "the request is sent only when awaited"]
pub struct CallJson<'a> {
    context: &'a Context,
    subject: &'a str,
    body: Bytes,
    options: CallOptions,
}

impl CallJson<'_> {
    /// Sets the timeout. Default: the context's timeout.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Requires at least this JetStream API level of the server.
    ///
    /// The client refuses the request if the connected server has a lower level; server 2.12
    /// and later also refuses it (10185). Not for operations of the system account: server
    /// 2.15.1 does not answer them with the header.
    pub fn api_level(mut self, level: u8) -> Self {
        self.options.api_level = Some(level);
        self
    }

    /// Sets whether an error from the server is returned as [`Error::Api`].
    ///
    /// `false`: the error document is returned like any other reply. Default: the setting of
    /// the context, or `true`.
    pub fn raise_errors(mut self, raise: bool) -> Self {
        self.options.raise_errors = Some(raise);
        self
    }
}

/// Shows the size of the body, not its content.
impl fmt::Debug for CallJson<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallJson")
            .field("subject", &self.subject)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// Checks that a reply is a JSON object without an error of the server.
fn no_error(payload: &[u8]) -> Result<(), DecodeError> {
    let mut error: Option<ApiError> = None;
    read_members(payload, &mut |key, value| match key {
        "error" => {
            error = None;
            error.read_value(value)
        }
        _ => Ok(()),
    })?;
    error.map_or(Ok(()), |error| Err(DecodeError::Api(error)))
}

impl<'a> IntoFuture for CallJson<'a> {
    type Output = Result<Bytes>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let operation = self.subject.to_owned();
            let mut subject = SubjectBuilder::new(self.context.prefix());
            if let Err(why) = subject.subject(self.subject) {
                return Err(Error::invalid(operation, why));
            }
            let level = self.options.api_level.unwrap_or(0);
            if let Err(why) = self.context.has_level(level) {
                return Err(Error::invalid(operation, why));
            }
            let mut message = RawMessage::new(subject.finish(), self.body);
            message.headers = required(level);
            let timeout = self.context.timeout_for(None, self.options);
            let reply = self
                .context
                .request_raw(operation.clone(), message, timeout)
                .await?;
            if self.context.raises(self.options) != Some(false)
                && let Err(error) = no_error(&reply.payload)
            {
                return Err(Error::reply(operation, reply.payload, error));
            }
            Ok(reply.payload)
        })
    }
}
