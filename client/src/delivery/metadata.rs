//! How a message came.

use time::OffsetDateTime;

use super::ACK_PREFIX;

/// How a message was delivered, as its reply subject has it.
///
/// From both forms: `$JS.ACK.{stream}.{consumer}...` and, with a domain and the
/// hash of an account before them, that of ADR-15.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metadata<'a> {
    /// The stream that it is in.
    pub stream: &'a str,
    /// The consumer that delivered it.
    pub consumer: &'a str,
    /// How often it was delivered, this time included.
    pub delivered: u64,
    /// Its sequence in the stream, from 1.
    pub stream_sequence: u64,
    /// How many deliveries the consumer had made, this one included.
    pub consumer_sequence: u64,
    /// When the stream stored it, by the clock of a server.
    pub timestamp: OffsetDateTime,
    /// How many messages the consumer was still to deliver after this one.
    pub pending: u64,
    /// The JetStream domain, when the reply subject names one.
    pub domain: Option<&'a str>,
}

impl<'a> Metadata<'a> {
    /// From a reply subject; `None` when it is not that of a delivery.
    pub fn parse(reply: &'a str) -> Option<Self> {
        let rest = reply.strip_prefix(ACK_PREFIX)?;
        let tokens = rest.bytes().filter(|&byte| byte == b'.').count() + 1;
        let mut rest = rest.split('.');
        let domain = match tokens {
            7 => None,
            // One more, that is random, may follow, and newer servers may add.
            9.. => {
                let domain = rest.next()?;
                let _account = rest.next()?;
                Some(domain).filter(|domain| *domain != "_")
            }
            _ => return None,
        };
        let (stream, consumer) = (rest.next()?, rest.next()?);
        if stream.is_empty() || consumer.is_empty() {
            return None;
        }
        let mut number = || -> Option<u64> { rest.next()?.parse().ok() };
        Some(Self {
            stream,
            consumer,
            delivered: number()?,
            stream_sequence: number()?,
            consumer_sequence: number()?,
            timestamp: OffsetDateTime::from_unix_timestamp_nanos(i128::from(number()?)).ok()?,
            pending: number()?,
            domain,
        })
    }

    /// Whether it was delivered before.
    pub fn is_redelivered(&self) -> bool {
        self.delivered > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_is_read_from_both_forms_of_the_reply_subject() {
        let expected = Metadata {
            stream: "ORDERS",
            consumer: "worker",
            delivered: 2,
            stream_sequence: 22,
            consumer_sequence: 7,
            timestamp: OffsetDateTime::from_unix_timestamp_nanos(1_700_000_000_123_456_789)
                .unwrap(),
            pending: 5,
            domain: None,
        };
        let hub = Metadata {
            domain: Some("hub"),
            ..expected
        };
        let tail = "ORDERS.worker.2.22.7.1700000000123456789.5";
        assert_eq!(Metadata::parse(&format!("$JS.ACK.{tail}")), Some(expected));
        assert_eq!(
            Metadata::parse(&format!("$JS.ACK._.hash.{tail}")),
            Some(expected)
        );
        assert_eq!(
            Metadata::parse(&format!("$JS.ACK.hub.hash.{tail}")),
            Some(hub)
        );
        assert_eq!(
            Metadata::parse(&format!("$JS.ACK.hub.hash.{tail}.rnd")),
            Some(hub)
        );
    }

    #[test]
    fn metadata_is_not_made_up_from_other_subjects() {
        for reply in [
            "",
            "$JS.ACK.",
            "$JS.ACK.S.C",
            "$JS.ACK.S.C.1.2.3.4",
            "$JS.ACK.S.C.1.2.3.4.5.6",
            "$JS.ACK..C.1.2.3.4.5",
            "$JS.ACK.S.C.1.2.3.x.5",
            "$JS.ACK.S.C.-1.2.3.4.5",
            "$JS.ACK.S.C.1.99999999999999999999.3.4.5",
            "$JS.FC.S.C.1.2.3.4.5",
            "_INBOX.S.C.1.2.3.4.5",
        ] {
            assert_eq!(Metadata::parse(reply), None, "{reply}");
        }
    }
}
