//! Handing messages to the connection, past the boxes of its trait.

use async_nats::message::OutboundMessage;
use futures_util::FutureExt;

use crate::transport::{Outgoing, Transport, TransportError, unsent};

/// Hands a message over if that takes no waiting.
#[inline]
pub(super) fn send_now(
    transport: &dyn Transport,
    outbound: OutboundMessage,
    size: usize,
) -> Option<Result<(), TransportError>> {
    let client = transport.core()?;
    let sent = async_nats::client::traits::Publisher::publish_message(client, outbound);
    let sent = sent.now_or_never()?;
    Some(sent.map_err(|error| unsent(client, &error, size)))
}

/// Hands a message over, when there is room for it.
pub(super) async fn send(
    transport: &dyn Transport,
    outbound: OutboundMessage,
    size: usize,
) -> Result<(), TransportError> {
    if let Some(client) = transport.core() {
        let sent = async_nats::client::traits::Publisher::publish_message(client, outbound).await;
        return sent.map_err(|error| unsent(client, &error, size));
    }
    let mut outgoing = Outgoing::new(outbound.subject.as_str(), outbound.payload);
    outgoing.reply = outbound.reply.map(|reply| reply.to_string());
    outgoing.headers = outbound.headers;
    transport.publish(outgoing).await
}
