//! Reads messages from the stream that `async-nats` cannot receive.
//!
//! Streams store any header block. `async-nats` 0.51 closes the connection on one that is not
//! UTF-8, has a line without a colon, or an invalid name. The server redelivers the message
//! after `ack_wait` over the next connection, so no later message ever arrives. The reply to
//! STREAM.MSG.GET is JSON, which can be decoded.

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_nats::header::HeaderName;
use futures_util::StreamExt;
use jsapi::{AckPolicy, ConsumerConfig, ConsumerInfo};
use tokio::time::Instant;

use crate::connection::transport::{BoxFuture, Incoming};
use crate::consume::consumer::Consumer;
use crate::consume::delivery::{AckWait, Message, Origin};
use crate::protocol::subject::subject_matches;
use crate::streams::message::StreamMessage;

/// Maximum number of sequences to read.
const FAR: u64 = 1_000;

/// Number of concurrent requests.
const AT_ONCE: usize = 16;

/// Unreadable messages of a consumer that were returned.
#[derive(Debug, Default)]
pub(crate) struct HandedOver(Mutex<HashMap<u64, (Instant, Arc<AtomicBool>)>>);

impl HandedOver {
    fn lock(&self) -> MutexGuard<'_, HashMap<u64, (Instant, Arc<AtomicBool>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns whether the message is acknowledged, or may still be in progress.
    fn has(&self, sequence: u64, waits: Option<&AckWait>) -> bool {
        let handed = self.lock();
        let Some((at, done)) = handed.get(&sequence) else {
            return false;
        };
        let wait = waits.and_then(|waits| waits.after(1));
        done.load(Ordering::Acquire) || wait.is_none_or(|wait| at.elapsed() < wait)
    }
}

/// Reads the delivered messages that `async-nats` could not receive.
///
/// Sends one request, and one per unacknowledged message, up to 1,000. None for a consumer
/// without acknowledgements, which redelivers nothing.
pub(crate) fn unreadable<'a>(
    consumer: &'a Consumer,
    handed_over: &'a HandedOver,
    origin: &'a Arc<Origin>,
) -> BoxFuture<'a, Vec<(u64, Message)>> {
    Box::pin(search(consumer, handed_over, origin))
}

async fn search(
    consumer: &Consumer,
    handed_over: &HandedOver,
    origin: &Arc<Origin>,
) -> Vec<(u64, Message)> {
    let Ok(info) = consumer.info().await else {
        return Vec::new();
    };
    let Some(config) = &info.config else {
        return Vec::new();
    };
    if !matches!(
        config.ack_policy,
        Some(AckPolicy::Explicit | AckPolicy::All)
    ) {
        return Vec::new();
    }
    let waits = AckWait::of(config);
    let (floor, last) = (info.ack_floor.stream_seq, info.delivered.stream_seq);
    handed_over.lock().retain(|sequence, _| *sequence > floor);
    let stream = consumer.stream();
    let sequences = floor.saturating_add(1)..=last.min(floor.saturating_add(FAR));
    futures_util::stream::iter(sequences)
        .filter(|sequence| std::future::ready(!handed_over.has(*sequence, waits.as_ref())))
        .map(|sequence| stream.get_message(sequence))
        .buffered(AT_ONCE)
        .filter_map(|found| {
            let message = found.ok().filter(|message| {
                delivers(config, &message.subject)
                    && message.raw_headers.as_deref().is_some_and(is_unreadable)
            });
            std::future::ready(message)
        })
        .map(|message| {
            let sequence = message.sequence;
            let done = Arc::new(AtomicBool::new(false));
            handed_over
                .lock()
                .insert(sequence, (Instant::now(), done.clone()));
            let message = delivered(consumer, origin, &info, message).witnessed_by(done);
            (sequence, message)
        })
        .collect()
        .await
}

/// Returns the message as the server would have delivered it.
fn delivered(
    consumer: &Consumer,
    origin: &Arc<Origin>,
    info: &ConsumerInfo,
    message: StreamMessage,
) -> Message {
    let (stream, name) = (consumer.stream_name(), consumer.name());
    // The server uses the stream sequence; the other values of an unacknowledged
    // message are not available.
    let reply = format!(
        "$JS.ACK.{stream}.{name}.1.{}.{}.{}.{}",
        message.sequence,
        info.delivered.consumer_seq,
        message.time.unix_timestamp_nanos().max(0),
        info.num_pending,
    );
    let mut incoming = Incoming::new(message.subject, message.payload);
    incoming.reply = Some(reply.into());
    incoming.headers = Some(message.headers);
    Message::new(incoming, origin.clone()).with_raw_headers(message.raw_headers)
}

/// Returns whether a consumer delivers messages of a subject.
fn delivers(config: &ConsumerConfig, subject: &str) -> bool {
    let one = config.filter_subject.as_deref();
    let mut filters = config
        .filter_subjects
        .iter()
        .map(String::as_str)
        .chain(one)
        .filter(|filter| !filter.is_empty())
        .peekable();
    filters.peek().is_none() || filters.any(|filter| subject_matches(filter, subject))
}

/// Returns whether `async-nats` 0.51 fails on a header block (its connection.rs).
pub(crate) fn is_unreadable(block: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(block) else {
        return true;
    };
    let mut lines = text.lines().peekable();
    let version = lines.next().and_then(|line| line.strip_prefix("NATS/1.0"));
    let Some(rest) = version.map(str::trim) else {
        return true;
    };
    let status = rest
        .split_once(' ')
        .map_or(rest, |(status, _)| status.trim());
    if !status.is_empty() && async_nats::StatusCode::from_str(status).is_err() {
        return true;
    }
    while let Some(line) = lines.next() {
        if line.is_empty() {
            continue;
        }
        let Some((name, value)) = line.split_once(':') else {
            return true;
        };
        let mut interrupted = value.trim().contains('\r');
        while let Some(more) = lines.next_if(|line| line.starts_with(char::is_whitespace)) {
            interrupted |= more.trim_end().contains('\r');
        }
        if interrupted || HeaderName::from_str(name).is_err() {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_known_what_the_connection_is_given_up_over() {
        for (block, expected) in [
            (&b"NATS/1.0\r\nA: 1\r\nB:2\r\n\r\n"[..], false),
            (b"NATS/1.0\r\nA: x\r\n y\r\n\r\n", false),
            (b"NATS/1.0 404 Gone\r\nA: 1\r\n\r\n", false),
            (b"NATS/1.0\r\nA: \xc3\xa4\r\n\r\n", false),
            (b"NATS/1.0\r\nA: \xff\r\n\r\n", true),
            (b"NATS/1.0\r\nno colon\r\n\r\n", true),
            (b"NATS/1.0\r\n\xc3\xa4: 1\r\n\r\n", true),
            (b"NATS/1.0\r\na b: 1\r\n\r\n", true),
            (b"NATS/1.0 news\r\nA: 1\r\n\r\n", true),
            (b"NATS/1.0\r\nA: x\ry\r\n\r\n", true),
            (b"junk", true),
        ] {
            assert_eq!(is_unreadable(block), expected, "{}", block.escape_ascii());
        }
    }

    #[test]
    fn a_consumer_delivers_what_its_filters_match() {
        let all = ConsumerConfig::new();
        let one = ConsumerConfig::new().with_filter_subject("a.*");
        let two = ConsumerConfig::new().with_filter_subjects(["a.b", "c.>"]);
        let of = |config| ["a.b", "a.b.c", "c.d.e"].map(|subject| delivers(config, subject));
        assert_eq!(of(&all), [true, true, true]);
        assert_eq!(of(&one), [true, false, false]);
        assert_eq!(of(&two), [true, false, true]);
    }
}
