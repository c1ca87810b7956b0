//! Metadata of a delivery.

use time::OffsetDateTime;

use super::ACK_PREFIX;

/// Metadata of a delivery, from its reply subject.
///
/// Supports both forms: `$JS.ACK.{stream}.{consumer}...`, and that of ADR-15 with a domain and
/// the hash of an account before the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metadata<'a> {
    /// Name of the stream.
    pub stream: &'a str,
    /// Name of the consumer.
    pub consumer: &'a str,
    /// Number of deliveries, including this one.
    pub delivered: u64,
    /// Stream sequence of the message, from 1.
    pub stream_sequence: u64,
    /// Consumer sequence of the delivery, from 1.
    pub consumer_sequence: u64,
    /// Time at which the stream stored the message, by the clock of a server.
    pub timestamp: OffsetDateTime,
    /// Number of messages that the consumer has not delivered yet.
    pub pending: u64,
    /// JetStream domain, if the reply subject contains one.
    pub domain: Option<&'a str>,
}

impl<'a> Metadata<'a> {
    /// Parses a reply subject; `None` if it is not that of a delivery.
    pub fn parse(reply: &'a str) -> Option<Self> {
        let rest = reply.strip_prefix(ACK_PREFIX)?;
        let dots = rest.bytes().filter(|&byte| byte == b'.').count();
        let mut rest = Tokens::new(rest);
        let domain = match dots {
            6 => None,
            // A random token may follow, and newer servers may add tokens.
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
        Some(Self {
            stream,
            consumer,
            delivered,
            stream_sequence,
            consumer_sequence,
            timestamp: time_of(stored)?,
            pending,
            domain,
        })
    }

    /// Returns whether the message was delivered before.
    pub fn is_redelivered(&self) -> bool {
        self.delivered > 1
    }
}

/// Converts the time of a reply subject, in nanoseconds since 1970.
pub(crate) fn time_of(stored: u64) -> Option<OffsetDateTime> {
    const SECOND: u64 = 1_000_000_000;

    // In seconds: a 128-bit division would take as long as everything else here.
    let seconds = i64::try_from(stored / SECOND).ok()?;
    let nanoseconds = u32::try_from(stored % SECOND).ok()?;
    let time = OffsetDateTime::from_unix_timestamp(seconds).ok()?;
    time.replace_nanosecond(nanoseconds).ok()
}

/// Iterates over the tokens of a subject.
///
/// Called for every message, so it uses neither the searches of the standard library, which
/// take four times as long for short tokens, nor a loop over bytes.
pub(crate) struct Tokens<'a>(&'a str);

impl<'a> Tokens<'a> {
    pub(crate) fn new(subject: &'a str) -> Self {
        Self(subject)
    }

    /// Returns the remaining text.
    pub(crate) fn rest(&self) -> &'a str {
        self.0
    }

    /// Returns the next token; `None` if it is empty or missing.
    pub(crate) fn next(&mut self) -> Option<&'a str> {
        let end = self.0.bytes().position(|byte| byte == b'.');
        let (token, rest) = self.0.split_at_checked(end.unwrap_or(self.0.len()))?;
        self.0 = rest.get(1..).unwrap_or_default();
        (!token.is_empty()).then_some(token)
    }

    /// Returns the next token as a number.
    pub(crate) fn number(&mut self) -> Option<u64> {
        /// Number of digits that are always less than 2^64.
        const SURE: usize = 19;
        const POWERS: [u64; 8] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

        let (mut number, mut digits) = (0_u64, 0);
        let mut rest = self.0.as_bytes();
        while let Some((eight, after)) = rest.split_first_chunk() {
            let eight = Eight::new(*eight);
            let Some((last, many, next)) = eight.up_to_another() else {
                number = number
                    .wrapping_mul(100_000_000)
                    .wrapping_add(eight.number());
                digits += 8;
                rest = after;
                continue;
            };
            if next != b'.' {
                return None;
            }
            let more = POWERS.get(many).copied().unwrap_or_default();
            number = number.wrapping_mul(more).wrapping_add(last.number());
            digits += many;
            rest = &[];
        }
        for &byte in rest {
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

/// Eight bytes of a text, the first of them in the lowest bits.
#[derive(Clone, Copy)]
struct Eight(u64);

impl Eight {
    fn new(bytes: [u8; 8]) -> Self {
        Self(u64::from_le_bytes(bytes) ^ Self::ZEROS)
    }

    const ZEROS: u64 = u64::from_le_bytes([b'0'; 8]);

    /// Returns the leading digits, padded with zeros, their number, and the next byte.
    ///
    /// `None`: all bytes are digits.
    #[inline]
    fn up_to_another(self) -> Option<(Self, usize, u8)> {
        // A byte above 9 has its highest bit set; an overflow only affects the bytes
        // after it.
        let above = self.0.wrapping_add(0x7676_7676_7676_7676) | self.0;
        let others = above & 0x8080_8080_8080_8080;
        if others == 0 {
            return None;
        }
        let bits = others.trailing_zeros() & 56;
        let next = (self.0 >> bits) as u8 ^ b'0';
        let digits = self.0.checked_shl(64 - bits).unwrap_or(0);
        Some((Self(digits), (bits / 8) as usize, next))
    }

    /// Returns the number of eight digits.
    #[inline]
    fn number(self) -> u64 {
        const FIRST_AND_FIFTH: u64 = 0x0000_00FF_0000_00FF;

        // Pairs of two digits, then groups of four with their factors.
        let pairs = self.0.wrapping_mul(10).wrapping_add(self.0 >> 8);
        let odd = (pairs & FIRST_AND_FIFTH).wrapping_mul((1_000_000 << 32) + 100);
        let even = (pairs >> 16 & FIRST_AND_FIFTH).wrapping_mul((10_000 << 32) + 1);
        odd.wrapping_add(even) >> 32
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

    #[test]
    fn numbers_are_read_whatever_their_length_and_whatever_follows() {
        for digits in 1..=19 {
            let text: String = "9182736450192837465".chars().take(digits).collect();
            let expected = text.parse().ok();
            for (after, rest) in [
                ("", ""),
                (".", ""),
                (".x", "x"),
                (".12345678.9", "12345678.9"),
            ] {
                let subject = format!("{text}{after}");
                let mut tokens = Tokens::new(&subject);
                assert_eq!(tokens.number(), expected, "{subject}");
                assert_eq!(tokens.rest(), rest, "{subject}");
            }
            for wrong in [
                "x",
                "/",
                ":",
                "-",
                " ",
                "\0",
                "ä",
                "\u{7f}",
                "x.1",
                "ä.12345678",
            ] {
                for at in 0..=digits {
                    let (before, after) = text.split_at(at);
                    let subject = format!("{before}{wrong}{after}");
                    assert_eq!(Tokens::new(&subject).number(), None, "{subject}");
                }
            }
        }
        for (text, expected) in [
            ("18446744073709551615", Some(u64::MAX)),
            ("18446744073709551616", None),
            ("000000000000000000000007.1", Some(7)),
            ("00000000", Some(0)),
            (".1", None),
            (".12345678", None),
        ] {
            assert_eq!(Tokens::new(text).number(), expected, "{text}");
        }
    }
}
