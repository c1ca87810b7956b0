//! Sends messages over the connection, without the boxed futures of its trait.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use async_nats::message::OutboundMessage;
use tokio::time::{Instant, timeout_at};

use crate::connection::transport::{RawMessage, Transport, unsent};
use crate::error::transport::{Reason, TransportError};

/// Sends a message if possible without waiting.
#[inline]
pub(super) fn send_now(
    transport: &dyn Transport,
    outbound: OutboundMessage,
    size: usize,
) -> Option<Result<(), TransportError>> {
    let client = transport.core()?;
    // Polled in place, because moving it is expensive.
    let sending = pin!(async_nats::client::traits::Publisher::publish_message(
        client, outbound
    ));
    match sending.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(sent) => Some(sent.map_err(|error| unsent(client, &error, size))),
        Poll::Pending => None,
    }
}

/// Sends a message when the connection has capacity.
pub(super) async fn send(
    transport: &dyn Transport,
    outbound: OutboundMessage,
    size: usize,
) -> Result<(), TransportError> {
    if let Some(client) = transport.core() {
        let sent = async_nats::client::traits::Publisher::publish_message(client, outbound).await;
        return sent.map_err(|error| unsent(client, &error, size));
    }
    let mut outgoing = RawMessage::new(outbound.subject.as_str(), outbound.payload);
    outgoing.reply = outbound.reply.map(|reply| reply.to_string());
    outgoing.headers = outbound.headers;
    transport.publish(outgoing).await
}

/// Sends a message until a deadline: a halted server never frees capacity.
pub(super) async fn send_until(
    until: Instant,
    transport: &dyn Transport,
    outbound: OutboundMessage,
    size: usize,
) -> Result<(), TransportError> {
    let sent = timeout_at(until, send(transport, outbound, size)).await;
    sent.unwrap_or_else(|_| {
        let why = "the connection accepted no message";
        Err(TransportError::NotSent(Reason::boxed(why)))
    })
}
