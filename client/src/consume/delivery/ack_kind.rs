//! Kinds of acknowledgement, and their payloads.

use std::time::Duration;

use bytes::Bytes;

pub(crate) const ACK: &[u8] = b"+ACK";
pub(crate) const NAK: &[u8] = b"-NAK";
const IN_PROGRESS: &[u8] = b"+WPI";
const TERM: &[u8] = b"+TERM";

/// Kind of an acknowledgement.
///
/// For [`Message::ack_with`](crate::Message::ack_with), and as result of a
/// [handler](crate::consume::PullMessages::handle).
///
/// ```no_run
/// # async fn example(message: jsapi_client::Message) -> Result<(), jsapi_client::Error> {
/// use std::time::Duration;
/// use jsapi_client::AckKind;
///
/// let kind = match message.payload.is_empty() {
///     true => AckKind::Term(Some("empty order".into())),
///     false => AckKind::Nak(Some(Duration::from_secs(5))),
/// };
/// message.ack_with(kind).await?;
/// # Ok(())
/// # }
/// ```
///
/// There is no kind for `+NXT`, which acknowledges a message and pulls the next one to
/// the reply subject. Without a reply subject, as `async-nats` sends its
/// `AckKind::Next`, servers 2.10 to 2.15 acknowledge and deliver nothing:
/// [`Ack`](Self::Ack) does the same. [`messages`](crate::consume::PullConsumer::messages)
/// pulls the next messages ahead of their acknowledgement.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AckKind {
    /// The message was processed; the server does not deliver it again (`+ACK`).
    Ack,
    /// The message was not processed; the server redelivers it (`-NAK`).
    ///
    /// `None`: at once, without the consumer's `backoff`. `Some`: after this delay, at most 292
    /// years.
    Nak(Option<Duration>),
    /// The message is being processed; `ack_wait` starts again (`+WPI`).
    Progress,
    /// The server never delivers the message again (`+TERM`).
    ///
    /// The reason is part of the server's advisory. Requires server 2.10.4 for a
    /// reason.
    Term(Option<String>),
}

impl AckKind {
    pub(super) fn word(self) -> Bytes {
        match self {
            Self::Ack => Bytes::from_static(ACK),
            Self::Nak(None) => Bytes::from_static(NAK),
            Self::Nak(Some(delay)) => {
                let nanos = i64::try_from(delay.as_nanos()).unwrap_or(i64::MAX);
                format!("-NAK {{\"delay\":{nanos}}}").into()
            }
            Self::Progress => Bytes::from_static(IN_PROGRESS),
            Self::Term(None) => Bytes::from_static(TERM),
            Self::Term(Some(reason)) => format!("+TERM {reason}").into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_word_on_the_wire() {
        for (kind, word) in [
            (AckKind::Ack, "+ACK"),
            (AckKind::Nak(None), "-NAK"),
            (
                AckKind::Nak(Some(Duration::from_millis(1_500))),
                r#"-NAK {"delay":1500000000}"#,
            ),
            (
                AckKind::Nak(Some(Duration::MAX)),
                r#"-NAK {"delay":9223372036854775807}"#,
            ),
            (AckKind::Progress, "+WPI"),
            (AckKind::Term(None), "+TERM"),
            (AckKind::Term(Some("bad".into())), "+TERM bad"),
        ] {
            assert_eq!(kind.word(), word);
        }
    }
}
