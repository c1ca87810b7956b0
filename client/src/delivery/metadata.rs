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
        const SECOND: u64 = 1_000_000_000;
        let rest = reply.strip_prefix(ACK_PREFIX)?;
        let dots = rest.bytes().filter(|&byte| byte == b'.').count();
        let mut rest = Tokens::new(rest);
        let domain = match dots {
            6 => None,
            // One more, that is random, may follow, and newer servers may add.
            8.. => {
                let domain = rest.next()?;
                let _account = rest.next()?;
                Some(domain).filter(|domain| *domain != "_")
            }
            _ => return None,
        };
        let (stream, consumer) = (rest.next()?, rest.next()?);
        let (delivered, stream_sequence) = (rest.number()?, rest.number()?);
        let (consumer_sequence, stored) = (rest.number()?, rest.number()?);
        let pending = rest.number()?;
        // By seconds: the division of 128 bits takes as long as all else here.
        let seconds = i64::try_from(stored / SECOND).ok()?;
        let nanoseconds = u32::try_from(stored % SECOND).ok()?;
        let timestamp = OffsetDateTime::from_unix_timestamp(seconds).ok()?;
        Some(Self {
            stream,
            consumer,
            delivered,
            stream_sequence,
            consumer_sequence,
            timestamp: timestamp.replace_nanosecond(nanoseconds).ok()?,
            pending,
            domain,
        })
    }

    /// Whether it was delivered before.
    pub fn is_redelivered(&self) -> bool {
        self.delivered > 1
    }
}

/// The tokens of a subject, one after the other.
///
/// Read byte by byte: tokens are short, and with the searches of the standard
/// library it takes four times as long, for every message.
pub(crate) struct Tokens<'a>(&'a str);

impl<'a> Tokens<'a> {
    pub(crate) fn new(subject: &'a str) -> Self {
        Self(subject)
    }

    /// The next one; `None` when it is empty, or there is none.
    pub(crate) fn next(&mut self) -> Option<&'a str> {
        let end = self.0.bytes().position(|byte| byte == b'.');
        let (token, rest) = self.0.split_at_checked(end.unwrap_or(self.0.len()))?;
        self.0 = rest.get(1..).unwrap_or_default();
        (!token.is_empty()).then_some(token)
    }

    /// The next one, which is a number.
    pub(crate) fn number(&mut self) -> Option<u64> {
        /// So many digits are less than 2^64, whichever they are.
        const SURE: usize = 19;

        let (mut number, mut digits) = (0_u64, 0);
        for byte in self.0.bytes() {
            match byte {
                b'0'..=b'9' => {
                    number = number.wrapping_mul(10).wrapping_add((byte - b'0').into());
                    digits += 1;
                }
                b'.' => break,
                _ => return None,
            }
        }
        if digits > SURE {
            number = self.0.get(..digits)?.parse().ok()?;
        }
        self.0 = self.0.get(digits + 1..).unwrap_or_default();
        (digits > 0).then_some(number)
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
            "$JS.ACK.S.C.+1.2.3.4.5",
            "$JS.ACK.S.C..2.3.4.5",
            "$JS.ACK.S.C.1.2.3.4.",
            "$JS.ACK.S.C.1.2.3.4.5x",
            "$JS.ACK.S.C.1.99999999999999999999.3.4.5",
            "$JS.ACK.S.C.1.18446744073709551616.3.4.5",
            "$JS.FC.S.C.1.2.3.4.5",
            "_INBOX.S.C.1.2.3.4.5",
        ] {
            assert_eq!(Metadata::parse(reply), None, "{reply}");
        }
    }
}
